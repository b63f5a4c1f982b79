"""One shard -> its file and its line: what ``sayso add`` would have read of it, and nothing half done."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from archives import answer, packed, record
from batch_shards import page, warc

pytest.importorskip("pyarrow", reason="the extra 'parquet' is not installed")

from sayso.adding import Read, capture_of, read_in
from sayso.batch import Choice, Failed, Line, read_rows, read_shard, shard_reading
from sayso.batch.attempts import DEATHS, Attempt, attempt_path, reached
from sayso.batch.manifest import is_done, read_line
from sayso.batch.page_limits import PageTooLongError, limited
from sayso.batch.shard_reading import Task
from sayso.batch.shards import Shard, shards_of
from sayso.options import PageOptions
from sayso.pages import read_pages
from sayso.record import Given, Page, Refusal


def task_of(input: str, folder: Path, **how: object) -> Task:
    (folder / "_manifest").mkdir(parents=True, exist_ok=True)
    (shard,) = shards_of([input])
    assert isinstance(shard, Shard)
    return replace(Task(shard, str(folder)), **how)  # type: ignore[arg-type]


def read_plainly(input: str, options: PageOptions) -> list[Read | Refusal]:
    """What ``sayso add`` reads of an input."""
    return [read_in(one, capture_of(one)) if isinstance(one, Page) else one for one in read_pages([input], options)]


@pytest.mark.parametrize("form", ["warc", "jsonl", "folder", "wacz"])
def test_a_file_holds_what_add_would_read(tmp_path: Path, form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    if form == "warc":
        records = [record(answer(page(n)), url=f"http://lantern.example/{n}") for n in range(2)]
        Path("a.warc.gz").write_bytes(packed(*records, record(answer(b"<html><p>Nothing")), b"no record"))
    elif form == "jsonl":
        lines = [json.dumps({"url": f"http://lantern.example/{n}", "html": page(n).decode()}) for n in range(2)]
        Path("a.jsonl").write_text("\n".join([*lines, "{}"]))
    elif form == "folder":
        Path("a").mkdir()
        for n in range(2):
            Path(f"a/{n}.html").write_bytes(page(n))
        Path("a/empty.html").write_bytes(b"")
    else:
        import zipfile

        with zipfile.ZipFile("a.wacz", "w") as packed_in:
            packed_in.writestr("archive/data.warc.gz", packed(record(answer(page(1)))))
    (name,) = (path.name for path in Path().iterdir())
    task = task_of(name, Path("out"), options=PageOptions(languages=("en",)))
    line = read_shard(task)
    assert isinstance(line, Line), line
    read = list(read_rows(Path("out") / line.file))
    assert read == read_plainly(name, task.options)
    readings = [one.incoming.reading for one in read if isinstance(one, Read) and one.incoming.reading]
    assert line.articles == len(readings) == (1 if form == "wacz" else 2)
    assert line.statements == sum(len(one.statements) for one in readings) > 0
    assert line.pages - line.articles == sum(line.refusals.values()) == len(read) - len(readings)
    assert read_line(Path("out"), task.shard.stem) == line
    assert is_done(Path("out"), task.shard, line, line.model, json.loads(json.dumps(task.told())))
    assert {path.name for path in Path("out").iterdir()} == {line.file, "_manifest"}


def test_hosts_and_days_are_chosen_before_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    urls = ("http://www.lantern.example/2031/03/15/a", "http://post.example/b", "http://lantern.example/2031/02/01/c")
    path = tmp_path / "a.warc.gz"
    path.write_bytes(packed(*(record(answer(page(n)), url=url) for n, url in enumerate(urls))))
    read: list[str | None] = []
    monkeypatch.setattr(shard_reading, "read_in", lambda page, capture: read.append(page.url) or read_in(page, capture))
    line = read_shard(task_of(str(path), tmp_path / "out", choice=Choice(("lantern.example",), "2031-03-01")))
    assert isinstance(line, Line) and read == [urls[0]]
    assert line.passed_over == {"other-host": 1, "too-early": 1} and line.articles == line.pages == 1


@pytest.mark.parametrize(
    ("page", "choice", "why"),
    [
        (Page("a", b"", captured="2031-03-14T23:00:00+00:00"), Choice(since="2031-03-15"), "too-early"),
        (Page("a", b"", captured="2031-03-15T00:00:00+00:00"), Choice(since="2031-03-15"), None),
        (Page("a", b"", given=Given(published="15 March 2031"), captured="2031-01-01"), Choice(since="2031-03-15"), None),
        (Page("a", b"", given=Given(published="soon"), captured="2031-01-01"), Choice(since="2031-03-15"), "too-early"),
        (Page("a", b""), Choice(since="2031-03-15"), None),  # nobody knows
        (Page("a", b""), Choice(hosts=("a.example",)), "other-host"),
        (Page("a", b"", url="http://[half"), Choice(hosts=("a.example",)), "other-host"),
        (Page("a", b"", url="http://nota.example/"), Choice(hosts=("a.example",)), "other-host"),
        (Page("a", b"", url="http://WWW.A.example:80/x"), Choice(hosts=("b.example", "a.example")), None),
    ],
)
def test_the_choice(page: Page, choice: Choice, why: str | None) -> None:
    assert choice.passes_over(page) == why


def test_a_shard_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(b"no archive at all" * 100)
    failed = read_shard(task_of(str(path), tmp_path / "out"))
    assert isinstance(failed, Failed) and failed.reason == "bad-warc" and "a.warc.gz is broken" in failed.detail
    gone = replace(task_of(str(path), tmp_path / "out"), shard=Shard("gone.warc", str(tmp_path / "gone.warc")))
    failed = read_shard(gone)
    assert isinstance(failed, Failed) and failed.reason == "not-found"
    assert [path.name for path in (tmp_path / "out").iterdir() if path.suffix == ".parquet"] == []


def test_loose_pages_are_refused_one_by_one(tmp_path: Path) -> None:
    """Not all of them as a broken shard, also where there is only one."""
    (tmp_path / "crawl").mkdir()
    (tmp_path / "crawl/large.html").write_bytes(page(1) * 10)
    line = read_shard(task_of(str(tmp_path / "crawl"), tmp_path / "out", options=PageOptions(max_bytes=100)))
    assert isinstance(line, Line) and line.refusals == {"too-big": 1}


def test_a_bug_is_said_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(*_: object) -> None:
        raise ValueError("no column holds this")

    monkeypatch.setattr(shard_reading, "write_rows", wrong)
    failed = read_shard(task_of(str(warc(tmp_path / "a.warc.gz", range(1))), tmp_path / "out"))
    assert isinstance(failed, Failed) and failed.reason == "internal-error" and "no column holds this" in failed.detail
    assert [path.name for path in (tmp_path / "out").iterdir() if path.suffix in (".parquet", ".part")] == []


def test_a_shard_that_changes_while_it_is_read_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = warc(tmp_path / "a.warc.gz", range(2))

    def growing(page: Page, capture: object) -> Read:
        with path.open("ab") as file:
            file.write(packed(record(answer(b"<p>more"))))
        return read_in(page, capture)  # type: ignore[arg-type]

    monkeypatch.setattr(shard_reading, "read_in", growing)
    failed = read_shard(task_of(str(path), tmp_path / "out"))
    assert isinstance(failed, Failed) and failed.passing and "changed while it was read" in failed.detail


def test_a_stream_that_breaks_off_is_no_whole_shard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A refusal would be right for a file that is cut, and wrong for a line that was."""
    from sayso.batch.places import Counted

    def broken(self: Counted, buffer: object) -> int:
        self.broke = OSError(5, "Input/output error")
        raise self.broke

    for name in ("a.jsonl", "a.warc"):
        (tmp_path / name).write_text('{"html": "x"}\n')
        with monkeypatch.context() as patched:
            patched.setattr(Counted, "readinto", broken)
            failed = read_shard(task_of(str(tmp_path / name), tmp_path / "out"))
        assert isinstance(failed, Failed) and failed.reason == "unreadable" and failed.passing


