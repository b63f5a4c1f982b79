"""A request and its deadline -> the answer over a connection; nothing is waited for beyond the deadline.

The library's own timeouts are for one wait on the socket. A site that sends a byte now and then, in its status line, its
headers or between two chunks, never lets one wait so long, and never ends. So the deadline stands under HTTP: each wait gets
what is left of it.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterable, Iterator
from typing import Any

import httpcore2
import httpx2

KEPT_OPEN_SECONDS = 5.0  # of a connection that nobody uses
PIECE = 16 * 1024  # bytes written in one go: the library's time for writing is for each part that the system takes

# What goes wrong between the address and the answer, other than time running out.
BROKEN_OFF = (
    httpcore2.NetworkError,
    httpcore2.ProtocolError,
    httpcore2.UnsupportedProtocol,
    httpx2.HTTPError,
    httpx2.InvalidURL,
    ValueError,
)


class Deadline:
    """The instant by which an address must have answered, ``seconds`` from now."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """The seconds that are left; 0 or less where it has passed."""
        return self._end - time.monotonic()

    def put_off(self, seconds: float) -> None:
        """Give back a time that was spent in waiting out of politeness."""
        self._end += seconds


class Transport(httpx2.BaseTransport):
    """HTTP/1.1 over connections of its own, for one request at a time.

    A request carries its Deadline as the extension "deadline", and it holds for all of the answer, its body included. What goes
    wrong is raised as httpcore2 names it; a deadline that has passed is a httpcore2.TimeoutException.
    """

    def __init__(self, tls: ssl.SSLContext) -> None:
        self._network = _Network()
        self._pool = httpcore2.ConnectionPool(
            ssl_context=tls, max_connections=1, keepalive_expiry=KEPT_OPEN_SECONDS, network_backend=self._network
        )

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """The answer, its body still to come."""
        self._network.deadline = request.extensions["deadline"]
        url = request.url
        there = httpcore2.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        asked = httpcore2.Request(
            request.method, there, headers=request.headers.raw, content=request.stream, extensions=request.extensions
        )
        answer = self._pool.handle_request(asked)
        return httpx2.Response(answer.status, headers=answer.headers, stream=_Body(answer), extensions=answer.extensions)

    def close(self) -> None:
        """Close the connections."""
        self._pool.close()


class _Body(httpx2.SyncByteStream):
    def __init__(self, answer: httpcore2.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()


class _Network(httpcore2.NetworkBackend):
    """Sockets of which no wait outlasts the deadline of the request that is under way."""

    def __init__(self) -> None:
        self.deadline = Deadline(0)
        self._sockets = httpcore2.SyncBackend()

    def within(self, timeout: float | None) -> float:
        """The seconds that one wait may take."""
        left = self.deadline.left()
        if left <= 0:
            raise httpcore2.ReadTimeout("the deadline has passed")
        return left if timeout is None else min(timeout, left)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        stream = self._sockets.connect_tcp(host, port, self.within(timeout), local_address, socket_options)
        return _Stream(stream, self)


class _Stream(httpcore2.NetworkStream):
    def __init__(self, stream: httpcore2.NetworkStream, network: _Network) -> None:
        self._stream = stream
        self._network = network

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._network.within(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        for start in range(0, len(buffer), PIECE):
            self._stream.write(buffer[start : start + PIECE], self._network.within(timeout))

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        # Python's ssl takes a timeout for the handshake as a whole, as it does for one read.
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, self._network.within(timeout)), self._network)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)

    def close(self) -> None:
        self._stream.close()
