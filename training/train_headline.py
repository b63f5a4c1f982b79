"""Dumps of pages with known headlines -> the weights of src/sayso/dump_headline.py, printed, with their figures.

    PYTHONPATH=src:benchmarks python training/train_headline.py ../shared

The dumps are made by ``benchmarks/dumps.py`` of ../shared/outlets (headlines by reviewed selectors) and of ../shared/pages (the
headline that is read of the page's HTML). The figures are of five-fold cross-validation over pages. A dump's candidates compete
with each other (a softmax over them), which is worth .009 of the headlines beside a regression over all candidates.
"""

from __future__ import annotations

import gzip
import re
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np
from dumps import WAYS, truths

from sayso.articles.building import build_article
from sayso.articles.dumps.building import blocks_of_dump
from sayso.articles.dumps.headline import Candidate, candidates
from sayso.pages.charset import decode
from sayso.record import Article, Page

FOLDS = 5
PENALTY = 10.0  # of the squared weights; 1 gives .752 of all headlines, 10 gives .757
STEPS = 400
RATE = 0.05


def squash(text: str) -> str:
    return "".join(re.findall(r"\w", text.lower()))


def gold(shared: Path) -> list[tuple[int, str, list[Candidate], np.ndarray]]:
    """For each page and way of stripping its candidates, and which of them are the headline."""
    found = []
    for number, (path, truth) in enumerate(truths(shared, "all")):
        html = decode(gzip.decompress(path.read_bytes())) or ""
        article = build_article(Page(input="page.html", content=html.encode("utf8", "replace")))
        title = truth.get("title") or (article.headline if isinstance(article, Article) else None)
        for way, strip in WAYS.items() if title else ():
            dump = blocks_of_dump(strip(html))
            rows = candidates(dump.blocks, dump.url, dump.start)
            right = np.array([squash(row.text) == squash(title) for row in rows], dtype=bool)
            found.append((number, way, rows, right))
    return found


def fit(dumps: list[tuple[int, str, list[Candidate], np.ndarray]]) -> tuple[list[str], np.ndarray]:
    """The weights by which the right candidate of each dump is the likeliest, found by Adam's descent."""
    known = [(rows, right) for _, _, rows, right in dumps if right.any()]
    names = list(known[0][0][0].counts)
    counts = np.array([[float(value) for value in row.counts.values()] for rows, _ in known for row in rows])
    scale = counts.std(axis=0) + 1e-6
    counts = (counts - counts.mean(axis=0)) / scale
    wanted = np.concatenate([right / right.sum() for _, right in known])
    sizes = np.array([len(rows) for rows, _ in known])
    starts, dump = np.r_[0, np.cumsum(sizes)[:-1]], np.repeat(np.arange(len(known)), sizes)
    weights, mean, square = (np.zeros(len(names)) for _ in range(3))
    for step in range(1, STEPS + 1):
        margin = counts @ weights
        likely = np.exp(margin - np.maximum.reduceat(margin, starts)[dump])
        likely /= np.add.reduceat(likely, starts)[dump]
        slope = (counts.T @ (likely - wanted) + PENALTY * weights) / len(known)
        mean, square = 0.9 * mean + 0.1 * slope, 0.999 * square + 0.001 * slope**2
        weights -= RATE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return names, weights / scale


def best(rows: list[Candidate], weights: np.ndarray) -> int:
    return int(np.argmax([sum(w * float(v) for w, v in zip(weights, row.counts.values(), strict=True)) for row in rows]))


def main() -> None:
    dumps = gold(Path(sys.argv[1] if len(sys.argv) > 1 else "../shared"))
    filled = [dump for dump in dumps if dump[2]]
    fold = np.random.RandomState(0).permutation(max(number for number, *_ in dumps) + 1) % FOLDS
    hits: dict[str, list[bool]] = defaultdict(list)
    for k in range(FOLDS):
        _, weights = fit([dump for dump in filled if fold[dump[0]] != k])
        for number, way, rows, right in dumps:
            if fold[number] == k:
                hits[way].append(bool(rows) and bool(right[best(rows, weights)]))
                hits[f"{way}, the best of its candidates"].append(bool(rows) and bool(right.any()))
    for way, values in hits.items():
        print(f"# {way}: {np.mean(values):.3f} of {len(values)}")
    for name, weight in zip(*fit(filled), strict=True):
        print(f'    "{name}": {weight:.2f},')


if __name__ == "__main__":
    main()
