"""Readings -> rows of Parquet -> the same readings: any at all, in files of the same bytes."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from itertools import chain
from pathlib import Path

import pytest
from any_reading import readings
from hypothesis import given, settings, strategies as st

pa = pytest.importorskip("pyarrow", reason="the extra 'parquet' is not installed")
pq = pytest.importorskip("pyarrow.parquet", reason="the extra 'parquet' is not installed")

from sayso.adding import Read, capture_of, read_in  # noqa: E402
from sayso.batch import read_rows, shard_files  # noqa: E402
from sayso.batch.rows import reads_of, schema, table_of  # noqa: E402
from sayso.batch.shard_files import write_rows  # noqa: E402
from sayso.evidence import EvidenceError  # noqa: E402
from sayso.pages import read_pages  # noqa: E402
from sayso.record import Corrected, Page, Refusal  # noqa: E402
from sayso.store import Capture, Incoming  # noqa: E402

EXAMPLES = Path(__file__).parents[2] / "examples"

WORDS = st.text(st.characters(codec=None), max_size=10)
CAPTURES = st.builds(Capture, WORDS, st.just("a" * 64), st.none() | WORDS)
BANDS = st.lists(st.integers(0, 2**63 - 1), max_size=3).map(tuple)
REFUSALS = st.builds(Refusal, WORDS, WORDS, WORDS)
READ = st.builds(lambda capture, reading, bands: Read(Incoming(capture, reading, "f", bands)), CAPTURES, readings(), BANDS)
REFUSED = st.builds(lambda capture, refusal: Read(Incoming(capture, None, refusal=refusal.reason), refusal), CAPTURES, REFUSALS)


def read_examples() -> list[Read | Refusal]:
    pages = read_pages([str(EXAMPLES / "aurane-post"), str(EXAMPLES / "valdrin-courier"), str(EXAMPLES / "dump.txt")])
    read = [read_in(page, capture_of(page)) if isinstance(page, Page) else page for page in pages]
    return [*read, Refusal("crawl.warc.gz:7", "bad-warc", "It is broken.")]


@given(st.lists(READ | REFUSED | REFUSALS, max_size=3))
@settings(max_examples=40)
def test_any_reading_comes_back_as_it_was(reads: list[Read | Refusal]) -> None:
    """Half surrogates, NULs, empty and missing values, captures and refusals."""
    assert reads_of(table_of(reads, schema())) == reads


def test_a_corrected_statement_comes_back() -> None:
    read = next(one for one in read_examples() if isinstance(one, Read) and one.incoming.reading)
    assert read.incoming.reading is not None
    first, *others = read.incoming.reading.statements
    corrected = replace(first, corrected=Corrected(1, "2031-03-14", "misheard", ("act",), replace(first, act="denies")))
    reading = replace(read.incoming.reading, statements=(corrected, *others))
    reads = [replace(read, incoming=replace(read.incoming, reading=reading))]
    assert reads_of(table_of(reads, schema())) == reads


def test_a_file_holds_all_in_row_groups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reads = read_examples()
    monkeypatch.setattr(shard_files, "AT_ONCE", 1)
    for limit in ("GROUP_ROWS", "GROUP_CHARACTERS"):
        with monkeypatch.context() as patched:
            patched.setattr(shard_files, limit, 3)
            write_rows(reads, tmp_path / "a.parquet", {"model": "en-9"})
        file = pq.ParquetFile(tmp_path / "a.parquet")
        assert 1 < file.num_row_groups <= len(reads) and list(read_rows(tmp_path / "a.parquet")) == reads
        assert file.schema_arrow.metadata[b"schema"] == b"sayso.readings/1" and file.schema_arrow.metadata[b"model"] == b"en-9"
        assert {file.metadata.row_group(0).column(n).compression for n in range(file.metadata.num_columns)} == {"ZSTD"}


def test_the_same_rows_are_the_same_bytes(tmp_path: Path) -> None:
    reads = read_examples()
    names = [tmp_path / "one.parquet", tmp_path / "other.parquet"]
    write_rows(iter(reads), names[0])
    write_rows(chain(reads[:1], reads[1:]), names[1])
    one, other = (hashlib.sha256(name.read_bytes()).hexdigest() for name in names)
    assert one == other


def test_what_is_no_such_file_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    path.write_bytes(b"PAR1 this is none")
    with pytest.raises(ValueError, match=r"a\.parquet: is no whole file of sayso\.readings/1"):
        list(read_rows(path))
    pq.write_table(pa.table({"x": [1]}), path)
    with pytest.raises(ValueError, match=r"a\.parquet: holds no rows of sayso\.readings/1"):
        list(read_rows(path))


def test_altered_words_are_found(tmp_path: Path) -> None:
    table = table_of(read_examples(), schema())
    texts = [text and text.replace("e", "a", 1) for text in table.column("text").to_pylist()]
    altered = table.set_column(table.schema.get_field_index("text"), table.schema.field("text"), [texts])
    with pytest.raises(EvidenceError, match="the text is not the one that was read"):
        reads_of(altered)
