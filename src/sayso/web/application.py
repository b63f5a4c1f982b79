"""An open store -> the ASGI application: its routes, errors in one form, hosts and headers guarded."""

from __future__ import annotations

from collections.abc import Collection

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response

from sayso.door import Store
from sayso.store import StoreError
from sayso.web.pages import Site, trouble
from sayso.web.routes import ROUTES
from sayso.web.security import LOCAL, Guard


def application(store: Store, write: bool = False, hosts: Collection[str] = LOCAL) -> Starlette:
    """The site of a store. ``hosts`` are the names that it goes by; ``write`` lets forms change what the store holds."""
    app = Starlette(
        routes=list(ROUTES),
        middleware=[Middleware(Guard, hosts=hosts)],
        exception_handlers={HTTPException: _of_http, ValueError: _wrong, StoreError: _in_trouble},
    )
    app.state.site = Site(store, write)
    return app


def _of_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    words = error.detail if error.detail != "Not Found" else f"There is no page {request.url.path}. The list is at /about."
    return trouble(request, error.status_code, words)


def _wrong(request: Request, error: Exception) -> Response:
    """What was asked cannot be asked so: the door's own words say why."""
    return trouble(request, 400, str(error))


def _in_trouble(request: Request, error: Exception) -> Response:
    return trouble(request, 503, str(error))
