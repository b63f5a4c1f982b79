"""The sides of a row -> its relation and in what they differ."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from sayso.comparing.accounts.distinctions import Found, Side, differences, left_over
from sayso.comparing.accounts.rows import Distinction, Relation

SURE = 0.5  # chance of one matter from which a difference may make a conflict


def relate(sides: Sequence[Side], score: float) -> tuple[Relation, tuple[Distinction, ...]]:
    """The relation of the sides of a row, and their differences, most important first; "same" has none."""
    found: list[Found] = [each for one, other in combinations(sides, 2) for each in differences(one, other)]
    conflicts = [each for each in found if each.conflict]
    if conflicts and score >= SURE:
        return "conflict", _once(conflicts + [each for each in found if not each.conflict])
    alike = all(_is_same(one, other, differences(one, other)) for one, other in combinations(sides, 2))
    return ("same", ()) if alike else ("differs", _once(found))


def _is_same(one: Side, other: Side, found: Sequence[Found]) -> bool:
    kinds = {each.distinction.kind for each in found} - {"wording", "detail", "date", "number", "actor", "act"}
    here, there = left_over(one, other)
    return not kinds and len(here) + len(there) < 6


def _once(found: Sequence[Found]) -> tuple[Distinction, ...]:
    kinds = set()
    kept = []
    for each in found:
        if each.distinction.kind not in kinds:
            kinds.add(each.distinction.kind)
            kept.append(each.distinction)
    return tuple(kept)
