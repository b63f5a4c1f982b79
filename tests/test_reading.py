"""The whole road: bytes in, a reading or a refusal out, whatever the bytes; often with a stand-in for the encoder."""

from __future__ import annotations

import gzip
import json
import logging
import os
import re
import threading
import time
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from plain_reader import sometimes_fatal
from processes import children, gone

import sayso
from sayso import reading, workers
from sayso.articles.tongues import language_of
from sayso.attribution import model as attribution
from sayso.attribution.roles import Attribution, Roles
from sayso.evidence import EvidenceError, check_evidence
from sayso.formats import dumps, from_json, to_json
from sayso.parties.resolving import Resolved
from sayso.record import Page, Reading, Refusal, Span

EXAMPLES = Path(__file__).parent.parent / "examples"
NOTE = "Ana Dovrel spoke. “The bridge is safe,” said Ana Dovrel. “It will hold,” said Ilir Tamm."


def stand_in(text: str, *_: object) -> Roles:
    """Marks «“…” said Two Words» and nothing else."""
    form = re.compile(r"(“[^”]*”) (said) ([A-Z]\w+ [A-Z]\w+)")
    return Roles(tuple(Attribution(m.span(2), m.span(3), (m.span(1),), 0.9) for m in form.finditer(text)))


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attribution, "attribute", stand_in)
    monkeypatch.setattr(attribution, "has_model", lambda language: (language or "").startswith("en"))


def prose(text: str, input: str = "note.txt") -> Page:
    return Page(input, text.encode("utf-8", "surrogatepass"), prose=True)


def html(body: str, input: str = "page.html", head: str = '<html lang="en">') -> Page:
    return Page(input, f"<!DOCTYPE html>{head}<head><title>Call</title></head><body>{body}</body></html>".encode(), None)


def sound(result: Reading | Refusal) -> Reading | Refusal:
    """What holds for any result at all."""
    if isinstance(result, Refusal):
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", result.reason) and result.detail
        assert result.reason != "internal-error", result.detail
    else:
        check_evidence(result)
        pairs = [(s.cue, s.content) for s in result.statements]
        assert len(pairs) == len(set(pairs))
    assert from_json(json.loads(dumps(to_json(result)))) == result
    return result


@pytest.mark.usefixtures("known")
def test_the_road() -> None:
    found = sound(reading.read_page(prose("\n\n".join([NOTE] * 3))))
    assert isinstance(found, Reading)
    assert found.model == attribution.MODEL_NAME
    assert found.article.text == "\n\n".join([NOTE] * 3)
    names = {party.id: party.name for party in found.parties}
    told = [(names[s.speaker.party], s.content[0].text) for s in found.statements if s.speaker and s.speaker.party]
    assert told == [("Ana Dovrel", "“The bridge is safe,”"), ("Ilir Tamm", "“It will hold,”")] * 3


@pytest.mark.parametrize(
    ("text", "declared", "language"),
    [
        ("Ana Vega said the dam held.", None, "en"),  # the first thing that somebody tries
        ("They left.", None, None),  # two words tell nothing
        ("Hij was in de stad.", None, None),  # small words that Dutch has too
        ("Er war in Berlin.", None, None),
        ("Ana Vega said the dam held.", "fr", "fr"),  # too short to contradict its page
    ],
)
def test_the_language_of_a_short_text(text: str, declared: str | None, language: str | None) -> None:
    assert language_of(text, declared) == language


def test_an_article_in_another_language_is_still_an_article() -> None:
    words = "Der Präsident war am Dienstag in der Stadt. „Die Brücke ist sicher“, sagte die Bürgermeisterin am Abend."
    page = html(f"<article><h1>Brücke</h1><p>{words}</p><p>{words}</p></article>", head="<html lang=de>")
    found = sound(reading.read_page(page))
    assert isinstance(found, Reading)
    assert found.model is None and found.article.language == "de"


@pytest.mark.usefixtures("known")
def test_a_bug_in_one_page_is_a_refusal_in_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails_on_b(page: Page) -> object:
        if page.input.endswith("b.txt"):
            raise RuntimeError("a bug")
        return real(page)

    real = reading.build_article
    monkeypatch.setattr(reading, "build_article", fails_on_b)
    for name in "abc":
        (tmp_path / f"{name}.txt").write_text(NOTE, encoding="utf8")
    with caplog.at_level(logging.ERROR):
        found = list(reading.read_many([tmp_path]))
    assert [result.reason if isinstance(result, Refusal) else "" for result in found] == ["", "internal-error", ""]
    assert "Traceback" in caplog.text and "a bug" in caplog.text  # the traceback is kept


