"""What an archive or a browser kept goes by its own address, captured when the archive says; no site can claim another's."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from sayso.pages.captures import as_captured, unwrapped
from sayso.pages.inputs import read_pages
from sayso.record import Page

ADDRESS, STAMP, TIME = "https://courier.example/2031/quay?a=1", "20310314100000", "2031-03-14T10:00:00+00:00"
WAYBACK = f"https://web.archive.org/web/{STAMP}"


@pytest.mark.parametrize(
    ("address", "inner", "captured"),
    [
        (f"{WAYBACK}/{ADDRESS}", ADDRESS, TIME),
        (f"{WAYBACK}id_/{ADDRESS}", ADDRESS, TIME),
        (f"{WAYBACK}im_/http://courier.example:80/quay", "http://courier.example/quay", TIME),
        (f"{WAYBACK}/https:/courier.example:443/quay", "https://courier.example/quay", TIME),
        (f"{WAYBACK}/http://courier.example:8080/quay", "http://courier.example:8080/quay", TIME),
        (f"https://web.archive.org/web/2031/{ADDRESS}", ADDRESS, "2031-01-01T00:00:00+00:00"),
        (f"https://arquivo.pt/wayback/{STAMP}/{ADDRESS}", ADDRESS, TIME),
        (f"https://wayback.archive-it.org/7/{STAMP}/{ADDRESS}", ADDRESS, TIME),
        (f"https://archive.ph/2031.03.14-100000/{ADDRESS}", ADDRESS, TIME),
        (f"http://localhost:8080/news/{STAMP}mp_/{ADDRESS}", ADDRESS, TIME),
        (
            f"https://archive.ph/2031.03.14-100000/https://web.archive.org/web/20300101000000/{ADDRESS}",
            ADDRESS,
            "2030-01-01T00:00:00+00:00",
        ),
        (f"https://web.archive.org/web/99999999999999/{ADDRESS}", ADDRESS, None),  # no time
        ("https://web.archive.org/web/20310314100000/https://ana:hunter2@courier.example/1", "https://courier.example/1", TIME),
    ],
)
def test_the_address_in_an_archives_address(address: str, inner: str, captured: str | None) -> None:
    assert unwrapped(address) == unwrapped(address, anywhere=False) == (inner, captured)


@pytest.mark.parametrize(
    "address",
    [
        ADDRESS,
        "https://courier.example/2031/03/14/quay",
        f"https://courier.example/{STAMP}/quay",
        f"https://courier.example/share?url={ADDRESS}",
        f"{WAYBACK}*/{ADDRESS}x y",
        f"https://courier.example/#/{STAMP}/{ADDRESS}",
        "https://web.archive.org/",
    ],
)
def test_addresses_that_hold_no_other(address: str) -> None:
    assert unwrapped(address) is None


def html(head: str = "", tail: str = "") -> bytes:
    return f"<!DOCTYPE html><html>{head}<body><p>Rain.</p></body></html>{tail}".encode()


ON = "<!--\n FILE ARCHIVED ON 10:00:00 Mar 14, 2031 AND RETRIEVED FROM THE\n INTERNET ARCHIVE ON 08:00:00 May 02, 2032.\n-->"


@pytest.mark.parametrize(
    ("content", "url", "captured"),
    [
        (html(f'<link rel="canonical" href="{WAYBACK}/{ADDRESS}">'), ADDRESS, TIME),
        (html(f"<link href='{WAYBACK}/{ADDRESS}' rel=canonical>"), ADDRESS, TIME),
        (html(f'<meta property="og:url" content="{WAYBACK}/{ADDRESS}">'), ADDRESS, TIME),
        (html(f'<link rel="canonical" href="{ADDRESS}">', ON), None, TIME),  # its own address, read where all facts are
        (html(f'<script>__wm.wombat("{ADDRESS}","{STAMP}","https://web.archive.org/");</script>'), ADDRESS, TIME),
        (html(f'<div id="wm-ipp"><input type="text" name="url" id="wmtbURL" value="{ADDRESS}"></div>', ON), ADDRESS, TIME),
        (html(f"<!-- saved from url=(0037){ADDRESS} -->"), ADDRESS, None),
        (html(f"<!-- saved from url=(0090){WAYBACK}/{ADDRESS} -->"), ADDRESS, TIME),
        (html("<!-- saved from url=(0014)about:internet -->"), None, None),
        (html("<!-- saved from url=(0031)http://courier.example:80/quay -->"), "http://courier.example/quay", None),
        (
            html(f"<!--\n Page saved with SingleFile \n url: {ADDRESS} \n saved date: Fri Mar 14 2031 11:00:00 GMT+0100\n-->"),
            ADDRESS,
            TIME,
        ),
        (
            html(
                "",
                "<!-- Mirrored from courier.example/quay by HTTrack Website Copier/3.x [XR&CO'2014], "
                "Fri, 14 Mar 2031 10:00:00 GMT -->",
            ),
            "http://courier.example/quay",
            TIME,
        ),
        (
            html(
                f'<meta name="savepage-url" content="{ADDRESS}">'
                '<meta name="savepage-date" content="Fri Mar 14 2031 10:00:00 GMT+0000 (UTC)">'
            ),
            ADDRESS,
            TIME,
        ),
        (html(f'<a href="{WAYBACK}/{ADDRESS}">an archived page</a>'), None, None),  # of which it only tells
    ],
)
def test_what_stands_in_a_saved_page(content: bytes, url: str | None, captured: str | None) -> None:
    page = as_captured(Page("a.html", content))
    assert (page.url, page.captured, page.content) == (url, captured, content)
    asked = Page("https://evil.example/1", content, url="https://evil.example/1", captured="2031-05-05T00:00:00+00:00")
    assert as_captured(asked, fetched=True) == asked  # what a site says of itself is not who it is


def test_a_site_that_looks_like_an_archive_keeps_its_address() -> None:
    page = Page("a", html(), url=f"https://evil.example/web/{STAMP}/{ADDRESS}")
    assert as_captured(page, fetched=True) is page
    named = Page("a", html(), url=f"https://web.archive.org.evil.example/web/{STAMP}/{ADDRESS}")
    assert as_captured(named, fetched=True) is named


def test_files_and_lines_are_looked_at(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(html(f'<link rel="canonical" href="{WAYBACK}/{ADDRESS}">'))
    row = {"url": f"{WAYBACK}/{ADDRESS}", "html": "<p>Rain", "captured": "2031-05-05T00:00:00+00:00"}
    (tmp_path / "b.jsonl").write_text(json.dumps(row), encoding="utf8")
    for page in read_pages([str(tmp_path)]):
        assert isinstance(page, Page) and (page.url, page.captured) == (ADDRESS, TIME)


@pytest.mark.parametrize(
    "start",
    [
        "<!-- saved from url=(",
        "<link rel=canonical ",
        "<meta property=og:url ",
        "<!-- Mirrored from a by HTTrack ",
        "wm-ipp <input ",
        "Page saved with SingleFile url: ",
        "<meta name=savepage-url ",
        '__wm.wombat("http:',
        "https://a/11111111111111/",
    ],
)
def test_marks_without_end_take_no_time(start: str) -> None:
    began = time.process_time()
    as_captured(Page("a.html", (start * 50_000 + ON).encode()))
    as_captured(Page("a.html", b"", url="https://a.example/" + start * 5_000))
    assert time.process_time() - began < 2
