"""A reading's events and undertakings -> what people see of them: a line of time, who takes part, on whose word it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sayso.doubt import is_doubtful
from sayso.evidence import word_of
from sayso.formats.accounts import party_names, voice_name
from sayso.formats.facts import MONTHS
from sayso.record import Event, EventRole, Participant, Reading, Statement, Strength, Undertaking, UndertakingKind, Voice

Names = dict[str, str]  # of parties, by their ids

# What a party did that undertook something, as a verb behind its name: one for a party and for several.
VERBS: Mapping[UndertakingKind, str] = {
    "promise": "promised",
    "agreement": "agreed",
    "plan": "planned",
    "offer": "offered",
    "threat": "threatened",
    "request-accepted": "accepted a request",
}
# How strongly, where the verb alone would say too much.
WEAKER: Mapping[Strength, str] = {"considers": "considers it", "conditional": "on a condition"}
# Who stands first, and what is said beside a name.
_ORDER: tuple[EventRole, ...] = ("initiator", "party", "host", "target")
_BESIDE: Mapping[EventRole, str] = {"host": "host", "target": "target"}
# Not strftime's: names must not change with the machine's locale.
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody in an event or an undertaking; the role only where it says more than that he takes part.

    ``party`` is the id of the party in the reading, None where that is open.
    """

    name: str
    role: str | None = None
    party: str | None = None


@dataclass(frozen=True, slots=True)
class EventView:
    """An event as people see it. ``word`` are those on whose word the article has it, nearest first; none on its own."""

    event: Event
    days: str
    who: tuple[Who, ...]
    word: tuple[Who, ...]
    doubtful: bool = False  # as the statement is that has it


@dataclass(frozen=True, slots=True)
class UndertakingView:
    """An undertaking as people see it. ``word`` are those on whose word it stands beside the party that undertakes it."""

    undertaking: Undertaking
    verb: str
    weaker: str | None
    who: tuple[Who, ...]
    to_whom: tuple[Who, ...]
    due: str | None
    word: tuple[Who, ...]
    doubtful: bool = False


def events_of(reading: Reading) -> list[EventView]:
    """The events as a line of time: by the day on which they begin, those without a day last, in the order of the text."""
    names, statements = party_names(reading.parties), {statement.id: statement for statement in reading.statements}
    views = [
        EventView(
            event,
            days(event.earliest, event.latest) or (f"“{event.time.text}”" if event.time else "no day"),
            tuple(_participant(one, names) for one in sorted(event.participants, key=lambda one: _ORDER.index(one.role))),
            tuple(_who(voice, names) for voice in word_of(statements.get(event.within or ""))),
            _is_doubtful(statements.get(event.within or "")),
        )
        for event in reading.events
    ]
    return sorted(views, key=lambda view: view.event.earliest or view.event.latest or "9999-99")


def undertakings_of(reading: Reading) -> list[UndertakingView]:
    """The undertakings in the order of the text."""
    names, statements = party_names(reading.parties), {statement.id: statement for statement in reading.statements}
    return [
        UndertakingView(
            one,
            VERBS[one.kind],
            None if one.condition else WEAKER.get(one.strength),
            tuple(_who(voice, names) for voice in one.who),
            tuple(_who(voice, names) for voice in one.to_whom),
            _due(one),
            tuple(_who(voice, names) for voice in word_of(statements.get(one.statement or ""), one.who)),
            _is_doubtful(statements.get(one.statement or "")),
        )
        for one in reading.undertakings
    ]


def days(earliest: str | None, latest: str | None) -> str:
    """The days that something was or may be on, as people write them; "" where none is known.

    >>> days("2031-03-14", "2031-03-14"), days("2031-03-14", "2031-03-16"), days("2031-02-01", "2031-02-28")
    ('Friday 14 March 2031', '14 to 16 March 2031', 'February 2031')
    >>> days("2031-03-30", "2031-04-02"), days("2031-01-01", "2031-12-31"), days(None, "2031-05-31")
    ('30 March to 2 April 2031', '2031', 'by 31 May 2031')
    """
    first, last = _date(earliest), _date(latest)
    if first is None or last is None:
        return f"from {_day(first)}" if first else f"by {_day(last)}" if last else ""
    if first == last:
        return f"{_WEEKDAYS[first.weekday()]} {_day(first)}"
    if first.day == 1 and (last + timedelta(days=1 if last < date.max else 0)).day == 1 and first.year == last.year:
        if first.month == last.month:
            return f"{MONTHS[first.month - 1]} {first.year}"
        if (first.month, last.month) == (1, 12):
            return str(first.year)
    if first.year != last.year:
        return f"{_day(first)} to {_day(last)}"
    return f"{first.day if first.month == last.month else _day(first).rsplit(' ', 1)[0]} to {_day(last)}"


def joined(names: Iterable[str]) -> str:
    """Names as a sentence has them.

    >>> joined(["Ana"]), joined(["Ana", "Leo", "Mara"]), joined([])
    ('Ana', 'Ana, Leo and Mara', '')
    """
    listed = list(names)
    return " and ".join(filter(None, [", ".join(listed[:-1]), *listed[-1:]]))


def _is_doubtful(statement: Statement | None) -> bool:
    return statement is not None and is_doubtful(statement)


def _participant(one: Participant, names: Names) -> Who:
    return _who(one.voice, names, _BESIDE.get(one.role))


def _who(voice: Voice, names: Names, role: str | None = None) -> Who:
    return Who(voice_name(voice, names), role, voice.party)


def _due(undertaking: Undertaking) -> str | None:
    due = undertaking.due
    return (days(due.earliest, due.latest) or f"“{due.span.text}”") if due else None


def _date(day: str | None) -> date | None:
    try:
        return date.fromisoformat(day) if day else None
    except ValueError:
        return None


def _day(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
