"""How likely claims are one matter -> groups: one of each account to one of another first, then what else belongs to them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

Member = tuple[int, int]  # an account's number, a claim's number in it

# Swept over folds of the marked pairs (docs/decisions/accounts.md).
LEAST = 0.25  # chance from which two claims stand in one row
ATTACHED = 0.5  # chance from which a claim joins a row that has one of its account already


def assign(gains: NDArray[np.float64]) -> list[tuple[int, int]]:
    """The pairs of rows and columns, each in one pair at most, with the largest gains in all; none without a gain.

    The Hungarian method with potentials (Kuhn 1955; Jonker and Volgenant 1987).

    >>> assign(np.array([[3.0, 2.0], [2.5, 0.0]]))
    [(0, 1), (1, 0)]
    """
    flipped = gains.shape[0] > gains.shape[1]
    costs = -(gains.T if flipped else gains)
    height, width = costs.shape
    left, right = np.zeros(height + 1), np.zeros(width + 1)
    holder = np.zeros(width + 1, dtype=int)  # the row that holds a column, counted from 1; 0 for none
    for row in range(1, height + 1):
        holder[0], at = row, 0
        least, way = np.full(width + 1, np.inf), np.zeros(width + 1, dtype=int)
        done = np.zeros(width + 1, dtype=bool)
        while holder[at]:
            done[at] = True
            slack = costs[holder[at] - 1] - left[holder[at]] - right[1:]
            better = ~done[1:] & (slack < least[1:])
            least[1:][better], way[1:][better] = slack[better], at
            behind = int(np.argmin(np.where(done[1:], np.inf, least[1:]))) + 1
            step = least[behind]
            left[holder[done]] += step
            right[done] -= step
            least[~done] -= step
            at = behind
        while at:
            holder[at] = holder[way[at]]
            at = way[at]
    pairs = [(int(holder[column]) - 1, column - 1) for column in range(1, width + 1) if holder[column]]
    return sorted((b, a) if flipped else (a, b) for a, b in pairs if costs[a, b] < 0)


def group(sizes: Sequence[int], chances: dict[tuple[int, int], NDArray[np.float64]]) -> list[list[Member]]:
    """The claims of some accounts in groups of one matter each; ``sizes`` are the numbers of their claims.

    ``chances`` has, of two accounts' numbers, the lower first, how likely each two claims of theirs are one matter.
    Each account's claims are assigned to the groups that there are, one to one, so that what is likely is made as likely
    as can be in all; then a claim that is left alone joins the group with which it is the likeliest to be one matter.
    """

    def chance(one: Member, other: Member) -> float:
        first, second = sorted((one, other))
        return float(chances[first[0], second[0]][first[1], second[1]]) if first[0] != second[0] else 0.0

    groups: list[list[Member]] = []
    for account, size in enumerate(sizes):
        claims = [(account, number) for number in range(size)]
        likely = np.array([[max(chance(one, member) for member in found) for one in claims] for found in groups])
        placed: set[Member] = set()
        if groups and claims:
            for at, number in assign(np.maximum(_log_odds(likely) - _log_odds(LEAST), 0.0)):
                groups[at].append(claims[number])
                placed.add(claims[number])
        groups += [[one] for one in claims if one not in placed]
    return _attach(groups, chance)


def _attach(groups: list[list[Member]], chance: Callable[[Member, Member], float]) -> list[list[Member]]:
    alone = [found[0] for found in groups if len(found) == 1]
    whole = [found for found in groups if len(found) > 1]
    likely = sorted(
        ((max(chance(one, member) for member in found), one, at) for one in alone for at, found in enumerate(whole)),
        key=lambda row: (-row[0], row[1], row[2]),
    )
    taken: set[Member] = set()
    for likelihood, one, at in likely:
        if likelihood >= ATTACHED and one not in taken:
            whole[at].append(one)
            taken.add(one)
    return [sorted(found) for found in (*whole, *([one] for one in alone if one not in taken))]


def _log_odds(chance: NDArray[np.float64] | float) -> NDArray[np.float64]:
    clipped = np.clip(chance, 1e-6, 1 - 1e-6)
    odds: NDArray[np.float64] = np.log(clipped / (1 - clipped))
    return odds
