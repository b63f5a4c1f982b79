"""An article's text and the language its page declares -> its language, an ISO 639-1 code, or None where it cannot be told."""

from __future__ import annotations

import re

SAMPLE = 3_000  # characters
SHORTEST = 40
# Of English news 25 to 35 in a hundred words are among these; of other languages that write some of them (Dutch "of", "was",
# German "was", Scots "that") under 8.
ENGLISH_SHARE = 0.15
_ENGLISH = "the of and to in that is was for on with he as it by at from are has his be have said not an this they"
# In three to seven words one of these must stand: "was in an" may be German, Dutch or Danish.
_ONLY_ENGLISH = "the and that with said this they from have his are says she will would told"
_WORD = re.compile(r"[^\W\d_]+")


def language_of(text: str, declared: str | None) -> str | None:
    """The language of a text: English by its small words, else the declared one, else what py3langid takes it for.

    A page in another language that declares English, as templates do, is asked about too.

    >>> language_of("The mayor said that the bridge is closed and that it was not his fault.", "fr")
    'en'
    """
    words = [word.lower() for word in _WORD.findall(text[:SAMPLE])]
    small, plain = frozenset(_ENGLISH.split()), frozenset(_ONLY_ENGLISH.split())
    english = sum(word in small for word in words) / max(1, len(words))
    if len(words) >= 8 and english >= ENGLISH_SHARE:
        return "en"
    if declared is None and 3 <= len(words) < 8 and not plain.isdisjoint(words) and english >= ENGLISH_SHARE:
        return "en"
    if (declared and declared != "en") or len(text.strip()) < SHORTEST:
        return declared
    return _guessed(text[:SAMPLE]) or declared


def _guessed(text: str) -> str | None:
    import py3langid  # 0.7 s for its first answer, and most pages declare their language or are in English

    return str(py3langid.classify(text)[0]) or None
