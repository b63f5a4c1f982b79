"""What is one across articles is kept: whatever came in, in whatever order, it is what a working-out from nothing gives."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from growth import assert_grows_with
from hypothesis import HealthCheck, given, settings, strategies as st
from older_stores import as_of_schema_10
from store_readings import eventful, incoming, reading
from stories import DEEDS, NAMES, REPORTS, STORY, Story

from sayso.store import open_engine
from sayso.store.chronicle import EventsQuestion, LedgerQuestion
from sayso.store.chronicles import Chronicle, count_events, events
from sayso.store.contract import Engine
from sayso.store.ledgers import Ledger, count_ledger, ledger
from sayso.store.link_checks import link_faults
from sayso.store.values import Correction

TODAY = "2031-06-01"
MADE = "2031-08-01T10:00:00+00:00"
CHANGES = ("keep", "keep", "keep", "reread", "merge", "split", "merge-events", "split-event", "set-state", "undo")
CHANGE = st.sampled_from(CHANGES)


def change(engine: Engine, kind: str, story: Story, other: Story, rng: random.Random) -> None:
    """One thing that may be done to a store."""
    made = story.reading()
    if kind == "keep":
        engine.keep([incoming(made, captured=f"2031-05-{rng.randint(1, 28):02}T10:00:00Z", page=str(rng.random()))])
        return
    if kind == "reread":
        address = f"https://p.example/{story.address}"
        for held in engine.versions(address)[:1]:
            again = replace(held.reading, events=held.reading.events[: rng.randint(0, 1)], undertakings=())
            engine.replace([(address, held.number, again, ())])
        return
    if kind == "undo":
        counting = [one for one in engine.corrections() if one.state != "undone"]
        if counting:
            correct(engine, Correction(kind, "as seen", MADE, name=str(rng.choice(counting).number)))  # type: ignore[arg-type]
        return
    known = [one.key for one in engine.events(EventsQuestion(limit=0)).events]
    owed = [one.key for one in engine.ledger(LedgerQuestion(limit=0)).undertakings]
    keys = rng.choice([known, owed])
    if kind in ("merge", "split"):
        names = [one.name for one in engine.parties()]
        if len(names) > 1:
            one, two = rng.sample(names, 2)
            correct(engine, Correction(kind, "as seen", MADE, (one, "person"), (two, "person")))  # type: ignore[arg-type]
    elif kind == "set-state" and keys:
        state = rng.choice(["cancelled", "delayed 2031-07-01"]) if keys is owed else rng.choice(["held 2031-04-09", "denied"])
        correct(engine, Correction(kind, "as seen", MADE, statement=rng.choice(keys), name=state))  # type: ignore[arg-type]
    elif len(keys) > 1:
        one, two = rng.sample(keys, 2)
        if kind == "split-event" and keys is known:
            one, two = ([state.key for state in engine.events(EventsQuestion(key=one)).events[0].history] * 2)[:2]
        correct(engine, Correction(kind, "as seen", MADE, statement=one, name=two))  # type: ignore[arg-type]


def correct(engine: Engine, correction: Correction) -> None:
    """Make a correction, where it may be made."""
    try:
        engine.correct(correction)
    except Exception as error:
        assert "nothing is changed" in str(error) or "no two" in str(error) or "already" in str(error)


def assert_as_from_nothing(engine: Engine) -> None:
    """Assert that what is kept, and what is answered from it, is what a working-out from nothing gives."""
    database: Any = engine._database  # type: ignore[attr-defined]
    assert list(link_faults(database)) == []
    chronicle, owed = Chronicle(database), Ledger(database)
    for question in EVENTS_ASKED:
        assert engine.events(question) == events(database, question, chronicle), question
    for asked in LEDGER_ASKED:
        assert engine.ledger(asked) == ledger(database, asked, owed), asked
    for by in ("kind", "status", "party", "place", "outlet", "month"):
        assert engine.count_events(EventsQuestion(), by) == count_events(database, EventsQuestion(), by, chronicle)  # type: ignore[arg-type]
    for by in ("kind", "status", "strength", "who", "to_whom", "outlet", "month"):
        assert engine.count_ledger(LEDGER_ASKED[0], by) == count_ledger(database, LEDGER_ASKED[0], by, owed)  # type: ignore[arg-type]


EVENTS_ASKED = [
    EventsQuestion(limit=0), EventsQuestion(limit=0, order="oldest"), EventsQuestion(kind="visit", limit=3, offset=1),
    EventsQuestion(parties=("Ana Dovrel",)), EventsQuestion(parties=("Tamm", "Bo Ek")), EventsQuestion(place="mirwen"),
    EventsQuestion(since="2031-04-10", until="2031-04-15"), EventsQuestion(since="2031-04-25"),
    EventsQuestion(until="2031-04-04"),
    EventsQuestion(status="held"), EventsQuestion(was="moved"), EventsQuestion(outlet="The Aurane Post", was="announced"),
    EventsQuestion(key="e0000000"), EventsQuestion(place="nowhere"),
]  # fmt: skip
LEDGER_ASKED = [
    LedgerQuestion(today=TODAY, limit=0), LedgerQuestion(today=TODAY, limit=0, order="oldest"),
    LedgerQuestion(today=TODAY, who="Ana Dovrel"),
    LedgerQuestion(today=TODAY, kind="promise", limit=2, offset=1), LedgerQuestion(today=TODAY, kind="plan"),
    LedgerQuestion(today=TODAY, since="2031-04-20", until="2031-05-05"), LedgerQuestion(today=TODAY, words="engineer valleys"),
    LedgerQuestion(today=TODAY, to_whom="Bo Ek"), LedgerQuestion(today=TODAY, outlet="The Aurane Post", strength="will"),
    *(LedgerQuestion(today=day, status=state) for day in (TODAY, "2031-04-20")  # type: ignore[arg-type]
      for state in ("open", "due-soon", "overdue", "kept", "broken", "delayed", "cancelled")),
    *(LedgerQuestion(today=TODAY, was=state) for state in ("open", "kept", "overdue")),  # type: ignore[arg-type]
]  # fmt: skip


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(CHANGE, STORY, STORY), min_size=1, max_size=14), st.randoms(use_true_random=False))
def test_what_is_kept_is_what_a_working_out_from_nothing_gives(
    changes: list[tuple[str, Story, Story]], rng: random.Random
) -> None:
    with TemporaryDirectory() as folder, closing(open_engine(Path(folder) / "it.db")) as engine:
        for kind, story, other in changes:
            change(engine, kind, story, other, rng)
        assert_as_from_nothing(engine)


def groups(engine: Engine) -> set[frozenset[tuple[str, str]]]:
    """Which mentions are one, by their words: events, and undertakings.

    Of a report in two articles, in the same words, the first that came in is shown: so their addresses may differ.
    """
    found = [*engine.events(EventsQuestion(limit=0)).events, *engine.ledger(LedgerQuestion(limit=0)).undertakings]
    return {frozenset((state.told.words, state.id) for state in one.history if state.id) for one in found}


@settings(max_examples=25, deadline=None)
@given(st.lists(STORY, min_size=2, max_size=9, unique_by=lambda story: story.address), st.randoms(use_true_random=False))
def test_the_order_in_which_articles_came_in_tells_nothing(stories: list[Story], rng: random.Random) -> None:
    found = []
    for some in (stories, rng.sample(stories, len(stories))):
        with TemporaryDirectory() as folder, closing(open_engine(Path(folder) / "it.db")) as engine:
            for story in some:
                engine.keep([incoming(story.reading())])
            found.append(groups(engine))
    assert found[0] == found[1]


@pytest.fixture
def told(engine: Engine) -> Engine:
    """A store of either kind with forty articles, two of them of two versions, and corrections."""
    rng = random.Random(5)
    for number in range(40):
        who = tuple(rng.sample(NAMES, rng.choice((0, 1, 2, 2))))
        on, place = rng.choice((None, 0, 3, 20)), rng.choice((None, "Mirwen"))
        story = Story(
            number % 38, rng.randint(0, 30), rng.choice(("visit", "call", "strike")),
            rng.choice(("happened", "planned", "cancelled")), who, on, place, rng.choice(DEEDS),
            rng.choice((None, 3, 40)), rng.choice(REPORTS),
        )  # fmt: skip
        engine.keep([incoming(story.reading(), page=str(number), captured=f"2031-05-01T10:{number:02}:00Z")])
    for kind in ("merge", "merge-events", "set-state", "split-event", "merge-events"):
        change(engine, kind, story, story, rng)
    return engine


def test_stores_of_both_kinds_keep_it(told: Engine) -> None:
    assert_as_from_nothing(told)
    assert told.events(EventsQuestion()).total > 10 and told.ledger(LedgerQuestion()).total > 3
    assert list(told.verify()) == []


@pytest.mark.parametrize(("sql", "where"), [
    ("UPDATE occasions SET status = 'denied' WHERE id = (SELECT MIN(id) FROM occasions WHERE status <> 'denied')", "occasions"),
    ("DELETE FROM occasions WHERE id = (SELECT MIN(id) FROM occasions)", "occasion_mentions"),
    ("UPDATE taking_part SET ends = ends + 1", "taking_part"),
    ("UPDATE takers SET mentions = mentions + 1", "takers"),
    ("UPDATE promises SET settled = 'kept'", "promises"),
    ("DELETE FROM undertakers", "undertakers"),
    ("UPDATE outcomes SET state = 'broken' WHERE state = 'kept'", "outcomes"),
    ("DELETE FROM name_parts", "name_parts"),
])  # fmt: skip
def test_verify_tells_what_is_not_as_it_should_be(told: Engine, sql: str, where: str) -> None:
    told._database.run(sql)  # type: ignore[attr-defined]
    assert f"table {where}" in {fault.where for fault in told.verify()}


def test_an_older_store_is_asked_as_it_is_and_brought_up_to_date(new_address: Callable[[], str]) -> None:
    address = new_address()
    with closing(open_engine(address)) as engine:
        for number in range(6):
            story = Story(number, number, "visit", "planned", ("Ana Dovrel", "Ilir Tamm"), 3, None, DEEDS[0], 3, REPORTS[1])
            engine.keep([incoming(story.reading())])
        before = engine.events(EventsQuestion()), engine.ledger(LedgerQuestion(today=TODAY))
        as_of_schema_10(engine)
    with closing(open_engine(address, read_only=True)) as engine:
        assert (engine.events(EventsQuestion()), engine.ledger(LedgerQuestion(today=TODAY))) == before
        assert list(engine.verify()) == []
    with closing(open_engine(address)) as engine:
        assert (engine.events(EventsQuestion()), engine.ledger(LedgerQuestion(today=TODAY))) == before
        assert_as_from_nothing(engine)
        assert list(engine.verify()) == []


def test_a_party_of_every_event_becomes_common_and_ceases_to_be(engine: Engine) -> None:
    """Of fifty-one meetings one has her alone: it may be any of them, until she is in so many that she tells nothing."""
    day = "2031-04-10"
    made = []
    for number in range(54):
        alone = number % 9 == 0
        who = "Ana Dovrel" if alone else f"Ana Dovrel, Guest No{chr(97 + number % 26)}{chr(97 + number // 26)}x"
        text = f"{number}: {who} had the meeting."
        row = ("meeting", "happened", "the meeting", who, day, None)
        made.append(incoming(eventful(text, row, url=f"https://p.example/{number}", published=day)))  # type: ignore[arg-type]
    for some in (made[:10], made[10:50], made[50:51], made[51:]):
        engine.keep(some)
        assert_as_from_nothing(engine)
    again = []
    for number in range(0, 54, 3):
        held = engine.versions(f"https://p.example/{number}")[0]
        again.append((held.address, 1, replace(held.reading, events=()), ()))
    engine.replace(again)
    assert_as_from_nothing(engine)


def test_who_is_in_a_group_that_gets_a_name_takes_part_in_what_was_kept_before(engine: Engine) -> None:
    """«Ana Rubio and Karel Novak» are known as two from the second article on."""
    group = "Ana Rubio and Karel Novak"
    first = eventful(f"{group} had the call.", ("call", "happened", "the call", group, "2031-04-10", None), kind="group")
    engine.keep([incoming(first)])
    assert engine.events(EventsQuestion(parties=("Ana Rubio",))).total == 0
    said = reading([("Ana Rubio", "It rains"), ("Karel Novak", "It snows")], "https://p.example/2")
    joint = replace(said.parties[0], id="g", name=group, kind="group", members=("p1", "p2"), mentions=())
    engine.keep([incoming(replace(said, parties=(*said.parties, joint)))])
    assert engine.events(EventsQuestion(parties=("Ana Rubio",))).total == 1
    assert_as_from_nothing(engine)


# How long it takes.


def fill(engine: Engine, count: int) -> None:
    """Articles of one outlet, a hundred a day, each with an event of two of many people and an undertaking."""
    rng = random.Random(1)
    names = [f"{chr(65 + n % 26)}a{chr(97 + n // 26)}o Le{chr(97 + n % 26)}i{chr(97 + n // 26)}k" for n in range(400)]
    batch = []
    for number in range(count):
        story = Story(
            number, number // 100, ("visit", "call", "strike", "vote")[number % 4], "happened",
            tuple(rng.sample(names, 2)), 0, None, f"open school {number} of {names[number % 400]}", 3, "",
        )  # fmt: skip
        batch.append(incoming(story.reading()))
    for at in range(0, count, 200):
        engine.keep(batch[at : at + 200])


@pytest.fixture(scope="module")
def sizes(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    """Two stores, one of twice the articles of the other."""
    found = {count: tmp_path_factory.mktemp("links") / f"{count}.db" for count in (800, 1600)}
    for count, path in found.items():
        with closing(open_engine(path)) as engine:
            fill(engine, count)
    return found


NARROW: Sequence[EventsQuestion | LedgerQuestion] = [
    EventsQuestion(since="2031-04-03", until="2031-04-03", kind="visit"),
    EventsQuestion(parties=("Aaao Leaiak",), limit=2),
    EventsQuestion(limit=5),
    LedgerQuestion(today=TODAY, since="2031-04-05", until="2031-04-05"),
    LedgerQuestion(today=TODAY, who="Aaao Leaiak", status="overdue", limit=1),
    LedgerQuestion(today=TODAY, limit=5),
]


@pytest.mark.parametrize("question", NARROW, ids=range(len(NARROW)))
def test_a_narrow_question_takes_no_longer_of_twice_the_articles(
    sizes: dict[int, Path], question: EventsQuestion | LedgerQuestion
) -> None:
    """Twice the articles over twice the days: far less than twice the time, though what answers is counted."""
    engines = {count: open_engine(path) for count, path in sizes.items()}

    def ask(count: int) -> None:
        for _ in range(5):
            held = engines[count]
            found = held.events(question) if isinstance(question, EventsQuestion) else held.ledger(question)
            assert found.total

    assert_grows_with(ask, 800, most=1.4, slack=0.005)
    for engine in engines.values():
        engine.close()



def of_busy_parties(count: int, rng: random.Random) -> list[Story]:
    """Articles of as many days on the same few: what is announced and what was held hangs together over all days."""
    made: list[Story] = []
    for n in range(count):
        status = rng.choice(["happened", "planned", "planned", "cancelled", "postponed"])
        on = rng.choice([None, 0, 0, -1]) if status == "happened" else rng.choice([None, 0, 2, 6, 20, 45])
        kind, place = rng.choice(["visit", "meeting", "talks", "call", "strike"]), rng.choice([None, None, "Mirwen", "Tarn"])
        who = tuple(rng.sample(NAMES[:3], rng.choice((1, 1, 2))))
        made.append(Story(n, n * 2, kind, status, who, on, place, None, None, ""))
    return made


@pytest.mark.parametrize("seed", [124, 118])
def test_of_busy_parties_what_is_near_in_days_is_linked_again(seed: int, tmp_path: Path) -> None:
    """And it is what a working-out from nothing gives, whatever the order: of the days, or any."""
    rng = random.Random(seed)
    stories = of_busy_parties(150, rng)
    with closing(open_engine(tmp_path / "busy.db")) as engine:
        rng.shuffle(some := stories[:120])
        for at in range(0, 120, 5):
            engine.keep([incoming(one.reading()) for one in some[at : at + 5]])
        assert_as_from_nothing(engine)
        database, written = engine._database, []  # type: ignore[attr-defined]
        for one in stories[120:]:
            ((last,),) = database.rows("SELECT MAX(id) FROM occasions")
            engine.keep([incoming(one.reading())])
            written += database.rows("SELECT count(*), ? FROM occasions WHERE id > ?", (last, last))
        ((whole,),) = database.rows("SELECT count(*) FROM occasions")
        assert sum(count for count, _ in written) < len(written) * whole / 5
        assert_as_from_nothing(engine)
