"""What changed between two versions: hand-made readings in tables, properties of any two, and time."""

from __future__ import annotations

import json
import random
import time
from collections import Counter
from dataclasses import replace
from importlib.resources import files

import pytest
from hypothesis import given, settings, strategies as st
from jsonschema import Draft202012Validator
from told import told, version
from told_versions import DENIED, NO_DATES, PALACE, READINGS, ROAD

from sayso.comparing.versions.changes import KINDS, Change, Changes
from sayso.comparing.versions.comparison import compare_versions
from sayso.comparing.versions.history import follow
from sayso.comparing.wording import Piece, keys, mark_words, opcodes
from sayso.evidence import EvidenceError
from sayso.formats.history_html import write_history_html
from sayso.formats.history_json import history_to_json
from sayso.formats.history_text import write_history_text
from sayso.record import Reading, Span

Lines = tuple[str, ...]


def shown(changes: Changes) -> list[tuple[str, ...]]:
    return [change.kinds for change in changes.changes]


def marked(pieces: tuple[Piece, ...] | None) -> str:
    signs = {"same": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
    return "".join(signs[piece.how].format(piece.text) for piece in pieces or ())


TABLE: list[tuple[str, Lines, Lines, list[tuple[str, ...]]]] = [
    ("nothing changed", (PALACE, DENIED), (PALACE, DENIED), []),
    ("nothing at all", (), (), []),
    ("one side empty", (), (PALACE, DENIED), [("added",), ("added",)]),
    ("the other side empty", (PALACE, DENIED), (), [("dropped",), ("dropped",)]),
    ("one added between two", (PALACE, DENIED), (PALACE, ROAD, DENIED), [("added",)]),
    ("reordered", (PALACE, DENIED, ROAD), (ROAD, PALACE, DENIED), []),
    ("reworded", (NO_DATES,), (NO_DATES.replace("named", "agreed"),), [("reworded",)]),
    (
        "one number is news",
        ("[s Orlik] [c said] [q two people had died in the fire].",),
        ("[s Orlik] [c said] [q three people had died in the fire].",),
        [("reworded",)],
    ),
    ("a question is no statement of fact", ("“[q You will go?]” [s she] [c said].",), ("“[q You will go.]” [s she] [c said].",),
     [("reworded",)]),
    ("another act", (PALACE,), (PALACE.replace("said", "claimed"),), [("act",)]),
    ("denial", (PALACE,), (PALACE.replace("[c said]", "[c did not say|/not-said]"),), [("said",)]),
    ("it was said now", (PALACE.replace("[c said]", "[c will say|/expected]"),), (PALACE,), [("said",)]),
    ("it was said now, by a word beside the cue", (PALACE.replace("[c said]", "is expected to [c say|/expected]"),),
     (PALACE.replace("[c said]", "is free to [c say|/possible]"),), [("said",)]),
    ("a hedge came", (PALACE.replace("[c said]", "will [c say|/expected]"),),
     (PALACE.replace("[c said]", "may [c say|/possible]"),), [("said",)]),
    ("still to come", (PALACE.replace("[c said]", "[c will say|/expected]"),),
     (PALACE.replace("[c said]", "[c is to say|/expected]"),), []),
    ("said now, in other words", (PALACE.replace("[c said]", "[c will say|/expected]"),),
     (PALACE.replace("ridge", "valley"),), [("reworded", "said")]),
    ("the same act in another word", (PALACE,), (PALACE.replace("said", "added"),), [("cue",)]),
    ("the tense of a cue is no change", (PALACE,), (PALACE.replace("[c said]", "[c has said]"),), []),
    ("given to another", (PALACE,), (PALACE.replace("The palace|Granite Palace", "Torvan|Ilya Torvan"),), [("speaker",)]),
    ("from a ministry to a man, neither a known party", ("[s The ministry] [c said] [q it was over].",),
     ("[s Torvan] [c said] [q it was over].",), [("speaker",)]),
    ("a name becomes a pronoun for the same party", (NO_DATES,), (NO_DATES.replace("[s she|", "[s Varkin|"),), []),
    ("a fuller name", (DENIED,), (DENIED.replace("Varkin|Lena Varkin", "Lena Varkin|Lena Varkin"),), []),
    ("a surname is the party it was", ("[s Varkin|Varkin] [c said] [q no].",),
     ("[s Lena Varkin|Lena Varkin] [c said] [q no].",), []),
    ("another of the same surname", ("[s Ana Varkin|Ana Varkin] [c said] [q nothing was promised].",),
     ("[s Lena Varkin|Lena Varkin] [c said] [q nothing was promised].",), [("speaker",)]),
    ("his office is not he", ("[s Mr Tamm’s office] [c denied] [q it].",), ("[s Mr Tamm] [c denied] [q it].",), [("speaker",)]),
    ("nobody named, then somebody", ("It [c was said] [q that two guards were hurt].",),
     ("[s Orlik] [c said] [q that two guards were hurt].",), [("speaker",)]),
    ("less of an unnamed man", ("[s A senior palace official] [c said] [q it was over].",),
     ("[s An official] [c said] [q it was over].",), [("speaker",)]),
    ("the man again is the same man", ("[s A palace official] [c said] [q it was over].",),
     ("[s The official] [c said] [q it was over].",), [("speaker",)]),
    ("an open pronoun says nothing", ("[s Varkin|Lena Varkin] [c said] [q no].",), ("[s She] [c said] [q no].",), []),
    ("told to others", ("[s Orlik] [c told] [a the Courier|Courier] [q to go away].",),
     ("[s Orlik] [c told] [a the police|Police] [q to go away].",), [("addressee",)]),
    ("into somebody's account", ("[s Torvan] [c promised] [q to move the guns].",),
     ("[s Torvan] [c promised] [q to move the guns], [r the palace|Granite Palace] said.",), [("account",)]),
    ("out of it", ("[s Torvan] [c promised] [q to move the guns], [r the palace|Granite Palace] said.",),
     ("[s Torvan] [c promised] [q to move the guns].",), [("account",)]),
    ("from one account to another", ("[s Torvan] [c promised] [q to move the guns], [r the palace|Granite Palace] said.",),
     ("[s Torvan] [c promised] [q to move the guns], [r the ministry|Ministry] said.",), [("account",)]),
    ("a quotation became a paraphrase", ("[s She] [c said] [q “we will wait no longer”].",),
     ("[s She] [c said] [q we will wait no longer].",), [("manner",)]),
    ("curly and straight, dashes, spaces and capitals", ("[s She] [c said]: [q “We’ll  wait – no longer”].",),
     ('[s She] [c said]: [q "we\'ll wait - No longer"].',), []),
    ("several at once", ("[s The ministry] [c said] [q all the guns would leave the ridge by April].",),
     ("[s Torvan|Ilya Torvan] [c claimed] [q most of the guns would leave the ridge by May].",),
     [("reworded", "speaker", "act")]),
    ("the same again", (PALACE, DENIED), (PALACE, DENIED, PALACE), [("added",)]),
    ("twice, then once", (PALACE, DENIED, PALACE), (PALACE, DENIED), [("dropped",)]),
    ("twice, both reworded", (PALACE, DENIED, PALACE),
     (PALACE.replace("ridge", "valley"), DENIED, PALACE.replace("ridge", "town")), [("reworded",), ("reworded",)]),
    ("two that share a word are two", ("[s Torvan] [c promised] [q to pull back the guns].",),
     ("[s Hadrane] [c warned] [q that guns cost lives].",), [("dropped",), ("added",)]),
    ("it is not it", ("[s Torvan] [c promised] [q it].",), ("[s Hadrane] [c rejected] [q it].",), [("dropped",), ("added",)]),
    ("two speakers, the same words", ("[s Vega] [c said] [q no].", "[s Orlik] [c said] [q no]."),
     ("[s Orlik] [c said] [q no].",), [("dropped",)]),
    (
        "split in two",
        ("[q “The bridge is safe and the road north opens on Monday,”] [s Orlik] [c said].",),
        ("[q “The bridge is safe,”] [s Orlik] [c said].", "[q “The road north opens on Monday,”] [s Orlik] [c added]."),
        [("reworded", "cue"), ("split",)],
    ),
    (
        "merged into one",
        ("[q “The bridge is safe,”] [s Orlik] [c said].", "[q “The road north opens on Monday,”] [s Orlik] [c said]."),
        ("[q “The bridge is safe and the road north opens on Monday,”] [s Orlik] [c said].",),
        [("reworded",), ("merged",)],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "kinds"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_what_changed(before: Lines, after: Lines, kinds: list[tuple[str, ...]]) -> None:
    assert sorted(shown(compare_versions(told(*before), told(*after)))) == sorted(kinds)


def test_the_words_changed_are_marked_on_both_sides() -> None:
    (change,) = compare_versions(
        told(NO_DATES), told(NO_DATES.replace("named", "agreed").replace("discussed", "promised"))
    ).changes
    assert marked(change.words) == "“No dates were [-named-]{+agreed+} and no withdrawal was [-discussed-]{+promised+},”"
    (difference,) = change.differences
    assert [span.text for span in difference.removed] == ["named", "discussed"]
    assert [span.text for span in difference.added] == ["agreed", "promised"]


def test_a_difference_says_what_it_was_and_is_and_points_at_it() -> None:
    before, after = (
        told(ROAD, PALACE),
        told(PALACE.replace("The palace|Granite Palace", "Torvan|Ilya Torvan").replace("said", "claimed")),
    )
    change = next(c for c in compare_versions(before, after).changes if c.fate == "changed")
    found = {d.kind: (d.before, d.after, d.removed[0].text, d.added[0].text) for d in change.differences}
    assert found == {
        "speaker": ("Granite Palace", "Ilya Torvan", "The palace", "Torvan"),
        "act": ("states", "claims", "said", "claimed"),
    }


@pytest.mark.parametrize(
    ("before", "after", "kinds"),
    [
        ("[s She] [c said] [q the guns would go and the road open].",  # the content ends elsewhere
         "[s She] [c said] [q the guns would go] and the road open.", "reworded"),
        ("[s She] [c said] [q the guns would go].", "She said the guns would go.", "dropped"),  # it missed the statement
        ("She said the guns would go.", "[s She] [c said] [q the guns would go].", "added"),
        ("She said no.", "[s She] [c said] [q no].", "added"),  # though "no" stands in what was added too
        ("[s Varkin|Lena Varkin] [c said] Tamm [q would go].",  # it took another name for the speaker's
         "Varkin [c said] [s Tamm|Ilir Tamm] [q would go].", "speaker"),
        ("[s She] [c had said] [q no], and warned.", "[s She] had said [q no], and [c warned].", "act"),
    ],
)  # fmt: skip
def test_what_the_reader_sees_otherwise_is_no_change_of_the_article(before: str, after: str, kinds: str) -> None:
    changes = compare_versions(told(PALACE, before), told(PALACE, after, NO_DATES))
    assert shown(changes) == [("added",)]
    assert [kind for change in changes.same_words for kind in change.kinds] == [kinds]


def test_a_pronoun_means_another_where_the_words_before_it_are_others() -> None:
    """«Brend rejected it. She said no.» was «Varkin rejected it. She said no.»: the statement was given to another."""
    she = "[s She|{}] [c said] [q nothing had been promised]."
    before = told("Varkin rejected it.", she.format("Lena Varkin"))
    after = told("Brend rejected it.", she.format("Oksa Brend"))
    assert shown(compare_versions(before, after)) == [("speaker",)]
    same = compare_versions(before, told("Varkin rejected it.", she.format("Oksa Brend"), ROAD))
    assert shown(same) == [("added",)] and same.same_words[0].kinds == ("speaker",)


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("Guns stay", "Guns go", "Guns [-stay-]{+go+}"),
        ("Guns “stay”", 'Guns "stay"', ""),  # the style of marks
        ("Guns stay", "Guns stay (Being updated)", ""),  # a note
        ("Updated: Guns stay", "Guns Stay", ""),  # a note, and capitals
        ("Two dead", "Three dead", "[-Two-]{+Three+} dead"),
        (None, "Guns stay", "{+Guns stay+}"),
        ("Guns stay", None, "[-Guns stay-]"),
        (None, None, ""),
    ],
)
def test_headline_and_standfirst(before: str | None, after: str | None, words: str) -> None:
    changes = compare_versions(told(PALACE, headline=before), told(PALACE, headline=after))
    assert marked(changes.headline) == words and changes.nothing == (not words)
    changes = compare_versions(told(PALACE, standfirst=before), told(PALACE, standfirst=after))
    assert marked(changes.standfirst) == words and changes.headline is None


def test_a_headline_points_into_the_text_where_it_stands_there() -> None:
    changes = compare_versions(told(PALACE, headline="Guns stay"), told(PALACE, headline="Guns go"))
    assert [(p.how, p.start) for p in changes.headline or ()] == [("same", 0), ("removed", 5), ("added", 5)]
    changes = compare_versions(told(PALACE, standfirst="Guns stay"), told(PALACE, standfirst="Guns go"))
    assert {p.start for p in changes.standfirst or ()} == {None}  # the text does not hold it


def test_dropped_statements_stand_where_they_stood() -> None:
    changes = compare_versions(
        told(PALACE, ROAD, DENIED), told(PALACE.replace("said", "claimed"), DENIED.replace("denied", "admitted"))
    )
    assert shown(changes) == [("act",), ("dropped",), ("act",)]


def test_broken_evidence_is_refused() -> None:
    reading = told(PALACE)
    broken = replace(reading.statements[0], content=(Span(0, 5, "Other"),))
    with pytest.raises(EvidenceError):
        compare_versions(reading, replace(reading, statements=(broken,)))


# Any two readings

relaxed = settings(deadline=None, max_examples=40)


@relaxed
@given(READINGS)
def test_a_reading_has_not_changed_from_itself(reading: Reading) -> None:
    changes = compare_versions(reading, reading)
    assert changes.nothing and not changes.same_words and changes.unchanged == len(reading.statements)


def sides(changes: Changes) -> list[Change]:
    return [*changes.changes, *changes.same_words]


@relaxed
@given(READINGS, READINGS)
def test_every_statement_is_told_of_once_and_every_span_holds_its_words(before: Reading, after: Reading) -> None:
    changes = compare_versions(before, after)
    olds = Counter(c.before.id for c in sides(changes) if c.before and c.fate != "split")
    news = Counter(c.after.id for c in sides(changes) if c.after and c.fate != "merged")
    assert set(olds.values()) | set(news.values()) <= {1}
    assert len(olds) + changes.unchanged == len(before.statements) and len(news) + changes.unchanged == len(after.statements)
    for change in sides(changes):
        assert set(change.kinds) <= set(KINDS)
        for difference in change.differences:
            assert all(before.article.text[s.start : s.end] == s.text for s in difference.removed)
            assert all(after.article.text[s.start : s.end] == s.text for s in difference.added)
        if change.words and change.after and change.before:
            assert "".join(p.text for p in change.words if p.how != "removed") == "".join(s.text for s in change.after.content)
            held = [key for p in change.words if p.how != "added" for key in keys(p.text) if key.isalnum()]
            assert Counter(held) == Counter(key for s in change.before.content for key in keys(s.text) if key.isalnum())
    for piece in changes.headline or ():
        text = before.article.text if piece.how == "removed" else after.article.text
        assert piece.start is not None and text[piece.start : piece.start + len(piece.text)] == piece.text


@relaxed
@given(READINGS, READINGS)
def test_the_other_way_round_what_was_added_was_dropped(before: Reading, after: Reading) -> None:
    there, back = compare_versions(before, after), compare_versions(after, before)
    assert (there.headline is None) == (back.headline is None)
    one, other = ({"split": "added", "merged": "dropped"}.get(c.fate, c.fate) for c in sides(there)), sides(back)
    swapped = {"added": "dropped", "dropped": "added", "split": "dropped", "merged": "added", "changed": "changed"}
    assert Counter(one) == Counter(swapped[change.fate] for change in other)
    assert there.unchanged == back.unchanged


@relaxed
@given(st.lists(st.sampled_from("abc"), max_size=30), st.lists(st.sampled_from("abc"), max_size=30))
def test_opcodes_lead_from_one_to_the_other(before: list[str], after: list[str]) -> None:
    at, to = 0, 0
    for tag, first, last, begin, end in opcodes(before, after):
        assert (first, begin) == (at, to)
        assert (before[first:last] == after[begin:end]) if tag == "equal" else (last > first or end > begin)
        at, to = last, end
    assert (at, to) == (len(before), len(after))


@relaxed
@given(st.text(max_size=40), st.text(max_size=40))
def test_marked_words_are_the_later_wording(before: str, after: str) -> None:
    pieces = mark_words(before, [(0, len(before))], after, [(0, len(after))])
    assert "".join(p.text for p in pieces if p.how != "removed") == after
    assert all(p.text and before[p.start or 0 :].startswith(p.text) for p in pieces if p.how == "removed")


# Time


def many(count: int, seed: int, words: int = 12) -> list[str]:
    rng = random.Random(seed)
    vocabulary = [f"word{number}" for number in range(400)] + ["guns", "ridge", "president", "talks"] * 40
    return [
        f"[s Speaker{rng.randrange(9)}] [c said] [q the {' '.join(rng.choices(vocabulary, k=words))} of the guns]."
        for _ in range(count)
    ]


def rewritten(lines: list[str], seed: int) -> list[str]:
    """Each line with two of its content's words changed; every tenth line is another's."""
    rng = random.Random(seed)
    found = []
    for line in lines:
        head, words = line.split("[q the ", 1)
        kept = words.split(" ")
        for _ in range(2):
            kept[rng.randrange(len(kept) - 4)] = f"new{rng.randrange(10**6)}"
        found.append(f"{head}[q the {' '.join(kept)}")
    return found


def timed(before: Reading, after: Reading, most: float) -> Changes:
    start = time.process_time()
    changes = compare_versions(before, after)
    assert time.process_time() - start < most
    return changes


def test_500_statements_all_reworded_and_reordered_find_each_other_in_2_s() -> None:
    lines = many(500, 1)
    other = rewritten(lines, 2)
    random.Random(3).shuffle(other)
    changes = timed(told(*lines), told(*other), 2)
    assert changes.tally()["reworded"] >= 495


@pytest.mark.parametrize(
    ("before", "after", "unchanged"),
    [
        (many(300, 1), many(300, 1), 300),
        ([PALACE] * 400, [PALACE] * 400, 400),  # all alike
        ([PALACE] * 400, [PALACE.replace("ridge", "valley")] * 400, 0),  # all like each other alike
        (many(300, 1), many(300, 9), 0),  # nothing in common but a few words
        ([PALACE] * 400, [], 0),
    ],
)
def test_odd_sides_take_no_longer(before: list[str], after: list[str], unchanged: int) -> None:
    assert timed(told(*before), told(*after), 2).unchanged == unchanged


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("na " * 30_000, "na " * 29_000),
        ("a b " * 10_000, "b a " * 10_000),
        (" ".join(f"w{n}" for n in range(20_000)), " ".join(f"w{n}" for n in reversed(range(20_000)))),
        ("“" * 20_000, "”" * 20_000),
        ("x" * 200_000, "x-" * 100_000),
    ],
)
def test_one_long_statement_takes_no_longer(before: str, after: str) -> None:
    timed(told(f"[s She] [c said] [q {before}]."), told(f"[s She] [c said] [q {after}]."), 4)


