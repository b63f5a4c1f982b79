"""``/articles``, ``/article/412``, ``/article/412.2``, ``/article/412/versions``: what is held, a text with what it says."""

from __future__ import annotations

from dataclasses import asdict
from json import loads
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sayso.door import DAY, Parameter
from sayso.formats import text_shown, versions_shown, write_history_json, write_shown_json
from sayso.store import Holding, Holdings, Shown, Version
from sayso.web.described import PAGE as PAGED, takes
from sayso.web.pages import as_json, page, sheet, site_of, trouble
from sayso.web.paths import article_path, event_path, party_path, statement_path
from sayso.web.queries import check_asked, number_in, query_of
from sayso.web.setting_right import OF_TEXTS, form_routes, setting_of

PAGE = 50
NARROWS = (
    Parameter("outlet", "Who published the articles."),
    Parameter("since", "Published on this day (2031-03-14, 2031-03, 2031) or later.", form=DAY),
    Parameter("until", "Published on this day or earlier.", form=DAY),
    PAGED,
)


def links_of(article: int, version: Version) -> dict[str, str]:
    """The addresses of the pages of what a version has: its statements, and who and what they are across articles."""
    reading = version.reading
    return {
        **{f"statement {one.id}": statement_path(article, version.number, one) for one in reading.statements},
        **{f"party {id}": party_path(number) for id, number in version.numbers.items()},
        **{f"event {one.id}": event_path(version.keys[one.id]) for one in reading.events if one.id in version.keys},
        **{f"undertaking {one.id}": event_path(version.keys[one.id]) for one in reading.undertakings if one.id in version.keys},
    }


def shown_at(request: Request, article: int, version: int | None = None) -> Shown | Response:
    """What the store keeps of an article of a number; where it keeps none, or has no such version, what to answer."""
    engine = site_of(request).store.engine
    held = engine.shown(str(article))
    if held is None or held.key.article != article:  # an input may have gone by the name of a number
        return trouble(request, 404, f"No article here has the number {article}: /articles lists those that are held.")
    if version is None:
        return held
    if version not in held.numbers:
        there = ", ".join(article_path(article, number) for number in sorted(held.numbers))
        return trouble(request, 404, f"That article has no version {version}: there is {there}.")
    return engine.shown(str(article), version) or held


def _shown(request: Request) -> Shown | Response:
    return shown_at(request, request.path_params["number"], request.path_params.get("version"))


def article(request: Request) -> Response:
    """An article with its statements marked, a card each, by account; its events, undertakings and parties."""
    shown = _shown(request)
    if isinstance(shown, Response):
        return shown
    number, version = shown.key.article, shown.version
    here = article_path(number, version.number)
    return page(
        request,
        "article",
        title=version.reading.article.headline or version.address,
        section=text_shown(shown, links_of(number, version)),
        permanent=here,
        latest=article_path(number) if version.number != shown.numbers[-1] else None,
        versions=[(one, article_path(number, one), one == version.number) for one in shown.numbers],
        changes=f"{article_path(number)}/versions" if len(shown.numbers) > 1 else None,
        setting=setting_of(request, shown, OF_TEXTS),
        json=f"{here}.json",
    )


@takes(schema="reading")
def article_json(request: Request) -> Response:
    """The reading of an article's text, as the store has it."""
    shown = _shown(request)
    if isinstance(shown, Response):
        return shown
    whole: dict[str, Any] = loads("".join(write_shown_json(shown)))
    return as_json(whole)


def versions(request: Request) -> Response:
    """What changed from each version of an article to the next: statements, events, undertakings, facts."""
    shown = _shown(request)
    if isinstance(shown, Response):
        return shown
    number = shown.key.article
    followed = site_of(request).store.versions(str(number))
    return page(
        request,
        "versions",
        title=f"What changed: {shown.version.reading.article.headline or shown.version.address}",
        history=versions_shown(followed.history),
        article=article_path(number),
        versions=[(one, article_path(number, one), False) for one in shown.numbers],
        json=f"{article_path(number)}/versions.json",
    )


@takes(schema="changes")
def versions_json(request: Request) -> Response:
    """What changed from version to version, as sayso versions --format json has it."""
    shown = _shown(request)
    if isinstance(shown, Response):
        return shown
    history = site_of(request).store.versions(str(shown.key.article)).history
    changes: dict[str, Any] = loads("".join(write_history_json(history)))
    return as_json(changes)


@takes(*NARROWS)
def articles(request: Request) -> Response:
    """The articles that are held, newest first, by day and outlet."""
    found, number = _held(request)
    query = query_of(request)
    days: dict[str, list[tuple[Holding, str]]] = {}
    for one in found.articles:
        days.setdefault(one.day or "No day", []).append((one, article_path(one.number)))
    return page(
        request,
        "articles",
        title="Articles",
        days=days,
        total=found.total,
        first=PAGE * (number - 1) + 1,
        outlets=site_of(request).store.engine.outlets(),
        asked={name: request.query_params.get(name, "").strip() for name in ("outlet", "since", "until")},
        before=query.paged(number - 1).at("/articles") if number > 1 else None,
        behind=query.paged(number + 1).at("/articles") if PAGE * number < found.total else None,
        json=query.at("/articles.json"),
    )


@takes(*NARROWS)
def articles_json(request: Request) -> Response:
    """A page of the articles that are held: number, address, outlet, day, how many statements and versions."""
    found, _ = _held(request)
    return as_json({"total": found.total, "articles": [asdict(one) for one in found.articles]})


def _held(request: Request) -> tuple[Holdings, int]:
    """A page of them, and which."""
    check_asked(request, NARROWS)
    number = number_in(request, "page", 1)
    asked = {name: request.query_params.get(name, "").strip() or None for name in ("outlet", "since", "until")}
    return site_of(request).store.articles(**asked, limit=PAGE, offset=PAGE * (number - 1)), number


ROUTES = (
    sheet("texts", "The style of pages of texts, beside that of all pages: marks, cards, accounts."),
    sheet("versions", "The style of pages of what changed, beside that of all pages."),
    Route("/articles", articles),
    Route("/articles.json", articles_json),
    Route("/article/{number:int}", article),
    Route("/article/{number:int}.json", article_json),
    Route("/article/{number:int}.{version:int}", article),
    Route("/article/{number:int}.{version:int}.json", article_json),
    *form_routes("/article/{number:int}.{version:int}", _shown, OF_TEXTS),
    Route("/article/{number:int}/versions", versions),
    Route("/article/{number:int}/versions.json", versions_json),
)
