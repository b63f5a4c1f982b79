"""What ``sayso batch`` has read, taken into a store: the same as adding the pages, whatever is there, broken or killed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from archives import answer, packed, record
from batch_shards import page, warc
from without import named_tables

pytest.importorskip("pyarrow", reason="the extra 'parquet' is not installed")

from sayso import adding
from sayso.adding import Tally
from sayso.batch import Line, add_each, plan, read_shard, taking
from sayso.options import PageOptions
from sayso.pages import read_pages
from sayso.record import Refusal
from sayso.store import Engine, Selection, open_engine
from sayso.store.contract import Capture

ROOT = Path(__file__).parents[2]
STANDS = b"The mayor said on Monday that it would stand for years."
Batch = tuple[list[str], Path]


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Batch:
    """Inputs in the order of their names, and the folder that they were read into.

    There are pages met twice, captured again with the same words and with other ones, refused, without an address of the web,
    of half characters, and bytes that are no record.
    """
    folder = tmp_path_factory.mktemp("batch")
    first = [record(answer(page(n)), url=f"http://lantern.example/{n}") for n in range(3)]
    (folder / "a.warc.gz").write_bytes(packed(*first, first[0], record(answer(b"<p>Nothing"), url="http://lantern.example/e")))
    warc(folder / "b.warc.gz", range(1, 4), day="2031-03-15")  # 1 and 2 as they were, a day later
    warc(folder / "c.warc.gz", range(2), words=STANDS.decode(), day="2031-03-16")
    warc(folder / "d.warc.gz", range(2), day="2031-03-17")  # and as they were at first
    cut = warc(folder / "e.warc.gz", range(5, 8), words="Of this nothing else is known to anybody who was there.")
    cut.write_bytes(cut.read_bytes()[:-50])
    half = "“The bridge \ud83d is safe,” said Ana Dovrel, the mayor, on Tuesday morning in the town hall of Norvan."
    (folder / "f.jsonl").write_text(json.dumps({"text": half}) + "\n")
    (folder / "g").mkdir()
    (folder / "g/loose.html").write_bytes(page(9))
    (folder / "g/twin.html").write_bytes(page(9))
    inputs = [str(folder / name) for name in ("a.warc.gz", "b.warc.gz", "c.warc.gz", "d.warc.gz", "e.warc.gz", "f.jsonl", "g")]
    inputs.append(str(ROOT / "examples/valdrin-courier"))
    out = folder / "read"
    for task in plan(inputs, out).tasks:
        assert isinstance(read_shard(task), Line)
    return sorted(inputs), out


def take(engine: Engine, *inputs: Path, **more: Any) -> Tally:
    tally = Tally()
    for result in add_each(engine, inputs, workers=1, **more):
        tally.count(result)
    return tally


def refusals(engine: Engine, *inputs: Path) -> list[Refusal]:
    return [one for one in add_each(engine, inputs) if isinstance(one, Refusal) and one.input.endswith(".parquet")]


@pytest.fixture(scope="module")
def added(tmp_path_factory: pytest.TempPathFactory, read: Batch) -> Iterator[tuple[Engine, Tally]]:
    """A store to which the pages themselves were added, and what came of it."""
    with closing(open_engine(tmp_path_factory.mktemp("added") / "store.db")) as engine:
        yield engine, adding.add(engine, read[0], workers=1)


def test_it_is_the_store_that_adding_the_pages_makes(engine: Engine, added: tuple[Engine, Tally], read: Batch) -> None:
    _, folder = read
    tally = take(engine, folder)
    ours, theirs = named_tables(engine), named_tables(added[0])
    for table, rows in theirs.items():
        assert ours[table] == rows, f"table {table} is not what adding the pages makes"
    assert not list(engine.verify()) and engine.summary() == added[0].summary() and tally == added[1]
    assert tally.articles >= 7 and tally.versions >= 4 and tally.same >= 4 and tally.statements > 100
    assert {"no-article", "bad-warc"} <= set(tally.refusals)
    again = take(engine, folder)
    assert (again.articles, again.versions, again.statements) == (0, 0, 0) and again.refusals == tally.refusals
    assert named_tables(engine) == theirs


def test_what_is_there_is_not_unpacked(tmp_path: Path, read: Batch, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither after ``add`` of the pages, nor after itself; a file of the folder is taken alone, too."""
    (one,) = read[1].glob("c-*.parquet")
    with closing(open_engine(tmp_path / "a.db")) as engine:
        assert take(engine, one).articles == 2
        monkeypatch.setattr(taking, "reads_of", None)
        assert take(engine, one) == Tally(same=2)


