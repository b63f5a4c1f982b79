"""The tutorial's commands print what the tutorial says, one after another in one folder.

python tests/test_tutorial.py     writes what they print today into docs/tutorial.md; read the difference before it is kept
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs/tutorial.md"
BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)
MINUTES = 5
NOW = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")  # when a correction was made


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
    return "\n".join(NOW.sub("2031-03-16 09:00:00", line).rstrip() for line in done.stdout.splitlines())


def run(page: str) -> str:
    """The page with what its commands print now."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        environment = prepared(folder)

        def block(found: re.Match[str]) -> str:
            lines = []
            for command in commands(found[0]):
                output = printed(command, folder, environment)
                lines += ["$ " + command.replace("\n", "\n> "), *([output] if output else [])]
            return "```console\n" + "\n".join(lines) + "\n```"

        return BLOCK.sub(block, page)


@pytest.mark.skipif(not shutil.which("bash"), reason="the tutorial is written for a shell that this machine has not")
def test_the_tutorial_prints_what_it_says() -> None:
    page = PAGE.read_text(encoding="utf8")
    now, said = run(page), page
    for before, after in zip(BLOCK.findall(said), BLOCK.findall(now), strict=True):
        assert before == after, "python tests/test_tutorial.py writes what is printed now"


def test_the_tutorial_shows_every_command_that_keeps_or_asks() -> None:
    shown = {command.split()[1] for command in commands(PAGE.read_text(encoding="utf8")) if command.startswith("sayso ")}
    assert {"add", "find", "versions", "party", "verify"} <= shown


if __name__ == "__main__":
    written = run(PAGE.read_text(encoding="utf8"))
    if "Traceback" in written:
        sys.exit(f"a command broke, so {PAGE.name} stays as it is:\n{written[written.index('Traceback') :][:2000]}")
    PAGE.write_text(written, encoding="utf8")
