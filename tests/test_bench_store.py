"""The store's measurements run on a small store, in both engines, and say what the issue asks for."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))
import bench_store

from sayso.store.values import Question


def test_the_figures_of_the_store(new_address: Callable[[], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                  capsys: pytest.CaptureFixture[str]) -> None:  # fmt: skip
    monkeypatch.setattr(bench_store, "MORE", 20)
    address = new_address()
    where = ["--postgres", address] if address.startswith("postgresql:") else ["--store", address]
    assert bench_store.main(["--articles", "40", "--questions", "38", "--json", *where]) == 0
    found = json.loads(capsys.readouterr().out)
    mark = "PostgreSQL: " if where[0] == "--postgres" else ""
    for name in ("filling", "1,000 more readings", "bytes on disk over bytes of text", "find by words and speaker, p95"):
        assert f"{mark}{name}" in found
    assert found[f"{mark}the store"]["addresses"] > 55
    assert found[f"{mark}find: all questions"]["asked"] == 38


def test_questions_are_varied_and_the_same_every_time() -> None:
    asked = list(bench_store.questions(100, 114))
    assert asked == list(bench_store.questions(100, 114))
    assert len({kind for kind, _, _ in asked}) >= 14
    assert sum(kind == "words and speaker" for kind, _, _ in asked) >= 20, "the figure that the issue asks for"
    assert sum(bool(question.words and question.speaker) for _, question, _ in asked) > 30
    assert len({question for _, question, _ in asked}) > 80
    assert all(question != Question() for _, question, _ in asked)


def test_a_percentile_is_one_of_the_values() -> None:
    assert [bench_store.percentile([3.0, 1.0, 2.0], share) for share in (0.0, 0.5, 0.95)] == [1.0, 2.0, 3.0]


def test_a_process_is_measured_with_its_children() -> None:
    cpu, peak = bench_store.process(["--version"])
    assert 0 < cpu < 20 and peak >= 0
    with pytest.raises(RuntimeError, match="no-such-command"):
        bench_store.process(["no-such-command"])


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="memory is measured where there is /proc")
def test_memory_is_that_of_the_children_too() -> None:
    code = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'x = bytearray(99 << 20); input()'])"
    most, done = [0.0], threading.Event()
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE) as running:
        watcher = threading.Thread(target=bench_store.watch, args=(running.pid, most, done))
        watcher.start()
        for _ in range(200):
            if most[0] > 99:
                break
            time.sleep(0.1)
        running.communicate(b"\n")
        done.set()
        watcher.join()
    assert 99 < most[0] < 300
