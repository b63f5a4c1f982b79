"""``/saying``: words, or a statement -> the texts that carry them, by time, with what each one changed."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sayso.door import DAY, Parameter, Traced
from sayso.formats import saying_shown, trace_to_json
from sayso.web.described import takes
from sayso.web.pages import as_json, page, sheet, site_of
from sayso.web.queries import check_asked, query_of
from sayso.web.told_at import Places, statement_of

LONGEST = 2_000  # characters of words
WORDS = Parameter("words", "The words, or a statement's key.", most=LONGEST)
NARROWED = (
    Parameter("speaker", "Whose words they are said to be."),
    Parameter("until", "In texts of this day (2031-03-14, 2031-03) or earlier; to does the same.", form=DAY),
    Parameter("to", "As until.", form=DAY),
)


@takes(WORDS, *NARROWED)
def saying(request: Request) -> Response:
    """Words, followed to the first text that has them, and every text that carries them, with what it changed."""
    check_asked(request, (WORDS, *NARROWED))
    if not request.query_params.get("words", "").strip():
        return page(request, "saying", title="A saying", shown=None, asked=None, words="", speaker="")
    return _page(request, _of_words(request), query_of(request).at("/saying.json"))


@takes(WORDS, *NARROWED, schema="trace")
def saying_json(request: Request) -> Response:
    """The same as an object of sayso.trace/1, as sayso trace --format json writes it."""
    check_asked(request, (WORDS, *NARROWED))
    traced = _of_words(request)
    return as_json(trace_to_json(traced.saying, traced.asked))


@takes(*NARROWED)
def statement(request: Request) -> Response:
    """The words of a statement, followed in the same way."""
    check_asked(request, NARROWED)
    return _page(request, _of_statement(request), query_of(request).at(f"{request.url.path}.json"))


@takes(*NARROWED, schema="trace")
def statement_json(request: Request) -> Response:
    """The same as an object of sayso.trace/1."""
    check_asked(request, NARROWED)
    traced = _of_statement(request)
    return as_json(trace_to_json(traced.saying, traced.asked))


def _of_words(request: Request) -> Traced:
    words = request.query_params.get("words", "").strip()
    if len(words) > LONGEST:
        raise ValueError(f"these are {len(words):,} characters: a saying of up to {LONGEST:,} can be followed")
    return _traced(request, words)


def _of_statement(request: Request) -> Traced:
    asked = request.path_params
    return _traced(request, statement_of(site_of(request).store, asked["article"], asked["start"], asked["end"]))


def _traced(request: Request, words: str) -> Traced:
    given = {name: request.query_params.get(name, "").strip() or None for name in ("speaker", "until", "to")}
    return site_of(request).store.trace(words, speaker=given["speaker"], until=given["until"] or given["to"])


def _page(request: Request, traced: Traced, json: str) -> Response:
    places = Places(site_of(request).store)
    shown = saying_shown(traced.saying, traced.asked, places.of_key)
    words = traced.asked.words
    return page(
        request,
        "saying",
        title=f"“{words if len(words) <= 80 else words[:80].rsplit(' ', 1)[0] + ' …'}”",
        shown=shown,
        words=words,
        speaker=traced.asked.speaker or "",
        json=json,
    )


_PLACE = "/saying/{article}/{start:int}-{end:int}"
ROUTES = (
    Route("/saying", saying),
    Route("/saying.json", saying_json),
    Route(f"{_PLACE}.json", statement_json),
    Route(_PLACE, statement),
    sheet("quoted", "The style of words that left and came."),
)