# Steps


def test_versions_are_followed_one_by_one_or_in_one_step() -> None:
    versions = [version(1, told(PALACE)), version(2, told(PALACE, ROAD)), version(3, told(ROAD))]
    assert [(s.before.number, s.after.number, shown(s.changes)) for s in follow(versions).steps] == [
        (1, 2, [("added",)]),
        (2, 3, [("dropped",)]),
    ]
    assert [(s.before.number, s.after.number) for s in follow(versions, 1).steps] == [(1, 3)]
    assert [(s.before.number, s.after.number) for s in follow(versions, None, 2).steps] == [(1, 2)]
    assert follow(versions[:1]).steps == ()


@pytest.mark.parametrize(
    ("first", "last", "step"),
    [(3, None, (3, 1)), (None, 3, (2, 3)), (None, None, None), (2, 1, (2, 1)), (None, 1, (3, 1))],
)
def test_steps_go_by_time_where_numbers_do_not(first: int | None, last: int | None, step: tuple[int, int] | None) -> None:
    """Versions 2 and 3 came in late, from an archive: they stood there before version 1."""
    followed = follow([version(number, told(PALACE)) for number in (2, 3, 1)], first, last)
    assert [(one.before.number, one.after.number) for one in followed.steps] == ([step] if step else [(2, 3), (3, 1)])


