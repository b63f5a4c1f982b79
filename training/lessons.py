"""Documents -> lessons: word pieces with their gold, a teacher's answers beside it, and batches of windows for training."""

from __future__ import annotations

import argparse
import pickle
import random
import zlib
from dataclasses import dataclass, field
from pathlib import Path

import data as corpora
import numpy as np
import torch
from network import LEFT, RIGHT
from tokenizers import Tokenizer
from torch import Tensor

from sayso.attribution.decoding import log_softmax
from sayso.attribution.encoding import Pieces, Window, encode, load_tokenizer, pack, rows

NAME_TAG = {kind: 1 + 2 * i for i, kind in enumerate(corpora.NAME_KINDS)}
STEP = 16  # answers are kept as whole sixteenths of minus the log probability, at most 254
UNKNOWN = 255
FOLDS = 5
TOLD = ("cue", "inner", "name")
MARKS = frozenset("\"“”„«»'‘’")
Extent = tuple[int, int]


@dataclass(eq=False, slots=True)
class Case:
    """A cue with its gold, where ``hard``, and a teacher's answer for the pieces from ``first`` on, where there is one.

    ``ends`` (1 + pieces, 2) is where the speaker starts and ends, row 0 for none; ``tags`` (pieces, 3) the contents.
    """

    cue: Extent
    speaker: Extent | None = None
    contents: list[Extent] = field(default_factory=list)
    hard: bool = False
    first: int = 0
    ends: np.ndarray | None = None
    tags: np.ndarray | None = None


@dataclass(eq=False, slots=True)
class Answers:
    """What a teacher says of one document: log probabilities for each piece (see ``STEP``), and of each cue's surroundings."""

    told: dict[str, np.ndarray]
    cases: list[Case]


class Lesson:
    """A document's pieces with its gold in pieces. Tags are None where a corpus does not mark them."""

    def __init__(self, tokenizer: Tokenizer, document: corpora.Document) -> None:
        self.name = document.name
        self.pieces: Pieces = encode(tokenizer, document.text, document.paragraphs)
        n = len(self.pieces.ids)
        looks = (document.text[a:b] for a, b in zip(self.pieces.starts, self.pieces.ends, strict=True))
        self.marks = np.array([look in MARKS for look in looks])  # which pieces are quotation marks
        self.cues: np.ndarray | None = None
        self.names: np.ndarray | None = None
        self.cases: list[Case] = []
        self.told: dict[str, np.ndarray] = {}
        self.name_starts: list[int] = []
        self.links: list[tuple[int, list[int]]] = []
        if document.attributions is not None:
            self.cues = np.zeros(n, dtype=np.int64)
            for found in document.attributions:
                cue = next(iter(self.spans(found["cue"])), None)
                if cue is None:
                    continue
                self.cues[cue[0]] = 1
                self.cues[cue[0] + 1 : cue[1]] = 2
                speaker = next(iter(self.spans(found["speaker"])), None)
                self.cases.append(Case(cue, speaker, self.spans(found["content"]), hard=True))
        if document.names is not None:
            self.names = np.zeros(n, dtype=np.int64)
            spans = [self.span(start, end) for start, end, _ in document.names]
            for span, (_, _, kind) in zip(spans, document.names, strict=True):
                if span:
                    self.names[span[0]] = NAME_TAG[kind]
                    self.names[span[0] + 1 : span[1]] = NAME_TAG[kind] + 1
            self.name_starts = [s[0] if s else -1 for s in spans]
            self.links = [
                (s[1] - 1, [self.name_starts[i] for i in names]) for a, b, names in document.links if (s := self.span(a, b))
            ]

    def span(self, start: int, end: int) -> Extent | None:
        i = int(np.searchsorted(self.pieces.ends, start, side="right"))
        j = int(np.searchsorted(self.pieces.starts, end, side="left"))
        return (i, j) if i < j else None

    def spans(self, extents: list[Extent]) -> list[Extent]:
        return [span for extent in extents if (span := self.span(*extent))]

    def fold(self) -> int:
        """Which of FOLDS parts the document is in: by its name, so the same each time."""
        return zlib.crc32(self.name.encode()) % FOLDS

    def learn(self, answers: Answers) -> None:
        """Take a teacher's answers beside the gold."""
        self.told = answers.told
        known = {case.cue: case for case in self.cases}
        for case in answers.cases:
            if (mine := known.get(case.cue)) is not None:
                mine.first, mine.ends, mine.tags = case.first, case.ends, case.tags
            else:
                self.cases.append(case)


def kept(logits: np.ndarray, axis: int = -1) -> np.ndarray:
    """Logits -> log probabilities as they are kept."""
    logs = np.moveaxis(log_softmax(np.moveaxis(logits.astype(np.float32), axis, -1)), -1, axis)
    return np.clip(np.round(-logs * STEP), 0, UNKNOWN - 1).astype(np.uint8)


@dataclass(eq=False, slots=True)
class Batch:
    """Windows and the cues in them, as tensors. Gold tags are -100 where unknown."""

    inputs: Tensor  # 3 x windows x rows
    where: Tensor  # windows x rows: on a piece or not
    mask: Tensor
    cues: Tensor
    names: Tensor
    told: dict[str, Tensor]  # for the pieces of ``taught``
    taught: Tensor
    row: Tensor  # of each case, which window
    index: Tensor  # cases x columns
    columns: Tensor  # cases x columns: which exist
    flags: Tensor
    hard: Tensor
    ends: Tensor
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
    ends, tags = np.zeros((count, 2), dtype=np.int64), np.zeros((count, n), dtype=np.int64)
    answered = any(case.ends is not None for _, _, case, _ in held)
    their_ends = np.full((count, 1 + n, 2), UNKNOWN, dtype=np.uint8) if answered else None
    their_tags = np.full((count, n, 3), UNKNOWN, dtype=np.uint8) if answered else None
    for k, (r, (start, _), case, placed) in enumerate(held):
        base = start - LEFT
        low, high = max(0, -base), min(n, lengths[r] - base)
        if case.hard:
            speaker = located(placed, case.speaker)
            if speaker and low <= speaker[0] - base and speaker[1] - base <= high:
                ends[k] = speaker[0] - base + 1, speaker[1] - base
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
        "tags": tags,
        "their_ends": their_ends,
        "their_tags": their_tags,
    }


def gathered(data: Path, tokenizer: Tokenizer) -> dict[str, list[Lesson]]:
    """The corpora as lessons: ``train`` to learn from, ``plain`` without gold, ``dev`` to measure."""
    lessons = {
        "train": corpora.polnear(data, "train") + corpora.gum(data) + corpora.meantime(data),
        "plain": corpora.pages(data),
    }
    return {part: [Lesson(tokenizer, document) for document in documents] for part, documents in lessons.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description="Write the corpora as lessons into one file.")
    parser.add_argument("--data", default="../shared")
    parser.add_argument("--minilm", required=True)
    parser.add_argument("--out", required=True)
    args = parser.parse_args()
    tokenizer = load_tokenizer((Path(args.minilm) / "tokenizer.json").read_text(encoding="utf8"))
    found = gathered(Path(args.data), tokenizer)
    Path(args.out).write_bytes(zlib.compress(pickle.dumps(found)))
    for part, lessons in found.items():
        print(part, len(lessons), "documents", sum(len(lesson.pieces.ids) for lesson in lessons), "pieces")


if __name__ == "__main__":
    import lessons  # under its own name, by which the file's classes are found again

    lessons.main()
