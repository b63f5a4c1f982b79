"""``/watch``: saved questions, what is new under each, feeds; and the first page."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import feedparser
import jsonschema
import pytest
from form_fields import form_at, send
from hyperlinks import Links
from starlette.testclient import TestClient

import sayso
from sayso.door import Store
from sayso.store.values import Question
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
        ("/watch/road", 404, "Nothing is watched under the name 'road'; there are all, calls, guns, line, none, owed"),
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


# Forms, where there is writing.


@pytest.fixture
def writing(tmp_path: Path) -> Iterator[TestClient]:
    with sayso.open_store(tmp_path / "news.db") as store:
        store.add(EXAMPLES / "valdrin-courier/2031-03-14-call.html")
        with TestClient(application(store, True, ("testserver",)), follow_redirects=False) as asking:
            yield asking


def held(asking: TestClient) -> Store:
    opened: Store = asking.app.app.state.site.store  # type: ignore[attr-defined]
    return opened


def test_from_find_to_a_watch_seen_and_removed(writing: TestClient) -> None:
    found = Links(writing.get("/find?q=guns&speaker=Torvan&order=best").text)
    (link,) = [to for to, _, words in found.links if words == "Watch this question"]
    assert link == "/watch/add?q=guns&speaker=Torvan"
    assert send(writing, link, "/watch/add", name="guns") == (303, "/watch/guns")
    assert held(writing).watch.list()["guns"].question == Question("guns", speaker="Torvan", order="newest")
    assert "have seen" not in writing.get("/watch/guns").text
    held(writing).add(EXAMPLES / "aurane-post")
    page = writing.get("/watch/guns").text
    assert "1 new statement" in page
    held(writing).add_texts([{"text": "“The guns will be moved,” Ilya Torvan said on Monday.", "url": "https://a.example/1"}])
    form = form_at(page, "/watch/guns/seen")
    assert writing.post("/watch/guns/seen", data=form).status_code == 303
    later = held(writing).watch("guns", peek=True)  # what came in after the page was drawn was not seen
    assert [hit.address for hit in later] == ["https://a.example/1"]
    assert send(writing, "/watch/guns", "/watch/guns/remove") == (303, "/watch") and not held(writing).watch.list()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("a b", "is no name"), ("list", "is what sayso watch does"), ("", "a watch needs a name"),
        ("taken", "something is watched under the name taken already"), ('"><script>', "is no name"),
    ],
)  # fmt: skip
def test_a_name_that_will_not_do_is_told_beside_what_was_typed(writing: TestClient, name: str, words: str) -> None:
    held(writing).watch.add("taken", "ridge")
    status, page = send(writing, "/watch/add?q=%22guns%22&said=any&speaker=A&speaker=B", "/watch/add", name=name)
    assert status == 400 and words in page and "<script>" not in page
    form = form_at(page, "/watch/add")
    assert (form["q"], form["said"], form["name"]) == ('"guns"', "any", name)
    assert list(held(writing).watch.list()) == ["taken"]


NOBODYS = '{"watch":99,"looked":"","told":[],"withdrawn":[],"standings":[],"reached":null,"meaning":0}'


@pytest.mark.parametrize("mark", ["", "{}", "[]", '{"watch":1}', "1" * 50, NOBODYS])
def test_a_form_that_does_not_say_what_was_shown_does_nothing(writing: TestClient, mark: str) -> None:
    store = held(writing)
    store.watch.add("all")
    store.add(EXAMPLES / "aurane-post")
    waiting = store.watch.waiting()
    form = form_at(writing.get("/watch/all").text, "/watch/all/seen")
    assert writing.post("/watch/all/seen", data={**form, "mark": mark}).status_code == 400
    assert writing.post("/watch/nosuch/seen", data=form).status_code in (404, 503)
    assert store.watch.waiting() == waiting


@pytest.mark.parametrize("verb", ["seen", "remove"])
def test_a_form_of_a_question_that_is_watched_no_longer_finds_nothing(writing: TestClient, verb: str) -> None:
    """It is not the store that is in trouble (503)."""
    csrf = form_at(writing.get("/watch/add?q=guns").text, "/watch/add")["csrf"]
    answer = writing.post(f"/watch/gone/{verb}", data={"csrf": csrf})
    assert answer.status_code == 404 and '<a href="/watch">/watch</a>' in answer.text


def test_the_list_says_how_a_question_comes_into_it(writing: TestClient, client: TestClient) -> None:
    if "Nothing is watched" in (page := writing.get("/watch").text):
        assert '<a href="/find">' in page
    assert "sayso watch add" in client.get("/watch").text


def test_without_writing_there_is_no_form(site: TestClient) -> None:
    for path in ("/find?q=guns", "/watch/all", "/watch"):
        assert 'method="post"' not in site.get(path).text and "/watch/add" not in site.get(path).text
    assert "<code>sayso watch add NAME find guns --speaker Torvan</code>" in site.get("/watch/add?q=guns&speaker=Torvan").text
    for path in ("/watch/add", "/watch/all/seen", "/watch/all/remove"):
        assert site.post(path, data={"name": "x"}).status_code in (403, 405)
