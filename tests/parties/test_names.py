"""Which names stand in a sentence, of what kind, behind which title; which of them are one; how a mention is read."""

from __future__ import annotations

import pytest

from sayso.attribution.roles import Name
from sayso.languages import word_class
from sayso.languages.lexicon import word_lists
from sayso.parties.cast import name_words
from sayso.parties.casting import cast_names
from sayso.parties.mentions import read_phrase
from sayso.parties.names import find_names
from sayso.parties.pronouns import pronoun_forms
from sayso.parties.words import Words, split_words
from sayso.record import Article, Paragraph

TAIL = ", they told reporters on a long and rainy evening."


def split(text: str, kind: str = "body") -> Words:
    return split_words(Article("a", text, (Paragraph(0, len(text), kind),)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # title and office stand before the name, outside it
        ("Russian President Ana Vega left", [("Ana Vega", "person", "Russian President")]),
        # a British title cut short
        ("Cllr Ana Vega left", [("Ana Vega", "person", "Cllr")]),
        # a nickname in marks
        ("Then Leo “Tank” Marr left", [("Leo “Tank” Marr", "person", "")]),
        # a possessive inside the names of bodies, and one before them
        ("The Women's Institute met", [("Women's Institute", "organisation", "")]),
        ("He left St Mary's Hospital", [("St Mary's Hospital", "organisation", "")]),
        ("He left Barrow Magistrates' Court", [("Barrow Magistrates' Court", "organisation", "")]),
        ("He left Vega's Hospital", [("Vega", "unknown", ""), ("Hospital", "organisation", "")]),
        # an office in lower case, with its words
        ("It cheered former team member Ana Vega", [("Ana Vega", "person", "former team member")]),
        # the body before the office is a name of its own
        ("NASA Administrator Leo Marr", [("NASA", "organisation", ""), ("Leo Marr", "person", "NASA Administrator")]),
        # the office of a place
        (
            "Governor of Washington Chris Marr",
            [("Washington", "place", ""), ("Chris Marr", "person", "Governor of Washington")],
        ),
        # the office of a department
        ("Secretary of Defense Leo Marr", [("Leo Marr", "person", "Secretary of Defense")]),
        # particles belong to the name
        ("Then Ana de la Vega left", [("Ana de la Vega", "person", "")]),
        # initials do, and their stops end no sentence
        ("John G. Marr left", [("John G. Marr", "person", "")]),
        # a surname that is an office
        ("Mr. King left", [("King", "person", "Mr .")]),
        # an organisation with "of the" inside
        ("He left the University of the Barrow Coast", [("University of the Barrow Coast", "organisation", "")]),
        # an organisation with "for" and "and"
        (
            "The Centers for Disease Control and Prevention met",
            [("Centers for Disease Control and Prevention", "organisation", "")],
        ),
        # a person behind an organisation
        (
            "Bank of Barrow Governor Leo Marr",
            [("Bank of Barrow", "organisation", ""), ("Leo Marr", "person", "Bank of Barrow Governor")],
        ),
        # two organisations are not joined over "and the"
        (
            "The Department of Justice and the Barrow Council",
            [("Department of Justice", "organisation", ""), ("Barrow Council", "organisation", "")],
        ),
        # a place by its last word, a person by the given name
        ("Barrow Hill and Hugh Hill", [("Barrow Hill", "place", ""), ("Hugh Hill", "person", "")]),
        # a sentence's first word is no name for its capital
        ("Meanwhile Ana Vega left", [("Ana Vega", "person", "")]),
        # days and months are none
        ("On Friday in March it rained", []),
        # an office in capitals with nobody behind it
        ("The Prime Minister left", []),
        # peoples are groups
        ("Many Osterians and Germans left", [("Osterians", "unknown", ""), ("Germans", "group", "")]),
        # party adjectives are no given names
        ("Democrat Ana Vega left", [("Ana Vega", "person", "Democrat")]),
        # a palace that speaks
        ("Here the Kremlin spoke", [("Kremlin", "organisation", "")]),
    ],
)
def test_finding(text: str, expected: list[tuple[str, str, str]]) -> None:
    words = split(text + TAIL)
    found = [(o.text, o.kind, " ".join(words.forms[o.lead : o.first]) if o.lead >= 0 else "") for o in find_names(words)]
    assert found == expected


def test_capitals_of_a_headline_name_nobody() -> None:
    assert find_names(split("Storm Hits Old Town After Strong Winds", "headline")) == ()


