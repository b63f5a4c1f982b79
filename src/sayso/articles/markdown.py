"""Markdown, as page-to-text services and writers give it -> its Article: headings and paragraphs without their marks.

A page's own menus may stand in it, as lines of nothing but links; these are left out.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from sayso.articles.bylines import is_opened, letters, split_names
from sayso.articles.composition import Facts, clean, compose
from sayso.articles.dumps import is_stopped, words_in
from sayso.articles.times import to_iso
from sayso.record import Article, Page, ParagraphKind, Refusal

if TYPE_CHECKING:
    from markdown_it.token import Token

DEEPEST = 20  # lists and quotations in each other
_FRONT = re.compile(r"\s*---[ \t]*\r?\n(.{0,20000}?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|$)", re.S)
_FIELD = re.compile(r"^([A-Za-z_ -]{2,30}):[ \t]*(.{1,2000})$", re.M)
# What a page-to-text service writes above the page: "Title: …", "URL Source: …", "Published Time: …", "Markdown Content:".
_HEAD = re.compile(r"\s*(Title: .{1,2000}\n(?:.{0,2000}\n){0,12}?)Markdown Content:[ \t]*\r?\n")
# HTML within Markdown; what is never closed goes to the end.
_TAGS = re.compile(r"<(script|style)\b(?:.*?</\1>|.*)|<!--(?:.*?-->|.*)|<[^<>]{0,5000}>", re.S | re.I)
_SHORT_BYLINE = 12  # words of a line that gives an author or a day and nothing else
_DAY = re.compile(r"\d{4}")


def read_markdown(text: str, page: Page) -> Article | Refusal:
    """The article: the first heading of the highest rank is its headline, a line of a name or a day under it is its byline."""
    from markdown_it import MarkdownIt  # 20 ms to import

    fields, text = _front(text)
    blocks = list(_blocks(MarkdownIt("commonmark", {"maxNesting": DEEPEST}).enable("table").parse(text)))
    headline = clean(fields.get("title", "")) or _headline(blocks)
    authors: list[str] = split_names(fields.get("author") or fields.get("authors"))
    published = to_iso(_first(fields, "published time", "date", "published"))
    parts: list[tuple[ParagraphKind, str]] = []
    for kind, words in blocks:
        if headline and letters(words) == letters(headline) and not any(one == "body" for one, _ in parts):
            continue
        if kind == "body" and len(parts) < 3 and (found := _byline(words)):
            authors, published = authors or found[0], published or found[1]
            continue
        parts.append((kind, words))
    if not any(kind == "body" for kind, _ in parts):
        return Refusal(page.input, "no-article", f"{page.input} has no article: no running text beside headings and links.")
    url = page.url or _first(fields, "url source", "url", "link")
    outlet = _first(fields, "sitename", "hostname", "site")
    facts = Facts(url=url, headline=headline, authors=tuple(authors), published=published, outlet=outlet)
    return compose([("headline", headline or ""), *parts], facts=facts)


def _first(fields: dict[str, str], *names: str) -> str | None:
    return next((fields[name] for name in names if fields.get(name)), None)


def _front(text: str) -> tuple[dict[str, str], str]:
    """The fields that stand above the text, by lower-case name, and the text."""
    found = _FRONT.match(text) or _HEAD.match(text)
    fields = _FIELD.findall(found[1]) if found else []
    return {name.strip().lower(): value.strip().strip("\"'") for name, value in fields}, text[found.end() :] if found else text


def _blocks(tokens: Sequence[Token]) -> Iterator[tuple[ParagraphKind, str]]:
    """Headings and paragraphs in order, without marks; those of nothing but links or pictures, and code, are left out."""
    kind: ParagraphKind = "body"
    for token in tokens:
        if token.type == "heading_open":
            kind = "headline" if token.tag == "h1" else "heading"
        elif token.type == "heading_close":
            kind = "body"
        elif token.type == "html_block":
            words = clean(html.unescape(_TAGS.sub(" ", token.content)))
            if is_stopped(words):
                yield "body", words
        elif token.type == "inline":
            words, linked = _words(token.children or [])
            if words and (kind != "body" or not (linked and linked >= 0.8 * len(words) and not is_stopped(words))):
                yield kind, words


def _words(tokens: Sequence[Token]) -> tuple[str, int]:
    """The words of a block as a reader sees them, and how many of their characters are links'."""
    words: list[str] = []
    linked = depth = 0
    for token in tokens:
        depth += (token.type == "link_open") - (token.type == "link_close")
        if token.type in ("text", "code_inline"):
            words.append(token.content)
            linked += len(token.content) if depth else 0
        elif token.type in ("softbreak", "hardbreak"):
            words.append(" ")
    return clean("".join(words)), linked


def _headline(blocks: Sequence[tuple[ParagraphKind, str]]) -> str | None:
    first = next((words for kind, words in blocks if kind == "headline"), None)
    return first or next((words for kind, words in blocks if kind == "heading"), None)


def _byline(words: str) -> tuple[list[str], str | None] | None:
    """The authors and the day of a line that gives nothing else: "By Mara Venn, 14 March 2031"."""
    if words_in(words) > _SHORT_BYLINE or is_stopped(words):
        return None
    names = split_names(words) if is_opened(words) else []
    pieces = [words, *(piece.strip() for mark in ("|", "·", "—", "–") for piece in words.split(mark))]
    pieces += [words.partition(",")[2].strip()]
    day = next((iso for piece in pieces if _DAY.search(piece) and (iso := to_iso(piece))), None)
    return (names, day) if names or day else None
