"""What two say together, in stores of both kinds: kept with its members, found, counted and told under the name of each."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from typing import Any, cast

import pytest
from older_stores import as_of_schema_4
from store_readings import incoming, jointly, reading

from sayso.record import Reading, Voice
from sayso.store import open_engine
from sayso.store.contract import Engine
from sayso.store.values import Correction, Question

RUBIO, NOVAK, VEGA = "Ana Rubio", "Karel Novak", "Leo Vega"
BOTH = f"{RUBIO} and {NOVAK}"
A, B, C = (f"https://{letter}.example/1" for letter in "abc")


def together(url: str = A, first: str = "We agree") -> Reading:
    """The first of three statements is of both, the others are of one each."""
    return jointly(reading([(RUBIO, first), (NOVAK, "It rains"), (RUBIO, "It snows")], url), "p1", "p2")


@pytest.fixture
def store(engine: Engine) -> Engine:
    engine.keep([incoming(together()), incoming(reading([(VEGA, "Go home"), (RUBIO, "Stay")], B))])
    return engine


def said(store: Engine, **question: Any) -> list[str]:
    return sorted(hit.key for hit in store.find(Question(**question)).hits)


def test_the_members_of_a_group_are_kept(store: Engine) -> None:
    (held,) = store.versions(A)
    assert held.reading == together()
    assert [party.members for party in held.reading.parties] == [(), (), ("p1", "p2")]
    assert not list(store.verify())


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        (RUBIO, [f"{A}#1/s1", f"{A}#1/s3", f"{B}#1/s2"]),
        ("Novak", []),  # nobody goes by it
        (NOVAK, [f"{A}#1/s1", f"{A}#1/s2"]),
        (BOTH, [f"{A}#1/s1"]),
        (VEGA, [f"{B}#1/s1"]),
    ],
)
def test_a_joint_statement_is_found_under_the_name_of_each_member(store: Engine, name: str, keys: list[str]) -> None:
    assert said(store, speaker=name) == keys
    assert sorted(hit.key for hit in store.stream(Question(speaker=name))) == keys
    assert sum(len(held.answers or ()) for held in store.readings(Question(speaker=name))) == len(keys)


def test_those_who_are_told_and_those_on_whose_word_it_is_are_found_so_too(engine: Engine) -> None:
    read = together()
    first, *rest = read.statements
    told = replace(first, speaker=None, addressee=Voice(None, "g1", "name"))
    relayed = replace(rest[0], speaker=None, relay=(Voice(None, "g1", "name"),))
    engine.keep([incoming(replace(read, statements=(told, relayed)))])
    for name in (RUBIO, NOVAK, BOTH):
        assert said(engine, addressee=name) == [f"{A}#1/s1"]
        assert said(engine, relay=name) == [f"{A}#1/s2"]
        assert (name, 1) in engine.count(Question(), "addressee") and (name, 1) in engine.count(Question(), "relay")


def test_counts_by_speaker_are_what_is_found_by_each_name(store: Engine) -> None:
    counted = dict(store.count(Question(), "speaker"))
    assert counted == {RUBIO: 3, NOVAK: 2, VEGA: 1, BOTH: 1}
    for name, count in counted.items():
        assert len(said(store, speaker=name)) == count
    assert dict(store.count(Question(words="agree"), "speaker")) == {RUBIO: 1, NOVAK: 1, BOTH: 1}
    assert dict(store.count(Question(), "kind")) == {"person": 4, "group": 1}
    assert {known.name: known.statements for known in store.parties()} == counted
    assert [known.statements for known in store.parties(NOVAK)] == [2]


def test_copies_on_a_wire_count_once_for_each_member(engine: Engine) -> None:
    bands = tuple(range(8))
    engine.keep([incoming(together(url), bands=bands) for url in (A, C)])
    assert {known.name: known.statements for known in engine.parties()} == {RUBIO: 2, NOVAK: 2, BOTH: 1}
    assert [known.statements for known in engine.parties(NOVAK)] == [2]
    assert dict(engine.count(Question(), "speaker")) == {RUBIO: 2, NOVAK: 2, BOTH: 1}


def test_who_is_made_one_with_a_member_is_found_with_the_group(store: Engine) -> None:
    store.correct(Correction("merge", "her married name", "2031-03-15", (RUBIO, "person"), (VEGA, "person")))
    assert said(store, speaker=VEGA) == [f"{A}#1/s1", f"{A}#1/s3", f"{B}#1/s1", f"{B}#1/s2"]
    assert {known.name: known.statements for known in store.parties()} == {VEGA: 4, NOVAK: 2, BOTH: 1}
    store.correct(Correction("merge", "a pseudonym of both", "2031-03-15", (NOVAK, "person"), (VEGA, "person")))
    assert dict(store.count(Question(), "speaker")) == {VEGA: 5, BOTH: 1}
    assert {known.name: known.statements for known in store.parties()} == {VEGA: 5, BOTH: 1}
    assert not list(store.verify())


def test_a_new_reading_that_knows_no_group_leaves_none(store: Engine) -> None:
    read = together()
    first, *rest = read.statements
    alone = replace(read, statements=(replace(first, speaker=rest[0].speaker), *rest), parties=read.parties[:2])
    store.replace([(A, 1, alone, ())])
    assert said(store, speaker=BOTH) == [] and len(said(store, speaker=NOVAK)) == 2
    assert store._database.rows("SELECT * FROM members") == []  # type: ignore[attr-defined]
    assert not list(store.verify())


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM members WHERE place = 2",
        "UPDATE members SET member = 1 WHERE place = 2",
        "UPDATE members SET party = joint WHERE place = 1",
        "UPDATE members SET joint = party WHERE place = 2",
        "INSERT INTO members VALUES (2, 1, 1, 2, 1, 2)",
        "INSERT INTO members VALUES (9, 1, 1, 2, 1, 2)",
    ],
)
def test_altered_members_are_named(store: Engine, sql: str) -> None:
    database = store._database  # type: ignore[attr-defined]
    if "MATCH" not in database.matches:
        database.run("SET session_replication_role TO replica")
    assert not list(store.verify())
    database.run(sql)
    assert list(store.verify())


def test_a_store_from_before_there_were_members_is_asked_as_it_is_and_learns_of_them(new_address: Callable[[], str]) -> None:
    address = new_address()
    with closing(cast(Any, open_engine(address))) as engine:
        engine.keep([incoming(reading([(RUBIO, "We agree"), (NOVAK, "It rains")], A))])
        as_of_schema_4(engine)
    with closing(open_engine(address, read_only=True)) as store:
        assert said(store, speaker=RUBIO) == [f"{A}#1/s1"]
        assert dict(store.count(Question(), "speaker")) == {RUBIO: 1, NOVAK: 1}
        assert len(store.parties()) == 2 and len(store.versions(A)) == 1
        assert not list(store.verify())
    with closing(open_engine(address)) as store:
        store.keep([incoming(together(B))])
        assert said(store, speaker=NOVAK) == [f"{A}#1/s2", f"{B}#1/s1", f"{B}#1/s2"]
        assert not list(store.verify())
