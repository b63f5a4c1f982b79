"""Lines that lead to the next paragraph, lists behind a colon, embedded posts -> whose they are."""

import re
from dataclasses import replace

import pytest
from growth import assert_grows_with
from marked import read_marked

from sayso.attribution.roles import Name, Roles
from sayso.languages import entries, word_class
from sayso.record import Article
from sayso.statements.building import build_statements

PEOPLE = ("Ana Vega", "Vega", "Jon Dovey", "Bo Lind", "Ruth Rosen")
QUOTED = "“Anna brings a record of public service.”"

Row = tuple[str | None, str | None, list[str], str, str]


def read(marked: str) -> tuple[Article, Roles]:
    one, roles = read_marked(marked)
    either = "|".join(sorted(PEOPLE, key=len, reverse=True))
    names = tuple(Name(found.start(), found.end(), "person", 0.9) for found in re.finditer(rf"\b(?:{either})\b", one.text))
    return one, replace(roles, names=names)


def told(marked: str) -> list[Row]:
    """Speaker, cue, words, act and manner of each statement."""
    return [
        (
            s.speaker.mention.text if s.speaker and s.speaker.mention else None,
            s.cue.text if s.cue else None,
            [span.text for span in s.content],
            s.act,
            s.manner,
        )
        for s in build_statements(*read(marked))
    ]


@pytest.mark.parametrize(
    ("line", "speaker"),
    [
        ("And from Chairwoman Ruth Rosen:", "Chairwoman Ruth Rosen"),
        ("From Ruth Rosen:", "Ruth Rosen"),
        ("From the desk of Jon Dovey, VP Analyst, Marlowe Partners.", "Jon Dovey, VP Analyst, Marlowe Partners"),
        ("From Jon Dovey writing at The Post:", "Jon Dovey"),
        ("Statement from Governor Ana Vega:", "Governor Ana Vega"),
        ("From the archive:", None),
        ("From Monday:", None),
        ("From Ruth Rosen.", None),  # no colon, no desk
    ],
)
def test_a_line_before_a_quotation(line: str, speaker: str | None) -> None:
    assert told(f"It rained.\n{line}\n{QUOTED}\nIt rained.") == [(speaker, None, [QUOTED], "states", "direct")]


@pytest.mark.parametrize("words", [row[0] for row in entries("en", "lead_ins")])
def test_every_opener_of_the_list_leads_to_a_quotation(words: str) -> None:
    assert told(f"{words.capitalize()} Ruth Rosen:\n{QUOTED}")[0][0] == "Ruth Rosen"


def test_a_line_that_the_encoder_has_is_told_once() -> None:
    assert [row[:2] for row in told(f"From [s Jon Dovey] [c writing] at The Post:\n[q {QUOTED}]")] == [("Jon Dovey", "writing")]


@pytest.mark.parametrize(
    ("marked", "speaker", "cue", "words"),
    [
        ("It fell. Ana Vega tweeted:\nWe build. Thank you.\nIt rained.", "Ana Vega", "tweeted", "We build. Thank you."),
        ("As Vega wrote:\nWe will rebuild it all.", "Vega", "wrote", "We will rebuild it all."),
        (f"In a statement, the club's owner, Bo Lind, said:\n{QUOTED}", "the club's owner, Bo Lind", "said", QUOTED),
        (f"He warned them:\n{QUOTED}", "He", "warned", QUOTED),
        # all of the paragraph, not what the encoder has of it
        ("[s Vega] [c tweeted]:\n[q We build] it. Thank you.", "Vega", "tweeted", "We build it. Thank you."),
    ],
)  # fmt: skip
def test_words_in_the_next_paragraph(marked: str, speaker: str, cue: str, words: str) -> None:
    (statement,) = told(marked)
    assert statement == (speaker, cue, [words], "warns" if cue == "warned" else "states", "direct")


@pytest.mark.parametrize(
    "marked",
    [
        "The firm offers:\nOne box for all of your needs.",
        "Watch the video of Vega's remarks:\nFollow us.",
        "Here is how the state scored:\nIt came third.",
        "The rules are these:\nNo shoes in the hall.",
        "Vega tweeted:\n- no shoes",
        "Consider a review written for Vega:\nIt is good.",
    ],
)
def test_what_leads_to_nobodys_words(marked: str) -> None:
    assert [row for row in told(marked) if row[0]] == []


def test_what_the_encoder_has_in_the_same_sentence_stands() -> None:
    assert told(f"[s The Church] [c denied] [q these claims]:\n{QUOTED}")[0][2] == ["these claims"]


