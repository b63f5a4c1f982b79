"""Headlines and lines of live blogs -> what their few forms tell; topics before a colon are nobody's words."""

import re
from dataclasses import replace

import pytest
from growth import assert_grows_with
from marked import read_marked

from sayso.attribution.roles import Name, Roles
from sayso.languages import entries
from sayso.record import Article, Paragraph
from sayso.statements.building import build_statements

PEOPLE = ("Ana Vega", "Vega", "Len Maddox", "Maddox", "Ola Brun", "Brun")
SAID = {
    "": "The bridge is old.",
    "Vega": "[s9 Mayor Ana Vega] [c9 said] [q9 that the bridge was safe and that no deal would come before spring].",
    "Maddox": "[s9 Len Maddox] [c9 said] [q9 that his side had been robbed].",
    "police": "[s9 Police] [c9 said] [q9 that the suspect had fled on foot].",
}


def read(headline: str, body: str = "", first: str = "headline") -> tuple[Article, Roles]:
    one, roles = read_marked(f"{headline}\n{SAID[body]}\nIt rained.")
    either = "|".join(sorted(PEOPLE, key=len, reverse=True))
    names = tuple(Name(found.start(), found.end(), "person", 0.9) for found in re.finditer(rf"\b(?:{either})\b", one.text))
    head, *rest = one.paragraphs
    return replace(one, paragraphs=(Paragraph(head.start, head.end, first), *rest)), replace(roles, names=names)


def told(headline: str, body: str = "", first: str = "headline") -> list[tuple[str | None, str | None, str, str]]:
    """Speaker, cue, words and act of each statement of the headline."""
    one, roles = read(headline, body, first)
    return [
        (
            s.speaker.mention.text if s.speaker and s.speaker.mention else None,
            s.cue.text if s.cue else None,
            " | ".join(span.text for span in s.content),
            s.act,
        )
        for s in build_statements(one, roles)
        if s.content[0].start < one.paragraphs[0].end
    ]


@pytest.mark.parametrize(
    ("headline", "body", "expected"),
    [
        # who speaks stands at the end
        ("No refunds for stranded fans, says promoter", "", ("promoter", "says", "No refunds for stranded fans", "states")),
        ("Hospital waits will double, warns watchdog", "", ("watchdog", "warns", "Hospital waits will double", "warns")),
        ("Port to stay shut until May, union says", "", ("union", "says", "Port to stay shut until May", "states")),
        ("Ferry routes face axe, experts fear", "", ("experts", "fear", "Ferry routes face axe", "fears")),
        ("No talks before the spring, says Kremlin", "", ("Kremlin", "says", "No talks before the spring", "states")),
        ("Left-Handed Bees Are Rare, Says Minister", "", ("Minister", "Says", "Left-Handed Bees Are Rare", "states")),
        ("'We are close to collapse,' warn teachers", "", ("teachers", "warn", "'We are close to collapse,'", "warns")),
        ("Bridge will close in May, says Ana Vega", "", ("Ana Vega", "says", "Bridge will close in May", "states")),
        ("Bridge will not reopen this year – mayor", "Vega", ("mayor", "–", "Bridge will not reopen this year", "states")),
        # before a colon, where the article has the same of them
        ("Vega: no deal before spring", "Vega", ("Vega", ":", "no deal before spring", "states")),
        ("Vega: bridge 'safe' after repairs", "Vega", ("Vega", ":", "bridge 'safe' after repairs", "states")),
        ("Mayor: bridge is safe to cross", "Vega", ("Mayor", ":", "bridge is safe to cross", "states")),
        ("Police: suspect fled on foot", "police", ("Police", ":", "suspect fled on foot", "states")),
        # the mark ends the words
        (
            "Maddox: 'We were robbed' as late penalty sends Rovers down",
            "Maddox",
            ("Maddox", ":", "'We were robbed'", "states"),
        ),
        ("Lawyer for accused: 'He was never there'", "", ("Lawyer for accused", ":", "'He was never there'", "states")),
        # words in marks before a colon
        ("'We swept it twice': mayor defends bridge", "", ("mayor", ":", "'We swept it twice'", "states")),
        ("“I would do it again”: Nurse who hid patient speaks out", "", ("Nurse", ":", "“I would do it again”", "states")),
        ("'We swept it twice': Ana Vega", "", ("Ana Vega", ":", "'We swept it twice'", "states")),
    ],
)  # fmt: skip
def test_forms_of_headlines(headline: str, body: str, expected: tuple[str, str, str, str]) -> None:
    assert told(headline, body) == [expected]
    assert told(headline, body, "body") == [expected]  # the first line of a text that marks no headline


