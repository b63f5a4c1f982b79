"""Sitemaps, those of news, indexes of others and plain lists become addresses, and those pages."""

import gzip
import time

import pytest
from hypothesis import given, settings, strategies as st
from servers import Answers, serving

from sayso.options import PageOptions
from sayso.pages import sitemaps
from sayso.pages.inputs import read_pages
from sayso.pages.kinds import kind_of
from sayso.pages.sitemaps import read_sitemap
from sayso.record import Page, Refusal

A, B = "https://lantern.example/a", "https://lantern.example/b"
SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def urlset(*addresses: str, space: str = SPACE) -> str:
    return f"<?xml version='1.0'?><urlset {space}>{''.join(f'<url><loc>{one}</loc></url>' for one in addresses)}</urlset>"


def index(*addresses: str) -> str:
    return f"<sitemapindex {SPACE}>{''.join(f'<sitemap><loc>{one}</loc></sitemap>' for one in addresses)}</sitemapindex>"


NEWS = f"""<urlset {SPACE} xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
  xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"><url><loc>{A}</loc><lastmod>2031-03-14</lastmod>
  <image:image><image:loc>{B}.png</image:loc></image:image><news:news><news:publication><news:name>The Lantern</news:name>
  <news:language>en</news:language></news:publication><news:publication_date>2031-03-14T10:00:00Z</news:publication_date>
  <news:title>Rain</news:title></news:news></url></urlset>"""


class Web(dict[str, str]):
    """Sitemaps by their addresses; what was asked for, in order."""

    def __init__(self, *rows: tuple[str, str]) -> None:
        super().__init__(rows)
        self.asked: list[str] = []

    def fetch(self, url: str) -> Page | Refusal:
        self.asked.append(url)
        return Page(url, self[url].encode(), url) if url in self else Refusal(url, "http-404", "")


def read(content: str | bytes, web: Web | None = None, url: str | None = None) -> list[str | Refusal]:
    page = Page("a.xml", content if isinstance(content, bytes) else content.encode(), url)
    return list(read_sitemap(page, (web or Web()).fetch))


def told(results: list[str | Refusal]) -> list[str]:
    return [one if isinstance(one, str) else one.reason for one in results]


@pytest.mark.parametrize(
    ("sitemap", "addresses"),
    [
        (urlset(A, B, A), [A, B]),
        (urlset(A, space=""), [A]),  # no namespace
        (urlset(A, space='xmlns="http://www.google.com/schemas/sitemap/0.84"'), [A]),
        (urlset(f"\n {A}?x=1&amp;y=2 \n"), [f"{A}?x=1&y=2"]),
        (urlset(f"<![CDATA[{A}]]>"), [A]),
        (NEWS, [A]),  # and not its picture's
        (urlset(A).replace("<urlset", "<!-- made by hand --><urlset"), [A]),
        (urlset(A, B).replace("</url></urlset>", ""), [A, B]),  # cut
        (urlset(f"{A}?x=1&y=2"), [f"{A}?x=1&y=2"]),  # a bare &, which is no XML
        (urlset(A).encode("utf-16"), [A]),
        (f"{A}\n{B}\n", [A, B]),
        (f"\ufeff{A}\r\n\r\n{B}", [A, B]),
    ],
)
def test_the_sitemaps_there_are(sitemap: str | bytes, addresses: list[str]) -> None:
    content = sitemap if isinstance(sitemap, bytes) else sitemap.encode()
    assert kind_of(content) in ("sitemap", "addresses") and kind_of(gzip.compress(content)) == kind_of(content)
    assert read(content) == addresses


def test_relative_addresses_stand_against_the_sitemaps_own() -> None:
    assert read(urlset("/a"), url="https://lantern.example/maps/1.xml") == [A]


@pytest.mark.parametrize(
    ("sitemap", "reason"),
    [
        (urlset(), "empty"),
        (urlset("/a"), "empty"),
        (urlset("ftp://lantern.example/a", "javascript:x"), "empty"),
        ("<html>", "bad-sitemap"),
        ("", "bad-sitemap"),
        ("words", "bad-sitemap"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "bad-sitemap"),
    ],
)
def test_nonsense_is_refused(sitemap: str | bytes, reason: str) -> None:
    results = read(sitemap)
    assert told(results) == [reason]


MAPS = "https://lantern.example/maps/"


def test_an_index_is_followed_in_order_as_it_is_asked_for() -> None:
    web = Web((f"{MAPS}1", urlset(A)), (f"{MAPS}2", index(f"{MAPS}3", f"{MAPS}1")), (f"{MAPS}3", f"{B}\n"))
    results = read_sitemap(Page("a.xml", index(f"{MAPS}1", f"{MAPS}2", f"{MAPS}1").encode()), web.fetch)
    assert next(results) == A and web.asked == [f"{MAPS}1"]
    assert list(results) == [B] and web.asked == [f"{MAPS}1", f"{MAPS}2", f"{MAPS}3"]