@pytest.mark.usefixtures("known")
def test_a_span_without_its_words_fails_loudly(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    def shifted(article: object, statements: tuple, *_: object) -> Resolved:
        moved = [sayso.Statement(s.id, s.manner, s.act, (Span(1, 3, "no"),)) for s in statements]
        return Resolved(tuple(moved), (), {})

    monkeypatch.setattr(reading, "resolve_mentions", shifted)
    found = reading.read_page(prose("\n\n".join([NOTE] * 3)))
    assert isinstance(found, Refusal) and found.reason == "internal-error" and EvidenceError.__name__ in found.detail


@pytest.mark.usefixtures("known")
def test_results_stream_in_input_order(tmp_path: Path) -> None:
    """An endless list of inputs gives its first results without its last."""
    for name in ("b", "a"):
        (tmp_path / f"{name}.txt").write_text(NOTE, encoding="utf8")
    names: Iterator[str] = (str(tmp_path / ("b.txt", "none.txt", "a.txt")[n % 3]) for n in count())
    found = list(islice(reading.read_many(names), 4))
    assert [Path(r.input).name for r in found] == ["b.txt", "none.txt", "a.txt", "b.txt"]
    assert isinstance(found[1], Refusal) and found[1].reason == "not-found"


@pytest.mark.usefixtures("known")
def test_pages_read_side_by_side_give_what_one_after_the_other_gives(tmp_path: Path) -> None:
    for number in range(12):
        text = "" if number == 5 else f"{NOTE} {number}\n\n" * (12 if number % 4 == 0 else 1)
        (tmp_path / f"{number:02}.txt").write_text(text, encoding="utf8")
    one, three = (list(reading.read_many([tmp_path], threads=threads)) for threads in (1, 3))
    assert three == one and len(one) == 12 and isinstance(one[5], Refusal)


@pytest.mark.usefixtures("known")
def test_a_page_that_comes_late_holds_nobody_up() -> None:
    """What was read goes out before the next page is asked for, where pages come slowly."""
    got: list[int] = []

    def slowly() -> Iterator[Page]:
        for number in range(4):
            assert len(got) == number, "a result was held back"
            time.sleep(2 * reading.SLOW_SECONDS)
            yield prose(f"{NOTE} {number}")

    for number, _ in enumerate(reading.side_by_side(slowly(), 3)):
        got.append(number)
    assert len(got) == 4


@pytest.mark.usefixtures("known")
def test_a_reader_that_stops_early_leaves_no_thread() -> None:
    before = threading.active_count()
    results = reading.side_by_side((prose(NOTE) for _ in count()), 3)
    assert isinstance(next(results), Reading)
    results.close()  # type: ignore[attr-defined]
    assert threading.active_count() == before


def hand_over_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Others are started at once, and what is read in this process is marked."""
    monkeypatch.setattr(reading, "ALONE_SECONDS", 0.0)

    def read_here(page: Page | Refusal) -> Refusal:
        time.sleep(0.02)
        return page if isinstance(page, Refusal) else Refusal(page.input, "here", "Read here.")

    monkeypatch.setattr(reading, "read_or_refuse", read_here)


def test_pages_go_to_other_processes_as_soon_as_these_are_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    """In order, with the refusals between them in their places, and no process left at the end."""
    hand_over_at_once(monkeypatch)
    before = children(os.getpid())
    found, asked = [], 0

    def pages() -> Iterator[Page | Refusal]:
        nonlocal asked
        for asked in count():
            yield Refusal(str(asked), "empty", "Nothing.") if asked % 3 == 2 else prose(NOTE, str(asked))

    results = reading.by_processes(pages(), 2)
    for result in results:
        found.append(result)
        assert asked - len(found) <= 2 * reading.WINDOW + 1, "too many pages are under way"
        if len([one for one in found if isinstance(one, Reading)]) == 100:
            break
    results.close()  # type: ignore[attr-defined]
    assert [one.input for one in found] == [str(number) for number in range(len(found))]
    kinds = ["" if isinstance(one, Reading) else one.reason for one in found]
    first = kinds.index("")
    assert set(kinds[:first]) <= {"here", "empty"} and set(kinds[first:]) == {"", "empty"}
    assert gone(children(os.getpid()) - before)


@pytest.mark.usefixtures("known")
def test_few_pages_start_no_process(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(workers, "_launch", lambda: pytest.fail("a process was started"))
    for number in range(5):
        (tmp_path / f"{number}.txt").write_text(f"{NOTE} {number}", encoding="utf8")
    assert len(list(reading.read_many([tmp_path], workers=4))) == 5


def test_where_no_process_can_be_started_this_one_reads(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    hand_over_at_once(monkeypatch)

    def fails() -> None:
        raise OSError("no more processes")

    monkeypatch.setattr(workers, "_launch", fails)
    found = list(reading.by_processes((prose(NOTE, str(number)) for number in range(20)), 2))
    assert [one.input for one in found] == [str(number) for number in range(20)]
    assert all(isinstance(one, Refusal) and one.reason == "here" for one in found)
    assert "no more processes" in caplog.text


def test_a_page_that_comes_late_holds_up_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was read goes out before the next page is asked for, where one waits for the pages."""
    hand_over_at_once(monkeypatch)
    got: list[int] = []

    def pages() -> Iterator[Page]:
        for number in range(150):  # these come fast, until the processes are ready
            yield prose(NOTE, str(number))
        for number in range(150, 154):
            time.sleep(2 * reading.LATE_SECONDS)
            assert number == 150 or len(got) == number, "a result was held back"
            yield prose(NOTE, str(number))

    for result in reading.by_processes(pages(), 2):
        got.append(int(result.input))
    assert got == list(range(154))


def test_a_page_that_kills_its_process_is_refused_and_the_others_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    hand_over_at_once(monkeypatch)
    monkeypatch.setattr(reading, "read_page", sometimes_fatal)
    pages = (prose("fatal" if number == 600 else NOTE, str(number)) for number in range(700))
    found = list(reading.by_processes(pages, 2))
    assert [one.input for one in found] == [str(number) for number in range(700)]
    (lost,) = [one for one in found if isinstance(one, Refusal) and one.reason not in ("here", "internal-error")]
    assert (lost.input, lost.reason) == ("600", "worker-died") and "--workers" in lost.detail


BAD = [
    b"",  # nothing
    b"\0" * 1000,
    bytes(range(256)) * 40,  # binary
    gzip.compress(b"<p>" + NOTE.encode() * 50)[:-20],  # cut gzip
    b"\x1f\x8b",  # a gzip head alone
    b"<html><head><meta charset=utf-16></head><body><p>" + NOTE.encode("cp1252") * 9,  # the wrong charset
    b"<html><meta charset=klingon><p>" + NOTE.encode() * 9,  # an unknown one
    "﻿<p>".encode("utf-16") + NOTE.encode("utf-16-le") * 9,
    b"<" * 300_000,
    b"<a href='" + b"x" * 500_000,  # one tag without an end
    b"<div>" * 100_000 + NOTE.encode() * 9,  # nested without end
    b"<p>" + b"\xed\xa0\xbd" * 500 + NOTE.encode() * 9,  # half surrogates
    ("<p>" + "\u202e👩\u200d👩\u200d👧 עברית العربية " * 400).encode(),  # right to left, joined emoji
    b"<table>" * 2000 + b"<tr><td>" * 2000,
    ("“" * 20_000).encode(),  # quotation marks alone, all open
    ('"' * 20_001).encode(),
    b'<script type="application/ld+json">{"@graph": ' + b"[" * 100_000 + b"</script><p>" + NOTE.encode() * 9,
    ("word, " * 50_000).encode(),
    ("said " * 20_000).encode(),
    ("<html lang=en><p>" + "He said she said that he said " * 1500).encode(),
    "\n".join("Said by A." for _ in range(5000)).encode(),
]


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize("content", BAD, ids=range(len(BAD)))
@pytest.mark.parametrize("as_prose", [False, True])
def test_any_bytes_give_a_result(content: bytes, as_prose: bool) -> None:
    sound(reading.read_page(Page("bad", content, prose=as_prose)))


PIECES = st.sampled_from(
    ["“", "”", '"', "'", "«", "»", "\n", "\n\n", " ", "said ", "he ", "Ana Dovrel ", "told ", "according to ", "the palace ",
     ". ", ", ", ":", " — ", "<p>", "</p>", "<h1>", "&quot;", "\x00", "😀", "\u0301", "20", "%"]
)  # fmt: skip


@pytest.mark.usefixtures("known")
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(PIECES | st.text(max_size=5), max_size=120), st.booleans())
def test_the_same_bytes_give_the_same_sound_reading(pieces: list[str], as_prose: bool) -> None:
    page = Page("any", "".join(pieces).encode("utf-8", "surrogatepass"), prose=as_prose)
    assert sound(reading.read_page(page)) == reading.read_page(page)


