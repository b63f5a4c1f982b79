"""The events and undertakings of a version -> what in their rows no longer holds: evidence, keys, and who takes part."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass
from typing import Any

from sayso.record import Event, Statement, Undertaking
from sayso.store import rows as written
from sayso.store.casts import Cast, Headline
from sayso.store.chronicling import (
    EVENT_AT,
    UNDERTAKING_AT,
    event_parties,
    spot_of,
    terms_of,
    together,
    undertaking_parties,
    wording_of,
)
from sayso.store.database import Row
from sayso.store.errors import BROKEN
from sayso.store.occurrences import event_checksum, read_event, read_undertaking, undertaking_checksum
from sayso.store.soundness import same, told_of
from sayso.store.values import Fault


@dataclass(frozen=True, slots=True)
class Kept:
    """A version as it reads now: where it is, its text, and who its parties are across articles (None: cannot be told).

    ``parted`` are parties that splits have touched: what they parted then may have got a party of its own name since.
    """

    where: str
    text: str
    cast: Cast | None
    parted: Set[int]
    headlines: Sequence[Headline] = ()


def event_faults(kept: Kept, rows: Sequence[Row], count: Any) -> Iterator[Fault]:
    """What is wrong with the rows of ``events``, of which the version's row counts so many."""
    yield from _counted(kept, rows, count, "events")
    for number, row in enumerate(rows, 1):
        evidence = row[EVENT_AT]
        checksum, parties, beside, spot, wording = row[EVENT_AT.stop :]
        found = _read(lambda evidence=evidence: read_event(evidence, kept.text))  # type: ignore[misc]
        yield from _row(kept, row, number, found)
        if not isinstance(found, Event):
            continue
        if not same(event_checksum(evidence, found), checksum):
            yield Fault(_where(kept, row), "a span no longer holds its words, or the evidence of the event was altered")
        elif not (same(wording_of((found.trigger,), kept.text), wording) and same(spot_of(found), spot)):
            yield Fault(_where(kept, row), "its words are not compared with those of others as they stand")
        elif kept.cast is not None and not _are(kept, (parties, beside), event_parties(found, kept.cast, kept.headlines)):
            yield Fault(_where(kept, row), "who takes part are not the parties that its article names")


def undertaking_faults(kept: Kept, rows: Sequence[Row], count: Any) -> Iterator[Fault]:
    """What is wrong with the rows of ``undertakings``, of which the version's row counts so many."""
    yield from _counted(kept, rows, count, "undertakings")
    for number, row in enumerate(rows, 1):
        evidence = row[UNDERTAKING_AT]
        checksum, *parties, terms, wording = row[UNDERTAKING_AT.stop :]
        found = _read(lambda evidence=evidence: read_undertaking(evidence, kept.text))  # type: ignore[misc]
        yield from _row(kept, row, number, found)
        if not isinstance(found, Undertaking):
            continue
        if not same(undertaking_checksum(evidence, found), checksum):
            yield Fault(_where(kept, row), "a span no longer holds its words, or the evidence of the undertaking was altered")
        elif not (same(wording_of(found.what[:1], kept.text), wording) and same(terms_of(found), terms)):
            yield Fault(_where(kept, row), "its words are not compared with those of copies as they stand")
        elif kept.cast is not None and not _are(kept, parties, undertaking_parties(found, kept.cast)):
            yield Fault(_where(kept, row), "who undertakes it, or to whom, are not the parties that its article names")


def together_faults(kept: Kept, statements: Sequence[Statement], address: str, held: Sequence[Row]) -> Iterator[Fault]:
    """What is wrong with a version's row of ``together``, or that there is none or should be none."""
    if kept.cast is None:
        return
    expected = together(statements, kept.headlines, address, kept.cast)
    rows = [tuple(row[1:]) for row in held]
    parties = [rows[0][0] if rows else None], [expected[0] if expected else None]
    keys = {key for _, key in (*rows, *((expected,) if expected else ()))}
    if len(rows) > 1 or len(keys) > 1 or not _are(kept, *parties):
        yield Fault(kept.where, "those who were there together are not those whom its headline names and who take turns")


def _counted(kept: Kept, rows: Sequence[Row], count: Any, what: str) -> Iterator[Fault]:
    if not same(len(rows) or None, count):
        yield Fault(kept.where, f"holds {len(rows)} {what} where {count or 0} were written")


def _where(kept: Kept, row: Row) -> str:
    return f"{kept.where}/{told_of(row[2])}"


def _read(reading: Callable[[], Event | Undertaking]) -> Event | Undertaking | None:
    try:
        return reading()
    except BROKEN:
        return None


def _row(kept: Kept, row: Row, number: int, found: Event | Undertaking | None) -> Iterator[Fault]:
    if found is None:
        yield Fault(_where(kept, row), "its evidence cannot be read")
    elif not same(row[1], number):
        yield Fault(_where(kept, row), f"stands at place {told_of(row[1])} of its article, where place {number} is its own")


def _are(kept: Kept, held: Sequence[Any], expected: Sequence[str | None]) -> bool:
    """Whether the parties are those that they are taken to be; or one of them was parted from another since."""
    if all(map(same, held, expected)):
        return True
    if not kept.parted:
        return False
    there = {party for listed in held for party in (written.array(listed) if listed else ())}
    return not kept.parted.isdisjoint(
        there ^ {party for listed in expected for party in (written.array(listed) if listed else ())}
    )
