"""Mentions of events, one by one and in pairs -> what tells whether they may be one: kinds, days, whom the headline names.

Of which days a mention's like may be is told twice: near days, where one party that both share may be enough, and all days, of
which two must be shared. So a mention is held against a part of all others (see ``neighbours``).
"""

from __future__ import annotations

from zlib import crc32

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
MOVED = 7  # days by which a meeting may be moved without a word of it
CALLED_OFF = 92  # days after an announcement within which it may be called off, or put off with a word of it
MONTH = 31  # days: of what gives more ("in 2031") two parties must be the same
YEAR = 400  # days of a mention that are looked at
Days = tuple[int, int]  # first and last
NEVER: Days = (0, -1)

Occasion = Group[Mention]


def families(kind: str) -> tuple[str, ...]:
    """The kinds that one goes together with, by name: a visit and a meeting are told of one occasion.

    >>> set(families("visit")) & set(families("talks")), families("strike")
    ({'encounter'}, ('strike',))
    """
    return FAMILIES.get(kind, (kind,))


def family_number(kind: str) -> int:
    """The families of a kind as a number: one bit each of those that go together; of any other kind a number of its own.

    >>> family_number("visit") & family_number("talks"), family_number("strike") > 7
    (1, True)
    """
    found = sum(_BITS.get(family, 0) for family in families(kind))
    return found or 8 + crc32(kind.encode("utf-8", "surrogatepass")) % (1 << 28)


_BITS = {ENCOUNTER: 1, CALL: 2, "statement": 4}


def families_with(number: int) -> tuple[int, ...]:
    """The numbers of all families that go together with those of a number.

    >>> families_with(family_number("call"))
    (2, 3, 6, 7)
    """
    return tuple(other for other in range(1, 8) if other & number) if number < 8 else (number,)


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


def window(one: Mention) -> Days:
    """The days on which what a mention of no day, or of many, is told of may have been."""
    if one.first is not None:
        return one.first, min(one.last or one.first, one.first + YEAR)
    if one.day is None:
        return NEVER
    if one.status in OFF:
        return one.day - 1, one.day + CALLED_OFF - 1
    return (one.day - 14, one.day) if one.status not in AHEAD else (one.day, one.day + 59)


def move_window(one: Mention) -> Days:
    """The days on which what was announced for days that are told may have been held instead, or to which it was put off."""
    assert one.first is not None and one.last is not None
    return one.first - MOVED, one.last + CALLED_OFF


def is_pending(one: Mention) -> bool:
    """Whether it is announced for days that are told, or called off: it may have been moved."""
    return is_told(one) and one.status in AHEAD | OFF


def is_of_a_month(one: Mention) -> bool:
    """Whether its days are no more than a month: one party that is shared may be enough."""
    return one.first is not None and one.last is not None and one.last - one.first <= MONTH


def near_days(one: Mention) -> Days:
    """The days on which what shares one party with it may be one with it, as far as this mention tells."""
    if not is_of_a_month(one):
        return NEVER
    assert one.first is not None and one.last is not None
    return (one.first - MOVED, one.last + MOVED + LONGEST) if is_pending(one) else (one.first, one.last)


def all_days(one: Mention) -> Days:
    """The days on which what shares two parties with it may be."""
    if is_pending(one):
        return move_window(one)
    return window(one)


def meet(one: Days, other: Days) -> bool:
    """Whether two stretches of days have a day in common."""
    return one[0] <= other[1] and other[0] <= one[1] and one != NEVER and other != NEVER
