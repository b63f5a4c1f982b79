"""Each command has its page, which names every flag and every choice that its parser takes, and no flag that it does not."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from sayso import cli

DOCS = Path(__file__).parents[1] / "docs"


def subcommands(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """The commands below a parser, by name."""
    found = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    return dict(found[0].choices) if found else {}


def parsers(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """A command's parser, and those of the commands below it ("party merge")."""
    yield parser
    for below in subcommands(parser).values():
        yield from parsers(below)


COMMANDS = subcommands(cli._parser())


def page(command: str) -> str:
    path = DOCS / f"{command}.md"
    assert path.exists(), f"sayso {command} has no page docs/{command}.md"
    return path.read_text(encoding="utf8")


def flags(command: str) -> set[str]:
    """The long spelling of every flag of a command; the first where there are several."""
    actions = [action for parser in parsers(COMMANDS[command]) for action in parser._actions]
    long = [[flag for flag in action.option_strings if flag.startswith("--")] for action in actions]
    return {names[0] for names in long if names} - {"--help"}


def spellings(command: str) -> set[str]:
    return {flag for parser in parsers(COMMANDS[command]) for action in parser._actions for flag in action.option_strings}


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_has_a_page_that_names_its_flags(command: str) -> None:
    words = page(command)
    missing = sorted(flag for flag in flags(command) if not re.search(rf"`[^`\n]*{flag}(?![\w-])", words))
    assert not missing, f"docs/{command}.md does not name {', '.join(missing)}"


@pytest.mark.parametrize("command", COMMANDS)
def test_a_page_names_no_flag_that_is_not_there(command: str) -> None:
    """In the table of flags, and in calls of this very command."""
    words = page(command)
    rows = [row.split("|")[1] for row in words.splitlines() if row.startswith("| `--")]
    calls = [
        call for call in re.findall(r"^ {0,4}(?:\$ )?sayso ([^|>#\n]*)", words, re.MULTILINE) if call.split()[0] == command
    ]
    named = {flag for line in (*rows, *calls) for flag in re.findall(r"(?<![\w-])--[a-z][\w-]*", line)}
    strange = named - spellings(command)
    assert not strange, f"docs/{command}.md names {', '.join(sorted(strange))}, which sayso {command} does not take"


@pytest.mark.parametrize("command", COMMANDS)
def test_a_page_names_every_choice(command: str) -> None:
    """`--format csv`, `party merge`: what a flag or a place can be is on the page."""
    words = page(command)
    choices = {
        str(choice)
        for parser in parsers(COMMANDS[command])
        for action in parser._actions
        for choice in action.choices or ()
        if len(list(action.choices or ())) < 20
    }
    missing = sorted(choice for choice in choices if not re.search(rf"(?<![\w-]){re.escape(choice)}(?![\w-])", words))
    assert not missing, f"docs/{command}.md does not name {', '.join(missing)}"


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_says_what_it_does_in_the_list_of_commands(command: str) -> None:
    assert command in cli._parser().format_help()
    assert (COMMANDS[command].description or "").strip().endswith("."), f"sayso {command} --help opens with no sentence"
    assert f"{command}.md" in (DOCS.parent / "README.md").read_text(encoding="utf8"), (
        f"the README does not link docs/{command}.md"
    )
    linked = (DOCS.parent / "README.md").read_text(encoding="utf8") + (DOCS / "tutorial.md").read_text(encoding="utf8")
    assert f"{command}.md)" in linked, f"neither the README nor the tutorial links docs/{command}.md"
