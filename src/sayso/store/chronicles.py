"""Questions for events -> the events across articles that answer, with their histories, and counted.

Which mentions are one event is kept (``relinking``), and narrowed by the database (``narrowing``). In an older store that is
asked as it is, nothing is kept: there the events are worked out of all mentions as they stand, to the same answers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from sayso.questions import folded
from sayso.record import Event, EventRole, PartyKind
from sayso.store import packing
from sayso.store.amendments import corrections_that_count
from sayso.store.chronicle import (
    EVENT_STANDINGS,
    EventCountable,
    EventsQuestion,
    EventStanding,
    EventState,
    KnownEvent,
    KnownEvents,
    KnownParty,
    Told,
    alternatives,
    is_asked,
)
from sayso.store.chronicling import EVENT_AT, rows_of
from sayso.store.database import Database
from sayso.store.finding import names, selected
from sayso.store.groups import Group, Set, corrected, set_states
from sayso.store.linking import At, link
from sayso.store.mentions import Mention, Names, iso, mentions, ordinal
from sayso.store.narrowing import answering, chosen, outlet_key, roots_of, spots, with_outlets, with_parties
from sayso.store.occasions import Outline, outlines
from sayso.store.occurrences import read_event
from sayso.store.relinking import is_linked
from sayso.store.retold import Facts, Speakers, facts_of, speakers_of, without_joint
from sayso.store.traits import Occasion


class Chronicle:
    """All events of a store as they stand, outlined out of nothing but its mentions; ``by_key`` finds one by any mention's."""

    def __init__(self, database: Database) -> None:
        """Work them out."""
        self.database = database
        told = mentions(database)
        known = Names(database, {party for one in told for party in one.who | one.beside})
        made = corrections_that_count(database)
        self.outlines = outlines(corrected(link(told, known), made), set_states(made, EVENT_STANDINGS))
        self.by_key: dict[str, list[Outline]] = {}
        for held in self.outlines:
            for key in held.keys:
                self.by_key.setdefault(key, []).append(held)


# Questions.


def events(database: Database, question: EventsQuestion, held: Chronicle | None = None) -> KnownEvents:
    """A page of the events that answer: of those that are kept, or of those that were worked out where none are."""
    ((searched,),) = database.rows("SELECT count(*) FROM articles")
    if held is None:
        ids, total = chosen(database, question)
        return KnownEvents(tuple(known_events(database, outlines_of(database, ids))), total, int(searched))
    found = list(_answering(database, held, question))
    dated = sorted((one for one in found if one.days[1] is not None), key=_order, reverse=question.order == "newest")
    ordered = dated + sorted((one for one in found if one.days[1] is None), key=lambda one: one.key)
    page = ordered[question.offset : question.offset + question.limit if question.limit else None]
    return KnownEvents(tuple(known_events(database, page)), len(found), int(searched))


def outlines_of(database: Database, ids: Sequence[int]) -> list[Outline]:
    """The events of these ids that are kept, in their order."""
    sql = "SELECT occasion, version, number FROM occasion_mentions WHERE occasion IN ({})"
    of = {(version, number): id for id, version, number in selected(database, sql, ids)}
    occasions: dict[int, Occasion] = {id: Group(id) for id in ids}
    for one in mentions(database, {version for version, _ in of}):
        if (one.version, one.number) in of:
            occasions[of[one.version, one.number]].mentions.append(one)
    states = set_states(corrections_that_count(database), EVENT_STANDINGS)
    found = dict(zip(occasions, outlines(list(occasions.values()), states), strict=True))
    for id, listed in selected(database, "SELECT id, candidates FROM occasions WHERE id IN ({})", ids):
        found[id].candidates = tuple(packing.array(listed)) if listed else ()
    return list(found.values())


def outlines_at(database: Database, places: Collection[At]) -> dict[At, Outline]:
    """The events of which these mentions (version, number) are, as they are kept, or as they are worked out."""
    if is_linked(database):
        sql = "SELECT version, number, occasion FROM occasion_mentions WHERE version IN ({})"
        rows = selected(database, sql, {version for version, _ in places})
        found = outlines_of(database, sorted({occasion for version, number, occasion in rows if (version, number) in places}))
    else:
        found = Chronicle(database).outlines
    return {(m.version, m.number): one for one in found for m in one.mentions if (m.version, m.number) in places}


