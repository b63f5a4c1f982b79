"""File, folder, standard input, JSON lines, WARC, feed, sitemap or address -> Page: raw bytes, in input order, one by one."""

from __future__ import annotations

import io
import os
import re
import sys
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from gzip import BadGzipFile, GzipFile
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from sayso.options import DEFAULT_OPTIONS, PageOptions, too_big
from sayso.pages.addresses import bare_address, is_address, meant_address
from sayso.pages.captures import as_captured
from sayso.pages.charset import gunzip, is_gzip
from sayso.pages.damage import told_together
from sayso.pages.json_objects import har_pages, is_har, page_in, record_in, value_in
from sayso.pages.kinds import HEAD_BYTES, Kind, is_mail, is_mailbox, is_zip, is_zstandard, kind_of
from sayso.pages.readings import MANIFEST, is_read
from sayso.pages.warc_frames import is_arc
from sayso.pages.warcs import read_arc, read_warc
from sayso.record import Page, Refusal

if TYPE_CHECKING:
    from typing_extensions import Buffer

    from sayso.pages.fetch import Fetcher, Validators

__all__ = ["PageOptions", "is_page_name", "passed_over", "read_pages"]

ENDINGS = (
    ".html", ".htm", ".xhtml", ".mhtml", ".mht", ".eml", ".mbox", ".txt", ".text", ".md", ".markdown", ".rtf", ".pdf", ".docx",
    ".json", ".jsonl", ".ndjson", ".har", ".warc", ".arc", ".wacz",
)  # fmt: skip
PACKED_ENDINGS = (".gz", ".zst")
LINES_ENDINGS = (".jsonl", ".ndjson")
MAIL_ENDINGS = (".eml", ".mht", ".mhtml")
FEED_ENDINGS = (".rss", ".atom")
LISTS = ("feed", "sitemap", "addresses")
_BRAT = "annotation.conf"  # what lies beside the texts of a folder for brat
IN_MEMORY = 8  # times what one page may have: a JSON array, a HAR, a WACZ that comes on standard input
MOST_WRAPPED = 20  # values of a JSON object that are looked into for a list of articles
_LIKE_JSON = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,200}(?:\{\s{0,200}(?:[\"}]|$)|\[\s{0,200}(?:[{\]]|$))")


def read_pages(
    inputs: Iterable[str], options: PageOptions = DEFAULT_OPTIONS, validators: Validators | None = None
) -> Iterator[Page | Refusal]:
    """The pages of the inputs, lazily and in their order; what cannot be read is a Refusal in its place.

    An input is a file, a folder (its files of known endings, sorted, folders within too), ``-`` for standard input, or an
    http(s) address. JSON lines give a page a line, named "file.jsonl:3"; a WARC a page a record, named by the byte at which it
    begins, "crawl.warc.gz:81920"; an ARC, a WACZ, a HAR, a mailbox and a JSON array give pages in the same way. A feed or a
    sitemap, in a file or at an address, gives the pages that it lists, which are fetched as they are asked for. ``validators``
    keep pages that have not changed from being fetched again.

    >>> [page.reason for page in read_pages(["no/such/file.html"])]
    ['not-found']
    """
    with _Fetching(options, validators) as fetching:
        for name in inputs:
            for page in _read_input(name, options, fetching):
                if isinstance(page, Page):
                    page = as_captured(page, fetched=True)
                    page = replace(page, languages=options.languages) if options.languages else page
                yield page


def read_stream(stream: BinaryIO, name: str, options: PageOptions = DEFAULT_OPTIONS) -> Iterator[Page | Refusal]:
    """The pages of one open file, a buffered stream, as ``read_pages`` has them; a feed or a list of addresses is one page.

    An OSError of the stream is raised where it is no fault of the bytes, but for JSON lines, whose refusal is "unreadable".
    """
    for page in _read_stream(stream, name, options, fetching=None):
        if isinstance(page, Page):
            page = as_captured(page, fetched=True)
            page = replace(page, languages=options.languages) if options.languages else page
        yield page


def page_files(folder: Path) -> Iterator[Path | Refusal]:
    """The files of a folder, and of those in it, that ``read_pages`` reads, in order; a Refusal for a folder it refuses."""
    for path in _files_in(folder):
        if path.name == _BRAT and _is_annotated(path.parent):
            yield _annotated(path.parent)
        elif _is_manifest(path):
            yield _read_already(path.parent)
        elif is_page_name(path.name):
            yield path


def passed_over(inputs: Iterable[str], own: str | os.PathLike[str] | None = None) -> Counter[str]:
    """How many files of the folders among the inputs are passed over, by their ending: {".png": 12, "no ending": 1}.

    Hidden files and folders are not counted, nor is ``own``, what Sayso itself writes there: a store with what lies beside it.
    """
    counts: Counter[str] = Counter()
    ours = {os.path.abspath(own) + beside for beside in ("", "-wal", "-shm", "-journal")} if own else set()  # noqa: PTH100
    for name in inputs:
        try:
            if name == "-" or is_address(name) or not Path(name).is_dir():
                continue
        except (OSError, ValueError):
            continue
        for path in _files_in(Path(name)):
            if _is_manifest(path) or (path.name == _BRAT and _is_annotated(path.parent)):
                continue  # which is told in its place
            if not is_page_name(path.name) and os.path.abspath(path) not in ours:  # noqa: PTH100  # links stay links
                counts[path.suffix.lower()[:12] or "no ending"] += 1
    return counts


_OF_THE_FOLDER = frozenset(("readme", "license", "licence", "copying", "notice", "changelog", "contributing"))


def is_page_name(file: str) -> bool:
    """Whether a file in a folder is read: by its name's ending, packed or not. What tells of the folder itself is no page.

    >>> is_page_name("call.html.gz"), is_page_name("call.png"), is_page_name("README.md")
    (True, False, False)
    """
    bare = _bare(file)
    return bare.endswith(ENDINGS) and bare.partition(".")[0] not in _OF_THE_FOLDER


def _bare(name: str) -> str:
    """A name, small, without the ending of what it is packed by."""
    name = name.lower()
    return next((name.removesuffix(ending) for ending in PACKED_ENDINGS if name.endswith(ending)), name)


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
        if options.prose or isinstance(page, Refusal):
            yield page
        elif (kind := kind_of(page.content)) in LISTS:
            yield from _read_listed(page, kind, fetching)
        else:
            yield from _read_fetched(page, options)
    elif (address := meant_address(name)) and not _is_there(name):
        for page in _read_input(address, options, fetching):
            yield _taken_for(page, name) if isinstance(page, Refusal) else page
    elif _OTHER_ADDRESS.match(name) and not Path(name).exists():
        name = _shown(name)
        yield Refusal(name, "bad-address", f"{name} cannot be fetched: it needs http:// or https:// and a host.")
    else:
        yield from _read_path(Path(name), name, options, fetching)


def _is_there(name: str) -> bool:
    try:
        return Path(name).exists()
    except (OSError, ValueError):
        return False


def _taken_for(refusal: Refusal, name: str) -> Refusal:
    """The refusal of an address that was not written as one, which may not have been meant as one."""
    said = f"There is no file {_shown(name)}, so it was taken for an address: {bare_address(refusal.input)}."
    return replace(refusal, detail=f"{refusal.detail} {said}")


def _read_fetched(page: Page, options: PageOptions) -> Iterator[Page | Refusal]:
    """What was got from an address: a page, or an archive or a message with pages in it."""
    head = page.content[:HEAD_BYTES]
    holds = is_zstandard(head) or is_zip(head) or kind_of(head) == "warc" or is_arc(head) or is_mailbox(head) or is_har(head)
    if not holds and not is_mail(head):
        yield page
        return
    for found in _read_stream(io.BytesIO(page.content), page.input, options, fetching=None):
        if isinstance(found, Page) and found.input == page.input:  # no page of an archive, but what stands at this address
            whole = found.content == page.content
            known = replace(found, url=found.url or page.url, captured=found.captured or page.captured)
            yield page if whole else known
        else:
            yield found


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
        if path.name == _BRAT and _is_annotated(path.parent):
            found = True
            yield _annotated(path.parent)
        if _is_manifest(path):
            found = True
            yield _read_already(path.parent)
        if not is_page_name(path.name):
            continue
        found = True
        yield from _read_path(path, str(path), options, fetching=None)
    if not found:
        wanted = ", ".join(ENDINGS)
        detail = f"The folder {name} holds no page: no file that ends in {wanted} (or these with .gz or .zst)."
        yield Refusal(name, "empty", detail)


def _files_in(folder: Path) -> Iterator[Path]:
    """Files, sorted by name within their folder, hidden ones and links to folders left out."""
    for top, folders, files in os.walk(folder):
        folders[:] = sorted(sub for sub in folders if not sub.startswith("."))
        if MANIFEST in folders and is_read(top):
            folders.remove(MANIFEST)
            files = [MANIFEST]  # its files are readings
        if _BRAT in files and any(file.endswith(".ann") for file in files):
            files = [_BRAT]  # its texts are those of articles that are known already
        for file in sorted(files, key=lambda file: (file.partition(".")[0], file)):  # call.html before call-v2.html
            if not file.startswith("."):
                yield Path(top, file)


def _is_annotated(folder: Path) -> bool:
    return next(folder.glob("*.ann"), None) is not None


def _is_manifest(path: Path) -> bool:
    return path.name == MANIFEST and path.is_dir()


def _read_already(folder: Path) -> Refusal:
    name = _shown(str(folder))
    return Refusal(name, "readings", f"{name} holds what sayso batch has read, and no pages; sayso add {name} takes it in.")


def _annotated(folder: Path) -> Refusal:
    """A folder that was exported to be annotated: each of its texts would be an article that nobody published."""
    name = _shown(str(folder))
    how = f"sayso correct --from-brat {name} takes what people changed in it"
    return Refusal(name, "annotations", f"{name} holds texts with annotations for brat, and no pages; {how}.")


def _read_stream(
    stream: BinaryIO, name: str, options: PageOptions, fetching: _Fetching | None, unpacked: bool = False
) -> Iterator[Page | Refusal]:
    """What a file is, by its name's ending and its first bytes, and its pages. Without ``fetching`` lists are not followed.

    ``unpacked`` says that it comes out of Zstandard already.
    """
    ending = _bare(name)
    if options.prose and not ending.endswith(LINES_ENDINGS):
        yield _one_page(stream.read(options.max_bytes + 1), name, options)
        return
    head = _head_of(stream)
    if is_zip(head):
        yield from _read_zip(stream, head, name, options)
        return
    kind = kind_of(head)
    stream = cast(BinaryIO, io.BufferedReader(_Rejoined(head, stream)))
    if is_zstandard(head) and not unpacked:
        yield from _read_zstandard(stream, name, ending, options)
    elif is_arc(head) or (ending.endswith(".arc") and kind != "warc"):
        yield from read_arc(stream, name, options)
    elif ending.endswith(".warc") or kind == "warc":
        yield from read_warc(stream, name, options)
    elif ending.endswith(LINES_ENDINGS):
        yield from _read_lines(_gunzipped(stream, head), name, options)
    elif is_mailbox(_plain(head)) or is_mail(_plain(head), named=ending.endswith(MAIL_ENDINGS)):
        yield from _read_letters(_gunzipped(stream, head), name, options, many=is_mailbox(_plain(head)))
    elif ending.endswith((".har", ".json")) or is_har(_plain(head)):
        yield from _read_json(stream, name, options, named=True)
    elif fetching and (ending.endswith(FEED_ENDINGS) or kind in LISTS):
        page = _one_page(stream.read(options.max_bytes + 1), name, options)
        kind = kind if kind in LISTS else "feed"
        yield from _read_listed(page, kind, fetching) if isinstance(page, Page) else (page,)
    else:
        yield from _read_lines_or_page(stream, name, options)


def _plain(head: bytes) -> bytes:
    """The first bytes of what a head is gzip of; of any other, itself."""
    if not is_gzip(head):
        return head
    try:
        return zlib.decompressobj(wbits=31).decompress(head, HEAD_BYTES)
    except zlib.error:
        return b""


def _gunzipped(stream: BinaryIO, head: bytes) -> BinaryIO:
    return cast(BinaryIO, GzipFile(fileobj=stream)) if is_gzip(head) else stream


def _read_letters(stream: BinaryIO, name: str, options: PageOptions, many: bool) -> Iterator[Page | Refusal]:
    """The pages of messages in what may be gzip, and what is broken of that."""
    from sayso.pages.mails import read_mail, read_mailbox  # here, as below: few inputs need them, and they take 20 ms to import

    try:
        for page in (read_mailbox if many else read_mail)(stream, name, options):
            yield as_captured(page) if isinstance(page, Page) else page
    except (EOFError, zlib.error, BadGzipFile) as error:
        yield Refusal(name, "bad-gzip", f"{name} is gzip that cannot be unpacked ({error}). Get the file again.")


def _read_zstandard(stream: BinaryIO, name: str, ending: str, options: PageOptions) -> Iterator[Page | Refusal]:
    """The pages of what is packed by Zstandard: a WARC, or any other file."""
    from sayso.pages.waczs import read_packed_warc
    from sayso.pages.zstandard import Unpacked

    if ending.endswith(".warc"):
        yield from read_packed_warc(stream, name, options)
        return
    packed = Unpacked(stream)
    inside = cast(BinaryIO, io.BufferedReader(packed))
    if kind_of(inside.peek(HEAD_BYTES)[:HEAD_BYTES]) == "warc":  # type: ignore[attr-defined]
        yield from read_warc(inside, name, options, within="0+")
    else:
        yield from _read_stream(inside, name, options, None, unpacked=True)
    if packed.fault:
        yield Refusal(
            name, "bad-zstandard", f"{name} is broken: {packed.fault}. What stands before is read; get the file again."
        )


def _read_zip(stream: BinaryIO, head: bytes, name: str, options: PageOptions) -> Iterator[Page | Refusal]:
    """The pages of a WACZ; any other ZIP is one page, a document perhaps, or refused by its name when it is read."""
    from sayso.pages.waczs import is_wacz, read_wacz

    if stream.seekable():
        stream.seek(0)
    else:
        most = IN_MEMORY * options.max_bytes
        content = head + stream.read(max(0, most + 1 - len(head)))
        if len(content) > most:
            yield Refusal(name, "too-big", f"{name} is a ZIP of more than {most:,} bytes. Save it to a file and give that.")
            return
        stream = io.BytesIO(content)
    if is_wacz(stream):
        yield from read_wacz(stream, name, options)
        return
    yield _one_page(stream.read(options.max_bytes + 1), name, options)


def _read_json(stream: BinaryIO, name: str, options: PageOptions, named: bool) -> Iterator[Page | Refusal]:
    """The pages of a JSON value: an object, an array of such, a HAR. Without ``named`` any other value is a text."""
    most = IN_MEMORY * options.max_bytes
    content = stream.read(most + 1)
    if is_gzip(content):
        try:
            content = gunzip(content, most)
        except OverflowError:
            content = b" " * (most + 1)
        except ValueError as error:
            yield Refusal(name, "bad-gzip", f"{name} is gzip that cannot be unpacked ({error}). Get the file again.")
            return
    if len(content) > most:
        detail = f"{name} is JSON of more than {most:,} bytes, all of which is read at once. Make JSON lines of it: jq -c '.[]'"
        yield Refusal(name, "too-big", detail)
        return
    value = value_in(content)
    if isinstance(value, dict) and isinstance(value.get("log"), dict):
        yield from har_pages(value, name, options)
        return
    found = False
    for at, record in _records(value, name):
        page = page_in(record, at, options)
        if page is not None:
            found = True
            yield too_big(at, options.max_bytes) if len(page.content) > options.max_bytes else as_captured(page)
        elif isinstance(value, list):
            found = True
            yield _no_record(at)
    if not found and named and record_in(content.partition(b"\n")[0]) is not None:  # JSON lines under the name of JSON
        yield from _read_lines(io.BytesIO(content), name, options)
    elif not found and named:
        detail = f"{name} holds no JSON object with a string html or text (and a url), nor an array of such. Is it a page's?"
        yield Refusal(name, "bad-json", detail)
    elif not found:
        yield _one_page(content, name, options)


def _records(value: object, name: str) -> Iterator[tuple[str, dict[str, object]]]:
    """The objects that may be pages: the value itself, those of an array, or of an array in it ("articles": [...])."""
    if isinstance(value, list):
        yield from ((f"{name}:{number}", one if isinstance(one, dict) else {}) for number, one in enumerate(value, 1))
    elif isinstance(value, dict):
        if page_in(value, name, DEFAULT_OPTIONS) is not None:
            yield name, value
            return
        for inner in list(value.values())[:MOST_WRAPPED]:
            if isinstance(inner, list):
                yield from ((f"{name}:{number}", one) for number, one in enumerate(inner, 1) if isinstance(one, dict))


def _head_of(stream: BinaryIO) -> bytes:
    """A stream's first bytes, by which to tell what it is; no more of them than a first JSON line that stands there already.

    So a program that writes its pages to a pipe line by line has each one's reading before it writes the next.
    """
    head = b""
    while len(head) < HEAD_BYTES and (more := cast(io.BufferedReader, stream).read1(HEAD_BYTES - len(head))):
        head += more
        line, newline, _ = head.partition(b"\n")
        if newline and record_in(line) is not None:
            break
    return head


def _read_lines_or_page(stream: BinaryIO, name: str, options: PageOptions) -> Iterator[Page | Refusal]:
    """JSON lines, where the first line says that these are some, a JSON value with pages in it, or one page."""
    limit = options.max_bytes
    first = stream.readline(limit + 1)
    if record_in(first) is not None:
        yield from _read_lines(stream, name, options, first)
    elif _LIKE_JSON.match(first) and len(first) <= limit:
        rest = cast(BinaryIO, io.BufferedReader(_Rejoined(first, stream)))
        yield from _read_json(rest, name, options, named=False)
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
    return as_captured(Page(input=name, content=content, prose=options.prose))


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


def _page_of_line(line: bytes, at: str, options: PageOptions) -> Page | Refusal:
    value = value_in(line)
    page = page_in(value, at, options) if isinstance(value, dict) else None
    return as_captured(page) if page is not None else _no_record(at)


def _no_record(at: str) -> Refusal:
    detail = f"{at} is not a JSON object with a string html or text (and a url). Check that line of the file."
    return Refusal(at, "bad-json", detail)


def _why(error: Exception) -> str:
    return (getattr(error, "strerror", None) or str(error)).lower()
