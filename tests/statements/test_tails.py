"""A report behind a complete statement: its content is all before it, and the statement stands within it."""

import pytest
from hypothesis import given, strategies as st
from second_hand import told


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        # the encoder saw the telling alone
        (
            '[q "We waited,"] [s Vale] [c told] Orr, the readout stated. They met twice.',
            [
                'Vale | told | "We waited," | the readout | stated',
                'the readout | stated | "We waited," Vale told Orr | - | -',
            ],
        ),
        # ... and an apposition stands between
        (
            '[q "We waited,"] [s Premier Vale] [c told] his guest, Davit Orr, the Amber Palace said.',
            [
                'Premier Vale | told | "We waited," | the Amber Palace | said',
                'the Amber Palace | said | "We waited," Premier Vale told his guest, Davit Orr | - | -',
            ],
        ),
        # behind a dateline
        (
            'ORR, May 3 (Tora) — [s Vale] [c promised] [q2 [q "all she needs"]], [s2 the palace] [c2 said].',
            [
                'Vale | promised | "all she needs" | the palace | said',
                'the palace | said | Vale promised "all she needs" | - | -',
            ],
        ),
        # more than a sentence is quoted
        (
            '[q "We waited. We wait,"] [s Vale] [c told] Orr, the palace said late on Friday.',
            [
                'Vale | told | "We waited. We wait," | the palace | said',
                'the palace | said | "We waited. We wait," Vale told Orr | - | -',
            ],
        ),
        # the encoder saw both, and gave the quotation to the report
        (
            '[s Vale] [c promised] [q2 [q "all the grain you need"]], [s2 the White House] [c2 said].',
            [
                'Vale | promised | "all the grain you need" | the White House | said',
                'the White House | said | Vale promised "all the grain you need" | - | -',
            ],
        ),
        # who is told was taken for what is told
        (
            '[q2 "Lower the fence,"] [s Vale] [c warned] [q the owners], [s2 state media] [c2 reported].',
            [
                'Vale | warned | "Lower the fence," | state media | reported',
                'state media | reported | "Lower the fence," Vale warned the owners | - | -',
            ],
        ),
        # two reports, one behind the other
        (
            '[q "Play on,"] [s Vale] [c told] his players, captain Orr said, according to the club.',
            [
                'Vale | told | "Play on," | captain Orr, the club | said',
                'captain Orr | said | "Play on," Vale told his players | the club | according to',
                'the club | according to | "Play on," Vale told his players, captain Orr said | - | -',
            ],
        ),
        # the encoder saw the outer one alone
        (
            "[q He slept there, his sister said], [c according to] [s court papers].",
            [
                "his sister | said | He slept there | court papers | according to",
                "court papers | according to | He slept there, his sister said | - | -",
            ],
        ),
        # the telling's own content took the report in
        (
            "[s Vale] [c told] Orr [q that the grain was gone, the readout said].",
            [
                "Vale | told | that the grain was gone | the readout | said",
                "the readout | said | Vale told Orr that the grain was gone | - | -",
            ],
        ),
        # the sentence goes on behind the report
        (
            '[s Vale] "[c noted] [q that the valves leaked]", it states, and the guests left.',
            [
                'it | states | Vale "noted that the valves leaked" | - | -',
                "Vale | noted | that the valves leaked | it | states",
            ],
        ),
    ],
)
def test_what_stands_before_a_report_is_its_content(marked: str, expected: list[str]) -> None:
    assert sorted(told(marked)) == sorted(expected)


@pytest.mark.parametrize(
    "marked",
    [
        '[s Vale] [c said] [q it was "late, very late,"] she said.',  # she is Vale
        "[s Vale] [c says] [q that it was late], according to the clock.",  # the clock tells the time, not Vale's saying
        '[q "We waited,"] [s Vale] [c said]. The readout stated nothing.',  # another sentence
        '[q "We waited,"] [s Vale] [c said], and the palace said nothing.',  # another clause
        '[q "We waited,"] [s Vale] [c told] Orr, his old friend.',  # no verb
        '[q "We waited,"] [s Vale] [c told] Orr, the palace said it knew.',  # a content of its own
        '[q "We waited,"] [s Vale] [c told] Orr.\nThe palace said.',  # another line
        "[s Vale] [c warned] [q France, Norvan, the Baltic states].",
    ],
)
def test_what_is_no_report_behind_a_statement(marked: str) -> None:
    assert [line.split(" | ")[3] for line in told(marked)] == ["-"] * len(told(marked))


def test_what_the_encoder_gave_a_report_stands_where_it_is_more_than_a_quotation() -> None:
    """«They have no idea, so they pull the lever, according to their taste»: what goes by taste begins at "so"."""
    found = told("[s They] [c have no idea] [q who he is], [q2 so they pull the lever], [c2 according to] [s2 their taste].")
    assert "their taste | according to | so they pull the lever | - | -" in found


def test_a_report_in_a_quotation_is_no_report_of_the_one_who_speaks_it() -> None:
    found = told('[s Vale] [c said]: [q "It was late, officials told us, the palace said."]')
    assert 'Vale | said | "It was late, officials told us, the palace said." | - | -' in found


@given(st.text(alphabet='ab ,.“”"\nAB', max_size=60), st.sampled_from(["the palace said", "according to Orr", "said Orr"]))
def test_any_words_around_a_report_give_statements_with_their_evidence(words: str, report: str) -> None:
    for line in told(f"[q {words}x] [s Vale] [c told] Orr, {report}{words}. [s2 Orr] [c2 said] [q2 no]."):
        assert len(line.split(" | ")) == 5
