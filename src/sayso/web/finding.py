"""``/find``: the statements that answer a question, its filters in the address, as a page and as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sayso.formats import hits_to_json
from sayso.store import Hits
from sayso.web.pages import as_json, page, site_of
from sayso.web.shown import hit_shown

FILTERS = ("speaker", "addressee", "relay", "about", "outlet", "act", "manner", "since", "until", "url", "said", "languages")
PAGE = 20


def asked_in(request: Request) -> dict[str, Any]:
    """The filters of a question in an address: ``?q=border&speaker=Torvan``. Raises ValueError for names of no filter."""
    given: Mapping[str, str] = request.query_params
    unknown = set(given) - {*FILTERS, "q", "page", "order", "min_score"}
    if unknown:
        there = ", ".join(("q", *FILTERS, "min_score", "order", "page"))
        raise ValueError(f"No filter is called {', '.join(sorted(unknown))}: there are {there}.")
    asked: dict[str, Any] = {}
    for name in FILTERS:
        values = [value for value in request.query_params.getlist(name) if value.strip()]
        if values:
            asked[name] = values[0] if len(values) == 1 else values
    if score := given.get("min_score"):
        asked["min_score"] = float(score)
    return asked


def find(request: Request) -> Response:
    """The page, or with ".json" the same as ``sayso find --format json`` writes it."""
    found = _found(request)
    if request.url.path.endswith(".json"):
        return as_json(hits_to_json(Hits(tuple(found), found.total, found.exact), found.question))
    query = str(request.url.query)
    return page(
        request,
        "find",
        title=request.query_params.get("q") or "Statements",
        found=found,
        hits=[hit_shown(hit) for hit in found],
        asked=asked_in(request),
        words=request.query_params.get("q", ""),
        json=f"/find.json?{query}" if query else "/find.json",
    )


def _found(request: Request) -> Any:
    number = int(request.query_params.get("page") or 1)
    order = request.query_params.get("order") or None
    words = request.query_params.get("q") or None
    store = site_of(request).store
    return store.find(words, order=order, limit=PAGE, offset=PAGE * (number - 1), **asked_in(request))  # type: ignore[arg-type]


ROUTES = (Route("/find", find), Route("/find.json", find))
