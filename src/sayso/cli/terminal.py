"""What the commands share at the terminal: exit statuses, how pages are got, output that appears whole, bars of progress."""

from __future__ import annotations

import argparse
import contextlib
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, cast

from sayso.controls import Shield, shielded
from sayso.doubt import DOUBTFUL
from sayso.files import check_database, check_target, whole_file
from sayso.options import DEFAULT_OPTIONS, PageOptions
from sayso.pages import passed_over

if TYPE_CHECKING:
    from rich.progress import Progress

MOST_KINDS = 8  # of files that were passed over, told one by one

READ, NOTHING_READ, INTERRUPTED, TERMINATED = 0, 1, 130, 143  # and WRONG_USE, 2


class UsageError(Exception):
    """What was asked for cannot be done as asked; the message says how it can."""


class Terminated(KeyboardInterrupt):
    """The process was asked to end (SIGTERM), as by Ctrl-C, but not from the keyboard."""


@contextlib.contextmanager
def terminable() -> Iterator[None]:
    """Within this, SIGTERM raises Terminated, so that what was begun is put in order."""
    if threading.current_thread() is not threading.main_thread():  # where signals cannot be caught
        yield
        return

    def terminate(*_: object) -> None:
        raise Terminated

    before = signal.signal(signal.SIGTERM, terminate)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def say(words: str, out: TextIO | None = None) -> None:
    """A line on standard error, or ``out``: the one door to the terminal for what is no result. No escape passes."""
    stream = out or sys.stderr
    if stream is not None:  # closed: nobody wants to hear of it
        print(shielded(words), file=stream)


