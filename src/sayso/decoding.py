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
    scored = logits.copy()
    scored[:, 1:] += bias
    tags = scored.argmax(-1)
    tags[special] = 0
    inside = np.flatnonzero(tags)
    outside = np.exp(log_softmax(logits)[:, 0])
    runs: list[Run] = []
    for row in inside.tolist():
        tag = int(tags[row])
        kind = (tag - 1) // 2
        if tag % 2 == 0 and runs and runs[-1][1] == row and runs[-1][2] == kind:
            start, _, _, score = runs[-1]
            runs[-1] = (start, row + 1, kind, score)
        else:
            runs.append((row, row + 1, kind, float(1.0 - outside[row])))
    return runs


def speakers(ends: Floats) -> list[tuple[tuple[int, int] | None, float]]:
    """For each cue, the likeliest speaker (columns of its surroundings) or None, and its probability.

    ``ends`` is cues x (1 + columns) x 2: the logits of where a speaker starts and ends; row 0 stands for no speaker.
    """
    logs = log_softmax(ends.transpose(0, 2, 1))
    starts, stops = logs[:, 0], logs[:, 1]
    found: list[tuple[tuple[int, int] | None, float]] = []
    for start, stop in zip(starts, stops, strict=True):
        none = float(start[0] + stop[0])
        best, where = none, None
        for i in np.argsort(start[1:])[-4:][::-1].tolist():
            tail = stop[1 + i : 1 + i + LONGEST_SPEAKER]
            j = int(tail.argmax())
            if (score := float(start[1 + i] + tail[j])) > best:
                best, where = score, (i, i + j + 1)
        found.append((where, float(np.exp(best / 2))))
    return found


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
    emitted = logits[:, :, tags] + np.where(np.arange(length) == 0, 1.0, 0.0)[:, None] * opening[tags]
    emitted = np.ascontiguousarray(emitted.transpose(1, 2, 0))  # columns x states x cues: the cues last, side by side
    on = np.ascontiguousarray(mask.T)
    history = np.full((length + 1, 4, count), _NEVER, dtype=np.float32)
    history[0, 0] = 0.0
    complete: list[bool] = np.all(on, axis=1).tolist()
    for t, whole in enumerate(complete):
        np.add((history[t][:, None] + steps[:, :, None]).max(0), emitted[t], out=history[t + 1])
        if not whole:
            np.copyto(history[t + 1], history[t], where=~on[t])
    paths = np.zeros((count, length), dtype=np.int64)
    score = history[length]
    state = score[1:].argmax(0) + 1
    margin: Floats = score[state, np.arange(count)] - score[0]
    for t in range(length - 1, -1, -1):
        paths[:, t] = tags[state]
        state = np.where(on[t], (history[t] + steps[:, state]).argmax(0), state)
    paths[~mask] = 0
    return paths, margin


def runs_of(path: Ints) -> list[tuple[int, int]]:
    """Tags O, B, I of one row -> half-open runs.

    >>> runs_of(np.array([0, 1, 2, 1, 0]))
    [(1, 3), (3, 4)]
    """
    runs: list[tuple[int, int]] = []
    for at in np.flatnonzero(path).tolist():
        if path[at] == 2 and runs and runs[-1][1] == at:
            runs[-1] = (runs[-1][0], at + 1)
        else:
            runs.append((at, at + 1))
    return runs
