"""What is said of a command line that cannot be done: one line, the command first, and what was likely meant."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import shelf

from sayso.cli import COMMANDS, main

HELP = "--help shows what there is)"
NO_QUESTION = "QUESTION: there is no question '{}'; there are find, events, ledger"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    return shelf.keep(tmp_path_factory.mktemp("store") / "sayso.db", shelf.readings())


@pytest.fixture(autouse=True)
def here(tmp_path: Path, store: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SAYSO_STORE", store)
    return tmp_path


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    try:
        status = main(arguments)
    except SystemExit as stop:  # argparse's own
        status = int(stop.code or 0)
    out, err = capsys.readouterr()
    return status, out, err


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        # A flag that is not there, before anything that is missing beside it.
        ("read --fromat json x", f"sayso read: there is no --fromat; is it --format? (sayso read {HELP}"),
        ("read --fromat", f"sayso read: there is no --fromat; is it --format? (sayso read {HELP}"),
        ("read a.html --oputput=x", f"sayso read: there is no --oputput; is it --output? (sayso read {HELP}"),
        ("find --zzz", f"sayso find: there is no --zzz (sayso find {HELP}"),
        ("find -q", f"sayso find: there is no -q (sayso find {HELP}"),
        ("-v", f"sayso: there is no -v (sayso {HELP}"),
        ("events --after 2031", f"sayso events: there is no --after; is it --from? (sayso events {HELP}"),
        ("party --database x", f"sayso party: there is no --database; is it --store? (sayso party {HELP}"),
        ("--verison", f"sayso: there is no --verison; is it --version? (sayso {HELP}"),
        # A value.
        ("find --act denied", "sayso find: --act: there is no act 'denied'; there are denies, demands"),
        ("find --act states,denies", "sayso find: --act: write one act at a time, not 'states,denies'"),
        ("find --manner loud", "sayso find: --manner: there is no manner 'loud'; there are direct, mixed, indirect"),
        ("find --format jsn", "sayso find: --format: there is no format 'jsn'; there are json, jsonl"),
        ("find --said sayd", "sayso find: --said: there is no kind 'sayd'; there is said"),
        ("events --status heldd", "sayso events: --status: there is no status 'heldd'; there is held"),
        ("find --limit many", "sayso find: --limit: 'many' is no whole number; all is every one of them"),
        ("read a --timeout soon", "sayso read: --timeout: 'soon' is no number"),
        ("read a --timeout 0", "sayso read: --timeout: '0' will not do: it must be more than 0"),
        ("judge --sample 0", "sayso judge: --sample: '0' will not do: it must be 1 or more"),
        ("completion ksh", "sayso completion: SHELL: there is no shell 'ksh'; there are bash, zsh, fish"),
        ("find --since soon", "sayso find: --from: 'soon' is no day: write 2031-03-14, 2031-03 or 2031"),
        ("find --speaker", "sayso find: --speaker: what follows it is missing"),
        ("versions --files a", "sayso versions: --files: what follows it is missing"),
        ("find --s x", "sayso find: --s could be any of --speaker, --said, --store"),
        ("schema readin", "sayso schema: NAME: there is no name 'readin'; there is reading"),
        # What is missing, and what is too much.
        ("read", f"sayso read: INPUT is missing (sayso read {HELP}"),
        ("", f"sayso: COMMAND is missing (sayso {HELP}"),
        ("verify a", f"sayso verify: 'a': there is no place for it (sayso verify {HELP}"),
        ("verify a b c", f"sayso verify: 'a' and 2 more: there is no place for it (sayso verify {HELP}"),
        # What does not go together is told by the command too.
        ("find --chart bar", "sayso find: --chart is of a count: add --count day, or another field"),
        # A command.
        ("red", "sayso: there is no command 'red'; is it read or reread?"),
        ("help find add", f"sayso help: 'add': there is no place for it (sayso help {HELP}"),
        ("help fnd", "sayso: there is no command 'fnd'; is it find?"),
        ("grep bridge", "sayso: there is no command 'grep'; is it find?"),
        ("serach bridge", "sayso: there is no command 'serach'; is it find?"),
        ("delete https://gate.example/1", "sayso: there is no command 'delete'; is it remove?"),
        ("qqq", "sayso: there is no command 'qqq'; sayso help lists what there is"),
        ("here.html", "sayso: there is no command 'here.html'; sayso read here.html reads it"),
        ("watch add guns compare a", f"sayso watch add: {NO_QUESTION.format('compare')}"),
        ("watch add guns here.html", f"sayso watch add: {NO_QUESTION.format('here.html')}"),
        ("www.gate.example/1", "sayso: there is no command 'www.gate.example/1'; sayso read www.gate.example/1 reads it"),
    ],
)  # fmt: skip
def test_wrong_use_is_one_line(arguments: str, line: str, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "here.html").write_text("<p>Here.")
    assert said(capsys, *arguments.split()) == (2, "", line + "\n")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_answers_for_its_flags(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = said(capsys, command, "--no-such-flag")
    whose = rf"sayso {command}( show)?: there is no --no-such-flag"  # of a command with actions, the usual one answers
    assert (status, out) == (2, "") and re.match(whose, err) and err.count("\n") == 1


def test_a_name_with_a_line_end_stays_in_its_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "find", "--no\nsayso:done")[2].count("\n") == 1


@pytest.mark.parametrize(("given", "spelled"), [("--since", "--from"), ("--until", "--to")])
@pytest.mark.parametrize("command", ["find", "events", "ledger"])
def test_days_go_by_two_names(command: str, given: str, spelled: str, capsys: pytest.CaptureFixture[str]) -> None:
    days = ((given, "2031-03"), (spelled, "2031-03"), (f"{given}=2031-03",))
    ways = [said(capsys, command, *day, "--format", "json") for day in days]
    assert ways[0] == ways[1] == ways[2] and ways[0][0] in (0, 1) and "2031-03" in ways[0][1]


def test_behind_two_dashes_everything_is_a_word(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "find", "--", "--since")[0] == 1


@pytest.mark.parametrize("command", ["help find", "help find --help", "find --help"])
def test_help_says_what_a_command_takes(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = said(capsys, *command.split())
    assert (status, err) == (0, "") and out.startswith("usage: sayso find") and "examples:" in out


@pytest.mark.parametrize("command", COMMANDS)
def test_help_is_as_wide_as_the_terminal(
    command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    wide = [line for line in said(capsys, "help", command)[1].splitlines() if len(line) > 80]
    whole = ("  sayso ", "  echo ", " " * 20 + "[--format {")  # calls, which are copied, and what argparse does not break
    assert not [line for line in wide if not line.startswith(whole)]


@pytest.mark.parametrize("columns", ["80", "60"])
def test_a_paragraph_of_help_is_broken_as_a_whole(
    columns: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    for command in COMMANDS:
        for paragraph in said(capsys, "help", command)[1].split("\n\n"):
            lines = paragraph.splitlines()
            short = [line for line in lines[:-1] if len(line) < int(columns) / 2]
            assert not short or any(line[:1] == " " for line in lines), f"{command}: {short} stand within a paragraph"


def test_the_list_of_commands_is_as_wide_as_the_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert not [line for line in said(capsys, "help")[1].splitlines() if len(line) > 80]


def test_help_alone_lists_the_commands(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = said(capsys, "help")
    assert status == 0 and all(re.search(rf"\n    {name}\s", out) for name in COMMANDS) and "sayso help COMMAND" in out


# Where it goes


NONE, SAY = "--output {}: no {} is written here: name it {}", ", or say the --format"
OTHER = "--output {}: --format {} writes no {}: name it {}"


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        ("read x --output a.xlsx", NONE.format("a.xlsx", ".xlsx", ".txt, .json, .jsonl or .html") + SAY),
        ("find -o a.pdf", NONE.format("a.pdf", ".pdf", ".txt, .json, .jsonl, .csv, .xlsx or .svg") + SAY),
        ("export -o a.json", NONE.format("a.json", ".json", ".jsonl, .csv, .xlsx, .parquet, .jsonld or .zip") + SAY),
        ("schema reading -o a.csv", NONE.format("a.csv", ".csv", ".json")),
        ("find -o a.csv --format json", OTHER.format("a.csv", "json", ".csv", ".json, or leave --format away")),
        ("export -o a.xlsx --format csv", OTHER.format("a.xlsx", "csv", ".xlsx", ".csv, or leave --format away")),
        ("export -o a.jsonl.gz --format jsonl", OTHER.format("a.jsonl.gz", "jsonl", ".gz", ".jsonl")),
        ("find --format xlsx", "--format xlsx needs --output FILE"),
    ],
)  # fmt: skip
def test_an_ending_that_is_not_written_is_refused_first(
    arguments: str, line: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = f"sayso {arguments.split()[0]}: {line}\n"
    assert said(capsys, *arguments.split()) == (2, "", line) and not list(here.iterdir())


@pytest.mark.parametrize(
    ("arguments", "begins"),
    [
        ("find border -o a.json", b'{\n "schema"'),
        ("find border -o a.CSV", b"key,published"),
        ("find border -o a.ndjson", b'{"key"'),
        ("find border -o a.xlsx", b"PK"),
        ("find border -o a.txt", b"2031-"),
        ("find border -o a", b"2031-"),
        ("find border -o report.2031-03", b"2031-"),
        ("find border -o a.dat --format csv", b"key,published"),
        ("find border -o a.txt --format csv", b"key,published"),
        ("find border -o a.json --format jsonl", b'{"key"'),
        ("find --count outlet -o a.csv", b"outlet,statements"),
        ("party -o a.json", b'{\n "schema"'),
        ("export -o a.csv", b"key,address"),
        ("export -o a", b'{"schema"'),
        ("export --format annotations -o a.json", b"{"),
        ("schema reading -o a.json", b"{"),
    ],
)  # fmt: skip
def test_an_ending_chooses_the_format(arguments: str, begins: bytes, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, *arguments.split())[0] == 0
    (written,) = here.iterdir()
    assert written.read_bytes().startswith(begins)


def test_starting_opens_no_more_than_it_needs() -> None:
    """Of what a command may need, help and an error open nothing: each of these takes 10 ms or more."""
    heavy = ("argcomplete", "xlsxwriter", "rich", "jinja2", "httpx2", "onnxruntime", "numpy", "lxml", "sqlite3")
    program = (
        "import sys; from sayso.cli import main\ntry: main(sys.argv[1:])\nexcept SystemExit: pass\n"
        f"print([name for name in {heavy} if name in sys.modules])"
    )
    for arguments in (["--help"], ["find", "--help"], ["find", "--nosuch"]):
        done = subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=True)
        assert done.stdout.splitlines()[-1] == "[]", arguments
