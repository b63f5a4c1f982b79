"""What docs/batch.md shows, over files that ``sayso batch`` wrote: its queries in DuckDB, its programs in Python."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from batch_shards import shards_in, warc

pytest.importorskip("pyarrow", reason="the extra 'parquet' is not installed")

from sayso.batch import Line, mark_duplicates, plan, read_shard

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/batch.md").read_text(encoding="utf8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.M | re.S)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with ``read/`` in it, of pages that say the same, are refused, and have somebody's word within another's."""
    folder = tmp_path_factory.mktemp("docs")
    shards = shards_in(folder / "crawl", count=2, pages=2)
    warc(folder / "crawl/copy.warc.gz", range(1), day="2031-03-15")
    (folder / "crawl/empty.html").write_bytes(b"<p>Nothing")
    inputs = [*shards, str(folder / "crawl"), str(ROOT / "examples/valdrin-courier")]
    for task in plan(inputs, folder / "read").tasks:
        assert isinstance(read_shard(task), Line)
    assert mark_duplicates(folder / "read") >= 2
    return folder


@pytest.mark.parametrize("query", blocks("sql"), ids=lambda query: query.partition("\n")[0].strip("- ?"))
def test_a_query_answers(query: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    duckdb = pytest.importorskip("duckdb", reason="duckdb is not installed")
    monkeypatch.chdir(folder)
    with duckdb.connect() as database:
        database.execute("SET autoinstall_known_extensions = false")
        rows = database.execute(query).fetchall()
    assert rows and all(any(row) for row in rows)
    if "ANTI JOIN" in query:
        addresses = [row[0] for row in rows]
        assert len({one for one in addresses if "call" in one}) == 1  # of the two versions of the call


def test_pandas_opens_the_folder(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("pandas", reason="the extra 'pandas' is not installed")
    monkeypatch.chdir(folder)
    program = next(block for block in blocks("python") if "pandas" in block)
    exec(compile(program, "docs/batch.md", "exec"), {})
    assert re.search(r"^\s*call\s+\w+\s+\d+$", capsys.readouterr().out, re.M)


def test_another_engine_runs_the_same_function(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "warc.paths.gz").write_text("".join(f"{path}\n" for path in sorted((folder / "crawl").glob("?.warc.gz"))))
    program = next(block for block in blocks("python") if "world_size" in block)
    names: dict[str, object] = {}
    exec(compile(program, "docs/batch.md", "exec"), names)
    for rank in (0, 1):
        names["read"](None, rank, 2)  # type: ignore[operator]
        assert len(list((tmp_path / "read").glob("*.parquet"))) == rank + 1


def test_the_page_names_every_key_of_a_line_and_every_column() -> None:
    from dataclasses import fields

    from sayso.batch.rows import COLUMNS

    words = set(re.findall(r"`(\w+)`", PAGE))
    assert {field.name for field in fields(Line)} <= words
    shown = {"input", "address", "captured", "page_sha256", "refusal", "detail", "fingerprint", "bands", "exact", "statements"}
    assert shown <= words & set(COLUMNS.kinds)
