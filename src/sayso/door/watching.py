"""What is to be watched -> questions saved in a store, and what is new under each: sequences that print and become frames."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from html import escape
from typing import TYPE_CHECKING, Any, Unpack

from sayso.door.asking import EventFilters, Filters, LedgerFilters, asks, events_question, ledger_question, question_of
from sayso.door.occasions import Ledger, Occasions
from sayso.results import WIDTH, Found, Listed
from sayso.store import (
    Engine,
    EventsQuestion,
    Hits,
    KnownEvents,
    KnownUndertakings,
    LedgerQuestion,
    Look,
    Question,
    Watch,
    watch_name,
)

if TYPE_CHECKING:
    import pandas


class News(Listed[Any]):
    """What is new under a watch: hits, events or undertakings, a page of ``total``.

    ``before`` is of each event or undertaking what it stood at when it was told last, None where it never was; ``withdrawn``
    are, of ``gone`` in all, the hits that were there, and answer no more.
    """

    def __init__(self, look: Look) -> None:
        """Hold what a look has found."""
        super().__init__((*look.hits, *look.events, *look.undertakings))
        self.watch, self.total, self.before = look.watch, look.total, look.before
        self.withdrawn, self.gone = look.withdrawn, look.gone
        self._look = look

    @property
    def answers(self) -> Found | Occasions | Ledger:
        """The same as ``find``, ``events`` or ``ledger`` give it."""
        question = self.watch.question
        if isinstance(question, Question):
            return Found(Hits(self._look.hits, self.total), question)
        if isinstance(question, EventsQuestion):
            return Occasions(KnownEvents(self._look.events, self.total), question)
        return Ledger(KnownUndertakings(self._look.undertakings, self.total), question)

    def rows(self) -> Iterator[Mapping[str, object]]:
        """A row each, as ``find``, ``events`` or ``ledger`` have it."""
        return self.answers.rows()

    def to_pandas(self) -> pandas.DataFrame:
        """A data frame, as of ``find``, ``events`` or ``ledger``."""
        return self.answers.to_pandas()

    def __repr__(self) -> str:
        from sayso.formats import write_looks

        return "".join(write_looks([self._look], WIDTH, rest="limit=0")).rstrip()

    def _repr_html_(self) -> str:
        return f"<p><b>{escape(self.watch.name)}</b></p>{self.answers._repr_html_()}"


class WatchDoor:
    """Questions that are saved under names, and what is new under each since it was looked at.

    Called with a name it gives what is new, which then is not any more, unless ``peek``. New is what answers, did not when the
    question was saved, and was not told since. Methods raise StoreError for a name under which nothing is watched.
    """

    def __init__(self, engine: Engine) -> None:
        """Stand before an engine; ``Store.watch`` does."""
        self._engine = engine

    def __call__(self, name: str, *, peek: bool = False, limit: int = 0) -> News:
        """What is new under a name, so many of them (0: all); of a page the others stay new."""
        look = self._engine.look(name, limit)
        if not peek:
            self._engine.see(look.mark)
        return News(look)

    @asks(Filters)
    def add(self, name: str, words: str | None = None, *, replace: bool = False, **filters: Unpack[Filters]) -> Watch:
        """Watch statements: words and filters are those of ``find``. ``replace``: in place of what is under this name.

        Raises ValueError for a filter's wrong value and for what can be no name, StoreError for a name that is taken.
        """
        return self._add(name, question_of(words, filters, order="newest"), replace)

    @asks(EventFilters)
    def add_events(self, name: str, *, replace: bool = False, **filters: Unpack[EventFilters]) -> Watch:
        """Watch events, by the filters of ``events``; one is new again when it stands at something else."""
        return self._add(name, events_question(filters), replace)

    @asks(LedgerFilters)
    def add_ledger(self, name: str, *, replace: bool = False, **filters: Unpack[LedgerFilters]) -> Watch:
        """Watch undertakings, by the filters of ``ledger``; one is new again when it stands at something else, as overdue."""
        return self._add(name, ledger_question(filters), replace)

    def _add(self, name: str, question: Question | EventsQuestion | LedgerQuestion, replace: bool) -> Watch:
        made = datetime.now(UTC).isoformat(timespec="seconds")
        return self._engine.watch(Watch(watch_name(name), question, made), replace)

    def list(self) -> dict[str, Watch]:
        """What is watched, by name."""
        return {one.name: one for one in self._engine.watches()}

    def waiting(self) -> dict[str, int]:
        """How many are new under each name."""
        return {one.name: self._engine.waiting(one.name) for one in self._engine.watches()}

    def rename(self, name: str, new: str) -> Watch:
        """Watch the same under another name."""
        return self._engine.rename_watch(name, watch_name(new))

    def remove(self, name: str) -> None:
        """Watch it no longer."""
        self._engine.unwatch(name)
