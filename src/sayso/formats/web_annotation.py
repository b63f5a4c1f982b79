"""Kept versions -> a W3C Web Annotation page: an annotation a statement, event, undertaking, by quotation and by position."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sayso.evidence import check_evidence, told_once, word_of
from sayso.formats.accounts import voice_name
from sayso.formats.agreement import act_of
from sayso.formats.answers import (
    TERMS,
    answering,
    answering_events,
    answering_undertakings,
    iri,
    key,
    members,
    moment,
    parties,
    urn,
    urns,
)
from sayso.formats.corrected import corrected_facts, corrected_words
from sayso.formats.doubtful import beside_doubt
from sayso.formats.happenings import VERBS, days, joined
from sayso.formats.json import dumps
from sayso.formats.unsaid import beside_act
from sayso.record import Article, Corrected, Event, Party, Span, Statement, Time, Undertaking, Voice
from sayso.store import Version

CONTEXT = ["http://www.w3.org/ns/anno.jsonld", {"sayso": TERMS}]
AROUND = 32  # code points of prefix and suffix: enough to tell one "yes" of a page from the others

_CLASSES = {"person": "Person", "organisation": "Organization", "government": "Organization"}


def write_annotations(versions: Iterable[Version], words: bool = True) -> Iterator[str]:
    """One AnnotationPage, in pieces; its ``id`` is a hash of its annotations and stands at its end.

    A target is a stretch of the content; a content of several pieces has several targets. Positions count code points of the
    article's text, which the target's state names by its hash. Without ``words`` there are positions alone. Raises
    EvidenceError where a span does not hold its words.
    """
    digest = hashlib.sha256()
    yield '{"@context": ' + json.dumps(CONTEXT) + ', "type": "AnnotationPage", "items": ['
    lead = "\n"
    for annotation in _annotations(versions, words):
        line = dumps(annotation)
        digest.update(line.encode())
        yield lead + line
        lead = ",\n"
    yield '\n], "id": "' + uuid.UUID(bytes=digest.digest()[:16], version=5).urn + '"}\n'


def _annotations(versions: Iterable[Version], words: bool) -> Iterator[dict[str, Any]]:
    for version in versions:
        check_evidence(version.reading)
        ids, named = urns(version), parties(version, words)
        for statement in answering(version):
            bodies = [_sentence(statement, named, words), _record(version, statement, ids, named, words)]
            yield _annotation(version, statement.id, ids, bodies, statement.content, words)
        statements = {statement.id: statement for statement in version.reading.statements}
        for event in answering_events(version):
            voices = word_of(statements.get(event.within or ""))
            bodies = [_event_sentence(event, voices, named, words), _event_record(version, event, ids, named, words)]
            yield _annotation(version, event.id, ids, bodies, (event.trigger, *event.mentions), words)
        for one in answering_undertakings(version):
            voices = word_of(statements.get(one.statement or ""), one.who)
            bodies = [_undertaking_sentence(one, voices, named, words), _undertaking_record(version, one, ids, named, words)]
            yield _annotation(version, one.id, ids, bodies, one.what, words)


def _annotation(
    version: Version, id: str, ids: Mapping[str, str], bodies: list[dict[str, Any]], spans: Iterable[Span], words: bool
) -> dict[str, Any]:
    return {
        "id": ids[id],
        "type": "Annotation",
        "motivation": "describing",
        "body": bodies,
        "target": [_target(version, span, words) for span in spans],
        "sayso:key": key(version, id),
    }


def _sentence(statement: Statement, named: Mapping[str, Party], words: bool) -> dict[str, Any]:
    """The body for people: "Ana Dovrel states (“said”) to reporters, on the word of the palace"."""
    speaker = _shown(statement.speaker, named, words) or "Someone not named"
    cue = f" (“{statement.cue.text}”)" if statement.cue and words else ""
    addressee = _shown(statement.addressee, named, words)
    relay = [_shown(voice, named, words) for voice in statement.relay]
    act = act_of(statement, speaker, named)
    value = f"{speaker} {act}{beside_act(statement)}{beside_doubt(statement)}{cue}" + (f" to {addressee}" if addressee else "")
    return _for_people(value + _on_word_of(relay))


def _for_people(value: str) -> dict[str, Any]:
    return {"type": "TextualBody", "purpose": "describing", "format": "text/plain", "language": "en", "value": value}


def _on_word_of(names: list[str | None]) -> str:
    told = told_once(names, str)
    return f", on the word of {', on that of '.join(name or 'someone not named' for name in told)}" if any(told) else ""


def _event_sentence(event: Event, voices: Iterable[Voice], named: Mapping[str, Party], words: bool) -> dict[str, Any]:
    """«call: Ilya Torvan and Mara Vells, Sunday 16 March 2031 (happened), on the word of Granite Palace»"""
    names = [name for one in event.participants if (name := _shown(one.voice, named, words))]
    who, when = f": {joined(names)}" if names else "", days(event.earliest, event.latest)
    told = _on_word_of([_shown(voice, named, words) for voice in voices])
    return _for_people(f"{event.kind}{who}{f', {when}' if when else ''} ({event.status}){told}")


def _undertaking_sentence(
    one: Undertaking, voices: Iterable[Voice], named: Mapping[str, Party], words: bool
) -> dict[str, Any]:
    """«Mara Vells promises to Ilya Torvan: send 40 engineers by May (due by 31 May 2031)»"""
    names = [name for voice in one.who if (name := _shown(voice, named, words))]
    others = [name for voice in one.to_whom if (name := _shown(voice, named, words))]
    what = f": {' … '.join(span.text for span in one.what)}" if words else ""
    due = days(one.due.earliest, one.due.latest) if one.due else ""
    value = f"{joined(names) or 'Someone not named'} {VERBS[one.kind]}{f' to {joined(others)}' if others else ''}{what}"
    told = _on_word_of([_shown(voice, named, words) for voice in voices])
    return _for_people(f"{value}{f' (due {due})' if due else ''}{told}")


def _shown(voice: Voice | None, named: Mapping[str, Party], words: bool) -> str | None:
    if voice is None:
        return None
    if voice.party is not None:
        return named[voice.party].name or None
    return voice_name(voice, {}) if voice.mention and words else None


def _record(
    version: Version, statement: Statement, ids: Mapping[str, str], named: Mapping[str, Party], words: bool
) -> dict[str, Any]:
    """The body for programs: the statement's fields as linked data, in Sayso's words."""
    fields = {
        "act": statement.act,
        "said": statement.said,
        "manner": statement.manner,
        "score": statement.score,
        "quoted": [_piece(span, words) for span in statement.quoted],
        "cue": _piece(statement.cue, words),
        "speaker": _voice(statement.speaker, named, words),
        "addressee": _voice(statement.addressee, named, words),
        "relay": {"@list": [_voice(voice, named, words) for voice in statement.relay]} if statement.relay else None,
        "within": {"id": ids[statement.within]} if statement.within else None,
        "model": version.reading.model,
        "corrected": _corrected(statement.corrected, words) if statement.corrected else None,
    }
    return _body("Statement", ids[statement.id], fields)


def _corrected(corrected: Corrected, words: bool) -> dict[str, Any]:
    """What a person set right, and when; what was read, in words."""
    facts = {f"sayso:{name}": value for name, value in corrected_facts(corrected).items() if value != []}
    return {"type": "sayso:Correction", **facts} | ({"sayso:was": corrected_words(corrected)} if words else {})


def _event_record(
    version: Version, event: Event, ids: Mapping[str, str], named: Mapping[str, Party], words: bool
) -> dict[str, Any]:
    """The body for programs: an event's fields."""
    people = [{**(_voice(one.voice, named, words) or {}), "sayso:part": one.role} for one in event.participants]
    fields = {
        "kind": event.kind,
        "status": event.status,
        "participants": people,
        "place": _piece(event.place, words),
        "time": _piece(event.time, words),
        "earliest": event.earliest,
        "latest": event.latest,
        "within": {"id": ids[event.within]} if event.within else None,
        "model": version.reading.model,
    }
    return _body("Event", ids[event.id], fields)


