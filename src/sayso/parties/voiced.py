"""Statements -> their voices where they stand: what has to be decided, who speaks, and in whose words a mention stands."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from sayso.attribution import Extent
from sayso.parties.words import Words
from sayso.record import Span, Statement, Voice


def voices_of(statement: Statement) -> Iterator[Voice]:
    """The speaker, the addressee and each step of the relay, those that are there."""
    yield from (voice for voice in (statement.speaker, statement.addressee) if voice)
    yield from statement.relay


def extent_of(mention: Span) -> Extent:
    """Where the mention stands: start and end in code points."""
    return mention.start, mention.end


def is_reflexive(mention: Span) -> bool:
    """«She told herself»: one who speaks to himself."""
    return mention.text.lower().endswith(("self", "selves"))


class Voiced:
    """The voices of an article's statements: their mentions in text order, which are speakers', and what contents hold them."""

    def __init__(self, statements: Sequence[Statement], words: Words) -> None:
        length = len(words.text)
        mentions = {voice.mention for s in statements for voice in voices_of(s) if voice.mention}
        self.mentions: list[Span] = sorted(m for m in mentions if 0 <= m.start < m.end <= length)
        self.speakers = frozenset(extent_of(s.speaker.mention) for s in statements if s.speaker and s.speaker.mention)
        self.contents = Contents(statements)
        self._said: dict[Extent, list[Statement]] = {}
        self._ending: dict[int, list[Statement]] = {}
        for statement in statements:
            for voice in (statement.speaker, statement.addressee):
                if voice and voice.mention:
                    self._said.setdefault(extent_of(voice.mention), []).append(statement)
            if statement.speaker and (mention := statement.speaker.mention):
                self._ending.setdefault(words.within(mention.start, mention.end).stop - 1, []).append(statement)

    def is_speaker(self, mention: Span) -> bool:
        """Whether it names the speaker of a statement, no addressee or relay alone."""
        return extent_of(mention) in self.speakers

    def is_voice(self, mention: Span) -> bool:
        """Whether it is the mention of a statement's voice."""
        at = bisect_left(self.mentions, mention)
        return at < len(self.mentions) and self.mentions[at] == mention

    def said_by(self, mention: Span) -> list[Statement]:
        """The statements whose speaker or addressee this mention is."""
        return self._said.get(extent_of(mention), [])

    def starting_at(self, start: int) -> list[Span]:
        """The mentions that begin at this place (code points)."""
        at = bisect_left(self.mentions, start, key=lambda mention: mention.start)
        found = []
        while at < len(self.mentions) and self.mentions[at].start == start:
            found.append(self.mentions[at])
            at += 1
        return found

    def spoken_at(self, index: int) -> list[Statement]:
        """The statements whose speaker's last word is the one at this index."""
        return self._ending.get(index, [])

    def apart_from(self, mention: Span) -> Iterator[Span]:
        """Where others than this mention's bearer are named: what he says from there on, in his marks, and the other side.

        «He said Vega had left»: he is not Vega; "She told Vega": nor is she. "Vega will leave, he said" may be of himself.
        """
        for statement in self.said_by(mention):
            speaker, addressee = statement.speaker, statement.addressee
            speaks = speaker is not None and speaker.mention == mention
            other = addressee if speaks else speaker
            if other is not None and other.mention is not None and not is_reflexive(mention):
                yield other.mention
            if speaks:
                after = any(content.start >= mention.end for content in statement.content)
                yield from statement.content if after else statement.quoted


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
