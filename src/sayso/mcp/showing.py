"""``show``: a key or an address -> a statement in its article (sayso.shown/1), or an article (sayso.reading/1)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sayso.door import Parameter, Store
from sayso.mcp.answers import ROOM, Page, answer, size, start_of, which
from sayso.mcp.arguments import PAGING, Asked
from sayso.mcp.wordings import sentence
from sayso.pages import bare_address
from sayso.store import Shown, near_addresses

NAME = "show"
LONGEST = 40_000  # code points of an article's text that is given as one
PARAMETERS = (
    Parameter(
        *("key", "412.2/s3 (a statement), 412 or 412.2 (an article), an address, or the key of an event or an undertaking."),
        required=True,
    ),
    Parameter(
        *("version", "Of an article: its version of this number; what stands there now, unless told."),
        kind="integer",
        least=1,
        most=1_000_000,
    ),
    Parameter("context", "Of a statement: so many paragraphs before and behind it.", kind="integer", least=0, most=20, usual=1),
    Parameter("text", "true: the article's whole text too.", kind="boolean"),
    *PAGING,
)
TOLD = """\
Show what stands at a key: a statement in its paragraph, with the statements before and behind it; or an article with its \
facts and its statements, parties and events. The article's text is given only with text=true. Offsets are code points into \
that text, whose SHA-256 is beside them."""
_LISTS = ("times", "events", "undertakings")


def show(store: Store, asked: Asked) -> dict[str, Any]:
    """What stands at the key."""
    key = bare_address(asked.values["key"])
    whole = bool(asked.get("text"))
    try:
        found = store.show(key, asked.get("version"), None if whole else asked.get("context", 1))
    except LookupError as error:
        raise LookupError(_nothing(store, key)) from error
    body = found.to_json()
    if body["schema"] == "sayso.shown/1":
        return _statement(asked, found.shown, body, whole)
    return _article(asked, found.shown, body, whole)


def _nothing(store: Store, key: str) -> str:
    near = near_addresses(store.engine, key)
    return f"nothing is kept at {key!r}{f'; the nearest are {near}' if near else ': find_statements gives keys'}"


def _statement(asked: Asked, shown: Shown, body: dict[str, Any], whole: bool) -> dict[str, Any]:
    """A statement, its paragraphs as many as fit."""
    listed = body["paragraphs"]
    keys = [str(one["start"]) for one in listed]
    place, first = start_of(NAME, asked, lambda at, many: keys[at : at + many])
    left_out = [] if whole else ["all of the text but these paragraphs: text=true gives it, context=5 five on either side"]

    def told(kept: int) -> str:
        gone = f"{shown.key.short} is not there (any more): statements get other keys where an article is read again"
        back = "a correction takes it back: it is in no answer"
        what = gone if shown.gone else f"{shown.key.short} in its article{_version(shown)}"
        parts = [what, back if shown.taken_back else "", which("paragraphs", first, kept, len(listed)) if listed else ""]
        return sentence(filter(None, parts))

    page = Page(listed[first:], keys[first:], lambda some: {**body, "paragraphs": some}, told)
    return answer(NAME, asked, replace(page, first=first, left_out=left_out), place)


def _article(asked: Asked, shown: Shown, body: dict[str, Any], whole: bool) -> dict[str, Any]:
    """An article, a page of its statements; its text where it is asked for and not too long."""
    article, listed = body["article"], body["statements"]
    keys = [one["id"] for one in listed]
    place, first = start_of(NAME, asked, lambda at, many: keys[at : at + many])
    statements = listed[first : first + asked.limit]
    length = len(article["text"])
    left_out: list[str] = []
    if not whole or first or length > LONGEST:
        article = {**article, "text": None}
        left_out.append(_text_at(shown, length, whole, first))
    body = {**body, "article": article}
    for name in _LISTS:
        if body[name] and (first or size({**body, "statements": []}) > ROOM):
            why = "they are in the first page" if first else "the article has too many for an answer"
            left_out.append(f"{len(body[name]):,} {name}: {why}")
            body[name] = []

    def told(kept: int) -> str:
        which_of = which("statements", first, kept, len(listed)) if listed else "no statement was read in it"
        return sentence([f"article {shown.key.article}{_version(shown)}", which_of])

    more = first + len(statements) < len(listed)
    page = Page(statements, keys[first : first + len(statements)], lambda some: {**body, "statements": some}, told)
    return answer(NAME, asked, replace(page, first=first, more=more, left_out=left_out), place)


def _text_at(shown: Shown, length: int, whole: bool, first: int) -> str:
    """How long the text is, and how to get it."""
    at = f"sayso://article/{shown.key.article}.{shown.version.number}"
    if length > LONGEST:
        some = next((one.id for one in shown.version.reading.statements), None)
        way = f"the key of a statement ({shown.key.article}.{shown.version.number}/{some}) with text=true gives it in pages"
        way = way if some else f"the resource {at}/0-{LONGEST} is its beginning"
        return f"the text, {length:,} characters, of which {LONGEST:,} are given at once: {way}"
    how = "the first page has it" if whole and first else f"text=true gives it, as does the resource {at}"
    return f"the text, {length:,} characters: {how}"


def _version(shown: Shown) -> str:
    """Which version it is, where there are several."""
    if len(shown.numbers) < 2:
        return ""
    past = ", not what stands there now" if shown.version.number != shown.numbers[-1] else ""
    return f", version {shown.version.number} of {len(shown.numbers)}{past}"
