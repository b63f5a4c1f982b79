"""Spans that no longer hold their words, as a store has them -> the store's trouble, in words that say what to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sayso.evidence import EvidenceError
from sayso.store import StoreError


@contextmanager
def kept_in(address: str) -> Iterator[None]:
    """Read what is kept in the store of this address. What was altered there is a StoreError.

    >>> with kept_in("news.db"):
    ...     raise EvidenceError("the span 4-9 of s1 does not hold its words")
    Traceback (most recent call last):
    sayso.store.errors.StoreError: news.db: the span 4-9 of s1 does not hold its words (sayso verify names all such)
    """
    try:
        yield
    except EvidenceError as error:
        raise StoreError(f"{address}: {error} (sayso verify names all such)") from error
