"""``sayso add``: its arguments, its bar, and what came of it."""

from __future__ import annotations

import argparse
import contextlib
import os
import shlex
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from sayso.cli.filters import add_store
from sayso.cli.terminal import (
    INTERRUPTED,
    NOTHING_READ,
    READ,
    TERMINATED,
    Terminated,
    UsageError,
    add_page_arguments,
    meter,
    page_options,
    positive,
    say,
    tell_passed_over,
    terminable,
)
from sayso.controls import one_line
from sayso.pages import is_page_name, is_read, meant_address, read_pages
from sayso.record import Page, Refusal
from sayso.store import StoreError

if TYPE_CHECKING:
    from sayso.adding import Tally

MOST_FILES = 200_000  # that are measured before the reading begins; a walk over more would be a wait
FEW = 5  # refusals that are told one by one

EPILOG = """\
examples:
  sayso add article.html                          into sayso.db, in this folder
  sayso add crawl/ CC-NEWS-20310314.warc.gz       folders and web archives
  sayso add https://news.example/rss.xml          a feed's or a sitemap's articles
  sayso add read/                                 what sayso batch --output read/ has read
  sayso add crawl/ --store postgresql://db/news   into PostgreSQL

Stopped at any time, it goes on where it was when the same command is given again.

exit status: 0 if anything was added or all was there already, 1 if nothing could be read, 2 for wrong use.
"""


