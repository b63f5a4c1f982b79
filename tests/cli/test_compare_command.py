"""``sayso compare``, over texts at hand and over stores of both kinds: what goes out, what is refused; the door's compare."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
import shelf
from jsonschema import Draft202012Validator
from told import told

import sayso
from sayso.cli import main
from sayso.comparing import NoComparisonError, compare_event, compare_parties
from sayso.copies import bands, fingerprint
from sayso.door import Store
from sayso.record import Event, Participant, Party, Reading, Span, Voice
from sayso.store import Engine, EventsQuestion, open_engine
from sayso.store.values import Capture, Incoming

ROOT = Path(__file__).parents[2]
COURIER = str(ROOT / "examples/valdrin-courier/2031-03-14-call.html")
POST = str(ROOT / "examples/aurane-post/2031-03-14-readouts.html")
READOUT = (
    "Torvan and Dauvent spoke by telephone on Friday. The presidents agreed to meet in Sund. "
    "[s Torvan|Torvan] [c raised|raises] [q the guns]."
)
OTHER = (
    "On Friday Dauvent and Torvan spoke by telephone. The presidents agreed to meet in Sund on 27 March. "
    "[s Dauvent|Dauvent] [c said] [q that she would come]."
)


def readout(outlet: str, text: str, url: str, day: str = "2031-03-14") -> Reading:
    """A palace's readout of one call."""
    made = shelf.at(told(text, headline="Call of Torvan and Dauvent"), url, outlet, f"{day}T18:00:00+01:00", headline="Call")
    start = made.article.text.index("spoke by telephone")
    people = (("p1", "Ilya Torvan"), ("p2", "Mireille Dauvent"))
    event = Event(
        "e1", "call", Span(start, start + 18, "spoke by telephone"),
        participants=tuple(Participant("party", Voice(None, id, "name")) for id, _ in people),
        earliest=day, latest=day,
    )  # fmt: skip
    named = tuple(Party(id, name, "person", mentions=(_first(made, name.split()[-1]),)) for id, name in people)
    return replace(made, events=(event,), parties=(*named, *made.parties))


def _first(reading: Reading, words: str) -> Span:
    start = reading.article.text.index(words)
    return Span(start, start + len(words), words)


def fill(engine: Engine) -> str:
    """Two palaces' readouts of one call, and a paper that has the guns on the Lantern Palace's word; gives the event's key."""
    paper = told(
        "[q Torvan promised to move the guns], [s the Lantern Palace|Lantern Palace] [c said].",
        "[s The Granite Palace|Granite Palace] [c said] [q that the road is open].",
        headline="Palaces at odds",
    )
    readings = [
        readout("Granite Palace", READOUT, "https://granite.example/1"),
        readout("Lantern Palace", OTHER, "https://lantern.example/1"),
        shelf.at(paper, "https://courier.example/1", "The Courier", "2031-03-15T08:00:00+01:00"),
    ]
    engine.keep([_incoming(reading) for reading in readings])
    (event,) = engine.events(EventsQuestion(kind="call")).events
    return event.key


def _incoming(reading: Reading) -> Incoming:
    text = reading.article.text
    capture = Capture(
        reading.article.url or reading.input, hashlib.sha256(text.encode()).hexdigest(), "2031-03-16T08:00:00+01:00"
    )
    return Incoming(capture, reading, fingerprint(reading.article), bands(reading.article))


# Texts at hand


