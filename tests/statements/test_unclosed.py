"""Quotation marks that were never closed, and cues that the encoder missed behind a quotation."""

import pytest
from growth import assert_grows_with
from marked import article, read_marked

from sayso.attribution.roles import Roles
from sayso.languages import entries
from sayso.record import Statement
from sayso.statements.building import build_statements
from sayso.statements.unclosed import teller


def row(statement: Statement) -> tuple[str | None, str | None, str, str]:
    speaker = statement.speaker.mention if statement.speaker else None
    words = " | ".join(span.text for span in statement.content)
    return speaker.text if speaker else None, statement.cue.text if statement.cue else None, words, statement.manner


def told(marked: str) -> list[tuple[str | None, str | None, str, str]]:
    return [row(statement) for statement in build_statements(*read_marked(marked)) if not statement.within]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        # the encoder took both for one
        (
            '[q "The roof has gone, said pastor Ida Nilsen. "But the bell still rings,"] [s she] [c said].',
            [
                ("pastor Ida Nilsen", "said", '"The roof has gone,', "direct"),
                ("she", "said", '"But the bell still rings,"', "direct"),
            ],
        ),
        (
            "[q “We have no bread, said shopkeeper Remy Alder. “The lorries stopped,”] [s he] [c added].",
            [
                ("shopkeeper Remy Alder", "said", "“We have no bread,", "direct"),
                ("he", "added", "“The lorries stopped,”", "direct"),
            ],
        ),
        # the speaker first, and to whom
        (
            "“It was like a train, Marta Kiss told reporters on Sunday. “Then it was quiet for an hour.”",
            [("Marta Kiss", "told", "“It was like a train, | “Then it was quiet for an hour.”", "direct")],
        ),
        # the encoder saw the cue
        (
            '[q "Nobody told us it was full], [s farmer Jon Aker] [c said]. He lost forty sheep.',
            [("farmer Jon Aker", "said", '"Nobody told us it was full,', "direct")],
        ),
        # to the end of the paragraph
        (
            '"We will not pay a cent, said the union\'s leader, Bo Lind.',
            [("the union's leader, Bo Lind", "said", '"We will not pay a cent,', "direct")],
        ),
        # a question
        ("“Where did they all go? asked Bo Lind.", [("Bo Lind", "asked", "“Where did they all go?", "direct")]),
    ],
)  # fmt: skip
def test_a_forgotten_mark_is_closed_before_the_cue(
    marked: str, expected: list[tuple[str | None, str | None, str, str]]
) -> None:
    assert told(marked) == expected


@pytest.mark.parametrize(
    "text",
    [
        '"The plan of the state, including the size of the pier, was late.',  # no verb of speech
        "“At the White House today, press reporters came.",
        "“In all, told the truth.",  # no speaker
        "“The moment I asked her what my niece, called Col, is like.",
        "“We, said Bo Lind.",  # too short
    ],
)
def test_what_is_left_open(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "speaker", "cue"),
    [
        ('All left. "We heard it before we saw it," said his wife, Eli.', "his wife, Eli", "said"),
        ('All left. "We heard it before we saw it," Eli Ost told them.', "Eli Ost", "told"),
        ("All left. »The lift has been broken since May«, said tenant Olaf Weber.", "tenant Olaf Weber", "said"),
        ("All left. „We will not move from here“, said Olaf Weber.", "Olaf Weber", "said"),
        ('All left. "We heard it before we saw it." Eli said no more.', None, None),  # a sentence of its own
        ('All left. "We heard it before we saw it," and went.', None, None),
    ],
)
def test_a_missed_cue_behind_a_quotation(text: str, speaker: str | None, cue: str | None) -> None:
    (statement,) = told(text)
    assert statement[:2] == (speaker, cue)


def test_what_brings_in_words_is_listed() -> None:
    """Every act of the list has a verb that does, and the rest has none."""
    verbs = {
        "admits": "admitted", "announces": "announced", "asks": "asked", "claims": "claimed", "confirms": "confirmed",
        "denies": "denied", "predicts": "predicted", "promises": "promised", "reports": "reported", "states": "said",
        "suggests": "suggested", "warns": "warned",
    }  # fmt: skip
    assert {act for (act,) in entries("en", "quoting_acts")} == set(verbs)
    for verb in verbs.values():
        assert teller(f"“Is it so?” {verb} Bo Lind.", 12, 40) is not None, verb
    for verb in ("called", "feared", "thanked", "believed"):
        assert teller(f"“Is it so?” {verb} Bo Lind.", 12, 40) is None, verb


@pytest.mark.parametrize("unit", ["“A b c, ", '"A b, c, d. ', "“We go, said Bo. ", '"A? '])
def test_many_open_marks_in_linear_time(unit: str) -> None:
    made = {size: (article(unit * (size // len(unit))), Roles()) for size in (5_000, 20_000, 80_000)}

    def build(size: int) -> None:
        build_statements(*made[size])

    build(5_000)
    assert_grows_with(build, 20_000, times=4, most=12, slack=0.2)
