"""Readings -> the rows of a store, inside one transaction: new articles, new versions, new readings of texts kept before."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from sayso.evidence import EvidenceError, check_evidence
from sayso.questions import folded
from sayso.record import Party, Reading, Statement
from sayso.store import memberships, rows as written, unnamed, wordings
from sayso.store.as_read import insert_as_read
from sayso.store.casts import Cast, fuller_names, names_in
from sayso.store.chronicling import NO_KEYS, Keys, insert_occurrences, keys_before
from sayso.store.database import Database, Entry, Row
from sayso.store.entries import NOT_SAID, SUPERSEDED, UNSAID, Dated, entries, restate
from sayso.store.errors import StoreError
from sayso.store.finding import selected
from sayso.store.locating import known_as
from sayso.store.mending import Mended, bare, key_at, mend, read_of
from sayso.store.migrations import TALLIED
from sayso.store.occurrences import NONE, is_key
from sayso.store.openness import open_number
from sayso.store.passages import PASSAGE_TALLY, file_text
from sayso.store.recurring import Earlier, Incomer
from sayso.store.removals import are_removals, is_removed, may_be_read
from sayso.store.rewiring import let_count
from sayso.store.seals import BANDS, KEPT_AS, sum_of_bands, sum_of_kept
from sayso.store.succession import COLUMNS, Before, Line, sighting
from sayso.store.understanding import Key, Understanding, key_of
from sayso.store.values import Capture, Incoming, Kept
from sayso.store.wires import file_bands, insert_bands, join_wires, shortened

_VERSION = (
    *("article", "number", "captured", "day", "outlet", *written.FACT_COLUMNS, "made_by", "web", "text_sha256", "fingerprint"),
    *("first_statement", "statements", "parties", "checksum", "id"),
)
_INSERT_VERSION = f"INSERT INTO versions ({', '.join(_VERSION)}) VALUES ({', '.join('?' * len(_VERSION))})"
_REWRITE_VERSION = f"UPDATE versions SET {', '.join(f'{column} = ?' for column in _VERSION[:-1])} WHERE id = ?"
_STATEMENT = (
    *("id", "version", *written.EVIDENCE, "checksum"),
    *("speaker", "addressee", "relay", "about", "day", "state", "words", "wire", "wording", "open", "corrected", "kept_as"),
)
# Tables of what a reading of a version has, one row or more.
_OF_VERSION = (
    *("events", "undertakings", "together", "members", "unnamed_members", "appearances", "unnamed", "texts", "as_read"),
)
_WRITE_CAPTURE = """INSERT INTO captures (address, page_sha256, captured, version, refusal, etag, last_modified, checksum)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (address, page_sha256) DO UPDATE SET captured = excluded.captured,
  version = excluded.version, refusal = excluded.refusal, etag = excluded.etag, last_modified = excluded.last_modified,
  checksum = excluded.checksum"""
_PARTY = ("id", "name", "kind", "folded", "same_as", "shown", "checksum")
_ANOTHERS = "SELECT 1 FROM {} o JOIN versions v ON v.id = o.version WHERE o.key = ? AND v.article <> ? LIMIT 1"
_MAKE_ARTICLE = "INSERT INTO articles (id, address, latest, checksum) VALUES (?, ?, ?, ?)"
_NAME = ("folded", "party", "name", "checksum")
_APPEARANCE = ("version", "number", "name", "party", "identity", "spelled", "role", "mentions", "checksum")


def is_web(address: str | None) -> bool:
    """Whether it is an address of the web."""
    return bool(address) and str(address)[:8].lower().startswith(("http://", "https://"))


def address_of(capture: Capture, reading: Reading | None) -> str:
    """The address that an article is kept under: the one that it names as its own, else the one at which it was met."""
    own = reading.article.url if reading else None
    return known_as(str(own) if is_web(own) else capture.address)


def met_before(database: Database, capture: Capture) -> Before | None:
    """What became of these bytes at this address; None where they were never met."""
    rows = database.rows(
        "SELECT a.address, v.number, c.captured, CASE WHEN l.id <> v.id THEN l.captured END FROM captures c "
        "LEFT JOIN versions v ON v.id = c.version LEFT JOIN articles a ON a.id = v.article "
        "LEFT JOIN versions l ON l.id = a.latest WHERE c.address = ? AND c.page_sha256 = ?",
        (known_as(capture.address), capture.page_sha256),
    )
    return (rows[0][0], rows[0][1], rows[0][2], rows[0][3]) if rows else None


class Keeper:
    """The one door through which readings get in. Lives as long as one transaction."""

    def __init__(self, database: Database, understanding: Understanding, made_by: str) -> None:
        """Read where the store's numbers stand; the transaction has begun."""
        self.database = database
        self.understanding = understanding
        self.made_by = made_by
        self.tallies: dict[str, int] = dict.fromkeys(TALLIED, 0) | dict(database.rows("SELECT name, value FROM tallies"))
        self._before = dict(self.tallies)
        self.changed: set[int] = set()  # the versions whose events and undertakings are to be linked again
        self.joints: set[int] = set()  # the groups that have other members now
        self._parties: dict[Key, int] = {}
        self._spellings: dict[Key, str] = {}
        self._named: set[tuple[str, int]] = set()
        self._new_parties: list[tuple[Any, ...]] = []
        self._new_names: list[tuple[str, int, str | None, int]] = []
        self._outlets: dict[str, int] = {}
        self._are_removals = are_removals(database)
        self._acts: dict[str, int] = {act: id for id, act in database.rows("SELECT id, act FROM acts")}

    def close(self) -> None:
        """Write where the numbers stand now, and the parties and names that are not yet; file the bands if many wait."""
        self._write_names()
        file_bands(self.database)
        moved = [(value, name) for name, value in self.tallies.items() if value != self._before[name]]
        self.database.many("UPDATE tallies SET value = ? WHERE name = ?", moved)

    def number(self, name: str, count: int = 1) -> int:
        """The first of so many new ids."""
        self.tallies[name] += count
        return self.tallies[name] - count + 1

    # What comes in.

    def keep(self, incoming: Incoming) -> Kept:
        """Keep one reading, or record why there is none."""
        capture = incoming.capture
        if removed := self._removed(incoming):
            return Kept("removed", removed)
        before = met_before(self.database, capture)
        if before and sighting(capture, before) in ("same", "again"):
            return Kept("same", _plain(before[0] or ""), before[1] or 0)
        if not before:
            self.number("captures")
        if incoming.reading is None:
            self._capture(capture, None, written.packed(incoming.refusal or "refused"))
            return Kept("refused", _plain(known_as(capture.address)))
        return self._keep_reading(capture, incoming, incoming.reading)

    def _removed(self, incoming: Incoming) -> str | None:
        """The address of what comes in, where it was removed; of what is read anew it is noted that it may be read again."""
        if not self._are_removals:
            return None
        addresses = {_plain(known_as(incoming.capture.address)), _plain(address_of(incoming.capture, incoming.reading))}
        if incoming.capture.anew and incoming.reading is not None:
            may_be_read(self.database, addresses, datetime.now(UTC).isoformat(timespec="seconds"))
        removed = () if incoming.capture.anew else (one for one in sorted(addresses) if is_removed(self.database, one))
        return next(iter(removed), None)

    def bring(self, incoming: Incoming, reading: Reading, captures: Sequence[Capture], matched: set[int]) -> Kept:
        """Keep a text of another store under the address that it had there, with the captures that it had.

        ``matched`` are the versions that are others of that store's texts, and so not this one; it grows by this one.
        """
        if removed := self._removed(incoming):
            return Kept("removed", removed)
        address = known_as(incoming.capture.address)
        same = self._same(address, reading.article.text_sha256, incoming.capture.captured, captures, matched)
        kept = same or self._keep_reading(incoming.capture, incoming, reading, address)
        sql = "SELECT v.id FROM articles a JOIN versions v ON v.article = a.id WHERE a.address = ? AND v.number = ?"
        ((version,),) = self.database.rows(sql, (known_as(kept.address), kept.version))
        matched.add(version)
        for capture in captures:
            before = met_before(self.database, capture)
            self.number("captures", before is None)
            if before is None or before[0] is None:
                self._capture(capture, version, None)
        return kept

    def _same(
        self, address: str, text_sha256: str, captured: str | None, captures: Sequence[Capture], matched: Collection[int]
    ) -> Kept | None:
        """The version that is this text, captured when it was, or of the same bytes."""
        sql = """SELECT v.id, v.number, v.captured FROM articles a JOIN versions v ON v.article = a.id
          WHERE a.address = ? AND v.text_sha256 = ? ORDER BY v.number"""
        for id, number, when in self.database.rows(sql, (address, text_sha256)):
            met = (met_before(self.database, capture) for capture in captures)
            if id not in matched and (
                written.unpacked(when) == captured or any(one and one[:2] == (address, number) for one in met)
            ):
                return Kept("same", _plain(address), number)
        return None

    def _keep_reading(self, capture: Capture, incoming: Incoming, reading: Reading, address: str | None = None) -> Kept:
        checked(reading)
        web = is_web(reading.article.url) or is_web(capture.address)
        address = address or address_of(capture, reading)
        text_sha256 = reading.article.text_sha256
        held = self.database.rows(
            f"SELECT a.id, a.latest, {COLUMNS} FROM articles a JOIN versions v ON v.article = a.id WHERE a.address = ?",
            (address,),
        )
        line = Line.of(held, capture, reading, incoming.fingerprint)
        if line.same:
            self._capture(capture, line.same.id, None)
            return Kept("same", _plain(address), line.same.number)
        if not web:
            twin = self.database.rows(
                "SELECT v.id, v.number, a.address FROM versions v JOIN articles a ON a.id = v.article "
                "WHERE v.text_sha256 = ? AND v.web = 0 ORDER BY v.id LIMIT 1",
                (text_sha256,),
            )
            if twin:
                self._capture(capture, twin[0][0], None)
                return Kept("same", _plain(twin[0][2]), twin[0][1])
        return self._keep_version(incoming, reading, address, web, line)

    def _keep_version(self, incoming: Incoming, reading: Reading, address: str, web: bool, line: Line) -> Kept:
        capture, version, number = incoming.capture, self.number("versions"), line.number
        article = line.article
        if article is None:
            article = self.number("articles")
            row = (article, address, version)
            self.database.run(_MAKE_ARTICLE, (*row, written.crc(*row)))
        elif line.is_last:
            sql = "UPDATE articles SET latest = ?, checksum = ? WHERE id = ?"
            self.database.run(sql, (version, written.crc(article, address, version), article))
        captured, state = written.packed(capture.captured), 0 if line.is_last else SUPERSEDED
        earlier = Earlier(self.database, article, line.latest, False) if line.latest else None
        place = Place(version, article, number, address, captured, web, incoming.fingerprint, state, earlier, incoming.made_by)
        self._write(reading, place, incoming.bands, own=self._own_keys(incoming.keys, reading, article))
        if line.is_last:
            self.changed |= {version, line.latest or version}
        if line.latest and line.is_last:
            restate(self.database, line.latest, SUPERSEDED)
        self._capture(capture, version, None)
        return Kept("version" if line.latest else "article", _plain(address), number, len(reading.statements))

    def _own_keys(self, keys: Mapping[str, str], reading: Reading, article: int) -> dict[str, str]:
        """The keys that another store had of a text's events and undertakings; but for what is none, or another article's."""
        told = (("events", reading.events), ("undertakings", reading.undertakings))
        return {
            one.id: keys[one.id]
            for table, listed in told
            for one in listed
            if one.id in keys and is_key(keys[one.id]) and keys[one.id][0] == table[0]
            if not self.database.rows(_ANOTHERS.format(table), (keys[one.id], article))
        }

    def _capture(self, capture: Capture, version: int | None, refusal: str | None) -> None:
        if not capture.page_sha256:  # of a text that another store handed on
            return
        row = (
            *(known_as(capture.address), capture.page_sha256, written.packed(capture.captured), version, refusal),
            *(written.packed(capture.etag), written.packed(capture.last_modified)),
        )
        self.database.run(_WRITE_CAPTURE, (*row, written.crc(*row)))

    def replace(
        self, address: str, number: int, reading: Reading, bands: Sequence[int], made_by: str | None = None
    ) -> None:
        """Another reading of a text that is kept already, and the text's bands, which stay as they are.

        ``made_by`` is the Sayso that read it, this one if none is given.
        """
        checked(reading)
        held = self.database.rows(
            "SELECT v.id, v.article, v.captured, v.web, v.fingerprint, v.text_sha256, a.latest, v.first_statement, "
            "v.statements FROM versions v JOIN articles a ON a.id = v.article WHERE a.address = ? AND v.number = ?",
            (known_as(address), number),
        )
        if not held:
            raise StoreError(f"{self.database.name}: holds no version {number} of {address}; nothing is changed.")
        version, article, captured, web, fingerprint, text_sha256, latest, first, count = held[0]
        if reading.article.text_sha256 != text_sha256:
            raise StoreError(
                f"{self.database.name}: the new reading of {address}, version {number}, is of another text; nothing is changed."
            )
        before = keys_before(self.database, version)
        self.changed |= {version} if version == latest else set()
        self.joints |= {joint for (joint,) in self.database.rows("SELECT joint FROM members WHERE version = ?", (version,))}
        left = self._taken_out((first, first + count - 1, version))
        earlier = Earlier(self.database, article, version, True, corrected=made_by is not None)
        self.database.unindex(entries(self.database, version))
        sql = "SELECT id, kept_as FROM statements WHERE id BETWEEN ? AND ? AND version = ?"
        self.tallies[KEPT_AS] -= sum_of_kept(self.database.rows(sql, (first, first + count - 1, version)))
        self.database.run(
            "DELETE FROM statements WHERE id BETWEEN ? AND ? AND version = ?", (first, first + count - 1, version)
        )
        for table in _OF_VERSION:
            self.database.run(f"DELETE FROM {table} WHERE version = ?", (version,))
        self._write(
            reading,
            Place(
                *(version, article, number, known_as(address), captured, bool(web), fingerprint, int(latest != version)),
                earlier=earlier,
                made_by=made_by,
                rewritten=True,
            ),
            bands,
            before,
        )
        self._let_count(left)

    def _taken_out(self, between: tuple[int, int, int]) -> set[int]:
        """The wires on which statements of a version, from the one to the other, are taken out."""
        sql = "SELECT DISTINCT wire, state FROM statements WHERE id BETWEEN ? AND ? AND version = ? AND wire IS NOT NULL"
        return {wire for wire, state in self.database.rows(sql, between) if state & NOT_SAID}

    def _let_count(self, wires: Collection[int]) -> None:
        """What is on these wires counts, or not, as corrections have it of those on them: one has come, or gone."""
        ids = [id for (id,) in selected(self.database, "SELECT id FROM statements WHERE wire IN ({})", wires)]
        if ids:
            self.changed |= let_count(self.database, ids, self.understanding.not_said)

    # One version.

    def _write(
        self,
        reading: Reading,
        place: Place,
        bands: Sequence[int],
        before: Keys = NO_KEYS,
        own: Mapping[str, str] = NONE,
    ) -> None:
        read, mended = reading, self._mended(reading, place)
        reading = self._corrected(reading, mended) if mended else reading
        article = reading.article
        outlet = self._outlet(article.outlet)
        day = written.day_of(article.published, place.captured)
        facts = written.facts_row(reading, place.address)
        first = self.number("statements", len(reading.statements))
        sha256 = article.text_sha256
        made = (place.made_by or self.made_by, int(place.web), sha256, place.fingerprint)
        held = (first, len(reading.statements), len(reading.parties))
        where = (place.address, place.number, place.captured, day, written.packed(article.outlet))
        self.database.run(
            _REWRITE_VERSION if place.rewritten else _INSERT_VERSION,
            (
                *(place.article, place.number, place.captured, day, outlet, *facts),
                *(*made, *held, written.version_checksum(facts, where, made, held), place.version),
            ),
        )
        self.database.run("INSERT INTO texts VALUES (?, ?)", (place.version, written.packed(article.text)))
        if mended:
            insert_as_read(self.database, place.version, read_of(read))
        cast = self._appear(reading, place.version)
        bands = shortened(bands)
        if not place.rewritten:
            self.tallies[PASSAGE_TALLY] += file_text(
                self.database, place.version, article.text, self.tallies[PASSAGE_TALLY] + 1
            )
            self.number("bands", len(bands))
            self.tallies[BANDS] += sum_of_bands((band, place.version) for band in bands)
            insert_bands(self.database, place.version, bands)
        dated = Dated(outlet, int(day.replace("-", "")) if day else None)
        self._write_statements(reading, mended, place, cast, first, dated, bands)
        insert_occurrences(self.database, reading, (place.version, _plain(place.address)), cast, before, own)
        if self.understanding.not_said:
            self._let_count(self._taken_out((first, first + len(reading.statements) - 1, place.version)))

    def _mended(self, reading: Reading, place: Place) -> Mended | None:
        """What corrections of its statements make of a reading; None where they change nothing."""
        address, text_sha256 = _plain(place.address), reading.article.text_sha256
        made = self.understanding.changes.get((address, text_sha256), ())
        mended = mend(read_of(reading), address, text_sha256, made) if made else None
        return None if mended is None or mended.now == read_of(reading) else mended

    def _corrected(self, reading: Reading, mended: Mended) -> Reading:
        now = mended.now
        return checked(replace(reading, statements=bare(mended), parties=now.parties, undertakings=now.undertakings))

    def _write_statements(
        self,
        reading: Reading,
        mended: Mended | None,
        place: Place,
        cast: Cast,
        first: int,
        dated: Dated,
        bands: Sequence[int],
    ) -> None:
        corrected = {one.id: one.corrected.number for one in mended.now.statements if one.corrected} if mended else {}
        words = [wordings.wording(statement) for statement in reading.statements]
        wires, unsaid = join_wires(self.database, place.article, {wording.hash for wording in words}, bands)
        marks = dated.marks()
        inserted: list[tuple[Any, ...]] = []
        indexed: list[Entry] = []
        rows = [written.evidence_row(statement) for statement in reading.statements]
        kept_as = _kept_as(place, rows, words)
        for id, (statement, row, wording) in enumerate(zip(reading.statements, rows, words, strict=True), first):
            act, wire, said = self._act(row[1]), wires.get(wording.hash), cast.said(statement)
            state = place.state | (UNSAID if row[-2] else 0)
            if self.understanding.not_said and (wire in unsaid or self._is_not_said(reading, mended, place, statement)):
                state |= NOT_SAID
            left_open = open_number(statement.speaker) if said.speaker is None else None
            understood = (*said.columns(), dated.day, state, len(wording.words), wire, wording.hash, left_open)
            last = (corrected.get(statement.id), kept_as[id - first])
            inserted.append((id, place.version, row[0], act, *row[2:], *understood, *last))
            entry = said.entry(id, act, row[2], marks, state, wording.words, row[-2])
            if entry:
                indexed.append(entry)
        self.database.insert("statements", _STATEMENT, inserted)
        self.tallies[KEPT_AS] += sum_of_kept(enumerate(kept_as, first))
        self.database.index(indexed)

    def _is_not_said(self, reading: Reading, mended: Mended | None, place: Place, statement: Statement) -> bool:
        if mended:
            return not self.understanding.not_said.isdisjoint(mended.keys[statement.id])
        return key_at(_plain(place.address), reading.article.text_sha256, statement) in self.understanding.not_said

    # Parties.

    def _appear(self, reading: Reading, version: int) -> Cast:
        """Write the parties of a version, and what each that has a name is taken to be across articles."""
        named = [party for party in reading.parties if party.named]
        self._meet(named)
        fuller = fuller_names(named)
        own = {party.id: self._party(party.name, party.kind) for party in named}
        identities = {id: own[fuller.get(id, id)] for id in own}
        self._write_names()
        self.database.insert(
            "appearances",
            _APPEARANCE,
            [
                (
                    *(version, number, written.packed(party.id), own[party.id], identities[party.id], self._spelled(party)),
                    *(written.packed(party.role), written.mentions_row(party), written.party_checksum(party)),
                )
                for number, party in enumerate(reading.parties, 1)
                if party.named
            ],
        )
        self.database.insert("unnamed", unnamed.COLUMNS, unnamed.unnamed_rows(version, reading.parties))
        members, unnamed_members = memberships.member_rows(version, reading.parties, identities)
        self.joints |= memberships.with_new_members(self.database, members)
        self.database.insert("members", memberships.COLUMNS, members)
        self.database.insert("unnamed_members", memberships.UNNAMED_COLUMNS, unnamed_members)
        return self.cast(reading, identities)

    def cast(self, reading: Reading, identities: Mapping[str, int]) -> Cast:
        """The cast of an article, its names written down; ``identities`` are those of who has one."""
        named = [party for party in reading.parties if party.named]
        by_id = {self._party(party.name, party.kind): key_of(party.name, party.kind) for party in named}
        apart = {
            id: self.understanding.apart[by_id[identity]]
            for id, identity in identities.items()
            if self.understanding.apart.get(by_id.get(identity, ("", "")))
        }
        cast = Cast(identities, apart, reading.parties, self.party_of)
        for party in named:
            for name, words in names_in(party).items():
                self._add_name(name, cast.identity(party.id, words) or identities[party.id], words)
        self._write_names()
        return cast

    def _meet(self, parties: Sequence[Party]) -> None:
        """Look up together those parties of an article that this transaction has not met."""
        keys = sorted({key_of(party.name, party.kind) for party in parties} - self._parties.keys())
        for at in range(0, len(keys), 200):
            some = keys[at : at + 200]
            condition = " OR ".join(["folded = ? AND kind = ?"] * len(some))
            sql = f"SELECT folded, kind, id, name FROM parties WHERE {condition}"
            for name, kind, id, spelled in self.database.rows(sql, [part for key in some for part in key]):
                self._parties[name, kind], self._spellings[name, kind] = int(id), written.unpacked(spelled) or ""

    def _party(self, name: str, kind: str) -> int:
        """The id of the party of this name and kind, a new one where it is met for the first time."""
        key = key_of(name, kind)
        if key in self._parties:
            return self._parties[key]
        held = self.database.rows("SELECT id, name FROM parties WHERE folded = ? AND kind = ?", key)
        if held:
            id, name = int(held[0][0]), written.unpacked(held[0][1]) or ""
        else:
            id = self.number("parties")
            root = self.understanding.root(key)
            same_as = self._party(*root) if root != key else None
            shown = written.packed(self.understanding.shown.get(key))
            row = (id, written.packed(name), kind, key[0], same_as, shown)
            self._new_parties.append((*row, written.crc(*row)))
            self._add_name(key[0], id, name)
        self._parties[key], self._spellings[key] = id, name
        return id

    def party_of(self, key: Key) -> int:
        """The id of the party of a key, a new one under its folded name where it was never met."""
        found = self._party(*key)
        self._write_names()
        return found

    def _spelled(self, party: Party) -> str | None:
        """The party's name where another article spelled it in another way first."""
        return None if self._spellings[key_of(party.name, party.kind)] == party.name else written.packed(party.name)

    def _add_name(self, folded_name: str, party: int, name: str) -> None:
        if (folded_name, party) not in self._named:
            self._named.add((folded_name, party))
            name = name[4:] if name[:4].lower() == "the " else name
            row = (folded_name, party, written.packed(name))
            self._new_names.append((*row, written.crc(*row)))

    def _write_names(self) -> None:
        """Write the parties and names that were met, before what refers to them."""
        self.database.insert("parties", _PARTY, self._new_parties)
        self.database.insert("party_names", _NAME, self._new_names, may_be_there=True)
        self._new_parties, self._new_names = [], []

    # Lists.

    def _outlet(self, name: str | None) -> int | None:
        if name is None:
            return None
        packed = written.packed(name) or ""
        if packed not in self._outlets:
            key = folded(name[:2000])[:300]
            held = self.database.rows("SELECT id FROM outlets WHERE folded = ? AND name = ?", (key, packed))
            id = int(held[0][0]) if held else self.number("outlets")
            if not held:
                self.database.run("INSERT INTO outlets VALUES (?, ?, ?)", (id, packed, key))
            self._outlets[packed] = id
        return self._outlets[packed]

    def _act(self, act: str) -> int:
        if act not in self._acts:
            self._acts[act] = self.number("acts")
            self.database.run("INSERT INTO acts VALUES (?, ?)", (self._acts[act], act))
        return self._acts[act]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a reading goes."""

    version: int
    article: int
    number: int
    address: str
    captured: str | None
    web: bool
    fingerprint: str
    state: int = 0
    earlier: Earlier | None = None  # None for a new article
    made_by: str | None = None
    rewritten: bool = False


def _kept_as(place: Place, rows: Sequence[Row], words: Sequence[wordings.Wording]) -> list[int | None]:
    """The numbers under which statements were kept first, as their rows have it; None for what is new."""
    if place.earlier is None:
        return [None] * len(rows)
    name, content, cue = (written.EVIDENCE.index(column) for column in ("name", "content", "cue"))
    return place.earlier.numbers(
        [Incomer(row[name], row[content], row[cue], one.hash, one.words) for row, one in zip(rows, words, strict=True)]
    )


def checked(reading: Reading) -> Reading:
    """The reading; raises StoreError where a span of it does not hold its words."""
    try:
        return check_evidence(reading)
    except EvidenceError as error:
        raise StoreError(f"a reading that points at other words than its own, so nothing is kept: {error}") from error


def _plain(address: str) -> str:
    return written.unpacked(address) or ""
