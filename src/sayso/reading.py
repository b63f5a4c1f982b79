"""Pages -> readings: the whole road on one screen, for one page or a stream of them, in input order and constant memory."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from sayso import attribution
from sayso.articles import build_article
from sayso.evidence import check_evidence
from sayso.options import DEFAULT_OPTIONS, PageOptions
from sayso.pages import read_pages
from sayso.parties import resolve_parties
from sayso.record import Article, Page, Reading, Refusal
from sayso.statements import build_statements, statements_without_model

log = logging.getLogger(__name__)


def read(input: str | Path, options: PageOptions = DEFAULT_OPTIONS) -> Reading | Refusal:
    """Read one file, address or "-" (standard input); the first page of an input that holds several.

    >>> read("no/such/file.html").reason
    'not-found'
    """
    return next(read_many([input], options))


def read_many(
    inputs: Iterable[str | Path], options: PageOptions = DEFAULT_OPTIONS, threads: int | None = None
) -> Iterator[Reading | Refusal]:
    """Read files, folders, JSON lines and addresses: a reading or a refusal for each page, in order, as they are ready.

    ``threads`` is how many cores the encoder may use; None takes all that this process is given.
    """
    for page in read_pages((os.fspath(name) for name in inputs), options):
        yield page if isinstance(page, Refusal) else read_page(page, threads)


def read_page(page: Page, threads: int | None = None) -> Reading | Refusal:
    """Read one page: the same reading for the same bytes, and a Refusal where any bytes at all give none.

    >>> read_page(Page("note.txt", "“The bridge is safe,” said Ana Dovrel, the mayor.".encode(), prose=True)).article.text
    '“The bridge is safe,” said Ana Dovrel, the mayor.'
    """
    try:
        return _read(page, threads or cores())
    except Exception as error:  # the edge of the batch: the one place where a bad page must not stop a million
        log.exception("%s: a bug in Sayso", page.input)
        detail = f"A bug in Sayso: {type(error).__name__}: {error} (the log has its traceback; --verbose shows it)."
        return Refusal(page.input, "internal-error", detail)


def _read(page: Page, threads: int) -> Reading | Refusal:
    # 1. The page becomes an article: clean text and facts, fixed here, once.
    article = build_article(page)
    if isinstance(article, Refusal):
        return article
    return read_article(article, page.input, threads)


def read_article(article: Article, input: str, threads: int = 1) -> Reading:
    """Read an article whose text stands already: the rest of the road. ``input`` names it in the reading."""
    # 2. The encoder marks cues, speakers, contents and names, and 3. they become statements: whole, nested, addressed, with
    #    their acts. In a language without a model the quotation marks and colons must do.
    if attribution.has_model(article.language):
        extents = [(paragraph.start, paragraph.end) for paragraph in article.paragraphs]
        roles = attribution.attribute(article.text, extents, threads, article.language or "")
        statements, model = build_statements(article, roles), attribution.MODEL_NAME
    else:
        roles, model = attribution.Roles(), None
        statements = statements_without_model(article)
    # 4. Mentions become parties, or stay open.
    statements, parties = resolve_parties(article, statements, roles.names, roles.antecedents)
    # 5. Every span holds its words, or this is a bug that fails loudly.
    return check_evidence(Reading(input, article, statements, parties, model))


def cores() -> int:
    """How many processor cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
