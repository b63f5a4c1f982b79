"""What was written in a store -> which undertakings are one, and what is reported of each, kept anew as events are.

Who undertakes something is known by all that the same party undertakes, and a sentence with words of an outcome by the words of
what: so both are looked up, and all else stays as it is.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import get_args

from sayso.record import STRENGTHS, UNDERTAKING_KINDS, PartyKind, Span
from sayso.store import packing
from sayso.store.chronicle import UNDERTAKING_STANDINGS
from sayso.store.chronicles import outlines_at
from sayso.store.database import Database, Row
from sayso.store.finding import selected
from sayso.store.groups import Group, corrected, set_states
from sayso.store.likeness import Likeness
from sayso.store.linking import At
from sayso.store.mentions import Names, ordinal
from sayso.store.outcomes import ENOUGH, Outcome, Undertaken, called, names_in, outcomes
from sayso.store.parting import Parts
from sayso.store.pledges import MANY, Pledge, Words, are_one, candidates, link, pledges, split_by_hand, terms
from sayso.store.promises import Belonging, Line, Report, line
from sayso.store.relinking import write_names
from sayso.store.traits import MONTH
from sayso.store.values import Correction

PROMISE = (
    *("id", "part", "key", "kind", "strength", "settled", "delayed", "stood", "begins", "ends", "long", "day", "candidates"),
)
UNDERTAKER = ("party", "role", "version", "number")
OUTCOME = ("version", "begins", "ends", "state", "words", "names", "promise")
_TEXTS = """SELECT v.id, t.text FROM versions v JOIN articles a ON a.id = v.article AND a.latest = v.id
  JOIN texts t ON t.version = v.id
  WHERE v.day IS NOT NULL AND v.id IN ({})"""
_OUTCOMES = """SELECT o.version, o.begins, o.ends, o.state, o.words, o.names, o.promise, v.day FROM outcomes o
  JOIN versions v ON v.id = o.version WHERE {} ORDER BY o.version, o.begins, o.state"""


def relink_undertakings(
    database: Database,
    versions: Collection[int],
    met: Collection[int],
    corrections: Sequence[Correction],
    keys: Collection[str] = (),
) -> None:
    """Link again what these versions have, had, or may be like, and the undertakings of these ``keys``; inside a transaction.

    ``met`` are the versions of which an event was linked again: what became of an undertaking may be told by it.
    """
    _Repledging(database, corrections).of(versions, met, keys)


class _Repledging:
    def __init__(self, database: Database, corrections: Sequence[Correction]) -> None:
        self.database = database
        self.corrections = [one for one in corrections if (one.statement or "").startswith("u")]
        self.names = Names(database)
        self.words = Words(self.names)
        self.held: dict[At, Pledge] = {}
        self.old: set[int] = set()  # the undertakings that are worked out again
        self.parties: set[int] = set()  # whose undertakings are read
        self.together: dict[str, set[str]] = defaultdict(set)
        for one in self.corrections:
            if one.kind != "set-state" and one.statement and one.name:
                self.together[one.statement].add(one.name)
                self.together[one.name].add(one.statement)

    def of(self, versions: Collection[int], met: Collection[int], keys: Collection[str]) -> None:
        self.old = self._promises_of(versions)
        changed = self.old | self._told_in(versions) | self._with_events(met)
        seeds = self._parts_of(self.old) | self._keyed(keys)
        beside = self._candidates_of(self.old)
        gone = self._take_out(versions)
        new = pledges(self.database, versions)
        self._put_in(new)
        self._hold(new)
        fresh = {(one.version, one.number) for one in new}
        parts = self._spread(seeds | fresh, fresh, gone)
        changed |= self._write(parts)
        linked = [self.held[at] for part in parts for at in part]
        changed |= self._report(versions, [*(one.terms for one in linked), *self._terms_in(versions)])
        write_lines(self.database, changed, self.corrections)
        self._write_candidates(linked, beside)

    # What was there, and what is.

    def _promises_of(self, versions: Collection[int]) -> set[int]:
        sql = "SELECT promise FROM promise_mentions WHERE version IN ({})"
        return {id for (id,) in selected(self.database, sql, versions)}

    def _told_in(self, versions: Collection[int]) -> set[int]:
        sql = "SELECT promise FROM outcomes WHERE version IN ({}) AND promise IS NOT NULL"
        return {id for (id,) in selected(self.database, sql, versions)}

    def _with_events(self, versions: Collection[int]) -> set[int]:
        sql = """SELECT m.promise FROM undertakings u JOIN promise_mentions m ON m.version = u.version AND m.number = u.number
          WHERE u.event IS NOT NULL AND u.version IN ({})"""
        return {id for (id,) in selected(self.database, sql, versions)}

    def _parts_of(self, promises: Collection[int]) -> set[At]:
        parts = [part for (part,) in selected(self.database, "SELECT part FROM promises WHERE id IN ({})", promises)]
        sql = """SELECT m.version, m.number FROM promises p JOIN promise_mentions m ON m.promise = p.id WHERE p.part IN ({})"""
        return set(selected(self.database, sql, parts))

    def _keyed(self, keys: Iterable[str]) -> set[At]:
        sql = "SELECT version, number FROM promise_mentions WHERE key = ?"
        return {at for key in keys for at in self.database.rows(sql, (key,))}

    def _take_out(self, versions: Collection[int]) -> Counter[int]:
        """Take the mentions and the reports of versions out; how many undertakings of each party went with them."""
        sql = "SELECT party FROM undertakers WHERE role = 0 AND version IN ({})"
        gone = Counter(party for (party,) in selected(self.database, sql, versions))
        held = sorted((version,) for version in versions)
        for table in ("promise_mentions", "undertakers", "outcomes", "outcome_words"):
            self.database.many(f"DELETE FROM {table} WHERE version = ?", held)
        return gone

    def _put_in(self, new: Sequence[Pledge]) -> None:
        self.database.insert("undertakers", UNDERTAKER, [row for one in new for row in undertaker_rows(one)])
        columns = ("version", "number", "promise", "key")
        self.database.insert("promise_mentions", columns, [(one.version, one.number, 0, one.key) for one in new])
        write_names(self.database, {party for one in new for party in one.doers})

    # Which are alike.

    def _read(self, parties: Collection[int]) -> None:
        """Read all that these parties undertake."""
        new = set(parties) - self.parties
        self.parties |= new
        sql = "SELECT version, number FROM undertakers WHERE role = 0 AND party IN ({})"
        wanted = set(selected(self.database, sql, new)) - self.held.keys()
        self.names.read(new)
        self._read_at(wanted)

    def _read_at(self, places: Collection[At]) -> None:
        """Read what is undertaken at these places, also by nobody who is known."""
        wanted = set(places) - self.held.keys()
        if wanted:
            found = pledges(self.database, {version for version, _ in wanted})
            self._hold(one for one in found if (one.version, one.number) in wanted)

    def _hold(self, told: Iterable[Pledge]) -> None:
        for one in told:
            self.names.read(one.doers)
            self.held[one.version, one.number] = one
            self.words.post(one)

    def _read_alike(self, some: Iterable[At]) -> None:
        """Read all that is undertaken by whoever may be one of who undertakes these."""
        sql = "SELECT party FROM undertakers WHERE role = 0 AND version IN ({})"
        doers = {party for (party,) in selected(self.database, sql, {version for version, _ in some})}
        self._read({other for party in doers for other in self.names.called(party)})

    def _spread(self, seeds: Collection[At], fresh: Collection[At], gone: Counter[int]) -> list[list[At]]:
        """All that may be one with the seeds, in parts."""
        waiting, done = sorted(seeds), set(seeds)
        parts = Parts[At]()
        self._read({other for party in gone for other in self.names.called(party)})
        crowded = True
        while waiting:
            self._read_at(waiting)
            self._read_alike(waiting)
            if crowded:  # all that is new, and what went, is among the first
                more = self._crossed(fresh, gone) - done
                waiting, done, crowded = [*waiting, *sorted(more)], done | more, False
                self._read_alike(more)
            new: set[At] = set()
            for at in waiting:
                if at in self.held:
                    one = self.held[at]
                    near = [(o.version, o.number) for o, share in self.words.like(one) if are_one(one, o, share)]
                    near += self._linked(at, at in fresh)
                    for other in near:
                        parts.join(at, other)
                    new |= {*near} - done
            done |= new
            waiting = sorted(new)
        return parts.of(sorted(done & self.held.keys()))

    def _linked(self, at: At, fresh: bool) -> list[At]:
        """Those that the store has in its part, and those that people put together."""
        sql = """SELECT m.version, m.number FROM promises p JOIN promise_mentions m ON m.promise = p.id WHERE p.part IN (
          SELECT p.part FROM promise_mentions m JOIN promises p ON p.id = m.promise WHERE m.version = ? AND m.number = ?)"""
        rows = [] if fresh else self.database.rows(sql, at)
        for key in self.together.get(self.held[at].key, ()):
            rows += self.database.rows("SELECT version, number FROM promise_mentions WHERE key = ?", (key,))
        return [(version, number) for version, number in rows]

    def _crossed(self, fresh: Collection[At], gone: Counter[int]) -> set[At]:
        """Those that have a word of which a party has more than tells anything now, and had not before; or the other way."""
        new = Counter(place for at in fresh if at in self.held for place in self.words.places_of(self.held[at]))
        lost: Counter[str] = Counter()
        self.names.read(gone)
        for party, count in gone.items():
            for tag in self.names.stretches(party):
                lost[tag] += count
        found: set[At] = set()
        for place, held in self.words.places.items():
            before = len(held) - new[place]
            if (len(held) > MANY >= before) or (lost[place[0]] and before <= MANY < before + lost[place[0]]):
                found |= {(one.version, one.number) for one in held}
        return found

    # What it comes to.

    def _write(self, parts: Sequence[Sequence[At]]) -> set[int]:
        """Write which are one; the numbers of these, and of those that are no more."""
        wanted = {at for part in parts for at in part}
        sql = "SELECT version, number, promise FROM promise_mentions WHERE version IN ({})"
        rows = selected(self.database, sql, {version for version, _ in wanted})
        old = self.old | {promise for version, number, promise in rows if (version, number) in wanted}
        self.database.many("DELETE FROM promises WHERE id = ?", [(id,) for id in sorted(old)])
        ((last,),) = self.database.rows("SELECT COALESCE(MAX(id), 0) FROM promises")
        made: list[Row] = []
        places: list[Row] = []
        for part in parts:
            groups = link(self.words, [self.held[at] for at in part])
            keys = {self.held[at].key for at in part}
            mine = [one for one in self.corrections if one.statement in keys or one.name in keys]
            number = last + len(made) + 1
            for group in corrected(groups, mine):
                id = last + len(made) + 1
                made.append((id, number, key_of(group), 1, 1, None, 0, "[]", None, None, 0, None, None))
                places += [(id, one.version, one.number) for one in group.mentions]
        self.database.insert("promises", PROMISE, made)
        self.database.many("UPDATE promise_mentions SET promise = ? WHERE version = ? AND number = ?", places)
        return {row[0] for row in made}

    def _candidates_of(self, promises: Collection[int]) -> set[str]:
        """The keys of the undertakings that may be one with these, as it is kept."""
        rows = selected(self.database, "SELECT candidates FROM promises WHERE id IN ({})", promises)
        return {key for (listed,) in rows if listed for key in packing.array(listed)}

    def _write_candidates(self, linked: Sequence[Pledge], beside: Collection[str]) -> None:
        """Write anew which may be one with those that were linked, with what may be one with these, and with what was so."""
        self._read_alike((one.version, one.number) for one in linked)
        near = {other for one in linked for other, _ in self.words.like(one)} | {*linked}
        near |= {self.held[at] for at in self._keyed(beside) if at in self.held}
        places = {(one.version, one.number) for one in near}
        of = self._promises_by_place(places)
        # All mentions of these undertakings, and what their like is.
        sql = "SELECT version, number, promise FROM promise_mentions WHERE promise IN ({})"
        rows = list(selected(self.database, sql, of.values()))
        self._read_at({(version, number) for version, number, _ in rows})
        self._read_alike((version, number) for version, number, _ in rows)
        told: dict[int, list[Pledge]] = defaultdict(list)
        for version, number, promise in rows:
            told[promise].append(self.held[version, number])
        split = split_by_hand(self.corrections)
        found = {promise: candidates(self.words, some, split) for promise, some in told.items()}
        keys = self._keys_of({(one.version, one.number) for some in found.values() for one in some})
        listed_keys = [
            (packing.listing(sorted({keys[one.version, one.number] for one in some})), promise)
            for promise, some in found.items()
        ]
        self.database.many("UPDATE promises SET candidates = ? WHERE id = ?", listed_keys)

    def _keys_of(self, places: Collection[At]) -> dict[At, str]:
        """The key of the undertaking across articles that each mention is."""
        sql = """SELECT m.version, m.number, p.key FROM promise_mentions m JOIN promises p ON p.id = m.promise
          WHERE m.version IN ({})"""
        rows = selected(self.database, sql, {version for version, _ in places})
        return {(version, number): key for version, number, key in rows}

    # What is reported.

    def _terms_in(self, versions: Collection[int]) -> list[frozenset[str]]:
        """The words of each undertaking in these versions, also where it stands no more: a report may tell of another."""
        rows = selected(self.database, "SELECT terms FROM undertakings WHERE version IN ({})", versions)
        return [terms(words.split()) for (words,) in rows]

    def _report(self, versions: Collection[int], told: Iterable[Collection[str]]) -> set[int]:
        """Find anew what the sentences tell of that these versions have, or have enough of the words of any of ``told``."""
        found = self._outcomes_in(versions)
        self.database.insert("outcomes", OUTCOME, [(*outcome_row(version, one), None) for version, one in found])
        words = {(word, version, one.at.start) for version, one in found for word in terms(one.words)}
        self.database.insert("outcome_words", ("word", "version", "begins"), sorted(words))
        places = {(version, one.at.start) for version, one in found} | self._told_of(told)
        reports = [row for row in self._rows(places) if (row[0], row[1]) in places]
        numbers = self._numbers(reports)
        moved = [(number, row[0], row[1], row[3]) for row, number in zip(reports, numbers, strict=True) if number != row[6]]
        self.database.many("UPDATE outcomes SET promise = ? WHERE version = ? AND begins = ? AND state = ?", moved)
        return {id for row, number in zip(reports, numbers, strict=True) for id in (row[6], number) if id is not None}

    def _outcomes_in(self, versions: Collection[int]) -> list[tuple[int, Outcome]]:
        texts = sorted(selected(self.database, _TEXTS, versions))
        return [(version, one) for version, packed in texts for one in outcomes(packing.unpacked(packed) or "")]

    def _told_of(self, told: Iterable[Collection[str]]) -> set[At]:
        """The sentences that have enough of an undertaking's words."""
        found: set[At] = set()
        sql = "SELECT version, begins FROM outcome_words WHERE word IN ({})"
        for words in {frozenset(words) for words in told}:
            shared = Counter(selected(self.database, sql, words)) if words else Counter()
            found |= {at for at, count in shared.items() if count >= ENOUGH}
        return found

    def _rows(self, places: Collection[At]) -> list[Row]:
        return sorted(selected(self.database, _OUTCOMES.format("o.version IN ({})"), {version for version, _ in places}))

    def _numbers(self, reports: Sequence[Row]) -> list[int | None]:
        """For each sentence the undertaking across articles that it tells of."""
        told = [_outcome(row) for row in reports]
        named = [self._named(one) for one in told]
        self._read({party for parties in named for party in parties})
        of = {self.held[at]: promise for at, promise in self._promises_by_place(self.held.keys()).items()}
        undertaken = Undertaken(self.held.values(), of, self.names)
        return [
            undertaken.told_by(one, parties, row[0], ordinal(row[7]))
            for row, one, parties in zip(reports, told, named, strict=True)
        ]

    def _promises_by_place(self, places: Collection[At]) -> dict[At, int]:
        sql = "SELECT version, number, promise FROM promise_mentions WHERE version IN ({})"
        rows = selected(self.database, sql, {version for version, _ in places})
        return {(version, number): promise for version, number, promise in rows if (version, number) in places}

    def _named(self, one: Outcome) -> set[int]:
        """Who is named beside an outcome, of those who undertake anything."""
        spelled = names_in(one)
        parts = [*spelled, *(f"{kind} {word}" for word in spelled if " " not in word for kind in get_args(PartyKind))]
        found = {id for (id,) in selected(self.database, "SELECT party FROM name_parts WHERE part IN ({})", parts)}
        self.names.read(found)
        return {id for id in found if not spelled.isdisjoint(called(*self.names.of(id)))}


