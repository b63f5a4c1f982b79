"""Headlines -> the gatherings that they name: "Remarks at the Valdria-Pellan Summit", "Statement on the Valdria-Pellan Summit".

Who meets there is a body or a group, of which neither article names two parties: the name tells that both are of one event.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache

from sayso.languages import entries, listed
from sayso.questions import folded_tokens
from sayso.store import packing
from sayso.store.database import Database
from sayso.store.finding import selected

_HEADLINES = """SELECT v.id, v.article, v.day, v.headline, a.address FROM versions v JOIN articles a
  ON a.id = v.article AND a.latest = v.id
  WHERE v.headline IS NOT NULL AND v.day IS NOT NULL"""
MOST = 5  # words of a name


@dataclass(frozen=True, slots=True)
class Headline:
    """A headline that names a gathering: by which words, in whatever order, of which day."""

    version: int
    article: int
    day: str
    address: str
    words: frozenset[str]


def headlines(database: Database, versions: Collection[int] | None = None) -> Iterator[Headline]:
    """The headlines of these versions, or of all, as articles stand now, that name a gathering."""
    narrowed = f"{_HEADLINES} AND v.id IN ({{}})"
    rows = database.rows(_HEADLINES) if versions is None else selected(database, narrowed, versions)
    for version, article, day, packed, address in sorted(rows):
        if words := gathering(packing.unpacked(packed) or ""):
            yield Headline(version, article, packing.unpacked(day) or "", packing.unpacked(address) or "", words)


def gathering(headline: str) -> frozenset[str]:
    """The words by which a headline names a gathering; none where it names none, or says of what kind alone.

    >>> sorted(gathering("Remarks by President Dovrel at the Valdria-Pellan Special Summit"))
    ['pellan', 'special', 'valdria']
    >>> gathering("Dovrel to Attend a Summit"), gathering("Summit of the Valley")
    (frozenset(), frozenset())
    """
    found = _pattern().search(headline)
    if not found:
        return frozenset()
    kept: list[str] = []
    for word in reversed(headline[: found.start()].split()):
        if not word[:1].isupper() or word.lower() in listed("small_words") or len(kept) == MOST:
            break
        kept += folded_tokens(word)
    return frozenset(kept)


@cache
def _pattern() -> re.Pattern[str]:
    """The nouns of summits, behind a capitalised word."""
    nouns = [row[0] for row in entries("en", "event_nouns") if row[1] == "summit"]
    return re.compile(rf"(?<=\S )\b(?:{'|'.join(noun.title() for noun in nouns)})\b")
