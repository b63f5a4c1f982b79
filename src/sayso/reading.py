"""Pages -> readings: the whole road on one screen, for one page or a stream of them, in input order and constant memory."""

from __future__ import annotations

import contextlib
import logging
import os
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date
from itertools import groupby
from pathlib import Path

from sayso.articles import build_article, time_of
from sayso.attribution import MODEL_NAME, Roles, attribute, has_model
from sayso.events import (
    draft_events,
    draft_undertakings,
    find_times,
    mentions_of,
    named_in,
    settle_events,
    settle_undertakings,
)
from sayso.evidence import check_evidence
from sayso.options import DEFAULT_OPTIONS, PageOptions
from sayso.pages import markup_page, read_pages, text_page
from sayso.parties import resolve_mentions
from sayso.record import Article, Given, Page, Reading, Refusal
from sayso.statements import build_statements, statements_without_model
from sayso.workers import TookTooLongError, WorkerDiedError, Workers, WorkersError, page_seconds

log = logging.getLogger(__name__)

AHEAD = 2  # pages under way for each thread
WINDOW, WINDOW_BYTES = 8, 32 * 1024 * 1024  # pages under way for each process, bytes in all
SLOW_SECONDS = 0.05  # pages further apart come one by one: nobody waits for a result until the next page is there
LATE_SECONDS = 0.2  # the same of processes, of waiting alone: less would hold up a crawl that is being unpacked
# Of reading in this process before others are started. One takes 1.3 s of CPU until it has the model, so what is read by then
# must not wait for it; a single page, or ten short ones, start none.
ALONE_SECONDS = 0.5


def read(input: str | Path, options: PageOptions = DEFAULT_OPTIONS) -> Reading | Refusal:
    """Read one file, address or "-" (standard input); the first page of an input that holds several.

    >>> read("no/such/file.html").reason
    'not-found'
    """
    return next(read_many([input], options, workers=1))


def read_many(
    inputs: Iterable[str | Path],
    options: PageOptions = DEFAULT_OPTIONS,
    threads: int | None = None,
    workers: int | None = None,
) -> Iterator[Reading | Refusal]:
    """Read files, folders, JSON lines and addresses: a reading or a refusal for each page, in order, as they are ready.

    ``workers`` is the number of processes that read, by default one for each core that this one may use; they are started when
    there is enough to read, and 1 reads in this process. ``threads`` reads by as many threads of this process instead, for who
    may start no other. What stands on standard input is read page by page, since nobody knows when the next one comes.
    """
    for standard_input, names in groupby((os.fspath(name) for name in inputs), lambda name: name == "-"):
        pages = read_pages(names, options)
        if standard_input:
            yield from map(read_or_refuse, pages)
        elif threads:
            yield from side_by_side(pages, threads)
        else:
            yield from by_processes(pages, workers or cores())


def by_processes(pages: Iterable[Page | Refusal], count: int) -> Iterator[Reading | Refusal]:
    """The result of each page, in order; read in this process at first, and by ``count`` others as soon as these are ready.

    Memory holds ``WINDOW`` pages for each process, and WINDOW_BYTES of them. A page that a process died of, twice, or that it
    did not read in good time, is a Refusal.
    """
    if count == 1:
        yield from map(read_or_refuse, pages)
        return
    with Workers(count) as workers:
        under_way = _UnderWay(workers)
        asked, asked_at_work = time.monotonic(), time.thread_time()
        for page in pages:
            waited = time.monotonic() - asked - (time.thread_time() - asked_at_work)
            if waited >= LATE_SECONDS or not under_way.takes():
                yield from under_way.come_in(all_of_it=True)
                yield under_way.read_here(page)
            else:
                under_way.hand_in(page)
                yield from under_way.come_in()
            asked, asked_at_work = time.monotonic(), time.thread_time()
        yield from under_way.come_in(all_of_it=True)


