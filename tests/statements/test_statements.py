"""Roles written by hand -> statements: contents, quotations, nesting, hearsay, manner."""

import time
from dataclasses import replace

import pytest
from hypothesis import given, settings, strategies as st
from marked import article, read_marked

from sayso.attribution.roles import Attribution, Roles
from sayso.record import Statement, Voice
from sayso.statements.building import build_statements, implied_account, settle_implied, statements_without_model


def read(marked: str) -> tuple[Statement, ...]:
    return build_statements(*read_marked(marked))


def contents(statement: Statement) -> list[str]:
    return [span.text for span in statement.content]


def heard(voice: Voice | None) -> str | None:
    return voice.mention.text if voice and voice.mention else None


@pytest.mark.parametrize(
    ("marked", "cue", "speaker", "content"),
    [
        # a named subject and a plain cue open the content
        (
            "[q President Ilse Vale brought up the border with him], [c according to] [s a palace readout].",
            "brought up",
            "President Ilse Vale",
            "the border with him",
        ),
        # with its auxiliary, behind "that"
        (
            "[s The palace] [c said] [q that Vale and Orr had agreed to meet in May].",
            "had agreed",
            "Vale and Orr",
            "to meet in May",
        ),
        # who is told stands outside
        (
            "[q President Vale warned her counterpart that the guns must go], [c according to] [s a palace readout].",
            "warned",
            "President Vale",
            "that the guns must go",
        ),
        # no name in the subject
        ("[s The palace] [c said] [q that the plan warned nobody of the flood].", None, None, None),
        # a plain cue in its present form may be a noun ("the Vale demands")
        ("[s Orr] [c rejected] [q the Vale demands made last week].", None, None, None),
        # passive: somebody else said so
        ("[s Orr] [c said] [q Vale was warned by the bank about it].", None, None, None),
        # not a verb of the list
        ("[s Orr] [c said] [q Vale added three hundred new buses].", None, None, None),
    ],
)
def test_clause_of_a_content(marked: str, cue: str | None, speaker: str | None, content: str | None) -> None:
    outer, *inner = sorted(read(marked), key=lambda s: s.within is not None)
    if cue is None:
        assert not inner
        return
    assert [(s.cue and s.cue.text, heard(s.speaker), contents(s), s.within) for s in inner] == [
        (cue, speaker, [content], outer.id)
    ]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        # cut short inside the marks
        ('[s Vale] [c said]: "[q We will build] the bridge."', ['"We will build the bridge."']),
        # broken in two inside one quotation
        ('[q "We build.] [q We open,"] [s Vale] [c said].', ['"We build. We open,"']),
        # without its marks
        ('"[q We build it,]" [s Vale] [c said].', ['"We build it,"']),
        # goes on after the cue, though the encoder saw the first half alone
        ('[q "We build it,"] [s Vale] [c said]. "We open it in May."', ['"We build it,"', '"We open it in May."']),
        # the next paragraph is a quotation of its own
        ('[q "We build it,"] [s Vale] [c said].\n\n"We open it in May."', ['"We build it,"', '"We open it in May."']),
        # reopened marks
        ('[s Vale] [c said]: [q “We build it.]\n\n“We open it in May.”', ["“We build it.", "“We open it in May.”"]),
        # starts outside the marks and stops inside
        ('[s Vale] [c said] [q the bridge was "badly] built".', ['the bridge was "badly built"']),
        # an odd mark swallows nothing
        ('[s Vale] [c said] [q it was a 6" pipe]. The town slept.', ['it was a 6" pipe']),
        # the cue stands in the content's extent
        ("[q We build, [s Vale] [c said], in May].", ["We build", "in May"]),
        # a list goes on behind the cue
        ("[q They agreed on two steps], [c according to] [s the palace], including 1) talks, 2) tea.",
         ["They agreed on two steps", "including 1) talks, 2) tea"]),
        # another's quotation is left to the other
        ('[q "We build it,"] [s Vale] [c said]. [q2 "Never,"] [s2 Orr] [c2 said].', ['"We build it,"']),
        # another's, whose cue stands right behind it
        ('[q "We close,"] [s Ed] [c said]. [q [q2 "We must,"]] [s2 Sue] [c2 added].', ['"We close,"']),
        # a part of another's, whose cue stands right before it
        ('[q "We close,"] [s Ed] [c said]. [s2 Sue] [c2 said], [q2 "We must. [q And soon.]"]', ['"We close,"']),
        ('[q "We close,"] [s Ed] [c said]. [s2 Sue] [c2 said], [q2 [q "We must.] And soon."]', ['"We close,"']),
        # the encoder saw the second half alone
        ('"The wall," as [s Vale] [c puts it], [q "is a promise."]', ['"The wall,"', '"is a promise."']),
        ("'It is not mine,' [c said] [s Vale]. [q 'The dogs' house was locked.']",
         ["'It is not mine,'", "'The dogs' house was locked.'"]),
        # a programme's title before the cue
        ('On "Fox Song Sunday," [s Vale] [c said] [q she was "badly hurt".]', ['she was "badly hurt".']),
        # another sentence lies between
        ('She sang "Old rain," and slept. [s Vale] [c said] [q "We build it."]', ['"We build it."']),
        # a quotation with a missed cue of its own continues nothing
        ('[q "We build it,"] [s Vale] [c said].\n\n"We never will," Orr added.', ['"We build it,"']),
    ],
)  # fmt: skip
def test_contents(marked: str, expected: list[str]) -> None:
    statement = next(s for s in read(marked) if s.cue)
    assert contents(statement) == expected


