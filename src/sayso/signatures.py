"""Words that may be a name, and the signature under somebody's words: a name with its title."""

from __future__ import annotations

import re

LONGEST_SIGNATURE = 120  # code points: a name and a title

_MARKS = '"“”„«»'
_SIGNATURE = re.compile(
    rf"(?P<dash>[—–―]|--?)?\s*(?P<name>[^\W\d_][^,({_MARKS}:;!?/|©\n]{{1,60}}?)"
    rf"(?P<title>(?:,\s[^{_MARKS}!?\n(]{{2,80}})?(?:\s*\([^()\n]{{1,60}}\))?)$"
)
_CUT_OFF = re.compile(r"\w{4}\.\s")
_PARTICLES = frozenset(
    ["of", "the", "de", "van", "von", "der", "den", "bin", "al", "el", "la", "le", "du", "da", "dos", "di", "and", "für", "y"]
)


def is_name(words: str) -> bool:
    """Whether the words look like a person's or a body's name: capitals, and small particles between them.

    >>> is_name("Ana van der Berg"), is_name("He added"), is_name("The plan")
    (True, False, False)
    """
    tokens = words.split()
    if not 1 <= len(tokens) <= 7 or any(char.isdigit() for char in words):
        return False
    capital = [token[0].isupper() for token in tokens]
    inner_small = all(up or token in _PARTICLES for up, token in zip(capital, tokens, strict=True))
    return capital[0] and capital[-1] and inner_small


def signature_in(text: str, start: int, end: int) -> re.Match[str] | None:
    """The signature that fills a stretch of a text (code points): groups ``dash``, ``name`` and ``title``, which may be empty.

    A full name, with a title behind it or none; behind a dash one word is enough.

    >>> signature_in("Ana Bel, mayor of Osterby", 0, 25).group("name", "title")
    ('Ana Bel', ', mayor of Osterby')
    >>> signature_in("All day it rained", 0, 17)
    """
    found = _SIGNATURE.match(text, start, end)
    if not found or _CUT_OFF.search(found["name"]) or not is_name(found["name"]):
        return None
    return found if found["dash"] or " " in found["name"] else None
