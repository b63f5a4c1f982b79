"""``sayso read``: its arguments, and pages -> readings on the way out."""

from __future__ import annotations

import argparse
import contextlib
import gc
import itertools
import os
import shutil
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from sayso.cli.terminal import (
    NOTHING_READ,
    READ,
    UsageError,
    add_min_score,
    add_page_arguments,
    output,
    page_options,
    paused,
    positive,
    say,
    tell_passed_over,
    terminable,
)
from sayso.formats import FORMATS, Writer, write_text
from sayso.pages import meant_address
from sayso.record import Reading, Refusal

if TYPE_CHECKING:
    from rich.progress import Progress

Results = Iterator[Reading | Refusal]


EPILOG = """\
inputs:
  pages (HTML, text, Markdown, as a browser saved them), e-mails, RTF, PDF and
  DOCX, JSON and JSON lines, WARC, ARC, WACZ and HAR; folders of these; feeds
  and sitemaps, which lead to their pages

formats:
  text    for people: the statements by account, that is, on whose word the article has them
  json    one object of the schema sayso.reading/1; for one page only
  jsonl   one such object a line, for many pages, in their order; a page that cannot be read is an object with a refusal
  html    one self-contained page

examples:
  sayso read article.html
  sayso read https://news.example/article --format json
  sayso read crawl/ --format jsonl --output readings.jsonl
  curl -s https://news.example/article | sayso read -

exit status: 0 if anything was read, 1 if nothing was, 2 for wrong use.
"""


def add_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``read`` to the commands."""
    parser = commands.add_parser(
        "read",
        help="read pages into statements: who says what, to whom, on whose word",
        description="Read pages into statements: who says what, to whom, on whose word.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=_read)
    add = parser.add_argument
    add("input", nargs="+", metavar="INPUT", help="a file, a folder, an address, or - for standard input")
    add("--format", choices=tuple(FORMATS), default="text", help="the form of the output (default: text)")
    add("--output", "-o", type=Path, metavar="FILE", help="write to FILE instead, in the format of its ending")
    count = "processes that read (default: one for each core, where there is enough to read; 1: none beside this)"
    add("--workers", "--threads", dest="workers", type=positive(int), metavar="N", help=count)
    add("--no-color", "--no-colour", dest="colour", action="store_false", help="no colours (NO_COLOR does the same)")
    add_page_arguments(parser)
    add_min_score(add)


def _read(arguments: argparse.Namespace) -> int:
    # The road is imported here, so that --help and --version do not wait for it.
    from sayso.reading import read_many

    gc.freeze()  # what the imports made stays: to look through it again and again costs 8 % of the rooms after the model
    options = page_options(arguments)
    several = _several(arguments.input)
    if arguments.format == "json" and len(arguments.input) > 1:
        raise UsageError(ONE_ONLY)
    results = read_many(arguments.input, options, workers=arguments.workers)
    below = Counter[str]()
    if arguments.min_score:
        results = _surer(results, arguments.min_score, below)
    if arguments.format == "json":
        results = _single(results)
    tally: Counter[str] = Counter()
    with contextlib.ExitStack() as stack:
        stack.enter_context(terminable())
        out = stack.enter_context(output(arguments.output))
        progress = stack.enter_context(_progress(arguments.input)) if several and sys.stderr.isatty() else None
        for piece in _writer(arguments, out)(_counted(results, tally, progress)):
            with paused(progress) if progress and out.isatty() else contextlib.nullcontext():
                out.write(piece)
                out.flush()
    _report(tally, several)
    if left := below.total():
        what = "1 statement" if left == 1 else f"{left:,} statements"
        say(f"sayso: {what} of a score below {arguments.min_score:g} left out")
    tell_passed_over(arguments.input, arguments.output)
    return READ if tally[""] else NOTHING_READ


def _surer(results: Results, least: float, below: Counter[str]) -> Results:
    """The results without statements of a lower score, which are counted."""
    from sayso.doubt import surer

    for result in results:
        if isinstance(result, Reading):
            kept = surer(result, least)
            below[""] += len(result.statements) - len(kept.statements)
            yield kept
        else:
            yield result


ONE_ONLY = "--format json prints one object, for one page; --format jsonl prints one a line for many"


def _single(results: Results) -> Results:
    """The one result there is; two are found out before anything is written."""
    first = list(itertools.islice(results, 2))
    if len(first) > 1:
        raise UsageError(ONE_ONLY)
    return iter(first)


def _writer(arguments: argparse.Namespace, out: TextIO) -> Writer:
    if arguments.format != "text":
        return FORMATS[arguments.format]
    width = shutil.get_terminal_size((80, 24)).columns if out.isatty() or "COLUMNS" in os.environ else 80
    colour = arguments.colour and out.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return lambda results: write_text(results, max(40, min(width, 100)), colour)


def _counted(results: Results, tally: Counter[str], progress: Progress | None) -> Results:
    """The results as they pass, each counted by its reason for refusal ("" for a reading)."""
    for result in results:
        tally[result.reason if isinstance(result, Refusal) else ""] += 1
        if progress:
            _advance(progress)
        yield result


def _advance(progress: Progress) -> None:
    """One result further; the number of all is forgotten where an address turns out to be a list of many."""
    (task,) = progress.tasks
    progress.advance(task.id)
    if task.total is not None and task.completed > task.total:
        task.total = None


def _report(tally: Counter[str], several: bool) -> None:
    refused = {reason: count for reason, count in tally.most_common() if reason}
    if several or refused or tally.total() > 1:
        why = f"; not read: {', '.join(f'{count} {reason}' for reason, count in refused.items())}" if refused else ""
        say(f"sayso: read {tally['']} of {tally.total()}{why}")


def _several(inputs: Sequence[str]) -> bool:
    return len(inputs) > 1 or any(Path(name).is_dir() or _holds_many(name) for name in inputs)


def _holds_many(name: str) -> bool:
    many = (".jsonl", ".ndjson", ".warc", ".arc", ".wacz", ".har", ".mbox", ".rss", ".atom", ".xml")
    return name.lower().removesuffix(".gz").removesuffix(".zst").endswith(many)


def _progress(inputs: Sequence[str]) -> Progress:
    # Rich takes 60 ms to import: only where there is a bar to draw.
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    plain = all(meant_address(name) or Path(name).is_file() for name in inputs) and not any(map(_holds_many, inputs))
    columns = (TextColumn("reading"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    progress = Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False, redirect_stderr=False)
    progress.add_task("reading", total=len(inputs) if plain else None)
    return progress
