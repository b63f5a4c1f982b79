"""Reading -> the same reading, or EvidenceError: every span must hold its words, every reference must lead somewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import TypeVar

from sayso.record import Article, Event, Reading, Span, Statement, Undertaking, Voice

T = TypeVar("T")


class EvidenceError(ValueError):
    """A reading points at characters that are not there: a bug in Sayso, or a record that was altered after it was written."""


def spans(reading: Reading) -> Iterator[Span]:
    """Every span of a reading: contents, quoted stretches, cues, the mentions of voices and parties, and the words of times,
    events and undertakings."""
    for statement in reading.statements:
        yield from statement_spans(statement)
        if statement.corrected and statement.corrected.read:
            yield from statement_spans(statement.corrected.read)
    for party in reading.parties:
        yield from party.mentions
    yield from (time.span for time in reading.times)
    for event in reading.events:
        yield from event_spans(event)
    for undertaking in reading.undertakings:
        yield from undertaking_spans(undertaking)


def statement_spans(statement: Statement) -> Iterator[Span]:
    """The words of a statement: its content, what of it is quoted, its cue and its voices."""
    yield from statement.content
    yield from statement.quoted
    if statement.cue:
        yield statement.cue
    yield from (voice.mention for voice in voices(statement) if voice.mention)


def event_spans(event: Event) -> Iterator[Span]:
    """The words of an event: its trigger, participants, place, time and further mentions."""
    yield event.trigger
    yield from (one.voice.mention for one in event.participants if one.voice.mention)
    yield from (span for span in (event.place, event.time) if span)
    yield from event.mentions


def undertaking_spans(undertaking: Undertaking) -> Iterator[Span]:
    """The words of an undertaking: who, what, to whom, by when, on what condition."""
    yield from (voice.mention for voice in (*undertaking.who, *undertaking.to_whom) if voice.mention)
    yield from undertaking.what
    if undertaking.due:
        yield undertaking.due.span
    if undertaking.condition:
        yield undertaking.condition


def voices(statement: Statement) -> Iterator[Voice]:
    """The speaker, the addressee and each step of the relay, those that are there."""
    yield from (voice for voice in (statement.speaker, statement.addressee) if voice)
    yield from statement.relay


def word_of(statement: Statement | None, own: Iterable[Voice] = ()) -> tuple[Voice, ...]:
    """On whose word it is what stands within a statement: its speaker's, then those of its relay; nobody's without one.

    The speaker is left out where it is one of ``own``: nobody vouches for what he undertakes himself. A voice without mention
    and party is somebody who is not named.

    >>> palace, vells = Voice(None, "p1"), Voice(None, "p2")
    >>> said = Statement("s1", "indirect", "states", (), speaker=vells, relay=(palace,))
    >>> word_of(said) == (vells, palace), word_of(said, [vells]) == (palace,), word_of(None)
    (True, True, ())
    """
    if statement is None:
        return ()
    speaker = statement.speaker or Voice(None)
    return statement.relay if any(_is_same(speaker, voice) for voice in own) else (speaker, *statement.relay)


def told_once(voices: Iterable[T], name: Callable[[T], object]) -> list[T]:
    """The steps of a relay as people are told them: who tells something to himself (next to each other, one name) once.

    >>> told_once(["Pat Dooley", "Pat Dooley", "the palace"], str)
    ['Pat Dooley', 'the palace']
    """
    return [next(same) for _, same in groupby(voices, key=name)]


def _is_same(speaker: Voice, voice: Voice) -> bool:
    if speaker.party is not None or voice.party is not None:
        return speaker.party == voice.party
    return speaker.mention is not None and speaker.mention == voice.mention


def check_evidence(reading: Reading) -> Reading:
    """Return the reading unchanged; raise EvidenceError where a span, a party, a statement or an event is not there.

    >>> from sayso.record import Article, Reading, Span, Statement
    >>> article = Article(id="a", text="“Stay,” she said.", paragraphs=())
    >>> check_evidence(Reading("x", article, (Statement("s1", "direct", "states", (Span(0, 6, "“Go,”!"),)),)))
    Traceback (most recent call last):
    sayso.evidence.EvidenceError: x: the text holds '“Stay,' at 0-6, not '“Go,”!'
    """
    check_spans(reading.article.text, spans(reading), reading.input)
    _check_paragraphs(reading.article, reading.input)
    _check_references(reading)
    return reading


def check_spans(text: str, found: Iterable[Span], name: str) -> None:
    """Raise EvidenceError, under the text's name, where a span does not hold its words.

    >>> check_spans("It will rain.", [Span(3, 7, "will")], "x")
    """
    size = len(text)
    for span in found:
        if not 0 <= span.start < span.end <= size or text[span.start : span.end] != span.text:
            held = text[max(0, span.start) : span.end]
            raise EvidenceError(f"{name}: the text holds {held[:80]!r} at {span.start}-{span.end}, not {span.text[:80]!r}")


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
        _check_parties(reading, statement.id, voices(statement), parties)
    for party in reading.parties:
        for member in party.members:
            if member == party.id or member not in parties:
                raise EvidenceError(f"{reading.input}: {party.id} has the member {member}, which is not there")
    _check_what_happened(reading, statements, parties)


def _check_what_happened(reading: Reading, statements: set[str], parties: set[str]) -> None:
    events = {event.id for event in reading.events}
    undertakings = {undertaking.id for undertaking in reading.undertakings}
    if len(events) != len(reading.events) or len(undertakings) != len(reading.undertakings):
        raise EvidenceError(f"{reading.input}: two events, or two undertakings, share an id")
    for event in reading.events:
        if event.within is not None and event.within not in statements:
            raise EvidenceError(f"{reading.input}: {event.id} stands within {event.within}, which is not there")
        _check_parties(reading, event.id, (one.voice for one in event.participants), parties)
    for undertaking in reading.undertakings:
        for name, id, known in (("statement", undertaking.statement, statements), ("event", undertaking.event, events)):
            if id is not None and id not in known:
                raise EvidenceError(f"{reading.input}: {undertaking.id} has the {name} {id}, which is not there")
        _check_parties(reading, undertaking.id, (*undertaking.who, *undertaking.to_whom), parties)


def _check_parties(reading: Reading, id: str, voices: Iterable[Voice], parties: set[str]) -> None:
    for voice in voices:
        if voice.party is not None and voice.party not in parties:
            raise EvidenceError(f"{reading.input}: {id} names the party {voice.party}, which is not there")
