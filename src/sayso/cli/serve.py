"""``sayso serve``: its arguments -> the site of a store, on this machine, until it is stopped."""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import secrets
import socket
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from sayso.cli.filters import add_store, open_store, words_of
from sayso.cli.listening import HERE, leave_threads, listening, port_of, quiet_server
from sayso.cli.terminal import READ, TERMINATED, Terminated, UsageError, add_verbose, say, terminable

if TYPE_CHECKING:
    from sayso.store import Engine

PORT = 8011  # the first port that is tried where none is named
OWN = (HERE, "localhost", "::1")  # where other machines are not heard

EPILOG = """\
examples:
  sayso serve
  sayso serve --store news.db --port 9000 --no-browser
  sayso serve --write

It answers this machine alone: others are not even heard. With --host another
address of this machine, or 0.0.0.0 for all of them, whoever reaches that
address reads all that the store holds; there is no password, and nothing is
encrypted. With --write its pages have forms that set right what is wrong. At
127.0.0.1 who works on this machine may use them; elsewhere who has the token:
that of SAYSO_TOKEN or --token-file, or one that is made and printed in a link.
Ctrl-C ends it.

exit status: 0 after Ctrl-C, 1 if the store is in trouble, 2 for wrong use, 143
after SIGTERM.
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
    add("--write", action="store_true", help="pages have forms to set right what is wrong; else nothing is written")
    add("--token-file", metavar="FILE", type=Path, help="with --write: a file with the token of who may write")
    add("--public", metavar="URL", type=_public, help="where others find it, by a server before this one: feeds name it")
    add("--no-browser", action="store_true", help="do not open a browser")
    add_verbose(add)


def _public(given: str) -> str:
    """An address without a path: pages name each other from the root on."""
    found = re.fullmatch(r"(https?)://([a-z0-9.-]+|\[[0-9a-f:.]+\])(:[0-9]{1,5})?/?", given.strip(), re.IGNORECASE)
    if found is None:
        raise argparse.ArgumentTypeError(f"an address is like https://news.example, without a path, not {given!r}")
    return f"{found[1]}://{found[2]}{found[3] or ''}".lower()


def _serve(arguments: argparse.Namespace) -> int:
    token, made = _token(arguments)
    listens = listening(arguments.host, arguments.port, PORT)
    with terminable(), contextlib.closing(_opened(arguments)) as engine, listens as listened:
        from sayso.door import Store
        from sayso.web import application, leave

        engine.summary()  # a store in trouble is told here, not on every page
        app = application(Store(engine), arguments.write, _hosts(arguments.host), token, arguments.public)
        server = quiet_server(app, arguments.verbose)
        address = _address(arguments.host, listened.getsockname()[1])
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
            server.run(sockets=[listened])
        except KeyboardInterrupt as ended:
            status = TERMINATED if isinstance(ended, Terminated) else READ
        leave(app)
        leave_threads(status)
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


def _has_display() -> bool:
    """Whether a browser of its own window can be opened: a text browser would take the terminal."""
    return sys.platform in ("darwin", "win32") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _browse(address: str) -> None:
    import webbrowser

    with contextlib.suppress(webbrowser.Error):
        webbrowser.open(address)
