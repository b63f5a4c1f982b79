"""Stretches between commas: which are reporting clauses, and who reports in them."""

import pytest
from second_hand import past

from sayso.languages import entries
from sayso.statements.reports import is_finite, report_in


@pytest.mark.parametrize(
    ("words", "speaker", "cue"),
    [
        ("the readout stated", "the readout", "stated"),
        ("the Amber Palace said in a statement on Friday", "the Amber Palace", "said"),
        ("officials say", "officials", "say"),
        ("union says", "union", "says"),  # a headline has no articles
        ("an aide later recalled", "an aide", "later recalled"),
        ("the town hall's note goes on", "the town hall's note", "goes on"),
        ("a communique from the royal court said", "a communique from the royal court", "said"),
        ("a man who was in the room said", "a man who was in the room", "said"),
        ("Lena Orr, the palace's spokeswoman, told reporters", "Lena Orr, the palace's spokeswoman", "told"),
        ("two people briefed on the decision told the Post", "two people briefed on the decision", "told"),
        ("said the head of the council on Monday", "the head of the council", "said"),
        ("writes columnist Ida Falk", "columnist Ida Falk", "writes"),
        ("reports USA Today", "USA Today", "reports"),
        ("said Ana Orr Friday", "Ana Orr", "said"),
        ("said she", "she", "said"),
        ("according to the district police", "the district police", "according to"),
        ("according to that page", "that page", "according to"),
        ("as told by the pilot", "the pilot", "as told by"),
        ("leaked minutes show", "leaked minutes", "show"),
        ("Orr FM reports", "Orr FM", "reports"),
    ],
)
def test_a_reporting_clause(words: str, speaker: str, cue: str) -> None:
    report = report_in(f"{words}.", 0, len(words) + 1)
    assert report
    assert (words[slice(*report.speaker)], words[slice(*report.cue)]) == (speaker, cue)


@pytest.mark.parametrize(
    "words",
    [
        "the palace said it was over",  # a content of its own
        "the palace said that",
        "Vale told the chiefs to clear the canals",
        "but officials said",
        "which he said",
        "he was told",
        "it is said",
        "told reporters",
        "adding that it was late",
        "citing three aides",
        "the Baltic states",  # nouns
        "the false claims",
        "the union report",
        "rather than Orr's claims",
        "hammered out on Sunday and formally announced on Monday",
        "first reported by the Post",
        "the bridge he said",  # a relative clause
        'the mayor said "never"',
        "she " + "very " * 30 + "said",  # no end in sight
        "",
    ],
)
def test_no_reporting_clause(words: str) -> None:
    assert report_in(words, 0, len(words)) is None


@pytest.mark.parametrize("verb", [word for word, role in entries("en", "reports") if role == "cue"])
def test_every_verb_of_the_list_reports(verb: str) -> None:
    behind = " the Post" if verb == "tell" else ""
    words = f"the readout {past(verb)}{behind}"
    report = report_in(words, 0, len(words))
    assert report
    assert words[slice(*report.cue)] == past(verb)


@pytest.mark.parametrize("word", [word for word, role in entries("en", "reports") if role == "behind"])
def test_every_word_of_the_list_opens_what_stands_behind_a_verb(word: str) -> None:
    words = f"the palace said {word} the two days in Orr"
    assert report_in(words, 0, len(words))


@pytest.mark.parametrize("word", [word for word, role in entries("en", "reports") if role == "time"])
@pytest.mark.parametrize("pointer", [word for word, role in entries("en", "reports") if role == "behind time"])
def test_a_time_behind_a_verb(word: str, pointer: str) -> None:
    assert report_in(f"the palace said {pointer} {word}", 0, 40)
    assert not report_in(f"the palace said {pointer} was late", 0, 40)


@pytest.mark.parametrize("word", [word for word, role in entries("en", "reports") if role == "never"])
def test_no_subject_begins_with_a_word_that_opens_another_clause(word: str) -> None:
    words = f"{word} the palace said"
    assert report_in(words, 0, len(words)) is None


@pytest.mark.parametrize("word", [word for word, role in entries("en", "reports") if role == "finite"])
def test_no_subject_holds_a_verb(word: str) -> None:
    words = f"the talks {word} late the palace said"
    assert report_in(words, 0, len(words)) is None


@pytest.mark.parametrize("word", [word for word, role in entries("en", "reports") if role == "helper"])
def test_a_helping_word_stands_before_the_verb(word: str) -> None:
    words = f"the palace {word} said"
    report = report_in(words, 0, len(words))
    assert report
    assert words[slice(*report.speaker)] == "the palace"


@pytest.mark.parametrize("word", [word for word, role in entries("en", "reports") if role == "paper"])
def test_papers_state(word: str) -> None:
    assert report_in(f"this {word} states", 0, len(word) + 12)


@pytest.mark.parametrize("phrase", [word for word, role in entries("en", "reports") if role == "phrase"])
def test_cues_without_a_verb(phrase: str) -> None:
    report = report_in(f"{phrase} two aides", 0, len(phrase) + 10)
    assert report
    assert report.cue == (0, len(phrase))


@pytest.mark.parametrize("form", [word for word, role in entries("en", "reports") if role in ("past", "finite", "helper")])
def test_forms_that_can_be_the_verb_behind_a_subject(form: str) -> None:
    assert is_finite(form)


def test_nouns_and_infinitives_are_no_verbs_behind_a_subject() -> None:
    assert not any(map(is_finite, ("to", "bridge", "the", "Vale", "Said", "")))
