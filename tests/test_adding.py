"""Inputs -> a store: in order, once each, whatever dies on the way, in flat memory."""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from plain_reader import read_plainly
from processes import children, gone
from reports import lines, said

from sayso import adding
from sayso.adding import Tally, add, add_each
from sayso.options import PageOptions
from sayso.record import Given, Page, Refusal
from sayso.store import open_engine
from sayso.store.contract import Engine
from sayso.store.errors import StoreError
from sayso.store.values import Capture, Incoming, Kept, Sighting

EXAMPLES = [
    Path(__file__).parents[1] / "examples" / name for name in ("aurane-post", "dump.txt", "prose.txt", "valdrin-courier")
]
TESTS = Path(__file__).parent


class Noted:
    """A store's contract as far as adding needs it, in memory; notes what is asked of it, and fails where it is told to."""

    def __init__(self, fails_at: int | None = None) -> None:
        self.kept: dict[tuple[str, str], Incoming] = {}
        self.batches: list[list[str]] = []
        self.fails_at = fails_at

    def seen(self, captures: Sequence[Capture]) -> list[Sighting]:
        held = (self.kept.get((c.address, c.page_sha256)) for c in captures)
        return ["same" if one is not None and one.reading is not None else "new" for one in held]

    def keep(self, incoming: Sequence[Incoming]) -> list[Kept]:
        if len(self.batches) == self.fails_at:
            raise StoreError("the disk is full")
        self.batches.append([one.capture.address for one in incoming])
        for one in incoming:
            self.kept[one.capture.address, one.capture.page_sha256] = one
        return [
            Kept("article", one.capture.address, 1, len(one.reading.statements)) if one.reading else Kept("refused", "")
            for one in incoming
        ]


@pytest.fixture
def store(engine: Engine) -> Engine:
    """An empty store, of both kinds in turn."""
    return engine


def read(engine: object, inputs: Sequence[str], workers: int = 1, **more: object) -> list[Kept | Refusal]:
    return list(add_each(engine, inputs, workers=workers, read=read_plainly, **more))  # type: ignore[arg-type]


def shown(results: Sequence[Kept | Refusal]) -> list[str]:
    return [one.reason if isinstance(one, Refusal) else f"{one.outcome} {one.address[-1:]}" for one in results]


def test_the_example_pages_are_added_once(tmp_path: Path) -> None:
    store = open_engine(tmp_path / "sayso.db")
    first = add(store, EXAMPLES, workers=1)
    assert first.articles > 2 and first.versions == 1 and first.statements > 100 and not first.refusals
    assert store.summary().statements == first.statements
    again = add(store, EXAMPLES, workers=1)
    assert again == Tally(same=first.articles + first.versions)
    assert list(store.verify()) == []
    store.close()


@pytest.mark.parametrize("workers", [1, 3])
def test_results_come_in_the_order_of_the_inputs(workers: int, store: Engine, tmp_path: Path) -> None:
    texts = [said(0), "slow " + said(1), " ", said(3), said(4)]  # the second takes longest
    results = read(store, [lines(tmp_path / "a.jsonl", texts), "no/such/file", lines(tmp_path / "b.jsonl", texts[:2])], workers)
    assert shown(results) == ["article 0", "article 1", "empty", "article 3", "article 4", "not-found", "same 0", "same 1"]


def test_what_is_kept_is_not_read_again(tmp_path: Path) -> None:
    store, pages = Noted(), lines(tmp_path / "a.jsonl", [said(0), " ", said(2)])
    read(store, [pages])
    read(store, [pages])
    assert store.batches == [[f"https://lantern.example/{n}" for n in range(3)], ["https://lantern.example/1"]]


def test_a_page_that_comes_twice_in_one_run_is_read_once(tmp_path: Path) -> None:
    store, pages = Noted(), lines(tmp_path / "a.jsonl", [said(0)])
    assert shown(read(store, [pages, pages, pages])) == ["article 0", "same 0", "same 0"]
    assert store.batches == [["https://lantern.example/0"]]


def test_other_words_at_an_address_are_a_version_and_noise_is_none(store: Engine, tmp_path: Path) -> None:
    texts = [said(1), "Updated 3 hours ago\n" + said(1), "Updated just now\n" + said(1), said(2)]
    results = read(store, [lines(tmp_path / "a.jsonl", texts, url="https://lantern.example/1")])
    assert shown(results) == ["article 1", "same 1", "same 1", "version 1"]
    assert [version.number for version in store.versions("https://lantern.example/1")] == [1, 2]


