"""Kept versions -> any of the forms they are handed on in, to a file or a folder, whole or not at all.

A form is one function and one row below. All take the versions as a stream, and write in constant memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from sayso.files import whole_file, whole_folder
from sayso.formats.brat import write_brat
from sayso.formats.csv import write_csv
from sayso.formats.kept import write_kept
from sayso.formats.parquet import write_parquet
from sayso.formats.schema_org import write_schema_org
from sayso.formats.web_annotation import write_annotations
from sayso.store import Version

# Pieces of text; a file; files in a folder. The last argument is whether the article's words are in it.
TEXTS: Mapping[str, Callable[[Iterable[Version], bool], Iterator[str]]] = {
    "jsonl": write_kept,
    "csv": write_csv,
    "annotations": write_annotations,
    "schema-org": write_schema_org,
}
FILES: Mapping[str, Callable[[Iterable[Version], Path, bool], None]] = {"parquet": write_parquet}
FOLDERS: Mapping[str, Callable[[Iterable[Version], Path, bool], None]] = {"brat": write_brat}


def export(versions: Iterable[Version], form: str, output: Path, words: bool = True) -> None:
    """Write the versions in a form of ``TEXTS``, ``FILES`` or ``FOLDERS``: a file, or a folder for ``FOLDERS``.

    Nothing stands under the name until all is written. Raises ValueError for another form, and OSError where it cannot be
    written: no folder to write in, a folder that is not empty, a full disk.
    """
    if form in FOLDERS:
        with whole_folder(output) as folder:
            FOLDERS[form](versions, folder, words)
    elif form in FILES:
        with whole_file(output) as path:
            FILES[form](versions, path, words)
    elif form in TEXTS:
        with whole_file(output) as path, path.open("w", encoding="utf-8", newline="\n") as out:
            out.writelines(TEXTS[form](versions, words))
    else:
        raise ValueError(f"there is no form {form!r}; there are {', '.join((*TEXTS, *FILES, *FOLDERS))}")
