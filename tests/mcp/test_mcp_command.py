"""``sayso mcp`` as programs start it: what it says, what it leaves, how it ends."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from agents import environment

import sayso
from sayso.cli import main

HELLO = {
    "jsonrpc": "2.0", "id": 1, "method": "initialize",
    "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "trial", "version": "1"}},
}
READY = {"jsonrpc": "2.0", "method": "notifications/initialized"}


def called(number: int, tool: str, **arguments: Any) -> dict[str, Any]:
    return {
        "jsonrpc": "2.0", "id": number, "method": "tools/call",
        "params": {"name": tool, "arguments": arguments},
    }


def started(store: str, home: Path, *more: str) -> subprocess.Popen[str]:
    """The process, once it has said hello."""
    process = subprocess.Popen(
        [sys.executable, "-m", "sayso", "mcp", "--store", store, *more], env=environment(home), text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdin and process.stdout
    say(process, HELLO, READY)
    assert json.loads(process.stdout.readline())["result"]["serverInfo"]["version"] == sayso.__version__
    return process  # which a test closes, pipes and all, by a "with"


def say(process: subprocess.Popen[str], *messages: Any) -> None:
    assert process.stdin
    process.stdin.write("".join(f"{one if isinstance(one, str) else json.dumps(one)}\n" for one in messages))
    process.stdin.flush()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An empty folder, for all that a program might write."""
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


@pytest.mark.parametrize(("how", "status"), [("end", 0), (signal.SIGINT, 0), (signal.SIGTERM, 143)], ids=str)
def test_it_ends_with_its_input_or_when_it_is_stopped(news: str, home: Path, how: Any, status: int) -> None:
    with started(news, home) as process:
        assert process.stdin and process.stdout and process.stderr
        say(process, called(2, "find_statements", limit=1), "no message at all", "{", called(3, "find_statements", wrong=1))
        answers: dict[Any, Any] = {}
        while not {2, 3} <= answers.keys():
            answer = json.loads(process.stdout.readline())
            answers[answer.get("id")] = answer
        assert answers[2]["result"]["structuredContent"]["hits"] and answers[3]["result"]["isError"]
        began = time.monotonic()
        if how == "end":
            say(process, called(4, "find_statements", limit=1))
            process.stdin.close()
            assert json.loads(process.stdout.readline())["id"] == 4, "what has come is answered although the input ends"
        else:
            process.send_signal(how)
        assert process.wait(20) == status and time.monotonic() - began < 10
        assert (process.stdout.read(), process.stderr.read()) == ("", ""), "the protocol alone, and no word"
        assert list(home.iterdir()) == []
        assert sorted(path.name for path in Path(news).parent.iterdir()) == ["news.db"], "no log of the database is left"


def test_a_long_answer_does_not_keep_it_from_ending(news: str, home: Path) -> None:
    with started(news, home) as process:
        say(process, called(2, "check_quote", text="“The bridge will open on the first day of May,” Ana Dovrel said. " * 250))
        time.sleep(0.5)
        process.terminate()
        assert process.wait(20) == 143


def test_the_store_is_read_and_never_written_and_what_befalls_it_is_told(news: str, home: Path) -> None:
    held, copy = Path(news).read_bytes(), home.parent / "kept.db"
    copy.write_bytes(held)
    copy.chmod(0o444)
    with started(str(copy), home) as process:
        assert process.stdin and process.stdout
        for number, tool in enumerate(("events", "party", "ledger"), 2):
            say(process, called(number, tool))
            assert not json.loads(process.stdout.readline())["result"]["isError"]
        assert copy.read_bytes() == held
        copy.chmod(0o644)
        copy.write_bytes(b"\0" * 10_000)
        say(process, called(5, "find_statements", words="bridge"))
        result = json.loads(process.stdout.readline())["result"]
        words = result["content"][0]["text"]
        assert result["isError"] and "the store" in words and str(copy) not in words and "Traceback" not in words, words
        process.stdin.close()
        assert process.wait(20) == 0


def test_without_the_package_it_says_what_to_install(
    news: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "mcp", None)
    assert main(["mcp", "--store", news]) == 2
    assert capsys.readouterr().err == (
        "sayso mcp: it needs the package mcp, 2.3 or later, which is not here (import of mcp halted; None in sys.modules): "
        "pip install --upgrade mcp\n"
    )


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["--store", "nowhere.db"], 1, "nowhere.db"),
        (["--port", "9000"], 2, "--port goes with --http"),
        (["--http", "--port", "x"], 2, "a port is a number"),
        (["--http", "--host", "0.0.0.0"], 2, "there is no --host"),
    ],
)
def test_wrong_use_is_told(
    home: Path, arguments: list[str], status: int, words: str, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(home)
    try:
        done = main(["mcp", *arguments])
    except SystemExit as ended:
        done = int(str(ended.code))
    assert done == status and words in capsys.readouterr().err
    assert list(home.iterdir()) == []
