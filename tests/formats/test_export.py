"""Kept versions in every form they are handed on in: each read back, or read by another program, with and without the words."""

from __future__ import annotations

import csv
import hashlib
import io
import itertools
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import fictional
import pyarrow.parquet as pq
import pytest
from any_reading import readings
from hypothesis import HealthCheck, given, settings, strategies as st
from jsonschema import Draft202012Validator
from pyld import jsonld
from store_readings import jointly, reading as reading_of, unnamed

import sayso
from sayso.evidence import EvidenceError
from sayso.files import whole_file, whole_folder
from sayso.formats import dumps, to_json
from sayso.formats.answers import TERMS, moment, utf8
from sayso.formats.brat import BREAKS, INDEX, file_name, fragments, write_brat
from sayso.formats.brat_conf import annotation_conf
from sayso.formats.brat_reading import read_brat
from sayso.formats.csv import STATEMENT_COLUMNS, csv_line, read_csv, unguarded, write_csv
from sayso.formats.exports import FILES, FOLDERS, TEXTS, export
from sayso.formats.ftm import write_ftm
from sayso.formats.kept import read_kept, write_kept
from sayso.formats.offsets import from_offsets, to_offsets
from sayso.formats.parquet import read_statement, schema, write_parquet
from sayso.formats.schema_org import write_schema_org
from sayso.formats.web_annotation import write_annotations
from sayso.record import Article, Party, Reading, Span, Statement, Voice
from sayso.store.values import Version

ROOT = Path(__file__).parents[2]
FORMS = (*TEXTS, *FILES, *FOLDERS)
PAGES = (
    "valdrin-courier/2031-03-14-call.html",
    "valdrin-courier/2031-03-14-call-v2.html",
    "aurane-post/2031-03-14-readouts.html",
)
SETTINGS = settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])


def version(reading: Reading, number: int = 1, **more: Any) -> Version:
    address = reading.article.url or reading.input
    return Version(address, number, "2031-03-15T09:30:00+00:00", reading, "0" * 64, **more)


@cache
def kept() -> tuple[Version, ...]:
    """The example pages, one of them in two versions, and an article that has an input and no address."""
    read = [sayso.read(ROOT / "examples" / page) for page in PAGES]
    examples = [version(reading, 1 + ("v2" in reading.input)) for reading in read if isinstance(reading, Reading)]
    return (*examples, replace(version(fictional.reading()), address="notes/lantern.html", captured=None))


def statements(versions: Iterator[Version] | tuple[Version, ...]) -> list[Statement]:
    return [statement for one in versions for statement in one.reading.statements]


def odd() -> Version:
    """What forms trip over: line ends and tabs in spans, spans that touch, formulas, half surrogates, no names, a lone mark."""
    text = '=1+1 said\r\n"-2"\u2028and\tthen \ud83d they; he added <b>: «so»\u0085 be it.\n\n@home\n'

    def span(words: str) -> Span:
        return Span(text.index(words), text.index(words) + len(words), words)

    first = Statement(
        "s1", "mixed", "states", (Span(0, 4, text[0:4]), Span(4, 9, text[4:9]), span('"-2"\u2028and\tthen')), (span("-2"),),
        cue=span("said\r\n"), speaker=Voice(span("they"), "p1", "pronoun"), addressee=Voice(None, "p2", "implied"),
        relay=(Voice(None, "p2", "implied"), Voice(span("he"), None, None), Voice(span("@home"), "p1", "name")), score=0.125,
    )  # fmt: skip
    second = Statement(
        "s2", "indirect", "adds", (span("so»\u0085 be"), Span(0, 2, "=1"), Span(1, 3, "1+")), within="s1", said="expected"
    )
    people = (
        Party("p1", '+SUM(A1)"; x', "group", "\tboss\n", (span("@home"),), ("p2",)),
        Party("p2", "Nobody there", "person"),
    )
    facts = {"headline": "=HYPERLINK(1)", "outlet": "'@Post", "authors": ("-A", "B; C"), "section": "a,b\n"}
    return version(Reading("-odd", Article("x", text, (), **facts), (first, second), people, "en-1"))


# JSON lines


@pytest.mark.parametrize("one", [*kept(), odd()])
def test_json_lines_come_back_exactly(one: Version) -> None:
    one = replace(one, made_by="0.1.0", names={"p1": "Ana Dovrel of the Lantern"})
    asked = replace(one, answers=tuple(statement.id for statement in one.reading.statements))
    (back,) = read_kept(io.StringIO("".join(write_kept([one])), newline="\n"))
    assert replace(back, names={}) == replace(asked, names={})
    assert back.names["p1"] == "Ana Dovrel of the Lantern"
    record = json.loads("".join(write_kept([one])))
    Draft202012Validator(json.loads(files("sayso").joinpath("schema/reading-1.schema.json").read_text("utf8"))).validate(record)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("{", "line 2"),  # cut in the middle
        ("[]", "line 2"),  # JSON, and no object
        (dumps(to_json(fictional.reading())), "'address'"),  # what `read` writes: a reading that is in no store
        (dumps(to_json(sayso.Refusal("a", "empty", "It has no words."))), "a refusal"),
    ],
)
def test_a_line_that_is_no_kept_version_is_named(line: str, why: str) -> None:
    with pytest.raises(ValueError, match=re.escape(why)):
        list(read_kept(["".join(write_kept([version(fictional.reading())])), line]))


def test_offsets_hold_their_schema_and_take_the_words_back() -> None:
    contract = json.loads(files("sayso").joinpath("schema/offsets-1.schema.json").read_text("utf8"))
    Draft202012Validator.check_schema(contract)
    for one in kept():
        record = json.loads(dumps(to_offsets(one)))
        Draft202012Validator(contract).validate(record)
        back = from_offsets(record, one.reading.article.text)
        assert back.statements == one.reading.statements
        assert [party.mentions for party in back.parties] == [party.mentions for party in one.reading.parties]
        assert back.article.headline == one.reading.article.headline
        with pytest.raises(EvidenceError, match="not the text that was read"):
            from_offsets(record, one.reading.article.text + ".")
    with pytest.raises(ValueError, match="not a sayso"):
        from_offsets(to_json(fictional.reading()), "")
    with pytest.raises(ValueError, match="without its fields"):
        from_offsets({"schema": "sayso.offsets/1"}, "")


