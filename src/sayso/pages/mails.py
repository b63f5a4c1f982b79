"""An e-mail (EML), a mailbox (mbox) or a page that a browser saved as one file (MHTML) -> its pages, decoded.

The parts are cut by lines, in the memory of one page: a file of a hundred pictures, of parts in parts without end, or of one
line of a gigabyte costs no more than its reading. Only what heads say is left to the standard library.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from email.header import decode_header, make_header
from email.utils import parseaddr
from typing import BinaryIO

from sayso.options import PageOptions, too_big
from sayso.pages.addresses import bare_address, is_address
from sayso.pages.captures import mail_time
from sayso.pages.kinds import FROM_LINE
from sayso.record import Given, Page, Refusal

MOST_PARTS = 2_000  # of one message; a saved page with its pictures and styles has some hundred
DEEPEST = 16  # parts in parts; people's programs make four
MOST_HEAD = 256 * 1024  # bytes of a message's head, of which a few lines are looked at
LONGEST_FIELD = 2_000  # bytes that are looked at
LINE = 64 * 1024  # bytes read at once
ENCODED = 4  # times the bytes of a page that it may take as quoted-printable, in which each may be written as three
_FIELD = re.compile(rb"([A-Za-z][A-Za-z0-9-]{1,60}):[ \t]?(.*)", re.S)
_PARAMETER = re.compile(r";\s{0,9}%s\*?\s{0,9}=\s{0,9}(?:\"([^\"]{1,200})\"|([^\s;\"]{1,200}))")
_FLOWED = re.compile(rb" \r?\n(?![>\s]|-- )")
_REPLY = re.compile(r"(?:(?:re|fwd?|aw|wg|tr|sv|vs|rv|enc)(?:\[\d\])?:\s{0,9})+", re.I)
_LOCKED = ("multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted")


def read_mail(stream: BinaryIO, name: str, options: PageOptions) -> Iterator[Page | Refusal]:
    """The page of a message."""
    yield _message(_lines(stream), name, options)


def read_mailbox(stream: BinaryIO, name: str, options: PageOptions) -> Iterator[Page | Refusal]:
    """The page of each message of a mailbox, named "inbox.mbox:3"."""
    lines = _Lookahead(_lines(stream))
    number = 0
    while lines.next is not None:
        number += 1
        lines.take()  # "From …"
        message = lines.until_from_line()
        yield _message(message, f"{name}:{number}", options)
        for _ in message:  # what stands after its last part
            pass


class _Lookahead:
    def __init__(self, lines: Iterator[bytes]) -> None:
        self.lines = lines
        self.next: bytes | None = next(lines, None)

    def take(self) -> bytes:
        taken, self.next = self.next, next(self.lines, None)
        return taken or b""

    def until_from_line(self) -> Iterator[bytes]:
        blank = False
        while self.next is not None and not (blank and FROM_LINE.match(self.next)):
            line = self.take()
            blank = not line.strip()
            yield line[1:] if line.startswith(b">From ") else line


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    """Lines with their ends; one beyond LINE bytes comes in pieces."""
    while line := stream.readline(LINE):
        yield line


@dataclass(slots=True)
class _Part:
    """A part's head as far as it matters, and its words as they stand in the file; ``kept`` where they are wanted."""

    fields: dict[str, bytes] = field(default_factory=dict)
    kept: bool = False
    words: bytearray = field(default_factory=bytearray)  # not a list of lines: short ones would take 20 times their size
    size: int = 0

    def text(self, name: str) -> str:
        return self.fields.get(name, b"")[:LONGEST_FIELD].decode("utf-8", "replace").strip()

    def media(self) -> str:
        return self.text("content-type").partition(";")[0].strip().lower() or "text/plain"

    def parameter(self, name: str) -> str:
        found = re.search(_PARAMETER.pattern % re.escape(name), self.text("content-type"), re.I)
        return (found[1] or found[2]) if found else ""


def _message(lines: Iterator[bytes], name: str, options: PageOptions) -> Page | Refusal:
    most = options.max_bytes * ENCODED
    whole = _Part(_head(lines))
    media = whole.media()
    if media in _LOCKED:
        for _ in lines:
            pass
        return Refusal(name, "locked", f"{name} is an encrypted message. Save its text, or the message decrypted.")
    if media.startswith("multipart/"):
        parts = list(_parts(lines, whole, most))
    else:
        whole.kept = True
        for line in lines:
            _keep(whole, line, most)
        parts = [whole]
    html = next((part for part in parts if part.media() in ("text/html", "application/xhtml+xml")), None)
    plain = next((part for part in parts if part.media().startswith("text/") and part is not html), None)
    pages = [_page(part, name, options) for part in (html, plain) if part is not None]
    if not pages:
        return Refusal(
            name, "empty", f"{name} is a message without a part of HTML or text. What is attached must be saved by itself."
        )
    first, *others = pages
    if isinstance(first, Refusal):
        return first
    page = _with_head(first, whole, html)
    return replace(page, other=_with_head(others[0], whole, None)) if others and isinstance(others[0], Page) else page


