"""A dateline as a reader sees it -> its time: "14:27 GMT 14.03.2031", "le 14 mars 2031 à 14h27"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from functools import cache

from sayso.languages import entries


@cache
def _month_numbers() -> dict[str, int]:
    return {name: int(row[0]) for table in ("foreign_months", "months") for row in entries("en", table) for name in row[1:]}


@cache
def _zones() -> dict[str, str]:
    return {row[0].lower(): row[1] for row in entries("en", "zones")}


_YEAR = r"(?P<y>(?:19|20)\d\d)"
_DAYS = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        r"\b(?P<d>\d{1,2})(?:st|nd|rd|th)?\.?[ -](?:de )?(?P<b>[^\W\d_]{3,10})\.?,?[ -](?:de )?" + _YEAR + r"\b",
        r"\b(?P<b>[^\W\d_]{3,10})\.? (?P<d>\d{1,2})(?:st|nd|rd|th)?,? " + _YEAR + r"\b",
        r"\b" + _YEAR + r"-(?P<m>\d\d)-(?P<d>\d\d)\b",
        r"\b" + _YEAR + r"/(?P<m>\d\d?)/(?P<d>\d\d?)\b",
        r"\b(?P<d>\d{1,2})\.(?P<m>\d{1,2})\." + _YEAR + r"\b",
        _YEAR + r"年(?P<m>\d\d?)月(?P<d>\d\d?)日",
        r"\b(?P<d>\d{1,2})/(?P<m>\d{1,2})/" + _YEAR + r"\b",
    )
)
_CLOCK = re.compile(
    r"(?<![\d.:])(?P<h>[01]?\d|2[0-3])(?:[:.](?P<n>[0-5]\d)(?!\.\d{4})|h(?P<n2>[0-5]\d)|時(?P<n3>[0-5]?\d)分)(?::(?P<s>[0-5]\d))?"
    r"(?:\s?(?P<half>[ap])\.?m\b\.?)?(?:\s?\(?(?P<zone>[A-Z]{1,5}T|UTC|GMT|Z)\b)?(?:\s?(?P<offset>[+-]\d\d:?\d\d)\b)?",
    re.I,
)


def written_time(text: str) -> str | None:
    """The first time in a visible dateline with both day and clock, in ISO 8601; with an offset where a zone is named.

    >>> written_time("14:27 GMT 14.03.2031 (Updated: 15:23 GMT 14.03.2031)"), written_time("March 14, 2031 at 2:05 p.m.")
    ('2031-03-14T14:27+00:00', '2031-03-14T14:05')
    >>> written_time("03/04/2031 10:00") is None  # the third of April, or March the fourth
    True
    """
    text = text[:300]
    day, text = _day(text)
    clock = _CLOCK.search(text)
    if day is None or clock is None:
        return None
    hour = int(clock["h"])
    if clock["half"]:
        hour = hour % 12 + (12 if clock["half"].lower() == "p" else 0)
    minute = clock["n"] or clock["n2"] or clock["n3"]
    zone = clock["offset"] or _zones().get((clock["zone"] or "").lower(), "")
    when = f"{day}T{hour:02d}:{int(minute):02d}{zone}"
    try:
        return datetime.fromisoformat(when).isoformat(timespec="minutes")
    except ValueError:
        return None


def written_day(text: str) -> str | None:
    """The first day in a visible dateline, without its clock.

    >>> written_day("Publié le 14 mars 2031"), written_day("03/04/2031")
    ('2031-03-14', None)
    """
    return _day(text[:300])[0]


def _day(text: str) -> tuple[str | None, str]:
    """The first day written in a text, as an ISO date, and the text without it."""
    for pattern in _DAYS:
        found = pattern.search(text)
        if not found:
            continue
        part = found.groupdict()
        month = _month_numbers().get(part["b"].lower(), 0) if part.get("b") else int(part["m"])
        day = int(part["d"])
        if pattern is _DAYS[-1] and day <= 12 and month <= 12 and day != month:
            return None, text
        if pattern is _DAYS[-1] and day <= 12 < month:
            day, month = month, day
        if 1 <= month <= 12 and 1 <= day <= 31:
            return f"{part['y']}-{month:02d}-{day:02d}", text[: found.start()] + " " + text[found.end() :]
    return None, text


_LATER = re.compile(r"\b(?:updated|modified|last update|aktualisiert|actualizado|aggiornato|mis à jour)\b", re.I)


def datelines(texts: Sequence[str]) -> tuple[str | None, str | None]:
    """Published and updated from visible datelines, where one line, or two that follow each other, give day and clock."""
    published = updated = None
    for index, text in enumerate(texts):
        pair = f"{text} {texts[index + 1]}" if index + 1 < len(texts) else text
        for words in (text, pair):
            when = written_time(words)
            if when is None:
                continue
            later = _LATER.search(words)
            if later:
                second = written_time(words[later.end() :])
                first = written_time(words[: later.start()])
                published, updated = published or first, updated or second
            else:
                published = published or when
            break
        if published and index > 12:
            break
    return published, updated