@SETTINGS
@given(readings())
def test_any_reading_s_offsets_take_the_words_back(reading: Reading) -> None:
    back = from_offsets(json.loads(dumps(to_offsets(version(reading)))), reading.article.text)
    assert back.statements == reading.statements


# Who speaks together


def together() -> Version:
    """«Ana Rubio and Karel Novak said: “We agree”.»"""
    read = reading_of([("Ana Rubio", "We agree"), ("Karel Novak", "It rains")])
    return version(
        jointly(read, "p1", "p2"), names={"p1": "Ana Rubio Vega", "p2": "Karel Novak", "g1": "Ana Rubio and Karel Novak"}
    )


@pytest.mark.parametrize("words", [True, False])
def test_the_members_of_a_group_that_speaks_are_named(words: bool, tmp_path: Path) -> None:
    names = ["Ana Rubio Vega", "Karel Novak"]
    cells, alone = csv.DictReader(io.StringIO("".join(write_csv([together()], words)), newline=""))
    assert (cells["speaker_members"], alone["speaker_members"]) == ("; ".join(names), "")
    write_parquet([together()], tmp_path / "x.parquet", words)
    rows = pq.read_table(tmp_path / "x.parquet").to_pylist()
    assert [row["speaker"]["members"] for row in rows] == [names, None]
    quoted = json.loads("".join(write_schema_org([together()], words)))["@graph"][1:]
    creators = [quotation["creator"] for quotation in quoted]
    assert [one["name"] for one in creators[0]["member"]] == names and "member" not in creators[1]
    assert creators[1]["@id"] == creators[0]["member"][1]["@id"]
    (first, second) = json.loads("".join(write_annotations([together()], words)))["items"]
    said = [item["body"][1]["sayso:speaker"]["sayso:party"] for item in (first, second)]
    assert [one["name"] for one in said[0]["sayso:member"]] == names and said[1]["id"] == said[0]["sayso:member"][1]["id"]


# Whom the article does not name


def official(**more: Any) -> Version:
    """«Two officials said … Ana Rubio said … Ana Rubio and two officials said»: of two officials no name is known."""
    read = reading_of([("Ana Rubio", "We agree"), ("Two officials", "It rains"), ("Ana Rubio", "It snows")])
    last = read.statements[2]
    relayed = replace(last, addressee=Voice(None, "p2", "implied"), relay=(Voice(None, "p2", "implied"),))
    read = unnamed(jointly(replace(read, statements=(*read.statements[:2], relayed)), "p1", "p2"), "p2")
    return version(read, names={"p1": "Ana Rubio Vega", "g1": "Ana Rubio and two officials"}, **more)


@pytest.mark.parametrize("words", [True, False])
def test_a_party_without_a_name_is_nobody_across_articles_in_tables(words: bool, tmp_path: Path) -> None:
    description = "Two officials" if words else ""
    both, alone, told = csv.DictReader(io.StringIO("".join(write_csv([official()], words)), newline=""))
    assert (alone["speaker"], alone["speaker_unnamed"], alone["speaker_kind"]) == ("", description, "person")
    assert (alone["speaker_mention"], alone["speaker_party"]) == (description, "p2")
    assert (told["speaker"], told["speaker_unnamed"]) == ("Ana Rubio Vega", "")
    assert (told["addressee"], told["addressee_unnamed"], told["relay"]) == ("", description, "")
    assert both["speaker_members"] == "Ana Rubio Vega"
    write_parquet([official()], tmp_path / "x.parquet", words)
    rows = pq.read_table(tmp_path / "x.parquet").to_pylist()
    assert [row["speaker"]["name"] for row in rows[1:]] == [None, "Ana Rubio Vega"]
    assert [row["speaker"]["unnamed"] for row in rows[1:]] == [description or None, None]
    assert (rows[1]["speaker"]["kind"], rows[2]["relay"][0]["unnamed"]) == ("person", description or None)
    assert rows[0]["speaker"]["members"] == ["Ana Rubio Vega"]


@pytest.mark.parametrize("words", [True, False])
def test_a_party_without_a_name_is_no_node_that_another_page_could_mean(words: bool) -> None:
    both, alone, _ = json.loads("".join(write_schema_org([official()], words)))["@graph"][1:]
    assert "creator" not in alone and [one["name"] for one in both["creator"]["member"]] == ["Ana Rubio Vega"]
    assert ("spokenByCharacter" in alone) == words
    items = json.loads("".join(write_annotations([official()], words)))["items"]
    party = items[1]["body"][1]["sayso:speaker"]["sayso:party"]
    assert "id" not in party and party["sayso:named"] is False and party.get("name") == ("Two officials" if words else None)
    assert items[1]["body"][0]["value"].startswith("Two officials state" if words else "Someone not named states")
    named = items[2]["body"][1]["sayso:speaker"]["sayso:party"]
    assert named["id"] and "sayso:named" not in named


def test_a_party_without_a_name_comes_back(tmp_path: Path) -> None:
    line = "".join(write_kept([official()]))
    (back,) = read_kept([line])
    assert back.reading == official().reading and back.names == official().names
    write_brat([replace(official(), names={})], tmp_path)
    (drawn,) = read_brat(tmp_path)
    assert {party.id: party for party in drawn.parties} == {party.id: party for party in official().reading.parties}
    record = json.loads(dumps(to_offsets(official())))
    assert [(party["name"], party["named"]) for party in record["parties"]][:2] == [("Ana Rubio Vega", True), (None, False)]
    contract = json.loads(files("sayso").joinpath("schema/offsets-1.schema.json").read_text("utf8"))
    Draft202012Validator(contract).validate(record)
    put_back = from_offsets(record, official().reading.article.text)
    assert [(party.name, party.named) for party in put_back.parties][1] == ("Two officials", False)


