"""A host and what it asked for -> when it may be asked next."""

from __future__ import annotations

import time


class Pace:
    """Keeps requests to one host apart: by a delay, and by the time for which the host itself asked to be left alone."""

    def __init__(self) -> None:
        self._next: dict[str, float] = {}
        self._alone: dict[str, tuple[float, int]] = {}

    def wait(self, host: str) -> None:
        """Sleep until the host may be asked."""
        time.sleep(max(0.0, self._next.get(host, 0.0) - time.monotonic()))

    def asked(self, host: str, delay: float) -> None:
        """The host has answered: it is not asked again for ``delay`` seconds."""
        self._next[host] = time.monotonic() + delay

    def leave_alone(self, host: str, seconds: float, status: int) -> None:
        """The host asks, by this status, to be left alone for so long."""
        self._alone[host] = time.monotonic() + seconds, status

    def left_alone(self, host: str) -> tuple[float, int]:
        """For how many more seconds the host wants to be left alone (0: it does not), and the status that said so."""
        until, status = self._alone.get(host, (0.0, 0))
        return max(0.0, until - time.monotonic()), status
