"""Events of a text, a sentence a row: kind, trigger, status, days, place, who takes part; told on Sunday, 20 February 2022."""

from __future__ import annotations

import pytest
from growth import assert_grows_with
from hypothesis import given, settings, strategies as st
from told_events import article, events, people, told

from sayso.events import draft_events, find_times, mentions_of, settle_events
from sayso.languages import entries
from sayso.parties.resolving import resolve_mentions
from sayso.record import Span, Statement, Voice

# One event each: the kind, the words of its trigger, its status and days.
TABLE = [
    (
        "President Ana Vega held a working meeting with Governor Leo Marr on Friday.",
        "meeting",
        "held a working meeting",
        "happened 02-18",
    ),
    ("President Ana Vega spoke by phone with Leo Marr on Friday.", "call", "spoke by phone with", "happened 02-18"),
    ("Ana Vega called Leo Marr on Friday to congratulate him.", "call", "called", "happened 02-18"),
    ("Vega and Marr had a telephone conversation.", "call", "had a telephone conversation", "happened 02-20"),  # the text's own
    ("The two sides signed an agreement on 14 February.", "agreement", "signed an agreement", "happened 02-14"),
    ("The treaty was signed by Ana Vega on Friday.", "agreement", "The treaty was signed", "happened 02-18"),
    ("Ana Vega will visit Norland on Tuesday.", "visit", "visit", "planned 02-22"),
    ("President Vega is to travel to Norland next week.", "visit", "travel to", "planned 02-21..02-27"),
    ("The minister paid a visit to Japan in January.", "visit", "paid a visit", "happened 01-01..01-31"),
    ("Vega looks forward to welcoming Leo Marr to the Granite Palace on March 3.", "meeting", "welcoming", "planned 03-03"),
    ("The council issued a statement on Saturday.", "statement", "issued a statement", "happened 02-19"),
    ("Norland imposed sanctions on Valdria on Monday.", "sanctions", "imposed sanctions", "happened 02-14"),
    ("Rebels attacked the town of Orrin on Saturday.", "attack", "attacked", "happened 02-19"),
    ("An air strike on the depot in Orrin killed two people on Saturday.", "strike", "An air strike", "happened 02-19"),
    ("Police arrested Leo Marr on Thursday.", "arrest", "arrested", "happened 02-17"),
    ("The parliament elected Ana Vega president on Monday.", "election", "elected", "happened 02-14"),
    ("The election will be held on March 6.", "election", "The election will be held", "planned 03-06"),
    ("The senators voted on the budget on Thursday.", "vote", "voted on", "happened 02-17"),
    ("Norland deployed troops to the border on Wednesday.", "deployment", "deployed", "happened 02-16"),
    ("Valdria withdrew its forces from the valley on Wednesday.", "withdrawal", "withdrew", "happened 02-16"),
    ("The two countries exchanged prisoners on Friday.", "exchange", "exchanged prisoners", "happened 02-18"),
    ("They declared a ceasefire on Friday.", "ceasefire", "declared a ceasefire", "happened 02-18"),
    ("President Vega appointed Leo Marr as ambassador on Tuesday.", "appointment", "appointed", "happened 02-15"),
    ("Prime Minister Leo Marr resigned on Tuesday.", "resignation", "resigned", "happened 02-15"),
    ("Workers held a rally in Barrow on Sunday.", "protest", "held a rally", "happened 02-20"),
    (
        "Norland and Valdria conducted joint exercises last week.",
        "exercise",
        "conducted joint exercises",
        "happened 02-07..02-13",
    ),
    (
        "The authorities ordered the evacuation of three villages on Friday.",
        "evacuation",
        "ordered the evacuation",
        "happened 02-18",
    ),
    (
        "The breakaways announced a general mobilization on Friday.",
        "mobilization",
        "announced a general mobilization",
        "happened 02-18",
    ),
    ("Norland expelled four diplomats on Monday.", "expulsion", "expelled", "happened 02-14"),
    ("He was sentenced to six years in prison on Friday.", "trial", "sentenced", "happened 02-18"),
    ("Norland will provide aid to the refugees.", "aid", "provide aid", "planned"),
    ("A museum will be built in Barrow.", "other", "built", "planned"),
    ("Reporters asked her to read the treaty or sign an agreement.", "agreement", "sign an agreement", "proposed"),
    ("The new bridge was opened on 3 May 2021.", "other", "opened", "happened 2021-05-03"),
    (
        "A meeting between Ana Vega and Leo Marr took place on Friday.",
        "meeting",
        "A meeting between Ana Vega and Leo Marr took place",
        "happened 02-18",
    ),
    (
        "Talks between Norland and Valdria began in Orrin on Monday.",
        "talks",
        "Talks between Norland and Valdria began",
        "happened 02-14",
    ),
    ("The summit convened by Norland on 22 January ended in tears.", "summit", "The summit convened", "happened 01-22"),
    ("The agreements we reached in Orrin hold.", "agreement", "The agreements we reached", "happened 02-20"),
    (
        "The introduction of a package of sanctions on Valdria was discussed.",
        "sanctions",
        "introduction of a package of sanctions",
        "happened 02-20",
    ),
    # what a verb is done to makes it an event
    ("The assembly passed the harbour bill on Thursday.", "vote", "passed", "happened 02-17"),
    ("The budget was approved by the council on Thursday.", "vote", "approved", "happened 02-17"),
    ("President Vega signed the law on Friday.", "other", "signed", "happened 02-18"),
    ("The council must act by passing the harbour act.", "vote", "passing", "proposed"),
    ("The growers filed an appeal on Monday.", "other", "filed an appeal", "happened 02-14"),
    ("The growers sued the ministry on Monday.", "other", "sued", "happened 02-14"),
    ("The court ruled against Norland on Monday.", "other", "ruled against", "happened 02-14"),
    ("The jury acquitted Leo Marr on Friday.", "trial", "acquitted", "happened 02-18"),
    ("Norland has activated another 500 for the flood.", "deployment", "activated", "happened 02-20"),
    ("The agency is pre-positioning food and tents.", "aid", "pre-positioning", "ongoing 02-20"),
    ("Ambulances are deploying to the valley.", "deployment", "deploying to", "ongoing 02-20"),
    ("Ana Vega laid flowers at the memorial on Friday.", "other", "laid", "happened 02-18"),
    ("Norland will invest $40 million in the mill.", "other", "invest", "planned"),
    ("The ministry opened a hospital in Barrow on Friday.", "other", "opened", "happened 02-18"),
    ("Norland launched a rocket on Friday.", "other", "launched", "happened 02-18"),
    ("Crews rescued the miners on Saturday.", "other", "rescued", "happened 02-19"),
    ("Forty growers were held hostage in Orrin.", "attack", "held hostage", "happened 02-20"),
    ("Gunmen killed Leo Marr on Friday.", "attack", "killed", "happened 02-18"),
    ("The storm is expected to make landfall on Monday.", "other", "make landfall", "planned 02-21"),
    ("Forty people were killed in an earthquake on Friday.", "other", "an earthquake", "happened 02-18"),
    ("Ana Vega will temporarily act as the head of the board.", "appointment", "act as", "planned"),
    ("The agency released a report on Friday.", "statement", "released a report", "happened 02-18"),
    ("Gunmen freed the hostages on Friday.", "release", "freed", "happened 02-18"),
    ("Ana Vega was briefed on the flood by Leo Marr.", "statement", "briefed", "happened 02-20"),
    ("Ana Vega flew to Norland on Friday.", "visit", "flew to", "happened 02-18"),
    # what goes by a name, or is one of which nothing was told
    ("She praised the participants of the Barrow Harvest Forum.", "summit", "the Barrow Harvest Forum", "happened 02-20"),
    ("The vote depends on the upcoming elections.", "election", "the upcoming elections", "planned"),
    ("Ana Vega said in a video commentary that it rained.", "statement", "a video commentary", "happened 02-20"),
    ("The board mourns the passing of Leo Marr.", "other", "the passing", "happened 02-20"),
    # messages, where the text is about them
    ("Ana Vega sent her greetings to the staff of the mill.", "statement", "sent her greetings", "happened 02-20"),
    ("Ana Vega congratulated Leo Marr.", "statement", "congratulated", "happened 02-20"),
    # the end of a time is all that "by" tells
    (
        "The work goes on towards a scheduled completion by the end of 2024.",
        "other",
        "a scheduled completion",
        "planned 2024-12-31",
    ),
    # whether it happened
    (
        "The leaders agreed on two steps: 1) a truce, 2) a meeting of the Contact Group on Friday.",
        "meeting",
        "a meeting",
        "planned 02-25",
    ),
    ("Vega did not meet Leo Marr.", "meeting", "meet", "denied"),
    ("Vega denied holding a meeting with Marr.", "meeting", "holding a meeting", "denied"),
    ("Vega refused to meet Leo Marr.", "meeting", "meet", "denied"),
    ("No meeting was held.", "meeting", "No meeting was held", "denied"),
    ("Vega may meet Leo Marr in Orrin.", "meeting", "meet", "hypothetical"),
    ("Vega would be ready to meet Leo Marr.", "meeting", "meet", "hypothetical"),
    ("If Vega meets Leo Marr, it will rain.", "meeting", "meets", "hypothetical"),
    ("The two leaders have yet to meet.", "meeting", "meet", "hypothetical"),
    ("Vega invited Leo Marr to visit Norland.", "visit", "visit", "proposed"),
    ("Vega proposed a meeting with Leo Marr.", "meeting", "proposed a meeting", "proposed"),
    ("The ministers should hold a meeting in May.", "meeting", "hold a meeting", "proposed 05-01..05-31"),
    ("Vega plans to meet Leo Marr.", "meeting", "meet", "planned"),
    ("The upcoming summit in Orrin will last two days.", "summit", "The upcoming summit", "planned"),
    ("The leaders discussed preparations for the meeting with Leo Marr.", "meeting", "the meeting", "planned"),
    (
        "There will be work in the coming days, including a meeting between Ana Vega and Leo Marr.",
        "meeting",
        "a meeting",
        "planned",
    ),
    ("Vega is holding talks with Leo Marr.", "talks", "holding talks", "ongoing 02-20"),
    ("The visit was postponed.", "visit", "The visit was postponed", "postponed"),
    ("Vega cancelled the meeting with Marr.", "meeting", "cancelled the meeting", "cancelled"),
    ("The summit, which was to be held in Orrin, was cancelled.", "summit", "The summit, which was to be held", "cancelled"),
    ("Vega had planned to visit Norland in March, but the trip was called off.", "visit", "visit", "cancelled 03-01..03-31"),
    ("The visit was not cancelled, and Vega met Marr at the Orrin airport on Friday.", "meeting", "met", "happened 02-18"),
    # days that are told together
    ("The two leaders will meet on May 12 and 13.", "meeting", "meet", "planned 05-12..05-13"),
    ("Vega visited Norland on 12 and 13 February.", "visit", "visited", "happened 02-12..02-13"),
    ("Vega met Leo Marr on Monday and Tuesday.", "meeting", "met", "happened 02-14..02-15"),
    ("The exhibition was held from January 23 to February 9.", "other", "The exhibition was held", "happened 01-23..02-09"),
    ("The talks were held between February 3 and 9.", "talks", "The talks were held", "happened 02-03..02-09"),
    # a day and its date, where the text is of another day than it says
    (
        "Vega looks forward to welcoming Leo Marr to the Granite Palace tomorrow, February 20.",
        "meeting",
        "welcoming",
        "planned 02-20",
    ),
    # a time that is set off, a length that is no time of it, an occasion with a time
    ("As you know, on Friday, the council will meet Leo Marr.", "meeting", "meet", "planned 02-25"),
    ("In January, Vega and Marr signed a two-year deal.", "agreement", "signed a two-year deal", "happened 01-01..01-31"),
    # verbs of no list, where they have a time of their own
    ("Norland closed two sluices in January.", "other", "closed", "happened 01-01..01-31"),
    ("The store was renamed in 2006.", "other", "renamed", "happened 2006-01-01..2006-12-31"),
    ("The ministry will hire the auditors on March 6.", "other", "hire", "planned 03-06"),
    ("The firm, a builder, moved its office on Friday.", "other", "moved", "happened 02-18"),
    # whom one invites, where one goes, who walked out
    ("The minister invited Leo Marr to the palace on March 3.", "visit", "invited", "proposed 03-03"),
    ("The experts are to visit the sluices in March.", "visit", "visit", "planned 03-01..03-31"),
    ("The mediator travelled to both capitals in January.", "visit", "travelled to", "happened 01-01..01-31"),
    ("Dockers walked out on Tuesday.", "protest", "walked out", "happened 02-15"),
    ("The talks collapsed on Monday.", "talks", "The talks collapsed", "happened 02-14"),
    (
        "The United States is providing a range of emergency assistance.",
        "aid",
        "providing a range of emergency assistance",
        "ongoing 02-20",
    ),
    ("Norland has donated and shipped 500 doses.", "aid", "donated", "happened 02-20"),
    ("Vega spoke to Minister Leo Marr on Friday.", "talks", "spoke to", "happened 02-18"),
    # what goes on, for a day to come
    ("I'm meeting the growers on Monday.", "meeting", "meeting", "planned 02-21"),
    ("Vega is travelling to Norland on Monday.", "visit", "travelling to", "planned 02-21"),
    ("Vega is travelling to Norland on Sunday.", "visit", "travelling to", "ongoing 02-20"),
]


