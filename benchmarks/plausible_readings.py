"""A story -> the reading of it as an outlet prints it, every span cut from the text."""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import dataclass

from plausible_stories import Draft, Mark, Say, Sentence, Story

from sayso.record import Article, Paragraph, ParagraphKind, Party, Reading, Span, Statement, Voice

MODEL = "plausible"


@dataclass(frozen=True, slots=True)
class Made:
    """One article as a crawler met it: its reading, when it was captured (ISO 8601), and the SHA-256 of its bytes, in hex."""

    reading: Reading
    captured: str
    page_sha256: str


def made(reading: Reading, captured: datetime.datetime) -> Made:
    return Made(reading, captured.isoformat(), hashlib.sha256(f"{reading.input}{reading.article.text}".encode()).hexdigest())


def printed(story: Story, outlet: str, url: str, published: datetime.datetime, updated: str | None = None) -> Reading:
    """A story as an outlet prints it, with the reading that finds all of it."""
    paragraphs, text = laid_out(story)
    statements: list[Statement] = []
    mentions: list[list[Span]] = [[] for _ in story.cast]
    # What follows runs 30 times an article: spans are cut here and nowhere else.
    for sentence, base in paragraphs[1]:
        for start, end, who in sentence.mentions:
            mentions[who].append(Span(base + start, base + end, text[base + start : base + end]))
        first = len(statements)
        for draft in sentence.drafts:
            statements.append(statement(draft, base, first, statements, text))
    cast = [
        Party(f"p{n}", figure.name, figure.kind, figure.role, tuple(sorted(held)))
        for n, (figure, held) in enumerate(zip(story.cast, mentions, strict=True), 1)
        if held
    ]
    article = Article(
        id=hashlib.sha256(url.encode()).hexdigest()[:16], text=text, paragraphs=tuple(paragraphs[0]), url=url, outlet=outlet,
        headline=story.headline, standfirst=story.standfirst, published=published.isoformat(), updated=updated,
        section=story.section, language="en",
    )  # fmt: skip
    return Reading(url, article, tuple(statements), tuple(cast), MODEL)


def laid_out(story: Story) -> tuple[tuple[list[Paragraph], list[tuple[Sentence, int]]], str]:
    """The paragraphs, where each sentence begins, and the text."""
    blocks: list[tuple[ParagraphKind, list[Sentence]]] = [
        ("headline", [Sentence(story.headline)]), ("standfirst", [Sentence(story.standfirst)]),
        *(("body", sentences) for sentences in story.paragraphs),
    ]  # fmt: skip
    paragraphs, places, pieces, at = [], [], [], 0
    for kind, sentences in blocks:
        if pieces:
            pieces.append("\n\n")
            at += 2
        start = at
        for sentence in sentences:
            if at > start:
                pieces.append(" ")
                at += 1
            places.append((sentence, at))
            pieces.append(sentence.text)
            at += len(sentence.text)
        paragraphs.append(Paragraph(start, at, kind))
    return (paragraphs, places), "".join(pieces)


def statement(draft: Draft, base: int, first: int, before: list[Statement], text: str) -> Statement:
    """The draft with its spans cut from the text."""

    def span(mark: Mark) -> Span:
        start, end = base + mark[0], base + mark[1]
        return Span(start, end, text[start:end])

    def voice(say: Say | None) -> Voice | None:
        return Voice(span((say[0], say[1])), None if say[2] is None else f"p{say[2] + 1}", say[3]) if say else None

    outer = None if draft.within is None else before[first + draft.within]
    return Statement(
        f"s{len(before) + 1}", draft.manner, draft.act, tuple(map(span, draft.content)), tuple(map(span, draft.quoted)),
        draft.cue and span(draft.cue), voice(draft.speaker), voice(draft.addressee),
        (outer.speaker, *outer.relay) if outer and outer.speaker else (), outer.id if outer else None,
        score=round(0.35 + (base * 7919 + len(before) * 104729) % 6500 / 10000, 4),
    )  # fmt: skip
