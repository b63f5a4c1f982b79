"""A watched question, and up to where the store was looked through -> the statements that are new, and those withdrawn since.

What was written since, or counted anew, is read by its numbers, from where it begins. All that answers is read again only where
others may be who go by the names of a question: a correction was made, or an article gave a party another name.
"""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import NamedTuple

from sayso.store.chronicle import alternatives
from sayso.store.database import Database, Row
from sayso.store.finding import hits, selected
from sayso.store.lookups import Scope, parties_named, scopes
from sayso.store.memberships import joint_with
from sayso.store.recounts import last_recount, recounted
from sayso.store.rows import crc
from sayso.store.told_before import WITHDRAWN, Told
from sayso.store.values import MOST, Hit, Mark, Question

WINDOW = 200_000  # statements, by their numbers, of which the answers are held at a time
Reached = tuple[int, int, int, int]


class Answer(NamedTuple):
    """A statement that answers; answers sort as they are shown, later days and versions first. ``number``: see ``kept_as``."""

    day: int
    version: int
    id: int
    wire: int | None
    number: int


class Group(NamedTuple):
    """A statement with its copies: the one that is shown, and the numbers of all that answer."""

    shown: Answer
    numbers: tuple[int, ...]


class Fresh(NamedTuple):
    """What is new, in order; the numbers of copies of what was told before; and what is withdrawn: ids and numbers."""

    groups: list[Group]
    copies: list[int]
    withdrawn: list[tuple[int, int]]


def reached(database: Database) -> Reached:
    """The greatest numbers that were given to statements, versions, parties and recounts."""
    tallies: dict[str, int] = dict(database.rows("SELECT name, value FROM tallies"))
    return tallies["statements"], tallies["versions"], tallies["parties"], last_recount(database)


def meaning(database: Database, question: Question, parties: int) -> int:
    """A number that changes where statements kept before may answer that did not: of all parties up to a number.

    A correction of parties may have been made, or one of these parties may go by a name of the question that it did not go by:
    nothing of that is of a question without names. A correction of a statement writes it anew, or has it counted anew.
    """
    found: list[list[int]] = []
    fields = ((question.speaker, True), (question.addressee, True), (question.relay, True), (question.about, False))
    for named, joint in fields:
        some = {party for name in alternatives(named) for party in parties_named(database, name)}
        some |= joint_with(database, some) if joint else set()  # as ``lookups`` has it
        found.append(sorted(party for party in some if party <= parties))
    return crc(_last_of_parties(database), found) if any(named for named, _ in fields) else 0


def _last_of_parties(database: Database) -> int:
    """The number of the last correction that may be of parties: what other kinds change is written or counted anew."""
    kinds = ("not-said", "was-said", "set-statement", "add-statement")
    sql = f"SELECT COALESCE(MAX(number), 0) FROM corrections WHERE kind NOT IN ({', '.join('?' * len(kinds))})"
    return int(database.rows(sql, kinds)[0][0])


def answers(database: Database, question: Question, after: int = 0) -> Iterator[Answer]:
    """All that answer of the statements with greater numbers than ``after``, in no order."""
    last = reached(database)[0]
    for scope in scopes(database, question):
        for begins in range(after, last, WINDOW):
            condition = f"{scope.id} > ? AND {scope.id} <= ?"
            yield from _answers(database, scope.narrowed(condition, (begins, min(begins + WINDOW, last))))


def _answers(database: Database, scope: Scope) -> Iterator[Answer]:
    columns = "-COALESCE(s.day, 0), -s.version, s.id, s.wire, COALESCE(s.kept_as, s.id)"
    return map(Answer._make, database.rows(scope.select(columns), scope.values))


def fresh(database: Database, question: Question, watch: int, since: Reached, whole: bool) -> Fresh:
    """What is new since a watch was looked at; ``whole`` reads all that answers, not what was written since alone."""
    told = Told(database, watch)
    standing: set[int] | None = set() if whole else None
    unseen: list[Answer] = []
    recounts = [] if whole else [id for id in recounted(database, since[3]) if id <= since[0]]
    for one in chain(answers(database, question, 0 if whole else since[0]), _among(database, question, recounts)):
        if standing is not None:
            standing.add(one.number)
        if one.number not in told:
            unseen.append(one)
    groups, copies = _grouped(database, question, unseen, told)
    return Fresh(groups, copies, _withdrawn(database, question, told, Told(database, watch, WITHDRAWN), since, standing))


