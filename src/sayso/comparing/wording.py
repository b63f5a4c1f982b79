"""Two wordings of the same thing -> the words that stayed, left and came, each with the place where it stands.

What is no change of words is left out of account: straight and curly marks, dashes and hyphens, spaces, capitals, commas.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import groupby
from typing import Literal

How = Literal["same", "removed", "added"]
Opcode = tuple[str, int, int, int, int]

# Marks that belong to a letter (accents, vowel signs of Indian scripts, joiners) are part of its word; Chinese and Japanese
# characters are words of their own; a sign of money or per cent tells as much as a word, and so does a question mark.
_MARKS = "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u064b-\u065f\u0670\u0900-\u0963\u0966-\u0dff\u200c\u200d\u20d0-\u20ff"
_LETTER = rf"[^\W_]|[{_MARKS}]"
_WORD = (
    r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"
    r"|\d+(?:[.,:/]\d+)+"
    rf"|(?:{_LETTER})+(?:[-‐‑&'’](?:{_LETTER})+)*"
    r"|[%‰°$€£¥₹₽₩₺₴?？]"
)
# A quotation mark of any kind; a single one only where it is no apostrophe inside a word.
_QUOTE = r"[\"“”„‟«»＂]|''|``|(?<!\w)['‘‚]|['’](?!\w)"
_WORDS = re.compile(_WORD)
_WORDS_AND_QUOTES = re.compile(f"{_WORD}|(?P<quote>{_QUOTE})")
_PLAIN = str.maketrans({"’": "'", "‐": "-", "‑": "-", "？": "?"})

# Two sequences are compared in time that grows with the product of their lengths: beyond this product (2,000 words against
# 2,000, after what they begin and end with alike) nothing is taken to have stayed. 0.5 s at worst, on words made to be slow.
_LARGEST = 4_000_000


@dataclass(frozen=True, slots=True)
class Token:
    """A word at ``text[start:end]``; ``key`` is what it is compared by, ``part`` the number of the stretch it stands in."""

    start: int
    end: int
    key: str
    part: int = 0


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stayed, left or came, at ``start`` of the version they stand in: the earlier one if removed, else the later.

    ``start`` is in code points into ``Article.text``; None for a headline or standfirst that the text does not hold.
    """

    how: How
    text: str
    start: int | None


def tokens(text: str, stretches: Iterable[tuple[int, int]], quotes: bool = False) -> list[Token]:
    """The words in these stretches of the text (half-open, in code points), in order; quotation marks too if asked for.

    A stretch without any word (an emoji, a dash) is one token by itself.

    >>> [token.key for token in tokens("“The ‘cease-fire’ holds,” 1,200 say?", [(0, 36)])]
    ['the', 'cease-fire', 'holds', '1,200', 'say', '?']
    """
    found: list[Token] = []
    pattern = _WORDS_AND_QUOTES if quotes else _WORDS
    for part, (start, end) in enumerate(stretches):
        count = len(found)
        for match in pattern.finditer(text, start, end):
            key = '"' if match.lastgroup == "quote" else normal(match[0])
            found.append(Token(match.start(), match.end(), key, part))
        bare = text[start:end].strip()
        if len(found) == count and bare:
            begin = text.index(bare, start)
            found.append(Token(begin, begin + len(bare), normal(bare), part))
    return found


@lru_cache(maxsize=50_000)
def normal(word: str) -> str:
    """A word without what is no change of it: case, width, kind of apostrophe and hyphen.

    >>> normal("Dovrel’s") == normal("DOVREL'S")
    True
    """
    return unicodedata.normalize("NFKC", word).casefold().translate(_PLAIN)


def keys(words: str | None) -> tuple[str, ...]:
    """What some words are compared by.

    >>> keys("Rain – again") == keys("rain, again!")
    True
    """
    return tuple(token.key for token in tokens(words or "", [(0, len(words or ""))]))


