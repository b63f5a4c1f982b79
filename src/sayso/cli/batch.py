"""``sayso batch``: its arguments, how far it is, and what came of it."""

from __future__ import annotations

import argparse
import contextlib
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from sayso.cli.filters import day_of
from sayso.cli.terminal import (
    INTERRUPTED,
    NOTHING_READ,
    READ,
    TERMINATED,
    Terminated,
    UsageError,
    add_page_arguments,
    page_options,
    paused,
    positive,
    say,
    tell_passed_over,
    terminable,
)
from sayso.controls import one_line
from sayso.days import first_day

if TYPE_CHECKING:
    from sayso.batch import Engine, Failed, Line, Plan, Standing, Tally

ENGINES = ("processes", "ray")
LINE_SECONDS = 30.0  # between two lines of progress where there is no terminal
MOST_NAMED = 20  # files that are broken in part, named at the end
_BROKEN_FILE = -1
_BROKEN = frozenset({"bad-warc", "bad-gzip", "bad-zstandard", "bad-wacz"})

EPILOG = """\
examples:
  sayso batch crawl/ --output read/
  sayso batch warc.paths.gz --output read/ --language en   a month of CC-NEWS
  sayso batch s3://bucket/2031/ --output read/             an object store
  sayso batch warc.paths.gz --output read/ --engine ray    here or on a cluster
  sayso batch warc.paths.gz --output read/ --shards 3/40   the third of 40 parts

Stopped at any time, it goes on where it was when the same command is given again.

exit status: 0 if all shards are read, 1 if one could not be, 2 for wrong use.
"""


