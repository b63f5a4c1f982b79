"""A store that was altered behind Sayso's back: ``verify`` names what no longer holds, over both engines."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, cast

import pytest
from older_stores import as_of_schema_4
from store_readings import incoming, reading

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))
import flips

from sayso.store import open_engine
from sayso.store.contract import Engine
from sayso.store.errors import StoreError
from sayso.store.values import Capture, Correction, Incoming, Question

A = "https://a.example/1"
FORGET = "INSERT INTO statement_words (statement_words, rowid, words) VALUES ('delete', 1, 'safe')"


@pytest.fixture
def store(engine: Engine) -> Any:
    engine.keep([
        incoming(reading([("Ilya Torvan", "The bridge is safe"), ("Ana Dovrel", "It will snow")], A), bands=(1, 2)),
        incoming(reading([("Ana Dovrel", "Go")], A), page="2"),
        incoming(reading([("Ben", "Hm")], "https://b.example/2")),
        Incoming(Capture("https://c.example/3", "p"), None, refusal="empty"),
    ])  # fmt: skip
    assert not list(engine.verify())
    return engine


@pytest.mark.parametrize(
    ("sql", "where", "detail"),
    [
        # one letter of a text: the text, the statement's span, the party's mention, and the index are all named
        ("UPDATE texts SET text = replace(text, 'safe', 'Safe') WHERE version = 1", f"{A}#1", "its SHA-256 differs"),
        ("UPDATE texts SET text = replace(text, 'safe', 'sad') WHERE version = 1", f"{A}#1/s1", "no longer holds its words"),
        ("UPDATE texts SET text = replace(text, 'Ilya', 'Olga') WHERE version = 1", f"{A}#1/p1", "no longer holds its words"),
        ("UPDATE texts SET text = replace(text, 'safe', 'sad') WHERE version = 1", f"{A}#1/s1", "the index of words"),
        ("DELETE FROM texts WHERE version = 1", f"{A}#1", "its text is not there"),
        # offsets
        ("UPDATE statements SET content = '[18,37]' WHERE id = 1", f"{A}#1/s1", "a span no longer holds its words"),
        ("UPDATE statements SET cue = '[12,15]' WHERE id = 2", f"{A}#1/s2", "a span no longer holds its words"),
        ("UPDATE statements SET quoted = NULL WHERE id = 1", f"{A}#1/s1", "its evidence was altered"),
        ("UPDATE statements SET content = 'nonsense' WHERE id = 1", f"{A}#1/s1", "cannot be read"),
        ("UPDATE statements SET content = '[1]' WHERE id = 1", f"{A}#1/s1", "cannot be read"),
        ("UPDATE statements SET speaker_mention = '[1,2]' WHERE id = 1", f"{A}#1/s1", "cannot be read"),
        ("UPDATE statements SET score = 0.8 WHERE id = 1", f"{A}#1/s1", "its evidence was altered"),
        ("UPDATE appearances SET mentions = '[0,4]' WHERE version = 1 AND number = 1", f"{A}#1/p1", "no longer"),
        ("UPDATE appearances SET role = 'king' WHERE version = 1 AND number = 1", f"{A}#1/p1", "no longer holds its words"),
        ("UPDATE parties SET name = 'Olga' WHERE id = 1", f"{A}#1/p1", "no longer holds its words"),
        # hashes and facts
        ("UPDATE versions SET text_sha256 = 'x' WHERE id = 2", f"{A}#2", "its SHA-256 differs"),
        ("UPDATE versions SET headline = 'x' WHERE id = 2", f"{A}#2", "the facts"),
        ("UPDATE versions SET published = '2031-01-01' WHERE id = 2", f"{A}#2", "the facts"),
        ("UPDATE statements SET checksum = 1 WHERE id = 1", f"{A}#1/s1", "its evidence was altered"),
        # captures
        ("UPDATE captures SET captured = '2031-01-01' WHERE version = 1", A, "the row of table captures is not as it was"),
        ("UPDATE captures SET version = 1 WHERE version = 2", A, "the row of table captures is not as it was written"),
        ("UPDATE captures SET refusal = 'x' WHERE version IS NULL", "https://c.example/3", "the row of table captures is not"),
        ("UPDATE captures SET checksum = NULL WHERE version = 3", "https://b.example/2", "the row of table captures is not"),
        # what is understood stands in the index too
        ("UPDATE statements SET speaker = 2 WHERE id = 1", f"{A}#1/s1", "the index of words"),
        ("UPDATE statements SET state = 2 WHERE id = 1", f"{A}#1/s1", "the index of words"),
        # rows that are gone
        ("DELETE FROM statement_words WHERE id = 1", f"{A}#1/s1", "the index of words"),
        ("DELETE FROM statements WHERE id = 1", f"{A}#1", "holds 1 statements where 2 were written"),
        ("DELETE FROM appearances WHERE version = 1 AND number = 1", f"{A}#1", "holds 1 parties where 2 were written"),
        ("DELETE FROM versions WHERE id = 1", "table versions", "holds 2 rows where 3 were written"),
        ("DELETE FROM versions WHERE id = 2", "table articles", f"{A}: leads to a row that is not there"),
        ("DELETE FROM versions WHERE id = 1", "table statements", "leads to a row that is not there"),
        ("DELETE FROM articles WHERE id = 2", "table articles", "holds 1 rows where 2 were written"),
        ("DELETE FROM captures WHERE version IS NULL", "table captures", "holds 3 rows where 4 were written"),
        ("DELETE FROM party_names WHERE party = 1", "table parties", "Ilya Torvan: leads to a row that is not there"),
        ("DELETE FROM recent_bands WHERE band = 1", "table bands", "holds 1 rows where 2 were written"),
        ("INSERT INTO bands VALUES (1, 2)", "table bands", "holds 3 rows where 2 were written"),
        ("DELETE FROM parties WHERE id = 1", "table parties", "holds 2 rows where 3 were written"),
    ],
)  # fmt: skip
def test_what_was_altered_is_named(store: Any, sql: str, where: str, detail: str) -> None:
    database = store._database
    if "MATCH" in database.matches:
        sql = sql.replace("DELETE FROM statement_words WHERE id = 1", FORGET)
    else:
        database.run("SET session_replication_role TO replica")  # PostgreSQL holds its references itself
    database.run(sql)
    faults = list(store.verify())
    assert any(fault.where.startswith(where) and detail in fault.detail for fault in faults), faults
    # and whatever is asked gets an answer or a message
    for question in (lambda: list(store.readings()), lambda: store.find(Question()), lambda: store.parties()):
        try:
            question()
        except StoreError as error:
            assert "verify" in str(error)


def test_progress_is_told(store: Any) -> None:
    told: list[int] = []
    assert not list(store.verify(told.append))
    assert told == [3]


@pytest.mark.parametrize(
    "published", ["0031-03-14", "2031-03-14T23:59:59-11:00", "2031-13-40", "March", "", None, "9999-12-31"]
)
def test_a_day_of_any_year_or_of_none_holds(engine: Engine, published: str | None) -> None:
    engine.keep([incoming(reading(url=A, published=published), captured=None)])
    assert not list(engine.verify())


@pytest.mark.parametrize(
    "change",
    [
        "kind = 'was-said'",
        "reason = 'another'",
        "made = '2031-01-01T00:00:00+00:00'",
        "name = 'Olga'",
        "party = 'Olga'",
        "number = 7",
    ],
)
def test_an_altered_correction_is_named(store: Any, change: str) -> None:
    for name in ("I. T.", "Ilya"):
        store.correct(Correction("rename", "house style", "2031-03-15T08:00:00+00:00", ("Ilya Torvan", "person"), name=name))
    assert not list(store.verify())
    store._database.run(f"UPDATE corrections SET {change} WHERE number = 1")
    assert ("table corrections", "a correction is not as it was made") in {(f.where, f.detail) for f in store.verify()}


def test_a_store_of_an_earlier_sayso_is_verified_as_it_is_and_sealed_when_it_is_written(new_address: Callable[[], str]) -> None:
    address = new_address()
    flips.make(address)
    rename = Correction("rename", "house style", "2031-03-15T08:00:00+00:00", ("Ilya Torvan", "person"), name="Ilya")
    with closing(cast(Any, open_engine(address))) as engine:
        as_of_schema_4(engine)
    with closing(cast(Any, open_engine(address, read_only=True))) as engine:
        assert not list(engine.verify()) and engine.find(Question("safe")).total == 1
        assert engine._database.rows("SELECT MAX(number) FROM migrations") == [(4,)]
    with closing(cast(Any, open_engine(address))) as engine:
        assert not list(engine.verify())
        engine.correct(rename)
        assert not list(engine.verify())
        engine._database.run("UPDATE corrections SET reason = 'another' WHERE number = 1")
        assert len(list(engine.verify())) == 1
        engine._database.run("UPDATE versions SET made_by = '0.0.9' WHERE id = 1")
        assert len(list(engine.verify())) == 2


@pytest.mark.parametrize(
    ("sql", "where"),
    [
        ("UPDATE party_names SET name = 'Ilya Zorvan' WHERE folded = 'ilya torvan'", "table party_names"),
        ("DELETE FROM party_names WHERE folded = 'torvan'", f"{A}#1/p2"),
        ("UPDATE statements SET wording = wording + 1 WHERE id = 1", f"{A}#1/s1"),
        ("UPDATE statements SET words = words + 1 WHERE id = 1", f"{A}#1/s1"),
        ("UPDATE outlets SET folded = 'x' WHERE id = 1", "table outlets"),
        ("UPDATE versions SET published = '2031-04-01' WHERE id = 1", f"{A}#1"),
        ("UPDATE appearances SET identity = party WHERE version = 1", f"{A}#1/p2"),
    ],
)
def test_what_an_earlier_sayso_wrote_and_was_altered_since_is_named_before_and_after_it_is_sealed(
    new_address: Callable[[], str], sql: str, where: str
) -> None:
    """The checksums that its store gets are of what stands there, which is held against the articles all the same."""
    address = new_address()
    flips.make(address)
    with closing(cast(Any, open_engine(address))) as engine:
        as_of_schema_4(engine)
        engine._database.run(sql)
    for read_only in (True, False):
        with closing(open_engine(address, read_only=read_only)) as engine:
            assert any(fault.where.startswith(where) for fault in engine.verify())
