"""A TIMEX3 value -> the days that it may mean; and values so many days, weeks, months, quarters or years away from others."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import MAXYEAR, date, timedelta

_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T[\w:]+)?")
_MONTH = re.compile(r"(\d{4})-(\d\d)")
_WEEK = re.compile(r"(\d{4})-W(\d\d)(-WE)?")
_PART = re.compile(r"(\d{4})-(Q|H)(\d)")
_SEASON = re.compile(r"(\d{4})-(SP|SU|FA)")
_YEARS = re.compile(r"\d{2,4}")
_SEASON_STARTS = {"SP": 3, "SU": 6, "FA": 9}  # months of the northern ones; a winter lies in two years, one is not told which

Days = tuple[str | None, str | None]


def days_of(value: str | None) -> Days:
    """The first and the last day of what a value names, ISO, both included; None twice for a length, a season unknown, a "now".

    >>> days_of("2022-W08"), days_of("2024-02"), days_of("1989-Q3")
    (('2022-02-21', '2022-02-27'), ('2024-02-01', '2024-02-29'), ('1989-07-01', '1989-09-30'))
    >>> days_of("2022-02-20TEV"), days_of("198"), days_of("P3D"), days_of("2022-05-03/2022-05-05")
    (('2022-02-20', '2022-02-20'), ('1980-01-01', '1989-12-31'), (None, None), ('2022-05-03', '2022-05-05'))
    """
    first, slash, last = (value or "").partition("/")
    if slash:
        return days_of(first)[0], days_of(last)[1]
    try:
        return _days(first)
    except ValueError:
        return None, None


def _days(value: str) -> Days:
    if found := _DAY.fullmatch(value):
        day = date(int(found[1]), int(found[2]), int(found[3])).isoformat()
        return day, day
    if found := _MONTH.fullmatch(value):
        return _months(int(found[1]), int(found[2]), 1)
    if found := _PART.fullmatch(value):
        size = 3 if found[2] == "Q" else 6
        return _months(int(found[1]), size * int(found[3]) - size + 1, size)
    if found := _SEASON.fullmatch(value):
        return _months(int(found[1]), _SEASON_STARTS[found[2]], 3)
    if found := _WEEK.fullmatch(value):
        monday = date.fromisocalendar(int(found[1]), int(found[2]), 1)
        first, last = (5, 6) if found[3] else (0, 6)
        return (monday + timedelta(first)).isoformat(), (monday + timedelta(last)).isoformat()
    if _YEARS.fullmatch(value):
        rest = 4 - len(value)
        return f"{value}{'0' * rest}-01-01", f"{value}{'9' * rest}-12-31"
    return None, None


def _months(year: int, month: int, count: int) -> Days:
    last = month + count - 1
    return date(year, month, 1).isoformat(), date(year, last, monthrange(year, last)[1]).isoformat()


def week_of(day: date) -> str:
    """The week of a day: its number by ISO 8601, with the year in which its Thursday lies.

    >>> week_of(date(2021, 1, 3))
    '2020-W53'
    """
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def away(value: str, count: int, unit: str) -> str | None:
    """What lies ``count`` units ("D", "W", "2W", "M", "Q", "Y", "DE", "CE") from a value's first day, as exact as the unit.

    None where it is beyond the calendar, or the value has no days.

    >>> away("2022-02-20", -1, "D"), away("2022-02-20", -1, "W"), away("2022-01-31", 1, "M"), away("1989-Q3", -1, "Y")
    ('2022-02-19', '2022-W06', '2022-02', '1988')
    """
    first = days_of(value)[0]
    if first is None:
        return None
    try:
        return _away(date.fromisoformat(first), count, unit)
    except (ValueError, OverflowError):
        return None


def _away(day: date, count: int, unit: str) -> str | None:
    if unit == "D":
        return (day + timedelta(count)).isoformat()
    if unit in ("W", "2W"):
        return week_of(day + timedelta(7 * count * (2 if unit == "2W" else 1)))
    if unit == "M":
        months = 12 * day.year + day.month - 1 + count
        return f"{_year(months // 12)}-{months % 12 + 1:02d}"
    if unit == "Q":
        quarters = 4 * day.year + (day.month - 1) // 3 + count
        return f"{_year(quarters // 4)}-Q{quarters % 4 + 1}"
    years = {"Y": 1, "DE": 10, "CE": 100}.get(unit)
    if years is None:
        return None
    year = _year(day.year + years * count)
    return year[: len(year) - len(str(years)) + 1]


def _year(year: int) -> str:
    if not 0 < year <= MAXYEAR:
        raise ValueError(f"no year {year}")
    return f"{year:04d}"


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar: the anonymous computus, as Meeus gives it (Astronomical Algorithms, 1991).

    >>> easter(2022), easter(2000)
    (datetime.date(2022, 4, 17), datetime.date(2000, 4, 23))
    """
    golden, century, rest = year % 19, year // 100, year % 100
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * late + 114, 31)
    return date(year, month, day + 1)


def weekday_of_month(year: int, month: int, weekday: int, which: int) -> date:
    """The ``which``th weekday (Monday is 1) of a month, -1 for the last.

    >>> weekday_of_month(1999, 11, 4, 4), weekday_of_month(2022, 5, 1, -1)
    (datetime.date(1999, 11, 25), datetime.date(2022, 5, 30))
    """
    if which < 0:
        last = date(year, month, monthrange(year, month)[1])
        return last - timedelta((last.isoweekday() - weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta((weekday - first.isoweekday()) % 7 + 7 * (which - 1))
