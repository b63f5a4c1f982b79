"""What docs/check.md says is folded makes no difference to a verdict, and what it says is not folded does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from store_readings import article, incoming, span

from sayso.comparing import check_words
from sayso.record import Party, Reading, Statement, Voice
from sayso.store import Engine, open_engine

SPOKEN = (
    "We didn’t sell the five ferries of the harbour-master — not one of them, and we won't. "
    "(Applause.) The ofﬁce in Dovrel has 40 clerks & two doors. I think it may be closed by the spring of 2033."
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A transcript of one turn."""
    engine = open_engine(tmp_path_factory.mktemp("folding") / "a.db")
    text = f"Remarks by Ana Dovrel\nANA DOVREL: {SPOKEN}"
    label, words = span(text, "ANA DOVREL"), span(text, SPOKEN)
    turn = Statement("s1", "direct", "states", (words,), (), span(text, ":"), Voice(label, "p1", "name"))
    party = Party("p1", "Ana Dovrel", "person", None, (label,))
    held = article(text, "https://palace.example/1", headline="Remarks by Ana Dovrel")
    engine.keep([incoming(Reading("a", held, (turn,), (party,), "en-1"))])
    yield engine
    engine.close()


FOLDED = {
    "as it stands": "We didn’t sell the five ferries of the harbour-master",
    "capitals": "WE DIDN’T SELL THE FIVE FERRIES OF THE HARBOUR-MASTER",
    "apostrophes": "We didn't sell the five ferries of the harbour-master",
    "spaces and line ends": "We didn’t  sell the\nfive ferries of the harbour-master",
    "soft hyphens": "We didn’t sell the five fer\u00adries of the harbour-master",
    "hyphens": "We didn’t sell the five ferries of the harbour master",
    "words written as one": "the five ferries of the harbourmaster, not one of them",
    "dashes": "the five ferries of the harbour-master - not one of them, and we won't",
    "commas": "the five ferries of the harbour-master, not one of them and we won't",
    "numbers in letters": "We didn’t sell the 5 ferries of the harbour-master",
    "and": "The ofﬁce in Dovrel has 40 clerks and two doors",
    "ligatures": "The office in Dovrel has 40 clerks & two doors",
    "a cut at both ends": "sell the five ferries of the harbour-master",
    "a note of the hall": "not one of them, and we won't. The ofﬁce in Dovrel has 40 clerks",
}
ALTERED = {
    "another word": ("We didn’t sell the five barges of the harbour-master", "word"),
    "a number": ("The ofﬁce in Dovrel has 14 clerks & two doors", "number"),
    "a negation": ("We did sell the five ferries of the harbour-master", "negation"),
    "a hedge": ("it will be closed by the spring of 2033", "hedge"),
    "a cut that is marked": ("We didn’t sell the … ferries of the harbour-master", "cut-inside-marked"),
    "a cut that is not": ("We didn’t sell the ferries of the harbour-master", "cut-inside-unmarked"),
    "a bracket": ("[They] didn’t sell the five ferries of the harbour-master", "bracket"),
    "words put in": ("We didn’t sell the five old ferries of the harbour-master", "insert"),
}


@pytest.mark.parametrize("what", FOLDED)
def test_it_makes_no_difference(store: Engine, what: str) -> None:
    found = check_words(store, FOLDED[what], "Ana Dovrel")
    assert found.verdict == "verbatim", found.changes


@pytest.mark.parametrize("what", ALTERED)
def test_it_makes_a_difference_and_has_its_name(store: Engine, what: str) -> None:
    words, kind = ALTERED[what]
    found = check_words(store, words, "Ana Dovrel")
    assert found.verdict == "altered" and kind in {change.kind for change in found.changes}


@pytest.mark.parametrize(
    "words",
    [
        *("capitals", "apostrophes", "spaces, line ends, soft hyphens, ligatures", "dashes", '"5" and "five"', "commas"),
        *("another word", "a number", "negation or a hedge", "words left out inside", "square brackets", "another order"),
    ],
)
def test_the_docs_tell_what_is_folded(words: str) -> None:
    page = (Path(__file__).parents[2] / "docs/check.md").read_text("utf8")
    assert words in page.split("## What is folded")[1].split("## Flags")[0]