@pytest.mark.usefixtures("known")
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=300))
def test_prose_is_kept_character_for_character(text: str) -> None:
    found = sound(reading.read_page(prose(text)))
    if isinstance(found, Reading):
        assert found.article.text == text


needs_model = pytest.mark.skipif(not attribution.has_model("en"), reason="the trained model is not in this checkout")


@needs_model
def test_a_reading_does_not_depend_on_what_is_read_beside_it() -> None:
    alone = [reading.read_page(prose(text * 5)) for text in (NOTE, "“No,” the mayor told reporters. " * 9)]
    for text in ("“No,” the mayor told reporters. " * 9, NOTE):
        reading.read_page(prose(text * 7))
    assert [reading.read_page(prose(text * 5)) for text in (NOTE, "“No,” the mayor told reporters. " * 9)] == alone


@needs_model
@pytest.mark.parametrize("path", sorted(EXAMPLES.rglob("*.html")), ids=lambda path: path.stem)
def test_examples_read_into_nested_and_relayed_statements(path: Path) -> None:
    found = sound(sayso.read(path))
    assert isinstance(found, Reading) and found.article.headline and found.article.published and found.article.authors
    assert len(found.statements) >= 10
    assert any(s.within for s in found.statements) and any(s.relay for s in found.statements)
    assert any(s.addressee for s in found.statements)