def test_what_an_index_names_may_be_gone_no_sitemap_or_a_feed() -> None:
    feed = f"<rss version='2.0'><channel><item><link>{A}</link></item></channel></rss>"
    web = Web((f"{MAPS}1", "<html>no"), (f"{MAPS}2", feed))
    assert told(read(index(f"{MAPS}0", f"{MAPS}1", f"{MAPS}2"), web)) == ["http-404", "bad-sitemap", A]


def test_circles_and_depths_end() -> None:
    web = Web(*((f"{MAPS}{n}", index(f"{MAPS}{n + 1}", f"{MAPS}{n}")) for n in range(9)))
    assert told(read(index(f"{MAPS}0"), web, f"{MAPS}x")) == ["too-big"]
    assert web.asked == [f"{MAPS}0", f"{MAPS}1"]
    assert told(read(index(MAPS), Web((MAPS, index(MAPS))), MAPS)) == ["empty"]


def test_numbers_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemaps, "MOST_ADDRESSES", 3)
    monkeypatch.setattr(sitemaps, "MOST_SITEMAPS", 2)
    assert told(read(urlset(*(f"{A}{n}" for n in range(9))))) == [f"{A}0", f"{A}1", f"{A}2", "too-big"]
    web = Web(*((f"{MAPS}{n}", urlset(f"{A}{n}")) for n in range(9)))
    assert told(read(index(*web), web)) == [f"{A}0", f"{A}1", "too-big"]


LAUGHS = "<!DOCTYPE urlset [<!ENTITY a0 'ha'>" + "".join(f"<!ENTITY a{n + 1} '{f'&a{n};' * 10}'>" for n in range(12)) + "]>"


@pytest.mark.parametrize(
    "sitemap",
    [
        LAUGHS + urlset(f"{A}?&a12;").removeprefix("<?xml version='1.0'?>"),
        "<!DOCTYPE urlset [<!ENTITY s SYSTEM 'file:///etc/passwd'>]>"
        + urlset(f"{A}?&s;").removeprefix("<?xml version='1.0'?>"),
        "<urlset>" + "<a>" * 50_000,
        "<urlset>" + "<url>" * 50_000,
        "<urlset>" + "<" * 200_000,
        "<urlset>" + "<url/>" * 50_000,
        "<urlset " + " ".join(f"a{n}='x'" for n in range(20_000)) + "/>",
        urlset("http://" + "x" * 2_000_000 + "["),
    ],
)
def test_traps_are_stepped_over(sitemap: str) -> None:
    start = time.process_time()
    results = read(sitemap)
    assert time.process_time() - start < 5
    assert all(isinstance(one, Refusal) or one == f"{A}?" or one.startswith("http://xxx") for one in results)


PARTS = ["<urlset>", "<url>", "<loc>", "</loc>", "<sitemap>", "&s;", "http://[", "<![CDATA[", "<!--", "<?x?>", "\0", f"{A}\n"]


@given(st.lists(st.tuples(st.integers(0, 300), st.integers(0, 30), st.sampled_from(PARTS) | st.text(max_size=5)), max_size=6))
@settings(max_examples=150, deadline=None)
def test_a_sitemap_broken_anywhere_gives_addresses_or_refusals(breaks: list[tuple[int, int, str]]) -> None:
    for text in (urlset(A, B), NEWS, index(A, B), f"{A}\n{B}\n"):
        for at, gone, instead in breaks:
            text = text[:at] + instead + text[at + gone :]
        assert all(isinstance(one, str | Refusal) for one in read(text.encode("utf-8", "surrogatepass"), url="http://[/"))


@given(st.binary(max_size=200), st.sampled_from([b"", b"<urlset>", b"<urlset><url><loc>", b"\xfe\xff", b"http://"]))
@settings(max_examples=150, deadline=None)
def test_any_bytes_give_addresses_or_refusals(content: bytes, start: bytes) -> None:
    assert all(isinstance(one, str | Refusal) for one in read(start + content))


def test_sitemaps_by_address() -> None:
    answers: Answers = {"/1": (200, {"Content-Type": "text/html"}, b"<p>Rain")}
    with serving(answers) as (site, requests):
        packed = gzip.compress(urlset(f"{site}/1", f"{site}/2").encode())
        answers["/index"] = (200, {"Content-Type": "text/xml"}, index(f"{site}/map.xml.gz", f"{site}/list.txt").encode())
        answers["/map.xml.gz"] = (200, {"Content-Type": "application/x-gzip"}, packed)
        answers["/list.txt"] = (200, {"Content-Type": "text/plain"}, f"{site}/1\n{site}/3\n".encode())
        options = PageOptions(allow_private=True, delay=0, timeout=5)
        pages = list(read_pages([f"{site}/index"], options))
        assert [page.input.removeprefix(site) for page in pages] == ["/1", "/2", "/3"]
        assert isinstance(pages[0], Page) and pages[0].content == b"<p>Rain"
        paths = [request.path for request in requests]
        assert paths == ["/robots.txt", "/index", "/map.xml.gz", "/1", "/2", "/list.txt", "/3"]
