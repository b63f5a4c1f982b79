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
        for found in find_forms(article.text, paragraph.start, paragraph.end):
            time = _time(article.text, found, now, paragraph.start, paragraph.end)
            times += [time] if time else []
    return tuple(times)


def _time(text: str, found: Found, now: Telling, low: int, high: int) -> Time | None:
    now.tense = tense_at(text, found.start, low, high) if found.kind in _TENSED else 0
    try:
        value = VALUES[found.kind](found, now)
    except NoDayError:
        value = None
    if value and _TOLD.fullmatch(value):
        now.told = value
        now.quarter = value if "-Q" in value else None
    return Time(Span(found.start, found.end, text[found.start : found.end]), value, *days_of(value))
