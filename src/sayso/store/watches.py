"""Saved questions under names: their rows, and what is new under each; what was told is written down, and not new again."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, fields, replace
from datetime import UTC, datetime
from typing import Any

from sayso.store import fresh, fresh_happenings, rows as written
from sayso.store.chronicle import EventsQuestion, LedgerQuestion
from sayso.store.database import Database
from sayso.store.errors import AlteredError, StoreError
from sayso.store.fresh import Reached
from sayso.store.migrations import WATCHES, schema
from sayso.store.relinking import is_linked
from sayso.store.seals import ROWS, seal_watches
from sayso.store.told_before import WITHDRAWN, Told
from sayso.store.values import Look, Mark, Question, Watch

_COLUMNS = ROWS["watches"][1]
_QUESTIONS: Mapping[str, type[Question] | type[EventsQuestion] | type[LedgerQuestion]] = {
    "statements": Question,
    "events": EventsQuestion,
    "undertakings": LedgerQuestion,
}
TAKEN = ("add", "list", "show", "rename", "remove")  # what is done to watches, as the command line and pages have it
LONGEST = 60  # code points of a name
_OF_A_PAGE = ("order", "limit", "offset", "today")


class Kept:
    """A row of the table: the watch, up to where it was looked through, and what its names stood for."""

    def __init__(self, row: tuple[Any, ...]) -> None:
        """Read it."""
        number, name, asks, question, made, looked, *reached, self.meaning = row
        self.reached: Reached = (reached[0], reached[1], reached[2], reached[3])
        self.watch = Watch(written.unpacked(name) or "", _read(asks, question), made, looked, number)

    def row(self) -> tuple[Any, ...]:
        """As it is written."""
        watch = self.watch
        told = (watch.number, written.packed(watch.name), watch.asks, _written(watch.question), watch.made, watch.looked)
        return (*told, *self.reached, self.meaning)


def _written(question: Question | EventsQuestion | LedgerQuestion) -> str:
    """The filters of a question that are not as in any, as JSON."""
    usual = asdict(type(question)())
    asked = {name: value for name, value in asdict(question).items() if name not in _OF_A_PAGE and value != usual[name]}
    return json.dumps(asked, separators=(",", ":"))


def _read(asks: str, question: str) -> Question | EventsQuestion | LedgerQuestion:
    try:
        kind, asked = _QUESTIONS[asks], json.loads(question)
        known = {one.name for one in fields(kind)} - {*_OF_A_PAGE}
        if not isinstance(asked, dict) or asked.keys() - known:
            raise AlteredError(f"{question!r:.60} stands where a watched question belongs")
    except (KeyError, ValueError, TypeError) as error:
        raise AlteredError(f"{asks!r:.20} and {question!r:.60} stand where a watched question belongs") from error
    given: dict[str, Any] = {n: tuple(value) if isinstance(value, list) else value for n, value in asked.items()}
    return kind(**given, order="newest")


def kept(database: Database) -> list[Kept]:
    """All of them, by name; none in a store of an older Sayso."""
    if schema(database) < WATCHES.number:
        return []
    return sorted(
        map(Kept, database.rows(f"SELECT {', '.join(_COLUMNS)} FROM watches")), key=lambda one: one.watch.name.casefold()
    )


def _find(database: Database, name: str) -> Kept | None:
    return next((one for one in kept(database) if one.watch.name == name), None)


def _there(database: Database, name: str) -> Kept:
    if found := _find(database, name):
        return found
    names = [one.watch.name for one in kept(database)]
    there = f"there {'are' if len(names) > 1 else 'is'} {', '.join(names)}" if names else "there is none at all"
    raise StoreError(f"{database.name}: nothing is watched under the name {name}; {there}.")


def _write(database: Database, one: Kept) -> None:
    row = one.row()
    database.run("DELETE FROM watches WHERE number = ?", row[:1])
    database.insert("watches", (*_COLUMNS, "checksum"), [(*row, written.crc(*row))])


def watch_name(given: str) -> str:
    """A name that a watch may have, without blanks around it. Raises ValueError for another.

    >>> watch_name(" line-of-contact ")
    'line-of-contact'
    """
    name = given.strip()
    if not re.fullmatch(rf"[\w-]{{1,{LONGEST}}}", name) or name.startswith("-"):
        raise ValueError(f"{name[:80]!r} is no name: it has letters, digits, - and _, {LONGEST} of them at most, and no blank")
    if name in TAKEN:
        raise ValueError(f"{name} is what sayso watch does: take another name")
    return name


# What people do.


def watch(database: Database, given: Watch, replaced: bool) -> Watch:
    """Keep a question, inside the caller's transaction; what answers it now is not new."""
    if held := _find(database, given.name):
        if not replaced:
            raise StoreError(f"{database.name}: something is watched under the name {given.name} already; nothing is changed.")
        unwatch(database, given.name)
    ((last,),) = database.rows("SELECT COALESCE(MAX(number), 0) FROM watches")
    number = max(last, held.watch.number if held else 0) + 1
    reached = fresh.reached(database)
    meaning = fresh.meaning(database, given.question, reached[2]) if isinstance(given.question, Question) else 0
    made = Kept((number, written.packed(given.name), given.asks, _written(given.question), given.made, None, *reached, meaning))
    _write(database, made)
    if isinstance(given.question, Question):
        told = Told(database, number)
        told.add(one.number for one in fresh.answers(database, given.question))
        told.save()
    else:
        standings = {one.key: one.standing for one in fresh_happenings.answers(database, given.question)}
        fresh_happenings.write_down(database, number, standings)
    seal_watches(database)
    return made.watch


