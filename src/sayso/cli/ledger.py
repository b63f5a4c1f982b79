"""``sayso ledger``: its arguments, and what parties undertook across articles on the way out: as a list, or counted."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TextIO, get_args

from sayso.cli.filters import add_days, alternatives_of, check_days, day_of, name_unknown, one_of, open_store, words_of
from sayso.cli.listing import add_listing, check_listing, limit_and_offset, page, write_count
from sayso.cli.terminal import NOTHING_READ, READ, UsageError, output, positive, say
from sayso.days import first_day
from sayso.questions import parse_words
from sayso.record import STRENGTHS, UNDERTAKING_KINDS
from sayso.store import UNDERTAKING_STANDINGS, ByTime, Engine, LedgerCountable, LedgerQuestion, alternatives

if TYPE_CHECKING:
    from sayso.store import KnownUndertakings

FORMATS = ("table", "json", "jsonl", "csv", "xlsx", "ics", "svg")
SOON = 14  # days before the last one from which something is due soon

EPILOG = """\
what an undertaking stands at:
  kept, broken, delayed, cancelled, superseded, disputed: as an article reports it; Sayso gives no verdict
  open, due-soon, overdue: nothing is reported yet, and how its last day lies to today

examples:
  sayso ledger
  sayso ledger engineers --who Vells
  sayso ledger --status overdue
  sayso ledger --was delayed
  sayso ledger --from 2031-03 --to 2031-05 --format ics --output due.ics
  sayso ledger --count status

exit status: 0 if anything was found, 1 if nothing was or the store is in trouble, 2 for wrong use.
"""


def add_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``ledger`` to the commands."""
    parser = commands.add_parser(
        "ledger",
        help="list who undertook what, what is due when, and what became of it",
        description="List what parties promised, agreed, plan, offer or threaten, when it is due, and what is reported of it.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=_ledger)
    add = add_ledger_filters(parser)
    add("--today", metavar="DAY", type=day_of(first_day), help="the day by which it is overdue (default: this day)")
    add("--history", action="store_true", help="all that every article has of it, not the last alone")
    add_listing(parser, "undertakings", (get_args(ByTime), "newest (default) or oldest"), get_args(LedgerCountable), FORMATS)


def add_ledger_filters(parser: argparse.ArgumentParser) -> Callable[..., argparse.Action]:
    """Add the words to find and the filters that narrow them; what adds more of these is handed back."""
    parser.add_argument("words", nargs="*", metavar="WORDS", help="words of what is undertaken: all of them")
    add = parser.add_argument_group("filters, each narrowing the others; given again: either").add_argument
    several: dict[str, Any] = {"action": "append"}
    add("--who", metavar="NAME", type=words_of("name"), **several, help="who undertakes it: any name that the party goes by")
    add("--to-whom", metavar="NAME", type=words_of("name"), **several, help="to whom")
    add("--kind", metavar="KIND", type=one_of("kind", UNDERTAKING_KINDS), **several, help=", ".join(UNDERTAKING_KINDS))
    add("--strength", metavar="STRENGTH", type=one_of("strength", STRENGTHS), **several, help=", ".join(STRENGTHS))
    stands = "open, overdue, kept … (below)"
    add("--status", metavar="STATUS", type=one_of("status", UNDERTAKING_STANDINGS), **several, help=stands)
    was = "what it was at any time: delayed, broken …"
    add("--was", metavar="STATUS", type=one_of("status", UNDERTAKING_STANDINGS), **several, help=was)
    add_days(add, "due on this day (2031-03-14, 2031-03, 2031) or later", "due on this day or earlier")
    add("--outlet", metavar="NAME", type=words_of("name"), **several, help="who tells of it")
    add("--key", metavar="KEY", type=words_of("key"), help="the undertaking that goes by this key")
    soon = f"due-soon: so many days before its last one (default: {SOON})"
    add("--soon", metavar="DAYS", type=positive(int, zero=True), default=SOON, help=soon)
    return add


def _ledger(arguments: argparse.Namespace) -> int:
    check_listing(arguments, "undertakings")
    question = _question(arguments)
    with closing(open_store(arguments.store)) as engine:
        status = (_count if arguments.count else _list)(arguments, engine, question)
        if status == NOTHING_READ:
            parties = (("--who", question.who), ("--to-whom", question.to_whom))
            name_unknown(engine, [(flag, name) for flag, some in parties for name in alternatives(some)], question.outlet)
        return status


def _question(arguments: argparse.Namespace) -> LedgerQuestion:
    limit, offset = limit_and_offset(arguments)
    order: ByTime = arguments.order or "newest"
    return replace(asked_undertakings(arguments), today=arguments.today, order=order, limit=limit, offset=offset)


def asked_undertakings(arguments: argparse.Namespace) -> LedgerQuestion:
    """The question that ``add_ledger_filters``' arguments ask. Raises UsageError for words and days that nothing answers."""
    check_days(arguments)
    words = " ".join(arguments.words).strip()
    if arguments.words and not parse_words(words):
        raise UsageError(f"there is no word to find in {words!r}: words have letters or digits")
    return LedgerQuestion(
        who=alternatives_of(arguments.who),
        to_whom=alternatives_of(arguments.to_whom),
        kind=alternatives_of(arguments.kind),
        strength=alternatives_of(arguments.strength),
        words=words or None,
        since=arguments.since,
        until=arguments.until,
        status=alternatives_of(arguments.status),
        was=alternatives_of(arguments.was),
        outlet=alternatives_of(arguments.outlet),
        key=arguments.key,
        soon=arguments.soon,
    )


def _list(arguments: argparse.Namespace, engine: Engine, question: LedgerQuestion) -> int:
    from sayso.formats import dated, place_among

    found = engine.ledger(question)
    with output(arguments.output, arguments.format) as out:
        out.writelines(_written(arguments, found, question, out))
    if arguments.format != "table" and len(found.undertakings) < max(1, found.total):
        say(f"sayso: {place_among(len(found.undertakings), found.total, found.searched, question)}")
    if arguments.format == "ics" and (left := sum(not dated(one) for one in found.undertakings)):
        say(f"sayso: {left:,} undertaking{'' if left == 1 else 's'} due on no day left out")
    return READ if found.total else NOTHING_READ


def _written(arguments: argparse.Namespace, found: KnownUndertakings, question: LedgerQuestion, out: TextIO) -> Iterable[str]:
    from sayso.formats import dumps, ledger_to_json, write_ledger, write_ledger_calendar, write_ledger_csv, write_ledger_jsonl

    if arguments.format == "json":
        return [dumps(ledger_to_json(found, question), indent=1) + "\n"]
    if arguments.format == "jsonl":
        return write_ledger_jsonl(found.undertakings)
    if arguments.format in ("csv", "xlsx"):
        return write_ledger_csv(found.undertakings, arguments.history)
    if arguments.format == "ics":
        return write_ledger_calendar(found.undertakings)
    return write_ledger(found, question, *page(arguments, out), arguments.history or bool(arguments.key))


def _count(arguments: argparse.Namespace, engine: Engine, question: LedgerQuestion) -> int:
    from sayso.formats import ledger_counts_to_json

    by: LedgerCountable = arguments.count
    counts = engine.count_ledger(question, by)
    total = engine.ledger(replace(question, limit=1, offset=0)).total  # one of two parties counts for both
    return write_count(
        arguments, counts, total, question, "undertakings", lambda shown, of: ledger_counts_to_json(shown, of, question, by)
    )
