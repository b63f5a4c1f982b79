"""Dumps with known bodies -> src/sayso/articles/dumps/passages.npz: boosted trees that tell a dump's blocks of the article.

    python training/train_dump_body.py [--folds]

needs lightgbm. The dumps are the wider pages', every other page, and the outlets', each in three ways (SAYSO_DATA's, see
benchmarks/dumps.py). A block is the article's where more than half of its four-word runs are; of the same words that stand in
several places, where most of the article stands around. With --folds nothing is written: it prints how good the bodies are of
dumps that the trees did not learn from, in four folds over sites.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent / "benchmarks"))

from dumps import WAYS, WIDER_WAYS
from score import data_folder
from tree_tables import table_of

from sayso.articles.dumps import passages
from sayso.articles.dumps.blocks import Block
from sayso.articles.dumps.body import weights
from sayso.articles.dumps.building import Dump, article_of, blocks_of_dump
from sayso.articles.dumps.features import Rows, rows_of
from sayso.pages.charset import decode
from sayso.record import Article, Page

if TYPE_CHECKING:
    import lightgbm

OUT = Path(__file__).parent.parent / "src/sayso/articles/dumps/passages.npz"
FOLDS = 4
ROUNDS = 160
SETTINGS = {
    "objective": "binary",
    "learning_rate": 0.08,
    "num_leaves": 15,  # 16 at most: sayso.articles.trees has a bit for each
    "min_data_in_leaf": 40,
    "lambda_l2": 5.0,
    "feature_fraction": 0.15,
    "max_bin": 63,
    "num_threads": 1,
    "deterministic": True,
    "force_col_wise": True,
    "seed": 0,
    "verbose": -1,
}
MOST_WORDS = 60  # of a block that count
AROUND = 10  # blocks on each side in which the article's words are counted
ALONE = 8  # words of the article around: a label of less than four words with fewer is there by chance

Runs = Counter[tuple[str, ...]]


@dataclass(frozen=True)
class Known:
    """One dump whose body is known: its rows, which blocks are the article's, and which are learnt from."""

    fold: int
    way: str
    dump: Dump
    rows: Rows
    wanted: np.ndarray
    used: np.ndarray
    body: Runs