def days(earliest: str | None, latest: str | None) -> str:
    short = [day.removeprefix("2022-") for day in (earliest, latest) if day]
    return "" if not short else short[0] if short[0] == short[-1] else "..".join(short)


@pytest.mark.parametrize(("text", "kind", "trigger", "status"), TABLE, ids=[row[0] for row in TABLE])
def test_a_sentence_has_one_event_with_its_kind_trigger_status_and_days(
    text: str, kind: str, trigger: str, status: str
) -> None:
    found = [(e.kind, e.trigger.text, f"{e.status} {days(e.earliest, e.latest)}".strip()) for e in events(text)]
    assert found == [(kind, trigger, status)]


# What is no event: other senses, other things, speaking of things in general.
NONE = [
    "The council called for calm.",
    "Vega called Marr a liar.",
    "Vega called Leo Marr “a liar”.",
    "They call Leo Marr's plan a farce.",
    "The ship is in the port of call.",
    "The meeting room was empty.",
    "The peace process went on.",
    "The Minsk agreement is dead.",
    "She met the deadline.",
    "The conditions were met on Friday.",
    "Vega dismissed Leo Marr as weak.",
    "He is a frequent visitor and likes any visit.",
    "The report says that aid matters.",
    "They discussed attacks and arrests.",
    "The budget is to be presented.",
    "The bill for the lunch was high, and time passed.",
    "He passed the salt to the minister.",
    "Ana Vega thanked Leo Marr, and congratulated him.",
    "A ship had safe passage.",
    "The firm is hearing the news.",
    "The rules that bind us stand.",
    "The mill activated the 1994 plan.",
    "They make an appeal for calm.",
    "Those held hostage wait.",
    "The stock crash of the year went on.",
    "The firm invested time.",
    "They work to achieve, if all agree, a meeting at the highest level.",
    "Doors should be built of oak.",
    # verbs of no list without a time, with a far one, without a subject; amounts, talk and participles
    "The store was renamed.",
    "The firm sold 9,000 carts last year.",
    "The progress made on Friday on initiatives launched last week holds.",
    "Exports totalled 9 million in January.",
    "They outlined the plan on Friday.",
    "On Friday Vega went further.",
    "This article was changed on Friday.",
    "The bill introduced on Friday has many friends.",
    "",
]


