"""What changed between versions -> rows for people: words that left stand as [-so-], words that came as {+so+}."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sayso.comparing import Change, History, Piece as Words, Step
from sayso.formats.changes import (
    SIGNS,
    Names,
    Pair,
    apart,
    content,
    editions,
    heading,
    headlines,
    names_in,
    summary,
    view_of,
    weave,
)
from sayso.formats.facts import head
from sayso.formats.rows import Line, Piece, painter, plain, rows
from sayso.formats.shifted import SIGNS as SHIFT_SIGNS, ShiftView, apart_views, shift_apart, shift_summary, shift_views

MARKS = {"removed": ("[-", "-]"), "added": ("{+", "+}")}


def write_history_text(history: History, width: int = 80, colour: bool = False, same_words: bool = False) -> Iterator[str]:
    """The steps as rows at most ``width`` cells wide; words that left stand as [-so-], words that came as {+so+}.

    ``same_words`` lists the differences too that are the reader's, not the article's. Control characters of the page never
    reach the terminal.
    """
    paint = painter() if colour else plain
    for line in _lines(history, same_words):
        yield "".join(paint(row).rstrip() + "\n" for row in rows(line, width, colour))


def _lines(history: History, same_words: bool) -> Iterator[Line]:
    latest = head(history.versions[-1].reading)
    yield Line(((latest.headline, "headline"),), rule="=")
    if history.address != latest.headline:
        yield Line(((history.address, "dim"),))
    for edition in editions(history):
        yield Line(((edition, "dim"),), indent=2)
    if not history.steps:
        yield from (Line(), Line((("There is one version: nothing to compare it with yet.", ""),)))
    for step in history.steps:
        yield from (Line(), Line(((heading(step), "heading"),), rule="-"))
        yield from _step(step, same_words)


def _step(step: Step, same_words: bool) -> Iterator[Line]:
    changes = step.changes
    yield Line(((" ".join(filter(None, [summary(changes), shift_summary(changes)])), ""),))
    for name, words in headlines(changes):
        yield from (Line(), Line(((name, "act"),), lead="  ~  "), Line(tuple(woven(words)), lead=" " * 5, indent=5))
    named = names_in(changes)
    for change in changes.changes:
        yield Line()
        yield from _change(change, named)
    for view in shift_views(changes):
        yield Line()
        yield from _shift(view)
    ask = "" if same_words else " (--all lists them)"
    if changes.same_words:
        yield from (Line(), Line(((apart(len(changes.same_words)) + ask, "dim"),)))
        for change in changes.same_words if same_words else ():
            yield Line()
            yield from _change(change, named)
    if told := shift_apart(changes):
        yield from (Line(), Line(((told + ask, "dim"),)))
        for view in apart_views(changes) if same_words else ():
            yield Line()
            yield from _shift(view)


def _shift(view: ShiftView) -> Iterator[Line]:
    """An event or an undertaking: what it is, what is undertaken, then each fact in a row of its own."""
    fate = view.shift.fate
    yield Line(((view.label, "act"),), lead=f"  {SHIFT_SIGNS[fate]}  ", indent=7)
    yield Line(tuple(piece for style, pair in view.title for piece in _pair(pair, style)), lead=" " * 5, indent=7)
    if view.words:
        style = {"dropped": "removed", "added": "added"}.get(fate, "")
        words = list(woven(view.shift.words)) if view.shift.words else [(view.words, style)]
        yield Line(tuple(words), lead=" " * 5, indent=5)
    for name, pair in view.facts:
        yield Line(((f"{name}: ", "dim"), *_pair(pair, "")), lead=" " * 5, indent=7)


def _change(change: Change, named: tuple[Names, Names]) -> Iterator[Line]:
    view = view_of(change, named)
    yield Line(((view.label, "act"),), lead=f"  {SIGNS[change.fate]}  ", indent=7)
    style = {"dropped": "removed", "merged": "removed", "added": "added", "split": "added"}.get(change.fate, "")
    pieces = [*_pair(view.speaker, "speaker"), (" ", ""), *_pair(view.act, "act")]
    if any(view.cue):
        pieces += [(" (", "dim"), *_pair(view.cue, "dim"), (")", "dim")]
    if any(view.addressee):
        pieces += [(" to ", "dim"), *_pair(view.addressee, "speaker")]
    yield Line(tuple(pieces), lead=" " * 5, indent=7)
    if any(view.relay):
        yield Line((("on the word of ", "dim"), *_pair(view.relay, "speaker")), lead=" " * 5, indent=7)
    if any(view.said):
        yield Line((("whether it was said: ", "dim"), *_pair(view.said, "unsaid")), lead=" " * 5, indent=7)
    if any(view.manner):
        yield Line((("quoted: ", "dim"), *_pair(view.manner, "")), lead=" " * 5, indent=7)
    words = list(woven(view.words)) if view.words else [(content(view.statement), style)]
    yield Line(tuple(words), lead=" " * 5, indent=5)


def _pair(sides: Pair, style: str) -> list[Piece]:
    """What it was and is, marked where they differ; what it is otherwise."""
    was, now = sides
    if was == now:
        return [(now or "", style)]
    found = [(f"{MARKS[how][0]}{words}{MARKS[how][1]}", how) for how, words in (("removed", was), ("added", now)) if words]
    return [found[0], *[piece for more in found[1:] for piece in ((" ", ""), more)]]


def woven(words: Sequence[Words]) -> Iterator[Piece]:
    """Pieces with their marks, and the style that shows them in colour: words that left, words that came, the rest."""
    for how, text in weave(words):
        opening, closing = MARKS.get(how, ("", ""))
        yield f"{opening}{text}{closing}", how if how in MARKS else "dim" if how == "gap" else ""