@pytest.mark.parametrize(("first", "last"), [(4, None), (None, 4), (2, 1), (1, 1), (3, None), (None, 1), (0, 2)])
def test_a_step_that_is_none_is_refused(first: int | None, last: int | None) -> None:
    with pytest.raises(ValueError, match="version"):
        follow([version(n, told(PALACE)) for n in (1, 2, 3)], first, last)


def nobodies(read: Reading) -> Reading:
    """The reading, with no party that has a name."""
    return replace(read, parties=tuple(replace(party, named=False) for party in read.parties))


NURSE = "[s A nurse|nurse] [c said] [q the ward was closed]."
DOOR = "[s The nurse|nurse] [c added] [q that no door was open]."


@pytest.mark.parametrize(
    ("before", "after", "kinds"),
    [
        ((NURSE,), (NURSE,), []),
        # the same words, which one reading left open
        ((NURSE,), (NURSE.replace("|nurse", ""),), []),
        ((NURSE.replace("A nurse|nurse", "The nurse"),), (NURSE,), []),
        # a longer description that the reading itself goes on to shorten
        (
            (NURSE.replace("A nurse|nurse", "A night nurse|night nurse"), DOOR.replace("|nurse", "|night nurse")),
            (NURSE, DOOR),
            [],
        ),
        # another one: "a ward nurse" is not "a nurse" in fewer words, as she would be with a name
        ((NURSE,), (NURSE.replace("A nurse|nurse", "A ward nurse|ward nurse"),), [("speaker",)]),
        ((NURSE,), (NURSE.replace("A nurse|nurse", "A doctor|doctor"),), [("speaker",)]),
    ],
)
def test_speakers_without_a_name_are_held_against_each_other_by_their_words(
    before: Lines, after: Lines, kinds: list[tuple[str, ...]]
) -> None:
    changes = compare_versions(nobodies(told(*before)), nobodies(told(*after)))
    assert shown(changes) == kinds and not changes.same_words


