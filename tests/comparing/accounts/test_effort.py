"""What comparing costs: words in one order by one addition a word, as many as table by table; matrices by one thread."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings, strategies as st
from threadpoolctl import threadpool_info

from sayso.comparing import compare_readings
from sayso.comparing.accounts import comparison
from sayso.comparing.accounts.likeness import run
from sayso.comparing.accounts.traits import Word
from sayso.record import Article, Paragraph, Reading

WORDS = st.lists(st.sampled_from("abcde"), max_size=70)


def words(concepts: list[str]) -> list[Word]:
    return [Word(at, at + 1, concept, concept, 0.5) for at, concept in enumerate(concepts)]


def longest(ones: list[str], others: list[str]) -> int:
    """The textbook's table."""
    row = [0] * (len(others) + 1)
    for one in ones:
        before = 0
        for at, other in enumerate(others, 1):
            before, row[at] = row[at], before + 1 if one == other else max(row[at], row[at - 1])
    return row[-1]


@given(WORDS, WORDS)
@settings(max_examples=150)
def test_the_words_in_one_order_are_as_many_as_by_the_table(ones: list[str], others: list[str]) -> None:
    assert run(words(ones), words(others)) == longest(ones, others)


def test_matrices_are_multiplied_by_one_thread_and_each_pair_that_stays_as_it_was_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[int]] = []
    chances = comparison.chances

    def counted(*traits: Any) -> Any:
        asked.append([one["num_threads"] for one in threadpool_info() if one["user_api"] == "blas"])
        return chances(*traits)

    monkeypatch.setattr(comparison, "chances", counted)
    texts = ("The bridge will open in May.", "The bridge will open in June.", "Nobody was hurt.")
    articles = [Article("a", text, (Paragraph(0, len(text), "body"),), outlet=f"Outlet {at}") for at, text in enumerate(texts)]
    assert compare_readings([Reading("x", article) for article in articles]).rows
    assert len(asked) == 3  # of three pairs: nothing was cut
    assert all(threads == 1 for each in asked for threads in each) and any(asked)