class _UnderWay:
    """Pages at the processes, in order; and whether the processes are worth their start, and have been started."""

    def __init__(self, workers: Workers) -> None:
        self.workers = workers
        self._handed: deque[tuple[Page, Future[Reading | Refusal]] | Refusal] = deque()
        self._size = 0  # bytes of the pages
        self._spent = 0.0  # seconds of reading here
        self._starting: list[Future[None]] | None = None

    def takes(self) -> bool:
        """Whether a process is ready; all are started once enough was read here."""
        if self._starting is None and self._spent >= ALONE_SECONDS:
            self._starting = [self.workers.submit(get_ready) for _ in range(self.workers.count)]
        for one in self._starting or ():
            if one.done() and (failed := one.exception()):
                if not isinstance(failed, WorkerDiedError | WorkersError):
                    raise failed
                log.warning("%s It is read in this process.", failed)
        self._starting = self._starting and [one for one in self._starting if not (one.done() and one.exception())]
        return any(one.done() for one in self._starting or ())

    def read_here(self, page: Page | Refusal) -> Reading | Refusal:
        """Read a page in this process."""
        began = time.monotonic()
        result = read_or_refuse(page)
        self._spent += time.monotonic() - began
        return result

    def hand_in(self, page: Page | Refusal) -> None:
        """Give a page to the processes; a refusal waits for its turn."""
        if isinstance(page, Refusal):
            self._handed.append(page)
            return
        size = len(page.content)
        self._size += size
        self._handed.append((page, self.workers.submit_within(page_seconds(size), read_page, page)))

    def come_in(self, all_of_it: bool = False) -> Iterator[Reading | Refusal]:
        """What is read, in order; waits where too much is under way, or for all of it."""
        while self._handed and (all_of_it or self._too_many() or self._is_next_ready()):
            one = self._handed.popleft()
            if isinstance(one, Refusal):
                yield one
                continue
            page, reading = one
            self._size -= len(page.content)
            try:
                yield reading.result()
            except WorkerDiedError as error:
                yield lost(page.input, error)

    def _too_many(self) -> bool:
        return len(self._handed) > WINDOW * self.workers.count or self._size > WINDOW_BYTES

    def _is_next_ready(self) -> bool:
        return isinstance(self._handed[0], Refusal) or self._handed[0][1].done()


def get_ready() -> None:
    """Import what reading takes, and load the model: what a process does before it is given pages."""
    body = "“The bridge is safe,” said Ana Dovrel, the mayor of Norvan. She spoke to reporters on Tuesday. " * 3
    read_page(Page("none.html", f"<html lang=en><body><article><h1>Bridge</h1><p>{body}</p></article></body></html>".encode()))


def lost(input: str, error: WorkerDiedError) -> Refusal:
    """The refusal of a page that no process could read."""
    if isinstance(error, TookTooLongError):
        detail = f"{input} was not read in good time: {error}. Its text alone, as a text file, may do."
        return Refusal(input, "took-too-long", detail)
    detail = f"The process that read {input} died, twice: {error}. Is memory short? Fewer --workers need less."
    return Refusal(input, "worker-died", detail)


def side_by_side(pages: Iterable[Page | Refusal], count: int) -> Iterator[Reading | Refusal]:
    """The result of each page, in order; ``count`` threads read, since most of the work lets other threads run.

    Two threads read 1.6 times the pages of one; two threads within the encoder 1.2 times, with a sixth more CPU.
    """
    if count == 1:
        yield from map(read_or_refuse, pages)
        return
    under_way: deque[Future[Reading | Refusal]] = deque()
    with ThreadPoolExecutor(count) as readers, contextlib.ExitStack() as end:
        end.callback(readers.shutdown, cancel_futures=True)
        asked = -SLOW_SECONDS
        for page in pages:
            slow = time.monotonic() - asked >= SLOW_SECONDS
            under_way.append(readers.submit(read_or_refuse, page))
            while under_way and (slow or len(under_way) > AHEAD * count or under_way[0].done()):
                yield under_way.popleft().result()
            asked = time.monotonic()
        while under_way:
            yield under_way.popleft().result()


def read_or_refuse(page: Page | Refusal) -> Reading | Refusal:
    """A page's reading, or the refusal that stands in its place."""
    return page if isinstance(page, Refusal) else read_page(page)


def read_page(page: Page) -> Reading | Refusal:
    """Read one page: the same reading for the same bytes, and a Refusal where any bytes at all give none.

    >>> read_page(Page("note.txt", "“The bridge is safe,” said Ana Dovrel, the mayor.".encode(), prose=True)).article.text
    '“The bridge is safe,” said Ana Dovrel, the mayor.'
    """
    try:
        return _read(page)
    except Exception as error:  # the edge of the batch: the one place where a bad page must not stop a million
        log.exception("%s: a bug in Sayso", page.input)
        detail = f"A bug in Sayso: {type(error).__name__}: {error} (the log has its traceback; --verbose shows it)."
        return Refusal(page.input, "internal-error", detail)


