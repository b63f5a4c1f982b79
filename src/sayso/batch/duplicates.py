"""The files of a run -> ``_manifest/duplicates.parquet``: each article that says what an earlier one says, and which that is.

The same whatever read the shards, and in whichever order: the earliest capture is the first, then the lesser address.
"""

from __future__ import annotations

import hashlib
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from sayso.batch.manifest import FOLDER, lines_in, write_durably
from sayso.batch.shard_files import CODEC, LEVEL, groups_of
from sayso.formats import pyarrow_modules

SCHEMA = "sayso.duplicates/1"
FILE = f"{FOLDER}/duplicates.parquet"  # beside the lines: a query over all files of the folder is one over readings
# Equal bands of 20 (``sayso.copies.bands``) at which two articles are near duplicates: of Jaccard similarity .9 in 1.0 of
# cases, .8 in .94, .7 in .50, .5 in .01. One band would take .15 of those of .5 too.
LEAST_BANDS = 2
MOST_MET = 50  # earlier articles under one band that a new one is held against
_COLUMNS = ("input", "address", "captured", "page_sha256", "fingerprint", "bands")


class _Article(NamedTuple):
    captured: str
    address: str
    input: str
    page: bytes
    text: bytes
    bands: array[int]  # of 64 bits each: 230 bytes, of which a tuple of integers takes 860


def mark_duplicates(folder: Path) -> int:
    """Write the marks of all files of a batch's folder, and give their number; where nothing has changed, nothing is read.

    ``kind`` is "page" (the same bytes), "text" (the same words but for time stamps and counters) or "near". Memory: 1.3 kB an
    article. Raises OSError, and ValueError for a file that is none of a batch.
    """
    arrow, parquet = pyarrow_modules()
    files = sorted({line.file: line.file_sha256 for line in lines_in(folder)}.items())
    state = hashlib.sha256(repr((SCHEMA, LEAST_BANDS, files)).encode()).hexdigest()
    path = folder / FILE
    known = _known(path)
    if known is not None and known[0] == state:
        return known[1]
    marks = list(_marks(sorted(_articles(folder, [file for file, _ in files]))))
    text = arrow.string()
    columns = arrow.schema(
        [(name, text) for name in ("input", "address", "kind", "of_input", "of_address")],
        metadata={"schema": SCHEMA, "state": state},
    )
    table = arrow.Table.from_pylist(marks, columns)
    write_durably(path, lambda part: parquet.write_table(table, part, compression=CODEC, compression_level=LEVEL))
    return len(marks)


def _known(path: Path) -> tuple[str, int] | None:
    """Of which state of the files the marks are, and how many."""
    arrow, parquet = pyarrow_modules()
    try:
        found = parquet.read_metadata(path)
    except (OSError, arrow.ArrowException):
        return None
    state = (found.metadata or {}).get(b"state", b"").decode()
    return state, found.num_rows


def _articles(folder: Path, files: Iterable[str]) -> Iterator[_Article]:
    for name in files:
        for group in groups_of(folder / name, _COLUMNS):
            yield from _of_group(group)


def _of_group(group: Any) -> Iterator[_Article]:
    columns = [group.column(name).to_pylist() for name in _COLUMNS]
    for input, address, captured, page_sha256, fingerprint, bands in zip(*columns, strict=True):
        if fingerprint:  # which what was refused has not
            yield _Article(
                captured or "~", address, input, bytes.fromhex(page_sha256)[:16], bytes.fromhex(fingerprint), array("q", bands)
            )


def _shared(articles: Sequence[_Article]) -> set[int]:
    """The bands that two articles have. Most are of one alone, and would take 4 kB an article to keep."""
    if not articles:
        return set()
    every = np.sort(np.concatenate([np.frombuffer(one.bands, dtype=np.int64) for one in articles]))
    return set(every[1:][every[1:] == every[:-1]].tolist())


def _marks(articles: Sequence[_Article]) -> Iterator[dict[str, str]]:
    """The marks of articles in their order: each is held against those before it that are marked as nothing."""
    pages: dict[bytes, _Article] = {}
    texts: dict[bytes, _Article] = {}
    met: dict[int, list[int]] = {}
    firsts: list[_Article] = []
    shared = _shared(articles)
    for one in articles:
        kind, first = "page", pages.get(one.page)
        if first is None:
            kind, first = "text", texts.get(one.text)
        if first is None and (number := _near(one, met)) is not None:
            kind, first = "near", firsts[number]
        if first is not None:
            pages.setdefault(one.page, first)
            texts.setdefault(one.text, first)
            names = {"input": one.input, "address": one.address, "of_input": first.input, "of_address": first.address}
            yield {**names, "kind": kind}
            continue
        pages[one.page] = texts[one.text] = one
        firsts.append(one)
        for band in shared.intersection(one.bands):
            met.setdefault(band, []).append(len(firsts) - 1)


def _near(one: _Article, met: dict[int, list[int]]) -> int | None:
    """The number of the earliest first article that shares LEAST_BANDS; None for none."""
    shared = Counter(number for band in one.bands for number in met.get(band, ())[:MOST_MET])
    return min((number for number, count in shared.items() if count >= LEAST_BANDS), default=None)
