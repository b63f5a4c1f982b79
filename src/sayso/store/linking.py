"""Mentions of events -> which are one event, and which may be: by kind, who takes part, days, and no clash of place.

Two mentions are one where their kinds go together, their days overlap, nothing is said of two places, and they share two
parties, or the only one that one of them names. Where a mention may be of two events that are not one, it is of neither, and
all three name each other as candidates. Then an announced event of which nothing says that it was held is one with the only
meeting of the same parties soon before or after (it was moved), and what was called off without a day is one with the only one
that was announced.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from sayso.store.groups import Group
from sayso.store.mentions import AHEAD, Mention, Names
from sayso.store.occurrences import GATHERINGS
from sayso.store.spots import clash, is_one_place

# Kinds that tell one occasion in several words: "will host the visit", "before their bilateral meeting", "at the summit".
ENCOUNTER, CALL = "encounter", "call"
FAMILIES = {
    **dict.fromkeys(("visit", "meeting", "summit"), (ENCOUNTER,)),
    "talks": (ENCOUNTER, CALL),
    "call": (CALL,),
    "statement": ("statement", ENCOUNTER, CALL),  # "in joint press conference": of two who meet on that day
}
LONGEST = 4  # days that tell when: an event of "May" may be any of that month
MOVED = 7  # days by which a meeting may be moved without a word of it
CALLED_OFF = 92  # days after an announcement within which it may be called off, or put off with a word of it
MANY, SHARE = 50, 0.05  # a party that takes part in so many mentions, and in so much of all, tells no event alone
MOST = 60  # mentions of one day and party, or of one event, that another is held against: all would be held against all
NEAR = 300  # mentions in all that one is held against
OFF = frozenset(("cancelled", "postponed"))


Occasion = Group[Mention]


def families(kind: str) -> tuple[str, ...]:
    """The kinds that one goes together with, by name: a visit and a meeting are told of one occasion.

    >>> set(families("visit")) & set(families("talks")), families("strike")
    ({'encounter'}, ('strike',))
    """
    return FAMILIES.get(kind, (kind,))


def link(mentions: Sequence[Mention], names: Names) -> list[Occasion]:
    """The events of all mentions, in a fixed order: of the days of their articles."""
    return _Linking(mentions, names).linked()


class _Linking:
    def __init__(self, mentions: Sequence[Mention], names: Names) -> None:
        self.names = names
        self.mentions = sorted(mentions, key=lambda one: (one.day is None, one.day or 0, one.version, one.number))
        counts = Counter(party for one in mentions for party in one.who)
        self.common = {party for party, count in counts.items() if count > MANY and count > SHARE * len(mentions)}
        self.occasions: list[Occasion] = []
        self.of: dict[str, Occasion] = {}
        # Where a mention may find its like: by family, day and party; of those without days, and moved ones, by month.
        self.places: dict[tuple[str, int, str], list[Mention]] = defaultdict(list)

    def linked(self) -> list[Occasion]:
        told = [one for one in self.mentions if _is_told(one)]
        for one in told:
            self._join(one, list(self._same(one)))
            self._post(one)
        for one in self.mentions:
            if not _is_told(one):
                self._join(one, list(self._within(one)))
        self._find_moved()
        return [one for one in self.occasions if one.mentions]

    # Which are alike.

    def _post(self, one: Mention) -> None:
        for place in self._places(one, range(one.first or 0, (one.last or 0) + 1)):
            if len(self.places[place]) < MOST:
                self.places[place].append(one)

    def _places(self, one: Mention, days: Iterable[int]) -> Iterator[tuple[str, int, str]]:
        tags = {tag for party in one.who | _company(one) for tag in self.names.stretches(party)}
        return ((family, day, tag) for family in families(one.kind) for day in days for tag in tags)

    def _near(self, one: Mention, days: Iterable[int]) -> Iterator[Mention]:
        """The mentions of these days that go together with it by kind and share a party, each once."""
        seen: set[tuple[int, int]] = {(one.version, one.number)}
        for place in self._places(one, days):
            if len(seen) > NEAR:
                return
            for other in self.places.get(place, ()):
                at = (other.version, other.number)
                if at not in seen:
                    seen.add(at)
                    yield other

    def _same(self, one: Mention) -> Iterator[tuple[Mention, float, bool]]:
        """The mentions of its days that may be of one event, how much each has in common with it, and whether it is sure."""
        for other in self._near(one, range(one.first or 0, (one.last or 0) + 1)):
            if _are_two(one, other):
                continue
            shared = self.shared(one, other)
            if shared:
                yield other, shared + _closeness(one, other), not clash(one.spot, other.spot)

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
        there = "visit" in (one.kind, other.kind) and bool(both) and is_one_place(one.spot, other.spot)
        if len(both) + there >= 2:
            return len(both) + there
        for mine, theirs in ((one, other), (other, one)):
            if (company := _company(mine)) and len(found := self._both(mine.who | company, theirs.who)) >= 2:
                return len(found)
        alone = 1 in (one.several, other.several) or 1 in (len(one.who), len(other.who))
        return 1 if both and alone and not both & self.common and "statement" not in (one.kind, other.kind) else 0

    def _both(self, mine: frozenset[int], theirs: frozenset[int]) -> set[int]:
        """Those of mine that are among theirs, by the same party or by a name like one of theirs, each taken once."""
        both = set(mine & theirs)
        left = theirs - both
        for party in sorted(mine - both):
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
            occasion = self.of[_at(other)]
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
        self.of[_at(one)] = occasion
        for number in maybe - {occasion.number}:
            occasion.candidates.add(number)
            self.occasions[number].candidates.add(occasion.number)

    def _parted(self, one: Mention, occasion: Occasion) -> bool:
        """Whether the occasion has another place, other parties, or another event of the same article and kind."""
        return any(
            clash(one.spot, other.spot) or _are_two(one, other) or self._are_others(one, other)
            for other in occasion.mentions[:MOST]
        )

    def _are_others(self, one: Mention, other: Mention) -> bool:
        """Whether each has two parties, and but one of them in common: "Dovrel met Tamm" and "Dovrel met Ek"."""
        return self._is_pair(one) and self._is_pair(other) and len(self._both(one.who, other.who)) == 1

    def _is_pair(self, one: Mention) -> bool:
        """Whether two take part and no more: those whom the headline names, where it is by that that it is joined to others."""
        company = _company(one)
        two = len(one.who) == one.several == 2 and one.kind != "statement"
        return two and (not company or len(self._both(one.who, company)) == 2)

    # What was moved.

    def _find_moved(self) -> None:
        for occasion in list(self.occasions):
            if occasion.mentions and all(one.status in AHEAD | OFF for one in occasion.mentions):
                self._move(occasion)

    def _move(self, occasion: Occasion) -> None:
        """An announced event that nobody has held: one with the only one that was held, or put off to a day, in its place."""
        dated = [one for one in occasion.mentions if _is_told(one)]
        if not dated:
            return
        first, last = min(one.first or 0 for one in dated), max(one.last or 0 for one in dated)
        announced = min((one.day for one in occasion.mentions if one.day is not None), default=first)
        near: set[int] = set()
        put_off: set[int] = set()
        for one in dated:
            for other in self._near(one, range(max(announced, first - MOVED), last + CALLED_OFF + 1)):
                held = self.of[_at(other)]
                apart = held is occasion or not self.shared(one, other) or clash(one.spot, other.spot)
                if not apart and self._is_other_day(held, first, last):
                    near |= {held.number} if _is_held_by(held, last + MOVED) else set()
                    put_off |= {held.number} if _is_put_off(held, occasion) else set()
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
        return not any(_is_told(one) and (one.first or 0) <= last and first <= (one.last or 0) for one in held.mentions)

    def _announced_apart(self, held: Occasion, occasion: Occasion) -> bool:
        """Whether it was announced before the other was: then both were to be."""
        begun = min((one.day or 0 for one in occasion.mentions), default=0)
        return any(one.status in AHEAD and one.day is not None and one.day <= begun for one in held.mentions)

    def _merge(self, occasion: Occasion, into: Occasion) -> None:
        for one in occasion.mentions:
            self.of[_at(one)] = into
        into.mentions += occasion.mentions
        for number in occasion.candidates:
            self.occasions[number].candidates.discard(occasion.number)
        occasion.mentions, occasion.candidates = [], set()


def _at(one: Mention) -> str:
    return f"{one.version}/{one.number}"


def _company(one: Mention) -> frozenset[int]:
    """Whom the headline names, of what happened on the article's own day."""
    own = one.day is not None and one.first is not None and one.last is not None and one.first <= one.day <= one.last
    return one.beside if own and one.status in ("happened", "ongoing") and one.kind in GATHERINGS else frozenset()


