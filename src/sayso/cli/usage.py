"""Arguments as they were given -> what a command is to do, or an error in one line: whose, what, and what was likely meant."""

from __future__ import annotations

import argparse
import itertools
import re
import sys
import textwrap
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from sayso.controls import one_line, shielded
from sayso.files import check_database
from sayso.formats import check_ending, format_of
from sayso.pages import meant_address

if TYPE_CHECKING:
    from _typeshed import SupportsWrite

# Other words for a flag, taken for it by every command that has it: Python's filters are called since and until.
SPELLINGS = {"--since": "--from", "--until": "--to"}
# What people look for under another name, to answer a word that is no command and a flag that is none.
_MEANT = {
    "search": "find", "grep": "find", "query": "find", "load": "add", "parse": "read", "extract": "read",
    "diff": "versions", "history": "versions", "parties": "party", "people": "party", "origin": "trace", "factcheck": "check",
    "fix": "correct", "edit": "correct", "open": "show", "view": "show", "cat": "show", "rate": "judge", "evaluate": "judge",
    "delete": "remove", "rm": "remove", "forget": "remove", "dump": "export", "merge": "party", "rename": "party",
    "--since": "--from", "--until": "--to", "--after": "--from", "--before": "--to", "--db": "--store",
    "--database": "--store", "--type": "--format", "--publisher": "--outlet", "--source": "--outlet", "--site": "--outlet",
    "--person": "--speaker", "--who": "--speaker", "--by": "--speaker", "--max": "--limit", "--jobs": "--workers",
    "--group-by": "--count", "--sort": "--order", "--lang": "--language", "--dest": "--output", "--file": "--output",
}  # fmt: skip
_ONLY_TO_A_FILE = ("xlsx",)  # which no pipe carries as text
_MARGIN = 2  # cells that argparse leaves free beside its text
_NARROWEST = 20  # cells of a column that go on under itself
_CALLS = ("sayso ", "echo ", "eval ")
_FEW = 3  # so many choices are told whole: "ksh" is like "zsh", but may be meant for "bash"
WRONG_USE = 2


def like(given: str, known: Iterable[str], most: int = 3) -> list[str]:
    """Those of the known words that are spelled much like the one given, the likeliest first; dashes do not count.

    >>> like("--fromat", ["--from", "--format", "--limit"]), like("red", ["read", "add"]), like("serach", ["read", "find"])
    (['--format', '--from'], ['read'], ['find'])
    """
    import difflib  # 3 ms, where there was a slip

    listed = list(known)
    if _MEANT.get(given) in listed:
        return [_MEANT[given]]
    by_letters = {word.lstrip("-"): word for word in reversed(listed)}
    near = difflib.get_close_matches(given.lstrip("-").lower(), by_letters, n=most)
    others = [] if near else [word for word, meant in _MEANT.items() if meant in listed]
    other = difflib.get_close_matches(given, others, n=1, cutoff=0.75)
    return [by_letters[word] for word in near] or [_MEANT[word] for word in other]


def no_such(what: str, given: str, known: Sequence[str]) -> str:
    """That there is no such thing, and what there is: what is spelled like it, else all.

    >>> no_such("act", "deny", ("states", "denies", "asks", "hopes")), no_such("shell", "ksh", ("bash", "zsh"))
    ("there is no act 'deny'; there is denies", "there is no shell 'ksh'; there are bash, zsh")
    """
    near = (like(given, known) if len(known) > _FEW else ()) or known
    return f"there is no {what} {given!r}; there {'is' if len(near) == 1 else 'are'} {', '.join(near)}"


class Help(argparse.RawDescriptionHelpFormatter):
    """Help as it is written, but where the terminal is narrower: what goes on stands under the column in which it began.

    A paragraph that has a longer line is broken anew as a whole.
    """

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        filled: list[str] = []
        for is_prose, lines in itertools.groupby(text.splitlines(), key=lambda line: line[:1].strip() != ""):
            some = list(lines)
            is_wide = is_prose and any(len(line) > width + _MARGIN for line in some)
            filled += [" ".join(some)] if is_wide else some
        return "\n".join(part for line in filled for part in _wrapped(line, width + _MARGIN))


def _wrapped(line: str, width: int) -> list[str]:
    """The line in as many as it takes; a call alone stays whole, so that it can be copied.

    >>> _wrapped("  csv   a row a statement, for R", 29), _wrapped("  sayso find guns --order newest", 29)
    (['  csv   a row a statement,', '        for R'], ['  sayso find guns --order newest'])
    """
    lead, columns = re.match(r" *(?:\S.*?   *(?=\S))?", line), line.strip().split("   ")
    if len(line) <= width or (len(columns) == 1 and columns[0].startswith(_CALLS)):
        return [line]
    under = len(lead[0]) if lead and len(lead[0]) < width - _NARROWEST else 4
    return textwrap.wrap(line, width, subsequent_indent=" " * under, break_long_words=False, break_on_hyphens=False)


