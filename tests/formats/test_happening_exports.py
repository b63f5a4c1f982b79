"""Events and undertakings in what is handed on: tables, annotations, schema.org, FollowTheMoney, with the words and without."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import eventful
import pyarrow.parquet as pq
import pytest
from any_reading import readings
from growth import assert_grows_with
from hypothesis import HealthCheck, given, settings

from sayso.formats import FORMATS
from sayso.formats.brat_reading import read_brat
from sayso.formats.csv import unguarded
from sayso.formats.exports import TABLES, TEXTS, export, tables_of
from sayso.formats.ftm import write_ftm
from sayso.formats.schema_org import write_schema_org
from sayso.formats.tables import write_event_csv, write_undertaking_csv
from sayso.formats.web_annotation import write_annotations
from sayso.record import Article, Event, Paragraph, Participant, Party, Reading, Span, Statement, Time, Undertaking, Voice
from sayso.store import Version

ROOT = Path(__file__).parents[2]
SETTINGS = settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])


def version(reading: Reading | None = None, **more: Any) -> Version:
    held = reading or eventful.reading()
    return Version(held.article.url or held.input, 1, "2031-03-17T09:30:00+00:00", held, "0" * 64, **more)


# Tables


def rows(lines: Iterable[str]) -> list[dict[str, str]]:
    held = csv.DictReader(io.StringIO("".join(lines), newline=""))
    return [{name: unguarded(cell) for name, cell in row.items()} for row in held]


def test_a_row_an_event_says_all_that_the_article_has_of_it() -> None:
    first, second, third, last = rows(write_event_csv([version(names={"p1": "Ilya T. Torvan"})]))
    assert first["key"] == "https://courier.example/norvan#1/e1" and first["outlet"] == "The Courier"
    assert (first["kind"], first["status"], first["trigger"], first["mentions"]) == (
        "call", "happened", "spoke by phone", "The call",
    )  # fmt: skip
    assert (first["participants"], first["on_word_of"]) == ("Ilya T. Torvan; Mara Vells", "Granite Palace")  # the store's names
    text = eventful.text()
    start, end = map(int, first["trigger_span"].split("-"))
    assert text[start:end] == "spoke by phone"
    assert (second["latest"], second["earliest"], second["place"], second["within"]) == ("2031-03-21", "", "Norvan", "s2")
    assert [(one["part"], one["name"]) for one in json.loads(third["participants_voices"])] == [
        ("host", "Mara Vells"), ("initiator", "Ilya T. Torvan"),
    ]  # fmt: skip
    assert (last["participants"], last["participants_voices"], last["on_word_of"]) == ("", "", "")  # on the article's own word


def test_a_row_an_undertaking_says_all_that_the_article_has_of_it() -> None:
    first, second = rows(write_undertaking_csv([version()]))
    assert (first["kind"], first["what"], first["due_latest"], first["event"]) == (
        "agreement", eventful.WHAT, "2031-03-21", "e2",
    )  # fmt: skip
    assert (first["who"], first["on_word_of"]) == ("", "Granite Palace")  # "Both" are left open
    assert json.loads(first["who_voices"])[0]["mention"]["text"] == "Both"
    assert (second["who"], second["to_whom"], second["condition"], second["strength"]) == (
        "Mara Vells", "Ilya Torvan", "if asked", "conditional",
    )  # fmt: skip
    assert (second["due"], second["due_value"], second["on_word_of"]) == ("by May", "2031-05", "")  # her own word


@pytest.mark.parametrize("words", [True, False])
@pytest.mark.parametrize("table", TABLES[1:])
def test_parquet_and_csv_say_the_same(table: str, words: bool, tmp_path: Path) -> None:
    export([version()], "parquet", tmp_path / "a.parquet", words, table)
    export([version()], "csv", tmp_path / "a.csv", words, table)
    held = pq.read_table(tmp_path / "a.parquet")
    assert held.schema.metadata[b"schema"] == f"sayso.{table.removesuffix('s')}_table/1".encode()
    for typed, cells in zip(held.to_pylist(), rows([(tmp_path / "a.csv").read_text("utf8")]), strict=True):
        assert typed["key"] == cells["key"] and typed["text_sha256"] == cells["text_sha256"]
        for name, value in typed.items():
            if isinstance(value, dict) and "start" in value:
                assert cells[f"{name}_span"] == f"{value['start']}-{value['end']}"
                assert (value["text"] or "") == cells[name] and bool(value["text"]) is words
            elif isinstance(value, str):
                assert cells[name] == value


@SETTINGS
@given(readings())
def test_any_reading_has_a_row_for_each(reading: Reading) -> None:
    for write, held in ((write_event_csv, reading.events), (write_undertaking_csv, reading.undertakings)):
        for words in (True, False):
            assert [row["key"].rpartition("/")[2] for row in rows(write([version(reading)], words))] == [one.id for one in held]


def test_only_what_answers_comes_along() -> None:
    """Within a statement that answers, or on the article's own word."""
    one = version(answers=("s2",))
    assert [row["event"] for row in rows(write_event_csv([one]))] == ["e2", "e3", "e4"]
    assert [row["undertaking"] for row in rows(write_undertaking_csv([one]))] == ["u1"]


