"""A form that names a quarter, a year or what lies so many units away -> its TIMEX3 value: "three weeks ago" -> 2022-W04."""

from __future__ import annotations

import re
from collections.abc import Callable

from sayso.events.calendar import away
from sayso.events.telling import Telling, count_in, ordinal, period_beside, unit_in, worth, year_in
from sayso.events.time_forms import Found
from sayso.events.time_words import time_words

HOURS_OF_TODAY = 12  # "ten hours ago" is of the article's day, "twenty hours ago" of one that is not said


def _quarter(found: Found, now: Telling) -> str | None:
    """The quarter that began last, of those with its number: a company's own quarters are not known."""
    which = int(found.word("q_figure")[1:]) if "q_figure" in found else ordinal(found.parts["ordinal"][0])
    if not 1 <= which <= 4:
        return None
    year = year_in(found, now)
    return f"{now.today.year - (which > (now.today.month + 2) // 3) if year is None else year:04d}-Q{which}"


def _quarter_before(now: Telling) -> str | None:
    return away(now.here, -1, "Q")


def _this_quarter(found: Found, now: Telling) -> str | None:
    """ "The quarter": the one told last, else the last one that is over, which reports are about."""
    return now.quarter or _quarter_before(now)


def _same_quarter(found: Found, now: Telling) -> str | None:
    """ "The 1988 quarter", "the year-earlier third quarter"."""
    known = _this_quarter(found, now) or ""
    which = str(ordinal(found.parts["ordinal"][0])) if "ordinal" in found else known[-1:]
    return f"{found.word('year') or f'{int(known[:4]) - 1:04d}'}-Q{which}"


def _year_earlier(found: Found, now: Telling) -> str | None:
    """ "Year-earlier results": of that quarter, where one is told of."""
    return _of_quarter(now.quarter, -1) if now.quarter else f"{now.today.year - 1:04d}"


def _half(found: Found, now: Telling) -> str | None:
    year = year_in(found, now)
    return f"{now.today.year if year is None else year:04d}-H{1 if found.word('half') == 'first' else 2}"


def _year(found: Found, now: Telling) -> str | None:
    year = year_in(found, now)
    return None if year is None else f"{year:04d}"


def _range(found: Found, now: Telling) -> str | None:
    first, last = found.word("year"), found.word("year__2")
    return f"{first}/{last}" if first < last else None


def _decade(found: Found, now: Telling) -> str | None:
    """ "The 1990s" is 199, as TempEval-3 has it; without a century it is of the twentieth."""
    figures = re.sub(r"\D", "", found.word("decade"))
    return figures[:3] if len(figures) == 4 else f"19{figures[0] if figures else worth(found, 'decade_word')}"


def _century(found: Found, now: Telling) -> str | None:
    tens = int(time_words()["tens"].get(found.word("tens"), 0))
    which = tens + sum(ordinal(found.word(part)) for part in ("nth", "ordinal") if part in found)
    return f"{which - 1:02d}" if 0 < which < 100 else None


def _unit(found: Found, now: Telling) -> str | None:
    unit = unit_in(found)
    return f"P{unit[0]}1{unit[1]}" if unit[0] == "T" else period_beside(found.word("which") or "this", unit, now) or None


def _year_end(found: Found, now: Telling) -> str | None:
    return f"{now.today.year:04d}"


def _ago(found: Found, now: Telling) -> str | None:
    if "unit" not in found and "units" not in found:
        return "PAST_REF"  # "long ago"
    unit, count = unit_in(found), count_in(found)
    if count is None or count == "X":
        return count and "PAST_REF"
    if unit[0] == "T":
        return now.here if float(count) < HOURS_OF_TODAY or unit != "TH" else None
    if unit == "Y" and count == "1" and now.quarter:
        return _of_quarter(now.quarter, -1)
    return away(now.here, -int(float(count)), unit)


def _of_quarter(quarter: str, years: int) -> str:
    """ "A year earlier", where a quarter is told of, is that quarter a year earlier."""
    return f"{int(quarter[:4]) + years:04d}{quarter[4:]}"


def _from_now(found: Found, now: Telling) -> str | None:
    count = count_in(found)
    return away(now.here, int(float(count)), unit_in(found)) if count and count != "X" else "FUTURE_REF"


def _then(found: Found, now: Telling) -> str | None:
    """ "Two days later", "the following year", "the same week", "that day": counted from what was told last."""
    unit, count, way = unit_in(found), count_in(found), found.word("way")
    if unit[0] == "T" or count is None:
        return None
    sign = 0 if way.endswith(("same", "that")) else 1 if way.startswith(("later", "after", "following", "next")) else -1
    if count == "X":
        return "FUTURE_REF" if sign > 0 else "PAST_REF"
    if unit == "Y" and sign and now.quarter:
        return _of_quarter(now.quarter, sign)
    return away(now.last, sign * int(float(count)), unit)


PERIOD_VALUES: dict[str, Callable[[Found, Telling], str | None]] = {
    "quarter": _quarter,
    "this-quarter": _this_quarter,
    "same-quarter": _same_quarter,
    "year-earlier": _year_earlier,
    "earlier-quarter": lambda found, now: _quarter_before(now),
    "later-quarter": lambda found, now: away(now.here, 1, "Q"),
    "half": _half,
    "year": _year,
    "bare-year": _year,
    "range": _range,
    "decade": _decade,
    "century": _century,
    "unit": _unit,
    "year-end": _year_end,
    "ago": _ago,
    "from-now": _from_now,
    "then": _then,
}
