"""``/about``, ``/api``, ``/openapi.json``: what is held, how good it is, all pages, and how programs ask."""

from __future__ import annotations

import json
from collections.abc import Sequence

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sayso.doubt import DOUBTFUL, right_of_100
from sayso.web.described import Address, addresses
from sayso.web.openapi import described, schema_text
from sayso.web.pages import as_json, page, site_of

BANDS = (
    (0.9, "0.9 and more"),
    (0.8, "0.8 to 0.9"),
    (0.7, "0.7 to 0.8"),
    (DOUBTFUL, "0.5 to 0.7"),
    (0.0, "below 0.5 (doubtful)"),
)


def about(request: Request) -> Response:
    """What is held, how good it is, what it cannot do, and all pages of the site."""
    store = site_of(request).store
    return page(
        request,
        "about",
        title="About",
        held=store.summary(),
        outlets=store.engine.outlets(),
        reach=store.engine.reach(),
        worth=[(band, right_of_100(least)) for least, band in BANDS],
        pages=_pages(_rows(request)),
    )


def api(request: Request) -> Response:
    """How programs ask: every address that answers with JSON, a table, a feed or a calendar, and what each takes."""
    return page(request, "api", title="For programs", rows=[row for row in _rows(request) if _is_for_programs(row)])


def openapi(request: Request) -> Response:
    """The same as OpenAPI 3.1."""
    return as_json(described(_rows(request)))


def schema(request: Request) -> Response:
    """The JSON Schema of an answer: hits, events, ledger, reading and so on."""
    held = schema_text(request.path_params["name"])
    if held is None:
        raise HTTPException(404, "There is no schema of that name: /api has those of every answer.")
    return as_json(json.loads(held))


def _pages(rows: Sequence[Address]) -> list[Address]:
    """Those that show a page; a form and where it is sent are one."""
    shown = [row for row in rows if row.media == "text/html"]
    there = {row.path for row in shown if "GET" in row.methods}
    return [row for row in shown if not row.writes or row.path not in there or "GET" in row.methods]


def _rows(request: Request) -> list[Address]:
    return addresses(request.app.routes)


def _is_for_programs(row: Address) -> bool:
    return row.media not in ("text/html", "text/css", "image/svg+xml")


ROUTES = (
    Route("/about", about),
    Route("/api", api),
    Route("/openapi.json", openapi),
    Route("/schema/{name}.json", schema),
)
