"""The words of a quotation and of a text -> which word stands for which: runs that both have, chained over what was changed.

A chain follows the quotation. It may pass over words of the text (a cut), over its own (an insertion), over both (other words),
and may jump back (another order); each costs, so that scattered words that any text has make no chain.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from sayso.comparing.sayings.words import Word
from sayso.languages import listed

FAR = 25  # words of the text: what is further apart, without a mark, is joined by whoever quotes
_LIGHT = 0.4  # the weight of "the" and "of" beside a telling word
_LEAST = 0.95  # the weight of a run that a chain is made of
_MOST_RUNS = 120
_WINDOW = 40  # words of a gap within which single light words are still matched


@dataclass(frozen=True, slots=True)
class Run:
    """``length`` words from ``at`` of the quotation are those from ``there`` of the text."""

    at: int
    there: int
    length: int


@dataclass(frozen=True, slots=True)
class Alignment:
    """Runs in the order of the quotation, and what they weigh together, less what lies between them."""

    runs: tuple[Run, ...] = ()
    score: float = 0.0

    def pairs(self) -> list[tuple[int, int]]:
        """Each word of the quotation that the text has, with its place there."""
        return [(run.at + step, run.there + step) for run in self.runs for step in range(run.length)]


def weight(word: Word) -> float:
    """How much a word tells of where a text comes from."""
    return _LIGHT if word.key in listed("linking_words") or "'" in word.key else 1.0


def align(quotation: Sequence[Word], text: Sequence[Word]) -> Alignment:
    """The best chain of runs; empty where the two have nothing in common.

    >>> from sayso.comparing.sayings.words import words_of
    >>> align(words_of("The old bridge holds."), words_of("She said: The bridge holds, and we know.")).runs
    (Run(at=0, there=2, length=1), Run(at=2, there=3, length=2))
    """
    runs = _runs(quotation, text)
    if not runs:
        return Alignment()
    sums = [0.0]
    for word in quotation:
        sums.append(sums[-1] + weight(word))
    chain, score = _chain(runs, sums, text)
    return Alignment(tuple(_filled(chain, quotation, text)), score)


def _runs(quotation: Sequence[Word], text: Sequence[Word]) -> list[Run]:
    """The longest runs of equal words, the weightiest of them, by their place in the quotation."""
    places: dict[str, list[int]] = defaultdict(list)
    wanted = {word.key for word in quotation}
    for place, word in enumerate(text):
        if word.key in wanted:
            places[word.key].append(place)
    going: dict[int, int] = {}  # by the place in the text where each run may go on: its length
    found: list[tuple[float, Run]] = []
    for at in range(len(quotation) + 1):
        here = places.get(quotation[at].key, ()) if at < len(quotation) else ()
        on = {place + 1: going.get(place, 0) + 1 for place in here}
        for place, length in going.items():
            if place + 1 not in on:
                heavy = sum(weight(word) for word in quotation[at - length : at])
                if heavy > _LEAST:
                    found.append((heavy, Run(at - length, place - length, length)))
        going = on
    found.sort(key=lambda one: -one[0])
    return sorted((run for _, run in found[:_MOST_RUNS]), key=lambda run: (run.at, run.there))


def _chain(runs: list[Run], sums: list[float], text: Sequence[Word]) -> tuple[list[Run], float]:
    best: list[
        tuple[float, int, int]
    ] = []  # of the chain that ends in each run: its score, the run before, words cut off the run
    for number, run in enumerate(runs):
        score, before, cut = sums[run.at + run.length] - sums[run.at], -1, 0
        for other in range(number):
            one = runs[other]
            over = max(0, one.at + one.length - run.at)
            if over >= run.length or one.at >= run.at:
                continue
            ahead = run.there + over - one.there - one.length
            if -run.length < ahead < 0 and over - ahead < run.length and one.there < run.there:  # the same words twice
                over -= ahead
                ahead = 0
            gap = run.at + over - one.at - one.length
            gained = sums[run.at + run.length] - sums[run.at + over]
            far = text[run.there].part != text[one.there].part
            value = best[other][0] + gained - _cost(gap, ahead, far)
            if value > score:
                score, before, cut = value, other, over
        best.append((score, before, cut))
    place = max(range(len(runs)), key=lambda number: best[number][0])
    score, chain = best[place][0], []
    while place >= 0:
        run, (_, before, cut) = runs[place], best[place]
        chain.append(Run(run.at + cut, run.there + cut, run.length - cut))
        place = before
    return chain[::-1], score


def _cost(gap: int, ahead: int, far: bool) -> float:
    """Of passing over ``gap`` words of the quotation and ``ahead`` of the text."""
    if far or not -2 * FAR < ahead <= FAR:
        return 2.5 + 0.3 * gap
    if ahead < 0:
        return 1.5 + 0.3 * gap
    return 0.2 * gap + (0.2 + 0.06 * (ahead - gap) if ahead > gap else 0.0)


def _filled(chain: list[Run], quotation: Sequence[Word], text: Sequence[Word]) -> Iterator[Run]:
    """The chain with the light words that both have between its runs, and before the first and behind the last."""
    first, last = chain[0], chain[-1]
    yield from _between((max(0, first.at - 8), first.at), (max(0, first.there - 8), first.there), quotation, text, edge=-1)
    for one, other in zip(chain, [*chain[1:], None], strict=True):
        yield one
        if other is not None:
            here = (one.at + one.length, other.at)
            yield from _between(here, (one.there + one.length, other.there), quotation, text)
    end, stop = last.at + last.length, last.there + last.length
    yield from _between((end, min(len(quotation), end + 8)), (stop, min(len(text), stop + 8)), quotation, text, edge=1)


def _between(
    here: tuple[int, int], there: tuple[int, int], quotation: Sequence[Word], text: Sequence[Word], edge: int = 0
) -> Iterator[Run]:
    """Runs within a gap of both; at an edge of the chain, only those no further away than what is passed over."""
    wide = there[1] - there[0]
    if here[0] >= here[1] or wide <= 0 or wide > _WINDOW or here[1] - here[0] > _WINDOW:
        return
    ours, theirs = [w.key for w in quotation[slice(*here)]], [w.key for w in text[slice(*there)]]
    for at, place, length in SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks():
        if length and (not edge or _is_near(edge, (at, place, length), (len(ours), len(theirs)))):
            yield Run(here[0] + at, there[0] + place, length)


def _is_near(edge: int, block: tuple[int, int, int], sizes: tuple[int, int]) -> bool:
    at, place, length = block
    if edge > 0:
        return at <= 3 and place <= at + 2
    return sizes[0] - at - length <= 3 and sizes[1] - place - length <= sizes[0] - at - length + 2
