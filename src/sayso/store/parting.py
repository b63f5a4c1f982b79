"""Things of which some hang together two by two -> parts, in each of which all hang together, by whatever way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Generic, TypeVar

Thing = TypeVar("Thing")


class Parts(Generic[Thing]):
    """What hangs together.

    >>> parts = Parts[int]()
    >>> parts.join(1, 2), parts.join(4, 2)
    (None, None)
    >>> parts.of([1, 2, 3, 4])
    [[1, 2, 4], [3]]
    """

    def __init__(self) -> None:
        """Nothing does yet."""
        self._above: dict[Thing, Thing] = {}

    def join(self, one: Thing, other: Thing) -> None:
        """Let two hang together."""
        self._above[self._root(one)] = self._root(other)

    def are_joined(self, one: Thing, other: Thing) -> bool:
        """Whether two hang together."""
        return self._root(one) == self._root(other)

    def of(self, things: Iterable[Thing]) -> list[list[Thing]]:
        """The parts of these things, which come in the order in which they are given."""
        found: dict[Thing, list[Thing]] = defaultdict(list)
        for thing in things:
            found[self._root(thing)].append(thing)
        return list(found.values())

    def _root(self, thing: Thing) -> Thing:
        way = [thing]
        while (above := self._above.get(way[-1], way[-1])) != way[-1]:
            way.append(above)
        for step in way:  # the next one asked for has a short way
            self._above[step] = way[-1]
        return way[-1]
