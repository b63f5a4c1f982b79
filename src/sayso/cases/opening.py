"""A zip -> a case whose every file is as its manifest has it; or CaseError, before anything of it is used.

What a stranger's zip may be: a bomb, names that lead out of a folder, links, two files of one name, one more than is listed.
"""

from __future__ import annotations

import re
import stat
import unicodedata
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import IO, TypeVar
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from sayso.cases.manifest import CORRECTIONS, JUDGEMENTS, MANIFEST, READINGS, CaseError, File, Manifest, read_manifest
from sayso.cases.records import read_correction, read_judgement, read_original
from sayso.store import Correction, Judgement, Original

MOST_FILES = 1_000_000
MOST_MANIFEST = 256 << 20  # bytes; of a million files it has 170 MB
MOST_TIMES, SPARE = 100, 16 << 20  # how much larger than the zip all files may be: pages of tables shrink to a thirtieth
MOST_LINE = 256 << 20  # bytes of a reading; that of a book has 40 MB
_PIECE = 1 << 20
_ENCRYPTED = 1
_NAME = re.compile(r"[\w-][\w.-]{0,119}(?:/[\w-][\w.-]{0,119}){0,4}", re.ASCII)
_OF_WINDOWS = re.compile(r"(?:^|/)(?:con|prn|aux|nul|com\d|lpt\d)(?:[./]|$)|\.(?:/|$)", re.IGNORECASE)  # names of devices there
_BROKEN = (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)
_NO_RECORD = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError)

T = TypeVar("T")


def is_case(path: str | Path) -> bool:
    """Whether a file is a zip that calls itself a case, whole or not; False for what cannot be opened."""
    try:
        with ZipFile(path) as packed:
            return MANIFEST in packed.namelist()
    except _BROKEN:
        return False


@contextmanager
def open_case(path: str | Path) -> Iterator[OpenCase]:
    """A case, all of whose files were held against their hashes. Raises CaseError for one that is none, or altered."""
    where = str(path)
    try:
        packed = ZipFile(path)
    except FileNotFoundError as error:
        raise CaseError(f"{where}: there is no such file.") from error
    except _BROKEN as error:
        raise CaseError(f"{where}: is no case file: it cannot be opened as a zip ({error}).") from error
    with packed:
        entries = _entries(packed, where)
        if MANIFEST not in entries:
            raise CaseError(f"{where}: is no case file of Sayso: it has no {MANIFEST}.")
        manifest = read_manifest(_whole(packed, entries[MANIFEST], where), where)
        _check(packed, entries, manifest, where)
        yield OpenCase(where, packed, manifest)


class OpenCase:
    """A case that was checked. What is read of it is held against its hash again: a file may change in between."""

    def __init__(self, where: str, packed: ZipFile, manifest: Manifest) -> None:
        """Read from an open zip; ``open_case`` opens one."""
        self.where, self.manifest = where, manifest
        self._packed = packed
        self._files = {file.path: file for file in manifest.files}

    def check_texts(self) -> None:
        """Raise CaseError where it has no texts: nothing can be taken in of it."""
        if not self.manifest.texts or READINGS not in self._files:
            raise CaseError(
                f"{self.where}: is a case without texts: it can be looked at, but its articles cannot be taken into a store. "
                "Whoever made it can make one with texts (without --without-texts)."
            )

    def originals(self) -> Iterator[Original]:
        """Its texts, as a stream."""
        return self._records(READINGS, read_original)

    def corrections(self) -> list[Correction]:
        """What people set right, in order."""
        return list(self._records(CORRECTIONS, read_correction))

    def judgements(self) -> list[Judgement]:
        """What people judged, in order."""
        return list(self._records(JUDGEMENTS, read_judgement))

    def _records(self, path: str, read: Callable[[str], T]) -> Iterator[T]:
        if path not in self._files:
            return
        hashed = sha256()
        with self._packed.open(path) as lines:
            number = 0
            while line := _line(lines, self.where, path):
                number += 1
                hashed.update(line)
                try:
                    record = read(line.decode())
                except _NO_RECORD as error:
                    told = f"{self.where}: line {number} of {path} is no record of a case: {error!s:.300}"
                    raise CaseError(f"{told}. Nothing is taken in.") from error
                yield record
        if hashed.hexdigest() != self._files[path].sha256:
            raise CaseError(f"{self.where}: {path} changed while it was read. Nothing is taken in.")


