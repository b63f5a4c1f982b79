"""Each command has its page, which names every flag and every choice that its parser takes, and no flag that it does not."""

from __future__ import annotations

import argparse
import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import sayso
from sayso import cli
from sayso.cli import check, terminal
from sayso.cli.usage import WRONG_USE
from sayso.formats.endings import ENDINGS

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


ABOUT = ("help", "completion")  # commands about the command line itself, which share its page


def page_of(command: str) -> str:
    return "command_line.md" if command in ABOUT else f"{command}.md"


def page(command: str) -> str:
    path = DOCS / page_of(command)
    assert path.exists(), f"sayso {command} has no page docs/{path.name}"
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
    assert page_of(command) in (DOCS.parent / "README.md").read_text(encoding="utf8"), (
        f"the README does not link docs/{page_of(command)}"
    )
    linked = (DOCS.parent / "README.md").read_text(encoding="utf8") + (DOCS / "tutorial.md").read_text(encoding="utf8")
    assert f"{page_of(command)})" in linked, f"neither the README nor the tutorial links docs/{page_of(command)}"


# What a reader is told to install.

ROOT = DOCS.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf8"))["project"]
EXTRAS: dict[str, list[str]] = PROJECT["optional-dependencies"]
CALL = re.compile(r"\b(?:pip|pipx|uv tool) install(?: '[^'`\n]+'| [\w.+:/@-]+)+")


def told_to_install() -> Iterator[tuple[Path, str, list[str]]]:
    """Each call of pip, pipx or uv on a page or in a message of the package, with what it is to install."""
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *DOCS.glob("*.md"), *(ROOT / "src").rglob("*.py")]
    for path in pages:
        for found in CALL.finditer(path.read_text(encoding="utf8")):
            call = re.split(r"(?<=\w)[.,:;](?: |$)", found[0])[0]  # "pip install pandas: it is …"
            words = shlex.split(re.sub(r"--find-links \w+", "", call.partition("install ")[2]))
            yield path, call, [word for word in words if not word.startswith("-")]


def test_what_a_page_or_a_message_says_to_install_is_there() -> None:
    """Sayso is on no index: its copy, an address, or a package of an extra; its name only with a folder that has it."""
    packages = {re.split(r"[<>=; ]", need)[0] for name in EXTRAS for need in EXTRAS[name] if name not in ("dev", "ftm")}
    calls = list(told_to_install())
    assert len(calls) > 15
    for path, call, wanted in calls:
        for word in wanted:
            copy = re.fullmatch(r"\.(?:\[(\w+)\])?", word)
            by_name = word == "sayso" and ("--no-index" in call or f"`{call}` finds nothing" in path.read_text(encoding="utf8"))
            there = copy and (copy[1] is None or copy[1] in EXTRAS)
            assert there or by_name or word in packages or word.startswith("git+https://"), f"{path.name}: {call}"


def test_the_page_on_installing_has_every_extra_for_users_and_its_packages() -> None:
    words = (DOCS / "install.md").read_text(encoding="utf8")
    for extra, needs in EXTRAS.items():
        if extra not in ("dev", "ftm", "training"):
            assert f"`pip install '.[{extra}]'`" in words
            for need in needs:
                assert re.search(rf"`pip install [^`]*{re.escape(re.split(r'[<>=]', need)[0])}", words), need


def test_the_tutorial_and_the_readme_say_how_the_command_is_made_to_be_found() -> None:
    """After `make demo` it lies in .venv/bin, where no shell looks."""
    for name in ("README.md", "docs/tutorial.md", "docs/install.md", "Makefile"):
        words = (ROOT / name).read_text(encoding="utf8").replace("$(BIN)", ".venv/bin")
        assert re.search(r"source (?:~/sayso/)?\.venv/bin/activate", words), name


# What the commands share, on one page


SHARED = (DOCS / "command_line.md").read_text(encoding="utf8")


def test_every_command_is_on_the_shared_page() -> None:
    missing = [command for command in COMMANDS if f"({command}.md)" not in SHARED and f"`sayso {command}" not in SHARED]
    assert not missing, f"docs/command_line.md does not lead to {', '.join(missing)}"


def test_the_page_on_privacy_says_what_every_command_writes() -> None:
    table = (DOCS / "privacy.md").read_text(encoding="utf8").partition("| command |")[2].partition("\n\n")[0]
    missing = [command for command in COMMANDS if not re.search(rf"`{command}\b", table)]
    assert not missing, f"docs/privacy.md does not say what is written by {', '.join(missing)}"


def formats_of(command: str) -> list[str]:
    below = [action for parser in parsers(COMMANDS[command]) for action in parser._actions]
    return [str(one) for action in below if "--format" in action.option_strings for one in action.choices or ()]


@pytest.mark.parametrize("command", [command for command in COMMANDS if formats_of(command)])
def test_the_table_of_endings_says_which_command_writes_what(command: str) -> None:
    """Each format that has endings has a row with these endings, and the row names the command (or those it is not of)."""
    table = SHARED.partition("| ending |")[2].partition("\n\n")[0]
    rows = [[cell.strip() for cell in row.split("|")[1:-1]] for row in table.splitlines()[2:]]
    before = ""
    for endings, forms, commands in rows:
        before = commands = before if commands == "the same" else commands
        for form in re.findall(r"`([\w-]+)`", forms):
            assert set(re.findall(r"`(\.\w+)`", endings)) == set(ENDINGS[form])
            if commands == "all but `export`":
                continue
            assert (f"`{command}`" in commands) == (form in formats_of(command)), f"{command} and {form}"
    shown = {form for _, forms, _ in rows for form in re.findall(r"`([\w-]+)`", forms)}
    assert set(ENDINGS) == shown and all(form in SHARED for form in formats_of(command))


def variables() -> set[str]:
    """The variables that the package asks the environment for."""
    asked: set[str] = set()
    for path in (DOCS.parent / "src/sayso").rglob("*.py"):
        words = path.read_text(encoding="utf8")
        asked |= set(re.findall(r"environ(?:\.get\(|\.setdefault\(|\[)\s*\"(\w+)\"", words))
        asked |= set(re.findall(r"\"(\w+)\" (?:not )?in os\.environ", words))
    return asked


def test_every_variable_of_the_environment_is_told() -> None:
    missing = sorted(name for name in variables() if f"`{name}`" not in SHARED)
    assert variables() and not missing, f"docs/command_line.md does not tell of {', '.join(missing)}"


def test_every_exit_status_is_told() -> None:
    table = SHARED.partition("| status |")[2]
    rows = [row.split("|")[1] for row in table.splitlines() if row.startswith("|")]
    told = {int(number) for row in rows for number in re.findall(r"\d+", row)}
    statuses = {terminal.READ, terminal.NOTHING_READ, WRONG_USE, terminal.INTERRUPTED, terminal.TERMINATED}
    assert told == statuses | {check.ALTERED, check.NOT_FOUND}


# The door for Python


def methods(of: type) -> list[str]:
    return [name for name, member in vars(of).items() if not name.startswith("_") and callable(member)]


def test_every_name_of_the_package_is_told() -> None:
    words = (DOCS / "python.md").read_text(encoding="utf8") + (DOCS.parent / "README.md").read_text(encoding="utf8")
    names = [*(name for name in sayso.__all__ if not name.startswith("_")), *methods(sayso.Store)]
    missing = [name for name in names if not re.search(rf"(?<![\w-]){re.escape(name)}(?!\w)", words)]
    assert not missing, f"docs/python.md does not tell of {', '.join(missing)}"
