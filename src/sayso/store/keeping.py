"""Readings -> the rows of a store, inside one transaction: new articles, new versions, and new readings of texts kept before."""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sayso.evidence import EvidenceError, check_evidence
from sayso.questions import folded
from sayso.record import Party, Reading, Statement, Voice
from sayso.store import rows as written
from sayso.store.contract import Capture, Incoming, Kept, StoreError
from sayso.store.database import Database, Entry, Row
from sayso.store.understanding import Key, Understanding, key_of, name_key, statement_key

LONGEST_ADDRESS = 1_800  # bytes; what PostgreSQL's index takes
MOST_COPIES = 50  # articles that a new one is held against, the oldest first: a copy of a copy is one of the first's

_INSERT_VERSION = f"""INSERT INTO versions (id, article, number, captured, day, outlet, {", ".join(written.FACT_COLUMNS)},
  made_by, web, text_sha256, fingerprint, first_statement, statements, parties, checksum) VALUES ({", ".join("?" * 27)})"""
_INSERT_STATEMENT = f"""INSERT INTO statements (id, version, {", ".join(written.EVIDENCE)}, checksum,
  speaker, addressee, relay, about, day, state, words, wire, wording) VALUES ({", ".join("?" * 23)})"""


def is_web(address: str | None) -> bool:
    """Whether it is an address of the web."""
    return bool(address) and str(address)[:8].lower().startswith(("http://", "https://"))


def known_as(address: str) -> str:
    """The address as the store has it: one beyond 1,800 bytes is cut, with its hash at the end.

    >>> known_as("https://outlet.example/1"), len(known_as("https://outlet.example/" + "a" * 5000))
    ('https://outlet.example/1', 1665)
    """
    address = written.packed(address) or ""
    if len(address.encode()) <= LONGEST_ADDRESS:
        return address
    return f"{address.encode()[:1600].decode(errors='ignore')}#{hashlib.sha256(address.encode()).hexdigest()}"


@dataclass(frozen=True, slots=True)
class Said:
    """What is understood of a statement: the columns beside its evidence, and what its entry in the index is made of."""

    id: int
    speaker: int | None
    addressee: int | None
    relay: str | None
    about: str | None
    act: int
    manner: int
    outlet: int | None
    day: int | None
    state: int

    def entry(self, words: tuple[str, ...]) -> Entry | None:
        """Its entry in the index; none where it was not said."""
        return None if self.state & 2 else Entry(self.id, tuple(self._marks()), words)

    def _marks(self) -> Iterator[str]:
        yield f"_a{self.act}"
        yield f"_m{self.manner}"
        day = str(self.day or 0)
        yield from (f"_y{day[:width]}" for width in ((4, 6, 8) if self.day else (1,)))
        if self.outlet:
            yield f"_o{self.outlet}"
        if self.speaker:
            yield f"_s{self.speaker}"
        if self.addressee:
            yield f"_d{self.addressee}"
        yield from (f"_r{party}" for party in sorted(set(json.loads(self.relay or "[]"))) if party)
        yield from (f"_b{party}" for party in json.loads(self.about or "[]"))
        if self.state & 1:
            yield "_x"


