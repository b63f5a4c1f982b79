"""Whose accounts a text holds, what of it is whose, who published it: tables of made-up sentences, without the model."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import pytest
from told import told

from sayso.comparing.accounts.gathering import NoComparisonError, compare_readings, told_of
from sayso.comparing.accounts.publishers import is_publisher, published_by, publisher_of
from sayso.comparing.accounts.vouching import main_events, own_word, tellers, tellings, tells_of
from sayso.record import Article, Event, Participant, Party, Reading, Span, Statement, Voice

PALACE = "[q Torvan raised the deliveries of arms], [c according to] [s a palace readout|Granite Palace]."
DENIED = "[s Lena Varkin|Lena Varkin] [c denied|denies] [q that any promise had been made]."
HEARSAY = "[s Torvan|Ilya Torvan] was [c said to have repeated|states] [q that Harn was playing for time][r -|Granite Palace]."
OWN = "Snow fell on the valley all day, and the road to the pass stayed shut."


def words_of(reading: Reading, party: str) -> list[str]:
    found = next(one for one in tellings(reading) if one.name == party)
    return [reading.article.text[slice(*extent)] for extent in found.stretches or ()]


def with_event(reading: Reading, trigger: str, *parties: str, kind: str = "call", within: str | None = None) -> Reading:
    start = reading.article.text.index(trigger)
    part = tuple(Participant("party", Voice(None, f"p {party}")) for party in parties)
    known = {party.id for party in reading.parties}
    new = tuple(Party(f"p {party}", party, "person") for party in parties if f"p {party}" not in known)
    number = len(reading.events) + 1
    event = Event(f"e{number}", kind, Span(start, start + len(trigger), trigger), participants=part, within=within)
    return replace(reading, events=(*reading.events, event), parties=(*reading.parties, *new))


def inside(reading: Reading, words: str, speaker: str, within: str) -> Reading:
    """The reading with one more statement, of what another's content has somebody say."""
    start = reading.article.text.index(words)
    outer = next(one for one in reading.statements if one.id == within)
    told_of = Statement(
        f"s{len(reading.statements) + 1}", "indirect", "raises", (Span(start, start + len(words), words),),
        speaker=Voice(None, f"p {speaker}"), relay=(outer.speaker,) if outer.speaker else (), within=within,
    )  # fmt: skip
    known = {party.id for party in reading.parties}
    more = () if f"p {speaker}" in known else (Party(f"p {speaker}", speaker, "person"),)
    return replace(reading, statements=(*reading.statements, told_of), parties=(*reading.parties, *more))


# What is on whose word


@pytest.mark.parametrize(
    ("line", "party", "stretches"),
    [
        (PALACE, "Granite Palace", ["Torvan raised the deliveries of arms"]),  # what is brought in, without who brings it
        ("[s The palace|Palace] [c said] [q that the guns would go].", "Palace", ["the guns would go"]),
        (
            DENIED,
            "Lena Varkin",
            ["Lena Varkin denied that any promise had been made"],
        ),  # a denial without its verb says the reverse
        (HEARSAY, "Granite Palace", ["Torvan was said to have repeated that Harn was playing for time"]),  # who did it, too
        ("[s The palace|Palace] [c issued] [q its own statement].", "Palace", []),  # asserts nothing
        ("[s The palace|Palace] [c says] [q no such thing].", "Palace", []),
        (
            "[q The two agreed on this, including: 1) the talks, 2) a meeting in Sund], [s it|Palace] [c said].",
            "Palace",
            ["The two agreed on this", "the talks, ", "a meeting in Sund"],  # what is counted out stands by itself
        ),
    ],
)
def test_what_stands_on_a_partys_word(line: str, party: str, stretches: list[str]) -> None:
    assert words_of(told(line), party) == stretches


@pytest.mark.parametrize("said", ["not-said", "expected", "asked"])
def test_what_was_not_said_is_nobodys_word(said: str) -> None:
    assert not tellings(told(f"[s The palace|Palace] [c mentions|raises/{said}] [q that the guns would go]."))


def test_what_two_say_together_each_of_them_says() -> None:
    reading = told("[s Rubio and Novak|Rubio and Novak] [c said] [q that the road is open].")
    group = replace(reading.parties[0], members=("p Rubio", "p Novak"), kind="group")
    both = replace(reading, parties=(group, Party("p Rubio", "Ana Rubio", "person"), Party("p Novak", "Karel Novak", "person")))
    assert [one.name for one in tellings(both)] == ["Ana Rubio", "Karel Novak"]


def test_the_texts_own_word_is_what_nobody_vouches_for() -> None:
    reading = told(PALACE, OWN, DENIED, headline="A call")
    assert [reading.article.text[slice(*one)] for one in own_word(reading).stretches or ()] == [OWN]


