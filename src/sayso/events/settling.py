"""Drafts and their mentions' parties -> events: tellings of one event are one, with its first in the body as the trigger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sayso.attribution import Extent
from sayso.events.drafting import EventDraft
from sayso.parties import Resolved
from sayso.record import Article, Event, Participant, Party, Span, Voice

# Kinds that one event may go by: "the talks" of a visit are none of these, "the conversation" of a meeting is.
_ALIKE = (
    frozenset(("call", "talks")),
    frozenset(("meeting", "talks", "visit", "call")),
    frozenset(("summit", "meeting")),
    frozenset(("strike", "attack")),
)
_CALLED_OFF = frozenset(("cancelled", "postponed"))


@dataclass(slots=True)
class _Told:
    """An event with all its tellings so far."""

    first: EventDraft
    people: frozenset[str]
    tellings: list[EventDraft] = field(default_factory=list)
    headlined: bool = False


def settle_events(
    article: Article,
    drafts: Sequence[EventDraft],
    resolved: Resolved,
) -> tuple[Event, ...]:
    """The events in the order of their triggers; ``resolved`` has a voice for each mention of the drafts."""
    people = _People(article.text, resolved.others, resolved.parties)
    told = list[_Told]()
    for draft in drafts:
        if not draft.title:
            _hear(told, draft, people)
    for draft in drafts:
        if draft.title:
            _headline(told, draft, people)
    told.sort(key=lambda one: one.first.trigger)
    known = {statement.id for statement in resolved.statements}
    return tuple(_event(article, f"e{number}", one, people, known) for number, one in enumerate(told, 1))


class _People:
    """Whose the mentions of drafts are."""

    def __init__(self, text: str, voices: Mapping[Span, Voice], parties: Sequence[Party]) -> None:
        self.text, self.voices = text, voices
        self._members = {party.id: party.members for party in parties}

    def voice(self, extent: Extent) -> Voice:
        span = Span(*extent, self.text[slice(*extent)])
        return self.voices.get(span) or Voice(span)

    def of(self, draft: EventDraft) -> frozenset[str]:
        """The parties of a draft, each member of a group by itself."""
        found = (self.voice(extent).party for _, extent in draft.parts)
        return frozenset(one for id in found if id for one in self._members.get(id) or (id,))

    def spread(self, id: str) -> tuple[str, ...]:
        """A party, or the members of a group."""
        return self._members.get(id) or (id,)


def _hear(told: list[_Told], draft: EventDraft, people: _People) -> None:
    who = people.of(draft)
    same = next((one for one in reversed(told) if _is_same(one, draft, who)), None)
    if same is not None:
        same.tellings.append(draft)
        if draft.asserted and not draft.definite:
            same.people |= who
    elif draft.asserted and not _is_vague(draft):
        told.append(_Told(draft, who))


def _is_vague(draft: EventDraft) -> bool:
    return draft.definite and not draft.parts and draft.time is None and draft.place is None


def _alike(one: str, other: str) -> bool:
    return one == other or any({one, other} <= kinds for kinds in _ALIKE)


def _says_no_more(event: _Told, draft: EventDraft, who: frozenset[str]) -> bool:
    return not draft.asserted or (draft.time is None and draft.place is None and bool(who) and who <= event.people)


def _is_same(event: _Told, draft: EventDraft, who: frozenset[str]) -> bool:
    first = event.first
    if first.kind != draft.kind and not (draft.definite and _alike(first.kind, draft.kind) and _says_no_more(event, draft, who)):
        return False
    if first.time and draft.time and (first.time.earliest, first.time.latest) != (draft.time.earliest, draft.time.latest):
        return False
    if not draft.definite and draft.status != first.status and not {draft.status, first.status} & _CALLED_OFF:
        return False
    if first.kind == "other" and draft.trigger != first.trigger:
        return False
    if draft.definite and not (who - event.people):
        return True
    if not who or not event.people:
        return draft.definite or (not draft.parts and draft.kind == first.kind and draft.time is None)
    return who <= event.people or event.people <= who


def _headline(told: list[_Told], draft: EventDraft, people: _People) -> None:
    """A headline's telling is a mention of the first event of its kind; alone, it is the event's only one."""
    who = people.of(draft)
    same = next(
        (one for one in told if _alike(one.first.kind, draft.kind) and (not who or not one.people or who & one.people)), None
    )
    same = next((one for one in told if one.first.kind == draft.kind and (not who or who & one.people or one.first.lead)), same)
    if same is not None:
        same.tellings.append(draft)
        same.headlined = True
    elif draft.asserted and draft.parts:
        told.append(_Told(draft, who, headlined=True))


def _event(article: Article, id: str, told: _Told, people: _People, known: set[str]) -> Event:
    first = told.first
    text = article.text
    time = first.time
    own = told.headlined or ((first.lead or first.aside) and first.status == "happened" and first.within is None)
    published = article.published[:10] if article.published else None
    earliest, latest = (time.earliest, time.latest) if time else (None, None)
    if not (earliest or latest) and own and first.status in ("happened", "ongoing"):
        earliest = latest = published
    return Event(
        id,
        first.kind,
        _span(text, first.trigger),
        first.status,
        tuple(_participants(told, people)),
        _span(text, first.place) if first.place else None,
        time.span if time else None,
        earliest,
        latest,
        first.within if first.within in known else None,
        tuple(sorted(_span(text, one.trigger) for one in told.tellings)),
    )


def _participants(told: _Told, people: _People) -> list[Participant]:
    """Who takes part, each party once, a group's members by themselves; and those of whom a further telling says it."""
    found = dict[str, Participant]()
    attending = (one for one in told.tellings if one.attendance and not one.title)
    for draft in (told.first, *attending):
        for role, extent in sorted(draft.parts, key=lambda part: part[1]):
            voice = people.voice(extent)
            if voice.party is None:
                found.setdefault(voice.mention.text.lower() if voice.mention else "", Participant(role, voice))
            for id in people.spread(voice.party) if voice.party else ():
                found.setdefault(id, Participant(role, Voice(voice.mention, id, voice.how)))
    return list(found.values())


def _span(text: str, extent: Extent) -> Span:
    return Span(extent[0], extent[1], text[slice(*extent)])
