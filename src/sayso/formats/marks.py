"""Reading -> blocks of its text with marks nested in one another, ready for a page: what lies where, not how it looks."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, get_args

from sayso.record import Article, Paragraph, Reading, Span

MarkKind = Literal["content", "undertaking", "event", "cue", "voice", "claim"]
_KINDS: tuple[MarkKind, ...] = get_args(MarkKind)  # of the same words the first holds the others


@dataclass(slots=True)
class Mark:
    """A stretch of the text that belongs to a statement, an undertaking, an event or a claim (``about`` is its id).

    Marks are cut where they overlap without one holding the other. ``opens`` is true for the first stretch of a statement's
    content, of what is undertaken, of a claim, and of an event's trigger; ``depth`` counts the contents around it.
    """

    kind: MarkKind
    about: str
    depth: int
    opens: bool = False
    children: list[str | Mark] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph with its marks; ``start`` is where it begins in the text, in code points."""

    kind: str
    children: list[str | Mark]
    start: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class _Stretch:
    start: int
    end: int
    kind: MarkKind
    about: str
    opens: bool


def blocks(reading: Reading) -> Iterator[Block]:
    """The article's paragraphs, and any text between them, with what the reading found in them marked.

    That is the statements' contents, cues and voices, what is undertaken, and the words that tell of events.
    """
    return _blocks(reading.article, _stretches(reading))


def claim_blocks(article: Article, claims: Iterable[tuple[str, Sequence[Span]]]) -> Iterator[Block]:
    """The same with claims marked, each given by its id and its spans.

    >>> article = Article("a", "It rained.", (Paragraph(0, 10, "body"),))
    >>> next(claim_blocks(article, [("c1", [Span(0, 9, "It rained")])])).children[0].about
    'c1'
    """
    return _blocks(article, (stretch for id, spans in claims for stretch in _opening(spans, "claim", id)))


def _blocks(article: Article, found: Iterable[_Stretch]) -> Iterator[Block]:
    stretches = sorted(set(found), key=lambda s: (s.start, -s.end, _KINDS.index(s.kind), s.about))
    for paragraph, inside in _inside(whole(article), stretches):
        yield Block(paragraph.kind, _nest(article.text, paragraph, inside), paragraph.start)


def _inside(paragraphs: Iterable[Paragraph], stretches: Sequence[_Stretch]) -> Iterator[tuple[Paragraph, list[_Stretch]]]:
    """Each paragraph with the stretches that reach into it: one walk over both, which stand in the order of their starts."""
    begun: list[_Stretch] = []
    at = before = 0
    for paragraph in paragraphs:
        if paragraph.start < before:  # in no reading of a page, but a record may have it so
            begun, at = [], 0
        before = paragraph.start
        while at < len(stretches) and stretches[at].start < paragraph.end:
            begun.append(stretches[at])
            at += 1
        begun = [s for s in begun if s.end > paragraph.start]
        yield paragraph, [s for s in begun if s.start < paragraph.end]


def whole(article: Article) -> Iterator[Paragraph]:
    """The article's paragraphs with what stands between them, so that no word is lost."""
    at = 0
    for paragraph in (*article.paragraphs, Paragraph(len(article.text), len(article.text), "body")):
        if article.text[at : paragraph.start].strip():
            yield Paragraph(at, paragraph.start, "body")
        if article.text[paragraph.start : paragraph.end].strip():
            yield paragraph
        at = paragraph.end


def _stretches(reading: Reading) -> Iterator[_Stretch]:
    for statement in reading.statements:
        yield from _opening(statement.content, "content", statement.id)
        if statement.cue:
            yield _stretch(statement.cue, "cue", statement.id)
        for voice in (statement.speaker, statement.addressee):
            if voice and voice.mention:
                yield _stretch(voice.mention, "voice", statement.id)
    for undertaking in reading.undertakings:
        yield from _opening(undertaking.what, "undertaking", undertaking.id)
    for event in reading.events:
        yield _stretch(event.trigger, "event", event.id, opens=True)
        yield from (_stretch(span, "event", event.id) for span in event.mentions)


def _opening(spans: Iterable[Span], kind: MarkKind, about: str) -> Iterator[_Stretch]:
    for number, span in enumerate(sorted(spans)):
        yield _stretch(span, kind, about, opens=not number)


def _stretch(span: Span, kind: MarkKind, about: str, opens: bool = False) -> _Stretch:
    return _Stretch(span.start, span.end, kind, about, opens)


def _nest(text: str, paragraph: Paragraph, stretches: Sequence[_Stretch]) -> list[str | Mark]:
    """Walk the boundaries; where a mark ends below others on the stack, those are closed and opened again."""
    top: list[str | Mark] = []
    stack: list[tuple[_Stretch, Mark]] = []
    edges = {paragraph.start, paragraph.end, *(s.start for s in stretches), *(s.end for s in stretches)}
    cuts = sorted(edge for edge in edges if paragraph.start <= edge <= paragraph.end)
    waiting = list(reversed(stretches))
    for start, end in itertools.pairwise(cuts):
        kept = [s for s, _ in stack if s.end > start]
        fresh = []
        while waiting and waiting[-1].start <= start:
            fresh.append(waiting.pop())
        common = next((i for i, (s, _) in enumerate(stack) if s.end <= start), len(stack))
        del stack[common:]
        for stretch in (*kept[common:], *fresh):
            if stretch.end > start:
                depth = sum(s.kind == "content" for s, _ in stack)
                opens = stretch.opens and stretch.start >= paragraph.start and stretch.start == start
                mark = Mark(stretch.kind, stretch.about, depth, opens)
                (stack[-1][1].children if stack else top).append(mark)
                stack.append((stretch, mark))
        (stack[-1][1].children if stack else top).append(text[start:end])
    return top
