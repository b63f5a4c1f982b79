"""Words and filters of a Python caller -> what answers them: pages of statements, events and undertakings, and their counts."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, TypeVar, get_args

from sayso.door.asking import EventFilters, Filters, LedgerFilters, events_question, ledger_question, of_any, question_of
from sayso.door.occasions import KnownCounts, Ledger, Occasions
from sayso.results import Counts, Crossed, Found
from sayso.store import (
    ByTime,
    Countable,
    Engine,
    EventCountable,
    Hit,
    Hits,
    KnownEvent,
    KnownUndertaking,
    LedgerCountable,
    Order,
    Question,
    Stranger,
    Unheard,
    operators,
    strangers,
    unheard,
)

PAGE = 20  # answers that are shown where nobody says how many
T = TypeVar("T")


def find_statements(
    engine: Engine, words: str | None, filters: Filters, order: Order | None, limit: int | None, offset: int
) -> Found:
    """The statements that answer, a page of them; a ``limit`` of 0 is all, None a page whose rest can be asked for."""
    shown = PAGE if limit is None else limit
    question = question_of(words, filters, order=order or ("best" if words else "newest"), limit=shown, offset=offset)

    def every() -> Iterator[Hit]:
        return itertools.islice(engine.stream(question), offset, None)

    if limit == 0:
        hits = tuple(every())
        found = Hits(hits, offset + len(hits), unsaid=engine.unsaid(question))
    else:
        found = engine.find(question)
    rest = every if limit is None and (offset + len(found.hits) < found.total or not found.exact) else None
    return Found(found, question, rest, *_amiss(engine, question, found.total))


def count_statements(
    engine: Engine, words: str | None, filters: Filters, by: Countable | tuple[Countable, Countable]
) -> Counts | Crossed:
    """How many statements answer, by a field or by two. Raises ValueError for another field."""
    fields: tuple[Countable, ...] = (by,) if isinstance(by, str) else tuple(by)
    for name in fields:
        if name not in get_args(Countable):
            raise ValueError(f"nothing is counted by {name!r}, but by {', '.join(get_args(Countable))}")
    if len(set(fields)) != len(fields) or not 1 <= len(fields) <= 2:
        raise ValueError(f"a count is by one field or by two, not by {by!r}")
    question = question_of(words, of_any(filters) if "said" in fields else filters)
    found, unsaid = engine.counted(question, fields), engine.unsaid(question)
    amiss = _amiss(engine, question, found.total)
    if len(fields) == 2:
        return Crossed(found, fields, question, unsaid, *amiss)
    return Counts(((value, number) for (value,), number in found.rows), fields[0], question, unsaid, found, *amiss)


def _amiss(engine: Engine, question: Question, found: int) -> tuple[tuple[Stranger, ...], tuple[Unheard, ...]]:
    """What is amiss with a question: names that nobody goes by, and words.

    Where something is found, that is a name among others that it may be, and what stands among the words as an operator.
    """
    if not found:
        return tuple(strangers(engine, question)), tuple(unheard(engine, question))
    names = ("speaker", "addressee", "relay", "about", "outlet", "url")
    given: dict[str, Any] = {name: value for name in names if isinstance(value := getattr(question, name), tuple)}
    taken = operators(question)
    return tuple(strangers(engine, Question(**given))) if given else (), (Unheard("operator", taken),) if taken else ()


def find_events(engine: Engine, filters: EventFilters, order: ByTime, limit: int | None, offset: int) -> Occasions:
    """The events that answer, a page of them, as ``find_statements`` has pages."""
    question = events_question(filters, order=order, limit=PAGE if limit is None else limit, offset=offset)
    found = engine.events(question)

    def every() -> tuple[KnownEvent, ...]:
        return tuple(engine.events(replace(question, limit=0)).events)

    rest = every if limit is None and offset + len(found.events) < found.total else None
    return Occasions(found, question, rest, () if found.total else tuple(strangers(engine, question)))


def find_undertakings(engine: Engine, filters: LedgerFilters, order: ByTime, limit: int | None, offset: int) -> Ledger:
    """The undertakings that answer, a page of them, as ``find_statements`` has pages."""
    question = ledger_question(filters, order=order, limit=PAGE if limit is None else limit, offset=offset)
    found = engine.ledger(question)

    def every() -> tuple[KnownUndertaking, ...]:
        return tuple(engine.ledger(replace(question, limit=0)).undertakings)

    rest = every if limit is None and offset + len(found.undertakings) < found.total else None
    return Ledger(found, question, rest, () if found.total else tuple(strangers(engine, question)))


def count_events(engine: Engine, filters: EventFilters, by: EventCountable) -> KnownCounts:
    """How many events answer, by a field. Raises ValueError for another."""
    if by not in get_args(EventCountable):
        raise ValueError(f"no event is counted by {by!r}, but by {', '.join(get_args(EventCountable))}")
    question = events_question(filters, limit=1)
    return KnownCounts(engine.count_events(question, by), by, question, engine.events(question).total)


def count_undertakings(engine: Engine, filters: LedgerFilters, by: LedgerCountable) -> KnownCounts:
    """How many undertakings answer, by a field. Raises ValueError for another."""
    if by not in get_args(LedgerCountable):
        raise ValueError(f"no undertaking is counted by {by!r}, but by {', '.join(get_args(LedgerCountable))}")
    question = ledger_question(filters, limit=1)
    return KnownCounts(engine.count_ledger(question, by), by, question, engine.ledger(question).total)


def only_one(key: str, found: Sequence[T]) -> T:
    """The one that goes by a key. Raises LookupError where there is none, or two.

    >>> only_one("e12", ["a call"])
    'a call'
    """
    if len(found) != 1:
        raise LookupError(f"{len(found) or 'nothing'} goes by the key {key!r}")
    return found[0]
