"""File, folder, standard input, JSON lines, WARC, feed, sitemap or address -> Page: raw bytes, in input order, one by one."""

from __future__ import annotations

import io
import json
import os
import re
import sys
import zlib
from collections.abc import Iterable, Iterator
from gzip import BadGzipFile, GzipFile
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from sayso.options import DEFAULT_OPTIONS, PageOptions, too_big
from sayso.pages.addresses import bare_address, is_address
from sayso.pages.charset import gunzip, is_gzip
from sayso.pages.damage import told_together
from sayso.pages.kinds import HEAD_BYTES, Kind, kind_of
from sayso.pages.warcs import read_warc
from sayso.record import Page, Refusal

if TYPE_CHECKING:
    from typing_extensions import Buffer

    from sayso.pages.fetch import Fetcher, Validators

__all__ = ["PageOptions", "read_pages"]

ENDINGS = (".html", ".htm", ".xhtml", ".txt", ".text", ".jsonl", ".ndjson", ".warc")
LINES_ENDINGS = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")
WARC_ENDINGS = (".warc", ".warc.gz")
FEED_ENDINGS = (".rss", ".atom")
LISTS = ("feed", "sitemap", "addresses")


def read_pages(
    inputs: Iterable[str], options: PageOptions = DEFAULT_OPTIONS, validators: Validators | None = None
) -> Iterator[Page | Refusal]:
    """The pages of the inputs, lazily and in their order; what cannot be read is a Refusal in its place.

    An input is a file, a folder (its files of known endings, sorted, folders within too), ``-`` for standard input, or an
    http(s) address. JSON lines give a page a line, named "file.jsonl:3"; a WARC a page a record, named by the byte at which it
    begins, "crawl.warc.gz:81920". A feed or a sitemap, in a file or at an address, gives the pages that it lists, which are
    fetched as they are asked for. ``validators`` keep pages that have not changed from being fetched again.

    >>> [page.reason for page in read_pages(["no/such/file.html"])]
    ['not-found']
    """
    with _Fetching(options, validators) as fetching:
        for name in inputs:
            yield from _read_input(name, options, fetching)


class _Fetching:
    """One fetcher for all addresses of a run, opened at the first one: httpx2 takes 120 ms to import."""

    def __init__(self, options: PageOptions, validators: Validators | None) -> None:
        self.options = options
        self.validators = validators
        self._fetcher: Fetcher | None = None

    def fetch(self, url: str) -> Page | Refusal:
        if self._fetcher is None:
            from sayso.pages.fetch import Fetcher

            self._fetcher = Fetcher(self.options, self.validators)
        return self._fetcher.fetch(url)

    def __enter__(self) -> _Fetching:
        return self

    def __exit__(self, *_: object) -> None:
        if self._fetcher is not None:
            self._fetcher.close()


_OTHER_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")  # "ftp://news.example/1"; "C:/news.html" is a path


def _read_input(name: str, options: PageOptions, fetching: _Fetching) -> Iterator[Page | Refusal]:
    if name == "-":
        if sys.stdin is None:
            yield Refusal("-", "unreadable", "Standard input is closed.")
            return
        try:
            yield from _read_stream(cast(BinaryIO, sys.stdin.buffer), "-", options, fetching)
        except OSError as error:
            yield Refusal("-", "unreadable", f"Standard input cannot be read: {_why(error)}.")
    elif is_address(name):
        page = fetching.fetch(name)
        kind = "page" if options.prose or isinstance(page, Refusal) else kind_of(page.content)
        if isinstance(page, Page) and kind == "warc":
            yield from read_warc(io.BytesIO(page.content), page.input, options)
        else:
            yield from _read_listed(page, kind, fetching) if isinstance(page, Page) and kind in LISTS else (page,)
    elif _OTHER_ADDRESS.match(name) and not Path(name).exists():
        name = _shown(name)
        yield Refusal(name, "bad-address", f"{name} cannot be fetched: it needs http:// or https:// and a host.")
    else:
        yield from _read_path(Path(name), name, options, fetching)


