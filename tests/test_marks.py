"""The passages that teach: every one is what was marked, and every span of its statements lies in it and has its place."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

MARKS = Path(__file__).parents[1] / "training/marks"
ROWS: list[dict[str, Any]] = [
    json.loads(line) for name in ("marks.jsonl", "own.jsonl") for line in (MARKS / name).read_text(encoding="utf8").splitlines()
]
SAID = {"said", "not-said", "conditional", "possible", "expected", "asked", "demanded"}


def spans(statement: dict[str, Any]) -> list[list[int]]:
    voices = [statement[key]["spans"] for key in ("speaker", "addressee") if statement[key]]
    return [span for found in (statement["cue"], statement["content"], *voices) for span in found]


@pytest.mark.parametrize("row", ROWS, ids=[row["name"] for row in ROWS])
def test_a_passage_is_marked_in_its_own_text(row: dict[str, Any]) -> None:
    if "text" in row:
        assert hashlib.sha256(row["text"].encode()).hexdigest() == row["sha256"]
    size = len(row["text"]) if "text" in row else row["end"] - row["start"]
    by_id = {statement["id"]: statement for statement in row["statements"]}
    assert len(by_id) == len(row["statements"])
    for statement in row["statements"]:
        assert statement["content"] and statement["said"] in SAID
        assert all(0 <= start < end <= size for start, end in spans(statement))
        if statement["within"] is not None:
            around = {place for start, end in by_id[statement["within"]]["content"] for place in range(start, end)}
            held = statement["cue"] or statement["content"]
            assert any(place in around for start, end in held for place in range(start, end))


def test_there_are_as_many_as_the_readme_says() -> None:
    readme = (MARKS / "README.md").read_text(encoding="utf8")
    names = {"polnear": "PolNeAR", "gum": "GUM", "whitehouse": "White House", "meantime": "MEANTIME", None: "our own"}
    for corpus, name in names.items():
        rows = [row for row in ROWS if row.get("corpus") == corpus]
        made = [statement for row in rows for statement in row["statements"]]
        counted = Counter(
            within=sum(s["within"] is not None for s in made),
            said=sum(s["said"] != "said" for s in made),
            addressee=sum(bool(s["addressee"] and s["addressee"]["spans"]) for s in made),
        )
        figures = f"| {len(rows)} | {len(made):,} | {counted['within']} | {counted['said']} | {counted['addressee']} |"
        assert any(line.startswith(f"| {name}") and line.endswith(figures) for line in readme.splitlines()), figures
