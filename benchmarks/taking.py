"""What does it cost to take into a store what ``sayso batch`` has read? CPU seconds for 1,000 readings, and memory.

    python benchmarks/taking.py [--readings N] [--before N]

Files of Parquet are written of plausible readings (``plausible.py``: 440 words and 15 statements each), without the model, and
taken into a store that holds ``--before`` others. The CPU of the last file is told, and what of it went where: columns into
readings, and readings into the store. Then the same once more, when all of it is there.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import resource
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

import plausible

from sayso.adding import Read
from sayso.batch import Line, add_each, read_rows
from sayso.batch.manifest import FOLDER, end_of, write_line
from sayso.batch.shard_files import write_rows
from sayso.copies import bands
from sayso.store import Capture, Incoming, open_engine

MEBIBYTE = 1024 * 1024


def read(one: plausible.Made) -> Read:
    """A made article as ``sayso batch`` hands it to its file. The texts hold no noise, so their own hash is a fingerprint."""
    article = one.reading.article
    capture = Capture(article.url or one.reading.input, one.page_sha256, one.captured)
    return Read(Incoming(capture, one.reading, hashlib.sha256(article.text.encode()).hexdigest()[:32], bands(article)))


def write(folder: Path, name: str, made: Iterable[plausible.Made]) -> Path:
    """A file with its line in the manifest."""
    path = folder / f"{name}.parquet"
    (folder / FOLDER).mkdir(parents=True, exist_ok=True)
    reads = list(map(read, made))
    write_rows(reads, path, {"model": "plausible", "input": name})
    size, end = end_of(path) or (0, "")
    whole = hashlib.sha256(path.read_bytes()).hexdigest()
    write_line(
        folder, name, Line(name, None, None, path.name, size, whole, end, "plausible", {}, "0.1.0", len(reads), len(reads))
    )
    return path


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--readings", type=int, default=1_000)
    parser.add_argument("--before", type=int, default=0)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder), given.readings, given.before)


def measure(folder: Path, count: int, before: int) -> None:
    """Write, take in, tell."""
    stream = plausible.articles(before + count)
    earlier = [write(folder, f"before{at:04}", itertools.islice(stream, 1_000)) for at in range(before // 1_000)]
    path = write(folder, "last", itertools.islice(stream, count))
    size = path.stat().st_size
    texts = sum(len(one.incoming.reading.article.text.encode()) for one in read_rows(path) if one.incoming.reading)
    print(f"{count:,} readings: {size / MEBIBYTE:.2f} MiB of Parquet, {size / texts:.2f} bytes a byte of text")
    engine = open_engine(folder / "store.db")
    list(add_each(engine, earlier))
    thousands = count / 1_000
    began = time.process_time()
    for _ in read_rows(path):
        pass
    reading = (time.process_time() - began) / thousands
    began, clock = time.process_time(), time.perf_counter()
    results = list(add_each(engine, [path]))
    whole, wall = (time.process_time() - began) / thousands, (time.perf_counter() - clock) / thousands
    print(f"taken into a store of {before:,}: {whole:.2f} s of CPU for 1,000 readings ({wall:.2f} s by the clock)")
    print(f"  of which from columns into readings {reading:.2f}; {sum(one.outcome != 'same' for one in results):,} were new")
    began = time.process_time()
    again = list(add_each(engine, [path]))
    cpu = (time.process_time() - began) / thousands
    print(f"again: {cpu:.3f} s of CPU for 1,000; {sum(one.outcome == 'same' for one in again):,} were there")
    print(f"most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")
    engine.close()


if __name__ == "__main__":
    main()
