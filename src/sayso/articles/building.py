"""Page -> Article: HTML, tag-stripped dumps, plain text and prose; the text is fixed here, once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from sayso.articles.composition import Facts, assemble, compose, writable
from sayso.articles.forms import foreign, read_form
from sayso.articles.no_article import none_in_text, other_than_article
from sayso.articles.plain import is_dump, is_markdown, is_markup, read_plain
from sayso.articles.tongues import language_of
from sayso.pages import decode, decode_prose
from sayso.record import Article, Page, Paragraph, ParagraphKind, Refusal

if TYPE_CHECKING:
    from sayso.articles.body import Body
    from sayso.articles.markup import Block

MOST_TAGS = 300_000  # beyond it a page is no page: lxml's tree takes 150 bytes a tag, and the longest live blogs have 60,000
MOST_ATTRIBUTES = 500  # of one tag; 71 is the most in 1,144 pages
PASSAGE, PASSAGES = 80, 20  # characters of a passage, and how many of them tell a page's language
NARROWEST, WIDEST, RAGGED = 40, 100, 25  # characters of lines that were broken to fit a width
_DOCUMENTS = (b"%PDF", b"PK\x03\x04", b"{\\rt")  # the first bytes
_LINE = re.compile(r"[^\r\n]+")
_WORD = re.compile(r"\w+")

Part = tuple[ParagraphKind, str]


def build_article(page: Page) -> Article | Refusal:
    """The page's article, or why it has none. Any bytes give one or the other."""
    if not page.content.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        return Refusal(page.input, "empty", f"{page.input} has no words in it.")
    article = _read(page)
    if isinstance(article, Refusal) and page.other is not None and page.other.content.strip():
        article = _read(page.other)
    if not isinstance(article, Refusal) and page.given is not None:
        from sayso.articles.given import with_given

        article = with_given(article, page.given, page)
    if isinstance(article, Refusal):
        return article
    article = replace(article, language=_language(article))
    return other_language(page, article.language) or article


def _read(page: Page) -> Article | Refusal:
    if not page.prose and page.content[:64].lstrip().startswith(_DOCUMENTS) and (document := read_form(page)) is not None:
        return document
    text = (decode_prose if page.prose else decode)(page.content, page.charset)
    if text is None:
        return foreign(page)
    if page.prose:
        return read_prose(text, page)
    if page.media_type != "text/plain" and is_markup(text):
        return read_html(text, page)
    article = _read_text(text, page)
    return article if isinstance(article, Refusal) else none_in_text(page, text, article) or article


def _read_text(text: str, page: Page) -> Article | Refusal:
    if is_markdown(text, page):
        from sayso.articles.markdown import read_markdown  # here, as below: what pages and dumps need takes 0.1 s to import

        return read_markdown(text, page)
    if is_dump(text):
        from sayso.articles.dumps import read_dump

        return read_dump(text, page)
    return read_plain(text, page)


def _language(article: Article) -> str | None:
    body = [paragraph for paragraph in article.paragraphs if paragraph.kind == "body"]
    sample = " ".join(article.text[paragraph.start : paragraph.end] for paragraph in body[:20])
    return language_of(sample, article.language)


def read_prose(text: str, page: Page) -> Article:
    """The text as it stands, a paragraph a line; a lone surrogate becomes U+FFFD, one character for one."""
    text = writable(text)
    return assemble(text, _lines(text), facts=Facts(url=page.url))


def _lines(text: str) -> Iterator[Paragraph]:
    """A paragraph a line, or a block where its lines are one paragraph's, broken to fit a width."""
    block: list[re.Match[str]] = []
    for line in [*_LINE.finditer(text), None]:
        apart = not block or line is None or text[block[-1].end() : line.start()].count("\n") > 1 or not line[0].strip()
        if apart and block:
            whole = [(block[0].start(), block[-1].end())] if _is_wrapped(block) else [one.span() for one in block]
            yield from (Paragraph(start, end, "body") for start, end in whole)
            block = []
        if line is not None and line[0].strip():
            block.append(line)


