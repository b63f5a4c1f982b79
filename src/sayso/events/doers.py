"""A place before a verb -> who does it: the subject of its clause, the antecedent of "who", or the subject that it shares."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from sayso.attribution import Extent
from sayso.events.undertaking_words import is_noun, may_act, time_phrase
from sayso.languages import entries, word_class
from sayso.languages.lexicon import word_lists
from sayso.statements import head_of, helps, is_finite, noun_phrase

_FARTHEST = 260  # code points that a subject begins before its verb
_LONGEST_TIME = 40
_MOST_HELPERS = 6
_LAST_WORD = re.compile(r"\S+$")
_HARD_EDGE = re.compile(
    r"[;:—–()\"“”\n]\s*|(?<!\w)[‘']|\s[-•]\s+|,\s+|\b(?:that|which|because|if|when|while|whether|but)\s+", re.IGNORECASE
)
_SOFT_EDGE = re.compile(r"\b(?:and|or|as|after|before|since|until|though|although|where)\s+", re.IGNORECASE)
_CHAIN = re.compile(r"\s+(?:of|at|in|from|for|on|near|with)\s+")
_RELATIVE = re.compile(r"(.*?),?\s+(?:who|which|that)$", re.DOTALL)
_VERB = re.compile(r"\b[a-z]+\b")
_ANY_EDGE = re.compile(rf"{_HARD_EDGE.pattern}|{_SOFT_EDGE.pattern}|{_CHAIN.pattern.replace('of|', '')}", re.IGNORECASE)
_OPENING = re.compile(r"(?:(?:Then|Now|Today|Tomorrow|Thus|So|Therefore|Also|Later|Soon|Finally|Next)\s+)+(?=\S)")
_THAT = re.compile(r"\bthat\s+")
_PRONOUN = re.compile(r"(?:we|they|he|she|i)(?=\s)", re.IGNORECASE)
_BEHIND = re.compile(r"[,\s]*(?:(?:Jr\.|\w+ly|also|today|together|both|each)\s+)*([^\W\d_][\w’'-]*)")
_LISTED = re.compile(r",\s*(?:and\s+)?$")
_SHORTENED = re.compile(r"(?i)\b(we|they|he|she|it|i|you|who)(['’](?:m|re|s|ve|d|ll))$")
_GENERATION = re.compile(r",\s+(?:Jr|Sr)\.,?$")
_LEADING = re.compile(r"[^,;:\n]{1,120},\s+")
_PRONOUNS = frozenset(("we", "i", "they", "he", "she", "it", "both"))
_EDGE_BEFORE = re.compile(r"(?:\A|[.,;:!?\n“\"(—–])\s*\Z")
_KNOWN = frozenset(["the", "both", "two", "three", "four", "all", "each", "either", "our", "their", "his", "her", "its", "my"])
_VAGUE = frozenset(["no", "any", "some", "you", "that", "many", "every", "another", "this", "these", "those"])


@dataclass(frozen=True, slots=True)
class Doer:
    """Who does it, and the helping words between it and the verb, in small letters, the nearest last.

    ``shared``: the subject stands before another verb of the same sentence: «Vega met Orr and | agreed …».
    """

    extent: Extent
    helpers: tuple[str, ...] = ()
    shared: bool = False


def doer_before(text: str, start: int, stop: int) -> Doer | None:
    """Who does what the verb at ``stop`` says, in the sentence that begins at ``start`` (code points); None if nobody is told.

    >>> text = "On Sunday, the presidents of Norland and Sutland also agreed"
    >>> doer = doer_before(text, 0, 54)
    >>> text[slice(*doer.extent)], doer.helpers
    ('the presidents of Norland and Sutland', ('also',))
    """
    stop, helpers = _before_helpers(text, start, stop)
    if when := _when().search(text, max(start, stop - _LONGEST_TIME), stop):
        stop, more = _before_helpers(text, start, when.start())  # "Norland | on Friday | will"
        helpers = (*more, *helpers)
    extent = _subject_ending(text, start, stop)
    if extent:
        return Doer(extent, helpers)
    shared = _shared_subject(text, start, stop)
    return Doer(shared, helpers, shared=True) if shared else None


def owner_before(text: str, start: int, stop: int) -> Extent | None:
    """Whose the noun at ``stop`` is, by what stands right before it: «Norland's firm | plan», «their | plan».

    >>> text = "She noted the ministry’s bold plan"
    >>> text[slice(*owner_before(text, 0, 30))]
    'the ministry'
    """
    words = list(re.finditer(r"\S+", text[max(start, stop - _FARTHEST) : stop]))[-3:]
    begin = max(start, stop - _FARTHEST)
    for word in reversed(words):
        low = word[0].lower()
        if low in word_class("possessive"):
            return begin + word.start(), begin + word.end()
        mark = re.search(r"(?:['’]s|s['’])$", word[0])
        if mark:
            end = begin + word.end() - (2 if word[0][-1] == "s" else 1)
            near = _antecedent(text, max(start, end - _FARTHEST), end)
            return (_behind_verb(text, *near), end) if near else _subject_ending(text, start, end)
        if low in word_class("determiner") or not low.isalpha() or is_finite(low):
            return None
    return None


def may_undertake(text: str, extent: Extent) -> bool:
    """Whether a noun phrase may be a party that undertakes something: a pronoun, a name, known persons or a known body.

    >>> [may_undertake(words, (0, len(words))) for words in ("the leaders", "Norland", "the visit", "residents", "The Summit")]
    [True, True, False, False, False]
    """
    words = text[slice(*extent)]
    low = words.lower()
    if low in _PRONOUNS:
        return True
    first = low.split()[0]
    head = head_of(words)
    if " and " in words and (head[:1].isupper() or may_act(head)):
        last = words.rsplit(" and ", 1)[1]
        if last[:1].isupper() and not is_noun(head_of(last).lower(), "no actor"):
            return True
    if is_noun(head.lower(), "no actor") or first in _VAGUE:
        return False
    definite = first in _KNOWN or head[:1].isupper()
    if may_act(head):
        return definite or _is_of_a_name(words.split()[0]) or any(word[:1].isupper() for word in words.split()[1:])
    return head[:1].isupper() and head.lower() not in word_lists().calendar


def _is_of_a_name(word: str) -> bool:
    """Whether a word is a name's though a sentence begins with it: "Norwegian", "G7"."""
    return (len(word) > 1 and word[:2].isupper()) or word[1:2].isdigit() or (word.lower(),) in word_lists().demonyms


