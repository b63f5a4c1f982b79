"""Weights by which a dump's blocks are told to be the article's or not: sayso.articles.dumps.passages.WEIGHTS.

    python training/train_dump_body.py [--folds 4]

A logistic regression over the blocks of dumps: the wider pages' in three ways, every other page, and the outlets' in two
(SAYSO_DATA's, see benchmarks/dumps.py). A block is the article's where more than half of its four-word runs are. A page counts
by the root of its words. ``--folds`` prints first what is found on outlets that the weights did not see.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent / "benchmarks"))

from dumps import WAYS, WIDER_WAYS
from score import data_folder

from sayso.articles.dumps import passages
from sayso.articles.dumps.body import body_run
from sayso.articles.dumps.building import Dump, blocks_of_dump
from sayso.pages.charset import decode

RIDGE = 1e-3
LEAST_WORDS = 4  # of a block that is learned from


@dataclass(frozen=True)
class Example:
    """One dump taken apart, the four-word runs of its article, and the outlet that it is from."""

    outlet: str
    way: str
    dump: Dump
    truth: frozenset[tuple[str, ...]]


def runs(text: str) -> list[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    return [tuple(words[at : at + 4]) for at in range(max(1, len(words) - 3))] if words else []


def examples(data: Path) -> Iterator[Example]:
    wider = json.loads((data / "wider/truth.json").read_text("utf8"))
    articles = sorted(key for key, wanted in wider.items() if wanted["kind"] == "article")[::2]
    outlets = json.loads((data / "outlets/truth.json").read_text("utf8"))
    for folder, keys, ways in (("wider", articles, WIDER_WAYS), ("outlets", sorted(outlets), WIDER_WAYS[:2])):
        for key in keys:
            html = decode(gzip.decompress((data / folder / f"html/{key}.html.gz").read_bytes())) or ""
            if folder == "wider":
                body, outlet = wider[key].get("body"), urlsplit(wider[key]["url"]).hostname or key
            else:
                told = outlets[key]
                body = "\n".join([*told.get("standfirst", ()), *told.get("headings", ()), *told["paragraphs"]])
                outlet = key
            for way in ways if body else ():
                yield Example(outlet, f"{folder}, {way}", blocks_of_dump(WAYS[way](html)), frozenset(runs(body)))


def table(example: Example) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The numbers of each block that is learned from, whether it is the article's, and what it counts."""
    blocks = example.dump.blocks
    columns = passages.counts(blocks, *body_run(blocks))
    rows, labels, weights = [], [], []
    numbers = np.stack([columns[name] for name in passages.WEIGHTS], axis=1)
    for number, block in enumerate(blocks):
        if block.words >= LEAST_WORDS and block.form != "code":
            found = runs(block.text)
            rows.append(numbers[number])
            labels.append(float(sum(run in example.truth for run in found) > 0.5 * len(found)))
            weights.append(min(block.words, 60) / 10)
    share = np.array(weights)
    return np.array(rows).reshape(-1, numbers.shape[1]), np.array(labels), share / np.sqrt(max(1.0, share.sum()))


def fitted(tables: Sequence[tuple[np.ndarray, np.ndarray, np.ndarray]]) -> tuple[np.ndarray, float]:
    """The weights and the intercept, by Newton's steps over standardised numbers."""
    rows, labels, weights = (np.concatenate([one[part] for one in tables]) for part in range(3))
    mean, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    scaled = np.concatenate([(rows - mean) / spread, np.ones((len(rows), 1))], axis=1)
    weights = weights / weights.sum()
    found = np.zeros(scaled.shape[1])
    for _ in range(25):
        chance = 1 / (1 + np.exp(-scaled @ found))
        slope = scaled.T @ (weights * (chance - labels)) + RIDGE * found
        curve = (scaled * (weights * chance * (1 - chance))[:, None]).T @ scaled + RIDGE * np.eye(len(found))
        found -= np.linalg.solve(curve, slope)
    raw = found[:-1] / spread
    return raw, float(found[-1] - (raw * mean).sum())


def f1(some: Sequence[Example], weights: np.ndarray, intercept: float) -> Iterator[tuple[str, float, float]]:
    """For each dump its way, and precision and recall of four-word runs, by these weights."""
    passages.WEIGHTS.update(zip(passages.WEIGHTS, map(float, weights), strict=True))
    passages.INTERCEPT = intercept
    for example in some:
        dump = example.dump
        dump = replace(dump, kept=passages.kept(dump.blocks, *body_run(dump.blocks)))
        stays = [
            block for block, stay in zip(dump.blocks, dump.kept, strict=True) if stay and block.form in ("sentence", "phrase")
        ]
        found = [run for block in stays for run in runs(block.text)]
        held = sum(run in example.truth for run in found)
        yield example.way, held / max(1, len(found)), len(example.truth.intersection(found)) / max(1, len(example.truth))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folds", type=int, default=0, metavar="N", help="print first what N folds over outlets give")
    arguments = parser.parse_args()
    some = list(examples(data_folder()))
    tables = [table(example) for example in some]
    names = sorted({example.outlet for example in some})
    random.Random(0).shuffle(names)
    scores: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for fold in range(arguments.folds):
        held_out = set(names[fold :: arguments.folds])
        weights, intercept = fitted([one for one, example in zip(tables, some, strict=True) if example.outlet not in held_out])
        for way, precision, recall in f1([example for example in some if example.outlet in held_out], weights, intercept):
            scores[way].append((precision, recall))
    for way, pairs in scores.items():
        precision, recall = np.array(pairs).mean(axis=0)
        print(
            f"{way:40} precision {precision:.3f}, recall {recall:.3f}, F1 {2 * precision * recall / (precision + recall):.3f}"
        )
    weights, intercept = fitted(tables)
    print(f"INTERCEPT = {intercept:.3f}")
    print(json.dumps({name: round(float(weight), 3) for name, weight in zip(passages.WEIGHTS, weights, strict=True)}, indent=4))
    return 0


if __name__ == "__main__":
    sys.exit(main())
