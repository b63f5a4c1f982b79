"""``sayso import``: its arguments -> case files taken into a store, and what came of each."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import closing

from sayso.cli.filters import add_store
from sayso.cli.terminal import NOTHING_READ, READ, meter, say
from sayso.controls import one_line
from sayso.formats import in_words
from sayso.store import Brought, Correction

FEW = 5  # of what is told one by one

EPILOG = """\
examples:
  sayso export --speaker Torvan --output torvan.zip    a case, from one store
  sayso import torvan.zip --store other.db             into another

Nothing is read again: texts, statements, parties, events and corrections are what
they were in the store that the case comes from. A file that is not as it was
written is refused, and named; a case is taken in whole, or not at all.

exit status: 0 if all was taken in or was there already, 1 if a case was refused or the store is in trouble, 2 for wrong use.
"""


def add_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``import`` to the commands."""
    parser = commands.add_parser(
        "import",
        help="take case files into a store, that another store exported",
        description="Take case files into a store: articles, statements and corrections as another store had them.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=_import)
    add = parser.add_argument
    add("case", nargs="+", metavar="FILE", help="a case file: what sayso export --format case wrote")
    add("--readd", action="store_true", help="take in articles too that sayso remove took out")
    add("--verbose", "-v", action="store_true", help="tell each correction; show warnings and tracebacks on standard error")
    add_store(parser)


def _import(arguments: argparse.Namespace) -> int:
    from sayso.cases import CaseError

    status = READ
    for name in arguments.case:
        try:
            _take(name, arguments)
        except CaseError as error:  # the others are taken in
            say(f"sayso: {error}")
            status = NOTHING_READ
    return status


def _take(name: str, arguments: argparse.Namespace) -> None:
    """Take one case in, and say what came of it."""
    from sayso.cases import open_case, take_in
    from sayso.store import open_engine

    with open_case(name) as case:
        case.check_texts()  # a slip in a path makes no store
        with closing(open_engine(arguments.store)) as engine:
            with meter("importing", case.manifest.held.versions or None) as bar:
                brought = take_in(engine, case, arguments.readd, lambda done, all: bar.at(done))
            most = None if arguments.verbose else FEW
            for line in _report(brought, name, engine.address, most):
                say(one_line(line) if line[:1] != " " else line, sys.stdout)


def _report(brought: Brought, name: str, store: str, most: int | None) -> Iterator[str]:
    """What came of a case."""
    outcomes = [one.outcome for one in brought.kept]
    statements = sum(one.statements for one in brought.kept)
    new = statements or brought.corrections or brought.judgements or {"article", "version"} & set(outcomes)
    yield f"took {name} into {store}" if new else f"nothing new for {store} in {name}"
    again = "left out (--readd takes them in)"
    for count, one, many in (
        (outcomes.count("article"), "article", "articles"),
        (outcomes.count("version"), "new version", "new versions"),
        (statements, "statement", "statements"),
        (len(brought.corrections), f"correction{_numbers(brought)}", f"corrections{_numbers(brought)}"),
        (brought.judgements, "judgement", "judgements"),
        (outcomes.count("same"), "text that it had", "texts that it had"),
        (brought.had, "correction that it had", "corrections that it had"),
        (brought.judged, "judgement that it had", "judgements that it had"),
        (outcomes.count("removed"), f"removed earlier, {again}", f"removed earlier, {again}"),
        (len(brought.without), "correction of what is left out", "corrections of what is left out"),
        (len(brought.conflicts), "correction that this store has otherwise", "corrections that this store has otherwise"),
        (len(brought.moved), "text under another number here", "texts under other numbers here"),
    ):
        if count:
            yield f"{count:>9,} {one if count == 1 else many}"
    told = [
        *(f"{address}: its version {there} of the case is version {here} here" for address, there, here in brought.moved),
        *(
            f"left out: {_told(one.brought)}; correction {one.own.number} here, which stays, has it otherwise: {_told(one.own)}"
            for one in brought.conflicts
        ),
    ]
    yield from told[:most]
    if most is not None and len(told) > most:
        yield f"and {len(told) - most:,} more (--verbose tells each)"
    if most is None:
        yield from (f"correction {one.number}: {_told(one)}" for one in brought.corrections)


def _numbers(brought: Brought) -> str:
    """Under which numbers they are here: in a row, for they were appended together."""
    numbers = [one.number for one in brought.corrections]
    if len(numbers) < 2:
        return f" (number {numbers[0]} here)" if numbers else ""
    return f" (numbers {numbers[0]}–{numbers[-1]} here)"


def _told(one: Correction) -> str:
    return f"{one.kind}: {in_words(one)} ({one.reason})"
