"""What changed between versions -> one self-contained page: no script, nothing loaded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sayso import __version__
from sayso.comparing import Change, History, Step
from sayso.controls import in_markup
from sayso.formats.changes import (
    SIGNS,
    Names,
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
from sayso.formats.sections import template
from sayso.formats.shifted import SIGNS as SHIFT_SIGNS, ShiftView, apart_views, shift_apart, shift_summary, shift_views


def write_history_html(history: History) -> Iterator[str]:
    """One page, nothing loaded, no script."""
    page = template("versions.html.j2").render(history=history_shown(history), version=__version__)
    yield in_markup(page)


def history_shown(history: History, folders: bool = True) -> Mapping[str, Any]:
    """What ``history.html.j2`` shows of it, with or without the ``folders`` that its texts were read from."""
    latest = history.versions[-1].reading
    return {
        "head": head(latest),
        "address": history.address,
        "language": latest.article.language,
        "versions": editions(history, folders),
        "steps": [_step(step) for step in history.steps],
    }


def _step(step: Step) -> Mapping[str, Any]:
    changes, named = step.changes, names_in(step.changes)
    return {
        "heading": heading(step),
        "summary": " ".join(filter(None, [summary(changes), shift_summary(changes)])),
        "facts": [(name, list(weave(words))) for name, words in headlines(changes)],
        "changes": [_card(change, named) for change in changes.changes],
        "apart": apart(len(changes.same_words)),
        "same_words": [_card(change, named) for change in changes.same_words],
        "shifts": list(map(_shift_card, shift_views(changes))),
        "shifts_apart": shift_apart(changes),
        "same_shifts": list(map(_shift_card, apart_views(changes))),
    }


def _card(change: Change, named: tuple[Names, Names]) -> Mapping[str, Any]:
    view = view_of(change, named)
    words = list(weave(view.words)) if view.words else [("same", content(view.statement))]
    return {"view": view, "words": words, "sign": {"+": "+", "-": "−", "~": "~"}[SIGNS[change.fate]]}


def _shift_card(view: ShiftView) -> Mapping[str, Any]:
    words = list(weave(view.shift.words)) if view.shift.words else [("same", view.words)] if view.words else []
    return {"view": view, "words": words, "sign": SHIFT_SIGNS[view.shift.fate].replace("-", "−")}
