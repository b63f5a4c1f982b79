"""Words set apart with a name behind them -> statements of that name, where something tells that they are its words."""

import re
from dataclasses import replace

import pytest
from growth import assert_grows_with
from marked import article, read_marked

from sayso.attribution.roles import Name, Roles
from sayso.record import Article, Paragraph, Statement
from sayso.statements.building import build_statements, statements_without_model

NEWS = "[s The mayor] [c said] [q the harbour costs too much].\n"
BEL = "[s2 Ana Bel] [c2 said]: [q2 “We cannot pay for a harbour that nobody uses, and we must not.”]\n"
END = "\nAll day it rained."
PEOPLE = ("Ana Bel", "Bel", "Tor Vik", "Vik", "Ulla Rand", "Bob May", "ANA BEL", "Marek Dol")


def named(text: str) -> tuple[Name, ...]:
    """The people in a text, as the encoder would mark them."""
    either = "|".join(sorted(PEOPLE, key=len, reverse=True))
    return tuple(Name(found.start(), found.end(), "person", 0.9) for found in re.finditer(rf"\b(?:{either})\b", text))


def read(marked: str) -> tuple[Statement, ...]:
    one, roles = read_marked(marked)
    return build_statements(one, replace(roles, names=named(one.text)))


def signed(marked: str) -> list[str]:
    """Who signs in a text: speakers of statements that have no verb for a cue."""
    return [
        statement.speaker.mention.text
        for statement in read(marked)
        if (not statement.cue or not statement.cue.text[0].isalpha()) and statement.speaker and statement.speaker.mention
    ]


def told(statement: Statement) -> tuple[str, str, str]:
    speaker = statement.speaker
    words = " … ".join(span.text for span in statement.content)
    return statement.manner, speaker.mention.text if speaker and speaker.mention else "", words


@pytest.mark.parametrize(
    ("marked", "speaker"),
    [
        # repeats what is quoted, the name behind it
        (BEL + "We cannot pay for a harbour that nobody uses. Ana Bel" + END, "Ana Bel"),
        # with a title, under it
        (BEL + "We cannot pay for a harbour that nobody uses\nAna Bel, mayor of Osterby" + END, "Ana Bel, mayor of Osterby"),
        # with points in the title
        (
            BEL + "We cannot pay for a harbour that nobody uses. Ana Bel, U.S. Senator (R-Texas)",
            "Ana Bel, U.S. Senator (R-Texas)",
        ),
        # what a pronoun says may be the name's
        ("Ana Bel left.\n[q “We cannot pay for it,”] [s she] [c said].\nWe cannot pay for it. Ana Bel", "Ana Bel"),
        # the first person, named elsewhere
        (NEWS + "Tor Vik is angry.\nI have fished here for forty years. I will go on. Tor Vik" + END, "Tor Vik"),
        # the first person, named here alone, with a title
        (NEWS + "I have fished here for forty years.\nTor Vik, fisherman" + END, "Tor Vik, fisherman"),
        # behind a dash one word is enough
        (NEWS + "Tor Vik is angry.\nI have fished here for forty years. – Vik" + END, "Vik"),
        # the same piece stands there twice
        (NEWS + "I have fished here for years.\nI have fished here for years. Tor Vik, fisherman" + END, "Tor Vik, fisherman"),
        # a reign and a war are no first person
        (NEWS + "Built in World War I, it fell.\nI have fished here for years. Tor Vik, fisherman" + END, "Tor Vik, fisherman"),
        # in quotation marks that no cue has
        (NEWS + "“The town must think of its children.”\nUlla Rand, teacher" + END, "Ulla Rand, teacher"),
        (NEWS + "“The town must think of its children.” Ulla Rand, teacher" + END, "Ulla Rand, teacher"),
        (NEWS + "Ulla Rand teaches.\n“The town must think of its children.”\n— Ulla Rand" + END, "Ulla Rand"),
        # a dash, marks, and a title or what is none
        (NEWS + "“We cannot go on like this.” — Ana Bel, the mayor", "Ana Bel, the mayor"),
        (NEWS + "“We cannot go on like this.” — Ana Bel, who left the room. It rained all day.", "Ana Bel"),
        (NEWS + "“We cannot go on like this.” — Ana Bel, 44, a nurse. She lives in Osterby with two sons", "Ana Bel"),
    ],
)
def test_whose_words(marked: str, speaker: str) -> None:
    assert signed(marked) == [speaker]


@pytest.mark.parametrize(
    "marked",
    [
        # repeats the article's own words
        "It is a harbour that nobody uses.\nIt is a harbour that nobody uses. Ana Bel\nAna Bel left.",
        # repeats what another says
        BEL + "We cannot pay for a harbour that nobody uses.\nTor Vik, fisherman" + END,
        # the first person of somebody named nowhere else
        NEWS + "I have fished here for forty years.\nTor Vik" + END,
        # one word without a dash
        NEWS + "Tor Vik is angry.\nI have fished here for forty years. Vik" + END,
        # the writer says "I" too
        NEWS + "I met Tor Vik.\nI have fished here for forty years. Tor Vik, fisherman" + END,
        # it is the end: a letter, a column
        NEWS + "We must keep the harbour, and our children will thank us for it.\nTor Vik, fisherman",
        # no first person: a caption has a name behind it too
        NEWS + "The harbour at dawn, seen from the hill. Tor Vik, fisherman" + END,
        NEWS + "Tor Vik is angry.\nUS boats lie in the harbour. Tor Vik" + END,
        NEWS + "Men at work in the coal mine above the town.\nTor Vik, fisherman" + END,
        NEWS + "The pier was built long before World War I ended.\nTor Vik, fisherman" + END,
        # half a sentence, and a question
        NEWS + "Tor Vik is angry.\nWhat I have seen in forty years\nTor Vik" + END,
        NEWS + "“How did you feel when the storm came to us?”\nTor Vik, fisherman\n“I felt well, thank you very much.”",
        # a name between two quotations may stand over the second
        NEWS + "“The town must think of its children.”\nTor Vik, fisherman\n“I felt well, thank you very much.”",
        # what stands behind the name says nothing of what its bearer is
        *(
            NEWS + "Tor Vik and Ana Bel left.\n“The town must think of its children first.”\n" + under + END
            for under in (
                "Tor Vik, Ridge Times",
                "Tor Vik, reporter",
                "Tor Vik, 1961–2031",
                "Tor Vik, Harbour Row 4, Osterby",
                "Tor Vik/Agency",
                "Ana Bel, shaking her head",
                "Ana Bel, the mayor, who was there, did not agree",
                "Marek Dol, left, and Ana Bel at the harbour",
            )
        ),
        # no person's name
        *(
            NEWS + "New York, Reuters.\nWe have fished here for forty years.\n" + under + END
            for under in ("New York", "New York, March 2031", "- Read More", "— Reuters", "By Tor Vik, fisherman")
        ),
    ],
)  # fmt: skip
def test_nobody_signs(marked: str) -> None:
    assert signed(marked) == []


