"""A place in the text -> the noun phrase that begins or ends there: "the head of the council", "Dr. Ana Orr and her aides"."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from sayso.attribution import Extent
from sayso.languages import entries

LONGEST = 12  # words of a noun phrase
_FARTHEST = 240  # code points that a subject begins before its verb
TOKEN = re.compile(r"\d{1,3}(?:,\d{3})+|[^\W_]+(?:[-.'’&][^\W_]+)*(?:['’](?=\s[^\W\d_]))?\.?|\S")
_NAME_DOT = re.compile(r"^(?:[A-Z]\.|(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|St|Jr|Sr|Lt|Col|Capt|Prof|Rev)\.)+$")
_SHORT_VERB = re.compile(r"(?<=^[a-z])[’'](?:m|d|ll|ve)$|(?<=[a-z][a-z])[’'](?:d|ll|re|ve)$")  # "they'd" as "they"
_NAMES = frozenset(("US", "WHO", "IT"))  # in capitals no pronouns

SUBJECTS = ("he", "she", "they", "we", "i", "it", "you", "who")
_CLAUSE_EDGE = re.compile(
    r"[,;:—–()\"“”‘\n]\s*|\b(?:and|but|or|that|as|when|while|after|before|because|if|since|until|though|although)\s+", re.I
)

_SIDE_EDGE = re.compile(r"[,;:—–()\"“”‘\n]\s*|\b(?:that|when|while|because|if|since|although)\s+", re.I)
_HELPER = re.compile(r"\s+(?:is|are|am|was|were|has|have|had|will|would|could|may|might|must|did|does)\b")


def noun_phrase(text: str, start: int, end: int, bare: bool) -> Extent | None:
    """The noun phrase that begins at ``start``: a pronoun, a name with its titles, or a determiner's phrase.

    With ``bare``, a plain lower-case noun may begin it too. It ends before prepositions but "of", clauses, times, punctuation.
    """
    taken: list[re.Match[str]] = []
    for token in TOKEN.finditer(text, start, end):
        word = token[0]
        if not _goes_on(word, taken, text) or len(taken) > LONGEST:
            break
        taken.append(token)
        if len(taken) == 1 and role_of(word) == "pronoun" and word.lower() != "her":
            break
    while taken and (taken[-1][0].lower() in ("of", "and", "&", "or") or role_of(taken[-1][0]) == "determiner"):
        if len(taken) == 1 and role_of(taken[-1][0]) in ("pronoun",):
            break
        if len(taken) == 1 and taken[0][0].lower() == "her":
            break
        taken.pop()
    if not taken or not _begins(taken[0][0], bare) or any(role_of(token[0]) == "thing" for token in taken):
        return None
    last = taken[-1]
    stop = last.end() - (1 if last[0].endswith(".") and not _NAME_DOT.match(last[0]) else 0)
    if text[stop - 2 : stop] in ("'s", "’s"):
        stop -= 2  # «told the Herald's "Morning Show"»
    return (taken[0].start(), stop) if stop > taken[0].start() else None


def _goes_on(word: str, taken: list[re.Match[str]], text: str) -> bool:
    low = word.lower().rstrip(".")
    if taken and word.isupper() and taken[-1][0].isupper() and len(word) > 1:
        return True  # "THE WEEKLY AFTER": a name in capitals
    if not (word[0].isalnum() or word == "&"):
        return False
    if taken and taken[-1][0].endswith(".") and not _NAME_DOT.match(taken[-1][0]):
        return False
    if taken and "\n" in text[taken[-1].end() : text.find(word, taken[-1].end())]:
        return False
    if not taken:
        return True
    if low in ("of", "and"):
        return True
    role = role_of(word.rstrip("."))
    if role == "pronoun":
        return False
    if role == "determiner":
        if taken[-1][0].lower() == "her":
            return False  # «assured her | the lump was nothing»
        return taken[-1][0].lower() in ("of", "and") or role_of(taken[-1][0]) == "determiner"
    if role == "end" and low.endswith(("ed", "ing", "day")) and len(taken) == 1 and role_of(taken[0][0]) == "determiner":
        return True  # "the gathered crowd", "the Sunday programme"
    adverb = low.endswith("ly") and word[0].islower() and low not in ("family", "only", "elderly", "early")
    return role != "end" and not adverb


def _begins(word: str, bare: bool) -> bool:
    role = role_of(word)
    if role == "end" or word.lower() in ("of", "and", "or", "&"):
        return False
    if role in ("pronoun", "determiner", "people") or word[0].isupper():
        return True
    return bare and word[0].isalpha() and not word.endswith(("ing", "ly"))


def noun_phrase_before(text: str, start: int, end: int) -> Extent | None:
    """The noun phrase with its "of", "at" and "in" phrases that ends at ``end``, as far back as it goes: a clause's subject.

    >>> text = "It rained, and the drivers at the depot were told."
    >>> text[slice(*noun_phrase_before(text, 0, 39))]
    'the drivers at the depot'
    """
    stop = start + len(text[start:end].rstrip())
    if stop - start > _FARTHEST:
        start = max(start, text.find(" ", stop - _FARTHEST) + 1)
    clause = max((mark.end() for mark in _CLAUSE_EDGE.finditer(text, start, stop)), default=start)
    last = re.compile(r"\S+$").search(text, clause, stop)
    if last and last[0].lower() in SUBJECTS:
        return last.span()
    for token in TOKEN.finditer(text, clause, stop):
        if _chain(text, token.start(), stop) == stop:
            return token.start(), stop
    return None


def subject_of_clause(text: str, start: int, end: int) -> Extent | None:
    """The noun phrase that opens the clause before ``end``, where a helping verb follows it: «the army | has been moved and».

    >>> text = "On Sunday, the army has been moved and"
    >>> text[slice(*subject_of_clause(text, 0, 38))]
    'the army'
    """
    clause = max((mark.end() for mark in _SIDE_EDGE.finditer(text, start, end)), default=start)
    subject = re.compile(rf"(?:{'|'.join(SUBJECTS)})(?=\s)", re.I).match(text, clause, end)
    phrase = subject.span() if subject else None
    if phrase is None and (stop := _chain(text, clause, end)):
        phrase = (clause, stop)
    return phrase if phrase and _HELPER.match(text, phrase[1], end) else None


def _chain(text: str, start: int, stop: int) -> int | None:
    """Where a noun phrase ends with the phrases behind it that tell which or where."""
    phrase = noun_phrase(text, start, stop, bare=True)
    while phrase and phrase[0] == start and phrase[1] < stop:
        more = re.compile(r"\s+(?:of|at|in|from|for|on|near|with)\s+").match(text, phrase[1], stop)
        further = noun_phrase(text, more.end(), stop, bare=True) if more else None
        if further is None:
            return phrase[1]
        phrase = (start, further[1])
    return phrase[1] if phrase and phrase[0] == start else None


def is_plural(text: str, start: int, end: int) -> Extent | None:
    """A plural in small letters at ``start``, which may be people: «apologised to | passengers»; none where it is a thing.

    >>> text = "She said to passengers that it rained."
    >>> text[slice(*is_plural(text, 11, 38))]
    'passengers'
    """
    word = re.compile(r"\s*([a-z][a-z-]+s)\b(?!\s+(?:of|from)\b)").match(text, start, end)
    if word is None or role_of(word[1]) is not None or word[1].endswith(("ss", "ings", "tions", "ments", "us")):
        return None
    return word.span(1)


def head_of(phrase: str) -> str:
    """The last word of a noun phrase before what follows its noun: "figures" in "the latest figures from the ministry".

    >>> head_of("the latest figures from the ministry"), head_of("a study that nobody read"), head_of("the poll’s authors")
    ('figures', 'study', 'authors')
    """
    head = ""
    for token in TOKEN.finditer(phrase):
        word = token[0].rstrip(".")
        if not word[:1].isalnum() or (head and (word.lower() == "of" or role_of(word) == "end")):
            break
        head = word
    return head


@cache
def _roles() -> dict[str, str]:
    return {row[0]: row[1] for row in entries("en", "noun_phrases")}


@lru_cache(maxsize=32768)
def role_of(word: str) -> str | None:
    """What a word does in a noun phrase: "people", "pronoun", "determiner", "end", "thing"; None for the others.

    >>> role_of("Us"), role_of("US")
    ('pronoun', None)
    """
    return None if word in _NAMES else _roles().get(_SHORT_VERB.sub("", word.lower().rstrip(".")))
