"""``sayso correct``: its arguments -> a correction of a statement that the store keeps, and the statement with it."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from sayso.cli.filters import add_store, one_of, open_store, words_of
from sayso.cli.listing import page
from sayso.cli.terminal import NOTHING_READ, READ, UsageError, add_output, add_verbose, output, say
from sayso.record import SAID_KINDS
from sayso.statements import ACTS
from sayso.store import Correction, Engine, Hit, Hits, Question

EPILOG = """\
what to write (KEY is what sayso find prints below a statement):
  sayso correct KEY --speaker "Ana Dovrel" --reason WHY
                       she said it; none: nobody who is named did
  sayso correct KEY --speaker "she = Ana Dovrel" --reason WHY
                       "she", beside the cue, is Ana Dovrel
  sayso correct KEY --words "the harbour … until May" --reason WHY
                       these are its words, as the article has them
  sayso correct KEY --relay "the readout" --reason WHY
                       on whose word; once more for each further step
  sayso correct KEY --cue "will warn" --act warns --said expected --reason WHY
  sayso correct ADDRESS --add "it will close" --speaker Vell --reason WHY
                       a statement that was missed
  sayso correct KEY --remove --reason WHY
                       it is no statement; --restore: it is one after all
  sayso correct KEY --undo --reason WHY
                       its last correction no longer counts; --undo 3: number 3
  sayso correct --from-brat FOLDER --reason WHY
                       what people changed in an export to brat: a look at it;
                       --yes makes the corrections
  sayso correct        all corrections of statements, and what became of them
  Whoever speaks or hears is words of the article, a name that a party goes by
  ('#12' is its number), or both: "she = Ana Dovrel". Who is no party yet comes
  with a kind: "Marit Vell (person)". Where words stand more than once, --at 123
  says where the statement's words do, and "said@123" where a cue or a voice does.

What was read is never changed: a correction is kept beside it, is shown as one,
and holds when pages are read again.

