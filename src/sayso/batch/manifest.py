"""What came of a shard <-> its line in the manifest: one small file a shard, so that no two processes write to the same one.

All of them together are JSON lines: ``cat OUTPUT/_manifest/*.jsonl``.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from sayso.batch.places import Stamp
from sayso.batch.shards import Shard
from sayso.files import whole_file

SCHEMA = "sayso.shard/1"
FOLDER = "_manifest"  # Arrow, Spark and Hive take nothing that begins so for data
_MAGIC = b"PAR1"
_END_BYTES = 64 * 1024  # of a file, that its line knows by their hash: its footer, or the end of it


@dataclass(frozen=True, slots=True)
class Line:
    """What came of a shard: its input (address, size in bytes, tag), its file (name, size, SHA-256), and counts.

    ``pages`` are those that were read or refused, ``refusals`` count the latter by reason, ``passed_over`` what ``--host`` and
    ``--since`` left out. ``model`` and ``options`` are what it was read with.
    """

    input: str
    size: int | None
    tag: str | None
    file: str
    file_size: int
    file_sha256: str
    end_sha256: str
    model: str
    options: Mapping[str, Any]
    sayso: str
    pages: int = 0
    articles: int = 0
    statements: int = 0
    events: int = 0
    undertakings: int = 0
    refusals: Mapping[str, int] = field(default_factory=dict)
    passed_over: Mapping[str, int] = field(default_factory=dict)
    cpu_seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Failed:
    """Why a shard gave no file; ``passing`` where the same may succeed a little later."""

    input: str
    reason: str
    detail: str
    passing: bool = False


def line_path(folder: Path, stem: str) -> Path:
    """Where the line of a shard is."""
    return folder / FOLDER / f"{stem}.jsonl"


def write_line(folder: Path, stem: str, line: Line) -> None:
    """Write the line, whole and durable, in place of an earlier one."""
    path = line_path(folder, stem)
    write_durably(path, lambda part: part.write_text(json.dumps({"schema": SCHEMA, **asdict(line)}) + "\n", encoding="utf8"))


def write_durably(path: Path, write: Callable[[Path], object]) -> None:
    """A file that ``write`` writes: beside it, on the disk, then under its name."""
    with whole_file(path) as part:
        write(part)
        _to_disk(part)
    if sys.platform != "win32":  # where a folder cannot be opened
        _to_disk(path.parent)


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDWR if path.is_file() else os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read_line(folder: Path, stem: str) -> Line | None:
    """The line of a shard; None where there is none that can be read."""
    try:
        held = json.loads(line_path(folder, stem).read_bytes())
        if held["schema"] != SCHEMA:
            return None
        line = Line(**{one.name: held[one.name] for one in fields(Line)})
        return line if Path(line.file).name == line.file else None
    except (OSError, ValueError, TypeError, KeyError):
        return None


def lines_in(folder: Path) -> Iterator[Line]:
    """The lines of all shards that were read into a folder, whose files stand there whole, by the names of these."""
    for path in sorted((folder / FOLDER).glob("*.jsonl")):
        line = read_line(folder, path.stem)
        if line is not None and end_of(folder / line.file) == (line.file_size, line.end_sha256):
            yield line


def is_done(folder: Path, shard: Shard, line: Line | None, model: str, options: Mapping[str, Any]) -> bool:
    """Whether a shard has been read as it stands: a line, a file with its footer, the same model, options and input."""
    if line is None or line.input != shard.name or line.model != model or dict(line.options) != dict(options):
        return False
    if shard.stamp is not None and shard.stamp != Stamp(line.size, line.tag):
        return False
    return end_of(folder / line.file) == (line.file_size, line.end_sha256)


def end_of(path: Path) -> tuple[int, str] | None:
    """The size of a Parquet file and the SHA-256 of its end; None where it is none, or broken there."""
    try:
        with path.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - _END_BYTES))
            end = file.read()
    except OSError:
        return None
    footer = int.from_bytes(end[-8:-4], "little")
    whole = end.endswith(_MAGIC) and len(_MAGIC) <= size - 8 - footer
    return (size, hashlib.sha256(end).hexdigest()) if whole else None
