"""Question -> what to look up in the index and where: words, names, acts and days as one look-up of tokens and marks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sayso.questions import Term, folded, parse_words
from sayso.record import SAID_KINDS, Said
from sayso.store import rows as written
from sayso.store.chronicle import alternatives
from sayso.store.database import All, But, Database, Either, Lookup, Tokens
from sayso.store.entries import unsaid_mark
from sayso.store.locating import address_of, known_as
from sayso.store.memberships import joint_with
from sayso.store.migrations import SAID, schema
from sayso.store.understanding import name_key
from sayso.store.values import Question

# States (see entries) of what answers where nothing is looked up: of all versions or the latest, only what was said or any.
_STATES = {
    (False, True): ("s.state = 0", (0,)),
    (False, False): ("s.state IN (0, 4)", (0, 4)),
    (True, True): ("s.state < 2", (0, 1)),
    (True, False): ("s.state IN (0, 1, 4, 5)", (0, 1, 4, 5)),
}
FEW_VERSIONS = 50  # of an address or a beginning of one: looked through one by one, more of them by a list


@dataclass(frozen=True, slots=True)
class Scope:
    """What stands after FROM and WHERE for the statements that answer, as ``s``; ``id`` is the column of their id.

    ``states`` are those that answer, where nothing else is asked of a statement than that it is found in the index by ``found``
    (or, where that is None, that it is there).
    """

    tables: str
    condition: str
    values: tuple[Any, ...]
    id: str = "s.id"
    states: tuple[int, ...] = ()
    found: str | None = None

    def select(self, columns: str, rest: str = "", joins: str = "") -> str:
        """A query of these statements."""
        return f"SELECT {columns} FROM {self.tables} {joins} WHERE {self.condition} {rest}"

    def narrowed(self, condition: str, values: Sequence[Any] = ()) -> Scope:
        """Those of them of which this holds too."""
        held = f"{self.condition} AND {condition}"
        return replace(self, condition=held, values=(*self.values, *values), states=())


def scopes(database: Database, question: Question, more: Lookup | None = None) -> list[Scope]:
    """Where the answers stand: several places where the address is one of a few versions, none where nothing can answer.

    ``more`` narrows it further.
    """
    wanted = lookups(database, question)
    if wanted is None:
        return []
    if more:
        wanted.append(more)
    kinds = _kinds(database, question)
    if not kinds:
        return []
    if "said" not in kinds:
        wanted.append(any_of([unsaid_mark(SAID_KINDS.index(kind) + 1) for kind in kinds]))
    only = kinds == {"said"}
    if wanted:
        found: Lookup = wanted[0] if len(wanted) == 1 else All(tuple(wanted))
        if not question.all_versions:
            found = But(found, Tokens(("_x",)))
        looked_up = database.lookup(found)
        scope = Scope(database.matched, database.matches, (looked_up,), database.matched_id)
        if only:
            scope = scope.narrowed("s.state < 4")
        scope = replace(scope, states=(0, 1) if only else (0, 1, 4, 5), found=looked_up)
    else:
        condition, states = _STATES[question.all_versions, only]
        scope = Scope("statements AS s", condition, (), states=states)
    if "said" in kinds and 1 < len(kinds) < len(SAID_KINDS):
        numbers = ", ".join(str(number) for number, kind in enumerate(SAID_KINDS, 1) if kind in kinds)
        scope = scope.narrowed(f"(s.state < 4 OR s.said IN ({numbers}))")
    if question.languages:
        held, codes = _languages(question)
        scope = scope.narrowed(f"s.version IN (SELECT id FROM versions WHERE {held})", codes)
    if question.min_score > 0:
        scope = scope.narrowed("s.score >= ?", (float(question.min_score),))
    return list(_within_address(database, question, scope)) if question.url else [scope]


def _languages(question: Question) -> tuple[str, list[str | None]]:
    """The condition on a version's language, and its values."""
    return _in("language", question.languages), [written.packed(code) for code in question.languages]


