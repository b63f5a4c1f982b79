"""What was written in a store -> which events are one across its articles, kept anew: for what has to do with it alone.

It is what a working-out from nothing gives (``chronicles.Chronicle``), so the order in which articles, versions and corrections
came in tells nothing.

What was written is linked with the rings of mentions around it (``neighbours``), without all that is farther away. A mention is
linked by what its next ring comes to. So where two rings in a row come to what is kept of them, all beyond stays as it is, and
all within is as it would be among all mentions; where they do not, two rings more are looked at. Of a president of whom
something is told every day, this takes the mentions of some weeks, and not of all years.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence, Set

from sayso.store import packing
from sayso.store.chronicle import EVENT_STANDINGS
from sayso.store.database import Database, Row
from sayso.store.finding import names, selected
from sayso.store.groups import corrected, set_states
from sayso.store.linking import MANY, At, is_common, link
from sayso.store.mentions import Mention, Names, mentions
from sayso.store.migrations import LINKS, TO_LINK, schema
from sayso.store.neighbours import Neighbours, Sought, name_of, parties_in
from sayso.store.occasions import Outline, outlines
from sayso.store.traits import MONTH, all_days, family_number, near_days
from sayso.store.values import Correction

ALL = 0  # in place of a party: how many mentions there are
COUNTED = ("party", "mentions", "common")
TAKING = ("party", "family", "begins", "version", "number", "ends", "near_begins", "near_ends", "beside", "spotted")
SETTLED = 2  # rings in a row that come to what is kept of them
_MENTION = ("version", "number", "occasion", "kind", "key", "name")
OCCASION = ("id", "part", "key", "kind", "status", "stood", "begins", "ends", "long", "spots", "candidates")


def is_linked(database: Database) -> bool:
    """Whether a store keeps what is one across articles: not where an older Sayso's is asked as it is."""
    return schema(database) >= LINKS.number and not is_to_link(database)


def is_to_link(database: Database) -> bool:
    """Whether a store has been brought to this schema, and its links are not made yet."""
    return bool(database.rows("SELECT 1 FROM tallies WHERE name = ?", (TO_LINK,)))


def versions_with(database: Database, parties: Collection[int]) -> set[int]:
    """The versions in whose events or undertakings one of these parties is, as it is kept: also as one with another."""
    roots = {root for root, _ in names(database, parties).values()} | {*parties} if parties else set()
    found: set[int] = set()
    for table in ("taking_part", "undertakers"):
        sql = f"SELECT DISTINCT version FROM {table} WHERE party IN ({{}})"
        found |= {id for (id,) in selected(database, sql, roots)}
    return found


def relink_events(
    database: Database, versions: Collection[int], corrections: Sequence[Correction], keys: Collection[str] = ()
) -> set[int]:
    """Link again what these versions have, had, or may be like, and the events of these ``keys``; inside a transaction.

    ``versions`` are those whose mentions may be others now: written, superseded, read again, of other parties. All versions are
    handed back of which an event was worked out again.
    """
    return _Relinking(database, corrections).of(versions, keys)


