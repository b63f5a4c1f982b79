"""A name or none -> the parties across articles that go by it, with what they said, when, and in which roles."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from typing import TYPE_CHECKING

from sayso.store import rows as written
from sayso.store.database import Database, Tokens
from sayso.store.finding import selected
from sayso.store.lookups import numbered, parties_named, renamed, with_merged
from sayso.store.memberships import joint_with, members_everywhere
from sayso.store.tallying import has_columns, made_by, said_by
from sayso.store.understanding import name_key
from sayso.store.values import Known

if TYPE_CHECKING:
    import numpy as np

# A new reading may know nothing of a party that the one before had; its row stays, for corrections are kept by it.
_APPEARS = """(EXISTS (SELECT 1 FROM appearances n WHERE n.identity = p.id) OR
  EXISTS (SELECT 1 FROM parties m JOIN appearances n ON n.identity = m.id WHERE m.same_as = p.id))"""


def parties(database: Database, name: str | None, limit: int, offset: int) -> list[Known]:
    """Parties by how much they said; of a name, those that go by it before those whose name only begins so.

    Where there is neither, those that have a word in their name that begins so.
    """
    roots: dict[int, int] = dict(database.rows("SELECT id, same_as FROM parties WHERE same_as IS NOT NULL"))
    if name is None:
        said = _said_most(database, roots, offset + limit)
        order = list(said)
        if len(order) < offset + limit:
            rest = database.rows(f"SELECT p.id FROM parties p WHERE p.same_as IS NULL AND {_APPEARS} ORDER BY p.id")
            order += [id for (id,) in rest if id not in said]
    else:
        exact = {_root(roots, id) for id in parties_named(database, name)}
        key = name_key(name)
        sql = "SELECT DISTINCT party FROM party_names WHERE folded >= ? AND folded < ?"
        starting = [] if numbered(name) else database.rows(sql, (key, key + "\U0010ffff"))
        if not exact and not starting and key and not numbered(name):
            sql = "SELECT DISTINCT party FROM party_names WHERE folded LIKE ? ESCAPE '!'"
            starting = database.rows(sql, (f"% {_literal(key)}%",))
        begun = {_root(roots, id) for (id,) in starting} - exact
        said = _said_by(database, exact | begun, roots)
        sql = f"SELECT p.id FROM parties p WHERE p.id IN ({{}}) AND {_APPEARS}"
        seen = {id for (id,) in selected(database, sql, exact | begun)} | {id for id in exact | begun if said[id]}
        order = sorted(seen, key=lambda id: (id not in exact, -said[id], id))
    page = order[offset : offset + limit]
    return _known(database, page, said, roots)


def alike(database: Database, name: str) -> list[str]:
    """Names that begin with the same letter and are spelled much like this one, likest first."""
    if numbered(name) or not (key := name_key(name)):
        return []
    sql = "SELECT DISTINCT folded FROM party_names WHERE folded >= ? AND folded < ?"
    known = {folded for (folded,) in database.rows(sql, (key[:1], key[:1] + "\U0010ffff"))}
    known |= {folded for _, folded in renamed(database) if folded[:1] == key[:1]}
    found: dict[str, None] = {}
    for near in difflib.get_close_matches(key, sorted(known)):
        sql = f"SELECT COALESCE(p.shown, p.name) FROM parties p WHERE p.id IN ({{}}) AND {_APPEARS} ORDER BY p.id"
        shown = selected(database, sql, parties_named(database, near))
        found |= dict.fromkeys(written.unpacked(words) or "" for (words,) in shown)
    return list(found)


def _literal(words: str) -> str:
    """Words in which LIKE finds no wildcard."""
    return re.sub(r"[!%_]", r"!\g<0>", words)


def _root(roots: dict[int, int], id: int) -> int:
    return roots.get(id, id)


def _said_most(database: Database, roots: dict[int, int], most: int) -> dict[int, int]:
    """How many statements those parties made that made most, alone or in a group, copies on one wire counted once.

    Those that made as many come by their numbers.
    """
    found = said_by(database) if has_columns(database) else _said_in_rows(database)
    alone = found.copy()
    for joint, members in members_everywhere(database).items():
        for member in members:
            found[member] += alone[joint]
    merged = {*roots, *roots.values()}
    numbers = _said_by(database, merged, roots)
    for id in merged:
        found[id] = numbers[id]
    first = (-found).argsort(kind="stable")[:most].tolist()
    return {id: number for id in first if (number := int(found[id]))}


def _said_in_rows(database: Database) -> np.ndarray:
    """How many each party made, at the place of its number, from the index of words and the rows of wires."""
    import numpy as np

    ((last,),) = database.rows("SELECT COALESCE(MAX(id), 0) FROM parties")
    said = np.zeros(last + 1, np.int64)
    for id, number in database.speakers().items():
        said[id] = number
    wired = """SELECT speaker, CAST(SUM(copies - 1) AS BIGINT) FROM (SELECT speaker, count(*) AS copies FROM statements
      WHERE wire IS NOT NULL AND state = 0 AND speaker IS NOT NULL GROUP BY wire, speaker HAVING count(*) > 1) AS w
      GROUP BY speaker"""
    for id, more in database.rows(wired):
        said[id] -= more
    return said


def _said_by(database: Database, wanted: set[int], roots: dict[int, int]) -> Counter[int]:
    """The same of some parties, with those that corrections make one with them."""
    said: Counter[int] = Counter()
    wires: set[tuple[int, int]] = set()
    spoken = {(id, _root(roots, id)) for id in with_merged(database, wanted)}
    spoken |= {(joint, root) for id, root in spoken for joint in joint_with(database, (id,))}
    for id, root in sorted(spoken):
        mark = database.lookup(Tokens((f"_s{id}",)))
        if (made := made_by(database, mark)) is not None:
            said[root] += made[0]
            wires |= {(root, wire) for wire in made[1]}
            continue
        tables = f"FROM {database.matched} WHERE {database.matches} AND s.state = 0"
        ((alone,),) = database.rows(f"SELECT count(*) {tables} AND s.wire IS NULL", (mark,))
        said[root] += alone
        wires |= {(root, w) for (w,) in database.rows(f"SELECT DISTINCT s.wire {tables} AND s.wire IS NOT NULL", (mark,))}
    said.update(root for root, _ in wires)
    return said


def _known(database: Database, page: list[int], said: dict[int, int], roots: dict[int, int]) -> list[Known]:
    groups: dict[int, set[int]] = {id: {id} for id in page}
    for id, root in roots.items():
        if root in groups:
            groups[root].add(id)
    facts = {id: row for id, *row in selected(database, "SELECT id, name, kind, shown FROM parties WHERE id IN ({})", page)}
    return [_one(database, id, facts[id], groups[id], said.get(id, 0)) for id in page]


def _one(database: Database, id: int, facts: list[str], group: set[int], statements: int) -> Known:
    name, kind, shown = facts
    held = selected(database, "SELECT party, name FROM party_names WHERE party IN ({})", group)
    names = {written.unpacked(words) or "" for _, words in held}
    members = sorted(group)
    versions = "versions v INDEXED BY versions_seen" if has_columns(database) else "versions v"  # a tenth of a version's bytes
    appear = f"FROM appearances n JOIN {versions} ON v.id = n.version WHERE n.identity IN ({', '.join('?' * len(members))})"
    ((articles, first, last),) = database.rows(f"SELECT count(DISTINCT v.article), MIN(v.day), MAX(v.day) {appear}", members)
    sql = f"SELECT n.role, MIN(v.day), MAX(v.day) {appear} AND n.role IS NOT NULL GROUP BY n.role"
    held_roles = ([written.unpacked(words) for words in row] for row in database.rows(sql, members))
    roles = [(role or "", begin, end) for role, begin, end in held_roles]
    title = written.unpacked(shown) or written.unpacked(name) or ""
    return Known(
        id=id,
        name=title,
        kind=written.party_kind(kind),
        names=tuple(sorted({title, *names}, key=lambda words: (words != title, -len(words.split()), -len(words), words))),
        statements=statements,
        articles=articles,
        first=written.unpacked(first),
        last=written.unpacked(last),
        roles=tuple(sorted(roles, key=lambda role: (role[1] is None, role[1] or "", role[2] or "", role[0]))),
    )
