"""Accounts side by side in their forms: columns, JSON of its schema, CSV, one page that a browser lays out."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import compared
import pytest
from browser import CHROMIUM, measured
from hypothesis import given, settings, strategies as st
from jsonschema import Draft202012Validator

from sayso.comparing import Claim, Comparison, Distinction, Row
from sayso.evidence import EvidenceError
from sayso.formats import (
    COMPARISON_COLUMNS,
    comparison_to_json,
    write_comparison,
    write_comparison_csv,
    write_comparison_html,
    write_comparison_json,
)
from sayso.formats.rows import cells
from sayso.formats.side_by_side import label, marked, names_of, not_held, summary, title
from sayso.record import Span

SCHEMA = json.loads(files("sayso").joinpath("schema", "comparison-1.schema.json").read_text(encoding="utf8"))
relaxed = settings(deadline=None, max_examples=50)


def text(comparison: Comparison, width: int = 80, colour: bool = False) -> str:
    return "".join(write_comparison(comparison, width, colour))


def page(comparison: Comparison) -> str:
    return "".join(write_comparison_html(comparison))


# What every form says


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (0, "the same"),
        (1, "conflict: number"),
        (2, "perhaps one matter; differs: date, strength"),
        (3, "only Granite Palace"),
    ],
)
def test_a_row_is_called_by_its_relation_and_in_what_it_differs(row: int, words: str) -> None:
    held = compared.comparison()
    assert label(held.rows[row], held) == words


def test_what_two_texts_have_of_one_party_is_that_party_s_alone() -> None:
    held = compared.comparison()
    silent = compared.account("a3", "Nothing.", None, "Lantern Palace")
    both = tuple(replace(one, party="Granite Palace") for one in held.accounts)
    three = Comparison((*both, silent), held.rows)
    assert label(three.rows[1], three) == "conflict: number; Granite Palace alone"
    assert summary(three) == "1 the same, 1 different, 1 in conflict; 1 only Granite Palace"
    assert title(three) == "Granite Palace and Lantern Palace" and title(Comparison(both, held.rows)) == "Granite Palace"
    assert label(three.rows[1], Comparison(both, held.rows)) == "conflict: number"


def test_the_summary_counts_rows_and_says_what_absence_is() -> None:
    held = compared.comparison()
    assert summary(held) == "1 the same, 1 different, 1 in conflict; 1 only Granite Palace"
    assert not_held(held) == "not in the 2 texts held; that denies nothing"
    for form in (text(held), page(held)):
        assert summary(held) in form and not_held(held) in form
        assert "denies it" not in form and "false" not in form.replace("false,", "")


def test_two_accounts_of_one_party_do_not_go_by_one_name() -> None:
    """By who tells them, then by the day, then by the headline of a publisher's own texts, then by their numbers."""
    base = compared.account("a1", "It rained.", "The Courier", "Granite Palace", own=False)
    post = compared.account("a2", "It rained.", "The Post", "Granite Palace", own=False)
    assert list(names_of(Comparison((base, post), ())).values()) == [
        "Granite Palace, as told by The Courier",
        "Granite Palace, as told by The Post",
    ]
    own = [compared.account(f"a{n}", "It rained.", "Palace", "Palace", headline) for n, headline in ((1, "One"), (2, "Two"))]
    assert list(names_of(Comparison(tuple(own), ())).values()) == ["“One”", "“Two”"]
    later = replace(own[1], article=replace(own[1].article, published="2031-03-15"))
    assert list(names_of(Comparison((own[0], later), ())).values()) == ["Palace, 14 March 2031", "Palace, 15 March 2031"]
    twins = tuple(compared.account(f"a{n}", "It rained.", "Palace", "Palace", "One") for n in (1, 2))
    assert list(names_of(Comparison(twins, ())).values()) == ["“One” (a1)", "“One” (a2)"]


def test_a_party_with_nothing_of_the_matter_says_in_how_many_texts() -> None:
    held = compared.comparison()
    silent = replace(held.accounts[1], claims=(), searched=("x#1", "y#1", "z#2"))
    alone = Comparison((held.accounts[0], silent), tuple(Row("only", (claim,)) for claim in held.accounts[0].claims))
    assert "nothing of this in the 3 texts held that have its word" in text(alone)
    assert "Lantern Palace" in page(alone)
    written = comparison_to_json(alone)
    Draft202012Validator(SCHEMA).validate(written)
    assert written["accounts"][1]["searched"] == ["x#1", "y#1", "z#2"] and written["texts"] == 5


