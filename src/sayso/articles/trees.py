"""Rows of numbers and boosted trees -> the sum of the trees' values for each row, by numpy alone."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import numpy as np
from numpy.typing import NDArray

MOST_ROWS = 2_000  # that the trees are asked for at a time: some megabytes


def margins(rows: NDArray[np.float32], trees: Mapping[str, NDArray[np.generic]]) -> NDArray[np.float64]:
    """The sum of the trees' values for each row, of all trees and rows at a time.

    Of each node, a column a tree, ``trees`` has the feature, the threshold and a mask; and ``value``, of each tree a row of its
    leaves' values. A tree's leaves are bits, sixteen at most, the leftmost the lowest. A node whose number is above its
    threshold takes away the leaves on its left; of those left over, the leftmost is the row's. So Lucchese et al.,
    "QuickScorer", SIGIR 2015.

    >>> one = {"feature": np.array([[0]]), "threshold": np.array([[2.5]], np.float32), "mask": np.array([[0xFFFE]], np.uint16)}
    >>> margins(np.array([[1.0], [3.0]], np.float32), {**one, "value": np.array([[-1.0, 1.0]], np.float32)}).tolist()
    [-1.0, 1.0]
    """
    return np.concatenate([np.zeros(0), *(_margins(rows[at : at + MOST_ROWS], trees) for at in range(0, len(rows), MOST_ROWS))])


def _margins(rows: NDArray[np.float32], trees: Mapping[str, NDArray[np.generic]]) -> NDArray[np.float64]:
    columns = np.ascontiguousarray(rows.T)
    left = np.full((trees["feature"].shape[1], len(rows)), 0xFFFF, dtype=np.uint16)
    for feature, threshold, mask in zip(trees["feature"], trees["threshold"], trees["mask"], strict=True):
        above = columns[feature] > threshold[:, None]
        left &= (above.astype(np.uint16) - np.uint16(1)) | mask[:, None]
    leaf = _lowest_bits().take(left)
    value = trees["value"]
    each = value.ravel().take(leaf + np.arange(len(value))[:, None] * value.shape[1])
    sums: NDArray[np.float64] = each.sum(axis=0, dtype=np.float64)
    return sums


@cache
def _lowest_bits() -> NDArray[np.int64]:
    """The number of the lowest bit that is set, for all 16 bits."""
    numbers = np.arange(1 << 16)
    return np.where(numbers > 0, np.log2(np.maximum(1, numbers & -numbers)), 0).astype(np.int64)
