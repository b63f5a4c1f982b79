"""However a site drips, an address has ended when its time has: real servers on this machine that send a byte now and then."""

from __future__ import annotations

import contextlib
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import certifi
import httpcore2
import pytest
from hypothesis import given, strategies as st
from servers import Answer, Answers, Request, serving

from sayso.options import PageOptions
from sayso.pages import transport
from sayso.pages.fetch import Fetcher
from sayso.pages.hosts import MOST_LOOK_UPS, look_up
from sayso.record import Page, Refusal

TIMEOUT = 0.6
DRIPS = 300  # of a byte each 0.05 seconds: what is not ended by the deadline takes 15 seconds
LONG_AFTER = 5.0  # on a machine with other work; far from 15

HTML = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
CHUNKED = HTML + b"Transfer-Encoding: chunked\r\n\r\n"
SHAPES = {
    "silence": (b"", b""),
    "status line": (b"HTTP/1.1 200 OK", b" "),
    "header's value": (HTML + b"X: ", b"a"),
    "header lines": (HTML, b"X: a\r\n"),
    "early hints": (b"", b"HTTP/1.1 103 Early Hints\r\n\r\n"),
    "body": (HTML + b"\r\n<p>", b"a"),
    "body of a length": (HTML + b"Content-Length: 1000\r\n\r\n", b"a"),
    "packed body": (HTML + b"Content-Encoding: gzip\r\n\r\n\x1f\x8b\x08", b"\0"),
    "body of an error": (b"HTTP/1.1 404 Not Found\r\n\r\n", b"a"),
    "chunk's size": (CHUNKED, b"0"),
    "chunk's extension": (CHUNKED + b"5;", b"a"),
    "chunks": (CHUNKED, b"1\r\na\r\n"),
    "trailers": (CHUNKED + b"0\r\n", b"X: a\r\n"),
    "handshake of TLS": (b"\x16\x03\x03\x40\x00\x02\x00\x3f\xfc\x03\x03", b"\0"),
    "head of a record of TLS": (b"\x16\x03", b""),
}


