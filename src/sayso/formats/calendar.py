"""Events and undertakings across articles -> a calendar (iCalendar, RFC 5545) whose entries follow moves and cancellations.

An entry keeps its UID for as long as the store's key lasts, and its SEQUENCE counts what was revised since: a program that
has the calendar already moves the entry, or strikes it out.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from sayso import __version__
from sayso.controls import one_line
from sayso.formats.answers import urn, utf8
from sayso.formats.facts import web_address
from sayso.formats.happenings import VERBS, joined
from sayso.formats.histories import State, entry_pieces, reach
from sayso.formats.ledger import STANDINGS
from sayso.store import EventState, KnownEvent, KnownUndertaking

if TYPE_CHECKING:
    from icalendar import Event

# What of an event's or an undertaking's standing is an entry's STATUS (RFC 5545, 3.8.1.11). An event that one side denies is
# struck out for nobody: Sayso gives no verdict. Where it was put off and no new day is known, the old day is no longer sure.
_STATUS: Mapping[str, str] = {"held": "CONFIRMED", "ongoing": "CONFIRMED", "kept": "CONFIRMED", "cancelled": "CANCELLED"}
_PLAIN = ("held", "ongoing", "announced", "moved")  # what is not put before an entry's title


@dataclass(frozen=True, slots=True)
class _Entry:
    """What an event and an undertaking are in a calendar."""

    key: str
    title: str
    standing: str
    first: date
    last: date
    kind: str
    place: str | None
    history: Sequence[State]
    notes: tuple[str, ...]
    related: tuple[tuple[str, str], ...]  # (RELTYPE, the other's key)


def write_events_calendar(events: Iterable[KnownEvent]) -> Iterator[str]:
    """One calendar, a VEVENT an event, in pieces; what has no day is left out (``dated`` tells).

    Days are whole days, without a zone, and take no time of whoever subscribes (TRANSP). The same events give the same bytes.
    """
    return _calendar("Events", (_entry_of_event(event) for event in events if dated(event)))


def write_ledger_calendar(undertakings: Iterable[KnownUndertaking]) -> Iterator[str]:
    """One calendar, a VEVENT an undertaking on the last day that it is due; what is due on no day is left out."""
    return _calendar("Due", (_entry_of_undertaking(one) for one in undertakings if dated(one)))


def write_calendar(name: str, events: Iterable[KnownEvent], undertakings: Iterable[KnownUndertaking]) -> Iterator[str]:
    """One calendar of both under a name, each entry as in the two others."""
    held = map(_entry_of_event, filter(dated, events))
    due = map(_entry_of_undertaking, filter(dated, undertakings))
    return _calendar(name, itertools.chain(held, due))


def dated(one: KnownEvent | KnownUndertaking) -> bool:
    """Whether there is a day to enter it on.

    >>> dated(KnownEvent("e1", "call", "held", latest="2031-03-16")), dated(KnownEvent("e2", "call", "held"))
    (True, False)
    """
    return _first_and_last(one) is not None


def uid(key: str) -> str:
    """The UID of an event or an undertaking: a UUID, as RFC 7986 asks for, the same for the same key.

    >>> uid("e7k2m9q4x")
    'c76058db-65dc-545f-8bd8-9df503ed9fc6'
    """
    return urn("calendar", key).removeprefix("urn:uuid:")


def _calendar(name: str, entries: Iterable[_Entry]) -> Iterator[str]:
    # icalendar takes 0.1 s to import, which other formats need not pay.
    from icalendar import Calendar

    head = Calendar()
    head.add("prodid", f"-//Sayso//sayso {__version__}//EN")
    head.add("version", "2.0")
    head.add("calscale", "GREGORIAN")
    head.add("name", f"{name} (Sayso)")
    head.add("x-wr-calname", f"{name} (Sayso)")
    opening, closing = head.to_ical(sorted=False).decode().split("END:VCALENDAR")
    yield opening
    for entry in entries:
        yield _component(entry).to_ical(sorted=False).decode()
    yield f"END:VCALENDAR{closing}"


def _component(entry: _Entry) -> Event:
    from icalendar import Event, vUri

    days = [state.told.day for state in entry.history if state.told.day]
    event = Event()
    event.add("uid", uid(entry.key))
    event.add("dtstamp", _moment(max(days, default=None)))  # of a calendar without a METHOD it is when the entry last changed
    event.add("created", _moment(min(days, default=None)))
    event.add("last-modified", _moment(max(days, default=None)))
    event.add("sequence", revisions(entry.history))
    event.add("dtstart", entry.first)
    if entry.last < date.max:
        event.add("dtend", entry.last + timedelta(days=1))  # the day after the last one
    event.add("summary", _clean(entry.title))
    if entry.place:
        event.add("location", _clean(entry.place))
    event.add("status", _STATUS.get(entry.standing, "TENTATIVE"))
    event.add("transp", "TRANSPARENT")
    event.add("categories", [_clean(entry.kind), entry.standing])
    event.add("description", "\n".join(_clean(note) for note in entry.notes))
    if (address := _address(entry.history)) is not None:
        event.add("url", vUri(address))
    for relation, key in entry.related:
        event.add("related-to", uid(key), parameters={"RELTYPE": relation})
    event.add("x-sayso-key", _clean(entry.key))
    return event


def revisions(history: Iterable[State]) -> int:
    """How often what a calendar shows was revised after it was first told: another state, other days (RFC 5545, 3.8.7.4).

    >>> from sayso.store import Told
    >>> days = [("announced", "2031-03-20"), ("announced", "2031-03-20"), ("moved", "2031-03-27"), ("cancelled", None)]
    >>> revisions(EventState(state, Told("2031-03-01"), earliest=day, latest=day) for state, day in days)
    2
    """
    shown: tuple[object, object] | None = None
    count = 0
    for state in history:
        days = (state.earliest, state.latest) if isinstance(state, EventState) else state.due
        told = (state.state, days if days not in (None, (None, None)) or shown is None else shown[1])
        count += shown is not None and told != shown
        shown = told
    return count


def _entry_of_event(event: KnownEvent) -> _Entry:
    first, last = _first_and_last(event) or (date.min, date.min)
    parties = joined(party.name for party in event.parties)
    return _Entry(
        event.key,
        _title(event.status, event.status, f"{event.kind}: {parties}" if parties else event.kind),
        event.status,
        first,
        last,
        event.kind,
        event.place,
        event.history,
        (*_notes(event.history), f"{reach(event.articles, event.outlets)}, {event.key}"),
        tuple(("SIBLING", key) for key in event.candidates),
    )


def _entry_of_undertaking(one: KnownUndertaking) -> _Entry:
    _, last = _first_and_last(one) or (date.min, date.min)
    who = joined(party.name for party in one.who) or "Someone not named"
    # That it is due, or overdue, is told by the day of whoever looks at the calendar; an entry says what articles do.
    standing = "open" if one.status in ("due-soon", "overdue") else one.status
    condition = (f"On condition: {one.condition}",) if one.condition else ()
    of_event = (("PARENT", one.event),) if one.event else ()
    return _Entry(
        one.key,
        _title(standing, STANDINGS[standing], f"{who} {VERBS[one.kind]}: {one.what}"),
        standing,
        last,
        last,
        one.kind,
        None,
        one.history,
        (*condition, *_notes(one.history), f"{reach(one.articles, one.outlets)}, {one.key}"),
        (*of_event, *(("SIBLING", key) for key in one.candidates)),
    )


def _title(standing: str, shown: str, words: str) -> str:
    return words if standing in _PLAIN else f"{'Due' if standing == 'open' else shown.capitalize()}: {words}"


def _notes(history: Iterable[State]) -> Iterator[str]:
    """What each article has, a line an entry."""
    for state in history:
        words = f": {state.told.words}" if state.told.words else ""
        yield "".join(piece for piece, _ in entry_pieces(state)) + words


def _first_and_last(one: KnownEvent | KnownUndertaking) -> tuple[date, date] | None:
    """The days of its entry; where one end is open, that is the other."""
    ends = (one.earliest, one.latest) if isinstance(one, KnownEvent) else (one.due_earliest, one.due_latest)
    known = [day for day in map(_date, ends) if day]
    return (min(known), max(known)) if known else None


def _date(day: str | None) -> date | None:
    try:
        return date.fromisoformat(day) if day else None
    except ValueError:
        return None


def _moment(day: str | None) -> datetime:
    """The day's beginning in UTC; what was told on no known day has the first moment that computers count from."""
    return datetime.combine(_date((day or "")[:10]) or date(1970, 1, 1), datetime.min.time(), UTC)


def _address(history: Sequence[State]) -> str | None:
    """The address of the last article that has one which a browser may open."""
    addresses = [state.told.address for state in history if web_address(state.told.address)]
    return utf8(one_line(addresses[-1])).replace(" ", "%20") if addresses else None


def _clean(words: str) -> str:
    """In one line, without control characters, which RFC 5545 has no room for."""
    return utf8(one_line(words))
