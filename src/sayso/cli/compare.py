"""``sayso compare``: texts, or an event or parties of a store -> their accounts side by side, on the way out."""

from __future__ import annotations

import argparse
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import closing
from typing import TYPE_CHECKING, TextIO

from sayso.cli.filters import add_days, add_store, check_days, name_unknown, one_of, open_store, words_of
from sayso.cli.terminal import NOTHING_READ, READ, UsageError, add_output, add_page_arguments, output, page_options, say
from sayso.record import Reading, Refusal, input_name
from sayso.store import StoreError

if TYPE_CHECKING:
    from sayso.comparing import Comparison

_RELATIONS = ("same", "differs", "conflict", "only")
FORMATS = ("text", "json", "csv", "xlsx", "html")

EPILOG = """\
what is compared:
  one input       the accounts inside it: of parties on whose word it has
                  something of the event that most of them tell of, and its own
  more inputs     each as its publisher's account; where one tells the account
                  of another's publisher ("according to a Kremlin readout"),
                  that account
  --event KEY     the accounts of an event in all articles of the store
  --party, twice  what each says in the store: what it publishes, and what
                  others have on its word

what a row is:
  the same, differs (in a number, date, place, actor, initiator, negation,
  strength, act, wording, detail, order), conflict (both cannot be so as they
  are written), or only one account has it. That the others lack it says nothing
  but that it is not in the texts held.

examples:
  sayso compare article.html
  sayso compare granite-palace.html lantern-palace.html --format html -o calls.html
  sayso compare article.html --rows differs,conflict
  sayso compare --event e7k2m9q4x
  sayso compare --party "Granite Palace" --party "Lantern Palace" --about guns

exit status: 0 if there were accounts to compare, 1 if there were not, an input
was not read, or the store is in trouble, 2 for wrong use.
"""


def add_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``compare`` to the commands."""
    parser = commands.add_parser(
        "compare",
        help="lay the accounts of one event side by side: the same, different, only one has it",
        description="Lay accounts of one event side by side, claim by claim: the same, different, only one has it.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=_compare)
    add = parser.add_argument
    add("input", nargs="*", metavar="INPUT", help="a file, an address, or - for standard input")
    whose = "of each input, what it has on this party's word; may be given again"
    add("--account", metavar="NAME", type=words_of("name"), action="append", help=whose)
    group = parser.add_argument_group("from a store, without inputs")
    held = group.add_argument
    held("--event", metavar="KEY", type=words_of("key"), help="the accounts of the event that goes by this key")
    held("--party", metavar="NAME", type=words_of("name"), action="append", help="whose accounts; given twice or more")
    held("--about", metavar="WORDS", type=words_of("words"), help="with --party: only what has these words, all of them")
    add_days(held, "with --party: published on this day (2031-03-14, 2031-03, 2031) or later", "or earlier")
    kinds = "rows of these kinds alone: same, differs, conflict, only; several with a comma between"
    add("--rows", metavar="KINDS", type=_relations, default=_RELATIONS, help=kinds)
    add("--format", choices=FORMATS, default="text", help="text for people (default), json, csv, xlsx, or html: one page")
    add_output(add)
    add_page_arguments(parser)
    add_store(parser)


def _compare(arguments: argparse.Namespace) -> int:
    _check(arguments)
    # What compares and writes is imported here, so that --help does not wait for it.
    from sayso.comparing import NoComparisonError
    from sayso.evidence import EvidenceError

    try:
        comparison = _of_inputs(arguments) if arguments.input else _of_store(arguments)
    except NoComparisonError as error:
        say(f"sayso: {error}")
        return NOTHING_READ
    except EvidenceError as error:
        raise StoreError(f"{error} (sayso verify names every such place)") from error
    with output(arguments.output, arguments.format) as out:
        out.writelines(_written(arguments, comparison, out))
    return READ


def _check(arguments: argparse.Namespace) -> None:
    """Raise UsageError where what is asked for does not go together."""
    asked = [bool(arguments.input), bool(arguments.event), bool(arguments.party)]
    if sum(asked) != 1:
        raise UsageError("name what to compare: INPUTs, --event KEY, or --party twice, and one of these alone")
    if arguments.party and len(arguments.party) < 2:
        raise UsageError("--party is given twice or more: there must be two to compare")
    if (arguments.about or arguments.since or arguments.until) and not arguments.party:
        raise UsageError("--about, --from and --to go with --party")
    if arguments.account and not arguments.input:
        raise UsageError("--account goes with INPUTs; from a store, --party does the same")
    check_days(arguments)


# Where the accounts come from


def _of_inputs(arguments: argparse.Namespace) -> Comparison:
    from sayso.comparing import compare_readings

    return compare_readings(list(_read(arguments)), arguments.account or ())


def _read(arguments: argparse.Namespace) -> Iterator[Reading]:
    from sayso.comparing import MOST_TEXTS
    from sayso.reading import read_many

    for number, result in enumerate(read_many(arguments.input, page_options(arguments), workers=1)):
        if number == MOST_TEXTS:
            raise UsageError(f"more texts than can be read side by side: at most {MOST_TEXTS}")
        if isinstance(result, Refusal):
            raise StoreError(f"not read: {input_name(result.input)} ({result.reason}) {result.told}")
        yield result


def _of_store(arguments: argparse.Namespace) -> Comparison:
    from sayso.comparing import NoComparisonError, compare_event, compare_parties

    with closing(open_store(arguments.store)) as engine:
        try:
            if arguments.event:
                return compare_event(engine, arguments.event)
            return compare_parties(engine, arguments.party, arguments.about, arguments.since, arguments.until)
        except NoComparisonError:
            name_unknown(engine, [("--party", name) for name in arguments.party or ()], None)
            raise
        except LookupError as error:
            raise StoreError(f"{engine.address}: {error.args[0]}") from error
        except ValueError as error:
            raise UsageError(str(error)) from error


# How they are shown


def _written(arguments: argparse.Namespace, comparison: Comparison, out: TextIO) -> Iterable[str]:
    from sayso.formats import write_comparison, write_comparison_csv, write_comparison_html, write_comparison_json

    forms = {"json": write_comparison_json, "csv": write_comparison_csv, "html": write_comparison_html}
    forms["xlsx"] = write_comparison_csv
    if arguments.format in forms:
        return forms[arguments.format](comparison, arguments.rows)
    width = shutil.get_terminal_size((80, 24)).columns if out.isatty() or "COLUMNS" in os.environ else 80
    colour = arguments.colour and out.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return write_comparison(comparison, max(40, width), colour, arguments.rows)


def _relations(given: str) -> tuple[str, ...]:
    """An argument's type: kinds of rows, "differs,conflict"."""
    kind = one_of("kind of rows", _RELATIONS)
    return tuple(kind(word) for word in given.split(",") if word.strip()) or (kind(given),)
