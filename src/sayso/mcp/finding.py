"""``find_statements``: filters -> the statements that answer, an object of sayso.hits/1, a page of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sayso.door import FILTERS, ORDER, WORDS, Store
from sayso.formats import hits_to_json
from sayso.mcp.answers import answer, cut, page_of, start_of, which
from sayso.mcp.arguments import PAGING, Asked
from sayso.mcp.wordings import amiss, none_of, sentence, unsaid
from sayso.results import Found
from sayso.store import Hits

NAME = "find_statements"
CARRIERS = 20  # articles with the same wire copy that an answer has of a statement
PARAMETERS = (WORDS, *FILTERS, ORDER, *PAGING)
TOLD = """\
Find statements that news articles attribute: who says what, to whom, on whose word (relay), when. Each comes with its words, \
their offsets (code points) in the article's text, the text's SHA-256, the address, and its key for show. All words must be \
in a statement; filters narrow each other, several values of one are alternatives. Newest first, or best first with words."""


def find_statements(store: Store, asked: Asked) -> dict[str, Any]:
    """A page of the statements that answer."""

    def found_at(first: int, limit: int) -> Found:
        filters = {name: value for name, value in asked.values.items() if name not in ("words", "order")}
        if "any" in filters.get("said", ()):
            filters["said"] = "any"
        return store.find(asked.get("words"), order=asked.get("order"), limit=limit, offset=first, **filters)

    place, first = start_of(NAME, asked, lambda at, many: [hit.key for hit in found_at(at, many)] if many else [])
    found = found_at(first, asked.limit)
    keys = [hit.key for hit in found]
    hits = Hits(tuple(found), found.total, found.exact, found.searched, found.unsaid)

    def told(kept: int) -> str:
        opening = which("statements", first, kept, found.total, found.exact) if found.total else none_of(store.engine, found)
        return sentence([opening, *unsaid(found.unsaid, found.exact), *amiss(found.strangers, found.unheard)])

    more = bool(keys) and (first + len(keys) < found.total or not found.exact)
    body = hits_to_json(hits, found.question)
    page = page_of(body, "hits", keys, told)
    return answer(NAME, asked, replace(page, first=first, more=more, left_out=_carriers_cut(body["hits"])), place)


def _carriers_cut(hits: list[dict[str, Any]]) -> list[str]:
    """Take the articles with the same wire copy away that are too many, and say so."""
    cuts = [(one["short"], cut(one, "carriers", CARRIERS)) for one in hits]
    return [f"{more:,} more articles with the wire copy of {key}: show gives all" for key, more in cuts if more]
