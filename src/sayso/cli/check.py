"""``sayso check``: a text that quotes, or one quotation -> what a store has of each, on the way out; the exit status tells."""

from __future__ import annotations

import argparse
import itertools
from collections.abc import Collection, Iterable, Iterator
from contextlib import closing
from typing import TYPE_CHECKING, TextIO

from sayso.cli.filters import add_store, day_of, name_unknown, open_store, words_of
from sayso.cli.listing import page
from sayso.cli.terminal import NOTHING_READ, READ, UsageError, add_output, add_page_arguments, output, page_options, say
from sayso.days import last_day
from sayso.questions import parse_words
from sayso.record import Reading, Refusal, input_name
from sayso.store import Engine

if TYPE_CHECKING:
    from sayso.comparing import Check, Verdict
    from sayso.formats import CheckedText

FORMATS = ("text", "json", "jsonl", "csv", "xlsx", "html")
ALTERED, NOT_FOUND = 3, 4

EPILOG = """\
what each quotation is:
  verbatim       an unbroken stretch of what somebody said, but for what is folded: capitals, marks, spaces
  altered        words left, came or changed: they are marked, and each change is named
  other-speaker  verbatim, but in the store somebody else says it
  not-found      in none of the articles held: they are counted, with their days. That is no verdict on the quotation

examples:
  sayso check draft.txt
  ollama run MODEL "…" | sayso check -
  sayso check --quote "we will not wait for another eight" --speaker Torvan
  sayso check draft.txt --format json

exit status: 0 if every quotation is verbatim, 1 if none was checked (no text
was read, it quotes nothing, the store is in trouble), 2 for wrong use, 3 if any
is altered or somebody else's, 4 if none is but any was not found.
"""


def add_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``check`` to the commands."""
    parser = commands.add_parser(
        "check",
        help="check the quotations in a text: verbatim, altered, somebody else's, or not found",
        description="Check each quotation in a text against the store: verbatim, altered, somebody else's words, or not found.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=_check)
    add = parser.add_argument
    add(
        "input", nargs="*", metavar="INPUT", help="what sayso read takes: a file, a folder, an address, or - for standard input"
    )
    add("--quote", metavar="WORDS", type=words_of("quotation"), help="check these words instead of a text's quotations")
    add("--speaker", metavar="NAME", type=words_of("name"), help="with --quote: whose words they are said to be")
    until = "with --quote: in texts of this day or earlier. A text that has a date is held against none of a later day"
    add("--to", dest="until", metavar="DAY", type=day_of(last_day), help=until)
    forms = "text for people (default), json of one text, jsonl (a text a line), csv, xlsx (a quotation a row), html (a page)"
    add("--format", choices=FORMATS, default="text", help=forms)
    add_output(add)
    add_page_arguments(parser)
    add_store(parser)


def _check(arguments: argparse.Namespace) -> int:
    _check_use(arguments)
    verdicts: set[Verdict] = set()
    with closing(open_store(arguments.store)) as engine:
        texts = iter([_quotation(engine, arguments)]) if arguments.quote else _texts(engine, arguments)
        with output(arguments.output, arguments.format) as out:
            for piece in _pieces(arguments, _noted(arguments, texts, verdicts), out):
                out.write(piece)
        if arguments.speaker and "not-found" in verdicts:
            name_unknown(engine, [("--speaker", arguments.speaker)], None)
    return status(verdicts)


def _check_use(arguments: argparse.Namespace) -> None:
    if bool(arguments.input) == bool(arguments.quote):
        raise UsageError('name a text to check (a file, an address, - for standard input), or one quotation: --quote "…"')
    if arguments.quote and not parse_words(arguments.quote):
        raise UsageError(f"there is no word to check in {arguments.quote!r}: words have letters or digits")
    if arguments.input and (arguments.speaker or arguments.until):
        raise UsageError(
            "--speaker and --to are of one quotation: --quote. A text says itself whom it quotes, and of which day it is"
        )


def status(verdicts: Collection[Verdict]) -> int:
    """What the exit status tells of the verdicts on all quotations.

    >>> status(()), status(["verbatim"]), status(["verbatim", "not-found"]), status(["not-found", "altered"])
    (1, 0, 4, 3)
    """
    if not verdicts:
        return NOTHING_READ
    if "altered" in verdicts or "other-speaker" in verdicts:
        return ALTERED
    return NOT_FOUND if "not-found" in verdicts else READ


# What is checked


def _quotation(engine: Engine, arguments: argparse.Namespace) -> CheckedText:
    from sayso.comparing import check_quote
    from sayso.formats import CheckedText

    return CheckedText(check_quote(engine, arguments.quote, arguments.speaker, arguments.until))


def _texts(engine: Engine, arguments: argparse.Namespace) -> Iterator[CheckedText]:
    from sayso.comparing import check
    from sayso.formats import CheckedText

    for reading in _readings(arguments):
        yield CheckedText(check(engine, reading), reading.article)


def _readings(arguments: argparse.Namespace) -> Iterator[Reading]:
    """What was read; what was not is told on standard error."""
    from sayso.reading import read_many

    for result in read_many(arguments.input, page_options(arguments), workers=1):
        if isinstance(result, Refusal):
            say(f"sayso: not read: {input_name(result.input)} ({result.reason}) {result.told}")
        else:
            yield result


# How it is shown


def _noted(arguments: argparse.Namespace, texts: Iterable[CheckedText], verdicts: set[Verdict]) -> Iterator[CheckedText]:
    """The texts as they pass, their verdicts noted; what the text has at its head is said beside the other forms."""
    from sayso.formats import check_summary

    for text in texts:
        verdicts |= {one.verdict for one in text.check.quotations}
        if arguments.format != "text":
            say(f"sayso: {input_name(text.check.input)}: {check_summary(text.check)}")
        yield text


def _pieces(arguments: argparse.Namespace, texts: Iterable[CheckedText], out: TextIO) -> Iterable[str]:
    from sayso.formats import write_checks, write_checks_csv, write_checks_html, write_checks_json, write_checks_jsonl

    if arguments.format == "html":
        return write_checks_html(texts)
    checks = (text.check for text in texts)
    if arguments.format == "text":
        return write_checks(checks, *page(arguments, out))
    if arguments.format == "json":
        return write_checks_json(_single(checks))
    return (write_checks_csv if arguments.format in ("csv", "xlsx") else write_checks_jsonl)(checks)


def _single(checks: Iterable[Check]) -> list[Check]:
    """The one there is; two are found out before anything is written."""
    first = list(itertools.islice(checks, 2))
    if len(first) > 1:
        raise UsageError("--format json prints one object, for one text; --format jsonl prints one a line for many")
    return first
