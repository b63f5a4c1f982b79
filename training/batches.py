"""Lessons -> batches of windows as tensors, with the surroundings of the cues in them: what a training step takes."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

import numpy as np
import torch
from lessons import TOLD, UNKNOWN, Case, Extent, Lesson
from sizes import LEFT, RIGHT
from torch import Tensor

from sayso.attribution.encoding import Window, pack, rows


@dataclass(eq=False, slots=True)
class Batch:
    """Windows and the cues in them, as tensors. Gold tags are -100 where unknown."""

    inputs: Tensor  # 3 x windows x rows
    where: Tensor  # windows x rows: on a piece or not
    mask: Tensor
    cues: Tensor
    inner: Tensor
    names: Tensor
    told: dict[str, Tensor]  # for the pieces of ``taught``
    taught: Tensor
    row: Tensor  # of each case, which window
    index: Tensor  # cases x columns
    columns: Tensor  # cases x columns: which exist
    flags: Tensor
    hard: Tensor
    ends: Tensor  # cases x 4: of the speaker, of the addressee; -100 where unknown
    said: Tensor  # -100 where unknown
    tags: Tensor
    their_ends: Tensor | None
    their_tags: Tensor | None
    points: list[tuple[int, list[int], list[int], Tensor]]  # window, rows of mentions, of names, which may be meant

    def to(self, device: str) -> Batch:
        def moved(value):
            if isinstance(value, Tensor):
                return value.to(device, non_blocking=True)
            return {k: v.to(device) for k, v in value.items()} if isinstance(value, dict) else value

        return Batch(**{name: moved(getattr(self, name)) for name in self.__slots__})


def located(place: np.ndarray, span: Extent | None) -> Extent | None:
    """Pieces -> rows of a window, or None where the window does not hold them."""
    if span is None or (a := int(place[span[0]])) < 0 or (b := int(place[span[1] - 1])) < 0:
        return None
    return a, b + 1


def padded(arrays: list[np.ndarray], value: int) -> np.ndarray:
    out = np.full((len(arrays), max(len(a) for a in arrays)), value, dtype=np.int64)
    for row, array in zip(out, arrays, strict=True):
        row[: len(array)] = array
    return out


class Epoch(torch.utils.data.Dataset):
    """One round over some lessons in windows cut anew: a list of batches, each built when it is asked for."""

    def __init__(
        self, lessons: list[Lesson], seed: int, longest: int, contexts: tuple[int, ...], size: int, cases: int
    ) -> None:
        self.seed, self.cases = seed, cases
        rng = random.Random(seed)
        found = [
            (lesson, window)
            for lesson in lessons
            for window in pack(lesson.pieces, longest, rng.choice(contexts), rng.randint(longest // 3, longest))
        ]
        found.sort(key=lambda item: len(item[1]) + rng.random() * 24)
        self.batches: list[list[tuple[Lesson, Window]]] = [[]]
        for item in found:
            if self.batches[-1] and (len(self.batches[-1]) + 1) * len(item[1]) > size:
                self.batches.append([])
            self.batches[-1].append(item)
        rng.shuffle(self.batches)

    def __len__(self) -> int:
        return len(self.batches)

    def __getitem__(self, number: int) -> Batch:
        return built(self.batches[number], self.cases, random.Random(self.seed * 10_007 + number))


def built(batch: list[tuple[Lesson, Window]], most: int, rng: random.Random) -> Batch:
    """A batch of windows as tensors, with at most ``most`` cues."""
    inputs, where = zip(*(rows(lesson.pieces, window) for lesson, window in batch), strict=True)
    index = padded(list(where), -2)
    on = index >= 0

    def gold(name: str) -> np.ndarray:
        out = np.full(index.shape, -100, dtype=np.int64)
        for k, (lesson, _) in enumerate(batch):
            if (tags := getattr(lesson, name)) is not None:
                out[k][on[k]] = tags[index[k][on[k]]]
        return out

    taught = np.array([bool(lesson.told) for lesson, _ in batch])[:, None] & on
    told = {
        key: np.concatenate([lesson.told[key][w[w >= 0]] for (lesson, _), w in zip(batch, where, strict=True) if lesson.told])
        for key in TOLD
        if taught.any()
    }
    held: list[tuple[int, Extent, Case, np.ndarray]] = []
    points = []
    for row, (lesson, _) in enumerate(batch):
        place = np.full(len(lesson.pieces.ids), -1)
        place[index[row][on[row]]] = np.flatnonzero(on[row])
        held += [(row, at, case, place) for case in lesson.cases if (at := located(place, case.cue))]
        names = [int(place[s]) for s in lesson.name_starts if s >= 0 and place[s] >= 0]
        links = [(int(place[m]), {int(place[s]) for s in right if s >= 0 and place[s] >= 0}) for m, right in lesson.links]
        links = [(m, right) for m, right in links if m >= 0]
        if names and links:
            allowed = torch.tensor([[not right] + [n in right for n in names] for _, right in links])
            points.append((row, [m for m, _ in links], [0, *names], allowed))
    if len(held) > most:
        held = rng.sample(held, most)
    cases = around(held, index, [len(w) for w in where], rng)
    return Batch(
        inputs=torch.from_numpy(np.stack([padded([x[i] for x in inputs], 0) for i in range(3)])),
        where=torch.from_numpy(on),
        mask=torch.from_numpy((index > -2).astype(np.int64)),
        cues=torch.from_numpy(gold("cues")),
        inner=torch.from_numpy(gold("inner")),
        names=torch.from_numpy(gold("names")),
        told={key: torch.from_numpy(value) for key, value in told.items()},
        taught=torch.from_numpy(taught),
        points=points,
        **{key: torch.from_numpy(value) if value is not None else None for key, value in cases.items()},
    )


def surroundings(first: np.ndarray, lengths: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The rows around each cue of these first rows, kept within its window's length, and which of them exist."""
    at = first[:, None] + np.arange(-LEFT, RIGHT)
    return at.clip(0, np.maximum(lengths[:, None] - 1, 0)), (at >= 0) & (at < lengths[:, None])


