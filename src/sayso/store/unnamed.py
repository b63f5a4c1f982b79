"""The parties that an article knows by a description alone ("a senior official") <-> their rows: each is of its version alone.

They are numbered together with those that have names (``appearances``), so that a reading comes back in its order. A store of
schema 7 and before, which is asked as it is, knows of none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sayso.record import Party
from sayso.store import rows as written
from sayso.store.database import Database, Row
from sayso.store.migrations import UNNAMED, schema

COLUMNS = ("version", "number", "name", "spelled", "kind", "role", "mentions", "checksum")


def unnamed_rows(version: int, parties: Sequence[Party]) -> list[tuple[Any, ...]]:
    """The rows of ``unnamed`` of a version, whose parties these are."""
    return [
        (
            *(version, number, written.packed(party.id), written.packed(party.name), party.kind, written.packed(party.role)),
            *(written.mentions_row(party), written.party_checksum(party)),
        )
        for number, party in enumerate(parties, 1)
        if not party.named
    ]


def rows_of(database: Database, versions: Iterable[int]) -> Iterator[Row]:
    """The rows of ``unnamed`` of these versions, in their order."""
    wanted = sorted(set(versions))
    if wanted and schema(database) >= UNNAMED.number:
        for at in range(0, len(wanted), 500):
            some = wanted[at : at + 500]
            marks = ", ".join("?" * len(some))
            sql = f"SELECT {', '.join(COLUMNS)} FROM unnamed WHERE version IN ({marks}) ORDER BY version, number"
            yield from database.rows(sql, some)


def by_number(rows: Iterable[Row]) -> list[Row]:
    """Rows of both tables in the order of a reading: by their second column; a number that is none stands last."""
    return sorted(rows, key=lambda row: (0, row[1]) if type(row[1]) is int else (1, 0))
