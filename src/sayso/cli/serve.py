"""``sayso serve``: its arguments -> the site of a store, on this machine, until it is stopped."""

from __future__ import annotations

import argparse
import contextlib
import os
import socket
import sys
import threading

from sayso.cli.filters import add_store, open_store, words_of
from sayso.cli.listening import HERE, leave_threads, listening, port_of, quiet_server
from sayso.cli.terminal import READ, TERMINATED, Terminated, say, terminable

PORT = 8011  # the first port that is tried where none is named

EPILOG = """\
examples:
  sayso serve
  sayso serve --store news.db --port 9000 --no-browser

It answers this machine alone: others are not even heard. With --host another
address of this machine, or 0.0.0.0 for all of them, whoever reaches that address
reads all that the store holds; there is no password, and nothing is encrypted.
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
    add("--port", metavar="PORT", type=port_of, help=f"where it is to be found (default: {PORT}, or the next that is free)")
    add("--host", metavar="ADDRESS", type=words_of("address"), default=HERE, help=f"another address than {HERE} (see below)")
    add("--no-browser", action="store_true", help="do not open a browser")
    add("--verbose", "-v", action="store_true", help="show warnings and tracebacks on standard error")


def _serve(arguments: argparse.Namespace) -> int:
    listens = listening(arguments.host, arguments.port, PORT)
    with terminable(), contextlib.closing(open_store(arguments.store)) as engine, listens as listened:
        from sayso.door import Store
        from sayso.web import application

        engine.summary()  # a store in trouble is told here, not on every page
        server = quiet_server(application(Store(engine), hosts=_hosts(arguments.host)), arguments.verbose)
        address = _address(arguments.host, listened.getsockname()[1])
        say(f"{engine.address} is shown at {address} (Ctrl-C ends it)", sys.stdout)
        if arguments.host not in (HERE, "localhost", "::1"):
            say("sayso: whoever reaches this machine there reads all of the store: no password, nothing encrypted")
        sys.stdout.flush()
        if not arguments.no_browser and _has_display():
            threading.Thread(target=_browse, args=(address,), daemon=True).start()
        status = READ
        try:
            server.run(sockets=[listened])
        except KeyboardInterrupt as ended:
            status = TERMINATED if isinstance(ended, Terminated) else READ
        leave_threads(status)
        return status


def _hosts(host: str) -> tuple[str, ...]:
    """The names that requests may name."""
    from sayso.web import LOCAL, NUMBERS

    if host in (HERE, "localhost", "::1"):
        return LOCAL
    own = (socket.gethostname(), f"{socket.gethostname()}.local")  # a longer name would be asked of a resolver
    named = f"[{host}]" if ":" in host else host
    return (*LOCAL, named, NUMBERS, *own)


def _address(host: str, port: int) -> str:
    shown = HERE if host in ("0.0.0.0", "::") else f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}/"


def _has_display() -> bool:
    """Whether a browser of its own window can be opened: a text browser would take the terminal."""
    return sys.platform in ("darwin", "win32") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _browse(address: str) -> None:
    import webbrowser

    with contextlib.suppress(webbrowser.Error):
        webbrowser.open(address)