@pytest.mark.parametrize("text", NONE)
def test_other_senses_are_no_events(text: str) -> None:
    assert [(event.kind, event.trigger.text) for event in events(text)] == []


# Who takes part, in order of their words.
WHO = [
    ("President Ana Vega met Prime Minister Leo Marr of Norland.", "Ana Vega, Leo Marr"),
    ("Ana Vega and Leo Marr met in Orrin.", "Ana Vega, Leo Marr"),
    ("Ana Vega met in Orrin with Leo Marr.", "Ana Vega, Leo Marr"),
    ("On Friday, Ana Vega, the mayor of Barrow, met Leo Marr.", "Ana Vega, Leo Marr"),
    ("Ana Vega, alongside Leo Marr, met with growers from Barrow.", "Ana Vega, Leo Marr, growers from Barrow"),
    ("Ana Vega, joined by Leo Marr and Karel Novak, met the press.", "Ana Vega, Leo Marr, Karel Novak, the press"),
    ("Ana Vega, a senior adviser to Orlo Brandt, and Leo Marr met Karel Novak.", "Ana Vega, Leo Marr, Karel Novak"),
    ("Foreign Minister Ana Vega and her counterpart, Leo Marr, signed a treaty.", "Ana Vega, Leo Marr"),
    ("The meeting was attended by Ana Vega, Leo Marr and Karel Novak.", "Ana Vega, Leo Marr, Karel Novak"),
    ("Ana Vega was received by President Leo Marr at the Granite Palace.", "Ana Vega, host: Leo Marr"),
    ("Ana Vega hosted Leo Marr at the Granite Palace.", "host: Ana Vega, Leo Marr"),
    ("Ana Vega chaired a meeting with ministers.", "host: Ana Vega, ministers"),
    ("Vega invited President Leo Marr to visit Norland.", "Leo Marr"),
    ("Ana Vega agreed to hold a meeting with Leo Marr.", "Ana Vega, Leo Marr"),
    ("Ana Vega, who met Leo Marr on Friday, smiled.", "Ana Vega, Leo Marr"),
    ("Ana Vega said at a meeting with Leo Marr that the bridge was safe.", "Ana Vega, Leo Marr"),
    ("Ana Vega said in a speech to parliament on Friday that it rained.", "initiator: Ana Vega, target: parliament"),
    ("Leo Marr was arrested in Barrow on Thursday.", "target: Leo Marr"),
    ("Police arrested Leo Marr in Barrow.", "initiator: Police, target: Leo Marr"),
    ("Norland's attack on Valdria went on.", "initiator: Norland, target: Valdria"),
    ("The call between Ana Vega and Leo Marr lasted an hour.", "Ana Vega, Leo Marr"),
    ("A meeting with the participation of all ministers took place.", "all ministers"),
    ("Ana Vega met with the presidents of Norland and Valdria.", "Ana Vega, the presidents of Norland and Valdria"),
    ("Head of the Office of the President of Norland Ana Vega met Leo Marr.", "Ana Vega, Leo Marr"),
    ("Taking part in the meeting were Ana Vega, Leo Marr, and Karel Novak.", "Ana Vega, Leo Marr, Karel Novak"),
    # a clause between commas is passed over, and what it has is nobody's
    ("Ana Vega, who likes Orrin, will meet Leo Marr.", "Ana Vega, Leo Marr"),
    ("The Osterian and Norlandish leaders met Ana Vega.", "Osterian, Norlandish leaders, Ana Vega"),
    ("Ana Vega attended the summit hosted by Leo Marr.", "Ana Vega, host: Leo Marr"),
    ("She welcomed Ana Vega's participation in the Harbour Summit.", "Ana Vega"),
    ("Ana Vega attended the Harbour Union Leaders' Meeting.", "Ana Vega"),
    # one person is one, by the whole name
    ("President Vega met President Ana Vega and Leo Marr.", "Ana Vega, Leo Marr"),
    # a pronoun of nobody is nobody
    ("I'm meeting Leo Marr.", "Leo Marr"),
]


