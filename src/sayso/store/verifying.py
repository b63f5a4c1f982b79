"""A store -> what in it no longer holds: each text, hash, span, row and index entry that is not as it was written.

What is written once (texts, facts, evidence, captures, corrections) has a checksum. What is worked out (who is who, the words
that copies share, days, the index) is worked out again, as it was when it was kept: a Sayso that works it out in another way
needs a migration that does so for all. Nothing here trusts a row: a number may stand where a text was, and a half of a list.
"""

from __future__ import annotations

import hashlib
import itertools
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sayso.questions import folded
from sayso.record import Party, Statement
from sayso.store import rows as written, seals, unnamed
from sayso.store.casts import Cast, fuller_names, names_in
from sayso.store.contract import Fault
from sayso.store.correcting import corrections, understanding
from sayso.store.database import Database, Entry, Row
from sayso.store.entries import SUPERSEDED, UNSAID, Dated, said_of
from sayso.store.errors import BROKEN, DamagedError
from sayso.store.finding import selected
from sayso.store.memberships import member_rows, rows_of
from sayso.store.migrations import MEMBERS, MIGRATIONS, TALLIED, UNNAMED, evidence, facts, schema
from sayso.store.understanding import Key, key_of, name_key

CHUNK = 100  # versions read at a time
SEALED = 5  # the schema from which on there are checksums of all that cannot be worked out again
_COUNT = {"bands": "SELECT (SELECT count(*) FROM bands) + (SELECT count(*) FROM recent_bands)"}
COUNTED = tuple(name for name in TALLIED if name != "statements")  # these are numbered by version


def verify(database: Database, progress: Callable[[int], None]) -> Iterator[Fault]:
    """Check everything; a fault for each thing that no longer holds. ``progress`` is told how many versions are done."""
    sealed = schema(database) >= SEALED
    checks: list[Iterator[Fault]] = [
        _verify_file(database),
        _verify_numbers(database),
        _verify_references(database),
        _verify_seals(database, sealed),
        *(_verify_rows(database, table) for table in seals.ROWS if sealed or table == "captures"),
        _verify_lists(database),
        _verify_bands(database, sealed),
        _verify_versions(database, sealed, progress),
    ]
    for check in checks:
        yield from _whatever_stands(database, check)


def _whatever_stands(database: Database, check: Iterator[Fault]) -> Iterator[Fault]:
    """The faults that a check finds; and where it cannot go on, since nothing can be made of what stands there, that."""
    try:
        for fault in check:
            yield Fault(_legible(fault.where), _legible(fault.detail))
    except DamagedError as error:
        yield Fault(database.name, _legible(str(error).removeprefix(f"{database.name}: ")))
    except BROKEN as error:
        yield Fault(database.name, _legible(f"rows were altered, and cannot be checked ({error})"))


def _legible(words: str) -> str:
    """The words as any terminal takes them: half surrogates stand for bytes that are no text."""
    return words.encode("utf-8", "backslashreplace").decode()


# -- rows, and how many ---------------------------------------------------------------------------------------------------


def _verify_file(database: Database) -> Iterator[Fault]:
    for words in database.check():
        yield Fault(database.name, words)


def _verify_numbers(database: Database) -> Iterator[Fault]:
    rows = database.rows("SELECT name, value FROM tallies")
    tallies: dict[Any, Any] = dict(rows)
    for table in COUNTED:
        ((count,),) = database.rows(_COUNT.get(table, f"SELECT count(*) FROM {table}"))
        if not _same(count, tallies.get(table)):
            yield Fault(f"table {table}", f"holds {count} rows where {tallies.get(table)} were written")
    ((last,),) = database.rows("SELECT COALESCE(MAX(first_statement + statements - 1), 0) FROM versions")
    if not _same(last, tallies.get("statements")):
        yield Fault("table tallies", f"counts {tallies.get('statements')} statements where {last} were numbered")
    strange = [name for name in tallies if name not in (*TALLIED, *seals.SEALS)]
    if strange or len(tallies) != len(rows):
        yield Fault("table tallies", f"holds a row that Sayso never wrote: {strange}")
    steps = [(step.number, step.name) for step in MIGRATIONS]
    held = database.rows("SELECT number, name FROM migrations ORDER BY number")
    if held != steps[: len(held)]:
        yield Fault("table migrations", "is not the list of steps that made the store")


