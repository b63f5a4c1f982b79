"""Words and a store -> the texts that may have them, aligned with them, best first."""

from __future__ import annotations

import re
from collections import Counter
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
_SLACK = 150  # code points that an original may have more than what quotes it, beside what stands far from it
_AROUND = 250  # code points before and behind: the beginning and the end of a sentence
_DENSE = 0.4  # of the most telling words that stand together in a passage
_PLAIN, _APART = re.compile(r"[^\W_]+"), r"[\W_]+"


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
    engine: Engine, quotation: Side, until: str | None, but_not: Collection[str], every: bool = False
) -> list[Candidate]:
    """The texts that have the words or some of them, the best alignment first; of equal ones the earliest first.

    Where some have the very words, these alone, unless ``every`` one is asked for.
    """
    text = quotation.parts[0][1]
    texts: dict[tuple[str, int], list[Passage]] = {}
    for passage in engine.passages(text, until, but_not, MOST_TEXTS):
        texts.setdefault((passage.address, passage.number), []).append(passage)
    found = sorted(texts.values(), key=lambda some: -some[0].shared)
    very = _very_words(text)
    exact = [some for some in found if any(very.search(one.text) for one in some)]
    if every:
        chosen = found
    elif exact:
        chosen = sorted(exact, key=lambda some: some[0].published or some[0].captured or "9")[:MOST_EQUAL]
    else:
        chosen = [some for some in found if some[0].shared >= _NEAR * found[0][0].shared][:MOST_ALIGNED]
    wanted = _wanted(quotation.words)
    aligned = (_aligned(quotation, some, wanted) for some in chosen)
    return sorted((one for one in aligned if one.alignment.runs), key=lambda one: (-round(one.alignment.score, 1), one.when))


def _very_words(text: str) -> re.Pattern[str]:
    """The text's words one after the other, whatever stands between them."""
    words = map(re.escape, _PLAIN.findall(text))
    return re.compile(rf"(?<![^\W_]){_APART.join(words)}(?![^\W_])", re.IGNORECASE)


def _aligned(quotation: Side, passages: Sequence[Passage], wanted: re.Pattern[str]) -> Candidate:
    length = len(quotation.parts[0][1])
    parts = tuple(
        (passage.start + start, passage.text[start:end])
        for passage in passages
        for start, end in _windows(passage.text, wanted, length)
    )
    words: list[Word] = []
    for part, (offset, text) in enumerate(parts):
        words += words_of(text, offset, part, words[-1].turn + 1 if words else 0)
    side = Side(words, parts)
    return Candidate(passages[0], side, align(quotation.words, words))


def _wanted(words: Sequence[Word]) -> re.Pattern[str]:
    """The telling words of a quotation, wherever they stand."""
    telling = [word for word in words if weight(word) == 1.0]
    forms = {form for word in (telling if len(telling) > 1 else words) for form in (word.raw, word.key)}
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(forms)))})(?!\w)", re.IGNORECASE)


def _windows(text: str, wanted: re.Pattern[str], length: int) -> list[tuple[int, int]]:
    """The stretches of a passage in which telling words stand together, with some words around them.

    To cut all of a passage into words takes ten times as long as to look for the few.
    """
    hits = [(match.start(), match[0].casefold()) for match in wanted.finditer(text)]
    reach = length + _SLACK
    together = _together(hits, reach)
    found: list[tuple[int, int]] = []
    for (start, _), count in zip(hits, together, strict=True):
        if count >= max(1, _DENSE * max(together)):
            begin, end = max(0, start - _AROUND), min(len(text), start + reach + _AROUND)
            if found and begin <= found[-1][1]:
                found[-1] = found[-1][0], end
            else:
                found.append((begin, end))
    return [_at_words(text, *window) for window in found]


def _together(hits: Sequence[tuple[int, str]], reach: int) -> list[int]:
    """How many different words stand within reach of each, itself among them."""
    found: list[int] = []
    within: Counter[str] = Counter()
    end = 0
    for start, word in hits:
        while end < len(hits) and hits[end][0] < start + reach:
            within[hits[end][1]] += 1
            end += 1
        found.append(len(within))
        within[word] -= 1
        if not within[word]:
            del within[word]
    return found


def _at_words(text: str, start: int, end: int) -> tuple[int, int]:
    """The window without a word that it would cut."""
    while 0 < start < end and text[start - 1].isalnum():
        start += 1
    while start < end < len(text) and text[end].isalnum():
        end -= 1
    return start, end


def weighed(words: Iterable[Word]) -> float:
    """How much words tell together."""
    return sum(map(weight, words))