@pytest.mark.parametrize("pages_at_once", [False, True])
@pytest.mark.parametrize("workers", [1, 2])
def test_a_page_put_back_is_a_version_however_many_are_under_way(
    pages_at_once: bool, workers: int, store: Engine, tmp_path: Path
) -> None:
    """Words 1, 2, 1, 1, 2, 1 at one address, an hour apart; then all of it again, and each page alone."""
    said_in_turn = [said(n) for n in (1, 2, 1, 1, 2, 1)]
    rows = [
        json.dumps({"url": "https://lantern.example/1", "text": text, "captured": f"2031-03-14T1{hour}:00:00Z"}) + "\n"
        for hour, text in enumerate(said_in_turn)
    ]
    files = [tmp_path / "all.jsonl"] if pages_at_once else [tmp_path / f"{n}.jsonl" for n in range(len(rows))]
    for path, held in zip(files, ["".join(rows)] if pages_at_once else rows, strict=True):
        path.write_text(held, encoding="utf8")
    outcomes = ["article 1", "version 1", "version 1", "same 1", "version 1", "version 1"]
    for inputs in [list(map(str, files))] if pages_at_once else [[str(path)] for path in files]:
        expected, outcomes = outcomes[: len(rows) if pages_at_once else 1], outcomes[len(rows) if pages_at_once else 1 :]
        assert shown(read(store, inputs, workers)) == expected
    assert shown(read(store, list(map(str, files)), workers)) == ["same 1"] * 6
    kept = store.versions("https://lantern.example/1")
    assert [version.reading.article.text[:8] for version in kept] == [f"Report {n}" for n in (1, 2, 1, 2, 1)]


def test_batches_are_short_in_pages_time_and_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = lines(tmp_path / "a.jsonl", [said(n) for n in range(250)])
    store = Noted()
    read(store, [pages])
    assert sum(map(len, store.batches)) == 250 and max(map(len, store.batches)) == adding.BATCH
    monkeypatch.setattr(adding, "BATCH_CHARACTERS", 300)
    few = Noted()
    read(few, [pages])
    assert max(map(len, few.batches)) < 6
    monkeypatch.setattr(adding, "BATCH_SECONDS", 0.25)
    slow = Noted()
    read(slow, [lines(tmp_path / "s.jsonl", ["slow " + said(n) for n in range(3)])])
    assert len(slow.batches) == 3


def test_no_more_pages_come_in_than_can_be_read(tmp_path: Path) -> None:
    """What is in memory does not grow with the input: pages met and not yet written stay within a window and a batch."""
    pages, met, most = lines(tmp_path / "a.jsonl", [said(n) for n in range(600)]), 0, 0

    def meet(page: Page | Refusal) -> None:
        nonlocal met
        met += 1

    for written, _ in enumerate(add_each(Noted(), [pages], workers=2, met=meet, read=read_plainly), 1):  # type: ignore[arg-type]
        most = max(most, met - written)
    assert met == 600 and most <= adding.GROUP + 2 * adding.WINDOW + adding.BATCH


def test_large_pages_wait_for_those_before_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adding, "WINDOW_BYTES", 1000)
    monkeypatch.setattr(adding, "GROUP_BYTES", 1000)
    monkeypatch.setattr(adding, "BATCH_CHARACTERS", 1000)
    pages, met = lines(tmp_path / "a.jsonl", [said(n) + "a" * 2000 for n in range(20)]), []
    most = 0
    for written, _ in enumerate(add_each(Noted(), [pages], workers=2, met=met.append, read=read_plainly), 1):  # type: ignore[arg-type]
        most = max(most, len(met) - written)
    assert most <= 2


def test_a_page_that_kills_its_worker_is_refused_and_the_run_goes_on(store: Engine, tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    texts = [said(0), "poison", said(2), f"once:{mark} " + said(3), said(4)]
    results = read(store, [lines(tmp_path / "a.jsonl", texts)], workers=2)
    assert shown(results) == ["article 0", "worker-died", "article 2", "article 3", "article 4"]
    refusal = results[1]
    assert isinstance(refusal, Refusal) and "a.jsonl:2" in refusal.detail and "SIGKILL" in refusal.detail
    assert store.summary().refusals == {"worker-died": 1}
    again = read(store, [lines(tmp_path / "a.jsonl", texts)], workers=2)  # it is tried again, and counted once
    assert shown(again) == ["same 0", "worker-died", "same 2", "same 3", "same 4"]
    assert store.summary().refusals == {"worker-died": 1}


def test_a_page_that_takes_too_long_is_refused_and_the_run_goes_on(
    store: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adding, "page_seconds", lambda size: 3.0)
    results = read(store, [lines(tmp_path / "a.jsonl", [said(0), "endless", said(2), said(3)])], workers=2)
    assert shown(results) == ["article 0", "took-too-long", "article 2", "article 3"]
    refusal = results[1]
    assert isinstance(refusal, Refusal) and "a.jsonl:2" in refusal.detail and "after 3 s" in refusal.detail
    assert store.summary().refusals == {"took-too-long": 1}


@pytest.mark.parametrize("text", ["a\x00b", "\u202e\u200f", "x" * 300_000, "“" * 5000, "{}'\";--"])
def test_odd_characters_go_in_and_come_out(text: str, store: Engine, tmp_path: Path) -> None:
    page = tmp_path / "odd.txt"
    page.write_bytes((said(1) + "\n" + text).encode("utf8", "surrogatepass"))
    add(store, [page], PageOptions(prose=True), workers=1)
    [version] = store.versions(str(page))
    assert version.reading.article.text == (said(1) + "\n" + text)
    assert list(store.verify()) == []


def test_a_store_that_fails_keeps_what_was_written_and_leaves_no_process(tmp_path: Path) -> None:
    before, results, store = children(os.getpid()), [], Noted(fails_at=2)
    with pytest.raises(StoreError, match="disk is full"):
        for result in add_each(
            store, [lines(tmp_path / "a.jsonl", [said(n) for n in range(400)])], workers=2, read=read_plainly
        ):  # type: ignore[arg-type]
            results.append(result)
    assert sum(map(len, store.batches)) == len(results) > 0
    assert children(os.getpid()) <= before


def test_whoever_stops_asking_leaves_no_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adding, "BATCH", 5)
    before = children(os.getpid())
    results = add_each(Noted(), [lines(tmp_path / "a.jsonl", [said(n) for n in range(400)])], workers=2, read=read_plainly)  # type: ignore[arg-type]
    next(results)
    results.close()  # type: ignore[attr-defined]
    assert children(os.getpid()) <= before


