"""Mentions of events, one by one and in pairs -> what tells whether they may be one: kinds, days, whom the headline names."""

from __future__ import annotations

from sayso.store.groups import Group
from sayso.store.mentions import AHEAD, Mention
from sayso.store.occurrences import GATHERINGS

# Kinds that tell one occasion in several words: "will host the visit", "before their bilateral meeting", "at the summit".
ENCOUNTER, CALL = "encounter", "call"
FAMILIES = {
    **dict.fromkeys(("visit", "meeting", "summit"), (ENCOUNTER,)),
    "talks": (ENCOUNTER, CALL),
    "call": (CALL,),
    "statement": ("statement", ENCOUNTER, CALL),  # "in joint press conference": of two who meet on that day
}
LONGEST = 4  # days that tell when: an event of "May" may be any of that month
OFF = frozenset(("cancelled", "postponed"))

Occasion = Group[Mention]


def families(kind: str) -> tuple[str, ...]:
    """The kinds that one goes together with, by name: a visit and a meeting are told of one occasion.

    >>> set(families("visit")) & set(families("talks")), families("strike")
    ({'encounter'}, ('strike',))
    """
    return FAMILIES.get(kind, (kind,))


def place_of(one: Mention) -> str:
    """Where it stands: its version, and its number there."""
    return f"{one.version}/{one.number}"


def company(one: Mention) -> frozenset[int]:
    """Whom the headline names, of what happened on the article's own day."""
    own = one.day is not None and one.first is not None and one.last is not None and one.first <= one.day <= one.last
    return one.beside if own and one.status in ("happened", "ongoing") and one.kind in GATHERINGS else frozenset()


def announced_with(one: Mention) -> frozenset[int]:
    """Whom the headline of an announcement names, beside those whom its sentence names: they are of the event too."""
    ahead = one.status in AHEAD and one.first is not None and one.kind in GATHERINGS
    return one.beside if ahead and one.who else frozenset()


def closeness(one: Mention, other: Mention) -> float:
    """How close two mentions are beside the parties that they share: less than a party more.

    By the same kind, a statement's to a meeting rather than to a call, and by parties that are the same, not named alike.
    """
    gathering = "statement" in (one.kind, other.kind) and ENCOUNTER in families(one.kind) and ENCOUNTER in families(other.kind)
    kind = 0.5 if one.kind == other.kind else 0.25 if gathering else 0.0
    return kind + 0.2 * len(one.who & other.who) / max(len(one.who), len(other.who), 1)


def is_held_by(held: Occasion, day: int) -> bool:
    """Whether something says that it was held, on this day or before."""
    return any(one.status in ("happened", "ongoing") and one.first is not None and one.first <= day for one in held.mentions)


def is_put_off(held: Occasion, occasion: Occasion) -> bool:
    """Whether something says that the one was put off, and the other is held, or is what it was put off to."""
    return any(one.status == "postponed" for one in held.mentions) or (
        any(one.status in ("happened", "ongoing") for one in held.mentions)
        and any(one.status in OFF for one in occasion.mentions)
    )


def are_two(one: Mention, other: Mention) -> bool:
    """Whether one article tells them apart: two calls in it are two."""
    return one.version == other.version and one.kind == other.kind and one.number > 0 and other.number > 0


def is_told(one: Mention) -> bool:
    """Whether it is told on which days the event is."""
    return one.first is not None and one.last is not None and one.last - one.first < LONGEST and one.last >= one.first
