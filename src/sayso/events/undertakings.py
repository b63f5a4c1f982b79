"""Drafts of undertakings, and their article's parties and statements -> undertakings: who, to whom, by when, on whose word."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence

from sayso.attribution import Extent
from sayso.events.authors import author_of
from sayso.events.spoken import Spoken
from sayso.events.undertaking_drafts import Drafted
from sayso.events.undertaking_dues import due_of
from sayso.record import Article, Event, Party, Span, Statement, Time, Undertaking, Voice

GROUP, IMPLIED, FIRST_PERSON = "group", "implied", "first-person"

_NEAR = 80  # code points from a cue to the words of an undertaking; items of a list stand farther off
_FIRST = frozenset(("i", "we", "us"))
_TOGETHER = frozenset(("they", "we", "us", "both"))


def named_in(article: Article, drafts: Sequence[Drafted]) -> list[Span]:
    """Where the parties of drafts are named, in text order: whose each one is has to be decided elsewhere."""
    found = {extent for draft in drafts for extent in (draft.who, draft.to_whom) if extent}
    return [Span(start, end, article.text[start:end]) for start, end in sorted(found)]


def settle_undertakings(
    article: Article,
    drafts: Sequence[Drafted],
    statements: Sequence[Statement],
    parties: Sequence[Party],
    times: Sequence[Time] = (),
    events: Sequence[Event] = (),
    voices: Mapping[Span, Voice] | None = None,
) -> tuple[Undertaking, ...]:
    """The undertakings of an article in text order, ids "u1", "u2", …; one of nobody who is known to the article is left out.

    ``voices`` says whose the drafts' mentions are. Where several undertake something and only "the leaders" or "it was agreed"
    says who, they are those of the last event before it, or of the last group.
    """
    settling = _Settling(article, statements, parties, times, events, voices or {})
    found: list[Undertaking] = []
    for draft in drafts:
        who = settling.who(draft)
        if who:
            found.append(settling.undertaking(f"u{len(found) + 1}", draft, who))
    return tuple(found)


class _Settling:
    """What one article has that undertakings belong to."""

    def __init__(
        self,
        article: Article,
        statements: Sequence[Statement],
        parties: Sequence[Party],
        times: Sequence[Time],
        events: Sequence[Event],
        voices: Mapping[Span, Voice],
    ) -> None:
        self.text, self.published = article.text, (article.published or "")[:10]
        self.spoken = Spoken(statements)
        self.voices = {(mention.start, mention.end): voice for mention, voice in voices.items()}
        self.parties = {party.id: party for party in parties}
        self.times, self.events = sorted(times, key=lambda time: time.span.start), events
        self.time_starts = [time.span.start for time in self.times]
        self.triggers = sorted(
            (span.start, span.end, event.id) for event in events for span in (event.trigger, *event.mentions)
        )
        self.names = sorted((span.start, span.end, party.id) for party in parties for span in party.mentions)
        self.author = author_of(self.text, self.names, self.parties)
        self.together = sorted(
            [(event.trigger.start, ids) for event in events if len(ids := _taking_part(event)) > 1]
            + [(span.start, party.members) for party in parties if len(party.members) > 1 for span in party.mentions]
        )

    def undertaking(self, id: str, draft: Drafted, who: tuple[Voice, ...]) -> Undertaking:
        """The draft as an undertaking."""
        statement = self.statement(draft)
        to_whom = self.voices.get(draft.to_whom) if draft.to_whom else statement.addressee if statement else None
        return Undertaking(
            id,
            draft.kind,
            draft.strength,
            who,
            tuple(self.span(one) for one in draft.what),
            (to_whom,) if to_whom else (),
            due_of(self.text, self.published, draft, self.times, self.time_starts),
            self.span(draft.condition) if draft.condition else None,
            statement.id if statement else None,
            self.event(draft),
        )

    def span(self, extent: Extent) -> Span:
        """An extent with its words."""
        return Span(extent[0], extent[1], self.text[extent[0] : extent[1]])

    def statement(self, draft: Drafted) -> Statement | None:
        """The statement that it is, or in whose content it stands."""
        told = self.spoken.told_by(draft.cue)
        what = draft.what[0]
        if told and any(piece.start < what[1] and what[0] < piece.end for piece in told.content):
            return told
        return self.spoken.around(draft.cue[0])

    def who(self, draft: Drafted) -> tuple[Voice, ...]:
        """Whoever undertakes it; nobody where the words are a pronoun's and nobody is known to be meant."""
        if draft.who is None:
            return tuple(Voice(None, party, IMPLIED) for party in self.those_before(draft.cue[0]))
        mention = self.span(draft.who)
        words = mention.text.lower()
        voice = self.voices.get(draft.who)
        party = self.parties.get(voice.party or "") if voice else None
        if voice and party:
            if words == "it" and not self.is_speaker(draft, party.id):
                return ()  # «the bridge? It will pay»: only who says so himself is surely no thing
            if draft.foretold and party.kind == "person" and self.is_of_another(draft, party.id):
                return ()  # «Orr said that Vega would lose»
            members = self.those_before(draft.who[0]) if _is_loose(party) and _is_several(words) else ()
            return tuple(Voice(mention, member, GROUP) for member in members) or (voice,)
        if words in _FIRST and (speaker := self.speaker_around(draft)):
            return speaker
        if words in _TOGETHER or _is_several(words):
            found = tuple(Voice(mention, party, GROUP) for party in self.those_before(draft.who[0]))
            return found or ((Voice(mention),) if words != "they" else ())
        if words == "i" and self.spoken.around(draft.cue[0]) is None:
            return ()  # the text's own, which no headline says whose it is
        return () if words in ("he", "she", "it") else (Voice(mention),)

    def speaker_around(self, draft: Drafted) -> tuple[Voice, ...]:
        """Whoever says "I" or "we": the speaker of what holds it, or those that the speaker's words name one by one."""
        around = self.spoken.around(draft.cue[0])
        speaker = around.speaker if around else None
        if around is None and draft.who is not None and self.author:
            return (Voice(self.span(draft.who), self.author, FIRST_PERSON),)
        if speaker is None or draft.who is None:
            return ()
        mention = self.span(draft.who)
        if speaker.party:
            return (Voice(mention, speaker.party, FIRST_PERSON),)
        named = self.named_in(speaker.mention) if speaker.mention else ()
        return tuple(Voice(mention, party, FIRST_PERSON) for party in named)

    def named_in(self, mention: Span) -> tuple[str, ...]:
        """The parties that are named within some words, in order: of "Norland, as chair, and Sutland"."""
        at = bisect_left(self.names, (mention.start, -1, ""))
        end = bisect_left(self.names, (mention.end, -1, ""))
        return tuple(dict.fromkeys(party for _, stop, party in self.names[at:end] if stop <= mention.end))

    def is_speaker(self, draft: Drafted, party: str) -> bool:
        """Whether a party says itself what a draft holds: «the ministry said that it will pay»."""
        around = self.spoken.around(draft.cue[0])
        return around is not None and around.speaker is not None and around.speaker.party == party

    def is_of_another(self, draft: Drafted, party: str) -> bool:
        """Whether somebody else, who is known, says what a draft holds, and promises nothing."""
        around = self.spoken.around(draft.cue[0])
        if around is None or around.act in ("promises", "agrees", "announces") or around.speaker is None:
            return False
        return around.speaker.party not in (None, party) and party not in self.members(around.speaker.party)

    def members(self, party: str | None) -> tuple[str, ...]:
        """The members of a group."""
        found = self.parties.get(party or "")
        return found.members if found else ()

    def those_before(self, place: int) -> tuple[str, ...]:
        """The parties of the last event or group before a place."""
        at = bisect_left(self.together, place, key=lambda one: one[0])
        return self.together[at - 1][1] if at else ()

    def event(self, draft: Drafted) -> str | None:
        """The event whose words stand in what is undertaken, or else between the subject and it."""
        for start, end in (*draft.what, (self.beginning(draft), draft.what[-1][1])):
            at = bisect_right(self.triggers, (end, -1, ""))
            inside = [id for first, _, id in self.triggers[max(0, at - 8) : at] if first >= start]
            if inside:
                return inside[0]
        return None

    def beginning(self, draft: Drafted) -> int:
        """Where the clause begins of which an undertaking's time and event are: at its cue, but for the items of a list."""
        begin = draft.what[0][0]
        return draft.cue[0] if 0 <= begin - draft.cue[0] < _NEAR else begin


def _is_several(words: str) -> bool:
    """Whether words in small letters stand for several who are known: "the leaders", "both presidents"."""
    first, *rest = words.split()
    return first in ("the", "both") and bool(rest) and rest[-1].endswith("s") and len(rest) < 3


def _is_loose(party: Party) -> bool:
    """Whether a party is a group that only goes by what it is: "the leaders"."""
    return party.kind in ("group", "unknown") and not party.named and not party.members


def _taking_part(event: Event) -> tuple[str, ...]:
    return tuple(one.voice.party for one in event.participants if one.voice.party and one.role != "target")