class Keeper:
    """The one door through which readings get in. Lives as long as one transaction."""

    def __init__(self, database: Database, understanding: Understanding, made_by: str) -> None:
        """Read where the store's numbers stand; the transaction has begun."""
        self.database = database
        self.understanding = understanding
        self.made_by = made_by
        self.tallies: dict[str, int] = dict(database.rows("SELECT name, value FROM tallies"))
        self._before = dict(self.tallies)
        self._parties: dict[Key, int] = {}
        self._named: set[tuple[str, int]] = set()
        self._outlets: dict[str, int] = {}
        self._acts: dict[str, int] = {act: id for id, act in database.rows("SELECT id, act FROM acts")}

    def close(self) -> None:
        """Write where the numbers stand now."""
        moved = [(value, name) for name, value in self.tallies.items() if value != self._before[name]]
        self.database.many("UPDATE tallies SET value = ? WHERE name = ?", moved)

    def _next(self, name: str, count: int = 1) -> int:
        """The first of so many new ids."""
        self.tallies[name] += count
        return self.tallies[name] - count + 1

    # What comes in.

    def keep(self, incoming: Incoming) -> Kept:
        """Keep one reading, or record why there is none."""
        capture = incoming.capture
        before = self.database.rows(
            "SELECT a.address, v.number FROM captures c LEFT JOIN versions v ON v.id = c.version "
            "LEFT JOIN articles a ON a.id = v.article WHERE c.address = ? AND c.page_sha256 = ?",
            (known_as(capture.address), capture.page_sha256),
        )
        if before and before[0][0] is not None:
            return Kept("same", _plain(before[0][0]), before[0][1])
        if not before:
            self._next("captures")
        if incoming.reading is None:
            self._capture(capture, None, written.packed(incoming.refusal or "refused"))
            return Kept("refused", _plain(known_as(capture.address)))
        return self._keep_reading(capture, incoming, incoming.reading)

    def _keep_reading(self, capture: Capture, incoming: Incoming, reading: Reading) -> Kept:
        checked(reading)
        web = is_web(reading.article.url) or is_web(capture.address)
        address = known_as(str(reading.article.url) if is_web(reading.article.url) else capture.address)
        text_sha256 = reading.article.text_sha256
        held = self.database.rows(
            "SELECT a.id, v.id, v.number, v.text_sha256, v.fingerprint FROM articles a JOIN versions v ON v.id = a.latest "
            "WHERE a.address = ?",
            (address,),
        )
        if held and (held[0][3] == text_sha256 or (incoming.fingerprint and held[0][4] == incoming.fingerprint)):
            self._capture(capture, held[0][1], None)
            return Kept("same", _plain(address), held[0][2])
        if not web:
            twin = self.database.rows(
                "SELECT v.id, v.number, a.address FROM versions v JOIN articles a ON a.id = v.article "
                "WHERE v.text_sha256 = ? AND v.web = 0 ORDER BY v.id LIMIT 1",
                (text_sha256,),
            )
            if twin:
                self._capture(capture, twin[0][0], None)
                return Kept("same", _plain(twin[0][2]), twin[0][1])
        return self._keep_version(capture, incoming, reading, address, web, held[0] if held else None)

    def _keep_version(
        self, capture: Capture, incoming: Incoming, reading: Reading, address: str, web: bool, held: Row | None
    ) -> Kept:
        version = self._next("versions")
        if held:
            article, number = held[0], held[2] + 1
            self.database.run("UPDATE articles SET latest = ? WHERE id = ?", (version, article))
        else:
            article, number = self._next("articles"), 1
            self.database.run("INSERT INTO articles VALUES (?, ?, ?)", (article, address, version))
        captured = written.packed(capture.captured)
        self._write(reading, Place(version, article, number, address, captured, web, incoming.fingerprint), incoming.bands)
        if held:
            self.restate(held[1], 1)
        self._capture(capture, version, None)
        return Kept("version" if held else "article", _plain(address), number, len(reading.statements))

    def _capture(self, capture: Capture, version: int | None, refusal: str | None) -> None:
        self.database.run(
            "INSERT INTO captures VALUES (?, ?, ?, ?, ?) ON CONFLICT (address, page_sha256) DO UPDATE SET "
            "captured = excluded.captured, version = excluded.version, refusal = excluded.refusal",
            (known_as(capture.address), capture.page_sha256, written.packed(capture.captured), version, refusal),
        )

    def replace(self, address: str, number: int, reading: Reading) -> None:
        """Another reading of a text that is kept already."""
        checked(reading)
        held = self.database.rows(
            "SELECT v.id, v.article, v.captured, v.web, v.fingerprint, v.text_sha256, v.statements, a.latest FROM versions v "
            "JOIN articles a ON a.id = v.article WHERE a.address = ? AND v.number = ?",
            (known_as(address), number),
        )
        if not held:
            raise StoreError(f"{self.database.name}: holds no version {number} of {address}; nothing is changed.")
        version, article, captured, web, fingerprint, text_sha256, statements, latest = held[0]
        if reading.article.text_sha256 != text_sha256:
            raise StoreError(
                f"{self.database.name}: the new reading of {address}, version {number}, is of another text; nothing is changed."
            )
        self.database.unindex(filter(None, entries(self.database, version).values()))
        bands = tuple(band for (band,) in self.database.rows("SELECT band FROM bands WHERE version = ?", (version,)))
        for table in ("statements", "appearances", "texts", "bands"):
            self.database.run(f"DELETE FROM {table} WHERE version = ?", (version,))
        self.database.run("DELETE FROM versions WHERE id = ?", (version,))
        self._write(
            reading,
            Place(version, article, number, known_as(address), captured, bool(web), fingerprint, int(latest != version)),
            bands,
        )

    # One version.

    def _write(self, reading: Reading, place: Place, bands: Sequence[int]) -> None:
        article = reading.article
        outlet = self._outlet(article.outlet)
        day = written.day_of(article.published, place.captured)
        facts = written.facts_row(reading, place.address)
        first = self._next("statements", len(reading.statements))
        sha256 = article.text_sha256
        checksum = written.facts_checksum(facts, written.packed(article.outlet), place.captured, sha256, place.fingerprint)
        self.database.run(
            _INSERT_VERSION,
            (
                *(place.version, place.article, place.number, place.captured, day, outlet, *facts),
                *(self.made_by, int(place.web), sha256, place.fingerprint),
                *(first, len(reading.statements), len(reading.parties), checksum),
            ),
        )
        self.database.run("INSERT INTO texts VALUES (?, ?)", (place.version, written.packed(article.text)))
        cast = self.appear(reading, place.version)
        self.database.many("INSERT INTO bands VALUES (?, ?)", [(_signed(band), place.version) for band in dict.fromkeys(bands)])
        self._write_statements(reading, place, cast, first, Dated(outlet, int(day.replace("-", "")) if day else None), bands)

    def _write_statements(
        self, reading: Reading, place: Place, cast: Cast, first: int, dated: Dated, bands: Sequence[int]
    ) -> None:
        words = [written.wording(statement) for statement in reading.statements]
        wires, unsaid = self._wires(place.article, [wording.hash for wording in words], bands) if bands else ({}, set())
        inserted: list[tuple[Any, ...]] = []
        indexed: list[Entry] = []
        sha256 = reading.article.text_sha256
        for id, (statement, wording) in enumerate(zip(reading.statements, words, strict=True), first):
            row = written.evidence_row(statement)
            act = self._act(row[1])
            wire = wires.get(wording.hash)
            state = place.state
            if self.understanding.not_said and (
                wire in unsaid or statement_key(_plain(place.address), sha256, row[3], row[5]) in self.understanding.not_said
            ):
                state |= 2
            said = cast.said(id, statement, act, row[2], dated, state)
            inserted.append(
                (id, place.version, row[0], act, *row[2:], said.speaker, said.addressee, said.relay, said.about)
                + (said.day, state, len(wording.words), wire, wording.hash)
            )
            entry = said.entry(wording.words)
            if entry:
                indexed.append(entry)
        self.database.many(_INSERT_STATEMENT, inserted)
        self.database.index(indexed)

    # Parties.

    def appear(self, reading: Reading, version: int) -> Cast:
        """Write the parties of a version, and what each is taken to be across articles."""
        own = {party.id: self._party(party.name, party.kind) for party in reading.parties}
        fuller = fuller_names(reading.parties)
        identities = {party.id: own[fuller.get(party.id, party.id)] for party in reading.parties}
        keys = {id: key_of(party.name, party.kind) for id, party in ((p.id, p) for p in reading.parties)}
        keys = {id: keys[fuller.get(id, id)] for id in keys}
        self.database.many(
            "INSERT INTO appearances VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (version, number, written.packed(party.id), own[party.id], identities[party.id])
                + (self._spelled(party, own[party.id]), written.packed(party.role))
                + (written.mentions_row(party), written.party_checksum(party))
                for number, party in enumerate(reading.parties, 1)
            ],
        )
        cast = Cast(self, identities, keys, reading.parties)
        self._name(cast, reading.parties, identities)
        return cast

    def _party(self, name: str, kind: str) -> int:
        """The id of the party of this name and kind, a new one where it is met for the first time."""
        key = key_of(name, kind)
        if key in self._parties:
            return self._parties[key]
        held = self.database.rows("SELECT id FROM parties WHERE folded = ? AND kind = ?", key)
        if held:
            id = int(held[0][0])
        else:
            id = self._next("parties")
            root = self.understanding.root(key)
            same_as = self._party(*root) if root != key else None
            shown = written.packed(self.understanding.shown.get(key))
            self.database.run(
                "INSERT INTO parties (id, name, kind, folded, same_as, shown) VALUES (?, ?, ?, ?, ?, ?)",
                (id, written.packed(name), kind, key[0], same_as, shown),
            )
            self._add_name(key[0], id, name)
        self._parties[key] = id
        return id

    def party_of(self, key: Key) -> int:
        """The id of the party of a key, a new one under its folded name where it was never met."""
        return self._party(*key)

    def _spelled(self, party: Party, id: int) -> str | None:
        name = written.packed(party.name)
        ((held,),) = self.database.rows("SELECT name FROM parties WHERE id = ?", (id,))
        return None if held == name else name

    def _name(self, cast: Cast, parties: Iterable[Party], identities: dict[str, int]) -> None:
        """Write down the names that the parties go by in this article."""
        for party in parties:
            words = name_key(party.name).split()
            for mention in {mention.text for mention in party.mentions}:
                name = name_key(mention)
                if is_name_of(name, mention, words):
                    self._add_name(name, cast.identity(party.id, mention) or identities[party.id], mention)
            self._add_name(name_key(party.name), identities[party.id], party.name)

    def _add_name(self, folded_name: str, party: int, name: str) -> None:
        if (folded_name, party) not in self._named:
            self._named.add((folded_name, party))
            name = name[4:] if name[:4].lower() == "the " else name
            self.database.run(
                "INSERT INTO party_names VALUES (?, ?, ?) ON CONFLICT DO NOTHING", (folded_name, party, written.packed(name))
            )

    # Lists.

    def _outlet(self, name: str | None) -> int | None:
        if name is None:
            return None
        packed = written.packed(name) or ""
        if packed not in self._outlets:
            key = folded(name[:2000])[:300]
            held = self.database.rows("SELECT id FROM outlets WHERE folded = ? AND name = ?", (key, packed))
            id = int(held[0][0]) if held else self._next("outlets")
            if not held:
                self.database.run("INSERT INTO outlets VALUES (?, ?, ?)", (id, packed, key))
            self._outlets[packed] = id
        return self._outlets[packed]

    def _act(self, act: str) -> int:
        if act not in self._acts:
            self._acts[act] = self._next("acts")
            self.database.run("INSERT INTO acts VALUES (?, ?)", (self._acts[act], act))
        return self._acts[act]

    # Wire copy.

    def _wires(self, article: int, wordings: list[int], bands: Sequence[int]) -> tuple[dict[int, int], set[int]]:
        """For each wording that another article of an equal band has, the wire that both are on; and the wires not said."""
        near = " UNION ALL ".join(
            f"SELECT * FROM (SELECT version FROM bands WHERE band = ? ORDER BY version LIMIT {MOST_COPIES}) b{number}"
            for number in range(len(bands))
        )
        versions = sorted({version for (version,) in self.database.rows(near, [_signed(band) for band in bands])})
        wires: dict[int, int] = {}
        wanted, unsaid, begun = set(wordings), set[int](), set[int]()
        for version in versions[:MOST_COPIES]:
            copies = self.database.rows(
                "SELECT s.id, s.wording, s.wire, s.state FROM versions v JOIN statements s "
                "ON s.id >= v.first_statement AND s.id < v.first_statement + v.statements WHERE v.id = ? AND v.article <> ?",
                (version, article),
            )
            for id, wording, wire, state in copies:
                if wording not in wanted:
                    continue
                wire = wire or id
                begun.add(id)
                if state & 2:
                    unsaid.add(wire)
                if wires.setdefault(wording, wire) != wire:
                    self._join_wires(wires[wording], wire)
        self.database.many("UPDATE statements SET wire = id WHERE id = ? AND wire IS NULL", [(id,) for id in sorted(begun)])
        return wires, unsaid

    def _join_wires(self, one: int, other: int) -> None:
        self.database.run("UPDATE statements SET wire = ? WHERE wire = ? OR id = ?", (one, other, other))

    # What changes later.

    def restate(self, version: int, state: int) -> None:
        """Set a bit of the state of all statements of a version, and let the index follow."""
        self.database.unindex(filter(None, entries(self.database, version).values()))
        self.database.run("UPDATE statements SET state = state | ? WHERE version = ?", (state, version))
        self.database.index(filter(None, entries(self.database, version).values()))


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