def test_the_encoder_settles_kinds_and_adds_to_names() -> None:
    text = "Then Quibbo Ilmar left" + TAIL
    assert [o.kind for o in find_names(split(text))] == ["unknown"]
    assert [o.kind for o in find_names(split(text), [Name(5, 17, "person", 0.9)])] == ["person"]
    assert [o.kind for o in find_names(split(text), [Name(5, 17, "person", 0.2)])] == ["unknown"]
    opener = "Ban Ki-moon left" + TAIL
    assert [o.text for o in find_names(split(opener), [Name(0, 11, "person", 0.9)])] == ["Ban Ki-moon"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # surname, given name and full name
        ("Ana Vega left. Vega left. Ana left", [["Ana Vega", "Vega", "Ana"]]),
        # a middle name more or less
        ("Ana Ruiz Vega met. Ana Vega left", [["Ana Ruiz Vega", "Ana Vega"]]),
        # two with one surname
        ("Ana Vega met. Leo Vega left", [["Ana Vega"], ["Leo Vega"]]),
        # the place is no person where it follows "in"
        ("Leo Paris left. It rained in Paris", [["Leo Paris"], ["Paris"]]),
        # an acronym in brackets
        ("The Barrow Road Authority (BRA) met. Then BRA left", [["Barrow Road Authority", "BRA", "BRA"]]),
        # a palace with and without its last word, with and without accents
        ("The Élysée Palace met. Then the Elysee left", [["Élysée Palace", "Elysee"]]),
        # a president without a given name is not the spouse whose full name comes later
        ("It rained.\n\nIt did.\n\nHere President Vega met. Later Michelle Vega left", [["Michelle Vega"], ["Vega"]]),
    ],
)
def test_grouping(text: str, expected: list[list[str]]) -> None:
    blocks, start = [], 0
    for block in (text + TAIL).split("\n\n"):
        blocks.append(Paragraph(start, start + len(block), "body"))
        start += len(block) + 2
    words = split_words(Article("a", text + TAIL, tuple(blocks)))
    cast = cast_names(words, find_names(words))
    assert [[o.text for o in member.occurrences] for member in cast.members] == expected


@pytest.mark.parametrize(
    ("text", "field", "expected"),
    [
        ("the Russian president", "head", "president"),
        ("the Russian president", "modifiers", ("russian",)),
        ("his French counterpart", "possessor", "his"),
        ("a Kremlin readout", "owner", "Kremlin"),
        ("Ana Vega's statement", "owner", "Ana Vega"),
        ("a statement from the Kremlin", "of", "Kremlin"),
        ("the team's coach, Leo Marr, of Barrow", "appositive", "Leo Marr"),
        ("Leo Marr, a doctor", "name", "Leo Marr"),
        ("Leo Marr, who left", "name", "Leo Marr"),
        ("Ana Vega's", "name", "Ana Vega"),
        ("Leo Marr and Ana Vega", "coordinated", True),
        ("secretary and treasurer Leo Marr", "coordinated", False),
    ],
)
def test_reading_a_mention(text: str, field: str, expected: object) -> None:
    words = split("It was " + text + TAIL)
    phrase = read_phrase(words, 7, 7 + len(text), [o for o in find_names(words) if o.end <= 7 + len(text)])
    value = getattr(phrase, field)
    assert getattr(value, "text", value) == expected


def test_sentences_end_behind_their_marks() -> None:
    words = split("Dr. Vega left the U.S. today. “Why?” he asked. So it goes…")
    assert [" ".join(f for f, s in zip(words.forms, words.sentence, strict=True) if s == n) for n in range(4)] == [
        "Dr . Vega left the U.S. today .",
        "“ Why ? ”",
        "he asked .",
        "So it goes …",
    ]
    assert [f for f, q in zip(words.forms, words.quote, strict=True) if q] == ["Why", "?"]


def test_every_name_of_the_lists_is_found() -> None:
    """Each given name makes a person, each metonym, place and country a name of its kind, through the finder itself."""
    lists = word_lists()
    for given in lists.given:
        name = given.title()
        if given in word_class("headline cut") or given in lists.calendar:
            continue
        assert any("Zzyzx" in o.text for o in find_names(split(f"Later {name} Zzyzx left" + TAIL))), given
    for key, place in lists.places.items():
        assert any(o.text == place.removeprefix("The ") for o in find_names(split(f"It left for {place} in haste" + TAIL))), key


def test_every_adjective_of_a_country_is_a_modifier() -> None:
    for key in word_lists().demonyms:
        adjective = " ".join(part.capitalize() for part in key)
        found = find_names(split(f"Here {adjective} President Ana Zzyzx left" + TAIL))
        assert [o.text for o in found if o.kind == "person"] == ["Ana Zzyzx"], adjective


def test_pronouns_have_their_gender() -> None:
    assert pronoun_forms()["she"] == ("third", "singular", "f")
    assert pronoun_forms()["i"][0] == "first"


def test_name_words_fold() -> None:
    assert name_words("the Élysée Palace") == ("elysee", "palace")
    assert name_words("John G. Marr Jr.") == ("john", "g", "marr")


@pytest.mark.parametrize(
    ("body", "alone"),
    [
        ("The President met growers on a rainy evening.", True),
        ("The President met growers, and Vega was glad.", False),  # known by the text, as ever
        ("PRESIDENT VEGA: I met growers on a rainy evening.", False),
    ],
)
def test_a_surname_behind_a_title_in_a_headline_in_capitals_is_a_name_where_the_text_has_it_nowhere_else(
    body: str, alone: bool
) -> None:
    """Taken for a name in the other two as well, it would be a second person beside the text's."""
    title = "Readout Of President Vega’s Meeting With Members Of The Union"
    words = split_words(
        Article(
            "a",
            f"{title}\n{body}",
            (Paragraph(0, len(title), "headline"), Paragraph(len(title) + 1, len(title) + 1 + len(body), "body")),
        )
    )
    assert words.cased[words.forms.index("Vega")] is alone
