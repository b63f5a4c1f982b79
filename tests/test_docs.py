"""Each command has its page, which names every flag and every choice that its parser takes, and no flag that it does not."""

from __future__ import annotations

import argparse
import re
import shlex
import tomllib
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
