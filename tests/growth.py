"""How long a piece of work takes as its input grows, told on a machine that does other things too."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

ROUNDS = 6


def assert_grows_with(work: Callable[[int], object], size: int, times: int = 2, most: float = 3, slack: float = 0.05) -> None:
    """Assert that ``times`` the size takes less than ``most`` as long in CPU time, but for ``slack`` seconds.

    What else goes on makes a run longer, never shorter, so each size counts by its shortest run; and a run is made again,
    at both sizes, only where the runs so far do not hold. The garbage of other tests is not collected meanwhile: to go
    through it costs one run more than another.
    """
    short = long = float("inf")
    gc.collect()
    gc.disable()
    try:
        for _ in range(ROUNDS):
            short, long = min(short, _seconds(work, size)), min(long, _seconds(work, times * size))
            if long < most * short + slack:
                return
    finally:
        gc.enable()
    raise AssertionError(
        f"{times} times the size took {long:.2f} s of CPU after {short:.2f} s, {long / short:.1f} times as long"
    )


def _seconds(work: Callable[[int], object], size: int) -> float:
    begun = time.process_time()
    work(size)
    return time.process_time() - begun