@dataclass(frozen=True, slots=True)
class Dated:
    """Whose, and of which day: 20310314."""

    outlet: int | None
    day: int | None


class Cast:
    """The parties of one article, as they are understood: from voices and mentions to parties across articles."""

    def __init__(self, keeper: Keeper, identities: dict[str, int], keys: dict[str, Key], parties: Sequence[Party]) -> None:
        """``identities`` and ``keys`` are by the party's id in the reading."""
        self._keeper = keeper
        self._identities = identities
        self._apart = {id: apart for id, key in keys.items() if (apart := keeper.understanding.apart.get(key))}
        self._mentions = sorted((m.start, m.end, p.id, m.text) for p in parties for m in p.mentions)
        self._starts = [start for start, *_ in self._mentions]

    def identity(self, party: str | None, mention: str | None) -> int | None:
        """The party across articles that a mention of a party is taken to be."""
        if party is None:
            return None
        if mention is not None and party in self._apart:
            other = self._apart[party].get(name_key(mention))
            if other:
                return self._keeper.party_of(other)
        return self._identities[party]

    def voice(self, voice: Voice | None) -> int | None:
        """The party across articles of a voice."""
        return self.identity(voice.party, voice.mention.text if voice.mention else None) if voice else None

    def said(self, id: int, statement: Statement, act: int, manner: int, dated: Dated, state: int) -> Said:
        """All that is understood of a statement."""
        relay = [self.voice(voice) for voice in statement.relay]
        about = sorted(set(self._about(statement)))
        return Said(
            id=id,
            speaker=self.voice(statement.speaker),
            addressee=self.voice(statement.addressee),
            relay=json.dumps(relay, separators=(",", ":")) if relay else None,
            about=json.dumps(about, separators=(",", ":")) if about else None,
            act=act,
            manner=manner,
            outlet=dated.outlet,
            day=dated.day,
            state=state,
        )

    def _about(self, statement: Statement) -> Iterator[int]:
        for span in statement.content:
            for at in range(bisect_left(self._starts, span.start), bisect_right(self._starts, span.end)):
                _, end, party, words = self._mentions[at]
                identity = self.identity(party, words) if end <= span.end else None
                if identity:
                    yield identity