def found_in(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def runs(text: str) -> Runs:
    words = found_in(text)
    return Counter(tuple(words[at : at + 4]) for at in range(max(1, len(words) - 3))) if words else Counter()


def fold_of(site: str) -> int:
    return int(hashlib.md5(site.removeprefix("www.").encode()).hexdigest(), 16) % FOLDS


def gold(data: Path) -> Iterator[tuple[str, str, Path, str, str]]:
    """Of each page its site, its set, its file, its body and its standfirst."""
    wider = json.loads((data / "wider/truth.json").read_text("utf8"))
    for key in sorted(key for key, wanted in wider.items() if wanted["kind"] == "article")[::2]:
        if wider[key].get("body"):
            site = urlsplit(wider[key]["url"]).hostname or key
            yield site, "wider", data / f"wider/html/{key}.html.gz", wider[key]["body"], ""
    for key, told in sorted(json.loads((data / "outlets/truth.json").read_text("utf8")).items()):
        body = "\n".join([*told.get("headings", ()), *told["paragraphs"]])
        yield key, "outlets", data / f"outlets/html/{key}.html.gz", body, "\n".join(told.get("standfirst", ()))


def load(data: Path) -> Iterator[Known]:
    for site, of, path, body, lead in gold(data):
        html = decode(gzip.decompress(path.read_bytes())) or ""
        for way in WIDER_WAYS:
            dump = blocks_of_dump(WAYS[way](html))
            wanted, used = labels(dump.blocks, body, lead)
            rows = rows_of(dump.blocks, weights(dump.blocks), dump.around)
            yield Known(fold_of(site), f"{of}, {way}", dump, rows, wanted, used, runs(body))


def cover(blocks: Sequence[Block], text: str) -> np.ndarray:
    """For each block the share of its four-word runs that stand in the text; a shorter one stands there whole or not."""
    known, joined = runs(text), f" {' '.join(found_in(text))} "
    shares = []
    for block in blocks:
        own = found_in(block.text)
        own_runs = [tuple(own[at : at + 4]) for at in range(len(own) - 3)]
        whole = bool(own) and f" {' '.join(own)} " in joined
        shares.append(sum(run in known for run in own_runs) / len(own_runs) if own_runs else float(whole))
    return np.array(shares)


def labels(blocks: Sequence[Block], body: str, lead: str) -> tuple[np.ndarray, np.ndarray]:
    """Which blocks are the article's, and which are learnt from: a standfirst is not, nor is one of two like copies."""
    wanted = cover(blocks, body) > 0.5
    words = np.array([min(MOST_WORDS, block.words) for block in blocks])
    sums = np.concatenate([[0], np.cumsum(wanted * words * (words >= 4))])
    at = np.arange(len(blocks))
    around = sums[np.minimum(len(blocks), at + AROUND + 1)] - sums[np.maximum(0, at - AROUND)]
    used = np.ones(len(blocks), dtype=bool)
    places: dict[str, list[int]] = defaultdict(list)
    for number in np.flatnonzero(wanted).tolist():
        places[blocks[number].text[:200]].append(number)
    for numbers in places.values():
        best = max(numbers, key=lambda number: around[number])
        for number in numbers:
            if number != best and around[number] < 0.5 * around[best]:
                wanted[number] = False
            elif number != best:
                used[number] = False
    short = np.array([len(found_in(block.text)) < 4 for block in blocks], dtype=bool)
    wanted &= ~(short & (around < ALONE))
    if lead:
        used &= wanted | (cover(blocks, lead) <= 0.5)
    return wanted, used


def fit(some: Sequence[Known]) -> lightgbm.Booster:
    import lightgbm

    rows, wanted, weight = [], [], []
    for known in some:
        words = np.array([min(MOST_WORDS, block.words) for block in known.dump.blocks])
        mine = passages.may_stand(known.dump.blocks) & known.used & (words >= 1)
        rows.append(known.rows[mine])
        wanted.append(known.wanted[mine])
        weight.append(np.sqrt(words[mine]) / np.sqrt(10 + (known.wanted & mine).sum()))
    weights = np.concatenate(weight)
    lessons = lightgbm.Dataset(np.concatenate(rows), np.concatenate(wanted), weight=weights / weights.mean())
    return lightgbm.train(SETTINGS, lessons, ROUNDS)


def scored(known: Known, trees: passages.Trees) -> tuple[float | None, float]:
    """Precision (None where nothing was found) and recall of four-word runs of a dump's body."""
    dump = known.dump
    kept = passages.kept(dump.blocks, weights(dump.blocks), dump.around, trees)
    article = article_of(replace(dump, kept=kept), Page("dump.txt", b""))
    parts = [part for part in article.paragraphs if part.kind in ("body", "heading")] if isinstance(article, Article) else []
    found = runs("\n".join(article.text[part.start : part.end] for part in parts)) if isinstance(article, Article) else Runs()
    same = (found & known.body).total()
    return (same / found.total() if found else None), same / max(1, known.body.total())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folds", action="store_true", help="measure by cross-validation over sites, and write nothing")
    arguments = parser.parse_args()
    some = list(load(data_folder()))
    if not arguments.folds:
        np.savez_compressed(OUT, **table_of(fit(some), SETTINGS["num_leaves"]))
        return 0
    marks: dict[str, list[tuple[float | None, float]]] = defaultdict(list)
    for fold in range(FOLDS):
        trees = table_of(fit([known for known in some if known.fold != fold]), SETTINGS["num_leaves"])
        for known in some:
            if known.fold == fold:
                marks[known.way].append(scored(known, trees))
    for way, pairs in sorted(marks.items()):
        precision = float(np.mean([one for one, _ in pairs if one is not None]))
        recall = float(np.mean([one for _, one in pairs]))
        f1 = 2 * precision * recall / (precision + recall)
        print(f"{way:40} precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
