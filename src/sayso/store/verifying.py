"""A store -> what in it no longer holds: each text, hash, span, row and index entry that is not as it was written."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from sayso.record import Party, Statement
from sayso.store import rows as written
from sayso.store.contract import Fault
from sayso.store.correcting import seal, sealed
from sayso.store.database import Database, Entry, Row
from sayso.store.entries import ENTRIES, entry_of
from sayso.store.finding import selected
from sayso.store.migrations import CAPTURE, TALLIED
from sayso.store.retelling import APPEARANCES, STATEMENTS, VERSIONS

CHUNK = 100  # versions read at a time
_COUNT = {"bands": "SELECT (SELECT count(*) FROM bands) + (SELECT count(*) FROM recent_bands)"}
COUNTED = tuple(name for name in TALLIED if name != "statements")  # these are counted by version


def verify(database: Database, progress: Callable[[int], None]) -> Iterator[Fault]:
    """Check everything; a fault for each thing that no longer holds. ``progress`` is told how many versions are done."""
    for words in database.check():
        yield Fault(database.name, words)
    yield from _verify_numbers(database)
    yield from _verify_references(database)
    if sealed(database) not in (None, seal(database)):
        yield Fault("table corrections", "a correction is not as it was made")
    yield from _verify_captures(database)
    faults: list[Fault] = []
    for id in database.differing(_checked_entries(database, progress, faults)):
        yield from _drained(faults)
        yield Fault(_where(database, id), "the index of words does not hold this statement as it stands")
    yield from _drained(faults)


def _drained(faults: list[Fault]) -> Iterator[Fault]:
    while faults:
        yield faults.pop(0)


def _verify_numbers(database: Database) -> Iterator[Fault]:
    tallies: dict[str, int] = dict(database.rows("SELECT name, value FROM tallies"))
    for table in COUNTED:
        ((count,),) = database.rows(_COUNT.get(table, f"SELECT count(*) FROM {table}"))
        if count != tallies.get(table):
            yield Fault(f"table {table}", f"holds {count} rows where {tallies.get(table)} were written")


def _verify_references(database: Database) -> Iterator[Fault]:
    """Rows that lead nowhere."""
    for where, sql in _LOST.items():
        for (what,) in database.rows(sql):
            yield Fault(where, f"{written.unpacked(str(what))}: leads to a row that is not there")


def _verify_captures(database: Database) -> Iterator[Fault]:
    """Captures that are not as they were written."""
    columns, last = ", ".join(CAPTURE), ("", "")
    while True:  # some at a time: a store may hold a million
        sql = f"SELECT checksum, {columns} FROM captures WHERE (address, page_sha256) > (?, ?) ORDER BY 2, 3 LIMIT 10000"
        rows = database.rows(sql, last)
        for checksum, *row in rows:
            if written.crc(*row) != checksum:
                yield Fault(written.unpacked(row[0]) or "", "the row of table captures is not as it was written")
        if not rows:
            return
        last = rows[-1][1:3]


_LOST = {
    "table articles": "SELECT a.address FROM articles a LEFT JOIN versions v ON v.id = a.latest AND v.article = a.id "
    "WHERE v.id IS NULL",
    "table versions": "SELECT v.id FROM versions v LEFT JOIN articles a ON a.id = v.article WHERE a.id IS NULL",
    "table captures": "SELECT c.address FROM captures c LEFT JOIN versions v ON v.id = c.version "
    "WHERE c.version IS NOT NULL AND v.id IS NULL",
    "table texts": "SELECT t.version FROM texts t LEFT JOIN versions v ON v.id = t.version WHERE v.id IS NULL",
    "table statements": "SELECT s.id FROM statements s LEFT JOIN versions v ON v.id = s.version "
    "WHERE v.id IS NULL OR s.id < v.first_statement OR s.id >= v.first_statement + v.statements",
    "table appearances": "SELECT n.name FROM appearances n LEFT JOIN versions v ON v.id = n.version WHERE v.id IS NULL",
    "table parties": "SELECT p.name FROM parties p LEFT JOIN party_names n ON n.party = p.id AND n.folded = p.folded "
    "WHERE n.party IS NULL",
    "table party_names": "SELECT n.name FROM party_names n LEFT JOIN parties p ON p.id = n.party WHERE p.id IS NULL",
}


def _where(database: Database, statement: int) -> str:
    sql = """SELECT a.address, v.number, s.name FROM statements s JOIN versions v ON v.id = s.version
      JOIN articles a ON a.id = v.article WHERE s.id = ?"""
    held = database.rows(sql, (statement,))
    if not held:
        return f"statement {statement}"
    address, number, name = held[0]
    return f"{written.unpacked(address)}#{number}/{written.unpacked(name)}"


def _checked_entries(database: Database, progress: Callable[[int], None], faults: list[Fault]) -> Iterator[Entry]:
    """Check all versions, and give the entries that the index should hold of their statements."""
    ids = [id for (id,) in database.rows("SELECT id FROM versions ORDER BY id")]
    for at in range(0, len(ids), CHUNK):
        some = ids[at : at + CHUNK]
        statements, appearances, understood = (
            _by_version(selected(database, STATEMENTS, some)),
            _by_version(selected(database, APPEARANCES, some)),
            {id: database.rows(ENTRIES, (id,)) for id in some},
        )
        for version in selected(database, VERSIONS, some):
            faults += _verify_version(version, statements[version[0]], appearances[version[0]])
            text = written.unpacked(version[12]) or ""
            for row in understood[version[0]]:
                entry = _entry(row, text)
                if entry:
                    yield entry
        progress(min(at + CHUNK, len(ids)))


def _entry(row: Row, text: str) -> Entry | None:
    try:
        return entry_of(row, text)
    except (ValueError, TypeError):  # an altered row, named by its checksum
        return None


def _by_version(rows: Iterator[Row]) -> dict[int, list[Row]]:
    held: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        held[row[0]].append(row)
    return held


def _verify_version(version: Row, statements: Sequence[Row], appearances: Sequence[Row]) -> Iterator[Fault]:
    _, address, number, captured, outlet, fingerprint, _, text_sha256, _, count, parties, checksum, packed, *facts = version
    where = f"{written.unpacked(address)}#{number}"
    if packed is None:
        yield Fault(where, "its text is not there")
        return
    text = written.unpacked(packed) or ""
    if hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() != text_sha256:
        yield Fault(where, "the text is not the one that was read: its SHA-256 differs")
    if written.facts_checksum(facts, outlet, captured, text_sha256, fingerprint) != checksum:
        yield Fault(where, "the facts of the article are not those that were written")
    for what, rows, wanted in (("statements", statements, count), ("parties", appearances, parties)):
        if len(rows) != wanted:
            yield Fault(where, f"holds {len(rows)} {what} where {wanted} were written")
    for row in statements:
        detail = _statement_fault(row, text)
        if detail:
            yield Fault(f"{where}/{written.unpacked(row[4])}", detail)
    for row in appearances:
        if _read_party(row, text) is None:
            yield Fault(f"{where}/{written.unpacked(row[4])}", "the party, or one of its mentions, no longer holds its words")


def _statement_fault(row: Row, text: str) -> str | None:
    """What is wrong with a statement's evidence."""
    evidence = row[4:]
    statement = _read_statement(evidence, text)
    if statement is None:
        return "its evidence cannot be read"
    if written.evidence_checksum(evidence, statement) == row[3]:
        return None
    spans = ", ".join(f"{span.start}-{span.end} {span.text[:40]!r}" for span in statement.content)
    return f"a span no longer holds its words, or its evidence was altered: its content is {spans} now"


def _read_statement(evidence: Row, text: str) -> Statement | None:
    try:
        return written.read_statement(evidence, text)
    except (ValueError, TypeError, IndexError):
        return None


def _read_party(row: Row, text: str) -> Party | None:
    """The party, where it is the one that was written."""
    name, spelled, kind, role, mentions = row[4:]
    try:
        party = written.read_party(name, spelled, kind, role, mentions, text)
    except (ValueError, TypeError):
        return None
    return party if written.party_checksum(party) == row[3] else None
