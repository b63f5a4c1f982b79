"""Rows -> checksums by which ``verify`` tells that they are as they were written: one of a row, or one of a whole table.

What can be worked out again (names, words, marks) needs none; these are of what cannot: addresses, what corrections show,
bands, the steps of the schema. One of a table stands among the tallies, under a name that says of what.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sayso.store.database import Database
from sayso.store.rows import crc

# The tables whose rows have a column ``checksum``, and the columns that it is of: the key, by how many columns it has, first.
ROWS: dict[str, tuple[int, tuple[str, ...]]] = {
    "captures": (2, ("address", "page_sha256", "captured", "version", "refusal", "etag", "last_modified")),
    "articles": (1, ("id", "address", "latest")),
    "parties": (1, ("id", "name", "kind", "folded", "same_as", "shown")),
    "party_names": (2, ("folded", "party", "name")),
    "migrations": (1, ("number", "name", "applied")),
    "removals": (1, ("number", "made", "reason", "articles", "versions", "statements", "parties", "corrections")),
    "removed": (2, ("address_sha256", "removal", "address", "own", "again")),
    "watches": (
        1, ("number", "name", "asks", "question", "made", "looked", "statements", "versions", "parties", "recounts", "meaning")
    ),
    "recounted": (1, ("number", "statement")),
    "watched": (3, ("watch", "kind", "block", "bits")),
    "watched_happenings": (2, ("watch", "key", "standing")),
}  # fmt: skip
JUDGEMENT = ("number", "statement", "verdict", "fault", "judge", "made", "model", "sayso", "sample", "shown")
CORRECTION = ("number", "kind", "reason", "made", "party", "party_kind", "other", "other_kind", "name", "statement")

CHANGES_SINCE = 14  # the schema from which on corrections have the column "change"

BANDS, CORRECTIONS, SCHEMA = "bands summed", "corrections sealed", "schema sealed"
KEPT_AS, WATCHED = "numbers kept summed", "watches summed"
SEALS = (BANDS, CORRECTIONS, SCHEMA, KEPT_AS, WATCHED)
OF_WATCHES = ("watches", "watched", "watched_happenings", "recounted")  # the tables of which WATCHED is


def sum_of_bands(bands: Iterable[Sequence[Any]]) -> int:
    """One number of rows (band, version) in any order; those of two sums are the sum of both."""
    return sum(crc(*row) for row in bands)


def sum_of_kept(rows: Iterable[Sequence[Any]]) -> int:
    """One number of rows (statement, number under which it was kept first) in any order; what has none adds nothing."""
    return sum(crc(*row) for row in rows if row[1] is not None)


def seal_watches(database: Database) -> None:
    """Write down the sum of what watches are, after a change of any of their tables."""
    seal(database, WATCHED, sum_of_watches(database))


def sum_of_watches(database: Database) -> int:
    """The sum of the checksums of the tables of watches."""
    sums = (database.rows(f"SELECT COALESCE(SUM(checksum), 0) FROM {table}") for table in OF_WATCHES)
    return sum(int(found) for ((found,),) in sums)


def sealed(database: Database, name: str) -> int | None:
    """The checksum of a table as it was written; None where there is none."""
    held = database.rows("SELECT value FROM tallies WHERE name = ?", (name,))
    return held[0][0] if held else None


def seal(database: Database, name: str, value: int) -> None:
    """Write a table's checksum."""
    sql = "INSERT INTO tallies VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
    database.run(sql, (name, value))


def add_up(database: Database, name: str, more: int) -> None:
    """Count so many more under a name among the tallies."""
    seal(database, name, (sealed(database, name) or 0) + more)


def of_corrections(database: Database) -> int:
    """The checksum of all corrections as they stand, in their order."""
    checksum = 0
    for row in database.rows(f"SELECT {', '.join(correction_columns(database))} FROM corrections ORDER BY number"):
        checksum = with_correction(checksum, row)
    return checksum


def correction_columns(database: Database) -> tuple[str, ...]:
    """The columns of ``corrections``, those that an older store lacks left out."""
    ((taken,),) = database.rows("SELECT COALESCE(MAX(number), 0) FROM migrations")
    return (*CORRECTION, "change") if taken >= CHANGES_SINCE else CORRECTION


def with_correction(checksum: int, row: Sequence[Any]) -> int:
    """The checksum of all corrections, with one more; one without a change is summed up as before there were any."""
    return crc(checksum, *(row if row[len(CORRECTION) :] != (None,) else row[: len(CORRECTION)]))


def of_schema(database: Database) -> int:
    """The checksum of the SQL that makes the tables, views and indexes, as the database keeps it; nobody's own beside them."""
    return crc(*database.made())
