"""Passages of kept texts are found by their telling words: as texts come in, in every version, and in a store made before."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from older_stores import as_of_schema_10
from store_readings import incoming, reading

from sayso.store import open_engine
from sayso.store.contract import Engine
from sayso.store.database import Filed
from sayso.store.errors import StoreError
from sayso.store.grams import PASSAGE, grams, grams_of, passages
from sayso.store.passages import unfile_text

A, B = "https://post.example/1", "https://courier.example/2"
BRIDGE = "The northern bridge will stay closed until engineers have measured every cable"
HARBOUR = "Fishing boats may return to the harbour on Thursday morning"


def keep(engine: Engine, words: str, url: str = A, **facts: Any) -> None:
    captured = facts.pop("captured", "2031-03-14T12:00:00+00:00")
    engine.keep([incoming(reading([("Ilya Torvan", words)], url, **facts), captured=captured)])


def found(engine: Engine, words: str, **how: Any) -> list[tuple[str, int]]:
    return [(one.address, one.number) for one in engine.passages(words, **how)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("the northern bridge", "“Northern bridge”"),  # capitals, marks and "the" tell nothing
        ("don’t close the bridge", "do not close bridge"),  # a contraction leaves what it is made of
        ("de\u00admocracy matters", "democracy matters"),  # a soft hyphen
        ("ﬁrst harbour", "first harbour"),  # a ligature
    ],
)
def test_grams_are_the_same_for(one: str, other: str) -> None:
    assert grams_of(one)
    assert grams_of(one) == grams_of(other)


def test_a_gram_stands_in_the_passage_that_it_begins_in() -> None:
    text = f"{'x' * (PASSAGE - 1)} harbour bridge"
    assert passages(text) == 2
    assert [len(some) for some in grams(text)] == [1, 1]
    assert grams(text)[1] == tuple(grams_of("harbour bridge"))


def test_a_text_is_found_by_some_of_its_words(engine: Engine) -> None:
    keep(engine, BRIDGE)
    keep(engine, HARBOUR, B)
    assert found(engine, "engineers have measured every rope") == [(A, 1)]
    assert found(engine, "return to the harbour") == [(B, 1)]
    assert found(engine, "measured in Thursday's glow") == []
    (held,) = engine.passages("engineers have measured every cable")
    assert held.text[: len("Ilya Torvan")] == "Ilya Torvan"
    assert held.start == 0


def test_neither_later_days_nor_the_addresses_left_out_are_found(engine: Engine) -> None:
    keep(engine, BRIDGE, published="2031-03-14T10:00:00+01:00")
    assert found(engine, BRIDGE, until="2031-03-14") == [(A, 1)]
    assert found(engine, BRIDGE, until="2031-03-13") == []
    assert found(engine, BRIDGE, but_not=[A]) == []


def test_each_version_is_found_by_its_own_words(engine: Engine) -> None:
    keep(engine, BRIDGE)
    keep(engine, HARBOUR, captured="2031-03-15T12:00:00+00:00")
    assert found(engine, BRIDGE) == [(A, 1)]
    assert found(engine, HARBOUR) == [(A, 2)]
    assert list(engine.verify()) == []


def test_a_new_reading_leaves_the_text_where_it_is(engine: Engine) -> None:
    keep(engine, BRIDGE)
    engine.replace([(A, 1, reading([("Ilya Torvan", BRIDGE)], A), ())])
    assert found(engine, BRIDGE) == [(A, 1)]
    assert list(engine.verify()) == []


def test_a_long_text_gives_the_stretch_that_has_the_words(engine: Engine) -> None:
    filler = " ".join(f"word{number} plank{number % 7}" for number in range(2000))
    keep(engine, f"{filler} {BRIDGE} {filler}")
    (held,) = engine.passages(BRIDGE)
    assert BRIDGE in held.text
    assert len(held.text) < 3 * PASSAGE
    text = engine.versions(A)[0].reading.article.text
    assert text[held.start : held.start + len(held.text)] == held.text


def test_a_text_that_no_database_holds_as_it_is(engine: Engine) -> None:
    keep(engine, f"\ud83d {BRIDGE}")
    (held,) = engine.passages(BRIDGE)
    assert f"\ud83d {BRIDGE}" in held.text
    assert list(engine.verify()) == []


def test_the_statements_around_a_place(engine: Engine) -> None:
    engine.keep([incoming(reading([("Ilya Torvan", BRIDGE), ("Ana Dovrel", HARBOUR)], A))])
    text = engine.versions(A)[0].reading.article.text
    at = text.index("harbour")
    assert [hit.speaker for hit in engine.around(A, 1, at, at + 7)] == ["Ana Dovrel"]
    assert engine.around(A, 1, 0, 4) == []


def test_how_much_is_held_up_to_a_day(engine: Engine) -> None:
    keep(engine, BRIDGE, published="2031-03-14")
    keep(engine, HARBOUR, B, published="2031-04-01")
    reach = engine.reach("2031-03-20")
    assert (reach.articles, reach.first, reach.last) == (1, "2031-03-14", "2031-03-14")
    assert engine.reach().articles == 2


def test_an_older_store_gets_its_passages(new_address: Callable[[], str]) -> None:
    address = new_address()
    engine = open_engine(address)
    keep(engine, BRIDGE)
    keep(engine, HARBOUR, B)
    as_of_schema_10(engine)
    engine.close()
    engine = open_engine(address)
    assert found(engine, BRIDGE) == [(A, 1)]
    assert list(engine.verify()) == []
    keep(engine, "A third text on lighthouses and their keepers", "https://post.example/3")
    assert found(engine, "lighthouses and their keepers") == [("https://post.example/3", 1)]
    assert list(engine.verify()) == []
    engine.close()


def test_an_older_store_that_may_not_be_written_says_so(tmp_path: Path) -> None:
    engine = open_engine(tmp_path / "old.db")
    keep(engine, BRIDGE)
    as_of_schema_10(engine)
    engine.close()
    engine = open_engine(tmp_path / "old.db", read_only=True)
    with pytest.raises(StoreError, match="without an index of passages"):
        engine.passages(BRIDGE)
    engine.close()


@pytest.mark.parametrize(
    ("sql", "detail"),
    [
        ("UPDATE versions SET first_passage = 7 WHERE number = 1", "does not hold this text"),
        ("UPDATE tallies SET value = 9 WHERE name = 'passages'", "not where they were numbered to"),
    ],
)
def test_verify_tells_what_is_not_found(engine: Any, sql: str, detail: str) -> None:
    keep(engine, BRIDGE)
    engine._database.run(sql)
    assert any(detail in fault.detail for fault in engine.verify())


def test_a_text_that_is_taken_out_is_not_found(engine: Any) -> None:

    keep(engine, BRIDGE)
    keep(engine, BRIDGE, B)
    unfile_text(engine._database, 1, engine.versions(A)[0].reading.article.text)
    assert found(engine, BRIDGE) == [(B, 1)]


def test_verify_tells_of_a_passage_that_was_taken_out(engine: Any) -> None:

    keep(engine, BRIDGE)
    text = engine.versions(A)[0].reading.article.text
    engine._database.unfile([Filed(1, grams(text)[0])])
    assert [fault.where for fault in engine.verify() if "does not hold this text" in fault.detail] == [f"{A}#1"]


@pytest.mark.parametrize("before", [0, 1990, 1995, 1996, 1997, 1999, 2000, 2001, 3995, 4000])
@pytest.mark.parametrize("word", ["prices", "w" * 2005, "w" * 4100, "_", "’"])
def test_a_word_is_of_the_passage_that_it_begins_in(before: int, word: str) -> None:
    """A joiner behind all words has them looked for one by one, by the pattern for any script: the grams are the same."""
    text = "council wages fell " * 300
    text = f"{text[:before]}{word} {text}"
    assert grams(text) == grams(f"{text[:-1]}\u200d")
