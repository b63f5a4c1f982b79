"""Paragraphs and facts -> Article: the one place where an article's text is put together and its offsets are counted."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from sayso.pages import bare_address
from sayso.record import Article, Paragraph, ParagraphKind

BETWEEN = "\n\n"

# Characters that no reader sees and that break words or storage: controls (NUL among them), soft hyphen, zero-width space,
# word joiner, byte order mark. The joiners U+200C and U+200D stay: Persian and family emoji are written with them.
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b\u2060\ufeff]")
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Facts:
    """What a page says about its article, beside the text. Times are ISO 8601, ``language`` is ISO 639-1 ("en")."""

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
    titles: tuple[str, ...] = ()


def writable(text: str) -> str:
    """The text with each lone surrogate as U+FFFD, one for one, so that it can be written as UTF-8.

    >>> writable("a\\ud800b") == "a\\ufffdb"
    True
    """
    return _SURROGATE.sub("\ufffd", text)


def clean(words: str) -> str:
    """One line of readable words: runs of white space to one space, unseen characters gone, surrogates replaced.

    >>> clean("  The\\n mayor\\x00 spoke ")
    'The mayor spoke'
    """
    line = " ".join(words.split())  # at what isspace() says of a character, as r"\s" does, in a fifth of the time
    if line.isprintable():  # no control, no half of a pair, nothing that no reader sees
        return line
    return " ".join(_UNSEEN.sub("", writable(words)).split())


def identify(url: str | None, text: str) -> str:
    """An article's short id: 16 hex digits from its address, or from its text where there is none."""
    return hashlib.sha256(writable(url or text).encode()).hexdigest()[:16]


def compose(parts: Iterable[tuple[ParagraphKind, str]], *, facts: Facts) -> Article:
    """An article whose text is the parts' clean words with an empty line between them; parts without words are left out.

    >>> article = compose([("headline", "Rain"), ("body", "It  rained.")], facts=Facts(headline="Rain"))
    >>> article.text, [(p.start, p.end, p.kind) for p in article.paragraphs]
    ('Rain\\n\\nIt rained.', [(0, 4, 'headline'), (6, 16, 'body')])
    """
    blocks: list[str] = []
    paragraphs: list[Paragraph] = []
    at = 0
    for kind, words in parts:
        block = clean(words)
        if block:
            blocks.append(block)
            paragraphs.append(Paragraph(at, at + len(block), kind))
            at += len(block) + len(BETWEEN)
    return assemble(BETWEEN.join(blocks), paragraphs, facts=facts)


def assemble(text: str, paragraphs: Iterable[Paragraph], *, facts: Facts) -> Article:
    """An article of a text that is already fixed, with its paragraphs counted into it, and the facts cleaned."""
    return Article(
        id=identify(bare_address(facts.url or ""), text),
        text=text,
        paragraphs=tuple(paragraphs),
        url=bare_address(clean(facts.url or "")) or None,
        outlet=_clean_or_none(facts.outlet),
        headline=_clean_or_none(facts.headline),
        standfirst=_clean_or_none(facts.standfirst),
        authors=tuple(name for name in map(clean, facts.authors) if name),
        published=facts.published,
        updated=facts.updated,
        section=_clean_or_none(facts.section),
        language=facts.language,
        images=tuple(bare_address(address) for address in map(clean, facts.images) if address),
        titles=tuple(words for words in map(clean, facts.titles) if words),
    )


def _clean_or_none(words: str | None) -> str | None:
    return clean(words or "") or None
