"""``/watch``: saved questions, what is new under each, feeds; and the first page."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import feedparser
import jsonschema
import pytest
from hyperlinks import Links
from starlette.testclient import TestClient

import sayso
from sayso.door import Store
from sayso.web import application
from sayso.web.watching import PAGE

EXAMPLES = Path(__file__).parents[2] / "examples"
SCHEMA = json.loads((resources.files("sayso") / "schema/watch-1.schema.json").read_text(encoding="utf8"))
NAMES = ("guns", "calls", "owed", "all", "none", "line")


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Questions saved over the first version of an article; then its second came in, and another article."""
    with sayso.open_store(tmp_path_factory.mktemp("watched") / "news.db") as store:
        store.add(EXAMPLES / "valdrin-courier/2031-03-14-call.html")
        store.watch.add("guns", "guns", speaker="Torvan")
        store.watch.add_events("calls", kind="call")
        store.watch.add_ledger("owed", who="Torvan", soon=20)
        store.watch.add("all")
        store.watch.add("none", "<script>alert(1)</script>", speaker="Nobody & Sons")
        store.watch.add("line", '"line of contact"', said="any", since="2031", min_score=0.1, all_versions=True)
        store.add(EXAMPLES / "valdrin-courier", EXAMPLES / "aurane-post")
        yield store


@pytest.fixture(scope="module")
def site(watched: Store) -> Iterator[TestClient]:
    with TestClient(application(watched, hosts=("testserver",)), follow_redirects=False) as asking:
        yield asking


def test_the_first_page_tells_how_many_are_new(site: TestClient, watched: Store, client: TestClient) -> None:
    page = site.get("/").text
    waiting = watched.watch.waiting()
    assert "<h2>Watched</h2>" in page
    for name in NAMES:
        told = f"<strong>{waiting[name]:,} new</strong>" if waiting[name] else '<span class="words">nothing new</span>'
        assert f'<a href="/watch/{name}"><bdi>{name}</bdi></a> {told}' in page
    assert "<h2>Watched</h2>" not in client.get("/").text  # where nothing is watched


@pytest.mark.parametrize("name", NAMES)
def test_a_page_and_its_json_tell_the_same_and_leave_it_new(site: TestClient, watched: Store, name: str) -> None:
    before = watched.watch.waiting()
    page, told = site.get(f"/watch/{name}"), site.get(f"/watch/{name}.json").json()
    assert page.status_code == 200 and "<script>" not in page.text
    jsonschema.validate(told, SCHEMA)
    (one,) = told["watches"]
    assert one["new"] == before[name]
    assert len(one[{"statements": "hits"}.get(one["asks"], one["asks"])]) == min(before[name], PAGE)
    assert (f"{before[name]:,} new" if before[name] else "nothing new") in page.text
    assert watched.watch.waiting() == before


def test_the_list(site: TestClient) -> None:
    page, told = site.get("/watch").text, site.get("/watch.json").json()
    jsonschema.validate(told, SCHEMA)
    assert [one["name"] for one in told["watches"]] == sorted(NAMES)
    assert "find guns --speaker Torvan" in page and "events --kind call" in page and "Nobody &amp; Sons" in page


def test_where_the_same_is_asked_of_all(site: TestClient) -> None:
    links = [address for address, _, _ in Links(site.get("/watch/line").text).links]
    (asked,) = [link for link in links if link.startswith("/find?q=%22line")]
    assert asked == "/find?q=%22line+of+contact%22&since=2031-01-01&all_versions=yes&said=any&min_score=0.1"
    assert site.get(asked).status_code == 200
    assert '<a href="/events?kind=call">' in site.get("/watch/calls").text
    assert "all that answers" not in site.get("/watch/owed").text  # no address takes soon


@pytest.mark.parametrize("name", NAMES)
def test_a_feed_has_no_mark_and_ids_that_stay(site: TestClient, watched: Store, name: str) -> None:
    feed = feedparser.parse(site.get(f"/watch/{name}.atom").content)
    assert not feed.bozo and feed.version == "atom10"
    ids = [entry.id for entry in feed.entries]
    assert len(set(ids)) == len(ids) and bool(ids) == (name != "none")
    for entry in feed.entries:
        assert site.get(entry.link.removeprefix("http://testserver")).status_code == 200


def test_a_feed_stays_the_same_when_all_is_read_again(tmp_path: Path) -> None:
    with sayso.open_store(tmp_path / "it.db") as store:
        store.add(EXAMPLES / "valdrin-courier/2031-03-14-call.html")
        store.watch.add("all")
        asking = TestClient(application(store, hosts=("testserver",)))
        before = [entry.id for entry in feedparser.parse(asking.get("/watch/all.atom").content).entries]
        store.reread(everything=True)
        assert [entry.id for entry in feedparser.parse(asking.get("/watch/all.atom").content).entries] == before
        store.add(EXAMPLES / "valdrin-courier")
        later = [entry.id for entry in feedparser.parse(asking.get("/watch/all.atom").content).entries]
        new = store.watch("all", peek=True).total
        assert new > 0 and {*later[new:]} <= {*before} and not {*later[:new]} & {*before}  # what came in last stands first


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/watch/road", 404, "Nothing is watched under the name 'road'; there is all, calls, guns, line, none, owed"),
        ("/watch/road.json", 404, "Nothing is watched under the name"),
        ("/watch/road.atom", 404, "Nothing is watched under the name"),
        ("/watch/guns?limit=0", 400, "Limit is a number from 1 to 500"),
        ("/watch/guns?q=x", 400, "Nothing here is called q"),
    ],
)
def test_what_cannot_be_shown(site: TestClient, address: str, status: int, words: str) -> None:
    answer = site.get(address)
    told = answer.json()["error"] if address.endswith(".json") else answer.text.replace("&#39;", "'")
    assert answer.status_code == status and words in told, answer.text
