"""Questions for undertakings -> those across articles that answer, each with what articles report to have become of it.

Which mentions are one, and which sentences report of it, is kept (``repledging``), and narrowed by the database (``owing``). In
an older store that is asked as it is, all is worked out of the mentions and the texts as they stand, to the same answers.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from sayso.questions import folded_tokens
from sayso.record import STRENGTHS, UNDERTAKING_KINDS
from sayso.store import owing, packing
from sayso.store.amendments import corrections_that_count
from sayso.store.chronicle import (
    KnownUndertaking,
    KnownUndertakings,
    LedgerCountable,
    LedgerQuestion,
    UndertakingStanding,
    alternatives,
    is_asked,
)
from sayso.store.chronicles import in_time, most_first, outlets_of, period, versions_of
from sayso.store.database import Database
from sayso.store.finding import names
from sayso.store.groups import Group, corrected
from sayso.store.mentions import Names, iso, ordinal
from sayso.store.narrowing import roots_of
from sayso.store.outcomes import Undertaken, called, names_in, outcomes
from sayso.store.pledges import Pledge, Words, candidates, link, pledges, split_by_hand, stem
from sayso.store.promises import Line, Report, status
from sayso.store.repledging import key_of, lines, lines_of
from sayso.store.telling import Telling

_TEXTS = """SELECT v.id, v.day, t.text FROM versions v JOIN articles a ON a.id = v.article AND a.latest = v.id
  JOIN texts t ON t.version = v.id
  WHERE v.day IS NOT NULL AND v.id > ? ORDER BY v.id LIMIT 200"""
_AFTER = "SELECT count(*) FROM versions v JOIN articles a ON a.id = v.article AND a.latest = v.id WHERE v.day > ?"


class Ledger:
    """All undertakings of a store as they stand, worked out of mentions and texts alone; ``by_key`` finds one by any key."""

    def __init__(self, database: Database) -> None:
        """Work them out."""
        told = pledges(database)
        known = Names(database, {party for one in told for party in one.doers})
        made = [one for one in corrections_that_count(database) if (one.statement or "").startswith("u")]
        words = Words(known, told)
        groups = corrected(link(words, told), made)
        of = {group.number: group for group in groups}
        found = list(_told(database, groups, known))
        reports: dict[int, list[Report]] = defaultdict(list)
        for number, report in found:
            if number is not None:
                reports[number].append(report)
        self.lines = lines(database, groups, reports, made)
        # Every sentence with words of an outcome: its version, and the key of the undertaking that it tells of.
        self.reports = [(report[0], report[2], key_of(of[number]) if number is not None else None) for number, report in found]
        keys = {one: key_of(group) for group in groups for one in group.mentions}
        split = split_by_hand(made)
        self.by_key: dict[str, list[Line]] = defaultdict(list)
        for group, line in zip(groups, self.lines, strict=True):
            line.candidates = tuple(sorted({keys[one] for one in candidates(words, group.mentions, split)}))
            for pledge in line.mentions:
                self.by_key[pledge.key].append(line)


def _told(database: Database, groups: Sequence[Group[Pledge]], known: Names) -> Iterator[tuple[int | None, Report]]:
    """The sentences that have words of an outcome, each with the number of the undertaking that it tells of."""
    of = {one: group.number for group in groups for one in group.mentions}
    undertaken = Undertaken(of, of, known)
    parties: dict[str, set[int]] = defaultdict(set)
    for party in {party for one in of for party in one.doers}:
        for name in called(*known.of(party)):
            parties[name].add(party)
    last = 0
    while rows := database.rows(_TEXTS, (last,)):
        last = rows[-1][0]
        for id, day, packed in rows:
            for outcome in outcomes(packing.unpacked(packed) or ""):
                named = {party for name in names_in(outcome) for party in parties.get(name, ())}
                yield undertaken.told_by(outcome, named, id, ordinal(day)), (id, ordinal(day), outcome)


# Questions.


def today_of(question: LedgerQuestion) -> int:
    """The day by which undertakings are overdue, as days are counted."""
    today = ordinal(question.today)
    return today if today is not None else datetime.now(UTC).date().toordinal()


def _status(line: Line, question: LedgerQuestion) -> UndertakingStanding:
    return status(line.settled, line.is_delayed, line.due[1], today_of(question), question.soon)


def ledger(database: Database, question: LedgerQuestion, held: Ledger | None = None) -> KnownUndertakings:
    """A page of the undertakings that answer: by their due days, then those without one by the days of their articles."""
    if held is None:
        ids, total = owing.chosen(database, question, today_of(question))
        page = list(lines_of(database, ids, corrections_that_count(database)).values())
    else:
        found = list(_answering(database, held, question))
        found.sort(key=lambda line: (line.due[1] or 0, line.first.day or 0, line.key), reverse=question.order == "newest")
        found.sort(key=lambda line: line.due[1] is None)
        page, total = found[question.offset : question.offset + question.limit if question.limit else None], len(found)
    ((searched,),) = database.rows("SELECT count(*) FROM articles")
    return KnownUndertakings(tuple(known_undertakings(database, page, question)), total, int(searched))


def known_undertakings(database: Database, page: Sequence[Line], question: LedgerQuestion) -> Iterator[KnownUndertaking]:
    """Undertakings with all that is shown of them, as they stand on the question's day."""
    telling = Telling(database, page)
    for line in page:
        yield telling.known(line, _status(line, question), _after(database, line, question))


