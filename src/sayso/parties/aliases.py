"""An article's names -> which of them it says are two names of one: "Kilo Vee, born Kevin Vance", "Crane, née Baxter"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from sayso.languages import entries
from sayso.parties.cast import Cast, Member, name_words
from sayso.parties.occurrences import Occurrence
from sayso.parties.words import Words
from sayso.record import PartyKind

_MARKS = frozenset(",(“”\"‘’'—–-:")
_FAR = 12  # words between two names of one


@cache
def _leads() -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(row[0].split()) for row in entries("en", "aliases"))


def told_names(words: Words, occurrences: Sequence[Occurrence]) -> Iterator[tuple[Occurrence, Occurrence]]:
    """Each two names, one behind the other, that the words between them call the same person's or body's."""
    for one, other in pairwise(occurrences):
        start, end = one.last, min(other.lead, other.first)
        if not 0 < end - start <= _FAR or words.sentence[one.first] != words.sentence[other.first]:
            continue
        if not _may_be_one(one.kind, other.kind) or words.lower[other.last : other.last + 1] in (["'s"], ["’s"]):
            continue
        between = ["his" if word in ("her", "their") else word for word in words.lower[start:end] if word not in _MARKS]
        between = [word for word in between if word != "."]
        if tuple(between) in _leads() or (between[-1:] == ["the"] and tuple(between[:-1]) in _leads()):
            yield one, other


def _may_be_one(one: PartyKind, other: PartyKind) -> bool:
    """A person is no body and no place; what a name is may not be known yet."""
    bodies = ("organisation", "government")
    if "place" in (one, other) or "group" in (one, other):
        return False
    return "unknown" in (one, other) or (one in bodies) == (other in bodies)


class Aliases:
    """Members under two names: kept apart while names are grouped, so that each gathers its short forms, then made one."""

    def __init__(self, cast: Cast, occurrences: Sequence[Occurrence]) -> None:
        self.cast = cast
        self.pairs = [(self._holder(one), self._holder(other)) for one, other in told_names(cast.words, occurrences)]

    def _holder(self, occurrence: Occurrence) -> Member:
        """The member of this name: the one whose whole name it is, or a new one that its short forms will go to."""
        held = self.cast.member_of(occurrence)
        if held is not None:
            return held
        words = name_words(occurrence.text)
        own = [m for m in self.cast.named(words[-1]) if m.words == words]
        fuller = [m for m in self.cast.named(words[-1]) if m.kind in ("person", "unknown") and m.words[-1:] == words]
        known = own or (fuller if len(fuller) == 1 else [])
        return known[0] if known else self.cast.add(occurrence.text, occurrence.kind, words)

    def fold(self) -> None:
        """Give every second name's places to the first name's bearer, and forget the second."""
        for one, other in self.pairs:
            if one is other or other not in self.cast.members:
                continue
            for occurrence in other.occurrences:
                self.cast.of[occurrence.start, occurrence.end] = one
            one.occurrences += other.occurrences
            one.variants |= other.variants
            if one.gender == "u":
                one.gender = other.gender
            if one.kind == "unknown":
                one.kind = other.kind
            self.cast.members.remove(other)
            for at, (first, second) in enumerate(self.pairs):
                self.pairs[at] = (one if first is other else first, second)
