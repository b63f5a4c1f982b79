"""``sayso versions``: its three forms held against their schema and their words, and the command over a real store."""

from __future__ import annotations

import hashlib
import json
import os
import pty
import re
import subprocess
import sys
from contextlib import closing
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given, settings
from jsonschema import Draft202012Validator
from told import told, version
from told_versions import DENIED, PALACE, READINGS, ROAD

import sayso.reading
from sayso.cli import main
from sayso.comparing.versions.comparison import compare_versions
from sayso.comparing.versions.history import History, follow
from sayso.comparing.wording import Piece
from sayso.copies import fingerprint
from sayso.formats.changes import summary, weave
from sayso.formats.history_html import write_history_html
from sayso.formats.history_json import history_to_json, write_history_json
from sayso.formats.history_text import write_history_text
from sayso.formats.rows import cells
from sayso.record import Reading, Refusal
from sayso.store import open_engine
from sayso.store.values import Capture, Incoming

SCHEMA = json.loads(files("sayso").joinpath("schema", "changes-1.schema.json").read_text(encoding="utf8"))
ADDRESS = "https://lantern.example/2031/03/call"
OLD = told(PALACE, DENIED, "[q “No dates were named,”] [s she|Lena Varkin] [c said].", headline="Guns stay")
NEW = told(
    PALACE.replace("said", "claimed"), ROAD, "[q “No dates were agreed,”] [s Torvan|Ilya Torvan] [c said].", headline="Guns go"
)
relaxed = settings(deadline=None, max_examples=30)


def history(*readings: Reading) -> History:
    return follow([version(number, reading) for number, reading in enumerate(readings, 1)])


# The forms


def test_a_version_that_is_back_to_an_earlier_text_says_so_in_every_form() -> None:
    followed = history(OLD, NEW, OLD, OLD)
    text, page = "".join(write_history_text(followed, 140)), "".join(write_history_html(followed))
    for where in (text, page):
        assert [line.strip() for line in re.findall(r"Version \d: seen [^<\n]*", where)] == [
            "Version 1: seen 11 March 2031, 08:00 (UTC+01:00), page.html, 3 statements",
            "Version 2: seen 12 March 2031, 08:00 (UTC+01:00), page.html, 3 statements",
            "Version 3: seen 13 March 2031, 08:00 (UTC+01:00), page.html, back to the text of version 1, 3 statements",
            "Version 4: seen 14 March 2031, 08:00 (UTC+01:00), page.html, back to the text of version 1, 3 statements",
        ]
    written = history_to_json(followed)
    Draft202012Validator(SCHEMA).validate(written)
    assert [kept["back_to"] for kept in written["versions"]] == [None, None, 1, 1]


def test_text_shows_words_that_left_and_came_without_colour() -> None:
    text = "".join(write_history_text(history(OLD, NEW)))
    for line in (
        "Guns [-stay-] {+go+}",
        "(“The palace”) [-states-] {+claims+} ([-“said”-] {+“claimed”+})",
        "[-Lena Varkin-] {+Ilya Torvan+} states (“said”)",
        "“No dates were [-named-] {+agreed+},”",
        "  -  Dropped",
        "  +  Added",
        "Statements: 1 reworded, 1 given another speaker, 1 given another act, 1 added, 1 dropped; 0 unchanged.",
    ):
        assert line in re.sub(r"\s+", " ", text) or line in text, line
    assert "\x1b" not in text


@pytest.mark.parametrize("colour", [True, False])
def test_text_keeps_its_width_and_no_control_character_reaches_the_terminal(colour: bool) -> None:
    odd = told("[s She] [c said] [q red \x1b[31malert 東京 and the guns " + "go on " * 40 + "].", headline="東京\x07")
    text = "".join(write_history_text(history(OLD, odd), 60, colour))
    bare = re.sub(r"\x1b\[[\d;]*m", "", text)
    assert "\x1b" not in bare and "\x07" not in bare and bool(colour) == ("\x1b[" in text)
    assert max(cells(row) for row in bare.splitlines()) <= 60


def test_what_is_only_read_differently_is_counted_and_listed_if_asked_for() -> None:
    steps = history(told("[s She] [c said] [q the guns would go]."), told("She said the guns would go."))
    assert "1 statement is read differently where the article’s words are the same (--all" in "".join(write_history_text(steps))
    assert "Dropped" not in "".join(write_history_text(steps)) and "Dropped" in "".join(
        write_history_text(steps, same_words=True)
    )


@pytest.mark.parametrize(
    ("readings", "words"),
    [
        ((OLD,), "There is one version"),
        ((OLD, OLD), "No statement changed; 3 are the same."),
        ((told(), told()), "No statement"),
    ],
)
def test_nothing_to_show_is_said(readings: tuple[Reading, ...], words: str) -> None:
    assert words in "".join(write_history_text(history(*readings))) and words in "".join(write_history_html(history(*readings)))


