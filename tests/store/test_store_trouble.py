"""Stores in trouble: other programs' files, older and newer schemas, full disks, writers at once, servers that go away."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from store_readings import incoming, reading

from sayso.store import columns, migrations, open_engine
from sayso.store.contract import Engine
from sayso.store.errors import StoreError
from sayso.store.tables import VIEWS
from sayso.store.values import Correction, Question

if TYPE_CHECKING:
    from conftest import Server

A = "https://post.example/a"


def filled(path: Path | str, count: int = 3) -> str:
    engine = open_engine(path)
    engine.keep([incoming(reading([("Ilya Torvan", f"Word {n}")], f"https://post.example/{n}")) for n in range(count)])
    engine.close()
    return str(path)


def foreign(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE places (id)")
    connection.commit()
    connection.close()


def other_id(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA application_id = 42")
    connection.close()


def newer(path: Path) -> None:
    filled(path)
    connection = sqlite3.connect(path)
    connection.execute("INSERT INTO migrations (number, name, applied) VALUES (99, 'later', '2040-01-01')")
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (lambda path: path.mkdir(), "a folder, not a store"),
        (lambda path: path.write_bytes(b"Who said what, and to whom? " * 400), "no SQLite database at all"),
        (foreign, "of another program"),
        (other_id, "of another program"),
        (newer, f"its schema is 99, this Sayso knows those up to {migrations.MIGRATIONS[-1].number}"),
        (lambda path: path.symlink_to(path.parent / "no" / "such"), "no folder|cannot be opened"),
    ],
)
def test_what_is_no_store_is_refused_by_name_and_left_alone(tmp_path: Path, make: Any, why: str) -> None:
    path = tmp_path / "it.db"
    make(path)
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(StoreError, match=why) as caught:
        open_engine(path)
    assert str(path) in str(caught.value)
    assert before is None or path.read_bytes() == before


@pytest.mark.parametrize("more", [{"create": False}, {"read_only": True}])
def test_a_store_that_is_not_there_is_not_made_by_asking(tmp_path: Path, more: dict[str, bool]) -> None:
    with pytest.raises(StoreError, match="there is no store"):
        open_engine(tmp_path / "no.db", **more)
    (tmp_path / "empty.db").touch()
    with pytest.raises(StoreError, match="an empty file"):
        open_engine(tmp_path / "empty.db", **more)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["empty.db"]


@pytest.mark.parametrize("name", ["no/such/folder/x.db", "a" * 300, "nul\0.db"])
def test_a_path_that_cannot_be(tmp_path: Path, name: str) -> None:
    with pytest.raises(StoreError):
        open_engine(tmp_path / name)


@pytest.mark.parametrize("address", ["mysql://host/news", "sqlite:///news.db", "https://news.example/store", "file:///x.db"])
def test_a_kind_of_address_that_is_none_is_refused_and_makes_no_file(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(StoreError, match=r"there are no stores of the kind \w+://; name a file, or postgresql://"):
        open_engine(address)
    assert not list(tmp_path.iterdir())


def test_an_empty_file_and_a_path_with_odd_characters_become_stores(tmp_path: Path) -> None:
    (tmp_path / "empty.db").touch()
    for name in ("empty.db", "a?b#c%20.db", "é 😀.db"):
        address = filled(tmp_path / name)
        engine = open_engine(address, read_only=True)
        assert engine.summary().articles == 3
        engine.close()


def test_the_ledger_names_every_step(new_address: Callable[[], str]) -> None:
    engine: Any = open_engine(new_address())
    held = engine._database.rows("SELECT number, name FROM migrations ORDER BY number")
    engine.close()
    assert held == [(step.number, step.name) for step in migrations.MIGRATIONS]
    assert [number for number, _ in held] == list(range(1, len(held) + 1))


SUMMED = ("captures", "articles", "parties", "party_names", "migrations")
# What the steps after the first have changed, undone: a store as the first Sayso made it.
UNDONE = {
    "both": (
        *(f"DROP VIEW {view.name}" for view in VIEWS),
        "INSERT INTO bands SELECT band, version FROM recent_bands",
        "DROP TABLE recent_bands",
        "DROP INDEX passages_of_versions",
        "DROP TABLE passage_grams",
        "ALTER TABLE versions DROP COLUMN first_passage",
        *(f"DROP TABLE {found}" for sql in migrations.LINKS.sql for found in re.findall(r"CREATE TABLE (\w+)", sql)),
        "DROP TABLE members",
        "DROP TABLE unnamed",
        "DROP TABLE unnamed_members",
        *(f"DROP TABLE {table}" for table in ("events", "undertakings", "together")),
        *(f"ALTER TABLE versions DROP COLUMN {column}" for column in ("times", "events", "undertakings")),
        *(f"DROP TABLE {table}" for table in ("removed", "removals", "as_read", "judgements")),
        *(f"DROP TABLE {table}" for table in ("watched", "watched_happenings", "recounted", "watches")),
        "DROP INDEX statements_kept_as",
        "ALTER TABLE statements DROP COLUMN kept_as",
        "DROP INDEX statements_open",
        "ALTER TABLE statements DROP COLUMN open",
        "ALTER TABLE statements DROP COLUMN corrected",
        "ALTER TABLE corrections DROP COLUMN change",
        "ALTER TABLE statements DROP COLUMN said",
        "ALTER TABLE versions DROP COLUMN titles",
        "DROP INDEX versions_seen",
        "DROP INDEX appearances_of_party",
        "CREATE INDEX appearances_of_party ON appearances (identity, version)",
        "DROP INDEX wire_copies",
        "DROP INDEX statements_out",
        "CREATE INDEX wire_copies ON statements (wire) WHERE wire IS NOT NULL",
        *(f"ALTER TABLE {table} DROP COLUMN checksum" for table in SUMMED),
        f"DELETE FROM tallies WHERE name NOT IN ({', '.join(repr(name) for name in migrations.TALLIED)})",
        "DELETE FROM migrations WHERE number > 1",
    ),
    "sqlite": (
        *(f"DROP TRIGGER {found}" for sql in columns.TABLES for found in re.findall(r"CREATE TRIGGER (\w+)", sql)),
        "DROP TABLE statement_columns",
        "DROP TABLE statement_columns_stale",
    ),
    "postgresql": (
        "DROP INDEX words_of_statements",
        "ALTER TABLE statement_words ALTER words TYPE TSVECTOR USING CAST(words AS tsvector)",
        "CREATE INDEX words_of_statements ON statement_words USING GIN (words)",
    ),
}


def made_older(address: str) -> None:
    engine: Any = open_engine(address)
    engine.correct(Correction("rename", "as she signs", "2031-03-14", ("Ilya Torvan", "person"), name="Ilya M. Torvan"))
    for sql in (*UNDONE["postgresql" if address.startswith("postgresql:") else "sqlite"], *UNDONE["both"]):
        engine._database.run(sql)
    engine.close()


def test_an_older_store_is_brought_up_to_date_whole_or_not_at_all(
    new_address: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    address = filled(new_address())
    made_older(address)
    with pytest.raises(StoreError, match="of an older Sayso"):
        open_engine(address, read_only=True)
    number = migrations.MIGRATIONS[-1].number + 1
    broken = migrations.Migration(number, "broken", ("CREATE TABLE half (id INTEGER)", "CREATE TABLE half (id INTEGER)"))
    with monkeypatch.context() as later:
        later.setattr(migrations, "MIGRATIONS", (*migrations.MIGRATIONS, broken))
        later.setattr("sayso.store.sqlite.MIGRATIONS", migrations.MIGRATIONS)
        later.setattr("sayso.store.postgres.MIGRATIONS", migrations.MIGRATIONS)
        with pytest.raises(StoreError, match="already exists"):
            open_engine(address)
    with pytest.raises(StoreError, match="of an older Sayso"):  # not even the step before the broken one was taken
        open_engine(address, read_only=True)
    engine: Any = open_engine(address)
    assert engine.summary().articles == 3
    assert engine._database.rows("SELECT words FROM said ORDER BY id LIMIT 1") == [("“Word 0”",)]
    assert engine.find(Question("word")).total == 3 and engine.corrections()[0].name == "Ilya M. Torvan"
    assert not list(engine.verify())
    held = engine._database.rows("SELECT checksum FROM captures")
    assert len(held) == 3 and all(checksum for (checksum,) in held)
    engine.close()


def test_a_newer_store_is_refused_by_both(new_address: Callable[[], str]) -> None:
    address = filled(new_address())
    engine: Any = open_engine(address)
    engine._database.run("INSERT INTO migrations (number, name, applied) VALUES (99, 'later', '2040-01-01')")
    engine.close()
    with pytest.raises(StoreError, match="newer Sayso: its schema is 99"):
        open_engine(address)


def test_a_newer_sayso_that_comes_while_a_store_is_open_ends_the_writing(new_address: Callable[[], str]) -> None:
    engine: Any = open_engine(filled(new_address()))
    engine._database.run("INSERT INTO migrations (number, name, applied) VALUES (99, 'later', '2040-01-01')")
    one = incoming(reading([("Ana", "The dam will hold")], "https://new.example/1"))
    writings: list[Callable[[], Any]] = [
        lambda: engine.keep([one]),
        lambda: engine.replace([("https://post.example/0", 1, engine.versions("https://post.example/0")[0].reading, ())]),
        lambda: engine.correct(Correction("rename", "why", "2031-03-14", ("Ilya Torvan", "person"), name="X")),
    ]
    for writing in writings:
        with pytest.raises(StoreError, match="newer Sayso: its schema is 99"):
            writing()
    assert engine.summary().articles == 3 and not engine.corrections()
    engine.close()


@pytest.mark.parametrize(("free", "said"), [(0, "the disk is full"), (10**9, "the disk cannot be read or written")])
def test_a_disk_without_room_to_read_is_said_to_be_full(
    free: int, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite calls it an error of input and output: what it keeps beside a database while it is read finds no room."""
    held = sqlite3.OperationalError("disk I/O error")
    held.sqlite_errorcode = sqlite3.SQLITE_IOERR_SHMSIZE
    monkeypatch.setattr(shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(10**9, 10**9 - free, free))
    store = open_engine(tmp_path / "s.db")
    assert said in str(store._database._trouble(held))
    store.close()


