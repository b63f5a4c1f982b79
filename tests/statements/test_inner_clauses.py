"""Contents whose clauses are statements that the encoder did not see."""

import time

import pytest
from hypothesis import given, strategies as st
from marked import article
from second_hand import heard, past, told

from sayso.attribution.roles import Attribution, Roles
from sayso.languages import entries
from sayso.statements.building import build_statements
from sayso.statements.drafts import Draft
from sayso.statements.second_verbs import end_before_second_verbs

VERBS = {verb: takes.split() for verb, takes in entries("en", "plain_cues")}


def within(content: str) -> list[str]:
    """What stands within «The palace said …», as «speaker | cue | content»."""
    found = told(f"[s The palace] [c said] [q {content}].")
    return [" | ".join(line.split(" | ")[:3]) for line in found if line.split(" | ")[4] != "-"]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        # a subject without a name, where what follows the verb leaves no doubt
        ("a herder told investigators that it rained", "a herder | told | that it rained"),
        ("the mayor had promised her that it would end", "the mayor | had promised | that it would end"),
        ("that her client denied hitting the officer", "her client | denied | hitting the officer"),
        ("most economists believe that rates will fall", "most economists | believe | that rates will fall"),
        ("the minister says she was told", "the minister | says | she was told"),
        ("people who were there said it had rained", "people who were there | said | it had rained"),
        ("Ms. Orr would tell the court the colonel had lied", "Ms. Orr | would tell | the colonel had lied"),
        ("the head of mission, Femke de Wit, asked him to leave", "the head of mission, Femke de Wit | asked | to leave"),
        ("Orr told the chiefs on Friday to clear the canals", "Orr | told | to clear the canals"),
        ("Vale “reminded her guest that the bridge was paid for”", "Vale | reminded | that the bridge was paid for"),
        ("two neighbours were like, “You want us to do what?”", "two neighbours | were like | “You want us to do what?”"),
        # in the passive somebody is told
        ("her client had been warned by his foreman that it was late", "his foreman | had been warned | that it was late"),
        ("the guests were told to leave at once", "- | were told | to leave at once"),
        # a clause behind the first one
        ("it had rained, and Orr told the crew that it would snow", "Orr | told | that it would snow"),
        ("when he asked the general for tanks, the general said “buy your own”", "the general | said | “buy your own”"),
        # the same subject's next verb
        ("Sol called the widow on Sunday and promised “all she needs”", "Sol | promised | “all she needs”"),
        ("Sol met the miners but denied that the pit would close", "Sol | denied | that the pit would close"),
        # before a report within
        ("one guard offered to open the gate, Orr said, while others slept", "one guard | offered | to open the gate"),
    ],
)
def test_a_clause_within(content: str, expected: str) -> None:
    assert expected in within(content), within(content)


@pytest.mark.parametrize(
    "content",
    [
        "the plan warned nobody of the flood",
        "his promised tax cut came late",  # participles
        "investments intended to help the town fell",
        "people met by Orr left",
        "the terms agreed in May were bad",
        "Orr's widely criticised speech was long",
        "the vehicles ordered to leave were full",
        "the Vale demands made last week",  # nouns
        "the first thought she had was of rain",
        "the bank's claims that year were high",
        "I heard that, and left",
        "anyone who knows that they lied left",  # no statement of anybody
        "towns like Norvan, Orr and Barrow should show that they care",  # a list
        "the tax breaks allowed him to leave",
        "they were stressed out by it",
    ],
)
def test_no_clause_within(content: str) -> None:
    assert within(content) == []


BEHIND = {
    "that": "that it rained there",
    "clause": "she had been late",
    "to": "to leave at once",
    "doing": "leaving the town early",
    "question": "whether it had rained",
}


@pytest.mark.parametrize(("verb", "kind"), [(verb, kind) for verb, takes in VERBS.items() for kind in takes if kind in BEHIND])
def test_every_verb_and_what_follows_it(verb: str, kind: str) -> None:
    whom = "the crew " if "whom" in VERBS[verb] else ""
    assert len(within(f"the old mayor {past(verb)} {whom}{BEHIND[kind]}")) == 1


@pytest.mark.parametrize("verb", [verb for verb, takes in VERBS.items() if "object" in takes or "whom" in takes])
def test_every_verb_that_tells_somebody(verb: str) -> None:
    kind = next(kind for kind in ("that", "to", "question") if kind in VERBS[verb])
    kind = "to" if verb in ("expect", "want") else kind
    (line,) = within(f"the old mayor {past(verb)} the crew {BEHIND[kind]}")
    assert line.startswith(f"the old mayor | {past(verb)} | ")
    assert line.endswith(BEHIND[kind])


