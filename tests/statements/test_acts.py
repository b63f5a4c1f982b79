"""Cues and what they do."""

import pytest

from sayso.languages import entries
from sayso.statements.acts import ACTS, act_of, is_known, kind_of_source, lemmas, phrase_of


@pytest.mark.parametrize(
    ("cue", "act"),
    [
        ("said", "states"),
        ("according to", "states"),
        (":", "states"),
        (None, "states"),
        ("was quoted as saying", "states"),
        ("went on to say", "states"),
        ("has repeatedly called for", "demands"),
        ("accusing", "accuses"),
        ("denied", "denies"),
        ("did not deny", "denies"),  # a negation is no part of the act
        ("did not say", "states"),
        ("has yet to announce", "announces"),
        ("never promised", "promises"),
        ("would not have admitted", "admits"),
        ("declined to comment", "withholds"),
        ("refused to sign", "refuses"),
        ("won't support", "supports"),
        ("does not believe", "believes"),
        ("don’t think", "believes"),
        # what a verb leads to: expected, said of somebody, wished
        ("is expected to announce", "announces"),
        ("is expected", "predicts"),
        ("is set to apologise", "apologises"),
        ("was said to have demanded", "demands"),
        ("was quoted as denying", "denies"),
        ("wants to thank", "thanks"),
        ("wanted", "hopes"),
        ("will be asked", "asks"),  # "will" alone intends
        ("will", "intends"),
        ("replied by accusing", "accuses"),
        ("wants to know", "asks"),
        ("voiced the desire", "hopes"),  # a noun where the verb says little
        ("brought up", "raises"),
        ("urged", "demands"),
        ("asked", "asks"),
        ("agreed", "agrees"),
        ("is expected", "predicts"),
        ("expressed concern", "fears"),
        ("went on to attack", "criticises"),  # a light verb gives way
        ("issued a statement calling on", "demands"),
        ("criticism of", "criticises"),  # a noun
        ("the question of", "asks"),
        ("vowed", "promises"),
    ],
)
def test_acts(cue: str | None, act: str) -> None:
    assert act_of(cue) == act


@pytest.mark.parametrize(
    ("cue", "behind", "act"),
    [
        ("pleaded", "not guilty to", "denies"),
        ("pleaded", "guilty to two", "admits"),
        ("pleaded", "with the judge", "demands"),
        ("entered a plea", "of not guilty", "denies"),
        ("entered a plea", "for mercy", "demands"),
        ("declined to", "comment", "withholds"),
        ("questioned", "whether the plan", "asks"),
        ("ruled", "out a deal", "rejects"),
        ("considers", "the governor a", "believes"),  # the phrase is another, or none
        ("stressed", "the plan was", "states"),
        ("found", "it had no", "reports"),
        ("wrote", "about 300 people", "states"),
        ("argued", "for once the", "states"),
        ("asked", "for how long", "asks"),
        ("expects", "to see inflation", "predicts"),
        ("knows", "as a doctor", "knows"),
        ("called", "to say", "describes"),
        ("said", "he denies it", "states"),  # what is said is another cue's
        ("called", "the plan a", "describes"),
        (":", "guilty", "states"),
    ],
)
def test_a_phrase_may_go_on_in_the_content(cue: str, behind: str, act: str) -> None:
    assert act_of(cue, behind) == act


