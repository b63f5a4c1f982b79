"""What is a score worth? Of statements with a score, how many are right, by kind of text and by level.

    python benchmarks/reliability.py [--data ../shared] [--readings FOLDER] [--fit]

A statement is right if it is linked to a marked one: their cues overlap (or neither has one), their speakers do (or neither has
words), and the contents share half of their letters. Outermost statements are held against PolNeAR's dev part and the labels of
``nested/dev``, those within others against the latter alone; the document's own voice does not count.

``--fit`` fits a line on the log odds for each level, all kinds of text weighing the same, to the scores as they are (for what
``statements/scores.py`` holds, set it to (0, 1) first), and prints what it gives in five folds over documents.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))
import score
from marked_acts import interval

BANDS = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 1.01)
KINDS = {"news": "Wikinews (GUM)", "court": "courts, interviews, speeches, biographies (GUM)"}
POLITICS = "political news (PolNeAR)"
OWN = frozenset(("i", "we", "me", "us", "my", "our", "mine", "ours", "myself", "ourselves"))
Places = set[int]


@dataclass(frozen=True, slots=True)
class Told:
    """One statement that counts: where it comes from, on which level it stands, its score, and whether it is right."""

    document: str
    kind: str
    inner: bool
    score: float
    right: bool


@dataclass(frozen=True, slots=True)
class _Marked:
    cue: Places
    speaker: Places
    content: Places


def letters(spans: Sequence[Sequence[int]], text: str) -> Places:
    return {at for start, end in spans for at in range(start, end) if text[at].isalnum()}


def pair(span: dict[str, Any]) -> tuple[int, int]:
    return span["start"], span["end"]


def is_right(one: _Marked, gold: Sequence[_Marked]) -> bool:
    """Whether a statement is linked to one of the marked ones."""
    return any(
        (bool(one.cue & other.cue) if one.cue or other.cue else True)
        and (bool(one.speaker & other.speaker) if one.speaker or other.speaker else True)
        and len(one.content & other.content) >= 0.5 * len(one.content | other.content)
        for other in gold
    )


def read_statement(row: dict[str, Any], text: str) -> _Marked:
    mention = (row["speaker"] or {}).get("mention")
    return _Marked(
        letters([pair(row["cue"])] if row["cue"] else [], text),
        letters([pair(mention)] if mention else [], text),
        letters([pair(span) for span in row["content"]], text),
    )


def held_against(document: str, kind: str, reading: dict[str, Any], gold: list[_Marked], own: Places, first: bool, inner: bool):
    """The statements of a reading that count, each with whether it is right."""
    text = reading["article"]["text"]
    for row in reading["statements"]:
        within = row["within"] is not None
        mention = (row["speaker"] or {}).get("mention")
        spoken = letters([pair(mention)], text) if mention else set()
        if within and not inner:
            continue
        is_own = bool(spoken) and (spoken <= own or (first and mention["text"].lower() in OWN))
        one = read_statement(row, text)
        if is_own and not within and not any(one.cue & other.cue for other in gold):
            continue
        yield Told(document, kind, within, row["score"], is_right(one, gold))


def politics(data: Path, readings: Path) -> Iterator[Told]:
    """PolNeAR's dev part: outermost statements."""
    sys.path.insert(0, str(score.ROOT / "training"))
    import data as corpora

    marked = {document.name: document for document in corpora.polnear(data, "dev")}
    for name, reading in _readings(readings):
        text = reading["article"]["text"]
        gold = [
            _Marked(letters(a["cue"], text), letters(a["speaker"], text), letters(a["content"], text))
            for a in marked[name].attributions or ()
        ]
        yield from held_against(name, POLITICS, reading, gold, set(), False, False)


def nested(data: Path, readings: Path) -> Iterator[Told]:
    """The labels of ``nested/dev``: all levels."""
    for name, reading in _readings(readings):
        label = json.loads((data / "nested/dev" / f"{name}.json").read_text(encoding="utf8"))
        text = reading["article"]["text"]
        gold = [
            _Marked(
                letters(row["cue"], text), letters((row["speaker"] or {}).get("spans", ()), text), letters(row["content"], text)
            )
            for row in label["statements"]
        ]
        own = letters(label.get("own_voice", ()), text)
        kind = KINDS["news" if "_news_" in name else "court"]
        yield from held_against(name, kind, reading, gold, own, bool(label.get("first_person_is_own")), True)


