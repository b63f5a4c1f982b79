"""``sayso versions``: an address, or two files -> what changed from version to version, on the way out."""

from __future__ import annotations

import argparse
import os
import shutil
from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING, TextIO

from sayso.cli.filters import add_store, open_store
from sayso.cli.terminal import READ, UsageError, add_output, add_page_arguments, output, page_options, positive
from sayso.pages import bare_address
from sayso.record import Reading, Refusal, input_name
from sayso.store import Engine, StoreError, Version, near_addresses

if TYPE_CHECKING:
    from sayso.comparing import History

FORMATS = ("text", "json", "html")

EPILOG = """\
examples:
  sayso versions https://news.example/article
  sayso versions https://news.example/article --from 1 --to 3 --format html --output changes.html
  sayso versions --files monday.html tuesday.html

exit status: 0 if the versions were shown, 1 if the address is not kept, a file
was not read, or the store is in trouble, 2 for wrong use.
"""


def add_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``versions`` to the commands."""
    parser = commands.add_parser(
        "versions",
        help="show how an article's statements changed from version to version",
        description="Show how an article's statements changed: added, dropped, reworded, given to others, given other acts.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=_versions)
    add = parser.add_argument
    add(
        "address",
        type=bare_address,
        nargs="?",
        metavar="ADDRESS",
        help="an article in the store: its address, or the input it was read from",
    )
    add("--files", nargs=2, metavar=("OLD", "NEW"), help="compare two files or addresses instead, without a store")
    add("--from", dest="first", type=positive(int), metavar="N", help="from version N, in one step")
    add("--to", dest="last", type=positive(int), metavar="N", help="to version N, in one step (default: the latest)")
    add("--all", action="store_true", help="list what is only read differently too, where the article's words are the same")
    add("--format", choices=FORMATS, default="text", help="text for people (default), json, or html: one page")
    add_output(add)
    add_page_arguments(parser)
    add_store(parser)


def _versions(arguments: argparse.Namespace) -> int:
    if bool(arguments.files) == bool(arguments.address):
        raise UsageError("name an ADDRESS that the store keeps, or two files to compare: --files OLD NEW")
    if arguments.files and (arguments.first or arguments.last):
        raise UsageError("--from and --to are versions of an ADDRESS in the store; --files OLD NEW are compared as they are")
    versions = _read_both(arguments) if arguments.files else _kept(arguments)
    # What compares and writes is imported here, so that --help does not wait for it.
    from sayso.comparing import follow
    from sayso.evidence import EvidenceError

    try:
        history = follow(versions, arguments.first, arguments.last)
    except EvidenceError as error:
        raise StoreError(f"{error} (sayso verify names every such place)") from error
    except ValueError as error:
        raise UsageError(f"{versions[0].address}: {error}") from error
    with output(arguments.output) as out:
        for piece in _pieces(arguments, history, out):
            out.write(piece)
    return READ


# Where the versions come from


def _kept(arguments: argparse.Namespace) -> list[Version]:
    with closing(open_store(arguments.store)) as engine:
        versions = engine.versions(arguments.address)
        if not versions:
            raise StoreError(_unknown(engine, arguments.address))
    return versions


def _unknown(engine: Engine, address: str) -> str:
    """That there is no such address, with those that are likely meant."""
    near = near_addresses(engine, address)
    said = f"{engine.address} has no article at {address}"
    return (
        f"{said}; the nearest are:\n" + "\n".join(f"  {name}" for name in near) if near else f"{said} (sayso add reads it in)"
    )


def _read_both(arguments: argparse.Namespace) -> list[Version]:
    from sayso.reading import read

    readings: list[Reading] = []
    for name in arguments.files:
        result = read(name, page_options(arguments))
        if isinstance(result, Refusal):
            raise StoreError(f"not read: {input_name(name)} ({result.reason}) {result.told}")
        readings.append(result)
    address = readings[1].article.url or readings[1].input
    return [Version(address, number, None, reading, "") for number, reading in enumerate(readings, 1)]


# How they are shown


def _pieces(arguments: argparse.Namespace, history: History, out: TextIO) -> Iterator[str]:
    from sayso.formats import write_history_html, write_history_json, write_history_text

    if arguments.format == "json":
        return write_history_json(history)
    if arguments.format == "html":
        return write_history_html(history)
    width = shutil.get_terminal_size((80, 24)).columns if out.isatty() or "COLUMNS" in os.environ else 80
    colour = arguments.colour and out.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return write_history_text(history, max(40, min(width, 100)), colour, arguments.all)
