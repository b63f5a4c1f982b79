"""Undertakings by their frames: sentences with who in braces, what in brackets, to whom in < >, a condition in ~ ~."""

from __future__ import annotations

import pytest
from growth import assert_grows_with
from hypothesis import example, given, strategies as st
from marked import article

from sayso.events import draft_undertakings, named_in, settle_undertakings
from sayso.events.undertaking_drafts import Drafted
from sayso.events.undertaking_frames import cues_in
from sayso.languages import entries
from sayso.reading import read_page
from sayso.record import (
    Article,
    Event,
    Page,
    Paragraph,
    Participant,
    Party,
    Reading,
    Span,
    Statement,
    Time,
    Undertaking,
    Voice,
)

MARKS = {"{": "}", "[": "]", "<": ">", "~": "~"}

# kind, strength: sentences
UNDERTAKEN = {
    "promise will": """
        {Norland} will [send 40 engineers to <Sutland>].
        {The ministry} will [never sell the harbour].
        {Norland} will [not sell the harbour].
        {We}’ll [rebuild the mill].
        {Norland} [won't sell the harbour].
        {Norland} will [answer “within the hour”].
        {Norland} will [rebuild “both mills”], and that Sutland knew.
        {Norland} will [answer "within the hour."]
        {Ana Vega} promised to [repair the dam].
        {Ana Vega}, who promised to [repair the dam], urged both towns to pay.
        {Ana Vega} promised on Friday to [repair the dam].
        {Norland} on Friday promised to [repair the dam].
        {The mayors of Barrow and Kellat} pledged to [plant a million trees].
        {The palace} is committed to [delivering aid through the relief agency].
        {Norland} committed to [open two offices in Kellat].
        {The leaders} committed to [a meeting in May].
        They signed a memorandum under which {Norland} will [build two plants].
        The leaders thanked Orr for {Norland}’s pledge to [train 40 pilots].
        {The firm} announced a pledge to [return the land to <Norland>].
        {Vega} praised Orr, met the crew and vowed to [return].
        On Sunday, the foreign minister, {Karel Orr}, will [restore the line].
        {Karel Orr}, the foreign minister, will [restore the line].
        The pledge {Norland} made at the fair last year to [donate 40 boats] was praised.
        [It is there that {Norland} will stay].
        {Sutland, Vestria and Norland} will [fund the school].
        {The Health Fund of Barrow} will [raise the fees].
    """,
    "promise intends": """
        {Norland} is ready to [lend <Sutland> a crane].
        {The brigade} stands ready to [clear the road].
        {President Vega} expressed readiness to [host refugees].
    """,
    "promise agreed": """
        {Norland} agreed to [lift the ban on timber].
        {The president} agreed [not to sell the harbour].
    """,
    "agreement agreed": """
        {Vega and Orr} agreed to [meet in May].
        {Vega and Orr} agreed late on Friday to [meet in May].
        {The leaders} also agreed to [maintain contact].
        {They} agreed on [further personal contacts].
        {Both sides} agreed, among other things, to [exchange prisoners].
        {Vega} thanked them and agreed with <Orr> on [a truce].
        {The presidents of Norland and Sutland} reached an agreement to [close the pit].
        {Vega and Orr} decided to [close the border].
        It was agreed to [maintain contact].
        {Both} agreed to [maintain contact].
        Agreement was reached on [further contacts].
        An agreement has been reached to [close the pit].
        {Vega and Orr} agreed on [further steps to close the pit].
        On trade, {both} agreed to [close the pit].
        At the same time, after the rain, it was decided to [hold a vote].
    """,
    "plan will": """
        {Norland} is [not going to sell the harbour].
        [The treaty will be signed by {us}].
        {President Vega} will [visit Sutland on Monday].
        {Vega} is to [travel to Kellat].
        {The delegation} is going to [inspect the dam].
        {The president} will [take part in the fair].
        {She} will [make a working trip to Kellat].
        {Vega} will be [hosting <Prime Minister Orr>].
        {Norland} decided to [send 40 engineers to <Sutland>].
        {The ministry} announced a decision to [close the pit].
        {The report} is nothing; [the bridge will be built by {Norland}].
    """,
    "plan intends": """
        {Norland} plans to [build two dams].
        {President Vega} looks forward to [welcoming <President Orr> to Kellat on May 3].
        {Vega and Orr} expressed their intention to [meet again in the near future].
        She noted {the administration}’s goal to [build 500 chargers].
        {The council} announced plans to [close the pit by May].
        {The ministry} said it was late and intends to [appeal].
    """,
    "plan considers": """
        {Norland} is considering [sending troops].
        {Norland} is considering whether to [send troops].
    """,
    "offer considers": """
        {Vega} invited <Orr> to [visit Kellat].
        {He} invited <them> to [come to the dam and see for themselves].
        {Norland} offered to [mediate].
        {Orr} proposed [holding talks in Kellat].
        The president praised the offer by {Norland} to [lend a crane].
    """,
    "threat will": """
        {Norland} threatened to [close the pipeline].
    """,
    "request-accepted agreed": """
        {The president} accepted an invitation to [visit Kellat].
        {The president} agreed with [this proposal].
        {The president} granted [Ana Vega’s request to open the archive].
    """,
    "promise conditional": """
        {Norland} will [send boats to <Sutland>] ~if the rain stops~.
        ~If the rain stops~, {Norland} will [send boats to <Sutland>].
        {Norland} will [send boats], ~provided that Sutland asks~, and Orr thanked it.
        {Vega} vowed to [leave] ~unless the council pays~.
    """,
}

