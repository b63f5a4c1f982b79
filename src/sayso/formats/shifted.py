"""What became of events and undertakings between versions -> the same in people's words: labels, names, days."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sayso.comparing import Changes, Shift
from sayso.evidence import told_once, word_of
from sayso.formats.accounts import voice_name
from sayso.formats.changes import Names, Pair, names_in
from sayso.formats.happenings import VERBS, days
from sayso.record import Event, Statement, Undertaking

LABELS: Mapping[str, str] = {
    "days": "moved",
    "status": "another status",
    "place": "another place",
    "participants": "others take part",
    "account": "on another’s word",
    "kind": "of another kind",
    "reworded": "reworded",
    "who": "undertaken by others",
    "to_whom": "to others",
    "due": "due otherwise",
    "strength": "more or less firm",
    "condition": "on another condition",
    "added": "added",
    "dropped": "dropped",
}
SIGNS: Mapping[str, str] = {"added": "+", "dropped": "-", "changed": "~"}


@dataclass(frozen=True, slots=True)
class ShiftView:
    """What became of one as people see it: each fact as it was and as it is, the same twice where it did not change.

    ``title`` is what it is, ``facts`` are the rest by name; ``words`` are what is undertaken, as it stands now or stood.
    """

    shift: Shift
    label: str
    title: tuple[tuple[str, Pair], ...]  # the style, the words
    words: str
    facts: tuple[tuple[str, Pair], ...]


def shift_views(changes: Changes) -> Iterator[ShiftView]:
    """All that changed about events, then about undertakings, each in the order of the later text."""
    yield from _views(changes, changes.events.changes, changes.undertakings.changes)


def apart_views(changes: Changes) -> Iterator[ShiftView]:
    """Those that differ between the readings alone."""
    yield from _views(changes, changes.events.same_words, changes.undertakings.same_words)


def shift_summary(changes: Changes) -> str:
    """«Events: 1 moved, 1 added; 3 unchanged. Undertakings: none changed; 1 unchanged.»; "" where there are none.

    >>> from sayso.comparing import Shifts
    >>> from sayso.record import Article, Reading
    >>> reading = Reading("a", Article("a", "", ()))
    >>> shift_summary(Changes(reading, reading, events=Shifts(unchanged=2)))
    'Events: none changed; 2 unchanged.'
    """
    told = []
    for name, shifts in (("Events", changes.events), ("Undertakings", changes.undertakings)):
        tally = ", ".join(f"{number} {LABELS[kind]}" for kind, number in shifts.tally().items())
        if shifts.changes or shifts.unchanged:
            told.append(f"{name}: {tally or 'none changed'}; {shifts.unchanged} unchanged.")
    return " ".join(told)


def shift_apart(changes: Changes) -> str:
    """That so many of them differ between the readings alone; "" where none do."""
    number = len(changes.events.same_words) + len(changes.undertakings.same_words)
    one = number == 1
    many = f"{number} event{'' if one else 's'} or undertaking{' is' if one else 's are'}"
    return f"{many} read differently where the article’s words are the same" if number else ""


def _views(changes: Changes, *found: tuple[Shift, ...]) -> Iterator[ShiftView]:
    named = names_in(changes)
    statements = tuple({s.id: s for s in reading.statements} for reading in (changes.before, changes.after))
    for shift in (shift for shifts in found for shift in shifts):
        thing, later = shift.after or shift.before, shift.after is not None
        read = _Side(named[later], statements[later])
        if isinstance(thing, Event):
            yield _event(shift, thing, read)
        elif isinstance(thing, Undertaking):
            yield _undertaking(shift, thing, read)


@dataclass(frozen=True, slots=True)
class _Side:
    """The version that a thing is shown of: names of parties, statements by id."""

    names: Names
    statements: Mapping[str, Statement]

    def word(self, within: str | None, own: tuple[str, ...] = ()) -> str | None:
        """On whose word it stands."""
        voices = word_of(self.statements.get(within or ""))
        told = [voice_name(voice, self.names) for voice in voices]
        return ", as told by ".join(told_once(told[1:] if told and told[0] in own else told, str)) or None


def _event(shift: Shift, event: Event, side: _Side) -> ShiftView:
    who = ", ".join(voice_name(one.voice, side.names) for one in event.participants)
    people = _sides(shift, "participants", who)
    title = (
        ("act", (event.kind, event.kind)),
        *([("", (": ", ": ")), ("speaker", people)] if any(people) else []),
        ("", (" (", " (")),
        ("unsaid", _sides(shift, "status", event.status)),
        ("", (")", ")")),
    )
    facts = (
        ("when", _days(shift, "days", days(event.earliest, event.latest), "no day")),
        ("where", _sides(shift, "place", event.place.text if event.place else None, "no place")),
        ("on the word of", _sides(shift, "account", side.word(event.within), "nobody but the article")),
    )
    return ShiftView(shift, _label(shift, "Event"), title, "", _there(facts))


def _undertaking(shift: Shift, one: Undertaking, side: _Side) -> ShiftView:
    names = tuple(voice_name(voice, side.names) for voice in one.who)
    who = ", ".join(names) or "someone not named"
    verb = _turned(shift, "kind")
    kinds = (_verb(verb[0]), _verb(verb[1])) if verb else (VERBS[one.kind], VERBS[one.kind])
    title = (("speaker", _sides(shift, "who", who, "someone not named")), ("", (" ", " ")), ("act", kinds))
    due = days(one.due.earliest, one.due.latest) or f"“{one.due.span.text}”" if one.due else ""
    facts = (
        ("to", _sides(shift, "to_whom", ", ".join(voice_name(voice, side.names) for voice in one.to_whom), "nobody named")),
        ("due", _days(shift, "due", due, "no day")),
        ("how firmly", _turned(shift, "strength") or (None, None)),
        ("on condition", _sides(shift, "condition", one.condition.text if one.condition else None, "no condition")),
        ("on the word of", _sides(shift, "account", side.word(one.statement, names), "nobody but the article")),
    )
    return ShiftView(shift, _label(shift, "Undertaking"), title, " … ".join(span.text for span in one.what), _there(facts))


def _label(shift: Shift, what: str) -> str:
    return f"{what} {', '.join(LABELS[kind] for kind in shift.kinds)}"


def _turned(shift: Shift, kind: str) -> Pair | None:
    """What it was and is, where that changed."""
    found = next((aspect for aspect in shift.aspects if aspect.kind == kind), None)
    return (found.before, found.after) if found else None


def _sides(shift: Shift, kind: str, plainly: str | None, nothing: str | None = None) -> Pair:
    """What it was and is; where it did not change, what it is."""
    turned = _turned(shift, kind)
    return (turned[0] or nothing, turned[1] or nothing) if turned else (plainly or None, plainly or None)


def _days(shift: Shift, kind: str, plainly: str, nothing: str) -> Pair:
    turned = _turned(shift, kind)
    was, now = (_shown_days(turned[0]), _shown_days(turned[1])) if turned else (plainly, plainly)
    return (was or nothing, now or nothing) if turned else (was or None, now or None)


def _shown_days(found: str | None) -> str:
    """Days as ``Aspect`` has them, for people."""
    earliest, _, latest = (found or "").partition("/")
    return days(earliest or None, latest or (None if "/" in (found or "") else earliest) or None)


def _there(facts: tuple[tuple[str, Pair], ...]) -> tuple[tuple[str, Pair], ...]:
    return tuple((name, pair) for name, pair in facts if any(pair))


def _verb(kind: str | None) -> str | None:
    return next((verb for known, verb in VERBS.items() if known == kind), kind)

