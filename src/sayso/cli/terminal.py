"""What the commands share at the terminal: exit statuses, how pages are got, output that appears whole, bars of progress."""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from sayso.options import DEFAULT_OPTIONS, PageOptions

if TYPE_CHECKING:
    from rich.progress import Progress

READ, NOTHING_READ, WRONG_USE, INTERRUPTED = 0, 1, 2, 130


class UsageError(Exception):
    """What was asked for cannot be done as asked; the message says how it can."""


def positive(kind: Callable[[str], float]) -> Callable[[str], float]:
    """An argument's type: a number of this kind, more than 0 and finite."""

    def number(words: str) -> float:
        value = kind(words)
        if not 0 < value < float("inf"):
            raise argparse.ArgumentTypeError(f"{words} is not more than 0")
        return value

    number.__name__ = kind.__name__  # argparse names it in "invalid int value"
    return number


def add_page_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what every command that reads pages takes: how their pages are got; see ``page_options``."""
    add = parser.add_argument
    add("--prose", action="store_true", help="take each file as body text, unchanged, character for character")
    add("--timeout", type=positive(float), metavar="SECONDS", help=f"for one address (default: {DEFAULT_OPTIONS.timeout:g})")
    add("--max-bytes", type=positive(int), metavar="N", help=f"for one page (default: {DEFAULT_OPTIONS.max_bytes})")
    add("--allow-private", action="store_true", help="read addresses on this machine and its network too")
    add("--verbose", "-v", action="store_true", help="show warnings and tracebacks on standard error")
    parser.set_defaults(timeout=DEFAULT_OPTIONS.timeout, max_bytes=DEFAULT_OPTIONS.max_bytes)


def page_options(arguments: argparse.Namespace) -> PageOptions:
    """How pages are got, as ``add_page_arguments``' arguments say."""
    return PageOptions(
        prose=arguments.prose,
        allow_private=arguments.allow_private,
        max_bytes=arguments.max_bytes,
        timeout=arguments.timeout,
    )


@contextlib.contextmanager
def output(path: Path | None) -> Iterator[TextIO]:
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
            publish(Path(out.name), path)
        finally:
            Path(out.name).unlink(missing_ok=True)


def publish(written: Path, path: Path) -> None:
    """Give the file the rights that any new file gets, or those of the one it takes the place of; then its name."""
    mask = os.umask(0)
    os.umask(mask)
    written.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~mask)
    written.replace(path.resolve())


@contextlib.contextmanager
def paused(progress: Progress) -> Iterator[None]:
    """Take the bar away while results are written to the same terminal."""
    progress.stop()
    yield
    progress.start()
