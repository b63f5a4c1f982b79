"""An open store -> the ASGI application: its routes, errors in one form, hosts and headers guarded."""

from __future__ import annotations

from collections.abc import Collection

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp

from sayso.door import Store
from sayso.evidence import EvidenceError
from sayso.store import StoreError
from sayso.web.pages import Site, site_of, trouble
from sayso.web.routes import ROUTES
from sayso.web.security import LOCAL, NUMBERS, Guard
from sayso.web.sessions import Writers
from sayso.web.turns import BusyError


def application(
    store: Store, write: bool = False, hosts: Collection[str] = LOCAL, token: str | None = None
) -> ASGIApp:
    """The site of a store. ``hosts`` are the names that it goes by; ``write`` lets forms change what the store holds.

    With a ``token`` who has signed in by it may write, and nobody else. Raises ValueError where all networks are to reach a
    site that is written to without one, and for a token that could be guessed.
    """
    if write and token is None and NUMBERS in hosts:
        raise ValueError("a site that others reach is written to with a token alone")
    app = Starlette(
        routes=list(ROUTES),
        exception_handlers={
            HTTPException: _of_http,
            ValueError: _wrong,
            LookupError: _nowhere,
            StoreError: _in_trouble,
            EvidenceError: _altered,
            BusyError: _busy,
            Exception: _broken,
        },
    )
    app.state.site = Site(store, Writers(write, token))
    return Guard(app, hosts)


def _of_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    words = error.detail
    if words == "Not Found":
        words = f"There is no page {request.url.path[:200]}: the pages are listed at /about."
    elif words == "Method Not Allowed":
        words = f"This page takes no {request.method[:20]}: it is there to be read."
    return trouble(request, error.status_code, words, error.headers)


def _wrong(request: Request, error: Exception) -> Response:
    """What was asked cannot be asked so: the door's own words say why."""
    return trouble(request, 400, site_of(request).told(error))


def _nowhere(request: Request, error: Exception) -> Response:
    """Nothing is kept there, as the door says it; a key or an index that our own code missed is no such answer."""
    if type(error) is not LookupError:
        raise error
    return trouble(request, 404, site_of(request).told(error))


def _in_trouble(request: Request, error: Exception) -> Response:
    return trouble(request, 503, site_of(request).told(error))


def _altered(request: Request, error: Exception) -> Response:
    return trouble(request, 503, f"{site_of(request).told(error)} (sayso verify names all such)")


def _busy(request: Request, error: Exception) -> Response:
    return trouble(request, 503, str(error), {"Retry-After": "60"})


def _broken(request: Request, error: Exception) -> Response:
    return trouble(request, 500, "This page broke, which is a fault of Sayso: sayso serve --verbose shows where.")
