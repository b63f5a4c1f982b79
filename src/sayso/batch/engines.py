"""Tasks -> what came of them, from processes that may die: the contract of every engine, and the one of this machine."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass
from typing import Protocol

from sayso.batch.manifest import Failed, Line
from sayso.batch.shard_reading import Task, read_shard
from sayso.workers import WorkerDiedError, Workers


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
        self._workers = Workers(count, apart=True)
        self._under_way: dict[Future[Line | Failed], Task] = {}

    def hand_in(self, task: Task) -> None:
        """Have a shard read."""
        self._under_way[self._workers.submit(self._read, task)] = task

    def come_in(self, seconds: float) -> list[tuple[Task, Outcome]]:
        """What came of shards. Raises WorkersError where no process can be started."""
        done, _ = wait(self._under_way, seconds, FIRST_COMPLETED)
        return [(self._under_way.pop(one), _outcome(one)) for one in done]

    def close(self) -> None:
        """End the processes."""
        self._workers.__exit__()


def _outcome(future: Future[Line | Failed]) -> Outcome:
    try:
        return future.result()
    except WorkerDiedError as error:
        return Died(str(error))
