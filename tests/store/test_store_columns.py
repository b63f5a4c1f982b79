"""The columns that statements are counted by: after any changes they are what the rows have, and counts are the same."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given, settings, strategies as st
from older_stores import as_of_schema_15
from store_readings import incoming, jointly, reading, told

from sayso.record import SAID_KINDS, Reading
from sayso.store import columns, open_engine, tallying
from sayso.store.errors import StoreError
from sayso.store.values import Correction, Countable, Question, Selection

NAMES, WORDS = ("Ilya Torvan", "Ana Dovrel", "Ben"), ("The bridge is safe", "It will snow", "Go")
ADDRESSES = tuple(f"https://{letter}.example/1" for letter in "abc")
QUESTIONS = (
    Question(),
    Question(said=None),
    Question(said=("said", "expected")),
    Question(all_versions=True),
    Question(all_versions=True, said=None),
    Question("bridge"),
    Question("bridge", said=None),
    Question(speaker="Ana Dovrel", said=None),
    Question(min_score=0.5),
)
FIELDS: tuple[tuple[Countable, ...], ...] = (
    *((by,) for by in get_args(Countable)),
    *(("speaker", "outlet"), ("month", "act"), ("said", "role")),
)


@pytest.fixture(autouse=True)
def _few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tallying, "MANY", 0)


def counts(engine: Any, most: int = 0) -> list[Any]:
    return [engine.counted(question, by, most) for question in QUESTIONS for by in FIELDS]


def by_rows(engine: Any, most: int = 0) -> list[Any]:
    """The same as a store without columns counts."""
    database = engine._database._first
    database.packs = False
    try:
        return counts(engine, most)
    finally:
        del database.packs


SAID = st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(WORDS)), min_size=1, max_size=4)


@st.composite
def read(draw: st.DrawFn) -> Reading:
    """A reading of one of three addresses: some of it alike in all, so that wires join."""
    outlet, language = draw(st.sampled_from(["The Post", "The Bell", None])), draw(st.sampled_from(["en", "fr", None]))
    facts = {"outlet": outlet, "language": language}
    day = draw(st.sampled_from(["2031-03-14", "2031-04-01", None]))
    made = reading(draw(SAID), draw(st.sampled_from(ADDRESSES)), published=day, **facts)
    made = told(made, *draw(st.lists(st.sampled_from(SAID_KINDS), max_size=2)))
    return jointly(made, "p1", "p2") if len(made.parties) > 1 and draw(st.booleans()) else made


CHANGES = st.lists(
    st.one_of(
        st.tuples(st.just("keep"), read()),
        st.tuples(st.just("replace"), st.sampled_from(ADDRESSES)),
        st.tuples(st.just("remove"), st.sampled_from(ADDRESSES)),
        st.tuples(st.just("merge"), st.permutations(NAMES)),
        st.tuples(st.just("rename"), st.sampled_from(NAMES)),
        st.tuples(st.sampled_from(["not-said", "was-said"]), st.integers(0, 9)),
    ),
    min_size=1,
    max_size=8,
)


def change(engine: Any, number: int, kind: str, what: Any) -> None:
    """One change; what cannot be done is not done."""
    try:
        if kind == "keep":
            engine.keep([incoming(what, page=str(number), bands=(1, 2))])
        elif kind == "replace":
            engine.replace([(what, 1, engine.versions(what)[0].reading, (1, 2))])
        elif kind == "remove":
            engine.remove(Selection((what,)), "why", "2031-03-15")
        elif kind == "merge":
            engine.correct(Correction("merge", "why", "2031", (what[0], "person"), (what[1], "person")))
        elif kind == "rename":
            engine.correct(Correction("rename", "why", "2031", (what, "person"), name="Who Ever"))
        else:
            hits = engine.find(Question(said=None)).hits
            key = hits[what % len(hits)].key if hits else "none"
            engine.correct(Correction(kind, "why", "2031", statement=key))
    except (StoreError, IndexError):
        pass


@given(CHANGES)
@settings(max_examples=12)
def test_after_any_changes_columns_count_as_rows_do(made: list[tuple[str, Any]]) -> None:
    with tempfile.TemporaryDirectory() as folder, closing(open_engine(Path(folder) / "store.db")) as engine:
        database: Any = engine._database  # type: ignore[attr-defined]
        for number, (kind, what) in enumerate(made):
            change(engine, number, kind, what)
            assert not database.rows("SELECT id FROM statement_columns_stale"), kind
            assert not list(columns.misplaced(database)), kind
        assert counts(engine) == by_rows(engine)


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[Any]:
    """Twelve statements of three outlets."""
    with closing(open_engine(tmp_path / "store.db")) as engine:
        said = [(NAMES[n % 3], f"{WORDS[n % 3]} {n % 5}") for n in range(4)]
        engine.keep([incoming(reading(said, f"https://{n}.example/1", outlet=f"Outlet {n}"), page=str(n)) for n in range(3)])
        yield engine


def test_the_first_values_are_those_that_all_begin_with(filled: Any) -> None:
    for most in (1, 2, 30):
        for found, every in zip(counts(filled, most), counts(filled), strict=True):
            named = [row for row in every.rows if row[0][0] is not None]
            ordered = len(every.rows and every.rows[0][0]) == 1 and found.more  # of two fields, and of times, all are given
            assert list(found.rows) == [row for row in every.rows if not ordered or row[0][0] is None or row in named[:most]]
            assert len(found.rows) + found.more == len(every.rows)
            assert (found.total, found.open) == (every.total, every.open)


def test_what_another_program_changes_is_counted_as_it_is_then_and_told_by_verify(filled: Any) -> None:
    filled._database.run("UPDATE statements SET act = 1, speaker = 2 WHERE id = 2")
    filled._database.run("DELETE FROM statements WHERE id = 5")
    assert counts(filled) == by_rows(filled)
    assert any(one.where == "table statement_columns" and "another program" in one.detail for one in filled.verify())
    filled.keep([incoming(reading([("Ben", "Stop")], "https://d.example/1"), page="9")])
    assert not list(columns.misplaced(filled._database))


def test_a_column_that_was_altered_is_told(filled: Any) -> None:
    ((held,),) = filled._database.rows("SELECT held FROM statement_columns WHERE id = 0")
    flipped = bytes([*held[:-1], held[-1] ^ 1])
    for sql, values in (
        ("UPDATE statement_columns SET held = ? WHERE id = 0", (flipped,)),
        ("DELETE FROM statement_columns WHERE id = 0", ()),
        ("INSERT INTO statement_columns VALUES (77, 'x')", ()),
    ):
        filled._database.run(sql, values)
        assert any(one.where == "table statement_columns" for one in filled.verify()), sql
        filled._database.run("DELETE FROM statement_columns")
        columns.pack_all(filled._database)
        assert not list(filled.verify())


def test_an_older_store_gets_its_columns(filled: Any, tmp_path: Path) -> None:
    before = counts(filled)
    as_of_schema_15(filled)
    with closing(open_engine(tmp_path / "store.db", read_only=True)) as older:
        assert counts(older) == before
    with closing(open_engine(tmp_path / "store.db")) as newer:
        assert counts(newer) == before and not list(newer.verify())


def test_a_count_of_all_reads_no_statement_by_itself(filled: Any) -> None:
    """A million and a half are counted in .05 s since their rows stay where they are."""
    connection: sqlite3.Connection = filled._database._first._connection
    asked: list[str] = []
    connection.set_trace_callback(asked.append)
    for by in FIELDS:
        filled.counted(Question(), by)
    connection.set_trace_callback(None)
    of_statements = [sql for sql in asked if "statements" in sql and sql.startswith("SELECT")]
    assert of_statements
    for sql in of_statements:
        for *_, step in connection.execute(f"EXPLAIN QUERY PLAN {sql}"):
            assert not step.startswith("SCAN s"), f"{step}: {sql}"


@given(
    st.sampled_from((*columns._NUMBERS, "act")),
    st.lists(st.none() | st.integers(0, 2**40) | st.integers(0, 300), max_size=30),
    st.none() | st.integers(0, 300),
)
@settings(max_examples=60)
def test_what_is_packed_is_what_comes_out(field: Any, first: list[int | None], rest: int | None) -> None:
    import numpy as np

    values = [*first, *[rest] * (columns.RUN - len(first))]
    known: dict[Any, int] = {}
    codes = columns._filled(np.full(columns.RUN, -1, np.int32), 0, columns.packed(field, values), known)
    held = columns.Column(codes, None if field in columns._NUMBERS else list(known))
    assert [held.value(code) for code in codes.tolist()] == values


def test_a_field_of_many_values_comes_out() -> None:
    import numpy as np

    values = [f"role {number}" for number in range(columns.RUN)]
    known: dict[Any, int] = {}
    codes = columns._filled(np.full(columns.RUN, -1, np.int32), 0, columns.packed("role", values), known)
    assert [list(known)[code] for code in codes] == values
