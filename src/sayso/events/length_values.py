"""A form that names a length, how often, or a "now" -> its TIMEX3 value: "two and a half years" -> P2Y6M."""

from __future__ import annotations

from collections.abc import Callable

from sayso.events.telling import Telling, count_in, month_of, unit_in, worth
from sayso.events.time_forms import Found

# Years are written out for decades and centuries that are counted, as two thirds of TempEval-3's labels have it.
_IN_OTHERS = {"DE": (10, "Y"), "CE": (100, "Y"), "2W": (2, "W")}
_HALF_OF = {"Y": "P6M", "D": "PT12H", "TH": "PT30M", "TM": "PT30S", "DE": "P5Y", "CE": "P50Y"}
_SHARES = {"1/2": ".5", "1/4": ".25", "3/4": ".75"}


def period(count: str, unit: str) -> str:
    """A length: so many units, "X" for many.

    >>> period("2", "W"), period("X", "Y"), period("30", "TM"), period("3", "DE"), period("2.5", "Y"), period("1.5", "TM")
    ('P2W', 'PXY', 'PT30M', 'P30Y', 'P2Y6M', 'PT1M30S')
    """
    if unit in _IN_OTHERS and count != "X":
        size, unit = _IN_OTHERS[unit]
        count = f"{size * float(count):g}"
    clock, letters = ("T", unit[1:]) if unit[0] == "T" else ("", "W" if unit == "2W" else unit)
    if count.endswith(".5") and unit in _HALF_OF and count != "0.5":
        return f"P{clock}{count[:-2]}{letters}{_HALF_OF[unit].removeprefix('P' + clock)}"
    return f"P{clock}{count}{letters}"


def _length(found: Found, now: Telling) -> str | None:
    count = count_in(found)
    if "fraction" in found:
        count = f"{found.word('figure')}{_SHARES.get(found.word('fraction'), '')}"
    return count and period(count, unit_in(found))


def _and_a_half(found: Found, now: Telling) -> str | None:
    return period(f"{count_in(found)}.5", unit_in(found))


def _half_of(found: Found, now: Telling) -> str | None:
    return _HALF_OF.get(unit_in(found))


def _every(found: Found, now: Telling) -> str | None:
    if "month" in found:
        return f"XXXX-{month_of(found):02d}"
    day = next((worth(found, name) for name in ("weekday", "weekdays") if name in found), None)
    part = next((worth(found, name) for name in ("part", "parts") if name in found), None)
    if day:
        return f"XXXX-WXX-{day}{f'T{part}' if part else ''}"
    if "season" in found:
        return f"XXXX-{worth(found, 'season')}"
    return period(count_in(found) or "1", unit_in(found)) if "unit" in found or "units" in found else "XXXX-WXX-WE"


def _often(found: Found, now: Telling) -> str | None:
    return worth(found, "adverb")


def _always(value: str) -> Callable[[Found, Telling], str | None]:
    return lambda found, now: value


LENGTH_VALUES: dict[str, Callable[[Found, Telling], str | None]] = {
    "length": _length,
    "and-a-half": _and_a_half,
    "half-of": _half_of,
    "every": _every,
    "often": _often,
    "present": _always("PRESENT_REF"),
    "past": _always("PAST_REF"),
    "future": _always("FUTURE_REF"),
}
