"""``/judge``: one statement after the other, to be found right or wrong: doubtful ones, or a random sample; what came of it.

The figure of a random sample holds for all that it was drawn from; that of the doubtful ones, which are chosen, for their like.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from sayso.corrections import FAULTS, SIZE, Share, how_many_doubtful, is_judged, judgement, report, shares
from sayso.door import Parameter
from sayso.doubt import is_doubtful
from sayso.formats import report_to_json, share_told, statement_shown
from sayso.store import Hit, Judgement, Shown, StoreError
from sayso.web.described import takes
from sayso.web.facets import chosen
from sayso.web.fields import fields_of
from sayso.web.filters import FILTERS, WORDS, words_in
from sayso.web.pages import LASTING, as_json, page, site_of
from sayso.web.paths import article_path, statement_path
from sayso.web.queries import Query
from sayso.web.security import SCRIPTED
from sayso.web.shown import hit_shown
from sayso.web.texts import links_of
from sayso.web.waiting import ASKS, JUDGE, NARROWS, Asked, asked_of, forget, is_of, seen_as
from sayso.web.writing import Sent, for_writers, writes

STEPS = 10  # that can be taken back, one after the other
FAULT_WORDS = {
    "speaker": "speaker",
    "words": "words",
    "relay": "on whose word",
    "addressee": "said to whom",
    "act": "act",
    "said": "whether said",
    "no-statement": "no statement",
}
SENT = (
    Parameter("key", "The key of the statement."),
    Parameter("verdict", "right, wrong, or undone, which takes a judgement back.", ("right", "wrong", "undone")),
    Parameter("fault", "What is wrong; wrong goes without saying.", FAULTS),
    Parameter("read", "The mark of what the page showed of it."),
)


@takes(*ASKS)
@for_writers
def judge(request: Request) -> Response:
    """Statements to be found right or wrong, one by one: the doubtful ones, or a random sample, and what came of it so far."""
    return _page(request)


@takes(schema="judgements")
def judge_json(request: Request) -> Response:
    """What all judgements come to, as sayso judge --report --format json writes it."""
    return as_json(report_to_json(report(site_of(request).store.engine.judgements())))


def _again(request: Request, sent: Sent, wrong: str, status: int) -> Response:
    return _page(request, wrong, status)


@takes(*SENT)
@writes(_again)
def judged(request: Request, sent: Sent) -> Response:
    """A statement is found right or wrong, or its judgement is taken back; then the next one is shown."""
    asked, engine = asked_of(request), site_of(request).store.engine
    shown = engine.shown(sent.text("key"))
    if shown is None or shown.hit is None:
        raise LookupError("that statement is not there any more: the page shows another")
    hit, verdict = shown.hit, sent.text("verdict") or ("wrong" if sent.text("fault") else "")
    if asked.sample:
        _check_asked(asked, hit)
    if verdict == "undone":
        engine.judge([judgement(hit.key, verdict, None, asked.judge, asked.told)])
        done = [value for name, value in asked.query.pairs if name == "done" and value != sent.text("key")]
        return _see(asked.query, done, at=max(asked.at, 1), key=hit.short)
    if sent.text("read") != seen_as(hit):
        raise ValueError("this statement reads otherwise since the page was drawn: look at it again")
    _check_asked(asked, hit)
    engine.judge([judgement(hit.key, verdict, sent.text("fault") or None, asked.judge, asked.told)])
    done = [value for name, value in asked.query.pairs if name == "done"]
    at = asked.at + 1 if any(name == "key" for name, _ in asked.query.pairs) else asked.at + 2
    return _see(asked.query, [*done, hit.short], at=at)


def _see(query: Query, done: Sequence[str], **more: object) -> Response:
    """Go on to another statement of the same question."""
    going = query.without("key", "done", *more)
    pairs = [*going.pairs, *(("done", key) for key in done[-STEPS:]), *((name, str(value)) for name, value in more.items())]
    return RedirectResponse(Query(tuple(pairs)).at("/judge"), 303)


def _page(request: Request, wrong: str | None = None, status: int = 200) -> Response:
    asked, engine = asked_of(request), site_of(request).store.engine
    judgements = engine.judgements(())
    place, shown, left_over = _now(request, asked, judgements)
    query, at = asked.query.without("at", "key"), place + 1
    narrowed = query.without("done")
    told = _told(shown) if shown else None
    return page(
        request,
        "judge",
        status,
        headers=SCRIPTED,
        title=f"{told['who']} {told['told']['act']}: right?" if told else "Nothing is left to judge",
        wrong=wrong,
        asked=asked,
        now=told,
        number=at,
        sent_to=query.set("at", at).at("/judge") if "key" not in request.query_params else asked.query.at("/judge"),
        skip=query.set("at", at + 1).at("/judge"),
        anew=narrowed.at("/judge"),
        left_over=left_over,
        moved=bool(request.query_params.get("done") or request.query_params.get("at")),
        last=_done(request, asked, judgements),
        faults=FAULT_WORDS,
        fields=fields_of(request, NARROWS),
        words=words_in(request) or "",
        chosen=chosen(narrowed, {one.name: one.label for one in (WORDS, *FILTERS, JUDGE)}, "/judge"),
        of_queue=narrowed.without("sample", "seed").at("/judge"),
        of_sample=narrowed.set("sample", SIZE).at("/judge"),
        size=SIZE,
        counts=_counts(request, asked, judgements),
        json="/judge.json",
    )


def _now(request: Request, asked: Asked, judgements: Sequence[Judgement]) -> tuple[int, Shown | None, int]:
    """The place of the statement that waits, the statement, and how many of a sample wait though they were passed over."""
    engine = site_of(request).store.engine
    if key := request.query_params.get("key", "").strip():
        found = engine.shown(key)
        if found is None or found.hit is None:
            raise LookupError(f"no statement is kept at {key[:80]} (any more)")
        _check_asked(asked, found.hit)
        return asked.at, found, 0
    waits = next(asked.waiting(engine, judgements), None)
    if waits is None:
        return asked.at, None, asked.passed_over(engine, judgements)
    place, hit = waits
    shown = engine.shown(hit.short)
    if shown is None or shown.hit is None:  # taken out of the store since the sample was drawn
        forget(request)
        raise LookupError("the next statement was taken out of the store: load this page again")
    return place, shown, 0


def _check_asked(asked: Asked, hit: Hit) -> None:
    """Raises ValueError for a statement that is none of those asked for: a figure of these would have it too."""
    if asked.sample and not is_of(asked.sample, hit):
        raise ValueError("that statement is none of this sample, so its judgement would not count for it")
    if not asked.sample and not is_doubtful(hit.statement):
        raise ValueError("that statement is not doubtful, or not any more, so its judgement would not count for these")


def _told(shown: Shown) -> Mapping[str, Any]:
    """What the page shows of a statement."""
    assert shown.hit is not None
    number, version = shown.key.article, shown.version
    links = links_of(number, version)
    told = statement_shown(shown, links, context=0)
    return {
        "told": told,
        "who": told["it"]["speaker"]["name"] if told["it"]["speaker"] else "Someone not named",
        "links": links,
        "key": shown.hit.short,
        "read": seen_as(shown.hit),
        "path": statement_path(number, version.number, shown.hit.statement),
        "article": article_path(number, version.number),
    }


def _done(request: Request, asked: Asked, judgements: Sequence[Judgement]) -> Mapping[str, Any] | None:
    """The statement that was judged last, with its verdict, and how that is taken back; None where none was."""
    engine, keys = site_of(request).store.engine, request.query_params.getlist("done")
    try:
        shown = engine.shown(keys[-1]) if keys else None
    except StoreError:  # its version is not there any more
        shown = None
    if shown is None or shown.hit is None:
        return None
    verdict = _verdict(shown.hit, asked, judgements)
    if verdict is None:
        return None
    return {
        "verdict": verdict,
        "fault": FAULT_WORDS.get(verdict.fault or ""),
        "key": keys[-1],
        "hit": hit_shown(shown.hit),
        "path": asked.query.without("key").at("/judge"),
    }


def _verdict(hit: Hit, asked: Asked, judgements: Sequence[Judgement]) -> Judgement | None:
    own = [one for one in judgements if one.judge == asked.judge and is_judged(one, hit)]
    return own[-1] if own else None


def _counts(request: Request, asked: Asked, judgements: Sequence[Judgement]) -> Mapping[str, Any]:
    """How many there are, how many were judged, and how many of those are right, with the interval."""
    engine = site_of(request).store.engine
    own = [one for one in judgements if asked.judge is None or one.judge == asked.judge]
    found = shares(own, asked.told)
    every = report(judgements)
    rows = [("drawn at random", one.model, share_told(one.all)) for one in every.models]
    rows += [("chosen as doubtful", one.model, share_told(one.all)) for one in every.doubted]
    sample = asked.sample
    return {
        "number": len(sample.hits) if sample else how_many_doubtful(engine, asked.question),
        "judged": sum(share.judged for share in found.values()),
        "shares": [(model, share_told(share)) for model, share in found.items()] or [(None, share_told(Share(0, 0)))],
        "rows": rows,
    }


def script(request: Request) -> Response:
    """The keys of /judge; without it its buttons do the same."""
    held = files("sayso.formats").joinpath("templates/web/judge.js").read_bytes()
    return Response(held, media_type="text/javascript", headers=LASTING)


ROUTES = (
    Route("/judge", judge, methods=["GET"]),
    Route("/judge", judged, methods=["POST"]),
    Route("/judge.json", judge_json),
    Route("/static/judge.js", script),
)
