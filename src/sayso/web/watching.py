"""``/watch`` and ``/watch/NAME``: saved questions, and what is new under each; looking here leaves it new. Feeds of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sayso.door import Ledger, Occasions, Parameter
from sayso.formats import STANDINGS, command_of, days, looks_to_json, since_when, watches_to_json
from sayso.store import EventsQuestion, LedgerQuestion, Question, Watch, alternatives
from sayso.web.described import takes
from sayso.web.feeds import watch_feed
from sayso.web.happening_feeds import happenings_feed
from sayso.web.pages import as_json, page, site_of
from sayso.web.paths import watch_path
from sayso.web.queries import Query, check_asked, number_in
from sayso.web.shown import hit_shown
from sayso.web.watch_forms import ROUTES as FORMS, mark_of

PAGE, FEED = 50, 50
MOST_AT_ONCE = 500  # on a page, in JSON
LOOKED_AT = 200  # events or undertakings, of which those told of last are in the feed
LIMIT = Parameter("limit", "How many of what is new.", kind="integer")
_ASKED_AT = {"statements": "/find", "events": "/events", "undertakings": "/ledger"}
_SPELT = {"words": "q", "parties": "party"}  # of /find and of /events; /ledger has its words as words
_NOT_ASKED = ("order", "limit", "offset", "today")
_UNASKED = ("key", "soon")  # by no address


@takes()
def watches(request: Request) -> Response:
    """Saved questions, and how many statements, events or undertakings are new under each since it was looked at."""
    rows = [{**_row(watch), "new": new} for watch, new in _waiting(request)]
    return page(request, "watches", title="Watched", rows=rows, json="/watch.json")


@takes(schema="watch")
def watches_json(request: Request) -> Response:
    """The saved questions, as sayso watch list --format json writes them."""
    return as_json(watches_to_json(_waiting(request)))


@takes(LIMIT)
def watched(request: Request) -> Response:
    """What is new under a saved question since it was looked at in a terminal; it stays new."""
    watch = _watch(request)
    limit = _limit(request)
    look = site_of(request).store.engine.look(watch.name, limit)
    return page(
        request,
        "watch",
        title=f"Watched: {watch.name}",
        look=look,
        row=_row(watch),
        mark=mark_of(look),
        hits=[hit_shown(hit) for hit in look.hits],
        withdrawn=[hit_shown(hit) for hit in look.withdrawn],
        happened=list(zip((*look.events, *look.undertakings), look.before, strict=True)),
        days=days,
        standings=STANDINGS,
        json=f"{watch_path(watch.name)}.json",
        atom=f"{watch_path(watch.name)}.atom",
    )


@takes(LIMIT, schema="watch")
def watched_json(request: Request) -> Response:
    """The same, as sayso watch --peek --format json writes it."""
    look = site_of(request).store.engine.look(_watch(request).name, _limit(request))
    return as_json(looks_to_json([look]))


@takes()
def watched_atom(request: Request) -> Response:
    """A feed (Atom) of what answers a saved question, that first which came into the store last, whatever its day."""
    check_asked(request)
    watch = _watch(request)
    engine, title = site_of(request).store.engine, f"Sayso: {watch.name}"
    path, question = watch_path(watch.name), watch.question
    if isinstance(question, Question):
        return watch_feed(request, engine.kept_last(question, FEED), path, title)
    if isinstance(question, EventsQuestion):
        found: Occasions | Ledger = Occasions(engine.events(replace(question, limit=LOOKED_AT)), question)
    else:
        found = Ledger(engine.ledger(replace(question, limit=LOOKED_AT)), question)
    return happenings_feed(request, path, title.removeprefix("Sayso: "), found, FEED)


def waiting_under(request: Request) -> list[Mapping[str, Any]]:
    """The saved questions, each with its page and how many are new under it: those of which something is first."""
    rows = [{**_row(watch), "new": new} for watch, new in _waiting(request)]
    return sorted(rows, key=lambda row: not row["new"])


def _waiting(request: Request) -> list[tuple[Watch, int]]:
    engine = site_of(request).store.engine
    return [(watch, engine.waiting(watch.name)) for watch in engine.watches()]


def _row(watch: Watch) -> dict[str, Any]:
    one, many = {"statements": ("statement", "statements"), "events": ("event", "events")}.get(
        watch.asks, ("undertaking", "undertakings")
    )
    return {
        "name": watch.name,
        "one": one,
        "many": many,
        "asks": command_of(watch),
        "since": since_when(watch),
        "path": watch_path(watch.name),
        "asked_at": _asked_at(watch),
    }


def _asked_at(watch: Watch) -> str | None:
    """The address that asks the same of all that is kept; None where no address does."""
    question, usual = watch.question, asdict(type(watch.question)())
    pairs: list[tuple[str, str]] = []
    for name, value in asdict(question).items():
        if name in _NOT_ASKED or value == usual[name]:
            continue
        if name in _UNASKED:
            return None
        spelt = name if isinstance(question, LedgerQuestion) else _SPELT.get(name, name)
        pairs += [(spelt, one) for one in _values(name, value)]
    return Query(tuple(pairs)).at(_ASKED_AT[watch.asks])


def _values(name: str, value: Any) -> tuple[str, ...]:
    if value is True:
        return ("yes",)
    if name == "said" and value is None:
        return ("any",)
    return alternatives(value) if isinstance(value, (str, tuple)) else (f"{value:g}",)


def _watch(request: Request) -> Watch:
    """The watch of the address's name. Raises LookupError where there is none."""
    name = request.path_params["name"].strip()
    held = site_of(request).store.engine.watches()
    found = next((one for one in held if one.name == name), None)
    if found is None:
        names = [one.name for one in held[:20]]
        there = ", ".join(names) or "none at all: sayso watch add saves a question"
        raise LookupError(f"nothing is watched under the name {name[:80]!r}; there {'are' if len(names) > 1 else 'is'} {there}")
    return found


def _limit(request: Request) -> int:
    check_asked(request, (LIMIT,))
    return number_in(request, "limit", PAGE, MOST_AT_ONCE)


ROUTES = (
    Route("/watch", watches),
    Route("/watch.json", watches_json),
    *FORMS,
    Route("/watch/{name}.json", watched_json),
    Route("/watch/{name}.atom", watched_atom),
    Route("/watch/{name}", watched),
)