def _before_helpers(text: str, start: int, stop: int) -> tuple[int, tuple[str, ...]]:
    """Where the words end that only help a verb, and these words."""
    helpers: list[str] = []
    stop = start + len(text[start:stop].rstrip())
    while len(helpers) < _MOST_HELPERS and (word := _LAST_WORD.search(text, max(start, stop - 40), stop)):
        low = word[0].lower()
        if short := _SHORTENED.search(word[0]):
            helpers.append(short[2].replace("’", "'"))
            return word.start() + short.end(1), tuple(reversed(helpers))
        if low in ("both", "all") and _EDGE_BEFORE.search(text, start, word.start()):
            break  # «Both | agreed», not «The leaders both | agreed»
        if word[0] == "May" or not (_is_helping(low) or (low.endswith("ly") and word[0][0].islower())):
            break
        helpers.append(low)
        stop = start + len(text[start : word.start()].rstrip())
    return stop, tuple(reversed(helpers))


@cache
def _when() -> re.Pattern[str]:
    """A time that ends right before a verb, with somebody before it."""
    return re.compile(rf"(?<=[\w’'])\s+{time_phrase()}\s*$")


@cache
def _leading() -> re.Pattern[str]:
    """A time that opens a clause: «that | on Friday | Norland will»."""
    return re.compile(rf"(?=[Oo]n\s|[Ii]n\s){time_phrase()},?\s+")


@lru_cache(maxsize=1024)
def _is_helping(low: str) -> bool:
    return low != "who" and (helps(low) or low in _quiet())


def _quiet() -> frozenset[str]:
    return frozenset(word for word, does in entries("en", "undertaking_nouns") if does == "between")


def _subject_ending(text: str, start: int, stop: int) -> Extent | None:
    """The noun phrase that ends at a place and can be a subject, with those it is joined to."""
    start = max(start, stop - _FARTHEST)
    here = text[start:stop]
    if here.endswith(","):
        if not _GENERATION.search(here):
            return _before_aside(text, start, stop - 1)
        stop -= 1
    relative = _RELATIVE.match(here)
    if relative:
        found = _antecedent(text, start, start + relative.end(1))
        return found if found and (here.endswith("who") or may_act(head_of(text[slice(*found)]))) else None
    return _phrase_ending(text, start, stop)


def _antecedent(text: str, start: int, stop: int) -> Extent | None:
    """The last noun phrase before "who", "which" or "that", without what it belongs to: «envoys for the Summit, | which»."""
    edges = [start, *(edge.end() for edge in _ANY_EDGE.finditer(text, start, stop) if edge.end() < stop)]
    for begin in reversed(edges):
        phrase = noun_phrase(text, begin, stop, bare=True)
        if phrase == (begin, stop):
            return phrase
    return None


def _before_aside(text: str, start: int, stop: int) -> Extent | None:
    """«Vega, the minister, | will»: what stands before the aside; of «the minister, Ana Vega, | will» the name."""
    comma = text.rfind(",", max(start, stop - 160), stop)
    found = _phrase_ending(text, start, comma) if comma > start else None
    if found and text[found[0]].islower() and text[comma + 1 : comma + 3].strip()[:1].isupper():
        aside = comma + 1 + len(text[comma + 1 : stop]) - len(text[comma + 1 : stop].lstrip()), stop
        return aside if noun_phrase(text, *aside, bare=False) == aside else found
    return found


