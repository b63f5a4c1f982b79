"""Witnesses and checked quotations -> the words for people about them: what changed, when, among how many articles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sayso.comparing import Check, Piece as Words, Saying, Verdict, Witness, WordChange, WordChangeKind
from sayso.formats.facts import day
from sayso.formats.history_text import MARKS, woven
from sayso.formats.rows import Line, Piece
from sayso.formats.woven_words import HARMLESS, shortened, words_of
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
VERDICTS: Mapping[Verdict, str] = {
    "verbatim": "verbatim",
    "altered": "altered",
    "other-speaker": "another speaker’s words",
    "not-found": "not found",
}
_TOLD = 3  # harmless changes of a kind, shown with their words


# Words


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
    before, after = (shortened(span.text) if span else "" for span in (change.before, change.after))
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
        "text_sha256": witness.text_sha256,
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
