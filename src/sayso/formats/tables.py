"""Kept versions -> tables of events and of undertakings: a row each, as CSV, and typed as Parquet.

What stands across articles is ``events`` and ``ledger``; here each row is what one article has, with every span.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sayso import __version__
from sayso.evidence import check_evidence, word_of
from sayso.formats.answers import answering_events, answering_undertakings, key, parties
from sayso.formats.csv import GAP, csv_line
from sayso.formats.parquet import (
    ARTICLE_COLUMNS,
    article_columns,
    article_facts,
    cleaned,
    in_groups,
    pyarrow_modules,
    span_and_voice,
    span_struct,
    voice_struct,
)
from sayso.record import Party, Statement, Time, Voice
from sayso.store import Version

if TYPE_CHECKING:
    import pyarrow as pa

Row = dict[str, Any]
Rows = Callable[[Version, bool], Iterator[Row]]

# In CSV a span is two columns (its words, its place), spans are too, voices are names and the whole as JSON.
_SPAN, _SPANS, _VOICES, _TIME, _PLAIN, _SCORE = "span", "spans", "voices", "time", "plain", "score"
_EVENT: Mapping[str, str] = {
    **dict.fromkeys(("event", "kind", "status"), _PLAIN),
    "trigger": _SPAN,
    "mentions": _SPANS,
    "participants": _VOICES,
    "place": _SPAN,
    "time": _SPAN,
    **dict.fromkeys(("earliest", "latest", "within"), _PLAIN),
    "on_word_of": _VOICES,
    "score": _SCORE,
}
_UNDERTAKING: Mapping[str, str] = {
    **dict.fromkeys(("undertaking", "kind", "strength"), _PLAIN),
    "who": _VOICES,
    "to_whom": _VOICES,
    "what": _SPANS,
    "due": _TIME,
    "condition": _SPAN,
    **dict.fromkeys(("statement", "event"), _PLAIN),
    "on_word_of": _VOICES,
    "score": _SCORE,
}
_CSV_COLUMNS = {
    _PLAIN: ("{}",),
    _SCORE: ("{}",),
    _SPAN: ("{}", "{}_span"),
    _SPANS: ("{}", "{}_spans"),
    _VOICES: ("{}", "{}_voices"),
    _TIME: ("{}", "{}_span", "{}_value", "{}_earliest", "{}_latest"),
}


def _event_rows(version: Version, words: bool) -> Iterator[Row]:
    """What a version's events are, each as a row."""
    named, statements = _known(version, words)
    for event in answering_events(version):
        yield {
            "key": key(version, event.id),
            "event": event.id,
            **{name: getattr(event, name) for name in ("kind", "status", "earliest", "latest", "within")},
            **{name: span_struct(getattr(event, name), words) for name in ("trigger", "place", "time")},
            "mentions": [span_struct(span, words) for span in event.mentions],
            "participants": [{**_voice(one.voice, named, words), "part": one.role} for one in event.participants],
            "on_word_of": [_voice(voice, named, words) for voice in word_of(statements.get(event.within or ""))],
            "score": _score(statements.get(event.within or "")),
        }


def _undertaking_rows(version: Version, words: bool) -> Iterator[Row]:
    """What a version's undertakings are, each as a row."""
    named, statements = _known(version, words)
    for one in answering_undertakings(version):
        yield {
            "key": key(version, one.id),
            "undertaking": one.id,
            **{name: getattr(one, name) for name in ("kind", "strength", "statement", "event")},
            "who": [_voice(voice, named, words) for voice in one.who],
            "to_whom": [_voice(voice, named, words) for voice in one.to_whom],
            "what": [span_struct(span, words) for span in one.what],
            "due": _time(one.due, words),
            "condition": span_struct(one.condition, words),
            "on_word_of": [_voice(voice, named, words) for voice in word_of(statements.get(one.statement or ""), one.who)],
            "score": _score(statements.get(one.statement or "")),
        }


def _known(version: Version, words: bool) -> tuple[Mapping[str, Party], Mapping[str, Statement]]:
    reading = check_evidence(version.reading)
    return parties(version, words), {statement.id: statement for statement in reading.statements}


