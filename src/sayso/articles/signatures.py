"""Words that may be a name, and the signature behind or under somebody's words: a name with what the person is."""

from __future__ import annotations

import re

from sayso.languages import listed

LONGEST_SIGNATURE = 120  # code points

_MARKS = '"“”„«»'
_SIGNATURE = re.compile(
    rf"(?P<dash>[—–―]|--?)?\s*(?P<name>[^\W\d_][^,({_MARKS}:;!?/|©\n]{{1,60}}?)"
    rf"(?P<title>(?:,\s[^{_MARKS}!?\n(]{{2,80}})?(?:\s*\([^()\n]{{1,60}}\))?)$"
)
_SENTENCE_END = re.compile(r"[^\W\d_]{4}\.\s|[a-z]{3}\.\s")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_CLAUSE = frozenset(
    ["who", "whose", "which", "that", "is", "was", "has", "had", "did", "does", "not", "but", "by", "left", "right"]
)
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

    The name looks like one and has two words, or one behind a dash. A title says what its bearer is
    (`languages/en/offices.txt`). A place, an agency or "reporter" behind a name make no signature.

    >>> signature_in("Ana Bel, mayor of Osterby", 0, 25).group("name", "title")
    ('Ana Bel', ', mayor of Osterby')
    >>> signature_in("Ana Bel, Ridge Times", 0, 20), signature_in("All day it rained", 0, 17)
    (None, None)
    """
    found = _SIGNATURE.match(text, start, end)
    if not found or _SENTENCE_END.search(found[0]) or not is_name(found["name"]):
        return None
    if found["title"] and not _says_what_one_is(found["title"]):
        return None
    return found if found["dash"] or " " in found["name"] else None


def _says_what_one_is(title: str) -> bool:
    found = _WORD.findall(title.lower())
    words = frozenset(found)
    if not found or found[0].endswith("ing"):  # «shaking her head»
        return False
    return bool(words & listed("offices")) and words.isdisjoint(_CLAUSE) and words.isdisjoint(listed("byline_jobs"))
