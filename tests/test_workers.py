"""Processes that work out calls: in order of asking, through deaths, without a guard around the main script, with none left."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import wait
from pathlib import Path

import pytest
from processes import SHORT, children, gone

from sayso.workers import MEMORY, TookTooLongError, WorkerDiedError, Workers, WorkersError


@pytest.mark.parametrize("count", [1, 2])
def test_calls_are_worked_out(count: int) -> None:
    before = children(os.getpid())
    with Workers(count) as workers:
        results = [workers.submit(pow, number, 2) for number in range(20)]
        assert [result.result() for result in results] == [number**2 for number in range(20)]
        here = workers.submit(os.getpid).result() == os.getpid()
    assert here is (count == 1)
    assert children(os.getpid()) <= before, "a process is left, or was not waited for"


def test_one_worker_calls_when_the_result_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    with Workers(1) as workers:
        result = workers.submit(print, "called")
        assert result.done() and capsys.readouterr().out == ""
        result.result()
        result.result()
    assert capsys.readouterr().out == "called\n"


def test_a_large_call_and_a_large_result_pass(tmp_path: Path) -> None:
    with Workers(2) as workers:
        assert workers.submit(bytes.upper, b"a" * 5_000_000).result() == b"A" * 5_000_000


def test_what_a_library_prints_is_no_result(capfd: pytest.CaptureFixture[str]) -> None:
    with Workers(2) as workers:
        assert workers.submit(os.write, 1, b"noise\n").result() == 6
    out, err = capfd.readouterr()
    assert out == "" and "noise" in err


def test_a_call_that_kills_its_process_twice_is_given_up_and_the_others_go_on() -> None:
    with Workers(2) as workers:
        calls = [workers.submit(pow, n, 2) for n in range(5)] + [workers.submit(os._exit, 3)]
        calls += [workers.submit(signal.raise_signal, signal.SIGKILL)] + [workers.submit(pow, n, 2) for n in range(5, 10)]
        wait(calls)
        assert [call.result() for n, call in enumerate(calls) if n not in (5, 6)] == [n**2 for n in range(10)]
        with pytest.raises(WorkerDiedError, match="status 3"):
            calls[5].result()
        with pytest.raises(WorkerDiedError, match="SIGKILL"):
            calls[6].result()


def test_a_process_killed_once_is_taken_over(tmp_path: Path) -> None:
    """The first try dies, the second, in a fresh process, does not: what memory that ran short for a moment looks like."""
    code = f"import os\nif not os.path.exists({str(tmp_path / 'met')!r}):\n open({str(tmp_path / 'met')!r}, 'w')\n os._exit(9)"
    with Workers(2) as workers:
        assert workers.submit(exec, code).result() is None
    assert (tmp_path / "met").exists()


def test_a_call_that_takes_too_long_is_ended_once_and_the_others_go_on(tmp_path: Path) -> None:
    code = f"import time\nwith open({str(tmp_path / 'tries')!r}, 'a') as tries:\n tries.write('x')\ntime.sleep(600)"
    before, started = children(os.getpid()), time.monotonic()
    with Workers(2) as workers:
        calls = [workers.submit_within(SHORT, pow, n, 2) for n in range(4)]
        stuck = workers.submit_within(1, exec, code)
        calls += [workers.submit_within(SHORT, pow, n, 2) for n in range(4, 8)]
        with pytest.raises(TookTooLongError, match="after 1 s"):
            stuck.result()
        assert [call.result() for call in calls] == [n**2 for n in range(8)]
    assert time.monotonic() - started < SHORT and (tmp_path / "tries").read_text() == "x"
    assert children(os.getpid()) <= before, "a process is left, or was not waited for"


@pytest.mark.skipif(sys.platform != "linux", reason="other systems bound no process's data")
def test_a_call_that_takes_all_memory_is_given_up_and_the_others_go_on() -> None:
    with Workers(2) as workers:
        calls = [workers.submit(pow, n, 2) for n in range(4)]
        greedy = workers.submit(bytearray, MEMORY)
        calls += [workers.submit(pow, n, 2) for n in range(4, 8)]
        with pytest.raises(WorkerDiedError, match="more than 4 GiB of memory"):
            greedy.result()
        assert [call.result() for call in calls] == [n**2 for n in range(8)]


def test_a_stop_waits_for_no_call() -> None:
    started = time.monotonic()
    with Workers(2) as workers:
        calls = [workers.submit(time.sleep, 600) for _ in range(6)]
        time.sleep(1)
    assert time.monotonic() - started < SHORT
    for call in calls:
        assert call.cancelled() or isinstance(call.exception(), WorkersError)


def test_a_process_that_cannot_start_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with Workers(2) as workers, pytest.raises(WorkersError, match=r"status 1.*--workers 1"):
        workers.submit(pow, 2, 2).result()
    monkeypatch.setattr(sys, "executable", "/no/such/python")
    with Workers(2) as workers, pytest.raises(WorkersError, match="No such file"):
        workers.submit(pow, 2, 2).result()


SCRIPT = """
import os, sys, time
from sayso.workers import Workers
with Workers(2) as workers:  # no guard: a notebook has none either
    first = [workers.submit(os.getpid).result() for _ in range(1)]
    calls = [workers.submit(time.sleep, 1.0) for _ in range(4)]
    time.sleep(0.5)
    print("working", flush=True)
    calls[-1].result()
"""


def test_a_script_needs_no_guard_and_a_module_beside_it_is_not_mistaken(tmp_path: Path) -> None:
    (tmp_path / "pickle.py").write_text("raise SystemExit('the wrong pickle')")
    (tmp_path / "run").mkdir()
    (tmp_path / "run/script.py").write_text(SCRIPT)
    done = subprocess.run(
        [sys.executable, "run/script.py"], cwd=tmp_path, capture_output=True, text=True, timeout=SHORT, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "working\n", "")


def test_workers_end_with_a_killed_parent() -> None:
    process = subprocess.Popen([sys.executable, "-c", SCRIPT], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None and process.stdout.readline() == "working\n"
    workers = children(process.pid)
    assert len(workers) == 2
    process.kill()
    process.wait()
    process.stdout.close()
    assert gone(workers)
