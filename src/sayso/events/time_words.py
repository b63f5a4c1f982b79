"""A language's word lists -> the words that times are named with, by class, and the days that return each year."""

from __future__ import annotations

from functools import cache

from sayso.languages import entries
from sayso.languages.lexicon import month_numbers, zone_offsets

_MAYBE_NAMES = frozenset({"may", "march", "april", "june", "august"})  # and verbs: no months by themselves
_SHORT = 4  # letters of a month's name that may be a short form


@cache
def time_words(code: str = "en") -> dict[str, dict[str, str]]:
    """The words of each class, with what they are worth: months and zones are classes too.

    >>> time_words()["unit"]["week"], time_words()["month"]["may"], time_words()["sure-month"].get("may")
    ('W', '5', None)
    """
    classes: dict[str, dict[str, str]] = {}
    for kind, word, *worth in entries(code, "time_words"):
        classes.setdefault(kind, {})[word] = worth[0] if worth else ""
    months = {name: str(number) for name, number in month_numbers(code).items()}
    whole = {name for name in months if len(name) > _SHORT or name in ("may", "june", "july")}
    classes["month"] = {name: number for name, number in months.items() if name in whole}
    classes["short-month"] = {name: number for name, number in months.items() if name not in whole}
    classes["sure-month"] = {name: number for name, number in classes["month"].items() if name not in _MAYBE_NAMES}
    classes["zone"] = dict.fromkeys([*zone_offsets(code), "et", "ct", "mt", "pt"], "")
    return classes


@cache
def holidays(code: str = "en") -> dict[str, str]:
    """Days that return each year, by name, with the rule of each; the longer names first.

    >>> holidays()["christmas"]
    '12-25'
    """
    rows = {name.replace("'s", " 's").replace(".", " ."): rule for name, rule in entries(code, "holidays")}
    return dict(sorted(rows.items(), key=lambda row: -len(row[0])))
