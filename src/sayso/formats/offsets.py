"""Readings <-> JSON objects of the schema ``sayso.offsets/1``: what was found, by its place, without the article's words.

Whoever has the text can put the words back, and the text's hash says whether it is the same text.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sayso.evidence import EvidenceError
from sayso.formats.answers import parties
from sayso.formats.json import SCHEMA, bare, from_json, to_json
from sayso.record import Article, Reading
from sayso.store import Version

OFFSETS_SCHEMA = "sayso.offsets/1"

_WORDED = ("headline", "standfirst", "images", "titles", "text")  # an image's address often spells out its caption
_SPANNED = ("statements", "parties", "times", "events", "undertakings")  # the parts of a record that hold spans


def to_offsets(version: Version) -> dict[str, Any]:
    """One JSON object with the keys of ``schema/offsets-1.schema.json``. Raises EvidenceError where a span holds other words.

    Spans have ``start`` and ``end`` (code points) and no ``text``. Parties keep their names where those are names of people,
    organisations, governments and places; other names, and roles, are the article's words and are null.
    """
    record = to_json(version.reading)
    shared = parties(version, words=False)
    article = {key: value for key, value in record["article"].items() if key not in _WORDED}
    return {
        **bare(record),
        "schema": OFFSETS_SCHEMA,
        "article": {**article, "text_length": len(version.reading.article.text)},
        "parties": [{**bare(party), "name": shared[party["id"]].name or None, "role": None} for party in record["parties"]],
    }


def from_offsets(record: Mapping[str, Any], text: str) -> Reading:
    """The reading with its words put back from the article's text, which must be the very text that was read.

    A party without a name gets its longest mention's words. Raises EvidenceError where the text is another one, ValueError for
    another schema or a missing key.

    >>> from sayso.record import Span, Statement
    >>> article = Article("a", "“Stay,” she said.", ())
    >>> reading = Reading("a", article, (Statement("s1", "direct", "states", (Span(0, 7, "“Stay,”"),)),))
    >>> from_offsets(to_offsets(Version("a", 1, None, reading, "")), article.text) == reading
    True
    """
    if record.get("schema") != OFFSETS_SCHEMA:
        raise ValueError(f"not a {OFFSETS_SCHEMA} record: its schema is {record.get('schema')!r}")
    try:
        return _worded(record, text)
    except (KeyError, TypeError) as error:
        raise ValueError(f"a {OFFSETS_SCHEMA} record without its fields: {error}") from error


def _worded(record: Mapping[str, Any], text: str) -> Reading:
    if Article("", text, ()).text_sha256 != record["article"]["text_sha256"]:
        raise EvidenceError(f"{record['input']}: this is not the text that was read (its SHA-256 differs)")
    facts: dict[str, Any] = {"headline": None, "standfirst": None, "images": [], "text": text}
    for paragraph in record["article"]["paragraphs"]:
        if paragraph["kind"] in ("headline", "standfirst") and not facts[paragraph["kind"]]:
            facts[paragraph["kind"]] = text[paragraph["start"] : paragraph["end"]]
    spoken = _spoken({key: record.get(key, []) for key in _SPANNED}, text)
    for party in spoken["parties"]:
        party["name"] = party["name"] or max((span["text"] for span in party["mentions"]), key=len, default="?")
    reading = from_json({**record, **spoken, "schema": SCHEMA, "article": {**record["article"], **facts}})
    assert isinstance(reading, Reading)  # these records hold no refusals
    return reading


def _spoken(value: Any, text: str) -> Any:
    """The value with the words of its spans."""
    if isinstance(value, dict):
        if value.keys() >= {"start", "end"}:
            return {**value, "text": text[value["start"] : value["end"]]}
        return {key: _spoken(held, text) for key, held in value.items()}
    return [_spoken(held, text) for held in value] if isinstance(value, list) else value
