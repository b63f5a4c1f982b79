"""A connection -> its requests, as uvicorn reads them; one whose request does not come is given up, and others find room."""

from __future__ import annotations

import asyncio
from typing import Any

from h11 import LocalProtocolError
from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD = 20.0  # seconds in which the head of a request is there
BODY = 60.0  # seconds in which more of its body comes: a form may lead a file over a network
MOST = 400  # connections at once: systems let a process have 1,024 files open, or 256


class Patient(H11Protocol):
    """uvicorn's own waits for the first request as long as its client likes (CVE-2007-6750, "Slowloris")."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        """As uvicorn makes it."""
        super().__init__(*arguments, **more)
        self._late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for a request; of too many who are waited for, that which came first goes."""
        super().connection_made(transport)
        self._wait(HEAD)
        if len(self.connections) > MOST:
            waiting = [one for one in self.connections if isinstance(one, Patient) and one._late is not None]
            min(waiting, key=Patient._until)._give_up()

    def data_received(self, data: bytes) -> None:
        """Read on. A head has its time as a whole; with a body each piece has."""
        super().data_received(data)
        if not self._is_awaited():
            self._wait_no_more()
        elif self.cycle is not None and self.cycle.more_body:
            self._wait_no_more()
            self._wait(BODY)
        elif self._late is None:
            self._wait(HEAD)

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no HTTP; or hang up, where an answer to what came before is under way."""
        if self.cycle is not None and not self.cycle.response_complete:
            self.cycle.disconnected = True
            self.transport.abort()
            return
        try:
            super().send_400_response(msg)
        except LocalProtocolError:
            self.transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget it."""
        self._wait_no_more()
        super().connection_lost(exc)

    def _is_awaited(self) -> bool:
        """Whether a request, or more of it, is to come."""
        return self.cycle is None or self.cycle.response_complete or self.cycle.more_body

    def _until(self) -> float:
        return self._late.when() if self._late is not None else float("inf")

    def _wait(self, seconds: float) -> None:
        self._late = self.loop.call_later(seconds, self._give_up)

    def _wait_no_more(self) -> None:
        if self._late is not None:
            self._late.cancel()
        self._late = None

    def _give_up(self) -> None:
        self._wait_no_more()
        self.transport.abort()
