"""What no request gets past: hosts that are not ours, addresses with tricks in them, odd bytes; each answer has its headers."""

from __future__ import annotations

import random
import re
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient
from store_readings import eventful, incoming, reading, undertaken

from sayso.door import Store
from sayso.store.contract import Engine
from sayso.web import application, turns
from sayso.web.described import addresses
from sayso.web.filters import ASKS
from sayso.web.routes import ROUTES
from sayso.web.security import HEADERS, LONGEST, NUMBERS

HOSTILE = "\"><script>alert('x')</script>&amp;{{7*7}}"
PAGES = 90  # of the store, in the order in which they are linked
SCRIPT = "javascript:alert(document.domain)//"
REQUESTS = 250  # of each kind of store; of 2,000 none broke a page


@pytest.fixture
def hostile(engine: Engine) -> Iterator[TestClient]:
    """A store, of both kinds in turn, whose articles, parties and words would run a script wherever they were let."""
    said = [("Ilya Torvan", f"The bridge {HOSTILE} is safe"), (f"Ana {HOSTILE}", "guns \u202e backwards")]
    held = reading(said, headline=f"Head {HOSTILE}", outlet=f"Post {HOSTILE}")
    text = "Ilya Torvan and Ana Dovrel met in Aurane. Ilya Torvan will move the guns by April."
    meeting = ("meeting", "happened", "met", "Ilya Torvan, Ana Dovrel", "2031-03-14", "Aurane")
    met = eventful(text, meeting, url="https://post.example/2")  # type: ignore[arg-type]
    owes = undertaken(met, "Ilya Torvan", "move the guns", "2031-04-01")
    facts = dict.fromkeys(("headline", "standfirst", "section", "updated", "language"), HOSTILE)
    odd = reading([(HOSTILE, f"the guns {HOSTILE} are gone from the ridge")], url=SCRIPT, authors=(HOSTILE,), **facts)
    engine.keep([incoming(held, captured="2031-03-14T12:00:00+00:00"), incoming(owes), incoming(odd)])
    with TestClient(application(Store(engine), hosts=("testserver",)), follow_redirects=False) as asking:
        yield asking


@pytest.mark.parametrize(
    ("host", "answered"),
    [
        ("127.0.0.1", True), ("127.0.0.1:8011", True), ("localhost:9", True), ("LOCALHOST", True), ("[::1]:8011", True),
        ("evil.example", False), ("127.0.0.1.evil.example", False), ("127.0.0.1:80@evil.example", False), ("", False),
        ("192.0.2.7:8011", False), ("localhost.", False), ("[::1", False),
    ],
)  # fmt: skip
def test_a_request_names_a_host_of_ours(web_store: Store, host: str, answered: bool) -> None:
    asking = TestClient(application(web_store))
    for address in ("/", "/find.json", "/static/sayso.css", "/nowhere"):
        answer = asking.get(address, headers={"host": host})
        assert (answer.status_code != 421) is answered, (host, answer.status_code)
        assert {name: answer.headers.get(name) for name in HEADERS if name != "Cache-Control"} == {
            name: value for name, value in HEADERS.items() if name != "Cache-Control"
        }
        assert answered or "Torvan" not in answer.text


def test_of_a_server_for_others_any_address_in_numbers_will_do(web_store: Store) -> None:
    """No name of another site leads there by rebinding; a name that nobody gave is refused as ever."""
    asking = TestClient(application(web_store, hosts=("news-desk", NUMBERS)))
    for host, status in {"192.0.2.7:8011": 200, "[fe80::1]:1": 200, "news-desk:1": 200, "x": 421}.items():
        assert asking.get("/", headers={"host": host}).status_code == status, host


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("GET", "/", 200), ("HEAD", "/", 200), ("HEAD", "/find.json?q=guns", 200), ("GET", "/static/sayso.css", 200),
        ("GET", "/find/", 307), ("GET", "/nowhere", 404), ("GET", "/nowhere.json", 404), ("POST", "/find", 405),
        ("DELETE", "/", 405), ("OPTIONS", "/find", 405), ("GET", "//find", 404), ("GET", "//evil.example/", 404),
        ("GET", "/static/..%2f..%2fsecurity.py", 404), ("GET", "/static/%2e%2e/sayso.css", 404),
        ("GET", "/%00", 400), ("GET", "/find?q=a%00b", 400),
        ("GET", "/find%0d%0aX: y", 404),
        ("GET", "/" + "a" * LONGEST, 414), ("GET", "/find?q=" + "a" * LONGEST, 414), ("GET", "/schema/..%2freading.json", 404),
        ("GET", "/find?x=1", 400),
    ],
)  # fmt: skip
def test_every_answer_has_its_headers(client: TestClient, method: str, address: str, status: int) -> None:
    answer = client.request(method, f"http://testserver{address}")
    assert answer.status_code == status, answer.text
    for name, value in HEADERS.items():
        assert answer.headers[name] == (value if "sayso.css" not in address or status != 200 else answer.headers[name])
    assert "unsafe" not in answer.headers["content-security-policy"] and "server" not in answer.headers
    assert not (method == "HEAD" and answer.content)
    assert status != 405 or "GET" in answer.headers["allow"]
    if address.endswith(".json") and status == 404:
        assert answer.json()["status"] == 404 and answer.json()["error"].endswith(("/about.", "answer."))