# Each with what is wrong with it as an undertaking.
NOT_UNDERTAKEN = """
    Vega reaffirmed her commitment to the alliance.
    Vega and Orr committed to working together on trade.
    The leaders reiterated their commitment to preventing a war.
    The leaders agreed on the importance of free trade.
    The parties agreed on the need to coordinate.
    They agreed that the pit is unsafe.
    Norland is committed to strengthening the alliance.
    The president underscored her determination to protect the valley.
    Vega expressed her intention to further promote friendship.
    Norland looks forward to continuing to work with Sutland.
    Norland should send engineers.
    Sutland must leave the valley.
    Norland may send engineers.
    The visit will highlight the friendship of the towns.
    The Bridge Act will create jobs in Kellat.
    A museum will be built in Kellat.
    It will take time.
    Norland will win.
    Will Norland send engineers?
    She asked whether Norland will send engineers.
    Norland did not agree to leave.
    Norland never promised to pay.
    Vega urged Norland to agree to a truce.
    They discussed how Norland will pay.
    The respect for the will of the people is old.
    Many residents will leave.
    Vega offered an opinion.
    Vega expressed hope that Norland will send engineers.
    The leaders agreed on several steps.
    Norland committed to trade.
    The leaders support the treaty.
"""


def read_marks(marked: str) -> tuple[str, dict[str, list[tuple[int, int]]]]:
    """The plain text, and the extents of what stands between each kind of mark."""
    text, stack, found = "", [], {mark: [] for mark in MARKS}
    for char in marked:
        if stack and char == MARKS[stack[-1][0]]:
            mark, start = stack.pop()
            found[mark].append((start, len(text)))
        elif char in MARKS:
            stack.append((char, len(text)))
        else:
            text += char
    assert not stack, marked
    return text, found


def drafts_in(text: str, statements: tuple[Statement, ...] = ()) -> list[Drafted]:
    return draft_undertakings(article(text), statements)


@pytest.mark.parametrize(
    ("marked", "told"),
    [(row.strip(), told) for told, rows in UNDERTAKEN.items() for row in rows.strip().splitlines()],
)
def test_who_undertakes_what(marked: str, told: str) -> None:
    text, marks = read_marks(marked)
    drafts = drafts_in(text)
    assert len(drafts) == 1, [text[slice(*draft.what[0])] for draft in drafts]
    [draft] = drafts
    words = {
        "[": text[slice(*draft.what[0])],
        "{": text[slice(*draft.who)] if draft.who else None,
        "<": text[slice(*draft.to_whom)] if draft.to_whom else None,
        "~": text[slice(*draft.condition)] if draft.condition else None,
    }
    wanted = {mark: text[slice(*extents[-1])] if extents else None for mark, extents in marks.items()}
    assert (words, f"{draft.kind} {draft.strength}") == (wanted, told)


