"""sayso show: a statement in its article, an article as the store has it, in every format; what is not there is said so."""

from __future__ import annotations

import json
import shutil
from contextlib import closing
from dataclasses import replace
from importlib import resources
from pathlib import Path

import jsonschema
import pytest
import shelf
from browser import CHROMIUM, measured
from store_readings import eventful, incoming, undertaken
from told import told

from sayso.cli import main
from sayso.corrections import merge, not_said
from sayso.formats import from_json
from sayso.store import open_engine
from sayso.store.chronicle import EventsQuestion, LedgerQuestion

HEAD = "Guns on the ridge"
LINES = (
    "Snow fell on the ridge.",
    "[s Ana Dovrel|Ana Dovrel] [c told] [a Ilir Tamm|Ilir Tamm] that [q the guns] would, on Monday, [q go east].",
    "[r The palace|Granite Palace] says that [s Dovrel|Ana Dovrel] [c said] [q the road is open].",
    "[s Ilir Tamm|Ilir Tamm] [c denied] [q that any gun had moved].",
    "Night fell.",
)
ADDRESS = "https://lantern.example/guns"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> str:
    first = shelf.at(told(LINES[1], headline=HEAD), ADDRESS, "The Lantern", "2031-03-01", HEAD)
    later = shelf.at(told(*LINES, headline=HEAD), ADDRESS, "The Lantern", "2031-03-01", HEAD)
    path = shelf.keep(tmp_path_factory.mktemp("store") / "sayso.db", [first, later])
    meeting = eventful(
        "Ida Roth said that Bo Ek and Ida Roth will meet on 4 April. Bo Ek will open two schools.",
        ("meeting", "planned", "meet", "Bo Ek, Ida Roth", "2031-04-04", None),
        url="https://post.example/meeting",
    )
    with closing(open_engine(path)) as engine:
        engine.keep([incoming(undertaken(meeting, "Bo Ek", "open two schools", None))])
        engine.correct(merge(engine, "Ilir Tamm", "Bo Ek", "one man"))
        engine.correct(not_said("1.2/s3", "a caption"))
    return path


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch, made: str) -> None:
    for name in ("COLUMNS", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SAYSO_STORE", made)


def run(capsys: pytest.CaptureFixture[str], *arguments: str, status: int = 0) -> str:
    assert main(["show", *arguments]) == status
    out, err = capsys.readouterr()
    return out or err


def test_a_statement_in_its_article(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "1.2/s1") == (
        "Guns on the ridge\n"
        "=================\n"
        "The Lantern · 1 March 2031\n"
        "https://lantern.example/guns\n"
        "1.2/s1 · version 2 of 2 · captured 2 April 2031, 08:00 (UTC)\n"
        "\n"
        "Ana Dovrel states (“told”) to Bo Ek\n"
        "indirect · score 1.00\n"
        "\n"
        "  Snow fell on the ridge.\n"
        "\n"
        "  Ana Dovrel told Ilir Tamm that «the guns» would, on Monday, «go east».\n"
        "\n"
        "  The palace says that Dovrel said the road is open.\n"
        "\n"
        "behind  1.2/s2 Ana Dovrel states (“said”): the road is open\n"
    )


@pytest.mark.parametrize(
    ("arguments", "there", "not_there"),
    [
        (["1.2/s1", "--context", "0"], ["«go east»"], ["Snow fell", "the road is open.\n"]),
        (["1.2/s1", "--context", "2"], ["  Guns on the ridge\n", "denied that any gun"], ["Night fell"]),
        (["1.2/s1", "--whole"], ["  Guns on the ridge\n", "Night fell"], []),
        (["1.2/s2"], ["on the word of Granite Palace", "«the road is open»", "before  1.2/s1"], []),
        (["1.1/s1"], ["not what stands there now", "«the guns»"], ["Snow"]),
        ([f"{ADDRESS}#1/s1"], ["1.1/s1 · version 1 of 2"], []),
        (["1.2/s3"], ["taken back, and in no answer: a caption (correction 2)", "«that any gun had moved»"], []),
        (["1"], ["Ana Dovrel states (“told”) to Bo Ek (“Ilir Tamm”)", "left out", "1.2/s3"], ["denies"]),
        ([ADDRESS], ["1.2 · version 2 of 2"], []),
        (["1.1"], ["1.1 · version 1 of 2 · not what stands there now"], ["Granite"]),
        (["1", "--version", "1"], ["1.1 · version 1 of 2", "Ana Dovrel states"], ["left out"]),
        (["1", "--whole"], ["«[s1]the guns» would, on Monday, «go east».", "[s2]the road"], ["[s3]"]),
    ],
)
def test_what_is_shown(
    arguments: list[str], there: list[str], not_there: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    out = run(capsys, *arguments)
    assert [words for words in there if words not in out] == []
    assert [words for words in not_there if words in out] == []
    assert out.count("version 2 of 2") <= 1


def test_a_statement_that_is_there_no_more(tmp_path: Path, made: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The article is read again, and two statements become one."""
    path = tmp_path / "again.db"
    shutil.copy(made, path)
    with closing(open_engine(path)) as engine:
        held = engine.versions("1")[-1].reading
        engine.replace([(ADDRESS, 2, replace(held, statements=held.statements[:1]), ())])
    out = run(capsys, "1.2/s2", "--store", str(path), status=1)
    assert "1.2/s2 is not there (any more)" in out and "it has 1 statement. Near its place stands:" in out
    assert "before  1.2/s1 Ana Dovrel states" in out and "«" not in out
    record = json.loads(run(capsys, "1.2/s2", "--store", str(path), "--format", "json", status=1))
    assert record["gone"] and record["statement"] is None and record["before"]["short"] == "1.2/s1"
    assert "is not there (any more)" in run(capsys, "1.2/s2", "--store", str(path), "--format", "html", status=1)


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["https://lantern.example/gun"], 1, "has nothing at https://lantern.example/gun; the nearest are:\n  https://lantern"),
        (["77.1/s1"], 1, "has nothing at 77.1/s1"),
        (["1.7"], 1, "has no version 7, but 1, 2"),
        (["1", "--version", "9"], 1, "has no version 9"),
        (["e00000000"], 1, "has nothing at e00000000"),
        (["1.2/s1", "--whole", "--context", "1"], 2, "leave --context away"),
    ],
)
def test_what_is_not_there_is_said(arguments: list[str], status: int, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert said in run(capsys, *arguments, status=status)


def test_an_event_and_an_undertaking_by_their_keys(made: str, capsys: pytest.CaptureFixture[str]) -> None:
    with closing(open_engine(made)) as engine:
        event = engine.events(EventsQuestion()).events[0].key
        promise = engine.ledger(LedgerQuestion()).undertakings[0].key
    out = run(capsys, event)
    assert "event: meeting, planned (“meet”)" in out and "will «meet» on 4 April" in out and "\n2.1 ·" in out
    assert "Bo Ek will «open two schools»" in " ".join(run(capsys, promise).split())
    assert json.loads(run(capsys, event, "--format", "json"))["occurrence"] == "e1"


def test_json_is_held_by_its_schema(made: str, capsys: pytest.CaptureFixture[str]) -> None:
    schema = json.loads((resources.files("sayso") / "schema/shown-1.schema.json").read_text(encoding="utf8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    for key in ("1.2/s1", "1.2/s3", "1.2/s9"):
        record = json.loads(run(capsys, key, "--format", "json", status=int(key == "1.2/s9")))
        validator.validate(record)
        assert all(record["key"] and one["text"] for one in record["paragraphs"])
    record = json.loads(run(capsys, "1.2/s3", "--format", "json"))
    assert record["taken_back"] and record["correction"]["reason"] == "a caption"
    assert [span["text"] for span in record["spans"]] == ["that any gun had moved"]
    whole = json.loads(run(capsys, "1", "--format", "json"))
    assert whole["answers"] == ["s1", "s2"] and whole["version"] == 2 and whole["names"]["p Ilir Tamm"] == "Bo Ek"
    with closing(open_engine(made)) as engine:
        assert from_json(whole) == engine.versions("1")[-1].reading


def test_the_page_opens_at_the_statement(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = run(capsys, "1.2/s2", "--format", "html")
    assert page.count(" autofocus>") == 1 and 'id="a1-t2"' in page and "1.2/s2 · version 2 of 2" in page
    assert "1 statement is left out" in page and "any gun" in page and 'id="a1-t3"' not in page
    assert 'id="a1-t3"' in run(capsys, "1.2/s3", "--format", "html")  # what is asked for is there
    assert " autofocus>" not in run(capsys, "1", "--format", "html")
    if CHROMIUM is None:
        pytest.skip("no Chromium is installed")
    page = page.replace("<p dir=", '<p style="margin-bottom:2000px" dir=')  # as far apart as in a long article
    script = "const at = d.activeElement; return [at.className, at.getBoundingClientRect().top < 900 ? 'seen' : 'not'];"
    _, found = measured(tmp_path, page, 600, script, wait=500)
    assert found == ["number", "seen"]


def test_in_a_terminal_it_has_colours(made: str) -> None:
    shown = shelf.in_terminal(["show", "1.2/s1"], 60, {"SAYSO_STORE": made})
    assert "\x1b[" in shown and "«" not in shown and "go east" in shown
