"""Statements find each other again in articles that were edited by hand: floors over a table that the thresholds came from."""

from __future__ import annotations

import pytest
from edits import Edited, Score, edited, fates, score

from sayso.comparing.versions.comparison import compare_versions

CHOSEN_ON, CHECKED_ON = edited()


@pytest.mark.parametrize(
    ("half", "articles", "statements", "floor"),
    [
        ("the half that the thresholds were chosen on", CHOSEN_ON, 56, 0.94),
        ("the half that they were checked on", CHECKED_ON, 50, 0.925),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_statements_find_each_other_in_edited_articles(
    half: str, articles: list[Edited], statements: int, floor: float
) -> None:
    found = score(articles)
    assert found.right + found.missed == statements, "another table: choose anew (benchmarks/likeness.py)"
    assert found.f1 >= floor, f"{half}: {found}"


MISSED = {"dam: a long statement becomes three, one of them new in its words"}  # its longest part is most like it


@pytest.mark.parametrize("article", [*CHOSEN_ON, *CHECKED_ON], ids=lambda article: article.name)
def test_what_was_split_and_merged_is_told_as_such_and_nothing_else_is(article: Edited) -> None:
    told_of = fates(compare_versions(article.before, article.after).changes)
    if article.name in MISSED:
        assert told_of != (article.split, article.merged), f"{article.name} is right now: take it off MISSED"
    else:
        assert told_of == (article.split, article.merged)


def test_a_score_counts_what_is_wrong_and_what_is_missed() -> None:
    assert Score(8, 1, 3).f1 == 0.8
