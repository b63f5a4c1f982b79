"""Copies of statements that have gone -> the wires of those that stay, and what counts as said among them, worked out anew.

Two articles may be on one wire only since both were like a third. So the copies are taken off their wires and joined again, in
the order in which they were kept, as if the others had never been there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence, Set

from sayso.store.database import Database, Row
from sayso.store.entries import NOT_SAID, restate
from sayso.store.finding import selected
from sayso.store.mended import keys_of
from sayso.store.recounts import note_recounts
from sayso.store.wires import join_wires


def rewire(database: Database, wires: Collection[int], not_said: Set[str]) -> set[int]:
    """Join anew what is left on these wires. The versions are handed back of which a statement counts now, or no longer.

    ``not_said`` are the keys of what corrections take out: with each, all its copies on the wire.
    """
    sql = "SELECT version, id, wording FROM statements WHERE wire IN ({})"
    held: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))  # ids by version and wording
    for version, id, wording in sorted(selected(database, sql, wires)):
        held[version][wording].append(id)
    ids = [id for by_wording in held.values() for some in by_wording.values() for id in some]
    database.many("UPDATE statements SET wire = NULL WHERE id = ?", [(id,) for id in ids])
    articles: dict[int, int] = dict(selected(database, "SELECT id, article FROM versions WHERE id IN ({})", held))
    bands = _bands(database, held)
    for version, by_wording in sorted(held.items()):
        found, _ = join_wires(database, articles[version], by_wording.keys(), sorted(bands[version]), before=version)
        joined = [(wire, id) for wording, wire in found.items() for id in by_wording[wording]]
        database.many("UPDATE statements SET wire = ? WHERE id = ?", joined)
    return let_count(database, ids, not_said)


def _bands(database: Database, versions: Collection[int]) -> Mapping[int, list[int]]:
    """The bands of versions; there is no way to them but through all."""
    found: dict[int, list[int]] = defaultdict(list)
    for table in ("bands", "recent_bands"):
        for version, band in selected(database, f"SELECT version, band FROM {table} WHERE version IN ({{}})", versions):
            found[version].append(band)
    return found


def let_count(database: Database, ids: Sequence[int], not_said: Set[str]) -> set[int]:
    """Take out those of these statements that a correction, of themselves or of a copy, is of, and no others.

    ``ids`` are of statements with all that are on a wire with one of them. The versions are handed back of those that changed.
    """
    rows: list[Row] = list(selected(database, "SELECT id, version, wire, state FROM statements WHERE id IN ({})", ids))
    versions = {version for _, version, *_ in rows} if not_said else ()
    known = {id: keys for version in versions for id, keys in keys_of(database, version).items()}
    out = {wire or -id for id, _, wire, _ in rows if not not_said.isdisjoint(known.get(id, ()))}
    changed: dict[tuple[int, bool], list[int]] = defaultdict(list)
    for id, version, wire, state in rows:
        is_out = (wire or -id) in out
        if bool(state & NOT_SAID) != is_out:
            changed[version, is_out].append(id)
    for (version, is_out), some in changed.items():
        restate(database, version, NOT_SAID, some, is_out)
    note_recounts(database, [id for some in changed.values() for id in some])
    return {version for version, _ in changed}
