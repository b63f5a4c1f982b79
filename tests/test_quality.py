"""The figures of docs/quality.md stand above their floors, on the data they were measured on. Skipped without the data."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))
import score

FLOORS = json.loads(score.FLOORS.read_text(encoding="utf8")) if score.FLOORS.exists() else {}


def test_a_floor_is_never_lowered() -> None:
    old = {"seed": {"digest": "d", "measured": {"seed checks": 120.0}, "floors": {"seed checks": 119.0}}}
    new = score.update({"seed": ("d", {"seed checks": 100.0})}, old)
    assert new["seed"]["floors"] == {"seed checks": 119.0}
    assert score.below({"seed": ("d", {"seed checks": 100.0})}, new) == ["seed checks: 100.0000, its floor is 119.0000"]


def test_other_data_has_no_floor() -> None:
    old = {"seed": {"digest": "d", "measured": {}, "floors": {"seed checks": 119.0}}}
    assert score.below({"seed": ("e", {"seed checks": 1.0})}, old) == []


@pytest.mark.parametrize("name", score.PARTS)
def test_floors(name: str, tmp_path: Path) -> None:
    data = score.data_folder()
    if not (data / "eval").is_dir():
        pytest.skip(f"no benchmark data at {data}")
    assert name in FLOORS, "measure it with make score ARGS=--update"
    if score.digest(data, score.PARTS[name][1]) != FLOORS[name]["digest"]:
        pytest.skip("the data is not that of the floors")
    assert score.below(score.measure(data, [name], tmp_path), FLOORS) == []
