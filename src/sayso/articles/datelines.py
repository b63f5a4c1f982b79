"""A dateline as a reader sees it -> its time: "14:27 GMT 14.03.2031", "le 14 mars 2031 à 14h27"."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import cache
from itertools import islice

from sayso.articles.times import EARLIEST_YEAR
from sayso.languages import entries


@cache
def _month_numbers() -> dict[str, int]:
    return {name: int(row[0]) for table in ("foreign_months", "months") for row in entries("en", table) for name in row[1:]}


@cache
def _zones() -> dict[str, str]:
    return {row[0].lower(): row[1] for row in entries("en", "zones")}


_YEAR = r"(?P<y>(?:19|20)\d\d)"
_HAS_YEAR = re.compile(r"(?:19|20)\d\d")
_SLASHED = re.compile(r"(?<![\d/])(?P<d>\d{1,2})/(?P<m>\d{1,2})/" + _YEAR + r"(?![\d/])")
_DASHED = re.compile(r"(?<![\d-])(?P<d>\d{1,2})-(?P<m>\d{1,2})-" + _YEAR + r"(?![\d-])")
_OPEN = (_SLASHED, _DASHED)  # which of the two is the day is for the page's country to tell
_DAYS = (
    *(
        re.compile(pattern, re.I)
        for pattern in (
            r"\b(?P<d>\d{1,2})(?:st|nd|rd|th)?\.?[ -](?:de |of )?(?P<b>[^\W\d_]{3,10})\.?,?[ -](?:de )?" + _YEAR + r"\b",
            r"\b(?P<b>[^\W\d_]{3,10})\.? (?P<d>\d{1,2})(?:st|nd|rd|th)?,? " + _YEAR + r"\b",
            r"\b" + _YEAR + r"-(?P<m>\d\d)-(?P<d>\d\d)(?:\b|(?=T\d\d:))",
            r"\b" + _YEAR + r"/(?P<m>\d\d?)/(?P<d>\d\d?)\b",
            r"\b(?P<d>\d{1,2})(?P<mark>\.| \|) ?(?P<m>\d{1,2})(?P=mark) ?" + _YEAR + r"\b",
            _YEAR + r"年(?P<m>\d\d?)月(?P<d>\d\d?)日",
        )
    ),
    *_OPEN,
)
_CLOCK = re.compile(
    r"(?<![\d.:])(?P<h>[01]?\d|2[0-3])(?:[:.](?P<n>[0-5]\d)(?!\.\d{4})|h(?P<n2>[0-5]\d)|時(?P<n3>[0-5]?\d)分)(?::(?P<s>[0-5]\d))?"
    r"(?:\s?(?P<half>[ap])\.?m\b\.?)?(?:\s?\(?(?P<zone>[A-Z]{1,5}T|UTC|GMT|Z)\b)?(?:\s?(?P<offset>[+-]\d\d:?\d\d)\b)?",
    re.I,
)
# Hours of standard time behind UTC that "ET" and the like stand for; an hour less in summer, as the day tells.
_AMERICAN = {"et": 5, "ct": 6, "mt": 7, "pt": 8}
_AMERICAN_ZONE = re.compile(r"\b(?:[AECMP](?:[SD])?T)\b")
LONGEST = 300  # characters of a dateline that are looked at
MOST_DAYS = 4
CLOCK_WITHIN = 32  # characters between a day and its clock: " at ", ", updated ", " | Last updated on "


# Where 03/04/2031 is the third of April. In English it may be March the fourth (and en-US is what pages of any country say that
# were left as their program came); in America and on the Philippines other languages follow it.
_DAY_FIRST = re.compile(
    r"en[-_](?:au|gb|ie|in|nz|za)\b"
    r"|(?:bg|ca|cs|da|de|el|es|et|fi|fr|he|hr|id|it|nl|no|nb|pl|pt|ro|ru|sk|sl|sr|tr|uk|vi)(?![a-z])(?![-_](?:us|pr|ca|ph|pa)\b)",
    re.I,
)


def is_day_first(language: str) -> bool:
    """Whether pages of a language, with its country where known, write the day before the month.

    >>> is_day_first("en-GB"), is_day_first("fr"), is_day_first("fr-CA"), is_day_first("en")
    (True, True, False, False)
    """
    return bool(_DAY_FIRST.match(language))


def written_time(text: str, day_first: bool | None = None) -> str | None:
    """The first time in a visible dateline with both day and clock, in ISO 8601; with an offset where a zone is named.

    ``day_first`` tells of 03/04/2031 whether it is the third of April; None where nobody knows.

    >>> written_time("14:27 GMT 14.03.2031 (Updated: 15:23 GMT 14.03.2031)"), written_time("March 14, 2031 at 2:05 p.m.")
    ('2031-03-14T14:27+00:00', '2031-03-14T14:05')
    >>> written_time("03/04/2031 10:00") is None  # the third of April, or March the fourth
    True
    >>> written_time("03/04/2031 10:00 AM PT"), written_time("03/14/2031 10:00 AM PT")  # an American zone writes months first
    ('2031-03-04T10:00-08:00', '2031-03-14T10:00-07:00')
    """
    day, text = _day(text[:LONGEST], day_first)
    clock = _CLOCK.search(text)
    if day is None or clock is None:
        return None
    hour = int(clock["h"])
    if clock["half"]:
        hour = hour % 12 + (12 if clock["half"].lower() == "p" else 0)
    minute = clock["n"] or clock["n2"] or clock["n3"]
    zone = clock["offset"] or _offset((clock["zone"] or "").lower(), day)
    when = f"{day}T{hour:02d}:{int(minute):02d}{zone}"
    try:
        return datetime.fromisoformat(when).isoformat(timespec="minutes")
    except ValueError:
        return None


def _offset(zone: str, day: str) -> str:
    """What a zone's name stands for on a day; nothing where it is not known."""
    if zone not in _AMERICAN:
        return _zones().get(zone, "")
    return f"-{_AMERICAN[zone] - _is_american_summer(day):02d}:00"