def test_what_is_no_table_has_none(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="jsonl has no table of events; it has statements"):
        export([version()], "jsonl", tmp_path / "a", table="events")
    with pytest.raises(ValueError, match="csv has no table of times"):
        export([version()], "csv", tmp_path / "a", table="times")
    assert not list(tmp_path.iterdir()) and tables_of("parquet") == TABLES


@pytest.mark.parametrize("write", [write_event_csv, write_undertaking_csv])
def test_columns_are_documented(write: Any) -> None:
    page = (ROOT / "docs/export.md").read_text(encoding="utf8")
    for name in next(iter(write([]))).strip().split(","):
        assert f"`{name}`" in page, f"docs/export.md does not name {name}"


def of_many(count: int) -> Reading:
    """Two events and two undertakings of each of so many passages, each within a statement of its own."""
    text, found = "", []
    for number in range(count):
        start = len(text)
        text += f"The palace said that Torvan will visit town {number} by May. "
        found.append((start, len(text)))

    def span(start: int, words: str) -> Span:
        at = text.index(words, start)
        return Span(at, at + len(words), words)

    who, statements, events, owed = Voice(None, "p1", "implied"), [], [], []
    for number, (start, end) in enumerate(found):
        content = (span(start, text[start + 21 : end - 2]),)
        statements.append(Statement(f"s{number}", "indirect", "states", content, speaker=who))
        people = (Participant("party", Voice(span(start, "Torvan"), "p1", "name")),)
        what, time = span(start, "visit town"), span(start, "by May")
        events.append(Event(f"e{number}", "visit", span(start, "visit"), "planned", people, None, time, within=f"s{number}"))
        owed.append(
            Undertaking(f"u{number}", "plan", "will", (who,), (what,), (), Time(time), None, f"s{number}", f"e{number}")
        )
    article = Article("a", text, (Paragraph(0, len(text), "body"),))
    parties = (Party("p1", "Ilya Torvan", "person"),)
    return Reading("a.html", article, tuple(statements), parties, "m", (), tuple(events), tuple(owed))


@pytest.mark.parametrize("write", [*TEXTS.values(), write_event_csv, write_undertaking_csv])
def test_twice_as_many_take_twice_as_long(write: Any) -> None:
    assert_grows_with(lambda count: "".join(write([version(of_many(count))], True)), 1_000, slack=0.2)


@pytest.mark.parametrize("form", FORMATS)
def test_twice_as_many_are_shown_in_twice_the_time(form: str) -> None:
    assert_grows_with(lambda count: "".join(FORMATS[form]([of_many(count)])), 1_000, slack=0.2)


def test_twice_as_many_go_to_brat_and_back_in_twice_the_time(tmp_path: Path) -> None:
    def there_and_back(count: int) -> None:
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        export([version(of_many(count))], "brat", folder)
        assert [reading.events for reading in read_brat(folder)] == [of_many(count).events]

    assert_grows_with(there_and_back, 400, slack=0.2)


# Without the words

WORDS = ("spoke", "The call", "Both", "send 40", "if asked", "by May", "on Sunday", "Norvan", "the border")


@pytest.mark.parametrize("table", TABLES[1:])
@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_tables_without_the_words_hold_none(form: str, table: str, tmp_path: Path) -> None:
    export([version()], form, tmp_path / "out", False, table)
    shown = (tmp_path / "out").read_text("utf8") if form == "csv" else str(pq.read_table(tmp_path / "out").to_pylist())
    assert "Granite Palace" in shown and not [word for word in WORDS if word in shown]


