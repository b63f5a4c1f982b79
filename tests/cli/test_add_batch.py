"""``sayso add`` of what ``sayso batch`` wrote: what it says, its exit status, its bar."""

from __future__ import annotations

from pathlib import Path

import pytest
from batch_shards import shards_in

pytest.importorskip("pyarrow", reason="the extra 'parquet' is not installed")

import sayso
from sayso.batch import add_each, plan, read_shard
from sayso.cli import main
from sayso.cli.add import Extent
from sayso.store import open_engine


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two files of two articles each, one of them in both."""
    for task in plan(shards_in(tmp_path / "crawl", count=2, pages=2), tmp_path / "read").tasks:
        read_shard(task)
    return tmp_path / "read"


def test_it_is_told_as_add_tells_it(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = str(tmp_path / "a.db")
    assert main(["add", str(folder), "--store", store]) == 0
    said = capsys.readouterr()
    assert said.out.splitlines()[0] == f"added to {store}" and "        3 articles" in said.out.splitlines() and not said.err
    for path in folder.glob("*.parquet"):
        path.write_bytes(path.read_bytes()[:-4])
    assert main(["add", str(folder), "--store", store]) == 1  # nothing could be read
    said = capsys.readouterr()
    assert "        2 not read: 2 bad-parquet" in said.out.splitlines()
    assert said.err.count("sayso: bad-parquet: ") == 2 and "passed over" not in said.err


@pytest.mark.parametrize("flags", [["--language", "en"], ["--prose"]])
def test_choosing_is_wrong_use(folder: Path, tmp_path: Path, flags: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["add", str(folder), "--store", str(tmp_path / "a.db"), *flags]) == 2
    assert f"{folder} is read already: {flags[0]} is for sayso batch" in capsys.readouterr().err
    assert not (tmp_path / "a.db").exists()


def test_the_bar_goes_to_its_end(folder: Path, tmp_path: Path) -> None:
    extent = Extent([str(folder)])
    engine = open_engine(tmp_path / "a.db")
    places = []
    for _ in add_each(engine, [folder], reached=lambda path, part: extent.reach(str(path), part)):
        places.append(extent.settle())
    engine.close()
    size = sum(one.stat().st_size for one in folder.glob("*.parquet"))
    assert places == sorted(places) and places[-1] == extent.total == size


def test_from_python(folder: Path, tmp_path: Path) -> None:
    told: list[object] = []
    with sayso.open_store(tmp_path / "a.db") as store:
        tally = store.add(folder, progress=told.append)
        assert (tally.articles, tally.same, len(told)) == (3, 1, 4)
        store.remove("http://lantern.example/1", reason="a test")
        assert store.add(folder).removed == 2 and store.add(folder, readd=True).articles == 1