def test_one_pronoun_within_a_statement_is_not_said() -> None:
    """«Orr called her» is a call; outermost, what the encoder marked stands."""
    assert [s.cue and s.cue.text for s in read("[s Vale] [c said] [q that [s2 Orr] [c2 called] [q2 her]].")] == ["said"]
    assert len(read("[s Orr] [c believed] [q her].")) == 1


@pytest.mark.parametrize(
    ("marked", "manner", "quoted"),
    [
        ('[q "We build it,"] [s Vale] [c said].', "direct", ["We build it,"]),
        ('[s Vale] [c said] [q that the bridge was "badly built"].', "mixed", ["badly built"]),
        ("[s Vale] [c said] [q that the bridge was late].", "indirect", []),
        ("[s Vale] [c said] [q that the mayors' bridge wasn't late].", "indirect", []),  # apostrophes
        ('[s Vale] was said to have "[c welcomed] [q the bridge."]', "mixed", ["the bridge."]),  # the cue inside the marks
        ("[q « Il pleut encore »], [c dit] [s Vale].", "direct", ["Il pleut encore"]),
    ],
)
def test_manner(marked: str, manner: str, quoted: list[str]) -> None:
    (statement,) = read(marked)
    assert (statement.manner, [span.text for span in statement.quoted]) == (manner, quoted)


def test_what_is_quoted_inside_another_statement_is_not_verbatim_of_the_inner_speaker() -> None:
    outer, inner = read('[q "The board met. [s2 Vale] [c2 noted] [q2 that it rained]. It adjourned,"] [s the palace] [c said].')
    assert (outer.manner, outer.within, outer.relay) == ("direct", None, ())
    assert (inner.manner, inner.within) == ("indirect", outer.id)
    assert [heard(voice) for voice in inner.relay] == ["the palace"]


def test_relay_lists_the_nearest_first() -> None:
    third = read(
        "[q [s2 Vale] [c2 said] [q2 that [s3 Orr] [c3 claimed] [q3 that it rained]]], [c according to] [s a palace readout]."
    )[-1]
    assert [heard(voice) for voice in third.relay] == ["Vale", "a palace readout"]


HEARSAY = [
    "[s2 Vale] [c2 was said to have reiterated] to her Orrish counterpart [q2 that rain fell].",
    "[q2 Vale] [c2 was said] [q2 to have reiterated to her Orrish counterpart that rain fell].",
    "[s2 Vale] [c2 was said] [q2 to have reiterated to her Orrish counterpart that rain fell].",
    "[s2 Vale] was said to have [c2 reiterated] to her Orrish counterpart [q2 that rain fell].",
]


@pytest.mark.parametrize("clause", HEARSAY)
def test_hearsay(clause: str) -> None:
    marked = f'[q "We met,"] [s the palace] [c said].\n\n{clause}\n\n[q3 "We parted,"] [s3 the readout] [c3 added].'
    statements = read(marked)
    inner = next(s for s in statements if s.cue and s.cue.text == "reiterated")
    assert (heard(inner.speaker), heard(inner.addressee), contents(inner)) == (
        "Vale", "her Orrish counterpart", ["that rain fell"]
    )  # fmt: skip
    assert inner.relay == (Voice(None, how="implied"),)

    same = tuple(replace(s, speaker=replace(s.speaker, party="p1")) if s.speaker else s for s in statements)
    same = tuple(replace(s, speaker=replace(s.speaker, party="p2")) if s.id == inner.id and s.speaker else s for s in same)
    assert implied_account(same) == {inner.id: statements[0].id}
    settled = next(s for s in settle_implied(same) if s.id == inner.id)
    assert settled.relay == (Voice(None, "p1", "implied"),)

    others = tuple(replace(s, speaker=replace(s.speaker, party=f"p{n}")) if s.speaker else s for n, s in enumerate(statements))
    assert implied_account(others) == {}
    assert all(not s.relay for s in settle_implied(others))


