"""What was not said, at the command line and from Python: left out, told, asked for, and in every export."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from store_readings import incoming, reading, told

import sayso
from sayso.cli import main
from sayso.door import Store
from sayso.record import SAID_KINDS
from sayso.store import open_engine

A, B = "https://a.example/1", "https://b.example/1"
TORVAN, DOVREL = "Ilya Torvan", "Ana Dovrel"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Torvan's statements, one of each kind, and one that Dovrel is expected to make."""
    path = tmp_path_factory.mktemp("said") / "sayso.db"
    engine = open_engine(path)
    every = told(reading([(TORVAN, f"The bridge is {kind}") for kind in SAID_KINDS], A), *SAID_KINDS)
    engine.keep([incoming(every), incoming(told(reading([(DOVREL, "It rains")], B), "expected"))])
    engine.close()
    return str(path)


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    for name in ("COLUMNS", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SAYSO_STORE", address)


@pytest.fixture
def store(address: str) -> Iterator[Store]:
    with sayso.open_store(address) as opened:
        yield opened


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = main([*arguments])
    return status, *capsys.readouterr()


def validated(words: str, schema: str) -> dict[str, Any]:
    record: dict[str, Any] = json.loads(words)
    described = json.loads(resources.files("sayso").joinpath("schema", f"{schema}-1.schema.json").read_text("utf8"))
    jsonschema.Draft202012Validator(described).validate(record)
    return record


@pytest.mark.parametrize(
    ("said", "kinds"),
    [
        ([], ["said"]),
        (["--said", "said"], ["said"]),
        (["--said", "expected"], ["expected", "expected"]),
        (["--said", "Possible, expected"], ["possible", "expected", "expected"]),
        (["--said", "any"], [*SAID_KINDS[:5], "expected", *SAID_KINDS[5:]]),
    ],
)
def test_find_answers_with_the_kinds_that_are_asked_for(
    capsys: pytest.CaptureFixture[str], said: list[str], kinds: list[str]
) -> None:
    _, out, _ = run(capsys, "find", "--format", "jsonl", *said)
    assert sorted(json.loads(line)["statement"]["said"] for line in out.splitlines()) == sorted(kinds)


MORE = "7 more were not said: --said any shows them"


@pytest.mark.parametrize(
    ("arguments", "out", "err"),
    [
        (["find"], rf"\n1 statement; {MORE}\n$", "^$"),
        (["find", "--said", "any"], r"\n8 statements\n$", "^$"),
        (["find", "--said", "expected"], r"\n2 statements\n$", "^$"),
        (["find", "--speaker", DOVREL], "^nothing found in 2 articles; 1 more was not said: --said any shows it\n$", "^$"),
        (["find", "--format", "json"], '"unsaid": 7', f"^sayso: {MORE}\n$"),
        (["find", "--format", "csv"], "^key,", f"^sayso: {MORE}\n$"),
        (["find", "--format", "jsonl", "--limit", "all"], "^{", f"^sayso: {MORE}\n$"),
        (["find", "--limit", "all"], rf"\n1 statement; {MORE}\n$", "^$"),
        (["find", "--format", "json", "--said", "any"], '"unsaid": 0', "^$"),
        (["find", "--count", "speaker"], f"\n1 statement in all; {MORE}\n", "^$"),
        (["find", "--count", "speaker", "--format", "json"], '"unsaid": 7', f"^sayso: {MORE}\n$"),
        (["find", "--count", "speaker", "--format", "csv"], "^speaker,statements,open\n", f"^sayso: {MORE}\n$"),
        (["find", "--count", "day", "--chart", "line"], f"\n1 statement in all; {MORE}\n", "^$"),
        (["find", "--count", "said"], r"\n8 statements in all\n\nexpected +2 ", "^$"),
        (["find", "--count", "said", "--said", "expected,asked"], r"3 statements in all\n\nexpected +2 ", "^$"),
        (["find", "--count", "act", "--said", "any"], "^Statements by act: said or not\n8 statements in all\n", "^$"),
        (["find", "--count", "act", "--said", "asked,expected"], "^Statements by act: “expected” or “asked”\n", "^$"),
        (["party", TORVAN], "6 more were not said: sayso find --speaker '#1' --said any shows them", "^$"),
    ],
)
def test_what_was_left_out_is_told(capsys: pytest.CaptureFixture[str], arguments: list[str], out: str, err: str) -> None:
    _, shown, told_aside = run(capsys, *arguments)
    assert re.search(out, shown) and re.search(err, told_aside)


def test_the_objects_hold_their_schemas(capsys: pytest.CaptureFixture[str]) -> None:
    found = validated(run(capsys, "find", "--format", "json", "--said", "expected,said")[1], "hits")
    assert found["question"]["said"] == ["said", "expected"] and found["unsaid"] == 0 and found["total"] == 3
    assert validated(run(capsys, "find", "--format", "json", "--said", "any")[1], "hits")["question"]["said"] is None
    counted = validated(run(capsys, "find", "--count", "said", "--format", "json")[1], "counts")
    assert (counted["by"], counted["total"], counted["unsaid"]) == ("said", 8, 0)
    portrait = validated(run(capsys, "party", TORVAN, "--format", "json")[1], "parties")["parties"][0]
    assert (portrait["statements"], portrait["unsaid"], len(portrait["latest"])) == (1, 6, 1)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ("expekted", "there is no kind 'expekted'; there is expected"),
        ("said,xyz", "there is no kind 'xyz'; there are said, not-said, conditional, possible, expected, asked, demanded, any"),
        (",", "there is no kind ','"),
    ],
)
def test_a_kind_that_is_none_is_answered_with_what_was_meant(capsys: pytest.CaptureFixture[str], given: str, why: str) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["find", "--said", given])
    assert ended.value.code == 2 and why in capsys.readouterr().err


