"""The edited articles of ``edits.txt``, each read by hand before and after, with the statements that are one and the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from told import told

from sayso.comparing.versions.changes import Change
from sayso.comparing.versions.pairing import pair_statements
from sayso.record import Reading

TABLE = Path(__file__).with_name("edits.txt")
Pairs = frozenset[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Edited:
    """An article before and after: ``pairs`` are the numbers of the lines that tell of one statement, from 0.

    ``split`` and ``merged`` are the ids of statements that stood inside another one, or stand inside one now.
    """

    name: str
    before: Reading
    after: Reading
    pairs: Pairs
    split: frozenset[str]
    merged: frozenset[str]

    def found(self) -> Pairs:
        """The pairs that Sayso makes."""
        pairing = pair_statements(self.before, self.after)
        return frozenset(
            (_line(pairing.before[old].statement.id), _line(pairing.after[new].statement.id))
            for old, new in pairing.pairs.items()
        )


@dataclass(frozen=True, slots=True)
class Score:
    """How many pairs are right, wrong and missed."""

    right: int
    wrong: int
    missed: int

    @property
    def f1(self) -> float:
        return 2 * self.right / (2 * self.right + self.wrong + self.missed)


def edited() -> tuple[list[Edited], list[Edited]]:
    """All of them, in two halves: every other one to choose by, the rest to check on."""
    articles = [_edited(part) for part in re.split(r"^== ", TABLE.read_text(encoding="utf8"), flags=re.MULTILINE)[1:]]
    return articles[::2], articles[1::2]


def score(articles: Iterable[Edited]) -> Score:
    """The pairs of all these articles together."""
    held = [(article.pairs, article.found()) for article in articles]
    return Score(
        sum(len(wanted & found) for wanted, found in held),
        sum(len(found - wanted) for wanted, found in held),
        sum(len(wanted - found) for wanted, found in held),
    )


def fates(changes: Sequence[Change]) -> tuple[frozenset[str], frozenset[str]]:
    """The ids of the statements that were split off and merged, as Sayso has it."""
    split = frozenset(change.after.id for change in changes if change.fate == "split" and change.after)
    return split, frozenset(change.before.id for change in changes if change.fate == "merged" and change.before)


def _edited(part: str) -> Edited:
    name, _, rest = part.partition("\n")
    before, after = (_lines(side) for side in rest.split(">>\n"))
    olds = [label for label, _ in before]
    pairs = frozenset((olds.index(label), place) for place, (label, _) in enumerate(after) if label in olds)
    readings = [told(*(words for _, words in side)) for side in (before, after)]
    assert [len(reading.statements) for reading in readings] == [len(before), len(after)], f"{name}: a line is no statement"
    inside = [frozenset(f"s{n}" for n, (label, _) in enumerate(side, 1) if label.endswith("/")) for side in (after, before)]
    return Edited(name, *readings, pairs, *inside)


def _lines(side: str) -> list[tuple[str, str]]:
    found = [line.split(": ", 1) for line in side.strip().splitlines()]
    labels = [label for label, _ in found if label != "+"]
    assert len(set(labels)) == len(labels), f"a label stands twice: {side}"
    return [(label, words) for label, words in found]


def _line(id: str) -> int:
    return int(id.removeprefix("s")) - 1
