"""A path -> a store in one SQLite file: write-ahead log, FTS5, and a clear message for every trouble it can be in."""

from __future__ import annotations

import contextlib
import itertools
import os
import shutil
import sqlite3
import time
import zlib
from array import array
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sayso.store import columns
from sayso.store.database import All, But, Entry, Filed, Lookup, Row, Stamp, Tokens, Turn
from sayso.store.errors import ADVICE, DamagedError, StoreError
from sayso.store.migrations import ASKED_FROM, LEDGER, MIGRATIONS, OBJECTS, migrate, schema

APPLICATION_ID = 0x53617973  # "Says", in the file's header: what tells a store from other programs' databases
PAGE = 8192  # bytes: an article's text of 3 kB fills pages of 4,096 to two thirds, and these to nearly nine tenths
LARGE = 500_000_000  # bytes: a larger file is not copied in memory
SWEEP_WAIT = 2000  # milliseconds that the emptying of the log waits for who reads it
WAIT = 60.0  # seconds that a writer waits for another one

# Its words are tokens already, so they are cut at spaces alone; only what stands in a row is ever asked of a place, so no sizes
# are kept; the words themselves stand in the articles' texts.
INDEX = """CREATE VIRTUAL TABLE statement_words USING fts5(  -- marks of each statement, and the words of its content
  words, content = '', columnsize = 0, tokenize = "ascii tokenchars '_'"
)"""
# The same of passages, of which nothing but the number is asked.
PASSAGES = """CREATE VIRTUAL TABLE passage_grams USING fts5(  -- grams of each passage of a text
  grams, content = '', columnsize = 0, detail = none, tokenize = "ascii"
)"""
_OWN = ("statement_words", "passage_grams", "statement_columns", "sqlite_autoindex")  # how names begin that are no migration's
_WORDS, _GRAMS = ("statement_words", "words", INDEX), ("passage_grams", "passages", PASSAGES)

# What a damaged file makes of SQLite's answers: it says so, or knows a table no more; or Python reads no text in what it says.
_ERRORS = (sqlite3.Error, UnicodeDecodeError)
_DAMAGE = {
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_NOTADB,
    sqlite3.SQLITE_ERROR,
    sqlite3.SQLITE_FORMAT,
    sqlite3.SQLITE_MISMATCH,
    0,
}


_NUMBERS = itertools.count()  # of connections


