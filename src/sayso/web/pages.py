"""What a page shows -> an answer: HTML by a template, JSON beside it at the same address with ".json", errors in both forms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from sayso import __version__
from sayso.door import Store
from sayso.formats import dumps, web_page


@dataclass(frozen=True, slots=True)
class Site:
    """What all pages share: the store, and whether it may be written to."""

    store: Store
    write: bool = False


def site_of(request: Request) -> Site:
    """The site that a request came to."""
    site: Site = request.app.state.site
    return site


def page(request: Request, template: str, status: int = 200, **shown: Any) -> HTMLResponse:
    """A page by the template of a name; ``json`` among what is shown is the address of the same as JSON."""
    shared = {"path": request.url.path, "version": __version__, "write": site_of(request).write, "json": None}
    return HTMLResponse(web_page(template, **{**shared, **shown}), status)


def as_json(value: Mapping[str, Any], status: int = 200) -> Response:
    """A value as JSON, the way the command line writes it."""
    return Response(dumps(value) + "\n", status, media_type="application/json")


def trouble(request: Request, status: int, words: str) -> Response:
    """An error in the form that was asked for: one sentence that says what is wrong, and what to do."""
    if request.url.path.endswith(".json"):
        return as_json({"error": words, "status": status}, status)
    return page(request, "trouble", status, title=words.partition(":")[0], words=words)
