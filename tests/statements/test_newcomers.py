"""Quotations behind a sentence about somebody else -> hers where nobody competes, else open; never the previous speaker's."""

import re
from dataclasses import replace

import pytest
from growth import assert_grows_with
from marked import read_marked

from sayso.attribution.roles import Antecedent, Name, Roles
from sayso.languages import entries, word_class
from sayso.record import Article, Statement
from sayso.statements.building import build_statements

PEOPLE = ("Ana Vega", "Vega", "Ola Brun", "Brun", "Leo Marr", "Xorn University")


def read(marked: str) -> tuple[Article, Roles]:
    one, roles = read_marked(marked)
    either = "|".join(sorted(PEOPLE, key=len, reverse=True))
    names = tuple(Name(found.start(), found.end(), "person", 0.9) for found in re.finditer(rf"\b(?:{either})\b", one.text))
    return one, replace(roles, names=names)


def row(statement: Statement) -> tuple[str | None, list[str]]:
    speaker = statement.speaker.mention if statement.speaker else None
    return speaker.text if speaker else None, [span.text for span in statement.content]


def told(marked: str) -> list[tuple[str | None, list[str]]]:
    return [row(statement) for statement in build_statements(*read(marked))]


FIRST = '[q "It is unsafe,"] [s Ana Vega] [c said]. '


@pytest.mark.parametrize(
    ("between", "speaker"),
    [
        ("Ola Brun was not convinced. ", "Ola Brun"),
        ("Swimmer Ola Brun was not convinced. ", "Swimmer Ola Brun"),
        ("Her neighbour Ola Brun shook his head. ", "Her neighbour Ola Brun"),
        ("But Ola Brun, 41, a plumber, is less sure. ", "Ola Brun"),
        ("The club's treasurer, Ola Brun, sees it otherwise. ", "The club's treasurer, Ola Brun"),
        ("Across the corridor, captain Ola Brun sat on a bench. ", "captain Ola Brun"),
        ("For commuter Ola Brun, that is no comfort. ", "commuter Ola Brun"),
        ("To commuter Ola Brun, that is no comfort. ", "commuter Ola Brun"),
        ("Xorn University's Ola Brun agreed. ", "Xorn University's Ola Brun"),
        ("Her press secretary Ola Brun laughed. ", "Her press secretary Ola Brun"),
        ("Ola Brun swims there daily. He lost a shoe in May. ", "Ola Brun"),
        ("\n\nOla Brun was not convinced. ", "Ola Brun"),
        ("\n\nOla Brun was not convinced.\n\n", "Ola Brun"),
        # two compete, or she may be silent
        ("Ola Brun met Leo Marr in the hall. ", None),
        ("Ola Brun was absent on Monday. ", None),
        # another sentence comes between
        ("Ola Brun was not convinced. The pool is old. ", None),
        # a guide tells what to do
        ("Ola Brun asks you to try the water. ", None),
    ],
)
def test_whose_the_second_quotation_is(between: str, speaker: str | None) -> None:
    """Also where the encoder took it for a part of the first speaker's words."""
    expected = [("Ana Vega", ['"It is unsafe,"']), (speaker, ['"They have no plan at all."'])]
    assert told(f'{FIRST}{between}[q "They have no plan at all."]') == expected
    assert told(f'{FIRST}{between}"They have no plan at all."') == expected


@pytest.mark.parametrize(
    "between",
    [
        "",
        "She thanked Ola Brun for the help. ",  # no subject
        "The hearing before Ola Brun was brief. ",
        "Police met swimmer Ola Brun on Monday. ",
        "If Ola Brun comes in May, all is well. ",
        "Experts were surprised, as Ola Brun had left. ",
        "Vega took office in May. ",  # the same
        "Ola Brun and his wife came. ",  # two
        "Ola Brun or his wife came. ",
        "The pool is old. ",
    ],
)
def test_the_same_speaker_goes_on(between: str) -> None:
    assert told(f'{FIRST}{between}[q "They have no plan at all."]') == [
        ("Ana Vega", ['"It is unsafe,"', '"They have no plan at all."'])
    ]


def test_what_the_quotation_says_of_him_may_be_the_first_speakers() -> None:
    assert told(f'{FIRST}Ola Brun was in Oslo. [q "He should come home and talk."]')[-1] == (
        None,
        ['"He should come home and talk."'],
    )


def test_a_quotation_with_a_cue_within_is_given_too() -> None:
    given, within = build_statements(*read(f'{FIRST}Ola Brun laughed. [q "[s2 We] [c2 have heard] [q2 that before]."]'))[1:]
    assert (row(given)[0], within.within) == ("Ola Brun", given.id)


def test_what_he_goes_on_to_say_is_his() -> None:
    found = told(f'{FIRST}Ola Brun was not convinced. "They have no plan." The pool is old. "They never had one."')
    assert found[-1] == ("Ola Brun", ['"They have no plan."', '"They never had one."'])


def test_a_pronoun_is_who_it_is_taken_for() -> None:
    """«She» is Vega, so that a sentence about Vega brings nobody in; another does."""
    marked = 'Ana Vega spoke. [q "It is unsafe,"] [s she] [c said]. {} was late. [q "They have no plan at all."]'
    for who, count in (("Vega", 1), ("Brun", 2)):
        one, roles = read(marked.format(who))
        she = one.text.index("she")
        roles = replace(roles, antecedents=(Antecedent((she, she + 3), 0, 0.9),))
        assert len(build_statements(one, roles)) == count


@pytest.mark.parametrize("word", [word for (word,) in entries("en", "silent")])
def test_whoever_is_silent_is_given_nothing(word: str) -> None:
    assert told(f'{FIRST}Ola Brun had to {word} on Monday. "They have no plan at all."')[-1][0] is None


@pytest.mark.parametrize("word", sorted(word_class("connector")))
def test_a_connector_opens_no_phrase(word: str) -> None:
    assert told(f'{FIRST}{word.title()} Ola Brun was not convinced. "They have no plan at all."')[-1][0] == "Ola Brun"


def test_without_names_nobody_is_brought_in() -> None:
    one, roles = read(f'{FIRST}Ola Brun was not convinced. [q "They have no plan at all."]')
    assert len(build_statements(one, replace(roles, names=()))) == 1


@pytest.mark.parametrize(
    "unit", ['Ola Brun sat. "We go home now." ', "Ola Brun sat. Ola Brun stood. ", '"A b c d." Ola Brun sat. ']
)
def test_many_newcomers_in_linear_time(unit: str) -> None:
    made = {size: read(FIRST + unit * (size // len(unit))) for size in (5_000, 15_000, 60_000)}

    def build(size: int) -> None:
        build_statements(*made[size])

    build(5_000)
    assert_grows_with(build, 15_000, times=4, most=12, slack=0.2)
