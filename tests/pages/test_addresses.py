"""Names and passwords in addresses: told apart in every form, shown, kept and logged in none, sent to their own site alone."""

from __future__ import annotations

import base64
import json
import logging
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote, urljoin, urlsplit

import httpx2
import pytest
from hypothesis import given, strategies as st
from plain_reader import read_plainly
from servers import Answer, Answers, Request, serving

from sayso.adding import add_each
from sayso.articles import build_article
from sayso.cli import main
from sayso.options import PageOptions
from sayso.pages import bare_address, read_pages
from sayso.pages.addresses import split_userinfo
from sayso.pages.fetch import Fetcher
from sayso.record import Article, Page, Refusal
from sayso.store import open_engine

BARE = "http://news.example/ok"


@pytest.mark.parametrize(
    ("address", "bare", "userinfo"),
    [
        ("http://ana:hunter2@news.example/ok", BARE, "ana:hunter2"),
        ("HTTPS://ana:hunter2@news.example", "HTTPS://news.example", "ana:hunter2"),
        ("http://ana@news.example/ok", BARE, "ana"),
        ("http://:hunter2@news.example/ok", BARE, ":hunter2"),
        ("http://@news.example/ok", BARE, ""),
        ("http://ana:hunter2@news.example:8080/ok", "http://news.example:8080/ok", "ana:hunter2"),
        ("http://ana:hunter2@[::1]:8080/ok", "http://[::1]:8080/ok", "ana:hunter2"),
        ("http://ana:hun%40ter@news.example/ok", BARE, "ana:hun%40ter"),
        ("http://ana:hun@ter@news.example/ok", BARE, "ana:hun@ter"),  # the last one counts
        ("http://ana:hun/ter2@news.example/ok", BARE, "ana:hun/ter2"),  # "hun" is no port
        ("http://ana:hun?ter2@news.example/ok", BARE, "ana:hun?ter2"),
        ("http://ana:hun#t@r2@news.example/ok", BARE, "ana:hun#t@r2"),
        ("http://ana:hun\\ter2@news.example/ok", BARE, "ana:hun\\ter2"),
        ("http://ana: hun\tter 2 @news.example/ok", BARE, "ana: hun\tter 2 "),
        ("http://ana:hunter2\uff20news.example/ok", BARE, "ana:hunter2"),
        ("http://ana%3Ahunter2%40news.example/ok", BARE, "ana%3Ahunter2"),
        ("ftp://ana:hunter2@news.example/ok", "ftp://news.example/ok", "ana:hunter2"),
        ("//ana:hunter2@news.example/ok", "//news.example/ok", "ana:hunter2"),
        ("http:/ana:hunter2@news.example/ok", "http:/news.example/ok", "ana:hunter2"),
        ("http:\\\\ana:hunter2@news.example/ok", "http:\\\\news.example/ok", "ana:hunter2"),
        (" \u201chttp://ana:hunter2@news.example/ok", f" \u201c{BARE}", "ana:hunter2"),
        ("http://ana:hunter2@", "http://", "ana:hunter2"),
        ("http://ana:hunter2@news.example:99999999/", "http://news.example:99999999/", "ana:hunter2"),
        # What is no password.
        ("https://news.example/@ana/1", "https://news.example/@ana/1", ""),
        ("https://news.example:8080/@ana/1", "https://news.example:8080/@ana/1", ""),
        ("https://[2001:db8::1]:80/@ana", "https://[2001:db8::1]:80/@ana", ""),
        ("https://news.example?mail=ana@news.example", "https://news.example?mail=ana@news.example", ""),
        ("https://news.example/a%40b", "https://news.example/a%40b", ""),
        ("tag:news.example,2031:ana@1", "tag:news.example,2031:ana@1", ""),
        ("pages/ana@news.html", "pages/ana@news.html", ""),
        ("", "", ""),
    ],
)
def test_what_stands_before_a_host_is_told_apart(address: str, bare: str, userinfo: str) -> None:
    assert split_userinfo(address) == (bare, userinfo)


