"""The rows of undertakings, of all articles -> those that are one: by who undertakes it, what, and no other number.

Two are one where somebody undertakes both, most of the words of the shorter are in the longer, and the numbers are the same
("40 engineers" is not "20 engineers"). Where half of the words are, or one may be either of two, they name each other as
candidates.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from sayso.languages import listed
from sayso.record import STRENGTHS, UNDERTAKING_KINDS, Strength, UndertakingKind
from sayso.store import packing
from sayso.store.database import Database
from sayso.store.groups import Group
from sayso.store.mentions import Names, Parties, ordinal
from sayso.store.migrations import OCCURRENCES, schema

_ROWS = """SELECT u.version, u.number, u.key, u.kind, u.strength, u.doers, u.receivers, u.terms, u.due, u.event, u.statement,
  u.wording, v.article, v.day FROM undertakings u JOIN versions v ON v.id = u.version JOIN articles a ON a.latest = v.id
  ORDER BY u.version, u.number"""
_TAKEN_BACK = "SELECT version, name FROM statements WHERE state IN (2, 3, 6, 7)"
SAME, ALIKE, LEAST = 0.8, 0.5, 2  # the share of the shorter's words that the longer has, and how many at least
MANY = 300  # undertakings of one party that have a word: it tells nothing of them


@dataclass(frozen=True, slots=True)
class Pledge:
    """One version's undertaking; ``terms`` are the words that tell it, ``due`` its last day, ``day`` that of the article."""

    key: str
    version: int
    number: int
    article: int
    kind: UndertakingKind
    strength: Strength
    doers: frozenset[int]
    receivers: frozenset[int]
    terms: frozenset[str]
    due: tuple[str | None, str | None]
    event: str | None
    day: int | None
    wording: int


def pledges(database: Database, parties: Parties) -> list[Pledge]:
    """All that stand in the newest versions, without those in statements that corrections took back."""
    if schema(database) < OCCURRENCES.number:
        return []
    taken = set(database.rows(_TAKEN_BACK))
    found: list[Pledge] = []
    for row in database.rows(_ROWS):
        version, number, key, kind, strength, doers, receivers, words, due, event, statement, wording, article, day = row
        if statement is None or (version, statement) not in taken:
            who, whom = (parties.taking(packing.array(ids)) if ids else frozenset() for ids in (doers, receivers))
            found.append(
                Pledge(
                    *(key, version, number, article, UNDERTAKING_KINDS[kind - 1], STRENGTHS[strength - 1], who, whom),
                    *(terms(words.split()), _days(due), packing.unpacked(event), ordinal(day), wording),
                )
            )
    return found


def _days(due: str | None) -> tuple[str | None, str | None]:
    """The first and the last day of a column ``due``."""
    told = packing.array(due)[2:] if due else []
    return (told[-2], told[-1]) if len(told) == 3 else (told[0], told[0]) if told else (None, None)


def terms(words: Iterable[str]) -> frozenset[str]:
    """The words that tell one undertaking from another, without their endings; small words tell nothing.

    >>> sorted(terms("sending the 40 engineers to the valley".split()))
    ['40', 'engineer', 'send', 'valley']
    """
    return frozenset(stem(word) for word in words if word not in _small() and (len(word) > 2 or word.isdigit()))


def stem(word: str) -> str:
    """A word without the ending that English gives it; rough, and the same for all its forms but the irregular ones.

    >>> stem("engineers"), stem("sending"), stem("opened"), stem("2031")
    ('engineer', 'send', 'open', '2031')
    """
    for ending in ("ings", "ing", "ies", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) > 2:
            return word[: -len(ending)] + ("y" if ending == "ies" else "")
    return word


@cache
def _small() -> frozenset[str]:
    return listed("small_words")


def numbers(words: Iterable[str]) -> frozenset[str]:
    """Those of the words that are numbers."""
    return frozenset(word for word in words if word.isdigit())


def link(told: Sequence[Pledge], names: Names) -> list[Group[Pledge]]:
    """The undertakings of all mentions, in a fixed order: of the days of their articles."""
    groups: list[Group[Pledge]] = []
    of: dict[tuple[int, int], Group[Pledge]] = {}
    places: dict[tuple[str, str], list[Pledge]] = defaultdict(list)
    for one in sorted(told, key=lambda one: (one.day is None, one.day or 0, one.version, one.number)):
        sure: dict[int, float] = {}
        maybe: set[int] = set()
        for other, share in _like(one, places, names):
            group = of[other.version, other.number]
            if share >= SAME and numbers(one.terms) == numbers(other.terms) and other.version != one.version:
                sure[group.number] = max(share, sure.get(group.number, 0))
            else:
                maybe.add(group.number)
        best = [number for number, share in sure.items() if share == max(sure.values())]
        if len(best) == 1:
            group = groups[best[0]]
        else:
            group = Group(len(groups))
            groups.append(group)
            maybe |= {*best}
        group.mentions.append(one)
        of[one.version, one.number] = group
        for number in maybe - {group.number}:
            group.candidates.add(number)
            groups[number].candidates.add(group.number)
        for tag in _tags(one, names):
            for term in one.terms:
                places[tag, term].append(one)
    return groups


def _tags(one: Pledge, names: Names) -> set[str]:
    return {tag for party in one.doers for tag in names.stretches(party)}


def _like(one: Pledge, places: dict[tuple[str, str], list[Pledge]], names: Names) -> list[tuple[Pledge, float]]:
    """Those of a party of its own that share enough of its words, with the share of the shorter's."""
    shared: Counter[Pledge] = Counter()
    for term in one.terms:
        met: set[Pledge] = set()
        for tag in _tags(one, names):
            held = places.get((tag, term), ())
            met.update(held if len(held) <= MANY else ())
        shared.update(met)
    return [
        (other, count / min(len(one.terms), len(other.terms)))
        for other, count in shared.items()
        if count >= LEAST and count >= ALIKE * min(len(one.terms), len(other.terms)) and _meet(one, other, names)
    ]


def _meet(one: Pledge, other: Pledge, names: Names) -> bool:
    return any(names.alike(mine, theirs) for mine in one.doers for theirs in other.doers)
