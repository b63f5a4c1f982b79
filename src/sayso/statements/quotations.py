"""A text with its paragraphs -> the quotations in it: stretches between quotation marks, over paragraphs where marks reopen.

Every kind of mark is paired by itself: straight and curly, « », „ “, single and double, two apostrophes. A mark without a
partner never swallows the text: its quotation ends with its paragraph, marked as not closed.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

Extent = tuple[int, int]
Side = Literal["open", "close", "either"]

# Mark -> the kind it opens or closes with, and on which side it may stand. German „x“ and Swedish ”x” share their
# characters with English “x”, so a mark's side is settled by what is open before it.
# Six marks and more with nothing but spaces between are an ornament or noise, not quotations.
# Each pattern begins with one class of characters, so that a search passes over all others at once.
_ANY = "['\"“”„‟«»＂‹›「」『』`‘’‚‛]"
_NOISE = rf"\s?(?:{_ANY}\s?){{5,}}"
_DOUBLE = re.compile(rf"{_ANY}(?:{_NOISE}|(?<=')'|(?<=`)`|(?<=[\"“”„‟«»＂‹›「」『』]))")
_SINGLE = re.compile(rf"{_ANY}(?:{_NOISE}|(?<=['‘’‚‛]))")
_OPENING = re.compile(r"\s*(''|``|[\"“„«»”「『])")
_CUT_SHORT = re.compile(r"['‘](?:em|tis|twas|til|cause|bout|n)\b", re.IGNORECASE)
_CLOSERS = {
    "“": '”“"＂',
    "„": '“”„"',
    "«": "»",
    "»": "«",
    "‹": "›",
    "›": "‹",
    "‟": '”"',
    "``": "''",
    "''": "''\"",
    "”": '”"',
    '"': '"”',
    "＂": '＂"',
    "「": "」",
    "『": "』",
}
_SINGLE_CLOSERS = {"‘": "’", "‚": "‘’", "'": "'", "’": "’", "‛": "’"}
_OPENING_BRACKETS = "([{—–-/"
_ENDS = ".,!?…;:"


@dataclass(frozen=True, slots=True)
class Quotation:
    """One quotation: its ``parts`` with their marks, one a paragraph, in code points; ``inner`` are the parts without marks.

    ``depth`` counts the quotations around it. ``closed`` is False where the last mark is missing: the last part then ends
    with its paragraph, and what it holds is a guess, unless its mark reopened an earlier paragraph's (``certain``).

    >>> [q.inner for q in find_quotations('He called it "odd".', [(0, 19)])]
    [((14, 17),)]
    """

    parts: tuple[Extent, ...]
    inner: tuple[Extent, ...]
    closed: bool
    depth: int = 0

    @property
    def start(self) -> int:
        return self.parts[0][0]

    @property
    def end(self) -> int:
        return self.parts[-1][1]

    @property
    def certain(self) -> bool:
        """Whether a mark closes it, or reopens it in a later paragraph."""
        return self.closed or len(self.parts) > 1


@dataclass(slots=True)
class _Open:
    """A mark that waits for its partner, with the parts that it already has in earlier paragraphs."""

    mark: str
    start: int
    width: int
    before: list[Extent] = field(default_factory=list)
    inner: list[Extent] = field(default_factory=list)

    def close(self, at: int, width: int, closed: bool = True) -> Quotation:
        return Quotation(
            (*self.before, (self.start, at + width)),
            (*self.inner, (self.start + self.width, at)),
            closed,
        )


def find_quotations(text: str, paragraphs: Sequence[Extent]) -> tuple[Quotation, ...]:
    """All quotations in text order, nested ones after the one around them; empty paragraphs are passed over.

    Linear in the text's length.
    """
    return _found(text, tuple((start, end) for start, end in paragraphs if start < end))


@lru_cache(maxsize=1)  # two rooms ask it of an article, one soon after the other
def _found(text: str, paragraphs: tuple[Extent, ...]) -> tuple[Quotation, ...]:
    found: list[Quotation] = []
    left: _Open | None = None
    single: _Open | None = None
    for start, end in paragraphs:
        first = len(found)
        left = _read_paragraph(text, start, end, left, found)
        singles, single = _single_quotations(text, start, end, found[first:], single)
        found += singles
    if left is not None:
        found.append(_unclosed(left))
    return with_depth(found)


def outermost(quotations: Iterable[Quotation]) -> tuple[Quotation, ...]:
    """Those that stand in no other."""
    return tuple(q for q in quotations if q.depth == 0)


def _read_paragraph(text: str, start: int, end: int, left: _Open | None, found: list[Quotation]) -> _Open | None:
    """Pair the marks of one paragraph into ``found``; give back what is still open at its end and may be reopened below."""
    stack: list[_Open] = []
    if left is not None:
        opened = _OPENING.match(text, start, end)
        if opened and not text[opened.end() : opened.end() + 1].isspace() and left.mark == opened[1]:
            stack.append(_Open(opened[1], opened.start(1), len(opened[1]), left.before, left.inner))
            start = opened.end()
        else:
            found.append(_unclosed(left))
    doubles: list[Quotation] = []
    for match in _DOUBLE.finditer(text, start, end):
        if match.end() - match.start() <= 2:
            _take_mark(text, match[0], match.start(), stack, doubles)
    found += doubles
    stack = [waiting for waiting in stack if not _is_left_open(text, waiting, doubles)]
    if not stack:
        return None
    # Of several unclosed marks the first that could be a quotation of sentences counts: the paragraph's own opening.
    last = stack[0] if stack[0].before or _opens_sentence(text, stack[0]) else stack[-1]
    stop = start + len(text[start:end].rstrip())
    if stop <= last.start + last.width:
        return None
    last.before.append((last.start, stop))
    last.inner.append((last.start + last.width, stop))
    return last


def _is_left_open(text: str, waiting: _Open, doubles: Sequence[Quotation]) -> bool:
    """Whether a mark's partner was forgotten: behind it a sentence ends, and another quotation opens with the same mark
    («“We are out of bread, said Ann. “The lorries stopped,” he said.»). One that reopens an earlier paragraph's is not lost."""
    return (
        not waiting.before
        and _opens_sentence(text, waiting)
        and any(
            quotation.start > waiting.start
            and text.startswith(waiting.mark, quotation.start)
            and text[max(0, quotation.start - 4) : quotation.start].rstrip()[-1:] in (".", "!", "?")
            for quotation in doubles
        )
    )


