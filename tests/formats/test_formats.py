"""Readings as JSON, text and a page: what is written holds the schema and its evidence, and comes back exactly."""

from __future__ import annotations

import json
import re
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import eventful
import fictional
import pytest
from any_reading import readings
from browser import CHROMIUM, measured
from hypothesis import given, settings, strategies as st
from jsonschema import Draft202012Validator
from outlines import Outline

from sayso.evidence import EvidenceError, check_evidence, spans
from sayso.formats import FORMATS, dumps, from_json, to_json, write_text
from sayso.formats.accounts import accounts
from sayso.formats.facts import day
from sayso.formats.html import write_html
from sayso.formats.rows import cells
from sayso.record import Article, Paragraph, Party, Reading, Refusal, Span, Statement, Voice

SCHEMA = json.loads(files("sayso").joinpath("schema", "reading-1.schema.json").read_text(encoding="utf8"))
REFUSAL = Refusal("b.html", "no-article", "The page holds no article.")


def test_what_is_refused_of_a_pipe_is_told_by_its_name() -> None:
    told = to_json(Refusal("-", "bad-document", "- is a PDF that is broken."))["refusal"]
    assert told == {"input": "-", "reason": "bad-document", "detail": "Standard input is a PDF that is broken."}
    read = from_json(to_json(Refusal("-:3", "empty", "In -:3 there is no word.")))
    assert isinstance(read, Refusal) and read.told == "In standard input:3 there is no word."


def whole(results: list[Reading | Refusal], name: str) -> str:
    return "".join(FORMATS[name](results))


# JSON


@pytest.mark.parametrize("result", [fictional.reading(), REFUSAL, replace(fictional.reading(), model=None)])
def test_json_holds_the_schema_and_comes_back_exactly(result: Reading | Refusal) -> None:
    record = to_json(result)
    Draft202012Validator(SCHEMA).validate(record)
    assert from_json(json.loads(dumps(record))) == result


@settings(deadline=None, max_examples=30)
@given(readings())
def test_any_reading_survives_json(reading: Reading) -> None:
    line = "".join(FORMATS["jsonl"]([reading]))
    assert line.count("\n") == 1
    assert from_json(json.loads(line.encode())) == reading
    Draft202012Validator(SCHEMA).validate(json.loads(line))


def keys(part: object, schema: dict, at: str = "") -> set[str]:
    """The keys in ``part`` that the schema does not name."""
    schema = SCHEMA["$defs"][schema["$ref"].rsplit("/", 1)[1]] if "$ref" in schema else schema
    if "oneOf" in schema and part is not None and "properties" not in schema:
        return keys(part, schema["oneOf"][1], at)
    if isinstance(part, list):
        return {key for item in part for key in keys(item, schema["items"], at)}
    if isinstance(part, dict):
        named = schema["properties"]
        return {f"{at}.{k}" for k in part.keys() - named.keys()} | {
            key for k, item in part.items() if k in named for key in keys(item, named[k], f"{at}.{k}")
        }
    return set()


def test_the_schema_names_every_key_that_is_written() -> None:
    assert keys(to_json(fictional.reading()), SCHEMA) == set()
    assert keys(to_json(REFUSAL), SCHEMA) == set()


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (lambda r: r.update(schema="sayso.reading/2"), ValueError),  # another version's record
        (lambda r: r.pop("article"), ValueError),  # a field is gone
        (lambda r: r["statements"][0]["content"][0].update(start=1), EvidenceError),  # a span moved
        (lambda r: r["statements"][0]["cue"].update(text="under"), EvidenceError),  # a span's words were changed
        (lambda r: r["article"].update(text=r["article"]["text"] + " "), EvidenceError),  # the text was changed
        (lambda r: r["statements"][1].update(within="s99"), EvidenceError),  # the outer statement is gone
        (lambda r: r["statements"][1]["speaker"].update(party="p99"), EvidenceError),  # the party is gone
        (lambda r: r["statements"][1].update(id="s1"), EvidenceError),  # two statements with one id
        (lambda r: r["parties"][0].update(named="yes"), ValueError),  # neither true nor false
        (lambda r: r["article"]["paragraphs"].reverse(), EvidenceError),  # paragraphs out of order
    ],
)
def test_an_altered_record_is_not_read_back(change: object, error: type[Exception]) -> None:
    record = json.loads(dumps(to_json(fictional.reading())))
    change(record)  # type: ignore[operator]
    with pytest.raises(error):
        from_json(record)


@pytest.mark.parametrize("name", FORMATS)
def test_no_format_writes_a_span_that_does_not_hold_its_words(name: str) -> None:
    reading = fictional.reading()
    wrong = replace(reading, statements=(replace(reading.statements[0], cue=Span(0, 4, "said")),))
    with pytest.raises(EvidenceError):
        whole([wrong], name)


