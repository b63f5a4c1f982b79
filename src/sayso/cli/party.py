"""``sayso party``: its arguments -> parties across articles, one of them, or a correction made to them."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from contextlib import closing

from sayso.cli.filters import add_store, open_store
from sayso.cli.listing import page
from sayso.cli.terminal import NOTHING_READ, READ, UsageError, add_output, add_verbose, output, positive, say
from sayso.corrections import merge, named, nobody, not_said, rename, split, undo, was_said
from sayso.store import Correction, Engine, Known, goes_by

PAGE = 50
LATEST = 5

EPILOG = """\
what to write:
  sayso party                                      all parties, those that said most first
  sayso party NAME                                 one party: names, roles over time, what it said lately
  sayso party merge NAME OTHER --reason WHY        they are one, shown as OTHER
  sayso party split NAME OTHER-NAME --reason WHY   OTHER-NAME is not NAME
  sayso party rename NAME NEW-NAME --reason WHY    it is shown as NEW-NAME
  sayso party undo NUMBER --reason WHY             that correction no longer counts
  sayso party not-said KEY --reason WHY            no statement; KEY is what sayso find prints below one
  sayso party was-said KEY --reason WHY            it is one after all
  sayso party corrections                          all corrections, with time and reason
  A NAME of several words stands in quotation marks. Where two parties go by it, write its number: '#12', or 12.

Corrections never change what was read. They are kept beside it, and hold when pages are read again.

exit status: 0 if anything was found or done, 1 if nothing was or the store is in trouble, 2 for wrong use.
"""

# How many words follow each, and what they are.
_CORRECTIONS = {
    "merge": ("NAME", "OTHER"),
    "split": ("NAME", "OTHER-NAME"),
    "rename": ("NAME", "NEW-NAME"),
    "not-said": ("KEY",),
    "was-said": ("KEY",),
    "undo": ("NUMBER",),
}
_STATEMENTS = {"not-said": not_said, "was-said": was_said}


def add_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``party`` to the commands."""
    parser = commands.add_parser(
        "party",
        help="list parties across articles, show one, set right who is who",
        description="List the parties that speak across articles, show one, or set right who is who.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=_party)
    add = parser.add_argument
    add(
        "words",
        nargs="*",
        metavar="NAME",
        help="a name, or merge, split, rename, undo, not-said, was-said, corrections and what follows them",
    )
    add("--reason", metavar="WHY", help="why a correction is made; kept with it")
    add("--limit", type=positive(int), default=PAGE, metavar="N", help=f"parties on a page (default: {PAGE})")
    add("--page", type=positive(int), default=1, metavar="N", help="which page of them (default: 1)")
    add("--format", choices=("text", "json"), default="text", help="text for people (default), or json")
    add_output(add)
    add_verbose(add)
    add_store(parser)


def _party(arguments: argparse.Namespace) -> int:
    from sayso.store import open_engine

    verb, rest = (arguments.words[0], arguments.words[1:]) if arguments.words else ("", [])
    if verb in _CORRECTIONS:
        _check_correction(verb, rest, arguments.reason)
    elif arguments.reason is not None:
        raise UsageError(f"--reason goes with a correction: {', '.join(_CORRECTIONS)}")
    writes = verb in _CORRECTIONS
    with closing(open_engine(arguments.store, create=False) if writes else open_store(arguments.store)) as engine:
        if verb in _CORRECTIONS:
            return _correct(arguments, engine, verb, rest)
        if verb == "corrections" and not rest:
            return _corrections(arguments, engine)
        return _show(arguments, engine, " ".join(arguments.words)) if verb else _list(arguments, engine)


def _check_correction(verb: str, words: Sequence[str], reason: str | None) -> None:
    wanted = _CORRECTIONS[verb]
    if len(words) != len(wanted) or not all(word.strip() for word in words):
        names = "" if verb == "undo" or verb in _STATEMENTS else "; a name of several words stands in quotation marks"
        given = f"{len(words)} word{'' if len(words) == 1 else 's'}"
        raise UsageError(f"sayso party {verb} takes {' and '.join(wanted)}, not {given}{names}")
    if not (reason or "").strip():
        raise UsageError(f"a correction needs its reason: sayso party {verb} … --reason 'why'")


# What is shown


def _list(arguments: argparse.Namespace, engine: Engine) -> int:
    limit, offset = arguments.limit, (arguments.page - 1) * arguments.limit
    found = engine.parties(limit=limit + 1, offset=offset)
    more = f"--page {arguments.page + 1} for more" if len(found) > limit else ""
    return _parties(arguments, found[:limit], more if found else "no parties" if offset == 0 else "no more parties")


def _parties(arguments: argparse.Namespace, parties: Sequence[Known], note: str = "") -> int:
    from sayso.formats import dumps, parties_to_json, write_parties

    with output(arguments.output) as out:
        if arguments.format == "json":
            out.write(dumps(parties_to_json(parties), indent=1) + "\n")
        else:
            if parties:
                out.writelines(write_parties(parties, *page(arguments, out)))
            if note:
                out.write(f"{note}\n")
    return READ if parties else NOTHING_READ


def _show(arguments: argparse.Namespace, engine: Engine, name: str) -> int:
    from sayso.door import portrait
    from sayso.formats import dumps, portrait_to_json, write_portrait

    found = named(engine, name)
    if not found:
        say(f"sayso: {nobody(engine, name)}")
        return NOTHING_READ
    if len(found) > 1:
        how = f"go by {name!r}" if goes_by(found[0], name) else f"have {name!r} in a name"
        many = f"{len(found)} parties{' or more' if len(found) >= PAGE else ''}"
        return _parties(arguments, found, f"{many} {how}; sayso party '#{found[0].id}' shows the first")
    told = portrait(engine, found[0], LATEST)
    with output(arguments.output) as out:
        if arguments.format == "json":
            out.write(dumps(portrait_to_json(told), indent=1) + "\n")
        else:
            out.writelines(write_portrait(told, *page(arguments, out)))
    return READ


def _corrections(arguments: argparse.Namespace, engine: Engine) -> int:
    from sayso.formats import corrections_to_json, dumps, write_corrections

    made = engine.corrections()
    with output(arguments.output) as out:
        if arguments.format == "json":
            out.write(dumps(corrections_to_json(made), indent=1) + "\n")
        else:
            out.writelines(write_corrections(made, *page(arguments, out)))
    return READ


# What is set right


def _correct(arguments: argparse.Namespace, engine: Engine, verb: str, words: Sequence[str]) -> int:
    from sayso.formats import corrections_to_json, dumps, write_corrections

    with output(arguments.output) as out:  # nothing is corrected where it could not be told
        made = engine.correct(_correction(engine, verb, words, arguments.reason.strip()))
        if arguments.format == "json":
            out.write(dumps(corrections_to_json([made]), indent=1) + "\n")
        else:
            out.writelines(write_corrections([made], *page(arguments, out)))
    return READ


def _number(given: str) -> int:
    number = given.removeprefix("#")
    if not number.isascii() or not number.isdecimal():
        raise UsageError(f"sayso party undo takes the number of a correction, not {given!r}; sayso party corrections has them")
    return int(number)


def _correction(engine: Engine, verb: str, words: Sequence[str], reason: str) -> Correction:
    try:
        if verb == "undo":
            return undo("", reason, _number(words[0]))
        if verb in _STATEMENTS:
            return _STATEMENTS[verb](words[0], reason)
        return {"merge": merge, "split": split, "rename": rename}[verb](engine, words[0], words[1], reason)
    except ValueError as error:
        raise UsageError(str(error)) from error