def _unclosed(left: _Open) -> Quotation:
    return Quotation(tuple(left.before), tuple(left.inner), closed=False)


def _opens_sentence(text: str, waiting: _Open) -> bool:
    following = text[waiting.start + waiting.width : waiting.start + waiting.width + 1]
    return following.isupper() or following in "[…."


def _take_mark(text: str, mark: str, at: int, stack: list[_Open], found: list[Quotation]) -> None:
    side = _side(text, mark, at)
    partner = _partner(mark, stack)
    if partner is not None and side == "open" and stack[partner].mark == mark != "“":
        # A straight mark that opens again: the one before it was never closed («"I agree, he said. "We go."»).
        del stack[partner:]
        stack.append(_Open(mark, at, len(mark)))
    elif partner is not None and side != "open":
        found.append(stack[partner].close(at, len(mark)))
        del stack[partner:]
    elif side != "close":
        stack.append(_Open(mark, at, len(mark)))


def _partner(mark: str, stack: list[_Open]) -> int | None:
    """Where in the stack the mark that this one would close stands. Only the innermost few are looked at: real texts nest
    three deep at most, and a million opening marks must not cost a million steps each."""
    for index in range(len(stack) - 1, max(-1, len(stack) - 9), -1):
        waiting = stack[index].mark
        if mark in _CLOSERS[waiting]:
            return index
    return None


def _side(text: str, mark: str, at: int) -> Side:
    before, after = text[at - 1 : at], text[at + len(mark) : at + len(mark) + 1]
    opens = (not before or before.isspace() or before in _OPENING_BRACKETS or before in "“‘«„\"'") and bool(after)
    opens = opens and not after.isspace() and after not in ",.;:!?)"
    closes = bool(before) and not before.isspace() and (not after or not after.isalnum())
    if mark in "「『」』":
        return "open" if mark in "「『" else "close"
    if mark in "“„«‹‟``" and mark != "“":
        return "open" if not closes or opens else "either"
    if mark == "“":
        return "close" if not after or after.isspace() or (closes and not opens and after in _ENDS) else "open"
    if mark in "”»›":
        return "open" if opens and not closes else "close"
    if opens and not closes:
        return "open"
    if closes and not opens:
        return "close"
    return "either"


