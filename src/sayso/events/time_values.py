"""A form of time and the day that it is told on -> its TIMEX3 value: "three weeks ago" on 20 February 2022 is 2022-W04."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from sayso.events.calendar import away, days_of, easter, week_of, weekday_of_month
from sayso.events.time_forms import Found
from sayso.events.time_words import holidays, time_words


class NoDayError(LookupError):
    """The words count from a day that is not known."""


@dataclass(slots=True)
class Telling:
    """What is known where words of time stand: the article's day, the times told before them, the tense of their clause."""

    day: date | None
    told: str | None = None  # the last value of a day or a period
    quarter: str | None = None  # the last of a quarter
    tense: int = 0

    @property
    def today(self) -> date:
        """The article's day. Raises NoDayError where it is not known."""
        if self.day is None:
            raise NoDayError
        return self.day

    @property
    def before(self) -> str:
        """What was told last, else the article's day."""
        return self.told or self.today.isoformat()


def number(words: tuple[str, ...] | str) -> float | None:
    """What words for a number are worth.

    >>> number("twenty - four"), number("2,500"), number("a hundred"), number("two to three"), number("some")
    (24.0, 2500.0, 100.0, 2.0, None)
    """
    total: float | None = None
    classes = time_words()
    for word in words.split() if isinstance(words, str) else words:
        if word in ("to", "or"):
            break
        if word in classes["hundreds"]:
            total = (total or 1) * int(classes["hundreds"][word])
        elif re.fullmatch(r"[\d,.]*\d", word):
            if total is not None:
                break
            total = float(word.replace(",", ""))
        else:
            worth = next((classes[kind][word] for kind in ("ones", "teens", "tens") if word in classes[kind]), None)
            total = (total or 0) + int(worth) if worth else total
    return total


def _worth(found: Found, part: str) -> str:
    """What the word in one place is worth in its class: "1" of "monday"."""
    return time_words()[part.replace("_", "-")][found.parts[part][0]]


def _month_of(found: Found, part: str = "month") -> int:
    word, classes = found.parts[part][0], time_words()
    return int(classes["month"].get(word) or classes["short-month"][word])


def _ordinal(word: str) -> int:
    return int(time_words()["ordinal"].get(word) or re.sub(r"\D", "", word) or 0)


def _year_in(found: Found, now: Telling) -> int | None:
    """The year that the words say: as a number, in words, or as one beside another."""
    if "year" in found:
        words = found.parts["year"]
        if words[0].isdigit():
            return int(words[0])
        if words[0] == "two":
            return int(2000 + sum(number(word) or 0 for word in words[2:]))
        first = number(words[0]) or 0
        rest = 0 if words[1] == "hundred" else sum(number(word) or 0 for word in words[1:] if word != "-")
        return int(100 * first + rest)
    if "yearis" in found:
        return int(_unit_value(found.word("yearis"), "Y", now)[:4])
    return None


def _count(found: Found) -> str | None:
    """The number in a length, "X" for a vague one; 1 for "a"."""
    if "count" in found:
        worth = number(found.parts["count"])
        return None if worth is None else f"{worth:g}"
    if "vague" in found:
        return "2" if "couple" in found.word("vague") else "X"
    return "1" if "unit" in found else "X"


def _unit(found: Found) -> str:
    return time_words()["unit"].get(found.word("unit")) or time_words()["units"][found.word("units")]


def period(count: str, unit: str) -> str:
    """A length: so many units, "X" for many.

    >>> period("2", "W"), period("X", "Y"), period("30", "TM"), period("3", "DE"), period("2.5", "Y")
    ('P2W', 'PXY', 'PT30M', 'P30Y', 'P2Y6M')
    """
    if unit in ("DE", "CE", "2W") and count != "X":
        size, unit = {"DE": (10, "Y"), "CE": (100, "Y"), "2W": (2, "W")}[unit]
        count = f"{size * float(count):g}"
    unit = {"2W": "W", "WE": "WE"}.get(unit, unit)
    time, letter = ("T", unit[1]) if unit.startswith("T") else ("", unit)
    if count.endswith(".5") and unit in _HALVES:
        whole = count[:-2]
        return f"P{time}{whole if whole == '0' else whole + letter}{_HALVES[unit]}".replace(f"{time}0", time)
    return f"P{time}{count}{letter}"


_HALVES = {"Y": "6M", "TH": "30M", "TM": "30S", "D": "T12H"}


# One function a kind of form, in the order of the list of forms.


def _day(found: Found, now: Telling) -> str | None:
    if "iso" in found:
        return found.word("iso")
    month, words = _month_of(found), found.parts["monthday"]
    day = _ordinal(words[0])
    year = _year_in(found, now)
    if year is not None:
        return _date(year, month, day)
    return _nearest([_date(now.today.year + shift, month, day) for shift in (-1, 0, 1)], now, NEAR_DAY)


