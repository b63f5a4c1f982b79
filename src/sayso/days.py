"""A day, a month or a year as people write one -> its first or its last day."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

_DAY = re.compile(r"(\d{4})(?:-(\d\d?)(?:-(\d\d?))?)?", re.ASCII)


def first_day(words: str) -> str:
    """The first day of what is meant. Raises ValueError for what is no day, month or year.

    >>> first_day("2031"), first_day("2031-3"), first_day("2031-03-14")
    ('2031-01-01', '2031-03-01', '2031-03-14')
    """
    return _day(words, first=True)


def last_day(words: str) -> str:
    """The last day of what is meant. Raises ValueError for what is no day, month or year.

    >>> last_day("2031"), last_day("2032-02"), last_day("2031-03-14")
    ('2031-12-31', '2032-02-29', '2031-03-14')
    """
    return _day(words, first=False)


def _day(words: str, first: bool) -> str:
    parts = _DAY.fullmatch(words.strip())
    try:
        year, *rest = (int(number) for number in (parts.groups() if parts else ()) if number)
        month = rest[0] if rest else 1 if first else 12
        number = rest[1] if rest[1:] else 1 if first else monthrange(year, month)[1]
        return date(year, month, number).isoformat()
    except ValueError:
        raise ValueError(f"{words!r} is no day: write 2031-03-14, 2031-03 or 2031") from None