@pytest.mark.parametrize(("text", "who"), WHO, ids=[row[0] for row in WHO])
def test_who_takes_part_and_how(text: str, who: str) -> None:
    assert ", ".join(people(text)) == who


PLACES = [
    ("Ana Vega met Leo Marr in Orrin on Friday.", "Orrin"),
    ("In Orrin on Friday, Ana Vega met Leo Marr.", "Orrin"),
    ("Ana Vega met Leo Marr at the Granite Palace.", "the Granite Palace"),
    ("Ana Vega will travel to Norland.", "Norland"),
    ("Ana Vega visited Norland on Friday.", "Norland"),
    ("The summit, which will be held in Orrin, is near.", "Orrin"),
    ("Ana Vega met Leo Marr in May.", None),
    ("Ana Vega met Leo Marr to discuss the war in Orrin.", None),
    ("Ana Vega met Leo Marr, who lives in Orrin.", None),
]


@pytest.mark.parametrize(("text", "place"), PLACES)
def test_the_place_is_one_of_the_triggers_clause(text: str, place: str | None) -> None:
    (event,) = events(text)
    assert (event.place.text if event.place else None) == place


def test_each_event_of_a_sentence_has_its_own_time_place_and_people() -> None:
    text = "Ana Vega spoke by phone on Friday with Leo Marr about the summit, which will be held in Orrin on March 6."
    call, summit = events(text)
    assert (call.kind, call.earliest, call.place) == ("call", "2022-02-18", None)
    assert (summit.kind, summit.earliest, summit.place and summit.place.text) == ("summit", "2022-03-06", "Orrin")
    assert len(call.participants) == 2 and not summit.participants


