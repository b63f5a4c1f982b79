"""Outside marks a content ends with its sentence."""

import pytest
from second_hand import told


@pytest.mark.parametrize(
    ("marked", "content"),
    [
        ("[s The palace] [c said] [q that Vale had urged both to talk. The ports are idle. Rates rose].",
         "that Vale had urged both to talk"),
        ("[q The town slept. He left at noon], [c according to] [s the readout].", "He left at noon"),
        ("[q The town slept.] [q He left at noon], [c according to] [s the readout].", "He left at noon"),
        ("[c According to] [s the memo], [q it rained]. [q The town slept].", "it rained"),
        ("[q He left at noon], [s his aide] [c said]. [q The call lasted an hour].", "He left at noon"),
        # within marks, words run on
        ('[q "It rained. It snowed,"] [s Vale] [c said].', '"It rained. It snowed,"'),
        ('[s Vale] [c said] [q that "it rained. It snowed"].', 'that "it rained. It snowed"'),
        ('[q "It rained,"] [s Vale] [c said]. [q "It snowed."]', '"It rained," … "It snowed."'),
        # a stop that ends no sentence
        ("[s Vale] [c said] [q the vote is on Nov. 8 in Orr].", "the vote is on Nov. 8 in Orr"),
        ("[s Vale] [c said] [q Sens. Orr and Poole had met].", "Sens. Orr and Poole had met"),
        ("[s Vale] [c said] [q the Rt. Hon. Ada Orr had left].", "the Rt. Hon. Ada Orr had left"),
        ("[s Vale] [c said] [q it takes approx. 14 days].", "it takes approx. 14 days"),
        # a numbered list is whole
        ("[s Vale] [c announced] [q three steps: 1) a call], 2) talks via “friends” in Orr, 3) a walk.",
         "three steps: 1) a call, 2) talks via “friends” in Orr, 3) a walk"),
        ("[s Vale] [c announced] [q a step: 1) a call] to Orr.", "a step: 1) a call"),
        ("[q [s2 Vale] [c2 agreed on] [q2 a step]], [c according to] [s Orr], such as: 1) a call, 2) talks.", "a step"),
        # a colon opens a list, and a turn
        ("[s Vale] [c said]: [q It rained. It snowed].", "It rained. It snowed"),
    ],
)  # fmt: skip
def test_a_content_ends_with_its_sentence(marked: str, content: str) -> None:
    found = [line.split(" | ")[2] for line in told(marked)]
    assert content in found, found
