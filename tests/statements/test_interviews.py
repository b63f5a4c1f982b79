"""Paragraphs that ask and those behind them -> the questions and answers of an interview; lists of questions are none."""

import re

import pytest
from growth import assert_grows_with
from marked import article

from sayso.attribution.roles import Name, Roles
from sayso.languages import entries
from sayso.parties.resolving import resolve_parties
from sayso.record import Article
from sayso.statements.building import build_statements

TALK = "Why did you quit?\nBecause nobody listened. I wrote letters.\nI wrote eleven.\nDid you hear back?\nNot once. We waited."


def read(text: str, *people: str) -> tuple[Article, Roles]:
    names = [Name(found.start(), found.end(), "person", 0.9) for one in people for found in re.finditer(re.escape(one), text)]
    return article(text), Roles(names=tuple(sorted(names, key=lambda name: name.start)))


def answered(text: str, *people: str) -> list[tuple[str, str | None, str]]:
    """Each statement's act, the party that speaks and the words."""
    one, roles = read(text, *people)
    statements, parties = resolve_parties(one, build_statements(one, roles), roles.names)
    names = {party.id: party.name for party in parties}
    return [
        (s.act, names.get(s.speaker.party or "") if s.speaker else None, " | ".join(span.text for span in s.content))
        for s in statements
    ]


def test_who_answers_is_whoever_the_interview_is_with() -> None:
    assert answered(f"Jude Marlow left the brigade in May. We met him at home.\n{TALK}", "Jude Marlow") == [
        ("asks", None, "Why did you quit?"),
        ("states", "Jude Marlow", "Because nobody listened. I wrote letters. | I wrote eleven."),
        ("asks", None, "Did you hear back?"),
        ("states", "Jude Marlow", "Not once. We waited."),
    ]


def test_q_and_a_are_who_asks_and_who_answers() -> None:
    found = answered("Climber Nia Osei spoke to us.\nQ: Were you afraid?\nA: Always.\nQ: And now?\nA: I am not.", "Nia Osei")
    assert found == [
        ("asks", None, "Were you afraid?"),
        ("states", "Nia Osei", "Always."),
        ("asks", None, "And now?"),
        ("states", "Nia Osei", "I am not."),
    ]


def test_questions_and_answers_may_be_called_so() -> None:
    talk = "QUESTION: Were you afraid?\nANSWER: Always.\nQUESTION: And now?\nANSWER: I am not."
    assert [row[:2] for row in answered(f"Climber Nia Osei spoke to us.\n{talk}", "Nia Osei")] == [
        ("asks", None),
        ("states", "Nia Osei"),
        ("asks", None),
        ("states", "Nia Osei"),
    ]


@pytest.mark.parametrize(
    ("opening", "expected"),
    [
        ("Nia Osei met Leo Marr.", None),  # two, each as often as the other
        ("Nia Osei met Leo Marr. Nia Osei laughed.", "Nia Osei"),
    ],
)
def test_who_answers_is_open_between_two(opening: str, expected: str | None) -> None:
    found = answered(f"{opening}\nQ: Were you afraid?\nA: I was.\nQ: And now?\nA: I am not.", "Nia Osei", "Leo Marr")
    assert [party for act, party, _ in found if act == "states"] == [expected, expected]


@pytest.mark.parametrize(
    "text",
    [
        # nobody is named, no word of an interview
        TALK,
        f"Jude Marlow left the brigade in May.\n{TALK}",
        # readers' questions
        "We met Jude Marlow.\nWhere can I park?\nYou can park at the pier.\nWhat can I bring?\nYou may bring a dog.",
        # an explainer
        "Jude Marlow met us.\nWhat happened?\nThe bridge fell on Monday.\nWho is to blame?\nThe builders, engineers say.",
        # one question
        "We met Jude Marlow.\nWhy did you quit?\nBecause nobody listened. I wrote letters.",
        # a hearing in the first person
        f"I met Jude Marlow. I say so. I know it. I saw it. I did. I would. I do.\n{TALK}",
    ],
)
def test_no_interview(text: str) -> None:
    one, roles = read(text, "Jude Marlow")
    assert build_statements(one, roles) == ()


@pytest.mark.parametrize("word", [word for (word,) in entries("en", "interviews")])
def test_every_word_of_the_list_tells_of_an_interview(word: str) -> None:
    one, roles = read(f"Here {word} Jude Marlow.\n{TALK}", "Jude Marlow")
    assert len(build_statements(one, roles)) == 4


def test_the_last_answer_ends_with_the_first_person() -> None:
    one, roles = read(f"We met Jude Marlow.\n{TALK}\nThe brigade closed in June.\nI know.", "Jude Marlow")
    assert [span.text for span in build_statements(one, roles)[-1].content] == ["Not once. We waited."]


def test_many_questions_in_linear_time() -> None:
    opening, unit = f"We met Jude Marlow.\n{TALK}\n", "Why did you?\nI did.\n"
    made = {count: read(opening + unit * count, "Jude Marlow") for count in (100, 500, 2000)}

    def build(count: int) -> None:
        build_statements(*made[count])

    build(100)
    assert_grows_with(build, 500, times=4, most=10, slack=0.1)
