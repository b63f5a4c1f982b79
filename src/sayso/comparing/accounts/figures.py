"""A stretch of text -> its numbers: what each is worth, of what, and how exact it claims to be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from sayso.comparing.accounts.concepts import concept, rarity, stem
from sayso.record import Span

Bound = Literal["", "about", "more", "less"]

_TO_TWENTY = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen"),
    *("fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_ONES = dict(zip(_TO_TWENTY, range(1, 20), strict=True))
_BY_TEN = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_TENS = dict(zip(_BY_TEN, range(20, 100, 10), strict=True))
_SCALES = {"dozen": 12, "hundred": 100, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "m": 1e6, "bn": 1e9}
_SHARES = {"half": 0.5, "third": 1 / 3, "quarter": 0.25, "fifth": 0.2, "tenth": 0.1}
_NUMBER = "|".join([*_ONES, *_TENS])
_SCALE = "dozen|hundred|thousand|million|billion|trillion|bn|m"
_FIGURE = re.compile(
    rf"""(?<![\w.,:–-])(?<!and\sa\s)(?P<money>(?:US)?[$€£¥]|[A-Z]{{3}}(?=\d))?\s?
    (?:(?P<digits>\d[\d,]*(?:\.\d+)?)(?![\d:./-]*[:/]\d)
      |(?P<half>half|quarter|third|tenth|fifth)(?=\s(?:of\s)?an?\s(?:{_SCALE})\b)
      |(?P<words>(?:{_NUMBER})(?:[-\s](?:{"|".join(_ONES)})\b)?\b)
      |(?P<article>an?)(?=\s(?:{_SCALE}|half|quarter|third|tenth|fifth)\b))
    (?:\s(?:an?\s|of\san?\s)?(?P<scale>(?:{_SCALE})s?(?:\s(?:{_SCALE})s?)?)\b|(?<=\d)(?P<short>bn|m)\b)?
    (?:\s(?:and\s)?(?:an?\s)?(?P<share>half|thirds?|quarters?|fifths?|tenths?)\b(?:\sof\san?\s(?P<times>(?:{_SCALE})s?(?:\s(?:{_SCALE})s?)?)\b)?)?
    (?P<percent>\s?(?:%|per\scent|percent))?""",
    re.VERBOSE | re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_BOUNDS: dict[str, Bound] = {
    **dict.fromkeys(("about", "around", "some", "roughly", "approximately", "nearly", "almost", "circa", "close to"), "about"),
    **dict.fromkeys(("over", "more than", "at least", "above", "exceeding", "not less than"), "more"),
    **dict.fromkeys(("up to", "less than", "under", "below", "fewer than", "at most", "no more than"), "less"),
}
_BOUND = re.compile(rf"\b({'|'.join(sorted(_BOUNDS, key=len, reverse=True))})\s+(?:an?\s+)?$", re.IGNORECASE)
_MONTH = re.compile(
    r"^\s*(?:of\s)?(?:January|February|March|April|May|June|July|August|September|October|November|December)\b", re.IGNORECASE
)
_MONTH_BEFORE = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\s+(?:\d+\s?[–-]\s?)?$"
)
_NEAR = 3  # words behind a number in which what it counts stands
_COUNTED = frozenset(("people", "year", "years", "country", "countries", "state", "states"))
_STOPS = frozenset(("and", "or", "in", "on", "at", "to", "for", "from", "with", "by", "who", "that", "which", "were", "was"))
_COMMON = 0.12  # rarity below which a word says nothing of what is counted


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in a text: "over half a billion dollars" is worth 500,000,000, of "dollar", bound "more".

    ``of`` are the concepts of the words behind it; "%" for a share of a hundred, "/" for a fraction, "$" for money with a sign.
    ``step`` is what the number is rounded to: 10,000,000 for "40 million".
    """

    span: Span
    value: float
    of: tuple[str, ...]
    bound: Bound = ""
    step: float = 1.0


