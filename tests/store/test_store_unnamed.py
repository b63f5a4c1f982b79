"""Who is known by a description alone ("a senior official"), in stores of both kinds: kept, told back, and nobody elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, given, settings
from older_stores import as_of_schema_6, as_of_schema_7
from store_readings import incoming, jointly, reading, readings, span, unnamed

from sayso import cli
from sayso.record import Reading, Voice
from sayso.store import StoreError, open_engine
from sayso.store.contract import Engine
from sayso.store.values import Correction, Question

RUBIO, OFFICIAL, NURSE = "Ana Rubio", "A senior official", "A nurse"
A, B, C = (f"https://{letter}.example/1" for letter in "abc")


def told(url: str = A) -> Reading:
    """An official, Ana Rubio, and the official once more, to her."""
    read = reading([(OFFICIAL, "The talks are over"), (RUBIO, "It rains"), (OFFICIAL, "Yes")], url)
    first, second, third = read.statements
    to_her = replace(third, addressee=Voice(None, "p2", "implied"))
    on_word = replace(second, addressee=Voice(None, "p1", "implied"), relay=(Voice(None, "p1", "implied"),))
    return unnamed(replace(read, statements=(first, on_word, to_her)), "p1")


def grouped(url: str = B, *nobodies: str) -> Reading:
    """«Ana Rubio and a nurse said», of whom these have no name."""
    return unnamed(jointly(reading([(RUBIO, "We agree"), (NURSE, "It snows")], url), "p1", "p2"), *nobodies)


@pytest.fixture
def store(engine: Engine) -> Engine:
    engine.keep([incoming(told()), incoming(told(C))])
    return engine


def rows(store: Engine, sql: str) -> list[Any]:
    return cast(Any, store)._database.rows(sql)


def test_they_come_back_in_their_place_and_have_a_table_of_their_own(store: Engine) -> None:
    (held,) = store.versions(A)
    assert held.reading == told() and [party.named for party in held.reading.parties] == [False, True]
    numbered = "SELECT number, spelled, kind FROM unnamed WHERE version = 1"
    assert rows(store, numbered) == [(1, OFFICIAL, "person")]
    assert rows(store, "SELECT number FROM appearances WHERE version = 1") == [(2,)]
    assert rows(store, "SELECT parties FROM versions") == [(2,), (2,)]
    assert not list(store.verify())


def test_they_are_no_parties_across_articles(store: Engine) -> None:
    assert rows(store, "SELECT name FROM parties") == [(RUBIO,)] == rows(store, "SELECT name FROM party_names")
    assert [known.name for known in store.parties()] == [RUBIO] and store.summary().parties == 1
    assert not store.parties(OFFICIAL) and not store.alike("A senior officials")
    for field in ("speaker", "addressee", "relay", "about"):
        assert not store.find(Question(**{field: OFFICIAL})).hits
    with pytest.raises(StoreError, match="no party"):
        store.correct(Correction("rename", "he is", "2031-03-15", (OFFICIAL, "person"), name="Karel Novak"))


def test_what_they_say_is_found_and_counted_as_that_of_an_open_voice(store: Engine) -> None:
    columns = rows(store, "SELECT speaker, addressee, relay FROM statements WHERE version = 1 ORDER BY id")
    assert columns == [(None, None, None), (1, None, "[null]"), (None, 1, None)]
    (hit, _) = store.find(Question(words="talks")).hits
    assert (hit.speaker, hit.speaker_id) == (None, None)
    assert hit.statement.speaker and hit.statement.speaker.mention and hit.statement.speaker.mention.text == OFFICIAL
    assert store.count(Question(), "speaker") == [(None, 4), (RUBIO, 2)]
    assert store.count(Question(), "kind") == [(None, 4), ("person", 2)]
    assert store.count(Question(words="rains"), "relay") == [(None, 2)]
    assert store.count(Question(words="rains"), "addressee") == [(None, 2)]


def test_a_content_that_mentions_them_is_about_nobody(engine: Engine) -> None:
    read = reading([("Ilya Torvan", "The nurse came and Ana Rubio left"), ("The nurse", "No"), (RUBIO, "Yes")], A)
    first, *others = read.parties
    seen = [replace(one, mentions=(span(read.article.text, one.name), *one.mentions)) for one in others]
    engine.keep([incoming(unnamed(replace(read, parties=(first, *seen)), "p2"))])
    (rubio,) = engine.parties(RUBIO)
    assert rows(engine, "SELECT about FROM statements ORDER BY id")[0] == (f"[{rubio.id}]",)
    assert not list(engine.verify())


def test_answers_of_readings_name_those_who_have_a_name(store: Engine) -> None:
    held = list(store.readings(Question(words="talks")))
    assert [one.names for one in held] == [{"p2": RUBIO}] * 2 and [one.reading for one in held] == [told(), told(C)]


def test_a_new_reading_may_give_them_a_name_or_take_it(store: Engine) -> None:
    named = replace(told(), parties=tuple(replace(party, named=True) for party in told().parties))
    store.replace([(A, 1, named, ())])
    assert store.versions(A)[0].reading == named and not list(store.verify())
    assert len(store.find(Question(speaker=OFFICIAL)).hits) == 2
    store.replace([(A, 1, told(), ())])
    assert store.versions(A)[0].reading == told() and not list(store.verify())
    assert not store.find(Question(speaker=OFFICIAL)).hits and not store.parties(OFFICIAL)


@pytest.mark.parametrize(
    ("nobodies", "named", "found"),
    [
        ((), 2, {RUBIO: ["s1"], NURSE: ["s1", "s2"]}),
        (("p2",), 1, {RUBIO: ["s1"], NURSE: []}),
        (("g1",), 0, {RUBIO: [], NURSE: ["s2"]}),  # the group has no name
        (("p1", "p2", "g1"), 0, {RUBIO: [], NURSE: []}),
    ],
)
def test_a_group_with_such_a_member_comes_back_and_is_found_by_the_others(
    engine: Engine, nobodies: tuple[str, ...], named: int, found: dict[str, list[str]]
) -> None:
    read = grouped(B, *nobodies)
    engine.keep([incoming(read)])
    assert engine.versions(B)[0].reading == read
    assert [party.members for party in engine.versions(B)[0].reading.parties] == [(), (), ("p1", "p2")]
    both = rows(engine, "SELECT member, place FROM members"), rows(engine, "SELECT member, place FROM unnamed_members")
    assert sorted(both[0] + both[1]) == [(1, 1), (2, 2)] and len(both[0]) == named
    for name, ids in found.items():
        assert sorted(hit.statement.id for hit in engine.find(Question(speaker=name)).hits) == ids
    assert not list(engine.verify())
    engine.replace([(B, 1, grouped(B), ())])
    assert engine.versions(B)[0].reading == grouped(B) and not rows(engine, "SELECT * FROM unnamed_members")
    assert not list(engine.verify())


def test_a_split_leaves_them_as_they_are(engine: Engine) -> None:
    """Who speaks is worked out again in all articles of the party that is parted."""
    read = unnamed(reading([("Ilya Torvan", "Go"), ("Torvan", "Come"), (OFFICIAL, "Stay")], A), "p3")
    engine.keep([incoming(read)])
    engine.correct(Correction("split", "his brother", "2031-03-15", ("Ilya Torvan", "person"), ("Torvan", "person")))
    assert dict(engine.count(Question(), "speaker")) == {"Ilya Torvan": 1, "Torvan": 1, None: 1}
    assert engine.versions(A)[0].reading == read and not list(engine.verify())


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM unnamed WHERE version = 1",
        "INSERT INTO unnamed SELECT version, 7, name, spelled, kind, role, mentions, checksum FROM unnamed WHERE version = 1",
        "UPDATE unnamed SET version = 9 WHERE version = 1",
        "UPDATE unnamed SET number = 3 WHERE version = 1",
        "UPDATE unnamed SET name = 'p7' WHERE version = 1",
        "UPDATE unnamed SET spelled = 'Ilya Torvan' WHERE version = 1",
        "UPDATE unnamed SET kind = 'group' WHERE version = 1",
        "UPDATE unnamed SET kind = 'crowd' WHERE version = 1",
        "UPDATE unnamed SET role = 'minister' WHERE version = 1",
        "UPDATE unnamed SET mentions = '[0,4]' WHERE version = 1",
        "UPDATE unnamed SET checksum = 1 WHERE version = 1",
        "UPDATE statements SET speaker = 1 WHERE id = 1",
        # a name that nobody read
        "INSERT INTO appearances SELECT version, number, name, 1, 1, spelled, role, mentions, checksum FROM unnamed "
        "WHERE version = 1",
        "DELETE FROM unnamed_members",
        "UPDATE unnamed_members SET member = 1",
        "UPDATE unnamed_members SET place = 7",
        "UPDATE unnamed_members SET number = 1",
        "UPDATE unnamed_members SET version = 9",
        "INSERT INTO unnamed_members VALUES (1, 1, 1, 2)",
    ],
)
def test_altered_rows_of_theirs_are_named(store: Engine, sql: str) -> None:
    store.keep([incoming(grouped(B, "p2"))])
    database = cast(Any, store)._database
    if "MATCH" not in database.matches:
        database.run("SET session_replication_role TO replica")
    assert not list(store.verify())
    database.run(sql)
    assert list(store.verify())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(read=readings())
def test_any_reading_comes_back_whoever_has_a_name(engine: Engine, read: Reading) -> None:
    kept = engine.keep([incoming(read)])
    if kept[0].outcome != "same":
        held = engine.versions(kept[0].address)
        assert read in [one.reading for one in held]


@pytest.mark.parametrize("older", [as_of_schema_7, as_of_schema_6])
def test_a_store_from_before_there_were_any_is_asked_as_it_is_and_learns_of_them(
    new_address: Callable[[], str], older: Callable[[Any], None]
) -> None:
    address = new_address()
    said = reading([(OFFICIAL, "The talks are over"), (RUBIO, "It rains")], A)
    first, second = said.statements
    left_open = replace(first, speaker=replace(first.speaker or Voice(None), party=None, how=None))
    before = replace(said, statements=(left_open, second), parties=said.parties[1:])
    with closing(cast(Any, open_engine(address))) as engine:
        engine.keep([incoming(before)])
        older(engine)
    with closing(open_engine(address, read_only=True)) as store:
        assert store.versions(A)[0].reading == before
        assert dict(store.count(Question(), "speaker")) == {RUBIO: 1, None: 1}
        assert list(store.readings()) and len(store.parties()) == 1 and not list(store.verify())
    with closing(open_engine(address)) as store:
        assert not list(store.verify())
        store.replace([(A, 1, unnamed(said, "p1"), ())])
        store.keep([incoming(told(C))])
        assert store.versions(A)[0].reading == unnamed(said, "p1") and store.versions(C)[0].reading == told(C)
        assert dict(store.count(Question(), "speaker")) == {RUBIO: 2, None: 3}
        assert not list(store.verify())


def test_a_person_who_asks_is_shown_their_words_and_told_that_no_party_goes_by_them(
    store: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["find", "talks", "--store", store.address]) == 0
    assert f"“{OFFICIAL}” states" in capsys.readouterr().out
    assert cli.main(["find", "--speaker", OFFICIAL, "--store", store.address]) == 1
    assert "no party goes by that name" in capsys.readouterr().err
    assert cli.main(["party", "--store", store.address]) == 0
    assert OFFICIAL not in capsys.readouterr().out
