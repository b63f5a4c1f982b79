"""Statements -> which of them holds a place in its content, or is told by a cue there, in logarithmic time."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from sayso.attribution import Extent
from sayso.record import Statement

ASKING = ("demands", "asks", "suggests")


class Spoken:
    """The contents and cues of an article's statements, by where they stand (code points)."""

    def __init__(self, statements: Sequence[Statement]) -> None:
        self._pieces = sorted(
            ((content.start, content.end, at) for at, one in enumerate(statements) for content in one.content),
        )
        self._starts = [piece[0] for piece in self._pieces]
        self._reach = list(accumulate((piece[1] for piece in self._pieces), max))
        self._cues = sorted((one.cue.start, one.cue.end, at) for at, one in enumerate(statements) if one.cue)
        self._statements = statements

    def around(self, place: int) -> Statement | None:
        """The innermost statement in whose content a place stands.

        >>> from sayso.record import Span
        >>> said = Statement("s1", "indirect", "states", (Span(10, 20, "it is safe"),))
        >>> Spoken([said]).around(12).id, Spoken([said]).around(5)
        ('s1', None)
        """
        at = bisect_right(self._starts, place) - 1
        best: tuple[int, int] | None = None
        while at >= 0 and self._reach[at] > place:
            start, end, index = self._pieces[at]
            if end > place and (best is None or end - start < best[0]):
                best = end - start, index
            at -= 1
        return self._statements[best[1]] if best else None

    def told_by(self, extent: Extent) -> Statement | None:
        """The statement whose cue shares a place with these words."""
        at = bisect_right(self._cues, (extent[1], -1, -1)) - 1
        for start, end, index in reversed(self._cues[max(0, at - 2) : at + 1]):
            if start < extent[1] and extent[0] < end:
                return self._statements[index]
        return None

    def asked_before(self, place: int, reach: int) -> Statement | None:
        """The last statement that asks for something, or offers it, and ends before a place, at most ``reach`` before it."""
        at = bisect_right(self._cues, (place, -1, -1))
        for _, end, index in reversed(self._cues[max(0, at - 4) : at]):
            one = self._statements[index]
            if place - end <= reach and one.act in ASKING and one.content[-1].end <= place:
                return one
        return None
