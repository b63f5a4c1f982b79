"""Corrections -> rows that are appended, and what they change: who parties are taken to be, and what counts as said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sayso.store import rows as written
from sayso.store.amendments import corrections, known_key
from sayso.store.chronicling import recast
from sayso.store.database import Database, Entry, Row
from sayso.store.entries import ENTRIES, entry_of, said_of
from sayso.store.errors import StoreError
from sayso.store.keeping import Keeper
from sayso.store.links import relink
from sayso.store.openness import open_number
from sayso.store.relinking import versions_with
from sayso.store.restating import checked, restated
from sayso.store.retelling import read_versions
from sayso.store.seals import CORRECTION, CORRECTIONS, ROWS, of_corrections, seal, sealed, with_correction
from sayso.store.understanding import ABOUT_EVENTS, OF_STATEMENTS, Key, Understanding, key_of, understand, undone_by
from sayso.store.values import Correction

_COLUMNS = (*CORRECTION, "change")
_INSERT = f"INSERT INTO corrections ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"
_FACTS = ", ".join(ROWS["parties"][1][:-2])  # of a party: what corrections do not change
_SHOW = "UPDATE parties SET same_as = ?, shown = ?, checksum = ? WHERE id = ?"


def correct(database: Database, correction: Correction, made_by: str) -> Correction:
    """Append a correction and let it show, inside the caller's transaction; raises StoreError where it names nothing kept."""
    made = corrections(database)
    before = understand(made, lambda key: known_key(database, key))
    return let_show(database, _checked(database, correction, before, made), before, made, made_by)


def let_show(
    database: Database, correction: Correction, before: Understanding, made: Sequence[Correction], made_by: str
) -> Correction:
    """Append a correction as it is and let it show; ``before`` is what those that were ``made`` before it come to."""
    keeper = Keeper(database, before, made_by)
    correction = replace(correction, number=keeper.number("corrections"))
    after = keeper.understanding = understand([*made, correction], lambda key: known_key(database, key))
    _append(database, correction)
    changed: set[int] = set()
    what = undone_by(correction, made)
    if what.kind in OF_STATEMENTS:
        changed = restated(database, keeper, what, after)
    elif what.kind not in ABOUT_EVENTS:
        changed = _show(database, keeper, before, after)
        changed |= _part(database, keeper, before, after)
    keeper.close()
    keys = {what.statement or "", what.name or ""} if what.kind in ABOUT_EVENTS else set()
    relink(database, changed | keeper.changed, keeper.joints, keys=keys)
    return correction


def _append(database: Database, correction: Correction) -> None:
    before = sealed(database, CORRECTIONS)
    before = of_corrections(database) if before is None else before
    party, other = correction.party or (None, None), correction.other or (None, None)
    row = (
        *(correction.number, correction.kind, written.packed(correction.reason), written.packed(correction.made)),
        *(written.packed(party[0]), party[1], written.packed(other[0]), other[1]),
        *(written.packed(correction.name), written.packed(correction.statement), written.packed(correction.change)),
    )
    database.run(_INSERT, row)
    seal(database, CORRECTIONS, with_correction(before, row))


def _checked(
    database: Database, correction: Correction, held: Understanding, made: Sequence[Correction]
) -> Correction:
    """The correction as it is kept; raises StoreError where it names nothing that is there."""
    if correction.kind in OF_STATEMENTS:
        return checked(database, correction, held, made)
    if correction.kind in ABOUT_EVENTS:
        return _of_events(database, correction)
    party = _party(database, correction.party, held)
    if correction.kind == "rename":
        if not (correction.name or "").strip():
            raise StoreError(f"{database.name}: a new name without a letter; nothing is changed.")
    elif correction.kind == "merge":
        other = _party(database, correction.other, held)
        if held.root(party) == other:
            raise StoreError(
                f"{database.name}: {_words(correction.party)} and {_words(correction.other)} are one party already."
            )
    else:
        _check_split(database, correction, held, party)
    return correction


def _of_events(database: Database, correction: Correction) -> Correction:
    """The correction, where its keys are those of events, or of undertakings, that are there."""
    keys = [correction.statement or ""]
    keys += [correction.name or ""] if correction.kind != "set-state" else []
    for key in keys:
        tables = ("undertakings",) if key.startswith("u") else ("events", "together")
        if not any(database.rows(f"SELECT 1 FROM {table} WHERE key = ? LIMIT 1", (key,)) for table in tables):
            raise StoreError(f"{database.name}: holds no event and no undertaking of the key {key!r}; nothing is changed.")
    if len({key[:1] for key in keys}) > 1 or len(set(keys)) < len(keys):
        raise StoreError(f"{database.name}: {' and '.join(keys)} are no two events, and no two undertakings.")
    return correction