def test_each_of_a_list_of_quotations_has_its_own_signature() -> None:
    text = (
        "[q “He made the debate a circus.”] [c ―] [s Ana Bel]\n"
        "“I am ashamed of all of it.” ― Edwin G. Marsh\u00a0\n"
        "”[s2 The mayor] [c2 said] [q2 that we are nobody]. He is a bully.” ― Tor Vik.\n"
        "“How did we get this low? I wonder.”― Ulla Rand" + END
    )
    found = [told(statement) for statement in read(text) if not statement.within]
    assert found == [
        ("direct", "Ana Bel", "“He made the debate a circus.”"),
        ("direct", "Edwin G. Marsh", "“I am ashamed of all of it.”"),
        ("direct", "Tor Vik", "”The mayor said that we are nobody. He is a bully.”"),
        ("direct", "Ulla Rand", "“How did we get this low? I wonder.”"),
    ]
    assert [told(statement)[1] for statement in read(text) if statement.within] == ["The mayor"]


def test_all_of_it_is_verbatim_without_marks() -> None:
    text = NEWS + "I have fished for years. Tor Vik, fisherman\n“We sell no fish at all.” Ulla Rand, teacher" + END
    _, one, other = map(told, read(text))
    assert one == ("direct", "Tor Vik, fisherman", "I have fished for years.")
    assert other == ("direct", "Ulla Rand, teacher", "“We sell no fish at all.”")


def test_a_cue_keeps_its_words() -> None:
    assert not signed("[q “The town must think of its children,”] [c adds] [s a teacher].\nUlla Rand, teacher" + END)
    assert not signed("[s Ana Bel] [c says] [q we have fished here for forty years]. Tor Vik, fisherman" + END)


def test_what_a_piece_tells_stands_within_it() -> None:
    _, outer, inner = read(NEWS + "[s2 I] was [c2 told] [q2 that the harbour would stay] for years. Tor Vik, fisherman" + END)
    assert told(outer) == ("direct", "Tor Vik, fisherman", "I was told that the harbour would stay for years.")
    assert (inner.within, [voice.mention.text for voice in inner.relay if voice.mention]) == (outer.id, ["Tor Vik, fisherman"])


def set_apart(text: str) -> tuple[Article, Roles]:
    return article(text), Roles(names=named(text))


@pytest.mark.parametrize("author", ["Tor Vik", "TOR VIK", "Dr. Tor Vik"])
def test_who_wrote_the_article_is_not_quoted_in_it(author: str) -> None:
    one, roles = set_apart("The harbour closes.\nI have fished here for forty years.\nTor Vik, fisherman" + END)
    assert [told(statement)[1] for statement in build_statements(one, roles)] == ["Tor Vik, fisherman"]
    assert not build_statements(replace(one, authors=(author,)), roles)


@pytest.mark.parametrize("kind", ["caption", "heading"])
def test_captions_and_headings_are_no_names(kind: str) -> None:
    one, roles = set_apart("I have fished here for forty years.\nTor Vik, fisherman" + END)
    body, under, end = one.paragraphs
    assert not build_statements(replace(one, paragraphs=(body, Paragraph(under.start, under.end, kind), end)), roles)


def test_what_the_encoder_does_not_take_for_a_person_signs_nothing() -> None:
    one, roles = set_apart("I have fished here for forty years.\nTor Vik, fisherman" + END)
    assert not build_statements(one, replace(roles, names=()))
    assert not build_statements(one, replace(roles, names=tuple(replace(name, kind="place") for name in roles.names)))


def test_without_a_model_a_name_under_a_quotation_says_nothing() -> None:
    text = "Ana Bel : « Nous ne pouvons pas payer cela. »\n« Il faut penser aux enfants. »\nTor Vik, pêcheur au port"
    assert {told(statement)[1] for statement in statements_without_model(article(text, "fr"))} == {"Ana Bel"}


@pytest.mark.parametrize(
    "unit",
    [
        "I saw it all and more. Tor Vik, fisherman\n",
        "I saw it all and more.\n",
        "Tor Vik\n",
        ". Vik ",
        "I saw we had our own and I said so to us, my friend. Tor Vik, fisherman\n",
        f"{'I ' * 200}. Tor Vik\n",
    ],
)
def test_many_pieces_in_linear_time(unit: str) -> None:
    def build(size: int) -> None:
        build_statements(*set_apart((unit * (size // len(unit))).strip()))

    build(10_000)
    assert_grows_with(build, 50_000, times=4, most=10, slack=0.1)
