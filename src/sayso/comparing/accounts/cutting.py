"""A sentence -> the clauses that are claims of their own, by trained weights."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from sayso.attribution import Extent
from sayso.comparing.accounts.cut_places import Places

# Chance from which a sentence is cut. By folds over events of the marked pairs, .15, .25 and .4 gave an alignment F1 of .549,
# .535 and .514 as they stand, and .562, .558 and .544 after what is not alike was cut off (``narrowing``): .25 leaves fewer
# fragments than .15.
LEAST = 0.25
SHORTEST = 2  # words of a claim
LONGEST = 250  # words of a sentence that is cut: what is longer is a list or no sentence, and would take long


def cut(text: str, extent: Extent, times: list[Extent], least: float = LEAST) -> Iterator[Extent]:
    """The stretches of a sentence that are claims of their own, in order; ``times`` are the extents of words that name times.

    ``least`` is the chance from which a place is a cut, 0 to 1.

    >>> text = "She thanked Orland for the loan and invited its premier to Port Mirel."
    >>> [text[start:end] for start, end in cut(text, (0, len(text)), [])]
    ['She thanked Orland for the loan', 'invited its premier to Port Mirel.']
    """
    if text.count(" ", *extent) > LONGEST:
        yield extent
        return
    places = Places(text, extent, times)
    found = list(places)
    starts, ends = places.clauses.starts, places.clauses.ends
    begin, end = 0, places.size
    for place, chance in zip(found, chances([place.traits for place in found]), strict=True):
        if chance >= least and place.last - begin >= SHORTEST and end - place.first >= SHORTEST:
            yield starts[begin], ends[place.last - 1]
            begin = place.first
    if begin < end:
        yield starts[begin], ends[-1]


def chances(rows: list[dict[str, float]]) -> NDArray[np.float64]:
    """How likely each place is to be a cut, by the trained weights."""
    weigh = weights()
    sums = np.array([weigh[""] + sum(weigh.get(name, 0.0) * value for name, value in row.items()) for row in rows])
    chance: NDArray[np.float64] = 1 / (1 + np.exp(-sums))
    return chance


@cache
def weights() -> dict[str, float]:
    """The trained weight of each trait, by its name; "" for the constant."""
    room = files("sayso.comparing.accounts").joinpath("cutting.npz")
    with room.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
        return dict(zip(arrays["names"].tolist(), arrays["weights"].tolist(), strict=True))
