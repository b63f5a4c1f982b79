"""Attributions -> drafts: statements in the making, plain extents that the rooms' rules may still mend."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate

from sayso.attribution import Attribution, Extent
from sayso.languages import abbreviations, entries, word_class

# Where a sentence is looked for, it ends here at the latest, in code points.
LONGEST_SENTENCE = 1500
# The time that opens an entry of a live blog: «09:58 Police say …», «9.58am BST The ministry said …», not "1.25 million".
_CLOCK = re.compile(
    r"(?:[01]?\d|2[0-3])(?::[0-5]\d|\.[0-5]\d(?=\s?[AaPp]\.?m\b|\s[A-Z]))"
    r"(?:\s?[ap]\.?m\b\.?)?(?:\s(?:[A-Z]{1,4}T|UTC)\b)?\s+(?=\w)"
)
# The marks come first and what stands before them is looked at behind: a search passes over all other characters at once.
_SENTENCE_END = re.compile(
    r"[.!?\n](?:(?<=\n)|(?<!\b[A-Z].)(?<!\b(?:Mr|Ms|Dr|St|Jr|Sr).)(?<!\b(?:Mrs|Gov|Sen|Rep|Gen).)"
    r"[\"”’'»)]*\s+(?=[\"“‘«(]?[A-Z0-9]))"
)


@dataclass(frozen=True, slots=True)
class Draft:
    """One attribution on its way to a statement. Extents are code points into the article's text.

    ``hearsay``: "Putin was said to have reiterated …": somebody, not named beside the cue, vouches for it. ``outer``: the
    draft that the attribution room found this one in. ``turn``: a transcript's turn, which is verbatim without marks.
    ``addressee``: whom it is said to, once that is known. ``relayed``: voices between it and the statement around it, nearest
    first, that make no statement of their own: the agency of «the agency quoted Vale as saying that …».
    ``act``: what it does, where no cue tells (a question in a transcript). ``answers``: whoever an interview is with says it.
    """

    cue: Extent | None
    speaker: Extent | None
    contents: tuple[Extent, ...]
    score: float
    hearsay: bool = False
    turn: bool = False
    outer: Extent | None = None
    addressee: Extent | None = None
    relayed: tuple[Extent, ...] = ()
    act: str | None = None
    answers: bool = False

    @property
    def start(self) -> int:
        extents = self.contents if self.cue is None else (*self.contents, self.cue)
        return min(extents)[0]


def drafts_of(text: str, attributions: Sequence[Attribution]) -> list[Draft]:
    """The attributions that hold together: extents inside the text, cue and speaker outside the content."""
    drafts = []
    for attribution in attributions:
        cue = trimmed(text, attribution.cue)
        if cue is None:
            continue
        speaker = trimmed(text, attribution.speaker) if attribution.speaker else None
        speaker = None if speaker is None or overlap(speaker, cue) else _in_one_sentence(text, _after_clock(text, speaker), cue)
        outside = [cue, *([speaker] if speaker else [])]
        contents = joined(text, _without(text, attribution.contents, outside))
        if contents:
            within = attribution.within
            outer = attributions[within].cue if within is not None and 0 <= within < len(attributions) else None
            drafts.append(Draft(cue, speaker, contents, attribution.score, outer=outer))
    return drafts


def trimmed(text: str, extent: Extent) -> Extent | None:
    """The extent clipped to the text, without white space at its ends; None where nothing is left."""
    start, end = max(0, extent[0]), min(len(text), extent[1])
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    end -= len(words) - len(words.rstrip())
    return (start, end) if start < end else None


def _after_clock(text: str, speaker: Extent) -> Extent:
    """The speaker without the time before it, or what the encoder took of it: "58 Police"."""
    start, end = speaker
    clock = _CLOCK.match(text, text.rfind("\n", max(0, start - 20), start) + 1, end)  # at the start of its line, or of the text
    return (clock.end(), end) if clock and start < clock.end() < end else speaker


def behind_clock(text: str, start: int, end: int) -> int:
    """Where the words of a live blog's line begin, behind its time («14:32 Defence minister: …»); ``start`` if it has none."""
    clock = _CLOCK.match(text, start, end)
    return clock.end() if clock and clock.end() < end else start


def _in_one_sentence(text: str, speaker: Extent, cue: Extent) -> Extent | None:
    """The part of a speaker that stands in one sentence, the cue's if it reaches there: no phrase goes on behind a full stop.

    «Lina Marr, 27, a student. Her friend Kasia» is Lina Marr, where the cue stands before it.
    """
    ends = [end for end in _SENTENCE_END.finditer(text, *speaker) if not is_shortened(text, end.start())]
    if not ends:
        return speaker
    if speaker[1] <= cue[0]:
        return trimmed(text, (ends[-1].end(), speaker[1]))
    return trimmed(text, (speaker[0], ends[0].start()))


