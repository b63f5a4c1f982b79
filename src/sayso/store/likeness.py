"""Two mentions of events -> how much they have in common by who takes part, across names that are written in several ways."""

from __future__ import annotations

from collections.abc import Iterable, Set

from sayso.store.mentions import Mention, Names
from sayso.store.spots import is_one_place
from sayso.store.traits import all_days, announced_with, company, families, is_told, meet, near_days


class Likeness:
    """How much two mentions have in common: by who takes part, across names that are written in several ways."""

    def __init__(self, names: Names, everywhere: Set[int]) -> None:
        """``everywhere`` are the common parties."""
        self.names = names
        self.common = everywhere

    def places(self, one: Mention, parties: Iterable[int]) -> list[tuple[str, str]]:
        """Where a mention may find its like: its families of kinds, by what these parties may be called."""
        tags = dict.fromkeys(tag for party in sorted(parties) for tag in self.names.stretches(party))
        return [(family, tag) for family in families(one.kind) for tag in tags]

    def posting(self, one: Mention) -> Set[int]:
        """The parties by which it is found: a common one only where it has a place, with which that may make two."""
        parties = one.who | company(one)
        return parties if one.spot is not None else parties - self.common

    def telling(self, one: Mention) -> Set[int]:
        """The parties by which it finds its like: one that is in every twentieth mention tells nothing alone.

        Two must be shared with such a one, and the other finds it; where a town counts for one, all are looked up.
        """
        parties = one.who | company(one)
        known = parties & self.common
        if one.spot is not None or not known or len(parties) < 2:
            return parties
        return parties - {min(known)}

    def are_near(self, one: Mention, other: Mention) -> bool:
        """Whether two mentions may come to be one event, or each other's candidates: neither is linked without the other."""
        if set(families(one.kind)).isdisjoint(families(other.kind)) or not (is_told(one) or is_told(other)):
            return False
        near = meet(near_days(one), near_days(other))
        if not near and not meet(all_days(one), all_days(other)):
            return False
        return max(self.shared(one, other), self.shared(other, one)) > (0 if near else 1)

    def shared(self, one: Mention, other: Mention) -> int:
        """How many parties two mentions share; 0 where that is too few to be one event.

        Of what an article has of its own day, those whom its headline names take part too, if they make two with the other's.
        The town or the country of a visit counts as a party.
        """
        both = self.both(one.who, other.who)
        there = "visit" in (one.kind, other.kind) and bool(both) and self._is_there(one, other)
        if len(both) + there >= 2:
            return len(both) + there
        for mine, theirs in ((one, other), (other, one)):
            more = company(mine) or (announced_with(mine) if both else frozenset())
            if more and len(found := self.both(mine.who | more, theirs.who)) >= 2:
                return len(found)
        if not both or both & self.common or "statement" in (one.kind, other.kind):
            return 0
        return 1 if 1 in (one.several, other.several, self.counted(one), self.counted(other)) else 0

    def _is_there(self, one: Mention, other: Mention) -> bool:
        """Whether both are in one town or country: also where that of a visit is a party of the other, or in its headline."""
        if is_one_place(one.spot, other.spot):
            return True
        for mine, theirs in ((one, other), (other, one)):
            named = theirs.who | company(theirs)
            if mine.kind == "visit" and mine.spot and any(self.names.of(party)[0] == mine.spot for party in named):
                return True
        return False

    def counted(self, one: Mention) -> int:
        """How many of a mention's parties are somebody: a place ("D.C."), or what no kind is known of, may be no party."""
        if len(one.who) < 2:
            return len(one.who)
        return sum(self.names.of(party)[1] not in ("unknown", "place") for party in one.who) or len(one.who)

    def both(self, mine: frozenset[int], theirs: frozenset[int]) -> set[int]:
        """Those of mine that are among theirs, by the same party or by a name like one of theirs, each taken once."""
        both = set(mine & theirs)
        left = theirs - both
        if not left or len(both) == len(mine):
            return both
        for party in sorted(mine - both, key=self.names.of):
            like = next((held for held in sorted(left, key=self.names.of) if self.names.alike(party, held)), None)
            if like is not None:  # "Dovrel" beside Ana and Ivo Dovrel is one of the two
                both.add(party)
                left -= {like}
        return both
