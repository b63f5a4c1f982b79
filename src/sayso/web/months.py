"""``/calendar/2031-03``: the events of a month and what is due in it, as a table of its weeks and as a calendar file."""

from __future__ import annotations

import re
from calendar import Calendar, monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from sayso.door import Store
from sayso.formats import STANDINGS, VERBS, days, write_calendar
from sayso.store import MOST, KnownEvent, KnownUndertaking
from sayso.web.described import MONTH, takes
from sayso.web.pages import page, site_of
from sayso.web.paths import event_path
from sayso.web.queries import check_asked

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November"),
    "December",
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
A_DAY = 4  # entries of a day's cell; of the others it tells how many there are
LONGEST = 7  # days that one entry stands on; a longer one stands below the table
AT_ONCE = 150  # events, and undertakings, of a month; of a busier one each day is asked for its first ones
LOOSE = 50  # entries below the table


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A month of a year."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year:04}-{self.number:02}"

    @property
    def name(self) -> str:
        """As people write it: "March 2031"."""
        return f"{MONTHS[self.number - 1]} {self.year}"

    @property
    def ends(self) -> tuple[date, date]:
        """Its first and its last day."""
        return date(self.year, self.number, 1), date(self.year, self.number, monthrange(self.year, self.number)[1])

    def next(self, step: int) -> Month | None:
        """The month after, or before; None where years end."""
        at = self.year * 12 + self.number - 1 + step
        return Month(at // 12, at % 12 + 1) if 12 <= at < 120_000 else None


@takes()
def newest(request: Request) -> Response:
    """To the newest month that has an event, or anything due."""
    check_asked(request)
    month = _nearest(site_of(request).store, order="newest") or Month(date.today().year, date.today().month)
    return RedirectResponse(f"/calendar/{month}", 307)


@takes(month=MONTH)
def month(request: Request) -> Response:
    """The events of a month, and what is due in it, week by week."""
    check_asked(request)
    asked, store = _month(request), site_of(request).store
    held = _held(store, asked)
    first, last = asked.ends
    before = _nearest(store, order="newest", until=first - timedelta(days=1)) if first > date.min else None
    behind = _nearest(store, order="oldest", since=last + timedelta(days=1)) if last < date.max else None
    return page(
        request,
        "calendar",
        title=asked.name,
        month=asked,
        weekdays=WEEKDAYS,
        weeks=_weeks(asked, held),
        loose=held.loose[:LOOSE],
        counted=held.totals,
        more_loose=len(held.loose) > LOOSE or held.busy,
        ways=_ways(asked, before, behind),
        ics=f"/calendar/{asked}.ics",
        span=f"since={asked}&until={asked}",
    )


@takes(month=MONTH)
def month_ics(request: Request) -> Response:
    """The same as a calendar (iCalendar) that a program may subscribe to."""
    check_asked(request)
    asked = _month(request)
    store = site_of(request).store
    span: dict[str, Any] = {"since": str(asked), "until": str(asked)}
    events, due = store.events(order="oldest", limit=MOST, **span), store.ledger(order="oldest", limit=MOST, **span)
    named = {"Content-Disposition": f'attachment; filename="{asked}.ics"'}
    return Response("".join(write_calendar(asked.name, events, due)), media_type="text/calendar", headers=named)


def _month(request: Request) -> Month:
    given = request.path_params["month"]
    if not re.fullmatch(MONTH, given):
        raise ValueError(f"{given[:40]!r} is no month: write /calendar/2031-03")
    year, number = given.split("-")
    return Month(int(year), int(number))


@dataclass(frozen=True, slots=True)
class _Held:
    """What a month has: entries by day, those of no day of their own, how many events and dues; ``more`` by day, not shown."""

    entries: list[dict[str, Any]]
    loose: list[dict[str, Any]]
    totals: tuple[int, int]
    more: dict[str, int]
    busy: bool


def _held(store: Store, asked: Month) -> _Held:
    span: dict[str, Any] = {"since": str(asked), "until": str(asked)}
    events = store.events(order="oldest", limit=AT_ONCE, **span)
    due = store.ledger(order="oldest", limit=AT_ONCE, **span)
    more: dict[str, int] = {}
    held: dict[str, dict[str, Any]] = {}
    busy = max(events.total, due.total) > AT_ONCE
    if busy:
        for number in range(1, asked.ends[1].day + 1):
            day = f"{asked}-{number:02}"
            some = store.events(since=day, until=day, order="newest", limit=A_DAY)  # what begins that day before what goes on
            owed = store.ledger(since=day, until=day, order="newest", limit=A_DAY)
            more[day] = some.total + owed.total
            held |= {one["path"]: one for one in (*map(_of_event, some), *map(_of_undertaking, owed))}
    else:
        held = {one["path"]: one for one in (*map(_of_event, events), *map(_of_undertaking, due))}
    first, last = (day.isoformat() for day in asked.ends)
    entries = [one for one in held.values() if one["kind"] == "event" or first <= one["last"] <= last]  # due on its last day
    loose = [one for one in entries if _is_loose(one)]
    return _Held([one for one in entries if not _is_loose(one)], loose, (events.total, due.total), more, busy)


def _nearest(store: Store, **asked: Any) -> Month | None:
    """The first month in an order that has anything."""
    event = next(iter(store.events(limit=1, **asked)), None)
    due = next(iter(store.ledger(limit=1, **asked)), None)
    given = [event and (event.earliest or event.latest), due and (due.due_latest or due.due_earliest)]
    known = sorted(Month(int(day[:4]), int(day[5:7])) for day in given if day)
    return known[-1 if asked["order"] == "newest" else 0] if known else None


def _ways(asked: Month, before: Month | None, behind: Month | None) -> list[tuple[str, Month]]:
    """The month before and the next one; beyond empty ones also the nearest that has anything."""
    previous, following = asked.next(-1), asked.next(1)
    found = [
        ("The last before that has anything", before if before and previous and before < previous else None),
        ("The month before", previous),
        ("The next month", following),
        ("The first after that has anything", behind if behind and following and behind > following else None),
    ]
    return [(words, month) for words, month in found if month]


def _of_event(one: KnownEvent) -> dict[str, Any]:
    names = ", ".join(party.name for party in one.parties)
    words = f"{one.kind}: {names}" if names else one.kind
    first, last = one.earliest or one.latest, one.latest or one.earliest
    whole = one.earliest is not None and one.latest is not None
    return {
        "kind": "event",
        "words": words,
        "standing": one.status,
        "path": event_path(one.key),
        "first": first,
        "last": last,
        "when": days(one.earliest, one.latest),
        "exact": whole,
    }


def _of_undertaking(one: KnownUndertaking) -> dict[str, Any]:
    names = ", ".join(party.name for party in one.who) or "Someone not named"
    last = one.due_latest or one.due_earliest
    return {
        "kind": "due",
        "words": f"{names} {VERBS[one.kind]}: {one.what}",
        "standing": STANDINGS[one.status],
        "path": event_path(one.key),
        "first": last,
        "last": last,
        "when": f"due {days(one.due_earliest, one.due_latest)}",
        "exact": True,
    }


def _is_loose(one: dict[str, Any]) -> bool:
    """Whether it is on no day that could be told: "in March", "by 1 April"."""
    return not one["exact"] or (date.fromisoformat(one["last"]) - date.fromisoformat(one["first"])).days >= LONGEST


def _weeks(asked: Month, held: _Held) -> list[list[dict[str, Any]]]:
    return [
        [_cell(f"{asked}-{day:02}", day, held) if day > 0 else {"number": 0} for day in week]
        for week in Calendar().monthdayscalendar(asked.year, asked.number)
    ]


def _cell(day: str, number: int, held: _Held) -> dict[str, Any]:
    """A day with its first entries; ``more`` is how many others there are, what lasts longer among them."""
    entries = [one for one in held.entries if one["first"] <= day <= one["last"]]
    more = max(0, held.more.get(day, len(entries)) - A_DAY)
    only_due = all(one["kind"] == "due" for one in entries)
    return {"number": number, "date": day, "entries": entries[:A_DAY], "more": more, "more_events": not only_due}


ROUTES = (
    Route("/calendar", newest),
    Route("/calendar/{month}.ics", month_ics),
    Route("/calendar/{month}", month),
)
