"""A quotation and the texts that may have its words -> the text that it is from, or none: words in common are not enough.

A likeness is never a verdict: what is linked is told together with what was changed.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from sayso.comparing.sayings.aligning import Alignment, Run
from sayso.comparing.sayings.hearing import heard_in
from sayso.comparing.sayings.naming import Side, changes, stretches
from sayso.comparing.sayings.searching import Candidate, candidates, quoted, weighed
from sayso.comparing.sayings.voices import Heard, same_person, same_voice
from sayso.comparing.sayings.witnesses import SURFACE, WordChange
from sayso.record import Span
from sayso.store import Engine

# Of what the words of a quotation weigh, the part that the text must have, less what lies between: swept from .5 to .75 over
# two halves of the texts. Each half by itself chooses .68 for no more than 1 false link in 100 (docs/decisions/sayings.md).
ENOUGH = 0.68
LEAST = 3.4  # the same in weight: "the" weighs .4, "harbour" 1; from 2.8 to 4 one origin in 300 more or less
PIECE = 5  # words of each piece of a quotation that is put together of two texts
PIECE_WEIGHT = 3.2
PIECE_ENOUGH = 0.9  # of the piece
JOINED_ENOUGH = 0.85  # of both together; from .75 to .9 the same figures
MANY_VOICES = 3  # in whose mouths words are anybody's
SHORT = 8  # words; of fewer two voices are enough
FEW_TEXTS = 2  # that may have so few words; in more they are a phrase
MOST_VOICES = 8  # texts that are asked for who speaks there


@dataclass(frozen=True, slots=True)
class Link:
    """Where a quotation is from: the text (two, of one that is put together), its words there, and who is heard there."""

    candidate: Candidate
    spans: tuple[Span, ...]
    changes: tuple[WordChange, ...]
    heard: Heard
    other: Candidate | None = None
    equal: tuple[Candidate, ...] = ()  # further texts that have the words as well

    @property
    def verbatim(self) -> bool:
        """Whether it is one unbroken stretch of the words, but for marks, capitals and where it is cut at its ends."""
        return SURFACE.issuperset(change.kind for change in self.changes)


def link(engine: Engine, words: str, claimed: str | None, until: str | None, but_not: Collection[str]) -> Link | None:
    """The text that the words are from; None where none has enough of them, or where they are in everybody's mouth."""
    quotation = quoted(words)
    if not quotation.words:
        return None
    found = candidates(engine, quotation, until, but_not)
    if not found:
        return None
    best = found[0]
    if together := _put_together(engine, quotation, found, until, but_not):
        return together
    if not is_enough(best.alignment.score, quotation):
        return None
    made = changes(quotation, best.side, best.alignment.runs)
    equal = [one for one in found if round(one.alignment.score, 1) >= round(best.alignment.score, 1)]
    return _by_whom(engine, quotation, equal, claimed) if len(equal) > 1 or claimed else _linked(engine, quotation, best, made)


def is_enough(score: float, quotation: Side) -> bool:
    """Whether an alignment of this score has enough of the words."""
    whole = weighed(word for word in quotation.words if not word.bracketed)
    return score >= LEAST and score >= ENOUGH * whole


def _linked(
    engine: Engine, quotation: Side, best: Candidate, made: Sequence[WordChange] | None = None, heard: Heard | None = None
) -> Link:
    spans = stretches(best.side, best.alignment.runs)
    if made is None:
        made = changes(quotation, best.side, best.alignment.runs)
    return Link(best, spans, tuple(made), heard or heard_in(engine, best, spans))


def _by_whom(engine: Engine, quotation: Side, equal: Sequence[Candidate], claimed: str | None) -> Link | None:
    """Of texts that have the words alike the first; or the first where those are heard whom the words are said to be of.

    Words of many voices are nobody's: then only the latter. A few words that several texts have are a phrase, and link nobody,
    whoever says them too: "it's an honor to be here".
    """
    texts = {one.passage.address for one in equal}  # versions of one address are one
    if len(quotation.words) < SHORT and len(texts) > FEW_TEXTS:
        return None
    links: list[Link] = []
    voices: list[str] = []
    for one in equal[:MOST_VOICES]:
        links.append(_linked(engine, quotation, one))
        name = _name(links[-1].heard)
        if name and not any(same_person(name, voice) for voice in voices):
            voices.append(name)
        if claimed and name and same_voice(engine, claimed, links[-1].heard):
            return replace(links[-1], equal=tuple(equal))
    many = MANY_VOICES if len(quotation.words) >= SHORT else 2
    if len(voices) >= many or (claimed and len(texts) > MOST_VOICES):
        return None
    return replace(links[0], equal=tuple(equal))


def _name(heard: Heard) -> str | None:
    return heard.name or heard.mention


def _put_together(
    engine: Engine, quotation: Side, found: Sequence[Candidate], until: str | None, but_not: Collection[str]
) -> Link | None:
    """A quotation of which two texts have a part each, all of it together."""
    for best in found[:1]:
        runs = best.alignment.runs
        first, last = runs[0].at, runs[-1].at + runs[-1].length
        before, behind = (0, first), (last, len(quotation.words))
        rest = max(before, behind, key=lambda one: one[1] - one[0])
        if rest[1] - rest[0] < PIECE or weighed(quotation.words[first:last]) < PIECE_WEIGHT:
            continue
        span = quotation.span(*rest)
        assert span is not None
        piece = quoted(span.text)
        for other in candidates(engine, piece, until, but_not)[:1]:
            score = other.alignment.score
            if score < PIECE_WEIGHT or score < PIECE_ENOUGH * weighed(piece.words):
                continue
            if best.alignment.score + score < JOINED_ENOUGH * weighed(quotation.words):
                continue
            return _joined(engine, quotation, best, other, rest)
    return None


def _joined(engine: Engine, quotation: Side, best: Candidate, other: Candidate, rest: tuple[int, int]) -> Link:
    """The link to both: to the one that has the beginning, and the other."""
    piece = replace(other, alignment=_moved(other.alignment, rest[0], 0))
    first, second = (best, piece) if rest[0] else (piece, best)
    parts = len(first.side.parts)
    words = [*first.side.words, *(word._replace(part=word.part + parts) for word in second.side.words)]
    side = Side(words, (*first.side.parts, *second.side.parts))
    runs = (*first.alignment.runs, *_moved(second.alignment, 0, len(first.side.words)).runs)
    joined = Candidate(first.passage, side, Alignment(runs, best.alignment.score + other.alignment.score))
    spans = stretches(first.side, first.alignment.runs)
    made = changes(quotation, side, runs)
    return Link(joined, spans, made, heard_in(engine, first, spans), other=second)


def _moved(alignment: Alignment, at: int, there: int) -> Alignment:
    return Alignment(tuple(Run(run.at + at, run.there + there, run.length) for run in alignment.runs), alignment.score)
