"""``sayso export``: its arguments, and what a store keeps on the way out, in the forms that other programs open."""

from __future__ import annotations

import argparse
import contextlib
import itertools
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from sayso.cli.filters import add_filters, add_store, asks_all, name_some, name_strangers, name_unheard, open_store, question_of
from sayso.cli.terminal import NOTHING_READ, READ, Meter, UsageError, add_verbose, meter, output, say
from sayso.store import Engine, Question, StoreError, Version

FORMATS = ("jsonl", "csv", "xlsx", "parquet", "annotations", "schema-org", "ftm", "brat", "case")
TABLED, TABLES = ("csv", "xlsx", "parquet"), ("statements", "events", "undertakings")
TO_A_PLACE = {"parquet": "FILE", "brat": "FOLDER", "case": "FILE"}  # what does not go through a pipe

EPILOG = """\
formats:
  jsonl        a whole reading a line, with what answers named: for programs, and to read back
  csv          a row a statement (an event, an undertaking): for R and any program
  xlsx         the same as a workbook of Excel: for spreadsheets
  parquet      the same, typed: for pandas, DuckDB, Arrow (pip install pyarrow)
  annotations  a W3C Web Annotation page: an annotation a statement, an event, an undertaking, by its words and by its place
  schema-org   JSON-LD: a NewsArticle an article, a Quotation a statement, an Event an event, an Action an undertaking
  ftm          FollowTheMoney entities a line: people, bodies, articles, and the events that join them
  brat         a folder that brat opens: a text and its annotations an article
  case         a zip of pages that a browser opens, with all of it as data: sayso import takes it into another store

examples:
  sayso export --output everything.jsonl
  sayso export --speaker Torvan --from 2031-03 --output torvan.csv
  sayso export --table events --output events.xlsx
  sayso export ceasefire --format brat --output ceasefire/
  sayso export --speaker Torvan --output torvan.zip
  sayso export --format annotations --no-text --output offsets.jsonld

exit status: 0 if anything was written, 1 if nothing was found or the store is in trouble, 2 for wrong use.
"""