def asked(question: str) -> str:
    """What somebody at the terminal answers, a line without blanks around it; empty where the input ends."""
    print(shielded(f"{question} "), end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip()


def positive(kind: Callable[[str], float], zero: bool = False) -> Callable[[str], float]:
    """An argument's type: a number of this kind, finite and more than 0, or 0 where that may be."""

    def number(words: str) -> float:
        try:
            value = kind(words)
        except ValueError as error:
            raise argparse.ArgumentTypeError(f"{words!r} is no {'whole number' if kind is int else 'number'}") from error
        if not 0 <= value < float("inf") or (value == 0 and not zero):
            least = "0 or more" if zero else "1 or more" if kind is int else "more than 0"
            raise argparse.ArgumentTypeError(f"{words!r} will not do: it must be {least}")
        return value

    return number


def languages(words: str) -> tuple[str, ...]:
    """An argument's type: codes of languages, ISO 639-1, with commas between: "en,fr".

    >>> languages("en, fr-CA")
    ('en', 'fr')
    """
    codes = [code.strip().lower().split("-")[0].split("_")[0] for code in words.split(",") if code.strip()]
    for code in codes or [words]:
        if not (len(code) in (2, 3) and code.isascii() and code.isalpha()):
            raise argparse.ArgumentTypeError(f"{code!r} is no code of a language: write en, or en,fr")
    return tuple(dict.fromkeys(codes))


def add_output(add: Callable[..., object]) -> None:
    """Add ``--output`` and ``--no-color``, by a parser's ``add_argument``: where it is written to, and whether in colour."""
    add("--output", "-o", type=Path, metavar="FILE", help="write to FILE instead, in the format of its ending")
    add("--no-color", "--no-colour", dest="colour", action="store_false", help="no colours (NO_COLOR does the same)")


def add_verbose(add: Callable[..., object]) -> None:
    """Add ``--verbose``, by a parser's ``add_argument``."""
    add("--verbose", "-v", action="store_true", help="show warnings and tracebacks on standard error")


def add_min_score(add: Callable[..., object]) -> None:
    """Add ``--min-score``, by a group's or a parser's ``add_argument``."""
    doubtful = f"no statement of a lower score (0 to 1): below {DOUBTFUL:g} one is doubtful, as likely wrong as right"
    add("--min-score", metavar="SCORE", type=score, default=0.0, help=doubtful)


def score(given: str) -> float:
    """An argument's type: a score.

    >>> score(".5")
    0.5
    >>> score("50")
    Traceback (most recent call last):
    argparse.ArgumentTypeError: '50' is no score: write a number from 0 to 1, such as 0.5
    """
    try:
        value = float(given)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError(f"{given!r} is no score: write a number from 0 to 1, such as {DOUBTFUL:g}")
    return value


def add_page_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what every command that reads pages takes: how their pages are got; see ``page_options``."""
    add = parser.add_argument
    add("--prose", action="store_true", help="take each file as body text, unchanged, character for character")
    add("--timeout", type=positive(float), metavar="SECONDS", help=f"for one address (default: {DEFAULT_OPTIONS.timeout:g})")
    pause = f"between two pages of one site (default: {DEFAULT_OPTIONS.delay:g}; more where its robots.txt asks for it)"
    add("--delay", type=positive(float, zero=True), metavar="SECONDS", help=pause)
    add("--max-bytes", type=positive(int), metavar="N", help=f"for one page (default: {DEFAULT_OPTIONS.max_bytes})")
    add("--allow-private", action="store_true", help="read addresses on this machine and its network too")
    add("--language", metavar="CODES", type=languages, help="read pages in these languages alone: en, or en,fr (default: all)")
    add_verbose(add)
    parser.set_defaults(timeout=DEFAULT_OPTIONS.timeout, delay=DEFAULT_OPTIONS.delay, max_bytes=DEFAULT_OPTIONS.max_bytes)


def page_options(arguments: argparse.Namespace) -> PageOptions:
    """How pages are got, as ``add_page_arguments``' arguments say."""
    return PageOptions(
        prose=arguments.prose,
        allow_private=arguments.allow_private,
        max_bytes=arguments.max_bytes,
        timeout=arguments.timeout,
        delay=arguments.delay,
        languages=arguments.language or (),
    )


def tell_passed_over(inputs: Iterable[str], own: str | Path | None = None) -> None:
    """Say on standard error how many files of the folders were passed over, by kind, if any were; ``own`` is not counted."""
    counts = passed_over(inputs, own)
    if counts:
        kinds = ", ".join(f"{count:,} {kind}" for kind, count in counts.most_common(MOST_KINDS))
        more = len(counts) - MOST_KINDS
        files = "1 file" if counts.total() == 1 else f"{counts.total():,} files"
        say(f"sayso: passed over {files} in folders: {kinds}{f' and {more} more kinds' if more > 0 else ''}")


@contextlib.contextmanager
def output(path: Path | None, form: str | None = None) -> Iterator[TextIO]:
    """Standard output in UTF-8, or a file that appears under its name only when it is whole.

    Where ``form`` is xlsx, the file is a workbook, and the lines of CSV that are written to it are its rows.
    """
    if path is None:
        if sys.stdout is None:
            raise UsageError("standard output is closed; --output FILE writes to a file")
        if hasattr(sys.stdout, "reconfigure"):
            sys.stdout.reconfigure(encoding="utf-8", errors="replace", newline="\n")
        yield cast(TextIO, Shield(sys.stdout)) if sys.stdout.isatty() else sys.stdout
        return
    with _as_wrong_use():
        check_target(path)
    if form == "xlsx":
        with _workbook(path) as book:
            yield book
        return
    with whole_file(path) as part, part.open("w", encoding="utf-8", errors="replace", newline="\n") as out:
        yield out


@contextlib.contextmanager
def _workbook(path: Path) -> Iterator[TextIO]:
    from sayso.formats import CellError, sheets

    try:
        with whole_file(path) as part, sheets(part) as book:
            yield cast(TextIO, book)
    except CellError as error:
        raise UsageError(f"--output {path}: {error}") from error


def check_output(path: Path | None) -> None:
    """Raise UsageError where ``--output`` names a store, or any database: before the work begins, and not over its end."""
    if path is not None:
        with _as_wrong_use():
            check_database(path)


@contextlib.contextmanager
def _as_wrong_use() -> Iterator[None]:
    try:
        yield
    except (FileExistsError, FileNotFoundError, IsADirectoryError) as error:
        raise UsageError(f"--output {error}") from error


@contextlib.contextmanager
def paused(progress: Progress) -> Iterator[None]:
    """Take the bar away while results are written to the same terminal."""
    progress.stop()
    yield
    progress.start()


class Meter:
    """What a long run shows on a terminal: how much is done, how fast, how long it still takes. Elsewhere it shows nothing."""

    def __init__(self, progress: Progress | None) -> None:
        self._progress = progress
        self._began = time.monotonic()
        self._count = 0
        self._reached = 0.0

    def count(self, position: float | None = None) -> None:
        """One more is done; ``position`` is how much of the total that makes. The bar never goes back."""
        self._count += 1
        position = self._reached = max(self._reached, position or 0)
        if self._progress is not None:
            rate = self._count / max(time.monotonic() - self._began, 0.01)
            self._progress.update(0, completed=position, count=f"{self._count:,}", rate=f"{rate:,.1f}/s")  # type: ignore[arg-type]

    def at(self, position: int) -> None:
        """So much of the total is done."""
        self._count = position - 1
        self.count(position)

    def say(self, words: str, out: TextIO | None = None) -> None:
        """A line on standard error, or ``out``, above the bar where there is one."""
        with paused(self._progress) if self._progress is not None else contextlib.nullcontext():
            say(words, out)


@contextlib.contextmanager
def meter(doing: str, total: float | None = None) -> Iterator[Meter]:
    """A meter on standard error, where that is a terminal; ``total`` None where nobody knows."""
    if not sys.stderr.isatty():
        yield Meter(None)
        return
    # Rich takes 60 ms to import: only where there is a bar to draw.
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    pace = TextColumn("{task.fields[count]}  {task.fields[rate]} ")
    columns = (TaskProgressColumn(), pace, TimeRemainingColumn(), TextColumn("left")) if total else (pace, TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(
        TextColumn(doing),
        BarColumn(24),
        *columns,
        console=console,
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
    ) as progress:
        progress.add_task(doing, total=total or None, count="0", rate="")
        yield Meter(progress)
