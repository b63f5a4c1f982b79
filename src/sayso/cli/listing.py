"""What the commands that list a store's answers share: pages of them, counts and their charts; arguments -> what is shown."""

from __future__ import annotations

import argparse
import atexit
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TextIO

from sayso.cli.filters import add_store, one_of
from sayso.cli.terminal import NOTHING_READ, READ, UsageError, add_output, add_verbose, output, positive

if TYPE_CHECKING:
    from sayso.formats import Asked, Count, Field
    from sayso.store import EventsQuestion, LedgerQuestion, Openness

PAGE = 20  # answers on a page, values of a count
DRAWN = ("table", "svg")
OVER_TIME = ("day", "month", "year")


def add_listing(
    parser: argparse.ArgumentParser,
    what: str,
    orders: tuple[Sequence[str], str],
    fields: Sequence[str],
    formats: Sequence[str],
    crossed: bool = False,
) -> None:
    """Add what comes back: how many, in which order, counted, in which format. ``orders`` are the names and their help.

    Where it may be ``crossed``, a count is by a field or by two: ``arguments.count`` is then a tuple.
    """
    add = parser.add_argument_group("what comes back").add_argument
    add("--order", choices=orders[0], default=None, help=orders[1])
    add("--limit", type=limit_of, metavar="N", help=f"{what} on a page, or all (default: {PAGE})")
    add("--page", type=positive(int), default=1, metavar="N", help="which page of them (default: 1)")
    if crossed:
        two = "; or by two of them: speaker,outlet"
        add("--count", type=_fields(fields), metavar="FIELD", help=f"how many by {', '.join(fields)}{two}")
    else:
        add("--count", choices=fields, metavar="FIELD", help=f"how many by {', '.join(fields)}")
    add("--chart", choices=("bar", "line"), help="with --count: bars (default), or a line over days, months or years")
    named = ", ".join(name for name in formats if name not in DRAWN)
    add("--format", choices=formats, default="table", help=f"table for people (default), {named}; svg of a count")
    add_output(add)
    add_verbose(add)
    add_store(parser)


def _fields(known: Sequence[str]) -> Callable[[str], str | tuple[str, ...]]:
    """An argument's type: one of the fields, or two with a comma between."""
    one = one_of("field", known)

    def fields(given: str) -> str | tuple[str, ...]:
        asked = tuple(one(part) for part in given.split(",") if part.strip())
        if len(asked) == 1:
            return asked[0]
        if len(asked) != 2 or asked[0] == asked[1]:
            raise argparse.ArgumentTypeError(f"{given!r} are not two fields: write one, or two, as in speaker,outlet")
        return asked

    fields.known = tuple(known)  # type: ignore[attr-defined]  # what a shell may offer
    return fields


def fields_asked(arguments: argparse.Namespace) -> tuple[str, ...]:
    """The fields of a count; none where nothing is counted."""
    return arguments.count if isinstance(arguments.count, tuple) else (arguments.count,) if arguments.count else ()


def limit_of(words: str) -> int:
    """An argument's type: a number of answers; 0 for all."""
    try:
        return 0 if words == "all" else int(positive(int)(words))
    except argparse.ArgumentTypeError as error:
        raise argparse.ArgumentTypeError(f"{error}; all is every one of them") from error


def check_listing(arguments: argparse.Namespace, what: str) -> None:
    """Raise UsageError for what does not go together; ``what`` are the answers, as in ``add_listing``."""
    if not arguments.count:
        if arguments.chart:
            raise UsageError("--chart is of a count: add --count day, or another field")
        if arguments.format == "svg":
            raise UsageError("--format svg is of a count: add --count day, or another field")
        if arguments.limit == 0 and arguments.page > 1:
            raise UsageError("--limit all is one page: leave --page away")
        return
    if isinstance(arguments.count, tuple) and (arguments.format == "svg" or arguments.chart):
        what_not = "--format svg" if arguments.format == "svg" else "--chart"
        raise UsageError(f"{what_not} draws one field: of two there are a table, csv and json; or --count {arguments.count[0]}")
    if arguments.format == "line":
        raise UsageError("--format line is a line a statement, not a count: leave one of them away")
    if arguments.format == "ics":
        raise UsageError("--format ics is a calendar, not a count: leave --count away")
    if arguments.page > 1 or arguments.order:
        raise UsageError(f"--{'order' if arguments.order else 'page'} is of {what}: leave it away with --count")
    if arguments.chart == "line" and arguments.count not in OVER_TIME:
        raise UsageError(f"--chart line is over time: --count day, month or year, not {arguments.count}")
    if arguments.chart and arguments.format not in DRAWN:
        raise UsageError(
            f"--chart is drawn as a table or svg: --format {arguments.format} gives the numbers; leave --chart away"
        )


