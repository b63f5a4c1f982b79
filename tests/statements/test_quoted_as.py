"""Who is quoted speaks; who quotes is a step of the relay."""

import pytest
from second_hand import told

FORMS = [
    # the outlet quotes
    (
        "[s The agency Tora] [c quoted] [q President Bek Aliyar as saying the talks were off].",
        "President Bek Aliyar | as saying | the talks were off | The agency Tora | -",
    ),
    (
        "[s State television] [c cited] [q the minister as denying that any ship had been seized].",
        "the minister | as denying | that any ship had been seized | State television | -",
    ),
    (
        "[s The Post] also [c quoted] [q a man who was there as saying that it rained].",
        "a man who was there | as saying | that it rained | The Post | -",
    ),
    (
        "[s Tora] [c quoted] [q Ilir Orr, the mayor, as warning that it would rain].",
        "Ilir Orr, the mayor, | as warning | that it would rain | Tora | -",
    ),
    (
        "[s Tora], [c quoting] a source [q as saying that it rained], gave no name.",
        "a source | as saying | that it rained | Tora | -",
    ),
    # ... is quoted
    (
        "[q The minister] [c was quoted by] [s Tora] as saying [q talks would resume].",
        "The minister | as saying | talks would resume | Tora | -",
    ),
    (
        '[q "We will not bend,"] [s Vale] [c was quoted as saying] by the Tora agency.',
        'Vale | was quoted as saying | "We will not bend," | the Tora agency | -',
    ),
    ("[s The general] [c was quoted as saying] [q that two tanks were lost].",
     "The general | was quoted as saying | that two tanks were lost | - | -"),
    (
        '[q "It sleeps,"] [s director Orr] [c was cited] by the agency as telling her guests.',
        'director Orr | as telling | "It sleeps," | the agency | -',
    ),
    (
        "[q He will stay], [s the minister] [c was quoted as saying] on Thursday.",
        "the minister | was quoted as saying | He will stay | - | -",
    ),
    (
        "[s The ambassador] was not [c quoted as] [q saying it rained].",
        "The ambassador | was not quoted as saying | it rained | - | -",
    ),
    # ... and a report behind
    (
        '[q "They pay,"] the minister was [c quoted by] [s state television] as saying, the site Lupa reported.',
        'the minister | as saying | "They pay," | state television, the site Lupa | reported',
    ),
    # the encoder saw nothing
    ("Tora quoted Orr as saying it rained.", "Orr | as saying | it rained | Tora | -"),
]  # fmt: skip


@pytest.mark.parametrize(("marked", "expected"), FORMS)
def test_the_quoted_one_speaks(marked: str, expected: str) -> None:
    found = told(marked)
    assert expected in found, found
    assert not any("quoted" in line.split(" | ")[0] for line in found)


@pytest.mark.parametrize(("marked", "expected"), FORMS)
def test_the_one_who_quotes_never_speaks(marked: str, expected: str) -> None:
    quoting = expected.split(" | ")[3].split(",")[0]
    assert quoting == "-" or all(line.split(" | ")[0] != quoting for line in told(marked))


def test_each_of_two_is_quoted_by_the_same() -> None:
    found = told("[s Tora] [c quoted] [q a guard as saying it rained], and quoted Orr as denying it.")
    assert found == ["a guard | as saying | it rained | Tora | -", "Orr | as denying | it | Tora | -"]


@pytest.mark.parametrize(
    "marked",
    [
        "[s Vale] [c cited] [q the rain as a reason].",  # nothing is said
        "[s Vale] [c described] [q Orr as saying little].",
        "[s Vale] quoted Orr. As saying goes, [c warned] [q it rained].",
    ],
)
def test_others_are_left_alone(marked: str) -> None:
    assert [line.split(" | ")[0] for line in told(marked)] == ["Vale"]
