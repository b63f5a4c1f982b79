"""How big is the index of passages, and how fast is a quotation found, among a million made-up ones?

    python benchmarks/sayings_index.py [--quotations N] [--store FILE] [--postgres URL] [--data FOLDER] [--json]

The quotations, 8 to 40 words each, follow each other as words do in the White House's texts of ``trace/dev`` (SAYSO_DATA, or
../shared): a word is drawn from those that followed the one before, so frequent words and pairs are as frequent as in speeches,
and nothing that is made was ever said. 20 of them are an article. 500 of them, each with a word left out, are looked up, each
for the first time; then as many that nobody said. A store that stands already at ``--store`` is asked as it is.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import os
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import islice, pairwise
from pathlib import Path

from sayso.comparing import check_words
from sayso.record import Article, Paragraph, Reading
from sayso.store import open_engine
from sayso.store.contract import Engine
from sayso.store.values import Capture, Incoming

DATA = Path(os.environ.get("SAYSO_DATA") or Path(__file__).parents[2] / "shared")
EACH = 20  # quotations of an article
BATCH = 250  # articles of a transaction
ISSUE = {
    "look-up, said, p95, ms": "at least 50 ms, beyond 20 ms",
    "bytes of the index a byte of text": "at least .5, beyond .3",
}


class Mouth:
    """Says things that were never said, in words that follow each other as they do in texts."""

    def __init__(self, texts: Path, seed: int) -> None:
        """Listen to the texts of a collection, a JSON object with a ``text`` a line."""
        self.random = random.Random(seed)
        self.after: dict[str, list[str]] = {}
        with gzip.open(texts, "rt", encoding="utf8") as lines:
            for line in islice(lines, 1500):
                words = json.loads(line)["text"].split()
                for one, other in pairwise(words):
                    self.after.setdefault(one, []).append(other)
        self.first = [word for word in self.after if word[:1].isupper()]

    def quotation(self) -> str:
        """8 to 40 words."""
        word = self.random.choice(self.first)
        words = [word]
        for _ in range(self.random.randint(7, 39)):
            word = self.random.choice(self.after.get(word) or self.first)
            words.append(word)
        return " ".join(words)


def articles(mouth: Mouth, count: int) -> Iterator[tuple[Incoming, list[str]]]:
    """Articles on their way into a store, with what they quote."""
    for number in range(count // EACH):
        said = [mouth.quotation() for _ in range(EACH)]
        text = "\n\n".join(f"“{words},” said somebody." for words in said)
        address = f"https://outlet{number % 40}.example/{number}"
        day = f"20{31 + number % 9}-{1 + number % 12:02}-{1 + number % 28:02}"
        article = Article(str(number), text, (Paragraph(0, len(text), "body"),), address, "Outlet", published=day)
        page = hashlib.sha256(text.encode()).hexdigest()
        yield Incoming(Capture(address, page, f"{day}T12:00:00+00:00"), Reading(address, article), page[:32]), said


def fill(engine: Engine, mouth: Mouth, count: int) -> tuple[list[str], int, float]:
    """Keep them; some of what is quoted, how many bytes the texts have, and the seconds of CPU that keeping took."""
    some: list[str] = []
    size, spent, made = 0, 0.0, articles(mouth, count)
    every = max(1, count // EACH // 500)
    while batch := list(islice(made, BATCH)):
        for number, (one, said) in enumerate(batch):
            assert one.reading
            size += len(one.reading.article.text.encode())
            some += said[:1] if number % every == 0 else []
        began = time.process_time()
        engine.keep([one for one, _ in batch])
        spent += time.process_time() - began
    return some, size, spent


def index_bytes(address: str) -> int:
    """The bytes of the index of passages, pages that are not full among them."""
    if address.startswith("postgres"):
        import psycopg

        sql = "SELECT pg_total_relation_size('sayso.passage_grams')"
        with psycopg.connect(address) as connection:
            return int((connection.execute(sql).fetchone() or (0,))[0])
    import sqlite3

    with sqlite3.connect(address) as connection:
        sql = "SELECT SUM(pgsize) FROM dbstat WHERE name LIKE 'passage_grams%'"
        return int(connection.execute(sql).fetchone()[0])


def altered(words: str, rng: random.Random) -> str:
    """The quotation without one of its words."""
    held = words.split()
    del held[rng.randrange(1, len(held) - 1)]
    return " ".join(held)


def times(what: str, ask: Callable[[str], object], asked: list[str]) -> dict[str, float]:
    """Milliseconds of an answer, on the clock and of this process: half of them take no longer, and 95 of 100."""
    told: dict[str, float] = {}
    took: dict[str, list[float]] = {"": [], " of CPU": []}
    for words in asked:
        began, at_work = time.perf_counter(), time.process_time()
        ask(words)
        took[""].append(1000 * (time.perf_counter() - began))
        took[" of CPU"].append(1000 * (time.process_time() - at_work))
    for clock, each in took.items():
        each.sort()
        told[f"{what}, p50, ms{clock}"] = each[len(each) // 2]
        told[f"{what}, p95, ms{clock}"] = each[len(each) * 95 // 100]
    return told


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the index of passages.")
    parser.add_argument("--quotations", type=int, default=1_000_000)
    parser.add_argument("--store", type=Path, help="a file to fill, and to keep; one that is there is asked as it is")
    parser.add_argument("--postgres", help="postgresql://…, a database without a store, in place of a file")
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        address = options.postgres or str(options.store or Path(work) / "sayings.db")
        stands = not options.postgres and Path(address).exists()
        engine = open_engine(address)
        mouth = Mouth(options.data / "trace/dev/collection.jsonl.gz", 7)
        told: dict[str, float] = {}
        if stands:
            some = [words for _, said in islice(articles(mouth, 20 * EACH * 25), 500) for words in said[:1]]
        else:
            some, size, spent = fill(engine, mouth, options.quotations)
            told["bytes of text"] = size
            told["seconds of CPU a million words"] = spent / (size / 6e6)
        engine.close()
        engine = open_engine(address)
        if not stands:
            told["bytes of the index a byte of text"] = index_bytes(address) / told["bytes of text"]
        rng = random.Random(11)
        rng.shuffle(some)
        known = [altered(words, rng) for words in some[:500]]
        strange = [mouth.quotation() for _ in range(500)]
        for what, asked in (("said", known), ("never said", strange)):
            told |= times(f"look-up, {what}", engine.passages, asked)
            told |= times(f"check, {what}", lambda one: check_words(engine, one), asked)
        told["found of those said"] = sum(bool(check_words(engine, one).origin) for one in known) / len(known)
        engine.close()
    if options.json:
        print(json.dumps(told))
        return
    for name, value in told.items():
        wanted = next((words for key, words in ISSUE.items() if name.startswith(key)), "")
        print(f"{name:34} {value:>14,.3f}  {wanted}")


if __name__ == "__main__":
    main()
