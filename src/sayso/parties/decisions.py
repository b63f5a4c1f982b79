"""Mentions decided so far -> what later ones lean on: whose each one is, who spoke last, who stands beside a quotation."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from itertools import accumulate
from operator import itemgetter

from sayso.attribution import Extent
from sayso.parties.cast import Member
from sayso.parties.scene import Scene
from sayso.parties.voiced import extent_of
from sayso.record import Span

_Last = tuple[tuple[int, Member] | None, tuple[int, Member] | None, tuple[int, str] | None]
Decision = tuple[Member, str]  # whose a mention is, and how that was told (see ``resolving``)

NAMED = ("name", "surname", "acronym")  # decided by what is written, not by what it may mean


class Decisions:
    """What was decided, in the order in which it was; indices are those of words."""

    def __init__(self, scene: Scene) -> None:
        self.words, self.voiced = scene.words, scene.voiced
        self.held: dict[Extent, Decision] = {}
        self.described: dict[Extent, Member] = {}  # "the mayor" in passing, where it means one member
        self.last_speaker: tuple[int, Member] | None = None  # outside quotation marks
        self.last_body: tuple[int, Member] | None = None  # the last voice that is a body's or a paper's, likewise
        self.unnamed_speaker: tuple[int, str] | None = (
            None  # the last speaker, where it is somebody unnamed, and the gender told
        )
        self._known: list[tuple[int, _Last]] = []  # the last three as they stood behind each voice
        self._ending: dict[int, Member] = {}
        # Speakers by paragraph, outside quotation marks, each by its first word, in their order.
        self._beside: dict[int, list[tuple[int, Member]]] = {}
        # How many words stand outside quotation marks before each word.
        self._outside = [0, *accumulate(not quote for quote in scene.words.quote)]

    def take(self, mention: Span, decision: Decision) -> None:
        """Whose this mention is."""
        words, member = self.words, decision[0]
        self.held[extent_of(mention)] = decision
        self._ending[mention.end] = member
        first, last = words.at(mention.start), words.within(mention.start, mention.end).stop - 1
        if member.kind not in ("person", "unknown", "place") and not words.quote[last]:
            self.last_body = last, member
        if not self.voiced.is_speaker(mention):
            return
        if not words.quote[first]:
            insort(self._beside.setdefault(words.paragraph[first], []), (first, member), key=itemgetter(0))
        if not words.quote[last]:
            self.last_speaker, self.unnamed_speaker = (last, member), None

    def remember(self, index: int) -> None:
        """Keep who spoke last as it is known behind the voice that ends at this word; voices come in their order."""
        self._known.append((index, (self.last_speaker, self.last_body, self.unnamed_speaker)))

    def recall(self, index: int) -> None:
        """Take who spoke last to be whoever did before this word."""
        at = bisect_left(self._known, index, key=itemgetter(0))
        self.last_speaker, self.last_body, self.unnamed_speaker = self._known[at - 1][1] if at else (None, None, None)

    def member_of(self, mention: Span) -> Member | None:
        """Whose it is, if that was decided."""
        found = self.held.get(extent_of(mention))
        return found[0] if found else None

    def ending_at(self, end: int) -> Member | None:
        """Whose the mention is that ends here (code points)."""
        return self._ending.get(end)

    def beside_quotation(self, at: int) -> Member | None:
        """The only speaker, or the nearest, that stands outside the quotation around this word, in its paragraph."""
        beside = self._beside.get(self.words.paragraph[at], [])
        behind = bisect_right(beside, at, key=itemgetter(0))
        first = bisect_left(beside, beside[behind - 1][0], key=itemgetter(0)) if behind else 0  # of those at the same word
        nearest = [*beside[first : min(first + 1, behind)], *beside[behind : behind + 1]]
        return min(nearest, key=lambda voice: abs(self._outside[voice[0]] - self._outside[at]))[1] if nearest else None
