"""A page's text without its tags (a dump) -> an Article: each passage once, its sentences whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html import unescape

from sayso.articles.composition import Facts, compose
from sayso.articles.datelines import is_day_first
from sayso.articles.dumps import facts as facts_of
from sayso.articles.dumps.blocks import Block, join
from sayso.articles.dumps.body import body_run, is_heading, is_promotion, weights
from sayso.articles.dumps.bylines import authors
from sayso.articles.dumps.facts import Near
from sayso.articles.dumps.features import Around
from sayso.articles.dumps.headline import headline as headline_of
from sayso.articles.dumps.lines import Line, lines_of, open_words, plain, sentences_of
from sayso.articles.dumps.passages import kept
from sayso.articles.dumps.repair import Part, flattened, once, restored, threads
from sayso.articles.tongues import language_of
from sayso.record import Article, Page, Refusal

# A page's text is under a million characters; the runs of words of 100 MB on one line would take gigabytes.
_MOST = 4_000_000
BELOW, ABOVE = 14, 5  # blocks from a headline to its dateline
PASSAGE = 20  # words; after two passages of this length the text has begun
_BLOCK_TAG = re.compile(r"</?(?:p|div|br|h[1-6]|li|ul|ol|blockquote|figure|figcaption|table|tr|td)\b[^<>\n]{0,500}>", re.I)
_INLINE_TAG = re.compile(r"</?(?:a|b|i|em|strong|span|img|sup|sub|small|iframe|script|u)\b[^<>\n]{0,500}>", re.I)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z][a-z\d]{1,30});", re.I)  # "Bob &amp; Co", where nothing undid it


@dataclass(frozen=True, slots=True)
class Dump:
    """A dump taken apart: its lines, their blocks, which of these are the body, and flattened copies of it.

    ``start`` is where the heaviest run begins, before which the headline stands.
    """

    lines: Sequence[Line]
    blocks: Sequence[Block]
    start: int
    kept: Sequence[bool]
    copies: Sequence[str]
    url: str | None
    around: Around


def blocks_of_dump(text: str) -> Dump:
    """A dump's lines joined to blocks, and where its body stands.

    Addresses are no part of a block, nor are words that stand there twice in a row, as a link's title and its text do: where
    attributes were left in, they part every sentence that has a link.
    """
    lines = lines_of(_untagged(_ENTITY.sub(lambda found: unescape(found[0]), text[:_MOST])))
    flat = flattened(lines)
    visible = [replace(line, form="code") if index in flat else line for index, line in enumerate(lines)]
    copies = [lines[index].text for index in sorted(flat)]
    numbers = list(_told_once(visible))
    runs = threads(copies)
    blocks = join([visible[number] for number in numbers], open_words(lines), runs)
    placed = [
        replace(block, first=numbers[block.first], pieces=numbers[block.first + block.pieces - 1] - numbers[block.first] + 1)
        for block in blocks
    ]
    own = weights(placed)
    around = Around(lines, *body_run(placed, own), runs)
    return Dump(lines, placed, around.start, kept(placed, own, around), copies, facts_of.address(lines), around)


def _untagged(text: str) -> str:
    """A text without the tags that a value kept: those around paragraphs end a line, others are nothing."""
    return _INLINE_TAG.sub("", _BLOCK_TAG.sub("\n", text)) if "</" in text or "<br" in text else text


def _told_once(lines: Sequence[Line]) -> Iterator[int]:
    """The numbers of lines without addresses, without a picture's words before its address, and each once in a row."""
    last = ""
    for number, line in enumerate(lines):
        after = lines[number + 1].form if number + 1 < len(lines) else ""
        if line.form in ("address", "image") or (after == "image" and _tells_a_picture(line)):
            continue
        if line.text != last or line.form not in ("phrase", "interface"):
            yield number
        last = line.text


def _tells_a_picture(line: Line) -> bool:
    """Whether a line before a picture's address is its words; a sentence there may as well be the text before the picture."""
    return line.form in ("phrase", "interface")


def read_dump(text: str, page: Page) -> Article | Refusal:
    """One clean article of a tag-stripped page, or a refusal where no passage of sentences stands in it."""
    return article_of(blocks_of_dump(text), page)


