"""Where an undertaking's words begin -> where they end, the condition behind them, and the list that they announce."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from sayso.attribution import Extent
from sayso.events.doers import may_undertake
from sayso.events.undertaking_frames import Cue, Needs
from sayso.events.undertaking_words import is_noun, sort_of_verb
from sayso.languages import word_class
from sayso.statements import cue_in, head_of, is_finite, lemmas, noun_phrase

_EDGE = re.compile(r";|\.\s+[-•*]\s|\s[—–]\s|,?\s+(?:and|but)\s+|,\s+")
_SIDE = re.compile(
    r"(?:while|whereas|although|though|so\s+that|adding|noting|saying|stressing|emphasi[sz]ing|underlining|because|as)\s"
)
_APPOSITION = re.compile(r"an?\s")  # «visit Kellat, | a town in Norland», not "send a doctor, a nurse and a cook"
_JOINED = re.compile(r"\b(?:and|or)\b")
_CONDITION = re.compile(
    r"(?<!\bfor),?\s+(?=(?:but\s+)?(?:only\s+)?(?:if|unless|once|provided(?:\s+that)?|providing\s+that|as\s+long\s+as|so\s+long\s+as"
    r"|on\s+(?:the\s+)?condition\s+that|in\s+the\s+event\s+(?:that|of)|subject\s+to|should\s+(?!be\b))\s)"
)
_VERB_BEHIND = re.compile(
    r"((?:(?!\b(?:that|which|who|whose|what|where|when|if|as|whether|how)\b)(?:[^,;\n]|,(?=\d)))*?)\s+(?:will|is|are|was|were|has|have|had|would|remains?)\s"
)
_BEFORE = re.compile(
    r"(?:if|unless|once|provided(?:\s+that)?|should|in\s+the\s+event)\s[^,;.\n]{3,200},\s+(?:then\s+)?", re.IGNORECASE
)
_CLOSING = '”"»'
_CLOSES = re.compile(r"[.,;:!?]*[”\"»]")
_REST = " \t\n,.;:—–-"
_ADVERBS = re.compile(r"(?:(?:also|then|now|\w+ly)\s+)*")
_WITH = re.compile(r"\s+(?:with\s+)?(?=[A-Z]|the\s|his\s|her\s|their\s|our\s)")
_WHOM = re.compile(r"\s+(?=(?:[A-Z]\w+\s+)+(?:an?|the|its|more|\d+)\s)")  # «lend | Norland a crane»
_TO = re.compile(r"\bto\s+(?=[A-Z]|the\s)")
_SHORT = 10  # code points behind "several steps" that say no more of them
_NUMBER = re.compile(r"\d|\b(?:million|billion|thousand|dozen|hundred)s?\b")
_POINTERS = frozenset(("it", "this", "that", "them", "these"))
_SUBJECTS = frozenset(("I", "we", "they", "he", "she", "you"))
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_ITEM = re.compile(r"(?:^|(?<=\s))(?:\(?(?:\d{1,2}|[a-h]|i{1,3}|iv|v)[.)]|[-•*·–])\s+(?=\S)")
_OPENS_LIST = re.compile(r"[^.:;\n]{0,200}?:\s*")


def words_of(text: str, start: int, limit: int, owned: bool = False) -> tuple[Extent, Extent | None]:
    """The words of an undertaking that begin at ``start``, up to ``limit`` (code points), and the condition behind them.

    They end before a clause with a subject or a verb of its own, and before a condition; what a noun has, before the noun's
    verb: «the plan to build a bridge | was praised».

    >>> text = "send 40 engineers if asked, and Orr thanked them"
    >>> what, condition = words_of(text, 0, 48)
    >>> text[slice(*what)], text[slice(*condition)]
    ('send 40 engineers', 'if asked')
    """
    end = next((edge for edge in _edges(text, start, limit)), limit)
    if owned and (verb := _VERB_BEHIND.match(text, start, end)):
        end = verb.end(1)
    condition = _CONDITION.search(text, start, end)
    if condition is None:
        return _bare(text, start, end), None
    stop = next((edge for edge in _edges(text, condition.end(), end)), end)
    return _bare(text, start, condition.start()), _bare(text, condition.end(), stop)


def what_holds(text: str, cue: Cue, what: Extent, needs: Needs) -> bool:
    """Whether the words in a frame's slot are what it needs: no view ("the importance of …"), a number, a name."""
    words = text[slice(*what)]
    if cue.frame.slot == "THING":
        return _thing_holds(words, needs)
    if needs not in ("counted", "doing"):
        return True
    done = sort_of_verb(text[slice(*cue.verb)]) in ("own", "doing")
    return done and (needs == "doing" or bool(_NUMBER.search(words)))


def _thing_holds(words: str, needs: Needs) -> bool:
    thing = thing_in(words)
    nouns = _WORD.findall(thing)
    if any(is_noun(one, "stance") for one in nouns) or thing.lower() in _POINTERS:
        return False
    if words[len(thing) :].startswith(" that ") or (announces_list(thing) and len(words) - len(thing) < _SHORT):
        return False  # «promised Orr that …»; «agreed on several steps»
    if needs == "own":
        return bool(nouns) and is_noun(nouns[-1], "own")
    return needs != "named" or any(one[0].isupper() for one in nouns[1:]) or bool(_NUMBER.search(thing))


