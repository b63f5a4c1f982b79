"""A reading -> on whose word it has what: the stretches of its text that each party vouches for, and those that nobody does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sayso.comparing.accounts.enumerations import Extent, items_of
from sayso.record import Event, Reading, Span, Statement, Voice
from sayso.statements import is_finite, sentence_around, sentences

# What a cue does that brings in the words of an account as they are. Any other act is part of what is told: "she denied that …"
# without its cue says the reverse, and "thanked Orland for …" is set beside "reaffirmed …".
_BRINGING = frozenset(("states", "reports", "announces", "claims"))
_TITLES = frozenset(("headline", "heading", "caption"))
_MEETINGS = frozenset(("call", "meeting", "talks", "summit", "visit"))  # where two meet, though a text may name one of them
_SOMEBODY = ("person", "organisation", "government", "document")
_MOST_TAKEN = 0.5  # of a sentence's characters that are in somebody's mouth, for it to be the text's own all the same
_OPENING = 30  # code points at a sentence's start, a dateline counted, in which nobody else's words may begin
_SHORTEST = 5  # words of a content without a verb that may be a claim: not "its own statement", "no such thing"


@dataclass(frozen=True, slots=True)
class Telling:
    """What a text has on one word, as stretches of it (code points), in their order.

    ``party`` is the id of the party in the reading whose word it is, or the words that name it, and ``name`` what to call it;
    both are None on the text's own word (``own``). ``stretches`` None is the whole text. ``statements`` are the ids of the
    outermost statements, and of all that stand inside them.
    """

    party: str | None
    name: str | None
    stretches: tuple[Extent, ...] | None
    statements: frozenset[str] = frozenset()

    @property
    def own(self) -> bool:
        """Whether it is the text's own word, that is, its publisher's."""
        return self.party is None


def tellings(reading: Reading) -> tuple[Telling, ...]:
    """What each party vouches for, in the order in which they first appear.

    In «Dovrel raised the tariffs, a palace readout said; "She was firm," it added» all is on the palace's word, Dovrel's deed
    too. What two say together ("Rubio and Novak") each of them says. What was not said, or is still to be said, is nobody's
    word.
    """
    members = {party.id: party.members for party in reading.parties}
    names = {party.id: party.name for party in reading.parties}
    held: dict[str, list[Statement]] = {}
    called: dict[str, str] = {}
    for statement in _outermost(reading.statements):
        voice = outer_voice(statement)
        if voice is None or statement.said != "said":
            continue
        for key in members.get(voice.party or "") or [_key(voice)]:
            held.setdefault(key, []).append(statement)
            called.setdefault(key, names.get(key) or (voice.mention.text if voice.mention else "someone not named"))
    inner = _inner(reading.statements)
    return tuple(_telling(reading, key, called[key], roots, inner) for key, roots in held.items())


def tellers(reading: Reading, events: Sequence[Event]) -> tuple[Telling, ...]:
    """The tellings of those who give an account of these events, in the order in which they first appear.

    They are somebody: by a name, or as one person or body ("a senior official"), not "they" or "both leaders". And they are
    none of those whose doings the text itself tells at its head: what a readout has its president say is the palace's word.
    """
    own = characters(reading)
    known = {party.id for party in reading.parties if party.named or party.kind in _SOMEBODY}
    return tuple(one for one in tellings(reading) if one.party in known - own and tells_of(reading, one, events))


def characters(reading: Reading) -> frozenset[str]:
    """The ids of those who take part in an event that the text tells at its head on its own word."""
    return taking_part(reading, (event for event in reading.events if opens_with(reading, event)))


def opens_with(reading: Reading, event: Event) -> bool:
    """Whether the text tells an event on its own word in its headline, its standfirst or its first paragraph."""
    opening = []
    for paragraph in reading.article.paragraphs:
        opening.append(paragraph)
        if paragraph.kind == "body":
            break
    spots = [span.start for span in (event.trigger, *event.mentions)]
    return event.within is None and any(one.start <= spot < one.end for one in opening for spot in spots)


def own_word(reading: Reading, about: Sequence[Extent] | None = None) -> Telling:
    """What nobody in the text vouches for: the sentences that no statement opens, and none takes up for the most part.

    What those say whose doings the text itself tells at its head counts as told on its own word. With ``about`` there are only
    sentences that hold one of these places. Titles are none.
    """
    text, taken = reading.article.text, _joined(_taken(reading, characters(reading)))
    kept = [paragraph for paragraph in reading.article.paragraphs if paragraph.kind not in _TITLES]
    found = [extent for one in kept for extent in sentences(text, one.start, one.end) if _is_own(extent, taken)]
    if about is not None:
        found = [(start, end) for start, end in found if any(first < end and last > start for first, last in about)]
    return Telling(None, None, tuple(found))


def tells_of(reading: Reading, telling: Telling, events: Sequence[Event]) -> bool:
    """Whether a party vouches for something of these events, or for what one of those who take part says or does.

    "Putin brought up X, according to a Kremlin readout": the Kremlin tells of the call, since it vouches for what Putin did.
    """
    others = taking_part(reading, events) - {telling.party}
    if any(event.within in telling.statements for event in events):
        return True
    speaking = (s.speaker for s in reading.statements if s.id in telling.statements and outer_party(s) != _party(s.speaker))
    if any(others & _with_members(reading, voice) for voice in speaking if voice):
        return True
    undertaken = (one.who for one in reading.undertakings if one.statement in telling.statements)
    return any(others & _with_members(reading, voice) for who in undertaken for voice in who)


def main_events(reading: Reading) -> tuple[Event, ...]:
    """The event between parties that most others tell of, the first of several, with all others of the same parties.

    None where the text has no event of two parties, and no call, meeting or the like of one that it names.
    """
    shared = [(event, parties) for event in reading.events if (parties := _between(reading, event))]
    if not shared:
        return ()
    counts = [len(tellers(reading, [event])) for event, _ in shared]
    _, same = shared[counts.index(max(counts))]
    return tuple(event for event, parties in shared if parties == same)


def taking_part(reading: Reading, events: Iterable[Event]) -> frozenset[str]:
    """The ids of the parties that take part in the events; a group's members in its place."""
    voices = (participant.voice for event in events for participant in event.participants)
    groups = {party.id for party in reading.parties if party.members}
    return frozenset(party for voice in voices for party in _with_members(reading, voice) if party not in groups)