def key_of(group: Group[Pledge]) -> str:
    """The key of the first mention."""
    return min(group.mentions, key=lambda one: (one.version, one.number)).key


def undertaker_rows(one: Pledge) -> Iterator[Row]:
    """The rows of ``undertakers``."""
    for role, parties in enumerate((one.doers, one.receivers)):
        yield from ((party, role, one.version, one.number) for party in sorted(parties))


def write_lines(database: Database, promises: Collection[int], corrections: Sequence[Correction]) -> None:
    """Write anew where these undertakings stand, of those that are there."""
    columns = ("kind", "strength", "settled", "delayed", "stood", "begins", "ends", "long", "day")
    rows = [(*standing_row(one), id) for id, one in lines_of(database, sorted(promises), corrections).items()]
    database.many(f"UPDATE promises SET {', '.join(f'{column} = ?' for column in columns)} WHERE id = ?", rows)


def standing_row(one: Line) -> Row:
    """What a row of ``promises`` tells of where an undertaking stands."""
    first, last = one.due
    begins = first if first is not None else last
    return (
        *(UNDERTAKING_KINDS.index(one.first.kind) + 1, STRENGTHS.index(one.last.strength) + 1),
        *(one.settled, int(one.is_delayed), packing.listing(sorted(one.stood)), begins, last),
        *(int(begins is not None and last is not None and last - begins > MONTH), one.first.day),
    )


