"""Keys short and full, and addresses, on both engines: where each leads, and that all that takes one takes the others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace

import pytest
import shelf
from store_readings import incoming
from told import told

from sayso.corrections import not_said, was_said
from sayso.store import open_engine
from sayso.store.contract import Engine
from sayso.store.values import Question

GATE = "https://gate.example/1"
ODD = "https://odd.example/a#3"  # an address that is written as a key is
FILE = "2.1/s1"  # as one of a file in the folder in which Sayso was started


@pytest.fixture
def engine(new_address: Callable[[], str]) -> Iterator[Engine]:
    odd = (shelf.at(told("[s Mara Quill|Mara Quill] [c said] [q it is cold]."), ODD, "The Odd", "2031-02-02"),)
    held = open_engine(shelf.keep(new_address(), [*shelf.readings()[:3], *odd]))  # articles 1 (in two versions), 2 and 3
    yield held
    held.close()


@pytest.mark.parametrize(
    ("given", "leads_to"),
    [
        (GATE, (1, GATE, None, None)),
        ("1", (1, GATE, None, None)),
        ("1.2", (1, GATE, 2, None)),
        (" 1.2/s1 ", (1, GATE, 2, "s1")),
        (f"{GATE}#1/s1", (1, GATE, 1, "s1")),
        (f"{GATE}#1", (1, GATE, 1, None)),
        (ODD, (3, ODD, None, None)),
        (f"{ODD}#1/s1", (3, ODD, 1, "s1")),
        ("2", (2, shelf.LANTERN, None, None)),
        ("4", None),
        ("0", None),
        ("1.0", None),
        ("1/s1", None),
        ("01", None),
        ("#1", None),
        ("1.2/s1/s2", None),
        ("999999999999", None),
        (f"{GATE}/2", None),
        ("", None),
    ],
)
def test_where_a_key_leads(engine: Engine, given: str, leads_to: tuple[int, str, int | None, str | None] | None) -> None:
    found = engine.key(given)
    assert (found and (found.article, found.address, found.version, found.statement)) == leads_to
    if found:
        assert engine.key(found.short) == engine.key(found.full) == found


def test_an_address_that_is_kept_goes_before_a_key(new_address: Callable[[], str]) -> None:
    same = told("[s Mara Quill|Mara Quill] [c said] [q it is cold].", input=FILE)
    engine = open_engine(shelf.keep(new_address(), [*shelf.readings()[:3], same]))
    try:
        found = engine.key(FILE)
        assert found and (found.article, found.address) == (3, FILE)
    finally:
        engine.close()


@pytest.mark.parametrize("address", ["  ", " 1", "1 "])
def test_an_address_with_blanks_around_it_is_found_as_it_is_kept(new_address: Callable[[], str], address: str) -> None:
    read = shelf.at(told("[s Mara Quill|Mara Quill] [c said] [q it is cold]."), None, "The Odd", "2031-02-02")
    with closing(open_engine(new_address())) as engine:
        kept = engine.keep([incoming(replace(read, input=address))])
        assert [held.address for held in engine.versions(kept[0].address)] == [address]


def test_a_hit_has_a_key_that_leads_back(engine: Engine) -> None:
    for hit in engine.find(Question(limit=100, all_versions=True)).hits:
        key = engine.key(hit.short)
        assert key == engine.key(hit.key) and key and (key.full, key.short) == (hit.key, hit.short)


def test_what_takes_an_address_takes_a_key(engine: Engine) -> None:
    by_address = engine.versions(GATE)
    assert len(by_address) == 2
    for key in ("1", "1.1", "1.2/s1", f"{GATE}#2/s1"):
        assert engine.versions(key) == by_address
        assert engine.find(Question(url=key)) == engine.find(Question(url=GATE))
    assert engine.find(Question(url="4", words="gate")).searched == 0


def test_a_statement_is_taken_back_by_its_short_key(engine: Engine) -> None:
    held = engine.find(Question(url=GATE)).hits
    engine.correct(not_said("1.2/s1", "no statement"))
    assert engine.corrections()[0].statement and GATE in str(engine.corrections()[0].statement)  # what outlasts the number
    assert not engine.find(Question(url=GATE)).hits
    engine.correct(was_said("1.2/s1", "it is one"))
    assert engine.find(Question(url=GATE)).hits == held
