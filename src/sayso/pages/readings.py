"""A path -> whether what stands there is read already: a folder that ``sayso batch`` wrote, or a file of Parquet."""

from __future__ import annotations

import os
from pathlib import Path

MANIFEST = "_manifest"  # the folder with a line for each file of readings
_LINE = b'{"schema": "sayso.shard/'
_PARQUET = b"PAR1"


def is_read(name: str | os.PathLike[str]) -> bool:
    """Whether it holds readings, and no pages. Raises nothing: what is wrong with a path is told when it is read.

    >>> is_read("call.html")
    False
    """
    try:
        path = Path(name)
        if path.is_dir():
            return any(_begins(line, _LINE) for line in (path / MANIFEST).glob("*.jsonl"))
        return path.suffix.lower() == ".parquet" and path.is_file() and _begins(path, _PARQUET)
    except (OSError, ValueError):  # ValueError: a NUL in a path
        return False


def _begins(path: Path, with_what: bytes) -> bool:
    with path.open("rb") as file:
        return file.read(len(with_what)) == with_what
