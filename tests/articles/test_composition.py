"""The text is put together once: paragraphs stand where they say, and every field can be written as UTF-8."""

import pytest
from hypothesis import given, strategies as st

from sayso.articles.composition import Facts, clean, compose, identify

ANY_TEXT = st.text(st.characters())


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        ("a\u00a0 b\r\n c", "a b c"),  # no-break spaces and line ends are space
        ("a\x00b", "ab"),  # NUL is nothing
        ("ex\u00adample\u200b", "example"),  # soft hyphens and zero-width spaces break words
        ("\U0001f468\u200d\U0001f467", "\U0001f468\u200d\U0001f467"),  # but a joiner makes one picture of two
        ("a\ud800", "a\ufffd"),  # a lone surrogate cannot be written
        ("שלום \u200fעולם", "שלום \u200fעולם"),  # direction marks stay
    ],
)
def test_clean(raw: str, wanted: str) -> None:
    assert clean(raw) == wanted


def test_parts_without_words_are_left_out() -> None:
    article = compose([("headline", "A"), ("body", " \x00 "), ("body", "B")], facts=Facts())
    assert article.text == "A\n\nB"
    assert [p.kind for p in article.paragraphs] == ["headline", "body"]


def test_the_address_names_the_article_and_else_its_text() -> None:
    assert identify("https://a.example/1", "x") == identify("https://a.example/1", "y")
    assert identify(None, "x") != identify(None, "y")
    assert len(identify(None, "\ud800")) == 16


@given(st.lists(st.tuples(st.sampled_from(["headline", "body", "caption"]), ANY_TEXT)), ANY_TEXT)
def test_paragraphs_stand_where_they_say(parts: list[tuple[str, str]], name: str) -> None:
    article = compose(parts, facts=Facts(headline=name, authors=(name,)))  # type: ignore[arg-type]
    article.text.encode()
    (article.headline or "").encode()
    at = 0
    for paragraph in article.paragraphs:
        assert at <= paragraph.start < paragraph.end <= len(article.text)
        words = article.text[paragraph.start : paragraph.end]
        assert words == words.strip() and "\n" not in words
        at = paragraph.end
