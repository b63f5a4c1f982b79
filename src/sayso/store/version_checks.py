"""The versions of a store -> what in them no longer holds: texts, facts, parties, statements, and the index of their words.

What is worked out (who is who, the words that copies share, days, the index) is worked out again, as it was when it was kept: a
Sayso that works it out in another way needs a migration that does so for all.
"""

from __future__ import annotations

import hashlib
import itertools
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sayso.record import Party, Statement
from sayso.store import as_read, chronicling, rows as written, seals, unnamed, wordings
from sayso.store.amendments import corrections, known_key
from sayso.store.casts import Cast, Headline, fuller_names, names_in
from sayso.store.database import Database, Entry, Row
from sayso.store.entries import SUPERSEDED, UNSAID, Dated, said_of
from sayso.store.errors import BROKEN
from sayso.store.finding import selected
from sayso.store.memberships import member_rows, rows_of
from sayso.store.mended import changes_of, read_in
from sayso.store.mending import Read, bare, mend
from sayso.store.migrations import OPEN, corrected, evidence, facts, opened, schema
from sayso.store.occurrence_checks import Kept, event_faults, together_faults, undertaking_faults
from sayso.store.occurrences import read_undertaking
from sayso.store.openness import open_number
from sayso.store.soundness import holds, same, text_in, told_of
from sayso.store.understanding import Key, Place, key_of, name_key, understand
from sayso.store.values import Correction, Fault

CHUNK = 100  # versions read at a time

_PARAGRAPHS = written.FACT_COLUMNS.index("paragraphs")
_FACTS, _EVENTS = len(written.FACT_COLUMNS), written.FACT_COLUMNS.index("events")
_VERSIONS = """SELECT v.id, a.latest, v.checksum, t.text, {facts},
  a.address, v.number, v.captured, v.day, o.name, v.made_by, v.web, v.text_sha256, v.fingerprint,
  v.first_statement, v.statements, v.parties, v.outlet
  FROM versions v LEFT JOIN articles a ON a.id = v.article LEFT JOIN outlets o ON o.id = v.outlet
  LEFT JOIN texts t ON t.version = v.id WHERE v.id IN ({{}})"""
_STATEMENTS = """SELECT s.id, s.version, s.checksum, s.speaker, s.addressee, s.relay, s.about, s.day, s.state, s.words, s.wire,
  s.wording, s.act, s.manner, {opened}, {corrected}, {evidence}
  FROM statements s LEFT JOIN acts a ON a.id = s.act WHERE s.id BETWEEN ? AND ? ORDER BY s.id"""
_PARTIES = """SELECT n.version, n.number, n.name, COALESCE(n.spelled, p.name), p.kind, n.role, n.mentions, n.checksum,
  1 AS named, n.party, n.identity FROM appearances n LEFT JOIN parties p ON p.id = n.party WHERE n.version IN ({})
  ORDER BY n.version, n.number"""
_NOBODY = -1  # a party that was never read
_EVIDENCE = 16  # where a statement's evidence begins in its row


@dataclass(frozen=True, slots=True)
class _Version:
    """A version's row taken apart, and its text as it reads now."""

    id: int
    where: str
    latest: Any
    text: str
    day: Any  # as digits: "20310314"
    outlet: Any
    first: Any
    count: Any
    parties: Any


