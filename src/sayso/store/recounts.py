"""Statements that come to count, or count no longer, without being written anew -> a list of them, which watches go by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sayso.store.database import Database
from sayso.store.migrations import WATCHES, schema
from sayso.store.rows import crc
from sayso.store.seals import ROWS, seal_watches

_COLUMNS = (*ROWS["recounted"][1], "checksum")


def note_recounts(database: Database, ids: Iterable[int]) -> None:
    """Write down that these were counted anew, inside the caller's transaction."""
    wanted = sorted(ids)
    if wanted and schema(database) >= WATCHES.number:
        rows = list(enumerate(wanted, last_recount(database) + 1))
        database.insert("recounted", _COLUMNS, [(*row, crc(*row)) for row in rows])
        seal_watches(database)


def last_recount(database: Database) -> int:
    """The number of the last of them."""
    ((last,),) = database.rows("SELECT COALESCE(MAX(number), 0) FROM recounted")
    return int(last)


def recounted(database: Database, after: int) -> Sequence[int]:
    """The ids of those of greater numbers, each once."""
    return sorted({id for (id,) in database.rows("SELECT statement FROM recounted WHERE number > ?", (after,))})
