"""Twice as many statements take twice as long to write, in whatever form."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache

import pytest
from any_reading import readings
from growth import assert_grows_with
from hypothesis import given, settings, strategies as st

from sayso.comparing import History, follow
from sayso.formats import FORMATS, marks, write_history_html, write_history_json, write_history_text
from sayso.formats.exports import TEXTS
from sayso.record import Article, Paragraph, Party, Reading, Span, Statement, Voice
from sayso.store.values import Version


@cache
def of_many(count: int, verb: str = "fell") -> Reading:
    """Paragraphs of one statement each, all of them on the word of another party."""
    parts: list[str] = []
    statements, parties, paragraphs = [], [], []
    at = 0
    for number in range(count):
        content, name = f"“Rain {number} {verb} on Mirwen,”", f"Ana Dovrel{number}"
        parts.append(f"{content} {name} said.")
        voice = Voice(Span(at + len(content) + 1, at + len(content) + 1 + len(name), name), f"p{number}", "name")
        cue = Span(at + len(parts[-1]) - 5, at + len(parts[-1]) - 1, "said")
        statements.append(
            Statement(f"s{number}", "direct", "states", (Span(at, at + len(content), content),), (), cue, voice, relay=(voice,))
        )
        parties.append(Party(f"p{number}", name, "person", None, (voice.mention,) if voice.mention else ()))
        paragraphs.append(Paragraph(at, at + len(parts[-1]), "body"))
        at += len(parts[-1]) + 2
    article = Article("a", "\n\n".join(parts), tuple(paragraphs), "http://lantern.example/1")
    return Reading("a.html", article, tuple(statements), tuple(parties))


def kept(reading: Reading, number: int = 1) -> Version:
    return Version("http://lantern.example/1", number, f"2031-03-{13 + number}T10:00:00+00:00", reading, str(number))


@cache
def changed(count: int) -> History:
    return follow([kept(of_many(count)), kept(of_many(count, "hits"), 2)])


def assert_in_proportion(write: Callable[[int], Iterator[str]], size: int) -> None:
    def written(count: int) -> None:
        assert "".join(write(count))

    assert_grows_with(written, size, slack=0.2)


@pytest.mark.parametrize("form", FORMATS)
def test_forms_of_readings(form: str) -> None:
    assert_in_proportion(lambda count: FORMATS[form]([of_many(count)]), 2_500)


@pytest.mark.parametrize("form", TEXTS)
def test_forms_of_exports(form: str) -> None:
    assert_in_proportion(lambda count: TEXTS[form]([kept(of_many(count))], True), 4_000)


@pytest.mark.parametrize("write", [write_history_text, write_history_html, write_history_json])
def test_forms_of_what_changed(write: Callable[..., Iterator[str]]) -> None:
    assert_in_proportion(lambda count: write(changed(count)), 2_000)


@settings(deadline=None, max_examples=100)
@given(readings(), st.randoms(use_true_random=False), st.booleans())
def test_a_paragraph_has_the_marks_that_reach_into_it(reading: Reading, chance: object, shuffled: bool) -> None:
    paragraphs = list(reading.article.paragraphs)
    if shuffled:
        chance.shuffle(paragraphs)  # type: ignore[attr-defined]
    text, held = reading.article.text, sorted(set(marks._stretches(reading)), key=lambda s: (s.start, -s.end))
    for paragraph, inside in marks._inside(paragraphs, held):
        assert inside == [s for s in held if s.start < paragraph.end and paragraph.start < s.end]
    assert "".join("".join(_words(block.children)) for block in marks.blocks(reading)).split() == text.split()
    unmarked = replace(reading, statements=(), events=(), undertakings=())
    assert list(marks.blocks(unmarked)) == [
        marks.Block(block.kind, ["".join(_words(block.children))]) for block in marks.blocks(reading)
    ]


def _words(children: list[str | marks.Mark]) -> Iterator[str]:
    for child in children:
        yield from (child,) if isinstance(child, str) else _words(child.children)
