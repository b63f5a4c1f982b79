"""The address of an archive -> its bytes in a file: politely, from public hosts alone, taken up again where the line broke."""

from __future__ import annotations

import time
from contextlib import closing
from dataclasses import dataclass
from typing import BinaryIO

import httpx2

from sayso.options import DEFAULT_OPTIONS, PageOptions
from sayso.pages.addresses import split_userinfo
from sayso.pages.answers import Answer, RefusedError
from sayso.pages.connections import Connections
from sayso.pages.fetch import Fetcher
from sayso.pages.transport import Deadline
from sayso.record import Refusal

ATTEMPTS = 4  # of one download, the first included
PAUSE = 2.0  # seconds before the second, twice as long before each further one
_PASSING = ("timeout", "unreachable", "http-429", "http-500", "http-502", "http-503", "http-504")


@dataclass(frozen=True, slots=True)
class Download:
    """What was downloaded: how many bytes, and the tag by which the site knows this state of it."""

    size: int
    tag: str | None


def download(address: str, sink: BinaryIO, options: PageOptions = DEFAULT_OPTIONS) -> Download | Refusal:
    """Write what stands at an http(s) address to the file, from its beginning; any size: ``options.max_bytes`` is one page's.

    Asked as pages are: robots.txt first, redirects checked hop by hop, no private hosts unless ``options.allow_private``.
    ``options.timeout`` is the longest wait for the next bytes. A line that breaks is taken up again where it broke, as long as
    the site has the same state of it. A Refusal where it cannot be got whole.
    """
    target = _Target(sink)
    with closing(_Downloader(options, target)) as downloader:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return downloader.go_on(address)
            except RefusedError as error:
                if attempt == ATTEMPTS or error.reason not in _PASSING:
                    return Refusal(split_userinfo(address)[0], error.reason, error.detail)
            time.sleep(min(PAUSE * 2 ** (attempt - 1), options.timeout))
    raise AssertionError("the last attempt ends with an answer or an error")


@dataclass(slots=True)
class _Target:
    """The file, how much of it is written, and of which state."""

    sink: BinaryIO
    written: int = 0
    tag: str | None = None

    def begin(self, answer: httpx2.Response) -> None:
        """An answer begins: from the start, or where the last one broke."""
        if answer.status_code != 206:
            self.sink.seek(0)
            self.sink.truncate()
            self.written = 0
            self.tag = answer.headers.get("etag") or answer.headers.get("last-modified")

    def write(self, piece: bytes) -> None:
        self.sink.write(piece)
        self.written += len(piece)


class _Downloader(Fetcher):
    """A fetcher whose answers go into a file."""

    def __init__(self, options: PageOptions, target: _Target) -> None:
        super().__init__(options)
        self._connections = _IntoFile(options, target)
        self._target = target

    def go_on(self, address: str) -> Download:
        shown, userinfo = split_userinfo(address)
        if userinfo:
            self._know(shown, userinfo)
        answer = self._get(shown)
        if answer.status not in (200, 206):
            raise RefusedError(f"http-{answer.status}", f"{answer.url} answered with status {answer.status}.")
        return Download(self._target.written, self._target.tag)

    def _headers(self, address: httpx2.URL) -> dict[str, str]:
        headers = {**super()._headers(address), "Accept": "*/*", "Accept-Encoding": "identity"}
        tag = self._target.tag
        if self._target.written and tag and not tag.startswith("W/"):
            headers |= {"Range": f"bytes={self._target.written}-", "If-Range": tag}
        return headers


class _IntoFile(Connections):
    """Connections of which the body of a good answer goes into a file as it comes in."""

    def __init__(self, options: PageOptions, target: _Target) -> None:
        super().__init__(options)
        self._target = target

    def _answer(self, address: httpx2.URL, response: httpx2.Response, deadline: Deadline, limit: int, cut: bool) -> Answer:
        if cut or response.status_code not in (200, 206):  # robots.txt; what is no file
            return super()._answer(address, response, deadline, limit, cut)
        self._target.begin(response)
        before = time.monotonic()
        for piece in response.iter_raw():
            self._target.write(piece)
            deadline.put_off(time.monotonic() - before)  # bytes came: the time is for the next ones
            before = time.monotonic()
        return Answer(url=str(address.copy_with(fragment=None)), status=response.status_code)