def _verify_references(database: Database) -> Iterator[Fault]:
    """Rows that lead nowhere."""
    taken = schema(database)
    for where, sql in _LOST.items():
        if where in _SINCE and taken < _SINCE[where]:
            continue
        for (what,) in database.rows(sql):
            yield Fault(where, f"{_told(what)}: leads to a row that is not there")


_LOST = {
    "table articles": "SELECT a.address FROM articles a LEFT JOIN versions v ON v.id = a.latest AND v.article = a.id "
    "WHERE v.id IS NULL",
    "table versions": "SELECT v.id FROM versions v LEFT JOIN articles a ON a.id = v.article WHERE a.id IS NULL",
    "table captures": "SELECT c.address FROM captures c LEFT JOIN versions v ON v.id = c.version "
    "WHERE c.version IS NOT NULL AND v.id IS NULL",
    "table texts": "SELECT t.version FROM texts t LEFT JOIN versions v ON v.id = t.version WHERE v.id IS NULL",
    "table statements": "SELECT s.id FROM statements s LEFT JOIN versions v ON v.id = s.version "
    "WHERE v.id IS NULL OR s.id < v.first_statement OR s.id >= v.first_statement + v.statements",
    "table appearances": "SELECT n.name FROM appearances n LEFT JOIN versions v ON v.id = n.version WHERE v.id IS NULL",
    "table members": "SELECT m.version FROM members m LEFT JOIN versions v ON v.id = m.version WHERE v.id IS NULL",
    "table unnamed": "SELECT n.name FROM unnamed n LEFT JOIN versions v ON v.id = n.version WHERE v.id IS NULL",
    "table unnamed_members": "SELECT m.version FROM unnamed_members m LEFT JOIN versions v ON v.id = m.version "
    "WHERE v.id IS NULL",
    "table parties": "SELECT p.name FROM parties p LEFT JOIN party_names n ON n.party = p.id AND n.folded = p.folded "
    "LEFT JOIN parties r ON r.id = p.same_as WHERE n.party IS NULL OR (p.same_as IS NOT NULL AND r.id IS NULL)",
    "table party_names": "SELECT n.name FROM party_names n LEFT JOIN parties p ON p.id = n.party WHERE p.id IS NULL",
    # A wire goes by the number of one of its statements, which is on it as long as it is there.
    "column statements.wire": "SELECT s.id FROM statements s JOIN statements w ON w.id = s.wire "
    "WHERE s.wire IS NOT NULL AND COALESCE(w.wire, 0) <> s.wire",
}
# From which schema on there are tables that an older store lacks.
_SINCE = {"table members": MEMBERS.number, "table unnamed": UNNAMED.number, "table unnamed_members": UNNAMED.number}


def _verify_seals(database: Database, sealed: bool) -> Iterator[Fault]:
    """What has one checksum for all of it."""
    held = seals.sealed(database, seals.CORRECTIONS)
    if not _same(held, seals.of_corrections(database)) and (sealed or held is not None):
        yield Fault("table corrections", "a correction is not as it was made")
    if sealed and not _same(seals.sealed(database, seals.SCHEMA), seals.of_schema(database)):
        yield Fault("the schema", "the SQL of a table, a view or an index is not the one that made it")


def _verify_rows(database: Database, table: str) -> Iterator[Fault]:
    """Rows that are not as they were written."""
    keys, columns = seals.ROWS[table]
    for checksum, *row in database.each(f"SELECT checksum, {', '.join(columns)} FROM {table}"):
        if not _same(checksum, written.crc(*row)):
            named = row[0] if table == "captures" else f"table {table}, {' '.join(map(_told, row[:keys]))}"
            yield Fault(_told(named), f"the row of table {table} is not as it was written")


