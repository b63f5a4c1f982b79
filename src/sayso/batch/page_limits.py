"""The reading of one page, within a limit of CPU time: beyond it the page is given up, and the process goes on.

CPU time is the same on a busy machine, so that a page is not refused for what others do.
"""

from __future__ import annotations

import contextlib
import faulthandler
import os
import signal
import threading
from collections.abc import Iterator
from types import FrameType

STUCK = 10  # times the limit, by the clock: so long in a library that no signal ends, and the process ends itself
_AGAIN = 1.0  # seconds of CPU after which it is raised once more, where a library swallowed it


class PageTooLongError(BaseException):
    """The page took its time; no handler of Exception on the way takes it for a fault."""


@contextlib.contextmanager
def limited(seconds: float, ends_process: bool = False) -> Iterator[None]:
    """Within this, PageTooLongError is raised once so many seconds of CPU are spent; never in a thread that no signal reaches.

    ``ends_process``: where even that does not help, the process ends, after STUCK times as long.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGPROF, _give_up)
    signal.setitimer(signal.ITIMER_PROF, seconds, _AGAIN)
    if ends_process:
        faulthandler.dump_traceback_later(STUCK * seconds, exit=True, file=_nowhere())
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
        if ends_process:
            faulthandler.cancel_dump_traceback_later()


def _give_up(number: int, frame: FrameType | None) -> None:
    raise PageTooLongError


_NULL: list[int] = []


def _nowhere() -> int:
    """A file that keeps nothing: the traceback itself tells nobody anything."""
    if not _NULL:
        _NULL.append(os.open(os.devnull, os.O_WRONLY))
    return _NULL[0]