def _shown(name: str) -> str:
    """What is neither an address that can be fetched nor a path, without a password: "ana:hunter2@news.example/1" too."""
    pair = name.partition("@")[0]
    return bare_address(f"//{name}")[2:] if ":" in pair and not re.search(r"[/\\]", pair) else bare_address(name)


def _read_listed(page: Page, kind: Kind, fetching: _Fetching) -> Iterator[Page | Refusal]:
    """The pages at the addresses that a feed, a sitemap or a list names."""
    from sayso.pages.feeds import read_feed
    from sayso.pages.sitemaps import read_sitemap

    for found in read_feed(page) if kind == "feed" else read_sitemap(page, fetching.fetch):
        yield fetching.fetch(found) if isinstance(found, str) else found


def _read_path(path: Path, name: str, options: PageOptions, fetching: _Fetching | None) -> Iterator[Page | Refusal]:
    try:
        if path.is_dir():
            yield from _read_folder(path, name, options)
        elif not path.exists():
            name = _shown(name)
            yield Refusal(name, "not-found", f"There is no file or folder {name}. Check the path.")
        else:
            with path.open("rb") as stream:
                yield from _read_stream(stream, name, options, fetching)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        name = _shown(name)
        yield Refusal(name, "unreadable", f"{name} cannot be read: {_why(error)}. Check its permissions.")


def _read_folder(folder: Path, name: str, options: PageOptions) -> Iterator[Page | Refusal]:
    """A folder is read without the network: a feed or a list of addresses that lies in it is a page like any other."""
    found = False
    for path in _files_in(folder):
        found = True
        yield from _read_path(path, str(path), options, fetching=None)
    if not found:
        wanted = ", ".join(ENDINGS)
        yield Refusal(name, "empty", f"The folder {name} holds no page: no file that ends in {wanted} (or these with .gz).")


def _files_in(folder: Path) -> Iterator[Path]:
    """Files of known endings, sorted by name within their folder, hidden ones and links to folders left out."""
    for top, folders, files in os.walk(folder):
        folders[:] = sorted(sub for sub in folders if not sub.startswith("."))
        for file in sorted(files, key=lambda file: (file.partition(".")[0], file)):  # call.html before call-v2.html
            if file.lower().removesuffix(".gz").endswith(ENDINGS) and not file.startswith("."):
                yield Path(top, file)


def _read_stream(stream: BinaryIO, name: str, options: PageOptions, fetching: _Fetching | None) -> Iterator[Page | Refusal]:
    """What a file is, by its name's ending and its first bytes, and its pages. Without ``fetching`` lists are not followed."""
    if options.prose:
        yield _one_page(stream.read(options.max_bytes + 1), name, options)
        return
    head = _head_of(stream)
    ending, kind = name.lower(), kind_of(head)
    stream = cast(BinaryIO, io.BufferedReader(_Rejoined(head, stream)))
    if ending.endswith(WARC_ENDINGS) or kind == "warc":
        yield from read_warc(stream, name, options)
    elif ending.endswith(LINES_ENDINGS):
        yield from _read_lines(cast(BinaryIO, GzipFile(fileobj=stream)) if is_gzip(head) else stream, name, options)
    elif fetching and (ending.endswith(FEED_ENDINGS) or kind in LISTS):
        page = _one_page(stream.read(options.max_bytes + 1), name, options)
        kind = kind if kind in LISTS else "feed"
        yield from _read_listed(page, kind, fetching) if isinstance(page, Page) else (page,)
    else:
        yield from _read_lines_or_page(stream, name, options)


def _head_of(stream: BinaryIO) -> bytes:
    """A stream's first bytes, by which to tell what it is; no more of them than a first JSON line that stands there already.

    So a program that writes its pages to a pipe line by line has each one's reading before it writes the next.
    """
    head = b""
    while len(head) < HEAD_BYTES and (more := cast(io.BufferedReader, stream).read1(HEAD_BYTES - len(head))):
        head += more
        line, newline, _ = head.partition(b"\n")
        if newline and _record(line) is not None:
            break
    return head


