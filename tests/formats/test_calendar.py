"""Calendars of events and due days: what RFC 5545 asks for, read back by icalendar; entries that follow moves."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import known
import pytest
from hypothesis import given, settings
from icalendar import Calendar, Event

from sayso.formats.calendar import dated, revisions, uid, write_events_calendar, write_ledger_calendar
from sayso.store import EventState, KnownEvent, KnownUndertaking, Told

SETTINGS = settings(deadline=None, max_examples=40)


def entries(*found: KnownEvent | KnownUndertaking) -> list[Event]:
    events = [one for one in found if isinstance(one, KnownEvent)]
    owed = [one for one in found if isinstance(one, KnownUndertaking)]
    text = "".join(write_events_calendar(events) if events else write_ledger_calendar(owed))
    return list(Calendar.from_ical(text).walk("VEVENT"))


def test_an_event_s_entry_says_when_where_and_what_every_article_has() -> None:
    (entry,) = entries(known.visit())
    assert (entry.decoded("dtstart"), entry.decoded("dtend")) == (date(2031, 3, 27), date(2031, 3, 28))
    assert str(entry["summary"]) == "Cancelled: visit: Ilya Torvan and Mara Vells"
    assert (str(entry["status"]), int(entry["sequence"])) == ("CANCELLED", 2)
    assert (str(entry["location"]), str(entry["url"])) == ("Dovrel", known.POST)
    assert entry["categories"].cats == ["visit", "cancelled"]
    notes = str(entry["description"]).splitlines()
    assert notes[0] == (
        "2031-03-14 · announced, Thursday 20 March 2031 · The Courier, on the word of Granite Palace: "
        "Torvan will visit Dovrel on 20 March, the palace said."
    )
    assert notes[-1] == "3 articles, 2 outlets, e7k2m9q4x"
    assert f"{entry.decoded('dtstamp'):%Y-%m-%d}" == "2031-03-18" and f"{entry.decoded('created'):%Y-%m-%d}" == "2031-03-14"


def test_an_entry_keeps_its_name_as_its_event_moves_and_counts_the_revisions() -> None:
    whole = known.visit()
    told = [replace(whole, history=whole.history[: number + 1]) for number in range(3)]
    seen = [entries(one)[0] for one in told]
    assert len({str(entry["uid"]) for entry in seen}) == 1
    assert [int(entry["sequence"]) for entry in seen] == [0, 1, 2]
    assert [f"{entry.decoded('last-modified'):%d}" for entry in seen] == ["14", "16", "18"]


@pytest.mark.parametrize(
    ("states", "number"),
    [
        ([("announced", "2031-03-20")], 0),
        ([("announced", "2031-03-20"), ("announced", "2031-03-20")], 0),  # another outlet has the same
        ([("announced", "2031-03-20"), ("announced", None)], 0),  # one that tells no day revises none
        ([("announced", "2031-03-20"), ("moved", "2031-03-27"), ("moved", "2031-03-27")], 1),
        ([("announced", "2031-03-20"), ("cancelled", None), ("announced", "2031-03-20")], 2),  # off, and on again
        ([], 0),
    ],
)
def test_what_is_a_revision(states: list[tuple[str, str | None]], number: int) -> None:
    history = [EventState(state, Told("2031-03-01"), earliest=day, latest=day) for state, day in states]  # type: ignore[arg-type]
    assert revisions(history) == number


@pytest.mark.parametrize(
    ("status", "shown", "title"),
    [
        ("held", "CONFIRMED", "call"),
        ("ongoing", "CONFIRMED", "call"),
        ("announced", "TENTATIVE", "call"),
        ("moved", "TENTATIVE", "call"),
        ("postponed", "TENTATIVE", "Postponed"),
        ("denied", "TENTATIVE", "Denied"),  # one side's word strikes out nothing
        ("cancelled", "CANCELLED", "Cancelled"),
    ],
)
def test_what_it_stands_at(status: str, shown: str, title: str) -> None:
    (entry,) = entries(replace(known.call(), status=status))  # type: ignore[arg-type]
    assert str(entry["status"]) == shown and str(entry["summary"]).startswith(title)


@pytest.mark.parametrize(
    ("earliest", "latest", "first", "after"),
    [
        ("2031-03-14", "2031-03-16", date(2031, 3, 14), date(2031, 3, 17)),  # the end is the day after
        (None, "2031-03-16", date(2031, 3, 16), date(2031, 3, 17)),
        ("2031-03-14", None, date(2031, 3, 14), date(2031, 3, 15)),
        ("9999-12-31", "9999-12-31", date(9999, 12, 31), None),  # there is no day after
    ],
)
def test_days(earliest: str | None, latest: str | None, first: date, after: date | None) -> None:
    (entry,) = entries(replace(known.call(), earliest=earliest, latest=latest))
    assert entry.decoded("dtstart") == first and entry.decoded("dtend", None) == after


def test_what_has_no_day_has_no_entry() -> None:
    bare = replace(known.call(), earliest=None, latest=None)
    assert entries(bare, known.visit()) == entries(known.visit()) and not dated(bare)


def test_an_undertaking_stands_on_its_last_day_and_belongs_to_its_event() -> None:
    first, second = entries(known.engineers(), known.kept())
    assert first.decoded("dtstart") == date(2031, 5, 31)
    assert str(first["summary"]) == "Due: Mara Vells promised: send 40 engineers by May"
    assert str(first["related-to"]) == uid("e7k2m9q4x") and first["related-to"].params["RELTYPE"] == "PARENT"
    assert str(first["description"]).startswith("On condition: if asked\n2031-03-16 · open")
    assert str(second["summary"]).startswith("Reported kept: ") and str(second["status"]) == "CONFIRMED"


def test_an_entry_tells_what_articles_do_not_what_day_it_is() -> None:
    """Else the same calendar of another day would be another one, with the SEQUENCE that it had."""
    assert len({"".join(write_ledger_calendar([known.engineers(s, None)])) for s in ("open", "due-soon", "overdue")}) == 1


def test_what_may_be_the_same_is_named() -> None:
    (entry,) = entries(known.call())
    assert str(entry["related-to"]) == uid("e9z") and entry["related-to"].params["RELTYPE"] == "SIBLING"


@SETTINGS
@given(known.events(), known.undertakings())
def test_any_calendar_is_one(event: KnownEvent, one: KnownUndertaking) -> None:
    for text, found in (
        ("".join(write_events_calendar([event])), event),
        ("".join(write_ledger_calendar([one])), one),
    ):
        assert text.startswith("BEGIN:VCALENDAR\r\n") and text.endswith("END:VCALENDAR\r\n")
        assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))  # RFC 5545, 3.1
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]", text)
        assert not re.search("(?<!\r)\n", text)
        calendar = Calendar.from_ical(text)
        assert str(calendar["version"]) == "2.0" and calendar["prodid"]
        walked = calendar.walk("VEVENT")
        assert len(walked) == dated(found)
        for entry in walked:
            assert not entry.errors
            assert {"UID", "DTSTAMP", "DTSTART", "SEQUENCE", "STATUS", "SUMMARY"} <= set(entry)
            assert str(entry["x-sayso-key"]) == found.key
        assert text == "".join((write_events_calendar if isinstance(found, KnownEvent) else write_ledger_calendar)([found]))  # type: ignore[list-item]