# CSV


def csv_rows(*versions: Version, words: bool = True) -> list[tuple[Any, Statement]]:
    return list(read_csv(io.StringIO("".join(write_csv(versions, words)), newline="")))


def test_csv_rows_come_back_as_their_statements() -> None:
    rows = csv_rows(*kept())
    assert [statement for _, statement in rows] == statements(kept())
    cells = next(cells for cells, statement in rows if statement.id == "s2" and cells["address"] == "notes/lantern.html")
    assert cells["key"] == "notes/lantern.html#1/s2"
    assert (cells["speaker"], cells["speaker_kind"], cells["speaker_role"]) == ("Ana Dovrel", "person", "Norvanian President")
    assert (cells["speaker_mention"], cells["addressee"]) == ("Norvanian President Ana Dovrel", "Ilir Tamm")
    assert (cells["relay"], cells["captured"], cells["version"]) == ("the palace", "", "1")


def test_csv_keeps_odd_cells_and_runs_none() -> None:
    rows = csv_rows(odd())
    assert [replace(s, content=()) for _, s in rows] == [replace(s, content=()) for s in odd().reading.statements]
    assert [(p.start, p.end, p.text) for _, s in rows for p in s.content] == [
        (p.start, p.end, utf8(p.text)) for s in odd().reading.statements for p in s.content
    ]
    assert rows[0][0]["outlet"] == "'@Post"  # the apostrophe of its own stays, though a spreadsheet gets one more
    assert rows[0][0]["headline"] == "=HYPERLINK(1)"
    for row in csv.reader(io.StringIO("".join(write_csv([odd()])), newline="")):
        assert not [cell for cell in row if re.match(r"\s*[=+\-@＝＋－＠\t\r\n|]", cell)]


@pytest.mark.parametrize(
    "cell",
    [
        *("=1", "'=1", "''=1", "'", "it's", "+", "-3", "@x", "\t", "\r\n=", " =1", "＝1", "|x", "", "a=b"),
        *("x;=1+1;", "x; '@a;''+b", 'x;"=1"', "a\n-b\n\n'+c", ";;=1", "rain; snow;\nsun", ";'a"),
    ],
)
def test_a_guarded_cell_comes_back(cell: str) -> None:
    reading = fictional.reading()
    one = version(replace(reading, article=replace(reading.article, section=cell, outlet=cell)))
    assert {cells["section"] for cells, _ in csv_rows(one)} == {cell}


CELLS = st.lists(st.text(";=+-@|＝'\" \t\r\n,a1", max_size=9), min_size=1, max_size=4)


@settings(deadline=None, max_examples=300)
@given(CELLS, st.sampled_from([",", ";"]))
def test_no_cell_is_a_formula_whatever_parts_the_columns(cells: list[str], parted: str) -> None:
    row = csv_line(["key", *cells, -2])
    for line in csv.reader(io.StringIO(row, newline=""), delimiter=parted):
        assert not [cell for cell in line if re.match(r"\s*[=+\-@＝＋－＠|]", cell) and cell != "-2"]
    assert [unguarded(cell) for cell in next(csv.reader(io.StringIO(row, newline="")))] == ["key", *cells, "-2"]


@SETTINGS
@given(readings())
def test_csv_of_any_reading_points_at_the_same_places(reading: Reading) -> None:
    back = [statement for _, statement in csv_rows(version(reading))]
    for written, read in zip(reading.statements, back, strict=True):
        for field in ("content", "quoted"):
            spans = [(s.start, s.end, utf8(s.text)) for s in getattr(written, field)]
            assert [(s.start, s.end, s.text) for s in getattr(read, field)] == spans
        assert (read.within, read.manner, read.score) == (written.within, written.manner, written.score)


def test_csv_of_other_columns_is_refused() -> None:
    with pytest.raises(ValueError, match="not sayso's columns: name"):
        list(read_csv(["name\n", "x\n"]))


# Parquet


def test_parquet_is_typed_and_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "statements.parquet"
    write_parquet(kept(), path)
    file = pq.ParquetFile(path)
    assert file.schema_arrow.metadata[b"schema"] == b"sayso.statements/1"
    assert str(file.schema_arrow.field("content").type) == "list<element: struct<start: int32, end: int32, text: string>>"
    rows = file.read().to_pylist()
    assert [read_statement(row) for row in rows] == statements(kept())
    assert {row["article_text"] for row in rows} == {one.reading.article.text for one in kept()}
    named = next(row["speaker"] for row in rows if row["key"] == "notes/lantern.html#1/s2")
    assert (named["name"], named["kind"], named["role"]) == ("Ana Dovrel", "person", "Norvanian President")
    write_parquet([odd()], path)
    assert len(pq.read_table(path)) == 2  # half surrogates and all
    write_parquet([], path)
    assert pq.read_table(path).schema.names == schema().names