def test_tellings_of_one_event_are_one_and_the_headline_is_a_mention() -> None:
    text = (
        "# Vega meets Marr\nPresident Ana Vega met Leo Marr on Friday. The meeting lasted an hour.\n"
        "At the meeting, Vega asked for help. They will meet again in May."
    )
    first, second = events(text)
    assert (first.trigger.text, [mention.text for mention in first.mentions]) == (
        "met",
        ["meets", "The meeting", "the meeting"],
    )
    assert (second.status, second.earliest, second.mentions) == ("planned", "2022-05-01", ())


def test_the_event_that_the_headline_tells_of_is_of_the_day_of_publication_and_no_other() -> None:
    text = "# Vega calls Marr\nAna Vega spoke by phone with Leo Marr. She spoke of the attack by rebels on Orrin."
    call, attack = events(text)
    assert (call.earliest, call.latest) == ("2022-02-20", "2022-02-20")
    assert (attack.kind, attack.earliest) == ("attack", None)


def test_a_vague_time_gives_no_days_and_is_the_events_time() -> None:
    (event,) = events("Ana Vega will meet Leo Marr in the coming months.")
    assert (event.time and event.time.text, event.earliest, event.latest) == ("the coming months", None, None)


def test_the_leaders_are_the_two_of_the_event_before() -> None:
    found, names = told("President Ana Vega met President Leo Marr. The heads of state will hold a meeting in May.")
    assert [names[one.voice.party or ""] for one in found[1].participants] == ["Ana Vega", "Leo Marr"]
    assert {one.voice.mention.text for one in found[1].participants if one.voice.mention} == {"The heads of state"}


