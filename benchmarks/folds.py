"""How good are an article's facts and structure on outlets that nothing was fitted on? Five folds over sites.

    python benchmarks/folds.py [--misses FIELD]

What is fitted on pages is the model of body blocks, which tells headings, standfirsts and bodies: of each fold the outlets'
pages are read with one that saw no page of their sites. The rules for headlines, authors and days have no number that was
fitted on outlets' pages (``docs/decisions/facts.md``), so a fold changes nothing there, though they were written with these
pages in view. The weights that refuse what is no article are as shipped: in folds of their own they refuse 7 articles of 1,000
(``docs/decisions/no_article.md``). Needs lightgbm, and takes two minutes of CPU.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType

import numpy as np
from dumps import reading_of, scorer
from score import data_folder
from wilson import wilson

from sayso.articles import body
from sayso.articles.building import build_article
from sayso.record import Page

ROOT = Path(__file__).parent.parent


@cache
def training(name: str) -> ModuleType:
    """A script of ``training/``, as a module."""
    if str(ROOT / "training") not in sys.path:
        sys.path.append(str(ROOT / "training"))  # its scripts import each other
    spec = importlib.util.spec_from_file_location(name, ROOT / f"training/{name}.py")
    module = sys.modules[name] = importlib.util.module_from_spec(spec)  # its dataclasses look for it there
    spec.loader.exec_module(module)
    return module


def read_held_out(data: Path) -> Iterator[tuple[str, dict | None]]:
    """Of each outlet's page its key and its reading, by a model of bodies that saw no page of its fold's sites."""
    trainer = training("train_body")
    paths = [path for path, *_ in trainer.gold(data)]
    pages = trainer.load(data)
    shipped = body._trees
    try:
        for number in range(trainer.FOLDS):
            trees = fitted(trainer, [page for page in pages if page.fold != number])
            body._trees = lambda trees=trees: trees
            for path, known in zip(paths, pages, strict=True):
                if known.fold == number and path.parent.parent.name == "outlets":
                    page = Page(input=path.name, content=gzip.decompress(path.read_bytes()))
                    yield path.name.split(".")[0], reading_of(build_article(page))
    finally:
        body._trees = shipped


def fitted(trainer: ModuleType, pages: list) -> dict[str, np.ndarray]:
    """The trees that are fitted on these pages, as the package reads them."""
    with tempfile.TemporaryDirectory() as folder:
        trainer.OUT = Path(folder) / "body.npz"
        trainer.save(trainer.fit(pages))
        with np.load(trainer.OUT, allow_pickle=False) as arrays:
            return {name: arrays[name] for name in arrays.files}


def figures(data: Path, misses: str | None = None) -> dict[str, tuple[float, float, int]]:
    """Of each field its mean, the low end of that in 95 of 100 such samples, and of how many.

    Headings stand on pages together, so theirs counts pages.
    """
    truth = json.loads((data / "outlets/truth.json").read_text("utf8"))
    check = scorer(data, "score_facts").check
    pages: dict[str, list[list[float]]] = defaultdict(list)
    for key, read in read_held_out(data):
        own = defaultdict(list)
        for field, score, got in check(truth[key], read):
            own[field].append(score)
            if field == misses and score < 0.5:
                print(f"  {key}: {got!r}"[:200])
        for field, scores in own.items():
            pages[field].append(scores)
    return {field: (*interval(per_page), sum(map(len, per_page))) for field, per_page in pages.items()}


def interval(pages: list[list[float]]) -> tuple[float, float]:
    """The mean of all scores, and its low end: Wilson's of rights and wrongs, else by the spread over pages."""
    scores = np.concatenate(pages)
    mean = float(scores.mean())
    if all(len(page) == 1 for page in pages) and set(scores) <= {0.0, 1.0}:
        return mean, wilson(int(scores.sum()), len(scores))[0]
    shares = np.array([np.sum(page) - mean * len(page) for page in pages]) / (len(scores) / len(pages))
    return mean, mean - 1.96 * float(shares.std(ddof=1)) / len(pages) ** 0.5


def table(found: dict[str, tuple[float, float, int]]) -> str:
    """The figures in words, a field a line."""
    return "\n".join(f"{field:10} {mean:.3f} of {size}, {low:.3f} at least" for field, (mean, low, size) in found.items())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--misses", metavar="FIELD", help="print what was read where this field is wrong")
    print(table(figures(data_folder(), parser.parse_args().misses)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
