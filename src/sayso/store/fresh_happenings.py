"""A watched question for events, or for undertakings -> those that are new, or stand at something else than was told last.

An undertaking may stand at something else with time alone: it is due soon, and then overdue.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from sayso.store import narrowing, owing
from sayso.store.amendments import corrections_that_count
from sayso.store.chronicle import EventsQuestion, KnownEvent, KnownUndertaking, LedgerQuestion
from sayso.store.chronicles import known_events, outlines_of
from sayso.store.database import Database
from sayso.store.finding import selected
from sayso.store.ledgers import known_undertakings, today_of
from sayso.store.mentions import iso
from sayso.store.promises import status
from sayso.store.repledging import lines_of
from sayso.store.rows import crc
from sayso.store.seals import ROWS
from sayso.store.values import Mark

_COLUMNS = (*ROWS["watched_happenings"][1], "checksum")
_KEYS = {
    "events": "SELECT occasion, key FROM occasion_mentions WHERE occasion IN ({})",
    "undertakings": "SELECT promise, key FROM promise_mentions WHERE promise IN ({})",
}


class Happening(NamedTuple):
    """An event or an undertaking that answers: its last day, and what it stands at, as it is kept and told."""

    id: int
    key: str
    day: int | None
    standing: str


class FreshHappening(NamedTuple):
    """One that is new, with what it stood at when it was told last; None where it never was."""

    happening: Happening
    before: str | None


def answers(database: Database, question: EventsQuestion | LedgerQuestion) -> list[Happening]:
    """All that answer as they stand now, or on the question's day."""
    return list(_events(database, question) if isinstance(question, EventsQuestion) else _undertakings(database, question))


def _events(database: Database, question: EventsQuestion) -> Iterator[Happening]:
    narrowed = narrowing.conditions(database, question)
    there = {row[0] for row in narrowing.answering(database, question)} if question.place else None
    sql = f"SELECT o.id, o.key, o.status, o.begins, o.ends FROM occasions o WHERE {narrowed.where()}"
    for id, key, state, begins, ends in database.rows(sql, narrowed.values):
        if there is None or id in there:
            yield Happening(id, key, ends, _standing(state, begins, ends))


def _undertakings(database: Database, question: LedgerQuestion) -> Iterator[Happening]:
    today = today_of(question)
    rows = owing.answering(database, question, today)
    keys: dict[int, str] = dict(selected(database, "SELECT id, key FROM promises WHERE id IN ({})", (row[0] for row in rows)))
    for id, _, _, settled, delayed, begins, ends in rows:
        state = status(settled, bool(delayed), ends, today, question.soon)
        yield Happening(id, keys[id], ends, _standing(state, begins, ends))


def _standing(state: str, begins: int | None, ends: int | None) -> str:
    """A state and the days.

    >>> _standing("held", 741664, 741664), _standing("announced", 741664, 741666), _standing("open", None, None)
    ('held 2031-08-10', 'announced 2031-08-10/2031-08-12', 'open')
    """
    days = dict.fromkeys(day for day in (iso(begins), iso(ends)) if day)
    return " ".join([state, *(["/".join(days)] if days else [])])


def fresh(
    database: Database, asks: str, question: EventsQuestion | LedgerQuestion, watch: int
) -> tuple[list[FreshHappening], list[tuple[str, str]]]:
    """Those that are new, the latest first; and of what was told, but goes by another key since, key and standing."""
    told: dict[str, str] = dict(database.rows("SELECT key, standing FROM watched_happenings WHERE watch = ?", (watch,)))
    found: list[FreshHappening] = []
    strange: list[Happening] = []
    for one in answers(database, question):
        if one.key not in told:
            strange.append(one)
        elif told[one.key] != one.standing:
            found.append(FreshHappening(one, told[one.key]))
    renamed: list[tuple[str, str]] = []
    before = _before(database, asks, strange, told)
    for one in strange:
        if before.get(one.id) == one.standing:
            renamed.append((one.key, one.standing))
        else:
            found.append(FreshHappening(one, before.get(one.id)))
    found.sort(key=lambda one: (one.happening.day is None, -(one.happening.day or 0), one.happening.key))
    return found, renamed


def _before(database: Database, asks: str, strange: list[Happening], told: Mapping[str, str]) -> dict[int, str]:
    """What those stood at of which another mention's key was told: an earlier article came in, or two are one now."""
    rows = selected(database, _KEYS[asks], (one.id for one in strange))
    return {id: told[key] for id, key in rows if key in told} if strange else {}


def shown(
    database: Database,
    question: EventsQuestion | LedgerQuestion,
    found: tuple[list[FreshHappening], list[tuple[str, str]]],
    limit: int,
    mark: Mark,
) -> tuple[list[KnownEvent], list[KnownUndertaking], tuple[str | None, ...], Mark]:
    """A page of them, what each stood at before, and what is to be written down once they are told."""
    page = found[0][: limit or None]
    ids = [one.happening.id for one in page]
    events: list[KnownEvent] = []
    undertakings: list[KnownUndertaking] = []
    if isinstance(question, EventsQuestion):
        events = list(known_events(database, outlines_of(database, ids)))
    else:
        lines = lines_of(database, ids, corrections_that_count(database))
        undertakings = list(known_undertakings(database, list(lines.values()), question))
    standings = [(one.happening.key, one.happening.standing) for one in page]
    mark = replace(mark, standings=(*standings, *found[1]), reached=mark.reached if len(page) == len(found[0]) else None)
    return events, undertakings, tuple(one.before for one in page), mark


def write_down(database: Database, watch: int, standings: Mapping[str, str]) -> None:
    """Keep what events or undertakings stand at, inside the caller's transaction."""
    database.many("DELETE FROM watched_happenings WHERE watch = ? AND key = ?", [(watch, key) for key in standings])
    rows = [(watch, key, standing) for key, standing in standings.items()]
    database.insert("watched_happenings", _COLUMNS, [(*row, crc(*row)) for row in rows])
