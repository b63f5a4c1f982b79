"""Shards -> files by processes that die: all of them, once, with the same bytes; and again only what is missing."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import random
import signal
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from archives import answer, packed, record
from batch_shards import DEADLY, page, read_dying, read_slowly, shards_in, warc
from processes import children, gone

pytest.importorskip("pyarrow", reason="the extra 'parquet' is not installed")

from sayso.batch import Failed, Line, Plan, Processes, Standing, Tally, plan, read_rows, read_shard, run
from sayso.batch.engines import Died, Outcome
from sayso.batch.manifest import line_path, read_line
from sayso.batch.shard_reading import Task

Told = list[Line | Failed]


def state(folder: Path) -> dict[str, str]:
    """The files of a folder, hidden ones too, by their bytes; lines without the time that they took."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".jsonl":
            line = {**json.loads(path.read_text()), "cpu_seconds": 0}
            found[path.name] = json.dumps(line)
        elif path.is_file():
            found[path.name] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


@pytest.fixture(scope="module")
def shards(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    return shards_in(tmp_path_factory.mktemp("crawl"), count=4)


@pytest.fixture(scope="module")
def alone(shards: list[str], tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What one process makes of the shards, this one."""
    folder = tmp_path_factory.mktemp("alone")
    for task in plan(shards, folder).tasks:
        assert isinstance(read_shard(task), Line)
    return state(folder)


class Scripted:
    """An engine that does what it is told to, in this process, the last task first."""

    def __init__(self, outcome: Callable[[Task, int], Outcome], count: int = 1) -> None:
        self.outcome, self.count = outcome, count
        self.handed: list[Task] = []
        self.times: dict[str, int] = {}
        self.closed = False

    def hand_in(self, task: Task) -> None:
        self.handed.append(task)

    def come_in(self, seconds: float) -> list[tuple[Task, Outcome]]:
        task = self.handed.pop()
        self.times[task.shard.name] = self.times.get(task.shard.name, 0) + 1
        return [(task, self.outcome(task, self.times[task.shard.name]))]

    def close(self) -> None:
        self.closed = True


def here(task: Task, times: int) -> Outcome:
    return read_shard(task)


def run_here(
    planned: Plan, outcome: Callable[[Task, int], Outcome] = here, count: int = 1
) -> tuple[Tally, Told, list[Standing]]:
    told: Told = []
    standings: list[Standing] = []
    engine = Scripted(outcome, count)
    tally = run(planned, engine, told.append, lambda standing: standings.append(replace(standing)))
    assert engine.closed
    return tally, told, standings


def test_the_order_of_shards_does_not_matter(shards: list[str], alone: dict[str, str], tmp_path: Path) -> None:
    run_here(plan(shards[::-1], tmp_path), count=4)
    assert state(tmp_path) == alone


@contextlib.contextmanager
def killing(folder: Path, most: int, victims: Callable[[], set[int]]) -> Iterator[list[int]]:
    """Within this, processes that are at a shard are killed at random, so many times."""
    killed: list[int] = []
    ended = threading.Event()
    chance = random.Random(7)

    def kill() -> None:
        while len(killed) < most and not ended.wait(0.05 + 0.2 * chance.random()):
            found = sorted(victims() - set(killed))
            if found and any(folder.glob(".*.attempt")):  # one is reading
                one = chance.choice(found)
                with contextlib.suppress(ProcessLookupError):
                    os.kill(one, signal.SIGKILL)
                    killed.append(one)

    thread = threading.Thread(target=kill)
    thread.start()
    try:
        yield killed
    finally:
        ended.set()
        thread.join()


def test_processes_make_the_same_bytes_as_one_whatever_is_killed(
    shards: list[str], alone: dict[str, str], tmp_path: Path
) -> None:
    before = children(os.getpid())
    with killing(tmp_path, 2, lambda: children(os.getpid()) - before) as killed:
        tally = run(plan(shards, tmp_path), Processes(2, read_slowly))
    assert len(killed) == 2 and tally.read == len(shards) and not tally.failed and tally.counts["articles"] == 12
    assert state(tmp_path) == alone
    assert gone(children(os.getpid()) - before)


def test_a_page_that_kills_its_process_is_refused_and_the_shard_is_read(tmp_path: Path) -> None:
    good, bad = warc(tmp_path / "good.warc.gz", range(1)), tmp_path / "bad.warc.gz"
    bad.write_bytes(packed(*(record(answer(page(n, DEADLY if n == 1 else ""))) for n in range(3))))
    tally = run(plan([str(good), str(bad)], tmp_path / "out"), Processes(1, read_dying))
    assert tally.read == 2 and not tally.failed
    assert tally.refusals == {"worker-died": 1} and tally.counts["articles"] == 3


def test_a_second_run_reads_what_is_missing(shards: list[str], alone: dict[str, str], tmp_path: Path) -> None:
    run_here(plan(shards[:2], tmp_path))
    # Killed between the file and its line; a line that is torn; a file that is cut, or of other bytes; another model's.
    assert [task.shard.name for task in plan(shards, tmp_path).tasks] == shards[2:]
    run_here(plan(shards, tmp_path))
    stems = [path.stem for path in sorted(tmp_path.glob("*.parquet"))]
    line_path(tmp_path, stems[0]).unlink()
    torn = line_path(tmp_path, stems[1])
    torn.write_bytes(torn.read_bytes()[:50])
    cut = tmp_path / f"{stems[2]}.parquet"
    cut.write_bytes(cut.read_bytes()[:-9])
    other = line_path(tmp_path, stems[3])
    other.write_text(other.read_text().replace('"model": "en', '"model": "xx'))
    again = plan(shards, tmp_path)
    assert len(again.tasks) == 4 and not again.done
    run_here(again)
    assert state(tmp_path) == alone
    assert not plan(shards, tmp_path).tasks


def test_other_options_read_it_anew(shards: list[str], tmp_path: Path) -> None:
    from sayso.batch import Choice
    from sayso.options import PageOptions

    run_here(plan(shards[:1], tmp_path))
    assert not plan(shards[:1], tmp_path).tasks
    assert len(plan(shards[:1], tmp_path, choice=Choice(("post.example",))).tasks) == 1
    assert len(plan(shards[:1], tmp_path, PageOptions(languages=("fr",))).tasks) == 1
    assert not plan(shards[:1], tmp_path, PageOptions(timeout=3)).tasks  # by which nothing else is read


def test_a_shard_that_has_changed_is_read_again(tmp_path: Path) -> None:
    path = warc(tmp_path / "a.warc.gz", range(1))
    run_here(plan([str(path)], tmp_path / "out"))
    warc(path, range(2))
    os.utime(path, ns=(1, 1))
    (task,) = plan([str(path)], tmp_path / "out").tasks
    tally, (line,), _ = run_here(plan([str(path)], tmp_path / "out"))
    assert isinstance(line, Line) and line.articles == 2 and tally.read == 1
    assert len(list(read_rows(tmp_path / "out" / line.file))) == 2
    assert len(list((tmp_path / "out").glob("*.parquet"))) == 1 and read_line(tmp_path / "out", task.shard.stem) == line


def test_a_broken_shard_is_named_and_the_rest_goes_on(shards: list[str], tmp_path: Path) -> None:
    (tmp_path / "bad.warc.gz").write_bytes(b"nothing" * 100)
    inputs = [shards[0], str(tmp_path / "bad.warc.gz"), "none.warc", shards[1]]
    tally, told, standings = run_here(plan(inputs, tmp_path / "out"))
    assert [one.reason for one in tally.failed] == ["not-found", "bad-warc"] and tally.read == 2 and len(told) == 3
    last = standings[-1]
    assert (last.shards, last.done, last.failed, last.pages) == (3, 2, 1, 6) and last.seconds_left == 0
    tally, _, _ = run_here(plan(inputs, tmp_path / "out"))
    assert (tally.read, tally.had, len(tally.failed)) == (0, 2, 2)


def test_what_passes_is_tried_again_and_what_does_not_is_given_up(shards: list[str], tmp_path: Path) -> None:
    name = shards[0]

    def tired(task: Task, times: int) -> Outcome:
        return Failed(name, "unreadable", "busy", passing=True) if times < 3 else here(task, times)

    assert run_here(plan([name], tmp_path), tired)[0].read == 1
    (failed,) = run_here(plan([shards[1]], tmp_path), lambda *_: Failed("x", "unreadable", "busy", passing=True))[0].failed
    assert failed.detail == "busy"
    (failed,) = run_here(plan([shards[1]], tmp_path), lambda *_: Died("it was ended by SIGKILL"))[0].failed
    assert failed.reason == "worker-died" and "it was ended by SIGKILL. Is memory short?" in failed.detail


def test_a_run_that_is_stopped_leaves_no_page_to_blame(shards: list[str], tmp_path: Path) -> None:
    def stop(task: Task, times: int) -> Outcome:
        (Path(task.folder) / f".{task.shard.stem}.attempt").write_bytes(b"x")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_here(plan(shards, tmp_path), stop)
    assert not [path for path in tmp_path.iterdir() if path.name.endswith((".attempt", ".part"))]


def test_leftovers_of_the_killed_are_cleaned(shards: list[str], tmp_path: Path) -> None:
    from sayso import files

    (tmp_path / f"{files._prefix()}abc.part").write_bytes(b"half")
    run_here(plan(shards[:1], tmp_path))
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_what_batch_writes_is_no_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    warc(Path("a.warc.gz"), range(1))
    run_here(plan(["."], Path("read")))
    assert [line.input for line in plan(["."], Path("read")).done] == ["a.warc.gz"] and not plan(["."], Path("read")).tasks


def test_parts_are_all_and_none_twice(shards: list[str], tmp_path: Path) -> None:
    parts = [[task.shard.name for task in plan(shards, tmp_path, part=(k, 3)).tasks] for k in (1, 2, 3)]
    assert sorted(name for part in parts for name in part) == sorted(shards) and max(map(len, parts)) == 2


def test_a_thousand_finished_shards_are_passed_over_at_once(tmp_path: Path) -> None:
    """2 s for a thousand: here by the CPU of two hundred."""
    crawl = tmp_path / "crawl"
    crawl.mkdir()
    one = warc(tmp_path / "one.warc.gz", range(1))
    for at in range(200):
        os.link(one, crawl / f"{at}.warc.gz")
    planned = plan([str(crawl)], tmp_path / "out")
    line = here(planned.tasks[0], 1)
    assert isinstance(line, Line)
    content = (tmp_path / "out" / line.file).read_bytes()
    for task in planned.tasks[1:]:
        file = f"{task.shard.stem}.parquet"
        (tmp_path / "out" / file).write_bytes(content)
        told = {**json.loads(line_path(tmp_path / "out", planned.tasks[0].shard.stem).read_text())}
        line_path(tmp_path / "out", task.shard.stem).write_text(json.dumps({**told, "input": task.shard.name, "file": file}))
    began = time.process_time()
    again = plan([str(crawl)], tmp_path / "out")
    assert len(again.done) == 200 and not again.tasks
    assert time.process_time() - began < 0.4
