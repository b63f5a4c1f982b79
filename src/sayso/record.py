"""The trade's words: what a page becomes on its way to a reading. Nothing here reads files, loads models or runs steps.

Every offset in the project is a half-open pair of Unicode code points into ``Article.text``.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, get_args

from sayso import glances
from sayso.glances import Drawn

if TYPE_CHECKING:
    import pandas

ParagraphKind = Literal["headline", "standfirst", "heading", "body", "caption"]
Manner = Literal["direct", "mixed", "indirect"]
Said = Literal["said", "not-said", "conditional", "possible", "expected", "asked", "demanded"]
PartyKind = Literal["person", "organisation", "government", "document", "group", "place", "unknown"]

EventStatus = Literal["happened", "ongoing", "planned", "proposed", "hypothetical", "denied", "cancelled", "postponed"]
EventRole = Literal["initiator", "host", "target", "party"]
UndertakingKind = Literal["promise", "agreement", "plan", "offer", "threat", "request-accepted"]
Strength = Literal["will", "agreed", "intends", "considers", "conditional"]

# Their order is that of the model's answers and of the numbers that a store keeps: a new one is put last.
SAID_KINDS: tuple[Said, ...] = get_args(Said)
EVENT_STATUSES: tuple[EventStatus, ...] = get_args(EventStatus)
EVENT_ROLES: tuple[EventRole, ...] = get_args(EventRole)
UNDERTAKING_KINDS: tuple[UndertakingKind, ...] = get_args(UndertakingKind)
STRENGTHS: tuple[Strength, ...] = get_args(Strength)


@dataclass(frozen=True, slots=True)
class Given:
    """What an input gives beside a page's text, as it is written there: the fields of a JSON object, the head of an e-mail.

    ``first`` is True where the text alone is given, so that these facts go before what may be guessed from it.
    """

    headline: str | None = None
    published: str | None = None
    updated: str | None = None
    authors: tuple[str, ...] = ()
    outlet: str | None = None
    language: str | None = None
    first: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class Page:
    """Bytes with an address and a time of capture: what is read, before anything is understood.

    ``input`` is the path or address as the user gave it; ``content`` the raw bytes; ``url`` the page's address where known;
    ``charset`` the one declared outside the page (an HTTP header); ``prose`` takes the content as body text as it stands.
    ``given`` is what stands beside it; ``other`` the same page in another form, for where this one has no article (an e-mail
    often holds its words twice).
    ``languages`` are those that are read, all where there are none.
    """

    input: str
    content: bytes
    url: str | None = None
    captured: str | None = None
    media_type: str | None = None
    charset: str | None = None
    prose: bool = False
    given: Given | None = None
    other: Page | None = None
    languages: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return glances.page(self)


def input_name(input: str) -> str:
    """What people call an input: that of a pipe has a name too.

    >>> input_name("-"), input_name("-:3"), input_name("-house.html")
    ('standard input', 'standard input:3', '-house.html')
    """
    return f"standard input{input[1:]}" if input == "-" or input.startswith("-:") else input


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Words in the text: ``article.text[start:end] == text``, in code points."""

    start: int
    end: int
    text: str

    # What a frozen dataclass with slots has instead takes twice as long, 100 times a reading between two processes.
    def __reduce__(self) -> tuple[type[Span], tuple[int, int, str]]:
        return Span, (self.start, self.end, self.text)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block of ``Article.text``, in code points, with what it is on the page."""

    start: int
    end: int
    kind: ParagraphKind


@dataclass(frozen=True, slots=True, repr=False)
class Article(Drawn):
    """A page's clean text and facts. ``text`` is built once and never changed.

    ``published`` and ``updated`` are ISO 8601, with offset where the page gives one. ``titles`` are all the wordings of the
    headline that the page has: ``headline`` itself, then others on the page, for search engines and for sharing.
    """

    id: str
    text: str
    paragraphs: tuple[Paragraph, ...]
    url: str | None = None
    outlet: str | None = None
    headline: str | None = None
    standfirst: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    updated: str | None = None
    section: str | None = None
    language: str | None = None
    images: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()

    @property
    def text_sha256(self) -> str:
        """Hex SHA-256 of the text in UTF-8."""
        return _sha256(self.text)

    def __repr__(self) -> str:
        return glances.article(self)


@lru_cache(maxsize=4)  # forms say it beside each statement: 10,000 of them, in 0.8 MB of text, took 10 s
def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker, an addressee or a step of a relay: the mention that stands in the text, and the party it is taken to be.

    "she" in «"I agree," she said»: mention "she", party "p1", how "pronoun". ``mention`` is None for an implied voice;
    ``party`` is None where two candidates remain.
    """

    mention: Span | None
    party: str | None = None
    how: str | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Statement(Drawn):
    """A piece of content that the article attributes to a speaker with a cue.

    «"It will rain," the mayor told reporters»: content «"It will rain,"», quoted «It will rain,», cue "told", speaker "the
    mayor", addressee "reporters". ``within`` is the id of the statement that this one stands inside; ``relay`` lists the
    speakers of the statements around it, nearest first. ``score`` is a calibrated probability.

    ``said`` is whether the article has it that the speaking took place: "said" here; "not-said" in "the mayor never said that
    it would rain", "conditional" in "if she says that it rained", "possible" in "she may say that it rained", "expected" in
    "she will say that it rained", "asked" in "asked whether she had said that it rained", "demanded" in "he told her to say
    that it rained".

    ``corrected`` is there where a person has set something of it right: the other fields are then as he set them.
    """

    id: str
    manner: Manner
    act: str
    content: tuple[Span, ...]
    quoted: tuple[Span, ...] = ()
    cue: Span | None = None
    speaker: Voice | None = None
    addressee: Voice | None = None
    relay: tuple[Voice, ...] = ()
    within: str | None = None
    score: float = 1.0
    said: Said = "said"
    corrected: Corrected | None = None

    def __repr__(self) -> str:
        return glances.statement(self)