def lines_of(database: Database, promises: Sequence[int], corrections: Sequence[Correction]) -> dict[int, Line]:
    """The undertakings across articles of these numbers that are kept, in their order."""
    sql = "SELECT promise, version, number FROM promise_mentions WHERE promise IN ({})"
    of = {(version, number): promise for promise, version, number in selected(database, sql, promises)}
    groups = {promise: Group[Pledge](promise) for promise in promises}
    for one in pledges(database, {version for version, _ in of}):
        if (one.version, one.number) in of:
            groups[of[one.version, one.number]].mentions.append(one)
    told: dict[int, list[Report]] = defaultdict(list)
    for row in selected(database, _OUTCOMES.format("o.promise IN ({})"), promises):
        told[row[6]].append((row[0], ordinal(row[7]), _outcome(row)))
    there = {promise: group for promise, group in groups.items() if group.mentions}
    found = dict(zip(there, lines(database, list(there.values()), told, corrections), strict=True))
    for promise, listed in selected(database, "SELECT id, candidates FROM promises WHERE id IN ({})", there):
        found[promise].candidates = tuple(packing.array(listed)) if listed else ()
    return found


def lines(
    database: Database, groups: Sequence[Group[Pledge]], told: Mapping[int, Sequence[Report]], corrections: Sequence[Correction]
) -> list[Line]:
    """The histories of undertakings, with their events and the states that people set."""
    states = set_states(corrections, UNDERTAKING_STANDINGS)
    events = _events(database, [one for group in groups for one in group.mentions])
    taking = {party for event in events.values() for one in event.outline.mentions for party in one.who | one.beside}
    likeness = Likeness(Names(database, taking), frozenset())
    found: list[Line] = []
    for group in groups:
        by_hand = sorted((state for one in group.mentions for state in states.get(one.key, ())), key=lambda one: one.number)
        mentions = sorted(group.mentions, key=lambda one: (one.day is None, one.day or 0, one.version, one.number))
        event = next((held for one in mentions if (held := events.get((one.version, one.number)))), None)
        found.append(line(group, told.get(group.number, ()), event, by_hand, likeness))
    return found