def test_a_sentence_that_somebody_elses_words_close_stays_the_texts_own() -> None:
    opening = "The valley has seen a sharp rise in shelling in recent days"
    reading = told(f"{opening}, with [s both sides|Both] [c accusing|accuses] [q one another].")
    assert len(own_word(reading).stretches or ()) == 1


# Which event, and who tells of it


def two_palaces() -> Reading:
    lantern = "[q Dauvent told Torvan that the road is open], [s the Lantern Palace|Lantern Palace] [c said]."
    baker = "[s A baker|Vesna Orlik] [c said] [q that her stove is cold]."
    reading = told("Torvan and Dauvent held a call on Friday.", PALACE, lantern, baker, OWN, headline="Torvan and Dauvent talk")
    reading = inside(reading, "the deliveries of arms", "Ilya Torvan", "s1")
    reading = inside(reading, "that the road is open", "Mireille Dauvent", "s2")
    return with_event(reading, "call", "Ilya Torvan", "Mireille Dauvent")


def test_who_vouches_for_those_who_took_part_tells_of_the_event() -> None:
    reading = two_palaces()
    assert [event.trigger.text for event in main_events(reading)] == ["call"]
    assert [one.name for one in tellings(reading) if tells_of(reading, one, reading.events)] == [
        "Granite Palace",
        "Lantern Palace",
    ]


def test_the_event_that_most_tell_of_is_the_main_one() -> None:
    reading = with_event(two_palaces(), "stove", "Ilya Torvan", "Mara Vells", kind="meeting")
    reading = with_event(reading, "Snow fell", "Vesna Orlik", kind="other")  # one party alone: nothing to give accounts of
    assert [event.trigger.text for event in main_events(reading)] == ["call"]


def test_one_text_holds_the_accounts_of_those_who_tell_and_its_own_of_those_who_took_part() -> None:
    compared = compare_readings([two_palaces()])
    assert [(one.party, one.own, one.excerpt) for one in compared.accounts[:2]] == [
        ("Granite Palace", False, False), ("Lantern Palace", False, False),
    ]  # fmt: skip
    assert all("stove" not in span.text for one in compared.accounts for claim in one.claims for span in claim.spans)
    assert [one.claims[0].spans[0].text for one in compared.accounts if one.own] == [
        "Torvan and Dauvent held a call on Friday."
    ]


def test_a_readout_is_its_publishers_account_as_a_whole() -> None:
    """ "Torvan and Dauvent spoke. Torvan thanked her": on the palace's own word, though Torvan says things in it."""
    reading = told(
        "Torvan and Dauvent spoke by telephone.",
        "[s Torvan|Ilya Torvan] [c noted] [q that Dauvent had kept her word].",
        headline="Call with Dauvent",
    )
    reading = inside(reading, "her word", "Mireille Dauvent", "s1")
    reading = with_event(reading, "spoke by telephone", "Ilya Torvan", "Mireille Dauvent")
    assert [(one.telling.own, one.telling.stretches, one.excerpt) for one in told_of(reading, reading.events)] == [
        (True, None, False)
    ]


def test_what_those_say_whose_doings_a_text_tells_is_its_own_word() -> None:
    """A readout of one call that has a visit in passing: its sentence is the palace's, though Torvan says it, or "they"."""
    reading = told(
        "Torvan and Dauvent spoke by telephone.",
        "[s Torvan|Ilya Torvan] [c noted] [q that the visit to Sund would go on].",
        "[s They|] [c discussed|raises] [q what would follow the visit].",
        headline="Call with Dauvent",
    )
    reading = with_event(reading, "spoke by telephone", "Ilya Torvan", "Mireille Dauvent")
    reading = with_event(reading, "the visit to Sund", "Ilya Torvan", "Lena Varkin", kind="visit", within="s1")
    reading = with_event(reading, "the visit.", "Lena Varkin", kind="visit", within="s2")
    (own,) = told_of(reading, reading.events[1:])
    assert own.excerpt and [reading.article.text[slice(*one)] for one in own.telling.stretches or ()] == [
        "Torvan noted that the visit to Sund would go on.", "They discussed what would follow the visit.",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["they", "both leaders"])
def test_nobody_in_particular_gives_no_account(name: str) -> None:
    reading = told(f"[s {name}|{name}] [c said] [q that Torvan would come].")
    nobody = tuple(replace(one, kind="group", named=False) for one in reading.parties)
    reading = with_event(inside(replace(reading, parties=nobody), "Torvan", "Ilya Torvan", "s1"), "come", "Ilya Torvan")
    assert not tellers(reading, reading.events)
    somebody = tuple(replace(one, kind="person") for one in reading.parties)  # "a senior official"
    assert [one.name for one in tellers(replace(reading, parties=somebody), reading.events)] == [name]


def test_of_an_event_that_a_text_names_in_passing_its_own_account_is_an_excerpt() -> None:
    reading = with_event(told(OWN, OWN, "A call is planned."), "call", "Ilya Torvan", "Mireille Dauvent")
    (own,) = told_of(reading, reading.events)
    assert own.excerpt and [reading.article.text[slice(*one)] for one in own.telling.stretches or ()] == ["A call is planned."]


