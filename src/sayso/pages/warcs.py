"""A WARC or an ARC, packed or not -> its pages, in order, in the memory of one; what is broken is a Refusal, between them."""

from __future__ import annotations

import contextlib
import io
import logging
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, BinaryIO

from sayso.options import DEFAULT_OPTIONS, PageOptions, too_big
from sayso.pages.addresses import bare_address, is_address
from sayso.pages.damage import told_together
from sayso.pages.payloads import unpack_body
from sayso.pages.warc_frames import ARC, HEAD_BYTES, WARC, Fault, Form, Frame, frames_of, is_warc
from sayso.record import Page, Refusal

if TYPE_CHECKING:
    from fastwarc.warc import HeaderMap

__all__ = ["is_warc", "read_arc", "read_warc"]

HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
_CHARSET = re.compile(r"""charset\s{0,9}=\s{0,9}["']?([\w.:-]{1,40})""", re.I)
_BLANK_LINE = re.compile(rb"\n\r?\n")
_LINE_END = re.compile(rb"\r?\n")
_MOST_NAMED = 5  # of the kinds that were passed over
_MOST_KINDS, _LONGEST_KIND = 1_000, 80  # that are counted apart, and characters of each: a file may call its records anything

log = logging.getLogger(__name__)


class _PassedOverError(Exception):
    """A record that is no page of an article; its message is the kind to count it by."""


def read_warc(
    stream: BinaryIO, name: str, options: PageOptions = DEFAULT_OPTIONS, within: str = ""
) -> Iterator[Page | Refusal]:
    """The pages of a WARC: answers with HTML and status 200, HTML kept as a resource, and the texts of a WET file.

    Each page's ``input`` is "NAME:OFFSET", the byte at which its record begins, with ``within`` before it. Requests, metadata,
    revisits, redirects, errors, images and the like are passed over and counted in the log; a broken record or gzip member is a
    Refusal, and reading goes on after it; more than a thousand are told together. A WARC without any page is a Refusal.

    >>> import io
    >>> [refusal.reason for refusal in read_warc(io.BytesIO(b"WARC/1.0"), "a.warc")]
    ['bad-warc']
    """
    yield from told_together(_results(stream, name, options, WARC, _page, within), name, "bad-warc")


def read_arc(stream: BinaryIO, name: str, options: PageOptions = DEFAULT_OPTIONS) -> Iterator[Page | Refusal]:
    """The pages of an ARC, as those of a WARC: answers with HTML and status 200."""
    yield from told_together(_results(stream, name, options, ARC, _arc_page), name, "bad-warc")


Reader = Callable[[Frame, str, PageOptions], Page | Refusal]


def _results(
    stream: BinaryIO, name: str, options: PageOptions, form: Form, page: Reader, within: str = ""
) -> Iterator[Page | Refusal | None]:
    """A result for each record, and for what is broken between them; None for a record that is passed over."""
    passed_over: Counter[str] = Counter()
    found = False
    for frame in frames_of(stream, options.max_bytes + HEAD_BYTES, form):
        try:
            at = f"{name}:{within}{frame.place}"
            result = _refused(frame, name, at) if isinstance(frame, Fault) else page(frame, at, options)
        except _PassedOverError as error:
            kind = str(error)[:_LONGEST_KIND]
            passed_over[kind if kind in passed_over or len(passed_over) < _MOST_KINDS else "of other kinds"] += 1
            yield None
            continue
        found = True
        yield result
    kinds = ", ".join(f"{count:,} {kind}" for kind, count in passed_over.most_common(_MOST_NAMED))
    if passed_over:
        log.info("%s: passed over %s", name, kinds)
    if not found:
        held = f"of its records, {kinds}" if kinds else "no record at all"
        kind = "a WARC" if form is WARC else "an ARC"
        yield Refusal(name, "empty", f"{name} is {kind} without a page: {held}. Is it the right file?")


def _refused(fault: Fault, name: str, at: str) -> Refusal:
    after = "Get the file again." if fault.last else "What can be read after it is read; get the file again."
    return Refusal(at, "bad-warc", f"{name} is broken at byte {fault.place}: {fault.detail}. {after}")


