"""What was written in a store -> what is one across its articles, events and then undertakings, kept anew."""

from __future__ import annotations

from collections.abc import Collection

from sayso.store.amendments import corrections_that_count
from sayso.store.database import Database
from sayso.store.migrations import TO_LINK
from sayso.store.relinking import is_linked, relink_events, versions_with
from sayso.store.repledging import relink_undertakings

CHUNK = 500  # versions that are linked together where everything is


def relink(database: Database, versions: Collection[int], groups: Collection[int] = (), keys: Collection[str] = ()) -> None:
    """Link again what has to do with these versions, with the members of these groups, and with these keys.

    Inside a transaction; nothing is done where nothing is kept yet (``relink_all``).
    """
    changed = {*versions, *versions_with(database, groups)} if groups else set(versions)
    if (changed or keys) and is_linked(database):
        made = corrections_that_count(database)
        met = relink_events(database, changed, made, keys)
        relink_undertakings(database, changed, met, made, keys)


def relink_all(database: Database) -> None:
    """Link everything: of a store that was kept before links were."""
    versions = [id for (id,) in database.rows("SELECT latest FROM articles ORDER BY latest")]
    database.run("DELETE FROM tallies WHERE name = ?", (TO_LINK,))
    for at in range(0, len(versions), CHUNK):
        relink(database, versions[at : at + CHUNK])
