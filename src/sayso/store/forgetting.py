"""Parties of articles that have gone -> the rows of those that nothing else names go, and names and spellings of the others.

A party is spelled as it was met first, and goes by each name that an article called it by. What was met first or alone in an
article that has gone is worked out anew of those that stay.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from sayso.record import Party
from sayso.store import rows as written
from sayso.store.casts import names_in
from sayso.store.database import Database, Row
from sayso.store.finding import selected
from sayso.store.mentions import Names
from sayso.store.migrations import LINKS, schema
from sayso.store.seals import ROWS
from sayso.store.understanding import Key, Understanding

_APPEARANCES = """SELECT n.version, n.number, n.name, COALESCE(n.spelled, p.name), p.kind, n.mentions, n.identity, n.party
  FROM appearances n JOIN parties p ON p.id = n.party WHERE {} ORDER BY n.version, n.number"""
_SHOW = "UPDATE parties SET name = ?, checksum = ? WHERE id = ?"
CHUNK = 100  # appearances that are read at a time: most names are found in the first of them

Name = tuple[str, int]  # as it is compared, and whose
Place = tuple[int, int]  # version and number


def names_at(database: Database, versions: Collection[int], held: Understanding) -> tuple[set[Name], dict[int, Place]]:
    """The names by which versions call parties, and where each of their parties stands first: version and number."""
    found: set[Name] = set()
    first: dict[int, Place] = {}
    for row in sorted(selected(database, _APPEARANCES.format("n.version IN ({})"), versions)):
        place = first.setdefault(row[7], row[:2])
        first[row[7]] = min(place, row[:2])
    for version in versions:
        rows = database.rows(_APPEARANCES.format("n.version = ?"), (version,))
        found |= {name for name, _ in _called(database, rows, held)}
    return found, first


def forget(
    database: Database,
    parties: Collection[int],
    standing: Collection[int],
    called: Collection[Name],
    first: Mapping[int, Place],
    held: Understanding,
) -> int:
    """Forget those of the parties that do not stand, and what the others are called by nobody now; how many rows went.

    ``called`` and ``first`` are of ``names_at``, before the versions went.
    """
    going = sorted({*parties} - {*standing})
    _forget_parts(database, going, {*parties} & {*standing})
    database.many("UPDATE parties SET same_as = NULL WHERE id = ?", [(id,) for id in going])
    for table, column in (("party_names", "party"), ("parties", "id")):
        database.many(f"DELETE FROM {table} WHERE {column} = ?", [(id,) for id in going])
    staying = {*parties} - {*going}
    shorter: dict[int, list[Place]] = defaultdict(list)
    for id, *place in database.rows("SELECT party, version, number FROM appearances WHERE party <> identity"):
        shorter[id].append((place[0], place[1]))
    for id in sorted(staying & first.keys()):
        _spell(database, id, first[id], shorter[id])
    names: dict[int, set[str]] = defaultdict(set)
    for name, id in called:
        if id in staying:
            names[id].add(name)
    for id, some in sorted(names.items()):
        _call(database, id, some, held)
    return len(going)


def _forget_parts(database: Database, going: Collection[int], staying: Collection[int]) -> None:
    """By what else parties may be called, of those that go, and of those that take part in nothing any more."""
    if schema(database) < LINKS.number:
        return
    sql = "SELECT DISTINCT party FROM taking_part WHERE party IN ({})"
    taking = {id for (id,) in selected(database, sql, staying)}
    sql = "SELECT DISTINCT party FROM undertakers WHERE role = 0 AND party IN ({})"
    taking |= {id for (id,) in selected(database, sql, staying)}
    out = {*going, *staying} - taking
    stretches = Names(database, out)
    rows = [(part, id) for id in sorted(out) for part in stretches.stretches(id)]
    database.many("DELETE FROM name_parts WHERE part = ? AND party = ?", rows)


def _spell(database: Database, id: int, first: Place, shorter: Collection[Place]) -> None:
    """Spell a party as the first article does that stays, where the one went after which it was spelled.

    ``shorter`` are the places in which it is taken to be another, of a fuller name.
    """
    sql = "SELECT version, number FROM appearances WHERE identity = ? AND party = ? ORDER BY version, number LIMIT 1"
    place = min([*database.rows(sql, (id, id)), *shorter], default=None)
    if place is None or place < first:
        return
    ((spelled,),) = database.rows("SELECT spelled FROM appearances WHERE version = ? AND number = ?", place)
    if spelled is None:
        return
    ((*facts,),) = database.rows(f"SELECT {', '.join(ROWS['parties'][1])} FROM parties WHERE id = ?", (id,))
    places = (("version = ? AND number = ?", at) for at in shorter)
    for condition, values in (("identity = ? AND party = ?", (id, id)), *places):
        database.run(f"UPDATE appearances SET spelled = ? WHERE {condition} AND spelled IS NULL", (facts[1], *values))
        database.run(f"UPDATE appearances SET spelled = NULL WHERE {condition} AND spelled = ?", (*values, spelled))
    facts[1] = spelled
    database.run(_SHOW, (spelled, written.crc(*facts), id))
    _write_name(database, facts[3], id, written.unpacked(spelled) or "")


def _call(database: Database, id: int, names: set[str], held: Understanding) -> None:
    """Of the names that a party went by in what has gone, keep those that another article calls it by, as that writes them."""
    ((own, kind),) = database.rows("SELECT folded, kind FROM parties WHERE id = ?", (id,))
    wanted = names - {own}
    for name, words in _found(database, id, (own, kind), wanted, held):
        _write_name(database, name, id, words)
        wanted.discard(name)
    database.many("DELETE FROM party_names WHERE folded = ? AND party = ?", [(name, id) for name in sorted(wanted)])


def _found(database: Database, id: int, key: Key, names: Collection[str], held: Understanding) -> Iterator[tuple[str, str]]:
    """Those of the names that articles call a party by, each as the first of them writes it."""
    left, last = {*names}, (0, 0)
    # A name that was parted from another party stands where that one is.
    others = [_id(database, one) for one, apart in held.apart.items() if key in apart.values()]
    ids = sorted({id, *(one for one in others if one is not None)})
    condition = f"n.identity IN ({', '.join('?' * len(ids))}) AND (n.version > ? OR (n.version = ? AND n.number > ?))"
    while left:
        rows = database.rows(f"{_APPEARANCES.format(condition)} LIMIT {CHUNK}", (*ids, last[0], *last))
        for (name, whose), words in _called(database, rows, held):
            if whose == id and name in left:
                left.discard(name)
                yield name, words
        if len(rows) < CHUNK:
            return
        last = rows[-1][:2]


def _called(database: Database, rows: Iterable[Row], held: Understanding) -> Iterator[tuple[Name, str]]:
    """What appearances call their parties, in order, each name with whose it is and how it is written."""
    texts: dict[int, str] = {}
    for version, _, name, spelled, kind, mentions, identity, _ in rows:
        if version not in texts:
            ((text,),) = database.rows("SELECT text FROM texts WHERE version = ?", (version,))
            texts = {version: written.unpacked(text) or ""}
        party: Party = written.read_party(name, spelled, kind, None, mentions, texts[version])
        for key, words in names_in(party).items():
            apart = _apart(database, identity, kind, held).get(key) if held.apart else None
            whose = _id(database, apart) if apart else identity
            if whose is not None:
                yield (key, whose), words


def _apart(database: Database, identity: int, kind: str, held: Understanding) -> Mapping[str, Key]:
    """The names that are not the party's."""
    ((folded,),) = database.rows("SELECT folded FROM parties WHERE id = ?", (identity,))
    return held.apart.get((folded, kind), {})


def _id(database: Database, key: Key) -> int | None:
    rows = database.rows("SELECT id FROM parties WHERE folded = ? AND kind = ?", key)
    return int(rows[0][0]) if rows else None


def _write_name(database: Database, folded: str, party: int, name: str) -> None:
    """Write a name as it is written here; without "the" before it, as all of them are."""
    packed = written.packed(name[4:] if name[:4].lower() == "the " else name)
    row = (folded, party, packed)
    sql = "UPDATE party_names SET name = ?, checksum = ? WHERE folded = ? AND party = ?"
    database.run(sql, (packed, written.crc(*row), folded, party))
