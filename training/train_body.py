"""Pages with known bodies -> src/sayso/articles/body.npz: boosted trees that tell a page's body blocks from what stands beside.

    python training/train_body.py ../shared [--folds] [--json]

needs lightgbm. The pages are the articles of ../shared/pages (hand-made bodies), ../shared/outlets (reviewed selectors) and
../shared/wider (a crawl's, marked). With --folds nothing is written: it prints how good the bodies are of pages that the trees
did not learn from, in five folds over sites (all pages of a site are in one fold), by set of pages: precision and recall of
four-word runs, means over pages; F1 of these; and how many pages have an F1 under .7. Pages that look like no article are not
refused here (train_page_kinds.py measures that).
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import numpy as np
from tree_tables import table_of

from sayso.articles.body import Rows, body_of_scores, candidate_rows
from sayso.articles.composition import Facts
from sayso.articles.facts import facts_of
from sayso.articles.markup import Block, blocks_of, parse
from sayso.pages.charset import decode

if TYPE_CHECKING:
    import lightgbm

OUT = Path(__file__).parent.parent / "src/sayso/articles/body.npz"
FOLDS = 5
ROUNDS = 280
SETTINGS = {
    "objective": "binary",
    "learning_rate": 0.06,
    "num_leaves": 15,  # 16 at most: body.py has a bit for each
    "min_data_in_leaf": 40,
    "lambda_l2": 5.0,
    "feature_fraction": 0.12,
    "max_bin": 63,
    "num_threads": 1,
    "deterministic": True,
    "force_col_wise": True,
    "seed": 0,
    "verbose": -1,
}
LINKS = 0.25  # of the blocks that are links and no body, this share is learnt from, each for as many as it stands for
SECOND_LEVELS = ("co", "com", "org", "ac", "gov", "net", "edu")
WORD = re.compile(r"\w+")

Runs = Counter[tuple[str, ...]]
Marks = list[tuple[float | None, float, float]]


@dataclass
class Known:
    """A page whose body is known: its blocks with their rows, and which of them are the body."""

    set: str
    fold: int
    blocks: list[Block]
    rows: Rows
    wanted: np.ndarray
    either: np.ndarray  # a standfirst is neither body nor beside it
    body: Runs


def site(url: str) -> str:
    labels = (urlsplit(url).hostname or url).removeprefix("www.").split(".")
    return ".".join(labels[-3:] if len(labels) > 2 and labels[-2] in SECOND_LEVELS and len(labels[-1]) == 2 else labels[-2:])


def fold_of(where: str) -> int:
    """The fold of a site."""
    return int(hashlib.md5(where.encode()).hexdigest(), 16) % FOLDS


def runs(text: str) -> Runs:
    found = WORD.findall(text)
    return Counter(tuple(found[i : i + 4]) for i in range(max(1, len(found) - 3))) if found else Counter()


def cover(blocks: Sequence[Block], text: str) -> np.ndarray:
    """For each block, the share of its four-word runs that stand in the text."""
    found, known = WORD.findall(text), set(runs(text))
    joined = f" {' '.join(found)} "
    shares = []
    for block in blocks:
        own = WORD.findall(block.words)
        own_runs = [tuple(own[i : i + 4]) for i in range(len(own) - 3)]
        whole = bool(own) and f" {' '.join(own)} " in joined
        shares.append(sum(run in known for run in own_runs) / len(own_runs) if own_runs else float(whole))
    return np.array(shares)


def gold(shared: Path) -> Iterator[tuple[Path, str, str | None, str, str]]:
    """Of each page its file, its set, its address where it is told, its body and its standfirst."""
    for key, value in json.loads((shared / "pages/ground-truth.json").read_text("utf8")).items():
        yield shared / f"pages/html/{key}.html.gz", "pages", value["url"], value["articleBody"], ""
    for key, value in json.loads((shared / "outlets/truth.json").read_text("utf8")).items():
        body = "\n".join([*value.get("headings", ()), *value["paragraphs"]])
        yield shared / f"outlets/html/{key}.html.gz", "outlets", None, body, "\n".join(value.get("standfirst", ()))
    for key, value in json.loads((shared / "wider/truth.json").read_text("utf8")).items():
        if value["kind"] == "article" and value.get("body"):
            yield shared / f"wider/html/{key}.html.gz", "wider", value.get("url"), value["body"], ""


def load(shared: Path) -> list[Known]:
    """The pages in the order of ``gold``."""
    return [known(*page) for page in gold(shared)]


def known(path: Path, of: str, url: str | None, body: str, lead: str) -> Known:
    tree = parse(decode(gzip.decompress(path.read_bytes())) or "")
    whole = blocks_of(tree) if tree is not None else []
    facts, linked_body = facts_of(tree, None, whole) if tree is not None else (Facts(), "")
    blocks, rows = candidate_rows(whole, facts, linked_body)
    wanted = cover(blocks, body) >= 0.5
    where = site(url or facts.url or path.name.split(".")[0])
    return Known(of, fold_of(where), blocks, rows, wanted, ~wanted & (cover(blocks, lead) >= 0.5), runs(body))


def lessons(pages: Sequence[Known]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The rows to learn from, whether each is of a body, and its weight: by its words, the less the longer its page."""
    chance = np.random.RandomState(0)
    parts = []
    for page in pages:
        lengths = np.minimum(200, [1 + block.words.count(" ") for block in page.blocks])
        weight = np.sqrt(lengths) / np.sqrt(10 + page.wanted.sum())
        link = np.array([block.linked > 0.9 * len(block.words) for block in page.blocks], dtype=bool) & ~page.wanted
        keep = ~page.either & (~link | (chance.rand(len(link)) < LINKS))
        parts.append((page.rows[keep], page.wanted[keep], np.where(link, weight / LINKS, weight)[keep]))
    rows, wanted, weight = (np.concatenate(column) for column in zip(*parts, strict=True))
    return rows, wanted, weight