@pytest.mark.parametrize(
    ("pieces", "words"),
    [
        ([("same", "He said ", 0), ("removed", "no", 8), ("added", "yes", 8), ("same", ".", 11)], "He said no yes."),
        ([("same", "were", 0), ("removed", "all", 5), ("same", " agreed", 4)], "were all agreed"),  # a word left between two
        ([("removed", "Well", 1), ("same", "we go", 0)], "Well we go"),
        ([("same", "the valley", 0), ("removed", "he said", 12), ("same", ".", 10)], "the valley he said."),
        ([("same", "one", 0), ("same", "two", 9)], "one … two"),  # two parts of a content
        ([("added", "Guns", None), ("same", " go", None)], "Guns go"),  # a headline that the text does not hold
    ],
)
def test_blanks_stand_where_eyes_need_them(pieces: list[tuple[str, str, int | None]], words: str) -> None:
    assert "".join(text for _, text in weave([Piece(how, text, start) for how, text, start in pieces])) == words  # type: ignore[arg-type]


@relaxed
@given(READINGS, READINGS)
def test_any_changes_hold_the_schema_and_come_out_in_every_form(before: Reading, after: Reading) -> None:
    steps = history(before, after)
    Draft202012Validator(SCHEMA).validate(json.loads("".join(write_history_json(steps))))
    assert summary(steps.steps[0].changes) in re.sub(r"\s+", " ", "".join(write_history_text(steps, 100)))
    Page("".join(write_history_html(steps)))


def named(schema: dict, record: object, at: str = "") -> set[str]:
    """The keys in a record that its schema does not name; statements are the other schema's."""
    schema = SCHEMA["$defs"][schema["$ref"].rsplit("/", 1)[1]] if "$ref" in schema else schema
    if "oneOf" in schema and record is not None:
        return named(schema["oneOf"][1], record, at)
    if isinstance(record, list):
        return {key for item in record for key in named(schema["items"], item, at)}
    if isinstance(record, dict) and "properties" in schema:
        known = schema["properties"]
        extra = {f"{at}.{key}" for key in record if key not in known}
        return extra | {k for key in record if key in known for k in named(known[key], record[key], f"{at}.{key}")}
    return set()


def test_the_schema_names_every_key() -> None:
    assert named(SCHEMA, history_to_json(history(OLD, NEW))) == set()


