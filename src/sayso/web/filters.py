"""The filters of a question for statements, a row each <-> an address's query: ``?q=border&speaker=Torvan&said=any``."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from starlette.requests import Request

from sayso.door import FILTERS as STATEMENT_FILTERS, ORDER, WORDS as SOUGHT, Parameter, given
from sayso.web.described import paging
from sayso.web.fields import values_in
from sayso.web.queries import check_asked

FILTERS = tuple(
    replace(one, told=f"yes: {one.told[0].lower()}{one.told[1:]}", values=("yes",), kind="string")
    if one.kind == "boolean"
    else one
    for one in STATEMENT_FILTERS
)
WORDS = replace(SOUGHT, name="q")
COUNTS = Parameter("counts", "all: count by speaker, outlet … although more than 3,000 answer, which takes a while.", ("all",))
MOST_AT_ONCE = 1_000  # on a page, in JSON, in a feed


def asks(most: int) -> tuple[Parameter, ...]:
    """What may be asked for statements of which ``most`` stand on a page."""
    return (WORDS, *FILTERS, ORDER, *paging(most))


ASKS = asks(MOST_AT_ONCE)


def asked_in(request: Request, known: Sequence[Parameter] = (*ASKS, COUNTS)) -> dict[str, Any]:
    """The filters of a question in an address. Raises ValueError for names of no filter, and for a wrong value.

    An empty value is none: a form sends all of its fields. ``known`` is all that may stand in the query.
    """
    check_asked(request, known)
    return filters_of(lambda name: values_in(request, name))


def filters_of(values_of: Callable[[str], Sequence[str]]) -> dict[str, Any]:
    """The filters that have a value, as the door takes them. Raises ValueError for a wrong value."""
    return _read(given(FILTERS, values_of))


def _read(asked: dict[str, Any]) -> dict[str, Any]:
    """The values as the door takes them."""
    if "min_score" in asked:
        asked["min_score"] = _number(asked["min_score"])
    if "all_versions" in asked:
        asked["all_versions"] = True
    if "said" in asked:
        given = [asked["said"]] if isinstance(asked["said"], str) else asked["said"]
        kinds = [kind.strip() for one in given for kind in one.split(",") if kind.strip()]
        asked["said"] = "any" if "any" in kinds else kinds
    return asked


def _number(given: str) -> float:
    try:
        number = float(given) if given.isascii() else math.nan
    except ValueError:
        number = math.nan
    if not 0 <= number <= 1:
        raise ValueError(f"min_score is a number from 0 to 1, not {given[:40]!r}")
    return number


def words_in(request: Request) -> str | None:
    """The words that are looked for."""
    return request.query_params.get("q", "").strip() or None


def order_in(request: Request) -> Any:
    """The order that was asked for; None where it is as the door has it."""
    return request.query_params.get("order", "").strip() or None
