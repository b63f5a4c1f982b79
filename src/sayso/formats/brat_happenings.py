"""Times, events and undertakings of a kept version -> brat's annotations of them, with notes of what brat has no place for."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from sayso.formats.answers import answering_events, answering_undertakings
from sayso.record import Event, Span, Time, Undertaking, Voice
from sayso.store import Version

if TYPE_CHECKING:
    from sayso.formats.brat import Sheet

NOTE = "Sayso"  # the type of the notes for ``read_brat``; brat's own for people is AnnotatorNotes
Heard = list[tuple[str, str | None, Voice]]  # the role, the number of the mention, the voice


def add_happenings(sheet: Sheet, version: Version, statements: Mapping[str, str]) -> None:
    """Write all times onto the sheet, and the events and undertakings that come along; ``statements`` are brat's ids."""
    _times(sheet, version)
    events = {event.id: sheet.new_event() for event in answering_events(version)}
    for event in answering_events(version):
        _event(sheet, event, events[event.id], statements)
    for one in answering_undertakings(version):
        _undertaking(sheet, one, sheet.new_event(), statements, events)


def _times(sheet: Sheet, version: Version) -> None:
    """The words for times, each with what it tells: those of the article, in their order, and others that events have."""
    held: dict[str, list[list[Any]]] = {}
    for number, time in enumerate(version.reading.times):
        held.setdefault(sheet.span("When", (time.span,)), []).append([number, *_told(time)])
    more = [event.time for event in answering_events(version)]
    more += [one.due.span if one.due else None for one in answering_undertakings(version)]
    for span in more:
        if span:
            held.setdefault(sheet.span("When", (span,)), [])
    for when, times in held.items():
        sheet.note(NOTE, when, json.dumps({"times": times}))


def _event(sheet: Sheet, event: Event, id: str, statements: Mapping[str, str]) -> None:
    heard = _heard(sheet, ((one.role.capitalize(), one.voice) for one in event.participants))
    arguments = [(role, number) for role, number, _ in heard if number]
    arguments += [("Place", sheet.span("Where", (event.place,)))] if event.place else []
    arguments += [("Time", sheet.span("When", (event.time,)))] if event.time else []
    arguments += [("Again", sheet.span("Again", (span,), id)) for span in event.mentions]
    arguments += [("Within", statements[event.within])] if event.within and event.within in statements else []
    trigger = sheet.span("Event", (event.trigger,), id)
    sheet.event(id, "Event", trigger, arguments, Status=event.status)
    note = {"id": event.id, "kind": event.kind, "days": [event.earliest, event.latest]}
    sheet.note(NOTE, id, json.dumps({**note, "voices": _noted(heard), **_exact(sheet, (event.trigger,))}))
    sheet.note("AnnotatorNotes", id, event.kind)


def _undertaking(
    sheet: Sheet, one: Undertaking, id: str, statements: Mapping[str, str], events: Mapping[str, str]
) -> None:
    heard = _heard(sheet, [*(("Who", voice) for voice in one.who), *(("ToWhom", voice) for voice in one.to_whom)])
    arguments = [(role, number) for role, number, _ in heard if number]
    arguments += [("Due", sheet.span("When", (one.due.span,)))] if one.due else []
    arguments += [("Condition", sheet.span("Condition", (one.condition,)))] if one.condition else []
    arguments += [("Within", statements[one.statement])] if one.statement and one.statement in statements else []
    arguments += [("Of", events[one.event])] if one.event and one.event in events else []
    trigger = sheet.span("Undertaking", one.what, id)
    sheet.event(id, "Undertaking", trigger, arguments, Kind=one.kind, Strength=one.strength)
    due = {"due": _told(one.due)} if one.due else {}
    sheet.note(NOTE, id, json.dumps({"id": one.id, **due, "voices": _noted(heard), **_exact(sheet, one.what)}))


def _heard(sheet: Sheet, voices: Iterable[tuple[str, Voice]]) -> Heard:
    return [(role, sheet.mention(one.mention, one.party) if one.mention else None, one) for role, one in voices]


def _noted(heard: Heard) -> list[list[str | None]]:
    return [[role, number, voice.party, voice.how] for role, number, voice in heard]


def _exact(sheet: Sheet, spans: tuple[Span, ...]) -> dict[str, Any]:
    exact = sheet.exact(spans)
    return {} if exact is None else {"spans": exact}


def _told(time: Time) -> list[str | None]:
    return [time.value, time.earliest, time.latest]