@pytest.mark.parametrize("write", [write_annotations, write_schema_org, write_ftm])
def test_forms_without_the_words_hold_none(write: Any) -> None:
    shown = "".join(write([version()], False))
    assert "Granite Palace" in shown and not [word for word in WORDS if word in shown]


# Annotations


def test_annotations_say_it_in_plain_words() -> None:
    items = json.loads("".join(write_annotations([version()])))["items"]
    said = {item["sayso:key"].rpartition("/")[2]: item for item in items}
    assert said["e1"]["body"][0]["value"] == (
        "call: Ilya Torvan and Mara Vells, Sunday 16 March 2031 (happened), on the word of Granite Palace"
    )
    assert said["u2"]["body"][0]["value"] == (
        "Mara Vells promised to Ilya Torvan: send 40 engineers by May (due by 31 May 2031)"
    )
    assert [target["selector"][0]["exact"] for target in said["e1"]["target"]] == ["spoke by phone", "The call"]
    assert said["e1"]["body"][1]["sayso:within"]["id"] == said["s1"]["id"]
    assert said["u1"]["body"][1]["sayso:event"]["id"] == said["e2"]["id"]
    assert said["e3"]["body"][1]["sayso:participants"][0]["sayso:part"] == "host"


# schema.org


def test_schema_org_has_events_and_what_is_undertaken() -> None:
    graph = json.loads("".join(write_schema_org([version()])))["@graph"]
    events = {node["identifier"][0]["value"].rpartition("/")[2]: node for node in graph if node["@type"] == "Event"}
    assert set(events) == {"e1", "e2", "e3", "e4"}
    assert [one["name"] for one in events["e1"]["attendee"]] == ["Ilya Torvan", "Mara Vells"]
    assert (events["e1"]["startDate"], events["e1"]["eventStatus"]) == ("2031-03-16", "https://schema.org/EventScheduled")
    assert events["e3"]["eventStatus"] == "https://schema.org/EventCancelled"
    assert events["e3"]["organizer"][0]["name"] == "Mara Vells" and events["e3"]["location"]["name"] == "Dovrel"
    (promise,) = [node for node in graph if node["@type"] == "Action" and node.get("agent")]
    assert (promise["description"], promise["endTime"]) == (eventful.ENGINEERS, "2031-05-31")
    assert promise["actionStatus"].endswith("PotentialActionStatus") and promise["participant"][0]["name"] == "Ilya Torvan"


@pytest.mark.parametrize("status", ["denied", "hypothetical"])
def test_what_nobody_has_as_an_event_is_none(status: str) -> None:
    reading = eventful.reading()
    one = version(replace(reading, events=tuple(replace(event, status=status) for event in reading.events)))
    assert '"Event"' not in "".join(write_schema_org([one]))
    assert not [entity for entity in entities(one) if entity["schema"] in ("Event", "Call", "Trip")]


# FollowTheMoney

# Of followthemoney 4.11: the properties of each schema that are written, with their types.
FACTS = {"recordId": "string", "proof": "entity", "summary": "text", "sourceUrl": "url", "description": "text",
         "date": "date", "startDate": "date", "endDate": "date"}  # fmt: skip
NAMED = {"name": "name", "description": "text"}
OCCASION = {**FACTS, "name": "name", "involved": "entity", "organizer": "entity", "location": "address", "keywords": "string"}
FTM: dict[str, dict[str, str]] = {
    "Article": {
        "title": "string", "author": "string", "publisher": "string", "publishedAt": "date", "modifiedAt": "date",
        "retrievedAt": "date", "language": "language", "notes": "text", "summary": "text", "bodyText": "text",
        "sourceUrl": "url",
    },
    "Person": {"name": "name", "position": "string"},
    "Organization": NAMED, "PublicBody": NAMED, "LegalEntity": NAMED,
    "Call": {**FACTS, "caller": "entity", "receiver": "entity"},
    "Event": OCCASION, "Trip": OCCASION,
    "Documentation": {**FACTS, "document": "entity", "entity": "entity", "role": "string"},
    "UnknownLink": {**FACTS, "subject": "entity", "object": "entity", "role": "string"},
}  # fmt: skip


