"""sayso export: tables of events and undertakings, entities, and what of them goes together."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import eventful
import pytest
import shelf

from sayso.cli import main
from sayso.door import open_store


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    address = shelf.keep(tmp_path / "sayso.db", [eventful.reading()])
    monkeypatch.setenv("SAYSO_STORE", address)
    return address


@pytest.mark.parametrize(("table", "number"), [("statements", 3), ("events", 4), ("undertakings", 2)])
def test_a_table_of_each(store: str, table: str, number: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / f"{table}.csv"
    assert main(["export", "--table", table, "--output", str(path)]) == 0
    with path.open(encoding="utf8", newline="") as file:
        assert len(list(csv.DictReader(file))) == number
    told = "3 statements of 1 article" if table == "statements" else f"the {table} of 1 article"
    assert capsys.readouterr().err == f"sayso: {told} to {path}\n"
    assert main(["export", "--table", table, "--format", "csv"]) == 0  # the same through a pipe
    assert capsys.readouterr().out == path.read_text(encoding="utf8")


@pytest.mark.parametrize("form", ["jsonl", "annotations", "schema-org", "ftm", "brat"])
def test_what_holds_all_three_has_no_table(store: str, form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "--table", "events", "--format", form, "--output", str(tmp_path / "x")]) == 2
    assert f"--format {form} holds all three alike" in capsys.readouterr().err and not (tmp_path / "x").exists()


def test_entities_go_through_a_pipe(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "--format", "ftm"]) == 0
    schemas = [json.loads(line)["schema"] for line in capsys.readouterr().out.splitlines()]
    assert schemas[0] == "Article" and {"Person", "Event", "Trip", "Documentation"} <= set(schemas)


def test_python_has_the_tables_too(store: str, tmp_path: Path) -> None:
    with open_store(store) as opened:
        path = opened.export(tmp_path / "owed.csv", table="undertakings")
        assert path.read_text(encoding="utf8").count("\n") == 3
        with pytest.raises(ValueError, match="jsonl has no table of events"):
            opened.export(tmp_path / "x.jsonl", table="events")
