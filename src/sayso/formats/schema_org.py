"""Kept versions -> schema.org's JSON-LD: a NewsArticle for each; statements as Quotations, undertakings as Actions, events."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from typing import Any

from sayso.articles import is_body
from sayso.evidence import check_evidence
from sayso.formats.answers import (
    TERMS,
    answering,
    answering_events,
    answering_undertakings,
    iri,
    key,
    members,
    parties,
    urn,
    urns,
)
from sayso.formats.corrected import corrected_fields
from sayso.formats.happenings import VERBS
from sayso.formats.json import dumps
from sayso.record import Article, Event, EventRole, Party, Span, Statement, Undertaking, Voice
from sayso.store import Version

# What nobody has as past, present or to come: whoever reads an Event takes it for one.
_NO_EVENTS = ("denied", "hypothetical")
_STATUSES = {"cancelled": "EventCancelled", "postponed": "EventPostponed"}
_CLASSES = {"person": "Person", "government": "GovernmentOrganization"}  # any other that speaks is an Organization


def write_schema_org(versions: Iterable[Version], words: bool = True) -> Iterator[str]:
    """One object with a ``@graph``, in pieces; it may stand in a page's script element as it is ("<" is escaped).

    ``creator`` is the party that the speaker is taken to be, where it has a name, ``spokenByCharacter`` the speaker as the
    article words it, ``recordedIn`` the article, ``isPartOf`` the statement around it, or the article. An event is the subject
    (``subjectOf``) of the statement that tells of it, or of the article; one that is denied, or only thought of, is left out.
    Without ``words`` there are no texts and no headlines. Raises EvidenceError where a span does not hold its words.
    """
    yield '{"@context": "https://schema.org", "@graph": ['
    lead = "\n"
    for version in versions:
        for node in _nodes(version, words):
            yield lead + dumps(node).replace("<", "\\u003c")
            lead = ",\n"
    yield "\n]}\n"


def quotation_json(version: Version, id: str) -> str:
    """One statement alone, and the article without its text: as safe in a script element."""
    statement = next(one for one in version.reading.statements if one.id == id)
    article = {**_article(version, False), **_told({"headline": version.reading.article.headline})}
    graph = [article, _quotation(version, statement, urns(version), parties(version), True)]
    return dumps({"@context": "https://schema.org", "@graph": graph}).replace("<", "\\u003c")


def _nodes(version: Version, words: bool) -> Iterator[dict[str, Any]]:
    check_evidence(version.reading)
    ids, named = urns(version), parties(version, words)
    yield _article(version, words)
    for statement in answering(version):
        yield _quotation(version, statement, ids, named, words)
    events = [event for event in answering_events(version) if event.status not in _NO_EVENTS]
    yield from (_event(version, event, ids, named, words) for event in events)
    told = {event.id for event in events}
    yield from (_action(version, one, told, ids, named, words) for one in answering_undertakings(version))


def _article_id(version: Version) -> str:
    return urn(key(version, ""))


def _article(version: Version, words: bool) -> dict[str, Any]:
    article = version.reading.article
    others = [title for title in article.titles if title != article.headline]
    worded = {
        "headline": article.headline,
        "alternativeHeadline": others,
        "abstract": article.standfirst,
        "image": list(article.images),
        "articleBody": article.text,
    }
    facts = {
        "url": iri(version.address) if article.url else None,
        "identifier": [_identifier("address", version.address), *_text_identifiers(version, article)],
        "version": version.number,
        "author": [{"@type": "Organization" if is_body(name) else "Person", "name": name} for name in article.authors],
        "publisher": {"@type": "Organization", "name": article.outlet} if article.outlet else None,
        "datePublished": article.published,
        "dateModified": article.updated,
        "articleSection": article.section,
        "inLanguage": article.language,
        **(worded if words else {}),
    }
    return {"@type": "NewsArticle", "@id": _article_id(version), **_told(facts)}


def _text_identifiers(version: Version, article: Article) -> list[dict[str, Any]]:
    captured = [_identifier("captured", version.captured)] if version.captured else []
    return [_identifier("textSha256", article.text_sha256), *captured]


def _quotation(
    version: Version, statement: Statement, ids: Mapping[str, str], named: Mapping[str, Party], words: bool
) -> dict[str, Any]:
    article = {"@id": _article_id(version)}
    speaker, addressee = statement.speaker, statement.addressee
    fields = {
        "text": " … ".join(span.text for span in statement.content) if words else None,
        "creator": _creator(named.get(speaker.party or ""), named) if speaker else None,
        "spokenByCharacter": _worded(speaker, named) if speaker and words else None,
        "audience": _audience(addressee, named, words) if addressee else None,
        "isPartOf": {"@id": ids[statement.within]} if statement.within else article,
        "recordedIn": article,
        "inLanguage": version.reading.article.language,
        "additionalType": [f"{TERMS}{word}" for word in _words(statement)],
        "identifier": [
            _identifier("key", key(version, statement.id)),
            _identifier("content", _places(statement.content)),
            *([_identifier("cue", _places((statement.cue,)))] if statement.cue else []),
            *([_identifier("speaker", _places((speaker.mention,)))] if speaker and speaker.mention else []),
            *([_identifier("corrected", corrected_fields(statement) or "")] if statement.corrected else []),
        ],
    }
    return {"@type": "Quotation", "@id": ids[statement.id], **_told(fields)}


def _event(
    version: Version, event: Event, ids: Mapping[str, str], named: Mapping[str, Party], words: bool
) -> dict[str, Any]:
    """The event, as the subject of the statement that tells of it, or of the article."""

    def of(*roles: EventRole) -> list[dict[str, Any]]:
        return _agents((one.voice for one in event.participants if one.role in roles), named)

    fields = {
        "name": event.kind,
        "description": event.trigger.text if words else None,
        "startDate": event.earliest,
        "endDate": event.latest,
        "eventStatus": f"https://schema.org/{_STATUSES.get(event.status, 'EventScheduled')}",
        "location": {"@type": "Place", "name": event.place.text} if event.place and words else None,
        "organizer": of("host"),
        "attendee": of("initiator", "party", "target"),
        "recordedIn": {"@id": _article_id(version)},
        "subjectOf": {"@id": ids[event.within] if event.within else _article_id(version)},
        "additionalType": [f"{TERMS}{event.kind}", f"{TERMS}{event.status}"],
        "identifier": [_identifier("key", key(version, event.id)), _identifier("trigger", _places((event.trigger,)))],
    }
    return {"@type": "Event", "@id": ids[event.id], **_told(fields)}


def _action(
    version: Version, one: Undertaking, told: Set[str], ids: Mapping[str, str], named: Mapping[str, Party], words: bool
) -> dict[str, Any]:
    """What is undertaken: an action that may be done, of which nothing here says whether it was; ``told`` are events' ids."""
    fields = {
        "name": VERBS[one.kind],
        "description": " … ".join(span.text for span in one.what) if words else None,
        "agent": _agents(one.who, named),
        "participant": _agents(one.to_whom, named),
        "endTime": one.due.latest if one.due else None,
        "actionStatus": "https://schema.org/PotentialActionStatus",
        "object": {"@id": ids[one.event]} if one.event and one.event in told else None,
        "subjectOf": {"@id": ids[one.statement] if one.statement else _article_id(version)},
        "additionalType": [f"{TERMS}{one.kind}", f"{TERMS}{one.strength}"],
        "identifier": [_identifier("key", key(version, one.id)), _identifier("what", _places(one.what))],
    }
    return {"@type": "PlanAction" if one.kind == "plan" else "Action", "@id": ids[one.id], **_told(fields)}


