"""Which statements a watch has told of -> a set of their numbers that takes little room, kept in blocks.

A block is of 65,536 numbers, a bit for each: 1.5 million statements that a broad question has at first are 23 rows, 190 kB
unpacked.
"""

from __future__ import annotations

import base64
import zlib
from collections.abc import Iterable, Iterator

from sayso.store.database import Database
from sayso.store.errors import AlteredError
from sayso.store.rows import crc
from sayso.store.seals import ROWS

NEW, WITHDRAWN = 0, 1  # kinds of the table
_SIZE = 1 << 16
_COLUMNS = (*ROWS["watched"][1], "checksum")


class Told:
    """The numbers that a watch has told of, as new or as withdrawn; blocks are read as they are asked for."""

    def __init__(self, database: Database, watch: int, kind: int = NEW) -> None:
        """Stand before the table; nothing is read."""
        self._database, self._watch, self._kind = database, watch, kind
        self._blocks: dict[int, bytearray] = {}
        self._changed: set[int] = set()

    def __contains__(self, number: int) -> bool:
        block = self._blocks.get(number >> 16)
        if block is None:
            block = self._read(number >> 16)
        return bool(block[(number & 0xFFFF) >> 3] >> (number & 7) & 1)

    def __iter__(self) -> Iterator[int]:
        """All of them, in order."""
        sql = "SELECT block FROM watched WHERE watch = ? AND kind = ? ORDER BY block"
        held = [block for (block,) in self._database.rows(sql, (self._watch, self._kind))]
        for block in sorted({*held, *self._blocks}):
            for at, byte in enumerate(self._block(block)):
                if byte:
                    yield from ((block << 16) + at * 8 + bit for bit in range(8) if byte >> bit & 1)

    def add(self, numbers: Iterable[int]) -> None:
        """So many more; ``save`` writes them."""
        for number in numbers:
            block = self._block(number >> 16)
            block[(number & 0xFFFF) >> 3] |= 1 << (number & 7)
            self._changed.add(number >> 16)

    def save(self) -> None:
        """Write the blocks that have more, inside the caller's transaction."""
        places = [(self._watch, self._kind, block) for block in sorted(self._changed)]
        self._database.many("DELETE FROM watched WHERE watch = ? AND kind = ? AND block = ?", places)
        rows = [(*place, _packed(self._blocks[place[2]])) for place in places]
        self._database.insert("watched", _COLUMNS, [(*row, crc(*row)) for row in rows])
        self._changed = set()

    def _block(self, number: int) -> bytearray:
        return self._blocks[number] if number in self._blocks else self._read(number)

    def _read(self, number: int) -> bytearray:
        sql = "SELECT bits FROM watched WHERE watch = ? AND kind = ? AND block = ?"
        rows = self._database.rows(sql, (self._watch, self._kind, number))
        self._blocks[number] = _unpacked(rows[0][0]) if rows else bytearray(_SIZE // 8)
        return self._blocks[number]


def _packed(block: bytearray) -> str:
    return base64.b85encode(zlib.compress(bytes(block))).decode("ascii")


def _unpacked(bits: str) -> bytearray:
    try:
        block = bytearray(zlib.decompress(base64.b85decode(bits)))
    except (ValueError, TypeError, zlib.error) as error:
        raise AlteredError(f"{bits!r:.60} stands where the bits of a block belong") from error
    if len(block) != _SIZE // 8:
        raise AlteredError(f"a block of a watch has {len(block)} bytes")
    return block
