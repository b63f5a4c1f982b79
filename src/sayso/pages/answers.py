"""What a site answered -> the bytes of the page in it, or why there is none; and when a busy site is to be asked again."""

from __future__ import annotations

import time
import zlib
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

from sayso.pages.charset import gunzip, is_gzip
from sayso.pages.kinds import kind_of

BUSY_SECONDS = 5.0  # to wait after "too many requests" from a site that does not say how long
BUSY = frozenset({429, 503})
REDIRECTS = frozenset({301, 302, 303, 307, 308})
TEXT_TYPES = (
    "text/",
    "application/xhtml",
    "application/xml",
    "application/rss",
    "application/atom",
    "application/rdf",
    "application/feed+json",
    "application/warc",
    "application/gzip",
    "application/x-gzip",
    "application/octet-stream",
    "application/pdf",
    "application/rtf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/wacz",
    "application/x-wacz",
    "application/zstd",
    "message/rfc822",
    "multipart/related",
)


class RefusedError(Exception):
    """Carries a reason and a detail up to the one place that makes the Refusal."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address answered to one GET; ``content`` is as it came over the wire, packed by ``coding``."""

    url: str
    status: int
    content: bytes = b""
    coding: str = ""
    media_type: str | None = None
    charset: str | None = None
    location: str | None = None  # of a redirect
    etag: str | None = None
    last_modified: str | None = None
    retry_after: str | None = None
    conditional: bool = False  # asked for only if it has changed


def page_in(answer: Answer, limit: int) -> bytes:
    """The bytes of a page, unpacked. Raises RefusedError where there is none, OverflowError beyond ``limit`` bytes."""
    if answer.status == 304 and answer.conditional:
        raise RefusedError("not-modified", f"{answer.url} has not changed since it was last read.")
    if not 200 <= answer.status < 300:
        advice = "It may be gone or closed to programs." if answer.status < 500 and answer.status != 429 else "Try again later."
        raise RefusedError(f"http-{answer.status}", f"{answer.url} answered with status {answer.status}. {advice}")
    content = _unpacked(answer.content, answer.url, limit) if _is_packed(answer) else answer.content
    media = answer.media_type
    feed = media == "application/json" and kind_of(content) == "feed"
    if media is not None and not media.startswith(TEXT_TYPES) and not feed:
        raise RefusedError("not-text", f"{answer.url} is {media}, not a web page or text.")
    return _unpacked(content, answer.url, limit) if is_gzip(content) else content


def start_in(answer: Answer, limit: int) -> bytes:
    """The first ``limit`` bytes of an answer that may be cut; raises RefusedError where it is packed in a way not asked for."""
    content = _gunzipped_start(answer.content, limit) if _is_packed(answer) else answer.content
    return _gunzipped_start(content, limit) if is_gzip(content) else content[:limit]


def busy_for(answer: Answer) -> float | None:
    """The seconds after which a busy site is to be asked again; None where it is not busy, or does not know itself."""
    if answer.status not in BUSY:
        return None
    seconds = _seconds(answer.retry_after)
    return BUSY_SECONDS if seconds is None and answer.status == 429 else seconds


def _seconds(retry_after: str | None) -> float | None:
    """Retry-After, a number of seconds or a date, as seconds from now.

    >>> _seconds("120"), _seconds("soon")
    (120.0, None)
    """
    if retry_after is None:
        return None
    if retry_after.strip().isdecimal():
        return float(retry_after)
    try:
        return max(0.0, parsedate_to_datetime(retry_after).timestamp() - time.time())
    except (ValueError, OverflowError):
        return None


def _is_packed(answer: Answer) -> bool:
    if answer.coding in ("gzip", "x-gzip"):
        return True
    if answer.coding not in ("identity", ""):
        detail = f"{answer.url} sent its page in {answer.coding}, which was not asked for. Save the page to a file."
        raise RefusedError("encoding", detail)
    return False


def _gunzipped_start(content: bytes, limit: int) -> bytes:
    try:
        return zlib.decompressobj(wbits=31).decompress(content, limit)
    except zlib.error:
        return b""


def _unpacked(content: bytes, url: str, limit: int) -> bytes:
    try:
        return gunzip(content, limit)
    except ValueError as error:
        raise RefusedError("bad-gzip", f"{url} sent gzip that cannot be unpacked ({error}). Try again later.") from error
