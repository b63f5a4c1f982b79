"""A dump's blocks -> which of them stand in the article: trees weigh each by its numbers, and its neighbours go with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from sayso.articles.dumps.blocks import Block
from sayso.articles.dumps.body import is_heading
from sayso.articles.dumps.features import Around, Rows, feature_names, rows_of
from sayso.articles.trees import margins

LEAST_WORDS = 30  # of sentences, in a dump that is weighed; a shorter one is its heaviest run
# What it costs to go into the article or out of it: with 0 each block stands for itself. In four folds over sites 0, .5 and 1
# give body F1 of .912, .911, .909 of text nodes of wider pages, .909, .907, .902 with attributes, and .896, .911, .904 of news.
CHANGE = 0.5
MOST_ODDS = 6.0  # that one block has, either way
# What a sentence gains from the heaviest run on, until a heading of what follows an article: without it body F1 in four folds
# is .912 for .915 of text nodes of wider pages and .905 for .909 with attributes, .902 for .896 and .906 for .910 of news.
ON_ITS_WAY = 1.0
LEAST_ON_ITS_WAY = 12  # words
OTHER_FORM = -1.0  # the odds of what is neither sentence nor phrase: it goes with its neighbours, and is for others to tell


Trees = Mapping[str, NDArray[np.generic]]


def kept(blocks: Sequence[Block], own: Sequence[float], around: Around, trees: Trees | None = None) -> list[bool]:
    """For each block whether it stands in the article; ``own`` are the blocks' weights (``body.weights``).

    ``trees`` are the package's unless others are given. Where no block is likely to stand there, and in a short text, the
    heaviest run is the article.
    """
    run = [around.start <= number < around.end for number in range(len(blocks))]
    if sum(block.words for block in blocks if block.form == "sentence") < LEAST_WORDS:
        return run
    found = _together(_odds(blocks, rows_of(blocks, own, around), trees or _trees()))
    for number in range(1, len(blocks) - 1):
        if found[number - 1] and found[number + 1] and is_heading(blocks[number], blocks[number + 1]):
            found[number] = True
    return found if any(found) else run


def may_stand(blocks: Sequence[Block]) -> NDArray[np.bool_]:
    """Which blocks are weighed: sentences, phrases, days."""
    return np.array([block.form in ("sentence", "phrase", "date") for block in blocks], dtype=bool)


def _odds(blocks: Sequence[Block], rows: Rows, trees: Trees) -> list[float]:
    """The logarithm of each block's odds to stand in the article."""
    odds = np.full(len(blocks), OTHER_FORM)
    weighed = may_stand(blocks)
    odds[weighed] = margins(rows[weighed], trees)
    column = {name: rows[:, feature_names().index(name)] for name in ("sentence", "words", "from its start", "endings since")}
    goes_on = (column["from its start"] >= 0) & (column["endings since"] == 0) & (column["words"] >= LEAST_ON_ITS_WAY)
    odds += ON_ITS_WAY * (goes_on & (column["sentence"] > 0))
    clipped: list[float] = np.clip(odds, -MOST_ODDS, MOST_ODDS).tolist()
    return clipped


@cache
def _trees() -> Trees:
    with files("sayso.articles.dumps").joinpath("passages.npz").open("rb") as file, np.load(file, allow_pickle=False) as arrays:
        return {name: arrays[name] for name in arrays.files}


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