@pytest.mark.parametrize("results", [1, 4, 9])
def test_killed_at_any_time_it_goes_on(tmp_path: Path, read: Batch, monkeypatch: pytest.MonkeyPatch, results: int) -> None:
    monkeypatch.setattr(adding, "BATCH", 2)
    with closing(open_engine(tmp_path / "whole.db")) as whole, closing(open_engine(tmp_path / "cut.db")) as engine:
        take(whole, read[1])
        for _, _ in zip(range(results), add_each(engine, [read[1]]), strict=False):
            pass
        assert 0 < engine.summary().versions < whole.summary().versions
        take(engine, read[1])
        assert named_tables(engine) == named_tables(whole)


def test_a_part_is_held_at_a_time(
    tmp_path: Path, read: Batch, added: tuple[Engine, Tally], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking, "AT_ONCE", 2)
    plain, sizes = taking.reads_of, []

    def small(table: Any) -> Any:
        sizes.append(table.num_rows)
        return plain(table)

    monkeypatch.setattr(taking, "reads_of", small)
    with closing(open_engine(tmp_path / "a.db")) as engine:
        take(engine, read[1])
        assert max(sizes) == 2
        assert named_tables(engine) == named_tables(added[0])


def test_what_was_removed_stays_out(tmp_path: Path, read: Batch) -> None:
    with closing(open_engine(tmp_path / "a.db")) as engine:
        take(engine, read[1])
        before = named_tables(engine)
        engine.remove(Selection(("http://lantern.example/*",)), "a test", "2031-08-01T10:00:00+00:00")
        assert take(engine, read[1]).removed >= 10
        assert not any("lantern" in row for row in named_tables(engine)["articles"])
        take(engine, read[1], anew=True)
        assert named_tables(engine)["statements"] == before["statements"]


def spoil(path: Path, at: int, to: bytes) -> None:
    content = bytearray(path.read_bytes())
    content[at : at + len(to)] = to
    path.write_bytes(content)


def another_line(path: Path, **keys: object) -> None:
    own = path.parent / "_manifest" / f"{path.stem}.jsonl"
    own.write_text(json.dumps({**json.loads(own.read_text()), **keys}))


def rewritten(path: Path) -> None:
    """A whole file of another schema, and as its line has it."""
    from hashlib import sha256

    from pyarrow import parquet

    table = parquet.read_table(path)
    parquet.write_table(table.replace_schema_metadata({"schema": "sayso.readings/2"}), path)
    another_line(path, file_sha256=sha256(path.read_bytes()).hexdigest())


@pytest.mark.parametrize(
    ("spoilt", "reason", "said"),
    [
        (lambda path: spoil(path, 300, b"\0\0\0"), "altered", "its SHA-256 differs"),
        (lambda path: path.write_bytes(path.read_bytes()[:-9]), "bad-parquet", "broken, or cut"),
        (lambda path: path.write_bytes(b""), "bad-parquet", "broken, or cut"),
        (lambda path: path.unlink(), "not-found", "which its manifest has"),
        (lambda path: another_line(path, schema="sayso.shard/2"), "other-version", "sayso.shard/2"),
        (lambda path: another_line(path, file="../x.parquet"), "bad-manifest", "is no line for"),
        (lambda path: (path.parent / f"_manifest/{path.stem}.jsonl").write_text("{"), "bad-manifest", "cannot be read"),
        (lambda path: (path.parent / f"_manifest/{path.stem}.jsonl").unlink(), "no-manifest", "has no line"),
        (rewritten, "other-version", "sayso.readings/2"),
    ],
)
def test_a_file_that_is_not_as_it_was_written_is_named(
    tmp_path: Path, read: Batch, spoilt: Callable[[Path], object], reason: str, said: str
) -> None:
    """And the rest goes on, with nothing of that one."""
    folder = tmp_path / "read"
    folder.mkdir()
    (folder / "_manifest").mkdir()
    for name in ("c", "f"):
        (one,) = read[1].glob(f"{name}-*.parquet")
        shutil.copy(one, folder)
        shutil.copy(read[1] / "_manifest" / f"{one.stem}.jsonl", folder / "_manifest")
    (path,) = folder.glob("c-*.parquet")
    spoilt(path)
    with closing(open_engine(tmp_path / "a.db")) as engine:
        (refusal,) = refusals(engine, folder)
        assert refusal.reason == reason and said in refusal.detail and path.stem in refusal.detail
        assert engine.summary().articles == 1
        assert take(engine, folder) == Tally(same=1, refusals=Tally().refusals + type(Tally().refusals)({reason: 1}))


