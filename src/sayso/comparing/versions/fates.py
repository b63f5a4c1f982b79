"""A statement that only one of two readings has -> whether it came or left, or parted from another or went into it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from sayso.comparing.versions.changes import Change
from sayso.comparing.versions.identity import same
from sayso.comparing.versions.pairing import Told
from sayso.comparing.versions.passages import Passages, count, made_of
from sayso.comparing.wording import How, keys

# A statement was split from another, or went into it, if so much of it stands among the words that the other lost or gained.
_MOSTLY = 0.75
_FEWEST = 3  # words; fewer may stand anywhere


@dataclass(frozen=True)
class Host:
    """A changed statement, as it was and as it is: another may have stood inside it, or stand inside it now."""

    change: Change
    before: Told
    after: Told

    @cached_property
    def lost(self) -> frozenset[str]:
        """The words that it does not have any more."""
        return self._moved("removed")

    @cached_property
    def gained(self) -> frozenset[str]:
        """The words that it did not have before."""
        return self._moved("added")

    def _moved(self, how: How) -> frozenset[str]:
        return frozenset(key for piece in self.change.words if piece.how == how for key in keys(piece.text))


def fate_of_old(told: Told, old: Passages, new: Passages, hosts: Iterable[Host]) -> tuple[Change, bool]:
    """A statement of the earlier reading alone: dropped, or merged into a host; and whether the article's words bear it out."""
    if _still_stands(told, old, new):
        return Change("dropped", told.statement, None), False
    for host in hosts:
        if _mostly(told, host.gained) and same(told.speaker, host.after.speaker):
            return Change("merged", told.statement, host.change.after), True
    return Change("dropped", told.statement, None), True


def fate_of_new(told: Told, old: Passages, new: Passages, hosts: Iterable[Host]) -> tuple[Change, bool]:
    """A statement of the later reading alone: added, or split from a host; and whether the article's words bear it out."""
    if _still_stands(told, new, old):
        return Change("added", None, told.statement), False
    for host in hosts:
        if _mostly(told, host.lost) and same(told.speaker, host.before.speaker):
            return Change("split", host.change.before, told.statement), True
    return Change("added", None, told.statement), True


def _still_stands(told: Told, here: Passages, there: Passages) -> bool:
    """Whether the other text has its words too, or its sentences: then the readings differ, not the texts."""
    return holds(there, here, [here.stretch(told.statement)]) or holds(there, here, here.around(made_of(told.statement)))


def holds(there: Passages, here: Passages, passages: Sequence[str]) -> bool:
    """Whether the text ``there`` has each of these passages of the text ``here`` as often as that has."""
    return all(words and count(words, there.words) >= count(words, here.words) for words in passages)


def _mostly(told: Told, moved: frozenset[str]) -> bool:
    """Whether most of its words are among these."""
    words = set(told.words)
    return len(told.words) >= _FEWEST and len(words & moved) >= _MOSTLY * len(words)
