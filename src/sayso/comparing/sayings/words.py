"""A text -> its words as quotations are compared: what each is compared by, how it is written, and what stands before it.

Labels of turns ("MS. OKAFOR:") and what a transcript notes of the hall ("(Applause.)") are no words. What is folded, and named
as a change of form alone: kinds of apostrophes, hyphens and ligatures, soft hyphens, small numbers in letters or figures.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from sayso.languages import entries
from sayso.statements import label_at

_UNSEEN = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_NOTHING = dict.fromkeys(map(ord, _UNSEEN))
# Written so that most words are one run of letters: with a branch for each kind of word it takes five times as long.
_WORD = (
    rf"[^\W_\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+(?:(?:['’ʼ]|[{_UNSEEN}]+|(?<=\d)[.,:](?=\d))[^\W_]+"
    r"|(?:\.[^\W\d_](?=\.))+\.)*"
    r"|[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff%&]"
)
_NOTE = r"[(\[](?:[A-Z][^()\[\]\n]{0,60}[.!?]|[Ll]aughter|[Aa]pplause|[Cc]rosstalk|inaudible|sic)[)\]]"
_LEFT_OUT = r"\[\s*(?:\.\s?\.\s?\.|…)\s*\]|\.\s?\.\s?\.(?:\s?\.)?|…"
_SCAN = re.compile(rf"(?P<word>{_WORD})|(?P<note>{_NOTE})|(?P<gap>{_LEFT_OUT})|(?P<bracket>[\[\]])")


class Word(NamedTuple):  # a frozen dataclass takes six times as long to make, 600 times a passage
    """A word at ``text[start:end]``, in code points of the article's text.

    ``key`` is what it is compared by, ``raw`` how it stands there, ``before`` what stands between the word before and this one,
    without labels and notes. ``gap``: a mark there says that something was left out ("…"). ``bracketed``: in square brackets,
    whole ("[the law]") or its first letter ("[w]e"). ``turn`` numbers the turns of a transcript from 0 and ``part`` the
    stretches of the text that were read.
    """

    start: int
    end: int
    key: str
    raw: str
    before: str
    gap: bool = False
    bracketed: bool = False
    turn: int = 0
    part: int = 0


def words_of(text: str, offset: int = 0, part: int = 0, turn: int = 0) -> list[Word]:
    """The words of a stretch of a text that begins at ``offset`` of it.

    >>> [word.key for word in words_of("MS. OKAFOR: Well (laughter) — it’s “twelve” rain-drops.")]
    ['well', "it's", '12', 'rain', 'drops']
    """
    found: list[Word] = []
    labels = dict(_labels(text))
    at, between, gap, bracket, opened = 0, "", False, False, -1
    line_starts = sorted(labels)
    for match in _SCAN.finditer(text):
        start = match.start()
        while line_starts and line_starts[0] <= start:  # the words of a label are passed over
            begin = line_starts.pop(0)
            if labels[begin] > at:
                between += text[at:begin]
                at, turn = labels[begin], turn + 1
        if start < at:
            continue
        between += text[at:start]
        at = match.end()
        kind = match.lastgroup
        if kind == "bracket":
            bracket = match[0] == "["
            opened = match.end() if bracket else opened
            if not bracket and found and found[-1].end == start and at < len(text) and text[at].isalpha():
                # "[w]e": the bracket has the first letter of a word.
                letter = found.pop()
                rest = _SCAN.match(text, at)
                if rest and rest.lastgroup == "word":
                    raw = text[letter.start - offset : letter.end - offset] + rest[0]
                    found.append(
                        Word(letter.start, rest.end() + offset, _key(raw), raw, letter.before, letter.gap, True, turn, part)
                    )
                    at = rest.end()
            continue
        if kind == "note":
            continue
        if kind == "gap":
            gap, between = True, between + match[0]
            continue
        raw = match[0]
        found.append(Word(start + offset, at + offset, _key(raw), raw, between, gap, bracket, turn, part))
        between, gap = "", False
    return found


def _labels(text: str) -> Iterator[tuple[int, int]]:
    """Where each label begins and ends."""
    for match in re.finditer(r"^[ \t]*(?=[^\W_])", text, re.MULTILINE):
        end = text.find("\n", match.end())
        label = label_at(text, match.end(), len(text) if end < 0 else end)
        if label and (label.known or label.capitals):
            yield match.end(), label.begins


@lru_cache(maxsize=50_000)
def _key(raw: str) -> str:
    plain = unicodedata.normalize("NFKC", raw.translate(_NOTHING)).casefold().replace("’", "'").replace("ʼ", "'")
    if "." in plain and not plain[0].isdigit():
        plain = plain.replace(".", "")
    return numerals().get(plain) or same().get(plain) or plain


@cache
def numerals() -> dict[str, str]:
    """Words for numbers that figures are the same as."""
    return {row[1]: row[2] for row in entries("en", "saying_words") if row[0] == "number" and len(row) > 2}


@cache
def same() -> dict[str, str]:
    """Signs and spellings of one word."""
    return {row[1]: row[2] for row in entries("en", "saying_words") if row[0] == "same"}


@cache
def words_that(does: str) -> frozenset[str]:
    """The words of a class of the list: "negation", "hedge", as they are compared."""
    return frozenset(_key(row[1]) for row in entries("en", "saying_words") if row[0] == does)


@cache
def negated() -> dict[str, str]:
    """What is left of a word without the negation that is grown into it."""
    return {row[1]: row[2] for row in entries("en", "saying_words") if row[0] == "negated"}


def is_number(key: str) -> bool:
    """Whether a word tells a number: in figures, or "dozens"."""
    return key[0].isdigit() or key in words_that("number")
