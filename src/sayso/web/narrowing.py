"""The filters of events and of undertakings, a row each <-> an address's query: ``?party=Torvan&since=2031-03``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from starlette.requests import Request

from sayso.door import EVENT_FILTERS as OF_EVENTS, LEDGER_FILTERS as OF_LEDGER, Parameter, given
from sayso.web.described import paging
from sayso.web.queries import Query, check_asked

SPELT = {"from": "since", "to": "until"}  # as the command line has them


def _with_spellings(filters: Sequence[Parameter]) -> tuple[Parameter, ...]:
    """The filters, those that have another spelling with it."""
    other = {meant: spelling for spelling, meant in SPELT.items()}
    return tuple(
        replace(one, told=f"{one.told[:-1]}; {other[one.name]} does the same.") if one.name in other else one
        for one in filters
    )


EVENT_FILTERS = _with_spellings(OF_EVENTS)
LEDGER_FILTERS = _with_spellings(OF_LEDGER)


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
            "unset": one.unset,
            "values": values_of(request, one.name),
        }
        for one in filters
    ]