@pytest.mark.parametrize("verb", sorted(word_class("quoting verb")))
def test_every_quoting_verb_brings_in_unmarked_words(verb: str) -> None:
    form = {"say": "said", "write": "wrote", "reply": "replied"}.get(verb, verb.removesuffix("e") + "ed")
    assert told(f"Ana Vega {form}:\nWe will rebuild it all.")[0][:2] == ("Ana Vega", form)


@pytest.mark.parametrize(
    ("head", "speaker", "cue", "act"),
    [
        ("Inspector Ana Vega named three failings:", "Inspector Ana Vega", "named", "states"),
        ("Union leader Bo Lind set out two demands:", "Union leader Bo Lind", "set out", "demands"),
        ("The union's leader, Bo Lind, made several promises:", "The union's leader, Bo Lind", "made", "promises"),
        ("The committee's report lists 3 causes:", "The committee's report", "lists", "states"),
    ],
)
@pytest.mark.parametrize("mark", ["- ", "• ", "{n}. ", "{n}) ", "* ", "– "])
def test_the_items_of_a_list(head: str, speaker: str, cue: str, act: str, mark: str) -> None:
    items = ["no alarms", "locked exits", "“a culture of silence”"]
    lines = [f"{mark.format(n=number)}{item}" for number, item in enumerate(items, 1)]
    assert told("\n".join([head, *lines, "The home shut."])) == [(speaker, cue, items, act, "mixed")]


@pytest.mark.parametrize("word", sorted(word_class("count")))
def test_a_count_makes_the_noun_tell(word: str) -> None:
    assert told(f"Bo Lind made {word} promises:\n- hot soup\n- new boots")[0][3] == "promises"


@pytest.mark.parametrize("verb", sorted(word_class("light verb")))
def test_a_light_verb_says_something_with_its_noun(verb: str) -> None:
    form = {"give": "gave", "make": "made", "issue": "issued"}[verb]
    assert told(f"Bo Lind {form} two warnings:\n- rust\n- rain")[0][:4] == ("Bo Lind", form, ["rust", "rain"], "warns")


@pytest.mark.parametrize(
    "marked",
    [
        "The recipe needs three things:\n- flour\n- water",
        "Rules for the hall:\n- no shoes\n- no dogs",
        "Bo Lind made two cakes:\n- lemon\n- plum",
        "Bo Lind named one failing:\n- no alarms\nIt rained.",  # one item is no list
    ],
)
def test_lists_that_nobody_says(marked: str) -> None:
    assert told(marked) == []


@pytest.mark.parametrize(
    ("post", "speaker", "words"),
    [
        ("Storm is over. Thanks. — Pier (@pier) March 3, 2031", "Pier (@pier)", "Storm is over. Thanks."),
        ("To the fans: I go.\n— Jo Pinto (@jpinto) 14 June 2031", "Jo Pinto (@jpinto)", "To the fans: I go."),
        ("“We go.” — Jo Pinto (@jpinto)", "Jo Pinto (@jpinto)", "“We go.”"),
    ],
)
def test_embedded_posts(post: str, speaker: str, words: str) -> None:
    assert told(f"It rained.\n{post}\nTourists cheered.") == [(speaker, "—", [words], "states", "direct")]


@pytest.mark.parametrize("text", ["Write to us (@gazette)", "Photo — Jo Pinto (Gazette)", "The account (@jpinto) was closed."])
def test_other_accounts_are_no_posts(text: str) -> None:
    assert told(f"It rained.\n{text}\nTourists cheered.") == []


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“Trust is not a policy” — Odile Marchetti", "Odile Marchetti"),
        ("“Trust is not a policy” – Odile Marchetti, economist", "Odile Marchetti, economist"),
        ("“Hamlet” — William Shakespeare", None),
        ("“The Sound of the Rain” — Odile Marchetti", None),
        ("He called it “not a good policy” — Odile Marchetti", None),
    ],
)
def test_a_quotation_and_its_name_in_one_paragraph(text: str, speaker: str | None) -> None:
    found = told(f"It rained.\n{text}\nTourists cheered.")
    assert [row[0] for row in found] == ([speaker] if speaker else [])


@pytest.mark.parametrize(
    "unit", ["Vega said:\n", "Vega named two things:\n- a\n- b\n", "Rain. — Jo (@jo)\n", "From Vega:\n“A.”\n"]
)
def test_many_lines_in_linear_time(unit: str) -> None:
    made = {size: read((unit * (size // len(unit))).strip()) for size in (5_000, 20_000, 80_000)}

    def build(size: int) -> None:
        build_statements(*made[size])

    build(5_000)
    assert_grows_with(build, 20_000, times=4, most=10, slack=0.2)
