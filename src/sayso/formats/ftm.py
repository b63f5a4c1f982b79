"""Kept versions -> FollowTheMoney entities, a line each: articles, people and bodies, the events that join them, who says what.

The entities are those of followthemoney 4 (https://followthemoney.tech), as Aleph and OpenAleph load them. What has the same id
is the same: a party that several articles name is written for each, and what loads the lines puts them together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sayso.controls import one_line, printable
from sayso.evidence import check_evidence, told_once, word_of
from sayso.formats.answers import answering, answering_events, answering_undertakings, key, members, parties, urn, urns, utf8
from sayso.formats.doubtful import beside_doubt
from sayso.formats.facts import web_address
from sayso.formats.happenings import VERBS, joined
from sayso.formats.json import dumps
from sayso.formats.unsaid import beside_act
from sayso.record import Event, EventRole, Party, Statement, Undertaking, Voice
from sayso.store import Version

Entity = dict[str, Any]

# A group of people that the article does not name, and a document, take part in nothing: FollowTheMoney has no schema for them.
_SCHEMAS = {
    "person": "Person",
    "organisation": "Organization",
    "government": "PublicBody",
    "place": "LegalEntity",
    "unknown": "LegalEntity",
}
_TRIPS = ("visit", "trip", "travel")
# What nobody has as past, present or to come: a graph would show it as if it were.
_NO_EVENTS = ("denied", "hypothetical")
# Languages as FollowTheMoney writes them (ISO 639-3).
_LANGUAGES = {
    "ar": "ara", "bg": "bul", "cs": "ces", "da": "dan", "de": "deu", "el": "ell", "en": "eng", "es": "spa",
    "et": "est", "fa": "fas", "fi": "fin", "fr": "fra", "he": "heb", "hr": "hrv", "hu": "hun", "it": "ita",
    "ja": "jpn", "ka": "kat", "ko": "kor", "lt": "lit", "lv": "lav", "nl": "nld", "no": "nor", "pl": "pol",
    "pt": "por", "ro": "ron", "ru": "rus", "sk": "slk", "sl": "slv", "sr": "srp", "sv": "swe", "tr": "tur",
    "uk": "ukr", "zh": "zho",
}  # fmt: skip


def write_ftm(versions: Iterable[Version], words: bool = True) -> Iterator[str]:
    """An entity a line, each article's own after each other. Without ``words`` there are no texts, headlines and roles.

    Raises EvidenceError where a span does not hold its words.
    """
    for version in versions:
        check_evidence(version.reading)
        for entity in _Sheet(version, words).entities():
            yield dumps(entity) + "\n"


class _Sheet:
    """One version's entities."""

    def __init__(self, version: Version, words: bool) -> None:
        self.version, self.words = version, words
        self.parties = parties(version, words)
        self.statements = {statement.id: statement for statement in version.reading.statements}
        self.article = _id("article", key(version, ""))
        self.ids = urns(version)

    def entities(self) -> Iterator[Entity]:
        yield self._article()
        yield from (self._party(party) for party in self.parties.values() if _is_one(party))
        yield from (entity for event in answering_events(self.version) for entity in self._event(event))
        yield from (entity for statement in answering(self.version) for entity in self._statement(statement))
        yield from (entity for one in answering_undertakings(self.version) for entity in self._undertaking(one))

    def _article(self) -> Entity:
        article = self.version.reading.article
        worded = {"title": article.headline, "summary": article.standfirst, "bodyText": article.text}
        facts = {
            "author": article.authors,
            "publisher": article.outlet,
            "publishedAt": _day(article.published),
            "modifiedAt": _day(article.updated),
            "retrievedAt": _day(self.version.captured),
            "language": _LANGUAGES.get(article.language or ""),
            "notes": f"SHA-256 of the text: {article.text_sha256}",
            **(worded if self.words else {}),
        }
        return _entity(self.article, "Article", {**facts, **self._where()})

    def _party(self, party: Party) -> Entity:
        role = "position" if party.kind == "person" else "description"
        return _entity(_party_id(party), _SCHEMAS[party.kind], {"name": party.name, role: party.role})

    def _event(self, event: Event) -> Iterator[Entity]:
        """A Call where it is told who called whom, a Trip, any other an Event; nothing where nobody has it that it is."""
        if event.status in _NO_EVENTS:
            return
        roles = [(one.role, id) for one in event.participants for id in self._ids([one.voice])]
        callers, called = _of(roles, "initiator"), _of(roles, "party", "target", "host")
        names = joined(self.parties[one.voice.party].name for one in event.participants if one.voice.party)
        title = f"{event.kind}: {names}" if names else event.kind
        facts = {
            **self._stands(key(self.version, event.id), event.within),
            **_days(event.earliest, event.latest),
            "description": event.trigger.text if self.words else None,
        }
        name = _id("event", self.ids[event.id])
        if event.kind == "call" and event.status == "happened" and callers and called:
            yield _entity(name, "Call", {**facts, "caller": callers, "receiver": called})
            return
        yield _entity(
            name,
            "Trip" if event.kind in _TRIPS else "Event",
            {
                **facts,
                "name": title if event.status == "happened" else f"{title} ({event.status})",
                "involved": [id for _, id in roles],
                "organizer": _of(roles, "host") or callers,
                "location": event.place.text if event.place and self.words else None,
                "keywords": [event.kind, event.status],
            },
        )

    def _statement(self, statement: Statement) -> Iterator[Entity]:
        """The speaker is documented by the article, with what it says."""
        for id in self._ids([statement.speaker] if statement.speaker else []):
            facts = {
                **self._stands(key(self.version, statement.id), statement.within),
                "document": self.article,
                "entity": id,
                "role": f"{statement.act}{beside_act(statement)}{beside_doubt(statement)}",
                "description": " … ".join(span.text for span in statement.content) if self.words else None,
                "date": _day(self.version.reading.article.published),
            }
            yield _entity(_id("said", self.ids[statement.id], id), "Documentation", facts)

    def _undertaking(self, one: Undertaking) -> Iterator[Entity]:
        """Who undertakes it is documented by the article, with what is due when; and linked with whoever it is for."""
        name = self.ids[one.id]
        what = " … ".join(span.text for span in one.what) if self.words else None
        facts = {
            **self._stands(key(self.version, one.id), one.statement, one.who),
            "role": VERBS[one.kind],
            "description": what,
            "endDate": one.due.latest if one.due else None,
        }
        for id in self._ids(one.who):
            entity = {**facts, "document": self.article, "entity": id}
            yield _entity(_id("undertaken", name, id), "Documentation", entity)
            for other in self._ids(one.to_whom):
                yield _entity(_id("owed", name, id, other), "UnknownLink", {**facts, "subject": id, "object": other})

    def _stands(self, record: str, within: str | None, own: Iterable[Voice] = ()) -> dict[str, Any]:
        """Where it stands, and on whose word."""
        voices = word_of(self.statements.get(within or ""), own)
        named = [self.parties[voice.party].name for voice in voices if voice.party is not None]
        told = f"on the word of {', as told by '.join(filter(None, told_once(named, str)))}" if any(named) else None
        return {"recordId": record, "proof": self.article, "summary": told, **self._where()}

    def _where(self) -> dict[str, Any]:
        url = web_address(self.version.reading.article.url)
        return {"sourceUrl": url if url and " " not in url else None}

    def _ids(self, voices: Iterable[Voice]) -> list[str]:
        """The entities that voices are: those of its members for a group that the article names so."""
        found: list[str] = []
        for voice in voices:
            party = self.parties.get(voice.party or "")
            listed = [] if party is None else [party] if _is_one(party) else members(party, self.parties)
            found += [_party_id(one) for one in listed if _is_one(one)]
        return list(dict.fromkeys(found))


