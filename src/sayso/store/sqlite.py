"""A path -> a store in one SQLite file: write-ahead log, FTS5, and a clear message for every trouble it can be in."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import time
import zlib
from array import array
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sayso.store.database import All, But, Entry, Lookup, Row, Tokens
from sayso.store.errors import StoreError
from sayso.store.migrations import LEDGER, MIGRATIONS, migrate, schema

APPLICATION_ID = 0x53617973  # "Says", in the file's header: what tells a store from other programs' databases
PAGE = 8192  # bytes: an article's text of 3 kB fills pages of 4,096 to two thirds, and these to nearly nine tenths
WAIT = 60.0  # seconds that a writer waits for another one

# Its words are tokens already, so they are cut at spaces alone; only what stands in a row is ever asked of a place, so no sizes
# are kept; the words themselves stand in the articles' texts.
INDEX = """CREATE VIRTUAL TABLE statement_words USING fts5(  -- marks of each statement, and the words of its content
  words, content = '', columnsize = 0, tokenize = "ascii tokenchars '_'"
)"""


class SQLite:
    """A database in one file, behind the ``Database`` protocol. Two processes may hold it; writers take turns."""

    matched = "statement_words AS w CROSS JOIN statements AS s ON s.id = w.rowid"
    matched_id = "w.rowid"
    groups = False  # by sorting: 1.7 s for a million rows, which are counted here in 0.9
    matches = "w.statement_words MATCH ?"

    def __init__(self, path: Path, create: bool = True, read_only: bool = False) -> None:
        """Open the file, make it where there is none, and bring an older one up to this schema; raises StoreError."""
        self.name = str(path)
        _check_path(path, create and not read_only)
        try:
            self._connection = _connect(path, read_only)
        except sqlite3.Error as error:
            raise self._trouble(error) from error
        try:
            self._open(create, read_only)
        except StoreError:
            self._connection.close()
            raise

    def _open(self, create: bool, read_only: bool) -> None:
        ((application,),) = self.rows("PRAGMA application_id")
        ((tables,),) = self.rows("SELECT count(*) FROM sqlite_master")
        if application != APPLICATION_ID and (application or tables):
            raise StoreError(f"{self.name}: a database of another program, not a store of Sayso; name another file.")
        if not application and (read_only or not create):
            raise StoreError(f"{self.name}: an empty file, not a store; sayso add makes one.")
        if application and schema(self) == MIGRATIONS[-1].number:
            self._tune(read_only)
            return
        if read_only:
            raise StoreError(f"{self.name}: a store of an older Sayso; open it for writing once, and it is brought up to date.")
        self._tune(read_only)
        with self.transaction():
            ((application,),) = self.rows("PRAGMA application_id")
            if not application:  # another process may have made it since
                self.run(f"PRAGMA application_id = {APPLICATION_ID}")
                self.run(LEDGER)
            migrate(self, "sqlite", (INDEX,))

    def _tune(self, read_only: bool) -> None:
        ((mode,),) = self.rows("PRAGMA journal_mode")
        if not read_only and mode != "wal":
            self.run(f"PRAGMA page_size = {PAGE}")
            self._log_ahead()
        self.run("PRAGMA synchronous = FULL")  # each commit is on the disk before it is reported, should the power go
        self.run("PRAGMA cache_size = -65536")  # 64 MiB
        self.run("PRAGMA temp_store = MEMORY")
        # Debian's SQLite overwrites what is deleted; here that is pages of the index of words that were merged into others.
        self.run("PRAGMA secure_delete = OFF")
        # A batch changes pages here and there, many of them those of the one before: folded into the file less often.
        self.run("PRAGMA wal_autocheckpoint = 4000")

    def _log_ahead(self) -> None:
        """Two that make a store at once both ask for the log; SQLite tells one that it is locked, and does not wait for it."""
        end = time.monotonic() + WAIT
        while True:
            try:
                self._connection.execute("PRAGMA journal_mode = wal").fetchall()
                return
            except sqlite3.OperationalError as error:
                if _code(error) != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                    raise self._trouble(error) from error
            time.sleep(0.01)

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        """All rows of a query."""
        try:
            return self._connection.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            raise self._trouble(error) from error

    def run(self, sql: str, values: Sequence[Any] = ()) -> None:
        """One statement without an answer."""
        try:
            self._connection.execute(sql, values)
        except sqlite3.Error as error:
            raise self._trouble(error) from error

    def many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """One statement for each row of values."""
        try:
            self._connection.executemany(sql, rows)
        except sqlite3.Error as error:
            raise self._trouble(error) from error

    def insert(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]], may_be_there: bool = False) -> None:
        """New rows of a table."""
        insert = "INSERT OR IGNORE" if may_be_there else "INSERT"
        self.many(f"{insert} INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})", rows)

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """Whole, or not at all; waits for another writer, and raises StoreError where it waits too long."""
        with self._between("BEGIN IMMEDIATE"):
            yield

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[None]:
        """All that is asked inside is answered from one state of the store."""
        if self._connection.in_transaction:  # one state already
            yield
            return
        with self._between("BEGIN"):
            yield

    @contextlib.contextmanager
    def _between(self, begin: str) -> Iterator[None]:
        self.run(begin)
        try:
            yield
            self.run("COMMIT")
        finally:
            if self._connection.in_transaction:
                with contextlib.suppress(sqlite3.Error):  # on a broken disk: the next to open the file rolls it back
                    self._connection.execute("ROLLBACK")

    def lookup(self, wanted: Lookup) -> str:
        """What is looked up, in FTS5's words: every token quoted, so that none of them is an operator."""
        if isinstance(wanted, Tokens):
            return f'"{" ".join(wanted.words)}"' + (" *" if wanted.cut else "")
        if isinstance(wanted, But):
            return f"({self.lookup(wanted.one)} NOT {self.lookup(wanted.other)})"
        joint = " AND " if isinstance(wanted, All) else " OR "
        return f"({joint.join(map(self.lookup, wanted.parts))})"

    def index(self, entries: Iterable[Entry]) -> None:
        """Enter statements into the index."""
        self.many("INSERT INTO statement_words (rowid, words) VALUES (?, ?)", ((e.id, _line(e)) for e in entries))

    def unindex(self, entries: Iterable[Entry]) -> None:
        """Take statements out of the index; FTS5 needs the very words that went in."""
        sql = "INSERT INTO statement_words (statement_words, rowid, words) VALUES ('delete', ?, ?)"
        self.many(sql, ((e.id, _line(e)) for e in entries))

    def speakers(self) -> dict[int, int]:
        """Each party that spoke, and in how many statements that count.

        The index of words counts a mark's statements in a tenth of the time that their rows take; those of earlier versions are
        in it too.
        """
        self.run("CREATE VIRTUAL TABLE IF NOT EXISTS temp.counted_words USING fts5vocab(main, statement_words, row)")
        marks = self.rows("SELECT term, doc FROM temp.counted_words WHERE term >= '_s' AND term < '_t'")
        before = "SELECT speaker, count(*) FROM statements WHERE state <> 0 AND state = 1 AND speaker > 0 GROUP BY speaker"
        counted = {int(mark[2:]): count for mark, count in marks}
        counted.update((party, counted.get(party, 0) - count) for party, count in self.rows(before))
        return {party: count for party, count in counted.items() if count > 0}

    def differing(self, entries: Iterable[Entry]) -> Iterator[int]:
        """The statements of which the index holds anything else than these entries.

        The tokens and places of each are summed up, first as they should be and then as FTS5's own list has them; 8 bytes a
        statement.
        """
        sums, strays = array("Q"), set[int]()
        for entry in entries:
            if entry.id >= len(sums):
                sums.frombytes(bytes(8 * (entry.id + 1 - len(sums))))
            sums[entry.id] = sum(_weight(word, place) for place, word in enumerate((*entry.marks, *entry.words))) % 2**64
        self.run("CREATE VIRTUAL TABLE IF NOT EXISTS temp.indexed_words USING fts5vocab(main, statement_words, instance)")
        last, base = None, 0
        try:
            for word, id, place in self._connection.execute("SELECT term, doc, offset FROM temp.indexed_words"):
                if word != last:
                    last, base = word, zlib.crc32(word.encode("utf-8", "surrogatepass"))
                if 0 <= id < len(sums):
                    sums[id] = (sums[id] - base * (place + 1)) % 2**64
                else:
                    strays.add(id)
        except sqlite3.Error as error:
            raise self._trouble(error) from error
        yield from (id for id, left in enumerate(sums) if left)
        yield from sorted(strays)

    def check(self) -> Iterator[str]:
        """What SQLite itself finds wrong with the file, and FTS5 with its index."""
        try:
            found = self._connection.execute("PRAGMA integrity_check(20)").fetchall()
        except sqlite3.Error as error:
            yield str(error)
            return
        yield from (str(words) for (words,) in found if words != "ok")

    def close(self) -> None:
        """Give the file back; the last to close it folds the log into it."""
        try:
            self._connection.close()
        except sqlite3.Error as error:
            raise self._trouble(error) from error

    def _trouble(self, error: sqlite3.Error) -> StoreError:
        code = _code(error)
        if code == sqlite3.SQLITE_IOERR and _is_full(Path(self.name)):  # no room for the list of the log's pages, says SQLite
            code = sqlite3.SQLITE_FULL
        said = _TROUBLES.get(code, f"SQLite says: {error}.")
        return StoreError(f"{self.name}: {said}")


