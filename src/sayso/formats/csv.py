"""Kept versions <-> CSV: a row a statement, every span with its offsets, no cell that a spreadsheet would run as a formula."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import cast

from sayso.evidence import check_evidence
from sayso.formats.answers import answering, key, members, parties, utf8
from sayso.formats.corrected import corrected_fields
from sayso.formats.json import correction_in_full, read_correction
from sayso.record import Manner, Party, Said, Span, Statement, Voice
from sayso.store import Version

# Columns of the article, of the statement, of its voices; docs/export.md says what each holds.
STATEMENT_COLUMNS = (
    *("key", "address", "version", "captured", "url", "outlet", "headline", "authors", "published", "updated", "section"),
    *("language", "text_sha256", "statement", "within", "manner", "act", "said", "score", "content"),
    *("content_spans", "quoted", "quoted_spans", "cue", "cue_span"),
    *(
        f"{voice}{part}"
        for voice in ("speaker", "addressee")
        for part in ("", "_unnamed", "_kind", "_role", "_members", "_mention", "_span", "_how", "_party")
    ),
    *("relay", "relay_voices", "model", "corrected", "correction"),
)
GAP = " … "  # between the pieces of a content; the spans say where one ends

# Where a spreadsheet may see a formula begin (OWASP's list, full-width signs too): at a cell's start, after any apostrophes of
# its own; and, where it parts columns by ";", after one and after a line's end. Quotation marks do not help there, for a cell
# begins before ours.
_FORMULA = r"(?='*\s*[=+\-@＝＋－＠\t\r\n|])"
_FORMULA_INSIDE = r"(?=(?:['\"]|[^\S\r\n])*[=+\-@＝＋－＠|])"
_UNGUARDED = re.compile(rf"\A{_FORMULA}|(?<=[;\r\n]){_FORMULA_INSIDE}")
_GUARDED = re.compile(rf"\A'{_FORMULA}|(?<=[;\r\n])'{_FORMULA_INSIDE}")


def write_csv(versions: Iterable[Version], words: bool = True) -> Iterator[str]:
    """The header, then a row for each statement that answers; RFC 4180 with plain line ends. Numbers are plain numbers.

    What a spreadsheet could run gets an apostrophe before it, and ``read_csv`` takes that off again. Without ``words``
    the columns that hold the article's words are empty. Raises EvidenceError where a span does not hold its words.
    """
    yield csv_line(STATEMENT_COLUMNS)
    for version in versions:
        for row in statement_rows(version, words):
            yield csv_line(row[column] for column in STATEMENT_COLUMNS)


def statement_rows(version: Version, words: bool = True) -> Iterator[Mapping[str, object]]:
    """A row for each statement of a version that answers, by STATEMENT_COLUMNS. Raises EvidenceError as ``write_csv`` does."""
    check_evidence(version.reading)
    named = parties(version, words)
    for statement in answering(version):
        yield {**article_cells(version, words), **_statement(version, statement, words), **_voices(statement, named, words)}


def read_csv(lines: Iterable[str]) -> Iterator[tuple[Mapping[str, str], Statement]]:
    """The rows that ``write_csv`` wrote with their words: each as its cells, unguarded, and as the statement, exactly.

    ``lines`` keep their line ends: a file opened with ``newline=""``. Raises ValueError for other columns.
    """
    rows = csv.DictReader(lines)
    for row in rows:
        if tuple(row) != STATEMENT_COLUMNS:
            raise ValueError(f"not sayso's columns: {', '.join(map(str, row))[:200]}")
        cells = {column: unguarded(cell) for column, cell in row.items()}
        yield cells, _read_statement(cells)


def article_cells(version: Version, words: bool) -> dict[str, object]:
    """The columns of the article, which each of its rows has."""
    article = version.reading.article
    return {
        "address": version.address,
        "version": version.number,
        "captured": version.captured,
        "url": article.url,
        "outlet": article.outlet,
        "headline": article.headline if words else None,
        "authors": "; ".join(article.authors),
        "published": article.published,
        "updated": article.updated,
        "section": article.section,
        "language": article.language,
        "text_sha256": article.text_sha256,
        "model": version.reading.model,
    }


def _statement(version: Version, statement: Statement, words: bool) -> dict[str, object]:
    cue = (statement.cue,) if statement.cue else ()
    return {
        "key": key(version, statement.id),
        "statement": statement.id,
        "within": statement.within,
        "manner": statement.manner,
        "act": statement.act,
        "said": statement.said,
        "score": statement.score,
        "content": joined(statement.content) if words else None,
        "content_spans": places(statement.content),
        "quoted": joined(statement.quoted) if words else None,
        "quoted_spans": places(statement.quoted),
        "cue": joined(cue) if words else None,
        "cue_span": places(cue),
        "corrected": corrected_fields(statement),
        "correction": correction_in_full(statement, words),
    }


def _voices(statement: Statement, named: Mapping[str, Party], words: bool) -> dict[str, object]:
    cells: dict[str, object] = {}
    for role, voice in (("speaker", statement.speaker), ("addressee", statement.addressee)):
        party = named.get(voice.party or "") if voice else None
        mention = (voice.mention,) if voice and voice.mention else ()
        cells |= {
            role: party.name if party and party.named else None,
            f"{role}_unnamed": party.name if party and not party.named else None,
            f"{role}_kind": party.kind if party else None,
            f"{role}_role": party.role if party else None,
            f"{role}_members": "; ".join(one.name for one in members(party, named)) if party else None,
            f"{role}_mention": joined(mention) if words else None,
            f"{role}_span": places(mention),
            f"{role}_how": voice.how if voice else None,
            f"{role}_party": voice.party if voice else None,
        }
    relayed = [named.get(voice.party or "") for voice in statement.relay]
    steps = [party.name if party and party.named else "" for party in relayed]
    voices = [voice_in_full(voice, words) for voice in statement.relay]
    return {**cells, "relay": "; ".join(steps), "relay_voices": json.dumps(voices) if voices else None}


def voice_in_full(voice: Voice, words: bool) -> dict[str, object]:
    """A voice as JSON in a cell."""
    mention = voice.mention
    place = {"start": mention.start, "end": mention.end} if mention else {}
    return {**place, **({"text": mention.text} if mention and words else {}), "party": voice.party, "how": voice.how}


def joined(spans: Iterable[Span]) -> str:
    """The words of spans in one cell."""
    return GAP.join(span.text for span in spans)


def places(spans: Iterable[Span]) -> str:
    """Spans in one cell: "12-40;55-60"."""
    return ";".join(f"{span.start}-{span.end}" for span in spans)


class Row(str):
    """A line of CSV, guarded, with its line end, that knows the cells it was made of: what else writes tables takes these."""

    __slots__ = ("cells",)
    cells: tuple[object, ...]


def csv_line(cells: Iterable[object]) -> Row:
    """One row with its line end, each cell guarded: to no spreadsheet is it a formula, whether it parts columns by "," or ";".

    >>> csv_line([-2, None, "@SUM(A1)", "x;=1+1"]).rstrip()
    "-2,,'@SUM(A1),x;'=1+1"
    """
    out, held = io.StringIO(), tuple(cells)
    csv.writer(out, lineterminator="\r\n").writerow(map(_guarded, held))  # Python quotes what is in its line end: "\r" too
    row = Row(out.getvalue().removesuffix("\r\n") + "\n")
    row.cells = held
    return row


def _guarded(cell: object) -> object:
    if not isinstance(cell, str):
        return cell
    return _UNGUARDED.sub("'", utf8(cell))


def unguarded(cell: str) -> str:
    """A cell's own words, without what ``csv_line`` put before them."""
    return _GUARDED.sub("", cell)


