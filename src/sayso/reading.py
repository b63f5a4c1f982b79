"""Pages -> readings: the whole road on one screen, for one page or a stream of them, in input order and constant memory."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from sayso import attribution
from sayso.articles import build_article
from sayso.attribution import Roles
from sayso.evidence import check_evidence
from sayso.languages import has_language
from sayso.options import DEFAULT_OPTIONS, PageOptions
from sayso.pages import is_address, read_pages
from sayso.parties import resolve_parties
from sayso.record import Article, Page, Reading, Refusal
from sayso.statements import build_statements, statements_without_model

log = logging.getLogger(__name__)

# The encoder reads several short articles at once: their sentences are sorted by length and share its batches.
BATCH_WORDS = 4_000  # an article alone may be longer
BATCH_ARTICLES = 32
CHARACTERS_A_WORD = 6
BATCH_SECONDS = 0.5  # slow pages do not wait for one another longer than this; addresses do not wait at all

Result = TypeVar("Result")
Step = tuple[str, Article | Refusal]  # the input's name, and what became of it so far


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
    return read_stream(read_pages((os.fspath(name) for name in inputs), options), threads)


def read_page(page: Page) -> Reading | Refusal:
    """Read one page: the same road for any bytes, and the same reading for the same bytes.

    >>> read_page(Page("note.txt", "“The bridge is safe,” said Ana Dovrel, the mayor.".encode(), prose=True)).article.text
    '“The bridge is safe,” said Ana Dovrel, the mayor.'
    """
    return next(read_stream([page]))


def read_stream(pages: Iterable[Page | Refusal], threads: int | None = None) -> Iterator[Reading | Refusal]:
    """Read pages, a few articles at a time; a page that cannot be read is a Refusal in its place.

    A reading does not depend on the pages around it. ``threads`` as in ``read_many``.
    """
    # 1. A page becomes an article: clean text and facts.
    for batch in _batches(_steps(pages)):
        # 2. The encoder marks who speaks and what is said, in the articles whose language it knows.
        roles = _mark([(name, article) for name, article in batch if not isinstance(article, Refusal)], threads)
        for name, article in batch:
            if isinstance(article, Refusal):
                yield article
            else:
                marked = next(roles)
                yield marked if isinstance(marked, Refusal) else _attempt(name, _understand, name, article, marked)


def _steps(pages: Iterable[Page | Refusal]) -> Iterator[Step]:
    for page in pages:
        yield page.input, page if isinstance(page, Refusal) else _attempt(page.input, build_article, page)


def _understand(name: str, article: Article, roles: Roles | None) -> Reading:
    # 3. Roles become statements: cue, content, speaker, addressee, what stands within what, and on whose word.
    statements = statements_without_model(article) if roles is None else build_statements(article, roles)
    # 4. Mentions become parties, or stay open.
    names, antecedents = ((), ()) if roles is None else (roles.names, roles.antecedents)
    statements, parties = resolve_parties(article, statements, names, antecedents)
    # 5. Every span holds its words, or this is a bug that fails loudly.
    return check_evidence(Reading(name, article, statements, parties, model=None if roles is None else attribution.MODEL_NAME))


def _mark(articles: Sequence[tuple[str, Article]], threads: int | None) -> Iterator[Roles | Refusal | None]:
    """Roles for each article; None where no model knows its language."""
    known = [(name, article) for name, article in articles if has_language(article.language)]
    together = _attempt("a batch", _attribute, [article for _, article in known], threads) if known else []
    if isinstance(together, Refusal):  # one article's fault must not be its neighbours'
        alone = [_attempt(name, _attribute, [article], threads) for name, article in known]
        found = iter([marked if isinstance(marked, Refusal) else marked[0] for marked in alone])
    else:
        found = iter(together)
    return (next(found) if has_language(article.language) else None for _, article in articles)


def _attribute(articles: Sequence[Article], threads: int | None) -> Sequence[Roles]:
    texts = [(article.text, [(p.start, p.end) for p in article.paragraphs]) for article in articles]
    return attribution.attribute(texts, threads=threads) if threads else attribution.attribute(texts)


def _attempt(name: str, step: Callable[..., Result], *given: object) -> Result | Refusal:
    """The edge of the batch: the one place where any exception becomes a refusal, so that a bad page cannot stop a million."""
    try:
        return step(*given)
    except Exception as error:
        log.exception("%s: %s failed", name, step.__name__)
        detail = f"A bug in Sayso: {type(error).__name__}: {error} (the log has the traceback; --verbose shows it)"
        return Refusal(name, "internal-error", detail)


def _batches(steps: Iterable[Step]) -> Iterator[list[Step]]:
    """Runs of articles and refusals in order, each closed by its size or by the time since it was opened."""
    batch: list[Step] = []
    size, opened = 0, 0.0
    for step in steps:
        opened = opened if batch else time.monotonic()
        batch.append(step)
        size += 0 if isinstance(step[1], Refusal) else len(step[1].text) // CHARACTERS_A_WORD
        full = size >= BATCH_WORDS or len(batch) >= BATCH_ARTICLES
        if full or is_address(step[0]) or time.monotonic() - opened > BATCH_SECONDS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
