"""What was read of a version, where corrections of its statements have changed it <-> its row: evidence, kept as it was."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sayso.record import Party, Undertaking
from sayso.store import rows as written
from sayso.store.database import Database, Row
from sayso.store.errors import AlteredError
from sayso.store.mending import Read
from sayso.store.migrations import STATEMENTS_CORRECTED, schema
from sayso.store.packing import array, offsets, packed, read_voice, unpacked, voice_row

_COLUMNS = ("version", "statements", "parties", "undertakings", "checksum")


def insert_as_read(database: Database, version: int, read: Read) -> None:
    """Keep what was read of a version."""
    row = (version, *as_columns(read))
    database.run("INSERT INTO as_read VALUES (?, ?, ?, ?, ?)", (*row, written.crc(*row)))


def as_columns(read: Read) -> tuple[str, str, str]:
    """The columns ``statements``, ``parties`` and ``undertakings``."""
    statements = [written.evidence_row(statement)[:-1] for statement in read.statements]
    parties = [_party_row(party) for party in read.parties]
    undertakings = [[packed(one.id), [voice_row(voice) for voice in one.who]] for one in read.undertakings]
    return _json(statements), _json(parties), _json(undertakings)


def _json(rows: Sequence[Any]) -> str:
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def _party_row(party: Party) -> list[Any]:
    words = [packed(one) for one in (party.id, party.name, party.kind, party.role)]
    return [*words, offsets(party.mentions), [packed(member) for member in party.members], party.named]


def rows_of(database: Database, versions: Iterable[int]) -> dict[int, Row]:
    """The rows of these versions, of those that have one."""
    wanted = sorted(set(versions))
    if not wanted or schema(database) < STATEMENTS_CORRECTED.number:
        return {}
    found: dict[int, Row] = {}
    for at in range(0, len(wanted), 500):
        some = wanted[at : at + 500]
        sql = f"SELECT {', '.join(_COLUMNS)} FROM as_read WHERE version IN ({', '.join('?' * len(some))})"
        found |= {row[0]: row for row in database.rows(sql, some)}
    return found


def is_whole(row: Row) -> bool:
    """Whether a row is as it was written."""
    *held, checksum = row
    return type(checksum) is int and written.crc(*held) == checksum


def read_row(row: Row, text: str, undertakings: Sequence[Undertaking]) -> Read:
    """What a row holds. ``undertakings`` are those of the version, of which it holds only who undertakes them.

    Raises AlteredError, or another ValueError, where it holds nothing of the kind.
    """
    _, statements, parties, undertaken, _ = row
    who: Mapping[str, Any] = {unpacked(id) or "": voices for id, voices in array(undertaken)}
    if set(who) != {one.id for one in undertakings}:
        raise AlteredError("the undertakings that were read are not those that stand there")
    return Read(
        text,
        tuple(written.read_statement(one, text) for one in array(statements)),
        tuple(_read_party(one, text) for one in array(parties)),
        tuple(replace(one, who=tuple(read_voice(array(v), text) for v in who[one.id])) for one in undertakings),
    )


def _read_party(row: Sequence[Any], text: str) -> Party:
    name, spelled, kind, role, mentions, members, named = row
    return written.read_party(name, spelled, kind, role, mentions, text, tuple(unpacked(m) or "" for m in members), named)
