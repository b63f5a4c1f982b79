"""The ending of a file's name -> the format that is written into it: chosen by it where none is named, else held against it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TypeVar

U = TypeVar("U", str, None)  # what is usual: a format, or none where the command itself tells

# What the formats' files are called. The first ending is the one to name; a folder (brat) has none.
ENDINGS: dict[str, tuple[str, ...]] = {
    "text": (".txt",),
    "table": (".txt",),
    "json": (".json",),
    "jsonl": (".jsonl", ".ndjson"),
    "csv": (".csv",),
    "xlsx": (".xlsx",),
    "html": (".html", ".htm"),
    "svg": (".svg",),
    "ics": (".ics",),
    "parquet": (".parquet",),
    "annotations": (".jsonld",),
    "case": (".zip",),
}
# What they may be called too by those who name the format: people write JSON lines to .json, CSV to .txt.
_TOO: dict[str, tuple[str, ...]] = {
    "json": (".txt",),
    "jsonl": (".json", ".txt"),
    "csv": (".txt",),
    "annotations": (".json",),
    "schema-org": (".jsonld", ".json"),
    "ftm": (".jsonl", ".ndjson", ".json"),
}
# Forms that Sayso does not write: a file that is called so and is none opens nowhere.
_FOREIGN = (
    *(".gz", ".zst", ".bz2", ".xz", ".7z", ".tar", ".xls", ".xlsm", ".xlsb", ".ods", ".tsv", ".pdf", ".doc", ".docx"),
    *(".odt", ".rtf", ".png", ".jpg", ".jpeg", ".db", ".sqlite", ".feather", ".arrow", ".warc", ".xml", ".yaml", ".yml", ".md"),
)
_ENDING = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,9}")  # not that of «report.2031-03» or «St. Ives»


def ending_of(path: Path) -> str:
    """The ending of a file's name, small; "" where it has none.

    >>> ending_of(Path("out/Hits.CSV")), ending_of(Path("hits.2031-03")), ending_of(Path("/dev/stdout"))
    ('.csv', '', '')
    """
    ending = path.suffix.lower()
    return ending if _ENDING.fullmatch(ending) else ""


def format_of(path: Path | None, formats: Sequence[str], usual: U, flag: str = "--format") -> str | U:
    """The one of these formats that a file's ending asks for; the ``usual`` one without a file, or an ending.

    Raises ValueError, which names the endings there are and the ``flag`` that names a format, for one that none of them has.

    >>> format_of(Path("hits.csv"), ("table", "json", "csv"), "table"), format_of(None, ("table", "json"), "table")
    ('csv', 'table')
    >>> format_of(Path("hits.ods"), ("table", "json", "csv"), "table")
    Traceback (most recent call last):
    ValueError: no .ods is written here: name it .txt, .json or .csv, or say the --format
    """
    ending = ending_of(path) if path else ""
    if not ending:
        return usual
    likely: list[str] = [usual] if isinstance(usual, str) else []
    likely += formats
    for name in likely:
        if ending in ENDINGS.get(name, ()):
            return name
    known = dict.fromkeys(ENDINGS[name][0] for name in likely if name in ENDINGS)
    raise ValueError(f"no {ending} is written here: name it {_either(known)}, or say the {flag}")


def check_ending(path: Path, form: str) -> None:
    """Raise ValueError where a file of this format would be taken for one of another, by its ending.

    >>> check_ending(Path("hits.json"), "jsonl")
    >>> check_ending(Path("hits.xlsx"), "csv")
    Traceback (most recent call last):
    ValueError: --format csv writes no .xlsx: name it .csv, or leave --format away
    """
    ending, own = ending_of(path), (*ENDINGS.get(form, ()), *_TOO.get(form, ()))
    taken = ending in _FOREIGN or any(ending in endings for endings in ENDINGS.values())
    if own and taken and ending not in own:
        more = ", or leave --format away" if any(ending in endings for endings in ENDINGS.values()) else ""
        raise ValueError(f"--format {form} writes no {ending}: name it {own[0]}{more}")


def _either(names: Iterable[str]) -> str:
    """Names as a choice.

    >>> _either([".txt", ".json", ".csv"]), _either([".json"])
    ('.txt, .json or .csv', '.json')
    """
    *before, last = names
    return f"{', '.join(before)} or {last}" if before else last