def _verify_lists(database: Database) -> Iterator[Fault]:
    """Names that are not compared as they are written: nobody, or nothing, is found by them."""
    for table, sql, is_key in (
        ("outlets", "SELECT id, name, folded FROM outlets", _is_outlet),
        ("parties", "SELECT id, name, folded FROM parties", _is_key),
        ("party_names", "SELECT party, name, folded FROM party_names", _is_key),
    ):
        for id, name, key in database.each(sql):
            if not _holds(is_key, name, key):
                yield Fault(f"table {table}, {_told(id)}", f"{_told(name)} is compared as {_told(key)}")
    for id, kind in database.each("SELECT id, kind FROM parties"):
        if not _holds(written.party_kind, kind):
            yield Fault(f"table parties, {_told(id)}", f"is of a kind that is none: {_told(kind)}")


def _is_outlet(name: Any, key: Any) -> bool:
    return _same(folded((written.unpacked(name) or "")[:2000])[:300], key)


def _is_key(packed: Any, key: Any) -> bool:
    """Whether a name is compared so; what is left of "The The Band" without "The" is a name as it stands."""
    name = written.unpacked(packed) or ""
    return _same(name_key(name), key) or key in (name, name_key(f"the {name}"))


def _verify_bands(database: Database, sealed: bool) -> Iterator[Fault]:
    versions = {id for (id,) in database.rows("SELECT id FROM versions")}
    total = 0
    for table in ("bands", "recent_bands"):
        strange = 0
        for row in database.each(f"SELECT band, version FROM {table}"):
            total += written.crc(*row)
            strange += row[1] not in versions
        if strange:
            yield Fault(f"table {table}", f"{strange} rows lead to a row that is not there")
    if sealed and not _same(total, seals.sealed(database, seals.BANDS)):
        yield Fault("table bands", "a row of it, or of table recent_bands, is not as it was written")


# -- versions, with all that stands in them -------------------------------------------------------------------------------

_FACTS = len(written.FACT_COLUMNS)
_VERSIONS = """SELECT v.id, a.latest, v.checksum, t.text, {facts},
  a.address, v.number, v.captured, v.day, o.name, v.made_by, v.web, v.text_sha256, v.fingerprint,
  v.first_statement, v.statements, v.parties, v.outlet
  FROM versions v LEFT JOIN articles a ON a.id = v.article LEFT JOIN outlets o ON o.id = v.outlet
  LEFT JOIN texts t ON t.version = v.id WHERE v.id IN ({{}})"""
_STATEMENTS = """SELECT s.id, s.version, s.checksum, s.speaker, s.addressee, s.relay, s.about, s.day, s.state, s.words, s.wire,
  s.wording, s.act, s.manner, {evidence}
  FROM statements s LEFT JOIN acts a ON a.id = s.act WHERE s.id BETWEEN ? AND ? ORDER BY s.id"""
_PARTIES = """SELECT n.version, n.number, n.name, COALESCE(n.spelled, p.name), p.kind, n.role, n.mentions, n.checksum,
  1 AS named, n.party, n.identity FROM appearances n LEFT JOIN parties p ON p.id = n.party WHERE n.version IN ({})
  ORDER BY n.version, n.number"""
_NOBODY = -1  # a party that was never read
_EVIDENCE = 14  # where a statement's evidence begins in its row


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


def _verify_versions(database: Database, sealed: bool, progress: Callable[[int], None]) -> Iterator[Fault]:
    yield from _Versions(database, sealed, progress).verify()


