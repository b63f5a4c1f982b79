"""Two versions of an article -> the later headline or standfirst with the words of the earlier one set into it."""

from __future__ import annotations

from typing import Literal

from sayso.comparing.wording import Piece, keys, mark_words, normal
from sayso.copies import fingerprint
from sayso.record import Article


def mark_headline(before: Article, after: Article, kind: Literal["headline", "standfirst"]) -> tuple[Piece, ...] | None:
    """The words that stayed, left and came; None where nothing but noise changed."""
    was, now = getattr(before, kind) or "", getattr(after, kind) or ""
    if keys(was) == keys(now) or _told(was) == _told(now):
        return None
    pieces = mark_words(was, [(0, len(was))] if was else [], now, [(0, len(now))] if now else [])
    place = {"removed": _place(before, kind, was), "same": _place(after, kind, now), "added": _place(after, kind, now)}
    return tuple(Piece(p.how, p.text, _moved(p.start, place[p.how])) for p in pieces)


def _told(words: str) -> str:
    """What the words tell, without notes such as "Being updated"."""
    return fingerprint(Article("", normal(words), ()))


def _place(article: Article, kind: str, words: str) -> int | None:
    """Where the text holds the fact as a paragraph of its own."""
    places = (p.start for p in article.paragraphs if p.kind == kind and article.text[p.start : p.end] == words)
    return next(places, None)


def _moved(start: int | None, place: int | None) -> int | None:
    return None if start is None or place is None else start + place
