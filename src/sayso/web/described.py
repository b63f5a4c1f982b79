"""A handler -> what its addresses take and give, in words and kinds: the rows of ``/api`` and ``/openapi.json``."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from starlette.routing import Route

from sayso.door import Kind, Parameter

MEDIA = {
    ".json": "application/json",
    ".jsonld": "application/ld+json",
    ".csv": "text/csv",
    ".atom": "application/atom+xml",
    ".ics": "text/calendar",
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".zip": "application/zip",
}


MOST_PAGES = 1_000_000  # further on no database counts to
PAGE = Parameter("page", "Which page of them, from 1 on.", kind="integer", least=1, most=MOST_PAGES)


def paging(most: int) -> tuple[Parameter, Parameter]:
    """Which page, and of how many, up to ``most``."""
    return PAGE, Parameter("limit", f"How many on a page, up to {most:,}.", kind="integer", least=1, most=most)


MONTH = "(?!0000)[0-9]{4}-(0[1-9]|1[0-2])"


@dataclass(frozen=True, slots=True)
class Address:
    """An address of the site: ``{}`` stand for its places, ``schema`` names the schema of its JSON ("hits").

    One that ``writes`` takes a form of a page, and answers with where to look; one that is ``guarded`` is shown to who may
    write alone.
    """

    path: str
    told: str
    places: tuple[tuple[str, Kind], ...]
    asks: tuple[Parameter, ...]
    schema: str | None
    media: str
    methods: tuple[str, ...]
    forms: Mapping[str, str]  # of places that are not any words, by name: regular expressions
    writes: bool = False
    guarded: bool = False


Handler = TypeVar("Handler", bound=Callable[..., Any])


def takes(*asks: Parameter, schema: str | None = None, **forms: str) -> Callable[[Handler], Handler]:
    """A handler, with what may stand in its query (or in the form that is sent), the schema of its JSON, and the ``forms`` of
    its places, on record for those who ask."""

    def described(handler: Handler) -> Handler:
        handler.asks, handler.schema, handler.forms = asks, schema, forms  # type: ignore[attr-defined]
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
        getattr(route.endpoint, "forms", {}),
        getattr(route.endpoint, "writes", False),
        getattr(route.endpoint, "guarded", False),
    )
