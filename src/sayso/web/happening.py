"""``/event/KEY``: one event, or one undertaking, across articles: its history on whose word, its accounts, its corrections."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from sayso.door import Ledger, Occasions, Store
from sayso.formats import STANDINGS, VERBS, WEAKER, days, events_to_json, ledger_to_json, reach
from sayso.store import (
    Correction,
    EventState,
    KnownEvent,
    KnownEvents,
    KnownParty,
    KnownUndertaking,
    KnownUndertakings,
    UndertakingState,
)
from sayso.web.described import takes
from sayso.web.pages import as_json, page, site_of
from sayso.web.paths import event_path, party_path
from sayso.web.setting_right import OF_EVENTS, form_routes, setting_of
from sayso.web.told_at import Places

COLUMNS = 12  # accounts side by side; as many as a comparison takes
_OF_HAPPENINGS = ("merge-events", "split-event", "set-state")


@takes()
def happening(request: Request) -> Response:
    """An event, or what somebody undertook: who, when, where, what every article has of it and on whose word."""
    found = _found(request)
    one = found[0]
    if moved := _moved(request, one, ""):
        return moved
    store = site_of(request).store
    places = Places(store)
    shared: dict[str, Any] = {
        "one": one,
        "reach": reach(one.articles, one.outlets),
        "accounts_told": _accounts(one.history, places),
        "candidates": [(key, event_path(key)) for key in one.candidates],
        "corrections_made": _corrections(store, {one.key, *(state.key for state in one.history if state.key)}),
        "setting": setting_of(request, one, OF_EVENTS),
        "json": f"{event_path(one.key)}.json",
    }
    if isinstance(one, KnownEvent):
        return page(request, "event", title=_title(one.kind.capitalize(), one.parties), **shared, **_of_event(one, places))
    return page(request, "undertaking", title=f"{_names(one.who)} {VERBS[one.kind]}", **shared, **_of_undertaking(one, places))


@takes(schema="events")
def happening_json(request: Request) -> Response:
    """An event in an object of sayso.events/1, or an undertaking in one of sayso.ledger/1, as the lists have them."""
    found = _found(request)
    if moved := _moved(request, found[0], ".json"):
        return moved
    if isinstance(found, Occasions):
        return as_json(events_to_json(KnownEvents(tuple(found), found.total, found.searched), found.question))
    return as_json(ledger_to_json(KnownUndertakings(tuple(found), found.total, found.searched), found.question))


def undertaking(request: Request) -> Response:
    """An undertaking goes by its key where events do."""
    return RedirectResponse(event_path(request.path_params["key"]), 308)


def _found(request: Request) -> Occasions | Ledger:
    """What goes by the key of the address, which may be that of any mention. Raises LookupError where that is not one."""
    key, store = request.path_params["key"].strip(), site_of(request).store
    found = store.ledger(key=key) if key.startswith("u") else store.events(key=key)
    what, where = ("undertaking", "/ledger") if key.startswith("u") else ("event", "/events")
    if not found:
        raise LookupError(f"no {what} goes by the key {key[:80]!r}, or texts that were read anew have it no more: see {where}")
    if len(found) > 1:
        raise LookupError(f"{len(found)} {what}s go by the key {key[:80]!r}: {', '.join(event_path(one.key) for one in found)}")
    return found


def _moved(request: Request, one: KnownEvent | KnownUndertaking, form: str) -> Response | None:
    """Where the key is that of a later mention: to the page, until somebody sets right that the two are not one."""
    if request.path_params["key"] == one.key:
        return None
    return RedirectResponse(event_path(one.key) + form, 307)


def _of_event(one: KnownEvent, places: Places) -> dict[str, Any]:
    return {
        "when": days(one.earliest, one.latest),
        "moved_from": [days(*before) for before in one.moved_from],
        "parties": [_party(party) for party in one.parties],
        "entries": places.states(one.history),
    }


def _of_undertaking(one: KnownUndertaking, places: Places) -> dict[str, Any]:
    return {
        "when": days(one.due_earliest, one.due_latest),
        "verb": VERBS[one.kind],
        "weaker": None if one.condition else WEAKER.get(one.strength),
        "standing": STANDINGS[one.status],
        "who": [_party(party) for party in one.who],
        "to_whom": [_party(party) for party in one.to_whom],
        "event_path": event_path(one.event) if one.event else None,
        "entries": places.states(one.history, [party.name for party in one.who]),
    }


def _party(party: KnownParty) -> dict[str, Any]:
    return {"name": party.name, "roles": party.roles, "path": party_path(party.id) if party.id else None}


def _names(parties: Sequence[KnownParty]) -> str:
    return ", ".join(party.name for party in parties) or "Someone not named"


def _title(what: str, parties: Sequence[KnownParty]) -> str:
    return f"{what}: {_names(parties)}" if parties else what


def _accounts(history: Sequence[EventState | UndertakingState], places: Places) -> dict[str, Any]:
    """The texts that tell of it, a column each: when, as what, for which days, where, on whose word."""
    columns: dict[tuple[str, int], list[EventState | UndertakingState]] = {}
    for state in history:
        if state.told.address:
            columns.setdefault((state.told.address, state.told.version), []).append(state)
    shown = list(columns.items())[:COLUMNS]
    return {"columns": [_column(places, *column) for column in shown], "more": len(columns) - len(shown)}


def _column(places: Places, text: tuple[str, int], states: Sequence[EventState | UndertakingState]) -> dict[str, Any]:
    told, path = states[0].told, places.article(*text)
    whens = [
        days(state.earliest, state.latest) if isinstance(state, EventState) else days(state.due, state.due) for state in states
    ]
    return {
        "name": told.outlet or told.headline or told.address,
        "headline": told.headline or told.address,
        "path": path,
        "key": path.rpartition("/")[2] if path else None,
        "day": (told.day or "")[:10],
        "states": _each(state.state for state in states),
        "days": _each(whens),
        "places": _each((state.place or "") for state in states if isinstance(state, EventState)),
        "words": _each((state.told.on_word_of or "") for state in states),
    }


def _each(words: Any) -> list[str]:
    return list(dict.fromkeys(word for word in words if word))


def _corrections(store: Store, keys: Collection[str]) -> list[Correction]:
    """What people set right about it."""
    made = store.party.corrections()
    return [one for one in made if one.kind in _OF_HAPPENINGS and (one.statement in keys or one.name in keys)]


def _to_set_right(request: Request) -> KnownEvent | KnownUndertaking:
    return _found(request)[0]


ROUTES = (
    Route("/event/{key}.json", happening_json),
    Route("/event/{key}", happening),
    *form_routes("/event/{key}", _to_set_right, OF_EVENTS),
    Route("/undertaking/{key}", undertaking),
)
