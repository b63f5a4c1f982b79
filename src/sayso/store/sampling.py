"""Question and seed -> a simple random sample, without replacement, of the statements that answer it.

Each statement has a hash of its place and the seed, and those with the least are drawn: the same for the same seed, and more
articles that are added later change little of it. No more is read of the others than their places, so a million statements
take seconds.
"""

from __future__ import annotations

import heapq
import json
from collections.abc import Iterator
from hashlib import blake2b

from sayso.store import rows as written
from sayso.store.database import Database, Row
from sayso.store.finding import hits, selected
from sayso.store.lookups import scopes
from sayso.store.migrations import corrected
from sayso.store.values import Hit, Question

CHUNK = 5_000  # statements that are read together

_Ranked = tuple[bytes, int]  # the hash, and the statement's number


def sample(database: Database, question: Question, size: int, seed: int) -> tuple[list[Hit], int, int]:
    """So many statements in the order of their hashes, how many answer, and how many more do that a person corrected.

    Wire copy counts once: the first that was kept. What was corrected is not drawn.
    """
    seen: set[int] = set()
    population = touched = 0
    least: list[_Ranked] = []
    for some in _chunks(database, question):
        fresh: list[Row] = []
        for row in some:
            wire = row[1]
            if question.all_versions or wire is None or wire not in seen:
                seen |= {wire} if wire else set()
                fresh.append(row)
        out = _set_right(database, [row[0] for row in fresh if row[5] is not None], question)
        touched += len(out)
        drawn = [row for row in fresh if row[0] not in out] if out else fresh
        population += len(drawn)
        least = heapq.nsmallest(size, (*least, *_ranked(database, drawn, seed)))
    return hits(database, [id for _, id in least], question), population, touched


def _chunks(database: Database, question: Question) -> Iterator[list[Row]]:
    """Number, wire, version, places and whether it is corrected of what answers, in the order in which it was kept."""
    columns = f"s.id, s.wire, s.version, s.content, s.cue, {corrected(database)}"
    for scope in scopes(database, question):
        sql = scope.select(columns, f"AND {scope.id} > ? ORDER BY {scope.id} LIMIT {CHUNK}")
        rows = database.rows(sql, (*scope.values, 0))
        while rows:
            yield rows
            rows = database.rows(sql, (*scope.values, rows[-1][0]))


def _set_right(database: Database, ids: list[int], question: Question) -> set[int]:
    """Those of these statements that are otherwise than they were read: a correction may have been taken back."""
    return {id for id, hit in zip(ids, hits(database, ids, question), strict=True) if hit.statement.corrected} if ids else set()


def _ranked(database: Database, some: list[Row], seed: int) -> Iterator[_Ranked]:
    sql = "SELECT v.id, a.address, v.number FROM versions v JOIN articles a ON a.id = v.article WHERE v.id IN ({})"
    wanted = {row[2] for row in some}
    versions = {id: (written.unpacked(address), number) for id, address, number in selected(database, sql, wanted)}
    for id, _, version, content, cue, _ in some:
        address, number = versions[version]
        flat = [*json.loads(content), *(json.loads(cue)[:2] if cue else ())]
        place = f"{seed}\n{address}\n{number}\n{list(zip(flat[::2], flat[1::2], strict=True))}"
        yield blake2b(place.encode("utf-8", "surrogatepass"), digest_size=8).digest(), id
