"""Workbooks: what a spreadsheet finds in them, cell by cell, read by the rules of the file format."""

from __future__ import annotations

import csv
import re
import tempfile
import zipfile
from pathlib import Path

import pytest
import shelf
from hypothesis import given, settings, strategies as st
from lxml import etree

from sayso.cli import main
from sayso.door import open_store
from sayso.formats import xlsx
from sayso.formats.csv import csv_line, unguarded
from sayso.formats.xlsx import CellError, write_xlsx

_N = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
Cells = list[list[tuple[str, str]]]  # of each row: what a cell is ("inlineStr", "n", "f" for a formula), and what it holds


def cells(path: Path) -> dict[str, Cells]:
    """The sheets by name; a cell that is empty has no type."""
    with zipfile.ZipFile(path) as packed:
        assert packed.testzip() is None
        names = [one.get("name") for one in etree.fromstring(packed.read("xl/workbook.xml")).iter(f"{_N}sheet")]
        return {
            str(name): [[_cell(one) for one in row] for row in _rows(packed.read(f"xl/worksheets/sheet{number}.xml"))]
            for number, name in enumerate(names, 1)
        }


def _rows(sheet: bytes) -> list[list[etree._Element]]:
    tree = etree.fromstring(sheet)
    assert not list(tree.iter(f"{_N}hyperlink")), "a cell is a link"
    return [list(row) for row in tree.iter(f"{_N}row")]


def _cell(cell: etree._Element) -> tuple[str, str]:
    if cell.find(f"{_N}f") is not None:
        return "f", ""
    words = "".join(text.text or "" for text in cell.iter(f"{_N}t"))
    return cell.get("t", "n"), words or cell.findtext(f"{_N}v") or ""


def written(path: Path, *rows: tuple[object, ...]) -> Cells:
    write_xlsx(map(csv_line, rows), path, "table")
    return cells(path)["table"]


ODD = [
    *("=1+1", "@SUM(A1)", "+3", "-3", "7", "https://a.example/", "internal:Sheet!A1", "<r><t>bold</t></r>", "_x0041_"),
    *(" blank ", "a\nb", "{=1}", "\t=1", "1e5"),
]


@pytest.mark.parametrize("words", ODD)
def test_words_are_words(words: str, tmp_path: Path) -> None:
    _, ((kind, held),) = written(tmp_path / "a.xlsx", ("content",), (words,))
    assert kind in ("inlineStr", "s") and _unescaped(held) == words


def test_numbers_are_numbers_and_nothing_is_nothing(tmp_path: Path) -> None:
    head, row = written(tmp_path / "a.xlsx", ("score", "version", "cue", "said"), (0.5, 12, None, "said"))
    assert [words for _, words in head] == ["score", "version", "cue", "said"]
    assert row == [("n", "0.5"), ("n", "12"), ("inlineStr", "said")]


@settings(max_examples=10, deadline=None)  # a workbook takes 20 ms
@given(st.lists(st.text(min_size=1, max_size=60), min_size=20, max_size=40))
def test_any_words_make_a_workbook_that_opens(lines: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        _, *rows = written(Path(folder, "a.xlsx"), ("content",), *((words,) for words in lines))
    for words, ((_, held),) in zip(lines, rows, strict=True):
        assert _unescaped(held) == re.sub("[\ufffe\uffff\ud800-\udfff]", "\ufffd", words)


def test_a_full_sheet_goes_on_in_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "MOST_ROWS", 3)
    write_xlsx((csv_line([one]) for one in ("number", *range(5))), tmp_path / "a.xlsx", "table")
    found = {name: [row[0][1] for row in rows] for name, rows in cells(tmp_path / "a.xlsx").items()}
    assert found == {"table": ["number", "0", "1"], "table 2": ["number", "2", "3"], "table 3": ["number", "4"]}


def test_a_cell_that_is_too_long_is_named_and_nothing_is_cut(tmp_path: Path) -> None:
    with pytest.raises(CellError, match=r"row 3 of table has 32,768 characters in content, and a cell .* holds 32,767"):
        written(tmp_path / "a.xlsx", ("key", "content"), ("k", "x" * 32_767), ("k", "x" * 32_766 + "🙂"))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    return shelf.keep(tmp_path_factory.mktemp("store") / "sayso.db", shelf.readings())


@pytest.mark.parametrize(
    "command",
    [
        *("find", "find --limit all", "find nosuchword", "find --count speaker", "export", "export --table events"),
        *("export --table undertakings", "events", "ledger", "events --count kind", "trace border", "check --quote gate"),
    ],
)
def test_what_writes_csv_writes_workbooks(
    command: str, store: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAYSO_STORE", store)
    csv_status = main([*command.split(), "--output", str(tmp_path / "a.csv")])
    assert main([*command.split(), "--output", str(tmp_path / "a.xlsx")]) == csv_status
    ((_, found),) = cells(tmp_path / "a.xlsx").items()
    with (tmp_path / "a.csv").open(encoding="utf8", newline="") as file:
        rows = list(csv.reader(file))
    assert [words for _, words in found[0]] == rows[0]
    for row, cells_of_row in zip(rows, found, strict=True):
        for cell, (kind, held) in zip(filter(None, row), cells_of_row, strict=True):
            assert float(cell) == float(held) if kind == "n" else unguarded(cell) == _unescaped(held)
    assert {kind for row in found for kind, _ in row} <= {"n", "s", "inlineStr"}, "a cell runs"


def test_a_formula_of_a_page_is_words_in_the_workbook(store: str, tmp_path: Path) -> None:
    with open_store(store) as kept:
        path = kept.export(tmp_path / "all.xlsx")
    words = {held for row in cells(path)["statements"] for _, held in row}
    assert '=HYPERLINK("x") is a formula' in words


def test_a_cell_that_is_too_long_leaves_no_file(
    store: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(xlsx, "MOST_UNITS", 20)
    for command in ("find", "export"):
        assert main([command, "--store", store, "--output", str(tmp_path / "a.xlsx")]) == 2
        err = capsys.readouterr().err
        assert err.startswith(f"sayso {command}: ") and "csv and jsonl hold it whole" in err and not list(tmp_path.iterdir())


def test_python_is_told_of_an_ending_too(store: str, tmp_path: Path) -> None:
    with open_store(store) as kept:
        with pytest.raises(ValueError, match=r"no \.ods is written here: name it .*, or say the form$"):
            kept.export(tmp_path / "all.ods")
        with pytest.raises(ValueError, match=r"writes no \.csv: name it \.xlsx"):
            kept.export(tmp_path / "all.csv", form="xlsx")


def _unescaped(words: str) -> str:
    """Words as a spreadsheet shows them: controls are escaped, and so is an underscore that might begin an escape."""
    return re.sub(r"_x([0-9A-F]{4})_", lambda found: chr(int(found[1], 16)), words)