def _is_one(party: Party) -> bool:
    """Whether it is somebody whom other articles can mean too."""
    return bool(party.named and party.name.strip() and party.kind in _SCHEMAS)


def _of(roles: Iterable[tuple[EventRole, str]], *wanted: EventRole) -> list[str]:
    return [id for role, id in roles if role in wanted]


def _party_id(party: Party) -> str:
    return _id("party", party.kind, party.name)


def _id(*parts: str) -> str:
    return f"sayso-{urn(*parts).removeprefix('urn:uuid:')}"


def _days(earliest: str | None, latest: str | None) -> dict[str, Any]:
    return {"date": earliest} if earliest == latest else {"startDate": earliest, "endDate": latest}


def _day(time: str | None) -> str | None:
    return (time or "")[:10] or None


def _entity(id: str, schema: str, facts: Mapping[str, Any]) -> Entity:
    """The entity with lists of strings, as FollowTheMoney has them; what is not known is left out."""
    listed = {name: [value] if isinstance(value, str) else list(value or ()) for name, value in facts.items()}
    cleaned = {name: [held for value in values if (held := _value(name, value))] for name, values in listed.items()}
    return {"id": id, "schema": schema, "properties": {name: values for name, values in cleaned.items() if values}}


def _value(name: str, value: str) -> str:
    """Without what FollowTheMoney takes off itself: blanks at the ends; but for a text, line ends too."""
    return printable(value).strip() if name == "bodyText" else utf8(one_line(value))
