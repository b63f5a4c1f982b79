"""A form of time -> what its words are worth: numbers, months, years, units; and what is known where they stand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from sayso.events.calendar import away
from sayso.events.time_forms import Found
from sayso.events.time_words import time_words


class UnknownError(LookupError):
    """The words name a time that cannot be told: they count from a day that is not known, or may be of two."""


@dataclass(slots=True)
class Telling:
    """What is known where words of time stand: the article's day, the times told before them, the tense of their clause."""

    day: date | None
    told: str | None = None  # the last value of a day or a period
    quarter: str | None = None  # the last of a quarter
    tense: int = 0  # 1 for what is to come, -1 for what was, 0 where no verb tells
    sure: bool = False  # whether a word right before tells the tense: "since January"

    @property
    def today(self) -> date:
        """The article's day. Raises UnknownError where it has none."""
        if self.day is None:
            raise UnknownError
        return self.day

    @property
    def here(self) -> str:
        """The article's day, ISO. Raises UnknownError where it has none."""
        return self.today.isoformat()

    @property
    def last(self) -> str:
        """What was told last, else the article's day."""
        return self.told or self.here


def number(words: str) -> float | None:
    """What words for a number are worth, the first of two; None where they are none.

    >>> number("twenty - four"), number("2,500"), number("a hundred"), number("two to three"), number("some")
    (24, 2500, 100, 2, None)
    """
    total: float | None = None
    classes = time_words()
    for word in words.split():
        if word in ("to", "or"):
            break
        if word in classes["hundreds"]:
            total = (total or 1) * int(classes["hundreds"][word])
        elif re.fullmatch(r"[\d,.]*\d", word):
            if total is not None:
                break
            total = float(word.replace(",", ""))
            total = int(total) if total.is_integer() else total
        elif worth := next((classes[kind][word] for kind in ("ones", "teens", "tens") if word in classes[kind]), None):
            total = (total or 0) + int(worth)
    return total


def ordinal(word: str) -> int:
    """The number of a word that counts in order, 0 for another.

    >>> ordinal("third"), ordinal("22nd"), ordinal("5"), ordinal("last")
    (3, 22, 5, 0)
    """
    return int(time_words()["ordinal"].get(word) or re.sub(r"\D", "", word) or 0)


def worth(found: Found, part: str) -> str:
    """What the word in one place is worth in its class: "1" where "Monday", or "Mon.", stands for a weekday."""
    word, kind = found.parts[part][0], part.replace("_", "-")
    return time_words()[kind].get(word) or time_words()[f"short-{kind}"][word]


def month_of(found: Found, part: str = "month") -> int:
    """The number of the month in one place."""
    word, classes = found.parts[part][0], time_words()
    return int(classes["month"].get(word) or classes["short-month"][word])


def year_in(found: Found, now: Telling) -> int | None:
    """The year that stands in a form: in figures, in words, or beside another one ("last year"); None where none stands."""
    if "yearis" in found:
        return int(period_beside(found.word("yearis"), "Y", now)[:4])
    words = found.parts.get("year")
    if words is None:
        return None
    if words[0].isdigit():
        return int(words[0])
    rest = sum(number(word) or 0 for word in words[1:] if word not in ("hundred", "thousand"))
    return int((2000 if words[0] == "two" else 100 * (number(words[0]) or 0)) + rest)


def count_in(found: Found) -> str | None:
    """The number of units in a form, "X" for many, "1" for "a week"; None where its words are no number."""
    if "count" in found:
        exact = number(found.word("count"))
        return None if exact is None else f"{exact:g}"
    if "vague" in found:
        return "2" if "couple" in found.word("vague") else "X"
    return "1" if "unit" in found else "X"


def unit_in(found: Found) -> str:
    """The unit in a form, as TIMEX3 writes it: "W" for "week" and for "weeks"; "TM" for the minutes of a clock."""
    classes = time_words()
    return classes["unit"].get(found.word("unit")) or classes["units"][found.word("units")]


_WAYS = {"last": -1, "past": -1, "previous": -1, "preceding": -1, "next": 1, "coming": 1, "following": 1, "upcoming": 1}
_TOLD = frozenset({"following", "previous", "preceding", "that", "same"})  # counted from what was told last


def period_beside(which: str, unit: str, now: Telling) -> str:
    """The value of the day, the week, the year … that now is, or that lies beside it: "last", "this", "the following".

    >>> period_beside("last", "W", Telling(date(2022, 2, 20))), period_beside("the following", "Y", Telling(None, told="1995"))
    ('2022-W06', '1996')
    """
    words = which.split()
    shift = next((_WAYS[word] for word in words if word in _WAYS), 0)
    from_told = not _TOLD.isdisjoint(words) or (unit == "D" and shift != 0)
    return away(now.last if from_told else now.here, shift, unit) or ""
