"""A store of today -> the one that an earlier Sayso would have made of the same readings."""

from __future__ import annotations

from typing import Any

from sayso.store.migrations import TALLIED
from sayso.store.rows import FACT_COLUMNS, facts_checksum


def as_of_schema_4(engine: Any) -> None:
    """Before there were checksums of articles, parties, names and bands."""
    database = engine._database
    columns = ", ".join(f"v.{column}" for column in FACT_COLUMNS)
    rows = database.rows(
        f"SELECT v.id, o.name, v.captured, v.text_sha256, v.fingerprint, {columns} "
        "FROM versions v LEFT JOIN outlets o ON o.id = v.outlet"
    )
    sums = [
        (facts_checksum(facts, outlet, captured, sha256, print), id) for id, outlet, captured, sha256, print, *facts in rows
    ]
    database.many("UPDATE versions SET checksum = ? WHERE id = ?", sums)
    for table in ("articles", "parties", "party_names", "migrations"):
        database.run(f"ALTER TABLE {table} DROP COLUMN checksum")
    database.run(f"DELETE FROM tallies WHERE name NOT IN ({', '.join(repr(name) for name in TALLIED)})")
    database.run("DELETE FROM migrations WHERE number > 4")
