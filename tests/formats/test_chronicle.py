"""Events and undertakings across articles as rows, JSON, JSON lines, CSV: what articles have, and whose word it is."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable
from dataclasses import replace
from importlib.resources import files

import known
import pytest
from hypothesis import given, settings, strategies as st
from jsonschema import Draft202012Validator

from sayso.formats.counts import count_title
from sayso.formats.csv import unguarded
from sayso.formats.events import (
    EVENT_COLUMNS,
    event_counts_to_json,
    events_to_json,
    write_events,
    write_events_csv,
    write_events_jsonl,
)
from sayso.formats.histories import SHOWN, STATE_COLUMNS
from sayso.formats.json import dumps
from sayso.formats.ledger import (
    LEDGER_COLUMNS,
    STANDINGS,
    ledger_counts_to_json,
    ledger_to_json,
    write_ledger,
    write_ledger_csv,
    write_ledger_jsonl,
)
from sayso.formats.rows import cells
from sayso.store import (
    UNDERTAKING_STANDINGS,
    EventsQuestion,
    KnownEvent,
    KnownEvents,
    KnownUndertaking,
    KnownUndertakings,
    LedgerQuestion,
)

SETTINGS = settings(deadline=None, max_examples=40)


def schema(name: str) -> Draft202012Validator:
    contract = json.loads(files("sayso").joinpath(f"schema/{name}-1.schema.json").read_text("utf8"))
    Draft202012Validator.check_schema(contract)
    return Draft202012Validator(contract)


def events(*found: KnownEvent, width: int = 80, history: bool = False) -> str:
    return "".join(write_events(KnownEvents(found, len(found), 60), EventsQuestion(), width, history=history))


def ledger(*found: KnownUndertaking, width: int = 80, history: bool = False) -> str:
    return "".join(write_ledger(KnownUndertakings(found, len(found), 60), LedgerQuestion(), width, history=history))


# For people


def test_an_event_is_shown_as_this() -> None:
    assert events(known.visit(), known.call()) == (
        "2031-03-27  visit: Ilya Torvan, Mara Vells [host] (cancelled)\n"
        "            Dovrel · moved from Thursday 20 March 2031\n"
        "            2031-03-18 · cancelled · The Post\n"
        "              The visit is off.\n"
        "            3 articles, 2 outlets · e7k2m9q4x\n"
        "\n"
        "2031-03-16  call: Ilya Torvan, two officials (held)\n"
        "            2031-03-16 · held, Sunday 16 March 2031 · The Courier\n"
        "              They spoke by phone on Sunday.\n"
        "            1 article · e2c · may be the same as e9z\n"
        "\n"
        "2 events\n"
    )


def test_its_history_has_every_article_with_its_words_and_where_they_stand() -> None:
    shown = events(known.visit(), history=True)
    assert (
        "            2031-03-14 · announced, Thursday 20 March 2031 · The Courier, on the\n"
        "              word of Granite Palace\n"
        "              Torvan will visit Dovrel on 20 March, the palace said.\n"
        "              https://courier.example/norvan#1/s3\n"
    ) in shown
    assert "moved, Thursday 27 March 2031 · The Post\n" in shown
    assert shown.count(known.POST + "#1\n") == 2  # on the article's own word: no statement


def test_an_undertaking_is_shown_as_this() -> None:
    assert ledger(known.engineers(), known.kept()) == (
        "2031-05-31  Mara Vells promised to Ilya Torvan (overdue)\n"
        "            send 40 engineers by May\n"
        "            on condition: if asked\n"
        "            due by 31 May 2031 · nothing found of it in 12 later articles\n"
        "            2031-03-16 · open, due 2031-05-31 · The Courier\n"  # her own word is nobody else's
        "              “We will send 40 engineers by May, if asked.”\n"
        "            1 article · u5p · of the event e7k2m9q4x\n"
        "\n"
        "2031-03-21  Ilya Torvan, Mara Vells agreed (reported kept)\n"
        "            to meet in Norvan\n"
        "            due Friday 21 March 2031\n"
        "            2031-03-21 · kept · The Post, on the word of Lantern Palace\n"
        "              They met in Norvan.\n"
        "            2 articles, 2 outlets · u6\n"
        "\n"
        "2 undertakings\n"
    )


@pytest.mark.parametrize("status", UNDERTAKING_STANDINGS)
def test_what_is_only_reported_says_so(status: str) -> None:
    """Sayso gives no verdict: kept and broken are somebody's words, overdue is what its day tells."""
    shown = ledger(known.engineers(status))
    verdict = status in ("kept", "broken", "delayed", "cancelled")
    assert f"({'reported ' if verdict else ''}{status.replace('-', ' ')})" in shown or f"({STANDINGS[status]})" in shown  # type: ignore[index]
    assert verdict == STANDINGS[status].startswith("reported ")  # type: ignore[index]
    assert ("nothing found" in shown) == (status == "overdue")


