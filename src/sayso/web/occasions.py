"""``/events`` and ``/ledger``: what happened and what was undertaken across articles: tables, JSON, CSV, calendars, feeds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sayso.door import Ledger, Occasions, Parameter
from sayso.formats import (
    STANDINGS,
    days,
    events_to_json,
    ledger_to_json,
    nothing_found,
    write_events_calendar,
    write_events_csv,
    write_ledger_calendar,
    write_ledger_csv,
)
from sayso.store import MOST, KnownEvents, KnownUndertakings, Stranger
from sayso.web.described import paging, takes
from sayso.web.facets import chosen as narrowed
from sayso.web.fields import fields_of
from sayso.web.happening_feeds import happenings_feed
from sayso.web.narrowing import EVENT_FILTERS, LEDGER_FILTERS, MOST_AT_ONCE, PAGING, SPELT, filters_in, spelt
from sayso.web.pages import as_json, page, site_of
from sayso.web.queries import Query, number_in, query_of

PAGE = 30  # rows of a table
WHOLE = paging(MOST)
FEED = 50  # entries of a feed
LOOKED_AT = 200  # of the newest, whose last news are the feed's


@takes(*EVENT_FILTERS, *PAGING)
def events(request: Request) -> Response:
    """Events that articles tell of: who took part, when, where, whether they were held; a page of a table."""
    found = _events(request, PAGE)
    return _table(request, "events", "Events", found, EVENT_FILTERS, days=days)


@takes(*EVENT_FILTERS, *PAGING, schema="events")
def events_json(request: Request) -> Response:
    """A page of the events, as sayso events --format json writes them."""
    found = _events(request, PAGE)
    return as_json(events_to_json(KnownEvents(tuple(found), found.total, found.searched), found.question))


@takes(*EVENT_FILTERS, *WHOLE)
def events_csv(request: Request) -> Response:
    """All events that answer, up to 10,000, a row each; with a limit a page of them."""
    return _sheet("events.csv", "text/csv", write_events_csv(_all(request, _events)))


@takes(*EVENT_FILTERS, *WHOLE)
def events_ics(request: Request) -> Response:
    """All events that answer and have a day, up to 10,000, as a calendar (iCalendar) that a program may subscribe to."""
    return _sheet("events.ics", "text/calendar", write_events_calendar(_all(request, _events)))


@takes(*EVENT_FILTERS)
def events_atom(request: Request) -> Response:
    """A feed (Atom) of the newest events that answer, those first of which something was told last."""
    return happenings_feed(request, "/events", "Events", _events(request, LOOKED_AT), FEED)


@takes(*LEDGER_FILTERS, *PAGING)
def ledger(request: Request) -> Response:
    """What parties undertook, to whom, when it is due, and what is reported of it; a page of a table."""
    return _table(request, "ledger", "Ledger", _ledger(request, PAGE), LEDGER_FILTERS, days=days, standings=STANDINGS)


@takes(*LEDGER_FILTERS, *PAGING, schema="ledger")
def ledger_json(request: Request) -> Response:
    """A page of the undertakings, as sayso ledger --format json writes them."""
    found = _ledger(request, PAGE)
    return as_json(ledger_to_json(KnownUndertakings(tuple(found), found.total, found.searched), found.question))


@takes(*LEDGER_FILTERS, *WHOLE)
def ledger_csv(request: Request) -> Response:
    """All undertakings that answer, up to 10,000, a row each; with a limit a page of them."""
    return _sheet("ledger.csv", "text/csv", write_ledger_csv(_all(request, _ledger)))


@takes(*LEDGER_FILTERS, *WHOLE)
def ledger_ics(request: Request) -> Response:
    """All undertakings that answer and are due on a day, up to 10,000, as a calendar (iCalendar)."""
    return _sheet("ledger.ics", "text/calendar", write_ledger_calendar(_all(request, _ledger)))


@takes(*LEDGER_FILTERS)
def ledger_atom(request: Request) -> Response:
    """A feed (Atom) of the newest undertakings that answer, those first of which something was told last."""
    return happenings_feed(request, "/ledger", "Ledger", _ledger(request, LOOKED_AT), FEED)


def _events(request: Request, most: int) -> Occasions:
    limit, number = _paged(request, most)
    asked: dict[str, Any] = filters_in(request, EVENT_FILTERS)
    return site_of(request).store.events(limit=limit, offset=limit * (number - 1), **asked)


def _ledger(request: Request, most: int) -> Ledger:
    limit, number = _paged(request, most)
    asked: dict[str, Any] = filters_in(request, LEDGER_FILTERS)
    return site_of(request).store.ledger(limit=limit, offset=limit * (number - 1), **asked)


def _paged(request: Request, most: int) -> tuple[int, int]:
    """How many are on a page, and which page of them it is."""
    return number_in(request, "limit", most, max(most, MOST_AT_ONCE)), number_in(request, "page", 1)


def _all(request: Request, ask: Any) -> Any:
    """All that answer, or a page where one is asked for. Raises ValueError where they are too many."""
    found = ask(request, MOST)
    if found.total > MOST and not any(request.query_params.get(name, "").strip() for name in ("limit", "page")):
        raise ValueError(
            f"{found.total:,} answer, and at most {MOST:,} are written at once: narrow the question, or take "
            f"page=1&limit={MOST}, page=2 and so on"
        )
    return found


def _sheet(name: str, kind: str, pieces: Any) -> Response:
    return Response("".join(pieces), media_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _table(
    request: Request, name: str, title: str, found: Occasions | Ledger, filters: Sequence[Parameter], **shown: Any
) -> Response:
    """A page of a table, with the form that narrows it and the addresses of the same in other forms."""
    limit, number = _paged(request, PAGE)
    query, path = spelt(query_of(request)), f"/{name}"
    whole = query.without("page", "limit")
    chosen = narrowed(query, {one.name: one.label for one in filters if one.name != "order"}, path)
    return page(
        request,
        name,
        title="; ".join([title, *(f"{one['label']} {one['value']}" for one in chosen)]),
        found=found,
        fields=fields_of(request, filters, SPELT),
        chosen=chosen,
        words="",
        first=limit * (number - 1) + 1,
        before=query.paged(number - 1).at(path) if number > 1 else None,
        behind=query.paged(number + 1).at(path) if limit * number < found.total else None,
        last=query.paged(-(-found.total // limit) or 1).at(path),
        nothing=nothing_found(found.searched),
        strangers=[
            (f"{one.name}: {one.told}", [(near, _meant(query, one, near).at(path)) for near in one.near])
            for one in found.strangers
        ],
        forms=[("CSV", "a table", whole.at(f"{path}.csv")), ("iCalendar", "a calendar", whole.at(f"{path}.ics"))],
        json=query.at(f"{path}.json"),
        atom=whole.at(f"{path}.atom"),
        **shown,
    )


def _meant(query: Query, one: Stranger, near: str) -> Query:
    """The same with a name that may be meant, in place of one that nobody goes by."""
    field = "party" if one.field == "parties" else one.field
    return query.without_one(field, one.name).with_one(field, near)


ROUTES = (
    Route("/events", events),
    Route("/events.json", events_json),
    Route("/events.csv", events_csv),
    Route("/events.ics", events_ics),
    Route("/events.atom", events_atom),
    Route("/ledger", ledger),
    Route("/ledger.json", ledger_json),
    Route("/ledger.csv", ledger_csv),
    Route("/ledger.ics", ledger_ics),
    Route("/ledger.atom", ledger_atom),
)
