"""Events across articles: which mentions are one, which may be, what became of each, and what is asked and set right."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from growth import assert_grows_with
from hypothesis import given, settings, strategies as st
from store_readings import eventful, incoming, reading, turns

from sayso.record import EventStatus, Paragraph, Reading
from sayso.store import open_engine
from sayso.store.chronicle import EVENT_STANDINGS, EventsQuestion, KnownEvent
from sayso.store.contract import Engine
from sayso.store.errors import StoreError
from sayso.store.linking import link
from sayso.store.mentions import Mention, Names
from sayso.store.occurrences import event_keys
from sayso.store.values import Correction

Row = tuple[str, EventStatus, str, str | None, str | None]  # kind, status, who, days, place
NAMES = "Ana Dovrel, Ilir Tamm"


def told(row: Row, url: str, day: str, **facts: Any) -> Reading:
    """An article of a day that has one event: «Ana Dovrel, Ilir Tamm: meeting in Mirwen»."""
    kind, status, who, days, place = row
    text = f"{url} of {day}: {who} had the {kind}{f' in {place}' if place else ''}."
    return eventful(text, (kind, status, f"the {kind}", who, days, place), url=url, published=day, **facts)


def keep(engine: Engine, *rows: tuple[str, Row]) -> list[KnownEvent]:
    """What is known after one article a row, each with its day; oldest first."""
    engine.keep([incoming(told(row, f"https://p.example/{n}", day)) for n, (day, row) in enumerate(rows)])
    return list(engine.events(EventsQuestion(limit=0, order="oldest")).events)


AHEAD: tuple[str, Row] = ("2031-04-01", ("visit", "planned", NAMES, "2031-04-10", None))


@pytest.mark.parametrize(
    ("later", "events"),
    [
        (("2031-04-10", ("meeting", "happened", NAMES, "2031-04-10", None)), 1),  # a visit and the meeting of its day
        (("2031-04-10", ("summit", "happened", NAMES, "2031-04-09/2031-04-11", None)), 1),  # days overlap
        (("2031-04-10", ("meeting", "happened", "Dovrel, Ilir Tamm", "2031-04-10", None)), 1),  # a part of a name
        (("2031-04-10", ("meeting", "happened", "Ana Dovrel, Ilir Tamm, Bo Ek", "2031-04-10", None)), 1),  # one more
        (("2031-04-10", ("visit", "happened", "Ilir Tamm", "2031-04-10", None)), 1),  # the only one that it names
        (("2031-04-10", ("call", "happened", NAMES, "2031-04-10", None)), 2),  # a call is no visit
        (("2031-04-10", ("strike", "happened", NAMES, "2031-04-10", None)), 2),
        (("2031-04-10", ("meeting", "happened", "Ana Dovrel, Bo Ek", "2031-04-10", None)), 2),  # one party of two
        (("2031-04-10", ("meeting", "happened", "Ivo Dovrel, Bo Ek", "2031-04-10", None)), 2),  # another Dovrel
        (("2031-05-20", ("meeting", "happened", NAMES, "2031-05-20", None)), 2),  # weeks later
        (("2031-04-10", ("meeting", "happened", NAMES, None, None)), 2),  # of no day
        (("2031-04-10", ("meeting", "happened", "", "2031-04-10", None)), 2),  # nobody is named
    ],
)
def test_what_is_one_event(engine: Engine, later: tuple[str, Row], events: int) -> None:
    found = keep(engine, AHEAD, later)
    assert len(found) == events
    if events == 1:
        assert [(state.state, state.told.day) for state in found[0].history] == [
            ("announced", "2031-04-01"), ("held", later[0]),
        ]  # fmt: skip
        assert (found[0].status, found[0].articles) == ("held", 2)


@pytest.mark.parametrize(("here", "there", "events"), [
    ("Mirwen", "Tarn", 2), ("Mirwen", "Mirwen", 1), ("Mirwen", None, 1), ("Mirwen", "Mirwen Palace", 1),
    ("Tarn", "Granite House", 1), ("Geneva", "Vienna", 2), ("Rome", "Italy", 1), ("Italy", "France", 2),
])  # fmt: skip
def test_a_clash_of_place_leaves_candidates(engine: Engine, here: str, there: str | None, events: int) -> None:
    row = "2031-04-10"
    found = keep(engine, (row, ("meeting", "happened", NAMES, row, here)), (row, ("meeting", "happened", NAMES, row, there)))
    assert len(found) == events
    if events == 2:
        assert [set(one.candidates) for one in found] == [{found[1].key}, {found[0].key}]


def test_what_may_be_either_of_two_is_neither_and_names_both(engine: Engine) -> None:
    """A meeting "in April", where there were two: a range of days tells neither of them."""
    found = keep(
        engine,
        ("2031-04-03", ("meeting", "happened", NAMES, "2031-04-03", None)),
        ("2031-04-20", ("meeting", "happened", NAMES, "2031-04-20", None)),
        ("2031-05-02", ("meeting", "happened", NAMES, "2031-04-01/2031-04-30", None)),
    )
    assert len(found) == 3
    vague = next(one for one in found if one.latest == "2031-04-30")
    assert set(vague.candidates) == {one.key for one in found} - {vague.key}


def test_a_range_that_holds_one_event_is_that_event(engine: Engine) -> None:
    month = ("2031-03-20", ("visit", "planned", NAMES, "2031-04-01/2031-04-30", None))
    (found,) = keep(engine, month, ("2031-04-10", ("visit", "happened", NAMES, "2031-04-10", None)))
    assert (found.earliest, found.latest, found.status) == ("2031-04-10", "2031-04-10", "held")


@pytest.mark.parametrize(
    ("rows", "status", "days", "moved_from"),
    [
        # Held on another day near by, though nobody says that it was moved.
        ([("2031-04-12", ("meeting", "happened", NAMES, "2031-04-12", None))], "held", "2031-04-12", "2031-04-10"),
        # Put off to a day, then held on it.
        (
            [("2031-04-08", ("visit", "postponed", NAMES, "2031-05-03", None)),
             ("2031-05-03", ("visit", "happened", NAMES, "2031-05-03", None))],
            "held", "2031-05-03", "2031-04-10",
        ),
        # Called off, without a day.
        ([("2031-04-08", ("visit", "cancelled", NAMES, None, None))], "cancelled", "2031-04-10", None),
        ([("2031-04-08", ("visit", "postponed", NAMES, None, None))], "postponed", "2031-04-10", None),
        ([("2031-04-08", ("visit", "cancelled", NAMES, "2031-04-10", None))], "cancelled", "2031-04-10", None),
        # Held after all.
        (
            [("2031-04-08", ("visit", "cancelled", NAMES, "2031-04-10", None)),
             ("2031-04-10", ("visit", "happened", NAMES, "2031-04-10", None))],
            "held", "2031-04-10", None,
        ),
        ([("2031-04-08", ("visit", "planned", NAMES, "2031-04-10", None))], "announced", "2031-04-10", None),
        ([("2031-04-11", ("visit", "denied", NAMES, "2031-04-10", None))], "denied", "2031-04-10", None),
    ],
)  # fmt: skip
def test_what_became_of_it(
    engine: Engine, rows: Sequence[tuple[str, Row]], status: str, days: str, moved_from: str | None
) -> None:
    (found,) = keep(engine, AHEAD, *rows)
    assert (found.status, found.earliest) == (status, days)
    assert found.moved_from == (((moved_from, moved_from),) if moved_from else ())
    assert len(found.history) == 1 + len(rows)


def test_two_that_were_both_announced_are_two(engine: Engine) -> None:
    """The later one was held, and of the first nothing is told: it was not moved."""
    found = keep(
        engine, AHEAD, ("2031-03-30", ("visit", "planned", NAMES, "2031-04-13", None)),
        ("2031-04-13", ("visit", "happened", NAMES, "2031-04-13", None)),
    )  # fmt: skip
    assert [(one.earliest, one.status) for one in found] == [("2031-04-10", "announced"), ("2031-04-13", "held")]


def test_two_of_one_kind_in_one_article_are_two(engine: Engine) -> None:
    text = "Ana Dovrel met Ilir Tamm, and met him again."
    row = ("meeting", "happened")
    made = eventful(text, *((*row, trigger, NAMES, "2031-04-10", None) for trigger in ("met", "met him")))
    engine.keep([incoming(made)])
    assert len(engine.events(EventsQuestion()).events) == 2


def test_two_days_in_one_article_are_no_move(engine: Engine) -> None:
    text = "Ana Dovrel met Ilir Tamm, and will see him again."
    held = ("meeting", "happened", "met", NAMES, "2031-04-11", None)
    made = eventful(text, held, ("meeting", "planned", "see", NAMES, "2031-04-10", None))
    engine.keep([incoming(made)])
    found = engine.events(EventsQuestion()).events
    assert len(found) == 2 and not any(one.moved_from for one in found)


def test_a_party_of_many_events_tells_none_alone(engine: Engine) -> None:
    day = "2031-04-10"
    rows = [(day, ("meeting", "happened", f"Ana Dovrel, Guest No{chr(97 + n)}x", day, None)) for n in range(8)]
    assert len(keep(engine, *rows)) == 8  # type: ignore[arg-type]


@pytest.mark.parametrize("order", [1, -1])
def test_the_order_in_which_they_came_in_tells_nothing(engine: Engine, order: int) -> None:
    rows = [AHEAD, ("2031-04-08", ("visit", "postponed", NAMES, "2031-04-15", None)),
            ("2031-04-15", ("meeting", "happened", NAMES, "2031-04-15", None))]  # fmt: skip
    (found,) = keep(engine, *rows[::order])
    assert [state.state for state in found.history] == ["announced", "moved", "held"]


def test_wire_copy_is_one_entry_of_two_articles(engine: Engine) -> None:
    text = "Ana Dovrel and Ilir Tamm held the meeting in Mirwen on Thursday."
    row = ("meeting", "happened", "the meeting", NAMES, "2031-04-10", "Mirwen")
    for n, outlet in enumerate(("The Post", "The Courier")):
        engine.keep([incoming(eventful(f"{text}\nNumber {n}", row, url=f"https://p.example/{n}", outlet=outlet))])
    (found,) = engine.events(EventsQuestion()).events
    assert (found.articles, found.outlets, len(found.history)) == (2, ("The Post", "The Courier"), 1)


def test_an_entry_has_its_article_its_words_and_on_whose_word(engine: Engine) -> None:
    made = reading([("Ilya Torvan", "Ana Dovrel will meet Ilir Tamm in Mirwen")])
    held = eventful(made.article.text, ("meeting", "planned", "will meet", NAMES, "2031-04-10", "Mirwen"))
    parties = tuple(replace(one, id=f"q{one.id}") for one in held.parties)
    taking = held.events[0].participants
    taking = tuple(replace(one, voice=replace(one.voice, party=f"q{one.voice.party}")) for one in taking)
    event = replace(held.events[0], within="s1", participants=taking)
    engine.keep([incoming(replace(made, parties=(*made.parties, *parties), events=(event,)))])
    (found,) = engine.events(EventsQuestion()).events
    (state,) = found.history
    assert (state.told.on_word_of, state.told.statement) == ("Ilya Torvan", "https://post.example/1#1/s1")
    assert state.told.words == made.article.text.strip()
    assert (state.id, state.place, found.place, state.earliest) == ("e1", "Mirwen", "Mirwen", "2031-04-10")
    assert [(party.name, party.kind, party.roles) for party in found.parties] == [
        ("Ana Dovrel", "person", ("party",)), ("Ilir Tamm", "person", ("party",)),
    ]  # fmt: skip


def test_who_take_turns_under_a_headline_that_names_them_were_there_on_its_day(engine: Engine) -> None:
    both = turns("Dovrel", "Ilir Tamm", day="2031-04-10")
    engine.keep([incoming(told(AHEAD[1], "https://p.example/0", AHEAD[0])), incoming(both)])
    (found,) = engine.events(EventsQuestion()).events
    assert (found.kind, found.status) == ("visit", "held")
    last = found.history[-1]
    assert (last.id, last.told.words, last.earliest) == ("", "Remarks by Dovrel and Ilir Tamm", "2031-04-10")
    assert not list(engine.verify())


def test_who_take_turns_were_there_though_the_headline_was_not_read_for_them(engine: Engine) -> None:
    """«Remarks by Dovrel and Ilir Tamm», of which no mention was found: a surname that one speaker alone has is enough."""
    both = turns("Ana Dovrel", "Ilir Tamm", day="2031-04-10")
    read = replace(both, parties=tuple(replace(one, mentions=one.mentions[1:]) for one in both.parties))
    engine.keep([incoming(told(AHEAD[1], "https://p.example/0", AHEAD[0])), incoming(read)])
    (found,) = engine.events(EventsQuestion()).events
    assert (found.status, len(found.history)) == ("held", 2)
    assert not list(engine.verify())


def headed(text: str, row: Any, url: str, day: str) -> Reading:
    """An article whose first line is its headline."""
    made = eventful(text, *([row] if row else []), url=url, published=day, headline=text.split("\n")[0])
    end = text.index("\n")
    places = (Paragraph(0, end, "headline"), Paragraph(end + 1, len(text), "body"))
    return replace(made, article=replace(made.article, paragraphs=places))


SUMMIT = "Statement on the Mirwen Leaders Summit\nAna Dovrel will host the summit."


@pytest.mark.parametrize(("headline", "day", "entries"), [
    ("Remarks by Ilir Tamm at the Mirwen Leaders Summit", "2031-04-10", 2),
    ("Leaders of the Mirwen Summit", "2031-04-10", 1),  # another name
    ("Remarks at the Summit", "2031-04-10", 1),  # no name at all
    ("Remarks at the Mirwen Leaders Summit", "2031-04-20", 1),  # another day
])  # fmt: skip
def test_a_gathering_that_a_headline_names_is_held_where_another_names_it(
    engine: Engine, headline: str, day: str, entries: int
) -> None:
    row = ("summit", "planned", "the summit", "Ana Dovrel", "2031-04-10", None)
    made = headed(SUMMIT, row, "https://p.example/0", "2031-04-01")
    engine.keep([incoming(made), incoming(headed(f"{headline}\nIt rains.", None, "https://p.example/1", day))])
    (found,) = engine.events(EventsQuestion()).events
    assert (found.status, len(found.history)) == ("held" if entries == 2 else "announced", entries)
    assert not list(engine.verify())


def test_whom_an_announcements_headline_names_takes_part(engine: Engine) -> None:
    """«On the Coming of Ilir Tamm: Ana Dovrel and two others will host the visit.»"""
    text = "On the Coming of Ilir Tamm\nAna Dovrel, Bo Ek and Ida Roth will host the visit."
    row = ("visit", "planned", "the visit", "Ana Dovrel, Bo Ek, Ida Roth, Ilir Tamm", "2031-04-10", None)
    made = headed(text, row, "https://p.example/0", "2031-04-01")
    made = replace(made, events=(replace(made.events[0], participants=made.events[0].participants[:3]),))
    held = told(("meeting", "happened", NAMES, "2031-04-10", None), "https://p.example/1", "2031-04-10")
    engine.keep([incoming(made), incoming(held)])
    (found,) = engine.events(EventsQuestion()).events
    assert found.status == "held"


def test_a_place_that_was_read_as_a_party_does_not_make_two(engine: Engine) -> None:
    """«In Tarn, D.C., Ana Dovrel will meet Ilir Tamm», read as a meeting of Tamm and "D.C."."""
    made = told(("meeting", "planned", "Ilir Tamm, D.C.", "2031-04-10", None), "https://p.example/0", "2031-04-01")
    parties = tuple(replace(one, kind="place") if one.name == "D.C." else one for one in made.parties)
    held = told(("meeting", "happened", NAMES, "2031-04-10", None), "https://p.example/1", "2031-04-10")
    engine.keep([incoming(replace(made, parties=parties)), incoming(held)])
    assert engine.events(EventsQuestion(parties=("Ilir Tamm",))).total == 1


@pytest.mark.parametrize(("trigger", "who", "events"), [
    ("the meeting", "Ana Dovrel", 1),  # with him whom the headline names
    ("the call", "Ana Dovrel", 2),  # a call is no visit
    ("the meeting", "Bo Ek", 2),
])  # fmt: skip
def test_whom_the_headline_names_was_there_on_the_articles_day(engine: Engine, trigger: str, who: str, events: int) -> None:
    text = f"Ilir Tamm comes\nIt was {trigger} of {who} today."
    row = (trigger.split()[1], "happened", trigger, f"{who}, Ilir Tamm", "2031-04-10", None)
    made = eventful(text, row, url="https://p.example/1", published="2031-04-10")  # type: ignore[arg-type]
    event = replace(made.events[0], participants=made.events[0].participants[:1])
    head = (Paragraph(0, 15, "headline"), Paragraph(16, len(text), "body"))
    made = replace(made, events=(event,), article=replace(made.article, paragraphs=head))
    engine.keep([incoming(told(AHEAD[1], "https://p.example/0", AHEAD[0])), incoming(made)])
    assert engine.events(EventsQuestion()).total == events


def test_what_is_ahead_has_the_day_of_the_one_other_thing_in_its_sentence(engine: Engine) -> None:
    text = "Ana Dovrel will host Ilir Tamm for a visit with a dinner on 10 April."
    row = ("visit", "planned", "will host", NAMES, None, None)
    dinner = ("meeting", "planned", "dinner", "", "2031-04-10", None)
    made = eventful(text, row, dinner, url="https://p.example/0", published="2031-04-01")  # type: ignore[arg-type]
    held = told(("meeting", "happened", NAMES, "2031-04-10", None), "https://p.example/1", "2031-04-10")
    engine.keep([incoming(made), incoming(held)])
    found = engine.events(EventsQuestion(parties=("Ilir Tamm",))).events
    assert [(one.status, len(one.history)) for one in found] == [("held", 2)]


# What counts.


def test_only_the_newest_version_counts_and_the_event_keeps_its_key(engine: Engine) -> None:
    url = "https://p.example/0"
    engine.keep([incoming(told(AHEAD[1], url, AHEAD[0]), captured="2031-04-01T10:00:00Z")])
    (before,) = engine.events(EventsQuestion()).events
    changed = told(("visit", "planned", NAMES, "2031-04-17", None), url, "2031-04-02")
    engine.keep([incoming(changed, captured="2031-04-02T10:00:00Z", page="2")])
    (after,) = engine.events(EventsQuestion()).events
    assert (after.key, after.earliest, after.moved_from, after.articles) == (before.key, "2031-04-17", (), 1)


def test_a_key_outlasts_another_reading_of_the_same_text(engine: Engine) -> None:
    text = "Ana Dovrel will hold a working meeting with Ilir Tamm on 10 April."
    row = ("planned", "will hold a working meeting", NAMES, "2031-04-10", None)
    engine.keep([incoming(eventful(text, ("meeting", *row), url="https://p.example/0"))])
    (before,) = engine.events(EventsQuestion()).events
    again = eventful(text, ("talks", "planned", "meeting", NAMES, "2031-04-10", None), url="https://p.example/0")
    engine.replace([("https://p.example/0", 1, again, ())])
    (after,) = engine.events(EventsQuestion()).events
    assert (after.kind, after.key) == ("talks", before.key)
    assert not list(engine.verify())


def test_any_mention_finds_the_event_by_its_key(engine: Engine) -> None:
    (found,) = keep(engine, AHEAD, ("2031-04-10", ("meeting", "happened", NAMES, "2031-04-10", None)))
    keys = {state.key for state in found.history}
    assert len(keys) == 2
    for key in keys:
        assert engine.events(EventsQuestion(key=key)).events == (found,)
    assert engine.events(EventsQuestion(key="e0000000")).total == 0


def test_the_same_words_of_two_addresses_have_two_keys_and_of_one_article_too() -> None:
    made = eventful("They met, and they met.", ("meeting", "happened", "met", "", None, None)).events[0]
    keys = [*event_keys("https://a.example", [made, made]), *event_keys("https://b.example", [made])]
    assert len(set(keys)) == 3 and all(len(key) == 9 and key.startswith("e") for key in keys)


def test_what_a_correction_takes_back_tells_of_no_event(engine: Engine) -> None:
    made = reading([("Ilya Torvan", "Ana Dovrel will meet Ilir Tamm")])
    event = eventful(made.article.text, ("meeting", "planned", "will meet", "", "2031-04-10", None)).events[0]
    engine.keep([incoming(replace(made, events=(replace(event, within="s1"),)))])
    assert engine.events(EventsQuestion()).total == 1
    engine.correct(Correction("not-said", "a rumour", "2031-04-11", statement="https://post.example/1#1/s1"))
    assert engine.events(EventsQuestion()).total == 0
    engine.correct(Correction("was-said", "it was", "2031-04-11", statement="https://post.example/1#1/s1"))
    assert engine.events(EventsQuestion()).total == 1


# Questions.


@st.composite
def stories(draw: Any) -> list[tuple[str, Row]]:
    """Announcements and reports of a few people over four months."""
    rows = []
    for _ in range(draw(st.integers(1, 12))):
        day = date(2031, 4, 1) + timedelta(draw(st.integers(0, 120)))
        off = draw(st.sampled_from([None, 0, 0, 3, 20]))
        days = (day + timedelta(off)).isoformat() if off is not None else None
        who = ", ".join(draw(st.lists(st.sampled_from(["Ana Dovrel", "Ilir Tamm", "Bo Ek", "Tamm"]), max_size=2, unique=True)))
        status = draw(st.sampled_from(["happened", "planned", "cancelled"]))
        rows.append((day.isoformat(), (draw(st.sampled_from(["visit", "call", "strike"])), status, who, days, None)))
    return rows


@settings(max_examples=25, deadline=None)
@given(stories())
def test_a_narrow_question_has_the_answers_that_all_events_hold(rows: list[tuple[str, Row]]) -> None:
    """Asked of a store just opened it links a part of the mentions; each event is the same, but for candidates far away."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "it.db"
        with closing(open_engine(path)) as engine:
            keep(engine, *rows)
            whole = engine.events(EventsQuestion(limit=0)).events
            key = whole[0].history[-1].key
            asked = [
                EventsQuestion(limit=0, parties=("Ilir Tamm",)), EventsQuestion(limit=0, kind="visit"), EventsQuestion(key=key),
                EventsQuestion(limit=0, since="2031-05-01", until="2031-05-10"), EventsQuestion(limit=0, kind="strike"),
            ]  # fmt: skip
            expected = [[replace(one, candidates=()) for one in engine.events(question).events] for question in asked]
        for question, events in zip(asked, expected, strict=True):
            with closing(open_engine(path)) as engine:
                assert [replace(one, candidates=()) for one in engine.events(question).events] == events, question