def _in(column: str, values: Sequence[Any]) -> str:
    """The condition that a column has one of so many values."""
    return f"{column} IN ({', '.join('?' * len(values))})"


def _kinds(database: Database, question: Question) -> set[Said]:
    """Which kinds of ``said`` answer. In a store that was made before there were any, all was said."""
    kinds = set(SAID_KINDS if question.said is None else question.said)
    mixed = "said" in kinds and len(kinds) > 1
    return {"said"} if mixed and schema(database) < SAID.number else kinds


def _within_address(database: Database, question: Question, scope: Scope) -> Iterator[Scope]:
    condition, values = _address(database, question)
    versions = "FROM articles a JOIN versions v ON v.article = a.id WHERE " + condition
    held = database.rows(f"SELECT v.first_statement, v.statements {versions} LIMIT {FEW_VERSIONS + 1}", values)
    if len(held) > FEW_VERSIONS:
        yield scope.narrowed(f"s.version IN (SELECT v.id {versions})", values)
        return
    for first, count in held:
        yield scope.narrowed(f"{scope.id} BETWEEN ? AND ?", (first, first + count - 1))


def _address(database: Database, question: Question) -> tuple[str, list[str]]:
    """The condition on ``a.address``, and its values: one of the addresses, or of their beginnings; a key is its article's."""
    conditions: list[str] = []
    values: list[str] = []
    for url in alternatives(question.url):
        begun = url.endswith("*")
        address = known_as(url.removesuffix("*")) if begun else address_of(database, url)
        conditions.append("(a.address >= ? AND a.address < ?)" if begun else "a.address = ?")
        values += [address, address + "\U0010ffff"] if begun else [address]
    return f"({' OR '.join(conditions)})", values


def _outlets(question: Question) -> list[str]:
    """The outlets' names as they are compared."""
    return [folded(name[:2000])[:300] for name in alternatives(question.outlet)]


def searched(database: Database, question: Question) -> int:
    """How many articles a question looks through: those of its outlet, its address and its days."""
    if not (question.outlet or question.since or question.until or question.url or question.languages):
        ((count,),) = database.rows("SELECT count(*) FROM articles")  # each has a version
        return int(count)
    conditions, values = ["v.id = a.latest"] if not question.all_versions else ["TRUE"], list[Any]()
    if question.outlet:
        conditions.append(f"v.outlet IN (SELECT id FROM outlets WHERE {_in('folded', outlets := _outlets(question))})")
        values += outlets
    for sign, day in ((">=", question.since), ("<=", question.until)):
        if day:
            conditions.append(f"v.day {sign} ?")
            values.append(day)
    if question.languages:
        condition, codes = _languages(question)
        conditions.append(f"v.{condition}")
        values += codes
    if question.url:
        condition, held = _address(database, question)
        conditions.append(condition)
        values += held
    sql = "SELECT count(DISTINCT a.id) FROM articles a JOIN versions v ON v.article = a.id WHERE "
    ((count,),) = database.rows(sql + " AND ".join(conditions), values)
    return int(count)


def terms_of(question: Question) -> tuple[Term, ...]:
    """The terms of a question's words."""
    return parse_words(question.words) if question.words and question.words.strip() else ()


def lookups(database: Database, question: Question) -> list[Lookup] | None:
    """What must all stand in an entry; None where nothing can: words without a letter, names that nobody goes by."""
    wanted: list[Lookup] = []
    if question.words and question.words.strip():
        wanted += [Tokens(term.words, term.kind == "prefix") for term in terms_of(question)]
        if not wanted:
            return None
    marks: list[list[str]] = []
    for letter, named in zip("sdrb", (question.speaker, question.addressee, question.relay, question.about), strict=True):
        if named:
            parties = {party for name in alternatives(named) for party in parties_named(database, name)}
            if letter != "b":  # a group's words are its members' too; who is mentioned has a mention
                parties |= joint_with(database, parties)
            marks.append([f"_{letter}{party}" for party in sorted(parties)])
    if question.outlet:
        sql = f"SELECT id FROM outlets WHERE {_in('folded', outlets := _outlets(question))}"
        marks.append([f"_o{id}" for (id,) in database.rows(sql, outlets)])
    if question.act:
        acts = [written.packed(act.lower()) for act in alternatives(question.act)]
        marks.append([f"_a{id}" for (id,) in database.rows(f"SELECT id FROM acts WHERE {_in('act', acts)}", acts)])
    if question.manner:
        wanted_manners = alternatives(question.manner)
        marks.append([f"_m{number}" for number, manner in enumerate(written.MANNERS, 1) if manner in wanted_manners])
    if question.since or question.until:
        marks.append([f"_y{day}" for day in days_between(database, question.since, question.until)])
    if not all(marks):
        return None
    return [*wanted, *(any_of(some) for some in marks)]


