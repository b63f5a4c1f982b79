"""Which articles are to be removed -> their rows, the pages that they came from, and what goes with them.

What nothing else names goes: parties, names, corrections. A correction of parties stays as long as one of those that it is of,
or of those that other corrections make one with them, is named in an article that stays.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from sayso.questions import folded
from sayso.store import rows as written
from sayso.store.amendments import corrections, known_key
from sayso.store.changes import read_change
from sayso.store.database import Database, Row
from sayso.store.errors import StoreError
from sayso.store.finding import names, selected
from sayso.store.keys import short_key
from sayso.store.locating import key_of, known_as
from sayso.store.parting import Parts
from sayso.store.understanding import ABOUT_EVENTS, Key, Understanding, key_of as party_key
from sayso.store.values import Correction, Leaving, Loss, Selection

OF_PARTIES = ("merge", "split", "rename")
_LAST = "\U0010ffff"


class Text(NamedTuple):
    """A version that goes."""

    id: int
    article: int
    number: int
    first_statement: int
    statements: int
    first_passage: int | None


@dataclass(slots=True)
class Chosen:
    """What goes. ``touched`` are the parties that it names; ``standing`` those of them, and of those that corrections name,
    that something else names. ``pages`` are keys of ``captures``; ``passing`` the corrections that go."""

    articles: dict[int, str] = field(default_factory=dict)  # addresses by id
    texts: list[Text] = field(default_factory=list)
    pages: list[tuple[str, str]] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    met: dict[int, set[str]] = field(default_factory=dict)
    touched: set[int] = field(default_factory=set)
    standing: set[int] = field(default_factory=set)
    passing: list[Correction] = field(default_factory=list)

    @property
    def versions(self) -> list[int]:
        """The ids of the texts."""
        return [text.id for text in self.texts]


def chosen(database: Database, selection: Selection) -> Chosen:
    """What is to go. Raises StoreError where the store has nothing of an address, an outlet or an input."""
    found = Chosen()
    articles, refused = _articles(database, selection)
    for id, address in selected(database, "SELECT id, address FROM articles WHERE id IN ({})", articles):
        found.articles[id] = written.unpacked(address) or ""
    sql = """SELECT id, article, number, first_statement, statements, first_passage FROM versions WHERE article IN ({})
      ORDER BY id"""
    found.texts = sorted(map(Text._make, selected(database, sql, articles)))
    _find_pages(database, found, refused)
    _find_parties(database, found)
    return found


# Which articles.


def _articles(database: Database, selection: Selection) -> tuple[set[int], set[str]]:
    """The ids of the articles, and the addresses at which a page was refused."""
    narrowed: list[set[int]] = []
    refused: list[set[str]] = []
    if selection.addresses:
        parts = [_at(database, address) for address in selection.addresses]
        narrowed.append({id for ids, _ in parts for id in ids})
        refused.append({address for _, addresses in parts for address in addresses})
    if selection.input is not None:
        ids, addresses = _of_input(database, selection.input)
        narrowed.append(ids)
        refused.append(addresses)
    if selection.outlet is not None:
        narrowed.append(_of_outlet(database, selection.outlet))
        refused.append(set())  # nobody knows who published what was refused
    if not narrowed:
        raise StoreError(f"{database.name}: nothing is named that is to be removed.")
    return set.intersection(*narrowed), set.intersection(*refused)


def _at(database: Database, given: str) -> tuple[set[int], set[str]]:
    """The articles at an address, at the beginning of one, of a key, or that were met there; where pages were refused there."""
    if given.endswith("*"):
        begin = known_as(given.removesuffix("*"))
        between = (begin, begin + _LAST)
        ids = {id for (id,) in database.rows("SELECT id FROM articles WHERE address >= ? AND address < ?", between)}
        condition, values = "c.address >= ? AND c.address < ?", list(between)
    elif key := key_of(database, given):
        return {key.article}, set()
    else:
        ids, condition, values = set(), "c.address = ?", [known_as(given)]
    met, refused = _met(database, condition, values)
    if not (ids or met or refused):
        raise StoreError(f"{database.name}: has no article at {given}; nothing is removed.")
    return (ids | met if given.endswith("*") or not ids else ids), refused


def _met(database: Database, condition: str, values: Sequence[str]) -> tuple[set[int], set[str]]:
    """The articles of the pages that were met so, and the addresses of those that were refused."""
    sql = f"""SELECT v.article, c.address FROM captures c LEFT JOIN versions v ON v.id = c.version WHERE {condition}"""
    rows = database.rows(sql, values)
    return {article for article, _ in rows if article is not None}, {address for article, address in rows if article is None}


def _of_input(database: Database, given: str) -> tuple[set[int], set[str]]:
    """The articles that were read from a file, from a folder or from what is in an archive ("crawl.warc.gz:81920")."""
    plain = given.removeprefix("./").rstrip("/") or given
    marks = {known_as(one) for one in (plain, f"./{plain}", given)}
    found, refused = set[int](), set[str]()
    for mark in sorted(marks):
        values = [value for sign in ("/", ":") for value in (f"{mark}{sign}", f"{mark}{sign}{_LAST}")]
        so = "{0} = ? OR ({0} > ? AND {0} < ?) OR ({0} > ? AND {0} < ?)"
        ids, addresses = _met(database, so.format("c.address"), [mark, *values])
        found |= ids
        refused |= addresses
        sql = f"SELECT article FROM versions WHERE {so.format('input')}"
        found |= {id for (id,) in database.rows(sql, [mark, *values])}
    if not (found or refused):
        raise StoreError(f"{database.name}: nothing was read from {given}; nothing is removed.")
    return found, refused


def _of_outlet(database: Database, name: str) -> set[int]:
    outlets = [id for (id,) in database.rows("SELECT id FROM outlets WHERE folded = ?", (folded(name[:2000])[:300],))]
    found = {id for (id,) in selected(database, "SELECT DISTINCT article FROM versions WHERE outlet IN ({})", outlets)}
    if not found:
        raise StoreError(f"{database.name}: has no article of an outlet {name}; nothing is removed.")
    return found


# What goes with them.


def _find_pages(database: Database, found: Chosen, refused: Collection[str]) -> None:
    """The captures of the articles, and those that were refused at the same addresses."""
    of = {text.id: text.article for text in found.texts}
    sql = "SELECT address, page_sha256, version FROM captures WHERE version IN ({})"
    for address, page, version in selected(database, sql, of):
        found.pages.append((address, page))
        met = written.unpacked(address) or ""
        if met != found.articles[of[version]]:
            found.met.setdefault(of[version], set()).add(met)
    addresses = {address for address, _ in found.pages} | {known_as(one) for one in found.articles.values()} | {*refused}
    sql = "SELECT address, page_sha256 FROM captures WHERE version IS NULL AND address IN ({})"
    found.refused = sorted((address, page) for address, page in selected(database, sql, addresses))


def _find_parties(database: Database, found: Chosen) -> None:
    """Whom the articles name, who of these stays, and which corrections go."""
    sql = "SELECT identity, party FROM appearances WHERE version IN ({})"
    found.touched = {id for row in selected(database, sql, found.versions) for id in row}
    made = corrections(database)
    groups = list(_groups(database, [one for one in made if one.kind in OF_PARTIES]))
    ids = {key: id for keys, _ in groups for key in keys if (id := _id(database, key)) is not None}
    addresses, keys = {*found.articles.values()}, _event_keys(database, found.versions)
    found.passing = [one for one in made if _is_of(one, addresses, keys)]
    found.touched |= {id for one in found.passing for key in _named_in(one) if (id := _id(database, key)) is not None}
    found.touched |= _of_nothing(database) - {*ids.values()}
    found.standing = standing(database, found.touched | {*ids.values()}, found.versions)
    for group, some in groups:
        members = {ids[key] for key in group if key in ids}
        if members & found.touched and not members & found.standing:
            found.passing += some
            found.touched |= members
        elif members & found.touched:
            found.standing |= members  # their rows are what the corrections are kept by
    numbers = {str(one.number) for one in found.passing}
    for one in made:  # each stands behind what it takes back
        if one.kind == "undo" and one.name in numbers and str(one.number) not in numbers:
            found.passing.append(one)
            numbers.add(str(one.number))


def _named_in(correction: Correction) -> set[Key]:
    """Whom a correction of a statement names: also where it was taken back, and its article names them no more."""
    if correction.change is None:
        return set()
    change = read_change(correction.change)
    forms = [form for form in (change.to, change.was) if form]
    voices = [who for form in forms for who in (form.speaker, form.addressee, *form.relay) if who]
    return {party_key(*who.party) for who in voices if who.party and who.named}


def _of_nothing(database: Database) -> set[int]:
    """The parties that no text has any longer, as it is read now: an earlier reading, or a correction, may have named them."""
    found = {id for (id,) in database.rows("SELECT id FROM parties")}
    found -= {id for (id,) in database.rows("SELECT DISTINCT identity FROM appearances")}
    return found - {id for (id,) in database.rows("SELECT party FROM appearances WHERE party <> identity")}


def standing(database: Database, parties: Collection[int], leaving: Collection[int]) -> set[int]:
    """Those of these parties that versions name which do not leave, by whatever name of theirs."""
    everywhere: Counter[int] = Counter()
    sql = "SELECT identity, count(*) FROM appearances WHERE identity IN ({}) GROUP BY identity"
    everywhere.update(dict(selected(database, sql, parties)))
    sql = "SELECT identity FROM appearances WHERE version IN ({})"
    going = Counter(id for (id,) in selected(database, sql, leaving))
    out = {*leaving}
    # A shorter name is a party of its own, which its article takes to be another: few rows, without an index.
    shorter = database.rows("SELECT party, version FROM appearances WHERE party <> identity")
    own = {party for party, version in shorter if version not in out}
    return {id for id in parties if everywhere[id] > going[id] or id in own}


def _groups(database: Database, made: Sequence[Correction]) -> Iterator[tuple[list[Key], list[Correction]]]:
    """The corrections of parties, those together that have to do with each other, with the parties that they are of."""
    parts, held, of = Parts[Key](), Understanding(), dict[int, Key]()
    keys: list[Key] = []

    def known(key: Key) -> bool:
        return known_key(database, key)

    for one in made:
        named = [party_key(*party) for party in (one.party, one.other) if party]
        named = [key if known(key) else held.named(key) for key in named]
        of[one.number] = named[0]
        keys += named
        for other in named[1:]:
            parts.join(named[0], other)
        held.take(one, known)
    for part in parts.of(dict.fromkeys(keys)):
        yield part, [one for one in made if of[one.number] in part]


def _id(database: Database, key: Key) -> int | None:
    rows = database.rows("SELECT id FROM parties WHERE folded = ? AND kind = ?", key)
    return int(rows[0][0]) if rows else None


def _event_keys(database: Database, versions: Collection[int]) -> set[str]:
    """The keys by which what these versions have of events and undertakings is known."""
    tables = ("events", "undertakings", "together")
    queries = (f"SELECT key FROM {table} WHERE version IN ({{}})" for table in tables)
    return {key for sql in queries for (key,) in selected(database, sql, versions)}


def _is_of(one: Correction, addresses: Collection[str], keys: Collection[str]) -> bool:
    """Whether a correction is of what goes: of an article's address, or of the key of an event or an undertaking."""
    if one.kind in OF_PARTIES:
        return False
    if one.kind in ABOUT_EVENTS:
        return one.statement in keys or (one.kind != "set-state" and one.name in keys)
    return address_in(one.statement) in addresses


