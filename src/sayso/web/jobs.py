"""Addresses and files that were sent -> jobs that add them to the store, one after the other, beside the pages.

A job reads as ``sayso add`` does, by processes of its own, and may be stopped: what is written by then stays, whole pages.
Files lie in a folder of their own until their job has ended. Jobs are known as long as the server runs.
"""

from __future__ import annotations

import re
import shutil
import tempfile
import threading
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO, Literal

from sayso.adding import Tally, add_each
from sayso.controls import one_line
from sayso.options import DEFAULT_OPTIONS, PageOptions
from sayso.pages import bare_address, meant_address
from sayso.record import Given, Page, Refusal
from sayso.store import Engine, Kept, StoreError
from sayso.workers import Workers, WorkersError

WAITING = 10  # jobs that wait; whoever sends more is told to come again
KNOWN = 50  # jobs that are shown, the last of them
TOLD = 1_000  # pages of a job, of those read and those not, of which it is told what became of them; all are counted
PROCESSES = 2  # that read; the second is started where there is more than one page
LEAVING = 5.0  # seconds in which what is being written may come to its end when the server is stopped
PLACE: Path | None = None  # where files lie meanwhile; None is where this machine has what passes
LONGEST = 120  # characters of a file's name
NO_PROCESS = "no process could be started that reads: is memory short?"
STOPPED = "stopped; what is written stays, and the same inputs go on from there"

