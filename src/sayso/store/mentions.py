"""The rows of events, of all articles -> mentions as they are held against each other: kind, days, and who takes part.

A mention is what one version has of one event. Who takes part is told by parties across articles, with those that corrections
make one with them, and the members of groups beside the group.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from sayso.record import EVENT_STATUSES, EventStatus
from sayso.store import packing
from sayso.store.database import Database, Row
from sayso.store.finding import selected
from sayso.store.memberships import members_everywhere, members_of_groups
from sayso.store.migrations import OCCURRENCES, schema
from sayso.store.named import Headline, headlines
from sayso.store.occurrences import GATHERINGS, headline_key

_EVENTS = """SELECT e.version, e.number, e.key, e.kind, e.status, e.parties, e.beside, e.earliest, e.latest, e.spot, e.wording,
  e.within, v.article, v.day, a.address
  FROM events e JOIN versions v ON v.id = e.version JOIN articles a ON a.id = v.article AND a.latest = v.id{}
  ORDER BY e.version, e.number"""
_TOGETHER = """SELECT j.version, j.parties, j.key, v.article, v.day, a.address FROM together j
  JOIN versions v ON v.id = j.version
  JOIN articles a ON a.id = v.article AND a.latest = v.id WHERE v.day IS NOT NULL{} ORDER BY 1"""
AHEAD = frozenset(("planned", "proposed", "hypothetical"))
_TAKEN_BACK = "SELECT version, name FROM statements WHERE state <> 0 AND state IN (2, 3, 6, 7)"


@dataclass(frozen=True, slots=True)
class Mention:
    """One version's event. ``first`` and ``last`` are its days, ``day`` that of the article, as ordinals; None where not known.

    ``who`` are the parties across articles, roots of their groups; ``several`` is how many take part, the open ones too.
    ``beside`` are those that the article's headline names, ``address`` is the article's.
    """

    key: str
    version: int
    number: int
    article: int
    kind: str
    status: EventStatus
    who: frozenset[int]
    several: int
    beside: frozenset[int]
    first: int | None
    last: int | None
    day: int | None
    spot: str | None
    wording: int
    within: str | None
    address: str = ""
    named: frozenset[str] = frozenset()  # the gathering that the article's headline names, of what may be that


@dataclass(frozen=True, slots=True)
class Parties:
    """Who parties are across articles: roots by ids, and members by groups."""

    roots: Mapping[int, int]
    members: Mapping[int, frozenset[int]]

    def taking(self, ids: Iterable[int | None]) -> frozenset[int]:
        """The roots of some parties, and of the members of those that are groups."""
        found: set[int] = set()
        for id in ids:
            if id is not None:
                found |= {self.roots.get(id, id), *self.members.get(id, ())}
        return frozenset(found)


def parties_of(database: Database, ids: Collection[int] | None = None) -> Parties:
    """Who is one with whom, and the members of groups: of these parties, or of all."""
    if ids is None:
        held = members_everywhere(database)
        roots: dict[int, int] = dict(database.rows("SELECT id, same_as FROM parties WHERE same_as IS NOT NULL"))
    else:
        held = members_of_groups(database, ids)
        wanted = {*ids, *(member for members in held.values() for member in members)}
        sql = "SELECT id, same_as FROM parties WHERE id IN ({}) AND same_as IS NOT NULL"
        roots = dict(selected(database, sql, wanted))
    return Parties(roots, {joint: frozenset(roots.get(id, id) for id in members) for joint, members in held.items()})


def mentions(database: Database, versions: Collection[int] | None = None) -> list[Mention]:
    """The mentions of these versions, or of all, as articles stand now; without those that corrections took back."""
    if schema(database) < OCCURRENCES.number:
        return []
    taken = set(database.rows(_TAKEN_BACK))
    rows = [row for row in _rows(database, _EVENTS, "WHERE e.version IN ({})", versions) if (row[0], row[11]) not in taken]
    joint = _rows(database, _TOGETHER, "AND j.version IN ({})", versions)
    lists = [ids for row in rows for ids in row[5:7]] + [row[1] for row in joint]
    named = {id for ids in lists if ids for id in packing.array(ids) if id is not None}
    parties = parties_of(database, named if versions is not None else None)
    found = _with_days_of_the_sentence([_mention(row, parties) for row in rows])
    return _named(found + _together(joint, parties), list(headlines(database, versions)))


def _rows(database: Database, sql: str, narrowed: str, versions: Collection[int] | None) -> list[Row]:
    if versions is None:
        return database.rows(sql.format(""))
    return sorted(selected(database, sql.format(f" {narrowed}"), versions), key=lambda row: row[:2])


def _mention(row: Row, parties: Parties) -> Mention:
    version, number, key, kind, status, who, beside, earliest, latest, spot, wording, within, article, day, address = row
    ids = packing.array(who) if who else []
    first, last = ordinal(earliest), ordinal(latest)
    return Mention(
        *(key, version, number, article, packing.unpacked(kind) or "", EVENT_STATUSES[status - 1]),
        *(parties.taking(ids), len(ids), parties.taking(packing.array(beside) if beside else ())),
        *(first, last if last is not None else first, ordinal(day)),
        *(spot, wording, within, address),
    )


def _with_days_of_the_sentence(found: Sequence[Mention]) -> list[Mention]:
    """The mentions; what is ahead, without days, has those of the one thing in its sentence that has any.

    "Ana Dovrel will host Ilir Tamm for a state visit, which will include a state dinner, on 4 April."
    """
    dated: dict[tuple[int, int], set[tuple[int | None, int | None]]] = {}
    for one in found:
        if one.first is not None and one.kind in GATHERINGS and one.status in AHEAD:
            dated.setdefault((one.version, one.wording), set()).add((one.first, one.last))
    made: list[Mention] = []
    for one in found:
        days = dated.get((one.version, one.wording), set())
        lacks = one.first is None and one.last is None and one.kind in GATHERINGS and one.status in AHEAD
        first, last = next(iter(days)) if lacks and len(days) == 1 else (one.first, one.last)
        made.append(replace(one, first=first, last=last) if lacks else one)
    return made


def _named(found: Sequence[Mention], heads: Sequence[Headline]) -> list[Mention]:
    """The mentions, with the gathering that their headline names; and of each such article its headline, as number -1.

    The first that is ahead is what the headline announces. What the headline itself tells is held on the article's day, if
    it was announced (see ``linking``).
    """
    by_version = {one.version: one for one in heads}
    made: list[Mention] = []
    first: set[int] = set()
    for one in found:
        headline = by_version.get(one.version)
        met = one.kind in GATHERINGS and one.kind not in ("call", "statement")
        ahead = met and one.status in AHEAD and one.first is not None
        if headline and ((ahead and one.version not in first) or not one.number):
            first |= {one.version} if one.number else set()
            one = replace(one, named=headline.words)
        made.append(one)
    taken = {one.version for one in made if not one.number}
    for headline in heads:
        on = ordinal(headline.day)
        if headline.version not in taken and on is not None:
            where = (headline_key(headline.address), headline.version, -1, headline.article)
            nobody: frozenset[int] = frozenset()
            wording, words = -headline.version, headline.words
            made.append(
                Mention(
                    *(*where, "summit", "happened", nobody, 0, nobody, on, on, on, None),
                    *(wording, None, headline.address, words),
                )
            )
    return made


def _together(joint: Iterable[Row], parties: Parties) -> list[Mention]:
    """Those who take turns under a headline that names them were together on its day: number 0, a statement of theirs."""
    found: list[Mention] = []
    for version, who, key, article, day, address in joint:
        taking, on = parties.taking(packing.array(who)), ordinal(day)
        found.append(
            Mention(
                *(key, version, 0, article, "statement", "happened", taking, len(taking), taking, on, on, on, None),
                *(-version, None, address),
            )
        )
    return found


@lru_cache(maxsize=10_000)
def ordinal(day: str | None) -> int | None:
    """A day as a number; None for what is no day.

    >>> ordinal("2031-03-14") - ordinal("2031-03-13"), ordinal("soon")
    (1, None)
    """
    try:
        return date.fromisoformat(day[:10]).toordinal() if day else None
    except ValueError:
        return None


def iso(day: int | None) -> str | None:
    """The day of a number."""
    return date.fromordinal(day).isoformat() if day is not None else None


class Names:
    """The names of parties, as one is held against another: "Torvan" may be "Ilya Torvan", "Ben Torvan" is not."""

    def __init__(self, database: Database, ids: Iterable[int] = ()) -> None:
        """Read the names of these parties."""
        self._database = database
        self._held: dict[int, tuple[str, str]] = {}
        self._stretches: dict[int, tuple[str, ...]] = {}
        self._alike: dict[tuple[int, int], bool] = {}
        self._called: dict[int, frozenset[int]] = {}
        self.read(ids)

    def read(self, ids: Iterable[int]) -> None:
        """Read the names of these parties too."""
        sql = "SELECT id, folded, kind FROM parties WHERE id IN ({})"
        self._held |= {id: (name, kind) for id, name, kind in selected(self._database, sql, set(ids) - self._held.keys())}

    def of(self, id: int) -> tuple[str, str]:
        """A party's name, as it is compared, and its kind."""
        return self._held.get(id, (f"#{id}", ""))

    def stretches(self, id: int) -> tuple[str, ...]:
        """The names by which a party may stand elsewhere: its own, and then every stretch of it, of one word a person's alone.

        A name of one word goes with the kind: a person "Jordan" is no country.
        """
        if id in self._stretches:
            return self._stretches[id]
        name, kind = self.of(id)
        words = name.split()
        found = [name]
        if len(words) < 8:
            least = 1 if kind == "person" else 2
            found += [" ".join(words[at:end]) for at in range(len(words)) for end in range(at + least, len(words) + 1)]
        self._stretches[id] = tuple(words if " " in words else f"{kind} {words}" for words in dict.fromkeys(found))
        return self._stretches[id]

    def called(self, id: int) -> frozenset[int]:
        """The parties that may go by one of the names by which this one may go: of those that take part or undertake."""
        if id not in self._called:
            self.read((id,))
            parts = self.stretches(id)
            sql = f"SELECT DISTINCT party FROM name_parts WHERE part IN ({', '.join('?' * len(parts))})"
            self._called[id] = frozenset(found for (found,) in self._database.rows(sql, parts))
        return self._called[id]

    def alike(self, one: int, other: int) -> bool:
        """Whether two parties may be one: the same, or one goes by a part of the other's name, or by a person's short form.

        "Joe Biden" is "Joseph R. Biden", by the surname and the first two letters.
        """
        if one == other:
            return True
        pair = (one, other) if one < other else (other, one)
        if pair not in self._alike:
            self._alike[pair] = self._are_alike(one, other)
        return self._alike[pair]

    def _are_alike(self, one: int, other: int) -> bool:
        mine, theirs = self.stretches(one), self.stretches(other)
        if mine[0] in theirs or theirs[0] in mine:
            return True
        (name, kind), (other_name, other_kind) = self.of(one), self.of(other)
        words, other_words = name.split(), other_name.split()
        persons = kind == other_kind == "person" and len(words) > 1 and len(other_words) > 1
        return persons and words[-1] == other_words[-1] and words[0][:2] == other_words[0][:2]
