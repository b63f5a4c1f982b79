"""A store -> what was read of its versions that corrections changed, what was corrected, and what statements are known by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from sayso.record import Corrected
from sayso.store import rows as written
from sayso.store.amendments import corrections
from sayso.store.as_read import read_row, rows_of
from sayso.store.chronicling import UNDERTAKING_AT, rows_of as occurrences_of
from sayso.store.database import Database, Row
from sayso.store.errors import AlteredError
from sayso.store.mending import Mended, Read, mend
from sayso.store.occurrences import read_undertaking
from sayso.store.understanding import Place, statement_key, understand, undone
from sayso.store.values import Correction


class Changes:
    """The corrections of statements that count, by the text that they are of; read when they are first asked for."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._held: dict[Place, list[Correction]] | None = None

    def of(self, address: str, text_sha256: str) -> Sequence[Correction]:
        """Those of a text, in the order they were made."""
        if self._held is None:
            self._held = changes_of(corrections(self._database))
        return self._held.get((address, text_sha256), ())


def changes_of(made: Sequence[Correction]) -> dict[Place, list[Correction]]:
    """The corrections of statements that count, by the text that they are of."""
    out = undone(made)
    kept = (one for one in made if one.kind in ("set-statement", "add-statement") and one.number not in out)
    return understand(kept, lambda key: True).changes


def reads_of(database: Database, texts: Mapping[int, str]) -> dict[int, Read]:
    """What was read of these versions, whose texts they are: of those that corrections changed."""
    rows = rows_of(database, texts)
    _, undertakings = occurrences_of(database, rows) if rows else ({}, {})
    return {version: read_in(row, texts[version], undertakings.get(version, ())) for version, row in rows.items()}


def read_in(row: Row, text: str, undertakings: Sequence[Row]) -> Read:
    """What a row of ``as_read`` holds, beside the version's rows of ``undertakings``; raises AlteredError for nothing of it."""
    try:
        return read_row(row, text, [read_undertaking(one[UNDERTAKING_AT], text) for one in undertakings])
    except (TypeError, LookupError) as error:
        raise AlteredError(f"what was read of version {row[0]} cannot be read ({error})") from error


def mended_of(database: Database, texts: Mapping[int, str], changes: Changes | None = None) -> dict[int, Mended]:
    """These versions, whose texts they are, as corrections have them: those that corrections changed."""
    reads = reads_of(database, texts)
    changes = changes or Changes(database)
    return {
        version: mend(reads[version], address, text_sha256, changes.of(address, text_sha256))
        for version, address, text_sha256 in places_of(database, reads)
    }


def places_of(database: Database, versions: Iterable[int]) -> Iterator[tuple[int, str, str]]:
    """These versions with their article's address, and the SHA-256 of their text."""
    for version in versions:
        sql = "SELECT a.address, v.text_sha256 FROM versions v JOIN articles a ON a.id = v.article WHERE v.id = ?"
        for address, text_sha256 in database.rows(sql, (version,)):
            yield version, written.unpacked(address) or "", text_sha256


def corrected_in(database: Database, texts: Mapping[int, str]) -> dict[tuple[int, str], Corrected]:
    """What was corrected in these versions, whose texts they are, by the version and the statement's id."""
    return {
        (version, one.id): one.corrected
        for version, mended in mended_of(database, texts).items()
        for one in mended.now.statements
        if one.corrected
    }


def text_of(database: Database, version: int) -> str:
    """The text of a version."""
    rows = database.rows("SELECT text FROM texts WHERE version = ?", (version,))
    return written.unpacked(rows[0][0]) or "" if rows else ""


def keys_of(database: Database, version: int) -> dict[int, tuple[str, ...]]:
    """What corrections know the statements of a version by, by their row's id and in order: the key for more of them first."""
    sql = """SELECT s.id, s.name, s.content, s.cue, a.address, v.text_sha256 FROM versions v
      JOIN articles a ON a.id = v.article JOIN statements s
      ON s.id >= v.first_statement AND s.id < v.first_statement + v.statements WHERE v.id = ? ORDER BY s.id"""
    rows = database.rows(sql, (version,))
    mended = mended_of(database, {version: text_of(database, version)}) if rows_of(database, [version]) else {}
    if mended:
        return {row[0]: mended[version].keys[written.unpacked(row[1]) or ""] for row in rows}
    return {
        id: (statement_key(written.unpacked(address) or "", sha256, content, cue),)
        for id, _, content, cue, address, sha256 in rows
    }
