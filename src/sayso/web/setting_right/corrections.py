"""``/corrections``: what people set right, newest first, where it is, and a way to take each back."""

from __future__ import annotations

import json
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from sayso.door import Store
from sayso.formats import corrections_to_json, in_words
from sayso.store import Correction
from sayso.web.described import PAGE as PAGED, takes
from sayso.web.pages import as_json, page, site_of
from sayso.web.paths import event_path, party_path
from sayso.web.queries import check_asked, number_in, query_of
from sayso.web.setting_right.form_pages import Row, Setting, form_routes, setting_of
from sayso.web.setting_right.forms import Filled, Form
from sayso.web.setting_right.undoing import undo_form

PAGE = 50


@takes(PAGED)
def corrections(request: Request) -> Response:
    """What people set right: parties, statements, events, undertakings; when, why, and what became of it."""
    check_asked(request, (PAGED,), "done")
    number, query = number_in(request, "page", 1), query_of(request).without("done")
    made = site_of(request).store.party.corrections()[::-1]
    shown = made[PAGE * (number - 1) : PAGE * number]
    return page(
        request,
        "corrections",
        title="Corrections",
        setting=setting_of(request),
        rows=[_row(request, one) for one in shown],
        total=len(made),
        before=query.paged(number - 1).at("/corrections") if number > 1 else None,
        behind=query.paged(number + 1).at("/corrections") if PAGE * number < len(made) else None,
        json="/corrections.json",
    )


@takes(schema="corrections")
def corrections_json(request: Request) -> Response:
    """All corrections in the order they were made, as sayso party corrections --format json has them."""
    return as_json(corrections_to_json(site_of(request).store.party.corrections()))


def _row(request: Request, one: Correction) -> dict[str, Any]:
    forms = setting_of(request, one, SETTINGS)["forms"]
    return {"made": one, "words": in_words(one), "path": f"/corrections/{one.number}", "forms": forms}


def correction(request: Request) -> Response:
    """The page of what a correction is of."""
    one = _found(request)
    path = path_of(site_of(request).store, one)
    if path is None:
        raise LookupError(f"what correction {one.number} is of is not held (any more): see /corrections")
    return RedirectResponse(path, 302)


def path_of(store: Store, one: Correction) -> str | None:
    """The page of what a correction is of; None where it is there no more."""
    if one.party:
        name, kind = one.party
        found = [known for known in store.engine.parties(name) if known.kind == kind and name in (known.name, *known.names)]
        return party_path(found[0].id) if found else None
    if not one.statement:
        return None
    if not one.statement.startswith("["):
        return event_path(one.statement)
    address, text, content, cue = json.loads(one.statement)
    key = store.engine.key(address)
    numbers = [held.number for held in store.engine.versions(address) if held.reading.article.text_sha256 == text]
    if key is None or not numbers:
        return None
    start, end = cue or (content[0], content[1])
    return f"/statement/{key.article}.{numbers[-1]}/{start}-{end}"


# Taking back.


def _found(request: Request) -> Correction:
    number = request.path_params["number"]
    for one in site_of(request).store.party.corrections():
        if one.number == number:
            return one
    raise LookupError(f"no correction has the number {number}: /corrections lists all of them")


def _undo(store: Store, one: Correction) -> Form | None:
    return undo_form(one)


def _make_undo(store: Store, one: Correction, filled: Filled, dry: bool) -> Correction:
    return store.party.undo(one.number, filled.reason, dry=dry)


def _look_undo(store: Store, one: Correction, filled: Filled, made: Correction) -> list[Row]:
    return [(in_words(one), "counts", "no longer counts")]


def _leads(store: Store, one: Correction, made: Correction) -> str:
    return path_of(store, one) or "/corrections"


SETTINGS = (Setting("undo", "A form by which a correction no longer counts", _undo, _make_undo, _look_undo, _leads, ()),)
ROUTES = (
    Route("/corrections", corrections),
    Route("/corrections.json", corrections_json),
    Route("/corrections/{number:int}", correction),
    *form_routes("/corrections/{number:int}", _found, SETTINGS),
)