def address_in(statement: str | None) -> str | None:
    """The address in what a correction of a statement is kept by; None where there is none.

    >>> address_in('["https://outlet.example/1","ab…",[0,9],null]')
    'https://outlet.example/1'
    """
    try:
        held = json.loads(statement or "")
    except ValueError:
        return None
    return held[0] if isinstance(held, list) and held and isinstance(held[0], str) else None


# What is told of it.


def loss(database: Database, found: Chosen) -> Loss:
    """What goes, as a person is shown it."""
    facts: dict[int, Row] = {
        row[0]: row[1:]
        for row in selected(
            database,
            "SELECT a.id, v.headline, o.name, v.published FROM articles a JOIN versions v ON v.id = a.latest "
            "LEFT JOIN outlets o ON o.id = v.outlet WHERE a.id IN ({})",
            found.articles,
        )
    }
    versions = Counter(text.article for text in found.texts)
    statements: Counter[int] = Counter()
    for text in found.texts:
        statements[text.article] += text.statements
    articles = [
        Leaving(
            key=short_key(id),
            address=address,
            headline=written.unpacked(facts[id][0]),
            outlet=written.unpacked(facts[id][1]),
            published=written.unpacked(facts[id][2]),
            versions=versions[id],
            statements=statements[id],
            met=tuple(sorted(found.met.get(id, ()))),
        )
        for id, address in sorted(found.articles.items())
    ]
    passing = sorted(found.passing, key=lambda one: one.number)
    return Loss(tuple(articles), tuple(_vanishing(database, found)), tuple(passing), len(found.refused))


def _vanishing(database: Database, found: Chosen) -> Iterable[str]:
    """The names of the parties that nothing else names, each once for all that are one with it."""
    sql = "SELECT identity FROM appearances WHERE version IN ({})"
    shown = {id for (id,) in selected(database, sql, found.versions)} - found.standing
    return sorted({name for _, name in names(database, shown).values()})
