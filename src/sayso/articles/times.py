"""A date as a page writes it -> ISO 8601, to the second and with its offset where given; None where it is no date."""

from __future__ import annotations

import re
import warnings
from datetime import UTC, date, datetime, timedelta, timezone

EARLIEST_YEAR = 1990  # a page's own time; earlier ones are defaults such as 1970-01-01
_ISO = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})"
    r"(?:(?:T|\s{1,3})(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?\s{0,3}(Z|UTC|GMT|[+-]\d{2}:?(?:\d{2})?)?)?"
    r"(?:\[[\w/]{1,40}\])?$",
    re.I,
)
_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?)?(Z|[+-]\d{2}:?\d{2})?$")
_EPOCH = re.compile(r"(\d{10})(?:\d{3})?$")
_YEAR_LAST = re.compile(r"(?<!\d)(\d{1,2})([./-])(\d{1,2})[./-](\d{4})(?:\D{1,12}(\d{1,2})[:.h](\d{2}))?")
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})\s?[/.年-]\s?(\d{1,2})\s?[/.月-]\s?(\d{1,2})日?(?:\D{1,12}(\d{1,2})[:時](\d{2}))?")
_ZONES = {
    name: hours * 3600
    for name, hours in {"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7}.items()
} | {"BST": 3600, "CET": 3600, "CEST": 7200, "MSK": 10800, "JST": 32400, "KST": 32400}


def to_iso(words: str | None, day_first: bool = False) -> str | None:
    """The time as ISO 8601: the day alone, or to the second with the offset that the page gives.

    03/04/2031 is the third of April where the page is known to write the ``day_first``, and no date elsewhere.

    >>> to_iso("2024-05-01T10:20:30.123Z"), to_iso("2024-05-01T10:20+0200"), to_iso("1 May 2024"), to_iso("soon")
    ('2024-05-01T10:20:30+00:00', '2024-05-01T10:20:00+02:00', '2024-05-01', None)
    >>> to_iso("03/04/2031"), to_iso("03/04/2031", day_first=True), to_iso("24/03/2031"), to_iso("03.04.2031")
    (None, '2031-04-03', '2031-03-24', '2031-04-03')
    """
    words = (words or "").strip()
    if not 6 <= len(words) <= 80 or not any(map(str.isdigit, words)):
        return None
    for pattern in (_ISO, _DIGITS):
        if found := pattern.match(words):
            return _written(*found.groups())
    if found := _EPOCH.match(words):
        return _plausible(datetime.fromtimestamp(int(found[1]), tz=UTC))
    return None if _is_open(words) and not day_first else _from_digits(words) or _from_words(words)


# What programs write who know no day: the first ones of their calendars.
_FIRST_DAYS = frozenset(
    {"1899-12-30", "1899-12-31", "1900-01-01", "1904-01-01", "1969-12-31", "1970-01-01", "1980-01-01"}
)
_EARLIEST_PAPER = 1600


def time_of(words: str | None) -> str | None:
    """The time that stands beside a text as ISO 8601, of whatever age; None where it cannot be told.

    >>> time_of("14 March 2031"), time_of("1912-04-15"), time_of("soon")
    ('2031-03-14', '1912-04-15', None)
    """
    return to_iso(words) or archived_iso(words)


def archived_iso(words: str | None) -> str | None:
    """The time of an article of before 1990, as an archive gives it: in ISO 8601, and none of the days that stand for none.

    >>> archived_iso("1989-10-30"), archived_iso("1989-10-30T08:00"), archived_iso("1970-01-01"), archived_iso("2031-03-14")
    ('1989-10-30', '1989-10-30T08:00:00', None, None)
    """
    words = (words or "").strip()
    try:
        when = datetime.fromisoformat(words)
    except ValueError:
        return None
    day = when.date().isoformat()
    if not _EARLIEST_PAPER <= when.year < EARLIEST_YEAR or day in _FIRST_DAYS:
        return None
    return day if words == day else when.isoformat(timespec="seconds")


def has_clock(iso: str | None) -> bool:
    """Whether an ISO time says more than the day."""
    return "T" in (iso or "")


def has_offset(iso: str | None) -> bool:
    """Whether an ISO time says its offset from UTC."""
    return bool(re.search(r"T\d\d:\d\d(?::\d\d)?[+-]\d\d:\d\d$", iso or ""))


def _written(
    year: str, month: str, day: str, hour: str | None, minute: str | None, second: str | None, offset: str | None
) -> str | None:
    try:
        if hour is None or minute is None:
            when = date(int(year), int(month), int(day))
            return when.isoformat() if when.year >= EARLIEST_YEAR else None
        zone = _zone(offset)
        return _plausible(datetime(int(year), int(month), int(day), int(hour), int(minute), int(second or 0), tzinfo=zone))
    except ValueError:
        return None


def _zone(offset: str | None) -> timezone | None:
    if not offset:
        return None
    if offset[0] not in "+-":
        return UTC
    digits = offset[1:].replace(":", "").ljust(4, "0")
    size = timedelta(hours=int(digits[:2]), minutes=int(digits[2:4]))
    return timezone(-size if offset[0] == "-" else size)


def _plausible(when: datetime) -> str | None:
    return when.isoformat(timespec="seconds") if when.year >= EARLIEST_YEAR else None


def _is_open(words: str) -> bool:
    """Whether the words' day is written with slashes or dashes and may be read either way: "03/04/2031"."""
    found = None if _YEAR_FIRST.search(words) else _YEAR_LAST.search(words)
    return (
        found is not None and found[2] != "." and int(found[1]) != int(found[3]) and int(found[1]) <= 12 and int(found[3]) <= 12
    )


def _from_digits(words: str) -> str | None:
    """A day in digits within words ("Updated: 24.11.2026, 17:04"), day first unless the year leads."""
    if found := _YEAR_FIRST.search(words):
        return _written(found[1], found[2], found[3], found[4], found[5], None, None)
    if found := _YEAR_LAST.search(words):
        return _written(found[4], found[3], found[1], found[5], found[6], None, None)
    return None


def _from_words(words: str) -> str | None:
    """A date with an English month ("Mon, 05 Aug 2024 12:47:21 GMT", "May 1, 2024"); the day alone where no clock is given."""
    from dateutil import parser  # 7 ms to import, and needed for one page in ten

    early, late = datetime(1904, 1, 1), datetime(1908, 2, 2, 1, 1)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", parser.UnknownTimezoneWarning)
            one, two = (parser.parse(words, default=default, tzinfos=_ZONES) for default in (early, late))
    except (ValueError, OverflowError, TypeError):
        return None
    if one.date() != two.date():  # something of the date came from the default
        return None
    if one.timetz() != two.timetz():
        return one.date().isoformat() if one.year >= EARLIEST_YEAR else None
    return _plausible(one)
