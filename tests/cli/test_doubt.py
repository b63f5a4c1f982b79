"""Doubtful statements at the command line: shown, left out, ordered; a line a hit; counts; words that find nothing."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from importlib import resources
from pathlib import Path

import jsonschema
import pytest
import shelf
from told import told

from sayso.cli import main
from sayso.doubt import DOUBTFUL, surer
from sayso.evidence import check_evidence
from sayso.formats import write_text
from sayso.formats.html import write_html
from sayso.formats.rows import cells
from sayso.record import Event, Reading, Span, Undertaking, Voice
from sayso.store import Question, Unheard, open_engine, unheard

DOVREL, TAMM = "Ana Dovrel", "Ilir Tamm"
TEXT = (
    "[s Ana Dovrel|Ana Dovrel] [c said] "
    "[q the bridge must close before the winter and long before the floods of the spring come].",
    "[s Ilir Tamm|Ilir Tamm] [c denied] [q that it rains on the bridge].",
    "[r -|Granite Palace] [s Ana Dovrel|Ana Dovrel] [c noted] [q that the border is shut], it adds.",
    "[s We] [c knew] [q that the dam would hold].",
)
SCORES = (0.92, 0.41, 0.55, 0.3)


def doubted() -> Reading:
    read = shelf.at(told(*TEXT), "https://lantern.example/bridge", "The Lantern", "2031-03-04")
    statements = (replace(one, score=score) for one, score in zip(read.statements, SCORES, strict=True))
    return replace(read, statements=tuple(statements))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    return shelf.keep(tmp_path_factory.mktemp("store") / "sayso.db", [doubted()])


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch, store: str) -> None:
    for name in ("COLUMNS", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SAYSO_STORE", store)


def test_a_doubtful_statement_is_named_so_in_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["find"]) == 0
    out = capsys.readouterr().out
    assert f"{TAMM} denies [doubtful] (“denied”)" in out and f"{DOVREL} states (“said”)" in out
    assert out.endswith("\n4 statements\n2 are doubtful, as likely wrong as right: --min-score 0.5 leaves them out\n")
    assert main(["find", "--min-score", ".5"]) == 0
    out = capsys.readouterr().out
    assert "doubtful" not in out and out.endswith("\n2 statements\n")


def test_on_a_terminal_it_is_dim_too(store: str) -> None:
    seen = shelf.in_terminal(["find", "rains", "--store", store])
    assert "\x1b[2;3m [doubtful]" in seen or "\x1b[3;2m [doubtful]" in seen
    assert "\x1b[2mthat it" in seen


@pytest.mark.parametrize(
    ("arguments", "scores"),
    [
        (["--order", "score"], [0.92, 0.55, 0.41, 0.3]),
        (["--order", "doubt"], [0.3, 0.41, 0.55, 0.92]),
        (["--order", "doubt", "--min-score", ".4"], [0.41, 0.55, 0.92]),
        (["--order", "score", "--limit", "all"], [0.92, 0.55, 0.41, 0.3]),
        (["--speaker", DOVREL, "--speaker", TAMM, "--order", "score"], [0.92, 0.55, 0.41]),
        (["--act", "denies", "--act", "knows", "--order", "score"], [0.41, 0.3]),
    ],
)
def test_what_is_asked_for(arguments: list[str], scores: list[float], capsys: pytest.CaptureFixture[str]) -> None:
    for form in ("jsonl", "csv"):
        assert main(["find", *arguments, "--format", form]) == 0
        out = capsys.readouterr().out
        rows = map(json.loads, out.splitlines()) if form == "jsonl" else csv.DictReader(io.StringIO(out))
        assert [float(row.get("score") or row["statement"]["score"]) for row in rows] == scores
    assert main(["find", *arguments, "--format", "json"]) == 0
    schema = json.loads((resources.files("sayso") / "schema/hits-1.schema.json").read_text(encoding="utf8"))
    jsonschema.Draft202012Validator(schema).validate(json.loads(capsys.readouterr().out))


def test_a_line_a_hit_is_whole_in_a_pipe_whatever_the_shell_exports(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["find", "--format", "line", "--order", "score"]
    assert main(asked) == 0
    lines = capsys.readouterr().out
    monkeypatch.setenv("COLUMNS", "40")
    assert main(asked) == 0
    assert capsys.readouterr().out == lines and "\t" in lines


def test_a_line_a_hit(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["find", "--format", "line", "--order", "score"]) == 0
    rows = [row.split("\t") for row in capsys.readouterr().out.splitlines()]
    assert [row[1:4] for row in rows] == [
        ["2031-03-04", DOVREL, "states"],
        ["2031-03-04", f"{DOVREL} [Granite Palace]", "states"],
        ["2031-03-04", TAMM, "denies [doubtful]"],
        ["2031-03-04", "“We”", "knows [doubtful]"],
    ]
    assert rows[0][4].endswith("the floods of the spring come") and all(len(row) == 5 for row in rows)
    seen = shelf.in_terminal(["find", "winter", "--format", "line", "--store", store], columns=110)
    (row,) = re.sub(r"\x1b\[[0-9;]*m", "", seen).splitlines()
    assert "  2031-03-04  Ana Dovrel  states  the bridge" in row and row.endswith("…") and cells(row) <= 110


def test_of_names_given_together_the_unknown_one_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["find", "--speaker", TAMM, "--speaker", "Ana Dovrell", "--format", "csv"]) == 0
    assert capsys.readouterr().err == "sayso: --speaker Ana Dovrell: no party goes by that name; is it Ana Dovrel?\n"
    assert main(["export", "--speaker", TAMM, "--speaker", "Ana Dovrell"]) == 0
    assert "is it Ana Dovrel?" in capsys.readouterr().err
    assert main(["find", "--speaker", TAMM]) == 0
    assert capsys.readouterr().err == ""


OR = "OR is a word like any other: a statement must have all words, and there are no operators"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("bridge OR dam", [OR, "each of the words is found, but no statement has all of them"]),
        ("bridge OR ferry", [OR, "no statement has ferry"]),
        ("bridge ferry tram*", ["no statement has ferry or tram*"]),
        ('bridge "long line"', ['no statement has "long line"']),
        ("speaker:Tamm", ["speaker:Tamm is looked for as words: is --speaker Tamm meant?"]),
        ("bridge Speaker:Ana", ["speaker:Ana is looked for as words: is --speaker Ana meant?"]),
        ("winter dam", ["each of the words is found, but no statement has all of them"]),
        ("rains --speaker Granite_Palace", ["the words are found, but not under these filters"]),
        ("rains --min-score .5", ["the words are found, but not under these filters"]),
        ("ferry", []),  # that nothing was found says it
    ],
)
def test_words_that_found_nothing_are_named(words: str, said: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    given = [word.replace("_", " ") for word in words.split(" ")]
    given = [words] if '"' in words else given
    assert main(["find", *given]) == 1
    told = [line.removeprefix("sayso: ") for line in capsys.readouterr().err.splitlines()]
    assert [line for line in told if not line.startswith("--speaker")] == said


def test_an_operator_is_named_where_something_is_found_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["find", "before", "AND", "long"]) == 0
    assert capsys.readouterr().err == f"sayso: {OR.replace('OR', 'AND', 1)}\n"


def test_the_same_from_a_store(store: str) -> None:
    engine = open_engine(store)
    assert list(unheard(engine, Question(words="speaker:Tamm"))) == [Unheard("filter", ("Tamm",), "speaker")]
    assert list(unheard(engine, Question())) == []
    engine.close()


def test_what_is_left_open_stands_outside_the_scale(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["find", "--count", "speaker"]) == 0
    out = capsys.readouterr().out
    assert out.endswith("▌\n\nLeft open: 1 of 4\n  1  I, we or you\n") and out.count("█") >= 65
    assert main(["find", "--count", "speaker", "--format", "csv"]) == 0
    assert capsys.readouterr().out == f"speaker,statements,open\n{DOVREL},2,\n{TAMM},1,\n,1,own\n"
    assert main(["find", "--count", "speaker", "--format", "jsonl"]) == 0
    assert '{"speaker": null, "statements": 1, "open": "own"}' in capsys.readouterr().out
    assert main(["find", "--count", "speaker", "--format", "json"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert record["open"] == {"own": 1} and record["counts"][-1] == {"value": None, "statements": 1}
    assert main(["find", "--count", "outlet", "--format", "json"]) == 0
    assert "open" not in json.loads(capsys.readouterr().out)


def test_counts_by_two_fields(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["find", "--count", "speaker,act"]) == 0
    assert capsys.readouterr().out == (
        "Statements by speaker and act\n"
        "4 statements in all\n\n"
        "             states  denies  knows      all\n"
        "Ana Dovrel        2       ·      ·        2\n"
        "Ilir Tamm         ·       1      ·        1\n"
        "(left open)       ·       ·      1        1\n"
    )
    assert main(["find", "--count", "speaker,act", "--format", "csv", "--min-score", ".4"]) == 0
    assert capsys.readouterr().out == (
        f"speaker,act,statements\n{DOVREL},states,2\n{TAMM},denies,1\n"
    )
    assert main(["find", "--count", "outlet,month", "--format", "json"]) == 0
    record = json.loads(capsys.readouterr().out)
    schema = json.loads((resources.files("sayso") / "schema/counts-1.schema.json").read_text(encoding="utf8"))
    jsonschema.Draft202012Validator(schema).validate(record)
    assert record["counts"] == [{"values": ["The Lantern", "2031-03"], "statements": 4}]
    assert main(["find", "--count", "act,article", "--format", "jsonl", "--limit", "1"]) == 0
    assert json.loads(capsys.readouterr().out)["article"] == "https://lantern.example/bridge"


@pytest.mark.parametrize("columns", [40, 60, 100])
def test_a_table_of_two_fields_keeps_to_its_width(
    columns: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    assert main(["find", "--count", "article,act"]) == 0
    out = capsys.readouterr().out
    assert all(cells(row) <= columns for row in out.splitlines())
    assert ("more" in out) is (columns < 60)


def test_a_party_says_how_much_of_it_is_doubtful(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["party", TAMM]) == 0
    assert "\n1 statement (1 doubtful), named in 1 article" in capsys.readouterr().out
    assert main(["party", DOVREL, "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["parties"][0]["doubtful"] == 0


# read


def test_text_and_page_mark_what_is_doubtful() -> None:
    text = "".join(write_text([doubted()]))
    assert "4 statements (2 doubtful)" in text and f"{TAMM} denies [doubtful] (“denied”)" in text
    page = "".join(write_html([doubted()]))
    assert page.count('<span class="doubtful">doubtful</span>') == 2
    assert ">2?<span" in page and "of such about half are right" in page  # not by colour alone
    assert "96 of 100 like it are right (score 0.92)" in page
    sure = surer(doubted(), DOUBTFUL)
    assert "doubtful" not in "".join(write_text([sure]))
    assert 'class="doubtful"' not in "".join(write_html([sure]))


def test_a_reading_without_its_doubtful_statements_holds() -> None:
    read = doubted()
    first, second, third, fourth = read.statements
    inner = (replace(second, within="s1"), replace(third, within="s2"), replace(fourth, within="s9"))
    nested = replace(read, statements=(first, *inner))
    word = Span(0, 3, read.article.text[:3])
    held = replace(
        nested,
        events=(Event("e1", "call", word, "held", within="s2"), Event("e2", "call", word, "held", within="s1")),
        undertakings=(
            Undertaking("u1", "promise", "will", (Voice(word),), (word,), statement="s1", event="e1"),
            Undertaking("u2", "promise", "will", (Voice(word),), (word,), statement="s4"),
        ),
    )
    kept = surer(held, 0.5)
    assert [(one.id, one.within) for one in kept.statements] == [("s1", None), ("s3", "s1")]
    assert kept.statements[1].relay == third.relay
    assert [one.id for one in kept.events] == ["e2"] and [(one.id, one.event) for one in kept.undertakings] == [("u1", None)]
    check_evidence(surer(read, 0.5))
    assert surer(held, 0.0) is held and surer(held, 0.3) is held and surer(held, 1.0).statements == ()


def test_read_leaves_them_out_and_says_how_many(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = Path(__file__).parents[2] / "examples/valdrin-courier/2031-03-14-call.html"
    assert main(["read", str(page), "--min-score", ".5", "--format", "json"]) == 0
    shown = capsys.readouterr()
    scores = [one["score"] for one in json.loads(shown.out)["statements"]]
    assert scores and min(scores) >= 0.5
    assert re.search(r"^sayso: \d+ statements of a score below 0.5 left out$", shown.err, re.MULTILINE)
