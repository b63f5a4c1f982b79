"""sayso find on a real store: what is found, how it is marked and written, a page at a time, and what is refused."""

from __future__ import annotations

import csv
import io
import json
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from importlib import resources
from pathlib import Path

import jsonschema
import pytest
import shelf

from sayso.cli import main
from sayso.formats.hits import HIT_COLUMNS, SHOWN, marked_content, where_among
from sayso.record import Span, Statement, Voice
from sayso.store.values import Carrier, Hit, Hits, Question

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    return shelf.keep(tmp_path_factory.mktemp("store") / "sayso.db", shelf.readings())


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch, store: str) -> None:
    for name in ("COLUMNS", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SAYSO_STORE", store)


def found(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    """The contents that were found, in order, as JSON lines give them."""
    main(["find", "--format", "jsonl", *arguments])
    hits = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    return [" … ".join(span["text"] for span in hit["statement"]["content"]) for hit in hits]


POSTS = "“the border posts break the accord of 2029”"
SHELLING = "that the shelling of the border must end"
CROSSED = "that any border had been crossed"
READOUT = "the presidents spoke of a cease-fire along the line of contact"
BLUE, GREEN = "the gate is painted blue now", "the gate is green"


@pytest.mark.parametrize(
    ("arguments", "contents"),
    [
        (["border"], {POSTS, SHELLING, CROSSED}),  # wire copy once
        (["border", "posts"], {POSTS}),  # all words
        (["posts border"], {POSTS}),  # in any order, in one argument or two
        (['"line of contact"'], {READOUT}),
        (['"contact of line"'], set()),
        (["shell*"], {SHELLING}),
        (["cease-fire"], {READOUT}),
        (["cease", "fire"], {READOUT}),
        (["elan"], {"red \x1b[31malert 東京 Élan"}),  # accents make no difference
        (["東京"], {"red \x1b[31malert 東京 Élan"}),
        (["AND"], {f"{shelf.LONG}and at last the needle was found"}),  # an operator is a word
        (["border", "--speaker", "dovrel"], set()),  # nobody goes by that alone
        (["border", "--speaker", "ANA DOVREL"], {POSTS, SHELLING}),
        (["--addressee", "Ilir Tamm"], {POSTS}),
        (["--relay", "granite palace"], {SHELLING}),  # "the" or not
        (["--act", "denies"], {CROSSED}),
        (["--manner", "direct"], {POSTS}),
        (["--outlet", "The Gate"], {BLUE}),  # the latest version
        (["--outlet", "The Gate", "--all-versions"], {BLUE, GREEN}),
        (["--url", shelf.LANTERN, "--act", "denies"], {CROSSED}),
        (["--url", "https://gate.example/*"], {BLUE}),
        (["--from", "2031-03-04", "--to", "2031-03-05", "border"], {POSTS, SHELLING, CROSSED}),
        (["--to", "2031-01"], {BLUE}),
        (["border", "--from", "2031-03-06"], set()),
        (["--from", "2031", "--to", "2031", "--limit", "1", "stands", "30"], {"item 30 stands"}),
    ],
)
def test_what_is_found(arguments: list[str], contents: set[str], capsys: pytest.CaptureFixture[str]) -> None:
    listed = found(capsys, *arguments)
    assert set(listed) == contents and len(listed) == len(contents)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["("], "no word to find in '('"),
        (["\x00", "🙂"], "no word to find"),
        ([""], "no word to find in ''"),
        (["x", "--from", "2031-05", "--to", "2031-04"], "--from 2031-05-01 --to 2031-04-30 holds no day"),
        (["--from", "soon"], "'soon' is no day: write 2031-03-14, 2031-03 or 2031"),
        (["--to", "2031-02-30"], "'2031-02-30' is no day"),
        (["--act", "sayz"], "there is no act 'sayz'"),
        (["--manner", "shouted"], "there is no manner 'shouted'; there are direct, mixed, indirect"),
        (["--speaker", " "], "an empty name"),
        (["--limit", "0"], "it must be 1 or more"),
        (["--limit", "many"], "'many' is no whole number; all is every one"),
        (["--page", "-1"], "it must be 1 or more"),
        (["--page", "9" * 30], "beyond any store"),
        (["--limit", "all", "--page", "2"], "--limit all is one page"),
        (["--chart", "bar"], "--chart is of a count"),
        (["--format", "svg"], "--format svg is of a count"),
        (["--count", "speaker", "--chart", "line"], "--chart line is over time"),
        (["--count", "speaker", "--page", "2"], "--page is of statements"),
        (["--count", "speaker", "--order", "best"], "--order is of statements"),
        (["--count", "day", "--chart", "bar", "--format", "csv"], "--format csv gives the numbers"),
        (["--count", "mood"], "there is no field 'mood'"),
        (["--count", "speaker,speaker"], "are not two fields"),
        (["--count", "speaker,act,outlet"], "are not two fields"),
        (["--count", "speaker,act", "--format", "svg"], "--format svg draws one field"),
        (["--count", "month,act", "--chart", "line"], "--chart draws one field"),
        (["--count", "act", "--format", "line"], "--format line is a line a statement"),
        (["--min-score", "50"], "'50' is no score: write a number from 0 to 1"),
        (["--min-score", "nan"], "'nan' is no score"),
        (["--speaker", "Ana", "--speaker", " "], "an empty name"),
        (["x", "--output", "no/such/folder/x.csv"], "there is no folder"),
    ],
)
def test_wrong_use_is_status_2(arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    try:
        status = main(["find", *arguments])
    except SystemExit as stop:  # argparse's own
        status = int(stop.code or 0)
    out, err = capsys.readouterr()
    assert status == 2 and out == "" and message in err


def test_no_store_is_status_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["find", "x", "--store", str(tmp_path / "none.db")]) == 1
    assert "there is no store" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())  # to look for a store makes none


