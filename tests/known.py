"""Events and undertakings across articles, made by hand, of people who do not exist; and any of them at all."""

from __future__ import annotations

from hypothesis import strategies as st

from sayso.record import EVENT_ROLES, STRENGTHS, UNDERTAKING_KINDS
from sayso.store import (
    EVENT_STANDINGS,
    UNDERTAKING_STANDINGS,
    EventState,
    KnownEvent,
    KnownParty,
    KnownUndertaking,
    Told,
    UndertakingState,
)

TORVAN = KnownParty("Ilya Torvan", 1, "person", ("initiator",))
VELLS = KnownParty("Mara Vells", 2, "person", ("host",))
OWING, OWED = KnownParty("Mara Vells", 2, "person"), KnownParty("Ilya Torvan", 1, "person")
COURIER, POST = "https://courier.example/norvan", "https://post.example/visit"


def told(day: str | None, outlet: str, address: str, words: str, **more: object) -> Told:
    return Told(day, address, 1, outlet, "A headline", words=words, **more)  # type: ignore[arg-type]


def visit() -> KnownEvent:
    """Announced for the 20th, moved to the 27th, then called off; two outlets."""
    history = (
        EventState(
            "announced",
            told("2031-03-14", "The Courier", COURIER, "Torvan will visit Dovrel on 20 March, the palace said.",
                 statement=f"{COURIER}#1/s3", on_word_of="Granite Palace"),
            "e7k2m9q4x-1", "e1", "2031-03-20", "2031-03-20", "Dovrel",
        ),
        EventState(
            "moved", told("2031-03-16", "The Post", POST, "The visit was put off by a week."), "e7k2m9q4x-2", "e4",
            "2031-03-27", "2031-03-27",
        ),
        EventState("cancelled", told("2031-03-18", "The Post", POST, "The visit is off."), "e7k2m9q4x-3", "e2"),
    )  # fmt: skip
    return KnownEvent(
        "e7k2m9q4x", "visit", "cancelled", (TORVAN, VELLS), "2031-03-27", "2031-03-27", "Dovrel", history,
        (("2031-03-20", "2031-03-20"),), 3, ("The Courier", "The Post"),
    )  # fmt: skip


def call() -> KnownEvent:
    """Held on a day that one article has."""
    state = EventState(
        "held", told("2031-03-16", "The Courier", COURIER, "They spoke by phone on Sunday."), "e2c", "e1", "2031-03-16",
        "2031-03-16",
    )  # fmt: skip
    parties = (KnownParty("Ilya Torvan", 1, "person", ("party",)), KnownParty("two officials", None, None))
    return KnownEvent(
        "e2c", "call", "held", parties, "2031-03-16", "2031-03-16", None, (state,), (), 1, ("The Courier",), ("e9z",)
    )


def engineers(status: str = "overdue", since: int | None = 12) -> KnownUndertaking:
    """Forty engineers by May, on a condition; nothing was found of it since."""
    state = UndertakingState(
        "open", told("2031-03-16", "The Courier", COURIER, "“We will send 40 engineers by May, if asked.”",
                     statement=f"{COURIER}#1/s3", on_word_of="Mara Vells"), "u5p", "u2", "2031-05-31",
    )  # fmt: skip
    return KnownUndertaking(
        "u5p", "promise", "conditional", status, (OWING,), (OWED,), "send 40 engineers by May", "if asked",  # type: ignore[arg-type]
        "by May", None, "2031-05-31", (state,), since, 1, ("The Courier",), "e7k2m9q4x",
    )  # fmt: skip


def kept() -> KnownUndertaking:
    """Two parties agreed; another article has it that they did."""
    history = (
        UndertakingState("open", told("2031-03-16", "The Courier", COURIER, "Both agreed to meet."), "u6", "u1", "2031-03-21"),
        UndertakingState(
            "kept", told("2031-03-21", "The Post", POST, "They met in Norvan.", on_word_of="Lantern Palace"), "e5", "e2"
        ),
    )
    return KnownUndertaking(
        "u6", "agreement", "agreed", "kept", (OWED, OWING), (), "to meet in Norvan", None, "on Friday", "2031-03-21",
        "2031-03-21", history, None, 2, ("The Courier", "The Post"),
    )  # fmt: skip


_words = st.text(st.characters(codec=None), max_size=30)
_days = st.none() | st.dates().map(lambda day: day.isoformat())
_parties = st.lists(
    st.builds(KnownParty, _words, st.none() | st.integers(1, 9), st.none(), st.lists(st.sampled_from(EVENT_ROLES)).map(tuple)),
    max_size=3,
).map(tuple)
_told = st.builds(
    Told, _days, _words, st.integers(0, 9), *(st.none() | _words for _ in range(4)), _words, st.none() | st.integers(1, 9),
)  # fmt: skip
_keys = st.text("abcdefghkmnpqrstuvwxyz23456789", min_size=4, max_size=8)


@st.composite
def events(draw: st.DrawFn) -> KnownEvent:
    """Any event, with words of all characters."""
    days = sorted(day or "" for day in (draw(_days), draw(_days)))
    states = st.builds(EventState, st.sampled_from(EVENT_STANDINGS), _told, _keys, _keys, _days, _days, st.none() | _words)
    return KnownEvent(
        "e" + draw(_keys), draw(_words), draw(st.sampled_from(EVENT_STANDINGS)), draw(_parties), days[0] or None,
        days[1] or None, draw(st.none() | _words), tuple(draw(st.lists(states, max_size=4))),
        tuple(draw(st.lists(st.just(("2031-03-20", "2031-03-21")), max_size=1))), draw(st.integers(1, 9)),
        tuple(draw(st.lists(_words, max_size=2))), tuple(draw(st.lists(_keys, max_size=2))),
    )  # fmt: skip


@st.composite
def undertakings(draw: st.DrawFn) -> KnownUndertaking:
    """Any undertaking, with words of all characters."""
    days = sorted(day or "" for day in (draw(_days), draw(_days)))
    states = st.builds(UndertakingState, st.sampled_from(UNDERTAKING_STANDINGS), _told, _keys, _keys, _days)
    return KnownUndertaking(
        "u" + draw(_keys), draw(st.sampled_from(UNDERTAKING_KINDS)), draw(st.sampled_from(STRENGTHS)),
        draw(st.sampled_from(UNDERTAKING_STANDINGS)), draw(_parties), draw(_parties), draw(_words), draw(st.none() | _words),
        draw(st.none() | _words), days[0] or None, days[1] or None, tuple(draw(st.lists(states, max_size=4))),
        draw(st.none() | st.integers(0, 99)), draw(st.integers(1, 9)), tuple(draw(st.lists(_words, max_size=2))),
        draw(st.none() | _keys), tuple(draw(st.lists(_keys, max_size=2))),
    )  # fmt: skip
