"""A correction of a statement -> what it is kept by, the versions written anew with it, and what became of it since."""

from __future__ import annotations

import json
from collections.abc import Sequence, Set
from dataclasses import replace

from sayso.record import PartyKind, Reading
from sayso.store import rows as written
from sayso.store.amendments import corrections, known_key
from sayso.store.changes import Particulars, Who, particulars, read_change, write_change
from sayso.store.database import Database
from sayso.store.errors import StoreError
from sayso.store.keeping import Keeper
from sayso.store.locating import key_of as located, known_as
from sayso.store.mended import changes_of, keys_of, reads_of
from sayso.store.mending import Mended, Read, mend, read_of
from sayso.store.retelling import read_versions
from sayso.store.rewiring import let_count
from sayso.store.understanding import OF_STATEMENTS, Understanding, key_of, place_of, understand, undone, undone_by
from sayso.store.values import Correction, CorrectionState


def checked(database: Database, correction: Correction, held: Understanding, made: Sequence[Correction]) -> Correction:
    """The correction as it is kept; raises StoreError where it names nothing that is there, or changes nothing."""
    if correction.kind == "not-said":
        return replace(correction, statement=key_of_statement(database, correction.statement or ""))
    if correction.kind == "was-said":
        return replace(correction, statement=_taken_back(database, correction.statement or "", held))
    if correction.kind == "undo":
        found = _to_undo(database, correction, made)
        return replace(correction, name=str(found.number), statement=found.statement)
    if correction.kind == "add-statement":
        return _checked_addition(database, _with_names(database, correction, held), made)
    key = key_of_statement(database, correction.statement or "")
    correction = _with_names(database, replace(correction, statement=key), held)
    change = read_change(correction.change)
    if not change.fields:
        raise StoreError(f"{database.name}: the correction sets nothing; nothing is changed.")
    version, _, _ = statements_of(database, key)[0]
    reading, read = read_version(database, version)
    check_places(database, change.to, reading.article.text)
    before = _mended(key, read, made)
    statement = next(one for one in before.now.statements if key in before.keys[one.id])
    as_read = next((one for one in read.statements if one.id == statement.id), statement)
    was = particulars(as_read, before.now.parties)
    correction = replace(correction, change=write_change(replace(change, was=was)))
    if _mended(key, read, [*made, replace(correction, number=_next(made))]).now.statements == before.now.statements:
        raise StoreError(f"{database.name}: {_told(key)} has all that already; nothing is changed.")
    return correction


def _next(made: Sequence[Correction]) -> int:
    return made[-1].number + 1 if made else 1


def _mended(key: str, read: Read, made: Sequence[Correction]) -> Mended:
    """The text of a statement's key as corrections have it, whatever number or time the last of them has."""
    mended = mend(read, *place_of(key), changes_of(made).get(place_of(key), ()))
    now = replace(mended.now, statements=tuple(replace(one, corrected=None) for one in mended.now.statements))
    return replace(mended, now=now)


def _checked_addition(database: Database, correction: Correction, made: Sequence[Correction]) -> Correction:
    """A statement that was missed: its text is there, and nothing like it was read in it."""
    key = json.dumps(json.loads(correction.statement or "[]"), separators=(",", ":"))
    place, change = place_of(key), read_change(correction.change)
    versions = versions_of(database, *place)
    if not versions or not change.to.content:
        raise StoreError(f"{database.name}: holds no text of {place[0] or 'that address'} in which it could stand.")
    reading, read = read_version(database, versions[0])
    check_places(database, change.to, reading.article.text)
    correction = replace(correction, statement=key, number=_next(made))
    mended = _mended(key, read, [*made, correction])
    there = next((id for id, keys in mended.keys.items() if key in keys), "")
    if there != f"c{correction.number}":
        raise StoreError(
            f"{database.name}: what is much the same stands there already, as {there}; correct that, or take it out first."
        )
    return replace(correction, number=0)


def check_places(database: Database, to: Particulars, text: str) -> None:
    """Raise StoreError where a correction points beyond its text."""
    voices = [who for who in (to.speaker, to.addressee, *to.relay) if who and who.mention]
    places = [*to.content, *to.quoted, *([to.cue] if to.cue else []), *(who.mention for who in voices if who.mention)]
    if not all(0 <= start < end <= len(text) for start, end in places):
        raise StoreError(f"{database.name}: the correction points at characters that the text does not have.")