def test_a_full_disk_keeps_what_was_there_and_nothing_half(tmp_path: Path) -> None:
    address = filled(tmp_path / "it.db")
    engine: Any = open_engine(address)
    ((pages,),) = engine._database.rows("PRAGMA page_count")
    engine._database.rows(f"PRAGMA max_page_count = {pages + 2}")
    big = [incoming(reading([("Ana", "many words " * 200)], f"https://p.example/{n}")) for n in range(30)]
    with pytest.raises(StoreError, match="the disk is full"):
        engine.keep(big)
    assert engine.summary().articles == 3 and not list(engine.verify())
    engine._database.rows("PRAGMA max_page_count = 1000000")
    assert {kept.outcome for kept in engine.keep(big)} == {"article"}  # and there is room again
    engine.close()


@pytest.mark.parametrize("share", [0.0, 0.1, 0.3, 0.6, 0.9, 0.96])
def test_a_file_cut_short_gives_faults_or_a_message_and_no_traceback(tmp_path: Path, share: float) -> None:
    path = Path(filled(tmp_path / "it.db", 40))
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])
    told = 0
    try:
        engine = open_engine(path, create=False)
        try:
            told += len(list(engine.verify()))
            for _ in engine.readings():
                pass
            engine.find(Question(words="word"))
        finally:
            engine.close()
    except StoreError as error:
        told += str(path) in str(error)
    assert told


