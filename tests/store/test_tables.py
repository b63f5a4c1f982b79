"""docs/store.md names every table, view and column that a store has, in both engines, and no others."""

from __future__ import annotations

import re
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import fictional
import pytest
from store_readings import incoming

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))
import flips

from sayso.store import open_engine
from sayso.store.contract import Engine
from sayso.store.tables import VIEWS, tables
from sayso.store.values import Capture, Incoming

PAGE = (Path(__file__).parents[2] / "docs/store.md").read_text(encoding="utf8")
# The indexes of words and of passages are each database's own, SQLite keeps them in tables of its own making; the columns that
# statements are counted by are SQLite's alone.
INDEX = re.compile(r"statement_words|passage_grams|statement_columns|sqlite_")
OWN = ("statement_words", "passage_grams", "statement_columns", "statement_columns_stale")


def in_sqlite(address: str) -> dict[str, list[str]]:
    with closing(sqlite3.connect(address)) as store:
        names = [name for (name,) in store.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")]
        return {name: [row[1] for row in store.execute(f"PRAGMA table_info({name})")] for name in names}


def in_postgres(address: str) -> dict[str, list[str]]:
    import psycopg

    with psycopg.connect(address) as store:
        held: dict[str, list[str]] = {}
        for table, column in store.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema()"
            " ORDER BY table_name, ordinal_position"
        ):
            held.setdefault(table, []).append(column)
        return held


@pytest.fixture
def schema(new_address: Callable[[], str]) -> dict[str, list[str]]:
    """Every table and view of a new store, with its columns."""
    address = new_address()
    open_engine(address).close()
    found = in_postgres(address) if address.startswith("postgresql:") else in_sqlite(address)
    return {name: columns for name, columns in found.items() if not INDEX.match(name)}


def documented() -> dict[str, list[str]]:
    """The tables of the page's last part, each with the columns of its table."""
    sections = re.split(r"^### ", PAGE.split("## The tables", 1)[1], flags=re.MULTILINE)[1:]
    return {section.split("\n", 1)[0].strip(): re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE) for section in sections}


def test_every_table_and_column_is_documented(schema: dict[str, list[str]]) -> None:
    views = {view.name for view in VIEWS}
    held = {name: columns for name, columns in schema.items() if name not in views}
    page = {name: columns for name, columns in documented().items() if name not in OWN}
    assert page == held


def test_every_view_is_documented(schema: dict[str, list[str]]) -> None:
    for view in VIEWS:
        assert f"| `{view.name}` |" in PAGE, f"docs/store.md does not name {view.name}"
        assert {column.name for column in view.columns} <= set(schema[view.name]), f"{view.name} has other columns"


def test_the_comments_of_the_sql_name_every_column(schema: dict[str, list[str]]) -> None:
    for table in tables():
        assert [column.name for column in table.columns] == schema[table.name]
        assert table.what, f"nobody says what {table.name} is"


def test_the_views_show_the_same_in_both_engines(engine: Engine) -> None:
    """One row of each view that has any, asked of the database itself."""
    reading = fictional.reading("https://lantern.example/2031/03/04/call")
    engine.keep([Incoming(Capture(reading.input, "a" * 64), reading, "f" * 32)])
    asked = (
        "SELECT day, outlet, speaker, act, words, addressee, on_the_word_of, cue, speaker_as_written, manner, version"
        " FROM said WHERE cue = 'brought up'"
    )
    assert rows(engine.address, asked) == [
        (
            "2031-03-04", "The Lantern", "Ana Dovrel", "raises", "the new border posts", "Ilir Tamm", "the palace",
            "brought up", "Norvanian President Ana Dovrel", "indirect", 1,
        )
    ]  # fmt: skip
    assert rows(engine.address, "SELECT name, kind, articles FROM who WHERE kind = 'person' ORDER BY name") == [
        ("Ana Dovrel", "person", 1), ("Ilir Tamm", "person", 1),
    ]  # fmt: skip
    assert rows(engine.address, "SELECT headline, versions, statements FROM articles_read") == [(fictional.HEADLINE, 1, 8)]
    engine.keep([incoming(flips.occasion())])
    asked = "SELECT kind, status, earliest, parties, place, words, day, statement FROM events_read"
    statement = "https://h.example/1#1/s1"
    assert rows(engine.address, asked) == [
        ("meeting", "planned", "2031-04-04", "Ana Dovrel, Ilir Tamm", "Élmark", "will meet", "2031-03-14", statement)
    ]
    asked = "SELECT kind, strength, who, to_whom, what, due, statement FROM undertakings_read"
    assert rows(engine.address, asked) == [
        ("plan", "conditional", "Ana Dovrel", "Ilir Tamm", "meet Ilir Tamm", "4 April", statement)
    ]
    for view in VIEWS:
        rows(engine.address, f"SELECT * FROM {view.name}")


def rows(address: str, sql: str) -> list[tuple[object, ...]]:
    if not address.startswith("postgresql:"):
        with closing(sqlite3.connect(address)) as store:
            return store.execute(sql).fetchall()
    import psycopg

    with psycopg.connect(address) as store:
        return store.execute(sql.encode()).fetchall()
