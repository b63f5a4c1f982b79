"""«Vale was said to have …»: Vale's statement, on the word of whoever gives the account."""

import pytest
from second_hand import told

from sayso.languages import entries


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        # the account opens the sentence
        (
            "In it, [q Sol] [c was said] [q to have complained to Orr that the grain was gone].",
            "Sol | complained | that the grain was gone | it | -",
        ),
        (
            "In the version published in Orr, [q Sol] [c was said] [q to have demanded the lighthouse back].",
            "Sol | demanded | the lighthouse back | the version published in Orr | -",
        ),
        (
            "In it, [s Penrhos] [c is recorded as telling] Orr [q that it rained].",
            "Penrhos | telling | that it rained | it | -",
        ),
        ("[s He] [c is also said to have apologised] [q for it].", "He | apologised | for it | implied | -"),
        # somebody around it vouches
        (
            "[q2 [q Sol] [c was said] [q to have told her that it rained]], [c2 according to] [s2 two aides].",
            "Sol | told | that it rained | two aides | according to",
        ),
        # the encoder saw the clause too
        (
            "[q Sol] [c was said] [q to [c2 have complained] [q2 that the grain was gone]].",
            "Sol | complained | that the grain was gone | implied | -",
        ),
        # a deed is no statement in its place
        ("[q Doria] [c is said] [q to have taken on the role].", "- | is said | Doria … to have taken on the role | - | -"),
        # no account
        ("In the spring, [q Sol] [c was said] [q to have demanded it back].", "Sol | demanded | it back | implied | -"),
    ],
)
def test_hearsay(marked: str, expected: str) -> None:
    found = told(marked)
    assert expected in found, found
    assert expected.startswith("-") or not any(line.startswith("-") for line in found)


@pytest.mark.parametrize("verb", [verb for (verb,) in entries("en", "hearsay")])
def test_every_verb_of_hearsay(verb: str) -> None:
    (line,) = told(f"In it, [s Sol] [c was {verb} to have demanded] [q the lighthouse back].")
    assert line == "Sol | demanded | the lighthouse back | it | -"