def checked(reading: Reading) -> None:
    """Raise StoreError where a span of the reading does not hold its words."""
    try:
        check_evidence(reading)
    except EvidenceError as error:
        raise StoreError(f"a reading that points at other words than its own, so nothing is kept: {error}") from error


def fuller_names(parties: Sequence[Party]) -> dict[str, str]:
    """For each party under a shorter name ("Torvan") the one party of its kind in the article with a fuller one ("Ilya Torvan").

    >>> found = [Party("p1", "Ilya Torvan", "person"), Party("p2", "Torvan", "person"), Party("p3", "Torvan", "group")]
    >>> fuller_names(found)
    {'p2': 'p1'}
    """
    ends: dict[Key, set[str]] = {}
    words = {party.id: name_key(party.name).split() for party in parties if party.kind in _JOINING}
    kinds = {party.id: party.kind for party in parties}
    for id, name in words.items():
        for at in range(max(1, len(name) - 6), len(name)):
            ends.setdefault((" ".join(name[at:]), kinds[id]), set()).add(id)
    found: dict[str, str] = {}
    for id, name in words.items():
        candidates = ends.get((" ".join(name), kinds[id]), set())
        if len({" ".join(words[candidate]) for candidate in candidates}) == 1:
            found[id] = min(candidates)
    return {id: _end_of(found, id) for id in found}


