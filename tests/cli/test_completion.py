"""sayso completion: real shells are asked what may stand at the end of a line."""

from __future__ import annotations

import os
import pty
import re
import select
import shutil
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
import shelf

from sayso.cli import main
from sayso.store import Question, Watch, open_engine

PROMPT = "ready> "


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a store, another one, a file to read, and the command on the path."""
    place = tmp_path_factory.mktemp("shell")
    shelf.keep(place / "sayso.db", shelf.readings())
    with closing(open_engine(place / "sayso.db")) as engine:
        engine.watch(Watch("gate", Question("gate"), "2031-03-14"))
    shelf.keep(place / "other.db", shelf.readings()[:1])
    (place / "article.html").write_text("<p>It rained.")
    (place / "bin").mkdir()
    command = place / "bin/sayso"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m sayso "$@"\n')
    command.chmod(0o755)
    return place


def answered(place: Path, line: str, shell: str = "bash") -> list[str]:
    """What the shell's code is answered for a line, as it asks for it; blanks and marks escaped as the shell needs them."""
    environment = {
        **{name: value for name, value in os.environ.items() if name != "SAYSO_STORE"},
        "_ARGCOMPLETE": "1", "_ARGCOMPLETE_SHELL": shell, "_ARGCOMPLETE_SUPPRESS_SPACE": "1", "_ARGCOMPLETE_IFS": "\n",
        "COMP_LINE": line, "COMP_POINT": str(len(line.encode())), "_ARGCOMPLETE_STDOUT_FILENAME": str(place / "answer"),
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "sayso"], cwd=place, env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    return (place / "answer").read_text(encoding="utf8").splitlines()


@pytest.mark.parametrize(
    ("line", "wanted", "others"),
    [
        ("sayso fi", {"find"}, False),
        ("sayso rer", {"reread"}, False),
        ("sayso help ev", {"events"}, False),
        ("sayso completion ", {"bash", "zsh", "fish"}, True),
        ("sayso find --spe", {"--speaker"}, False),
        ("sayso find --speaker Ana", {r"Ana\ Dovrel"}, False),
        ("sayso find --speaker ana", {r"Ana\ Dovrel"}, False),
        ('sayso find --speaker "Ana', {"Ana Dovrel"}, False),
        ("sayso find --relay ", {r"Ana\ Dovrel", r"Mara\ Quill"}, True),
        ("sayso find --outlet The", {r"The\ Gate", r"The\ Lantern", r"The\ List", r"The\ Post"}, False),
        ("sayso find --store other.db --outlet The", {r"The\ Gate"}, False),
        ("sayso find --store nosuch.db --speaker A", set(), False),
        ("sayso find --act d", {"denies"}, False),  # no statement of this store demands, describes or doubts
        ("sayso find --act s", {"states"}, False),
        ("sayso find --store nosuch.db --act den", {"denies"}, False),  # where there is no store, all that there are
        ("sayso events --status mo", {"moved"}, False),
        ("sayso find --manner ", {"direct", "mixed", "indirect"}, True),
        ("sayso party Mar", {r"Mara\ Quill"}, False),
        ("sayso read art", {"article.html"}, False),
        ("sayso find --output art", {"article.html"}, False),
        ("sayso find art", set(), False),  # a word, no file
        ("sayso correct --speaker An", {r"Ana\ Dovrel"}, False),
        ("sayso remove --input art", {"article.html"}, False),
        ("sayso judge --judge A", set(), False),
        ("sayso watch r", {"rename", "remove"}, False),
        ("sayso watch show g", {"gate"}, False),
        ("sayso watch add x find --speaker Mar", {r"Mara\ Quill"}, False),
        ("sayso watch add x events --status mo", {"moved"}, False),
        ("sayso red --", set(), True),
    ],
)  # fmt: skip
def test_a_line_is_completed(line: str, wanted: set[str], others: bool, place: Path) -> None:
    found = {one.strip() for one in answered(place, line)}
    assert wanted <= found and (others or found == wanted), found


@pytest.mark.parametrize("command", ["versions", "show", "reread", "find --url"])
def test_addresses_are_completed_past_their_colon(command: str, place: Path) -> None:
    """A shell takes what stands before the colon for a word of its own: only the rest is given."""
    found = answered(place, f"sayso {command} https://gate")
    assert found == ["https://gate.example/1"] or found == ["//gate.example/1"]


def test_acts_tell_how_many_statements_do_them(place: Path) -> None:
    (found,) = answered(place, "sayso find --act stat", shell="zsh")
    assert re.fullmatch(r"states:\d+ statements", found)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_code_for_a_shell_is_printed(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", shell]) == 0
    out = capsys.readouterr().out
    assert "sayso" in out and "_ARGCOMPLETE" in out
    if shutil.which(shell):
        subprocess.run([shell, "-n"], input=out, text=True, check=True, timeout=60)


STARTS = {
    "bash": (["bash", "--norc", "--noprofile", "-i"], f"PS1='{PROMPT}'; eval \"$(sayso completion bash)\"\r"),
    "zsh": (["zsh", "-f", "-i"], f"PS1='{PROMPT}'; autoload -U compinit; compinit -u -D; eval \"$(sayso completion zsh)\"\r"),
    "fish": (["fish", "--no-config", "-i"], f"function fish_prompt; echo -n '{PROMPT}'; end; sayso completion fish | source\r"),
}


@pytest.mark.parametrize("shell", STARTS)
def test_a_key_in_a_real_shell_completes_a_name_of_the_store(shell: str, place: Path) -> None:
    command, begin = STARTS[shell]
    if not shutil.which(shell):
        pytest.skip(f"{shell} is not installed")
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(place)
        path = f"{place}/bin:{os.environ['PATH']}"
        home = {"HOME": str(place), "PATH": path, "TERM": "xterm", "COLUMNS": "100", "LC_ALL": "C.UTF-8"}
        kept = {name: value for name, value in os.environ.items() if name in ("PYTHONPATH", "LD_LIBRARY_PATH")}
        os.execvpe(command[0], command, kept | home)
    try:
        os.write(terminal, begin.encode())
        time.sleep(0.2)
        wait_for(terminal, PROMPT, PROMPT)
        os.write(terminal, b"sayso find --speaker An\t")
        assert wait_for(terminal, "Dovrel")
    finally:
        os.close(terminal)
        os.waitpid(pid, 0)


def wait_for(terminal: int, *words: str) -> bool:
    """Whether these words are shown, one after the other, within a while; cursors and colours do not count."""
    seen, end = b"", time.monotonic() + 40
    while time.monotonic() < end:
        if select.select([terminal], [], [], 1)[0]:
            try:
                seen += os.read(terminal, 65536)
            except OSError:
                break
        plain = re.sub(r"\x1b(?:\[[0-9;?]*[a-zA-Z]|\([A-Z]|\][^\x07]*\x07|[=>])", "", seen.decode("utf8", "replace"))
        if re.search(".*?".join(map(re.escape, words)), plain, re.DOTALL):
            return True
    return False
