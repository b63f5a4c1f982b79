"""Kept versions -> a Parquet file: a row a statement, spans as lists of structs, typed, in row groups, in constant memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sayso import __version__
from sayso.evidence import check_evidence
from sayso.formats.answers import answering, key, members, parties, utf8
from sayso.formats.corrected import corrected_fields
from sayso.formats.json import correction_in_full, read_correction
from sayso.record import Party, Span, Statement, Voice
from sayso.store import Version

if TYPE_CHECKING:
    import pyarrow as pa

STATEMENTS_SCHEMA = "sayso.statements/1"
ARTICLE_COLUMNS = (
    *("key", "address", "version", "captured", "url", "outlet", "headline", "authors", "published", "updated", "section"),
    *("language", "text_sha256", "model"),
)
GROUP_ROWS = 10_000  # 670 articles' statements, 20 MB as they are gathered; smaller groups compress worse
GROUP_CHARACTERS = 16_000_000  # of their texts

_TEXT_BYTES = 64 * 1024 * 1024  # a group's article texts stand once each, in its dictionary, up to this size


def write_parquet(versions: Iterable[Version], path: Path, words: bool = True) -> None:
    """Write a row for each statement that answers; ``schema`` says the columns, and stands in the file with its name.

    Without ``words`` the columns of the article's words are null. Raises ModuleNotFoundError, with what to install, where
    there is no pyarrow; OSError; and EvidenceError where a span does not hold its words.
    """
    arrow, parquet = pyarrow_modules()
    columns = schema()
    with parquet.ParquetWriter(
        path, columns, compression="zstd", dictionary_pagesize_limit=_TEXT_BYTES, write_statistics=True
    ) as writer:
        for group in in_groups(_rows(versions, words)):
            writer.write_table(arrow.Table.from_pylist(group, columns))


def schema() -> pa.Schema:
    """The columns and their types. The file's metadata has ``schema`` ("sayso.statements/1") and ``sayso`` (the version)."""
    arrow, _ = pyarrow_modules()
    text, many = arrow.string(), arrow.list_
    shared = arrow.dictionary(arrow.int32(), arrow.string())
    span, voice = span_and_voice()
    columns = [
        *article_columns(),
        ("statement", text),
        ("within", text),
        ("manner", shared),
        ("act", shared),
        ("said", shared),
        ("score", arrow.float64()),
        ("content", many(span)),
        ("quoted", many(span)),
        ("cue", span),
        ("speaker", voice),
        ("addressee", voice),
        ("relay", many(voice)),
        ("corrected", text),
        ("correction", text),
        ("article_text", arrow.dictionary(arrow.int32(), arrow.large_string())),
    ]
    return arrow.schema(columns, metadata={"schema": STATEMENTS_SCHEMA, "sayso": __version__})


def span_and_voice() -> tuple[Any, Any]:
    """The types of a span and of a voice."""
    arrow, _ = pyarrow_modules()
    text = arrow.string()
    span = arrow.struct([("start", arrow.int32()), ("end", arrow.int32()), ("text", text)])
    names = ("party", "name", "unnamed", "kind", "role")
    party = [*((name, text) for name in names), ("members", arrow.list_(text))]
    return span, arrow.struct([("mention", span), *party, ("how", text)])


def article_columns() -> list[tuple[str, Any]]:
    """The columns that each row has of its key and its article."""
    arrow, _ = pyarrow_modules()
    text, shared = arrow.string(), arrow.dictionary(arrow.int32(), arrow.string())
    kinds = {"version": arrow.int32(), "authors": arrow.list_(text)}
    kinds |= dict.fromkeys(("key", "captured", "published", "updated"), text)
    return [(name, kinds.get(name, shared)) for name in ARTICLE_COLUMNS]


def read_statement(row: Mapping[str, Any]) -> Statement:
    """The statement of a row as pyarrow's ``to_pylist`` gives it, exactly as it was written with its words."""
    return Statement(
        **{name: row[column] for name, column in _PLAIN.items()},
        content=tuple(Span(**span) for span in row["content"]),
        quoted=tuple(Span(**span) for span in row["quoted"]),
        cue=Span(**row["cue"]) if row["cue"] else None,
        speaker=_read_voice(row["speaker"]) if row["speaker"] else None,
        addressee=_read_voice(row["addressee"]) if row["addressee"] else None,
        relay=tuple(map(_read_voice, row["relay"])),
        corrected=read_correction(row["correction"]),
    )


