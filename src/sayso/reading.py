"""Pages -> readings: the whole road on one screen, for one page or a stream of them, in input order and constant memory."""

from __future__ import annotations

import contextlib
import logging
import os
import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import groupby
from pathlib import Path

from sayso.articles import build_article
from sayso.attribution import MODEL_NAME, Roles, attribute, has_model
from sayso.evidence import check_evidence
from sayso.options import DEFAULT_OPTIONS, PageOptions
from sayso.pages import read_pages
from sayso.parties import resolve_parties
from sayso.record import Article, Page, Reading, Refusal
from sayso.statements import build_statements, statements_without_model

log = logging.getLogger(__name__)

AHEAD = 2  # pages under way for each core
SLOW_SECONDS = 0.05  # pages further apart come one by one: nobody waits for a result until the next page is there


def read(input: str | Path, options: PageOptions = DEFAULT_OPTIONS) -> Reading | Refusal:
    """Read one file, address or "-" (standard input); the first page of an input that holds several.

    >>> read("no/such/file.html").reason
    'not-found'
    """
    return next(read_many([input], options, threads=1))


def read_many(
    inputs: Iterable[str | Path], options: PageOptions = DEFAULT_OPTIONS, threads: int | None = None
) -> Iterator[Reading | Refusal]:
    """Read files, folders, JSON lines and addresses: a reading or a refusal for each page, in order, as they are ready.

    ``threads`` is how many pages are read side by side; None takes all the cores that this process is given. What stands on
    standard input is read page by page, since nobody knows when the next one comes.
    """
    for standard_input, names in groupby((os.fspath(name) for name in inputs), lambda name: name == "-"):
        yield from side_by_side(read_pages(names, options), 1 if standard_input else threads or cores())


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
    # 4. Mentions become parties, or stay open.
    statements, parties = resolve_parties(article, statements, roles.names, roles.antecedents)
    # 5. Every span holds its words, or this is a bug that fails loudly.
    return check_evidence(Reading(input, article, statements, parties, model))


def cores() -> int:
    """How many processor cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