def _undertaking_record(
    version: Version, one: Undertaking, ids: Mapping[str, str], named: Mapping[str, Party], words: bool
) -> dict[str, Any]:
    """The body for programs: an undertaking's fields."""
    fields = {
        "kind": one.kind,
        "strength": one.strength,
        "who": [_voice(voice, named, words) for voice in one.who],
        "toWhom": [_voice(voice, named, words) for voice in one.to_whom],
        "due": _time(one.due, words),
        "condition": _piece(one.condition, words),
        "within": {"id": ids[one.statement]} if one.statement else None,
        "event": {"id": ids[one.event]} if one.event else None,
        "model": version.reading.model,
    }
    return _body("Undertaking", ids[one.id], fields)


def _body(kind: str, of: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    body = {"id": urn(kind.lower(), of), "type": ["Dataset", f"sayso:{kind}"]}
    return body | {f"sayso:{name}": value for name, value in fields.items() if value not in (None, [])}


def _time(time: Time | None, words: bool) -> dict[str, Any] | None:
    if time is None:
        return None
    known = {"sayso:value": time.value, "sayso:earliest": time.earliest, "sayso:latest": time.latest}
    return {**(_piece(time.span, words) or {}), **{name: value for name, value in known.items() if value}}


def _voice(voice: Voice | None, named: Mapping[str, Party], words: bool) -> dict[str, Any] | None:
    if voice is None:
        return None
    party = named.get(voice.party or "")
    fields = {
        "sayso:mention": _piece(voice.mention, words),
        "sayso:party": _group(party, named) if party else None,
        "sayso:how": voice.how,
    }
    return {"type": "sayso:Voice"} | {name: value for name, value in fields.items() if value is not None}


def _group(party: Party, named: Mapping[str, Party]) -> dict[str, Any]:
    """A party, with its members where it is a group of parties that the article names."""
    inside = [_party(one) for one in members(party, named)]
    return _party(party) | ({"sayso:member": inside} if inside else {})


def _party(party: Party) -> dict[str, Any]:
    """A party; the same name and kind is the same party on every page, so that it has the same id.

    A description ("senior official") has none: on another page it is somebody else.
    """
    classes = [_CLASSES[party.kind], "sayso:Party"] if party.kind in _CLASSES else "sayso:Party"
    fields: dict[str, Any] = {"name": party.name, "sayso:role": party.role} if party.name else {}
    if party.name and party.named:
        fields = {"id": urn("party", party.kind, party.name), **fields}
    if not party.named:
        fields["sayso:named"] = False
    told = {name: value for name, value in fields.items() if value not in (None, "")}
    return {"type": classes, "sayso:kind": party.kind} | told


def _piece(span: Span | None, words: bool) -> dict[str, Any] | None:
    if span is None:
        return None
    return {"type": "TextPositionSelector", "start": span.start, "end": span.end} | ({"exact": span.text} if words else {})


def _target(version: Version, span: Span, words: bool) -> dict[str, Any]:
    article = version.reading.article
    captured = moment(version.captured)
    position = {"type": "TextPositionSelector", "start": span.start, "end": span.end}
    state = {
        "type": "sayso:TextState",
        "sayso:textSha256": article.text_sha256,
        "sayso:textLength": len(article.text),
        "sayso:version": version.number,
    }
    return {
        "type": "SpecificResource",
        "source": iri(version.address),
        "selector": [_quotation(article, span), position] if words else [position],
        "state": [{"type": "TimeState", "sourceDate": captured}, state] if captured else [state],
        "sayso:address": version.address,
    }


def _quotation(article: Article, span: Span) -> dict[str, Any]:
    return {
        "type": "TextQuoteSelector",
        "exact": span.text,
        "prefix": article.text[max(0, span.start - AROUND) : span.start],
        "suffix": article.text[span.end : span.end + AROUND],
    }
