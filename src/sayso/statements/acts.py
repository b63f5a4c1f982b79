"""A cue's words -> the act that it does: "has repeatedly called for" demands, "refused to say" withholds, ":" states.

The acts are a closed list, ``ACTS``; which word does which stands in ``languages/<code>/acts.txt``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice

from sayso.languages import entries, word_class

ACTS = (
    "states", "reports", "announces", "claims", "confirms", "admits", "denies", "accuses", "criticises", "praises",
    "supports", "opposes", "rejects", "refuses", "withholds", "warns", "threatens", "predicts", "promises", "agrees",
    "asks", "demands", "suggests", "orders", "rules", "apologises", "thanks", "believes", "doubts", "knows", "hopes",
    "fears", "intends", "reacts", "raises", "describes",
)  # fmt: skip
DEFAULT = "states"

_WORD = re.compile(
    r"(?:ca|wo|do|does|did|is|was|are|were|would|could|should|has|have|had)n['’]t|cannot|['’][a-z]+|[^\W_]+(?:-[^\W_]+)*"
)
_NEGATIONS = {"not", "never", "cannot", "without", "hardly", "nor", "neither", "no"}
_DETERMINERS = {"a", "an", "the", "his", "her", "its", "their", "our", "my", "your", "no", "any", "some", "this", "that", "own"}
_WEIGHTS = {"": 3, "noun": 2, "light": 1}


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a language's list of acts: the words, the act, and its weight ("", "noun", "light")."""

    words: tuple[str, ...]
    act: str
    weight: str


@lru_cache(maxsize=4096)
def act_of(cue: str | None, behind: str = "", language: str = "en") -> str:
    """The act of a cue's words. ``DEFAULT`` where there is no cue, no verb, or none that the language's list knows.

    ``behind`` is what stands right behind the cue and may go on with its phrase: «pleaded | guilty», «declined | to comment».
    A phrase that would end in a preposition or an article there does not count: «called | for once …», «stressed | the plan …».

    >>> act_of("has repeatedly called for"), act_of("did not deny"), act_of("was quoted as saying"), act_of(":")
    ('demands', 'withholds', 'states', 'states')
    >>> act_of("pleaded"), act_of("pleaded", "not guilty to fraud")
    ('demands', 'denies')
    """
    words, more = _words(cue or ""), _words(behind)
    best = _weightiest(_matches(words, language))
    if any(not _last_words(language).isdisjoint(lemmas(word, language)) for word in more):
        best = _weightiest(_going_on(words, more, language)) or best
    if best is None:
        return DEFAULT
    at, entry = best
    return _negations(language).get(entry.act, entry.act) if _is_negated(words[:at]) else entry.act


def _weightiest(found: Iterable[tuple[int, Entry]]) -> tuple[int, Entry] | None:
    """The first of the heaviest."""
    return max(found, key=lambda one: _WEIGHTS[one[1].weight], default=None)


def _going_on(words: list[str], behind: list[str], language: str) -> Iterator[tuple[int, Entry]]:
    """The list's entries that begin in a cue and end in a word of weight behind it."""
    for at, entry in _matches([*words, *behind], language):
        if at < len(words) < at + len(entry.words) and entry.words[-1] in _last_words(language):
            yield at, entry


@cache
def _last_words(language: str) -> frozenset[str]:
    """The last words of phrases, but for prepositions, articles and the like."""
    light = word_class("preposition", language) | word_class("determiner", language)
    last = {row[0].split()[-1] for row in entries(language, "acts") if " " in row[0]}
    return frozenset(word for word in last - light if len(word) > 2)


def is_known(cue: str, language: str = "en") -> bool:
    """Whether any word of the cue stands in the language's list of acts."""
    return next(_matches(_words(cue), language), None) is not None


@lru_cache(maxsize=20_000)
def lemmas(form: str, language: str = "en") -> tuple[str, ...]:
    """What a word may be a form of, the likeliest first: an irregular form's lemma, then the regular endings taken off.

    >>> lemmas("denied")[:2], lemmas("told")
    (('denied', 'deny'), ('tell', 'told'))
    """
    irregular = _irregular(language).get(form)
    return (irregular, form) if irregular else (form, *_regular(form))


