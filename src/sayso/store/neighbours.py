"""Mentions that were written -> all mentions that may be one event with them, out of a store: in parts, each linked by itself.

Two mentions are in one part where one may be linked to the other (``Likeness.are_near``), by whatever way of such steps. No
mention of a part has to do with one of another, so a part is linked to the same events as it is among all mentions.
Who may be like whom is looked up by what parties may be called and by days, never by going through all mentions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from sayso.store.database import Database, Row
from sayso.store.finding import selected
from sayso.store.likeness import Likeness
from sayso.store.linking import MOST, At, in_order
from sayso.store.mentions import Mention, Names, mentions
from sayso.store.parting import Parts
from sayso.store.traits import (
    CALLED_OFF,
    MOVED,
    YEAR,
    Days,
    all_days,
    company,
    families_with,
    family_number,
    is_told,
    meet,
    near_days,
)

LONGEST = YEAR + MOVED + CALLED_OFF + 1  # days: no mention's ``all_days`` are more
_ROWS = """SELECT version, number, party, near_begins, near_ends, spotted FROM taking_part
  WHERE family IN ({families}) AND begins BETWEEN ? AND ? AND ends >= ? AND party IN ({{}})"""
_NEAR = " AND (spotted = 1 OR near_begins <= ? AND near_ends >= ?)"
_NAMED = "SELECT version, number FROM occasion_mentions WHERE name = ?"
_KEYED = "SELECT version, number FROM occasion_mentions WHERE key = ?"
_PART = """SELECT m.version, m.number FROM occasion_mentions m JOIN occasions o ON o.id = m.occasion WHERE o.part IN (
  SELECT o.part FROM occasion_mentions m JOIN occasions o ON o.id = m.occasion WHERE m.version = ? AND m.number = ?)"""


def parties_in(one: Mention) -> frozenset[int]:
    """The parties by which a mention is found: who takes part, and whom the headline names."""
    return one.who | one.beside


@dataclass(frozen=True, slots=True)
class Gone:
    """A mention that is no longer one: who took part, its families of kinds, and its near days."""

    party: int
    family: int
    days: Days


class Neighbours:
    """Mentions of a store, read as they are needed."""

    def __init__(self, database: Database, common: Set[int], together: Mapping[str, Set[str]]) -> None:
        """``common`` are the parties that tell no event alone; ``together`` are keys that people put together."""
        self.likeness = Likeness(Names(database), common)
        self.held: dict[At, Mention] = {}
        self._database = database
        self._together = together
        self._read: set[int] = set()

    def parts(self, seeds: Iterable[At], fresh: Set[At]) -> list[list[At]]:
        """The mentions of all parts that hold one of the ``seeds``; ``fresh`` are those that were not there before."""
        parts = Parts[At]()
        waiting, done = list(dict.fromkeys(seeds)), set(seeds)
        while waiting:
            self.read({version for version, _ in waiting})
            some = [self.held[at] for at in waiting if at in self.held]
            waiting = []
            for one, others in self._around(some):
                at = (one.version, one.number)
                near = [(other.version, other.number) for other in others if self.likeness.are_near(one, other)]
                near += self._linked(one, at in fresh)
                for other in near:
                    parts.join(at, other)
                new = {*near, *(self._crowd(one, others) if at in fresh else ())} - done
                done |= new
                waiting += sorted(new)
        return parts.of(sorted(done & self.held.keys()))

    def read(self, versions: Collection[int]) -> None:
        """Read the mentions of these versions."""
        new = set(versions) - self._read
        self._read |= new
        found = mentions(self._database, new) if new else []
        self.likeness.names.read({party for one in found for party in parties_in(one)})
        self.held |= {(one.version, one.number): one for one in found}

    def beside(self, gone: Gone) -> set[At]:
        """The mentions that one which is gone kept from others' sight: where there are more of its days than are looked at."""
        near = {
            (row[0], row[1]) for row in self._rows(self.likeness.names.called(gone.party), gone.family, gone.days, gone.days)
        }
        return near if len(near) >= MOST else set()

    # Which are alike.

    def _around(self, some: Sequence[Mention]) -> Iterator[tuple[Mention, list[Mention]]]:
        """For each mention those that may be like it, read together."""
        near = {(one.version, one.number): self._near(one) for one in some}
        self.read({version for found in near.values() for version, _ in found})
        for one in some:
            at = (one.version, one.number)
            yield one, [self.held[other] for other in sorted(near[at]) if other != at and other in self.held]

    def _near(self, one: Mention) -> set[At]:
        """The places of those of near days who share a party, and of all days who may share two.

        By a common party only what has a place is found (``Likeness.posting``); it counts where another is shared too.
        """
        days, near_by, parties = all_days(one), near_days(one), parties_in(one)
        hidden = ((one.who | company(one)) & self.likeness.common) - self.likeness.telling(one)
        wide = one.spot is not None or len(parties) > 1
        met: dict[At, set[int]] = defaultdict(set)
        found: set[At] = set()
        for party in parties - hidden:
            rows = self._rows(self.likeness.names.called(party), family_number(one.kind), days, None if wide else near_by)
            for version, number, _, near_begins, near_ends, spotted in rows:
                at = (version, number)
                met[at].add(party)
                if spotted or one.spot is not None or meet(near_by, (near_begins, near_ends)):
                    found.add(at)
        self._meet_common(parties, met)
        return found | {at for at, some in met.items() if len(some) > 1}

    def _meet_common(self, parties: Iterable[int], met: Mapping[At, set[int]]) -> None:
        """Find who of these parties is met too where another is, of those that are common, or may be one with such."""
        versions = {version for (version, _), some in met.items() if len(some) == 1}
        for party in parties if versions else ():
            called = self.likeness.names.called(party)
            if party in self.likeness.common or not called.isdisjoint(self.likeness.common):
                marks = ", ".join(map(str, sorted(called)))
                sql = f"SELECT version, number FROM taking_part WHERE party IN ({marks}) AND version IN ({{}})"
                for at in selected(self._database, sql, versions):
                    if at in met:
                        met[at].add(party)

    def _rows(self, parties: Set[int], family: int, days: Days, near: Days | None) -> Iterator[Row]:
        """The rows of these parties and kinds that may be of these days: with ``near`` those of near days, or with a place.

        Of a common party those with a place alone.
        """
        if days[0] > days[1]:
            return
        sql = _ROWS.format(families=", ".join(map(str, families_with(family)))) + (_NEAR if near else "")
        values = (days[0] - LONGEST, days[1], days[0])
        common = parties & self.likeness.common
        for some, more in ((parties - common, ""), (common, " AND spotted = 1")):
            held = sorted(some)
            for at in range(0, len(held), 500):
                ids = held[at : at + 500]
                marks = ", ".join("?" * len(ids))
                yield from self._database.rows(sql.format(marks) + more, (*values, *ids, *((near[1], near[0]) if near else ())))

    def _linked(self, one: Mention, fresh: bool) -> list[At]:
        """Those that the store has in its part, those of the same gathering by name, and those that people put together."""
        rows = [] if fresh else self._database.rows(_PART, (one.version, one.number))
        if one.named:
            rows += self._database.rows(_NAMED, (name_of(one),))
        for key in self._together.get(one.key, ()):
            rows += self._database.rows(_KEYED, (key,))
        return [(version, number) for version, number in rows]

    def _crowd(self, one: Mention, others: Sequence[Mention]) -> list[At]:
        """All of a day and party of which there are more than each is held against: a new one among the first hides another."""
        if not is_told(one):
            return []
        found: list[At] = []
        places = set(self.likeness.places(one, self.likeness.posting(one)))
        days = (one.first or 0, one.last or 0)
        there = [
            other for other in others
            if is_told(other) and meet((other.first or 0, other.last or 0), days)
        ]  # fmt: skip
        if len(there) < MOST:
            return found
        by_place: dict[tuple[str, str], list[Mention]] = defaultdict(list)
        for other in there:
            for place in places.intersection(self.likeness.places(other, self.likeness.posting(other))):
                by_place[place].append(other)
        for held in by_place.values():
            if len(held) >= MOST and in_order(one) < in_order(sorted(held, key=in_order)[MOST - 1]):
                found += [(other.version, other.number) for other in held]
        return found


def name_of(one: Mention) -> str | None:
    """The column ``name`` of ``occasion_mentions``."""
    return " ".join(sorted(one.named)) or None
