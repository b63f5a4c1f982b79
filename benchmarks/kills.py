"""SIGKILLs at random instants of an ``add``, each followed by the same command: the store must end as after one run alone.

    python benchmarks/kills.py [--kills 200] [--pages 2000] [--workers 2] [--paragraphs N] [--model] [--seed 1]

The pages are plausible articles (``plausible.py``) as JSON lines, some addresses with a second version, every tenth page
without a word. They are read without the model (``tests/plain_reader.py``: quotations are statements), for the writing is what
may go wrong; ``--model`` runs ``sayso add`` itself, and ``--paragraphs`` cuts the pages to their first ones.

A round kills and starts again until one ``add`` comes to its end; then every row of the store is compared with the rows that
one uninterrupted run wrote, their numbers included, and ``verify`` must find no fault. Rounds follow each other until there
were as many kills as asked for. Prints what differs, and exits 1 if anything does.
"""

from __future__ import annotations

import argparse
import json
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import plausible

SHARE = 0.1  # of the uninterrupted run's time: the longest that an add is let run, beside its start, before it is killed
PLAIN = "--plain-add"


def write_pages(path: Path, count: int, paragraphs: int, seed: int) -> None:
    """Plausible articles as JSON lines, cut to their first paragraphs; every tenth is refused, for it has no words."""
    with path.open("w", encoding="utf8") as out:
        for number, made in enumerate(plausible.articles(count, seed=seed)):
            article = made.reading.article
            end = article.paragraphs[min(paragraphs, len(article.paragraphs)) - 1].end
            text = article.text[:end] if number % 10 else " "
            out.write(json.dumps({"url": article.url, "text": text, "captured": made.captured}) + "\n")


def add(pages: Path, store: Path, arguments: argparse.Namespace) -> subprocess.Popen[bytes]:
    """An ``add`` on its way."""
    workers = str(arguments.workers)
    if arguments.model:
        command = [sys.executable, "-m", "sayso", "add", str(pages), "--store", str(store), "--workers", workers]
    else:
        command = [sys.executable, __file__, PLAIN, str(pages), str(store), workers]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def plain_add(pages: str, store: str, workers: str) -> None:
    """What ``sayso add`` does, with pages read without the model."""
    sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
    from plain_reader import read_plainly

    from sayso.adding import add_each
    from sayso.store import open_engine

    engine = open_engine(store)
    for _ in add_each(engine, [pages], workers=int(workers), read=read_plainly):
        pass
    engine.close()


def killed_after(process: subprocess.Popen[bytes], seconds: float) -> bool:
    """Whether it had to be killed; raises where it ended badly by itself."""
    try:
        _, told = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.communicate()
        return True
    if process.returncode != 0:
        raise SystemExit(f"add ended with status {process.returncode}: {told.decode(errors='replace')}")
    return False


def rows(store: Path) -> Iterator[tuple[object, ...]]:
    """Every row of every table of an SQLite store, in order, but for those of the word index and the time of migrations."""
    connection = sqlite3.connect(f"file:{store}?mode=ro", uri=True)
    tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    virtual = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL%'")]
    for table in tables:
        if table != "migrations" and not any(table == name or table.startswith(f"{name}_") for name in virtual):
            for row in sorted(connection.execute(f'SELECT * FROM "{table}"'), key=repr):
                yield (table, *row)
    connection.close()


def verified(store: Path) -> str:
    """What ``verify`` says of a store it finds a fault in; nothing otherwise."""
    done = subprocess.run([sys.executable, "-m", "sayso", "verify", "--store", str(store)], capture_output=True, text=True)
    return done.stdout + done.stderr if done.returncode else ""


def differing(store: Path, reference: Path) -> list[str]:
    """The first rows that only one of two stores has."""
    one, other = set(rows(store)), set(rows(reference))
    wrong = sorted(one ^ other, key=repr)
    return [f"{'only' if row in one else 'missing'} after kills: {row!r:.300}" for row in wrong]


def main() -> int:
    """Kill, start again, compare; returns the exit status."""
    if sys.argv[1:2] == [PLAIN]:
        plain_add(*sys.argv[2:])
        return 0
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--paragraphs", type=int, default=1000)
    parser.add_argument("--model", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    rng = random.Random(arguments.seed)
    with tempfile.TemporaryDirectory() as folder:
        pages, reference = Path(folder, "pages.jsonl"), Path(folder, "reference.db")
        write_pages(pages, arguments.pages, arguments.paragraphs, arguments.seed)
        began = time.monotonic()
        killed_after(add(pages, reference, arguments), 36_000)
        alone = time.monotonic() - began
        print(f"{arguments.pages} pages, {pages.stat().st_size:,} bytes; one run alone: {alone:.1f} s", flush=True)
        began = time.monotonic()
        killed_after(add(pages, reference, arguments), 36_000)  # all is there: no more than a start
        longest = time.monotonic() - began + SHARE * alone
        kills = rounds = 0
        while kills < arguments.kills:
            store = Path(folder, f"round-{rounds}.db")
            here = 0
            while killed_after(add(pages, store, arguments), rng.uniform(0, longest)):
                here += 1
            kills, rounds = kills + here, rounds + 1
            wrong = [*differing(store, reference), *verified(store).splitlines()]
            print(f"round {rounds}: {here} kills, {len(wrong)} differences", flush=True)
            if wrong:
                print("\n".join(wrong[:20]))
                return 1
            store.unlink()
    print(f"{kills} kills in {rounds} rounds: the same store every time")
    return 0


if __name__ == "__main__":
    sys.exit(main())