def read_text(
    words: str,
    *,
    headline: str | None = None,
    published: str | date | None = None,
    updated: str | date | None = None,
    outlet: str | None = None,
    authors: str | Sequence[str] = (),
    language: str | None = None,
    url: str | None = None,
    captured: str | None = None,
) -> Reading | Refusal:
    """Read a text that is at hand, as it stands: ``article.text`` equals ``words``, character for character.

    So every offset of the reading is one into ``words``, in code points (a lone surrogate, which no UTF-8 holds, is U+FFFD).
    Lines are paragraphs. What is given are the article's facts, and nothing is guessed in their place; days count for the
    times that the text tells of ("on Tuesday"). ``published`` and ``updated`` are times as people write them, ``date`` or
    ``datetime``; ``language`` is a code or a name ("en", "English"), ``url`` the text's address. The reading goes by its
    address, or by "text:" and a hash of its words. A Refusal where there are no words; raises ValueError for a time that
    cannot be told, TypeError for what is no string.

    >>> reading = read_text("“The bridge is safe,” Ana Dovrel said on Tuesday.", published="2031-03-14", outlet="The Post")
    >>> reading.article.text, reading.article.published, reading.article.outlet
    ('“The bridge is safe,” Ana Dovrel said on Tuesday.', '2031-03-14', 'The Post')
    >>> reading.name_of(reading.statements[0].speaker)
    'Ana Dovrel'
    """
    given = _given(headline, published, updated, outlet, authors, language)
    return read_page(text_page(_string(words), given, url, captured))


def read_html(
    markup: str,
    *,
    headline: str | None = None,
    published: str | date | None = None,
    updated: str | date | None = None,
    outlet: str | None = None,
    authors: str | Sequence[str] = (),
    language: str | None = None,
    url: str | None = None,
    captured: str | None = None,
) -> Reading | Refusal:
    """Read the HTML of a page that is at hand, as ``read`` does its file; ``url`` is where it stood.

    What else is given fills gaps only: a page says its own headline, outlet and times. Errors are those of ``read_text``.

    >>> words = "<p>“The bridge is safe, and it will be,” said Ana Dovrel, the mayor of Norvan, on Tuesday morning.</p>"
    >>> read_html(f"<article><h1>The bridge of Norvan is safe</h1>{words * 4}</article>", outlet="The Post").article.outlet
    'The Post'
    """
    given = _given(headline, published, updated, outlet, authors, language, first=False)
    return read_page(markup_page(_string(markup), given, url, captured))


def _string(words: object) -> str:
    if not isinstance(words, str):
        advice = "read_page takes bytes" if isinstance(words, bytes) else "read takes the path of a file"
        raise TypeError(f"a text is a string, and no {type(words).__name__}; {advice}")
    return words


def _given(
    headline: str | None,
    published: str | date | None,
    updated: str | date | None,
    outlet: str | None,
    authors: str | Sequence[str],
    language: str | None,
    first: bool = True,
) -> Given:
    """What is given beside a text. Raises ValueError for a time that cannot be told."""
    times = {}
    for name, written in (("published", published), ("updated", updated)):
        times[name] = written.isoformat() if isinstance(written, date) else written
        if written and time_of(times[name]) is None:
            raise ValueError(f"{name}={written!r} is no time that can be told: write 2031-03-14, or 2031-03-14T09:30:00+01:00")
    names = (authors,) if isinstance(authors, str) else tuple(authors)
    return Given(headline, times["published"], times["updated"], names, outlet, language, first)


def _read(page: Page) -> Reading | Refusal:
    # 1. The page becomes an article: clean text and facts, fixed here, once.
    article = build_article(page)
    if isinstance(article, Refusal):
        return article
    return read_article(article, page.input)


def read_article(article: Article, input: str) -> Reading:
    """Read an article whose text stands already: the rest of the road. ``input`` names it in the reading."""
    # 2. The encoder marks cues, speakers, contents and names, and 3. they become statements: whole, nested, addressed, with
    #    their acts. In a language without a model the quotation marks and colons must do.
    if has_model(article.language):
        extents = [(paragraph.start, paragraph.end) for paragraph in article.paragraphs]
        roles = attribute(article.text, extents, article.language or "")
        statements, model = build_statements(article, roles), MODEL_NAME
    else:
        roles, model = Roles(), None
        statements = statements_without_model(article)
    # 4. Times are told, who is said to take part in what, and who undertakes what.
    times = find_times(article)
    drafts, planned = draft_events(article, statements, times), draft_undertakings(article, statements)
    others = [*mentions_of(article, drafts), *named_in(article, planned)]
    # 5. Mentions become parties, or stay open; with these, the tellings of an event become one.
    resolved = resolve_mentions(article, statements, roles.names, roles.antecedents, others)
    events = settle_events(article, drafts, resolved)
    undertakings = settle_undertakings(article, planned, resolved.statements, resolved.parties, times, events, resolved.others)
    # 6. Every span holds its words, or this is a bug that fails loudly.
    return check_evidence(Reading(input, article, resolved.statements, resolved.parties, model, times, events, undertakings))


def cores() -> int:
    """How many processor cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
