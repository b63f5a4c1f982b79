"""Mentions that are taken to be of one thing -> the same, as people set it right: merged, split, states that they set."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from sayso.store.values import Correction


class Keyed(Protocol):
    """A mention with a key."""

    @property
    def key(self) -> str:
        """What it is known by."""


Told = TypeVar("Told", bound=Keyed)


@dataclass(slots=True)
class Group(Generic[Told]):
    """What is taken to be one: its mentions, and the numbers of other groups that may be the same."""

    number: int
    mentions: list[Told] = field(default_factory=list)
    candidates: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Set:
    """A state that a person set: which, the day that it gives where there is one, the day of its making, and why."""

    state: str
    on: str | None
    made: str
    reason: str
    number: int


def corrected(groups: Sequence[Group[Told]], corrections: Sequence[Correction]) -> list[Group[Told]]:
    """The groups, as people merged and split them, in the order in which they did."""
    held = {group.number: group for group in groups}
    of: dict[str, int] = {one.key: group.number for group in groups for one in group.mentions}
    for correction in corrections:
        key, other = correction.statement or "", correction.name or ""
        if correction.kind == "merge-events" and key in of and other in of and of[key] != of[other]:
            gone, into = held.pop(of[key]), held[of[other]]
            into.mentions += gone.mentions
            into.candidates = (into.candidates | gone.candidates) - {gone.number, into.number}
            of |= {one.key: into.number for one in gone.mentions}
        elif correction.kind == "split-event" and key in of and of.get(other) == of[key]:
            whole = held[of[key]]
            apart = Group(max(held) + 1, [one for one in whole.mentions if one.key == key])
            whole.mentions = [one for one in whole.mentions if one.key != key]
            held[apart.number] = apart
            of[key] = apart.number
    return [group for group in held.values() if group.mentions]


def set_states(corrections: Iterable[Correction], known: Sequence[str]) -> dict[str, list[Set]]:
    """The states that people set, of those that are known, by the key of a mention."""
    found: dict[str, list[Set]] = {}
    for one in corrections:
        state, _, day = (one.name or "").partition(" ")
        if one.kind == "set-state" and state in known:
            found.setdefault(one.statement or "", []).append(Set(state, day or None, one.made[:10], one.reason, one.number))
    return found


def candidates_of(groups: Sequence[Group[Told]], keys: dict[int, str]) -> dict[int, tuple[str, ...]]:
    """For each group the keys of those that may be the same."""
    return {
        group.number: tuple(dict.fromkeys(keys[number] for number in sorted(group.candidates) if number in keys))
        for group in groups
    }