def fit(pages: Sequence[Known]) -> lightgbm.Booster:
    import lightgbm  # here: which page is in which fold is told without it

    rows, wanted, weight = lessons([page for page in pages if page.blocks])
    return lightgbm.train(SETTINGS, lightgbm.Dataset(rows, wanted, weight=weight), ROUNDS)


def scored(page: Known, scores: np.ndarray) -> tuple[float | None, float, float]:
    """Precision (None where nothing was found), recall and F1 of a page's body under these scores of its blocks."""
    body = body_of_scores(page.blocks, page.rows, scores) if page.blocks else None
    parts = [words for kind, words in body.parts if kind in ("body", "heading")] if body else []
    found = runs("\n".join(parts))
    same = (found & page.body).total()
    precision = same / found.total() if found else None
    return precision, same / page.body.total(), 2 * same / (found.total() + page.body.total())


def figures(pages: Sequence[Known], marks: Marks) -> dict[str, float]:
    """By set its figures, and the low end of its F1 in 95 of 100 such samples, by the spread over pages."""
    told: dict[str, float] = {}
    for name in dict.fromkeys(page.set for page in pages):
        own = [mark for page, mark in zip(pages, marks, strict=True) if page.set == name]
        precision = float(np.mean([mark[0] for mark in own if mark[0] is not None]))
        recall = float(np.mean([mark[1] for mark in own]))
        f1 = told[f"{name} F1"] = 2 * precision * recall / (precision + recall)
        told[f"{name} F1 at least"] = f1 - 1.96 * float(np.std([mark[2] for mark in own], ddof=1)) / len(own) ** 0.5
        told |= {f"{name} precision": precision, f"{name} recall": recall}
        told |= {f"{name} under .7": sum(mark[2] < 0.7 for mark in own), f"{name} pages": len(own)}
    return {key: round(value, 4) for key, value in told.items()}


def folds(pages: Sequence[Known]) -> Marks:
    marks: Marks = [(None, 0.0, 0.0)] * len(pages)
    for fold in range(FOLDS):
        model = fit([page for page in pages if page.fold != fold])
        for number, page in enumerate(pages):
            if page.fold == fold and page.blocks:
                marks[number] = scored(page, np.asarray(model.predict(page.rows)))
    return marks


def save(model: lightgbm.Booster) -> None:
    np.savez_compressed(OUT, **table_of(model, SETTINGS["num_leaves"]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--folds", action="store_true", help="measure by cross-validation over sites, and write nothing")
    parser.add_argument("--json", action="store_true", help="print the figures as one JSON object")
    arguments = parser.parse_args()
    pages = load(arguments.shared)
    if not arguments.folds:
        save(fit(pages))
        return
    told = figures(pages, folds(pages))
    print(json.dumps(told) if arguments.json else "\n".join(f"{key:20s} {value:g}" for key, value in told.items()))


if __name__ == "__main__":
    main()