def named_places(reading: Reading, parties: Iterable[str]) -> list[Extent]:
    """Where the text names one of these parties, or a group that one of them belongs to."""
    wanted = frozenset(parties)
    meant = [party for party in reading.parties if party.id in wanted or wanted.intersection(party.members)]
    return [(span.start, span.end) for party in meant for span in party.mentions]


def outer_voice(statement: Statement) -> Voice | None:
    """On whose word the text has a statement: the outermost of those around it, or its own speaker."""
    return statement.relay[-1] if statement.relay else statement.speaker


def outer_party(statement: Statement) -> str | None:
    """The same by its id in the reading."""
    return _party(outer_voice(statement))


def _between(reading: Reading, event: Event) -> frozenset[str]:
    """Who an event is between; nobody where one party alone acts."""
    parties = taking_part(reading, [event])
    return parties if len(parties) > 1 or event.kind in _MEETINGS else frozenset()


def _is_own(sentence: Extent, taken: Sequence[Extent]) -> bool:
    start, end = sentence
    inside = [(max(start, first), min(end, last)) for first, last in taken if first < end and last > start]
    if inside and inside[0][0] < start + _OPENING:
        return False
    return sum(last - first for first, last in inside) <= _MOST_TAKEN * (end - start)


def _telling(reading: Reading, key: str, name: str, roots: Sequence[Statement], inner: dict[str, list[Statement]]) -> Telling:
    whole = _joined([extent for statement in roots for extent in _stretches(reading, statement)])
    stretches = [item for extent in whole for item in items_of(reading.article.text, extent)]
    held, waiting = set[str](), list(roots)
    while waiting:
        statement = waiting.pop()
        if statement.id not in held:
            held.add(statement.id)
            waiting += inner.get(statement.id, [])
    return Telling(key, name, tuple(stretches), frozenset(held))


def _stretches(reading: Reading, statement: Statement) -> Iterator[Extent]:
    """What a statement says, its contents; or who does what with them, where that is told too, within their sentences."""
    contents = [(span.start, span.end) for span in statement.content]
    if not statement.relay and statement.act in _BRINGING:
        yield from (_claimed(span) for span in statement.content if _asserts(span.text))
        return
    around = [
        statement.cue,
        statement.speaker and statement.speaker.mention,
        statement.addressee and statement.addressee.mention,
    ]
    places = [*contents, *((span.start, span.end) for span in around if span)]
    for number, content in enumerate(contents):
        start, end = sentence_around(reading.article.text, content[0])
        near = [place for place in places if start <= place[0] and place[1] <= max(end, content[1])]
        yield (min(place[0] for place in near), max(place[1] for place in near)) if not number else content


def _claimed(span: Span) -> Extent:
    """A content without the "that" which brings it in."""
    brought = len("that ") if span.text.lower().startswith("that ") else 0
    return span.start + brought, span.end


def _asserts(words: str) -> bool:
    """Whether a content may be a claim: it has a verb, or words enough to do without."""
    forms = words.split()
    return len(forms) >= _SHORTEST or any(is_finite(form) for form in forms)


def _taken(reading: Reading, own: frozenset[str]) -> Iterator[Extent]:
    """What statements take up of the text: contents, cues and voices, where the text has it that they were made.

    Those of the text's ``own`` parties take up nothing, nor does what "they" say where it has any.
    """
    for statement in reading.statements:
        speaking = _with_members(reading, outer_voice(statement))
        if statement.said == "said" and outer_voice(statement) and not (own and (own & speaking or not speaking)):
            voice = statement.speaker and statement.speaker.mention
            spans = [*statement.content, *(span for span in (statement.cue, voice) if span)]
            yield from ((span.start, span.end) for span in spans)


def _joined(extents: Iterable[Extent]) -> list[Extent]:
    """The same characters as extents that do not overlap, in their order."""
    joined: list[Extent] = []
    for start, end in sorted(extents):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _outermost(statements: Sequence[Statement]) -> Iterator[Statement]:
    known = {statement.id for statement in statements}
    return (statement for statement in statements if statement.within not in known)


def _inner(statements: Iterable[Statement]) -> dict[str, list[Statement]]:
    inner: dict[str, list[Statement]] = {}
    for statement in statements:
        if statement.within:
            inner.setdefault(statement.within, []).append(statement)
    return inner


def _with_members(reading: Reading, voice: Voice | None) -> frozenset[str]:
    """The party of a voice, and those that it is a group of."""
    party = _party(voice)
    members = next((one.members for one in reading.parties if one.id == party), ())
    return frozenset((party, *members)) if party else frozenset()


def _party(voice: Voice | None) -> str | None:
    return voice.party if voice else None


def _key(voice: Voice) -> str:
    return voice.party or (voice.mention.text.lower() if voice.mention else "")