@contextlib.contextmanager
def listening(serve: Callable[[socket.socket], None], tls: ssl.SSLContext | None = None) -> Iterator[int]:
    """The port of a server that gives each connection to a thread."""
    listener = socket.create_server(("127.0.0.1", 0))

    def each(connection: socket.socket) -> None:
        with contextlib.suppress(OSError), connection:
            if tls is None:
                serve(connection)
                return
            with tls.wrap_socket(connection, server_side=True) as wrapped:
                serve(wrapped)

    def accept() -> None:
        with contextlib.suppress(OSError):
            while True:
                threading.Thread(target=each, args=(listener.accept()[0],), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.close()


def dripping(first: bytes, drip: bytes) -> Callable[[socket.socket], None]:
    def serve(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(first)
        for _ in range(DRIPS):
            connection.sendall(drip)
            time.sleep(0.05)

    return serve


def fetcher(**options: object) -> Fetcher:
    return Fetcher(PageOptions(**{"allow_private": True, "timeout": TIMEOUT, "delay": 0.0, "robots": False, **options}))  # type: ignore[arg-type]


def timed(fetching: Fetcher, address: str) -> tuple[Page | Refusal, float]:
    start = time.monotonic()
    return fetching.fetch(address), time.monotonic() - start


@pytest.mark.parametrize("shape", SHAPES)
def test_whatever_drips_ends_in_time(shape: str) -> None:
    with listening(dripping(*SHAPES[shape])) as port, fetcher() as fetching:
        refusal, seconds = timed(fetching, f"http{'s' * ('TLS' in shape)}://127.0.0.1:{port}/")
    assert isinstance(refusal, Refusal) and refusal.reason == "timeout"
    assert TIMEOUT * 0.9 <= seconds < LONG_AFTER


@pytest.mark.skipif(not shutil.which("openssl"), reason="certificates are made by openssl, which is not here")
@pytest.mark.parametrize("shape", ["header lines", "chunks", "body"])
def test_what_drips_through_tls_ends_in_time(shape: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key, shown = tmp_path / "key.pem", tmp_path / "shown.pem"
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=lantern.example"
    named = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(shown)]
    subprocess.run([*command.split(), *named], check=True, capture_output=True)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(shown, key)
    monkeypatch.setattr(certifi, "where", lambda: str(shown))
    with listening(dripping(*SHAPES[shape]), tls) as port, fetcher() as fetching:
        refusal, seconds = timed(fetching, f"https://127.0.0.1:{port}/")
    assert isinstance(refusal, Refusal) and refusal.reason == "timeout"
    assert seconds < LONG_AFTER


def test_a_robots_txt_that_drips_ends_in_time_and_is_not_asked_for_again_at_once() -> None:
    asked: list[bytes] = []

    def serve(connection: socket.socket) -> None:
        asked.append(connection.recv(65536).split()[1])
        dripping(b"HTTP/1.1 200 OK\r\n", b"X: a\r\n")(connection)

    with listening(serve) as port, fetcher(robots=True) as fetching:
        for page in ("/1", "/2"):
            refusal, seconds = timed(fetching, f"http://127.0.0.1:{port}{page}")
            assert isinstance(refusal, Refusal) and refusal.reason == "timeout" and "robots.txt" in refusal.detail
            assert seconds < LONG_AFTER
    assert asked == [b"/robots.txt"]


def slowly(seconds: float, answer: Answer) -> Callable[[Request], Answer]:
    def answering(request: Request) -> Answer:
        time.sleep(seconds)
        return answer

    return answering


PAGE: Answer = (200, {"Content-Type": "text/html"}, b"<p>Rain")


def test_robots_txt_and_redirects_are_of_the_same_time() -> None:
    answers: Answers = {f"/{n}": slowly(0.4, (302, {"Location": f"/{n + 1}"}, b"")) for n in range(5)}
    answers |= {"/5": PAGE, "/robots.txt": slowly(0.7, (404, {}, b"")), "/page": slowly(0.7, PAGE)}
    with serving(answers) as (site, _), fetcher(timeout=1.0) as fetching:
        refusal, _ = timed(fetching, f"{site}/0")
        assert isinstance(refusal, Refusal) and refusal.reason == "timeout", "2 seconds of redirects"
    with serving(answers) as (site, _), fetcher(timeout=1.0, robots=True) as fetching:
        refusal, _ = timed(fetching, f"{site}/page")
        assert isinstance(refusal, Refusal) and refusal.reason == "timeout", "1.4 seconds with its robots.txt"
        assert isinstance(timed(fetching, f"{site}/page")[0], Page), "which is known now"


def test_a_site_to_which_another_led_too_late_is_asked_again() -> None:
    theirs: Answers = {"/robots.txt": slowly(0.6, (404, {}, b"")), "/page": PAGE}
    with serving(theirs) as (there, asked):
        ours: Answers = {"/go": slowly(0.6, (302, {"Location": f"{there}/page"}, b""))}
        with serving(ours) as (here, _), fetcher(timeout=1.0, robots=True) as fetching:
            refusal, _ = timed(fetching, f"{here}/go")
            assert isinstance(refusal, Refusal) and refusal.reason == "timeout"
            assert isinstance(timed(fetching, f"{there}/page")[0], Page)
        assert [request.path for request in asked] == ["/robots.txt", "/robots.txt", "/page"]


def test_a_connection_that_was_kept_open_has_each_page_s_own_deadline() -> None:
    answers: Answers = {f"/{n}": slowly(0.4, PAGE) for n in range(4)}
    with serving(answers) as (site, requests), fetcher() as fetching:
        assert all(isinstance(fetching.fetch(f"{site}/{n}"), Page) for n in range(4)), "1.6 seconds in all"
        assert len({request.client for request in requests}) == 1


@contextlib.contextmanager
def full() -> Iterator[tuple[str, int]]:
    """An address that takes no more connections: Linux leaves those beyond the queue without an answer."""
    listener = socket.create_server(("127.0.0.2", 0), backlog=0)
    waiting = [socket.socket() for _ in range(4)]
    for one in waiting:
        one.setblocking(False)
        one.connect_ex(listener.getsockname())
    try:
        yield listener.getsockname()
    finally:
        for one in (*waiting, listener):
            one.close()


@pytest.mark.skipif(not Path("/proc/sys/net").exists(), reason="how a queue is full is Linux's")
def test_where_one_of_a_host_s_addresses_takes_no_connection_the_next_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    with full() as (busy, port):
        with fetcher() as fetching:
            refusal, seconds = timed(fetching, f"http://{busy}:{port}/")
            assert isinstance(refusal, Refusal) and refusal.reason == "timeout" and seconds < LONG_AFTER
        monkeypatch.setattr("sayso.pages.connections.CONNECT_SECONDS", 0.3)
        rain = socket.create_server(("127.0.0.1", port))
        monkeypatch.setattr("sayso.pages.connections.look_up", lambda host, port, seconds: [busy, "127.0.0.1"])

        def answer() -> None:
            with rain.accept()[0] as connection:
                connection.recv(65536)
                connection.sendall(HTML + b"Content-Length: 4\r\n\r\nRain")

        threading.Thread(target=answer, daemon=True).start()
        with rain, fetcher(timeout=5.0) as fetching:
            page = fetching.fetch(f"http://lantern.example:{port}/")
    assert isinstance(page, Page) and page.content == b"Rain"


def test_names_that_are_not_found_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    known = threading.Event()

    def hanging(*_: object, **__: object) -> list[object]:
        known.wait(20)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 80))]

    monkeypatch.setattr("sayso.pages.hosts.socket.getaddrinfo", hanging)
    with fetcher() as fetching:
        refusal, seconds = timed(fetching, "http://mirwen.example/")
        assert isinstance(refusal, Refusal) and refusal.reason == "timeout" and seconds < LONG_AFTER
    before = threading.active_count()
    for _ in range(MOST_LOOK_UPS + 20):
        with pytest.raises(TimeoutError):
            look_up("mirwen.example", 80, 0.001)
    assert threading.active_count() - before < MOST_LOOK_UPS, "threads that are left behind are counted"
    known.set()
    assert look_up("mirwen.example", 80, 10) == ["127.0.0.1"], "and free again once the system has answered"