@pytest.mark.parametrize("sentence", [row.strip() for row in NOT_UNDERTAKEN.strip().splitlines()])
def test_what_is_no_undertaking(sentence: str) -> None:
    assert [sentence[slice(*draft.what[0])] for draft in drafts_in(sentence)] == []


# -- within statements ------------------------------------------------------------------------------------------------------


def spoken(marked: str, act: str, said: str = "said", manner: str = "indirect") -> tuple[str, tuple[Statement, ...]]:
    """A text with one statement: its speaker in braces, its content in brackets."""
    text, marks = read_marks(marked)
    speaker = Voice(Span(*marks["{"][0], text[slice(*marks["{"][0])]))
    content = tuple(Span(*extent, text[slice(*extent)]) for extent in marks["["])
    return text, (Statement("s1", manner, act, content, speaker=speaker, said=said),)  # type: ignore[arg-type]


# The act, a sentence, and what is undertaken in it, None where nothing is.
WITHIN = [
    ("states", "{Vega} said [that the ministry would send 40 engineers].", "send 40 engineers"),
    ("promises", "{Vega} promised [that a bridge would be built].", "a bridge would be built"),
    ("states", "{Vega} said [that a bridge would be built].", None),
    ("confirms", "{She} confirmed [that every effort would be made].", None),
    ("confirms", "{She} said [that every effort would be made to stay].", "every effort would be made to stay"),
    ("agrees", "{The leaders} agreed [that their teams will meet in May].", "meet in May"),
    ("demands", "{Vega} demanded [that Norland will pay].", None),
    ("hopes", "{Vega} hoped [that Norland will pay].", None),
    ("denies", "{Vega} denied [that Norland will pay].", None),
    ("believes", "{Vega} thought [that Norland would pay].", None),
]  # fmt: skip


@pytest.mark.parametrize(("act", "marked", "what"), WITHIN)
def test_what_is_undertaken_in_what_somebody_says(act: str, marked: str, what: str | None) -> None:
    text, statements = spoken(marked, act)
    assert [text[slice(*draft.what[0])] for draft in drafts_in(text, statements)] == ([what] if what else [])


@pytest.mark.parametrize("said", ["not-said", "asked", "demanded", "conditional"])
def test_what_was_not_said_is_not_undertaken(said: str) -> None:
    text, statements = spoken("{Vega} said [that Norland will pay].", "states", said)
    assert not drafts_in(text, statements)


def test_a_request_that_is_granted_is_what_was_asked_for() -> None:
    text, [asked] = spoken("{The governor} asked [that a fund be opened]. The president supported the request.", "demands")
    cue = Span(text.index("asked"), text.index("asked") + 5, "asked")
    asked = Statement("s1", "indirect", "demands", asked.content, cue=cue, speaker=asked.speaker)
    [draft] = drafts_in(text, (asked,))
    assert (draft.kind, text[slice(*draft.who)], text[slice(*draft.what[0])]) == (
        "request-accepted",
        "The president",
        "a fund be opened",
    )


# -- lists ------------------------------------------------------------------------------------------------------------------

LISTS = [
    "The leaders agreed on several measures, Orr says, including: 1) [a truce], 2) [the exchange of crews] and 3) [a visit].",
    "Vega and Orr agreed on the following: (a) [a truce]; (b) [talks in Kellat].",
    "They agreed on two steps: 1) [a truce], 2) [a firm commitment by Norland to open the pit].",
    "They agreed on two steps: - [a truce] - [the exchange of prisoners].",
]


@pytest.mark.parametrize("marked", LISTS)
def test_each_item_of_a_list_is_undertaken(marked: str) -> None:
    text, marks = read_marks(marked.replace("1)", "1\0").replace("\0", ")"))
    drafts = drafts_in(text)
    assert [draft.what[0] for draft in drafts] == marks["["]
    assert {(draft.kind, draft.strength) for draft in drafts} == {("agreement", "agreed")}


# -- the list of frames -----------------------------------------------------------------------------------------------------

FILLED = {"WHO": "Orr", "VERB": "send", "DOING": "sending", "THING": "a bridge", "REQUEST": "the request", "…": "last year"}


