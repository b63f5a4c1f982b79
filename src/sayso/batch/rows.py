"""Pages that were read, with their captures <-> rows of Parquet: a row a page, all of its reading in typed, nested columns.

The columns are the keys of ``sayso.reading/1``, so that DuckDB and pandas open them as they are; what no column holds exactly
(half surrogates, a correction) stands in full as JSON in ``exact``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from sayso import __version__
from sayso.adding import Read
from sayso.batch.columns import FLAG, FLOAT, INTEGER, LONG, TEXT, Columns, Kind, Many, Struct
from sayso.evidence import EvidenceError, check_evidence
from sayso.formats import from_json, pyarrow_modules, to_json
from sayso.record import (
    Article,
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
from sayso.store import Capture, Incoming

if TYPE_CHECKING:
    import pyarrow as pa

SCHEMA = "sayso.readings/1"
_SPAN = Struct(Span, {"start": INTEGER, "end": INTEGER, "text": TEXT})
_TEXTS, _SPANS = Many(TEXT), Many(_SPAN)
# The party's name stands beside its id for who asks the file; it is the reading's, and is read back from there.
_VOICE = Struct(
    lambda mention, party, how, name: Voice(mention, party, how),
    {"mention": _SPAN, "party": TEXT, "how": TEXT, "name": TEXT},
)
_VOICES = Many(_VOICE)
_TIME = Struct(
    lambda start, end, text, *values: Time(Span(start, end, text), *values),
    {"start": INTEGER, "end": INTEGER, "text": TEXT, "value": TEXT, "earliest": TEXT, "latest": TEXT},
)
_PARTICIPANT = Struct(
    lambda role, mention, party, how, name: Participant(role, Voice(mention, party, how)),
    {"role": TEXT, "mention": _SPAN, "party": TEXT, "how": TEXT, "name": TEXT},
)
# In the order of the classes' fields.
_STATEMENT = Struct(
    Statement,
    {
        "id": TEXT, "manner": TEXT, "act": TEXT, "content": _SPANS, "quoted": _SPANS, "cue": _SPAN, "speaker": _VOICE,
        "addressee": _VOICE, "relay": _VOICES, "within": TEXT, "score": FLOAT, "said": TEXT,
    },
)  # fmt: skip
_PARTY = Struct(
    Party,
    {"id": TEXT, "name": TEXT, "kind": TEXT, "role": TEXT, "mentions": _SPANS, "members": _TEXTS, "named": FLAG},
)
_EVENT = Struct(
    Event,
    {
        "id": TEXT, "kind": TEXT, "trigger": _SPAN, "status": TEXT, "participants": Many(_PARTICIPANT), "place": _SPAN,
        "time": _SPAN, "earliest": TEXT, "latest": TEXT, "within": TEXT, "mentions": _SPANS,
    },
)  # fmt: skip
_UNDERTAKING = Struct(
    Undertaking,
    {
        "id": TEXT, "kind": TEXT, "strength": TEXT, "who": _VOICES, "what": _SPANS, "to_whom": _VOICES, "due": _TIME,
        "condition": _SPAN, "statement": TEXT, "event": TEXT,
    },
)  # fmt: skip
_PARAGRAPH = Struct(Paragraph, {"start": INTEGER, "end": INTEGER, "kind": TEXT})

_CAPTURE: dict[str, Kind] = {
    "input": TEXT, "address": TEXT, "captured": TEXT, "page_sha256": TEXT, "refusal": TEXT, "detail": TEXT,
}  # fmt: skip
_LIKENESS: dict[str, Kind] = {"fingerprint": TEXT, "bands": Many(LONG)}
_FACTS: dict[str, Kind] = {
    "text": TEXT, "paragraphs": Many(_PARAGRAPH), "url": TEXT, "outlet": TEXT, "headline": TEXT, "standfirst": TEXT,
    "authors": _TEXTS, "published": TEXT, "updated": TEXT, "section": TEXT, "language": TEXT, "images": _TEXTS,
    "titles": _TEXTS,
}  # fmt: skip
_READING: dict[str, Kind] = {
    "statements": Many(_STATEMENT), "parties": Many(_PARTY), "model": TEXT, "times": Many(_TIME), "events": Many(_EVENT),
    "undertakings": Many(_UNDERTAKING),
}  # fmt: skip
COLUMNS = Columns(
    {**_CAPTURE, "article": TEXT, **_FACTS, **_READING, "text_sha256": TEXT, **_LIKENESS, "exact": TEXT}
)
# Of these every value is another, so that a dictionary of them would only be begun and given up.
WITHOUT_DICTIONARY = ("text", "page_sha256", "text_sha256", "fingerprint", "exact")


def schema(made_by: Mapping[str, str] | None = None) -> pa.Schema:
    """The columns and their types; ``made_by`` stands in the file's metadata, beside the schema's name and Sayso's version."""
    arrow, _ = pyarrow_modules()
    return arrow.schema(COLUMNS.fields(), metadata={"schema": SCHEMA, "sayso": __version__, **(made_by or {})})


