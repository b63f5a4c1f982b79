"""An article's text -> its lists of who was there: «Participants included: - Ana Vega, Harbour Board - Leo Marr, …»."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.attribution import Extent
from sayso.events.clauses import Clauses
from sayso.events.phrases import joined_behind, mention
from sayso.statements import sentences

_HEAD = re.compile(
    r"\b(?:[Pp]articipants|[Aa]ttendees|[Tt]hose present|in attendance|[Aa]ttending"
    r"|(?:that|who) (?:participated|took part|attended))\b[^.:\n]{0,60}?"
    r"(?:(?:includ(?:ed|ing|e)|were|are)\s*:?|:)(?=\s*(?:\n|[-–•*] |[A-Z]))"
)
_ITEM = re.compile(r"(?:^|(?<=\s))(?:[-–•*]\s+|\d{1,2}[.)]\s+)(?=\S)")
_NAME_END = re.compile(r"\s*(?:,|\(|\s[-–—]\s|;|\bof the\b|\n|$)")
_LONGEST_ITEM, _LONGEST_NAME = 300, 90  # code points
_LONGEST_SENTENCE = 1500
_MOST = 60  # items of a list


def lists_of_attendance(text: str) -> Iterator[tuple[Extent, list[Extent]]]:
    """The head of each list ("Participants included") and the words for each who is in it; extents in code points.

    >>> text = "Participants included:\\n\\n- Ana Vega, Harbour Board\\n- Leo Marr, mayor"
    >>> [([text[slice(*item)] for item in items]) for _, items in lists_of_attendance(text)]
    [['Ana Vega', 'Leo Marr']]
    """
    for head in _HEAD.finditer(text):
        items = list(_items(text, head.end())) or _in_prose(text, head.end())
        if items:
            yield head.span(), items


def _in_prose(text: str, at: int) -> list[Extent]:
    """«Participants included | President Ana Vega of Orr, Leo Marr, and others.»"""
    end = text.find("\n", at)
    sentence = next(sentences(text, at, min(end if end >= 0 else len(text), at + _LONGEST_SENTENCE)), None)
    clauses = Clauses(text, sentence, []) if sentence else None
    first = clauses.chunk_at.get(0) if clauses else None
    if clauses is None or first is None or first.pronoun:
        return []
    return [mention(clauses, one) for one in (first, *joined_behind(clauses, first))]


def _items(text: str, at: int) -> Iterator[Extent]:
    """The names that open the items of a list, as long as one follows another."""
    for _ in range(_MOST):
        while at < len(text) and text[at].isspace():
            at += 1
        mark = _ITEM.match(text, at)
        if mark is None:
            return
        at = mark.end()
        line = text.find("\n", at, at + _LONGEST_ITEM)
        following = _ITEM.search(text, at, at + _LONGEST_ITEM)
        end = min(one for one in (line if line >= 0 else len(text), following.start() if following else len(text), len(text)))
        name = _NAME_END.search(text, at, min(end, at + _LONGEST_NAME))
        stop = len(text[: name.start() if name else min(end, at + _LONGEST_NAME)].rstrip())
        if stop > at and text[at].isupper():
            yield at, stop
        if end - at > _LONGEST_ITEM:
            return
        at = end
