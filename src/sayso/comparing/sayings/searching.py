"""Words and a store -> the texts that may have them, aligned with them, best first."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sayso.comparing.sayings.aligning import Alignment, align, weight
from sayso.comparing.sayings.naming import Side
from sayso.comparing.sayings.words import Word, words_of
from sayso.store import Engine, Passage

MOST_TEXTS = 24  # that the index names
MOST_ALIGNED = 8  # of those that do not have the very words
MOST_EQUAL = 12  # of those that have them, the earliest
_NEAR = 0.45  # of the rarity of what the likest text shares: what shares less has other words
_PLAIN = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A text that has some of the words: where it is from, its words around them, and which stand for which."""

    passage: Passage  # the first of its stretches; all of them have the facts of the version
    side: Side
    alignment: Alignment

    @property
    def when(self) -> tuple[str, str, int]:
        """What texts are put in the order of time by."""
        return (self.passage.published or self.passage.captured or "9", self.passage.address, self.passage.number)


def quoted(words: str) -> Side:
    """A quotation as it is compared."""
    return Side(words_of(words), ((0, words),))


def candidates(
    engine: Engine, quotation: Side, until: str | None, but_not: Collection[str], most: int = MOST_ALIGNED
) -> list[Candidate]:
    """The texts that have the words or some of them, the best alignment first; of equal ones the earliest first."""
    text = quotation.parts[0][1]
    texts: dict[tuple[str, int], list[Passage]] = {}
    for passage in engine.passages(text, until, but_not, MOST_TEXTS):
        texts.setdefault((passage.address, passage.number), []).append(passage)
    found = sorted(texts.values(), key=lambda some: -some[0].shared)
    key = _plain(text)
    exact = [some for some in found if any(key in _plain(one.text) for one in some)]
    if exact:
        chosen = sorted(exact, key=lambda some: some[0].published or some[0].captured or "9")[:MOST_EQUAL]
    else:
        chosen = [some for some in found if some[0].shared >= _NEAR * found[0][0].shared][:most]
    aligned = (_aligned(quotation, some) for some in chosen)
    return sorted((one for one in aligned if one.alignment.runs), key=lambda one: (-round(one.alignment.score, 1), one.when))


def _plain(text: str) -> str:
    """The text's letters, with one space between words, and one at each end."""
    return " " + _PLAIN.sub(" ", text.replace("’", "").replace("'", "")).strip().casefold() + " "


def _aligned(quotation: Side, passages: Sequence[Passage]) -> Candidate:
    words: list[Word] = []
    for part, passage in enumerate(passages):
        words += words_of(passage.text, passage.start, part, words[-1].turn + 1 if words else 0)
    side = Side(words, tuple((passage.start, passage.text) for passage in passages))
    return Candidate(passages[0], side, align(quotation.words, words))


def weighed(words: Iterable[Word]) -> float:
    """How much words tell together."""
    return sum(map(weight, words))
