"""A page's text without its tags (a dump), or plain prose -> an Article: each passage once, sentences whole, facts from machine lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sayso import dump_facts as facts_of
from sayso.composition import Facts, clean, compose
from sayso.dump_blocks import Block, join
from sayso.dump_body import body_run, is_heading, is_promotion
from sayso.dump_lines import MACHINE, Line, is_stopped, lines_of, open_words, sentences_of, words_in
from sayso.dump_repair import Part, flattened, once, restored
from sayso.record import Article, Page, Refusal

_LOOK = 200_000


def is_dump(text: str) -> bool:
    """Whether a text is a page with its tags taken out, rather than prose: addresses, times, menus stand between its sentences.

    >>> is_dump("https://port.example/a-b-c\\nRain\\n2031-03-14T09:20+0100\\nMenu\\nIt rained in Port Sel all day, the mayor said.")
    True
    >>> is_dump("Rain in Port Sel\\n\\nIt rained all day, the mayor said. Nobody minded.")
    False
    """
    lines = lines_of(text[:_LOOK])
    if len(lines) < 3:
        return False
    machine = sum(line.form in MACHINE or line.form == "mark" for line in lines)
    interface = sum(line.form == "interface" for line in lines)
    sentences = sum(line.form == "sentence" for line in lines)
    strong = sum(line.form in ("time", "selector", "type", "code") for line in lines)
    if strong >= 2 or machine >= 3 or (strong and machine + interface >= 2):
        return machine + interface >= 0.08 * len(lines) or strong >= 2
    return interface >= 3 and interface + machine >= 0.05 * len(lines) and sentences >= 1


def read_dump(text: str, page: Page) -> Article | Refusal:
    """One clean article of a tag-stripped page, or a refusal where no passage of sentences stands in it."""
    lines = lines_of(text)
    blocks = join(lines, open_words(lines))
    facts, parts = _assemble(lines, blocks, page)
    if not any(kind == "body" for kind, _ in parts):
        return Refusal(page.input, "no-article", "No passage of sentences stands in this dump of a page.")
    return compose(parts, facts=facts)


def _assemble(lines: Sequence[Line], blocks: Sequence[Block], page: Page) -> tuple[Facts, list[Part]]:
    url = page.url or facts_of.address(lines)
    flat = flattened(blocks)
    visible = [replace(b, form="code") if i in flat else b for i, b in enumerate(blocks)]
    start, end = body_run(visible)
    head = facts_of.headline(visible, url, start + 1)
    if head is not None and head >= start:
        start = head + 1
    parts: list[Part] = []
    headline = visible[head].text if head is not None else None
    if headline:
        parts.append(("headline", headline))
    copies = [blocks[index].text for index in sorted(flat)]
    parts = restored(once(parts + _passages(visible, start, end)), copies)
    published, updated = facts_of.times(lines)
    facts = Facts(
        url=url,
        headline=headline,
        outlet=facts_of.outlet(lines, url),
        published=published,
        updated=updated,
        section=facts_of.section(lines, url),
        language=facts_of.locale(lines),
        images=facts_of.images(lines),
    )
    return facts, parts


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


def read_plain(text: str, page: Page) -> Article | Refusal:
    """An ordinary text file: a short first line is its headline, blocks between empty lines its paragraphs, wrapped lines joined."""
    blocks = _plain_blocks(text)
    if not blocks:
        return Refusal(page.input, "empty", "No words stand in this text.")
    parts: list[Part] = []
    for index, block in enumerate(blocks):
        short = words_in(block) <= 20 and not is_stopped(block) and block[-1] not in ",;:\"”’»"
        more = index + 1 < len(blocks)
        if index == 0 and short and more:
            parts.append(("headline", block))
        else:
            parts.append(("heading" if short and more and index else "body", block))
    headline = parts[0][1] if parts[0][0] == "headline" else None
    return compose(parts, facts=Facts(url=page.url, headline=headline))


def _plain_blocks(text: str) -> list[str]:
    """Paragraphs of a text: its blocks where empty lines part them and lines are wrapped, else its lines."""
    chunks = [[clean(line) for line in chunk.splitlines() if clean(line)] for chunk in re.split(r"\n[ \t\r]*\n", text)]
    chunks = [chunk for chunk in chunks if chunk]
    return [block for chunk in chunks for block in (_unwrapped(chunk) if len(chunk) > 1 else chunk)]


def _unwrapped(lines: Sequence[str]) -> list[str]:
    """Hard-wrapped lines as one paragraph; lines that are paragraphs of their own, as they are."""
    whole = sum(is_stopped(line) for line in lines)
    longest = max(map(len, lines))
    if longest <= 120 and whole * 2 <= len(lines) + 1:
        return [" ".join(lines)]
    return list(lines)
