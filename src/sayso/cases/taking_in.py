"""A case file -> a store that has what it holds: texts, corrections, judgements; all of it, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from sayso.cases.opening import OpenCase, open_case
from sayso.store import Brought, Engine, Original


def take_in(
    engine: Engine, path: str | Path, anew: bool = False, progress: Callable[[int, int], None] = lambda done, all: None
) -> Brought:
    """Take a case in, in one transaction; ``anew``: also what was removed from the store. ``progress`` is told of each text.

    Raises CaseError for what is no case, is altered, or has no texts, before anything is written; StoreError as the engine.
    """
    with open_case(path) as case:
        case.check_texts()
        originals = _counted(case, progress)
        return engine.bring(originals, case.corrections(), case.judgements(), anew)


def _counted(case: OpenCase, progress: Callable[[int, int], None]) -> Iterator[Original]:
    for number, one in enumerate(case.originals(), 1):
        yield one
        progress(number, case.manifest.held.versions)
