"""Readings and refusals <-> JSON objects of the schema ``sayso.reading/1``; checked as written and as read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar, cast

from sayso import __version__
from sayso.controls import escaped
from sayso.evidence import EvidenceError, check_evidence
from sayso.formats.corrected import corrected_facts
from sayso.record import (
    EVENT_ROLES,
    EVENT_STATUSES,
    SAID_KINDS,
    STRENGTHS,
    UNDERTAKING_KINDS,
    Article,
    Corrected,
    Event,
    Paragraph,
    Participant,
    Party,
    Reading,
    Refusal,
    Span,
    Statement,
    Time,
    Undertaking,
    Voice,
)

SCHEMA = "sayso.reading/1"
_Word = TypeVar("_Word", bound=str)


def to_json(result: Reading | Refusal) -> dict[str, Any]:
    """One JSON object for a reading or a refusal, with the keys of ``schema/reading-1.schema.json``.

    Raises EvidenceError where a span does not hold its words.

    >>> from sayso.record import Refusal
    >>> to_json(Refusal("empty.html", "empty", "The file has no bytes."))["refusal"]["reason"]
    'empty'
    """
    if isinstance(result, Refusal):
        refusal = {"input": result.input, "reason": result.reason, "detail": result.told}
        nothing: dict[str, Any] = {"statements": [], "parties": [], "times": [], "events": [], "undertakings": []}
        return _envelope(result.input, None, article=None, **nothing, refusal=refusal)
    check_evidence(result)
    return _envelope(
        result.input,
        result.model,
        article=_article(result.article),
        statements=[statement_to_json(statement) for statement in result.statements],
        parties=[_party(party) for party in result.parties],
        times=[_time(time) for time in result.times],
        events=[event_to_json(event) for event in result.events],
        undertakings=[undertaking_to_json(undertaking) for undertaking in result.undertakings],
        refusal=None,
    )


def from_json(record: Mapping[str, Any]) -> Reading | Refusal:
    """The reading or refusal that ``to_json`` wrote, exactly.

    Unknown keys are passed over, so that a later version's records can be read. Raises EvidenceError where a span does not
    hold its words or the text is not the one that was read, and ValueError for another schema or a missing key.
    """
    if record.get("schema") != SCHEMA:
        raise ValueError(f"not a {SCHEMA} record: its schema is {record.get('schema')!r}")
    try:
        if record["refusal"]:
            return Refusal(**{key: record["refusal"][key] for key in ("input", "reason", "detail")})
        reading = Reading(
            input=record["input"],
            article=_read_article(record["article"]),
            statements=tuple(map(_read_statement, record["statements"])),
            parties=tuple(map(_read_party, record["parties"])),
            model=record["made_by"]["model"],
            # readings of before 0.3 have none of these
            times=tuple(map(_read_time, record.get("times", ()))),
            events=tuple(map(_read_event, record.get("events", ()))),
            undertakings=tuple(map(_read_undertaking, record.get("undertakings", ()))),
        )
    except (KeyError, TypeError) as error:
        raise ValueError(f"a {SCHEMA} record without its fields: {error}") from error
    if reading.article.text_sha256 != record["article"]["text_sha256"]:
        raise EvidenceError(f"{reading.input}: the text is not the one that was read (its SHA-256 differs)")
    return check_evidence(reading)


def dumps(record: Mapping[str, Any], indent: int | None = None) -> str:
    """The object as JSON text that any UTF-8 file can hold and any terminal can show: characters as they are.

    Half surrogates, and controls that steer a terminal, are escaped.
    """
    text = escaped(json.dumps(record, ensure_ascii=False, indent=indent))
    try:
        text.encode()
    except UnicodeEncodeError:  # "\ud83d", half an emoji: UTF-8 has no bytes for it
        return json.dumps(record, indent=indent)
    return text


def write_json(results: Iterable[Reading | Refusal]) -> Iterator[str]:
    """One indented object and a newline for each result (the command line sees to it that there is one)."""
    return (dumps(to_json(result), indent=1) + "\n" for result in results)


def write_jsonl(results: Iterable[Reading | Refusal]) -> Iterator[str]:
    """One object a line."""
    return (dumps(to_json(result)) + "\n" for result in results)


def _envelope(name: str, model: str | None, **parts: Any) -> dict[str, Any]:
    return {"schema": SCHEMA, "made_by": {"sayso": __version__, "model": model}, "input": name, **parts}


def _article(article: Article) -> dict[str, Any]:
    return {
        "id": article.id,
        "url": article.url,
        "outlet": article.outlet,
        "headline": article.headline,
        "standfirst": article.standfirst,
        "authors": list(article.authors),
        "published": article.published,
        "updated": article.updated,
        "section": article.section,
        "language": article.language,
        "images": list(article.images),
        "titles": list(article.titles),
        "text": article.text,
        "text_sha256": article.text_sha256,
        "paragraphs": [{"start": p.start, "end": p.end, "kind": p.kind} for p in article.paragraphs],
    }


def statement_to_json(statement: Statement) -> dict[str, Any]:
    """One statement as it stands among those of a reading; what was corrected of it, where anything was."""
    told = _statement(statement)
    return {**told, "corrected": corrected_to_json(statement.corrected)} if statement.corrected else told


def corrected_to_json(corrected: Corrected, words: bool = True) -> dict[str, Any]:
    """What was corrected, with the statement as it was read; its spans without their words where none are wanted."""
    read = _statement(corrected.read) if corrected.read else None
    return {**corrected_facts(corrected), "read": read if words else bare(read)}


def corrected_from_json(record: Mapping[str, Any]) -> Corrected:
    """What ``corrected_to_json`` wrote with its words."""
    read = _read_statement(record["read"]) if record["read"] else None
    return Corrected(record["number"], record["made"], record["reason"], tuple(record["fields"]), read)


def correction_in_full(statement: Statement, words: bool) -> str | None:
    """What was corrected of a statement as JSON in a cell; None where nothing was."""
    return dumps(corrected_to_json(statement.corrected, words)) if statement.corrected else None


def read_correction(cell: str | None) -> Corrected | None:
    """What ``correction_in_full`` wrote with its words."""
    return corrected_from_json(json.loads(cell)) if cell else None


def bare(value: Any) -> Any:
    """A value without the words of its spans.

    >>> bare([{"start": 3, "end": 6, "text": "she"}])
    [{'start': 3, 'end': 6}]
    """
    if isinstance(value, dict):
        words = {"text"} if value.keys() >= {"start", "end", "text"} else set()
        return {key: bare(held) for key, held in value.items() if key not in words}
    return [bare(held) for held in value] if isinstance(value, list) else value


def _statement(statement: Statement) -> dict[str, Any]:
    return {
        "id": statement.id,
        "manner": statement.manner,
        "act": statement.act,
        "said": statement.said,
        "content": _spans(statement.content),
        "quoted": _spans(statement.quoted),
        "cue": _span(statement.cue),
        "speaker": _voice(statement.speaker),
        "addressee": _voice(statement.addressee),
        "relay": [_voice(voice) for voice in statement.relay],
        "within": statement.within,
        "score": statement.score,
    }


def _party(party: Party) -> dict[str, Any]:
    facts = {"id": party.id, "name": party.name, "named": party.named, "kind": party.kind, "role": party.role}
    return {**facts, "members": list(party.members), "mentions": _spans(party.mentions)}


def _time(time: Time | None) -> dict[str, Any] | None:
    if time is None:
        return None
    return {**(_span(time.span) or {}), "value": time.value, "earliest": time.earliest, "latest": time.latest}


def event_to_json(event: Event) -> dict[str, Any]:
    """One event as it stands among those of a reading."""
    return {
        "id": event.id,
        "kind": event.kind,
        "trigger": _span(event.trigger),
        "status": event.status,
        "participants": [{"role": one.role, **(_voice(one.voice) or {})} for one in event.participants],
        "place": _span(event.place),
        "time": _span(event.time),
        "earliest": event.earliest,
        "latest": event.latest,
        "within": event.within,
        "mentions": _spans(event.mentions),
    }


def undertaking_to_json(undertaking: Undertaking) -> dict[str, Any]:
    """One undertaking as it stands among those of a reading."""
    return {
        "id": undertaking.id,
        "kind": undertaking.kind,
        "strength": undertaking.strength,
        "who": [_voice(voice) for voice in undertaking.who],
        "to_whom": [_voice(voice) for voice in undertaking.to_whom],
        "what": _spans(undertaking.what),
        "due": _time(undertaking.due),
        "condition": _span(undertaking.condition),
        "statement": undertaking.statement,
        "event": undertaking.event,
    }


def _span(span: Span | None) -> dict[str, Any] | None:
    return {"start": span.start, "end": span.end, "text": span.text} if span else None


def _spans(spans: Iterable[Span]) -> list[dict[str, Any] | None]:
    return [_span(span) for span in spans]


def _voice(voice: Voice | None) -> dict[str, Any] | None:
    return {"mention": _span(voice.mention), "party": voice.party, "how": voice.how} if voice else None


def _read_article(record: Mapping[str, Any]) -> Article:
    plain = ("id", "text", "url", "outlet", "headline", "standfirst", "published", "updated", "section", "language")
    return Article(
        **{key: record[key] for key in plain},
        authors=tuple(record["authors"]),
        images=tuple(record["images"]),
        titles=tuple(record.get("titles", ())),  # readings of before 0.3 have none
        paragraphs=tuple(Paragraph(p["start"], p["end"], p["kind"]) for p in record["paragraphs"]),
    )


def _read_statement(record: Mapping[str, Any]) -> Statement:
    return Statement(
        **{key: record[key] for key in ("id", "manner", "act", "within", "score")},
        content=_read_spans(record["content"]),
        quoted=_read_spans(record["quoted"]),
        cue=_read_span(record["cue"]) if record["cue"] else None,
        speaker=_read_voice(record["speaker"]) if record["speaker"] else None,
        addressee=_read_voice(record["addressee"]) if record["addressee"] else None,
        relay=tuple(map(_read_voice, record["relay"])),
        said=_one_of(record.get("said", "said"), SAID_KINDS, "a statement is"),  # readings of before 0.3 do not tell
        corrected=corrected_from_json(record["corrected"]) if record.get("corrected") else None,
    )


def _one_of(word: Any, words: tuple[_Word, ...], what: str) -> _Word:
    if word not in words:
        raise ValueError(f"{what} {word!r}, which is none of {', '.join(words)}")
    return cast(_Word, word)


def _read_time(record: Mapping[str, Any]) -> Time:
    return Time(_read_span(record), record["value"], record["earliest"], record["latest"])


def _read_event(record: Mapping[str, Any]) -> Event:
    return Event(
        **{key: record[key] for key in ("id", "kind", "earliest", "latest", "within")},
        trigger=_read_span(record["trigger"]),
        status=_one_of(record["status"], EVENT_STATUSES, "an event is"),
        participants=tuple(map(_read_participant, record["participants"])),
        place=_read_span(record["place"]) if record["place"] else None,
        time=_read_span(record["time"]) if record["time"] else None,
        mentions=_read_spans(record["mentions"]),
    )


def _read_participant(record: Mapping[str, Any]) -> Participant:
    return Participant(_one_of(record["role"], EVENT_ROLES, "a participant is"), _read_voice(record))


def _read_undertaking(record: Mapping[str, Any]) -> Undertaking:
    return Undertaking(
        **{key: record[key] for key in ("id", "statement", "event")},
        kind=_one_of(record["kind"], UNDERTAKING_KINDS, "an undertaking is"),
        strength=_one_of(record["strength"], STRENGTHS, "an undertaking's strength is"),
        who=tuple(map(_read_voice, record["who"])),
        to_whom=tuple(map(_read_voice, record["to_whom"])),
        what=_read_spans(record["what"]),
        due=_read_time(record["due"]) if record["due"] else None,
        condition=_read_span(record["condition"]) if record["condition"] else None,
    )


def _read_party(record: Mapping[str, Any]) -> Party:
    facts = {key: record[key] for key in ("id", "name", "kind", "role")}
    members = tuple(record.get("members", ()))  # readings of before 0.3 tell none, and have left open who has no name
    return Party(**facts, mentions=_read_spans(record["mentions"]), members=members, named=_read_named(record))


def _read_named(record: Mapping[str, Any]) -> bool:
    named = record.get("named", True)
    if not isinstance(named, bool):
        raise ValueError(f"the party {record['id']} is named {named!r}, which is neither true nor false")
    return named


def _read_span(record: Mapping[str, Any]) -> Span:
    return Span(record["start"], record["end"], record["text"])


def _read_spans(records: Iterable[Mapping[str, Any]]) -> tuple[Span, ...]:
    return tuple(map(_read_span, records))


def _read_voice(record: Mapping[str, Any]) -> Voice:
    return Voice(_read_span(record["mention"]) if record["mention"] else None, record["party"], record["how"])
