"""sayso party on a real store: parties listed and shown, corrections made, refused, listed; in a terminal and as JSON."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import shelf
from told import told

from sayso.cli import main
from sayso.formats.parties import Portrait, write_parties, write_portrait
from sayso.formats.rows import cells
from sayso.record import PartyKind, Reading
from sayso.store.values import Known


def of_kind(reading: Reading, kind: PartyKind, role: str | None = None) -> Reading:
    return replace(reading, parties=tuple(replace(party, kind=kind, role=role) for party in reading.parties))


def with_role(reading: Reading, role: str) -> Reading:
    return of_kind(reading, "person", role)


def held() -> list[Reading]:
    """Two parties called Estmark, Dovrel in two roles and under a shorter name of her own, fifty scribes."""
    said = (
        ("2031-05-01", of_kind(told("[s Estmark|Estmark] [c said] [q the pass is open]."), "place")),
        ("2031-05-02", told("[s Estmark|Estmark] [c said] [q I never sang].")),
        ("2031-06-01", with_role(told("[s Ana Dovrel|Ana Dovrel] [c said] [q I resign]."), "president")),
        ("2031-07-01", with_role(told("[s Ana Dovrel|Ana Dovrel] [c said] [q I write]."), "author")),
        ("2031-07-02", told("[s A. Dovrel|A. Dovrel] [c promised] [q a second book].")),
        ("2031-08-01", told(*(f"[s Scribe {n}|Scribe {n}] [c noted] [q note {n}]." for n in range(100, 152)))),
    )
    articles = (shelf.at(reading, f"https://a.example/{n}", "A", day) for n, (day, reading) in enumerate(said, 1))
    return [*shelf.readings()[:4], *articles]


@pytest.fixture
def store(tmp_path: Path, template: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A store of its own for each test, since corrections are never taken back."""
    for name in ("COLUMNS", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    path = tmp_path / "sayso.db"
    path.write_bytes(template.read_bytes())
    monkeypatch.setenv("SAYSO_STORE", str(path))
    return str(path)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shelf.keep(tmp_path_factory.mktemp("store") / "sayso.db", held()))


@pytest.fixture
def run(store: str, capsys: pytest.CaptureFixture[str]) -> Any:
    def run(*arguments: str, status: int = 0) -> str:
        assert main(["party", *arguments]) == status
        out, err = capsys.readouterr()
        return out if status == 0 else out + err

    return run


