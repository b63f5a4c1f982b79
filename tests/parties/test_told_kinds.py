"""What a name is, by what stands beside it: firms, outlets and clubs are no persons, though the encoder takes them for such."""

from __future__ import annotations

import re

import pytest
from resolved import party, resolved

from sayso.attribution.roles import Name


def kind_of(text: str, name: str) -> str:
    """The kind of a party that the encoder takes for a person wherever it stands."""
    starts = [at for at in range(len(text)) if text.startswith(name, at)]
    names = [Name(at, at + len(name), "person", 0.9) for at in starts]
    _, parties = resolved(text[: starts[0]] + f"[{name}]" + text[starts[0] + len(name) :], names=names)
    return party(parties, name).kind


@pytest.mark.parametrize(
    ("text", "name"),
    [
        # what it is stands right before it
        ("The security firm Secunda said no.", "Secunda"),
        ("State news agency Tora said no.", "Tora"),
        ("A company called Loom said no.", "Loom"),
        # right behind it
        ("Then Quarzon, a power company, said no.", "Quarzon"),
        # its own people and things
        ("Then Quarzon employees said no.", "Quarzon"),
        ("Then Quarzon’s shareholders said no.", "Quarzon"),
        ("Then Quarzon analyst Leo Marr left. Quarzon said no.", "Quarzon"),
        # its pronoun
        ("Quarzon said its lorries were safe.", "Quarzon"),
        # capitals within the word, letters behind it, a firm's ending
        ("Then MarketScribe said no.", "MarketScribe"),
        ("Then Calder FM said no.", "Calder FM"),
        ("Then Sudbank said no.", "Sudbank"),
        # a club
        ("Then the Harwick Panthers said no.", "Harwick Panthers"),
    ],
)
def test_a_body_is_no_person(text: str, name: str) -> None:
    assert kind_of(text, name) == "organisation"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Then Tuve Raskin, 41, said no.", "Tuve Raskin"),
        ("Then Tuve Raskin, who left, said no.", "Tuve Raskin"),
        ("Tuve Raskin said she would not.", "Tuve Raskin"),
        # an aide stands behind a person's name too, and behind an office
        ("Then Raskin spokesman Leo Marr left. Mayor Raskin said no.", "Raskin"),
        ("Then LeBron Raskin said no.", "LeBron Raskin"),
        ("Then DeShawn said no.", "DeShawn"),
    ],
)
def test_a_person_stays_one(text: str, name: str) -> None:
    assert kind_of(text, name) == "person"


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        # no group of two, however many the words
        ("[The Department of Health and Human Services] left.", ("Department of Health and Human Services", "government")),
        ("[The Bureau of Fisheries and Aquatic Resources] left.", ("Bureau of Fisheries and Aquatic Resources", "government")),
        ("They met [Customs and Border Protection] there.", ("Customs and Border Protection", "organisation")),
        # one body by two names
        ("[The Ministry of Health] left. The Health Ministry slept.", ("Ministry of Health", "government")),
        ("[The Bank of Barrow] left. The Bank of Barrow Corporation slept.", ("Bank of Barrow Corporation", "organisation")),
        # a newspaper that shares its name with a calling
        ("[The Economist] said no.", ("Economist", "organisation")),
        # a country by its letters
        ("[The U.S.] left. The US slept.", ("U.S.", "government")),
        # surnames: the encoder's place or body is the person of the full name
        ("Ana Vega came. [Vega] slept.", ("Ana Vega", "person")),
    ],
)
def test_name_and_kind(marked: str, expected: tuple[str, str]) -> None:
    names, parties = resolved(marked)
    assert (names[0], party(parties, expected[0]).kind) == expected


def test_words_of_the_article_are_no_surnames() -> None:
    """«Saving Strategies» in a heading is nobody, though "Strategies" stands alone later: small letters have it too."""
    _, parties = resolved("Saving Strategies help. Later Strategies help. Good strategies help[.]")
    assert parties == []


def test_a_surname_that_the_encoder_takes_for_a_place_is_the_persons() -> None:
    text = "Then Tony Manzaro came. They went to Manzaro’s house. Manzaro said no."
    names = [Name(5, 17, "person", 0.9), Name(37, 44, "place", 0.9), Name(54, 61, "place", 0.9)]
    assert text[37:44] == text[54:61] == "Manzaro"
    assert resolved(text[:54] + "[Manzaro]" + text[61:], names=names)[0] == ["Tony Manzaro"]


def test_a_text_about_one_who_has_one_name_is_about_him() -> None:
    marked = "Theodo was born. Theodo ran. Theodo sang. Theodo wept. Theodo slept. Others are Leo Theodo and Ben Theodo. "
    assert resolved(marked + "[Theodo] left.")[0] == ["Theodo"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("[The Norbook-owned firm] said {it was sorry}.", None),
        ("Next-generation Nordjet engines are late. [Nordjet] said {they would come}.", "Nordjet"),
        ("League-leading Rovers won. [Rovers] said {they were glad}.", "Rovers"),
    ],
)
def test_an_adjective_with_a_name_in_it_is_no_part_of_a_name(text: str, name: str | None) -> None:
    ((found,), parties) = resolved(text)
    assert found == name
    assert [party.name for party in parties if "-" in party.name and party.named] == []


def test_a_club_goes_by_a_plural_and_now_and_then_by_the() -> None:
    text = "Rovers hold off Stroma. It was a fine night for the mighty Rovers, who have won four times. "
    assert kind_of(text + "The Rovers went home. Few knew the Rovers.", "Rovers") == "organisation"


def test_what_a_player_did_is_no_role_of_the_club() -> None:
    text = "With a minute left for the Rovers, Keta Caldwell-Pope scored a goal. [The Rovers] said {they were glad}."
    _, parties = resolved(text)
    assert [party.role for party in parties] == [None] * len(parties)


def test_a_name_that_stands_in_places_is_one_whoever_took_it_for_a_person() -> None:
    text = "AURANE — The council met. It rained in Aurane. [Aurane] said {it was late}. [He] left."
    words = text.replace("[", "").replace("]", "").replace("{", "").replace("}", "")
    names = [Name(m.start(), m.end(), "person", 0.9) for m in re.finditer("Aurane", words)]
    found, parties = resolved(text, names=names)
    assert found == ["Aurane", None] and [party.kind for party in parties] == ["place"]