# Several texts


def published(reading: Reading, outlet: str | None, url: str | None = None) -> Reading:
    return replace(reading, input=f"{outlet}.html", article=replace(reading.article, outlet=outlet, url=url))


def test_each_of_several_texts_is_its_publishers_account() -> None:
    palace = published(told("The presidents spoke of arms.", "The road is open."), "Granite Palace")
    other = published(told("The presidents spoke of guns."), "Lantern Palace")
    accounts = compare_readings([palace, other]).accounts
    assert [(one.id, one.party, one.own, len(one.claims)) for one in accounts] == [
        ("a1", "Granite Palace", True, 2), ("a2", "Lantern Palace", True, 1),
    ]  # fmt: skip


@pytest.mark.parametrize(("outlet", "url"), [("The Granite Palace", None), (None, "https://www.granite-palace.example/news/1")])
def test_an_article_that_tells_the_account_of_anothers_publisher_gives_that_account(
    outlet: str | None, url: str | None
) -> None:
    paper = published(told(PALACE, OWN), "The Courier")
    palace = published(told("Torvan raised the deliveries of arms in the call."), outlet, url)
    accounts = compare_readings([paper, palace]).accounts
    assert [(one.party, one.own) for one in accounts] == [
        ("Granite Palace", False), (outlet or "granite-palace.example", True),
    ]  # fmt: skip
    assert [claim.spans[0].text for claim in accounts[0].claims] == ["Torvan raised the deliveries of arms"]


@pytest.mark.parametrize("name", ["granite palace", "The Granite Palace", "a palace readout"])
def test_a_party_that_is_asked_for_is_taken_of_each_text_that_has_its_word(name: str) -> None:
    paper, post = (
        published(told(PALACE, OWN), "The Courier"),
        published(told("[s Varkin|Lena Varkin] [c said] [q it rained]."), "Post"),
    )
    accounts = compare_readings([paper, post], [name]).accounts
    assert [(one.party, one.own) for one in accounts] == [("Granite Palace", False), ("Post", True)]


@pytest.mark.parametrize("named", [["Granite Palace"], ["Granite Palace", "the courier"]])
def test_a_party_is_laid_beside_the_texts_own_word(named: Sequence[str]) -> None:
    accounts = compare_readings([published(told(PALACE, DENIED, OWN), "The Courier")], named).accounts
    assert [(one.party, one.own) for one in accounts] == [("Granite Palace", False), ("The Courier", True)]
    three = compare_readings([published(told(PALACE, DENIED, OWN), "The Courier")], [*named, "Lena Varkin"]).accounts
    assert len(three) == len(named) + 1


@pytest.mark.parametrize(
    ("readings", "said"),
    [
        ([told(OWN)], "no account of this"),
        ([told(PALACE, DENIED)], "Granite Palace, Lena Varkin: --account NAME, twice"),
        ([told(OWN), told()], "only one account"),
    ],
)
def test_fewer_than_two_accounts_are_said_with_whose_there_are(readings: Sequence[Reading], said: str) -> None:
    with pytest.raises(NoComparisonError, match=re.escape(said)):
        compare_readings(readings)


def test_more_texts_than_anybody_reads_side_by_side_are_refused() -> None:
    with pytest.raises(ValueError, match="at most 12"):
        compare_readings([told(OWN)] * 13)


# Publishers


@pytest.mark.parametrize(
    ("party", "outlet", "url", "same"),
    [
        (Party("p", "Kremlin", "government"), "President of Valdria", "http://en.kremlin.example/events/1", True),
        (Party("p", "White House", "government"), "The White House", None, True),
        (
            Party("p", "Ilya Torvan", "person", mentions=(Span(0, 20, "President of Valdria"),)),
            "President of Valdria",
            None,
            True,
        ),
        (Party("p", "Granite Palace", "government"), "Lantern Palace", "https://lanternpalace.example", False),
        (Party("p", "EN", "unknown"), None, "https://en.palace.example", False),  # a label of two letters is nobody
        (Party("p", "Palace", "unknown"), None, "https://[", False),  # no address
        (Party("p", "…", "unknown"), None, None, False),  # a name without a letter, and no outlet
    ],
)
def test_whether_a_party_published_an_article(party: Party, outlet: str | None, url: str | None, same: bool) -> None:
    assert is_publisher(party, Article("a", "", (), url=url, outlet=outlet)) == same


def test_a_publisher_goes_by_the_outlet_or_the_host() -> None:
    assert publisher_of(Article("a", "", (), url="https://www.norland.example/1", outlet="Norland")) == "Norland"
    assert publisher_of(Article("a", "", ())) is None
    assert published_by("The Post", ["post"]) and not published_by("", [""])
