"""A real server on this machine: redirects, robots.txt, caps and deadlines; and private addresses refused without a flag."""

import gzip
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from sayso.fetch import Fetcher, fetch
from sayso.options import PageOptions
from sayso.record import Page, Refusal

RAIN = b"<p>Rain</p>"
Answers = dict[str, tuple[int, dict[str, str], bytes]]
ANSWERS: Answers = {
    "/page": (200, {"Content-Type": "text/html; charset=windows-1251"}, RAIN),
    "/packed": (200, {"Content-Type": "text/html", "Content-Encoding": "gzip"}, gzip.compress(RAIN)),
    "/file.gz": (200, {"Content-Type": "application/gzip"}, gzip.compress(RAIN)),
    "/bomb": (200, {"Content-Type": "text/html", "Content-Encoding": "gzip"}, gzip.compress(b"x" * 500_000)),
    "/cut": (200, {"Content-Type": "text/html", "Content-Encoding": "gzip"}, gzip.compress(RAIN)[:-9]),
    "/brotli": (200, {"Content-Type": "text/html", "Content-Encoding": "br"}, b"?"),
    "/big": (200, {"Content-Type": "text/html"}, b"x" * 200_000),
    "/image": (200, {"Content-Type": "image/png"}, b"\x89PNG"),
    "/gone": (404, {"Content-Type": "text/html"}, b"no"),
    "/broken": (503, {"Content-Type": "text/html"}, b"no"),
    "/moved": (301, {"Location": "/page"}, b""),
    "/round": (302, {"Location": "/round"}, b""),
    "/inward": (302, {"Location": "http://10.0.0.1/page"}, b""),
    "/away": (302, {"Location": "file:///etc/hosts"}, b""),
    "/secret/page": (200, {"Content-Type": "text/html"}, RAIN),
    "/to-secret": (302, {"Location": "/secret/page"}, b""),
}
ROBOTS: tuple[int, dict[str, str], bytes] = (200, {"Content-Type": "text/plain"}, b"User-agent: *\nDisallow: /secret/\n")


@pytest.fixture
def site() -> Iterator[str]:
    """The address of a server with the answers above."""
    yield from serving({**ANSWERS, "/robots.txt": ROBOTS})


def serving(answers: Answers) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/slow":
                self.send_response(200)
                self.end_headers()
                for _ in range(40):
                    try:
                        self.wfile.write(b"x")
                        self.wfile.flush()
                    except OSError:
                        return
                    time.sleep(0.05)
                return
            status, headers, content = answers.get(self.path, (404, {}, b""))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def get(url: str, **options: object) -> Page | Refusal:
    return fetch(url, PageOptions(**{"allow_private": True, "max_bytes": 100_000, "timeout": 5.0, **options}))  # type: ignore[arg-type]


def test_a_page_with_what_the_server_says_of_it(site: str) -> None:
    page = get(f"{site}/page#top")
    assert isinstance(page, Page)
    assert (page.content, page.charset, page.media_type) == (RAIN, "windows-1251", "text/html")
    assert page.input == f"{site}/page#top" and page.captured and page.captured.endswith("+00:00")


@pytest.mark.parametrize("path", ["/packed", "/file.gz", "/moved"])
def test_packed_and_moved_pages(site: str, path: str) -> None:
    page = get(site + path)
    assert isinstance(page, Page) and page.content == RAIN
    assert page.url == site + ("/page" if path == "/moved" else path)


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/bomb", "too-big"),  # small on the wire
        ("/big", "too-big"),
        ("/cut", "bad-gzip"),
        ("/brotli", "encoding"),  # not asked for
        ("/image", "not-text"),
        ("/gone", "http-404"),
        ("/broken", "http-503"),
        ("/round", "redirects"),
        ("/away", "bad-address"),
        ("/secret/page", "robots"),
        ("/to-secret", "robots"),  # robots.txt is asked at each hop
    ],
)
def test_refusals(site: str, path: str, reason: str) -> None:
    refusal = get(site + path)
    assert isinstance(refusal, Refusal)
    assert refusal.reason == reason and refusal.input == site + path


def test_robots_may_be_left_unasked(site: str) -> None:
    assert isinstance(get(f"{site}/secret/page", robots=False), Page)


@pytest.mark.parametrize(("status", "wanted"), [(404, Page), (403, Page), (500, Refusal), (503, Refusal)])
def test_robots_that_fail(status: int, wanted: type) -> None:
    for site in serving({**ANSWERS, "/robots.txt": (status, {}, b"")}):
        assert isinstance(get(f"{site}/page"), wanted)


def test_a_trickle_ends_at_the_deadline(site: str) -> None:
    start = time.monotonic()
    refusal = get(f"{site}/slow", timeout=0.4, robots=False)
    assert isinstance(refusal, Refusal) and refusal.reason == "timeout"
    assert time.monotonic() - start < 1.5


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://10.1.2.3/",
        "http://192.168.0.1/",
        "http://169.254.169.254/latest/meta-data/",  # link-local
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",  # an IPv4 address inside an IPv6 one
        "http://0.0.0.0/",
        "http://2130706433/",  # 127.0.0.1 as one number
    ],
)
def test_private_addresses_are_refused(url: str) -> None:
    refusal = fetch(url, PageOptions(timeout=2))
    assert isinstance(refusal, Refusal) and refusal.reason == "private-address"


def test_a_redirect_inward_is_refused(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sayso.fetch.is_public", lambda host: not host.startswith("10."))
    refusal = fetch(f"{site}/inward", PageOptions(timeout=2, robots=False))
    assert isinstance(refusal, Refusal) and refusal.reason == "private-address"


def test_the_address_that_was_checked_is_the_one_connected_to(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def look_up(host: str, port: int, *_: object, **__: object) -> list[object]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr("sayso.hosts.socket.getaddrinfo", look_up)
    port = site.rsplit(":", 1)[1]
    with Fetcher(PageOptions(allow_private=True, robots=False, timeout=2)) as fetcher:
        page = fetcher.fetch(f"http://mirwen.example:{port}/page")
    assert isinstance(page, Page) and page.url == f"http://mirwen.example:{port}/page"
    assert asked.count("mirwen.example") == 1


@pytest.mark.parametrize("url", ["http://", "http://a b/", "https://[/", "http://exa\x00mple/"])
def test_no_address(url: str) -> None:
    refusal = fetch(url, PageOptions(timeout=1))
    assert isinstance(refusal, Refusal) and refusal.reason in ("bad-address", "unreachable")


def test_nothing_there() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    refusal = get(f"http://127.0.0.1:{port}/", robots=False)
    assert isinstance(refusal, Refusal) and refusal.reason == "unreachable"