@pytest.fixture
def asked(engine: Engine) -> Engine:
    keep(
        engine,
        ("2031-04-10", ("meeting", "happened", NAMES, "2031-04-10", "Mirwen")),
        ("2031-04-20", ("strike", "happened", "Bo Ek", "2031-04-20", "Granite Valley")),
        ("2031-04-21", ("call", "planned", "Bo Ek, Ana Dovrel", "2031-05-01", None)),
        ("2031-04-21", ("vote", "planned", "Ida Roth", None, None)),
    )
    return engine


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        (EventsQuestion(), ["call", "strike", "meeting", "vote"]),
        (EventsQuestion(order="oldest"), ["meeting", "strike", "call", "vote"]),
        (EventsQuestion(kind="strike"), ["strike"]),
        (EventsQuestion(parties=("Dovrel",)), []),  # nobody of that name alone was read
        (EventsQuestion(parties=("Ana Dovrel",)), ["call", "meeting"]),
        (EventsQuestion(parties=("Ana Dovrel", "bo ek")), ["call"]),
        (EventsQuestion(since="2031-04-15"), ["call", "strike"]),
        (EventsQuestion(until="2031-04-15"), ["meeting"]),
        (EventsQuestion(since="2031-04-10", until="2031-04-10"), ["meeting"]),
        (EventsQuestion(place="mirwen"), ["meeting"]),
        (EventsQuestion(place="Valley"), ["strike"]),
        (EventsQuestion(status="announced"), ["call", "vote"]),
        (EventsQuestion(outlet="The Aurane Post", status="held"), ["strike", "meeting"]),
        (EventsQuestion(outlet="Nobody's"), []),
        (EventsQuestion(limit=1, offset=1), ["strike"]),
    ],
)
def test_questions(asked: Engine, question: EventsQuestion, kinds: list[str]) -> None:
    found = asked.events(question)
    assert [event.kind for event in found.events] == kinds
    assert found.searched == 4