class _Versions:
    """The check of all versions, some at a time, with what it needs of the whole store."""

    def __init__(self, database: Database, sealed: bool, progress: Callable[[int], None]) -> None:
        self.database, self.sealed, self.progress = database, sealed, progress
        self._faults: list[Fault] = []
        self._wordings: dict[int, int] = {}  # of each wire
        self._statements_between = _STATEMENTS.format(evidence=evidence(database))
        self._versions = _VERSIONS.format(facts=facts(database))
        ((last,),) = database.rows("SELECT COALESCE(MAX(id), 0) FROM statements")
        numbered = seals.sealed(database, "statements")
        self._last = min(last, numbered) if type(numbered) is int else last
        # Who is who is known where corrections can be read; what splits have touched is held against the index alone, for what
        # they parted then may have got a party of its own name since.
        try:
            self._apart: Mapping[Key, Mapping[str, Key]] = understanding(database).apart
            parted = {name_key(made.other[0]) for made in corrections(database) if made.kind == "split" and made.other}
        except BROKEN:
            self._apart, parted = {}, set()
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
        return f"{_told(address)}#{number}/{_told(name)}"

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
            for row in selected(self.database, self._versions, some):
                try:
                    yield from self._version(row, unnamed.by_number(appearances[row[0]]), members[row[0]])
                except BROKEN as error:
                    self._faults.append(Fault(f"version {row[0]}", f"its rows were altered, and cannot be checked ({error})"))
            self.progress(min(at + CHUNK, len(ids)))

    def _version(self, row: Row, appearances: Sequence[Row], members: Sequence[Row]) -> Iterator[Entry]:
        id, latest, checksum, packed, *rest = row
        told, place, made = rest[:_FACTS], tuple(rest[_FACTS : _FACTS + 5]), tuple(rest[_FACTS + 5 : _FACTS + 9])
        held, outlet = tuple(rest[_FACTS + 9 : _FACTS + 12]), rest[-1]
        address, number, captured, day, outlet_name = place
        where = f"{_told(address)}#{number}"
        if self.sealed:
            same = written.version_checksum(told, place, made, held)
        else:
            same = written.facts_checksum(told, outlet_name, captured, made[2], made[3])
        if not _same(same, checksum):
            self._fault(where, "the facts of the article are not those that were written")
        if not _holds(lambda: _same(written.day_of(written.unpacked(told[3]), captured), day)):
            self._fault(where, f"is listed under the day {_told(day)}, which is not its own")
        if packed is None:
            self._fault(where, "its text is not there")
            return
        text = _text(packed)
        if hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() != made[2]:
            self._fault(where, "the text is not the one that was read: its SHA-256 differs")
        elif not _same(written.packed(text), packed):
            self._fault(where, "the text is not written as it was")
        version = _Version(id, where, latest, text, day.replace("-", "") if isinstance(day, str) else day, outlet, *held)
        cast = self._cast(version, appearances, members)
        yield from self._statements(version, cast)

    def _fault(self, where: str, detail: str) -> None:
        self._faults.append(Fault(where, detail))

    # Parties.

    def _cast(self, version: _Version, appearances: Sequence[Row], members: Sequence[Row]) -> Cast | None:
        """Check the parties of a version; who they are across articles, as far as they can be read."""
        if not _same(len(appearances), version.parties):
            self._fault(version.where, f"holds {len(appearances)} parties where {version.parties} were written")
        parties: list[Party] = []
        for number, row in enumerate(appearances, 1):
            party = _read_party(row, number, version.text, _named(number, members, appearances))
            if party is None:
                detail = "the party, or one of its mentions, no longer holds its words"
                self._fault(f"{version.where}/{_told(row[2])}", detail)
            else:
                parties.append(party)
        if len(parties) < len(appearances):
            return None
        named = [(party, row) for party, row in zip(parties, appearances, strict=True) if party.named]
        own, fuller = {party.id: row[9] for party, row in named}, fuller_names(parties)
        identities: dict[str, int] = {}
        for party, row in named:
            identities[party.id] = row[10]
            if not _same(row[10], own[fuller.get(party.id, party.id)]):
                self._fault(f"{version.where}/{_told(row[2])}", "the party is taken to be another one than its article tells")
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
        return cast

    def _party_of(self, key: Key) -> int:
        held = self.database.rows("SELECT id FROM parties WHERE folded = ? AND kind = ?", key)
        return int(held[0][0]) if held else _NOBODY

    # Statements.

    def _statements(self, version: _Version, cast: Cast | None) -> Iterator[Entry]:
        if type(version.first) is not int or type(version.count) is not int or not 0 <= version.first < 2**62:
            return  # its facts are not those that were written, and there is nowhere to look
        between = (version.first, min(version.first + version.count - 1, self._last))
        rows = self.database.rows(self._statements_between, between)
        if not _same(len(rows), version.count):
            self._fault(version.where, f"holds {len(rows)} statements where {version.count} were written")
        for row in rows:
            where = f"{version.where}/{_told(row[_EVIDENCE])}"
            statement = _read_statement(row[_EVIDENCE:], version.text)
            if statement is None:
                self._fault(where, "its evidence cannot be read")
                continue
            found = written.wording(statement)
            detail = "; ".join(self._statement(row, version, cast, statement, found))
            if detail:
                self._fault(where, detail)
            entry = _entry(row, version, found.words)
            if entry:
                yield entry

    def _statement(
        self, row: Row, version: _Version, cast: Cast | None, statement: Statement, found: written.Wording
    ) -> Iterator[str]:
        """What is wrong with a statement: its evidence, or what is understood of it."""
        _, of, checksum, *understood = row[:7]
        day, state, words, wire, wording = row[7:12]
        if not _same(written.evidence_checksum(row[_EVIDENCE:], statement), checksum):
            spans = ", ".join(f"{span.start}-{span.end} {span.text[:40]!r}" for span in statement.content)
            yield f"a span no longer holds its words, or its evidence was altered: its content is {spans} now"
            return
        if not (_same(len(found.words), words) and _same(found.hash, wording)):
            yield "its words are not counted, or not compared with those of copies, as they stand"
        if not _same(of, version.id) or not _same(f"{day:08}" if type(day) is int else day, version.day):
            yield "it is listed under another version, or another day"
        if state not in range(8) or type(state) is not int or bool(state & SUPERSEDED) != (version.latest != version.id):
            yield "it counts for the latest version of its article, or not, where the article says otherwise"
        if type(state) is int and bool(state & UNSAID) != (statement.said != "said"):
            yield "it counts among what was said, or not, where its article says otherwise"
        if wire is not None and not _same(self._wordings.setdefault(wire, wording), wording):
            yield "it is on one wire with a statement of other words"
        if cast is not None and not self._is_said(understood, cast, statement):
            yield "its speaker, its addressee, its relay or those it mentions are not the parties that its article names"

    def _is_said(self, understood: Sequence[Any], cast: Cast, statement: Statement) -> bool:
        """Whether the parties are those that they are taken to be; or one of them was parted from another since."""
        said = cast.said(statement)
        columns = said.columns()
        if columns == tuple(understood) and all(map(_same, columns, understood)):
            return True
        if not self._parted:
            return False
        speaker, addressee, relay, about = understood
        there = {speaker, addressee, *_listed(relay), *_listed(about)}
        return not self._parted.isdisjoint(there ^ {said.speaker, said.addressee, *said.relay, *said.about})


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
    same = repr(as_written) == repr((place, name, spelled, role, mentions))
    return party if same and _same(written.party_checksum(party), checksum) else None


# -- what stands in rows --------------------------------------------------------------------------------------------------


def _same(one: Any, other: Any) -> bool:
    """Whether two values are one, of one kind: 1 is neither 1.0 nor "1"."""
    return type(one) is type(other) and one == other


def _holds(condition: Callable[..., Any], *values: Any) -> bool:
    try:
        return bool(condition(*values))
    except BROKEN:
        return False


def _text(packed: Any) -> str:
    """A text as it reads, or as it stands where that cannot be told."""
    try:
        return written.unpacked(packed) or ""
    except BROKEN:
        return packed if isinstance(packed, str) else ""


def _told(value: Any) -> str:
    """What stands in a row, for a message."""
    return _text(value) if isinstance(value, str) else repr(value)
