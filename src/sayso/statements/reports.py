"""A stretch of text -> the reporting clause that it is: «the palace said on Friday», «said Ana Orr», "according to two aides".

A clause that has a content of its own behind its verb («the palace said it knew») is none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from sayso.attribution import Extent
from sayso.languages import entries
from sayso.statements.acts import lemmas
from sayso.statements.noun_phrases import noun_phrase, role_of

LONGEST_CLAUSE = 24  # words; what is longer is told in a sentence of its own
LONGEST_SUBJECT = 14
LONGEST_BEHIND = 14  # words behind the verb: to whom, when, where
SUBJECTS = ("he", "she", "they", "we", "i")

Words = Sequence[re.Match[str]]

_WORD = re.compile(r"[^\W_]+(?:[-.'’&/][^\W_]+)*|\S")
_QUOTE = re.compile(r"[\"“”«»„]")
_END = re.compile(r"[\s.]*$")
_DATELINE = re.compile(r"[A-Z][A-Z .'’-]+(?:,[^—–\n]{0,40}?)?(?:\s\([^)\n]{0,40}\))?\s+[—–-]+\s+(?=\S)")
_MARKS = ",.;:\"“”‘’'«»"
_RELATIVES = ("who", "which", "whose")
_POINTERS = ("that", "this", "those", "these")
_POSSESSIVES = ("his", "her", "its", "their", "my", "our", "your")
_BARE_VERBS = ("say", "read", "write", "show")  # of the reporting verbs those that are no nouns
# Forms in -s that are no nouns; of the others «CNN reports» is a clause, "the false claims" none.
_PLAIN_VERBS = ("says", "tells", "writes", "adds", "goes", "insists", "explains", "argues")


@dataclass(frozen=True, slots=True)
class Report:
    """A reporting clause: who reports, and the words that say so. Extents are code points."""

    cue: Extent
    speaker: Extent

    @property
    def start(self) -> int:
        return min(self.cue[0], self.speaker[0])

    @property
    def end(self) -> int:
        return max(self.cue[1], self.speaker[1])


def report_in(text: str, start: int, end: int) -> Report | None:
    """The reporting clause that a stretch is, from its first word to its last; None where it is none.

    >>> text = "She left, her office said on Monday."
    >>> report = report_in(text, 10, 36)
    >>> text[slice(*report.speaker)], text[slice(*report.cue)], report_in("her office said it knew", 0, 23)
    ('her office', 'said', None)
    """
    found = _END.search(text, start, end)
    end = found.start() if found else end
    words = list(_WORD.finditer(text, start, end))[: LONGEST_CLAUSE + 1]
    if not words or len(words) > LONGEST_CLAUSE or _QUOTE.search(text, start, end):
        return None
    return _phrase(text, words, end) or _inverted(text, words, end) or _plain(text, words, end)


def opening_phrase(text: str, start: int, end: int) -> Extent | None:
    """«according to»: the extent of a cue without a verb that stands at a place."""
    found = _phrases().match(text, start, end)
    return found.span() if found else None


def next_phrase(text: str, start: int, end: int) -> Extent | None:
    """The first cue without a verb in a stretch."""
    found = _phrases().search(text, start, end)
    return found.span() if found else None


def is_reporting(form: str) -> bool:
    """Whether a word in small letters is a form of a reporting verb, of one word: "said", "reports"."""
    return any(lemma in _cues() for lemma in lemmas(form))


def is_finite(form: str) -> bool:
    """Whether a word can be the verb behind a subject: "was", "warned", "told", "has"; not "to" and not a plain noun."""
    low, form = form.lower().strip(_MARKS), form.strip(_MARKS)
    if _role(low) in ("finite", "helper", "past"):
        return True
    return form[:1].islower() and (low.endswith("ed") or lemmas(low)[0] != low)


def is_helper(word: str) -> bool:
    """Whether a word may stand between a subject and its verb: "has", "later", "quietly"."""
    low = word.lower()
    return _role(low) == "helper" or (low.endswith("ly") and word[0].islower() and low not in ("family", "assembly", "ally"))


def is_paper(phrase: str) -> bool:
    """Whether words name an account: "it", "that statement", "the version published in Barrow"."""
    return any(_role(word.lower()) == "paper" for word in _WORD.findall(phrase))


def after_dateline(text: str, start: int, end: int) -> int:
    """Where the words of a sentence begin: behind "KELLAT, Nov 12 (Nordwire) — ".

    >>> after_dateline("KELLAT — It rained.", 0, 19)
    9
    """
    found = _DATELINE.match(text, start, end)
    return found.end() if found else start


def is_behind(text: str, start: int, end: int) -> bool:
    """Whether a stretch says no more than when, where or how: "on Friday", "in a statement", "quietly"."""
    words = list(_WORD.finditer(text, start, end))[: LONGEST_BEHIND + 1]
    return bool(words) and _is_behind(words)


def is_voice(word: str, bare: bool) -> bool:
    """Whether a noun phrase for somebody who reports may begin with the word; with ``bare`` a plain noun may."""
    low = word.lower()
    if not word[:1].isalnum() or _role(low) in ("never", "finite"):
        return False
    if word[0].isupper() or word[0].isdigit() or role_of(low) in ("pronoun", "determiner", "people"):
        return True
    if low in SUBJECTS or low in ("hers", "theirs"):
        return True
    return bare and role_of(low) != "end" and not low.endswith(("ly", "ing"))


def is_named(text: str, speaker: Extent) -> bool:
    """Whether a phrase behind "according to" is somebody or a paper: not "according to plan", "according to his weight"."""
    first = text[slice(*speaker)].split()[0]
    return first.lower() in _POINTERS or (is_voice(first, bare=False) and first.lower() not in _POSSESSIVES)


def _phrase(text: str, words: Words, end: int) -> Report | None:
    """«according to two aides who were there», «according to that page»."""
    cue = opening_phrase(text, words[0].start(), end)
    rest = [word for word in words if cue and word.start() >= cue[1]]
    if cue is None or not rest:
        return None
    points = len(rest) > 1 and rest[0][0].lower() in _POINTERS
    return Report(cue, (rest[0].start(), end)) if points or is_voice(rest[0][0], bare=True) else None


def _inverted(text: str, words: Words, end: int) -> Report | None:
    """«said her brother Jan on Friday», «writes columnist Ida Falk»."""
    verb, *rest = words
    low = verb[0].lower()
    if not _is_cue(verb[0]) or not is_reporting(low) or "tell" in lemmas(low):
        return None
    if not rest or not is_voice(rest[0][0], bare=True):
        return None
    first = rest[0][0].lower()
    subject = rest[0].span() if first in SUBJECTS else noun_phrase(text, rest[0].start(), end, bare=True)
    if subject is None or first in ("me", "him", "them", "us"):
        return None
    behind = [word for word in rest if word.start() >= subject[1]]
    while behind and (behind[0][0] == "Today" or (behind[0][0][0].isupper() and _role(behind[0][0].lower()) is None)):
        subject = subject[0], behind.pop(0).end()  # "reports USA | Today", "said Ana | Friday"
    return Report(verb.span(), subject) if not behind or _is_behind(behind) else None


def _plain(text: str, words: Words, end: int) -> Report | None:
    """«the palace later said in a statement», «Lena Orr, the spokeswoman, told reporters», «the note goes on»."""
    for at in range(1, min(len(words), LONGEST_SUBJECT + 3)):
        form = words[at][0]
        if not _is_cue(form) or role_of(words[at - 1][0]) == "determiner" or words[at - 1][0].lower() in ("to", "of"):
            continue
        first = at
        while first > 1 and is_helper(words[first - 1][0]):
            first -= 1
        last = at + 1 if _goes_on(words, at) else at
        if last == at and not is_reporting(form.lower()):
            continue  # "go" without its "on"
        subject = _subject(text, words[:first])
        if subject and _is_verb(form, words[:first]) and _is_complete(text, form, words[last + 1 :], end):
            return Report((words[first].start(), words[last].end()), subject)
    return None


def _is_verb(form: str, subject: Words) -> bool:
    """Whether a form is a verb behind this subject: «the readout states», «CNN reports», not "the Baltic states"."""
    if not form.endswith("s") or form in _PLAIN_VERBS:
        return True
    last = [word[0] for word in subject if word[0] != ","][-1]
    if _role(last.lower()) == "paper":
        return True
    return form != "states" and (last[0].isupper() or last.endswith(("er", "or", "ist", "man", "woman", "person")))


def _goes_on(words: Words, at: int) -> bool:
    """Whether a verb and the word behind it are a cue: "goes on"."""
    following = words[at + 1][0].lower() if at + 1 < len(words) else ""
    return any(f"{lemma} {following}" in _cues() for lemma in lemmas(words[at][0].lower()))


def _subject(text: str, words: Words) -> Extent | None:
    """The words before a verb, where they can be its subject: a noun phrase, with what belongs to it."""
    if not words or len(words) > LONGEST_SUBJECT or not is_voice(words[0][0], bare=True):
        return None
    forms = [word[0].lower() for word in words]
    if forms[-1].endswith(("'s", "’s", *_RELATIVES)) or forms[-1] in ("and", "or", "first"):
        return None
    if any(_role(form) == "helper" for form in forms[1:]) or _is_participle(forms):
        return None
    relative = next((i for i, form in enumerate(forms) if form in _RELATIVES), len(forms))
    if any(_role(form) == "finite" or form in ("that", ";", ":", "(", ")", "—", "–") for form in forms[:relative]):
        return None
    commas = [i for i, form in enumerate(forms) if form == ","]
    if not commas:
        clause = relative == len(forms) and any(form in SUBJECTS for form in forms[1:])  # "the bridge he" said
        return None if clause else (words[0].start(), words[-1].end())
    apposition = len(commas) == 2 and commas[1] == len(forms) - 1 and is_voice(words[commas[0] + 1][0], bare=True)
    return (words[0].start(), words[-2].end()) if apposition else None


def _is_participle(forms: Sequence[str]) -> bool:
    """Whether words begin with a participle, not a noun: "hammered out on Sunday", but "leaked minutes"."""
    return forms[0].endswith("ed") and len(forms) > 1 and role_of(forms[1]) == "end"


def _is_complete(text: str, verb: str, behind: Words, end: int) -> bool:
    """Whether what stands behind a verb is no content: nothing, whom it was told, when, where and how."""
    if "tell" in lemmas(verb.lower()):
        told = noun_phrase(text, behind[0].start(), end, bare=True) if behind else None
        if told is None:
            return False
        behind = [word for word in behind if word.start() >= told[1]]
    return not behind or _is_behind(behind)


def _is_behind(words: Words) -> bool:
    """«in a statement on Friday», «late on Monday», «to reporters in the rain», «quietly»; not «to clear the canals»."""
    forms = [word[0].lower() for word in words]
    if len(forms) > LONGEST_BEHIND or any(form in ("that", "whether", "if", ";", ":") for form in forms):
        return False
    if any(_role(form) == "finite" for form in forms) and not {"who", "which"} & set(forms):
        return False
    if "to" in forms[1:] or (forms[0] == "to" and not (words[1:] and is_voice(words[1][0], bare=False))):
        return False
    if _role(forms[0]) == "behind time":
        return len(forms) > 1 and _role(forms[1]) == "time"  # "this week", not «I write this because …»
    return _role(forms[0]) == "behind" or forms[0] == "later" or (len(forms) == 1 and forms[0].endswith("ly"))


@lru_cache(maxsize=4096)
def _is_cue(form: str) -> bool:
    """Whether a word is a form of a reporting verb; a capital is a name ("Said"), and a bare noun none ("report", "state")."""
    if not form[0].islower() or form.endswith("ing"):
        return False
    known = any(lemma in _cues() or lemma in _first_words() for lemma in lemmas(form))
    return known and (form not in _cues() or form in _BARE_VERBS)


@cache
def _cues() -> frozenset[str]:
    return frozenset(word for word, role in entries("en", "reports") if role == "cue")


@cache
def _first_words() -> frozenset[str]:
    return frozenset(word.split()[0] for word in _cues() if " " in word)


@cache
def _phrases() -> re.Pattern[str]:
    words = "|".join(word for word, role in entries("en", "reports") if role == "phrase")
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)


@cache
def _roles() -> dict[str, str]:
    return {word: role for word, role in entries("en", "reports") if role not in ("cue", "phrase")}


def _role(word: str) -> str | None:
    return _roles().get(word)