def _score(statement: Statement | None) -> float | None:
    """That of the statement that has it; none on the article's own word."""
    return statement.score if statement else None


def _voice(voice: Voice, named: Mapping[str, Party], words: bool) -> Row:
    return voice_struct(voice, named, words) or {}


def _time(time: Time | None, words: bool) -> Row | None:
    if time is None:
        return None
    return {**(span_struct(time.span, words) or {}), "value": time.value, "earliest": time.earliest, "latest": time.latest}


# CSV


def _write_csv(rows: Rows, fields: Mapping[str, str], versions: Iterable[Version], words: bool = True) -> Iterator[str]:
    """The header and a row each; guarded, joined and placed as the rows of statements are."""
    yield csv_line((*ARTICLE_COLUMNS, *(column.format(name) for name, kind in fields.items() for column in _CSV_COLUMNS[kind])))
    for version in versions:
        facts = article_facts(version, words)
        facts["authors"] = "; ".join(facts["authors"])
        for row in rows(version, words):
            own = [cell for name, kind in fields.items() for cell in _cells(kind, row[name])]
            yield csv_line((*({**facts, "key": row["key"]}[column] for column in ARTICLE_COLUMNS), *own))


def _cells(kind: str, value: Any) -> Iterable[object]:
    if kind == _SPAN:
        return _joined([value] if value else [])
    if kind == _SPANS:
        return _joined(value)
    if kind == _VOICES:
        shown = "; ".join(voice.get("name") or "" for voice in value)
        return shown, json.dumps([_told(voice) for voice in value], ensure_ascii=False) if value else None
    if kind == _TIME:
        value = value or {}
        return (*_joined([value] if value else []), *(value.get(name) for name in ("value", "earliest", "latest")))
    return (value,)


def _joined(spans: Iterable[Row]) -> tuple[str | None, str]:
    listed = list(spans)
    words = GAP.join(span["text"] for span in listed if span["text"] is not None)
    return words or None, ";".join(f"{span['start']}-{span['end']}" for span in listed)


def _told(value: Any) -> Any:
    """The value without what is not known."""
    if isinstance(value, dict):
        return {name: _told(held) for name, held in value.items() if held is not None}
    return value


# Parquet


def _write_parquet(
    rows: Rows, fields: Mapping[str, str], name: str, versions: Iterable[Version], path: Path, words: bool = True
) -> None:
    """A row each, typed. Raises ModuleNotFoundError, with what to install, where there is no pyarrow; OSError."""
    arrow, parquet = pyarrow_modules()
    columns = table_schema(fields, name)
    with parquet.ParquetWriter(path, columns, compression="zstd", write_statistics=True) as writer:
        every = (cleaned({**article_facts(one, words), **row}) for one in versions for row in rows(one, words))
        for group in in_groups(every):
            writer.write_table(arrow.Table.from_pylist(group, columns))


def table_schema(fields: Mapping[str, str], name: str) -> pa.Schema:
    """The columns and their types; the file's metadata has ``schema`` (``name``) and ``sayso`` (the version)."""
    arrow, _ = pyarrow_modules()
    span, voice = span_and_voice()
    own = arrow.struct([*voice, arrow.field("part", arrow.string())])
    time = arrow.struct([*span, *(arrow.field(part, arrow.string()) for part in ("value", "earliest", "latest"))])
    kinds = {_PLAIN: arrow.string(), _SPAN: span, _SPANS: arrow.list_(span), _VOICES: arrow.list_(voice), _TIME: time}
    kinds[_SCORE] = arrow.float64()
    columns = [(field, arrow.list_(own) if field == "participants" else kinds[kind]) for field, kind in fields.items()]
    return arrow.schema([*article_columns(), *columns], metadata={"schema": name, "sayso": __version__})


write_event_csv = partial(_write_csv, _event_rows, _EVENT)
write_undertaking_csv = partial(_write_csv, _undertaking_rows, _UNDERTAKING)
write_event_parquet = partial(_write_parquet, _event_rows, _EVENT, "sayso.event_table/1")
write_undertaking_parquet = partial(_write_parquet, _undertaking_rows, _UNDERTAKING, "sayso.undertaking_table/1")
