"""How many statements answer: by one field and by two, without doubtful ones, and why speakers are left open, in both."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from itertools import product
from typing import Any, get_args

import pytest
from older_stores import as_of_schema_12
from store_readings import incoming, reading, told

from sayso.record import Party, Reading, Voice
from sayso.store import finding, open_engine
from sayso.store.contract import Engine
from sayso.store.values import Correction, Order, Question

A, B, C = (f"https://{letter}.example/1" for letter in "abc")
TORVAN, DOVREL = "Ilya Torvan", "Ana Dovrel"


def scored(read: Reading, *scores: float) -> Reading:
    """The reading, its statements with these scores."""
    return replace(read, statements=tuple(replace(s, score=n) for s, n in zip(read.statements, scores, strict=True)))


def left_open(read: Reading, *ids: str) -> Reading:
    """The reading, the speakers of these statements left open; of "s3-" nobody stands there."""
    held = {id.rstrip("-"): id for id in ids}
    statements = [
        replace(s, speaker=None if held[s.id].endswith("-") else replace(s.speaker or Voice(None), party=None, how=None))
        if s.id in held
        else s
        for s in read.statements
    ]
    return replace(read, statements=tuple(statements))


def with_roles(read: Reading, **roles: str) -> Reading:
    """The reading, its parties in these roles, by their ids."""
    parties = (replace(party, role=roles.get(party.id)) for party in read.parties)
    return replace(read, parties=tuple(parties))


OPEN = left_open(
    reading([("We", "It rains"), ("two people", "It snows"), ("They", "It hails"), (DOVREL, "It thaws"), ("I", "So be it")], A),
    *("s1", "s2", "s3", "s4-", "s5"),
)


@pytest.fixture
def store(engine: Engine) -> Engine:
    three = reading([(DOVREL, "It thaws"), (DOVREL, "It blows"), (TORVAN, "It is cold")], B, language="fr")
    dovrel = scored(three, 0.9, 0.4, 0.5)
    said = with_roles(dovrel, p1="president", p2="Minister")
    later = with_roles(reading([(DOVREL, "It thaws again")], C, outlet=None), p1="President")
    engine.keep([incoming(OPEN, bands=(1,)), incoming(said, bands=(2,)), incoming(later, bands=(3,))])
    return engine


def test_speakers_left_open_are_told_by_why(store: Engine) -> None:
    found = store.counted(Question(), ("speaker",))
    assert found.rows == (((None,), 5), ((DOVREL,), 3), ((TORVAN,), 1)) and found.total == 9
    assert dict(found.open) == {"own": 2, "nobody": 1, "pronoun": 1, "description": 1}
    assert store.counted(Question(words="rains"), ("kind",)).open == {"own": 1}
    assert store.counted(Question(speaker=TORVAN), ("speaker",)).open == {}
    assert store.counted(Question(), ("act",)).open == {}
    assert not list(store.verify())


def test_of_wire_copy_the_first_counts_and_why_it_is_open(engine: Engine) -> None:
    copy = replace(OPEN, input=B, article=replace(OPEN.article, url=B, published="2031-03-15"))
    engine.keep([incoming(OPEN, bands=(7,)), incoming(copy, bands=(7,))])
    assert engine.counted(Question(), ("speaker",)).open == {"own": 2, "nobody": 1, "pronoun": 1, "description": 1}
    assert sum(engine.counted(Question(all_versions=True), ("speaker",)).open.values()) == 10
    assert engine.counted(Question(), ("article",)).rows == (((A,), 5),)


def test_a_split_leaves_nobody_open_for_a_reason_that_is_not_his(store: Engine) -> None:
    store.correct(Correction("merge", "one man", "2031-03-15", (TORVAN, "person"), (DOVREL, "person")))
    assert dict(store.counted(Question(), ("speaker",)).rows)[DOVREL,] == 4
    store.correct(Correction("split", "two after all", "2031-03-16", (DOVREL, "person"), (TORVAN, "person")))
    assert not list(store.verify())


def test_a_store_of_an_older_sayso_learns_why(new_address: Callable[[], str]) -> None:
    address = new_address()
    with closing(open_engine(address)) as engine:
        engine.keep([incoming(OPEN)])
        before = engine.counted(Question(), ("speaker",))
        as_of_schema_12(engine)
    with closing(open_engine(address, read_only=True)) as engine:
        assert engine.counted(Question(), ("speaker",)) == replace(before, open={})
        assert not list(engine.verify())
    with closing(open_engine(address)) as engine:
        assert engine.counted(Question(), ("speaker",)) == before
        assert not list(engine.verify())


BY: list[tuple[tuple[Any, ...], dict[tuple[str | None, ...], int]]] = [
    (("role",), {(None,): 5, ("President",): 3, ("Minister",): 1}),  # in whatever letters
    (("language",), {("en",): 6, ("fr",): 3}),
    (("article",), {(A,): 5, (B,): 3, (C,): 1}),
    (("speaker", "language"), {(None, "en"): 5, (DOVREL, "fr"): 2, (DOVREL, "en"): 1, (TORVAN, "fr"): 1}),
    (("outlet", "role"), {("The Aurane Post", None): 5, ("The Aurane Post", "President"): 2, (None, "President"): 1,
                          ("The Aurane Post", "Minister"): 1}),
    (("day", "kind"), {("2031-03-14", None): 5, ("2031-03-14", "person"): 4}),
]  # fmt: skip


def test_by_one_field_and_by_two(store: Engine) -> None:
    for (by, wanted), versions in product(BY, (False, True)):
        found = store.counted(Question(all_versions=versions), by)
        assert (dict(found.rows), found.total) == (wanted, 9), by
        assert [number for _, number in found.rows] == sorted(wanted.values(), reverse=True), by


def test_a_statement_on_two_words_is_in_two_rows_and_once_in_all(engine: Engine) -> None:
    held = reading([(TORVAN, "It rains"), (DOVREL, "It snows")], A)
    first, second = held.statements
    assert first.speaker and second.speaker
    relayed = replace(second, within="s1", relay=(first.speaker, second.speaker))
    engine.keep([incoming(replace(held, statements=(first, relayed)))])
    found = engine.counted(Question(), ("relay", "speaker"))
    assert dict(found.rows) == {(TORVAN, DOVREL): 1, (DOVREL, DOVREL): 1, (None, TORVAN): 1} and found.total == 2


SURER: list[tuple[dict[str, Any], list[str]]] = [
    ({}, ["s1", "s2", "s3"]),
    ({"min_score": 0.5}, ["s1", "s3"]),  # as much, or more
    ({"min_score": 0.5, "words": "it"}, ["s1", "s3"]),
    ({"min_score": 0.51, "speaker": DOVREL}, ["s1"]),
    ({"min_score": 0.5, "url": B}, ["s1", "s3"]),
    ({"min_score": 1.0}, []),
]


def test_what_is_doubtful_is_left_out(store: Engine) -> None:
    for (question, ids), order in product(SURER, get_args(Order)):
        asked = Question(order=order, languages=("fr",), **question)
        found = store.find(asked)
        assert (sorted(hit.statement.id for hit in found.hits), found.total, found.unsaid) == (ids, len(ids), 0), asked
        assert sorted(hit.statement.id for hit in store.stream(asked)) == ids, asked
        assert store.counted(asked, ("act",)).total == len(ids), asked
        assert sorted(id for held in store.readings(asked) for id in held.answers or ()) == ids, asked


def test_what_was_not_said_and_is_doubtful_is_told_of_with_the_rest(engine: Engine) -> None:
    mixed = scored(reading([(DOVREL, f"It rains {n}") for n in range(4)], A), 0.9, 0.3, 0.9, 0.3)
    engine.keep([incoming(told(mixed, "said", "said", "expected", "expected"))])
    for least, total, unsaid in ((0.0, 2, 2), (0.5, 1, 1), (0.95, 0, 0)):
        asked = Question(min_score=least)
        assert (engine.find(asked).total, engine.find(asked).unsaid, engine.unsaid(asked)) == (total, unsaid, unsaid)


@pytest.mark.parametrize("most", [2, 100])
def test_the_surest_and_the_most_doubtful_first(engine: Engine, monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    monkeypatch.setattr(finding, "MOST", most)
    monkeypatch.setattr(finding.candidates, "__defaults__", (None, most))
    scores = (0.4, 1.0, 0.0, 0.95, 0.4)
    engine.keep([incoming(scored(reading([(DOVREL, f"It rains {n}") for n in range(5)], A), *scores))])
    for order, ranked in (("score", [2, 4, 5, 1, 3]), ("doubt", [3, 5, 1, 4, 2])):
        asked = Question(order=order, limit=5)  # type: ignore[arg-type]
        held = [int(hit.statement.id[1:]) for hit in engine.stream(asked)]
        assert held == ranked  # of as sure ones the later first
        found = engine.find(asked)
        shown = [int(hit.statement.id[1:]) for hit in found.hits]
        assert shown == [n for n in ranked if most > 5 or n in (4, 5)] and found.exact is (most > 5)  # of those kept last


def test_of_copies_the_surest_stands_for_all(engine: Engine) -> None:
    for url, score, day in ((A, 0.4, "14"), (B, 0.9, "15"), (C, 0.9, "16")):
        read = scored(reading([(DOVREL, "The bridge is closed for good")], url, published=f"2031-03-{day}"), score)
        engine.keep([incoming(read, bands=(7,))])
    for order, first in (("score", B), ("doubt", A), ("best", A), ("newest", C)):
        asked = Question(order=order)  # type: ignore[arg-type]
        assert [hit.address for hit in engine.find(asked).hits] == [first], order
        if order != "best":
            assert [hit.address for hit in engine.stream(asked)] == [first], order
    assert engine.find(Question(min_score=0.5)).total == 1


EITHER: list[tuple[dict[str, Any], int]] = [
    ({"speaker": (TORVAN, DOVREL)}, 4),
    ({"speaker": (TORVAN, "Nobody Atall")}, 1),
    ({"speaker": ("Nobody", "No One")}, 0),
    ({"speaker": (TORVAN, DOVREL), "words": "thaws"}, 2),
    ({"outlet": ("The Aurane Post", "None Such")}, 8),
    ({"act": ("states", "denies")}, 9),
    ({"act": ("denies", "warns")}, 0),
    ({"manner": ("direct", "mixed")}, 9),
    ({"manner": ("mixed", "indirect")}, 0),
    ({"url": (A, C)}, 6),
    ({"url": (A, "https://*")}, 9),  # each once
    ({"url": ("https://b.example/*", "https://none.example/*")}, 3),
    ({"url": ("https://none.example/",)}, 0),
]


def test_either_will_do(store: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    for (asked, number), few in product(EITHER, (0, 50)):
        monkeypatch.setattr("sayso.store.lookups.FEW_VERSIONS", few)
        found = store.find(Question(limit=50, **asked))
        assert (found.total, len(found.hits), len(set(found.hits))) == (number, number, number), asked
        assert store.counted(Question(**asked), ("speaker",)).total == number, asked
        if not number:
            assert (found.searched == 0) is ("url" in asked), asked


def test_a_party_of_no_name_is_a_description(engine: Engine) -> None:
    held = reading([("A senior official", "It rains")], A)
    nobody = tuple(Party(party.id, party.name, party.kind, None, party.mentions, (), False) for party in held.parties)
    engine.keep([incoming(replace(held, parties=nobody))])
    assert engine.counted(Question(), ("speaker",)).open == {"description": 1}
