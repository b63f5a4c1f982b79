"""Addresses -> their texts as they were read, before any correction of a statement, with the captures that had them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from sayso.store import rows as written
from sayso.store.database import Database
from sayso.store.finding import selected
from sayso.store.locating import known_as
from sayso.store.mended import reads_of
from sayso.store.retelling import read_versions
from sayso.store.values import Capture, Original, Question


def texts_of(database: Database, addresses: Collection[str]) -> list[tuple[str, int]]:
    """All texts of these addresses, by address and number, in the order in which they came in."""
    sql = "SELECT v.id, a.address, v.number FROM articles a JOIN versions v ON v.article = a.id WHERE a.address IN ({})"
    held = sorted(selected(database, sql, map(known_as, addresses)))
    return [(written.unpacked(address) or "", number) for _, address, number in held]


def originals(database: Database, texts: Sequence[tuple[str, int]]) -> list[Original]:
    """These texts, by address and number, in their order."""
    sql = "SELECT v.id FROM articles a JOIN versions v ON v.article = a.id WHERE a.address = ? AND v.number = ?"
    ids = [id for address, number in texts for (id,) in database.rows(sql, (known_as(address), number))]
    held = dict(zip(ids, read_versions(database, ids, Question(said=None)), strict=True))
    reads = reads_of(database, {id: version.reading.article.text for id, version in held.items()})
    found: list[Original] = []
    for id, version in held.items():
        reading = replace(
            version.reading, statements=tuple(replace(one, corrected=None) for one in version.reading.statements)
        )
        if read := reads.get(id):
            reading = replace(
                reading, statements=read.statements, parties=read.parties, undertakings=read.undertakings
            )
        as_read = replace(version, reading=reading, answers=None, names={}, numbers={})
        found.append(Original(as_read, _captures(database, id)))
    return found


def _captures(database: Database, version: int) -> tuple[Capture, ...]:
    sql = "SELECT address, page_sha256, captured FROM captures WHERE version = ? ORDER BY address, page_sha256"
    return tuple(
        Capture(written.unpacked(address) or "", page_sha256, written.unpacked(captured))
        for address, page_sha256, captured in database.rows(sql, (version,))
    )
