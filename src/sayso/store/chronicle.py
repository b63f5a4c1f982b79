"""What a store knows of events and undertakings across articles, and what it is asked of them: the words of both.

Nothing here is a verdict of Sayso's: every state is a dated entry that one article has, with its outlet and its statement, or
one that a person set (a correction). Where two events or two undertakings may be one, they stay two, and name each other as
candidates.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeVar, get_args

from sayso import glances
from sayso.glances import Drawn
from sayso.record import EventRole, PartyKind, Strength, UndertakingKind

# "moved": an article gives another day than those before it; "held" is what articles report as happened.
EventStanding = Literal["announced", "proposed", "possible", "moved", "postponed", "cancelled", "denied", "ongoing", "held"]
# "kept" and "broken" are what articles report; "overdue": its last day is over, and nothing is found in ``since`` articles.
UndertakingStanding = Literal["open", "due-soon", "overdue", "kept", "broken", "delayed", "cancelled", "superseded", "disputed"]
EVENT_STANDINGS: tuple[EventStanding, ...] = get_args(EventStanding)
UNDERTAKING_STANDINGS: tuple[UndertakingStanding, ...] = get_args(UndertakingStanding)
EventCountable = Literal["kind", "status", "party", "place", "outlet", "day", "month", "year"]
LedgerCountable = Literal["kind", "status", "strength", "who", "to_whom", "outlet", "day", "month", "year"]
ByTime = Literal["newest", "oldest"]


Asked = TypeVar("Asked", bound=str)


def alternatives(value: Asked | tuple[Asked, ...] | None) -> tuple[Asked, ...]:
    """What a question's field asks for: one, several of which any will do, or nothing.

    >>> alternatives("Ana Dovrel"), alternatives(("Ana Dovrel", "#12")), alternatives(None)
    (('Ana Dovrel',), ('Ana Dovrel', '#12'), ())
    """
    return value if isinstance(value, tuple) else (value,) if value else ()


def is_asked(wanted: str | tuple[str, ...] | None, *held: str) -> bool:
    """Whether one of these is what a question's field asks for, or it asks for none.

    >>> is_asked(("held", "moved"), "announced", "moved"), is_asked(None, "held"), is_asked("held")
    (True, True, False)
    """
    return wanted is None or not set(alternatives(wanted)).isdisjoint(held)


@dataclass(frozen=True, slots=True)
class KnownParty:
    """Who takes part: a party across articles (``id`` as in ``Known``), or somebody without one, in the article's words.

    ``roles`` are those that articles give it in an event, in their order; none in an undertaking.
    """

    name: str
    id: int | None = None
    kind: PartyKind | None = None
    roles: tuple[EventRole, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """Where a state stands: one article of one day, the statement that has it, and on whose word; or who set it.

    ``day`` is that of the article's publication (of capture where it has none). ``statement`` is a hit's key
    ("ADDRESS#VERSION/s3"), None on the article's own word; ``on_word_of`` the name across articles of whose word the article
    has it on, the outermost speaker's. ``words`` are the sentence that says it; "…" stands where it is cut. ``correction`` is
    the number of the correction where a person set the state: then there is no article, ``words`` is its reason and ``day``
    that of its making. ``score`` is that of the statement, None on the article's own word. ``text_sha256`` is the hash of the
    article's text in that version.
    """

    day: str | None
    address: str = ""
    version: int = 0
    outlet: str | None = None
    headline: str | None = None
    statement: str | None = None
    on_word_of: str | None = None
    words: str = ""
    correction: int | None = None
    score: float | None = None
    text_sha256: str | None = None


@dataclass(frozen=True, slots=True)
class EventState:
    """An entry in an event's history: what one article has of it.

    ``id`` is that of the event in the reading ("e3"), ``key`` stands for this mention of it everywhere: any of them finds the
    event. ``earliest`` and ``latest`` are the days that this article gives (ISO, both included), ``place`` its words for where.
    """

    state: EventStanding
    told: Told
    key: str = ""
    id: str = ""
    earliest: str | None = None
    latest: str | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True, repr=False)
class KnownEvent(Drawn):
    """An event across articles, with what each article has of it.

    ``key`` is that of its first mention ("e7k2m9q4x"): it outlasts another reading of the same articles, and more of them.
    ``status`` is the state now, ``history`` all entries in order of their days (wire copy once). ``earliest`` and ``latest``
    are the days that it was on, or is now announced for; ``moved_from`` the days it was announced for before. ``candidates``
    are the keys of events that may be this one, where that cannot be told.
    """

    key: str
    kind: str
    status: EventStanding
    parties: tuple[KnownParty, ...] = ()
    earliest: str | None = None
    latest: str | None = None
    place: str | None = None
    history: tuple[EventState, ...] = ()
    moved_from: tuple[tuple[str, str], ...] = ()
    articles: int = 1
    outlets: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return glances.known_event(self)


@dataclass(frozen=True, slots=True)
class UndertakingState:
    """An entry in an undertaking's history: "open" where an article has it that it was undertaken; else what became of it.

    ``key`` and ``id`` are those of the undertaking in that reading ("u2"), of the event that tells what became of it ("e3"), or
    empty where a statement alone does. ``due`` is the last day that this article gives.
    """

    state: UndertakingStanding
    told: Told
    key: str = ""
    id: str = ""
    due: str | None = None


@dataclass(frozen=True, slots=True, repr=False)
class KnownUndertaking(Drawn):
    """An undertaking across articles, with what is reported to have become of it. Sayso itself gives no verdict.

    ``what`` and ``condition`` are the words of its first article; ``due`` the words of its time, ``due_earliest`` and
    ``due_latest`` the days (ISO) as the last article has them. ``status`` is the last thing reported; where nothing is, "open",
    "due-soon" or "overdue", by ``LedgerQuestion.today``: then ``since`` is the number of articles of its days after the last
    one, in which nothing was found. ``event`` is the key of the event that it belongs to.
    """

    key: str
    kind: UndertakingKind
    strength: Strength
    status: UndertakingStanding
    who: tuple[KnownParty, ...] = ()
    to_whom: tuple[KnownParty, ...] = ()
    what: str = ""
    condition: str | None = None
    due: str | None = None
    due_earliest: str | None = None
    due_latest: str | None = None
    history: tuple[UndertakingState, ...] = ()
    since: int | None = None
    articles: int = 1
    outlets: tuple[str, ...] = ()
    event: str | None = None
    candidates: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return glances.known_undertaking(self)


@dataclass(frozen=True, slots=True)
class EventsQuestion:
    """Which events. ``since`` and ``until`` are days (ISO, both included) that the event may have been on.

    ``parties`` are names or "#12", as in ``Question``: all of them take part. ``place`` is words that its place has, as names
    are compared. ``outlet`` is one that has it. ``key`` is that of any mention. What is not dated answers no question for days.
    ``status`` is what it stands at; ``was`` a state that any entry of its history has, "moved" also where it was held on other
    days than were announced. Several kinds, states or outlets are alternatives.
    ``order`` is by its days.
    """

    kind: str | tuple[str, ...] | None = None
    parties: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    place: str | None = None
    status: EventStanding | tuple[EventStanding, ...] | None = None
    outlet: str | tuple[str, ...] | None = None
    key: str | None = None
    order: ByTime = "newest"
    limit: int = 20  # 0 for all
    offset: int = 0
    was: EventStanding | tuple[EventStanding, ...] | None = None


@dataclass(frozen=True, slots=True)
class LedgerQuestion:
    """Which undertakings. ``since`` and ``until`` are days (ISO, both included) of its due day; ``today`` is what "overdue" is
    told by (the day of asking where it is None), and ``soon`` so many days before the last one it is "due-soon".

    ``who`` and ``to_whom`` are names or "#12", ``words`` are words of what is undertaken (all of them).
    ``status`` is what it stands at; ``was`` that, or a state that any entry of its history has. Several names, kinds,
    strengths, states or outlets are alternatives.
    """

    who: str | tuple[str, ...] | None = None
    to_whom: str | tuple[str, ...] | None = None
    kind: UndertakingKind | tuple[UndertakingKind, ...] | None = None
    strength: Strength | tuple[Strength, ...] | None = None
    words: str | None = None
    since: str | None = None
    until: str | None = None
    status: UndertakingStanding | tuple[UndertakingStanding, ...] | None = None
    outlet: str | tuple[str, ...] | None = None
    key: str | None = None
    today: str | None = None
    soon: int = 14
    order: ByTime = "newest"
    limit: int = 20  # 0 for all
    offset: int = 0
    was: UndertakingStanding | tuple[UndertakingStanding, ...] | None = None


@dataclass(frozen=True, slots=True)
class KnownEvents:
    """A page of events that answer, how many there are in all, and in how many articles it was looked."""

    events: tuple[KnownEvent, ...]
    total: int
    searched: int = 0


@dataclass(frozen=True, slots=True)
class KnownUndertakings:
    """A page of undertakings that answer, how many there are in all, and in how many articles it was looked."""

    undertakings: tuple[KnownUndertaking, ...]
    total: int
    searched: int = 0