@pytest.mark.parametrize(
    ("by", "counts"),
    [
        ("kind", [("call", 1), ("meeting", 1), ("strike", 1), ("vote", 1)]),
        ("status", [("announced", 2), ("held", 2)]),
        ("party", [("Ana Dovrel", 2), ("Bo Ek", 2), ("Ida Roth", 1), ("Ilir Tamm", 1)]),
        ("place", [(None, 2), ("granite valley", 1), ("mirwen", 1)]),
        ("outlet", [("The Aurane Post", 4)]),
        ("month", [("2031-04", 2), ("2031-05", 1), (None, 1)]),
        ("year", [("2031", 3), (None, 1)]),
        ("day", [("2031-04-10", 1), ("2031-04-20", 1), ("2031-05-01", 1), (None, 1)]),
    ],
)
def test_counts(asked: Engine, by: Any, counts: list[tuple[str | None, int]]) -> None:
    assert asked.count_events(EventsQuestion(), by) == counts


PUT_OFF = ("visit", "postponed", NAMES, "2031-05-03", None)
HELD_LATER: list[tuple[str, Row]] = [("2031-04-12", ("meeting", "happened", NAMES, "2031-04-12", None))]


@pytest.mark.parametrize(("rows", "was"), [
    (HELD_LATER, {"announced", "held", "moved"}),  # nobody says so: it was held on another day
    ([("2031-04-08", ("visit", "planned", NAMES, "2031-04-12", None)), *HELD_LATER], {"announced", "moved", "held"}),
    ([("2031-04-08", PUT_OFF), ("2031-05-03", ("visit", "happened", NAMES, "2031-05-03", None))],
     {"announced", "moved", "held"}),
    ([("2031-04-08", ("visit", "cancelled", NAMES, "2031-04-10", None)),
      ("2031-04-10", ("visit", "happened", NAMES, "2031-04-10", None))], {"announced", "cancelled", "held"}),
    ([], {"announced"}),
])  # fmt: skip
def test_what_it_was_at_any_time_finds_it(engine: Engine, rows: Sequence[tuple[str, Row]], was: set[str]) -> None:
    (found,) = keep(engine, AHEAD, *rows)
    assert {state for state in EVENT_STANDINGS if engine.events(EventsQuestion(was=state)).events == (found,)} == was
    assert engine.count_events(EventsQuestion(was="announced"), "status") == [(found.status, 1)]


