"""What sayso trace and sayso check show: words marked and changes named, alike as text, JSON, CSV and a page."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path
from typing import get_args

import pytest
import traced
from browser import CHROMIUM, measured
from hypothesis import given, settings, strategies as st
from jsonschema import Draft202012Validator

from sayso.comparing import Asked, Check, Checked, Saying, Witness, WordChange, WordChangeKind
from sayso.formats.changes import weave
from sayso.formats.checks import (
    ONE,
    CheckedText,
    check_summary,
    check_to_json,
    write_checks,
    write_checks_csv,
    write_checks_json,
    write_checks_jsonl,
)
from sayso.formats.quoted_html import write_checks_html, write_trace_html
from sayso.formats.quoted_words import LABELS, VERDICTS, named_changes
from sayso.formats.rows import cells
from sayso.formats.traces import trace_to_json, write_trace, write_trace_csv, write_trace_json
from sayso.formats.woven_words import HARMLESS, marked
from sayso.record import Span

SCHEMAS = {
    name: Draft202012Validator(
        json.loads(files("sayso").joinpath("schema", f"{name}-1.schema.json").read_text(encoding="utf8"))
    )
    for name in ("trace", "check")
}


def folded(text: str) -> str:
    return re.sub(r"\s+", " ", text)


class Page(HTMLParser):
    """A page's tags, each closed, and its words by the tag they stand in."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.words: list[tuple[str, str]] = []
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.feed(page)
        assert not self.open

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        assert tag not in ("script", "img", "iframe", "link")
        named = dict(attributes)
        assert "style" not in named and not any(name.startswith("on") for name in named)
        if tag == "a":
            self.links.append(named["href"] or "")
        if named.get("id"):
            assert named["id"] not in self.ids, "two places with one name"
            self.ids.add(named["id"] or "")
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, words: str) -> None:
        self.words.append((self.open[-1] if self.open else "", words))


# A saying


def test_a_saying_is_told_from_its_first_text_on() -> None:
    text = folded("".join(write_trace(traced.saying(), traced.ASKED)))
    for words in (
        "“would not improve our safety” ===",
        "Ilya Torvan, first seen 14 March 2031, 11:00 (UTC+01:00), Granite Palace",
        "3 texts carry it, of 1,234 articles of 2 January 2031 to 30 June 2031",
        "1 2031-03-14 · first · Granite Palace Ilya Torvan “The bridge at Dovrel would not improve our safety by 2033",
        "2 2031-03-15 · The Valdrin Courier +2 addresses Ilya Torvan · likely from 1",
        "“The bridge [-at Dovrel-] … would [-not-] improve our safety by [-2033-] {+2030+}",
        "a negation lost or put in: [-not-] another number: [-2033-] {+2030+}",
        "ends within a sentence: [-, and 40 engineers have told me so-]",
        "3 captured 2031-03-16 · The Aurane Post Lena Varkin [not Ilya Torvan] · told indirectly · likely from 2",
        "given to another speaker https://aurane-post.example/news/torvan-bridge#1",
        "Ilya Torvan on another day: other sayings --- 2031-05-02 · Granite Palace",
    ):
        assert words in re.sub("={4,}", "===", re.sub("-{4,}", "---", text)), words


def test_what_was_not_found_says_in_how_much_and_no_more() -> None:
    text = "".join(write_trace(traced.nothing(), Asked("nobody said this", "Ana Dovrel")))
    assert text.splitlines()[2:] == ["not found among 1,234 articles of 2 January 2031 to 30 June 2031"]
    assert "Dovrel" not in text  # that she did not say it is nowhere written
    page = Page("".join(write_trace_html(traced.nothing(), Asked("nobody said this", "Ana Dovrel"))))
    assert ("p", "Not found among 1,234 articles of 2 January 2031 to 30 June 2031.") in page.words
    empty = replace(traced.nothing(), searched=0, since=None, until=None)
    assert "not found: there is no article to look in" in "".join(write_trace(empty, traced.ASKED))


