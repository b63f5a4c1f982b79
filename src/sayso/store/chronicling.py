"""The events and undertakings of a reading <-> their rows in a store, with who takes part across articles.

A store of schema 9 and before, which is asked as it is, knows of none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sayso.questions import folded
from sayso.record import Event, Paragraph, Reading, Span, Statement, Undertaking, Voice
from sayso.store.casts import Cast, Headline
from sayso.store.database import Database, Row
from sayso.store.migrations import OCCURRENCES, schema
from sayso.store.occurrences import (
    EVENT,
    GATHERINGS,
    NONE,
    UNDERTAKING,
    event_keys,
    event_row,
    headline_key,
    read_event,
    read_undertaking,
    sentence_hash,
    undertaking_keys,
    undertaking_row,
)
from sayso.store.packing import unpacked

Keys = tuple[Sequence[tuple[str, Sequence[Span]]], Sequence[tuple[str, Sequence[Span]]]]
NO_KEYS: Keys = ((), ())
_EVENT = ("version", "number", *EVENT, "checksum", "parties", "beside", "spot", "wording")
_UNDERTAKING = ("version", "number", *UNDERTAKING, "checksum", "doers", "receivers", "terms", "wording")
EVENTS = f"SELECT {', '.join(_EVENT)} FROM events WHERE version IN ({{}}) ORDER BY version, number"
UNDERTAKINGS = f"SELECT {', '.join(_UNDERTAKING)} FROM undertakings WHERE version IN ({{}}) ORDER BY version, number"
EVENT_AT, UNDERTAKING_AT = slice(2, 2 + len(EVENT)), slice(2, 2 + len(UNDERTAKING))  # the evidence in such a row


def insert_occurrences(
    database: Database,
    reading: Reading,
    place: tuple[int, str],
    cast: Cast,
    before: Keys = NO_KEYS,
    own: Mapping[str, str] = NONE,
) -> None:
    """Write the events and undertakings of a version; ``place`` is its id and its article's address.

    ``before`` are the keys of another reading of the same text, which stand where these stand (see ``keys_before``). ``own``
    are those that another store had of this reading, by their ids.
    """
    version, address = place
    text, headlines = reading.article.text, headlines_of(reading.article.paragraphs, reading.article.text)
    events = zip(reading.events, event_keys(address, reading.events, before[0], own), strict=True)
    rows: list[Row] = [
        (version, number, *event_row(event, key), *understood(event, cast, headlines), wording_of((event.trigger,), text))
        for number, (event, key) in enumerate(events, 1)
    ]
    database.insert("events", _EVENT, rows)
    undertakings = zip(reading.undertakings, undertaking_keys(address, reading.undertakings, before[1], own), strict=True)
    rows = [
        (version, number, *undertaking_row(one, key), *undertaking_parties(one, cast), *told_of(one, text))
        for number, (one, key) in enumerate(undertakings, 1)
    ]
    database.insert("undertakings", _UNDERTAKING, rows)
    if joint := together(reading.statements, headlines, address, cast):
        database.run("INSERT INTO together VALUES (?, ?, ?)", (version, *joint))


def wording_of(spans: Sequence[Span], text: str) -> int:
    """The column ``wording``: of the sentence around the first of the spans."""
    return sentence_hash(text, spans[0].start, spans[0].end) if spans else 0


def spot_of(event: Event) -> str | None:
    """The column ``spot``: its place's words as names are compared; no more than 200 code points of them."""
    return folded(event.place.text[:1000])[:200] if event.place else None


def together(
    statements: Iterable[Statement], headlines: Sequence[Headline], address: str, cast: Cast
) -> tuple[str, str] | None:
    """The columns ``parties`` and ``key`` of ``together``: whom the headline names, and who take turns in the text.

    "Remarks by President Dovrel and Prime Minister Tamm": they were there together on the article's day. None for fewer.
    """
    turns = (one.speaker for one in statements if one.speaker and one.within is None and one.cue and one.cue.text == ":")
    named = cast.taking_turns(turns, headlines)
    return (_array(named) or "", headline_key(address)) if len(named) > 1 else None


def headlines_of(paragraphs: Iterable[Paragraph], text: str) -> list[Headline]:
    """Where an article's headline stands in its text, with its words as names are compared."""
    places = [(one.start, one.end) for one in paragraphs if one.kind == "headline"]
    return [(start, end, folded(text[start : min(end, start + 2000)])) for start, end in places]


