"""Wire copy: equal wordings in articles that share much of their text are on one wire, and count once.

The bands of an article are hashes of parts of its text (``sayso.copies``): articles that have one alike are held against each
other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set

from sayso.store.database import Database
from sayso.store.entries import NOT_SAID

MOST_BANDS = 100  # of an article that are looked up: a query has twice as many parts, and may have 500
MOST_RECENT = 100_000  # bands that are gathered: those of 5,000 articles, 1.5 MB
MOST_COPIES = 50  # articles that a new one is held against, the oldest first: a copy of a copy is one of the first's


def shortened(bands: Iterable[int]) -> list[int]:
    """Enough of each hash to meet by: 31 bits. Who meets is compared; of 100,000 articles some hundred pairs meet by chance.

    >>> shortened([2**31 + 5, 7, 5])
    [5, 7]
    """
    return sorted({band % 2**31 for band in bands})


def insert_bands(database: Database, version: int, bands: Sequence[int]) -> None:
    """Gather the bands of a new version among the recent ones."""
    database.insert("recent_bands", ("band", "version"), [(band, version) for band in bands])


def file_bands(database: Database) -> None:
    """Move the recent bands to all others, where there are many of them.

    A hash falls on any page: of a large index the bands of 250 articles change three pages of four. So they are gathered in a
    small one, and go into the large one in its order.
    """
    ((count,),) = database.rows("SELECT count(*) FROM recent_bands")
    if count > MOST_RECENT:
        database.run("INSERT INTO bands SELECT band, version FROM recent_bands ORDER BY band, version")
        database.run("DELETE FROM recent_bands")


def join_wires(
    database: Database, article: int, wanted: Set[int], bands: Sequence[int], before: int = 2**31 - 1
) -> tuple[dict[int, int], set[int]]:
    """Bring the statements of other articles of an equal band and a wanted wording onto one wire each.

    Of the versions ``before`` one alone, where that is given. Gives the wire of each wording that was found, and those wires on
    which a statement was corrected to be none.
    """
    asked = [(table, band) for table in ("bands", "recent_bands") for band in bands[:MOST_BANDS]]
    oldest = f"WHERE band = ? AND version < ? ORDER BY version LIMIT {MOST_COPIES}"
    near = " UNION ALL ".join(
        f"SELECT * FROM (SELECT version FROM {table} {oldest}) n{number}"
        for number, (table, _) in enumerate(asked)
    )
    values = [value for _, band in asked for value in (band, before)]
    versions = sorted({version for (version,) in database.rows(near, values)}) if asked else []
    wires: dict[int, int] = {}
    unsaid, begun = set[int](), set[int]()
    for version in versions[:MOST_COPIES]:
        copies = database.rows(
            "SELECT s.id, s.wording, s.wire, s.state FROM versions v JOIN statements s "
            "ON s.id >= v.first_statement AND s.id < v.first_statement + v.statements WHERE v.id = ? AND v.article <> ?",
            (version, article),
        )
        for id, wording, wire, state in copies:
            if wording not in wanted:
                continue
            wire = wire or id
            begun.add(id)
            if state & NOT_SAID:
                unsaid.add(wire)
            if wires.setdefault(wording, wire) != wire:
                one = wires[wording]
                database.run("UPDATE statements SET wire = ? WHERE wire = ? OR id = ?", (one, wire, wire))
    database.many("UPDATE statements SET wire = id WHERE id = ? AND wire IS NULL", [(id,) for id in sorted(begun)])
    return wires, unsaid
