"""Mentions and a question -> the mentions that may be of the events asked for: without linking all others.

Those of a party, or of a key, are held against what shares a party with one of them and is of days near by; those of days
against what is of days near by. What is of one event shares a party and is of near days (see ``linking``).
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass

from sayso.store.contract import Correction
from sayso.store.linking import CALLED_OFF
from sayso.store.mentions import Mention, Names
from sayso.store.traits import FAMILIES, families

NEAR = CALLED_OFF + 8  # days: what is called off or moved is linked over so many


@dataclass(frozen=True, slots=True)
class Wanted:
    """What events are asked for: those of some keys, of all these parties (each any of some ids), of a kind, of days."""

    keys: frozenset[str] = frozenset()
    parties: tuple[frozenset[int], ...] = ()
    kind: str | None = None
    since: int | None = None
    until: int | None = None

    def __bool__(self) -> bool:
        return self != Wanted()


def near(found: Sequence[Mention], wanted: Wanted, names: Names, corrections: Sequence[Correction]) -> list[Mention]:
    """The mentions of which what is wanted may be made. Linear in their number.

    What people merged or split is always among them.
    """
    touched = {key for one in corrections for key in (one.statement, one.name) if one.kind in ("merge-events", "split-event")}
    chosen = [one for one in found if _is_of(one, wanted)] if wanted.keys or wanted.parties else []
    kinds = _kinds(wanted.kind)
    places = {place for one in chosen for place in _places(one, names, range(-NEAR, NEAR + 1, NEAR))}
    own = {(one.version, one.number) for one in chosen}
    return [
        one
        for one in found
        if one.key in touched
        or one.named
        or (one.version, one.number) in own
        or (
            (not kinds or one.kind in kinds)
            and _in_days(one, wanted)
            and (not (wanted.keys or wanted.parties) or not places.isdisjoint(_places(one, names, (0,))))
        )
    ]


def _is_of(one: Mention, wanted: Wanted) -> bool:
    if wanted.keys:
        return one.key in wanted.keys
    return all(not some.isdisjoint(one.who) for some in wanted.parties[:1])


def _kinds(kind: str | None) -> Set[str]:
    """The kinds that one goes together with, directly or by another."""
    if kind is None:
        return frozenset()
    return frozenset(FAMILIES) if kind in FAMILIES else frozenset(families(kind))


def _in_days(one: Mention, wanted: Wanted) -> bool:
    first, last = _days(one)
    if first is None or last is None:
        return wanted.since is None and wanted.until is None
    return (wanted.since is None or last >= wanted.since - NEAR) and (wanted.until is None or first <= wanted.until + NEAR)


def _days(one: Mention) -> tuple[int | None, int | None]:
    """Its days; of what has none, that of its article."""
    return (one.first, one.last) if one.first is not None else (one.day, one.day)


def _places(one: Mention, names: Names, offsets: Sequence[int]) -> set[tuple[str, int]]:
    """Its parties by the spans of ``NEAR`` days in which it is, or next to which."""
    first, last = _days(one)
    if first is None or last is None:
        return set()
    spans = {(day + off) // NEAR for day in range(first, max(first, min(last, first + 400)) + NEAR, NEAR) for off in offsets}
    return {(tag, span) for party in one.who | one.beside for tag in names.stretches(party) for span in spans}