def _readings(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for line in path.read_text(encoding="utf8").splitlines():
        reading = json.loads(line)
        yield Path(reading["input"]).stem, reading


def table(told: Sequence[Told]) -> None:
    """Prints, by kind of text and by level, what is said and what is right in each band of scores."""
    groups: dict[tuple[str, str], list[Told]] = defaultdict(list)
    for one in told:
        groups[one.kind, "within another" if one.inner else "outermost"].append(one)
    for (kind, level), some in sorted(groups.items()):
        print(f"{kind}, {level}: {interval(sum(one.right for one in some), len(some))}, Brier {brier(some):.3f}")
        for low, high in pairwise(BANDS):
            here = [one for one in some if low <= one.score < high]
            if here:
                said = sum(one.score for one in here) / len(here)
                print(
                    f"  {low:.1f} to {min(high, 1):.1f}  said {said:.2f}  was {interval(sum(o.right for o in here), len(here))}"
                )


def brier(told: Sequence[Told]) -> float:
    return sum((one.score - one.right) ** 2 for one in told) / max(1, len(told))


def logit(chance: float) -> float:
    kept = min(max(chance, 1e-3), 1 - 1e-3)
    return math.log(kept / (1 - kept))


def fit(told: Sequence[Told]) -> dict[bool, tuple[float, float]]:
    """For each level a constant and a factor on the log odds; kinds of text weigh the same, by Newton's method."""
    lines = {}
    for inner in (False, True):
        some = [one for one in told if one.inner == inner]
        size = {kind: sum(one.kind == kind for one in some) for kind in {one.kind for one in some}}
        x = np.array([[1.0, logit(one.score)] for one in some])
        y = np.array([float(one.right) for one in some])
        weight = np.array([len(some) / len(size) / size[one.kind] for one in some])
        w = np.array([0.0, 1.0])
        for _ in range(100):
            chance = 1 / (1 + np.exp(-x @ w))
            gradient = x.T @ (weight * (y - chance)) - 1e-2 * (w - [0, 1])
            w += np.linalg.solve(x.T @ (x * (weight * chance * (1 - chance))[:, None]) + 1e-2 * np.eye(2), gradient)
        lines[inner] = (round(float(w[0]), 3), round(float(w[1]), 3))
    return lines


def told_anew(one: Told, lines: dict[bool, tuple[float, float]]) -> Told:
    constant, factor = lines[one.inner]
    chance = 1 / (1 + math.exp(-constant - factor * logit(one.score)))
    return Told(one.document, one.kind, one.inner, chance, one.right)


def by_folds(told: Sequence[Told], folds: int = 5) -> list[Told]:
    """The statements with scores that were fitted on the other folds' documents."""
    names = sorted({one.document for one in told})
    random.Random(1).shuffle(names)
    fold = {name: index % folds for index, name in enumerate(names)}
    lines = [fit([one for one in told if fold[one.document] != index]) for index in range(folds)]
    return [told_anew(one, lines[fold[one.document]]) for one in told]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=score.data_folder())
    parser.add_argument("--readings", type=Path, help="with nested.jsonl and polnear.jsonl, in place of reading the texts")
    parser.add_argument("--fit", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = args.readings or Path(temporary)
        if not args.readings:
            score.read((args.data / "nested/texts").glob("*.txt"), folder / "nested.jsonl", prose=True)
            score.read((args.data / "polnear/dev/text").glob("*.txt"), folder / "polnear.jsonl", prose=True)
        told = [*politics(args.data, folder / "polnear.jsonl"), *nested(args.data, folder / "nested.jsonl")]
    table(told)
    if args.fit:
        lines = fit(told)
        print(f"\nOUTERMOST, WITHIN = {lines[False]}, {lines[True]}")
        print("in folds over documents:")
        table(by_folds(told))


if __name__ == "__main__":
    main()
