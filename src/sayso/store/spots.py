"""The words of two places -> whether they are two places: a town and another town; not a town and a palace in it."""

from __future__ import annotations

from functools import cache

from sayso.languages.lexicon import word_lists


def clash(one: str | None, other: str | None) -> bool:
    """Whether an event cannot have been in both. Words are folded; None is not known, and clashes with nothing.

    A country and its capital, a place of more words and of fewer, a building and whatever town are no two places.

    >>> clash("geneva", "vienna"), clash("white house", "washington"), clash("rome", "italy")
    (True, False, False)
    """
    if not one or not other or one == other:
        return False
    mine, theirs = set(one.split()), set(other.split())
    if mine & theirs:
        return False
    if mine & _sites() or theirs & _sites():
        return False
    return not (_country(one) and _country(one) == _country(other))


def is_one_place(one: str | None, other: str | None) -> bool:
    """Whether both are in one town, or one country, that is known: not merely two rooms of one palace.

    >>> is_one_place("singapore", "changi singapore"), is_one_place("white house", "the white house")
    (True, False)
    """
    if not one or not other or (set(one.split()) | set(other.split())) & _sites():
        return False
    shorter, longer = sorted((one.removeprefix("the "), other.removeprefix("the ")), key=len)
    return f" {shorter} " in f" {longer} " and tuple(shorter.split()) in word_lists().places


@cache
def _sites() -> frozenset[str]:
    """Nouns of what stands in a town."""
    lists = word_lists()
    return frozenset(lists.place_words) | frozenset(lists.organisation)


@cache
def _country(place: str) -> str | None:
    """The country that a place is, or is the capital of."""
    lists = word_lists()
    words = tuple(place.split())
    return lists.capitals.get(words) or next((country for country in lists.countries if country.lower() == place), None)