_PLAIN = {"id": "statement", "manner": "manner", "act": "act", "said": "said", "within": "within", "score": "score"}


def _rows(versions: Iterable[Version], words: bool) -> Iterator[dict[str, Any]]:
    for version in versions:
        reading, named = check_evidence(version.reading), parties(version, words)
        text = reading.article.text if words else None
        facts = cleaned({**article_facts(version, words), "article_text": text})  # once, not for each row
        for statement in answering(version):
            yield facts | cleaned({"key": key(version, statement.id), **_statement(statement, named, words)})


def article_facts(version: Version, words: bool) -> dict[str, Any]:
    """What the columns of the article hold, but for the key."""
    article = version.reading.article
    facts = {name: getattr(article, name) for name in ("url", "outlet", "published", "updated", "section", "language")}
    return facts | {
        "address": version.address,
        "version": version.number,
        "captured": version.captured,
        "headline": article.headline if words else None,
        "authors": list(article.authors),
        "text_sha256": article.text_sha256,
        "model": version.reading.model,
    }


def in_groups(rows: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """Rows by the group: as many as are wanted, fewer where the texts of their articles are long."""
    group: list[dict[str, Any]] = []
    last, characters = "", 0
    for row in rows:
        if row["text_sha256"] != last:
            last, size = row["text_sha256"], len(row.get("article_text") or "")
            if group and characters + size > GROUP_CHARACTERS:
                yield group
                group, characters = [], 0
            characters += size
        group.append(row)
        if len(group) >= GROUP_ROWS:
            yield group
            group, last, characters = [], "", 0
    if group:
        yield group


def _statement(statement: Statement, named: Mapping[str, Party], words: bool) -> dict[str, Any]:
    return {
        **{column: getattr(statement, name) for name, column in _PLAIN.items()},
        "content": [span_struct(span, words) for span in statement.content],
        "quoted": [span_struct(span, words) for span in statement.quoted],
        "cue": span_struct(statement.cue, words),
        "speaker": voice_struct(statement.speaker, named, words),
        "addressee": voice_struct(statement.addressee, named, words),
        "relay": [voice_struct(voice, named, words) for voice in statement.relay],
        "corrected": corrected_fields(statement),
        "correction": correction_in_full(statement, words),
    }


def span_struct(span: Span | None, words: bool) -> dict[str, Any] | None:
    """A span as a struct."""
    return {"start": span.start, "end": span.end, "text": span.text if words else None} if span else None


def voice_struct(voice: Voice | None, named: Mapping[str, Party], words: bool) -> dict[str, Any] | None:
    """A voice as a struct: what is written, and the party by its name across articles."""
    if voice is None:
        return None
    party = named.get(voice.party or "")
    understood: dict[str, Any] = {}
    if party:
        name = {"name" if party.named else "unnamed": party.name or None}
        understood = {**name, "kind": party.kind, "role": party.role}
    if party and party.members:
        understood["members"] = [one.name for one in members(party, named)]
    return {"mention": span_struct(voice.mention, words), "party": voice.party, "how": voice.how, **understood}


def cleaned(value: Any) -> Any:
    """The value with U+FFFD for half surrogates."""
    if isinstance(value, str):
        return utf8(value)
    if isinstance(value, dict):
        return {name: cleaned(held) for name, held in value.items()}
    return [cleaned(held) for held in value] if isinstance(value, list) else value


def _read_voice(record: Mapping[str, Any]) -> Voice:
    return Voice(Span(**record["mention"]) if record["mention"] else None, record["party"], record["how"])


def pyarrow_modules() -> tuple[Any, Any]:
    """pyarrow and pyarrow.parquet. Raises ModuleNotFoundError, with what to install, where they are not there."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError("Parquet needs pyarrow: pip install pyarrow", name=error.name) from error
    return pyarrow, pyarrow.parquet
