"""What was not said, in every form: words beside the act, a value in a column, and how much of it was left out."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from store_readings import reading, told

from sayso.formats import dumps, from_json, to_json, write_text
from sayso.formats.brat import write_brat
from sayso.formats.brat_reading import read_brat
from sayso.formats.csv import read_csv, write_csv
from sayso.formats.hits import HIT_COLUMNS, cells_of, hit_to_json, hits_to_json, where_among, write_hits
from sayso.formats.html import write_html
from sayso.formats.parquet import read_statement, write_parquet
from sayso.formats.schema_org import write_schema_org
from sayso.formats.unsaid import WORDS, left_out
from sayso.formats.web_annotation import write_annotations
from sayso.record import SAID_KINDS, Reading
from sayso.store.values import MOST, Hit, Hits, Question, Version

TORVAN = "Ilya Torvan"


def each_kind() -> Reading:
    """Seven statements of Torvan, one of each kind, in their order."""
    return told(reading([(TORVAN, f"The bridge is {kind}") for kind in SAID_KINDS]), *SAID_KINDS)


def kept(read: Reading | None = None) -> Version:
    return Version("https://post.example/1", 1, None, read or each_kind(), "f")


def hit(number: int) -> Hit:
    statement = each_kind().statements[number]
    return Hit(f"k#{number}", statement, "k", 1, None, None, None, TORVAN, 1)


def test_every_kind_but_what_was_said_has_words_for_people() -> None:
    assert tuple(WORDS) == SAID_KINDS[1:]
    assert len(set(WORDS.values())) == len(WORDS)


def test_the_text_shows_it_beside_the_act() -> None:
    shown = "".join(write_text([each_kind()]))
    assert re.findall(r"Torvan states(?: \[(.*?)\])? \(“said”\)", shown) == ["", *WORDS.values()]
    coloured = "".join(write_text([each_kind()], colour=True))
    assert all(f"[{words}]" in coloured for words in WORDS.values())  # not by colour alone


def test_the_page_shows_it_on_the_card_and_around_the_words_and_says_what_that_means() -> None:
    page = "".join(write_html([each_kind()]))
    cards = re.findall(r'<span class="act">states</span>(?: <span class="unsaid">(.*?)</span>)?</p>', page)
    assert cards == ["", *WORDS.values()]
    assert len(re.findall(r'<mark dir="auto" class="own unsaid"', page)) == 6
    assert re.search(r"mark\.unsaid \{[^}]*\}", page) and "border: 2px dashed" in page
    legend = page[page.index('<details class="legend"') : page.index("</details>")]
    assert '<mark class="own unsaid">' in legend
    plain = "".join(write_html([reading()]))
    assert "own unsaid" not in plain and 'span class="unsaid"' not in plain


def test_hits_tell_it() -> None:
    found = Hits(tuple(map(hit, range(7))), 7)
    shown = "".join(write_hits(found, Question(said=None)))
    assert re.findall(r"Torvan states(?: \[(.*?)\])? \(“said”\)", shown) == ["", *WORDS.values()]
    assert [hit_to_json(one)["statement"]["said"] for one in found.hits] == list(SAID_KINDS)
    assert [cells_of(one)["said"] for one in found.hits] == list(SAID_KINDS) and "said" in HIT_COLUMNS


@pytest.mark.parametrize(
    ("unsaid", "words"),
    [
        (0, None),
        (1, "1 more was not said: --said any shows it"),
        (1200, "1,200 more were not said: --said any shows them"),
        (MOST + 1, "more than 10,000 more were not said: --said any shows them"),
    ],
)
def test_how_much_was_left_out_stands_with_the_answers(unsaid: int, words: str | None) -> None:
    found = Hits((hit(0),), 1, unsaid=unsaid)
    assert left_out(unsaid) == words
    assert where_among(found, Question()) == "; ".join(filter(None, ["1 statement", words]))
    assert hits_to_json(found, Question())["unsaid"] == unsaid
    several = Hits((hit(0),), 9_000, exact=False, unsaid=1200)
    assert where_among(several, Question(limit=1)).endswith("; at least 1,200 more were not said: --said any shows them")


def test_json_has_it_beside_the_act_and_reads_a_record_without_it_as_said() -> None:
    record = json.loads(dumps(to_json(each_kind())))
    assert [statement["said"] for statement in record["statements"]] == list(SAID_KINDS)
    assert list(record["statements"][0])[2:4] == ["act", "said"]
    assert from_json(record) == each_kind()
    for statement in record["statements"]:
        del statement["said"]
    before = from_json(record)
    assert isinstance(before, Reading) and {statement.said for statement in before.statements} == {"said"}


def test_json_of_a_kind_that_is_none_is_refused_by_name() -> None:
    record = to_json(each_kind())
    record["statements"][3]["said"] = "perhaps"
    with pytest.raises(ValueError, match="a statement is 'perhaps', which is none of said, not-said, conditional"):
        from_json(record)


def test_tables_have_a_column_of_it(tmp_path: Path) -> None:
    lines = "".join(write_csv([kept()]))
    assert [row["said"] for row in csv.DictReader(io.StringIO(lines, newline=""))] == list(SAID_KINDS)
    assert [statement.said for _, statement in read_csv(io.StringIO(lines, newline=""))] == list(SAID_KINDS)
    write_parquet([kept()], tmp_path / "x.parquet", words=True)
    rows = pq.read_table(tmp_path / "x.parquet").to_pylist()
    assert [row["said"] for row in rows] == list(SAID_KINDS)
    assert [read_statement(row).said for row in rows] == list(SAID_KINDS)


def test_linked_data_says_what_was_not_said() -> None:
    quotations = json.loads("".join(write_schema_org([kept()])))["@graph"][1:]
    types = [[word.rpartition(":")[2] for word in one["additionalType"]] for one in quotations]
    assert types == [["states", "direct"], *(["states", "direct", kind] for kind in SAID_KINDS[1:])]
    items = json.loads("".join(write_annotations([kept()])))["items"]
    assert [item["body"][1]["sayso:said"] for item in items] == list(SAID_KINDS)
    sentences = [item["body"][0]["value"] for item in items]
    assert sentences[0] == "Ilya Torvan states (“said”)" and sentences[4] == "Ilya Torvan states [will say] (“said”)"


def test_brat_has_an_attribute_that_people_can_change(tmp_path: Path) -> None:
    write_brat([kept()], tmp_path)
    (path,) = tmp_path.glob("*.ann")
    sheet = path.read_text("utf8")
    assert re.findall(r"\tSaid E(\d) ([\w-]+)\n", sheet) == [(str(n), kind) for n, kind in enumerate(SAID_KINDS[1:], 2)]
    ids = re.findall(r"^(A\d+)\t", sheet, re.MULTILINE)
    assert len(set(ids)) == len(ids) == 20
    assert f"Said\tArg:Statement, Value:{'|'.join(SAID_KINDS[1:])}" in (tmp_path / "annotation.conf").read_text("utf8")
    assert [statement.said for statement in next(read_brat(tmp_path)).statements] == list(SAID_KINDS)
    path.write_text(re.sub(r"A\d+\tSaid E5 expected\n", "", sheet).replace("Said E2 not-said", "Said E2 possible"), "utf8")
    changed = [statement.said for statement in next(read_brat(tmp_path)).statements]
    assert changed == ["said", "possible", "conditional", "possible", "said", "asked", "demanded"]
