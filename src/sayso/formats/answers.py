"""A kept version -> what every export says of it: what answers, its parties by their names across articles, ids."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from sayso.record import Event, Party, Statement, Undertaking
from sayso.store import Version

TERMS = "urn:sayso:terms:"  # what the linked-data forms call Sayso's own words by

# Whose name is a name: "Ana Dovrel", "the Norvanian Ministry of Trade". A group's, a document's or an unknown party's is the
# article's wording: "two people familiar with the talks".
NAMED_KINDS = ("person", "organisation", "government", "place")
NAME_WORDS = 6  # longer ones are a description that was taken for a name


def answering(version: Version) -> tuple[Statement, ...]:
    """The statements that answer the question that the version came for, in their order; all where nobody asked."""
    if version.answers is None:
        return version.reading.statements
    wanted = set(version.answers)
    return tuple(statement for statement in version.reading.statements if statement.id in wanted)


def answering_events(version: Version) -> tuple[Event, ...]:
    """The events that come along: those within statements that answer, and those on the article's own word."""
    held = _answered(version)
    return tuple(event for event in version.reading.events if event.within is None or event.within in held)


def answering_undertakings(version: Version) -> tuple[Undertaking, ...]:
    """The undertakings that come along, as events do."""
    held = _answered(version)
    return tuple(one for one in version.reading.undertakings if one.statement is None or one.statement in held)


def _answered(version: Version) -> set[str]:
    return {statement.id for statement in answering(version)}


def parties(version: Version, words: bool = True) -> dict[str, Party]:
    """The reading's parties by their ids, under their names across articles.

    Without ``words`` they have no role and no mentions, and the name stays only where it is one, not the article's wording;
    otherwise it is "".

    >>> from sayso.record import Article, Reading
    >>> held = (Party("p1", "Dovrel", "person", "mayor of the upland town"), Party("p2", "two people close to her", "group"))
    >>> version = Version("a", 1, None, Reading("a", Article("a", "", ()), (), held), "", names={"p1": "Ana Dovrel"})
    >>> [(party.name, party.role) for party in parties(version).values()]
    [('Ana Dovrel', 'mayor of the upland town'), ('two people close to her', None)]
    >>> [(party.name, party.role) for party in parties(version, words=False).values()]
    [('Ana Dovrel', None), ('', None)]
    """
    held = [replace(party, name=version.names.get(party.id, party.name)) for party in version.reading.parties]
    if not words:
        held = [replace(party, name=_shared_name(party), role=None, mentions=()) for party in held]
    return {party.id: party for party in held}


def members(party: Party, named: Mapping[str, Party]) -> list[Party]:
    """The parties that a group is of ("Ana Vega and Leo Marr"), as far as they have a name; ``named`` is by ids."""
    return [named[id] for id in party.members if named[id].named and named[id].name]


def key(version: Version, statement: str) -> str:
    """What a statement goes by everywhere: "ADDRESS#VERSION/ID", as in ``Hit.key``."""
    return f"{version.address}#{version.number}/{statement}"


def place_of(statement: Statement) -> tuple[int, int]:
    """Where a statement is found again: its cue, or its content; as it was read, for corrections come and go."""
    read = statement.corrected.read if statement.corrected and statement.corrected.read else statement
    span = read.cue or read.content[0]
    return span.start, span.end


def statement_urn(address: str, version: int, statement: Statement) -> str:
    """What a statement is called for ever, in feeds and in linked data: by its place, for another reading may number it anew.

    >>> from sayso.record import Span
    >>> statement_urn("https://post.example/1", 1, Statement("s3", "direct", "states", (Span(4, 9, "Snow."),)))
    'urn:uuid:933c185e-de11-5223-8ea2-1e9ab75e6fe2'
    """
    start, end = place_of(statement)
    return urn(f"{address}#{version}/{start}-{end}")


def happening_urn(key: str) -> str:
    """What an event or an undertaking is called for ever, by its key in the store, which another reading leaves as it is."""
    return urn("happening", key)


def urns(version: Version) -> dict[str, str]:
    """The names for ever of all that a version has, by ids: no two have the same.

    Of two statements at one place the second goes by its id, as do an event and an undertaking of no store.
    """
    named = [(one.id, statement_urn(version.address, version.number, one)) for one in version.reading.statements]
    others = [*(one.id for one in version.reading.events), *(one.id for one in version.reading.undertakings)]
    named += [(id, happening_urn(version.keys[id]) if id in version.keys else urn(key(version, id))) for id in others]
    taken: dict[str, str] = {}
    for id, name in named:
        taken.setdefault(name, id)
    return {id: name if taken[name] == id else urn(key(version, id)) for id, name in named}


def urn(*parts: str) -> str:
    """A stable identifier for what has no web address: a UUID of the parts' SHA-256.

    >>> urn("person", "Ana Dovrel")
    'urn:uuid:d53bfcb3-b1e0-5761-833e-c04c06af6bd0'
    """
    digest = hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).digest()
    import uuid  # 2 ms, which whoever lists statements need not wait for

    return uuid.UUID(bytes=digest[:16], version=5).urn


def iri(address: str) -> str:
    """The address as linked data takes it: a web address with what may not stand in one percent-encoded; a URN for any other.

    >>> iri("https://outlet.example/a b?q=“x”"), iri("notes/a.html")[:9]
    ('https://outlet.example/a%20b?q=“x”', 'urn:uuid:')
    """
    if not re.match(r"https?://[^/\s]", address, re.IGNORECASE):
        return urn("address", address)
    return _NO_IRI.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode("utf-8", "replace")), address)


def utf8(words: str) -> str:
    """The words with U+FFFD for half surrogates, which UTF-8 has no bytes for: as many code points, at the same places."""
    return words if words.isascii() else _HALVES.sub("\ufffd", words)


def moment(time: str | None) -> str | None:
    """An ISO 8601 time in UTC as XML Schema writes it, or None where it is no such time. A time without a zone is UTC's.

    >>> moment("2031-03-04T16:05:00+01:00"), moment("2031-03-04"), moment("March")
    ('2031-03-04T15:05:00Z', '2031-03-04T00:00:00Z', None)
    """
    try:
        when = datetime.fromisoformat(time or "")
        when = when.astimezone(UTC) if when.tzinfo else when.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
    return when.strftime("%Y-%m-%dT%H:%M:%SZ")


_HALVES = re.compile("[\ud800-\udfff]")

# Controls, spaces, half surrogates and the characters that RFC 3987 leaves out.
_NO_IRI = re.compile('[\x00-\x20\x7f-\xa0<>"{}|\\\\^`\u2000-\u200f\u2028-\u202f\u3000\ud800-\udfff\ufff0-\uffff]')


def _shared_name(party: Party) -> str:
    return party.name if party.named and party.kind in NAMED_KINDS and len(party.name.split()) <= NAME_WORDS else ""
