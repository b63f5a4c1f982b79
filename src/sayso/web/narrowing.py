"""The filters of events and of undertakings, a row each <-> an address's query: ``?party=Torvan&since=2031-03``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from starlette.requests import Request

from sayso.door import EVENT_FILTERS as OF_EVENTS, LEDGER_FILTERS as OF_LEDGER, Parameter, given
from sayso.web.described import paging
from sayso.web.fields import values_in
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
    return given(filters, lambda name: values_in(request, name, SPELT))


def spelt(query: Query) -> Query:
    """The query in one spelling.

    >>> spelt(Query((("from", "2031-03"), ("party", "Torvan")))).pairs
    (('since', '2031-03'), ('party', 'Torvan'))
    """
    return Query(tuple((SPELT.get(name, name), value) for name, value in query.pairs))
