"""A sentence -> the places where it may be cut into claims, each with what speaks for it and against it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

from sayso.attribution import Extent
from sayso.comparing.accounts.clause_verbs import finite_verbs
from sayso.events import Clauses
from sayso.languages import entries
from sayso.statements import lemmas

_JOINS = {"and": "and", "or": "or", "nor": "or", "but": "but", "yet": "but", "though": "but", "although": "but", "so": "but"}
_WHICH = frozenset(("which", "who", "whom", "whose", "where"))
_WHEN = frozenset(("after", "before", "following", "since", "when", "once", "until", "during", "as", "while", "whereas"))
_WHY = frozenset(("because", "if", "unless", "given", "despite", "although", "considering", "due", "amid"))
_HARD = frozenset((";", ":", "—", "–", "--", "("))
_QUOTES = frozenset(("“", "”", '"'))
_THROUGH = frozenset((",", "and", "or", "but", "though", "although", "yet", "—", "–", "--", "(", ";", ":", "-"))
_BREAKS = frozenset(("which", "who", "that", "and", "or", "but", ";", ":", "because", "if", "when", "while"))
_OPENING = frozenset((",", ";", ":", "that", "which", "who", "because", "if", "when", "while", "but", "after", "before"))
_AROUND = 6  # words on either side in which a list goes on
_NEAR = 10  # words in which a clause has its verb


@dataclass(frozen=True, slots=True)
class Place:
    """A place where a sentence may be cut: what stands before word ``last`` is one claim, from word ``first`` on the next.

    ``traits`` are what speaks for a cut and against it.
    """

    last: int
    first: int
    traits: dict[str, float]


class Places:
    """A sentence's words, and where it may be cut; ``times`` are the extents of words that name times."""

    def __init__(self, text: str, extent: Extent, times: list[Extent]) -> None:
        self.clauses = Clauses(text, extent, times)
        self.lower, self.does = self.clauses.lower, self.clauses.does
        self.size = len(self.lower)
        self.verbs = finite_verbs(self.clauses)
        self.openers = [self._opener(at) for at in range(self.size)]
        self.verbs_until = [0, *accumulate(int(bool(verb)) for verb in self.verbs)]
        self.quotes_until = [0, *accumulate(int(form in _QUOTES) for form in self.lower)]

    def __iter__(self) -> Iterator[Place]:
        """The places, in order."""
        at = 1
        while at < self.size - 1:
            if not self.openers[at]:
                at += 1
                continue
            first = self._through(at)
            if not self._parts_subject_and_verb(at, first) and not self._parts_joined_nouns(at, first):
                yield Place(at, first, self._traits(at, first))
            at = first + 1 if first > at else at + 1

    def _through(self, at: int) -> int:
        """The first word behind joiners and marks."""
        while at < self.size - 1 and (self.lower[at] in _THROUGH or self._is_as_well_as(at)):
            at += 3 if self._is_as_well_as(at) else 1
        return min(at, self.size - 1)

    def _is_as_well_as(self, at: int) -> bool:
        return self.lower[at : at + 3] == ["as", "well", "as"]

    def _opener(self, at: int) -> str:
        """What a cut before a word would be made by: "and", "comma", "when", …; "" where there may be none."""
        low = self.lower[at]
        if low in _HARD:
            return "hard"
        if low == ",":
            return "comma"
        if low in ("and", "or", "but"):
            return _JOINS[low]
        if self._is_as_well_as(at):
            return "and"
        if low in _WHEN and (not at or self.lower[at - 1] not in ("as", "well", "such", "same")):
            return "when"
        asked = low in ("at", "on") and {"initiative", "request", "invitation"} & set(self.lower[at : at + 6])
        return "initiative" if asked else ""

    def _has_verb(self, first: int, last: int) -> bool:
        return self.verbs_until[last] > self.verbs_until[first]

    def _verb(self, first: int, last: int) -> int:
        """The first finite verb in some words; -1 for none."""
        return next((at for at in range(first, min(last, self.size)) if self.verbs[at]), -1)

    def _parts_subject_and_verb(self, at: int, first: int) -> bool:
        """«The embassy in Orlan, | remains open», "the envoy, who left on Monday, | said so": a comma alone before a verb."""
        if self.lower[at:first] != [","] or not self.verbs[first]:
            return False
        before = at - 1
        while before > 0 and self.lower[before] not in (",", "that", "and", "but"):
            before -= 1
        return not self._has_verb(before, at) or self.lower[before + 1] in _WHICH

    def _parts_joined_nouns(self, at: int, first: int) -> bool:
        """«The envoy and | the premier spoke», "the need for Orland and | Ruvia to take part": two nouns of one verb."""
        if self.lower[at:first] not in (["and"], ["or"]) or self.does[at - 1] != "noun":
            return False
        behind = first
        while behind < self.size - 1 and not self.verbs[behind] and self.does[behind] in ("noun", "determiner", "adjective"):
            behind += 1
        named = self.does[first] == "determiner" or self.clauses.forms[first][0].isupper()  # not "and encourage Orland to …"
        if behind == first or not named:
            return False
        if self.lower[behind] == "to":
            return True
        opened = next((one for one in range(at - 1, -1, -1) if self.lower[one] in _OPENING), -1)
        return bool(self.verbs[behind]) and not self._has_verb(opened + 1, at)

    def _traits(self, last: int, first: int) -> dict[str, float]:
        between = self.lower[last:first]
        joiner = next((_JOINS[word] for word in between if word in _JOINS), "and" if "well" in between else "")
        by = joiner or self.openers[last]
        made = f"{'comma ' if ',' in between[:1] else ''}{by}"
        begins = self._begins(first)
        opened = self.does[0] in ("before", "opens") or self.lower[0].endswith("ing")
        return {
            f"by {made}": 1.0,
            f"begins {begins}": 1.0,
            f"by {by} begins {begins}": 1.0,
            "in quotation": float(self.quotes_until[last] % 2),
            "long before": min(last, 30) / 30,
            "long behind": min(self.size - first, 30) / 30,
            "listed": float(self._is_listed(last, first)),
            "parallel": float(self._is_parallel(last, first)),
            "opened": float(opened),
            "opened, first comma": float(opened and "," not in self.lower[:last]),
            "act behind": float(_speaks(self.lower[first])),
            "of verb list": float(joiner == "and" and "," in between[:1] and begins == "verb"),
            **self._traits_of_verbs(last, first, by, made),
        }

    def _traits_of_verbs(self, last: int, first: int, by: str, made: str) -> dict[str, float]:
        """Which of the stretches before and behind, to the next places of their kind, have finite verbs and subjects."""
        before, behind = self._back(last), self._on(first)
        verb = self._verb(first, behind)
        has_verb, had_verb = verb >= 0, self._has_verb(before, last)
        right_behind = has_verb and all(self.does[at] == "adverb" for at in range(first, verb))
        subject = verb > first and any(self.does[at] in ("noun", "pronoun") for at in range(first, verb))
        near = self._verb(first, first + _NEAR)
        clear = near >= 0 and not any(self.lower[at] in _BREAKS for at in range(first, near))
        nouns = self.does[first] == "noun" == self.does[last - 1]
        return {
            "verb behind": float(has_verb),
            "verb right behind": float(right_behind),
            "subject and verb behind": float(subject),
            "verb before": float(had_verb),
            "no verb ever before": float(not self._has_verb(0, last)),
            "both verbs": float(had_verb and has_verb),
            "verbs right behind both": float(had_verb and right_behind),
            "verb near behind": float(clear),
            f"by {by}, verb near behind": float(clear),
            f"by {by}, no verb behind": float(not has_verb),
            f"by {made}, verb near behind, verb before": float(clear and self._has_verb(0, last)),
            "same form": float(right_behind and self.verbs[verb] in self.verbs[:last]),
            "nouns both": float(nouns and not has_verb),
            "that between": float(any(word in ("that", "to", "which") for word in self.lower[before:last])),
            "subject both": float(had_verb and subject),
            "short before": float(last - before < 4),
            "short behind": float(behind - first < 4),
            "near before": min(last - before, 12) / 12,
            "near behind": min(behind - first, 12) / 12,
        }

    def _on(self, first: int) -> int:
        return next((at for at in range(first + 1, self.size) if self.openers[at]), max(first + 1, self.size))

    def _back(self, last: int) -> int:
        return next((at for at in range(last - 1, 0, -1) if self.openers[at]), 0)

    def _begins(self, first: int) -> str:
        """How the words behind a place begin: with a verb, a name, "which", …"""
        while self.does[first] == "adverb" and first < self.size - 1:
            first += 1
        low, does, form = self.lower[first], self.does[first], self.clauses.forms[first]
        behind = self.lower[first + 1] if first + 1 < self.size else ""
        if low in _WHICH or (does == "before" and behind in _WHICH):
            return "which"
        if low in ("of", "one", "two"):
            return "some"
        if low in _WHEN:
            return "when"
        if low in _WHY:
            return "why"
        if low in ("that", "to", "with", "not", "including", "even"):
            return low
        if self.verbs[first]:
            return "verb"
        if low.endswith("ing") and does in ("verb", "noun") and form[0].islower():
            return "doing"
        if does in ("before", "pronoun", "determiner", "mark"):
            return does
        return "name" if form[0].isupper() else does

    def _is_listed(self, last: int, first: int) -> bool:
        """«A, | B, | and C» of noun phrases: another comma or joiner close by, without a verb between."""
        near = range(max(0, last - _AROUND), min(self.size, first + _AROUND + 1))
        others = (at for at in near if (at < last or at >= first) and self.lower[at] in (",", "and", "or"))
        return any(not self._has_verb(min(one, first), max(one, last)) for one in others)

    def _is_parallel(self, last: int, first: int) -> bool:
        """«For the loan and | for the ships», "that … and | that …": the same small word as before opens what follows."""
        low = self.lower[first]
        opens = self.does[first] in ("before", "opens", "determiner") and low not in ("the", "a")
        return opens and low in self.lower[:last]


@cache
def _speaks(low: str) -> bool:
    """Whether a word tells of speaking: "thanked", "stressing"."""
    return any(lemma in _acts() for lemma in lemmas(low))


@cache
def _acts() -> frozenset[str]:
    return frozenset(row[0] for row in entries("en", "acts") if len(row) == 2 and " " not in row[0])
