"""Claims of two accounts -> how likely each one of the first and each of the second are one matter, by trained weights."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sayso.comparing.accounts.likeness import rows_of, table
from sayso.comparing.accounts.traits import Traits


def chances(ones: Sequence[Traits], others: Sequence[Traits]) -> NDArray[np.float64]:
    """How likely each claim of the one account and each of the other are one matter, 0 to 1: a row each of the one's.

    A logistic regression over the features of ``likeness``, trained by ``training/train_alignment.py``; where it is not known
    what the words of one of them mean, as in a language without an encoder, another, over the other features.
    """
    if not ones or not others:
        return np.zeros((len(ones), len(others)))
    found = table(ones, others)
    trained = weights("alignment" if all(np.isfinite(each).all() for each in found.values()) else "alignment_by_words")
    rows = rows_of(found, trained["names"].tolist())
    sums = (rows - trained["mean"]) / trained["spread"] @ trained["weights"] + trained["bias"]
    chance: NDArray[np.float64] = 1 / (1 + np.exp(-sums))
    return chance


@cache
def weights(of: str) -> dict[str, NDArray[Any]]:
    """The trained weights, "alignment" or "alignment_by_words": of each feature its name, mean, spread and weight; and the
    constant.
    """
    with (
        files("sayso.comparing.accounts").joinpath(f"{of}.npz").open("rb") as file,
        np.load(file, allow_pickle=False) as arrays,
    ):
        return {name: arrays[name] for name in arrays.files}