class SQLite:
    """A database in one file, behind the ``Database`` protocol. Two processes may hold it; writers take turns.

    One connection, and one thread at a time that uses it; ``reader`` is one more.
    """

    matched = "statement_words AS w CROSS JOIN statements AS s ON s.id = w.rowid"
    indexed = "statement_words AS w"
    matched_id = "w.rowid"
    packs = True  # rows are grouped by sorting: 1.7 s for a million, which are counted in .05 by columns
    matches = "w.statement_words MATCH ?"
    passages = "passage_grams"
    passage_id = "rowid"
    met = "passage_grams MATCH ?"

    def __init__(self, path: Path, create: bool = True, read_only: bool = False) -> None:
        """Open the file, make it where there is none, and bring an older one up to this schema; raises StoreError."""
        self.name = str(path)
        self._number = next(_NUMBERS)
        self._turn = Turn(_ERRORS, self._trouble)
        _check_path(path, create and not read_only)
        self._path = Path(os.path.abspath(path))  # noqa: PTH100  # not resolved, and not read as an address of SQLite's own
        self._stands: tuple[int, int] | None = None
        self._read_only = read_only
        try:
            self._connection = _connect(self._path, read_only, self.name)
        except _ERRORS as error:
            raise self._trouble(error) from error
        try:
            self._open(create, read_only)
        except StoreError:
            self._connection.close()
            raise
        self._stands = _standing(self._path)

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
        if read_only and schema(self) >= ASKED_FROM:
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
            fresh = not schema(self)
            migrate(self, "sqlite", (INDEX,), passages=(PASSAGES,), columns=columns.TABLES)
            if not fresh:
                columns.pack_all(self)

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
        with self._turn:
            return self._connection.execute(sql, values).fetchall()

    def each(self, sql: str) -> Iterator[Row]:
        """The same, as a stream."""
        with self._turn:
            yield from self._connection.execute(sql)

    def run(self, sql: str, values: Sequence[Any] = ()) -> None:
        """One statement without an answer."""
        with self._turn:
            self._connection.execute(sql, values)

    def many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """One statement for each row of values."""
        with self._turn:
            self._connection.executemany(sql, rows)

    def insert(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]], may_be_there: bool = False) -> None:
        """New rows of a table."""
        # Where one fails the transaction is rolled back. "OR ABORT" would take back the one alone, for which SQLite notes its
        # place in every index that a trigger may change, and FTS5 writes its pages out for each row.
        insert = "INSERT OR IGNORE" if may_be_there else "INSERT OR FAIL"
        self.many(f"{insert} INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})", rows)

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """Whole, or not at all; waits for another writer, and raises StoreError where it waits too long."""
        if self._read_only:
            why = "it was opened to be read-only." if can_be_written(self._path) else _TROUBLES[sqlite3.SQLITE_READONLY]
            raise StoreError(f"{self.name}: cannot be written: {why.removeprefix('cannot be written: ')}")
        with self._between("BEGIN IMMEDIATE"):
            yield

    @contextlib.contextmanager
    def erasing(self) -> Iterator[None]:
        """What is deleted inside is overwritten with zeros."""
        self.run("PRAGMA secure_delete = ON")
        try:
            yield
        finally:
            self.run("PRAGMA secure_delete = OFF")

    def sweep(self) -> str:
        """Merge the indexes, which hold what was taken out of them until then, and write the file and its log anew.

        What a row had been moved away from stays in a page of the file, whatever is deleted: nothing but a new file is without.
        """
        try:
            with self.erasing(), self.transaction():
                for index in ("statement_words", "passage_grams"):
                    self.run(f"INSERT INTO {index} ({index}) VALUES ('optimize')")
            if self._path.stat().st_size > LARGE:  # a copy of it, which is no file's under any name, in the folder for such
                self.run("PRAGMA temp_store = FILE")
            try:
                with self._turn:
                    self._check_place()
                    self.run("VACUUM")
            finally:
                self.run("PRAGMA temp_store = MEMORY")
            self.run(f"PRAGMA busy_timeout = {SWEEP_WAIT}")
            ((busy, *_),) = self.rows("PRAGMA wal_checkpoint(TRUNCATE)")
        except StoreError as error:
            return f"{error} The words may stand in unused parts of the file until it is written anew: sayso remove --sweep."
        finally:
            self.run(f"PRAGMA busy_timeout = {int(WAIT * 1000)}")
        if busy:
            return f"{self.name}: another program has it open; its log keeps the words until sayso remove --sweep runs alone."
        return ""

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[None]:
        """All that is asked inside is answered from one state of the store."""
        with self._turn:
            if self._connection.in_transaction:  # one state already
                yield
                return
            with self._between("BEGIN"):
                yield

    @contextlib.contextmanager
    def _between(self, begin: str) -> Iterator[None]:
        with self._turn:
            self._check_place()
            self.run(begin)
            try:
                yield
                self.run("COMMIT")
            finally:
                if self._connection.in_transaction:
                    with contextlib.suppress(sqlite3.Error):  # on a broken disk: the next to open the file rolls it back
                        self._connection.execute("ROLLBACK")

    def _check_place(self) -> None:
        """Raises StoreError where the file that was opened stands under its name no more, and what is written would be lost.

        It takes 6 µs, a hundredth of the shortest question.
        """
        stands = _standing(self._path)
        if self._stands in (None, stands):
            return
        what = "is no longer there" if stands is None else "is another file now"
        raise StoreError(
            f"{self.name}: {what}: it was deleted, moved or replaced while it was open. Open it again, and start again."
        )

    def stamp(self) -> Stamp | None:
        """This connection, what SQLite counts that others committed, and what this one changed itself."""
        ((others,),) = self.rows("PRAGMA data_version")
        return self._number, int(others), self._connection.total_changes

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

        The index of words counts a mark's statements in a tenth of the time that their rows take; those of earlier versions and
        those that were not said are in it too.
        """
        self._count_words()
        marks = self.rows("SELECT term, doc FROM temp.counted_words WHERE term >= '_s' AND term < '_t'")
        out = """SELECT speaker, count(*) FROM statements WHERE state <> 0 AND state IN (1, 4, 5) AND speaker > 0
          GROUP BY state, speaker"""
        counted = {int(mark[2:]): count for mark, count in marks}
        for party, count in self.rows(out):
            counted[party] = counted.get(party, 0) - count
        return {party: count for party, count in counted.items() if count > 0}

    def differing(self, entries: Iterable[Entry]) -> Iterator[int | str]:
        """The statements of which the index holds anything else than these entries.

        The tokens and places of each are summed up, first as they should be and then as FTS5's own list has them; 8 bytes a
        statement.
        """
        sums, strays, count = array("Q"), set[int](), 0
        for entry in entries:
            if entry.id >= len(sums):
                sums.frombytes(bytes(8 * (entry.id + 1 - len(sums))))
            total = 0
            for place, word in enumerate((*entry.marks, *entry.words), 1):
                total += _weight(word) * place
            sums[entry.id] = total % 2**64
            count += 1
        self.run("CREATE VIRTUAL TABLE IF NOT EXISTS temp.indexed_words USING fts5vocab(main, statement_words, instance)")
        self._connection.text_factory = str  # which is sooner made; words that are none end this all the same
        last, weight, tokens, most = None, 0, 0, len(sums)
        with self._turn:
            held = self._connection.execute("SELECT term, doc, offset FROM temp.indexed_words")
            for tokens, (word, id, place) in enumerate(held, 1):  # noqa: B007
                if word != last:
                    last, weight = word, _weight(word)
                if 0 <= id < most:
                    sums[id] = (sums[id] - weight * (place + 1)) % 2**64
                else:
                    strays.add(id)
        self._connection.text_factory = _legible
        yield from (id for id, left in enumerate(sums) if left)
        yield from sorted(strays)
        yield from self._unfound(_WORDS)
        # What FTS5 counts by: an entry is taken out only where there are as many as it holds.
        if (said := self._counted(_WORDS)) != (count, tokens):
            yield f"the index of words counts {said} statements and words where it holds {(count, tokens)}"

    def file(self, passages: Iterable[Filed]) -> None:
        """Enter passages into the index of passages."""
        sql = "INSERT INTO passage_grams (rowid, grams) VALUES (?, ?)"
        self.many(sql, ((one.id, " ".join(one.grams)) for one in passages))

    def unfile(self, passages: Iterable[Filed]) -> None:
        """Take passages out of it; FTS5 needs the very grams that went in."""
        sql = "INSERT INTO passage_grams (passage_grams, rowid, grams) VALUES ('delete', ?, ?)"
        self.many(sql, ((one.id, " ".join(one.grams)) for one in passages))

    def misfiled(self, passages: Iterable[Filed]) -> Iterator[int | str]:
        """The passages of which the index of passages holds anything else; summed up as the index of words is."""
        sums: dict[int, int] = {}
        for one in passages:
            sums[one.id] = sum(map(_weight, one.grams))
        count, grams, strays = len(sums), 0, set[int]()
        self.run("CREATE VIRTUAL TABLE IF NOT EXISTS temp.filed_grams USING fts5vocab(main, passage_grams, instance)")
        for gram, id in self.each("SELECT term, doc FROM temp.filed_grams"):
            grams += 1
            if id in sums:
                sums[id] -= _weight(gram)
            else:
                strays.add(id)
        yield from (id for id, left in sums.items() if left)
        yield from sorted(strays)
        yield from self._unfound(_GRAMS)
        if (said := self._counted(_GRAMS)) != (count, grams):
            yield f"the index of passages counts {said} passages and grams where it holds {(count, grams)}"

    def _unfound(self, index: tuple[str, str, str]) -> Iterator[str]:
        """What stands in the pages of the index, and is not found there.

        FTS5's own check goes through the pages as a look-up does. It takes a page that is listed under letters before its first
        word; but one lists it by as many of them as tell it from the word before, or a look-up goes to the page before. The
        first page of a run of them may have lost its first words, and those before it are gone, where a part of the run was
        merged into another.
        """
        table, what, _ = index
        yield from self._ill_made(index)
        listed = {(run, page >> 1): word for run, word, page in self.rows(f"SELECT segid, term, pgno FROM {table}_idx")}
        first_pages: dict[int, int] = {}
        for id, block in self.each(f"SELECT id, block FROM {table}_data WHERE id >= 1 << 37 ORDER BY id"):
            run, page = id >> 37, id & (1 << 37) - 1
            word = _first_word(block)
            if page >= 1 << 31 or word is None:  # a list of pages, or all of it is of the word before
                continue
            begin = listed.pop((run, page), None)
            whole = first_pages.setdefault(run, page) != page
            if not isinstance(begin, bytes) or not (word.startswith(begin) or (not whole and begin < word)):
                yield f"the index of {what} lists a page under {begin!r} that begins with {word!r}"
        for run, page in listed:
            if page >= first_pages.get(run, 0):
                yield f"the index of {what} lists a page that is not there: {page} of run {run}"

    def _ill_made(self, index: tuple[str, str, str]) -> Iterator[str]:
        """What FTS5 finds wrong with its pages: it asks for a connection that may write, so it is given a copy of them.

        The copy is SQLite's own temporary database, which stands in memory as long as it is small, and then in a file that no
        one else sees.
        """
        table, what, sql = index
        with contextlib.closing(sqlite3.connect("", isolation_level=None)) as copy:
            copy.execute(sql)
            copy.execute("BEGIN")
            try:
                for part, columns in (("data", "id, block"), ("idx", "segid, term, pgno"), ("config", "k, v")):
                    copy.execute(f"DELETE FROM {table}_{part}")
                    held = self.each(f"SELECT {columns} FROM {table}_{part}")
                    marks = ", ".join("?" * len(columns.split(", ")))
                    copy.executemany(f"INSERT INTO {table}_{part} ({columns}) VALUES ({marks})", held)
                copy.execute("COMMIT")
                copy.execute(f"INSERT INTO {table} ({table}) VALUES ('integrity-check')")
            except _ERRORS as error:
                yield f"the pages of the index of {what} are not as they were written ({error})"

    def _counted(self, index: tuple[str, str, str]) -> tuple[int, ...]:
        """How many entries and words an index says it holds, in its first record."""
        held = self.rows(f"SELECT block FROM {index[0]}_data WHERE id = 1")
        return tuple(_numbers(held[0][0])) or (0, 0) if held and isinstance(held[0][0], bytes) else ()

    def _count_words(self) -> None:
        self.run("CREATE VIRTUAL TABLE IF NOT EXISTS temp.counted_words USING fts5vocab(main, statement_words, row)")

    def check(self) -> Iterator[str]:
        """What SQLite itself finds wrong with the file."""
        yield from (str(words) for (words,) in self.rows("PRAGMA integrity_check(20)") if words != "ok")

    def made(self) -> list[Row]:
        """The SQL of the store's own tables, views and indexes, as the file keeps it; what others have added is theirs."""
        held = self.rows("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name")
        return [
            row
            for row in held
            if row[1] in OBJECTS or str(row[1]).startswith(_OWN)
        ]

    def beside(self) -> SQLite:
        """Another connection to the same file, to read only, that hands out any bytes."""
        other = self.reader()
        other._connection.text_factory = _legible
        return other

    def reader(self) -> SQLite:
        """Another connection to the same file, to read only."""
        self._check_place()
        other = SQLite(self._path, create=False, read_only=True)
        other.name = self.name
        if self._stands not in (None, other._stands):
            with contextlib.closing(other):
                self._check_place()
        return other

    def close(self) -> None:
        """Give the file back; the last to close it folds the log into it."""
        with self._turn:
            self._connection.close()

    def _trouble(self, error: sqlite3.Error | UnicodeDecodeError) -> StoreError:
        code = _code(error)
        if code == sqlite3.SQLITE_IOERR and _is_full(self._path):  # no room for the list of the log's pages, says SQLite
            code = sqlite3.SQLITE_FULL
        if isinstance(error, UnicodeDecodeError):  # SQLite's own message, with a name out of the file
            code, words = sqlite3.SQLITE_CORRUPT, error.object.decode("utf-8", "replace")
        else:
            words = str(error)
        if code == sqlite3.SQLITE_CORRUPT and words != _MALFORMED:
            return DamagedError(f"{self.name}: the file is damaged ({words}); go back to a copy of it.")
        damaged = code in _DAMAGE and not isinstance(error, sqlite3.ProgrammingError | sqlite3.InterfaceError)
        said = _TROUBLES.get(code, f"SQLite says: {words}. {ADVICE}" if damaged else f"SQLite says: {words}.")
        return (DamagedError if damaged else StoreError)(f"{self.name}: {said}")


