"""``sayso verify``: checks a store against what was written into it, and names what no longer holds."""

from __future__ import annotations

import argparse
import sys
from contextlib import closing

from sayso.cli.filters import add_store
from sayso.cli.terminal import add_verbose, meter, say
from sayso.controls import one_line

HOLDS, FAULTY = 0, 1

EPILOG = """\
Every text, hash, span and row is compared with what was written, and what is worked out of it is worked out again.
Nothing is changed: the store is opened to be read only, and may lie where nobody can write.

exit status: 0 if all holds, 1 if anything does not or the store cannot be read, 2 for wrong use.
"""


def add_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``verify`` to the commands."""
    parser = commands.add_parser(
        "verify",
        help="check a store: every text, hash and span as it was written",
        description="Check a store: every text, hash and span as it was written.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=_verify)
    add_store(parser)
    add_verbose(parser.add_argument)


def _verify(arguments: argparse.Namespace) -> int:
    # The store is imported here, so that --help does not wait for it.
    from sayso.store import StoreError, Summary, open_engine

    faults, trouble = 0, None
    with closing(open_engine(arguments.store, create=False, read_only=True)) as engine:
        try:
            holds = engine.summary()
        except StoreError as error:  # rows that cannot even be counted are named one by one
            holds, trouble = Summary(), error
        with meter("verifying", holds.versions) as bar:
            for fault in engine.verify(bar.at):
                faults += 1
                bar.say(one_line(f"{fault.where}: {fault.detail}"), out=sys.stdout)
        if trouble is not None:
            raise trouble
        texts, said = _counted(holds.versions, "text"), _counted(holds.statements, "statement")
        if faults:
            say(f"sayso: {engine.address}: {_counted(faults, 'fault')} in {texts} with {said}")
            return FAULTY
        say(f"{engine.address}: all holds, {texts} with {said}", sys.stdout)
        return HOLDS


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
