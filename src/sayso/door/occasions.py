"""A store's answers about events and undertakings -> sequences that print and become data frames, as ``results`` has them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from html import escape
from typing import TYPE_CHECKING

from sayso.results import WIDTH, Listed, Rest, frame, html_table, more_of, shown_of, told
from sayso.store import (
    EventCountable,
    EventsQuestion,
    KnownEvent,
    KnownEvents,
    KnownParty,
    KnownUndertaking,
    KnownUndertakings,
    LedgerCountable,
    LedgerQuestion,
    Stranger,
    Told,
)

if TYPE_CHECKING:
    import pandas


class Occasions(Listed[KnownEvent]):
    """The events that answer a question: a page of ``total``, looked for in ``searched`` articles."""

    def __init__(
        self,
        found: KnownEvents,
        question: EventsQuestion,
        every: Rest[KnownEvent] | None = None,
        strangers: Iterable[Stranger] = (),
    ) -> None:
        """Hold a page of events and what they answer."""
        super().__init__(found.events, every)
        self.total, self.searched, self.question = found.total, found.searched, question
        self.strangers = tuple(strangers)

    def rows(self) -> Iterator[Mapping[str, object]]:
        """A row an event; parties and outlets as lists of names."""
        return map(event_row, self.every())

    def to_pandas(self) -> pandas.DataFrame:
        """A data frame of a row an event; ``earliest``, ``latest`` and ``first`` are days (ISO)."""
        return frame(self.rows(), EVENT_ROW)

    def history(self) -> pandas.DataFrame:
        """A data frame of a row an entry of a history: what one article has of an event, under the event's key."""
        rows = [{"key": event.key, **state_row(state.state, state.told)} for event in self.every() for state in event.history]
        return frame(rows, STATE_ROW)

    def __repr__(self) -> str:
        from sayso.formats import event_lines, painted

        told = "".join("".join(painted(event_lines(event, WIDTH), WIDTH, False)) + "\n" for event in self)
        return f"{told}{self._counted()}"

    def _repr_html_(self) -> str:
        from sayso.formats import days

        rows = (
            (days(e.earliest, e.latest), e.kind, _names(e.parties), e.place or "", e.status, ", ".join(e.outlets), e.key)
            for e in self
        )
        head = ("Days", "Kind", "Parties", "Place", "Status", "Outlets", "Key")
        return html_table(head, (map(escape, row) for row in rows), self._counted())

    def _counted(self) -> str:
        return "; ".join([counted(len(self), self.total, "event"), *told(self.strangers)])


class Ledger(Listed[KnownUndertaking]):
    """The undertakings that answer a question: a page of ``total``, looked for in ``searched`` articles."""

    def __init__(
        self,
        found: KnownUndertakings,
        question: LedgerQuestion,
        every: Rest[KnownUndertaking] | None = None,
        strangers: Iterable[Stranger] = (),
    ) -> None:
        """Hold a page of undertakings and what they answer."""
        super().__init__(found.undertakings, every)
        self.total, self.searched, self.question = found.total, found.searched, question
        self.strangers = tuple(strangers)

    def rows(self) -> Iterator[Mapping[str, object]]:
        """A row an undertaking; who, to whom and outlets as lists of names."""
        return map(undertaking_row, self.every())

    def to_pandas(self) -> pandas.DataFrame:
        """A data frame of a row an undertaking; ``due_earliest``, ``due_latest`` and ``first`` are days (ISO)."""
        return frame(self.rows(), UNDERTAKING_ROW)

    def history(self) -> pandas.DataFrame:
        """A data frame of a row an entry of a history: what one article has of an undertaking, under the undertaking's key."""
        rows = [{"key": one.key, **state_row(state.state, state.told)} for one in self.every() for state in one.history]
        return frame(rows, STATE_ROW)

    def __repr__(self) -> str:
        from sayso.formats import painted, undertaking_lines

        told = "".join("".join(painted(undertaking_lines(one, WIDTH), WIDTH, False)) + "\n" for one in self)
        return f"{told}{self._counted()}"

    def _repr_html_(self) -> str:
        from sayso.formats import STANDINGS, days

        rows = (
            (
                days(one.due_earliest, one.due_latest) or one.due or "",
                *(_names(one.who), _names(one.to_whom), one.what, one.condition or "", STANDINGS[one.status]),
                *(", ".join(one.outlets), one.key),
            )
            for one in self
        )
        head = ("Due", "Who", "To whom", "What", "Condition", "Status", "Outlets", "Key")
        return html_table(head, (map(escape, row) for row in rows), self._counted())

    def _counted(self) -> str:
        return "; ".join([counted(len(self), self.total, "undertaking"), *told(self.strangers)])


