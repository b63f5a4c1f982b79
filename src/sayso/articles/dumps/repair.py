"""Passages that a dump holds more than once -> each once: flattened copies found, lost passages put back in their place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sayso.articles.dumps.lines import Line, plain, sentences_of, words_in
from sayso.record import ParagraphKind

Part = tuple[ParagraphKind, str]
Gram = tuple[str, ...]
_RUN = 5


def grams(text: str) -> list[Gram]:
    """All runs of five words of a text, without case and marks; the whole text where it is shorter.

    >>> grams("One two, three four five six")
    [('one', 'two', 'three', 'four', 'five'), ('two', 'three', 'four', 'five', 'six')]
    """
    words = plain(text).split()
    if len(words) == 1 and len(words[0]) > 12:  # a script without spaces: its letters stand for words
        words = list(words[0])
    return [tuple(words[i : i + _RUN]) for i in range(max(1, len(words) - _RUN + 1))] if words else []


def flattened(lines: Sequence[Line]) -> frozenset[int]:
    """Indices of lines that hold at least two other lines' words: a copy of the body that lost its paragraph breaks."""
    holders: dict[Gram, list[int]] = defaultdict(list)
    for index, line in enumerate(lines):
        if line.form == "sentence" and words_in(line.text) >= 60:
            for gram in grams(line.text):
                if len(holders[gram]) < 3:
                    holders[gram].append(index)
    held: dict[int, set[Gram]] = defaultdict(set)
    for index, line in enumerate(lines):
        if not holders or words_in(line.text) < 8:
            continue
        for gram in grams(line.text[:400])[:1]:  # none in a line of marks
            for holder in holders.get(gram, ()):
                if holder != index and len(lines[holder].text) > 1.5 * len(line.text):
                    held[holder].add(gram)
    return frozenset(index for index, copies in held.items() if len(copies) >= 2)


def threads(copies: Iterable[str]) -> frozenset[tuple[str, str, str]]:
    """All runs of three words in flattened copies, as they are written: where lines part them, they belong together.

    A lost paragraph break glues two words to one ("talks.The"), so no run goes over it.
    """
    runs: set[tuple[str, str, str]] = set()
    for copy in copies:
        words = copy.split()
        runs.update(zip(words, words[1:], words[2:], strict=False))
    return frozenset(runs)


def once(parts: Iterable[Part]) -> list[Part]:
    """The parts without those whose words came before."""
    seen: set[Gram] = set()
    whole: set[str] = set()
    kept: list[Part] = []
    for kind, text in parts:
        mine = grams(text)
        key = plain(text)
        if key in whole or (len(mine) >= 4 and sum(gram in seen for gram in mine) >= 0.8 * len(mine)):
            continue
        whole.add(key)
        seen.update(mine if len(mine) >= 4 else ())
        kept.append((kind, text))
    return kept


def restored(parts: Sequence[Part], copies: Iterable[str]) -> list[Part]:
    """The parts with the passages of flattened copies that none of them has, each after the passage that it follows there."""
    found = list(parts)
    for copy in copies:
        found = _restored_from(found, copy)
    return found


def _restored_from(parts: list[Part], copy: str) -> list[Part]:
    where: dict[Gram, int] = {}
    for index, (_, text) in enumerate(parts):
        for gram in grams(text):
            where.setdefault(gram, index)
    lost: dict[int, list[Part]] = defaultdict(list)
    at, matched, units = -1, 0, sentences_of(copy)
    for unit in units:
        mine = grams(unit)
        places = [where[gram] for gram in mine if gram in where]
        if len(places) * 2 >= len(mine) or not mine:
            at, matched = (max(places) if places else at), matched + 1
        elif at >= 0 and words_in(unit) >= 6:
            lost[at].append(("body", unit))
    if matched * 2 < len(units):
        return parts
    return [part for index, own in enumerate(parts) for part in (own, *lost[index])]
