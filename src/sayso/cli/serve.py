"""``sayso serve``: its arguments -> the site of a store, on this machine, until it is stopped."""

from __future__ import annotations

import argparse
import contextlib
import os
import secrets
import socket
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sayso.cli.filters import add_store, open_store, words_of
from sayso.cli.terminal import READ, TERMINATED, Terminated, UsageError, say, terminable

if TYPE_CHECKING:
    import uvicorn

    from sayso.store import Engine

PORT, TRIED = 8011, 20  # the first port that is tried where none is named, and how many after it
HERE = "127.0.0.1"
OWN = (HERE, "localhost", "::1")  # where other machines are not heard
THREADS = 8  # pages under way at once, each with a connection of its own to the store; Python computes one at a time
PATIENCE = 0.5  # seconds in which the thread of a page under way may end when the server is stopped

EPILOG = """\
examples:
  sayso serve
  sayso serve --store news.db --port 9000 --no-browser
  sayso serve --write

It answers this machine alone: others are not even heard. With --host another
address of this machine, or 0.0.0.0 for all of them, whoever reaches that address
reads all that the store holds; there is no password, and nothing is encrypted.
With --write its pages have forms that set right what is wrong. At 127.0.0.1 who
works on this machine may use them; elsewhere who has the token: that of
SAYSO_TOKEN or --token-file, or one that is made and printed as a link.
Ctrl-C ends it.

exit status: 0 when it is stopped, 1 if the store is in trouble, 2 for wrong use.
"""


