"""The store of a case -> the pages of its events and undertakings, one each, and the rows of their lists."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sayso.cases.names import file_name
from sayso.formats import STANDINGS, VERBS, WEAKER, days, listed_state, reach
from sayso.store import (
    Engine,
    EventsQuestion,
    EventState,
    KnownEvent,
    KnownParty,
    KnownUndertaking,
    LedgerQuestion,
    UndertakingState,
)

CHUNK = 500  # that are asked for together


def events_of(engine: Engine, texts: bool) -> Iterator[KnownEvent]:
    """All events, in order of their days; without the words that tell of them where a case has no texts."""
    at = 0
    while some := engine.events(EventsQuestion(order="oldest", limit=CHUNK, offset=at)).events:
        yield from (one if texts else replace(one, history=tuple(map(_wordless, one.history))) for one in some)
        at += CHUNK


def undertakings_of(engine: Engine, texts: bool, today: str) -> Iterator[KnownUndertaking]:
    """All undertakings, in order of their due days; the same."""
    at = 0
    while some := engine.ledger(LedgerQuestion(today=today, order="oldest", limit=CHUNK, offset=at)).undertakings:
        yield from (one if texts else replace(one, history=tuple(map(_wordless, one.history))) for one in some)
        at += CHUNK


def _wordless(state: Any) -> Any:
    return state if state.told.correction is not None else replace(state, told=replace(state.told, words=""))


class Happenings:
    """Pages as they are written. ``links`` has the page of every key of a mention, once all are."""

    def __init__(
        self, engine: Engine, parties: Mapping[int, str], page: Callable[..., None], texts: bool, today: str
    ) -> None:
        """``parties`` are the pages of parties, by their numbers; ``page`` writes one."""
        self.engine, self._pages, self._page, self._texts, self._today = engine, parties, page, texts, today
        self.links: dict[str, str] = {}
        self._corrections = [one for one in engine.corrections() if one.kind in ("merge-events", "split-event", "set-state")]

    def events(self) -> Iterator[Mapping[str, Any]]:
        """The rows of the list, each page written."""
        for one in events_of(self.engine, self._texts):
            path, when = self._path("events", one), days(one.earliest, one.latest)
            title = f"{one.kind.capitalize()}: {_names(one.parties)}" if one.parties else one.kind.capitalize()
            self._page(
                path,
                "event",
                title,
                **self._shared(one),
                when=when,
                moved_from=[days(*before) for before in one.moved_from],
                parties=self._parties(one.parties, "../"),
                entries=[self._entry(state, ()) for state in one.history],
            )
            yield {"one": one, "path": path, "when": when, "parties": self._parties(one.parties, "")}

    def undertakings(self) -> Iterator[Mapping[str, Any]]:
        """The same of undertakings."""
        for one in undertakings_of(self.engine, self._texts, self._today):
            path, when = self._path("ledger", one), days(one.due_earliest, one.due_latest)
            own = [party.name for party in one.who]
            of_event = self.links.get(one.event or "")
            self._page(
                path,
                "undertaking",
                f"{_names(one.who) or 'Someone not named'} {VERBS[one.kind]}",
                **self._shared(one),
                when=when,
                weaker=None if one.condition else WEAKER.get(one.strength),
                standing=STANDINGS[one.status],
                who=self._parties(one.who, "../"),
                to_whom=self._parties(one.to_whom, "../"),
                event_path=f"../{of_event}" if of_event else None,
                entries=[self._entry(state, own) for state in one.history],
            )
            whom = {"who": self._parties(one.who, ""), "to_whom": self._parties(one.to_whom, "")}
            yield {"one": one, "path": path, "when": when, "standing": STANDINGS[one.status], **whom}

    def _path(self, folder: str, one: KnownEvent | KnownUndertaking) -> str:
        path = f"{folder}/{one.key}.html"
        self.links |= {state.key: path for state in one.history if state.key and state.key[:1] == one.key[:1]}
        self.links[one.key] = path
        return path

    def _shared(self, one: KnownEvent | KnownUndertaking) -> dict[str, Any]:
        keys = {one.key, *(state.key for state in one.history if state.key)}
        return {
            "layout": "case/base.html.j2",
            "one": one,
            "reach": reach(one.articles, one.outlets),
            "candidates": [(key, f"{key}.html") for key in one.candidates],
            "corrections_made": [made for made in self._corrections if made.statement in keys or made.name in keys],
            "accounts_told": {"columns": [], "more": 0},
        }

    def _parties(self, parties: Sequence[KnownParty], up: str) -> list[dict[str, Any]]:
        pages = {one.id: self._pages.get(one.id or 0) for one in parties}
        return [
            {"name": one.name, "roles": one.roles, "path": f"{up}{pages[one.id]}" if pages[one.id] else None} for one in parties
        ]

    def _entry(self, state: EventState | UndertakingState, own: Sequence[str]) -> dict[str, Any]:
        told = state.told
        path = f"../articles/{file_name(told.address)}-v{told.version}.html" if told.address else None
        return listed_state(state, own, path, None)


def _names(parties: Sequence[KnownParty]) -> str:
    return ", ".join(party.name for party in parties)
