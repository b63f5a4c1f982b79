"""Inputs, folders and files of ``sayso batch`` among them -> a store that has what is read in these, without reading it again.

What is taken is what reading the pages would have given, row by row, so the store ends as if they had been added themselves:
file after file, by the names of their inputs. However often it is stopped and started again, what is there is passed over.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from hashlib import file_digest
from itertools import chain, groupby
from pathlib import Path

from sayso import adding
from sayso.adding import Met, Read, Reader, written
from sayso.batch.columns import Columns
from sayso.batch.manifest import FOLDER, SCHEMA, Line, end_of, line_path, read_line
from sayso.batch.rows import COLUMNS, reads_of
from sayso.batch.shard_files import RowFile
from sayso.options import DEFAULT_OPTIONS, PageOptions
from sayso.pages import is_read
from sayso.record import Refusal
from sayso.store import Capture, Engine, Kept

AT_ONCE = 64  # rows that are made readings together: as Python's objects they take 40 times what they take as columns
# What tells whether a page is there already: a small part of a file.
_ADDRESSES = Columns({name: COLUMNS.kinds[name] for name in ("address", "captured", "page_sha256")})
_ANEW = "sayso batch, run again, reads it anew"

Reached = Callable[[Path, float], None]
_Item = Read | Kept | Refusal


def add_each(
    engine: Engine,
    inputs: Iterable[str | os.PathLike[str]],
    options: PageOptions = DEFAULT_OPTIONS,
    workers: int | None = None,
    met: Met = lambda page: None,
    read: Reader | None = None,
    anew: bool = False,
    reached: Reached = lambda path, part: None,
) -> Iterator[Kept | Refusal]:
    """``sayso.adding.add_each`` that takes readings too: folders that ``sayso batch`` wrote, or files of these.

    ``reached`` is called for each row of such a file, with the part of the file that is behind it (0 to 1). A file that is not
    as its manifest has it is refused, and the rest goes on. Raises ValueError where ``options`` choose pages by what they hold
    (``prose``, ``languages``), which readings were chosen by when they were read; and ModuleNotFoundError without pyarrow.
    """
    for taken, some in groupby((os.fspath(name) for name in inputs), is_read):
        if not taken:
            yield from adding.add_each(engine, some, options, workers, met, read, anew)
        elif options.prose or options.languages:
            raise ValueError(f"{next(some)}: is read already; prose and languages are for sayso batch, which reads")
        else:
            yield from _take(engine, chain.from_iterable(map(files_of, some)), anew, reached)


@dataclass(frozen=True, slots=True)
class File:
    """A file of readings, and its line in the manifest; ``wrong`` is why it cannot be taken."""

    path: Path
    line: Line | None
    wrong: Refusal | None = None


def files_of(name: str | os.PathLike[str]) -> list[File]:
    """The files of a folder that ``sayso batch`` wrote, by the names of their inputs, or the one file that is named."""
    given = Path(name)
    if not given.is_dir():
        return [_file(given)]
    stems = {path.stem for path in (given / FOLDER).glob("*.jsonl")}
    stems |= {path.stem for path in given.glob("*.parquet") if not path.name.startswith(".")}
    files = [_file(given / f"{stem}.parquet") for stem in stems]
    return sorted(files, key=lambda file: (file.line.input if file.line else "", file.path))


def _file(path: Path) -> File:
    line = read_line(path.parent, path.stem)
    if line is not None and line.file == path.name:
        return File(path, line)
    return File(path, None, _without_line(path))


def _without_line(path: Path) -> Refusal:
    """Why a file has no line that can be read."""
    own = line_path(path.parent, path.stem)
    try:
        schema = str(json.loads(own.read_bytes())["schema"])
    except FileNotFoundError:
        detail = f"{path} has no line in {path.parent / FOLDER}, by which it is known to be whole; {_ANEW}."
        return Refusal(str(path), "no-manifest", detail)
    except (OSError, ValueError, TypeError, KeyError):
        return Refusal(str(path), "bad-manifest", f"{own} cannot be read, so nothing of {path.name} is taken; {_ANEW}.")
    if schema != SCHEMA:
        detail = f"{own} is of {schema}, and this Sayso takes {SCHEMA}: take it in with the version that wrote it."
        return Refusal(str(path), "other-version", detail)
    return Refusal(str(path), "bad-manifest", f"{own} is no line for {path.name}; {_ANEW}.")


def _take(engine: Engine, files: Iterable[File], anew: bool, reached: Reached) -> Iterator[Kept | Refusal]:
    """What became of each row, a batch at a time, as ``add`` writes them."""
    batch: list[_Item] = []
    characters = 0
    for item in _items(engine, files, anew, reached):
        batch.append(item)
        reading = item.incoming.reading if isinstance(item, Read) else None
        characters += len(reading.article.text) if reading else 0
        if len(batch) >= adding.BATCH or characters >= adding.BATCH_CHARACTERS:
            yield from written(engine, batch)
            batch, characters = [], 0
    yield from written(engine, batch)


def _items(engine: Engine, files: Iterable[File], anew: bool, reached: Reached) -> Iterator[_Item]:
    for file in files:
        done = 0
        try:
            for item in _of_file(engine, file, anew):
                done += 1
                reached(file.path, min(1.0, done / file.line.pages) if file.line and file.line.pages else 1.0)
                yield item
        except (OSError, ValueError) as error:  # an error of the store is none of these
            reached(file.path, 1.0)
            yield _broken(file.path, error)


def _of_file(engine: Engine, file: File, anew: bool) -> Iterator[_Item]:
    path, line = file.path, file.line
    if line is None:
        assert file.wrong is not None
        yield file.wrong
        return
    with path.open("rb") as stream:  # one file from its hash to its last row, whatever stands under its name by then
        if file_digest(stream, "sha256").hexdigest() != line.file_sha256:
            yield _altered(path)
            return
        rows = RowFile(path, stream)
        for number in range(rows.groups):
            yield from _of_group(engine, rows, number, line.sayso, anew)


def _altered(path: Path) -> Refusal:
    if end_of(path) is None:
        return Refusal(str(path), "bad-parquet", f"{path} is broken, or cut: it has no footer; {_ANEW}.")
    detail = f"{path} is not the file that its manifest has (its SHA-256 differs), so nothing of it is taken"
    return Refusal(str(path), "altered", f"{detail}; delete it: {_ANEW}.")


def _broken(path: Path, error: Exception) -> Refusal:
    if isinstance(error, FileNotFoundError):
        return Refusal(str(path), "not-found", f"There is no {path}, which its manifest has; {_ANEW}.")
    if isinstance(error, OSError):
        return Refusal(str(path), "unreadable", f"{path} cannot be read: {(error.strerror or str(error)).lower()}.")
    if "holds no rows of" in str(error):
        return Refusal(str(path), "other-version", f"{error}: take it in with the version that wrote it.")
    return Refusal(str(path), "bad-parquet", f"{error}; delete it: {_ANEW}.")


def _of_group(engine: Engine, rows: RowFile, number: int, made_by: str, anew: bool) -> Iterator[_Item]:
    """The rows of a group; those that the store has are told by their addresses alone, and cost no more."""
    captures = list(_captures(rows, number, anew))
    asked = [capture for capture in captures if capture]
    seen = iter(engine.seen(asked) if asked else ())
    known = [_known(capture, next(seen)) if capture else None for capture in captures]
    if None not in known:
        yield from (one for one in known if one)
        return
    table = rows.group(number)
    for at in range(0, len(known), AT_ONCE):
        some = known[at : at + AT_ONCE]
        fresh = [at + offset for offset, one in enumerate(some) if one is None]
        reads = iter(reads_of(table.take(fresh) if len(fresh) < len(some) else table.slice(at, AT_ONCE)) if fresh else ())
        for one in some:
            yield one or _as_read(next(reads), made_by, anew)


def _captures(rows: RowFile, number: int, anew: bool) -> Iterator[Capture | None]:
    """The capture of each row; None where the row is of no page."""
    values = _ADDRESSES.values(rows.group(number, list(_ADDRESSES.kinds)))
    for address, captured, page_sha256 in zip(*values.values(), strict=True):
        yield Capture(address, page_sha256, captured, anew=anew) if page_sha256 else None


def _known(capture: Capture, seen: str) -> Kept | None:
    """What is known of a page before it is taken. "again" and "back" turn out when what stands before it is written."""
    return Kept(seen, capture.address) if seen in ("same", "removed") else None  # type: ignore[arg-type]


def _as_read(read: Read | Refusal, made_by: str, anew: bool) -> Read | Refusal:
    if isinstance(read, Refusal):
        return read
    incoming = replace(read.incoming, made_by=made_by)
    return replace(read, incoming=replace(incoming, capture=replace(incoming.capture, anew=True)) if anew else incoming)
