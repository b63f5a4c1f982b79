"""A store of today -> the one that an earlier Sayso would have made of the same readings."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sayso.record import Reading, Voice
from sayso.store import columns
from sayso.store.entries import UNSAID, entries
from sayso.store.migrations import LINKS, REMOVALS, TALLIED, TO_LINK, WATCHES, Migration, evidence, facts
from sayso.store.rows import (
    evidence_row,
    facts_checksum,
    party_checksum,
    read_party,
    read_statement,
    unpacked,
)
from sayso.store.seals import CORRECTIONS, KEPT_AS, SCHEMA, WATCHED, of_corrections, of_schema, seal
from sayso.store.values import Correction
from sayso.store.views import views
from sayso.store.wordings import wording


def without_columns(database: Any) -> None:
    """Before the columns that statements are counted by were kept beside them."""
    database.run("DROP INDEX versions_seen")
    database.run("DROP INDEX appearances_of_party")
    database.run("CREATE INDEX appearances_of_party ON appearances (identity, version)")
    if not database.packs:
        return
    for sql in columns.TABLES:
        what, name = sql.split()[1:3]
        database.run(f"DROP {what} {name}" if what == "TRIGGER" else "SELECT 1")
    database.run("DROP TABLE statement_columns")
    database.run("DROP TABLE statement_columns_stale")


def as_of_schema_15(engine: Any) -> None:
    """Before anything was watched."""
    database = engine._database
    without_columns(database)
    for table in reversed(_tables(WATCHES)):
        database.run(f"DROP TABLE {table}")
    database.run("DROP INDEX statements_kept_as")
    database.run("ALTER TABLE statements DROP COLUMN kept_as")
    database.run("DELETE FROM tallies WHERE name IN (?, ?)", (KEPT_AS, WATCHED))
    database.run("DELETE FROM migrations WHERE number > 15")
    seal(database, SCHEMA, of_schema(database))


def as_of_schema_13(engine: Any) -> None:
    """Before statements were corrected, and judged: their corrections are taken back, and were never made."""
    database = engine._database
    for made in reversed(engine.corrections()):
        if made.kind in ("set-statement", "add-statement") and made.state != "undone":
            engine.correct(Correction("undo", "as before", "2031", name=str(made.number)))
    as_of_schema_15(engine)
    database.run("DELETE FROM corrections WHERE kind IN ('set-statement', 'add-statement', 'undo')")
    ((count,),) = database.rows("SELECT count(*) FROM corrections")
    database.run("UPDATE tallies SET value = ? WHERE name = 'corrections'", (count,))
    if count:
        seal(database, CORRECTIONS, of_corrections(database))
    database.run("DROP INDEX IF EXISTS statements_open")
    database.run("ALTER TABLE statements DROP COLUMN open")
    made = views("postgresql" if database.name.startswith("postgresql") else "sqlite")
    shown = [sql for sql in made if sql.startswith("CREATE VIEW") and "s.corrected" in sql]
    for sql in shown:
        database.run(f"DROP VIEW {sql.split()[2]}")
    for table in ("as_read", "judgements"):
        database.run(f"DROP TABLE {table}")
    database.run("ALTER TABLE statements DROP COLUMN corrected")
    database.run("ALTER TABLE corrections DROP COLUMN change")
    for sql in shown:
        database.run("\n".join(line for line in sql.splitlines() if "s.corrected" not in line))
    database.run("DELETE FROM tallies WHERE name = 'judgements'")
    database.run("DELETE FROM migrations WHERE number > 13")
    seal(database, SCHEMA, of_schema(database))


def as_of_schema_12(engine: Any) -> None:
    """Before articles were removed, statements corrected and judged, and before it was kept why speakers are left open."""
    as_of_schema_13(engine)
    database = engine._database
    for table in reversed(_tables(REMOVALS)):
        database.run(f"DROP TABLE IF EXISTS {table}")
    for name, gone in database.rows("SELECT name, value FROM tallies WHERE name LIKE '% removed'"):
        table = name.removesuffix(" removed")
        if table not in ("statements", "passages"):  # of these it is the last number that went
            database.run("UPDATE tallies SET value = value - ? WHERE name = ?", (gone, table))
    ((last,),) = database.rows("SELECT COALESCE(MAX(first_statement + statements - 1), 0) FROM versions")
    database.run("UPDATE tallies SET value = ? WHERE name = 'statements'", (last,))
    database.run("DELETE FROM tallies WHERE name IN ('removals', 'removed') OR name LIKE '% removed'")
    database.run("DELETE FROM migrations WHERE number > 12")
    seal(database, SCHEMA, of_schema(database))


def _tables(migration: Migration) -> list[str]:
    return [found for sql in migration.sql for found in re.findall(r"CREATE TABLE (\w+)", sql)]


def as_of_schema_10(engine: Any) -> None:
    """Before the passages of texts were found by their words, and before what is one across articles was kept."""
    as_of_schema_12(engine)
    database = engine._database
    for table in reversed(_tables(LINKS)):
        database.run(f"DROP TABLE {table}")
    database.run("DROP INDEX members_of_group")
    database.run("DELETE FROM tallies WHERE name = ?", (TO_LINK,))
    database.run("DROP INDEX passages_of_versions")
    database.run("ALTER TABLE versions DROP COLUMN first_passage")
    database.run("DROP TABLE passage_grams")
    database.run("DELETE FROM tallies WHERE name = 'passages'")
    database.run("DELETE FROM migrations WHERE number > 10")
    seal(database, SCHEMA, of_schema(database))


def as_of_schema_9(engine: Any) -> None:
    """Before times, events and undertakings were kept."""
    database = engine._database
    _rewrite(
        engine,
        "SELECT id FROM versions WHERE COALESCE(times, CAST(events AS TEXT), CAST(undertakings AS TEXT)) IS NOT NULL",
        lambda reading: replace(reading, times=(), events=(), undertakings=()),
    )
    as_of_schema_10(engine)
    for view in ("events_read", "undertakings_read"):
        database.run(f"DROP VIEW {view}")
    for table in ("events", "undertakings", "together"):
        database.run(f"DROP TABLE {table}")
    for column in ("times", "events", "undertakings"):
        database.run(f"ALTER TABLE versions DROP COLUMN {column}")
    database.run("DELETE FROM migrations WHERE number > 9")
    seal(database, SCHEMA, of_schema(database))


def as_of_schema_8(engine: Any) -> None:
    """Before all wordings of a headline were kept."""
    _rewrite(engine, "SELECT id FROM versions WHERE titles IS NOT NULL", _with_one_headline)
    as_of_schema_9(engine)
    database = engine._database
    database.run("ALTER TABLE versions DROP COLUMN titles")
    database.run("DELETE FROM migrations WHERE number > 8")
    seal(database, SCHEMA, of_schema(database))


def _rewrite(engine: Any, sql: str, change: Callable[[Reading], Reading]) -> None:
    """Readings that are kept, as an earlier Sayso would have written them; ``sql`` gives the ids of their versions."""
    database = engine._database
    for version, address, number in database.rows(
        f"SELECT v.id, a.address, v.number FROM versions v JOIN articles a ON a.id = v.article WHERE v.id IN ({sql})"
    ):
        (held,) = [one for one in engine.versions(unpacked(address) or "") if one.number == number]
        bands = "SELECT band FROM bands WHERE version = ? UNION SELECT band FROM recent_bands WHERE version = ?"
        kept = [band for (band,) in database.rows(bands, (version, version))]
        engine.replace([(held.address, number, change(held.reading), kept)])


def _with_one_headline(reading: Reading) -> Reading:
    return replace(reading, article=replace(reading.article, titles=()))


def as_of_schema_7(engine: Any) -> None:
    """Before there were parties without a name: such voices were left open."""
    _rewrite(engine, "SELECT version FROM unnamed", _left_open)
    as_of_schema_8(engine)
    database = engine._database
    database.run("DROP TABLE unnamed_members")
    database.run("DROP TABLE unnamed")
    database.run("DELETE FROM migrations WHERE number > 7")
    seal(database, SCHEMA, of_schema(database))


def _left_open(reading: Reading) -> Reading:
    nobodies = {party.id for party in reading.parties if not party.named}

    def opened(voice: Voice | None) -> Voice | None:
        return Voice(voice.mention) if voice and voice.party in nobodies else voice

    statements = (
        replace(
            one,
            speaker=opened(one.speaker),
            addressee=opened(one.addressee),
            relay=tuple(opened(voice) or voice for voice in one.relay),
        )
        for one in reading.statements
    )
    parties = [party for party in reading.parties if party.named]
    parties = [replace(party, members=()) if nobodies & {*party.members} else party for party in parties]
    return replace(reading, statements=tuple(statements), parties=tuple(parties))


def as_of_schema_6(engine: Any) -> None:
    """Before anybody asked whether it was said: all was."""
    as_of_schema_7(engine)
    database = engine._database
    unsaid = database.rows(
        f"SELECT s.version, s.id, t.text, {evidence(database)} FROM statements s JOIN acts a ON a.id = s.act "
        "JOIN texts t ON t.version = s.version WHERE s.said IS NOT NULL"
    )
    of = {id: version for version, id, *_ in unsaid}
    database.unindex(entry for version in set(of.values()) for entry in entries(database, version) if entry.id in of)
    for _, id, text, *row in unsaid:
        statement = replace(read_statement(row, unpacked(text) or ""), said="said")
        values = (evidence_row(statement)[-1], wording(statement).hash, ~UNSAID, id)
        database.run("UPDATE statements SET said = NULL, checksum = ?, wording = ?, state = state & ? WHERE id = ?", values)
    database.index(entry for version in set(of.values()) for entry in entries(database, version) if entry.id in of)
    made = views("postgresql" if database.name.startswith("postgresql") else "sqlite")
    for sql in made:
        if sql.startswith("DROP VIEW"):
            database.run(sql)
    database.run("ALTER TABLE statements DROP COLUMN said")
    for sql in made:
        if sql.startswith("CREATE VIEW") and "undertakings_read AS" not in sql and "events_read AS" not in sql:
            lines = (line for line in sql.splitlines() if "s.said" not in line and "s.corrected" not in line)
            database.run("\n".join(lines).replace("IN (0, 4)", "= 0").replace("IN (1, 5)", "= 1"))
    database.run("DELETE FROM migrations WHERE number > 6")
    seal(database, SCHEMA, of_schema(database))


def as_of_schema_4(engine: Any) -> None:
    """Before there were checksums of articles, parties, names and bands, and members of groups."""
    as_of_schema_6(engine)
    database = engine._database
    rows = database.rows(
        f"SELECT v.id, o.name, v.captured, v.text_sha256, v.fingerprint, {facts(database)} "
        "FROM versions v LEFT JOIN outlets o ON o.id = v.outlet"
    )
    sums = [(facts_checksum(told, outlet, captured, sha256, print), id) for id, outlet, captured, sha256, print, *told in rows]
    database.many("UPDATE versions SET checksum = ? WHERE id = ?", sums)
    columns = "n.version, n.number, n.name, COALESCE(n.spelled, p.name), p.kind, n.role, n.mentions, t.text"
    groups = database.rows(
        f"SELECT DISTINCT {columns} FROM members m JOIN appearances n ON n.version = m.version AND n.number = m.number "
        "JOIN parties p ON p.id = n.party JOIN texts t ON t.version = n.version"
    )
    read = [(party_checksum(read_party(*row, unpacked(text) or "")), version, number) for version, number, *row, text in groups]
    database.many("UPDATE appearances SET checksum = ? WHERE version = ? AND number = ?", read)
    database.run("DROP TABLE members")
    for table in ("articles", "parties", "party_names", "migrations"):
        database.run(f"ALTER TABLE {table} DROP COLUMN checksum")
    database.run(f"DELETE FROM tallies WHERE name NOT IN ({', '.join(repr(name) for name in TALLIED)})")
    database.run("DELETE FROM migrations WHERE number > 4")
