"""Words that would be more than words, in every field that a store has, through every page and every form of it."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from every_page import every_page
from icalendar import Calendar
from lxml import etree
from site_markup import Markup
from starlette.testclient import TestClient
from store_readings import incoming, reading, span

import sayso
from sayso.door import Store
from sayso.record import Event, Participant, Reading, Time, Undertaking, Voice
from sayso.web import application
from sayso.web.described import addresses
from sayso.web.routes import ROUTES

EVIL = (
    "\"><script>alert(1)</script>", "'><img src=x onerror=alert(1)>", "</script><script>alert(1)</script>", "<!-- ",
    "]]><x/>", "--><b>",
    "&lt;b&gt;&amp;&#60;", "{{7*7}}{% raw %}", "=1+1|' /C calc'!A0", "+49(0)", "-2+3", "@SUM(A1)", "\t=1",
    "\r\nBEGIN:VEVENT\r\nSUMMARY:x",
    "a,b;c\\n\"d\"", "\u202eevil\u2066", "\u2028\u2029\x85", "\x1b[31m\x07", "\ufffe\uffff\ufdd0", "javascript:alert(1)",
    "😀" * 90,
    "é" * 200, "\\;,\\N", "http://[::1", "%00%0a", "</title><script>", "</textarea><script>", "\x0b\x0c\x1c",
)  # fmt: skip
FORMULA = re.compile(r"[=+\-@\t\r]")
NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x85\ufdd0\ufffe\uffff]")


def hostile(words: str, number: int) -> Reading:
    """A reading whose every field has these words."""
    facts = dict.fromkeys(("headline", "standfirst", "section", "outlet"), words) | {"authors": (words,), "titles": (words,)}
    said = [(f"{words} Dovrel {number}", f"{words} of {number}"), (f"Ana {words}", f"a {words}"), ("Ilya Torvan", words)]
    address = f"https://post.example/{number}" if number % 2 else f"javascript:{number}:{words}"
    held = reading(said, url=address, published=f"2031-03-{number % 28 + 1:02}", **facts)
    text = held.article.text
    here = span(text, words)
    named = tuple(replace(one, role=words) for one in held.parties)
    one, other = (Voice(party.mentions[0], party.id, "name") for party in named[:2])
    told = tuple(replace(each, addressee=other, relay=(one,)) for each in held.statements)
    both = (Participant("party", one), Participant("target", other))
    day = f"2031-03-{number % 28 + 1:02}"
    met = Event("e1", "meeting", here, "happened", both, here, here, day, day)
    due = Time(here, words[:40], day, day)
    owes = Undertaking("u1", "promise", "will", (one,), (here,), (other,), due=due, condition=here)
    return replace(held, input=f"/home/{words}", statements=told, parties=named, events=(met,), undertakings=(owes,))


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The site of a store of such readings, with corrections in such words."""
    with closing(sayso.open_store(tmp_path_factory.mktemp("hostile") / "evil.db")) as store:
        store.engine.keep([incoming(hostile(words, number), page=f"{number:064}") for number, words in enumerate(EVIL, 1)])
        fill(store)
        with TestClient(application(store, hosts=("testserver",)), follow_redirects=False) as client:
            yield client


def fill(store: Store) -> None:
    for number, words in enumerate(EVIL[:5], 1):
        store.correct.set(f"{number}.1/s1", words, act="denies")
        store.party.not_said(f"{number}.1/s3", words)
    store.party.rename("Ilya Torvan", EVIL[0], EVIL[1])


def test_no_page_lets_words_be_more(asking: TestClient) -> None:
    pages = every_page(asking, each=3)
    assert len(pages) > 40
    for address, page in pages.items():
        read = Markup(page)  # no script, no style, no handler, no image; tags nest
        for link in read.links:
            assert re.match(r"[/#?]|https?://", link) and not link.startswith("//"), (address, link)
            assert urlsplit(link).scheme in ("", "http", "https")
        if read.data:
            json.loads(read.data)
        assert not NO_XML.search(page), address
        if (found := re.search(r"<title>(.*?)</title>", page, re.DOTALL)) is None or "<" in found[1]:
            raise AssertionError((address, found))


def test_every_form_holds_words_as_words(asking: TestClient) -> None:
    """JSON is read, feeds are XML, calendars fold their lines and have no entry of a text's making, no cell computes."""
    tried = set()
    found = [f"/find{form}?said=any&limit=100&all_versions=yes" for form in (".json", ".csv", ".atom")]
    for address in (*fixed(), *found, *of_all(asking)):
        answer = asking.get(address)
        form = re.search(r"\.([a-z]+)(?:\?|$)", address)
        assert form is not None
        if answer.status_code != 200:
            assert answer.status_code in (302, 400, 403, 404), (address, answer.text)
            continue
        tried.add(form[1])
        CHECKS[form[1]](answer.text, address)
    assert tried == set(CHECKS)


def fixed() -> list[str]:
    rows = [row for row in addresses(ROUTES) if not row.guarded and re.search(r"^[^{]*\.(json|csv|atom|ics)$", row.path)]
    return [f"{row.path}{'?limit=100' if any(one.name == 'limit' for one in row.asks) else ''}" for row in rows]


def of_all(asking: TestClient) -> Iterator[str]:
    for number in range(1, len(EVIL) + 1, 4):
        yield from (f"/article/{number}.json", f"/article/{number}/versions.json", f"/party/{number}.json")
        at = asking.get(f"/statement/{number}.1/s1").headers["location"]
        yield from (f"{at}.json", f"{at}.jsonld", f"/saying/{at.removeprefix('/statement/')}.json")
    yield from ("/compare.json?a=1&b=2", "/compare.csv?a=1&b=2", "/calendar/2031-03.ics", "/compare.csv?a=9&b=10&c=11&d=12")
    events = asking.get("/events.json?limit=100").json()["events"]
    assert len(events) > 20
    yield from (f"/event/{one['key']}.json" for one in events[:5])


def is_json(text: str, address: str) -> None:
    json.loads(text)


def is_feed(text: str, address: str) -> None:
    feed = etree.fromstring(text.encode())
    assert len(feed.findall("{*}entry")) > 10
    ids = [one.text for one in feed.iter("{*}id")]
    assert len(ids) == len(set(ids)), "two entries have one id"
    for link in feed.iter("{*}link"):
        assert re.match(r"https?://", link.get("href", "")), link.get("href")
    assert {etree.QName(one).localname for one in feed.iter()} <= {
        *("feed", "id", "title", "updated", "published", "generator", "link", "entry", "author", "name", "category", "content"),
        "summary",
    }


def is_calendar(text: str, address: str) -> None:
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n")) and "\n" not in text.replace("\r\n", "")
    entries = Calendar.from_ical(text).walk("VEVENT")
    assert len(entries) == text.count("BEGIN:VEVENT\r\n") > 10
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f]", text)


def is_table(text: str, address: str) -> None:
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert len({len(row) for row in rows}) == 1, address
    for row in rows:
        for cell in row:
            assert not FORMULA.match(cell) or re.fullmatch(r"-?[\d.]+", cell), (address, cell[:60])


CHECKS = {"json": is_json, "jsonld": is_json, "atom": is_feed, "ics": is_calendar, "csv": is_table}