def _head(lines: Iterator[bytes], inner: bool = False) -> dict[str, bytes]:
    """The fields of a head by lower-case name, the first of each, folded lines joined; up to the blank line, with it."""
    fields: dict[str, bytes] = {}
    last, size = "", 0
    for line in lines:
        if not line.strip():
            if (
                not fields and not size and not inner
            ):  # blank lines before a message; a part may begin with one, and has no head
                continue
            break
        size += len(line)
        if size > MOST_HEAD:
            continue
        found = _FIELD.match(line)
        if line[:1] in b" \t" and last:
            fields[last] = (fields[last] + b" " + line.strip())[: 4 * LONGEST_FIELD]
        elif found:
            last = found[1].decode("ascii").lower()
            if last in fields:
                last = f"another {last}"
            fields[last] = found[2].strip()[: 4 * LONGEST_FIELD]
    return fields


def _parts(lines: Iterator[bytes], whole: _Part, most: int) -> Iterator[_Part]:
    """The parts of HTML and text, the first of each kind; all others are passed over."""
    boundaries: list[bytes] = [_boundary(whole)]
    wanted = {"text/html", "application/xhtml+xml", "text/plain"}
    part: _Part | None = None
    count = 0
    for line in lines:
        depth = _at_boundary(line, boundaries)
        if depth is None:
            if part is not None and part.kept:
                _keep(part, line, most)
            continue
        if part is not None and part.kept:
            yield part
        part = None
        ended = line.rstrip().endswith(boundaries[depth] + b"--")
        del boundaries[depth + (not ended) :]
        count += 1
        if not boundaries or count > MOST_PARTS:
            return
        if ended:
            continue
        part = _Part(_head(lines, inner=True))
        media = part.media()
        if media.startswith("multipart/"):
            if len(boundaries) < DEEPEST:
                boundaries.append(_boundary(part))
        elif media in wanted and not part.text("content-disposition").lower().startswith("attachment"):
            wanted -= {media} if media == "text/plain" else {"text/html", "application/xhtml+xml"}
            part.kept = True
    if part is not None and part.kept:
        yield part


def _boundary(part: _Part) -> bytes:
    return b"--" + (part.parameter("boundary").encode() or b"\0none\0")


def _at_boundary(line: bytes, boundaries: list[bytes]) -> int | None:
    """Which of the boundaries that are open a line is, the innermost first; None for none."""
    if not line.startswith(b"--"):
        return None
    words = line.rstrip()
    return next((at for at in range(len(boundaries) - 1, -1, -1) if words in (boundaries[at], boundaries[at] + b"--")), None)


def _keep(part: _Part, line: bytes, most: int) -> None:
    part.size += len(line)
    if part.size <= most:
        part.words += line


def _page(part: _Part, name: str, options: PageOptions) -> Page | Refusal:
    if part.size > options.max_bytes * ENCODED:
        return too_big(name, options.max_bytes)
    content = _decoded(bytes(part.words), part.text("content-transfer-encoding").lower())
    if len(content) > options.max_bytes:
        return too_big(name, options.max_bytes)
    media = "text/html" if "html" in part.media() else "text/plain"
    if media == "text/plain" and part.parameter("format").lower() == "flowed":
        content = _FLOWED.sub(b"" if part.parameter("delsp").lower() == "yes" else b" ", content)
    return Page(name, content, media_type=media, charset=part.parameter("charset") or None)


def _decoded(words: bytes, encoding: str) -> bytes:
    if encoding == "quoted-printable":
        return binascii.a2b_qp(words)
    if encoding == "base64":
        letters = re.sub(rb"[^A-Za-z0-9+/]", b"", words)
        return binascii.a2b_base64(letters[: len(letters) - (len(letters) % 4 == 1)] + b"=" * (-len(letters) % 4))
    return words


def _with_head(page: Page, whole: _Part, html: _Part | None) -> Page:
    """The page with what the message's head says: address and capture of a saved page, title, sender and day of a letter."""
    saved = whole.text("snapshot-content-location")
    if not saved and html is not None and whole.media() == "multipart/related":
        saved = html.text("content-location")
    day = mail_time(whole.text("date")) if whole.text("date") else None
    if is_address(saved):
        return replace(page, url=bare_address(saved), captured=day)
    archived = whole.text("archived-at").strip("<>")
    address = bare_address(archived) if is_address(archived) else None
    if whole.text("from").startswith("<Saved by"):
        return replace(page, url=address, captured=day)
    sender, mailbox = parseaddr(_words(whole.text("from")))
    given = Given(
        headline=_REPLY.sub("", _words(whole.text("subject"))) or None,
        published=whole.text("date") or None,
        outlet=sender or mailbox.rpartition("@")[2] or None,
        first=True,
    )
    return replace(page, url=address, given=given)


def _words(written: str) -> str:
    """A field's words, its =?utf-8?q?=E2=80=A6?= decoded."""
    try:
        return str(make_header(decode_header(written)))
    except (ValueError, LookupError, UnicodeError):
        return written
