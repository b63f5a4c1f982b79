"""A quotation and the texts that may have its words -> the text that it is from, or none: words in common are not enough.

A likeness is never a verdict: what is linked is told together with what was changed.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from sayso.comparing.sayings.aligning import Alignment, Run
from sayso.comparing.sayings.naming import Side, changes, stretches
from sayso.comparing.sayings.searching import Candidate, candidates, quoted, weighed
from sayso.comparing.sayings.voices import Heard, heard_at, same_person
from sayso.comparing.sayings.witnesses import WordChange
from sayso.record import Span
from sayso.store import Engine

# Of what the words of a quotation weigh, the part that the text must have, less what lies between: swept in two halves of the
# sayings, each chosen on the other (docs/decisions/sayings.md).
ENOUGH = 0.64
LEAST = 3.4  # the same in weight: of "the" a word weighs .4, of "harbour" 1
PIECE = 5  # words of each piece of a quotation that is put together of two texts
PIECE_WEIGHT = 3.2
PIECE_ENOUGH = 0.9
SURFACE = frozenset({"form", "punctuation", "case", "cut-start", "cut-end"})
MANY_VOICES = 3  # in whose mouths words are anybody's
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
    if not _is_enough(best.alignment.score, quotation):
        return _put_together(engine, quotation, found, until, but_not)
    made = changes(quotation, best.side, best.alignment.runs)
    equal = [one for one in found if round(one.alignment.score, 1) >= round(best.alignment.score, 1)]
    return _by_whom(engine, quotation, equal, claimed) if len(equal) > 1 or claimed else _linked(engine, quotation, best, made)


def _is_enough(score: float, quotation: Side) -> bool:
    whole = weighed(word for word in quotation.words if not word.bracketed)
    return score >= LEAST and score >= ENOUGH * whole


def _linked(
    engine: Engine, quotation: Side, best: Candidate, made: Sequence[WordChange] | None = None, heard: Heard | None = None
) -> Link:
    spans = stretches(best.side, best.alignment.runs)
    if made is None:
        made = changes(quotation, best.side, best.alignment.runs)
    return Link(best, spans, tuple(made), heard or _heard(engine, best, spans))


def _heard(engine: Engine, one: Candidate, spans: Sequence[Span]) -> Heard:
    return heard_at(engine, one.passage.address, one.passage.number, one.passage.headline, spans)


def _by_whom(engine: Engine, quotation: Side, equal: Sequence[Candidate], claimed: str | None) -> Link | None:
    """Of texts that have the words alike the first; or the first where those are heard whom the words are said to be of.

    Words of many voices are nobody's: then only the latter.
    """
    links: list[Link] = []
    voices: list[str] = []
    for one in equal[:MOST_VOICES]:
        links.append(_linked(engine, quotation, one))
        name = _name(links[-1].heard)
        if name and not any(same_person(name, voice) for voice in voices):
            voices.append(name)
        if claimed and name and same_person(claimed, name):
            return replace(links[-1], equal=tuple(equal))
        if claimed is None and len(voices) >= MANY_VOICES:
            return None
    if len(voices) >= MANY_VOICES or (claimed and len(equal) > MOST_VOICES):
        return None
    return replace(links[0], equal=tuple(equal))


def _name(heard: Heard) -> str | None:
    return heard.name or heard.mention


def _put_together(
    engine: Engine, quotation: Side, found: Sequence[Candidate], until: str | None, but_not: Collection[str]
) -> Link | None:
    """A quotation of which two texts have a part each, all of it together."""
    for best in found[:3]:
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
            if not _is_enough(best.alignment.score + score, quotation):
                continue
            return _joined(engine, quotation, best, other, rest)
    return None


def _joined(engine: Engine, quotation: Side, best: Candidate, other: Candidate, rest: tuple[int, int]) -> Link:
    """The link to both: to the one that has the beginning, and the other."""
    there = len(best.side.words)
    shifted = tuple(Run(run.at + rest[0], run.there + there, run.length) for run in other.alignment.runs)
    parts = len(best.side.parts)
    words = [*best.side.words, *(word._replace(part=word.part + parts) for word in other.side.words)]
    side = Side(words, (*best.side.parts, *other.side.parts))
    runs = sorted((*best.alignment.runs, *shifted), key=lambda run: run.at)
    joined = Candidate(best.passage, side, Alignment(tuple(runs), best.alignment.score + other.alignment.score))
    first, second = (best, other) if rest[0] else (other, best)
    spans = stretches(first.side, first.alignment.runs)
    made = changes(quotation, side, runs)
    return Link(replace(joined, passage=first.passage), spans, made, _heard(engine, first, spans), other=second)

