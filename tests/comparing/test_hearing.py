"""Whose the words are where one quotes another: never those of who only reads them out, nor of who vouches for them."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from store_readings import article, incoming, span

from sayso.comparing import Checked, check_words
from sayso.record import Party, Reading, Statement, Voice
from sayso.store import open_engine

WORDS = "We have to mend the bridge at Dovrel before the floods come down"
BRIEFING = f"Press briefing\nMARA OKAFOR: Good morning. The President said, “{WORDS}.” And he meant it."
READOUT = f"A call\n“{WORDS},” Ilya Torvan said, the Granite Palace stated."


def briefing(named: bool) -> Reading:
    """A secretary reads out what somebody said; who that is, is read or is open."""
    turn = span(BRIEFING, BRIEFING.split("OKAFOR: ")[1])
    label, quoted = span(BRIEFING, "MARA OKAFOR"), span(BRIEFING, WORDS)
    own = Statement("s1", "direct", "states", (turn,), (), span(BRIEFING, ":"), Voice(label, "p1", "name"))
    voice = Voice(span(BRIEFING, "The President"), "p2", "title") if named else None
    inner = Statement("s2", "direct", "states", (quoted,), (quoted,), span(BRIEFING, "said"), voice, within="s1")
    parties = (
        Party("p1", "Mara Okafor", "person", None, (label,)),
        Party("p2", "Ilya Torvan", "person", None, (span(BRIEFING, "The President"),)),
    )
    return Reading("a", article(BRIEFING, "https://palace.example/1"), (own, inner), parties, "en-1")


def readout() -> Reading:
    """One speaks, and another vouches for it."""
    quoted, who, palace = span(READOUT, WORDS), span(READOUT, "Ilya Torvan"), span(READOUT, "the Granite Palace")
    whole = span(READOUT, f"“{WORDS},” Ilya Torvan said")
    outer = Statement("s1", "mixed", "states", (whole,), (quoted,), span(READOUT, "stated"), Voice(palace, "p1", "name"))
    said, vouching = Voice(who, "p2", "name"), Voice(palace, "p1", "name")
    cue = span(READOUT, "said")
    inner = Statement("s2", "direct", "states", (quoted,), (quoted,), cue, said, relay=(vouching,), within="s1")
    named = (("p1", "Granite Palace", "organisation", palace), ("p2", "Ilya Torvan", "person", who))
    parties = tuple(Party(id, name, kind, None, (mention,)) for id, name, kind, mention in named)  # type: ignore[arg-type]
    return Reading("a", article(READOUT, "https://post.example/1"), (outer, inner), parties, "en-1")


def checked(folder: Path, reading: Reading, claimed: str | None) -> Checked:
    with closing(open_engine(folder / "a.db")) as engine:
        engine.keep([incoming(reading)])
        return check_words(engine, WORDS, claimed)


@pytest.mark.parametrize(
    ("reading", "claimed", "verdict", "speaker"),
    [
        (briefing(named=True), "Ilya Torvan", "verbatim", "Ilya Torvan"),
        (briefing(named=True), "Mara Okafor", "other-speaker", "Ilya Torvan"),
        (briefing(named=False), "Ilya Torvan", "verbatim", None),  # nobody is accused where it is open whose they are
        (readout(), "Ilya Torvan", "verbatim", "Ilya Torvan"),
        (readout(), None, "verbatim", "Ilya Torvan"),
        (readout(), "Granite Palace", "verbatim", "Ilya Torvan"),  # which vouches for it
        (readout(), "Lena Varkin", "other-speaker", "Ilya Torvan"),
    ],
)
def test_who_is_quoted_is_heard(
    reading: Reading, claimed: str | None, verdict: str, speaker: str | None, tmp_path: Path
) -> None:
    found = checked(tmp_path, reading, claimed)
    assert (found.verdict, found.speaker) == (verdict, speaker)