def figures(text: str, start: int, end: int) -> Iterator[Figure]:
    """The numbers of a stretch (half-open, in code points), but for days, years and times of the clock.

    >>> [(one.value, one.bound, one.of) for one in figures("It gave over half a billion dollars and 40 trucks.", 0, 50)]
    [(500000000.0, 'more', ('dollar',)), (40.0, '', ('truck',))]
    """
    for found in _FIGURE.finditer(text, start, end):
        value = _value(found)
        if value is None or _is_of_a_day(text, found, value, end):
            continue
        first, last = found.start(), found.end()
        while text[first : first + 1].isspace():
            first += 1
        bound = _BOUND.search(text, max(start, first - 20), first)
        of = tuple(_counted(text, last, min(end, last + 60)))
        if found["percent"]:
            of = ("%",)
        elif found["share"] and not found["scale"] and not found["times"]:
            of = ("/", *of)
        if found["money"]:
            of = ("$", *of)
        yield Figure(
            Span(first, last, text[first:last]), value, of, _BOUNDS[bound[1].lower()] if bound else "", _step(found, value)
        )


def _value(found: re.Match[str]) -> float | None:
    if found["digits"]:
        value = float(found["digits"].replace(",", "").rstrip(".") or 0)
    elif found["half"]:
        value = _SHARES[found["half"].lower()]
    elif found["words"]:
        tens, _, ones = found["words"].lower().replace("-", " ").partition(" ")
        if ones and tens not in _TENS:
            return None
        value = float(_TENS.get(tens, 0) or _ONES[tens]) + (_ONES[ones] if ones else 0)
        if value == 1 and not found["scale"] and not found["share"]:
            return None  # "one of the areas"
    else:
        value = 1.0
    if scale := (found["scale"] or found["short"]):
        value *= _scale(scale)
    if found["share"]:
        share = _SHARES[found["share"].lower().rstrip("s")]
        value = value + share if re.search(r"\band\b", found[0]) else value * share * _scale(found["times"] or "")
    return value


def _scale(words: str) -> float:
    """What "million", "hundred million" multiply by."""
    worth = 1.0
    for word in words.lower().split():
        worth *= _SCALES.get(word, 0) or _SCALES[word.rstrip("s")]
    return worth


def _step(found: re.Match[str], value: float) -> float:
    """What a number is rounded to: the place of its last digit that is no nought."""
    scale = _scale(found["scale"] or found["short"] or "")
    if found["half"] or found["article"] or found["times"]:
        return value / 10
    digits = (found["digits"] or "").replace(",", "")
    if "." in digits:
        return scale * 10.0 ** -len(digits.split(".")[1])
    if not digits:
        return scale
    return scale * 10.0 ** min(len(digits) - len(digits.rstrip("0")), len(digits) - 1)


def _is_of_a_day(text: str, found: re.Match[str], value: float, end: int) -> bool:
    if found["scale"] or found["money"] or found["percent"]:
        return False
    last, first = found.end(), found.start("digits") if found["digits"] else found.start()
    month = _MONTH.match(text[last : min(end, last + 14)]) or _MONTH_BEFORE.search(text, max(0, first - 30), first)
    day = found["digits"] is not None and value <= 31 and month
    year = 1900 <= value <= 2100 and found["digits"] is not None and len(found["digits"]) == 4
    return bool(day) or year or bool(re.match(r"-[a-z]|(?:st|nd|rd|th)\b", text[found.end() : found.end() + 3]))


def _counted(text: str, start: int, end: int) -> Iterator[str]:
    for word in list(_WORD.finditer(text, start, end))[:_NEAR]:
        low = word[0].lower()
        if low in _STOPS or re.search(r"[.,;:()\d]", text[start : word.start()]):
            return
        if rarity(stem(low)) >= _COMMON or low in _COUNTED:
            yield concept(low)


def agree(one: Figure, other: Figure) -> bool:
    """Whether two numbers of the same thing may both be true: one leads to the other by rounding, or lies within its bound.

    >>> four, more = (next(figures(text, 0, len(text))) for text in ("about 41,800 men", "more than 40,000 men"))
    >>> agree(four, more)
    True
    """
    near = max(one.step, other.step) / 2 + 1e-9
    if "about" in (one.bound, other.bound):
        near = max(near, 0.15 * max(one.value, other.value))
    if abs(one.value - other.value) <= near:
        return True
    for bounded, exact in ((one, other), (other, one)):
        # "more than a thousand" says no more than that, but nobody says it of ten thousand
        if bounded.bound == "more" and bounded.value <= exact.value <= 2 * bounded.value:
            return True
        if bounded.bound == "less" and bounded.value / 2 <= exact.value <= bounded.value:
            return True
    return False
