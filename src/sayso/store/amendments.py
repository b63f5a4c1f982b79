"""The rows of corrections -> the corrections, in the order they were made, and what they come to."""

from __future__ import annotations

from typing import cast, get_args

from sayso.store import rows as written
from sayso.store.database import Database, Row
from sayso.store.errors import AlteredError
from sayso.store.seals import correction_columns
from sayso.store.understanding import Key, Understanding, counting, understand
from sayso.store.values import Correction, CorrectionKind


def corrections(database: Database) -> list[Correction]:
    """All of them, in the order they were made."""
    columns = ", ".join(correction_columns(database))
    return [_read(row) for row in database.rows(f"SELECT {columns} FROM corrections ORDER BY number")]


def corrections_that_count(database: Database) -> list[Correction]:
    """Those that nobody took back."""
    return counting(corrections(database))


def _read(row: Row) -> Correction:
    number, kind, reason, made, party, party_kind, other, other_kind, name, statement, *change = row
    if kind not in get_args(CorrectionKind):
        raise AlteredError(f"{kind!r:.60} stands where the kind of a correction belongs")
    if not isinstance(number, int):
        raise AlteredError(f"{number!r:.60} stands where the number of a correction belongs")
    return Correction(
        kind=cast(CorrectionKind, kind),
        reason=written.unpacked(reason) or "",
        made=written.unpacked(made) or "",
        party=None if party is None else (written.unpacked(party) or "", written.unpacked(party_kind) or ""),
        other=None if other is None else (written.unpacked(other) or "", written.unpacked(other_kind) or ""),
        name=written.unpacked(name),
        statement=written.unpacked(statement),
        number=number,
        change=written.unpacked(change[0]) if change else None,
    )


def understanding(database: Database) -> Understanding:
    """What all corrections come to."""
    return understand(corrections(database), lambda key: known_key(database, key))


def known_key(database: Database, key: Key) -> bool:
    """Whether a party of this key was ever read."""
    return bool(database.rows("SELECT 1 FROM parties WHERE folded = ? AND kind = ?", key))
