"""The SQL that makes a store -> its tables, views and columns with what each is: for the documentation and for Datasette."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from html import escape
from typing import Any
from urllib.parse import quote

from sayso.store.migrations import LEDGER, MIGRATIONS

_TABLE = re.compile(r"CREATE TABLE (\w+) \(\s*-- (.+)")
_ADDED = re.compile(r"ALTER TABLE (\w+) ADD COLUMN (\w+) ([A-Z]+)\s+-- (.+)")
_COLUMN = re.compile(r"  (?!PRIMARY|UNIQUE|FOREIGN|CHECK)(\w+) ([A-Z]+(?: PRECISION)?)([^-]*)(?:-- (.+))?$")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, its type, and what it holds ("" where the name says it all)."""

    name: str
    type: str
    what: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table or a view, and what a row of it is."""

    name: str
    what: str
    columns: tuple[Column, ...] = field(default=())
    view: bool = False


def tables() -> tuple[Table, ...]:
    """All tables that hold rows, in the order in which the migrations make them; the index of words is the database's own.

    >>> next(table.what for table in tables() if table.name == "outlets")
    'who publishes'
    """
    made = [sql for step in MIGRATIONS for sql in step.sql]
    added: dict[str, list[Column]] = {}
    for found in filter(None, map(_ADDED.match, made)):
        added.setdefault(found[1], []).append(Column(found[2], found[3], found[4]))
    found_tables = (_table(sql) for sql in (*made, LEDGER) if _TABLE.match(sql))
    return tuple(replace(table, columns=(*table.columns, *added.get(table.name, ()))) for table in found_tables)


def _table(sql: str) -> Table:
    opening = _TABLE.match(sql)
    assert opening
    found = (_COLUMN.match(line) for line in sql.splitlines()[1:])
    columns = tuple(Column(match[1], match[2], (match[4] or "").strip()) for match in found if match)
    return Table(opening[1], opening[2].strip(), columns)


VIEWS = (
    Table(
        "said",
        "every statement in words: who said what, to whom, on whose word; of the latest version of each article",
        (
            Column("id", "INTEGER", ""),
            Column("day", "TEXT", "of publication, or of capture"),
            Column("outlet", "TEXT", ""),
            Column("speaker", "TEXT", "the party that said it, by its name across articles; empty where left open"),
            Column("act", "TEXT", "what the cue does: states, denies, warns …"),
            Column("words", "TEXT", "the content; … stands between its pieces"),
            Column("addressee", "TEXT", ""),
            Column("on_the_word_of", "TEXT", "the relay: on whose word the article has it, nearest first"),
            Column("cue", "TEXT", ""),
            Column("speaker_as_written", "TEXT", 'the mention: "she", "the palace"'),
            Column("manner", "TEXT", "direct, mixed, indirect: how much stands in quotation marks"),
            Column(
                "said", "TEXT", "whether the article has it that it was said: said, not-said, conditional, possible, expected …"
            ),
            Column("score", "REAL", "the chance that the statement is right, 0 to 1"),
            Column("corrected", "INTEGER", "the number of the last correction that it follows; empty for most"),
            Column("headline", "TEXT", ""),
            Column("address", "TEXT", ""),
            Column("version", "INTEGER", ""),
            Column("statement", "TEXT", "its key, the same in every store: ADDRESS#VERSION/ID"),
            Column("short", "TEXT", "the key that sayso find prints, and that is short enough to type: 412.2/s3"),
        ),
        view=True,
    ),
    Table("said_before", "the same, of earlier versions: what articles said before they were changed", view=True),
    Table(
        "articles_read",
        "every article as it stands now: its facts and its text",
        (
            Column("id", "INTEGER", "of the row in versions"),
            Column("day", "TEXT", "of publication, or of capture"),
            Column("versions", "INTEGER", "how many texts the address has had"),
            Column("statements", "INTEGER", "how many were read in it"),
            Column("authors", "TEXT", "a JSON array"),
            Column("text", "TEXT", "the words that all offsets point into"),
        ),
        view=True,
    ),
    Table(
        "who",
        "every party across articles: persons, organisations, governments, documents, groups",
        (
            Column("id", "INTEGER", "what sayso party takes"),
            Column("also_called", "TEXT", "its other names in what was read"),
            Column("articles", "INTEGER", "how many name it, versions counted once"),
        ),
        view=True,
    ),
    Table(
        "wire_copy",
        "statements that several articles carry in the same words",
        (
            Column("id", "INTEGER", "shared by all copies"),
            Column("copies", "INTEGER", "how many"),
            Column("outlets", "TEXT", "who carried it"),
            Column("first_statement", "INTEGER", "one of them: its id in said"),
        ),
        view=True,
    ),
    Table(
        "events_read",
        "what each article, as it stands now, has of things that happened, are planned, are called off",
        (
            Column("status", "TEXT", "happened, ongoing, planned, proposed, hypothetical, denied, cancelled, postponed"),
            Column("earliest", "TEXT", "the first day that it may have been on"),
            Column("latest", "TEXT", "the last one"),
            Column("parties", "TEXT", "who takes part, by their names across articles"),
            Column("words", "TEXT", "the words for it"),
            Column("statement", "TEXT", "on whose word: the key of the statement that has it"),
            Column("key", "TEXT", "what it is known by"),
        ),
        view=True,
    ),
    Table(
        "undertakings_read",
        "what each article, as it stands now, has of what parties say they will do",
        (
            Column("strength", "TEXT", "will, agreed, intends, considers, conditional"),
            Column("who", "TEXT", "who undertakes it, by their names across articles"),
            Column("due", "TEXT", "the words for when"),
            Column("statement", "TEXT", "the key of the statement that has it"),
            Column("key", "TEXT", "what it is known by"),
        ),
        view=True,
    ),
    Table("refused", "pages that gave no reading, with the reason", (Column("reason", "TEXT", "see docs/read.md"),), view=True),
)

# Of use to Sayso alone.
_INNER = ("bands", "recent_bands", "tallies", "migrations")
# What stands in a list where a number refers to a row.
_LABELS = {"articles": "address", "outlets": "name", "acts": "act", "versions": "headline", "parties": "name"}
_FACETS = {
    "said": ["outlet", "act", "manner", "said"], "articles_read": ["outlet", "section"], "who": ["kind"], "refused": ["reason"],
    "events_read": ["kind", "status", "outlet"], "undertakings_read": ["kind", "strength", "outlet"],
}  # fmt: skip
_QUERIES = {
    "what_they_said": {
        "title": "What someone said",
        "description": "Statements of the speakers whose name holds these words, newest first.",
        "sql": "SELECT day, outlet, speaker, act, said, words, on_the_word_of, address FROM said"
        " WHERE speaker LIKE '%' || :speaker || '%' ORDER BY day DESC LIMIT 200",
    },
    "who_said_it": {
        "title": "Who said these words",
        "description": "Statements with all of these words in them; * at the end of a word stands for any ending.",
        "sql": "SELECT day, outlet, speaker, act, said, words, address FROM said"
        " WHERE id IN (SELECT rowid FROM statement_words WHERE statement_words MATCH lower(:words)) LIMIT 200",
    },
    "who_said_most": {
        "title": "Who said most",
        "description": "Speakers by the number of their statements.",
        "sql": "SELECT p.name, p.kind, count(*) AS statements FROM statements AS s JOIN parties AS p ON p.id = s.speaker"
        " WHERE s.state = 0 GROUP BY p.id ORDER BY statements DESC LIMIT 100",
    },
    "acts_of_outlets": {
        "title": "What outlets make of it",
        "description": "How often each outlet has speakers state, deny, warn …",
        "sql": "SELECT o.name AS outlet, a.act, count(*) AS statements"
        " FROM statements AS s JOIN acts AS a ON a.id = s.act"
        " JOIN versions AS v ON v.id = s.version JOIN outlets AS o ON o.id = v.outlet"
        " WHERE s.state = 0 GROUP BY o.name, a.act ORDER BY o.name, statements DESC",
    },
}


def datasette_metadata(database: str = "sayso") -> dict[str, Any]:
    """Datasette's metadata for a store: titles, what tables and columns are, searches, and questions ready to ask.

    ``database`` is the file's name without its ending, which Datasette calls it by.

    >>> datasette_metadata("papers")["databases"]["papers"]["tables"]["said"]["fts_table"]
    'statement_words'
    """
    held = {table.name: _described(table) for table in (*VIEWS, *tables())}
    for name in _INNER:
        held[name]["hidden"] = True
    held["said"] |= {"fts_table": "statement_words", "fts_pk": "id"}
    held["said_before"] |= {"columns": held["said"]["columns"], "fts_table": "statement_words", "fts_pk": "id"}
    # The index of words is of use in a search, not to look at.
    for index in ("statement_words", "passage_grams"):
        for name in (index, *(f"{index}_{part}" for part in ("data", "idx", "docsize", "config", "content"))):
            held[name] = {"hidden": True}
    for name in ("statement_columns", "statement_columns_stale"):
        held[name] = {"hidden": True}
    return {
        "title": "Who said what",
        "description": "A store of Sayso: statements that news articles attribute to speakers.",
        "databases": {database: {"description_html": _begin(database), "tables": held, "queries": _QUERIES}},
    }


def _begin(database: str) -> str:
    """Links to the views, which Datasette lists below all tables; from the database's own page."""
    links = {
        view.name: f'<a href="{escape(quote(database))}/{view.name}">{view.name}</a>: {escape(view.what)}' for view in VIEWS
    }
    return "<p>Begin with these:</p><ul>" + "".join(f"<li>{link}</li>" for link in links.values()) + "</ul>"


def _described(table: Table) -> dict[str, Any]:
    found: dict[str, Any] = {"description": f"{table.what[0].upper()}{table.what[1:]}."}
    if any(column.what for column in table.columns):
        found["columns"] = {column.name: column.what for column in table.columns if column.what}
    if table.name in _LABELS:
        found["label_column"] = _LABELS[table.name]
    if table.name in _FACETS:
        found["facets"] = _FACETS[table.name]
    return found
