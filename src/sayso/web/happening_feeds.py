"""Events or undertakings -> an Atom feed (RFC 4287), whose entries are told anew when an article has something new of them."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from sayso import __version__
from sayso.door import Ledger, Occasions
from sayso.formats import STANDINGS, VERBS, days, happening_urn, joined, moment, reach, urn, web_feed
from sayso.store import KnownEvent, KnownUndertaking
from sayso.web.feeds import UNDATED
from sayso.web.pages import base_of
from sayso.web.paths import event_path
from sayso.web.queries import query_of


def happenings_feed(request: Request, path: str, title: str, found: Occasions | Ledger, most: int) -> Response:
    """The feed of a question; ``most`` entries, the last told first."""
    base, query = base_of(request), query_of(request)
    entries = sorted((_entry(one, base) for one in found), key=lambda one: str(one["updated"]), reverse=True)[:most]
    feed = web_feed(
        "happenings",
        id=urn("feed", query.at(path)),
        title=f"Sayso: {title}",
        updated=max((str(entry["updated"]) for entry in entries), default=UNDATED),
        version=__version__,
        here=base + query.at(f"{path}.atom"),
        page=base + query.at(path),
        entries=entries,
    )
    return Response(feed, media_type="application/atom+xml")


def _entry(one: KnownEvent | KnownUndertaking, base: str) -> dict[str, Any]:
    days_told = [moment((state.told.day or "")[:10]) or UNDATED for state in one.history]
    last = one.history[-1].told if one.history else None
    return {
        "id": happening_urn(one.key),
        "title": _of_event(one) if isinstance(one, KnownEvent) else _of_undertaking(one),
        "published": min(days_told, default=UNDATED),
        "updated": max(days_told, default=UNDATED),
        "author": (last.outlet if last else None) or "no outlet",
        "kind": one.kind,
        "path": base + event_path(one.key),
        "words": last.words if last else "",
        "where": " · ".join(filter(None, [last.outlet if last else None, reach(one.articles, one.outlets)])),
    }


def _of_event(one: KnownEvent) -> str:
    who = joined(party.name for party in one.parties)
    return ", ".join(filter(None, [f"{one.kind}: {who}" if who else one.kind, days(one.earliest, one.latest), one.status]))


def _of_undertaking(one: KnownUndertaking) -> str:
    who = joined(party.name for party in one.who) or "Someone not named"
    due = days(one.due_earliest, one.due_latest)
    return ", ".join(filter(None, [f"{who} {VERBS[one.kind]}: {one.what}", due and f"due {due}", STANDINGS[one.status]]))
