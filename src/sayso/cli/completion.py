"""``sayso completion``: a shell -> the code that lets it complete commands, flags, and names that the store at hand knows."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from typing import TYPE_CHECKING

from sayso.cli.filters import DEFAULT_STORE, open_store
from sayso.cli.terminal import READ, output
from sayso.store import EventsQuestion, LedgerQuestion, Question, StoreError

if TYPE_CHECKING:
    from sayso.store import Engine, KnownParty

SHELLS = ("bash", "zsh", "fish")
MOST = 200  # names that a shell is given: more cannot be looked through
_LOOKED_AT = 5000  # parties, those that said most first

EPILOG = """\
for this shell alone:
  eval "$(sayso completion bash)"              bash, and zsh with zsh in its place
  sayso completion fish | source               fish

for each new one:
  echo 'eval "$(sayso completion bash)"' >> ~/.bashrc
  echo 'autoload -U compinit; compinit; eval "$(sayso completion zsh)"' >> ~/.zshrc
  sayso completion fish > ~/.config/fish/completions/sayso.fish

It completes commands, flags and their values, files, and the parties, outlets,
acts, addresses and events of the store: that of --store where it stands before,
else SAYSO_STORE's, else sayso.db in this folder.
"""


def add_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``completion`` to the commands."""
    parser = commands.add_parser(
        "completion",
        help="let a shell complete commands, flags, and names of the store",
        description="Print the code that lets a shell complete commands, flags, and the names that the store knows.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=_completion, verbose=False)
    parser.add_argument("shell", choices=SHELLS, metavar="SHELL", help=", ".join(SHELLS))


def _completion(arguments: argparse.Namespace) -> int:
    from argcomplete.shell_integration import shellcode

    with output(None) as out:
        out.write(shellcode(["sayso"], shell=arguments.shell).strip() + "\n")
    return READ


# What a shell is answered, each time that its key is pressed


def asked_command(line: str) -> str | None:
    """The command that a line names in full, if it does: its parser alone is needed then.

    >>> asked_command("sayso find --sp"), asked_command("sayso fi")
    ('find', None)
    """
    words = line.split()
    return words[1] if len(words) > 2 or (len(words) == 2 and line.endswith(" ")) else None


def answer(parser: argparse.ArgumentParser, command: argparse.ArgumentParser | None) -> None:
    """Write what may stand where the cursor is, as the shell's code asks for it, and end the process."""
    import argcomplete

    for below in _with_actions(command) if command else ():
        below.usual = None  # type: ignore[attr-defined]  # an action may be begun: none is taken for named
        for action in below._actions:
            if completer := _completer(action, below.prog.split()[-1]):
                action.completer = completer  # type: ignore[attr-defined]  # argcomplete's own
    argcomplete.autocomplete(parser, always_complete_options="long", validator=begins_so)


def _with_actions(command: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """A command's parser, and those of its actions ("watch add")."""
    yield command
    for action in command._actions:
        if isinstance(action, argparse._SubParsersAction):
            for below in action.choices.values():
                yield from _with_actions(below)


def begins_so(name: str, given: str) -> bool:
    """Whether a name is one that was begun: case makes no difference."""
    return name.casefold().startswith(given.casefold())


Known = Callable[["Engine", str], Iterable[str] | Mapping[str, str]]


def _completer(action: argparse.Action, command: str) -> Callable[..., Iterable[str] | Mapping[str, str]] | None:
    """What completes a flag or a place: the store's names, the values that its type knows, nothing; None for files."""
    flag, metavar = next(iter(action.option_strings), ""), str(action.metavar or action.dest)
    listed = getattr(action.type, "known", None)
    if action.choices:
        return None  # argcomplete knows them
    if known := next(filter(None, map(_OF_THE_STORE.get, (f"{command} {flag}", flag, metavar))), None):
        return lambda prefix, parsed_args, **_: _from_store(known, prefix, parsed_args) or listed or ()
    if listed:
        return lambda **_: listed
    files = isinstance(action.metavar, tuple) or metavar in ("INPUT", "FILE", "PATH") or flag == "--store"
    return None if files else lambda **_: ()


def _from_store(known: Known, prefix: str, arguments: argparse.Namespace) -> Iterable[str] | Mapping[str, str]:
    """What the store knows; nothing where there is none, or it is in trouble: the command itself says so."""
    address = getattr(arguments, "store", None) or os.environ.get("SAYSO_STORE") or DEFAULT_STORE
    try:
        with closing(open_store(address)) as engine:
            return known(engine, prefix)
    except StoreError:
        return ()


def _parties(engine: Engine, prefix: str) -> list[str]:
    """Names of parties: of those begun, each that begins so; else what each is shown as, those that said most first."""
    listed = engine.parties(limit=_LOOKED_AT if prefix else MOST)
    names = (name for party in listed for name in ((party.name, *party.names) if prefix else (party.name,)))
    return [name for name in dict.fromkeys(names) if begins_so(name, prefix)][:MOST]


def _outlets(engine: Engine, prefix: str) -> list[str]:
    return engine.outlets()


def _acts(engine: Engine, prefix: str) -> dict[str, str]:
    """The acts that statements of this store do, each with how many."""
    return {act: f"{number:,} statement{'s' * (number != 1)}" for act, number in engine.count(Question(), "act") if act}


def _addresses(engine: Engine, prefix: str) -> list[str]:
    return [address for address, _ in zip(engine.addresses(prefix), range(MOST), strict=False)]


def _events(engine: Engine, prefix: str) -> dict[str, str]:
    """The keys of events, each with its day, its kind and who takes part."""
    found = engine.events(EventsQuestion(limit=MOST)).events
    return {one.key: f"{one.earliest or 'no day'} {one.kind} {_named(one.parties)}" for one in found}


def _undertakings(engine: Engine, prefix: str) -> dict[str, str]:
    """The keys of undertakings, each with its last day and who undertakes what."""
    found = engine.ledger(LedgerQuestion(limit=MOST)).undertakings
    return {one.key: f"{one.due_latest or 'no day'} {_named(one.who)}: {one.what[:60]}" for one in found}


def _watches(engine: Engine, prefix: str) -> dict[str, str]:
    """The names under which questions are watched, each with what it asks."""
    from sayso.formats import command_of

    return {one.name: command_of(one) for one in engine.watches()}


def _named(parties: Iterable[KnownParty]) -> str:
    return ", ".join(party.name for party in parties)


# By a command's flag, by any command's flag, else by what its value is called.
_OF_THE_STORE: dict[str, Known] = {
    **dict.fromkeys(("NAME", "WHO"), _parties),
    "--outlet": _outlets,
    "--judge": lambda engine, prefix: (),  # who judges is no party
    "--act": _acts,
    **dict.fromkeys(("ADDRESS", "KEY"), _addresses),  # a statement's key begins with its article's address
    "WATCH": _watches,
    **dict.fromkeys(("--event", "events --key"), _events),
    "ledger --key": _undertakings,
}
