"""Counts of what is found: on a real store as tables, numbers and pictures; by hand their shapes."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
import sys
from importlib import resources
from pathlib import Path

import jsonschema
import pytest
import shelf
from lxml import etree

from sayso.cli import main
from sayso.formats import charts
from sayso.formats.charts import svg, write_bars, write_line
from sayso.formats.counts import MOST_PERIODS, Count, TooManyError, count_title, filled, gaps
from sayso.formats.rows import cells
from sayso.store.values import Countable, Question


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    return shelf.keep(tmp_path_factory.mktemp("store") / "sayso.db", shelf.readings())


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch, store: str) -> None:
    for name in ("COLUMNS", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SAYSO_STORE", store)


@pytest.mark.parametrize(
    ("by", "words", "counts"),
    [
        ("speaker", "border", [("Ana Dovrel", 2), ("Ilir Tamm", 1)]),  # wire copy once
        ("addressee", "border", [("Ilir Tamm", 1), (None, 2)]),  # what has no value stands apart
        ("relay", "border", [("Granite Palace", 1), (None, 2)]),
        ("act", "border", [("states", 2), ("denies", 1)]),
        ("manner", "border", [("indirect", 2), ("direct", 1)]),
        ("outlet", "border", [("The Lantern", 3)]),
        ("day", "", [("2031-01-02", 1), ("2031-03-04", 4), ("2031-03-20", 30), (None, 3)]),
        ("month", "", [("2031-01", 1), ("2031-03", 34), (None, 3)]),
        ("year", "border", [("2031", 3)]),
        ("kind", "border", [("person", 3)]),
    ],
)
def test_counts(by: str, words: str, counts: list[Count], capsys: pytest.CaptureFixture[str]) -> None:
    schema = json.loads((resources.files("sayso") / "schema/counts-1.schema.json").read_text(encoding="utf8"))
    assert main(["find", *words.split(), "--count", by, "--format", "json"]) == 0
    record = json.loads(capsys.readouterr().out)
    jsonschema.Draft202012Validator(schema).validate(record)
    listed = [(row["value"], row["statements"]) for row in record["counts"]]
    if by in ("day", "month"):  # what has no date of its own goes by its capture
        listed = [row for row in listed if row[0] is None or not row[0].startswith("2031-04")]
        counts = [row for row in counts if row[0]]
    assert listed == counts
    assert record["total"] == (3 if words else 38)
    main(["find", *words.split(), "--count", by, "--format", "csv"])
    rows = list(csv.reader(io.StringIO(capsys.readouterr().out)))
    told = [[r["value"] or "", str(r["statements"]), *([""] if "open" in record else [])] for r in record["counts"]]
    assert rows == [[by, "statements", *(["open"] if by in ("speaker", "kind") else [])], *told]


def test_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["find", "border", "--count", "speaker"]) == 0
    assert capsys.readouterr().out == (
        f"Statements by speaker: with border\n3 statements in all\n\nAna Dovrel  2  {'█' * 65}\nIlir Tamm   1  {'█' * 32}▌\n"
    )


def test_of_many_values_the_first_are_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["find", "--count", "speaker", "--limit", "1"]) == 0
    out = capsys.readouterr().out
    assert "Mara Quill  30  █" in out and out.endswith("and 4 more; --limit all shows them\n")
    main(["find", "--count", "speaker", "--limit", "all"])
    assert capsys.readouterr().out.count("█") > 65


def test_nothing_counted_is_status_1(capsys: pytest.CaptureFixture[str]) -> None:
    for more in ([], ["--format", "json"], ["--format", "csv"], ["--format", "svg"]):
        assert main(["find", "zebra", "--count", "day", *more]) == 1
    assert main(["find", "zebra", "--count", "day", "--chart", "line"]) == 1
    assert "0 statements in all" in capsys.readouterr().out


def test_a_line_of_text_has_every_day(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["find", "--count", "day", "--chart", "line", "--to", "2031-03-31"]) == 0
    rows = capsys.readouterr().out.splitlines()
    assert rows[3].startswith("30 ┤") and rows[12].startswith(" 0 ┤")
    assert rows[13].split() == ["2031-01-02", "2031-03-31"] and rows[14] == "Most: 30 on 2031-03-20"
    assert all(len(row) <= 80 for row in rows)


def test_in_a_terminal(store: str) -> None:
    seen = shelf.in_terminal(["find", "--count", "day", "--store", store], columns=50)
    assert "\x1b[36m█" in seen
    assert all(cells(row) <= 50 for row in re.sub(r"\x1b\[[0-9;]*m", "", seen).splitlines())


def test_too_many_days_are_refused_with_the_way_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One article with a wrong date must not ask for a line of 700,000 days."""
    odd = shelf.readings()[2]
    store = shelf.keep(tmp_path / "s.db", [odd, shelf.at(odd, "https://odd.example/", "Odd", "0102-03-04")])
    for form in (["--chart", "line"], ["--format", "svg"]):
        assert main(["find", "--count", "day", "--all-versions", "--store", store, *form]) == 2
        assert "narrow them with --from and --to" in capsys.readouterr().err
    assert main(["find", "--count", "day", "--all-versions", "--store", store]) == 0  # a table names the gap
    assert re.search(r"\n +·  7\d\d,\d\d\d days without any\n", capsys.readouterr().out)


