"""The pages of what happened and of what was compared: what they hold, in each form, and what hostile texts and requests do."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import feedparser
import icalendar
import jsonschema
import pytest
from starlette.testclient import TestClient

import sayso
from sayso.door import Store
from sayso.web import application

ROOT = Path(__file__).parents[2]


class Outline(HTMLParser):
    """What a page is made of: links, headings, fields without a name, tables without a caption, scripts and styles within."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.headings: list[int] = []
        self.tables = self.captions = self.mains = 0
        self.heads: list[str | None] = []  # the scopes of header cells
        self.fields: list[str | None] = []  # ids of what is to be filled in, None where it has none
        self.labelled: set[str | None] = set()
        self.forbidden: list[str] = []
        self.ids: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "a":
            self.links.append(given.get("href") or "")
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        self.tables += tag == "table"
        self.captions += tag == "caption"
        self.mains += tag == "main"
        if tag == "th":
            self.heads.append(given.get("scope"))
        if tag in ("input", "select", "textarea") and not given.get("aria-label"):
            self.fields.append(given.get("id"))
        if tag == "label":
            self.labelled.add(given.get("for"))
        if given.get("id"):
            self.ids.append(given["id"] or "")
        if tag in ("script", "style", "img", "iframe") or "style" in given or any(name.startswith("on") for name in given):
            self.forbidden.append(tag)


@pytest.fixture(scope="module")
def keys(web_store: Store) -> dict[str, str]:
    """An event that several articles tell of, an undertaking, and two articles."""
    event = max(web_store.events(limit=0), key=lambda one: one.articles)
    due = next(one for one in web_store.ledger(limit=0) if one.due_latest)
    articles = [str(one.shown.key.article) for one in map(web_store.show, list(web_store.engine.addresses())[:2])]
    return {"event": event.key, "due": due.key, "a": articles[0], "b": articles[1]}


PAGES = [
    ("/events", "<caption>Events"),
    ("/events?party=Torvan&from=2031-03", "Torvan"),
    ("/events?since=2031&until=2031", "<caption>Events"),
    ("/events?page=99", "There are not so many pages"),
    ("/events?party=Torvam", "no party goes by that name"),
    ("/ledger", "<caption>Who undertook what"),
    ("/ledger?status=open&status=overdue", "Stands at"),
    ("/event/{event}", "What articles have of it"),
    ("/event/{event}", "The texts side by side"),
    ("/event/{due}", "What became of it is what articles report"),
    ("/calendar/2031-03", '<th scope="col"><abbr title="Monday">'),
    ("/calendar/2030-01", "The first after that has anything"),
    ("/calendar/0001-01", "0 events"),
    ("/compare", "One article"),
    ("/compare?a={a}&b={b}", "side by side"),
    ("/compare?a={a}", "How to read this page"),
    ("/saying", "The words"),
    ("/saying?words=we+will+not+wait+for+another+eight", "first seen"),
    ("/saying?words=nothing+of+the+sort+at+all", "ot found"),
    ("/check", "Nothing is kept of it"),
    ("/check?quote=we+will+not+wait+for+another+eight", "verbatim"),
]


@pytest.mark.parametrize(("path", "held"), PAGES, ids=[path for path, _ in PAGES])
def test_pages_hold_what_they_are_for(client: TestClient, keys: dict[str, str], path: str, held: str) -> None:
    answer = client.get(path.format(**keys))
    assert answer.status_code == 200, answer.text
    assert held in answer.text


@pytest.mark.parametrize("path", [path for path, _ in PAGES])
def test_pages_are_to_be_read_by_anybody(client: TestClient, keys: dict[str, str], path: str) -> None:
    page = Outline(client.get(path.format(**keys)).text)
    assert page.mains == 1
    assert page.headings[0] == 1, "the first heading is the page's"
    assert all(after - before <= 1 for before, after in zip(page.headings, page.headings[1:], strict=False)), page.headings
    assert page.headings.count(1) == 1
    assert page.tables == page.captions
    assert None not in page.heads, "a header cell says of what it is"
    assert [field for field in page.fields if field not in page.labelled] == []
    assert page.forbidden == []
    assert len(page.ids) == len(set(page.ids))


