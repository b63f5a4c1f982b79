"""A host and a port -> a socket on which a server of this machine listens, and the server, silent, until it is stopped."""

from __future__ import annotations

import argparse
import contextlib
import os
import socket
import threading
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from sayso.cli.terminal import UsageError, say

if TYPE_CHECKING:
    import uvicorn

TRIED = 20  # ports that are tried after the first, where none is named
HERE = "127.0.0.1"
THREADS = 8  # answers under way at once, each with a connection of its own to the store; Python computes one at a time
PATIENCE = 0.5  # seconds in which the thread of an answer under way may end when the server is stopped


def port_of(given: str) -> int:
    """An argument's type: the number of a port."""
    if not given.isascii() or not given.isdecimal() or not 1 <= int(given) <= 65535:
        raise argparse.ArgumentTypeError(f"a port is a number from 1 to 65535, not {given!r}")
    return int(given)


@contextlib.contextmanager
def listening(host: str, port: int | None, first: int) -> Iterator[socket.socket]:
    """The socket of a host and a port; where none is named ``first``, or the next that is free. Raises UsageError.

    Who is quick to ask waits there until the server is ready.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for number in [port] if port else [*range(first, first + TRIED), 0]:
        try:
            held = _immediate(socket.create_server((host.strip("[]"), number), family=family))
        except OSError as error:
            if isinstance(error, socket.gaierror) or error.errno in (None, 99, -2, 49):  # 99, 49: EADDRNOTAVAIL
                raise UsageError(f"--host {host}: this machine has no such address") from error
            refused = error
            continue
        with held:
            if not port and number != first:
                say(f"sayso: port {first} is taken, so it is {held.getsockname()[1]}")
            yield held
            return
    taken = (refused.strerror or str(refused)).lower()
    raise UsageError(f"--port {port}: {taken}; name another, or leave it out for one that is free")


def _immediate(held: socket.socket) -> socket.socket:
    """The same socket, known to be of TCP: asyncio lets what it accepts send at once only where it knows that.

    Otherwise the body of each answer waits 40 ms, until the browser's system has acknowledged the headers before it.
    """
    return socket.socket(held.family, held.type, socket.IPPROTO_TCP, fileno=held.detach())


def quiet_server(app: Any, verbose: bool) -> uvicorn.Server:
    """The server of an application: silent, since an address holds what somebody looks for."""
    import uvicorn
    from anyio.to_thread import current_default_thread_limiter

    from sayso.web import Patient

    class Quiet(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            current_default_thread_limiter().total_tokens = THREADS
            await super().startup(sockets=sockets)

    return Quiet(
        uvicorn.Config(
            app,
            loop="asyncio",
            http=Patient,
            ws="none",
            lifespan="on",
            log_config=None,
            log_level="error" if verbose else "critical",
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=0,
        )
    )


def leave_threads(status: int) -> None:
    """End the process where an answer is still being made: Python would wait for its thread.

    What it writes is whole or not there, as the store has it.
    """
    until = time.monotonic() + PATIENCE
    for thread in threading.enumerate():
        if thread is not threading.main_thread() and not thread.daemon:
            thread.join(max(0.0, until - time.monotonic()))
            if thread.is_alive():
                os._exit(status)
