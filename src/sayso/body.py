"""A page's blocks -> its article's paragraphs with their kinds: which blocks are the body is decided here."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml.html import HtmlElement
from trafilatura import bare_extraction

from sayso.markup import Block, is_heading

_WORD = re.compile(r"\w+")


def body_blocks(tree: HtmlElement, blocks: Sequence[Block]) -> list[Block]:
    """The blocks that are the article's body, its headings included, in page order."""
    found = bare_extraction(tree, favor_precision=True, include_comments=False, with_metadata=False)
    lines = _WORD.findall(found.text or "") if found else []
    seen = {tuple(lines[i : i + 4]) for i in range(max(0, len(lines) - 3))}
    whole = " ".join(lines)
    kept = []
    for block in blocks:
        words = _WORD.findall(block.words)
        runs = [tuple(words[i : i + 4]) for i in range(len(words) - 3)]
        share = sum(run in seen for run in runs) / len(runs) if runs else float(bool(words) and " ".join(words) in whole)
        if share > 0.6 and block.tag not in ("figcaption",):
            kept.append(block)
    return kept


def kind_of(block: Block) -> str:
    return "heading" if is_heading(block) else "body"
