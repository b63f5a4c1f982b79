"""Quotations against what they are from: each change named; traced and checked in stores of both kinds."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, strategies as st
from store_readings import DAY, article, incoming, reading, span, turns

from sayso.comparing import check, check_words, trace
from sayso.comparing.sayings.aligning import align
from sayso.comparing.sayings.naming import Side, changes, stretches
from sayso.comparing.sayings.voices import same_person
from sayso.comparing.sayings.words import words_of
from sayso.record import Party, Reading, Span, Statement, Voice
from sayso.store.contract import Engine

POST, COURIER, LANTERN = "https://post.example/1", "https://courier.example/2", "https://lantern.example/3"
ORIGIN = """Remarks by Ana Dovrel on the harbour

ANA DOVREL: Good morning. For nine years the harbour has been closed — closed to every boat. We will not close the northern \
bridge. (Applause.) Engineers from the university measured 40 cables in March, and they may measure the rest by May.

AUDIENCE MEMBER: Thank you!

ANA DOVREL: The fishermen of Aurane waited, and I think they waited long enough, because a promise is a promise."""


def kinds(quotation: str, origin: str = ORIGIN) -> list[str]:
    ours, theirs = words_of(quotation), words_of(origin)
    made = changes(Side(ours, ((0, quotation),)), Side(theirs, ((0, origin),)), align(ours, theirs).runs)
    return sorted({change.kind for change in made})


@pytest.mark.parametrize(
    ("quotation", "named"),
    [
        ("We will not close the northern bridge.", []),
        ("We will not close the northern bridge,", []),  # the mark at the end is the quoting text's
        ("we will not close the northern bridge", ["case"]),
        ("[w]e will not close the northern bridge", ["bracket"]),
        ("We will not close the [old] northern bridge.", ["bracket"]),
        ("We will close the northern bridge.", ["negation"]),
        ("We won’t close the northern bridge.", ["word"]),  # a contraction says the same
        ("We will not close the southern bridge.", ["word"]),
        ("We will certainly not close the northern bridge.", ["insert"]),
        ("We will probably not close the northern bridge.", ["hedge"]),
        ("Engineers from the university measured 41 cables in March, and they may measure the rest by May.", ["number"]),
        ("Engineers from the university measured forty cables in March, and they may measure the rest by May.", ["form"]),
        ("Engineers from the university measured 40 cables in March, and they will measure the rest by May.", ["hedge"]),
        ("Engineers from the university measured 40 cables in March and they may measure the rest by May.", ["punctuation"]),
        ("Engineers from the university measured 40 cables in March", ["cut-end"]),
        ("measured 40 cables in March, and they may measure the rest by May.", ["cut-start"]),
        ("Engineers … measured 40 cables in March, and they may measure the rest by May.", ["cut-inside-marked"]),
        ("Engineers [...] measured 40 cables in March, and they may measure the rest by May.", ["cut-inside-marked"]),
        ("Engineers measured 40 cables in March, and they may measure the rest by May.", ["cut-inside-unmarked"]),
        ("For nine years the harbour has been closed to every boat.", ["clean"]),  # a speaker repeats himself
        (
            "We will not close the northern bridge. For nine years the harbour has been closed — closed to every boat.",
            ["order"],
        ),
        ("For nine years the harbour has been closed because a promise is a promise.", ["splice"]),
        ("For nine years the har\u00adbour has been closed -- closed to every boat.", ["form"]),
        ("For 9 years the harbour has been closed — closed to every boat.", ["form"]),
    ],
)
def test_what_became_of_the_words(quotation: str, named: list[str]) -> None:
    assert kinds(quotation) == named


def test_clauses_that_changed_places_share_no_and_with_the_next_sentence() -> None:
    origin = "We need to measure every cable, and the council could not agree with you more. And thank you."
    assert kinds("The council could not agree with you more, and we need to measure every cable.", origin) == ["order"]


def test_a_likeness_is_no_verdict() -> None:
    """99 letters of 100 alike, and the opposite said: the change that matters is named."""
    assert "negation" in kinds("We will close the northern bridge.")
    assert kinds("The bridge would not improve the road.", "The bridge would improve the road.") == ["negation"]


def test_changes_point_at_the_words_on_both_sides() -> None:
    quotation = "We will not close the southern bridge."
    ours, theirs = words_of(quotation), words_of(ORIGIN)
    (change,) = changes(Side(ours, ((0, quotation),)), Side(theirs, ((0, ORIGIN),)), align(ours, theirs).runs)
    assert change.before == span(ORIGIN, "northern")
    assert change.after == span(quotation, "southern")


def test_labels_and_notes_of_a_transcript_are_no_words() -> None:
    assert kinds(
        "We will not close the northern bridge. Engineers from the university measured 40 cables in March", ORIGIN
    ) == ["cut-end"]
    keys = [word.key for word in words_of("MS. OKAFOR: Never. (Laughter.)\n\nQ Why?")]
    assert keys == ["never", "why"]


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_text_can_be_held_against_any_other(one: str, other: str) -> None:
    ours, theirs = words_of(one), words_of(other)
    for text, words in ((one, ours), (other, theirs)):
        assert all(text[word.start : word.end] == word.raw or word.bracketed for word in words)
    runs = align(ours, theirs).runs
    for run in runs:
        assert [word.key for word in ours[run.at : run.at + run.length]] == [
            word.key for word in theirs[run.there : run.there + run.length]
        ]
    assert [run.at for run in runs] == sorted(run.at for run in runs)
    if runs:
        changes(Side(ours, ((0, one),)), Side(theirs, ((0, other),)), runs)
        assert all(other[found.start : found.end] == found.text for found in stretches(Side(theirs, ((0, other),)), runs))


SOME = ["harbour", "bridge", "cable", "boat", "the", "of", "and", "not", "may", "40", "we"]


@given(st.lists(st.sampled_from(SOME), min_size=1, max_size=30))
def test_a_text_is_its_own_quotation(words: list[str]) -> None:
    text = " ".join(words)
    ours = words_of(text)
    runs = align(ours, ours).runs
    if runs:
        assert changes(Side(ours, ((0, text),)), Side(ours, ((0, text),)), runs) == ()


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        ("Ana Dovrel", "MS. DOVREL", True),
        ("President Dovrel", "Ana Dovrel", True),
        ("Ana Dovrel", "Ivo Dovrel", False),
        ("Ana Dovrel", "Ilir Tamm", False),
        ("Ana Dovrel", "THE PRESIDENT", None),
        ("Joe Dovrel", "Joseph Dovrel", True),
        ("Ms. Mai Dovrel", "Ana Mai Dovrel", True),
        ("Ana Dovrel", "Dovrel Aboard", None),  # a name that was read too far
    ],
)
def test_names_of_one_person(one: str, other: str, told: bool | None) -> None:
    assert same_person(one, other) is told


# Stores.


def transcript(words: str, name: str = "Ana Dovrel", url: str = POST, day: str = DAY) -> Reading:
    """«Remarks by Ana Dovrel», and one turn of hers."""
    text = f"Remarks by {name}\n\n{name.upper()}: {words}"
    label, content = span(text, name.upper()), span(text, words)
    cue = Span(label.end, label.end + 1, ":")
    one = Statement("s1", "direct", "states", (content,), (content,), cue, Voice(label, "p1", "name"))
    facts = {"published": day, "headline": f"Remarks by {name}"}
    return Reading(url, article(text, url, **facts), (one,), (Party("p1", name, "person", None, (label,)),), "en-1")


WORDS = "We will not close the northern bridge before the engineers have measured every cable of it."


def keep(engine: Engine, *read: Reading) -> None:
    for one in read:
        engine.keep([incoming(one, captured=f"{(one.article.published or DAY)[:10]}T12:00:00+00:00")])


@pytest.mark.parametrize(
    ("words", "claimed", "verdict"),
    [
        (WORDS, "Ana Dovrel", "verbatim"),
        (WORDS, None, "verbatim"),
        ("before the engineers have measured every cable", "Ana Dovrel", "verbatim"),
        (WORDS, "Ilir Tamm", "other-speaker"),
        (WORDS.replace(" not", ""), "Ana Dovrel", "altered"),
        (WORDS.replace("northern", "southern"), "Ilir Tamm", "altered"),
        (
            "We will not close the northern road, nor sell the ferry that my grandfather built with his own hands.",
            None,
            "not-found",
        ),
        ("Lighthouses need keepers who like the dark.", None, "not-found"),
        ("of the and", None, "not-found"),
        ("", None, "not-found"),
    ],
)
def test_a_quotation_is_checked(engine: Engine, words: str, claimed: str | None, verdict: str) -> None:
    keep(engine, transcript(WORDS), transcript("Fishing is a fine thing in spring.", "Ilir Tamm", COURIER))
    found = check_words(engine, words, claimed)
    assert found.verdict == verdict
    assert (found.origin is None) == (verdict == "not-found")
    if found.origin:
        assert found.origin.address == POST
        assert found.speaker == "Ana Dovrel"
        text = engine.versions(POST)[0].reading.article.text
        assert all(text[one.start : one.end] == one.text for one in found.origin.spans)


@pytest.mark.parametrize(
    ("claimed", "verdict"),
    [
        ("President Dovrel", "verbatim"),
        ("Ana Dovrel", "verbatim"),  # nobody else of the name is known in the office
        ("Ilir Tamm", "other-speaker"),
        ("Ivo Dovrel", "other-speaker"),  # Ana Dovrel is, in another text
    ],
)
def test_who_holds_the_office_of_a_label_is_told_by_headlines_and_other_texts(
    engine: Engine, claimed: str, verdict: str
) -> None:
    held = transcript(WORDS, "The President")
    headline = "Remarks by President Dovrel Opening the Harbour"
    one = replace(held.statements[0], speaker=Voice(held.parties[0].mentions[0]))
    keep(engine, replace(held, article=replace(held.article, headline=headline), statements=(one,), parties=()))
    if verdict == "other-speaker":
        named = reading([("Ana Dovrel", "Fishing is a fine thing in spring")], COURIER)
        keep(engine, replace(named, parties=(replace(named.parties[0], role="President"),)))
    assert check_words(engine, WORDS, claimed).verdict == verdict


def test_no_text_of_a_later_day_and_not_the_quoting_one_is_an_origin(engine: Engine) -> None:
    keep(engine, transcript(WORDS, day="2031-03-14"))
    assert check_words(engine, WORDS, until="2031-03-14").verdict == "verbatim"
    assert check_words(engine, WORDS, until="2031-03-13").verdict == "not-found"
    assert check_words(engine, WORDS, but_not=[POST]).verdict == "not-found"


def test_words_in_every_mouth_link_nobody(engine: Engine) -> None:
    phrase = "Thank you all for being here in Aurane today"
    names = ("Ana Dovrel", "Ilir Tamm", "Vesna Orlik", "Bo Ek")
    keep(engine, *(transcript(f"{phrase}. I am {name}.", name, f"https://post.example/{name[:2]}") for name in names))
    assert check_words(engine, phrase, "Karel Novak").verdict == "not-found"
    assert check_words(engine, phrase).verdict == "not-found"
    found = check_words(engine, phrase, "Vesna Orlik")  # she did say so
    assert (found.verdict, found.speaker) == ("verbatim", "Vesna Orlik")


def test_a_quotation_of_two_texts_is_a_splice(engine: Engine) -> None:
    other = "Every fisherman of this town shall have a place in the new harbour before winter."
    keep(engine, transcript(WORDS), transcript(other, "Ilir Tamm", COURIER))
    found = check_words(engine, f"{WORDS} {other}")
    assert (found.verdict, [change.kind for change in found.changes]) == ("altered", ["splice"])
    assert found.origin
    assert found.origin.address == POST


def test_the_quotations_of_a_text_are_checked_in_order(engine: Engine) -> None:
    keep(engine, transcript(WORDS))
    told = reading(
        [
            ("Ana Dovrel", WORDS.rstrip(".")),
            ("Ana Dovrel", WORDS.replace(" not", "")),
            ("Ana Dovrel", "The ferry sank in a storm"),
        ],
        "https://lantern.example/9",
        published="2031-03-15",
    )
    found = check(engine, told)
    assert [one.verdict for one in found.quotations] == ["verbatim", "altered", "not-found"]
    assert [one.claimed for one in found.quotations] == ["Ana Dovrel"] * 3
    assert (found.searched, found.since, found.until) == (1, DAY, DAY)
    text = told.article.text
    assert all(text[one.span.start : one.span.end] == one.span.text for one in found.quotations)
    for change in found.quotations[1].changes:
        assert change.after is None or text[change.after.start : change.after.end] == change.after.text


def test_a_kept_text_is_not_its_own_origin(engine: Engine) -> None:
    told = reading([("Ana Dovrel", WORDS)], LANTERN, published=DAY)
    keep(engine, told)
    assert [one.verdict for one in check(engine, told).quotations] == ["not-found"]


def test_a_saying_has_its_witnesses_by_time(engine: Engine) -> None:
    quoting = "the engineers have measured every cable of it"
    keep(
        engine,
        reading([("Ana Dovrel", WORDS.replace("northern", "old"))], LANTERN, published="2031-03-16", outlet="The Lantern"),
        transcript(WORDS),
        reading([("Ana Dovrel", f"before {quoting}")], COURIER, published="2031-03-15"),
    )
    saying = trace(engine, "We will not close the northern bridge before the engineers")
    assert saying.speaker == "Ana Dovrel"
    assert [one.address for one in saying.witnesses] == [POST, COURIER, LANTERN]
    assert [one.parent for one in saying.witnesses] == [None, 0, 0]
    assert saying.witnesses[0].changes == ()
    assert [change.kind for change in saying.witnesses[2].changes] == ["word"]
    assert (saying.searched, saying.since, saying.until) == (3, DAY, "2031-03-16")


def test_who_has_an_altered_word_has_it_from_another_who_has(engine: Engine) -> None:
    altered = WORDS.replace("northern", "old")
    addresses = [COURIER, LANTERN, "https://lantern.example/4"]
    quoting = (
        reading([("Ana Dovrel", words)], url, published=f"2031-03-{day}")
        for words, url, day in zip((WORDS, altered, altered), addresses, (15, 16, 17), strict=True)
    )
    keep(engine, transcript(WORDS), *quoting)
    assert [one.parent for one in trace(engine, WORDS).witnesses] == [None, 0, 0, 2]


def test_nothing_found_has_no_witnesses(engine: Engine) -> None:
    keep(engine, transcript(WORDS))
    saying = trace(engine, "Lighthouses need keepers who like the dark")
    assert (saying.witnesses, saying.again, saying.searched) == ((), (), 1)


def test_who_says_the_same_on_another_day_says_it_again(engine: Engine) -> None:
    keep(engine, transcript(WORDS), transcript(f"As I said: {WORDS}", url=COURIER, day="2031-03-20"))
    saying = trace(engine, WORDS)
    assert [one.address for one in saying.witnesses] == [POST]
    assert [one.address for one in saying.again] == [COURIER]


def test_a_witness_that_gives_the_words_to_another_says_so(engine: Engine) -> None:
    keep(engine, transcript(WORDS), reading([("Ilir Tamm", WORDS)], COURIER, published="2031-03-15"))
    saying = trace(engine, WORDS)
    assert "reattributed" in {change.kind for change in saying.witnesses[1].changes}


def test_turns_of_a_transcript_are_no_quotations(engine: Engine) -> None:
    keep(engine, turns("Ana Dovrel", "Ilir Tamm"))
    assert check(engine, transcript(WORDS)).quotations == ()


def test_answers_are_values(engine: Engine) -> None:
    keep(engine, transcript(WORDS))
    found: Any = check_words(engine, WORDS)
    assert replace(found, verdict="altered") != found
