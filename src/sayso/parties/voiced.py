"""Statements -> their voices where they stand: what has to be decided, who speaks, and in whose words a mention stands."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from sayso.attribution import Extent
from sayso.record import Span, Statement, Voice


def voices_of(statement: Statement) -> Iterator[Voice]:
    """The speaker, the addressee and each step of the relay, those that are there."""
    yield from (voice for voice in (statement.speaker, statement.addressee) if voice)
    yield from statement.relay


def extent_of(mention: Span) -> Extent:
    """Where the mention stands: start and end in code points."""
    return mention.start, mention.end


class Voiced:
    """The voices of an article's statements: their mentions in text order, which are speakers', and what contents hold them."""

    def __init__(self, statements: Sequence[Statement], length: int) -> None:
        mentions = {voice.mention for s in statements for voice in voices_of(s) if voice.mention}
        self.mentions: list[Span] = sorted(m for m in mentions if 0 <= m.start < m.end <= length)
        self.speakers = frozenset(extent_of(s.speaker.mention) for s in statements if s.speaker and s.speaker.mention)
        self.contents = Contents(statements)

    def is_speaker(self, mention: Span) -> bool:
        """Whether it names the speaker of a statement, no addressee or relay alone."""
        return extent_of(mention) in self.speakers


class Contents:
    """The contents of statements with a named speaker, by where they begin; ``reach`` is how far any so far goes."""

    def __init__(self, statements: Sequence[Statement]) -> None:
        voiced = [(order, s) for order, s in enumerate(statements) if s.speaker and s.speaker.mention]
        self.held = sorted(((c.start, c.end, order, s) for order, s in voiced for c in s.content), key=lambda held: held[:3])
        self.starts = [held[0] for held in self.held]
        self.reach = list(accumulate((held[1] for held in self.held), max))

    def around(self, mention: Span) -> list[tuple[Statement, Span]]:
        """The statements whose content holds the mention, in text order, with what names their speakers: never itself."""
        found: dict[int, tuple[Statement, Span]] = {}
        at = bisect_right(self.starts, mention.start) - 1
        while at >= 0 and self.reach[at] >= mention.end:
            _, end, order, statement = self.held[at]
            speaker = statement.speaker.mention if statement.speaker else None
            if end >= mention.end and speaker and speaker != mention:
                found[order] = (statement, speaker)
            at -= 1
        return [found[order] for order in sorted(found)]
