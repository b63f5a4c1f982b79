"""Statements that answer a question -> an Atom feed of them (RFC 4287), whose ids stay when a text is read anew."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from sayso import __version__
from sayso.formats import moment, web_address, web_feed
from sayso.store import Hit
from sayso.web.paths import place_of
from sayso.web.queries import Query
from sayso.web.shown import hit_shown

UNDATED = "1970-01-01T00:00:00Z"  # an entry must have a time; of these the store knows neither publication nor capture


def hits_feed(request: Request, hits: Iterable[Hit], query: Query, title: str) -> Response:
    """The feed of a question at ``/find.atom``."""
    base = str(request.base_url).rstrip("/")
    entries = [_entry(hit, base) for hit in hits]
    id = _urn(query.without("page", "limit").at("sayso:find"))
    return _feed(id, title, base + query.at("/find.atom"), base + query.at("/find"), entries)


def watch_feed(request: Request, hits: Iterable[tuple[int, Hit]], path: str, title: str) -> Response:
    """The feed of a watch, of statements with the numbers that they keep: what an edited article leaves as it was is no news.

    They are of the time at which they came into the store, as far as that is known, or were set right.
    """
    base = str(request.base_url).rstrip("/")
    entries = [{**_entry(hit, base), "id": _urn(f"{hit.address}#kept/{number}"), "updated": _came(hit)} for number, hit in hits]
    return _feed(_urn(f"sayso:{path}"), title, f"{base}{path}.atom", base + path, entries)


def _came(hit: Hit) -> str:
    corrected = hit.statement.corrected
    return moment((corrected and corrected.made) or hit.captured or hit.published) or UNDATED


def _feed(id: str, title: str, here: str, page: str, entries: list[dict[str, Any]]) -> Response:
    updated = max((entry["updated"] for entry in entries), default=UNDATED)
    feed = web_feed("hits", id=id, title=title, updated=updated, version=__version__, here=here, page=page, entries=entries)
    return Response(feed, media_type="application/atom+xml")


def _entry(hit: Hit, base: str) -> dict[str, Any]:
    shown = hit_shown(hit)
    start, end = place_of(hit.statement)
    who = shown["speaker"] or "Someone not named"
    beside = [f"[{words}]" for words in (shown["unsaid"], "doubtful" if shown["doubtful"] else "") if words]
    words = " … ".join(span.text for span in hit.statement.content)
    outlet = f"{hit.outlet or 'no outlet'}{shown['beside_outlet']}"
    told = f"on the word of {', as told by '.join(shown['relay'])}" if shown["relay"] else ""
    return {
        "id": _urn(f"{hit.address}#{hit.version}/{start}-{end}"),
        "title": " ".join([who, shown["act"], *beside, *([told] if told else [])]),
        "updated": moment(hit.published or hit.captured) or UNDATED,
        "author": who,
        "act": hit.statement.act,
        "path": base + shown["path"],
        "article": web_address(hit.address),
        "words": words,
        "where": " · ".join([hit.headline or hit.address, outlet, shown["day"]]),
    }


def _urn(name: str) -> str:
    """A name for ever, the same for the same statement in every store (RFC 9562, version 5).

    >>> _urn("https://post.example/1#1/4-9")
    'urn:uuid:3d9869d9-24a8-5cdd-9c49-4edf6f914db8'
    """
    return uuid.uuid5(uuid.NAMESPACE_URL, name).urn
