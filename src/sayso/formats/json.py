"""Readings and refusals <-> JSON objects of the schema ``sayso.reading/1``; checked as written and as read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

from sayso import __version__
from sayso.controls import escaped
from sayso.evidence import EvidenceError, check_evidence
from sayso.record import SAID_KINDS, Article, Paragraph, Party, Reading, Refusal, Said, Span, Statement, Voice

SCHEMA = "sayso.reading/1"


def to_json(result: Reading | Refusal) -> dict[str, Any]:
    """One JSON object for a reading or a refusal, with the keys of ``schema/reading-1.schema.json``.

    Raises EvidenceError where a span does not hold its words.

    >>> from sayso.record import Refusal
    >>> to_json(Refusal("empty.html", "empty", "The file has no bytes."))["refusal"]["reason"]
    'empty'
    """
    if isinstance(result, Refusal):
        refusal = {"input": result.input, "reason": result.reason, "detail": result.detail}
        return _envelope(result.input, None, article=None, statements=[], parties=[], refusal=refusal)
    check_evidence(result)
    return _envelope(
        result.input,
        result.model,
        article=_article(result.article),
        statements=[statement_to_json(statement) for statement in result.statements],
        parties=[_party(party) for party in result.parties],
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
    """One statement as it stands among those of a reading."""
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
        said=_read_said(record.get("said", "said")),  # readings of before 0.3 do not tell
    )


def _read_said(said: Any) -> Said:
    if said not in SAID_KINDS:
        raise ValueError(f"a statement is {said!r}, which is none of {', '.join(SAID_KINDS)}")
    return cast(Said, said)


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
