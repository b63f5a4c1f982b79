"""The site as a whole: what its first page and /about hold, that its links lead somewhere, and that its description is true."""

from __future__ import annotations

import importlib.util
import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import jsonschema
import pytest
from browser import CHROMIUM, measured
from hyperlinks import Links
from starlette.testclient import TestClient
from store_readings import article, incoming, undertaken

import sayso
from sayso.door import Store
from sayso.record import Reading
from sayso.web import application
from sayso.web.described import addresses
from sayso.web.openapi import described
from sayso.web.routes import ROUTES

FIXED = [row.path for row in addresses(ROUTES) if row.media == "text/html" and not row.places and "GET" in row.methods]
OF_PAGES = ("text/html", "text/css", "text/javascript", "image/svg+xml")  # what is not for programs
PAGES = (*FIXED, "/find?q=guns&said=any", "/find?speaker=Torvn", "/nowhere")


def test_the_first_page_says_what_is_held(client: TestClient, web_store: Store) -> None:
    page, held = client.get("/").text, web_store.summary()
    numbers = {"Articles": held.articles, "Statements": held.statements, "Parties": held.parties, "Outlets": 2}
    for name, number in numbers.items():
        assert f"<dt>{name}</dt><dd>{number:,}</dd>" in page
    assert "<dt>Days</dt><dd>2031-03-14</dd>" in page and page.count('class="where"') >= 10


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/compare.json?event=enothing", 404, "no event goes by the key 'enothing': /events lists them"),
        ("/saying.json?words=99.1%2Fs1", 404, "99.1/s1; /find lists those that it has"),
    ],
)
def test_what_is_not_there_is_told_by_pages_and_not_by_commands(
    client: TestClient, address: str, status: int, words: str
) -> None:
    answer = client.get(address)
    assert (answer.status_code, words.lower() in answer.json()["error"].lower()) == (status, True), answer.text


@pytest.fixture
def owing(tmp_path: Path) -> Iterator[Store]:
    """A store in which something is due on the day after tomorrow, and something was due long ago."""
    soon = (date.today() + timedelta(days=2)).isoformat()
    text = "Ilya Torvan will move the guns. Ana Dovrel will mend the bridge."
    held = Reading("https://post.example/3", article(text, url="https://post.example/3"))
    held = undertaken(undertaken(held, "Ilya Torvan", "move the guns", soon), "Ana Dovrel", "mend the bridge", "2020-01-01")
    with sayso.open_store(tmp_path / "owing.db") as store:
        store.engine.keep([incoming(held)])
        yield store


def test_the_first_page_says_what_is_due_soon(owing: Store) -> None:
    page = TestClient(application(owing, hosts=("testserver",))).get("/").text
    assert "<h2>Due soon</h2>" in page and "Disputed" not in page
    assert re.search(r'Ilya Torvan: .*due .*\n<blockquote dir="auto"><a href="/event/[^"]+">move the guns</a>', page), page
    assert "mend the bridge" not in page


def test_an_empty_store_says_so(tmp_path: Path) -> None:
    with sayso.open_store(tmp_path / "empty.db") as store:
        asking = TestClient(application(store, hosts=("testserver",)))
        assert "The store holds no article yet" in asking.get("/").text
        assert "there is no article to look in" in asking.get("/find?q=guns").text
        assert asking.get("/find.csv").text.startswith("key,") and asking.get("/find.json").json()["total"] == 0


def test_about_names_every_page_and_the_figures_of_the_docs(client: TestClient) -> None:
    page = client.get("/about").text
    for row in addresses(ROUTES):
        assert row.told, f"{row.path} says nothing of itself: its handler has no docstring"
        assert (f"<code>{row.path}</code>" in page) is (row.media == "text/html")
    quality = (Path(__file__).parents[2] / "docs/quality.md").read_text(encoding="utf8")
    for told, written in ((".67", ".673"), (".48", ".482"), (".70", ".701"), (".84", ".837"), (".02", ".021"), (".32", ".321")):
        assert told in page and written in quality
    assert "<tr><th scope=\"row\">0.9 and more</th><td>96</td></tr>" in page


def test_every_answer_for_programs_is_described(client: TestClient) -> None:
    page, rows = client.get("/api").text, addresses(ROUTES)
    for row in rows:
        assert (f"<code>{row.path}</code>" in page) is (row.media not in OF_PAGES)
        for one in row.asks:
            assert row.media == "text/html" or f"<code>{one.name}</code>" in page


def test_the_description_is_openapi_and_what_it_names_is_there(client: TestClient) -> None:
    told = client.get("/openapi.json").json()
    assert told == json.loads(json.dumps(described(addresses(ROUTES)))) and told["openapi"].startswith("3.1")
    operations = [one for path in told["paths"].values() for one in path.values()]
    assert len({one["operationId"] for one in operations}) == len(operations)
    for path, methods in told["paths"].items():
        for one in methods.values():
            places = {parameter["name"] for parameter in one["parameters"] if parameter["in"] == "path"}
            assert places == set(re.findall(r"\{(\w+)\}", path))
            assert "303" in one["responses"] if one.get("tags") == ["forms"] else one["responses"]["200"]["content"]
            assert len({parameter["name"] for parameter in one["parameters"]}) == len(one["parameters"])
    for reference in re.findall(r'"\$ref": "#/([^"]+)"', json.dumps(told)):
        held = told
        for step in reference.split("/"):
            held = held[step]
    for schema in told["components"]["schemas"].values():
        jsonschema.Draft202012Validator.check_schema(schema)
    if importlib.util.find_spec("openapi_spec_validator"):
        from openapi_spec_validator import validate

        validate(told)


