"""``/find``: filters in the address, counts as links, pages, and the same as JSON, as a table and as a feed."""

from __future__ import annotations

import csv
import io
import json
import re

import feedparser
import pytest
from hyperlinks import Links
from starlette.testclient import TestClient

from sayso import cli
from sayso.door import Store
from sayso.web.filters import FILTERS
from sayso.web.finding import MOST_AT_ONCE


def total(client: TestClient, address: str) -> int:
    asked = client.get(address.replace("/find", "/find.json", 1))
    assert asked.status_code == 200, asked.text
    number: int = asked.json()["total"]
    return number


@pytest.mark.parametrize(
    ("address", "holds"),
    [
        ("/find", "statements</h1>"),
        ("/find?q=guns", "<mark>guns</mark>"),
        ("/find?q=%22line+of+contact%22", "<mark>line of contact</mark>"),
        ("/find?speaker=Torvan&q=", "Ilya Torvan"),
        ("/find?speaker=Torvn", "Torvn: no party goes by that name; is it <a href="),
        ("/find?q=zzz+guns", "No statement has zzz"),
        ("/find?q=guns+OR+ridge", "there are no operators"),
        ("/find?q=speaker%3ATorvan", '<a href="/find?speaker=Torvan">speaker Torvan</a>'),
        ("/find?outlet=Nobody", "Nobody: no outlet goes by that name"),
        ("/find?page=99", "There are not so many pages"),
        ("/find?order=doubt", "most doubtful first"),
        ("/find?min_score=0.5", "Least score"),
        ("/find?said=any", "not said"),
        ("/find?act=agrees&speaker=Ilya+Torvan+and+Mireille+Dauvent", '<span class="act">agree</span>'),
        ("/find?relay=Granite+Palace", "on the word of Granite Palace"),
        ("/find?since=2031-03&until=2031", "statements</h1>"),
        ("/find?q=%3Cscript%3Ealert(1)%3C/script%3E", "&lt;script&gt;alert(1)"),
        ("/find?since=1999&until=1999", "Nothing found in 0 articles|Nothing found: there is no article"),
    ],
)
def test_a_page_of_statements(client: TestClient, address: str, holds: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    assert any(words in answer.text for words in holds.split("|")), answer.text
    assert "<script>" not in answer.text and not re.search(r"<[^>]*\sstyle=", answer.text)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("colour=red", "nothing here is called colour: there are q, speaker"),
        ("min_score=high", "min_score is a number from 0 to 1, not 'high'"),
        ("min_score=nan", "min_score is a number from 0 to 1"),
        ("page=0", "page is a number from 1 to 1,000,000, not '0'"),
        ("page=%D9%A1", "page is a number from 1"),
        ("page=1000000000000", "page is a number from 1"),
        ("limit=100000", f"limit is a number from 1 to {MOST_AT_ONCE:,}"),
        ("act=sings", "no act is called 'sings'"),
        ("order=loud", "no order is called 'loud'"),
        ("said=never", "said is never 'never'"),
        ("since=soon", "'soon'"),
        ("since=2032&until=2031", "holds no day"),
        ("since=2031&since=2032", "since stands there twice"),
        ("q=%21%21", "there is no word to find in"),
        ("languages=english", "is no code of a language"),
        ("all_versions=2", "all_versions is yes"),
        ("counts=some", "counts is all, or is left out"),
        ("order=oldest&order=newest", "order stands there twice"),
        ("page=1&page=2", "page stands there twice"),
        ("&".join(["outlet="] * 51), "outlet has 51 values"),
        ("&".join(f"speaker=a{n}" for n in range(51)), "speaker has 51 values"),
    ],
)
def test_what_cannot_be_asked_is_told_in_each_form(client: TestClient, query: str, words: str) -> None:
    for form in ("", ".json", ".csv", ".atom"):
        if form in (".csv",) and query.startswith("limit"):
            continue  # a table may be longer
        answer = client.get(f"/find{form}?{query}")
        told = answer.json()["error"] if form == ".json" else answer.text.replace("&#39;", "'")
        assert answer.status_code == 400 and words.lower() in told.lower(), told


