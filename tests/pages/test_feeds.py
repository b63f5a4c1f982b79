"""Feeds become the addresses of their articles, and those pages; whatever the bytes, nothing is fetched or resolved by them."""

import codecs
import gzip
import io
import json
import time
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st
from servers import Answers, serving

from sayso.options import PageOptions
from sayso.pages import feeds
from sayso.pages.feeds import read_feed
from sayso.pages.inputs import read_pages
from sayso.pages.kinds import kind_of
from sayso.record import Page, Refusal

A, B = "https://lantern.example/a", "https://lantern.example/b"


def rss(items: str, head: str = "", root: str = 'rss version="2.0"') -> str:
    channel = f"<channel><title>News</title><link>{A}/home</link>{items}</channel>"
    return f"<?xml version='1.0'?>{head}<{root}>{channel}</{root.split()[0]}>"


def atom(entries: str, space: str = "http://www.w3.org/2005/Atom", more: str = "") -> str:
    return f"<feed xmlns='{space}' {more}><link rel='self' href='https://lantern.example/feed'/>{entries}</feed>"


def read(feed: str | bytes, url: str | None = None, charset: str | None = None) -> list[str | Refusal]:
    content = feed if isinstance(feed, bytes) else feed.encode()
    return list(read_feed(Page("a.xml", content, url, charset=charset)))