class Versions:
    """The check of all versions, some at a time, with what it needs of the whole store."""

    def __init__(self, database: Database, sealed: bool, progress: Callable[[int], None]) -> None:
        self.database, self.sealed, self.progress = database, sealed, progress
        self._faults: list[Fault] = []
        self._marks: dict[str, Any] = {}  # of the version at hand: its statements that follow a correction, and which
        self._wordings: dict[int, int] = {}  # of each wire
        columns = {"opened": opened(database), "corrected": corrected(database), "evidence": evidence(database)}
        self._statements_between = _STATEMENTS.format(**columns)
        self._opened = schema(database) >= OPEN.number
        self._versions = _VERSIONS.format(facts=facts(database))
        ((last,),) = database.rows("SELECT COALESCE(MAX(id), 0) FROM statements")
        numbered = seals.sealed(database, "statements")
        self._last = min(last, numbered) if type(numbered) is int else last
        # Who is who is known where corrections can be read; what splits have touched is held against the index alone, for what
        # they parted then may have got a party of its own name since.
        try:
            made = corrections(database)
            self._apart: Mapping[Key, Mapping[str, Key]] = understand(made, lambda key: known_key(database, key)).apart
            self._changes: Mapping[Place, Sequence[Correction]] | None = changes_of(made)
            parted = {name_key(one.other[0]) for one in made if one.kind == "split" and one.other}
        except BROKEN:
            self._apart, self._changes, parted = {}, None, set()
        self._parted_names = parted
        same_name = "SELECT id FROM parties WHERE folded = ?"
        self._parted = {id for name in parted for (id,) in database.rows(same_name, (name,))} | ({_NOBODY} if parted else set())
        self._names = {hash(row) for row in database.each("SELECT folded, party FROM party_names")}

    def verify(self) -> Iterator[Fault]:
        for id in self.database.differing(self._entries()):
            yield from self._drained()
            if isinstance(id, str):
                yield Fault("the index of words", id)
            else:
                yield Fault(self._where(id), "the index of words does not hold this statement as it stands")
        yield from self._drained()

    def _drained(self) -> Iterator[Fault]:
        faults, self._faults = self._faults, []
        yield from faults

    def _where(self, statement: int) -> str:
        sql = """SELECT a.address, v.number, s.name FROM statements s JOIN versions v ON v.id = s.version
          JOIN articles a ON a.id = v.article WHERE s.id = ?"""
        held = self.database.rows(sql, (statement,))
        if not held:
            return f"statement {statement}"
        address, number, name = held[0]
        return f"{told_of(address)}#{number}/{told_of(name)}"

    def _entries(self) -> Iterator[Entry]:
        """Check all versions, and give the entries that the index should hold of their statements."""
        ids = [id for (id,) in self.database.rows("SELECT id FROM versions ORDER BY id")]
        for at in range(0, len(ids), CHUNK):
            some = ids[at : at + CHUNK]
            appearances: dict[Any, list[Row]] = defaultdict(list)
            for row in (*selected(self.database, _PARTIES, some), *_unnamed(self.database, some)):
                appearances[row[0]].append(row)
            members: dict[Any, list[Row]] = defaultdict(list)
            for row in rows_of(self.database, some):
                members[row[0]].append(row)
            occurrences = *chronicling.rows_of(self.database, some), chronicling.together_of(self.database, some)
            reads = as_read.rows_of(self.database, some)
            for row in selected(self.database, self._versions, some):
                try:
                    yield from self._version(row, unnamed.by_number(appearances[row[0]]), members[row[0]], occurrences, reads)
                except BROKEN as error:
                    self._faults.append(Fault(f"version {row[0]}", f"its rows were altered, and cannot be checked ({error})"))
            self.progress(min(at + CHUNK, len(ids)))

    def _version(
        self,
        row: Row,
        appearances: Sequence[Row],
        members: Sequence[Row],
        occurrences: tuple[Mapping[int, Sequence[Row]], Mapping[int, Sequence[Row]], Sequence[Row]],
        reads: Mapping[int, Row],
    ) -> Iterator[Entry]:
        id, latest, checksum, packed, *rest = row
        told, place, made = rest[:_FACTS], tuple(rest[_FACTS : _FACTS + 5]), tuple(rest[_FACTS + 5 : _FACTS + 9])
        held, outlet = tuple(rest[_FACTS + 9 : _FACTS + 12]), rest[-1]
        address, number, captured, day, outlet_name = place
        where = f"{told_of(address)}#{number}"
        if self.sealed:
            summed = written.version_checksum(told, place, made, held)
        else:
            summed = written.facts_checksum(told, outlet_name, captured, made[2], made[3])
        if not same(summed, checksum):
            self._fault(where, "the facts of the article are not those that were written")
        if not holds(lambda: same(written.day_of(written.unpacked(told[3]), captured), day)):
            self._fault(where, f"is listed under the day {told_of(day)}, which is not its own")
        if packed is None:
            self._fault(where, "its text is not there")
            return
        text = text_in(packed)
        if hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() != made[2]:
            self._fault(where, "the text is not the one that was read: its SHA-256 differs")
        elif not same(written.packed(text), packed):
            self._fault(where, "the text is not written as it was")
        version = _Version(id, where, latest, text, day.replace("-", "") if isinstance(day, str) else day, outlet, *held)
        cast, parties = self._cast(version, appearances, members)
        kept = Kept(where, text, cast, self._parted, _headlines(told, text))
        self._faults += event_faults(kept, occurrences[0].get(id, ()), told[_EVENTS])
        self._faults += undertaking_faults(kept, occurrences[1].get(id, ()), told[_EVENTS + 1])
        read: list[Statement] = []
        yield from self._statements(version, cast, read)
        undertakings = occurrences[1].get(id, ())
        self._corrected(version, (written.unpacked(address) or "", made[2]), read, parties, undertakings, reads.get(id))
        joint = [held for held in occurrences[2] if held[0] == id]
        # A Sayso of before schema 10 wrote neither times nor events nor this.
        if joint or any(value is not None for value in told[_EVENTS - 1 : _EVENTS + 2]):
            self._faults += together_faults(kept, read, written.unpacked(address) or "", joint)

    def _corrected(
        self,
        version: _Version,
        place: Place,
        read: Sequence[Statement],
        parties: Sequence[Party] | None,
        undertakings: Sequence[Row],
        row: Row | None,
    ) -> None:
        """Work out again what corrections make of what was read, where they change anything."""
        if self._changes is None or parties is None or len(read) != version.count:
            return  # what cannot be read is named already
        made = self._changes.get(place, ())
        if row is None and not made and not self._marks:
            return
        if row is not None and not as_read.is_whole(row):
            self._fault(version.where, "what was read, before corrections, is not as it was written")
            return
        undertaken = tuple(read_undertaking(one[chronicling.UNDERTAKING_AT], version.text) for one in undertakings)
        stands = Read(version.text, tuple(read), tuple(parties), undertaken)
        before = read_in(row, version.text, undertakings) if row is not None else stands
        mended = mend(before, *place, made)
        now = Read(version.text, bare(mended), mended.now.parties, mended.now.undertakings)
        expected = {one.id: one.corrected.number for one in mended.now.statements if one.corrected}
        if now != stands or self._marks != expected or (row is not None) == (mended.now == before):
            self._fault(version.where, "its statements are not what corrections make of those that were read")

    def _fault(self, where: str, detail: str) -> None:
        self._faults.append(Fault(where, detail))

    # Parties.

    def _cast(
        self, version: _Version, appearances: Sequence[Row], members: Sequence[Row]
    ) -> tuple[Cast | None, list[Party] | None]:
        """Check the parties of a version; who they are across articles, and they, as far as they can be read."""
        if not same(len(appearances), version.parties):
            self._fault(version.where, f"holds {len(appearances)} parties where {version.parties} were written")
        parties: list[Party] = []
        for number, row in enumerate(appearances, 1):
            party = _read_party(row, number, version.text, _named(number, members, appearances))
            if party is None:
                detail = "the party, or one of its mentions, no longer holds its words"
                self._fault(f"{version.where}/{told_of(row[2])}", detail)
            else:
                parties.append(party)
        if len(parties) < len(appearances):
            return None, None
        named = [(party, row) for party, row in zip(parties, appearances, strict=True) if party.named]
        own, fuller = {party.id: row[9] for party, row in named}, fuller_names(parties)
        identities: dict[str, int] = {}
        for party, row in named:
            identities[party.id] = row[10]
            if not same(row[10], own[fuller.get(party.id, party.id)]):
                self._fault(f"{version.where}/{told_of(row[2])}", "the party is taken to be another one than its article tells")
        expected = itertools.chain(*member_rows(version.id, parties, identities))
        if sorted(map(repr, map(tuple, members))) != sorted(map(repr, expected)):
            self._fault(version.where, "the members of its groups are not the parties that it names")
        keys = {own[party.id]: key_of(party.name, party.kind) for party, _ in named}
        apart = {id: self._apart[keys[one]] for id, one in identities.items() if self._apart.get(keys.get(one, ("", "")))}
        cast = Cast(identities, apart, parties, self._party_of)
        for party, _ in named:
            for name, words in names_in(party).items():
                identity = cast.identity(party.id, words) or identities[party.id]
                if name not in self._parted_names and hash((name, identity)) not in self._names:
                    self._fault(f"{version.where}/{party.id}", f"the party is not found by its name {words}")
        return cast, parties

    def _party_of(self, key: Key) -> int:
        held = self.database.rows("SELECT id FROM parties WHERE folded = ? AND kind = ?", key)
        return int(held[0][0]) if held else _NOBODY

    # Statements.

    def _statements(self, version: _Version, cast: Cast | None, read: list[Statement]) -> Iterator[Entry]:
        """Check the statements, and give the entries that the index should hold; ``read`` gets those that can be read."""
        self._marks = {}
        if type(version.first) is not int or type(version.count) is not int or not 0 <= version.first < 2**62:
            return  # its facts are not those that were written, and there is nowhere to look
        between = (version.first, min(version.first + version.count - 1, self._last))
        rows = self.database.rows(self._statements_between, between)
        if not same(len(rows), version.count):
            self._fault(version.where, f"holds {len(rows)} statements where {version.count} were written")
        for row in rows:
            where = f"{version.where}/{told_of(row[_EVIDENCE])}"
            statement = _read_statement(row[_EVIDENCE:], version.text)
            if statement is None:
                self._fault(where, "its evidence cannot be read")
                continue
            read.append(statement)
            if row[_EVIDENCE - 1] is not None:
                self._marks[statement.id] = row[_EVIDENCE - 1]
            found = wordings.wording(statement)
            detail = "; ".join(self._statement(row, version, cast, statement, found))
            if detail:
                self._fault(where, detail)
            entry = _entry(row, version, found.words)
            if entry:
                yield entry

    def _statement(
        self, row: Row, version: _Version, cast: Cast | None, statement: Statement, found: wordings.Wording
    ) -> Iterator[str]:
        """What is wrong with a statement: its evidence, or what is understood of it."""
        _, of, checksum, *understood = row[:7]
        day, state, words, wire, wording = row[7:12]
        if not same(written.evidence_checksum(row[_EVIDENCE:], statement), checksum):
            spans = ", ".join(f"{span.start}-{span.end} {span.text[:40]!r}" for span in statement.content)
            yield f"a span no longer holds its words, or its evidence was altered: its content is {spans} now"
            return
        if not (same(len(found.words), words) and same(found.hash, wording)):
            yield "its words are not counted, or not compared with those of copies, as they stand"
        if not same(of, version.id) or not same(f"{day:08}" if type(day) is int else day, version.day):
            yield "it is listed under another version, or another day"
        if state not in range(8) or type(state) is not int or bool(state & SUPERSEDED) != (version.latest != version.id):
            yield "it counts for the latest version of its article, or not, where the article says otherwise"
        if type(state) is int and bool(state & UNSAID) != (statement.said != "said"):
            yield "it counts among what was said, or not, where its article says otherwise"
        if wire is not None and not same(self._wordings.setdefault(wire, wording), wording):
            yield "it is on one wire with a statement of other words"
        left_open = open_number(statement.speaker) if self._opened and understood[0] is None else None
        if not same(left_open, row[_EVIDENCE - 2]):
            yield "it is counted among those whose speaker is left open, or not, for another reason than its words give"
        if cast is not None and not self._is_said(understood, cast, statement):
            yield "its speaker, its addressee, its relay or those it mentions are not the parties that its article names"

    def _is_said(self, understood: Sequence[Any], cast: Cast, statement: Statement) -> bool:
        """Whether the parties are those that they are taken to be; or one of them was parted from another since."""
        said = cast.said(statement)
        columns = said.columns()
        if columns == tuple(understood) and all(map(same, columns, understood)):
            return True
        if not self._parted:
            return False
        speaker, addressee, relay, about = understood
        there = {speaker, addressee, *_listed(relay), *_listed(about)}
        return not self._parted.isdisjoint(there ^ {said.speaker, said.addressee, *said.relay, *said.about})