def _is_american_summer(day: str) -> bool:
    """Whether clocks are put forward in the United States: since 2007 from March's second Sunday to November's first."""
    try:
        when = date.fromisoformat(day)
    except ValueError:
        return False
    march, november = date(when.year, 3, 14), date(when.year, 11, 7)
    return march - timedelta((march.weekday() + 1) % 7) <= when < november - timedelta((november.weekday() + 1) % 7)


def written_day(text: str, day_first: bool | None = None) -> str | None:
    """The first day in a visible dateline, without its clock.

    >>> written_day("Publié le 14 mars 2031"), written_day("03/04/2031"), written_day("03/04/2031", day_first=True)
    ('2031-03-14', None, '2031-04-03')
    """
    return _day(text[:LONGEST], day_first)[0]


def written(text: str, day_first: bool | None = None) -> tuple[str, int, int] | None:
    """The first day in a text, with its clock where one stands within a few characters, and where the day begins and ends.

    >>> written("By Ada Stone | Oct 22, 2030, 4:19 PM | 12:30 min")
    ('2030-10-22T16:19', 15, 27)
    >>> written("Rain in 2030")
    """
    found = _first_day(text[:LONGEST], day_first)
    if found is None:
        return None
    day, start, end = found
    following = _first_day(text[end:LONGEST], day_first)
    behind = text[end : end + (min(following[1], CLOCK_WITHIN) if following else CLOCK_WITHIN)]
    near = f"{day} {behind}", f"{day} {text[max(0, start - CLOCK_WITHIN) : start]}"
    return next(filter(None, map(written_time, near)), day), start, end


def _day(text: str, day_first: bool | None) -> tuple[str | None, str]:
    """The first day written in a text, as an ISO date, and the text without it."""
    found = _first_day(text, day_first)
    return (found[0], text[: found[1]] + " " + text[found[2] :]) if found else (None, text)


def _first_day(text: str, day_first: bool | None) -> tuple[str, int, int] | None:
    """The day that is written first, and where; None where it may be two days."""
    if not _HAS_YEAR.search(text):  # as in four lines of five
        return None
    matches = ((found, pattern) for pattern in _DAYS for found in islice(pattern.finditer(text), MOST_DAYS))
    days = filter(None, (_day_in(found, pattern, text, day_first) for found, pattern in matches))
    first = min(days, key=lambda day: day[1], default=None)
    return None if first is None or not first[0] else first


def _day_in(found: re.Match[str], pattern: re.Pattern[str], text: str, day_first: bool | None) -> tuple[str, int, int] | None:
    """The day of one match, "" where it is not known which figure is the month; None where it is none."""
    part = found.groupdict()
    month = _month_numbers().get(part["b"].lower(), 0) if part.get("b") else int(part["m"])
    day = int(part["d"])
    if pattern in _OPEN and day != month:
        known = False if _AMERICAN_ZONE.search(text) else day_first
        if day <= 12 and month <= 12 and known is None:
            return "", *found.span()
        if month > 12 or (day <= 12 and not known):
            day, month = month, day
    try:
        return date(int(part["y"]), month, day).isoformat(), *found.span()
    except ValueError:
        return None


# 2031/03/14, 2031-03-14-rain, 20310314, 14-03-2031: a day in an address. 2031/03 is none, and 20310314220 a number.
_IN_ADDRESS = (
    re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<mark>[/_.-])(?P<m>0?[1-9]|1[0-2])(?P=mark)(?P<d>0?[1-9]|[12]\d|3[01])(?!\d)"),
    re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?!\d)"),
    re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)/(?P<b>[a-z]{3,9})/(?P<d>0?[1-9]|[12]\d|3[01])(?!\d)", re.I),
    re.compile(r"(?<!\d)(?P<d>0[1-9]|[12]\d|3[01])-(?P<m>0[1-9]|1[0-2])-(?P<y>(?:19|20)\d\d)(?!\d)"),
)


def day_in_address(url: str | None) -> str | None:
    """The day that stands in the path of an article's address.

    >>> day_in_address("https://post.example/2031/03/14/rain"), day_in_address("https://post.example/rain-20310314.html")
    ('2031-03-14', '2031-03-14')
    >>> day_in_address("https://post.example/2031/03/rain-1031") is None
    True
    """
    path = (url or "").partition("://")[2].partition("/")[2].partition("?")[0][:LONGEST]
    for pattern in _IN_ADDRESS:
        for found in pattern.finditer(path):
            day = _day_in(found, pattern, "", True)
            if day and day[0] >= f"{EARLIEST_YEAR}":
                return day[0]
    return None


LATER = re.compile(
    r"\b(?:updated?|modified|last (?:update|change|revision)|revised|aktualisiert|letzte (?:änderung|aktualisierung)|stand:?|"
    r"actualizado|actualizada|aggiornato|mise? à jour|atualizado|bijgewerkt|uppdaterad|opdateret|oppdatert|zaktualizowano)\b",
    re.I,
)