def test_the_accounts_inside_one_article_are_laid_side_by_side(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", COURIER, "--account", "Granite Palace", "--account", "Lantern Palace"]) == 0
    shown = capsys.readouterr()
    assert not shown.err and "not in the text held; that denies nothing" in shown.out
    assert "by 1 April" in shown.out and "only Lantern Palace" in shown.out


def test_one_partys_account_in_two_papers_and_every_form(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    asked = ["compare", COURIER, POST, "--account", "Lantern Palace"]
    assert main([*asked, "--format", "json"]) == 0
    written = json.loads(capsys.readouterr().out)
    assert main(["schema", "comparison"]) == 0
    Draft202012Validator(json.loads(capsys.readouterr().out)).validate(written)
    assert [(one["party"], one["outlet"]) for one in written["accounts"]] == [
        ("Lantern Palace", "The Valdrin Courier"), ("Lantern Palace", "The Aurane Post"),
    ]  # fmt: skip
    assert main([*asked, "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert len(rows) == sum(len(row["claims"]) for row in written["rows"])
    page = tmp_path / "calls.html"
    assert main([*asked, "--format", "html", "-o", str(page)]) == 0
    assert page.read_text(encoding="utf8").startswith("<!DOCTYPE html>") and not capsys.readouterr().out


def test_without_colour_and_in_a_narrow_terminal(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "50")
    assert main(["compare", COURIER, POST, "--account", "Lantern Palace", "--no-color"]) == 0
    shown = capsys.readouterr().out
    assert "│" not in shown and "\x1b" not in shown and max(map(len, shown.splitlines())) <= 50


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        ([], 2, "name what to compare: INPUTs, --event KEY, or --party twice"),
        ([COURIER, "--event", "e1"], 2, "one of these alone"),
        (["--party", "Granite Palace"], 2, "there must be two to compare"),
        (["--event", "e1", "--about", "guns"], 2, "--about, --from and --to go with --party"),
        (["--party", "a", "--party", "b", "--account", "c"], 2, "--account goes with INPUTs"),
        (["--party", "a", "--party", "b", "--from", "2031", "--to", "2030"], 2, "holds no day"),
        (["no/such.html", COURIER], 1, "not read: no/such.html (not-found)"),
        ([str(ROOT / "examples/prose.txt")], 1, "--account NAME, twice, compares those"),
        ([str(ROOT / "examples/white-house")], 2, "at most 12"),
    ],
)
def test_what_cannot_be_compared_is_said(
    arguments: list[str], status: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["compare", *arguments]) == status
    shown = capsys.readouterr()
    assert said in shown.err and not shown.out


@pytest.mark.parametrize("kinds", ["differs,contrary", ","])
def test_rows_of_no_kind_are_refused(kinds: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["compare", COURIER, "--rows", kinds])
    assert "there are same, differs, conflict, only" in capsys.readouterr().err


# A store


def test_the_accounts_of_an_event_come_from_all_that_tell_of_it(engine: Engine) -> None:
    compared = compare_event(engine, fill(engine))
    assert [(one.party, one.own, one.key, one.excerpt) for one in compared.accounts] == [
        ("Granite Palace", True, "https://granite.example/1#1", False),
        ("Lantern Palace", True, "https://lantern.example/1#1", False),
    ]
    alone = [row.claims[0].spans[0].text for row in compared.rows if row.relation == "only"]
    assert "Torvan raised the guns." in alone
    with pytest.raises(LookupError, match="no event goes by the key 'e0'"):
        compare_event(engine, "e0")


def test_what_two_parties_have_of_a_matter(engine: Engine) -> None:
    fill(engine)
    both = compare_parties(engine, ["Granite Palace", "lantern palace"])
    assert [(one.party, one.key) for one in both.accounts] == [
        ("Granite Palace", "https://granite.example/1#1"), ("Granite Palace", "https://courier.example/1#1"),
        ("Lantern Palace", "https://lantern.example/1#1"), ("Lantern Palace", "https://courier.example/1#1"),
    ]  # fmt: skip
    sund = compare_parties(engine, ["Granite Palace", "Lantern Palace"], about="Sund")
    assert [[claim.spans[0].text for claim in one.claims] for one in sund.accounts] == [
        ["The presidents agreed to meet in Sund."], ["The presidents agreed to meet in Sund on 27 March."],
    ]  # fmt: skip
    assert all(one.excerpt for one in sund.accounts)
    later = compare_parties(engine, ["Granite Palace", "Lantern Palace"], since="2031-03-15", until="2031-03-15")
    assert {one.key for one in later.accounts} == {"https://courier.example/1#1"}


def test_a_party_that_lacks_the_matter_denies_nothing(engine: Engine) -> None:
    """ "not in the N texts held" of those that have its word; where none has, there is nothing to compare."""
    fill(engine)
    promised = compare_parties(engine, ["Granite Palace", "Lantern Palace"], about="promised")
    silent, told_by = promised.accounts
    assert not silent.claims and set(silent.searched) == {"https://granite.example/1#1", "https://courier.example/1#1"}
    assert [row.relation for row in promised.rows] == ["only"] and told_by.claims
    for names, about, said in (
        (["Granite Palace", "Nobody"], None, "nothing is held on the word of Nobody"),
        (["Granite Palace", "Lantern Palace"], "zeppelin", "no account of this"),
    ):
        with pytest.raises(NoComparisonError, match=said):
            compare_parties(engine, names, about)
    with pytest.raises(ValueError, match="no word to find"):
        compare_parties(engine, ["Granite Palace", "Lantern Palace"], "!")


def test_more_accounts_than_anybody_reads_are_left_out_and_counted(engine: Engine) -> None:
    days = [f"2031-03-{day:02}" for day in range(1, 9)]
    for outlet in ("Granite Palace", "Lantern Palace"):
        engine.keep(
            [_incoming(readout(outlet, f"{OTHER} It is {day}.", f"https://x.example/{outlet}/{day}", day)) for day in days]
        )
    compared = compare_parties(engine, ["Granite Palace", "Lantern Palace"])
    assert len(compared.accounts) == 12 and compared.left_out == 4
    assert [one.article.published[:10] for one in compared.accounts[:6]] == days[2:]  # type: ignore[index]


def test_the_command_asks_a_store(new_address: Callable[[], str], capsys: pytest.CaptureFixture[str]) -> None:
    address = new_address()
    with closing(open_engine(address)) as engine:
        key = fill(engine)
    assert main(["compare", "--event", key, "--store", address]) == 0
    assert "• only Granite Palace" in capsys.readouterr().out
    parties = ["--party", "Granite Palace", "--party", "Lantern Palace"]
    assert main(["compare", *parties, "--about", "promised", "--store", address]) == 0
    assert "nothing of this in the 2 texts held that have its word" in capsys.readouterr().out
    assert main(["compare", "--event", "e0", "--store", address]) == 1
    assert "no event goes by the key" in capsys.readouterr().err
    assert main(["compare", "--party", "Granit", "--party", "Lantern Palace", "--store", address]) == 1
    assert "is it Granite Palace?" in capsys.readouterr().err
    assert main(["compare", *parties, "--about", "!", "--store", address]) == 2
    assert "no word to find" in capsys.readouterr().err


# The door


def test_the_door_compares_texts_and_what_a_store_holds(engine: Engine) -> None:
    store, key = Store(engine), fill(engine)
    held = store.compare(key)
    assert "• only Granite Palace" in repr(held) and held._repr_html_().startswith("<iframe srcdoc=")
    assert len(list(held.rows())) == sum(len(one.claims) for one in held.comparison.accounts)
    narrowed = store.compare(party=("Granite Palace", "Lantern Palace"), since="2031-03", until="2031")
    assert len(narrowed.comparison.accounts) == 4
    readings = [readout("Granite Palace", READOUT, "https://a.example"), readout("Lantern Palace", OTHER, "https://b.example")]
    assert [one.party for one in sayso.compare(*readings).comparison.accounts] == ["Granite Palace", "Lantern Palace"]
    for wrong in ({}, {"party": ("Granite Palace",)}, {"party": "Granite Palace"}, {"event": key, "party": ("a", "b")}):
        with pytest.raises(ValueError, match="the key of an event, or two parties"):
            store.compare(**wrong)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="not-found"):
        sayso.compare("no/such.html")


def test_the_door_gives_frames(engine: Engine) -> None:
    pytest.importorskip("pandas", reason="the extra sayso[pandas] is not installed")
    table = Store(engine).compare(fill(engine)).to_pandas()
    assert {"row", "relation", "party", "claim", "share"} <= set(table.columns) and len(table) == 6
