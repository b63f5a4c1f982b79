"""Pages in languages that were not asked for are refused, before the article is looked for."""

import pytest

from sayso.articles.building import build_article
from sayso.record import Article, Page, Refusal

ENGLISH = (
    "The mayor said that the quay would be closed for two years, and that the money for it had been found by the council. "
)
GERMAN = "Der Bürgermeister sagte, dass der Kai für zwei Jahre geschlossen wird und dass der Rat das Geld dafür gefunden hat. "


def page(words: str, lang: str, languages: tuple[str, ...]) -> Page:
    passages = "".join(f"<p>{words * 2}</p>" for _ in range(5))
    html = f'<html lang="{lang}"><body><article><h1>Port Sel</h1>{passages}</article></body></html>'
    return Page("quay.html", html.encode(), languages=languages)


@pytest.mark.parametrize(
    ("words", "lang", "languages", "read"),
    [
        (ENGLISH, "en", ("en",), True),
        (ENGLISH, "en", ("de", "en"), True),
        (ENGLISH, "en", ("de",), False),
        (GERMAN, "de-AT", ("de",), True),
        (GERMAN, "de-AT", ("en", "fr"), False),
        (ENGLISH, "de", ("en",), True),  # what it is, not what its template declares
        (GERMAN, "en", ("en",), False),
        (GERMAN, "de", (), True),  # none is asked for
    ],
)
def test_pages(words: str, lang: str, languages: tuple[str, ...], read: bool) -> None:
    result = build_article(page(words, lang, languages))
    assert isinstance(result, Article) is read
    if isinstance(result, Refusal):
        assert result.reason == "other-language"
        assert "quay.html" in result.detail and "--language" in result.detail


def test_a_page_in_another_language_is_refused_before_its_article_is_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    def unwanted(*_: object) -> None:
        raise AssertionError("looked for")

    monkeypatch.setattr("sayso.articles.body.body_of", unwanted)
    assert isinstance(build_article(page(GERMAN, "de", ("en",))), Refusal)


@pytest.mark.parametrize("text", [ENGLISH * 5, f"Port Sel\n\n{ENGLISH * 5}"])
def test_texts(text: str) -> None:
    assert isinstance(build_article(Page("quay.txt", text.encode(), languages=("en",))), Article)
    assert isinstance(build_article(Page("quay.txt", text.encode(), languages=("fr",))), Refusal)


def test_a_text_whose_language_cannot_be_told_is_read() -> None:
    assert isinstance(build_article(Page("quay.txt", b"Ana Dovrel.", prose=True, languages=("fr",))), Article)
