"""Drafts and their mentions' parties -> events: tellings of one event are one, with its first in the body as the trigger."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from sayso.attribution import Extent
from sayso.events.anchors import day_of
from sayso.events.authors import author_of, joint_headline
from sayso.events.drafting import EventDraft
from sayso.events.times import week_later
from sayso.languages import listed, word_class
from sayso.parties import Resolved
from sayso.record import Article, Event, EventRole, Participant, Party, Span, Time, Voice

# Kinds that one event may go by.
_ALIKE = tuple(
    frozenset(kinds)
    for kinds in (("call", "talks"), ("meeting", "talks"), ("meeting", "visit"), ("meeting", "summit"), ("strike", "attack"))
)
_GATHERINGS = frozenset(("meeting", "call", "talks", "summit", "visit"))
_AHEAD = ("planned", "proposed")
_PRONOUNS = frozenset(
    ("he", "she", "it", "they", "we", "i", "you", "him", "her", "them", "us", "me", "his", "their", "our", "its")
)
_NAME_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_GENERATIONS, _HERS = frozenset(("Jr", "Sr", "II", "III")), frozenset(("First", "Mrs", "Mr", "Ms", "Lady"))
_SINGLE, _FIRST = frozenset(("i", "me", "my")), frozenset(("we", "us", "our"))
_WHO_STATE = ("government", "organisation", "place", "person")
_LONGEST_PAIR = 4  # words: "the heads of state"
_CALLED_OFF = frozenset(("cancelled", "postponed"))


@dataclass(slots=True)
class _Told:
    """An event with all its tellings so far, and the parties that take part by the first."""

    first: EventDraft
    who: tuple[tuple[EventRole, Voice], ...]
    people: frozenset[str]
    tellings: list[EventDraft] = field(default_factory=list)
    headlined: bool = False

    def hear(self, draft: EventDraft) -> None:
        """Take one more telling: what was planned may be called off in it."""
        self.tellings.append(draft)
        if draft.status in _CALLED_OFF and self.first.status == "planned":
            self.first = replace(self.first, status=draft.status)


def settle_events(article: Article, drafts: Sequence[EventDraft], resolved: Resolved) -> tuple[Event, ...]:
    """The events in the order of their triggers; ``resolved`` has a voice for each mention of the drafts."""
    people = _People(article.text, resolved)
    day = day_of(article)
    today = day.isoformat() if day else None
    drafts = _as_planned(drafts, today)
    for draft in drafts:
        if not draft.title and draft.asserted:
            people.hear(draft)
    for draft in drafts:
        if draft.title:
            people.headline(draft)
    for draft in drafts:
        if not draft.title and not draft.asserted:
            people.recall(draft)
    people.told.sort(key=lambda one: one.first.trigger)
    known = {statement.id for statement in resolved.statements}
    days = _Days(today, people.told)
    parties = {party.id: party for party in resolved.parties}
    return tuple(_event(article.text, days, f"e{number}", one, known, parties) for number, one in enumerate(people.told, 1))


class _People:
    """The events told so far, and whose the mentions of drafts are."""

    def __init__(self, text: str, resolved: Resolved) -> None:
        self.text, self.voices = text, resolved.others
        self.told: list[_Told] = []
        self._parties = {party.id: party for party in resolved.parties}
        names = sorted((span.start, span.end, party.id) for party in resolved.parties for span in party.mentions)
        self._author = author_of(text, names, self._parties)
        self._speakers = {one.id: one.speaker.party for one in resolved.statements if one.speaker is not None}
        self._jointly: tuple[str, ...] = ()
        if joint := joint_headline(text):
            inside = (id for start, end, id in names if joint[0] <= start and end <= joint[1])
            self._jointly = tuple(dict.fromkeys(id for id in inside if self._parties[id].kind in _WHO_STATE))

    def of(self, draft: EventDraft) -> tuple[tuple[EventRole, Voice], ...]:
        """Who takes part in a draft, by their places, a group's members each by itself."""
        found = list[tuple[EventRole, Voice]]()
        for role, extent in sorted(draft.parts, key=lambda part: part[1]):
            voice = self.voices[_span(self.text, extent)]
            party = self._parties.get(voice.party or "")
            ids = party.members if party is not None else ()
            if not ids and (party is None or not party.named or party.kind == "group"):
                ids = self._meant(draft, extent)
            found += [(role, Voice(voice.mention, id, voice.how or "group")) for id in ids] or [(role, voice)]
        return tuple(found)

    def _meant(self, draft: EventDraft, extent: Extent) -> tuple[str, ...]:
        """«The heads of state», "the sides", "we": the two of the event before, where nobody else is told of by these words.

        What a speaker says of "we" is of the two where the speaker is one of them. "I", and "we", of a text that its headline
        calls somebody's are theirs.
        """
        words = self.text[slice(*extent)].split()
        low = [word.lower() for word in words]
        if draft.within is None and len(low) == 1:
            if low[0] in _SINGLE and self._author:
                return (self._author,)
            if low[0] in _FIRST and len(self._jointly) > 1:
                return self._jointly
        if len(low) > _LONGEST_PAIR or listed("event_pairs").isdisjoint(low) or _is_named(words):
            return ()
        others = {
            voice.party for _, one in draft.parts if one != extent and (voice := self.voices[_span(self.text, one)]).party
        }
        before = next((one for one in reversed(self.told) if one.people), None)
        if before is None or len(before.people) != 2 or others & before.people:
            return ()
        if draft.within is not None and low[0] in _FIRST and self._speakers.get(draft.within) not in before.people:
            return ()
        return tuple(voice.party for _, voice in before.who if voice.party)

    def hear(self, draft: EventDraft) -> None:
        """Take a draft for a telling of an event that was told, or for a new one."""
        who = self.of(draft)
        people = _parties_of(who)
        same = next((one for one in reversed(self.told) if _is_same(one, draft, people)), None)
        if same is None:
            if not _is_vague(draft):
                self.told.append(_Told(draft, who, people))
            return
        same.hear(draft)
        if draft.attendance:
            same.who += who
        if draft.attendance or not draft.definite:
            same.people |= people

    def recall(self, draft: EventDraft) -> None:
        """Take one that says no more ("the call") for a mention of the last event of its kind before it, or else the next."""
        if not draft.definite and draft.kind not in _GATHERINGS:
            return
        people = _parties_of(self.of(draft))
        fitting = [one for one in self.told if _is_same(one, draft, people)]
        before = [one for one in fitting if one.first.trigger < draft.trigger]
        if draft.attendance:
            before = [one for one in fitting if one.headlined][:1] or before
        for one in before[-1:] or fitting[:1]:
            one.hear(draft)
            if draft.attendance:
                one.who += self.of(draft)

    def headline(self, draft: EventDraft) -> None:
        """A headline's telling is a mention of the first event of its kind; alone, it is the event's only one."""
        who = self.of(draft)
        people = _parties_of(who)

        def fits(one: _Told) -> bool:
            return not people or not one.people or bool(people & one.people)

        alike = [one for one in self.told if _alike(one.first.kind, draft.kind)]
        same = [one for one in alike if one.first.kind == draft.kind and (fits(one) or one.first.lead)]
        same = same or [one for one in alike if fits(one) and {one.first.kind, draft.kind} != {"call", "meeting"}]
        if same:
            same[0].tellings.append(draft)
            same[0].headlined = True
        elif draft.asserted and draft.parts:
            self.told.append(_Told(draft, who, people, headlined=True))


