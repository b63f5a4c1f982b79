"""Arguments -> what the other rooms do with them: the command ``sayso``, its output, its exit status, nothing else."""

from __future__ import annotations

import argparse
import contextlib
import itertools
import logging
import os
import shutil
import sys
import tempfile
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from sayso import __version__
from sayso.formats import FORMATS, Writer, write_text
from sayso.options import DEFAULT_OPTIONS, PageOptions
from sayso.pages import is_address
from sayso.record import Reading, Refusal

if TYPE_CHECKING:
    from rich.progress import Progress

Results = Iterator[Reading | Refusal]

READ, NOTHING_READ, WRONG_USE, INTERRUPTED = 0, 1, 2, 130

DESCRIPTION = "Who said what, to whom, and on whose say-so: reads news pages into a record of attributed statements."
READ_EPILOG = """\
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


class UsageError(Exception):
    """What was asked for cannot be done as asked; the message says how it can."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit status. ``argv`` is without the program's name."""
    arguments = _parser().parse_args(argv)
    _quieten(arguments.verbose)
    try:
        return int(arguments.run(arguments))
    except UsageError as error:
        print(f"sayso: {error}", file=sys.stderr)
        return WRONG_USE
    except BrokenPipeError:
        # The reader of our output (head, less) has seen enough; nothing may be flushed at exit into the closed pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return READ
    except KeyboardInterrupt:
        print("sayso: interrupted", file=sys.stderr)
        return INTERRUPTED
    except OSError as error:
        print(f"sayso: cannot write: {error.strerror or error}", file=sys.stderr)
        return NOTHING_READ


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="sayso", description=DESCRIPTION)
    parser.add_argument("--version", action="version", version=f"sayso {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    _add_read(commands.add_parser(
        "read",
        help="read pages into statements: who says what, to whom, on whose word",
        description="Read pages into statements: who says what, to whom, on whose word.",
        epilog=READ_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    ))  # fmt: skip
    return parser


def _add_read(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(run=_read)
    add = parser.add_argument
    add("input", nargs="+", metavar="INPUT", help="a file, a folder, JSON lines, an address, or - for standard input")
    add("--format", choices=tuple(FORMATS), default="text", help="the form of the output (default: text)")
    add("--output", "-o", type=Path, metavar="FILE", help="write to FILE instead, whole or not at all")
    add("--prose", action="store_true", help="take each file as body text, unchanged, character for character")
    add("--threads", type=_positive(int), metavar="N", help="processor cores to use (default: all that are given)")
    add("--timeout", type=_positive(float), metavar="SECONDS", help=f"for one address (default: {DEFAULT_OPTIONS.timeout:g})")
    add("--max-bytes", type=_positive(int), metavar="N", help=f"for one page (default: {DEFAULT_OPTIONS.max_bytes})")
    add("--allow-private", action="store_true", help="read addresses on this machine and its network too")
    add("--no-color", "--no-colour", dest="colour", action="store_false", help="no colours (NO_COLOR does the same)")
    add("--verbose", "-v", action="store_true", help="show warnings and tracebacks on standard error")
    parser.set_defaults(timeout=DEFAULT_OPTIONS.timeout, max_bytes=DEFAULT_OPTIONS.max_bytes)


def _positive(kind: Callable[[str], float]) -> Callable[[str], float]:
    def number(words: str) -> float:
        value = kind(words)
        if not 0 < value < float("inf"):
            raise argparse.ArgumentTypeError(f"{words} is not more than 0")
        return value

    number.__name__ = kind.__name__  # argparse names it in "invalid int value"
    return number


def _quieten(verbose: bool) -> None:
    """Libraries log and warn about odd pages; a person wants to see none of it unless it was asked for."""
    if verbose:
        logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(name)s: %(message)s")
    else:
        logging.getLogger().addHandler(logging.NullHandler())
        if not sys.warnoptions:
            warnings.simplefilter("ignore")


# sayso read


def _read(arguments: argparse.Namespace) -> int:
    # The road is imported here, so that --help and --version do not wait for it.
    from sayso.reading import read_many

    options = PageOptions(
        prose=arguments.prose,
        allow_private=arguments.allow_private,
        max_bytes=arguments.max_bytes,
        timeout=arguments.timeout,
    )
    several = _several(arguments.input)
    if arguments.format == "json" and len(arguments.input) > 1:
        raise UsageError(ONE_ONLY)
    results = read_many(arguments.input, options, threads=arguments.threads)
    if arguments.format == "json":
        results = _single(results)
    tally: Counter[str] = Counter()
    with contextlib.ExitStack() as stack:
        out = stack.enter_context(_output(arguments.output))
        progress = stack.enter_context(_progress(arguments.input)) if several and sys.stderr.isatty() else None
        for piece in _writer(arguments, out)(_counted(results, tally, progress)):
            with _paused(progress) if progress and out.isatty() else contextlib.nullcontext():
                out.write(piece)
                out.flush()
    _report(tally, several)
    return READ if tally[""] else NOTHING_READ


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
            progress.advance(progress.task_ids[0])
        yield result


def _report(tally: Counter[str], several: bool) -> None:
    refused = {reason: count for reason, count in tally.most_common() if reason}
    if several or refused:
        why = f"; not read: {', '.join(f'{count} {reason}' for reason, count in refused.items())}" if refused else ""
        print(f"sayso: read {tally['']} of {tally.total()}{why}", file=sys.stderr)


@contextlib.contextmanager
def _output(path: Path | None) -> Iterator[TextIO]:
    """Standard output in UTF-8, or a file that appears under its name only when it is whole."""
    if path is None:
        if hasattr(sys.stdout, "reconfigure"):
            sys.stdout.reconfigure(encoding="utf-8", errors="replace", newline="\n")
        yield sys.stdout
        return
    if path.is_dir() or not path.parent.is_dir():
        raise UsageError(f"--output {path}: {'is a folder' if path.is_dir() else f'there is no folder {path.parent}'}")
    if path.exists() and not path.is_file():  # /dev/null, a named pipe: nothing to put in its place
        with path.open("w", encoding="utf-8", errors="replace", newline="\n") as out:
            yield out
        return
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", errors="replace", newline="\n", dir=path.parent, prefix=".sayso-", suffix=".part", delete=False
    ) as out:
        try:
            yield out  # type: ignore[misc]  # a wrapper that is a TextIO in all but its class
            out.close()
            _publish(Path(out.name), path)
        finally:
            Path(out.name).unlink(missing_ok=True)


def _publish(written: Path, path: Path) -> None:
    """Give the file the rights that any new file gets, or those of the one it takes the place of; then its name."""
    mask = os.umask(0)
    os.umask(mask)
    written.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~mask)
    written.replace(path.resolve())


def _several(inputs: Sequence[str]) -> bool:
    return len(inputs) > 1 or any(Path(name).is_dir() or name.endswith((".jsonl", ".jsonl.gz")) for name in inputs)


def _progress(inputs: Sequence[str]) -> Progress:
    # Rich takes 60 ms to import: only where there is a bar to draw.
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    plain = all(is_address(name) or Path(name).is_file() for name in inputs) and not any("jsonl" in name for name in inputs)
    columns = (TextColumn("reading"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    progress = Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False, redirect_stderr=False)
    progress.add_task("reading", total=len(inputs) if plain else None)
    return progress


@contextlib.contextmanager
def _paused(progress: Progress) -> Iterator[None]:
    """Take the bar away while results are written to the same terminal."""
    progress.stop()
    yield
    progress.start()
