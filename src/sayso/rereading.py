"""Kept texts -> their readings by today's model, in the store: the text stays as it was, and corrections still hold."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TypeVar

from sayso import __version__
from sayso.attribution import MODEL_NAME, has_model
from sayso.copies import bands
from sayso.evidence import EvidenceError
from sayso.reading import cores, read_article
from sayso.record import Article, Reading, Refusal
from sayso.store import Engine, Version
from sayso.workers import TookTooLongError, WorkerDiedError, Workers, page_seconds

BATCH, BATCH_SECONDS = 100, 2.0
WINDOW = 8  # texts for each worker

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Again:
    """What became of a version that was to be read again: ``reading`` is None where it is as it was.

    ``refusal`` says why, where it could not be read; without one, today's Sayso had read it already. ``bands`` are the text's.
    """

    version: Version
    reading: Reading | None = None
    refusal: Refusal | None = None
    bands: tuple[int, ...] = ()


def reread_each(
    engine: Engine, addresses: Iterable[str], everything: bool = False, workers: int | None = None
) -> Iterator[Again]:
    """Read all versions of these addresses again: what became of each, in order, once it is written.

    A version that this model and this Sayso read already is passed over, unless ``everything``. ``workers`` as for adding.
    Raises StoreError and WorkersError; what was given out before is in the store by then.
    """
    with Workers(workers or cores()) as reading:
        versions = (version for address in addresses for version in engine.versions(address))
        calls = (
            (version, None if is_current(version) and not everything else _submit(reading, version)) for version in versions
        )
        batch: list[Again] = []
        began = time.monotonic()
        for version, call in _ahead(calls, WINDOW * reading.count):
            batch.append(_result(version, call))
            if len(batch) >= BATCH or time.monotonic() - began >= BATCH_SECONDS:
                yield from _written(engine, batch)
                batch, began = [], time.monotonic()
        yield from _written(engine, batch)


def _submit(reading: Workers, version: Version) -> Future[tuple[Reading, tuple[int, ...]] | Refusal]:
    return reading.submit_within(page_seconds(len(version.reading.article.text)), read_again, version.reading)


def is_current(version: Version) -> bool:
    """Whether today's model and this Sayso made the version's reading."""
    return version.reading.model == model_for(version.reading.article) and version.made_by in (__version__, None)


def model_for(article: Article) -> str | None:
    """The name of the model that reads an article today; None where its language has none."""
    return MODEL_NAME if has_model(article.language) else None


def read_again(reading: Reading) -> tuple[Reading, tuple[int, ...]] | Refusal:
    """The same text read anew, on one core, and its bands: what a worker does."""
    try:
        return read_article(reading.article, reading.input), bands(reading.article)
    except EvidenceError as error:
        return Refusal(reading.input, "internal-error", f"A bug in Sayso: {error}. Its earlier reading stays.")


def _ahead(calls: Iterable[T], window: int) -> Iterator[T]:
    """The calls in order, each given out when so many more have been handed in."""
    waiting: deque[T] = deque()
    for call in calls:
        waiting.append(call)
        if len(waiting) > window:
            yield waiting.popleft()
    yield from waiting


def _result(version: Version, call: Future[tuple[Reading, tuple[int, ...]] | Refusal] | None) -> Again:
    if call is None:
        return Again(version)
    result: tuple[Reading, tuple[int, ...]] | Refusal
    try:
        result = call.result()
    except TookTooLongError as error:
        detail = f"{version.address} was not read again in good time: {error}. Its earlier reading stays."
        result = Refusal(version.address, "took-too-long", detail)
    except WorkerDiedError as error:
        detail = f"The process that read {version.address} again died, twice: {error}. Its earlier reading stays."
        result = Refusal(version.address, "worker-died", detail)
    return Again(version, refusal=result) if isinstance(result, Refusal) else Again(version, result[0], bands=result[1])


def _written(engine: Engine, batch: list[Again]) -> Iterator[Again]:
    readings = [(one.version.address, one.version.number, one.reading, one.bands) for one in batch if one.reading is not None]
    if readings:
        engine.replace(readings)
    yield from batch
