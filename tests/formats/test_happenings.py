"""A reading's events and undertakings for people: a line of time, who undertakes what, on whose word; in rows and on a page."""

from __future__ import annotations

import re
from dataclasses import replace

import eventful
import fictional
import pytest
from any_reading import readings
from hypothesis import given, settings, strategies as st

from sayso.evidence import check_evidence
from sayso.formats import FORMATS, write_text
from sayso.formats.happenings import days, events_of, undertakings_of
from sayso.formats.marks import Mark, blocks
from sayso.formats.rows import cells
from sayso.record import Event, Reading, Span, Undertaking, Voice


def written(reading: Reading, name: str = "text") -> str:
    return "".join(FORMATS[name]([reading]))


def test_the_eventful_reading_holds_its_evidence() -> None:
    assert check_evidence(eventful.reading()).events


# The line of time


@pytest.mark.parametrize(
    ("earliest", "latest", "shown"),
    [
        ("2031-03-16", "2031-03-16", "Sunday 16 March 2031"),
        ("2031-03-16", "2031-03-18", "16 to 18 March 2031"),
        ("2031-03-30", "2031-04-02", "30 March to 2 April 2031"),
        ("2030-12-30", "2031-01-02", "30 December 2030 to 2 January 2031"),
        ("2031-03-01", "2031-03-31", "March 2031"),
        ("2032-02-01", "2032-02-29", "February 2032"),  # a leap year's
        ("2031-02-01", "2031-02-27", "1 to 27 February 2031"),  # a day is missing
        ("2031-01-01", "2031-12-31", "2031"),
        ("2031-03-01", "2031-05-31", "1 March to 31 May 2031"),
        ("2031-03-16", None, "from 16 March 2031"),
        (None, "2031-03-16", "by 16 March 2031"),
        (None, None, ""),
        ("9999-12-31", "9999-12-31", "Friday 31 December 9999"),  # nothing comes after it
        ("9999-12-01", "9999-12-31", "1 to 31 December 9999"),
        ("March", "2031-03-16", "by 16 March 2031"),  # no day, so none is shown
    ],
)
def test_days_for_people(earliest: str | None, latest: str | None, shown: str) -> None:
    assert days(earliest, latest) == shown


def test_events_stand_in_the_order_of_their_days_those_without_one_last() -> None:
    reading = eventful.reading()
    turned = replace(reading, events=tuple(reversed(reading.events)))
    assert [view.event.id for view in events_of(turned)] == ["e1", "e2", "e3", "e4"]


def test_who_began_stands_first_and_the_host_is_named_as_such() -> None:
    visit = events_of(eventful.reading())[2]
    assert [(one.name, one.role) for one in visit.who] == [("Ilya Torvan", None), ("Mara Vells", "host")]


def test_text_shows_events_and_undertakings_as_this() -> None:
    shown = written(eventful.reading())
    assert (
        "Events\n------\n"
        "  Sunday 16 March 2031 · call (“spoke by phone”): Ilya Torvan, Mara Vells\n"
        "    (happened; on the word of Granite Palace)\n"
        "  by 21 March 2031 · Norvan · meeting (“to meet”): Both (planned; on the word of\n"
        "    Granite Palace)\n"
        "  1 June to 31 August 2031 · Dovrel · visit (“A visit”): Ilya Torvan, Mara Vells\n"
        "    [host] (cancelled)\n"
        "  no day · the border · talks (“Talks”) (ongoing)\n"
    ) in shown
    assert (
        "Undertakings\n------------\n"
        "  Both agreed: to meet in Norvan by Friday (due by 21 March 2031; on the word of\n"
        "    Granite Palace)\n"
        "  Mara Vells promised to Ilya Torvan: send 40 engineers by May (due by 31 May\n"
        "    2031; on condition: if asked)\n"
    ) in shown
    assert "3 statements, 3 parties, 4 events, 2 undertakings, read by model en-1" in shown


def test_a_reading_without_any_has_no_such_heading() -> None:
    for name in ("text", "html"):
        shown = written(fictional.reading(), name)
        assert not re.search(r"Undertakings|>Events<|\nEvents|happening[^s{]", shown), name


# On whose word


