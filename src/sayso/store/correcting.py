"""Corrections -> rows that are appended, and what they change: who parties are taken to be, and what counts as said."""

from __future__ import annotations

from dataclasses import replace

from sayso.store import rows as written
from sayso.store.contract import Correction, StoreError
from sayso.store.database import Database
from sayso.store.understanding import Key, Understanding, understand

_COLUMNS = "number, kind, reason, made, party, party_kind, other, other_kind, name, statement"


def corrections(database: Database) -> list[Correction]:
    """All of them, in the order they were made."""
    found = database.rows(f"SELECT {_COLUMNS} FROM corrections ORDER BY number")
    return [_read(row) for row in found]


def _read(row: tuple[object, ...]) -> Correction:
    number, kind, reason, made, party, party_kind, other, other_kind, name, statement = row
    text = lambda words: written.unpacked(words)  # noqa: E731
    return Correction(
        kind=kind,
        reason=text(reason) or "",
        made=text(made) or "",
        party=(text(party) or "", party_kind) if party is not None else None,
        other=(text(other) or "", other_kind) if other is not None else None,
        name=text(name),
        statement=text(statement),
        number=number,
    )


def understanding(database: Database) -> Understanding:
    """What all corrections come to."""
    return understand(corrections(database), lambda key: known(database, key))


def known(database: Database, key: Key) -> bool:
    """Whether a party of this key was ever read."""
    return bool(database.rows("SELECT 1 FROM parties WHERE folded = ? AND kind = ?", key))


def correct(database: Database, correction: Correction, made_by: str) -> Correction:
    """Append a correction, inside the caller's transaction."""
    raise StoreError("not yet")
    return replace(correction, number=0)
