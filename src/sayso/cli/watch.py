"""``sayso watch``: its arguments -> questions saved under names, and what is new under each since it was looked at."""

from __future__ import annotations

import argparse
import difflib
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sayso.cli.events import add_event_filters, asked_events
from sayso.cli.filters import add_filters, add_store, name_strangers, name_unknown, open_store, question_of
from sayso.cli.ledger import add_ledger_filters, asked_undertakings
from sayso.cli.listing import limit_of, page
from sayso.cli.terminal import NOTHING_READ, READ, UsageError, add_output, add_verbose, output, say
from sayso.store import EventsQuestion, LedgerQuestion, Question, StoreError, Watch, alternatives

if TYPE_CHECKING:
    from sayso.store import Engine, Look

PAGE = 20
ACTIONS = ("add", "list", "show", "rename", "remove")

EPILOG = """\
examples:
  sayso watch add guns find guns --speaker Torvan
  sayso watch add calls events --kind call --party Torvan
  sayso watch add owed ledger --who Torvan --status overdue
  sayso watch                     what is new under all, which then is not
  sayso watch guns --peek         the same of one, which stays new
  sayso watch list
  sayso watch rename guns weapons
  sayso watch remove weapons
  sayso watch show --help         what showing takes: the usual action
  sayso watch add find --help     the filters of a question

New is what answers, did not when the question was saved, and was not told
since, whatever day its article is of. Of an article that was changed, or a
text that was read again, it is what was not there before.

in a crontab, which sends by mail what is printed:
  0 7 * * *  cd news && sayso watch --quiet

exit status: 0 if anything is new, or was done, 1 if nothing is or the store
is in trouble, 2 for wrong use.
"""


def add_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``watch`` to the commands."""
    parser = commands.add_parser(
        "watch",
        help="save a question, and see what is new under it since last time",
        description="Save questions under names, and see what is new under each since it was last looked at.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.usual = "show"  # type: ignore[attr-defined]  # what is meant where no action is named
    actions = parser.add_subparsers(metavar="ACTION", required=True, prog="sayso watch")
    _add_add(actions)
    _add_show(actions)
    listed = _action(actions, "list", "the names, what each asks, how many are new", _list)
    _add_format(listed, ("table", "json"))
    renamed = _action(actions, "rename", "watch the same under another name", _rename)
    renamed.add_argument("name", metavar="WATCH", help="its name")
    renamed.add_argument("new", metavar="NEW-NAME", type=_name, help="the name that it is to have")
    removed = _action(actions, "remove", "watch no longer", _remove)
    removed.add_argument("names", metavar="WATCH", nargs="+", help="a name, or several")


def _action(
    actions: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    told: str,
    run: Callable[[argparse.Namespace], int],
) -> argparse.ArgumentParser:
    """One of the actions, or of what is watched."""
    parser = actions.add_parser(name, help=told, description=f"{told[:1].upper()}{told[1:]}.")
    parser.set_defaults(run=run)
    add_verbose(parser.add_argument)
    add_store(parser)
    return parser


def _add_add(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = actions.add_parser("add", help="save a question", description="Save a question under a name.")
    parser.add_argument("name", metavar="NEW-NAME", type=_name, help="letters, digits, - and _")
    asks = parser.add_subparsers(metavar="QUESTION", required=True, prog="sayso watch add")
    for name, told, add in (
        ("find", "statements, as sayso find finds them", add_filters),
        ("events", "events, as sayso events lists them", add_event_filters),
        ("ledger", "undertakings, as sayso ledger lists them", add_ledger_filters),
    ):
        asked = _action(asks, name, told, _add)
        add(asked)
        asked.set_defaults(asks=name)
        asked.add_argument("--replace", action="store_true", help="in place of what is watched under this name")


def _add_show(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = _action(actions, "show", "what is new, which then is not any more", _show)
    add = parser.add_argument
    add("names", metavar="WATCH", nargs="*", help="a name, or several (default: all)")
    add("--peek", action="store_true", help="look, and leave it new")
    add("--quiet", "-q", action="store_true", help="print nothing where nothing is new")
    add("--limit", type=limit_of, default=PAGE, metavar="N", help=f"of each, or all (default: {PAGE}); the others stay new")
    _add_format(parser, ("table", "json", "jsonl"))


def _add_format(parser: argparse.ArgumentParser, formats: Sequence[str]) -> None:
    add = parser.add_argument
    add("--format", choices=formats, default="table", help=f"table for people (default), {', '.join(formats[1:])}")
    add_output(add)


def _name(given: str) -> str:
    """An argument's type: a name that a watch may have."""
    from sayso.store import watch_name

    try:
        return watch_name(given)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


# What is saved


