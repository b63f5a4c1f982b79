"""What an engine asks of a database: SQL with ``?`` for each value, one transaction at a time, and an index of words.

The index holds the tokens of each statement's content, and beside them marks, tokens that no text can hold ("_s12": said by
party 12), so that any mixture of words, names, days and acts is one look-up. Both databases answer the same ``Lookup`` alike.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Protocol

from sayso.store.errors import StoreError

Row = tuple[Any, ...]
Stamp = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Tokens:
    """Tokens that stand in a row; ``cut``: the last may go on ("shell" for "shelling")."""

    words: tuple[str, ...]
    cut: bool = False


@dataclass(frozen=True, slots=True)
class All:
    """Every one of the parts; at least one."""

    parts: tuple[Lookup, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """Any of the parts; at least one."""

    parts: tuple[Lookup, ...]


@dataclass(frozen=True, slots=True)
class But:
    """The one and not the other."""

    one: Lookup
    other: Lookup


Lookup = Tokens | All | Either | But


@dataclass(frozen=True, slots=True)
class Entry:
    """What the index holds of a statement: its marks, and the tokens of its content in order."""

    id: int
    marks: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Filed:
    """What the index of passages holds of a passage: its number in the store, and its grams (see ``grams``)."""

    id: int
    grams: tuple[str, ...]


class Turn:
    """A thread's turn at a connection: the others wait, and what the database's library raises leaves it as a StoreError.

    Within a turn the thread may begin others. (A generator's context manager takes 2 µs longer, of a query's 4.)
    """

    def __init__(self, errors: tuple[type[Exception], ...], trouble: Callable[[Any], StoreError]) -> None:
        """``trouble`` makes a StoreError of one of the ``errors``."""
        self.lock = threading.RLock()
        self._errors, self._trouble = errors, trouble

    def __enter__(self) -> None:
        self.lock.acquire()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.lock.release()
        if isinstance(error, self._errors):
            raise self._trouble(error) from error


class Database(Protocol):
    """SQLite or PostgreSQL by one connection; threads take turns at it: a transaction, a snapshot, a query is one thread's.

    ``shared`` has as many connections as threads that ask at once.

    Every method raises StoreError where the database is in trouble, DamagedError where its files or its tables are.
    """

    name: str  # as shown in messages, without a password
    matched: str  # what stands after FROM: the index joined to the statements, as ``s``
    indexed: str  # the same without the statements
    matched_id: str  # the column of the statement's id, as the index has it
    matches: str  # a condition with one value: ``lookup`` of what is looked up
    passages: str  # what stands after FROM: the index of passages
    passage_id: str  # the column of the passage's number in it
    met: str  # a condition with one value: ``lookup`` of grams
    packs: bool  # whether it has what statements are counted by in columns too: where rows are not grouped soon enough

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        """All rows of a query."""

    def each(self, sql: str) -> Iterator[Row]:
        """The same, as a stream; nothing else is asked of this connection by another thread until its end."""

    def run(self, sql: str, values: Sequence[Any] = ()) -> None:
        """One statement without an answer."""

    def many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """One statement for each row of values."""

    def insert(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]], may_be_there: bool = False) -> None:
        """New rows of a table, by the shortest way that the database has; those whose key is there stay as they are."""

    def transaction(self) -> AbstractContextManager[None]:
        """Whole, or not at all; the only one that writes until it ends."""

    def erasing(self) -> AbstractContextManager[None]:
        """What transactions delete inside is overwritten in their files, where the database can do so."""

    def sweep(self) -> str:
        """Write the files anew, without what was deleted; in words what could not be done, and what is to be done."""

    def snapshot(self) -> AbstractContextManager[None]:
        """All that is asked inside is answered from one state of the store."""

    def stamp(self) -> Stamp | None:
        """What is another one whenever anything was written since, by whomever; None where nothing tells that.

        Of this connection alone; within a snapshot it is that of the state that is asked.
        """

    def lookup(self, wanted: Lookup) -> str:
        """What is looked up, as a value for ``matches``."""

    def index(self, entries: Iterable[Entry]) -> None:
        """Enter statements into the index."""

    def unindex(self, entries: Iterable[Entry]) -> None:
        """Take statements out of the index; each entry is the one that went in."""

    def speakers(self) -> dict[int, int]:
        """Each party that spoke, and in how many statements that count, each copy on a wire for itself."""

    def differing(self, entries: Iterable[Entry]) -> Iterator[int | str]:
        """The statements of which the index holds anything else than these entries; the statements it should not hold, too.

        And in words what else is wrong with the index. The entries' ids are of statements that there are.
        """

    def file(self, passages: Iterable[Filed]) -> None:
        """Enter passages into the index of passages."""

    def unfile(self, passages: Iterable[Filed]) -> None:
        """Take passages out of it; each is the one that went in."""

    def misfiled(self, passages: Iterable[Filed]) -> Iterator[int | str]:
        """The passages of which that index holds anything else, or that it should not hold; in words what else is wrong."""

    def check(self) -> Iterator[str]:
        """What the database itself finds wrong with its files."""

    def made(self) -> list[Row]:
        """What the database keeps of the SQL that made the store's tables, views and indexes; nothing where it needs none."""

    def beside(self) -> Database:
        """Another connection to the same store, to read only, for whoever asks for long: others need not wait.

        It hands out bytes that are no text as half surrogates, which no text of a store holds.
        """

    def reader(self) -> Database:
        """Another connection to the same store, for a thread that asks while others use this one."""

    def close(self) -> None:
        """Give the database back."""
