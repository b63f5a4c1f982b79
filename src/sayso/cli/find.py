"""``sayso find``: its arguments, and a store's answers on the way out: as hits, or counted."""

from __future__ import annotations

import argparse
import atexit
import itertools
import os
import shutil
import tempfile
from collections.abc import Iterable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, get_args

from sayso.cli.filters import add_filters, add_store, name_strangers, open_store, question_of
from sayso.cli.terminal import NOTHING_READ, READ, UsageError, output, positive, say
from sayso.store import Countable, Engine, Hits, Order, Question

if TYPE_CHECKING:
    from sayso.formats import Count

PAGE = 20  # hits on a page, values of a count
FORMATS = ("table", "json", "jsonl", "csv", "svg")
DRAWN = ("table", "svg")

EPILOG = """\
words:
  border posts            both words, anywhere in the statement
  '"line of contact"'     these words one after another (the outer marks are for the shell)
  shell*                  every word that begins so
  Case and accents make no difference; a hyphen or an apostrophe joins: cease-fire, don't.

examples:
  sayso find ceasefire
  sayso find --speaker Torvan --from 2031-03 --order newest
  sayso find '"line of contact"' --relay "Granite Palace" --format csv --limit all --output hits.csv
  sayso find --speaker Torvan --said expected,possible
  sayso find border --count speaker
  sayso find border --count day --chart line --format svg --output border.svg

exit status: 0 if anything was found, 1 if nothing was or the store is in trouble, 2 for wrong use.
"""


