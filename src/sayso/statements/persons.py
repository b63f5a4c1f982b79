"""A stretch of text -> where somebody speaks of himself ("I", "our") or to another ("you"), by the language's pronouns."""

from __future__ import annotations

import re
from functools import cache

from sayso.languages import entries

_NUMERAL = ("I", "mine")  # «World War I», a coal "mine": «I» is told by its capital alone


@cache
def of_persons(*persons: str) -> re.Pattern[str]:
    """A pattern for the pronouns of some persons: "first", "second".

    Capitals or not at their start, but «I» only as a capital; not «US», nor a coal «mine».

    >>> [found[0] for found in of_persons("first").finditer("We met in the US. So I left my coal mine.")]
    ['We', 'I', 'my']
    """
    forms = [form for form, person, *_ in entries("en", "pronouns") if person in persons and form not in _NUMERAL]
    either = [f"[{form[0].upper()}{form[0]}]{form[1:]}" for form in forms]
    return re.compile(rf"\b(?:{'|'.join([*(['I'] if 'first' in persons else []), *either])})\b")
