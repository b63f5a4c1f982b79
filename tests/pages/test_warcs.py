"""Web archives become pages: what crawlers pack is unpacked, what is no page is passed over, what is broken is named."""

import gzip
import io
import itertools
import logging
import time
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

import brotli  # type: ignore[import-untyped]
import pytest
from archives import HTML, answer, chunked, packed, record
from hypothesis import given, settings, strategies as st
from servers import serving

from sayso.options import PageOptions
from sayso.pages import warc_frames
from sayso.pages.charset import decode
from sayso.pages.inputs import read_pages
from sayso.pages.warcs import read_warc
from sayso.record import Page, Refusal

SMALL = PageOptions(max_bytes=100_000)
FIRST, LAST = (record(answer(), f"http://lantern.example/{name}") for name in ("first", "last"))


def read(content: bytes, options: PageOptions = SMALL) -> list[Page | Refusal]:
    return list(read_warc(io.BytesIO(content), "a.warc", options))


def told(results: list[Page | Refusal]) -> list[str]:
    return [(result.url or "").rpartition("/")[2] if isinstance(result, Page) else result.reason for result in results]


def page(body: bytes, **said: str) -> Page | Refusal:
    (result,) = read(record(body, **said))  # type: ignore[arg-type]
    return result


def test_a_page_with_all_that_its_record_says() -> None:
    told_page = page(answer(HTML, media="text/html; charset=windows-1251"), url="<http://lantern.example/2>")  # as wget has it
    assert told_page == Page(
        "a.warc:0", HTML, "http://lantern.example/2", "2031-03-14T10:00:00+00:00", "text/html", "windows-1251"
    )


@pytest.mark.parametrize(
    ("content", "places"),
    [
        (FIRST + LAST, ["0", str(len(FIRST))]),
        (packed(FIRST, LAST), ["0", str(len(packed(FIRST)))]),
        (gzip.compress(FIRST + LAST), ["0", f"0+{len(FIRST)}"]),  # packed as a whole
        (FIRST.replace(b"\r\n", b"\n") + LAST.replace(b"\r\n", b"\n"), None),  # by hand, on a system of line feeds
        (b"".join(gzip.compress((FIRST + LAST)[at : at + 99]) for at in range(0, 999, 99)), None),  # in blocks (bgzip)
        (FIRST + b"\r\n\r\n\r\n" + LAST, None),  # more empty lines than it should have
        (FIRST.strip() + LAST, None),  # none
        (packed(FIRST, LAST) + bytes(500), None),  # padded to a tape's block
        (b"WARC/1.1" + FIRST[8:] + b"WARC/0.18" + LAST[8:], None),
    ],
)
def test_the_ways_to_write_a_file(content: bytes, places: list[str] | None) -> None:
    content = content.replace(
        b"Content-Length: %d\n" % len(answer()), b"Content-Length: %d\n" % len(answer().replace(b"\r", b""))
    )
    pages = read(content)
    assert told(pages) == ["first", "last"]
    assert all(isinstance(one, Page) and one.content == HTML for one in pages)
    assert places is None or [one.input for one in pages] == [f"a.warc:{place}" for place in places]


DEFLATED = zlib.compressobj(9, zlib.DEFLATED, -15)
RAW = DEFLATED.compress(HTML) + DEFLATED.flush()


@pytest.mark.parametrize(
    "body",
    [
        answer(gzip.compress(HTML), "Content-Encoding: gzip"),
        answer(gzip.compress(HTML), "Content-Encoding: x-gzip", "content-encoding: gzip"),  # the last one counts
        answer(HTML, "Content-Encoding: gzip"),  # the crawler unpacked it and left the header, as in CC-NEWS of 2016
        answer(HTML, "Content-Encoding: br"),
        answer(HTML, "Content-Encoding: deflate"),
        answer(HTML, "Content-Encoding: utf-8"),  # no packing, but servers say so
        answer(HTML, "Content-Encoding: zstd"),
        answer(zlib.compress(HTML), "Content-Encoding: deflate"),
        answer(RAW, "Content-Encoding: deflate"),  # without its head, as old servers sent it
        answer(brotli.compress(HTML), "Content-Encoding: br"),
        answer(chunked(HTML), "Transfer-Encoding: chunked"),
        answer(chunked(HTML, end=b""), "Transfer-Encoding: chunked"),  # the last chunk did not come
        answer(HTML, "Transfer-Encoding: chunked"),  # joined, the header left
        answer(chunked(gzip.compress(HTML)), "Transfer-Encoding: chunked", "Content-Encoding: gzip"),
        answer(gzip.compress(gzip.compress(HTML)), "Content-Encoding: gzip, gzip"),
        answer(HTML, "X-Crawl-Content-Encoding: gzip", "Content-Length: 3"),  # CC-NEWS now; no length but WARC's counts
        answer(HTML, "no colon", "B\xe9: \xff", " folded", ": nameless"),  # a head that is half nonsense
        answer(HTML, media=""),  # no type: its first words tell
        answer(HTML, status="200"),
        answer(HTML).replace(b"HTTP/1.1", b"HTTP/2"),
        answer(HTML).replace(b"\r\n", b"\n"),
    ],
)
def test_what_servers_and_crawlers_do_to_a_page(body: bytes) -> None:
    result = page(body)
    assert isinstance(result, Page) and result.content == HTML and result.media_type == "text/html"


