"""Archives at addresses -> files: whole, of one state, politely, and from nowhere private."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from typing import BinaryIO, cast

import pytest
from servers import Answers, running, serving

from sayso.options import PageOptions
from sayso.pages import download, downloads
from sayso.pages.downloads import Download
from sayso.record import Refusal

HERE = PageOptions(allow_private=True, delay=0, timeout=5)
CONTENT = bytes(range(256)) * 2_000


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(downloads, "PAUSE", 0.01)


def got(address: str, options: PageOptions = HERE) -> tuple[Download | Refusal, bytes]:
    sink = io.BytesIO(b"what stood there before" * 100)
    return download(address, cast(BinaryIO, sink), options), sink.getvalue()


def test_what_stands_at_an_address() -> None:
    answers: Answers = {
        "/a.warc.gz": (200, {"ETag": '"one"', "Content-Type": "application/x-anything"}, CONTENT),
        "/moved": (302, {"Location": "/a.warc.gz"}, b""),
    }
    with serving(answers) as (address, asked):
        for path in ("/a.warc.gz", "/moved"):
            small = PageOptions(allow_private=True, delay=0, max_bytes=10)  # which is one page's
            assert got(f"{address}{path}", small) == (Download(len(CONTENT), '"one"'), CONTENT)
    assert asked[0].path == "/robots.txt"
    assert {one.headers["Accept-Encoding"] for one in asked if one.path == "/a.warc.gz"} == {"identity"}


@pytest.mark.parametrize(
    ("path", "reason"), [("/none", "http-404"), ("/closed", "robots"), ("/busy", "http-503"), ("/away", "private-address")]
)
def test_what_cannot_be_got_is_refused(path: str, reason: str) -> None:
    answers: Answers = {
        "/robots.txt": (200, {}, b"User-agent: *\nDisallow: /closed\n"),
        "/closed": (200, {}, CONTENT),
        "/busy": (503, {}, b""),
        "/away": (200, {}, CONTENT),
    }
    with serving(answers) as (address, asked):
        found, _ = got(f"{address}{path}", PageOptions(delay=0) if path == "/away" else HERE)
    assert isinstance(found, Refusal) and found.reason == reason, found
    assert [one.path for one in asked].count(path) == {"/busy": downloads.ATTEMPTS, "/none": 1}.get(path, 0)
    assert bool(asked) == (path != "/away")


@contextmanager
def breaking(tag: Callable[[int], str], ranges: bool = True) -> Iterator[tuple[str, list[str]]]:
    """A server that breaks off after a third of what it should send, twice, and then sends all; what ranges were asked."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/robots.txt":
                self.send_error(404)
                return
            number = len(asked)
            asked.append(self.headers.get("Range", ""))
            start = int(asked[-1].removeprefix("bytes=").rstrip("-") or 0) if ranges else 0
            if self.headers.get("If-Range") != tag(number):
                start = 0
            self.send_response(206 if start else 200)
            self.send_header("ETag", tag(number))
            self.send_header("Content-Length", str(len(CONTENT) - start))
            self.end_headers()
            self.wfile.write(CONTENT[start : start + len(CONTENT) // 3] if number < 2 else CONTENT[start:])
            self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:
            pass

    with running(Handler) as address:
        yield f"{address}/a", asked


def test_a_line_that_breaks_is_taken_up_where_it_broke() -> None:
    with breaking(lambda number: '"one"') as (address, asked):
        found, content = got(address)
    third = len(CONTENT) // 3
    assert content == CONTENT and found == Download(len(CONTENT), '"one"')
    assert asked == ["", f"bytes={third}-", f"bytes={2 * third}-"]


def test_another_state_is_got_from_its_beginning() -> None:
    """What was got of the state before is thrown away, also where the site sends no parts at all."""
    with breaking(lambda number: f'"{number}"') as (address, _):
        assert got(address) == (Download(len(CONTENT), '"2"'), CONTENT)
    with breaking(lambda number: '"one"', ranges=False) as (address, _):
        assert got(address) == (Download(len(CONTENT), '"one"'), CONTENT)


def test_a_site_that_trickles_is_left_only_when_it_stops() -> None:
    """The time is for the next bytes: 40 bytes in 2 s are within half a second each."""
    with serving({}) as (address, _):
        found, content = got(f"{address}/slow", PageOptions(allow_private=True, delay=0, timeout=0.5))
    assert content == b"x" * 40 and found == Download(40, None)
