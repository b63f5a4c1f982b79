"""Work that takes a core for seconds -> done two at a time; whoever would wait long is told so, and other pages stay quick."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

AT_ONCE = 2  # texts read, or accounts compared: each takes a core, of twelve long speeches for half a minute
THERE = 4  # at work and waiting: half of the server's threads, so that the other half is left to all other pages
SECONDS = 20  # that one waits
_AT_WORK, _THERE = BoundedSemaphore(AT_ONCE), BoundedSemaphore(THERE)


class BusyError(Exception):
    """Too many ask for such work at once; it can be asked for again."""

    def __init__(self) -> None:
        """In words for people."""
        super().__init__("others are at work here: ask again in a minute")


@contextmanager
def a_turn() -> Iterator[None]:
    """Do the work when it is its turn. Raises BusyError where that would be late."""
    if not _THERE.acquire(blocking=False):
        raise BusyError
    try:
        if not _AT_WORK.acquire(timeout=SECONDS):
            raise BusyError
        try:
            yield
        finally:
            _AT_WORK.release()
    finally:
        _THERE.release()