def understood(event: Event, cast: Cast, headlines: Sequence[Headline]) -> tuple[str | None, str | None, str | None]:
    """The columns ``parties``, ``beside`` and ``spot``."""
    return *event_parties(event, cast, headlines), spot_of(event)


def event_parties(event: Event, cast: Cast, headlines: Sequence[Headline]) -> tuple[str | None, str | None]:
    """The columns ``parties`` and ``beside``: who takes part, across articles, and whom the headline names."""
    beside = cast.named_at(headlines) if event.kind in GATHERINGS else ()
    return _identities([one.voice for one in event.participants], cast), _array(beside)


def told_of(one: Undertaking, text: str) -> tuple[str, int]:
    """The columns ``terms`` and ``wording``."""
    return terms_of(one), wording_of(one.what[:1], text)


def terms_of(one: Undertaking) -> str:
    """The column ``terms``: the words of what is undertaken as texts are compared; no more than 400 code points of them."""
    return folded(" ".join(span.text for span in one.what)[:2000])[:400]


def undertaking_parties(one: Undertaking, cast: Cast) -> tuple[str | None, str | None]:
    """The columns ``doers`` and ``receivers``."""
    return _identities(one.who, cast), _identities(one.to_whom, cast)


def _identities(voices: Sequence[Voice], cast: Cast) -> str | None:
    return _array([cast.identity(voice.party, voice.mention.text if voice.mention else None) for voice in voices])


def _array(parties: Sequence[int | None]) -> str | None:
    return "[" + ",".join("null" if one is None else str(one) for one in parties) + "]" if parties else None


def keys_before(database: Database, version: int) -> Keys:
    """The keys of a version's events and undertakings with where each stands, for another reading of its text."""
    rows = database.rows("SELECT text FROM texts WHERE version = ?", (version,))
    text = unpacked(rows[0][0]) or "" if rows else ""
    events = [(row, read_event(row[EVENT_AT], text)) for row in _rows(database, EVENTS, (version,))]
    undertakings = [(row, read_undertaking(row[UNDERTAKING_AT], text)) for row in _rows(database, UNDERTAKINGS, (version,))]
    return (
        [(row[EVENT_AT][-1], (event.trigger, *event.mentions)) for row, event in events],
        [(row[UNDERTAKING_AT][-1], one.what) for row, one in undertakings],
    )


def rows_of(database: Database, versions: Iterable[int]) -> tuple[dict[int, list[Row]], dict[int, list[Row]]]:
    """The rows of ``events`` and of ``undertakings`` of these versions, by version."""
    found: tuple[dict[int, list[Row]], dict[int, list[Row]]] = (defaultdict(list), defaultdict(list))
    if schema(database) >= OCCURRENCES.number:
        wanted = sorted(set(versions))
        for held, sql in zip(found, (EVENTS, UNDERTAKINGS), strict=True):
            for row in _rows(database, sql, wanted):
                held[row[0]].append(row)
    return found


def together_of(database: Database, versions: Iterable[int]) -> list[Row]:
    """The rows of ``together`` of these versions."""
    if schema(database) < OCCURRENCES.number:
        return []
    return list(_rows(database, "SELECT version, parties, key FROM together WHERE version IN ({})", sorted(set(versions))))


def _rows(database: Database, sql: str, versions: Sequence[int]) -> Iterable[Any]:
    for at in range(0, len(versions), 500):
        some = versions[at : at + 500]
        yield from database.rows(sql.format(", ".join("?" * len(some))), some)


def recast(database: Database, version: int, address: str, reading: Reading, cast: Cast) -> None:
    """Write who takes part anew, where a correction has changed who they are."""
    headlines = headlines_of(reading.article.paragraphs, reading.article.text)
    database.run("DELETE FROM together WHERE version = ?", (version,))
    if joint := together(reading.statements, headlines, address, cast):
        database.run("INSERT INTO together VALUES (?, ?, ?)", (version, *joint))
    events = [(*event_parties(event, cast, headlines), version, number) for number, event in enumerate(reading.events, 1)]
    database.many("UPDATE events SET parties = ?, beside = ? WHERE version = ? AND number = ?", events)
    undertakings = [(*undertaking_parties(one, cast), version, number) for number, one in enumerate(reading.undertakings, 1)]
    database.many("UPDATE undertakings SET doers = ?, receivers = ? WHERE version = ? AND number = ?", undertakings)