_MALFORMED = "database disk image is malformed"
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


def _code(error: Exception) -> int:
    """SQLite's primary result code; 0 where the error is not SQLite's own."""
    return (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF


def can_be_written(path: Path) -> bool:
    """Whether a file can be written, and beside it, where SQLite keeps its log."""
    place = Path(os.path.realpath(path))
    return os.access(place, os.W_OK) and os.access(place.parent, os.W_OK)


def _standing(path: Path) -> tuple[int, int] | None:
    """What tells the file that stands at a path from any other; None where there is none."""
    try:
        found = os.stat(path)  # noqa: PTH116  # Path.stat takes twice as long
    except (OSError, ValueError):
        return None
    return found.st_dev, found.st_ino


def _is_full(path: Path) -> bool:
    """Whether the disk has no room for what SQLite keeps beside a database while it is read: 32 KiB."""
    try:
        return shutil.disk_usage(path.parent).free < 32 * 1024
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


def _connect(path: Path, read_only: bool, name: str) -> sqlite3.Connection:
    """A connection to the file at an absolute path, which is no address even where SQLite would take "file:…" for one."""
    if not read_only:
        return _connected(path)
    # Where something could be written, the last to close the file takes the log and its index away; one that may not, cannot.
    address = f"file:{quote(os.fsencode(path))}?mode={'rw' if can_be_written(path) else 'ro'}"
    log = Path(f"{os.path.realpath(path)}-wal")
    connection = _connected(address, uri=True)
    try:
        connection.execute("SELECT count(*) FROM sqlite_master")
    except sqlite3.OperationalError:
        connection.close()
        if log.exists() and log.stat().st_size:
            if os.access(path, os.R_OK) and not can_be_written(path):
                raise StoreError(
                    f"{name}: cannot be read where it stands: {log.name} beside it holds what was written last, and nobody can "
                    "write there, as it takes to read both. Copy both to another folder."
                ) from None
            raise
        # In a folder that cannot be written there is no room for the log's index; without a log, nothing else writes either.
        connection = _connected(f"{address}&immutable=1", uri=True)
    return connection


def _connected(name: Path | str, uri: bool = False) -> sqlite3.Connection:
    return sqlite3.connect(name, timeout=WAIT, isolation_level=None, uri=uri, check_same_thread=False)


def _first_word(block: bytes) -> bytes | None:
    """The first word of a page of the index, as FTS5 writes it; None where none begins there."""
    footer = block[int.from_bytes(block[2:4], "big") :]  # where each word begins
    at = next(_numbers(footer), 0)
    length = next(_numbers(block[at:]), 0)
    begin = at + (1 if length < 128 else 2)
    return bytes(block[begin : begin + length]) if at and length else None


def _numbers(block: bytes) -> Iterator[int]:
    """The numbers that bytes hold as SQLite writes them: seven bits a byte, the highest first, all but the last one marked."""
    number = 0
    for byte in block:
        number = number << 7 | byte & 0x7F
        if not byte & 0x80:
            yield number
            number = 0


def _line(entry: Entry) -> str:
    return " ".join((*entry.marks, *entry.words))


@lru_cache(maxsize=50_000)
def _weight(word: str) -> int:
    return zlib.crc32(word.encode("utf-8", "surrogatepass"))


def _legible(text: bytes) -> str:
    """A text of the file, bytes that are none as half surrogates."""
    return text.decode("utf-8", "surrogateescape")
