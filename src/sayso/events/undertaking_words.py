"""A word in or around an undertaking -> what it does there: what one can check, what is empty, who can act, what is a view."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Literal, cast

from sayso.events.time_words import time_words
from sayso.languages import entries, listed
from sayso.languages.lexicon import word_lists
from sayso.statements import lemmas

VerbSort = Literal["own", "doing", "empty", "state", "other"]
NounSort = Literal["stance", "list", "request", "holds", "renews", "actor", "no actor", "between", "own", "meets", "gives"]

_TIMES = ("weekday", "month", "today", "part")
WILL = frozenset(("will", "would", "shall", "ll"))  # first words of frames that only tell what is to come


@lru_cache(maxsize=4096)
def sort_of_verb(form: str) -> VerbSort:
    """What a verb is in an undertaking: "own" ("visit"), "doing" ("deliver"), "empty" ("cooperate"), "state" ("face").

    >>> sort_of_verb("delivering"), sort_of_verb("cooperate"), sort_of_verb("benefit"), sort_of_verb("waltz")
    ('doing', 'empty', 'state', 'other')
    """
    return next((_verbs()[lemma] for lemma in lemmas(form.lower()) if lemma in _verbs()), "other")


@lru_cache(maxsize=8192)
def is_noun(form: str, sort: NounSort) -> bool:
    """Whether a noun, or a verb that goes with one, is of a sort: "importance" is a stance, "announced" holds a plan.

    >>> is_noun("importance", "stance"), is_noun("announced", "holds"), is_noun("summit", "actor")
    (True, True, False)
    """
    return any(lemma in _nouns(sort) for lemma in lemmas(form.lower()))


def may_act(head: str) -> bool:
    """Whether a noun in small letters names persons or a body: "president", "leaders", "ministry"; not "summit".

    >>> may_act("ministry"), may_act("leaders"), may_act("summit")
    (True, True, False)
    """
    low = head.lower()
    return low not in _nouns("no actor") and (low in _actors() or low.removesuffix("s") in _actors())


@cache
def time_phrase() -> str:
    """A pattern for a day, a month or a part of one, as it stands before or behind a verb: "on Friday", "late on 3 May".

    >>> import re
    >>> re.fullmatch(time_phrase(), "on Friday evening") is not None, re.fullmatch(time_phrase(), "on trade") is None
    (True, True)
    """
    words = time_words()
    weekday, month, today, part = ("|".join(sorted(words[kind], key=len, reverse=True)) for kind in _TIMES)
    day = rf"(?:(?i:{weekday})|(?:\d{{1,2}}\s+)?(?i:{month})(?:\s+\d{{1,2}}(?!\d))?(?:,?\s+\d{{4}})?|(?i:{today}))"
    return rf"(?:(?:[Oo]n|[Ii]n|early|late|last|next|this|earlier|later)\s+){{0,3}}\b{day}\b(?:\s+(?i:{part})\b)?"


@cache
def _actors() -> frozenset[str]:
    lists = word_lists()
    return lists.groups.union(lists.offices, lists.organisation, listed("titles"), _nouns("actor"))


@cache
def _verbs() -> dict[str, VerbSort]:
    return {verb: cast(VerbSort, sort) for verb, sort in entries("en", "undertaking_verbs")}


@cache
def _nouns(sort: NounSort) -> frozenset[str]:
    return frozenset(noun for noun, one in entries("en", "undertaking_nouns") if one == sort)
