"""An event or an undertaking -> the forms that set it right: what state it has, what it is one with, what is none of it."""

from __future__ import annotations

from sayso.door import Parameter, Store
from sayso.formats import STANDINGS, VERBS, days
from sayso.store import (
    EVENT_STANDINGS,
    UNDERTAKING_STANDINGS,
    Correction,
    EventState,
    KnownEvent,
    KnownUndertaking,
    UndertakingState,
)
from sayso.web.paths import event_path
from sayso.web.setting_right.form_pages import Row, Setting
from sayso.web.setting_right.forms import Field, FieldError, Filled, Form, reason_field

Happening = KnownEvent | KnownUndertaking
CUT = 80  # characters of the words by which a mention is chosen


def title_of(one: Happening) -> str:
    """What it is, in a line: «Call: Ilya Torvan, Mara Vells», «Ana Dovrel promises: mend the bridge»."""
    if isinstance(one, KnownEvent):
        who = ", ".join(party.name for party in one.parties)
        return f"{one.kind.capitalize()}: {who}" if who else one.kind.capitalize()
    who = ", ".join(party.name for party in one.who) or "Someone not named"
    return f"{who} {VERBS[one.kind]}: {one.what}"


def _form(one: Happening, name: str, title: str, told: str, button: str, *fields: Field) -> Form:
    path = event_path(one.key)
    facts = (("its state", one.status), ("its day", _day(one)), ("what is told of it", ", ".join(_keys(one))))
    return Form(name, f"{path}/{name}", path, title_of(one), title, told, button, (*fields, reason_field()), facts)


def _day(one: Happening) -> str:
    if isinstance(one, KnownEvent):
        return days(one.earliest, one.latest)
    return days(one.due_earliest, one.due_latest)


def _keys(one: Happening) -> list[str]:
    """The keys of its mentions, its own first."""
    return list(dict.fromkeys((one.key, *sorted(state.key for state in one.history if state.key))))


def _state(store: Store, one: Happening) -> Form:
    choices: tuple[tuple[str, str], ...] = tuple((state, state) for state in EVENT_STANDINGS)
    if isinstance(one, KnownUndertaking):
        choices = tuple((state, STANDINGS[state]) for state in UNDERTAKING_STANDINGS)
    when = "The day that it is on" if isinstance(one, KnownEvent) else "The day that it is due"
    fields = (
        Field("state", "Stands at", one.status, choices=choices, required=True),
        Field("day", f"{when} (may be left out)", hint="As in 2031-03-14."),
    )
    return _form(one, "set-state", "Another state", "It has another state.", "Set the state", *fields)


def _make_state(store: Store, one: Happening, filled: Filled, dry: bool) -> Correction:
    day = filled.typed["day"] or None
    if filled.typed["state"] == one.status and day is None:
        raise FieldError(state=f"it stands at {one.status!r} already")
    try:
        return store.chronicle.set_state(one.key, filled.typed["state"], filled.reason, day, dry=dry)  # type: ignore[arg-type]
    except ValueError as error:
        raise FieldError(**{"day" if day else "state": str(error)}) from error


def _look_state(store: Store, one: Happening, filled: Filled, made: Correction) -> list[Row]:
    state, _, day = (made.name or "").partition(" ")
    return [("Stands at", one.status, state), *([("Day", _day(one), days(day, day))] if day else [])]


def _merge(store: Store, one: Happening) -> Form:
    what = "event" if isinstance(one, KnownEvent) else "undertaking"
    hint = f"The key of the other {what}, which its page has."
    field = Field("into", "One with", hint=hint, required=True, suggested=one.candidates)
    return _form(one, "merge", "One with another", f"Two {what}s are one.", "Make them one", field)


def _make_merge(store: Store, one: Happening, filled: Filled, dry: bool) -> Correction:
    other = _other(store, one, filled.typed["into"])
    return store.chronicle.merge(one.key, other.key, filled.reason, dry=dry)


def _other(store: Store, one: Happening, given: str) -> Happening:
    """What goes by the other key. Raises FieldError where that is nothing of the same kind, or this."""
    what, key = ("event" if isinstance(one, KnownEvent) else "undertaking"), given.rpartition("/")[2]
    found = store.events(key=key) if isinstance(one, KnownEvent) else store.ledger(key=key)
    if len(found) != 1:
        raise FieldError(into=f"no {what} goes by the key {given[:80]!r}: its page has its key")
    if found[0].key == one.key:
        raise FieldError(into=f"that is this {what} itself")
    return found[0]


def _look_merge(store: Store, one: Happening, filled: Filled, made: Correction) -> list[Row]:
    other = _other(store, one, filled.typed["into"])
    return [
        ("One with", title_of(one), title_of(other)),
        ("Day", _day(one), _day(other)),
        ("Stands at", one.status, other.status),
    ]


def _split(store: Store, one: Happening) -> Form | None:
    keys = _keys(one)
    if len(keys) < 2:
        return None
    words = {state.key: _mention(state) for state in one.history if state.key}
    choices = (("", "choose one"), *((key, words.get(key, key)) for key in keys))
    hint = "It becomes one of its own."
    field = Field("mention", "Not told of it", hint=hint, choices=choices, required=True)
    return _form(one, "split", "Not told of this", "One text tells of another.", "Split it off", field)


def _mention(state: EventState | UndertakingState) -> str:
    told = state.told
    where = told.outlet or told.headline or told.address
    words = told.words if len(told.words) <= CUT else f"{told.words[:CUT]}…"
    return ", ".join(filter(None, ((told.day or "")[:10], where, state.state))) + (f": {words}" if words else "")


def _make_split(store: Store, one: Happening, filled: Filled, dry: bool) -> Correction:
    mention = filled.typed["mention"]
    rest = [key for key in _keys(one) if key != mention]
    return store.chronicle.split(mention, rest[0], filled.reason, dry=dry)


def _look_split(store: Store, one: Happening, filled: Filled, made: Correction) -> list[Row]:
    words = next((_mention(state) for state in one.history if state.key == filled.typed["mention"]), filled.typed["mention"])
    return [("Told of this", words, "of one of its own")]


def _leads(store: Store, one: Happening, made: Correction) -> str:
    """It, by the key that it goes by now."""
    found = store.events(key=one.key) if isinstance(one, KnownEvent) else store.ledger(key=one.key)
    return event_path(found[0].key if found else one.key)


_STATE = (Parameter("state", "The state."), Parameter("day", "The day that it is on, or due."))
_INTO = (Parameter("into", "The key of the other."),)
_MENTION = (Parameter("mention", "The key of the mention that is not of it."),)
OF_EVENTS = (
    Setting(
        "set-state",
        "A form by which an event or an undertaking gets another state",
        _state, _make_state, _look_state, _leads, _STATE,
    ),
    Setting(
        "merge",
        "A form by which two events, or two undertakings, are made one",
        _merge, _make_merge, _look_merge, _leads, _INTO,
    ),
    Setting(
        "split",
        "A form by which what a text tells is made none of an event",
        _split, _make_split, _look_split, _leads, _MENTION,
    ),
)
