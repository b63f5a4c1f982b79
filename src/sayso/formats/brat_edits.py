"""A folder of brat standoff that people edited, and the store it is of -> for each text what was there, and what is.

What was there is what an export would write today, which is what was exported as long as the store reads the text as it did.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sayso.formats.brat import INDEX, sha256_of, write_brat
from sayso.formats.brat_reading import read_index, read_sheet
from sayso.record import Reading
from sayso.store import Engine, Version


@dataclass(frozen=True, slots=True)
class Edited:
    """A text whose annotations people changed: ``base`` as the store would export it today, ``drawn`` as the folder has it."""

    name: str
    version: Version
    base: Reading
    drawn: Reading


def edited_texts(engine: Engine, folder: Path) -> Iterator[Edited]:
    """The texts of a folder whose annotations are not those that were exported, by name.

    Raises ValueError for a folder that ``sayso export --format brat`` did not write, for a file that brat would not take, for
    a text that the store has not, or whose statements the store reads otherwise since; EvidenceError for another text.
    """
    index = read_index(folder / INDEX)
    if not index:
        raise ValueError(f"{folder} has no {INDEX}: it is no folder that sayso export --format brat wrote")
    for path in sorted(folder.glob("*.ann")):
        row = index.get(path.stem)
        if row is None:
            raise ValueError(f"{path.name} has no line in {INDEX}: it is of no article that was exported")
        if "ann_sha256" not in row:
            raise ValueError(f"{path.name} was exported by an earlier Sayso, which kept no mark of it: export it anew")
        touched = sha256_of(path.read_bytes().decode("utf-8").replace("\r\n", "\n")) != row["ann_sha256"]
        if touched and (edited := _edited(engine, path, row)) is not None:
            yield edited


def _edited(engine: Engine, path: Path, row: Mapping[str, Any]) -> Edited | None:
    drawn = read_sheet(path, row)
    shown = engine.shown(f"{row['address']}#{row['version']}")
    if shown is None or shown.version.reading.article.text_sha256 != row["article"]["text_sha256"]:
        raise ValueError(f"{path.name}: the store has no such text of {row['address']}, version {row['version']}")
    there = {one.id for one in shown.version.reading.statements}
    version = replace(shown.version, answers=tuple(id for id in row["answers"] if id in there))
    with tempfile.TemporaryDirectory() as held:
        write_brat([version], Path(held))
        (again,) = Path(held).glob("*.ann")
        base = read_sheet(again, read_index(Path(held) / INDEX)[again.stem])
        same = sha256_of(again.read_bytes().decode("utf-8")) == row["ann_sha256"]
    if _bare(base) == _bare(drawn):
        return None
    if not same:
        raise ValueError(
            f"{path.name}: the store has other statements of {row['address']} than were exported (it was read again, or "
            "corrected since): export it anew"
        )
    return Edited(path.stem, version, base, drawn)


def _bare(reading: Reading) -> list[object]:
    """The statements without their scores and what is known of corrections, their voices by name."""
    named = {party.id: (party.name, party.kind) for party in reading.parties}
    told = []
    for one in reading.statements:
        voices = [(v.mention, named.get(v.party or "")) if v else None for v in (one.speaker, one.addressee, *one.relay)]
        told.append((sorted(one.content), one.cue, one.act, one.said, voices))
    return sorted(told, key=repr)
