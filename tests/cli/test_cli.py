"""The command line: its output, its streams, its exit status; the road is a stand-in, so that nothing here waits for it."""

from __future__ import annotations

import io
import json
import os
import re
import select
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import fictional
import pytest

import sayso.reading
from sayso.cli import main, read
from sayso.options import PageOptions
from sayso.record import Reading, Refusal


@pytest.fixture(autouse=True)
def road(monkeypatch: pytest.MonkeyPatch) -> list[tuple[list[str], PageOptions, int | None]]:
    """Every input is the fictional article; those named bad are refused, those named several hold two pages."""
    calls: list[tuple[list[str], PageOptions, int | None]] = []

    def read_many(inputs: Iterable[str], options: PageOptions, workers: int | None) -> Iterator[Reading | Refusal]:
        names = list(inputs)
        calls.append((names, options, workers))
        for name in names:
            for _ in range(2 if "several" in name else 1):
                yield Refusal(name, "empty", "The file has no bytes.") if "bad" in name else fictional.reading(name)

    monkeypatch.setattr(sayso.reading, "read_many", read_many)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.delenv("COLUMNS", raising=False)
    return calls


def test_one_page_as_text(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", "a.html"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("Dovrel Raises Border Posts") and "The palace’s account" in out
    assert "\x1b" not in out and err == ""


def test_many_pages_keep_their_order_and_their_refusals(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", "a.html", "bad.html", "c.html", "bad2.html", "--format", "jsonl"]) == 0
    out, err = capsys.readouterr()
    records = [json.loads(line) for line in out.splitlines()]
    assert [r["input"] for r in records] == ["a.html", "bad.html", "c.html", "bad2.html"]
    assert [r["article"] is None for r in records] == [False, True, False, True]
    assert records[1]["refusal"] == {"input": "bad.html", "reason": "empty", "detail": "The file has no bytes."}
    assert err == "sayso: read 2 of 4; not read: 2 empty\n"


def test_what_was_passed_over_in_a_folder_is_said_at_the_end(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("a.png", "b.png", "sub/c.css", "d.html", ".e.png"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    main(["read", str(tmp_path), "--format", "jsonl"])
    assert capsys.readouterr().err == "sayso: read 1 of 1\nsayso: passed over 3 files in folders: 2 .png, 1 .css\n"
    for number in range(20):
        (tmp_path / f"a.{number}").touch()
    main(["read", str(tmp_path), "--format", "jsonl"])
    assert "passed over 23 files in folders: 2 .png, 1 ." in (err := capsys.readouterr().err)
    assert err.endswith(" and 14 more kinds\n")


@pytest.mark.parametrize("flag", ["--workers", "--threads"])
def test_the_number_of_processes(flag: str, road: list[tuple[list[str], PageOptions, int | None]]) -> None:
    main(["read", "a.html", flag, "3"])
    assert road == [(["a.html"], PageOptions(), 3)]


@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_what_ends_the_process_leaves_no_half_a_file(
    number: signal.Signals, status: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def read_many(*_: object, **__: object) -> Iterator[Reading | Refusal]:
        yield fictional.reading("a.html")
        os.kill(os.getpid(), number)
        yield fictional.reading("b.html")

    monkeypatch.setattr(sayso.reading, "read_many", read_many)
    assert main(["read", "a.html", "b.html", "--format", "jsonl", "--output", str(tmp_path / "out.jsonl")]) == status
    assert list(tmp_path.iterdir()) == []
    assert capsys.readouterr().err == "sayso: interrupted\n"


def test_a_closed_standard_error_hears_nothing(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    assert main(["read", "a.html", "bad.html", "--format", "jsonl"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 2


@pytest.mark.parametrize("form", ["text", "json", "jsonl", "html"])
def test_nothing_read_is_status_1(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", "bad.html", "--format", form]) == 1
    out, err = capsys.readouterr()
    assert "bad.html" in out and err == "sayso: read 0 of 1; not read: 1 empty\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "sayso: COMMAND is missing"),
        (["read"], "sayso read: INPUT is missing"),
        (["read", "a.html", "--format", "xml"], "there is no format 'xml'; there are"),
        (["read", "a.html", "--threads", "0"], "it must be 1 or more"),
        (["read", "a.html", "--max-bytes", "many"], "'many' is no whole number"),
        (["read", "a.html", "--timeout", "nan"], "it must be more than 0"),
        (["read", "a.html", "b.html", "--format", "json"], "--format jsonl prints one a line for many"),
        (["read", "several.jsonl", "--format", "json"], "--format jsonl prints one a line for many"),  # known when read
        (["read", "a.html", "--output", "no/such/folder/x.json"], "there is no folder no/such/folder"),
        (["read", "a.html", "--output", "."], "is a folder"),
    ],
)
def test_wrong_use_is_status_2(arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    try:
        status = main(arguments)
    except SystemExit as exit:
        status = int(exit.code or 0)
    out, err = capsys.readouterr()
    assert (status, out) == (2, "") and message in err


def test_settings_reach_the_road(road: list[tuple[list[str], PageOptions, int | None]]) -> None:
    main(["read", "-", "--prose", "--allow-private", "--timeout", "2.5", "--max-bytes", "99", "--threads", "3"])
    assert road == [(["-"], PageOptions(prose=True, allow_private=True, timeout=2.5, max_bytes=99), 3)]


def test_settings_left_out_are_the_rooms_own(road: list[tuple[list[str], PageOptions, int | None]]) -> None:
    main(["read", "a.html"])
    assert road == [(["a.html"], PageOptions(), None)]


def test_output_appears_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "readings.jsonl"
    target.write_text("older", encoding="utf8")

    def breaks_off(*_: object, **__: object) -> Iterator[Reading]:
        yield fictional.reading()
        assert target.read_text(encoding="utf8") == "older"
        raise KeyboardInterrupt

    whole = sayso.reading.read_many
    monkeypatch.setattr(sayso.reading, "read_many", breaks_off)
    assert main(["read", "a.html", "--format", "jsonl", "--output", str(target)]) == 130
    assert target.read_text(encoding="utf8") == "older" and list(tmp_path.iterdir()) == [target]
    monkeypatch.setattr(sayso.reading, "read_many", whole)
    assert main(["read", "a.html", "--format", "jsonl", "--output", str(target)]) == 0
    assert json.loads(target.read_text(encoding="utf8"))["input"] == "a.html" and list(tmp_path.iterdir()) == [target]


def test_output_keeps_a_links_place_and_gives_a_new_file_the_usual_rights(tmp_path: Path) -> None:
    (tmp_path / "link.html").symlink_to(tmp_path / "page.html")
    assert main(["read", "a.html", "--format", "html", "--output", str(tmp_path / "link.html")]) == 0
    assert (tmp_path / "link.html").is_symlink()
    plain = tmp_path / "plain"
    plain.touch()
    assert (tmp_path / "page.html").stat().st_mode == plain.stat().st_mode
    assert main(["read", "a.html", "--output", os.devnull]) == 0


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("arguments", "environment", "coloured"),
    [
        ([], {"TERM": "xterm-256color"}, True),
        (["--no-color"], {"TERM": "xterm-256color"}, False),
        ([], {"TERM": "xterm-256color", "NO_COLOR": "1"}, False),
        ([], {"TERM": "dumb"}, False),
    ],
)
def test_colours_on_a_terminal(
    arguments: list[str], environment: dict[str, str], coloured: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "stdout", Terminal())
    assert main(["read", "a.html", *arguments]) == 0
    assert ("\x1b[" in sys.stdout.getvalue()) is coloured  # type: ignore[attr-defined]


def test_a_bar_on_a_terminal_for_many_inputs_only(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "80")
    for arguments, shown in ((["a.html"], False), (["a.html", "b.html"], True), ([str(tmp_path)], True)):
        monkeypatch.setattr(sys, "stderr", Terminal())
        monkeypatch.setattr(sys, "stdout", Terminal())
        assert main(["read", *arguments]) == 0
        assert ("reading" in sys.stderr.getvalue()) is shown  # type: ignore[attr-defined]
        assert "reading" not in sys.stdout.getvalue().lower().replace("readings", "")  # type: ignore[attr-defined]


def run(*arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "sayso", *arguments]
    return subprocess.run(command, input=stdin, capture_output=True, timeout=120, check=False)


def test_version_and_help_do_not_wait_for_the_road() -> None:
    code = "import sys; from sayso.cli import main\ntry: main(['--help'])\nexcept SystemExit: pass\nprint(sorted(sys.modules))"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    for slow in ("onnxruntime", "numpy", "httpx2", "jinja2", "rich"):
        assert f"'{slow}'" not in shown, slow
    assert re.fullmatch(rb"sayso \d+\.\d+\.\d+\n", run("--version").stdout)


def test_a_reader_that_goes_away_ends_it_quietly(tmp_path: Path) -> None:
    lines = "".join(json.dumps({"text": f"{n}. The bridge is safe. " * 30}) + "\n" for n in range(300))
    (tmp_path / "notes.jsonl").write_text(lines, encoding="utf8")
    command = f'"{sys.executable}" -m sayso read "{tmp_path}/notes.jsonl" --format jsonl | head -n 1'
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, timeout=120, check=False)
    assert (done.returncode, done.stdout.count(b"\n"), done.stderr) == (0, 1, b"")


@pytest.mark.parametrize("form", ["text", "jsonl", "html"])
def test_a_closed_standard_output_is_said(form: str, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("The bridge is safe, said the mayor. " * 9, encoding="utf8")
    command = f'"{sys.executable}" -m sayso read "{tmp_path}/note.txt" --format {form} >&-'
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (2, "sayso read: standard output is closed; --output FILE writes to a file\n")


def test_lines_that_come_one_by_one_are_read_one_by_one() -> None:
    """The reading of a line is there before the next line is written."""
    command, pipe = [sys.executable, "-m", "sayso", "read", "-", "--format", "jsonl"], subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True, encoding="utf8") as process:
        assert process.stdin and process.stdout
        for number in range(3):
            process.stdin.write(
                json.dumps({"url": f"https://a.example/{number}", "text": "“It rained,” said Ana Dovrel."}) + "\n"
            )
            process.stdin.flush()
            ready, _, _ = select.select([process.stdout], [], [], 60)
            assert ready, f"line {number} was held back"
            assert json.loads(process.stdout.readline())["article"]["url"] == f"https://a.example/{number}"
        process.stdin.close()


def test_standard_input_and_odd_paths() -> None:
    words = "“Stay,” said Ana Dovrel. \ud83d".encode("utf-8", "surrogatepass")
    done = run("read", "-", "no\udcffsuch.html", "--format", "jsonl", "--prose", stdin=words)
    assert done.returncode == 0, done.stderr
    assert [json.loads(line)["article"] is None for line in done.stdout.splitlines()] == [False, True]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
@pytest.mark.parametrize(
    ("output", "said"),
    [
        ([], "sayso: cannot write standard output: no space left on device"),
        (["-o", "/dev/full"], "sayso: cannot write /dev/full: no space left on device"),
    ],
)
def test_a_full_disk_is_named_with_what_was_to_be_written(output: list[str], said: str) -> None:
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "sayso", "schema", "reading", *output]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 1 and done.stderr.startswith(said)


@pytest.mark.parametrize("form", ["text", "html"])
def test_standard_input_has_a_name(form: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Of an article without a headline, and of what was not read."""
    bare = fictional.reading("-")
    nameless = replace(bare, article=replace(bare.article, headline=None, paragraphs=bare.article.paragraphs[1:]))
    refused = Refusal("-", "empty", "- has no words in it.")
    for result, told in ((nameless, "standard input"), (refused, "Standard input has no words in it.")):
        monkeypatch.setattr(sayso.reading, "read_many", lambda *_, result=result, **__: iter([result]))
        main(["read", "-", "--format", form])
        out = capsys.readouterr().out
        assert told in out
        first = out.splitlines()[0]
        if form == "html":
            name = "Not read: standard input" if result is refused else "standard input"
            assert f"<title>{name} · who said what</title>" in out
        else:
            assert first == "standard input" if result is nameless else first.startswith("Not read: standard input (empty)")


@pytest.mark.parametrize(("inputs", "total"), [(["a.html", "b.html"], 2), (["crawl.jsonl"], None)])
def test_the_bar_of_read_goes_one_way(
    inputs: list[str], total: int | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One input may turn out to be a list of many: then how many there are is forgotten, and the count goes on."""
    monkeypatch.chdir(tmp_path)
    for name in inputs:
        (tmp_path / name).touch()
    progress = read._progress(inputs)
    (task,) = progress.tasks
    assert task.total == total
    done = []
    for _ in range(4):
        read._advance(progress)
        done.append((task.completed, task.total))
    assert [count for count, _ in done] == [1, 2, 3, 4]
    assert [of for _, of in done] == [total, total, None, None]
