"""The proper names of an article where they stand, and which of them stand in a stretch of it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from sayso.record import PartyKind


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A proper name where it stands: words ``first`` to ``last`` (half-open indices), ``start`` to ``end`` in code points.

    "Ana Vega" in "Russian President Ana Vega": kind person, ``lead`` at "Russian", ``title`` for the office in capitals.
    ``firm`` is False where a single capital at a sentence's start is all the evidence.
    """

    first: int
    last: int
    start: int
    end: int
    text: str
    kind: PartyKind
    gender: str = "u"
    title: bool = False
    firm: bool = True
    lead: int = field(kw_only=True)  # index of the first word of the title and office before it; else ``first``


class Occurrences:
    """An article's names in text order, none inside another, found by place; offsets are code points."""

    def __init__(self, held: Sequence[Occurrence]) -> None:
        self.held = held
        self._starts = [o.start for o in held]
        self._longest = max((o.end - o.start for o in held), default=0)

    def __iter__(self) -> Iterator[Occurrence]:
        return iter(self.held)

    def inside(self, start: int, end: int) -> list[Occurrence]:
        """Those that stand whole in this stretch."""
        first = bisect_left(self._starts, start)
        return [o for o in self.held[first : bisect_left(self._starts, end)] if o.end <= end]

    def touching(self, start: int, end: int) -> list[Occurrence]:
        """Those that stand in this stretch, or reach into it."""
        first, last = bisect_left(self._starts, start - self._longest), bisect_left(self._starts, end)
        return [o for o in self.held[first:last] if o.end > start]

    def ending_at(self, end: int) -> Occurrence | None:
        """The one that ends here."""
        at = bisect_left(self._starts, end) - 1
        return self.held[at] if at >= 0 and self.held[at].end == end else None
