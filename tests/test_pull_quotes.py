"""Words set apart with a name behind them -> statements of that name, where something tells that they are its words."""

import time
from dataclasses import replace

import pytest
from marked import article, read_marked

from sayso.record import Paragraph, Statement
from sayso.statements import build_statements, statements_without_model

NEWS = "[s The mayor] [c said] [q the harbour costs too much].\n"
BEL = "[s2 Ana Bel] [c2 said]: [q2 “We cannot pay for a harbour that nobody uses, and we must not.”]\n"


def set_apart(marked: str, language: str = "en") -> list[tuple[str, str, str]]:
    """Manner, speaker and words of each statement without a verb for a cue."""
    found = build_statements(*read_marked(marked, language))
    return [told(statement) for statement in found if not statement.cue or not statement.cue.text[0].isalpha()]


def told(statement: Statement) -> tuple[str, str, str]:
    speaker = statement.speaker
    words = " … ".join(span.text for span in statement.content)
    return statement.manner, speaker.mention.text if speaker and speaker.mention else "", words


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        # repeats what is quoted, the name behind it
        (BEL + "We cannot pay for a harbour that nobody uses. Ana Bel\nAll day it rained.", "Ana Bel"),
        # with a title, under it
        (
            BEL + "We cannot pay for a harbour that nobody uses\nAna Bel, mayor of Osterby\nAll day.",
            "Ana Bel, mayor of Osterby",
        ),
        # with points in the title
        (
            BEL + "We cannot pay for a harbour that nobody uses. Ana Bel, U.S. Senator (R-Texas)",
            "Ana Bel, U.S. Senator (R-Texas)",
        ),
        # letters and marks of another kind
        (BEL + "“we cannot pay for a HARBOUR that nobody uses”\n— Bel", "Bel"),
        # repeats words of nobody: the article's own
        ("It is a harbour that nobody uses.\nIt is a harbour that nobody uses. Ana Bel", None),
        # the first person, named elsewhere
        (NEWS + "Tor Vik is angry.\nI have fished here for forty years. I will go on. Tor Vik\nAll day.", "Tor Vik"),
        # the first person, named here alone, with a title
        (NEWS + "I have fished here for forty years.\nTor Vik, fisherman\nAll day.", "Tor Vik, fisherman"),
        # and without
        (NEWS + "I have fished here for forty years.\nTor Vik\nAll day.", None),
        # behind a dash one word is enough
        (NEWS + "Vik is angry.\nI have fished here for forty years. – Vik", "Vik"),
        # without one it is not
        (NEWS + "Vik is angry.\nI have fished here for forty years. Vik", None),
        # the writer says "I" too
        (NEWS + "I met Tor Vik.\nI have fished here for forty years. Tor Vik, fisherman", None),
        # the same piece stands there twice
        (
            NEWS + "I have fished here for forty years.\nI have fished here for forty years. Tor Vik, fisherman",
            "Tor Vik, fisherman",
        ),
        # two pieces
        (
            NEWS + "I have fished here for years. Tor Vik, fisherman\nWe sell no fish at all now. Ulla Rand, grocer",
            "Tor Vik, fisherman",
        ),
        # no first person: a caption has a name behind it too
        (NEWS + "The harbour at dawn, seen from the hill. Tor Vik, fisherman", None),
        (NEWS + "Tor Vik is angry.\nUS boats lie in the harbour. Tor Vik", None),
        # half a sentence
        (NEWS + "Tor Vik is angry.\nWhat I have seen in forty years\nTor Vik\nAll day.", None),
        # in quotation marks that no cue has
        (NEWS + "“The town must think of its children.”\nUlla Rand, teacher\nAll day.", "Ulla Rand, teacher"),
        (NEWS + "“The town must think of its children.” Ulla Rand, teacher", "Ulla Rand, teacher"),
        # two agencies, a body and no name
        (NEWS + "Tor Vik is angry.\nI have fished here for forty years. Tor Vik/Agency", None),
        (NEWS + "I have fished here for forty years. Photo from Osterby", None),
        # a sentence goes on behind the name
        (NEWS + "Tor Vik is angry.\nI have fished here for forty years. Tor Vik fishes", None),
    ],
)
def test_whose_words(marked: str, expected: str | None) -> None:
    found = [speaker for _, speaker, _ in set_apart(marked) if speaker]
    assert found[:1] == ([expected] if expected else [])


def test_all_of_it_is_verbatim_without_marks() -> None:
    [one, other] = set_apart(NEWS + "I have fished for years. Tor Vik, fisherman\n“We sell no fish at all.” Ulla Rand, grocer")
    assert one == ("direct", "Tor Vik, fisherman", "I have fished for years.")
    assert other == ("direct", "Ulla Rand, grocer", "“We sell no fish at all.”")


def test_a_cue_keeps_its_words() -> None:
    marked = "[q “The town must think of its children,”] [c adds] [s a teacher].\nUlla Rand, teacher"
    assert set_apart(marked) == []


def test_what_a_piece_tells_stands_within_it() -> None:
    found = build_statements(
        *read_marked(NEWS + "[s2 I] was [c2 told] [q2 that the harbour would stay] for years. Tor Vik, fisherman")
    )
    _, outer, inner = found
    assert told(outer) == ("direct", "Tor Vik, fisherman", "I was told that the harbour would stay for years.")
    assert (inner.within, [voice.mention.text for voice in inner.relay if voice.mention]) == (outer.id, ["Tor Vik, fisherman"])


def test_who_wrote_the_article_signs_it() -> None:
    text = "The harbour closes.\nI have fished here for forty years.\nTor Vik, fisherman"
    assert told(statements_without_model(article(text))[0])[1] == "Tor Vik, fisherman"
    assert not statements_without_model(replace(article(text), authors=("Tor Vik",)))


def test_captions_and_headings_are_no_names() -> None:
    text = "I have fished here for forty years.\nTor Vik, fisherman"
    body, under = article(text).paragraphs
    for kind in ("caption", "heading"):
        paragraphs = (body, Paragraph(under.start, under.end, kind))
        assert not statements_without_model(replace(article(text), paragraphs=paragraphs)), kind


def test_other_languages_have_marks_and_repeats_but_no_first_person() -> None:
    repeated = (
        "Ana Bel: «No podemos pagar un puerto que nadie usa, y no debemos.»\nNo podemos pagar un puerto que nadie usa. Ana Bel"
    )
    assert ("direct", "Ana Bel", "No podemos pagar un puerto que nadie usa.") in map(
        told, statements_without_model(article(repeated, "es"))
    )
    assert not statements_without_model(article("I byen I dag er det regn igjen.\nTor Vik, fisker", "no"))


@pytest.mark.parametrize(
    "unit",
    [
        "I saw it all and more. Tor Vik, fisherman\n",
        "I saw it all and more. Tor Vik\n",
        "I saw it all and more.\n",
        "Tor Vik\n",
        ". Vik ",
    ],
)
def test_many_pieces_in_linear_time(unit: str) -> None:
    def seconds(count: int) -> float:
        one = article((unit * count).strip())
        begun = time.process_time()
        statements_without_model(one)
        return time.process_time() - begun

    seconds(10)
    short, long = min(seconds(1000) for _ in range(3)), min(seconds(4000) for _ in range(2))
    assert long < 10 * short + 0.05, f"4 times the text took {long / short:.1f} times as long"
