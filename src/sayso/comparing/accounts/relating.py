"""The sides of a row -> its relation and differences: conflict by typed differences alone, "same" by trained weights."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sayso.comparing.accounts.distinctions import Found, Side, differences, left_over, negating, numbers_apart
from sayso.comparing.accounts.meaning import alike, together
from sayso.comparing.accounts.rows import Distinction, Relation

# Chance of one matter from which a difference makes a conflict: below it the two may be of different things. By folds over the
# marked pairs .3 and .45 find the same.
SURE = 0.4
SAME = 0.4  # chance from which two sides say the same; by folds over events, .3 to .6 differ by a hundredth
# Chance of a conflict from which a difference that seems to exclude makes one, and from which a plain one does. By folds over
# 88 pairs and 21 altered ones plain ones alone are right 25 times of 31; with the seeming ones 39 of 51, from .8 on 35 of 44.
EXCLUDING, PLAIN = 0.7, 0.3
_ALSO_OF_CONFLICT = (
    *("shared", "shared of smaller", "left of larger", "events", "no act", "act same", "number"),
    *("meant whole", "meant both", "meant either"),
)
_KINDS = ("number", "date", "place", "initiator", "actor", "strength", "act", "wording", "detail")


def relate(sides: Sequence[Side], score: float) -> tuple[Relation, tuple[Distinction, ...]]:
    """The relation of the sides of a row, and their differences, most important first; "same" has none.

    ``score`` is how likely they are one matter, 0 to 1.
    """
    pairs = [(one, other, differences(one, other)) for one, other in combinations(sides, 2)]
    found = [each for _, _, differing in pairs for each in differing]
    if score >= SURE and (against := _excluding(pairs)):
        return "conflict", _once([*against, *(each for each in found if each not in against)])
    loaded = any(each.loaded for each in found)
    if not loaded and all(_chance(traits_of_pair(*pair), "relation") >= SAME for pair in pairs):
        return "same", ()
    return "differs", _once(found)


def _excluding(pairs: Sequence[tuple[Side, Side, tuple[Found, ...]]]) -> list[Found]:
    """What makes a conflict of a row: differences that exclude each other, or seem to where the weights find it likely."""
    against: list[Found] = []
    for one, other, differing in pairs:
        plain = [each for each in differing if each.conflict]
        seeming = [each for each in differing if each.excluding]
        if numbers_apart(one, other):
            seeming += [each for each in differing if each.distinction.kind == "number"]
        if denied := negating(one, other):
            seeming.append(denied)
        if seeming:
            chance = _chance(traits_of_conflict(one, other, differing), "conflict")
            against += seeming if chance >= EXCLUDING else plain if chance >= PLAIN else []
    return sorted(against, key=lambda each: not each.conflict)


def traits_of_conflict(one: Side, other: Side, found: Sequence[Found]) -> dict[str, float]:
    """What tells whether both sides of a row can be true."""
    common = traits_of_pair(one, other, found)
    denied = [any(claim.negators for claim in side.claims) for side in (one, other)]
    excluding = {each.distinction.kind for each in found if each.excluding}
    first, second = one.claims[0], other.claims[0]
    return {
        **{name: common[name] for name in _ALSO_OF_CONFLICT},
        **{f"excluding {kind}": float(kind in excluding) for kind in ("negation", "number", "date", "initiator")},
        "denied by one": float(denied[0] != denied[1]),
        "denied by both": float(all(denied)),
        "denied by one, meant": float(denied[0] != denied[1]) * common["meant whole"],
        "conflict": float(any(each.conflict for each in found)),
        "numbers": float(all(any(claim.figures for claim in side.claims) for side in (one, other))),
        "numbers apart": float(numbers_apart(one, other)),
        "who apart": float(bool(first.who and second.who) and not first.who & second.who),
    }


def _once(found: Sequence[Found]) -> tuple[Distinction, ...]:
    """Each kind once, the first of it."""
    kept: dict[str, Distinction] = {}
    for each in found:
        kept.setdefault(each.distinction.kind, each.distinction)
    return tuple(kept.values())


def traits_of_pair(one: Side, other: Side, found: Sequence[Found]) -> dict[str, float]:
    """What tells whether two sides of a row say the same: the kinds of their differences, and how much each leaves over."""
    kinds = {each.distinction.kind for each in found}
    left = sorted(left_over(one, other), key=len)
    rare = sorted(sum(word.rare for word in words) for words in left)
    here, there = {word.concept for word in one.words}, {word.concept for word in other.words}
    shared, sizes = len(here & there), sorted((len(here), len(there)))
    first, second = one.claims[0], other.claims[0]
    meant = alike([together([claim.meaning for claim in one.claims])], [together([claim.meaning for claim in other.claims])])
    near = sorted((float(meant["here"][0, 0]), float(meant["there"][0, 0])))
    return {
        **{kind: float(kind in kinds) for kind in _KINDS},
        "left of smaller": float(len(left[0])),
        "left of larger": float(len(left[1])),
        "rarity left of smaller": rare[0],
        "rarity left of larger": rare[1],
        "shared": float(shared),
        "shared of smaller": shared / max(1, sizes[0]),
        "shared of larger": shared / max(1, sizes[1]),
        "words": float(sizes[1]),
        "claims beside": float(len(one.claims) + len(other.claims) - 2),
        "events": float(any(claim.events for claim in one.claims) and any(claim.events for claim in other.claims)),
        "act same": float(first.act == second.act),
        "no act": float(not first.act and not second.act),
        "meant whole": float(meant["whole"][0, 0]),
        "meant both": near[0],
        "meant either": near[1],
    }


def _chance(traits: dict[str, float], of: str) -> float:
    trained = weights(of)
    row = np.array([traits[name] for name in trained["names"].tolist()])
    row = np.where(np.isnan(row), trained["mean"], row)
    total = float((row - trained["mean"]) / trained["spread"] @ trained["weights"] + trained["bias"])
    return float(1 / (1 + np.exp(-total)))


@cache
def weights(of: str) -> dict[str, NDArray[Any]]:
    """The trained weights of a relation ("relation", that both say the same; "conflict"): of each trait its name, mean,
    spread and weight; and the constant.
    """
    with (
        files("sayso.comparing.accounts").joinpath(f"{of}.npz").open("rb") as file,
        np.load(file, allow_pickle=False) as arrays,
    ):
        return {name: arrays[name] for name in arrays.files}
