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
from sayso.statements.frames import frame_of, infinitive_in
from sayso.statements.noun_phrases import head_of

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
_CLOSING = " \t\n\"'”’»)"
_DETERMINERS = {"a", "an", "the", "his", "her", "its", "their", "our", "my", "your", "no", "any", "some", "this", "that", "own"}
_WEIGHTS = {"": 3, "lead": 3, "noun": 2, "light": 1}
_TELLING = frozenset(("states", "reports", "announces", "raises", "describes"))
_REACH = 6  # words behind a verb in which a word of its frame may stand: "let the council know"


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a language's list of acts: the words, the act, and its weight ("", "noun", "light", "lead")."""

    words: tuple[str, ...]
    act: str
    weight: str


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of a cue in small letters, and where it ends there."""

    form: str
    end: int


@lru_cache(maxsize=4096)
def act_of(cue: str | None, behind: str = "", speaker: str = "", language: str = "en") -> str:
    """The act of a cue's words. ``DEFAULT`` where there is no cue, no verb, or none that the language's list knows.

    A negation does not count: "did not promise" promises. ``behind`` is what stands right behind the cue. It may go on with the
    cue's phrase («pleaded | guilty», «declined | to comment») and tells what a verb does there («asked | the council to wait»);
    a phrase that would end in a preposition or an article there does not count: «called | for once …», «stressed | the plan …».
    ``speaker`` are the words for who speaks: what figures suggest is reported.

    >>> act_of("has repeatedly called for"), act_of("did not deny"), act_of("was quoted as saying"), act_of(":")
    ('demands', 'denies', 'states', 'states')
    >>> act_of("pleaded"), act_of("pleaded", "not guilty to fraud")
    ('demands', 'denies')
    >>> act_of("asked", " whether it rained"), act_of("asked", " the council to wait"), act_of("suggest", speaker="the figures")
    ('asks', 'demands', 'reports')
    """
    here = _words_in(cue or "")
    if not here:
        return "asks" if behind.rstrip(_CLOSING).endswith("?") else DEFAULT
    found = phrase_of(cue or "", behind, language)
    if found is None:
        return DEFAULT
    entry, rest = found
    if rest is None:
        return entry.act
    return _framed(" ".join(entry.words), rest, speaker, language) or _with_preposition(entry, rest, language).act


@lru_cache(maxsize=4096)
def phrase_of(cue: str, behind: str = "", language: str = "en") -> tuple[Entry, str | None] | None:
    """The entry of the list that a cue's act goes by, and the words behind it; None where the list knows none of the cue's.

    The words are None where the entry ends in them.

    >>> phrase_of("has repeatedly called on", " the council")
    (Entry(words=('call', 'on'), act='demands', weight=''), '  the council')
    """
    here = _words_in(cue)
    words, more = [word.form for word in here], [word.form for word in _words_in(behind[:60])][:3]
    best = _weightiest(_without_leads(_matches(words, language)))
    if any(not _last_words(language).isdisjoint(lemmas(word, language)) for word in more):
        best = _weightiest(_going_on(words, more, language)) or best
    if best is None:
        return None
    at, entry = best
    last = at + len(entry.words) - 1
    if last >= len(here):
        return entry, None
    rest = cue[here[last].end :]
    return entry, ("" if rest.strip() in word_class("agent", language) else rest) + " " + behind


def _with_preposition(entry: Entry, rest: str, language: str) -> Entry:
    """The longer phrase of the list that a preposition and a thing behind the cue make of it: «called | for calm»."""
    longer = [one for one in _index(language).get(entry.words[0], ()) if one.words[:-1] == entry.words and not one.weight]
    if not longer or entry.weight:
        return entry
    follows = frame_of(rest).rstrip("-")
    return next((one for one in longer if one.words[-1] == follows != "as" and infinitive_in(rest) is None), entry)


def _tells(verb: str, language: str) -> bool:
    """Whether a verb is one of telling: "comment", "elaborate", "name", not "acknowledge", "sign"."""
    found = next(_matches([verb], language), None) if verb else None
    return found is not None and found[1].act in _TELLING and not found[1].weight


def _framed(phrase: str, rest: str, speaker: str, language: str) -> str | None:
    """The act that a phrase has by what follows it or by who speaks, if the language's list of frames has it."""
    rows = _frames(language).get(phrase)
    if not rows:
        return None
    follows: str | None = None
    for conditions, act in rows:
        for condition in conditions:
            if condition.startswith("by "):
                fits = kind_of_source(speaker) == condition[3:]
            elif condition == "to tell":
                fits = _tells(infinitive_in(rest) or "", language)
            elif condition.startswith("… "):
                fits = condition[2:] in [word.form for word in _words_in(rest[:60])][:_REACH]
            else:
                follows = frame_of(rest) if follows is None else follows
                fits = follows == condition
            if fits:
                return act
    return None