def test_too_many_bars_are_refused_with_the_way_out(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(charts, "MOST_BARS", 4)
    assert main(["find", "--count", "speaker", "--format", "svg", "--limit", "all"]) == 2
    assert "5 bars are too many to draw: leave --limit away" in capsys.readouterr().err
    assert main(["find", "--count", "speaker", "--format", "svg", "--limit", "4"]) == 0


def test_a_limit_does_not_cut_a_line_short(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["find", "--count", "day", "--chart", "line", "--limit", "1", "--to", "2031-03-31"]) == 0
    assert "Most: 30 on 2031-03-20" in capsys.readouterr().out


COUNTS: list[Count] = [("Ilya Torvan", 42), (None, 9), ("the Ministry & its <b>$5 a $6</b> office", 4), ("東京都知事", 1)]


def test_a_picture_is_the_same_every_time_and_says_what_it_shows() -> None:
    drawn = svg(COUNTS, 56, Question(words="border", speaker="Dovrel"), "speaker", rest=2)
    assert drawn == svg(COUNTS, 56, Question(words="border", speaker="Dovrel"), "speaker", rest=2)
    root = etree.fromstring(drawn.encode())
    names = {element.get("id"): element for element in root.iter() if isinstance(element.tag, str) and element.get("id")}
    assert root.get("role") == "img"
    assert [names[id].text for id in root.get("aria-labelledby").split()] == [
        "Statements by speaker: with border, said by Dovrel",
        "56 statements in all; 2 more values are not shown; left open: 9 of 56. Ilya Torvan 42, "
        "the Ministry & its <b>$5 a $6</b> office 4, 東京都知事 1.",
    ]
    words = [text.text for text in root.iter("{*}text")]  # text stays text
    assert {"Ilya Torvan", "42", "東京都知事"} <= set(words) and "(left open)" not in words  # no bar: it stands in the note
    assert "the Ministry & its <b>$5 a $6</b> office" in words  # money, and no markup
    assert "Matplotlib" not in drawn and not re.search(r"\d{4}-\d\d-\d\dT", drawn)  # no version, no time


@pytest.mark.parametrize("chart", ["bar", "line"])
def test_a_picture_of_days_has_those_without_any(chart: str) -> None:
    drawn = svg([("2031-02-27", 3), ("2031-03-02", 1), (None, 5)], 9, Question(), "day", "line" if chart == "line" else "bar")
    words = {text.text for text in etree.fromstring(drawn.encode()).iter("{*}text")}
    assert {"2031-02-27", "2031-02-28", "2031-03-01", "2031-03-02"} <= words


@pytest.mark.parametrize("counts", [[], [("2031-03-01", 1)], [(None, 3)], [("2031-03-01", 10**9)]])
@pytest.mark.parametrize("by", ["day", "speaker"])
def test_odd_counts_are_drawn(counts: list[Count], by: Countable) -> None:
    for drawn in (svg(counts, 1, Question(), by, "line"), svg(counts, 1, Question(), by)):
        etree.fromstring(drawn.encode())
    assert "".join(write_bars(counts, 1, Question(), by)) and "".join(write_line(counts, 1, Question(), "day"))


def test_a_name_of_characters_that_xml_does_not_have_is_drawn() -> None:
    odd = "".join(map(chr, (*range(32), 0x7F, 0x85, 0x2028, 0xD83D, 0xFDD0, 0xFFFE, 0xFFFF, 0x1FFFE, 0x10FFFF)))
    counts: list[Count] = [(f"Ana{odd}Dovrel", 2), (f"{odd}", 1)]
    drawn = svg(counts, 3, Question(words=f"rain{odd}", speaker=f"Ana{odd}Dovrel"), "speaker", rest=2)
    texts = [element.text for element in etree.fromstring(drawn.encode()).iter("{*}text", "{*}title", "{*}desc")]
    assert sum("Ana" in (text or "") and "Dovrel" in (text or "") for text in texts) >= 3


@pytest.mark.skipif(not shutil.which("chromium"), reason="there is no Chromium to look at the picture with")
def test_a_browser_shows_the_picture(tmp_path: Path) -> None:
    (tmp_path / "a.svg").write_text(svg(COUNTS, 56, Question(words="border"), "speaker"), encoding="utf8")
    picture = tmp_path / "a.png"
    command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}"]
    subprocess.run(
        [*command, "--window-size=900,300", f"--screenshot={picture}", str(tmp_path / "a.svg")],
        capture_output=True, timeout=90, check=True,
    )  # fmt: skip
    assert picture.stat().st_size > 5_000  # an empty page is 2,000 bytes


