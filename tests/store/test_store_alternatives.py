"""Several values of one filter are alternatives: of events and undertakings, as they are kept and as they are worked out."""

from __future__ import annotations

from dataclasses import replace

from older_stores import as_of_schema_10
from store_readings import eventful, incoming, undertaken

from sayso.store.chronicle import EventsQuestion, LedgerQuestion
from sayso.store.contract import Engine

A, B, C = (f"https://{letter}.example/1" for letter in "abc")
DOVREL, TAMM, QUILL = "Ana Dovrel", "Ilir Tamm", "Mara Quill"
EVENTS: list[tuple[EventsQuestion, int]] = [
    (EventsQuestion(kind=("call", "visit")), 2),
    (EventsQuestion(kind=("call", "trial")), 1),
    (EventsQuestion(status=("held", "announced")), 2),
    (EventsQuestion(status=("cancelled", "announced")), 2),
    (EventsQuestion(status=("cancelled", "denied")), 1),
    (EventsQuestion(was=("cancelled", "held")), 2),
    (EventsQuestion(outlet=("The Lantern", "the gate")), 3),
    (EventsQuestion(outlet=("The Lantern", "No Such")), 1),
    (EventsQuestion(parties=(DOVREL, TAMM)), 2),  # both take part
]
LEDGER: list[tuple[LedgerQuestion, int]] = [
    (LedgerQuestion(who=(DOVREL, TAMM)), 2),
    (LedgerQuestion(who=(DOVREL, "Nobody Atall")), 1),
    (LedgerQuestion(kind=("plan", "threat")), 1),
    (LedgerQuestion(kind=("promise", "plan")), 2),
    (LedgerQuestion(strength=("intends", "considers")), 1),
    (LedgerQuestion(status=("overdue", "open"), today="2031-06-01"), 2),
    (LedgerQuestion(status=("kept", "open"), today="2031-06-01"), 1),
    (LedgerQuestion(was=("kept", "overdue"), today="2031-06-01"), 1),
    (LedgerQuestion(outlet=("The Lantern", "The Gate")), 2),
]


def keep(engine: Engine) -> None:
    rows = (
        ("call", "happened", DOVREL, TAMM, "2031-03-10", A, "The Lantern"),
        ("visit", "planned", DOVREL, TAMM, "2031-04-20", B, "The Gate"),
        ("summit", "cancelled", TAMM, QUILL, "2031-05-30", C, None),
    )
    for kind, status, one, other, day, url, outlet in rows:
        text = f"{one} and {other}: the {kind}. {one} will mend the {kind} road by May. The rest is open."
        held = eventful(text, (kind, status, f"the {kind}", f"{one}, {other}", day, None), url=url, outlet=outlet)  # type: ignore[arg-type]
        if kind == "call":
            held = undertaken(held, one, "mend the call road", "2031-05-31")
        elif kind == "summit":
            held = undertaken(held, one, "mend the summit road", None, kind="plan", strength="intends")
            held = replace(held, article=replace(held.article, outlet="The Gate"))
        engine.keep([incoming(held)])


def test_several_values_are_alternatives(engine: Engine) -> None:
    keep(engine)
    for older in (False, True):
        if older:
            as_of_schema_10(engine)  # what is one is worked out where it is asked
        for question, number in EVENTS:
            found = engine.events(question)
            assert (found.total, len(found.events)) == (number, number), (question, older)
            assert sum(count for _, count in engine.count_events(question, "kind")) == number, (question, older)
        for owed, number in LEDGER:
            assert engine.ledger(owed).total == number, (owed, older)