@pytest.mark.parametrize(
    ("headers", "charset"),
    [
        (["Content-Type: text/html; charset=koi8-r"], "koi8-r"),
        (['Content-Type: text/html;charset="koi8-r"; x=y'], "koi8-r"),
        (["Content-Type: text/html", "Content-Type: text/html; charset=koi8-r"], "koi8-r"),
        (["Content-Type: text/html; charset=koi8-r", "Content-Type: text/html"], "koi8-r"),  # the last that has one
        (["Content-Type: text/html; charset="], None),
    ],
)
def test_charsets(headers: list[str], charset: str | None) -> None:
    result = page(answer(HTML, *headers, media=""))
    assert isinstance(result, Page) and result.charset == charset


def test_an_odd_charset_is_read_as_it_is_meant() -> None:
    words = "«Мост безопасен», — сказала мэр города"
    result = page(answer(words.encode("cp1251"), media="text/html; charset=Windows-1251"))
    assert isinstance(result, Page) and decode(result.content, result.charset) == words


@pytest.mark.parametrize(
    ("date", "captured"),
    [
        ("2031-03-14T10:00:00Z", "2031-03-14T10:00:00+00:00"),
        ("2031-03-14T12:00:00.123+02:00", "2031-03-14T10:00:00+00:00"),
        ("2031-03-14", "2031-03-14T00:00:00+00:00"),
        ("0001-01-01T00:00:00+23:00", None),  # before all years
        ("yesterday", None),
        ("", None),
    ],
)
def test_dates(date: str, captured: str | None) -> None:
    result = page(answer(), date=date)
    assert isinstance(result, Page) and result.captured == captured


def test_resources_and_texts() -> None:
    assert told(read(record(HTML, kind="resource", media="text/html"))) == ["1"]
    (text,) = read(record("Дождь".encode(), kind="conversion", media="text/plain"))  # WET: the text of a page
    assert isinstance(text, Page) and text.media_type == "text/plain" and text.content.decode() == "Дождь"


@pytest.mark.parametrize(
    "other",
    [
        record(b"software: x\r\n", kind="warcinfo", media="application/warc-fields"),
        record(b"GET / HTTP/1.1\r\n\r\n", kind="request", media="application/http; msgtype=request"),
        record(answer(b""), kind="revisit"),
        record(b"fetchTimeMs: 5", kind="metadata"),
        record(b"20310314\nlantern.example. 300 IN A 192.0.2.1", url="dns:lantern.example", media="text/dns"),
        record(answer(b"", "Location: /2", status="301 Moved Permanently")),
        record(answer(status="404 Not Found")),
        record(answer(status="206 Partial Content")),
        record(answer(b"\x89PNG", media="image/png")),
        record(answer(b"User-agent: *", media="text/plain")),  # robots.txt, as Heritrix keeps it
        record(b"log", url="metadata://gnu.org/wget.log", kind="resource", media="text/plain"),
        record(answer(), kind="response", url="ftp://lantern.example/1"),
        record(HTML),  # an answer without its HTTP head
        record(b""),
    ],
)
def test_what_is_no_page_is_passed_over(other: bytes, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "sayso.pages.warcs")
    assert told(read(FIRST + other + LAST)) == ["first", "last"]
    assert "passed over 1 " in caplog.text
    (refusal,) = read(packed(other))
    assert isinstance(refusal, Refusal) and refusal.reason == "empty" and "without a page" in refusal.detail


def test_a_page_too_big_to_keep_forges_no_record() -> None:
    forged = answer(HTML + b"x" * 300 + b"\n" + record(answer(), url="http://forged.example/") + b"y" * 3000)
    for content in (FIRST + record(forged) + LAST, packed(FIRST, record(forged), LAST), packed(FIRST + record(forged) + LAST)):
        assert told(read(content, PageOptions(max_bytes=1000))) == ["first", "too-big", "last"]


