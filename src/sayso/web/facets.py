"""A question's answers -> how many there are by speaker, outlet, act, kind and day, each with the address that narrows to it.

A field that narrows already is counted as if it did not: its other values are there to be added.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal

from sayso.formats import Count, apart, count_label, filled
from sayso.store import Engine, Question
from sayso.web.queries import Query

Facet = Literal["speaker", "outlet", "act", "said"]
FACETS: tuple[tuple[Facet, str], ...] = (
    ("speaker", "Speakers"),
    ("outlet", "Outlets"),
    ("act", "Acts"),
    ("said", "Said or not"),
)
SHOWN, MORE = 8, 50  # values of a field at once, and with those that are folded away
BARS = 62  # days in a row; of more there are months, then years


def facets(engine: Engine, question: Question, query: Query) -> list[dict[str, Any]]:
    """The fields that have any value, with their counts, most first."""
    return [facet for by, title in FACETS if (facet := _facet(engine, question, query, by, title))["values"]]


def _facet(engine: Engine, question: Question, query: Query, by: Facet, title: str) -> dict[str, Any]:
    others: dict[str, Any] = {by: None}  # of any speaker, of any kind
    found = engine.counted(replace(question, **others), (by,), MORE)
    named, none = apart([(value, number) for (value,), number in found.rows])
    most = max((number for _, number in named), default=1)
    chosen = [pair for pair in named if _is_chosen(query, by, pair[0] or "")]
    if getattr(question, by) and by != "said":  # it may be less than the first
        narrowed = (pair for pair in engine.count(question, by) if pair not in chosen)
        chosen += [pair for pair in narrowed if _is_chosen(query, by, pair[0] or "")]
    shown = [*chosen, *(pair for pair in named if pair not in chosen)][: max(MORE, len(chosen))]
    values = [_value(query, by, value or "", number, most) for value, number in shown]
    first = max(SHOWN, len(chosen))
    return {
        "title": title,
        "values": values[:first],
        "folded": values[first:],
        "more": found.more + sum(pair not in shown for pair in named) - sum(pair not in named for pair in chosen),
        "none": [(count_label(None, by).strip("()"), number) for _, number in none],
    }


def _value(query: Query, by: Facet, value: str, number: int, most: int) -> dict[str, Any]:
    chosen = _is_chosen(query, by, value)
    if by == "said":  # what was said answers unless another is named, so a kind takes the place of that which is there
        changed = query.set("said", "any" if chosen else value)
    else:
        changed = query.without_one(by, value) if chosen else query.with_one(by, value)
    return {
        "name": value,
        "number": number,
        "width": round(100 * number / most, 1),
        "chosen": chosen,
        "path": changed.at("/find"),
    }


def _is_chosen(query: Query, by: Facet, value: str) -> bool:
    if by == "said":
        return value in ([given for name, given in query.pairs if name == "said"] or ["said"])
    return query.has(by, value)


def days(engine: Engine, question: Question, query: Query) -> dict[str, Any] | None:
    """How many were published when, in at most ``BARS`` days, months or years; None where no day is known."""
    counts, none = apart(engine.count(question, "day"))
    by, periods = _periods(counts)
    if not periods:
        return None
    most = max(number for _, number in periods)
    bars = [
        {
            "name": period,
            "number": number,
            "height": round(100 * number / most, 1) if number else 0,
            "path": query.set("since", period).set("until", period).at("/find"),
        }
        for period, number in periods
    ]
    return {"by": by, "bars": bars, "none": sum(number for _, number in none)}


def _periods(counts: Sequence[Count]) -> tuple[str, list[tuple[str, int]]]:
    """The counts by day, or by month or year where there are too many in a row; the last ``BARS`` of these."""
    rows: list[tuple[str, int]] = []
    for by, length in (("day", 10), ("month", 7), ("year", 4)):
        summed: dict[str, int] = {}
        for value, number in counts:
            summed[(value or "")[:length]] = summed.get((value or "")[:length], 0) + number
        span = sorted(summed)
        if not span:
            return by, rows
        try:
            rows = filled(list(summed.items()), by)  # type: ignore[arg-type]
        except ValueError:  # a wrong date in one article may ask for 700,000
            continue
        if len(rows) <= BARS:
            return by, rows
    return "year", rows[-BARS:]


def chosen(query: Query, labels: Mapping[str, str], path: str = "/find") -> list[dict[str, str]]:
    """What narrows, a row each, with the address of the same without it."""
    return [
        {"label": labels[name], "value": value, "path": query.without_one(name, value).at(path)}
        for name, value in query.pairs
        if name in labels
    ]
