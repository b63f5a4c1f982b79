"""Who does not answer: statements of their own, and near misses."""

import pytest
from marked import read_marked

from sayso.languages import entries
from sayso.statements.building import build_statements
from sayso.statements.non_answers import is_non_answer


@pytest.mark.parametrize(
    ("text", "speaker", "cue", "content"),
    [
        ("Dr Ines Orr did not return calls seeking comment.", "Dr Ines Orr", "did not return", "calls seeking comment"),
        ("The mayor of Orra didn’t return a call.", "The mayor of Orra", "didn’t return", "a call"),
        ("The bank did not immediately respond to a request for comment.", "The bank", "did not immediately respond to",
         "a request for comment"),
        ("Orr has yet to answer our questions.", "Orr", "has yet to answer", "our questions"),
        ("The ministry had not responded to emailed questions on Tuesday.", "The ministry", "had not responded to",
         "emailed questions"),
        ("Trucking magnate Ilir Tamm could not be reached for comment.", "Trucking magnate Ilir Tamm", "could not be reached",
         "for comment"),
        ("She could not immediately be reached by phone.", "She", "could not immediately be reached", "by phone"),
        ("Its spokesman, Lev Marr, would not be drawn on the timetable.", "Its spokesman, Lev Marr", "would not be drawn",
         "on the timetable"),
        ("The manager refused to be drawn on it.", "The manager", "refused to be drawn", "on it"),
        ("A lawyer for Mr Orr had no comment.", "A lawyer for Mr Orr", "had", "no comment"),
        ("The sheriff had no comment on the tape.", "The sheriff", "had no comment", "on the tape"),
        ("Ms Brandt was not available for comment, and went home.", "Ms Brandt", "was not available", "for comment"),
        ("The owners, who live in Norvan, did not reply to a letter from the Herald.", "The owners, who live in Norvan",
         "did not reply to", "a letter from the Herald"),
    ],
)  # fmt: skip
def test_a_non_answer_is_a_statement(text: str, speaker: str, cue: str, content: str) -> None:
    (statement,) = build_statements(*read_marked(text))
    assert statement.cue and statement.speaker and statement.speaker.mention
    assert (statement.speaker.mention.text, statement.cue.text) == (speaker, cue)
    assert ([one.text for one in statement.content], statement.act) == ([content], "withholds")
    assert statement.addressee is None


@pytest.mark.parametrize(
    "text",
    [
        "The patient did not respond to treatment.",
        "The village could not be reached by road.",
        "He did not return to the field.",
        "The tower was not available at noon.",
        "The lots were not drawn on Sunday.",
        "Did not return calls.",  # whose?
    ],
)
def test_near_misses(text: str) -> None:
    assert not build_statements(*read_marked(text))


@pytest.mark.parametrize(
    ("marked", "act"),
    [
        ("[q “No comment,”] [c said] [s the bishop].", "withholds"),
        ("[s The club] [c said] [q it does not comment on injuries].", "withholds"),
        ("[s The king] [c said] [q nothing].", "withholds"),
        ("[s The king] [c said] [q nothing had changed].", "states"),
        ("[q “Nothing,”] [c said] [s the king].", "states"),  # an answer
        ("[s Neither aide] [c responded] [q to requests for comment].", "withholds"),
        ("[s The aide] [c responded] [q to requests for comment].", "states"),
        ("[s Nobody] [c said] [q who had paid].", "states"),  # not said, which is no act
        ("[s The aide] [c did not say] [q who had paid].", "states"),
        ("[s The aide] [c declined] [q to comment].", "withholds"),
    ],
)
def test_what_withholds_an_answer(marked: str, act: str) -> None:
    (statement,) = build_statements(*read_marked(marked))
    assert statement.act == act


def test_the_encoders_own_statement_is_not_doubled() -> None:
    (statement,) = build_statements(*read_marked("[s Orr] [c did not return] [q calls]."))
    assert statement.score == 0.9


@pytest.mark.parametrize("row", entries("en", "non_answers"), ids=lambda row: "-".join(row))
def test_every_word(row: tuple[str, ...]) -> None:
    word, role = row
    line = {
        "denial": f"{word} respond to | a request",
        "answer": f"did not {word} | the request",
        "asked": f"did not answer | any {word}",
        "closed": f"{word} | on it",
        "for": f"could not be reached | {word} it",
        "no comment": f"{word} | on it",
        "words": f"said | “{word}”",
        "nothing": f"said | {word}",
    }.get(role, "responded to | the request")
    cue, _, content = line.partition(" | ")
    assert is_non_answer(cue, content, f"{word} of them" if role == "nobody" else "")
    assert not is_non_answer("responded to", "the attack")
