"""A text -> where a party may undertake something in it: the frames of a language's list, each with its slot."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby
from typing import Literal, cast

from sayso.attribution import Extent
from sayso.events.undertaking_words import time_phrase
from sayso.languages import entries
from sayso.record import Strength, UndertakingKind
from sayso.statements import lemmas

Needs = Literal["any", "act", "doing", "own", "counted", "named", "speaker"]
Slot = Literal["VERB", "DOING", "THING", "REQUEST"]

# "supply" is no adverb.
_ADVERB = r"(?:also|now|then|soon|again|never|not|always|today|further|jointly|together|first|instead|even|only"
_ADVERB += r"|(?!\w*(?:pp|re|mp|tip|im|al|f|ul)ly\b)\w+ly)"
_BETWEEN = rf"(?:\s+{_ADVERB}\b)*(?:,[^,;:.\n]{{1,80}},|:|\s+[-–—](?=\s+to\s))?"
_NOT = re.compile(r"\b(?:not|never)\b")  # «agreed | not to deploy», «will | never send»
_NOT_BEFORE = re.compile(r"\b(?:not|never)\s+$")
_NEAR = 8  # code points that "never" takes before a word
_WORD = r"(?!to\b|that\b|will\b)[^\s,;:]+"
_GAP = r"(?:\s+[^\s,;:]+){0,10}?"


@dataclass(frozen=True, slots=True)
class Frame:
    """One row of the list: its ``first`` word, the others, and what an undertaking in it is.

    ``owned``: a noun's, whose owner undertakes; ``being``: a form of "be" stands before it.
    """

    first: str
    rest: tuple[str, ...]
    kind: UndertakingKind
    strength: Strength
    needs: Needs
    owned: bool
    being: bool

    @property
    def slot(self) -> Slot:
        """What its last word stands for."""
        return cast(Slot, self.rest[-1])


@dataclass(frozen=True, slots=True)
class Cue:
    """A frame where it stands: its first word, whom it is put to, what is in its slot, and the verb or noun there."""

    frame: Frame
    word: Extent
    slot: Extent
    verb: Extent
    who: Extent | None = None


def cues_in(text: str, start: int, end: int) -> Iterator[tuple[Cue, ...]]:
    """The places between two others (code points) where a frame of the list may stand, each with all that do, nouns' first.

    >>> [cue.frame.kind for cues in cues_in("They agreed to meet; Norland plans to pay.", 0, 42) for cue in cues]
    ['agreement', 'agreement', 'plan', 'plan']
    """
    for found in _first_words().finditer(text, start, end):
        word = (found.start() - (found[0] == "ll"), found.end())
        cues = [cue for frame in _frames_of(found[0].lower()) if (cue := _cue(text, word, end, frame))]
        if cues:
            yield tuple(cues)


def _cue(text: str, word: Extent, end: int, frame: Frame) -> Cue | None:
    found = _pattern(frame.rest).match(text, word[1], end)
    if found is None:
        return None
    who = found.span("who") if "WHO" in frame.rest else None
    return Cue(frame, word, (_begin(text, word, found.start("slot")), found.end("slot")), found.span("verb"), who)


def _begin(text: str, word: Extent, slot: int) -> int:
    """Where what is undertaken begins: with what denies it: «will | never sell», "| won't sell", "is | not going to sell"."""
    form = text[slice(*word)].lower()
    if form.startswith("won"):
        return word[0]
    if form == "going" and (before := _NOT_BEFORE.search(text, max(0, word[0] - _NEAR), word[0])):
        return before.start()
    denial = _NOT.search(text, word[1], slot)
    return denial.start() if denial else slot


@lru_cache(maxsize=2048)
def _frames_of(form: str) -> tuple[Frame, ...]:
    known = (form, *lemmas(form)) if form not in ("won't", "won’t") else ("will",)
    return tuple(frame for one in dict.fromkeys(known) for frame in _frames().get(one, ()))


@cache
def _slots() -> dict[str, str]:
    return {
        "WHO": rf"(?P<who>{_WORD}(?:\s+{_WORD}){{0,9}}?)",
        "VERB": rf"(?P<slot>(?:{_ADVERB}\s+)*(?P<verb>[a-z][a-z-]+))\b",
        "DOING": rf"(?P<slot>(?:{_ADVERB}\s+)*(?P<verb>[a-z-]+ing))\b",
        "THING": rf"(?P<slot>(?!(?:that|to|if|whether|how|what|why|not)\b)(?!{time_phrase()})(?P<verb>[^\s.,;:]+))",
    }


def _slot(word: str) -> str:
    if word != "REQUEST":
        return _slots().get(word, re.escape(word))
    nouns = "|".join(noun for noun, sort in entries("en", "undertaking_nouns") if sort == "request")
    whose = r"(?:(?:the|this|that|his|her|their|its|an?)|(?:[A-Z]\S+\s+){0,3}[A-Z]\S+['’]s?)"
    return rf"(?P<slot>(?P<verb>{whose}\s+(?:[a-z]+\s+)?(?:{nouns}))\b)"


@cache
def _pattern(rest: tuple[str, ...]) -> re.Pattern[str]:
    when = rf"(?:\s+{time_phrase()}(?=\s+(?:to|on)\b))?"  # "agreed | on Friday | to come"
    return re.compile(_BETWEEN + when + "".join(_GAP if word == "…" else rf"\s+{_slot(word)}" for word in rest))


@cache
def _frames() -> dict[str, tuple[Frame, ...]]:
    frames: dict[str, tuple[Frame, ...]] = {}
    for words, kind, strength, needs in entries("en", "undertaking_frames"):
        parts = words.split()
        owned, being = parts[0] == "OWNER", parts[0] == "be"
        first, *rest = parts[owned or being :]
        frame = Frame(
            first, tuple(rest), cast(UndertakingKind, kind), cast(Strength, strength), cast(Needs, needs), owned, being
        )
        frames[first] = (*frames.get(first, ()), frame)
    return {first: tuple(sorted(same, key=lambda frame: not frame.owned)) for first, same in frames.items()}


@cache
def _first_words() -> re.Pattern[str]:
    """All forms that a first word may have, by their first letter, for a search that passes over most places at once."""
    stems = sorted({stem for first in _frames() for stem in _stems(first)})
    grouped = groupby(stems, key=lambda stem: stem[0])
    letters = (f"{letter}(?:{'|'.join(stem[1:] for stem in same)})" for letter, same in grouped)
    return re.compile(rf"\b(?:{'|'.join(letters)})\b")


def _stems(first: str) -> list[str]:
    if first in ("is", "are"):
        return [rf"{first}(?=\s+(?:{_ADVERB}\s+)?to\b)"]
    if first == "ll":
        return ["ll(?<=['’]ll)"]
    if first == "will":
        return [first, "won['’]t"]
    if first in ("would", "shall"):
        return [first]
    if first == "agreement":
        return ["agreements?", "Agreement(?= was| has)"]
    irregular = [form for form, lemma in entries("en", "irregular") if lemma == first]
    return [*irregular, f"{first.rstrip('ey')}[a-z]*"]