def test_json_and_csv_are_those_of_the_command(
    client: TestClient, web_store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["find", "guns", "--speaker", "Lantern Palace", "--speaker", "Ilya Torvan", "--store", web_store.address]
    assert cli.main([*asked, "--format", "json"]) == 0
    query = "q=guns&speaker=Lantern+Palace&speaker=Ilya+Torvan"
    assert client.get(f"/find.json?{query}").json() == json.loads(capsys.readouterr().out)
    assert cli.main([*asked, "--format", "csv", "--limit", "1000"]) == 0
    answer = client.get(f"/find.csv?{query}")
    assert answer.text.replace("\r\n", "\n") == capsys.readouterr().out.replace("\r\n", "\n")
    assert answer.headers["content-type"].startswith("text/csv")
    assert client.get("/find.json?q=zzz").json()["searched"] == 2


def test_a_table_has_all_that_answer_and_a_page_where_one_is_named(client: TestClient) -> None:
    def rows(address: str) -> list[list[str]]:
        return list(csv.reader(io.StringIO(client.get(address).text)))[1:]

    number = total(client, "/find?order=newest")
    every = rows("/find.csv?order=newest")
    assert len(every) == number > 100
    assert [*rows("/find.csv?order=newest&limit=100"), *rows("/find.csv?order=newest&limit=100&page=2")] == every


def test_pages_follow_one_another_and_hold_all(client: TestClient) -> None:
    address, keys = "/find?order=oldest&limit=50", []
    while address:
        links = Links(client.get(address).text).links
        keys += [hit["key"] for hit in client.get(address.replace("/find", "/find.json", 1)).json()["hits"]]
        behind = {href for href, rel, _ in links if rel == "next"}
        before = {href for href, rel, _ in links if rel == "prev"}
        assert len(behind) <= 1 and bool(before) == ("page=" in address)
        address = behind.pop() if behind else ""
    assert len(keys) == len(set(keys)) == total(client, "/find")


def test_each_count_is_what_its_link_finds(client: TestClient) -> None:
    """What a field counts is what it finds when it is followed; the chosen one leads back."""
    page = client.get("/find?q=guns").text
    link, number = r'<li><a href="([^"]+)"( aria-current="true")?>(?:<bdi>)?([^<]+)', r'<span class="number">(\d+)</span>'
    counted = re.findall(rf"{link}[^\n]*{number}", page)
    fields = {name for path, *_ in counted for name in re.findall(r"[?&;](\w+)=", path)}
    assert {"speaker", "outlet", "act", "said", "since"} <= fields
    for path, chosen, name, of in counted:
        path = path.replace("&amp;", "&")
        if not chosen:
            assert total(client, path) == int(of), (path, name)
            assert f"<bdi>{name}</bdi>" in client.get(path).text or "since=" in path
    narrowed = client.get("/find?q=guns&outlet=The+Aurane+Post").text
    assert '<a href="/find?q=guns" aria-current="true"><bdi>The Aurane Post</bdi>' in narrowed
    assert "outlet=The+Aurane+Post&amp;outlet=The+Valdrin+Courier" in narrowed  # the others are there to be added


def test_many_statements_are_counted_when_that_is_asked_for(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sayso.web.finding.COUNTED", 3)
    page = client.get("/find?q=guns").text
    assert "More than 3 answer" in page and "<h3>Speakers</h3>" not in page
    assert '<a href="/find?q=guns&amp;counts=all">Count them all</a>' in page
    assert "<h3>Speakers</h3>" in client.get("/find?q=guns&counts=all").text


def test_the_form_has_every_filter_and_sends_what_is_asked(client: TestClient) -> None:
    query = "q=guns&speaker=Ilya+Torvan&speaker=Lantern+Palace&act=promises&min_score=0.2&order=newest"
    page = client.get(f"/find?{query}").text
    fields = Links(page).fields
    assert {one.name for one in FILTERS} | {"q", "order"} <= {name for name, _ in fields}
    assert [value for name, value in fields if name == "speaker"] == ["Ilya Torvan", "Lantern Palace"]
    assert "<option selected>promises</option>" in page and "<option selected>newest</option>" in page
    empty = "&".join(f"{one.name}=" for one in FILTERS)  # as a browser sends a form that nobody filled in
    assert total(client, f"/find?q=&order=&{empty}") == total(client, "/find")


def test_what_was_left_out_is_told_and_shown_by_a_link(client: TestClient) -> None:
    page = client.get("/find?q=guns").text
    left = re.search(r"(\d+) more (?:was|were) not said\. <a href=\"(/find\?q=guns&amp;said=any)\">", page)
    assert left, page
    assert total(client, left[2].replace("&amp;", "&")) == total(client, "/find?q=guns") + int(left[1])


def test_a_doubtful_statement_is_marked(client: TestClient) -> None:
    page = client.get("/find?order=doubt&limit=5").text
    assert page.count('<li class="doubtful">') == 5 == page.count('<span class="doubtful">doubtful</span>')
    assert '<li class="doubtful">' not in client.get("/find?min_score=0.5").text


def test_the_feed_is_an_atom_feed_whose_ids_stay(client: TestClient) -> None:
    answer = client.get("/find.atom?q=guns")
    feed = feedparser.parse(answer.content)
    assert not feed.bozo and feed.version == "atom10" and answer.headers["content-type"] == "application/atom+xml"
    assert feed.feed.title == "Sayso: guns" and feed.feed.id.startswith("urn:uuid:")
    links = {link.rel: link.href for link in feed.feed.links}
    assert links == {"self": "http://testserver/find.atom?q=guns", "alternate": "http://testserver/find?q=guns"}
    hits = client.get("/find.json?q=guns&order=newest").json()["hits"]
    assert len(feed.entries) == len(hits) > 5
    assert len({entry.id for entry in feed.entries}) == len(hits)
    for entry, hit in zip(feed.entries, hits, strict=True):
        assert entry.author and entry.updated_parsed and entry.content[0].value
        assert entry.content[0].value == " … ".join(span["text"] for span in hit["statement"]["content"])
        assert entry.link.startswith("http://testserver/statement/")
    again = feedparser.parse(client.get("/find.atom?q=guns").content)
    assert again.feed.updated == feed.feed.updated == max(entry.updated for entry in feed.entries)
    assert feedparser.parse(client.get("/find.atom?q=zzz").content).entries == []
