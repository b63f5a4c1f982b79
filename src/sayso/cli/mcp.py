"""``sayso mcp``: its arguments -> the tools of a store for agents, by standard input and output, or by HTTP on this machine."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import signal
import sys
from typing import TYPE_CHECKING, Any

from sayso.cli.filters import add_store
from sayso.cli.listening import HERE, leave_threads, listening, port_of, quiet_server
from sayso.cli.terminal import READ, TERMINATED, Terminated, UsageError, say, terminable

if TYPE_CHECKING:
    from sayso.store import Engine

PORT = 8012  # the first port that is tried where none is named

EPILOG = """\
A program that runs agents starts it, and speaks to it by standard input and
output (the Model Context Protocol). What it is told to run:
  {"mcpServers": {"sayso": {"command": "sayso",
                            "args": ["mcp", "--store", "/home/ana/news.db"]}}}

examples:
  sayso mcp --store news.db
  sayso mcp --http
  sayso mcp --http --port 9000

The tools read and change nothing. With --http it answers this machine alone. It
ends with its input, or with Ctrl-C.

exit status: 0 when its input ends or after Ctrl-C, 1 if the store is in trouble,
2 for wrong use, 143 after SIGTERM.
"""


def add_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``mcp`` to the commands."""
    parser = commands.add_parser(
        "mcp",
        help="answer agents: the store as tools of the Model Context Protocol",
        description="Let agents and programs ask a store: read-only tools of the Model Context Protocol.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=_mcp)
    add_store(parser)
    add = parser.add_argument
    add("--http", action="store_true", help="by HTTP on this machine, in place of standard input and output")
    port = f"with --http: where it is to be found (default: {PORT}, or the next that is free)"
    add("--port", metavar="PORT", type=port_of, help=port)
    add("--verbose", "-v", action="store_true", help="show which tools were asked, warnings and faults on standard error")


def _mcp(arguments: argparse.Namespace) -> int:
    if arguments.port and not arguments.http:
        raise UsageError("--port goes with --http")
    try:
        import mcp  # noqa: F401
        import mcp_types  # noqa: F401  # which the SDK has since its version 2
    except ModuleNotFoundError as error:
        words = f"it needs the package mcp, 2.3 or later, which is not here ({error}): pip install --upgrade mcp"
        raise UsageError(words) from error
    from sayso.store import open_engine

    with terminable(), contextlib.closing(open_engine(arguments.store, create=False, read_only=True)) as engine:
        engine.summary()  # a store in trouble is told here, not by every tool
        return _by_http(arguments, engine) if arguments.http else _by_stdio(engine)


def _by_stdio(engine: Engine) -> int:
    from sayso.door import Store
    from sayso.mcp import over_stdio, serving

    if sys.stdin is not None and sys.stdin.isatty():
        say("sayso: waiting for messages of the Model Context Protocol (sayso mcp --help); Ctrl-C ends it")
    with serving(Store(engine)) as server:
        asyncio.run(_until_stopped(over_stdio(server), engine))
    leave_threads(READ)
    return READ


async def _until_stopped(work: Any, engine: Engine) -> None:
    """Do the work; when it is stopped end the process at once: a thread waits for the input, and nothing breaks that off."""

    def stop(status: int) -> None:
        engine.close()
        os._exit(status)

    for number, status in ((signal.SIGINT, READ), (signal.SIGTERM, TERMINATED)):
        with contextlib.suppress(NotImplementedError):  # of Windows' loops
            asyncio.get_running_loop().add_signal_handler(number, stop, status)
    await work


def _by_http(arguments: argparse.Namespace, engine: Engine) -> int:
    from sayso.door import Store
    from sayso.mcp import PATH, over_http, serving

    status = READ
    with listening(HERE, arguments.port, PORT) as listened, serving(Store(engine)) as server:
        address = f"http://{HERE}:{listened.getsockname()[1]}{PATH}"
        say(f"{engine.address} answers at {address} (Ctrl-C ends it)", sys.stdout)
        sys.stdout.flush()
        try:
            quiet_server(over_http(server), arguments.verbose).run(sockets=[listened])
        except KeyboardInterrupt as ended:
            status = TERMINATED if isinstance(ended, Terminated) else READ
    leave_threads(status)
    return status
