"""Mentions of events -> which are one event, and which may be: by kind, who takes part, days, and no clash of place.

Two mentions are one where their kinds go together, their days overlap, nothing is said of two places, and they share two
parties, or the only one that one of them names. Where a mention may be of two events that are not one, it is of neither, and
all three name each other as candidates. Then an announced event of which nothing says that it was held is one with the only
meeting of the same parties soon before or after (it was moved), and what was called off without a day is one with the only one
that was announced.

What has no like among some mentions is linked without them, to the same events: so a store links again what was written, with
its likes (see ``neighbours``).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import islice

from sayso.store.groups import Group
from sayso.store.likeness import Likeness
from sayso.store.mentions import AHEAD, Mention, Names
from sayso.store.spots import clash
from sayso.store.traits import (
    CALLED_OFF,
    MOVED,
    OFF,
    Days,
    Occasion,
    are_two,
    closeness,
    company,
    is_held_by,
    is_of_a_month,
    is_put_off,
    is_told,
    meet,
    near_days,
    place_of,
    window,
)

MANY, SHARE = 50, 0.05  # a party that takes part in so many mentions, and in so much of all, tells no event alone
MOST = 60  # mentions of one day and party, or of one event, that another is held against: all would be held against all
NEAR = 300  # mentions of its own days that one is held against
At = tuple[int, int]  # a mention: its version, and its number there


def is_common(count: int, of: int) -> bool:
    """Whether a party that takes part in so many of all mentions tells no event alone."""
    return count > MANY and count > SHARE * of


def common(mentions: Sequence[Mention]) -> frozenset[int]:
    """The parties that are in so many of all mentions that they tell no event alone."""
    counts = Counter(party for one in mentions for party in one.who)
    return frozenset(party for party, count in counts.items() if is_common(count, len(mentions)))


def in_order(one: Mention) -> tuple[bool, bool, int, str, int]:
    """What is linked first: what has days, by the days of the articles; whatever the order in which these came in."""
    return not is_told(one), one.day is None, one.day or 0, one.address, one.number


def link(
    mentions: Sequence[Mention],
    names: Names,
    everywhere: Set[int] | None = None,
    wanted: Set[At] | None = None,
    known: Mapping[At, int] | None = None,
) -> list[Occasion]:
    """The events of mentions, in a fixed order: of the days of their articles. ``everywhere`` are the common parties.

    With ``wanted`` those of these alone, as if none of the others were their like; these tell how many there are of a day.
    Of ``known`` mentions, at the edge of the wanted, it is told by a number which are one, and none is moved otherwise.
    """
    likeness = Likeness(names, common(mentions) if everywhere is None else everywhere)
    return _Linking(mentions, likeness, wanted, known or {}).linked()


class _Linking:
    def __init__(
        self, mentions: Sequence[Mention], likeness: Likeness, wanted: Set[At] | None, known: Mapping[At, int]
    ) -> None:
        self.likeness = likeness
        self.known = known
        self.wanted = wanted
        ordered = sorted(mentions, key=in_order)
        self.rank = {place_of(one): rank for rank, one in enumerate(ordered)}
        mine = [one for one in ordered if self._is_wanted(one)]
        self.headlines = [one for one in mine if one.number < 0]
        self.mentions = [one for one in mine if one.number >= 0]
        self.occasions: list[Occasion] = []
        self.of: dict[str, Occasion] = {}
        # Where a mention may find its like: by family and party, and there by day.
        self.places: dict[tuple[str, str], dict[int, list[Mention]]] = defaultdict(dict)
        for one in ordered:
            if one.number >= 0 and is_told(one):
                self._post(one)

    def linked(self) -> list[Occasion]:
        for one in self.mentions:
            self._join(one, list(self._same(one) if is_told(one) else self._within(one)))
        self._find_named()
        self._find_moved()
        return [one for one in self.occasions if one.mentions]

    def _is_wanted(self, one: Mention) -> bool:
        return self.wanted is None or (one.version, one.number) in self.wanted

    # Which are alike.

    def _post(self, one: Mention) -> None:
        for place in self.likeness.places(one, self.likeness.posting(one)):
            by_day = self.places[place]
            for day in range(one.first or 0, (one.last or 0) + 1):
                by_day.setdefault(day, []).append(one)

    def _on(self, one: Mention, days: Days, most: int | None = None) -> Iterator[Mention]:
        """The mentions of these days that go together with it by kind and share a party that tells, each once.

        With ``most`` the first so many of each day and party.
        """
        seen: set[At] = {(one.version, one.number)}
        wanted = range(days[0], days[1] + 1)
        for place in self.likeness.places(one, self.likeness.telling(one)):
            by_day = self.places.get(place)
            if not by_day:
                continue
            for day in wanted if len(wanted) <= len(by_day) else sorted(day for day in by_day if day in wanted):
                for other in by_day.get(day, ())[:most]:
                    at = (other.version, other.number)
                    if at not in seen:
                        seen.add(at)
                        yield other

    def _same(self, one: Mention) -> Iterator[tuple[Mention, float, bool]]:
        """The mentions of its days that may be of one event, how much each has in common with it, and whether it is sure."""
        own = self.rank[place_of(one)]
        before = (other for other in self._on(one, (one.first or 0, one.last or 0), MOST) if self.rank[place_of(other)] < own)
        for other in islice(before, NEAR):
            if are_two(one, other) or not self._is_wanted(other):
                continue
            shared = self.likeness.shared(one, other)
            if shared:
                yield other, shared + closeness(one, other), not clash(one.spot, other.spot)

    def _within(self, one: Mention) -> Iterator[tuple[Mention, float, bool]]:
        """The same for a mention of no day, or of many: sure where it gives days, and they are those of one event alone."""
        for other in self._on(one, window(one)):
            if other.version == one.version or not self._is_wanted(other):
                continue
            called_off = one.first is None and one.status in OFF and other.status in AHEAD
            shared = self.likeness.shared(one, other)
            if shared > 1 or (shared and is_of_a_month(one)):
                sure = (one.first is not None or called_off) and not clash(one.spot, other.spot)
                yield other, shared, sure

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
        return self._is_pair(one) and self._is_pair(other) and len(self.likeness.both(one.who, other.who)) == 1

    def _is_pair(self, one: Mention) -> bool:
        """Whether two take part and no more: those whom the headline names, where it is by that that it is joined to others."""
        beside = company(one)
        two = len(one.who) == one.several == self.likeness.counted(one) == 2 and one.kind != "statement"
        return two and (not beside or len(self.likeness.both(one.who, beside)) == 2)

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
        if self.known:
            self._join_known()
        for occasion in list(self.occasions):
            if occasion.mentions and all(one.status in AHEAD | OFF for one in occasion.mentions):
                self._move(occasion)

    def _join_known(self) -> None:
        """Let be one what is known to be: with what is no announcement, where there is such."""
        by_number: dict[int, list[Occasion]] = defaultdict(list)
        for occasion in self.occasions:
            for number in {self.known.get((one.version, one.number), 0) for one in occasion.mentions} - {0}:
                by_number[number].append(occasion)
        for some in by_number.values():
            into = next((one for one in some if any(m.status not in AHEAD | OFF for m in one.mentions)), some[0])
            for occasion in some:
                if occasion is not into and occasion.mentions and into.mentions:
                    self._merge(occasion, into)

    def _is_known(self, occasion: Occasion) -> bool:
        return any((one.version, one.number) in self.known for one in occasion.mentions)

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
            for other in self._on(one, (max(announced, first - MOVED), last + CALLED_OFF)):
                held = self.of.get(place_of(other), occasion)
                if held is occasion or not self._is_alike(one, other) or not self._is_other_day(held, first, last):
                    continue
                # A document that gives both days tells of two: "met him on Tuesday, before the summit on Wednesday".
                both = {one.version for one in held.mentions} & {one.version for one in occasion.mentions}
                near |= {held.number} if is_held_by(held, last + MOVED) and not both else set()
                put_off |= {held.number} if is_put_off(held, occasion) else set()
        found = near or put_off
        if len(found) == 1 and not self._is_known(occasion):
            (number,) = found
            if not self._announced_apart(self.occasions[number], occasion):
                self._merge(occasion, self.occasions[number])
                return
        for number in found:
            occasion.candidates.add(number)
            self.occasions[number].candidates.add(occasion.number)

    def _is_alike(self, one: Mention, other: Mention) -> bool:
        """Whether what is of another day may be the same: of days near by one party is enough, of others two are."""
        near = meet(near_days(one), (other.first or 0, other.last or 0))
        return self.likeness.shared(one, other) > (0 if near else 1) and not clash(one.spot, other.spot)

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