State = Literal["waiting", "running", "done", "stopped", "failed"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be added: addresses, files by the names that they were sent under, and how they are read.

    ``given`` are facts that fill gaps where pages do not tell them. ``url`` is the address that a single file goes by.
    """

    addresses: Sequence[str] = ()
    files: Sequence[tuple[str, BinaryIO]] = ()
    options: PageOptions = DEFAULT_OPTIONS
    anew: bool = False
    given: Given | None = None
    url: str | None = None


@dataclass(slots=True)
class Job:
    """Inputs that are added together. ``done`` of the ``inputs`` are through; ``kept`` and ``refused`` have what became of the
    last pages, ``error`` what ended it before its end.
    """

    number: int
    inputs: tuple[str, ...]
    wanted: Wanted
    folder: Path | None = None
    names: dict[str, str] = field(default_factory=dict)  # of files: as they were sent, by their paths
    state: State = "waiting"
    stopping: bool = False
    done: int = 0
    tally: Tally = field(default_factory=Tally)
    kept: list[Kept] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    error: str | None = None
    workers: Workers | None = None

    @property
    def ended(self) -> bool:
        """Whether nothing more comes of it."""
        return self.state not in ("waiting", "running")

    @property
    def pages(self) -> int:
        """Of how many pages it is known what became of them."""
        tally = self.tally
        return tally.articles + tally.versions + tally.same + tally.removed + tally.refusals.total()


class BusyAddingError(Exception):
    """Too many jobs wait."""


class Jobs:
    """The jobs of a server. The thread that works on them is started by the first."""

    def __init__(self, engine: Engine) -> None:
        """Add to this store."""
        self._engine = engine
        self._lock = threading.Lock()
        self._held: dict[int, Job] = {}
        self._thread: ThreadPoolExecutor | None = None
        self._under_way: dict[int, Future[None]] = {}
        self._last = 0
        self._closed = False

    def __iter__(self) -> Iterator[Job]:
        """The jobs, the last first."""
        return iter(sorted(self._held.copy().values(), key=lambda job: -job.number))

    def get(self, number: int) -> Job | None:
        """The job of a number; None where there is none, any more."""
        return self._held.get(number)

    def begin(self, wanted: Wanted) -> Job:
        """A job more. Raises BusyAddingError where too many wait, OSError where its files cannot be laid down."""
        with self._lock:
            if self._closed or sum(job.state == "waiting" for job in self._held.values()) >= WAITING:
                raise BusyAddingError
            self._last += 1
            labels = (*map(bare_address, wanted.addresses), *(name for name, _ in wanted.files))
            job = Job(self._last, labels, replace(wanted, files=()))
            _lay_down(job, wanted.files)
            self._held[job.number] = job
            for old in sorted(number for number, one in self._held.items() if one.ended)[: max(0, len(self._held) - KNOWN)]:
                del self._held[old]
            self._thread = self._thread or ThreadPoolExecutor(1, "adding")
            self._under_way = {n: one for n, one in self._under_way.items() if not one.done()}
            self._under_way[job.number] = self._thread.submit(self._work, job)
        return job

    def stop(self, job: Job) -> None:
        """Let a job end where it is. What waits for a site to answer ends when that is over."""
        job.stopping = True
        if job.state == "waiting":
            self._end(job, "stopped")
        elif job.workers is not None:
            job.workers.stop()

    def close(self, seconds: float = LEAVING) -> None:
        """Stop all jobs, and give what is being written so long to end; files that were sent are gone then."""
        with self._lock:
            self._closed = True
            held, thread, under_way = list(self._held.values()), self._thread, list(self._under_way.values())
        for job in held:
            if not job.ended:
                self.stop(job)
        if thread is not None:
            thread.shutdown(wait=False, cancel_futures=True)
        for one in under_way:
            if not one.cancelled():
                _wait(one, seconds)
        for job in held:
            _clear(job)

    def _work(self, job: Job) -> None:
        if job.ended:
            return
        job.state = "running"
        ending: State = "failed"
        error: str | None = "this job broke, which is a fault of Sayso"
        try:
            self._add(job)
            ending, error = ("stopped" if job.stopping else "done"), None
        except _StoppedError:
            ending, error = "stopped", None
        except WorkersError:  # its words may name the interpreter's place
            ending, error = ("stopped", None) if job.stopping else ("failed", NO_PROCESS)
        except StoreError as trouble:
            error = str(trouble).replace(self._engine.address, "the store")
        except OSError as trouble:
            error = (trouble.strerror or type(trouble).__name__).lower()
        finally:
            job.error = error
            self._end(job, ending)

    def _add(self, job: Job) -> None:
        ahead: deque[int] = deque()  # which input each page is of, of those of which nothing is known yet
        begun = -1

        def inputs() -> Iterator[str]:
            nonlocal begun
            for name in (*job.wanted.addresses, *job.names):
                _go_on(job)
                begun += 1
                yield name

        def meet(page: Page | Refusal) -> None:
            _go_on(job)
            ahead.append(begun)

        with Workers(PROCESSES) as workers:
            job.workers = workers
            _go_on(job)
            options, anew = job.wanted.options, job.wanted.anew
            each = add_each(self._engine, inputs(), options, workers, meet, anew=anew, called=lambda page: called(job, page))
            for result in each:
                job.tally.count(result)
                job.done = max(job.done, ahead.popleft() if ahead else 0)
                if isinstance(result, Refusal):  # as new lists: pages go through the old ones meanwhile
                    job.refused = [*job.refused[1 - TOLD :], result]
                else:
                    job.kept = [*job.kept[1 - TOLD :], result]
        job.done = len(job.inputs)

    def _end(self, job: Job, state: State) -> None:
        job.state, job.workers = state, None
        _clear(job)


class _StoppedError(Exception):
    """The job was stopped before this page."""


def _go_on(job: Job) -> None:
    if job.stopping:
        raise _StoppedError


def _wait(one: Future[None], seconds: float) -> None:
    """For the end of a job, not long: what it writes is whole or not there, whenever it ends."""
    ended = threading.Event()
    one.add_done_callback(lambda _: ended.set())
    ended.wait(seconds)


def _clear(job: Job) -> None:
    if job.folder is not None:
        shutil.rmtree(job.folder, ignore_errors=True)


def _lay_down(job: Job, sent: Sequence[tuple[str, BinaryIO]]) -> None:
    """Copy files into a folder of the job. Their paths have nothing of their names but the endings, which tell their kinds."""
    if not sent:
        return
    job.folder = Path(tempfile.mkdtemp(prefix="sayso-sent-", dir=PLACE))
    try:
        for number, (name, file) in enumerate(sent):
            endings = "".join(re.findall(r"\.[A-Za-z0-9]{1,8}", name)[-2:]).lower()
            path = job.folder / f"{number}{endings}"
            with path.open("wb") as laid:
                shutil.copyfileobj(file, laid)
            job.names[str(path)] = name
    except OSError:
        _clear(job)
        raise


def file_name(sent: str, number: int) -> str:
    """What a file goes by in the store: the name under which it was sent, which is no path, no address and no "-".

    >>> file_name("C:\\\\news\\\\call.html", 1), file_name("../../etc/passwd", 2), file_name("https://news.example/", 3)
    ('call.html', 'passwd', 'file 3')
    """
    bare = one_line(re.split(r"[/\\]", sent)[-1]).strip()[-LONGEST:]
    return f"file {number}" if bare in ("", "-", ".", "..") or meant_address(bare) else bare


def called(job: Job, page: Page | Refusal) -> Page | Refusal:
    """A page, or a refusal, of a file under the name that it was sent under, with what is given of the job's pages."""
    path = next((path for path in job.names if page.input == path or page.input.startswith(f"{path}:")), None)
    if isinstance(page, Refusal):
        return replace(page, input=_named(page.input, job.names), detail=_named(page.detail, job.names))
    given = job.wanted.given
    if given is not None:
        page = replace(page, given=_filled(page.given, given))
    if path is None:
        return page
    other = replace(page.other, input=_named(page.other.input, job.names)) if page.other else None
    url = page.url or (job.wanted.url if len(job.inputs) == 1 else None)
    return replace(page, input=_named(page.input, job.names), url=url, other=other)


def _named(words: str, names: Mapping[str, str]) -> str:
    """Words with the files' names for their paths, longer paths first."""
    for path in sorted(names, key=len, reverse=True):
        words = words.replace(path, names[path])
    return words


def _filled(own: Given | None, given: Given) -> Given:
    """What stands beside a page, and where that has nothing what is given of all pages."""
    if own is None:
        return given
    return replace(own, outlet=own.outlet or given.outlet, published=own.published or given.published)
