"""Question -> the statements that answer it, ranked, wire copy taken together, each with all that is shown of it.

Best first: shorter contents, of which the words asked for are a greater part, come before longer ones, then later ones before
earlier; and of the first 200 of these, those in which the words stand in a row, in the order asked. All words must be there, so
how rare each is makes no difference.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any, NamedTuple

from sayso.questions import matches_across
from sayso.record import SAID_KINDS, Statement
from sayso.store import rows as written, wordings
from sayso.store.database import Database, Lookup, Row, Tokens
from sayso.store.entries import UNSAID
from sayso.store.errors import ADVICE, StoreError
from sayso.store.keys import short_key
from sayso.store.lookups import scopes, terms_of
from sayso.store.mended import corrected_in
from sayso.store.migrations import corrected, evidence
from sayso.store.values import MOST, Carrier, Hit, Hits, Question

MANY = 500  # of a month: more are read day by day
ALL = 2**62
MANY_NAMES = 20_000  # parties: more of them are named sooner by reading all
SHORTEST = 8  # words: a content of fewer is ranked as if it had these, so that scraps do not come first
RECONSIDERED = 200  # of the best, for words in a row: their texts are read, which takes 8 ms
UNDATED = 99_999_999  # later than any day


# Plain rows, compared as they are: classes with keys take 60 ms for 10,000 candidates, these 10.
_RANKS = {
    "best": f"CASE WHEN s.words < {SHORTEST} THEN {SHORTEST} ELSE s.words END, -COALESCE(s.day, 0), -s.id",
    "newest": "0, -COALESCE(s.day, 0), -s.version",  # and within one article as they stand there
    "oldest": f"0, COALESCE(s.day, {UNDATED}), s.id",
    "score": "-s.score, -COALESCE(s.day, 0), -s.id",
    "doubt": "s.score, -COALESCE(s.day, 0), -s.id",
}
_BY_TIME = ("newest", "oldest")
# Bands of scores, of which one after the other is read where all statements are asked for by their scores.
_BANDS = tuple((low / 10, (low + 1) / 10) for low in range(10))


class Candidate(NamedTuple):
    """A statement that answers. Candidates sort as they are ranked; ``day`` and ``order`` are negative where later is first.

    ``size`` is what goes before time: how long the content is, or the score, negative where the surest are first.
    """

    size: float
    day: int
    order: int
    id: int
    wire: int | None
    state: int


def find(database: Database, question: Question) -> Hits:
    """A page of the statements that answer."""
    wanted = question.offset + question.limit
    with database.snapshot():
        found, apart = _found(database, question)
        exact = len(found) + len(apart) <= MOST
        singles = _singles(question, found[:MOST])
        if not exact and question.order in _BY_TIME:
            ranked = _by_time(database, question, wanted)
        else:
            ranked = _together_first(database, question, heapq.nsmallest(max(wanted, RECONSIDERED), singles))
        page = ranked[question.offset : wanted]
        held = tuple(hits(database, [candidate.id for candidate in page], question))
        return Hits(held, len(singles), exact, unsaid=len(_singles(question, apart)))


def _found(database: Database, question: Question) -> tuple[list[Candidate], list[Candidate]]:
    """The statements that answer, and those that would but were not said: both as one look-up finds them, those kept last."""
    if question.said != ("said",):
        return candidates(database, question), []
    every = candidates(database, replace(question, said=None))
    found, apart = [c for c in every if c.state < UNSAID], [c for c in every if c.state >= UNSAID]
    if len(every) > MOST and len(apart) > len(found):  # somebody who will say much
        return candidates(database, question), apart
    return found, apart


def unsaid(database: Database, question: Question) -> int:
    """How many more answer but were not said, MOST + 1 of more than that; 0 where the question asks for other kinds too."""
    if question.said != ("said",):
        return 0
    found = candidates(database, replace(question, said=SAID_KINDS[1:]), most=MOST)
    return len(found) if len(found) > MOST else len(_singles(question, found))


def candidates(database: Database, question: Question, more: Lookup | None = None, most: int = MOST) -> list[Candidate]:
    """The statements that answer, one more than ``most``, those kept last."""
    rank = _RANKS["newest" if question.order == "best" and not terms_of(question) else question.order]
    found: list[Candidate] = []
    for scope in scopes(database, question, more):
        sql = scope.select(f"{rank}, s.id, s.wire, s.state", f"ORDER BY {scope.id} DESC LIMIT {most + 1}")
        found += map(Candidate._make, database.rows(sql, scope.values))
        if len(found) > most:
            break
    return found[: most + 1]


def _singles(question: Question, found: Sequence[Candidate]) -> list[Candidate]:
    """One candidate for each statement: of its copies the first in the order asked, of those that are as good the earliest."""
    if question.all_versions:
        return list(found)
    copies: dict[int, Candidate] = {}
    for candidate in found:
        if candidate.wire:
            held = copies.setdefault(candidate.wire, candidate)
            if candidate < held if question.order in _BY_TIME else _better(candidate, held):
                copies[candidate.wire] = candidate
    return [*(candidate for candidate in found if not candidate.wire), *copies.values()]


def _better(one: Candidate, other: Candidate) -> bool:
    """Whether it goes before a copy of it, or was kept earlier, or stands before it; days and orders are negative."""
    if one.size != other.size:
        return one.size < other.size
    return (one.day, one.order, -one.id) > (other.day, other.order, -other.id)


def _together_first(database: Database, question: Question, ranked: list[Candidate]) -> list[Candidate]:
    """Those of the first in which the words of a search stand in a row, before the others."""
    terms = terms_of(question)
    if question.order != "best" or len(terms) < 2:
        return ranked
    row = [word for term in terms for word in term.words]
    sought = f" {' '.join(row)}" + ("" if terms[-1].kind == "prefix" else " ")
    first = ranked[:RECONSIDERED]
    sql = "SELECT s.id, s.content, t.text FROM statements s JOIN texts t ON t.version = s.version WHERE s.id IN ({})"
    texts = selected(database, sql, (candidate.id for candidate in first))
    together = {
        id for id, content, text in texts if sought in f" {' '.join(wordings.words_at(content, written.unpacked(text) or ''))} "
    }
    return sorted(first, key=lambda candidate: candidate.id not in together) + ranked[RECONSIDERED:]


def _by_time(database: Database, question: Question, wanted: int) -> list[Candidate]:
    """The newest or the oldest of more statements than are ranked at once: a day after the other, until there are enough."""
    found: dict[int, Candidate] = {}
    for some in _in_time(database, question):
        for candidate in some:
            found.setdefault(_group(question, candidate), candidate)
        if len(found) >= wanted:
            break
    return list(found.values())


def _group(question: Question, candidate: Candidate) -> int:
    """The same for the copies of one statement."""
    return -candidate.id if question.all_versions else candidate.wire or -candidate.id


def _in_time(database: Database, question: Question) -> Iterator[list[Candidate]]:
    """All that answer, in order of time: a month at a time, by days where a month has many; what has no day always last."""
    held = [day for (day,) in database.rows("SELECT DISTINCT day FROM versions WHERE day IS NOT NULL")]
    asked = (day for day in held if (question.since or day) <= day <= (question.until or day))
    for month, days in groupby(sorted(asked, reverse=question.order == "newest"), key=lambda day: day[:7]):
        found = candidates(database, question, _on(month), MANY)
        if len(found) <= MANY:
            yield sorted(found)
            continue
        for day in days:
            yield sorted(candidates(database, question, _on(day), ALL))
    yield sorted(candidates(database, question, _on("0"), ALL))


def _in_score(database: Database, question: Question) -> Iterator[list[Candidate]]:
    """All that answer, in order of their scores, a band after the other."""
    for low, high in _BANDS if question.order == "doubt" else reversed(_BANDS):
        condition = "s.score >= ?" if high >= 1 else "s.score >= ? AND s.score < ?" if low else "s.score < ?"
        values = (low,) if high >= 1 else (low, high) if low else (high,)
        found: list[Candidate] = []
        for scope in scopes(database, question):
            sql = scope.narrowed(condition, values).select(f"{_RANKS[question.order]}, s.id, s.wire, s.state")
            found += map(Candidate._make, database.rows(sql, scope.values + values))
        yield sorted(_singles(question, found))


def _on(time: str) -> Tokens:
    """The mark of a day, a month, or of none ("0")."""
    return Tokens((f"_y{time.replace('-', '')}",))


def stream(database: Database, question: Question, chunk: int = 500) -> Iterator[Hit]:
    """All statements that answer, in the order asked: for "best" in the order in which they were kept.

    Of wire copy the first in that order is there.
    """
    seen: set[int] = set()
    for some in _chunks(database, question, chunk):
        fresh: list[int] = []
        for id, wire in some:
            if question.all_versions or wire is None or wire not in seen:
                seen |= {wire} if wire else set()
                fresh.append(id)
        with database.snapshot():
            found = hits(database, fresh, question)
        yield from found


def _chunks(database: Database, question: Question, chunk: int) -> Iterator[list[Row]]:
    """Ids and wires, so many at a time."""
    if question.order == "best":
        for scope in scopes(database, question):
            sql = scope.select("s.id, s.wire", f"AND {scope.id} > ? ORDER BY {scope.id} LIMIT {chunk}")
            rows = database.rows(sql, (*scope.values, 0))
            while rows:
                yield rows
                rows = database.rows(sql, (*scope.values, rows[-1][0]))
        return
    ordered = _in_time(database, question) if question.order in _BY_TIME else _in_score(database, question)
    for some in ordered:
        held = [(candidate.id, candidate.wire) for candidate in some]
        yield from (held[at : at + chunk] for at in range(0, len(held), chunk))


_COLUMNS = "s.id, s.version, s.wire, s.speaker, s.addressee, s.relay"


def hits(database: Database, ids: Sequence[int], question: Question) -> list[Hit]:
    """The statements, each with all that is shown of it, in the same order; those that have gone since are left out."""
    terms = terms_of(question)
    columns = f"{_COLUMNS}, {corrected(database)}, {evidence(database)}"
    sql = f"SELECT {columns} FROM statements s JOIN acts a ON a.id = s.act WHERE s.id IN ({{}})"
    rows = {row[0]: row for row in selected(database, sql, ids)}
    versions = {row[1] for row in rows.values()}
    facts = {
        row[0]: row[1:]
        for row in selected(
            database,
            "SELECT v.id, a.address, v.number, v.headline, o.name, v.published, v.captured, v.text_sha256, t.text, a.id "
            "FROM versions v JOIN articles a ON a.id = v.article JOIN texts t ON t.version = v.id "
            "LEFT JOIN outlets o ON o.id = v.outlet WHERE v.id IN ({})",
            versions,
        )
    }
    relays = {id: written.array(row[5] or "[]") for id, row in rows.items()}
    changed = {row[1] for row in rows.values() if row[6] is not None and row[1] in facts}
    set_right = corrected_in(database, {id: written.unpacked(facts[id][-2]) or "" for id in changed})
    shown = names(database, {party for row in rows.values() for party in (row[3], row[4], *relays[row[0]]) if party})
    carried = {} if question.all_versions else carriers(database, {row[2] for row in rows.values() if row[2]})
    made: list[Hit] = []
    for id in ids:
        if id not in rows:
            continue
        row = rows[id]
        if row[1] not in facts:
            raise StoreError(f"{database.name}: the article or the text of statement {id} is not there. {ADVICE}")
        address, number, headline, outlet, published, captured, sha256, packed, article = facts[row[1]]
        statement = _statement(row[7:], address, packed)
        if row[6] is not None:
            statement = replace(statement, corrected=set_right.get((row[1], statement.id)))
        hit = Hit(
            key=f"{written.unpacked(address)}#{number}/{statement.id}",
            statement=statement,
            address=written.unpacked(address) or "",
            version=number,
            headline=written.unpacked(headline),
            outlet=written.unpacked(outlet),
            published=written.unpacked(published),
            captured=written.unpacked(captured),
            speaker=shown[row[3]][1] if row[3] else None,
            speaker_id=shown[row[3]][0] if row[3] else None,
            addressee=shown[row[4]][1] if row[4] else None,
            relay=tuple(shown[party][1] for party in relays[id] if party),
            found=matches_across(terms, [(s.start, s.text) for s in statement.content]) if terms else (),
            short=short_key(article, number, statement.id),
            text_sha256=sha256,
        )
        made.append(replace(hit, carriers=_own_first(hit, carried.get(row[2], []))))
    return made


def _statement(row: Sequence[Any], address: str, packed: str) -> Statement:
    try:
        return written.read_statement(row, written.unpacked(packed) or "")
    except (ValueError, TypeError, IndexError) as error:
        raise StoreError(f"{address}: a statement's row was altered and cannot be read ({error}). {ADVICE}") from error


def _own_first(hit: Hit, carried: list[Carrier]) -> tuple[Carrier, ...]:
    if len(carried) < 2:
        return ()
    return tuple(sorted(carried, key=lambda carrier: carrier.address != hit.address))


def carriers(database: Database, wires: set[int]) -> dict[int, list[Carrier]]:
    """For each wire the articles that carry it now, the earliest first, each once."""
    found: dict[int, dict[str, Carrier]] = {}
    sql = """SELECT s.wire, a.address, o.name, v.published FROM statements s JOIN versions v ON v.id = s.version
      JOIN articles a ON a.id = v.article LEFT JOIN outlets o ON o.id = v.outlet
      WHERE s.wire IN ({}) AND s.state IN (0, 4) ORDER BY s.day, s.id"""
    for wire, packed, outlet, published in selected(database, sql, wires):
        address = written.unpacked(packed) or ""
        carrier = Carrier(address, written.unpacked(outlet), written.unpacked(published))
        found.setdefault(wire, {}).setdefault(address, carrier)
    return {wire: list(held.values()) for wire, held in found.items()}


def names(database: Database, parties: Iterable[int]) -> dict[int, tuple[int, str]]:
    """For each party the one it is taken to be, and the name that is shown."""
    sql = """SELECT p.id, r.id, r.shown, r.name FROM parties p JOIN parties r ON r.id = COALESCE(p.same_as, p.id)
      WHERE p.id IN ({})"""
    wanted = set(parties)
    many = len(wanted) > MANY_NAMES
    rows = database.rows(sql.partition("WHERE")[0]) if many else selected(database, sql, wanted)
    found = {id: (root, written.unpacked(shown or name) or "") for id, root, shown, name in rows if not many or id in wanted}
    if len(found) < len(wanted):
        raise StoreError(f"{database.name}: the row of party {min(wanted - set(found))} is not there. {ADVICE}")
    return found


def selected(database: Database, sql: str, ids: Iterable[Any]) -> Iterator[Row]:
    """The rows of a query for these ids, or whatever else is of one kind, "IN ({})", five hundred at a time."""
    wanted = sorted(set(ids))
    for at in range(0, len(wanted), 500):
        some = wanted[at : at + 500]
        yield from database.rows(sql.format(", ".join("?" * len(some))), some)
