"""A shard -> its Parquet file and its line in the manifest, or why there is none: what every engine runs, once a shard.

However often, and wherever, it is run and killed, the file appears whole or not at all, and with the same bytes.
"""

from __future__ import annotations

import io
import os
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import file_digest
from pathlib import Path
from typing import Any, BinaryIO, cast

from sayso import __version__
from sayso.adding import Read, capture_of, read_in
from sayso.attribution import MODEL_NAME
from sayso.batch.attempts import Attempt
from sayso.batch.choice import Choice
from sayso.batch.columns import without_pandas
from sayso.batch.manifest import Failed, Line, end_of, write_durably, write_line
from sayso.batch.page_limits import PageTooLongError, limited
from sayso.batch.places import PIECE, Counted, PlaceError, Stamp, opened, stamp_of, stamp_of_files
from sayso.batch.shard_files import write_rows
from sayso.batch.shards import Shard
from sayso.options import DEFAULT_OPTIONS, PageOptions
from sayso.pages import read_stream
from sayso.reading import get_ready, lost
from sayso.record import Page, Refusal
from sayso.store import Incoming
from sayso.workers import TookTooLongError, WorkerDiedError, page_seconds


@dataclass(frozen=True, slots=True)
class Task:
    """A shard, and how it is read: into which folder, which pages, with which options. It goes from one process to another.

    ``alone`` says that the process has nothing else to do: it may end where a page does not, and pyarrow does without pandas.
    """

    shard: Shard
    folder: str
    options: PageOptions = DEFAULT_OPTIONS
    choice: Choice = field(default_factory=Choice)
    alone: bool = False

    def told(self) -> dict[str, Any]:
        """What of this makes another file of the same shard, as a line tells it."""
        return {
            "prose": self.options.prose,
            "max_bytes": self.options.max_bytes,
            "languages": sorted(self.options.languages),
            "hosts": sorted(self.choice.hosts),
            "since": self.choice.since,
        }


class _BrokenOffError(Exception):
    """A shard could not be read to its end; its message says why."""


def read_shard(task: Task) -> Line | Failed:
    """Read a shard into its file, and write its line. A Failed where it cannot be read, or what came of it cannot be written.

    >>> from tempfile import mkdtemp
    >>> read_shard(Task(Shard("none.warc", "/none.warc"), mkdtemp())).reason
    'not-found'
    """
    shard, folder = task.shard, Path(task.folder)
    began = time.process_time()
    if task.alone:
        without_pandas()
    try:
        get_ready()  # so that a process that dies of starting is not laid at a page's door
        attempt = Attempt(folder, shard.stem)
        done = False
        try:
            line = _into_file(task, attempt, began)
            done = True
        finally:
            attempt.close(done)
        return line
    except PlaceError as error:
        return Failed(shard.name, error.reason, error.detail, error.passing)
    except FileNotFoundError as error:
        return Failed(shard.name, "not-found", f"{shard.name} cannot be read: {_why(error)}.", passing=True)
    except _BrokenOffError as error:
        return Failed(shard.name, "unreadable", f"{shard.name} {error}", passing=True)
    except ValueError as error:  # an EvidenceError, or what no column holds
        return Failed(shard.name, "internal-error", f"A bug in Sayso, in {shard.name}: {error}")
    except OSError as error:
        detail = f"{shard.name} cannot be read, or its file written: {_why(error)}."
        return Failed(shard.name, "unreadable", detail, passing=True)


def _why(error: Exception) -> str:
    return (getattr(error, "strerror", None) or str(error)).lower()


def _into_file(task: Task, attempt: Attempt, began: float) -> Line:
    shard, folder = task.shard, Path(task.folder)
    path = folder / f"{shard.stem}.parquet"
    reading = _Reading(task, attempt)
    write_durably(path, lambda part: write_rows(reading.results(), part, {"model": MODEL_NAME, "input": shard.name}))
    size, end = end_of(path) or (0, "")
    with path.open("rb") as file:
        whole = file_digest(file, "sha256").hexdigest()
    line = Line(
        input=shard.name,
        size=reading.stamp.size,
        tag=reading.stamp.tag,
        file=path.name,
        file_size=size,
        file_sha256=whole,
        end_sha256=end,
        model=MODEL_NAME,
        options=task.told(),
        sayso=__version__,
        pages=reading.counts["pages"],
        articles=reading.counts["articles"],
        statements=reading.counts["statements"],
        events=reading.counts["events"],
        undertakings=reading.counts["undertakings"],
        refusals=dict(sorted(reading.refusals.items())),
        passed_over=dict(sorted(reading.passed_over.items())),
        cpu_seconds=round(time.process_time() - began, 3),
    )
    write_line(folder, shard.stem, line)
    return line