def _with_names(database: Database, correction: Correction, held: Understanding) -> Correction:
    """The correction with its parties under the names that they were read by, which outlast a new name."""

    def known(who: Who | None) -> Who | None:
        if who is None or who.party is None or not who.named:
            return who
        key = key_of(*who.party)
        if known_key(database, key):
            return who
        key = held.named(key)
        rows = database.rows("SELECT name FROM parties WHERE folded = ? AND kind = ?", key)
        kind: PartyKind = who.party[1]
        return replace(who, party=(written.unpacked(rows[0][0]) or "", kind)) if rows else who

    change = read_change(correction.change)
    relay = tuple(one for who in change.to.relay if (one := known(who)))
    to = replace(change.to, speaker=known(change.to.speaker), addressee=known(change.to.addressee), relay=relay)
    return replace(correction, change=write_change(replace(change, to=to)))


def _to_undo(database: Database, correction: Correction, made: Sequence[Correction]) -> Correction:
    """The correction of a number, or of a statement the last that counts; raises StoreError where there is none."""
    out = undone(made)
    if correction.name:
        found = next((one for one in made if str(one.number) == correction.name.lstrip("#")), None)
        if found is None:
            raise StoreError(f"{database.name}: no correction has the number {correction.name}.")
        if found.number in out:
            raise StoreError(f"{database.name}: correction {found.number} was taken back already.")
        if correction.statement and undone_by(found, made).kind not in OF_STATEMENTS:
            raise StoreError(f"{database.name}: correction {found.number} is of no statement.")
        if correction.statement and not _is_of(database, found, correction.statement):
            of = _told(found.statement or "")
            raise StoreError(f"{database.name}: correction {found.number} is of {of}, not of {correction.statement}.")
        return found
    keys = _keys(database, correction.statement or "")
    counting = [one for one in made if one.statement in keys and one.number not in out and one.kind != "undo"]
    if not counting:
        raise StoreError(f"{database.name}: nobody corrected {correction.statement}; nothing is changed.")
    return counting[-1]


def _is_of(database: Database, correction: Correction, named: str) -> bool:
    """Whether a correction is of a statement, or of an article; also where that statement is read no longer."""
    key = located(database, named)
    address = key.address if key else place_of(named)[0]
    if address != place_of(correction.statement or "")[0]:
        return False
    ids = {id for _, id, _ in statements_of(database, correction.statement or "")}
    if not ids or (key and not key.statement):
        return True
    own = {id for _, id, _ in statements_of(database, key_of_statement(database, named))}
    return not own.isdisjoint(ids)


# What it changes.


def restated(database: Database, keeper: Keeper, correction: Correction, after: Understanding) -> set[int]:
    """Let a correction of a statement show, or one that was taken back: the versions that change, to be linked again."""
    key = correction.statement or ""
    if correction.kind in ("not-said", "was-said"):
        return let_count(database, [id for _, id, _ in _copies(database, key)], after.not_said)
    changed = versions_of(database, *place_of(key))
    for version in changed:
        reading, _ = read_version(database, version)
        ((address, number, made_by),) = database.rows(
            "SELECT a.address, v.number, v.made_by FROM versions v JOIN articles a ON a.id = v.article WHERE v.id = ?",
            (version,),
        )
        keeper.replace(written.unpacked(address) or "", number, reading, _bands(database, version), made_by)
    return set(changed)


def read_version(database: Database, version: int) -> tuple[Reading, Read]:
    """A version's reading as it was read, and what of it corrections may change."""
    (held,) = read_versions(database, [version])
    read = reads_of(database, {version: held.reading.article.text}).get(version)
    if read is None:
        return held.reading, read_of(held.reading)
    now = replace(held.reading, statements=read.statements, parties=read.parties, undertakings=read.undertakings)
    return now, read


def _bands(database: Database, version: int) -> list[int]:
    held = [database.rows(f"SELECT band FROM {table} WHERE version = ?", (version,)) for table in ("bands", "recent_bands")]
    return sorted({band for rows in held for (band,) in rows})