@dataclass(frozen=True, slots=True)
class Corrected:
    """What people set right of a statement, beside what was read: the last correction that counts for it.

    ``fields`` are the fields that differ from what was read: "speaker", "content", "relay" … ``read`` is the statement as it
    was read; None for one that was missed. ``made`` is the correction's time (ISO 8601), ``number`` its number in the store.
    """

    number: int
    made: str
    reason: str
    fields: tuple[str, ...] = ()
    read: Statement | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Party(Drawn):
    """The person, organisation, government, document or group that mentions are taken to be; named by its fullest name.

    ``members`` are the ids of the parties by whose names a group goes: of Ana Rubio and of Karel Novak for "Ana Rubio and
    Karel Novak"; a group that goes by other words has none. ``named`` is False for one that the article knows by a description
    alone ("a senior official"): it is somebody there, and nobody that another article could mean.
    """

    id: str
    name: str
    kind: PartyKind
    role: str | None = None
    mentions: tuple[Span, ...] = ()
    members: tuple[str, ...] = ()
    named: bool = True

    def __repr__(self) -> str:
        return glances.party(self)


@dataclass(frozen=True, slots=True)
class Time:
    """Words that name a time, what they say (a TIMEX3 value) and the days that they may mean.

    "later Sunday" in an article of Sunday, 20 February 2022: value "2022-02-20", earliest and latest "2022-02-20". "three
    days": value "P3D", and no days. ``earliest`` and ``latest`` are ISO days, both included; one of them alone is an end that
    is known ("by the end of 2024"); ``value`` is None where the words name a time that cannot be told.
    """

    span: Span
    value: str | None = None
    earliest: str | None = None
    latest: str | None = None


@dataclass(frozen=True, slots=True)
class Participant:
    """Who takes part in an event: who acts or calls it ("initiator"), receives or chairs ("host"), has it done to him
    ("target"), or simply is in it ("party")."""

    role: EventRole
    voice: Voice


