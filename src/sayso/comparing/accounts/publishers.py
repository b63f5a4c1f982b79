"""An article -> who published it, and whether a party that another article speaks of is that publisher."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from sayso.questions import folded_tokens
from sayso.record import Article, Party

_ARTICLES = frozenset(("a", "an", "the"))
_LEAST = 4  # letters of a part of a host's name that may be a party's: "en", "gov" and "com" are nobody


def publisher_of(article: Article) -> str | None:
    """The name of who published it: the outlet, or the host of its address; None where neither is known.

    >>> publisher_of(Article("a", "", (), url="https://www.norland.example/news/1"))
    'norland.example'
    """
    return article.outlet or _host(article).removeprefix("www.") or None


def is_publisher(party: Party, article: Article) -> bool:
    """Whether a party is who published the article, by its name and by the words that name it elsewhere.

    That is so where one of them is the outlet's name, or a part of the host's: "the Kremlin" published http://en.kremlin.ru/….

    >>> is_publisher(Party("p1", "Granite Palace", "government"), Article("a", "", (), outlet="The Granite Palace"))
    True
    >>> is_publisher(Party("p1", "Granite Palace", "government"), Article("a", "", (), url="https://granitepalace.example/1"))
    True
    """
    names = {_plain(name) for name in (party.name, *(span.text for span in party.mentions))} - {""}
    return bool(names & _published_under(article))


def published_by(outlet: str, names: Iterable[str]) -> bool:
    """Whether an outlet is a party that goes by one of these names.

    >>> published_by("The Granite Palace", ["Granite Palace", "palace"])
    True
    """
    return bool(_plain(outlet)) and _plain(outlet) in map(_plain, names)


def _published_under(article: Article) -> set[str]:
    labels = {label for label in _host(article).replace("-", "").split(".") if len(label) >= _LEAST}
    return {_plain(article.outlet or ""), *labels} - {""}


def _plain(name: str) -> str:
    """The name without what may be left off it, in one word: "granitepalace" for "the Granite Palace"."""
    return "".join(word for word in folded_tokens(name) if word not in _ARTICLES)


def _host(article: Article) -> str:
    try:
        return (urlsplit(article.url or "").hostname or "").lower()
    except ValueError:  # "https://[": nobody's
        return ""
