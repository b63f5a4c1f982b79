"""A language's word lists -> the tables that tell names apart: given names, titles, offices, places, organisations."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from sayso.languages import entries


@dataclass(frozen=True, slots=True)
class Lists:
    """The language's words that tell names apart, as sets and tables of lower-case forms."""

    given: dict[str, str]
    titles: dict[str, str]
    offices: dict[str, str]
    organisation: dict[str, str]
    metonyms: dict[tuple[str, ...], str]
    places: dict[tuple[str, ...], str]
    demonyms: dict[tuple[str, ...], str]
    capitals: dict[tuple[str, ...], str]
    affiliations: dict[str, str]
    place_words: dict[str, bool]  # whether it is a surname too
    common: frozenset[str]
    calendar: frozenset[str]
    pronouns: frozenset[str]
    particles: frozenset[str]
    groups: frozenset[str]
    countries: frozenset[str]
    ranks: frozenset[str]  # offices that stand in capitals right before a name, and titles


@cache
def word_lists(code: str = "en") -> Lists:
    """The word lists of one language, read once."""
    places: dict[tuple[str, ...], str] = {}
    demonyms: dict[tuple[str, ...], str] = {}
    capitals: dict[tuple[str, ...], str] = {}
    for (place,) in entries(code, "places"):
        places[_key(place)] = place
    for country, *rest in entries(code, "demonyms"):
        places[_key(country)] = country
        for adjective in (rest[0] if rest else "").split(","):
            demonyms[_key(adjective)] = country
        for capital in (rest[1] if len(rest) > 1 else "").split(","):
            if capital:
                places[_key(capital)] = capital
                capitals[_key(capital)] = country
    demonyms.pop((), None)
    return Lists(
        {name.lower(): gender for name, gender in entries(code, "given_names")},
        {row[0]: row[1] for row in entries(code, "titles")},
        {row[0]: row[1] for row in entries(code, "offices")},
        {row[0]: row[1] for row in entries(code, "organisation_words")},
        {_key(name): kind for name, kind in entries(code, "metonyms")},
        places,
        demonyms,
        capitals,
        {word.lower(): same for word, same in entries(code, "affiliations")},
        {row[0]: row[-1] == "surname" for row in entries(code, "place_words")},
        frozenset(word for (word,) in entries(code, "common_words")),
        frozenset(word for (word,) in entries(code, "calendar_words")),
        frozenset(row[0].lower() for row in entries(code, "pronouns")),
        frozenset(word for (word,) in entries(code, "name_particles")),
        frozenset(word for (word,) in entries(code, "group_words")),
        frozenset(demonyms.values()),
        frozenset(row[0] for row in entries(code, "offices") if len(row) > 2) | {word for word, _ in entries(code, "titles")},
    )


@cache
def month_numbers(code: str = "en", *lists: str) -> dict[str, int]:
    """A language's names of months, in small letters and with their short forms, by number; ``lists`` are read too.

    >>> month_numbers()["sept"], month_numbers("en", "foreign_months")["märz"]
    (9, 3)
    """
    return {name: int(row[0]) for table in (*lists, "months") for row in entries(code, table) for name in row[1:]}


@cache
def zone_offsets(code: str = "en") -> dict[str, str]:
    """Names of zones as texts of a language have them, in small letters, with their offsets from UTC.

    >>> zone_offsets()["cet"]
    '+01:00'
    """
    return {row[0].lower(): row[1] for row in entries(code, "zones")}


def _key(name: str) -> tuple[str, ...]:
    """The lower-case words of a name, without the article that stands outside it in a text ("The Hague")."""
    return tuple(name.lower().removeprefix("the ").split())
