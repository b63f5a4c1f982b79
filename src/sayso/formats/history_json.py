"""What changed between versions -> an object of the schema ``sayso.changes/1``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sayso import __version__
from sayso.comparing import Change, History, Piece, Shift, Shifts, Step
from sayso.evidence import check_evidence
from sayso.formats.changes import back_to
from sayso.formats.json import dumps, event_to_json, statement_to_json, undertaking_to_json
from sayso.record import Event, Reading, Span, Undertaking
from sayso.store import Version

SCHEMA = "sayso.changes/1"


def write_history_json(history: History) -> Iterator[str]:
    """One indented object and a newline."""
    yield dumps(history_to_json(history), indent=1) + "\n"


def history_to_json(history: History) -> dict[str, Any]:
    """The object of ``schema/changes-1.schema.json``. Offsets are code points into the text of the version they are of."""
    return {
        "schema": SCHEMA,
        "made_by": {"sayso": __version__},
        "address": history.address,
        "versions": [_version(version, back_to(history, place)) for place, version in enumerate(history.versions)],
        "steps": [_step_to_json(step) for step in history.steps],
    }


def _version(version: Version, back: int | None) -> dict[str, Any]:
    reading: Reading = check_evidence(version.reading)
    article = reading.article
    return {
        "number": version.number,
        "captured": version.captured,
        "back_to": back,
        "input": reading.input,
        "model": reading.model,
        "url": article.url,
        "outlet": article.outlet,
        "headline": article.headline,
        "standfirst": article.standfirst,
        "published": article.published,
        "updated": article.updated,
        "text_sha256": article.text_sha256,
        "statements": len(reading.statements),
        "parties": [{"id": p.id, "name": p.name, "kind": p.kind, "role": p.role} for p in reading.parties],
    }


def _step_to_json(step: Step) -> dict[str, Any]:
    changes = step.changes
    return {
        "from": step.before.number,
        "to": step.after.number,
        "headline": _words(changes.headline),
        "standfirst": _words(changes.standfirst),
        "counts": changes.tally(),
        "unchanged": changes.unchanged,
        "changes": [_change_to_json(change) for change in changes.changes],
        "same_words": [_change_to_json(change) for change in changes.same_words],
        "events": _shifts_to_json(changes.events),
        "undertakings": _shifts_to_json(changes.undertakings),
    }


def _change_to_json(change: Change) -> dict[str, Any]:
    return {
        "fate": change.fate,
        "kinds": list(change.kinds),
        "before": statement_to_json(change.before) if change.before else None,
        "after": statement_to_json(change.after) if change.after else None,
        "differences": [
            {
                "kind": found.kind,
                "before": found.before,
                "after": found.after,
                "removed": [_span(span) for span in found.removed],
                "added": [_span(span) for span in found.added],
            }
            for found in change.differences
        ],
        "words": _words(change.words) or [],
    }


def _shifts_to_json(shifts: Shifts) -> dict[str, Any]:
    return {
        "counts": shifts.tally(),
        "unchanged": shifts.unchanged,
        "changes": [_shift_to_json(shift) for shift in shifts.changes],
        "same_words": [_shift_to_json(shift) for shift in shifts.same_words],
    }


def _shift_to_json(shift: Shift) -> dict[str, Any]:
    return {
        "fate": shift.fate,
        "kinds": list(shift.kinds),
        "before": _thing(shift.before),
        "after": _thing(shift.after),
        "differences": [
            {
                "kind": aspect.kind,
                "before": aspect.before,
                "after": aspect.after,
                "removed": [_span(span) for span in aspect.removed],
                "added": [_span(span) for span in aspect.added],
            }
            for aspect in shift.aspects
        ],
        "words": _words(shift.words) or [],
    }


def _thing(thing: Event | Undertaking | None) -> dict[str, Any] | None:
    if isinstance(thing, Event):
        return event_to_json(thing)
    return undertaking_to_json(thing) if thing else None


def _span(span: Span) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "text": span.text}


def _words(words: Sequence[Piece] | None) -> list[dict[str, Any]] | None:
    return None if words is None else [{"how": piece.how, "text": piece.text, "start": piece.start} for piece in words]