def told_json(out: str, name: str = "parties") -> dict[str, Any]:
    """The object that was printed, held against its schema."""
    record: dict[str, Any] = json.loads(out)
    schema = json.loads((resources.files("sayso") / f"schema/{name}-1.schema.json").read_text(encoding="utf8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(record)
    return record


def said(run: Any, name: str) -> int:
    """How much the one party of a name said."""
    parties = told_json(run(name, "--format", "json"))["parties"]
    assert len(parties) == 1
    return int(parties[0]["statements"])


def number(run: Any, name: str, kind: str) -> str:
    parties = told_json(run(name, "--format", "json"))["parties"]
    return f"#{next(party['id'] for party in parties if party['kind'] == kind)}"


def test_the_list(run: Any) -> None:
    rows = run().splitlines()
    assert rows[0].split() == ["#", "name", "kind", "said", "articles", "first", "last"]
    assert re.fullmatch(r" *#\d+  Ana Dovrel +person +5 +5  2031-01-02  2031-07-01", rows[1])
    assert rows[-1] == "--page 2 for more" and len(rows) == 52
    assert "--page" not in run("--page", "2")
    assert run("--page", "9", status=1) == "no more parties\n"


def test_the_list_as_json(run: Any) -> None:
    record = told_json(run("--format", "json", "--limit", "3"))
    assert record["parties"][0]["name"] == "Ana Dovrel" and len(record["parties"]) == 3


@pytest.mark.parametrize("words", [["Ana Dovrel"], ["Ana", "Dovrel"], ["ana DOVREL"], ["ána dovrel"]])
def test_one_party(words: list[str], run: Any) -> None:
    out = run(*words)
    assert out.startswith("Ana Dovrel (person, #")
    assert "5 statements, named in 5 articles, 2031-01-02 to 2031-07-01\n" in out
    assert "  president · 2031-06-01\n  author · 2031-07-01\n" in out  # in order of time
    assert "  states 5\n" in out
    lately = out[out.index("Said lately") :]
    assert lately.index("I write") < lately.index("I resign") < lately.index("of 2029")


def test_one_party_as_json(run: Any) -> None:
    (party,) = told_json(run("Ana Dovrel", "--format", "json"))["parties"]
    assert party["roles"][0] == {"role": "president", "first": "2031-06-01", "last": "2031-06-01"}
    assert party["acts"] == [{"value": "states", "statements": 5}]
    assert party["latest"][0]["statement"]["content"][0]["text"] == "I write" and party["corrections"] == []


def test_a_number_stands_for_a_party(run: Any) -> None:
    place = number(run, "Estmark", "place")
    assert run(place).startswith("Estmark (place, ") and run(place[1:]) == run(place)
    assert "no party goes by '#99999'" in run("#99999", status=1)


def test_two_parties_of_one_name_are_listed(run: Any) -> None:
    out = run("Estmark")
    assert " place " in out and " person " in out and "2 parties go by 'Estmark'; sayso party '#" in out


def test_the_beginning_of_a_name_finds_what_it_may_be(run: Any) -> None:
    assert "50 parties or more have 'Scribe' in a name; sayso party '#" in run("Scribe")
    assert run("Scribe 10").count("Scribe 10") == 11  # ten of them, and the words below
    assert run("Granite").startswith("Granite Palace (person, ")  # only one: that is who is meant
    assert "2 parties have 'Dovrel' in a name" in run("Dovrel")  # by a word of it, where no name begins so
    assert "no party goes by 'Zorro'; sayso party lists them" in run("Zorro", status=1)


def test_a_name_spelt_wrongly_gets_those_like_it(run: Any) -> None:
    assert "no party goes by 'Granit Palase'; is it Granite Palace?" in run("Granit Palase", status=1)
    assert "no party goes by 'Granit Palase'; is it Granite" in run("rename", "Granit Palase", "x", "--reason", "x", status=2)


# Corrections.


def test_merge(run: Any) -> None:
    assert run("merge", "A. Dovrel", "Ana Dovrel", "--reason", "her signature").startswith(
        "   1  merge: A. Dovrel (person) is Ana Dovrel (person)\n"
    )
    assert said(run, "A. Dovrel") == 6 == said(run, "Ana Dovrel")
    out = run("Ana Dovrel")
    assert "Other names\n-----------\n  A. Dovrel\n" in out and "her signature" in out
    assert "are one party already" in run("merge", "A. Dovrel", "Ana Dovrel", "--reason", "again", status=2)


def test_split(run: Any) -> None:
    run("merge", "A. Dovrel", "Ana Dovrel", "--reason", "her signature")
    assert "split: A. Dovrel (person) is not Ana Dovrel" in run("split", "Ana Dovrel", "A. Dovrel", "--reason", "her sister")
    assert (said(run, "A. Dovrel"), said(run, "Ana Dovrel")) == (1, 5)
    assert "does not go by 'Scribe 100', but by Ana Dovrel" in run(
        "split", "Ana Dovrel", "Scribe 100", "--reason", "x", status=2
    )


def test_rename(run: Any) -> None:
    run("rename", "Ana Dovrel", "President Dovrel", "--reason", "house style")
    out = run("Ana Dovrel")  # still found by what was read
    assert out.startswith("President Dovrel (person, ") and "Other names\n-----------\n  Ana Dovrel\n" in out
    assert said(run, "President Dovrel") == 5


def test_not_said(run: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["find", "resign", "--format", "jsonl"]) == 0
    key = json.loads(capsys.readouterr().out)["key"]
    assert re.search(r"not-said: characters \d+-\d+ of https://a.example/3\n", run("not-said", key, "--reason", "a caption"))
    assert main(["find", "resign"]) == 1
    capsys.readouterr()
    assert said(run, "Ana Dovrel") == 4
    assert "holds no statement" in run("not-said", "https://a.example/3#1/s99", "--reason", "x", status=1)
    assert re.search(r"was-said: characters \d+-\d+ of https://a.example/3\n", run("was-said", key, "--reason", "no caption"))
    assert main(["find", "resign"]) == 0
    capsys.readouterr()
    assert said(run, "Ana Dovrel") == 5
    assert "nobody took" in run("was-said", key, "--reason", "x", status=1)


def test_corrections_are_listed_with_time_and_reason(run: Any) -> None:
    assert run("corrections") == "no corrections\n"
    run("rename", "Ana Dovrel", "Dovrel", "--reason", " house style ")
    run("rename", number(run, "Estmark", "place"), "Estmark Pass", "--reason", "the pass")
    assert re.fullmatch(
        r"   1  rename: Ana Dovrel \(person\) is shown as Dovrel\n      \d+ \w+ 2\d{3}, \d\d:\d\d \(UTC\) · house style\n"
        r"   2  rename: Estmark \(place\) is shown as Estmark Pass\n      .* · the pass\n",
        run("corrections"),
    )
    record = told_json(run("corrections", "--format", "json"), "corrections")
    assert [(c["number"], c["reason"], c["party"]) for c in record["corrections"]] == [
        (1, "house style", {"name": "Ana Dovrel", "kind": "person"}),
        (2, "the pass", {"name": "Estmark", "kind": "place"}),
    ]
    made = told_json(run("merge", "A. Dovrel", "Dovrel", "--reason", "one", "--format", "json"), "corrections")
    assert made["corrections"][0]["number"] == 3  # what was made, in the same form


def test_a_correction_is_taken_back_by_its_number(run: Any) -> None:
    run("rename", "Ana Dovrel", "Dovrel", "--reason", "house style")
    assert "  2  undo: correction 1\n" in run("undo", "1", "--reason", "another house")
    assert run("Ana Dovrel").startswith("Ana Dovrel (person")
    assert "taken back" in run("corrections")
    assert "was taken back already" in run("undo", "#1", "--reason", "x", status=1)
    assert "has the number 9" in run("undo", "9", "--reason", "x", status=1)


def test_corrections_to_one_of_two_parties_of_a_name(run: Any) -> None:
    message = run("rename", "Estmark", "Mark Est", "--reason", "x", status=2)
    assert "2 parties go by 'Estmark'; write the number of one:" in message and "(place), 1 statement\n" in message
    run("rename", number(run, "Estmark", "person"), "Mark Est", "--reason", "the singer")
    assert run("Mark Est").startswith("Mark Est (person, ") and "(place" in run(number(run, "Estmark", "place"))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["merge", "Ana Dovrel", "A. Dovrel"], "a correction needs its reason"),
        (["merge", "Ana Dovrel", "A. Dovrel", "--reason", " "], "a correction needs its reason"),
        (["merge", "Ana Dovrel", "--reason", "x"], "takes NAME and OTHER, not 1 word; a name of several words"),
        (["merge", "Ana", "Dovrel", "A. Dovrel", "--reason", "x"], "not 3 words; a name of several words stands in quotation"),
        (["merge", "Ana Dovrel", "", "--reason", "x"], "takes NAME and OTHER"),
        (["not-said", "--reason", "x"], "sayso party not-said takes KEY"),
        (["Ana Dovrel", "--reason", "x"], "--reason goes with a correction: merge, split, rename, not-said, was-said, undo"),
        (["undo", "Dovrel", "--reason", "x"], "takes the number of a correction, not 'Dovrel'"),
        (["undo", "--reason", "x"], "sayso party undo takes NUMBER, not 0 words"),
        (["--reason", "x"], "--reason goes with a correction"),
        (["rename", "Zorro", "x", "--reason", "x"], "no party goes by 'Zorro'"),
        # no guessing here
        (["rename", "Granite", "x", "--reason", "x"], "no party goes by 'Granite', but these have names like it"),
        (["--output", "no/such/folder/x"], "there is no folder"),
    ],
)
def test_wrong_use_is_status_2_and_changes_nothing(arguments: list[str], message: str, run: Any) -> None:
    assert message in run(*arguments, status=2)
    assert run("corrections") == "no corrections\n"


