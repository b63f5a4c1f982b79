"""A text's words and those of the first that had them -> the later words with the earlier ones set into them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from sayso.comparing import Piece, WordChange, WordChangeKind, mark_words
from sayso.record import Span

# Those that leave what was said as it is; all others are stressed.
HARMLESS: frozenset[WordChangeKind] = frozenset(
    ("form", "punctuation", "case", "cut-start", "cut-end", "cut-inside-marked", "bracket", "clean")
)
GAP = " … "  # between the stretches of a text
_CUT: frozenset[WordChangeKind] = frozenset(("cut-start", "cut-end"))
_MOVED: frozenset[WordChangeKind] = frozenset(("order", "splice"))
_SHOWN = 12  # words that left in a row, shown whole; of more only the first and the last four
_KEPT = 4
_WORD = re.compile(r"\w")

Place = tuple[int, int]  # where a stretch begins in the words laid side by side, and in its article's text


def words_of(spans: Sequence[Span]) -> str:
    """The words of all stretches, for eyes."""
    return GAP.join(span.text for span in spans)


def marked(before: Sequence[Span], after: Sequence[Span], changes: Iterable[WordChange] = ()) -> tuple[Piece, ...]:
    """The later words with the earlier ones set into them; a long run of words that left is shortened.

    Where changes are told, the ends go by them. What was cut off there is not set in: it stands with their names. What the
    later words have before or behind the earlier ones is theirs too: the text quotes more than was asked for.

    >>> [(p.how, p.text) for p in marked([Span(40, 61, "It would not improve.")], [Span(0, 17, "It would improve.")])]
    [('same', 'It would'), ('removed', 'not'), ('same', ' improve.')]
    """
    told = sorted(changes, key=lambda change: change.after.start if change.after else 0)
    cut = [change.before for change in told if change.kind in _CUT and change.before]
    kept = [span for whole in before for span in _without(whole, cut)]
    pieces = list(mark_words(words_of(kept), _laid(kept), words_of(after), _laid(after)))
    if _CUT.intersection(change.kind for change in told) and not _MOVED.intersection(change.kind for change in told):
        pieces = [one for one in pieces if one.how != "removed" or _is_told(one, told, _places(kept))]
    if told:
        pieces = [part for place, one in enumerate(pieces) for part in _beyond(pieces, place, one, told, _places(after))]
    return tuple(
        Piece(one.how, shortened(one.text) if one.how == "removed" else one.text, one.start) for one in pieces if one.text
    )


def shortened(words: str) -> str:
    """A long run of words, its middle left out.

    >>> shortened(" ".join("abcdefghijklmn"))
    'a b c d … k l m n'
    """
    parts = words.split()
    return words if len(parts) <= _SHOWN else f"{' '.join(parts[:_KEPT])} … {' '.join(parts[-_KEPT:])}"


def _laid(spans: Sequence[Span]) -> list[tuple[int, int]]:
    """Where each stretch stands in ``words_of`` all of them."""
    return [(at, at + len(span.text)) for (at, _), span in zip(_places(spans), spans, strict=True)]


def _places(spans: Sequence[Span]) -> list[Place]:
    places, at = [], 0
    for span in spans:
        places.append((at, span.start))
        at += len(span.text) + len(GAP)
    return places


def _moved(places: Sequence[Place], at: int) -> int:
    """How far the words at ``at`` stand from where they are in their article's text."""
    return next((start - begin for begin, start in reversed(places) if begin <= at), 0)


def _without(whole: Span, cut: Iterable[Span]) -> Iterator[Span]:
    """What is left of a stretch where these are cut off at its start or its end, marks before or behind them too."""
    start, end = whole.start, whole.end
    for span in cut:
        if start < span.end < end and not _WORD.search(whole.text[: max(0, span.start - whole.start)]):
            start = span.end
        elif start < span.start < end and not _WORD.search(whole.text[span.end - whole.start :]):
            end = span.start
    if start < end:
        yield Span(start, end, whole.text[start - whole.start : end - whole.start])


def _is_told(one: Piece, changes: Iterable[WordChange], places: Sequence[Place]) -> bool:
    """Whether a change tells of words that left; others were cut off, and the alignment only found a like word before them."""
    assert one.start is not None  # words of a text have a place
    start = one.start + _moved(places, one.start)
    return any(
        change.before and change.before.start < start + len(one.text) and start < change.before.end for change in changes
    )


def _beyond(
    pieces: Sequence[Piece], place: int, one: Piece, changes: Iterable[WordChange], places: Sequence[Place]
) -> Iterator[Piece]:
    """A piece as it is; of words that came before all others, or behind them, only those of which a change tells have come."""
    edge = not _has_words(pieces[:place]) or not _has_words(pieces[place + 1 :])
    beside = [pieces[at].how for at in (place - 1, place + 1) if 0 <= at < len(pieces)]
    if one.how != "added" or one.start is None or not edge or "removed" in beside:
        yield one
        return
    at, move = one.start, _moved(places, one.start)
    for change in changes:
        if change.after is None or change.kind in HARMLESS:
            continue
        start, end = change.after.start - move, change.after.end - move
        if at <= start and end <= one.start + len(one.text):
            yield Piece("same", one.text[at - one.start : start - one.start], at)
            yield Piece("removed", change.before.text if change.before else "", None)
            yield Piece("added", change.after.text, start)
            at = end
    yield Piece("same", one.text[at - one.start :], at)


def _has_words(pieces: Iterable[Piece]) -> bool:
    return any(one.how != "removed" and _WORD.search(one.text) for one in pieces)
