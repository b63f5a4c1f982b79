"""``/``: a box to search with, what is held, what is newest."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sayso.web.pages import page, site_of
from sayso.web.shown import hit_shown


def home(request: Request) -> Response:
    """The first page."""
    store = site_of(request).store
    held, newest = store.summary(), store.find(order="newest", limit=10)
    return page(request, "home", title="Sayso", held=held, newest=[hit_shown(hit) for hit in newest])


ROUTES = (Route("/", home),)