def _is_wrapped(block: list[re.Match[str]]) -> bool:
    """Whether a block's lines are short and stop in the middle of sentences."""
    broken = [line[0].rstrip() for line in block[:-1]]
    widths = [len(line) for line in broken]
    even = bool(broken) and NARROWEST <= max(widths) <= WIDEST and max(widths) - min(widths) <= RAGGED
    return even and sum(line[-1] in '.!?:"”»' for line in broken) * 2 <= len(broken)


def read_html(text: str, page: Page) -> Article | Refusal:
    """The article of an HTML page: its headline, a standfirst that is not the body's start, then the body's paragraphs."""
    if text.count("<") > MOST_TAGS:
        return _too_much(page, f"more than {MOST_TAGS:,} tags, the most one page may have")
    from sayso.articles.body import body_of
    from sayso.articles.facts import declared_language, facts_of, is_stand_in
    from sayso.articles.markup import are_cut, blocks_of, most_attributes, parse
    from sayso.articles.page_kinds import signs_of

    if most_attributes(text) > MOST_ATTRIBUTES:
        return _too_much(page, f"a tag of more than {MOST_ATTRIBUTES:,} attributes, the most one tag may have")
    tree = parse(text)
    if tree is None:
        return _no_article(page)
    blocks = blocks_of(tree)
    if are_cut(blocks):
        return _too_much(page, f"{len(blocks):,} passages, so deep in its tree that no more can be read")
    if page.languages and (refused := other_language(page, language_of(_first_words(blocks), declared_language(tree)))):
        return refused
    signs = signs_of(tree)
    facts, linked_body = facts_of(tree, page.url, blocks)
    body = body_of(blocks, facts, linked_body)
    if (none := other_than_article(page, signs, blocks, facts, body)) is not None:
        return none
    if not any(kind == "body" for kind, _ in body.parts):
        return _no_article(page)
    if body.standfirst:
        facts = replace(facts, standfirst=" ".join(body.standfirst))
    if body.signed and all(is_stand_in(name, (facts.outlet or "",)) for name in facts.authors):
        facts = replace(facts, authors=body.signed)
    return compose([*_head(facts, body), *body.parts], facts=facts)


def other_language(page: Page, language: str | None) -> Refusal | None:
    """The refusal of a page in a language that is not asked for; None where it is, or where the language cannot be told."""
    if not page.languages or language is None or language in page.languages:
        return None
    asked = ", ".join(page.languages)
    detail = (
        f"{page.input} is in another language ({language}) than those asked for ({asked}). Add it to --language to read it."
    )
    return Refusal(page.input, "other-language", detail)


def _first_words(blocks: Sequence[Block]) -> str:
    """The first passages of a page, by which its language is told before the article is looked for."""
    passages = (block.words for block in blocks if len(block.words) >= PASSAGE and block.linked * 2 < len(block.words))
    return " ".join(islice(passages, PASSAGES)) or " ".join(block.words for block in blocks)


def _too_much(page: Page, what: str) -> Refusal:
    return Refusal(page.input, "too-big", f"{page.input} has {what}. Save its text to a file and give that.")


def _head(facts: Facts, body: Body) -> Iterator[Part]:
    """The headline, and the standfirst where the body does not have its words."""
    yield "headline", facts.headline or ""
    letters = _letters(" ".join(words for _, words in body.parts))
    for words in body.standfirst or (facts.standfirst or "",):
        if _letters(words)[:60] not in letters:
            yield "standfirst", words


def _letters(words: str) -> str:
    return "".join(_WORD.findall(words.lower()))


def _no_article(page: Page) -> Refusal:
    return Refusal(page.input, "no-article", f"{page.input} has no article: no running text beside menus, lists and links.")