def test_rows_of_some_kinds_alone_are_shown_while_all_are_counted() -> None:
    held = compared.comparison()
    shown = "".join(write_comparison(held, relations=("conflict",)))
    assert "! conflict" in shown and "• only" not in shown and summary(held) in shown
    assert [row["relation"] for row in comparison_to_json(held, ("only", "same"))["rows"]] == ["same", "only"]
    rows = list(csv.DictReader(io.StringIO("".join(write_comparison_csv(held, ("conflict",))))))
    assert [row["row"] for row in rows] == ["2", "2"], "a row keeps its number"
    links = _Links()
    links.feed("".join(write_comparison_html(held, ("conflict",))))
    assert set(links.to) <= set(links.ids) and "r2" in links.ids and "r1" not in links.ids


# Text


def test_columns_stand_side_by_side_and_differing_words_are_marked() -> None:
    rows = text(compared.comparison()).splitlines()
    assert any(re.fullmatch(r"Granite Palace +│ Lantern Palace", row) for row in rows)
    assert any("«forty million»" in row for row in rows) and any(
        "«a hundred million»" in re.sub(r"\s+", " ", row) for row in rows
    )
    assert "! conflict: number" in rows and "• only Granite Palace" in rows
    assert any("«27 March» [date]" in row or "«27 March»" in row for row in rows)


@pytest.mark.parametrize("width", [40, 60, 80, 200])
@pytest.mark.parametrize("colour", [True, False])
def test_text_keeps_its_width_at_any_terminal(width: int, colour: bool) -> None:
    shown = re.sub(r"\x1b\[[\d;]*m", "", text(compared.comparison(), width, colour))
    assert max(cells(row) for row in shown.splitlines()) <= width
    assert ("│" in shown) == (width >= 60), "columns where a sentence can be read in one, else one below the other"


def test_a_long_address_and_wide_letters_stay_in_their_column() -> None:
    told = compared.account(
        "a1", "See https://palace.example/" + "a" * 60 + " 東京東京東京東京東京東京東京東京東京東京.", None, "Palace"
    )
    other = compared.account("a2", "No.", None, "Post")
    held = Comparison((told, other), tuple(Row("only", (claim,)) for one in (told, other) for claim in one.claims))
    assert max(cells(row) for row in text(held, 60).splitlines()) <= 60


def test_no_control_character_of_a_page_reaches_the_terminal_or_the_page() -> None:
    odd = compared.account("a1", "It \x1b[31mrained\x07.", None, "Pal\x1bace")
    held = Comparison((odd, compared.account("a2", "No.", None, "Post")), (Row("only", odd.claims),))
    for form in (text(held), page(held)):
        assert "\x1b" not in form and "\x07" not in form


# JSON and CSV


def test_json_is_of_its_schema_and_every_offset_holds() -> None:
    held = compared.comparison()
    written = json.loads("".join(write_comparison_json(held)))
    Draft202012Validator(SCHEMA).validate(written)
    texts = {account.id: account.article.text for account in held.accounts}
    spans = [(claim["account"], span) for row in written["rows"] for claim in row["claims"] for span in claim["spans"]]
    spans += [(words["account"], words) for row in written["rows"] for one in row["differences"] for words in one["words"]]
    assert len(spans) == 11
    for account, span in spans:
        assert texts[account][span["start"] : span["end"]] == span["text"]
    shares = [claim["share"] for row in written["rows"] for claim in row["claims"] if claim["account"] == "a1"]
    assert sum(shares) == pytest.approx(1, abs=0.001)
    assert [claim["place"] for row in written["rows"] for claim in row["claims"] if claim["account"] == "a1"] == [1, 2, 3, 4]


def test_csv_is_a_row_a_claim_with_its_standing() -> None:
    rows = list(csv.DictReader(io.StringIO("".join(write_comparison_csv(compared.comparison())))))
    assert tuple(rows[0]) == COMPARISON_COLUMNS
    assert [(row["row"], row["relation"], row["account"]) for row in rows] == [
        ("1", "same", "a1"), ("1", "same", "a2"), ("2", "conflict", "a1"), ("2", "conflict", "a2"),
        ("3", "differs", "a1"), ("3", "differs", "a2"), ("4", "only", "a1"),
    ]  # fmt: skip
    assert rows[2]["differing"] == "forty million" and rows[5]["differences"] == "date; strength"
    assert (rows[6]["place"], rows[6]["of"]) == ("4", "4")