def test_keys_of_a_later_version_are_passed_over() -> None:
    record = to_json(fictional.reading())
    record["article"]["mood"] = record["statements"][0]["mood"] = "calm"
    assert from_json(record) == fictional.reading()


def test_whether_a_party_has_a_name_is_kept_and_a_record_that_does_not_tell_has_names_alone() -> None:
    read = fictional.reading()
    first, *rest = read.parties
    unnamed = replace(read, parties=(replace(first, named=False), *rest))
    record = json.loads(dumps(to_json(unnamed)))
    Draft202012Validator(SCHEMA).validate(record)
    assert [party["named"] for party in record["parties"]] == [False, *(True for _ in rest)]
    assert from_json(record) == unnamed
    for party in record["parties"]:  # of Sayso 0.2
        del party["named"]
    assert from_json(record) == read


# Accounts


def test_statements_stand_in_the_account_of_the_outermost_voice_that_vouches() -> None:
    found = {account.heading: account for account in accounts(fictional.reading())}
    shape = {name: [(d, s.id) for b in account.branches for d, s in b.walk()] for name, account in found.items()}
    assert shape == {
        # the readout's own statements, and what stands inside them, though others speak there
        "The palace’s account": [(0, "s1"), (1, "s2"), (0, "s3"), (1, "s4"), (0, "s5")],
        "On the article’s own word": [(0, "s6"), (0, "s7")],  # nobody between the speaker and the article
        "Unattributed": [(0, "s8")],  # "it was alleged"
    }


@settings(deadline=None, max_examples=30)
@given(readings())
def test_every_statement_stands_in_one_account(reading: Reading) -> None:
    shown = [s.id for account in accounts(reading) for branch in account.branches for _, s in branch.walk()]
    assert sorted(shown) == sorted(s.id for s in reading.statements)


# Text


def test_text_reads_as_this() -> None:
    written = whole([fictional.reading(), REFUSAL], "text")
    assert "The palace’s account\n--------------------\n" in written
    assert (
        "     2  Ana Dovrel (“Norvanian President Ana Dovrel”) raises (“brought up”) to\n"
        "          Ilir Tamm\n"
        "        on the word of the palace (“a palace readout”)\n"
        "        the new border posts\n"
    ) in written
    assert "  7  Ilir Tamm (“He”) promises (“told”) to reporters\n     “We will keep our word.”\n" in written
    assert "  8  Someone not named accuses" in written
    assert written.endswith("\n\n\nNot read: b.html (no-article) The page holds no article.\n")
    assert max(map(len, written.splitlines())) <= 80


@settings(deadline=None, max_examples=30)
@given(readings(), st.integers(40, 100), st.booleans())
def test_text_never_steers_the_terminal_and_keeps_its_words(reading: Reading, width: int, colour: bool) -> None:
    written = "".join(write_text([reading], width, colour))
    plain = re.sub(r"\x1b\[[\d;]*m", "", written) if colour else written
    assert not re.search(r"[\x00-\x08\x0e-\x1b\x7f\x9b\u202e\ud800-\udfff]", plain)
    squashed = "".join(plain.split())
    for statement in reading.statements:
        words = re.sub(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202d\u202e\ud800-\udfff]", "\ufffd", statement.content[0].text)
        assert "".join(words.split()) in squashed


def test_wide_letters_take_two_cells() -> None:
    article = Article("a", "会談は一時間続いた " * 20, (), headline="会談は一時間続いた " * 20)
    assert max(map(cells, whole([Reading("a", article)], "text").splitlines())) <= 80


@pytest.mark.parametrize(
    ("time", "shown"),
    [
        ("2031-03-04T16:05:00+01:00", "4 March 2031, 16:05 (UTC+01:00)"),
        ("2031-03-04T16:05:00-03:30", "4 March 2031, 16:05 (UTC-03:30)"),  # half an hour
        ("2031-03-04T16:05:00Z", "4 March 2031, 16:05 (UTC)"),
        ("2031-03-04T16:05", "4 March 2031, 16:05"),  # no offset is known: none is shown
        ("2031-03-04", "4 March 2031"),  # the day alone: no midnight is made up
        ("2031", "2031"),
    ],
)
def test_times_for_people(time: str, shown: str) -> None:
    assert day(time) == shown


# The page


def test_the_page_marks_every_statement_and_links_both_ways() -> None:
    outline = Outline(whole([fictional.reading(), REFUSAL, fictional.reading("again.html")], "html"))
    assert len(outline.ids) == len(set(outline.ids))
    for key in ("a1", "a3"):
        for number in range(1, 9):
            assert {f"{key}-t{number}", f"{key}-c{number}"} <= set(outline.ids)
    assert {t[1:] for t in outline.targets if t.startswith("#")} <= set(outline.ids)
    assert not outline.tags & {"script", "img", "iframe", "link", "object"}
    assert "Not read: b.html" in outline.words