def _arc_page(frame: Frame, at: str, options: PageOptions) -> Page | Refusal:
    fields = frame.head.split(b" ")  # an address may hold blanks: the time is the first field of twelve or fourteen digits
    at_time = next((n for n, field in enumerate(fields) if n > 1 and len(field) in (12, 14) and field.isdigit()), 2)
    address = bare_address(b" ".join(fields[: at_time - 1]).decode("utf-8", "replace"))
    if not is_address(address):
        raise _PassedOverError(f"{address.partition(':')[0]} records")
    http, body = _message(frame.block)
    media, charset = _declared(http)
    media = media or _sniffed(body)
    if media not in HTML_TYPES:
        raise _PassedOverError(f"of type {media or 'unknown'}")
    if not frame.whole:
        return too_big(at, options.max_bytes)
    transfer, coding = _field(http, b"Transfer-Encoding"), _field(http, b"Content-Encoding")
    return _unpacked(
        Page(at, body, address, _arc_time(fields[at_time].decode("ascii", "replace")), media, charset),
        transfer,
        coding,
        False,
        options,
    )


def _arc_time(stamp: str) -> str | None:
    try:
        return datetime.strptime(stamp.ljust(14, "0"), "%Y%m%d%H%M%S").replace(tzinfo=UTC).isoformat(timespec="seconds")
    except ValueError:
        return None


def _page(frame: Frame, at: str, options: PageOptions) -> Page | Refusal:
    record = _headers(frame.head)
    kind = _field(record, b"WARC-Type").lower()
    url = bare_address(_field(record, b"WARC-Target-URI").strip("<> "))  # wget writes <address>
    if kind not in ("response", "resource", "conversion") or not is_address(url):
        raise _PassedOverError(f"{kind or 'nameless'} records")
    http, body = _message(frame.block) if kind == "response" else (None, frame.block)
    media, charset = _declared(record if http is None else http)
    media = media or _field(record, b"WARC-Identified-Payload-Type").lower() or _sniffed(body)
    if media not in HTML_TYPES and not (kind == "conversion" and media == "text/plain"):
        raise _PassedOverError(f"of type {media or 'unknown'}")
    if not frame.whole:
        return too_big(at, options.max_bytes)
    transfer, coding = ("", "") if http is None else (_field(http, b"Transfer-Encoding"), _field(http, b"Content-Encoding"))
    page = Page(at, body, url, _captured(_field(record, b"WARC-Date")), media, charset)
    return _unpacked(page, transfer, coding, bool(_field(record, b"WARC-Truncated")), options)


def _unpacked(page: Page, transfer: str, coding: str, cut: bool, options: PageOptions) -> Page | Refusal:
    """The page with its body unpacked; ``cut`` says that the crawler itself cut it."""
    at = page.input
    try:
        return replace(page, content=unpack_body(page.content, transfer, coding, options.max_bytes, cut=cut))
    except OverflowError:
        return too_big(at, options.max_bytes)
    except ValueError as error:
        detail = f"{page.url} in {at} is packed in a way that cannot be undone: {error}. Get the page again."
        return Refusal(at, "encoding", detail)


def _message(block: bytes) -> tuple[HeaderMap, bytes]:
    """The head and the body of an answer with a page in it."""
    end = _BLANK_LINE.search(block, 0, HEAD_BYTES)
    head = _headers(block[: end.end() if end else HEAD_BYTES])
    status = head.status_code
    if status is None or not block.startswith(b"HTTP/"):
        raise _PassedOverError("without an HTTP head")
    if status not in (200, 203):
        raise _PassedOverError(f"with status {status}")
    return head, block[end.end() :] if end else b""


def _headers(head: bytes) -> HeaderMap:
    """A head's fields, folded lines joined, whatever ends its lines; no fields where it is none."""
    from fastwarc.warc import HeaderMap

    fields = HeaderMap()
    with contextlib.suppress(OSError):  # longer than FastWARC takes
        fields.parse(io.BytesIO(_LINE_END.sub(b"\r\n", head)))
    return fields


def _field(fields: HeaderMap, name: bytes) -> str:
    """The last field of this name, as browsers take it where a server sends two; "" for none."""
    found = fields.get_bytes_multiple(name)
    return found[-1].decode("utf-8", "replace").strip() if found else ""


def _declared(fields: HeaderMap) -> tuple[str, str | None]:
    """Media type and charset, each from the last Content-Type that has one."""
    media, charset = "", None
    for value in fields.get_bytes_multiple(b"Content-Type"):
        text = value.decode("latin-1")
        first = text.split(";")[0].strip().lower()
        media = first if "/" in first else media
        named = _CHARSET.search(text)
        charset = named[1] if named else charset
    return media, charset


def _sniffed(body: bytes) -> str:
    start = body[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return "text/html" if start.startswith((b"<!doctype html", b"<html")) else ""


def _captured(date: str) -> str | None:
    """WARC-Date in the form that fetched pages have: "2031-03-14T09:00:00+00:00"; None for no date."""
    try:
        moment = datetime.fromisoformat(date)
        return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC).isoformat(timespec="seconds")
    except (ValueError, OverflowError):
        return None