@pytest.mark.parametrize("row", entries("en", "undertaking_frames"), ids=lambda row: row[0])
def test_each_frame_of_the_list_is_found(row: tuple[str, ...]) -> None:
    words, kind, strength, _ = row
    parts = words.removeprefix("OWNER ").removeprefix("be ").split()
    text = ("Norland’" if parts[0] == "ll" else "") + " ".join(FILLED.get(part, part) for part in parts)
    found = [(cue.frame.kind, cue.frame.strength, cue.frame.rest) for cues in cues_in(text, 0, len(text)) for cue in cues]
    assert (kind, strength, tuple(parts[1:])) in found


def test_a_verb_is_of_one_sort() -> None:
    verbs = [verb for verb, _ in entries("en", "undertaking_verbs")]
    assert sorted({verb for verb in verbs if verbs.count(verb) > 1}) == []


# -- with parties -----------------------------------------------------------------------------------------------------------

MET = "Vega and Orr met. The leaders agreed to close the pit by May. It was agreed to keep contact. They will meet on 3 May."


def settled(text: str, voices: dict[str, str], **more: object) -> tuple[Undertaking, ...]:
    """The undertakings of a text of two parties, p1 and p2, who met; ``voices`` says whose words are whose."""
    drafts = drafts_in(text)
    parties = [Party("p1", "Ana Vega", "person"), Party("p2", "Karel Orr", "person")]
    taking_part = tuple(Participant("party", Voice(None, one)) for one in ("p1", "p2"))
    met = Event("e1", "meeting", Span(13, 16, "met"), participants=taking_part)
    known = {span: Voice(span, voices[span.text], "name") for span in named_in(article(text), drafts) if span.text in voices}
    return settle_undertakings(article(text), drafts, (), parties, more.get("times", ()), (met,), known)  # type: ignore[arg-type]


def test_the_leaders_are_those_who_met() -> None:
    for undertaking in settled(MET, {}):
        assert [voice.party for voice in undertaking.who] == ["p1", "p2"], undertaking.what[0].text


def test_a_pronoun_that_means_nobody_undertakes_nothing() -> None:
    assert settled("Vega and Orr met. She will leave.", {}) == ()
    assert settled("I plan to leave.", {}) == ()
    assert [one.what[0].text for one in settled("Vega and Orr met. She will leave.", {"She": "p1"})] == ["leave"]


# The time in the text, whether it is when it is done, and its end alone.
DUES = [
    ("Norland will close the pit by May.", "May", (None, "2031-05-31")),
    ("Norland will close the pit on 3 May.", "3 May", ("2031-05-03", "2031-05-03")),
    ("On 3 May, Norland will close the pit.", "3 May", ("2031-05-03", "2031-05-03")),
    ("Norland will close the pit of 3 May.", "3 May", None),
    ("Norland will pay since 3 May.", "3 May", None),
    ("On 3 May in Kellat, Norland will close the pit.", "3 May", ("2031-05-03", "2031-05-03")),
    ("Norland will on 3 May close the pit.", "3 May", ("2031-05-03", "2031-05-03")),
    ("Norland plans to close the pit on 3 May.", "3 May", ("2031-05-03", "2031-05-03")),
    ("Vega said that on 3 May Norland will close the pit.", "3 May", ("2031-05-03", "2031-05-03")),
    # the day of the word, not of the deed
    ("I announce to you on 3 May that Norland will close the pit.", "3 May", None),
    ("Vega said on 3 May that Norland will close the pit.", "3 May", None),
    ("Norland agreed on 3 May to close the pit.", "3 May", None),
    ("On 3 May, Norland promised to close the pit.", "3 May", None),
    ("Norland on 3 May promised to close the pit.", "3 May", None),
]


@pytest.mark.parametrize(("text", "words", "days"), DUES)
def test_when_it_is_due(text: str, words: str, days: tuple[str | None, str | None] | None) -> None:
    at = text.index(words)
    first = "2031-05-01" if words == "May" else "2031-05-03"
    last = "2031-05-31" if words == "May" else "2031-05-03"
    time = Time(Span(at, at + len(words), words), "2031-05", first, last)
    [undertaking] = settled(text, {"Norland": "p1"}, times=(time,))
    assert (undertaking.due and (undertaking.due.earliest, undertaking.due.latest)) == days


