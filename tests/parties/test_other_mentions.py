"""Mentions that are nobody's voice (who takes part in an event) -> whose they are, and no voice another one for them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings, strategies as st

from sayso.parties.resolving import resolve_mentions
from sayso.record import Article, Paragraph, Span, Statement, Voice

# A text with the mention that is asked for in square brackets -> the names of the party that it is taken for.
TABLE = {
    "Mayor Ana Vega spoke. [She] met Leo Marr.": "Ana Vega",
    "President Ana Vega of Osteria met Leo Marr, the prime minister of Barrow. [The prime minister] left.": "Leo Marr",
    "Ana Vega called Leo Marr on Sunday. On Monday [Vega] called again.": "Ana Vega",
    "President Ana Vega met President Leo Marr. [The presidents] will meet again.": "Ana Vega and Leo Marr",
    "President Ana Vega met President Leo Marr. [The two leaders] will meet again.": "Ana Vega and Leo Marr",
    "Ana Vega met Leo Marr. [They] spoke for an hour.": "Ana Vega and Leo Marr",
    "On Sunday [Osteria] signed a treaty.": "Osteria",
    "A clerk came. [The minister] left.": None,  # nobody whom the article names
}


def blocks(text: str) -> tuple[Paragraph, ...]:
    return tuple(Paragraph(m.start(), m.end(), "body") for m in re.finditer(r"[^\n]+", text))


@pytest.mark.parametrize(("marked", "name"), TABLE.items())
def test_a_mention_is_whose_a_voice_would_be(marked: str, name: str | None) -> None:
    start, end = marked.index("["), marked.index("]") - 1
    text = marked.replace("[", "").replace("]", "")
    mention = Span(start, end, text[start:end])
    resolved = resolve_mentions(Article("a", text, blocks(text)), (), others=[mention])
    voice = resolved.others[mention]
    assert voice.mention == mention
    names = {party.id: party.name for party in resolved.parties}  # a party that is meant is among the parties
    assert (names[voice.party] if voice.party else None) == name


def test_a_mention_that_is_a_voice_has_its_party_and_an_open_voice_stays_open() -> None:
    text = "Ana Vega met Eva Marr. She said no."
    she = Span(23, 26, "She")
    said = Statement("s1", "indirect", "states", (Span(32, 34, "no"),), speaker=Voice(she))
    alone = resolve_mentions(Article("a", text, blocks(text)), [said])
    asked = resolve_mentions(Article("a", text, blocks(text)), [said], others=[she])
    assert asked.statements == alone.statements
    assert asked.statements[0].speaker is not None
    assert asked.others[she].party == asked.statements[0].speaker.party


def test_who_spoke_last_is_whoever_spoke_before_the_mention() -> None:
    """«It» behind the ministry's words is the ministry, though the council speaks later."""
    text = "The Ministry of Health said no. It met on Monday. The Barrow Council said yes."
    said = [
        Statement("s1", "indirect", "states", (Span(28, 30, "no"),), speaker=Voice(Span(0, 22, text[:22]))),
        Statement("s2", "indirect", "states", (Span(74, 77, "yes"),), speaker=Voice(Span(50, 68, text[50:68]))),
    ]
    it = Span(32, 34, "It")
    resolved = resolve_mentions(Article("a", text, blocks(text)), said, others=[it])
    (party,) = [party for party in resolved.parties if party.id == resolved.others[it].party]
    assert party.name == "Ministry of Health"


PIECES = ["Ana Vega", "Leo Marr", "She", "He", "The mayor", "The two", "They", "It", "the Barrow Council", "Mayor Vega"]


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.sampled_from(PIECES), st.booleans()), min_size=1, max_size=8))
def test_no_voice_is_another_ones_for_the_mentions_that_are_asked_for(sentences: list[tuple[str, bool]]) -> None:
    text, statements, others = "", [], []
    for who, speaks in sentences:
        start = len(text)
        mention = Span(start, start + len(who), who)
        text += who + (" said no. " if speaks else " left. ")
        if speaks:
            at = mention.end + 6
            statements.append(Statement(f"s{start}", "indirect", "states", (Span(at, at + 2, "no"),), speaker=Voice(mention)))
        else:
            others.append(mention)
    article = Article("a", text, (Paragraph(0, len(text), "body"),))
    alone, asked = resolve_mentions(article, statements), resolve_mentions(article, statements, others=others)

    def meant(resolved: object) -> list[tuple[str | None, str | None]]:
        names = {party.id: party.name for party in resolved.parties}  # type: ignore[attr-defined]
        voices = [statement.speaker for statement in resolved.statements]  # type: ignore[attr-defined]
        return [(names.get(voice.party), voice.how) for voice in voices]

    assert meant(asked) == meant(alone), "a mention changed whose a voice is"
    assert set(asked.others) == set(others)
