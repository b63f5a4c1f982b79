"""``/compare``: the accounts of an event, of parties, or of articles chosen by hand, in columns, row by row."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sayso.comparing import Account, Claim, NoComparisonError
from sayso.door import DAY, Parameter
from sayso.formats import comparison_shown, comparison_to_json, write_comparison_csv
from sayso.results import Compared
from sayso.web.described import takes
from sayso.web.pages import as_json, page, sheet, site_of
from sayso.web.queries import Query, check_asked, query_of
from sayso.web.told_at import Places
from sayso.web.turns import a_turn
from sayso.web.words_at import words_at

BY_HAND = "abcdefghijkl"  # names of the articles that are chosen: as many as stand side by side
ASKS = (
    Parameter("event", "The key of an event: the accounts of all articles that tell of it."),
    Parameter("a", "An article, 412 or 412.2; b, c … are others, and each may be given again.", several=True),
    *(Parameter(name, "Another article.", several=True) for name in BY_HAND[1:]),
    Parameter("account", "With articles: a party whose account is taken of them; twice or more.", several=True),
    Parameter("party", "In place of these: what parties say in all articles; twice or more.", several=True),
    Parameter("about", "With parties: words that their statements have."),
    Parameter("since", "With parties: published on this day or later.", form=DAY),
    Parameter("until", "With parties: published on this day or earlier.", form=DAY),
)


@takes(*ASKS)
def compare(request: Request) -> Response:
    """Accounts of one event side by side: what is the same in them, what differs, what one alone has."""
    check_asked(request, ASKS)
    if not query_of(request).pairs:
        return page(request, "compare", title="Compare", page=None, json=None, csv=None, nothing=None, asked=_asked(request))
    query = query_of(request)
    try:
        comparison = _compared(request).comparison
    except NoComparisonError as error:
        tried = {"page": None, "nothing": str(error), "asked": _asked(request), **_of_event(request)}
        return page(request, "compare", title="Nothing to compare", **tried)
    places = Places(site_of(request).store)

    def text_of(account: Account) -> str | None:
        return places.of_key(account.key) if account.key else None

    def place_of(account: Account, claim: Claim) -> str | None:
        path = text_of(account)
        reading = places.reading(account.key) if path and account.key else None
        return path and f"{path}{words_at(reading, claim.spans[0]) if reading else ''}"

    shown = comparison_shown(comparison, text_of=text_of, place_of=place_of, lead="its article")
    event = request.query_params.get("event", "").strip()
    return page(
        request,
        "compare",
        title=f"{shown['title']}, side by side",
        page=shown,
        event=event or None,
        nothing=None,
        json=query.at("/compare.json"),
        csv=query.at("/compare.csv"),
    )


@takes(*ASKS, schema="comparison")
def compare_json(request: Request) -> Response:
    """The same as an object of sayso.comparison/1, as sayso compare --format json writes it."""
    return as_json(comparison_to_json(_compared(request).comparison))


@takes(*ASKS)
def compare_csv(request: Request) -> Response:
    """The same as CSV, a row a claim."""
    named = {"Content-Disposition": 'attachment; filename="comparison.csv"'}
    return Response("".join(write_comparison_csv(_compared(request).comparison)), media_type="text/csv", headers=named)


def _asked(request: Request) -> dict[str, str]:
    """What was typed, for the form that it is typed in again."""
    given = request.query_params
    parties = [*given.getlist("party"), "", ""]
    return {**{name: given.get(name, "") for name in ("a", "b", "about")}, "party": parties[0], "other": parties[1]}


def _of_event(request: Request) -> dict[str, Any]:
    """The texts that tell of the event which was asked for, and where they are compared as a whole."""
    event = request.query_params.get("event", "").strip()
    store = site_of(request).store
    told = [state.told for state in store.event(event).history] if event else []
    places = Places(store)
    found = list(dict.fromkeys(path for one in told if one.address and (path := places.article(one.address, one.version))))
    some = [path.removeprefix("/article/") for path in found[: len(BY_HAND)]]
    whole = Query(tuple(zip(BY_HAND, some, strict=False))).at("/compare")
    return {"json": None, "csv": None, "event": event, "texts": some, "more": len(found) > len(some), "whole": whole}


def _compared(request: Request) -> Compared:
    check_asked(request, ASKS)
    query = query_of(request)
    given = {name: [value for held, value in query.pairs if held == name] for name in ("event", "party", "account")}
    texts = [value for name, value in query.pairs if name in BY_HAND]
    rest = {name: request.query_params.get(name, "").strip() or None for name in ("about", "since", "until")}
    if len(given["event"]) > 1:
        raise ValueError("event stands there twice: choose articles by hand, a=412&b=413")
    if any(rest.values()) and not given["party"]:
        raise ValueError("about, since and until go with party")
    store = site_of(request).store
    event = given["event"][0] if given["event"] else None
    with a_turn():
        return store.compare(event, party=given["party"], texts=texts, account=given["account"], **rest)


ROUTES = (
    Route("/compare", compare),
    Route("/compare.json", compare_json),
    Route("/compare.csv", compare_csv),
    sheet("accounts", "The style of accounts side by side."),
)
