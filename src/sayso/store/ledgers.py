"""Questions for undertakings -> those across articles that answer, each with what articles report to have become of it.

Nothing of this is kept, as of events: it is worked out of what articles have whenever that has changed. Three things tell what
became of one: the event that it belongs to, where an article has it that it was held, put off or called off; another due day in
a later article; and sentences with words of an outcome (see ``outcomes``). Sayso itself never says that it was kept or broken.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, cast

from sayso.questions import folded_tokens
from sayso.store import packing
from sayso.store.chronicle import (
    UNDERTAKING_STANDINGS,
    EventStanding,
    KnownUndertakings,
    LedgerCountable,
    LedgerQuestion,
    UndertakingStanding,
)
from sayso.store.chronicles import in_time, most_first, outlets_of, outlines_at, versions_of
from sayso.store.contract import Correction
from sayso.store.database import Database
from sayso.store.finding import names, selected
from sayso.store.groups import Group, Set, candidates_of, corrected, set_states
from sayso.store.mentions import Mention, Names, ordinal, parties_of
from sayso.store.narrowing import roots_of
from sayso.store.occasions import Outline
from sayso.store.outcomes import Undertaken, outcomes
from sayso.store.pledges import Pledge, link, pledges, stem
from sayso.store.telling import Entry, Line, Telling

# What the state of its event tells of an undertaking.
_BY_EVENT: Mapping[EventStanding, UndertakingStanding] = {
    "held": "kept",
    "moved": "delayed",
    "postponed": "delayed",
    "cancelled": "cancelled",
    "denied": "disputed",
}
FEW = 8  # parties that are looked for in the texts themselves
_PLAIN = re.compile(r"[A-Za-z]+")
_REPORTED = frozenset(("kept", "broken", "delayed", "cancelled", "superseded", "disputed"))


class Ledger:
    """All undertakings of a store as they stand; ``by_key`` finds one by the key of any mention."""

    def __init__(self, database: Database, corrections: Sequence[Correction], wanted: Owed | None = None) -> None:
        """Work them out; with ``wanted`` those that are asked for, and some of the others."""
        self.database = database
        told = pledges(database, parties_of(database))
        known = Names(database, {party for one in told for party in (*one.doers, *one.receivers)})
        told = _near(told, wanted, known, corrections) if wanted else told
        groups = corrected(link(told, known), corrections)
        found = _told(database, groups, known) if groups else {}
        self.days = sorted(day for (at,) in database.rows(_DAYS) if (day := ordinal(at)) is not None)
        states, events = set_states(corrections, UNDERTAKING_STANDINGS), _Events(database, told)
        self.lines: list[Line] = []
        lines: dict[int, Line] = {}
        for group in groups:
            by_hand = [one for pledge in group.mentions for one in states.get(pledge.key, ())]
            lines[group.number] = _line(group, found.get(group.number, ()), events, by_hand)
        for number, others in candidates_of(groups, {number: line.key for number, line in lines.items()}).items():
            lines[number].candidates = others
        self.lines = list(lines.values())
        self.by_key: dict[str, list[Line]] = defaultdict(list)
        for line in self.lines:
            for pledge in line.mentions:
                self.by_key[pledge.key].append(line)

    def after(self, day: str | None) -> int | None:
        """How many articles there are of later days."""
        return len(self.days) - bisect_right(self.days, ordinal(day) or 0) if day is not None else None


@dataclass(frozen=True, slots=True)
class Owed:
    """What undertakings are asked for: of a key, of who undertakes them."""

    key: str | None = None
    who: frozenset[int] | None = None


def owed_by(database: Database, question: LedgerQuestion) -> Owed:
    """What a question asks for, as far as that tells which undertakings need not be linked."""
    who = frozenset(roots_of(database, question.who)) if question.who else None
    return Owed(question.key, who)


def _near(told: Sequence[Pledge], wanted: Owed, names: Names, corrections: Sequence[Correction]) -> list[Pledge]:
    """Those asked for, and those of whoever may be one of who undertakes these; what people merged or split is among them."""
    keys = {key for one in corrections for key in (one.statement, one.name) if one.kind in ("merge-events", "split-event")}
    own = [
        one for one in told
        if one.key in keys or one.key == wanted.key or (wanted.who is not None and not wanted.who.isdisjoint(one.doers))
    ]  # fmt: skip
    tags = {tag for one in own for party in one.doers for tag in names.stretches(party)}
    held = {one.key for one in own}
    return [one for one in told if one.key in held or any(not tags.isdisjoint(names.stretches(party)) for party in one.doers)]


_DAYS = "SELECT v.day FROM versions v JOIN articles a ON a.latest = v.id WHERE v.day IS NOT NULL"
_TEXTS = "SELECT v.id, v.day, t.text FROM versions v JOIN texts t ON t.version = v.id WHERE v.id IN ({})"


def _told(database: Database, groups: Sequence[Group[Pledge]], known: Names) -> dict[int, list[Entry]]:
    """For each undertaking the sentences that tell what became of it, in articles of its day or later."""
    undertaken = Undertaken(groups, known)
    since = min((one.day for group in groups for one in group.mentions if one.day is not None), default=None)
    found: dict[int, list[Entry]] = defaultdict(list)
    if since is None:
        return found
    doers = {party for group in groups for one in group.mentions for party in one.doers}
    ids = _later(database, date.fromordinal(since).isoformat(), doers)
    seen: set[tuple[int, tuple[str, ...]]] = set()
    for at in range(0, len(ids), 200):
        for id, day, packed in selected(database, _TEXTS, ids[at : at + 200]):
            for outcome in outcomes(packing.unpacked(packed) or ""):
                group = undertaken.told_by(outcome, id, ordinal(day))
                if group is not None and (group.number, outcome.words) not in seen:  # wire copy counts once
                    seen.add((group.number, outcome.words))
                    found[group.number].append(Entry(outcome.state, ordinal(day), (id, outcome)))
    return found


def _later(database: Database, since: str, doers: Collection[int]) -> list[int]:
    """The articles of a day or later in which one of these is named; all, where they are many.

    A name is looked for by its longest stretch of plain letters: "pez" is in "López" and in "Lopez".
    """
    sql = "SELECT v.id FROM versions v JOIN articles a ON a.latest = v.id JOIN texts t ON t.version = v.id WHERE v.day >= ?"
    stretches = {max(_PLAIN.findall(name.split()[-1]), key=len, default="") for name in _spelled(database, doers)}
    if len(stretches) <= FEW and all(len(one) > 2 for one in stretches):
        sql += f" AND ({' OR '.join(['LOWER(t.text) LIKE ?'] * len(stretches))})"
        return [id for (id,) in database.rows(f"{sql} ORDER BY v.id", (since, *(f"%{one.lower()}%" for one in stretches)))]
    return [id for (id,) in database.rows(f"{sql} ORDER BY v.id", (since,))]


def _spelled(database: Database, doers: Collection[int]) -> list[str]:
    """The names of parties as articles spell them."""
    rows = selected(database, "SELECT id, name FROM parties WHERE id IN ({})", doers)
    return [packing.unpacked(name) or "?" for _, name in rows]


class _Events:
    """The events to which undertakings belong, by the version and the event's id there."""

    def __init__(self, database: Database, told: Iterable[Pledge]) -> None:
        named = {(one.version, one.event) for one in told if one.event is not None}
        sql = "SELECT version, number, name FROM events WHERE version IN ({})"
        rows = selected(database, sql, {version for version, _ in named})
        at = {(v, number): (v, name) for v, number, packed in rows if (v, name := packing.unpacked(packed)) in named}
        found = outlines_at(database, at) if at else {}
        self._held = {at[place]: outline for place, outline in found.items()}

    def of(self, pledge: Pledge) -> Outline | None:
        return self._held.get((pledge.version, pledge.event)) if pledge.event is not None else None