def add_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``export`` to the commands."""
    parser = commands.add_parser(
        "export",
        help="hand on what the store keeps, in the forms that other programs open",
        description="Hand on what the store keeps, all of it or what answers, in the forms that other programs open.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=_export)
    add_filters(parser)
    group = parser.add_argument_group("what comes out")
    add = group.add_argument
    add("--format", choices=FORMATS, default="jsonl", help="by default what FILE's ending says; jsonl where it says nothing")
    add("--table", choices=TABLES, help="of csv, xlsx and parquet: a row a statement (default), an event, or an undertaking")
    add("--no-text", dest="text", action="store_false", help="places and hashes alone, without the publisher's words")
    add("--without-texts", dest="texts", action="store_false", help="of a case: statements' words, and no article's text")
    add("--output", "-o", type=Path, metavar="FILE", help="a file, or a folder for brat; whole or not at all")
    add_verbose(add)
    add_store(parser)


def _export(arguments: argparse.Namespace) -> int:
    form: str = arguments.format
    _check_place(form, arguments.output)
    if arguments.table and form not in TABLED:
        raise UsageError(f"--table is of csv, xlsx and parquet; --format {form} holds all three alike: leave it away")
    if not arguments.texts and form != "case":
        raise UsageError(f"--without-texts is of a case: --format {form} takes --no-text, which leaves out all words")
    with closing(open_store(arguments.store)) as engine:
        question = question_of(arguments, said=None)  # it is the record: what was not said has its column
        if form == "case":
            return _export_case(engine, question, arguments)
        found = _found(engine, question)
        first = list(itertools.islice(found, 1))
        if not first:
            return _nothing(engine, question)
        name_some(engine, question)
        tally = _Tally()
        shared = not arguments.output and sys.stdout and sys.stdout.isatty()  # no bar where what comes out fills the terminal
        with contextlib.nullcontext(Meter(None)) if shared else meter("exporting") as bar:
            _write(tally.counted(itertools.chain(first, found), bar), form, arguments, engine)
    if arguments.output:
        told = f"the {arguments.table} of {tally.reach}" if arguments.table in TABLES[1:] else f"{tally}"
        say(f"sayso: {told} to {arguments.output}")
    return READ


def _export_case(engine: Engine, question: Question, arguments: argparse.Namespace) -> int:
    from sayso.cases import write_case

    if not arguments.text:
        raise UsageError("--no-text leaves nothing to read in a case: --without-texts keeps the statements' words")
    asked = None if asks_all(question) and not question.all_versions else question
    with _no_broken_evidence(engine), meter("exporting") as bar:
        held = write_case(engine, asked, arguments.output, arguments.texts, progress=lambda done, all: bar.count())
    if held is None:
        return _nothing(engine, question)
    name_some(engine, question)
    tally = _Tally(held.articles, held.versions, held.statements)
    say(f"sayso: {tally}{'' if arguments.texts else ', without their texts,'} to {arguments.output}")
    return READ


def _nothing(engine: Engine, question: Question) -> int:
    say(f"sayso: nothing in {engine.address} answers; nothing was written")
    name_strangers(engine, question)
    name_unheard(engine, question)
    return NOTHING_READ


def _check_place(form: str, place: Path | None) -> None:
    """Found out before a long run, not after it."""
    if place is None:
        if form in TO_A_PLACE:
            raise UsageError(f"--format {form} needs --output {TO_A_PLACE[form]}")
    elif form == "brat":
        if place.exists() and not (place.is_dir() and not any(place.iterdir())):
            raise UsageError(f"--output {place}: is there already; name a new or an empty folder")
    elif place.is_dir():
        raise UsageError(f"--output {place}: is a folder; --format {form} writes a file")
    if place is not None and not place.absolute().parent.is_dir():
        raise UsageError(f"--output {place}: there is no folder {place.parent}")


def _found(engine: Engine, question: Question) -> Iterator[Version]:
    """What answers; with nothing asked, articles without any statement too."""
    return iter(engine.readings(None if asks_all(question) and not question.all_versions else question))


def _write(versions: Iterable[Version], form: str, arguments: argparse.Namespace, engine: Engine) -> None:
    # The forms are imported here, so that --help does not wait for them.
    from sayso.formats import CellError, export, text_writer

    table = arguments.table or TABLES[0]
    try:
        with _no_broken_evidence(engine):
            if arguments.output is not None:
                export(versions, form, arguments.output, arguments.text, table)
                return
            with output(None) as out:
                out.writelines(text_writer(form, table)(versions, arguments.text))
    except (ModuleNotFoundError, CellError) as error:
        raise UsageError(str(error)) from error


@contextlib.contextmanager
def _no_broken_evidence(engine: Engine) -> Iterator[None]:
    """Spans that no longer hold their words are the store's trouble."""
    from sayso.evidence import EvidenceError

    try:
        yield
    except EvidenceError as error:
        raise StoreError(f"{engine.address}: {error} (sayso verify names all such)") from error


class _Tally:
    """What has gone out."""

    def __init__(self, articles: int = 0, versions: int = 0, statements: int = 0) -> None:
        self.articles, self.versions, self.statements = articles, versions, statements
        self._last: str | None = None

    def counted(self, versions: Iterable[Version], bar: Meter) -> Iterator[Version]:
        """The versions as they pass; those of one address follow each other."""
        for version in versions:
            self.versions += 1
            self.articles += version.address != self._last
            self._last = version.address
            self.statements += len(version.reading.statements if version.answers is None else version.answers)
            bar.count()
            yield version

    @property
    def reach(self) -> str:
        """Of how many articles, in how many versions."""
        versions = f" in {self.versions:,} versions" if self.versions != self.articles else ""
        return f"{self.articles:,} article{'s' * (self.articles != 1)}{versions}"

    def __str__(self) -> str:
        return f"{self.statements:,} statement{'s' * (self.statements != 1)} of {self.reach}"
