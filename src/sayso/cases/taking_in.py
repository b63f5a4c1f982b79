"""A case file -> a store that has what it holds: texts, corrections, judgements; all of it, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sayso.cases.opening import OpenCase
from sayso.store import Brought, Engine, Original


def take_in(
    engine: Engine, case: OpenCase, anew: bool = False, progress: Callable[[int, int], None] = lambda done, all: None
) -> Brought:
    """Take a case in, in one transaction; ``anew``: also what was removed from the store. ``progress`` is told of each text.

    Raises CaseError where it has no texts, or a record that is none; StoreError as the engine. Nothing is written then.
    """
    case.check_texts()
    return engine.bring(_counted(case, progress), case.corrections(), case.judgements(), anew)


def _counted(case: OpenCase, progress: Callable[[int, int], None]) -> Iterator[Original]:
    for number, one in enumerate(case.originals(), 1):
        yield one
        progress(number, case.manifest.held.versions)