def _add(arguments: argparse.Namespace) -> int:
    question = _question(arguments)
    made = datetime.now(UTC).isoformat(timespec="seconds")
    with closing(_to_write(arguments)) as engine:
        watch = engine.watch(Watch(arguments.name, question, made), arguments.replace)
        count, what = _answering(engine, question)
        say(f"watching {watch.name}: {_command(watch)}; {count} {what} now, and {'is' if count == '1' else 'are'} not new")
        _name_amiss(engine, question)
    return READ


def _question(arguments: argparse.Namespace) -> Question | EventsQuestion | LedgerQuestion:
    if arguments.asks == "find":
        return replace(question_of(arguments), order="newest")
    return asked_events(arguments) if arguments.asks == "events" else asked_undertakings(arguments)


def _answering(engine: Engine, question: Question | EventsQuestion | LedgerQuestion) -> tuple[str, str]:
    """How many answer now, and what."""
    if isinstance(question, Question):
        found = engine.find(replace(question, limit=1))
        return _told(found.total, "statement", "" if found.exact else "at least ")
    if isinstance(question, EventsQuestion):
        return _told(engine.events(replace(question, limit=1)).total, "event")
    return _told(engine.ledger(replace(question, limit=1)).total, "undertaking")


def _told(number: int, what: str, least: str = "") -> tuple[str, str]:
    return f"{least}{number:,}", f"{what} answers" if number == 1 else f"{what}s answer"


def _name_amiss(engine: Engine, question: Question | EventsQuestion | LedgerQuestion) -> None:
    """Say of which names nobody is known yet."""
    if isinstance(question, Question):
        name_strangers(engine, question)
    elif isinstance(question, EventsQuestion):
        name_unknown(engine, [("--party", name) for name in question.parties], question.outlet)
    else:
        parties = (("--who", question.who), ("--to-whom", question.to_whom))
        name_unknown(engine, [(flag, name) for flag, some in parties for name in alternatives(some)], question.outlet)


def _rename(arguments: argparse.Namespace) -> int:
    with closing(_to_write(arguments)) as engine:
        watch = engine.rename_watch(arguments.name, arguments.new)
        say(f"watching {watch.name}: {_command(watch)}")
    return READ


def _remove(arguments: argparse.Namespace) -> int:
    with closing(_to_write(arguments)) as engine:
        there = {one.name for one in engine.watches()}
        if missing := [name for name in arguments.names if name not in there]:
            engine.look(missing[0])  # which says what there is
        for name in dict.fromkeys(arguments.names):
            engine.unwatch(name)
            say(f"watching {name} no longer")
    return READ


def _to_write(arguments: argparse.Namespace) -> Engine:
    from sayso.store import open_engine

    return open_engine(arguments.store, create=False)


def _command(watch: Watch) -> str:
    from sayso.formats import command_of

    return command_of(watch)


# What is new


def _show(arguments: argparse.Namespace) -> int:
    from sayso.formats import dumps, looks_to_json, write_looks, write_looks_jsonl

    with closing(open_store(arguments.store) if arguments.peek else _to_write(arguments)) as engine:
        looks = _looks(engine, arguments)
        new = [look for look in looks if look.total or look.gone]
        with output(arguments.output, arguments.format) as out:
            if arguments.format == "json":
                if new or not arguments.quiet:
                    out.write(dumps(looks_to_json(looks), indent=1) + "\n")
            elif arguments.format == "jsonl":
                out.writelines(write_looks_jsonl(looks))
            else:
                out.writelines(write_looks(looks, *page(arguments, out), arguments.quiet))
            out.flush()
        if not arguments.peek:  # what could not be printed stays new
            for look in looks:
                engine.see(look.mark)
    return READ if new else NOTHING_READ


def _looks(engine: Engine, arguments: argparse.Namespace) -> list[Look]:
    names = list(dict.fromkeys(arguments.names))
    there = [one.name for one in engine.watches()]
    if not there:
        raise StoreError(f"{engine.address}: nothing is watched yet; sayso watch add NAME find WORDS watches a question.")
    for name in names:
        if name not in there and (meant := difflib.get_close_matches(name, ACTIONS, n=1, cutoff=0.75)):  # "lst", not "road"
            raise UsageError(f"nothing is watched under the name {name}; is sayso watch {meant[0]} meant?")
    return [engine.look(name, arguments.limit) for name in names or there]


def _list(arguments: argparse.Namespace) -> int:
    from sayso.formats import dumps, watches_to_json, write_watches

    with closing(open_store(arguments.store)) as engine:
        watches = [(one, engine.waiting(one.name)) for one in engine.watches()]
        with output(arguments.output, arguments.format) as out:
            if arguments.format == "json":
                out.write(dumps(watches_to_json(watches), indent=1) + "\n")
            elif watches:
                out.writelines(write_watches(watches, *page(arguments, out)))
            else:
                out.write("nothing is watched\n")
    return READ if watches else NOTHING_READ