def _order(one: Outline) -> tuple[int, int, str]:
    first, last = one.days
    return first or last or 0, last or 0, one.key


def _answering(database: Database, chronicle: Chronicle, question: EventsQuestion) -> Iterator[Outline]:
    held: Sequence[Outline] = chronicle.by_key.get(question.key, []) if question.key else chronicle.outlines
    wanted = [roots_of(database, name) for name in question.parties]
    since, until = ordinal(question.since), ordinal(question.until)
    place = set(folded(question.place).split()) if question.place else set()
    outlet = versions_of(database, *alternatives(question.outlet)) if question.outlet else None
    for one in held:
        if (
            is_asked(question.kind, one.kind, *(mention.kind for mention in one.mentions))
            and is_asked(question.status, one.status)
            and is_asked(question.was, *one.stood)
            and all(not some.isdisjoint(one.who) for some in wanted)
            and _in(one.days, since, until)
            and (not place or any(place <= set(spot.split()) for spot in one.spots))
            and (outlet is None or any(mention.version in outlet for mention in one.mentions))
        ):
            yield one


def _in(days: tuple[int | None, int | None], since: int | None, until: int | None) -> bool:
    if since is None and until is None:
        return True
    last = days[1]
    first = days[0] if days[0] is not None else last  # "by 21 March" is of that day
    return first is not None and last is not None and (since is None or last >= since) and (until is None or first <= until)


def versions_of(database: Database, *outlets: str) -> set[int]:
    """The versions of outlets' articles."""
    sql = "SELECT v.id FROM versions v JOIN outlets o ON o.id = v.outlet WHERE o.folded IN ({})"
    return {id for (id,) in selected(database, sql, map(outlet_key, outlets))}


def count_events(
    database: Database, question: EventsQuestion, by: EventCountable, held: Chronicle | None = None
) -> list[tuple[str | None, int]]:
    """How many answer, most first, times in their order; of those that are kept, or that were worked out."""
    tally: Counter[Any] = Counter()
    values = _values_kept(database, question, by) if held is None else _values(database, held, question, by)
    for some in values:
        tally.update(set(some) or {None})
    if by == "party":
        shown = names(database, {party for party in tally if party is not None})
        return most_first([(shown[party][1] if party is not None else None, count) for party, count in tally.items()])
    rows = list(tally.items())
    return in_time(rows) if by in ("day", "month", "year") else most_first(rows)


def _values_kept(database: Database, question: EventsQuestion, by: EventCountable) -> Iterator[Iterable[Any]]:
    """For each event that answers what it is counted under."""
    rows = answering(database, question)
    if by in ("party", "outlet"):
        of = with_parties(database, rows) if by == "party" else with_outlets(database, rows)
        yield from (of.get(row[0], ()) for row in rows)
        return
    for row in rows:
        _, kind, status, begins, _ = row
        yield spots(row) if by == "place" else _value(by, packing.unpacked(kind) or "", status, begins)


def _value(by: EventCountable, kind: str, status: str, begins: int | None) -> tuple[str, ...]:
    if by in ("kind", "status"):
        return (kind if by == "kind" else status,)
    return period(begins, by)


def period(number: int | None, by: str) -> tuple[str, ...]:
    """The "day", "month" or "year" of a day, as days are counted; nothing where there is none."""
    day = iso(number)
    return (day[: {"day": 10, "month": 7, "year": 4}[by]],) if day else ()


def _values(database: Database, held: Chronicle, question: EventsQuestion, by: EventCountable) -> Iterator[Iterable[Any]]:
    """The same of events that were worked out."""
    found = list(_answering(database, held, question))
    outlets = outlets_of(database, {m.version for one in found for m in one.mentions}) if by == "outlet" else {}
    for one in found:
        if by in ("party", "place"):
            yield one.who if by == "party" else one.spots
        elif by == "outlet":
            yield {outlets[m.version] for m in one.mentions if m.version in outlets}
        else:
            yield _value(by, one.kind, one.status, one.days[0] if one.days[0] is not None else one.days[1])


def most_first(rows: Iterable[tuple[str | None, int]]) -> list[tuple[str | None, int]]:
    """The most first; of as many, by name, and what has none last."""
    return sorted(rows, key=lambda row: (-row[1], row[0] is None, row[0] or ""))