def test_where_nothing_came_after_it_that_is_said() -> None:
    assert "due by 31 May 2031 · no article of later days to find it in\n" in ledger(known.engineers(since=0))
    assert "in 1 later article" in ledger(known.engineers(since=1))


def test_what_a_person_set_right_names_the_correction() -> None:
    event = known.visit()
    told = replace(event.history[-1].told, correction=7, address="", outlet=None, words="The palace told us.")
    shown = events(replace(event, history=(replace(event.history[-1], told=told),)), history=True)
    assert "2031-03-18 · cancelled · set right in correction 7\n              The palace told us.\n" in shown


def test_a_narrow_terminal_has_the_day_above() -> None:
    shown = events(known.visit(), width=44)
    assert shown.startswith("2031-03-27\n  visit: Ilya Torvan, Mara Vells [host]\n    (cancelled)\n")
    assert max(map(cells, shown.splitlines())) <= 44


def test_who_has_no_day_and_no_name_is_shown_so() -> None:
    bare = KnownEvent("e1", "talks", "possible")
    assert events(bare).startswith("no day      talks (possible)\n            1 article · e1\n")
    nobody = KnownUndertaking("u1", "plan", "considers", "open", what="build a bridge", due="one day")
    assert ledger(nobody).startswith(
        "no day      Someone not named planned [considers it] (open)\n            build a bridge\n            due “one day”\n"
    )


def test_long_words_are_cut_unless_all_is_asked_for() -> None:
    event = known.call()
    told = replace(event.history[0].told, words="word " * 100)
    long = replace(event, history=(replace(event.history[0], told=told),))
    assert events(long).count("word") <= SHOWN / 5 < 100 == events(long, history=True).count("word")


@SETTINGS
@given(known.events(), known.undertakings(), st.integers(30, 110), st.booleans())
def test_rows_never_steer_the_terminal(event: KnownEvent, one: KnownUndertaking, width: int, history: bool) -> None:
    shown = events(event, width=width, history=history) + ledger(one, width=width, history=history)
    assert not re.search(r"[\x00-\x08\x0e-\x1b\x7f\x9b\u202e\ud800-\udfff]", shown)
    assert event.key in shown and one.key in shown


@pytest.mark.parametrize(
    ("question", "title"),
    [
        (EventsQuestion(), "Events by day"),
        (
            EventsQuestion("call", ("A", "B"), "2031-01-01", "2031-02-28", "Norvan", "held", "The Post"),
            "Events by day: of the kind call, with A and B, in Norvan, now held, told by The Post, "
            "from 2031-01-01 to 2031-02-28",
        ),
        (LedgerQuestion(who="A", to_whom="B", status="overdue"), "Undertakings by day: by A, to B, now overdue"),
        (LedgerQuestion(words="engineers", until="2031-02-28"), "Undertakings by day: with engineers, due by 2031-02-28"),
    ],
)
def test_a_title_says_the_question(question: EventsQuestion | LedgerQuestion, title: str) -> None:
    assert count_title(question, "day") == title


# JSON


def test_json_holds_its_schema_and_says_all() -> None:
    found = KnownEvents((known.visit(), known.call()), 2, 60)
    record = json.loads(dumps(events_to_json(found, EventsQuestion(parties=("Torvan",)))))
    schema("events").validate(record)
    first = record["events"][0]
    assert first["moved_from"] == [{"earliest": "2031-03-20", "latest": "2031-03-20"}]
    assert [state["state"] for state in first["history"]] == ["announced", "moved", "cancelled"]
    assert first["history"][0]["told"]["on_word_of"] == "Granite Palace"
    owed = json.loads(dumps(ledger_to_json(KnownUndertakings((known.engineers(), known.kept()), 2, 60), LedgerQuestion())))
    schema("ledger").validate(owed)
    assert owed["undertakings"][0]["since"] == 12


