"""A text -> the grams by which its passages are found: pairs of neighbouring words that tell more than "the" and "of".

"The President said that prices fell": "president said", "said prices", "prices fell". Words that link nothing are left out, so
a negation, a contraction or an article more or less leaves most of a quotation's grams as they are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from zlib import crc32

from sayso.languages import listed

# Code points of a passage. In one of 500 the grams of a quotation fall into two passages as often as into one; of 8,000 the
# words that are read for each passage found take longer than all else.
PASSAGE = 2000
# Bits of a gram: 2^19 words of an index, each of which has some passages. With 18 the index takes a fifth less and finds twice
# as many strangers, with 22 a fifth more (16,000 passages of speeches).
BITS = 18
_REST = 32 - BITS
_DIGITS = "abcdefghijklmnopqrstuvwxyz012345"
_PAIRS = [one + other for one in _DIGITS for other in _DIGITS]  # for ten bits
_UNSEEN = "\u00ad\u200b\u200c\u200d\u2060\ufeff"  # soft hyphens, joiners: within a word, and no letters of it
_UNUSUAL = re.compile(rf"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff{_UNSEEN}]")
_USUAL_WORD = re.compile(r"[^\W_]+")  # the same words where nothing is unusual, in .7 of the time
_WORD = re.compile(
    rf"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|[^\W_\u3040-\u30ff\u3400-\u9fff](?:[^\W_]|[{_UNSEEN}]+(?=[^\W_]))*"
)
_Code = tuple[bytes, int]
_NOTHING = dict.fromkeys(map(ord, _UNSEEN))


def grams(text: str) -> list[tuple[str, ...]]:
    """The grams that begin in each passage of a text, as the words of an index, sorted; a passage is 2,000 code points.

    >>> [len(some) for some in grams("Prices fell, the council said, and wages rose.")]
    [5]
    >>> grams("Prices didn’t fall.") == grams("They say the prices will fall")
    False
    >>> grams("Prices didn’t fall.") == grams("The prices: they do not fall")
    True
    """
    telling = _telling(text)
    found, at = [], 0
    words = _words([code for some in telling for code in some])
    for some in telling:
        found.append(tuple(sorted(set(words[at : at + len(some)]))))
        at += len(some)
    return found


def grams_of(words: str) -> list[str]:
    """The grams of some words that may stand in a text, in their order, each once."""
    return list(dict.fromkeys(_words([code for some in _telling(words) for code in some])))


def passages(text: str) -> int:
    """How many passages a text has; at least one."""
    return len(text) // PASSAGE + 1


def _telling(text: str) -> list[list[_Code]]:
    """The words that tell something and begin in each passage."""
    if _UNUSUAL.search(text):
        found: list[list[_Code]] = [[] for _ in range(passages(text))]
        for match in _WORD.finditer(text):
            if code := _coded(match[0]):
                found[match.start() // PASSAGE].append(code)
        return found
    return [list(filter(None, map(_coded, _USUAL_WORD.findall(text, *ends)))) for ends in _stretches(text)]


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    """The passages of a usual text, each up to the end of the last word that begins in it: faster than word by word."""
    begin = 0
    for border in range(PASSAGE, PASSAGE * passages(text) + 1, PASSAGE):
        within = _USUAL_WORD.match(text, border) if _USUAL_WORD.match(text, border - 1) else None
        end = max(begin, within.end() if within else border)
        yield begin, end
        begin = end


def _words(telling: Sequence[_Code]) -> list[str]:
    """The word of an index that stands for each pair of neighbours: four letters, of a part of its CRC-32.

    The sum of "president said" goes on from that of "president ", which is known.
    """
    numbers = [crc32(other, begun) >> _REST for (_, begun), (other, _) in pairwise(telling)]
    return [_PAIRS[number >> 10] + _PAIRS[number & 1023] for number in numbers]


@lru_cache(maxsize=50_000)
def _coded(word: str) -> _Code | None:
    """A word in small letters, as bytes, and the CRC-32 of it with a blank behind; None for one that links others."""
    folded = unicodedata.normalize("NFKC", word.translate(_NOTHING)).casefold() if not word.isascii() else word.lower()
    if folded in listed("linking_words"):
        return None
    code = folded.encode("utf-8", "backslashreplace")
    return code, crc32(code + b" ")
