"""What was read of a shard <-> its Parquet file, in row groups, in constant memory: the same bytes for the same rows."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from sayso.adding import Read
from sayso.batch.rows import SCHEMA, WITHOUT_DICTIONARY, reads_of, schema, table_of
from sayso.formats import pyarrow_modules
from sayso.record import Refusal

if TYPE_CHECKING:
    import pyarrow as pa

AT_ONCE = 32  # rows that are made columns together: as Python's objects they take 40 times what they take as columns
GROUP_ROWS, GROUP_CHARACTERS = 512, 8_000_000  # of a row group; the last rows may bring their texts above it
CODEC, LEVEL = "zstd", 3


def write_rows(reads: Iterable[Read | Refusal], path: Path, made_by: Mapping[str, str] | None = None) -> None:
    """Write a row a page, in their order; ``made_by`` stands in the file's metadata.

    Raises ModuleNotFoundError, with what to install, where there is no pyarrow; OSError; and EvidenceError where a span does
    not hold its words.
    """
    _, parquet = pyarrow_modules()
    columns = schema(made_by)
    # Clocks, names of machines and numbers of threads are in none of this.
    with_dictionary = [name for name in _leaves(columns) if name not in WITHOUT_DICTIONARY]
    with parquet.ParquetWriter(
        path, columns, compression=CODEC, compression_level=LEVEL, use_dictionary=with_dictionary, write_page_checksum=True
    ) as writer:
        for group in _groups(reads, columns):
            writer.write_table(group, row_group_size=len(group))


def _groups(reads: Iterable[Read | Refusal], columns: pa.Schema) -> Iterator[pa.Table]:
    arrow, _ = pyarrow_modules()
    group: list[pa.Table] = []
    rows = characters = 0
    coming = iter(reads)
    while some := list(islice(coming, AT_ONCE)):
        group.append(table_of(some, columns))
        rows += len(some)
        characters += sum(_characters(one) for one in some)
        if rows >= GROUP_ROWS or characters >= GROUP_CHARACTERS:
            yield arrow.concat_tables(group)
            group, rows, characters = [], 0, 0
    if group:
        yield arrow.concat_tables(group)


def _characters(read: Read | Refusal) -> int:
    reading = read.incoming.reading if isinstance(read, Read) else None
    return len(reading.article.text) if reading else 0


def _leaves(columns: pa.Schema) -> list[str]:
    """The paths of the plain columns, as Parquet names them: "statements.list.element.id"."""
    arrow, _ = pyarrow_modules()

    def paths(name: str, kind: Any) -> Iterator[str]:
        if arrow.types.is_struct(kind):
            for at in range(kind.num_fields):
                yield from paths(f"{name}.{kind.field(at).name}", kind.field(at).type)
        elif arrow.types.is_list(kind):
            yield from paths(f"{name}.list.element", kind.value_type)
        else:
            yield name

    return [path for field in columns for path in paths(field.name, field.type)]


def read_rows(path: Path) -> Iterator[Read | Refusal]:
    """What a file holds, in the order of its rows, exactly as it was written.

    In constant memory, a row group at a time. Raises ValueError for a file that is none of these, or broken; EvidenceError,
    which is one, where a span does not hold its words; OSError; and ModuleNotFoundError where there is no pyarrow.
    """
    for group in groups_of(path):
        yield from reads_of(group)


def groups_of(path: Path, columns: Sequence[str] | None = None) -> Iterator[pa.Table]:
    """The row groups of a file, of some columns or all. Raises as ``read_rows``."""
    with path.open("rb") as stream:
        file = RowFile(path, stream)
        for number in range(file.groups):
            yield file.group(number, columns)


class RowFile:
    """An open file of rows, a row group at a time. What it raises is as of ``read_rows``."""

    def __init__(self, path: Path, stream: BinaryIO) -> None:
        """``stream`` are its bytes; ``path`` is what it goes by."""
        self.path = path
        with self._told():
            self._file = pyarrow_modules()[1].ParquetFile(stream, page_checksum_verification=True)
        self.made_by = made_by(self._file.schema_arrow, path)
        self.groups: int = self._file.num_row_groups

    def group(self, number: int, columns: Sequence[str] | None = None) -> pa.Table:
        """A row group, of some columns or all."""
        with self._told():
            return self._file.read_row_group(number, columns=columns)

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        arrow, _ = pyarrow_modules()
        try:
            yield
        except (arrow.ArrowException, OSError) as error:
            if isinstance(error, OSError) and error.errno is not None:
                raise
            raise ValueError(f"{self.path}: is no whole file of {SCHEMA}: {error}") from error


def made_by(columns: pa.Schema, path: Path) -> dict[str, str]:
    """What stands in a file's metadata: the schema's name, Sayso's version, what it was made by. ValueError for other files."""
    held = {name.decode(): value.decode() for name, value in (columns.metadata or {}).items() if name != b"ARROW:schema"}
    if held.get("schema") != SCHEMA:
        raise ValueError(f"{path}: holds no rows of {SCHEMA}, but {held.get('schema', 'other ones')}")
    return held