WAITS = st.tuples(st.sampled_from(["read", "write", "start_tls", "connect"]), st.floats(0, 10), st.none() | st.floats(0.1, 10))
NOBODY = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


@given(st.floats(0.1, 5), st.lists(WAITS, max_size=30))
def test_no_order_of_waits_outlasts_the_deadline(seconds: float, waits: list[tuple[str, float, float | None]]) -> None:
    """Each wait takes as long as it likes, and ends by its timeout at the latest; the clock is the test's."""
    now = wanted = 0.0

    class Socket(httpcore2.NetworkStream):
        def wait(self, timeout: float | None) -> None:
            nonlocal now
            assert timeout is not None and timeout > 0
            now += min(wanted, timeout)
            if wanted >= timeout:
                raise httpcore2.ReadTimeout

        def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
            self.wait(timeout)
            return b""

        def write(self, buffer: bytes, timeout: float | None = None) -> None:
            self.wait(timeout)

        def start_tls(self, ssl_context: object, server_hostname: str | None = None, timeout: float | None = None) -> Socket:
            self.wait(timeout)
            return self

    class Sockets:
        def connect_tcp(self, host: str, port: int, timeout: float | None, *_: object) -> Socket:
            Socket().wait(timeout)
            return Socket()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(transport.time, "monotonic", lambda: now)
        network = transport._Network()
        network._sockets = Sockets()  # type: ignore[assignment]
        network.deadline = transport.Deadline(seconds)
        stream: httpcore2.NetworkStream = transport._Stream(Socket(), network)
        for kind, takes, timeout in waits:
            wanted = takes
            with contextlib.suppress(httpcore2.TimeoutException):
                if kind == "connect":
                    stream = network.connect_tcp("192.0.2.1", 80, timeout)
                elif kind == "start_tls":
                    stream = stream.start_tls(NOBODY, timeout=timeout)
                elif kind == "write":
                    stream.write(b"a" * 50_000, timeout)
                else:
                    stream.read(1, timeout)
            assert now <= seconds + 1e-6
