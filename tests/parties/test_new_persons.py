"""Pronouns: whoever was brought in last, whoever was asked, whoever the sentence names behind; a gender once told is kept."""

from __future__ import annotations

import pytest
from resolved import resolved

NOOR = "[Analyst Greg Noor] said {the bank was sound}. "
MADDOX = "[Manager Ben Maddox] said {it rained}. [Maddox] said {he was angry}. "


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        # the sentence before brings somebody in as its subject
        (NOOR + "Its new chairman, Felix Adebayo, starts on Monday. [He] said {it rained}.", "Felix Adebayo"),
        # the same sentence does
        (MADDOX + "Rovers owner Grant Fallow was away, but in a post [he] thanked {the fans}.", "Grant Fallow"),
        # two are brought in at once
        (NOOR + "Felix Adebayo and Leo Marr start on Monday. [He] said {it rained}.", None),
        # a quotation stands between
        (NOOR + "Her coach, Leo Marr, laughed. “It is called summer,” [he] said.", "Leo Marr"),
        # nobody names himself in what he says
        ("Here Leo Marr met Ben Holt. [He] said {that Marr was ill}.", "Ben Holt"),
        ("Here Ana Vega came. [She] told <Vega> {to wait}.", None),
        ("Here Ana Vega came. “{Vega is ill},” [she] said.", None),
        # but he may in what is told before
        ("Here Ana Vega came. {Vega was ill}, [she] said.", "Ana Vega"),
        # the sentence names him behind its opening clause
        ("Asked whether [she] had promised {a road}, Nora Vega left.", "Nora Vega"),
        ("Had [he] pleaded {guilty}, Leo Marr would be free.", "Leo Marr"),
        # whoever somebody unnamed is, he is nobody named
        ("Here Leo Marr came. [Another] said {it rained}. Then [he] said {it rained}.", None),
        # cut forms
        ("Here Leo Marr came. [He]’d said {it rained}.", "Leo Marr"),
    ],
)
def test_whom_a_pronoun_means(marked: str, expected: str | None) -> None:
    assert resolved(marked)[0][-1] == expected


def test_behind_a_question_he_is_whoever_was_asked() -> None:
    marked = "[Ben Holt] asked <Leo Marr> {why}. “Nobody,” [he] said."
    assert resolved(marked, act="asks")[0][-1] == "Leo Marr"
    assert resolved(marked, act="states")[0][-1] != "Leo Marr"


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("[Tuve Raskin] said that [she] would appeal. The court sat. [He] said {it rained}.", None),
        ("[Tuve Raskin] said that [she] would appeal. Tim Marsh was in court. [He] said {it rained}.", "Tim Marsh"),
        ("[Tuve Raskin] said that [she] would appeal. The court sat. [She] said {it rained}.", "Tuve Raskin"),
        # a surname that is a man's given name tells no gender
        ("They met Clinton. [Clinton] said {it rained}. [She] said {it snowed}.", "Clinton"),
    ],
)
def test_a_gender_once_told_is_kept(marked: str, expected: str | None) -> None:
    assert resolved(marked)[0][-1] == expected


@pytest.mark.parametrize("word", ["we", "we all", "“we"])
def test_we_of_one_person_stays_open_with_an_aside_too(word: str) -> None:
    opening = "" if word.startswith("“") else "“"
    assert resolved(f"Here [Leo Marr] said: {opening}[{word}] know.”")[0] == ["Leo Marr", None]
