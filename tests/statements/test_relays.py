"""Voices between a speaker and the article that make no statement of their own."""

import pytest
from second_hand import told

from sayso.languages import entries


@pytest.mark.parametrize(
    ("marked", "relay"),
    [
        ("[s Mayor Bolt] [c said through] [q a spokesman that she would stay].", "a spokesman"),
        ('[q "He is innocent,"] [s Haddad] [c said] through an interpreter.', "an interpreter"),
        ("Through a spokesman, [s Senator Roark] [c said] [q she would stay].", "a spokesman"),
        ("Through his lawyers [s he] [c has asked] [q that it be held in private].", "his lawyers"),
        ("Speaking through a translator, [s Li Wen] [c said] [q the ship was boarded].", "a translator"),
        ("[s Vale], speaking through a translator, [c said] [q the ship was boarded].", "a translator"),
        ("[s A letter seen by the Courier] [c says] [q the minister knew].", "the Courier"),
        ("[s The minister], quoted by Orr FM, [c said] [q it rained].", "Orr FM"),
        ("In a letter seen by the Argus, [s Orr] [c warned] [q that the wall would fall].", "the Argus"),
        ("As quoted by the Beacon, [s the bishop] [c called] [q the casino “a chapel”].", "the Beacon"),
        ("[s Orr] [c wrote] in an e-mail seen by the Argus [q that the wall would fall].", "the Argus"),
        ("[s A message passed on by the Red Cross and read out] [c said] [q it rained].", "the Red Cross"),
        # the encoder took the seeing for the cue
        ("[q A note] [c seen] by [s the Post states] [q that Valdria keeps its word].", "the Post"),
        # no voice of its own
        ("[s A letter seen by police] [c says] [q the minister knew].", "-"),
        ('[q "We want answers,"] [s Jon Brack] [c said] on behalf of the family.', "-"),
        ("[s Vale] [c said] [q it rained through a hole in the roof].", "-"),
        ("Water came through the roof. [s Vale] [c said] [q so].", "-"),
        ("[s Vale] [c said] [q a letter seen by the Courier was forged].", "-"),
    ],
)
def test_the_voice_between(marked: str, relay: str) -> None:
    (line,) = [line for line in told(marked) if line.split(" | ")[4] == "-"]
    assert line.split(" | ")[3] == relay


def test_the_voice_stands_neither_in_the_cue_nor_in_the_content() -> None:
    assert told("[s Mayor Bolt] [c said through] [q a spokesman that she would stay].") == [
        "Mayor Bolt | said | that she would stay | a spokesman | -"
    ]


def test_what_is_said_within_is_on_the_word_of_both() -> None:
    found = told("[s A letter seen by the Courier] [c says] [q that [s2 Orr] [c2 denied] [q2 it]].")
    assert "Orr | denied | it | A letter seen by the Courier, the Courier | says" in found


@pytest.mark.parametrize("word", [word for word, role in entries("en", "relays") if role == "mouth"])
def test_everybody_of_the_list_speaks_for_others(word: str) -> None:
    (line,) = told(f"Through his {word}, [s Orr] [c said] [q it rained].")
    assert line.split(" | ")[3] == f"his {word}"


@pytest.mark.parametrize("words", [word for word, role in entries("en", "relays") if role == "seen"])
def test_every_way_of_the_list_to_come_by_a_paper(words: str) -> None:
    (line,) = told(f"[s A letter {words} the Courier] [c says] [q it rained].")
    assert line.split(" | ")[3] == "the Courier"
