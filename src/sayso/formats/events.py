"""Events across articles -> rows for people, an object of ``sayso.events/1``, JSON lines, CSV."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from typing import Any

from sayso import __version__
from sayso.formats.counts import Count
from sayso.formats.csv import csv_line
from sayso.formats.happenings import days
from sayso.formats.histories import (
    STATE_COLUMNS,
    alike,
    foot_cells,
    headed,
    history_lines,
    names,
    parties_to_json,
    place_among,
    reach,
    state_cells,
    state_to_json,
    who_pieces,
)
from sayso.formats.json import dumps
from sayso.formats.rows import Line, Piece, painted
from sayso.store import EventsQuestion, KnownEvent, KnownEvents

SCHEMA = "sayso.events/1"
_PLAIN = ("held", "ongoing", "announced")  # what is shown without stress

EVENT_COLUMNS = (
    *("key", "kind", "status", "parties", "hosts", "earliest", "latest", "moved_from", "place", "articles", "outlets", "first"),
    *("last", "on_word_of", "words", "address", "statement", "candidates", "score"),
)


def write_events(
    found: KnownEvents, question: EventsQuestion, width: int = 80, colour: bool = False, history: bool = False
) -> Iterator[str]:
    """Each event as rows at most ``width`` cells wide (a longer address stands out), and which of all these are.

    The last that an article has of it stands below, with its words; with ``history`` all that every article has.
    """
    for event in found.events:
        yield "".join(painted((*event_lines(event, width, history), Line()), width, colour))
    yield place_among(len(found.events), found.total, found.searched, question) + "\n"


def event_lines(event: KnownEvent, width: int, history: bool = False) -> Iterator[Line]:
    """The day, the kind, who takes part, what it stands at; then where, since when, and what articles have of it."""
    style = "dim" if event.status in _PLAIN else "unsaid"
    pieces: list[Piece] = [(event.kind, "act"), *([(": ", ""), *who_pieces(event.parties)] if event.parties else [])]
    indent, lines = headed(event.earliest or event.latest, [*pieces, (f" ({event.status})", style)], width)
    yield from lines
    margin = " " * indent
    when = days(event.earliest, event.latest) if event.earliest != event.latest else ""
    moved = ", ".join(days(*before) for before in event.moved_from)
    facts = [event.place, when, f"moved from {moved}" if moved else ""]
    if any(facts):
        yield Line(((" · ".join(filter(None, facts)), ""),), lead=margin, indent=indent + 2)
    yield from history_lines(event.history, indent, history)
    foot = " · ".join(filter(None, [reach(event.articles, event.outlets), event.key, alike(event.candidates)]))
    yield Line(((foot, "dim"),), lead=margin, indent=indent + 2)


def events_to_json(found: KnownEvents, question: EventsQuestion) -> dict[str, Any]:
    """One object with the keys of ``schema/events-1.schema.json``: the question, how many answer, this page of them.

    >>> events_to_json(KnownEvents((), 0, 12), EventsQuestion(kind="call"))["searched"]
    12
    """
    return {
        **_head(question, found.total),
        "searched": found.searched,
        "events": [known_event_to_json(event) for event in found.events],
    }


def event_counts_to_json(counts: Sequence[Count], total: int, question: EventsQuestion, by: str) -> dict[str, Any]:
    """The same with how many there are ``by`` a field in place of the events."""
    listed = [{"value": value, "events": number} for value, number in counts]
    return {**_head(question, total), "by": by, "counts": listed}


def known_event_to_json(event: KnownEvent) -> dict[str, Any]:
    """One event as it stands among those of ``sayso.events/1``."""
    return {
        **asdict(event),
        "parties": parties_to_json(event.parties),
        "moved_from": [{"earliest": earliest, "latest": latest} for earliest, latest in event.moved_from],
        "history": [state_to_json(state) for state in event.history],
        "outlets": list(event.outlets),
        "candidates": list(event.candidates),
    }


def write_events_jsonl(events: Iterable[KnownEvent]) -> Iterator[str]:
    """An event a line, each as in ``sayso.events/1``."""
    return (dumps(known_event_to_json(event)) + "\n" for event in events)


def write_events_csv(events: Iterable[KnownEvent], history: bool = False) -> Iterator[str]:
    """The header and a row an event; with ``history`` a row an entry of it. No cell runs as a formula in a spreadsheet."""
    columns = ("key", "kind", "parties", *STATE_COLUMNS) if history else EVENT_COLUMNS
    yield csv_line(columns)
    for event in events:
        own = {"key": event.key, "kind": event.kind, "parties": names(event.parties)}
        rows = [{**own, **state_cells(state)} for state in event.history] if history else [event_cells(event)]
        yield from (csv_line(row[column] for column in columns) for row in rows)


def event_cells(event: KnownEvent) -> dict[str, object]:
    """An event by its columns, as ``EVENT_COLUMNS`` names them; the words are those of its last entry."""
    return {
        "key": event.key,
        "kind": event.kind,
        "status": event.status,
        "parties": names(event.parties),
        "hosts": names(party for party in event.parties if "host" in party.roles),
        "earliest": event.earliest,
        "latest": event.latest,
        "moved_from": "; ".join("/".join(dict.fromkeys(before)) for before in event.moved_from),
        "place": event.place,
        **foot_cells(event),
    }


def _head(question: EventsQuestion, total: int) -> dict[str, Any]:
    asked = {**asdict(question), "parties": list(question.parties)}
    return {"schema": SCHEMA, "made_by": {"sayso": __version__}, "question": asked, "total": total}
