"""A text's claims: sentences and clauses with their spans, without what leads to them, without titles and questions."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings, strategies as st

from sayso.comparing.accounts import claims_of
from sayso.reading import read_page
from sayso.record import Page, Reading


def read(text: str) -> Reading:
    reading = read_page(Page("own.txt", text.encode(), prose=True))
    assert isinstance(reading, Reading)
    return reading


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        # coordinated verbs stand apart, and "and" is neither's
        (
            "Minister Adler thanked Orland for the loan and invited its premier to Port Mirel.",
            ["Minister Adler thanked Orland for the loan", "invited its premier to Port Mirel."],
        ),
        # what is joined within a noun phrase stays together
        ("The minister praised the army and the navy of Orland.", ["The minister praised the army and the navy of Orland."]),
        # nor are two who do one thing
        (
            "She repeated the need for Orland and Ruvia to take part in the talks.",
            ["She repeated the need for Orland and Ruvia to take part in the talks."],
        ),
        (
            "In a call of an hour and a half, the president and the premier spoke of grain.",
            ["In a call of an hour and a half, the president and the premier spoke of grain."],
        ),
        # a title says nothing of itself; a leading "But" is no part of a claim
        ("Call with Orland\n\nBut the ministers agreed to meet in May.", ["the ministers agreed to meet in May."]),
        # a question claims nothing, and who speaks is not said in a claim
        ("Q Will you go to Orland?\nTHE PREMIER: We will go in May.", ["We will go in May."]),
        # a comma between a subject and its verb parts no claims
        ("The embassy in Mirel, a small one, remains open.", ["The embassy in Mirel, a small one, remains open."]),
    ],
)
def test_a_texts_claims(text: str, claims: list[str]) -> None:
    assert [span.text for claim in claims_of(read(text), "a") for span in claim.spans] == claims


def test_claims_stand_within_the_stretches_that_are_asked_for() -> None:
    text = "The ministers met on Monday. They will meet again in May. Nobody else was there."
    reading, start = read(text), text.index("They")
    [claim] = claims_of(reading, "a", [(start, text.index(" Nobody"))])
    assert claim.spans[0].text == "They will meet again in May."
    assert (claim.account, claim.start) == ("a", start)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(["Orr", "met", "and", ",", "said", "the", "“", "”", "—", ".", "not", "?", "\n", "5"]), max_size=30)
)
def test_any_words_give_claims_in_order_that_hold_their_words_and_do_not_overlap(words: list[str]) -> None:
    reading = read("Orr spoke. " + " ".join(words))
    spans = [span for claim in claims_of(reading, "a") for span in claim.spans]
    assert all(reading.article.text[span.start : span.end] == span.text for span in spans)
    assert all(one.end <= other.start for one, other in pairwise(spans))


def test_a_long_line_is_read_in_good_time() -> None:
    """A list of 4,000 names with commas: cut at each of them it would be compared with itself for minutes."""
    [claim] = claims_of(read("Members are " + ", ".join(["Ana Orr"] * 4000) + "."), "a")
    assert len(claim.spans[0].text) > 30_000
