"""Accounts side by side: which claims stand in one row, as what, and what a conflict takes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from sayso.comparing.accounts import Account, Comparison, claims_of, compare
from sayso.comparing.accounts.assigning import assign, group
from sayso.comparing.accounts.figures import agree, figures
from sayso.reading import read_page
from sayso.record import Page, Reading


def compared(*texts: str) -> Comparison:
    accounts, readings = [], []
    for name, text in zip("abcdefg", texts, strict=False):
        reading = read_page(Page(f"{name}.txt", text.encode(), prose=True))
        assert isinstance(reading, Reading)
        accounts.append(Account(name, None, reading.input, reading.article, claims_of(reading, name), own=True))
        readings.append(reading)
    return compare(accounts, readings)


def relations(comparison: Comparison) -> list[tuple[str, str]]:
    return [(row.relation, "".join(claim.account for claim in row.claims)) for row in comparison.rows]


CALL = "Minister Ana Adler spoke by telephone with Minister Karel Novak of Orland on Monday."
SHIPS = "She promised forty ships for the grain corridor in the Bay of Mirel."
DRILLS = "The ministers discussed the naval drills near Cape Sorrow."


def test_the_same_text_twice_is_the_same_row_by_row() -> None:
    text = " ".join((CALL, SHIPS, DRILLS))
    assert relations(compared(text, text)) == [("same", "ab")] * 3


def test_what_one_account_alone_has_is_only_its_own_and_never_a_conflict() -> None:
    found = compared(f"{CALL} {SHIPS} {DRILLS}", f"{DRILLS} {CALL}")
    assert relations(found) == [("same", "ab"), ("only", "a"), ("same", "ab")]
    assert not found.rows[1].differences


def test_a_day_in_other_words_is_the_same_day() -> None:
    here, there = "will leave the Bay of Mirel on 1 March.", "will leave the Bay of Mirel on the first of March."
    row = compared(f"{CALL} The grain ships {here}", f"{CALL} The grain ships {there}").rows[1]
    assert len({claim.account for claim in row.claims}) == 2
    assert "date" not in {one.kind for one in row.differences}


@pytest.mark.parametrize(
    ("here", "there", "kind"),
    [
        # no rounding leads from one to the other
        (SHIPS, "She promised ninety ships for the grain corridor in the Bay of Mirel.", "number"),
        # what one says was agreed, the other says was not
        (
            "The ministers agreed to reopen the grain corridor in the Bay of Mirel.",
            "The ministers did not agree to reopen the grain corridor in the Bay of Mirel.",
            "negation",
        ),
        (
            "The grain corridor in the Bay of Mirel remains open to ships.",
            "The grain corridor in the Bay of Mirel is closed to ships.",
            "negation",
        ),
        # another day of the same thing
        (
            "The grain ships will leave the Bay of Mirel on 4 March.",
            "The grain ships will leave the Bay of Mirel on 9 March.",
            "date",
        ),
    ],
)
def test_a_conflict_comes_of_a_typed_difference(here: str, there: str, kind: str) -> None:
    rows = compared(f"{CALL} {here}", f"{CALL} {there}").rows
    assert rows[1].relation == "conflict"
    first = rows[1].differences[0]
    assert first.kind == kind
    assert {account for account, _ in first.words} == {"a", "b"}


@pytest.mark.parametrize(
    ("here", "there"),
    [
        # loaded words are none
        (
            "The guards on the Mirel bridge opened fire on the crowd at noon.",
            "The militants on the Mirel bridge opened fire on the crowd at noon.",
        ),
        # a rounded number is none
        (
            "The loan to the harbour of Mirel is worth 41,800,000 crowns.",
            "The loan to the harbour of Mirel is worth about 42 million crowns.",
        ),
        # who is thanked for what the other says it did is none
        (
            "Adler reaffirmed her support for the borders of Orland.",
            "Novak thanked Adler for her support for the borders of Orland.",
        ),
        # "nothing without": both negations make one sentence of assent
        (
            "Adler supports the principle of no talks about Orland without Orland.",
            "Adler supports the principle that Orland takes part in all talks about Orland.",
        ),
    ],
)
def test_no_conflict(here: str, there: str) -> None:
    assert all(row.relation != "conflict" for row in compared(f"{CALL} {here}", f"{CALL} {there}").rows)


@pytest.mark.parametrize(
    ("here", "there", "kind", "shown"),
    [
        # the words differ only in one that takes a side, though both mean who held the bridge
        (
            "The guards on the Mirel bridge opened fire on the crowd at noon.",
            "The militants on the Mirel bridge opened fire on the crowd at noon.",
            "wording",
            "militants",
        ),
        # where it was, of an event that both tell
        (
            "Adler and Novak held a meeting on grain in Mirel.",
            "Adler and Novak held a meeting on grain in Tarnow.",
            "place",
            "in Tarnow",
        ),
    ],
)
def test_a_difference_is_named_and_shown(here: str, there: str, kind: str, shown: str) -> None:
    row = compared(f"{CALL} {here}", f"{CALL} {there}").rows[1]
    assert row.relation == "differs"
    [found] = [one for one in row.differences if one.kind == kind]
    assert (("b", shown)) in [(account, span.text) for account, span in found.words]


def test_three_accounts_share_a_row() -> None:
    found = compared(f"{CALL} {SHIPS}", f"{SHIPS} {CALL}", f"{DRILLS} {SHIPS}")
    assert ("same", "abc") in relations(found)
    assert len([claim for row in found.rows for claim in row.claims]) == 6


def test_every_claim_stands_in_one_row_in_the_first_accounts_order() -> None:
    found = compared(f"{CALL} {SHIPS} {DRILLS}", f"{SHIPS} The weather was fine.")
    claims = [claim for row in found.rows for claim in row.claims]
    assert sorted(claims, key=repr) == sorted((c for account in found.accounts for c in account.claims), key=repr)
    firsts = [row.claims[0].start for row in found.rows if row.claims[0].account == "a"]
    assert firsts == sorted(firsts)


def test_a_reading_for_each_account_is_asked_for() -> None:
    whole = compared(CALL, CALL)
    with pytest.raises(ValueError, match="2 accounts with 0 readings"):
        compare(whole.accounts, [])


def test_nothing_to_compare_is_no_row() -> None:
    assert compared("Title", "Other title").rows == ()


@pytest.mark.parametrize(
    ("here", "there", "may_both_be_true"),
    [
        ("40 million tonnes", "a quarter of a hundred million tonnes", False),
        ("41.8 million tonnes", "some 42 million tonnes", True),
        ("more than 40 ships", "41 ships", True),
        ("more than 40 ships", "900 ships", False),
        ("31 people", "thirty-one people", True),
        ("a tenth of the profit", "a quarter of the profit", False),
    ],
)
def test_numbers_that_may_both_be_true(here: str, there: str, may_both_be_true: bool) -> None:
    [one], [other] = (list(figures(text, 0, len(text))) for text in (here, there))
    assert agree(one, other) is may_both_be_true


@pytest.mark.parametrize(
    "text", ["on 26 January", "January 9–10", "in 2022", "at 6:40 p.m.", "the 83-year-old", "one of the areas"]
)
def test_days_years_and_times_are_no_numbers(text: str) -> None:
    assert not list(figures(text, 0, len(text)))


@settings(max_examples=100, deadline=None)
@given(st.integers(1, 5), st.integers(1, 5), st.randoms(use_true_random=False))
def test_an_assignment_is_the_best_there_is(rows: int, columns: int, random: object) -> None:
    """Held against all ways to pair a few rows and columns."""
    gains = np.array([[max(0.0, random.random() - 0.3) for _ in range(columns)] for _ in range(rows)])  # type: ignore[attr-defined]

    def best(row: int, taken: frozenset[int]) -> float:
        if row == rows:
            return 0.0
        free = (column for column in range(columns) if column not in taken)
        return max([best(row + 1, taken), *(gains[row, c] + best(row + 1, taken | {c}) for c in free)])

    pairs = assign(gains)
    assert sum(gains[pair] for pair in pairs) == pytest.approx(best(0, frozenset()))
    assert len({a for a, _ in pairs}) == len({b for _, b in pairs}) == len(pairs)


def test_what_is_left_alone_joins_the_row_it_is_likeliest_to_belong_to() -> None:
    likely = np.array([[0.9, 0.6, 0.1], [0.1, 0.2, 0.1]])
    assert sorted(group([2, 3], {(0, 1): likely})) == [[(0, 0), (1, 0), (1, 1)], [(0, 1)], [(1, 2)]]
