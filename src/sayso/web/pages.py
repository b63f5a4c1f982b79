"""What a page shows -> an answer: HTML by a template, JSON beside it at the same address with ".json", errors in both forms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from sayso import __version__
from sayso.door import Store
from sayso.formats import dumps, web_page, web_sheet

LASTING = {"Cache-Control": "max-age=3600"}  # of what is the same on all pages


@dataclass(frozen=True, slots=True)
class Site:
    """What all pages share: the store, and whether it may be written to."""

    store: Store
    write: bool = False


def site_of(request: Request) -> Site:
    """The site that a request came to."""
    site: Site = request.app.state.site
    return site


def page(
    request: Request, template: str, status: int = 200, headers: Mapping[str, str] | None = None, **shown: Any
) -> HTMLResponse:
    """A page by the template of a name; ``json`` and ``atom`` among what is shown are the addresses of the same in these."""
    shared = {"path": request.url.path, "version": __version__, "write": site_of(request).write, "json": None, "atom": None}
    return HTMLResponse(web_page(template, **{**shared, **shown}), status, headers)


def sheet(name: str, told: str) -> Route:
    """The route of a style sheet beside that of all pages; ``told`` says what it is the style of."""

    def answer(request: Request) -> Response:
        return Response(web_sheet(name), media_type="text/css", headers=LASTING)

    answer.__doc__ = told
    return Route(f"/static/{name}.css", answer)


def as_json(value: Mapping[str, Any], status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """A value as JSON, the way the command line writes it."""
    return Response(dumps(value) + "\n", status, headers, media_type="application/json")


def trouble(request: Request, status: int, words: str, headers: Mapping[str, str] | None = None) -> Response:
    """An error in the form that was asked for: one sentence that says what is wrong, and what to do."""
    words = words[:1].upper() + words[1:]
    form = PurePosixPath(request.url.path).suffix
    if form == ".json":
        return as_json({"error": words, "status": status}, status, headers)
    if form in (".csv", ".atom", ".ics", ".zip"):
        return PlainTextResponse(f"{words}\n", status, headers)
    return page(request, "trouble", status, headers, title=_TITLES.get(status, "Something is wrong"), words=words)


_TITLES = {
    400: "This cannot be asked so",
    404: "Nothing is here",
    405: "This page is there to be read",
    500: "This page broke",
    503: "Not just now",
}
