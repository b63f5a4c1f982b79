"""All wordings of a page's headline: they come back as they were read, and what was kept before there were any has none."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from typing import Any, cast

import pytest
from older_stores import as_of_schema_4, as_of_schema_6, as_of_schema_7, as_of_schema_8
from store_readings import incoming, reading

from sayso.formats.kept import read_kept, write_kept
from sayso.record import Reading
from sayso.store import open_engine
from sayso.store.contract import Engine
from sayso.store.rows import crc, facts_checksum, facts_row, version_checksum
from sayso.store.values import Question

A, B = "https://a.example/1", "https://b.example/1"
TITLES = ("Bridge shut", "Mirwen's bridge is shut, says its mayor", "Ça va? \ud83d", "=", "\0", "")


def titled(*titles: str, url: str = A) -> Reading:
    return reading([("Ana Dovrel", "It rains")], url, headline="Bridge shut", titles=titles)


def titles_in(store: Any) -> list[Any]:
    return [row[0] for row in store._database.rows("SELECT titles FROM versions ORDER BY id")]


@pytest.mark.parametrize("titles", [(), ("Bridge shut",), TITLES])
def test_they_come_back_exactly_as_kept_and_as_read_again(engine: Engine, titles: tuple[str, ...]) -> None:
    engine.keep([incoming(titled(*titles))])
    assert engine.versions(A)[0].reading.article.titles == titles
    engine.replace([(A, 1, titled(*titles, "Another"), ())])
    assert engine.versions(A)[0].reading == titled(*titles, "Another")
    engine.replace([(A, 1, titled(*titles), ())])
    assert next(iter(engine.readings())).reading == titled(*titles)
    assert not list(engine.verify())


def test_they_stand_as_a_list_and_none_is_nothing(engine: Engine) -> None:
    engine.keep([incoming(titled("Bridge shut", "Öd")), incoming(titled(url=B))])
    assert titles_in(engine) == ['["Bridge shut", "Öd"]', None]


def test_a_kept_line_has_them(engine: Engine) -> None:
    engine.keep([incoming(titled(*TITLES))])
    kept = list(engine.readings())
    assert [one.reading.article.titles for one in read_kept(write_kept(kept))] == [TITLES]


def test_a_version_without_any_is_summed_up_as_before_there_were_any() -> None:
    """The checksums of rows that a store has kept from before hold; a row that tells more has another one."""
    place, made, held = (A, 1, None, "2031-03-14", "The Post"), ("0.2", 1, "ab", "cd"), (1, 1, 1)
    cells = (
        *("Bridge shut", None, None, "2031-03-14T10:00:00+01:00", None, None, "en", None),
        *('[["body",0,29]]', "a1", "=", "=", "en-1"),
    )
    row, more = facts_row(titled(), A), facts_row(titled("Bridge shut"), A)
    assert (row, more) == ((*cells, *[None] * 4), (*cells, '["Bridge shut"]', None, None, None))
    assert version_checksum(row, place, made, held) == crc(*cells, *place, *made, *held)
    assert version_checksum(more, place, made, held) == crc(*more[:14], *place, *made, *held)
    assert facts_checksum(row, "The Post", None, "ab", "cd") == crc(*cells, "The Post", None, "ab", "cd")


@pytest.mark.parametrize("altered", [None, "[]", '["Bridge open"]', "", "x", '["Bridge shut", "Bridge shut"]'])
@pytest.mark.parametrize("titles", [(), ("Bridge shut",)])
def test_altered_ones_are_named(engine: Engine, titles: tuple[str, ...], altered: str | None) -> None:
    engine.keep([incoming(titled(*titles))])
    assert not list(engine.verify())
    if (altered is None) == (titles == ()):
        altered = '["Bridge shut "]'
    cast(Any, engine)._database.run("UPDATE versions SET titles = ?", (altered,))
    found = [(fault.where, fault.detail) for fault in engine.verify()]
    assert found == [(f"{A}#1", "the facts of the article are not those that were written")]


def test_a_word_that_stands_in_them_alone_is_not_found(engine: Engine) -> None:
    engine.keep([incoming(titled("Bridge shut", "Span closed"))])
    assert engine.find(Question("rains")).total == 1
    assert engine.find(Question("span")).total == engine.find(Question("closed")).total == 0


@pytest.mark.parametrize("older", [as_of_schema_8, as_of_schema_7, as_of_schema_6, as_of_schema_4])
def test_a_store_from_before_there_were_any_is_asked_as_it_is_and_learns_of_them(
    new_address: Callable[[], str], older: Callable[[Any], None]
) -> None:
    address = new_address()
    with closing(cast(Any, open_engine(address))) as engine:
        engine.keep([incoming(titled("Bridge shut", "Span closed")), incoming(titled(url=B))])
        older(engine)
    for read_only in (True, False):  # as it stands, and brought up to date
        with closing(cast(Any, open_engine(address, read_only=read_only))) as store:
            assert [one.reading for one in store.readings()] == [titled(), titled(url=B)]
            assert store.find(Question("rains")).total == 2
            assert not list(store.verify())
    with closing(cast(Any, open_engine(address))) as store:
        assert titles_in(store) == [None, None]
        store.replace([(A, 1, titled("Bridge shut", "Span closed"), ())])
        assert store.versions(A)[0].reading == titled("Bridge shut", "Span closed")
        assert not list(store.verify())


def test_a_row_that_was_altered_in_an_older_store_is_named_there_and_once_it_is_brought_up_to_date(
    new_address: Callable[[], str],
) -> None:
    address = new_address()
    with closing(cast(Any, open_engine(address))) as engine:
        engine.keep([incoming(titled("Bridge shut"))])
        as_of_schema_8(engine)
        engine._database.run("UPDATE versions SET headline = 'Bridge open'")
    for read_only in (True, False):
        with closing(open_engine(address, read_only=read_only)) as store:
            assert [fault.where for fault in store.verify()] == [f"{A}#1"]


def test_no_row_of_versions_is_written_anew_for_them(new_address: Callable[[], str]) -> None:
    """What a store of schema 8 lacks is not written for each article, but for the number of its passages and their grams.

    Of 4,000 statements a few rows of columns are written.
    """
    address = new_address()
    if address.startswith("postgresql:"):
        pytest.skip("PostgreSQL counts no changes of a connection")
    with closing(cast(Any, open_engine(address))) as engine:
        engine.keep([incoming(replace(titled(url=f"https://a.example/{n}"), input=f"{n}")) for n in range(200)])
        as_of_schema_8(engine)
    with closing(cast(Any, open_engine(address))) as engine:
        assert engine._database._connection.total_changes < 2 * 200 + 100
        assert engine._database.rows("SELECT count(*) FROM versions WHERE titles IS NULL") == [(200,)]