def limit_and_offset(arguments: argparse.Namespace) -> tuple[int, int]:
    """How many answers a page has (0: all), and how many stand before it."""
    limit = PAGE if arguments.limit is None else arguments.limit
    if arguments.page * limit >= 2**63:
        raise UsageError(f"--limit {limit} --page {arguments.page} is beyond any store")
    return limit, (arguments.page - 1) * limit


def most_values(arguments: argparse.Namespace) -> int:
    """How many values of a count are shown; 0 for all."""
    over_time = arguments.count in OVER_TIME
    if over_time and (arguments.format == "svg" or arguments.chart == "line"):
        return 0  # a line has all its days
    if arguments.limit is None:
        return PAGE if arguments.format in DRAWN and not over_time else 0
    return int(arguments.limit)


def drawn(
    arguments: argparse.Namespace,
    counts: list[Count],
    total: int,
    question: Asked,
    out: TextIO,
    rest: int = 0,
    unsaid: int = 0,
    left_open: Mapping[Openness, int] | None = None,
) -> Iterable[str]:
    """A count as bars, as a line, as a picture. Raises UsageError where there is too much of it, or nothing to draw with."""
    from sayso.formats import PERIODS, TooManyError, svg, write_bars, write_line

    by: Field = arguments.count
    try:
        if arguments.format == "svg":
            _keep_matplotlib_out_of_home()
            return [svg(counts, total, question, by, arguments.chart or "bar", rest, unsaid, left_open)]
        width, colour = page(arguments, out)
        if arguments.chart == "line":
            return list(write_line(counts, total, question, by, width, colour, unsaid))
        return write_bars(counts, total, question, by, width, colour, rest, unsaid, left_open)
    except ImportError as error:
        raise UsageError(f"--format svg needs matplotlib, which is not here ({error}): pip install matplotlib") from error
    except TooManyError as error:
        fewer = "narrow them with --from and --to, or --count month or year" if by in PERIODS else "leave --limit away"
        raise UsageError(f"{error} are too many to draw: {fewer}") from error


def write_count(
    arguments: argparse.Namespace,
    counts: list[Count],
    total: int,
    question: EventsQuestion | LedgerQuestion,
    what: str,
    to_json: Callable[[list[Count], int], dict[str, Any]],
) -> int:
    """Write a count of events or of undertakings (``what``) in the format asked for, and give the exit status."""
    from sayso.formats import apart, dumps, write_counts_csv, write_counts_jsonl

    named, none = apart(counts)
    most = most_values(arguments) or len(named)
    rest = len(named[most:])
    counts = [*named[:most], *none]
    with output(arguments.output, arguments.format) as out:
        if arguments.format in DRAWN:
            out.writelines(drawn(arguments, counts, total, question, out, rest))
        elif arguments.format == "json":
            out.write(dumps(to_json(counts, total), indent=1) + "\n")
        else:
            write = write_counts_csv if arguments.format in ("csv", "xlsx") else write_counts_jsonl
            out.writelines(write(counts, arguments.count, what))
    return READ if total else NOTHING_READ


def _keep_matplotlib_out_of_home() -> None:
    """Matplotlib writes a list of fonts under the home folder; here into a folder that goes when the command ends.

    Making that list again takes .1 s of 1.
    """
    if "MPLCONFIGDIR" not in os.environ:
        folder = tempfile.TemporaryDirectory(prefix="sayso-", ignore_cleanup_errors=True)
        atexit.register(folder.cleanup)
        os.environ["MPLCONFIGDIR"] = folder.name


def line(arguments: argparse.Namespace, out: TextIO) -> tuple[int | None, bool]:
    """How many cells wide a line of ``--format line`` is, and whether it has colours; None where it is for programs.

    A shell that exports COLUMNS makes no terminal of a pipe or a file: there words stay whole, with tabs between the fields.
    """
    return (shutil.get_terminal_size((80, 24)).columns if out.isatty() else None), page(arguments, out)[1]


def page(arguments: argparse.Namespace, out: TextIO) -> tuple[int, bool]:
    """How many cells wide a table is, and whether it has colours: a terminal's width and colours, 80 and none elsewhere."""
    width = shutil.get_terminal_size((80, 24)).columns if out.isatty() or "COLUMNS" in os.environ else 80
    colour = arguments.colour and out.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return max(30, min(width, 110)), colour