_TROUBLES = {
    sqlite3.SQLITE_NOTADB: "not a store of Sayso: no SQLite database at all; name another file.",
    sqlite3.SQLITE_CORRUPT: "the file is damaged (cut short, or overwritten); go back to a copy of it.",
    sqlite3.SQLITE_FULL: "the disk is full; what was being written is not kept, what was there is. Make room and start again.",
    sqlite3.SQLITE_READONLY: "cannot be written: the file or its folder is read-only. Change its rights, or name another file.",
    sqlite3.SQLITE_BUSY: f"another program has been writing to it for more than {WAIT:g} seconds; try again when it is done.",
    sqlite3.SQLITE_LOCKED: "another part of this program is writing to it; try again when it is done.",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened: the file or its folder cannot be read or written.",
    sqlite3.SQLITE_IOERR: "the disk cannot be read or written; what was being written is not kept.",
    sqlite3.SQLITE_PERM: "cannot be opened: no right to read it.",
}


def _code(error: sqlite3.Error) -> int:
    """SQLite's primary result code; 0 where the error is not SQLite's own."""
    return (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF


def _is_full(path: Path) -> bool:
    """Whether the disk has no room for what SQLite keeps beside a database while it is read: 32 KiB."""
    try:
        return shutil.disk_usage(path.absolute().parent).free < 32 * 1024
    except OSError:
        return False


def _check_path(path: Path, create: bool) -> None:
    try:
        if "\0" in str(path):
            raise ValueError("a NUL in its name")
        if path.is_dir():
            raise StoreError(f"{path}: a folder, not a store; name a file in it.")
        if not path.exists():
            if not create:
                raise StoreError(f"{path}: there is no store; sayso add makes one.")
            if not path.parent.is_dir():
                raise StoreError(f"{path}: there is no folder {path.parent} to make a store in.")
    except (OSError, ValueError) as error:  # a name too long, a NUL in it
        raise StoreError(f"{path}: cannot be opened: {error}") from error


def _connect(path: Path, read_only: bool) -> sqlite3.Connection:
    if not read_only:
        return sqlite3.connect(path, timeout=WAIT, isolation_level=None)
    address = f"file:{quote(str(path.absolute()))}?mode=ro"
    log = path.with_name(path.name + "-wal")
    try:
        connection = sqlite3.connect(address, timeout=WAIT, isolation_level=None, uri=True)
        connection.execute("SELECT count(*) FROM sqlite_master")
    except sqlite3.OperationalError:
        if log.exists() and log.stat().st_size:
            raise
        # In a folder that cannot be written there is no room for the log's index; without a log, nothing else writes either.
        connection = sqlite3.connect(f"{address}&immutable=1", timeout=WAIT, isolation_level=None, uri=True)
    return connection


def _line(entry: Entry) -> str:
    return " ".join((*entry.marks, *entry.words))


def _weight(word: str, place: int) -> int:
    return zlib.crc32(word.encode("utf-8", "surrogatepass")) * (place + 1)
