"""Witnesses and checked quotations -> the words for people about them: what changed, when, among how many articles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sayso.comparing import Check, Piece as Words, Saying, Verdict, Witness, WordChange, WordChangeKind, mark_words
from sayso.formats.facts import day
from sayso.formats.history_text import MARKS, woven
from sayso.formats.rows import Line, Piece
from sayso.record import Span

# What a text did to the words, as a label.
LABELS: Mapping[WordChangeKind, str] = {
    "form": "written otherwise",
    "punctuation": "other punctuation",
    "case": "other capitals",
    "cut-start": "begins within a sentence",
    "cut-end": "ends within a sentence",
    "cut-inside-marked": "cut inside, and marked so",
    "cut-inside-unmarked": "cut inside without a mark",
    "bracket": "words in brackets",
    "word": "another word",
    "number": "another number",
    "negation": "a negation lost or put in",
    "hedge": "a hedge lost or put in",
    "insert": "words put in",
    "splice": "joined from places apart",
    "order": "in another order",
    "clean": "tidied",
    "reattributed": "given to another speaker",
}
# Those that leave what was said as it is; all others are stressed.
HARMLESS: frozenset[WordChangeKind] = frozenset(
    ("form", "punctuation", "case", "cut-start", "cut-end", "cut-inside-marked", "bracket", "clean")
)
VERDICTS: Mapping[Verdict, str] = {
    "verbatim": "verbatim",
    "altered": "altered",
    "other-speaker": "another speaker’s words",
    "not-found": "not found",
}
GAP = " … "  # between the stretches of a text
_SHOWN = 12  # words that left in a row, shown whole; of more only the first and the last four
_KEPT = 4
_TOLD = 3  # harmless changes of a kind, shown with their words
_WORD = re.compile(r"\w")


# Words


def words_of(spans: Sequence[Span]) -> str:
    """The words of all stretches, for eyes."""
    return GAP.join(span.text for span in spans)


def marked(before: Sequence[Span], after: Sequence[Span], changes: Iterable[WordChange] = ()) -> tuple[Words, ...]:
    """The later words with the earlier ones set into them; a long run of words that left is shortened.

    What the ``changes`` have as cut off at the start or the end is not set in: it stands with their names. What the later words
    have before or behind the earlier ones is theirs too, where no change tells of it: the text quotes more than was asked for.

    >>> [(p.how, p.text) for p in marked([Span(40, 61, "It would not improve.")], [Span(0, 17, "It would improve.")])]
    [('same', 'It would'), ('removed', 'not'), ('same', ' improve.')]
    """
    told = list(changes)
    cut = [change.before for change in told if change.kind in ("cut-start", "cut-end") and change.before]
    (old, olds), (new, news) = _laid([span for whole in before for span in _without(whole, cut)]), _laid(after)
    pieces = list(mark_words(old, olds, new, news))
    if told:
        places = [(at, span.start) for (at, _), span in zip(news, after, strict=True)]
        pieces = [part for place, one in enumerate(pieces) for part in _beyond(pieces, place, one, told, places)]
    return tuple(Words(one.how, _shortened(one), one.start) for one in pieces if one.text)


def _beyond(
    pieces: Sequence[Words], place: int, one: Words, changes: Iterable[WordChange], places: Sequence[tuple[int, int]]
) -> Iterator[Words]:
    """A piece as it is; of words that came before all others, or behind them, only those of which a change tells have come.

    ``places`` are where each stretch begins in the laid text, and in its article's.
    """
    edge = not _has_words(pieces[:place]) or not _has_words(pieces[place + 1 :])
    beside = [pieces[at].how for at in (place - 1, place + 1) if 0 <= at < len(pieces)]
    if one.how != "added" or one.start is None or not edge or "removed" in beside:
        yield one
        return
    move = next(start - at for at, start in reversed(places) if at <= one.start)
    at = one.start
    for change in sorted((c for c in changes if c.after), key=lambda c: c.after.start if c.after else 0):
        assert change.after is not None
        start, end = change.after.start - move, change.after.end - move
        if start < at or end > one.start + len(one.text) or change.kind in HARMLESS:
            continue
        yield Words("same", one.text[at - one.start : start - one.start], at)
        if change.before:
            yield Words("removed", change.before.text, None)
        yield Words("added", change.after.text, start)
        at = end
    yield Words("same", one.text[at - one.start :], at)


def _has_words(pieces: Iterable[Words]) -> bool:
    return any(one.how != "removed" and _WORD.search(one.text) for one in pieces)


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


def _laid(spans: Sequence[Span]) -> tuple[str, list[tuple[int, int]]]:
    """The stretches in one text, and where each stands in it."""
    places, at = [], 0
    for span in spans:
        places.append((at, at + len(span.text)))
        at += len(span.text) + len(GAP)
    return words_of(spans), places


def _shortened(piece: Words) -> str:
    words = piece.text.split()
    if piece.how != "removed" or len(words) <= _SHOWN:
        return piece.text
    return f"{' '.join(words[:_KEPT])} … {' '.join(words[-_KEPT:])}"


def quoted_pieces(pieces: Sequence[Words]) -> Iterator[Piece]:
    """The words within quotation marks of their own, what left as [-so-] and what came as {+so+}."""
    yield ("“", "dim")
    yield from ((words, style or "quoted") for words, style in woven(pieces))
    yield ("”", "dim")


def plain_pieces(spans: Sequence[Span]) -> Iterator[Piece]:
    """The same of words that nothing is held against."""
    yield from (("“", "dim"), (words_of(spans), "quoted"), ("”", "dim"))


# Changes


@dataclass(frozen=True, slots=True)
class Named:
    """A kind of change for people, and the words that left and came (either may be ""), as often as it was done.

    ``more`` is how often it was done beside these.
    """

    label: str
    harmless: bool
    sides: tuple[tuple[str, str], ...] = ()
    more: int = 0


def named_changes(changes: Iterable[WordChange]) -> list[Named]:
    """What changed, a kind after the other; of what is harmless a few are enough.

    >>> named_changes([WordChange("negation", Span(9, 12, "not"))])
    [Named(label='a negation lost or put in', harmless=False, sides=(('not', ''),), more=0)]
    """
    kinds: dict[WordChangeKind, list[tuple[str, str]]] = {}
    for change in changes:
        kinds.setdefault(change.kind, []).append(_sides(change))
    found = []
    for kind, sides in kinds.items():
        # Of marks the words beside them are given: «go. We» for «go — we» tells nothing more by "We" and "we".
        told = list(dict.fromkeys(pair for pair in sides if _differ(pair, kind)))
        most = _TOLD if kind in HARMLESS else len(told)
        found.append(Named(LABELS[kind], kind in HARMLESS, tuple(told[:most]), len(told[most:])))
    return found


def _differ(pair: tuple[str, str], kind: WordChangeKind) -> bool:
    before, after = pair
    return before != after and (kind == "case" or before.casefold() != after.casefold())


def _sides(change: WordChange) -> tuple[str, str]:
    before, after = (
        _shortened(Words("removed", span.text, span.start)) if span else "" for span in (change.before, change.after)
    )
    return before, after


def change_lines(changes: Iterable[WordChange], indent: int) -> Iterator[Line]:
    """What changed, a row each kind: its name, and the words that left and came, where these say more than the name."""
    for change in named_changes(changes):
        pieces: list[Piece] = [(change.label, "dim" if change.harmless else "unsaid")]
        for number, sides in enumerate(change.sides):
            pieces.append((" · " if number else ": ", "dim"))
            shown = [(how, words) for how, words in zip(("removed", "added"), sides, strict=True) if words]
            for place, (how, words) in enumerate(shown):
                pieces += [(" ", "")] if place else []
                pieces.append((f"{MARKS[how][0]}{words}{MARKS[how][1]}", how))
        pieces += [(f" and {change.more} more", "dim")] if change.more else []
        yield Line(tuple(pieces), lead=" " * indent, indent=indent + 2)


# Facts


def day_of(witness: Witness) -> str:
    """The day on which a text was published, else the one on which it was captured, and that it is that one."""
    return (witness.published or "")[:10] or (f"captured {witness.captured[:10]}" if witness.captured else "")


def when_of(witness: Witness) -> str:
    """The same with its time, for people."""
    return day(witness.published) if witness.published else f"captured {day(witness.captured)}" if witness.captured else ""


def by_whom(witness: Witness) -> str:
    """Who published a text: its outlet, its address where none is known."""
    return witness.outlet or witness.address


def among(found: Saying | Check) -> str:
    """In which articles it was looked for.

    >>> among(Saying("yes", None, (), searched=1200, since="2031-01-02", until="2031-04-01"))
    '1,200 articles of 2 January 2031 to 1 April 2031'
    >>> among(Saying("yes", None, (), searched=1, since="2031-01-02", until="2031-01-02")), among(Saying("yes", None, ()))
    ('1 article of 2 January 2031', 'no article')
    """
    if not found.searched:
        return "no article"
    counted = f"{found.searched:,} article{'' if found.searched == 1 else 's'}"
    days = [day(one) for one in dict.fromkeys((found.since, found.until)) if one]
    return f"{counted} of {' to '.join(days)}" if days else counted


COMMON = "too few or too common words to tell whose they are"


def not_found(found: Saying | Check, common: bool = False) -> str:
    """That nothing was found, and in how much: never that it was not said. ``common`` words are nobody's in particular.

    >>> not_found(Saying("yes", None, (), searched=1, since="2031-01-02", until="2031-01-02"))
    'not found among 1 article of 2 January 2031'
    >>> not_found(Saying("yes", None, ()))
    'not found: there is no article to look in'
    """
    if not found.searched:
        return "not found: there is no article to look in"
    return f"{COMMON}, among {among(found)}" if common else f"not found among {among(found)}"


def also_at(witness: Witness) -> str:
    """How many other addresses have the same wire copy.

    >>> also_at(Witness("a#1", "a", None, None, None, None, (), copies=("b", "c")))
    '+2 addresses'
    """
    others = len(set(witness.copies) - {witness.address})
    return f"+{others:,} address{'' if others == 1 else 'es'}" if others else ""


# For programs


def span_to_json(span: Span | None) -> dict[str, Any] | None:
    """A stretch of a text with its words."""
    return {"start": span.start, "end": span.end, "text": span.text} if span else None


def change_to_json(change: WordChange) -> dict[str, Any]:
    """A change with its words in both texts."""
    return {"kind": change.kind, "before": span_to_json(change.before), "after": span_to_json(change.after)}


def witness_to_json(witness: Witness) -> dict[str, Any]:
    """A witness as it stands in ``sayso.trace/1`` and ``sayso.check/1``."""
    return {
        "key": witness.key,
        "address": witness.address,
        "outlet": witness.outlet,
        "headline": witness.headline,
        "published": witness.published,
        "captured": witness.captured,
        "spans": [span_to_json(span) for span in witness.spans],
        "speaker": witness.speaker,
        "manner": witness.manner,
        "changes": [change_to_json(change) for change in witness.changes],
        "parent": witness.parent,
        "copies": list(witness.copies),
    }


def witness_cells(witness: Witness) -> dict[str, object]:
    """A witness in cells: spans are "START-END" in code points, joined by ";"."""
    return {
        "key": witness.key,
        "published": witness.published,
        "outlet": witness.outlet,
        "headline": witness.headline,
        "speaker": witness.speaker,
        "manner": witness.manner,
        "words": words_of(witness.spans),
        "spans": ";".join(f"{span.start}-{span.end}" for span in witness.spans),
        "address": witness.address,
        "captured": witness.captured,
    }


def change_cells(changes: Sequence[WordChange]) -> dict[str, object]:
    """Changes in two cells: their kinds, and their words as "BEFORE > AFTER", each joined by "; "."""
    sides = ((one.before.text if one.before else "", one.after.text if one.after else "") for one in changes)
    return {
        "changes": "; ".join(change.kind for change in changes),
        "changed_words": "; ".join(f"{before} > {after}" for before, after in sides),
    }