def _line(lines: IO[bytes], where: str, path: str) -> bytes:
    try:
        line = lines.readline(MOST_LINE + 1)
    except _BROKEN as error:
        raise CaseError(f"{where}: {path} cannot be unpacked ({error}). Nothing is taken in.") from error
    if len(line) > MOST_LINE:
        raise CaseError(f"{where}: a line of {path} is longer than {MOST_LINE >> 20} MB. Nothing is taken in.")
    return line


# What may stand in it.


def _entries(packed: ZipFile, where: str) -> dict[str, ZipInfo]:
    """Its files by their names, once it is sure that all of them are harmless."""
    entries = packed.infolist()
    if len(entries) > MOST_FILES:
        raise CaseError(f"{where}: has {len(entries):,} files, more than any case. Nothing is taken in.")
    seen: set[str] = set()
    for one in entries:
        if wrong := _wrong(one):
            raise CaseError(f"{where}: {one.filename!r:.100} {wrong}. Nothing is taken in.")
        plain = unicodedata.normalize("NFC", one.filename).casefold()
        if plain in seen:
            raise CaseError(f"{where}: has two files that are called {one.filename!r:.100}. Nothing is taken in.")
        seen.add(plain)
    size, packed_size = sum(one.file_size for one in entries), sum(one.compress_size for one in entries)
    there = Path(packed.filename).stat().st_size if packed.filename else packed_size
    if packed_size > there or size > MOST_TIMES * there + SPARE:
        raise CaseError(f"{where}: would come to {size:,} bytes out of {there:,}, as no case does. Nothing is taken in.")
    return {one.filename: one for one in entries}


def _wrong(one: ZipInfo) -> str:
    """What is wrong with a file of a zip; "" where nothing is."""
    if one.orig_filename != one.filename or not _NAME.fullmatch(one.filename) or _OF_WINDOWS.search(one.filename):
        return "is no name of a file in a case"
    mode = one.external_attr >> 16
    if one.is_dir() or (stat.S_IFMT(mode) and not stat.S_ISREG(mode)):
        return "is a link, a folder or a device, and no file"
    if one.flag_bits & _ENCRYPTED:
        return "is encrypted"
    if one.compress_type not in (ZIP_DEFLATED, ZIP_STORED):
        return "is packed in a way that no case is"
    return ""


def _whole(packed: ZipFile, entry: ZipInfo, where: str) -> bytes:
    if entry.file_size > MOST_MANIFEST:
        raise CaseError(f"{where}: its {MANIFEST} has {entry.file_size:,} bytes, more than that of any case.")
    try:
        return packed.read(entry)
    except _BROKEN as error:
        raise CaseError(f"{where}: its {MANIFEST} cannot be unpacked ({error}).") from error


def _check(packed: ZipFile, entries: dict[str, ZipInfo], manifest: Manifest, where: str) -> None:
    """Raise CaseError, which names them, where files are altered, are missing, or came along."""
    listed = {file.path: file for file in manifest.files}
    missing, more = sorted(listed.keys() - entries.keys()), sorted(entries.keys() - listed.keys() - {MANIFEST})
    altered = [path for path, file in listed.items() if path in entries and not _is_whole(packed, entries[path], file)]
    told = [
        f"{len(names):,} {what}: {', '.join(names[:5])}{' …' if len(names) > 5 else ''}"
        for names, what in ((altered, "altered"), (missing, "missing"), (more, "that it does not list"))
        if names
    ]
    if told:
        raise CaseError(f"{where}: not as it was made: files {'; '.join(told)}. Nothing is taken in; get it anew.")


def _is_whole(packed: ZipFile, entry: ZipInfo, file: File) -> bool:
    if entry.file_size != file.bytes:
        return False
    hashed = sha256()
    try:
        with packed.open(entry) as content:
            while piece := content.read(_PIECE):
                hashed.update(piece)
    except _BROKEN:
        return False
    return hashed.hexdigest() == file.sha256