@dataclass(frozen=True, slots=True, repr=False)
class Event(Drawn):
    """What the article has of something that happened, is planned, is called off; all from its trigger's clause and sentence.

    "Putin and Macron spoke by phone on Sunday": kind "call", trigger "spoke by phone", two participants with the role
    "party", time "Sunday", status "happened". ``mentions`` are further words of the article for the same event ("the call"),
    ``earliest`` and ``latest`` the days that it may have been on (ISO, both included), ``within`` the id of the statement in
    whose content the trigger stands: None on the article's own word.
    """

    id: str
    kind: str
    trigger: Span
    status: EventStatus = "happened"
    participants: tuple[Participant, ...] = ()
    place: Span | None = None
    time: Span | None = None
    earliest: str | None = None
    latest: str | None = None
    within: str | None = None
    mentions: tuple[Span, ...] = ()

    def __repr__(self) -> str:
        return glances.event(self)


@dataclass(frozen=True, slots=True, repr=False)
class Undertaking(Drawn):
    """What a party says it will do, agreed to do, plans, offers or threatens: one can ask in a year whether it was done.

    "Norland will send 40 engineers by May, if asked": who "Norland", what "send 40 engineers", due "by May" with its days,
    condition "if asked", kind "promise", strength "conditional". ``statement`` is the id of the statement that holds it (whose
    speaker says it, or vouches for it), ``event`` that of the event that it belongs to.
    """

    id: str
    kind: UndertakingKind
    strength: Strength
    who: tuple[Voice, ...]
    what: tuple[Span, ...]
    to_whom: tuple[Voice, ...] = ()
    due: Time | None = None
    condition: Span | None = None
    statement: str | None = None
    event: str | None = None

    def __repr__(self) -> str:
        return glances.undertaking(self)


@dataclass(frozen=True, slots=True)
class Refusal(Drawn):
    """Why a page gave no reading: ``reason`` is one short slug to count by, ``detail`` a sentence for the user."""

    input: str
    reason: str
    detail: str

    @property
    def told(self) -> str:
        """The detail as people read it, with the input by its name.

        >>> Refusal("-", "empty", "- has no words in it.").told
        'Standard input has no words in it.'
        """
        name = input_name(self.input)
        if name == self.input:
            return self.detail
        if self.detail.startswith(f"{self.input} "):
            return f"{name[0].upper()}{name[1:]}{self.detail.removeprefix(self.input)}"
        return self.detail.replace(f" {self.input} ", f" {name} ", 1)


@dataclass(frozen=True, slots=True, repr=False)
class Reading(Drawn):
    """An article with its statements, parties, times, events and undertakings. ``model`` is None where no model read it."""

    input: str
    article: Article
    statements: tuple[Statement, ...] = ()
    parties: tuple[Party, ...] = ()
    model: str | None = None
    times: tuple[Time, ...] = ()
    events: tuple[Event, ...] = ()
    undertakings: tuple[Undertaking, ...] = ()

    def __repr__(self) -> str:
        return glances.reading(self)

    def party_of(self, voice: Voice | None) -> Party | None:
        """The party that a voice is taken to be; None where that is open, and for no voice."""
        wanted = voice.party if voice else None
        return next((party for party in self.parties if party.id == wanted), None)

    def name_of(self, voice: Voice | None) -> str | None:
        """The name of the party that a voice is taken to be, of a group's members "A and B"; None where that is open.

        >>> dovrel = Party("p1", "Ana Dovrel", "person")
        >>> reading = Reading("x", Article("a", "She said so.", ()), parties=(dovrel,))
        >>> reading.name_of(Voice(Span(0, 3, "She"), "p1")), reading.name_of(None)
        ('Ana Dovrel', None)
        """
        party = self.party_of(voice)
        if party is None or not party.members:
            return party.name if party else None
        names = {one.id: one.name for one in self.parties}
        *others, last = [names[id] for id in party.members if id in names] or [party.name]
        return f"{', '.join(others)} and {last}" if others else last

    def to_pandas(self) -> pandas.DataFrame:
        """The statements as a data frame: the columns of an export to CSV, ``published`` a time in UTC, ``relay`` lists.

        Raises ModuleNotFoundError, with what to install, where there is no pandas.
        """
        from sayso import to_pandas

        return to_pandas(self)
