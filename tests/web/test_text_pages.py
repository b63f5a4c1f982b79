"""Pages of articles, versions, statements and parties: what stands there, that addresses stay, that no text breaks out."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from dataclasses import replace
from importlib import resources
from io import StringIO
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import shelf
from browser import CHROMIUM, measured
from site_markup import Markup
from starlette.testclient import TestClient
from told import told

import sayso
from sayso.cli import main
from sayso.door import Store
from sayso.record import Reading, Span
from sayso.store.contract import Engine
from sayso.web import application
from sayso.web.paths import statement_path

# The addresses whose pages are tested here; those of other rooms have tests of their own.
OURS = re.compile(r"/(?:articles|article|statement|parties|party|find|static)\b(?!\.atom|.*\.atom)")


def asking(store: Store) -> TestClient:
    return TestClient(application(store, hosts=("testserver",)), follow_redirects=False)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The shelf's readings, with wire copy and two versions, and one whose every word tries to break out."""
    evil = "</script><script>alert(1)</script><img src=x onerror=alert(1)> \u202e'\"&"
    line = f"[s {evil}|{evil}] [c said] [q “{evil}”] to [a {evil}|{evil}]."
    hostile = shelf.at(told(line, headline=evil), "javascript:alert(1)", evil, "2031-06-01", evil)
    path = tmp_path_factory.mktemp("made") / "sayso.db"
    shelf.keep(path, [*shelf.readings(), hostile])
    with sayso.open_store(path) as store, asking(store) as client:
        yield client


# What stands where

HELD = (
    ("/articles", ("2 articles", "2031-03-14", "The Aurane Post", "2 versions")),
    ("/articles?outlet=The+Aurane+Post", ("1 article", "Dauvent wins")),
    ("/articles?until=2030", ("Nothing is held of that outlet and those days.",)),
    ("/article/1", ("Palaces at odds", "Granite Palace’s account", "its page", "What changed", "Version 1")),
    ("/article/1.1", ("The text that stands there now", "Undertakings", "Events")),
    ("/article/2", ("Dauvent wins",)),
    ("/article/1/versions", ("From version 1 to version 2", "Reworded")),
    ("/parties", ("Ilya Torvan", "person")),
    ("/parties?q=granite", ("Granite Palace",)),
    ("/parties?q=Granit+Palase", ("is it granite palace",)),
)


@pytest.mark.parametrize(("address", "words"), HELD, ids=[address for address, _ in HELD])
def test_pages_hold_what_they_are_asked_for(client: TestClient, address: str, words: tuple[str, ...]) -> None:
    answer = client.get(address)
    assert answer.status_code == 200
    read = " ".join(Markup(answer.text).words.split())
    for some in words:
        assert some.lower() in read.lower(), some


NOT_THERE = (
    ("/article/99", 404, "/articles"),
    ("/article/1.9", 404, "/article/1.1, /article/1.2"),
    ("/article/99999999999999999999999", 404, "/articles"),
    ("/statement/1.2/0-1", 404, "/article/1.2"),
    ("/statement/1.2/s999", 404, "/article/1.2"),
    ("/statement/9.1/3-9", 404, "/articles"),
    ("/party/999999", 404, "/parties"),
    ("/party/99999999999999999999999", 404, "/parties"),
    ("/articles?page=none", 400, "is a number from 1"),
    ("/articles?colour=red", 400, "outlet, since, until, page"),
    ("/articles?since=yesterday", 400, "yesterday"),
    ("/parties?page=0", 400, "is a number from 1"),
)


@pytest.mark.parametrize(("address", "status", "words"), NOT_THERE, ids=[one[0] for one in NOT_THERE])
def test_what_is_not_there_says_so_in_both_forms(client: TestClient, address: str, status: int, words: str) -> None:
    path, mark, query = address.partition("?")
    page, data = client.get(address), client.get(f"{path}.json{mark}{query}")
    assert (page.status_code, data.status_code) == (status, status)
    read = Markup(page.text)
    assert words in " ".join(read.words.split())
    assert not words.startswith("/") or words.partition(",")[0] in read.links
    assert words in data.json()["error"]