def test_a_file_without_a_folder_of_lines(tmp_path: Path, read: Batch) -> None:
    (one,) = read[1].glob("c-*.parquet")
    shutil.copy(one, tmp_path / "c.parquet")
    with closing(open_engine(tmp_path / "a.db")) as engine:
        assert [one.reason for one in refusals(engine, tmp_path / "c.parquet")] == ["no-manifest"]


def test_it_is_kept_which_sayso_read_it(tmp_path: Path, read: Batch) -> None:
    (one,) = read[1].glob("f-*.parquet")
    shutil.copy(one, tmp_path)
    (tmp_path / "_manifest").mkdir()
    shutil.copy(read[1] / "_manifest" / f"{one.stem}.jsonl", tmp_path / "_manifest")
    another_line(tmp_path / one.name, sayso="0.0.9")
    with closing(open_engine(tmp_path / "a.db")) as engine:
        take(engine, tmp_path)
        (address,) = engine.addresses()
        assert engine.versions(address)[0].made_by == "0.0.9" and not list(engine.verify())


@pytest.mark.parametrize("options", [PageOptions(prose=True), PageOptions(languages=("fr",))])
def test_choosing_is_for_batch(tmp_path: Path, read: Batch, options: PageOptions) -> None:
    with closing(open_engine(tmp_path / "a.db")) as engine, pytest.raises(ValueError, match="is read already"):
        list(add_each(engine, [read[1]], options))


def test_pages_beside_it_are_read(tmp_path: Path, read: Batch) -> None:
    (tmp_path / "own.html").write_bytes(page(40))
    with closing(open_engine(tmp_path / "a.db")) as engine:
        tally = take(engine, tmp_path / "own.html", *sorted(read[1].glob("c-*.parquet")), tmp_path / "own.html")
        assert tally == Tally(articles=3, same=1, statements=tally.statements)


def test_others_are_told_that_it_is_read(read: Batch) -> None:
    """``sayso read``, and a folder above it: neither passes over it in silence, nor takes its manifest for pages."""
    for name in (read[1], read[1].parent):
        found = [one for one in read_pages([str(name)]) if isinstance(one, Refusal) and one.reason == "readings"]
        assert [one.input for one in found] == [str(read[1])]
        assert f"sayso add {read[1]} takes it in" in found[0].detail


def test_what_the_store_is_asked(tmp_path: Path, read: Batch, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of each page, once, by its address and bytes: what stands in its row."""
    asked: list[Capture] = []
    with closing(open_engine(tmp_path / "a.db")) as engine:
        plain = engine.seen

        def seen(captures: Sequence[Capture]) -> Any:
            asked.extend(captures)
            return plain(captures)

        monkeypatch.setattr(engine, "seen", seen)
        take(engine, *read[1].glob("c-*.parquet"))
    assert [(one.address, one.captured) for one in asked] == [
        (f"http://lantern.example/{n}", f"2031-03-16T10:{n:02}:00+00:00") for n in range(2)
    ]


def test_batch_says_nothing_of_its_own_output(read: Batch) -> None:
    """Where it stands among what is read; that of another run is named."""
    assert not plan([str(read[1].parent)], read[1]).failed
    assert [one.reason for one in plan([str(read[1].parent)], read[1].parent / "other").failed] == ["readings"]
