"""The filters of events and of undertakings, a row each <-> an address's query: ``?party=Torvan&since=2031-03``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, get_args

from starlette.requests import Request

from sayso.record import STRENGTHS, UNDERTAKING_KINDS
from sayso.store import EVENT_STANDINGS, UNDERTAKING_STANDINGS, ByTime
from sayso.web.described import DAY, Parameter, given, paging
from sayso.web.queries import Query, check_asked

SPELT = {"from": "since", "to": "until"}  # as the command line has them

_ORDER = Parameter("order", "newest or oldest, by their days.", get_args(ByTime), label="Order")
EVENT_FILTERS = (
    Parameter("party", "Who takes part; given again: all of them do.", several=True, label="Who takes part"),
    Parameter("kind", "call, meeting, visit, talks …", several=True, label="Kind"),
    Parameter("status", "What it stands at.", EVENT_STANDINGS, several=True, label="Stands at"),
    Parameter("was", "What it was at any time.", EVENT_STANDINGS, several=True, label="Was at any time"),
    Parameter("since", "On this day (2031-03-14, 2031-03, 2031) or later; from does the same.", label="From", form=DAY),
    Parameter("until", "On this day or earlier; to does the same.", label="To", form=DAY),
    Parameter("place", "Where.", label="Place"),
    Parameter("outlet", "Who tells of it.", several=True, label="Outlet"),
    _ORDER,
)
LEDGER_FILTERS = (
    Parameter("words", "Words of what is undertaken: all of them.", label="Words"),
    Parameter("who", "Who undertakes it.", several=True, label="Who"),
    Parameter("to_whom", "To whom.", several=True, label="To whom"),
    Parameter("kind", "What kind of undertaking.", UNDERTAKING_KINDS, several=True, label="Kind"),
    Parameter("strength", "How strongly.", STRENGTHS, several=True, label="Strength"),
    Parameter("status", "What it stands at.", UNDERTAKING_STANDINGS, several=True, label="Stands at"),
    Parameter("was", "What it was at any time.", UNDERTAKING_STANDINGS, several=True, label="Was at any time"),
    Parameter("since", "Due on this day (2031-03-14, 2031-03, 2031) or later; from does the same.", label="Due from", form=DAY),
    Parameter("until", "Due on this day or earlier; to does the same.", label="Due to", form=DAY),
    Parameter("outlet", "Who tells of it.", several=True, label="Outlet"),
    Parameter("today", "The day by which it is overdue: this day, unless told.", label="Overdue on", form=DAY),
    _ORDER,
)

MOST_AT_ONCE = 500  # in a page, and in JSON
PAGING = paging(MOST_AT_ONCE)


def filters_in(request: Request, filters: Sequence[Parameter], more: Sequence[Parameter] = PAGING) -> dict[str, Any]:
    """What the door is asked with. Raises ValueError for names of no filter; an empty value is none: forms send all fields."""
    check_asked(request, (*filters, *more), *SPELT)
    return given(filters, lambda name: values_of(request, name))


def values_of(request: Request, name: str) -> list[str]:
    """The values of a filter, under any of its spellings, each once."""
    names = (name, *(spelt for spelt, meant in SPELT.items() if meant == name))
    given = (value.strip() for one in names for value in request.query_params.getlist(one))
    return list(dict.fromkeys(value for value in given if value))


def spelt(query: Query) -> Query:
    """The query in one spelling.

    >>> spelt(Query((("from", "2031-03"), ("party", "Torvan")))).pairs
    (('since', '2031-03'), ('party', 'Torvan'))
    """
    return Query(tuple((SPELT.get(name, name), value) for name, value in query.pairs))


def fields_of(request: Request, filters: Sequence[Parameter]) -> list[Mapping[str, Any]]:
    """The form's fields: each filter with the values that it has."""
    return [
        {
            "name": one.name,
            "label": one.label,
            "told": one.told,
            "several": one.several,
            "choices": one.values,
            "unset": "newest" if one is _ORDER else "any",
            "values": values_of(request, one.name),
        }
        for one in filters
    ]