def test_what_is_read_only(tmp_path: Path) -> None:
    engine = open_engine(filled(tmp_path / "it.db"), read_only=True)
    assert engine.find(Question(words="word")).total == 3
    for write in (
        lambda: engine.keep([incoming(reading(url=A))]),
        lambda: engine.correct(Correction("rename", "", "", ("Ilya Torvan", "person"), name="X")),
    ):
        with pytest.raises(StoreError, match="read-only"):
            write()
    engine.close()


CHILD = """
import os, sys
from sayso.store import engine, open_engine, sqlite
from sayso.store.values import Question
from sayso.store.errors import StoreError
if os.getuid() == 0: os.setgid(65534); os.setuid(65534)
path, how = sys.argv[1:]
try:
    engine = open_engine(path, read_only=how == "read")
    print(engine.find(Question(words="word")).total, flush=True)
    engine.close()
except StoreError as error:
    print("StoreError", error)
"""


@pytest.mark.parametrize(
    ("file", "folder", "how", "told"),
    [
        (0o444, 0o555, "read", "3"),  # a store on a medium that cannot be written is read
        (0o444, 0o555, "write", "StoreError"),
        (0o000, 0o755, "read", "StoreError"),
        (0o000, 0o755, "write", "StoreError"),
        (0o644, 0o000, "read", "StoreError"),
    ],
)  # fmt: skip
def test_rights_of_the_file_and_its_folder(tmp_path: Path, file: int, folder: int, how: str, told: str) -> None:
    import tempfile

    with tempfile.TemporaryDirectory(prefix="sayso-rights-") as name:  # pytest's own folder is closed to other users
        Path(name).chmod(0o755)
        held = Path(name) / "held"
        held.mkdir()
        path = Path(filled(held / "it.db"))
        path.chmod(file)
        held.chmod(folder)
        try:
            done = subprocess.run(
                [sys.executable, "-c", CHILD, str(path), how],
                capture_output=True,
                text=True,
                timeout=60,
                env={**os.environ, "HOME": name},
            )
        finally:
            held.chmod(0o755)
        assert done.stdout.startswith(told), done.stdout + done.stderr
        assert (str(path) in done.stdout) == (told == "StoreError")


