"""Folders of brat that people edited -> corrections: by hand, at random, and refused where the store stands otherwise."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import shelf
from hypothesis import HealthCheck, Phase, given, settings, strategies as st
from told import told

import sayso
from sayso.cli import main
from sayso.formats import read_brat
from sayso.record import Reading, Statement
from sayso.store import open_engine

A = "https://harbour.example/1"
LINES = (
    "[s She|Ana Dovrel] [c told] [a the council] [q “the harbour will close] and stay closed until May.”",
    "[q “We have waited,”] [s Ilya Torvan|Ilya Torvan] [c told] [a Ana Dovrel|Ana Dovrel], the readout stated.",
    "[r The palace|Granite Palace] said [s Mara Quill|Mara Quill] [c wanted] [q answers].",
    "[s Mara Quill|Mara Quill] [c said|states/possible] [q it may snow] on Friday.",
    "Marit Vell, who chairs the board, said the dam would hold.",
)


def kept(path: Path) -> str:
    return shelf.keep(path, [shelf.at(told(*LINES), A, "The Harbour", "2031-05-01")])


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SAYSO_STORE", kept(tmp_path / "sayso.db"))
    monkeypatch.chdir(tmp_path)
    assert main(["export", "--format", "brat", "--output", "drawn"]) == 0
    return tmp_path / "drawn"


def ann(folder: Path) -> Path:
    (found,) = folder.glob("*.ann")
    return found


def edit(folder: Path, *changes: tuple[str, str]) -> None:
    path = ann(folder)
    lines = path.read_text("utf8")
    for pattern, new in changes:
        lines, count = re.subn(pattern, new, lines, count=1, flags=re.MULTILINE)
        assert count == 1, pattern
    path.write_text(lines, "utf8")


def words(folder: Path, sought: str) -> tuple[int, int]:
    text = next(folder.glob("*.txt")).read_text("utf8")
    return text.index(sought), text.index(sought) + len(sought)


def correct(*more: str, status: int = 0) -> None:
    assert main(["correct", "--from-brat", "drawn", "--reason", "two of us read it", *more]) == status


def test_a_folder_that_nobody_edited_gives_none(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    correct("--yes", status=1)
    assert "no statement that is not as the store has it" in capsys.readouterr().err


def test_what_people_drew_becomes_corrections(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    start, end = words(folder, "Marit Vell")
    cue, _ = words(folder, "said the dam")
    dam, held = words(folder, "the dam would hold")
    longer, until = words(folder, "“the harbour will close and stay closed until May.”")
    edit(
        folder,
        (r"^(T\d+\tStatement) 21 44\t.*$", rf"\1 {longer} {until}\t“the harbour will close and stay closed until May.”"),
        (r"^(A\d+\tAct E1) states$", r"\1 warns"),
        (r"^A\d+\tSaid E4 possible\n", ""),
        (r"^E3\tStatement:.*\n", ""),
        (r"^A\d+\tManner E3.*\n", ""),
        (r"^A\d+\tAct E3.*\n", ""),
        (r"^#\d+\tSayso E3\t.*\n", ""),
        (r"\Z", f"T91\tPerson {start} {end}\tMarit Vell\nT92\tCue {cue} {cue + 4}\tsaid\n"
                f"T93\tStatement {dam} {held}\tthe dam would hold\nE91\tStatement:T93 Cue:T92 Speaker:T91\n"),
    )  # fmt: skip
    correct()
    shown = capsys.readouterr()
    assert "4 corrections in 1 text would be made; --yes makes them" in shown.err
    assert main(["correct"]) == 0 and "no corrections" in capsys.readouterr().out
    correct("--yes")
    capsys.readouterr()
    with sayso.open_store("sayso.db") as store:
        found = {hit.statement.id: hit for hit in store.find(limit=0, said="any")}
        assert found["s1"].statement.act == "warns" and found["s1"].statement.content[0].text.endswith("until May.”")
        assert found["s4"].statement.said == "said" and "s3" not in found
        (added,) = [hit for hit in found.values() if hit.speaker == "Marit Vell"]
        assert added.statement.content[0].text == "the dam would hold"
        assert added.statement.cue and added.statement.cue.text == "said"
        assert not list(store.verify())
        assert [one.reason for one in store.engine.corrections()] == ["two of us read it"] * 4
    correct("--yes", status=2)
    assert "export it anew" in capsys.readouterr().err


def test_no_half_of_a_folder_is_taken(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(folder, (r"^(A\d+\tAct E1) states$", r"\1 warns"), (r"\Z", "T99\tCue 0 3\tShx\n"))
    correct("--yes", status=2)
    assert "no annotation" in capsys.readouterr().err
    assert main(["correct"]) == 0 and "no corrections" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["--from-brat", "nowhere", "--reason", "x"], 2, "there is no such folder"),
        (["--from-brat", ".", "--reason", "x"], 2, "it is no folder that sayso export"),
        (["--from-brat", "drawn"], 2, "needs its reason"),
        (["1.1/s1", "--from-brat", "drawn", "--reason", "x"], 2, "alone"),
        (["1.1/s1", "--act", "warns", "--yes", "--reason", "x"], 2, "--yes goes with --from-brat"),
    ],
)
def test_what_it_refuses(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], status: int, message: str
) -> None:
    assert main(["correct", *arguments]) == status
    assert message in capsys.readouterr().err


def test_a_folder_is_no_news(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its .txt files would be as many articles that nobody published."""
    assert main(["add", "drawn"]) == 1
    out = " ".join("".join(capsys.readouterr()).split())
    assert "drawn holds texts with annotations for brat, and no pages; sayso correct --from-brat drawn" in out
    (folder.parent / "note.txt").write_text("Ana Dovrel said that the harbour is closed until further notice.\n" * 9, "utf8")
    assert main(["add", "."]) == 0  # what lies beside it is read
    assert "1 article" in (out := " ".join("".join(capsys.readouterr()).split())) and "1 annotations" in out


