"""Offices of several words before a name, and words that stand before or behind a name without being part of it."""

from __future__ import annotations

import pytest
from resolved import party, resolved

from sayso.attribution.roles import Name


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        # the field of a ministry
        ("[Minister of Education Ana Vega] left.", ("Ana Vega", "Minister of Education")),
        # an office of an office
        ("[Secretary of State for Transport Lee Moss] left.", ("Lee Moss", "Secretary of State for Transport")),
        # several fields, with commas and "and"
        (
            "[Minister for Housing, Communities and Local Government Rosa Holt] left on a rainy evening.",
            ("Rosa Holt", "Minister for Housing, Communities and Local Government"),
        ),
        # a body
        ("[CEO of the Harbour Board Ivo Brandt] left.", ("Ivo Brandt", "CEO of the Harbour Board")),
        # a body with "for" in its name
        (
            "[Director of the Centre for Coastal Studies Jo Adams] left.",
            ("Jo Adams", "Director of the Centre for Coastal Studies"),
        ),
        # a place that a list has, and one in a place
        ("[Former ambassador to Ukraine Marie Holt] left.", ("Marie Holt", "Former ambassador to Ukraine")),
        ("[Special Envoy for the Horn of Africa Jeff Holt] left.", ("Jeff Holt", "Special Envoy for the Horn of Africa")),
        # the country stands before
        ("[US Secretary of State Mike Holt] left.", ("Mike Holt", "US Secretary of State")),
        # a deputy
        ("[Deputy Minister of Health Ana Vega] left.", ("Ana Vega", "Deputy Minister of Health")),
        # small letters
        ("[The head of the harbour board Ivo Brandt] left.", ("Ivo Brandt", "head of the harbour board")),
        # the office's field before it
        ("[Economy Minister Ana Vega] left.", ("Ana Vega", "Economy Minister")),
        ("[Water minister Ana Vega] left.", ("Ana Vega", "Water minister")),
        ("[Chief Product Officer Ana Vega] left.", ("Ana Vega", "Chief Product Officer")),
        # ranks of two words
        ("[Rear Admiral Daniel Holt] left.", ("Daniel Holt", "Rear Admiral")),
        # a surname that opens as particles do, or with an abbreviated title
        ("[Sheriff Del Holt] left.", ("Del Holt", "Sheriff")),
        ("[Sen. Ben Holt, R-Neb.,] left.", ("Ben Holt", "Sen.")),
        # a town that no list has
        ("[Mayor of Vastmark Greta Holt] left.", ("Greta Holt", "Mayor of Vastmark")),
    ],
)
def test_a_long_office_is_no_part_of_the_name(marked: str, expected: tuple[str, str]) -> None:
    names, parties = resolved(marked)
    assert (names[0], party(parties, expected[0]).role) == expected


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        # somebody else's kin, friend, aide
        ("[The widow of Trooper Leo Marr] left.", None),
        ("[The friend of the poet Ana Vega] left.", None),
        ("[A spokesman for the Harbour Board] left.", None),
        # many: a body that calls itself so
        ("They joined [the group Doctors for Camp Closure].", "Doctors for Camp Closure"),
        # no holder behind the office
        ("[Director of Studies] left.", None),
        # a body behind a body
        ("[Ana Vega, head of research at ICICI Securities], left.", "Ana Vega"),
        # behind the name: a day, a title's letters
        ("They met [Leo Clinton] Friday.", "Leo Clinton"),
        # the photographer behind the agency
        ("Image: NASA Bill Holt. It was [NASA] again.", "NASA"),
        # what a body is based on
        ("They met [Sacramento-based McClatchy] there.", "McClatchy"),
        # one more name at a sentence's start is one within it
        ("[Home Depot] grew. Shares of Home Depot have risen since then.", "Home Depot"),
        # generations, and the comma behind them
        ("[Patrick Holt Jr., 55,] left.", "Patrick Holt Jr"),
    ],
)
def test_what_stands_beside_a_name(marked: str, expected: str | None) -> None:
    assert resolved(marked)[0] == [expected]


def test_the_encoder_tells_where_an_unknown_domain_ends() -> None:
    text = "Bishop of Upper Vastmark Tariku Woldemar left."
    names = [Name(10, 24, "place", 0.9), Name(25, 40, "person", 0.9)]
    assert [text[n.start : n.end] for n in names] == ["Upper Vastmark", "Tariku Woldemar"]
    assert resolved(f"[{text[:40]}]{text[40:]}", names=names)[0] == ["Tariku Woldemar"]


def test_the_encoders_names_lose_their_titles() -> None:
    """In a headline the capitals tell nothing, and the encoder has all of "Communications Minister Ana Vega"."""
    text = "Communications Minister Ana Vega Visits Old Barrow With Many Good Friends"
    names = [Name(0, 32, "person", 0.95)]
    assert resolved(f"[{text[:32]}]{text[32:]}", names=names)[0] == ["Ana Vega"]


@pytest.mark.parametrize(
    ("text", "words"), [("Here Ana Vega (R-Ohio) came.", "R-Ohio"), ("The Vice President came.", "Vice President")]
)
def test_the_encoders_tags_and_offices_are_nobody(text: str, words: str) -> None:
    start = text.index(words)
    assert resolved(text + " [He] left.", names=[Name(start, start + len(words), "person", 0.95)])[0] == [None]
