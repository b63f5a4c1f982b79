"""A store opened in Datasette itself, as its users open it: every table and view is shown, described, searched and linked."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from importlib import resources
from pathlib import Path
from typing import Any

import fictional
import httpx
import pytest

from sayso import cli
from sayso.cli.schema import SCHEMAS
from sayso.store import open_engine
from sayso.store.tables import VIEWS, datasette_metadata, tables
from sayso.store.values import Capture, Incoming


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two outlets with the same wire copy, one of them with a later version, and a page that was refused."""
    path = tmp_path_factory.mktemp("datasette") / "papers.db"
    engine = open_engine(str(path))
    reading = fictional.reading("https://lantern.example/2031/03/04/call")
    article = reading.article
    later = replace(reading, article=replace(article, text=article.text + "\n\nMr Tamm’s office has not replied."))
    *people, palace = reading.parties
    cast = (*people, replace(palace, named=False))
    other = replace(reading, article=replace(article, url="https://other.example/1", outlet="The Other"), parties=cast)
    engine.keep(
        [
            Incoming(Capture("https://other.example/1", "0" * 64), other, "0" * 32, (1, 2, 3)),
            Incoming(Capture(reading.input, "a" * 64, "2031-03-04T17:00:00+01:00"), reading, "f" * 32, (1, 2, 3)),
            Incoming(Capture(reading.input, "c" * 64, "2031-03-05T17:00:00+01:00"), later, "e" * 32, (1, 2, 3)),
            Incoming(Capture("https://lantern.example/live", "b" * 64), None, refusal="no-article"),
        ]
    )
    engine.close()
    return path


