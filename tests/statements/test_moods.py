"""Whether it was said: sentences with the cue in question between bars, its speaker before it where one stands there."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, strategies as st
from marked import read_marked

from sayso.languages import entries
from sayso.record import SAID_KINDS
from sayso.statements.building import build_statements
from sayso.statements.moods import said_of

SENTENCES = {
    "said": """
        {The mayor} |said| that it had rained.
        "It will rain," |said| {the mayor}.
        If it rains, {the mayor} |said|, the fair will be moved.
        {She} |said| she would leave if the council paid.
        {Ana Vega} |does not only say| so; she has the letter.
        {The union} |never tires of saying| that its members keep the lights on.
        {I} |would say| that nine in ten knew.
        {We} |will note| that the bridge is closed.
        {I} |have to admit| that it was late.
        {I}|’d like| to thank the crew.
        {We} |should say| that it rained.
        {The minister} |would like| to see the bill.
        {Everybody} |said| nothing happened.
        {All nine banks} |forecast| no change.
        {The porter} did not sleep that night and |said| so in court.
        That is what {he} |told| the court.
        Sile demanded the papers that {the mayors} |published| then.
        They insist that {she} |said| so.
        They insist that {the mayors} |know| who paid.
        You know what {she} |said|.
        {The club} |had to admit| that the roof leaked.
        There is no doubt that {Vega} |lied|, Oran said.
        {Nobody’s Daughter} |said| it would play on Friday.
        She asked about the whale {Vega} |had described|.
    """,
    "not-said": """
        {I} |would not say| that it was late.
        {The clerk} |never told| the council that the well was dry.
        {Vega} |did not say| why.
        {Nobody} |has called| for it.
        {None of the aides to Vega} |said| that the car was his.
        {Neither Vega nor Oran} |said| who had paid.
        Not once did {the mayor} |mention| the bridge.
        {The firm} |no longer wants| to sell.
        {The firm} |has yet to announce| a date.
        {Ana Vega} left without |saying| where the money was.
        {She} denied ever |telling| the police that he was there.
        {The palace} |said| nothing of the kind.
        {The clinic} |admitted| no fault.
        {The police} |failed to mention| that the car was theirs.
        {The broker} |wouldn’t say| who bought it.
        At no point did {the board} |warn| them that the dam was weak.
        {No letter, no call and no man in a vest} |warned| them that the dam was weak.
    """,
    "conditional": """
        If {Vega} |admits| that she knew, she will go.
        Unless {the works minister} |says| that the pier is safe, the ferry stops.
        Had {the night porter} |told| the crew that the valve leaked, they would live.
        Only if {both brothers} |consent| to a sale will the bank pay.
        The bank pays only if the city |is told| ten days ahead.
        Once {the court} |rules| that the lease is void, they can move in.
        Were {Vega} |to find| that the map was forged, she would sue.
        {Any board} |would have admitted| it.
        If he |does not endorse| the plan, it falls.
        If they had asked, {I} |would not have believed| it.
        As long as {no one} |says| so, it holds.
    """,
    "possible": """
        {Lawyers} |could argue| that the map is old.
        {Vega} |may say| on Friday who paid.
        {The captain} |might well have told| his cousin where it was.
        {The broadcaster} is free |to say| that the game is shown.
        {You} |can say| that this is unfair.
    """,
    "expected": """
        {Vega} |will tell| the court that she knew.
        {The bank} |is expected to say| on Wednesday that rates stay.
        {Sandoval Air} |is to announce| six jets, two people said.
        {The mayor} |is set to apologise| for the delay.
        {He} promised |to declare| it a fraud.
        {They}|’ll remind| the town that it rained.
        {Vega} |is due to tell| the inquiry why.
    """,
    "asked": """
        Did {Vega} |say| that it was safe?
        Reporters asked whether {he} |had promised| a bridge.
        They wanted to know if {the champion} |had ever admitted| it.
        It is not clear whether {the pilot} |told| the tower that a door was open.
        Hasn't {the ministry} |apologised| for it?
        Asked if {she} |had told| the farmers so, she nodded.
        She wondered who {they} |thought| would win.
        |Did| {he} say that he loved her?
    """,
    "demanded": """
        Oran urged her |to apologise| for the letter.
        The council asked the head of the school in Barrow |to confirm| that it would stay open.
        {The firm} |should have warned| walkers that the ice moved.
        {Ministers} |must explain| why the pier fell.
        "|Tell| us who paid you," a man shouted.
        {Members} are required |to declare| that they own no shares.
        {No one} |should claim| that it was easy.
        Sile demanded that {the palace} |publish| the record.
        They insist that {the union} |agree| to the cuts.
    """,
}


def rows() -> list[tuple[str, str]]:
    return [(said, line.strip()) for said, lines in SENTENCES.items() for line in lines.strip().splitlines()]


@pytest.mark.parametrize(("said", "sentence"), rows())
def test_said(said: str, sentence: str) -> None:
    text = re.sub(r"[|{}]", "", sentence)
    bars = [m.start() - len(re.findall(r"[|{}]", sentence[: m.start()])) for m in re.finditer(r"\|", sentence)]
    who = [m.start() - len(re.findall(r"[|{}]", sentence[: m.start()])) for m in re.finditer(r"[{}]", sentence)]
    cue, speaker = (bars[0], bars[1]), (who[0], who[1]) if who else None
    content = (cue[1] + 1, len(text) - 1)
    inner = text[: cue[0]].count(" said") > 0
    assert said_of(text, cue, speaker, [content] if content[0] < content[1] else [], inner) == said


def test_would_is_what_is_to_come_within_what_is_said() -> None:
    text = "Oran said that a guard would tell the court why."
    cue, speaker, content = (22, 32), (14, 21), (43, 46)
    assert said_of(text, cue, speaker, [content], inner=True) == "expected"
    assert said_of(text[15:], (7, 17), (0, 6), [(28, 31)]) == "conditional"


@pytest.mark.parametrize(
    ("marked", "said"),
    [
        ("[s Ana Vega] [c never said] [q that it rained].", ["not-said"]),
        ("[s Oran] [c said] [q [s2 Vega] [c2 will tell] the court [q2 that it rained]].", ["said", "expected"]),
        # an answer that is withheld was withheld
        ("[s The firm] [c did not respond to] [q questions].", ["said"]),
        ("[s Vega] [c would not be drawn on] [q the budget].", ["said"]),
        ("“It rained all of the night.”", ["said"]),
    ],
)
def test_statements_have_it(marked: str, said: list[str]) -> None:
    assert [one.said for one in build_statements(*read_marked(marked))] == said


def test_another_language_is_said() -> None:
    one, roles = read_marked("[s Ana Vega] [c never said] [q that it rained].", "fr")
    assert [statement.said for statement in build_statements(one, roles)] == ["said"]


PIECES = sorted({word for phrase, _ in entries("en", "moods") for word in phrase.split()})


@given(st.lists(st.sampled_from([*PIECES, "Vega", "say", "that", ",", ".", "?", "“", "”"]), min_size=1, max_size=14), st.data())
def test_any_words_have_one_of_the_values(words: list[str], data: st.DataObject) -> None:
    text = " ".join(words)
    at = data.draw(st.integers(0, len(words) - 1))
    start = len(" ".join(words[:at])) + bool(at)
    cue = (start, start + len(words[at]))
    speaker = data.draw(st.none() | st.just((0, max(0, start - 1))) | st.just((cue[1], len(text))))
    speaker = speaker if speaker and speaker[0] < speaker[1] else None
    assert said_of(text, cue, speaker, [(cue[1], len(text))], data.draw(st.booleans())) in SAID_KINDS
