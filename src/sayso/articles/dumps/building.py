"""A page's text without its tags (a dump) -> an Article: each passage once, its sentences whole."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import unescape

from sayso.articles.composition import Facts, compose
from sayso.articles.datelines import datelines
from sayso.articles.dumps import facts as facts_of
from sayso.articles.dumps.blocks import Block, join
from sayso.articles.dumps.body import body_run, is_heading, is_promotion
from sayso.articles.dumps.bylines import authors
from sayso.articles.dumps.headline import headline as headline_of
from sayso.articles.dumps.lines import Line, lines_of, open_words, plain, sentences_of
from sayso.articles.dumps.repair import Part, flattened, once, restored, threads
from sayso.articles.tongues import language_of
from sayso.record import Article, Page, Refusal

# A page's text is under a million characters; the runs of words of 100 MB on one line would take gigabytes.
_MOST = 4_000_000
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z][a-z\d]{1,30});", re.I)  # "Bob &amp; Co", where nothing undid it


@dataclass(frozen=True, slots=True)
class Dump:
    """A dump taken apart: its lines, their blocks, the half-open run of blocks that is the body, and flattened copies of it."""

    lines: Sequence[Line]
    blocks: Sequence[Block]
    start: int
    end: int
    copies: Sequence[str]
    url: str | None


def blocks_of_dump(text: str) -> Dump:
    """A dump's lines joined to blocks, and where its body stands."""
    lines = lines_of(_ENTITY.sub(lambda found: unescape(found[0]), text[:_MOST]))
    flat = flattened(lines)
    visible = [replace(line, form="code") if index in flat else line for index, line in enumerate(lines)]
    copies = [lines[index].text for index in sorted(flat)]
    blocks = join(visible, open_words(lines), threads(copies))
    start, end = body_run(blocks)
    return Dump(lines, blocks, start, end, copies, facts_of.address(lines))


def read_dump(text: str, page: Page) -> Article | Refusal:
    """One clean article of a tag-stripped page, or a refusal where no passage of sentences stands in it."""
    dump = blocks_of_dump(text)
    lines, blocks, url, start = dump.lines, dump.blocks, page.url or dump.url, dump.start
    found = headline_of(blocks, url, start)
    head, headline = (found.at, found.text) if found else (None, None)
    if head is not None and head >= start:
        start = head + 1
    body = restored(once([("headline", headline or ""), *_passages(blocks, start, dump.end)]), dump.copies)
    if not any(kind == "body" for kind, _ in body):
        return Refusal(page.input, "no-article", "No passage of sentences stands in this dump of a page.")
    facts = _facts(lines, blocks[head or 0 : start + 8], url)
    standfirst, paragraph = _standfirst(blocks, head, start, body)
    passages = " ".join(words for kind, words in body if kind == "body")[:4000]
    facts = replace(facts, headline=headline, standfirst=standfirst, language=language_of(passages, facts.language))
    return compose([*body[:1], *paragraph, *body[1:]] if headline else [*paragraph, *body], facts=facts)


def _facts(lines: Sequence[Line], near: Sequence[Block], url: str | None) -> Facts:
    """What all the lines say of the article, and what the blocks near its headline do."""
    published, updated = facts_of.times(lines)
    if published is None:
        published, updated = datelines([block.text for block in near])
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


def _passages(blocks: Sequence[Block], start: int, end: int) -> list[Part]:
    parts: list[Part] = []
    kept = [b for b in blocks[start:end] if b.form in ("sentence", "phrase") and not is_promotion(b.text)]
    for i, block in enumerate(kept):
        after = kept[i + 1] if i + 1 < len(kept) else None
        if block.form == "sentence" or block.words >= 25:
            pieces = sentences_of(block.text) if block.words >= 40 else [block.text]
            parts += [("body", piece) for piece in pieces]
        elif is_heading(block, None, after):
            parts.append(("heading", block.text))
    return parts