def test_nothing_found_is_status_1(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["find", "zebra"]) == 1
    articles = len({reading.article.url or reading.input for reading in shelf.readings()})
    assert capsys.readouterr().out == f"nothing found in {articles} articles\n"
    assert main(["find", "zebra", "--format", "json"]) == 1
    record = json.loads(capsys.readouterr().out)
    assert (record["total"], record["searched"]) == (0, articles)
    schema = json.loads(resources.files("sayso").joinpath("schema/hits-1.schema.json").read_text(encoding="utf8"))
    jsonschema.validate(record, schema)
    for form in ("jsonl", "csv"):
        assert main(["find", "zebra", "--format", form]) == 1
        assert capsys.readouterr().err == f"sayso: nothing found in {articles} articles\n"
    assert main(["find", "zebra", "--limit", "all"]) == 1
    assert capsys.readouterr().out == f"nothing found in {articles} articles\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--outlet", "Lantern"], "--outlet Lantern: no outlet goes by that name; is it "),
        (["--outlet", "Zebra"], "--outlet Zebra: no outlet goes by that name (sayso find --count outlet lists them)"),
        (["--url", shelf.LANTERN + "x"], f"--url {shelf.LANTERN}x: no article has that address; is it {shelf.LANTERN}"),
        (["--url", "https://zebra.example/*"], "no article has that address (sayso find --format csv lists them)"),
        (["--speaker", "Tamm"], "--speaker Tamm: no party goes by that name; is it Ilir Tamm?"),
        (["--speaker", "#99999"], "--speaker #99999: no party has that number (sayso party lists them)"),
        (["--speaker", "Illir Tam"], "--speaker Illir Tam: no party goes by that name; is it Ilir Tamm?"),
    ],
)
def test_what_is_not_there_is_said_to_be_so(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["find", *arguments]) == 1
    assert said in capsys.readouterr().err
    assert main(["export", *arguments]) == 1
    assert said in capsys.readouterr().err


def test_a_name_that_nobody_goes_by_is_said_to_be_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["find", "--speaker", "Nobody Known"]) == 1
    assert "--speaker Nobody Known: no party goes by that name" in capsys.readouterr().err


def test_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["find", "border", "posts"]) == 0
    assert capsys.readouterr().out == (
        "2031-03-04  Ana Dovrel states (“told”) to Ilir Tamm\n"
        "            “the «border» «posts» break the accord of 2029”\n"
        "            The Lantern +1 outlet · 2.1/s1 · https://lantern.example/border\n"
        "\n"
        "1 statement\n"
    )


def test_the_table_says_on_whose_word(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["find", "shelling"]) == 0
    assert "\n            on the word of Granite Palace\n" in capsys.readouterr().out


