"""The links across articles that a store keeps -> what in them is not what a working-out from nothing gives."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from sayso.store.chronicles import Chronicle
from sayso.store.contract import Fault
from sayso.store.database import Database, Row
from sayso.store.linking import common
from sayso.store.mentions import Mention, Names
from sayso.store.migrations import LINKS, schema
from sayso.store.neighbours import parties_in
from sayso.store.relinking import ALL, COUNTED, OCCASION, TAKING, is_to_link, occasion_row, taking_rows

Held = tuple[Row, tuple[tuple[int, int], ...]]  # an event's row, without its number, and where its mentions are


def link_faults(database: Database) -> Iterator[Fault]:
    """What is wrong with what is kept of events and undertakings across articles."""
    if schema(database) < LINKS.number:
        return
    if is_to_link(database):
        yield Fault("table occasions", "is not made yet; open the store for writing once")
        return
    worked_out = Chronicle(database)
    yield from _occasions(database, worked_out)
    yield from _taking(database, worked_out)


def _occasions(database: Database, worked_out: Chronicle) -> Iterator[Fault]:
    expected = {_told(occasion_row(0, 0, one)): _places(one.mentions) for one in worked_out.outlines}
    at: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for version, number, occasion in database.rows("SELECT version, number, occasion FROM occasion_mentions"):
        at[occasion].append((version, number))
    rows = database.rows(f"SELECT {', '.join(OCCASION)} FROM occasions")
    found = {_told(row): tuple(sorted(at.pop(row[0], ()))) for row in rows}
    for row in sorted({row for row in {*expected, *found} if expected.get(row) != found.get(row)}, key=repr):
        yield Fault("table occasions", f"{row[0]}: this event is not what its articles come to")
    for occasion in at:
        yield Fault("table occasion_mentions", f"leads to an event that is not there: {occasion}")


def _told(row: Row) -> Row:
    return tuple(row[2:])


def _taking(database: Database, worked_out: Chronicle) -> Iterator[Fault]:
    told = [one for held in worked_out.outlines for one in held.mentions]
    rows = {row for one in told for row in taking_rows(one)}
    if rows != set(database.rows(f"SELECT {', '.join(TAKING)} FROM taking_part")):
        yield Fault("table taking_part", "those who take part, or the days, are not those of the events")
    counts: dict[int, int] = defaultdict(int, {ALL: len(told)})
    for one in told:
        for party in one.who:
            counts[party] += 1
    everywhere = common(told)
    expected = {(party, count, int(party in everywhere)) for party, count in counts.items()}
    if expected - {(ALL, 0, 0)} != set(database.rows(f"SELECT {', '.join(COUNTED)} FROM takers")) - {(ALL, 0, 0)}:
        yield Fault("table takers", "does not count who takes part as they stand")
    parties = {party for one in told for party in parties_in(one)}
    names = Names(database, parties)
    parts = {(part, party) for party in parties for part in names.stretches(party)}
    if not parts <= set(database.rows("SELECT part, party FROM name_parts")):
        yield Fault("table name_parts", "lacks words of names")


def _places(mentions: Iterable[Mention]) -> tuple[tuple[int, int], ...]:
    return tuple(sorted((one.version, one.number) for one in mentions))
