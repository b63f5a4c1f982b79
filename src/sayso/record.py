"""The trade's words: what a page becomes on its way to a reading. Nothing here reads files, loads models or runs steps.

Every offset in the project is a half-open pair of Unicode code points into ``Article.text``.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

ParagraphKind = Literal["headline", "standfirst", "heading", "body", "caption"]
Manner = Literal["direct", "mixed", "indirect"]
PartyKind = Literal["person", "organisation", "government", "document", "group", "place", "unknown"]


@dataclass(frozen=True, slots=True)
class Page:
    """Bytes with an address and a time of capture: what is read, before anything is understood.

    ``input`` is the path or address as the user gave it; ``content`` the raw bytes; ``url`` the page's address where known;
    ``charset`` the one declared outside the page (an HTTP header); ``prose`` takes the content as body text as it stands.
    """

    input: str
    content: bytes
    url: str | None = None
    captured: str | None = None
    media_type: str | None = None
    charset: str | None = None
    prose: bool = False


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Words in the text: ``article.text[start:end] == text``, in code points."""

    start: int
    end: int
    text: str

    # What a frozen dataclass with slots has instead takes twice as long, 100 times a reading between two processes.
    def __reduce__(self) -> tuple[type[Span], tuple[int, int, str]]:
        return Span, (self.start, self.end, self.text)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block of ``Article.text``, in code points, with what it is on the page."""

    start: int
    end: int
    kind: ParagraphKind


@dataclass(frozen=True, slots=True)
class Article:
    """A page's clean text and facts. ``text`` is built once and never changed.

    ``published`` and ``updated`` are ISO 8601, with offset where the page gives one.
    """

    id: str
    text: str
    paragraphs: tuple[Paragraph, ...]
    url: str | None = None
    outlet: str | None = None
    headline: str | None = None
    standfirst: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    updated: str | None = None
    section: str | None = None
    language: str | None = None
    images: tuple[str, ...] = ()

    @property
    def text_sha256(self) -> str:
        """Hex SHA-256 of the text in UTF-8."""
        return _sha256(self.text)


@lru_cache(maxsize=4)  # forms say it beside each statement: 10,000 of them, in 0.8 MB of text, took 10 s
def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker, an addressee or a step of a relay: the mention that stands in the text, and the party it is taken to be.

    "she" in «"I agree," she said»: mention "she", party "p1", how "pronoun". ``mention`` is None for an implied voice;
    ``party`` is None where two candidates remain.
    """

    mention: Span | None
    party: str | None = None
    how: str | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """A piece of content that the article attributes to a speaker with a cue.

    «"It will rain," the mayor told reporters»: content «"It will rain,"», quoted «It will rain,», cue "told", speaker "the
    mayor", addressee "reporters". ``within`` is the id of the statement that this one stands inside; ``relay`` lists the
    speakers of the statements around it, nearest first. ``score`` is a calibrated probability.
    """

    id: str
    manner: Manner
    act: str
    content: tuple[Span, ...]
    quoted: tuple[Span, ...] = ()
    cue: Span | None = None
    speaker: Voice | None = None
    addressee: Voice | None = None
    relay: tuple[Voice, ...] = ()
    within: str | None = None
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Party:
    """The person, organisation, government, document or group that mentions are taken to be; named by its fullest name."""

    id: str
    name: str
    kind: PartyKind
    role: str | None = None
    mentions: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a page gave no reading: ``reason`` is one short slug to count by, ``detail`` a sentence for the user."""

    input: str
    reason: str
    detail: str


@dataclass(frozen=True, slots=True)
class Reading:
    """An article with its statements and parties. ``model`` is None where no model read it."""

    input: str
    article: Article
    statements: tuple[Statement, ...] = ()
    parties: tuple[Party, ...] = ()
    model: str | None = None