def versions_of(database: Database, address: str, text_sha256: str) -> list[int]:
    """The versions of an address that have a text."""
    sql = "SELECT v.id FROM articles a JOIN versions v ON v.article = a.id WHERE a.address = ? AND v.text_sha256 = ? ORDER BY 1"
    return [id for (id,) in database.rows(sql, (known_as(address), text_sha256))]


# What statements are known by.


def _keys(database: Database, named: str) -> tuple[str, ...]:
    """What corrections know a statement by, given that or a hit's key; raises StoreError where there is no such statement."""
    key = located(database, named)
    if key and key.version and key.statement:
        sql = """SELECT v.id, s.id FROM versions v JOIN statements s
          ON s.id >= v.first_statement AND s.id < v.first_statement + v.statements
          WHERE v.article = ? AND v.number = ? AND s.name = ?"""
        for version, id in database.rows(sql, (key.article, key.version, written.packed(key.statement))):
            return keys_of(database, version)[id]
    elif found := statements_of(database, named):
        version, id, _ = found[0]
        return keys_of(database, version)[id]
    raise StoreError(f"{database.name}: holds no statement {named}; nothing is changed.")


def key_of_statement(database: Database, named: str) -> str:
    """The one of these that more is kept by."""
    return _keys(database, named)[0]


def statements_of(database: Database, key: str) -> list[tuple[int, int, int | None]]:
    """Version, id and wire of the statements that a key stands for."""
    try:
        key = json.dumps(json.loads(key), separators=(",", ":"))
    except (ValueError, TypeError):
        return []
    found: list[tuple[int, int, int | None]] = []
    for version in versions_of(database, *place_of(key)):
        ids = [id for id, keys in keys_of(database, version).items() if key in keys]
        found += [(version, id, wire) for id in ids for (wire,) in _wires(database, id)]
    return found


def _wires(database: Database, id: int) -> list[tuple[int | None]]:
    return [(wire,) for (wire,) in database.rows("SELECT wire FROM statements WHERE id = ?", (id,))]


def _copies(database: Database, key: str) -> list[tuple[int, int, tuple[str, ...]]]:
    """Version, id and keys of the statements that a key stands for, with their copies on the wire."""
    own = statements_of(database, key)
    wanted = {(version, id) for version, id, _ in own}
    for wire in {wire for _, _, wire in own if wire}:
        wanted |= {(version, id) for version, id in database.rows("SELECT version, id FROM statements WHERE wire = ?", (wire,))}
    keys = {version: keys_of(database, version) for version in {version for version, _ in wanted}}
    return [(version, id, keys[version][id]) for version, id in sorted(wanted)]


def _taken_back(database: Database, named: str, held: Understanding) -> str:
    """What the "not-said" of a statement, or of one of its copies on the wire, is kept by; raises StoreError for none."""
    own = set(_keys(database, named))
    copies = {key for _, _, keys in _copies(database, key_of_statement(database, named)) for key in keys}
    found = (own | copies) & held.not_said
    if not found:
        raise StoreError(f"{database.name}: nobody took {named} back; nothing is changed.")
    if len(found) > 1 and not own & found:
        raise StoreError(f"{database.name}: copies of {named} were taken back one by one; name each of them.")
    return (own & found).pop() if own & found else found.pop()


def _told(key: str) -> str:
    address, _, content, _ = json.loads(key)
    return f"the statement at {content[0]}-{content[-1]} of {address}" if content else f"a statement of {address}"


# What became of it.


def told(database: Database) -> list[Correction]:
    """All corrections in the order they were made, those of statements each with what became of it."""
    made = corrections(database)
    out = undone(made)
    states: dict[int, CorrectionState] = dict.fromkeys(out, "undone")
    for place, changes in changes_of(made).items():
        versions = versions_of(database, *place)
        mended = mend(read_version(database, versions[0])[1], *place, changes) if versions else None
        states |= mended.states if mended else dict.fromkeys((one.number for one in changes), "gone")
    not_said = understand(made, lambda key: True).not_said
    return [replace(one, state=states.get(one.number, _standing(one, not_said))) for one in made]


def _standing(correction: Correction, not_said: Set[str]) -> CorrectionState | None:
    if correction.kind == "not-said" and correction.statement not in not_said:
        return "undone"  # by a "was-said"
    return "counts" if correction.kind in OF_STATEMENTS else None
