"""``sayso find``: its arguments, and a store's answers on the way out: as hits, or counted."""

from __future__ import annotations

import argparse
import itertools
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from typing import TextIO, get_args

from sayso.cli.filters import add_filters, name_some, name_strangers, name_unheard, open_store, question_of
from sayso.cli.listing import (
    DRAWN,
    add_listing,
    check_listing,
    drawn,
    fields_asked,
    limit_and_offset,
    line,
    most_values,
    page,
)
from sayso.cli.terminal import NOTHING_READ, READ, output, say
from sayso.store import Countable, Engine, Hit, Hits, Order, Question

FORMATS = ("table", "line", "json", "jsonl", "csv", "xlsx", "svg")

EPILOG = """\
words:
  border posts            both words, anywhere in the statement
  '"line of contact"'     these words one after another (the outer marks are for the shell)
  shell*                  every word that begins so
  Case and accents make no difference; a hyphen or an apostrophe joins: cease-fire, don't.

examples:
  sayso find ceasefire
  sayso find --speaker Torvan --from 2031-03 --order newest
  sayso find '"line of contact"' --relay "Granite Palace" --format csv --limit all --output hits.csv
  sayso find --speaker Torvan --said expected,possible
  sayso find --speaker "Craig Maddox" --speaker "Karen Doyle"
  sayso find --order doubt --min-score .3
  sayso find border --format line --limit all
  sayso find border --count speaker
  sayso find border --count speaker,outlet
  sayso find border --count day --chart line --format svg --output border.svg

exit status: 0 if anything was found, 1 if nothing was or the store is in trouble, 2 for wrong use.
"""


def add_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``find`` to the commands."""
    parser = commands.add_parser(
        "find",
        help="find statements in the store, or count them",
        description="Find statements in the store by their words, who says them, to whom, on whose word, where and when.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=_find)
    add_filters(parser)
    orders = (get_args(Order), "best (default with words), newest, oldest; by score: the surest first, or by doubt")
    add_listing(parser, "statements", orders, get_args(Countable), FORMATS, crossed=True)


def _find(arguments: argparse.Namespace) -> int:
    check_listing(arguments, "statements")
    question = _question(arguments)
    with closing(open_store(arguments.store)) as engine:
        count = _cross if isinstance(arguments.count, tuple) else _count
        status = (count if arguments.count else _list)(arguments, engine, question)
        if status == NOTHING_READ:
            name_strangers(engine, question)
            name_unheard(engine, question)
        else:
            name_some(engine, question)
        return status


def _question(arguments: argparse.Namespace) -> Question:
    question = question_of(arguments, said=None if "said" in fields_asked(arguments) else ("said",))
    order: Order = arguments.order or ("best" if question.words else "newest")
    limit, offset = limit_and_offset(arguments)
    return replace(question, order=order, limit=limit, offset=offset)


def _list(arguments: argparse.Namespace, engine: Engine, question: Question) -> int:
    from sayso.formats import dumps, hits_to_json, where_among, write_hits

    write_many = _write_many(arguments)
    if question.limit == 0 and write_many:
        hits = engine.stream(question)
        first = list(itertools.islice(hits, 1))
        with output(arguments.output, arguments.format) as out:
            out.writelines(write_many(itertools.chain(first, hits), out))
        _say_left_out(engine.unsaid(question))
        return READ if first else NOTHING_READ
    found, question = _page(engine, question)
    with output(arguments.output, arguments.format) as out:
        if write_many:
            out.writelines(write_many(found.hits, out))
        elif arguments.format == "json":
            out.write(dumps(hits_to_json(found, question), indent=1) + "\n")
        else:
            out.writelines(write_hits(found, question, *page(arguments, out)))
    if arguments.format != "table" and (not found.hits or len(found.hits) < found.total or not found.exact):
        say(f"sayso: {where_among(found, question)}")
    elif arguments.format != "table":
        _say_left_out(found.unsaid)
    return READ if found.total else NOTHING_READ


def _write_many(arguments: argparse.Namespace) -> Callable[[Iterable[Hit], TextIO], Iterator[str]] | None:
    """What writes hits as a stream, in the formats that can."""
    from sayso.formats import write_hits_csv, write_hits_jsonl, write_hits_lines

    if arguments.format == "line":
        return lambda hits, out: write_hits_lines(hits, *line(arguments, out))
    write = {"jsonl": write_hits_jsonl, "csv": write_hits_csv, "xlsx": write_hits_csv}.get(arguments.format)
    return (lambda hits, out: write(hits)) if write else None


def _page(engine: Engine, question: Question) -> tuple[Hits, Question]:
    """The page of answers that was asked for, and the question as it was answered: a limit of 0 is all there are."""
    if question.limit:
        return engine.find(question), question
    hits = tuple(engine.stream(question))
    question = replace(question, limit=max(1, len(hits)))
    return Hits(hits, len(hits), unsaid=engine.unsaid(question)) if hits else engine.find(question), question


def _say_left_out(unsaid: int) -> None:
    from sayso.formats import left_out

    if words := left_out(unsaid):
        say(f"sayso: {words}")


def _count(arguments: argparse.Namespace, engine: Engine, question: Question) -> int:
    from sayso.formats import apart, counts_to_json, dumps, write_counts_csv, write_counts_jsonl

    by: Countable = arguments.count
    most = most_values(arguments)
    found = engine.counted(question, (by,), most)
    unsaid = engine.unsaid(question)
    named, none = apart([(value, number) for (value,), number in found.rows])
    shown, rest = [*named[: most or None], *none], found.more + (len(named[most:]) if most else 0)
    left_open = found.open if by in ("speaker", "kind") else None
    with output(arguments.output, arguments.format) as out:
        if arguments.format in DRAWN:
            out.writelines(drawn(arguments, shown, found.total, question, out, rest, unsaid, left_open))
        elif arguments.format == "json":
            out.write(dumps(counts_to_json(shown, found.total, question, by, unsaid, left_open), indent=1) + "\n")
        else:
            write = write_counts_csv if arguments.format in ("csv", "xlsx") else write_counts_jsonl
            out.writelines(write(shown, by, left_open=left_open))
    if arguments.format not in DRAWN:
        _say_left_out(unsaid)
    return READ if found.total else NOTHING_READ


def _cross(arguments: argparse.Namespace, engine: Engine, question: Question) -> int:
    """A count by two fields."""
    from sayso.formats import crossings_to_json, dumps, write_crossings, write_crossings_csv, write_crossings_jsonl

    by: tuple[Countable, ...] = arguments.count
    found = engine.counted(question, by)
    unsaid = engine.unsaid(question)
    with output(arguments.output, arguments.format) as out:
        if arguments.format == "table":
            width, colour = page(arguments, out)
            most = most_values(arguments)
            out.writelines(write_crossings(found.rows, found.total, question, by, width, colour, most, unsaid))
        elif arguments.format == "json":
            out.write(dumps(crossings_to_json(found.rows, found.total, question, by, unsaid), indent=1) + "\n")
        else:
            write = write_crossings_csv if arguments.format in ("csv", "xlsx") else write_crossings_jsonl
            out.writelines(write(found.rows[: arguments.limit or None], by))
    if arguments.format != "table":
        _say_left_out(unsaid)
    return READ if found.total else NOTHING_READ
