"""Attributions -> those that stand: of rivals for one content the likeliest, and each inner one within what holds it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sayso.attribution.encoding import quotation_state
from sayso.attribution.roles import Attribution, Extent

RIVAL = 0.7  # share of characters above which two contents are one
_MARKS = "\"“”„«»'‘’ "


def nested(text: str, outer: list[Attribution], inner: list[Attribution], least: float) -> list[Attribution]:
    """The outer attributions, then those inside a content of theirs or of one another: each within the smallest that holds it.

    What an inner one claims beyond that content, or of its quotation marks, is cut off; one that claims all of it is dropped.
    One that stands in no content but in quotation marks is an outer one where its score is at least ``least``: what is around
    it may have been found in part, and is whole again by its marks.
    """
    found = list(outer)
    owners = Owners(text)
    for i, a in enumerate(found):
        owners.add(i, a.contents)
    widest_first = sorted(without_rivals(inner, nesting=True), key=lambda a: -sum(end - start for start, end in a.contents))
    for a in widest_first:
        if (held := owners.holding(a.cue)) is None:
            if a.score >= least and _is_quoted(text, a.cue[0]):
                found.append(a)
                owners.add(len(found) - 1, a.contents)
            continue
        i, (start, end) = held
        contents = tuple((max(start, c[0]), min(end, c[1])) for c in a.contents if c[0] < end and c[1] > start)
        speaker = a.speaker if a.speaker and start <= a.speaker[0] and a.speaker[1] <= end else None
        if contents and contents != ((start, end),):
            found.append(replace(a, contents=contents, speaker=speaker, within=i))
            owners.add(len(found) - 1, contents)
    return found


def _is_quoted(text: str, at: int) -> bool:
    """Whether a place stands in double quotation marks of its line."""
    return quotation_state(text[text.rfind("\n", 0, at) + 1 : at + 1])[-1] == 1


class Owners:
    """Contents, by the thousands of code points that they touch: which is the smallest that holds a cue?"""

    def __init__(self, text: str) -> None:
        self.text = text
        self.near: dict[int, list[tuple[int, int, Extent]]] = {}

    def add(self, owner: int, contents: Sequence[Extent]) -> None:
        """Keep an attribution's contents, without the quotation marks and spaces at their ends."""
        for start, end in (_unquoted(self.text, content) for content in contents):
            for place in range(start // 1000, end // 1000 + 1):
                self.near.setdefault(place, []).append((end - start, owner, (start, end)))

    def holding(self, cue: Extent) -> tuple[int, Extent] | None:
        """The attribution, and which of its contents."""
        here = [held for held in self.near.get(cue[0] // 1000, ()) if held[2][0] <= cue[0] and cue[1] <= held[2][1]]
        return min(here)[1:] if here else None


def _unquoted(text: str, stretch: Extent) -> Extent:
    """The stretch without the quotation marks and spaces at its ends."""
    start, end = stretch
    while start < end and text[start] in _MARKS:
        start += 1
    while start < end and text[end - 1] in _MARKS:
        end -= 1
    return start, end


def without_rivals(marked: Sequence[Attribution], nesting: bool = False) -> list[Attribution]:
    """Of attributions that claim the same content for different cues, the likeliest, in text order.

    With ``nesting``, one whose cue stands in the other's content is no rival: "she thinks he knows it" within "he knows it".

    Contents are the same where they share more than ``RIVAL`` of their characters: linked F1 on dev rose from .588 to .595,
    and is within .001 for any share from .3 to .8.
    """
    kept: dict[Extent, Attribution] = {}
    near: dict[int, list[Attribution]] = {}  # those kept, by the thousands of code points that their contents touch
    for a in sorted(marked, key=lambda a: (-a.score, a.cue)):
        places = {i for start, end in a.contents for i in range(start // 1000, end // 1000 + 1)}
        if a.cue not in kept and not any(
            _are_rivals(a, b) and not (nesting and _is_nested(a, b)) for i in places for b in near.get(i, ())
        ):
            kept[a.cue] = a
            for i in places:
                near.setdefault(i, []).append(a)
    return [kept[cue] for cue in sorted(kept)]


def _are_rivals(a: Attribution, b: Attribution) -> bool:
    """Whether both claim one content, or one's cue is the other's speaker ("the Kremlin readout" and "readout")."""
    shared = _shared(a.contents, b.contents)
    if shared <= 0:
        return False
    return shared > RIVAL or any(
        one.speaker and one.speaker[0] <= other.cue[0] < one.speaker[1] for one, other in ((a, b), (b, a))
    )


def _is_nested(a: Attribution, b: Attribution) -> bool:
    pairs = ((a, b), (b, a))
    return any(start <= one.cue[0] and one.cue[1] <= end for one, other in pairs for start, end in other.contents)


def _shared(a: Sequence[Extent], b: Sequence[Extent]) -> float:
    """Characters in both over characters in either."""
    both = sum(max(0, min(x[1], y[1]) - max(x[0], y[0])) for x in a for y in b)
    either = sum(end - start for start, end in (*a, *b)) - both if both else 0
    return both / either if either else 0.0
