"""Question and fields -> how many statements answer for each value of them, wire copy counted once."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from operator import itemgetter
from typing import Any

from sayso.questions import folded
from sayso.store import rows as written
from sayso.store.columns import ROLE, Field
from sayso.store.database import Database, Row
from sayso.store.finding import names, selected
from sayso.store.lookups import Scope, scopes
from sayso.store.memberships import members_everywhere
from sayso.store.migrations import opened, said
from sayso.store.openness import read_open
from sayso.store.tallying import Answers, First, Read, Tally, answers
from sayso.store.values import OPENNESS, Countable, Counted, Openness, Question

_COLUMNS: dict[Countable, str] = {
    "speaker": "s.speaker",
    "kind": "s.speaker",
    "role": ROLE,
    "addressee": "s.addressee",
    "relay": "s.relay",
    "act": "s.act",
    "manner": "s.manner",
    "outlet": "v.outlet",
    "language": "v.language",
    "article": "v.article",
    "day": "s.day",
    "month": "s.day / 100",
    "year": "s.day / 10000",
}
# The same as packed fields, and what is made of their values.
_FIELDS: dict[Countable, tuple[Field, Read | None]] = {
    "speaker": ("speaker", None),
    "kind": ("speaker", None),
    "role": ("role", None),
    "addressee": ("addressee", None),
    "relay": ("relay", None),
    "act": ("act", None),
    "manner": ("manner", None),
    "said": ("said", None),
    "outlet": ("outlet", None),
    "language": ("language", None),
    "article": ("article", None),
    "day": ("day", None),
    "month": ("day", lambda day: day // 100),
    "year": ("day", lambda day: day // 10_000),
}
_OF_PARTIES = ("speaker", "addressee", "relay", "kind")
_OF_SPEAKERS = ("speaker", "kind")  # without a value where the speaker is left open, which is told by why
_OVER_TIME = ("day", "month", "year")

CountedRow = tuple[tuple[str | None, ...], int]


@dataclass(frozen=True, slots=True)
class Values:
    """A field's column -> its values: ``keys`` are what a column's value counts for, None where that is the value itself;
    ``titles`` are how such keys are called."""

    keys: Callable[[Any], Collection[Hashable]] | None
    titles: Callable[[Collection[Any]], Callable[[Any], str | None]]


def count(database: Database, question: Question, by: Countable) -> list[tuple[str | None, int]]:
    """How many answer, most first, times in their order; copies on one wire count for the article that came first.

    Two parties of one name stay two rows. A statement on the word of two voices counts for both; one of a group counts for the
    group and for each of its members, as it is found under the name of each.
    """
    return [(value, number) for (value,), number in counted(database, question, (by,)).rows]


def counted(database: Database, question: Question, by: Sequence[Countable], most: int = 0) -> Counted:
    """The same by one field or two, with how many answer in all, and why speakers are left open where that is counted.

    Of the rows of one field the first ``most`` that have a value, and the one that has none (0: all).
    """
    most = most if len(by) == 1 and by[0] not in _OVER_TIME else 0
    held = answers(database, scopes(database, question), question.all_versions)
    if held:
        fields, read = zip(*(_FIELDS[name] for name in by), strict=True)
        tally, left = held.tally(fields, read, _first_of(database, by[0], most))
    else:
        tally, left = _tally(database, question, by), 0
    left_open: dict[Openness, int] = {}
    if len(by) == 1 and by[0] in _OF_SPEAKERS:
        left_open = _left_open(database, question, held)
    rows, more = _rows(database, by, tally, most)
    return Counted(tuple(rows), len(held.ids) if held else tally.total(), left_open, more + left)


def _first_of(database: Database, by: Countable, most: int) -> First | None:
    """What of a field may be left unnamed where the first values are asked for; None where each value adds to others."""
    if not most or by in ("kind", "relay", "role"):
        return None
    if by not in _OF_PARTIES:
        return First(most)
    merged = database.rows("SELECT id, same_as FROM parties WHERE same_as IS NOT NULL")
    groups = members_everywhere(database)
    return First(most, {*groups, *(party for row in (*merged, *groups.values()) for party in row)})


def _left_open(database: Database, question: Question, held: Answers | None) -> dict[Openness, int]:
    """Why speakers are left open, of those that are, most first."""
    if held:
        open_ones, _ = held.without("speaker").tally(("open", "speaker"), (None, None))
    else:
        open_ones = _tallied(database, question, (opened(database), "s.speaker"), "s.speaker IS NULL")
    found: Counter[Openness | None] = Counter()
    for (number, speaker), count in open_ones.items():
        if speaker is None:
            found[read_open(number)] += count
    ranked = sorted((kind for kind in OPENNESS if found[kind]), key=lambda kind: (-found[kind], kind))
    return {kind: found[kind] for kind in ranked}


# What stands in the columns.


def _tally(database: Database, question: Question, by: Sequence[Countable]) -> Tally:
    """How many answer by what stands in the columns of the fields."""
    columns = tuple(said(database) if name == "said" else _COLUMNS[name] for name in by)
    return _tallied(database, question, columns)


def _tallied(database: Database, question: Question, columns: Sequence[str], alone: str = "") -> Tally:
    """The same; ``alone`` is a condition on those that stand on no wire."""
    tally: Tally = Counter()
    copies: list[Row] = []
    join = "JOIN versions v ON v.id = s.version" if any(column.startswith("v.") for column in columns) else ""
    listed = ", ".join(columns)
    places = ", ".join(str(place) for place in range(1, len(columns) + 1))
    for scope in scopes(database, question):
        if question.all_versions:
            held = scope.narrowed(alone) if alone else scope
            tally.update(_grouped(database.rows(held.select(f"{listed}, count(*)", f"GROUP BY {places}", join), held.values)))
            continue
        copies += _count_alone(database, scope, (listed, places), join, tally, alone)
    tally.update(_earliest(copies))
    return tally


def _grouped(rows: Iterable[Row]) -> dict[tuple[Any, ...], int]:
    return {row[:-1]: row[-1] for row in rows}


def _earliest(copies: Iterable[Row]) -> list[tuple[Any, ...]]:
    """Of copies (values, wire, day, id) the values of the first on each wire."""
    first: dict[int, tuple[tuple[int, int], tuple[Any, ...]]] = {}
    for *values, wire, day, id in copies:
        held = first.get(wire)
        if held is None or (day, id) < held[0]:
            first[wire] = ((day, id), tuple(values))
    return [values for _, values in first.values()]


def _count_alone(
    database: Database, scope: Scope, grouped: tuple[str, str], join: str, tally: Tally, alone: str
) -> list[Row]:
    """Count what stands on no wire, and give what does: values, wire, day, id."""
    listed, places = grouped
    columns = f"{listed}, s.wire, COALESCE(s.day, 0), s.id"
    if database.packs and not alone:
        rows = database.rows(scope.select(columns, "", join), scope.values)
        tally.update([row[:-3] for row in rows if row[-3] is None])
        return [row for row in rows if row[-3] is not None]
    held = scope.narrowed(alone) if alone else scope
    sql = held.select(f"{listed}, count(*)", f"AND s.wire IS NULL GROUP BY {places}", join)
    tally.update(_grouped(database.rows(sql, held.values)))
    return database.rows(scope.select(columns, "AND s.wire IS NOT NULL", join), scope.values)



# What they are called.


def _rows(database: Database, by: Sequence[Countable], tally: Tally, most: int) -> tuple[list[CountedRow], int]:
    """A row for the values of the fields, named: most first, times in their order; and how many more there are."""
    fields = [_values(database, name, {values[place] for values in tally}) for place, name in enumerate(by)]
    counts = _keyed(tally, [field.keys for field in fields])
    over_time = by[0] in _OVER_TIME
    shown, more = _first(counts, most) if most else (counts, 0)
    titles = [field.titles({keys[place] for keys in shown}) for place, field in enumerate(fields)]
    if len(titles) == 1:
        (title,) = titles
        rows: list[CountedRow] = [((title(key),), number) for (key,), number in shown.items()]
    else:
        rows = [(tuple(title(key) for title, key in zip(titles, keys, strict=True)), n) for keys, n in shown.items()]
    rows = _most_first(rows)
    if over_time:
        rows.sort(key=lambda row: (row[0][0] is None, row[0][0] or ""))
    if not most:
        return rows, 0
    named = [row for row in rows if row[0][0] is not None]
    dropped = {id(row) for row in named[most:]}
    return [row for row in rows if id(row) not in dropped], more + len(dropped)


def _keyed(tally: Tally, keys: Sequence[Callable[[Any], Collection[Hashable]] | None]) -> Tally:
    """The same by what the values count for."""
    if not any(keys):
        return tally
    counts: Tally = Counter()
    for values, number in tally.items():
        heard = ((value,) if of is None else of(value) for of, value in zip(keys, values, strict=True))
        for each in product(*heard):
            counts[each] += number
    return counts


def _first(counts: Tally, most: int) -> tuple[Tally, int]:
    """Those of one field that may be among the first so many, and what has no value; and how many more there are.

    As many as have a number: which of these come first, their names decide.
    """
    numbers = [number for (key,), number in counts.items() if key is not None]
    least = min(heapq.nlargest(most, numbers), default=0)
    shown = Counter({keys: number for keys, number in counts.items() if number >= least or keys[0] is None})
    return shown, len(counts) - len(shown)


def _most_first(rows: list[CountedRow]) -> list[CountedRow]:
    # Sorts of plain values: of 100,000 rows a quarter of the time that one by a tuple takes.
    for place in reversed(range(len(rows[0][0]) if rows else 0)):
        named = sorted((row for row in rows if row[0][place] is not None), key=lambda row: row[0][place] or "")
        rows = named + [row for row in rows if row[0][place] is None]
    return sorted(rows, key=itemgetter(1), reverse=True)


def _values(database: Database, by: Countable, held: set[Any]) -> Values:
    """How a field's column is read, of which these are the values."""
    if by in _OF_PARTIES:
        return _of_parties(database, by, held)
    if by == "role":
        return _of_roles(held)
    if by in _OVER_TIME:
        return Values(None, lambda keys: _time)
    return Values(None, lambda keys: _named(database, by, keys))