def _read_statement(row: Mapping[str, str]) -> Statement:
    cue = _read_spans(row["cue_span"], row["cue"])
    return Statement(
        id=row["statement"],
        manner=cast(Manner, row["manner"]),
        act=row["act"],
        content=_read_spans(row["content_spans"], row["content"]),
        quoted=_read_spans(row["quoted_spans"], row["quoted"]),
        cue=cue[0] if cue else None,
        speaker=_read_voice(row, "speaker"),
        addressee=_read_voice(row, "addressee"),
        relay=tuple(_read_step(step) for step in json.loads(row["relay_voices"] or "[]")),
        within=row["within"] or None,
        score=float(row["score"]),
        said=cast(Said, row["said"]),
        corrected=read_correction(row["correction"]),
    )


def _read_spans(places: str, words: str) -> tuple[Span, ...]:
    """The spans: "0-4;9-12" of "Stay … she" are "Stay" and "she"; their lengths say where one ends."""
    spans, at = [], 0
    for place in filter(None, places.split(";")):
        start, end = map(int, place.split("-"))
        spans.append(Span(start, end, words[at : at + end - start]))
        at += end - start + len(GAP)
    return tuple(spans)


def _read_voice(row: Mapping[str, str], role: str) -> Voice | None:
    mention = _read_spans(row[f"{role}_span"], row[f"{role}_mention"])
    voice = Voice(mention[0] if mention else None, row[f"{role}_party"] or None, row[f"{role}_how"] or None)
    return voice if voice != Voice(None) else None


def _read_step(step: Mapping[str, object]) -> Voice:
    start, end, text, party, how = (step.get(name) for name in ("start", "end", "text", "party", "how"))
    mention = Span(start, end, str(text)) if isinstance(start, int) and isinstance(end, int) else None
    return Voice(mention, str(party) if party else None, str(how) if how else None)