@settings(deadline=None, max_examples=30)
@given(readings())
def test_any_reading_makes_a_well_formed_page(reading: Reading) -> None:
    Outline("".join(write_html([reading])))


def test_a_statement_in_the_headline_is_marked_too() -> None:
    reading = fictional.reading()
    words = reading.article.text[: len("Dovrel Raises Border Posts")]
    first = replace(reading.statements[0], id="s9", content=(Span(0, len(words), words),), cue=None)
    outline = Outline(whole([replace(reading, statements=(*reading.statements, first))], "html"))
    assert {t[1:] for t in outline.targets if t.startswith("#")} <= set(outline.ids)


def test_a_page_cannot_smuggle_in_markup() -> None:
    evil = "<script>alert(1)</script> \"'>"
    article = Article("a", evil, (Paragraph(0, len(evil), "body"),), url="javascript:alert(1)", headline=evil, outlet=evil)
    party = Party("p1", evil, "person", evil)
    statement = Statement("s1", "direct", evil, (Span(0, len(evil), evil),), speaker=Voice(None, "p1", evil))
    page = whole([Reading(evil, article, (statement,), (party,)), Refusal(evil, evil, evil)], "html")
    assert "<script" not in page and "javascript:" not in page
    assert Outline(page).words.count("<script>alert(1)</script>") >= 5


@pytest.mark.parametrize("name", sorted(set(FORMATS) - {"html"}))
def test_results_are_written_as_they_come(name: str) -> None:
    """But for a page, which begins with the list of its articles."""
    asked: list[int] = []

    def endless() -> Iterator[Reading]:
        while True:
            asked.append(len(asked))
            yield fictional.reading()

    pieces = FORMATS[name](endless())
    while len(asked) < 3:
        next(pieces)
    assert len(asked) == 3, name


def test_a_page_of_several_begins_with_the_list_of_them() -> None:
    article = replace(fictional.article(), headline="<Rain> & snow", outlet=None, published=None)
    other = replace(fictional.reading(), article=article, statements=fictional.reading().statements[:1])
    page = whole([fictional.reading(), REFUSAL, other], "html")
    outline = Outline(page)
    title = "2 articles, 1 not read: Dovrel Raises Border Posts in Call With Estmark’s Leader; &lt;Rain&gt; &amp; snow"
    assert f"<title>{title}</title>" in page
    listed = page[page.index("<nav") : page.index("</nav>")]
    assert re.findall(r'href="#(a\d+)"', listed) == ["a1", "a2", "a3"]
    words = " ".join(re.sub("<[^>]+>", " ", listed).split())
    assert words == (
        "2 articles, 1 not read Dovrel Raises Border Posts in Call With Estmark’s Leader The Lantern · 4 March 2031, 16:05 "
        "(UTC+01:00) · 8 statements Not read: b.html no-article &lt;Rain&gt; &amp; snow 1 statement"
    )
    assert {"a1", "a2", "a3"} <= set(outline.ids) and page.index("</nav>") < page.index('<article class="reading" id="a1"')
    one = whole([fictional.reading()], "html")
    assert "<nav" not in one and f"<title>{fictional.HEADLINE} · who said what</title>" in one
    assert "<title>Not read: b.html · who said what</title>" in whole([REFUSAL], "html")
    assert "<title>No articles, 2 not read</title>" in whole([REFUSAL, REFUSAL], "html")


def test_the_pages_of_many_articles_do_not_wait_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is laid out goes to a file beyond a limit: 400 articles take the memory of some."""
    monkeypatch.setattr("sayso.formats.html.IN_MEMORY", 100_000)
    whole([fictional.reading()], "html")  # templates are read once
    tracemalloc.start()
    size = sum(map(len, write_html(fictional.reading() for _ in range(400))))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size > 2_000_000 > peak, (size, peak)


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium to look at the page with")
@pytest.mark.parametrize(("reading", "cards"), [(fictional.reading(), "8"), (eventful.reading(), "3")])
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_page_fits_a_phone_and_a_desk(tmp_path: Path, width: int, reading: Reading, cards: str) -> None:
    """A browser lays the page out: nothing is wider than the window, every card and event has a height."""
    script = """
      const shown = [...d.querySelectorAll(".card, .happenings li, mark, h1")];
      return [d.querySelectorAll(".card").length, shown.filter(e => e.getBoundingClientRect().height < 10).length];
    """
    wide, told = measured(tmp_path, whole([reading], "html"), width, script)
    assert wide <= width
    assert told == [cards, "0"]


def test_the_fictional_reading_holds_its_evidence() -> None:
    reading = check_evidence(fictional.reading())
    assert all(reading.article.text[s.start : s.end] == s.text for s in spans(reading))