def test_words_that_are_not_there_fail_loudly() -> None:
    held = compared.comparison()
    wrong = replace(held.rows[1], differences=(Distinction("number", (("a1", Span(0, 5, "forty")),)),))
    broken = replace(held, rows=(wrong,))
    for write in (write_comparison_json, write_comparison_csv, write_comparison_html):
        with pytest.raises(EvidenceError, match=r"a1\.html"):
            "".join(write(broken))


# The page


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.to: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        assert tag not in ("script", "img", "link", "iframe"), f"the page loads nothing and runs nothing: {tag}"
        if (href := known.get("href")) and href.startswith("#"):
            self.to.append(href[1:])
        if known.get("id"):
            self.ids.append(str(known["id"]))


def test_each_cell_leads_to_its_words_and_back() -> None:
    found = _Links()
    found.feed(page(compared.comparison()))
    assert len(set(found.ids)) == len(found.ids)
    assert set(found.to) <= set(found.ids)
    assert sorted(to for to in found.to if to.startswith("t-")) == [f"t-a1-{n}" for n in range(1, 5)] + [
        f"t-a2-{n}" for n in range(1, 4)
    ]


def test_two_accounts_that_one_text_holds_are_marked_in_it() -> None:
    """Each in its colour; the text stands there once, as often as it holds accounts."""
    whole = compared.account("a1", f"{compared.GRANITE} {compared.LANTERN}", "The Courier", "Granite Palace", own=False)
    first, last = whole.claims[:4], tuple(replace(claim, account="a2") for claim in whole.claims[4:])
    granite = replace(whole, claims=first)
    lantern = replace(whole, id="a2", party="Lantern Palace", claims=last)
    held = Comparison((granite, lantern), tuple(Row("only", (claim,)) for claim in (*first, *last)))
    written = page(held)
    assert written.count("<article") == 1 and "<h2>The text</h2>" in written
    marks = [(colour, id) for colour, id in re.findall(r'<mark class="claim (account-\d)" id="t-(a\d)-\d"', written)]
    assert marks == [("account-1", "a1")] * 4 + [("account-2", "a2")] * 3
    assert not_held(held) == "not in the text held; that denies nothing"


def test_the_page_escapes_what_a_text_holds() -> None:
    odd = compared.account("a1", "It <script>rained</script> & more.", None, "<b>Palace</b>")
    written = page(Comparison((odd, compared.account("a2", "No.", None, "Post")), (Row("only", odd.claims),)))
    assert "<script>" not in written and "<b>Palace" not in written and "&lt;script&gt;rained" in written




@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium to look at the page with")
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_page_fits_a_phone_and_a_desk(tmp_path: Path, width: int) -> None:
    """A browser lays it out: nothing wider than the window; columns on a desk, one below the other on a phone."""
    script = """
      const cells = [...d.querySelectorAll("td:not(.none)")].map(e => e.getBoundingClientRect());
      return [cells.length, cells.filter(box => box.height < 10).length, cells[0].top === cells[1].top];
    """
    wide, told = measured(tmp_path, page(compared.comparison()), width, script)
    assert wide <= width
    assert told == ["7", "0", str(width > 768).lower()]


@relaxed
@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 12), st.sampled_from(["number", "date", "wording"])), max_size=6))
def test_marked_pieces_are_the_claim_s_words(places: list[tuple[int, int, str]]) -> None:
    """Whatever overlaps: no letter is lost, none is marked that shows nothing, and no two neighbours are alike."""
    words = "It  lasted an hour and a half, they say."
    claim = Claim("a1", (Span(5, 5 + len(words), words),))
    shown = [(kind, max(5, 5 + at), min(5 + len(words), 5 + at + size)) for at, size, kind in places if at < len(words)]
    row = Row(
        "differs", (claim,),
        tuple(Distinction(kind, (("a1", Span(start, end, words[start - 5 : end - 5])),)) for kind, start, end in shown),  # type: ignore[arg-type]
    )  # fmt: skip
    others = sum(end - start for kind, start, end in shown if kind == "wording")
    if others > 0.3 * len(words):  # the whole is other words: they are not marked
        shown = [one for one in shown if one[0] != "wording"]
    pieces = list(marked(claim, row))
    assert "".join(text for text, _ in pieces) == words
    assert all(one[1] != other[1] for one, other in pairwise(pieces))
    at = 5
    for text, kind in pieces:
        for letter in text:
            over = [one for one, start, end in shown if start <= at < end]
            assert kind == "" or kind in over or letter.isspace()
            assert over == [] or kind or letter.isspace()
            at += 1