def table_of(reads: Iterable[Read | Refusal], columns: pa.Schema) -> pa.Table:
    """The rows of pages that were read, or that gave no reading; a Refusal alone is of what is no page ("bad-warc").

    ``columns`` are those of ``schema``. Raises EvidenceError where a span does not hold its words.
    """
    arrow, _ = pyarrow_modules()
    rows = list(map(_row, reads))
    try:
        return arrow.Table.from_pylist(rows, columns)
    except UnicodeEncodeError:  # half surrogates, of which UTF-8 has none; few tables hold any
        return arrow.Table.from_pylist(list(map(_whole_characters, rows)), columns)


def _row(read: Read | Refusal) -> dict[str, Any]:
    if isinstance(read, Refusal):
        return _refused(read)
    capture, reading = read.incoming.capture, read.incoming.reading
    row: dict[str, Any] = {"address": capture.address, "captured": capture.captured, "page_sha256": capture.page_sha256}
    if reading is None:
        assert read.refusal is not None  # a page without a reading is a page with a refusal
        return row | _refused(read.refusal)
    row |= _flat(to_json(reading))
    row |= {"fingerprint": read.incoming.fingerprint, "bands": read.incoming.bands}
    if any(statement.corrected for statement in reading.statements):  # which no column holds
        row["exact"] = _exact(row)
    return row


def _refused(refusal: Refusal) -> dict[str, Any]:
    return {"input": refusal.input, "refusal": refusal.reason, "detail": refusal.detail}


def _flat(told: dict[str, Any]) -> dict[str, Any]:
    """A reading's object with its article's facts beside the rest, and the parties' names beside their ids."""
    names = {party["id"]: party["name"] for party in told["parties"]}
    for statement in told["statements"]:
        _name((statement["speaker"], statement["addressee"], *statement["relay"]), names)
    for event in told["events"]:
        _name(event["participants"], names)
    for undertaking in told["undertakings"]:
        _name((*undertaking["who"], *undertaking["to_whom"]), names)
    article = told.pop("article")
    return {**told, **article, "article": article["id"], "model": told["made_by"]["model"], "refusal": None}


def _name(voices: Iterable[dict[str, Any] | None], names: Mapping[str, str]) -> None:
    for voice in voices:
        if voice and voice["party"]:
            voice["name"] = names.get(voice["party"])


def _exact(row: Mapping[str, Any]) -> str:
    return json.dumps(row)  # half surrogates as \ud83d


def _whole_characters(row: dict[str, Any]) -> dict[str, Any]:
    """The same row; where it holds half surrogates, with U+FFFD for them, and beside them what it was."""
    written = _exact(row)
    if "\\ud" not in written or _is_utf8(row):
        return row
    whole: dict[str, Any] = _cleaned(row)
    return {**whole, "exact": row.get("exact") or written}


def _is_utf8(value: Any) -> bool:
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, dict):
        return {name: _cleaned(held) for name, held in value.items()}
    return [_cleaned(held) for held in value] if isinstance(value, list) else value


def reads_of(table: pa.Table | pa.RecordBatch) -> list[Read | Refusal]:
    """What the rows of a table hold, exactly as ``table_of`` was given it.

    Raises EvidenceError where a span does not hold its words or a text is not the one that was read, and ValueError for rows
    of another schema.
    """
    try:
        values = COLUMNS.values(table)
    except (KeyError, IndexError, AttributeError, TypeError) as error:
        raise ValueError(f"these are no rows of {SCHEMA}: {error}") from error
    articles = zip(*(values[name] for name in ("article", *_FACTS)), strict=True)
    readings = zip(*(values[name] for name in _READING), strict=True)
    captures = zip(*(values[name] for name in (*_CAPTURE, *_LIKENESS, "text_sha256", "exact")), strict=True)
    return list(map(_read, captures, articles, readings))


def _read(row: tuple[Any, ...], article: tuple[Any, ...], reading: tuple[Any, ...]) -> Read | Refusal:
    input, address, captured, page_sha256, reason, detail, fingerprint, bands, text_sha256, exact = row
    if exact is not None:
        return _exactly(json.loads(exact))
    if reason is not None:
        refusal = Refusal(input, reason, detail)
        if page_sha256 is None:
            return refusal
        return Read(Incoming(Capture(address, page_sha256, captured), None, refusal=reason), refusal)
    found = Reading(input, Article(*article), **dict(zip(_READING, reading, strict=True)))
    if found.article.text_sha256 != text_sha256:
        raise EvidenceError(f"{input}: the text is not the one that was read (its SHA-256 differs)")
    return Read(Incoming(Capture(address, page_sha256, captured), check_evidence(found), fingerprint, bands))


def _exactly(row: dict[str, Any]) -> Read | Refusal:
    """What stood in a row of JSON."""
    capture = Capture(row["address"], row["page_sha256"], row["captured"]) if row.get("page_sha256") else None
    if row["refusal"] is not None:
        refusal = Refusal(row["input"], row["refusal"], row["detail"])
        return Read(Incoming(capture, None, refusal=refusal.reason), refusal) if capture else refusal
    assert capture is not None
    told = {**row, "article": {**row, "id": row["article"]}, "refusal": None}
    reading = from_json(told)
    assert isinstance(reading, Reading)
    return Read(Incoming(capture, reading, row["fingerprint"], tuple(row["bands"])))
