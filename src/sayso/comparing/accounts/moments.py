"""The words of a claim that name times -> days, months, weekdays and years, and whether those of two claims may be the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from sayso.languages import entries
from sayso.languages.lexicon import month_numbers
from sayso.record import Span, Time

_WORD = re.compile(r"[^\W\d_]+|\d+")


@dataclass(frozen=True, slots=True)
class Moment:
    """What words say of a time, as far as they go: "26 January" a month and a day, "Sunday" a weekday, "June 2033" two."""

    span: Span
    year: int | None = None
    month: int | None = None
    days: frozenset[int] = frozenset()
    weekday: int | None = None


def moments(times: tuple[Time, ...]) -> Iterator[Moment]:
    """The times of a claim that name a year, a month, a day or a weekday; none that count from another ("next month")."""
    for time in times:
        words = _WORD.findall(time.span.text.lower())
        year = next((int(word) for word in words if word.isdigit() and len(word) == 4 and word[0] in "12"), None)
        month = next((month_numbers()[word] for word in words if word in month_numbers() and word != "may"), None)
        if month is None and re.search(r"\bMay\b", time.span.text):
            month = 5
        weekday = next((_weekdays()[word] for word in words if word in _weekdays()), None)
        numbers = [_ordinals().get(word) or (int(word) if word.isdigit() and len(word) < 3 else 0) for word in words]
        days = frozenset(number for number in numbers if month and 1 <= number <= 31)
        if year or month or weekday:
            yield Moment(time.span, year, month, days, weekday)


@cache
def _weekdays() -> dict[str, int]:
    return {row[1]: int(row[2]) for row in entries("en", "time_words") if row[0] == "weekday"}


@cache
def _ordinals() -> dict[str, int]:
    """«The first of April»."""
    return {row[1]: int(row[2]) for row in entries("en", "time_words") if row[0] == "ordinal"}


def alike(one: Moment, other: Moment) -> bool:
    """Whether two times say the same: "1 April" and "the first of April"."""
    return (one.year, one.month, one.days, one.weekday) == (other.year, other.month, other.days, other.weekday)


def apart(one: Moment, other: Moment) -> bool:
    """Whether two times cannot be one: another year, month, day or weekday where both say it.

    >>> text = "on 26 January", "January 27"
    >>> first, second = (next(moments((Time(Span(0, len(words), words)),))) for words in text)
    >>> apart(first, second)
    True
    """
    return (
        (one.year is not None and other.year is not None and one.year != other.year)
        or (one.month is not None and other.month is not None and one.month != other.month)
        or (one.month is not None and one.month == other.month and bool(one.days and other.days) and not one.days & other.days)
        or (one.weekday is not None and other.weekday is not None and one.weekday != other.weekday)
    )


def finer(one: Moment, other: Moment) -> bool:
    """Whether one of two times that may be the same says more: "6 May" and "May"."""
    return not apart(one, other) and not alike(one, other)
