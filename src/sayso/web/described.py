"""A handler -> what its addresses take and give, in words and kinds: the rows of ``/api`` and ``/openapi.json``."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from starlette.routing import Route

MOST_VALUES = 50  # of one filter
Kind = Literal["string", "integer", "number", "boolean"]

MEDIA = {
    ".json": "application/json",
    ".jsonld": "application/ld+json",
    ".csv": "text/csv",
    ".atom": "application/atom+xml",
    ".ics": "text/calendar",
    ".css": "text/css",
    ".svg": "image/svg+xml",
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """A name in an address's query. ``several``: given again, either will do. ``values`` are all that there are.

    Of an address with one that is ``required`` there is no link without it.
    """

    name: str
    told: str
    values: tuple[str, ...] = ()
    kind: Kind = "string"
    several: bool = False
    required: bool = False
    label: str = ""  # over its field in a form
    unset: str = "any"  # what a field of choices has where none is chosen


PAGING = (
    Parameter("page", "Which page of them, from 1 on.", kind="integer"),
    Parameter("limit", "How many on a page.", kind="integer"),
)


def given(filters: Sequence[Parameter], values_of: Callable[[str], Sequence[str]]) -> dict[str, Any]:
    """The filters that have a value, by name: a string, or a list of several. ``values_of`` tells those of a name.

    Raises ValueError for too many, and for several where there is one.
    """
    asked: dict[str, Any] = {}
    for one in filters:
        values = list(values_of(one.name))
        if len(values) > MOST_VALUES:
            raise ValueError(f"{one.name} has {len(values):,} values: up to {MOST_VALUES} can be asked for at once")
        if len(values) > 1 and not one.several:
            raise ValueError(f"{one.name} stands there twice: it has one value")
        if values:
            asked[one.name] = values[0] if len(values) == 1 else values
    return asked


@dataclass(frozen=True, slots=True)
class Address:
    """An address of the site: ``{}`` stand for its places, ``schema`` names the schema of its JSON ("hits").

    One that ``writes`` takes a form of a page, and answers with where to look.
    """

    path: str
    told: str
    places: tuple[tuple[str, Kind], ...]
    asks: tuple[Parameter, ...]
    schema: str | None
    media: str
    methods: tuple[str, ...]
    writes: bool = False


Handler = TypeVar("Handler", bound=Callable[..., Any])


def takes(*asks: Parameter, schema: str | None = None) -> Callable[[Handler], Handler]:
    """A handler, with what may stand in its query, and the schema of its JSON, on record for those who ask."""

    def described(handler: Handler) -> Handler:
        handler.asks, handler.schema = asks, schema  # type: ignore[attr-defined]
        return handler

    return described


def addresses(routes: Sequence[object]) -> list[Address]:
    """The addresses of the routes, in their order, with the first sentence of each handler's docstring.

    >>> def stone(request): "A stone. It lies there."
    >>> addresses([Route("/stone/{number:int}.json", stone)])[0].path
    '/stone/{number}.json'
    """
    return [_address(route) for route in routes if isinstance(route, Route)]


def _address(route: Route) -> Address:
    path = re.sub(r"\{(\w+)(?::\w+)?\}", r"{\1}", route.path)
    places = re.findall(r"\{(\w+)(?::(\w+))?\}", route.path)
    ending = re.search(r"\.[a-z]+$", path)
    words = (inspect.getdoc(route.endpoint) or "").replace("\n", " ")
    return Address(
        path,
        re.split(r"(?<=\.)\s", words.partition("  ")[0])[0].replace("``", ""),
        tuple((name, "integer" if kind == "int" else "string") for name, kind in places),
        getattr(route.endpoint, "asks", ()),
        getattr(route.endpoint, "schema", None) if ending and ending[0] == ".json" else None,
        MEDIA.get(ending[0] if ending else "", "text/html"),
        tuple(sorted((route.methods or {"GET"}) - {"HEAD"})),
        getattr(route.endpoint, "writes", False),
    )
