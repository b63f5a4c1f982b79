"""A shard that is being read -> a small file that tells how far it has got, and at which page its process died, if it did.

A page that kills its process (memory, a fault of a library) would do so each time: after DEATHS at one page it is refused, and
the shard goes on. The same file is what progress is told by, from whichever machine.
"""

from __future__ import annotations

import contextlib
import os
import struct
from pathlib import Path
from typing import NamedTuple

DEATHS = 3  # at one page, one after the other: a process that is killed by chance hardly dies there again
_STATE = struct.Struct("<6q")  # page under way, pages read, bytes read, deaths in a row, at which page; how many are refused
_NOWHERE = -1
_ENDING = ".attempt"


class Reached(NamedTuple):
    """How far a shard has got: pages and bytes read."""

    pages: int
    bytes: int


class Attempt:
    """The file of one shard, for the process that reads it."""

    def __init__(self, folder: Path, stem: str) -> None:
        self.path = attempt_path(folder, stem)
        self._handle = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o666)
        self._pages = self._bytes = 0
        self._deaths, self._died_at = 0, _NOWHERE
        self.deadly: set[int] = set()
        self._take_over()
        self._write(_NOWHERE)

    def _take_over(self) -> None:
        """What the attempt before this one left, if it did not come to its end."""
        held = os.read(self._handle, 1 << 20)
        if len(held) < _STATE.size:
            return
        at, _, _, deaths, died_at, deadly = _STATE.unpack_from(held)
        numbers = held[_STATE.size : _STATE.size + 8 * max(0, deadly)]
        self.deadly = set(struct.unpack(f"<{len(numbers) // 8}q", numbers[: len(numbers) // 8 * 8]))
        self._deaths, self._died_at = deaths, died_at
        if at != _NOWHERE:
            self._deaths = deaths + 1 if at == died_at else 1
            self._died_at = at
        if self._deaths >= DEATHS:
            self.deadly.add(self._died_at)
            self._deaths, self._died_at = 0, _NOWHERE

    def begin(self, page: int, position: int) -> None:
        """This page, by its number, is about to be read; so many bytes of the shard are."""
        self._bytes = position
        self._write(page)

    def end(self) -> None:
        """It is read."""
        self._pages += 1
        self._write(_NOWHERE)

    def _write(self, page: int) -> None:
        numbers = sorted(self.deadly)
        state = _STATE.pack(page, self._pages, self._bytes, self._deaths, self._died_at, len(numbers))
        os.lseek(self._handle, 0, os.SEEK_SET)
        os.write(self._handle, state + struct.pack(f"<{len(numbers)}q", *numbers))

    def close(self, done: bool) -> None:
        """The shard has come to its end: ``done``, and nothing is left of the file, or not."""
        os.close(self._handle)
        if done:
            self.path.unlink(missing_ok=True)


def attempt_path(folder: Path, stem: str) -> Path:
    """Where the file of a shard is."""
    return folder / f".{stem}{_ENDING}"


def reached(folder: Path, stem: str) -> Reached:
    """How far a shard has got that is being read somewhere."""
    with contextlib.suppress(OSError):
        held = attempt_path(folder, stem).read_bytes()
        if len(held) >= _STATE.size:
            _, pages, position, *_ = _STATE.unpack_from(held)
            return Reached(pages, position)
    return Reached(0, 0)


def forget(folder: Path, stem: str) -> None:
    """Take away what an attempt left that a person stopped."""
    with contextlib.suppress(OSError):
        attempt_path(folder, stem).unlink(missing_ok=True)
