"""A form that names a day, a month, a season, a part of a day or an hour -> its TIMEX3 value: "last Friday" -> 2022-02-18."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from sayso.events.calendar import away, days_of, easter, week_of, weekday_of_month
from sayso.events.telling import Telling, UnknownError, month_of, number, ordinal, period_beside, worth, year_in
from sayso.events.time_forms import Found
from sayso.events.time_words import holidays, time_words

# "On March 12" told on 16 February is to come, whatever the tense of its clause: a day or a month is the nearest one where that
# is no farther than so many days, else the one that the tense is of. Of TimeBank and AQUAINT .810 have their value; with the
# tense alone .797, with the nearest one alone .801, with anything between 60 and 120 days, 60 and 90 for months .810.
NEAR_DAY, NEAR_MONTH = 120, 60
_LAST, _NEXT = frozenset({"last", "past", "previous", "preceding"}), frozenset({"next", "coming", "upcoming"})


def _day(found: Found, now: Telling) -> str | None:
    if "iso" in found:
        return found.word("iso")
    month, day = month_of(found), ordinal(found.parts["monthday"][0])
    year = year_in(found, now)
    if year is not None:
        return _date(year, month, day)
    return _nearest([_date(now.today.year + shift, month, day) for shift in (-1, 0, 1)], now, NEAR_DAY)


def _date(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _nearest(values: Sequence[str | None], now: Telling, near: int) -> str | None:
    """Of several years' values the nearest one, where that is at most ``near`` days away; else the one of the tense."""
    spans = [(value, *days_of(value)) for value in values if value]
    far = {value: abs((date.fromisoformat(first or now.here) - now.today).days) for value, first, _ in spans}
    nearest = min(far, key=far.__getitem__, default=None)
    if nearest is None or not now.tense or (far[nearest] <= near and not now.sure):
        return nearest
    past = [value for value, first, _ in spans if (first or "") <= now.here]
    ahead = [value for value, _, last in spans if (last or "") >= now.here]
    return past[-1] if now.tense < 0 and past else ahead[0] if now.tense > 0 and ahead else nearest


def _beside(found: Found, values: Sequence[str | None], now: Telling, near: int = NEAR_MONTH) -> str | None:
    """Of several years' values the nearest one, where it is at most ``near`` days away; else the one of the tense."""
    which = found.parts.get("which", ("",))[-1]
    if which in _LAST:
        return next((value for value in reversed(values) if value and (days_of(value)[1] or "") < now.here), None)
    if which in _NEXT:
        return next((value for value in values if value and (days_of(value)[0] or "") > now.here), None)
    return values[1] if which == "this" else _nearest(values, now, near)


def _slashed(found: Found, now: Telling) -> str | None:
    """ "03/14/2031", "14.03.2031"; which of the two is the month is not known in "03/04/2031"."""
    first, second, year = map(int, re.split(r"[/.-]", found.word("slashed")))
    if "." in found.word("slashed") or first > 12 or first == second:
        return _date(year, second, first)
    if second <= 12:
        raise UnknownError
    return _date(year, first, second)


def _past_day(found: Found, now: Telling) -> str | None:
    """ "The fiscal year ended | Jan. 31"."""
    days = [_date(now.today.year + shift, month_of(found), ordinal(found.parts["monthday"][0])) for shift in (-1, 0)]
    return max((day for day in days if day and day <= now.here), default=None)


def _week_with(day: Callable[[Found, Telling], str | None]) -> Callable[[Found, Telling], str | None]:
    """The week that a day is in: "the week of March 6"."""

    def value(found: Found, now: Telling) -> str | None:
        known = day(found, now)
        return week_of(date.fromisoformat(known)) if known else None

    return value


def _days(found: Found, now: Telling) -> str | None:
    first = _day(found, now)
    if first is None:
        return None
    month = month_of(found, "month__2") if "month__2" in found else int(first[5:7])
    year = int(first[:4]) + (month < int(first[5:7]))
    last = _date(year, month, ordinal(found.parts["monthday__2"][0]))
    return f"{first}/{last}" if last and last > first else None


def all_days(found: Found, now: Telling) -> list[str] | None:
    """The days of "May 12 and 13", "3, 4 and 5 March", each as a value; None where they are not in order, or no days."""
    first = _day(found, now)
    if first is None:
        return None
    named = (found.parts.get(part) for part in ("monthday", "monthday__2", "monthday__3"))
    numbers = list(dict.fromkeys(ordinal(part[0]) for part in named if part))
    days = [day for one in numbers if (day := _date(int(first[:4]), month_of(found), one))]
    return days if days == sorted(days) and len(days) == len(numbers) else None


def _all_days(found: Found, now: Telling) -> str | None:
    """From the first to the last, where no day lies between them that is not told."""
    days = all_days(found, now)
    if days is None:
        return None
    far = (date.fromisoformat(days[-1]) - date.fromisoformat(days[0])).days
    return f"{days[0]}/{days[-1]}" if far == len(days) - 1 else None


def _month(found: Found, now: Telling) -> str | None:
    month, year = month_of(found), year_in(found, now)
    if year is not None:
        return f"{year:04d}-{month:02d}"
    return _beside(found, [f"{now.today.year + shift:04d}-{month:02d}" for shift in (-1, 0, 1)], now)


