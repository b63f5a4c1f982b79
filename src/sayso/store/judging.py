"""What people judged, statement by statement -> rows that are appended, and what today's readings have of each."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Any, cast, get_args

from sayso.store import rows as written
from sayso.store.changes import Particulars, particulars, read_particulars, write_particulars
from sayso.store.database import Database, Row
from sayso.store.errors import AlteredError, StoreError
from sayso.store.mended import keys_of
from sayso.store.migrations import JUDGED, STATEMENTS_CORRECTED, schema
from sayso.store.restating import key_of_statement, statements_of
from sayso.store.retelling import read_versions
from sayso.store.seals import JUDGEMENT
from sayso.store.values import Judgement, Verdict

_INSERT = f"INSERT INTO judgements ({', '.join(JUDGEMENT)}, checksum) VALUES ({', '.join('?' * (len(JUDGEMENT) + 1))})"


def judge(database: Database, judged: Sequence[Judgement]) -> list[Judgement]:
    """Append judgements, inside the caller's transaction; raises StoreError where one is of no statement."""
    ((number,),) = database.rows("SELECT value FROM tallies WHERE name = ?", (JUDGED,))
    kept: list[Judgement] = []
    readings = _Readings(database)
    for next_number, one in enumerate(judged, number + 1):
        key = key_of_statement(database, one.statement)
        found = readings.of(key)
        if found is None:
            raise StoreError(f"{database.name}: holds no statement {one.statement}; nothing is judged.")
        shown, model, sayso = found
        kept.append(replace(one, statement=key, number=next_number, model=model, sayso=sayso, shown=shown, stands="same"))
    database.many(_INSERT, [_row(one) for one in kept])
    database.run("UPDATE tallies SET value = value + ? WHERE name = ?", (len(kept), JUDGED))
    return kept


def bring_judgements(database: Database, brought: Sequence[Judgement]) -> int:
    """Append what was judged in another store as it stands there, but for what is here already; how many were appended."""
    ((number,),) = database.rows("SELECT value FROM tallies WHERE name = ?", (JUDGED,))
    rows = database.rows(f"SELECT {', '.join(JUDGEMENT)} FROM judgements ORDER BY number")
    held = {replace(_read(row), number=0) for row in rows}
    new = [one for one in brought if replace(one, number=0, stands=None, read_by=None) not in held]
    for next_number, one in enumerate(new, number + 1):
        read_particulars(json.loads(one.shown))
        database.many(_INSERT, [_row(replace(one, number=next_number))])
    database.run("UPDATE tallies SET value = value + ? WHERE name = ?", (len(new), JUDGED))
    return len(new)


def judgements(database: Database, only: Collection[str] | None = None) -> list[Judgement]:
    """All judgements that nobody took back, in the order they were made, each with whether it still stands as it was judged.

    ``only`` names the statements of which today's readings are asked: each takes reading its text. Of the others ``stands``
    is None.
    """
    if schema(database) < STATEMENTS_CORRECTED.number:
        return []
    rows = database.rows(f"SELECT {', '.join(JUDGEMENT)} FROM judgements ORDER BY number")
    readings = _Readings(database)
    last = {(one.statement, one.judge, one.shown): one for one in map(_read, rows)}
    count = [one for one in sorted(last.values(), key=lambda one: one.number) if one.verdict != "undone"]
    return [readings.held(one) if only is None or one.statement in only else one for one in count]


def _row(one: Judgement) -> Row:
    words = (one.fault, one.judge, one.made, one.model, one.sayso, one.sample, one.shown)
    row = (one.number, written.packed(one.statement), one.verdict, *map(written.packed, words))
    return (*row, written.crc(*row))


def _read(row: Row) -> Judgement:
    number, statement, verdict, fault, judge, made, model, sayso, sample, shown = row
    if verdict not in get_args(Verdict):
        raise AlteredError(f"{verdict!r:.60} stands where a verdict belongs")
    return Judgement(
        statement=written.unpacked(statement) or "",
        verdict=cast(Verdict, verdict),
        made=written.unpacked(made) or "",
        fault=written.unpacked(fault),
        judge=written.unpacked(judge),
        model=written.unpacked(model),
        sayso=written.unpacked(sayso) or "",
        sample=written.unpacked(sample),
        shown=written.unpacked(shown) or "",
        number=number,
    )


class _Readings:
    """The readings of judged statements, each read once."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._held: dict[int, dict[str, tuple[str, str | None, str]]] = {}

    def of(self, key: str) -> tuple[str, str | None, str] | None:
        """What a statement shows now, the model and the Sayso that read it; None where there is none."""
        for version, _, _ in statements_of(self._database, key):
            if version not in self._held:
                self._held[version] = dict(self._statements(version))
            return self._held[version].get(key)
        return None

    def _statements(self, version: int) -> Iterator[tuple[str, tuple[str, str | None, str]]]:
        keys = keys_of(self._database, version)
        for held in read_versions(self._database, [version]):
            for one, known in zip(held.reading.statements, keys.values(), strict=True):
                told = {**write_particulars(particulars(one, held.reading.parties)), "inner": one.within is not None}
                shown = json.dumps(told, separators=(",", ":"))
                yield from ((key, (shown, held.reading.model, held.made_by or "")) for key in known)

    def held(self, one: Judgement) -> Judgement:
        """The judgement with what today's reading has of its statement."""
        found = self.of(one.statement)
        if found is None:
            return replace(one, stands="gone")
        return replace(one, stands="same" if _compared(found[0]) == _compared(one.shown) else "otherwise", read_by=found[1])


def _compared(shown: str) -> tuple[Particulars, Any]:
    """What is judged of a statement: all but its score, and how its voices are known."""
    told = json.loads(shown)
    one = read_particulars(told)
    voices = [replace(who, how=None) if who else None for who in (one.speaker, one.addressee)]
    relay = tuple(replace(who, how=None) for who in one.relay)
    return replace(one, speaker=voices[0], addressee=voices[1], relay=relay, score=0.0), told.get("inner")
