"""What was not said, in stores of both kinds: kept as it is, left out of answers unless it is asked for, and told how much."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, given, settings
from older_stores import as_of_schema_4, as_of_schema_6
from store_readings import incoming, jointly, reading, readings, told

from sayso.record import SAID_KINDS, Reading, Said
from sayso.store import finding, open_engine
from sayso.store.contract import Engine
from sayso.store.rows import crc, evidence_row
from sayso.store.values import Correction, Question, Version
from sayso.store.wordings import wording

A, B, C, D = (f"https://{letter}.example/1" for letter in "abcd")
TORVAN, DOVREL = "Ilya Torvan", "Ana Dovrel"
UNSAID = SAID_KINDS[1:]


def each_kind(url: str = A, **facts: Any) -> Reading:
    """Seven statements of Torvan, one of each kind, in their order: s1 was said, s7 demanded."""
    return told(reading([(TORVAN, f"The bridge is {kind}") for kind in SAID_KINDS], url, **facts), *SAID_KINDS)


@pytest.fixture
def store(engine: Engine) -> Engine:
    engine.keep([
        incoming(each_kind(outlet="The Lantern")),
        incoming(told(reading([(DOVREL, "The bridge holds"), (TORVAN, "It rains")], B), "expected")),
    ])  # fmt: skip
    return engine


def keys(store: Engine, **question: Any) -> list[str]:
    return sorted(hit.key for hit in store.find(Question(**question)).hits)


def test_whether_it_was_said_is_kept(store: Engine) -> None:
    (held,) = store.versions(A)
    assert held.reading == each_kind(outlet="The Lantern")
    assert not list(store.verify())


KINDS: list[tuple[tuple[Said, ...] | None, list[str]]] = [
    (("said",), [f"{A}#1/s1", f"{B}#1/s2"]),
    (None, [*(f"{A}#1/s{n}" for n in range(1, 8)), f"{B}#1/s1", f"{B}#1/s2"]),
    (SAID_KINDS, [*(f"{A}#1/s{n}" for n in range(1, 8)), f"{B}#1/s1", f"{B}#1/s2"]),
    (("expected",), [f"{A}#1/s5", f"{B}#1/s1"]),
    (("not-said", "demanded"), [f"{A}#1/s2", f"{A}#1/s7"]),
    (("said", "expected"), [f"{A}#1/s1", f"{A}#1/s5", f"{B}#1/s1", f"{B}#1/s2"]),
    (UNSAID, [*(f"{A}#1/s{n}" for n in range(2, 8)), f"{B}#1/s1"]),
    ((), []),
]


@pytest.mark.parametrize(
    "narrowed", [{}, {"speaker": TORVAN}, {"words": "bridge"}, {"url": f"{A}*"}, {"outlet": "The Lantern"}]
)
@pytest.mark.parametrize("versions", [False, True])
@pytest.mark.parametrize(("kinds", "wanted"), KINDS)
def test_the_kinds_that_are_asked_for_answer(
    store: Engine, kinds: tuple[Said, ...] | None, wanted: list[str], versions: bool, narrowed: dict[str, str]
) -> None:
    theirs = {
        "speaker": lambda key: key != f"{B}#1/s1",
        "words": lambda key: key != f"{B}#1/s2",
        "url": lambda key: key.startswith(A),
        "outlet": lambda key: key.startswith(A),
    }
    wanted = [key for key in wanted if all(theirs[name](key) for name in narrowed)]
    question = Question(said=kinds, all_versions=versions, **narrowed)
    assert sorted(hit.key for hit in store.find(question).hits) == wanted
    assert sorted(hit.key for hit in store.stream(question)) == wanted
    assert sum(number for _, number in store.count(question, "act")) == len(wanted)
    found = [f"{held.address}#1/{id}" for held in store.readings(question) for id in held.answers or ()]
    assert sorted(found) == wanted


@pytest.mark.parametrize(
    ("question", "unsaid"),
    [
        ({}, 7),
        ({"words": "bridge"}, 7),
        ({"words": "rains"}, 0),
        ({"speaker": DOVREL}, 1),
        ({"speaker": TORVAN, "words": "expected"}, 1),
        ({"speaker": "Nobody Atall"}, 0),
        ({"url": B}, 1),
        ({"all_versions": True}, 7),
        ({"said": None}, 0),  # nothing is left out
        ({"said": ("expected",)}, 0),  # they were chosen
    ],
)
def test_how_many_were_left_out_is_told(store: Engine, question: dict[str, Any], unsaid: int) -> None:
    asked = Question(**question)
    assert store.unsaid(asked) == store.find(asked).unsaid == unsaid
    if asked.said == ("said",):
        assert store.find(replace(asked, said=None)).total == store.find(asked).total + unsaid


def test_of_too_many_that_were_left_out_the_number_says_so(store: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "MOST", 3)
    assert store.unsaid(Question()) == 4


@pytest.mark.parametrize("order", ["best", "newest", "oldest"])
@pytest.mark.parametrize(("most", "exact"), [(2, False), (3, False), (6, False), (8, False), (9, True)])
def test_what_was_said_is_not_lost_among_much_that_was_not(
    store: Engine, monkeypatch: pytest.MonkeyPatch, order: Any, most: int, exact: bool
) -> None:
    """Two of nine were said; so many are read at once."""
    monkeypatch.setattr(finding, "MOST", most)
    monkeypatch.setattr(finding.candidates, "__defaults__", (None, most))
    found = store.find(Question(order=order))
    assert sorted(hit.key for hit in found.hits) == [f"{A}#1/s1", f"{B}#1/s2"]
    assert found.exact is exact and 0 < found.unsaid <= 7


@pytest.mark.parametrize(
    ("by", "counts"),
    [
        ("said", [("expected", 2), ("said", 2), *((kind, 1) for kind in sorted({*UNSAID} - {"expected"}))]),
        ("outlet", [("The Lantern", 7), ("The Aurane Post", 2)]),
        ("speaker", [(TORVAN, 8), (DOVREL, 1)]),
    ],
)
def test_all_kinds_are_counted_where_all_are_asked_for(store: Engine, by: Any, counts: list[tuple[str, int]]) -> None:
    assert store.count(Question(said=None), by) == counts


def test_parties_are_counted_by_what_they_said(store: Engine) -> None:
    assert [(party.name, party.statements) for party in store.parties()] == [(TORVAN, 2), (DOVREL, 0)]
    assert [party.statements for party in store.parties(TORVAN)] == [2]
    assert store.count(Question(), "speaker") == [(TORVAN, 2)]
    assert store.count(Question(), "said") == [("said", 2)]


def test_a_group_is_counted_by_what_it_said(engine: Engine) -> None:
    read = jointly(reading([(TORVAN, "We go"), (DOVREL, "We stay")]), "p1", "p2")
    engine.keep([incoming(told(read, "expected"))])
    assert {party.name: party.statements for party in engine.parties()} == {
        TORVAN: 0,
        DOVREL: 1,
        f"{TORVAN} and {DOVREL}": 0,
    }
    assert keys(engine, speaker=TORVAN, said=None) == ["https://post.example/1#1/s1"]


def test_what_will_be_said_is_no_copy_of_what_was(engine: Engine) -> None:
    """Wire copy counts once; but a report that she said it is not one that she will."""
    lines = [(TORVAN, "The bridge over the river is safe")]
    engine.keep([
        incoming(told(reading(lines, address), kind), bands=(1, 2))
        for address, kind in ((A, "said"), (B, "expected"), (C, "said"), (D, "expected"))
    ])  # fmt: skip
    hits = engine.find(Question(said=None)).hits
    assert [[carrier.address for carrier in hit.carriers] for hit in sorted(hits, key=lambda hit: hit.key)] == [[A, C], [B, D]]
    assert (engine.find(Question()).total, engine.unsaid(Question())) == (1, 1)
    assert engine.unsaid(Question(all_versions=True)) == 2
    assert engine.count(Question(), "speaker") == [(TORVAN, 1)]
    assert engine.count(Question(said=None), "said") == [("expected", 1), ("said", 1)]
    assert engine.parties()[0].statements == 1
    assert not list(engine.verify())


def test_an_earlier_version_s_is_left_out_with_it(engine: Engine) -> None:
    engine.keep([incoming(told(reading([(TORVAN, "It is safe")], A), "expected"), captured="2031-03-14T12:00:00Z")])
    engine.keep([incoming(reading([(TORVAN, "It is safe"), (TORVAN, "Go home")], A), captured="2031-03-15T12:00:00Z")])
    assert keys(engine, said=None) == [f"{A}#2/s1", f"{A}#2/s2"] and engine.unsaid(Question()) == 0
    assert keys(engine, all_versions=True, said=("expected",)) == [f"{A}#1/s1"]
    assert engine.unsaid(Question(all_versions=True)) == 1
    assert [(party.name, party.statements) for party in engine.parties()] == [(TORVAN, 2)]
    assert not list(engine.verify())


def test_a_correction_takes_out_what_was_not_said_either(store: Engine) -> None:
    for kind, left in (("not-said", 0), ("was-said", 1)):
        store.correct(Correction(cast(Any, kind), "a caption", "2031-03-16T08:00:00Z", statement=f"{B}#1/s1"))
        assert len(keys(store, speaker=DOVREL, said=None)) == store.unsaid(Question(speaker=DOVREL)) == left
        assert keys(store, speaker=DOVREL) == []
        assert not list(store.verify())


def test_a_new_reading_writes_whether_it_was_said(store: Engine) -> None:
    (held,) = store.versions(B)
    again = told(held.reading, "said", "asked")
    store.replace([(B, 1, again, ())])
    assert store.versions(B)[0].reading == again
    assert keys(store, url=B) == [f"{B}#1/s1"] and keys(store, url=B, said=("asked",)) == [f"{B}#1/s2"]
    assert not list(store.verify())


@pytest.mark.parametrize(
    "change",
    [
        "said = NULL WHERE said = 5",
        "said = 6 WHERE said = 5",
        "said = 9 WHERE said = 5",
        "said = 1 WHERE said IS NULL",
        "said = 5 WHERE said IS NULL",
        "state = 0 WHERE state = 4",
        "state = 4 WHERE state = 0",
        "state = 12 WHERE state = 4",
    ],
)
def test_verify_names_a_statement_of_which_it_was_altered(store: Any, change: str) -> None:
    store._database.run(f"UPDATE statements SET {change}")
    assert any("#1/s" in fault.where for fault in store.verify())


@settings(suppress_health_check=list(HealthCheck), deadline=None, max_examples=30)
@given(readings())
def test_nothing_that_any_reading_holds_is_passed_over(new_address: Callable[[], str], read: Reading) -> None:
    with closing(open_engine(new_address())) as engine:
        engine.keep([incoming(read, A)])
        every = engine.find(Question(said=None, limit=100))
        by_kind = {kind: engine.find(Question(said=(kind,))).total for kind in SAID_KINDS}
        assert every.total == sum(by_kind.values()) == by_kind["said"] + engine.unsaid(Question())
        assert all(hit.statement in read.statements for hit in every.hits)


def test_the_views_show_what_was_not_said_with_its_kind(store: Any) -> None:
    shown = store._database.rows(
        "SELECT said, words FROM said WHERE speaker = 'Ilya Torvan' AND outlet = 'The Lantern' ORDER BY id"
    )
    assert shown == [(kind, f"“The bridge is {kind}”") for kind in SAID_KINDS]
    store.keep([incoming(reading([(DOVREL, "Go home")], B), captured="2031-03-15T12:00:00Z")])
    assert store._database.rows("SELECT said FROM said_before ORDER BY id") == [("expected",), ("said",)]


# -- a store that was made before -----------------------------------------------------------------------------------------


def test_what_was_said_is_summed_up_as_it_was_before() -> None:
    """The checksums of rows that a store has kept from before hold; a row that tells more has another one."""
    statement = reading().statements[0]
    cells = ("s1", "states", 1, "[18,38]", "[19,37]", "[12,16]", '[0,11,"p1","name"]', None, None, None, 0.9)
    words = ("“The bridge is safe”", "The bridge is safe", "said", "Ilya Torvan")
    assert evidence_row(statement) == (*cells, None, crc(*cells, *words))
    assert evidence_row(replace(statement, said="expected")) == (*cells, 5, crc(*cells, 5, *words))
    assert wording(statement).hash == -7703240002819288699


def whole(engine: Engine) -> list[Version]:
    return list(engine.readings())


@pytest.mark.parametrize("older", [as_of_schema_6, as_of_schema_4])
def test_in_a_store_that_was_made_before_all_was_said(new_address: Callable[[], str], older: Callable[[Any], None]) -> None:
    address = new_address()
    with closing(cast(Any, open_engine(address))) as engine:
        engine.keep([incoming(each_kind()), incoming(reading([(DOVREL, "It rains")], B))])
        older(engine)
    plain = told(each_kind(), *("said",) * 7)
    for read_only in (True, False):  # as it stands, and brought up to date
        with closing(cast(Any, open_engine(address, read_only=read_only))) as engine:
            assert whole(engine)[0].reading == plain
            assert len(keys(engine)) == len(keys(engine, said=None)) == 8
            assert len(keys(engine, speaker=TORVAN, said=("said", "expected"))) == 7
            assert keys(engine, said=("expected",)) == [] and engine.unsaid(Question()) == 0
            assert engine.count(Question(said=None), "said") == [("said", 8)]
            assert [(party.name, party.statements) for party in engine.parties()] == [(TORVAN, 7), (DOVREL, 1)]
            assert not list(engine.verify())
    with closing(open_engine(address)) as engine:
        engine.replace([(A, 1, each_kind(), ())])
        assert whole(engine)[0].reading == each_kind() and engine.unsaid(Question()) == 6
        assert not list(engine.verify())


def test_no_row_of_statements_is_written_anew_for_it(new_address: Callable[[], str]) -> None:
    """A store of a million statements is brought up to date at once; its index of words stays as it is."""
    address = new_address()
    if address.startswith("postgresql:"):
        pytest.skip("PostgreSQL counts no changes of a connection")
    with closing(cast(Any, open_engine(address))) as engine:
        engine.keep([incoming(reading([(TORVAN, f"Word {n}") for n in range(500)]))])
        as_of_schema_6(engine)
    with closing(cast(Any, open_engine(address))) as engine:
        assert engine._database._connection.total_changes < 100  # of 500 statements none; the ledger of migrations is
        assert engine._database.rows("SELECT said, count(*) FROM said GROUP BY said") == [("said", 500)]