def test_counts_hold_the_schema_too() -> None:
    counts: list[tuple[str | None, int]] = [("held", 3), (None, 1)]
    schema("events").validate(event_counts_to_json(counts, 4, EventsQuestion(), "status"))
    schema("ledger").validate(ledger_counts_to_json(counts, 4, LedgerQuestion(), "status"))


@pytest.mark.parametrize("name", ["events", "ledger"])
def test_a_schema_names_every_key_that_is_written(name: str) -> None:
    contract = schema(name).schema

    def strange(part: object, rule: dict) -> set[str]:
        rule = contract["$defs"][rule["$ref"].rsplit("/", 1)[1]] if "$ref" in rule else rule
        if isinstance(part, list):
            return {key for item in part for key in strange(item, rule["items"])}
        if isinstance(part, dict):
            there = part.keys() - rule["properties"].keys()
            return there | {key for k, item in part.items() if k not in there for key in strange(item, rule["properties"][k])}
        return set()

    written = {
        "events": events_to_json(KnownEvents((known.visit(),), 1, 2), EventsQuestion(parties=("A",))),
        "ledger": ledger_to_json(KnownUndertakings((known.engineers(),), 1, 2), LedgerQuestion()),
    }
    assert strange(json.loads(dumps(written[name])), contract) == set()


@SETTINGS
@given(known.events(), known.undertakings())
def test_json_lines_are_the_objects_of_json(event: KnownEvent, one: KnownUndertaking) -> None:
    (line,) = write_events_jsonl([event])
    record = json.loads(dumps(events_to_json(KnownEvents((event,), 1, 1), EventsQuestion())))
    schema("events").validate(record)
    assert json.loads(line) == record["events"][0] and line.count("\n") == 1
    (line,) = write_ledger_jsonl([one])
    owed = json.loads(dumps(ledger_to_json(KnownUndertakings((one,), 1, 1), LedgerQuestion())))
    schema("ledger").validate(owed)
    assert json.loads(line) == owed["undertakings"][0] and line.count("\n") == 1


# CSV


def rows(lines: Iterable[str]) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO("".join(lines), newline="")))


def test_csv_has_a_row_an_event_or_an_entry() -> None:
    (row,) = rows(write_events_csv([known.visit()]))
    assert tuple(row) == EVENT_COLUMNS
    assert (row["parties"], row["hosts"], row["moved_from"]) == ("Ilya Torvan; Mara Vells", "Mara Vells", "2031-03-20")
    assert (row["first"], row["last"], row["words"]) == ("2031-03-14", "2031-03-18", "The visit is off.")
    entries = rows(write_events_csv([known.visit()], history=True))
    assert tuple(entries[0]) == ("key", "kind", "parties", *STATE_COLUMNS)
    assert [entry["state"] for entry in entries] == ["announced", "moved", "cancelled"]
    assert {entry["key"] for entry in entries} == {"e7k2m9q4x"} and entries[0]["entry"] == "e7k2m9q4x-1"


def test_csv_has_a_row_an_undertaking_or_an_entry() -> None:
    (row,) = rows(write_ledger_csv([known.engineers()]))
    assert tuple(row) == LEDGER_COLUMNS
    assert (row["who"], row["to_whom"], row["since"], row["due_latest"]) == ("Mara Vells", "Ilya Torvan", "12", "2031-05-31")
    entries = rows(write_ledger_csv([known.kept()], history=True))
    assert [(entry["state"], entry["due"]) for entry in entries] == [("open", "2031-03-21"), ("kept", "")]


@SETTINGS
@given(known.events(), known.undertakings())
def test_no_cell_runs_and_every_word_comes_back(event: KnownEvent, one: KnownUndertaking) -> None:
    (row,) = rows(write_events_csv([event]))
    assert not re.match(r"'*[=+\-@\t\r|]", row["kind"]) or row["kind"].startswith("'")
    assert unguarded(row["kind"]) == re.sub("[\ud800-\udfff]", "\ufffd", event.kind)
    (owed,) = rows(write_ledger_csv([one]))
    assert unguarded(owed["what"]) == re.sub("[\ud800-\udfff]", "\ufffd", one.what)
    assert len(rows(write_events_csv([event], history=True))) == len(event.history)
    assert len(rows(write_ledger_csv([one], history=True))) == len(one.history)