@pytest.fixture(scope="module")
def datasette(store: Path) -> Iterator[httpx.Client]:
    """Datasette's own server on the store, with the metadata that ``sayso schema datasette`` prints."""
    metadata = store.with_name("metadata.json")
    assert cli.main(["schema", "datasette", "--store", str(store), "--output", str(metadata)]) == 0
    command = [sys.executable, "-m", "datasette", "serve", str(store), "--metadata", str(metadata), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr
        found = None
        for line in server.stderr:
            found = re.search(r"running on (http://[\d.:]+)", line)
            if found:
                break
        assert found, "Datasette did not start"
        try:
            with httpx.Client(base_url=found[1], timeout=30, trust_env=False) as client:
                yield client
        finally:
            server.terminate()
            server.wait(30)
            server.stderr.close()


def get(client: httpx.Client, path: str, **values: str) -> dict[str, Any]:
    answer = client.get(path, params=values)
    assert answer.status_code == 200, f"{path}: {answer.text[:300]}"
    found: dict[str, Any] = answer.json()
    return found


NAMES = [table.name for table in (*VIEWS, *tables())]
# Nothing to set right, too few bands to file, nobody who speaks in a pair.
EMPTY = {"corrections", "as_read", "judgements", "bands", "members", "unnamed_members", "events", "undertakings", "together"}
EMPTY |= {"events_read", "undertakings_read", "occasions", "occasion_mentions", "taking_part", "name_parts"}
EMPTY |= {"promises", "promise_mentions", "undertakers", "outcomes", "outcome_words", "removals", "removed"}
EMPTY |= {"watches", "watched", "watched_happenings", "recounted"}


@pytest.mark.parametrize("name", NAMES)
def test_every_table_and_view_is_shown(datasette: httpx.Client, name: str) -> None:
    found = get(datasette, f"/papers/{name}.json", _shape="objects")
    assert bool(found["rows"]) == (name not in EMPTY), f"{name} has {len(found['rows'])} rows"
    page = datasette.get(f"/papers/{name}")
    assert page.status_code == 200 and "rows" in page.text


def test_everything_in_the_store_is_described_or_hidden(datasette: httpx.Client) -> None:
    shown = get(datasette, "/papers.json")
    visible = {table["name"] for table in shown["tables"] if not table["hidden"]} | {view["name"] for view in shown["views"]}
    assert visible == set(NAMES) - {"bands", "recent_bands", "tallies", "migrations"}, "these are of use to Sayso alone"


def test_the_first_page_leads_to_the_views(datasette: httpx.Client) -> None:
    page = datasette.get("/papers").text
    for view in VIEWS:
        assert f'<a href="papers/{view.name}">' in page
        assert datasette.get(f"/papers/{view.name}").status_code == 200


@pytest.mark.parametrize("name", NAMES)
def test_every_column_that_is_described_is_there(datasette: httpx.Client, name: str) -> None:
    described = datasette_metadata("papers")["databases"]["papers"]["tables"][name].get("columns", {})
    held = get(datasette, f"/papers/{name}.json")["columns"]
    assert set(described) <= set(held), f"{name} has no {sorted(set(described) - set(held))}"


def test_said_reads_like_a_sentence(datasette: httpx.Client) -> None:
    rows = get(datasette, "/papers/said.json", _shape="objects")["rows"]
    rows = [row for row in rows if row["outlet"] == "The Lantern"]
    told = next(row for row in rows if row["cue"] == "told")
    assert (told["day"], told["outlet"], told["speaker"], told["speaker_as_written"], told["act"], told["words"]) == (
        "2031-03-04", "The Lantern", "Ilir Tamm", "He", "promises", "“We will keep our word.”",
    )  # fmt: skip
    raised = next(row for row in rows if row["cue"] == "brought up")
    assert (raised["addressee"], raised["on_the_word_of"]) == ("Ilir Tamm", "the palace")
    assert raised["statement"] == "https://lantern.example/2031/03/04/call#2/s2"


def test_an_article_stands_there_once_with_its_latest_text(datasette: httpx.Client) -> None:
    rows = get(datasette, "/papers/articles_read.json", _shape="objects")["rows"]
    assert [(row["outlet"], row["versions"]) for row in rows] == [("The Other", 1), ("The Lantern", 2)]
    assert rows[1]["text"].endswith("has not replied.")
    before = get(datasette, "/papers/said_before.json", _shape="objects")["rows"]
    assert {(row["outlet"], row["version"]) for row in before} == {("The Lantern", 1)}


def test_parties_and_wire_copy_are_counted(datasette: httpx.Client) -> None:
    who = {row["name"]: row for row in get(datasette, "/papers/who.json", _shape="objects")["rows"]}
    assert (who["Ana Dovrel"]["kind"], who["Ana Dovrel"]["articles"]) == ("person", 2)
    wires = get(datasette, "/papers/wire_copy.json", _shape="objects")["rows"]
    assert {(wire["copies"], frozenset(wire["outlets"].split(","))) for wire in wires} == {
        (2, frozenset({"The Lantern", "The Other"}))
    }


def test_the_search_box_finds_words(datasette: httpx.Client) -> None:
    rows = get(datasette, "/papers/said.json", _shape="objects", _search="break the 2029 accord")["rows"]
    assert {row["cue"] for row in rows} == {"said", "noted"}
    assert not get(datasette, "/papers/said.json", _search="nowhere")["rows"]
    assert 'type="search"' in datasette.get("/papers/said").text, "there is no search box"


@pytest.mark.parametrize("name", datasette_metadata()["databases"]["sayso"]["queries"])
def test_the_questions_that_are_ready_are_answered(datasette: httpx.Client, name: str) -> None:
    values = {"what_they_said": {"speaker": "Dovrel"}, "who_said_it": {"words": "Accord"}}.get(name, {})
    assert get(datasette, f"/papers/{name}.json", **values)["rows"], f"{name} finds nothing"


def test_numbers_that_refer_to_rows_show_their_names(datasette: httpx.Client) -> None:
    page = datasette.get("/papers/appearances").text
    assert re.search(r"<a href=\"/papers/parties/\d+\">Ana Dovrel</a>", page)


def test_the_metadata_is_named_after_the_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["schema", "datasette", "--store", "archive/2031.db"]) == 0
    assert list(json.loads(capsys.readouterr().out)["databases"]) == ["2031"]


def test_every_schema_of_the_package_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    held = {path.name for path in (resources.files("sayso") / "schema").iterdir() if path.name.endswith(".json")}
    assert held == {f"{name}-1.schema.json" for name in SCHEMAS}
    for name in SCHEMAS:
        assert cli.main(["schema", name]) == 0
        assert json.loads(capsys.readouterr().out)["title"] == f"sayso.{name}/1"
