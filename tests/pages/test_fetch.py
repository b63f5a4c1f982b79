"""A real server on this machine: redirects, robots.txt, caps and deadlines; and private addresses refused without a flag."""

import gzip
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import certifi
import pytest
from archives import answer, record
from papers import docx, paragraph, pdf
from servers import Answer, Answers, Request, serving

from sayso.options import PageOptions
from sayso.pages.fetch import Fetcher, fetch
from sayso.pages.inputs import read_pages
from sayso.record import Page, Refusal

RAIN = b"<p>Rain</p>"
PAPER = pdf([(72, 700, 11, "It rained.")])
WORD = docx(paragraph("It rained."))
LETTER = b"From: a@press.example\r\nSubject: Rain\r\nMIME-Version: 1.0\r\n\r\nIt rained."
if sys.version_info >= (3, 14):
    from compression import zstd as zstandard
else:
    from backports import zstd as zstandard

ANSWERS: Answers = {
    "/page": (200, {"Content-Type": "text/html; charset=windows-1251"}, RAIN),
    "/packed": (200, {"Content-Type": "text/html", "Content-Encoding": "gzip"}, gzip.compress(RAIN)),
    "/file.gz": (200, {"Content-Type": "application/gzip"}, gzip.compress(RAIN)),
    "/bomb": (200, {"Content-Type": "text/html", "Content-Encoding": "gzip"}, gzip.compress(b"x" * 500_000)),
    "/cut": (200, {"Content-Type": "text/html", "Content-Encoding": "gzip"}, gzip.compress(RAIN)[:-9]),
    "/brotli": (200, {"Content-Type": "text/html", "Content-Encoding": "br"}, b"?"),
    "/big": (200, {"Content-Type": "text/html"}, b"x" * 200_000),
    "/release": (200, {"Content-Type": "application/pdf"}, PAPER),
    "/word": (200, {"Content-Type": "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}, WORD),
    "/letter": (200, {"Content-Type": "message/rfc822"}, LETTER),
    "/story": (200, {"Content-Type": "text/markdown"}, b"# Rain\n\nIt rained."),
    "/crawl": (200, {"Content-Type": "application/zstd"}, zstandard.compress(record(answer()))),
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
ROBOTS: Answer = (200, {"Content-Type": "text/plain"}, b"User-agent: *\nDisallow: /secret/\n")


@pytest.fixture
def site() -> Iterator[str]:
    """The address of a server with the answers above."""
    with serving({**ANSWERS, "/robots.txt": ROBOTS}) as (address, _):
        yield address


def get(url: str, **options: object) -> Page | Refusal:
    return fetch(url, PageOptions(**{"allow_private": True, "max_bytes": 100_000, "timeout": 5.0, **options}))  # type: ignore[arg-type]


def test_a_page_with_what_the_server_says_of_it(site: str) -> None:
    page = get(f"{site}/page#top")
    assert isinstance(page, Page)
    assert (page.content, page.charset, page.media_type) == (RAIN, "windows-1251", "text/html")
    assert page.input == f"{site}/page#top" and page.captured and page.captured.endswith("+00:00")


@pytest.mark.parametrize(
    ("path", "content", "media"),
    [
        ("/release", PAPER, "application/pdf"),
        ("/word", WORD, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("/letter", b"It rained.", "text/plain"),
        ("/story", b"# Rain\n\nIt rained.", "text/markdown"),
    ],
)
def test_documents_and_letters_are_pages_too(site: str, path: str, content: bytes, media: str) -> None:
    (page,) = read_pages([site + path], PageOptions(allow_private=True, delay=0))
    assert isinstance(page, Page) and (page.content, page.media_type) == (content, media)
    assert (page.input, page.url) == (site + path, site + path) and page.captured


def test_an_archive_at_an_address_gives_its_pages(site: str) -> None:
    (page,) = read_pages([f"{site}/crawl"], PageOptions(allow_private=True))
    assert isinstance(page, Page) and (page.url, page.input) == ("http://lantern.example/1", f"{site}/crawl:0+0")


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
    with serving({**ANSWERS, "/robots.txt": (status, {}, b"")}) as (site, _):
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
    monkeypatch.setattr("sayso.pages.connections.is_public", lambda host: not host.startswith("10."))
    refusal = fetch(f"{site}/inward", PageOptions(timeout=2, robots=False))
    assert isinstance(refusal, Refusal) and refusal.reason == "private-address"


def test_the_address_that_was_checked_is_the_one_connected_to(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def look_up(host: str, port: int, *_: object, **__: object) -> list[object]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr("sayso.pages.hosts.socket.getaddrinfo", look_up)
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


PAGE: Answer = (200, {"Content-Type": "text/html"}, RAIN)


def fetcher(**options: object) -> Fetcher:
    return Fetcher(PageOptions(**{"allow_private": True, "timeout": 5.0, "delay": 0.0, **options}))  # type: ignore[arg-type]


def reason(result: Page | Refusal) -> str:
    return "" if isinstance(result, Page) else result.reason


LONG_ROBOTS = b"User-agent: *\nDisallow: /early/\n" + b"# filled up\n" * 60_000 + b"Disallow: /late/\n"


@pytest.mark.parametrize(
    ("robots", "refused"),
    [
        ((200, {}, b"User-agent: other\nDisallow: /"), []),
        (
            (200, {}, b"User-agent: SAYSO\nDisallow: /late/\n\nUser-agent: *\nDisallow: /early/"),
            ["/late/1"],
        ),  # its own group alone
        ((200, {}, b"\xef\xbb\xbfUser-agent: *\r\nDisallow: /early/\r\nAllow: /early/1"), []),  # the longest rule
        ((200, {}, LONG_ROBOTS), ["/early/1"]),  # more than 500 KiB: the beginning holds
        ((200, {"Content-Encoding": "gzip"}, gzip.compress(LONG_ROBOTS)), ["/early/1"]),
        ((200, {}, b"<html>no rules" + bytes(range(256))), []),
        ((404, {}, b"User-agent: *\nDisallow: /"), []),
        ((401, {}, b""), []),  # all of 4xx, says RFC 9309
        ((301, {"Location": "/hop/1"}, b""), ["/early/1"]),  # five hops
        ((301, {"Location": "/hop/0"}, b""), []),  # six: unavailable
        ((301, {"Location": "/robots.txt"}, b""), []),
        ((500, {}, b""), ["/early/1", "/late/1"]),
        ((301, {"Location": "http://[/"}, b""), ["/early/1", "/late/1"]),
    ],
)
def test_robots_by_rfc_9309(robots: Answer, refused: list[str]) -> None:
    hops: Answers = {f"/hop/{n}": (302, {"Location": f"/hop/{n + 1}"}, b"") for n in range(5)}
    hops["/hop/5"] = (200, {}, b"User-agent: *\nDisallow: /early/")
    with serving({**hops, "/robots.txt": robots, "/early/1": PAGE, "/late/1": PAGE}) as (site, requests), fetcher() as fetching:
        assert [path for path in ("/early/1", "/late/1") if reason(fetching.fetch(site + path))] == refused
        if robots[0] == 200:
            assert [request.path for request in requests].count("/robots.txt") == 1, "asked once a day"


def test_a_site_in_trouble_is_asked_again_later(monkeypatch: pytest.MonkeyPatch) -> None:
    answers: Answers = {"/robots.txt": (503, {}, b""), "/1": PAGE}
    with serving(answers) as (site, requests), fetcher() as fetching:
        assert [reason(fetching.fetch(f"{site}/1")) for _ in range(2)] == ["robots", "robots"]
        assert len(requests) == 1
        monkeypatch.setattr("sayso.pages.robots.time.monotonic", lambda: time.time() + 10_000)
        answers["/robots.txt"] = (404, {}, b"")
        assert reason(fetching.fetch(f"{site}/1")) == ""


@pytest.mark.parametrize(
    ("delay", "robots", "least"),
    [
        (0.3, b"", 0.3),
        (0.0, b"User-agent: *\nCrawl-delay: 0.4", 0.4),
        (0.3, b"User-agent: *\nCrawl-delay: 0.1", 0.3),  # the longer of the two
        (0.2, b"User-agent: *\nCrawl-delay: soon", 0.2),
    ],
)
def test_pages_of_one_host_are_kept_apart(delay: float, robots: bytes, least: float) -> None:
    with (
        serving({"/robots.txt": (200, {}, robots), "/1": PAGE, "/2": PAGE}) as (site, requests),
        fetcher(delay=delay) as fetching,
    ):
        start = time.monotonic()
        assert not reason(fetching.fetch(f"{site}/1"))
        assert time.monotonic() - start < least + 0.25, "the first page waits for nobody"
        assert not reason(fetching.fetch(f"{site}/2"))
        first, second = (request.at for request in requests if request.path in ("/1", "/2"))
        assert least * 0.95 <= second - first < least + 1


def test_waiting_for_a_turn_is_not_the_pages_time() -> None:
    with serving({"/1": PAGE}) as (site, _), fetcher(delay=0.6, timeout=0.5) as fetching:
        assert [reason(fetching.fetch(f"{site}/1")) for _ in range(2)] == ["", ""]


def test_a_crawl_delay_without_bounds_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    with (
        serving({"/robots.txt": (200, {}, b"User-agent: *\nCrawl-delay: 86400"), "/1": PAGE}) as (site, _),
        fetcher() as fetching,
    ):
        fetching.fetch(f"{site}/1")
        monkeypatch.setattr("sayso.pages.pace.time.sleep", slept.append)
        fetching.fetch(f"{site}/1")
    assert 25 < max(slept) <= 30


def busy(times: int, status: int, **headers: str) -> Answers:
    left = [times]

    def answer(request: Request) -> Answer:
        left[0] -= 1
        return (status, headers, b"") if left[0] >= 0 else PAGE

    return {"/1": answer}


SOON = format_datetime(datetime.now(UTC) + timedelta(days=1), usegmt=True)


@pytest.mark.parametrize(
    ("answers", "wanted"),
    [
        (busy(1, 429, **{"Retry-After": "1"}), ""),  # one polite wait
        (busy(1, 503, **{"Retry-After": "0"}), ""),
        (busy(2, 429, **{"Retry-After": "0"}), "http-429"),  # and only one
        (busy(1, 429, **{"Retry-After": "3600"}), "http-429"),  # longer than a page may take
        (busy(1, 503, **{"Retry-After": SOON}), "http-503"),
        (busy(1, 503, **{"Retry-After": "tomorrow"}), "http-503"),
        (busy(1, 503), "http-503"),
    ],
)
def test_a_busy_site_is_waited_for_once(answers: Answers, wanted: str) -> None:
    with serving(answers) as (site, _), fetcher() as fetching:
        assert reason(fetching.fetch(f"{site}/1")) == wanted


def test_a_site_that_wants_to_be_left_alone_is() -> None:
    with serving(busy(1, 429, **{"Retry-After": "3600"})) as (site, requests), fetcher() as fetching:
        first, second = (fetching.fetch(f"{site}/1") for _ in range(2))
        assert reason(first) == reason(second) == "http-429"
        assert isinstance(second, Refusal) and "left alone" in second.detail
        assert [request.path for request in requests] == ["/robots.txt", "/1"]


class Kept(dict[str, tuple[str | None, str | None]]):
    """What a store remembers; ``set`` as ``Validators`` wants it."""

    def set(self, url: str, etag: str | None, last_modified: str | None) -> None:
        self[url] = etag, last_modified


def unchanged(request: Request) -> Answer:
    same = request.headers.get("If-None-Match") == '"a"' or request.headers.get("If-Modified-Since") == "yesterday"
    return (304, {}, b"") if same else (200, {"Content-Type": "text/html", "ETag": '"a"', "Last-Modified": "yesterday"}, RAIN)


def test_a_page_that_has_not_changed_is_not_fetched_again() -> None:
    kept = Kept()
    answers: Answers = {
        "/1": unchanged,
        "/feed": (200, {"ETag": "b"}, b"<rss version='2.0'/>"),
        "/moved": (301, {"Location": "/1"}, b""),
    }
    with serving(answers) as (site, _), Fetcher(PageOptions(allow_private=True, delay=0), kept) as fetching:
        assert [reason(fetching.fetch(f"{site}/1#top")) for _ in range(2)] == ["", "not-modified"]
        assert reason(fetching.fetch(f"{site}/moved")) == "not-modified"
        fetching.fetch(f"{site}/feed")
        assert kept == {f"{site}/1": ('"a"', "yesterday")}, "a feed is gone through again, for what failed of it"
        kept[f"{site}/1"] = (None, "yesterday")
        assert reason(fetching.fetch(f"{site}/1")) == "not-modified"
        kept[f"{site}/1"] = ("in\nvalid", "é")
        assert reason(fetching.fetch(f"{site}/1")) == ""


def test_not_modified_unasked_is_a_fault_of_the_server() -> None:
    with serving({"/1": (304, {}, b"")}) as (site, _), fetcher() as fetching:
        assert reason(fetching.fetch(f"{site}/1")) == "http-304"


def test_sites_at_one_numeric_address_share_no_cookies_and_no_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    def look_up(host: str, port: int, *_: object, **__: object) -> list[object]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr("sayso.pages.hosts.socket.getaddrinfo", look_up)
    with (
        serving({"/1": (200, {"Set-Cookie": "who=reader; Path=/"}, RAIN)}) as (site, requests),
        fetcher(robots=False) as fetching,
    ):
        port = site.rsplit(":", 1)[1]
        for host in ("mirwen.example", "lantern.example", "mirwen.example"):
            assert not reason(fetching.fetch(f"http://{host}:{port}/1"))
    assert [request.headers.get("Cookie") for request in requests] == [None, None, "who=reader"]
    assert requests[0].client == requests[2].client != requests[1].client


@pytest.mark.parametrize(
    "answer",
    [
        (301, {}, b""),  # to nowhere
        (301, {"Location": "http://[/"}, b""),
        (301, {"Location": "\xff\xfe"}, b""),
        (302, {"Location": "http://lantern.example:99999999/"}, b""),
        (200, {"Content-Encoding": "gzip", "Content-Type": "\xff; charset=\xfe"}, RAIN),
        (200, {"Content-Type": "application/json"}, b'{"a": 1}'),
        (200, {"Content-Type": "application/zip"}, b"PK\x03\x04"),
        (600, {}, b""),
    ],
)
def test_odd_answers_are_refused(answer: Answer) -> None:
    with serving({"/1": answer}) as (site, _), fetcher() as fetching:
        assert reason(fetching.fetch(f"{site}/1"))


# TLS


def certificate(folder: Path, name: str) -> Path:
    """A certificate for a name or an address, made by itself, with its key in the same file."""
    path = folder / "site.pem"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    named = ["-subj", "/CN=lantern.example", "-addext", f"subjectAltName={name}"]
    subprocess.run([*command, *named, "-keyout", str(path), "-out", str(folder / "c")], check=True, capture_output=True)
    path.write_bytes(path.read_bytes() + (folder / "c").read_bytes())
    return path


@pytest.mark.skipif(not shutil.which("openssl"), reason="certificates are made by openssl, which is not here")
@pytest.mark.parametrize(
    ("name", "trusted", "why"),
    [
        ("IP:127.0.0.1", True, None),
        ("IP:127.0.0.1", False, "self-signed certificate"),
        ("DNS:elsewhere.example", True, "IP address mismatch"),  # somebody else's
    ],
)
def test_a_site_is_read_where_its_certificate_is_to_be_trusted(
    name: str, trusted: bool, why: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = certificate(tmp_path, name)
    if trusted:
        monkeypatch.setattr(certifi, "where", lambda: str(shown))
    with serving({"/page": ANSWERS["/page"]}, shown) as (address, requests):
        page = get(f"{address}/page")
        if why is None:
            assert isinstance(page, Page) and page.content == RAIN
        else:
            assert isinstance(page, Refusal) and page.reason == "bad-certificate" and why in page.detail
            assert not requests  # nothing was asked of it
