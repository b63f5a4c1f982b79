"""What a page shows -> an answer: HTML by a template, JSON beside it at the same address with ".json", errors in both forms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from threading import Lock
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from sayso import __version__
from sayso.door import Store
from sayso.formats import bare_input, begun, dumps, web_page, web_sheet
from sayso.web.sessions import Visit, Writers, remember, visit_of

# What an error of the door says of commands, and what is so of the pages.
BY_PAGES = (
    ("sayso events lists", "/events lists"),
    ("sayso find prints the key of each", "its page has its key"),
    ("sayso find prints the keys that it has", "/find lists those that it has"),
    ("sayso party lists", "/parties lists"),
)
LASTING = {"Cache-Control": "max-age=3600"}  # of what is the same on all pages


@dataclass(frozen=True, slots=True)
class Site:
    """What all pages share: the store, who may write to it, and the address that others know it by, if one is told."""

    store: Store
    writers: Writers = field(default_factory=Writers)
    public: str | None = None
    writing: Lock = field(default_factory=Lock)  # held from the look at what stands there to what is put over it

    def visit(self, request: Request) -> Visit:
        """Who sends a request; the same for all that asks of it."""
        if not hasattr(request.state, "visit"):
            request.state.visit = visit_of(request, self.writers)
        visit: Visit = request.state.visit
        return visit


def site_of(request: Request) -> Site:
    """The site that a request came to."""
    site: Site = request.app.state.site
    return site


def base_of(request: Request) -> str:
    """What stands before a path where an address is to last elsewhere, as in a feed: the public address, or the asked one."""
    return site_of(request).public or str(request.base_url).rstrip("/")


def page(
    request: Request, template: str, status: int = 200, headers: Mapping[str, str] | None = None, **shown: Any
) -> HTMLResponse:
    """A page by the template of a name; ``json`` and ``atom`` among what is shown are the addresses of the same in these.

    ``write`` tells the template whether forms are for who asks, ``seal`` what they carry, ``setting`` which go with the page.
    """
    site = site_of(request)
    visit, writers = site.visit(request), site.writers
    shared = {
        "path": request.url.path,
        "here": f"{request.url.path}?{request.url.query}" if request.url.query else request.url.path,
        "version": __version__,
        "write": visit.may_write,
        "seal": visit.seal,
        "signs_in": writers.write and writers.token is not None,
        "setting": None,
        "json": None,
        "atom": None,
    }
    answer = HTMLResponse(web_page(template, **{**shared, **shown}), status, headers)
    if writers.write:  # what is shown hangs on the cookie
        answer.headers["Cache-Control"] = "private, no-cache"
        remember(request, answer, visit)
    return answer


def sheet(name: str, told: str) -> Route:
    """The route of a style sheet beside that of all pages; ``told`` says what it is the style of."""

    def answer(request: Request) -> Response:
        return Response(web_sheet(name), media_type="text/css", headers=LASTING)

    answer.__doc__ = told
    return Route(f"/static/{name}.css", answer)


def as_json(value: Mapping[str, Any], status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """A value as JSON, the way the command line writes it, but for the folders of this machine that texts were read from."""
    return Response(dumps(_without_folders(value)) + "\n", status, headers, media_type="application/json")


def _without_folders(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _file(one) if key == "input" else _without_folders(one) for key, one in value.items()}
    return [_without_folders(one) for one in value] if isinstance(value, (list, tuple)) else value


def _file(given: Any) -> Any:
    return bare_input(given) if isinstance(given, str) else _without_folders(given)


def trouble(request: Request, status: int, words: str, headers: Mapping[str, str] | None = None) -> Response:
    """An error in the form that was asked for: one sentence that says what is wrong, and what to do."""
    words = begun(words)
    form = PurePosixPath(request.url.path).suffix
    if form in (".json", ".jsonld"):
        return as_json({"error": words, "status": status}, status, headers)
    if form in (".csv", ".atom", ".ics", ".zip"):
        return PlainTextResponse(f"{words}\n", status, headers)
    return page(request, "trouble", status, headers, title=_TITLES.get(status, "Something is wrong"), words=words)


_TITLES = {
    400: "This cannot be asked so",
    403: "This may not be done",
    404: "Nothing is here",
    405: "This page is there to be read",
    409: "This has changed meanwhile",
    413: "This is too large",
    500: "This page broke",
    503: "Not just now",
}
