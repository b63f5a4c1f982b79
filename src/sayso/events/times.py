"""An article -> the times that its text names, each with its value and the days that it may mean."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.events.anchors import day_of
from sayso.events.calendar import Days, days_of
from sayso.events.tenses import tense_at
from sayso.events.time_forms import Found, find_forms
from sayso.events.time_values import VALUES, NoDayError, Telling
from sayso.languages import may_be_english
from sayso.record import Article, Span, Time

_TENSED = frozenset({"day", "days", "month", "weekday", "quarter", "season", "weekend", "holiday"})
_TOLD = re.compile(r"\d{2,4}(?:-.*)?")
_BY = re.compile(r"\b(?:by|before|until|till|no later than)\s+$", re.I)


def find_times(article: Article) -> tuple[Time, ...]:
    """The times in an article's text, in order; none in a language that has no forms of time.

    They are counted from the day of its dateline, else from the day it was published; where neither is known, what counts from
    a day ("Friday", "last week") has no value.

    >>> from sayso.record import Paragraph
    >>> text = "They met on Friday, and will meet again in May."
    >>> times = find_times(Article("a", text, (Paragraph(0, 47, "body"),), published="2022-02-20"))
    >>> [(time.span.text, time.value, time.earliest, time.latest) for time in times]
    [('Friday', '2022-02-18', '2022-02-18', '2022-02-18'), ('May', '2022-05', '2022-05-01', '2022-05-31')]
    """
    if not may_be_english(article.language):
        return ()
    now = Telling(day_of(article))
    times: list[Time] = []
    for paragraph in article.paragraphs:
        hour: Time | None = None
        for found in find_forms(article.text, paragraph.start, paragraph.end):
            time = _time(article.text, found, now, paragraph.start, paragraph.end)
            if time is None:
                continue
            if hour and _is_day(time) and _JOIN.fullmatch(article.text, hour.span.end, time.span.start):
                time = _timed(article.text, time, hour)
            elif hour:
                times += _at(article.text, hour, times, now)
            hour = time if _is_hour(time) else None
            times += [] if hour else [time]
        times += _at(article.text, hour, times, now) if hour else []
    return tuple(times)


_JOIN = re.compile(r",?\s{1,3}(?:on\s)?")


def _is_day(time: Time) -> bool:
    return time.earliest is not None and time.earliest == time.latest


def _is_hour(time: Time) -> bool:
    return (time.value or "").startswith("T")


def _timed(text: str, day: Time, hour: Time) -> Time:
    """A clock's time with the day behind it: "4 p.m. EST | Friday"."""
    span = Span(hour.span.start, day.span.end, text[hour.span.start : day.span.end])
    return Time(span, f"{day.earliest}{hour.value}", day.earliest, day.earliest)


def _at(text: str, hour: Time, times: list[Time], now: Telling) -> list[Time]:
    """A clock's time alone: of the day told last, where that is in its paragraph ("On Friday at | 4 p.m."), else of the article's."""
    last = times[-1] if times else None
    if last and _is_day(last) and text.count("\n", last.span.end, hour.span.start) < 2:
        day = last.earliest
    else:
        day = now.day.isoformat() if now.day else None
    return [Time(hour.span, f"{day}{hour.value}" if day else None, day, day)]


def _time(text: str, found: Found, now: Telling, low: int, high: int) -> Time | None:
    """None where the words have the form of a time and are none: 25:10."""
    now.tense = tense_at(text, found.start, low, high) if found.kind in _TENSED else 0
    try:
        value = VALUES[found.kind](found, now)
    except NoDayError:
        return Time(Span(found.start, found.end, text[found.start : found.end]))
    if value is None:
        return None
    if _TOLD.fullmatch(value):
        now.told = value
        if found.kind in ("quarter", "this-quarter"):
            now.quarter = value
    return Time(Span(found.start, found.end, text[found.start : found.end]), value, *days_of(value))
