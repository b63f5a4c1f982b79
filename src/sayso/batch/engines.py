"""Tasks -> what came of them, from processes that may die: the contract of every engine, and the one of this machine."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, replace
from typing import Protocol

from sayso.batch.manifest import Failed, Line
from sayso.batch.shard_reading import Task, read_shard
from sayso.workers import WorkerDiedError, Workers, WorkersError

MOST_UNSTARTED = 3  # starts of a process in a row that failed, twice each, for each process


@dataclass(frozen=True, slots=True)
class Died:
    """The process that read a shard died; the shard is as it was, and can be handed in again."""

    detail: str


Outcome = Line | Failed | Died


class Engine(Protocol):
    """What runs ``read_shard`` somewhere. It knows nothing of the order of shards, nor of trying again."""

    @property
    def count(self) -> int:
        """Shards that are read at the same time."""

    def hand_in(self, task: Task) -> None:
        """Have a shard read."""

    def come_in(self, seconds: float) -> list[tuple[Task, Outcome]]:
        """What came of shards, as soon as there is any, or nothing after so many seconds."""

    def close(self) -> None:
        """End what is under way, and leave no process."""


class Processes:
    """Processes on this machine, each with one shard at a time."""

    def __init__(self, count: int, read: Callable[[Task], Line | Failed] = read_shard) -> None:
        """``read`` is what each of them runs, a function of a module."""
        self.count = count
        self._read = read
        self._unstarted = 0
        self._workers = Workers(count, apart=True)
        self._under_way: dict[Future[Line | Failed], Task] = {}

    def hand_in(self, task: Task) -> None:
        """Have a shard read."""
        self._under_way[self._workers.submit(self._read, replace(task, alone=True))] = task

    def come_in(self, seconds: float) -> list[tuple[Task, Outcome]]:
        """What came of shards. Raises WorkersError where one process after the other cannot be started."""
        done, _ = wait(self._under_way, seconds, FIRST_COMPLETED)
        return [(self._under_way.pop(one), self._outcome(one)) for one in done]

    def _outcome(self, future: Future[Line | Failed]) -> Outcome:
        try:
            outcome: Outcome = future.result()
        except WorkerDiedError as error:
            outcome = Died(str(error))
        except WorkersError as error:  # what kills processes at random may kill one as it starts, and the next one too
            self._unstarted += 1
            if self._unstarted > MOST_UNSTARTED * self.count:
                raise
            return Died(str(error))
        self._unstarted = 0
        return outcome

    def close(self) -> None:
        """End the processes."""
        self._workers.__exit__()
