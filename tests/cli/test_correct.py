"""sayso correct on a real store: what it sets, says and refuses; as text, as JSON, in exports that are read back."""

from __future__ import annotations

import csv
import io
import json
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import shelf
from told import told

from sayso.cli import main
from sayso.formats import read_csv

A = "https://harbour.example/1"
LINES = (
    "[s She|Ana Dovrel] [c told] the council [q “the harbour will close] and stay closed until May.”",
    "[q “We have waited,”] [s Ilya Torvan|Ilya Torvan] [c told] Ana Dovrel, the readout stated.",
    "[s Mara Quill|Mara Quill] [c wanted] [q answers].",
    "Marit Vell, who chairs the board, said the dam would hold.",
)
WHY = ("--reason", "so the page has it")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    for name in ("COLUMNS", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    page = shelf.at(told(*LINES), A, "The Harbour", "2031-05-01")
    monkeypatch.setenv("SAYSO_STORE", shelf.keep(tmp_path / "sayso.db", [page]))
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, status: int = 0) -> str:
        assert main(list(arguments)) == status
        out, err = capsys.readouterr()
        return out if status == 0 else out + err

    return run


def test_it_is_set_and_shown_with_what_was_read(run: Any) -> None:
    words = "the harbour will close and stay closed until May."
    out = " ".join(run("correct", "1.1/s1", "--speaker", "She = Ilya Torvan", "--words", words, *WHY).split())
    assert "1 set-statement: characters" in out and "speaker Ilya Torvan (“She”)" in out
    assert "2031-05-01 Ilya Torvan" in out
    assert "corrected (1): the speaker was read as “She”; the words were read as “the harbour will close”" in out
    found = run("find", "until May")
    assert "corrected (1)" in found and "so the page has it" in " ".join(found.split())
    assert "corrected (1)" in run("show", "1.1/s1")
    assert "corrected (1)" not in run("correct", "1.1/s1", "--undo", *WHY)
    assert "nothing found" in run("find", "until May", status=1)


def test_a_statement_that_was_missed(run: Any) -> None:
    out = run("correct", A, "--add", "the dam would hold", "--speaker", "Marit Vell (person)", "--cue", "said", *WHY)
    assert "Marit Vell states (“said”)" in out and "added by hand (1): so the page has it" in out and "1.1/c1" in out
    assert "1 statement" in run("find", "dam")
    run("correct", "1.1/c1", "--remove", *WHY)
    run("find", "dam", status=1)
    assert "the dam" in run("correct", "1.1/c1", "--restore", *WHY)


def test_all_of_them_listed_with_what_became_of_them(run: Any) -> None:
    assert run("correct") == "no corrections\n"
    run("correct", "1.1/s3", "--act", "demands", *WHY)
    run("correct", "1.1/s3", "--undo", *WHY)
    out = " ".join(run("correct").split())
    assert "act demands" in out and "taken back" in out and "undo: correction 1" in out
    record = json.loads(run("correct", "--format", "json"))
    schema = json.loads((resources.files("sayso") / "schema/corrections-1.schema.json").read_text(encoding="utf8"))
    jsonschema.Draft202012Validator(schema).validate(record)
    assert [one["state"] for one in record["corrections"]] == ["undone", "counts"]
    assert record["corrections"][0]["change"]["fields"] == ["act"]


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["1.1/s1", "--speaker", "Ilya Torvan"], 2, "needs its reason"),
        (["1.1/s1", *WHY], 2, "nothing is to be set"),
        (["--speaker", "x", *WHY], 2, "say which statement"),
        (["1.1/s1", "--undo", "--remove", *WHY], 2, "are two corrections"),
        (["1.1/s1", "--undo", "--act", "warns", *WHY], 2, "--act does not go with --undo"),
        (["1.1/s9", "--act", "warns", *WHY], 1, "holds no statement 1.1/s9"),
        (["9.1/s1", "--act", "warns", *WHY], 1, "holds no statement 9.1/s1"),
        (["9", "--add", "the dam would hold", *WHY], 1, "has no article at 9"),
        (["1.1/s1", "--undo", *WHY], 1, "nobody corrected 1.1/s1"),
        (["1.1/s1", "--undo", "7", *WHY], 1, "has the number 7"),
        (["1.1/s1", "--cue", "told", *WHY], 1, "has all that already"),
        (["1.1/s1", "--words", "the sea", *WHY], 2, "stands nowhere"),
        (["1.1/s1", "--speaker", "Marit Vell", *WHY], 2, "is no party yet"),
    ],
)
def test_what_it_refuses(run: Any, arguments: list[str], status: int, message: str) -> None:
    assert message in " ".join(run("correct", *arguments, status=status).split())
    assert run("correct") == "no corrections\n"


def test_exports_have_it(run: Any, tmp_path: Path) -> None:
    run("correct", "1.1/s1", "--speaker", "She = Ilya Torvan", "--addressee", "the council (group)", *WHY)
    run("export", "--output", "a.csv")
    with (tmp_path / "a.csv").open(encoding="utf8", newline="") as lines:
        cells, statement = next(iter(read_csv(lines)))
    assert cells["corrected"] == "speaker; addressee" and cells["speaker"] == "Ilya Torvan"
    assert statement.corrected and statement.corrected.read and statement.corrected.reason == "so the page has it"
    (row, *_) = csv.DictReader(io.StringIO(run("find", "harbour", "--format", "csv")))
    assert row["corrected"] == "speaker; addressee"
    hits = json.loads(run("find", "harbour", "--format", "json"))
    schema = json.loads((resources.files("sayso") / "schema/hits-1.schema.json").read_text(encoding="utf8"))
    jsonschema.Draft202012Validator(schema).validate(hits)
    assert hits["hits"][0]["statement"]["corrected"]["read"]["speaker"]["mention"]["text"] == "She"
    for name in ("b.jsonl", "c.jsonld", "d.parquet"):
        run("export", "--output", name)
    assert '"corrected"' in (tmp_path / "b.jsonl").read_text(encoding="utf8")
    assert '"sayso:corrected"' in (tmp_path / "c.jsonld").read_text(encoding="utf8")
    assert "corrected (1)" in run("show", "1", "--format", "html")
