"""Cues of some windows -> what the linker looks at around each, and the code points that its columns stand for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from sayso.attribution.decoding import Floats, Run
from sayso.attribution.encoding import Ints, Pieces
from sayso.attribution.roles import Extent


class Cue(NamedTuple):
    """A cue before it is linked."""

    row: int
    width: int  # rows
    window: tuple[int, int]  # its first row, and the row after its last
    chance: float  # the probability that it is one
    inner: bool  # whether the encoder takes it to stand inside a content
    state: Floats


@dataclass(slots=True)
class Held:
    """The cues of some windows, held until the linker reads them, and what it needs of the windows' pieces.

    ``pieces`` numbers the piece of each row of the windows, one after the other (-1: a special one).
    """

    cues: list[Cue] = field(default_factory=list)
    pieces: list[Ints] = field(default_factory=list)
    narrow: list[Floats] = field(default_factory=list)
    share: list[Floats] = field(default_factory=list)
    rows: int = 0

    def add(self, where: Ints, linked: tuple[Floats, Floats, Floats], cues: list[Run], inside: list[Run], reach: int) -> None:
        """Take a window's cues, of which at most ``reach`` pieces are looked at."""
        narrow, of_cue, share = linked
        first, end = self.rows, self.rows + len(where)
        for runs in (cues, inside):
            for a, b, _, chance in runs:
                b = min(b, a + reach)
                state = of_cue[a].copy() if b == a + 1 else of_cue[a:b].mean(0)
                self.cues.append(Cue(first + a, b - a, (first, end), chance, runs is inside, state))
        self.pieces.append(where)
        self.narrow.append(narrow)
        self.share.append(share)
        self.rows = end


class Extents:
    """Columns of some surroundings -> code points, from the first to the last piece among them, no word cut in two.

    ``at`` holds the piece at each column (-1: none), a row a cue.
    """

    def __init__(self, text: str, pieces: Pieces, at: Ints) -> None:
        self.text, self.starts, self.ends = text, pieces.starts, pieces.ends
        later = np.where(at < 0, len(pieces.ids), at)
        self.following = np.minimum.accumulate(later[:, ::-1], 1)[:, ::-1]
        self.preceding = np.maximum.accumulate(at, 1)

    def __call__(self, row: int, start: int, end: int) -> Extent | None:
        """The extent, or None where there is no piece."""
        first, last = int(self.following[row, start]), int(self.preceding[row, end - 1])
        return _snap(self.text, (int(self.starts[first]), int(self.ends[last]))) if first <= last else None


def _snap(text: str, stretch: Extent) -> Extent:
    """The stretch without a word cut in two by its word pieces: "read" in "readout" becomes "readout"."""
    start, end = stretch
    while start > 0 and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum() and text[end - 1].isalnum():
        end += 1
    return start, end