class Page(HTMLParser):
    """A page that is read as it stands: its words, what it marks, and whether every tag is closed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.marked: dict[str, list[str]] = {"del": [], "ins": []}
        self.feed(page)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in ("meta", "link", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] in self.marked:
            self.marked[self.open[-1]].append(data)


def test_the_page_marks_words_and_loads_nothing() -> None:
    page = Page("".join(write_history_html(history(OLD, NEW))))
    assert {"named", "stay", "Lena Varkin", "states"} <= set(page.marked["del"])
    assert {"agreed", "go", "Ilya Torvan", "claims"} <= set(page.marked["ins"])
    assert not {tag for tag, _ in page.seen} & {"script", "img", "link", "iframe"}
    assert any("default-src 'none'" in (attrs.get("content") or "") for tag, attrs in page.seen if tag == "meta")


def test_words_of_a_page_are_no_markup() -> None:
    bad = told("[s <b>She</b>] [c said] [q the <script>alert(1)</script> guns]", headline="<img src=x>")
    page = "".join(write_history_html(history(OLD, bad)))
    assert "<script" not in page and "<img" not in page and "&lt;script&gt;" in page


# The command, over a real store


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "sayso.db"
    with closing(open_engine(path)) as engine:
        for address, readings in (
            (ADDRESS, (OLD, NEW)),
            ("https://lantern.example/2031/03/one", (OLD,)),
            ("notes/a.txt", (OLD,)),
        ):
            for day, reading in enumerate(readings, 4):
                digest = hashlib.sha256(f"{address} {day}".encode()).hexdigest()
                capture = Capture(address, digest, f"2031-03-0{day}T08:00:00Z")
                engine.keep([Incoming(capture, reading, fingerprint(reading.article))])
    return path


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    try:
        status = main(["versions", *arguments])
    except SystemExit as exit:
        status = int(exit.code or 0)
    return status, *capsys.readouterr()


def test_an_address_of_the_store(store: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    status, out, err = run(capsys, ADDRESS, "--store", str(store))
    assert (status, err) == (0, "") and "Version 1: seen 4 March 2031, 08:00 (UTC)" in out and "{+agreed+}" in out
    status, out, _ = run(capsys, ADDRESS, "--store", str(store), "--format", "json", "--from", "1", "--to", "2")
    record = json.loads(out)
    Draft202012Validator(SCHEMA).validate(record)
    expected = compare_versions(OLD, NEW)
    assert record["steps"][0]["counts"] == expected.tally() and record["address"] == ADDRESS
    status, out, err = run(capsys, ADDRESS, "--store", str(store), "--format", "html", "--output", str(tmp_path / "page.html"))
    assert (status, out, err) == (0, "", "")
    assert "<ins>agreed</ins>" in (tmp_path / "page.html").read_text(encoding="utf8")


def test_one_version_is_said(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capsys, "notes/a.txt", "--store", str(store))
    assert (status, err) == (0, "") and "There is one version" in out


@pytest.mark.parametrize(
    ("address", "near"),
    [
        (ADDRESS + "/", ADDRESS),  # a stroke too many
        ("http://www.lantern.example/2031/03/call?from=feed", ADDRESS),
        ("https://lantern.example/2031/03/cal", ADDRESS),
        ("notes/b.txt", "notes/a.txt"),
        ("x' OR '1'='1", None),
        ("%", None),
        ("\ud83d", None),
        ("東京" * 500, None),
    ],
)
def test_an_unknown_address_names_the_nearest(
    store: Path, address: str, near: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, err = run(capsys, address, "--store", str(store))
    assert (status, out) == (1, "") and "has no article at" in err
    assert (f"\n  {near}\n" in err) if near else "nearest" not in err


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        ([], 2, "--files OLD NEW"),
        ([ADDRESS, "--files", "a", "b"], 2, "--files OLD NEW"),
        (["--files", "a"], 2, "--files: what follows it is missing"),
        (["--files", "a", "b", "--from", "1"], 2, "versions of an ADDRESS"),
        ([ADDRESS, "--from", "0"], 2, "it must be 1 or more"),
        ([ADDRESS, "--from", "2"], 2, "2 is the latest"),
        ([ADDRESS, "--from", "7"], 2, "there is no version 7, only 1 to 2"),
        ([ADDRESS, "--to", "1"], 2, "version 1 is not older than version 1"),
        ([ADDRESS, "--format", "csv"], 2, "there is no format 'csv'"),
        ([ADDRESS, "--output", "no/such/folder/x"], 2, "there is no folder"),
    ],
)
def test_wrong_use(store: Path, arguments: list[str], status: int, message: str, capsys: pytest.CaptureFixture[str]) -> None:
    found, out, err = run(capsys, *arguments, "--store", str(store))
    assert (found, out) == (status, "") and message in err


def test_no_store_is_none_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capsys, ADDRESS, "--store", str(tmp_path / "none.db"))
    assert (status, out) == (1, "") and "none.db" in err and list(tmp_path.iterdir()) == []


def test_two_files(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    held = {"old": OLD, "new": NEW}
    monkeypatch.setattr(
        sayso.reading, "read", lambda name, _: held.get(name) or Refusal(name, "empty", "The file has no bytes.")
    )
    assert "{+agreed+}" in run(capsys, "--files", "old", "new")[1]
    assert run(capsys, "--files", "old", "bad") == (1, "", "sayso: not read: bad (empty) The file has no bytes.\n")


# The example pages, read by the model


def test_the_example_pages(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(Path(__file__).parents[2])
    pages = [f"examples/valdrin-courier/2031-03-14-call{which}.html" for which in ("", "-v2")]
    status, out, err = run(capsys, "--files", *pages, "--format", "json")
    assert (status, err) == (0, "")
    (step,) = json.loads(out)["steps"]
    cues = {(d["before"], d["after"]) for c in step["changes"] for d in c["differences"] if d["kind"] in ("act", "cue")}
    reworded = [
        (d["removed"][0]["text"], d["added"][0]["text"])
        for c in step["changes"]
        for d in c["differences"]
        if d["kind"] == "reworded"
    ]
    assert ("named", "agreed") in reworded and ("said", "insisted") in cues and ("claims", "states") in cues
    dropped = [c["before"]["content"][0]["text"] for c in step["changes"] if c["fate"] == "dropped"]
    assert any("Nobody wins a winter war" in words for words in dropped)
    added = [c["after"]["content"][0]["text"] for c in step["changes"] if c["fate"] == "added"]
    assert added and all(any(words in sentence for sentence in ADDED) for words in added), (
        "an addition that is in no sentence that was added or changed"
    )
    assert step["unchanged"] > 40


ADDED = (
    '"No dates were agreed and no withdrawal was promised," she insisted.',  # it was "discussed"
    '"The president offered to speak about the guns in Sund, if Pellan\'s are spoken about too," she told the Courier',
    "She said Torvan had asked Resnik to carry the offer to Osmond.",
    'Jules Amaury, a Lantern Palace spokesman, welcomed what he called "a memory that improves overnight".',
    "This article was changed on 15 March to add the Granite Palace's later statement.",
    "An earlier version gave the mission's count as covering one side; it covers both.",
)


def test_in_a_terminal_of_60_columns(store: Path) -> None:
    """A real process on a real pseudo-terminal: colours, and no row wider than it."""
    master, slave = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "60"}
    environment.pop("NO_COLOR", None)
    command = [sys.executable, "-m", "sayso", "versions", ADDRESS, "--store", str(store)]
    with subprocess.Popen(command, stdout=slave, stderr=slave, env=environment) as process:
        os.close(slave)
        seen = b""
        while True:
            try:
                piece = os.read(master, 65536)
            except OSError:  # Linux's way to say that the other side is closed
                break
            if not piece:
                break
            seen += piece
    os.close(master)
    text = seen.decode()
    assert process.returncode == 0 and "\x1b[" in text
    assert max(cells(row) for row in re.sub(r"\x1b\[[\d;]*m", "", text).splitlines()) <= 60