def test_no_store_is_status_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in ([], ["X"], ["rename", "a", "b", "--reason", "c"]):
        assert main(["party", *arguments, "--store", str(tmp_path / "none.db")]) == 1
        assert "there is no store" in capsys.readouterr().err
    assert not (tmp_path / "none.db").exists()


@pytest.mark.parametrize("columns", [80, 40])
def test_in_a_terminal(store: str, columns: int) -> None:
    for arguments in (["Ana Dovrel"], []):
        seen = shelf.in_terminal(["party", *arguments, "--store", store], columns)
        assert "\x1b[1;36mAna Dovrel" in seen or "\x1b[1mAna Dovrel" in seen
        rows = re.sub(r"\x1b\[[0-9;]*m", "", seen).splitlines()
        assert all(cells(row) <= columns or "https://" in row for row in rows)


ODD = Known(7, "red \x1b[31malert\n東京" * 9, "person", ("red", "x" * 200), 1_234_567, 9_999, None, "2031-01-01")


@pytest.mark.parametrize("width", [30, 44, 69, 80, 110])
def test_odd_names_keep_to_the_width_and_out_of_control(width: int) -> None:
    rows = "".join(write_parties([ODD, ODD], width)).splitlines()
    assert len(rows) == 3 and all(cells(row) <= width for row in rows) and "\x1b" not in "".join(rows)
    assert "\x1b" not in "".join(write_portrait(Portrait(ODD), width))