def _events(database: Database, told: Sequence[Pledge]) -> dict[At, Belonging]:
    """The events to which undertakings belong, by where these stand."""
    named = {(one.version, one.event) for one in told if one.event is not None}
    sql = "SELECT version, number, name, trigger FROM events WHERE version IN ({})"
    rows = list(selected(database, sql, {version for version, _ in named}))
    at = {(v, number): (v, name) for v, number, packed, _ in rows if (v, name := packing.unpacked(packed)) in named}
    triggers = {at[v, number]: packing.array(trigger) for v, number, _, trigger in rows if (v, number) in at}
    found: dict[tuple[int, str | None], Belonging] = {}
    for place, outline in (outlines_at(database, at) if at else {}).items():
        own = next(one for one in outline.mentions if (one.version, one.number) == place)
        found[at[place]] = Belonging(outline, own)
    sql = "SELECT version, number, what FROM undertakings WHERE version IN ({})"
    what = {(v, number): packing.array(spans) for v, number, spans in selected(database, sql, {one.version for one in told})}
    return {
        (one.version, one.number): found[one.version, one.event]
        for one in told
        if (one.version, one.event) in found and _is_in(triggers[one.version, one.event], what[one.version, one.number])
    }


def _is_in(trigger: Sequence[int], offsets: Sequence[int]) -> bool:
    """Whether the words for an event are among those of what is undertaken: it is that, and not only told of it."""
    spans = zip(offsets[::2], offsets[1::2], strict=True)
    return any(begin < trigger[1] and trigger[0] < end for begin, end in spans)


def outcome_row(version: int, one: Outcome) -> tuple[int, int, int, str, str, str | None]:
    """The row of ``outcomes``, but for the undertaking."""
    return version, one.at.start, one.at.end, one.state, " ".join(one.words), packing.listing(one.names)


def _outcome(row: Row) -> Outcome:
    _, begins, ends, state, words, named, *_ = row
    return Outcome(state, Span(begins, ends, ""), tuple(words.split()), tuple(packing.array(named)) if named else ())