def unwatch(database: Database, name: str) -> None:
    """Take a watch out, with what it told, inside the caller's transaction."""
    number = _there(database, name).watch.number
    for table in ("watched", "watched_happenings"):
        database.run(f"DELETE FROM {table} WHERE watch = ?", (number,))
    database.run("DELETE FROM watches WHERE number = ?", (number,))
    seal_watches(database)


def rename(database: Database, name: str, new: str) -> Watch:
    """Give a watch another name, inside the caller's transaction."""
    held = _there(database, name)
    if new != name and _find(database, new):
        raise StoreError(f"{database.name}: something is watched under the name {new} already; nothing is changed.")
    held.watch = replace(held.watch, name=new)
    _rewrite(database, held)
    return held.watch


def _rewrite(database: Database, held: Kept) -> None:
    """The row of a watch, to which others refer."""
    row = held.row()
    columns = (*_COLUMNS[1:], "checksum")
    sql = f"UPDATE watches SET {', '.join(f'{column} = ?' for column in columns)} WHERE number = ?"
    database.run(sql, (*row[1:], written.crc(*row), row[0]))
    seal_watches(database)


# What is new.


def look(database: Database, name: str, limit: int, today: str | None, counted: bool = False) -> Look:
    """What is new under a watch; where it is only ``counted`` nothing is shown of it."""
    held = _there(database, name)
    question = held.watch.question
    now = datetime.now(UTC).isoformat(timespec="seconds")
    reached = fresh.reached(database)
    mark = Mark(held.watch.number, now, reached=reached)
    if isinstance(question, Question):
        mark = replace(mark, meaning=fresh.meaning(database, question, reached[2]))
        whole = fresh.meaning(database, question, held.reached[2]) != held.meaning
        found = fresh.fresh(database, question, held.watch.number, held.reached, whole)
        if counted:
            return Look(held.watch, len(found.groups), mark, gone=len(found.withdrawn))
        told, withdrawn, mark = fresh.shown(database, question, found, limit, mark)
        gone = len(found.withdrawn)
        return Look(held.watch, len(found.groups), mark, tuple(told), withdrawn=tuple(withdrawn), gone=gone)
    if isinstance(question, LedgerQuestion):
        question = replace(question, today=today)
    linked, number = is_linked(database), held.watch.number
    happened = fresh_happenings.fresh(database, held.watch.asks, question, number) if linked else ([], [])
    if counted:
        return Look(held.watch, len(happened[0]), mark)
    events, undertakings, before, mark = fresh_happenings.shown(database, question, happened, limit, mark)
    return Look(held.watch, len(happened[0]), mark, (), tuple(events), tuple(undertakings), before)


def see(database: Database, mark: Mark) -> None:
    """Write down what was told, inside the caller's transaction: what another look has written stays."""
    held = next((one for one in kept(database) if one.watch.number == mark.watch), None)
    if held is None:
        return
    for kind, numbers in ((0, mark.told), (WITHDRAWN, mark.withdrawn)):
        told = Told(database, mark.watch, kind)
        told.add(numbers)
        told.save()
    if mark.standings:
        fresh_happenings.write_down(database, mark.watch, dict(mark.standings))
    held.watch = replace(held.watch, looked=max(held.watch.looked or "", mark.looked))
    if mark.reached and mark.reached >= held.reached:
        held.reached, held.meaning = mark.reached, mark.meaning
    _rewrite(database, held)
