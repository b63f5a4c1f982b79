"""The filters of a question for statements, a row each <-> an address's query: ``?q=border&speaker=Torvan&said=any``."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, get_args

from starlette.requests import Request

from sayso.record import SAID_KINDS, Manner
from sayso.statements import ACTS
from sayso.store import Order
from sayso.web.described import PAGING, Parameter, given
from sayso.web.queries import check_names

FILTERS = (
    Parameter("speaker", "Who says it: any name that the party goes by, or #12.", several=True, label="Speaker"),
    Parameter("addressee", "To whom it is said.", several=True, label="Said to"),
    Parameter("relay", "On whose word the article has it.", several=True, label="On the word of"),
    Parameter("about", "A party that the words mention.", several=True, label="Mentions"),
    Parameter("outlet", "Who published the article.", several=True, label="Outlet"),
    Parameter("act", "What the cue does.", ACTS, several=True, label="Act"),
    Parameter("manner", "How much of it stands in quotation marks.", get_args(Manner), several=True, label="In quotes"),
    Parameter(
        *("said", "Whether it was said; what was said, unless told.", (*SAID_KINDS, "any")),
        several=True,
        label="Said",
        unset="what was said",
    ),
    Parameter("since", "Published on this day (2031-03-14, 2031-03, 2031) or later.", label="From"),
    Parameter("until", "Published on this day or earlier.", label="To"),
    Parameter("url", "The article's address, its beginning with a * at the end, or its key.", several=True, label="Address"),
    Parameter("languages", "Of the article: en, or en,fr.", several=True, label="Languages"),
    Parameter("min_score", "The least score, 0 to 1; below .5 a statement is doubtful.", kind="number", label="Least score"),
    Parameter("all_versions", "yes: older versions of each article too.", ("yes",), label="Older versions", unset="no"),
)
WORDS = Parameter("q", "Words of the statements: all of them, \"a phrase\", prefix*.", label="Words")
ORDER = Parameter(
    "order", "best (with words), newest, oldest, score or doubt.", get_args(Order), label="Order", unset="best, or newest"
)
LISTING = (ORDER, *PAGING)
COUNTS = Parameter("counts", "all: count by speaker, outlet … although more than 3,000 answer, which takes a while.", ("all",))
ASKS = (WORDS, *FILTERS, *LISTING)


def asked_in(request: Request) -> dict[str, Any]:
    """The filters of a question in an address. Raises ValueError for names of no filter, and for a wrong value.

    An empty value is none: a form sends all of its fields.
    """
    check_names(request, [one.name for one in (*ASKS, COUNTS)])
    return filters_of(lambda name: list(dict.fromkeys(_values(request, name))))


def filters_of(values_of: Callable[[str], Sequence[str]]) -> dict[str, Any]:
    """The filters that have a value, as the door takes them. Raises ValueError for a wrong value."""
    return _read(given(FILTERS, values_of))


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
