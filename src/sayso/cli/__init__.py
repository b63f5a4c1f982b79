"""Arguments -> what the other rooms do with them: the command ``sayso``, its output, its exit status, nothing else.

A command is one module here, with one ``add_command``, and one row in ``COMMANDS``.
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
import warnings
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from sayso import __version__
from sayso.cli.terminal import (
    INTERRUPTED,
    NOTHING_READ,
    READ,
    TERMINATED,
    Terminated,
    UsageError,
    check_output,
    say,
)
from sayso.cli.usage import WRONG_USE, Parser
from sayso.controls import log_to_terminal
from sayso.store import StoreError
from sayso.workers import WorkersError

DESCRIPTION = "Who said what, to whom, and on whose say-so: reads news pages into a record of attributed statements."
COMMANDS = (
    *("read", "add", "find", "show", "events", "ledger", "versions", "compare", "trace", "check", "party", "watch"),
    *("serve", "mcp", "correct", "judge", "remove", "export", "import", "reread", "verify", "schema", "batch", "completion"),
)
_ROOMS = {"import": "importing"}  # what Python lets no module be called
EPILOG = "What a command takes, with examples: sayso help COMMAND, or sayso COMMAND --help."


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit status. ``argv`` is without the program's name."""
    given = sys.argv[1:] if argv is None else list(argv)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # numpy starts a thread for each core, which takes 0.1 s of CPU
    if given[:1] == ["help"]:  # "help find" is "find --help"
        words = [word for word in given[1:] if word not in ("-h", "--help")]
        given = [*words, "--help"] if len(words) < 2 else ["help", *words]  # which has no place for the second
    if "_ARGCOMPLETE" in os.environ:  # a shell asks, in place of a person
        _complete(os.environ.get("COMP_LINE", ""))
    arguments = _parser(*given[:1]).parse_args(given)
    if sys.stderr is None:  # closed: nobody wants to hear of it
        sys.stderr = Path(os.devnull).open("w", encoding="utf8")  # noqa: SIM115  # for as long as the process runs
    _quieten(arguments.verbose)
    try:
        check_output(getattr(arguments, "output", None))
        return int(arguments.run(arguments))
    except UsageError as error:
        say(f"{arguments.command}: {error}")
        return WRONG_USE
    except (StoreError, WorkersError) as error:
        say(f"sayso: {error}")
        return NOTHING_READ
    except BrokenPipeError:
        # The reader of our output (head, less) has seen enough; nothing may be flushed at exit into the closed pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return READ
    except KeyboardInterrupt as ended:
        say("sayso: interrupted")
        return TERMINATED if isinstance(ended, Terminated) else INTERRUPTED
    except OSError as error:
        where = getattr(arguments, "output", None) or "standard output"
        say(f"sayso: cannot write {where}: {(error.strerror or str(error)).lower()}")
        return NOTHING_READ


def _parser(asked: str | None = None) -> argparse.ArgumentParser:
    """The parser of the command asked for, since importing them all takes 0.1 s; of all of them where it is none of them."""
    return _parsers(asked)[0]


def _parsers(asked: str | None) -> tuple[argparse.ArgumentParser, dict[str, argparse.ArgumentParser]]:
    """The whole parser, and those of its commands by name."""
    parser: argparse.ArgumentParser = Parser(prog="sayso", description=DESCRIPTION, epilog=EPILOG)
    parser.add_argument("--version", action="version", version=f"sayso {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for name in (asked,) if asked in COMMANDS else COMMANDS:
        import_module(f"sayso.cli.{_ROOMS.get(name, name)}").add_command(commands)
    if asked not in COMMANDS:
        about = commands.add_parser("help", help="say what a command takes", description="Say what a command takes.")
        about.add_argument("about", nargs="?", choices=COMMANDS, metavar="COMMAND", help="one of the commands")
    return parser, dict(commands.choices)


def _complete(line: str) -> None:
    """Answer a shell that asks what may stand at the end of a line."""
    from sayso.cli.completion import answer, asked_command

    asked = asked_command(line)
    parser, commands = _parsers(asked)
    answer(parser, commands.get(asked or ""))


def _quieten(verbose: bool) -> None:
    """Libraries log and warn about odd pages; a person wants to see none of it unless it was asked for."""
    if verbose:
        log_to_terminal()
    else:
        logging.getLogger().addHandler(logging.NullHandler())
        if not sys.warnoptions:
            warnings.simplefilter("ignore")
