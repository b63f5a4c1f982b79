"""The figures of docs/quality.md stand above their floors, on the data they were measured on. Skipped without the data."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))
import folds
import score

SEED = next(b for b in score.BENCHMARKS if b.name == "seed")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder that holds one benchmark's files."""
    (tmp_path / "seed").mkdir()
    for name in ("article.txt", "expected.json", "check_seed.py"):
        (tmp_path / "seed" / name).write_text(name, encoding="utf8")
    return tmp_path


def test_a_floor_is_raised_and_never_lowered(data: Path) -> None:
    first = score.raised(data, SEED, score.Scored({"checks passed": 100.0, "F1": 0.5}, ""), None)
    assert first["floors"] == {"checks passed": 98.0, "F1": 0.497}
    later = score.raised(data, SEED, score.Scored({"checks passed": 90.0, "F1": 0.9}, ""), first)
    assert later["floors"] == {"checks passed": 98.0, "F1": 0.897}


def test_a_floor_is_the_low_end_of_an_interval_where_there_is_one(data: Path) -> None:
    scored = score.Scored({"F1": 0.5, "recall": 0.4}, "", {"F1": 0.41})
    assert score.raised(data, SEED, scored, None)["floors"] == {"F1": 0.41}


def test_an_interval_counts_rights_by_wilson_and_what_stands_together_by_the_page() -> None:
    assert folds.interval([[1.0]] * 9 + [[0.0]]) == (0.9, pytest.approx(0.5958, abs=1e-3))
    apart, together = folds.interval([[1.0], [0.0]] * 20), folds.interval([[1.0] * 10, [0.0] * 10] * 2)
    assert apart[0] == together[0] == 0.5
    assert together[1] < apart[1]  # forty scores on four pages tell less than on forty
    assert folds.interval([[0.9], [0.8], [1.0]])[1] < 0.9


def test_all_pages_of_a_site_are_in_one_fold() -> None:
    trainer = folds.training("train_body")
    sites = [trainer.site(f"https://{host}.courier.example/quay.html") for host in ("www", "news")]
    assert sites[0] == sites[1] == "courier.example"
    assert {trainer.fold_of(f"{number}.example") for number in range(50)} == set(range(trainer.FOLDS))


def test_a_figure_below_its_floor_is_named(data: Path) -> None:
    floors = {"seed": score.raised(data, SEED, score.Scored({"F1": 0.5}, ""), None)}
    assert not list(score.shortfalls(data, SEED, {"F1": 0.497}, floors))
    assert list(score.shortfalls(data, SEED, {"F1": 0.4}, floors)) == ["seed: F1 is 0.400, below its floor of 0.497"]


def test_other_data_is_never_compared(data: Path) -> None:
    floors = {"seed": score.raised(data, SEED, score.Scored({"F1": 0.5}, ""), None)}
    (data / "seed/article.txt").write_text("another", encoding="utf8")
    assert "not what the floors were measured on" in next(score.shortfalls(data, SEED, {"F1": 0.9}, floors))
    with pytest.raises(ValueError, match="by hand"):
        score.raised(data, SEED, score.Scored({"F1": 0.9}, ""), floors["seed"])


@pytest.mark.parametrize("benchmark", score.BENCHMARKS, ids=lambda b: b.name)
def test_figures_stand_above_their_floors(benchmark: score.Benchmark, tmp_path: Path) -> None:
    folder = score.data_folder()
    if benchmark not in score.available(folder):
        pytest.skip(f"{folder} does not hold the data of {benchmark.name}")
    floors = score.load_floors()
    if floors[benchmark.name]["data"] != score.digest(folder, benchmark):
        pytest.skip(f"the data of {benchmark.name} is not what its floors were measured on")
    if benchmark.name in ("bodies", "facts"):
        pytest.importorskip("lightgbm", reason="folds are fitted with lightgbm, which requirements-dev.lock has")
    scored = benchmark.score(folder, tmp_path)
    assert not list(score.shortfalls(folder, benchmark, scored.figures, floors)), scored.words
