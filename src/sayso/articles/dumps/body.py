"""A dump's blocks -> the run of them that is the article's body: sentences weigh for it, menus and teasers against it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from sayso.articles.dumps.blocks import Block
from sayso.articles.dumps.lines import MACHINE, is_stopped, plain
from sayso.languages import entries

# Swept over 320 dumps of 160 pages, stripped in two ways: .1 to 1, 3 to 20, 8 to 40 and .2 to .8 were tried.
ALONE = 0.3  # what a passage weighs that has no other passage beside it, as a teaser under its headline
ENDING = 8.0
LABEL = -1.0  # a short line; after one, and a passage before that, a passage is no teaser but a part of the article
DROP = 25.0
SHARE = 0.35
GAP = 80
MORE = 12.0
CUT = re.compile(r"(?:\.{3}|…|\[…\])\s*$")


@cache
def _phrases(name: str) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + "|".join(re.escape(row[0]) for row in entries("en", name)) + r")(?!\w)", re.I)


def is_promotion(text: str) -> bool:
    """A passage of the outlet about itself: cookies, newsletters, subscriptions, rights.

    >>> is_promotion("Sign up to our newsletter and never miss a story."), is_promotion("She signed the treaty.")
    (True, False)
    """
    return len(text) < 600 and bool(_phrases("promotions").search(text))


def is_ending(text: str) -> bool:
    """The heading of what follows an article: related pages, comments, most read."""
    return len(text) < 60 and bool(_phrases("endings").match(text))


def weights(blocks: Sequence[Block]) -> list[float]:
    """How much each block speaks for standing in the body; below nought it speaks against."""
    own = [_weight(block) for block in blocks]
    text = [index for index, block in enumerate(blocks) if block.form in ("sentence", "phrase", "date", "interface")]
    alone = [own[index] > 0 and not _has_company(own, text, place) for place, index in enumerate(text)]
    for place, index in enumerate(text):
        led = place >= 2 and own[text[place - 1]] == LABEL and own[text[place - 2]] > 0 and not alone[place - 2]
        if alone[place] and not led and blocks[index].words < 60:
            own[index] *= ALONE
    return own


def _has_company(own: Sequence[float], text: Sequence[int], place: int) -> bool:
    """Whether a passage stands next to another one."""
    return any(own[text[other]] > 0.4 for other in (place - 1, place + 1) if 0 <= other < len(text))


def _weight(block: Block) -> float:
    if block.form in MACHINE or block.form == "mark":
        return -0.5
    if is_ending(block.text):
        return -ENDING
    if block.form == "interface":
        return -1.0
    if block.form == "date":
        return -1.5
    if is_promotion(block.text):
        return -4.0
    if block.form == "sentence":
        if CUT.search(block.text):
            return -1.0
        return min(block.words, 50) / 8
    if block.words >= 25:
        return -1.0 if CUT.search(block.text) else 2.0
    return LABEL


def body_run(blocks: Sequence[Block], own: Sequence[float]) -> tuple[int, int]:
    """The half-open pair of indices of the first run of blocks that weighs enough; (0, 0) if none. ``own`` are their weights.

    A run ends at its peak once what follows has lost ``DROP``; it weighs enough with ``SHARE`` of the heaviest. The runs behind
    it that weigh ``MORE`` are a part of it while no heading of what follows an article stands between, nor more than ``GAP``
    blocks: lists, tables and prices stand within articles too.
    """
    runs = _runs(own)
    heaviest = max((run[0] for run in runs), default=0.0)
    number = next((number for number, run in enumerate(runs) if run[0] >= SHARE * heaviest), None)
    if number is None:
        return 0, 0
    _, first, end = runs[number]
    for total, begins, ends in runs[number + 1 :]:
        between = blocks[end:begins]
        if len(between) > GAP or any(is_ending(block.text) for block in between):
            break
        if total >= MORE:
            end = ends
    return first, end


def run_weights(own: Sequence[float]) -> list[float]:
    """For each block, by these weights, that of the run that it stands in, nought where it stands in none."""
    found = [0.0] * len(own)
    for total, first, end in _runs(own):
        found[first:end] = [total] * (end - first)
    return found


def _runs(own: Sequence[float]) -> list[tuple[float, int, int]]:
    runs: list[tuple[float, int, int]] = []
    total = peak = 0.0
    first = end = 0
    for index in range(len(own)):
        total += own[index]
        if total <= 0 or peak - total > DROP:
            if peak > 0:
                runs.append((peak, first, end))
            total = peak = 0.0
            first = end = index + 1
        elif total > peak:
            peak, end = total, index + 1
    if peak > 0:
        runs.append((peak, first, end))
    return runs


def is_heading(block: Block, after: Block | None) -> bool:
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


_ASIDE = re.compile(r"(?:by|photo|photograph|image|picture|video|credit|read|watch|listen|see|more|also|via)\b|[(©@|#•►]", re.I)
