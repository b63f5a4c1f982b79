"""What became of events and undertakings between two versions: marked lines in a table, any readings, time, and its forms."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from importlib.resources import files

import eventful
import pytest
from any_reading import readings
from growth import assert_grows_with
from hypothesis import HealthCheck, given, settings, strategies as st
from jsonschema import Draft202012Validator
from told import version

from sayso.comparing.versions.comparison import compare_versions
from sayso.comparing.versions.history import follow
from sayso.evidence import check_evidence
from sayso.formats.history_html import write_history_html
from sayso.formats.history_json import history_to_json
from sayso.formats.history_text import write_history_text
from sayso.record import Article, Event, Paragraph, Participant, Party, Reading, Span, Statement, Time, Undertaking, Voice

# «[m visit|planned] [w Torvan] [p Dovrel] [d on Friday|2031-03-21]»: ``m`` is an event's trigger (kind, status), ``u`` what is
# undertaken (kind, strength); ``w`` who is in it or undertakes it, ``t`` to whom, ``p`` where, ``d`` when, ``c`` on what
# condition, ``s`` the speaker on whose word it stands. A line has one event or one undertaking.
_MARK = re.compile(r"\[([muwtpdcs]) ([^|\]]*)(?:\|([^\]]*))?\]")
KINDS = {"visit": "visit", "visited": "visit", "talks": "talks", "call": "call", "spoke": "call", "meet": "meeting"}


def marked(*lines: str) -> Reading:
    text = ""
    paragraphs: list[Paragraph] = []
    statements: list[Statement] = []
    events: list[Event] = []
    undertakings: list[Undertaking] = []
    for number, line in enumerate(lines):
        text += "\n\n" if text else ""
        start = at = 0
        start = len(text)
        spans: list[tuple[str, Span, str]] = []
        for mark in _MARK.finditer(line):
            text += line[at : mark.start()]
            spans.append((mark[1], Span(len(text), len(text) + len(mark[2]), mark[2]), mark[3] or ""))
            text += mark[2]
            at = mark.end()
        text += line[at:]
        paragraphs.append(Paragraph(start, len(text), "body"))
        held = {role: (span, more) for role, span, more in spans}
        within = None
        if "s" in held:
            within = f"s{number}"
            content = Span(start, held["s"][0].start, text[start : held["s"][0].start])
            statements.append(
                Statement(within, "indirect", "states", (content,), speaker=Voice(held["s"][0], held["s"][1] or None))
            )
        who = tuple(Voice(span, more or None) for role, span, more in spans if role == "w")
        time = None
        if "d" in held:
            first, _, last = held["d"][1].partition("/")
            time = Time(held["d"][0], None, first or None, last or first or None)
        place, condition = (held[role][0] if role in held else None for role in "pc")
        if "m" in held:
            trigger, status = held["m"]
            days = (time.earliest, time.latest) if time else (None, None)
            people = tuple(Participant("party", voice) for voice in who)
            kind = KINDS.get(trigger.text.split()[-1], "meeting")
            events.append(
                Event(f"e{number}", kind, trigger, status or "happened", people, place, time and time.span, *days, within)  # type: ignore[arg-type]
            )
        if "u" in held:
            what, kinds = held["u"]
            kind, _, strength = kinds.partition("/")
            to_whom = tuple(Voice(span, more or None) for role, span, more in spans if role == "t")
            undertakings.append(
                Undertaking(f"u{number}", kind or "promise", strength or "will", who, (what,), to_whom, time, condition, within)  # type: ignore[arg-type]
            )
    named = (("p1", "Ilya Torvan", "person"), ("p2", "Mara Vells", "person"), ("p3", "Granite Palace", "government"))
    article, parties = Article("a", text, tuple(paragraphs)), tuple(Party(*one) for one in named)  # type: ignore[arg-type]
    found = (tuple(events), tuple(undertakings))
    return check_evidence(Reading("page.html", article, tuple(statements), parties, "hand", (), *found))


VISIT = "[w Torvan|p1] will [m visit|planned] [p Dovrel] [d on Friday|2031-03-21], [s the palace|p3] said."
CALL = "[w Torvan|p1] and [w Vells|p2] [m spoke] [d on Sunday|2031-03-16]."
GUNS = "[w Vells|p2] will [u send forty engineers to the ridge] [d by May|/2031-05-31]."
Lines = tuple[str, ...]
Found = list[tuple[str, ...]]

TABLE: list[tuple[str, Lines, Lines, Found, Found]] = [
    ("nothing changed", (VISIT, CALL, GUNS), (VISIT, CALL, GUNS), [], []),
    ("nothing at all", (), (), [], []),
    ("one added", (CALL,), (CALL, VISIT), [("added",)], []),
    ("one dropped", (CALL, VISIT, GUNS), (CALL,), [("dropped",)], [("dropped",)]),
    ("another order", (CALL, VISIT), (VISIT, CALL), [], []),
    ("moved", (VISIT,), (VISIT.replace("on Friday|2031-03-21", "on Monday|2031-03-24"),), [("days",)], []),
    ("called off", (VISIT,), (VISIT.replace("will [m visit|planned]", "has called off a [m visit|cancelled] to"),),
     [("status",)], []),
    ("it was held", (VISIT,), ("[w Torvan|p1] [m visited] [p Dovrel] [d on Friday|2031-03-21], [s the palace|p3] said.",),
     [("status",)], []),
    ("elsewhere", (VISIT,), (VISIT.replace("Dovrel", "Norvan"),), [("place",)], []),
    ("with one more", (VISIT,), (VISIT.replace("[w Torvan|p1]", "[w Torvan|p1] and [w Vells|p2]"),), [("participants",)], []),
    ("a fuller name is no change", (VISIT,), (VISIT.replace("[w Torvan|p1]", "[w Ilya Torvan|p1]"),), [], []),
    ("a pronoun is no change", (CALL,), (CALL.replace("[w Torvan|p1]", "[w He|p1]"),), [], []),
    ("on another's word", (VISIT,), (VISIT.replace("[s the palace|p3]", "[s Vells|p2]"),), [("account",)], []),
    ("out of an account", (VISIT,), (VISIT.replace(", [s the palace|p3] said", ""),), [("account",)], []),
    ("several at once", (VISIT,),
     ("[w Torvan|p1] may [m visit|hypothetical] [p Norvan] [d in June|2031-06-01/2031-06-30], [s the palace|p3] said.",),
     [("days", "status", "place")], []),
    ("two calls of the same two are told apart by their days", (CALL, CALL.replace("Sunday|2031-03-16", "Tuesday|2031-03-11")),
     (CALL.replace("Sunday|2031-03-16", "Tuesday|2031-03-11"), CALL), [], []),
    ("a call of others is another one", (CALL,), ("[w Orlik] and [w Dauvent] [m spoke] [d on Sunday|2031-03-16].",),
     [("dropped",), ("added",)], []),
    ("a visit is no call", (CALL,), (VISIT,), [("dropped",), ("added",)], []),
    ("reworded", (GUNS,), (GUNS.replace("forty", "sixty"),), [], [("reworded",)]),
    ("due later", (GUNS,), (GUNS.replace("by May|/2031-05-31", "by July|/2031-07-31"),), [], [("due",)]),
    ("due no more", (GUNS,), (GUNS.replace(" [d by May|/2031-05-31]", ""),), [], [("due",)]),
    ("less firmly", (GUNS,), (GUNS.replace("will [u", "may [u").replace("ridge]", "ridge|promise/considers]"),), [],
     [("strength",)]),
    ("an offer now", (GUNS,), (GUNS.replace("will [u", "offers to [u").replace("ridge]", "ridge|offer/considers]"),), [],
     [("kind", "strength")]),
    ("on a condition", (GUNS,), (GUNS.replace("].", "] [c if asked]."),), [], [("condition",)]),
    ("by another", (GUNS,), (GUNS.replace("[w Vells|p2]", "[w Torvan|p1]"),), [], [("who",)]),
    ("to somebody", (GUNS,), (GUNS.replace("].", "] for [t Torvan|p1]."),), [], [("to_whom",)]),
    ("another undertaking of hers", (GUNS,), ("[w Vells|p2] will [u open two offices in Norvan].",), [],
     [("dropped",), ("added",)]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "before", "after", "events", "undertakings"), TABLE, ids=[row[0] for row in TABLE])
def test_what_became_of_them(name: str, before: Lines, after: Lines, events: Found, undertakings: Found) -> None:
    changes = compare_versions(marked(*before), marked(*after))
    assert [shift.kinds for shift in changes.events.changes] == events
    assert [shift.kinds for shift in changes.undertakings.changes] == undertakings
    assert not changes.events.same_words and not changes.undertakings.same_words


def test_what_is_read_differently_in_the_same_words_is_kept_apart() -> None:
    reading = marked(CALL, VISIT)
    otherwise = replace(reading.events[0], status="planned", earliest="2031-03-18", latest="2031-03-18")
    changes = compare_versions(reading, replace(reading, events=(otherwise,)))
    assert not changes.events.changes and changes.nothing
    assert [shift.kinds for shift in changes.events.same_words] == [("days", "status"), ("dropped",)]


def test_a_change_shows_what_it_was_and_is_and_the_words_that_tell_so() -> None:
    later = VISIT.replace("on Friday|2031-03-21", "on Monday|2031-03-24")
    (shift,) = compare_versions(marked(VISIT), marked(later)).events.changes
    (moved,) = shift.aspects
    assert (moved.before, moved.after) == ("2031-03-21", "2031-03-24")
    assert [span.text for span in (*moved.removed, *moved.added)] == ["on Friday", "on Monday"]
    (reworded,) = compare_versions(marked(GUNS), marked(GUNS.replace("forty", "sixty"))).undertakings.changes
    told = [(piece.how, piece.text) for piece in reworded.words if piece.how != "same"]
    assert told == [("removed", "forty"), ("added", "sixty")]


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(readings(), readings())
def test_each_of_any_two_readings_becomes_one_thing(before: Reading, after: Reading) -> None:
    changes = compare_versions(before, after)
    for shifts, olds, news in (
        (changes.events, before.events, after.events),
        (changes.undertakings, before.undertakings, after.undertakings),
    ):
        told = [*shifts.changes, *shifts.same_words]
        both = shifts.unchanged + sum(shift.fate == "changed" for shift in told)
        assert both + sum(shift.fate == "dropped" for shift in told) == len(olds)
        assert both + sum(shift.fate == "added" for shift in told) == len(news)
        for span in (span for shift in told for aspect in shift.aspects for span in aspect.removed):
            assert before.article.text[span.start : span.end] == span.text
        for span in (span for shift in told for aspect in shift.aspects for span in aspect.added):
            assert after.article.text[span.start : span.end] == span.text


@settings(deadline=None, max_examples=40)
@given(readings())
def test_nothing_became_of_anything_in_the_same_reading(reading: Reading) -> None:
    changes = compare_versions(reading, reading)
    for shifts, held in ((changes.events, reading.events), (changes.undertakings, reading.undertakings)):
        assert not shifts.changes and shifts.unchanged + len(shifts.same_words) >= len(held)


@pytest.mark.parametrize("line", [VISIT, CALL, GUNS])
def test_twice_as_many_take_twice_as_long(line: str) -> None:
    def work(count: int) -> None:
        later = line.replace("Friday", "Monday").replace("Sunday", "Monday").replace("forty", "sixty")
        compare_versions(marked(*[line] * count), marked(*[later] * count))

    assert_grows_with(work, 400)


# Forms


def history(*lines: Lines) -> object:
    return follow([version(number, marked(*one)) for number, one in enumerate(lines, 1)])


MOVED = VISIT.replace("on Friday|2031-03-21", "on Monday|2031-03-24")


def test_the_text_shows_them_as_this() -> None:
    shown = "".join(write_history_text(history((VISIT, CALL, GUNS), (MOVED, GUNS.replace("forty", "sixty")))))  # type: ignore[arg-type]
    told = "Events: 1 moved, 1 dropped; 0 unchanged. Undertakings: 1 reworded; 0 unchanged."
    assert told in " ".join(shown.split())
    assert (
        "  ~  Event moved\n"
        "     visit: Ilya Torvan (planned)\n"
        "     when: [-Friday 21 March 2031-] {+Monday 24 March 2031+}\n"
        "     where: Dovrel\n"
        "     on the word of: Granite Palace\n"
    ) in shown
    assert "  -  Event dropped\n     call: Ilya Torvan, Mara Vells (happened)\n     when: Sunday 16 March 2031\n" in shown
    assert (
        "  ~  Undertaking reworded\n"
        "     Mara Vells promised\n"
        "     send [-forty-] {+sixty+} engineers to the ridge\n"
        "     due: by 31 May 2031\n"
    ) in shown


def test_the_page_and_json_have_them_too() -> None:
    held = history((VISIT, CALL, GUNS), (MOVED, GUNS.replace("forty", "sixty")))
    page = "".join(write_history_html(held))  # type: ignore[arg-type]
    assert "<del>Friday 21 March 2031</del> <ins>Monday 24 March 2031</ins>" in page and "Undertaking reworded" in page
    record = history_to_json(held)  # type: ignore[arg-type]
    contract = json.loads(files("sayso").joinpath("schema/changes-1.schema.json").read_text("utf8"))
    Draft202012Validator(contract).validate(record)
    (step,) = record["steps"]
    assert step["events"]["counts"] == {"days": 1, "dropped": 1}
    assert step["undertakings"]["changes"][0]["kinds"] == ["reworded"]


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(readings(), readings(), st.booleans())
def test_any_two_readings_have_every_form(before: Reading, after: Reading, same_words: bool) -> None:
    held = follow([version(1, before), version(2, after)])
    contract = json.loads(files("sayso").joinpath("schema/changes-1.schema.json").read_text("utf8"))
    Draft202012Validator(contract).validate(history_to_json(held))
    shown = "".join(write_history_text(held, same_words=same_words))
    assert not re.search(r"[\x00-\x08\x0e-\x1b\x7f\x9b\u202e\ud800-\udfff]", shown)
    assert "".join(write_history_html(held)).endswith("</html>")


def test_a_reading_of_a_whole_article_against_itself_has_no_change() -> None:
    assert compare_versions(eventful.reading(), eventful.reading()).nothing
