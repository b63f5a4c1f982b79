"""A place in a text -> whether its clause's verb is of what is to come or of what was: "will meet Friday", "met Friday"."""

from __future__ import annotations

import re
from functools import cache

from sayso.events.form_grammar import any_of
from sayso.languages import entries

FARTHEST = 160  # code points from the place in which the verb is looked for
_STOP = re.compile(r"(?<=[a-z\d]{3})[.!?]|\n|[.!?][\"”’]")
_VERB_WITHIN = 4  # words behind a helper among which its verb stands: "will probably not be told"


@cache
def _signs() -> dict[str, int]:
    signs = dict.fromkeys((form for form, lemma in entries("en", "irregular") if not form.endswith("s") and form != lemma), -1)
    worth = {"ahead": 1, "behind": -1, "neither": 0}
    return signs | {word: worth[kind] for kind, word in entries("en", "tense_signs")}


@cache
def _word() -> re.Pattern[str]:
    """A word, several that are a sign together, or a mark that ends a clause."""
    several = any_of(sign for sign in _signs() if " " in sign).replace(r"\ ", r"\s")
    return re.compile(rf"(?:{several})\b|[^\W\d_]+(?:['’][a-z]+)?|[,;:—–()]")


def tense_at(text: str, place: int, low: int, high: int) -> int:
    """1 where the verb before a place, else the one behind it, is of what is to come, -1 where it is of what was; else 0.

    It is looked for between ``low`` and ``high``, in the place's sentence.

    >>> text = "The council will meet Friday. On Monday it met."
    >>> tense_at(text, 22, 0, 47), tense_at(text, 33, 0, 47)
    (1, -1)
    """
    low, high = max(low, place - FARTHEST), min(high, place + FARTHEST)
    stops = [stop.end() for stop in _STOP.finditer(text, low, place)]
    before = _last_sign(text, stops[-1] if stops else low, place)
    if before:
        return before
    stop = _STOP.search(text, place, high)
    return _first_sign(text, place, stop.start() if stop else high)


def _last_sign(text: str, start: int, end: int) -> int:
    sign, theirs = 0, 0
    for word in _word().finditer(text, start, end):
        worth = _sign(word[0])
        theirs = theirs - 1 if word[0][0].isalpha() else 0
        if worth > 0:
            sign, theirs = 1, _VERB_WITHIN
        elif worth < 0 and theirs <= 0:
            sign = -1
    return sign


def _first_sign(text: str, start: int, end: int) -> int:
    return next(filter(None, (_sign(word[0]) for word in _word().finditer(text, start, end))), 0)


def _sign(word: str) -> int:
    low = " ".join(word.lower().replace("’", "'").split())
    if low.endswith("'ll"):
        return 1
    worth = _signs().get(low)
    if worth is not None:
        return 0 if word[0].isupper() and low in ("may", "will", "mark", "until") else worth
    return -1 if low.endswith("ed") and len(low) > 4 else 0
