"""Statements that answer a question -> an Atom feed of them (RFC 4287), whose ids stay when a text is read anew."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from sayso import __version__
from sayso.formats import moment, statement_urn, urn, web_address, web_feed
from sayso.store import Hit
from sayso.web.pages import base_of
from sayso.web.queries import Query
from sayso.web.shown import hit_shown

UNDATED = "1970-01-01T00:00:00Z"  # an entry must have a time; of these the store knows neither publication nor capture


def hits_feed(request: Request, hits: Iterable[Hit], query: Query, title: str) -> Response:
    """The feed of a question at ``/find.atom``."""
    base = base_of(request)
    entries = [_entry(hit, base) for hit in hits]
    feed = web_feed(
        "hits",
        id=urn("feed", query.without("page", "limit").at("/find")),
        title=title,
        updated=max((entry["updated"] for entry in entries), default=UNDATED),
        version=__version__,
        here=base + query.at("/find.atom"),
        page=base + query.at("/find"),
        entries=entries,
    )
    return Response(feed, media_type="application/atom+xml")


def _entry(hit: Hit, base: str) -> dict[str, Any]:
    shown = hit_shown(hit)
    who = shown["speaker"] or "Someone not named"
    beside = [f"[{words}]" for words in (shown["unsaid"], "doubtful" if shown["doubtful"] else "") if words]
    words = " … ".join(span.text for span in hit.statement.content)
    outlet = f"{hit.outlet or 'no outlet'}{shown['beside_outlet']}"
    told = f"on the word of {', as told by '.join(shown['relay'])}" if shown["relay"] else ""
    return {
        "id": statement_urn(hit.address, hit.version, hit.statement),
        "title": " ".join([who, shown["act"], *beside, *([told] if told else [])]),
        "updated": moment(hit.published or hit.captured) or UNDATED,
        "author": who,
        "act": hit.statement.act,
        "path": base + shown["path"],
        "article": web_address(hit.address),
        "words": words,
        "where": " · ".join([hit.headline or hit.address, outlet, shown["day"]]),
    }
