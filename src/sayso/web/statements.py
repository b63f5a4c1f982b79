"""``/statement/412.2/9-13``: a statement in its article, with what each of its facts stands on, and how it is cited."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from sayso.formats import quotation_json, statement_shown
from sayso.store import Hit, short_key
from sayso.web.described import takes
from sayso.web.pages import as_json, page, site_of, trouble
from sayso.web.paths import article_path, statement_at, statement_path
from sayso.web.setting_right import OF_STATEMENTS, Found, form_routes, setting_of
from sayso.web.shown import hit_shown
from sayso.web.texts import links_of, shown_at

CARRIERS = 50  # articles with the same wire copy that a page names


def _found(request: Request) -> Found | Response:
    given = request.path_params
    text = shown_at(request, given["number"], given["version"])
    if isinstance(text, Response):
        return text
    start, end = given["start"], given["end"]
    statement = statement_at(text.version.reading.statements, start, end)
    if statement is None:
        here = article_path(text.key.article, text.version.number)
        return trouble(request, 404, f"No statement stands at {start}-{end} of that text (any more): the article is at {here}.")
    shown = site_of(request).store.show(short_key(text.key.article, text.version.number, statement.id)).shown
    path = statement_path(text.key.article, text.version.number, statement)
    return Found(shown, statement, path, not path.endswith(f"/{start}-{end}"))


def statement(request: Request) -> Response:
    """A statement in its paragraph: who says it, to whom, on whose word, what it stands on, and how to cite it."""
    found = _found(request)
    if isinstance(found, Response):
        return found
    shown, number, version = found.shown, found.shown.key.article, found.shown.version
    links = links_of(number, version)
    told = statement_shown(shown, links)
    who = told["it"]["speaker"]["name"] if told["it"]["speaker"] else "Someone not named"
    assert shown.hit is not None  # it is there, by its own id
    return page(
        request,
        "statement",
        title=f"{who} {told['act']}",
        who=who,
        told=told,
        shown=shown,
        links=links,
        moved=found.moved,
        permanent=found.path,
        article=article_path(number, version.number),
        latest=article_path(number) if version.number != shown.numbers[-1] else None,
        saying=f"/saying/{found.path.removeprefix('/statement/')}",
        carriers=_carriers(request, shown.hit),
        before=hit_shown(shown.before) if shown.before else None,
        behind=hit_shown(shown.behind) if shown.behind else None,
        data=quotation_json(version, found.statement.id),
        correction=found.statement.corrected.number if found.statement.corrected else None,
        setting=setting_of(request, found, OF_STATEMENTS),
        jsonld=f"{found.path}.jsonld",
        json=f"{found.path}.json",
    )


def _carriers(request: Request, hit: Hit) -> list[dict[str, Any]]:
    """The other articles with the same wire copy, with their pages."""
    engine, found = site_of(request).store.engine, []
    for one in [one for one in hit.carriers if one.address != hit.address][:CARRIERS]:
        key = engine.key(one.address)
        found.append({"carrier": one, "path": article_path(key.article) if key else None})
    return found


@takes(schema="shown")
def statement_json(request: Request) -> Response:
    """A statement in its article, as sayso show KEY --format json has it."""
    found = _found(request)
    if isinstance(found, Response):
        return found
    return as_json(site_of(request).store.show(found.shown.key.short).to_json())


def statement_jsonld(request: Request) -> Response:
    """A statement as a Quotation of schema.org, in JSON-LD."""
    found = _found(request)
    if isinstance(found, Response):
        return found
    words = quotation_json(found.shown.version, found.statement.id)
    return Response(words + "\n", media_type="application/ld+json")


def by_key(request: Request) -> Response:
    """The page of the statement of a key (412.2/s3), at the address that outlasts another reading of its text."""
    given = request.path_params
    text = shown_at(request, given["number"], given["version"])
    if isinstance(text, Response):
        return text
    id, dot, form = given["id"].partition(".")
    wanted = next((one for one in text.version.reading.statements if one.id == id), None)
    number, version = text.key.article, text.version.number
    if wanted is None or (dot and form not in ("json", "jsonld")):
        words = f"That text has no statement {id[:40]} (any more): the article is at {article_path(number, version)}."
        return trouble(request, 404, words)
    return RedirectResponse(f"{statement_path(number, version, wanted)}{dot}{form}", 302)


_AT = "/statement/{number:int}.{version:int}/{start:int}-{end:int}"
ROUTES = (
    Route(_AT, statement),
    Route(f"{_AT}.json", statement_json),
    Route(f"{_AT}.jsonld", statement_jsonld),
    *form_routes(_AT, _found, OF_STATEMENTS),
    Route("/statement/{number:int}.{version:int}/{id}", by_key),
)