def test_hearsay_with_a_voucher_in_its_sentence() -> None:
    statements = read(
        '[q The bridge was discussed], [c according to] [s the palace], with [s2 Vale] said to have "[c2 welcomed] [q2 it."]'
    )
    assert [heard(voice) for voice in statements[1].relay] == ["the palace"]


def test_two_that_hold_each_other_stand_alone() -> None:
    text = "Vale said that Orr said it."
    a = Attribution((5, 9), None, ((10, 26),), 0.9)
    b = Attribution((19, 23), None, ((0, 18),), 0.9)
    found = build_statements(article(text), Roles((a, b)))
    assert len(found) == 2
    assert sum(s.within is None for s in found) >= 1


@pytest.mark.parametrize(
    ("text", "speaker", "cue", "words"),
    [
        ('Mara Vale: "We will build the bridge."', "Mara Vale", ":", '"We will build the bridge."'),
        ("“We will build the bridge.” – Mara Vale", "Mara Vale", "–", "“We will build the bridge.”"),
        ("“We will build the bridge.”\n\n— Mara Vale, mayor", "Mara Vale, mayor", "—", "“We will build the bridge.”"),
        ("„Wir bauen die neue Brücke.“ – Mara Vale", "Mara Vale", "–", "„Wir bauen die neue Brücke.“"),
        ('Mara Vale: "We will build."', "Mara Vale", ":", '"We will build."'),  # short, but signed and whole
        ('Mara Vale (mayor): "I resign."', "Mara Vale", ":", '"I resign."'),
        ('"We will build." — Mara Vale, mayor', "Mara Vale, mayor", "—", '"We will build."'),
        ('She left. "We will build the bridge."', None, None, '"We will build the bridge."'),  # unsure who
        ('The plan was this: "We will build the bridge."', None, None, '"We will build the bridge."'),  # no name
    ],
)
def test_without_model(text: str, speaker: str | None, cue: str | None, words: str) -> None:
    (statement,) = statements_without_model(article(text, None))
    assert heard(statement.speaker) == speaker
    assert (statement.cue.text if statement.cue else None) == cue
    assert contents(statement) == [words]
    assert statement.score < 0.7


@pytest.mark.parametrize(
    ("language", "text", "speaker", "words"),
    [
        # the comma and the full stop stand behind the mark
        ("de", "„Wir haben keine Wahl“, sagte er.", None, "„Wir haben keine Wahl“"),
        ("ru", "«У нас нет выбора», — сказал он.", None, "«У нас нет выбора»"),
        ("es", 'Ana Vale: "El puente estaba condenado".', "Ana Vale", '"El puente estaba condenado"'),
        ("fr", "Ana Vale : « Le pont était condamné. »", "Ana Vale", "« Le pont était condamné. »"),
        ("ru", "Анна Лирова: «Мост был обречён давно».", "Анна Лирова", "«Мост был обречён давно»"),
        # a script without capitals: the colon does not tell where a name begins
        ("ar", "وقال دوري: «ليس لدينا خيار آخر في المسألة».", None, "«ليس لدينا خيار آخر في المسألة»"),
        ("zh", "“我们别无选择，安全是第一位。”他说。", None, "“我们别无选择，安全是第一位。”"),
        ("ja", "市長は言った。「他に選択肢はありませんでした。」", None, "「他に選択肢はありませんでした。」"),
    ],
)
def test_other_languages(language: str, text: str, speaker: str | None, words: str) -> None:
    (statement,) = statements_without_model(article(text, language))
    assert (heard(statement.speaker), contents(statement)) == (speaker, [words])


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "Leyó «Cien años de lluvia» y durmió."),  # a title: nothing behind its mark
        ("de", "Er nannte es „schlecht“, dann schlief er."),  # a scare quote
        ("en", 'He played "The Rain on the Bridge", an old song.'),  # English closes inside
    ],
)
def test_no_statements_in_other_languages(language: str, text: str) -> None:
    assert statements_without_model(article(text, language)) == ()


@pytest.mark.parametrize(
    "text",
    [
        'She read "The Sound of Rain," and slept.',  # a title
        'Ana Vale: "The Long Rain."',  # a title, signed
        'She said of Vale: "odd".',  # a word
        'She said: " ". “ ” He said: "',  # nothing within the marks
        'The "smart" bridge fell.',  # scare quotes
        'Mara "the Hammer" Vale slept.',  # a nickname
        'They sang "Rain on the Old Green Bridge."',  # a song
        "It was the mayors' bridge and the council's tea.",  # apostrophes
        "",
    ],
)
def test_no_statements(text: str) -> None:
    assert statements_without_model(article(text, None)) == ()