# Killed at any instant.

RUN = f"""
import sys
sys.path.insert(0, {str(TESTS)!r})
from plain_reader import read_plainly
from sayso import adding
from sayso.store import open_engine
adding.BATCH = 7
store, pages, workers = sys.argv[1:]
for result in adding.add_each(open_engine(store), [pages], workers=int(workers), read=read_plainly):
    print(result, flush=True)
"""


def run(store: Path, pages: str, workers: int) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", RUN, str(store), pages, str(workers)], stdout=subprocess.PIPE, text=True)


def rows(store: Path) -> list[str]:
    """All that a store holds, its numbers too, but for the pages of the word index and when its schema was made."""
    connection = sqlite3.connect(store)
    tables = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name != 'migrations'").fetchall()
    virtual = tuple(name + "_" for name, sql in tables if sql.startswith("CREATE VIRTUAL"))
    plain = [name for name, sql in tables if not name.startswith(virtual) and not sql.startswith("CREATE VIRTUAL")]
    found = [repr((name, *row)) for name in plain for row in connection.execute(f'SELECT * FROM "{name}"')]
    connection.close()
    return sorted(found)


def many(path: Path) -> str:
    """Sixty pages: most new, some refused, some of an address met before, some word for word again."""
    texts = [" " if n % 10 == 3 else said(n % 45) for n in range(60)]
    out = [{"url": f"https://lantern.example/{n % 30}", "text": text, "captured": "2031-03-14"} for n, text in enumerate(texts)]
    path.write_text("".join(json.dumps(row) + "\n" for row in out), encoding="utf8")
    return str(path)


def test_killed_at_any_instant_and_started_again_it_ends_with_the_same_store(tmp_path: Path) -> None:
    pages, rng = many(tmp_path / "pages.jsonl"), random.Random(7)
    alone = tmp_path / "alone.db"
    assert len(run(alone, pages, 2).communicate()[0].splitlines()) == 60
    killed = tmp_path / "killed.db"
    left: set[int] = set()
    for kill in range(10):
        process = run(killed, pages, workers=kill % 2 + 1)
        assert process.stdout is not None
        for _ in range(rng.randrange(8)):  # results come a batch at a time: after some of them ...
            process.stdout.readline()
        time.sleep(rng.uniform(0, 0.03))  # ... and then at any instant
        left |= children(process.pid)
        process.send_signal(signal.SIGKILL)
        process.communicate()
    assert len(run(killed, pages, 2).communicate()[0].splitlines()) == 60
    assert rows(killed) == rows(alone)
    engine = open_engine(killed)
    assert list(engine.verify()) == []
    engine.close()
    assert gone(left)


def test_other_facts_beside_the_same_text_are_another_capture() -> None:
    page = Page("a.jsonl:1", b"It rained.", "https://lantern.example/1")
    known, titled = adding.capture_of(page), adding.capture_of(replace(page, given=Given(headline="Rain")))
    assert known.page_sha256 == hashlib.sha256(page.content).hexdigest() != titled.page_sha256
    assert titled.address == known.address


def test_two_that_add_at_once_take_turns(tmp_path: Path) -> None:
    store, pages = tmp_path / "both.db", many(tmp_path / "pages.jsonl")
    both = [run(store, pages, 1), run(store, pages, 1)]
    assert [len(process.communicate()[0].splitlines()) for process in both] == [60, 60]
    assert [process.returncode for process in both] == [0, 0]
    engine = open_engine(store)
    assert len(list(engine.addresses())) == 27 and list(engine.verify()) == []
    engine.close()
