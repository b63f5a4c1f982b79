"""The commands on the pages of docs/ print what the pages say, one after another, in a folder of its own for each page.

python tests/test_tutorial.py     writes what they print today into the pages; read the difference before it is kept
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
EXAMPLES = "cp -r ~/sayso/examples ."
FICTIONAL = "sayso add examples/valdrin-courier examples/aurane-post examples/dump.txt examples/prose.txt"
# The pages with console blocks, and what stands in the folder before their first command. Each page says so in words.
PAGES: dict[str, tuple[str, ...]] = {
    "tutorial.md": (),
    "command_line.md": (),
    "add.md": (EXAMPLES,),
    "find.md": (EXAMPLES, FICTIONAL),
    "party.md": (EXAMPLES, FICTIONAL),
    "remove.md": (EXAMPLES, FICTIONAL),
    "show.md": (EXAMPLES, FICTIONAL),
    "watch.md": (EXAMPLES, "sayso add examples/valdrin-courier"),
    "versions.md": (EXAMPLES,),
    "trace.md": (EXAMPLES, "sayso add examples/quoted"),
    "check.md": (EXAMPLES, "sayso add examples/quoted"),
    "compare.md": (EXAMPLES,),
    "reread.md": (EXAMPLES, "sayso add examples/valdrin-courier"),
    "verify.md": (EXAMPLES, "sayso add examples/valdrin-courier"),
}
BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)
MINUTES = 5
COUNT = re.compile(r"\d+,\d{3}(?= statements)")  # of thousands: one of them may be another, by the processor's rounding
NOW_BRIEF = re.compile(r"\d{4}-\d\d-\d\d[ \n]+\d\d:\d\d UTC")  # when a watch was looked at
NOW = re.compile(r"\d{1,2} [A-Z][a-z]+ \d{4}, \d\d:\d\d \(UTC\)(?= · )")  # when a correction was made


def commands(page: str) -> list[str]:
    """What follows "$ ", with the lines after it that follow "> "."""
    lines = [line for block in BLOCK.findall(page) for line in block.splitlines()]
    found: list[str] = []
    for line in lines:
        if line.startswith("$ "):
            found.append(line[2:])
        elif line.startswith("> ") or line == ">":
            found[-1] += "\n" + line[2:]
    return found


def prepared(folder: Path) -> dict[str, str]:
    """The folder as a reader has it: empty, with Sayso's copy at home and a terminal of 80 columns."""
    (folder / "home").mkdir()
    (folder / "home/sayso").symlink_to(ROOT)
    (folder / "work").mkdir()
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SAYSO_")}
    return kept | {
        "PATH": path,
        "HOME": str(folder / "home"),
        "COLUMNS": "80",
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "NO_COLOR": "1",
    }


def printed(command: str, folder: Path, environment: dict[str, str]) -> str:
    """What a command prints, trouble and all, without spaces at the ends of lines, and with one day for today."""
    done = subprocess.run(
        ["bash", "-c", command], cwd=folder / "work", env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL, text=True, encoding="utf8", timeout=60 * MINUTES, check=False,
    )  # fmt: skip
    told = NOW_BRIEF.sub("2031-03-16 09:00 UTC", done.stdout)
    return "\n".join(NOW.sub("16 March 2031, 09:00 (UTC)", line).rstrip() for line in told.splitlines())


def run(page: str, before: Sequence[str] = ()) -> str:
    """The page with what its commands print now, after those ``before`` it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        environment = prepared(folder)
        for command in before:
            printed(command, folder, environment)

        def block(found: re.Match[str]) -> str:
            lines = []
            for command in commands(found[0]):
                output = printed(command, folder, environment)
                lines += ["$ " + command.replace("\n", "\n> "), *([output] if output else [])]
            return "```console\n" + "\n".join(lines) + "\n```"

        return BLOCK.sub(block, page)


@pytest.mark.skipif(not shutil.which("bash"), reason="the pages are written for a shell that this machine has not")
@pytest.mark.parametrize("name", PAGES)
def test_a_page_prints_what_it_says(name: str) -> None:
    page = (DOCS / name).read_text(encoding="utf8")
    assert BLOCK.search(page)
    for said, now in zip(BLOCK.findall(page), BLOCK.findall(run(page, PAGES[name])), strict=True):
        assert _exact(said) == _exact(now), "python tests/test_tutorial.py writes what is printed now"
        for there, here in zip(COUNT.findall(said), COUNT.findall(now), strict=True):
            assert abs(_number(there) - _number(here)) * 500 <= _number(there), (there, here)


def _exact(block: str) -> str:
    return COUNT.sub("some", block)


def _number(count: str) -> int:
    return int(count.replace(",", ""))


def test_no_page_is_left_out() -> None:
    assert {path.name for path in DOCS.glob("*.md") if BLOCK.search(path.read_text(encoding="utf8"))} == set(PAGES)


def test_what_a_command_printed_stands_in_a_block_that_is_run() -> None:
    """A block without "console" holds calls alone: what is printed there would be nobody's to check."""
    for name in PAGES:
        page = (DOCS / name).read_text(encoding="utf8")
        for kind, block in re.findall(r"^```(\w*)\n(.*?)^```", page, re.DOTALL | re.MULTILINE):
            calls = all(line.startswith(("sayso ", "datasette ")) for line in block.splitlines())
            assert kind or calls, f"{name} holds\n{block}"


def test_the_tutorial_shows_every_command_that_keeps_or_asks() -> None:
    page = (DOCS / "tutorial.md").read_text(encoding="utf8")
    shown = {command.split()[1] for command in commands(page) if command.startswith("sayso ")}
    assert {"add", "find", "compare", "versions", "trace", "check", "party", "verify"} <= shown


if __name__ == "__main__":
    for page_name, made in PAGES.items():
        written = run((DOCS / page_name).read_text(encoding="utf8"), made)
        if "Traceback" in written:
            sys.exit(f"a command broke, so {page_name} stays as it is:\n{written[written.index('Traceback') :][:2000]}")
        (DOCS / page_name).write_text(written, encoding="utf8")
