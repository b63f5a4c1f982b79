"""Files as they are made -> a zip of the same bytes each time, with the SHA-256 of each of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from sayso.cases.manifest import File

FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the first that a zip can tell: all files have it, so that no clock is in the bytes
UNIX, READABLE, LEVEL = 3, 0o100644 << 16, 6


class Archive:
    """A zip that is being written. ``files`` are those that are in it."""

    def __init__(self, path: Path) -> None:
        """Write to this path."""
        self.files: list[File] = []
        self._zip = ZipFile(path, "w", ZIP_DEFLATED, compresslevel=LEVEL)

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None) -> None:
        self._zip.close()

    @contextmanager
    def file(self, path: str, large: bool = False) -> Iterator[Entry]:
        """A file to write to, one at a time; ``large``: it may come to more than two gigabytes."""
        info = ZipInfo(path, FIRST_DAY)
        info.compress_type, info.create_system, info.external_attr = ZIP_DEFLATED, UNIX, READABLE
        with self._zip.open(info, "w", force_zip64=large) as out:
            entry = Entry(out)
            yield entry
        self.files.append(File(path, entry.bytes, entry.hash.hexdigest()))

    def add(self, path: str, pieces: str | Iterable[str], large: bool = False) -> None:
        """A file of text."""
        with self.file(path, large) as out:
            for piece in [pieces] if isinstance(pieces, str) else pieces:
                out.write(piece)


class Entry:
    """A file within, as it grows."""

    def __init__(self, out: IO[bytes]) -> None:
        """Write to this stream."""
        self._out = out
        self.bytes, self.hash = 0, sha256()

    def write(self, words: str) -> None:
        """Write in UTF-8; half surrogates, which it has no bytes for, as "?"."""
        written = words.encode("utf-8", "replace")
        self.bytes += len(written)
        self.hash.update(written)
        self._out.write(written)