def test_an_error_of_our_own_is_told_without_its_traceback(web_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise KeyError("Torvan's secret")

    monkeypatch.setattr(Store, "find", broken)
    asking = TestClient(application(web_store, hosts=("testserver",)), raise_server_exceptions=False)
    for address in ("/find", "/find.json"):
        answer = asking.get(address)
        assert answer.status_code == 500 and "secret" not in answer.text and "Traceback" not in answer.text
        assert answer.headers["content-security-policy"] == HEADERS["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("headers", "refused"),
    [
        ({}, False),
        ({"origin": "http://testserver", "sec-fetch-site": "same-origin"}, False),
        ({"origin": "https://evil.example"}, True),
        ({"origin": "null"}, True),
        ({"sec-fetch-site": "cross-site"}, True),
    ],
)
def test_a_form_of_another_site_changes_nothing(client: TestClient, headers: dict[str, str], refused: bool) -> None:
    assert (client.post("/find", headers=headers).status_code == 403) is refused


def test_hostile_words_are_words_on_every_page(hostile: TestClient) -> None:
    finds = ("/find", "/find?said=any&all_versions=yes", f"/find?q={quote(HOSTILE)}", "/find.atom")
    for address in ("/", *finds, "/about", "/api"):
        answer = hostile.get(address)
        assert answer.status_code == 200, answer.text
        assert "<script>" not in answer.text and "49" not in answer.text.partition("Head ")[2][:60]
    assert "&lt;script&gt;" in hostile.get("/find").text
    assert "Due soon" in hostile.get("/").text or "Newest" in hostile.get("/").text


def test_no_page_that_is_linked_lets_words_be_more_than_words(hostile: TestClient) -> None:
    """Each page of a store whose articles have a script in every field, an article's address among them."""
    waiting = ["/articles", "/parties", "/events", "/ledger", f"/find?q=guns&speaker={quote(HOSTILE)}", "/"]
    seen: set[str] = set()
    kinds: set[str] = set()
    while waiting and len(seen) < PAGES:
        if (address := waiting.pop(0).partition("#")[0]) in seen or not address.startswith("/"):
            continue
        seen.add(address)
        answer = hostile.get(address, follow_redirects=True)
        assert answer.status_code == 200 or ".json" in address or ".csv" in address, (address, answer.text)
        if "html" in answer.headers["content-type"]:
            kinds.add(address.split("/")[1].partition("?")[0])
            assert not re.search(r"<(?:script|img|svg)>|<script(?! type=.application/ld)", answer.text), address
            links = [unescape(link) for link in re.findall(r'(?:href|src|action)="([^"]*)"', answer.text)]
            assert all(re.match(r"/(?!/)|#|https://post\.example/", link) for link in links), (address, links)
            waiting += links
    assert {"article", "statement", "party", "event", "saying", "find", "articles"} <= kinds


ODD = (
    "", "Torvan", "guns", "2031-03", "any", "yes", "-1", "1e400", "99999999999", "#1", "#99999999999999999999", "%", "_", "*",
    "a*", '"', "''--", "\\", "\ud7ff", "\U0001f600", "é" * 90, "\r\n\t", "../..", "NULL",
    "412.2/s3", "1.1", "\x7f\x1b[31m", "٣", "0x10",
    "https://post.example/1#1/s1", "https://*", "(", ") OR 1=1", "AND", "NEAR", "states", "speaker:Torvan",
    "{{7*7}}", "nan",
)  # fmt: skip
BYTES = ("%ff", "%c3", "%ed%a0%80", "%f5%80%80%80", "%E2%80%AE", "%", "%zz", "+", "&&", "=", ";", "%0a", "%250")


def odd_requests(number: int) -> Iterator[tuple[str, str]]:
    """Requests for every address of the site with anything at all in its places and in its query; the same each time."""
    chance = random.Random(7)
    rows = addresses(ROUTES)
    names = [*(one.name for one in ASKS), "counts", "key", "status", "who", "kind", "version", "x"]
    for _ in range(number):
        row = chance.choice(rows)
        path = row.path
        for place, _kind in row.places:
            path = path.replace(f"{{{place}}}", quote(chance.choice(ODD), safe="") or "0")
        chosen = [one.name for one in row.asks] or names
        some = chance.choices(chosen if chance.random() < 0.9 else names, k=chance.randint(0, 3))
        pairs = [f"{name}={quote(chance.choice(ODD)) if chance.random() < 0.8 else chance.choice(BYTES)}" for name in some]
        yield chance.choices(("GET", "HEAD", "POST", "PUT"), (20, 1, 1, 1))[0], f"{path}?{'&'.join(pairs)}"


def test_no_request_breaks_a_page(hostile: TestClient) -> None:
    """The client raises what a page does not catch, which would be told as 500."""
    seen = set()
    for method, address in odd_requests(REQUESTS):
        answer = hostile.request(method, f"http://testserver{address}")
        assert answer.status_code < 500, (method, address, answer.text)
        assert "html" not in answer.headers.get("content-type", "") or "<script>" not in answer.text
        seen.add(answer.status_code)
    assert {200, 400, 404, 405} <= seen


@pytest.mark.parametrize(
    ("method", "headers", "status"),
    [
        ("GET", {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}, 200),  # a link
        ("GET", {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image"}, 403),
        ("GET", {"sec-fetch-site": "same-site", "sec-fetch-mode": "no-cors", "sec-fetch-dest": "script"}, 403),  # another port
        ("GET", {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe"}, 403),
        ("GET", {"sec-fetch-site": "cross-site", "sec-fetch-mode": "cors", "origin": "https://evil.example"}, 403),
        ("GET", {"origin": "https://evil.example"}, 403),  # a browser that does not say more
        ("GET", {"sec-fetch-site": "none", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}, 200),
        ("GET", {"sec-fetch-site": "same-origin", "sec-fetch-mode": "no-cors", "sec-fetch-dest": "style"}, 200),
        ("POST", {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}, 403),
        ("POST", {"sec-fetch-site": "same-origin", "origin": "https://news.example"}, 415),  # by a server before this one
    ],
)  # fmt: skip
def test_other_sites_may_link_here_and_no_more(client: TestClient, method: str, headers: dict[str, str], status: int) -> None:
    assert client.request(method, "/check", headers=headers).status_code == status


def test_an_error_does_not_say_where_the_store_is(client: TestClient, web_store: Store) -> None:
    for address in ("/compare?a=99998&b=99999", "/saying/nothing/0-1", "/saying/nothing/0-1.json"):
        answer = client.get(address)
        assert answer.status_code == 404 and "The store has no" in answer.text, answer.text
        assert web_store.engine.address not in answer.text


def test_an_error_spells_a_file_and_an_address_as_they_are(client: TestClient) -> None:
    assert '<p class="note">nowhere.example/a: no article' in client.get("/find?url=nowhere.example/a").text
    assert "<p>Limit is a number" in client.get("/find?limit=0").text


def test_long_work_waits_for_its_turn_and_leaves_the_rest_quick(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "SECONDS", 0.01)
    asked = ("/compare.json?a=1&b=2", "/compare?a=1&b=2")
    with turns.a_turn(), turns.a_turn():
        for address in asked:
            answer = client.get(address)
            assert answer.status_code == 503 and answer.headers["retry-after"], answer.text
        text = {"text": "Ana Dovrel said: “The bridge will open in May, for all.”"}
        assert client.post("/check", data=text).status_code == 503
        assert client.get("/find").status_code == client.get("/check?quote=guns+on+the+ridge").status_code == 200
    assert {client.get(address).status_code for address in asked} == {200}


def test_of_those_who_wait_there_are_few() -> None:
    """The server has eight threads: were all of them to wait for a turn, no page at all would be answered."""
    began = [threading.Event() for _ in range(turns.THERE)]
    done = threading.Event()

    def work(number: int) -> None:
        began[number].set()
        with turns.a_turn():
            done.wait(20)

    with ThreadPoolExecutor(turns.THERE) as pool:
        under_way = [pool.submit(work, number) for number in range(turns.THERE)]
        try:
            for one in began:
                one.wait(20)
            with pytest.raises(turns.BusyError):
                while True:  # a thread that has begun may not stand in the row yet
                    with turns.a_turn():
                        pass
        finally:
            done.set()
        assert [one.result(20) for one in under_way] == [None] * turns.THERE
