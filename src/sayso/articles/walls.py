"""What a page says -> what stands in an article's place: a bot check, a soft 404, a consent wall, a log-in, an empty shell."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from sayso.languages import entries

# In the order in which they are asked for: bot checks ask for cookies and scripts too.
WALLS = ("bot-check", "not-found-page", "consent-page", "login-page", "needs-scripts")
LEAST = {"bot-check": 2, "not-found-page": 2, "consent-page": 3, "login-page": 2, "needs-scripts": 1}  # different phrases
SHORTEST_PASSAGE = 6  # words; shorter ones are labels
# Words outside of the wall's own passages: what a footer has. Three sentences of news have 30 and more, and a wall is never
# dated but by the article it stands for, of which then not a sentence may be there.
MOST_BESIDE = 25
LOOK = 8_000  # characters; a consent wall with all its purposes has 5,000, and what is longer is none
_MARKS = re.compile(r"[\W_]+")
_BORDER = re.compile(r"\s[-–—]\s|[|·•»]")


def wall_of(title: str, headings: Sequence[str], passages: Sequence[str], dated: bool = False) -> str | None:
    """Which of WALLS a page is, by its title, its headings and what it says; None for any other page.

    ``dated`` is whether it gives a day of publication. An article about such walls has more to say than they have.

    >>> wall_of("Page not found | Courier", [], ["Sorry, the page you are looking for has gone."])
    'not-found-page'
    >>> wall_of("Page not found: how a town lost its archive", [], ["The mayor said that nobody had noticed for a year."])
    """
    titled, phrases = _phrases()
    top, names = _names([title, *headings[:1]]), _names([title, *headings])
    said = [f" {plain} " for passage in _first(passages) if (plain := _plain(passage))]
    together = "|".join(said)
    whole = sum(map(len, passages)) <= LOOK
    for wall in WALLS:
        named = bool(names & titled[wall])
        if not whole and not (named and wall == "not-found-page"):
            continue
        known = [phrase for phrase in phrases[wall] if phrase in together]
        if wall == "not-found-page" and known and top & titled[wall]:  # below it stand teasers of what is there
            return wall
        if len(known) + 2 * named < LEAST[wall]:
            continue
        own = [passage for passage in said if any(phrase in passage for phrase in known)]
        beside = sum(map(_size, said)) - sum(map(_size, own))
        if beside <= (0 if dated else max(MOST_BESIDE, sum(map(_size, own)) // 4)):
            return wall
    return None


def _first(passages: Sequence[str]) -> Iterator[str]:
    """The passages within the first LOOK characters, the last of them cut."""
    left = LOOK
    for passage in passages:
        if left <= 0:
            return
        yield passage[:left]
        left -= len(passage)


def _names(titles: Sequence[str]) -> frozenset[str]:
    """Titles, whole and in their parts, as phrases are written."""
    return frozenset(_plain(part) for words in titles for part in (words, *_BORDER.split(words)))


def _size(plain: str) -> int:
    """The words of a passage; none of a label."""
    words = plain.count(" ") - 1
    return words if words >= SHORTEST_PASSAGE else 0


def _plain(words: str) -> str:
    return _MARKS.sub(" ", words).strip().casefold()


@cache
def _phrases() -> tuple[Mapping[str, frozenset[str]], Mapping[str, Sequence[str]]]:
    """By wall: whole titles, and phrases that stand anywhere."""
    titles, phrases = defaultdict[str, set[str]](set), defaultdict[str, list[str]](list)
    for kind, words in entries("en", "walls"):
        if kind.endswith("-title"):
            titles[kind.removesuffix("-title")].add(words.casefold())
        else:
            phrases[kind].append(f" {words.casefold()} ")
    return defaultdict(frozenset, {wall: frozenset(words) for wall, words in titles.items()}), phrases
