"""A question that was asked before -> its answer, as long as nothing was written since: it is the same then."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from sayso.store.database import Database, Stamp

MOST = 256  # answers: those that were asked for longest ago go first
Answer = TypeVar("Answer")


class Remembered:
    """Answers of a store, each with the stamp of the state that it was given of. Any number of threads may use it."""

    def __init__(self) -> None:
        """Remember nothing yet."""
        self._held: OrderedDict[Hashable, tuple[Stamp, Any]] = OrderedDict()
        self._turn = threading.Lock()

    def answer(self, database: Database, key: Hashable, ask: Callable[[], Answer], small: Callable[[Answer], bool]) -> Answer:
        """The answer that ``key`` stands for, asked for where it is not known, within the caller's snapshot.

        What is not ``small`` is given and not kept.
        """
        stamp = database.stamp()
        if stamp is None:
            return ask()
        key = (stamp[0], key)  # a stamp tells of its own connection alone
        with self._turn:
            held = self._held.get(key)
            if held and held[0] == stamp:
                self._held.move_to_end(key)
                known: Answer = held[1]
                return known
        found = ask()
        if small(found):
            with self._turn:
                self._held[key] = (stamp, found)
                while len(self._held) > MOST:
                    self._held.popitem(last=False)
        return found