def around(held, index: np.ndarray, lengths: list[int], rng: random.Random) -> dict[str, np.ndarray | None]:
    """The surroundings of some cues: the rows to look at, and gold and answers for each."""
    n, count = LEFT + RIGHT, len(held)
    row = np.array([r for r, *_ in held], dtype=np.int64)
    first = np.array([at[0] for _, at, *_ in held], dtype=np.int64)
    end = np.array([at[1] for _, at, *_ in held], dtype=np.int64)
    length = np.array([lengths[r] for r in row], dtype=np.int64)
    at, mask = surroundings(first, length)
    shown_first, shown_end = first.copy(), end.copy()
    for k in range(count):  # a cue found may miss a piece or have one too many
        if rng.random() < 0.15:
            a, b = first[k] + rng.choice((-1, 0, 1)), end[k] + rng.choice((-1, 0, 1))
            if 0 < a < b < length[k] and a >= first[k] - LEFT:
                shown_first[k], shown_end[k] = a, b
    place = first[:, None] + np.arange(-LEFT, RIGHT)
    flags = (place >= shown_first[:, None]) & (place < shown_end[:, None])
    hard = np.array([case.hard for _, _, case, _ in held], dtype=bool)
    ends, tags = np.zeros((count, 4), dtype=np.int64), np.zeros((count, n), dtype=np.int64)
    ends[:, 2:] = -100
    said = np.array([case.said for _, _, case, _ in held], dtype=np.int64)
    answered = any(case.ends is not None for _, _, case, _ in held)
    their_ends = np.full((count, 1 + n, 2), UNKNOWN, dtype=np.uint8) if answered else None
    their_tags = np.full((count, n, 3), UNKNOWN, dtype=np.uint8) if answered else None
    for k, (r, (start, _), case, placed) in enumerate(held):
        base = start - LEFT
        low, high = max(0, -base), min(n, lengths[r] - base)
        if case.hard:
            speaker = located(placed, case.speaker)
            if speaker and low <= speaker[0] - base and speaker[1] - base <= high:
                ends[k, :2] = speaker[0] - base + 1, speaker[1] - base
            if case.told:
                addressee = located(placed, case.addressee)
                near = addressee and low <= addressee[0] - base and addressee[1] - base <= high
                ends[k, 2:] = (addressee[0] - base + 1, addressee[1] - base) if near else (0, 0)
            for s, e in (s for c in case.contents if (s := located(placed, c))):
                s, e = max(low, s - base), min(high, e - base)
                if s < e:
                    tags[k, s] = 1
                    tags[k, s + 1 : e] = 2
        if case.ends is not None:
            pieces = index[r][at[k]]
            seen = np.flatnonzero(mask[k] & (pieces >= case.first) & (pieces < case.first + len(case.tags)))
            their_tags[k, seen] = case.tags[pieces[seen] - case.first]
            their_ends[k, 0] = case.ends[0]
            their_ends[k, 1 + seen] = case.ends[1 + pieces[seen] - case.first]
    return {
        "row": row,
        "index": at,
        "columns": mask,
        "flags": flags,
        "hard": hard,
        "ends": ends,
        "said": said,
        "tags": tags,
        "their_ends": their_ends,
        "their_tags": their_tags,
    }


def nearer(batch: Batch, left: int, right: int) -> Batch:
    """The batch with fewer columns around each cue: a speaker that does not stand whole within them counts as none."""
    columns, tags, ends = batch.columns.clone(), batch.tags.clone(), batch.ends.clone()
    for off in (slice(0, LEFT - left), slice(LEFT + right, LEFT + RIGHT)):
        columns[:, off], tags[:, off] = 0, 0
    tags[tags[:, LEFT - left] == 2, LEFT - left] = 1  # a content that began before opens here
    for who in (ends[:, :2], ends[:, 2:]):
        who[((who <= LEFT - left) | (who > LEFT + right)).any(1) & (who[:, 0] >= 0)] = 0
    return replace(batch, columns=columns, tags=tags, ends=ends)