def _regular(form: str) -> Iterator[str]:
    for ending, replacements in (
        ("ies", ("y",)),
        ("ied", ("y",)),
        ("es", ("e", "")),
        ("s", ("",)),
        ("ed", ("", "e")),
        ("ing", ("", "e")),
    ):
        stem = form[: -len(ending)]
        if not form.endswith(ending) or len(stem) < 2:
            continue
        if ending in ("ed", "ing") and len(stem) > 2 and stem[-1] == stem[-2] and stem[-1] not in "aeiou":
            yield stem[:-1]  # "admitted"
        for replacement in replacements:
            yield stem + replacement


def _words(cue: str) -> list[str]:
    words: list[str] = []
    for word in _WORD.findall(cue.lower().replace("’", "'")):
        if word.endswith("n't") and len(word) > 3:
            words += [word[:-3], "not"]
        else:
            words.append(word)
    return words


def _is_negated(before: list[str]) -> bool:
    return (
        any(word in _NEGATIONS for word in before)
        or "yet to" in " ".join(before)
        or any(word in ("fail", "failed", "fails", "failing") for word in before)
    )


def _matches(words: list[str], language: str) -> Iterator[tuple[int, Entry]]:
    """The list's entries among the words, in order, the longest at each place."""
    index = _index(language)
    at = 0
    while at < len(words):
        entry = _match_at(words, at, index, language)
        if entry:
            yield at, entry
        at += len(entry.words) if entry else 1


def _match_at(words: list[str], at: int, index: dict[str, tuple[Entry, ...]], language: str) -> Entry | None:
    found = [entry for lemma in lemmas(words[at], language) if lemma in index for entry in index[lemma]]
    fits = [entry for entry in found if len(entry.words) == 1 or _fits(words, at, entry, language)]
    if len(fits) < 2:
        return fits[0] if fits else None
    as_noun = at > 0 and words[at - 1] in _DETERMINERS
    return max(fits, key=lambda e: (len(e.words), (e.weight == "noun") == as_noun))


def _fits(words: list[str], at: int, entry: Entry, language: str) -> bool:
    found = words[at + 1 : at + len(entry.words)]
    return len(found) == len(entry.words) - 1 and all(
        want == have or want in lemmas(have, language) for want, have in zip(entry.words[1:], found, strict=True)
    )


@cache
def _index(language: str) -> dict[str, tuple[Entry, ...]]:
    index: dict[str, tuple[Entry, ...]] = {}
    for row in entries(language, "acts"):
        entry = Entry(tuple(row[0].split()), row[1], row[2] if len(row) > 2 else "")
        index[entry.words[0]] = (*index.get(entry.words[0], ()), entry)
    return index


@cache
def _irregular(language: str) -> dict[str, str]:
    return {row[0]: row[1] for row in entries(language, "irregular")}


@cache
def _negations(language: str) -> dict[str, str]:
    return {row[0]: row[1] for row in entries(language, "negated")}


def cue_in(text: str, start: int, end: int, language: str = "en") -> tuple[int, int] | None:
    """The extent of the cue verb or phrase that begins at ``start`` ("brought up"), where the language's list has it."""
    first = _WORD.match(text, start, min(end, start + 80))
    index = _index(language)
    if first is None or index.keys().isdisjoint(lemmas(_folded(first[0]), language)):
        return None
    found = list(islice(_WORD.finditer(text, start, min(end, start + 80)), 4))
    entry = _match_at([_folded(match[0]) for match in found], 0, index, language)
    if entry is None or entry.weight:
        return None
    return start, found[len(entry.words) - 1].end()


def whole_phrase(text: str, start: int, end: int, limit: int, language: str = "en") -> int:
    """Where a cue ends that is cut short: a phrase of the list that begins in it and goes on, up to ``limit``.

    >>> text = "Orlo gave his word that it would hold."
    >>> text[5 : whole_phrase(text, 5, 13, 19)]
    'gave his word'
    """
    if not text[end:limit].strip():  # nothing that it could go on in
        return end
    for word in _WORD.finditer(text, start, end):
        found = cue_in(text, word.start(), limit, language)
        if found and found[1] > end and not set(text[end : found[1]]) & set(',.;:!?"“”«»()\n'):
            return found[1]
    return end


def _folded(word: str) -> str:
    return word.lower().replace("’", "'")