class _Relinking:
    def __init__(self, database: Database, corrections: Sequence[Correction]) -> None:
        self.database = database
        self.corrections = corrections
        self.together: dict[str, set[str]] = defaultdict(set)
        for one in corrections:
            if one.kind in ("merge-events", "split-event") and one.statement and one.name:
                self.together[one.statement].add(one.name)
                self.together[one.name].add(one.statement)

    def of(self, versions: Collection[int], keys: Collection[str]) -> set[int]:
        seeds = self._one_with(versions) | self._keyed(keys)
        gone = self._take_out(versions)
        new = mentions(self.database, versions)
        self._put_in(new)
        flipped, common = self._count(gone, new)
        near = Neighbours(self.database, common, self.together)
        seeds |= {at for party in flipped for at in self._with(party)} | {(one.version, one.number) for one in new}
        seeds |= {at for one in self._sought(gone) for at in near.beside(one)}
        near.begin(seeds, {(one.version, one.number) for one in new})
        return self._write(*self._linked(near))

    # What was there, and what is.

    def _one_with(self, versions: Collection[int]) -> set[At]:
        """The mentions that are one event with those of these versions."""
        sql = "SELECT occasion FROM occasion_mentions WHERE version IN ({})"
        occasions = {occasion for (occasion,) in selected(self.database, sql, versions) if occasion}
        return set(selected(self.database, "SELECT version, number FROM occasion_mentions WHERE occasion IN ({})", occasions))

    def _keyed(self, keys: Iterable[str]) -> set[At]:
        sql = "SELECT version, number FROM occasion_mentions WHERE key = ?"
        return {at for key in keys for at in self.database.rows(sql, (key,))}

    def _with(self, party: int) -> list[Row]:
        return self.database.rows("SELECT DISTINCT version, number FROM taking_part WHERE party = ?", (party,))

    def _take_out(self, versions: Collection[int]) -> list[Row]:
        """Take the mentions of versions out; their rows of ``taking_part``, as they were."""
        rows = list(selected(self.database, f"SELECT {', '.join(TAKING)} FROM taking_part WHERE version IN ({{}})", versions))
        held = list(selected(self.database, "SELECT version FROM occasion_mentions WHERE version IN ({})", versions))
        self.taken_out = len(held)
        self.old = {o for (o,) in selected(
            self.database, "SELECT occasion FROM occasion_mentions WHERE version IN ({})", versions if held else ()
        )}  # fmt: skip
        there = {(version,) for version in {row[3] for row in rows} | {version for (version,) in held}}
        for table in ("taking_part", "occasion_mentions"):
            self.database.many(f"DELETE FROM {table} WHERE version = ?", sorted(there))
        return rows

    def _sought(self, gone: Sequence[Row]) -> list[Sought]:
        """By what the like of each mention that is gone is looked up."""
        by_mention: dict[At, list[Row]] = defaultdict(list)
        for row in gone:
            by_mention[row[3], row[4]].append(row)
        found: list[Sought] = []
        for rows in by_mention.values():
            _, family, begins, _, _, ends, near_begins, near_ends, _, spotted = rows[0]
            parties = frozenset(row[0] for row in rows)
            found.append(Sought(parties, family, (begins, ends), (near_begins, near_ends), bool(spotted)))
        return found

    def _put_in(self, new: Sequence[Mention]) -> None:
        """Write the mentions down where their like is looked for; of which event they are is not known yet."""
        self.database.insert("taking_part", TAKING, [row for one in new for row in taking_rows(one)])
        mentions_rows = [(one.version, one.number, 0, packing.packed(one.kind), one.key, name_of(one)) for one in new]
        self.database.insert("occasion_mentions", _MENTION, mentions_rows)
        write_names(self.database, {party for one in new for party in parties_in(one)})

    def _count(self, gone: Sequence[Row], new: Sequence[Mention]) -> tuple[set[int], Set[int]]:
        """Count in how many mentions parties take part; those that are common now and were not, or no longer."""
        counts = Counter(party for one in new for party in one.who)
        counts.subtract(row[0] for row in gone if not row[8])
        counts[ALL] += len(new) - self.taken_out
        sql = "SELECT party, mentions, common FROM takers WHERE party IN ({})"
        held = {party: (count, is_so) for party, count, is_so in selected(self.database, sql, {*counts, ALL})}
        total = held.get(ALL, (0, 0))[0] + counts[ALL]
        many = self.database.rows("SELECT party, mentions, common FROM takers WHERE mentions > ? AND party <> ?", (MANY, ALL))
        before = {party: (count, is_so) for party, count, is_so in many} | {p: told for p, told in held.items() if p != ALL}
        now = {party: before.get(party, (0, 0))[0] + counts[party] for party in {*before, *counts} - {ALL}}
        common = {party for party, count in now.items() if is_common(count, total)}
        flipped = {party for party in now if (party in common) != bool(before.get(party, (0, 0))[1])}
        changed = {party for party, count in counts.items() if count and party != ALL} | flipped
        self.database.many("DELETE FROM takers WHERE party = ?", [(party,) for party in sorted(changed | {ALL})])
        rows = [(party, now[party], int(party in common)) for party in sorted(changed) if now[party]]
        self.database.insert("takers", COUNTED, [(ALL, total, 0), *rows])
        return flipped, common

    # What it comes to.

    def _linked(self, near: Neighbours) -> tuple[list[Outline], set[At]]:
        """The events of what is to be linked again, and its mentions."""
        within = 1  # the last ring of what is written
        settled: dict[frozenset[At], tuple[list[Outline], set[At]]] = {}
        while open_parts := self._open_parts(near, within, settled):
            of = {at: part for part in open_parts for at in part}
            made: dict[frozenset[At], list[Outline]] = defaultdict(list)
            for outline in self._outlines(near, of.keys(), within + SETTLED):
                made[of[outline.mentions[0].version, outline.mentions[0].number]].append(outline)
            for part in open_parts:
                inside = {at for at in part if near.ring[at] <= within}
                beyond = {at for at in part if within < near.ring[at] <= within + SETTLED}
                if near.waiting.isdisjoint(part):
                    settled[part] = made[part], set(part)
                elif self._are_kept(made[part], inside, beyond):
                    settled[part] = [one for one in made[part] if not inside.isdisjoint(places_of(one))], inside
            within += SETTLED
        parts = {frozenset(part) for part in near.parts()}
        found = [one for part, one in settled.items() if part in parts]
        return [one for some, _ in found for one in some], {at for _, wanted in found for at in wanted}

    def _open_parts(self, near: Neighbours, within: int, settled: Collection[frozenset[At]]) -> list[frozenset[At]]:
        """The parts of which it is not settled what they come to, with the rings around what is within."""
        while True:
            parts = [part for some in near.parts() if (part := frozenset(some)) not in settled]
            rings = {at: near.ring[at] for part in parts for at in near.waiting & part}
            ring = min(rings.values(), default=within + SETTLED + 1)
            if ring > within + SETTLED:
                return parts
            near.step([at for at in rings if rings[at] == ring])

    def _outlines(self, near: Neighbours, wanted: Set[At], last: int) -> list[Outline]:
        """The events of these mentions; of those beyond the ``last`` ring it is known which are one."""
        edge = {at for at in near.waiting & wanted if near.ring[at] > last}
        sql = "SELECT version, number, occasion FROM occasion_mentions WHERE version IN ({})"
        rows = selected(self.database, sql, {version for version, _ in edge})
        known = {(version, number): occasion for version, number, occasion in rows if (version, number) in edge and occasion}
        groups = link(list(near.held.values()), near.likeness.names, near.likeness.common, wanted, known)
        keys = {one.key for group in groups for one in group.mentions} if self.together else set()
        mine = [one for one in self.corrections if one.statement in keys or one.name in keys]
        return outlines(corrected(groups, mine), set_states(self.corrections, EVENT_STANDINGS))

    def _are_kept(self, found: Sequence[Outline], inside: Set[At], beyond: Set[At]) -> bool:
        """Whether the events with mentions ``beyond`` are those that are kept, and have none ``inside``."""
        sql = "SELECT version, number, occasion FROM occasion_mentions WHERE version IN ({})"
        rows = selected(self.database, sql, {version for version, _ in beyond})
        ids = {occasion for version, number, occasion in rows if (version, number) in beyond and occasion}
        sql = "SELECT occasion, version, number FROM occasion_mentions WHERE occasion IN ({})"
        held: dict[int, set[At]] = defaultdict(set)
        for id, version, number in selected(self.database, sql, ids):
            held[id].add((version, number))
        sql = "SELECT id, candidates FROM occasions WHERE id IN ({})"
        told: dict[int, str | None] = dict(selected(self.database, sql, ids))
        kept = {(frozenset(places), told.get(id)) for id, places in held.items()}
        made = [(places_of(one), packing.listing(one.candidates)) for one in found]
        there = {(places, listed) for places, listed in made if not beyond.isdisjoint(places)}
        return kept == there and all(inside.isdisjoint(places) for places, _ in there)

    def _write(self, found: Sequence[Outline], wanted: Set[At]) -> set[int]:
        sql = "SELECT version, number, occasion FROM occasion_mentions WHERE version IN ({})"
        rows = selected(self.database, sql, {version for version, _ in wanted})
        old = self.old | {occasion for version, number, occasion in rows if (version, number) in wanted}
        self.database.many("DELETE FROM occasions WHERE id = ?", [(id,) for id in sorted(old) if id])
        ((last,),) = self.database.rows("SELECT COALESCE(MAX(id), 0) FROM occasions")
        occasions: list[Row] = []
        places: list[Row] = []
        for id, outline in enumerate(found, last + 1):
            occasions.append(occasion_row(id, id, outline))
            places += [(id, one.version, one.number) for one in outline.mentions]
        self.database.insert("occasions", OCCASION, occasions)
        self.database.many("UPDATE occasion_mentions SET occasion = ? WHERE version = ? AND number = ?", places)
        return {version for version, _ in wanted}


