"""The texts of a store <-> its index of passages: which numbers a text's passages have, and what the index holds of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from sayso.store.database import Database, Filed
from sayso.store.grams import grams
from sayso.store.soundness import text_in, told_of

PASSAGE_TALLY = "passages"  # among the tallies: the last number that a passage got


def file_text(database: Database, version: int, text: str, first: int) -> int:
    """Number the passages of a version's text from ``first``, and enter them into the index; how many they are."""
    found = grams(text)
    database.run("UPDATE versions SET first_passage = ? WHERE id = ?", (first, version))
    database.file(Filed(id, some) for id, some in enumerate(found, first))
    return len(found)


def unfile_text(database: Database, version: int, text: str) -> None:
    """Take the passages of a version out of the index, before its rows go."""
    ((first,),) = database.rows("SELECT first_passage FROM versions WHERE id = ?", (version,))
    database.unfile(Filed(id, some) for id, some in enumerate(grams(text), first))


def file_kept(database: Database) -> None:
    """Enter all texts that a store has kept without an index of passages."""
    last = 0
    for (version,) in database.rows("SELECT id FROM versions ORDER BY id"):
        held = database.rows("SELECT text FROM texts WHERE version = ?", (version,))
        last += file_text(database, version, text_in(held[0][0]) if held else "", last + 1)
    database.run("UPDATE tallies SET value = ? WHERE name = ?", (last, PASSAGE_TALLY))


class Shelf:
    """The passages as a store's texts have them, for ``verify``; nothing here trusts a row."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._firsts: list[int] = []
        self._versions: list[int] = []
        self.last = 0

    def passages(self) -> Iterator[Filed]:
        """What the index should hold, passage by passage; ``last`` is the last number once all are given."""
        for version, first in self._database.rows("SELECT id, first_passage FROM versions ORDER BY first_passage, id"):
            held = self._database.rows("SELECT text FROM texts WHERE version = ?", (version,))
            if type(first) is not int or not held:
                continue
            self._firsts.append(first)
            self._versions.append(version)
            for id, some in enumerate(grams(text_in(held[0][0])), first):
                self.last = id
                yield Filed(id, some)

    def where(self, passage: int) -> str:
        """The version that a passage is of, for a message."""
        place = bisect_right(self._firsts, passage) - 1
        if place < 0:
            return f"table versions, passage {told_of(passage)}"
        sql = "SELECT a.address, v.number FROM versions v JOIN articles a ON a.id = v.article WHERE v.id = ?"
        rows = self._database.rows(sql, (self._versions[place],))
        return f"{told_of(rows[0][0])}#{told_of(rows[0][1])}" if rows else f"table versions, {told_of(self._versions[place])}"