@pytest.mark.parametrize(
    "text",
    [
        "President Ana Vega met President Leo Marr. Osterian leaders will hold a meeting in May.",  # which ones is told
        "President Ana Vega met President Leo Marr. Vega will meet both sides in May.",  # she is one of them
    ],
)
def test_the_leaders_are_not_the_two_of_before_where_the_words_mean_others(text: str) -> None:
    last = told(text)[0][-1]
    assert "p2" not in {one.voice.party for one in last.participants}


def test_we_and_i_are_those_by_whom_the_headline_says_the_text_is() -> None:
    mine, names = told("Statement by President Ana Vega on the floods\nI will meet Leo Marr in May.")
    assert [names.get(one.voice.party or "") for one in mine[0].participants] == ["Ana Vega", "Leo Marr"]


def test_an_office_is_whose_the_headline_names_though_its_words_all_stand_in_capitals() -> None:
    found, names = told("# President Vega’s Meeting With Members Of The Union Of Growers\nThe President met growers on Friday.")
    assert names.get(found[0].participants[0].voice.party or "") == "Vega"


def test_what_a_text_tells_first_under_a_headline_is_an_event_by_whatever_verb() -> None:
    text = "The council has forced the mill to lower its prices. It also smiled."
    assert [(one.kind, one.trigger.text, one.earliest) for one in events("# Mill lowers prices\n" + text)] == [
        ("other", "forced", "2022-02-20")
    ]
    assert events(text) == ()  # no headline: what it is about is not known


def test_what_happened_when_something_did_has_its_time() -> None:
    first, second = events("The talks ended in January, when Norland closed two sluices.")
    assert (second.trigger.text, second.earliest, second.latest) == ("closed", first.earliest, first.latest)


def test_an_occasion_has_the_days_of_what_it_was_told_with() -> None:
    talk, call = events("# Vega calls Marr\nAfter an informal talk, Ana Vega spoke by phone with Leo Marr on Friday.")
    assert (talk.kind, talk.earliest, call.earliest) == ("talks", "2022-02-18", "2022-02-18")
    text = "# Vega’s visit\nAna Vega visited Norland on 15 and 16 February.\nDuring her meetings with growers, she sat."
    trip, meetings = events(text)
    assert (meetings.kind, meetings.earliest, meetings.latest) == ("meeting", trip.earliest, trip.latest)


