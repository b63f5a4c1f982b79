"""Cues that are none: other senses of a verb, names, titles, helping verbs; and those that are cues all the same."""

import pytest
from marked import read_marked

from sayso.languages import entries
from sayso.statements.acts import phrase_of
from sayso.statements.building import build_statements

NONE = [
    "[q What] [s the palace] [c says]",  # a heading
    "[q How] [s Vale] [c told] it",
    # what somebody or something is called
    "[q Vale] was [c also known as] [q the Otter of Orra].",
    "[q Vale], [c known as] [q the Otter], swam.",
    "[q The path] [c is known as] [q the Calloway walk].",
    "[q Vale] [c is best known for] [q her hats].",
    "[q The town] [c has been known as] [q the Bell].",
    '[c known] [q as "the Bell"]',
    '[q The slide] [c was titled] [q "Why It Rained"].',
    '[s The crew] [c named] [q their robot "Bolt"].',
    "[s Vale] [c has not named] [q a successor].",
    # what somebody does, sees, shows
    "[s He] [c had only seen] [q the bridge once].",
    "[s She] [c showed] [q great haste].",
    "[q A yellow card] [c was shown] [q to Vale].",
    "[s The young midfielder] [c shows] [q no respect for age].",
    "[s Vale] [c wrote] [q her two best symphonies].",
    "[s The mayor] [c called] [q Councillor Ana Orr on Sunday].",
    "[s The mayor] [c called] [q the police].",
    "[s I] [c spoke to] [q a wide array of groups].",
    "[s I] [c spoke with] [q the mayor].",
    "[s I] [c talked to] [q the mayor].",
    "[s I] [c talked with] [q the mayor].",
    "[s She] [c looked at] [q the sea].",
    "[s She] [c pointed to] [q the spot].",
    "[s They] [c represent] [q the north].",
    "[s They] [c ignored] [q the bell].",
    "[s Vale] [c asserted] [q her authority].",
    "[q The last man] [c was allowed] [q to leave].",
    "[s Vale] [c attempted] [q to swim].",
    "[s We] [c need] [q to swim].",
    "[s I] [c feel for] [q Rovers].",
    "[s The neighbours] [c heard] [q a loud bang].",
    "[s She] [c reads] [q it every night].",
    "[s His wife] [c accepted] [q the tea].",
    "[s The band] [c released] [q a third album].",
    "[s The palace] [c published] [q a readout of the call].",
    "[s His mother] [c tells] [q the twins apart].",
    "[s The club] [c raised] [q money].",
    "[s The king] [c addressed] [q the crowd].",
    "[s She] [c ordered] [q a coffee].",
    "[s They] [c observed] [q a minute of silence].",
    "[q Vale] [c was admitted] [q to hospital].",
    "[s Families] [c want] [q answers].",
    # what is given, refused, taken, lost
    "[q The team] [c was denied] [q visas].",
    "[s The consulate] [c denied] [q her a visa].",
    "[s The flood] [c claimed] [q 12 lives].",
    "[s The keeper] [c conceded] [q a penalty].",
    "[s The order] [c recalled] [q the abbot from Rome].",
    "[s The king] [c recalled] [q his envoys].",
    # titles
    '[s Marlin] [c wrote] [q "Dig Your Own Well" and "Save"].',
    '[s She] [c directed] [q "The Quiet Harbour" in 2019].',
    *(f'[s She] [c {form}] [q "Long Road Home"].' for form in ("sang", "published", "released", "recorded", "painted")),
    *(f'[s She] [c {form}] [q "Long Road Home"].' for form in ("read", "filmed", "produced")),
    # pieces of cues
    "[s Concern] [c about] [q how it will end].",
    "He crossed the [c promised] [q land of the Orrs].",
    "[s That] [c said], [q nobody knew].",
]
SOME = [
    ("[s Vale] [c did not say] [q why].", "did not say"),
    # the same verbs as cues
    ("[s Vale] [c denied] [q that it rained].", "denied"),
    ("[s Vale] [c denied] [q any wrongdoing].", "denied"),
    ("[s Vale] [c conceded] [q that it had rained].", "conceded"),
    ("[s Vale] [c conceded] [q defeat].", "conceded"),
    ("[s Vale] [c called] [q the plan a farce].", "called"),
    ("[s Vale] [c called] [q the plan unfit].", "called"),
    ('[s Vale] [c called] [q the plan "a farce"].', "called"),
    ("[s The survey] [c showed] [q a close race].", "showed"),
    ("[s Vale] [c sees] [q the plan as a farce].", "sees"),
    ("[s Vale] [c sees] [q that it rains].", "sees"),
    ("[s The jury] [c heard] [q that it rained].", "heard"),
    ("[s Vale] [c wrote] [q that it rained].", "wrote"),
    ('[s Vale] [c wrote], [q "Never Again"].', "wrote"),  # a comma brings words
    ('[s Vale] [c wrote] [q "it rains"].', "wrote"),
    ("[s They] [c want] [q safer streets].", "want"),
    ("[s Vale] [c claimed] [q the bridge was safe].", "claimed"),
    ("[s Vale] [c ordered] [q the gate shut].", "ordered"),
    ("[s Vale] [c promised] [q land to everybody].", "promised"),
    ("[c For] [s Vale], [q the plan is a farce].", "For"),
    ("[q It rained], [c per] [s the palace].", "per"),
]


@pytest.mark.parametrize("marked", NONE)
def test_no_statement(marked: str) -> None:
    assert not build_statements(*read_marked(marked))


@pytest.mark.parametrize(("marked", "cue"), SOME)
def test_a_statement_all_the_same(marked: str, cue: str) -> None:
    (statement,) = build_statements(*read_marked(marked))
    assert statement.cue is not None and statement.cue.text == cue


def test_every_row_of_the_senses_has_a_case() -> None:
    cued = [marked.partition("[c ")[2].partition("]") for marked in NONE]
    keys = {" ".join(found[0].words) for cue, _, rest in cued if (found := phrase_of(cue, rest.replace("[q", "")))}
    assert {row[0] for row in entries("en", "other_senses")} <= keys


@pytest.mark.parametrize(
    ("marked", "cue", "content"),
    [
        ("[s They] [c were] [q warning that it rained].", "were warning", "that it rained"),
        ("[s We] [c have] [q denied that it rained].", "have denied", "that it rained"),
        ("[s We] [c absolutely] [q agreed to wait].", "absolutely agreed", "to wait"),
        ("[s We] [c have said] [q that it rained].", "have said", "that it rained"),  # whole
    ],
)
def test_a_cue_of_helping_verbs_takes_its_verb_from_the_content(marked: str, cue: str, content: str) -> None:
    (statement,) = build_statements(*read_marked(marked))
    assert statement.cue is not None and (statement.cue.text, statement.content[0].text) == (cue, content)


@pytest.mark.parametrize("speaker", ["a sign", "the blue banner", "a T-shirt"])
def test_words_on_a_thing_are_the_things(speaker: str) -> None:
    (statement,) = build_statements(*read_marked(f'[s One woman] [c held {speaker}] [q that read "I am tired of it"].'))
    assert statement.speaker is not None and statement.speaker.mention is not None
    assert (statement.speaker.mention.text, statement.act, statement.content[0].text) == (
        speaker,
        "states",
        '"I am tired of it"',
    )


@pytest.mark.parametrize("word", [row[0] for row in entries("en", "feelings")])
def test_a_feeling_is_nobody(word: str) -> None:
    (statement,) = build_statements(*read_marked(f"[s serious {word}] [c said] [q that the dam would break]."))
    assert statement.speaker is None
