"""A JSON object with a page or its text -> the Page with the facts beside it; and the pages of a HAR file."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from sayso.options import PageOptions, too_big
from sayso.pages.addresses import bare_address, is_address
from sayso.record import Given, Page, Refusal

# How data sets of news, readers of pages and schema.org call the same; letters alone are compared ("date_published").
_TEXTS = {
    "html": "html", "text": "text", "markdown": "markdown", "articlebody": "text", "maintext": "text", "body": "any",
    "content": "any", "rawhtml": "html", "plaintext": "text", "fulltext": "text", "articletext": "text",
}  # fmt: skip
_HEADLINE = "headline title"
_PUBLISHED = (
    "published publishedat publisheddate publishedtime datepublished datepublish publishdate publishedon pubdate "
    "publicationdate publishtime date"
)
_UPDATED = "updated updatedat dateupdated modified modifiedat datemodified lastmodified datemodify"
_CAPTURED = "captured capturedat datedownload dateaccessed crawled crawledat fetched fetchedat retrieved retrievedat scrapedat"
_AUTHORS = "authors author byline creator"
_OUTLET = "outlet publisher sitename source sourcename sourcedomain domain site publication hostname"
_LANGUAGE = "language lang inlanguage"
_MOST_NAMES = 50
_LONGEST = 2_000  # characters of a fact
_HTML = frozenset({"text/html", "application/xhtml+xml"})

Fields = Mapping[str, Any]


def record_in(line: bytes) -> dict[str, Any] | None:
    """The JSON object on a line, where it has a page or a text; None where it has none.

    >>> record_in(b'{"url": "https://a.example/1", "body": "Rain"}') is None, record_in(b'{"text": "Rain"}')
    (True, {'text': 'Rain'})
    """
    record = object_in(line)
    return record if record is not None and any(isinstance(record.get(key), str) for key in ("html", "text")) else None


def object_in(content: bytes) -> dict[str, Any] | None:
    """The JSON object that these bytes are; None where they are none."""
    if not content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return None
    value = value_in(content)
    return value if isinstance(value, dict) else None


def value_in(content: bytes) -> Any:
    """The JSON value that these bytes are; None where they are none."""
    try:
        return json.loads(content.decode("utf-8-sig", "surrogatepass"))
    except (ValueError, RecursionError):
        return None


def page_in(record: Fields, name: str, options: PageOptions) -> Page | None:
    """The page of an object: its html, else its text, and what stands beside it; None where it has neither.

    With ``options.prose`` its text comes first, and stays as it stands.

    >>> page = page_in({"title": "Rain", "date": "2031-03-14", "text": "It rained."}, "a.json", PageOptions())
    >>> page.content, page.given.headline, page.given.published
    (b'It rained.', 'Rain', '2031-03-14')
    """
    fields = {_plain(key): value for key, value in record.items() if isinstance(key, str)}
    kinds = sorted(_TEXTS, key=lambda key: _TEXTS[key] != "text") if options.prose else list(_TEXTS)
    kind = next((_TEXTS[key] for key in kinds if isinstance(fields.get(key), str)), None)
    if kind is None:
        return None
    words: str = next(fields[key] for key in kinds if isinstance(fields.get(key), str))
    media_type = {"html": "text/html", "text": "text/plain", "markdown": "text/markdown"}.get(kind)
    url = _string(fields, "url link canonicalurl permalink mainentityofpage id address")
    return Page(
        input=name,
        content=words.encode("utf-8", "surrogatepass"),
        url=bare_address(url) if url and (is_address(url) or fields.get("url") == url) else None,
        captured=_captured(fields),
        media_type=media_type,
        charset="utf-8",
        prose=options.prose and kind != "html",
        given=_given(fields, first=kind != "html"),
    )


def text_fields(names: Iterable[str]) -> list[str]:
    """Those of some fields' names that a page or its text may stand under.

    >>> text_fields(["Title", "Full_Text", "url"])
    ['Full_Text']
    """
    return [name for name in names if _plain(name) in _TEXTS]


def _plain(key: str) -> str:
    return "".join(filter(str.isalnum, key.partition(":")[2] or key)).lower()


def _given(fields: Fields, first: bool) -> Given | None:
    given = Given(
        headline=_string(fields, _HEADLINE),
        published=_string(fields, _PUBLISHED),
        updated=_string(fields, _UPDATED),
        authors=tuple(_names(next((fields[key] for key in _AUTHORS.split() if fields.get(key)), None)))[:_MOST_NAMES],
        outlet=_string(fields, _OUTLET),
        language=_string(fields, _LANGUAGE),
    )
    return (
        Given(given.headline, given.published, given.updated, given.authors, given.outlet, given.language, first)
        if given != Given()
        else None
    )


def _string(fields: Fields, names: str) -> str | None:
    """The first of these fields that has words: a string, a number (of seconds), an object with a name."""
    for key in names.split():
        words = _words(fields.get(key))
        if words:
            return words
    return None


def _captured(fields: Fields) -> str | None:
    """When the page was got: ``captured`` as it is written, else what other programs call so, where it is a time."""
    if isinstance(written := fields.get("captured"), str):
        return written
    return next((time for key in _CAPTURED.split() if (time := _time(fields.get(key)))), None)


def _time(value: Any) -> str | None:
    """ISO 8601 in UTC of such a time, or of seconds since 1970; None where it is neither."""
    try:
        if isinstance(value, int | float) and not isinstance(value, bool):
            moment = datetime.fromtimestamp(value / 1000 if value > 1e11 else value, UTC)
        else:
            moment = datetime.fromisoformat(value)
        return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC).isoformat(timespec="seconds")
    except (ValueError, OverflowError, OSError, TypeError):
        return None


def _words(value: Any) -> str | None:
    if isinstance(value, dict):
        value = next((value[key] for key in ("name", "title", "@id", "@value") if isinstance(value.get(key), str)), None)
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = f"{value:.0f}" if abs(value) < 1e15 else None
    return value.strip()[:_LONGEST] or None if isinstance(value, str) else None


def _names(value: Any) -> Iterator[str]:
    for one in value[:_MOST_NAMES] if isinstance(value, list) else [value]:
        words = _words(one)
        if words:
            yield words


def is_har(head: bytes) -> bool:
    """Whether a file begins as a HAR does: {"log": {"version": …

    >>> is_har(b'{"log": {"version": "1.2", "creator": {}}}')
    True
    """
    return bool(
        re.match(
            rb'\s{0,200}\{\s{0,200}"log"\s{0,9}:\s{0,9}\{\s{0,200}"(?:version|creator|browser|pages|entries|comment)"',
            head[:2_000].removeprefix(b"\xef\xbb\xbf"),
        )
    )


def har_pages(record: Fields, name: str, options: PageOptions) -> Iterator[Page | Refusal]:
    """The pages of a HAR, named by their entries ("session.har:17"): of each page that was opened, the first HTML answer."""
    log = record.get("log")
    entries = log.get("entries") if isinstance(log, dict) else None
    opened: set[str] = set()
    found = False
    for number, entry in enumerate(entries if isinstance(entries, list) else [], 1):
        request, response = (_dict(entry, key) for key in ("request", "response"))
        content = _dict(response, "content")
        media = str(content.get("mimeType") or "").partition(";")[0].strip().lower()
        page_of = entry.get("pageref") if isinstance(entry, dict) else None
        url, text = request.get("url"), content.get("text")
        if (
            response.get("status") not in (200, 203)
            or media not in _HTML
            or not isinstance(url, str)
            or not isinstance(text, str)
        ):
            continue
        if not is_address(url) or not text.strip() or (isinstance(page_of, str) and page_of in opened):
            continue
        if isinstance(page_of, str):
            opened.add(page_of)
        found = True
        yield _answer(content, text, f"{name}:{number}", bare_address(url), _time(entry.get("startedDateTime")), options)
    if not found:
        detail = f"{name} is a HAR without a page: no answer with HTML in it. Save it with the contents of answers."
        yield Refusal(name, "empty", detail)


def _answer(content: Fields, text: str, at: str, url: str, captured: str | None, options: PageOptions) -> Page | Refusal:
    packed = content.get("encoding") == "base64"
    try:
        body = base64.b64decode(text) if packed else text.encode("utf-8", "surrogatepass")
    except (binascii.Error, ValueError) as error:
        return Refusal(at, "encoding", f"{url} in {at} is no base64: {error}. Save the page again.")
    if len(body) > options.max_bytes:
        return too_big(at, options.max_bytes)
    charset = re.search(r"charset\s?=\s?\"?([\w.:-]{1,40})", str(content.get("mimeType")))
    return Page(at, body, url, captured, "text/html", (charset[1] if charset else None) if packed else "utf-8")


def _dict(value: Any, key: str) -> dict[str, Any]:
    found = value.get(key) if isinstance(value, dict) else None
    return found if isinstance(found, dict) else {}