def test_programs_get_the_saying_of_its_schema() -> None:
    for saying in (traced.saying(), traced.nothing()):
        record = json.loads("".join(write_trace_json(saying, replace(traced.ASKED, key="https://a.example#1/s3"))))
        SCHEMAS["trace"].validate(record)
        assert [one["key"] for one in record["witnesses"]] == [one.key for one in saying.witnesses]
    (_, second, _) = trace_to_json(traced.saying(), traced.ASKED)["witnesses"]
    assert second["changes"][1] == {"kind": "negation", "before": {"start": 127, "end": 130, "text": "not"}, "after": None}
    assert (second["parent"], second["copies"]) == (0, ["https://post.example/wire/7", "https://gate.example/9"])


def test_a_spreadsheet_gets_a_row_a_text() -> None:
    rows = list(csv.DictReader(io.StringIO("".join(write_trace_csv(traced.saying())))))
    assert [(row["relation"], row["place"], row["parent"]) for row in rows] == [
        ("first", "1", ""), ("witness", "2", "1"), ("witness", "3", "2"), ("again", "", ""),
    ]  # fmt: skip
    assert rows[1]["changes"] == "cut-inside-marked; negation; number; cut-end"
    assert rows[1]["changed_words"].startswith("at Dovrel > …; not > ; 2033 > 2030; ")
    formula = replace(traced.first(), outlet="=1+1", headline="@SUM(A1)")
    assert ",'=1+1,'@SUM(A1)," in "".join(write_trace_csv(replace(traced.saying(), witnesses=(formula,), again=())))


def test_the_page_marks_and_names_what_changed() -> None:
    page = Page("".join(write_trace_html(traced.saying(), traced.ASKED)))
    gone, come = ([words for tag, words in page.words if tag == mark] for mark in ("del", "ins"))
    assert gone.count("not") == 4 and come.count("2030") == 3  # in the words and beside their names, of two texts
    assert {"#w1", "#w2"} <= set(page.links) and {"w1", "w2", "w3"} <= page.ids
    assert "https://post.example/wire/7" in page.links


def test_a_key_stands_at_the_head() -> None:
    asked = replace(traced.ASKED, key="https://a.example/1#2/s3")
    assert "https://a.example/1#2/s3\n" in "".join(write_trace(traced.saying(), asked))
    assert ("p", "https://a.example/1#2/s3") in Page("".join(write_trace_html(traced.saying(), asked))).words


def test_words_of_everybody_are_not_said_to_be_nowhere() -> None:
    common = replace(traced.nothing(), common=True)
    words = "too few or too common words to tell whose they are, among 1,234 articles of 2 January 2031 to 30 June 2031"
    assert words in folded("".join(write_trace(common, Asked("at the end of the day"))))
    assert "not found" not in "".join(write_trace(common, Asked("at the end of the day")))
    assert "T" + words[1:] + "." in folded("".join(write_trace_html(common, Asked("at the end of the day"))))
    assert json.loads("".join(write_trace_json(common, traced.ASKED)))["common"] is True
    check = replace(traced.check(), quotations=tuple(replace(one, common=True) for one in traced.check().quotations[3:]))
    assert words in folded("".join(write_checks([check]))) and words in "".join(write_checks_html([CheckedText(check)]))
    assert [one["common"] for one in check_to_json(check)["quotations"]] == [True]


# Words


