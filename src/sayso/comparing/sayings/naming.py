"""A quotation aligned with its origin -> what became of the words, each change named: a cut, a number, a negation, a word."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sayso.comparing.sayings.aligning import FAR, Run, weight
from sayso.comparing.sayings.witnesses import WordChange, WordChangeKind
from sayso.comparing.sayings.words import Word, is_number, negated, words_that
from sayso.languages import abbreviations
from sayso.record import Span

_UNMARKED = re.compile(r"[\s\"“”„«»‘’'`()\[\]\u00ad\u200b-\u200d\u2060\ufeff]+")
_DASHES = re.compile(r"\s*(?:[—–―‒]|-{2,}|(?<=\s)-(?=\s))\s*")
_ENDS = re.compile(r"[.!?…]|\n")
_BREAKS = re.compile(r"[—–―]|-{2,}|\s-\s|-\s")
_UNSEEN = frozenset("\u00ad\u200b\u2060")
_LONGEST_FALSE_START = 6  # words that a speaker takes back behind a dash
_LONGEST_INTERJECTION = 8  # words of somebody in the audience


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: its words, and the stretches of its text (offset in the article, text) that they stand in."""

    words: Sequence[Word]
    parts: tuple[tuple[int, str], ...]

    def span(self, first: int, end: int) -> Span | None:
        """The words from ``first`` to before ``end``, as far as one stretch has them; None for none."""
        if first >= end:
            return None
        part = self.words[first].part
        last = next(word for word in reversed(self.words[first:end]) if word.part == part)
        offset, text = self.parts[part]
        start = self.words[first].start
        return Span(start, last.end, text[start - offset : last.end - offset])


def stretches(origin: Side, runs: Sequence[Run]) -> tuple[Span, ...]:
    """The words of the origin that a quotation is made of: one stretch, but where it jumps more than 25 words, or back."""
    found: list[list[int]] = []
    for run in runs:
        far = found and (run.there - found[-1][1] > FAR or run.there < found[-1][1])
        if found and not far and origin.words[run.there].part == origin.words[found[-1][0]].part:
            found[-1][1] = run.there + run.length
        else:
            found.append([run.there, run.there + run.length])
    return tuple(span for first, end in found if (span := origin.span(first, end)))


def changes(quotation: Side, origin: Side, runs: Sequence[Run]) -> tuple[WordChange, ...]:
    """What became of the origin's words, in the order of the quotation; each kind as often as it was done.

    >>> from sayso.comparing.sayings.aligning import align
    >>> from sayso.comparing.sayings.words import words_of
    >>> texts = "It would improve the road.", "It would not improve the road."
    >>> sides = [Side(words_of(text), ((0, text),)) for text in texts]
    >>> [(c.kind, c.before.text) for c in changes(*sides, align(*(side.words for side in sides)).runs)]
    [('negation', 'not')]
    """
    return tuple(_Naming(quotation, origin, runs).found())