def a_statement(client: TestClient) -> str:
    """The address of one that stands on another's word, in the newest text of the first article."""
    shown = client.get("/article/1.json").json()
    id = next(one["id"] for one in shown["statements"] if one["relay"] and one["addressee"])
    answer = client.get(f"/statement/1.2/{id}")
    assert answer.status_code == 302
    return str(answer.headers["location"])


def test_a_statement_has_a_page_with_all_that_is_known_of_it(client: TestClient) -> None:
    address = a_statement(client)
    read = Markup(client.get(address).text)
    told = client.get(f"{address}.json").json()
    hit = told["statement"]
    words = " ".join(read.words.split())
    cue = hit["statement"]["cue"]
    for some in (hit["speaker"], hit["relay"][0], cue["text"], told["article"]["text_sha256"], told["short"]):
        assert some in words, some
    for span in hit["statement"]["content"]:
        assert f"{span['start']}–{span['end']}" in words
    assert address.endswith(f"/{cue['start']}-{cue['end']}")
    graph = json.loads(read.data)["@graph"]
    assert [node["@type"] for node in graph] == ["NewsArticle", "Quotation"]
    assert graph[1]["creator"]["name"] == hit["speaker"]
    assert client.get(f"{address}.jsonld").json() == json.loads(read.data)
    assert told["before"] and told["behind"]


def command(store: Store, *words: str) -> Any:
    """What the command line writes as JSON."""
    with redirect_stdout(StringIO()) as out:
        assert main([*words, "--store", store.address, "--format", "json"]) == 0
    return json.loads(out.getvalue())


def test_json_is_what_the_command_line_writes(client: TestClient, web_store: Store) -> None:
    address = a_statement(client)
    party = web_store.party.show("Ilya Torvan")
    expected = (
        (f"{address}.json", "shown", web_store.show(client.get(f"{address}.json").json()["short"]).to_json()),
        ("/article/1.2.json", "reading", web_store.show("1.2").to_json()),
        ("/article/1/versions.json", "changes", command(web_store, "versions", "1")),
        (f"/party/{party.id}.json", "parties", command(web_store, "party", "Ilya Torvan")),
        ("/parties.json", "parties", command(web_store, "party")),
    )
    for path, schema, same in expected:
        told = client.get(path).json()
        text = (resources.files("sayso") / f"schema/{schema}-1.schema.json").read_text(encoding="utf8")
        jsonschema.Draft202012Validator(json.loads(text)).validate(told)
        assert told == without_folders(same), path


def without_folders(value: Any) -> Any:
    """The same without where on this machine the texts were read from, which is no reader's business."""
    if isinstance(value, list):
        return [without_folders(one) for one in value]
    if not isinstance(value, dict):
        return value
    return {name: Path(one).name if name == "input" else without_folders(one) for name, one in value.items()}


def test_no_folder_of_this_machine_is_told(client: TestClient) -> None:
    """Texts that were read from files are called by the names of these."""
    paths = ("/article/1", "/article/1.1", "/article/1/versions", "/statement/1.1/s1", "/articles")
    for address in (*paths, *(f"{path}.json" for path in paths), "/compare.json?a=1&b=2"):
        answer = client.get(address, follow_redirects=True)
        assert answer.status_code == 200 and "/valdrin-courier" not in answer.text, address
    assert "2031-03-14-call-v2.html" in client.get("/article/1/versions").text


def test_a_party_has_a_page(client: TestClient, web_store: Store) -> None:
    known = web_store.party.show("Ilya Torvan")
    page = Markup(client.get(f"/party/{known.id}").text)
    words = " ".join(page.words.split())
    for some in ("Acts", "Months", "Said lately", "Said to this party", "Undertakings", "Events", *known.names):
        assert some in words, some
    assert f"{known.statements} statements" in words
    feed = client.get(f"/party/{known.id}.atom")
    assert (feed.status_code, feed.headers["location"]) == (302, f"/find.atom?speaker=%23{known.id}&order=newest")


