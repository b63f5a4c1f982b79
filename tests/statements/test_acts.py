"""Cues and what they do."""

import pytest

from sayso.languages import entries
from sayso.statements.acts import ACTS, act_of, is_known, lemmas


@pytest.mark.parametrize(
    ("cue", "act"),
    [
        ("said", "states"),
        ("according to", "states"),
        (":", "states"),
        (None, "states"),
        ("was quoted as saying", "states"),
        ("went on to say", "states"),
        ("has repeatedly called for", "demands"),
        ("accusing", "accuses"),
        ("denied", "denies"),
        ("did not deny", "withholds"),  # neither denied nor said
        ("did not say", "withholds"),
        ("has yet to announce", "withholds"),
        ("declined to comment", "withholds"),
        ("refused to sign", "refuses"),
        ("won't support", "opposes"),
        ("does not believe", "doubts"),
        ("brought up", "raises"),
        ("urged", "demands"),
        ("asked", "asks"),
        ("agreed", "agrees"),
        ("is expected", "predicts"),
        ("expressed concern", "fears"),
        ("went on to attack", "criticises"),  # a light verb gives way
        ("issued a statement calling on", "demands"),
        ("criticism of", "criticises"),  # a noun
        ("the question of", "asks"),
        ("vowed", "promises"),
    ],
)
def test_acts(cue: str | None, act: str) -> None:
    assert act_of(cue) == act


@pytest.mark.parametrize(
    ("cue", "behind", "act"),
    [
        ("pleaded", "not guilty to", "denies"),
        ("pleaded", "guilty to two", "admits"),
        ("pleaded", "with the judge", "demands"),
        ("entered a plea", "of not guilty", "denies"),
        ("entered a plea", "for mercy", "demands"),
        ("declined to", "comment", "withholds"),
        ("questioned", "whether the plan", "asks"),
        ("ruled", "out a deal", "rejects"),
        ("considers", "the governor a", "believes"),  # the phrase is another, or none
        ("stressed", "the plan was", "states"),
        ("found", "it had no", "reports"),
        ("wrote", "about 300 people", "states"),
        ("argued", "for once the", "states"),
        ("asked", "for how long", "asks"),
        ("expects", "to see inflation", "predicts"),
        ("knows", "as a doctor", "knows"),
        ("called", "to say", "describes"),
        ("said", "he denies it", "states"),  # what is said is another cue's
        ("called", "the plan a", "describes"),
        (":", "guilty", "states"),
    ],
)
def test_a_phrase_may_go_on_in_the_content(cue: str, behind: str, act: str) -> None:
    assert act_of(cue, behind) == act


def test_the_list_is_closed_and_every_entry_matches() -> None:
    for row in entries("en", "acts"):
        assert row[1] in ACTS
        assert is_known(row[0]), row
        assert act_of(row[0]) in ACTS
    for row in entries("en", "negated"):
        assert set(row) <= set(ACTS)
    assert {row[1] for row in entries("en", "acts")} == set(ACTS)


def test_no_entry_stands_twice() -> None:
    rows = [(row[0], len(row) > 2 and row[2] == "noun") for row in entries("en", "acts")]
    assert len(rows) == len(set(rows))


@pytest.mark.parametrize("row", entries("en", "irregular"), ids=lambda row: row[0])
def test_irregular_forms(row: tuple[str, ...]) -> None:
    assert lemmas(row[0])[0] == row[1]


@pytest.mark.parametrize(
    ("form", "lemma"),
    [("denies", "deny"), ("admitted", "admit"), ("urging", "urge"), ("insists", "insist"), ("criticized", "criticize")],
)
def test_regular_forms(form: str, lemma: str) -> None:
    assert lemma in lemmas(form)