def _grouped(database: Database, question: Question, unseen: Sequence[Answer], told: Told) -> tuple[list[Group], list[int]]:
    """Copies together; those of which a copy was told, and answers still, are not new."""
    wires = {one.wire for one in unseen if one.wire} if not question.all_versions else set[int]()
    sql = "SELECT id, COALESCE(kept_as, id) FROM statements WHERE wire IN ({}) AND state IN (0, 4)"
    carried = [id for id, number in selected(database, sql, wires) if number in told]
    old = {one.wire for one in _among(database, question, carried)}
    held: dict[int, list[Answer]] = {}
    copies: list[int] = []
    for one in unseen:
        wire = one.wire if one.wire in wires else None
        if wire in old:
            copies.append(one.number)
        else:
            held.setdefault(wire or -one.number, []).append(one)
    groups = [Group(min(some), tuple(one.number for one in some)) for some in held.values()]
    return sorted(groups), copies


# What was told, and answers no more.


def _withdrawn(
    database: Database, question: Question, told: Told, gone: Told, since: Reached, standing: Collection[int] | None
) -> list[tuple[int, int]]:
    """Statements that are there still, in an earlier version or as they are read now: the last row of each, and its number."""
    if standing is None:
        suspects = {number for number in _rewritten(database, since) if number in told and number not in gone}
    else:
        suspects = {number for number in told if number not in standing and number not in gone}
    ids = dict(_rows(database, suspects))
    still = {one.number for one in _among(database, question, ids)}
    last: dict[int, int] = {}
    for id, number in sorted(ids.items()):
        last[number] = id
    return sorted((id, number) for number, id in last.items() if number not in still)


def _rewritten(database: Database, since: Reached) -> Iterator[int]:
    """The numbers of statements that were read or counted anew, or stood in the version before a new one."""
    rows = database.rows("SELECT kept_as FROM statements WHERE id > ? AND kept_as IS NOT NULL", (since[0],))
    yield from (number for (number,) in rows)
    sql = "SELECT COALESCE(kept_as, id) FROM statements WHERE id IN ({})"
    yield from (number for (number,) in selected(database, sql, recounted(database, since[3])))
    rows = database.rows("SELECT article FROM versions WHERE id > ? AND number > 1", (since[1],))
    articles = {article for (article,) in rows}
    sql = """SELECT COALESCE(s.kept_as, s.id) FROM versions v JOIN statements s
      ON s.id >= v.first_statement AND s.id < v.first_statement + v.statements WHERE v.article IN ({})"""
    yield from (number for (number,) in selected(database, sql, articles))


def _rows(database: Database, numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """The ids of the statements that were kept first under these numbers, each with its number."""
    wanted = {*numbers}
    yield from selected(database, "SELECT id, id FROM statements WHERE kept_as IS NULL AND id IN ({})", wanted)
    yield from selected(database, "SELECT id, kept_as FROM statements WHERE kept_as IN ({})", wanted)


def _among(database: Database, question: Question, ids: Iterable[int]) -> Iterator[Answer]:
    """Those of these statements that answer."""
    wanted = sorted(ids)
    for scope in scopes(database, question) if wanted else ():
        for at in range(0, len(wanted), 500):
            some = wanted[at : at + 500]
            yield from _answers(database, scope.narrowed(f"{scope.id} IN ({', '.join('?' * len(some))})", some))


# What is shown of it.


def shown(database: Database, question: Question, found: Fresh, limit: int, mark: Mark) -> tuple[list[Hit], list[Hit], Mark]:
    """A page of what is new, all that is withdrawn, and what is to be written down once these are told.

    ``mark`` has up to where the store was looked through; where not all is told, that stays as it was.
    """
    page, gone = found.groups[: limit or None], found.withdrawn[: limit or None]
    told = hits(database, [group.shown.id for group in page], question)
    withdrawn = hits(database, [id for id, _ in gone], replace(question, all_versions=True))
    numbers = [number for group in page for number in group.numbers]
    whole = len(page) == len(found.groups) and len(gone) == len(found.withdrawn)
    written = replace(
        mark,
        told=(*numbers, *found.copies),
        withdrawn=tuple(number for _, number in gone),
        reached=mark.reached if whole else None,
    )
    return told, withdrawn, written


def kept_last(database: Database, question: Question, limit: int) -> list[tuple[int, Hit]]:
    """The statements that answer, those first that came in last, or were set right; each with the number that it keeps.

    Of very many the last are looked through.
    """
    found: dict[int, tuple[int, int, int]] = {}  # number, id and moment of the first copy
    for id, wire, number, corrected in _last(database, question):
        group = wire if wire and not question.all_versions else -number
        one = (number, id, id if corrected is not None else number)
        found[group] = min(found.get(group, one), one)
    last = heapq.nlargest(limit, found.values(), key=lambda one: one[2])
    held = hits(database, [id for _, id, _ in last], question)
    return [(number, hit) for (number, _, _), hit in zip(last, held, strict=True)]


def _last(database: Database, question: Question) -> Iterator[Row]:
    """Id, wire, number and correction of those kept last."""
    for scope in scopes(database, question):
        columns = "s.id, s.wire, COALESCE(s.kept_as, s.id), s.corrected"
        yield from database.rows(scope.select(columns, f"ORDER BY {scope.id} DESC LIMIT {MOST}"), scope.values)
