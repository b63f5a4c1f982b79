"""``party``: a name -> one party across articles, or those that the name may be of: an object of sayso.parties/1."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sayso.corrections import named
from sayso.door import Parameter, Store, portrait
from sayso.formats import parties_to_json, portrait_to_json
from sayso.mcp.answers import answer, page_of, start_of
from sayso.mcp.arguments import PAGING, Asked
from sayso.mcp.wordings import LISTS, none_held, sentence
from sayso.store import Known, unknown_party

NAME = "party"
PARAMETERS = (Parameter("name", "Any name that the party goes by, or #12; without one all parties are listed."), *PAGING)
LATEST = 5  # statements of a party
TOLD = """\
Look a party up: a person, organisation, government, document or group. Of one: its names, its roles over time, what its \
statements do, its newest statements, what people corrected. Of a name that several go by: these, to choose by #number. \
Without a name: all, those that said most first. Two parties of one name are not taken to be one."""


def party(store: Store, asked: Asked) -> dict[str, Any]:
    """One party, or a page of those that the name may be of, or of all."""
    name = asked.get("name")
    held = named(store.engine, name) if name else None

    def found_at(first: int, limit: int) -> Sequence[Known]:
        return held[first : first + limit] if held is not None else store.engine.parties(limit=limit, offset=first)

    place, first = start_of(NAME, asked, lambda at, many: [str(one.id) for one in found_at(at, many)] if many else [])
    listed = found_at(first, asked.limit + 1)
    shown, more = listed[: asked.limit], len(listed) > asked.limit
    keys = [str(one.id) for one in shown]
    if held is not None and len(held) == 1 and shown:
        body = portrait_to_json(portrait(store.engine, shown[0], LATEST))
        return answer(NAME, asked, page_of(body, "parties", keys, lambda kept: f"One party, #{shown[0].id}."), place)

    def told(kept: int) -> str:
        if not shown:
            return _nobody(store, name) if name and not first else "No more parties." if first else _none(store)
        order = "those that said most first" if held is None else f"{len(held)} may be meant: name=#12 takes one by its number"
        return sentence([f"parties {first + 1:,} to {first + kept:,}", order])

    page = page_of(parties_to_json(shown), "parties", keys, told)
    return answer(NAME, asked, replace(page, first=first, more=more), place)


def _nobody(store: Store, name: str) -> str:
    stranger = unknown_party(store.engine, name)
    words = stranger.words(LISTS["party"]) if stranger else "no party has that number (any more)"
    return sentence([f"{name!r}: {words}", _none(store)])


def _none(store: Store) -> str:
    return none_held(store.engine, store.engine.reach().articles)