def to_whom(text: str, cue: Cue, what: Extent) -> Extent | None:
    """To whom it is done: «invited | Orr», «will welcome | President Orr», «will send 40 engineers to | Norland»."""
    if cue.who:
        return None if cue.frame.owned else cue.who
    verb = text[slice(*cue.verb)]
    if is_noun(verb, "meets"):
        place = _WITH.match(text, cue.verb[1], what[1])
    elif is_noun(verb, "gives"):
        place = _WHOM.match(text, cue.verb[1], what[1]) or _TO.search(text, cue.verb[1], what[1])
    else:
        return None
    whom = noun_phrase(text, place.end(), what[1], bare=False) if place else None
    return whom if whom and text[slice(*whom)].lower() not in _POINTERS and may_undertake(text, whom) else None


def condition_before(text: str, start: int, subject: int) -> Extent | None:
    """A condition that opens a sentence, before the subject: «If asked, | Norland will …»."""
    found = _BEFORE.match(text, start, subject)
    return _bare(text, start, found.end()) if found and found.end() >= subject - 1 else None


def listed_behind(text: str, cue: Cue, limit: int) -> list[Extent]:
    """The items of a list that the noun phrase in a frame's slot announces; none where it announces none."""
    if cue.frame.slot != "THING":
        return []
    thing = thing_in(text[cue.slot[0] : limit])
    return items_behind(text, cue.slot[0] + len(thing), limit) if announces_list(thing) else []


def items_behind(text: str, start: int, limit: int) -> list[Extent]:
    """The items of a list that is announced in the words from ``start``: "several measures, including: 1) …, 2) …".

    >>> text = "on two measures, Orr says, including: 1) a truce, 2) the exchange of prisoners."
    >>> [text[slice(*item)] for item in items_behind(text, 0, len(text))]
    ['a truce', 'the exchange of prisoners']
    """
    opening = _OPENS_LIST.match(text, start, limit)
    if opening is None:
        return []
    marks = list(_ITEM.finditer(text, opening.end(), limit))
    if not marks or marks[0].start() > opening.end():
        return []
    stops = [*(mark.start() for mark in marks[1:]), limit]
    found = (_item(text, mark.end(), stop) for mark, stop in zip(marks, stops, strict=True))
    return [item for item in found if item[1] > item[0]]


def announces_list(thing: str) -> bool:
    """Whether a noun phrase stands for what is listed behind it: "several measures", "the following"."""
    return any(is_noun(word, "list") for word in _WORD.findall(thing))


def thing_in(words: str) -> str:
    """The noun phrase that some words begin with, up to its noun: "several measures" of "several measures on trade".

    >>> thing_in("the need to act"), thing_in("several measures, according to Orr: 1) a truce")
    ('the need', 'several measures')
    """
    head = "following" if words.startswith("the following") else head_of(words)
    return words[: words.index(head) + len(head)] if head else ""


def _item(text: str, start: int, stop: int) -> Extent:
    words = re.sub(r"[,;]?\s+and$", "", text[start:stop].rstrip())
    return _bare(text, start, start + len(words))


def _edges(text: str, start: int, limit: int) -> Iterator[int]:
    """Where a clause begins that is none of the undertaking."""
    for edge in _EDGE.finditer(text, start, limit):
        mark = edge[0].strip()
        if mark in (";", "—", "–") or mark[0] == ".":
            yield edge.start()
            continue
        if mark == "," and _APPOSITION.match(text, edge.end(), limit) and not _JOINED.search(text, edge.end(), limit):
            yield edge.start()
            continue
        begin = _ADVERBS.match(text, edge.end(), limit).end()  # type: ignore[union-attr]
        aside = "," in mark and _SIDE.match(text, begin, limit)
        if aside or _begins_clause(text, begin, limit, joined="and" in mark or "but" in mark):
            yield edge.start()


def _begins_clause(text: str, begin: int, limit: int, joined: bool) -> bool:
    word = _WORD.match(text, begin, limit)
    if word is None:
        return False
    if joined and _is_past_cue(text, word, limit):
        return True
    if word[0] in _SUBJECTS:
        return True
    if joined and (word[0] == "that" or word[0].lower() in _helpers()):
        return True
    if word[0].lower() in ("which", "who", "including", "such"):
        return False
    phrase = noun_phrase(text, begin, limit, bare=False)
    if phrase is None or phrase[0] != begin:
        return False
    if _has_verb(text[slice(*phrase)]):
        return True
    behind = _WORD.match(text, _ADVERBS.match(text, phrase[1] + 1, limit).end(), limit)  # type: ignore[union-attr]
    return behind is not None and is_finite(behind[0]) and not behind[0].endswith("ing")


def _has_verb(phrase: str) -> bool:
    """Whether a noun phrase was taken with a verb behind it: "Orr thanked", not "the increased aid"."""
    before = "the"
    for word in _WORD.findall(phrase):
        if word[0].islower() and is_finite(word) and before.lower() not in word_class("determiner") | word_class("possessive"):
            return True
        before = word
    return False


def _is_past_cue(text: str, word: re.Match[str], limit: int) -> bool:
    """Whether a word is a verb of saying in the past, or in the third person: "discussed", "thanks"."""
    low = word[0]
    if not low.islower() or low.endswith("ing"):
        return False
    past = low.endswith("ed") or lemmas(low)[0] != low
    return past and cue_in(text, word.start(), limit) is not None


@cache
def _helpers() -> frozenset[str]:
    return word_class("form of be") | {"will", "would", "has", "have", "had", "may", "should", "must"}


def _bare(text: str, start: int, end: int) -> Extent:
    words = text[start:end]
    start += len(words) - len(words.lstrip(_REST))
    words = text[start:end].rstrip(_REST + _CLOSING)
    stop = max(start, start + len(words))
    if words.count('"') % 2 or words.count("“") > words.count("”") or words.count("«") > words.count("»"):
        closing = _CLOSES.match(text, stop)  # «pay “within the hour.” | »
        stop = closing.end() if closing else stop
    return start, stop