def add_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``add`` to the commands."""
    parser = commands.add_parser(
        "add",
        help="read pages into a store, which keeps every version of them",
        description="Read pages into a store, which keeps every version of them.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=_add)
    add = parser.add_argument
    what = "a file, a folder, a WARC, JSON lines, a feed, a sitemap, an address, -, or a folder that sayso batch wrote"
    add("input", nargs="+", metavar="INPUT", help=what)
    add_store(parser)
    add_workers(parser)
    add("--readd", action="store_true", help="read articles too that sayso remove took out")
    add_page_arguments(parser)


def add_workers(parser: argparse.ArgumentParser) -> None:
    """Add ``--workers``: the number of processes that read, None for one a core."""
    parser.add_argument(
        "--workers",
        type=positive(int),
        metavar="N",
        help="processes that read (default: one for each core; 1: none beside this)",
    )


def _add(arguments: argparse.Namespace) -> int:
    # The road and the store are imported here, so that --help does not wait for them.
    from sayso.adding import Tally
    from sayso.batch import add_each
    from sayso.store import is_path, open_engine
    from sayso.workers import WorkersError

    _refuse_cases(arguments.input)
    _check(arguments)
    tally, extent = Tally(), Extent(arguments.input)
    refusals: list[Refusal] = []
    held = not is_path(arguments.store) or _is_there(arguments.store)
    if not held and not any(map(_is_there, arguments.input)):  # a slip in a path makes no store
        for page in read_pages(arguments.input, page_options(arguments)):
            if isinstance(page, Refusal):
                tally.count(page)
                refusals.append(page)
        _report(tally, refusals, arguments.store, arguments.verbose)
        return NOTHING_READ
    ended: BaseException | None = None
    with closing(open_engine(arguments.store)) as engine, terminable():
        try:
            with meter("adding", extent.total) as bar:
                options, workers, anew = page_options(arguments), arguments.workers, arguments.readd
                results = add_each(
                    *(engine, arguments.input, options, workers, extent.meet),
                    anew=anew,
                    reached=lambda path, part: extent.reach(os.fspath(path), part),
                )
                for result in results:
                    tally.count(result)
                    bar.count(extent.settle())
                    if isinstance(result, Refusal) and arguments.verbose:
                        bar.say(f"{result.reason}: {one_line(result.told)}")
                    elif isinstance(result, Refusal) and len(refusals) <= FEW:
                        refusals.append(result)
        except (KeyboardInterrupt, StoreError, WorkersError) as end:
            ended = end  # what came of it so far is told first
        if ended is None or tally != Tally():
            _report(tally, refusals, engine.address)
            tell_passed_over([name for name in arguments.input if not is_read(name)], arguments.store)
    if isinstance(ended, KeyboardInterrupt):
        say("sayso: stopped; what is written stays, and the same command goes on from there")
        return TERMINATED if isinstance(ended, Terminated) else INTERRUPTED
    if ended is not None:
        raise ended
    return READ if tally.articles or tally.versions or tally.same or tally.removed else NOTHING_READ


def _refuse_cases(inputs: Iterable[str]) -> None:
    """A case file is no page: what stands in it was read, and is taken in as it was."""
    for name in inputs:
        if name.lower().endswith(".zip"):
            from sayso.cases import is_case

            if is_case(name):
                raise UsageError(f"{name}: is a case file, and no page: sayso import {shlex.quote(name)} takes it in")


def _check(arguments: argparse.Namespace) -> None:
    """Raise UsageError for what goes with pages, and not with readings."""
    taken = [name for name in arguments.input if is_read(name)]
    if not taken:
        return
    given = [flag for flag, value in (("--prose", arguments.prose), ("--language", arguments.language)) if value]
    if given:
        raise UsageError(f"{taken[0]} is read already: {given[0]} is for sayso batch, which read it, and for sayso find")
    from sayso.batch import without_pandas

    try:
        without_pandas()
    except ModuleNotFoundError as error:
        raise UsageError(str(error)) from error


def _is_there(given: str) -> bool:
    """Whether it may be: False of a path at which there is nothing, as ``read_pages`` looks for it."""
    try:
        return given == "-" or bool(meant_address(given)) or Path(given).exists()
    except (OSError, ValueError):  # it is told what is wrong with it when it is read
        return True


def _report(tally: Tally, refusals: Sequence[Refusal], store: str, each: bool = False) -> None:
    """What came of it, on standard output; why a few pages were not read, on standard error."""
    from sayso.formats import tally_told

    refused = tally.refusals.total()
    if refused <= FEW or each:
        for refusal in refusals:
            say(f"sayso: {refusal.reason}: {one_line(refusal.told)}")
    say(f"{'added to' if tally.articles or tally.versions else 'nothing new for'} {store}", sys.stdout)
    for count, words in tally_told(tally):
        each_told = " (--verbose tells each)" if words.startswith("not read:") and refused > FEW and not each else ""
        say(f"{count:>9,} {words}{each_told}", sys.stdout)


class Extent:
    """How many bytes the inputs have, and of how many it is known what became; no total where an input does not tell its size.

    Pages come in ahead of what becomes of them, and both in one order, in which ``position`` never goes back.
    """

    def __init__(self, inputs: Iterable[str]) -> None:
        self.position = 0
        self.total: int | None = None
        self._sizes: dict[str, int] = {}
        self._file, self._within = "", 0  # the file that pages come from, and how far into it
        self._before = 0  # bytes of the files before it
        self._ahead: deque[int] = deque()  # where each page ends of which nothing is known yet
        for path, size in _sizes(inputs):
            if size is None or len(self._sizes) == MOST_FILES:
                return
            self._sizes[path] = size
        self.total = sum(self._sizes.values())

    def meet(self, page: Page | Refusal) -> None:
        """A page has come in: of a file, "crawl.warc.gz:81920" (a WARC's record at this byte), "pages.jsonl:3" (a line)."""
        path, _, number = page.input.rpartition(":")
        file = page.input if page.input in self._sizes else path
        self._come(file, lambda: self._place(page, number))

    def reach(self, file: str, part: float) -> None:
        """A row of a file of readings has come in, and this part of the file is behind it."""
        self._come(file, lambda: int(part * self._sizes[file]))

    def _come(self, file: str, place: Callable[[], int]) -> None:
        if file in self._sizes:
            if file != self._file:
                self._before += self._sizes.get(self._file, 0)
                self._file, self._within = file, 0
            self._within = max(self._within, min(place(), self._sizes[file]))
        self._ahead.append(self._before + self._within)

    def _place(self, page: Page | Refusal, number: str) -> int:
        """How far into its file a page is."""
        if page.input == self._file:
            return self._sizes[self._file]
        if ".warc" in self._file.lower() and number.isdecimal():
            return int(number)
        packed = self._file.lower().endswith(".gz")
        return self._within + (len(page.content) if isinstance(page, Page) and not packed else 0)

    def settle(self) -> int:
        """What became of the next page is known; gives how far that is."""
        self.position = max(self.position, self._ahead.popleft()) if self._ahead else self.position
        return self.position


def _sizes(inputs: Iterable[str]) -> Iterator[tuple[str, int | None]]:
    """Each file with its size in bytes; None where nobody knows."""
    for name in inputs:
        if name == "-" or (meant_address(name) and not os.path.exists(name)):  # noqa: PTH110  # no ValueError for a NUL
            yield name, None
            continue
        if is_read(name):
            from sayso.batch import files_of

            for read in files_of(name):
                yield from _size(os.fspath(read.path))
            continue
        yield from _size(name)
        for top, _, files in os.walk(name):
            for file in files:
                if is_page_name(file):
                    yield from _size(os.fspath(Path(top, file)))


def _size(path: str) -> Iterator[tuple[str, int]]:
    """The file with its size, where it is one; what else is wrong with it is told when it is read."""
    with contextlib.suppress(OSError, ValueError):
        if Path(path).is_file():
            yield path, Path(path).stat().st_size