# At random.


def _edits(lines: list[str], text: str, draw: random.Random) -> Iterator[str]:
    """The lines with some statements' acts, speakers, addressees, words changed, some taken out, and one that is added."""
    mentions = [line.split("\t")[0] for line in lines if re.match(r"T\d+\t(Person|Government|Mention) ", line)]
    out = {f"E{n}" for n in range(1, 5) if draw.random() < 0.15}
    for line in lines:
        event = re.match(r"(E\d+)\tStatement", line)
        if any(re.match(rf"({id}\tStatement|A\d+\t\w+ {id} |#\d+\t\w+ {id}\t)", line) for id in out):
            continue
        if event:
            for role in ("Speaker", "Addressee"):
                chance = draw.random()
                if chance < 0.2:
                    line = re.sub(rf" {role}:T\d+", "", line)
                elif chance < 0.6:
                    line = re.sub(rf" {role}:T\d+", "", line) + f" {role}:{draw.choice(mentions)}"
        held = re.match(r"(T\d+\tStatement) (\d+) (\d+)\t(.*)", line)
        if held and draw.random() < 0.3:
            cut = held[4].index(" ") if " " in held[4] else len(held[4])
            line = f"{held[1]} {held[2]} {int(held[2]) + cut}\t{held[4][:cut]}"
        if (act := re.match(r"(A\d+\tAct E\d+) ", line)) and draw.random() < 0.3:
            line = f"{act[1]} {draw.choice(('warns', 'denies', 'asks'))}"
        yield line
    if draw.random() < 0.5:
        for number, kind, words in ((91, "Statement", "the dam would hold"), (92, "Cue", "said the dam"[:4])):
            at = text.index("said the dam") if kind == "Cue" else text.index(words)
            yield f"T{number}\t{kind} {at} {at + len(words)}\t{words}"
        yield f"E91\tStatement:T91 Cue:T92 Speaker:{draw.choice(mentions)}"


def _said(reading: Reading) -> list[Any]:
    names = {party.id: party.name for party in reading.parties}

    def told_of(one: Statement) -> Any:
        voices = [(v.mention, names.get(v.party or "")) if v else None for v in (one.speaker, one.addressee)]
        return one.content, one.cue, one.act, one.said, voices

    return sorted(map(told_of, reading.statements), key=repr)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
@given(st.randoms(use_true_random=False))
def test_any_edits_come_back_as_they_were_drawn(tmp_path_factory: pytest.TempPathFactory, draw: Any) -> None:
    at = tmp_path_factory.mktemp("drawn")
    with sayso.open_store(kept(at / "sayso.db")) as store:
        store.export(at / "before", form="brat")
        path = ann(at / "before")
        text = path.with_suffix(".txt").read_text("utf8")
        path.write_text("\n".join(_edits(path.read_text("utf8").split("\n"), text, draw)), "utf8")
        (drawn,) = read_brat(at / "before")
        made = store.correct.from_brat(at / "before", "at random")
        store.export(at / "after", form="brat", said="any")
        if any(True for _ in (at / "after").glob("*.ann")):
            (after,) = read_brat(at / "after")
            assert _said(after) == _said(drawn), [one.name for one in made]
        else:
            assert not drawn.statements
        assert not list(store.verify())


def test_a_store_that_moved_on_is_not_overwritten(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(folder, (r"^(A\d+\tAct E1) states$", r"\1 warns"))
    assert main(["correct", "1.1/s4", "--act", "warns", "--reason", "x"]) == 0
    correct("--yes", status=2)
    assert "export it anew" in capsys.readouterr().err
    with closing(open_engine("sayso.db")) as engine:
        assert len(engine.corrections()) == 1
