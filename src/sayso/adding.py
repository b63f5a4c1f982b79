"""Inputs -> a store that holds their readings: read by many processes, written in one place, in order, a batch at a time.

However often it is stopped and started again, at whatever instant, the store ends as after one run: what is written is whole
batches in input order, and a capture that is kept is passed over before it is read.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path

from sayso.copies import bands, fingerprint
from sayso.options import DEFAULT_OPTIONS, PageOptions
from sayso.pages import read_pages
from sayso.reading import cores, lost, read_page
from sayso.record import Page, Refusal
from sayso.store import Capture, Engine, Incoming, Kept, Sighting, is_later
from sayso.workers import WorkerDiedError, Workers, page_seconds

# A transaction is what may be read again after a crash, and its end is what a disk must wait for.
BATCH, BATCH_SECONDS, BATCH_CHARACTERS = 100, 2.0, 8_000_000  # pages, seconds, code points of text
# Pages on their way: enough that a slow one at the head keeps nobody waiting, few enough that memory stays flat.
WINDOW, WINDOW_BYTES = 8, 32 * 1024 * 1024  # pages for each worker, bytes in all
GROUP, GROUP_BYTES, GROUP_SECONDS = 32, 4 * 1024 * 1024, 0.1  # pages that are looked up in the store together

Met = Callable[[Page | Refusal], None]
Called = Callable[[Page | Refusal], Page | Refusal]


@dataclass(slots=True)
class Tally:
    """What came of an ``add``.

    ``articles`` are addresses new to the store, ``versions`` other texts of addresses it had, ``statements`` those of both;
    ``same`` are pages it had already, or that say the same; ``removed`` are pages of articles that were taken out of it, which
    are not read again; ``refusals`` count the pages not read, by their reason.

    >>> tally = Tally()
    >>> for result in (Kept("article", "a", 1, 7), Kept("same", "a"), Refusal("b", "empty", "It has no words.")):
    ...     tally.count(result)
    >>> tally
    Tally(articles=1, versions=0, statements=7, same=1, removed=0, refusals=Counter({'empty': 1}))
    """

    articles: int = 0
    versions: int = 0
    statements: int = 0
    same: int = 0
    removed: int = 0
    refusals: Counter[str] = field(default_factory=Counter)

    def count(self, result: Kept | Refusal) -> None:
        """Count what became of one page."""
        if isinstance(result, Refusal):
            self.refusals[result.reason] += 1
        elif result.outcome == "same":
            self.same += 1
        elif result.outcome == "removed":
            self.removed += 1
        else:
            self.articles += result.outcome == "article"
            self.versions += result.outcome == "version"
            self.statements += result.statements


def add(
    engine: Engine,
    inputs: Iterable[str | Path],
    options: PageOptions = DEFAULT_OPTIONS,
    workers: int | None = None,
    progress: Callable[[Kept | Refusal], None] = lambda result: None,
    anew: bool = False,
) -> Tally:
    """Read the inputs into the store and count what came of it; ``progress`` is called with each result. See ``add_each``."""
    tally = Tally()
    for result in add_each(engine, inputs, options, workers, anew=anew):
        tally.count(result)
        progress(result)
    return tally


def add_each(
    engine: Engine,
    inputs: Iterable[str | Path],
    options: PageOptions = DEFAULT_OPTIONS,
    workers: int | Workers | None = None,
    met: Met = lambda page: None,
    read: Reader | None = None,
    anew: bool = False,
    called: Called = lambda page: page,
) -> Iterator[Kept | Refusal]:
    """Read the inputs into the store: what became of each page, in input order, once it is written.

    ``workers`` is the number of processes that read, by default one for each core that this one may use; 1 reads in this
    process; or processes that somebody else ends, and may stop. ``met`` is called with each page as it comes in, before it is
    read; ``read`` is what a worker does with it, a function of a module (default: ``read_in``). ``anew``: read articles too
    that were taken out of the store. ``called`` gives each page, and each refusal of one, as it is to go by: a file that was
    sent, by the name that it was sent under. Raises StoreError, and WorkersError where no process can be started or they are
    stopped; what was given out before is in the store by then.
    """
    known = _Known(engine, anew)
    pages = map(called, read_pages((os.fspath(name) for name in inputs), options, known))
    yield from _add(engine, pages, workers, met, read, known)


def add_pages(
    engine: Engine, pages: Iterable[Page | Refusal], workers: int | None = None, anew: bool = False
) -> Iterator[Kept | Refusal]:
    """The same of pages at hand: what became of each, in their order."""
    yield from _add(engine, pages, workers, lambda page: None, None, _Known(engine, anew))


def _add(
    engine: Engine,
    pages: Iterable[Page | Refusal],
    workers: int | Workers | None,
    met: Met,
    read: Reader | None,
    known: _Known,
) -> Iterator[Kept | Refusal]:
    with nullcontext(workers) if isinstance(workers, Workers) else Workers(workers or cores()) as reading:
        under_way = _UnderWay(engine, reading, read or read_in, known)
        # 1. Pages come in, in order, some at a time, and 2. those that the store has not are handed to the workers.
        for group in _groups(pages, met):
            under_way.hand_in(group)
            # 3. What they have read is written, in the same order.
            yield from under_way.come_in()
        yield from under_way.come_in(all_of_it=True)


def _groups(pages: Iterable[Page | Refusal], met: Met) -> Iterator[list[Page | Refusal]]:
    """Pages to look up in the store together: many where they come fast, each at once where they come slowly."""
    group: list[Page | Refusal] = []
    size, last = 0, -GROUP_SECONDS
    for page in pages:
        met(page)
        group.append(page)
        size += len(page.content) if isinstance(page, Page) else 0
        if len(group) >= GROUP or size >= GROUP_BYTES or time.monotonic() - last >= GROUP_SECONDS:
            yield group
            group, size, last = [], 0, time.monotonic()
    yield group


class _Known:
    """What sites said to ask by whether a page has changed: the store's of pages that it keeps, this run's of those under way.

    What is new gets into the store with the page's capture, in the same transaction: a page that is lost on the way is not
    taken for one that is kept.
    """

    def __init__(self, engine: Engine, anew: bool = False) -> None:
        self.engine, self.anew = engine, anew
        self._fresh: dict[str, tuple[str | None, str | None]] = {}

    def get(self, url: str) -> tuple[str | None, str | None] | None:
        return self.engine.validators(url)

    def set(self, url: str, etag: str | None, last_modified: str | None) -> None:
        self._fresh[url] = (etag, last_modified)

    def of(self, page: Page) -> tuple[str | None, str | None]:
        """Of a page that was just got."""
        return self._fresh.pop(page.url or "", (None, None))


def capture_of(page: Page, etag: str | None = None, last_modified: str | None = None) -> Capture:
    """What the store knows a page by: its address, or its input where it has none, its bytes and what is given beside them.

    >>> capture_of(Page("saved.html", b"<p>", url="https://lantern.example/1")).address
    'https://lantern.example/1'
    """
    beside = repr(page.given).encode("utf-8", "surrogatepass") if page.given else b""
    page_sha256 = hashlib.sha256(page.content + beside).hexdigest()
    return Capture(page.url or page.input, page_sha256, page.captured, etag, last_modified)


@dataclass(frozen=True, slots=True)
class Read:
    """A page that was read: what goes into the store, and the refusal where it gave no reading."""

    incoming: Incoming
    refusal: Refusal | None = None


def read_in(page: Page, capture: Capture) -> Read:
    """Read a page, on one core, with all that the store wants to know about it: what a worker does."""
    reading = read_page(page)
    if isinstance(reading, Refusal):
        return _refused(capture, reading)
    return Read(Incoming(capture, reading, fingerprint(reading.article), bands(reading.article)))


Reader = Callable[[Page, Capture], Read]


def _refused(capture: Capture, refusal: Refusal) -> Read:
    return Read(Incoming(capture, None, refusal=refusal.reason), refusal)


@dataclass(frozen=True, slots=True)
class _Handed:
    """A page at a worker."""

    input: str
    capture: Capture
    size: int
    reading: Future[Read]

    def result(self) -> Read:
        try:
            return self.reading.result()
        except WorkerDiedError as error:
            return _refused(self.capture, lost(self.input, error))


@dataclass(frozen=True, slots=True)
class _Later:
    """A page whose bytes were met before, or are under way: what it is turns out when all before it is written."""

    page: Page
    capture: Capture


def _key(capture: Capture) -> tuple[str, str]:
    """What makes a capture the same as another, whenever it was made."""
    return capture.address, capture.page_sha256


class _UnderWay:
    """Pages between their input and the store, in order: those at the workers, then those read and not yet written.

    A page that is captured again later is not judged before all pages ahead of it are written, so that the store ends the same
    however many are under way at once.
    """

    def __init__(self, engine: Engine, workers: Workers, read: Reader, known: _Known) -> None:
        self.engine = engine
        self.workers = workers
        self.read = read
        self.known = known
        self._handed: deque[_Handed | _Later | Kept | Refusal] = deque()
        self._size = 0  # bytes of the pages at the workers
        # By address and hash, when it was captured: neither read twice nor yet in the store.
        self._captures: dict[tuple[str, str], str | None] = {}
        self._read: list[Read | Kept | Refusal] = []
        self._characters = 0
        self._began = 0.0

    def hand_in(self, group: Iterable[Page | Refusal]) -> None:
        """Give pages to the workers, but for those that the store has, or that are under way."""
        captures = [(page, self._capture(page) if isinstance(page, Page) else None) for page in group]
        asked = [capture for _, capture in captures if capture]
        seen = iter(self.engine.seen(asked) if asked else ())
        for page, capture in captures:
            if isinstance(page, Refusal) or capture is None:
                same = isinstance(page, Refusal) and page.reason == "not-modified"
                self._handed.append(Kept("same", page.input) if same else page)  # type: ignore[arg-type]
            else:
                self._handed.append(self._hand(page, capture, next(seen)))

    def _capture(self, page: Page) -> Capture:
        return replace(capture_of(page, *self.known.of(page)), anew=self.known.anew)

    def _hand(self, page: Page, capture: Capture, seen: Sighting) -> _Handed | _Later | Kept:
        if seen == "removed":
            return Kept("removed", capture.address)
        under_way = _key(capture) in self._captures
        if seen in ("again", "back") or (under_way and is_later(capture.captured, self._captures[_key(capture)])):
            self._size += len(page.content)
            return _Later(page, capture)
        return Kept("same", capture.address) if under_way or seen == "same" else self._submit(page, capture)

    def _submit(self, page: Page, capture: Capture) -> _Handed:
        self._captures[_key(capture)] = capture.captured
        self._size += len(page.content)
        size = len(page.content)
        reading = self.workers.submit_within(page_seconds(size), self.read, page, capture)
        return _Handed(page.input, capture, size, reading)

    def come_in(self, all_of_it: bool = False) -> Iterator[Kept | Refusal]:
        """Write what is read, a batch at a time; waits where too much is under way, or for all of it."""
        while self._handed and (all_of_it or self._too_many() or self._is_ready(self._handed[0])):
            one = self._handed.popleft()
            if isinstance(one, _Later):
                # Whether it is a version depends on what stood between, so that must be in the store.
                yield from self._write()
                self._take(self._turn_out(one))
            else:
                self._take(one)
            if self._is_due():
                yield from self._write()
        if all_of_it or (self._read and self._is_due()):
            yield from self._write()

    def _turn_out(self, later: _Later) -> _Handed | Kept:
        self._size -= len(later.page.content)
        (seen,) = self.engine.seen([later.capture])
        known = seen in ("same", "again")
        return Kept("same", later.capture.address) if known else self._submit(later.page, later.capture)

    def _too_many(self) -> bool:
        return len(self._handed) > WINDOW * self.workers.count or self._size > WINDOW_BYTES

    def _is_ready(self, one: _Handed | _Later | Kept | Refusal) -> bool:
        return not isinstance(one, _Handed) or one.reading.done()

    def _take(self, one: _Handed | Kept | Refusal) -> None:
        if not self._read:
            self._began = time.monotonic()
        if not isinstance(one, _Handed):
            self._read.append(one)
            return
        self._size -= one.size
        read = one.result()
        self._read.append(read)
        self._characters += len(read.incoming.reading.article.text) if read.incoming.reading else 0

    def _is_due(self) -> bool:
        late = time.monotonic() - self._began >= BATCH_SECONDS
        return late or len(self._read) >= BATCH or self._characters >= BATCH_CHARACTERS

    def _write(self) -> Iterator[Kept | Refusal]:
        """One transaction; then what became of each page."""
        batch, self._read, self._characters = self._read, [], 0
        results = written(self.engine, batch)
        for one in batch:
            if isinstance(one, Read):
                self._captures.pop(_key(one.incoming.capture), None)
        yield from results


def written(engine: Engine, batch: Sequence[Read | Kept | Refusal]) -> list[Kept | Refusal]:
    """What became of a batch, in its order, when what was read of it is in the store: in one transaction."""
    incoming = [one.incoming for one in batch if isinstance(one, Read)]
    kept = iter(engine.keep(incoming) if incoming else ())
    results: list[Kept | Refusal] = []
    for one in batch:
        if isinstance(one, Read):
            outcome = next(kept)
            results.append(one.refusal or outcome)
        else:
            results.append(one)
    return results