def add_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``find`` to the commands."""
    parser = commands.add_parser(
        "find",
        help="find statements in the store, or count them",
        description="Find statements in the store by their words, who says them, to whom, on whose word, where and when.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=_find)
    add_filters(parser)
    group = parser.add_argument_group("what comes back")
    add = group.add_argument
    add("--order", choices=get_args(Order), default=None, help="best first (default with words), newest or oldest")
    add("--limit", type=_limit, metavar="N", help=f"statements on a page, or all (default: {PAGE})")
    add("--page", type=positive(int), default=1, metavar="N", help="which page of them (default: 1)")
    add("--count", choices=get_args(Countable), metavar="FIELD", help=f"how many by {', '.join(get_args(Countable))}")
    add("--chart", choices=("bar", "line"), help="with --count: bars (default), or a line over days, months or years")
    add("--format", choices=FORMATS, default="table", help="table for people (default), json, jsonl, csv; svg of a count")
    add("--output", "-o", type=Path, metavar="FILE", help="write to FILE instead, whole or not at all")
    add("--no-color", "--no-colour", dest="colour", action="store_false", help="no colours (NO_COLOR does the same)")
    add("--verbose", "-v", action="store_true", help="show warnings and tracebacks on standard error")
    add_store(parser)


def _limit(words: str) -> int:
    """A number of hits; 0 for all."""
    return 0 if words == "all" else int(positive(int)(words))


_limit.__name__ = "number, or all"  # argparse names it in "invalid … value"


def _find(arguments: argparse.Namespace) -> int:
    _check(arguments)
    question = _question(arguments)
    with closing(open_store(arguments.store)) as engine:
        status = (_count if arguments.count else _list)(arguments, engine, question)
        if status == NOTHING_READ:
            name_strangers(engine, question)
        return status


def _check(arguments: argparse.Namespace) -> None:
    """What does not go together."""
    if not arguments.count:
        if arguments.chart:
            raise UsageError("--chart is of a count: add --count day, or another field")
        if arguments.format == "svg":
            raise UsageError("--format svg is of a count: add --count speaker, or another field")
        if arguments.limit == 0 and arguments.page > 1:
            raise UsageError("--limit all is one page: leave --page away")
        return
    if arguments.page > 1 or arguments.order:
        raise UsageError(f"--{'order' if arguments.order else 'page'} is of statements: leave it away with --count")
    if arguments.chart == "line" and arguments.count not in ("day", "month", "year"):
        raise UsageError(f"--chart line is over time: --count day, month or year, not {arguments.count}")
    if arguments.chart and arguments.format not in DRAWN:
        raise UsageError(
            f"--chart is drawn as a table or svg: --format {arguments.format} gives the numbers; leave --chart away"
        )


def _question(arguments: argparse.Namespace) -> Question:
    question = question_of(arguments, said=None if arguments.count == "said" else ("said",))
    order: Order = arguments.order or ("best" if question.words else "newest")
    limit = PAGE if arguments.limit is None else arguments.limit
    if arguments.page * limit >= 2**63:
        raise UsageError(f"--limit {limit} --page {arguments.page} is beyond any store")
    return replace(question, order=order, limit=limit, offset=(arguments.page - 1) * limit)


def _list(arguments: argparse.Namespace, engine: Engine, question: Question) -> int:
    from sayso.formats import dumps, hits_to_json, where_among, write_hits, write_hits_csv, write_hits_jsonl

    write_many = {"jsonl": write_hits_jsonl, "csv": write_hits_csv}.get(arguments.format)
    if question.limit == 0 and write_many:
        hits = engine.stream(question)
        first = list(itertools.islice(hits, 1))
        with output(arguments.output) as out:
            out.writelines(write_many(itertools.chain(first, hits)))
        _say_left_out(engine.unsaid(question))
        return READ if first else NOTHING_READ
    found, question = _page(engine, question)
    with output(arguments.output) as out:
        if write_many:
            out.writelines(write_many(found.hits))
        elif arguments.format == "json":
            out.write(dumps(hits_to_json(found, question), indent=1) + "\n")
        else:
            out.writelines(write_hits(found, question, *page(arguments, out)))
    if arguments.format != "table" and (not found.hits or len(found.hits) < found.total or not found.exact):
        say(f"sayso: {where_among(found, question)}")
    elif arguments.format != "table":
        _say_left_out(found.unsaid)
    return READ if found.total else NOTHING_READ


def _page(engine: Engine, question: Question) -> tuple[Hits, Question]:
    """The page of answers that was asked for, and the question as it was answered: a limit of 0 is all there are."""
    if question.limit:
        return engine.find(question), question
    hits = tuple(engine.stream(question))
    question = replace(question, limit=max(1, len(hits)))
    return Hits(hits, len(hits), unsaid=engine.unsaid(question)) if hits else engine.find(question), question


def _say_left_out(unsaid: int) -> None:
    from sayso.formats import left_out

    if words := left_out(unsaid):
        say(f"sayso: {words}")


def _count(arguments: argparse.Namespace, engine: Engine, question: Question) -> int:
    from sayso.formats import counts_to_json, dumps, write_counts_csv, write_counts_jsonl

    by: Countable = arguments.count
    counts = engine.count(question, by)
    # A statement on the word of two voices counts for both; whose manner it has tells how many there are.
    total = sum(number for _, number in (engine.count(question, "manner") if by == "relay" else counts))
    unsaid = engine.unsaid(question)
    most = _most(arguments) or len(counts)
    shown, rest = counts[:most], len(counts[most:])
    with output(arguments.output) as out:
        if arguments.format in DRAWN:
            out.writelines(_drawn(arguments, shown, total, question, rest, unsaid, out))
        elif arguments.format == "json":
            out.write(dumps(counts_to_json(shown, total, question, by, unsaid), indent=1) + "\n")
        else:
            out.writelines((write_counts_csv if arguments.format == "csv" else write_counts_jsonl)(shown, by))
    if arguments.format not in DRAWN:
        _say_left_out(unsaid)
    return READ if total else NOTHING_READ


def _most(arguments: argparse.Namespace) -> int:
    """How many values of a count are shown; 0 for all."""
    over_time = arguments.count in ("day", "month", "year")
    if over_time and (arguments.format == "svg" or arguments.chart == "line"):
        return 0  # a line has all its days
    if arguments.limit is None:
        return PAGE if arguments.format in DRAWN and not over_time else 0
    return int(arguments.limit)


def _drawn(
    arguments: argparse.Namespace, counts: list[Count], total: int, question: Question, rest: int, unsaid: int, out: TextIO
) -> Iterable[str]:
    from sayso.formats import PERIODS, TooManyError, svg, write_bars, write_line

    by: Countable = arguments.count
    try:
        if arguments.format == "svg":
            _keep_matplotlib_out_of_home()
            return [svg(counts, total, question, by, arguments.chart or "bar", rest, unsaid)]
        width, colour = page(arguments, out)
        if arguments.chart == "line":
            return list(write_line(counts, total, question, by, width, colour, unsaid))
        return write_bars(counts, total, question, by, width, colour, rest, unsaid)
    except ImportError as error:
        raise UsageError(f"--format svg needs matplotlib, which is not here ({error}): pip install 'sayso[charts]'") from error
    except TooManyError as error:
        fewer = "narrow them with --from and --to, or --count month or year" if by in PERIODS else "leave --limit away"
        raise UsageError(f"{error} are too many to draw: {fewer}") from error


def _keep_matplotlib_out_of_home() -> None:
    """Matplotlib writes a list of fonts under the home folder; here into a folder that goes when the command ends.

    Making that list again takes .1 s of 1.
    """
    if "MPLCONFIGDIR" not in os.environ:
        folder = tempfile.TemporaryDirectory(prefix="sayso-", ignore_cleanup_errors=True)
        atexit.register(folder.cleanup)
        os.environ["MPLCONFIGDIR"] = folder.name


def page(arguments: argparse.Namespace, out: TextIO) -> tuple[int, bool]:
    """How many cells wide a table is, and whether it has colours: a terminal's width and colours, 80 and none elsewhere."""
    width = shutil.get_terminal_size((80, 24)).columns if out.isatty() or "COLUMNS" in os.environ else 80
    colour = arguments.colour and out.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return max(30, min(width, 110)), colour
