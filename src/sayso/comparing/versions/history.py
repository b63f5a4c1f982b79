"""The versions of one address -> what changed in them, from each to the next or from one to another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sayso.comparing.versions.changes import Changes
from sayso.comparing.versions.comparison import compare_versions
from sayso.store import Version


@dataclass(frozen=True, slots=True)
class Step:
    """What changed from one version of an address to a later one."""

    before: Version
    after: Version
    changes: Changes


@dataclass(frozen=True, slots=True)
class History:
    """The versions of one address, oldest first, and the steps between those that were asked for."""

    address: str
    versions: tuple[Version, ...]
    steps: tuple[Step, ...]


def follow(versions: Sequence[Version], first: int | None = None, last: int | None = None) -> History:
    """What changed over the versions of one address, each to the next; or from version ``first`` to ``last`` in one step.

    ``versions`` stand in the order of time, which is not always that of their numbers. Without ``first`` the step leads from
    the one before ``last``, without ``last`` to the latest. Raises ValueError where there is no such version, or no step
    between.
    """
    place = {version.number: at for at, version in enumerate(versions)}
    if not versions or (first is None and last is None):
        between = list(pairwise(versions))
    else:
        end = last if last is not None else versions[-1].number
        begin = first if first is not None else versions[max(place.get(end, 0) - 1, 0)].number
        for number in (begin, end):
            if number not in place:
                raise ValueError(f"there is no version {number}, only {_numbers(place)}")
        if place[begin] >= place[end]:
            latest = f"; {end} is the latest" if end == versions[-1].number else ""
            raise ValueError(f"version {begin} is not older than version {end}{latest}")
        between = [(versions[place[begin]], versions[place[end]])]
    steps = (Step(one, other, compare_versions(one.reading, other.reading)) for one, other in between)
    return History(versions[0].address if versions else "", tuple(versions), tuple(steps))


def _numbers(held: Iterable[int]) -> str:
    found = sorted(held)
    return str(found[0]) if len(found) == 1 else f"{found[0]} to {found[-1]}"