class KnownCounts(Listed[tuple[str | None, int]]):
    """How many events, or undertakings, answer by a field: pairs of its value and a number."""

    def __init__(
        self,
        counts: Iterable[tuple[str | None, int]],
        by: EventCountable | LedgerCountable,
        question: EventsQuestion | LedgerQuestion,
        total: int,
    ) -> None:
        """Hold the counts, the field, and what was asked; ``total`` answer (one with two parties counts for both)."""
        super().__init__(counts)
        self.by, self.question, self.total = by, question, total
        self.of = "events" if isinstance(question, EventsQuestion) else "undertakings"

    def rows(self) -> Iterator[Mapping[str, object]]:
        """The field under its name, and the number under what is counted."""
        return ({self.by: value, self.of: number} for value, number in self)

    def to_pandas(self) -> pandas.DataFrame:
        """A data frame of two columns: the field under its name, and the number under what is counted."""
        return frame(self.rows(), (self.by, self.of))

    def __repr__(self) -> str:
        from sayso.formats import write_bars

        shown = list(shown_of(self, self.by))
        bars = "".join(write_bars(shown, self.total, self.question, self.by, WIDTH)).rstrip("\n")
        return "\n".join(filter(None, [bars, more_of(self, self.by)]))

    def _repr_html_(self) -> str:
        from sayso.formats import count_label, count_title

        rows = ((escape(count_label(value, self.by)), f"{number:,}") for value, number in shown_of(self, self.by))
        caption = "; ".join(filter(None, [count_title(self.question, self.by), more_of(self, self.by)]))
        return html_table((self.by.capitalize(), self.of.capitalize()), rows, caption)


EVENT_ROW = ("key", "kind", "status", "parties", "earliest", "latest", "place", "articles", "outlets", "first", "candidates")
UNDERTAKING_ROW = (
    *("key", "kind", "strength", "status", "who", "to_whom", "what", "condition", "due", "due_earliest", "due_latest", "since"),
    *("articles", "outlets", "first", "event", "candidates"),
)
STATE_ROW = (
    "key",
    "state",
    "day",
    "outlet",
    "address",
    "version",
    "headline",
    "statement",
    "on_word_of",
    "words",
    "correction",
    "score",
)


def event_row(event: KnownEvent) -> dict[str, object]:
    """An event as a row of a frame."""
    told = {name: getattr(event, name) for name in EVENT_ROW if name not in ("parties", "outlets", "first", "candidates")}
    lists = {"outlets": list(event.outlets), "candidates": list(event.candidates)}
    return {**told, "parties": [one.name for one in event.parties], "first": _first(event), **lists}


def undertaking_row(one: KnownUndertaking) -> dict[str, object]:
    """An undertaking as a row of a frame."""
    lists = ("who", "to_whom", "outlets", "first", "candidates")
    told = {name: getattr(one, name) for name in UNDERTAKING_ROW if name not in lists}
    parties = {"who": [party.name for party in one.who], "to_whom": [party.name for party in one.to_whom]}
    return {**told, **parties, "outlets": list(one.outlets), "first": _first(one), "candidates": list(one.candidates)}


def state_row(state: str, told: Told) -> dict[str, object]:
    """An entry of a history as a row of a frame."""
    return {"state": state, **asdict(told)}


def counted(shown: int, total: int, what: str) -> str:
    """How many there are.

    >>> counted(1, 1, "event"), counted(20, 1200, "event")
    ('1 event', '20 of 1,200 events')
    """
    words = f"{total:,} {what}{'' if total == 1 else 's'}"
    return words if shown == total else f"{shown:,} of {words}"


def _first(known: KnownEvent | KnownUndertaking) -> str | None:
    return next((state.told.day for state in known.history), None)


def _names(parties: Iterable[KnownParty]) -> str:
    return ", ".join(party.name for party in parties)