def test_json_is_of_the_schema_that_is_named(client: TestClient) -> None:
    told = client.get("/openapi.json").json()
    named = {row.path: row.schema for row in addresses(ROUTES) if row.schema and not row.places}
    assert named["/find.json"] == "hits"
    for path, name in named.items():
        answer = client.get(path)
        if answer.status_code == 200:  # some want to be told what to look for
            schema = {"$ref": f"#/components/schemas/{name}", "components": told["components"]}
            jsonschema.Draft202012Validator(schema).validate(answer.json())
            jsonschema.Draft202012Validator(client.get(f"/schema/{name}.json").json()).validate(answer.json())


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_built_as_pages_are(client: TestClient, address: str) -> None:
    """Landmarks, one first heading, none left out below it, a label for each field, names once."""
    page = client.get(address, follow_redirects=True).text
    levels = [int(level) for level in re.findall(r"<h([1-6])\b", page)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels)), levels
    assert all(page.count(f"<{tag}") == 1 for tag in ("main", "html lang=", "title>"))
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    for field in re.findall(r"<(?:input|select)\b[^>]*>", page):
        named = re.search(r'\bid="([^"]+)"', field)
        assert "aria-label=" in field or (named and f'<label for="{named[1]}">' in page), field
    for described_by in re.findall(r'aria-describedby="([^"]+)"', page):
        assert described_by in ids
    assert not re.search(r"<script|<style|\sstyle=|\son\w+=|javascript:", page)
    assert not re.search(r'(?:src|href|action)="(?:https?:)?//', page)
    assert page.count("<table") == page.count("<caption") and page.count("<th ") == page.count(' scope="')


def test_the_links_of_these_pages_lead_somewhere(client: TestClient) -> None:
    """But for those of rooms that the site does not have."""
    there = [re.compile(re.sub(r"\\\{\w+\\\}", "[^?]+", re.escape(row.path))) for row in addresses(ROUTES)]
    pages = [client.get(address, follow_redirects=True).text for address in PAGES]
    links = {href.partition("#")[0] for page in pages for href, *_ in Links(page).links}
    known = sorted(link for link in links if any(one.fullmatch(link.partition("?")[0]) for one in there) and link)
    wanting = {row.path for row in addresses(ROUTES) if row.asks and row.media != "text/html"}
    assert len(known) > 40
    for link in known:
        status = client.get(link, follow_redirects=True).status_code
        assert status == 200 or (status == 400 and link in wanting), link  # told to say what to look for


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed")
@pytest.mark.parametrize("address", ["/find?q=guns&said=any", "the event with most accounts"])
def test_a_page_is_as_wide_as_a_phone(client: TestClient, web_store: Store, tmp_path: Path, address: str) -> None:
    if not address.startswith("/"):
        address = f"/event/{max(web_store.events(), key=lambda one: one.articles).key}"
        assert "side by side" in client.get(address).text
    sheet = client.get("/static/sayso.css").text
    page = client.get(address).text.replace("<details", "<details open")
    shown = page.replace('<link rel="stylesheet" href="/static/sayso.css">', f"<style>{sheet}</style>")
    width, _ = measured(tmp_path, shown, 320, "return [];")
    assert width <= 320


def test_a_link_is_called_what_is_seen_of_it(client: TestClient) -> None:
    """Whoever speaks to a browser says the words that stand there: a name has them (WCAG 2.2, 2.5.3)."""
    seen = 0
    for address in ("/article/1", "/find?q=guns&said=any", "/events?kind=call"):
        page = client.get(address, follow_redirects=True).text
        for name, shown in re.findall(r'<a\b[^>]*\baria-label="([^"]+)"[^>]*>(.*?)</a>', page):
            words = re.sub(r"<[^>]+>", "", shown)
            assert words.lower() in name.lower(), (address, name, words)
            seen += 1
    assert seen > 40


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed")
def test_what_is_to_be_touched_is_large_enough(client: TestClient, tmp_path: Path) -> None:
    """24 px (WCAG 2.2, 2.5.8), of what does not stand in a line of words."""
    sheet, page = client.get("/static/sayso.css").text, client.get("/find?said=any").text.replace("<details", "<details open")
    shown = page.replace('<link rel="stylesheet" href="/static/sayso.css">', f"<style>{sheet}</style>")
    script = "return [...d.querySelectorAll('summary, button, input, select, .facet a')].map(one => one.checkVisibility() ? "
    script += "Math.floor(one.getBoundingClientRect().height) : 24);"
    _, heights = measured(tmp_path, shown, 320, script)
    assert len(heights) > 5 and min(map(int, heights)) >= 24, heights


def test_a_statement_leads_to_the_texts_that_carry_its_words(client: TestClient) -> None:
    page = client.get("/statement/1.1/s1", follow_redirects=True).text
    (path,) = set(re.findall(r'href="(/saying/[^"]+)"', page))
    assert client.get(path).status_code == 200


def test_a_tab_has_a_picture(client: TestClient) -> None:
    (path,) = re.findall(r'<link rel="icon" type="image/svg\+xml" href="([^"]+)">', client.get("/").text)
    assert client.get(path).headers["content-type"] == "image/svg+xml"