@pytest.mark.parametrize(
    ("before", "after", "changes", "shown"),
    [
        ("It would not improve.", "It would improve.", (), "It would [not] improve."),  # a likeness is no sameness
        ("We saw 40 of them.", "We saw 14 of them.", (), "We saw [40] {14} of them."),
        ("I will do it.", "she will do it.", (), "[I] {she} will do it."),
        ("a " + "b " * 30 + "c", "a c", (), "a [b b b b … b b b b] c"),  # nobody reads thirty words struck out
        ("Yes, we will go on.", "we will go on", (WordChange("cut-start", Span(100, 105, "Yes, ")),), "we will go on"),
        ("We go, I think.", "We go", (WordChange("cut-end", Span(105, 114, ", I think")),), "We go"),
        ("We go, I think.", "We go", (), "We go [I think]"),  # not named as cut, so it is shown
        # The text quotes more than was asked for: that is no insertion, but what a change tells of there is one.
        ("We go now", "We go now, as I said.", (WordChange("case"),), "We go now, as I said."),
        ("We go now", "And so we go now", (WordChange("case", None, None),), "And so we go now"),
        ("We go now", "We go now or soon", (WordChange("insert", None, Span(17, 24, "or soon")),), "We go now {or soon}"),
        (
            *("We go now", "We go now, as she said."),
            (WordChange("word", Span(150, 151, "I"), Span(21, 24, "she")),),
            "We go now, as [I] {she} said.",
        ),
        # Nor were words cut out of which no change tells, where the text begins later: "we" is the second one.
        ("we wait and we go", "we go", (WordChange("cut-start"),), "we go"),
        ("we wait and we go", "we go", (), "we [wait and we] go"),
        (
            "we did not go, and we go",
            "we go",
            (WordChange("cut-end"), WordChange("negation", Span(107, 110, "not"))),
            "we [did not go, and we] go",
        ),
        ("We go now", "We go now, as I said.", (), "We go now, {as I said}."),  # nothing is told: then it is shown
        ("We go.", "We go.", (WordChange("cut-end", Span(100, 106, "We go.")),), "We go."),  # a span that cuts all cuts nothing
    ],
)
def test_words_are_set_into_one_another(before: str, after: str, changes: tuple[WordChange, ...], shown: str) -> None:
    pieces = weave(marked([traced.span(before)], [traced.span(after, 7)], changes))
    signs = {"removed": "[{}]", "added": "{{{}}}", "same": "{}"}
    assert "".join(signs[how].format(words) for how, words in pieces) == shown


def test_stretches_apart_stand_apart() -> None:
    pieces = marked([Span(0, 5, "We go"), Span(90, 99, "on Monday")], [Span(0, 15, "We go on Monday")])
    assert not [one for one in pieces if one.how == "removed"]


def test_a_kind_of_change_is_named_once() -> None:
    cases = [WordChange("case", Span(n, n + 2, f"A{n}"), Span(n, n + 2, f"a{n}")) for n in range(5)]
    words = [WordChange("word", Span(n, n + 2, f"w{n}"), Span(n, n + 2, f"v{n}")) for n in range(5)]
    comma = WordChange("punctuation", Span(0, 2, "so"), Span(0, 2, "So"))  # the mark stands before the word
    case, word, mark = named_changes([cases[0], *words, comma, *cases[1:]])
    assert (case.sides, case.more) == ((("A0", "a0"), ("A1", "a1"), ("A2", "a2")), 2)  # of what is harmless, a few do
    assert len(word.sides) == 5 and not word.more and not mark.sides
    text = folded("".join(write_trace(replace(traced.saying(), witnesses=(traced.first(), odd_one(cases))), traced.ASKED)))
    assert "other capitals: [-A0-] {+a0+} · [-A1-] {+a1+} · [-A2-] {+a2+} and 2 more" in text


def odd_one(changes: list[WordChange]) -> Witness:
    return replace(traced.altered(), changes=tuple(changes))


def test_every_change_and_every_verdict_has_its_words() -> None:
    assert set(LABELS) == set(get_args(WordChangeKind)) and set(LABELS) >= HARMLESS
    assert len(set(LABELS.values())) == len(LABELS) and len(set(VERDICTS.values())) == 4
    for name, at in (("trace", "witness"), ("check", "quotation")):  # and the schemas know them
        kinds = SCHEMAS[name].schema["$defs"]["change"]["properties"]["kind"]["enum"]  # type: ignore[index,call-overload]
        assert kinds == list(get_args(WordChangeKind)), at


# A check


def test_each_quotation_has_its_verdict_and_what_it_stands_on() -> None:
    text = folded("".join(write_checks([traced.check()])))
    for words in (
        "4 quotations: 1 verbatim, 1 altered, 1 another speaker’s words, 1 not found; looked for in 1,234 articles",
        "1 altered, here given to Ilya Torvan “The bridge [-at Dovrel-] … would [-not-] improve our safety by [-2033-]",
        "2 verbatim, here given to Ilya Torvan “It is the people's bridge” Ilya Torvan · Granite Palace · 14 March 2031",
        "3 another speaker’s words: Ana Dovrel, not Lena Varkin “a road to nowhere” Ana Dovrel · The Aurane Post",
        "4 not found among 1,234 articles of 2 January 2031 to 30 June 2031, here given to Lena Varkin “Seven herons",
    ):
        assert words in text, words