def undertaking(**changed: object) -> Undertaking:
    return replace(eventful.reading().undertakings[1], **changed)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "word"),
    [
        (undertaking(), []),  # she says it herself
        (undertaking(who=(Voice(None, "p1"),)), ["Mara Vells"]),  # she says what he will do
        (undertaking(who=()), ["Mara Vells"]),  # she says what will be done
        (undertaking(statement="s2"), ["Granite Palace"]),  # the palace says what she will do
        (undertaking(statement=None), []),  # the article's own word
    ],
)
def test_nobody_vouches_for_what_he_undertakes_himself(one: Undertaking, word: list[str]) -> None:
    (view,) = undertakings_of(replace(eventful.reading(), undertakings=(one,)))
    assert [voice.name for voice in view.word] == word


def test_whoever_is_not_named_is_said_to_be_so() -> None:
    reading = eventful.reading()
    unsaid = tuple(replace(statement, speaker=None) for statement in reading.statements)
    shown = written(replace(reading, statements=unsaid, undertakings=(undertaking(who=(), to_whom=(), statement="s1"),)))
    assert "Someone not named promised: send 40" in shown
    assert "happened; on the word of someone not named)" in " ".join(shown.split())


@pytest.mark.parametrize(
    ("strength", "condition", "shown"),
    [
        ("considers", None, "promised [considers it]"),
        ("conditional", None, "promised [on a condition]"),  # which its words do not tell
        ("intends", None, "Mara Vells promised to"),
    ],
)
def test_a_weak_undertaking_says_so(strength: str, condition: Span | None, shown: str) -> None:
    one = undertaking(strength=strength, condition=condition)
    assert shown in written(replace(eventful.reading(), undertakings=(one,)))


def test_words_for_a_time_that_cannot_be_told_stand_as_they_are() -> None:
    reading = eventful.reading()
    due = replace(reading.times[1], earliest=None, latest=None)
    event = replace(reading.events[0], earliest=None, latest=None)
    shown = written(replace(reading, events=(event,), undertakings=(undertaking(due=due),)))
    assert "“on Sunday” · call" in shown and "(due “by Friday”;" in shown


# The page


def test_the_page_marks_the_words_and_links_both_ways() -> None:
    page = "".join(FORMATS["html"]([eventful.reading(), eventful.reading()]))
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    for number in ("e1", "e2", "e3", "e4", "u1", "u2"):
        for key in ("a1", "a2"):
            assert {f"{key}-t{number}", f"{key}-c{number}"} <= set(ids)
            assert page.count(f'href="#{key}-t{number}"') == page.count(f'href="#{key}-c{number}"') == 1
    assert '<span class="event">The call</span>' in page  # a further mention leads nowhere
    assert page.index('id="a1-cu1"') < page.index("<h2>Parties</h2>")


def marks(children: list[str | Mark]) -> list[Mark]:
    return [one for child in children if isinstance(child, Mark) for one in (child, *marks(child.children))]


@settings(deadline=None, max_examples=30)
@given(readings())
def test_every_event_and_undertaking_of_any_reading_is_marked_and_listed(reading: Reading) -> None:
    text = reading.article.text
    shown = {(mark.kind, mark.about) for block in blocks(reading) for mark in marks(block.children)}
    for event in reading.events:
        assert ("event", event.id) in shown or not text[event.trigger.start : event.trigger.end].strip()
    assert sorted(view.event.id for view in events_of(reading)) == sorted(event.id for event in reading.events)
    assert len(undertakings_of(reading)) == len(reading.undertakings)


@settings(deadline=None, max_examples=30)
@given(readings(), st.integers(40, 100))
def test_what_is_undertaken_keeps_its_words_and_its_rows_their_width(reading: Reading, width: int) -> None:
    shown = "".join(write_text([reading], width))
    for one in (*reading.events, *reading.undertakings):
        words = one.trigger.text if isinstance(one, Event) else one.what[0].text
        words = re.sub(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202d\u202e\ud800-\udfff]", "\ufffd", words)
        assert "".join(words.split()) in "".join(shown.split())


def test_wide_letters_take_two_cells_in_events_too() -> None:
    reading = eventful.reading()
    wide = replace(reading.parties[0], name="東京の大統領府 " * 12)
    shown = written(replace(reading, parties=(wide, *reading.parties[1:])))
    assert "東京の大統領府" in shown and max(map(cells, shown.splitlines())) <= 80