def test_without_matplotlib_it_says_what_to_install(store: str) -> None:
    code = (
        "import sys; sys.modules['matplotlib'] = None; from sayso.cli import main; "
        f"sys.exit(main(['find', '--count', 'act', '--format', 'svg', '--store', {store!r}]))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 2 and "pip install matplotlib" in done.stderr and done.stdout == ""


@pytest.mark.parametrize("width", [30, 40, 80, 110])
def test_bars_keep_to_the_width(width: int) -> None:
    for row in "".join(write_bars(COUNTS, 56, Question(words="x"), "speaker", width)).splitlines():
        assert cells(row) <= width


def test_a_small_number_has_a_bar_and_none_has_not() -> None:
    rows = "".join(write_bars([("a", 1_000_000), ("b", 1), ("c", 0)], 1, Question(), "act")).splitlines()[3:]
    assert rows[1].endswith("▏") and rows[2].endswith(" 0")


@pytest.mark.parametrize(
    ("by", "counts", "days"),
    [
        ("day", [("2031-02-27", 3), ("2031-03-01", 1)], [("2031-02-27", 3), ("2031-02-28", 0), ("2031-03-01", 1)]),
        ("day", [("2032-02-28", 3), ("2032-03-01", 1)], [("2032-02-28", 3), ("2032-02-29", 0), ("2032-03-01", 1)]),  # leap
        ("month", [("2030-12", 1), ("2031-02", 1)], [("2030-12", 1), ("2031-01", 0), ("2031-02", 1)]),
        ("year", [("0999", 1), ("1001", 1)], [("0999", 1), ("1000", 0), ("1001", 1)]),
        ("day", [(None, 4), ("soon", 1)], []),  # no dates at all
        ("day", [(None, 4), ("2031-03-01", 1)], [("2031-03-01", 1)]),
    ],
)
def test_days_without_any_are_0(by: Countable, counts: list[Count], days: list[tuple[str, int]]) -> None:
    assert filled(counts, by) == days


def test_the_days_that_were_asked_for_are_all_there() -> None:
    assert filled([("2031-03-02", 1)], "day", "2031-03-01", "2031-03-03")[::2] == [("2031-03-01", 0), ("2031-03-03", 0)]
    assert filled([("2031-03", 1)], "month", "2031-02-01", "2031-03-31") == [("2031-02", 0), ("2031-03", 1)]
    assert len(filled([], "day", "2031-01-01", "2031-12-31")) == 365


def test_more_days_than_there_is_room_for() -> None:
    with pytest.raises(TooManyError, match="days from 0001-01-01 to 2031-01-01"):
        filled([("0001-01-01", 1), ("2031-01-01", 1)], "day")
    assert len(filled([("2020-01-01", 1), ("2030-12-13", 1)], "day")) == MOST_PERIODS


def test_gaps() -> None:
    counts: list[Count] = [("2030", 1), ("2033", 1), (None, 2)]
    assert [gap for _, gap in gaps(counts, "year")] == [2, 0, 0]
    assert [gap for _, gap in gaps([("2030", 1), ("2033", 1)], "outlet")] == [0, 0]  # an outlet may be called so


def test_a_title_says_the_whole_question() -> None:
    question = Question(
        words='"border posts"', speaker="A", addressee="B", relay="C", about="D", act="denies", manner="direct", outlet="E",
        url="https://e.example/*", since="2031-01-01", until="2031-02-28", all_versions=True,
    )  # fmt: skip
    assert count_title(question, "day") == (
        'Statements by day: with "border posts", said by A, to B, on the word of C, about D, as “denies”, in direct words, '
        "in E, at https://e.example/*, from 2031-01-01 to 2031-02-28, in all versions"
    )
