"""A word -> the concept by which it is held against another account's words, and how rare that is in news of governments."""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.resources import files

import numpy as np

from sayso.languages import entries
from sayso.languages.lexicon import word_lists

# Endings by which words of one family differ, the longest first.
_ENDINGS = (
    *("ibility", "ability", "fulness", "iveness", "ousness", "ational", "isation", "ization", "ically"),
    *(
        "ation",
        "ition",
        "ution",
        "ously",
        "fully",
        "ment",
        "ness",
        "ence",
        "ance",
        "ency",
        "ancy",
        "ible",
        "able",
        "ical",
        "ally",
    ),
    *("ive", "ion", "ise", "ize", "ate", "ity", "ous", "ful", "ant", "ent", "ial", "er", "or", "al", "ly", "ic", "at"),
)
_LEFT = 5  # letters that an ending leaves: "form" and "former", "all" and "ally" are two families


@lru_cache(maxsize=32768)
def stem(word: str) -> str:
    """What words of one family have alike: a word in small letters without its endings.

    >>> stem("implementation") == stem("implemented"), stem("negotiating") == stem("negotiations"), stem("agreement")
    (True, True, 'agre')
    """
    word = _uninflected(_irregular().get(word, word))
    while ending := next((e for e in _ENDINGS if word.endswith(e) and len(word) - len(e) >= _LEFT), ""):
        word = word[: -len(ending)]
    return (
        f"{word[:-1]}i" if word.endswith("y") and len(word) > 3 else word[:-1] if word.endswith("e") and len(word) > 3 else word
    )


_IN_EED = frozenset(
    [
        "need",
        "feed",
        "seed",
        "speed",
        "exceed",
        "succeed",
        "proceed",
        "indeed",
        "breed",
        "bleed",
        "greed",
        "creed",
        "deed",
        "weed",
        "steed",
        "heed",
    ]
)


def _uninflected(word: str) -> str:
    if word.endswith("eed"):
        return word if word in _IN_EED else word[:-1]  # "agreed"
    for ending, instead in (("ies", "y"), ("ied", "y"), ("es", "e"), ("s", ""), ("ed", ""), ("ing", "")):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith(("ss", "us", "is")):
            word = word[: -len(ending)] + instead
            if ending in ("ed", "ing") and word[-1] == word[-2] and word[-1] not in "aeiousl":
                return word[:-1]  # "stopped"
            return word
    return word


@cache
def _irregular() -> dict[str, str]:
    return {row[0]: row[1] for row in entries("en", "irregular")}


@cache
def _groups() -> dict[str, str]:
    """The stem of each word of the synonyms -> its group's first word, in capitals."""
    groups: dict[str, str] = {}
    for (row,) in entries("en", "synonyms"):
        words = row.split()
        for word in words:
            groups.setdefault(stem(word), words[0].upper())
    return groups


@lru_cache(maxsize=32768)
def concept(word: str) -> str:
    """What a word in small letters is compared by: its group of synonyms, else its stem.

    >>> concept("ceasefire") == concept("ceasefires"), concept("thanked") == concept("gratitude")
    (True, True)
    """
    found = stem(word)
    return _groups().get(found, found)


@lru_cache(maxsize=32768)
def rarity(stemmed: str) -> float:
    """How rare a stem is, from 0 (in all stretches of 400 words) to 1 (in fewer than 1 of 500).

    By 4,555 texts of the White House of 2021 and 2022 (``training/train_alignment.py --words``).
    """
    return _rarities().get(stemmed, 1.0)


@cache
def _rarities() -> dict[str, float]:
    with (
        files("sayso.comparing.accounts").joinpath("rarity.npz").open("rb") as file,
        np.load(file, allow_pickle=False) as arrays,
    ):
        return dict(zip(arrays["stems"].tolist(), (arrays["rarity"] / 255).tolist(), strict=True))


@cache
def place_concepts() -> dict[tuple[str, ...], str]:
    """Names of countries, of their people and of their capitals, as words in small letters -> the country."""
    lists = word_lists()
    found = dict(lists.demonyms.items())
    found |= {tuple(name.lower().split()): name for name in lists.countries}
    found |= lists.capitals
    return {key: name for key, name in found.items() if key}
