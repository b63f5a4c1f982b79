"""Documents -> lessons: word pieces with their gold, and a teacher's answers beside it."""

from __future__ import annotations

import argparse
import pickle
import random
import zlib
from dataclasses import dataclass, field
from pathlib import Path

import data as corpora
import numpy as np
from frames import framed
from marked_passages import marked

from sayso.attribution.decoding import log_softmax
from sayso.attribution.encoding import Pieces, encode
from sayso.attribution.word_pieces import Tokenizer

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
    addressee: Extent | None = None
    told: bool = False  # whether the addressee is known
    said: int = -100  # whether it was said: a number of `marked.SAID`, unknown below 0
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
        self.cues: np.ndarray | None = None  # of outermost attributions
        self.inner: np.ndarray | None = None  # of those within another's content, where these are marked
        self.names: np.ndarray | None = None
        self.cases: list[Case] = []
        self.told: dict[str, np.ndarray] = {}
        self.name_starts: list[int] = []
        self.links: list[tuple[int, list[int]]] = []
        if document.attributions is not None:
            self.cues = np.zeros(n, dtype=np.int64)
            self.inner = np.full(n, 0 if document.whole else -100, dtype=np.int64)
            for found in document.attributions:
                cue = next(iter(self.spans(found["cue"])), None)
                if cue is None:
                    continue
                tags = self.inner if found.get("inner") else self.cues
                tags[cue[0]] = 1
                tags[cue[0] + 1 : cue[1]] = 2
                speaker = next(iter(self.spans(found["speaker"])), None)
                told = found.get("addressee") is not None
                addressee = next(iter(self.spans(found["addressee"])), None) if told else None
                said = found.get("said", -1)
                contents = self.spans(found["content"])
                self.cases.append(
                    Case(cue, speaker, addressee, told, said if said >= 0 else -100, contents=contents, hard=True)
                )
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


def gathered(data: Path, marks: str, tokenizer: Tokenizer) -> dict[str, list[Lesson]]:
    """The corpora as lessons: ``train`` to learn from, ``plain`` without gold, ``dev`` to measure."""
    train = corpora.polnear(data, "train")
    rng = random.Random(5)
    kept = (data / "nested/dev").glob("*.json")  # what is measured on teaches nothing
    measured = {path.stem for path in kept}
    lessons = {
        "train": train + [d for d in corpora.gum(data) if d.name not in measured] + corpora.meantime(data),
        "plain": corpora.pages(data),
        "framed": [framed(d, rng, 0.3) for d in train],
        "marked": marked(data, Path(marks)),
    }
    return {part: [Lesson(tokenizer, document) for document in documents] for part, documents in lessons.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description="Write the corpora as lessons into one file.")
    parser.add_argument("--data", default="../shared")
    parser.add_argument("--marks", default="training/marks")
    parser.add_argument("--minilm", required=True)
    parser.add_argument("--out", required=True)
    args = parser.parse_args()
    tokenizer = Tokenizer((Path(args.minilm) / "tokenizer.json").read_text(encoding="utf8"))
    found = gathered(Path(args.data), args.marks, tokenizer)
    Path(args.out).write_bytes(zlib.compress(pickle.dumps(found)))
    for part, lessons in found.items():
        print(part, len(lessons), "documents", sum(len(lesson.pieces.ids) for lesson in lessons), "pieces")


if __name__ == "__main__":
    import lessons  # under its own name, by which the file's classes are found again

    lessons.main()