def _months(found: Found, now: Telling) -> str | None:
    first, last, year = month_of(found), month_of(found, "month__2"), year_in(found, now)
    if year is None:
        year = int((_month(found, now) or now.here)[:4]) + (first > last)
    return f"{year - (first > last):04d}-{first:02d}/{year:04d}-{last:02d}"


def _weekday(found: Found, now: Telling) -> str | None:
    day, today = int(worth(found, "weekday")), now.today
    which = found.parts.get("which", ("",))[-1]
    back, ahead = (today.isoweekday() - day) % 7, (day - today.isoweekday()) % 7
    if which in _LAST:
        value = today - timedelta(back or 7)
    elif which in _NEXT:
        value = today + timedelta(ahead or 7)
    else:
        value = today + timedelta(ahead) if now.tense > 0 else today - timedelta(back)
    return _with_part(value.isoformat(), found)


def _in_week(found: Found, now: Telling) -> str | None:
    """ "Friday of next week"."""
    monday = days_of(period_beside(found.word("week").removesuffix(" week"), "W", now))[0]
    if monday is None:
        return None
    return _with_part((date.fromisoformat(monday) + timedelta(int(worth(found, "weekday")) - 1)).isoformat(), found)


def _with_part(day: str, found: Found) -> str:
    part = worth(found, "part") if "part" in found else ""
    return f"{day}{'T' if part and part[0] != 'T' else ''}{part}"


def _today(found: Found, now: Telling) -> str | None:
    day = (now.today + timedelta(int(worth(found, "today")))).isoformat()
    return f"{day}TNI" if found.word("today") == "tonight" else _with_part(day, found)


def _part(found: Found, now: Telling) -> str | None:
    """ "This morning", "last night", "the next morning": of the article's day, or of the day told last."""
    at = found.word("at")
    if at in ("last", "overnight"):
        day: str | None = (now.today - timedelta(1)).isoformat()
    elif at == "this":
        day = now.here
    else:
        day = away(days_of(now.last)[0] or now.here, 1 if at.endswith(("next", "following")) else 0, "D")
    return None if day is None else _with_part(day, found) if "part" in found else f"{day}TNI"


def _season(found: Found, now: Telling) -> str | None:
    season, year = worth(found, "season"), year_in(found, now)
    if year is not None:
        return f"{year:04d}-{season}"
    values = [f"{now.today.year + shift:04d}-{season}" for shift in (-1, 0, 1)]
    if season == "WI":  # its days are not known, see calendar
        return values[0 if found.parts.get("which", ("",))[-1] in _LAST else 1]
    return _beside(found, values, now)


def _weekend(found: Found, now: Telling) -> str | None:
    """ "The weekend" is the one before where most of the week is still to come, but for what is to come."""
    which = found.parts.get("which", ("",))[-1]
    shift = -1 if which in _LAST else 1 if which in _NEXT else 0
    if not which and now.today.isoweekday() < 5 and now.tense <= 0:
        shift = -1
    return f"{week_of(now.today + timedelta(7 * shift))}-WE"


def _holiday(found: Found, now: Telling) -> str | None:
    rule = holidays()[found.word("holiday")]
    year = year_in(found, now)
    if year is not None:
        return _holiday_in(rule, year)
    return _beside(found, [_holiday_in(rule, now.today.year + shift) for shift in (-1, 0, 1)], now)


def _holiday_in(rule: str, year: int) -> str | None:
    words = rule.split()
    try:
        if words[0] == "easter":
            return (easter(year) + timedelta(int(words[1]))).isoformat()
        if len(words) == 3:
            return weekday_of_month(year, *map(int, words)).isoformat()
        return date.fromisoformat(f"{year:04d}-{rule}").isoformat()
    except (ValueError, OverflowError):
        return None


def _clock(found: Found, now: Telling) -> str | None:
    """The hour and minute alone, "T14:05": the day stands beside it, or is the article's. None for "12.51", a price."""
    words = found.parts["clock"]
    first = time_words()["hour"].get(words[0]) or words[0]
    half = "".join(words[1:]).replace(".", "")
    if first[0].isdigit():
        hour, _, minute = first.replace(".", ":").partition(":")
    else:
        hour, minute = f"{number(first) or 0:g}", ""
    if not half and ":" not in first:
        return None
    late = half.startswith("p") or half.endswith(("afternoon", "evening", "night"))
    early = half.startswith("am") or half.endswith("morning")
    value = int(hour)
    if value > 24 or ((late or early) and not 0 < value <= 12):
        return None
    return f"T{value % 12 + 12 * late if late or early else value:02d}:{minute[:2] or '00'}"


DAY_VALUES: dict[str, Callable[[Found, Telling], str | None]] = {
    "day": _day,
    "slashed": _slashed,
    "past-day": _past_day,
    "week": _week_with(_day),
    "days": _days,
    "all-days": _all_days,
    "month": _month,
    "months": _months,
    "weekday": _weekday,
    "in-week": _in_week,
    "today": _today,
    "part": _part,
    "season": _season,
    "weekend": _weekend,
    "holiday": _holiday,
    "holiday-week": _week_with(_holiday),
    "clock": _clock,
}