def test_what_has_a_last_day_alone_is_of_that_day(engine: Engine) -> None:
    """«Ana Dovrel will meet Ilir Tamm by 21 April»."""
    made = told(("meeting", "planned", NAMES, "2031-04-21", None), "https://p.example/0", "2031-04-01")
    engine.keep([incoming(replace(made, events=(replace(made.events[0], earliest=None),)))])
    (found,) = engine.events(EventsQuestion(since="2031-04-21", until="2031-04-21")).events
    assert (found.earliest, found.latest) == (None, "2031-04-21")
    assert engine.events(EventsQuestion(until="2031-04-20")).total == 0
    assert engine.count_events(EventsQuestion(), "day") == [("2031-04-21", 1)]


# What people set right.


def correct(engine: Engine, kind: Any, key: str, name: str) -> Correction:
    return engine.correct(Correction(kind, "as seen", "2031-06-01T10:00:00+00:00", statement=key, name=name))


def test_people_merge_split_and_set_states(engine: Engine) -> None:
    first, second = keep(engine, AHEAD, ("2031-04-10", ("call", "happened", NAMES, "2031-04-10", None)))
    correct(engine, "merge-events", second.key, first.key)
    (one,) = engine.events(EventsQuestion()).events
    assert (one.status, len(one.history)) == ("held", 2)
    correct(engine, "split-event", second.key, first.key)
    assert engine.events(EventsQuestion()).total == 2
    made = correct(engine, "set-state", first.key, "cancelled 2031-04-11")
    held = engine.events(EventsQuestion(key=first.key)).events[0]
    assert (held.status, held.earliest) == ("cancelled", "2031-04-11")
    last = held.history[-1]
    assert (last.state, last.told.day, last.told.words, last.told.correction) == (
        "cancelled", "2031-06-01", "as seen", made.number,
    )  # fmt: skip
    assert [one.kind for one in engine.corrections()] == ["merge-events", "split-event", "set-state"]
    assert not list(engine.verify())
    for number, total in ((3, 2), (2, 1), (1, 2)):
        engine.correct(Correction("undo", "by mistake", "2031-06-02T10:00:00+00:00", name=str(number)))
        assert engine.events(EventsQuestion()).total == total
        assert engine.events(EventsQuestion(key=first.key)).events[0].status == "held"
    assert not list(engine.verify())