def _line(group: Group[Pledge], told: Iterable[Entry], events: _Events, by_hand: Sequence[Set]) -> Line:
    mentions = sorted(group.mentions, key=lambda one: (one.day is None, one.day or 0, one.version, one.number))
    entries: list[Entry] = []
    due: tuple[str | None, str | None] = (None, None)
    seen: set[tuple[int, str | None]] = set()
    for one in mentions:
        later = due[1] is not None and one.due[1] is not None and one.due[1] > due[1]
        due = one.due if one.due[1] is not None or due[1] is None else due
        if (one.wording, one.due[1]) not in seen:  # wire copy counts once
            seen.add((one.wording, one.due[1]))
            entries.append(Entry("delayed" if later else "open", one.day, one, one.due[1]))
    outline = next((held for one in mentions if (held := events.of(one))), None)
    entries += _by_event(outline, mentions[0]) if outline else ()
    by_event = {(entry.by.version, entry.state) for entry in entries if isinstance(entry.by, Mention)}
    entries += [one for one in told if not isinstance(one.by, tuple) or (one.by[0], one.state) not in by_event]
    entries += [Entry(cast(UndertakingStanding, one.state), ordinal(one.made), one, one.on) for one in by_hand]
    entries.sort(key=lambda entry: (entry.day is None, entry.day or 0))
    due = next(((one.on, one.on) for one in reversed(by_hand) if one.on), due)
    first = min(mentions, key=lambda one: (one.version, one.number))
    return Line(first.key, mentions[0], mentions[-1], tuple(mentions), tuple(entries), due, outline.key if outline else None)