_JOINING = ("person", "organisation", "government")


def _end_of(found: dict[str, str], id: str) -> str:
    """ "Torvan" is "Ilya Torvan" is "Ilya Markov Torvan"; names only grow longer, so this ends."""
    while id in found:
        id = found[id]
    return id


def is_name_of(name: str, mention: str, words: Sequence[str]) -> bool:
    """Whether a mention is a name, not a description: a stretch of the fullest name, or its initials.

    >>> is_name_of("torvan", "Torvan", ["ilya", "torvan"]), is_name_of("president", "the president", ["ilya", "torvan"])
    (True, False)
    """
    parts = name.split()
    width = len(parts)
    if not width or width > len(words):
        return False
    if any(parts == list(words[at : at + width]) for at in range(len(words) - width + 1)):
        return True
    return width == 1 and len(words) > 1 and mention.isupper() and name == "".join(word[0] for word in words)


def entries(database: Database, version: int) -> dict[int, Entry | None]:
    """The index entries of a version's statements, from their rows; None where a statement is not said."""
    held = database.rows(
        "SELECT s.id, s.speaker, s.addressee, s.relay, s.about, s.act, s.manner, v.outlet, s.day, s.state, s.content "
        "FROM versions v JOIN statements s ON s.id >= v.first_statement AND s.id < v.first_statement + v.statements "
        "WHERE v.id = ? ORDER BY s.id",
        (version,),
    )
    if not held:
        return {}
    text = written.unpacked(database.rows("SELECT text FROM texts WHERE version = ?", (version,))[0][0]) or ""
    return {row[0]: Said(*row[:10]).entry(written.words_at(row[10], text)) for row in held}


def _plain(address: str) -> str:
    return written.unpacked(address) or ""


def _signed(band: int) -> int:
    """A hash as the 64 bits with a sign that databases hold."""
    return (band + 2**63) % 2**64 - 2**63