class _Naming:
    """Goes through the quotation, from one word that the origin has to the next."""

    def __init__(self, quotation: Side, origin: Side, runs: Sequence[Run]) -> None:
        self.quotation, self.origin = quotation, origin
        self.ours, self.theirs = quotation.words, origin.words
        pairs = [(run.at + step, run.there + step) for run in runs for step in range(run.length)]
        followed = zip(pairs, [*pairs[1:], None], strict=True)
        self.pairs = [pair for pair, then in followed if not self._is_stray(pair, then)]
        self.kept = {there for _, there in self.pairs}
        self.ordered = False  # whether its parts are in another order

    def _is_stray(self, pair: tuple[int, int], then: tuple[int, int] | None) -> bool:
        """Whether "and" before a jump back is the one that opens the origin's next sentence: «I left, and he stayed. And …»"""
        back = then is not None and then[1] < pair[1]
        return back and weight(self.theirs[pair[1]]) < 1.0 and self._is_sentence_start(pair[1])

    def found(self) -> Iterator[WordChange]:
        first, last = self.pairs[0], self.pairs[-1]
        inner: list[WordChange] = []
        for (at, there), (to, then) in pairwise(self.pairs):
            inner += self._between(at, there, to, then)
            inner += self._written(to, then, joined=self.ordered and then != there + 1)
        if self.ordered:
            first, last = (first[0], min(self.kept)), (last[0], max(self.kept))
        yield from self._begins(*first)
        yield from self._written(*self.pairs[0], joined=self.ordered)
        yield from inner
        yield from self._ends(*last)

    def _change(self, kind: WordChangeKind, here: tuple[int, int] | None, there: tuple[int, int] | None) -> WordChange:
        before = self.origin.span(*there) if there else None
        return WordChange(kind, before, self.quotation.span(*here) if here else None)

    # The ends.

    def _begins(self, at: int, there: int) -> Iterator[WordChange]:
        start = there
        if at and not self.ordered:
            start = self._before(at, there)
            yield self._change(self._edge(range(at), range(start, there)), (0, at), (start, there))
        if start and not self._is_sentence_start(start):
            yield self._change("cut-start", None, None)

    def _before(self, at: int, there: int) -> int:
        """Where the words begin for which the first ones of the quotation stand."""
        start = there
        while start and there - start < at and not self._is_sentence_start(start):
            start -= 1
        return start

    def _ends(self, at: int, there: int) -> Iterator[WordChange]:
        stop, left = there + 1, len(self.ours) - at - 1
        if left and not self.ordered:
            while stop < len(self.theirs) and stop - there - 1 < left and not self._is_sentence_start(stop):
                stop += 1
            yield self._change(
                self._edge(range(at + 1, len(self.ours)), range(there + 1, stop)), (at + 1, len(self.ours)), None
            )
        if stop < len(self.theirs) and not self._is_sentence_start(stop):
            yield self._change("cut-end", None, None)

    def _edge(self, here: range, there: range) -> WordChangeKind:
        kinds = list(self._kinds(here, there))
        return kinds[0] if kinds else "insert"

    def _is_sentence_start(self, place: int) -> bool:
        """Whether a sentence of the origin begins with this word; a colon opens none."""
        word, last = self.theirs[place], self.theirs[place - 1] if place else None
        if last is None or word.turn != last.turn or word.part != last.part:
            return True
        if "\n" in word.before:
            return True
        if not _ENDS.search(word.before):
            return False
        shortened = last.raw[:1].isupper() and last.key in abbreviations()  # "Mr. Okafor", but "Thank you, sir. We"
        return not (shortened and word.before.strip() == "." and (last.key != "no" or word.key[0].isdigit()))

    # Between two words that both have.

    def _between(self, at: int, there: int, to: int, then: int) -> Iterator[WordChange]:
        here, gone = range(at + 1, to), range(there + 1, then)
        if gone and 5 * len(self.kept.intersection(gone)) >= 4 * len(gone):  # they stand elsewhere in the quotation
            self.ordered = True
            gone = range(0)
            if len(here) <= 1:
                return
        marked = any(self.ours[place].gap for place in range(at + 1, to + 1))
        if then <= there:
            yield self._jumped(there, to, then, marked)
            if self.ordered and len(here) <= 1:  # "because" between two that have changed places
                return
        elif self.theirs[there].part != self.theirs[then].part or len(gone) > FAR:
            yield self._change("cut-inside-marked" if marked else "splice", None, None)
        elif marked and gone:
            yield self._change("cut-inside-marked", None, (gone.start, gone.stop))
            gone = range(0)
        elif not here and not gone:
            yield from self._marks(to, then)
        if here:
            if then <= there or len(gone) > FAR:
                gone = range(0)
            for kind in self._kinds(here, gone):
                yield self._change(kind, (here.start, here.stop), (gone.start, gone.stop) if gone else None)
        elif gone and 0 < len(gone) <= FAR and then > there and self.theirs[there].part == self.theirs[then].part:
            yield self._change(self._cut(at, to, gone), None, (gone.start, gone.stop))
        if len(here) == len(gone) > 0 and not is_number(self.ours[here[-1]].key):
            yield from self._marks(to, then)

    def _jumped(self, there: int, to: int, then: int, marked: bool) -> WordChange:
        """The quotation goes back in the text: its sentences are in another order, or it is put together of pieces."""
        ends = [theirs for ours, theirs in self.pairs if ours >= to]
        near = max(ends) < there and min(t for o, t in self.pairs if o < to) - max(ends) <= FAR
        if near or any(then <= theirs <= there for ours, theirs in self.pairs if ours > to + 1):
            self.ordered = True
            return self._change("order", None, None)
        return self._change("cut-inside-marked" if marked else "splice", None, None)

    def _cut(self, at: int, to: int, gone: range) -> WordChangeKind:
        """What it is to leave out these words of the origin, without a mark."""
        keys = [self.theirs[place].key for place in gone]
        if sum(map(_negates, keys)) % 2 and len(keys) <= 2:
            return "negation"
        if self._is_cleaned(at, to, gone, keys):
            return "clean"
        if all(key in words_that("hedge") for key in keys):
            return "hedge"
        return "cut-inside-unmarked"

    def _is_cleaned(self, at: int, to: int, gone: range, keys: list[str]) -> bool:
        """Whether a speaker's false start, a repetition or somebody else's interjection is left out."""
        after = self.theirs[gone.stop] if gone.stop < len(self.theirs) else None
        turns = {self.theirs[place].turn for place in gone}
        if after and self.theirs[gone.start - 1].turn not in turns and after.turn not in turns:
            return len(gone) <= _LONGEST_INTERJECTION
        following = [word.key for word in self.ours[to : to + len(keys)]]
        preceding = [word.key for word in self.ours[max(0, at + 1 - len(keys)) : at + 1]]
        if keys in (following, preceding):
            return True
        broken = after is not None and _BREAKS.search(after.before) and not _ENDS.search(after.before)
        if not broken or len(keys) > _LONGEST_FALSE_START:
            return False
        return bool(set(keys) & set(following)) or len(keys) <= 2

    def _kinds(self, here: range, gone: range) -> Iterator[WordChangeKind]:
        """What it is to put words of the quotation in the place of others, or of none."""
        new, old = [self.ours[place] for place in here], [self.theirs[place].key for place in gone]
        if any(word.bracketed for word in new):
            yield "bracket"
            new = [word for word in new if not word.bracketed]
            if not new or not old:
                return
        keys = [word.key for word in new]
        if any(not _UNSEEN.isdisjoint(word.raw) for word in new):
            yield "form"
        if "".join(keys) == "".join(old):
            yield "form"
            return
        if sum(map(_negates, keys)) % 2 != sum(map(_negates, old)) % 2:
            yield "negation"
            keys, old = [_plain(key) for key in keys if not _is_not(key)], [_plain(key) for key in old if not _is_not(key)]
        elif max(len(keys), len(old)) <= 2 and _is_hedged(keys) != _is_hedged(old):
            yield "hedge"
            return
        if keys == old:
            return
        numbers, others = [key for key in keys if is_number(key)], [key for key in old if is_number(key)]
        if numbers and others and numbers != others:
            yield "number"
            keys, old = [key for key in keys if not is_number(key)], [key for key in old if not is_number(key)]
        if keys == old:
            return
        if keys and old:
            yield "word"
        elif keys:
            yield "insert"
        else:
            yield "cut-inside-unmarked"

    # How words and marks are written.

    def _marks(self, to: int, then: int) -> Iterator[WordChange]:
        ours, theirs = self.ours[to].before, self.theirs[then].before
        if ours == theirs:
            return
        one, other = _marks_of(ours), _marks_of(theirs)
        if one == other:
            if _DASHES.sub("", ours) != _DASHES.sub("", theirs) or not _same_space(ours, theirs):
                if not _same_but_space(ours, theirs) or "\u00a0" in ours + theirs:
                    yield self._change("form", (to, to + 1), (then, then + 1))
            elif ours.strip() != theirs.strip():
                yield self._change("form", (to, to + 1), (then, then + 1))
        elif one.replace("-", "") == other.replace("-", ""):
            yield self._change("form", (to, to + 1), (then, then + 1))
        else:
            yield self._change("punctuation", (to, to + 1), (then, then + 1))

    def _written(self, at: int, there: int, joined: bool) -> Iterator[WordChange]:
        one, other = self.ours[at], self.theirs[there]
        if one.bracketed:
            yield self._change("bracket", (at, at + 1), (there, there + 1))
        elif one.raw != other.raw:
            if _formed(one.raw) != _formed(other.raw) and _formed(one.raw).casefold() == _formed(other.raw).casefold():
                if not joined:
                    yield self._change("case", (at, at + 1), (there, there + 1))
            else:
                yield self._change("form", (at, at + 1), (there, there + 1))


def _formed(raw: str) -> str:
    """A word without what is its form alone."""
    return unicodedata.normalize("NFKC", _UNMARKED.sub("", raw))


def _marks_of(between: str) -> str:
    """What stands between two words, but for spaces and quotation marks; all dashes alike."""
    plain = _DASHES.sub("—", f" {between} ") if between.strip() != "-" or between != "-" else between
    return _UNMARKED.sub("", re.sub(r"\.\s?\.\s?\.", "…", plain))


def _same_space(one: str, other: str) -> bool:
    return re.sub(r"\s+", " ", one) == re.sub(r"\s+", " ", other)


def _same_but_space(one: str, other: str) -> bool:
    return "".join(one.split()) == "".join(other.split())


def _negates(key: str) -> bool:
    return _is_not(key) or key in negated()


def _is_hedged(keys: Sequence[str]) -> bool:
    return not words_that("hedge").isdisjoint(keys)


def _is_not(key: str) -> bool:
    return key in words_that("negation")


def _plain(key: str) -> str:
    return negated().get(key, key)