def _by_event(outline: Outline, first: Pledge) -> Iterator[Entry]:
    """What articles of the same day or later have of the event: not the one that has the undertaking."""
    for state, one in outline.entries:
        later = isinstance(one, Mention) and (first.day is None or one.day is None or one.day >= first.day)
        if isinstance(one, Mention) and later and state in _BY_EVENT and one.version != first.version:
            yield Entry(_BY_EVENT[state], one.day, one)


# States.


def status(line: Line, today: str, soon: int) -> UndertakingStanding:
    """The last state that is reported or that a person set; of contrary reports "disputed"; without any, by the day."""
    by_hand = [entry.state for entry in line.entries if isinstance(entry.by, Set)]
    if by_hand:
        return by_hand[-1]
    told = [entry.state for entry in line.entries if entry.state in _REPORTED]
    if "kept" in told and "broken" in told:
        return "disputed"
    if told and told[-1] != "delayed":
        return told[-1]
    last = line.due[1]
    if told and (last is None or last >= today):
        return "delayed"
    if last is None:
        return "open"
    if last < today:
        return "overdue"
    left = (ordinal(last) or 0) - (ordinal(today) or 0)
    return "due-soon" if left <= soon else "open"


def _today(question: LedgerQuestion) -> str:
    return question.today or datetime.now(UTC).date().isoformat()


# Questions.


def ledger(database: Database, held: Ledger, question: LedgerQuestion) -> KnownUndertakings:
    """A page of the undertakings that answer: by their due days, then those without one by the days of their articles."""
    found = list(_answering(database, held, question))
    newest = question.order == "newest"
    found.sort(key=lambda line: (line.due[1] or "", line.first.day or 0, line.key), reverse=newest)
    found.sort(key=lambda line: line.due[1] is None)
    page = found[question.offset : question.offset + question.limit if question.limit else None]
    ((searched,),) = database.rows("SELECT count(*) FROM articles")
    telling = Telling(database, page)
    today = _today(question)
    known = (telling.known(line, status(line, today, question.soon), held.after(line.due[1])) for line in page)
    return KnownUndertakings(tuple(known), len(found), int(searched))


def _answering(database: Database, held: Ledger, question: LedgerQuestion) -> Iterator[Line]:
    today = _today(question)
    who = roots_of(database, question.who) if question.who else None
    to_whom = roots_of(database, question.to_whom) if question.to_whom else None
    outlet = versions_of(database, question.outlet) if question.outlet else None
    wanted = {stem(word) for word in folded_tokens(question.words or "")}
    for line in held.by_key.get(question.key, []) if question.key else held.lines:
        if (
            question.kind in (None, line.first.kind)
            and question.strength in (None, line.last.strength)
            and (who is None or not who.isdisjoint(line.doers))
            and (to_whom is None or not to_whom.isdisjoint(line.receivers))
            and (question.since is None or (line.due[1] is not None and line.due[1] >= question.since))
            and (question.until is None or (line.due[1] is not None and (line.due[0] or line.due[1]) <= question.until))
            and (outlet is None or any(one.version in outlet for one in line.mentions))
            and any(wanted <= one.terms for one in line.mentions)
            and question.status in (None, status(line, today, question.soon))
            and question.was in (None, status(line, today, question.soon), *(entry.state for entry in line.entries))
        ):
            yield line


def count_ledger(
    database: Database, held: Ledger, question: LedgerQuestion, by: LedgerCountable
) -> list[tuple[str | None, int]]:
    """How many answer, most first, times in their order."""
    tally: Counter[Any] = Counter()
    found = list(_answering(database, held, question))
    outlets = outlets_of(database, {one.version for line in found for one in line.mentions}) if by == "outlet" else {}
    for line in found:
        tally.update(set(_values(line, by, question, outlets)) or {None})
    if by in ("who", "to_whom"):
        shown = names(database, {party for party in tally if party is not None})
        return most_first([(shown[party][1] if party is not None else None, count) for party, count in tally.items()])
    rows = list(tally.items())
    return in_time(rows) if by in ("day", "month", "year") else most_first(rows)


def _values(line: Line, by: LedgerCountable, question: LedgerQuestion, outlets: Mapping[int, str]) -> Iterable[Any]:
    if by == "kind":
        return (line.first.kind,)
    if by == "strength":
        return (line.last.strength,)
    if by == "status":
        return (status(line, _today(question), question.soon),)
    if by in ("who", "to_whom"):
        return line.doers if by == "who" else line.receivers
    if by == "outlet":
        return {outlets[one.version] for one in line.mentions if one.version in outlets}
    return (line.due[1][: {"day": 10, "month": 7, "year": 4}[by]],) if line.due[1] else ()