def _of_parties(database: Database, by: Countable, held: set[Any]) -> Values:
    roots: dict[int | None, int] = dict(database.rows("SELECT id, same_as FROM parties WHERE same_as IS NOT NULL"))
    if by == "kind":
        kinds: dict[int | None, str] = dict(database.rows("SELECT id, kind FROM parties"))
        return Values(lambda party: (kinds.get(roots.get(party, party)),), lambda keys: lambda kind: kind)

    def titles(keys: Collection[Any]) -> Callable[[Any], str | None]:
        shown = names(database, {key for key in keys if key})
        return lambda party: shown[party][1] if party else None

    members = members_everywhere(database)
    if by != "relay" and not members and not roots:
        return Values(None, titles)
    voices = {value: set(written.array(value)) if by == "relay" and value else {value} for value in held}
    heard = {value: {one for party in some for one in (party, *members.get(party, ()))} for value, some in voices.items()}
    keys = {value: {roots.get(party, party) or None for party in some} for value, some in heard.items()}
    return Values(keys.__getitem__, titles)


def _of_roles(held: set[Any]) -> Values:
    """Roles in the same words, however they are written ("president", "President"), go by the spelling that sorts first."""
    spelled = sorted(written.unpacked(value) or "" for value in held if value is not None)
    shown: dict[str, str] = {}
    for role in reversed(spelled):
        shown[folded(role) or role] = role
    keys = {packed: folded(role := written.unpacked(packed) or "") or role for packed in held if packed is not None}
    return Values(lambda value: (keys.get(value),), lambda some: lambda key: shown.get(key) if key is not None else None)


def _named(database: Database, by: Countable, held: Collection[Any]) -> Callable[[Any], str | None]:
    if by == "manner":
        return lambda number: written.MANNERS[number - 1]
    if by == "said":
        return written.read_said
    if by == "language":
        return written.unpacked
    if by == "article":
        sql = "SELECT id, address FROM articles WHERE id IN ({})"
        addresses: dict[Any, str] = dict(selected(database, sql, held))
        return lambda id: written.unpacked(addresses.get(id))
    table, column = ("acts", "act") if by == "act" else ("outlets", "name")
    known: dict[Any, str] = dict(database.rows(f"SELECT id, {column} FROM {table}"))
    return lambda id: written.unpacked(known.get(id))


def _time(value: int | None) -> str | None:
    """20310314 -> "2031-03-14", 203103 -> "2031-03", 2031 -> "2031"."""
    if value is None:
        return None
    digits = str(value)
    digits = digits.zfill(4 if len(digits) <= 4 else 6 if len(digits) <= 6 else 8)
    return "-".join(part for part in (digits[:4], digits[4:6], digits[6:8]) if part)
