"""Claims -> vectors of their words as they are meant in their sentences; claims of two accounts -> how alike in meaning."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sayso.attribution import has_model, sentence_states
from sayso.comparing.accounts.rows import Claim
from sayso.record import Reading
from sayso.statements import sentences

Table = NDArray[np.float64]  # a number for each claim of the one account with each of the other
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Meaning:
    """Word pieces of a text: where they stand (code points), a vector of each (a row), and how much each counts."""

    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    vectors: Floats
    counts: Floats

    def within(self, start: int, end: int) -> Meaning:
        """Those of a stretch of the text."""
        kept = (self.starts < end) & (self.ends > start)
        return Meaning(self.starts[kept], self.ends[kept], self.vectors[kept], self.counts[kept])


def meaning_of(reading: Reading, claims: Sequence[Claim]) -> Meaning | None:
    """What the words mean of the sentences that have these claims; None in a language that has no encoder."""
    if not has_model(reading.article.language):
        return None
    text, found = reading.article.text, []
    wanted = sorted((span.start, span.end) for claim in claims for span in claim.spans)
    for paragraph in reading.article.paragraphs:
        for start, end in sentences(text, paragraph.start, paragraph.end):
            before = bisect_left(wanted, (end, 0)) - 1
            if before >= 0 and wanted[before][1] > start:
                one = sentence_states(text[start:end], reading.article.language or "en")
                found.append((one.starts + start, one.ends + start, one.hidden))
    if not found:
        return None
    starts, ends, hidden = (np.concatenate(part) for part in zip(*found, strict=True))
    trained = weights()
    vectors = hidden + hidden @ trained["down"] @ trained["up"]
    counts = np.logaddexp(0.0, hidden @ trained["count"] + trained["bias"])
    return Meaning(starts, ends, vectors.astype(np.float32), counts.astype(np.float32))


@cache
def weights() -> dict[str, NDArray[Any]]:
    """What makes of the encoder's vectors those that are compared: trained by ``training/train_meaning.py``."""
    with (
        files("sayso.comparing.accounts").joinpath("meaning.npz").open("rb") as file,
        np.load(file, allow_pickle=False) as arrays,
    ):
        return {name: arrays[name].astype(np.float32) for name in arrays.files}


def alike(ones: Sequence[Meaning | None], others: Sequence[Meaning | None]) -> dict[str, Table]:
    """How alike each claim of the one account and each of the other are in meaning; NaN where that is not known.

    "whole": the cosine of what their pieces mean together; "here", "there": how near, on average, the other's nearest piece is
    to each piece of this one, by the cosine.
    """
    shape = (len(ones), len(others))
    known = [[one for one in side if one is not None and len(one.counts)] for side in (ones, others)]
    if (len(known[0]), len(known[1])) != shape:
        return {name: np.full(shape, np.nan) for name in ("whole", "here", "there")}
    facing = np.concatenate([_unit(other.vectors) for other in known[1]])
    counts = np.concatenate([other.counts for other in known[1]])
    begins = np.cumsum([0, *(len(other.counts) for other in known[1][:-1])])
    sums = np.add.reduceat(counts, begins)
    here, there = np.zeros(shape), np.zeros(shape)
    for at, one in enumerate(known[0]):
        near = _unit(one.vectors) @ facing.T
        here[at] = one.counts @ np.maximum.reduceat(near, begins, axis=1) / one.counts.sum()
        there[at] = np.add.reduceat(counts * near.max(axis=0), begins) / sums
    means = [_unit(np.stack([one.counts @ one.vectors for one in side])) for side in known]
    return {"whole": (means[0] @ means[1].T).astype(np.float64), "here": here, "there": there}


def together(parts: Sequence[Meaning | None]) -> Meaning | None:
    """Several claims' pieces as one; None where those of one are not known."""
    known = [part for part in parts if part is not None]
    if len(known) < len(parts) or not known:
        return None
    return Meaning(
        np.concatenate([part.starts for part in known]),
        np.concatenate([part.ends for part in known]),
        np.concatenate([part.vectors for part in known]),
        np.concatenate([part.counts for part in known]),
    )


def _unit(rows: Floats) -> Floats:
    unit: Floats = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    return unit