WRITER = """
import sys
from store_readings import incoming, reading
from sayso.store import open_engine
address, name = sys.argv[1:]
engine = open_engine(address)
for n in range(15):
    engine.keep([incoming(reading([("Ilya Torvan", f"{name} {n} {m}")], f"https://{name}.example/{n}/{m}")) for m in range(4)])
    engine.keep([incoming(reading([("Ilya Torvan", f"shared {n}")], f"https://shared.example/{n}"))])
engine.close()
"""


def test_two_processes_that_make_and_write_a_store_at_once_both_end_well(new_address: Callable[[], str]) -> None:
    address = new_address()
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, address, name], stderr=subprocess.PIPE, text=True, env=environment)
        for name in ("one", "two")
    ]
    for writer in writers:
        _, said = writer.communicate(timeout=120)
        assert writer.returncode == 0, said
    engine = open_engine(address)
    summary = engine.summary()
    assert (summary.articles, summary.versions, summary.statements, summary.parties) == (135, 135, 135, 1)
    assert not list(engine.verify())
    engine.close()


def test_a_store_that_another_is_making_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite itself does not wait where the write-ahead log begins."""
    address = str(tmp_path / "it.db")
    other = sqlite3.connect(address, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    monkeypatch.setattr("sayso.store.sqlite.WAIT", 0.1)
    with pytest.raises(StoreError, match="another program has been writing to it"):
        open_engine(address)
    monkeypatch.setattr("sayso.store.sqlite.WAIT", 60.0)
    ends = threading.Timer(0.3, other.execute, ["ROLLBACK"])
    ends.start()
    open_engine(address).close()
    ends.join()
    other.close()


def test_a_writer_that_waits_too_long_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sayso.store.sqlite.WAIT", 0.1)
    address = filled(tmp_path / "it.db")
    other = sqlite3.connect(address, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    engine = open_engine(address)
    assert engine.summary().articles == 3  # readers do not wait
    with pytest.raises(StoreError, match="another program has been writing"):
        engine.keep([incoming(reading(url=A))])
    other.execute("ROLLBACK")
    assert engine.keep([incoming(reading(url=A))])[0].outcome == "article"
    other.close()
    engine.close()


def test_a_reader_goes_on_while_another_writes(new_address: Callable[[], str]) -> None:
    address = filled(new_address())
    reader, writer = open_engine(address, read_only=True), open_engine(address)
    found = reader.stream(Question(words="word"))
    next(found)
    writer.keep([incoming(reading([("Ana", "Word")], A))])
    assert {hit.address for hit in found} >= {"https://post.example/1", "https://post.example/2"}
    assert reader.find(Question(words="word")).total == 4
    reader.close()
    writer.close()


# PostgreSQL.


def test_a_server_that_goes_away_in_the_middle_leaves_nothing_half(postgres: Server) -> None:
    address = filled(postgres.emptied())
    postgres.checkpoint()
    engine: Any = open_engine(address)
    whole = engine._database.index

    def killed(entries: Any) -> None:  # as the second article's statements are to be written
        if engine._database.rows("SELECT count(*) FROM articles") == [(5,)]:
            postgres.stop()
        whole(entries)

    engine._database.index = killed
    try:
        with pytest.raises(StoreError, match="the server went away"):
            engine.keep([incoming(reading([("Ana", f"New {n}")], f"https://new.example/{n}")) for n in range(3)])
        with pytest.raises(StoreError, match="the server went away"):
            engine.find(Question())
        engine.close()
        with pytest.raises(StoreError, match="cannot be reached"):
            open_engine(address)
    finally:
        postgres.start()
    engine = open_engine(address)
    assert engine.summary().articles == 3 and not list(engine.verify())
    engine.close()


def test_a_database_that_cannot_hold_a_store(postgres: Server) -> None:
    import psycopg

    with pytest.raises(StoreError, match="SQL_ASCII"):
        open_engine(postgres.new_database("ENCODING 'SQL_ASCII' TEMPLATE template0"))
    with pytest.raises(StoreError, match="there is no store in this database"):
        open_engine(postgres.emptied(), create=False)
    with psycopg.connect(postgres.address(), autocommit=True) as connection:
        connection.execute("CREATE SCHEMA sayso CREATE TABLE places (id INTEGER)")
    with pytest.raises(StoreError, match="of another program"):
        open_engine(postgres.address())
    with pytest.raises(StoreError, match="cannot be reached"):
        open_engine(postgres.address("no_such_database"))


@pytest.mark.parametrize(
    "address",
    ["postgresql://ana:secret@localhost:1/x", "postgres://[", "postgresql://ana:secret@/x?nonsense=1", "postgresql://a\0"],
)
def test_an_address_that_leads_nowhere_is_told_without_its_password(address: str) -> None:
    pytest.importorskip("psycopg", reason="the extra sayso[postgres] is not installed")
    with pytest.raises(StoreError) as caught:
        open_engine(address)
    assert "secret" not in str(caught.value)


def test_without_psycopg_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StoreError, match=r"pip install 'psycopg\[binary\]'"):
        open_engine("postgresql://localhost/x")


# Both answer alike.


def test_both_engines_answer_alike(postgres: Server, tmp_path: Path) -> None:
    says = [
        "We agree to a cease-fire",
        "Ne činite to, rekao je",
        "l’élan d’un “peuple”",
        "agreed, agree, AGREES",
        "東京 は 雨",
        "3,000 men",
    ]
    engines: list[Engine] = [open_engine(tmp_path / "it.db"), open_engine(postgres.emptied())]
    for engine in engines:
        engine.keep(
            [incoming(reading([(f"Ana {n}", words), ("Ben", words)], f"https://p.example/{n}")) for n, words in enumerate(says)]
        )
    for words in [
        "agree",
        "agree*",
        '"agreed agree"',
        "cinite",
        "elan peuple",
        '"un peuple"',
        "東",
        "雨*",
        "3,000",
        "000",
        "d'un",
        "to",
        "a*",
    ]:
        for order in ("best", "newest", "oldest"):
            one, other = (engine.find(Question(words=words, order=order)) for engine in engines)  # type: ignore[arg-type]
            assert one == other, words
    assert engines[0].parties() == engines[1].parties()
    for engine in engines:
        engine.close()


# Size.


def test_nothing_that_is_written_reads_a_whole_table(tmp_path: Path) -> None:
    """A store of a hundred thousand articles takes in one more, or a new reading of one, without looking through the others."""
    engine: Any = open_engine(filled(tmp_path / "store.db"))
    connection = engine._database._connection
    asked: list[str] = []
    connection.set_trace_callback(asked.append)
    one = incoming(reading([("Ana", "The dam will hold")], "https://new.example/1"), bands=(1, 2))
    engine.keep([one])
    engine.keep([incoming(reading([("Ana", "The dam may hold")], "https://new.example/1"), page="2", bands=(1, 3))])
    assert one.reading
    engine.replace([("https://new.example/1", 1, replace(one.reading, model="en-9"), (1, 2))])
    connection.set_trace_callback(None)
    # Few rows, or a bounded number.
    few = {"tallies", "acts", "corrections", "outlets", "recent_bands", "removals", "CONSTANT", "statement_columns_stale"}
    own = [sql for sql in asked if "'main'." not in sql and "main." not in sql]  # not what FTS5 asks of its tables
    looked = [sql for sql in own if sql.split()[0] in ("SELECT", "UPDATE", "DELETE", "INSERT")]
    assert any("DELETE FROM statements" in sql for sql in looked)
    for sql in looked:
        for *_, step in connection.execute(f"EXPLAIN QUERY PLAN {sql}"):
            whole = step.split()[1] if step.startswith("SCAN") else ""
            assert not whole or whole in few or re.fullmatch(r"n\d+", whole), f"{step}: {sql}"  # n1: of fifty rows at most
    engine.close()
