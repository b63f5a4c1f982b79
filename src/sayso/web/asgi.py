"""An open store -> the ASGI application: its routes, errors in one form, hosts and headers guarded."""

from __future__ import annotations

import functools
import inspect
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Match, Route
from starlette.types import ASGIApp

from sayso.door import Store
from sayso.evidence import EvidenceError
from sayso.store import StoreError
from sayso.web.jobs import Jobs
from sayso.web.pages import BY_PAGES, Site, site_of, trouble
from sayso.web.routes import ROUTES
from sayso.web.security import LOCAL, NUMBERS, Guard
from sayso.web.sessions import Writers
from sayso.web.turns import BusyError


def application(
    store: Store,
    write: bool = False,
    hosts: Collection[str] = LOCAL,
    token: str | None = None,
    public: str | None = None,
) -> ASGIApp:
    """The site of a store. ``hosts`` are the names that it goes by; ``write`` lets forms change what the store holds.

    With a ``token`` who has signed in by it may write, and nobody else. ``public`` is where others find it
    ("https://news.example"), by a server before this one: feeds name it, and it is among the hosts. Raises ValueError where
    all networks are to reach a site that is written to without a token, and for one that could be guessed.
    """
    if write and token is None and NUMBERS in hosts:
        raise ValueError("a site that others reach is written to with a token alone")
    app = Starlette(
        routes=[_of_one_state(route) for route in ROUTES],
        lifespan=_until_it_is_stopped,
        exception_handlers={
            HTTPException: _of_http,
            ValueError: _wrong,
            LookupError: _nowhere,
            StoreError: _in_trouble,
            EvidenceError: _altered,
            BusyError: _busy,
            ClientDisconnect: _unheard,
            Exception: _broken,
        },
    )
    app.router.redirect_slashes = False  # it names the host as this server hears it, which others may not reach
    app.state.site = Site(store, Writers(write, token), public=public)
    app.state.jobs = Jobs(store.engine)
    return Guard(app, hosts, public)


def _of_one_state(route: Route) -> Route:
    """The route, its page made from one state of the store though others write meanwhile: what it counts is what it shows."""
    handler = route.endpoint
    if inspect.iscoroutinefunction(handler) or (route.methods or {"GET"}) - {"GET", "HEAD"}:
        return route

    @functools.wraps(handler)
    def answer(request: Request) -> Response:
        with site_of(request).store.engine.one_state():
            try:
                response: Response = handler(request)
                return response
            except (ValueError, LookupError, HTTPException, BusyError) as error:
                wrong = error  # of what was asked: the store's connection is as good as before
        raise wrong

    return Route(route.path, answer, methods=list(route.methods or ["GET"]))


@asynccontextmanager
async def _until_it_is_stopped(app: Starlette) -> AsyncIterator[None]:
    """Jobs that are under way when the server is stopped are ended in order: nothing of what was sent is left behind."""
    yield
    await run_in_threadpool(app.state.jobs.close)


def leave(site: ASGIApp) -> None:
    """End at once what a site has under way: of a server that was stopped a second time while it waited."""
    assert isinstance(site, Guard) and isinstance(site.app, Starlette)
    site.app.state.jobs.close(0)


def _of_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    words, headers = error.detail, error.headers
    if words == "Not Found":
        if path := _without_slash(request):
            return RedirectResponse(path, 307)
        words = f"There is no page {request.url.path[:200]}: the pages are listed at /about."
    elif words == "Method Not Allowed":
        headers = {"Allow": ", ".join(_methods(request))}
        words = f"This page takes no {request.method[:20]}: it is there to be read."
    return trouble(request, error.status_code, words, headers)


def _without_slash(request: Request) -> str | None:
    """The page that somebody wrote with a slash behind it, on whatever host this is asked for; None where there is none."""
    given = request.scope["path"]
    path = given.rstrip("/")
    if path == given or path[:2] in ("", "//"):  # "//evil.example/find/" would lead to another host
        return None
    held = (one for one in request.app.routes if isinstance(one, Route))
    if all(one.matches({**request.scope, "path": path})[0] is not Match.FULL for one in held):
        return None
    return quote(path) + (f"?{request.url.query}" if request.url.query else "")


def _methods(request: Request) -> list[str]:
    """What an address takes, by all of its routes: one may be read by the first and sent to by the second."""
    routes = (one for one in request.app.routes if isinstance(one, Route))
    held = [one for one in routes if one.matches(request.scope)[0] is not Match.NONE]
    return sorted({method for one in held for method in one.methods or ()})


def _wrong(request: Request, error: Exception) -> Response:
    """What was asked cannot be asked so: the door's own words say why."""
    return trouble(request, 400, site_of(request).store.told(error, BY_PAGES))


def _nowhere(request: Request, error: Exception) -> Response:
    """Nothing is kept there, as the door says it; a key or an index that our own code missed is no such answer."""
    if type(error) is not LookupError:
        raise error
    return trouble(request, 404, site_of(request).store.told(error, BY_PAGES))


def _in_trouble(request: Request, error: Exception) -> Response:
    return trouble(request, 503, site_of(request).store.told(error))


def _altered(request: Request, error: Exception) -> Response:
    return trouble(request, 503, f"{site_of(request).store.told(error)} (sayso verify names all such)")


def _busy(request: Request, error: Exception) -> Response:
    return trouble(request, 503, str(error), {"Retry-After": "60"})


def _unheard(request: Request, error: Exception) -> Response:
    """Whoever sent it went away before all of it was there: nothing is done, and nobody hears the answer."""
    return Response(status_code=400)


def _broken(request: Request, error: Exception) -> Response:
    return trouble(request, 500, "This page broke, which is a fault of Sayso: sayso serve --verbose shows where.")