def add_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``serve`` to the commands."""
    parser = commands.add_parser(
        "serve",
        help="show the store in a browser, as pages and as JSON",
        description="Show a store in a browser: statements, articles, parties, events, as pages and as JSON.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=_serve)
    add_store(parser)
    add = parser.add_argument
    add("--port", metavar="PORT", type=_port, help=f"where it is to be found (default: {PORT}, or the next that is free)")
    add("--host", metavar="ADDRESS", type=words_of("address"), default=HERE, help=f"another address than {HERE} (see below)")
    add("--write", action="store_true", help="pages have forms to set right what is wrong; else nothing is written")
    add("--token-file", metavar="FILE", type=Path, help="with --write: a file with the token of who may write")
    add("--no-browser", action="store_true", help="do not open a browser")
    add("--verbose", "-v", action="store_true", help="show warnings and tracebacks on standard error")


def _port(given: str) -> int:
    if not given.isascii() or not given.isdecimal() or not 1 <= int(given) <= 65535:
        raise argparse.ArgumentTypeError(f"a port is a number from 1 to 65535, not {given!r}")
    return int(given)


def _serve(arguments: argparse.Namespace) -> int:
    token, made = _token(arguments)
    with terminable(), contextlib.closing(_opened(arguments)) as engine, _listening(arguments) as listening:
        from sayso.door import Store
        from sayso.web import application

        engine.summary()  # a store in trouble is told here, not on every page
        app = application(Store(engine), arguments.write, _hosts(arguments.host), token)
        server = _server(app, arguments.verbose)
        address = _address(arguments.host, listening.getsockname()[1])
        say(f"{engine.address} is shown at {address} (Ctrl-C ends it)", sys.stdout)
        if token is not None:
            where = f"{address}sign-in?token={token}" if made else f"{address}sign-in, with the token"
            say(f"who may set right what is wrong opens {where}", sys.stdout)
        if arguments.host not in OWN:
            say("sayso: whoever reaches this machine there reads all of the store: no password, nothing encrypted")
        sys.stdout.flush()
        if not arguments.no_browser and _has_display():
            threading.Thread(target=_browse, args=(address,), daemon=True).start()
        status = READ
        try:
            server.run(sockets=[listening])
        except KeyboardInterrupt as ended:
            status = TERMINATED if isinstance(ended, Terminated) else READ
        _leave_pages_under_way(status)
        return status


def _opened(arguments: argparse.Namespace) -> Engine:
    """The store; to be written to where that is asked for, so that a file that cannot be is told now."""
    from sayso.store import open_engine

    return open_engine(arguments.store, create=False) if arguments.write else open_store(arguments.store)


def _token(arguments: argparse.Namespace) -> tuple[str | None, bool]:
    """What who may write has to know, and whether it was made here; None where this machine alone is heard.

    It is no argument: those are read by everybody on the machine (``ps``).
    """
    if not arguments.write:
        if arguments.token_file is not None:
            raise UsageError("--token-file goes with --write")
        return None, False
    from sayso.web import SHORTEST

    named, token = "SAYSO_TOKEN", os.environ.get("SAYSO_TOKEN", "").strip()
    if arguments.token_file is not None:
        named = f"--token-file {arguments.token_file}"
        try:
            token = arguments.token_file.read_text(encoding="utf8").strip()
        except (OSError, ValueError) as error:
            raise UsageError(f"{named}: {getattr(error, 'strerror', None) or 'it is no text'}") from error
        if not token:
            raise UsageError(f"{named}: it is empty")
    if token:
        if len(token) < SHORTEST or not token.isascii() or not token.isprintable() or " " in token:
            raise UsageError(f"{named}: a token has at least {SHORTEST} letters, digits and signs, and no blank")
        return token, False
    return (None, False) if arguments.host in OWN else (secrets.token_urlsafe(24), True)


def _leave_pages_under_way(status: int) -> None:
    """End the process where a page is still being made: Python would wait for its thread.

    What it writes is whole or not there, as the store has it.
    """
    until = time.monotonic() + PATIENCE
    for thread in threading.enumerate():
        if thread is not threading.main_thread() and not thread.daemon:
            thread.join(max(0.0, until - time.monotonic()))
            if thread.is_alive():
                os._exit(status)


@contextlib.contextmanager
def _listening(arguments: argparse.Namespace) -> Iterator[socket.socket]:
    """The socket on which it is to be found; a browser that is quick waits there until the pages are ready."""
    ports = [arguments.port] if arguments.port else [*range(PORT, PORT + TRIED), 0]
    family = socket.AF_INET6 if ":" in arguments.host else socket.AF_INET
    for port in ports:
        try:
            held = _immediate(socket.create_server((arguments.host.strip("[]"), port), family=family))
        except OSError as error:
            if isinstance(error, socket.gaierror) or error.errno in (None, 99, -2, 49):  # 99, 49: EADDRNOTAVAIL
                raise UsageError(f"--host {arguments.host}: this machine has no such address") from error
            refused = error
            continue
        with held:
            if not arguments.port and port != PORT:
                say(f"sayso: port {PORT} is taken, so it is {held.getsockname()[1]}")
            yield held
            return
    taken = (refused.strerror or str(refused)).lower()
    raise UsageError(f"--port {arguments.port}: {taken}; name another, or leave it out for one that is free")


def _immediate(held: socket.socket) -> socket.socket:
    """The same socket, known to be of TCP: asyncio lets what it accepts send at once only where it knows that.

    Otherwise the body of each answer waits 40 ms, until the browser's system has acknowledged the headers before it.
    """
    return socket.socket(held.family, held.type, socket.IPPROTO_TCP, fileno=held.detach())


def _hosts(host: str) -> tuple[str, ...]:
    """The names that requests may name."""
    from sayso.web import LOCAL, NUMBERS

    if host in OWN:
        return LOCAL
    own = (socket.gethostname(), f"{socket.gethostname()}.local")  # a longer name would be asked of a resolver
    named = f"[{host}]" if ":" in host else host
    return (*LOCAL, named, NUMBERS, *own)


def _address(host: str, port: int) -> str:
    shown = HERE if host in ("0.0.0.0", "::") else f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}/"


def _server(app: Any, verbose: bool) -> uvicorn.Server:
    """The server of an application: silent, since an address holds what somebody looks for."""
    import uvicorn
    from anyio.to_thread import current_default_thread_limiter

    class Quiet(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            current_default_thread_limiter().total_tokens = THREADS
            await super().startup(sockets=sockets)

    return Quiet(
        uvicorn.Config(
            app,
            loop="asyncio",
            http="h11",
            ws="none",
            lifespan="off",
            log_config=None,
            log_level="error" if verbose else "critical",
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=0,
        )
    )


def _has_display() -> bool:
    """Whether a browser of its own window can be opened: a text browser would take the terminal."""
    return sys.platform in ("darwin", "win32") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _browse(address: str) -> None:
    import webbrowser

    with contextlib.suppress(webbrowser.Error):
        webbrowser.open(address)