ITEM = f"<item><title>Rain</title><link>{A}</link><pubDate>Fri, 14 Mar 2031 10:00:00 GMT</pubDate></item>"
RSS_1 = f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
  <channel rdf:about="{B}"><items><rdf:Seq><rdf:li resource="{A}"/></rdf:Seq></items></channel>
  <item rdf:about="{A}"><link>{A}</link></item></rdf:RDF>"""
JSON = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "News",
    "items": [{"id": "1", "url": A}, {"id": B}, {"id": 7}, None],
}


@pytest.mark.parametrize(
    ("feed", "addresses"),
    [
        (rss(ITEM), [A]),
        (rss(ITEM + ITEM + ITEM.replace("/a<", "/b<")), [A, B]),  # each once, in its order
        (rss(f"<item><guid>{A}</guid></item>"), [A]),
        (rss(f"<item><guid isPermaLink='false'>{B}</guid><link>{A}</link></item>"), [A]),
        (rss(f"<item><link>\n  {A}\n</link></item>"), [A]),
        (rss(f"<item><link><![CDATA[{A}?x=1&y=2]]></link></item>"), [f"{A}?x=1&y=2"]),
        (rss(f"<item><atom:link xmlns:atom='http://www.w3.org/2005/Atom' href='{A}'/></item>"), [A]),
        (
            rss(
                f"<item><link>{B}</link><f:origLink xmlns:f='http://rssnamespace.org/feedburner/ext/1.0'>{A}</f:origLink></item>"
            ),
            [A],
        ),
        (rss(f"<item><link>{A}</link><enclosure url='{B}.mp3'/><description>&lt;a href='{B}'></description></item>"), [A]),
        (rss(ITEM, root="rss"), [A]),  # no version
        (rss(ITEM, root="rss version='9'"), [A]),
        (RSS_1, [A]),
        (RSS_1.replace(f"<link>{A}</link>", "<title>Rain</title>"), [A]),  # by its name alone
        (rss(f"<item><link>{A}?x=1&y=2&amp;z=3</link></item>"), [f"{A}?x=1&y=2&z=3"]),  # a bare &, which is no XML
        (rss(f"<item><link>{A}?x=1&lang=en;&copy=2</link></item>"), [f"{A}?x=1&lang=en;&copy=2"]),
        (atom(f"<entry><link href='{A}'/><id>urn:1</id></entry>"), [A]),
        (
            atom(f"<entry><link rel='enclosure' href='{B}.mp3'/><link rel='alternate' type='text/html' href='{A}'/></entry>"),
            [A],
        ),
        (atom("<entry><link href='a'/></entry>", more="xml:base='https://lantern.example/x'"), [A]),
        (atom(f"<entry><link href='{A}'/></entry>", space="http://purl.org/atom/ns#"), [A]),  # 0.3
        (json.dumps(JSON), [A, B]),
        (json.dumps({"items": [{"external_url": A, "url": None}], **JSON, "feed_url": B}), [A, B]),
        ("\ufeff" + rss(ITEM), [A]),
        ("\n\n" + rss(ITEM), [A]),  # an empty line before the declaration is no XML, and common
        (rss(ITEM).replace("</channel></rss>", ""), [A]),  # cut
        (rss(f"<item><link>{A}</link><title>Q & A <br> R&eacute;d</title></item>"), [A]),  # HTML in it that is no XML
        (rss(ITEM).replace("News", "\x0c\x01"), [A]),
        (rss(ITEM).encode("utf-16"), [A]),
        (codecs.BOM_UTF8 + rss(ITEM).encode(), [A]),
        (rss(ITEM).replace("'1.0'", "'1.0' encoding='windows-1251'").replace("Rain", "Дождь").encode("cp1251"), [A]),
    ],
)
def test_the_feeds_there_are(feed: str | bytes, addresses: list[str]) -> None:
    assert read(feed) == addresses


def test_every_kind_is_known_by_its_first_bytes() -> None:
    entity = "<!DOCTYPE rss [<!ENTITY a 'b'>]>"
    comment = f"<!-- {'a feed > ' * 300} --><?xml-stylesheet href='x'?>"
    for feed in (rss(ITEM), rss(ITEM, entity), rss(ITEM, comment), RSS_1, atom(""), json.dumps(JSON)):
        assert kind_of(feed.encode()) == "feed" == kind_of(gzip.compress(feed.encode()))
    assert kind_of(rss(ITEM).encode("utf-16")) == "feed"
    assert kind_of(json.dumps(JSON).replace("/", "\\/").encode()) == "feed"
    for page in (
        b"<html><rss>",
        b"<!DOCTYPE html><p>",
        b"<rdf:RDF xmlns='x'>",
        b"{}",
        b'{"a": "rss"}',
        b"rss",
        b"",
        b"<!-- <rss>",
        b"<?x",
    ):
        assert kind_of(page) == "page"


def test_relative_links_stand_against_the_feeds_address() -> None:
    assert read(rss("<item><link>/a</link></item>"), url="https://lantern.example/news/feed") == [A]
    assert read(json.dumps({"items": [{"url": "../a"}]}), url="https://lantern.example/news/feed") == [A]


@pytest.mark.parametrize(
    ("feed", "reason"),
    [
        (rss(""), "empty"),
        (rss("<item><link>/a</link></item>"), "empty"),  # in a file, relative to nothing
        (rss("<item><link>javascript:alert(1)</link></item><item><link>file:///etc/hosts</link></item>"), "empty"),
        (json.dumps({"items": []}), "empty"),
        ("<html><body>no</body></html>", "bad-feed"),
        ("no", "bad-feed"),
        ("", "bad-feed"),
        ("<", "bad-feed"),
        ("{", "bad-feed"),
        ('{"items": 1}', "bad-feed"),
        ('{"items":' + "[" * 100_000, "bad-feed"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "bad-feed"),
    ],
)
def test_nonsense_is_refused(feed: str | bytes, reason: str) -> None:
    (refusal,) = read(feed)
    assert isinstance(refusal, Refusal) and refusal.reason == reason and refusal.input == "a.xml"


SECRET = "<!DOCTYPE rss [<!ENTITY s SYSTEM 'file:///etc/passwd'><!ENTITY % p SYSTEM 'http://127.0.0.1:9/x'>%p;]>"
LAUGHS = "<!DOCTYPE rss [<!ENTITY a0 'ha'>" + "".join(f"<!ENTITY a{n + 1} '{f'&a{n};' * 10}'>" for n in range(12)) + "]>"
MANY = 20_000


@pytest.mark.parametrize(
    "feed",
    [
        rss(f"<item><link>{A}?&s;</link></item>", SECRET),
        rss(f"<item><link>{A}?&a12;</link></item>", LAUGHS),
        "<rss><channel>" + "<a>" * MANY,
        "<rss>" + "<" * MANY,
        "<rss " + " ".join(f"a{n}='x'" for n in range(MANY)) + "><channel/></rss>",  # feedparser: half a minute
        "<rss " + " ".join(f"xmlns:a{n}='x{n}'" for n in range(2000)) + "><channel/></rss>",
        rss("<item>" * MANY),
        rss("<item><link>" + "x" * 2_000_000),
        rss("<item>" + "<link>x</link>" * MANY),
    ],
)
def test_traps_are_stepped_over(feed: str) -> None:
    start = time.process_time()
    results = read(feed)
    assert time.process_time() - start < 5
    assert all(isinstance(one, Refusal) or one == f"{A}?" for one in results)


def test_a_feed_without_end_is_cut_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "MOST_ENTRIES", 2)
    *addresses, refusal = read(rss("".join(f"<item><link>{A}{n}</link></item>" for n in range(9))))
    assert addresses == [f"{A}0", f"{A}1"] and isinstance(refusal, Refusal) and refusal.reason == "too-big"


PARTS = [
    "<rss>",
    "<channel>",
    "<item>",
    "<link>",
    "</link>",
    "<entry xmlns='x'>",
    "&s;",
    "http://[",
    "<![CDATA[",
    "xml:base='//['",
    "\0",
]


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 30), st.sampled_from(PARTS) | st.text(max_size=5)), max_size=6))
@settings(max_examples=150, deadline=None)
def test_a_feed_broken_anywhere_gives_addresses_or_refusals(breaks: list[tuple[int, int, str]]) -> None:
    for text in (rss(ITEM, SECRET), atom(f"<entry xml:base='{B}'><link href='{A}'/></entry>"), RSS_1, json.dumps(JSON)):
        for at, gone, instead in breaks:
            text = text[:at] + instead + text[at + gone :]
        for url in (None, "https://lantern.example/feed"):
            assert all(isinstance(one, str | Refusal) for one in read(text.encode("utf-8", "surrogatepass"), url))


@given(
    st.binary(max_size=200), st.sampled_from([b"", b"<rss>", b"<feed>", b"{", b"\xff\xfe", b'<?xml version="1.0" encoding="'])
)
@settings(max_examples=150, deadline=None)
def test_any_bytes_give_addresses_or_refusals(content: bytes, start: bytes) -> None:
    assert all(isinstance(one, str | Refusal) for one in read(start + content))
    kind_of(start + content)


HTML = {"Content-Type": "text/html"}


def site_with_feeds(address: str) -> Answers:
    items = "".join(f"<item><link>{address}/{n}</link></item>" for n in (1, 2, 3))
    return {
        "/feed": (200, {"Content-Type": "application/rss+xml"}, rss(items).encode()),
        "/atom": (200, {"Content-Type": "application/atom+xml"}, atom("<entry><link href='1'/></entry>").encode()),
        "/json": (200, {"Content-Type": "application/json"}, json.dumps({**JSON, "items": [{"url": "/1"}]}).encode()),
        "/html": (200, HTML, rss(items).encode()),  # a feed whatever its type says
        "/1": (200, HTML, b"<p>Rain"),
        "/3": (200, HTML, rss(items).encode()),  # a feed in a feed is a page like any other
    }


def test_feeds_by_address_file_and_standard_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answers: Answers = {}
    options = PageOptions(allow_private=True, delay=0, robots=False, timeout=5)

    def told(name: str) -> list[str]:
        pages = read_pages([name], options)
        return [
            f"{page.input.rpartition('/')[2]} {page.reason if isinstance(page, Refusal) else len(page.content)}"
            for page in pages
        ]

    with serving(answers) as (site, requests):
        answers.update(site_with_feeds(site))
        wanted = ["1 7", "2 http-404", f"3 {len(answers['/3'][2])}"]  # type: ignore[index]
        assert told(f"{site}/feed") == told(f"{site}/html") == wanted
        assert told(f"{site}/atom") == told(f"{site}/json") == ["1 7"]
        feed = answers["/feed"][2]  # type: ignore[index]
        (tmp_path / "a.xml").write_bytes(feed)
        (tmp_path / "a.rss.gz").write_bytes(gzip.compress(feed))
        assert told(str(tmp_path / "a.xml")) == told(str(tmp_path / "a.rss.gz")) == wanted
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(feed)))
        assert told("-") == wanted

        requests.clear()
        pages = read_pages([f"{site}/feed"], options)
        next(pages)
        assert [request.path for request in requests] == ["/feed", "/1"], "pages are fetched as they are asked for"
        (tmp_path / "folder").mkdir()
        (tmp_path / "folder/a.txt").write_text(f"{site}/1\n")
        requests.clear()
        assert len(list(read_pages([str(tmp_path / "folder")], options))) == 1
        assert not requests, "a folder is read without the network"


def test_what_is_called_a_feed_and_is_none(tmp_path: Path) -> None:
    (tmp_path / "a.rss").write_bytes(b"<html>a page of an error</html>")
    (refusal,) = read_pages([str(tmp_path / "a.rss")])
    assert isinstance(refusal, Refusal) and refusal.reason == "bad-feed"