def test_a_pronoun_for_somebody_without_a_name_is_the_reader_s() -> None:
    """Other words before it tell that one person with a name became another; a description is at home in any of them."""
    told_of = "[s She|{}] [c said] [q the ward was closed]."
    before = told("[s Orlik] [c denied] [q it].", told_of.format("Ana Rubio"))
    after = told("[s A nurse|nurse] [c denied] [q it all].", told_of.format("nurse"))
    assert ("speaker",) in shown(compare_versions(before, after))
    nurse = replace(after, parties=tuple(replace(party, named=False) for party in after.parties))
    assert ("speaker",) not in shown(compare_versions(before, nurse))


def test_whether_it_was_said_read_otherwise_in_the_same_words_is_the_reader_s() -> None:
    """Other words in what is said bear out nothing about whether it was."""
    same = compare_versions(told(PALACE), told(PALACE.replace("[c said]", "[c said|/possible]")))
    assert (shown(same), [change.kinds for change in same.same_words]) == ([], [("said",)])
    reworded = PALACE.replace("ridge", "valley").replace("[c said]", "[c said|/possible]")
    assert shown(compare_versions(told(PALACE), told(reworded))) == [("reworded",)]


def test_whether_it_was_said_stands_with_what_it_was_and_is_in_every_form() -> None:
    was, now = PALACE.replace("[c said]", "[c will say|/expected]"), PALACE
    history = follow([version(1, told(was, ROAD)), version(2, told(now, ROAD))])
    (change,) = history.steps[0].changes.changes
    (difference,) = change.differences
    assert (difference.kind, difference.before, difference.after) == ("said", "expected", "said")
    assert [span.text for span in (*difference.removed, *difference.added)] == ["will say", "said"]
    text = "".join(write_history_text(history))
    assert "~  Whether it was said\n" in text and "whether it was said: [-expected-] {+said+}\n" in text
    assert "1 told otherwise as to whether it was said" in " ".join(text.split())
    page = "".join(write_history_html(history))
    assert "<p>whether it was said: <del>expected</del> <ins>said</ins></p>" in page
    record = history_to_json(history)
    schema = json.loads(files("sayso").joinpath("schema", "changes-1.schema.json").read_text(encoding="utf8"))
    Draft202012Validator(schema).validate(record)
    step = record["steps"][0]
    assert step["counts"] == {"said": 1} and step["changes"][0]["differences"][0]["after"] == "said"
    assert [step["changes"][0][side]["said"] for side in ("before", "after")] == ["expected", "said"]


def test_what_was_not_said_is_shown_so_where_it_stays() -> None:
    was, now = (PALACE.replace("[c said]", "[c may say|/possible]").replace("ridge", place) for place in ("ridge", "valley"))
    history = follow([version(1, told(was)), version(2, told(now))])
    assert "     whether it was said: possible\n" in "".join(write_history_text(history))
    assert "<p>whether it was said: possible</p>" in "".join(write_history_html(history))
