"""The files of a run -> marks of what says the same: the same marks in whichever order the shards were read."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from archives import answer, packed, record

pq = pytest.importorskip("pyarrow.parquet", reason="the extra 'parquet' is not installed")

from sayso.batch import Line, mark_duplicates, plan, read_shard  # noqa: E402
from sayso.batch.duplicates import FILE  # noqa: E402
from sayso.batch.manifest import line_path  # noqa: E402

THINGS = ("harbour", "theatre", "library", "railway", "school", "market", "hospital", "museum", "prison", "station")


def article(subject: str, changed: str = "", stamp: str = "") -> bytes:
    """An article of its subject's own words; ``changed`` is put for one of them."""
    lines = [
        f"The {subject} of {thing} street had {len(subject) * 7 + at} visitors from {subject}land, "
        f"as the {thing} office of {subject} counted in week {at}."
        for at, thing in enumerate(THINGS)
    ]
    body = "".join(f"<p>{line}</p>" for line in lines).replace("counted", changed or "counted", 1)
    said = f"<p>“The {subject} is safe,” said Ana Dovrel, the mayor of Norvan, who had come to see the {subject}.</p>"
    head = f"<head><title>The {subject} is safe</title><meta property='og:type' content='article'></head>"
    return f"<!DOCTYPE html><html lang='en'>{head}<body><article><h1>The {subject} is safe</h1>{stamp}{said}{body}".encode()


def written(path: Path, *pages: tuple[str, str, bytes]) -> str:
    path.write_bytes(packed(*(record(answer(content), url=url, date=f"{day}T10:00:00Z") for url, day, content in pages)))
    return str(path)


def marks(folder: Path) -> list[tuple[str, str, str]]:
    rows = pq.read_table(folder / FILE).to_pylist()
    return sorted((row["address"].rpartition("/")[2], row["kind"], row["of_address"].rpartition("/")[2]) for row in rows)


def test_what_says_the_same_is_marked_once(tmp_path: Path) -> None:
    first = written(
        tmp_path / "a.warc.gz",
        ("http://a.example/late", "2031-03-16", article("ferry")),
        ("http://a.example/own", "2031-03-14", article("bridge")),
        ("http://a.example/near", "2031-03-17", article("ferry", changed="said")),
        ("http://a.example/none", "2031-03-17", b"<p>nothing"),
    )
    second = written(
        tmp_path / "b.warc.gz",
        ("http://b.example/first", "2031-03-15", article("ferry")),
        ("http://b.example/stamped", "2031-03-16", article("ferry", stamp="<p>Updated 3 hours ago</p>")),
        ("http://b.example/same-day", "2031-03-15", article("ferry")),
    )
    wanted = [("late", "page", "first"), ("near", "near", "first"), ("same-day", "page", "first"), ("stamped", "text", "first")]
    states = []
    for order, folder in (([first, second], "one"), ([second, first], "other")):
        out = tmp_path / folder
        for task in plan(order, out).tasks:
            assert isinstance(read_shard(task), Line)
        assert mark_duplicates(out) == 4
        assert marks(out) == wanted
        states.append((out / FILE).read_bytes())
    assert states[0] == states[1]


def test_marks_are_made_once_and_again_when_a_file_changes(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    pages = [("http://a.example/1", "2031-03-14", article("ferry")), ("http://a.example/2", "2031-03-15", article("ferry"))]
    written(path, *pages)
    out = tmp_path / "out"
    (task,) = plan([str(path)], out).tasks
    read_shard(task)
    assert mark_duplicates(out) == 1
    before = (out / FILE).stat()
    assert mark_duplicates(out) == 1 and (out / FILE).stat().st_mtime_ns == before.st_mtime_ns
    written(path, *pages, ("http://a.example/3", "2031-03-16", article("ferry")))
    (task,) = plan([str(path)], out).tasks
    read_shard(task)
    assert mark_duplicates(out) == 2


def test_a_file_that_is_broken_within_is_named(tmp_path: Path) -> None:
    path = written(tmp_path / "a.warc.gz", ("http://a.example/1", "2031-03-14", article("ferry")))
    (task,) = plan([path], tmp_path / "out").tasks
    line = read_shard(task)
    assert isinstance(line, Line)
    file = tmp_path / "out" / line.file
    content = bytearray(file.read_bytes())
    assert len(content) < 64 * 1024  # so its line knows all of it, but for what is written here
    group = pq.ParquetFile(file).metadata.row_group(0)
    (at,) = (c.data_page_offset for c in map(group.column, range(group.num_columns)) if c.path_in_schema == "input")
    content[at : at + 40] = bytes(40)
    file.write_bytes(content)
    told = json.loads(line_path(tmp_path / "out", task.shard.stem).read_text())
    told["end_sha256"] = hashlib.sha256(content).hexdigest()
    line_path(tmp_path / "out", task.shard.stem).write_text(json.dumps(told))
    with pytest.raises(ValueError, match=rf"{line.file}: is no whole file"):
        mark_duplicates(tmp_path / "out")
