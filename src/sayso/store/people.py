"""A name or none -> the parties across articles that go by it, with what they said, when, and in which roles."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import cast

from sayso.record import PartyKind
from sayso.store import rows as written
from sayso.store.contract import Known
from sayso.store.database import Database, Tokens
from sayso.store.finding import selected
from sayso.store.lookups import numbered, parties_named, with_merged
from sayso.store.understanding import name_key

# A new reading may know nothing of a party that the one before had; its row stays, for corrections are kept by it.
_APPEARS = """(EXISTS (SELECT 1 FROM appearances n WHERE n.identity = p.id) OR
  EXISTS (SELECT 1 FROM parties m JOIN appearances n ON n.identity = m.id WHERE m.same_as = p.id))"""


def parties(database: Database, name: str | None, limit: int, offset: int) -> list[Known]:
    """Parties by how much they said; of a name, those that go by it before those whose name only begins so.

    Where there is neither, those that have a word in their name that begins so.
    """
    roots: dict[int, int] = dict(database.rows("SELECT id, same_as FROM parties WHERE same_as IS NOT NULL"))
    if name is None:
        said = _said(database, None, roots)
        order = sorted(said, key=lambda id: (-said[id], id))
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
        said = _said(database, exact | begun, roots)
        sql = f"SELECT p.id FROM parties p WHERE p.id IN ({{}}) AND {_APPEARS}"
        seen = {id for (id,) in selected(database, sql, exact | begun)} | {id for id in exact | begun if said[id]}
        order = sorted(seen, key=lambda id: (id not in exact, -said[id], id))
    page = order[offset : offset + limit]
    return _known(database, page, said, roots)


def _literal(words: str) -> str:
    """Words in which LIKE finds no wildcard."""
    return re.sub(r"[!%_]", r"!\g<0>", words)


def _root(roots: dict[int, int], id: int) -> int:
    return roots.get(id, id)


def _said(database: Database, wanted: set[int] | None, roots: dict[int, int]) -> Counter[int]:
    """How many statements each party made, copies on one wire counted once."""
    said: Counter[int] = Counter()
    wires: set[tuple[int, int]] = set()
    if wanted is None:
        current = "FROM statements s WHERE s.state = 0 AND s.speaker IS NOT NULL"
        alone = database.rows(f"SELECT s.speaker, count(*) {current} AND s.wire IS NULL GROUP BY s.speaker")
        copies = database.rows(f"SELECT DISTINCT s.speaker, s.wire {current} AND s.wire IS NOT NULL")
    else:
        alone, copies = [], []
        for id in sorted(with_merged(database, wanted)):
            mark = database.lookup(Tokens((f"_s{id}",)))
            tables = f"FROM {database.matched} WHERE {database.matches} AND s.state = 0"
            alone += [(id, n) for (n,) in database.rows(f"SELECT count(*) {tables} AND s.wire IS NULL", (mark,))]
            wired = database.rows(f"SELECT DISTINCT s.wire {tables} AND s.wire IS NOT NULL", (mark,))
            copies += [(id, wire) for (wire,) in wired]
    for id, n in alone:
        said[_root(roots, id)] += n
    for id, wire in copies:
        held = (_root(roots, id), wire)
        said[held[0]] += held not in wires
        wires.add(held)
    return said


def _known(database: Database, page: list[int], said: Counter[int], roots: dict[int, int]) -> list[Known]:
    groups: dict[int, set[int]] = {id: {id} for id in page}
    for id, root in roots.items():
        if root in groups:
            groups[root].add(id)
    facts = {id: row for id, *row in selected(database, "SELECT id, name, kind, shown FROM parties WHERE id IN ({})", page)}
    return [_one(database, id, facts[id], groups[id], said[id]) for id in page]


def _one(database: Database, id: int, facts: list[str], group: set[int], statements: int) -> Known:
    name, kind, shown = facts
    held = selected(database, "SELECT party, name FROM party_names WHERE party IN ({})", group)
    names = {written.unpacked(words) or "" for _, words in held}
    appearances = list(
        selected(
            database,
            "SELECT v.article, v.day, n.role FROM appearances n JOIN versions v ON v.id = n.version WHERE n.identity IN ({})",
            group,
        )
    )
    days = sorted(day for _, day, _ in appearances if day)
    roles: dict[str, list[str]] = defaultdict(list)
    for _, day, role in appearances:
        if role:
            roles[written.unpacked(role) or ""] += [day] if day else []
    dated = ((role, min(some, default=None), max(some, default=None)) for role, some in roles.items())
    title = written.unpacked(shown) or written.unpacked(name) or ""
    return Known(
        id=id,
        name=title,
        kind=cast(PartyKind, kind),
        names=tuple(sorted({title, *names}, key=lambda words: (words != title, -len(words.split()), -len(words), words))),
        statements=statements,
        articles=len({article for article, _, _ in appearances}),
        first=days[0] if days else None,
        last=days[-1] if days else None,
        roles=tuple(sorted(dated, key=lambda role: (role[1] is None, role[1] or "", role[2] or "", role[0]))),
    )
