"""Where an article has something, as the store tells it -> the addresses of that article's page and of its statement's."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sayso.door import Store
from sayso.formats import listed_state, place_of
from sayso.record import Reading
from sayso.store import EventState, StoreError, UndertakingState
from sayso.web.paths import article_path, statement_at, statement_path


class Places:
    """The addresses of pages, looked up once each; for one answer, since the store may change between two."""

    def __init__(self, store: Store) -> None:
        """Stand before a store."""
        self.store = store
        self._articles: dict[str, int | None] = {}
        self._readings: dict[str, Reading | None] = {}

    def article(self, address: str, version: int | None = None) -> str | None:
        """The page of an article; None where it is there no more."""
        if address not in self._articles:
            key = self.store.engine.key(address)
            self._articles[address] = key.article if key else None
        number = self._articles[address]
        return article_path(number, version) if number else None

    def of_key(self, key: str) -> str | None:
        """The page of the version that a key names: "ADDRESS#2"."""
        address, _, number = key.rpartition("#")
        return self.article(address, int(number)) if address and number.isdecimal() else self.article(key)

    def reading(self, key: str) -> Reading | None:
        """The text of a version's key, as it was read; None where it is there no more."""
        if key not in self._readings:
            try:
                self._readings[key] = self.store.show(key).version.reading
            except (LookupError, StoreError):
                self._readings[key] = None
        return self._readings[key]

    def statement(self, key: str) -> str | None:
        """The page of the statement of a hit's key."""
        try:
            shown = self.store.show(key).shown
        except (LookupError, StoreError):
            return None
        if shown.hit is None or shown.key.version is None:
            return None
        return statement_path(shown.key.article, shown.key.version, shown.hit.statement)

    def states(self, history: Iterable[EventState | UndertakingState], own: Iterable[str] = ()) -> list[dict[str, Any]]:
        """The entries of a history for people; on whose word is left out where that is one of ``own``."""
        return [self._state(state, set(own)) for state in history]

    def _state(self, state: EventState | UndertakingState, own: set[str]) -> dict[str, Any]:
        told = state.told
        article = self.article(told.address, told.version) if told.address else None
        return listed_state(state, own, article, self.statement(told.statement) if told.statement else None)


def statement_of(store: Store, article: str, start: int, end: int) -> str:
    """The key of the statement at a place of an article: "412.2/s3". Raises LookupError where none stands there."""
    shown = store.show(article).shown
    held = statement_at(shown.version.reading.statements, start, end)
    if held is None:
        near = sorted(shown.version.reading.statements, key=lambda one: abs(place_of(one)[0] - start))[:1]
        there = f"; the nearest is {statement_path(shown.key.article, shown.version.number, near[0])}" if near else ""
        raise LookupError(f"no statement stands at {start}-{end} of article {article}{there}")
    return f"{shown.key.article}.{shown.version.number}/{held.id}"