def opcodes(before: Sequence[str], after: Sequence[str]) -> list[Opcode]:
    """How one sequence of keys becomes the other, as ``difflib`` puts it: (equal, replace, delete or insert, four indices)."""
    same = 0
    while same < min(len(before), len(after)) and before[same] == after[same]:
        same += 1
    tail = 0
    while tail < min(len(before), len(after)) - same and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    last, end = len(before) - tail, len(after) - tail
    middle: list[Opcode] = []
    if (last - same) * (end - same) > _LARGEST:
        middle = [("replace", same, last, same, end)]
    elif last > same or end > same:
        found = SequenceMatcher(None, before[same:last], after[same:end]).get_opcodes()
        middle = [(tag, a + same, b + same, c + same, d + same) for tag, a, b, c, d in found]
    head: list[Opcode] = [("equal", 0, same, 0, same)] if same else []
    return head + middle + ([("equal", last, len(before), end, len(after))] if tail else [])


def changed(before: Sequence[Token], after: Sequence[Token]) -> tuple[list[Token], list[Token]]:
    """The tokens that left and those that came."""
    removed: list[Token] = []
    added: list[Token] = []
    for tag, first, last, begin, end in opcodes([t.key for t in before], [t.key for t in after]):
        if tag != "equal":
            removed += before[first:last]
            added += after[begin:end]
    return removed, added


def mark_words(before: str, old: Sequence[tuple[int, int]], after: str, new: Sequence[tuple[int, int]]) -> tuple[Piece, ...]:
    """The later wording (the stretches ``new`` of the text ``after``) with the words of the earlier one set into it.

    The pieces that are not "removed", one after the other, are the later wording, character for character.

    >>> [(p.how, p.text) for p in mark_words("He said no.", [(0, 11)], "He said yes, twice.", [(0, 19)])]
    [('same', 'He said '), ('removed', 'no'), ('added', 'yes, twice'), ('same', '.')]
    """
    olds, news = tokens(before, old), tokens(after, new)
    pieces: list[Piece] = []
    pen = _Pen(after, list(new), pieces)
    for tag, first, last, begin, end in opcodes([t.key for t in olds], [t.key for t in news]):
        if tag == "equal":
            for token in news[begin:end]:
                pen.write("same", token)
            continue
        if begin < end:
            pen.reach(news[begin])
        for run in _runs(olds[first:last]):
            pieces.append(Piece("removed", before[run[0].start : run[-1].end], run[0].start))
        for run in _runs(news[begin:end]):
            pen.write("added", Token(run[0].start, run[-1].end, "", run[0].part))
    pen.finish()
    return tuple(_joined(pieces))


class _Pen:
    """Writes the later wording whole: what stands between its words goes with those that stayed."""

    def __init__(self, text: str, parts: list[tuple[int, int]], pieces: list[Piece]) -> None:
        self.text, self.parts, self.pieces = text, parts, pieces
        self.part, self.at = 0, parts[0][0] if parts else 0

    def reach(self, token: Token) -> None:
        """Write what stands before the token, to the end of the parts before its own."""
        while self.part < token.part:
            self._put("same", self.parts[self.part][1])
            self.part += 1
            self.at = self.parts[self.part][0]
        self._put("same", token.start)

    def write(self, how: How, token: Token) -> None:
        self.reach(token)
        self._put(how, token.end)

    def finish(self) -> None:
        if self.parts:
            self.reach(Token(self.parts[-1][1], self.parts[-1][1], "", len(self.parts) - 1))

    def _put(self, how: How, end: int) -> None:
        if end > self.at:
            self.pieces.append(Piece(how, self.text[self.at : end], self.at))
            self.at = end


def _runs(found: Sequence[Token]) -> Iterator[list[Token]]:
    return (list(run) for _, run in groupby(found, key=lambda token: token.part))


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Neighbours of one kind that touch in the text, as one piece."""
    held: Piece | None = None
    for piece in pieces:
        if held and held.how == piece.how and held.start is not None and held.start + len(held.text) == piece.start:
            held = Piece(held.how, held.text + piece.text, held.start)
            continue
        if held:
            yield held
        held = piece
    if held:
        yield held
