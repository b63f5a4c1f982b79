"""A stretch of text -> the clause that begins there: its subject, its verb of speech or thought, and the verb's form.

«Vale later warned her guest that …»: "Vale", "later warned", past. Only what leaves little doubt is a clause; "the Vale
demands", "his proposed tax" and "the people met by Orr" are none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import islice, pairwise
from typing import Literal, NamedTuple

from sayso.attribution import Extent
from sayso.languages import listed
from sayso.statements.acts import lemmas
from sayso.statements.noun_phrases import head_of, noun_phrase, role_of
from sayso.statements.reports import SUBJECTS, is_finite, is_helper, is_voice

LONGEST_SUBJECT = 14  # words
Form = Literal["past", "perfect", "modal", "present", "bare", "passive"]

_LONGEST_VERB = 3  # words: "made it clear"
_REACH = 300  # code points of a clause's subject and verb
_WORD = re.compile(r"[^\W_]+(?:[-.'’&/][^\W_]+)*|\S")
_BE = frozenset(("is", "are", "was", "were", "be", "been", "being", "am", "get", "gets", "got", "getting"))
_MODALS = frozenset(("will", "would", "could", "may", "might", "must", "should", "can", "did", "do", "does", "shall"))
_HAVE = frozenset(("has", "have", "had"))
_SMALL_HELPERS = frozenset(("not", "never", "ever", "again", "just", "only"))
_NOT = ("n't", "n’t")
_NO_SUBJECT = frozenset(("to", "that", ";", ":", '"', "“", "”", "(", ")", "—", "–"))
_NO_VOICES = frozenset(("this", "these", "what", "which", "it's", "i'm", "having"))
_ORDINALS = frozenset(("first", "last", "next", "second", "only"))
_NOUNS_TOO = frozenset(("there", "here", "one", "all", "both", "many", "some", "others", "those"))
_SHORTENED = ("'s", "’s", "'re", "’re", "'m", "’m")
_RELATIVES = ("who", "which", "whose")
_NEAR_RELATIVE = 5  # words before a "who" that the verb follows
_ANYBODY = frozenset(("anyone", "anybody", "someone", "somebody", "everyone", "everybody", "those", "people", "no", "nobody"))
_PRONOUNS = (*SUBJECTS, "it", "you")
_QUOTE_MARKS = ('"', "“", "‘", "«", "'")

Words = Sequence[re.Match[str]]


class Clause(NamedTuple):
    """A clause's subject, its cue (the verb with its helping verbs), the verb alone, and the verb's form."""

    subject: Extent
    cue: Extent
    verb: Extent
    form: Form


def clause_at(text: str, pieces: Sequence[Extent]) -> Clause | None:
    """The clause that begins with a stretch of text, up to its first verb of speech or thought; None where none does.

    The stretch may go on in a second piece, behind words that are none of it.

    >>> text = "the mayor had promised to pay"
    >>> clause = clause_at(text, [(0, 29)])
    >>> text[slice(*clause.subject)], text[slice(*clause.cue)], clause.form, clause_at("his promised tax cut", [(0, 20)])
    ('the mayor', 'had promised', 'perfect', None)
    """
    words = _words(text, pieces, LONGEST_SUBJECT + 6)
    for at in range(1, len(words)):
        verb = words[at]
        cue = verb_at(text, verb.start(), pieces[-1][1]) if _may_say(verb[0]) else None
        if cue is None:
            continue
        first = at - _opens_quote(text, words[at - 1])  # «Vale “reminded her guest that …”»
        while first > 1 and helps(words[first - 1][0]):
            first -= 1
        subject = _subject(text, words[: first - _opens_quote(text, words[first - 1])])
        if subject is None:
            continue
        helpers = [word[0].lower() for word in words[first:at] if word[0] not in _QUOTE_MARKS]
        form = form_of(verb[0], helpers, text[slice(*subject)])
        begin = words[first + (words[first][0] in _QUOTE_MARKS)].start()
        return Clause(subject, (begin, cue[1]), cue, form) if form else None
    return None


def verb_at(text: str, start: int, end: int) -> Extent | None:
    """The verb of the list that begins at a place, the longest: "asked for", "told"."""
    words = list(islice(_WORD.finditer(text, start, min(end, start + _REACH)), _LONGEST_VERB))
    if not words or words[0].start() != start:
        return None
    rest = [word[0].lower() for word in words[1:]]
    for count in range(len(rest), -1, -1):
        if any(" ".join((lemma, *rest[:count])) in _verbs() for lemma in lemmas(words[0][0].lower())):
            return start, words[count].end()
    return None


def opening_subject(text: str, pieces: Sequence[Extent]) -> tuple[Extent, int] | None:
    """Whoever does something in a clause, and where its verb ends: «Vale | met»; None in the passive, or if it is unclear."""
    words = _words(text, pieces, LONGEST_SUBJECT + 1)
    for at in range(1, len(words)):
        first = at
        while first > 1 and (_opens_quote(text, words[first - 1]) or helps(words[first - 1][0])):
            first -= 1
        if is_finite(words[at][0]) and (subject := _subject(text, words[:first])):
            return None if words[at][0].lower() in _BE else (subject, words[at].end())
    return None


def form_of(verb: str, helpers: Sequence[str] = (), subject: str = "") -> Form | None:
    """What form a verb has behind its helping verbs; None where it may as well be a noun, and for a form in -ing.

    >>> form_of("told"), form_of("say", ["would"]), form_of("warned", ["was"]), form_of("demand", subject="the council")
    ('past', 'modal', 'passive', None)
    """
    low = verb.lower()
    if low.endswith("ing"):
        return None
    past = low.endswith("ed") or (lemmas(low)[0] != low and low not in ("says", "does"))
    if not _BE.isdisjoint(helpers):
        return "passive" if past else None
    if not _HAVE.isdisjoint(helpers):
        return "perfect"
    if not _MODALS.isdisjoint(helpers) or any(word.endswith(_NOT) for word in helpers):
        return "modal"
    if past:
        return "past"
    if low.endswith("s"):
        return "present"
    return "bare" if subject.lower() in ("i", "we", "they", "you") or _is_plural(subject) else None


def is_bare(subject: str) -> bool:
    """Whether a subject is one noun in small letters, behind which a past form may be a participle: "investments"."""
    first, *others = subject.split()
    return not others and first[0].islower() and role_of(first) is None and first not in SUBJECTS


@lru_cache(maxsize=8192)
def helps(word: str) -> bool:
    """Whether a word is a helping verb or may stand among them: "would", "never", "quietly"."""
    low = word.lower()
    return low in _BE or low in _MODALS or low in _SMALL_HELPERS or low.endswith(_NOT) or is_helper(word)


@lru_cache(maxsize=8192)
def _may_say(word: str) -> bool:
    """Whether a verb of the list begins with this word: few words pass, and only these are looked at closely."""
    return word[0].islower() and not _first_words().isdisjoint(lemmas(word))


@cache
def _verbs() -> frozenset[str]:
    return listed("plain_cues")


@cache
def _first_words() -> frozenset[str]:
    return frozenset(verb.split()[0] for verb in _verbs())


def _words(text: str, pieces: Sequence[Extent], count: int) -> list[re.Match[str]]:
    found = (match for start, end in pieces for match in _WORD.finditer(text, start, min(end, start + _REACH)))
    return list(islice(found, count))


def _opens_quote(text: str, word: re.Match[str]) -> bool:
    """Whether a word is a mark that opens a quotation, not an apostrophe: «Vale “reminded», not "Sanders' proposed"."""
    return word[0] in _QUOTE_MARKS and text[word.start() - 1].isspace()


def _is_plural(subject: str) -> bool:
    """Whether a subject is several: "most economists", "people", "voters in Barrow"."""
    head = head_of(subject)
    return role_of(head) == "people" or (head[:1].islower() and head.endswith("s") and not head.endswith("ss"))


def _subject(text: str, words: Words) -> Extent | None:
    """The words before a verb, where they are a noun phrase with what belongs to it."""
    if not words or len(words) > LONGEST_SUBJECT or not is_voice(words[0][0], bare=True):
        return None
    forms = [word[0].lower() for word in words]
    if len(forms) > 1 and forms[-1] in _PRONOUNS:
        return words[-1].span()  # "a fight | it expects"
    relative = next((i for i, form in enumerate(forms) if form in _RELATIVES), len(forms))
    barred = (_NO_SUBJECT, _BE, _MODALS, _HAVE)
    if any(not kind.isdisjoint(forms[:relative]) for kind in barred) or not _begins_noun(forms) or not _ends_noun(words[-1][0]):
        return None
    if relative == len(forms) - 1 and (relative > _NEAR_RELATIVE or {"and", "as"} & set(forms) or forms[0] in _ANYBODY):
        return None
    commas = [i for i, form in enumerate(forms) if form == ","]
    if commas and (len(commas) != 2 or commas[1] != len(forms) - 1):
        return None
    if relative == len(forms) and not commas and forms[0] not in SUBJECTS:
        if any(form in SUBJECTS or (form in ("him", "them") and before != "of") for before, form in pairwise(forms)):
            return None
        if noun_phrase(text, words[0].start(), words[-1].end(), bare=True) is None:
            return None
    return words[0].start(), words[-2 if commas else -1].end()


def _begins_noun(forms: Sequence[str]) -> bool:
    """Whether the first words can be a subject's: not "having", not "they all", not "the first" alone."""
    if (forms[0] in SUBJECTS and len(forms) > 1) or forms[-1] in _ORDINALS:
        return False
    return forms[0] not in _NO_VOICES and not forms[0].endswith("ing")


def _ends_noun(last: str) -> bool:
    """Whether the last word before a verb can end its subject: not "his" (promised), "Orr's" (claimed), "after" (told)."""
    low = last.lower()
    if last == "," or low in _RELATIVES or low in SUBJECTS:
        return True
    if low in ("and", "or", "but") or not last[0].isalnum() or low.endswith(_SHORTENED):
        return False
    return low in _NOUNS_TOO or role_of(low) in (None, "people", "pronoun")
