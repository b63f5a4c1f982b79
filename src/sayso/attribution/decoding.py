"""The encoder's numbers -> spans of word pieces: cues, names, one speaker a cue, and contents by the best legal path of tags.

All functions are pure; positions are row or piece numbers, half-open.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
Run = tuple[int, int, int, float]  # first row, the row after the last, kind, probability

_NEVER = np.float32(-1e4)
LIKELY_STARTS = 4  # of a speaker: those looked at
LONGEST_SPEAKER = 48  # word pieces; the longest of 18,359 speakers in the training data has 61, 99.9 % have at most 40


def log_softmax(logits: Floats) -> Floats:
    """Over the last axis.

    >>> log_softmax(np.zeros((1, 2), dtype=np.float32)).round(3).tolist()
    [[-0.6930000185966492, -0.6930000185966492]]
    """
    shifted = logits - logits.max(-1, keepdims=True)
    result: Floats = shifted - np.log(np.exp(shifted).sum(-1, keepdims=True))
    return result


def tagged(logits: Floats, special: npt.NDArray[np.bool_], bias: float = 0.0) -> list[Run]:
    """Runs of pieces tagged B or I -> (start, end, kind, probability that the first piece is inside such a run).

    Tag 0 is O; kind k has B at 1 + 2k and I at 2 + 2k. An I that follows nothing of its kind opens a run. ``bias`` is added to
    the logit of every B and I: above 0 finds more. Special rows end a run.
    """
    inside = np.flatnonzero((logits[:, 1:].max(-1) + bias > logits[:, 0]) & ~special)
    if not len(inside):
        return []
    found = logits[inside]
    chances = (1.0 - np.exp(log_softmax(found)[:, 0])).tolist()
    runs: list[Run] = []
    for row, tag, chance in zip(inside.tolist(), (found[:, 1:].argmax(-1) + 1).tolist(), chances, strict=True):
        kind = (tag - 1) // 2
        if tag % 2 == 0 and runs and runs[-1][1] == row and runs[-1][2] == kind:
            start, _, _, score = runs[-1]
            runs[-1] = (start, row + 1, kind, score)
        else:
            runs.append((row, row + 1, kind, chance))
    return runs


def speakers(ends: Floats) -> list[tuple[tuple[int, int] | None, float]]:
    """For each cue, the likeliest speaker (columns of its surroundings) or None, and its probability.

    ``ends`` is cues x (1 + columns) x 2: the logits of where a speaker starts and ends; row 0 stands for no speaker.
    """
    logs = log_softmax(ends.transpose(0, 2, 1))
    starts, stops = logs[:, 0, 1:], logs[:, 1, 1:]
    cues, columns = np.arange(len(ends))[:, None], starts.shape[1]
    likely = np.argpartition(starts, -min(LIKELY_STARTS, columns), 1)[:, -LIKELY_STARTS:]
    reach = likely[:, :, None] + np.arange(LONGEST_SPEAKER)
    tails = np.where(reach < columns, stops[cues[:, :, None], reach.clip(max=columns - 1)], _NEVER)
    last = tails.argmax(-1)
    scores = np.take_along_axis(starts, likely, 1) + tails.max(-1)
    which = scores.argmax(1)[:, None]
    first, last = (np.take_along_axis(x, which, 1)[:, 0] for x in (likely, last))
    best, none = scores.max(1), logs[:, 0, 0] + logs[:, 1, 0]
    spans = zip(first.tolist(), (first + last + 1).tolist(), (best > none).tolist(), strict=True)
    chances = np.exp(np.maximum(best, none) / 2).tolist()
    return [((i, j) if there else None, chance) for (i, j, there), chance in zip(spans, chances, strict=True)]


def best_paths(logits: Floats, mask: npt.NDArray[np.bool_], moves: Floats, opening: Floats) -> tuple[Ints, Floats]:
    """The best legal path of tags that holds a content (Viterbi) for each row of ``logits`` (cues x columns x tags).

    -> the paths, and by how much each beats the path without any content (log odds; below 0 where that one is likelier).
    Columns off the mask are stepped over. Every cue has a content, and every path begins outside, as if a tag 0 stood before
    the first column: what an I scores there is no evidence, since training never sees one without its B.
    """
    count, length, _ = logits.shape
    # States: 0 before any content, then B, I, and 3 outside again. Before and after share the logits of O.
    tags = np.array([0, 1, 2, 0])
    steps = moves[tags][:, tags]
    steps[[1, 2, 3], 0] = steps[0, 3] = _NEVER
    emitted = np.ascontiguousarray(logits.transpose(1, 2, 0))[:, tags]  # columns x states x cues: the cues last, side by side
    emitted[0] += opening[tags][:, None]
    # Each column is a matrix of what a step from one state to another is worth. Neighbours are joined two by two until one
    # matrix is left, and the best states between them are looked up on the way back: 8 rounds where stepping along takes 144.
    still = np.where(np.eye(4, dtype=bool), np.float32(0), _NEVER)[:, :, None]
    worth = steps[:, :, None] + emitted[:, None]
    np.copyto(worth, still, where=~mask.T[:, None, None])
    rounds = [worth]
    while len(worth) > 1:
        if len(worth) % 2:
            worth = rounds[-1] = np.concatenate([worth, np.broadcast_to(still, (1, 4, 4, count))])
        left, right = worth[0::2], worth[1::2]
        worth = left[:, :, 0, None] + right[:, None, 0]
        for k in (1, 2, 3):
            np.maximum(worth, left[:, :, k, None] + right[:, None, k], out=worth)
        rounds.append(worth)
    score = worth[0, 0]
    state = score[1:].argmax(0) + 1
    cues = np.arange(count)
    margin: Floats = score[state, cues] - score[0]
    starts, ends = np.zeros((1, count), dtype=np.int64), state[None]
    for worth in reversed(rounds[:-1]):
        pairs = len(worth) // 2
        at, starts, ends = np.arange(pairs)[:, None], starts[:pairs], ends[:pairs]
        between = (worth[0::2][at, starts, :, cues] + worth[1::2][at, :, ends, cues]).argmax(-1)
        starts = np.stack([starts, between], 1).reshape(-1, count)
        ends = np.stack([between, ends], 1).reshape(-1, count)
    paths = np.where(mask, tags[ends[:length].T], 0)
    return paths, margin


def runs_of(paths: Ints) -> Ints:
    """Tags O, B, I, a row a path -> the runs in them: row, first column, column after the last.

    >>> runs_of(np.array([[0, 1, 2, 1, 0], [2, 0, 0, 0, 2]])).tolist()
    [[0, 1, 3], [0, 3, 4], [1, 0, 1], [1, 4, 5]]
    """
    inside = paths > 0
    before = np.zeros_like(inside)
    before[:, 1:] = inside[:, :-1]
    opens = inside & ((paths == 1) | ~before)
    after = np.ones_like(inside)
    after[:, :-1] = ~inside[:, 1:] | opens[:, 1:]
    rows, firsts = np.nonzero(opens)
    return np.stack([rows, firsts, np.nonzero(inside & after)[1] + 1], 1)
