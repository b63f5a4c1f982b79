"""A dump's blocks -> which of them stand in the article: each is weighed by a few numbers, and its neighbours go with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sayso.articles.dumps.blocks import Block
from sayso.articles.dumps.body import is_ending, is_promotion, run_weights, weights
from sayso.articles.dumps.lines import is_stopped, plain

Column = NDArray[np.float64]

LEAST_WORDS = 30  # of sentences, in a dump that is weighed; a shorter one is its heaviest run
# What it costs to go into the article or out of it: with 0 each block stands for itself. In four folds over outlets 0, .5, 1,
# 2 and 3 gave body F1 of .894, .890, .884, .876, .872 of text nodes of wider pages, and .889, .899, .896, .896, .886 of news.
CHANGE = 0.5
MOST_ODDS = 6.0  # that one block has, either way
INTERCEPT = -1.493
IN_RUN = 2.0  # that a sentence of the heaviest run has more: the last one of a short text has little beside it

# By training/train_dump_body.py, of dumps of 206 wider articles in three ways and of 58 outlets' in two: the odds that a block
# stands in the article, a unit of each number. Above nought speaks for it.
WEIGHTS = {
    "words": 0.548,
    "sentence": -0.256,
    "phrase": 0.634,
    "date": -0.598,
    "words of a sentence": 0.266,
    "stopped": 0.844,
    "promotion": -1.309,
    "colon": 2.164,
    "again": -0.578,
    "digits": 5.399,
    "weight before": 0.098,
    "weight behind": 0.124,
    "weight two before": 0.082,
    "weight two behind": 0.061,
    "sentences within 2": -0.161,
    "sentences within 25": 0.096,
    "sentences within 60": 0.102,
    "labels within 5": 0.803,
    "buttons within 5": -2.728,
    "buttons within 15": -5.236,
    "promotions within 5": -0.452,
    "place": 1.825,
    "place squared": -3.264,
    "sentences before": -0.783,
    "last sentences": -0.672,
    "in the heaviest run": 1.104,
    "far before it": -0.124,
    "far behind it": 0.289,
    "endings since": -0.399,
    "an ending since": 0.848,
    "an ending since, behind it": -1.435,
    "before it": -1.015,
    "before it, sentences within 10": 0.297,
    "weight of its run": 1.428,
    "blocks": -0.288,
    "share of sentences": -2.692,
}


def kept(blocks: Sequence[Block], start: int, end: int) -> list[bool]:
    """For each block whether it stands in the article; ``start`` and ``end`` are its heaviest run, half-open.

    Where no block is likely to, and in a short text, that run is the article.
    """
    run = [start <= number < end for number in range(len(blocks))]
    if sum(block.words for block in blocks if block.form == "sentence") < LEAST_WORDS:
        return run
    columns = counts(blocks, start, end)
    odds = INTERCEPT + sum(WEIGHTS[name] * column for name, column in columns.items())
    odds = odds + IN_RUN * columns["sentence"] * columns["in the heaviest run"]
    found = _together(np.clip(odds, -MOST_ODDS, MOST_ODDS).tolist())
    if not any(found):
        return run
    # A line alone between two passages is a heading, or what has none: it is for others to tell.
    alone = [before and behind for before, behind in zip([False, *found], [*found[1:], False], strict=False)]
    return [stays or one for stays, one in zip(found, alone, strict=True)]


def counts(blocks: Sequence[Block], start: int, end: int) -> dict[str, Column]:
    """What is counted of each block, by the names of ``WEIGHTS``."""
    size = len(blocks)
    at = np.arange(size)
    own = np.array(weights(blocks))
    words = np.array([float(block.words) for block in blocks])
    sentence, phrase, button, date = (
        np.array([float(block.form == form) for block in blocks]) for form in ("sentence", "phrase", "interface", "date")
    )
    told = np.cumsum([0.0, *(sentence * np.minimum(words, 60))])  # words of sentences before each block
    all_told = max(1.0, float(told[-1]))
    labels, buttons = np.cumsum([0.0, *(phrase * (words < 12))]), np.cumsum([0.0, *button])
    ending = np.cumsum([0.0, *(float(is_ending(block.text)) for block in blocks)])
    promotion = np.array([float(is_promotion(block.text)) for block in blocks])
    promotions = np.cumsum([0.0, *promotion])
    texts = [plain(block.text[:300]) for block in blocks]
    seen = Counter(texts)
    heads = [block.text[:200] for block in blocks]
    before, behind = np.clip(start - at, 0, 200), np.clip(at - end + 1, 0, 400)
    since = np.where(at >= start, ending[:-1] - ending[min(start, size)], 0.0)
    runs = np.array(run_weights(blocks))

    def within(sums: Column, reach: int) -> Column:
        found: Column = sums[np.minimum(size, at + reach + 1)] - sums[np.maximum(0, at - reach)]
        return found

    def moved(by: int) -> Column:
        away = at + by
        inside = (away >= 0) & (away < size)
        return np.where(inside, np.clip(own[np.clip(away, 0, size - 1)], -3, 6), 0.0)

    return {
        "words": np.log1p(words),
        "sentence": sentence,
        "phrase": phrase,
        "date": date,
        "words of a sentence": sentence * np.log1p(words),
        "stopped": np.array([float(is_stopped(block.text)) for block in blocks]),
        "promotion": promotion,
        "colon": np.array([float(block.text.endswith(":")) for block in blocks]),
        "again": np.array([float(seen[text] > 1) for text in texts]),
        "digits": np.array([sum(map(str.isdigit, head)) / max(1, len(head)) for head in heads]),
        "weight before": moved(-1),
        "weight behind": moved(1),
        "weight two before": moved(-2),
        "weight two behind": moved(2),
        "sentences within 2": np.log1p(within(told, 2)),
        "sentences within 25": np.log1p(within(told, 25)),
        "sentences within 60": np.log1p(within(told, 60)),
        "labels within 5": within(labels, 5) / 11,
        "buttons within 5": within(buttons, 5) / 11,
        "buttons within 15": within(buttons, 15) / 31,
        "promotions within 5": within(promotions, 5),
        "place": at / size,
        "place squared": (at / size) ** 2,
        "sentences before": told[:-1] / all_told,
        "last sentences": ((all_told - told[1:]) < 40).astype(float),
        "in the heaviest run": ((at >= start) & (at < end)).astype(float),
        "far before it": np.log1p(before),
        "far behind it": np.log1p(behind),
        "endings since": np.minimum(since, 4),
        "an ending since": (since > 0).astype(float),
        "an ending since, behind it": ((since > 0) & (behind > 0)).astype(float),
        "before it": (before > 0).astype(float),
        "before it, sentences within 10": (before > 0) * np.log1p(within(told, 10)),
        "weight of its run": runs / max(1.0, float(runs.max(initial=0.0))),
        "blocks": np.full(size, np.log1p(size)),
        "share of sentences": np.full(size, float(sentence.mean()) if size else 0.0),
    }


def _together(odds: Sequence[float]) -> list[bool]:
    """The likeliest stretches: for each block in or out, each change at its cost (Viterbi's way through two states)."""
    out, inside = 0.0, -CHANGE
    came: list[tuple[bool, bool]] = []
    for odd in odds:
        from_inside, from_out = inside - CHANGE > out, out - CHANGE > inside
        came.append((from_inside, not from_out))
        out, inside = max(out, inside - CHANGE), max(inside, out - CHANGE) + odd
    state = inside - CHANGE > out
    found: list[bool] = []
    for was_inside_of_out, was_inside_of_in in reversed(came):
        found.append(state)
        state = was_inside_of_in if state else was_inside_of_out
    return found[::-1]