def test_links_lead_somewhere(client: TestClient) -> None:
    """From each page of ours, to the pages of ours: each address once."""
    waiting, seen = ["/articles", "/article/1", "/article/1/versions", "/parties", a_statement(client), "/party/1"], set[str]()
    pages = list(waiting)
    for address in pages:
        answer = client.get(address)
        assert answer.status_code == 200, address
        seen |= {link for link in Markup(answer.text).links if OURS.match(link)}
    assert len(seen) > 100
    kinds: dict[str, list[str]] = {}
    for link in sorted(seen):
        kinds.setdefault(re.sub(r"\d+", "0", link), []).append(link)
    for some in kinds.values():
        for link in some[:5]:
            assert client.get(link).status_code in (200, 302), link


def test_names_and_statements_of_an_article_lead_to_their_pages(client: TestClient, web_store: Store) -> None:
    shown = web_store.show("1.2").shown
    links = set(Markup(client.get("/article/1").text).links)
    assert {statement_path(1, 2, one) for one in shown.version.reading.statements if one.id in shown.version.answers} <= links
    assert {f"/party/{number}" for number in shown.version.numbers.values()} <= links
    reading = shown.version.reading
    keys = {f"/event/{shown.version.keys[one.id]}" for one in (*reading.events, *reading.undertakings)}
    assert len(keys) > 10
    assert keys <= links


def test_wire_copy_names_the_others_that_carry_it(made: TestClient) -> None:
    at = next(one for one in made.get("/articles.json").json()["articles"] if one["address"] == shelf.LANTERN)
    page = made.get(made.get(f"/statement/{at['number']}.1/s1").headers["location"])
    assert "The same wire copy elsewhere The Post 2031-03-05" in " ".join(Markup(page.text).words.split())


# Whatever a text holds


def test_no_text_breaks_out_of_a_page(made: TestClient) -> None:
    at = made.get("/articles.json").json()["articles"][0]
    address = made.get(f"/statement/{at['number']}.1/s1").headers["location"]
    party = next(one["id"] for one in made.get("/parties.json").json()["parties"] if "script" in one["name"])
    article = f"/article/{at['number']}"
    for path in ("/articles", article, f"{article}/versions", address, f"/party/{party}", "/parties"):
        answer = made.get(path)
        assert answer.status_code == 200, path
        page = Markup(answer.text)  # which meets no image, no handler, no script but data
        assert not any(link.startswith("javascript") for link in page.links)
        if page.data:
            assert json.loads(page.data)["@graph"][1]["text"].startswith("“</script>")


# Addresses stay


def kept(address: str, *readings: Reading) -> Store:
    shelf.keep(address, readings)
    return sayso.open_store(address)


def test_a_statement_keeps_its_address_when_its_text_is_read_anew(new_address: Callable[[], str]) -> None:
    reading = shelf.at(told(*shelf.WIRE), shelf.LANTERN, "The Lantern", "2031-03-04")
    with kept(new_address(), reading) as store, asking(store) as client:
        address = client.get("/statement/1.1/s3").headers["location"]
        first, _, third, _ = reading.statements
        assert third.cue
        renamed = replace(third, id="s2")
        store.engine.replace([(shelf.LANTERN, 1, replace(reading, statements=(first, renamed)), ())])
        assert "the shelling of the border must end" in client.get(address).text
        wider = Span(third.cue.start - 4, third.cue.end, reading.article.text[third.cue.start - 4 : third.cue.end])
        store.engine.replace([(shelf.LANTERN, 1, replace(reading, statements=(first, replace(renamed, cue=wider))), ())])
        moved = client.get(address)
        assert moved.status_code == 200
        assert "No statement stands at just that place" in moved.text
        store.engine.replace([(shelf.LANTERN, 1, replace(reading, statements=(first,)), ())])
        gone = client.get(address)
        assert (gone.status_code, "/article/1.1" in gone.text) == (404, True)


def test_a_statement_keeps_its_address_when_it_is_set_right_or_taken_back(new_address: Callable[[], str]) -> None:
    with kept(new_address(), shelf.at(told(*shelf.WIRE), shelf.LANTERN, None, "2031-03-04")) as store, asking(store) as client:
        address = client.get("/statement/1.1/s1").headers["location"]
        store.correct.set("1.1/s1", "she spoke of it", cue="told", words="the accord of 2029")
        store.correct.set("1.1/s4", "nobody denied", act="states")
        for at in (address, client.get("/statement/1.1/s4").headers["location"]):
            page = client.get(at)
            assert (page.status_code, "corrected (" in page.text, "just that place" in page.text) == (200, True, False)
        assert client.get("/statement/1.1/s1").headers["location"] == address
        store.party.not_said("1.1/s1", "a caption")
        assert "Taken back, and in no answer: a caption (correction 3)" in client.get(address).text
        assert address not in Markup(client.get("/article/1").text).links


