"""``sayso batch``: what it says, its exit status, and that it can be stopped at any time."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from batch_shards import shards_in, warc
from processes import children, gone

pytest.importorskip("pyarrow", reason="the extra 'parquet' is not installed")

from sayso.cli import main


@pytest.fixture(scope="module")
def crawl(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("crawl")
    shards_in(folder, count=2, pages=2)
    return folder


def test_a_folder_is_read_and_then_it_is_there(
    crawl: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "read"
    (tmp_path / "bad.warc.gz").write_bytes(b"nothing" * 99)
    cut = warc(tmp_path / "cut.warc.gz", range(5, 8))
    cut.write_bytes(cut.read_bytes()[:-50])
    inputs = [str(crawl), str(cut), str(tmp_path / "bad.warc.gz")]
    assert main(["batch", *inputs, "--output", str(out)]) == 1
    said = capsys.readouterr()
    assert "bad-warc" in said.err and "bad.warc.gz is broken" in said.err
    assert "cut.warc.gz is broken in part (1 bad-warc); what can be read of it is read" in said.err
    rows = said.out.splitlines()
    assert rows[0] == f"read into {out}" and "        3 shards" in rows and "        6 articles" in rows
    assert "        1 shard that could not be read" in rows and "        1 not read: 1 bad-warc" in rows
    assert len(list(out.glob("*.parquet"))) == len(list((out / "_manifest").glob("*.jsonl"))) == 3

    def none(*_: object, **__: object) -> None:
        raise AssertionError("nothing is to be read")

    monkeypatch.setattr("sayso.batch.engines.Workers", none)
    assert main(["batch", str(crawl), "--output", str(out)]) == 0
    assert "        2 shards before" in capsys.readouterr().out.splitlines()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["-", "--output", "out"], "batch: batch reads no standard input"),
        (["a.warc", "--output", "out", "--address", "auto"], "--address is of a Ray cluster"),
        (["a.warc", "--output", "out", "--shards", "4/3"], "--shards: '4/3' is no part: write 3/40"),
        (["a.warc", "--output", "out", "--host", "http://a.example/"], "is no host: write post.example"),
        (["a.warc", "--output", "out", "--since", "soon"], "--since"),
        (["a.warc", "--output", __file__], "is no folder"),
        (["a.warc"], "--output"),
    ],
)
def test_wrong_use_is_said(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    try:
        status = main(["batch", *arguments])
    except SystemExit as end:
        status = int(str(end.code))
    assert status == 2 and said in capsys.readouterr().err and not list(tmp_path.iterdir())


def test_it_says_how_far_it_is_and_can_be_stopped(tmp_path: Path) -> None:
    """At a terminal: a line that changes; stopped, it leaves no process and nothing half written, and goes on from there."""
    folder = tmp_path / "crawl"
    folder.mkdir()
    for at in range(2):
        warc(folder / f"{at}.warc.gz", range(at * 100, at * 100 + 100))
    terminal, side = pty.openpty()
    command = [sys.executable, "-m", "sayso", "batch", str(folder), "--output", str(tmp_path / "out"), "--workers", "1"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "COLUMNS": "100", "TERM": "xterm"}
    running = subprocess.Popen(command, stderr=side, stdout=subprocess.DEVNULL, env=environment)
    os.close(side)
    shown = b""
    end = time.monotonic() + 60
    while b"pages" not in shown or b" 0 pages" in shown[-400:]:
        shown += os.read(terminal, 4096)
        assert time.monotonic() < end, shown
    under_way = children(running.pid)
    running.send_signal(signal.SIGINT)
    assert running.wait(20) == 130
    assert b"of 2 shards" in shown and b"/s" in shown
    assert under_way and gone(under_way)
    left = [path.name for path in (tmp_path / "out").iterdir() if path.name.startswith(".")]
    assert not left
    os.close(terminal)


def test_the_manifest_tells_what_came_of_each(crawl: Path, tmp_path: Path) -> None:
    assert main(["batch", str(crawl), "--output", str(tmp_path), "--shards", "2/2", "--language", "fr"]) == 0
    (line,) = [json.loads(path.read_text()) for path in (tmp_path / "_manifest").iterdir()]
    assert line["input"] == str(crawl / "1.warc.gz") and line["refusals"] == {"other-language": 2}
    assert line["size"] == (crawl / "1.warc.gz").stat().st_size and line["options"]["languages"] == ["fr"]
    assert not (tmp_path / "_manifest" / "duplicates.parquet").exists()  # nobody knows what the others read
