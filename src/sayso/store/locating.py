"""A key or an address, as people write it -> where it leads in a store."""

from __future__ import annotations

import hashlib

from sayso.store import rows as written
from sayso.store.database import Database
from sayso.store.keys import FULL, SHORT, Key

LONGEST_ADDRESS = 1_800  # bytes; what PostgreSQL's index takes


def known_as(address: str) -> str:
    """The address as the store has it: one beyond 1,800 bytes is cut, with its hash at the end.

    >>> known_as("https://outlet.example/1"), len(known_as("https://outlet.example/" + "a" * 5000))
    ('https://outlet.example/1', 1665)
    """
    address = written.packed(address) or ""
    if len(address.encode()) <= LONGEST_ADDRESS:
        return address
    return f"{address.encode()[:1600].decode(errors='ignore')}#{hashlib.sha256(address.encode()).hexdigest()}"


def key_of(database: Database, given: str) -> Key | None:
    """Where a key or an address leads; None where the store has no such article. Versions and statements are not looked up.

    An address that is kept goes before a key that is written like it, and as it is given before one without blanks around it.
    """
    for address in dict.fromkeys((given, given.strip())):
        if held := _numbered(database, "address = ?", known_as(address)):
            return Key(*held)
    given = given.strip()
    full = FULL.fullmatch(given)
    if full and (held := _numbered(database, "address = ?", known_as(full[1]))):
        return Key(*held, int(full[2]), full[3])
    short = SHORT.fullmatch(given)
    if short and (held := _numbered(database, "id = ?", int(short[1]))):
        return Key(*held, int(short[2]) if short[2] else None, short[3])
    return None


def address_of(database: Database, given: str) -> str:
    """The address that a key leads to, as the store has it; what leads nowhere, as it is given."""
    found = key_of(database, given)
    return known_as(found.address if found else given)


def _numbered(database: Database, condition: str, value: str | int) -> tuple[int, str] | None:
    rows = database.rows(f"SELECT id, address FROM articles WHERE {condition}", (value,))
    return (int(rows[0][0]), written.unpacked(rows[0][1]) or "") if rows else None
