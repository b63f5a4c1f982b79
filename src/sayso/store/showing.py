"""A key or an address -> what is kept there: the version with its names across articles, the statement, and those beside it."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from sayso.store import rows as written
from sayso.store.amendments import corrections
from sayso.store.database import Database
from sayso.store.entries import NOT_SAID
from sayso.store.errors import StoreError
from sayso.store.finding import hits
from sayso.store.keys import Key
from sayso.store.locating import key_of
from sayso.store.mended import keys_of
from sayso.store.migrations import OCCURRENCES, schema
from sayso.store.retelling import read_versions
from sayso.store.succession import COLUMNS, in_order, standing
from sayso.store.values import Correction, Question, Shown

_OCCURRENCE = re.compile(r"[eu][0-9a-z]{8}")  # the key of an event, or of an undertaking
_NEAR = """SELECT s.id, s.name, s.state FROM versions v JOIN statements s
  ON s.id >= v.first_statement AND s.id < v.first_statement + v.statements WHERE v.id = ? ORDER BY s.id"""


def shown(database: Database, given: str, number: int | None = None) -> Shown | None:
    """What stands at a key or an address, of the version ``number`` where it is given; None where nothing is kept there.

    Raises StoreError where the article has no such version.
    """
    key, occurrence = key_of(database, given), None
    if key is None:
        key, occurrence = _occurrence(database, given)
    if key is None:
        return None
    sql = f"SELECT {COLUMNS}, a.latest FROM articles a JOIN versions v ON v.article = a.id WHERE a.id = ?"
    rows = database.rows(sql, (key.article,))
    latest = rows[0][-1] if rows else 0
    texts = sorted(in_order([standing(row[:-1]) for row in rows]), key=lambda one: one.id == latest)
    wanted = number or key.version or texts[-1].number
    id = next((one.id for one in texts if one.number == wanted), None)
    if id is None:
        there = ", ".join(str(one.number) for one in texts)
        raise StoreError(f"{database.name}: {key.address} has no version {wanted}, but {there}")
    (version,) = read_versions(database, [id], Question(said=None, all_versions=True))
    numbers = tuple(one.number for one in texts)
    held = Shown(replace(key, version=wanted), version, numbers)
    if occurrence is not None:
        return _with_occurrence(database, held, id, occurrence)
    return _with_statement(database, held, id, key.statement) if key.statement else held


def _occurrence(database: Database, given: str) -> tuple[Key | None, str | None]:
    """Where the newest mention of an event's or an undertaking's key stands, and its id in the reading."""
    given = given.strip()
    if not _OCCURRENCE.fullmatch(given) or schema(database) < OCCURRENCES.number:
        return None, None
    table = "undertakings" if given.startswith("u") else "events"
    sql = f"""SELECT a.id, a.address, v.number, o.name, o.{"statement" if table == "undertakings" else "within"} FROM {table} o
      JOIN versions v ON v.id = o.version JOIN articles a ON a.id = v.article WHERE o.key = ? ORDER BY v.id DESC LIMIT 1"""
    rows = database.rows(sql, (given,))
    if not rows:
        return None, None
    article, address, number, name, statement = rows[0]
    key = Key(article, written.unpacked(address) or "", number, written.unpacked(statement))
    return key, written.unpacked(name)


def _with_occurrence(database: Database, held: Shown, version: int, id: str) -> Shown:
    """With an event or an undertaking in place of the statement; it may stand within one."""
    within = held.key.statement
    found = _with_statement(database, held, version, within) if within else held
    reading = held.version.reading
    spans = [(one.trigger, *one.mentions) for one in reading.events if one.id == id]
    spans += [one.what for one in reading.undertakings if one.id == id]
    return replace(found, spans=tuple(sorted(spans[0])) if spans else found.spans, occurrence=id)


def _with_statement(database: Database, held: Shown, version: int, name: str) -> Shown:
    """With a statement, those beside it, and what takes it back; where it is there no more, with those nearest to its place."""
    rows = database.rows(_NEAR, (version,))
    names = [written.unpacked(row[1]) for row in rows]
    at = names.index(name) if name in names else None
    before = [row[0] for row in rows[: at if at is not None else _place(name, names)] if not row[2] & NOT_SAID][-1:]
    behind = [row[0] for row in rows[at + 1 if at is not None else _place(name, names) :] if not row[2] & NOT_SAID][:1]
    wanted = [*before, *([rows[at][0]] if at is not None else []), *behind]
    made = dict(zip(wanted, hits(database, wanted, Question(said=None)), strict=True))
    found = replace(
        held,
        before=made[before[0]] if before else None,
        behind=made[behind[0]] if behind else None,
    )
    if at is None:
        return replace(found, gone=True)
    hit = made[rows[at][0]]
    state = rows[at][2]
    taken_back = bool(state & NOT_SAID)
    reason = _reason(database, keys_of(database, version)[rows[at][0]]) if taken_back else None
    return replace(found, hit=hit, spans=hit.statement.content, taken_back=taken_back, correction=reason)


def _place(name: str, names: Sequence[str | None]) -> int:
    """Where a statement would stand that is there no more: behind those of a smaller number."""
    number = _number(name)
    return sum(_number(one or "") < number for one in names)


def _number(name: str) -> int:
    digits = re.sub(r"\D", "", name)[:9]
    return int(digits) if digits else 0


def _reason(database: Database, keys: Collection[str]) -> Correction | None:
    """The last correction that takes a statement back; None where it is one of a copy on its wire."""
    made = [one for one in corrections(database) if one.kind == "not-said" and one.statement in keys]
    return made[-1] if made else None