def test_a_disk_that_is_full_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    failed = read_shard(task_of(str(warc(tmp_path / "a.warc", range(1))), tmp_path / "out"))
    assert isinstance(failed, Failed) and "no space left on device" in failed.detail
    left = [path.name for path in (tmp_path / "out").iterdir() if path.suffix in (".parquet", ".part")]
    assert not left


def test_a_page_at_which_its_process_died_is_refused(tmp_path: Path) -> None:
    """After so many deaths in a row there, and not after fewer; pages before and after it are read."""
    path = warc(tmp_path / "a.warc.gz", range(3))
    task = task_of(str(path), tmp_path / "out")
    for death in range(DEATHS):
        attempt = Attempt(tmp_path / "out", task.shard.stem)
        assert not attempt.deadly, death
        attempt.begin(0, 10)
        attempt.end()
        attempt.begin(1, 20)
        assert reached(tmp_path / "out", task.shard.stem) == (1, 20)
        attempt.close(done=False)  # as if it had been killed here
    line = read_shard(task)
    assert isinstance(line, Line) and (line.articles, line.refusals) == (2, {"worker-died": 1})
    refused = [one.refusal for one in read_rows(tmp_path / "out" / line.file) if isinstance(one, Read) and one.refusal]
    assert "its process ended whenever it came to it" in refused[0].detail
    assert not attempt_path(tmp_path / "out", task.shard.stem).exists()