def test_a_party_keeps_its_address(new_address: Callable[[], str]) -> None:
    """Merged, it leads to the one it is shown as; renamed, it stays; read as another kind, it leads to who has its name."""
    reading = shelf.at(told(*shelf.WIRE), shelf.LANTERN, None, "2031-03-04")
    with kept(new_address(), reading) as store, asking(store) as client:
        dovrel, tamm, palace = (store.party.show(name).id for name in ("Ana Dovrel", "Ilir Tamm", "Granite Palace"))
        store.party.merge("Ilir Tamm", "Ana Dovrel", "one man")
        for form in ("", ".json", ".atom"):
            assert client.get(f"/party/{tamm}{form}").headers["location"] == f"/party/{dovrel}{form}"
        store.party.rename("Granite Palace", "The Palace of Granite", "so it calls itself")
        assert "<h1><bdi>The Palace of Granite</bdi></h1>" in client.get(f"/party/{palace}").text
        others = tuple(replace(one, kind="government") if one.name == "Granite Palace" else one for one in reading.parties)
        store.engine.replace([(shelf.LANTERN, 1, replace(reading, parties=others), ())])
        moved = client.get(f"/party/{palace}")
        assert moved.status_code == 302
        assert "Granite Palace" in client.get(moved.headers["location"]).text
        none = replace(reading, statements=(), parties=())
        store.engine.replace([(shelf.LANTERN, 1, none, ())])
        gone = client.get(f"/party/{dovrel}")
        assert (gone.status_code, "Ana Dovrel" in gone.text) == (404, True)


# What the store tells for them


def test_articles_are_listed_newest_first_a_page_at_a_time(engine: Engine) -> None:
    days = ("2031-03-02", None, "2031-03-04", "2031-03-03")
    for number, day in enumerate(days, 1):
        address = f"https://a.example/{number}"
        reading = shelf.at(told(f"[s Ana|Ana] [c said] [q {number} posts]."), address, f"Outlet {number % 2}", day)
        capture = shelf.Capture(address, str(number))
        engine.keep([shelf.Incoming(capture, reading, str(number), ())])
    found = engine.holdings()
    assert ([one.number for one in found.articles], found.total) == ([3, 4, 1, 2], 4)
    assert [one.number for one in engine.holdings(limit=2, offset=1).articles] == [4, 1]
    assert [one.number for one in engine.holdings(outlet="outlet 1").articles] == [3, 1]
    within = engine.holdings(since="2031-03-03", until="2031-03-04")
    assert ([one.day for one in within.articles], within.total) == (["2031-03-04", "2031-03-03"], 2)
    assert (found.articles[0].statements, found.articles[0].versions) == (1, 1)


# As people see them


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed")
@pytest.mark.parametrize("width", [320, 1280])
def test_pages_fit_the_window(client: TestClient, tmp_path: Path, width: int) -> None:
    """All of them in one browser, one below the other, each with its sheets in it; nothing is wider than the window."""
    addresses = ("/article/1", "/articles", a_statement(client), "/parties", "/party/1", "/article/1/versions")
    for number, address in enumerate(addresses):
        sheet = re.compile(r'<link rel="stylesheet" href="([^"]+)">')
        page = sheet.sub(lambda found: f"<style>{client.get(found[1]).text}</style>", client.get(address).text)
        (tmp_path / f"{number}.html").write_text(page, encoding="utf8")
    style = f"width:{width}px;height:900px;border:0"
    frames = "".join(f'<iframe src="{number}.html" style="{style}"></iframe>' for number in range(len(addresses)))
    script = "return [...d.querySelectorAll('iframe')].map(f => f.contentDocument.documentElement.scrollWidth);"
    _, widths = measured(tmp_path, frames, width + 40, script)
    assert len(widths) == len(addresses)
    assert all(width - 20 <= int(one) <= width for one in widths), dict(zip(addresses, widths, strict=True))
