"""The words behind a cue -> its frame: what kind of clause, thing or quotation follows, which tells what the verb does there.

«asked | the council to wait» is "object to", «asked | whether it rained» "question", «calls | for calm» "for".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from sayso.attribution import Extent
from sayso.languages import entries
from sayso.statements.noun_phrases import noun_phrase, role_of

_ADVERB = re.compile(r"\s*(?:\w+ly|also|again|now|not|just|even|only|never|yet|too|back)\s+(?=\w)")
_QUOTE = re.compile(r"[\s,:;—–-]*[\"“”‘'«`]")
_INFINITIVE = re.compile(
    r"(?:\s*(?:not|also|never|\w+ly))?\s*\bto\s+[\"“‘']?(?:not\s+|also\s+|not\s+only\s+|\w+ly\s+)?([^\W\d_][\w’'-]*)"
)
_WORD = re.compile(r"\s*([^\W_][\w’'-]*)")
_THAT_THING = re.compile(r"\s*that\s+[a-z][\w-]*\s*(?:[.,;:!?\"”’)]|$)")  # «asked | that question.»
_VERBS_IN_ING = frozenset(("bring", "sing", "ring", "swing", "cling", "fling", "spring", "sting", "string", "wring"))
_THINGS_IN_ING = frozenset(("nothing", "something", "anything", "everything", "king", "spring", "thing"))
_REACH = 120  # how far behind a cue its words are looked at, in code points
_FAR = 90  # and how far behind it the content may begin: «told the chairman of the council, Ana Vega, that …»


def words_behind(text: str, cue: Extent, speaker: Extent | None, contents: Sequence[Extent]) -> str:
    """The words from a cue, or from a speaker right behind it, into the content that begins behind it; "" where none does.

    Whoever stands between a cue and an infinitive is "them": «told the reporters from Radio Orr | to wait».
    """
    start = cue[1]
    content = next((one for one in contents if one[0] >= start), None)
    if content and speaker and start <= speaker[0] < content[0]:
        start = speaker[1]
    if content is None or content[0] - start > _FAR or "\n" in text[start : content[0]].strip(" "):
        return ""
    if text[start : content[0]].strip(" ,") and infinitive_in(text[content[0] : content[1]]):
        return " them " + text[content[0] : min(content[1], content[0] + _REACH)]
    return text[start : min(content[1], start + _REACH)]


def frame_of(behind: str) -> str:
    """The frame of the words right behind a cue, "" where there are none.

    "to" is an infinitive, "that" and "clause" a clause with and without "that", "question" one that asks, "quote" words in
    quotation marks, "doing" a form in -ing, "object" a noun phrase or its like; a preposition is itself, and "to" "to-".
    Behind a noun phrase, its frame follows: "object to" in «asked | the council to wait».

    >>> frame_of(" the council of Barrow to wait"), frame_of(" if it rained"), frame_of(" to wait"), frame_of(" to the council")
    ('object to', 'question', 'to', 'to-')
    >>> frame_of(" he had paid"), frame_of(" the bridge had been safe"), frame_of(" Vale a liar"), frame_of(': "No."')
    ('clause', 'clause', 'object', 'quote')
    """
    adverb = _ADVERB.match(behind)
    rest = behind[adverb.end() :] if adverb else behind
    first = _direct(rest)
    if first is not None:
        return first
    thing = noun_phrase(rest, 0, len(rest), bare=True)
    if thing is None:
        return "object"
    then = _direct(rest[thing[1] :])
    if then == "finite":
        return "clause"
    return "object" if then in (None, "", "mark") else f"object {then}"


def stands_alone(behind: str) -> bool:
    """Whether nothing but a name or one noun stands behind a cue, or what for and when: «called | the doctor on Sunday».

    >>> stands_alone(" Ana Vega earlier to learn more"), stands_alone(" it a farce"), stands_alone(" Vega unfit")
    (True, False, False)
    """
    thing = noun_phrase(behind, 0, len(behind), bare=True)
    if thing is None or behind[slice(*thing)].lower().endswith(("self", "selves")):
        return False
    words, rest = behind[slice(*thing)].split(), behind[thing[1] :].lstrip()
    word = _WORD.match(rest)
    closes = not rest or not rest[0].isalnum() or (word is not None and role_of(word[1]) == "end")
    is_noun = len(words) == 1 or (len(words) == 2 and words[0].lower() in ("a", "an", "the"))
    return closes and (is_noun or words[-1][0].isupper())


def _direct(rest: str) -> str | None:
    """The frame by the first word alone; None where it begins a noun phrase, "finite" where it is a verb's form."""
    if not rest.strip():
        return ""
    if _QUOTE.match(rest):
        return "quote"
    if infinitive_in(rest):
        return "to"
    word = _WORD.match(rest)
    if word is None:
        return "mark"
    low = word[1].lower().replace("’", "'")
    role = _roles().get(low) or _roles().get(low.split("'")[0])
    if role == "itself":
        return _by_preposition(low, rest[word.end() :])
    if role == "that" and _THAT_THING.match(rest):
        return None
    if role is not None:
        return role
    return "doing" if low.endswith("ing") and low not in _THINGS_IN_ING else None


def _by_preposition(preposition: str, rest: str) -> str:
    """The preposition where a thing or a form in -ing follows it; «argued | for once», «wrote | about 300 people» have none."""
    following = _WORD.match(rest)
    if following and _roles().get(following[1].lower()) == "question":
        return "question"
    doing = following is not None and following[1].lower().endswith("ing")
    if not doing and not _QUOTE.match(rest) and noun_phrase(rest, 0, len(rest), bare=True) is None:
        return "mark"
    return "to-" if preposition == "to" else preposition


def infinitive_in(rest: str) -> str | None:
    """The verb of an infinitive at the beginning of some words: "say" in " to say who"."""
    verb = _INFINITIVE.match(rest)
    return verb[1] if verb and _is_verb(verb[1]) else None


def _is_verb(word: str) -> bool:
    low = word.lower()
    may_be = _roles().get(low) in (None, "finite") and low not in _with_role("no verb")
    return may_be and word[0].islower() and (not low.endswith("ing") or low in _VERBS_IN_ING)


def is_helping(word: str) -> bool:
    """Whether a word helps a verb or denies it: "was", "could", "not"."""
    return _roles().get(word) == "finite" or word in _with_role("helping")


@cache
def _roles() -> dict[str, str]:
    return {word: role for word, role in entries("en", "frame_words") if role not in ("no verb", "helping")}


@cache
def _with_role(wanted: str) -> frozenset[str]:
    return frozenset(word for word, role in entries("en", "frame_words") if role == wanted)
