"""A sentence -> the clauses that are claims of their own: where it may be cut, and where trained weights say that it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from sayso.attribution import Extent
from sayso.events import Clauses
from sayso.languages import entries
from sayso.statements import lemmas

# Chance from which a sentence is cut: folds of the marked pairs (training/train_alignment.py), .15 to .4 tried.
LEAST = 0.25
SHORTEST = 2  # words of a claim

_JOINS = {"and": "and", "or": "or", "nor": "or", "but": "but", "yet": "but", "though": "but", "although": "but", "so": "but"}
_WHICH = frozenset(("which", "who", "whom", "whose", "where"))
_WHEN = frozenset(("after", "before", "following", "since", "when", "once", "until", "during", "as", "while", "whereas"))
_WHY = frozenset(("because", "if", "unless", "given", "despite", "although", "considering", "due", "amid"))
_MARKS = frozenset((",", ";", ":", "—", "–", "--", "(", "-"))
_HARD = frozenset((";", ":", "—", "–", "--", "("))
_QUOTES = frozenset(("“", "”", '"'))
_FINITE_HELPERS = frozenset(
    (
        *("is", "are", "was", "were", "am", "has", "have", "had", "will", "would", "shall", "should", "can", "could", "may"),
        *("might", "must", "do", "does", "did", "cannot", "'ll", "won't", "didn't", "don't", "doesn't", "wasn't", "weren't"),
        *("isn't", "aren't", "hasn't", "haven't", "hadn't", "wouldn't", "couldn't", "'re", "'ve"),
    )
)
_SMALL = frozenset(("before", "opens", "joins", "pronoun", "determiner", "mark", "owns", "helps", "adverb", "time"))
_PARTICIPLES = frozenset(("given", "seen", "known", "written", "taken", "done", "shown", "gone", "been"))
_THROUGH = frozenset((",", "and", "or", "but", "though", "although", "yet", "—", "–", "--", "(", ";", ":", "-"))


@dataclass(frozen=True, slots=True)
class Cut:
    """A place where a sentence may be cut: what stands before word ``last`` is one claim, what begins at word ``first`` the next.

    ``traits`` are what speaks for a cut and against it.
    """

    last: int
    first: int
    traits: dict[str, float]


def cut(text: str, extent: Extent, times: list[Extent], least: float = LEAST) -> Iterator[Extent]:
    """The stretches of a sentence that are claims of their own, in order; ``times`` are the extents of words that name times.

    ``least`` is the chance from which a place is a cut, 0 to 1.
    """
    clauses = Clauses(text, extent, times)
    places = list(cuts(clauses))
    likely = chances([place.traits for place in places])
    begin, end = 0, len(clauses.forms)
    for place, chance in zip(places, likely, strict=True):
        if chance >= least and place.last - begin >= SHORTEST and end - place.first >= SHORTEST:
            yield clauses.starts[begin], clauses.ends[place.last - 1]
            begin = place.first
    if begin < end:
        yield clauses.starts[begin], max(clauses.ends[-1], clauses.starts[begin])


def chances(rows: list[dict[str, float]]) -> NDArray[np.float64]:
    """How likely each place is to be a cut, by the trained weights."""
    weights = arrays()[0]
    if not rows:
        return np.zeros(0)
    sums = np.array([weights[""] + sum(weights.get(name, 0.0) * value for name, value in row.items()) for row in rows])
    chance: NDArray[np.float64] = 1 / (1 + np.exp(-sums))
    return chance


@cache
def arrays() -> tuple[dict[str, float], frozenset[str]]:
    """The trained weight of each trait, by its name ("" for the constant), and the first forms of verbs."""
    with files("sayso.comparing.accounts").joinpath("cutting.npz").open("rb") as file, np.load(file, allow_pickle=False) as arrays:
        weights = dict(zip(arrays["names"].tolist(), arrays["weights"].tolist(), strict=True))
        return weights, frozenset(arrays["verbs"].tolist())


def cuts(clauses: Clauses) -> Iterator[Cut]:
    """The places where a sentence may be cut, in order."""
    size, at = len(clauses.forms), 1
    while at < size - 1:
        opener = _opener(clauses, at)
        if not opener:
            at += 1
            continue
        first = at
        while first < size - 1 and (clauses.lower[first] in _THROUGH or _is_as_well_as(clauses, first)):
            first += 3 if _is_as_well_as(clauses, first) else 1
        first = min(first, size - 1)
        if not _parts_subject_and_verb(clauses, at, first):
            yield Cut(at, first, _traits(clauses, at, first, opener))
        at = first + 1 if first > at else at + 1


def _parts_subject_and_verb(clauses: Clauses, at: int, first: int) -> bool:
    """«The embassy in Orlan, | remains open», "the envoy, who left on Monday, | said so": a comma alone before a finite verb."""
    if clauses.lower[at:first] != [","] or not is_finite_verb(clauses, first):
        return False
    before = at - 1
    while before > 0 and clauses.lower[before] not in (",", "that", "and", "but"):
        before -= 1
    return not any(is_finite_verb(clauses, place) for place in range(before, at)) or clauses.lower[before + 1] in _WHICH


def _is_as_well_as(clauses: Clauses, at: int) -> bool:
    return clauses.lower[at : at + 3] == ["as", "well", "as"]


def _opener(clauses: Clauses, at: int) -> str:
    """What a cut before a word would be made by: "and", "mark", "when", …; "" where there may be none."""
    low = clauses.lower[at]
    if low in _HARD:
        return "hard"
    if low == ",":
        return "comma"
    if low in ("and", "or", "but"):
        return _JOINS[low]
    if _is_as_well_as(clauses, at):
        return "and"
    if low in _WHEN and clauses.lower[at - 1] not in ("as", "well", "such", "same"):
        return "when"
    if low in ("at", "on") and {"initiative", "request", "invitation"} & set(clauses.lower[at : at + 6]):
        return "initiative"
    return ""


def is_finite_verb(clauses: Clauses, at: int) -> bool:
    """Whether a word may be the finite verb of a clause: a helper, or a past or present form that no "to" or helper leads to."""
    low = clauses.lower[at]
    if low in _FINITE_HELPERS:
        return True
    if not clauses.forms[at][0].islower() or low.endswith("ing") or clauses.does[at] in _SMALL:
        return False
    before = at - 1
    while before >= 0 and (clauses.does[before] == "adverb" or clauses.lower[before] == "not"):
        before -= 1
    led = clauses.lower[before] if before >= 0 else ""
    if led in ("to", "of", "by", "with", "for", "in", "on", "at", "from") or (before >= 0 and clauses.does[before] in ("helps", "owns")):
        return False
    if low.endswith("ed") or (low in _irregular() and low not in _PARTICIPLES):
        return (before < 0 or clauses.does[before] != "determiner") and not _is_adjective(clauses, at)
    if not any(lemma in verbs() for lemma in lemmas(low)[1 if low.endswith("s") else 0 :]):
        return clauses.does[at] == "verb" and low not in verbs()
    if low.endswith("s"):
        noun = before >= 0 and clauses.does[before] in ("noun", "pronoun", "time") or led in ("and", ",", "which", "who", "that")
        follows = clauses.does[at + 1] if at + 1 < len(clauses.does) else ""
        return noun and follows in ("determiner", "before", "opens", "adverb", "pronoun", "noun")
    return clauses.does[before] == "pronoun" or led.endswith("s") if before >= 0 else False


def _is_adjective(clauses: Clauses, at: int) -> bool:
    """«The planned visit», "increased support": a participle right before its noun, with what opens a noun phrase before it."""
    behind = clauses.does[at + 1] if at + 1 < len(clauses.does) else ""
    before = clauses.does[at - 1] if at else ""
    return behind == "noun" and clauses.lower[at + 1 : at + 2] != ["that"] and before in ("determiner", "before", "owns", "adverb")


@cache
def _irregular() -> frozenset[str]:
    return frozenset(row[0] for row in entries("en", "irregular"))


@cache
def verbs() -> frozenset[str]:
    """First forms of verbs: what stands behind "to" and modal verbs in texts of the White House."""
    return arrays()[1]


def _traits(clauses: Clauses, last: int, first: int, opener: str) -> dict[str, float]:
    lower, does, size = clauses.lower, clauses.does, len(clauses.forms)
    between = lower[last:first]
    joiner = next((_JOINS[word] for word in between if word in _JOINS), "and" if "well" in between else "")
    begins = _begins(clauses, first)
    # the stretch behind goes to the next place of the same kind, the one before from the last
    behind = _stretch_behind(clauses, first)
    before = _stretch_before(clauses, last)
    verb_behind = next((at for at in range(first, behind) if is_finite_verb(clauses, at)), -1)
    verb_before = any(is_finite_verb(clauses, at) for at in range(before, last))
    verb_ever = any(is_finite_verb(clauses, at) for at in range(0, last))
    subject = verb_behind > first and any(does[at] in ("noun", "pronoun") for at in range(first, verb_behind))
    quoted = sum(form in _QUOTES for form in clauses.forms[:last]) % 2 == 1
    made = f"{'comma ' if ',' in between[:1] else ''}{joiner or opener}"
    traits = {f"by {made}": 1.0, f"begins {begins}": 1.0, f"by {joiner or opener} begins {begins}": 1.0}
    traits["verb behind"] = float(verb_behind >= 0)
    traits["verb right behind"] = float(verb_behind >= 0 and all(does[at] == "adverb" for at in range(first, verb_behind)))
    traits["subject and verb behind"] = float(subject)
    traits["verb before"] = float(verb_before)
    traits["no verb ever before"] = float(not verb_ever)
    traits["both verbs"] = float(verb_before and verb_behind >= 0)
    traits["verbs right behind both"] = float(verb_before and traits["verb right behind"] > 0)
    near_verb = next((at for at in range(first, min(size, first + 10)) if is_finite_verb(clauses, at)), -1)
    clear = near_verb >= 0 and not any(clauses.lower[at] in _BREAKS for at in range(first, near_verb))
    traits["verb near behind"] = float(clear)
    traits[f"by {joiner or opener}, verb near behind"] = float(clear)
    traits[f"by {joiner or opener}, no verb behind"] = float(verb_behind < 0)
    traits[f"by {made}, verb near behind, verb before"] = float(clear and verb_ever)
    traits["same form"] = float(traits["verb right behind"] > 0 and _form(clauses, verb_behind) in _forms(clauses, last))
    traits["nouns both"] = float(does[first] == "noun" and does[last - 1] == "noun" and verb_behind < 0)
    traits["that between"] = float(any(lower[at] in ("that", "to", "which") for at in range(before, last)))
    traits["subject both"] = float(verb_before and subject)
    traits["in quotation"] = float(quoted)
    traits["short before"] = float(last - before < 4)
    traits["short behind"] = float(behind - first < 4)
    traits["long before"] = min(last, 30) / 30
    traits["long behind"] = min(size - first, 30) / 30
    traits["near before"] = min(last - before, 12) / 12
    traits["near behind"] = min(behind - first, 12) / 12
    traits["listed"] = float(_is_listed(clauses, last, first))
    traits["parallel"] = float(_is_parallel(clauses, last, first))
    traits["opened"] = float(does[0] in ("before", "opens") or lower[0].endswith("ing"))
    traits["opened, first comma"] = float(traits["opened"] > 0 and "," not in lower[:last])
    traits["act behind"] = float(_is_act(clauses, first))
    traits["of verb list"] = float(joiner == "and" and "," in between[:1] and begins == "verb")
    return traits


_BREAKS = frozenset(("which", "who", "that", "and", "or", "but", ";", ":", "because", "if", "when", "while"))


def _form(clauses: Clauses, at: int) -> str:
    low = clauses.lower[at]
    return "helper" if low in _FINITE_HELPERS else "past" if low.endswith("ed") or low in _irregular() else "present"


def _forms(clauses: Clauses, last: int) -> set[str]:
    return {_form(clauses, at) for at in range(last) if is_finite_verb(clauses, at)}


def _begins(clauses: Clauses, first: int) -> str:
    low, does = clauses.lower[first], clauses.does[first]
    while does == "adverb" and first < len(clauses.forms) - 1:
        first += 1
        low, does = clauses.lower[first], clauses.does[first]
    if low in _WHICH or (does == "before" and clauses.lower[first + 1 : first + 2] and clauses.lower[first + 1] in _WHICH):
        return "which"
    if low in ("of",) or low == "two" or low == "one":
        return "some"
    if low in _WHEN:
        return "when"
    if low in _WHY:
        return "why"
    if low in ("that", "to", "with", "not", "including", "even"):
        return low
    if is_finite_verb(clauses, first):
        return "verb"
    if low.endswith("ing") and does in ("verb", "noun") and clauses.forms[first][0].islower():
        return "doing"
    if does in ("before", "pronoun", "determiner", "mark"):
        return does
    return "name" if clauses.forms[first][0].isupper() else does


def _stretch_behind(clauses: Clauses, first: int) -> int:
    at = first + 1
    while at < len(clauses.forms) and not _opener(clauses, at):
        at += 1
    return at


def _stretch_before(clauses: Clauses, last: int) -> int:
    at = last - 1
    while at > 0 and not _opener(clauses, at):
        at -= 1
    return at


def _is_listed(clauses: Clauses, last: int, first: int) -> bool:
    """«A, | B, | and C» of noun phrases: another comma or joiner close by, without a verb between."""
    near = range(max(0, last - 6), min(len(clauses.forms), first + 7))
    others = [at for at in near if (at < last or at >= first) and clauses.lower[at] in (",", "and", "or")]
    return any(not any(is_finite_verb(clauses, at) for at in range(min(one, first), max(one, last))) for one in others)


def _is_parallel(clauses: Clauses, last: int, first: int) -> bool:
    """«For the loan and | for the ships», "that … and | that …": the same small word as before opens what follows."""
    low = clauses.lower[first]
    return clauses.does[first] in ("before", "opens", "determiner") and low in clauses.lower[:last] and low not in ("the", "a")


def _is_act(clauses: Clauses, first: int) -> bool:
    """«Thanked», "stressing": a word that tells of speaking begins what follows."""
    low = clauses.lower[first]
    return bool(_speaks(low))


@cache
def _speaks(low: str) -> bool:
    return any(lemma in _acts() for lemma in lemmas(low))


@cache
def _acts() -> frozenset[str]:
    return frozenset(row[0] for row in entries("en", "acts") if len(row) == 2 and " " not in row[0])
