"""A database -> the same for any number of threads: each that asks has a connection to itself, and one at a time writes.

The database's own connection is taken by whoever comes first; while it is taken, as for the seconds of a transaction, others
ask by further ones, which only read. So nobody who asks waits for who writes, and what he is told is one state of the store.
"""

from __future__ import annotations

import contextlib
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from typing import Any, cast

from sayso.store.database import Database, Row
from sayso.store.errors import StoreError

READERS = 7  # connections beside the first; a server has no hundred to give to one program, and each has a cache of its own


class _Here(threading.local):
    """What this thread holds."""

    database: Database | None = None


class _Turn:
    """A thread that waits for a reader, and what it is handed: the reader, or None where it may open one."""

    def __init__(self) -> None:
        self._reader: Database | None = None
        self._is_there = threading.Event()

    def come(self, reader: Database | None) -> None:
        self._reader = reader
        self._is_there.set()

    def wait(self) -> Database | None:
        self._is_there.wait()
        return self._reader


class Shared:
    """The database by one of its connections: that which this thread holds, and the first one for all that only it can do."""

    def __init__(self, database: Database) -> None:
        """Share an open database; ``close`` gives it back with all its connections."""
        self._first = database
        self._firsts = threading.RLock()  # who has it has the first connection
        self._here = _Here()
        self._writing = 0  # threads that write or wait for their turn to: nobody asks by the first connection meanwhile
        self._change = threading.Lock()
        self._free: list[Database] = []
        self._count = 0  # readers, free and taken
        self._waiting: deque[_Turn] = deque()
        self._is_closed = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._here.database or self._first, name)

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        """All rows of a query."""
        held = self._here.database
        if held is not None:
            return held.rows(sql, values)
        with self._held() as database:
            return database.rows(sql, values)

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[None]:
        """All that is asked inside is asked by one connection, and answered from one state of the store."""
        with self._held() as database, database.snapshot():
            yield

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """Whole, or not at all; all that is asked inside sees what was written there."""
        with self._change:
            self._writing += 1
        try:
            with self._firsts, self._holding(self._first), self._first.transaction():
                yield
        finally:
            with self._change:
                self._writing -= 1

    def close(self) -> None:
        """Give every connection back; one that a thread asks by at this moment, as soon as it has its answer."""
        with self._change:
            self._is_closed = True
            free, self._free = self._free, []
            waiting = list(self._waiting)
            self._waiting.clear()
        for turn in waiting:
            turn.come(None)
        for reader in free:
            reader.close()
        self._first.close()

    @contextlib.contextmanager
    def _held(self) -> Iterator[Database]:
        """The connection that this thread holds, or one that is taken for it."""
        if self._here.database is not None:
            yield self._here.database
            return
        database = self._take()
        whole = False
        try:
            with self._holding(database):
                yield database
            whole = True
        finally:
            self._give(database, whole)

    @contextlib.contextmanager
    def _holding(self, database: Database) -> Iterator[None]:
        before, self._here.database = self._here.database, database
        try:
            yield
        finally:
            self._here.database = before

    def _take(self) -> Database:
        """The first connection where nobody has it or waits to write, else a reader; who waits for one gets it in his turn."""
        if not self._writing and self._firsts.acquire(blocking=False):
            return self._first
        turn: _Turn | None = None
        with self._change:
            if self._free:
                return self._free.pop()
            if self._count < READERS or self._is_closed:
                self._count += 1
            else:
                turn = _Turn()
                self._waiting.append(turn)
        if turn and (reader := turn.wait()):
            return reader
        if not self._is_closed:
            with contextlib.ExitStack() as otherwise:
                otherwise.callback(self._leave)
                with contextlib.suppress(StoreError):  # the server has no more of them: the first one comes free in time
                    opened = self._first.reader()
                    otherwise.pop_all()
                    return opened
        self._firsts.acquire()
        return self._first

    def _give(self, database: Database, whole: bool) -> None:
        """Hand a connection back, to who waits longest; one with which something went wrong is used no more."""
        if database is self._first:
            self._firsts.release()
            return
        with self._change:
            kept = whole and not self._is_closed
            if kept and self._waiting:
                self._waiting.popleft().come(database)
            elif kept:
                self._free.append(database)
        if not kept:
            database.close()
            self._leave()

    def _leave(self) -> None:
        """One reader less; who waits longest may open another."""
        with self._change:
            if self._waiting:
                self._waiting.popleft().come(None)
            else:
                self._count -= 1


def shared(database: Database) -> Database:
    """The database for any number of threads."""
    return cast(Database, Shared(database))