def test_deaths_elsewhere_blame_no_page(tmp_path: Path) -> None:
    for page_number in (0, 1, 0, 1, -1, -1, -1, 2, 2):
        attempt = Attempt(tmp_path, "a")
        assert not attempt.deadly
        if page_number >= 0:
            attempt.begin(page_number, 0)
        attempt.close(done=False)
    attempt_path(tmp_path, "a").write_bytes(b"torn")
    assert not Attempt(tmp_path, "a").deadly


@pytest.fixture
def short_time(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(shard_reading, "page_seconds", lambda size: 0.2)
    yield


def test_a_page_that_takes_too_long_is_refused(tmp_path: Path, short_time: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def stuck(page: Page, capture: object) -> Read:
        while page.url == "http://lantern.example/1":
            try:
                sum(range(1000))
            except Exception:  # as careless code on the way does
                continue
        return read_in(page, capture)  # type: ignore[arg-type]

    monkeypatch.setattr(shard_reading, "read_in", stuck)
    line = read_shard(task_of(str(warc(tmp_path / "a.warc.gz", range(3))), tmp_path / "out"))
    assert isinstance(line, Line) and (line.articles, line.refusals) == (2, {"took-too-long": 1})


def test_the_limit_is_of_cpu_time_alone() -> None:
    with limited(0.05):
        time.sleep(0.3)
    with pytest.raises(PageTooLongError), limited(0.05):
        began = time.process_time()
        while time.process_time() - began < 5:
            pass


def test_a_process_of_its_own_does_without_pandas(tmp_path: Path) -> None:
    """Which pyarrow would load; one that a person works in keeps it."""
    program = (
        "import sys; from sayso.batch.columns import without_pandas; without_pandas(); import pyarrow; "
        "pyarrow.array([{'a': 1}]); print('pandas' in sys.modules, sys.meta_path[0].__class__.__name__)"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    ran = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    assert ran.stdout.split()[0] == "False" and "NoPandas" not in ran.stdout


def test_no_file_of_the_machine_stands_in_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same input under the same name gives the same bytes in any folder, at any time."""
    found = []
    for folder in ("one", "other"):
        (tmp_path / folder).mkdir()
        monkeypatch.chdir(tmp_path / folder)
        warc(Path("a.warc.gz"), range(2))
        os.utime("a.warc.gz", (0, len(found)))
        line = read_shard(task_of("a.warc.gz", Path("out")))
        assert isinstance(line, Line)
        found.append((Path("out") / line.file).read_bytes())
        assert str(tmp_path).encode() not in found[-1]
    assert found[0] == found[1]