CUT = packed(record(answer(HTML * 50)))
NESTED = record(answer(b"x" * 30))


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        (packed(FIRST) + CUT[:-40] + packed(LAST), ["first", "bad-warc", "last"]),  # the end of a member is missing
        (packed(FIRST) + CUT[:60] + b"\0\xff" * 30 + CUT[120:] + packed(LAST), ["first", "bad-warc", "last"]),  # its middle
        (packed(FIRST) + CUT[:-8] + bytes(8) + packed(LAST), ["first", "bad-warc", "last"]),  # its checksum
        (packed(FIRST) + b"<html>not gzip" * 9 + packed(LAST), ["first", "bad-warc", "last"]),
        (packed(FIRST) + CUT[:-30], ["first", "bad-warc"]),  # a file that was not copied to its end
        (packed(FIRST, record(answer(), length=9_999), LAST), ["first", "bad-warc", "last"]),
        (packed(FIRST, record(answer(), length=50), LAST), ["first", "bad-warc", "last"]),
        (FIRST + record(answer(), length=9_999) + LAST, ["first", "bad-warc", "last"]),
        (FIRST + record(answer(), length=10**15) + LAST, ["first", "bad-warc", "last"]),  # more than a page may have
        (FIRST + record(answer(), length=50) + LAST, ["first", "bad-warc", "last"]),
        (FIRST + record(answer(), length=-5) + LAST, ["first", "bad-warc", "last"]),
        (FIRST + record(answer()).replace(b"Content-Length", b"Length") + LAST, ["first", "bad-warc", "last"]),
        (FIRST + NESTED[:-20] + LAST, ["first", "bad-warc", "last"]),  # the crawler died and was started again
        (FIRST + NESTED[:60] + LAST, ["first", "bad-warc", "last"]),  # in the head
        (FIRST + b"nonsense " * 999 + LAST, ["first", "bad-warc", "last"]),
        (FIRST + LAST[:-20], ["first", "bad-warc"]),
        (FIRST + b"WARC/1.0\r\nX: " + b"y" * 200_000 + b"\r\n\r\n" + LAST, ["first", "bad-warc", "last"]),  # a head without end
        (b"WARC/1.0\r\n", ["bad-warc"]),
        (b"\x1f\x8b\x08", ["bad-warc"]),
        (b"nonsense", ["bad-warc"]),
        (b"", ["empty"]),
    ],
)
def test_broken_files_are_read_on(content: bytes, wanted: list[str]) -> None:
    results = read(content)
    assert told(results) == wanted
    for broken in (result for result in results if isinstance(result, Refusal) and result.reason == "bad-warc"):
        place = broken.input.removeprefix("a.warc:")
        assert f"broken at byte {place}" in broken.detail
        assert place == ("0" if len(wanted) == 1 else place) and (len(wanted) == 1 or int(place.split("+")[0]) <= len(content))


def test_a_broken_member_is_named_by_where_it_begins() -> None:
    _, broken, last = read(packed(FIRST) + CUT[:-40] + packed(LAST))
    assert broken.input == f"a.warc:{len(packed(FIRST))}"
    assert last.input == f"a.warc:{len(packed(FIRST)) + len(CUT) - 40}"


@pytest.mark.parametrize(
    ("body", "said", "reason"),
    [
        (answer(b"x" * 100_001), "", "too-big"),
        (answer(b"x" * 300_000), "", "too-big"),  # more than is ever held
        (answer(gzip.compress(b"x" * 200_000), "Content-Encoding: gzip"), "", "too-big"),
        (answer(brotli.compress(b"x" * 200_000), "Content-Encoding: br"), "", "too-big"),
        (answer(gzip.compress(HTML)[:-9], "Content-Encoding: gzip"), "", "encoding"),
        (answer(brotli.compress(HTML)[:-9], "Content-Encoding: br"), "", "encoding"),
        (answer(chunked(HTML)[:-30] + b"zz", "Transfer-Encoding: chunked"), "", "encoding"),
        (answer(b"\x01\x02" * 50, "Content-Encoding: deflate"), "", "encoding"),
    ],
)
def test_pages_that_cannot_be_had(body: bytes, said: str, reason: str) -> None:
    assert told(read(FIRST + record(body, extra=said) + LAST)) == ["first", reason, "last"]


def test_a_picture_of_any_size_is_passed_over() -> None:
    assert told(read(FIRST + record(answer(b"\x89PNG" * 99_999, media="image/png")) + LAST)) == ["first", "last"]


@pytest.mark.parametrize(
    "body",
    [
        answer(gzip.compress(HTML * 99)[:-30], "Content-Encoding: gzip"),
        answer(chunked(HTML * 99)[:-30], "Transfer-Encoding: chunked"),
        answer(brotli.compress(HTML * 99)[:-3], "Content-Encoding: br"),
    ],
)
def test_a_page_that_the_crawler_cut_keeps_what_came(body: bytes) -> None:
    result = page(body, extra="WARC-Truncated: length\r\n")
    assert isinstance(result, Page) and len(result.content) < len(HTML) * 99 and (HTML * 99).startswith(result.content)


