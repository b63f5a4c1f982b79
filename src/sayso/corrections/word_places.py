"""Words as a person writes them -> where they stand in an article: once, or near other words, or nothing is guessed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sayso.record import Article

Extent = tuple[int, int]
PLACES = 5  # at which words stand, that a message shows
_GAP = re.compile(r"\s+(?:…|\.\.\.)\s+")  # between pieces of a content
_MARKS = {"'": "'‘’‚‛", '"': '"“”„‟«»', "-": "-‐‑–—"}
_OPENING, _CLOSING = "\"“„«‘'", ("\"", "”", "“", "»", "’", "'")


class Places:
    """The places of words in one article, which messages name by its address."""

    def __init__(self, article: Article, address: str) -> None:
        """Look in an article."""
        self.article, self.address = article, address

    def all(self, words: str) -> Iterator[Extent]:
        """Where words stand, whatever white space, quotation marks and dashes they have there."""
        yield from ((found.start(), found.end()) for found in _pattern(words).finditer(self.article.text))

    def pieces(self, words: str, around: Sequence[Extent], at: int | None, flag: str) -> tuple[Extent, ...]:
        """The pieces of words with " … " between them: the first as ``one``, each further one behind the one before.

        Quotation marks right around a piece are part of it.
        """
        given = words.strip()
        parts = [given] if any(True for _ in self.all(given)) else [part for part in _GAP.split(given) if part.strip()]
        found = [self._marked(self.one(parts[0] if parts else given, around, at, flag))]
        for part in parts[1:]:
            later = next((place for place in self.all(part) if place[0] >= found[-1][1]), None)
            if later is None:
                raise ValueError(f"{part!r} does not stand behind the words before it in {self.address}")
            found.append(self._marked(later))
        return tuple(found)

    def one(self, words: str, around: Sequence[Extent], at: int | None, flag: str) -> Extent:
        """Where words stand: once in the article, else once in the paragraphs of ``around``; or at a place that is told.

        Raises ValueError where they stand nowhere, or more than once; ``flag`` is what tells a place.
        """
        places = list(self.all(words))
        if at is not None:
            there = [place for place in places if place[0] == at]
            if not there:
                raise ValueError(f"{words!r} does not stand at {at}, but {self.shown(places) or 'nowhere'}")
            return there[0]
        if not places:
            raise ValueError(f"{words!r} stands nowhere in {self.address}: give its words as they stand there")
        beside = [place for place in places if self.is_beside(place, around)] if len(places) > 1 else places
        if len(beside) != 1:
            times = f"{len(beside or places)} times"
            raise ValueError(f"{words!r} stands there {times}; say which with {flag}: {self.shown(beside or places)}")
        return beside[0]

    def is_beside(self, place: Extent, around: Sequence[Extent]) -> bool:
        """Whether a place lies in a paragraph of one of the others."""
        held = [p for p in self.article.paragraphs if any(p.start < end and start < p.end for start, end in around)]
        return any(p.start <= place[0] < p.end for p in held)

    def shown(self, places: Sequence[Extent]) -> str:
        """Places for people, each with some words around it."""
        text = self.article.text
        told = [f"{start} («{' '.join(text[max(0, start - 25) : end + 25].split())}»)" for start, end in places[:PLACES]]
        more = len(places) - PLACES
        return "; ".join(told) + (f"; and {more} more" if more > 0 else "")

    def words(self, place: Extent) -> str:
        """The words at a place, in one line."""
        return " ".join(self.article.text[slice(*place)].split())

    def _marked(self, place: Extent) -> Extent:
        """Words with the quotation marks right around them, where there are both."""
        text, (start, end) = self.article.text, place
        opens = start > 0 and text[start - 1] in _OPENING and not text[max(0, start - 2) : start - 1].strip("([—–- \n\t")
        return (start - 1, end + 1) if opens and text.startswith(_CLOSING, end) else place


def distance(place: Extent, near: Sequence[Extent]) -> int:
    """How many code points stand between a place and the nearest of others."""
    return min((max(start - place[1], place[0] - end, 0) for start, end in near), default=0)


def placed(given: str) -> tuple[str, int | None]:
    """Words and the place that is told at their end.

    >>> placed("said@120"), placed("she")
    (('said', 120), ('she', None))
    """
    found = re.fullmatch(r"(.+?)@(\d{1,9})", given.strip(), re.DOTALL)
    return (found[1].strip(), int(found[2])) if found else (given.strip(), None)


def _pattern(words: str) -> re.Pattern[str]:
    """The words with any white space between them, and any form of their quotation marks and dashes."""
    classes = {mark: f"[{re.escape(forms)}]" for forms in _MARKS.values() for mark in forms}
    tokens = ("".join(classes.get(letter, re.escape(letter)) for letter in token) for token in words.split())
    body = r"\s+".join(tokens)
    before = r"(?<!\w)" if words.strip()[:1].isalnum() else ""
    after = r"(?!\w)" if words.strip()[-1:].isalnum() else ""
    return re.compile(before + body + after) if body else re.compile(r"(?!)")
