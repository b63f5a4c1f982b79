"""What a session prints and a notebook draws of the record's values: short, whole, escaped, the same in any cell and theme."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import eventful
import fictional
import pytest
from any_reading import readings
from browser import CHROMIUM, measured
from hypothesis import given, settings
from outlines import Outline
from store_readings import incoming, undertaken

import sayso
from sayso.record import Article, Page, Paragraph, Party, Reading, Refusal, Span, Statement, Voice
from sayso.store import Hit, Known, Version

HELD = fictional.reading()
EVIL = "<script>alert(1)</script> \"'>\x1b[31m"


def values(reading: Reading = HELD) -> Iterator[object]:
    """One of each kind that the record and the store hold."""
    yield from (reading, reading.article, *reading.statements, *reading.parties, *reading.events, *reading.undertakings)
    yield Version("https://lantern.example/1", 2, "2031-03-05T10:00:00+00:00", reading, "", names={"p1": "Ana M. Dovrel"})
    said = reading.statements[0]
    address = "https://lantern.example/1"
    yield Hit(f"{address}#1/s1", said, address, 1, "Call", "The Lantern", "2031-03-04", "Ana")
    yield Known(12, "Ana Dovrel", "person", ("Ana Dovrel",), 31, 2, "2031-03-04", "2031-03-05", (("president", None, None),))


EACH = [*values(), *values(eventful.reading())]


@pytest.mark.parametrize("value", EACH, ids=lambda value: type(value).__name__)
def test_each_value_prints_in_a_few_short_lines_and_draws_itself(value: object) -> None:
    printed = repr(value)
    assert str(value) == printed and printed.startswith(f"<{type(value).__name__} ") and printed.endswith(">")
    assert len(printed.splitlines()) <= 9 and max(map(len, printed.splitlines())) < 400
    drawn = value._repr_html_()  # type: ignore[attr-defined]
    outline = Outline(drawn.replace(' style="', ' title="'))
    assert not outline.ids and not [target for target in outline.targets if target.startswith("#")]
    assert not outline.tags & {"script", "img", "iframe", "link", "object", "h1"}
    assert drawn == value._repr_html_() == sayso.to_html(value)  # type: ignore[arg-type, attr-defined]


def test_a_reading_prints_who_says_what_by_name() -> None:
    lines = repr(HELD).splitlines()
    assert lines[0] == f"<Reading of “{fictional.HEADLINE}”, The Lantern, 2031-03-04, en"
    assert lines[1] == "  8 statements, 6 parties" or re.fullmatch(r"  8 statements, \d+ parties", lines[1])
    assert any("Ana Dovrel" in line for line in lines[2:]) and lines[-1] == "  and 3 more>"
    assert "someone not named" in repr(Statement("s1", "indirect", "states", ()))
    assert repr(Page("a.html", b"<p>" * 1000, media_type="text/html")) == "<Page a.html: 3,000 bytes of text/html>"
    assert repr(Reading("note.txt", Article("a", "", ()))) == "<Reading of note.txt\n  no statements>"


def test_what_a_page_says_steers_no_terminal_and_no_notebook() -> None:
    article = Article("a", EVIL, (Paragraph(0, len(EVIL), "body"),), url="javascript:alert(1)", headline=EVIL, outlet=EVIL)
    party = Party("p1", EVIL, "person", EVIL, (Span(0, len(EVIL), EVIL),))
    statement = Statement("s1", "direct", EVIL, (Span(0, len(EVIL), EVIL),), speaker=Voice(None, "p1", EVIL))
    for value in values(Reading(EVIL, article, (statement,), (party,))):
        assert "\x1b" not in repr(value) and "\x1b" not in value._repr_html_()  # type: ignore[attr-defined]
        assert "<script" not in value._repr_html_() and "javascript:" not in value._repr_html_()  # type: ignore[attr-defined]
    hit = Hit("k", statement, "javascript:alert(1)", 1, None, None, None)
    assert "href" not in hit._repr_html_() and "alert(1)" in hit._repr_html_()


@settings(deadline=None, max_examples=30)
@given(readings())
def test_any_reading_prints_and_draws_itself(reading: Reading) -> None:
    for value in (reading, *reading.statements, *reading.parties, *reading.events, *reading.undertakings):
        assert repr(value).startswith("<")
        Outline(value._repr_html_().replace(' style="', ' title="'))


def test_nothing_is_drawn_of_another_value() -> None:
    with pytest.raises(TypeError, match="nothing is drawn of int"):
        sayso.to_html(3)  # type: ignore[arg-type]
    assert "no-article" in Refusal("a", "no-article", "The page holds no article.")._repr_html_()


def test_events_and_undertakings_across_articles_print_and_draw_themselves(tmp_path: Path) -> None:
    from store_readings import eventful as telling

    text = "Ana Dovrel will meet Ilir Tamm in Mirwen on 4 April."
    row = ("meeting", "planned", "will meet", "Ana Dovrel, Ilir Tamm", "2031-04-04", "Mirwen")
    plan = undertaken(telling(text, row), "Ana Dovrel", "meet Ilir Tamm", "2031-04-04")  # type: ignore[arg-type]
    with sayso.open_store(tmp_path / "it.db") as store:
        store.engine.keep([incoming(plan)])
        event, one = store.events()[0], store.ledger(today="2031-05-01")[0]
    assert repr(event) == f"<KnownEvent {event.key} meeting, 2031-04-04, Mirwen: Ana Dovrel, Ilir Tamm; announced>"
    assert repr(one) == f"<KnownUndertaking {one.key} {one.kind} by Ana Dovrel: meet Ilir Tamm, due 2031-04-04; overdue>"
    for value in (event, one):
        assert "Friday 4 April 2031" in Outline(value._repr_html_()).words


def test_names_of_voices() -> None:
    parties = (
        Party("p1", "Ana Rubio", "person"),
        Party("p2", "Karel Novak", "person"),
        Party("p3", "Bo Reed", "person"),
        Party("p4", "the three", "group", members=("p1", "p2", "p3")),
        Party("p5", "Rubio and Novak", "group", members=("p1", "p2")),
        Party("p6", "officials", "group"),
    )
    reading = Reading("x", Article("a", "", ()), parties=parties)
    names = [reading.name_of(Voice(None, id)) for id in ("p1", "p4", "p5", "p6", None)]
    assert names == ["Ana Rubio", "Ana Rubio, Karel Novak and Bo Reed", "Ana Rubio and Karel Novak", "officials", None]
    assert reading.party_of(Voice(None, "p6")) == parties[5]
    assert reading.party_of(None) is None and reading.party_of(Voice(None, "p9")) is None
    version = Version("a", 1, None, reading, "", names={"p1": "Ana M. Rubio"})
    assert (version.name_of(Voice(None, "p1")), version.name_of(Voice(None, "p2")), version.name_of(None)) == (
        "Ana M. Rubio", "Karel Novak", None,
    )  # fmt: skip


def test_a_reading_becomes_a_data_frame_of_an_export_s_columns() -> None:
    from sayso.formats import STATEMENT_COLUMNS

    table = HELD.to_pandas()
    assert tuple(table.columns) == STATEMENT_COLUMNS and len(table) == len(HELD.statements)
    assert list(table["statement"]) == [s.id for s in HELD.statements] and table["key"].isna().all()
    assert str(table["published"].dtype).startswith("datetime64") and table["relay"].map(type).eq(list).all()
    assert list(table["speaker"].dropna()) == [n for s in HELD.statements if (n := HELD.name_of(s.speaker))]
    empty = replace(HELD, statements=()).to_pandas()
    assert tuple(empty.columns) == STATEMENT_COLUMNS and not len(empty)
    kept = Version("https://lantern.example/1", 2, None, HELD, "", answers=("s1",), names={"p3": "The Palace"}).to_pandas()
    assert list(kept["key"]) == ["https://lantern.example/1#2/s1"] and "The Palace" in set(kept["speaker"])


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium to look at the drawing with")
def test_drawings_fit_a_narrow_cell_and_go_by_the_notebook_s_theme(tmp_path: Path) -> None:
    cells = "".join(HELD._repr_html_() for _ in range(2))
    ground = "d.defaultView.getComputedStyle(d.querySelector('{} .sayso-drawn')).backgroundColor.match(/\\d+/)[0]"
    themes = {"#light": 'data-jp-theme-light="true"', "#dark": 'data-jp-theme-light="false"', "#code": 'class="vscode-dark"'}
    page = "".join(f'<div id="{name[1:]}" {theme}>{cells}</div>' for name, theme in themes.items())
    script = f"return [{', '.join(ground.format(name) for name in themes)}, d.querySelectorAll('mark').length > 40];"
    wide, told = measured(tmp_path, f"<!DOCTYPE html><body>{page}", 320, script)
    assert wide <= 320 and told == ["251", "23", "23", "true"]