@pytest.mark.parametrize("path", sorted({path for path, _ in PAGES}))
def test_links_lead_somewhere(client: TestClient, keys: dict[str, str], path: str) -> None:
    page = Outline(client.get(path.format(**keys)).text)
    for link in sorted(set(page.links)):
        if link.startswith("#"):
            assert unquote(link[1:]) in page.ids, link
        elif link.startswith("/"):
            assert client.get(link.partition("#")[0]).status_code in (200, 307), link


@pytest.mark.parametrize(
    ("path", "schema"),
    [
        ("/events.json", "events"),
        ("/ledger.json", "ledger"),
        ("/event/{event}.json", "events"),
        ("/event/{due}.json", "ledger"),
        ("/compare.json?a={a}&b={b}", "comparison"),
        ("/saying.json?words=we+will+not+wait+for+another+eight", "trace"),
        ("/check.json?quote=we+will+not+wait+for+another+eight&speaker=Torvan", "check"),
    ],
)
def test_json_is_that_of_the_schema(client: TestClient, keys: dict[str, str], path: str, schema: str) -> None:
    answer = client.get(path.format(**keys))
    assert answer.headers["content-type"] == "application/json"
    jsonschema.validate(answer.json(), sayso_schema(schema))


def sayso_schema(name: str) -> object:
    import json

    return json.loads((ROOT / f"src/sayso/schema/{name}-1.schema.json").read_text(encoding="utf8"))


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/events.json?foo=1", 400, "foo"),
        ("/events.json?status=gone", 400, "gone"),
        ("/events.json?since=2031-13", 400, "2031-13"),
        ("/events.json?page=0", 400, "from 1 to"),
        ("/ledger.json?kind=wish", 400, "wish"),
        ("/event/e00000000.json", 404, "/events"),
        ("/event/u00000000.json", 404, "/ledger"),
        ("/calendar/2031-3", 400, "/calendar/2031-03"),
        ("/calendar/2031-13", 400, "/calendar/2031-03"),
        ("/compare.json?event=e00000000", 404, "e00000000"),
        ("/compare.json?a=99999", 404, "99999"),
        ("/compare.json", 400, "the key of an event"),
        ("/compare.json?party=Torvan", 400, "two parties"),
        ("/compare.json?a=1&about=guns", 400, "party"),
        ("/saying.json?words=...", 400, "no word"),
        ("/saying/99999.1/1-2.json", 404, "99999"),
        ("/check.json", 400, "quote"),
        ("/check.json?quote=%3F%3F", 400, "no word"),
    ],
)
def test_what_cannot_be_asked_is_told_in_words(client: TestClient, path: str, status: int, words: str) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert words in (answer.json()["error"] if ".json" in path else answer.text)


def test_tables_calendars_and_feeds_hold_what_the_lists_do(client: TestClient, web_store: Store) -> None:
    for name, total in (("events", web_store.events().total), ("ledger", web_store.ledger().total)):
        assert len(list(csv.reader(io.StringIO(client.get(f"/{name}.csv").text)))) == total + 1
        days = icalendar.Calendar.from_ical(client.get(f"/{name}.ics").text)
        assert 0 < len(days.walk("VEVENT")) <= total
        feed = feedparser.parse(client.get(f"/{name}.atom").text)
        assert not feed.bozo
        assert len(feed.entries) == min(total, 50)
        assert [one.updated for one in feed.entries] == sorted((one.updated for one in feed.entries), reverse=True)
        assert client.get(feed.entries[0].link.removeprefix("http://testserver")).status_code == 200