def _check_split(database: Database, correction: Correction, held: Understanding, party: Key) -> None:
    other = key_of(*(correction.other or ("", "")))
    group = held.members(held.root(party))
    ids = [_id(database, key) for key in group]
    names = {name for id in ids for (name,) in database.rows("SELECT folded FROM party_names WHERE party = ?", (id,))}
    if other == party or (other not in group and other[0] not in names) or (len(group) == 1 and other[0] == party[0]):
        names_told = f"{_words(correction.party)} does not go by the name {_words(correction.other)}"
        raise StoreError(f"{database.name}: {names_told}; nothing is changed.")


def _words(party: tuple[str, str] | None) -> str:
    return f"“{party[0]}” ({party[1]})" if party else "a party without a name"


def _party(database: Database, party: tuple[str, str] | None, held: Understanding) -> Key:
    key = key_of(*party) if party else ("", "")
    key = key if known_key(database, key) else held.named(key)
    if not known_key(database, key):
        raise StoreError(f"{database.name}: holds no party {_words(party)}; nothing is changed.")
    return key


def _id(database: Database, key: Key) -> int:
    return int(database.rows("SELECT id FROM parties WHERE folded = ? AND kind = ?", key)[0][0])


# Who is who.


def _show(database: Database, keeper: Keeper, before: Understanding, after: Understanding) -> set[int]:
    """Write down whom each party is one with now, and under which name, where that has changed.

    The versions are handed back in whose events somebody takes part who is one with another now.
    """
    others: set[int] = set()
    for key in sorted({*before.into, *after.into, *before.shown, *after.shown}):
        if not known_key(database, key):
            continue
        root = after.root(key)
        same_as = keeper.party_of(root) if root != key else None
        shown = written.packed(after.shown.get(key))
        ((id, *facts),) = database.rows(f"SELECT {_FACTS} FROM parties WHERE id = ?", (keeper.party_of(key),))
        database.run(_SHOW, (same_as, shown, written.crc(id, *facts, same_as, shown), id))
        if before.root(key) != root:
            others |= {id, keeper.party_of(before.root(key))}
    return versions_with(database, others)


def _part(database: Database, keeper: Keeper, before: Understanding, after: Understanding) -> set[int]:
    """Give mentions to the parties that they are of now, where a split or a later merge has changed that; in which versions."""
    changed: set[int] = set()
    for key in sorted({*before.apart, *after.apart}):
        was, now = before.apart.get(key, {}), after.apart.get(key, {})
        if was == now or not known_key(database, key):
            continue
        party = keeper.party_of(key)
        database.many(
            "DELETE FROM party_names WHERE folded = ? AND party = ?", [(name, party) for name in {*was, *now} - {key[0]}]
        )
        sql = "SELECT DISTINCT version FROM appearances WHERE identity = ? ORDER BY version"
        for (version,) in database.rows(sql, (party,)):
            _identify(database, keeper, version)
            changed.add(version)
    return changed


def _identify(database: Database, keeper: Keeper, version: int) -> None:
    """Work out again who speaks in a version, and let the index follow."""
    (held,) = read_versions(database, [version])
    rows = database.rows("SELECT name, identity FROM appearances WHERE version = ?", (version,))
    identities = {written.unpacked(name) or "": identity for name, identity in rows}
    cast_now = keeper.cast(held.reading, identities)
    old: list[Entry] = []
    new: list[Entry] = []
    changed: list[Row] = []
    for row, statement in zip(database.rows(ENTRIES, (version,)), held.reading.statements, strict=True):
        said = cast_now.said(statement)
        if said == said_of(*row[1:5]):
            continue
        left_open = open_number(statement.speaker) if said.speaker is None else None
        changed.append((*said.columns(), left_open, row[0]))
        text = held.reading.article.text
        old += _some(entry_of(row, text))
        new += _some(entry_of((row[0], *said.columns(), *row[5:]), text))
    recast(database, version, held.address, held.reading, cast_now)
    database.unindex(old)
    database.many("UPDATE statements SET speaker = ?, addressee = ?, relay = ?, about = ?, open = ? WHERE id = ?", changed)
    database.index(new)


def _some(entry: Entry | None) -> Iterable[Entry]:
    return (entry,) if entry else ()