def test_a_page_at_a_time(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["stands", "--order", "oldest", "--limit", "13"]
    pages = [found(capsys, *asked, "--page", str(page)) for page in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [13, 13, 4, 0]
    assert len({content for page in pages for content in page}) == 30  # nothing twice, nothing left out
    for page, words in ((1, "1-13 of 30; --page 2 for more"), (3, "27-30 of 30"), (4, "none of 30; --page 3 is the last")):
        main(["find", *asked, "--page", str(page)])
        assert capsys.readouterr().out.splitlines()[-1] == words
        main(["find", *asked, "--page", str(page), "--format", "csv"])
        assert capsys.readouterr().err == f"sayso: {words}\n"  # said where it is in nobody's way


@pytest.mark.parametrize("form", ["table", "json", "jsonl", "csv"])
def test_all_at_once(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["find", "stands", "--limit", "all", "--format", form]) == 0
    out, err = capsys.readouterr()
    keys = r"(?<![\d.])4\.1/s\d" if form == "table" else "https://list.example/items#1/s"
    assert len(re.findall(keys, out)) == 30 and err == ""
    assert main(["find", "zebra", "--limit", "all", "--format", form]) == 1


def test_json_is_held_by_its_schema(capsys: pytest.CaptureFixture[str]) -> None:
    schema = json.loads((resources.files("sayso") / "schema/hits-1.schema.json").read_text(encoding="utf8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    for arguments in (["border"], ["border", "--speaker", "Ana Dovrel", "--from", "2031"], ["zebra"], ["--limit", "all"]):
        main(["find", *arguments, "--format", "json"])
        record = json.loads(capsys.readouterr().out)
        validator.validate(record)
        for hit in record["hits"]:
            spans = [(span["start"], span["end"], span["text"]) for span in hit["statement"]["content"]]
            for mark in hit["found"]:  # what was found stands within the content, and holds its words
                start, words = next((a, t) for a, b, t in spans if a <= mark["start"] and mark["end"] <= b)
                assert words[mark["start"] - start : mark["end"] - start] == mark["text"] != ""
    record["hits"][0].pop("key")
    assert list(validator.iter_errors(record))  # it does hold something


def test_csv_is_read_back_and_runs_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["find", "formula", "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert tuple(rows[0]) == HIT_COLUMNS
    assert rows[0]["content"] == '\'=HYPERLINK("x") is a formula'
    assert rows[0]["published"] == "" and rows[0]["speaker"] == "Clerk"


def test_control_characters_do_not_reach_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    main(["find", "elan"])
    out = capsys.readouterr().out
    assert "\x1b" not in out and "red �[31malert 東京 «Élan»" in out


def test_a_long_content_is_shown_around_what_was_found(capsys: pytest.CaptureFixture[str]) -> None:
    main(["find", "needle"])
    out = capsys.readouterr().out
    assert "            … " in out and "the «needle» was found\n" in out and len(out) < 2 * SHOWN
    main(["find", "needle", "--format", "csv"])
    assert shelf.LONG in capsys.readouterr().out  # files have it whole


def test_to_a_file_whole_or_not_at_all(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["find", "border", "--format", "json", "--output", str(tmp_path / "hits.json")]) == 0
    assert capsys.readouterr().out == "" and json.loads((tmp_path / "hits.json").read_text())["total"] == 3


@pytest.mark.parametrize("columns", [80, 40])
def test_in_a_terminal(store: str, columns: int) -> None:
    seen = shelf.in_terminal(["find", "border", "--store", store], columns)
    assert "\x1b[1;31mborder\x1b[0m" in seen and "«" not in seen  # in colour, not in marks
    rows = re.sub(r"\x1b\[[0-9;]*m", "", seen).splitlines()
    assert all(len(row) <= columns or "https://" in row for row in rows)
    assert rows[0].startswith("2031-03-04")
    assert "«border»" in shelf.in_terminal(["find", "border", "--store", store, "--no-color"], columns)


def test_a_pipe_that_is_closed_early_is_no_trouble(store: str) -> None:
    command = f"{sys.executable} -m sayso find stands --limit all --store '{store}' | head -1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True)
    assert done.stderr == "" and done.stdout.startswith("2031-03-20")


@pytest.mark.parametrize(
    "words",
    [
        *('"', '""', "a OR", "NOT", "NEAR(a b", "a*", "*", "col:x", "^a", "{a}", "-"),  # FTS5's own
        *("'; DROP TABLE statements; --", "%_\\", "%s", "?1", ":a"),  # SQL's
        *("_s1", "_y2031"),  # the store's own marks
        *("\ud800x", "x\x00y", "🙂x", "ﬁn"),  # odd letters
        *("a" * 9000, "a " * 3000, " ".join(map(str, range(3000))), '"' + "a " * 3000 + '"'),  # long ones
    ],
)
def test_no_words_break_the_search(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["find", "--", words])
    err = capsys.readouterr().err
    assert status in (0, 1) or (status == 2 and "no word to find" in err)
    assert "Traceback" not in err and "sqlite" not in err.lower() and "fts5" not in err
    assert main(["find", "border"]) == 0  # the store is as it was


def test_on_either_engine(new_address: Callable[[], str], capsys: pytest.CaptureFixture[str]) -> None:
    """The same words find, count and correct the same in SQLite and in PostgreSQL."""
    store = shelf.keep(new_address(), shelf.readings())
    calls = (
        ["find", "border"],
        ["find", "--relay", "Granite Palace", '"must end"'],
        ["find", "東京", "elan"],
        ["find", "stands", "--limit", "all", "--order", "oldest"],
        ["find", "--count", "day"],
        ["find", "border", "--count", "relay"],
        ["party", "merge", "Ilir Tamm", "Ana Dovrel", "--reason", "a test"],
        ["party", "not-said", f"{shelf.LANTERN}#1/s2", "--reason", "a test"],
        ["party"],
        ["party", "Ana Dovrel"],
        ["find", "border", "--speaker", "Ilir Tamm"],
    )
    for call in calls:
        assert main([*call, "--store", store]) == 0, call
    out = re.sub(r"\d{1,2} \w+ \d{4}, \d\d:\d\d \(UTC\) · ", "", capsys.readouterr().out)
    assert "+1 outlet" in out and "«東京» «Élan»" in out and re.search(r"Ana Dovrel +person +4 ", out), out
    assert out == SEEN.setdefault("out", out)


SEEN: dict[str, str] = {}  # what the first engine answered: the second one answers the same


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store of the example pages, read and added by the real commands."""
    store = str(tmp_path_factory.mktemp("examples") / "sayso.db")
    assert main(["add", str(ROOT / "examples"), "--workers", "1", "--store", store]) == 0
    return store


@pytest.mark.parametrize("page", ["find", "party"])
def test_the_calls_in_the_documentation_work_on_the_examples(
    page: str, examples: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SAYSO_STORE", shutil.copy(examples, tmp_path))
    block = re.findall(r"```\n(sayso .*?)```", (ROOT / f"docs/{page}.md").read_text(encoding="utf8"), re.DOTALL)[0]
    calls = [shlex.split(line)[1:] for line in block.splitlines()]
    assert len(calls) >= 5
    for call in calls:
        assert main(call) == 0, f"sayso {shlex.join(call)}: {capsys.readouterr()}"


def test_what_is_found_in_the_examples_stands_there(examples: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(["find", "valley", "--store", examples, "--format", "json"])
    record = json.loads(capsys.readouterr().out)
    assert record["total"] > 3
    for hit in record["hits"]:
        assert hit["found"] and all(span["text"].casefold() == "valley" for span in hit["found"])
        assert hit["outlet"] and hit["published"]


# By hand: what the store does not hold.


def hit(text: str, found: tuple[tuple[int, int], ...] = (), quoted: tuple[tuple[int, int], ...] = ()) -> Hit:
    statement = Statement(
        "s1", "mixed", "states", (Span(10, 10 + len(text), text),),
        quoted=tuple(Span(10 + a, 10 + b, text[a:b]) for a, b in quoted),
    )  # fmt: skip
    return Hit("k", statement, "k", 1, None, None, None, found=tuple((10 + a, 10 + b) for a, b in found))


@pytest.mark.parametrize(
    ("found", "quoted", "pieces"),
    [
        ((), (), [("abcdef", "")]),
        (((1, 3),), (), [("a", ""), ("bc", "found"), ("def", "")]),
        (((0, 6),), (), [("abcdef", "found")]),
        (((1, 3),), ((0, 4),), [("a", "quoted"), ("bc", "found"), ("d", "quoted"), ("ef", "")]),  # found within quoted
        (((2, 5),), ((1, 3),), [("a", ""), ("b", "quoted"), ("cde", "found"), ("f", "")]),  # one across the other's edge
        (((0, 1), (2, 3)), ((0, 6),), [("a", "found"), ("b", "quoted"), ("c", "found"), ("def", "quoted")]),
    ],
)
def test_marks(found: tuple[tuple[int, int], ...], quoted: tuple[tuple[int, int], ...], pieces: list[tuple[str, str]]) -> None:
    assert [piece for piece in marked_content(hit("abcdef", found, quoted), colour=True) if piece[0]] == pieces


@pytest.mark.parametrize("at", [0, 150, 1_000, 4_000, 4_990])
@pytest.mark.parametrize("blanks", [True, False])
def test_a_cut_content_keeps_what_was_found(at: int, blanks: bool) -> None:
    """Text without a blank (Chinese, a long address) is cut nowhere rather than within a word."""
    text = ("abcd " if blanks else "abcde") * 1_000
    shown = "".join(words for words, _ in marked_content(hit(text, ((at, at + 4),)), colour=False))
    assert f"«{text[at : at + 4]}»" in shown
    assert len(shown) < 2 * SHOWN or not blanks


@pytest.mark.parametrize(
    ("carriers", "words"),
    [
        ((("k", None),), ""),
        ((("k", "A"), ("l", "B"), ("m", "C")), " +2 outlets"),
        ((("k", "A"), ("l", "A")), " +1 address"),  # the same outlet once more
        ((("k", "A"), ("l", None), ("m", None)), " +2 addresses"),
    ],
)
def test_carriers(carriers: tuple[tuple[str, str | None], ...], words: str) -> None:
    from sayso.formats.hits import write_hits

    one = Hit(
        "k", hit("abc").statement, "k", 1, None, carriers[0][1], None, carriers=tuple(Carrier(*c, None) for c in carriers)
    )
    row = "".join(write_hits(Hits((one,), 1), Question())).splitlines()[2]
    assert row == f"            {carriers[0][1] or 'no outlet'}{words} · k · k"


@pytest.mark.parametrize(
    ("published", "captured", "width", "row"),
    [
        ("2031-03-14T09:20+01:00", "2031-04-01T12:00:00+00:00", 80, "2031-03-14  “she” states"),
        (None, "2031-04-01T12:00:00+00:00", 80, "captured 2031-04-01  “she” states"),
        (None, "2031-04-01T12:00:00+00:00", 40, "captured 2031-04-01"),  # on a row of its own
        (None, None, 80, "no date     “she” states"),
    ],
)
def test_the_day_is_the_articles_or_that_of_its_capture(
    published: str | None, captured: str | None, width: int, row: str
) -> None:
    from sayso.formats import hits_to_json
    from sayso.formats.hits import write_hits
    from sayso.results import _hit_row

    speaker = Voice(Span(0, 3, "she"), None, None)
    one = replace(hit("abc"), statement=replace(hit("abc").statement, speaker=speaker), published=published, captured=captured)
    assert "".join(write_hits(Hits((one,), 1), Question(), width)).splitlines()[0].startswith(row)
    told = hits_to_json(Hits((one,), 1), Question())["hits"][0]
    assert (told["published"], told["captured"]) == (published, captured)
    assert _hit_row(one)[-1].endswith(f">{'' if row.startswith('no') else row.split('  ')[0]}</span>")


@pytest.mark.parametrize(
    ("count", "total", "offset", "exact", "words"),
    [
        (0, 0, 0, True, "nothing found in 7 articles"),
        (1, 1, 0, True, "1 statement"),
        (20, 20, 0, True, "20 statements"),
        (20, 1234, 20, True, "21-40 of 1,234; --page 3 for more"),
        (20, 10_000, 0, False, "1-20 of at least 10,000; --page 2 for more"),
        (0, 134, 200, True, "none of 134; --page 7 is the last"),
    ],
)
def test_where_a_page_stands(count: int, total: int, offset: int, exact: bool, words: str) -> None:
    assert where_among(Hits((hit("a"),) * count, total, exact, 7), Question(limit=20, offset=offset)) == words