def _single_quotations(
    text: str, start: int, end: int, doubles: Sequence[Quotation], left: _Open | None
) -> tuple[list[Quotation], _Open | None]:
    """Single marks that are no apostrophes, paired within one paragraph and on one side of every double mark; and what is still
    open at its end. ``left`` is that of the paragraph before, which goes on where this one reopens it."""
    found: list[Quotation] = []
    marks = list(_SINGLE.finditer(text, start, end))
    if not marks:
        return found, None
    bounds = sorted({edge for q in doubles for edge in (q.parts[-1][0], q.end)})
    begun: _Open | None = None
    possessive: int | None = None
    # Of a double mark written as two apostrophes both are taken; of «'"» the inner one may close what stands within.
    pairs = [at for q in doubles for at in (q.parts[-1][0], q.end - 2) if text[at : at + 2] == "''"]
    taken = {at + width for at in pairs for width in (0, 1)} | {q.end - 1 for q in doubles}
    for match in marks:
        at, mark = match.start(), match[0]
        if len(mark) > 1 or at in taken:
            continue
        if begun and bisect_right(bounds, at) != bisect_right(bounds, begun.start):
            found += _close_single(begun, possessive)
            begun = possessive = None
        if _opens_single(text, at, mark):
            if begun:
                found += _close_single(begun, possessive)
            reopens = left is not None and left.mark == mark and not text[start:at].strip()
            begun = _Open(mark, at, 1, left.before, left.inner) if left and reopens else _Open(mark, at, 1)
            possessive = None
        elif begun and mark in _SINGLE_CLOSERS[begun.mark] and _closes_single(text, at):
            if text[at - 1] in "sS" and text[at + 1 : at + 2] == " " and text[at + 2 : at + 3].islower():
                possessive = at  # "the leaders' call": closes only where nothing better follows
            else:
                found += _close_single(begun, at)
                begun = possessive = None
    if begun and possessive is None and _opens_sentence(text, begun) and _stands_first(text, start, begun.start):
        stop = start + len(text[start:end].rstrip())
        begun.before.append((begun.start, stop))
        begun.inner.append((begun.start + 1, stop))
        return found, begun
    return found + (_close_single(begun, possessive) if begun else []), None


def _stands_first(text: str, start: int, at: int) -> bool:
    """Whether a mark opens a paragraph, or stands behind a sentence or a colon: not that of «the word 'Enough»."""
    before = text[max(start, at - 4) : at].rstrip()
    return not before or before[-1] in ".:,!?”’\"'"


def _close_single(begun: _Open, at: int | None) -> list[Quotation]:
    return [] if at is None else [begun.close(at, 1)]


def _opens_single(text: str, at: int, mark: str) -> bool:
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if before and not before.isspace() and before not in _OPENING_BRACKETS and before not in '“"«„':
        return False
    if mark == "’" or not after or not (after.isalpha() or after in "[…£$€."):
        return False  # "’90s" is an apostrophe
    return not _CUT_SHORT.match(text, at)


def _closes_single(text: str, at: int) -> bool:
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return bool(before) and not before.isspace() and not after.isalnum()


def with_depth(found: Iterable[Quotation]) -> tuple[Quotation, ...]:
    """In text order, each with the number of quotations around it; of two that cross, the later one is dropped."""
    ordered = sorted(found, key=lambda q: (q.start, -q.end))
    kept: list[Quotation] = []
    around: list[Quotation] = []
    for quotation in ordered:
        while around and around[-1].end <= quotation.start:
            around.pop()
        if around and quotation.end > around[-1].end:
            continue
        if not quotation.inner[-1][1] > quotation.inner[-1][0]:
            continue
        kept.append(Quotation(quotation.parts, quotation.inner, quotation.closed, len(around)))
        around.append(quotation)
    return tuple(kept)