@pytest.mark.parametrize(("kind", "key", "name"), [
    ("merge-events", "e0000000", "e1111111"), ("merge-events", "KEY", "KEY"), ("split-event", "KEY", "u0000000"),
    ("set-state", "e0000000", "held"),
])  # fmt: skip
def test_a_correction_of_what_is_not_there_changes_nothing(engine: Engine, kind: str, key: str, name: str) -> None:
    (found,) = keep(engine, AHEAD)
    with pytest.raises(StoreError, match=r"nothing is changed|no two"):
        correct(engine, kind, key.replace("KEY", found.key), name.replace("KEY", found.key))
    assert engine.corrections() == []


def test_a_party_that_is_merged_later_joins_what_it_took_part_in(engine: Engine) -> None:
    found = keep(engine, AHEAD, ("2031-04-10", ("visit", "happened", "Ana Dovrel, The Envoy", "2031-04-10", None)))
    assert len(found) == 2
    engine.correct(Correction("merge", "it is he", "2031-06-01", ("The Envoy", "person"), ("Ilir Tamm", "person")))
    assert engine.events(EventsQuestion()).total == 1


def test_a_store_without_any_answers_with_none(engine: Engine) -> None:
    engine.keep([incoming(reading())])
    assert engine.events(EventsQuestion()).events == () and engine.count_events(EventsQuestion(), "kind") == []


@pytest.mark.parametrize("days", [1, 4000])
def test_linking_takes_time_in_proportion(tmp_path: Path, days: int) -> None:
    """All of one day, and each of its own: two parties of a few, and a third without a day or of a month."""

    def mentions(count: int) -> list[Mention]:
        found = []
        for n in range(count):
            on = 741_000 + n % days
            first, last = ((on, on), (on, on + 30), (None, None))[n % 3]
            who = frozenset((1, n % 7 + 2))
            found.append(
                Mention(f"e{n}", n, 1, n, "meeting", "happened", who, 2, frozenset(), first, last, on, None, n, None, True)
            )
        return found

    with closing(open_engine(tmp_path / "it.db")) as engine:
        names = Names(engine._database, ())  # type: ignore[attr-defined]
        assert_grows_with(lambda count: link(mentions(count), names), 500, times=2, most=3.4)
