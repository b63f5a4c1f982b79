"""Mentions of events -> which are one event, and which may be: by kind, who takes part, days, and no clash of place.

Two mentions are one where their kinds go together, their days overlap, nothing is said of two places, and they share two
parties, or the only one that one of them names. Where a mention may be of two events that are not one, it is of neither, and
all three name each other as candidates. Then an announced event of which nothing says that it was held is one with the only
meeting of the same parties soon before or after (it was moved), and what was called off without a day is one with the only one
that was announced.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set

from sayso.store.groups import Group
from sayso.store.mentions import AHEAD, Mention, Names
from sayso.store.spots import clash, is_one_place
from sayso.store.traits import (
    OFF,
    Occasion,
    announced_with,
    are_two,
    closeness,
    company,
    families,
    is_held_by,
    is_put_off,
    is_told,
    place_of,
)

MOVED = 7  # days by which a meeting may be moved without a word of it
CALLED_OFF = 92  # days after an announcement within which it may be called off, or put off with a word of it
MANY, SHARE = 50, 0.05  # a party that takes part in so many mentions, and in so much of all, tells no event alone
MOST = 60  # mentions of one day and party, or of one event, that another is held against: all would be held against all
NEAR = 300  # mentions in all that one is held against


def common(mentions: Sequence[Mention]) -> frozenset[int]:
    """The parties that are in so many of all mentions that they tell no event alone."""
    counts = Counter(party for one in mentions for party in one.who)
    return frozenset(party for party, count in counts.items() if count > MANY and count > SHARE * len(mentions))


def link(mentions: Sequence[Mention], names: Names, everywhere: Set[int] | None = None) -> list[Occasion]:
    """The events of mentions, in a fixed order: of the days of their articles. ``everywhere`` are the common parties."""
    return _Linking(mentions, names, common(mentions) if everywhere is None else everywhere).linked()


class _Linking:
    def __init__(self, mentions: Sequence[Mention], names: Names, everywhere: Set[int]) -> None:
        self.names = names
        self.headlines = [one for one in mentions if one.number < 0]
        mentions = [one for one in mentions if one.number >= 0]
        self.mentions = sorted(mentions, key=lambda one: (one.day is None, one.day or 0, one.version, one.number))
        self.common = everywhere
        self.occasions: list[Occasion] = []
        self.of: dict[str, Occasion] = {}
        # Where a mention may find its like: by family and party, and there by day.
        self.places: dict[tuple[str, str], dict[int, list[Mention]]] = defaultdict(dict)

    def linked(self) -> list[Occasion]:
        told = [one for one in self.mentions if is_told(one)]
        for one in told:
            self._join(one, list(self._same(one)))
            self._post(one)
        for one in self.mentions:
            if not is_told(one):
                self._join(one, list(self._within(one)))
        self._find_named()
        self._find_moved()
        return [one for one in self.occasions if one.mentions]

    # Which are alike.

    def _post(self, one: Mention) -> None:
        for place in self._places(one, one.who | company(one)):
            by_day = self.places[place]
            for day in range(one.first or 0, (one.last or 0) + 1):
                held = by_day.setdefault(day, [])
                if len(held) < MOST:
                    held.append(one)

    def _places(self, one: Mention, parties: Iterable[int]) -> list[tuple[str, str]]:
        tags = dict.fromkeys(tag for party in sorted(parties) for tag in self.names.stretches(party))
        return [(family, tag) for family in families(one.kind) for tag in tags]

    def _near(self, one: Mention, days: range) -> Iterator[Mention]:
        """The mentions of these days that go together with it by kind and share a party that tells, each once."""
        seen: set[tuple[int, int]] = {(one.version, one.number)}
        for place in self._places(one, self._telling(one)):
            by_day = self.places.get(place)
            if not by_day:
                continue
            for day in days if len(days) <= len(by_day) else sorted(day for day in by_day if day in days):
                for other in by_day.get(day, ()):
                    at = (other.version, other.number)
                    if at not in seen:
                        seen.add(at)
                        yield other
                if len(seen) > NEAR:
                    return

    def _telling(self, one: Mention) -> Set[int]:
        """The parties by which its like is found: one that is in every twentieth mention tells nothing alone, nor with a town.

        Two must be shared with such a one, and the other finds it; where a town counts for one, all are looked up.
        """
        parties = one.who | company(one)
        known = parties & self.common
        if one.spot is not None or not known or len(parties) < 2:
            return parties
        return parties - {min(known)}

    def _same(self, one: Mention) -> Iterator[tuple[Mention, float, bool]]:
        """The mentions of its days that may be of one event, how much each has in common with it, and whether it is sure."""
        for other in self._near(one, range(one.first or 0, (one.last or 0) + 1)):
            if are_two(one, other):
                continue
            shared = self.shared(one, other)
            if shared:
                yield other, shared + closeness(one, other), not clash(one.spot, other.spot)

    def _within(self, one: Mention) -> Iterator[tuple[Mention, float, bool]]:
        """The same for a mention of no day, or of many: sure where it gives days, and they are those of one event alone."""
        if one.first is not None:
            days = range(one.first, min(one.last or one.first, one.first + 400) + 1)
        elif one.day is not None and one.status in OFF:
            days = range(one.day - 1, one.day + CALLED_OFF)
        elif one.day is not None:
            days = range(one.day - 14, one.day + 1) if one.status not in AHEAD else range(one.day, one.day + 60)
        else:
            return
        for other in self._near(one, days):
            called_off = one.first is None and one.status in OFF and other.status in AHEAD
            shared = self.shared(one, other)
            if other.version != one.version and (shared > 1 or (shared and one.first is not None)):
                sure = (one.first is not None or called_off) and not clash(one.spot, other.spot)
                yield other, shared, sure

    def shared(self, one: Mention, other: Mention) -> int:
        """How many parties two mentions share; 0 where that is too few to be one event.

        Of what an article has of its own day, those whom its headline names take part too, if they make two with the other's.
        The town or the country of a visit counts as a party.
        """
        both = self._both(one.who, other.who)
        there = "visit" in (one.kind, other.kind) and bool(both) and self._is_there(one, other)
        if len(both) + there >= 2:
            return len(both) + there
        for mine, theirs in ((one, other), (other, one)):
            more = company(mine) or (announced_with(mine) if both else frozenset())
            if more and len(found := self._both(mine.who | more, theirs.who)) >= 2:
                return len(found)
        if not both or both & self.common or "statement" in (one.kind, other.kind):
            return 0
        return 1 if 1 in (one.several, other.several, self._counted(one), self._counted(other)) else 0

    def _is_there(self, one: Mention, other: Mention) -> bool:
        """Whether both are in one town or country: also where that of a visit is a party of the other, or in its headline."""
        if is_one_place(one.spot, other.spot):
            return True
        for mine, theirs in ((one, other), (other, one)):
            named = theirs.who | company(theirs)
            if mine.kind == "visit" and mine.spot and any(self.names.of(party)[0] == mine.spot for party in named):
                return True
        return False

    def _counted(self, one: Mention) -> int:
        """How many of a mention's parties are somebody: a place ("D.C."), or what no kind is known of, may be no party."""
        if len(one.who) < 2:
            return len(one.who)
        return sum(self.names.of(party)[1] not in ("unknown", "place") for party in one.who) or len(one.who)

    def _both(self, mine: frozenset[int], theirs: frozenset[int]) -> set[int]:
        """Those of mine that are among theirs, by the same party or by a name like one of theirs, each taken once."""
        both = set(mine & theirs)
        left = theirs - both
        for party in sorted(mine - both) if left else ():
            like = next((held for held in sorted(left) if self.names.alike(party, held)), None)
            if like is not None:  # "Dovrel" beside Ana and Ivo Dovrel is one of the two
                both.add(party)
                left -= {like}
        return both

    # Which are one.

    def _join(self, one: Mention, like: Sequence[tuple[Mention, float, bool]]) -> None:
        """Let a mention be one with the only occasion that it can be one with; else it is its own, beside candidates."""
        sure: dict[int, float] = {}
        maybe: set[int] = set()
        parted: dict[int, bool] = {}
        for other, shared, certain in like:
            occasion = self.of[place_of(other)]
            if occasion.number not in parted:
                parted[occasion.number] = self._parted(one, occasion)
            if certain and not parted[occasion.number]:
                sure[occasion.number] = max(shared, sure.get(occasion.number, 0))
            else:
                maybe.add(occasion.number)
        most = max(sure.values(), default=0)
        best = [number for number, shared in sure.items() if shared == most]
        if len(best) == 1:
            occasion = self.occasions[best[0]]
        else:
            occasion = Group(len(self.occasions))
            self.occasions.append(occasion)
            maybe |= {*best}
        occasion.mentions.append(one)
        self.of[place_of(one)] = occasion
        for number in maybe - {occasion.number}:
            occasion.candidates.add(number)
            self.occasions[number].candidates.add(occasion.number)

    def _parted(self, one: Mention, occasion: Occasion) -> bool:
        """Whether the occasion has another place, other parties, or another event of the same article and kind."""
        return any(
            clash(one.spot, other.spot) or are_two(one, other) or self._are_others(one, other)
            for other in occasion.mentions[:MOST]
        )

    def _are_others(self, one: Mention, other: Mention) -> bool:
        """Whether each has two parties, and but one of them in common: "Dovrel met Tamm" and "Dovrel met Ek"."""
        return self._is_pair(one) and self._is_pair(other) and len(self._both(one.who, other.who)) == 1

    def _is_pair(self, one: Mention) -> bool:
        """Whether two take part and no more: those whom the headline names, where it is by that that it is joined to others."""
        beside = company(one)
        two = len(one.who) == one.several == self._counted(one) == 2 and one.kind != "statement"
        return two and (not beside or len(self._both(one.who, beside)) == 2)

    # What was announced by its name.

    def _find_named(self) -> None:
        """Of a gathering that a headline announced by its name, the articles of its days whose headline has the same name."""
        held: dict[frozenset[str], list[Mention]] = defaultdict(list)
        for one in (*self.headlines, *(one for one in self.mentions if one.named and one.number == 0)):
            held[one.named].append(one)
        for one in [one for one in self.mentions if one.named and one.number > 0]:
            first, last = one.first or 0, max(one.first or 0, one.last or 0)
            for other in held.get(one.named, ()):
                if first <= (other.day or 0) <= last and other.version != one.version:
                    self._is_held_there(self.of[place_of(one)], other)

    def _is_held_there(self, occasion: Occasion, other: Mention) -> None:
        found = self.of.get(place_of(other))
        if found is None:
            occasion.mentions.append(other)
            self.of[place_of(other)] = occasion
        elif found is not occasion and any(one.status in AHEAD for one in found.mentions):
            found.candidates.add(occasion.number)
            occasion.candidates.add(found.number)
        elif found is not occasion:  # what else was joined to that article's turns may be of two who met beside it
            moving = [one for one in found.mentions if one.version == other.version]
            found.mentions = [one for one in found.mentions if one.version != other.version]
            occasion.mentions += moving
            self.of |= {place_of(one): occasion for one in moving}
            if found.mentions:
                found.candidates.add(occasion.number)
                occasion.candidates.add(found.number)

    # What was moved.

    def _find_moved(self) -> None:
        for occasion in list(self.occasions):
            if occasion.mentions and all(one.status in AHEAD | OFF for one in occasion.mentions):
                self._move(occasion)

    def _move(self, occasion: Occasion) -> None:
        """An announced event that nobody has held: one with the only one that was held, or put off to a day, in its place."""
        dated = [one for one in occasion.mentions if is_told(one)]
        if not dated:
            return
        first, last = min(one.first or 0 for one in dated), max(one.last or 0 for one in dated)
        announced = min((one.day for one in occasion.mentions if one.day is not None), default=first)
        near: set[int] = set()
        put_off: set[int] = set()
        for one in dated:
            for other in self._near(one, range(max(announced, first - MOVED), last + CALLED_OFF + 1)):
                held = self.of[place_of(other)]
                apart = held is occasion or not self.shared(one, other) or clash(one.spot, other.spot)
                if not apart and self._is_other_day(held, first, last):
                    # A document that gives both days tells of two: "met him on Tuesday, before the summit on Wednesday".
                    both = {one.version for one in held.mentions} & {one.version for one in occasion.mentions}
                    near |= {held.number} if is_held_by(held, last + MOVED) and not both else set()
                    put_off |= {held.number} if is_put_off(held, occasion) else set()
        found = near or put_off
        if len(found) == 1:
            (number,) = found
            if not self._announced_apart(self.occasions[number], occasion):
                self._merge(occasion, self.occasions[number])
                return
        for number in found:
            occasion.candidates.add(number)
            self.occasions[number].candidates.add(occasion.number)

    def _is_other_day(self, held: Occasion, first: int, last: int) -> bool:
        return not any(is_told(one) and (one.first or 0) <= last and first <= (one.last or 0) for one in held.mentions)

    def _announced_apart(self, held: Occasion, occasion: Occasion) -> bool:
        """Whether it was announced before the other was: then both were to be."""
        begun = min((one.day or 0 for one in occasion.mentions), default=0)
        return any(one.status in AHEAD and one.day is not None and one.day <= begun for one in held.mentions)

    def _merge(self, occasion: Occasion, into: Occasion) -> None:
        for one in occasion.mentions:
            self.of[place_of(one)] = into
        into.mentions += occasion.mentions
        for number in occasion.candidates:
            self.occasions[number].candidates.discard(occasion.number)
        occasion.mentions, occasion.candidates = [], set()
