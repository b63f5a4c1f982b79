"""``/find``: the statements that answer a question, its filters in the address, as a page, as JSON, CSV and a feed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sayso.door import ORDER
from sayso.formats import hits_to_json, left_out, nothing_found, write_hits_csv
from sayso.results import Found
from sayso.store import MOST, Hits, Stranger, Unheard
from sayso.web.described import takes
from sayso.web.facets import chosen, days, facets
from sayso.web.feeds import hits_feed
from sayso.web.fields import fields_of
from sayso.web.filters import ASKS, COUNTS, FILTERS, MOST_AT_ONCE, WORDS, asked_in, asks, order_in, words_in
from sayso.web.pages import as_json, page, site_of
from sayso.web.queries import Query, number_in, query_of
from sayso.web.shown import hit_shown

PAGE = 20
COUNTED = 3_000  # statements that are counted unasked: five counts of so many take 120 ms of CPU


@takes(*ASKS, COUNTS)
def find(request: Request) -> Response:
    """Statements that answer a question, a page of them, and how many there are by speaker, outlet, act, kind and day."""
    found, query, number, limit = _found(request)
    return page(
        request,
        "find",
        title=_title(request),
        found=found,
        hits=[hit_shown(hit) for hit in found],
        words=words_in(request) or "",
        fields=fields_of(request, (*FILTERS, ORDER)),
        chosen=chosen(query, {one.name: one.label for one in (WORDS, *FILTERS)}),
        first=limit * (number - 1) + 1,
        before=query.paged(number - 1).at("/find") if number > 1 else None,
        behind=query.paged(number + 1).at("/find") if limit * number < found.total or not found.exact else None,
        last=query.paged(-(-found.total // limit) or 1).at("/find"),
        unsaid=(left_out(found.unsaid, exact=found.exact) or "").partition(":")[0],
        any_path=query.set("said", "any").at("/find"),
        nothing=nothing_found(found.searched),
        amiss=[*map(_of_name(query), found.strangers), *map(_of_words(query), found.unheard)],
        watch=query.without("page", "limit", "counts", "order").at("/watch/add"),
        all_counts=query.set("counts", "all").at("/find"),
        judged=query.without("page", "limit", "counts", "order").at("/judge"),
        **_counts(request, found, query),
        json=query.without("counts").at("/find.json"),
        csv=query.without("page", "limit", "counts").at("/find.csv"),
        atom=query.without("page", "limit", "counts").at("/find.atom"),
        case=query.without("page", "limit", "counts", "order").at("/find.zip"),
    )


@takes(*ASKS, schema="hits")
def find_json(request: Request) -> Response:
    """A page of the statements that answer, as sayso find --format json writes them."""
    found, *_ = _found(request)
    return as_json(hits_to_json(Hits(tuple(found), found.total, found.exact, found.searched, found.unsaid), found.question))


@takes(*asks(MOST))
def find_csv(request: Request) -> Response:
    """All statements that answer, up to 10,000, a row each, as sayso find --format csv writes them; with a limit a page."""
    paged = any(request.query_params.get(name, "").strip() for name in ("limit", "page"))
    limit, number = number_in(request, "limit", MOST, MOST), number_in(request, "page", 1)
    found = _ask(request, limit, limit * (number - 1))
    if not paged and (not found.exact or found.total > MOST):
        raise ValueError(
            f"more than {MOST:,} statements answer, which is too many for one table here: narrow the question, or take "
            f"page=1&limit={MOST}, page=2 and so on; sayso find --format csv --limit all writes them all"
        )
    named = {"Content-Disposition": 'attachment; filename="statements.csv"'}
    return Response("".join(write_hits_csv(found)), media_type="text/csv", headers=named)


@takes(*ASKS)
def find_atom(request: Request) -> Response:
    """A feed (Atom) of the statements that answer, the newest first, to be told of new ones."""
    limit, number = number_in(request, "limit", PAGE, MOST_AT_ONCE), number_in(request, "page", 1)
    found = _ask(request, limit, limit * (number - 1), order="newest")
    return hits_feed(request, found, query_of(request), f"Sayso: {_title(request)}")


def _found(request: Request) -> tuple[Found, Query, int, int]:
    """A page of answers, and its number and length."""
    limit, number = number_in(request, "limit", PAGE, MOST_AT_ONCE), number_in(request, "page", 1)
    return _ask(request, limit, limit * (number - 1)), query_of(request), number, limit


def _ask(request: Request, limit: int, offset: int, order: str | None = None) -> Found:
    asked: dict[str, Any] = {**asked_in(request), "order": order_in(request) or order}
    return site_of(request).store.find(words_in(request), limit=limit, offset=offset, **asked)


def _title(request: Request) -> str:
    """What was asked, in a few words.

    What stands in the title of the page and of the feed: "border; speaker Torvan".
    """
    pairs = [pair for pair in query_of(request).pairs if pair[0] not in ("page", "limit", "order", "counts")]
    return "; ".join(value if name == "q" else f"{name} {value}" for name, value in pairs) or "Statements"


def _counts(request: Request, found: Found, query: Query) -> dict[str, Any]:
    """The counts beside the hits; none where they would take seconds, unless these are asked for."""
    engine = site_of(request).store.engine  # the door's counts come with what is told of the hits already
    wanted = bool(found.total) and ((found.total <= COUNTED and found.exact) or query.has("counts", "all"))
    return {
        "facets": facets(engine, found.question, query) if wanted else [],
        "days": days(engine, found.question, query) if wanted else None,
        "uncounted": COUNTED if found.total and not wanted else 0,
    }


def _of_name(query: Query) -> Any:
    """A name that nobody goes by -> a sentence, and the addresses with the names that may be meant."""

    def told(one: Stranger) -> dict[str, Any]:
        near = [(name, query.without_one(one.field, one.name).with_one(one.field, name).at("/find")) for name in one.near]
        return {"words": f"{one.name}: {one.told}", "meant": near}

    return told


def _of_words(query: Query) -> Any:
    """What may be wrong with the words -> the same."""

    def told(one: Unheard) -> dict[str, Any]:
        meant = list(_as_filter(one, query)) if one.kind == "filter" else []
        return {"words": one.told(), "meant": meant}

    return told


def _as_filter(one: Unheard, query: Query) -> Iterator[tuple[str, str]]:
    """The address with the filter that the words were likely meant as."""
    field = "languages" if one.field == "language" else one.field
    value = " ".join(one.words)
    yield f"{field} {value}", query.without("q").with_one(field, value).at("/find")


ROUTES = (
    Route("/find", find),
    Route("/find.json", find_json),
    Route("/find.csv", find_csv),
    Route("/find.atom", find_atom),
)
