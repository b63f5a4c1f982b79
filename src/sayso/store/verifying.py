"""A store -> what in it no longer holds: each text, hash, span, row and index entry that is not as it was written."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sayso.store.contract import Fault
from sayso.store.database import Database


def verify(database: Database, progress: Callable[[int], None]) -> Iterator[Fault]:
    """Check everything; a fault for each thing that no longer holds."""
    for words in database.check():
        yield Fault(database.name, words)
