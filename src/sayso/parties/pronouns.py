"""A word or two -> whether they are a pronoun, and of what person, number and gender."""

from __future__ import annotations

from functools import cache

from sayso.languages import entries, word_class


@cache
def pronoun_forms(code: str = "en") -> dict[str, tuple[str, str, str]]:
    """Each pronoun's person (first, second, third, relative), number (singular, plural, thing, either) and gender."""
    return {form.lower(): (person, number, gender) for form, person, number, gender in entries(code, "pronouns")}


def person_of(words: str) -> str:
    """The person of a mention that is one pronoun, an aside behind it apart ("they all"); "" for other words.

    >>> person_of("She"), person_of("“We"), person_of("she who"), person_of("the mayor")
    ('third', 'first', '', '')
    """
    parts = words.lower().split()
    if not parts or (len(parts) > 1 and (len(parts) > 2 or parts[1] not in word_class("aside"))):
        return ""
    return pronoun_forms().get(parts[0].strip("\"'“”‘’"), ("", "", ""))[0]


def gender_of(word: str) -> str:
    """The gender that a pronoun tells: m, f, or u.

    >>> gender_of("her"), gender_of("they"), gender_of("")
    ('f', 'u', 'u')
    """
    gender = pronoun_forms().get(word, ("", "", "u"))[2]
    return gender if gender in ("m", "f") else "u"
