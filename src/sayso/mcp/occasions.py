"""``events`` and ``ledger``: filters -> what happened, what was undertaken: objects of sayso.events/1 and sayso.ledger/1."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sayso.door import EVENT_FILTERS, LEDGER_FILTERS, Ledger, Occasions, Parameter, Store
from sayso.formats import events_to_json, ledger_to_json
from sayso.mcp.answers import Page, answer, page_of, start_of, which
from sayso.mcp.arguments import PAGING, Asked
from sayso.mcp.wordings import amiss, none_held, sentence
from sayso.store import KnownEvents, KnownUndertakings

ENTRIES = 20  # of each history, where several are listed
Found = Callable[[int, int], tuple[Occasions | Ledger, dict[str, Any]]]
KEY = Parameter("key", "The one that goes by this key, with all of its history, in pages.")
SOON = Parameter("soon", "So many days before its last one it is due-soon.", kind="integer", least=0, most=3_650)

EVENTS = "events"
EVENTS_PARAMETERS = (*EVENT_FILTERS, KEY, *PAGING)
EVENTS_TOLD = """\
List events that articles tell of: calls, meetings, visits, talks: who took part, when, where, whether it was held, moved or \
cancelled. Each has its history: what each article has of it, with its words, its day, the text's SHA-256, and on whose word."""

LEDGER = "ledger"
LEDGER_PARAMETERS = (*LEDGER_FILTERS, KEY, SOON, *PAGING)
LEDGER_TOLD = """\
List what parties undertook (promises, agreements, plans, threats): who, to whom, what, by when, on what condition, and what \
articles report of it since. kept and broken are as reported by the article named, no verdict of Sayso's; open, due-soon and \
overdue say only how its day lies to today."""


def events(store: Store, asked: Asked) -> dict[str, Any]:
    """A page of the events that answer; of the one that goes by a key, a page of its history."""

    def found_at(first: int, limit: int) -> tuple[Occasions, dict[str, Any]]:
        found = store.events(limit=limit, offset=first, **asked.values)
        return found, events_to_json(KnownEvents(tuple(found), found.total, found.searched), found.question)

    return _answered(store, asked, EVENTS, EVENTS, found_at)


def ledger(store: Store, asked: Asked) -> dict[str, Any]:
    """A page of the undertakings that answer; of the one that goes by a key, a page of its history."""

    def found_at(first: int, limit: int) -> tuple[Ledger, dict[str, Any]]:
        found = store.ledger(limit=limit, offset=first, **asked.values)
        return found, ledger_to_json(KnownUndertakings(tuple(found), found.total, found.searched), found.question)

    return _answered(store, asked, LEDGER, "undertakings", found_at)


def _answered(store: Store, asked: Asked, tool: str, name: str, found_at: Found) -> dict[str, Any]:
    if "key" in asked.values:
        found, body = found_at(0, asked.limit)
        if found.total == 1:
            return _history(asked, tool, name, body)
    place, first = start_of(tool, asked, lambda at, many: [one.key for one in found_at(at, many)[0]] if many else [])
    found, body = found_at(first, asked.limit)
    keys = [one.key for one in found]

    def told(kept: int) -> str:
        opening = which(name, first, kept, found.total) if found.total else none_held(store.engine, found.searched)
        return sentence([opening, *amiss(found.strangers)])

    more = bool(keys) and first + len(keys) < found.total
    page = replace(page_of(body, name, keys, told), first=first, more=more, left_out=_histories_cut(body[name]))
    return answer(tool, asked, page, place)


def _histories_cut(items: list[dict[str, Any]]) -> list[str]:
    """Leave the last entries of long histories, and say so."""
    left_out = []
    for one in items:
        if (more := len(one["history"]) - ENTRIES) > 0:
            one["history"] = one["history"][-ENTRIES:]
            left_out.append(f"{more:,} earlier entries of the history of {one['key']}: key={one['key']} gives all, in pages")
    return left_out


def _history(asked: Asked, tool: str, name: str, body: dict[str, Any]) -> dict[str, Any]:
    """One of them, with a page of its history."""
    (one,) = body[name]
    entries = one["history"]
    keys = [f"{entry['key']} {entry['told']['day']} {entry['told']['correction']}" for entry in entries]
    place, first = start_of(tool, asked, lambda at, many: keys[at : at + many])
    shown = entries[first : first + asked.limit]

    def told(kept: int) -> str:
        some = f"of its history {which('entries', first, kept, len(entries))}"
        return sentence([f"{name.removesuffix('s')} {one['key']}", "all of its history" if kept == len(entries) else some])

    page = Page(
        shown, keys[first : first + len(shown)], lambda some: {**body, name: [{**one, "history": some}]}, told, first=first
    )
    return answer(tool, asked, replace(page, more=first + len(shown) < len(entries)), place)