def test_a_file_of_nothing_but_breaks_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warc_frames, "MOST_BREAKS", 5)
    results = read(CUT[:-40] * 50)
    assert told(results) == ["bad-warc"] * 5
    assert isinstance(results[-1], Refusal) and "the rest is left" in results[-1].detail


@pytest.mark.parametrize("wrap", [bytes, packed])
def test_wrong_lengths_cost_no_more_than_right_ones(wrap: Callable[[bytes], bytes]) -> None:
    small = record(b"x", kind="request")
    content = wrap(record(answer(), length=9_000_000)) + wrap(small * 10_000) + wrap(record(answer(), length=9_000_000)) * 1000
    start = time.process_time()
    results = read(content, PageOptions(max_bytes=10_000_000))
    assert told(results) == ["bad-warc"] * 1001
    assert time.process_time() - start < 5


class Endless:
    """A crawl without end: what is read of it is counted."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self.pieces, self.rest, self.count = pieces, b"", 0

    def read(self, size: int) -> bytes:
        while len(self.rest) < size:
            self.rest += next(self.pieces, b"")
        given, self.rest = self.rest[:size], self.rest[size:]
        self.count += len(given)
        return given


def test_a_stream_is_read_as_it_is_asked_for_in_the_memory_of_one_page() -> None:
    one = packed(record(answer(HTML * 1000)))
    stream = Endless(itertools.repeat(one))
    pages = read_warc(stream, "-", SMALL)  # type: ignore[arg-type]
    next(pages)
    assert stream.count <= 3 * warc_frames.PIECE
    tracemalloc.start()
    for _ in itertools.islice(pages, 500):
        pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5_000_000, f"{peak:,} bytes for pages of {len(HTML) * 1000:,}"


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz", "noending"])
def test_files_folders_and_standard_input(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = packed(FIRST, LAST) if name.endswith("gz") else FIRST + LAST
    (tmp_path / name).write_bytes(content)
    assert told(list(read_pages([str(tmp_path / name)]))) == ["first", "last"]
    if name != "noending":
        assert told(list(read_pages([str(tmp_path)]))) == ["first", "last"]
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content)))
    pages = list(read_pages(["-"]))
    assert told(pages) == ["first", "last"] and pages[0].input == "-:0"


def test_a_warc_at_an_address() -> None:
    with serving({"/a.warc.gz": (200, {"Content-Type": "application/warc"}, packed(FIRST, LAST))}) as (site, _):
        assert told(list(read_pages([f"{site}/a.warc.gz"], PageOptions(allow_private=True, robots=False)))) == ["first", "last"]


def test_what_is_called_a_warc_and_is_none(tmp_path: Path) -> None:
    (tmp_path / "a.warc.gz").write_bytes(b"<html>a page of an error</html>")
    assert told(list(read_pages([str(tmp_path / "a.warc.gz")]))) == ["bad-warc"]


def check(stream: BinaryIO) -> None:
    for result in itertools.islice(read_warc(stream, "a.warc", PageOptions(max_bytes=500)), 10_000):
        assert isinstance(result, Page | Refusal)


@given(st.binary(max_size=400))
@settings(max_examples=100, deadline=None)
def test_any_bytes_give_pages_or_refusals(content: bytes) -> None:
    check(io.BytesIO(content))
    check(io.BytesIO(b"\x1f\x8b\x08" + content))
    check(io.BytesIO(record(content)))
    check(io.BytesIO(record(answer(content, "Content-Encoding: gzip, br, deflate, zstd", "Transfer-Encoding: chunked"))))


WHOLE = packed(FIRST, record(answer(gzip.compress(HTML), "Content-Encoding: gzip"))) + packed(LAST)
PIECES = st.sampled_from(
    [b"\r\n\r\n", b"WARC/1.0\r\n", b"Content-Length: 9\r\n", b"\x1f\x8b\x08", b"\0", b"HTTP/1.1 200 OK\r\n"]
)


@given(st.lists(st.tuples(st.integers(0, 1200), st.integers(0, 40), PIECES | st.binary(max_size=9)), max_size=6), st.booleans())
@settings(max_examples=100, deadline=None)
def test_a_file_broken_anywhere_gives_pages_or_refusals(breaks: list[tuple[int, int, bytes]], plain: bool) -> None:
    content = gzip.decompress(WHOLE) if plain else WHOLE
    for at, gone, instead in breaks:
        content = content[:at] + instead + content[at + gone :]
    check(io.BytesIO(content))
