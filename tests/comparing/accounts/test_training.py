"""The invented pairs that the weights learn from, and that a weight can be learned."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.append(str(Path(__file__).parents[3] / "benchmarks"))
sys.path.append(str(Path(__file__).parents[3] / "training"))
import accounts
import train_alignment

ROOT = Path(__file__).parents[3]
PAIRS = sorted((ROOT / "training/account_pairs").glob("*/labels.json"))


@pytest.mark.parametrize("path", PAIRS, ids=lambda path: path.parent.name)
def test_labels_hold_their_words_and_align_claims_that_are_there(path: Path) -> None:
    labels = json.loads(path.read_text(encoding="utf8"))
    for side in "ab":
        text = (path.parent / f"{side}.txt").read_text(encoding="utf8")
        assert all(text[claim["start"] : claim["end"]] == claim["text"] for claim in labels[f"claims_{side}"])
        names = {claim["id"] for claim in labels[f"claims_{side}"]}
        assert all(set(row[side]) <= names for row in labels["alignments"])


def test_a_rule_is_learned_and_told_apart() -> None:
    rows = np.array([[0.0, 1.0], [1.0, 0.0], [0.2, 0.9], [0.9, 0.3]] * 10)
    wanted = np.array([0.0, 1.0, 0.0, 1.0] * 10)
    mean, spread, weights, bias = train_alignment.logistic(rows, wanted, np.ones(40), 0.1)
    assert (((rows - mean) / spread @ weights + bias > 0) == (wanted > 0)).all()


def test_a_pair_is_compared_into_json_that_the_scorer_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["accounts.py", str(ROOT / "training/account_pairs"), "--answers", str(tmp_path)])
    monkeypatch.setattr(Path, "glob", lambda self, pattern: iter([PAIRS[0].parent / "a.txt"]))
    accounts.main()
    [answer] = [tmp_path / f"{PAIRS[0].parent.name}.json"]
    told = json.loads(answer.read_text(encoding="utf8"))
    assert told["schema"] == "sayso.comparison/1"
    for row in told["rows"]:
        for claim in row["claims"]:
            text = (PAIRS[0].parent / f"{claim['account']}.txt").read_text(encoding="utf8")
            assert all(text[span["start"] : span["end"]] == span["text"] for span in claim["spans"])
