"""Text -> the encoder's input: word pieces with their code points, shapes and quotation state, packed into windows.

Training and reading share this module, so that what the encoder was trained on is what it meets.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from sayso.attribution.word_pieces import Tokenizer

Ints = npt.NDArray[np.int64]

CLS, SEP = 101, 102
LONGEST = 384  # word pieces a window in training, special ones included
WINDOW = 240  # and in reading: attention over 384 costs a quarter of the speed, windows of 128 .025 of linked F1 on dev

LOWER, CAPITAL, UPPER, DIGIT, MARK = range(5)
_OPENING, _CLOSING = "“«„‟", "”»"
_MARKS = re.compile(rf'["{_OPENING}{_CLOSING}]')
_ENDINGS = frozenset('.!?"”»')


@dataclass(frozen=True, slots=True)
class Pieces:
    """The word pieces of one text: ``starts`` and ``ends`` in code points, ``breaks`` the piece where each paragraph begins."""

    ids: Ints
    starts: Ints
    ends: Ints
    shapes: Ints
    quoted: Ints
    breaks: Ints
    stops: Ints


@dataclass(frozen=True, slots=True)
class Window:
    """Stretches of pieces that are encoded together; predictions are taken from piece ``own`` on only."""

    stretches: tuple[tuple[int, int], ...]
    own: int

    def __len__(self) -> int:
        return 1 + sum(end - start + 1 for start, end in self.stretches)


@lru_cache(maxsize=16_384)
def shape_of(word: str) -> int:
    """The look of a piece, which the uncased vocabulary loses: "said" 0, "Said" 1, "NATO" 2, "2022" 3, "," 4."""
    if not any(c.isalnum() for c in word):
        return MARK
    if any(c.isdigit() for c in word):
        return DIGIT
    if not word[0].isupper():
        return LOWER
    return UPPER if len(word) > 1 and word.isupper() else CAPITAL


def quotation_state(paragraph: str) -> list[int]:
    """For each character, 1 within double quotation marks and 0 outside, read from left to right, 0 again at the end."""
    state = 0
    states: list[int] = []
    for mark in _MARKS.finditer(paragraph):
        states += [state] * (mark.start() - len(states))
        c = mark[0]
        states.append(1 if c in _OPENING or c == '"' else state)
        state = 1 if c in _OPENING or (c == '"' and not state) else 0
    return states + [state] * (len(paragraph) - len(states))


def encode(tokenizer: Tokenizer, text: str, paragraphs: Sequence[tuple[int, int]]) -> Pieces:
    """Cut the paragraphs (code points) of a text into word pieces."""
    ids: list[int] = []
    starts: list[int] = []
    ends: list[int] = []
    shapes: list[int] = []
    quoted: list[int] = []
    breaks: list[int] = []
    for offset, stop in paragraphs:
        body = text[offset:stop]
        pieces = list(tokenizer.pieces(body))
        if not pieces:
            continue
        breaks.append(len(ids))
        ids += [number for number, _, _ in pieces]
        starts += [offset + start for _, start, _ in pieces]
        ends += [offset + end for _, _, end in pieces]
        shapes += [shape_of(body[start:end]) for _, start, end in pieces]
        if _MARKS.search(body):
            states = [*quotation_state(body), 0]
            quoted += [states[start] for _, start, _ in pieces]
        else:
            quoted += [0] * len(pieces)
    stops = [i for i, end in enumerate(ends, 1) if text[end - 1] in _ENDINGS]
    arrays = (np.asarray(values, dtype=np.int64) for values in (ids, starts, ends, shapes, quoted, breaks, stops))
    return Pieces(*arrays)


def _cut(start: int, end: int, stops: Ints, limit: int) -> list[tuple[int, int]]:
    """Cut one paragraph that is longer than a window, at a sentence's end where one is near."""
    parts = []
    while end - start > limit:
        i = int(np.searchsorted(stops, start + limit, side="right")) - 1
        cut = int(stops[i]) if i >= 0 and stops[i] > start + limit // 2 else start + limit
        parts.append((start, cut))
        start = cut
    return [*parts, (start, end)]


def pack(pieces: Pieces, limit: int = WINDOW, context: int = 0, first: int | None = None) -> list[Window]:
    """Pack paragraphs into windows of at most ``limit`` pieces.

    In training a window may open with up to ``context`` pieces that the one before it has, and ``first`` shortens the first
    window, so that each epoch sees other windows.
    """
    bounds = [*pieces.breaks.tolist(), len(pieces.ids)]
    room = limit - 2
    parts = [p for a, b in pairwise(bounds) for p in _cut(a, b, pieces.stops, room - context - 1)]
    windows: list[Window] = []
    held: list[tuple[int, int]] = []
    size, own = 1, 0
    budget = min(first or limit, limit)
    for start, end in parts:
        if held and size + end - start + 1 > budget:
            windows.append(Window(tuple(held), own))
            own, budget = start, limit
            held = _tail(held, context, limit - 1 - (end - start + 1))
            size = 1 + sum(b - a + 1 for a, b in held)
        held.append((start, end))
        size += end - start + 1
    if held:
        windows.append(Window(tuple(held), own))
    return windows


def _tail(held: list[tuple[int, int]], context: int, room: int) -> list[tuple[int, int]]:
    """The last stretches of a window, cut down to ``context`` pieces, as the next one's context."""
    left = min(context, room - 1)
    tail: list[tuple[int, int]] = []
    for start, end in reversed(held):
        if left <= 8:
            break
        taken = max(start, end - left)
        tail.insert(0, (taken, end))
        left -= end - taken + 1
    return tail


def rows(pieces: Pieces, window: Window) -> tuple[Ints, Ints]:
    """-> the encoder's input of one window (3 x n: ids, shapes, quotation state) and the piece at each row (-1: special)."""
    where = [-1]
    for start, end in window.stretches:
        where.extend(range(start, end))
        where.append(-1)
    index = np.asarray(where, dtype=np.int64)
    special = index < 0
    inputs = np.stack([pieces.ids[index], pieces.shapes[index], pieces.quoted[index]])
    inputs[:, special] = np.array([[SEP], [MARK], [0]])
    inputs[0, 0] = CLS
    return inputs, index
