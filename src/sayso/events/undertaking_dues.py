"""A draft of an undertaking and the text's times -> when it is due: the first time of the doing, in its own clause."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from sayso.events.clauses import is_past
from sayso.events.times import week_later
from sayso.events.undertaking_drafts import Drafted
from sayso.record import Time
from sayso.statements import is_finite

_NEAR = 80  # code points from a cue to the words of an undertaking; items of a list stand farther off
_BEFORE = 60  # code points before a subject: «On Sunday, Norland will …»
_ENDS = re.compile(r"\b(?:by|before|until|no later than)\s+$", re.IGNORECASE)
_NOT_THEN = re.compile(r"\b(?:since|of|after|than)\s+(?:the\s+)?$|['’]s\s+$", re.IGNORECASE)
_ONLY_PLACE = re.compile(r"[\s,]*(?:(?:in|at|near)\s[^,]{1,40},\s*)?")  # "On Sunday | in Kellat, | Norland will"
_EDGE = re.compile(r"[,;:—–()“”\"]|\b(?:that|and|but)\b")
_WORD = re.compile(r"[^\W\d_]+")
_COMING = frozenset(("will", "would", "shall", "ll", "won", "won't", "won’t", "is", "are", "going", "be"))


def due_of(text: str, published: str, draft: Drafted, times: Sequence[Time], starts: Sequence[int]) -> Time | None:
    """When what a draft says is to be done; ``times`` are the text's in order, ``starts`` where they begin (code points).

    A time before the words of the doing counts where it is that clause's own: not the day of an announcement («told you today
    that we | will | close the pit») or of a promise («said on Friday he | would | come», "agreed on Friday to come").
    """
    first, end = draft.what[0][0], draft.what[-1][1]
    at = bisect_left(starts, max(draft.sentence[0], min(first, draft.who[0] if draft.who else first, draft.cue[0]) - _BEFORE))
    inside, before = list[Time](), list[Time]()
    for time in times[at : bisect_left(starts, end)]:
        if time.span.start >= first:
            inside.append(time)
        elif _is_of_clause(text, draft, time):
            before.append(time)
    return next((due for time in (*inside, *before) if (due := _as_due(text, published, time))), None)


def _is_of_clause(text: str, draft: Drafted, time: Time) -> bool:
    """Whether a time before the words of the doing stands in their clause."""
    first, cue = draft.what[0][0], text[slice(*draft.cue)].lower()
    if not 0 <= first - draft.cue[0] < _NEAR:
        return False
    subject = draft.who[0] if draft.who and draft.who[0] < draft.cue[0] else draft.cue[0]
    if time.span.start > subject:
        return cue in _COMING
    if cue not in _COMING and is_past(cue):
        return False
    if not _ONLY_PLACE.fullmatch(text, time.span.end, subject):
        return False
    edge = max((found.end() for found in _EDGE.finditer(text, draft.sentence[0], time.span.start)), default=draft.sentence[0])
    return not any(is_finite(word[0].lower()) for word in _WORD.finditer(text, edge, time.span.start))


def _as_due(text: str, published: str, time: Time) -> Time | None:
    """A time of the doing: one to come, with its end alone behind "by"."""
    before = text[max(0, time.span.start - 24) : time.span.start]
    if _NOT_THEN.search(before) or time.value in (None, "PAST_REF", "PRESENT_REF"):
        return None
    if time.latest is None and time.value != "FUTURE_REF":
        return None
    if time.latest and published and time.latest < published:
        coming = week_later(time)
        return coming if coming and coming.latest and coming.latest >= published else None
    return Time(time.span, time.value, None, time.latest) if _ENDS.search(before) else time
