"""That articles were removed -> its record, and which addresses are not to be read again; none in a store before schema 13."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping

from sayso.store import rows as written
from sayso.store.database import Database
from sayso.store.locating import known_as
from sayso.store.migrations import REMOVALS, schema
from sayso.store.seals import ROWS, add_up
from sayso.store.values import Capture, Removal

# Among the tallies: how many rows of a table went with removed articles; of "statements" and "passages" their last number.
GONE = "{} removed"
_RECORD, _ADDRESS = ROWS["removals"][1], ROWS["removed"][1]


def hash_of(address: str) -> str:
    """The hash that an address goes by."""
    return hashlib.sha256(known_as(address).encode()).hexdigest()


def record(database: Database, removal: Removal, addresses: Mapping[str, bool], forget: bool) -> None:
    """Write down a removal; ``addresses`` with whether each is an article's own, or one at which it was met.

    What is to be forgotten is forgotten in earlier records too, of when it was removed before and read again.
    """
    row = (
        *(removal.number, removal.made, written.packed(removal.reason), removal.articles, removal.versions),
        *(removal.statements, removal.parties, removal.corrections),
    )
    database.insert("removals", (*_RECORD, "checksum"), [(*row, written.crc(*row))])
    kept = [
        (hash_of(address), removal.number, None if forget else known_as(address), int(own), None)
        for address, own in sorted(addresses.items())
    ]
    database.insert("removed", (*_ADDRESS, "checksum"), [(*row, written.crc(*row)) for row in kept])
    add_up(database, "removals", 1)
    add_up(database, "removed", len(kept))
    for address in addresses if forget else ():
        _forget(database, hash_of(address))


def _forget(database: Database, address_sha256: str) -> None:
    """Keep an address as its hash alone, with those at which what was removed together was met: nobody is told of these."""
    sql = f"""SELECT {', '.join(_ADDRESS)} FROM removed WHERE address IS NOT NULL AND (address_sha256 = ? OR own = 0 AND removal
      IN (SELECT removal FROM removed WHERE address_sha256 = ?))"""
    for one, removal, _, own, again in database.rows(sql, (address_sha256, address_sha256)):
        checksum = written.crc(one, removal, None, own, again)
        sql = "UPDATE removed SET address = NULL, checksum = ? WHERE address_sha256 = ? AND removal = ?"
        database.run(sql, (checksum, one, removal))


def are_removals(database: Database) -> bool:
    """Whether anything was ever removed."""
    return schema(database) >= REMOVALS.number and bool(database.rows("SELECT 1 FROM removals LIMIT 1"))


def is_removed(database: Database, address: str) -> bool:
    """Whether an address was removed, and nobody asked for it to be read again since."""
    sql = "SELECT 1 FROM removed WHERE address_sha256 = ? AND again IS NULL LIMIT 1"
    return bool(database.rows(sql, (hash_of(address),)))


def removed_among(database: Database, captures: Iterable[Capture]) -> set[str]:
    """Of these captures, the addresses that are not to be read again."""
    wanted = {capture.address for capture in captures if not capture.anew} if are_removals(database) else ()
    return {address for address in wanted if is_removed(database, address)}


def may_be_read(database: Database, addresses: Collection[str], now: str) -> None:
    """Write down that these addresses are read again."""
    for address in {hash_of(address) for address in addresses}:
        sql = f"SELECT {', '.join(_ADDRESS)} FROM removed WHERE address_sha256 = ? AND again IS NULL"
        for row in database.rows(sql, (address,)):
            changed = (*row[:-1], now)
            sql = "UPDATE removed SET again = ?, checksum = ? WHERE address_sha256 = ? AND removal = ?"
            database.run(sql, (now, written.crc(*changed), *row[:2]))


def removals(database: Database) -> list[Removal]:
    """All of them, in the order in which they were made."""
    if schema(database) < REMOVALS.number:
        return []
    addresses: dict[int, list[str]] = {}
    again: dict[int, list[str]] = {}
    forgotten: dict[int, int] = {}
    rows = database.rows("SELECT removal, address, own, again FROM removed ORDER BY removal, address")
    for removal, packed, own, read in rows:
        address = written.unpacked(packed)
        if own and address is None:
            forgotten[removal] = forgotten.get(removal, 0) + 1
        elif own and address is not None:
            addresses.setdefault(removal, []).append(address)
        if own and read is not None and address is not None:
            again.setdefault(removal, []).append(address)
    told = database.rows(f"SELECT {', '.join(_RECORD)} FROM removals ORDER BY number")
    return [
        Removal(
            *(number, made, written.unpacked(reason) or "", articles, versions, statements, parties, passing),
            *(tuple(addresses.get(number, ())), forgotten.get(number, 0), tuple(again.get(number, ()))),
        )
        for number, made, reason, articles, versions, statements, parties, passing in told
    ]