def test_what_one_denies_is_denied_whatever_its_verb() -> None:
    text = "Ana Vega denied that her troops had crossed the river on Friday."
    (event,) = events(text, statements=(said(16, 63, text, "denies"),))
    assert (event.trigger.text, event.status) == ("crossed", "denied")


def test_a_list_of_who_was_there_is_of_the_headlines_event() -> None:
    text = (
        "# Meeting with growers\nAna Vega met growers on Friday. Participants included:\n- Leo Marr, cook\n- Karel Novak, baker"
    )
    (event,), names = told(text)
    who = [names.get(one.voice.party or "", one.voice.mention.text if one.voice.mention else "") for one in event.participants]
    assert who == ["Ana Vega", "growers", "Leo Marr", "Karel Novak"]


def said(start: int, end: int, text: str, act: str, within: str | None = None, id: str = "s1") -> Statement:
    speaker = Voice(Span(0, 8, text[:8]))
    return Statement(id, "indirect", act, (Span(start, end, text[start:end]),), speaker=speaker, within=within)


@pytest.mark.parametrize(
    ("act", "within"),
    [("states", "s1"), ("denies", "s1"), ("praises", None), ("hopes", None)],  # what one praises is not on one's word
)
def test_an_event_is_on_the_word_of_whoever_says_it(act: str, within: str | None) -> None:
    text = "Ana Vega spoke of it: Leo Marr met Karel Novak on Friday."
    (event,) = events(text, statements=(said(22, 56, text, act),))
    assert event.within == within


def test_an_event_told_with_what_is_said_is_not_on_the_speakers_word() -> None:
    """«Vega urged Marr to wait during a call with Novak»: the call is the article's, though it stands behind what she urged."""
    text = "Ana Vega urged Leo Marr to wait during a call with Karel Novak."
    inner, outer = said(24, 62, text, "demands", "s2"), said(0, 62, text, "states", id="s2")
    (event,) = events(text, statements=(inner, outer))
    assert event.within == "s2"


def test_no_other_language_has_events() -> None:
    one = article("Ana Vega met Leo Marr.", language="fr")
    assert draft_events(one, (), find_times(one)) == []


WORDS = [
    row[0]
    for name in ("event_nouns", "event_verbs", "event_light", "event_moods", "clause_words")
    for row in entries("en", name)
]
PIECES = [
    *WORDS,
    "Ana Vega",
    "President Marr",
    ",",
    ".",
    "“",
    "”",
    "Friday",
    "in May",
    "(",
    ")",
    "the",
    "'s",
    "Orr's",
    "12",
    "\n",
    "-",
]


@settings(deadline=None, max_examples=200)
@given(st.lists(st.sampled_from(PIECES), max_size=60))
def test_whatever_the_words_every_span_holds_its_text(words: list[str]) -> None:
    one = article(" ".join(words))
    drafts = draft_events(one, (), find_times(one))
    resolved = resolve_mentions(one, (), others=mentions_of(one, drafts))
    found = settle_events(one, drafts, resolved)
    assert [event.id for event in found] == [f"e{number}" for number in range(1, len(found) + 1)]
    parties = {party.id for party in resolved.parties}
    for event in found:
        mentions = [one.voice.mention for one in event.participants if one.voice.mention]
        for span in (event.trigger, event.place, event.time, *event.mentions, *mentions):
            assert span is None or one.text[span.start : span.end] == span.text != ""
        assert {one.voice.party for one in event.participants} <= parties | {None}
        assert (event.latest or "9") >= (event.earliest or "0"), "an event ends before it begins"


@pytest.mark.parametrize(
    "text",
    [
        "Ana Vega met Leo Marr in Orrin on Friday. ",
        "the meeting of ",
        "agreed to plan to hold a meeting with Ana Vega, ",
        "Ana Vega, Leo Marr and ",
        "The meeting, which ",
        "- Ana Vega, baker\n",
        "Participants included: - Ana Vega ",
    ],
)
def test_time_grows_with_the_text(text: str) -> None:
    def run(size: int) -> None:
        one = article(text * size)
        drafts = draft_events(one, (), find_times(one))
        settle_events(one, drafts, resolve_mentions(one, (), others=mentions_of(one, drafts)))

    assert_grows_with(run, 60, times=8, most=16, slack=0.3)
