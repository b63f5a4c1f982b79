"""A store's tables, with names in place of numbers: stores that hold the same are the same, however their rows are numbered."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any

from sayso.store import is_path
from sayso.store.contract import Engine

_LISTS = ("relay", "about", "parties", "beside", "doers", "receivers")
_UNORDERED = ("about", "beside")  # which stand in the order of their numbers
# What stays worked out together once it was so: a part may hold more than it need, which tells nothing.
_NUMBERS = ("checksum", "first_statement", "first_passage", "part", "kept_as")
_PARTY = ("speaker", "addressee", "party", "identity", "joint", "same_as")


def named_tables(engine: Engine) -> dict[str, list[str]]:
    """Each table's rows as sorted lines, without checksums, and without what tells when and of which number a row is."""
    return _Tables(engine).all()


class _Tables:
    def __init__(self, engine: Engine) -> None:
        self.rows = engine._database.rows  # type: ignore[attr-defined]
        self.is_sqlite = is_path(engine.address)
        self.articles = dict(self.rows("SELECT id, address FROM articles"))
        self.versions = {
            id: f"{self.articles[article]}#{number}"
            for id, article, number in self.rows("SELECT id, article, number FROM versions")
        }
        self.parties = {id: f"{kind} {folded}" for id, folded, kind in self.rows("SELECT id, folded, kind FROM parties")}
        self.parties[0] = "all"
        self.outlets = dict(self.rows("SELECT id, name FROM outlets"))
        self.acts = dict(self.rows("SELECT id, act FROM acts"))
        wires: dict[int, list[str]] = defaultdict(list)
        for version, name, wire in self.rows("SELECT version, name, wire FROM statements WHERE wire IS NOT NULL"):
            wires[wire].append(f"{self.versions[version]}/{name}")
        self.wires = {wire: sorted(copies) for wire, copies in wires.items()}
        self.links = {
            table: self._places(f"SELECT {column}, version, number FROM {mentions}")
            for table, mentions, column in (
                ("occasions", "occasion_mentions", "occasion"),
                ("promises", "promise_mentions", "promise"),
            )
        }

    def _places(self, sql: str) -> dict[int, list[str]]:
        found: dict[int, list[str]] = defaultdict(list)
        for id, version, number in self.rows(sql):
            found[id].append(f"{self.versions[version]} {number}")
        return {id: sorted(places) for id, places in found.items()}

    def all(self) -> dict[str, list[str]]:
        tables = ("articles", "outlets", "acts", "versions", "texts", "parties", "party_names", "appearances", "statements")
        more = ("captures", "corrections", "members", "unnamed", "unnamed_members", "events", "together", "undertakings")
        links = ("occasions", "occasion_mentions", "taking_part", "takers", "name_parts", "promises", "promise_mentions")
        last = ("undertakers", "outcomes", "outcome_words", "as_read")
        found = {table: self._table(table) for table in (*tables, *more, *links, *last)}
        bands = self.rows("SELECT band, version FROM bands UNION ALL SELECT band, version FROM recent_bands")
        return {**found, "bands": sorted(f"{band} {self.versions[version]}" for band, version in bands)}

    def _table(self, table: str) -> list[str]:
        columns = [name for name in self._columns(table) if name not in _NUMBERS]
        numbered = ("articles", "outlets", "acts", "versions", "parties", "statements")
        out = "id" if table in numbered else "number" if table == "corrections" else ""
        columns = [name for name in columns if name != out]
        empty = " WHERE mentions > 0" if table == "takers" else ""  # a store in which there were some has a row for none
        rows = self.rows(f"SELECT {', '.join(columns)} FROM {table}{empty}")
        named = ([self._named(table, name, value) for name, value in zip(columns, row, strict=True)] for row in rows)
        return sorted(json.dumps(dict(zip(columns, values, strict=True))) for values in named)

    def _columns(self, table: str) -> list[str]:
        if self.is_sqlite:
            return [row[1] for row in self.rows(f"PRAGMA table_info({table})")]
        sql = """SELECT attname FROM pg_attribute WHERE attrelid = CAST(? AS regclass) AND attnum > 0 AND NOT attisdropped
          ORDER BY attnum"""
        return [name for (name,) in self.rows(sql, (table,))]

    def _named(self, table: str, column: str, value: Any) -> Any:
        if value is None:
            return None
        if table in self.links and column == "id":
            return self.links[table][value]
        if column in ("occasion", "promise"):
            return self.links[f"{column}s"].get(value)
        if column in ("article",):
            return self.articles[value]
        if column == "version" or (table, column) == ("articles", "latest"):
            return self.versions[value]
        if column in ("outlet",):
            return self.outlets[value]
        if column == "act":
            return self.acts[value] if table == "statements" else value
        if column == "wire":
            return self.wires[value]
        if column in _PARTY and table != "corrections":
            return self.parties[value]
        if column in _LISTS and isinstance(value, str):
            named = [self.parties[id] if id is not None else None for id in json.loads(value)]
            return sorted(map(str, named)) if column in _UNORDERED or table == "together" else named
        return value