def entities(*versions: Version, words: bool = True) -> list[dict[str, Any]]:
    return [json.loads(line) for line in write_ftm(versions, words)]


def calling() -> Reading:
    """«Torvan called Vells»: who began it is told."""
    reading = eventful.reading()
    first = reading.events[0]
    people = (Participant("initiator", first.participants[0].voice), Participant("target", first.participants[1].voice))
    return replace(reading, events=(replace(first, participants=people), *reading.events[1:]))


def test_entities_are_of_the_schemas_and_lead_to_each_other() -> None:
    held = entities(version(calling()))
    ids = {entity["id"] for entity in held}
    for entity in held:
        known = FTM[entity["schema"]]
        assert set(entity["properties"]) <= set(known), entity
        for name, values in entity["properties"].items():
            assert values and all(isinstance(value, str) and value for value in values)
            assert known[name] != "entity" or set(values) <= ids, (entity["schema"], name)
    assert {entity["schema"] for entity in held} == set(FTM) - {"Organization", "LegalEntity"}


def test_the_package_takes_the_entities_as_they_are() -> None:
    """With followthemoney itself; its pyicu is built from its source, which needs ICU: so it is none of our dependencies."""
    followthemoney = pytest.importorskip("followthemoney", reason="make .venv/ready-ftm, to check by the package itself")
    odd = replace(eventful.reading().parties[2], kind="organisation", name="  The\tUnion of a\nTown ")
    reading = replace(calling(), parties=(*eventful.reading().parties[:2], odd))
    for words in (True, False):
        for entity in entities(version(calling()), version(reading), words=words):
            schema = followthemoney.model.get(entity["schema"])
            for name, values in entity["properties"].items():
                found = schema.get(name)
                assert found is not None and found.type.name == FTM[entity["schema"]][name], (entity["schema"], name)
                cleaned = [found.type.clean(value) for value in values]
                assert found.type.name == "entity" or cleaned == values, (name, values)
            followthemoney.model.get_proxy(entity).to_dict()


def test_a_call_is_one_only_where_it_is_told_who_called() -> None:
    (call,) = [one for one in entities(version(calling())) if one["schema"] == "Call"]
    plain = [one for one in entities(version()) if one["properties"].get("keywords") == ["call", "happened"]]
    assert not [one for one in entities(version()) if one["schema"] == "Call"] and plain[0]["schema"] == "Event"
    people = {one["id"]: one["properties"]["name"] for one in entities(version()) if one["schema"] == "Person"}
    assert people[call["properties"]["caller"][0]] == ["Ilya Torvan"]
    assert people[call["properties"]["receiver"][0]] == ["Mara Vells"]
    assert plain[0]["properties"]["summary"] == ["on the word of Granite Palace"]


def test_one_party_of_two_articles_is_one_entity() -> None:
    other = replace(eventful.reading(), article=replace(eventful.reading().article, url="https://post.example/n"))
    ids = [{one["id"] for one in entities(version(read)) if one["schema"] == "Person"} for read in (None, other)]
    assert ids[0] == ids[1] and len(ids[0]) == 2


def test_whom_the_article_does_not_name_is_nobody() -> None:
    reading = eventful.reading()
    unnamed = replace(reading.parties[1], named=False)
    group = Party("p4", "Torvan and somebody", "group", members=("p1", "p2"))
    both = replace(reading.events[1], participants=(Participant("party", Voice(None, "p4")),))
    held = entities(version(replace(reading, parties=(reading.parties[0], unnamed, reading.parties[2], group), events=(both,))))
    (meeting,) = [one for one in held if one["schema"] == "Event"]
    assert len(meeting["properties"]["involved"]) == 1  # the one of the two that has a name
    assert not [one for one in held if "Vells" in json.dumps(one["properties"].get("name", ""))]


@SETTINGS
@given(readings())
def test_any_reading_has_entities_that_lead_to_each_other(reading: Reading) -> None:
    held = entities(version(reading))
    ids = {entity["id"] for entity in held}
    for entity in held:
        for name, values in entity["properties"].items():
            assert FTM[entity["schema"]][name] != "entity" or set(values) <= ids
            assert not any(re.search("[\x00-\x08\ud800-\udfff]", value) for value in values)
