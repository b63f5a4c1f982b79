"""``sayso events``: its arguments, and the events that a store knows across articles on the way out: as a list, or counted."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TextIO, get_args

from sayso.cli.filters import add_days, alternatives_of, check_days, name_unknown, one_of, open_store, words_of
from sayso.cli.listing import add_listing, check_listing, limit_and_offset, page, write_count
from sayso.cli.terminal import NOTHING_READ, READ, output, say
from sayso.store import EVENT_STANDINGS, ByTime, Engine, EventCountable, EventsQuestion

if TYPE_CHECKING:
    from sayso.store import KnownEvents

FORMATS = ("table", "json", "jsonl", "csv", "xlsx", "ics", "svg")

EPILOG = """\
what an event stands at:
  announced, proposed, possible, moved, postponed, cancelled, denied, ongoing, held:
  as the last article that tells of it has it; --history shows what every article has

examples:
  sayso events
  sayso events --party Torvan --party Vells --from 2031-03
  sayso events --kind visit --status cancelled --history
  sayso events --was moved
  sayso events --from 2031-03 --limit all --format ics --output march.ics
  sayso events --count month --chart line

exit status: 0 if anything was found, 1 if nothing was or the store is in trouble, 2 for wrong use.
"""


def add_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``events`` to the commands."""
    parser = commands.add_parser(
        "events",
        help="list who met, called or visited whom, when and where, or count it",
        description="List the events that articles tell of: who takes part, when, where, whether they were held.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=_events)
    add = add_event_filters(parser)
    add("--history", action="store_true", help="all that every article has of it, not the last alone")
    add_listing(parser, "events", (get_args(ByTime), "newest (default) or oldest"), get_args(EventCountable), FORMATS)


def add_event_filters(parser: argparse.ArgumentParser) -> Callable[..., argparse.Action]:
    """Add the filters of events; what adds more of these is handed back."""
    add = parser.add_argument_group("filters, each narrowing the others; given again: either").add_argument
    several: dict[str, Any] = {"action": "append"}
    add("--kind", metavar="KIND", type=words_of("kind"), **several, help="call, meeting, visit, talks … (--count kind: all)")
    add("--party", metavar="NAME", type=words_of("name"), action="append", help="who takes part; given again: all of them do")
    add("--place", metavar="WORDS", type=words_of("place"), help="where")
    add("--status", metavar="STATUS", type=one_of("status", EVENT_STANDINGS), **several, help="announced, held … (below)")
    was = "what it was at any time: moved, cancelled …"
    add("--was", metavar="STATUS", type=one_of("status", EVENT_STANDINGS), **several, help=was)
    add_days(add, "on this day (2031-03-14, 2031-03, 2031) or later", "on this day or earlier")
    add("--outlet", metavar="NAME", type=words_of("name"), **several, help="who tells of it")
    add("--key", metavar="KEY", type=words_of("key"), help="the event that goes by this key")
    return add


def _events(arguments: argparse.Namespace) -> int:
    check_listing(arguments, "events")
    limit, offset = limit_and_offset(arguments)
    question = replace(asked_events(arguments), order=arguments.order or "newest", limit=limit, offset=offset)
    with closing(open_store(arguments.store)) as engine:
        status = (_count if arguments.count else _list)(arguments, engine, question)
        if status == NOTHING_READ:
            name_unknown(engine, [("--party", name) for name in question.parties], question.outlet)
        return status


def asked_events(arguments: argparse.Namespace) -> EventsQuestion:
    """The question that ``add_event_filters``' arguments ask. Raises UsageError for days that hold none."""
    check_days(arguments)
    return EventsQuestion(
        kind=alternatives_of(arguments.kind),
        parties=tuple(arguments.party or ()),
        since=arguments.since,
        until=arguments.until,
        place=arguments.place,
        status=alternatives_of(arguments.status),
        was=alternatives_of(arguments.was),
        outlet=alternatives_of(arguments.outlet),
        key=arguments.key,
    )


def _list(arguments: argparse.Namespace, engine: Engine, question: EventsQuestion) -> int:
    from sayso.formats import dated, place_among

    found = engine.events(question)
    with output(arguments.output, arguments.format) as out:
        out.writelines(_written(arguments, found, question, out))
    if arguments.format != "table" and len(found.events) < max(1, found.total):
        say(f"sayso: {place_among(len(found.events), found.total, found.searched, question)}")
    if arguments.format == "ics" and (left := sum(not dated(event) for event in found.events)):
        say(f"sayso: {left:,} event{'' if left == 1 else 's'} without a day left out")
    return READ if found.total else NOTHING_READ


def _written(arguments: argparse.Namespace, found: KnownEvents, question: EventsQuestion, out: TextIO) -> Iterable[str]:
    from sayso.formats import dumps, events_to_json, write_events, write_events_calendar, write_events_csv, write_events_jsonl

    if arguments.format == "json":
        return [dumps(events_to_json(found, question), indent=1) + "\n"]
    if arguments.format == "jsonl":
        return write_events_jsonl(found.events)
    if arguments.format in ("csv", "xlsx"):
        return write_events_csv(found.events, arguments.history)
    if arguments.format == "ics":
        return write_events_calendar(found.events)
    return write_events(found, question, *page(arguments, out), arguments.history or bool(arguments.key))


def _count(arguments: argparse.Namespace, engine: Engine, question: EventsQuestion) -> int:
    from sayso.formats import event_counts_to_json

    by: EventCountable = arguments.count
    counts = engine.count_events(question, by)
    total = engine.events(replace(question, limit=1, offset=0)).total  # one with two parties counts for both
    return write_count(
        arguments, counts, total, question, "events", lambda shown, of: event_counts_to_json(shown, of, question, by)
    )
