"""``/parties``, ``/party/12``: those who speak, and one of them: what it says, is told, vouches for, undertakes, was part of.

A party's number in the store is that of a name and a kind. It outlasts a rereading, a merge and a rename, and is never given
again: one that was merged into another leads to that one, and one that no text is read as any more to who goes by its name.
"""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from sayso.door import Parameter, Store, portrait
from sayso.formats import days, in_words, parties_to_json, portrait_to_json
from sayso.store import Known, KnownEvent, KnownUndertaking, goes_by
from sayso.web.described import PAGE as PAGED, takes
from sayso.web.pages import as_json, page, site_of, trouble
from sayso.web.paths import event_path, party_path
from sayso.web.queries import Query, check_asked, number_in, query_of
from sayso.web.setting_right import OF_PARTIES, form_routes, setting_of
from sayso.web.shown import hit_shown

PAGE, LATEST, FEW = 50, 10, 5  # parties on a page; statements of a party, and in JSON, as of all else
NARROWS = (
    Parameter("q", "A name, or the beginning of one."),
    PAGED,
)


@takes(*NARROWS)
def parties(request: Request) -> Response:
    """The parties that speak or are named, those that said most first; or those that go by a name."""
    found, more, number = _listed(request)
    query = query_of(request)
    return page(
        request,
        "parties",
        title="Parties",
        found=[(one, party_path(one.id)) for one in found],
        asked=request.query_params.get("q", "").strip(),
        near=_near(request, found),
        before=query.paged(number - 1).at("/parties") if number > 1 else None,
        behind=query.paged(number + 1).at("/parties") if more else None,
        json=query.at("/parties.json"),
    )


@takes(*NARROWS, schema="parties")
def parties_json(request: Request) -> Response:
    """A page of the parties, as sayso party --format json has them."""
    return as_json(parties_to_json(_listed(request)[0]))


def _listed(request: Request) -> tuple[list[Known], bool, int]:
    check_asked(request, NARROWS)
    number, name = number_in(request, "page", 1), request.query_params.get("q", "").strip() or None
    found = list(site_of(request).store.engine.parties(name, PAGE + 1, PAGE * (number - 1)))
    return found[:PAGE], len(found) > PAGE, number


def _near(request: Request, found: list[Known]) -> list[tuple[str, str]]:
    """Names that are spelled much like one that nobody goes by, with where to look for them."""
    name = request.query_params.get("q", "").strip()
    if found or not name:
        return []
    return [(one, Query((("q", one),)).at("/parties")) for one in site_of(request).store.engine.alike(name)]


def party(request: Request) -> Response:
    """One party across articles: its names and roles, what it says, is told and vouches for, undertakes and takes part in."""
    known = _known(request)
    if isinstance(known, Response):
        return known
    store, name = site_of(request).store, f"#{known.id}"
    told = portrait(store.engine, known, LATEST)
    path = party_path(known.id)
    asks = Query((("speaker", name),))
    return page(
        request,
        "party",
        title=known.name,
        portrait=told,
        latest=[hit_shown(hit) for hit in told.latest],
        acts=[(act, number, asks.set("act", act or "").at("/find")) for act, number in told.acts],
        months=_months(store, name, asks),
        told=_some(store, "addressee", name),
        vouched=_some(store, "relay", name),
        undertakings=_undertakings(store, name),
        events=_events(store, name),
        corrections=[(one, in_words(one)) for one in told.corrections],
        said_at=asks.set("order", "newest").at("/find"),
        setting=setting_of(request, known, OF_PARTIES),
        atom=f"{path}.atom",
        json=f"{path}.json",
    )


def _months(store: Store, name: str, asks: Query) -> list[tuple[str, int, str | None]]:
    """How much it said in each month, with where that is listed."""
    counts = store.count(by="month", speaker=name)
    found = []
    for month, number in counts:
        at = asks.set("since", month).set("until", month).at("/find") if month else None
        found.append((month or "no date", number, at))
    return found


def _some(store: Store, field: str, name: str) -> dict[str, Any]:
    """The newest statements of which the party is the addressee, or on whose word they are."""
    filters: Any = {field: name}
    found = store.find(order="newest", limit=FEW, **filters)
    asked = Query(((field, name), ("order", "newest"))).at("/find")
    return {"hits": [hit_shown(hit) for hit in found], "total": found.total, "exact": found.exact, "path": asked}


def _undertakings(store: Store, name: str) -> dict[str, Any]:
    found = store.ledger(who=name, limit=FEW)
    return {"rows": [_undertaking(one) for one in found], "total": found.total, "path": Query((("who", name),)).at("/ledger")}


def _undertaking(one: KnownUndertaking) -> dict[str, Any]:
    return {"one": one, "due": days(one.due_earliest, one.due_latest) or one.due or "", "path": event_path(one.key)}


def _events(store: Store, name: str) -> dict[str, Any]:
    found = store.events(party=name, limit=FEW)
    return {"rows": [_event(one) for one in found], "total": found.total, "path": Query((("party", name),)).at("/events")}


def _event(one: KnownEvent) -> dict[str, Any]:
    who = [(party.name, party_path(party.id) if party.id else None) for party in one.parties]
    return {"one": one, "days": days(one.earliest, one.latest) or "no day", "who": who, "path": event_path(one.key)}


@takes(schema="parties")
def party_json(request: Request) -> Response:
    """One party, as sayso party --format json has it."""
    known = _known(request)
    if isinstance(known, Response):
        return known
    return as_json(portrait_to_json(portrait(site_of(request).store.engine, known, FEW)))


def party_atom(request: Request) -> Response:
    """What a party says, newest first, as a feed: that of the question for it."""
    known = _known(request)
    if isinstance(known, Response):
        return known
    return RedirectResponse(Query((("speaker", f"#{known.id}"), ("order", "newest"))).at("/find.atom"), 302)


def _known(request: Request) -> Known | Response:
    """The party of a number; the way to the one that it was merged into, or that goes by its name; that nobody has it."""
    engine, number = site_of(request).store.engine, request.path_params["number"]
    name = engine.called(number)
    if name is None:
        return trouble(request, 404, f"No party here has the number {number} (any more): /parties lists all of them.")
    form = request.url.path.partition(".")[1] + request.url.path.partition(".")[2]
    found = engine.parties(f"#{number}")
    if not found:  # no text is read so any more: another kind of party may go by that name
        found = [one for one in engine.parties(name) if goes_by(one, name)]
        if len(found) != 1:
            at = Query((("q", name),)).at("/parties")
            return trouble(request, 404, f"Nobody goes by “{name}” (any more), who had the number {number}: see {at}.")
    if found[0].id != number:
        return RedirectResponse(f"{party_path(found[0].id)}{form}", 302)
    return found[0]


def _to_set_right(request: Request) -> Known:
    """The party of a number, or the one that it was merged into meanwhile."""
    number = request.path_params["number"]
    found = site_of(request).store.engine.parties(f"#{number}")
    if not found:
        raise LookupError(f"no party here has the number {number} (any more): /parties lists all of them")
    return found[0]


ROUTES = (
    Route("/parties", parties),
    Route("/parties.json", parties_json),
    Route("/party/{number:int}", party),
    Route("/party/{number:int}.json", party_json),
    Route("/party/{number:int}.atom", party_atom),
    *form_routes("/party/{number:int}", _to_set_right, OF_PARTIES),
)