def test_a_month_has_its_events_and_what_is_due_in_both_forms(client: TestClient) -> None:
    page, file = client.get("/calendar/2031-03").text, client.get("/calendar/2031-03.ics").text
    counted = re.search(r"(\d+) events?, (\d+) due", page)
    assert counted
    assert len(icalendar.Calendar.from_ical(file).walk("VEVENT")) == int(counted[1]) + int(counted[2]) > 2
    assert client.get("/calendar").headers["location"].startswith("/calendar/2031-")


def test_a_busy_month_asks_for_the_first_of_each_day(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = days_of(client.get("/calendar/2031-03").text)
    monkeypatch.setattr("sayso.web.months.AT_ONCE", 1)
    busy = days_of(client.get("/calendar/2031-03").text)
    assert set(whole) == set(busy) != set()
    assert all(set(busy[day]) <= set(whole[day]) or len(whole[day]) == 4 for day in busy)


def days_of(page: str) -> dict[str, list[str]]:
    """The entries of each day that has any."""
    days = re.split(r'<time datetime="(\d{4}-\d\d-\d\d)">', page.partition("</table>")[0])[1:]
    held = {day: re.findall(r'href="(/event/[^"]+)"', cell) for day, cell in zip(days[::2], days[1::2], strict=True)}
    return {day: entries for day, entries in held.items() if entries}


def test_what_cannot_be_compared_stays_in_its_form(client: TestClient) -> None:
    page = client.get("/compare?party=Nobody+%26+Sons&party=Ilya+Torvan&about=guns").text
    for name, value in (("party", "Nobody &amp; Sons"), ("party", "Ilya Torvan"), ("about", "guns")):
        assert f'name="{name}" value="{value}"' in page


def test_each_cell_of_a_comparison_leads_to_its_words(client: TestClient, keys: dict[str, str]) -> None:
    page = Outline(client.get("/compare?a={a}&b={b}".format(**keys)).text)
    cells = [link.partition("#") for link in page.links if ":~:text=" in link]
    articles = {path: client.get(path).text for path in {path for path, _, _ in cells}}
    assert {path.partition(".")[0] for path in articles} == {f"/article/{keys['a']}", f"/article/{keys['b']}"}
    for path, _, behind in cells:
        anchor, _, words = behind.partition(":~:text=")
        shown = re.sub(r"<[^>]+>", "", articles[path].replace("\n", " "))
        assert not anchor or f'id="{anchor}"' in articles[path]
        for end in map(unquote, words.split(",")):
            assert end in html.unescape(shown), "a browser finds the words on the page as it shows them"


def test_a_saying_goes_by_the_place_of_its_statement(client: TestClient, web_store: Store) -> None:
    from sayso.web.paths import statement_path

    hit = next(one for one in web_store.find(limit=0) if one.statement.manner == "direct")
    place = statement_path(int(hit.short.partition(".")[0]), hit.version, hit.statement).removeprefix("/statement")
    assert client.get(f"/saying{place}").status_code == 200
    assert client.get(f"/saying{place}.json").json()["question"]["key"] == hit.key


def post(client: TestClient, text: str, **headers: str) -> tuple[int, str]:
    answer = client.post("/check", data={"text": text}, headers=headers)
    return answer.status_code, answer.text


QUOTING = "“We have waited eight years, and we will not wait for another eight,” President Ilya Torvan said on Friday.\n"


def test_a_text_that_is_sent_is_checked_and_not_kept(client: TestClient, web_store: Store) -> None:
    before = web_store.summary()
    status, page = post(client, QUOTING)
    assert status == 200
    assert "1 quotation; looked for in" in page
    assert web_store.summary() == before


@pytest.mark.parametrize(
    ("text", "headers", "status"),
    [
        (" ", {}, 400),
        ("word " * 60_000, {}, 413),
        ("é" * 300_000, {}, 413),
        (QUOTING, {"origin": "https://elsewhere.example"}, 403),
        (QUOTING, {"sec-fetch-site": "cross-site"}, 403),
        (QUOTING, {"origin": "http://testserver", "sec-fetch-site": "same-origin"}, 200),
    ],
)
def test_what_is_sent_is_bounded_and_from_here(client: TestClient, text: str, headers: dict[str, str], status: int) -> None:
    assert post(client, text, **headers)[0] == status


def test_browsers_say_that_our_forms_are_ours(client: TestClient) -> None:
    """Fetch, "append a request Origin header": of a page with the policy "no-referrer" a form is sent with "Origin: null"."""
    assert client.get("/check").headers["referrer-policy"] == "same-origin"


def test_only_forms_are_taken(client: TestClient) -> None:
    assert client.post("/check", content=b"{}", headers={"content-type": "application/json"}).status_code == 415


# A store of its own, which is written to


HOSTILE = (
    '“We will open the <script>alert(1)</script> bridge by 1 April 2031,” President <b onclick="x">Ana Dovrel</b> told '
    "Leo Tamm.\n\n"
    "President Ana Dovrel and Prime Minister Leo Tamm met in <i>Norvan</i> on 14 March 2031.\n\n"
    "President Ana Dovrel and Prime Minister Leo Tamm will meet in Sund on 27 March 2031."
)


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, TestClient]]:
    head = {"headline": "<img src=x onerror=alert(2)>", "url": "javascript:alert(3)", "outlet": '"><svg onload=x>'}
    rows = [
        {"text": HOSTILE, **head},
        {"text": HOSTILE.replace("bridge", "gate"), "headline": "Two", "url": "https://two.example/1", "outlet": "Two"},
    ]
    rows = [{**row, "published": "2031-03-15", "language": "en"} for row in rows]
    with sayso.open_store(tmp_path_factory.mktemp("own") / "own.db") as opened:
        added = opened.add_texts(rows)
        assert not added.refused, added
        with TestClient(application(opened, hosts=("testserver",)), follow_redirects=False) as asking:
            yield opened, asking


