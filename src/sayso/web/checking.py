"""``/check``: one quotation, or a text that quotes -> what the store has of each: verbatim, altered, another's, not found.

A text is sent by POST since an address has no room for it. Nothing of it is kept.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sayso.door import DAY, Parameter, Quotations
from sayso.formats import CheckedText, check_shown, check_to_json
from sayso.reading import read_text
from sayso.record import Refusal
from sayso.web.described import takes
from sayso.web.pages import as_json, page, site_of, trouble
from sayso.web.queries import check_asked, query_of
from sayso.web.told_at import Places
from sayso.web.turns import a_turn

MOST = 256 * 1024  # bytes of a text that is pasted: a book's chapter
LONGEST = 2_000  # characters of one quotation
ASKS = (
    Parameter("quote", "A quotation, to be checked.", most=LONGEST),
    Parameter("speaker", "Whose words it is said to be."),
    Parameter("until", "In texts of this day or earlier; to does the same.", form=DAY),
    Parameter("to", "As until.", form=DAY),
)


@takes(*ASKS)
def check(request: Request) -> Response:
    """A form for a quotation or a text, and with a quotation what the store has of it."""
    check_asked(request, ASKS)
    if not request.query_params.get("quote", "").strip():
        return _page(request)
    return _page(request, _of_quote(request), json=query_of(request).at("/check.json"))


@takes(*ASKS, schema="check")
def check_json(request: Request) -> Response:
    """The check of a quotation as an object of sayso.check/1, as sayso check --format json writes it."""
    check_asked(request, ASKS)
    if not request.query_params.get("quote", "").strip():
        raise ValueError("there is nothing to check: quote=… has the words")
    return as_json(check_to_json(_of_quote(request).check))


@takes(Parameter("text", "The text, up to 256 KiB.", required=True, form=r"[^\u0000]*\S[^\u0000]*"))
async def check_text(request: Request) -> Response:
    """The quotations of a text that is sent, each with what the store has of it. Nothing is kept of the text."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/x-www-form-urlencoded":
        return await run_in_threadpool(trouble, request, 415, "A text is sent as a form's field text (x-www-form-urlencoded).")
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > 3 * MOST + 100:  # a byte of the text takes up to three of the form
            return await run_in_threadpool(trouble, request, 413, _TOO_LONG)
    return await run_in_threadpool(_of_text, request, bytes(body))


_TOO_LONG = f"The text is longer than {MOST // 1024} KiB: send a part of it, or use sayso check."


def _of_text(request: Request, body: bytes) -> Response:
    try:
        fields = parse_qs(body.decode("ascii", "replace"), keep_blank_values=True, errors="replace", max_num_fields=10)
    except ValueError as error:  # in words of its own
        raise ValueError("a text is sent as the one field text, and this has more than ten") from error
    if others := sorted(fields.keys() - {"text"}) or fields.get("text", [])[1:]:
        raise ValueError(f"a text is sent as the one field text, and this has also {', '.join(one[:40] for one in others)}")
    text = "".join(fields.get("text", [])).replace("\r\n", "\n")  # as forms send lines
    if len(text.encode("utf-8", "replace")) > MOST:
        return trouble(request, 413, _TOO_LONG)
    if not text.strip():
        raise ValueError("there is nothing to check: paste a text that quotes somebody")
    with a_turn():
        reading = read_text(text)
        if isinstance(reading, Refusal):
            raise ValueError(f"the text was not read ({reading.reason}): {reading.told}")
        store = site_of(request).store
        with store.engine.one_state():
            return _page(request, store.check(reading), text=text)


def _of_quote(request: Request) -> Quotations:
    given = {one.name: request.query_params.get(one.name, "").strip() or None for one in ASKS}
    quote = given["quote"] or ""
    if len(quote) > LONGEST:
        raise ValueError(f"these are {len(quote):,} characters: one quotation has up to {LONGEST:,}; paste more as a text")
    return site_of(request).store.check(quote=quote, speaker=given["speaker"], until=given["until"] or given["to"])


def _page(request: Request, found: Quotations | None = None, text: str = "", json: str | None = None) -> Response:
    places = Places(site_of(request).store)
    sections: list[Any] = []
    if found is not None:
        sections = [check_shown(CheckedText(found.check, found.article), "t1", places.of_key)]
    asked: dict[str, Any] = {name: request.query_params.get(name, "").strip() for name in ("quote", "speaker", "until")}
    title = "Check quotations" if found is None else "Quotations checked"
    return page(request, "check", title=title, sections=sections, text=text, **asked, json=json)


ROUTES = (
    Route("/check", check, methods=["GET"]),
    Route("/check", check_text, methods=["POST"]),
    Route("/check.json", check_json),
)
