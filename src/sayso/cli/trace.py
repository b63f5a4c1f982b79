"""``sayso trace``: words, or a statement's key -> where they stood first and what later texts did to them, on the way out."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from contextlib import closing
from typing import TYPE_CHECKING, TextIO

from sayso.cli.filters import add_store, day_of, name_unknown, open_store, words_of
from sayso.cli.listing import page
from sayso.cli.terminal import NOTHING_READ, READ, UsageError, add_output, add_verbose, output, say
from sayso.days import last_day
from sayso.questions import parse_words
from sayso.store import Engine, StoreError

if TYPE_CHECKING:
    from sayso.comparing import Asked, Saying

FORMATS = ("text", "json", "csv", "xlsx", "html")

EPILOG = """\
examples:
  sayso trace "We have waited eight years, and we will not wait for another eight"
  sayso trace "the gate is open" --speaker Dovrel --to 2031-03
  sayso trace https://news.example/article#1/s3
  sayso trace "the gate is open" --format html --output gate.html

exit status: 0 if a text carries the words, 1 if none does or the store is in trouble, 2 for wrong use.
"""


def add_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``trace`` to the commands."""
    parser = commands.add_parser(
        "trace",
        help="follow a quotation to its first text, and see what each later one did to it",
        description="Follow a quotation to its first text, and show every text that carries it, with what it changed.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=_trace)
    add = parser.add_argument
    add("words", nargs="+", metavar="WORDS", help="the words, or a statement's key as sayso find prints it")
    add("--speaker", metavar="NAME", type=words_of("name"), help="whose words they are said to be")
    add(
        "--to",
        dest="until",
        metavar="DAY",
        type=day_of(last_day),
        help="in texts of this day (2031-03-14, 2031-03, 2031) or earlier",
    )
    add("--format", choices=FORMATS, default="text", help="text for people (default), json, csv, xlsx, or html: one page")
    add_output(add)
    add_verbose(add)
    add_store(parser)


def _trace(arguments: argparse.Namespace) -> int:
    words = " ".join(arguments.words).strip()
    if not parse_words(words):
        raise UsageError(f"there is no word to trace in {words!r}: words have letters or digits")
    # What compares and writes is imported here, so that --help does not wait for it.
    from sayso.comparing import trace
    from sayso.formats import not_found

    with closing(open_store(arguments.store)) as engine:
        asked = _asked(engine, words, arguments)
        saying = trace(engine, asked.words, asked.speaker, asked.until)
        with output(arguments.output, arguments.format) as out:
            out.writelines(_pieces(arguments, saying, asked, out))
        if saying.witnesses:
            return READ
        if arguments.format != "text":
            say(f"sayso: {not_found(saying, saying.common)}")
        if arguments.speaker:
            name_unknown(engine, [("--speaker", arguments.speaker)], None)
        return NOTHING_READ


def _asked(engine: Engine, words: str, arguments: argparse.Namespace) -> Asked:
    from sayso.comparing import asked_of

    try:
        return asked_of(engine, words, arguments.speaker, arguments.until)
    except LookupError as error:
        raise StoreError(str(error)) from error


def _pieces(arguments: argparse.Namespace, saying: Saying, asked: Asked, out: TextIO) -> Iterable[str]:
    from sayso.formats import write_trace, write_trace_csv, write_trace_html, write_trace_json

    if arguments.format == "json":
        return write_trace_json(saying, asked)
    if arguments.format in ("csv", "xlsx"):
        return write_trace_csv(saying)
    if arguments.format == "html":
        return write_trace_html(saying, asked)
    return write_trace(saying, asked, *page(arguments, out))