class Parser(argparse.ArgumentParser):
    """Arguments, whose help and errors go through one door.

    A command's own parser answers for all that is given to it, so that an error names the command. Where it takes ``--output``
    and ``--format``, a file's ending chooses the format that none is named for, and one that would mislead is refused.
    """

    usual: str | None = None  # of a command with actions, the one that is meant where none is named

    def __init__(self, **given: Any) -> None:
        super().__init__(**given | {"formatter_class": Help})

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """The arguments; nothing is left over. Ends the process with a line and status 2 for wrong use."""
        given = self._respelled(self._with_action([*(sys.argv[1:] if args is None else args)]))
        self._check_flags(given)
        namespace = argparse.Namespace() if namespace is None else namespace
        if self._flag("--format"):
            namespace.format = None  # so that it can be told whether it was named
        found, rest = super().parse_known_args(given, namespace)
        if rest:
            one, more = rest[0], f" and {len(rest) - 1} more" if len(rest) > 1 else ""
            said = self._no_flag(one) if one.startswith("-") else f"{one!r}{more}: there is no place for it{self._help()}"
            self.error(said)
        if self._subparsers is None:
            found.command = self.prog
            self._settle_format(found)
        return found, rest

    def error(self, message: str) -> NoReturn:
        """End the process with a line of what is wrong."""
        self.exit(WRONG_USE, one_line(f"{self.prog}: {self._told(message)}") + "\n")

    def _print_message(self, message: str, file: SupportsWrite[str] | None = None) -> None:
        super()._print_message(shielded(message), file)

    # What was given

    def _with_action(self, given: list[str]) -> list[str]:
        """The same with the usual action before it, where none is named and nobody asks for help."""
        if self.usual is None or self._subparsers is None or given[:1] in (["-h"], ["--help"]):
            return given
        known = [name for one in self._subparsers._group_actions for name in one.choices or ()]
        return given if given[:1] and given[0] in known else [self.usual, *given]

    def _respelled(self, given: list[str]) -> list[str]:
        """The same with each flag by the name that it has here."""
        flags = self._option_string_actions
        for at, word in enumerate(given[: given.index("--")] if "--" in given else given):
            name, mark, value = word.partition("=")
            if name not in flags and SPELLINGS.get(name) in flags:
                given[at] = f"{SPELLINGS[name]}{mark}{value}"
        return given

    def _check_flags(self, given: Sequence[str]) -> None:
        """A flag that is not there is told before anything that may be missing beside it."""
        for word in given:
            if word == "--" or (self._subparsers is not None and not word.startswith("-")):
                return
            name = word.partition("=")[0]
            a_flag = name.startswith("--") or self._subparsers is not None
            if a_flag and " " not in name and not any(flag.startswith(name) for flag in self._flags()):
                self.error(self._no_flag(name))

    def _flags(self) -> Iterable[str]:
        return self._option_string_actions

    def _flag(self, name: str) -> argparse.Action | None:
        return self._option_string_actions.get(name)

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        """As argparse does, with what was likely meant."""
        if action.choices is None or value in action.choices:
            return
        known = [str(choice) for choice in action.choices]
        if isinstance(action, argparse._SubParsersAction) and " " not in self.prog:  # a command's actions are told as values
            self.error(self._no_command(str(value), known))
        metavar = action.metavar if isinstance(action.metavar, str) else action.dest
        raise argparse.ArgumentError(action, no_such(metavar.lower(), str(value), known))

    def _settle_format(self, found: argparse.Namespace) -> None:
        """The format that is not named is the one that the file's ending asks for, else the usual one."""
        flag, output = self._flag("--format"), getattr(found, "output", None)
        named = found.format if flag else None
        if flag is None and not (output and hasattr(found, "form")):
            return
        if output and _is_database(output):  # which is never written over, whatever it is called: who writes says so
            found.format = named or (flag.default if flag else found.form)
            return
        formats = [str(choice) for choice in flag.choices or ()] if flag else [found.form]
        try:
            if named is None or flag is None:
                found.format = format_of(output, formats, flag.default if flag else found.form)
            elif output:
                check_ending(output, named)
        except ValueError as error:
            said = str(error) if flag else str(error).removesuffix(", or say the --format")
            self.error(f"--output {output}: {said}")
        if found.format in _ONLY_TO_A_FILE and output is None:
            self.error(f"--format {found.format} needs --output FILE")

    # How it is told

    def _told(self, message: str) -> str:
        """What argparse says, in Sayso's words: the flag first."""
        for pattern, words in _TOLD:
            message = pattern.sub(words, message)
        return message.replace("HELP", self._help().strip()) if message.endswith("HELP") else message

    def _no_flag(self, name: str) -> str:
        name = name.partition("=")[0]
        long = [flag for flag in self._flags() if flag.startswith("--")]
        near = like(name, long)
        return f"there is no {name}" + (f"; is it {' or '.join(near)}?" if near else "") + self._help()

    def _no_command(self, given: str, known: Sequence[str]) -> str:
        said, near = f"there is no command {given!r}", like(given, known)
        if meant_address(given) or _is_there(given):
            return f"{said}; {self.prog} read {given} reads it"
        return f"{said}; " + (f"is it {' or '.join(near)}?" if near else f"{self.prog} help lists what there is")

    def _help(self) -> str:
        return f" ({self.prog} --help shows what there is)"


def _is_database(path: Path) -> bool:
    try:
        check_database(path)
    except FileExistsError:
        return True
    except OSError:
        return False
    return False


def _is_there(path: str) -> bool:
    try:
        return Path(path).exists()
    except (OSError, ValueError):
        return False


# argparse's sentences, which it builds from actions; "argument --from/--since: …" names a flag by all its names.
_TOLD = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        (r"^argument ([^/:\s]+)[^:\s]*: expected .*", r"\1: what follows it is missing"),
        (r"^argument ([^/:\s]+)[^:\s]*: ", r"\1: "),
        (r"^the following arguments are required: (.*)", r"\1 is missing HELP"),
        (r"^ambiguous option: (\S+) could match (.*)", r"\1 could be any of \2"),
    )
)