def in_time(rows: Iterable[tuple[str | None, int]]) -> list[tuple[str | None, int]]:
    """Times in their order, what has none last."""
    return sorted(rows, key=lambda row: (row[0] is None, row[0] or ""))


def outlets_of(database: Database, versions: Iterable[int]) -> dict[int, str]:
    """The outlets of versions, where they are known."""
    sql = "SELECT v.id, o.name FROM versions v JOIN outlets o ON o.id = v.outlet WHERE v.id IN ({})"
    return {id: packing.unpacked(name) or "" for id, name in selected(database, sql, versions)}


# What is shown.

Read = Mapping[tuple[int, int], tuple[Event, str | None]]  # by version and number, with the column "parties"


def known_events(database: Database, outlines: Sequence[Outline]) -> Iterator[KnownEvent]:
    """Events with all that is shown of them."""
    versions = {one.version for held in outlines for one in held.mentions}
    facts = facts_of(database, versions)
    wanted = {(one.version, one.number) for held in outlines for one in held.mentions}
    rows = (row for held in rows_of(database, versions)[0].values() for row in held if row[:2] in wanted)
    read = {(row[0], row[1]): (read_event(row[EVENT_AT], facts[row[0]].text), row[EVENT_AT.stop + 1]) for row in rows}
    speakers = speakers_of(database, {(one.version, one.within) for held in outlines for one in held.mentions if one.within})
    shown = names(database, {party for held in outlines for party in held.who})
    kinds: dict[int, PartyKind] = dict(selected(database, "SELECT id, kind FROM parties WHERE id IN ({})", shown))
    for held in outlines:
        states = tuple(
            _set_state(state, entry) if isinstance(entry, Set) else _state(state, entry, read, facts, speakers)
            for state, entry in held.entries
        )
        first, last = held.days
        outlets = dict.fromkeys(facts[one.version].outlet for one in held.mentions if facts[one.version].outlet)
        yield KnownEvent(
            key=held.key,
            kind=held.kind,
            status=held.status,
            parties=without_joint(list(_parties(held, read, shown, kinds))),
            earliest=iso(first),
            latest=iso(last),
            place=next((state.place for state in states if state.place), None),
            history=states,
            moved_from=tuple((iso(a) or "", iso(b) or "") for a, b in held.moved_from),
            articles=len({one.article for one in held.mentions}),
            outlets=tuple(name for name in outlets if name),
            candidates=held.candidates,
        )


def _set_state(state: EventStanding, entry: Set) -> EventState:
    told = Told(day=entry.made, words=entry.reason, correction=entry.number)
    return EventState(state, told, earliest=entry.on, latest=entry.on)


def _state(
    state: EventStanding,
    one: Mention,
    read: Read,
    facts: Mapping[int, Facts],
    speakers: Speakers,
) -> EventState:
    article = facts[one.version]
    if one.number < 1:
        return EventState(state, article.by_headline(), one.key, "", iso(one.first), iso(one.last))
    event, _ = read[one.version, one.number]
    return EventState(
        state=state,
        told=article.told(event.trigger, event.within, speakers),
        key=one.key,
        id=event.id,
        earliest=event.earliest,
        latest=event.latest,
        place=event.place.text if event.place else None,
    )


def _parties(
    held: Outline,
    read: Read,
    shown: Mapping[int, tuple[int, str]],
    kinds: Mapping[int, PartyKind],
) -> Iterator[KnownParty]:
    """Who takes part: parties across articles, those of most articles first, then those in the words of the first article."""
    roles: dict[int, dict[EventRole, None]] = {}
    open_ones: dict[str, dict[EventRole, None]] = {}
    for one in (one for one in held.mentions if one.number > 0):
        event, parties = read[one.version, one.number]
        ids = packing.array(parties) if parties else []
        for participant, id in zip(event.participants, ids, strict=True):
            if id is not None:
                roles.setdefault(shown[id][0] if id in shown else id, {})[participant.role] = None
            elif participant.voice.mention and len(held.mentions) == 1:
                open_ones.setdefault(participant.voice.mention.text, {})[participant.role] = None
    for party in held.who:
        root, name = shown[party]
        yield KnownParty(name, root, kinds.get(root), tuple(roles.get(root, ())))
    for words, parts in open_ones.items():
        yield KnownParty(words, roles=tuple(parts))