@cache
def _frames(language: str) -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """Phrase -> (what follows it or who speaks, act), in the list's order, those by who speaks before the others."""
    frames: dict[str, tuple[tuple[tuple[str, ...], str], ...]] = {}
    for phrase, conditions, act in sorted(entries(language, "act_frames"), key=lambda row: not row[1].startswith("by ")):
        frames[phrase] = (*frames.get(phrase, ()), (tuple(conditions.split(", ")), act))
    return frames


def _without_leads(found: Iterable[tuple[int, Entry]]) -> list[tuple[int, Entry]]:
    """Without those that only lead to a verb behind them: «is expected to | announce», «wants to | thank»."""
    matches = list(found)
    last = max((at for at, entry in matches if not entry.weight), default=-1)
    return [(at, entry) for at, entry in matches if entry.weight != "lead" or at > last]


def _weightiest(found: Iterable[tuple[int, Entry]]) -> tuple[int, Entry] | None:
    """The first of the heaviest."""
    return max(found, key=lambda one: _WEIGHTS[one[1].weight], default=None)


def _going_on(words: list[str], behind: list[str], language: str) -> Iterator[tuple[int, Entry]]:
    """The list's entries that begin in a cue and end in a word of weight behind it."""
    for at, entry in _matches([*words, *behind], language):
        if at < len(words) < at + len(entry.words) and entry.words[-1] in _last_words(language):
            yield at, entry


def kind_of_source(speaker: str, language: str = "en") -> str | None:
    """What sort of speaker a phrase is by its head, where the language's list has it: "data", "court".

    >>> kind_of_source("the latest figures from the ministry"), kind_of_source("Judge Vale"), kind_of_source("the ministry")
    ('data', 'court', None)
    """
    kinds = {row[0]: row[1] for row in entries(language, "sources")}
    title = speaker.split(maxsplit=1)[:1]
    return next((kinds[word] for word in (head_of(speaker).lower(), *(one.lower() for one in title)) if word in kinds), None)


@cache
def _last_words(language: str) -> frozenset[str]:
    """The last words of phrases, but for prepositions, articles and the like."""
    light = word_class("preposition", language) | word_class("determiner", language)
    last = {row[0].split()[-1] for row in entries(language, "acts") if " " in row[0]}
    return frozenset(word for word in last - light if len(word) > 2)


def is_known(cue: str, language: str = "en") -> bool:
    """Whether any word of the cue stands in the language's list of acts."""
    return next(_matches([word.form for word in _words_in(cue)], language), None) is not None


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


@lru_cache(maxsize=8192)
def _words_in(text: str) -> tuple[_Word, ...]:
    found: list[_Word] = []
    for match in _WORD.finditer(_folded(text)):
        word = match[0]
        if word.endswith("n't") and len(word) > 3:
            found += [_Word(word[:-3], match.end()), _Word("not", match.end())]
        else:
            found.append(_Word(word, match.end()))
    return tuple(found)


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
    known = [lemma for lemma in lemmas(words[at], language) if lemma in index]
    if not known:
        return None
    phrases, then = _phrases(language), words[at + 1 : at + 2]
    seconds = (*then, *lemmas(then[0], language)) if then else ()
    fits = [entry for lemma in known for entry in index[lemma] if len(entry.words) == 1]
    fits += [
        entry
        for lemma in known
        for second in dict.fromkeys(seconds)
        for entry in phrases.get((lemma, second), ())
        if _fits(words, at, entry, language)
    ]
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
def _phrases(language: str) -> dict[tuple[str, str], tuple[Entry, ...]]:
    """The entries of several words by the first two."""
    phrases: dict[tuple[str, str], tuple[Entry, ...]] = {}
    for found in _index(language).values():
        for entry in found:
            if len(entry.words) > 1:
                key = (entry.words[0], entry.words[1])
                phrases[key] = (*phrases.get(key, ()), entry)
    return phrases


@cache
def _irregular(language: str) -> dict[str, str]:
    return {row[0]: row[1] for row in entries(language, "irregular")}


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