def is_shortened(text: str, stop: int) -> bool:
    """Whether a full stop may be an abbreviation's: «Lt. Gov. Vale», "Brandt Inc. Chairman Vale"; not "Barrow. The ferry"."""
    before, after = text[max(0, stop - 20) : stop].split()[-1:], text[stop + 1 : stop + 20].split()[:1]
    if text[stop] != "." or not before or not after:
        return text[stop] == "."
    word = before[0]
    small = word[-3:].islower() and word[0].islower() and len(word) > 1 and "." not in word and word not in abbreviations()
    return not (small or word[-1].isdigit() or after[0].lower() in _openers())


@cache
def _openers() -> frozenset[str]:
    """Words that are capitals at a sentence's start alone: "The", "Her", "They"."""
    pronouns = {form.lower() for form, *_ in entries("en", "pronouns")}
    return word_class("determiner") | word_class("possessive") | pronouns


def overlap(one: Extent, other: Extent) -> int:
    """How many code points two extents share."""
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


class Stretches:
    """Extents, for asking in logarithmic time whether any of them shares a place with another extent."""

    def __init__(self, extents: Iterable[Extent]) -> None:
        ordered = sorted(extents)
        self._starts = [start for start, _ in ordered]
        self._reach = list(accumulate((end for _, end in ordered), max))  # how far any so far goes

    def touch(self, extent: Extent) -> bool:
        """Whether any of them overlaps the extent."""
        at = bisect_left(self._starts, extent[1])
        return at > 0 and self._reach[at - 1] > extent[0]


class Found:
    """Drafts that grow: those given, then those added, each looked up by a place in its cue."""

    def __init__(self, drafts: Sequence[Draft]) -> None:
        self.drafts = list(drafts)
        self._cues = sorted((*draft.cue, index) for index, draft in enumerate(drafts) if draft.cue)

    def at(self, cue: Extent) -> int | None:
        """The draft whose cue shares a place with this extent."""
        place = bisect_left(self._cues, (cue[1], -1, -1))
        for start, end, index in self._cues[max(0, place - 3) : place]:
            if overlap((start, end), cue):
                return index
        return None

    def within(self, reach: Extent) -> list[int]:
        """The drafts whose cues share a place with this extent, in text order."""
        first = max(0, bisect_left(self._cues, (reach[0], -1, -1)) - 1)
        last = bisect_left(self._cues, (reach[1], -1, -1))
        return [index for start, end, index in self._cues[first:last] if overlap((start, end), reach)]

    def add(self, draft: Draft) -> int:
        """Keep one more; its number."""
        self.drafts.append(draft)
        if draft.cue:
            insort(self._cues, (*draft.cue, len(self.drafts) - 1))
        return len(self.drafts) - 1


def joined(text: str, extents: Iterable[Extent]) -> tuple[Extent, ...]:
    """The extents in order, with those that overlap, touch or have only spaces between them made one."""
    merged: list[Extent] = []
    for start, end in sorted(extents):
        if merged and (start <= merged[-1][1] or _is_gap(text, merged[-1][1], start)):
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        elif end > start:
            merged.append((start, end))
    return tuple(merged)


def with_contents(text: str, draft: Draft, extents: Iterable[Extent]) -> Draft:
    """The draft with these contents in place of its own, joined where they touch."""
    contents = joined(text, extents)
    return draft if contents == draft.contents else replace(draft, contents=contents)


def _is_gap(text: str, start: int, end: int) -> bool:
    return end - start < 8 and not text[start:end].strip(" \t\u00a0")


def _without(text: str, extents: Iterable[Extent], holes: Iterable[Extent]) -> list[Extent]:
    """The extents with the holes cut out, and the commas and spaces beside a cut."""
    rest = list(extents)
    for hole in holes:
        pieces: list[Extent] = []
        for start, end in rest:
            if not overlap((start, end), hole):
                pieces.append((start, end))
                continue
            pieces += [_bare(text, start, hole[0], end_cut=True), _bare(text, hole[1], end, end_cut=False)]
        rest = pieces
    return [extent for extent in (trimmed(text, piece) for piece in rest) if extent]


def _bare(text: str, start: int, end: int, end_cut: bool) -> Extent:
    if end <= start:
        return (start, start)
    words = text[start:end]
    if end_cut:
        return (start, start + len(words.rstrip(" \t\u00a0,—–-")))
    return (end - len(words.lstrip(" \t\u00a0,.—–-")), end)


def sentence_around(text: str, at: int) -> Extent:
    """The sentence that a place stands in, within its line, no longer than ``LONGEST_SENTENCE`` to either side."""
    start = max(0, at - LONGEST_SENTENCE, text.rfind("\n", max(0, at - LONGEST_SENTENCE), at) + 1)
    for end in _SENTENCE_END.finditer(text, start, at + 2):  # what opens the next sentence is looked at too
        start = end.end() if end.end() <= at else start
    last = min(len(text), at + LONGEST_SENTENCE)
    line = text.find("\n", at, last)
    after = _SENTENCE_END.search(text, at, last)
    return start, min(after.start() + 1 if after else last, line if line >= 0 else last)


def sentences(text: str, start: int, end: int) -> Iterator[Extent]:
    """The sentences of a stretch in order, each up to where the next one begins; a line's end ends one too."""
    for stop in [*(found.end() for found in _SENTENCE_END.finditer(text, start, end)), end]:
        if text[start:stop].strip():
            yield start, stop
        start = stop
