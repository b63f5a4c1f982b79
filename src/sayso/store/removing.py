"""Articles -> a store without them: their rows, words, indexes and links go, and what is understood of the others follows.

The store is then what it would be had they never been there, but for the numbers of its rows, which are given to nothing else,
and for its record of the removal.
"""

from __future__ import annotations

from collections.abc import Collection

from sayso.store import rows as written
from sayso.store.amendments import understanding
from sayso.store.choosing import Chosen, chosen, loss
from sayso.store.database import Database
from sayso.store.entries import entries
from sayso.store.errors import StoreError
from sayso.store.finding import selected
from sayso.store.forgetting import forget, names_at
from sayso.store.grams import passages
from sayso.store.links import relink
from sayso.store.migrations import JUDGED
from sayso.store.passages import PASSAGE_TALLY, unfile_text
from sayso.store.removals import GONE, record
from sayso.store.rewiring import rewire
from sayso.store.seals import BANDS, CORRECTIONS, KEPT_AS, add_up, of_corrections, seal, sealed, sum_of_bands, sum_of_kept
from sayso.store.understanding import place_of
from sayso.store.values import Loss, Removal, Selection

# What is of a version alone; what the links keep of it goes when they are worked out anew.
_OF_VERSION = ("texts", "appearances", "unnamed", "events", "together", "as_read")


def losses(database: Database, selection: Selection) -> Loss:
    """What a removal would take out."""
    return loss(database, chosen(database, selection))


def remove(database: Database, selection: Selection, reason: str, made: str, forgetting: bool) -> Removal:
    """Take articles out, inside the caller's transaction. Raises StoreError where there is nothing to take out."""
    found = chosen(database, selection)
    told = loss(database, found)
    if not (found.articles or found.refused):
        raise StoreError(f"{database.name}: holds nothing that is all of this; nothing is removed.")
    removal = Removal(
        (sealed(database, "removals") or 0) + 1,
        *(made, reason, len(told.articles), told.versions, told.statements, len(told.parties), len(told.corrections)),
    )
    _Removing(database, found).take_out()
    pages = {written.unpacked(address) or "" for address, _ in (*found.pages, *found.refused)}
    own = {*found.articles.values()}
    record(database, removal, {address: address in own for address in own | pages}, forgetting)
    addresses = () if forgetting else tuple(sorted(own))
    return Removal(
        *(removal.number, made, reason, removal.articles, removal.versions, removal.statements, removal.parties),
        *(removal.corrections, addresses, len(own) - len(addresses)),
    )