def _agents(voices: Iterable[Voice], named: Mapping[str, Party]) -> list[dict[str, Any]]:
    """The parties that voices are, those that have a name."""
    found = (_creator(named.get(voice.party or ""), named) for voice in voices)
    return [agent for agent in found if agent]


def _words(statement: Statement) -> tuple[str, ...]:
    """Sayso's own words for it: its act, its manner, and that it was not said."""
    unsaid = (statement.said,) if statement.said != "said" else ()
    return (statement.act, statement.manner, *unsaid)


def _creator(party: Party | None, named: Mapping[str, Party]) -> dict[str, Any] | None:
    """The party; that of a group whose members are named with these, by its own name or none."""
    node, inside = _party(party), [_party(one) for one in members(party, named)] if party else []
    return {**(node or {"@type": "Organization"}), "member": inside} if inside else node


def _party(party: Party | None) -> dict[str, Any] | None:
    if party is None or not party.name or not party.named:
        return None
    node = {"@type": _CLASSES.get(party.kind, "Organization"), "@id": urn("party", party.kind, party.name), "name": party.name}
    if party.kind == "person" and party.role:
        return {**node, "jobTitle": party.role}
    return {**node, "description": party.role} if party.role else node


def _worded(voice: Voice, named: Mapping[str, Party]) -> dict[str, Any] | None:
    """The voice as the article words it: no ``@id``, for the words alone say no more than that."""
    if voice.mention is None:
        return None
    party = named.get(voice.party or "")
    kind = {"@type": _CLASSES.get(party.kind, "Organization")} if party else {}
    return {**kind, "name": voice.mention.text}


def _audience(voice: Voice, named: Mapping[str, Party], words: bool) -> dict[str, Any] | None:
    party = named.get(voice.party or "")
    name = (party.name if party else None) or (voice.mention.text if voice.mention and words else None)
    return {"@type": "Audience", "name": name} if name else None


def _identifier(name: str, value: str) -> dict[str, Any]:
    return {"@type": "PropertyValue", "propertyID": f"{TERMS}{name}", "value": value}


def _places(spans: Iterable[Span]) -> str:
    return ";".join(f"{span.start}-{span.end}" for span in spans)


def _told(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if value not in (None, [])}
