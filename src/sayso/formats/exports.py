"""Kept versions -> any of the forms they are handed on in, to a file or a folder, whole or not at all.

A form is one function and one row below. All take the versions as a stream, and write in constant memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path

from sayso.files import whole_file, whole_folder
from sayso.formats.brat import write_brat
from sayso.formats.csv import write_csv
from sayso.formats.ftm import write_ftm
from sayso.formats.kept import write_kept
from sayso.formats.parquet import write_parquet
from sayso.formats.schema_org import write_schema_org
from sayso.formats.tables import (
    write_event_csv,
    write_event_parquet,
    write_undertaking_csv,
    write_undertaking_parquet,
)
from sayso.formats.web_annotation import write_annotations
from sayso.formats.xlsx import write_xlsx
from sayso.store import Version

# Pieces of text; a file; files in a folder. The last argument is whether the article's words are in it.
TEXTS: Mapping[str, Callable[[Iterable[Version], bool], Iterator[str]]] = {
    "jsonl": write_kept,
    "csv": write_csv,
    "annotations": write_annotations,
    "schema-org": write_schema_org,
    "ftm": write_ftm,
}
FOLDERS: Mapping[str, Callable[[Iterable[Version], Path, bool], None]] = {"brat": write_brat}
# A form of tables has one of statements (above), and one of each of these; other forms hold all three.
TEXT_TABLES: Mapping[str, Mapping[str, Callable[[Iterable[Version], bool], Iterator[str]]]] = {
    "csv": {"statements": write_csv, "events": write_event_csv, "undertakings": write_undertaking_csv},
}


def _write_xlsx(table: str, versions: Iterable[Version], path: Path, words: bool) -> None:
    write_xlsx(TEXT_TABLES["csv"][table](versions, words), path, table)


TABLES = ("statements", "events", "undertakings")
FILE_TABLES: Mapping[str, Mapping[str, Callable[[Iterable[Version], Path, bool], None]]] = {
    "xlsx": {table: partial(_write_xlsx, table) for table in TABLES},
    "parquet": {"statements": write_parquet, "events": write_event_parquet, "undertakings": write_undertaking_parquet},
}
FILES: Mapping[str, Callable[[Iterable[Version], Path, bool], None]] = {
    form: tables["statements"] for form, tables in FILE_TABLES.items()
}


def export(versions: Iterable[Version], form: str, output: Path, words: bool = True, table: str = "statements") -> None:
    """Write the versions in a form of ``TEXTS``, ``FILES`` or ``FOLDERS``: a file, or a folder for ``FOLDERS``.

    ``table`` is which of ``TABLES`` a form of tables is of. Nothing stands under the name until all is written. Raises
    ValueError for another form, or a table that it has not, and OSError where it cannot be written: no folder to write in, a
    folder that is not empty, a full disk.
    """
    if form not in (*TEXTS, *FILES, *FOLDERS):
        raise ValueError(f"there is no form {form!r}; there are {', '.join((*TEXTS, *FILES, *FOLDERS))}")
    if table not in tables_of(form):
        raise ValueError(f"{form} has no table of {table}; it has {', '.join(tables_of(form))}")
    if form in FOLDERS:
        with whole_folder(output) as folder:
            FOLDERS[form](versions, folder, words)
    elif form in FILES:
        with whole_file(output) as path:
            FILE_TABLES[form][table](versions, path, words)
    else:
        with whole_file(output) as path, path.open("w", encoding="utf-8", newline="\n") as out:
            out.writelines(text_writer(form, table)(versions, words))


def text_writer(form: str, table: str = "statements") -> Callable[[Iterable[Version], bool], Iterator[str]]:
    """What writes a form of ``TEXTS``, of one of its tables."""
    return TEXT_TABLES[form][table] if form in TEXT_TABLES else TEXTS[form]


def tables_of(form: str) -> tuple[str, ...]:
    """Which tables a form has; of what is no table, all there is goes by the name of statements.

    >>> tables_of("csv"), tables_of("jsonl")
    (('statements', 'events', 'undertakings'), ('statements',))
    """
    return tuple(TEXT_TABLES.get(form) or FILE_TABLES.get(form) or TABLES[:1])