class _Reading:
    """The pages of a shard as they are read, and what is counted of them."""

    def __init__(self, task: Task, attempt: Attempt) -> None:
        self.task, self.attempt = task, attempt
        self.counts = dict.fromkeys(("pages", "articles", "statements", "events", "undertakings"), 0)
        self.refusals: Counter[str] = Counter()
        self.passed_over: Counter[str] = Counter()
        self.stamp = Stamp(None, None)
        self._position = 0

    def results(self) -> Iterator[Read | Refusal]:
        """What was read, in the order of the pages. Raises PlaceError, OSError and _BrokenOffError."""
        found = False
        first: Refusal | None = None
        for number, page in enumerate(self._pages()):
            if isinstance(page, Refusal):
                first = first or page
                self.refusals[page.reason] += 1
                self.counts["pages"] += 1
                yield page
                continue
            found = True
            why = self.task.choice.passes_over(page)
            if why is not None:
                self.passed_over[why] += 1
                continue
            yield self._read(number, page)
        broken = not found and not self.task.shard.files  # a folder's pages are refused one by one
        if broken and first is not None and first.reason != "empty":
            raise PlaceError(first.reason, first.detail)  # there was nothing in it that could be read

    def _pages(self) -> Iterator[Page | Refusal]:
        shard = self.task.shard
        if not shard.files:
            with opened(shard.place, self.task.options) as (stream, self.stamp):
                yield from self._stream(stream, shard.name)
            if self.task.shard.stamp is not None and "://" not in shard.place:
                self._check(stamp_of(Path(shard.place)))
            return
        folder = Path(shard.place)
        self.stamp = stamp_of_files(folder, shard.files)
        for file in shard.files:
            with (folder / file).open("rb", buffering=0) as stream:
                yield from self._stream(cast(BinaryIO, stream), os.fspath(Path(shard.name).parent / file))
        self._check(stamp_of_files(folder, shard.files))

    def _stream(self, stream: BinaryIO, name: str) -> Iterator[Page | Refusal]:
        counted, before = Counted(stream), self._position
        for page in read_stream(cast(BinaryIO, io.BufferedReader(counted, PIECE)), name, self.task.options):
            self._position = before + counted.count
            yield page
        if counted.broke is not None:  # which JSON lines tell as a refusal, and a ZIP as a broken one
            raise counted.broke

    def _check(self, stamp: Stamp) -> None:
        if stamp != self.stamp:
            raise _BrokenOffError("changed while it was read.")

    def _read(self, number: int, page: Page) -> Read:
        capture, seconds = capture_of(page), page_seconds(len(page.content))
        if number in self.attempt.deadly:
            died = lost(page.input, WorkerDiedError("its process ended whenever it came to it"))
            return self._count(Read(Incoming(capture, None, refusal=died.reason), died))
        self.attempt.begin(number, self._position)
        try:
            with limited(seconds, ends_process=self.task.alone):
                read = read_in(page, capture)
        except PageTooLongError:
            late = lost(page.input, TookTooLongError(f"it was ended after {seconds:,.0f} s of CPU"))
            read = Read(Incoming(capture, None, refusal=late.reason), late)
        self.attempt.end()
        return self._count(read)

    def _count(self, read: Read) -> Read:
        reading = read.incoming.reading
        self.counts["pages"] += 1
        if read.refusal is not None:
            self.refusals[read.refusal.reason] += 1
        if reading is not None:
            self.counts["articles"] += 1
            for name in ("statements", "events", "undertakings"):
                self.counts[name] += len(getattr(reading, name))
        return read
