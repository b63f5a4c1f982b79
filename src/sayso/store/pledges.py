"""The rows of undertakings, of all articles -> those that are one: by who undertakes it, what, and no other number.

Two are one where somebody undertakes both, most of the words of the shorter are in the longer, and the numbers are the same
("40 engineers" is not "20 engineers"). Where half of the words are, or one may be either of two, they name each other as
candidates.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Set
from dataclasses import dataclass
from functools import cache

from sayso.languages import listed
from sayso.record import STRENGTHS, UNDERTAKING_KINDS, Strength, UndertakingKind
from sayso.store import packing
from sayso.store.database import Database, Row
from sayso.store.finding import selected
from sayso.store.groups import Group
from sayso.store.mentions import Names, Parties, ordinal, parties_of
from sayso.store.migrations import OCCURRENCES, schema
from sayso.store.values import Correction

_ROWS = """SELECT u.version, u.number, u.key, u.kind, u.strength, u.doers, u.receivers, u.terms, u.due, u.event, u.statement,
  u.wording, v.article, v.day, a.address FROM undertakings u JOIN versions v ON v.id = u.version
  JOIN articles a ON a.id = v.article AND a.latest = v.id WHERE {}"""
_TAKEN_BACK = "SELECT version, name FROM statements WHERE state <> 0 AND state IN (2, 3, 6, 7)"
SAME, ALIKE, LEAST = 0.8, 0.5, 2  # the share of the shorter's words that the longer has, and how many at least
MANY = 300  # undertakings of one party that have a word: it tells nothing of them


Due = tuple[int | None, int | None]  # first and last day, as ordinals
Place = tuple[str, str]  # what a party may be called, and a word of what it undertakes


@dataclass(frozen=True, slots=True, eq=False)
class Pledge:
    """One version's undertaking; ``terms`` are the words that tell it, ``due`` its days, ``day`` that of the article."""

    key: str
    version: int
    number: int
    article: int
    kind: UndertakingKind
    strength: Strength
    doers: frozenset[int]
    receivers: frozenset[int]
    terms: frozenset[str]
    due: Due
    event: str | None
    day: int | None
    wording: int
    address: str = ""


def pledges(database: Database, versions: Collection[int] | None = None) -> list[Pledge]:
    """Those of these versions, or of all, as articles stand now; without those in statements that corrections took back."""
    if schema(database) < OCCURRENCES.number:
        return []
    taken = set(database.rows(_TAKEN_BACK))
    narrowed = _ROWS.format("u.version IN ({})")
    found = database.rows(_ROWS.format("1 = 1")) if versions is None else selected(database, narrowed, versions)
    rows = [row for row in found if row[10] is None or (row[0], row[10]) not in taken]
    named = {id for row in rows for ids in row[5:7] if ids for id in packing.array(ids) if id is not None}
    parties = parties_of(database, named if versions is not None else None)
    return sorted((_pledge(row, parties) for row in rows), key=lambda one: (one.version, one.number))


def _pledge(row: Row, parties: Parties) -> Pledge:
    version, number, key, kind, strength, doers, receivers, words, due, event, _, wording, article, day, address = row
    who, whom = (parties.taking(packing.array(ids)) if ids else frozenset() for ids in (doers, receivers))
    return Pledge(
        *(key, version, number, article, UNDERTAKING_KINDS[kind - 1], STRENGTHS[strength - 1], who, whom),
        *(terms(words.split()), _days(due), packing.unpacked(event), ordinal(day), wording, address),
    )


def _days(due: str | None) -> Due:
    """The first and the last day of a column ``due``, as ordinals."""
    told = [ordinal(day) for day in packing.array(due)[2:]] if due else []
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


def in_order(one: Pledge) -> tuple[bool, int, str, int]:
    """Which is linked first: by the days of the articles, whatever the order in which these came in."""
    return one.day is None, one.day or 0, one.address, one.number


class Words:
    """Undertakings by the words of what, and by what those who undertake them may be called."""

    def __init__(self, names: Names, told: Iterable[Pledge] = ()) -> None:
        """Post these."""
        self.names = names
        self.places: dict[Place, list[Pledge]] = defaultdict(list)
        for one in told:
            self.post(one)

    def post(self, one: Pledge) -> None:
        """Post one more."""
        for place in self.places_of(one):
            self.places[place].append(one)

    def places_of(self, one: Pledge) -> list[Place]:
        """Where it is found."""
        tags = {tag for party in one.doers for tag in self.names.stretches(party)}
        return [(tag, term) for term in one.terms for tag in tags]

    def like(self, one: Pledge) -> list[tuple[Pledge, float]]:
        """Those of a party of its own that share enough of its words, with the share of the shorter's.

        A word that more than ``MANY`` of a party have tells nothing.
        """
        met: dict[str, set[Pledge]] = defaultdict(set)
        for place in self.places_of(one):
            held = self.places.get(place, ())
            met[place[1]].update(held if len(held) <= MANY else ())
        shared = Counter(other for some in met.values() for other in some)
        del shared[one]
        return [
            (other, count / min(len(one.terms), len(other.terms)))
            for other, count in shared.items()
            if count >= LEAST
            and count >= ALIKE * min(len(one.terms), len(other.terms))
            and any(self.names.alike(mine, theirs) for mine in one.doers for theirs in other.doers)
        ]


def are_one(one: Pledge, other: Pledge, share: float) -> bool:
    """Whether two that have so much of the shorter's words in common are one, if no other is as close.

    What an article says will be done after the day on which the other was due is another thing of the same words ("will
    announce the following actions"); what it says before that day was put off.
    """
    alike = share >= SAME and numbers(one.terms) == numbers(other.terms) and other.version != one.version
    first, last = sorted((one, other), key=in_order)
    if first.due[1] is None or last.due[1] is None or first.due[1] == last.due[1]:
        return alike
    return alike and min(len(one.terms), len(other.terms)) > LEAST and (last.day or 0) <= first.due[1] < last.due[1]


def link(words: Words, wanted: Iterable[Pledge]) -> list[Group[Pledge]]:
    """The undertakings of these mentions, in a fixed order: of the days of their articles.

    What is one with none of some mentions (``are_one``) is linked without them, to the same.
    """
    groups: list[Group[Pledge]] = []
    of: dict[Pledge, Group[Pledge]] = {}
    for one in sorted(wanted, key=in_order):
        sure: dict[int, float] = {}
        for other, share in words.like(one):
            if other in of and are_one(one, other, share):  # not of a later day
                sure[of[other].number] = max(share, sure.get(of[other].number, 0))
        best = [number for number, share in sure.items() if share == max(sure.values())]
        if len(best) == 1:
            group = groups[best[0]]
        else:
            group = Group(len(groups))
            groups.append(group)
        group.mentions.append(one)
        of[one] = group
    return groups


def candidates(words: Words, told: Iterable[Pledge], split: Set[frozenset[str]]) -> set[Pledge]:
    """Those that may be one with an undertaking's mentions ``told``; not what people split from it (pairs of keys)."""
    mine = set(told)
    return {
        other
        for one in mine
        for other, _ in words.like(one)
        if other not in mine and frozenset((one.key, other.key)) not in split
    }


def split_by_hand(corrections: Iterable[Correction]) -> frozenset[frozenset[str]]:
    """The pairs of keys that people split."""
    return frozenset(frozenset((one.statement or "", one.name or "")) for one in corrections if one.kind == "split-event")