def _headlines(told: Sequence[Any], text: str) -> list[Headline]:
    try:
        return chronicling.headlines_of(written.read_paragraphs(told[_PARAGRAPHS]), text)
    except BROKEN:  # the facts are not those that were written, which is named already
        return []


def _listed(parties: Any) -> list[Any]:
    return written.array(parties) if parties else []


def _entry(row: Row, version: _Version, words: tuple[str, ...]) -> Entry | None:
    """What the index should hold of a statement as it stands; None where it is not said, or nobody can tell."""
    id, _, _, speaker, addressee, relay, about, day, state, *_ = row
    try:
        return said_of(speaker, addressee, relay, about).entry(
            id, row[12], row[13], Dated(version.outlet, day).marks(), state, words, row[-1]
        )
    except BROKEN:  # an altered row, named already
        return None


def _read_statement(evidence: Row, text: str) -> Statement | None:
    try:
        return written.read_statement(evidence, text)
    except BROKEN:
        return None


def _unnamed(database: Database, versions: Sequence[int]) -> Iterator[Row]:
    """The rows of ``unnamed``, as ``_PARTIES`` has those of parties with names."""
    return ((*row, 0, None, None) for row in unnamed.rows_of(database, versions))


def _named(group: int, members: Sequence[Row], appearances: Sequence[Row]) -> list[Any]:
    """The ids of a group's members, as they stand."""
    names = {row[1]: row[2] for row in appearances}
    held = [(place, names.get(member)) for _, number, place, member, *_ in members if number == group]
    return [name for _, name in sorted(held, key=lambda one: one[0])]


def _read_party(row: Row, number: int, text: str, members: Sequence[Any]) -> Party | None:
    """The party, where it is the one that was written."""
    _, place, name, spelled, kind, role, mentions, checksum, named, *_ = row
    try:
        ids = tuple(written.unpacked(member) or "" for member in members)
        party = written.read_party(name, spelled, kind, role, mentions, text, ids, bool(named))
        words = map(written.packed, (party.id, party.name, party.role))
        as_written = (number, *words, written.mentions_row(party))
    except BROKEN:
        return None
    unchanged = repr(as_written) == repr((place, name, spelled, role, mentions))
    return party if unchanged and same(written.party_checksum(party), checksum) else None
