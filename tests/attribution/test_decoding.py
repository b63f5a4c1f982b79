"""Numbers -> spans: runs of tags, speakers with "none", the best legal path."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from sayso.attribution.decoding import best_paths, runs_of, speakers, tagged


def logits(tags: str) -> np.ndarray:
    """One row a character: "." outside, "B" and "I" of kind 0, "b" and "i" of kind 1, each certain."""
    return np.eye(5, dtype=np.float32)[[".BIbi".index(t) for t in tags]] * 9


@pytest.mark.parametrize(
    ("tags", "runs"),
    [
        (".BI.", [(1, 3, 0)]),
        (".BB.", [(1, 2, 0), (2, 3, 0)]),  # a second B opens a second run
        (".I.", [(1, 2, 0)]),  # an I that follows nothing opens one
        (".Bi.", [(1, 2, 0), (2, 3, 1)]),  # an I of another kind too
        ("....", []),
    ],
)
def test_tagged(tags: str, runs: list[tuple[int, int, int]]) -> None:
    found = tagged(logits(tags), np.zeros(len(tags), dtype=bool))
    assert [run[:3] for run in found] == runs
    assert all(score > 0.99 for *_, score in found)


def test_special_rows_end_a_run() -> None:
    found = tagged(logits("BII"), np.array([False, True, False]))
    assert [run[:2] for run in found] == [(0, 1), (2, 3)]


def test_bias_finds_more() -> None:
    doubtful = np.array([[1.0, 0.5, 0.0]], dtype=np.float32)
    special = np.zeros(1, dtype=bool)
    assert not tagged(doubtful, special)
    assert tagged(doubtful, special, bias=1.0)


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [
        (0, 0, None),  # both point at "none"
        (2, 3, (1, 3)),  # columns are one less than rows, ends half-open
        (2, 2, (1, 2)),
    ],
)
def test_speakers(start: int, end: int, found: tuple[int, int] | None) -> None:
    ends = np.zeros((1, 6, 2), dtype=np.float32)
    ends[0, start, 0] = ends[0, end, 1] = 9
    where, score = speakers(ends)[0]
    assert where == found
    assert 0.9 < score <= 1


@pytest.mark.parametrize("columns", [5, 6, 7, 8])  # paths are put together by halves: of odd and of even numbers
def test_best_paths_are_the_best_of_all_paths(columns: int) -> None:
    rng = np.random.default_rng(0)
    scores = rng.normal(size=(4, columns, 3)).astype(np.float32)
    moves = rng.normal(size=(3, 3)).astype(np.float32)
    moves[0, 2] = -1e4
    opening = np.zeros(3, dtype=np.float32)
    mask = np.ones((4, columns), dtype=bool)
    mask[1, 3:] = False
    mask[2, :2] = False
    paths, margins = best_paths(scores, mask, moves, opening)
    for k in range(4):
        on = np.flatnonzero(mask[k])

        def worth(path: tuple[int, ...], k: int = k, on: np.ndarray = on) -> float:
            steps = sum(moves[a, b] for a, b in itertools.pairwise((0, *path)))  # every path begins outside
            return float(steps + sum(scores[k, t, tag] for t, tag in zip(on, path, strict=True)))

        held = [path for path in itertools.product(range(3), repeat=len(on)) if any(path)]  # every cue has a content
        best = max(held, key=worth)
        assert margins[k] == pytest.approx(worth(best) - worth((0,) * len(on)), abs=1e-4)
        assert tuple(paths[k, on]) == best
        assert not paths[k, ~mask[k]].any()


def test_runs_of_adjacent_contents() -> None:
    assert runs_of(np.array([[1, 2, 1, 0, 2], [0, 2, 2, 1, 1]])).tolist() == [
        [0, 0, 2],
        [0, 2, 3],
        [0, 4, 5],
        [1, 1, 3],
        [1, 3, 4],
        [1, 4, 5],
    ]


def test_runs_of_nothing() -> None:
    assert runs_of(np.zeros((2, 3), dtype=np.int64)).tolist() == []
