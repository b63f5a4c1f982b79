"""Texts at hand: a string is read as it stands, a data frame goes into a store row by row, and each row refused says why."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings, strategies as st

import sayso
from sayso.door.verbs import Store
from sayso.evidence import check_evidence
from sayso.options import PageOptions
from sayso.record import Reading, Refusal

WORDS = "“The bridge is safe,” Ana Dovrel, the mayor of Norvan, said on Tuesday.\n\nShe will open it in May, she added."
OTHER = "“It will snow in the valley,” Ilir Tamm told reporters."
LINE = "“The bridge is safe, and it will be,” said Ana Dovrel, the mayor of Norvan, on Tuesday morning."
BODY = 4 * f"<p>{LINE}</p>"
PAGE = (
    "<html lang=en><head><title>The bridge of Norvan is safe</title></head><body><article>"
    f"<h1>The bridge of Norvan is safe</h1>{BODY}</article></body></html>"
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with sayso.open_store(tmp_path_factory.mktemp("texts") / "it.db") as opened:
        yield opened


def read(words: str = WORDS, **facts: object) -> Reading:
    found = sayso.read_text(words, **facts)  # type: ignore[arg-type]
    assert isinstance(found, Reading)
    return found


def test_a_text_is_read_as_it_stands_with_the_facts_given() -> None:
    reading = read(
        headline="Bridge “safe”", published=date(2031, 3, 14), updated=datetime(2031, 3, 15, 9, 30, tzinfo=UTC),
        outlet="The Post", authors="By Mara Venn and Bo Reed", language="English", url="https://ana:secret@post.example/1",
    )  # fmt: skip
    article = reading.article
    assert article.text == WORDS and article.headline == "Bridge “safe”" and article.outlet == "The Post"
    assert (article.published, article.updated) == ("2031-03-14", "2031-03-15T09:30:00+00:00")
    assert (article.authors, article.language, article.url) == (("Mara Venn", "Bo Reed"), "en", "https://post.example/1")
    said = reading.statements[0]
    assert reading.name_of(said.speaker) == "Ana Dovrel"
    assert all(WORDS[span.start : span.end] == span.text for span in said.content)
    tuesday = next(time for time in reading.times if time.span.text.endswith("Tuesday"))
    assert tuesday.earliest == "2031-03-11"  # told by the day of publication
    assert read() == read() and read().input.startswith("text:") and read().article.published is None


@settings(deadline=None, max_examples=40)
@given(st.text(st.characters(exclude_categories=()), min_size=1, max_size=200))
def test_any_string_stays_character_for_character(words: str) -> None:
    found = sayso.read_text(words)
    if isinstance(found, Refusal):
        assert found.reason == "empty" and not words.strip(" \t\r\n\0\ufeff")
    else:
        assert len(check_evidence(found).article.text) == len(words)
        assert all(a == b or "\ud800" <= b <= "\udfff" for a, b in zip(found.article.text, words, strict=True))


def test_html_at_hand_is_read_as_a_page() -> None:
    reading = sayso.read_html(PAGE, url="https://post.example/1", outlet="The Evening Post", published="14 March 2031")
    assert isinstance(reading, Reading)
    assert reading.article.text.startswith("The bridge of Norvan is safe") and reading.article.url == "https://post.example/1"
    assert reading.article.published == "2031-03-14" and "<p>" not in reading.article.text


@pytest.mark.parametrize(
    ("call", "error", "why"),
    [
        (lambda: sayso.read_text(b"It rained."), TypeError, "a text is a string, and no bytes; read_page takes bytes"),
        (lambda: sayso.read_text(Path("a.txt")), TypeError, "read takes the path of a file"),
        (lambda: sayso.read_text("It rained.", published="soon"), ValueError, "published='soon' is no time that can be told"),
        (lambda: sayso.read_html("<p>", updated="03/04/2031"), ValueError, "updated='03/04/2031' is no time that can be told"),
    ],
)
def test_what_is_no_text_or_no_time_is_said_to_be_so(call: object, error: type[Exception], why: str) -> None:
    with pytest.raises(error, match=why):
        call()  # type: ignore[operator]


FRAME = pd.DataFrame(
    {
        "Title": ["Bridge", None, "No words", "Snow", "Snow"],
        "text": [WORDS, OTHER, float("nan"), OTHER + " It did.", OTHER + " It did."],
        "date": pd.to_datetime(["2031-03-14", None, None, "2031-03-15T09:30:00", "2031-03-15T09:30:00"], format="ISO8601"),
        "address": ["https://post.example/frame/1", None, None, None, None],
        "outlet": pd.array(["The Post", pd.NA, None, "The Lantern", "The Lantern"], dtype="string"),
        "authors": [["Mara Venn", "Bo Reed"], None, None, None, None],
        "reads": [3, 4, 5, 6, 6],
    },
    index=[10, 11, 12, 13, 14],
)


def test_a_data_frame_goes_into_a_store_and_its_rows_refused_say_why(store: Store) -> None:
    met: list[object] = []
    added = store.add_texts(FRAME, progress=met.append)
    assert (added.articles, added.same, added.statements > 3, dict(added.refusals)) == (3, 1, True, {"empty": 1})
    assert [(one.input, one.reason) for one in added.refused] == [("row 12", "empty")] and len(met) == 5
    assert "1 row refused:\n  row 12 (empty): row 12 has no text.>" in repr(added)
    (version,) = store.engine.versions("https://post.example/frame/1")
    article = version.reading.article
    assert (article.headline, article.published, article.outlet) == ("Bridge", "2031-03-14", "The Post")
    assert article.authors == ("Mara Venn", "Bo Reed")
    assert [hit.published for hit in store.find("snow", outlet="The Lantern")] == ["2031-03-15T09:30:00"]
    assert store.add_texts(FRAME).same == 4  # the same words once, in whatever table they come
    assert store.add_texts([{"text": OTHER}]).same == 1


@pytest.mark.parametrize(
    "table",
    [
        {"text": [OTHER + " Arrow."], "url": ["https://post.example/{}"]},
        pa.table({"text": [OTHER + " Arrow."], "url": ["https://post.example/{}"]}),
        [{"text": OTHER + " Arrow.", "url": "https://post.example/{}"}],
        ({"plain_text": words, "link": "https://post.example/{}"} for words in [OTHER + " Arrow."]),
    ],
    ids=["columns", "arrow", "mappings", "generator"],
)
def test_any_table_will_do(tmp_path: Path, table: object) -> None:
    with sayso.open_store(tmp_path / "it.db") as own:
        assert own.add_texts(table).articles == 1
        assert own.find("snow")[0].address == "https://post.example/{}"


def test_strings_series_and_rows_with_faults(store: Store) -> None:
    assert store.add_texts(pd.Series([OTHER + " Series.", None])).refused[0].input == "row 1"
    rows = [{"text": OTHER + " Day.", "published": "soon"}, {"headline": "No text"}, {"text": "x" * 500}, {"text": " \n"}]
    added = store.add_texts(rows, options=PageOptions(max_bytes=400))
    assert [(one.input, one.reason) for one in added.refused] == [
        ("row 0", "bad-date"), ("row 1", "empty"), ("row 2", "too-big"), ("row 3", "empty"),
    ]  # fmt: skip
    assert added.refused[0].detail == "row 0 has 'soon' for its day of publication: write 2031-03-14, or leave it out."
    words = "Der Bürgermeister sagte am Dienstag, dass die Brücke sicher sei."
    german = store.add_texts([words], options=PageOptions(languages=("en",)))
    assert [(one.input, "text:" in one.detail) for one in german.refused] == [("row 0", False)]
    prose = f"  One.\r\n\r\n{OTHER} Prose."
    assert store.add_texts([prose], options=PageOptions(prose=True)).articles == 1
    assert any(version.reading.article.text == prose for version in store.readings())


@pytest.mark.parametrize(
    ("texts", "why"),
    [
        (OTHER, r"one text stands in a list: \[text\]"),
        (pd.DataFrame({"words": [OTHER], "outlet": ["x"]}), "no column is called text; there are words, outlet"),
        ([OTHER, 3], "a text is a string, or a mapping with text in it, and no int"),
    ],
)
def test_what_is_no_table_of_texts_is_said_to_be_so(store: Store, texts: object, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        store.add_texts(texts)


def test_rows_stream(store: Store) -> None:
    """A row is read when those before it are on their way, not all at once."""
    asked: list[int] = []
    kept: list[int] = []

    def rows() -> Iterator[str]:
        for number in range(300):
            asked.append(number)
            yield f"{OTHER} Row {number}."

    def note(result: object) -> None:
        kept.append(len(asked))

    assert store.add_texts(rows(), progress=note).articles == 300
    assert kept[0] < 300
