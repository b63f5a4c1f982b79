"""sayso remove: what would go is shown, and nobody's articles go unasked; the record; what add says of what was removed."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from contextlib import closing
from importlib import resources
from pathlib import Path

import jsonschema
import pytest
import shelf

import sayso
from sayso.cli import main
from sayso.store import open_engine

ROOT = Path(__file__).parents[2]


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    for name in ("COLUMNS", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    path = shelf.keep(tmp_path / "sayso.db", shelf.readings())
    monkeypatch.setenv("SAYSO_STORE", path)
    return path


def run(capsys: pytest.CaptureFixture[str], *arguments: str, status: int = 0) -> tuple[str, str]:
    assert main(list(arguments)) == status, capsys.readouterr()
    out, err = capsys.readouterr()
    return out, err


def articles(path: str) -> int:
    with closing(open_engine(path)) as engine:
        return engine.summary().articles


def test_what_would_go_is_shown_and_stays_where_nobody_can_be_asked(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(["party", "not-said", "1.2/s1", "--reason", "a caption"])
    capsys.readouterr()
    out, err = run(capsys, "remove", "1", "https://list.example/*", "--reason", "a test", status=2)
    assert out == (
        "1  2031-01-02 A call\n"
        "   The Gate · 2 versions, 2 statements\n"
        "   https://gate.example/1\n"
        "4  2031-03-20 A call\n"
        "   The List · 30 statements\n"
        "   https://list.example/items\n"
        "\n"
        "2 articles, 3 versions, 32 statements\n"
        "1 party that nothing else names: Mara Quill\n"
        "1 correction that is of nothing else:\n"
        "   1  not-said: characters 16-44 of https://gate.example/1 · a caption\n"
    )
    assert "nothing is removed yet" in err and articles(store) == 5


@pytest.mark.parametrize(("answer", "left"), [("y", 4), ("yes", 4), ("n", 5), ("", 5), ("maybe", 5)])
def test_a_person_is_asked(store: str, answer: str, left: int) -> None:
    """In a terminal, which has a person's answer ready."""
    master, slave = pty.openpty()
    os.write(master, f"{answer}\n".encode())
    command = [sys.executable, "-m", "sayso", "remove", "1", "--reason", "a test", "--store", store]
    done = subprocess.run(command, stdin=slave, stderr=slave, stdout=subprocess.PIPE, text=True, timeout=60, check=False)
    said = os.read(master, 10_000).decode()
    os.close(master)
    os.close(slave)
    assert "Remove this from" in said and "It cannot be undone. [y/N]" in said
    assert ("nothing is removed" in said) == (left == 5) and done.returncode == int(left == 5)
    assert articles(store) == left


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["1", "--yes"], 2, "a removal needs its reason"),
        (["1", "--yes", "--reason", " "], 2, "a removal needs its reason"),
        (["--reason", "x", "--yes"], 2, "name what is to go"),
        (["--undo"], 2, "it cannot be put back; sayso add --readd reads its pages again"),
        (["--list", "1"], 2, "--list removes nothing"),
        (["--sweep", "--list"], 2, "--list removes nothing"),
        (["https://gate.example/2", "--reason", "x", "--yes"], 1, "has no article at https://gate.example/2"),
        (["https://gate.example/2", "--reason", "x", "--yes"], 1, "The nearest are:\n  https://gate.example/1"),
        (["1", "--outlet", "The Post", "--reason", "x", "--yes"], 1, "no article is all of this; nothing is removed"),
        (["--outlet", "Nowhere", "--reason", "x", "--yes"], 1, "no article of an outlet Nowhere"),
        (["--outlet", "Post", "--reason", "x", "--yes"], 1, "nothing is removed. Is it The Post?"),
    ],
)
def test_what_cannot_be_done_is_said(
    store: str, arguments: list[str], status: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said in run(capsys, "remove", *arguments, status=status)[1]
    assert articles(store) == 5


def test_the_record_and_its_json(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    schema = json.loads((resources.files("sayso") / "schema/removals-1.schema.json").read_text(encoding="utf8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    assert run(capsys, "remove", "--list")[0] == "nothing was ever removed\n"
    assert run(capsys, "remove", "1", "--reason", "a slip", "--yes")[0].endswith(": 1 article, 2 versions, 2 statements\n")
    seen = json.loads(run(capsys, "remove", shelf.LANTERN, "--reason", "x", "--format", "json", status=2)[0])
    more = ["--reason", "a court's order", "--yes", "--forget-address", "--format", "json"]
    done = json.loads(run(capsys, "remove", shelf.LANTERN, *more)[0])
    listed = json.loads(run(capsys, "remove", "--list", "--format", "json")[0])
    for record in (seen, done, listed):
        validator.validate(record)
    assert seen["removals"] == [] and seen["loss"] == done["loss"] and listed["loss"] is None
    assert listed["removals"][1] == done["removals"][0] and done["removals"][0]["forgotten"] == 1
    out = run(capsys, "remove", "--list")[0]
    assert "a slip\n      https://gate.example/1\n" in out and shelf.LANTERN not in out
    assert "a court's order\n      an address, kept as a hash alone\n" in out
    assert run(capsys, "verify")[0].endswith("all holds, 3 texts with 37 statements\n")
    assert "swept" in run(capsys, "remove", "--sweep")[1]


def test_what_was_added_by_mistake(tmp_path: Path, store: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder of files without addresses; the same files once more, and where they are asked for."""
    folder = tmp_path / "slip"
    folder.mkdir()
    for number in (1, 2):
        (folder / f"{number}.txt").write_text(f"“The gate {number} is shut,” said Ana Dovrel.\n", encoding="utf8")
    run(capsys, "add", str(folder), "--workers", "1")
    assert articles(store) == 7
    run(capsys, "remove", "--input", f"{folder}/", "--reason", "the wrong folder", "--yes")
    assert articles(store) == 5
    out, _ = run(capsys, "add", str(folder), "--workers", "1")
    assert "2 removed earlier, not read again (--readd reads them)" in out and articles(store) == 5
    out, _ = run(capsys, "add", str(folder), "--workers", "1", "--readd")
    assert "2 articles" in out and articles(store) == 7
    assert "2 pages that it had" in run(capsys, "add", str(folder), "--workers", "1")[0]
    listed = json.loads(run(capsys, "remove", "--list", "--format", "json")[0])["removals"]
    assert listed[0]["again"] == listed[0]["addresses"] == [f"{folder}/1.txt", f"{folder}/2.txt"]


def test_from_python(tmp_path: Path, store: str) -> None:
    with sayso.open_store(store) as held:
        losses = held.losses(outlet="The Post")
        assert [one.key for one in losses] == ["3"] and "1 article, 1 version, 4 statements" in repr(losses)
        with pytest.raises(ValueError, match="needs its reason"):
            held.remove("3", reason=" ")
        removal = held.remove(outlet="The Post", reason="a test", forget_address=True)
        assert (removal.articles, removal.addresses, removal.forgotten) == (1, (), 1)
        assert list(held.removals()) == [removal]
        with pytest.raises(LookupError, match="has nothing at 3"):
            held.show("3")
        shown = held.show("2.1/s1")
        assert shown.statement and shown.version.address == shelf.LANTERN and "«" in repr(shown)
        assert shown.to_json()["short"] == "2.1/s1" and "<iframe" in shown._repr_html_()
        assert held.show("2").statement is None and held.show("2").to_json()["answers"] == ["s1", "s2", "s3", "s4"]