@given(st.text(min_size=1), st.text())
def test_any_name_and_password_can_be_written_and_goes(name: str, password: str) -> None:
    pair = f"{quote(name.encode('utf8', 'replace'), safe='')}:{quote(password.encode('utf8', 'replace'), safe='')}"
    assert split_userinfo(f"http://{pair}@news.example/ok") == (BARE, pair)


PIECES = [
    "http",
    "https",
    ":",
    "//",
    "/",
    "\\",
    "@",
    "\uff20",
    "%40",
    "?",
    "#",
    "[",
    "]",
    "::1",
    "ana",
    "pw",
    "a.example",
    ":80",
    " ",
]


@given(st.sampled_from(["", "http://", "https://"]), st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_whatever_stands_there_http_sees_no_password_in_what_is_left(start: str, rest: str) -> None:
    bare = bare_address(start + rest)
    for of_whom in ("", "http://news.example/1"):  # as it stands, and as a redirect's
        try:
            seen = httpx2.URL(bare_address(urljoin(of_whom, bare)))
        except (httpx2.InvalidURL, ValueError):
            continue
        assert not (seen.scheme in ("http", "https") and seen.host and seen.userinfo)


# A site that asks for a password.

STORY = "“The bridge is safe,” said Ana Dovrel.\n"
PAIR = "mirwen:hunter2"
ASKED = f"Basic {base64.b64encode(PAIR.encode()).decode()}"


def closed(content: str, media: str = "text/plain; charset=utf-8") -> object:
    def answer(request: Request) -> Answer:
        known = request.headers.get("Authorization") == ASKED
        return (200, {"Content-Type": media}, content.encode()) if known else (401, {}, b"")

    return answer


@pytest.fixture
def site() -> Iterator[tuple[str, str, list[Request], list[Request]]]:
    """The addresses of a site behind a password, and of another one; and what each was asked."""
    theirs: Answers = {"/1": (200, {"Content-Type": "text/plain"}, STORY.encode())}
    ours: Answers = {"/robots.txt": (200, {}, b"User-agent: *\nDisallow: /closed")}
    with serving(theirs) as (elsewhere, asked_there), serving(ours) as (here, asked_here):
        named = here.replace("//", f"//{PAIR}@")
        feed = f"<rss><channel><item><link>/1</link></item><item><link>{named}/2</link></item></channel></rss>"
        sitemap = f"<urlset><url><loc>{here}/1</loc></url><url><loc>{elsewhere.replace('//', '//a:b@')}/1</loc></url></urlset>"
        page = "<html><p>The bridge is safe, she said.</p></html>"
        warc = (
            f"WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: {named}/w\r\nContent-Type: text/html\r\n"
            f"Content-Length: {len(page)}\r\n\r\n{page}\r\n\r\n"
        )
        ours |= {
            "/1": closed(STORY),
            "/2": closed(f"Again: {STORY}"),
            "/feed": closed(feed, "application/rss+xml"),
            "/sitemap": closed(sitemap, "text/xml"),
            "/list": closed(f"{named}/1\n{here}/2\n"),
            "/warc": closed(warc, "application/warc"),
            "/moved": (302, {"Location": "/1"}, b""),
            "/out": (302, {"Location": f"{elsewhere}/1"}, b""),
            "/out-with-it": (302, {"Location": f"{elsewhere.replace('//', f'//{PAIR}@')}/1"}, b""),
            "/nowhere": (302, {"Location": f"ftp://{PAIR}@news.example/1"}, b""),
            "/broken": (302, {"Location": f"http://{PAIR}@[/"}, b""),
        }  # type: ignore[dict-item]
        yield here, elsewhere, asked_here, asked_there


PATHS = ["1", "feed", "sitemap", "list", "warc", "moved", "out", "out-with-it", "nowhere", "broken", "gone", "closed"]


@pytest.mark.parametrize("path", PATHS)
def test_a_password_reaches_its_site_and_nothing_that_comes_back(
    path: str, site: tuple[str, str, list[Request], list[Request]], caplog: pytest.LogCaptureFixture
) -> None:
    here, _, asked_here, asked_there = site
    caplog.set_level(logging.INFO)  # what --verbose shows
    address = f"{here.replace('//', f'//{PAIR}@')}/{path}"
    found = list(read_pages([address], PageOptions(allow_private=True, delay=0, timeout=5)))
    told = "\n".join(f"{one}" for one in found) + caplog.text
    assert found and "hunter2" not in told and "mirwen" not in told
    assert all(request.headers["Authorization"] == ASKED for request in asked_here if request.path != "/robots.txt")
    assert not any("Authorization" in request.headers for request in asked_there), "another site's"
    refused = [one.reason for one in found if isinstance(one, Refusal)]
    wanted = {"nowhere": ["bad-address"], "broken": ["bad-address"], "gone": ["http-404"], "closed": ["robots"]}
    assert refused == wanted.get(path, [])
    assert len(found) == (2 if path in ("feed", "sitemap", "list") else 1)


def test_a_list_that_the_user_keeps_may_name_passwords(
    site: tuple[str, str, list[Request], list[Request]], tmp_path: Path
) -> None:
    here, elsewhere, asked_here, _ = site
    listed = tmp_path / "list.txt"
    listed.write_text(f"{elsewhere}/1\n{here.replace('//', f'//{PAIR}@')}/1\n", encoding="utf8")
    found = list(read_pages([str(listed)], PageOptions(allow_private=True, delay=0, robots=False)))
    assert [page.url for page in found if isinstance(page, Page)] == [f"{elsewhere}/1", f"{here}/1"]
    assert [request.headers["Authorization"] for request in asked_here] == [ASKED]


@pytest.mark.parametrize(
    "name",
    [
        "ftp://mirwen:hunter2@news.example/1",
        " http://mirwen:hunter2@news.example/1",
        "http:/mirwen:hunter2@news.example/1",
        "//mirwen:hunter2@news.example/1",
        "mirwen:hunter2@news.example/1",
        "mirwen:hunter2@news.example/1\0",
        "http://mirwen:hunter2@[/",
        "http://mirwen:hunter2@",
        "http://mirwen:hun/ter2@news.example:x/",
        "http://mirwen:hunter2@10.0.0.1/",
        "http://mirwen:hunter2@news.example:99999999/",
    ],
)
def test_a_slip_in_an_address_tells_no_password(name: str) -> None:
    (refusal,) = read_pages([name], PageOptions(timeout=1))
    assert isinstance(refusal, Refusal)
    assert not {"mirwen", "hun", "ter2"} & {word for word in ("mirwen", "hun", "ter2") if word in f"{refusal}"}


def test_a_file_that_is_there_keeps_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("saved:ana@news.txt").write_text(STORY, encoding="utf8")
    (page,) = read_pages(["saved:ana@news.txt"])
    assert page.input == "saved:ana@news.txt"


def test_files_that_crawlers_wrote_lose_them_too(tmp_path: Path) -> None:
    lines = tmp_path / "pages.jsonl"
    lines.write_text(json.dumps({"url": f"https://{PAIR}@news.example/1", "text": STORY}), encoding="utf8")
    record = f"WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: <https://{PAIR}@news.example/1>\r\n"
    warc = tmp_path / "crawl.warc"
    warc.write_bytes(f"{record}Content-Type: text/html\r\nContent-Length: 15\r\n\r\n<p>Rain</p>    \r\n\r\n".encode())
    pages = list(read_pages([str(lines), str(warc)]))
    assert [page.url for page in pages if isinstance(page, Page)] == ["https://news.example/1"] * 2


NAMED = f"https://{PAIR}@news.example/1"


@pytest.mark.parametrize(
    "head",
    [
        f'<link rel="canonical" href="{NAMED}">',
        f'<meta property="og:url" content="{NAMED}">',
        f'<script type="application/ld+json">{{"@type": "NewsArticle", "mainEntityOfPage": "{NAMED}"}}</script>',
        f'<link rel="canonical" href="{NAMED.replace("https", "ht&#8203;tps")}">',  # what is not seen is taken out
    ],
)
def test_what_a_page_says_of_its_address_loses_them_too(head: str) -> None:
    image = f'<meta property="og:image" content="{NAMED}.jpg">'
    page = f"<html><head>{head}{image}</head><body><article><p>{STORY * 9}</p></article></body></html>"
    article = build_article(Page("saved.html", page.encode()))
    assert isinstance(article, Article)
    assert article.url in ("https://news.example/1", None) and "hunter2" not in f"{article}"
    assert article.images == ("https://news.example/1.jpg",)


def test_a_store_holds_no_password(
    site: tuple[str, str, list[Request], list[Request]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    here, _, _, _ = site
    given = [f"{here.replace('//', f'//{PAIR}@')}/{path}" for path in ("1", "feed", "gone")]
    with closing(open_engine(str(tmp_path / "a.db"))) as engine:
        options = PageOptions(allow_private=True, delay=0)
        for _ in range(2):  # and again, by what the store knows the pages by
            told = [f"{one}" for one in add_each(engine, given, options, workers=1, read=read_plainly)]
            assert "hunter2" not in "".join(told)
        assert list(engine.addresses()) == [f"{here}/1", f"{here}/2"]
    assert not [path for path in tmp_path.iterdir() if b"hunter2" in path.read_bytes() or b"mirwen" in path.read_bytes()]
    assert main(["read", given[2], "--allow-private", "--delay", "0.01", "--verbose", "--format", "jsonl"]) == 1
    told_to_the_terminal = "".join(capsys.readouterr())
    assert "http-404" in told_to_the_terminal and "hunter2" not in told_to_the_terminal


def test_a_password_goes_to_another_port_no_more_than_to_another_host(
    site: tuple[str, str, list[Request], list[Request]],
) -> None:
    here, elsewhere, _, asked_there = site
    with Fetcher(PageOptions(allow_private=True, delay=0)) as fetching:
        assert isinstance(fetching.fetch(f"{here.replace('//', f'//{PAIR}@')}/1"), Page)
        assert isinstance(fetching.fetch(f"{here}/2"), Page), "the rest of the run knows it"
        assert isinstance(fetching.fetch(f"{elsewhere}/1"), Page)
    assert urlsplit(here).hostname == urlsplit(elsewhere).hostname
    assert [request.headers.get("Authorization") for request in asked_there] == [None, None]


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("mirwen", b"mirwen:"),
        (":hunter2", b":hunter2"),
        ("mir%40wen:hun%3Ater%2F2", b"mir@wen:hun:ter/2"),
        ("mirwen:hun/ter@2", b"mirwen:hun/ter@2"),
        ("m%C3%BCller:p%C3%A4ss", "müller:päss".encode()),
    ],
)
def test_a_name_and_password_are_sent_as_they_are_meant(written: str, sent: bytes) -> None:
    with serving({"/1": (200, {"Content-Type": "text/plain"}, b"Rain")}) as (address, requests):
        with Fetcher(PageOptions(allow_private=True, robots=False)) as fetching:
            assert isinstance(fetching.fetch(f"{address.replace('//', f'//{written}@')}/1"), Page)
        assert base64.b64decode(requests[0].headers["Authorization"].removeprefix("Basic ")) == sent
        assert requests[0].headers["Host"] == urlsplit(address).netloc


@pytest.mark.parametrize("command", [["versions"], ["reread"], ["find", "x", "--url"]])
def test_a_password_in_an_address_that_is_asked_for_is_not_echoed(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    open_engine(tmp_path / "sayso.db").close()
    assert main([*command, "http://ana:hunter2@news.example/ok", "--store", str(tmp_path / "sayso.db")]) == 1
    out, err = capsys.readouterr()
    assert "hunter2" not in out + err and BARE in err
