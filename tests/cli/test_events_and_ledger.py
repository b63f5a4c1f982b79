"""sayso events and sayso ledger: what they ask of a store, how its answers go out, what is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import eventful
import known
import pytest
import shelf
from icalendar import Calendar
from jsonschema import Draft202012Validator
from lxml import etree

from sayso.cli import events, ledger, main
from sayso.store import EventsQuestion, KnownEvents, KnownUndertakings, LedgerQuestion

Asked = list[EventsQuestion | LedgerQuestion]


@dataclass
class Shelf:
    """A store that has these answers, and notes what it was asked."""

    asked: Asked = field(default_factory=list)
    empty: bool = False
    total: int | None = None

    def events(self, question: EventsQuestion) -> KnownEvents:
        self.asked.append(question)
        found = () if self.empty else (known.visit(), known.call())
        return KnownEvents(found, len(found) if self.total is None else self.total, 60)

    def ledger(self, question: LedgerQuestion) -> KnownUndertakings:
        self.asked.append(question)
        found = () if self.empty else (known.engineers(), known.kept())
        return KnownUndertakings(found, len(found) if self.total is None else self.total, 60)

    def count_events(self, question: EventsQuestion, by: str) -> list[tuple[str | None, int]]:
        self.asked.append(question)
        return [("Ilya Torvan", 2), (None, 1)] if by == "party" else [("2031-03", 2)]

    def count_ledger(self, question: LedgerQuestion, by: str) -> list[tuple[str | None, int]]:
        self.asked.append(question)
        return [("overdue", 1), ("kept", 1)]

    def parties(self, name: str, limit: int) -> list[object]:
        return []

    def alike(self, name: str) -> list[str]:
        return ["Ilya Torvan"]

    def outlets(self) -> list[str]:
        return ["The Courier"]

    def close(self) -> None:
        pass


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Shelf:
    held = Shelf()
    for module in (events, ledger):
        monkeypatch.setattr(module, "open_store", lambda address: held)
    for name in ("COLUMNS", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    return held


def test_flags_become_the_question(store: Shelf) -> None:
    flags = "--kind visit --party Torvan --party #2 --place Dovrel --status Cancelled --from 2031-03 --to 2031 --outlet Post"
    flags += " --was Moved"
    assert main(["events", *flags.split(), "--key", "e7", "--order", "oldest", "--limit", "5", "--page", "3"]) == 0
    assert store.asked == [
        EventsQuestion(
            "visit", ("Torvan", "#2"), "2031-03-01", "2031-12-31", "Dovrel", "cancelled", "Post", "e7", "oldest", 5, 10, "moved"
        )
    ]


def test_flags_of_the_ledger_become_the_question(store: Shelf) -> None:
    flags = "--who Vells --to-whom Torvan --kind promise --strength conditional --status due-soon --from 2031 --soon 30"
    flags += " --was delayed --today 2031-04-01 --limit all"
    assert main(["ledger", "forty", "engineers", *flags.split()]) == 0
    assert store.asked == [
        LedgerQuestion(
            "Vells", "Torvan", "promise", "conditional", "forty engineers", "2031-01-01", None, "due-soon", None, None,
            "2031-04-01", 30, "newest", 0, 0, "delayed",
        )
    ]  # fmt: skip


@pytest.mark.parametrize("command", ["events", "ledger"])
def test_the_table_is_for_people(store: Shelf, command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command]) == 0
    said = capsys.readouterr()
    assert said.out.endswith("2 events\n" if command == "events" else "2 undertakings\n") and not said.err
    assert main([command, "--key", "e7k2m9q4x"]) == 0  # of one, all that every article has
    assert f"{known.COURIER}#1" in capsys.readouterr().out and f"{known.COURIER}#1" not in said.out


@pytest.mark.parametrize(("command", "what"), [("events", "events"), ("ledger", "undertakings")])
def test_programs_get_json_of_its_schema(store: Shelf, command: str, what: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", command]) == 0
    contract = Draft202012Validator(json.loads(capsys.readouterr().out))
    assert main([command, "--format", "json"]) == 0
    record = json.loads(capsys.readouterr().out)
    contract.validate(record)
    assert main([command, "--format", "jsonl"]) == 0
    assert [json.loads(line) for line in capsys.readouterr().out.splitlines()] == record[what]
    assert main([command, "--count", "status", "--format", "json"]) == 0
    contract.validate(json.loads(capsys.readouterr().out))


@pytest.mark.parametrize("command", ["events", "ledger"])
def test_a_calendar_is_written_whole(store: Shelf, command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "days.ics"
    assert main([command, "--format", "ics", "--output", str(path)]) == 0
    with path.open(encoding="utf8", newline="") as file:
        assert len(Calendar.from_ical(file.read()).walk("VEVENT")) == 2
    assert b"\r\n" in path.read_bytes() and b"\r\r" not in path.read_bytes()
    assert capsys.readouterr() == ("", "")


def test_what_has_no_day_is_counted(store: Shelf, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    bare = replace(known.call(), earliest=None, latest=None)
    monkeypatch.setattr(store, "events", lambda question: KnownEvents((known.visit(), bare), 2, 60))
    assert main(["events", "--format", "ics"]) == 0
    said = capsys.readouterr()
    assert said.err == "sayso: 1 event without a day left out\n" and said.out.count("BEGIN:VEVENT") == 1


@pytest.mark.parametrize("command", ["events", "ledger"])
def test_csv_has_a_row_an_answer_or_an_entry(store: Shelf, command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command, "--format", "csv"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 3
    assert main([command, "--format", "csv", "--history"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == (5 if command == "events" else 4)


def test_a_page_of_more_says_so(store: Shelf, capsys: pytest.CaptureFixture[str]) -> None:
    store.total = 134
    assert main(["events", "--format", "csv", "--limit", "2"]) == 0
    assert capsys.readouterr().err == "sayso: 1-2 of 134 events; --page 2 for more\n"
    assert main(["ledger", "--limit", "2", "--page", "67"]) == 0
    assert capsys.readouterr().out.endswith("133-134 of 134 undertakings\n")


def test_counts_are_drawn(store: Shelf, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["events", "--count", "party", "--kind", "call"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("Events by party: of the kind call\n2 events in all\n\nIlya Torvan  2  █")
    assert shown.endswith("█\n\nNobody named: 1 of 2\n")  # outside the scale
    assert main(["events", "--count", "month", "--chart", "line"]) == 0
    assert "Most: 2 in 2031-03" in capsys.readouterr().out
    assert main(["ledger", "--count", "status", "--format", "csv"]) == 0
    assert capsys.readouterr().out == "status,undertakings\noverdue,1\nkept,1\n"
    assert main(["ledger", "--count", "status", "--format", "svg", "--output", str(tmp_path / "a.svg")]) == 0
    assert "2 undertakings in all" in etree.parse(tmp_path / "a.svg").getroot().findtext("{*}desc")


@pytest.mark.parametrize(("command", "flag"), [("events", "--party"), ("ledger", "--who"), ("ledger", "--to-whom")])
def test_nothing_found_names_who_is_not_there(
    store: Shelf, command: str, flag: str, capsys: pytest.CaptureFixture[str]
) -> None:
    store.empty = True
    assert main([command, flag, "Torvn", "--outlet", "Courier"]) == 1
    said = capsys.readouterr()
    assert said.out == "nothing found in 60 articles\n"
    assert f"sayso: {flag} Torvn: no party goes by that name; is it Ilya Torvan?" in said.err
    assert "sayso: --outlet Courier: no outlet goes by that name; is it The Courier?" in said.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["events", "--status", "canceled"], "there is no status 'canceled'; there is cancelled"),
        (["ledger", "--status", "late"], "there is no status 'late'"),
        (["events", "--was", "canceled"], "there is no status 'canceled'; there is cancelled"),
        (["ledger", "--kind", "promises"], "there is promise"),
        (["events", "--from", "2031-04", "--to", "2031-03"], "holds no day"),
        (["ledger", "--from", "soon"], "'soon' is no day"),
        (["ledger", "…"], "there is no word to find in '…'"),
        (["ledger", "--soon", "-1"], "it must be 0 or more"),
        (["events", "--chart", "line"], "--chart is of a count"),
        (["events", "--count", "kind", "--chart", "line"], "--chart line is over time"),
        (["events", "--count", "kind", "--format", "ics"], "a calendar, not a count"),
        (["ledger", "--count", "kind", "--page", "2"], "--page is of undertakings"),
        (["events", "--limit", "all", "--page", "2"], "--limit all is one page"),
        (["events", "--count", "colour"], "there is no field 'colour'"),
    ],
)
def test_wrong_use_is_told(store: Shelf, arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    try:
        status = main(arguments)
    except SystemExit as ended:
        status = int(ended.code or 0)
    assert status == 2 and said in capsys.readouterr().err and not store.asked


def test_a_real_store_answers(new_address: Callable[[], str], capsys: pytest.CaptureFixture[str]) -> None:
    address = shelf.keep(new_address(), [eventful.reading()])
    assert main(["events", "--party", "Torvan", "--format", "jsonl", "--store", address]) == 0
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {(event["kind"], event["status"]) for event in found} == {("call", "held"), ("visit", "cancelled")}
    assert main(["events", "--key", found[0]["key"], "--store", address]) == 0  # by its key, with all that articles have
    assert f"{found[0]['kind']}: Ilya Torvan" in capsys.readouterr().out
    assert main(["ledger", "engineers", "--today", "2031-04-01", "--format", "jsonl", "--store", address]) == 0
    (owed,) = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert (owed["status"], owed["who"][0]["name"], owed["due_latest"]) == ("open", "Mara Vells", "2031-05-31")
    assert main(["ledger", "--count", "status", "--today", "2031-07-01", "--format", "csv", "--store", address]) == 0
    assert capsys.readouterr().out == "status,undertakings\noverdue,2\n"
    assert main(["events", "--party", "Nobody", "--store", address]) == 1
    said = capsys.readouterr()
    assert said.out.startswith("nothing found") and "--party Nobody: no party goes by that name" in said.err
