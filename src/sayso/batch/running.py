"""Inputs, an output folder, an engine -> a file and a line for each shard that had none: planned, handed in, tried again."""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sayso.attribution import MODEL_NAME
from sayso.batch.attempts import forget, reached
from sayso.batch.choice import Choice
from sayso.batch.engines import Died, Engine
from sayso.batch.manifest import FOLDER, Failed, Line, is_done, read_line
from sayso.batch.shard_reading import Task
from sayso.batch.shards import Shard, shards_of
from sayso.files import sweep
from sayso.options import DEFAULT_OPTIONS, PageOptions
from sayso.record import Refusal

MOST_DEATHS = 20  # hand-ins of one shard whose process died: memory is short, or something kills all that run
MOST_TRIES = 3  # of a shard that could not be got, or not be written
TELL_SECONDS = 1.0  # between two looks at how far it has got
AHEAD = 2  # tasks handed in for each process: the next one waits there


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done: ``tasks``, what is ``done`` already, and what of the inputs gives no shard."""

    folder: Path
    tasks: tuple[Task, ...]
    done: tuple[Line, ...]
    failed: tuple[Failed, ...]


@dataclass(slots=True)
class Standing:
    """How far a run is: shards by what became of them, pages and bytes read, those of shards under way too.

    ``total_bytes`` of all that is to be read; None where the size of a shard is not known. ``seconds`` since it began.
    """

    shards: int
    total_bytes: int | None
    done: int = 0
    failed: int = 0
    pages: int = 0
    bytes: int = 0
    seconds: float = 0.0

    @property
    def seconds_left(self) -> float | None:
        """The seconds that the rest takes at this pace; None where nothing tells."""
        if self.total_bytes:
            part = min(1.0, self.bytes / self.total_bytes)
        else:
            part = (self.done + self.failed) / self.shards if self.shards else 1.0
        return self.seconds * (1 - part) / part if part else None


@dataclass(slots=True)
class Tally:
    """What came of a run: what was read by it, what was done before, what failed; counts are those of both."""

    read: int = 0
    had: int = 0
    failed: list[Failed] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    refusals: Counter[str] = field(default_factory=Counter)
    passed_over: Counter[str] = field(default_factory=Counter)

    def count(self, line: Line) -> None:
        """Count what came of a shard."""
        for name in ("pages", "articles", "statements", "events", "undertakings"):
            self.counts[name] += getattr(line, name)
        self.refusals.update(line.refusals)
        self.passed_over.update(line.passed_over)


def plan(
    inputs: Iterable[str],
    folder: Path,
    options: PageOptions = DEFAULT_OPTIONS,
    choice: Choice | None = None,
    part: tuple[int, int] = (1, 1),
) -> Plan:
    """What of the inputs is still to be read into the folder, which is made.

    ``part`` (K, N) takes each Nth shard from the Kth on: N such runs, wherever, read all of them. Raises OSError.
    """
    (folder / FOLDER).mkdir(parents=True, exist_ok=True)
    found = list(shards_of(inputs, options))
    own = folder.resolve()
    theirs = [one for one in found if isinstance(one, Shard) and not _is_within(one, own)]
    shards = theirs[part[0] - 1 :: part[1]]
    refused = [one for one in found if isinstance(one, Refusal) and not _is_own(one, own)]
    failed = [Failed(one.input, one.reason, one.detail) for one in refused]
    tasks, done = [], []
    for shard in shards:
        task = Task(shard, str(own), options, choice or Choice())
        line = read_line(folder, shard.stem)
        if line is not None and is_done(folder, shard, line, MODEL_NAME, task.told()):
            done.append(line)
            forget(folder, shard.stem)  # of a process that was killed between its last two steps
        else:
            tasks.append(task)
    return Plan(folder, tuple(tasks), tuple(done), tuple(failed))


def _is_within(shard: Shard, folder: Path) -> bool:
    """Whether a shard is of what batch itself writes, as where the output stands in the folder that is read."""
    return "://" not in shard.place and Path(shard.place).resolve().is_relative_to(folder)


def _is_own(refusal: Refusal, folder: Path) -> bool:
    return refusal.reason == "readings" and Path(refusal.input).resolve() == folder


def run(
    planned: Plan,
    engine: Engine,
    told: Callable[[Line | Failed], None] = lambda outcome: None,
    standing: Callable[[Standing], None] = lambda standing: None,
) -> Tally:
    """Have the tasks of a plan done; ``told`` is called with what came of each, ``standing`` about once a second.

    A shard whose process died is handed in again, a page that its process dies of is refused, and a shard that fails is named
    and left for the next run. Raises WorkersError where no process can be started; the engine is closed.
    """
    tally = Tally(had=len(planned.done), failed=list(planned.failed))
    for line in planned.done:
        tally.count(line)
    running = _Running(planned, engine, tally)
    whole = False
    try:
        running.go(told, standing)
        whole = True
    finally:
        engine.close()
        if not whole:  # by a person, or by what would stop any page: no page is to blame
            for task in running.under_way:
                forget(planned.folder, task.shard.stem)
        for place in (planned.folder, planned.folder / FOLDER):
            sweep(place, young=0)
    return tally


class _Running:
    """The tasks of a plan at an engine."""

    def __init__(self, planned: Plan, engine: Engine, tally: Tally) -> None:
        self.folder, self.engine, self.tally = planned.folder, engine, tally
        self.waiting = deque(planned.tasks)
        self.under_way: list[Task] = []
        self._deaths: Counter[str] = Counter()
        self._tries: Counter[str] = Counter()
        self._sizes = {task.shard.name: task.shard.stamp.size if task.shard.stamp else None for task in planned.tasks}
        self._began = time.monotonic()
        sizes: Sequence[int | None] = list(self._sizes.values())
        self.standing = Standing(len(planned.tasks), None if None in sizes else sum(size or 0 for size in sizes))
        self._pages = self._bytes = 0  # of shards that are done

    def go(self, told: Callable[[Line | Failed], None], standing: Callable[[Standing], None]) -> None:
        """Hand in, wait, hand in again, until all is done or has failed."""
        while self.waiting or self.under_way:
            while self.waiting and len(self.under_way) < AHEAD * self.engine.count:
                task = self.waiting.popleft()
                self.under_way.append(task)
                self.engine.hand_in(task)
            for task, outcome in self.engine.come_in(TELL_SECONDS):
                self.under_way.remove(task)
                final = self._settle(task, outcome)
                if final is not None:
                    told(final)
            standing(self._look())

    def _settle(self, task: Task, outcome: Line | Failed | Died) -> Line | Failed | None:
        """What came of a shard in the end; None where it is tried again."""
        name = task.shard.name
        if isinstance(outcome, Died):
            self._deaths[name] += 1
            if self._deaths[name] < MOST_DEATHS:
                self.waiting.appendleft(task)
                return None
            detail = f"The process that read {name} died {MOST_DEATHS} times: {outcome.detail}. Is memory short?"
            outcome = Failed(name, "worker-died", f"{detail} Fewer --workers need less.")
        if isinstance(outcome, Failed):
            self._tries[name] += 1
            if outcome.passing and self._tries[name] < MOST_TRIES:
                self.waiting.append(task)
                return None
            self.tally.failed.append(outcome)
            self.standing.failed += 1
        else:
            self.tally.count(outcome)
            self.tally.read += 1
            self.standing.done += 1
            self._pages += outcome.pages
        self._bytes += self._sizes[name] or 0
        return outcome

    def _look(self) -> Standing:
        """How far it is, as the files tell that the shards under way write."""
        now = [reached(self.folder, task.shard.stem) for task in self.under_way]
        self.standing.pages = self._pages + sum(one.pages for one in now)
        self.standing.bytes = self._bytes + sum(one.bytes for one in now)
        self.standing.seconds = time.monotonic() - self._began
        return self.standing
