"""sayso judge on a real store: a sample by keys in a pseudo-terminal, or in a file; reports; models held against each other."""

from __future__ import annotations

import csv
import json
import os
import pty
import select
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import shelf
from told import told

import sayso
from sayso.cli import main
from sayso.corrections import draw
from sayso.corrections.precision import wilson
from sayso.corrections.samples import FAULTS
from sayso.store import Question, StoreError, open_engine

A = "https://mill.example/1"
LINES = [f"[s Mara Quill|Mara Quill] [c said] [q item {n} stands]." for n in range(1, 11)]
ENDS = ((0, 10, 0.0, 0.278), (8, 10, 0.490, 0.943), (10, 10, 0.722, 1.0), (45, 50, 0.786, 0.957))  # of the literature's tables


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("COLUMNS", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    path = tmp_path / "sayso.db"
    shelf.keep(path, [shelf.at(replace(told(*LINES), model="en-1"), A, "The Mill", "2031-05-01")])
    monkeypatch.setenv("SAYSO_STORE", str(path))
    monkeypatch.chdir(tmp_path)
    return path


@pytest.fixture
def run(store: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    def run(*arguments: str, status: int = 0) -> str:
        assert main(["judge", *arguments]) == status
        out, err = capsys.readouterr()
        return out + err

    return run


def pressed(arguments: Sequence[str], keys: str) -> str:
    """What a person sees who presses these keys, one whenever a question stands there."""
    master, slave = pty.openpty()
    variables = {**os.environ, "COLUMNS": "80", "LINES": "24", "TERM": "xterm-256color"}
    command = [sys.executable, "-m", "sayso", "judge", *arguments, "--no-color"]
    process = subprocess.Popen(command, stdout=slave, stderr=slave, stdin=slave, env=variables)
    os.close(slave)
    seen, asked, left, end = "", 0, list(keys), time.monotonic() + 60
    while time.monotonic() < end and select.select([master], [], [], 60)[0]:
        try:
            piece = os.read(master, 65536)
        except OSError:  # the other end is closed
            break
        if not piece:
            break
        seen += piece.decode()
        questions = seen.count("u undo · q quit") + seen.count("· u back")
        if questions > asked and left:
            asked = questions
            os.write(master, left.pop(0).encode())
    os.close(master)
    process.wait(timeout=60)
    return seen.replace("\r\n", "\n")


def test_by_keys_stopped_and_gone_on_with(run: Any, store: Path) -> None:
    seen = pressed(["--sample", "6", "--judge", "Mara"], "yncsuynq")
    #  y right, n wrong, c s wrong: the speaker, u that taken back, y right, n wrong, q
    assert "6 of 10 statements, drawn at random (--seed 1)" in seen and "-------- 1 of 6 --------" in seen
    assert "what is wrong? s speaker" in seen
    assert "judged 4, of which 2 right; 2 of the sample are left" in seen
    assert "en-1: 2 of 4 right, 0.50 (0.15 to 0.85)" in seen
    again = pressed(["--sample", "6", "--judge", "Mara"], "yy")
    assert "4 of them were judged before" in again and "-------- 5 of 6 --------" in again
    assert "judged 2, of which 2 right; 0 of the sample are left" in again
    assert "4 of 6 right" in pressed(["--sample", "6", "--judge", "Mara"], "")
    assert "judged 1, of which 1 right; 1 of the sample is left" in pressed(["--sample", "2", "--judge", "Ilir"], "yq")
    assert "0 of the sample" not in pressed(["--sample", "6", "--judge", "Ana"], "q")  # she has her own verdicts
    with closing(open_engine(store)) as engine:
        assert not list(engine.verify())


def test_what_is_no_statement_goes_where_that_is_asked_for(run: Any, store: Path) -> None:
    pressed(["--sample", "2", "--correct"], "cnq")
    with sayso.open_store(store) as held:
        assert len(held.find(limit=0)) == 9
    pressed(["--sample", "3", "--correct"], "cnuq")  # and comes back with its judgement
    with sayso.open_store(store) as held:
        assert len(held.find(limit=0)) == 9 and held.judgements().models[0].all.judged == 1


def test_in_a_file_that_is_filled_in(run: Any, tmp_path: Path) -> None:
    assert "4 of 10 statements" in run("--sample", "4", "--output", "sample.csv")
    rows = list(csv.DictReader((tmp_path / "sample.csv").open(encoding="utf8", newline="")))
    assert [row["verdict"] for row in rows] == [""] * 4 and all(row["content"] in row["sentence"] for row in rows)
    assert "has no verdict" in run("--answers", "sample.csv", status=1)
    for row, verdict, fault in zip(rows, ("y", "wrong", "N", ""), ("", "no statement", "relay", ""), strict=True):
        row |= {"verdict": verdict, "fault": fault}
    write_rows(tmp_path / "filled.csv", rows)
    assert "took in 3 judgements, 1 right, 2 wrong, 1 taken out" in run("--answers", "filled.csv", "--correct")
    report = json.loads(run("--report", "--format", "json"))
    schema = json.loads((resources.files("sayso") / "schema/judgements-1.schema.json").read_text(encoding="utf8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(report)
    (model,) = report["models"]
    assert (model["model"], model["right"], model["judged"], model["low"], model["high"]) == ("en-1", 1, 3, 0.0615, 0.7923)
    assert {one["fault"]: one["statements"] for one in model["faults"]} == {"no-statement": 1, "relay": 1}
    assert report["samples"] == [{"size": 4, "seed": 1, "population": 10, "filters": {}}]
    header, whole, *_ = run("--report", "--format", "csv").splitlines()
    assert header == "model,by,value,right,judged,precision,low,high" and whole == "en-1,all,,1,3,0.3333,0.0615,0.7923"
    run("--sample", "2", "--output", "sample.jsonl")
    lines = [json.loads(line) | {"verdict": "right"} for line in (tmp_path / "sample.jsonl").read_text("utf8").splitlines()]
    (tmp_path / "filled.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), "utf8")
    assert "took in 2 judgements" in run("--answers", "filled.jsonl")


def test_answers_are_of_the_statements_that_were_drawn(run: Any, store: Path, tmp_path: Path) -> None:
    """Keys are others where a text was read again in between; what reads otherwise is named, and not judged."""
    run("--sample", "10", "--output", "sample.csv")
    rows = list(csv.DictReader((tmp_path / "sample.csv").open(encoding="utf8", newline="")))
    write_rows(tmp_path / "filled.csv", [row | {"verdict": "y"} for row in rows])
    with closing(open_engine(store)) as engine:
        read = engine.versions(A)[0].reading
        kept = [replace(one, id=f"s{n}") for n, one in enumerate(read.statements[1:], 1)]  # the first is not read any longer
        engine.replace([(A, 1, replace(read, statements=(replace(kept[0], act="denies"), *kept[1:])), ())])
    told = run("--answers", "filled.csv")
    assert told.count("not taken in: ") == 2 and "#1/s1 reads otherwise since" in told and "#1/s2 reads otherwise" in told
    assert "took in 8 judgements, 8 right" in told
    with closing(open_engine(store)) as engine:
        content = {tuple(json.loads(one.shown)["content"]) for one in engine.judgements()}
        assert content == {(one.content[0].start, one.content[0].end) for one in kept[1:]}


def write_rows(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf8", newline="") as out:
        writer = csv.DictWriter(out, rows[0])
        writer.writeheader()
        writer.writerows(rows)


REFUSED: list[tuple[list[str], str, int, str]] = [
    (["--answers", "a.csv"], "key,verdict\n1.1/s1,perhaps\n", 2, "row 1 with a verdict: 1.1/s1: 'perhaps' is no verdict"),
    (["--answers", "a.csv"], "key,verdict,fault\n1.1/s1,y,relay\n", 2, "what is right has no fault"),
    (["--answers", "a.csv"], "key,verdict,fault\n1.1/s1,n,nose\n", 2, "'nose' is no fault of it"),
    (["--answers", "a.csv"], "name\nx\n", 2, "no column key"),
    (["--answers", "a.csv"], "key,verdict\n1.1/s1,y\n1.1/s99,y\n", 1, "holds no statement 1.1/s99"),
    (["--answers", "b.csv"], "", 2, "no such file"),
    (["--report"], "", 1, "nothing is judged yet"),
    (["--report", "--speaker", "x"], "", 2, "goes with --sample"),
    (["--sample", "3", "--speaker", "Nobody"], "", 1, "no party goes by that name"),
    (["--sample", "3"], "", 2, "by keys in a terminal"),
    ([], "", 2, "say one of --sample"),
]


@pytest.mark.parametrize(("arguments", "given", "status", "message"), REFUSED)
def test_what_it_refuses(run: Any, tmp_path: Path, arguments: list[str], given: str, status: int, message: str) -> None:
    (tmp_path / "a.csv").write_text(given, "utf8")
    assert message in run(*arguments, status=status)
    assert "nothing is judged" in run("--report", status=1)


def test_a_sample_is_the_same_for_its_seed_and_each_statement_as_likely(store: Path) -> None:
    with closing(open_engine(store)) as engine:
        drawn = [{hit.key for hit in draw(engine, Question(), 3, seed).hits} for seed in range(60)]
        assert drawn[5] == {hit.key for hit in draw(engine, Question(), 3, 5).hits} != drawn[6]
        counts = [sum(f"{A}#1/s{n}" in one for one in drawn) for n in range(1, 11)]
        assert sum(counts) == 180 and min(counts) >= 8 and max(counts) <= 30  # 18 each but for chance
        assert len(draw(engine, Question(), 50).hits) == 10


def test_models_are_held_against_each_other(store: Path) -> None:
    with sayso.open_store(store) as held:
        for n, verdict in ((1, "right"), (2, "right"), (3, "wrong"), (4, "wrong")):
            held.judge(f"1.1/s{n}", verdict, "speaker" if verdict == "wrong" else None)
        lines = [*LINES[:2], LINES[2].replace("[s Mara Quill|Mara Quill]", "[s Mara Quill]"), "Mara Quill said item 4 stands."]
        newer = shelf.at(replace(told(*lines, *LINES[4:]), model="en-2"), A, "The Mill", "2031-05-01")
        held.engine.replace([(A, 1, newer, ())])
        held.judge("1.1/s3", "right")
        report = held.judgements()
        assert [(one.model, one.all.right, one.all.judged, one.inherited) for one in report.models] == [
            ("en-1", 2, 4, 0),
            ("en-2", 3, 3, 2),
        ]
        (moved,) = report.followed
        assert (moved.model, moved.later, moved.same, moved.otherwise, moved.gone) == ("en-1", "en-2", 2, 1, 1)
        assert moved.pairs == (0, 1, 1)
        held.judge("1.1/s3", "undone")
        assert [one.all.judged for one in held.judgements().models] == [4, 2]
        assert not list(held.verify())
        with pytest.raises(StoreError, match="holds no statement"):
            held.judge("1.1/s99", "right")
        with pytest.raises(ValueError, match="no verdict"):
            held.judge("1.1/s1", "maybe")


def test_two_judges_of_one_statement(store: Path) -> None:
    with sayso.open_store(store) as held:
        held.judge("1.1/s1", "right", judge="Ana")
        held.judge("1.1/s1", "wrong", "relay", judge="Ilir")
        report = held.judgements()
        assert (report.disputed, report.judges, report.models[0].all.judged) == (1, ("Ana", "Ilir"), 1)


@pytest.mark.parametrize(("right", "judged", "low", "high"), ENDS)
def test_wilsons_interval(right: int, judged: int, low: float, high: float) -> None:
    assert wilson(right, judged) == pytest.approx((low, high), abs=0.001)


def test_every_fault_has_a_key() -> None:
    from sayso.cli.judge import _FAULT_KEYS

    assert set(_FAULT_KEYS.values()) == set(FAULTS)