def places_of(one: Outline) -> frozenset[At]:
    """Where the mentions of an event stand."""
    return frozenset((mention.version, mention.number) for mention in one.mentions)


def taking_rows(one: Mention) -> list[Row]:
    """The rows of ``taking_part`` of a mention."""
    (begins, ends), near = all_days(one), near_days(one)
    where = (one.version, one.number, ends, *near)
    spotted = int(one.spot is not None)
    family = family_number(one.kind)
    return [(party, family, begins, *where, int(party not in one.who), spotted) for party in sorted(parties_in(one))]


def occasion_row(id: int, part: int, one: Outline) -> Row:
    """The row of an event."""
    first, last = one.days
    begins = first if first is not None else last
    long = int(begins is not None and last is not None and last - begins > MONTH)
    return (
        *(id, part, one.key, packing.packed(one.kind), one.status, packing.listing(sorted(one.stood)), begins, last, long),
        *(packing.listing(one.spots), packing.listing(one.candidates)),
    )


def write_names(database: Database, parties: Collection[int]) -> None:
    """Write down by what else these parties may be called."""
    names = Names(database, parties)
    rows = [(part, party) for party in sorted(parties) for part in names.stretches(party)]
    database.insert("name_parts", ("part", "party"), rows, may_be_there=True)
