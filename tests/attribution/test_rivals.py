"""Attributions by the encoder -> those that stand: rivals for one content, and inner ones within what holds them."""

import pytest

from sayso.attribution.rivals import nested, without_rivals
from sayso.attribution.roles import Attribution

TEXT = "“Rain is near. Orr noted that it is late,” Vale said. Ana thinks it is cold."


def at(words: str) -> tuple[int, int]:
    return TEXT.index(words), TEXT.index(words) + len(words)


def said(cue: str, content: str, score: float = 0.9, speaker: str | None = None) -> Attribution:
    return Attribution(at(cue), at(speaker) if speaker else None, (at(content),), score)


def cues(found: list[Attribution]) -> list[tuple[str, int | None]]:
    return [(TEXT[slice(*one.cue)], one.within) for one in found]


@pytest.mark.parametrize(
    ("outer", "inner", "expected"),
    [
        # within the content that holds its cue
        (
            [said("said", "Rain is near. Orr noted that it is late")],
            said("noted", "it is late", 0.2),
            [("said", None), ("noted", 0)],
        ),
        # what holds it was found in part: the marks around it will make that whole
        ([said("said", "Rain is near")], said("noted", "it is late", 0.5), [("said", None), ("noted", None)]),
        # not where it is unlikely
        ([said("said", "Rain is near")], said("noted", "it is late", 0.2), [("said", None)]),
        # nor outside of marks
        ([said("said", "Rain is near")], said("thinks", "it is cold", 0.9), [("said", None)]),
        # all of what is around it is not within it
        ([said("said", "noted that it is late")], said("noted", "noted that it is late", 0.9), [("said", None)]),
    ],
)
def test_inner_ones(outer: list[Attribution], inner: Attribution, expected: list[tuple[str, int | None]]) -> None:
    assert cues(nested(TEXT, outer, [inner], least=0.3)) == expected


def test_what_an_inner_one_claims_beyond_its_place_is_cut_off() -> None:
    outer = said("said", "Orr noted that it is late")
    [_, inner] = nested(TEXT, [outer], [said("noted", "that it is late,” Vale", 0.9, "Vale")], least=0.3)
    assert (inner.contents, inner.speaker) == ((at("that it is late"),), None)


def test_of_rivals_the_likeliest_stands() -> None:
    content = "Rain is near. Orr noted that it is late"
    assert cues(without_rivals([said("said", content, 0.6), said("thinks", content, 0.8)])) == [("thinks", None)]
    assert len(without_rivals([said("said", content, 0.6), said("thinks", "it is cold", 0.8)])) == 2


def test_contents_that_hold_the_same_characters_twice_are_compared_all_the_same() -> None:
    twice = ((0, 7), (0, 7))  # two runs of pieces of one word that nothing parts
    one, other = Attribution((20, 24), None, twice, 0.9), Attribution((30, 34), None, twice, 0.8)
    assert without_rivals([one, other]) == [one, other]
