"""The rows of versions -> the readings that were kept, exactly."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sayso.record import Party, Reading
from sayso.store import rows as written, unnamed
from sayso.store.chronicling import EVENT_AT, UNDERTAKING_AT, rows_of
from sayso.store.database import Database, Row
from sayso.store.errors import ADVICE, StoreError
from sayso.store.finding import names, selected
from sayso.store.lookups import scopes
from sayso.store.memberships import members_of
from sayso.store.mended import corrected_in
from sayso.store.migrations import corrected, evidence, facts
from sayso.store.occurrences import EVENT, UNDERTAKING, read_event, read_times, read_undertaking
from sayso.store.values import Question, Version

VERSIONS = """SELECT v.id, a.address, v.number, v.captured, o.name AS outlet_name, v.fingerprint, v.made_by, v.text_sha256,
  v.first_statement, v.statements, v.parties, v.checksum, t.text, {facts}
  FROM versions v LEFT JOIN articles a ON a.id = v.article LEFT JOIN outlets o ON o.id = v.outlet
  LEFT JOIN texts t ON t.version = v.id WHERE v.id IN ({{}})"""
STATEMENTS = """SELECT s.version, s.id, s.state, {corrected}, {evidence}
  FROM versions v JOIN statements s ON s.id >= v.first_statement AND s.id < v.first_statement + v.statements
  JOIN acts a ON a.id = s.act WHERE v.id IN ({{}}) ORDER BY s.id"""
APPEARANCES = """SELECT n.version, n.number, n.identity, n.checksum,
  n.name, COALESCE(n.spelled, p.name), p.kind, n.role, n.mentions, 1 AS named
  FROM appearances n JOIN parties p ON p.id = n.party WHERE n.version IN ({}) ORDER BY n.version, n.number"""

TIMES = written.FACT_COLUMNS.index("times")


def answers(database: Database, question: Question | None) -> list[int]:
    """The versions that have an answer, by address and number; without a question, the latest of each address."""
    if question is None:
        return [id for (id,) in database.rows("SELECT latest FROM articles ORDER BY address")]
    found: set[int] = set()
    for scope in scopes(database, question):
        found |= {id for (id,) in database.rows(scope.select("DISTINCT s.version"), scope.values)}
    sql = "SELECT a.address, v.number, v.id FROM articles a JOIN versions v ON v.article = a.id WHERE v.id IN ({})"
    held = sorted((str(address), number, id) for address, number, id in selected(database, sql, found))
    return [id for _, _, id in held]


def read_versions(database: Database, versions: Sequence[int], question: Question | None = None) -> Iterator[Version]:
    """These versions, in order; with a question, each with the statements that answer it and the names of its parties."""
    held = {row[0]: row for row in selected(database, VERSIONS.format(facts=facts(database)), versions)}
    statements: dict[int, list[Row]] = defaultdict(list)
    for row in selected(database, STATEMENTS.format(evidence=evidence(database), corrected=corrected(database)), versions):
        statements[row[0]].append(row)
    appearances = _appearances(database, versions)
    members = members_of(database, versions)
    events, undertakings = rows_of(database, versions)
    shown = names(database, {row[2] for rows in appearances.values() for row in rows if row[-1]}) if question else {}
    answering = _answering(database, question, statements) if question else {}
    changed = {id: rows for id, rows in statements.items() if id in held and any(row[3] is not None for row in rows)}
    made = corrected_in(database, {id: written.unpacked(held[id][12]) or "" for id in changed})
    for id in versions:
        if id not in held:
            continue
        row = held[id]
        reading = read_reading(row, statements[id], appearances[id], members, (events.get(id, ()), undertakings.get(id, ())))
        if id in changed:
            told = tuple(replace(one, corrected=made.get((id, one.id))) for one in reading.statements)
            reading = replace(reading, statements=told)
        yield Version(
            address=written.unpacked(row[1]) or "",
            number=row[2],
            captured=written.unpacked(row[3]),
            reading=reading,
            fingerprint=row[5],
            made_by=row[6],
            answers=answering.get(id, ()) if question else None,
            names=_known(reading, appearances[id], shown, 1) if question else {},
            numbers=_known(reading, appearances[id], shown, 0) if question else {},
            keys=_keys(row, events.get(id, ()), undertakings.get(id, ())) if question else {},
        )


def _appearances(database: Database, versions: Sequence[int]) -> dict[int, list[Row]]:
    """The rows of ``APPEARANCES`` by version, those of whom an article does not name among them."""
    found: dict[int, list[Row]] = defaultdict(list)
    for row in selected(database, APPEARANCES, versions):
        found[row[0]].append(row)
    for version, number, name, spelled, kind, role, mentions, checksum in unnamed.rows_of(database, versions):
        found[version].append((version, number, None, checksum, name, spelled, kind, role, mentions, 0))
    return defaultdict(list, {version: unnamed.by_number(rows) for version, rows in found.items()})


def _known(reading: Reading, appearances: Sequence[Row], shown: dict[int, tuple[int, str]], what: int) -> dict[str, Any]:
    """What the parties are across articles, by their ids in the reading: their numbers (0), or their names (1)."""
    rows = zip(reading.parties, appearances, strict=True)
    return {party.id: shown[row[2]][what] for party, row in rows if party.named}


def _keys(version: Row, events: Sequence[Row], undertakings: Sequence[Row]) -> dict[str, str]:
    """The keys of what a version tells of, by the ids that they have in the reading. Raises StoreError where one is gone."""
    columns = (*((row[EVENT_AT], EVENT) for row in events), *((row[UNDERTAKING_AT], UNDERTAKING) for row in undertakings))
    held = [dict(zip(names, values, strict=True)) for values, names in columns]
    if not all(one["key"] for one in held):
        where = f"{written.unpacked(version[1]) or ''}, version {version[2]}"
        raise StoreError(f"{where}: its rows were altered, and what it tells of has no key. {ADVICE}")
    return {written.unpacked(one["name"]) or "": one["key"] for one in held}


def _answering(database: Database, question: Question, statements: dict[int, list[Row]]) -> dict[int, tuple[str, ...]]:
    ids = {row[1]: row for rows in statements.values() for row in rows}
    if not ids:
        return {}
    found: dict[int, list[int]] = defaultdict(list)
    for scope in scopes(database, question):
        between = f"AND {scope.id} BETWEEN ? AND ?"
        for at in _runs(sorted(ids)):
            for (id,) in database.rows(scope.select("s.id", between), (*scope.values, *at)):
                found[ids[id][0]].append(id)
    return {version: tuple(written.unpacked(ids[id][4]) or "" for id in sorted(set(held))) for version, held in found.items()}


def _runs(ids: Sequence[int]) -> Iterator[tuple[int, int]]:
    """First and last of each run of ids without a gap."""
    first = last = ids[0]
    for id in ids[1:]:
        if id != last + 1:
            yield first, last
            first = id
        last = id
    yield first, last


def read_reading(
    version: Row,
    statements: Sequence[Row],
    appearances: Sequence[Row],
    members: Mapping[tuple[int, int], tuple[str, ...]],
    occurrences: tuple[Sequence[Row], Sequence[Row]],
) -> Reading:
    """The reading of a version, from its row of ``VERSIONS`` and those of its statements, parties, events and undertakings."""
    address, outlet, text = written.unpacked(version[1]) or "", version[4], version[12] or ""
    told: Sequence[Any] = version[13:]
    try:
        article = written.read_article(told, address, outlet, text)
        return Reading(
            input=written.read_input(told[11], address),
            article=article,
            statements=tuple(written.read_statement(row[4:], article.text) for row in statements),
            parties=tuple(_party(row, article.text, members.get(row[:2], ())) for row in appearances),
            model=written.unpacked(told[12]),
            times=read_times(told[TIMES], article.text),
            events=tuple(read_event(row[EVENT_AT], article.text) for row in occurrences[0]),
            undertakings=tuple(read_undertaking(row[UNDERTAKING_AT], article.text) for row in occurrences[1]),
        )
    except (ValueError, TypeError, IndexError) as error:
        where = f"{address}, version {version[2]}"
        raise StoreError(f"{where}: its rows were altered and cannot be read ({error}). {ADVICE}") from error


def _party(row: Row, text: str, members: tuple[str, ...]) -> Party:
    name, spelled, kind, role, mentions, named = row[4:]
    return written.read_party(name, spelled, kind, role, mentions, text, members, bool(named))
