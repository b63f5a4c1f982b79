"""A report inside a sentence or opening it: both sides are its content, or all behind it."""

import pytest
from second_hand import told


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        # the encoder saw the warning alone
        (
            "[s President Sol], according to a palace statement, [c warned] Orr [q that the guns must go].",
            [
                "a palace statement | according to | President Sol … warned Orr that the guns must go | - | -",
                "President Sol | warned | that the guns must go | a palace statement | according to",
            ],
        ),
        # ... and took the report's subject into the warning's
        (
            "[s President Sol, the palace] said, [c warned] Orr [q that the guns must go].",
            [
                "the palace | said | President Sol … warned Orr that the guns must go | - | -",
                "President Sol | warned | that the guns must go | the palace | said",
            ],
        ),
        # it saw the report with one side of its content
        (
            "[q The museum], [s Vale] [c said], celebrated her heroes.",
            ["Vale | said | The museum … celebrated her heroes | - | -"],
        ),
        (
            "But [q the chief], [s it] [c states], “took note” of it; he left.",
            ["it | states | But the chief … “took note” of it | - | -"],
        ),
        # what opens the sentence vouches for the rest
        (
            "According to the readout, [s Sol] [c told] Orr [q that the guns must go]. It snowed.",
            [
                "the readout | According to | Sol told Orr that the guns must go | - | -",
                "Sol | told | that the guns must go | the readout | According to",
            ],
        ),
        (
            "According to that page, [s he] [c told] Orr [q that it rained].",
            [
                "that page | According to | he told Orr that it rained | - | -",
                "he | told | that it rained | that page | According to",
            ],
        ),
        # one account each
        (
            "According to Orr's note, [q Sol warned him of snow]; [c according to] [s hers], [q it rained].",
            [
                "Orr's note | According to | Sol warned him of snow | - | -",
                "hers | according to | it rained | - | -",
            ],
        ),
        # what somebody says that another says: the speaker's own words are none of the other's
        (
            "[s Sol] [c said] [q that, according [c2 to] [s2 the police], [q2 the house was empty]].",
            [
                "Sol | said | that, according to the police, the house was empty | - | -",
                "the police | according to | the house was empty | Sol | said",
            ],
        ),
        (
            "[q Sol said that], [c according to] [s the police], [q the house was empty].",
            ["the police | according to | the house was empty | - | -"],
        ),
        # what is cited is not what is reported
        (
            "[s Orr FM] [c reported], [c2 citing] [q2 two aides, [q that it rained]].",
            ["Orr FM | reported | that it rained | - | -", "- | citing | two aides | - | -"],
        ),
        # the encoder saw nothing of a report that ends its sentence
        (
            "His manager told him to lie, Kofi Orr testified. [s Ana] [c said] [q no].",
            ["Kofi Orr | testified | His manager told him to lie | - | -"],
        ),
        (
            "“We waited. We shall wait for two more days,” the palace said.",
            ["the palace | said | “We waited. We shall wait for two more days,” | - | -"],
        ),
        (
            "Nobody in Orr was ever paid a crown, reports the Post. It snowed.",
            ["the Post | reports | Nobody in Orr was ever paid a crown | - | -"],
        ),
        # ... or took the next sentence for its content
        (
            "Orr left on the night train, [s two aides] [c said]. [q He slept.]",
            ["two aides | said | Orr left on the night train | - | -"],
        ),
    ],
)
def test_a_report_in_a_sentence(marked: str, expected: list[str]) -> None:
    found = told(marked)
    assert [line for line in expected if line not in found] == [], found


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        # the encoder saw what stands before the report, and not what goes on behind it
        (
            "[q Vale called Orr], [s an aide] [c said], and assured him that nothing was signed.",
            [
                "an aide | said | Vale called Orr … assured him that nothing was signed | - | -",
                "Vale | assured | that nothing was signed | an aide | said",
            ],
        ),
        (
            "The minister resigned, her office said, but promised to stay until May.",
            [
                "her office | said | The minister resigned … promised to stay until May | - | -",
                "The minister | promised | to stay until May | her office | said",
            ],
        ),
        (
            "[s Vale] [c demands] [q that the guns go], one of his aides said, and believes that the talks can be saved.",
            [
                "one of his aides | said | Vale demands that the guns go … believes that the talks can be saved | - | -",
                "Vale | demands | that the guns go | one of his aides | said",
                "Vale | believes | that the talks can be saved | one of his aides | said",
            ],
        ),
        # with a subject of its own a paper's alone, where it tells of words
        (
            '[s Vale] "[c noted] [q that it leaked]", it states, and attention was drawn to the bridge.',
            [
                'it | states | Vale "noted that it leaked" … attention was drawn to the bridge | - | -',
                "Vale | noted | that it leaked | it | states",
            ],
        ),
    ],
)
def test_a_report_between_two_verbs_tells_both(marked: str, expected: list[str]) -> None:
    assert told(marked) == expected


@pytest.mark.parametrize(
    "marked",
    [
        "Trains, according to plan, [c left] [q late].",
        "It rose, according to his weight, and [s Vale] [c said] [q no].",
        "[q The bridge is safe], [s Vale] [c said], but the road is shut.",  # the article goes on
        "After the talks, [s Vale] [c said] [q it rained].",
        "Vale, the mayor said nothing of the kind, and left.",
        "Orr left on the night train, he said.",  # whose word it is, the text before says
        "Two bridges fell on the night, and killings continued.",
        "It rained, Vale said.",  # too short to be sure of
        "[s The Post] [c reports] [q that nobody in Orr was paid a crown], Vale said.",
    ],
)
def test_no_report_is_made_of_other_words(marked: str) -> None:
    assert len(told(marked)) <= 1
