"""``/``: a box to search with, what is held, what is due soon or disputed, what is newest."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sayso.door import Store
from sayso.formats import STANDINGS, days as days_of
from sayso.store import KnownUndertaking, UndertakingStanding
from sayso.web.pages import page, site_of
from sayso.web.paths import event_path
from sayso.web.shown import hit_shown
from sayso.web.watching import waiting_under

NEWEST, OWING = 10, 5
STANDING: tuple[tuple[UndertakingStanding, str], ...] = (("due-soon", "Due soon"), ("disputed", "Disputed"))


def home(request: Request) -> Response:
    """The first page: what is held, what is due soon or disputed, what is newest."""
    store = site_of(request).store
    return page(
        request,
        "home",
        title="Sayso",
        held=store.summary(),
        outlets=store.engine.outlets(),
        reach=store.engine.reach(),
        owing=[one for status, title in STANDING if (one := _owing(store, status, title))[2]],
        watched=waiting_under(request),
        newest=[hit_shown(hit) for hit in store.find(order="newest", limit=NEWEST)],
    )


def _owing(store: Store, status: UndertakingStanding, title: str) -> tuple[str, str, list[dict[str, Any]], int]:
    found = store.ledger(status=status, limit=OWING)
    return title, f"/ledger?status={status}", [_owed(one) for one in found], found.total


def _owed(one: KnownUndertaking) -> dict[str, Any]:
    return {
        "known": one,
        "who": ", ".join(party.name for party in one.who),
        "due": days_of(one.due_earliest, one.due_latest) or one.due,
        "status": STANDINGS[one.status],
        "path": event_path(one.key),
    }


ROUTES = (Route("/", home),)
