"""Answers questions about quotations: which text they are from, what was changed, who said them; for score_trace.py.

    python benchmarks/trace.py FOLDER --answers FILE [--store FILE] [--workers N] [--every N]

FOLDER holds ``collection.jsonl.gz`` (a text a line, as ``sayso add`` takes it) and ``questions.jsonl`` (id, quote,
claimed_speaker, document, published). The collection is added to a new store, or to the one at ``--store``, which is kept. A
quotation is never traced to the document that quotes it, nor to one of a later day. With ``--every`` a part of it is done: each
Nth question, among the texts that these are from and each Nth of the others. What ``origin_spans`` count are the code
points of the collection's own texts, which stand in an article's text behind its headline.
"""

from __future__ import annotations

import argparse
import gzip
import json
import tempfile
import time
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from sayso.adding import add
from sayso.comparing import Checked, check_words
from sayso.record import Span
from sayso.store import open_engine
from sayso.store.contract import Engine


def main() -> None:
    parser = argparse.ArgumentParser(description="Trace the quotations of a folder's questions.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--answers", type=Path, required=True, help="a file of JSON lines, as score_trace.py takes it")
    parser.add_argument("--store", type=Path, help="a store to add the collection to, and to keep")
    parser.add_argument("--workers", type=int, help="processes that read; one for each core by default")
    parser.add_argument("--every", type=int, default=1, help="each Nth question alone, among a part of the texts")
    options = parser.parse_args()
    questions = asked(options.folder, options.every)
    with tempfile.TemporaryDirectory() as work:
        engine = open_engine(options.store or Path(work) / "trace.db")
        collection = options.folder / "collection.jsonl.gz"
        if options.every > 1:
            collection = part_of(options.folder, options.every, {one["id"] for one in questions}, Path(work))
        add(engine, [collection], workers=options.workers)
        with gzip.open(options.folder / "collection.jsonl.gz", "rt", encoding="utf8") as lines:
            texts = {one["url"]: one["text"] for one in map(json.loads, lines)}
        seconds = answer(engine, questions, texts, options.answers)
        engine.close()
    seconds.sort()
    middle, slow = seconds[len(seconds) // 2], seconds[len(seconds) * 95 // 100]
    print(f"{len(seconds)} questions, {1000 * middle:.0f} ms each, {1000 * slow:.0f} ms at the 95th percentile")


def asked(folder: Path, every: int) -> list[dict[str, Any]]:
    """The questions, or each Nth of them."""
    lines = (folder / "questions.jsonl").read_text("utf8").splitlines()
    return [json.loads(line) for line in lines[::every]]


def part_of(folder: Path, every: int, ids: set[str], work: Path) -> Path:
    """The texts that the questions of these ids are from, by their labels, and each Nth of the others."""
    items = json.loads((folder / "labels.json").read_text("utf8"))["items"]
    wanted = {url for item in items if item["id"] in ids for url in (item["origin"], *item["also"])}
    part = work / "part.jsonl"
    with gzip.open(folder / "collection.jsonl.gz", "rt", encoding="utf8") as lines, part.open("w", encoding="utf8") as out:
        for number, line in enumerate(lines):
            if number % every == 0 or json.loads(line)["url"] in wanted:
                out.write(line)
    return part


def answer(engine: Engine, questions: Sequence[dict[str, Any]], texts: dict[str, str], answers: Path) -> list[float]:
    """Answer each question; how long each took."""
    took: list[float] = []
    with answers.open("w", encoding="utf8") as out:
        for question in questions:
            began = time.perf_counter()
            but_not = [question["document"]] if question["document"] else []
            found = check_words(engine, question["quote"], question["claimed_speaker"], question["published"], but_not)
            took.append(time.perf_counter() - began)
            out.write(json.dumps(told(question["id"], found, texts), ensure_ascii=False) + "\n")
    return took


def told(id: str, found: Checked, texts: dict[str, str]) -> dict[str, Any]:
    """An answer as the scorer takes it."""
    origin = found.origin
    return {
        "id": id,
        "verdict": found.verdict,
        "origin": origin.address if origin else None,
        "origin_spans": list(placed(origin.spans, texts[origin.address])) if origin and origin.address in texts else [],
        "speaker": found.speaker,
        "changes": [{"kind": kind} for kind in dict.fromkeys(change.kind for change in found.changes)],
    }


def placed(spans: Sequence[Span], text: str) -> Iterator[dict[str, int]]:
    """Where spans of an article stand in the text that it was made of; none of them that is there twice, or not at all.

    What is compared are letters and figures alone: a page's text gets other spaces on its way.
    """
    places = [place for place, sign in enumerate(text) if sign.isalnum()]
    letters = "".join(text[place] for place in places)
    for span in spans:
        wanted = "".join(filter(str.isalnum, span.text))
        near = bisect_left(places, max(0, span.start - 600))
        at = letters.find(wanted, near)
        at = at if at >= 0 else letters.find(wanted)
        if wanted and at >= 0:
            yield {"start": places[at], "end": places[at + len(wanted) - 1] + 1}


if __name__ == "__main__":
    main()
