"""Questions for events -> the rows of ``occasions`` that answer: narrowed, ordered and counted by the database.

Each condition is told by an index, so that a question of a day, a party or a key reads what is of these alone.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sayso.questions import folded
from sayso.store import packing
from sayso.store.chronicle import EventsQuestion, alternatives
from sayso.store.database import Database, Row
from sayso.store.finding import names, selected
from sayso.store.lookups import parties_named
from sayso.store.mentions import ordinal
from sayso.store.traits import MONTH

_OF_PARTIES = """o.id IN (SELECT m.occasion FROM taking_part t JOIN occasion_mentions m ON m.version = t.version
  AND m.number = t.number WHERE t.beside = 0 AND t.party IN ({}))"""
_OF_OUTLET = """o.id IN (SELECT m.occasion FROM outlets u JOIN versions v ON v.outlet = u.id
  JOIN occasion_mentions m ON m.version = v.id WHERE u.folded IN ({}))"""
# What has no day stands behind all else, by its key; of the others the key is the last that tells.
_ORDER = "o.begins IS NULL, o.begins {0}, o.ends {0}, CASE WHEN o.begins IS NULL THEN o.key END, o.key {0}"


@dataclass(slots=True)
class Conditions:
    """SQL conditions that must all hold, and the values in them."""

    sql: list[str] = field(default_factory=list)
    values: list[Any] = field(default_factory=list)

    def add(self, sql: str, *values: Any) -> None:
        """One condition more."""
        self.sql.append(sql)
        self.values += values

    def where(self) -> str:
        """All of them."""
        return " AND ".join(self.sql) or "1 = 1"

    def of_any(self, sql: str, values: Sequence[Any]) -> None:
        """One condition more, with these values in it, any of which will do; none without any."""
        if values:
            self.add(sql.format(", ".join("?" * len(values))), *values)

    def either(self, conditions: Sequence[tuple[str, tuple[Any, ...]]]) -> None:
        """One condition more: that one of these holds, each with its values; none without any."""
        if conditions:
            sql = " OR ".join(condition for condition, _ in conditions)
            self.add(f"({sql})", *(value for _, values in conditions for value in values))

    def of_parties(self, sql: str, parties: Collection[int]) -> None:
        """One condition more, with these parties in it; without any it does not hold."""
        self.add(sql.format(", ".join("?" * len(parties))) if parties else "1 = 0", *sorted(parties))


def roots_of(database: Database, *wanted: str) -> set[int]:
    """The parties that a name, or "#12", is taken to be; of several names those of any."""
    parties = {party for name in wanted for party in parties_named(database, name)}
    return {root for root, _ in names(database, parties).values()}


def outlet_key(name: str) -> str:
    """An outlet's name as outlets are compared."""
    return folded(name[:2000])[:300]


def conditions(database: Database, question: EventsQuestion) -> Conditions:
    """What a row must be to answer, but for the words of its place."""
    found = Conditions()
    if question.key is not None:
        found.add("o.id IN (SELECT m.occasion FROM occasion_mentions m WHERE m.key = ?)", question.key)
    kinds = [packing.packed(kind) for kind in alternatives(question.kind)]
    found.of_any("o.id IN (SELECT m.occasion FROM occasion_mentions m WHERE m.kind IN ({}))", kinds)
    found.of_any("o.status IN ({})", alternatives(question.status))
    found.either([("o.stood LIKE ?", (f'%"{was}"%',)) for was in alternatives(question.was)])
    for name in question.parties:
        found.of_parties(_OF_PARTIES, roots_of(database, name))
    found.of_any(_OF_OUTLET, [outlet_key(outlet) for outlet in alternatives(question.outlet)])
    _of_days(found, ordinal(question.since), ordinal(question.until))
    return found


def _of_days(found: Conditions, since: int | None, until: int | None) -> None:
    """What may have been on one of these days; what is no longer than a month is looked up by its first day."""
    if since is None and until is None:
        return
    first, last = since if since is not None else 0, until if until is not None else 1 << 30
    short = "o.long = 0 AND o.begins BETWEEN ? AND ? AND o.ends >= ?"
    found.add(f"({short} OR o.long = 1 AND o.begins <= ? AND o.ends >= ?)", first - MONTH, last, first, last, first)


def chosen(database: Database, question: EventsQuestion) -> tuple[list[int], int]:
    """The ids of the page that is asked for, in its order, and how many answer in all."""
    narrowed = conditions(database, question)
    order = _ORDER.format("DESC" if question.order == "newest" else "ASC")
    if question.place:
        ids = [row[0] for row in _there(database, narrowed, question.place, order)]
        end = question.offset + question.limit if question.limit else None
        return ids[question.offset : end], len(ids)
    ((total,),) = database.rows(f"SELECT count(*) FROM occasions o WHERE {narrowed.where()}", narrowed.values)
    page = (question.limit or max(total, 1), question.offset)
    sql = f"SELECT o.id FROM occasions o WHERE {narrowed.where()} ORDER BY {order} LIMIT ? OFFSET ?"
    return [id for (id,) in database.rows(sql, (*narrowed.values, *page))], int(total)


def answering(database: Database, question: EventsQuestion) -> list[Row]:
    """Of all that answer the id, the kind, the status, the first day and the words of places."""
    narrowed = conditions(database, question)
    if question.place:
        return list(_there(database, narrowed, question.place, "o.id"))
    return database.rows(f"SELECT {_COUNTED} FROM occasions o WHERE {narrowed.where()}", narrowed.values)


_COUNTED = "o.id, o.kind, o.status, o.begins, o.spots"


def _there(database: Database, narrowed: Conditions, place: str, order: str) -> Iterator[Row]:
    """Those whose place has all of these words."""
    words = set(folded(place).split())
    sql = f"SELECT {_COUNTED} FROM occasions o WHERE {narrowed.where()} AND o.spots IS NOT NULL ORDER BY {order}"
    for row in database.rows(sql, narrowed.values):
        if any(words <= set(spot.split()) for spot in spots(row)):
            yield row


def spots(row: Row) -> Sequence[str]:
    """The words of places in a row of ``answering``."""
    return json.loads(row[4]) if row[4] else ()


def with_parties(database: Database, rows: Sequence[Row]) -> dict[int, set[int]]:
    """Who takes part in events of ``answering``, by their ids."""
    return _of(database, rows, """SELECT m.occasion, t.party FROM occasion_mentions m JOIN taking_part t
      ON t.version = m.version AND t.number = m.number WHERE t.beside = 0 AND m.occasion IN ({})""")  # fmt: skip


def with_outlets(database: Database, rows: Sequence[Row]) -> dict[int, set[str]]:
    """Who publishes of events of ``answering``, by their ids."""
    found = _of(database, rows, """SELECT m.occasion, u.name FROM occasion_mentions m JOIN versions v ON v.id = m.version
      JOIN outlets u ON u.id = v.outlet WHERE m.occasion IN ({})""")  # fmt: skip
    return {id: {packing.unpacked(name) or "" for name in names} for id, names in found.items()}


def _of(database: Database, rows: Sequence[Row], sql: str) -> dict[int, set[Any]]:
    found: dict[int, set[Any]] = {}
    for id, value in selected(database, sql, [row[0] for row in rows]):
        found.setdefault(id, set()).add(value)
    return found
