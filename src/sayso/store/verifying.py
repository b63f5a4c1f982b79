"""A store -> what in it no longer holds: each text, hash, span, row and index entry that is not as it was written.

What is written once (texts, facts, evidence, captures, corrections) has a checksum. What is worked out (who is who, the words
that copies share, days, the index) is worked out again. Nothing here trusts a row: a number may stand where a text was, and a
half of a list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from sayso.questions import folded
from sayso.store import rows as written, seals
from sayso.store.columns import misplaced
from sayso.store.database import Database
from sayso.store.errors import BROKEN, DamagedError
from sayso.store.link_checks import link_faults
from sayso.store.migrations import (
    JUDGED,
    MEMBERS,
    MIGRATIONS,
    OCCURRENCES,
    PACKED,
    PASSAGES,
    REMOVALS,
    STATEMENTS_CORRECTED,
    TALLIED,
    TO_LINK,
    UNNAMED,
    WATCHES,
    schema,
)
from sayso.store.passages import PASSAGE_TALLY, Shelf
from sayso.store.removals import GONE
from sayso.store.soundness import holds, same, told_of
from sayso.store.understanding import name_key
from sayso.store.values import Fault
from sayso.store.version_checks import Versions

SEALED = 5  # the schema from which on there are checksums of all that cannot be worked out again
_COUNT = {"bands": "SELECT (SELECT count(*) FROM bands) + (SELECT count(*) FROM recent_bands)"}
COUNTED = tuple(name for name in TALLIED if name != "statements")  # these are numbered by version


def verify(database: Database, progress: Callable[[int], None]) -> Iterator[Fault]:
    """Check everything; a fault for each thing that no longer holds. ``progress`` is told how many versions are done."""
    sealed = schema(database) >= SEALED
    checks: list[Iterator[Fault]] = [
        _verify_file(database),
        _verify_numbers(database),
        _verify_references(database),
        _verify_seals(database, sealed),
        *(_verify_rows(database, table) for table in seals.ROWS if _is_summed(database, table)),
        _verify_lists(database),
        _verify_bands(database, sealed),
        _verify_passages(database),
        _verify_columns(database),
        _verify_versions(database, sealed, progress),
        link_faults(database),
    ]
    if schema(database) >= STATEMENTS_CORRECTED.number:
        checks.append(_verify_rows(database, JUDGED))
    for check in checks:
        yield from _whatever_stands(database, check)


def _verify_versions(database: Database, sealed: bool, progress: Callable[[int], None]) -> Iterator[Fault]:
    yield from Versions(database, sealed, progress).verify()


def _whatever_stands(database: Database, check: Iterator[Fault]) -> Iterator[Fault]:
    """The faults that a check finds; and where it cannot go on, since nothing can be made of what stands there, that."""
    try:
        for fault in check:
            yield Fault(_legible(fault.where), _legible(fault.detail))
    except DamagedError as error:
        yield Fault(database.name, _legible(str(error).removeprefix(f"{database.name}: ")))
    except BROKEN as error:
        yield Fault(database.name, _legible(f"rows were altered, and cannot be checked ({error})"))


def _legible(words: str) -> str:
    """The words as any terminal takes them: half surrogates stand for bytes that are no text."""
    return words.encode("utf-8", "backslashreplace").decode()


# -- rows, and how many ---------------------------------------------------------------------------------------------------


def _verify_file(database: Database) -> Iterator[Fault]:
    for words in database.check():
        yield Fault(database.name, words)


def _verify_numbers(database: Database) -> Iterator[Fault]:
    rows = database.rows("SELECT name, value FROM tallies")
    tallies: dict[Any, Any] = dict(rows)
    taken = schema(database)
    later = (("removals", REMOVALS), ("removed", REMOVALS), (JUDGED, STATEMENTS_CORRECTED))
    for table in (*COUNTED, *(name for name, step in later if taken >= step.number)):
        ((count,),) = database.rows(_COUNT.get(table, f"SELECT count(*) FROM {table}"))
        gone = tallies.get(GONE.format(table), 0)
        if not same(count, _less(tallies.get(table), gone)):
            removed = f" and {gone} removed" if gone else ""
            yield Fault(f"table {table}", f"holds {count} rows where {tallies.get(table)} were written{removed}")
    ((last,),) = database.rows("SELECT COALESCE(MAX(first_statement + statements - 1), 0) FROM versions")
    if not same(_last(last, tallies, "statements"), tallies.get("statements")):
        yield Fault("table tallies", f"counts {tallies.get('statements')} statements where {last} were numbered")
    gone_names = [GONE.format(name) for name in (*TALLIED, PASSAGE_TALLY, JUDGED)]
    known = (*TALLIED, *seals.SEALS, PASSAGE_TALLY, TO_LINK, "removals", "removed", JUDGED, *gone_names)
    strange = [name for name in tallies if name not in known]
    if strange or len(tallies) != len(rows):
        yield Fault("table tallies", f"holds a row that Sayso never wrote: {strange}")
    steps = [(step.number, step.name) for step in MIGRATIONS]
    held = database.rows("SELECT number, name FROM migrations ORDER BY number")
    if held != steps[: len(held)]:
        yield Fault("table migrations", "is not the list of steps that made the store")


def _is_summed(database: Database, table: str) -> bool:
    """Whether the rows of a table have checksums, in a store of this schema."""
    if table in ("removals", "removed"):
        return schema(database) >= REMOVALS.number
    if table == "recounted" or table.startswith("watche"):
        return schema(database) >= WATCHES.number
    return table == "captures" or schema(database) >= SEALED


def _less(written_rows: Any, gone: Any) -> Any:
    """How many rows there should be."""
    return written_rows - gone if type(written_rows) is type(gone) is int else None


def _last(last: Any, tallies: dict[Any, Any], name: str) -> Any:
    """The last number of what is there, or of what was removed."""
    gone = tallies.get(GONE.format(name), 0)
    return max(last, gone) if type(last) is type(gone) is int else last


def _verify_references(database: Database) -> Iterator[Fault]:
    """Rows that lead nowhere."""
    taken = schema(database)
    for where, sql in _LOST.items():
        if where in _SINCE and taken < _SINCE[where]:
            continue
        for (what,) in database.rows(sql):
            yield Fault(where, f"{told_of(what)}: leads to a row that is not there")


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
    "table members": "SELECT m.version FROM members m LEFT JOIN versions v ON v.id = m.version WHERE v.id IS NULL",
    "table unnamed": "SELECT n.name FROM unnamed n LEFT JOIN versions v ON v.id = n.version WHERE v.id IS NULL",
    "table unnamed_members": "SELECT m.version FROM unnamed_members m LEFT JOIN versions v ON v.id = m.version "
    "WHERE v.id IS NULL",
    "table events": "SELECT e.name FROM events e LEFT JOIN versions v ON v.id = e.version WHERE v.id IS NULL",
    "table undertakings": "SELECT u.name FROM undertakings u LEFT JOIN versions v ON v.id = u.version WHERE v.id IS NULL",
    "table together": "SELECT j.version FROM together j LEFT JOIN versions v ON v.id = j.version WHERE v.id IS NULL",
    "table as_read": "SELECT r.version FROM as_read r LEFT JOIN versions v ON v.id = r.version WHERE v.id IS NULL",
    "table parties": "SELECT p.name FROM parties p LEFT JOIN party_names n ON n.party = p.id AND n.folded = p.folded "
    "LEFT JOIN parties r ON r.id = p.same_as WHERE n.party IS NULL OR (p.same_as IS NOT NULL AND r.id IS NULL)",
    "table party_names": "SELECT n.name FROM party_names n LEFT JOIN parties p ON p.id = n.party WHERE p.id IS NULL",
    "table removed": "SELECT r.address_sha256 FROM removed r LEFT JOIN removals n ON n.number = r.removal "
    "WHERE n.number IS NULL",
    "table watched": "SELECT w.watch FROM watched w LEFT JOIN watches n ON n.number = w.watch WHERE n.number IS NULL",
    "table watched_happenings": "SELECT w.watch FROM watched_happenings w LEFT JOIN watches n ON n.number = w.watch "
    "WHERE n.number IS NULL",
    # The number under which a statement was kept first is earlier than its own.
    "column statements.kept_as": "SELECT id FROM statements WHERE kept_as IS NOT NULL AND NOT kept_as BETWEEN 1 AND id - 1",
    # A wire goes by the number of one of its statements, which is on it as long as it is there.
    "column statements.wire": "SELECT s.id FROM statements s JOIN statements w ON w.id = s.wire "
    "WHERE s.wire IS NOT NULL AND COALESCE(w.wire, 0) <> s.wire",
}
# From which schema on there are tables that an older store lacks.
_SINCE = {
    "table members": MEMBERS.number,
    "table unnamed": UNNAMED.number,
    "table unnamed_members": UNNAMED.number,
    "table events": OCCURRENCES.number,
    "table undertakings": OCCURRENCES.number,
    "table together": OCCURRENCES.number,
    "table removed": REMOVALS.number,
    "table as_read": STATEMENTS_CORRECTED.number,
    **dict.fromkeys(("table watched", "table watched_happenings", "column statements.kept_as"), WATCHES.number),
}


def _verify_seals(database: Database, sealed: bool) -> Iterator[Fault]:
    """What has one checksum for all of it."""
    held = seals.sealed(database, seals.CORRECTIONS)
    if not same(held, seals.of_corrections(database)) and (sealed or held is not None):
        yield Fault("table corrections", "a correction is not as it was made")
    if sealed and not same(seals.sealed(database, seals.SCHEMA), seals.of_schema(database)):
        yield Fault("the schema", "the SQL of a table, a view or an index is not the one that made it")
    if schema(database) >= WATCHES.number:
        rows = database.rows("SELECT id, kept_as FROM statements WHERE kept_as IS NOT NULL")
        if not same(seals.sum_of_kept(rows), seals.sealed(database, seals.KEPT_AS)):
            yield Fault("column statements.kept_as", "the number under which a statement was kept first is another one")
        if not same(seals.sum_of_watches(database), seals.sealed(database, seals.WATCHED)):
            yield Fault("table watches", "a row of it, or of what was told, is not there any more, or is nobody's")


def _verify_rows(database: Database, table: str) -> Iterator[Fault]:
    """Rows that are not as they were written."""
    keys, columns = (1, seals.JUDGEMENT) if table == JUDGED else seals.ROWS[table]
    for checksum, *row in database.each(f"SELECT checksum, {', '.join(columns)} FROM {table}"):
        if not same(checksum, written.crc(*row)):
            named = row[0] if table == "captures" else f"table {table}, {' '.join(map(told_of, row[:keys]))}"
            yield Fault(told_of(named), f"the row of table {table} is not as it was written")


def _verify_lists(database: Database) -> Iterator[Fault]:
    """Names that are not compared as they are written: nobody, or nothing, is found by them."""
    for table, sql, is_key in (
        ("outlets", "SELECT id, name, folded FROM outlets", _is_outlet),
        ("parties", "SELECT id, name, folded FROM parties", _is_key),
        ("party_names", "SELECT party, name, folded FROM party_names", _is_key),
    ):
        for id, name, key in database.each(sql):
            if not holds(is_key, name, key):
                yield Fault(f"table {table}, {told_of(id)}", f"{told_of(name)} is compared as {told_of(key)}")
    for id, kind in database.each("SELECT id, kind FROM parties"):
        if not holds(written.party_kind, kind):
            yield Fault(f"table parties, {told_of(id)}", f"is of a kind that is none: {told_of(kind)}")


def _is_outlet(name: Any, key: Any) -> bool:
    return same(folded((written.unpacked(name) or "")[:2000])[:300], key)


def _is_key(packed: Any, key: Any) -> bool:
    """Whether a name is compared so; what is left of "The The Band" without "The" is a name as it stands."""
    name = written.unpacked(packed) or ""
    return same(name_key(name), key) or key in (name, name_key(f"the {name}"))


def _verify_bands(database: Database, sealed: bool) -> Iterator[Fault]:
    versions = {id for (id,) in database.rows("SELECT id FROM versions")}
    total = 0
    for table in ("bands", "recent_bands"):
        strange = 0
        for row in database.each(f"SELECT band, version FROM {table}"):
            total += written.crc(*row)
            strange += row[1] not in versions
        if strange:
            yield Fault(f"table {table}", f"{strange} rows lead to a row that is not there")
    if sealed and not same(total, seals.sealed(database, seals.BANDS)):
        yield Fault("table bands", "a row of it, or of table recent_bands, is not as it was written")


def _verify_passages(database: Database) -> Iterator[Fault]:
    """The index of passages against the texts as they stand: a passage that it does not hold so is not found by its words."""
    if schema(database) < PASSAGES.number:
        return
    shelf = Shelf(database)
    for found in database.misfiled(shelf.passages()):
        if isinstance(found, str):
            yield Fault("the index of passages", found)
        else:
            yield Fault(shelf.where(found), "the index of passages does not hold this text as it stands")
    tallies: dict[Any, Any] = dict(database.rows("SELECT name, value FROM tallies"))
    if not same(_last(shelf.last, tallies, PASSAGE_TALLY), tallies.get(PASSAGE_TALLY)):
        yield Fault("table versions", f"its passages end at {told_of(shelf.last)}, not where they were numbered to")


def _verify_columns(database: Database) -> Iterator[Fault]:
    """The columns that statements are counted by, against their rows."""
    if database.packs and schema(database) >= PACKED.number:
        for found in misplaced(database):
            yield Fault("table statement_columns", found)
