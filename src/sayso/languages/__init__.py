"""A language's words as data: plain lists under ``languages/<code>/``, one entry a line, columns split by tabs.

>>> from sayso.languages import base, entries
>>> base("en-GB"), len(entries("en", "plain_cues")) > 20
('en', True)
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files


def base(code: str | None) -> str:
    """The language of a code without its region, "" for none: "en-GB" gives "en"."""
    return (code or "").split("-")[0].lower()


def may_be_english(code: str | None) -> bool:
    """Whether a text in a language, or in one that is not known, is read as English.

    >>> may_be_english("en-GB"), may_be_english(None), may_be_english("fr")
    (True, True, False)
    """
    return (code or "en").startswith("en")


@cache
def entries(code: str, name: str) -> tuple[tuple[str, ...], ...]:
    """The rows of ``languages/<code>/<name>.txt``, each a tuple of its tab-separated columns.

    Blank lines and lines that start with ``#`` are comments. Raises FileNotFoundError where there is no such list.
    """
    text = files(__name__).joinpath(code, f"{name}.txt").read_text(encoding="utf8")
    rows = (line.rstrip() for line in text.splitlines())
    return tuple(tuple(row.split("\t")) for row in rows if row and not row.startswith("#"))


@cache
def listed(*names: str, code: str = "en") -> frozenset[str]:
    """The words in the first column of one list, or of several.

    >>> "kolumne" in listed("byline_kinds")
    True
    """
    return frozenset(row[0] for name in names for row in entries(code, name))


@cache
def word_class(name: str, code: str = "en") -> frozenset[str]:
    """The small words of one class: "determiner", "preposition", …

    >>> "the" in word_class("determiner")
    True
    """
    return frozenset(word for kind, word in entries(code, "word_classes") if kind == name)


@cache
def abbreviations(code: str = "en") -> frozenset[str]:
    """Words whose full stop ends no sentence.

    >>> "gov" in abbreviations()
    True
    """
    return word_class("abbreviation", code) | {row[0] for row in entries(code, "titles")}
