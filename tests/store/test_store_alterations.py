"""A store of which something else than Sayso altered a byte, a value or a row: ``verify`` says so, and nothing ends badly."""

from __future__ import annotations

import random
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from store_readings import incoming, reading

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))
import flips

from sayso import cli
from sayso.store import open_engine
from sayso.store.errors import StoreError
from sayso.store.tables import tables

KEYS = {"appearances": "version, number", "bands": "band, version", "recent_bands": "band, version",
        "party_names": "folded, party", "captures": "address, page_sha256", "tallies": "name", "texts": "version",
        "migrations": "number", "corrections": "number", "members": "version, number, place",
        "watches": "number", "watched": "watch, kind, block", "watched_happenings": "watch, key", "recounted": "number",
        "judgements": "number", "as_read": "version", "removals": "number", "removed": "address_sha256, removal",
        "unnamed": "version, number", "unnamed_members": "version, number, place",
        "events": "version, number", "undertakings": "version, number", "together": "version",
        "occasion_mentions": "version, number", "taking_part": "party, family, begins, version, number", "takers": "party",
        "name_parts": "part, party", "promise_mentions": "version, number", "undertakers": "party, role, version, number",
        "outcomes": "version, begins, state", "outcome_words": "word, version, begins"}  # fmt: skip


def test_a_byte_that_is_another_one_is_found_or_means_nothing(tmp_path: Path) -> None:
    """Forty of the flips that ``benchmarks/flips.py`` makes by thousands."""
    path = tmp_path / "whole.db"
    flips.make(str(path))
    found = flips.flip(path, flips.flips(path.read_bytes(), 40, seed=5))
    assert (found.flips, found.missed, found.raised) == (40, [], [])
    assert found.changed > 15


# -- values ---------------------------------------------------------------------------------------------------------------


@pytest.fixture
def full(new_address: Callable[[], str]) -> Iterator[Any]:
    address = new_address()
    flips.make(address)
    with closing(open_engine(address)) as engine:
        if "MATCH" not in engine._database.matches:  # type: ignore[attr-defined]
            engine._database.run("SET session_replication_role TO replica")  # type: ignore[attr-defined]
        yield engine


def altered(value: Any, is_key: bool) -> Iterator[Any]:
    """Other values of the kind of this one, as a lost bit or a hand may leave them."""
    if value is not None and not is_key:
        yield None
    if isinstance(value, str):
        yield value + "x"
        if value.swapcase() != value:
            yield value.swapcase()
    elif isinstance(value, int):
        yield value + 1
    elif isinstance(value, float):
        yield value / 2
    else:
        yield 1


def _found_out(engine: Any) -> bool:
    """Whether ``verify`` finds a fault. With SQLite it goes on to its end; a server takes a while for each question."""
    faults = engine.verify()
    if "MATCH" in engine._database.matches:
        return bool(list(faults))
    with closing(faults):
        return next(faults, None) is not None


# What is on which wire is not written twice, but in the columns of SQLite: that one of several copies is on none is seen by no
# other row.
UNSEEN = {("statements", "wire")}


def test_no_value_of_any_column_is_altered_unseen(full: Any) -> None:
    database = full._database
    unseen = set()
    for table in tables():
        columns = [column.name for column in table.columns]
        key = KEYS.get(table.name, "id").split(", ")
        condition = " AND ".join(f"{column} = ?" for column in key)
        rows = database.rows(f"SELECT {', '.join(columns)} FROM {table.name} ORDER BY {', '.join(key)}")
        assert rows, f"no row of {table.name} to alter"
        for at, column in enumerate(columns):
            held = sorted({row[at]: row for row in rows if row[at] is not None}.items(), key=repr)[:1] or [(None, rows[0])]
            for value, row in held:
                where = [row[columns.index(part)] for part in key]
                for other in altered(value, column in key):
                    kind = next(one.type for one in table.columns if one.name == column)
                    other = "x" if value is None and kind == "TEXT" else other
                    try:
                        database.run(f"UPDATE {table.name} SET {column} = ? WHERE {condition}", (other, *where))
                    except StoreError:  # there is such a row already
                        continue
                    try:
                        if not _found_out(full):
                            unseen.add((table.name, column))
                    except StoreError:
                        pass
                    moved = [other if part == column else mark for part, mark in zip(key, where, strict=True)]
                    database.run(f"UPDATE {table.name} SET {column} = ? WHERE {condition}", (value, *moved))
                    if database.packs:  # as it was before; the marks alone would be a fault
                        database.run("DELETE FROM statement_columns_stale")
    assert not list(full.verify())
    assert unseen == (set() if database.packs else UNSEEN)


