"""Quotation marks of every form, paired, nested, reopened and left alone."""

import re
import time

import pytest
from hypothesis import given, settings, strategies as st

from sayso.statements.quotations import find_quotations, outermost


def paragraphs(text: str) -> list[tuple[int, int]]:
    return [m.span() for m in re.finditer(r"[^\n]+", text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"It rains," she said. "Again."', ["It rains,", "Again."]),  # straight
        ("“It rains,” she said. “Again.”", ["It rains,", "Again."]),  # curly
        ("« Il pleut », dit-elle.", [" Il pleut "]),  # French
        ("»Es regnet«, sagte sie.", ["Es regnet"]),  # German, reversed
        ("„Es regnet“, sagte sie.", ["Es regnet"]),  # German
        ("”Det regnar”, sade hon.", ["Det regnar"]),  # Swedish
        ("“我们走。”她说。", ["我们走。"]),  # Chinese, no spaces
        ("彼は「雨だ『晴れ』だ」と言った。", ["雨だ『晴れ』だ", "晴れ"]),  # Japanese, nested
        ("''It rains,'' she said.", ["It rains,"]),  # two apostrophes
        ("``It rains,'' she said.", ["It rains,"]),  # TeX
        ('“It rains," she said. “Again.”', ["It rains,", "Again."]),  # closed by a straight mark
        ("'It rains,' she said.", ["It rains,"]),  # single
        ("‘It isn’t raining,’ she said.", ["It isn’t raining,"]),  # single with an apostrophe
        ("'The leaders' call went well,' she said.", ["The leaders' call went well,"]),  # possessive before the close
        ("It's the leaders' call and the '90s.", []),  # apostrophes only
        ("“He said ‘no’ to me,” she said.", ["He said ‘no’ to me,", "no"]),  # nested
        ("“He said “no” to me,” she said.", ["He said “no” to me,", "no"]),  # nested in the same marks
        ('"I agree, he said. "We go."', ["We go."]),  # the first is never closed
        ("“I agree, he said. “We go.”", ["We go."]),
        ("“I said “no” to him,” I said.", ["I said “no” to him,", "no"]),
        ("\"He said, 'Go home,'\" she said.", ["He said, 'Go home,'", "Go home,"]),  # an inner mark beside the outer one
        ('A 12" pipe and a 6" pipe.', []),  # inches
        ('done."As a result it fell," she said.', ["As a result it fell,"]),  # glued to the sentence before
        ('""""""""""""', []),  # noise
        ("", []),
    ],
)
def test_finds(text: str, expected: list[str]) -> None:
    found = [q for q in find_quotations(text, paragraphs(text)) if q.closed]
    assert [text[a:b] for q in found for a, b in q.inner] == expected


def test_reopened_marks_make_one_quotation() -> None:
    text = "“One thing.\n“Another thing.\n“The last,” she said.\nNo more."
    (quotation,) = find_quotations(text, paragraphs(text))
    assert quotation.closed
    assert [text[a:b] for a, b in quotation.parts] == ["“One thing.", "“Another thing.", "“The last,”"]


def test_an_unclosed_mark_ends_with_its_paragraph() -> None:
    text = "“One thing.\nShe left.\n“Two things,” she said."
    first, second = find_quotations(text, paragraphs(text))
    assert (first.closed, text[first.start : first.end]) == (False, "“One thing.")
    assert (second.closed, text[second.start : second.end]) == (True, "“Two things,”")


@pytest.mark.parametrize("opening", ["'", "‘"])
def test_reopened_single_marks_make_one_quotation(opening: str) -> None:
    closing = "’" if opening == "‘" else "'"
    text = f"{opening}One isn't all.\n{opening}Two.\n{opening}The last,{closing} she said.\nIt's the {opening}90s."
    (quotation,) = find_quotations(text, paragraphs(text))
    assert [text[a:b] for a, b in quotation.inner] == ["One isn't all.", "Two.", "The last,"]


@pytest.mark.parametrize(
    "text", ["'Tis one thing.\n'Tis another.", "the word 'One\n'Two,' she said.", "'One thing.\nAnother,' she said."]
)
def test_single_marks_that_nothing_reopens(text: str) -> None:
    assert all(len(quotation.parts) == 1 for quotation in find_quotations(text, paragraphs(text)))


def test_what_reopens_a_paragraph_is_certain_without_a_last_mark() -> None:
    text = "“One thing.\n“Two things.\nShe left. “Three.”"
    assert [(q.closed, q.certain, len(q.parts)) for q in find_quotations(text, paragraphs(text))] == [
        (False, True, 2),
        (True, True, 1),
    ]


def test_another_kind_of_mark_does_not_reopen() -> None:
    text = '"One thing.\n“Two things,” she said.'
    assert [q.closed for q in find_quotations(text, paragraphs(text))] == [False, True]


@settings(deadline=None, max_examples=60)
@given(st.text(alphabet="ab.,! \n\"'“”‘’«»„`A", max_size=60))
def test_any_marks_give_disjoint_quotations_inside_the_text(text: str) -> None:
    found = find_quotations(text, paragraphs(text))
    end = 0
    for quotation in outermost(found):
        assert end <= quotation.start < quotation.end <= len(text)
        end = quotation.end
    for quotation in found:
        for (start, stop), (inner, inner_stop) in zip(quotation.parts, quotation.inner, strict=True):
            assert start < inner <= inner_stop <= stop
            assert "\n" not in text[start:stop]
    assert found == find_quotations(text, paragraphs(text))


@pytest.mark.parametrize("mark", ['"', "“", "”", "'", "« ", '" ', "“”", '"\n'])
def test_a_long_run_of_marks_takes_no_time(mark: str) -> None:
    text = mark * (1_000_000 // len(mark))
    began = time.process_time()
    find_quotations(text, [(0, len(text))])
    assert time.process_time() - began < 2
