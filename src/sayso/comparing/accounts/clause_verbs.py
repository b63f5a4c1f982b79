"""A sentence's words -> which of them are finite verbs, of the clauses that may be claims of their own."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import numpy as np

from sayso.events import Clauses
from sayso.languages import entries
from sayso.statements import lemmas

_FINITE_HELPERS = frozenset(
    (
        *("is", "are", "was", "were", "am", "has", "have", "had", "will", "would", "shall", "should", "can", "could", "may"),
        *("might", "must", "do", "does", "did", "cannot", "'ll", "won't", "didn't", "don't", "doesn't", "wasn't", "weren't"),
        *("isn't", "aren't", "hasn't", "haven't", "hadn't", "wouldn't", "couldn't", "'re", "'ve"),
    )
)
_SMALL = frozenset(("before", "opens", "joins", "pronoun", "determiner", "mark", "owns", "helps", "adverb", "time"))
_PARTICIPLES = frozenset(("given", "seen", "known", "written", "taken", "done", "shown", "gone", "been"))
_LEADING = frozenset(("to", "of", "by", "with", "for", "in", "on", "at", "from"))


def finite_verbs(clauses: Clauses) -> list[str]:
    """For each word "helper", "past" or "present" where it may be the finite verb of a clause, "" for the others.

    >>> finite_verbs(Clauses("Norland sent 40 trucks and is to send more.", (0, 43), []))
    ['', 'past', '', '', '', 'helper', '', '', '', '']
    """
    return [_form(clauses, at) if _is_finite(clauses, at) else "" for at in range(len(clauses.forms))]


def _form(clauses: Clauses, at: int) -> str:
    low = clauses.lower[at]
    return "helper" if low in _FINITE_HELPERS else "past" if low.endswith("ed") or low in _irregular() else "present"


def _is_finite(clauses: Clauses, at: int) -> bool:
    low = clauses.lower[at]
    if low in _FINITE_HELPERS:
        return True
    if not clauses.forms[at][0].islower() or low.endswith("ing") or clauses.does[at] in _SMALL:
        return False
    before = at - 1
    while before >= 0 and (clauses.does[before] == "adverb" or clauses.lower[before] == "not"):
        before -= 1
    led, does = (clauses.lower[before], clauses.does[before]) if before >= 0 else ("", "")
    if led in _LEADING or does in ("helps", "owns"):
        return False
    if low.endswith("ed") or (low in _irregular() and low not in _PARTICIPLES):
        return does != "determiner" and not _is_adjective(clauses, at)
    if not any(lemma in verbs() for lemma in lemmas(low)[1 if low.endswith("s") else 0 :]):
        return clauses.does[at] == "verb" and low not in verbs()
    return _is_present(clauses, at, led, does)


def _is_present(clauses: Clauses, at: int, led: str, does: str) -> bool:
    """«Norland | plans to», "they | plan": a present form by what stands beside it."""
    if not clauses.lower[at].endswith("s"):
        return does == "pronoun" or led.endswith("s")
    follows = clauses.does[at + 1] if at + 1 < len(clauses.does) else ""
    led_to = does in ("noun", "pronoun", "time") or led in ("and", ",", "which", "who", "that")
    return led_to and follows in ("determiner", "before", "opens", "adverb", "pronoun", "noun")


def _is_adjective(clauses: Clauses, at: int) -> bool:
    """«The planned visit», "increased support": a participle right before its noun, with what opens a noun phrase before it."""
    behind = clauses.does[at + 1] if at + 1 < len(clauses.does) else ""
    opened = at > 0 and clauses.does[at - 1] in ("determiner", "before", "owns", "adverb")
    return behind == "noun" and clauses.lower[at + 1] != "that" and opened


@cache
def _irregular() -> frozenset[str]:
    return frozenset(row[0] for row in entries("en", "irregular"))


@cache
def verbs() -> frozenset[str]:
    """First forms of verbs: what stands behind "to" and modal verbs in texts of the White House.

    ``training/train_alignment.py --words`` counts them.
    """
    room = files("sayso.comparing.accounts").joinpath("rarity.npz")
    with room.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
        return frozenset(arrays["verbs"].tolist())
