"""Mentions that are one event -> the event with its history: a dated entry for each article, its state, its days.

The state now is "held" where an article has it that it was held; else the last one that an article has, or a person set.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from sayso.record import EventStatus
from sayso.store.chronicle import EventStanding
from sayso.store.groups import Set, candidates_of
from sayso.store.mentions import Mention, ordinal
from sayso.store.traits import LONGEST, Days, Occasion

STANDINGS: Mapping[EventStatus, EventStanding] = {
    "happened": "held",
    "ongoing": "ongoing",
    "planned": "announced",
    "proposed": "proposed",
    "hypothetical": "possible",
    "denied": "denied",
    "cancelled": "cancelled",
    "postponed": "postponed",
}
_DATED: tuple[EventStanding, ...] = ("announced", "proposed", "held", "ongoing", "postponed")
_SURE: tuple[EventStanding, ...] = ("held", "ongoing")


@dataclass(slots=True)
class Outline:
    """What can be told of an event without the texts of its articles: enough to find, order and count it."""

    key: str
    kind: str
    status: EventStanding
    days: tuple[int | None, int | None]  # the last alone of what is to be "by 21 March"
    who: tuple[int, ...]
    spots: tuple[str, ...]
    entries: tuple[tuple[EventStanding, Mention | Set], ...]  # in order of days, wire copies once
    moved_from: tuple[Days, ...]
    mentions: tuple[Mention, ...]
    candidates: tuple[str, ...] = ()

    @property
    def keys(self) -> frozenset[str]:
        """Those of its mentions: each finds it."""
        return frozenset(one.key for one in self.mentions)

    @property
    def stood(self) -> frozenset[EventStanding]:
        """All that it was at any time; what was held on another day than announced was moved, though nobody says so."""
        return frozenset(({state for state, _ in self.entries}) | {self.status} | ({"moved"} if self.moved_from else set()))


def outline(occasion: Occasion, set_states: Iterable[Set] = ()) -> Outline:
    """An occasion of at least one mention, as it stands now."""
    told = _once(sorted(occasion.mentions, key=_by_day))
    entries, moved_from = _history(told)
    entries += [(cast(EventStanding, one.state), one) for one in set_states]
    entries.sort(key=lambda entry: _day(entry[1]))
    first = min(occasion.mentions, key=lambda one: (one.version, one.number))
    counts = Counter(party for one in occasion.mentions for party in one.who)
    return Outline(
        key=first.key,
        kind=_kind(occasion.mentions),
        status=_status(entries),
        days=_days(entries),
        who=tuple(sorted(counts, key=lambda party: (-counts[party], party))),
        spots=tuple(dict.fromkeys(one.spot for one in told if one.spot)),
        entries=tuple(entries),
        moved_from=tuple(moved_from),
        mentions=tuple(sorted(occasion.mentions, key=_by_day)),
    )


def outlines(occasions: Sequence[Occasion], states: Mapping[str, Sequence[Set]]) -> list[Outline]:
    """All of them, each with the keys of those that it may be; ``states`` are those that people set, by keys of mentions."""
    found: dict[int, Outline] = {}
    for occasion in occasions:
        keys = {one.key for one in occasion.mentions}
        by_hand = sorted((one for key in keys for one in states.get(key, ())), key=lambda one: one.number)
        found[occasion.number] = outline(occasion, by_hand)
    for number, others in candidates_of(occasions, {number: one.key for number, one in found.items()}).items():
        found[number].candidates = others
    return list(found.values())


def _by_day(one: Mention) -> tuple[bool, int, int, int]:
    return one.day is None, one.day or 0, one.version, one.number


def _day(entry: Mention | Set) -> tuple[bool, int]:
    day = entry.day if isinstance(entry, Mention) else ordinal(entry.made)
    return day is None, day or 0


def _once(mentions: Sequence[Mention]) -> list[Mention]:
    """Without the copies: the first of those that say it in the same words."""
    seen: set[tuple[int, str, str]] = set()
    found: list[Mention] = []
    for one in mentions:
        words = (one.wording, one.kind, one.status)
        if words not in seen:
            seen.add(words)
            found.append(one)
    return found


def _kind(mentions: Sequence[Mention]) -> str:
    """The kind that most mentions have, a statement at a meeting apart; of two, that of the first."""
    met = [one for one in mentions if one.kind != "statement"]
    counts = Counter(one.kind for one in sorted(met or mentions, key=_by_day))
    return max(counts, key=lambda kind: counts[kind])


def _history(told: Sequence[Mention]) -> tuple[list[tuple[EventStanding, Mention | Set]], list[Days]]:
    """What each has of it, where it announces another day than those before it "moved"; and the days that it was moved from."""
    entries: list[tuple[EventStanding, Mention | Set]] = []
    moved_from: list[Days] = []
    current: Days | None = None
    for one in told:
        state = STANDINGS[one.status]
        days = days_of(one)
        if days and current and not _overlap(days, current) and state in _DATED:
            if current not in moved_from:
                moved_from.append(current)
            state = "moved" if state in ("announced", "postponed") else state
            current = days
        elif days and (current is None or days[1] - days[0] < current[1] - current[0]):
            current = days
        entries.append((state, one))
    return entries, [days for days in moved_from if days != current]


def days_of(one: Mention) -> Days | None:
    """The days that a mention gives, where it gives both ends."""
    return (one.first, one.last) if one.first is not None and one.last is not None and one.last >= one.first else None


def _overlap(one: Days, other: Days) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def _status(entries: Sequence[tuple[EventStanding, Mention | Set]]) -> EventStanding:
    by_hand = [state for state, entry in entries if isinstance(entry, Set)]
    if by_hand:
        return by_hand[-1]
    states = [state for state, _ in entries]
    return next((state for state in _SURE if state in states), states[-1])


def _days(entries: Sequence[tuple[EventStanding, Mention | Set]]) -> tuple[int | None, int | None]:
    """The days that were held, in the words of whoever tells them most exactly; else those last announced; else a last day."""
    by_hand = [on for _, entry in entries if isinstance(entry, Set) and (on := ordinal(entry.on)) is not None]
    if by_hand:
        return by_hand[-1], by_hand[-1]
    mentions = [(state, entry, days) for state, entry in entries if isinstance(entry, Mention) and (days := days_of(entry))]
    held = [days for state, _, days in mentions if state in _SURE]
    if held:
        exact = [days for days in held if days[1] - days[0] < LONGEST] or held
        return min(days[0] for days in exact), max(days[1] for days in exact)
    ahead = [days for _, _, days in mentions]
    if ahead:
        return ahead[-1]
    last = [entry.last for _, entry in entries if isinstance(entry, Mention) and entry.last is not None]
    return None, last[-1] if last else None
