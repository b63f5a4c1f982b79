"""A language's words as data: plain lists under ``languages/<code>/``, one entry a line, columns split by tabs.

>>> from sayso.languages import entries, has_language
>>> has_language("en")
True
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files


def has_language(code: str | None) -> bool:
    """Whether word lists for this language (an ISO 639-1 code, "en" or "en-GB") stand in the package."""
    return bool(code) and files(__name__).joinpath(str(code).split("-")[0].lower()).is_dir()


@cache
def entries(code: str, name: str) -> tuple[tuple[str, ...], ...]:
    """The rows of ``languages/<code>/<name>.txt``, each a tuple of its tab-separated columns.

    Blank lines and lines that start with ``#`` are comments. Raises FileNotFoundError where there is no such list.
    """
    text = files(__name__).joinpath(code, f"{name}.txt").read_text(encoding="utf8")
    rows = (line.rstrip() for line in text.splitlines())
    return tuple(tuple(row.split("\t")) for row in rows if row and not row.startswith("#"))
