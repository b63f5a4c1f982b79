"""A mention phrase -> its parts: possessor, head, the names inside, what stands in apposition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sayso.languages import word_class
from sayso.parties.occurrences import Occurrence
from sayso.parties.words import Words


@dataclass(frozen=True, slots=True)
class Phrase:
    """A mention, read: in "the Barrow team's former coach, Ana Vega": determiner "the", possessor words "Barrow team", head
    "coach", modifiers "former", appositive the name "Ana Vega".

    ``name`` is the name that is itself the head ("Russian President Vladimir Putin"); ``owner`` the name that possesses or
    modifies the head ("Kremlin" in "a Kremlin readout"); ``of`` the one after a preposition ("the office of Ana Vega").
    """

    first: int
    last: int
    determiner: str = ""
    possessor: str = ""  # a possessive pronoun
    head: str = ""  # lower case; "" where the head is a name
    modifiers: tuple[str, ...] = ()
    name: Occurrence | None = None
    owner: Occurrence | None = None
    of: Occurrence | None = None
    preposition: str = ""
    rest: int = 0  # where what follows the preposition begins (code points)
    appositive: Occurrence | None = None
    names: tuple[Occurrence, ...] = ()  # of a coordination: "Putin and Macron"
    coordinated: bool = False


def read_phrase(words: Words, start: int, end: int, names: Sequence[Occurrence]) -> Phrase:
    """Read the words from ``start`` to ``end`` (code points); ``names`` are the occurrences that stand inside, in order."""
    span = words.within(start, end)
    first, last = span.start, span.stop
    while first < last and not words.forms[first][0].isalnum():
        first += 1
    while last > first and not words.forms[last - 1][0].isalnum() and words.forms[last - 1] not in ("'s", "’s"):
        last -= 1
    while last - 1 > first and words.forms[last - 1] in ("'s", "’s"):
        last -= 1
    inside = {index: o for o in names for index in range(o.first, o.last)}
    return _Reader(words, first, last, inside).read()


class _Reader:
    def __init__(self, words: Words, first: int, last: int, inside: dict[int, Occurrence]) -> None:
        self.words, self.first, self.last, self.inside = words, first, last, inside

    def read(self) -> Phrase:
        lower = self.words.lower
        first, determiner, possessor = self.first, "", ""
        while (
            first < self.last
            and first not in self.inside
            and lower[first] in word_class("determiner") | word_class("possessive")
        ):
            determiner = lower[first] if lower[first] in word_class("determiner") else determiner
            possessor = lower[first] if lower[first] in word_class("possessive") else possessor
            first += 1
        owner, begin, stop = self._head_bounds(first)
        while stop > begin and self.words.forms[stop - 1] == ".":
            stop -= 1  # "Leo Marr Jr., 55,"
        joined = self._coordination(begin, stop)
        if joined is not None:
            return Phrase(self.first, self.last, determiner, possessor, names=joined, coordinated=True)
        if stop == begin:
            return Phrase(self.first, self.last, determiner, possessor, owner=owner)
        stop = self._without_participle(begin, stop)
        name = self.inside.get(stop - 1)
        of, preposition, appositive = self._after(stop)
        if name is None and preposition:
            name = self._named_behind(stop)
        if name is not None and determiner in ("a", "an", "one", "another") and self._is_place(name, stop):
            return Phrase(self.first, self.last, determiner, possessor, lower[self.last - 1])  # "one Barrow, Iowa, pastor"
        if name is not None:
            return Phrase(self.first, self.last, determiner, possessor, name=name, owner=owner)
        modifying = [self.inside[i] for i in range(begin, stop) if i in self.inside]
        if modifying:
            owner = modifying[-1]
        modifiers = tuple(lower[begin : stop - 1])
        rest = self.words.starts[stop + 1] if preposition and stop + 1 < self.last else 0
        return Phrase(
            self.first,
            self.last,
            determiner,
            possessor,
            lower[stop - 1],
            modifiers,
            None,
            owner,
            of,
            preposition,
            rest,
            appositive,
        )

    def _head_bounds(self, first: int) -> tuple[Occurrence | None, int, int]:
        """The possessor before the head, and where the head's own words begin and stop."""
        lower, owner, begin = self.words.lower, None, first
        index = first
        while index < self.last:
            word = lower[index]
            if word in ("'s", "’s") or (
                word in "'’" and index > first and lower[index - 1].endswith("s") and index + 1 < self.last
            ):
                owner = self.inside.get(index - 1, owner)
                begin = index + 1
            elif (
                index not in self.inside
                and index > first
                and (word in word_class("preposition") or word in word_class("relative") or word in ',([—–-:;"“')
            ) or word in word_class("aside"):
                break
            elif index - 1 in self.inside and index not in self.inside and word in word_class("breaks off a name"):
                break  # "according to Vega the ship had sunk", "Ana Vega former mayor of Barrow"
            index += 1
        return owner, begin, index

    def _is_place(self, name: Occurrence, stop: int) -> bool:
        """Whether a name is a place's, or of unknown kind before its state: "Barrow, Iowa,"."""
        behind = self.inside.get(stop + 1) if self.words.lower[stop : stop + 1] == [","] else None
        state = name.kind == "unknown" and behind is not None and behind.kind == "place"
        return stop < self.last and (name.kind == "place" or state)

    def _without_participle(self, begin: int, stop: int) -> int:
        """Where the head ends in «a transcript compiled by Vega», "figures released on Monday": before the participle."""
        last = self.words.lower[stop - 1]
        told = last.endswith("ed") or last in word_class("participle")
        follows = stop < self.last and self.words.lower[stop] in word_class("preposition")
        return stop - 1 if told and follows and stop - 1 > begin and stop - 1 not in self.inside else stop

    def _coordination(self, begin: int, stop: int) -> tuple[Occurrence, ...] | None:
        """The names joined by "and", where every part ends in a name; an empty tuple where parts are other words."""
        if not any(self.words.lower[i] in ("and", "&") and i not in self.inside for i in range(begin, self.last)):
            return None
        if self._is_told_twice(stop):
            return None
        parts: list[Occurrence | None] = []
        last = self.last
        for index in range(begin, self.last):
            word = self.words.lower[index]
            if index in self.inside:
                continue
            if word == "," and self.words.lower[index + 1 : index + 2] in (["a"], ["an"], ["the"]) and parts and all(parts):
                last = index  # "Vega and Marr, a Barrow lawyer"
                break
            if word in ("and", "&", ","):
                if self.words.lower[index - 1] != ",":  # "Vega, Marr, and Holt"
                    parts.append(self.inside.get(index - 1))
            elif word in word_class("preposition") or word in word_class("relative"):
                joined = any(self.words.lower[i] in ("and", "&") for i in range(begin, index))
                if not joined or not all(parts) or index - 1 not in self.inside:
                    return None
                last = index  # "Vega and Marr of Barrow"
                break
        parts.append(self.inside.get(last - 1))
        found = [part for part in parts if part is not None]
        if len(found) == len(parts):
            return tuple(found)
        behind = parts[-1]
        if behind is not None and len(found) == 1 and self.words.lower[behind.first - 1] != "and":
            return None  # "secretary and treasurer Ana Vega"; not "the mayor and Vega"
        return () if self.words.lower[stop - 1 : stop] else None

    def _is_told_twice(self, stop: int) -> bool:
        """«Ana Vega, a teacher and former Democrat»: the "and" stands in what she is, not between two persons."""
        lower = self.words.lower
        named = self.inside.get(stop - 1)
        if named is None or lower[stop : stop + 1] != [","] or lower[stop + 1 : stop + 2] not in (["a"], ["an"]):
            return False
        joint = next((i for i in range(stop + 2, self.last) if lower[i] in ("and", ",")), None)
        behind = {o.kind for i, o in self.inside.items() if joint is not None and i > joint}
        return joint is not None and lower[joint] == "and" and "person" not in behind

    def _after(self, stop: int) -> tuple[Occurrence | None, str, Occurrence | None]:
        """What follows the head: the name that a preposition leads to, the preposition, and the name in apposition."""
        lower = self.words.lower
        if stop >= self.last:
            return None, "", None
        stop += (
            lower[stop] not in word_class("preposition")
            and lower[stop + 1 : stop + 2] != []
            and (lower[stop].endswith("ed") or lower[stop] in word_class("participle"))
        )
        if stop >= self.last:
            return None, "", None
        if lower[stop] in word_class("preposition"):
            at = stop + 1
            while at < self.last and at not in self.inside and lower[at] not in "," and lower[at] not in word_class("relative"):
                at += 1
            of = self.inside.get(at)
            comma = next((i for i in range(at, self.last) if lower[i] == "," and i not in self.inside), None)
            return of, lower[stop], self._apposed(comma)
        bracketed = self.inside.get(stop + 1) if lower[stop] == "(" else None
        if bracketed is not None and bracketed.text.isupper() and lower[bracketed.last : bracketed.last + 1] == [")"]:
            return None, "", bracketed  # "the UN refugee agency (UNHCR)"
        return None, "", self._apposed(stop) if lower[stop] == "," else None

    def _apposed(self, comma: int | None) -> Occurrence | None:
        """The name right after this comma, behind its title and office at most."""
        if comma is None or comma + 1 >= self.last:
            return None
        if self.words.lower[comma + 1] in word_class("no apposition") | word_class("relative"):
            return None  # "several candidates, including Vega", "polls, which Vega won"
        for index in range(comma + 1, min(self.last, comma + 12)):
            if self.words.lower[index] == ",":
                return None
            found = self.inside.get(index)
            if (
                found is not None
                and found.kind != "place"
                and (found.lead <= comma + 1 or (found.lead <= comma + 2 and found.kind == "person"))
            ):
                return found
        return None

    def _named_behind(self, stop: int) -> Occurrence | None:
        """The person behind an office of several words: "Secretary of State Ana Vega", "Governor of Barrow Ana Vega"."""
        for index in range(stop, min(stop + 8, self.last)):
            found = self.inside.get(index)
            if found is not None and found.first >= stop and found.lead < stop:
                return found
        return None
