"""The links across articles that a store keeps -> what in them is not what a working-out from nothing gives."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import Any

from sayso.store import packing
from sayso.store.chronicles import Chronicle
from sayso.store.database import Database, Row
from sayso.store.ledgers import Ledger
from sayso.store.linking import common
from sayso.store.mentions import Mention, Names, mentions
from sayso.store.migrations import LINKS, PACKED, schema
from sayso.store.neighbours import name_of, parties_in
from sayso.store.pledges import Pledge, terms
from sayso.store.promises import Line
from sayso.store.relinking import ALL, COUNTED, OCCASION, TAKING, is_to_link, occasion_row, taking_rows
from sayso.store.repledging import OUTCOME, PROMISE, UNDERTAKER, outcome_row, standing_row, undertaker_rows
from sayso.store.values import Fault

Places = tuple[tuple[int, int], ...]  # where mentions stand: version and number


def link_faults(database: Database) -> Iterator[Fault]:
    """What is wrong with what is kept of events and undertakings across articles; nothing is kept in an older store."""
    if schema(database) < LINKS.number:
        return
    if is_to_link(database):
        yield Fault("table occasions", "is not made yet: open the store for writing")
        return
    chronicle, ledger = Chronicle(database), Ledger(database)
    told = mentions(database)
    pledges = [one for line in ledger.lines for one in line.mentions]
    yield from _occasions(database, chronicle)
    yield from _taking(database, told)
    yield from _promises(database, ledger)
    yield from _undertakers(database, pledges)
    keyed = {(one.version, one.number, packing.packed(one.kind), one.key, name_of(one)) for one in told}
    columns = ("version", "number", "kind", "key", "name")
    yield from _rows(database, "occasion_mentions", columns, keyed, "these are not the events of the articles")
    promised = {(one.version, one.number, one.key) for one in pledges}
    yield from _rows(database, "promise_mentions", columns[:2] + columns[3:4], promised, "these are not those of the articles")
    yield from _parts(database)
    yield from _outcomes(database, ledger)
    yield from _names(database, {p for one in told for p in parties_in(one)} | {p for one in pledges for p in one.doers})


def _occasions(database: Database, chronicle: Chronicle) -> Iterator[Fault]:
    expected = {_places(one.mentions): occasion_row(0, 0, one)[2:] for one in chronicle.outlines}
    yield from _differing(database, ("occasions", OCCASION), ("occasion_mentions", "occasion"), expected)


def _promises(database: Database, ledger: Ledger) -> Iterator[Fault]:
    expected = {_places(one.mentions): promise_row(one) for one in ledger.lines}
    yield from _differing(database, ("promises", PROMISE), ("promise_mentions", "promise"), expected)


def promise_row(one: Line) -> Row:
    """The row of ``promises`` of an undertaking, but for its number and its part."""
    return (one.key, *standing_row(one), packing.listing(one.candidates))


def _differing(
    database: Database, table: tuple[str, Iterable[str]], told: tuple[str, str], expected: Mapping[Places, Row]
) -> Iterator[Fault]:
    """The rows that are not those expected, each with all that has to do with it."""
    at: dict[Any, list[tuple[int, int]]] = defaultdict(list)
    for version, number, id in database.rows(f"SELECT version, number, {told[1]} FROM {told[0]}"):
        at[id].append((version, number))
    at[0] = [(version, number) for version, number in at[0] if number >= 0]  # a headline may be of no event
    rows = database.rows(f"SELECT {', '.join(table[1])} FROM {table[0]}")
    found = {tuple(sorted(at.pop(row[0], ()))): tuple(row[2:]) for row in rows}
    if lost := [places for places in at.values() if places]:
        yield Fault(f"table {told[0]}", f"{len(lost)} lead to a row that is not there")
    wrong = {places for places in {*expected, *found} if expected.get(places) != found.get(places)}
    for key in sorted({str((expected.get(places) or found[places])[0]) for places in wrong}):
        yield Fault(f"table {table[0]}", f"{key}: is not what the articles come to")


def _taking(database: Database, told: Iterable[Mention]) -> Iterator[Fault]:
    held = list(told)
    rows = (row for one in held for row in taking_rows(one))
    yield from _rows(database, "taking_part", TAKING, rows, "those who take part, or the days, are not those of the events")
    counts = Counter(party for one in held for party in one.who)
    counts[ALL] = len(held)
    everywhere = common(held)
    expected = {(party, count, int(party in everywhere)) for party, count in counts.items() if count or party != ALL}
    if expected - {(ALL, 0, 0)} != set(database.rows(f"SELECT {', '.join(COUNTED)} FROM takers")) - {(ALL, 0, 0)}:
        yield Fault("table takers", "does not count who takes part as they stand")


def _undertakers(database: Database, pledges: Iterable[Pledge]) -> Iterator[Fault]:
    rows = (row for one in pledges for row in undertaker_rows(one))
    yield from _rows(
        database, "undertakers", UNDERTAKER, rows, "those who undertake, or to whom, are not those of the articles"
    )


def _parts(database: Database) -> Iterator[Fault]:
    """A part goes by the first of its rows; an event is a part of its own, once an older store is brought up to date."""
    if schema(database) >= PACKED.number and database.rows("SELECT 1 FROM occasions WHERE part <> id LIMIT 1"):
        yield Fault("table occasions", "an event is not the part of its own that it was written as")
    if any(part != first for part, first in database.rows("SELECT part, MIN(id) FROM promises GROUP BY part")):
        yield Fault("table promises", "a part does not go by its first row")


def _outcomes(database: Database, ledger: Ledger) -> Iterator[Fault]:
    """Each sentence with the key of the undertaking that it tells of."""
    words = ((word, version, one.at.start) for version, one, _ in ledger.reports for word in terms(one.words))
    yield from _rows(database, "outcome_words", ("word", "version", "begins"), words, "are not those of the sentences")
    expected = [(*outcome_row(version, one), key) for version, one, key in ledger.reports]
    columns = ", ".join(f"o.{column}" for column in OUTCOME[:-1])
    held = database.rows(f"SELECT {columns}, p.key FROM outcomes o LEFT JOIN promises p ON p.id = o.promise")
    if Counter(expected) != Counter(held):
        yield Fault("table outcomes", "is not what the articles report of undertakings")


def _names(database: Database, parties: set[int]) -> Iterator[Fault]:
    names = Names(database, parties)
    parts = {(part, party) for party in parties for part in names.stretches(party)}
    if not parts <= set(database.rows("SELECT part, party FROM name_parts")):
        yield Fault("table name_parts", "lacks what parties may be called")


def _rows(database: Database, table: str, columns: Iterable[str], rows: Iterable[Hashable], words: str) -> Iterator[Fault]:
    if set(rows) != set(database.rows(f"SELECT {', '.join(columns)} FROM {table}")):
        yield Fault(f"table {table}", words)


def _places(mentions: Iterable[Mention] | Iterable[Pledge]) -> Places:
    return tuple(sorted((one.version, one.number) for one in mentions))
