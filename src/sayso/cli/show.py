"""``sayso show``: a key, or an address -> what the store keeps there, in its article, on the way out."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from contextlib import closing
from typing import TextIO

from sayso.cli.filters import add_store, open_store, words_of
from sayso.cli.listing import page
from sayso.cli.terminal import NOTHING_READ, READ, UsageError, add_output, add_verbose, output, positive, say
from sayso.pages import bare_address
from sayso.store import Engine, Shown, StoreError, near_addresses

FORMATS = ("text", "json", "html")

EPILOG = """\
what to write:
  sayso show 412.2/s22             the statement of a key, as sayso find prints it
  sayso show https://news.example/article#2/s22
  sayso show https://news.example/article   the article with its statements
  sayso show 412                   the same, by its number in the store
  sayso show e7k2m9q4x             where an event, or an undertaking, was told last

examples:
  sayso show 412.2/s22 --context 3
  sayso show 412.2/s22 --format html --output page.html
  sayso show 412 --version 1

exit status: 0 if it was shown, 1 if it is not there (any more) or the store is in trouble, 2 for wrong use.
"""


def add_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``show`` to the commands."""
    parser = commands.add_parser(
        "show",
        help="show a kept statement in its article, or an article as the store has it",
        description="Show a kept statement in its article, or an article with its statements as the store has them.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=_show)
    add = parser.add_argument
    add("key", type=words_of("key"), metavar="KEY", help="a key, as sayso find prints it, or an article's address")
    add("--version", type=positive(int), metavar="N", help="of an article: its version N (default: what stands there now)")
    add("--context", type=positive(int, zero=True), metavar="N", help="of a statement: paragraphs around it (default: 1)")
    add("--whole", action="store_true", help="all of the article's text")
    add("--format", choices=FORMATS, default="text", help="text for people (default), json, or html: one page")
    add_output(add)
    add_verbose(add)
    add_store(parser)


def _show(arguments: argparse.Namespace) -> int:
    if arguments.whole and arguments.context is not None:
        raise UsageError("--whole is all of the text: leave --context away")
    with closing(open_store(arguments.store)) as engine:
        shown = engine.shown(bare_address(arguments.key), arguments.version)
        if shown is None:
            raise StoreError(_unknown(engine, arguments.key))
        with output(arguments.output) as out:
            out.writelines(_written(arguments, shown, out))
    if shown.gone and arguments.format != "text":
        say(f"sayso: {shown.key.short} is not there (any more): statements get other keys where an article is read again")
    return NOTHING_READ if shown.gone else READ


def _written(arguments: argparse.Namespace, shown: Shown, out: TextIO) -> Iterable[str]:
    from sayso.formats import write_shown, write_shown_html, write_shown_json

    context = None if arguments.whole else 1 if arguments.context is None else arguments.context
    if arguments.format == "json":
        return write_shown_json(shown, context)
    if arguments.format == "html":
        return write_shown_html(shown)
    return write_shown(shown, context, *page(arguments, out))


def _unknown(engine: Engine, key: str) -> str:
    """That nothing is kept there, with what is likely meant."""
    near = near_addresses(engine, key)
    listed = "; the nearest are:\n" + "\n".join(f"  {name}" for name in near) if near else " (sayso find prints keys)"
    return f"{engine.address} has nothing at {key}{listed}"