def test_one_quotation_needs_no_heading() -> None:
    (herons,) = traced.check().quotations[3:]
    one = Check(ONE, (herons,), 1, "2031-01-02", "2031-01-02")
    assert "".join(write_checks([one])).splitlines() == [
        "not found among 1 article of 2 January 2031, here given to Lena Varkin",
        "“Seven herons crossed the border”",
    ]
    page = Page("".join(write_checks_html([CheckedText(one)])))
    assert ("h1", "One quotation") in page.words and not any(ONE in words for _, words in page.words)


def test_a_text_without_quotations_says_so() -> None:
    nothing = Check("a.txt", (), 12, "2031-01-02", "2031-01-02")
    assert check_summary(nothing) == "no quotation of 4 words or more in this text: nothing was checked"
    for written in (write_checks([nothing]), write_checks_html([CheckedText(nothing, traced.article())])):
        assert "o quotation of 4 words or more in this text: nothing was checked" in "".join(written)
    assert "No text was read: nothing was checked" in "".join(write_checks_html([]))


def test_programs_get_the_check_of_its_schema() -> None:
    record = json.loads("".join(write_checks_json([traced.check()])))
    SCHEMAS["check"].validate(record)
    assert [one["verdict"] for one in record["quotations"]] == ["altered", "verbatim", "other-speaker", "not-found"]
    assert [one["origin"] for one in record["quotations"]] == [traced.PALACE, traced.PALACE, traced.POST, None]
    assert record["counts"] == {"verbatim": 1, "altered": 1, "other-speaker": 1, "not-found": 1}
    for one in record["quotations"]:  # offsets are into the text that was checked, character for character
        assert traced.TEXT[one["start"] : one["end"]] == one["text"] and one["searched"] == 1234
    lines = "".join(write_checks_jsonl([traced.check(), traced.check()])).splitlines()
    assert [json.loads(line) for line in lines] == [record, record]


def test_a_spreadsheet_gets_a_row_a_quotation() -> None:
    rows = list(csv.DictReader(io.StringIO("".join(write_checks_csv([traced.check()])))))
    assert [row["verdict"] for row in rows] == ["altered", "verbatim", "other-speaker", "not-found"]
    assert rows[0]["origin_spans"] == "100-192" and rows[3]["origin"] == rows[3]["origin_words"] == ""
    assert {row["searched"] for row in rows} == {"1234"}


def test_the_page_marks_the_quotations_in_their_text() -> None:
    page = Page("".join(write_checks_html([traced.checked_text(), traced.checked_text()])))
    assert [words for tag, words in page.words if tag == "mark"] == [one.span.text for one in traced.check().quotations] * 2
    assert {link[1:] for link in page.links if link.startswith("#")} <= page.ids, "a link to nowhere"
    assert [words for _, words in page.words].count("What Torvan said") == 2, "the headline stands once in each"


def test_quotations_within_one_another_are_marked_once() -> None:
    inner = replace(traced.check().quotations[0], span=traced.quoted("would improve"))
    check = replace(traced.check(), quotations=(*traced.check().quotations[:1], inner))
    page = Page("".join(write_checks_html([CheckedText(check, traced.article())])))
    assert len([1 for tag, _ in page.words if tag == "mark"]) == 1
    text = "".join(words for _, words in page.words)
    assert "by 2030" in text and "Seven herons crossed the border" in text  # no word of the text is lost


# Odd words

