"""Paragraphs with labels -> turns of a transcript: whose, how long, what stands in them; prose with colons has none."""

import re
from dataclasses import replace

import pytest
from growth import assert_grows_with
from hypothesis import given, settings, strategies as st
from marked import article, read_marked

from sayso.attribution.roles import Name, Roles
from sayso.languages import entries
from sayso.record import ParagraphKind, Statement
from sayso.statements.building import build_statements, statements_without_model
from sayso.statements.labels import label_at


def people(text: str, *names: str) -> Roles:
    """The persons in a text, as the encoder would mark them."""
    found = [Name(match.start(), match.end(), "person", 0.9) for name in names for match in re.finditer(re.escape(name), text)]
    return Roles(names=tuple(sorted(found, key=lambda name: name.start)))


def told(text: str, *names: str) -> list[tuple[str | None, str, str]]:
    """Each statement's speaker, act and words."""
    return [row(statement) for statement in build_statements(article(text), people(text, *names))]


def row(statement: Statement) -> tuple[str | None, str, str]:
    mention = statement.speaker.mention if statement.speaker else None
    return mention.text if mention else None, statement.act, " | ".join(span.text for span in statement.content)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # titles with full stops, one turn each, short ones too
        (
            "MR. ADDO: Where was the ship?\nMS. OKAFOR: Gone.\nMR. ADDO: Gone?\nMS. OKAFOR: (Nods.) Gone.",
            [
                ("MR. ADDO", "asks", "Where was the ship?"),
                ("MS. OKAFOR", "states", "Gone."),
                ("MR. ADDO", "asks", "Gone?"),
                ("MS. OKAFOR", "states", "(Nods.) Gone."),
            ],
        ),
        # one strong label is enough; several paragraphs, an aside, and the hour that ends it
        (
            "East Room\n3:04 P.M. EST\nTHE PRESIDENT: Good evening.\nWe open the bridge today.\n(Applause.)\nThank you.\n"
            "END 3:09 P.M. EST\nSeats were free.",
            [("THE PRESIDENT", "states", "Good evening. | We open the bridge today. | Thank you.")],
        ),
        # a question in two paragraphs, asked by nobody's name
        (
            "MS. LUND: Go ahead.\nQ Thank you. On the bridge.\nWhen does it open?\nMS. LUND: In May.",
            [
                ("MS. LUND", "states", "Go ahead."),
                ("Q", "asks", "Thank you. On the bridge. | When does it open?"),
                ("MS. LUND", "states", "In May."),
            ],
        ),
        # with numbers
        (
            "SPEAKER 1: The bridge is shut.\nSPEAKER 2: Since when?\nSPEAKER 1: Since noon.",
            [
                ("SPEAKER 1", "states", "The bridge is shut."),
                ("SPEAKER 2", "asks", "Since when?"),
                ("SPEAKER 1", "states", "Since noon."),
            ],
        ),
        # what a voice says after a colon is its own
        (
            "GOV. LOTT: Here is the plan.\nOne: boats.\nTwo: trains.\nQ And three?\nGOV. LOTT: No.",
            [
                ("GOV. LOTT", "states", "Here is the plan. | One: boats. | Two: trains."),
                ("Q", "asks", "And three?"),
                ("GOV. LOTT", "states", "No."),
            ],
        ),
        # official records have a full stop
        (
            "Mr. Addo. Where did the money go?\nThe Chairman. Order.\nMs. Okafor. It went where the board sent it.",
            [
                ("Mr. Addo", "asks", "Where did the money go?"),
                ("The Chairman", "states", "Order."),
                ("Ms. Okafor", "states", "It went where the board sent it."),
            ],
        ),
        # a court: questions, answers, and the others between them
        (
            "Q. Where were you?\nA. At home.\nQ. Alone?\nA. With my brother.\n"
            "MR. HALE: Objection.\nTHE COURT: Overruled.\nA. He left.",
            [
                ("Q", "asks", "Where were you?"),
                ("A", "states", "At home."),
                ("Q", "asks", "Alone?"),
                ("A", "states", "With my brother."),
                ("MR. HALE", "states", "Objection."),
                ("THE COURT", "states", "Overruled."),
                ("A", "states", "He left."),
            ],
        ),
        # names in capitals and not, two turns and three
        (
            "HOST: With me is Ilse Vale.\nVALE: Thank you.",
            [("HOST", "states", "With me is Ilse Vale."), ("VALE", "states", "Thank you.")],
        ),
        (
            "Rosa Lund: We opened it.\nInterviewer: And then it fell?\nRosa Lund: It leaned.",
            [
                ("Rosa Lund", "states", "We opened it."),
                ("Interviewer", "asks", "And then it fell?"),
                ("Rosa Lund", "states", "It leaned."),
            ],
        ),
        # words in marks at the end are no question of the one who speaks
        (
            "MR. ADDO: She asked: “Are you sure?”\nMS. OKAFOR: I did.",
            [("MR. ADDO", "states", "She asked: “Are you sure?”"), ("MS. OKAFOR", "states", "I did.")],
        ),
    ],
)  # fmt: skip
def test_turns(text: str, expected: list[tuple[str | None, str, str]]) -> None:
    assert told(text, "Ilse Vale", "Rosa Lund") == expected