def _read_lines_or_page(stream: BinaryIO, name: str, options: PageOptions) -> Iterator[Page | Refusal]:
    """JSON lines, where the first line says that these are some, or one page."""
    limit = options.max_bytes
    first = stream.readline(limit + 1)
    if _record(first) is not None:
        yield from _read_lines(stream, name, options, first)
    else:
        yield _one_page(first + stream.read(max(0, limit + 1 - len(first))), name, options)


class _Rejoined(io.RawIOBase):
    """A stream with the bytes that were read off its head put back; standard input cannot be wound back."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = head
        self._rest = cast(io.BufferedReader, rest)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer) -> int:
        if not self._head:
            return self._rest.readinto1(buffer)
        view = memoryview(buffer)
        size = min(len(view), len(self._head))
        view[:size] = self._head[:size]
        self._head = self._head[size:]
        return size


def _one_page(content: bytes, name: str, options: PageOptions) -> Page | Refusal:
    if len(content) > options.max_bytes:
        return too_big(name, options.max_bytes)
    if is_gzip(content):
        try:
            content = gunzip(content, options.max_bytes)
        except OverflowError:
            return too_big(name, options.max_bytes)
        except ValueError as error:
            return Refusal(name, "bad-gzip", f"{name} is gzip that cannot be unpacked ({error}). Get the file again.")
    return Page(input=name, content=content, prose=options.prose)


def _read_lines(stream: BinaryIO, name: str, options: PageOptions, first: bytes = b"") -> Iterator[Page | Refusal]:
    yield from told_together(_lines(stream, name, options, first), name, "bad-json")


def _lines(stream: BinaryIO, name: str, options: PageOptions, first: bytes) -> Iterator[Page | Refusal]:
    number = 0
    found = False
    try:
        while line := first or stream.readline(options.max_bytes + 1):
            first = b""
            number += 1
            at = f"{name}:{number}"
            if len(line) > options.max_bytes:
                yield too_big(at, options.max_bytes)
                _skip_line(stream, options.max_bytes)
            elif line.strip():
                yield _page_of_line(line, at, options)
            found = found or bool(line.strip())
    except (OSError, EOFError, zlib.error) as error:
        found = True
        if isinstance(error, EOFError | zlib.error | BadGzipFile):
            yield Refusal(
                f"{name}:{number + 1}", "bad-gzip", f"{name} is gzip that cannot be unpacked ({error}). Get it again."
            )
        else:
            yield Refusal(name, "unreadable", f"{name} cannot be read on: {_why(error)}.")
    if not found:
        yield Refusal(name, "empty", f"{name} has no lines. Each line should be a JSON object with url and html or text.")


def _skip_line(stream: BinaryIO, limit: int) -> None:
    while (rest := stream.readline(limit)) and not rest.endswith(b"\n"):
        pass


def _record(line: bytes) -> dict[str, object] | None:
    """The JSON object on a line that has an html or a text; None where it is none."""
    if not line.lstrip(b"\xef\xbb\xbf \t").startswith(b"{"):
        return None
    try:
        record = json.loads(line.decode("utf-8-sig", "surrogatepass"))
    except (ValueError, RecursionError):
        return None
    return record if isinstance(record, dict) and any(isinstance(record.get(key), str) for key in ("html", "text")) else None


def _page_of_line(line: bytes, at: str, options: PageOptions) -> Page | Refusal:
    record = _record(line)
    if record is None:
        detail = f"{at} is not a JSON object with a string html or text (and a url). Check that line of the file."
        return Refusal(at, "bad-json", detail)
    html, text, url, captured = (_string(record.get(key)) for key in ("html", "text", "url", "captured"))
    url = None if url is None else bare_address(url)
    content = (html if html is not None else text or "").encode("utf-8", "surrogatepass")
    media_type = "text/html" if html is not None else "text/plain"
    return Page(at, content, url, captured, media_type, charset="utf-8", prose=options.prose)


def _string(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _why(error: Exception) -> str:
    return (getattr(error, "strerror", None) or str(error)).lower()