def any_of(marks: Sequence[str]) -> Lookup:
    """Any of the marks; at least one."""
    parts = tuple(Tokens((mark,)) for mark in marks)
    return parts[0] if len(parts) == 1 else Either(parts)


def parties_named(database: Database, name: str) -> set[int]:
    """All parties of a name, with those that corrections make one with them; "#12" is the party of that id."""
    if number := numbered(name):
        return with_merged(database, {id for (id,) in database.rows("SELECT id FROM parties WHERE id = ?", (number,))})
    key = name_key(name)
    found = {id for (id,) in database.rows("SELECT party FROM party_names WHERE folded = ?", (key,))}
    found |= {id for id, shown in renamed(database) if shown == key}
    return with_merged(database, found)


def renamed(database: Database) -> list[tuple[int, str]]:
    """The parties that corrections show under another name, each with that name as names are compared."""
    shown = database.rows("SELECT id, shown FROM parties WHERE shown IS NOT NULL")
    return [(id, name_key(written.unpacked(words) or "")) for id, words in shown]


def numbered(name: str) -> int | None:
    """The id that stands in place of a name.

    >>> numbered("#12"), numbered("12"), numbered("#1 fan")
    (12, None, None)
    """
    return int(name[1:]) if re.fullmatch(r"#[0-9]{1,18}", name) else None


def with_merged(database: Database, parties: set[int]) -> set[int]:
    """The parties with all that corrections make one with them."""
    merged = database.rows("SELECT id, same_as FROM parties WHERE same_as IS NOT NULL")
    roots: dict[int, int] = dict(merged)
    wanted = {roots.get(id, id) for id in parties}
    return parties | wanted | {id for id, root in merged if root in wanted}


def days_between(database: Database, since: str | None, until: str | None) -> list[str]:
    """The days from the one to the other, those of whole months and years together: 2030, 203101, 20310201.

    A day that is none ("soon") stands for nothing: no days at all.
    """
    ((first, last),) = database.rows("SELECT MIN(day), MAX(day) FROM versions")
    if first is None or not (_is_day(since) and _is_day(until)):
        return []
    start, end = max(since or first, first), min(until or last, last)
    if start > end:
        return []
    return list(_spans(_date(start), _date(end)))


def _is_day(day: str | None) -> bool:
    return day is None or written.day_of(day) == day


def _date(day: str) -> date:
    year, month, number = map(int, day.split("-"))
    while True:  # an article may say "2031-02-30"
        try:
            return date(max(year, 1), month, number)
        except ValueError:
            number -= 1


def _spans(start: date, end: date) -> Iterator[str]:
    while start <= end:
        year_end, month_end = date(start.year, 12, 31), _month_end(start)
        if start == date(start.year, 1, 1) and year_end <= end:
            yield f"{start:%Y}".zfill(4)
            stop = year_end
        elif start.day == 1 and month_end <= end:
            yield f"{start.year:04}{start:%m}"
            stop = month_end
        else:
            yield f"{start.year:04}{start:%m%d}"
            stop = start
        if stop == date.max:
            return
        start = stop + timedelta(days=1)


def _month_end(day: date) -> date:
    if day.month == 12:
        return date(day.year, 12, 31)
    return date(day.year, day.month + 1, 1) - timedelta(days=1)