exit status: 0 if anything was done or shown, 1 if nothing was or the store is
in trouble, 2 for wrong use.
"""
LAST = -1  # the correction that --undo takes back where it names none
_FIELDS = ("speaker", "words", "cue", "relay", "addressee", "act", "said")


def add_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``correct`` to the commands."""
    parser = commands.add_parser(
        "correct",
        help="set a statement right: its speaker, words, relay; one that was missed",
        description="Set a kept statement right, add one that was missed, take one out, or take a correction back.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=_correct)
    add = parser.add_argument
    add("key", nargs="?", metavar="KEY", help="the statement's key, or the article's address with --add")
    add("--reason", metavar="WHY", help="why; kept with the correction")
    group = parser.add_argument_group("what is set").add_argument
    voice = "words of the article, a party's name, or none"
    group("--speaker", metavar="WHO", type=words_of("speaker"), help=f"who says it: {voice}")
    group("--words", metavar="WORDS", type=words_of("content"), help="what is said, as it stands there; ' … ' between pieces")
    group("--cue", metavar="WORDS", type=words_of("cue"), help="the words that say that it was said, or none")
    group("--relay", metavar="WHO", action="append", type=words_of("relay"), help="on whose word, nearest first; or none")
    group("--addressee", metavar="WHO", type=words_of("addressee"), help=f"to whom: {voice}")
    group("--act", metavar="ACT", type=one_of("act", ACTS), help="what the cue does: states, denies, promises …")
    group("--said", metavar="KIND", choices=SAID_KINDS, help=f"whether it was said: {', '.join(SAID_KINDS)}")
    group("--at", metavar="N", type=int, help="where --words or --add stand, in code points, if more than once")
    other = parser.add_argument_group("or").add_argument
    other("--add", metavar="WORDS", type=words_of("content"), help="a statement that was missed, by its words")
    other("--remove", action="store_true", help="it is no statement")
    other("--restore", action="store_true", help="it is one after all")
    took_back = "its last correction, or that one, no longer counts"
    other("--from-brat", type=Path, metavar="FOLDER", help="what people changed in a folder exported with --format brat")
    other("--yes", action="store_true", help="with --from-brat: make the corrections, not only show them")
    other("--undo", nargs="?", const=LAST, type=int, metavar="NUMBER", help=took_back)
    add("--format", choices=("text", "json"), default="text", help="text for people (default), or json")
    add_output(add)
    add_verbose(add)
    add_store(parser)


def _correct(arguments: argparse.Namespace) -> int:
    from sayso.store import open_engine

    if arguments.from_brat is not None:
        return _from_brat(arguments)
    if arguments.yes:
        raise UsageError("--yes goes with --from-brat: every other correction is made at once")
    make = _maker(arguments)
    with closing(open_engine(arguments.store, create=False) if make else open_store(arguments.store)) as engine:
        if make is None:
            return _list(arguments, engine)
        with output(arguments.output) as out:  # nothing is corrected where it could not be told
            try:
                made = engine.correct(make(engine))
            except ValueError as error:
                raise UsageError(str(error)) from error
            except LookupError as error:
                say(f"sayso: {error.args[0]}")
                return NOTHING_READ
            _tell(arguments, out, engine, made)
    return READ


def _maker(arguments: argparse.Namespace) -> Callable[[Engine], Correction] | None:
    """What makes the correction that is asked for; None where corrections are to be listed. Raises UsageError."""
    given = [f"--{name}" for name in _FIELDS if getattr(arguments, name) is not None]
    verbs = [f"--{verb}" for verb in ("add", "remove", "restore", "undo") if getattr(arguments, verb) not in (None, False)]
    if arguments.key is None:
        if given or verbs or arguments.reason is not None:
            raise UsageError("say which statement: sayso correct KEY …; sayso find prints the key of each")
        return None
    if len(verbs) > 1:
        raise UsageError(f"{' and '.join(verbs)} are two corrections: make one after the other")
    if not given and not verbs:
        raise UsageError("nothing is to be set: name --speaker, --words, --cue, --relay, --addressee, --act or --said")
    if verbs and verbs != ["--add"] and given:
        raise UsageError(f"{given[0]} does not go with {verbs[0]}")
    if verbs == ["--add"] and arguments.words is not None:
        raise UsageError("--add has the words already: leave --words away")
    if not (arguments.reason or "").strip():
        raise UsageError("a correction needs its reason: --reason 'why'")
    return _making(arguments, verbs[0] if verbs else "")


def _making(arguments: argparse.Namespace, verb: str) -> Callable[[Engine], Correction]:
    # Here, as below: with them come the rules for statements, 36 ms that --help need not wait for.
    from sayso.corrections import Wanted, add_missed, not_said, set_right, undo, was_said

    key, reason = arguments.key.strip(), arguments.reason.strip()
    told = {name: getattr(arguments, name) for name in (*_FIELDS, "at")}
    match verb:
        case "--remove":
            return lambda engine: not_said(key, reason)
        case "--restore":
            return lambda engine: was_said(key, reason)
        case "--undo":
            return lambda engine: undo(key, reason, None if arguments.undo == LAST else arguments.undo)
        case "--add":
            return lambda engine: add_missed(engine, key, Wanted(**{**told, "words": arguments.add}), reason)
    return lambda engine: set_right(engine, key, Wanted(**told), reason)


def _from_brat(arguments: argparse.Namespace) -> int:
    from sayso.corrections import redrawn
    from sayso.formats import corrections_to_json, dumps, edited_texts, write_corrections
    from sayso.store import open_engine

    others = [f"--{name}" for name in (*_FIELDS, "add") if getattr(arguments, name) is not None]
    if arguments.key or others or arguments.remove or arguments.restore or arguments.undo is not None:
        raise UsageError("--from-brat takes what is in its folder alone")
    if not (arguments.reason or "").strip():
        raise UsageError("a correction needs its reason: --reason 'why'")
    folder: Path = arguments.from_brat
    if not folder.is_dir():
        raise UsageError(f"--from-brat {folder}: there is no such folder")
    with closing(open_engine(arguments.store, create=False) if arguments.yes else open_store(arguments.store)) as engine:
        try:
            edits = list(edited_texts(engine, folder))
            made = [one for text in edits for one in redrawn(engine, text.version, text.base, text.drawn, arguments.reason)]
        except (ValueError, OSError) as error:
            raise UsageError(f"--from-brat {folder}: {error}") from error
        with output(arguments.output) as out:
            made = engine.correct_all(made) if arguments.yes else made
            if arguments.format == "json":
                out.write(dumps(corrections_to_json(made), indent=1) + "\n")
            elif made:
                out.writelines(write_corrections(made, *page(arguments, out)))
    texts = f"in {len(edits):,} text{'' if len(edits) == 1 else 's'}"
    many = f"{len(made):,} correction{'' if len(made) == 1 else 's'}"
    if not made:
        say(f"sayso: {folder} has no statement that is not as the store has it")
    elif not arguments.yes:
        say(f"sayso: {many} {texts} would be made; --yes makes them")
    else:
        say(f"sayso: {many} {texts}")
    return READ if made else NOTHING_READ


def _tell(arguments: argparse.Namespace, out: object, engine: Engine, made: Correction) -> None:
    from sayso.formats import corrections_to_json, dumps, write_corrections, write_hits

    write = out.write  # type: ignore[attr-defined]
    if arguments.format == "json":
        write(dumps(corrections_to_json([made]), indent=1) + "\n")
        return
    shown = page(arguments, out)  # type: ignore[arg-type]
    for row in write_corrections([made], *shown):
        write(row)
    if hit := _hit(engine, arguments.key, made):
        write("\n")
        *rows, _ = write_hits(Hits((hit,), 1), Question(), *shown)
        write("".join(rows).rstrip() + "\n")


def _hit(engine: Engine, key: str, made: Correction) -> Hit | None:
    """The statement as it stands with its correction; None where it was taken out."""
    where = engine.key(key)
    if where and made.kind == "add-statement":
        version = where.version or engine.versions(where.address)[-1].number
        key = f"{where.address}#{version}/c{made.number}"
    shown = engine.shown(key)
    return shown.hit if shown and not shown.taken_back else None


def _list(arguments: argparse.Namespace, engine: Engine) -> int:
    from sayso.formats import corrections_to_json, dumps, write_corrections

    made = [one for one in engine.corrections() if one.state is not None]
    with output(arguments.output) as out:
        if arguments.format == "json":
            out.write(dumps(corrections_to_json(made), indent=1) + "\n")
        else:
            out.writelines(write_corrections(made, *page(arguments, out)))
    return READ
