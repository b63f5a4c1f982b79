"""A dump's blocks -> the run of them that is the article's body: sentences weigh for it, menus, teasers and boxes against it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from sayso.dump_blocks import Block
from sayso.dump_lines import MACHINE, is_stopped, plain
from sayso.languages import entries


@cache
def _phrases(name: str) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(re.escape(row[0]) for row in entries("en", name)) + r")\b", re.I)


def is_promotion(text: str) -> bool:
    """A passage of the outlet about itself: cookies, newsletters, subscriptions, rights.

    >>> is_promotion("Sign up to our newsletter and never miss a story."), is_promotion("She signed the treaty.")
    (True, False)
    """
    return len(text) < 600 and bool(_phrases("promotions").search(text))


def is_ending(text: str) -> bool:
    """The heading of what follows an article: related pages, comments, most read."""
    return len(text) < 60 and bool(_phrases("endings").match(text))


def weight(block: Block) -> float:
    """How much a block speaks for standing in the body; below nought it speaks against."""
    if block.form in MACHINE or block.form == "mark":
        return -1.0
    if block.form == "interface":
        return -5.0 if is_ending(block.text) else -1.0
    if block.form == "date":
        return -1.5
    if is_promotion(block.text):
        return -4.0
    if block.form == "sentence":
        return min(block.words, 50) / 8
    if is_ending(block.text):
        return -5.0
    if block.words >= 25:
        return 2.0
    return -1.0


def body_run(blocks: Sequence[Block], start: int = 0) -> tuple[int, int]:
    """The half-open pair of indices of the heaviest run of blocks from ``start`` on; (start, start) where none weighs."""
    best, best_run = 0.0, (start, start)
    total, first = 0.0, start
    for index in range(start, len(blocks)):
        if total <= 0:
            total, first = 0.0, index
        total += weight(blocks[index])
        if total > best:
            best, best_run = total, (first, index + 1)
    return best_run


def is_heading(block: Block, before: Block | None, after: Block | None) -> bool:
    """A short line without a final stop that stands before a sentence, or before another heading."""
    return (
        block.form == "phrase"
        and 1 <= block.words <= 16
        and not is_stopped(block.text)
        and block.text[-1] not in ",;-–—"
        and after is not None
        and after.form == "sentence"
        and not is_promotion(block.text)
        and not is_ending(block.text)
        and not _ASIDE.match(block.text)
        and any(c.isalpha() for c in plain(block.text))
    )


_ASIDE = re.compile(r"(?:by|photo|photograph|image|picture|video|credit|read|watch|listen|see|more|also|foto|via)\b|[(©@|#•►]", re.I)
