"""Where a store stands: a path is a path, whatever SQLite takes it for; one that goes away or cannot be written is noticed."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import timeit
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from store_readings import incoming, reading

from sayso import cli, open_store
from sayso.store import open_engine
from sayso.store.errors import StoreError
from sayso.store.values import Correction, Question


def filled(path: Path | str) -> Path:
    with closing(open_engine(path)) as engine:
        engine.keep([incoming(reading([("Ilya Torvan", "The bridge is safe")]))])
    return Path(path)


ODD = ["file:x.db", "file:x.db?mode=memory", "file:x.db?mode=ro", "x.db?immutable=1", "a%20b.db", "a#b.db", "a?b.db", "é%.db",
       ":memory:.db", "-x.db", " x", "x;y.db", "~", "sqlite:x.db"]  # fmt: skip


@pytest.mark.parametrize("name", ODD)
def test_a_name_is_the_file_of_that_name_whatever_else_it_could_mean(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    filled(name)
    assert [path.name for path in tmp_path.iterdir()] == [name]
    for read_only in (False, True, None):
        with closing(open_engine(name, create=False, read_only=read_only)) as engine:
            assert engine.summary().articles == 1 and engine.address == name
            assert not list(engine.verify())


def test_a_name_of_bytes_that_are_no_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    name = os.fsdecode(b"caf\xe9.db")
    filled(name)
    with closing(open_engine(name, read_only=True)) as engine:
        assert engine.summary().articles == 1


@pytest.mark.parametrize(
    ("name", "why"),
    [
        (":memory:", "a store is a file"),
        ("", "an empty name"),
        ("  ", "an empty name"),
        ("host=db user=ana password=secret", "written postgresql://"),
        ("postgresql:ana:secret@host/news", "written postgresql://"),
        ("mysql://ana:secret@host/news", "no stores of the kind mysql://"),
    ],
)
def test_what_is_no_path_of_a_store_is_refused_and_makes_no_file(
    name: str, why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for opened in (open_engine, open_store):
        with pytest.raises(StoreError, match=why) as caught:
            opened(name)
        assert "secret" not in str(caught.value)
    assert not list(tmp_path.iterdir())
    filled("./:memory:")  # who means a file says so
    assert [path.name for path in tmp_path.iterdir()] == [":memory:"]


@pytest.mark.parametrize("command", [["find", "x"], ["party"], ["export"], ["versions", "https://x.example"], ["verify"]])
@pytest.mark.parametrize("name", ["s" * 300, "no/such/folder/s.db", "nul\0.db", ":memory:", "sayso.db/s.db"])
def test_a_path_that_cannot_be_opened_is_told_as_the_stores(
    name: str, command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sayso.db").touch()
    assert cli.main([*command, "--store", name]) == 1
    out, err = capsys.readouterr()
    assert out == "" and err.startswith(f"sayso: {name}: ".replace("\0", "\ufffd")) and "cannot write" not in err


# -- a file that goes away ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["deleted", "moved away", "replaced", "deleted through a link"])
def test_a_store_that_is_gone_from_under_a_writer_is_noticed(how: str, tmp_path: Path) -> None:
    path = filled(tmp_path / "it.db")
    other = filled(tmp_path / "other.db")
    address = path
    if how == "deleted through a link":
        address = tmp_path / "link.db"
        address.symlink_to(path)
    with closing(open_engine(address)) as engine:
        assert engine.find(Question()).total == 1
        if how == "replaced":
            other.replace(path)
        elif how == "moved away":
            path.rename(tmp_path / "elsewhere.db")
        else:
            path.unlink()
        before = sorted(tmp_path.glob("*.db"))
        correction = Correction("rename", "why", "2031-03-14T10:00:00Z", ("Ilya Torvan", "person"), name="Ilya")
        asked: list[Callable[[], Any]] = [
            lambda: engine.keep([incoming(reading(url="https://new.example/1"))]),
            lambda: engine.correct(correction),
            lambda: engine.find(Question()),
            lambda: list(engine.readings()),
            lambda: list(engine.verify()),
        ]
        for one in asked:
            with pytest.raises(StoreError, match=r"(is another file now|is no longer there): it was deleted") as caught:
                one()
            assert str(address) in str(caught.value)
        assert sorted(tmp_path.glob("*.db")) == before
    if how == "replaced":
        with closing(open_engine(path)) as engine:
            assert not list(engine.verify()) and engine.summary().articles == 1


def test_looking_whether_it_is_still_there_takes_a_hundredth_of_a_question(tmp_path: Path) -> None:
    with closing(open_engine(filled(tmp_path / "it.db"))) as engine:
        looking = min(timeit.repeat(engine._database._check_place, number=1000, repeat=5))  # type: ignore[attr-defined]
        asking = min(timeit.repeat(lambda: engine.find(Question("bridge")), number=100, repeat=5)) * 10
    assert looking < asking / 20


# -- a file that cannot be written ----------------------------------------------------------------------------------------


@contextlib.contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """A folder that nobody can write to. Rights alone do not stop a superuser, so it is mounted read-only for one."""
    if os.geteuid() != 0:
        rights = {path: path.stat().st_mode for path in (folder, *folder.iterdir())}
        for path, mode in rights.items():
            path.chmod(mode & ~0o222)
        try:
            yield
        finally:
            for path, mode in rights.items():
                path.chmod(mode)
        return
    if not shutil.which("mount") or subprocess.run(["mount", "--bind", folder, folder], capture_output=True).returncode:
        pytest.skip("this machine lets nobody mount a folder")
    try:
        if subprocess.run(["mount", "-o", "remount,bind,ro", folder], capture_output=True).returncode:
            pytest.skip("this machine lets nobody mount a folder read-only")
        yield
    finally:
        subprocess.run(["umount", folder], check=True)


READING = [
    ["verify"], ["find", "bridge"], ["find", "--count", "speaker"], ["party"], ["party", "Ilya Torvan"],
    ["party", "corrections"], ["versions", "https://post.example/1"], ["export"], ["export", "--format", "csv"],
]  # fmt: skip


def test_every_command_that_reads_reads_what_nobody_can_write(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    medium = tmp_path / "medium"
    medium.mkdir()
    path = filled(medium / "it.db")
    with read_only(medium):
        for command in READING:
            assert cli.main([*command, "--store", str(path)]) == 0, capsys.readouterr().err
        with open_store(path) as store:
            assert store.find("bridge").total == 1 and not len(store.verify())
            with pytest.raises(StoreError, match="read-only"):
                store.party.rename("Ilya Torvan", "Ilya", "why")
        capsys.readouterr()
        assert cli.main(["party", "rename", "Ilya Torvan", "Ilya", "--reason", "why", "--store", str(path)]) == 1
        assert f"{path}: cannot be" in capsys.readouterr().err
        assert [held.name for held in medium.iterdir()] == ["it.db"]


def test_verify_writes_nothing_beside_or_into_a_store(tmp_path: Path) -> None:
    path = filled(tmp_path / "it.db")
    before = path.read_bytes()
    assert cli.main(["verify", "--store", str(path)]) == 0
    assert path.read_bytes() == before and list(tmp_path.iterdir()) == [path]


def test_a_log_that_nobody_can_read_where_it_stands_is_not_left_out(tmp_path: Path) -> None:
    source, medium = filled(tmp_path / "busy.db"), tmp_path / "medium"
    medium.mkdir()
    with closing(open_engine(source)) as engine:
        engine.keep([incoming(reading(url="https://new.example/1"))])
        for name in ("busy.db", "busy.db-wal"):
            shutil.copy(tmp_path / name, medium / name)
    with read_only(medium), pytest.raises(StoreError, match=r"busy\.db-wal beside it holds what was written last"):
        open_engine(medium / "busy.db", read_only=None)