def test_hostile_texts_are_shown_as_words(own: tuple[Store, TestClient]) -> None:
    store, client = own
    events, due = store.events(limit=0), store.ledger(limit=0)
    assert events, "the hostile text tells of an event"
    pages = ["/events", "/ledger", "/calendar/2031-03", "/calendar/2031-04", "/compare?a=1&b=2", "/events?place=%3Cscript%3E"]
    pages += [f"/event/{one.key}" for one in (*events, *due)]
    pages += ["/saying?words=We+will+open+the", "/check?quote=We+will+open+the&speaker=%22%3E%3Cscript%3E"]
    shown = [client.get(path) for path in pages]
    shown.append(client.post("/check", data={"text": f"<script>x</script> </textarea><script>\n{HOSTILE}"}))
    for answer in shown:
        assert answer.status_code == 200, answer.text[:500]
        outline = Outline(answer.text)
        assert outline.forbidden == []
        assert not [link for link in outline.links if not link.startswith(("/", "#", "https://"))]
    for form in ("atom", "ics", "csv", "json"):
        assert client.get(f"/events.{form}").status_code == 200
    assert not feedparser.parse(client.get("/events.atom").text).bozo


def test_an_event_keeps_its_address_when_texts_are_read_anew(own: tuple[Store, TestClient]) -> None:
    store, client = own
    keys = [one.key for one in (*store.events(limit=0), *store.ledger(limit=0))]
    store.reread(everything=True)
    assert {client.get(f"/event/{key}").status_code for key in keys} == {200}


def test_where_two_became_one_the_address_leads_on(own: tuple[Store, TestClient]) -> None:
    store, client = own
    one, other = [event.key for event in store.events(order="oldest", limit=2)]
    store.chronicle.merge(other, one, "one & the <same>")
    moved = {client.get(f"/event/{key}").headers.get("location") for key in (one, other)} - {None}
    assert len(moved) == 1
    to = moved.pop()
    page = client.get(to).text
    assert "one &amp; the &lt;same&gt;" in page
    gone = other if to.endswith(one) else one
    assert client.get(f"/event/{gone}.json").headers["location"] == f"{to}.json"
    assert client.get(f"/undertaking/{store.ledger()[0].key}").headers["location"] == f"/event/{store.ledger()[0].key}"