class _Removing:
    def __init__(self, database: Database, found: Chosen) -> None:
        self.database, self.found = database, found
        self.versions = found.versions
        self.changed = {*self.versions}  # the versions whose events and undertakings are linked again

    def take_out(self) -> None:
        """All of it, in an order in which no row leads to one that is gone."""
        held = understanding(self.database)
        called, first = names_at(self.database, self.versions, held)
        wires = {wire for (wire,) in self._of_versions("wire", "statements") if wire is not None}
        joints = {joint for (joint,) in self._of_versions("DISTINCT joint", "members")}
        acts = {act for (act,) in self._of_versions("DISTINCT act", "statements")}
        self._take_back_corrections()
        self._take_out_judgements()
        self._take_out_words()
        # From here on they are the texts of no article, so that nothing is linked to them.
        self.database.many("UPDATE articles SET latest = 0 WHERE id = ?", [(id,) for id in sorted(self.found.articles)])
        for table in ("members", "unnamed_members", *_OF_VERSION):
            self._delete(table)
        held = understanding(self.database)
        self.changed |= rewire(self.database, wires, held.not_said)
        relink(self.database, self.changed, joints)
        self._delete("undertakings")  # what was reported of one of them may be told of another
        rows = forget(self.database, self.found.touched, self.found.standing, called, first, held)
        self._gone("parties", rows)
        self._take_out_articles()
        self._take_out_lists(acts)

    def _of_versions(self, columns: str, table: str) -> set[tuple[int]]:
        return set(selected(self.database, f"SELECT {columns} FROM {table} WHERE version IN ({{}})", self.versions))

    def _delete(self, table: str) -> None:
        self.database.many(f"DELETE FROM {table} WHERE version = ?", [(version,) for version in self.versions])

    def _gone(self, table: str, count: int) -> None:
        """Count rows that went, for ``verify`` counts what was ever written."""
        if count:
            add_up(self.database, GONE.format(table), count)

    def _last_gone(self, name: str, numbers: Collection[int]) -> None:
        """The last number that went, for ``verify`` looks where the numbers end."""
        name = GONE.format(name)
        if numbers:
            seal(self.database, name, max(*numbers, sealed(self.database, name) or 0, 0))

    # What goes.

    def _take_back_corrections(self) -> None:
        numbers = [(one.number,) for one in self.found.passing]
        if numbers:
            self.database.many("DELETE FROM corrections WHERE number = ?", numbers)
            self._gone("corrections", len(numbers))
            seal(self.database, CORRECTIONS, of_corrections(self.database))

    def _take_out_judgements(self) -> None:
        addresses = {*self.found.articles.values()}
        rows = self.database.rows("SELECT number, statement FROM judgements")
        numbers = [(number,) for number, key in rows if place_of(written.unpacked(key) or "")[0] in addresses]
        self.database.many("DELETE FROM judgements WHERE number = ?", numbers)
        self._gone(JUDGED, len(numbers))

    def _take_out_words(self) -> None:
        """Statements, with their words in the index; the passages of the texts; the bands."""
        lasts: list[int] = []
        for text in self.found.texts:
            self.database.unindex(entries(self.database, text.id))
            ((packed,),) = self.database.rows("SELECT text FROM texts WHERE version = ?", (text.id,))
            words = written.unpacked(packed) or ""
            unfile_text(self.database, text.id, words)
            lasts.append((text.first_passage or 0) + passages(words) - 1)
            last = text.first_statement + text.statements - 1
            between = (text.first_statement, last, text.id)
            sql = "SELECT id, kept_as FROM statements WHERE id BETWEEN ? AND ? AND version = ?"
            add_up(self.database, KEPT_AS, -sum_of_kept(self.database.rows(sql, between)))
            self.database.run("DELETE FROM statements WHERE id BETWEEN ? AND ? AND version = ?", between)
        self._last_gone(PASSAGE_TALLY, lasts)
        self._last_gone("statements", [text.first_statement + text.statements - 1 for text in self.found.texts])
        for table in ("bands", "recent_bands"):
            sql = f"SELECT band, version FROM {table} WHERE version IN ({{}})"
            rows = list(selected(self.database, sql, self.versions))
            self.database.many(f"DELETE FROM {table} WHERE band = ? AND version = ?", rows)
            add_up(self.database, BANDS, -sum_of_bands(rows))
            self._gone("bands", len(rows))

    def _take_out_articles(self) -> None:
        pages = [*self.found.pages, *self.found.refused]
        self.database.many("DELETE FROM captures WHERE address = ? AND page_sha256 = ?", pages)
        self.database.many("DELETE FROM versions WHERE id = ?", [(version,) for version in self.versions])
        self.database.many("DELETE FROM articles WHERE id = ?", [(id,) for id in sorted(self.found.articles)])
        counts = (("captures", len(pages)), ("versions", len(self.versions)), ("articles", len(self.found.articles)))
        for table, count in counts:
            self._gone(table, count)

    def _take_out_lists(self, acts: Collection[int]) -> None:
        """Outlets of which nothing is left, and acts that nobody does any more."""
        held = {outlet for (outlet,) in self.database.rows("SELECT DISTINCT outlet FROM versions WHERE outlet IS NOT NULL")}
        outlets = [(id,) for (id,) in self.database.rows("SELECT id FROM outlets") if id not in held]
        self.database.many("DELETE FROM outlets WHERE id = ?", outlets)
        self._gone("outlets", len(outlets))
        done = {act for (act,) in self.database.rows("SELECT DISTINCT act FROM statements")} if acts else set()
        undone = [(act,) for act in sorted({*acts} - done)]
        self.database.many("DELETE FROM acts WHERE id = ?", undone)
        self._gone("acts", len(undone))
