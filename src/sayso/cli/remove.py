"""``sayso remove``: its arguments -> articles taken out of a store, once somebody has seen what goes; and the record of it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence, Set
from contextlib import closing
from datetime import UTC, datetime

from sayso.cli.filters import add_store, open_store, words_of
from sayso.cli.listing import page
from sayso.cli.terminal import NOTHING_READ, READ, UsageError, add_output, add_verbose, asked, output, say
from sayso.pages import bare_address
from sayso.store import Engine, Loss, Question, Removal, Selection, StoreError, alternatives, meant, near_addresses, strangers

EPILOG = """\
examples:
  sayso remove https://news.example/article --reason "asked to by the court"
  sayso remove 412.2/s3 --reason "not ours to keep"        the article of a statement
  sayso remove 'https://news.example/*' --reason "spam"    all addresses that begin so
  sayso remove --input brat/ --reason "the wrong folder"   what was read from there
  sayso remove --outlet "The Gate" --input crawl/ --reason "not wanted" --yes
  sayso remove --list

It shows what would go, and asks. What has gone cannot be put back;
it is not read again either, unless sayso add --readd is told to.

exit status: 0 if it was removed, 1 if nothing was or the store is in trouble, 2 for wrong use.
"""


def add_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``remove`` to the commands."""
    parser = commands.add_parser(
        "remove",
        help="take articles out of the store, with all that is of them alone",
        description="Take articles out of the store: texts, statements, and what is known by them alone.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=_remove)
    add = parser.add_argument
    which = "an article's address, the beginning of one with a * at its end, or a key as sayso find prints it"
    add("address", nargs="*", type=bare_address, metavar="ADDRESS", help=which)
    add("--outlet", metavar="NAME", type=words_of("name"), help="articles that this outlet published")
    add("--input", metavar="PATH", type=words_of("path"), help="what was read from this file, folder, archive, as it was added")
    add("--reason", metavar="WHY", help="why; kept on record")
    add("--yes", "-y", action="store_true", help="do not ask")
    add("--forget-address", action="store_true", help="keep no address on record, but its hash")
    add("--list", action="store_true", help="what was removed before: when, why, how much")
    add("--sweep", action="store_true", help="remove nothing, but overwrite what the file still holds of what was removed")
    add("--undo", action="store_true", help="there is none: what was removed is not kept anywhere")
    add("--format", choices=("text", "json"), default="text", help="text for people (default), or json")
    add_output(add)
    add_verbose(add)
    add_store(parser)


def _remove(arguments: argparse.Namespace) -> int:
    named = bool(arguments.address or arguments.outlet or arguments.input)
    if arguments.undo:
        raise UsageError("what was removed is not kept, so it cannot be put back; sayso add --readd reads its pages again")
    if arguments.list or arguments.sweep:
        if named or arguments.reason or arguments.yes or (arguments.list and arguments.sweep):
            raise UsageError(f"--{'list' if arguments.list else 'sweep'} removes nothing: it goes alone")
        return _list(arguments) if arguments.list else _sweep(arguments)
    if not named:
        raise UsageError("name what is to go: an ADDRESS, --outlet NAME, --input PATH; each narrows the others")
    if not (arguments.reason or "").strip():
        raise UsageError("a removal needs its reason, which is kept on record: --reason 'why'")
    return _take_out(arguments)


def _list(arguments: argparse.Namespace) -> int:
    with closing(open_store(arguments.store)) as engine:
        _write(arguments, engine.removals())
    return READ


def _sweep(arguments: argparse.Namespace) -> int:
    from sayso.store import open_engine

    with closing(open_engine(arguments.store, create=False)) as engine:
        left = engine.sweep()
    say(f"sayso: {left}" if left else f"swept {arguments.store}")
    return NOTHING_READ if left else READ


def _take_out(arguments: argparse.Namespace) -> int:
    from sayso.store import open_engine

    selection = Selection(tuple(arguments.address), arguments.outlet, arguments.input)
    with closing(open_engine(arguments.store, create=False)) as engine:
        loss = _losses(engine, selection)
        if not arguments.yes and not _is_agreed(arguments, engine, loss):
            return NOTHING_READ
        made = datetime.now(UTC).isoformat(timespec="seconds")
        removal = engine.remove(selection, arguments.reason.strip(), made, arguments.forget_address)
        left = engine.sweep()
        if arguments.format == "json" or arguments.output:
            _write(arguments, [removal], loss if arguments.format == "json" else None)
        else:
            say(f"removed from {engine.address}: {_counted(loss)}", sys.stdout)
        if arguments.forget_address:
            _name_watches(engine, {address for one in loss.articles for address in (one.address, *one.met)})
        if left:
            say(f"sayso: {left}")
    return READ


def _name_watches(engine: Engine, addresses: Set[str]) -> None:
    """Say which watches name what is to be forgotten: their questions are somebody's own, and stay."""
    for watch in engine.watches():
        urls = alternatives(watch.question.url) if isinstance(watch.question, Question) else ()
        if any(one.startswith(url[:-1]) if url.endswith("*") else one == url for url in urls for one in addresses):
            say(f"sayso: the watch {watch.name} names such an address: sayso watch remove {watch.name} forgets it there")


def _losses(engine: Engine, selection: Selection) -> Loss:
    try:
        loss = engine.losses(selection)
    except StoreError as error:
        address = next((one for one in selection.addresses if not one.endswith("*") and engine.key(one) is None), None)
        near = near_addresses(engine, address) if address else []
        if selection.outlet and not near:
            outlets = next((one.near for one in strangers(engine, Question(outlet=selection.outlet))), ())
            raise StoreError(f"{error} {meant(outlets).replace('is', 'Is', 1)}".rstrip()) from error
        raise StoreError(f"{error}{' The nearest are:' if near else ''}" + "".join(f"\n  {one}" for one in near)) from error
    if not (loss.articles or loss.refused):
        raise StoreError(f"{engine.address}: no article is all of this; nothing is removed.")
    return loss


def _is_agreed(arguments: argparse.Namespace, engine: Engine, loss: Loss) -> bool:
    """Show what would go, and ask. Raises UsageError where nobody can be asked."""
    _write(arguments, (), loss)
    if arguments.output or not (sys.stdin and sys.stdin.isatty() and sys.stderr and sys.stderr.isatty()):
        raise UsageError("nothing is removed yet, for there is nobody to ask: this is what would go with --yes")
    if asked(f"Remove this from {engine.address}? It cannot be undone. [y/N]").lower() in ("y", "yes"):
        return True
    say("nothing is removed")
    return False


def _counted(loss: Loss) -> str:
    from sayso.formats import counted_loss

    return counted_loss(loss)


def _write(arguments: argparse.Namespace, removals: Sequence[Removal], loss: Loss | None = None) -> None:
    from sayso.formats import dumps, removals_to_json, write_loss, write_removals

    with output(arguments.output) as out:
        if arguments.format == "json":
            out.write(dumps(removals_to_json(removals, loss), indent=1) + "\n")
        elif loss is not None:
            out.writelines(write_loss(loss, *page(arguments, out)))
        else:
            out.writelines(write_removals(removals, *page(arguments, out)))