def _closeness(one: Mention, other: Mention) -> float:
    """How close two mentions are beside the parties that they share: less than a party more.

    By the same kind, a statement's to a meeting rather than to a call, and by parties that are the same, not named alike.
    """
    gathering = "statement" in (one.kind, other.kind) and ENCOUNTER in families(one.kind) and ENCOUNTER in families(other.kind)
    kind = 0.5 if one.kind == other.kind else 0.25 if gathering else 0.0
    return kind + 0.2 * len(one.who & other.who) / max(len(one.who), len(other.who), 1)


def _is_held_by(held: Occasion, day: int) -> bool:
    """Whether something says that it was held, on this day or before."""
    return any(one.status in ("happened", "ongoing") and one.first is not None and one.first <= day for one in held.mentions)


def _is_put_off(held: Occasion, occasion: Occasion) -> bool:
    """Whether something says that the one was put off, and the other is held, or is what it was put off to."""
    return any(one.status == "postponed" for one in held.mentions) or (
        any(one.status in ("happened", "ongoing") for one in held.mentions)
        and any(one.status in OFF for one in occasion.mentions)
    )


def _are_two(one: Mention, other: Mention) -> bool:
    """Whether one article tells them apart: two calls in it are two."""
    return one.version == other.version and one.kind == other.kind and bool(one.number and other.number)


def _is_told(one: Mention) -> bool:
    """Whether it is told on which days the event is."""
    return one.first is not None and one.last is not None and one.last - one.first < LONGEST and one.last >= one.first