def test_a_transcript_has_turns() -> None:
    text = "MARA VALE: We opened the bridge.\n\nHOST: And it fell down.\n\nMARA VALE: It leaned a little."
    statements = statements_without_model(article(text))
    assert [heard(s.speaker) for s in statements] == ["MARA VALE", "HOST", "MARA VALE"]
    assert {s.manner for s in statements} == {"direct"}


def test_a_turn_is_all_of_its_paragraph() -> None:
    """Also where the encoder saw its colon and one sentence of it; what it found inside stands within the turn."""
    marked = "[s Vale][c :] [q It was quiet]. [s2 My mother] [c2 said] [q2 it rained]."
    turn, inner, *_ = read(marked + "\n\nHOST: And then it stopped?\n\nVale: It did not.")
    assert contents(turn) == ["It was quiet. My mother said it rained."] and turn.manner == "direct"
    assert inner.within == turn.id and heard(inner.relay[0]) == "Vale"


@pytest.mark.parametrize(
    ("marked", "speaker"),
    [
        # behind the cue: the first sentence's part
        ('[q "We left,"] [c said] [s Lina Marr, 27, a student. Her friend Kasia], 26, slept.', "Lina Marr, 27, a student"),
        # before it: the last
        ("[s Marr, 61, spoke at home in Dray. The firm, Norline,] [c said] [q that it had].", "The firm, Norline,"),
        # a title's stop ends no sentence
        ("[s Lt. Gov. Ana Vale of St. Orm] [c said] [q that it had].", "Lt. Gov. Ana Vale of St. Orm"),
        ("[s Brandt Inc. Chairman Leo Vale] [c said] [q that it had].", "Brandt Inc. Chairman Leo Vale"),
        # the time of a live blog's entry is nobody
        ("09:[s 58 Police] [c said] [q that it had].", "Police"),
        ("[s 9.58am BST The ministry] [c said] [q that it had].", "The ministry"),
        ("[s 09:58 UK police] [c said] [q that it had].", "UK police"),
        ("In 2031 [s 58 police officers] [c said] [q that it had].", "58 police officers"),
        ("[s 1.25 million people] [c said] [q that it had].", "1.25 million people"),
        ("It rained.\n\n[s 22.30 AEST Residents] [c said] [q that it had].", "Residents"),
        ("At [s 10:10 Foundation] [c said] [q that it had].", "10:10 Foundation"),
    ],
)  # fmt: skip
def test_a_speaker_stands_in_one_sentence(marked: str, speaker: str) -> None:
    statement = next(s for s in read(marked) if s.cue)
    assert heard(statement.speaker) == speaker


def test_one_colon_makes_no_transcript() -> None:
    assert statements_without_model(article("Weather: It will rain all day.\n\nSport: No match today.")) == ()


words = st.text(alphabet="abA .,:\n\"'“”—", max_size=80)
extents = st.tuples(st.integers(-2, 85), st.integers(-2, 85))
roles = st.lists(
    st.builds(
        Attribution,
        cue=extents,
        speaker=st.none() | extents,
        contents=st.lists(extents, max_size=3).map(tuple),
        score=st.floats(0, 1),
        within=st.none() | st.integers(0, 4),
    ),
    max_size=5,
)


@settings(deadline=None, max_examples=60)
@given(words, roles)
def test_any_roles_give_sound_statements(text: str, attributions: list[Attribution]) -> None:
    statements = build_statements(article(text), Roles(tuple(attributions)))
    assert statements == build_statements(article(text), Roles(tuple(attributions)))
    assert [s.id for s in statements] == [f"s{n + 1}" for n in range(len(statements))]
    assert len({(s.content, s.cue) for s in statements}) == len(statements)
    ids = {s.id: s for s in statements}
    for s in statements:
        voices = [s.speaker, s.addressee, *s.relay]
        mentions = [voice.mention for voice in voices if voice and voice.mention]
        for span in (*s.content, *s.quoted, *((s.cue,) if s.cue else ()), *mentions):
            assert 0 <= span.start < span.end <= len(text)
            assert text[span.start : span.end] == span.text
        assert s.content
        if s.cue:
            assert all(c.end <= s.cue.start or c.start >= s.cue.end for c in s.content)
        steps, at = 0, s
        while at.within:
            at, steps = ids[at.within], steps + 1
            assert steps <= len(statements)


@pytest.mark.parametrize("unit", ["“A b c d.” ", 'Bob: "A b c d e." ', '"a" '])
def test_long_text_in_linear_time(unit: str) -> None:
    text = unit * (200_000 // len(unit))
    began = time.process_time()
    statements_without_model(article(text))
    assert time.process_time() - began < 4
