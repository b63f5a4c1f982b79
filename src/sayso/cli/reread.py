"""``sayso reread``: reads the texts of a store again with today's model."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING

from sayso.cli.add import add_workers
from sayso.cli.filters import add_store
from sayso.cli.terminal import (
    INTERRUPTED,
    NOTHING_READ,
    READ,
    TERMINATED,
    Terminated,
    UsageError,
    add_verbose,
    meter,
    say,
    terminable,
)
from sayso.controls import one_line
from sayso.pages import bare_address

if TYPE_CHECKING:
    from sayso.store import Engine

EPILOG = """\
The texts stay as they are, and so does every correction. What today's model and this Sayso have read already is passed over.

examples:
  sayso reread --older                      all that another model or another Sayso has read
  sayso reread https://news.example/1       all versions of one article
  sayso reread --all                        everything, whoever read it

exit status: 0 if all is read by today's model, 1 if anything is not, 2 for wrong use.
"""


def add_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``reread`` to the commands."""
    parser = commands.add_parser(
        "reread",
        help="read the texts of a store again, with today's model",
        description="Read the texts of a store again, with today's model.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=_reread)
    add = parser.add_argument
    add("address", type=bare_address, nargs="*", metavar="ADDRESS", help="articles to read again, all their versions")
    add("--older", action="store_true", help="every article that an older model or another Sayso has read")
    add("--all", action="store_true", help="what today's model has read too; without ADDRESS, everything")
    add_store(parser)
    add_workers(parser)
    add_verbose(add)


def _reread(arguments: argparse.Namespace) -> int:
    # The road and the store are imported here, so that --help does not wait for them.
    from sayso.rereading import reread_each
    from sayso.store import open_engine

    if not (arguments.address or arguments.older or arguments.all):
        raise UsageError("name an ADDRESS to read again, or say --older or --all")
    if arguments.address and arguments.older:
        raise UsageError("--older is every article: leave it away, or the ADDRESS")
    tally: Counter[str] = Counter()
    stopped: KeyboardInterrupt | None = None
    with closing(open_engine(arguments.store, create=False)) as engine, terminable():
        addresses = arguments.address or list(engine.addresses())
        unknown = [address for address in arguments.address if not engine.versions(address)]
        total = None if arguments.address else engine.summary().versions
        try:
            with meter("reading again", total) as bar:
                for number, again in enumerate(reread_each(engine, addresses, arguments.all, arguments.workers), 1):
                    bar.count(number)
                    tally["refused" if again.refusal else "read" if again.reading else "current"] += 1
                    if again.refusal:
                        bar.say(f"sayso: {again.refusal.reason}: {one_line(again.refusal.told)}")
        except KeyboardInterrupt as stop:
            stopped = stop
        for line in _report(tally, engine):
            say(line, sys.stdout)
    for address in unknown:
        say(f"sayso: the store has no article {address}")
    if stopped is not None:
        say("sayso: stopped; what is written stays, and the same command goes on from there")
        return TERMINATED if isinstance(stopped, Terminated) else INTERRUPTED
    return NOTHING_READ if unknown or tally["refused"] else READ


def _report(tally: Counter[str], engine: Engine) -> Iterator[str]:
    yield f"read again in {engine.address}" if tally["read"] else f"nothing to read again in {engine.address}"
    for key, words in (("read", "read again"), ("current", "read by today's model before"), ("refused", "not read")):
        if tally[key]:
            yield f"{tally[key]:>9,} {words}"