@pytest.mark.parametrize(
    ("headline", "body"),
    [
        ("Analysis: why the bridge fell on Monday", "Vega"),
        ("Live: storm reaches the old bridge", "Vega"),
        ("Explainer: what the new law says about bridges", "Vega"),
        ("Train strike: drivers walk out over pay", "Vega"),
        ("Ana Vega: court rejects appeal of jailed mayor", ""),  # a topic
        ("Ola Brun: the man behind the deal", "Vega"),
        ("Mayor: city elects a new one", ""),
        ("Villagers heard a loud blast, court told", ""),
        ("Villagers heard a loud blast, court hears", ""),
        ("Rain, wind and snow: what to expect", "Vega"),
        ("London, Paris and Rome: mayors sign pact", ""),
        ("Actress, screenwriter, film director", ""),
        ("The storm passed over, as police say", ""),
        ("'We lost it all': The families ruined by fire", ""),
        ("Best boots for rain – Phase Two", ""),
        ("Team size: 50 – 100 employees", ""),
        ("Rain on the old bridge – Ola Brun", ""),  # a picture's credit
        ("Recipe of the week: lamb with beans", "Vega"),
    ],
)
def test_no_voices_of_headlines(headline: str, body: str) -> None:
    assert [speaker for speaker, *_ in told(headline, body) if speaker] == []


@pytest.mark.parametrize("word", [word for kind, word in entries("en", "labels") if kind == "headline voice"])
def test_every_voice_of_the_list_speaks_in_headlines(word: str) -> None:
    assert told(f"Hospital waits will double, says {word}")[0][0] == word


@pytest.mark.parametrize("word", [word for (word,) in entries("en", "headline_tails")])
def test_every_tail_of_the_list_is_the_outlets(word: str) -> None:
    assert told(f"Maddox: 'We were robbed' {word} the match", "Maddox")[0][2] == "'We were robbed'"


def test_lines_of_a_live_blog() -> None:
    assert told("14:32 Police: suspect fled on foot.", "police", "body") == [("Police", ":", "suspect fled on foot.", "states")]
    assert told("Police: suspect fled on foot.", "police", "body") == []  # a sentence of running prose


def test_words_before_a_name_are_verbatim_in_the_first_person() -> None:
    one, roles = read("They sprayed it on our front door – Ana Vega", "Vega")
    first, *_ = build_statements(one, roles)
    assert (first.manner, first.content[0].text) == ("direct", "They sprayed it on our front door")


@pytest.mark.parametrize(
    ("marked", "body", "expected"),
    [
        # what it saw of the same cue and speaker stands
        ("[q Schools 'close to collapse'], [s teachers] [c warn]", "", [("teachers", "warn")]),
        ("[s Vega][c :] [q no deal]", "Vega", [("Vega", ":")]),
        # the wrong way round
        ("[c No refunds] for [s stranded fans], [q says promoter]", "", [("promoter", "says")]),
        # a topic that it took for a speaker
        ("[s Explainer][c :] [q what the new law has]", "Vega", []),
        # what stands within the words stays
        ("Vega: no deal, [s Brun] [c hopes], [q before spring]", "Vega", [("Vega", ":"), ("Brun", "hopes")]),
    ],
)  # fmt: skip
def test_what_the_encoder_saw_in_a_headline(marked: str, body: str, expected: list[tuple[str, str]]) -> None:
    assert [row[:2] for row in told(marked, body)] == expected


def test_other_languages_have_no_such_forms() -> None:
    one, roles = read("No refunds for stranded fans, says promoter")
    assert build_statements(replace(one, language="fr"), roles) == ()


@pytest.mark.parametrize("unit", ["No refunds for fans, says Vega\n", "Mayor: bridge is safe\n", "a: b: c, says d\n"])
def test_many_headlines_in_linear_time(unit: str) -> None:
    made = {size: read(unit * (size // len(unit)) + "End of it", "Vega") for size in (5_000, 20_000, 80_000)}

    def build(size: int) -> None:
        build_statements(*made[size])

    build(5_000)
    assert_grows_with(build, 20_000, times=4, most=10, slack=0.1)