def test_a_weekday_alone_is_the_one_to_come() -> None:
    text = "Norland will close the pit on Sunday."
    told = Article("a1", text, (Paragraph(0, len(text), "body"),), published="2031-03-14")
    sunday = Time(Span(30, 36, "Sunday"), "2031-03-09", "2031-03-09", "2031-03-09")
    drafts = draft_undertakings(told, ())
    [undertaking] = settle_undertakings(told, drafts, (), (), (sunday,))
    assert undertaking.due == Time(sunday.span, "2031-03-16", "2031-03-16", "2031-03-16")


# -- whole readings ---------------------------------------------------------------------------------------------------------

CALL = """Readout of the call of Ana Vega and Karel Orr

President Ana Vega of Norland spoke by phone with President Karel Orr of Sutland on Tuesday, Granite Palace said.

The palace said that Vega had promised to send 40 engineers to Sutland by May. Orr invited Vega to visit Kellat.

The two presidents reaffirmed their commitment to the alliance. They agreed to meet in June.
"""


def test_a_reading_has_them_with_their_parties_and_on_whose_word() -> None:
    reading = read_page(Page("call.txt", CALL.encode(), prose=True))
    assert isinstance(reading, Reading)
    names = {party.id: party.name for party in reading.parties}
    relays = {one.id: [names.get(voice.party or "") for voice in one.relay] for one in reading.statements}
    found = {one.what[0].text: one for one in reading.undertakings}
    assert list(found) == ["send 40 engineers to Sutland by May", "visit Kellat", "meet in June"]
    send, visit, meet = found.values()
    assert names[send.who[0].party or ""] == "Ana Vega"
    assert relays[send.statement or ""] == ["Granite Palace"]
    assert (visit.kind, names[visit.who[0].party or ""]) == ("offer", "Karel Orr")
    assert names[visit.to_whom[0].party or ""] == "Ana Vega"
    assert meet.who[0].party is not None


def test_no_undertakings_are_read_in_another_language() -> None:
    assert draft_undertakings(article("Norland will send 40 engineers.", language="fr"), ()) == []


# -- any text ---------------------------------------------------------------------------------------------------------------

WORDS = st.sampled_from(
    [
        "Norland",
        "Vega",
        "the",
        "leaders",
        "we",
        "it",
        "will",
        "agreed",
        "to",
        "on",
        "send",
        "plan",
        "plans",
        "is",
        "ready",
        "committed",
        "promised",
        "that",
        "if",
        "and",
        ",",
        ".",
        ":",
        "1)",
        "by",
        "May",
        "pledge",
        "invited",
        "Orr",
        "who",
        "would",
        "be",
        "decided",
        "request",
        "supported",
        "’ll",
        "not",
        "“",
        "”",
        "\n",
    ]
)


@given(st.lists(WORDS, max_size=40).map(" ".join))
@example("We’ll")
@example("agreed on measures: 1) ")
@example("Norland will")
def test_drafts_stand_in_the_text(text: str) -> None:
    for draft in drafts_in(text):
        for start, end in [*draft.what, *(one for one in (draft.who, draft.to_whom, draft.condition) if one)]:
            assert 0 <= start < end <= len(text) and text[start:end] == text[start:end].strip()


@pytest.mark.parametrize(
    "words",
    [
        "Norland will send aid. ",
        "agreed to ",
        "Norland and Sutland and ",
        "we will ",
        "the plan to ",
        "They agreed on measures: 1) a truce, 2) a truce. ",
        "if it rains, ",
        "(",
        "Norland, the ",
        "not to ",
    ],
)
def test_time_grows_with_the_text(words: str) -> None:
    assert_grows_with(lambda size: drafts_in(words * size), 20_000 // len(words))


@pytest.mark.parametrize(
    "text",
    [
        "I promised — and a lot of these people have been my friends for a long, long time.",
        "Norland made a commitment — a real one, and she knew it well.",
        "The bridge stands. Prosperity Now will — as it told its members in a long letter — help.",
        "Norland agreed ( and Sutland too ) .",
        "“We will,” said Ana Vega, the mayor of Kellat.",
    ],
)
def test_a_cue_without_words_of_what_is_undertaken_gives_no_empty_undertaking(text: str) -> None:
    found = read_page(Page("note.txt", text.encode(), prose=True))
    assert isinstance(found, Reading), found
    assert all(span.text.strip() for one in found.undertakings for span in one.what)
