"""Undertakings across articles: which are one, what is reported of each, what is asked and set right; never a verdict."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from store_readings import article, eventful, incoming, reading, span, undertaken

from sayso.record import Party, Reading, Statement, Voice
from sayso.store.chronicle import UNDERTAKING_STANDINGS, KnownUndertaking, LedgerQuestion
from sayso.store.contract import Engine
from sayso.store.outcomes import outcomes
from sayso.store.values import Correction

TODAY = "2031-06-01"


def promised(what: str, day: str, url: str, due: str | None = None, who: str = "Ana Dovrel", **more: Any) -> Reading:
    """«Ana Dovrel will send 40 engineers to the valley.», of a day."""
    text = f"On {day} {who} said at {url[8]} that she will {what}."
    return undertaken(Reading(url, article(text, url, published=day), model="en-1"), who, what, due, **more)


def plain(text: str, day: str, url: str, **facts: Any) -> Reading:
    """An article without anything that was found in it."""
    return Reading(url, article(text, url, published=day, **facts), model="en-1")


def ledger(engine: Engine, **question: Any) -> list[KnownUndertaking]:
    return list(engine.ledger(LedgerQuestion(**{"today": TODAY, "limit": 0, "order": "oldest", **question})).undertakings)


ENGINEERS = "send 40 engineers to the valley"
A, B, C = (f"https://{letter}.example/1" for letter in "abc")


@pytest.mark.parametrize(
    ("what", "who", "known"),
    [
        ("send 40 engineers to the valley", "Ana Dovrel", 1),
        ("be sending 40 engineers into the northern valley", "Dovrel", 1),  # a part of the name, other forms of the words
        ("send 20 engineers to the valley", "Ana Dovrel", 2),  # another number
        ("open two schools", "Ana Dovrel", 2),
        ("send 40 engineers to the valley", "Ilir Tamm", 2),  # somebody else
        ("send engineers", "Ana Dovrel", 2),  # fewer than is told: without the number
    ],
)
def test_what_is_one_undertaking(engine: Engine, what: str, who: str, known: int) -> None:
    engine.keep([incoming(promised(ENGINEERS, "2031-03-01", A)), incoming(promised(what, "2031-03-05", B, who=who))])
    found = ledger(engine)
    assert len(found) == known
    if known == 1:
        assert [(state.state, state.told.day) for state in found[0].history] == [("open", "2031-03-01"), ("open", "2031-03-05")]


def test_what_is_alike_but_not_the_same_is_a_candidate(engine: Engine) -> None:
    fewer = promised("send 20 engineers to the valley", "2031-03-05", B)
    engine.keep([incoming(promised(ENGINEERS, "2031-03-01", A)), incoming(fewer)])
    first, second = ledger(engine)
    assert (first.candidates, second.candidates) == ((second.key,), (first.key,))


@pytest.mark.parametrize(
    ("due", "status", "since"),
    [
        (None, "open", None), ("2031-12-31", "open", None), ("2031-06-10", "due-soon", None), ("2031-06-01", "due-soon", None),
        ("2031-05-31", "overdue", 1), ("2031-03-03", "overdue", 2),
    ],
)  # fmt: skip
def test_what_nothing_is_reported_of_stands_by_its_day(engine: Engine, due: str | None, status: str, since: int | None) -> None:
    later = [incoming(plain("It rains.", day, f"https://r.example/{day}")) for day in ("2031-04-01", "2031-06-01")]
    engine.keep([incoming(promised(ENGINEERS, "2031-03-01", A, due)), *later])
    (found,) = ledger(engine)
    assert (found.status, found.since, found.due_latest) == (status, since, due)


REPORTS = [
    ("Ana Dovrel kept her promise to send 40 engineers to the valley.", "kept"),
    ("As promised, Dovrel has sent the 40 engineers to the valley.", "kept"),
    ("Dovrel sent the 40 engineers to the valley that she had promised.", "kept"),
    ("Dovrel broke her promise to send 40 engineers to the valley.", "broken"),
    ("Dovrel has not kept her promise of 40 engineers for the valley.", "broken"),
    ("Dovrel failed to send the 40 engineers to the valley.", "broken"),
    ("Dovrel postponed sending the 40 engineers to the valley.", "delayed"),
    ("Dovrel scrapped the 40 engineers for the valley.", "cancelled"),
    ("Dovrel never promised 40 engineers for the valley.", "disputed"),
    ("The 40 engineers for the valley were superseded by a plan of Dovrel's.", "superseded"),
    # What may be, is of somebody else, of other numbers or of other things, tells nothing.
    ("Dovrel would break her promise if she failed to send 40 engineers to the valley.", None),
    ("Tamm kept his promise to send 40 engineers to the valley.", None),
    ("Dovrel kept her promise to send 30 engineers to the valley.", None),
    ("Dovrel kept her promise to open two schools.", None),
    ("Dovrel may have broken her promise to send 40 engineers to the valley.", None),
]


@pytest.mark.parametrize(("text", "state"), REPORTS)
def test_what_articles_report_of_it(engine: Engine, text: str, state: str | None) -> None:
    engine.keep([
        incoming(promised(ENGINEERS, "2031-03-01", A, "2031-05-01")),
        incoming(plain(f"It rains. {text} It snows.", "2031-05-02", B, outlet="The Courier")),
    ])  # fmt: skip
    (found,) = ledger(engine)
    told = [one for one in found.history if one.state != "open"]
    assert [one.state for one in told] == ([state] if state else [])
    assert found.status == (state if state and state != "delayed" else "overdue")
    if state:
        assert (told[0].told.outlet, told[0].told.day, told[0].told.words) == ("The Courier", "2031-05-02", text)


def test_a_report_in_a_statement_is_on_its_speakers_word(engine: Engine) -> None:
    words = "Ana Dovrel broke her promise to send 40 engineers to the valley"
    report = reading([("Ilir Tamm", words)], B, published="2031-05-02")
    engine.keep([incoming(promised(ENGINEERS, "2031-03-01", A)), incoming(report)])
    (found,) = ledger(engine)
    told = found.history[-1].told
    assert (found.status, told.on_word_of, told.statement) == ("broken", "Ilir Tamm", f"{B}#1/s1")


def test_it_is_on_the_word_of_whoever_tells_of_the_speaker(engine: Engine) -> None:
    """«Ilir Tamm said that Ana Dovrel said: "I will send …"»: the article has it from Tamm; it is cut between words."""
    held = promised(f"{'very ' * 90}{ENGINEERS}", "2031-03-01", A)
    said = Statement("s1", "indirect", "states", held.undertakings[0].what, speaker=held.undertakings[0].who[0])
    tamm = Party("p9", "Ilir Tamm", "person", mentions=held.parties[0].mentions)
    relayed = replace(said, relay=(Voice(None, "p9", "implied"),))
    undertaking = replace(held.undertakings[0], statement="s1", what=(span(held.article.text, ENGINEERS),))
    parties = (*held.parties, tamm)
    engine.keep([incoming(replace(held, parties=parties, statements=(relayed,), undertakings=(undertaking,)))])
    (found,) = ledger(engine)
    assert found.history[0].told.on_word_of == "Ilir Tamm"
    assert found.history[0].told.words.startswith("… very very ") and found.history[0].told.words.endswith("valley.")


def test_what_it_was_at_any_time_finds_it(engine: Engine) -> None:
    engine.keep([
        incoming(promised(ENGINEERS, "2031-03-01", A, "2031-05-01")),
        incoming(plain("Dovrel postponed sending the 40 engineers to the valley.", "2031-05-02", B)),
        incoming(plain(REPORTS[0][0], "2031-05-09", C)),
    ])  # fmt: skip
    assert [one.status for one in ledger(engine, was="delayed")] == ["kept"]
    found = {state for state in UNDERTAKING_STANDINGS if ledger(engine, was=state)}
    assert found == {"open", "delayed", "kept"} and not ledger(engine, status="delayed")
    assert engine.count_ledger(LedgerQuestion(was="delayed", today=TODAY), "status") == [("kept", 1)]


def test_contrary_reports_leave_it_disputed(engine: Engine) -> None:
    engine.keep([
        incoming(promised(ENGINEERS, "2031-03-01", A)),
        incoming(plain(REPORTS[0][0], "2031-05-02", B)), incoming(plain(REPORTS[3][0], "2031-05-03", C)),
    ])  # fmt: skip
    (found,) = ledger(engine)
    assert (found.status, [one.state for one in found.history]) == ("disputed", ["open", "kept", "broken"])


def test_what_was_reported_before_it_was_undertaken_tells_nothing(engine: Engine) -> None:
    engine.keep([incoming(promised(ENGINEERS, "2031-03-01", A)), incoming(plain(REPORTS[0][0], "2031-02-02", B))])
    assert [one.state for one in ledger(engine)[0].history] == ["open"]


def test_a_report_that_may_be_of_two_is_of_neither(engine: Engine) -> None:
    engine.keep([
        incoming(promised("send 40 engineers to the valley", "2031-03-01", A)),
        incoming(promised("pay 40 engineers of the valley", "2031-03-02", B)),
        incoming(plain("Dovrel kept her promise of 40 engineers for the valley.", "2031-05-02", C)),
    ])  # fmt: skip
    assert {one.status for one in ledger(engine)} == {"open"}


def test_a_later_due_day_is_a_delay(engine: Engine) -> None:
    engine.keep([
        incoming(promised(ENGINEERS, "2031-03-01", A, "2031-05-01")),
        incoming(promised(ENGINEERS, "2031-04-20", B, "2031-08-01")),
    ])  # fmt: skip
    (found,) = ledger(engine)
    assert [(one.state, one.due) for one in found.history] == [("open", "2031-05-01"), ("delayed", "2031-08-01")]
    assert (found.status, found.due_latest) == ("delayed", "2031-08-01")
    assert ledger(engine, today="2031-08-02")[0].status == "overdue"


@pytest.mark.parametrize(
    ("status", "state"), [("happened", "kept"), ("cancelled", "cancelled"), ("postponed", "delayed"), ("planned", None)]
)
def test_the_event_that_it_belongs_to_tells_of_it(engine: Engine, status: Any, state: str | None) -> None:
    text = "Ana Dovrel will visit Ilir Tamm on 10 April."
    row = ("planned", "will visit", "Ana Dovrel, Ilir Tamm", "2031-04-10", None)
    plan = eventful(text, ("visit", *row), url=A, published="2031-04-01")
    plan = undertaken(plan, "Ana Dovrel", "visit Ilir Tamm", "2031-04-10")
    plan = replace(plan, undertakings=(replace(plan.undertakings[0], kind="plan", event="e1"),))
    text = f"The visit, {status}: Ana Dovrel, Ilir Tamm."
    later = eventful(text, ("visit", status, "The visit", *row[2:]), url=B, published="2031-04-09")
    engine.keep([incoming(plan), incoming(later)])
    (found,) = ledger(engine)
    assert [one.state for one in found.history] == (["open", state] if state else ["open"])
    assert engine.ledger(LedgerQuestion(key=found.key)).undertakings[0].event is not None


# Questions.


@pytest.fixture
def asked(engine: Engine) -> Engine:
    engine.keep([
        incoming(promised(ENGINEERS, "2031-03-01", A, "2031-05-01")),
        incoming(promised("open two schools", "2031-03-02", B, "2031-12-31", "Ilir Tamm", kind="plan", strength="intends")),
        incoming(promised("cut taxes", "2031-03-03", C)),
    ])  # fmt: skip
    return engine


@pytest.mark.parametrize(
    ("question", "what"),
    [
        ({}, [ENGINEERS, "open two schools", "cut taxes"]),
        ({"order": "newest"}, ["open two schools", ENGINEERS, "cut taxes"]),
        ({"who": "Ana Dovrel"}, [ENGINEERS, "cut taxes"]),
        ({"who": "Nobody"}, []),
        ({"kind": "plan"}, ["open two schools"]),
        ({"strength": "intends"}, ["open two schools"]),
        ({"words": "engineer valleys"}, [ENGINEERS]),
        ({"since": "2031-06-01"}, ["open two schools"]),
        ({"until": "2031-06-01"}, [ENGINEERS]),
        ({"status": "overdue"}, [ENGINEERS]),
        ({"status": "open"}, ["open two schools", "cut taxes"]),
        ({"status": "due-soon", "soon": 300}, ["open two schools"]),
        ({"outlet": "The Aurane Post", "limit": 1, "offset": 1}, ["open two schools"]),
        ({"outlet": "Nobody's"}, []),
    ],
)
def test_questions(asked: Engine, question: dict[str, Any], what: list[str]) -> None:
    assert [one.what for one in ledger(asked, **question)] == what


@pytest.mark.parametrize(
    ("by", "counts"),
    [
        ("kind", [("promise", 2), ("plan", 1)]), ("strength", [("will", 2), ("intends", 1)]),
        ("status", [("open", 2), ("overdue", 1)]), ("who", [("Ana Dovrel", 2), ("Ilir Tamm", 1)]), ("to_whom", [(None, 3)]),
        ("outlet", [("The Aurane Post", 3)]), ("month", [("2031-05", 1), ("2031-12", 1), (None, 1)]),
        ("year", [("2031", 2), (None, 1)]), ("day", [("2031-05-01", 1), ("2031-12-31", 1), (None, 1)]),
    ],
)  # fmt: skip
def test_counts(asked: Engine, by: Any, counts: list[tuple[str | None, int]]) -> None:
    assert asked.count_ledger(LedgerQuestion(today=TODAY), by) == counts


def test_people_merge_split_and_set_states(asked: Engine) -> None:
    first, second, _ = ledger(asked)

    def correct(kind: Any, key: str, name: str) -> None:
        asked.correct(Correction(kind, "as seen", "2031-05-20T10:00:00+00:00", statement=key, name=name))

    correct("merge-events", second.key, first.key)
    assert len(ledger(asked)) == 2
    correct("split-event", second.key, first.key)
    assert len(ledger(asked)) == 3
    correct("set-state", first.key, "delayed 2031-07-01")
    held = ledger(asked, key=first.key)[0]
    assert (held.status, held.due_latest, held.history[-1].told.words) == ("delayed", "2031-07-01", "as seen")
    assert not list(asked.verify())


def test_a_key_outlasts_another_reading(engine: Engine) -> None:
    engine.keep([incoming(promised(ENGINEERS, "2031-03-01", A))])
    (before,) = ledger(engine)
    text = engine.versions(A)[0].reading.article.text
    again = Reading(A, article(text, A, published="2031-03-01"), model="en-2")
    again = undertaken(again, "Ana Dovrel", "40 engineers to the valley")
    engine.replace([(A, 1, again, ())])
    (after,) = ledger(engine)
    assert (after.what, after.key) == ("40 engineers to the valley", before.key)


@pytest.mark.parametrize(("text", "states"), [
    ("Norland kept its promise. It broke its word.", ["kept", "broken"]),
    ("He said Norland “broke its promise”.", ["broken"]),
    ("If Norland fails to pay, it will have broken its promise.", []),
    ("It never failed to pay.", []),
    ("The kept man promised nothing.", []),
])  # fmt: skip
def test_words_of_outcomes(text: str, states: list[str]) -> None:
    assert [one.state for one in outcomes(text)] == states