def _is_named(words: Sequence[str]) -> bool:
    """«Osterian leaders», "CARICOM ministers": words that tell which ones are meant."""
    known = listed("event_pairs") | word_class("determiner")
    return any(word[0].isupper() and word.lower() not in known for word in words)


def _parties_of(who: Sequence[tuple[EventRole, Voice]]) -> frozenset[str]:
    return frozenset(voice.party for _, voice in who if voice.party)


def _is_vague(draft: EventDraft) -> bool:
    told = draft.known or draft.parts or draft.time or draft.place
    return draft.definite and not told and draft.status not in _CALLED_OFF


def _alike(one: str, other: str) -> bool:
    return one == other or any({one, other} <= kinds for kinds in _ALIKE)


def _says_no_more(event: _Told, draft: EventDraft, who: frozenset[str]) -> bool:
    return not draft.asserted or (
        draft.owned and draft.time is None and draft.place is None and bool(who) and who <= event.people
    )


def _is_same(event: _Told, draft: EventDraft, who: frozenset[str]) -> bool:
    first = event.first
    if draft.attendance and draft.definite:
        return first.kind in _GATHERINGS
    if first.kind != draft.kind and not (
        draft.definite and _alike(first.kind, draft.kind) and _says_no_more(event, draft, who)
    ):
        return False
    days = [(one.time.earliest, one.time.latest) for one in (first, draft) if one.time and one.time.earliest]
    if len(set(days)) > 1:
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


def _coming(draft: EventDraft, today: str | None) -> Time | None:
    """The time of one to come: «agreed on a meeting on Sunday» means the next, where the words alone may be of the last."""
    time = draft.time
    if time is None or today is None or time.latest is None or time.latest >= today:
        return time
    return week_later(time) or time