def add_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``batch`` to the commands."""
    parser = commands.add_parser(
        "batch",
        help="read archives into files of Parquet, by many processes or a cluster",
        description="Read archives into files of Parquet, by many processes or a cluster.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=_batch)
    add = parser.add_argument
    what = "a WARC, a WACZ, JSON lines, a folder, an address, s3://…, or a list of these (….paths, ….paths.gz)"
    add("input", nargs="+", metavar="INPUT", help=what)
    add("--output", type=Path, metavar="FOLDER", required=True, help="where the files go, each when it is whole")
    add("--engine", choices=ENGINES, default=ENGINES[0], help="what reads: processes on this machine (default), or ray")
    add("--address", metavar="ADDRESS", help="of a Ray cluster (default: RAY_ADDRESS, or one that is started here)")
    cores = "shards that are read at the same time (default: one for each core)"
    add("--workers", type=positive(int), metavar="N", help=cores)
    add("--shards", metavar="K/N", type=_part, default=(1, 1), help="read the Kth of N parts: 3/40")
    add("--host", metavar="HOST", action="append", type=_host, help="pages of this host, or those below it; again: either")
    add("--since", metavar="DAY", type=day_of(first_day), help="no pages that are known to be of an earlier day")
    add_page_arguments(parser)


def _part(given: str) -> tuple[int, int]:
    """An argument's type: one of some parts.

    >>> _part("3/40")
    (3, 40)
    """
    found = re.fullmatch(r"(\d{1,9})/(\d{1,9})", given)
    if not found or not 1 <= int(found[1]) <= int(found[2]):
        raise argparse.ArgumentTypeError(f"{given!r} is no part: write 3/40 for the third of forty")
    return int(found[1]), int(found[2])


def _host(given: str) -> str:
    """An argument's type: the name of a host.

    >>> _host("WWW.Post.example.")
    'www.post.example'
    """
    host = given.strip().rstrip(".").lower()
    if not host or re.search(r"[\s/:@*]", host):
        raise argparse.ArgumentTypeError(f"{given!r} is no host: write post.example, which takes www.post.example too")
    return host


def _batch(arguments: argparse.Namespace) -> int:
    from sayso.batch import Choice, plan, run

    _check(arguments)
    folder, choice = arguments.output, Choice(tuple(arguments.host or ()), arguments.since)
    try:
        planned = plan(arguments.input, folder, page_options(arguments), choice, arguments.shards)
    except NotADirectoryError as error:
        raise UsageError(f"--output {folder}: is no folder") from error
    for one in planned.failed:
        say(f"sayso: {one.reason}: {one_line(one.detail)}")
    ended: KeyboardInterrupt | None = None
    lines = list(planned.done)
    with terminable(), _showing(planned) as shown:
        try:
            tally = run(planned, _engine(arguments, planned), _told(lines, shown), shown.standing)
        except KeyboardInterrupt as end:
            ended = end
    if ended is not None:
        say("sayso: stopped; what is read stays, and the same command goes on from there")
        return TERMINATED if isinstance(ended, Terminated) else INTERRUPTED
    # Of a part nobody knows what the others read: the run that reads, or finds, all of it marks what is double.
    marked = _mark(folder) if arguments.shards[1] == 1 and lines else None
    _report(tally, folder, marked, lines)
    tell_passed_over(arguments.input)
    if marked == _BROKEN_FILE:
        return NOTHING_READ
    return READ if not tally.failed and (tally.read or tally.had or arguments.shards[1] > 1) else NOTHING_READ


def _mark(folder: Path) -> int:
    """The number of articles that say what an earlier one says; _BROKEN_FILE, which is said, where a file is broken."""
    from sayso.batch import mark_duplicates

    try:
        return mark_duplicates(folder)
    except ValueError as error:
        say(f"sayso: {one_line(str(error))}; delete it and run this again: it is read anew, then marked for duplicates")
        return _BROKEN_FILE


def _check(arguments: argparse.Namespace) -> None:
    """Raise UsageError for what cannot be."""
    if "-" in arguments.input:
        raise UsageError("batch reads no standard input: a shard must be read again if its process dies; write it to a file")
    if arguments.address and arguments.engine != "ray":
        raise UsageError("--address is of a Ray cluster: --engine ray goes with it")
    if arguments.output.exists() and not arguments.output.is_dir():
        raise UsageError(f"--output {arguments.output}: is no folder")
    try:
        import pyarrow  # noqa: F401  # before anything is read
    except ModuleNotFoundError as error:
        raise UsageError("batch writes Parquet, which needs pyarrow: pip install pyarrow") from error


class _Idle:
    """What runs nothing: where all is done, no process is started."""

    count = 1

    def hand_in(self, task: object) -> None:
        raise AssertionError("there is nothing to do")

    def come_in(self, seconds: float) -> list[object]:
        return []

    def close(self) -> None:
        pass


def _engine(arguments: argparse.Namespace, planned: Plan) -> Engine:
    from sayso.batch import Processes, RayTasks
    from sayso.reading import cores

    if not planned.tasks:
        return _Idle()  # type: ignore[return-value]  # it never has an outcome
    if arguments.engine == "processes":
        return Processes(min(arguments.workers or cores(), len(planned.tasks)))
    try:
        return RayTasks(arguments.address, arguments.workers)
    except ModuleNotFoundError as error:
        raise UsageError(str(error)) from error
    except (ConnectionError, RuntimeError, ValueError) as error:  # as Ray says that a cluster does not answer
        raise UsageError(f"--engine ray: {one_line(str(error))[:300]}") from error


def _told(lines: list[Line], shown: _Shown) -> Callable[[Line | Failed], None]:
    from sayso.batch import Failed

    def tell(outcome: Line | Failed) -> None:
        if isinstance(outcome, Failed):
            shown.say(f"sayso: {outcome.reason}: {one_line(outcome.detail)}")
        else:
            lines.append(outcome)

    return tell


class _Shown:
    """How far a run is, on standard error: a line that changes on a terminal, elsewhere a line now and then."""

    def __init__(self, had: int, change: Callable[[str], None] | None) -> None:
        self._had, self._change = had, change
        self._last = time.monotonic()

    def standing(self, standing: Standing) -> None:
        """It is so far."""
        if self._change is not None:
            self._change(in_words(standing))
        elif time.monotonic() - self._last >= LINE_SECONDS:
            self._last = time.monotonic()
            say(f"sayso: {in_words(standing)}")

    def say(self, words: str) -> None:
        """A line of its own."""
        say(words)


def in_words(standing: Standing) -> str:
    """How far a run is, in a line.

    >>> from sayso.batch import Standing
    >>> in_words(Standing(40, 1000, done=9, failed=1, pages=12_345, bytes=250, seconds=60.0))
    '9 of 40 shards, 1 failed, 12,345 pages, 205.8/s, 3 min left'
    """
    seconds = max(standing.seconds, 0.01)
    failed = [f"{standing.failed:,} failed"] if standing.failed else []
    left = [f"{_duration(standing.seconds_left)} left"] if standing.seconds_left else []
    pace = [f"{standing.pages:,} pages", f"{standing.pages / seconds:,.1f}/s"]
    return ", ".join([f"{standing.done:,} of {standing.shards:,} shards", *failed, *pace, *left])


def _duration(seconds: float) -> str:
    """A time in its largest units.

    >>> _duration(42), _duration(180), _duration(9_000), _duration(200_000)
    ('42 s', '3 min', '2 h 30 min', '55 h 33 min')
    """
    if seconds < 100:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 100 else f"{minutes // 60} h {minutes % 60} min"


@contextlib.contextmanager
def _showing(planned: Plan) -> Iterator[_Shown]:
    if not sys.stderr.isatty() or not planned.tasks:
        yield _Shown(len(planned.done), None)
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn

    console = Console(stderr=True)
    with Progress(
        SpinnerColumn(), TextColumn("{task.description}"), console=console, transient=True, redirect_stdout=False,
        redirect_stderr=False,
    ) as progress:  # fmt: skip
        at = progress.add_task("starting")
        shown = _Shown(len(planned.done), lambda words: progress.update(at, description=words))

        def tell(words: str) -> None:
            with paused(progress):
                say(words)

        shown.say = tell  # type: ignore[method-assign]
        yield shown


def _report(tally: Tally, folder: Path, marked: int | None, lines: Iterable[Line]) -> None:
    """What came of it, on standard output; which files are broken in part, on standard error."""
    broken = [line for line in lines if _BROKEN & line.refusals.keys()]
    for line in broken[:MOST_NAMED]:
        parts = ", ".join(f"{count:,} {reason}" for reason, count in line.refusals.items() if reason in _BROKEN)
        say(f"sayso: {line.input} is broken in part ({parts}); what can be read of it is read")
    if len(broken) > MOST_NAMED:
        say(f"sayso: {len(broken) - MOST_NAMED:,} more are broken in part; their lines in {folder}/_manifest say so")
    had = f", {tally.had:,} of them before" if tally.had and tally.read else " before" if tally.had else ""
    shards = tally.read + tally.had
    say(f"read into {folder}" if shards else f"nothing read into {folder}", sys.stdout)
    for count, one, many in (
        (shards, f"shard{had}", f"shards{had}"),
        (len(tally.failed), "shard that could not be read", "shards that could not be read"),
        (tally.counts["articles"], "article", "articles"),
        (tally.counts["statements"], "statement", "statements"),
        (max(0, marked or 0), "article says what an earlier one says", "articles say what an earlier one says"),
    ):
        if count:
            say(f"{count:>9,} {one if count == 1 else many}", sys.stdout)
    for counts, what in ((tally.refusals, "not read"), (tally.passed_over, "passed over")):
        if counts:
            why = ", ".join(f"{count:,} {reason}" for reason, count in counts.most_common())
            say(f"{counts.total():>9,} {what}: {why}", sys.stdout)
