"""The filters of a question for statements, a row each <-> an address's query: ``?q=border&speaker=Torvan&said=any``."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from starlette.requests import Request

from sayso.door import FILTERS as STATEMENT_FILTERS, ORDER, WORDS as SOUGHT
from sayso.web.described import PAGING, Parameter, given
from sayso.web.queries import check_names

FILTERS = tuple(
    replace(one, told=f"yes: {one.told[0].lower()}{one.told[1:]}", values=("yes",), kind="string")
    if one.kind == "boolean"
    else one
    for one in STATEMENT_FILTERS
)
WORDS = replace(SOUGHT, name="q")
LISTING = (ORDER, *PAGING)
COUNTS = Parameter("counts", "all: count by speaker, outlet … although more than 3,000 answer, which takes a while.", ("all",))
ASKS = (WORDS, *FILTERS, *LISTING)


def asked_in(request: Request) -> dict[str, Any]:
    """The filters of a question in an address. Raises ValueError for names of no filter, and for a wrong value.

    An empty value is none: a form sends all of its fields.
    """
    check_names(request, [one.name for one in (*ASKS, COUNTS)])
    return _read(given(FILTERS, lambda name: list(dict.fromkeys(_values(request, name)))))


def _values(request: Request, name: str) -> list[str]:
    return [value.strip() for value in request.query_params.getlist(name) if value.strip()]


def _read(asked: dict[str, Any]) -> dict[str, Any]:
    """The values as the door takes them."""
    if "min_score" in asked:
        asked["min_score"] = _number(asked["min_score"])
    if "all_versions" in asked:
        if asked["all_versions"] != "yes":
            raise ValueError("all_versions is yes, or is left out")
        asked["all_versions"] = True
    if "said" in asked:
        given = [asked["said"]] if isinstance(asked["said"], str) else asked["said"]
        kinds = [kind.strip() for one in given for kind in one.split(",") if kind.strip()]
        asked["said"] = "any" if "any" in kinds else kinds
    return asked


def _number(given: str) -> float:
    try:
        number = float(given)
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


def fields_of(request: Request) -> list[Mapping[str, Any]]:
    """The form's fields: each filter with the values that it has."""
    return [_field(request, one) for one in (*FILTERS, ORDER)]


def _field(request: Request, one: Parameter) -> Mapping[str, Any]:
    return {
        "name": one.name,
        "label": one.label,
        "told": one.told,
        "choices": one.values,
        "unset": one.unset,
        "values": _values(request, one.name),
    }
