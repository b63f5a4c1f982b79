"""Addresses under ``sayso://`` -> what is held, and the texts of articles, whole or in part."""

from __future__ import annotations

import re

from sayso.door import Store

HELD = "sayso://held"
TEXT, PART = "sayso://article/{key}", "sayso://article/{key}/{start}-{end}"
LONGEST = 200_000  # code points that are given at once
_ARTICLE = re.compile(r"sayso://article/(\d{1,9}(?:\.\d{1,6})?)(?:/(\d{1,9})-(\d{1,9}))?", re.ASCII)


def read(store: Store, address: str) -> str:
    """The text of a resource. Raises LookupError where nothing is there, ValueError where it cannot be given so."""
    if address == HELD:
        return _held(store)
    found = _ARTICLE.fullmatch(address)
    if not found:
        raise LookupError(f"no resource is at {address[:200]!r}: there are {HELD}, {TEXT} and {PART}, of a key as 412 or 412.2")
    try:
        text = store.show(found[1]).version.reading.article.text
    except LookupError:
        raise LookupError(f"no article is kept at {found[1]}") from None
    start, end = (int(found[2]), int(found[3])) if found[2] else (0, len(text))
    if not start <= end <= len(text):
        raise ValueError(f"{start}-{end} is no part of this text, which has {len(text):,} characters")
    if end - start > LONGEST:
        raise ValueError(f"these are {end - start:,} characters: up to {LONGEST:,} are given at once, as {PART}")
    return text[start:end]


def _held(store: Store) -> str:
    """How much the store holds, of which days and outlets."""
    held, reach, outlets = store.summary(), store.engine.reach(), store.engine.outlets()
    counts = f"{held.articles:,} articles, {held.versions:,} versions, {held.statements:,} statements, {held.parties:,} parties"
    days = f"of {reach.first} to {reach.last}" if reach.first else "of no known day"
    return "\n".join([counts, days, f"{len(outlets):,} outlets:", *outlets, ""])
