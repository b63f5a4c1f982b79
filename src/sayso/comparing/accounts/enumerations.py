"""A stretch of a text -> the items that it counts out: «several measures, including: 1) the talks, 2) a meeting» are two."""

from __future__ import annotations

import re
from collections.abc import Iterator

Extent = tuple[int, int]

_NUMBERED = re.compile(r"(?<![\w(])\(?(\d{1,2})\)\s+")
_LEADS = re.compile(r"(?:[\s,;]*\b(?:namely|including|that is|these are|such as)\b)?[\s,:;–—-]*\Z", re.IGNORECASE)


def items_of(text: str, extent: Extent) -> Iterator[Extent]:
    """The items without their numbers, and before them what leads to the list where it says anything; else the extent itself.

    A list counts from 1, or (1), in steps of one.

    >>> words = "They agreed on two things, including: 1) the talks, and 2) a meeting in Sund."
    >>> [words[slice(*item)] for item in items_of(words, (0, len(words)))]
    ['They agreed on two things', 'the talks, and ', 'a meeting in Sund.']
    """
    start, end = extent
    found = list(_NUMBERED.finditer(text, start, end))
    if len(found) < 2 or [int(one[1]) for one in found] != list(range(1, len(found) + 1)):
        yield extent
        return
    lead = start + len(_LEADS.sub("", text[start : found[0].start()]))
    if text[start:lead].strip():
        yield start, lead
    stops = [*(one.start() for one in found[1:]), end]
    yield from ((one.end(), stop) for one, stop in zip(found, stops, strict=True))
