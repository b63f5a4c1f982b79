"""``/find.zip``: the case of what a list shows, from the site."""

from __future__ import annotations

import io
import json
from zipfile import ZipFile

import pytest
from hyperlinks import Links
from starlette.testclient import TestClient

from sayso.door import Store
from sayso.web import cases


def test_a_list_leads_to_its_case(client: TestClient, web_store: Store) -> None:
    page = client.get("/find?q=guns&page=2&limit=5").text
    (link,) = [href for href, *_ in Links(page).links if href.startswith("/find.zip")]
    assert link == "/find.zip?q=guns"
    answer = client.get(link)
    assert answer.status_code == 200 and answer.headers["content-type"] == "application/zip"
    assert answer.headers["content-disposition"] == 'attachment; filename="case.zip"'
    with ZipFile(io.BytesIO(answer.content)) as packed:
        told = json.loads(packed.read("data/manifest.json"))
        assert {"index.html", "data/readings.jsonl"} <= set(packed.namelist())
    assert told["held"]["statements"] >= web_store.find("guns").total > 0  # copies of a wire are each in their article
    assert client.get(link).content == answer.content


def test_a_case_without_texts_is_asked_for(client: TestClient) -> None:
    with ZipFile(io.BytesIO(client.get("/find.zip?q=guns&texts=no").content)) as packed:
        assert "data/readings.jsonl" not in packed.namelist()


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ("q=nowhere", 404, "Nothing in the store answers, so there is no case"),
        ("texts=some", 400, "Texts is no, or is left out"),
        ("sayer=Torvan", 400, "Nothing here is called sayer"),
        ("min_score=high", 400, "Min_score is a number"),
    ],
)
def test_what_makes_no_case_is_told(client: TestClient, query: str, status: int, words: str) -> None:
    answer = client.get(f"/find.zip?{query}")
    assert (answer.status_code, answer.text.startswith(words)) == (status, True), answer.text


def test_a_case_of_too_many_articles_is_refused(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cases, "MOST", 1)
    answer = client.get("/find.zip")
    assert answer.status_code == 400 and "More than 1 articles answer" in answer.text
