"""What lasts outside of the site: what feeds and exports call a statement, and where others find it behind another server."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from lxml import etree
from served import served
from starlette.testclient import TestClient

from sayso.door import Store
from sayso.web import application


def ids_of(store: Store, form: str) -> set[str]:
    """What an export calls things."""
    command = [sys.executable, "-m", "sayso", "export", "--store", store.address, "--format", form]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return set(re.findall(r'"(urn:uuid:[0-9a-f-]+)"', done.stdout))


def entries(client: TestClient, address: str) -> list[str]:
    feed = etree.fromstring(client.get(address).content)
    return [one.findtext("{*}id", "") for one in feed.findall("{*}entry")]


@pytest.mark.parametrize("form", ["schema-org", "annotations"])
def test_feeds_and_exports_have_one_name_for_each(web_store: Store, client: TestClient, form: str) -> None:
    exported = ids_of(web_store, form)
    statements = entries(client, "/find.atom?limit=1000")
    assert len(statements) == len(set(statements)) > 100 and set(statements) <= exported
    told = set(entries(client, "/events.atom")) & exported
    assert len(told) > 10


def test_a_statement_is_called_the_same_on_its_page(client: TestClient) -> None:
    page = client.get("/statement/1.2/s1", follow_redirects=True)
    graph = json.loads(client.get(f"{page.url.path}.jsonld").text)["@graph"]
    assert graph[1]["@id"] in entries(client, "/find.atom?limit=1000&said=any&order=newest")


def test_a_feed_names_the_host_that_was_asked_or_the_public_one(web_store: Store) -> None:
    named = {"https://news.example": "https://news.example/", None: "http://localhost:9/"}
    for public, begin in named.items():
        asking = TestClient(application(web_store, public=public))
        for address in ("/find.atom?q=guns", "/events.atom", "/ledger.atom"):
            feed = etree.fromstring(asking.get(address, headers={"host": "localhost:9"}).content)
            links = [one.get("href", "") for one in feed.iter("{*}link") if one.get("rel") != "related"]
            assert len(links) > 4 and all(link.startswith(begin) for link in links), links


@pytest.mark.parametrize(
    ("given", "leads"),
    [
        ("/find/?q=guns", "/find?q=guns"), ("/parties//", "/parties"), ("//evil.example/find/", None),
        ("/nowhere/", None), ("//evil.example//", None),
    ],
)  # fmt: skip
def test_a_slash_too_many_leads_to_the_page_on_the_host_that_was_asked(
    client: TestClient, given: str, leads: str | None
) -> None:
    """Behind a server that names this one as 127.0.0.1, an address with a host would lead readers to their own machine."""
    answer = client.get(f"http://testserver{given}", follow_redirects=False)
    assert answer.headers.get("location") == leads
    assert answer.status_code == (307 if leads else 404)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"host": "news.example"}, 415),
        ({"host": "news.example:444"}, 415),
        ({"host": "127.0.0.1", "origin": "https://news.example"}, 415),
        ({"host": "evil.example"}, 421),
        ({"host": "news.example", "origin": "https://evil.example"}, 403),
        ({"host": "127.0.0.1", "origin": "http://news.example.evil"}, 403),
    ],
)
def test_the_public_host_is_ours(web_store: Store, headers: dict[str, str], status: int) -> None:
    """As a server before this one hands a form on, which is refused for its kind alone."""
    asking = TestClient(application(web_store, public="https://News.example"))
    assert asking.post("/check", headers=headers).status_code == status


def test_the_command_takes_a_public_address(web_store: Store, tmp_path: Path) -> None:
    import http.client

    with served(web_store.address, tmp_path / "home", "--public", "https://news.example/") as server:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
        connection.request("GET", "/find.atom?limit=1", headers={"Host": "news.example"})
        answer = connection.getresponse()
        assert answer.status == 200 and b'href="https://news.example/find.atom' in answer.read()
        connection.close()


@pytest.mark.parametrize("given", ["news.example", "https://news.example/sayso", "ftp://news.example", "https://a b"])
def test_no_other_public_address_is_taken(web_store: Store, given: str) -> None:
    command = [sys.executable, "-m", "sayso", "serve", "--store", web_store.address, "--public", given]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 2 and "without a path" in done.stderr and done.stderr.count("\n") == 1


def test_an_event_of_one_account_says_how_many_texts_tell_of_it(client: TestClient, web_store: Store) -> None:
    """Its page has a column for each text; an account is what is told on somebody's word."""
    several = 0
    for event in web_store.events(limit=5):
        page = client.get(f"/compare?event={event.key}").text
        if 'class="note"' in page:
            texts = re.search(r"<p>(\d+) texts tell of <a href=\"/event/", page)
            assert (texts is not None) is (event.articles > 1), event
            if texts:
                several += 1
                (whole,) = re.findall(r'<a href="(/compare\?a=[^"]+)">', page)
                assert client.get(whole.replace("&amp;", "&")).status_code == 200
                assert "side by side" in client.get(f"/event/{event.key}").text
    assert several


def test_every_page_of_its_own_is_in_the_top_navigation(client: TestClient) -> None:
    page = client.get("/calendar", follow_redirects=True).text
    bar = page.partition('<nav aria-label="Pages">')[2].partition("</nav>")[0]
    for name in ("find", "articles", "parties", "events", "ledger", "calendar", "compare", "saying", "check", "about"):
        assert f'href="/{name}"' in bar
    assert '<a href="/calendar" aria-current="true">' in bar