def _date(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


NEAR_DAY, NEAR_MONTH = 120, 60


def _nearest(values: list[str | None], now: Telling, near: int = NEAR_MONTH) -> str | None:
    """Of several the nearest one, where it is as near as ``near`` days; else the one that the clause's tense is of."""
    today = now.today.isoformat()
    known = [value for value in values if value]
    spans = {value: days_of(value) for value in known}
    past = [value for value in known if (spans[value][0] or "") <= today]
    ahead = [value for value in known if (spans[value][1] or "") >= today]
    nearest = min(known, key=lambda value: abs((date.fromisoformat(spans[value][0] or today) - now.today).days), default=None)
    if nearest and abs((date.fromisoformat(spans[nearest][0] or today) - now.today).days) <= near:
        return nearest
    if now.tense < 0 and past:
        return past[-1]
    if now.tense > 0 and ahead:
        return ahead[0]
    return nearest


def _days(found: Found, now: Telling) -> str | None:
    first = _day(found, now)
    if first is None:
        return None
    month = _month_of(found, "month__2") if "month__2" in found else int(first[5:7])
    last = _date(int(first[:4]) + (month < int(first[5:7])), month, _ordinal(found.parts["monthday__2"][0]))
    return f"{first}/{last}" if last and last > first else None


def _month(found: Found, now: Telling) -> str | None:
    month = _month_of(found)
    year = _year_in(found, now)
    if year is not None:
        return f"{year:04d}-{month:02d}"
    values: list[str | None] = [f"{now.today.year + shift:04d}-{month:02d}" for shift in (-1, 0, 1)]
    here = f"{now.today.year:04d}-{now.today.month:02d}"
    which = found.parts.get("which", ("",))[-1]
    if which in ("last", "past", "previous", "preceding"):
        return [value for value in values if value and value < here][-1]
    if which in ("next", "coming", "upcoming"):
        return next(value for value in values if value and value > here)
    return _nearest(values, now)


def _months(found: Found, now: Telling) -> str | None:
    year = _year_in(found, now)
    first, last = _month_of(found), _month_of(found, "month__2")
    return f"{(year or 0) - (first > last):04d}-{first:02d}/{year:04d}-{last:02d}"


def _every(found: Found, now: Telling) -> str | None:
    if "month" in found or "sure_month" in found:
        return f"XXXX-{_month_of(found):02d}"
    if "weekday" in found:
        part = next((_worth(found, name) for name in ("part", "parts") if name in found), None)
        return f"XXXX-WXX-{_worth(found, 'weekday')}{'T' + part if part else ''}"
    if "season" in found:
        return f"XXXX-{_worth(found, 'season')}"
    if "unit" in found or "units" in found:
        return period((_count(found) or "1"), _unit(found))
    return "XXXX-WXX-WE"


def _weekdays(found: Found, now: Telling) -> str | None:
    name = "weekday" if "weekday" in found else "weekdays"
    return f"XXXX-WXX-{_worth(found, name)}{'T' + _worth(found, 'parts') if 'parts' in found else ''}"


def _weekday(found: Found, now: Telling) -> str | None:
    day, today = int(_worth(found, "weekday")), now.today
    which = found.parts.get("which", ("",))[-1]
    back, ahead = (today.isoweekday() - day) % 7, (day - today.isoweekday()) % 7
    if which in ("last", "past", "previous", "preceding"):
        value = today - timedelta(back or 7)
    elif which in ("next", "coming", "upcoming"):
        value = today + timedelta(ahead or 7)
    else:
        value = today + timedelta(ahead) if now.tense > 0 else today - timedelta(back)
    return _with_part(value.isoformat(), found)


def _with_part(day: str, found: Found) -> str:
    part = _worth(found, "part") if "part" in found else ""
    return f"{day}{'' if part.startswith('T') or not part else 'T'}{part}"


def _deictic(found: Found, now: Telling) -> str | None:
    word = found.word("today")
    day = (now.today + timedelta(int(_worth(found, "today")))).isoformat()
    return f"{day}TNI" if word == "tonight" else _with_part(day, found)


def _part(found: Found, now: Telling) -> str | None:
    words = found.word("at")
    if words == "last" or words == "overnight":
        day = (now.today - timedelta(1)).isoformat()
    elif words == "this":
        day = now.today.isoformat()
    else:
        day = days_of(now.before)[0] or now.today.isoformat()
        day = away(day, 1, "D") or day if words in ("next", "following") else day
    return f"{day}TNI" if "part" not in found else _with_part(day, found)


def _quarter(found: Found, now: Telling) -> str | None:
    number = int(found.word("q_figure")[1:]) if "q_figure" in found else _ordinal(found.parts["ordinal"][0])
    if number not in range(1, 5):
        number = 4 if number < 0 else 0
    if not number:
        return None
    year = _year_in(found, now)
    if year is not None:
        return f"{year:04d}-Q{number}"
    here = (now.today.month - 1) // 3 + 1
    return f"{now.today.year - (number > here):04d}-Q{number}"


def _this_quarter(found: Found, now: Telling) -> str | None:
    return now.quarter or away(now.today.isoformat(), -1, "Q")


def _same_quarter(found: Found, now: Telling) -> str | None:
    known = now.quarter or away(now.today.isoformat(), -1, "Q") or ""
    number = str(_ordinal(found.parts["ordinal"][0])) if "ordinal" in found else known[-1:]
    year = found.word("year") or f"{int(known[:4]) - 1:04d}"
    return f"{year}-Q{number}"


def _quarters_away(count: int) -> Callable[[Found, Telling], str | None]:
    return lambda found, now: away(now.today.isoformat(), count, "Q")


def _half(found: Found, now: Telling) -> str | None:
    half = 1 if found.word("half") == "first" else 2
    if "month" in found:
        return _month(found, now)
    year = _year_in(found, now)
    return f"{now.today.year if year is None else year:04d}-H{half}"


def _year(found: Found, now: Telling) -> str | None:
    year = _year_in(found, now)
    return None if year is None else f"{year:04d}"


def _range(found: Found, now: Telling) -> str | None:
    first, last = found.word("year"), found.word("year__2")
    return f"{first}/{last}" if first < last else None


def _decade(found: Found, now: Telling) -> str | None:
    if "decade" in found:
        figures = re.sub(r"\D", "", found.word("decade"))
        return figures[:3] if len(figures) == 4 else f"19{figures[0]}"
    if "decade_word" in found:
        return f"19{_worth(found, 'decade_word')}"
    return None


def _century(found: Found, now: Telling) -> str | None:
    words = [word for part in ("nth", "tens", "ordinal") for word in found.parts.get(part, ())]
    count = sum(int(number(word) or 0) if word in time_words()["tens"] else _ordinal(word) for word in words)
    return f"{count - 1:02d}" if 0 < count < 100 else None


def _season(found: Found, now: Telling) -> str | None:
    season = _worth(found, "season")
    year = _year_in(found, now)
    if year is not None:
        return f"{year:04d}-{season}"
    which = found.parts.get("which", ("",))[-1]
    values: list[str | None] = [f"{now.today.year + shift:04d}-{season}" for shift in (-1, 0, 1)]
    if season == "WI":
        return values[0 if which in ("last", "past") else 1]
    here = now.today.isoformat()
    if which in ("last", "past"):
        return [value for value in values if value and (days_of(value)[1] or "") < here][-1]
    if which in ("next", "coming"):
        return next(value for value in values if value and (days_of(value)[0] or "") > here)
    return values[1] if which == "this" else _nearest(values, now)


def _weekend(found: Found, now: Telling) -> str | None:
    which = found.parts.get("which", ("",))[-1]
    shift = {"last": -1, "past": -1, "next": 1, "previous": -1}.get(which, 0)
    if not which and now.today.isoweekday() < 5 and now.tense <= 0:
        shift = -1
    return f"{week_of(now.today + timedelta(7 * shift))}-WE"


def _holiday(found: Found, now: Telling) -> str | None:
    rule = holidays().get(found.word("holiday"))
    if rule is None:
        return None
    year = _year_in(found, now)
    if year is not None:
        return _holiday_in(rule, year)
    values = [_holiday_in(rule, now.today.year + shift) for shift in (-1, 0, 1)]
    which = found.parts.get("which", ("",))[-1]
    here = now.today.isoformat()
    if which == "last":
        return [value for value in values if value and value < here][-1]
    if which == "next":
        return next(value for value in values if value and value > here)
    return _nearest(values, now)


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
    """The hour and minute alone, "T14:05": the day stands beside it, or is the article's."""
    words = found.parts["clock"]
    classes = time_words()
    first = classes["hour"].get(words[0]) or words[0]
    if first[0].isdigit():
        hour, _, minute = first.replace(".", ":").partition(":")
    else:
        hour, minute = f"{number(first) or 0:g}", ""
    rest = "".join(words[1:]).replace(".", "")
    late = rest.startswith("p") or rest.endswith(("afternoon", "evening", "night"))
    early = rest.startswith("a") or rest.endswith("morning")
    value = int(float(hour))
    if not rest and "." in first:
        return None  # "12.51" is a price
    if value > 24 or ((late or early) and not 0 < value <= 12) or (not rest and ":" not in first):
        return None
    value = value % 12 + 12 * late if late or early else value
    return f"T{value:02d}:{minute[:2] or '00'}"


def _often(found: Found, now: Telling) -> str | None:
    return _worth(found, "adverb")


def _ago(found: Found, now: Telling) -> str | None:
    unit = "D"
    if "unit" not in found and "units" not in found:
        return "PAST_REF"
    unit, count = _unit(found), _count(found)
    if count == "X" or count is None:
        return "PAST_REF"
    if unit.startswith("T"):
        return now.today.isoformat() if float(count) < 12 else None
    if unit == "Y" and count == "1" and now.quarter:
        return f"{int(now.quarter[:4]) - 1}{now.quarter[4:]}"
    return away(now.today.isoformat(), -int(float(count)), unit)


def _from_now(found: Found, now: Telling) -> str | None:
    count = _count(found)
    return away(now.today.isoformat(), int(float(count)), _unit(found)) if count and count != "X" else "FUTURE_REF"


def _then(found: Found, now: Telling) -> str | None:
    unit, count = _unit(found), _count(found)
    if unit.startswith("T") or count is None:
        return None
    way = found.word("way")
    if count == "X":
        return "FUTURE_REF" if way in ("later", "afterwards", "after that") else "PAST_REF"
    sign = 0 if way.endswith("same") else 1 if way.startswith(("later", "after", "following", "next")) else -1
    if unit == "Y" and sign and now.quarter:
        return f"{int(now.quarter[:4]) + sign}{now.quarter[4:]}"
    return away(now.before, sign * int(float(count)), unit)


def _length(found: Found, now: Telling) -> str | None:
    count, unit = _count(found), _unit(found)
    if count is None:
        return None
    if "fraction" in found and "figure" in found:
        whole = float(found.word("figure"))
        share = {"1/2": ".5", "1/4": ".25", "3/4": ".75"}.get(found.word("fraction"), "")
        return period(f"{whole:g}{share}", unit)
    return period(count, unit)


def _and_a_half(found: Found, now: Telling) -> str | None:
    return period(f"{_count(found)}.5", _unit(found))


def _half_of(found: Found, now: Telling) -> str | None:
    unit = _unit(found)
    return {"TH": "PT30M", "Y": "P6M", "D": "PT12H", "CE": "P50Y", "DE": "P5Y"}.get(unit)


def _recent(found: Found, now: Telling) -> str | None:
    return period("X", _unit(found))


def _unit_here(found: Found, now: Telling) -> str | None:
    return _unit_value(found.word("which") or "the", _unit(found), now)


def _unit_value(which: str, unit: str, now: Telling) -> str:
    words = which.split()
    if unit.startswith("T"):
        return period("1", unit)
    ways = {"last": -1, "past": -1, "previous": -1, "preceding": -1, "next": 1, "coming": 1, "following": 1, "upcoming": 1}
    shift = next((ways[word] for word in words if word in ways), 0)
    counted_from_told = {"following", "previous", "preceding", "that", "same"} & set(words) or (unit == "D" and shift)
    return away(now.before if counted_from_told else now.today.isoformat(), shift, unit) or ""


def _year_end(found: Found, now: Telling) -> str | None:
    return f"{now.today.year:04d}"


def _always(value: str) -> Callable[[Found, Telling], str | None]:
    return lambda found, now: value


VALUES: dict[str, Callable[[Found, Telling], str | None]] = {
    "day": _day,
    "days": _days,
    "month": _month,
    "months": _months,
    "every": _every,
    "clock": _clock,
    "weekdays": _weekdays,
    "weekday": _weekday,
    "deictic": _deictic,
    "part": _part,
    "quarter": _quarter,
    "this-quarter": _this_quarter,
    "same-quarter": _same_quarter,
    "earlier-quarter": _quarters_away(-1),
    "later-quarter": _quarters_away(1),
    "half": _half,
    "year": _year,
    "range": _range,
    "decade": _decade,
    "century": _century,
    "season": _season,
    "weekend": _weekend,
    "holiday": _holiday,
    "often": _often,
    "ago": _ago,
    "from-now": _from_now,
    "then": _then,
    "length": _length,
    "and-a-half": _and_a_half,
    "half-of": _half_of,
    "recent": _recent,
    "ahead": _always("FUTURE_REF"),
    "unit": _unit_here,
    "year-end": _year_end,
    "present": _always("PRESENT_REF"),
    "past": _always("PAST_REF"),
    "future": _always("FUTURE_REF"),
}