def _phrase_ending(text: str, start: int, stop: int) -> Extent | None:
    """The noun phrase between an edge of a clause, the nearest, and a place; with what it is joined to by "and"."""
    first = max((edge.end() for edge in _HARD_EDGE.finditer(text, start, stop) if edge.end() < stop), default=start)
    if opening := _OPENING.match(text, first, stop) or _leading().match(text, first, stop):
        first = opening.end()
    if _chain(text, first, stop):
        behind = _behind_verb(text, first, stop)
        return (_joined(text, start, first, stop) if behind == first else behind), stop
    for edge in _SOFT_EDGE.finditer(text, first, stop):
        if edge.end() < stop and _chain(text, edge.end(), stop):
            begin = _behind_verb(text, edge.end(), stop)
            joint = edge[0].strip().lower() == "and" and begin == edge.end()
            if joint and _chain(text, first, edge.start() - 1):
                return first, stop
            if not (joint and _is_name_before(text, edge.start()) and " " not in text[begin:stop]):
                return begin, stop  # «the North and South | will» is neither
    behind = _behind_verb(text, first, stop)
    if behind > first and _chain(text, behind, stop):
        return behind, stop
    last = _LAST_WORD.search(text, first, stop)
    return last.span() if last and last[0].lower() in _PRONOUNS else None


def _is_name_before(text: str, stop: int) -> bool:
    word = _LAST_WORD.search(text, max(0, stop - 40), stop - 1)
    return word is not None and word[0][0].isupper()


def _behind_verb(text: str, start: int, stop: int) -> int:
    """Where a noun phrase begins that was taken with the verb before it: «Orr underscored | President Vega» (’s plan)."""
    verbs = [word.end() for word in _VERB.finditer(text, start, stop) if word.start() > start and _is_verb(word[0])]
    return verbs[-1] + 1 if verbs and verbs[-1] + 1 < stop else start


@lru_cache(maxsize=4096)
def _is_verb(word: str) -> bool:
    return is_finite(word) or (word.endswith("s") and (is_noun(word, "holds") or is_noun(word, "renews")))


def _joined(text: str, start: int, begin: int, stop: int) -> int:
    """Where the first of several names begins: «Norland, Sutland and Vestria», «Ana Orr, Jr.»."""
    words = text[begin:stop]
    if not (" and " in words or words.startswith("and ") or re.fullmatch(r"(?:Jr|Sr)\.?", words)):
        return begin
    for _ in range(8 if " and " in words or words.startswith("and ") else 1):
        comma = _LISTED.search(text, start, begin)
        if comma is None:
            break
        edge = max((one.end() for one in _HARD_EDGE.finditer(text, start, comma.start())), default=start)
        if not text[edge : edge + 1].isupper() or not _chain(text, edge, comma.start()):
            break
        if text[edge : comma.start()].split()[0].lower() in word_class("preposition"):
            break
        begin = edge
    return begin


def _chain(text: str, start: int, stop: int) -> bool:
    """Whether a noun phrase with the phrases behind it fills a stretch."""
    phrase = noun_phrase(text, start, stop, bare=True)
    while phrase and phrase[0] == start and phrase[1] < stop:
        more = _CHAIN.match(text, phrase[1], stop)
        further = noun_phrase(text, more.end(), stop, bare=True) if more else None
        if further is None:
            return False
        phrase = (start, further[1])
    return bool(phrase and phrase[0] == start and phrase[1] == stop)


def _shared_subject(text: str, start: int, stop: int) -> Extent | None:
    """The subject that opens the sentence, behind a phrase of when or where, if its own verb stands before this one."""
    for that in reversed(list(_THAT.finditer(text, max(start, stop - _FARTHEST), stop))):
        if found := _opening(text, that.end(), stop):
            return found  # «Orr said that Vega is ill and | will …»
    begin = start
    for _ in range(3):
        if found := _opening(text, begin, stop):
            return found
        leading = _LEADING.match(text, begin, stop)
        if leading is None:
            return None
        begin = leading.end()
    return None


def _opening(text: str, start: int, stop: int) -> Extent | None:
    """The noun phrase that stands at a place with a finite verb behind it, before ``stop``."""
    if opening := _OPENING.match(text, start, stop):
        start = opening.end()
    pronoun = _PRONOUN.match(text, start, stop)
    if pronoun:
        return pronoun.span()
    phrase = noun_phrase(text, start, stop, bare=True)
    while phrase and phrase[0] == start:
        verb = next((word.start() for word in _VERB.finditer(text, start + 1, phrase[1]) if is_finite(word[0])), None)
        if verb is not None:
            return start, start + len(text[start:verb].rstrip())
        behind = _BEHIND.match(text, phrase[1], stop)
        if behind and is_finite(behind[1]):
            return phrase
        more = _CHAIN.match(text, phrase[1], stop)
        further = noun_phrase(text, more.end(), stop, bare=True) if more else None
        phrase = (start, further[1]) if further else None
    return None