@pytest.mark.parametrize("verb", [verb for verb, takes in VERBS.items() if "any" in takes])
def test_every_plain_cue_behind_a_name(verb: str) -> None:
    assert len(within(f"Vale {past(verb)} the long delay of the trains")) == 1
    assert within(f"the plan {past(verb)} the long delay of the trains") == []


@pytest.mark.parametrize("verb", [verb for verb, takes in VERBS.items() if "present" in takes and set(takes) & set(BEHIND)])
def test_every_verb_whose_present_is_no_noun(verb: str) -> None:
    first, _, rest = verb.partition(" ")
    form = first[:-1] + "ies" if first[-1] == "y" and first[-2] not in "aeiou" else first + "s"
    kind = next(kind for kind in BEHIND if kind in VERBS[verb])
    whom = "the crew " if "whom" in VERBS[verb] else ""
    assert len(within(f"the old mayor {form} {rest} {whom}{BEHIND[kind]}".replace("  ", " "))) == 1


def test_a_likeness_is_a_quotation_or_nothing() -> None:
    assert within("two neighbours were like sisters to her") == []


@pytest.mark.parametrize(
    ("text", "first", "second", "content", "speaker"),
    [
        # the encoder gave the first verb too much
        ("Vale noted the remarks and said that he would go.", "noted", "said", "the remarks", "Vale"),
        ("Vale said it was late, calling it a shame.", "said", "calling", "it was late", "Vale"),
        # a noun phrase, and an infinitive, end nothing
        ("Vale praised the town and agreed limits on cars.", "praised", "agreed", "the town and agreed limits on cars", "Vale"),
        # ... and the second verb to the speaker around
        (
            "Orr said Vale thanked him and assured him of it.",
            "said",
            "assured",
            "Vale thanked him and assured him of it",
            "Vale",
        ),
    ],
)
def test_two_verbs_of_one_speaker(text: str, first: str, second: str, content: str, speaker: str) -> None:
    speaking = (0, text.index(" "))
    cues = [(text.index(cue), text.index(cue) + len(cue)) for cue in (first, second)]
    given = (Attribution(cue, speaking, ((cue[1] + 1, len(text) - 1),), 0.9) for cue in cues)
    found = {s.cue.text: s for s in build_statements(article(text), Roles(tuple(given))) if s.cue}
    assert [span.text for span in found[first].content] == [content]
    assert heard(found[second].speaker) == speaker


def test_a_chain_of_four_tells_each_step() -> None:
    found = told("[q Nora told me that Felix had told her that Otto said he was leaving], [c wrote] [s columnist Ida Falk].")
    assert sorted(found) == [
        "Felix | had told | that Otto said he was leaving | Nora, columnist Ida Falk | told",
        "Nora | told | that Felix had told her that Otto said he was leaving | columnist Ida Falk | wrote",
        "Otto | said | he was leaving | Felix, Nora, columnist Ida Falk | had told",
        "columnist Ida Falk | wrote | Nora told me that Felix had told her that Otto said he was leaving | - | -",
    ]


@given(st.text(alphabet="abthsid ,.“”‘’\"' AB", max_size=80))
def test_any_content_gives_statements_with_their_evidence(content: str) -> None:
    for line in told(f"[s Vale] [c said] [q {content}x told Orr that it rained and promised “x” to go]."):
        assert len(line.split(" | ")) == 5


def test_linear_in_the_length_of_a_content() -> None:
    def seconds(times: int) -> float:
        content = "Vale told Orr that it rained and that Poole said he wanted to go, " * times
        before = time.process_time()
        told(f"[s Orr] [c said] [q {content}].")
        return time.process_time() - before

    seconds(20)
    assert min(seconds(160), seconds(160)) < 12 * max(seconds(40), 0.02)


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Lev Orr has demanded talks, and believes that it is late.", "Lev Orr"),
        ("Lev Orr has demanded talks and warned that it is late.", "Lev Orr"),
        ("Lev Orr has demanded talks. And believes that it is late.", None),
        ("Lev Orr has demanded talks, and it is believed that it is late.", None),
    ],
)
def test_a_second_verb_without_a_speaker_goes_on_with_the_one_before(text: str, speaker: str | None) -> None:
    verb = next(word for word in ("believes", "warned", "is believed") if word in text)
    cue = (text.index(verb), text.index(verb) + len(verb))
    first = Draft((8, 20), (0, 7), ((21, 26),), 0.9)
    second = Draft(cue, None, ((cue[1] + 1, len(text) - 1),), 0.9)
    found = end_before_second_verbs(text, [first, second])[1].speaker
    assert (text[slice(*found)] if found else None) == speaker