def _after(database: Database, line: Line, question: LedgerQuestion) -> int | None:
    """How many articles there are of later days than it was due."""
    if _status(line, question) != "overdue":
        return None
    ((count,),) = database.rows(_AFTER, (iso(line.due[1]),))
    return int(count)


def _answering(database: Database, held: Ledger, question: LedgerQuestion) -> Iterator[Line]:
    who = roots_of(database, *alternatives(question.who)) if question.who else None
    to_whom = roots_of(database, *alternatives(question.to_whom)) if question.to_whom else None
    outlet = versions_of(database, *alternatives(question.outlet)) if question.outlet else None
    wanted = {stem(word) for word in folded_tokens(question.words or "")}
    since, until = ordinal(question.since), ordinal(question.until)
    for line in held.by_key.get(question.key, []) if question.key else held.lines:
        first, last = line.due
        now = _status(line, question)
        if (
            is_asked(question.kind, line.first.kind)
            and is_asked(question.strength, line.last.strength)
            and (who is None or not who.isdisjoint(line.doers))
            and (to_whom is None or not to_whom.isdisjoint(line.receivers))
            and (since is None or (last is not None and last >= since))
            and (until is None or (last is not None and (first if first is not None else last) <= until))
            and (outlet is None or any(one.version in outlet for one in line.mentions))
            and any(wanted <= one.terms for one in line.mentions)
            and is_asked(question.status, now)
            and is_asked(question.was, now, *line.stood)
        ):
            yield line


def count_ledger(
    database: Database, question: LedgerQuestion, by: LedgerCountable, held: Ledger | None = None
) -> list[tuple[str | None, int]]:
    """How many answer, most first, times in their order."""
    tally: Counter[Any] = Counter()
    for some in _kept_values(database, question, by) if held is None else _values(database, held, question, by):
        tally.update(set(some) or {None})
    if by in ("who", "to_whom"):
        shown = names(database, {party for party in tally if party is not None})
        return most_first([(shown[party][1] if party is not None else None, count) for party, count in tally.items()])
    rows = list(tally.items())
    return in_time(rows) if by in ("day", "month", "year") else most_first(rows)


def _kept_values(database: Database, question: LedgerQuestion, by: LedgerCountable) -> Iterator[Iterable[Any]]:
    """For each undertaking that answers what it is counted under."""
    today = today_of(question)
    rows = owing.answering(database, question, today)
    if by in ("who", "to_whom"):
        parties = owing.with_parties(database, rows, int(by == "to_whom"))
        yield from (parties.get(row[0], ()) for row in rows)
        return
    versions = owing.versions_with(database, rows) if by == "outlet" else {}
    outlets = outlets_of(database, {version for some in versions.values() for version in some})
    for id, kind, strength, settled, delayed, _, last in rows:
        if by == "outlet":
            yield {outlets[version] for version in versions[id] if version in outlets}
        else:
            state = status(settled, bool(delayed), last, today, question.soon)
            yield _value(by, UNDERTAKING_KINDS[kind - 1], STRENGTHS[strength - 1], state, last)


def _value(by: LedgerCountable, kind: str, strength: str, state: str, last: int | None) -> tuple[str, ...]:
    if by in ("kind", "strength", "status"):
        return ({"kind": kind, "strength": strength, "status": state}[by],)
    return period(last, by)


def _values(database: Database, held: Ledger, question: LedgerQuestion, by: LedgerCountable) -> Iterator[Iterable[Any]]:
    """The same of undertakings that were worked out."""
    found = list(_answering(database, held, question))
    outlets = outlets_of(database, {one.version for line in found for one in line.mentions}) if by == "outlet" else {}
    for line in found:
        if by in ("who", "to_whom"):
            yield line.doers if by == "who" else line.receivers
        elif by == "outlet":
            yield {outlets[one.version] for one in line.mentions if one.version in outlets}
        else:
            yield _value(by, line.first.kind, line.last.strength, _status(line, question), line.due[1])