@pytest.mark.parametrize(
    ("table", "change", "where"),
    [
        ("appearances", "name = x'7031'", "#1/b'p1'"),  # bytes for a text, which SQLite lets stand
        ("appearances", "name = CAST(x'70ef31' AS TEXT)", "#1/p"),  # bytes that are no text
        ("parties", "kind = 'persoo'", "table parties"),
        ("parties", "shown = x'00'", "table parties"),
        ("statements", "content = 12", "#1/s1"),
        ("statements", "content = '[0,1'", "#1/s1"),
        ("statements", "cue = CAST(x'ff' AS TEXT)", "#1/s1"),
        ("statements", "score = 'high'", "#1/s1"),
        ("statements", "relay = 'x'", "#1/s1"),
        ("statements", "speaker = 'x'", "#1/s1"),
        ("statements", "manner = 7", "#1/s1"),
        ("statements", "day = x'00'", "#1/s1"),
        ("texts", "text = x'05'", "#1"),
        ("texts", "text = CAST(x'c3' AS TEXT)", "#1"),
        ("versions", "headline = x'00ff'", "#1"),
        ("versions", "paragraphs = '[[\"odd\",0,1]]'", "#1"),
        ("versions", "day = 'x031-03-14'", "#1"),
        ("versions", "first_statement = 'many'", "#1"),
        ("versions", "statements = 4611686018427387904", "#1"),
        ("articles", "address = CAST(x'ff' AS TEXT)", ""),
        ("corrections", "kind = 'rfname'", "table corrections"),
        ("corrections", "party = x'07'", "table corrections"),
        ("outlets", "name = x'07'", "table outlets"),
        ("tallies", "value = 'many'", "table"),
        ("captures", "captured = x'05'", ""),
    ],
)  # fmt: skip
def test_a_value_of_another_kind_is_named_and_whoever_asks_gets_a_message(
    tmp_path: Path, table: str, change: str, where: str
) -> None:
    path = tmp_path / "it.db"
    flips.make(path)
    with closing(open_engine(path)) as engine:
        engine._database.run(f"UPDATE OR IGNORE {table} SET {change}")  # type: ignore[attr-defined]
        faults = list(engine.verify())
        assert any(where in fault.where for fault in faults), faults
        assert all(f"{fault.where}{fault.detail}".isprintable() for fault in faults)
    flips.ask(path, tmp_path)  # raises what a person would see as a traceback