@pytest.mark.parametrize(
    "text",
    [
        "The result: chaos. The reason: nobody had asked.\nNote: the hall opens at nine.\nTime: 5 p.m.",
        "Weather: It will rain all day.\nSport: No match today.\nWeather: Then it will snow.",
        "WARNING: The road is closed.\nNOTE: Bring your water.\nWARNING: We take no phones.",
        "Age: 34\nParty: Greens\nAge: 44\nParty: Unity",
        "MAYOR: Ana Vale (Greens)\nSHERIFF: Bo Lind (Unity)",
        "DEAR ABBY: My husband snores.\nDEAR TIRED: You could move out.\nDEAR ABBY: I have no key.",
        "Judge Ebony M. Scott has served since May. She is 40.\nJudge Gina R. Lund has served since June. She is 50.",
        "Vale: 1,769.\nOrr: 1,501.\nVale: 12.",
        "Q: What is a bond?\nA: A bond is a loan that you give to a state.",
        "LONDON: The prime minister spoke on Monday.",
        "A man was hurt on Monday. Q magazine closed.",
    ],
)
def test_prose_with_colons_has_no_turns(text: str) -> None:
    assert told(text, "Ana Vale", "Orr") == []


@pytest.mark.parametrize("word", [word for kind, word in entries("en", "labels") if kind in ("voice", "asker")])
def test_every_voice_of_the_list_takes_a_turn(word: str) -> None:
    if len(word) > 1:
        text = f"{word.upper()}: Was it you?\nXORN: It was.\n{word.upper()}: Why?"
        assert [speaker for speaker, _, _ in told(text)] == [word.upper(), "XORN", word.upper()]


@pytest.mark.parametrize("word", [word for kind, word in entries("en", "labels") if kind == "no voice"])
def test_no_label_of_the_list_takes_a_turn(word: str) -> None:
    assert label_at(f"{word.title()}: We saw it.", 0, 40) is None
    found = told(f"HOST: Was it you?\n{word.upper()}: We saw it.\nORR: It was me.\nHOST: And why?", "Orr")
    assert word.upper() not in [speaker for speaker, _, _ in found]


def test_a_transcript_within_an_article_ends_with_its_labels() -> None:
    prose = "\n".join(f"The committee sat on day {day} and nobody knew what to make of it." for day in range(4))
    talk = "SEN. LOTT: Did you sign it?\nOKAFOR: No.\nThe room laughed.\nSEN. LOTT: Then who did?\nOKAFOR: Ask him."
    text = f"{prose}\n{talk}\nThe hearing goes on."
    assert [words for _, _, words in told(text, "Okafor")] == ["Did you sign it?", "No.", "Then who did?", "Ask him."]


def test_what_the_encoder_saw_is_kept_to_its_own_turn() -> None:
    """A cue's content ends with the turn; a label that was taken for a speaker goes."""
    marked = (
        "[s2 MR. ADDO][c2 :] [q2 It was] late. [s I] [c told] [q them so.\nMS. OKAFOR: And they left.]\nMR. ADDO: They did."
    )
    first, inner, *rest = build_statements(*read_marked(marked))
    assert row(first) == ("MR. ADDO", "states", "It was late. I told them so.")
    assert (row(inner)[2], inner.within) == ("them so", first.id)
    assert [row(statement)[0] for statement in rest] == ["MS. OKAFOR", "MR. ADDO"]
    assert all(statement.manner == "direct" for statement in (first, *rest))


def test_in_other_languages_names_must_take_turns() -> None:
    talk = "Weber: Wir haben geöffnet.\nMosbacher: Und dann?\nWeber: Dann war Schluss."
    assert len(statements_without_model(article(talk, "de"))) == 3
    assert not statements_without_model(article("Preis: 34 €\nOrt: Wien\nPreis: 26 €\nOrt: Graz", "de"))


PIECES = [
    *("Q ", "A. ", "MS. VEGA: ", "Vega: ", "THE PRESIDENT: ", "Mr. Orr. ", "We go. ", "Why? ", "“I ", "‘Go’ ", '"', "” "),
    *(", said Vega", "Vega said:", ", says watchdog", "\n", "\n", "- ", "From Vega:", " — Vega (@v)", "Vega left. "),
    *("Here Orr met you. ", "(Nods.)", "14:32 "),
]


@settings(deadline=None, max_examples=150)
@given(st.lists(st.sampled_from(PIECES), max_size=14), st.sampled_from(["headline", "body", "heading"]))
def test_any_lines_give_statements_that_hold_their_words(pieces: list[str], kind: ParagraphKind) -> None:
    one = article("".join(pieces).strip())
    one = replace(one, paragraphs=tuple(replace(p, kind=kind if n == 0 else "body") for n, p in enumerate(one.paragraphs)))
    statements = build_statements(one, people(one.text, "Vega", "Orr"))
    assert len({(s.content, s.cue) for s in statements}) == len(statements)
    for s in statements:
        voices = [s.speaker, s.addressee, *s.relay]
        spans = [*s.content, *s.quoted, *([s.cue] if s.cue else []), *(v.mention for v in voices if v and v.mention)]
        assert s.content and all(one.text[span.start : span.end] == span.text != "" for span in spans)


@pytest.mark.parametrize(
    "unit", ["MS. A: We go.\n", "Q ", "Q Why?\n", "A. I did.\n", "MR. LOTT: Yes.\nAnd we went.\n", "Mr. A. B. "]
)
def test_long_transcripts_in_linear_time(unit: str) -> None:
    made = {size: (article(unit * (size // len(unit))), Roles()) for size in (5_000, 15_000, 60_000)}

    def build(size: int) -> None:
        build_statements(*made[size])

    build(5_000)
    assert_grows_with(build, 15_000, times=4, most=12, slack=0.2)
