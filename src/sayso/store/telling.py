"""Undertakings as they stand -> what is shown of each: its words, and a dated entry for everything that articles have of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sayso.record import PartyKind, Undertaking, Voice
from sayso.store.chronicle import KnownParty, KnownUndertaking, Told, UndertakingStanding, UndertakingState
from sayso.store.chronicling import EVENT_AT, UNDERTAKING_AT, rows_of
from sayso.store.database import Database
from sayso.store.finding import names, selected
from sayso.store.groups import Set
from sayso.store.mentions import Mention, iso
from sayso.store.occurrences import read_event, read_undertaking
from sayso.store.pledges import Pledge
from sayso.store.promises import Entry, Line
from sayso.store.retold import facts_of, speakers_of, statements_at, without_joint


class Telling:
    """What is shown of some undertakings, read together."""

    def __init__(self, database: Database, lines: Sequence[Line]) -> None:
        """Read their articles, and who says what of it there."""
        entries = [entry for line in lines for entry in line.entries]
        versions = {_version(entry) for entry in entries if not isinstance(entry.by, Set)}
        versions |= {one.version for line in lines for one in line.mentions}
        self.facts = facts_of(database, versions)
        events, undertakings = rows_of(database, versions)
        self.events = {
            (row[0], row[1]): read_event(row[EVENT_AT], self.facts[row[0]].text) for some in events.values() for row in some
        }
        self.undertakings = {
            (row[0], row[1]): read_undertaking(row[UNDERTAKING_AT], self.facts[row[0]].text)
            for some in undertakings.values()
            for row in some
        }
        places = {(entry.by[0], entry.by[1].at.start) for entry in entries if isinstance(entry.by, tuple)}
        self.statements = statements_at(database, places)
        named = {(at[0], name) for at, name in self.statements.items()}
        named |= {(at[0], one.statement) for at, one in self.undertakings.items() if one.statement is not None}
        named |= {(at[0], event.within) for at, event in self.events.items() if event.within is not None}
        self.speakers = speakers_of(database, named)
        self.shown = names(database, {party for line in lines for party in line.doers | line.receivers})
        sql = "SELECT id, kind FROM parties WHERE id IN ({})"
        self.kinds: dict[int, PartyKind] = dict(selected(database, sql, {root for root, _ in self.shown.values()}))

    def known(self, line: Line, status: UndertakingStanding, after: int | None) -> KnownUndertaking:
        """An undertaking, of the state that it has now; ``after`` counts the articles after its due day."""
        first = self._undertaking(line.first)
        due = next((held.due for one in reversed(line.mentions) if (held := self._undertaking(one)).due), None)
        outlets = dict.fromkeys(self.facts[one.version].outlet for one in line.mentions)
        return KnownUndertaking(
            key=line.key,
            kind=line.first.kind,
            strength=line.last.strength,
            status=status,
            who=self._parties(line.doers, first.who),
            to_whom=self._parties(line.receivers, first.to_whom),
            what=" … ".join(span.text for span in first.what),
            condition=first.condition.text if first.condition else None,
            due=due.span.text if due else None,
            due_earliest=iso(line.due[0]),
            due_latest=iso(line.due[1]),
            history=tuple(map(self._state, line.entries)),
            since=after if status == "overdue" else None,
            articles=len({one.article for one in line.mentions}),
            outlets=tuple(name for name in outlets if name),
            event=line.event,
            candidates=line.candidates,
        )

    def _undertaking(self, one: Pledge) -> Undertaking:
        return self.undertakings[one.version, one.number]

    def _state(self, entry: Entry) -> UndertakingState:
        by = entry.by
        if isinstance(by, Set):
            told = Told(by.made, words=by.reason, correction=by.number)
            return UndertakingState(entry.state, told, due=by.on)
        article = self.facts[_version(entry)]
        if isinstance(by, Pledge):
            one = self._undertaking(by)
            told = article.told(one.what[0], one.statement, self.speakers)
            return UndertakingState(entry.state, told, by.key, one.id, iso(entry.due))
        if isinstance(by, Mention):
            if by.number < 1:
                return UndertakingState(entry.state, article.by_headline(), by.key)
            event = self.events[by.version, by.number]
            return UndertakingState(entry.state, article.told(event.trigger, event.within, self.speakers), by.key, event.id)
        version, outcome = by
        statement = self.statements.get((version, outcome.at.start))
        return UndertakingState(entry.state, article.told(outcome.at, statement, self.speakers))

    def _parties(self, ids: Iterable[int], voices: Sequence[Voice]) -> tuple[KnownParty, ...]:
        """The parties across articles by name; where there is none, the words of the first article."""
        roots = {self.shown[party] for party in ids}
        if not roots:
            return tuple(KnownParty(voice.mention.text) for voice in voices if voice.mention)
        told = [KnownParty(name, root, self.kinds.get(root)) for root, name in sorted(roots, key=lambda one: one[1])]
        return without_joint(told)


def _version(entry: Entry) -> int:
    assert not isinstance(entry.by, Set)
    return entry.by[0] if isinstance(entry.by, tuple) else entry.by.version