def test_the_command_names_what_is_wrong_where_not_even_a_count_can_be_had(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "it.db"
    flips.make(path)
    with closing(open_engine(path)) as engine:
        change = "UPDATE captures SET refusal = CAST(x'ff' AS TEXT) WHERE refusal IS NOT NULL"
        engine._database.run(change)  # type: ignore[attr-defined]
    assert cli.main(["verify", "--store", str(path)]) == 1
    out, err = capsys.readouterr()
    assert out == "https://d.example/1: the row of table captures is not as it was written\n"
    assert err.startswith(f"sayso: {path}: ") and "go back to a copy" in err


# -- the index of words ---------------------------------------------------------------------------------------------------


@pytest.fixture
def worded(tmp_path: Path) -> Iterator[Any]:
    """A store with so many words that its index has pages, and lists of them."""
    with closing(open_engine(tmp_path / "it.db")) as engine:
        for begin in range(0, 600, 300):
            said = [
                ("Ana", " ".join(f"w{n * 7919 % 100_003:05} w{n}x{m}" for m in range(6))) for n in range(begin, begin + 300)
            ]
            engine.keep([incoming(reading(said[at : at + 50], f"https://p.example/{begin + at}")) for at in range(0, 300, 50)])
        assert not list(engine.verify())
        yield engine


@pytest.mark.parametrize("change", [-1, 1])
def test_a_page_of_the_index_that_is_listed_under_another_word_is_named(worded: Any, change: int) -> None:
    """Its words, or those of the page before, are not found, though the index holds them all."""
    database = worded._database
    listed = database.rows("SELECT segid, term, pgno FROM statement_words_idx WHERE length(term) > 2")
    assert len(listed) > 10
    lost = 0
    for run, word, page in listed[:: len(listed) // 8]:
        other = word[:-1] + bytes([word[-1] + change])
        move = "UPDATE OR IGNORE statement_words_idx SET term = ? WHERE segid = ? AND term = ?"
        database.run(move, (other, run, word))
        if database.rows("SELECT 1 FROM statement_words_idx WHERE segid = ? AND term = ?", (run, other)):
            faults = list(worded.verify())
            assert any("lists a page" in fault.detail for fault in faults), (word, other, page)
            lost += 1
        database.run(move, (word, run, other))
    assert lost and not list(worded.verify())


def test_the_index_holds_and_is_not_blamed_after_what_was_read_again_and_merged(worded: Any) -> None:
    """Pages go when runs of them are merged a part at a time; what is listed of those is passed over."""
    for version in list(worded.readings())[::3]:
        worded.replace([(version.address, version.number, version.reading, ())])
    assert not list(worded.verify())
    worded._database.run("INSERT INTO statement_words (statement_words, rank) VALUES ('merge', 3)")
    assert not list(worded.verify())
    worded._database.run("INSERT INTO statement_words (statement_words) VALUES ('optimize')")
    assert not list(worded.verify())


def test_a_view_or_an_index_of_ones_own_is_no_fault_and_one_of_the_stores_that_was_changed_is(worded: Any) -> None:
    database = worded._database
    database.run("CREATE VIEW mine AS SELECT * FROM said")
    database.run("CREATE INDEX my_scores ON statements (score)")
    database.run("ANALYZE")
    assert not list(worded.verify())
    database.run("DROP VIEW who")
    database.run("CREATE VIEW who AS SELECT 1 AS id")
    assert [fault.where for fault in worded.verify()] == ["the schema"]


def test_a_flip_among_the_pages_of_the_index_is_found(worded: Any, tmp_path: Path) -> None:
    """Where words begin, which rows have them, lists of their pages: a look-up goes by them, and no list of all words does."""
    address = worded.address
    for version in list(worded.readings())[::4]:  # entries are taken out, and runs merged
        worded.replace([(version.address, version.number, version.reading, ())])
    with closing(worded):
        worded._database.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    with closing(sqlite3.connect(address)) as connection:
        ((size,),) = connection.execute("PRAGMA page_size")
        sql = "SELECT pageno - 1 FROM dbstat WHERE name IN ('statement_words_data', 'statement_words_idx')"
        pages = {page for (page,) in connection.execute(sql)}
    whole = Path(address).read_bytes()
    used = [at for at in flips.places(whole) if at // size in pages]
    rng = random.Random(3)
    wanted = [(at, whole[at] ^ rng.choice((1, 2, 128, 255))) for at in rng.sample(used, 20)]
    found = flips.flip(Path(address), wanted, asking=False)
    assert (found.flips, found.missed, found.raised) == (20, [], []) and found.changed > 8


@pytest.fixture(scope="module")
def permissive(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A small store in which any value may be NULL: a lost bit makes one so where no database would let it stand."""
    path = tmp_path_factory.mktemp("permissive") / "whole.db"
    flips.make(str(path))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("UPDATE sqlite_master SET sql = replace(sql, ' NOT NULL', '') WHERE type = 'table'")
        connection.commit()
    return path.read_bytes()


@pytest.mark.parametrize("table", tables(), ids=lambda table: table.name)
def test_whatever_stands_empty_ends_in_an_answer_or_a_message(permissive: bytes, table: Any, tmp_path: Path) -> None:
    """Then other things are asked than ``verify``."""
    path = tmp_path / "whole.db"
    keys = KEYS.get(table.name, "id").split(", ")
    for column in table.columns:
        if column.name in keys:
            continue
        path.write_bytes(permissive)
        with closing(sqlite3.connect(path)) as connection:
            connection.execute(f"UPDATE {table.name} SET {column.name} = NULL")
            connection.commit()
        flips.ask(path, tmp_path)