def _as_planned(drafts: Sequence[EventDraft], today: str | None) -> list[EventDraft]:
    """Drafts, those put ahead that speak of the day of one that was planned: «the talks on Sunday | can still be saved»."""
    ahead = {one.time.value for one in drafts if one.status in _AHEAD and one.time and _coming(one, today) is not one.time}
    if not ahead:
        return list(drafts)
    return [
        replace(one, status="planned")
        if one.definite and one.status == "happened" and one.kind in _GATHERINGS and one.time and one.time.value in ahead
        else one
        for one in drafts
    ]


class _Days:
    """The days of events: those that their words tell, else the text's own, or those of what they were told with."""

    def __init__(self, today: str | None, told: Sequence[_Told]) -> None:
        self.today, self.told = today, told
        trip = next((one.first for one in told if one.headlined and one.first.kind == "visit"), None)
        self._trip = (trip.time.earliest, trip.time.latest) if trip is not None and trip.time is not None else (None, None)

    def of(self, told: _Told) -> tuple[str | None, str | None]:
        """The first and the last day of an event, ISO; None where they are not known."""
        first, time = told.first, self.time(told)
        if time and (time.earliest or time.latest):
            late = self.today and time.latest and time.latest > self.today and first.status == "happened"
            earlier = late and time.span.text.lower().startswith("earlier")  # "earlier this year"
            return time.earliest, self.today if earlier else time.latest
        if first.status not in ("happened", "ongoing"):
            return None, None
        around = self._around(first) if first.occasion and first.within is None else (None, None)
        if not around[0] and (told.headlined or ((first.opening or first.aside) and first.within is None)):
            return self.today, self.today
        return around

    def time(self, told: _Told) -> Time | None:
        """The time that its words tell."""
        first = told.first
        return _coming(first, self.today) if first.status in _AHEAD else first.time

    def _around(self, first: EventDraft) -> tuple[str | None, str | None]:
        """«After an informal talk, | the meeting began»: of a gathering, the days of what its sentence tells.

        In a text about a trip they are the trip's: «During her meetings, she said».
        """
        if first.kind not in _GATHERINGS:
            return None, None
        beside = (one for one in self.told if first.sentence in {t.sentence for t in (one.first, *one.tellings)})
        with_it = (one for one in beside if one.first is not first and one.first.kind in _GATHERINGS and not one.first.occasion)
        known = next((days for one in with_it if (days := self.of(one))[0]), None)
        return known or (self._trip if first.kind in ("meeting", "talks") else (None, None))


def _event(text: str, days: _Days, id: str, told: _Told, known: set[str], parties: Mapping[str, Party]) -> Event:
    first, time = told.first, days.time(told)
    earliest, latest = days.of(told)
    return Event(
        id,
        first.kind,
        _span(text, first.trigger),
        first.status,
        tuple(_participants(told, parties)),
        _span(text, first.place) if first.place else None,
        time.span if time else None,
        earliest,
        latest,
        first.within if first.within in known else None,
        tuple(sorted(_span(text, one.trigger) for one in told.tellings)),
    )


def _participants(told: _Told, parties: Mapping[str, Party]) -> list[Participant]:
    """Who takes part, each party once: nobody of whom a pronoun is all that is known, nobody by a part of his name as well."""
    found = dict[str, Participant]()
    for role, voice in told.who:
        words = voice.mention.text.lower() if voice.mention else ""
        if voice.party or words not in _PRONOUNS:
            found.setdefault(voice.party or words, Participant(role, voice))
    named = [_name_words(one.voice, parties) for one in found.values()]
    return [
        one for one, name in zip(found.values(), named, strict=True) if not any(_is_part_of(name, other) for other in named)
    ]


def _name_words(voice: Voice, parties: Mapping[str, Party]) -> list[str]:
    """The words of a name with its title: of the mention, where that holds the party's name, else of the party."""
    written = _NAME_WORD.findall(voice.mention.text) if voice.mention else []
    party = parties.get(voice.party or "")
    known = _NAME_WORD.findall(party.name) if party else written
    words = written if known and known[-1] in written else known
    return words[:-1] if words and words[-1] in _GENERATIONS else words


def _is_part_of(short: list[str], long: list[str]) -> bool:
    """«President Biden» beside "President Joseph R. Biden, Jr.": the same title, or none, and the end of the other's name.

    >>> _is_part_of(["Vega"], ["Ana", "Vega"]), _is_part_of(["President", "Vega"], ["First", "Lady", "Ana", "Vega"])
    (True, False)
    """
    same = 0 < len(short) < len(long) and short[-1] == long[-1] and short[0][0].isupper()
    return same and all(word in long for word in short[:-1]) and (len(short) > 1 or long[0] not in _HERS)


def _span(text: str, extent: Extent) -> Span:
    return Span(extent[0], extent[1], text[slice(*extent)])