def article_of(dump: Dump, page: Page) -> Article | Refusal:
    """The article of a dump that is taken apart, or a refusal."""
    lines, blocks, url, start = dump.lines, dump.blocks, page.url or dump.url, dump.start
    found = headline_of(blocks, url, start)
    head, headline = (found.at, found.text) if found else (None, None)
    if head is not None and head >= start:
        start = head + 1
    body = restored(once([("headline", headline or ""), *_passages(dump, start if head is None else head + 1)]), dump.copies)
    if not any(kind == "body" for kind, _ in body):
        return Refusal(page.input, "no-article", "No passage of sentences stands in this dump of a page.")
    passages = " ".join(words for kind, words in body if kind == "body")[:4000]
    language = language_of(passages, facts_of.locale(lines))
    facts = _facts(dump, head or 0, start, url, _is_day_first(language, lines))
    standfirst, paragraph = _standfirst(blocks, head, start, body)
    facts = replace(facts, headline=headline, standfirst=standfirst, language=language)
    return compose([*body[:1], *paragraph, *body[1:]] if headline else [*paragraph, *body], facts=facts)


def _is_day_first(language: str | None, lines: Sequence[Line]) -> bool | None:
    """Whether 03/04/2031 is the third of April: by the dump's own locale, else its language; None where nobody knows."""
    locale = next((line.text for line in lines if line.form == "locale" and line.text[2] in "_-"), language or "")
    return True if is_day_first(locale) else None


def _near(blocks: Sequence[Block], head: int, start: int) -> Iterator[Near]:
    """The lines around a dump's headline, and around each place that has its words, those that follow it first.

    Then come the lines before the body, and last those around a headline from which the body is far: that is the page's
    title, and what follows it are menus and today's day.
    """
    words = plain(blocks[head].text) if blocks else ""
    places = [
        number for number in range(min(len(blocks), start + BELOW)) if plain(blocks[number].text) == words and number != head
    ]
    far: list[Near] = []
    for place in (head, *reversed(places)):
        below = Near([block.text for block in _until_text(blocks[place + 1 : place + 1 + BELOW])])
        above = Near([block.text for block in blocks[max(0, place - ABOVE) : place]], nearest_last=True)
        if start - place > BELOW + 1:
            far += below, above
        else:
            yield from (below, above)
    yield Near([block.text for block in blocks[max(0, start - BELOW) : start + 1]], nearest_last=True)
    yield from far


def _until_text(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks up to the text's second passage."""
    passages = 0
    for block in blocks:
        yield block
        passages += block.words >= PASSAGE
        if passages > 1:
            return


def _facts(dump: Dump, head: int, start: int, url: str | None, day_first: bool | None) -> Facts:
    """What all the lines say of the article, and what the blocks near its headline do."""
    lines, near = dump.lines, dump.blocks[head : start + 8]
    around = _near(dump.blocks, head, start)
    published, updated = facts_of.dates(lines, near[0].first if near else 0, around, url, day_first)
    return Facts(
        url=url,
        outlet=facts_of.outlet(lines, url),
        authors=authors(lines, lines[near[0].first : near[-1].first + near[-1].pieces] if near else []),
        published=published,
        updated=updated,
        section=facts_of.section(lines, url),
        language=facts_of.locale(lines),
        images=facts_of.images(lines),
    )


def _standfirst(blocks: Sequence[Block], head: int | None, start: int, body: Sequence[Part]) -> tuple[str | None, list[Part]]:
    """The standfirst, and its paragraph where the body does not hold it.

    It is what follows the headline, with or without a stop, or a sentence between headline and body, or the body's passage that
    the page's description begins.
    """
    bodies = [words for kind, words in body if kind == "body"]
    for place, block in enumerate(blocks[(head if head is not None else start) + 1 : start][:4]):
        whole = block.form == "sentence" or (place == 0 and block.form in ("phrase", "date") and block.words >= 10)
        if whole and 8 <= block.words <= 80 and not is_promotion(block.text):
            return block.text, once([*body, ("standfirst", block.text)])[len(body) :]
    opening = {plain(words)[:40]: words for words in reversed(bodies[:3])}
    for block in blocks[:40]:
        if block.form not in ("phrase", "sentence") or not 8 <= block.words <= 80:
            continue
        words = facts_of.uncut(facts_of.description_outlet(block.text)[0])
        passage = opening.get(plain(words)[:40])
        if passage is not None and plain(passage).startswith(plain(words)):
            return passage, []
    return None, []


def _passages(dump: Dump, start: int) -> list[Part]:
    """What stays of the blocks from ``start`` on; items of lists and what stands in tables are paragraphs as sentences are."""
    parts: list[Part] = []
    body = [block for block, stays in list(zip(dump.blocks, dump.kept, strict=True))[start:] if stays]
    body = [block for block in body if block.form in ("sentence", "phrase", "date")]
    for i, block in enumerate(body):
        after = body[i + 1] if i + 1 < len(body) else None
        if is_heading(block, after):
            parts.append(("heading", block.text))
        else:
            parts += [("body", piece) for piece in (sentences_of(block.text) if block.words >= 40 else [block.text])]
    return parts
