"""brat's annotations of times, events and undertakings, as Sayso wrote them or as people changed them -> the record's."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from sayso.record import (
    EVENT_ROLES,
    EVENT_STATUSES,
    STRENGTHS,
    UNDERTAKING_KINDS,
    Event,
    EventRole,
    Participant,
    Span,
    Time,
    Undertaking,
    Voice,
)

if TYPE_CHECKING:
    from sayso.formats.brat_reading import People, Sheet

OTHER = "other"  # the kind of an event that people drew: brat has no list of kinds to choose from
_ROLES: Mapping[str, EventRole] = {role.capitalize(): role for role in EVENT_ROLES}
_Word = TypeVar("_Word", bound=str)


@dataclass(slots=True)
class Drawn:
    """An Event or an Undertaking as it stands in brat, with its arguments by role in their order."""

    kind: str
    trigger: str
    arguments: dict[str, list[str]]
    attributes: dict[str, str] = field(default_factory=dict)

    def one(self, role: str) -> str | None:
        """The first argument of a role."""
        return next(iter(self.arguments.get(role, ())), None)


def times_of(sheet: Sheet, people: People) -> tuple[Time, ...]:
    """The times, in their order; those that people drew, of which no more than their words is known, last."""
    known: list[tuple[int, Time]] = []
    drawn: list[Time] = []
    for id in (id for id, (kind, _) in sheet.spans.items() if kind == "When"):
        note = sheet.notes.get(id, {})
        known += [(number, Time(people.span(id), *told)) for number, *told in note.get("times", ())]
        drawn += [] if "times" in note else [Time(people.span(id))]
    return (*(time for _, time in sorted(known, key=lambda one: one[0])), *drawn)


def events_of(sheet: Sheet, people: People, statements: Mapping[str, str]) -> dict[str, Event]:
    """The events by brat's ids; ``statements`` are the statements' by theirs."""
    found = {id: one for id, one in sheet.happenings.items() if one.kind == "Event"}
    ids = _ids(sheet, found, "e")
    return {id: _event(ids[id], one, sheet.notes.get(id, {}), people, statements) for id, one in found.items()}


def undertakings_of(
    sheet: Sheet, people: People, statements: Mapping[str, str], events: Mapping[str, Event]
) -> tuple[Undertaking, ...]:
    """The undertakings, in their order."""
    found = {id: one for id, one in sheet.happenings.items() if one.kind == "Undertaking"}
    ids = _ids(sheet, found, "u")
    return tuple(
        _undertaking(ids[id], one, sheet.notes.get(id, {}), people, statements, events) for id, one in found.items()
    )


def _event(id: str, drawn: Drawn, note: Mapping[str, Any], people: People, statements: Mapping[str, str]) -> Event:
    heard = _heard(drawn, tuple(_ROLES), note, people)
    place, time = (people.span(one) if (one := drawn.one(role)) else None for role in ("Place", "Time"))
    earliest, latest = note.get("days", (None, None))
    return Event(
        id=id,
        kind=note.get("kind") or OTHER,
        trigger=_trigger(drawn, note, people),
        status=_known(drawn.attributes.get("Status"), EVENT_STATUSES),
        participants=tuple(Participant(_ROLES[role], voice) for role, voice in heard),
        place=place,
        time=time,
        earliest=earliest,
        latest=latest,
        within=statements.get(drawn.one("Within") or ""),
        mentions=tuple(people.span(one) for one in drawn.arguments.get("Again", ())),
    )


def _undertaking(
    id: str,
    drawn: Drawn,
    note: Mapping[str, Any],
    people: People,
    statements: Mapping[str, str],
    events: Mapping[str, Event],
) -> Undertaking:
    heard = list(_heard(drawn, ("Who", "ToWhom"), note, people))
    due, condition = (people.span(one) if (one := drawn.one(role)) else None for role in ("Due", "Condition"))
    event = events.get(drawn.one("Of") or "")
    return Undertaking(
        id=id,
        kind=_known(drawn.attributes.get("Kind"), UNDERTAKING_KINDS),
        strength=_known(drawn.attributes.get("Strength"), STRENGTHS),
        who=tuple(voice for role, voice in heard if role == "Who"),
        what=tuple(people.spans(drawn.trigger, note)),
        to_whom=tuple(voice for role, voice in heard if role == "ToWhom"),
        due=Time(due, *note.get("due", ())) if due else None,
        condition=condition,
        statement=statements.get(drawn.one("Within") or ""),
        event=event.id if event else None,
    )


def _trigger(drawn: Drawn, note: Mapping[str, Any], people: People) -> Span:
    """The one stretch from the trigger's beginning to its end."""
    spans = list(people.spans(drawn.trigger, note))
    start, end = spans[0].start, spans[-1].end
    return Span(start, end, people.text[start:end])


def _heard(
    drawn: Drawn, roles: Sequence[str], note: Mapping[str, Any], people: People
) -> Iterator[tuple[str, Voice]]:
    """The voices with their roles: those of the note that are drawn still, or have no words, in its order; then what is new."""
    left = {role: list(drawn.arguments.get(role, ())) for role in roles}
    for role, mention, party, how in note.get("voices", ()):
        if mention is None:
            yield role, Voice(None, party, how)
        elif mention in left.get(role, ()):
            left[role].remove(mention)
            yield role, Voice(people.span(mention), people.owner.get(mention), how)
    yield from ((role, Voice(people.span(one), people.owner.get(one))) for role, more in left.items() for one in more)


def _ids(sheet: Sheet, found: Iterable[str], letter: str) -> dict[str, str]:
    """Ids by brat's: those of notes, and new ones for what people drew."""
    ids = {one: str(sheet.notes.get(one, {}).get("id", "")) for one in found}
    taken = set(ids.values())
    free = (name for number in itertools.count(1) if (name := f"{letter}{number}") not in taken)
    return {one: id or next(free) for one, id in ids.items()}


def _known(value: str | None, words: tuple[_Word, ...]) -> _Word:
    """The value, where it is one of the words; the first of them where it is none."""
    return next((word for word in words if word == value), words[0])
