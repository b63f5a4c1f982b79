"""An article -> the times that its text names, each with its value and the days that it may mean."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from sayso.events.anchors import day_of
from sayso.events.calendar import days_of
from sayso.events.day_values import DAY_VALUES, all_days
from sayso.events.length_values import LENGTH_VALUES
from sayso.events.period_values import PERIOD_VALUES
from sayso.events.telling import Telling, UnknownError
from sayso.events.tenses import tense_at
from sayso.events.time_forms import Found, find_forms
from sayso.events.time_words import time_words
from sayso.languages import may_be_english
from sayso.record import Article, Paragraph, Span, Time

VALUES: dict[str, Callable[[Found, Telling], str | None]] = DAY_VALUES | PERIOD_VALUES | LENGTH_VALUES
_TENSED = frozenset(
    {"day", "days", "all-days", "month", "months", "weekday", "season", "weekend", "holiday"}
)  # of which year or week
_BY = re.compile(r"\b(by|before|until|till|since|no later than)\s{1,3}$", re.I)
_LONGEST_BY = 20  # code points
_COUNTED = re.compile(r"\s(?!(?:is|was|has|as|this|his|its)\b)(?:[a-z]+s|people|men|women|children)\b")  # "1500 soldiers"
_FIGURE = re.compile(r"\d{1,2}(?:st|nd|rd|th)?(?!\d)")
_BETWEEN = re.compile(r",?\s{1,3}(?:\([^()\n]{1,20}\)\s{1,3})?(?:on\s)?")  # a clock's time and its day: "10 a.m. (0700 GMT) on"


def find_times(article: Article) -> tuple[Time, ...]:
    """The times in an article's text, in order; none in a language that has no forms of time.

    They are counted from the day of its dateline, else from the day it was published; where neither is known, what counts from
    a day ("Friday", "last week") has no value. Values are TIMEX3's as TempEval-3 has them (UzZaman et al., 2013).

    >>> text = "They met on Friday, and will meet again in May."
    >>> article = Article("a", text, (Paragraph(0, 47, "body"),), published="2022-02-20")
    >>> [(time.span.text, time.value, time.earliest, time.latest) for time in find_times(article)]
    [('Friday', '2022-02-18', '2022-02-18', '2022-02-18'), ('May', '2022-05', '2022-05-01', '2022-05-31')]
    """
    if not may_be_english(article.language):
        return ()
    now = Telling(day_of(article))
    return tuple(time for paragraph in article.paragraphs for time in _in_paragraph(article.text, paragraph, now))


def _in_paragraph(text: str, paragraph: Paragraph, now: Telling) -> list[Time]:
    times: list[Time] = []
    for found in find_forms(text, paragraph.start, paragraph.end):
        time = _time(text, found, now, paragraph)
        last = times[-1] if times else None
        if time is None:
            times += _each_day(text, found, now)
        elif last and _are_one(text, last, time):
            times[-1] = _as_one(text, last, time)
        else:
            times.append(time)
    day = now.day.isoformat() if now.day else None
    for place, time in enumerate(times):
        if _is_clock(time):  # alone: of the day told last in its paragraph ("On Friday, at 4 p.m."), else of the article's
            times[place] = Time(time.span, f"{day}{time.value}" if day else None, day, day)
        elif _is_day(time):
            day = time.earliest
    return times


def _time(text: str, found: Found, now: Telling, paragraph: Paragraph) -> Time | None:
    """The time of a form; None where the words have one and name no time: "25:10". A clock's has no day yet."""
    if found.kind == "bare-year" and _COUNTED.match(text, found.end):
        return None
    if found.kind == "all-days" and _is_count(text, found):
        return None
    by = _BY.search(text, max(paragraph.start, found.start - _LONGEST_BY), found.start)
    _tell_tense(text, found, now, paragraph, by[1].lower() if by else "")
    span = Span(found.start, found.end, text[found.start : found.end])
    try:
        value = VALUES[found.kind](found, now)
    except UnknownError:
        return Time(span)
    if value is None:
        return None
    first, last = days_of(value)
    if first:
        now.told = value
        if found.kind in ("quarter", "this-quarter") and now.day and (last or "") < now.here:
            now.quarter = value
    ends = by and by[1].lower() != "since" and first != last
    return Time(span, value, None if ends else first, last)


def _each_day(text: str, found: Found, now: Telling) -> list[Time]:
    """«May | 3 | and | 17 |»: days named together that do not follow one another; the first where a count stands behind."""
    if found.kind != "all-days" or now.day is None:
        return []
    days = all_days(found, now) or []
    places = [figure.span() for figure in _FIGURE.finditer(text, found.start, found.end)][: len(days)]
    if not places:
        return []
    ends = [*(end for _, end in places[:-1]), found.end]
    spans = list(zip([found.start, *(start for start, _ in places[1:])], ends, strict=True))
    if _is_count(text, found):
        days, spans = days[:1], spans[:1]
    return [Time(Span(start, end, text[start:end]), day, day, day) for day, (start, end) in zip(days, spans, strict=False)]


def _is_count(text: str, found: Found) -> bool:
    """«On May 12 and | 13 people | died»: whether the last number counts what stands behind it."""
    last = text[found.end - 1]
    return "year" not in found and last.isdigit() and _COUNTED.match(text, found.end) is not None


def _tell_tense(text: str, found: Found, now: Telling, paragraph: Paragraph, before: str) -> None:
    """By the word right before, else by the clause's verb; of a day "by" does not tell: "by Friday all had left"."""
    now.sure = before == "since" or (before not in ("", "before") and found.kind not in ("weekday", "day", "days", "all-days"))
    if found.kind not in _TENSED:
        now.tense = 0
    elif now.sure:
        now.tense = -1 if before == "since" else 1
    else:
        now.tense = tense_at(text, found.start, paragraph.start, paragraph.end)


def _is_clock(time: Time) -> bool:
    return (time.value or "").startswith("T")


def _is_day(time: Time) -> bool:
    return time.earliest is not None and time.earliest == time.latest


def _are_one(text: str, first: Time, second: Time) -> bool:
    """A clock's time beside its day: "4 p.m. EST Friday", "tomorrow, 10 a.m."."""
    day, clock = (second, first) if _is_clock(first) else (first, second)
    if not (_is_clock(clock) and _is_day(day)) or ":" in (day.value or ""):
        return False
    return bool(_BETWEEN.fullmatch(text, first.span.end, second.span.start))


def _as_one(text: str, first: Time, second: Time) -> Time:
    day, clock = (second, first) if _is_clock(first) else (first, second)
    span = Span(first.span.start, second.span.end, text[first.span.start : second.span.end])
    return Time(span, f"{day.earliest}{clock.value}", day.earliest, day.earliest)


def week_later(time: Time) -> Time | None:
    """The same weekday a week later, of a weekday alone, for what is still to come on it; None of any other time.

    >>> week_later(Time(Span(0, 6, "Sunday"), "2022-02-13", "2022-02-13", "2022-02-13")).value
    '2022-02-20'
    """
    if time.earliest is None or time.earliest != time.latest or time.span.text.lower() not in time_words()["weekday"]:
        return None
    day = (date.fromisoformat(time.earliest) + timedelta(days=7)).isoformat()
    return Time(time.span, day, day, day)
