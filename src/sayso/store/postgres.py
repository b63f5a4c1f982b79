"""An address -> a store in a PostgreSQL database: the same tables in the schema ``sayso``, and an index of words of its own."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from sayso.store.addresses import address_of
from sayso.store.database import All, But, Entry, Filed, Lookup, Row, Stamp, Tokens, Turn
from sayso.store.errors import DamagedError, StoreError
from sayso.store.migrations import ASKED_FROM, LEDGER, MIGRATIONS, migrate, schema

if TYPE_CHECKING:
    import psycopg

# The words are tokens already, so they become a tsvector as they are, without PostgreSQL's own parser. What is kept is how the
# tsvector is written: it takes half the bytes of a tsvector, and is made into one for the index and where words stand in a row.
INDEX = """CREATE TABLE statement_words (  -- marks of each statement, and the words of its content
  id INTEGER PRIMARY KEY REFERENCES statements (id),
  words TEXT NOT NULL
)"""
INDEX_OF_WORDS = "CREATE INDEX words_of_statements ON statement_words USING GIN (CAST(words AS tsvector))"
PASSAGES = (
    """CREATE TABLE passage_grams (  -- grams of each passage of a text
  id INTEGER PRIMARY KEY,
  grams TEXT NOT NULL
)""",
    "CREATE INDEX grams_of_passages ON passage_grams USING GIN (CAST(grams AS tsvector))",
)
# A store of the first schema kept tsvectors.
LEANER = (
    "DROP INDEX words_of_statements",
    "ALTER TABLE statement_words ALTER words TYPE TEXT USING replace(CAST(words AS text), '''', '')",
    INDEX_OF_WORDS,
)

LOCK = 0x53617973  # "Says": writers of one database take turns by it
WAIT = 60  # seconds that a writer waits for another one, and a connection for its server


class PostgreSQL:
    """A database on a server, behind the ``Database`` protocol. Writers take turns.

    One connection, and one thread at a time that uses it; ``reader`` is one more.
    """

    matched = "statement_words AS w JOIN statements AS s ON s.id = w.id"
    indexed = "statement_words AS w"
    matched_id = "w.id"
    packs = False
    matches = "CAST(w.words AS tsvector) @@ CAST(? AS tsquery)"
    passages = "passage_grams"
    passage_id = "id"
    met = "CAST(grams AS tsvector) @@ CAST(? AS tsquery)"

    def __init__(self, address: str, create: bool = True, read_only: bool = False) -> None:
        """Connect, make the store where there is none, and bring an older one up to this schema; raises StoreError."""
        try:
            import psycopg
        except ImportError as error:
            raise StoreError("PostgreSQL needs psycopg: pip install 'psycopg[binary]'") from error
        self._address = address_of(address)
        self.name = self._address.shown
        self._errors = psycopg.Error
        self._turn = Turn((psycopg.Error,), self._trouble)
        self._erases = False
        self._pipelines = psycopg.Pipeline.is_supported()  # not by a libpq before 14
        self._types: dict[str, dict[str, str]] = {}  # of the columns of tables that were written to
        try:
            self._connection = psycopg.connect(
                self._address.given, autocommit=True, connect_timeout=WAIT, application_name="sayso", client_encoding="UTF8"
            )
        except (psycopg.Error, ValueError) as error:  # what it says may hold a password, so it is not told whence this comes
            raise StoreError(f"{self.name}: cannot be reached: {self._address.unreached(_said(error))}") from None
        self._address = self._address.with_secret(self._connection.info.password)  # of a service, of ~/.pgpass
        try:
            self._open(create and not read_only, read_only)
        except StoreError:
            self._connection.close()
            raise

    def _open(self, create: bool, read_only: bool) -> None:
        self.run("SET search_path TO sayso")
        self.run(f"SET lock_timeout TO '{WAIT}s'")
        ((encoding,),) = self.rows("SHOW server_encoding")
        if encoding != "UTF8":
            raise StoreError(
                f"{self.name}: the database is in {encoding}; a store needs one in UTF8 (createdb --encoding UTF8)."
            )
        if read_only:
            self.run("SET default_transaction_read_only TO on")
        if not self._is_store() and not create:
            raise StoreError(f"{self.name}: there is no store in this database; sayso add makes one.")
        if self._is_store() and schema(self) == MIGRATIONS[-1].number:
            return
        if read_only and schema(self) >= ASKED_FROM:
            return
        if read_only:
            raise StoreError(f"{self.name}: a store of an older Sayso; open it for writing once, and it is brought up to date.")
        with self.transaction():
            if not self._is_store():  # another process may have made it since
                self.run("CREATE SCHEMA sayso")
                self.run(LEDGER)
            migrate(self, "postgresql", (INDEX, INDEX_OF_WORDS), LEANER, PASSAGES)

    def _is_store(self) -> bool:
        ((schemas,),) = self.rows("SELECT count(*) FROM pg_namespace WHERE nspname = 'sayso'")
        ((ledgers,),) = self.rows("SELECT count(*) FROM pg_tables WHERE schemaname = 'sayso' AND tablename = 'migrations'")
        if schemas and not ledgers:
            raise StoreError(f"{self.name}: has a schema “sayso” of another program; name another database.")
        return bool(schemas)

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        """All rows of a query."""
        with self._turn:
            return self._execute(sql, values).fetchall()

    def each(self, sql: str) -> Iterator[Row]:
        """The same, as a stream; within a snapshot or a transaction."""
        with self._turn, self._connection.cursor("each") as cursor:
            cursor.itersize = 2000
            yield from cursor.execute(sql.encode())

    def run(self, sql: str, values: Sequence[Any] = ()) -> None:
        """One statement without an answer."""
        with self._turn:
            self._execute(sql, values)

    def _execute(self, sql: str, values: Sequence[Any]) -> psycopg.Cursor[Row]:
        # Without values nothing stands for one: "%" and "?" are then what they are.
        return self._connection.execute(_marked(sql), values) if values else self._connection.execute(sql.encode())

    def many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """One statement for each row of values."""
        with self._turn, self._connection.cursor() as cursor:
            cursor.executemany(_marked(sql), list(rows))

    def insert(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]], may_be_there: bool = False) -> None:
        """New rows of a table, in one statement: an array for each column, however many rows there are."""
        if not rows:
            return
        if table not in self._types:
            sql = "SELECT attname, format_type(atttypid, NULL) FROM pg_attribute WHERE attrelid = CAST(? AS regclass)"
            self._types[table] = dict(self.rows(sql, (table,)))
        arrays = ", ".join(f"CAST(? AS {self._types[table][column]}[])" for column in columns)
        otherwise = " ON CONFLICT DO NOTHING" if may_be_there else ""
        sql = f"INSERT INTO {table} ({', '.join(columns)}) SELECT * FROM unnest({arrays}){otherwise}"
        self.run(sql, [_array(values) for values in zip(*rows, strict=True)])

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """Whole, or not at all; waits for another writer, and raises StoreError where it waits too long."""
        # Each statement sees what was committed before it, so that what the writer before left is seen once the lock is had.
        with self._between("BEGIN ISOLATION LEVEL READ COMMITTED"):
            self.rows("SELECT pg_advisory_xact_lock(?)", (LOCK,))
            # All that is asked while writing is looked up; a plan made while a table was empty would go through all of it.
            if not self._erases:
                self.run("SET LOCAL enable_seqscan TO off")
            # A plan that must go through a table is then thought to be so dear that it is compiled, for .2 s each time.
            self.run("SET LOCAL jit TO off")
            # What has no answer is not waited for: 35 ways to the server and back become 6, a reading.
            with self._turn, self._connection.pipeline() if self._pipelines else contextlib.nullcontext():
                yield

    @contextlib.contextmanager
    def erasing(self) -> Iterator[None]:
        """PostgreSQL keeps what is deleted in its files until it is vacuumed.

        Whether a row still leads to one that goes is asked of whole tables, which have no index for that.
        """
        self._erases = True
        try:
            yield
        finally:
            self._erases = False

    def sweep(self) -> str:
        """Let what was deleted give way to what comes; the server's files, log and copies are its owner's."""
        with self._turn:
            for (table,) in self.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'sayso' ORDER BY tablename"):
                self.run(f'VACUUM "{table}"')
        return (
            f"{self.name}: the words may stand in unused parts of the server's files until its owner runs VACUUM FULL on the "
            "schema sayso, and in its log and its backups as long as these are kept."
        )

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[None]:
        """All that is asked inside is answered from one state of the store."""
        with self._turn:
            if self._connection.info.transaction_status:  # one state already
                yield
                return
            with self._between("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"):
                yield

    @contextlib.contextmanager
    def _between(self, begin: str) -> Iterator[None]:
        with self._turn:
            self.run(begin)
            done = False
            try:
                yield
                self.run("COMMIT")
                done = True
            finally:
                if not done:
                    with contextlib.suppress(self._errors):  # a server that went away rolls back by itself
                        self._connection.execute("ROLLBACK")

    def stamp(self) -> Stamp | None:
        """PostgreSQL tells none that is sure."""
        return None

    def lookup(self, wanted: Lookup) -> str:
        """What is looked up, as a tsquery: every token quoted, so that none of them is an operator."""
        if isinstance(wanted, Tokens):
            return f"({' <-> '.join(map(_quoted, wanted.words))}{':*' if wanted.cut else ''})"
        if isinstance(wanted, But):
            return f"({self.lookup(wanted.one)} & !{self.lookup(wanted.other)})"
        joint = " & " if isinstance(wanted, All) else " | "
        return f"({joint.join(map(self.lookup, wanted.parts))})"

    def index(self, entries: Iterable[Entry]) -> None:
        """Enter statements into the index."""
        self.insert("statement_words", ("id", "words"), [(entry.id, _vector(entry)) for entry in entries])

    def unindex(self, entries: Iterable[Entry]) -> None:
        """Take statements out of the index."""
        self.many("DELETE FROM statement_words WHERE id = ?", ((entry.id,) for entry in entries))

    def speakers(self) -> dict[int, int]:
        """Each party that spoke, and in how many statements that count."""
        sql = "SELECT speaker, count(*) FROM statements WHERE state = 0 AND speaker IS NOT NULL GROUP BY speaker"
        return dict(self.rows(sql))

    def differing(self, entries: Iterable[Entry]) -> Iterator[int | str]:
        """The statements of which the index holds anything else than these entries."""
        expected: set[int] = set()
        for some in _chunks(entries):
            held = {id: words for id, words in self.rows(_BETWEEN, (some[0].id, some[-1].id))}  # noqa: C416
            for entry in some:
                expected.add(entry.id)
                ((same,),) = self.rows("SELECT CAST(? AS tsvector) = CAST(? AS tsvector)", (held.get(entry.id), _vector(entry)))
                if not same:
                    yield entry.id
        yield from (id for (id,) in self.rows("SELECT id FROM statement_words ORDER BY id") if id not in expected)

    def file(self, passages: Iterable[Filed]) -> None:
        """Enter passages into the index of passages."""
        self.insert("passage_grams", ("id", "grams"), [(one.id, " ".join(one.grams)) for one in passages])

    def unfile(self, passages: Iterable[Filed]) -> None:
        """Take passages out of it."""
        self.many("DELETE FROM passage_grams WHERE id = ?", ((one.id,) for one in passages))

    def misfiled(self, passages: Iterable[Filed]) -> Iterator[int | str]:
        """The passages of which the index of passages holds anything else than these."""
        held: dict[int, str] = dict(self.rows("SELECT id, grams FROM passage_grams"))
        for one in passages:
            if held.pop(one.id, None) != " ".join(one.grams):
                yield one.id
        yield from sorted(held)

    def check(self) -> Iterator[str]:
        """PostgreSQL keeps its files itself; pg_amcheck checks them."""
        yield from ()

    def made(self) -> list[Row]:
        """PostgreSQL keeps its tables itself, not the SQL that made them."""
        return []

    def beside(self) -> PostgreSQL:
        """Another connection to the same database, to read only; the server hands out no bytes that are no text."""
        return PostgreSQL(self._address.given, create=False, read_only=True)

    def reader(self) -> PostgreSQL:
        """Another connection to the same database, to read only."""
        return self.beside()

    def close(self) -> None:
        """Give the connection back."""
        with self._turn:
            self._connection.close()

    def _trouble(self, error: Exception) -> StoreError:
        state = getattr(error, "sqlstate", None) or ""
        if self._connection.closed or state.startswith(("57P", "08")):
            return StoreError(
                f"{self.name}: the server went away; what was being written is not kept. Start again when it is back."
            )
        said = next((words for begin, words in _TROUBLES.items() if state.startswith(begin)), None)
        said = said or f"PostgreSQL says: {self._address.struck(_said(error))}"
        return (DamagedError if state.startswith(_DAMAGE) else StoreError)(f"{self.name}: {said}")


_BETWEEN = "SELECT id, words FROM statement_words WHERE id BETWEEN ? AND ?"
_DAMAGE = ("XX001", "XX002", "42P01", "42703")  # data or an index that is corrupt, a table or a column that is not there
_TROUBLES = {
    "53100": "the server's disk is full; what was being written is not kept, what was there is. Make room and start again.",
    "55P03": f"another program has been writing to it for more than {WAIT} seconds; try again when it is done.",
    "25006": "cannot be written: the database is read-only.",
    "42501": "this user may not write there; the database's owner can grant it.",
}


def _marked(sql: str) -> bytes:
    return sql.replace("%", "%%").replace("?", "%s").encode()


def _said(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__


def _array(values: Iterable[Any]) -> str:
    """An array as PostgreSQL writes it; psycopg's own lists take five times as long.

    >>> _array([1, None, 'say "so"'])
    '{1,NULL,"say \\\\"so\\\\""}'
    """
    return "{" + ",".join([_item(value) for value in values]) + "}"


def _item(value: Any) -> str:
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return "NULL" if value is None else repr(value)


def _quoted(token: str) -> str:
    """A token in quotes; tokens hold neither quotes nor backslashes."""
    return f"'{token}'"


def _vector(entry: Entry) -> str:
    """The entry as a tsvector is written: marks without places, words with theirs, from 1; tokens need no quotes."""
    places: dict[str, list[str]] = {}
    for place, word in enumerate(entry.words, 1):
        places.setdefault(word, []).append(str(place))
    return " ".join((*entry.marks, *(f"{word}:{','.join(held[:255])}" for word, held in places.items())))


def _chunks(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    held = iter(entries)
    while some := sorted(islice(held, 500), key=lambda entry: entry.id):
        yield some
