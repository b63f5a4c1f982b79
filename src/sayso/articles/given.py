"""An article and what its input gives beside the text -> the article with these facts, its headline in the text too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sayso.articles.bylines import is_name, letters, split_names
from sayso.articles.composition import Facts, clean, compose
from sayso.articles.times import time_of, to_iso
from sayso.record import Article, Given, Page, ParagraphKind

MOST_AUTHORS = 50
_LANGUAGES = {
    "english": "en", "german": "de", "french": "fr", "spanish": "es", "italian": "it", "portuguese": "pt", "dutch": "nl",
    "russian": "ru", "ukrainian": "uk", "polish": "pl", "chinese": "zh", "arabic": "ar", "turkish": "tr", "japanese": "ja",
}  # fmt: skip


def with_given(article: Article, given: Given, page: Page) -> Article:
    """The article with what stands beside it in its input (JSON, an e-mail's head).

    Where the input is the text alone (``given.first``), what stands beside it goes before what was guessed from the text;
    beside a page, which says such things itself, it fills gaps. Of prose the text stays as it is.

    >>> page = Page("a.json", b"It rained.", given=Given(headline="Rain", published="14 March 2031", first=True))
    >>> article = with_given(compose([("body", "It rained.")], facts=Facts()), page.given, page)
    >>> article.text, article.published
    ('Rain\\n\\nIt rained.', '2031-03-14')
    """
    told: dict[str, str | tuple[str, ...] | None] = {
        "headline": clean(given.headline or "") or None,
        "outlet": clean(given.outlet or "") or None,
        "published": time_of(given.published),
        "updated": to_iso(given.updated),
        "authors": _names(given.authors),
        "language": _language(given.language),
    }
    new = {name: value for name, value in told.items() if value and (given.first or not getattr(article, name))}
    headline = new.get("headline")
    if isinstance(headline, str) and given.first and not page.prose:
        return _headed(article, headline, new)
    return replace(article, **new)  # type: ignore[arg-type]  # each is of its field's type


def _headed(article: Article, headline: str, new: Mapping[str, object]) -> Article:
    """The article with this headline at the top of its text, unless it stands there: one that was guessed is a heading then."""
    parts = [(one.kind, article.text[one.start : one.end]) for one in article.paragraphs]
    if parts and letters(parts[0][1]) == letters(headline):
        parts = parts[1:]
    below: list[tuple[ParagraphKind, str]] = [("heading" if kind == "headline" else kind, words) for kind, words in parts]
    facts = {name: getattr(article, name) for name in Facts.__dataclass_fields__} | dict(new)
    return compose([("headline", headline), *below], facts=Facts(**facts))


def _names(written: tuple[str, ...]) -> tuple[str, ...]:
    """Names as they are given one by one, or as a byline: "By Mara Venn and Bo Reed"."""
    names: list[str] = []
    for one in written[:MOST_AUTHORS]:
        names += split_names(one) or [name for name in [clean(one)] if is_name(name)]
    return tuple(dict.fromkeys(names))[:MOST_AUTHORS]


def _language(written: str | None) -> str | None:
    """ISO 639-1 of "en", "en-GB", "English".

    >>> _language("en_GB"), _language("German"), _language("klingon")
    ('en', 'de', None)
    """
    name = (written or "").strip().lower()
    code = name.replace("_", "-").partition("-")[0]
    return _LANGUAGES.get(name) or (code if len(code) == 2 and code.isascii() and code.isalpha() else None)
