"""Undertakings that are one, with the sentences that report of it and its event -> its history, and where it stands.

Three things tell what became of it: the event that it belongs to, where an article has it that it was held, put off or called
off; another due day in a later article; and sentences with words of an outcome (see ``outcomes``). Sayso itself never says that
it was kept or broken.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from sayso.store.chronicle import EventStanding, UndertakingStanding
from sayso.store.groups import Group, Set
from sayso.store.likeness import Likeness
from sayso.store.mentions import AHEAD, Mention, ordinal
from sayso.store.occasions import Outline
from sayso.store.occurrences import GATHERINGS
from sayso.store.outcomes import Outcome
from sayso.store.pledges import Due, Pledge, stem
from sayso.store.spots import is_one_place
from sayso.store.traits import MOVED, meet

# What the state of its event tells of an undertaking.
_BY_EVENT: Mapping[EventStanding, UndertakingStanding] = {
    "held": "kept",
    "moved": "delayed",
    "postponed": "delayed",
    "cancelled": "cancelled",
}
Report = tuple[int, int | None, Outcome]  # a sentence: of which version and day
_SOMEBODY = frozenset(("person", "organisation", "government", "group"))  # not "the Executive Order"
# Orders are signed and votes held day by day, so that of these two persons must be the same.
_PERSONS = frozenset(("person",))
_REPORTED = frozenset(("kept", "broken", "delayed", "cancelled", "superseded", "disputed"))


@dataclass(frozen=True, slots=True)
class Entry:
    """A state of an undertaking: what has it, and its day. ``due`` is the last day that it gives, both as ordinals."""

    state: UndertakingStanding
    day: int | None
    by: Pledge | Mention | Set | tuple[int, Outcome]
    due: int | None = None


@dataclass(frozen=True, slots=True)
class Belonging:
    """The event that an undertaking belongs to, and the mention of it that its article has."""

    outline: Outline
    own: Mention


@dataclass(slots=True)
class Line:
    """What can be told of an undertaking without the texts of its articles, but for what depends on the day of asking."""

    key: str
    first: Pledge
    last: Pledge
    mentions: tuple[Pledge, ...]
    entries: tuple[Entry, ...]
    due: Due
    event: str | None
    candidates: tuple[str, ...] = ()

    @property
    def doers(self) -> frozenset[int]:
        """Who undertakes it, in any article."""
        return frozenset(party for one in self.mentions for party in one.doers)

    @property
    def receivers(self) -> frozenset[int]:
        """To whom, in any article."""
        return frozenset(party for one in self.mentions for party in one.receivers)

    @property
    def stood(self) -> frozenset[UndertakingStanding]:
        """All that an entry has it stand at."""
        return frozenset(entry.state for entry in self.entries)

    @property
    def settled(self) -> UndertakingStanding | None:
        """What a person set, or what is reported last, of contrary reports "disputed"; None where it goes by its day."""
        by_hand = [entry.state for entry in self.entries if isinstance(entry.by, Set)]
        if by_hand:
            return by_hand[-1]
        told = self._told()
        if "kept" in told and "broken" in told:
            return "disputed"
        return told[-1] if told and told[-1] != "delayed" else None

    @property
    def is_delayed(self) -> bool:
        """Whether nothing is reported last but a delay: it counts until its day is over."""
        return self._told()[-1:] == ["delayed"]

    def _told(self) -> list[UndertakingStanding]:
        return [entry.state for entry in self.entries if entry.state in _REPORTED]


def line(
    group: Group[Pledge], told: Iterable[Report], event: Belonging | None, by_hand: Sequence[Set], likeness: Likeness
) -> Line:
    """The history of an undertaking; ``told`` are the sentences that report of it, each with its version and its day."""
    mentions = sorted(group.mentions, key=lambda one: (one.day is None, one.day or 0, one.version, one.number))
    entries: list[Entry] = []
    due: Due = (None, None)
    seen: set[tuple[int, int | None]] = set()
    for one in mentions:
        later = due[1] is not None and one.due[1] is not None and one.due[1] > due[1] and (one.day or 0) <= due[1]
        due = one.due if one.due[1] is not None or due[1] is None else due
        if (one.wording, one.due[1]) not in seen:  # wire copy counts once
            seen.add((one.wording, one.due[1]))
            entries.append(Entry("delayed" if later else "open", one.day, one, one.due[1]))
    entries += _by_event(event, mentions[0], likeness) if event else ()
    by_event = {(entry.by.version, entry.state) for entry in entries if isinstance(entry.by, Mention)}
    entries += [entry for version, entry in _reported(told) if (version, entry.state) not in by_event]
    entries += [Entry(cast(UndertakingStanding, one.state), ordinal(one.made), one, ordinal(one.on)) for one in by_hand]
    entries.sort(key=lambda entry: (entry.day is None, entry.day or 0))
    due = next(((on, on) for one in reversed(by_hand) if (on := ordinal(one.on)) is not None), due)
    first = min(mentions, key=lambda one: (one.version, one.number))
    return Line(
        first.key, mentions[0], mentions[-1], tuple(mentions), tuple(entries), due, event.outline.key if event else None
    )


def _reported(told: Iterable[Report]) -> Iterator[tuple[int, Entry]]:
    seen: set[tuple[str, ...]] = set()
    for version, day, outcome in sorted(told, key=lambda one: (one[0], one[2].at.start, one[2].state)):
        if outcome.words not in seen:  # wire copy counts once
            seen.add(outcome.words)
            yield version, Entry(outcome.state, day, (version, outcome))


def _by_event(event: Belonging, first: Pledge, likeness: Likeness) -> Iterator[Entry]:
    """What articles of the same day or later have of the event: not the one that has the undertaking."""
    for state, one in event.outline.entries:
        if not isinstance(one, Mention) or state not in _BY_EVENT or one.version == first.version:
            continue
        later = first.day is None or one.day is None or one.day >= first.day
        if later and _tells_of(event.own, one, first, likeness):
            yield Entry(_BY_EVENT[state], one.day, one)


def _tells_of(own: Mention, one: Mention, first: Pledge, likeness: Likeness) -> bool:
    """Whether an article's event is surely that of the undertaking: of the same gathering by name, or of two same parties.

    A party and its place make two, and it was on the days that were told, or not much later. Events are one by less ("Dovrel
    will sign an order today", "Dovrel signed an order"), but that something was done is said only where it can be no other.
    """
    if own.status not in AHEAD or not _are_days_near(own, one):
        return False
    if own.named and own.named == one.named:
        return all(stem(word) in first.terms for word in own.named if len(word) > 2)
    both = likeness.both(own.who | own.beside, one.who | one.beside)
    somebody = _SOMEBODY if own.kind in GATHERINGS else _PERSONS
    shared = {party for party in both if likeness.names.of(party)[1] in somebody}
    places = {likeness.names.of(party)[0] for party in both}
    there = own.kind in GATHERINGS and own.spot is not None and own.spot not in places and is_one_place(own.spot, one.spot)
    return len(shared) + there >= 2


def _are_days_near(own: Mention, one: Mention) -> bool:
    if own.first is None or own.last is None or one.first is None or one.last is None:
        return True
    return meet((own.first - MOVED, own.last + MOVED), (one.first, one.last))


def status(settled: UndertakingStanding | None, delayed: bool, last: int | None, today: int, soon: int) -> UndertakingStanding:
    """Where an undertaking stands on a day, by what is reported of it and by the last day on which it is due.

    >>> status(None, False, 740000, 740001, 14), status(None, True, None, 740001, 14), status("kept", False, None, 740001, 14)
    ('overdue', 'delayed', 'kept')
    """
    if settled is not None:
        return settled
    if delayed and (last is None or last >= today):
        return "delayed"
    if last is None:
        return "open"
    if last < today:
        return "overdue"
    return "due-soon" if last - today <= soon else "open"
