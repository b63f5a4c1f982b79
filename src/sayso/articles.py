"""Page -> Article: HTML, tag-stripped dumps, plain text and prose; the text is fixed here, once."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.body import body_blocks, kind_of
from sayso.charset import decode, decode_prose
from sayso.composition import Facts, assemble, compose, writable
from sayso.dumps import is_dump, read_dump, read_plain
from sayso.facts import facts_of
from sayso.markup import MOST_TAGS, blocks_of, is_markup, parse
from sayso.record import Article, Page, Paragraph, Refusal

_LINE = re.compile(r"[^\r\n]+")


def build_article(page: Page) -> Article | Refusal:
    """The page's article, or why it has none. Any bytes give one or the other."""
    if not page.content.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        return Refusal(page.input, "empty", f"{page.input} has no words in it.")
    text = (decode_prose if page.prose else decode)(page.content, page.charset)
    if text is None:
        return Refusal(
            page.input, "binary", f"{page.input} is no text: an image, a PDF, an archive or a program. Give its text."
        )
    if page.prose:
        return read_prose(text, page)
    if page.media_type != "text/plain" and is_markup(text):
        return read_html(text, page)
    return read_dump(text, page) if is_dump(text) else read_plain(text, page)


def read_prose(text: str, page: Page) -> Article:
    text = writable(text)
    return assemble(text, _lines(text), facts=Facts(url=page.url))


def _lines(text: str) -> Iterator[Paragraph]:
    for line in _LINE.finditer(text):
        if line[0].strip():
            yield Paragraph(line.start(), line.end(), "body")


def read_html(text: str, page: Page) -> Article | Refusal:
    tree = parse(text) if text.count("<") <= MOST_TAGS else None
    if tree is None:
        return Refusal(page.input, "no-article", f"{page.input} has no article in it.")
    facts = facts_of(tree, page.url)
    blocks = body_blocks(tree, blocks_of(tree))
    parts = [(kind_of(block), block.words) for block in blocks]
    if not parts:
        return Refusal(page.input, "no-article", f"{page.input} has no article in it.")
    head = [("headline", facts.headline or "")]
    if facts.standfirst:
        head.append(("standfirst", facts.standfirst))
    return compose([*head, *parts], facts=facts)