def exported(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    _, out, _ = run(capsys, "export", "--format", "csv", *arguments)
    return [row["said"] for row in csv.DictReader(io.StringIO(out, newline=""))]


def test_an_export_has_all_unless_it_is_narrowed(capsys: pytest.CaptureFixture[str]) -> None:
    assert exported(capsys) == [*SAID_KINDS, "expected"]
    assert exported(capsys, "--speaker", TORVAN) == list(SAID_KINDS)
    assert exported(capsys, "--said", "said") == ["said"]
    assert exported(capsys, "--said", "demanded,not-said") == ["not-said", "demanded"]


# From Python


def test_python_asks_as_the_command_does(store: Store, tmp_path: Path) -> None:
    assert [hit.statement.said for hit in store.find()] == ["said"]
    assert (store.find().unsaid, store.find(limit=0).unsaid, store.find(said="any").unsaid) == (7, 7, 0)
    assert repr(store.find()).endswith('1 statement; 7 more were not said: said="any" shows them')
    assert "7 more were not said" in store.find()._repr_html_()
    assert store.find(said="any").total == 8
    assert {hit.statement.said for hit in store.find(said=["asked", "expected"])} == {"asked", "expected"}
    assert "states [asked whether]" in store.find(said="asked")._repr_html_()
    assert "said" in store.find().to_pandas().columns
    assert dict(store.count(by="said")) == {kind: 2 if kind == "expected" else 1 for kind in SAID_KINDS}
    assert dict(store.count(by="said", said="asked")) == {"asked": 1}
    counts = store.count(by="speaker")
    assert list(counts) == [(TORVAN, 1)] and repr(counts).endswith('7 more were not said: said="any" shows them')
    assert [len(held.answers or ()) for held in store.readings(speaker=TORVAN)] == [7]
    assert [len(held.answers or ()) for held in store.readings(said="said")] == [1]
    path = store.export(tmp_path / "x.csv", said=("demanded",))
    assert [row["said"] for row in csv.DictReader(io.StringIO(path.read_text("utf8")))] == ["demanded"]


@pytest.mark.parametrize("said", ["perhaps", ["said", "perhaps"], [], 7])
def test_python_names_the_kinds_where_it_is_none_of_them(store: Store, said: Any) -> None:
    with pytest.raises(ValueError, match="there are said, not-said, conditional, possible, expected, asked, demanded, and any"):
        store.find(said=said)
