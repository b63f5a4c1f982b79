"""Files that appear when they are whole: over no database, by none of its names; what killed processes left is swept."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
import shelf

from sayso import cli, files, open_store
from sayso.files import OLD, YOUNG, whole_file, whole_folder
from sayso.store import open_engine

NAMES = ["it.db", "link.db", "hard.db", "by/way.db", "linked/it.db", "it.db-wal", "it.db-shm", "it.db-journal", "wal-link",
         "other.sqlite", "fresh.db", "old-journal"]  # fmt: skip


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[Path]:
    """A folder with a store that is open, by all the names that lead to it, and databases of others."""
    shelf.keep(tmp_path / "it.db", shelf.readings()[:2])
    engine = open_engine(tmp_path / "it.db")
    engine.keep([])
    assert (tmp_path / "it.db-wal").exists() and (tmp_path / "it.db-shm").exists()
    (tmp_path / "link.db").symlink_to("it.db")
    (tmp_path / "hard.db").hardlink_to(tmp_path / "it.db")
    (tmp_path / "by").mkdir()
    (tmp_path / "by" / "way.db").symlink_to("../link.db")
    (tmp_path / "linked").symlink_to(".")
    (tmp_path / "wal-link").symlink_to("it.db-wal")
    with closing(sqlite3.connect(tmp_path / "other.sqlite")) as other:
        other.execute("CREATE TABLE places (id)")
    (tmp_path / "fresh.db").touch()  # as one that was just made: all of it stands in its log yet
    (tmp_path / "fresh.db-wal").write_bytes(b"\x37\x7f\x06\x82" + bytes(60))
    (tmp_path / "old-journal").write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + bytes(60))
    yield tmp_path
    engine.close()


def held(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file() and "linked/" not in str(path)}


COMMANDS = [
    ["read", "page.txt"],
    ["read", "page.txt", "--format", "jsonl"],
    ["find", "gate"],
    ["find", "gate", "--count", "speaker", "--format", "csv"],
    ["party"],
    ["party", "corrections"],
    ["party", "rename", "Ana Dovrel", "Ana", "--reason", "why"],
    ["export"],
    ["export", "--format", "csv"],
    ["export", "--format", "brat"],
    ["versions", "https://gate.example/1", "--format", "html"],
    ["trace", "the gate is green", "--format", "html"],
    ["check", "page.txt", "--format", "csv"],
    ["schema", "datasette"],
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_no_command_writes_its_output_over_a_database(
    name: str, stores: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(stores)
    (stores / "page.txt").write_text("“The gate is green,” Ana Dovrel said.", encoding="utf8")
    before = held(stores)
    for command in COMMANDS:
        given = [] if command[0] == "read" else ["--store", "it.db"]
        assert cli.main([*command, *given, "--output", name]) == 2, command
        out, err = capsys.readouterr()
        assert out == "" and f"--output {name}: " in err and "name another file" in err
    assert held(stores) == before
    with closing(open_engine("it.db", read_only=True)) as engine:
        assert not engine.corrections() and not list(engine.verify())


@pytest.mark.parametrize("form", ["jsonl", "csv", "parquet", "annotations", "schema-org", "brat"])
@pytest.mark.parametrize("name", NAMES)
def test_what_python_hands_on_replaces_no_database(name: str, form: str, stores: Path) -> None:
    before = held(stores)
    with open_store(stores / "it.db", create=False) as store, pytest.raises(FileExistsError, match=r"name (another|a new)"):
        store.export(stores / name, form=form)
    assert held(stores) == before


def test_a_store_that_came_while_the_work_was_done_is_not_replaced_either(tmp_path: Path) -> None:
    target = tmp_path / "out.db"
    with pytest.raises(FileExistsError, match=r"out\.db: is a store of Sayso; name another file"), whole_file(target) as part:
        part.write_text("all of it", encoding="utf8")
        open_engine(target).close()
    with closing(open_engine(target)) as engine:
        assert engine.summary().articles == 0
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.parametrize("words", ["", "SQLite", "SQLite format 3 is a text", "Says", "x" * 100])
def test_other_files_are_replaced_as_ever(words: str, tmp_path: Path) -> None:
    for name in ("out.txt", "out-wal", "-wal", "-shm", "out.db"):
        target = tmp_path / name
        target.write_text(words, encoding="utf8")
        with whole_file(target) as part:
            part.write_text("new", encoding="utf8")
        assert target.read_text(encoding="utf8") == "new"
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["out.txt", "out-wal", "-wal", "-shm", "out.db"])


def test_a_link_that_leads_to_itself_is_no_traceback(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    assert cli.main(["schema", "reading", "--output", str(loop)]) in (0, 1)


# -- what killed processes left -------------------------------------------------------------------------------------------

WRITER = """
import sys, time
from pathlib import Path
from sayso.files import whole_file, whole_folder
with (whole_folder if sys.argv[2] == "folder" else whole_file)(Path(sys.argv[1])) as part:
    (part / "a.txt" if part.is_dir() else part).write_text("half", encoding="utf8")
    print("half", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def writing(tmp_path: Path) -> Iterator[Callable[[str], subprocess.Popen[str]]]:
    """Processes that have written a half of what they write, and wait for a line."""
    begun: list[subprocess.Popen[str]] = []

    def begin(kind: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", WRITER, str(tmp_path / f"{kind}{len(begun)}"), kind]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert process.stdout and process.stdout.readline() == "half\n"
        begun.append(process)
        return process

    yield begin
    for process in begun:
        process.kill()
        process.communicate()


def aged(folder: Path, seconds: float) -> list[Path]:
    parts = sorted(folder.glob(".sayso-*.part"))
    for part in parts:
        os.utime(part, (time.time() - seconds,) * 2)
    return parts


@pytest.mark.parametrize("kind", ["file", "folder"])
def test_what_a_killed_process_left_is_swept_and_what_a_living_one_writes_is_not(
    kind: str, tmp_path: Path, writing: Callable[[str], subprocess.Popen[str]]
) -> None:
    killed = writing(kind)
    killed.send_signal(signal.SIGKILL)
    killed.wait(30)
    (left,) = aged(tmp_path, 0)
    living = writing(kind)
    assert left.exists(), "it is younger than a minute, and may be one that has no lock yet"
    (other,) = set(aged(tmp_path, 3 * OLD)) - {left}
    with whole_file(tmp_path / "new.txt") as part:
        part.write_text("new", encoding="utf8")
    assert not left.exists() and other.exists()
    living.communicate("\n", timeout=30)
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"{kind}1", "new.txt"]


def test_the_parts_of_another_machine_are_swept_when_they_are_old(tmp_path: Path) -> None:
    names = [".sayso-00c0ffee-x.part", ".sayso-abcd1234.part"]  # of another machine, of an earlier Sayso
    for name in names:
        (tmp_path / name).write_text("half", encoding="utf8")
    (tmp_path / ".sayso-notes.txt").write_text("mine", encoding="utf8")
    for age, left in ((2 * YOUNG, names), (OLD + 60, [])):
        aged(tmp_path, age)
        with whole_folder(tmp_path / f"new{age:.0f}") as part:
            (part / "a.txt").write_text("new", encoding="utf8")
        assert [path.name for path in sorted(tmp_path.glob("*.part"))] == sorted(left)
    assert (tmp_path / ".sayso-notes.txt").exists()


def test_a_link_named_like_a_part_leads_no_sweep_elsewhere(tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "a.txt").write_text("mine", encoding="utf8")
    folder = tmp_path / "folder"
    folder.mkdir()
    for number, target in enumerate((precious, precious / "a.txt")):
        link = folder / f"{files._prefix()}{number}.part"
        link.symlink_to(target)
        os.utime(link, (0, 0), follow_symlinks=False)
    with whole_file(folder / "new.txt") as part:
        part.write_text("new", encoding="utf8")
    assert (precious / "a.txt").read_text(encoding="utf8") == "mine"


def test_the_parts_of_other_users_are_theirs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    left = tmp_path / f"{files._prefix()}x.part"
    left.write_text("half", encoding="utf8")
    aged(tmp_path, 2 * OLD)
    monkeypatch.setattr(os, "getuid", lambda: 12345)
    with whole_file(tmp_path / "new.txt"):
        pass
    assert left.exists()
