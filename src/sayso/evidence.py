"""Reading -> the same reading, or EvidenceError: every span must hold its words, every reference must lead somewhere."""

from __future__ import annotations

from collections.abc import Iterator

from sayso.record import Article, Reading, Span, Statement, Voice


class EvidenceError(ValueError):
    """A reading points at characters that are not there: a bug in Sayso, or a record that was altered after it was written."""


def spans(reading: Reading) -> Iterator[Span]:
    """Every span of a reading: contents, quoted stretches, cues, and the mentions of voices and parties."""
    for statement in reading.statements:
        yield from statement.content
        yield from statement.quoted
        if statement.cue:
            yield statement.cue
        yield from (voice.mention for voice in voices(statement) if voice.mention)
    for party in reading.parties:
        yield from party.mentions


def voices(statement: Statement) -> Iterator[Voice]:
    """The speaker, the addressee and each step of the relay, those that are there."""
    yield from (voice for voice in (statement.speaker, statement.addressee) if voice)
    yield from statement.relay


def check_evidence(reading: Reading) -> Reading:
    """Return the reading unchanged; raise EvidenceError where a span, a party, a paragraph or an outer statement is not there.

    >>> from sayso.record import Article, Reading, Span, Statement
    >>> article = Article(id="a", text="“Stay,” she said.", paragraphs=())
    >>> check_evidence(Reading("x", article, (Statement("s1", "direct", "states", (Span(0, 6, "“Go,”!"),)),)))
    Traceback (most recent call last):
    sayso.evidence.EvidenceError: x: the text holds '“Stay,' at 0-6, not '“Go,”!'
    """
    text, name = reading.article.text, reading.input
    size = len(text)
    for span in spans(reading):
        if not 0 <= span.start < span.end <= size or text[span.start : span.end] != span.text:
            held = text[max(0, span.start) : span.end]
            raise EvidenceError(f"{name}: the text holds {held[:80]!r} at {span.start}-{span.end}, not {span.text[:80]!r}")
    _check_paragraphs(reading.article, name)
    _check_references(reading)
    return reading


def _check_paragraphs(article: Article, name: str) -> None:
    last = 0
    for paragraph in article.paragraphs:
        if not last <= paragraph.start <= paragraph.end <= len(article.text):
            at = f"{paragraph.start}-{paragraph.end}"
            raise EvidenceError(f"{name}: the paragraph {at} overlaps the one before, or leaves the text")
        last = paragraph.end


def _check_references(reading: Reading) -> None:
    statements = {statement.id for statement in reading.statements}
    parties = {party.id for party in reading.parties}
    if len(statements) != len(reading.statements) or len(parties) != len(reading.parties):
        raise EvidenceError(f"{reading.input}: two statements, or two parties, share an id")
    for statement in reading.statements:
        if statement.within is not None and (statement.within == statement.id or statement.within not in statements):
            raise EvidenceError(f"{reading.input}: {statement.id} stands within {statement.within}, which is not there")
        for voice in voices(statement):
            if voice.party is not None and voice.party not in parties:
                raise EvidenceError(f"{reading.input}: {statement.id} names the party {voice.party}, which is not there")
    for party in reading.parties:
        for member in party.members:
            if member == party.id or member not in parties:
                raise EvidenceError(f"{reading.input}: {party.id} has the member {member}, which is not there")