FRAMES = [
    # cue, what stands behind it, who speaks, act
    ("asked", " whether it rained", "", "asks"),
    ("asked", " Orr why it rained", "", "asks"),
    ("asked", " the council of Norvan to wait", "", "demands"),
    ("asked", " that the gate be shut", "", "demands"),
    ("asked", " for a week of rest", "", "demands"),
    ("asked", " for how long", "", "asks"),
    ("asked", " that question.", "", "asks"),  # "that" is no conjunction
    ("asked", " his drivers to “wait outside”", "", "demands"),
    ("were asked by", " to wait", "the committee", "demands"),
    ("told", " reporters that it rained", "", "states"),
    ("told", " her to sit down", "", "demands"),
    ("was told", " to sit down", "", "demands"),
    ("told", " him to, “Sit down!”", "", "demands"),
    ("can tell", " whether it rained", "", "knows"),
    ("want", " to build a bridge", "", "intends"),
    ("want", " a bridge that lasts", "", "hopes"),
    ("want", " people to know it", "", "hopes"),
    ("decided", " to build a bridge", "Orr", "intends"),
    ("decided", " that the bridge was hers", "the tribunal", "rules"),
    ("found", " that it had rained", "a survey", "reports"),
    ("found", " that she had lied", "Judge Vale", "rules"),
    ("held", " that she had lied", "The court of Norvan", "rules"),
    ("determined", " that she had lied", "the jury", "rules"),
    ("concluded", " that she had lied", "the jury", "rules"),
    ("declared", " the tax void", "the court", "rules"),
    ("declared", " war on Norvan", "the king", "announces"),
    ("declared", ' the plan "a farce"', "she", "describes"),
    ("declared", " that it rained", "she", "states"),
    ("suggest", " that it will rain", "the latest figures", "reports"),
    ("suggested", " that they wait", "Orr", "suggests"),
    ("indicate", " that it will rain", "polls", "reports"),
    ("indicated", " that he would wait", "Orr", "states"),
    ("shows", " Orr ahead", "a poll", "reports"),
    ("according to", "", "exit polls", "reports"),
    ("according to", "", "two officials", "states"),
    ("calls", " for calm", "Orr", "demands"),  # the preposition behind makes a longer entry of the list
    ("called", " on the king to go", "Orr", "demands"),
    ("calls", " it a farce", "Orr", "describes"),
    ("referred", " to the letter", "Orr", "raises"),
    ("committed", " to two more bridges", "Norvan", "promises"),
    ("voted", " to keep the clock", "the council", "rules"),
    ("vote", " for Orr", "they", "supports"),
    ("hold", " her accountable for it", "they", "accuses"),
    ("take", " him seriously", "they", "believes"),
    ("let", " her know that it rained", "he", "states"),
    ("let", " it be known that he was ill", "he", "states"),
    ("hear", " him say a word", "they", "states"),
    ("laughed", " it off", "he", "rejects"),
    ("decision", " to build", "her", "intends"),
    ("affirmed", " his support for the plan", "he", "confirms"),
    ("affirmed", " that it would hold", "he", "states"),
    ("acknowledged", " that it had failed", "he", "admits"),
    ("acknowledged", " the letter", "he", "confirms"),
    ("submits", " that it is void", "counsel", "states"),
    ("swore", " that it was his", "he", "states"),
    ("see", " that it rains", "they", "knows"),
    ("is considering", " selling the bank", "he", "intends"),
    ("considers", " the bank safe", "he", "believes"),
    ("contemplated", " leaving", "he", "intends"),
    ("highlighted", " that it rained", "he", "states"),
    ("highlighted", " the rain", "he", "raises"),
    ("does not mention", " the guns", "the letter", "raises"),
    ("mentioned", " that it rained", "he", "states"),
    ("spoke", " at length about the rain", "he", "raises"),
    ("was not clear", " whether it rained", "", "knows"),
    ("was clear", " that it rained", "he", "states"),
    ("laughed", " about it", "he", "reacts"),
    ("recalled", " her as a liar", "he", "describes"),
    ("refused", " to divulge the price", "she", "withholds"),
    ("declined", " to define the deal", "she", "withholds"),
    ("refused", " to leave the hall", "she", "refuses"),
    ("declined", " to lend the money", "she", "refuses"),
]


@pytest.mark.parametrize(("cue", "behind", "speaker", "act"), FRAMES)
def test_a_cue_acts_by_what_follows_it_and_by_who_speaks(cue: str, behind: str, speaker: str, act: str) -> None:
    assert act_of(cue, behind, speaker) == act


def test_every_row_of_the_frames_decides_a_case() -> None:
    """Each row's cue stands in a case above that comes out with the row's act, so that no row is there for nothing."""
    decided = {(" ".join(found[0].words), act) for cue, behind, _, act in FRAMES if (found := phrase_of(cue, behind))}
    assert {(cue, act) for cue, _, act in entries("en", "act_frames")} <= decided


@pytest.mark.parametrize(
    ("content", "act"),
    [("How many are there?", "asks"), ('"Was it you?"', "asks"), ("How many! I said two.", "states"), ("", "states")],
)
def test_words_without_a_verb_that_brings_them_ask_where_they_are_a_question(content: str, act: str) -> None:
    assert act_of(None, content) == act_of(":", content) == act


@pytest.mark.parametrize("word", [row[0] for row in entries("en", "sources")])
def test_every_kind_of_source(word: str) -> None:
    assert kind_of_source(f"the new {word} of Norvan") == kind_of_source(f"{word.title()} Vale") != kind_of_source("Ana Vale")


def test_the_list_is_closed_and_every_entry_matches() -> None:
    for row in entries("en", "acts"):
        assert row[1] in ACTS
        assert is_known(row[0]), row
        assert act_of(row[0]) in ACTS
    for _, _, act in entries("en", "act_frames"):
        assert act in ACTS
    assert {row[1] for row in entries("en", "acts")} == set(ACTS)


def test_no_entry_stands_twice() -> None:
    rows = [(row[0], len(row) > 2 and row[2] == "noun") for row in entries("en", "acts")]
    assert len(rows) == len(set(rows))


@pytest.mark.parametrize("row", entries("en", "irregular"), ids=lambda row: row[0])
def test_irregular_forms(row: tuple[str, ...]) -> None:
    assert lemmas(row[0])[0] == row[1]


@pytest.mark.parametrize(
    ("form", "lemma"),
    [("denies", "deny"), ("admitted", "admit"), ("urging", "urge"), ("insists", "insist"), ("criticized", "criticize")],
)
def test_regular_forms(form: str, lemma: str) -> None:
    assert lemma in lemmas(form)