def test_parquet_holds_row_groups_and_a_text_once_each(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sayso.formats.parquet.GROUP_ROWS", 20)
    write_parquet(kept(), tmp_path / "a.parquet")
    file = pq.ParquetFile(tmp_path / "a.parquet")
    assert file.num_row_groups == -(-len(statements(kept())) // 20) > 1
    place = schema().names.index("article_text")
    columns = [file.metadata.row_group(0).column(n) for n in range(file.metadata.num_columns)]
    (texts,) = [column for column in columns if column.path_in_schema == schema().names[place]]
    assert texts.total_uncompressed_size < 2 * max(len(one.reading.article.text.encode()) for one in kept())


# Linked data: read by a JSON-LD processor, offline. The terms are those of the published contexts that these forms use.

OA, AS = "http://www.w3.org/ns/oa#", "https://www.w3.org/ns/activitystreams#"
LINKS = {"body": "hasBody", "target": "hasTarget", "source": "hasSource", "selector": "hasSelector", "state": "hasState"}
ANNO = {
    "id": "@id",
    "type": "@type",
    **{name: OA + name for name in ("Annotation", "TextualBody", "SpecificResource", "TextQuoteSelector", "TimeState")},
    "TextPositionSelector": f"{OA}TextPositionSelector",
    "AnnotationPage": "http://www.w3.org/ns/activitystreams#OrderedCollectionPage",
    "Dataset": "http://purl.org/dc/dcmitype/Dataset",
    "Person": "http://xmlns.com/foaf/0.1/Person",
    "Organization": "http://xmlns.com/foaf/0.1/Organization",
    "describing": f"{OA}describing",
    **{name: {"@id": OA + term, "@type": "@id"} for name, term in LINKS.items()},
    "items": {"@id": "http://www.w3.org/ns/activitystreams#items", "@type": "@id", "@container": "@list"},
    "motivation": {"@id": f"{OA}motivatedBy", "@type": "@vocab"},
    "purpose": {"@id": f"{OA}hasPurpose", "@type": "@vocab"},
    **{name: OA + name for name in ("start", "end", "exact", "prefix", "suffix", "sourceDate")},
    "format": "http://purl.org/dc/elements/1.1/format",
    "language": "http://purl.org/dc/elements/1.1/language",
    "value": "http://www.w3.org/1999/02/22-rdf-syntax-ns#value",
    "name": "http://xmlns.com/foaf/0.1/name",
}
# schema.org's types and properties, each property with the types that it is of (by inheritance).
CREATIVE = {"NewsArticle", "Quotation"}
ACTIONS = {"Action", "PlanAction"}
SCHEMA_ORG = {
    "url": {"NewsArticle"}, "identifier": {*CREATIVE, "Event", *ACTIONS}, "version": {"NewsArticle"}, "author": {"NewsArticle"},
    "publisher": {"NewsArticle"}, "datePublished": {"NewsArticle"}, "dateModified": {"NewsArticle"},
    "articleSection": {"NewsArticle"}, "inLanguage": CREATIVE, "headline": {"NewsArticle"}, "abstract": {"NewsArticle"},
    "alternativeHeadline": {"NewsArticle"}, "image": {"NewsArticle"}, "articleBody": {"NewsArticle"},
    "text": {"Quotation"}, "creator": {"Quotation"},
    "spokenByCharacter": {"Quotation"}, "audience": {"Quotation"}, "isPartOf": {"Quotation"},
    "recordedIn": {"Quotation", "Event"}, "additionalType": {"Quotation", "Event", *ACTIONS}, "jobTitle": {"Person"},
    "description": {"Organization", "GovernmentOrganization", "Event", *ACTIONS},
    "propertyID": {"PropertyValue"}, "value": {"PropertyValue"}, "member": {"Organization"},
    "name": {"Person", "Organization", "GovernmentOrganization", "Audience", "Event", "Place", *ACTIONS, None},
    "startDate": {"Event"}, "endDate": {"Event"}, "eventStatus": {"Event"}, "location": {"Event"}, "organizer": {"Event"},
    "attendee": {"Event"}, "agent": ACTIONS, "participant": ACTIONS, "endTime": ACTIONS, "actionStatus": ACTIONS,
    "object": ACTIONS, "subjectOf": {"Event", *ACTIONS},
}  # fmt: skip
LINKED = {"url", "image", "additionalType", "isPartOf", "recordedIn", "subjectOf", "eventStatus", "actionStatus", "object"}
ORG_TYPES = (
    *("NewsArticle", "Quotation", "Person", "Organization", "GovernmentOrganization", "PropertyValue", "Audience"),
    *("Event", "Place", *sorted(ACTIONS)),
)
ORG = {
    **{name: f"http://schema.org/{name}" for name in ORG_TYPES},
    **{name: {"@id": f"http://schema.org/{name}", **({"@type": "@id"} if name in LINKED else {})} for name in SCHEMA_ORG},
}


def load(address: str, options: object) -> dict[str, Any]:
    contexts = {"http://www.w3.org/ns/anno.jsonld": ANNO, "https://schema.org": ORG}
    return {"contextUrl": None, "documentUrl": address, "document": {"@context": contexts[address]}}


def graph(document: Any) -> list[dict[str, Any]]:
    """The document's nodes, flattened, as a JSON-LD processor sees them."""
    nodes = jsonld.flatten(document, options={"documentLoader": load})
    assert isinstance(nodes, list)
    return nodes


def keys(value: Any) -> set[str]:
    if isinstance(value, dict):
        return {*value, *(key for held in value.values() for key in keys(held))} - {"@context"}
    return {key for held in value for key in keys(held)} if isinstance(value, list) else set()


def of_type(nodes: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [node for node in nodes if kind in node.get("@type", ())]


SELECTOR = {
    "oneOf": [
        {
            "type": "object",
            "required": ["type", "start", "end"],
            "properties": {
                "type": {"const": "TextPositionSelector"}, "start": {"type": "integer", "minimum": 0},
                "end": {"type": "integer", "minimum": 0},
            },
            "additionalProperties": False,
        },
        {
            "type": "object",
            "required": ["type", "exact", "prefix", "suffix"],
            "properties": {
                "type": {"const": "TextQuoteSelector"}, "exact": {"type": "string"}, "prefix": {"type": "string"},
                "suffix": {"type": "string"},
            },
            "additionalProperties": False,
        },
    ]
}  # fmt: skip
# What the Web Annotation Data Model asks of a page, its annotations, their bodies and their targets.
ANNOTATION_PAGE = {
    "type": "object",
    "required": ["@context", "id", "type", "items"],
    "properties": {
        "@context": {"contains": {"const": "http://www.w3.org/ns/anno.jsonld"}},
        "id": {"type": "string", "pattern": "^urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"},
        "type": {"const": "AnnotationPage"},
        "items": {"type": "array", "items": {"$ref": "#/$defs/annotation"}},
    },
    "$defs": {
        "annotation": {
            "type": "object",
            "required": ["id", "type", "motivation", "body", "target"],
            "properties": {
                "id": {"type": "string", "pattern": "^urn:uuid:"},
                "type": {"const": "Annotation"},
                "motivation": {"const": "describing"},
                "body": {"type": "array", "minItems": 2},
                "target": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/target"}},
            },
        },
        "target": {
            "type": "object",
            "required": ["type", "source", "selector", "state"],
            "properties": {
                "type": {"const": "SpecificResource"},
                "source": {"type": "string", "pattern": '^(https?://|urn:uuid:)[^\\s<>"{}|\\\\^`]+$'},
                "selector": {"type": "array", "minItems": 1, "items": SELECTOR},
                "state": {"type": "array", "minItems": 1},
            },
        },
    },
}


@pytest.mark.parametrize("words", [True, False])
def test_annotations_hold_the_model_and_lead_to_the_words(words: bool) -> None:
    page = json.loads("".join(write_annotations([*kept(), odd()], words)))
    Draft202012Validator(ANNOTATION_PAGE).validate(page)
    texts = {one.reading.article.text_sha256: one.reading.article.text for one in [*kept(), odd()]}
    held = statements((*kept(), odd()))
    assert len({one["id"] for one in page["items"]}) == len(page["items"])
    of_statements = [item for item in page["items"] if item["sayso:key"].rpartition("/")[2][0] == "s"]
    assert len(of_statements) == len(held)
    for annotation, statement in zip(of_statements, held, strict=True):
        assert len(annotation["target"]) == len(statement.content)
        for target, span in zip(annotation["target"], statement.content, strict=True):
            text = texts[target["state"][-1]["sayso:textSha256"]]
            assert target["state"][-1]["sayso:textLength"] == len(text)
            place = target["selector"][-1]
            assert (place["start"], place["end"]) == (span.start, span.end)
            if words:
                quote = target["selector"][0]
                around = quote["prefix"] + quote["exact"] + quote["suffix"]
                assert around == text[max(0, span.start - 32) : span.end + 32] and quote["exact"] == span.text


@pytest.mark.parametrize("words", [True, False])
def test_annotations_are_linked_data(words: bool) -> None:
    page = json.loads("".join(write_annotations(kept(), words)))
    assert {key for key in keys(page) if not key.startswith(("sayso", "@"))} <= ANNO.keys()  # none that would be dropped
    nodes = graph(page)
    assert len(of_type(nodes, f"{TERMS}Statement")) == len(statements(kept()))
    happened = sum(len(one.reading.events) + len(one.reading.undertakings) for one in kept())
    assert len(of_type(nodes, f"{OA}Annotation")) == len(statements(kept())) + happened
    bodies = {node["@id"]: node for node in of_type(nodes, f"{TERMS}Statement")}
    outer = [node for node in bodies.values() if f"{TERMS}within" in node]
    annotations = {node["@id"] for node in of_type(nodes, f"{OA}Annotation")}
    assert outer and all(node[f"{TERMS}within"][0]["@id"] in annotations for node in outer)
    # One party of both versions is one node: the same name and kind.
    assert len([n for n in nodes if n.get("http://xmlns.com/foaf/0.1/name") == [{"@value": "Ilya Torvan"}]]) == 1
    dates = {value["@value"] for node in of_type(nodes, f"{OA}TimeState") for value in node[f"{OA}sourceDate"]}
    assert dates == {"2031-03-15T09:30:00Z"}


def test_an_annotation_says_who_said_what_in_plain_words() -> None:
    page = json.loads("".join(write_annotations([version(fictional.reading())])))
    said = [annotation["body"][0]["value"] for annotation in page["items"]]
    assert said[1] == "Ana Dovrel raises (“brought up”) to Ilir Tamm, on the word of the palace"
    assert said[7] == "Someone not named accuses (“alleged”)"


@pytest.mark.parametrize("words", [True, False])
def test_schema_org_is_linked_data_of_its_vocabulary(words: bool) -> None:
    document = json.loads("".join(write_schema_org([*kept(), odd()], words)))
    assert keys(document) <= {*SCHEMA_ORG, "@graph", "@type", "@id"}
    for node in document["@graph"]:
        check_domains(node)
    nodes = graph(document)
    articles = {node["@id"] for node in of_type(nodes, "http://schema.org/NewsArticle")}
    quotations = {node["@id"]: node for node in of_type(nodes, "http://schema.org/Quotation")}
    assert len(articles) == len(kept()) + 1 and len(quotations) == len(statements((*kept(), odd())))
    for node in quotations.values():
        assert node["http://schema.org/recordedIn"][0]["@id"] in articles
        assert node["http://schema.org/isPartOf"][0]["@id"] in articles | quotations.keys()
        assert ("http://schema.org/text" in node) == words
    people = {node["@id"] for node in of_type(nodes, "http://schema.org/Person")}
    assert any(node.get("http://schema.org/creator", [{"@id": ""}])[0]["@id"] in people for node in quotations.values())


def test_schema_org_has_the_other_wordings_of_the_headline() -> None:
    reading = fictional.reading()
    one = version(replace(reading, article=replace(reading.article, titles=(fictional.HEADLINE, "The call", "A call"))))
    (article, *_) = json.loads("".join(write_schema_org([one])))["@graph"]
    assert (article["headline"], article["alternativeHeadline"]) == (fictional.HEADLINE, ["The call", "A call"])
    check_domains(article)


def test_schema_org_tells_desks_and_agencies_from_persons() -> None:
    reading = fictional.reading()
    one = version(replace(reading, article=replace(reading.article, authors=("Ada Stone", "AFP", "Mirwen News Desk"))))
    (article, *_) = json.loads("".join(write_schema_org([one])))["@graph"]
    assert [author["@type"] for author in article["author"]] == ["Person", "Organization", "Organization"]


def check_domains(node: Any) -> None:
    """Every property is of the type that schema.org gives it to."""
    for key, value in node.items():
        assert key[0] == "@" or node.get("@type") in SCHEMA_ORG[key] or node.keys() == {"@id"}, (key, node)
        for held in value if isinstance(value, list) else [value]:
            if isinstance(held, dict):
                check_domains(held)


def test_schema_org_may_stand_in_a_script_element() -> None:
    reading = fictional.reading()
    headline = "</script><script>alert(1)</script>"
    one = version(replace(reading, article=replace(reading.article, headline=headline)))
    written = "".join(write_schema_org([one]))
    assert "<" not in written and json.loads(written)["@graph"][0]["headline"] == headline


# brat


def brat(folder: Path) -> list[tuple[Path, dict[str, Any]]]:
    """Each pair of files as brat reads it: its rules for lines, ids, spans, triggers and references, and no other."""
    return [(path, brat_document(path)) for path in sorted(folder.glob("*.ann"))]


def brat_document(path: Path) -> dict[str, Any]:
    with path.with_suffix(".txt").open(encoding="utf8") as file:  # universal newlines, as brat opens it
        text = file.read()
    found: dict[str, Any] = {"text": text}
    equivalences = []
    for line in path.read_text(encoding="utf8").splitlines():  # as brat's reader cuts lines: at U+2028 too
        id, data, *tail = line.split("\t", 2)
        if id == "*":
            equivalences.append(data.split()[1:])
            continue
        assert re.fullmatch(r"([A-Za-z]+|#)[0-9]+", id) and id not in found, line
        found[id] = {"T": brat_span, "E": brat_event, "A": str.split, "#": str.split}[id[0]](data)
        if id[0] == "T":
            _, places = found[id]
            assert tail[0] == " ".join(text[start:end] for start, end in places), line
            assert "\n" not in tail[0] and all(b[0] > a[1] for a, b in itertools.pairwise(places)), line
    triggers = {event["trigger"] for id, event in found.items() if id[0] == "E"}
    for id, held in found.items():
        if id[0] == "E":
            assert found[held["trigger"]][0] == held["type"]  # a trigger has the type of its event
            assert all(about in found and about not in triggers for _, about in held["arguments"])
        if id[0] in "A#" and id != "text":
            assert held[1] in found and held[1] not in triggers  # nothing but its event refers to a trigger
    assert all(member in found and member not in triggers for group in equivalences for member in group)
    return found


def brat_span(data: str) -> tuple[str, list[tuple[int, int]]]:
    kind, places = data.split(" ", 1)
    return kind, [(int(start), int(end)) for start, end in (place.split(" ") for place in places.split(";"))]


def brat_event(data: str) -> dict[str, Any]:
    head, *arguments = data.split(" ")
    kind, trigger = head.split(":")
    return {"type": kind, "trigger": trigger, "arguments": [tuple(argument.split(":")) for argument in arguments]}


def written(tmp_path: Path, *versions: Version, words: bool = True) -> Path:
    export(versions, "brat", tmp_path / "brat", words)
    return tmp_path / "brat"


def test_brat_opens_what_is_written_and_it_comes_back(tmp_path: Path) -> None:
    versions = (*kept(), odd())
    folder = written(tmp_path, *versions)
    assert len(brat(folder)) == len(versions)
    assert sorted(read_brat(folder), key=str) == sorted((one.reading for one in versions), key=str)


def test_every_type_that_is_written_is_declared(tmp_path: Path) -> None:
    conf = annotation_conf()
    for _, document in brat(written(tmp_path, *kept(), odd())):
        for id, held in document.items():
            if id[0] == "T" and id != "text":
                assert re.search(rf"^{held[0]}\b", conf, re.MULTILINE), held
            if id[0] == "E":
                line = next(line for line in conf.splitlines() if line.startswith(f"{held['type']}\t"))
                assert all(f"{role.rstrip('0123456789')}" in line for role, _ in held["arguments"])
    sections = re.findall(r"^\[(\w+)\]$", conf, re.MULTILINE)
    assert sections == ["entities", "relations", "events", "attributes"]


@SETTINGS
@given(readings())
def test_any_reading_comes_back_from_brat(tmp_path_factory: pytest.TempPathFactory, reading: Reading) -> None:
    folder = tmp_path_factory.mktemp("brat")
    write_brat([version(reading)], folder)
    assert len(brat(folder)) == 1
    (back,) = read_brat(folder)
    assert back.article == reading.article
    assert back.statements == reading.statements
    assert (back.times, back.events, back.undertakings) == (reading.times, reading.events, reading.undertakings)
    assert {party.id: party for party in back.parties} == {party.id: party for party in reading.parties}


def test_what_people_change_in_brat_counts(tmp_path: Path) -> None:
    folder = written(tmp_path, version(fictional.reading()))
    path = next(folder.glob("*.ann"))
    lines = path.read_text(encoding="utf8")
    text = fictional.article().text
    place = text.index("that any accord")
    lines = lines.replace(
        f"{place} {place + 31}\tthat any accord had been broken", f"{place + 5} {place + 31}\tany accord had been broken"
    )
    lines = lines.replace("Act E6 denies", "Act E6 rejects").replace("E7\tStatement:T26 Cue:T22", "E7\tStatement:T26")
    body = text.index("What each side heard")
    lines += (
        f"T90\tStatement {body} {body + 20}\tWhat each side heard\nE90\tStatement:T90 Speaker:T20\nR1\tOther Arg1:T1 Arg2:T2\n"
    )
    path.write_text(lines, encoding="utf8")
    (back,) = read_brat(folder)
    by_id = {statement.id: statement for statement in back.statements}
    assert by_id["s6"].content[0].text == "any accord had been broken" and by_id["s6"].act == "rejects"
    assert by_id["s7"].cue is None and by_id["s7"].score == 0.97
    assert by_id["s9"].content[0].text == "What each side heard" and by_id["s9"].speaker.mention.text == "Mr Tamm’s office"
    assert by_id["s9"].manner == "indirect"


def test_texts_annotated_by_others_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("She said: stay. The mayor left.\n", encoding="utf8")
    (tmp_path / "a.ann").write_text(
        "T1\tStatement 10 14\tstay\nT2\tCue 4 8\tsaid\nT3\tPerson 0 3\tShe\nT4\tPerson 16 25\tThe mayor\n"
        "E1\tStatement:T1 Cue:T2 Speaker:T3\n*\tEquiv T3 T4\n", encoding="utf8",
    )  # fmt: skip
    (back,) = read_brat(tmp_path)
    (statement,) = back.statements
    assert (statement.speaker.mention.text, statement.cue.text, statement.act) == ("She", "said", "states")
    assert [(party.name, party.kind, len(party.mentions)) for party in back.parties] == [("The mayor", "person", 2)]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("T1\tCue 0 3\tHe\n", "the text holds 'She'"),  # other words
        ("T1\tCue 0 300\tShe\n", "it leaves the text"),
        ("T1 Cue 0 3 She\n", "line 1"),  # blanks for tabs
        ("E1\tStatement\n", "line 1"),  # no trigger
        ("#1\tSayso E1\t{\n", "line 1"),  # a note that was cut
        ("hello\n", "it has no id"),
        ("E1\tStatement:T7\n", "T7"),  # a trigger that is not there
    ],
)
def test_broken_annotations_are_named(tmp_path: Path, line: str, why: str) -> None:
    (tmp_path / "a.txt").write_text("She said: stay.\n", encoding="utf8")
    (tmp_path / "a.ann").write_text(line, encoding="utf8")
    with pytest.raises(ValueError, match=re.escape(why)):
        list(read_brat(tmp_path))


def test_brat_texts_that_changed_or_hold_no_words_are_refused(tmp_path: Path) -> None:
    folder = written(tmp_path, kept()[0])
    text = next(folder.glob("*.txt"))
    text.write_bytes(text.read_bytes() + b" ")
    with pytest.raises(EvidenceError, match="SHA-256 differs"):
        list(read_brat(folder))
    bare = tmp_path / "bare"
    export([kept()[0]], "brat", bare, words=False)
    assert brat(bare)  # brat opens it all the same
    with pytest.raises(ValueError, match="without the article's words"):
        list(read_brat(bare))


@pytest.mark.parametrize(
    ("address", "start"),
    [
        ("https://www.Outlet.example/a/b?c=d#e", "outlet-example-a-b-c-d-e-"),
        ("../../etc/passwd", "etc-passwd-"),  # nothing that leads out of the folder
        ("https://пример.example/новости", "example-"),
        ("…", "article-"),
        ("x" * 3000, "x" * 59 + "-"),  # file systems take 255 bytes
        ("CON", "con-"),  # a device on Windows, were it alone
        ("\ud83d", "article-"),
    ],
)
def test_file_names_are_safe(address: str, start: str) -> None:
    one = replace(version(fictional.reading()), address=address)
    name = file_name(one)
    assert name.startswith(start) and re.fullmatch(r"[a-z0-9-]{1,72}", name)
    assert name != file_name(replace(one, number=2)) and name != file_name(replace(one, address=f"{address}/"))


@SETTINGS
@given(readings())
def test_fragments_are_apart_and_hold_no_line_end(reading: Reading) -> None:
    text = reading.article.text
    for statement in reading.statements:
        pieces = fragments(statement.content, text)
        assert all(later[0] > earlier[1] for earlier, later in itertools.pairwise(pieces))
        assert not any(set(text[start:end]) & set(BREAKS) for start, end in pieces)


# Without the words


def output_of(form: str, tmp_path: Path, versions: tuple[Version, ...], words: bool) -> str:
    """All that a form writes, as one text; Parquet by its rows and by its bytes."""
    path = tmp_path / f"{form}-{words}"
    export(versions, form, path, words)
    if form == "parquet":
        return json.dumps(pq.read_table(path).to_pylist(), ensure_ascii=False) + path.read_bytes().decode("latin-1")
    if form == "xlsx":
        with zipfile.ZipFile(path) as packed:
            return "\n".join(packed.read(name).decode("utf8") for name in packed.namelist())
    return "\n".join(file.read_text(encoding="utf8") for file in ([path] if path.is_file() else sorted(path.iterdir())))


def runs(text: str, length: int) -> Iterator[str]:
    words = re.findall(r"\w+", text.lower())
    return (" ".join(words[at : at + length]) for at in range(len(words) - length + 1))


@pytest.mark.parametrize("form", FORMS)
def test_without_the_words_no_four_of_them_follow_each_other(form: str, tmp_path: Path) -> None:
    shared = " ".join(re.findall(r"\w+", output_of(form, tmp_path, kept(), words=False).lower()))
    full = " ".join(re.findall(r"\w+", output_of(form, tmp_path, kept(), words=True).lower()))
    for one in kept():
        given = [*(party.name for party in one.reading.parties), *one.reading.article.authors, one.address]
        names = " | ".join(" ".join(re.findall(r"\w+", name.lower())) for name in given)
        for run in runs(one.reading.article.text, 4):
            assert run not in shared or run in names, run
        assert any(run in full for run in runs(one.reading.article.text, 4))  # the same search finds them where they are
        assert one.reading.article.text_sha256 in shared  # and what was read can be told
        assert (one.reading.article.headline or "?").lower() not in shared


@pytest.mark.parametrize("form", FORMS)
def test_without_the_words_nothing_that_is_not_a_name_stays(form: str, tmp_path: Path) -> None:
    reading = fictional.reading()
    people = (
        replace(reading.parties[0], role="zebra role"),
        Party("p2", "two quoll people", "group"),  # the article's words for people whom nobody names
        Party("p3", "the panda who has far too many words to be one", "government"),  # a description, not a name
    )
    article = replace(
        reading.article, headline="Okapi", standfirst="Numbat", images=("https://a.example/tapir.jpg",), titles=("Potoroo",)
    )
    shared = output_of(form, tmp_path, (version(replace(reading, article=article, parties=people)),), words=False)
    assert "Ana Dovrel" in shared or form == "parquet"
    for word in ("zebra", "quoll", "panda", "Okapi", "Numbat", "tapir", "Potoroo", "brought up", "She was firm"):
        assert word not in shared, word


# What answers, and whole or not at all


@pytest.mark.parametrize("form", [*TEXTS, *FILES])
def test_only_what_answers_is_written_under_the_names_of_the_store(form: str, tmp_path: Path) -> None:
    one = version(fictional.reading(), answers=("s2", "s4"), names={"p1": "Ana Maria Dovrel", "p3": "Norvanian presidency"})
    text = output_of(form, tmp_path, (one,), words=True)
    assert "Ana Maria Dovrel" in text
    if form == "jsonl":
        assert json.loads(text)["answers"] == ["s2", "s4"]  # a reading stays whole; it says what answers
    elif form == "parquet":
        assert [row["statement"] for row in pq.read_table(tmp_path / "parquet-True").to_pylist()] == ["s2", "s4"]
        assert "Norvanian presidency" in text
    else:
        assert text.count("#1/s") >= 2 and "#1/s3" not in text and "#1/s1" not in text


def test_brat_of_what_answers_stands_without_the_rest(tmp_path: Path) -> None:
    folder = written(tmp_path, version(fictional.reading(), answers=("s2", "s4")))
    assert brat(folder)
    (back,) = read_brat(folder)
    assert [(statement.id, statement.within) for statement in back.statements] == [("s2", None), ("s4", None)]


def broken() -> Iterator[Version]:
    yield version(fictional.reading())
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize("form", FORMS)
def test_an_export_stands_whole_or_not_at_all(form: str, tmp_path: Path) -> None:
    path = tmp_path / "out"
    with pytest.raises(OSError, match="No space"):
        export(broken(), form, path)
    assert not list(tmp_path.iterdir())
    if form not in FOLDERS:
        path.write_text("what stood there before")
        with pytest.raises(OSError, match="No space"):
            export(broken(), form, path)
        assert [file.name for file in tmp_path.iterdir()] == ["out"] and path.read_text() == "what stood there before"
    else:
        path.mkdir()
        (path / "mine.txt").write_text("what stood there before")
        with pytest.raises(FileExistsError, match="name a new or an empty folder"):
            export([version(fictional.reading())], form, path)
        assert [file.name for file in path.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize("form", FORMS)
def test_an_export_is_the_same_every_time(form: str, tmp_path: Path) -> None:
    def digest(path: Path) -> list[str]:
        return [hashlib.sha256(f.read_bytes()).hexdigest() for f in ([path] if path.is_file() else sorted(path.iterdir()))]

    export(kept(), form, tmp_path / "one")
    export(iter(kept()), form, tmp_path / "two")
    assert digest(tmp_path / "one") == digest(tmp_path / "two")


def test_an_unknown_form_and_places_without_a_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="there is no form 'xml'; there are jsonl, csv"):
        export([], "xml", tmp_path / "a")
    for place, error in ((tmp_path / "no" / "a", FileNotFoundError), (tmp_path, IsADirectoryError)):
        with pytest.raises(error), whole_file(place):
            pass
    with pytest.raises(FileNotFoundError), whole_folder(tmp_path / "no" / "a"):
        pass


def altered(reading: Reading) -> Reading:
    return replace(reading, article=replace(reading.article, text=reading.article.text.replace("said", "sang")))


@pytest.mark.parametrize("form", FORMS)
def test_evidence_is_checked_as_it_is_written(form: str, tmp_path: Path) -> None:
    with pytest.raises(EvidenceError):
        export([version(altered(fictional.reading()))], form, tmp_path / "out")


@pytest.mark.parametrize("form", FORMS)
def test_a_form_takes_versions_one_at_a_time(form: str, tmp_path: Path) -> None:
    """Constant memory: no more than one version is held while the next is asked for (Parquet: a group of rows)."""
    import weakref

    class Held(Reading):  # a reading that can be watched
        __slots__ = ("__weakref__",)

    alive: list[weakref.ref[Held]] = []
    most = 0

    def stream() -> Iterator[Version]:
        nonlocal most
        for number in range(1, 30):
            reading = fictional.reading()
            held = Held(reading.input, reading.article, reading.statements, reading.parties, reading.model)
            alive.append(weakref.ref(held))
            yield version(held, number)
            del held
            most = max(most, sum(ref() is not None for ref in alive))

    export(stream(), form, tmp_path / "out")
    assert most <= 2


@pytest.mark.parametrize(
    ("time", "expected"),
    [
        ("2031-03-04T16:05:00+01:00", "2031-03-04T15:05:00Z"),
        ("2031-03-04T16:05:00", "2031-03-04T16:05:00Z"),  # no zone: taken for UTC
        ("yesterday", None),
        ("0001-01-01T00:00:00+14:00", None),  # before the first year
        (None, None),
    ],
)
def test_times_in_utc(time: str | None, expected: str | None) -> None:
    assert moment(time) == expected


def test_csv_columns_and_forms_are_documented() -> None:
    page = (ROOT / "docs/export.md").read_text(encoding="utf8")
    for name in (*STATEMENT_COLUMNS, *FORMS, *schema().names, INDEX):
        assert f"`{name}`" in page or f"`--format {name}`" in page, f"docs/export.md does not name {name}"


def test_csv_and_parquet_say_the_same(tmp_path: Path) -> None:
    write_parquet(kept(), tmp_path / "a.parquet")
    rows = pq.read_table(tmp_path / "a.parquet").to_pylist()
    for row, (cells, _) in zip(rows, csv_rows(*kept()), strict=True):
        assert row["key"] == cells["key"] and (row["speaker"] or {}).get("name", "") in (cells["speaker"], None)
        assert "; ".join(row["authors"]) == cells["authors"]


def test_parquet_groups_hold_no_more_text_than_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sayso.formats.parquet.GROUP_CHARACTERS", 1)  # each article's own, whole
    write_parquet(kept(), tmp_path / "a.parquet")
    assert pq.ParquetFile(tmp_path / "a.parquet").num_row_groups == len(kept())
    assert [read_statement(row) for row in pq.read_table(tmp_path / "a.parquet").to_pylist()] == statements(kept())


Writer = Callable[..., Iterator[str]]


@pytest.mark.parametrize("write", TEXTS.values())
def test_nothing_kept_is_still_well_formed(write: Writer) -> None:
    text = "".join(write([]))
    if write not in (write_kept, write_csv, write_ftm):
        assert json.loads(text)["@context"]
