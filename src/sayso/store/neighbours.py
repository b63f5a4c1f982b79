"""Mentions that were written -> those that may be one event with them, out of a store: in rings, each by a step farther away.

A step goes from a mention to all that may be linked to it (``Likeness.are_near``), and with each of these go those that are
kept as one event with it. A mention's own step is all that its linking asks of others; what no step leads to has nothing to do
with it. Of a party that is in the news every day, steps lead through years: how many are looked at, ``relinking`` says.
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
FAR = 1 << 30  # rings
_ROWS = """SELECT version, number, party, near_begins, near_ends, spotted FROM taking_part
  WHERE family IN ({families}) AND begins BETWEEN ? AND ? AND ends >= ? AND party IN ({{}})"""
_NEAR = " AND (spotted = 1 OR near_begins <= ? AND near_ends >= ?)"
_NAMED = "SELECT version, number FROM occasion_mentions WHERE name = ?"
_KEYED = "SELECT version, number FROM occasion_mentions WHERE key = ?"
_OCCASIONS = "SELECT version, number, occasion FROM occasion_mentions WHERE version IN ({})"
_MENTIONS = "SELECT occasion, version, number FROM occasion_mentions WHERE occasion IN ({})"


def _at(one: Mention) -> At:
    return one.version, one.number


def parties_in(one: Mention) -> frozenset[int]:
    """The parties by which a mention is found: who takes part, and whom the headline names."""
    return one.who | one.beside


@dataclass(frozen=True, slots=True)
class Sought:
    """By what the like of a mention is looked up: its parties, the families of its kind, and its days (see ``traits``)."""

    parties: frozenset[int]
    family: int
    days: Days
    near_by: Days
    spotted: bool
    hidden: frozenset[int] = frozenset()  # those of its parties by which nothing is looked up


class Neighbours:
    """Mentions of a store, read as they are needed."""

    def __init__(self, database: Database, common: Set[int], together: Mapping[str, Set[str]]) -> None:
        """``common`` are the parties that tell no event alone; ``together`` are keys that people put together."""
        self.likeness = Likeness(Names(database), common)
        self.held: dict[At, Mention] = {}
        self._database = database
        self._together = together
        self._read: set[int] = set()
        self.ring: dict[At, int] = {}  # how many steps each mention is away from the first
        self.waiting: set[At] = set()  # those from which no step was made
        self._parts = Parts[At]()
        self._fresh: Set[At] = frozenset()

    def begin(self, seeds: Iterable[At], fresh: Set[At]) -> None:
        """Begin at the ``seeds``, of which the ``fresh`` were not there before."""
        self._fresh = fresh
        self._reach(dict.fromkeys(seeds, 0))

    def parts(self) -> list[list[At]]:
        """All mentions that were reached, those together to which steps lead from each other."""
        return self._parts.of(self.ring)

    def step(self, some: Collection[At]) -> None:
        """Go on from these of the ``waiting``."""
        found: dict[At, int] = {}
        for one, others in self._around([self.held[at] for at in sorted(some)]):
            mine = (one.version, one.number)
            ring = self.ring[mine] + 1
            near = {at for other in others if self._is_open(mine, at := _at(other)) and self.likeness.are_near(one, other)}
            near |= {*self._crowd(one, others)} if mine in self._fresh else set()
            for at in near:
                self._parts.join(mine, at)
                found[at] = min(ring, found.get(at, ring))
        self.waiting -= {*some}
        self._reach({at: ring for at, ring in found.items() if ring < self.ring.get(at, ring + 1)})

    def _is_open(self, mine: At, other: At) -> bool:
        """Whether a step from the one to the other would tell anything that is not known."""
        return not self._parts.are_joined(mine, other) or self.ring.get(other, 0) > self.ring[mine] + 1

    def _reach(self, found: dict[At, int]) -> None:
        """Let these be reached, with those that are one with them."""
        more = list(found)
        while more:
            self.read({version for version, _ in more})
            links = [(at, other) for at, other in self._linked(more) if at in self.held and other != at]
            for at, other in links:
                self._parts.join(at, other)
            nearer = {
                other: found[at]
                for at, other in links
                if found[at] < min(found.get(other, FAR), self.ring.get(other, FAR))
            }
            found |= nearer
            more = list(nearer)
        there = {at: ring for at, ring in found.items() if at in self.held}
        self.waiting |= there.keys()
        self.ring |= there

    def read(self, versions: Collection[int]) -> None:
        """Read the mentions of these versions."""
        new = set(versions) - self._read
        self._read |= new
        found = mentions(self._database, new) if new else []
        self.likeness.names.read({party for one in found for party in parties_in(one)})
        self.held |= {(one.version, one.number): one for one in found}

    def beside(self, gone: Sought) -> set[At]:
        """The mentions that may have been like one which is gone, and those that it kept from others' sight.

        That is where there are more of its days than are looked at.
        """
        met, found = self._met(gone)
        crowd = {at for party in gone.parties - gone.hidden for at in self._crowd_of(party, gone)}
        return found | {at for at, some in met.items() if len(some) > 1} | crowd

    def _crowd_of(self, party: int, gone: Sought) -> set[At]:
        rows = self._rows(self.likeness.names.called(party), gone, gone.near_by, gone.near_by)
        near = {(row[0], row[1]) for row in rows}
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
        hidden = ((one.who | company(one)) & self.likeness.common) - self.likeness.telling(one)
        days = all_days(one), near_days(one)
        met, found = self._met(Sought(parties_in(one), family_number(one.kind), *days, one.spot is not None, hidden))
        return found | {at for at, some in met.items() if len(some) > 1}

    def _met(self, sought: Sought) -> tuple[Mapping[At, set[int]], set[At]]:
        """The parties of a mention by which others are met, and those others of which one party is enough."""
        wide = sought.spotted or len(sought.parties) > 1
        met: dict[At, set[int]] = defaultdict(set)
        found: set[At] = set()
        for party in sought.parties - sought.hidden:
            called = self.likeness.names.called(party)
            rows = self._rows(called, sought, sought.days, None if wide else sought.near_by)
            for version, number, _, near_begins, near_ends, spotted in rows:
                at = (version, number)
                met[at].add(party)
                if spotted or sought.spotted or meet(sought.near_by, (near_begins, near_ends)):
                    found.add(at)
        self._meet_common(sought.parties, met)
        return met, found

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

    def _rows(self, parties: Set[int], sought: Sought, days: Days, near: Days | None) -> Iterator[Row]:
        """The rows of these parties and kinds that may be of these days: with ``near`` those of near days, or with a place.

        Of a common party those with a place alone, or all where the place of what is sought is told.
        """
        if days[0] > days[1]:
            return
        sql = _ROWS.format(families=", ".join(map(str, families_with(sought.family)))) + (_NEAR if near else "")
        values = (days[0] - LONGEST, days[1], days[0])
        common = parties & self.likeness.common
        for some, more in ((parties - common, ""), (common, "" if sought.spotted else " AND spotted = 1")):
            held = sorted(some)
            for at in range(0, len(held), 500):
                ids = held[at : at + 500]
                marks = ", ".join("?" * len(ids))
                yield from self._database.rows(sql.format(marks) + more, (*values, *ids, *((near[1], near[0]) if near else ())))

    def _linked(self, some: Collection[At]) -> list[tuple[At, At]]:
        """With each of these those that are kept as one with it, of the same gathering by name, or put together by people."""
        old = set(some) - self._fresh
        rows = selected(self._database, _OCCASIONS, {version for version, _ in old})
        first = {occasion: (version, number) for version, number, occasion in rows if occasion and (version, number) in old}
        mates = selected(self._database, _MENTIONS, first)
        found = [(first[occasion], (version, number)) for occasion, version, number in mates]
        for at in some:
            one = self.held.get(at)
            if one and one.named:
                found += [(at, other) for other in self._database.rows(_NAMED, (name_of(one),))]
            for key in self._together.get(one.key, ()) if one else ():
                found += [(at, other) for other in self._database.rows(_KEYED, (key,))]
        return found

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