odd = st.text(st.sampled_from("a b\0\ud83d\x1b[31m😀 ’\x07\n=<>&\"'東京é"), max_size=25)
spans = st.builds(lambda at, words: Span(at, at + len(words), words), st.integers(0, 99), odd.filter(bool))
changes = st.builds(WordChange, st.sampled_from(get_args(WordChangeKind)), st.none() | spans, st.none() | spans)
addresses = odd | st.sampled_from(["https://post.example/1", "javascript:alert(1)", "HTTP://Post.example"])
witnesses = st.builds(
    Witness, odd, addresses, st.none() | odd, st.none() | odd, st.none() | odd | st.just("2031-03-14"), st.none() | odd,
    st.lists(spans, max_size=3).map(tuple), st.none() | odd, st.sampled_from(["direct", "mixed", "indirect", None]),
    st.lists(changes, max_size=3).map(tuple), st.none() | st.integers(0, 3), st.lists(addresses, max_size=2).map(tuple),
)  # fmt: skip
several = st.lists(witnesses, max_size=3).map(tuple)
sayings = st.builds(Saying, odd, st.none() | odd, several, several, st.integers(0, 9), st.none() | odd, st.none() | odd)
verdicts = st.sampled_from(["verbatim", "altered", "other-speaker", "not-found"])
checked = st.builds(
    Checked, spans, st.none() | odd, verdicts, st.none() | odd, st.none() | witnesses, st.lists(changes, max_size=2).map(tuple)
)
checks = st.builds(Check, odd, st.lists(checked, max_size=3).map(tuple), st.integers(0, 9), st.none() | odd, st.none() | odd)
relaxed = settings(deadline=None, max_examples=60)


@relaxed
@given(sayings, odd)
def test_any_saying_is_written_whole_and_steers_nothing(saying: Saying, words: str) -> None:
    asked = Asked(words)
    steered = re.compile("[\x00-\x08\x0e-\x1f\ud800-\udfff]")
    assert not steered.search("".join(write_trace(saying, asked, 60)))
    page = "".join(write_trace_html(saying, asked))
    assert not steered.search(page) and not [link for link in Page(page).links if link.lower().startswith("javascript")]
    SCHEMAS["trace"].validate(json.loads("".join(write_trace_json(saying, asked))))
    assert len(list(csv.reader(io.StringIO("".join(write_trace_csv(saying)))))) == 1 + len(saying.witnesses + saying.again)


@relaxed
@given(checks)
def test_any_check_is_written_whole_and_steers_nothing(check: Check) -> None:
    steered = re.compile("[\x00-\x08\x0e-\x1f\ud800-\udfff]")
    assert not steered.search("".join(write_checks([check], 60)))
    page = "".join(write_checks_html([CheckedText(check, traced.article())]))
    assert not steered.search(page) and not [link for link in Page(page).links if link.lower().startswith("javascript")]
    SCHEMAS["check"].validate(check_to_json(check))
    assert len(list(csv.reader(io.StringIO("".join(write_checks_csv([check])))))) == 1 + len(check.quotations)


@pytest.mark.parametrize("colour", [True, False])
@pytest.mark.parametrize("width", [40, 80])
def test_rows_keep_their_width_but_for_keys(colour: bool, width: int) -> None:
    pieces = (*write_trace(traced.saying(), traced.ASKED, width, colour), *write_checks([traced.check()], width, colour))
    text = "".join(pieces)
    rows = re.sub(r"\x1b\[[\d;]*m", "", text).splitlines()
    assert max(cells(row) for row in rows if "://" not in row) <= width and ("\x1b[" in text) == colour


# A browser


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium to look at the page with")
@pytest.mark.parametrize(("name", "cards"), [("trace", 4), ("check", 4)])
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_pages_fit_a_phone_and_a_desk(tmp_path: Path, name: str, cards: int, width: int) -> None:
    """A browser lays the page out: nothing is wider than the window, every card and mark has a height."""
    written = write_trace_html(traced.saying(), traced.ASKED) if name == "trace" else write_checks_html([traced.checked_text()])
    script = """
      const shown = [...d.querySelectorAll(".card, mark, del, ins, h1")];
      return [d.querySelectorAll(".card").length, shown.filter(e => e.getBoundingClientRect().height < 10).length];
    """
    wide, told = measured(tmp_path, "".join(written), width, script)
    assert wide <= width and told == [str(cards), "0"]
