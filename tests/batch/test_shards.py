"""Inputs -> shards: which there are, what they are called, and what a list may not name."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

pytest.importorskip("pyarrow", reason="the extra 'parquet' is not installed")

from sayso.batch import shards
from sayso.batch.shards import Shard, shards_of
from sayso.record import Refusal

MONTH = "crawl-data/CC-NEWS/2031/03"


def names(*inputs: str) -> list[str]:
    return [one.name if isinstance(one, Shard) else f"{one.reason}: {one.input}" for one in shards_of(inputs)]


def test_a_folder_gives_its_archives_and_its_loose_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shards, "FOLDER_PAGES", 2)
    monkeypatch.chdir(tmp_path)
    for file in ("crawl/b.warc.gz", "crawl/a.jsonl", "crawl/x/1.html", "crawl/x/2.html", "crawl/x/3.txt", "crawl/x/y.png"):
        Path(file).parent.mkdir(parents=True, exist_ok=True)
        Path(file).write_bytes(b"x")
    assert names("crawl", "crawl/a.jsonl") == ["crawl/a.jsonl", "crawl/b.warc.gz", "crawl/x/1", "crawl/x/2"]
    *_, first, last = shards_of(["crawl"])
    assert isinstance(first, Shard) and first.files == ("1.html", "2.html") and first.place == str(tmp_path / "crawl/x")
    assert isinstance(last, Shard) and last.files == ("3.txt",)
    assert first.stem.startswith("x-1-") and last.stem.startswith("x-2-")


def test_a_list_of_common_crawl(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("warc.paths.gz").write_bytes(gzip.compress(f"{MONTH}/a.warc.gz\r\n\n{MONTH}/b.warc.gz\n".encode()))
    wanted = [f"https://data.commoncrawl.org/{MONTH}/{name}.warc.gz" for name in "ab"]
    assert names("warc.paths.gz") == wanted
    assert [one.place for one in shards_of(["warc.paths.gz"]) if isinstance(one, Shard)] == wanted


def test_a_list_of_files_beside_it(tmp_path: Path) -> None:
    (tmp_path / "a.warc").write_bytes(b"x")
    (tmp_path / "all.paths").write_text(f"a.warc\nnone.warc\n{tmp_path}/a.warc\ns3://news/b.warc.gz\n")
    at = str(tmp_path)
    assert names(f"{at}/all.paths") == [f"{at}/a.warc", f"not-found: {at}/none.warc", "s3://news/b.warc.gz"]


@pytest.mark.parametrize(
    ("line", "name", "address"),
    [
        (f"{MONTH}/a.warc.gz", "s3://commoncrawl/x/warc.paths.gz", f"s3://commoncrawl/{MONTH}/a.warc.gz"),
        ("a.warc.gz", "s3://bucket/march/all.paths", "s3://bucket/march/a.warc.gz"),
        ("../../a.warc.gz", "s3://bucket/march/all.paths", None),
        (f"{MONTH}/a.warc.gz", "https://data.example/x/warc.paths.gz", f"https://data.example/{MONTH}/a.warc.gz"),
        # A private address is refused when it is asked.
        ("http://169.254.169.254/latest", "https://data.example/all.paths", "http://169.254.169.254/latest"),
        ("/etc/passwd", "https://data.example/all.paths", "https://data.example/etc/passwd"),
        ("file:///etc/passwd", "https://data.example/all.paths", None),
        ("zip::file:///etc/passwd", "all.paths", None),
        ("simplecache::s3://a/b", "all.paths", None),
        ("ftp://a.example/b.warc", "all.paths", None),
        ("github://a:b@c/d.warc", "all.paths", None),
        ("a\x00.warc", "all.paths", None),
    ],
)
def test_what_a_list_may_name(line: str, name: str, address: str | None) -> None:
    foreign = "://" in name
    assert shards._listed(line, name, foreign) == address


def test_hostile_lines_are_refused_and_the_rest_is_read(tmp_path: Path) -> None:
    (tmp_path / "all.paths").write_bytes(b"file:///etc/passwd\nhttps://post.example/a.warc.gz\n\xff\xfe\nzip::x\n")
    found = names(str(tmp_path / "all.paths"))
    assert [one.partition(":")[0] for one in found] == ["bad-address", "https", "not-found", "bad-address"]


@pytest.mark.parametrize("content", [b"\x1f\x8b broken", b"", b"\n\n"])
def test_a_list_that_is_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "all.paths.gz").write_bytes(content)
    (refused,) = shards_of([str(tmp_path / "all.paths.gz")])
    assert isinstance(refused, Refusal) and refused.reason in ("bad-gzip", "empty")


def test_passwords_are_shown_nowhere() -> None:
    (shard,) = shards_of(["https://ana:hunter2@news.example/a.warc.gz"])
    assert isinstance(shard, Shard) and "hunter2" not in shard.name + shard.stem and "hunter2" in shard.place


@given(st.text(min_size=1))
def test_any_name_gives_a_safe_file_name(name: str) -> None:
    assert re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,79}-[0-9a-f]{12}", Shard(name, "").stem)


@given(st.lists(st.text(), max_size=3))
def test_any_input_gives_shards_or_refusals(inputs: list[str]) -> None:
    """No exception, whatever a path holds."""
    assert all(isinstance(one, Shard | Refusal) for one in shards_of([f"none/{one}" for one in inputs]))


def test_objects_below_a_prefix() -> None:
    fsspec = pytest.importorskip("fsspec", reason="fsspec is not installed")
    files = fsspec.filesystem("memory")
    for name in ("/news/b.warc.gz", "/news/a/a.jsonl", "/news/readme.html"):
        files.pipe(name, b"x")
    try:
        found = list(shards_of(["memory://news/", "memory://news/readme.html", "memory://none"]))
        shown = [one.name if isinstance(one, Shard) else one.reason for one in found]
        assert shown == ["memory://news/a/a.jsonl", "memory://news/b.warc.gz", "memory://news/readme.html", "empty"]
        assert all(one.stamp and one.stamp.size == 1 and one.stamp.tag for one in found if isinstance(one, Shard))
    finally:
        files.rm("/news", recursive=True)
