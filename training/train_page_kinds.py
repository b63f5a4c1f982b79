"""Pages whose kind is known -> the weights of src/sayso/articles/page_kinds.py, printed, with their figures.

    PYTHONPATH=src python training/train_page_kinds.py ../shared

Pages are those of ../shared/wider (forums, which may be either, left out), ../shared/outlets and ../shared/pages (articles).
The figures are of five-fold cross-validation over sites: all pages of one are in one fold. Each page is learnt three times: as
it is; with a third of the weight without what its makers declare (OpenGraph, JSON-LD, classes of the body); and as much again
without address, day and authors, as pages of small sites are. Without these an article that declares nothing is refused three
times as often.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
from scipy.optimize import minimize

from sayso.articles.body import body_of
from sayso.articles.facts import facts_of
from sayso.articles.markup import blocks_of, parse
from sayso.articles.page_kinds import LEAST_ODDS, OTHERS, has_teasers_alone, page_counts, signs_of
from sayso.pages.charset import decode

FOLDS = 5
PENALTY = 50.0  # of the squared weights; 30 and 60 are alike
POORER = 0.3  # weight of a page without what it declares
OF = {
    "article": 0,
    "product": 1,
    "collection": 1,
    "listing": 2,
    "service": 3,
    "documentation": 4,
}
SECOND_LEVELS = ("co", "com", "org", "ac", "gov", "net", "edu")

Counts = dict[str, float]


def site(url: str) -> str:
    labels = (urlsplit(url).hostname or url).removeprefix("www.").split(".")
    return ".".join(labels[-3:] if len(labels) > 2 and labels[-2] in SECOND_LEVELS and len(labels[-1]) == 2 else labels[-2:])


def pages(shared: Path) -> Iterator[tuple[str, str, str, bytes]]:
    """Of each page its name, its site, its kind and its bytes."""
    for name in ("wider", "outlets", "pages"):
        truth = json.loads((shared / name / ("ground-truth.json" if name == "pages" else "truth.json")).read_text("utf8"))
        for path in sorted((shared / name / "html").glob("*.html.gz")):
            key = path.name.split(".")[0]
            told = truth.get(key, {})
            kind = told.get("kind", "article") if name == "wider" else "article"
            if kind != "forum":
                yield key, site(told.get("url") or key), kind, gzip.decompress(path.read_bytes())


def counted(content: bytes) -> tuple[Counts, bool, bool] | None:
    """The page's counts as the package makes them, and whether it has a body, and one of teasers alone."""
    tree = parse(decode(content) or "")
    if tree is None:
        return None
    blocks = blocks_of(tree)
    signs = signs_of(tree)
    facts, linked = facts_of(tree, None, blocks)
    body = body_of(blocks, facts, linked)
    read = any(kind == "body" for kind, _ in body.parts)
    return page_counts(signs, blocks, facts, body), read, has_teasers_alone(blocks, body)


def undeclared(counts: Counts) -> Counts:
    return {name: 0.0 if name.startswith(("og_", "type_", "body_class")) else value for name, value in counts.items()} | {
        "og_none": 1.0
    }


def bare(counts: Counts) -> Counts:
    """The page without what it declares, its address, day and authors."""
    gone = ("authors", "day", "article_folder", "other_folder", "manual_folder", "name_words", "folders", "digits", "root")
    return {name: 0.0 if name in gone else value for name, value in undeclared(counts).items()}


def fit(rows: np.ndarray, kinds: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """The softmax's weights for the counts as they are; the last row is the constant's."""
    mean, scale = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    rows = np.c_[(rows - mean) / scale, np.ones(len(rows))]
    wanted = np.eye(len(OTHERS) + 1)[kinds]

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        table = flat.reshape(rows.shape[1], -1)
        margin = rows @ table
        margin -= margin.max(axis=1, keepdims=True)
        likely = np.exp(margin)
        likely /= likely.sum(axis=1, keepdims=True)
        held = table * np.r_[np.ones(len(table) - 1), 0][:, None]
        value = -(weights * np.log((likely * wanted).sum(axis=1) + 1e-300)).sum() + PENALTY * (held**2).sum() / 2
        return value, (rows.T @ ((likely - wanted) * weights[:, None]) + PENALTY * held).ravel()

    start = np.zeros(rows.shape[1] * (len(OTHERS) + 1))
    table = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 3000}).x.reshape(rows.shape[1], -1)
    table[:-1] /= scale[:, None]
    table[-1] -= mean @ table[:-1]
    return np.asarray(table - table[:, :1])


def odds(rows: np.ndarray, table: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The logarithm of the odds against an article, and the likeliest kind beside it."""
    margin = np.c_[rows, np.ones(len(rows))] @ table
    most = margin[:, 1:].max(axis=1)
    return np.log(np.exp(margin[:, 1:] - most[:, None]).sum(axis=1)) + most - margin[:, 0], margin[:, 1:].argmax(axis=1) + 1


def report(name: str, against: np.ndarray, told: np.ndarray, kinds: list[str], read: np.ndarray) -> None:
    right = np.array([OF[kind] for kind in kinds])
    refused = (against > LEAST_ODDS) & read
    no = right > 0
    print(f"# {name}: of {int((~no).sum())} articles {refused[~no].mean():.4f} refused, of {int(no.sum())} others ", end="")
    print(f"{(refused | ~read)[no].mean():.3f}, {(~read)[no].mean():.3f} of them for want of a body;", end=" ")
    print(f"precision {no[refused].mean():.3f}, kind right of {(told == right)[refused & no].mean():.2f}")
    for kind in list(OF)[1:]:
        own = np.array([one == kind for one in kinds])
        if own.any():
            print(f"#   {kind}: {(refused | ~read)[own].mean():.3f} of {int(own.sum())}")


def main() -> None:
    found = [
        (name, site_of, kind, counts)
        for name, site_of, kind, content in pages(Path(sys.argv[1]))
        if (counts := counted(content))
    ]
    columns = list(found[0][3][0])
    ways = [
        np.array([[way(counts)[column] for column in columns] for *_, (counts, *_) in found])
        for way in (dict, undeclared, bare)
    ]
    kinds = [kind for _, _, kind, _ in found]
    number = np.array([OF[kind] for kind in kinds])
    read = np.array([has for *_, (_, has, _) in found])
    teasers = np.array([alone for *_, (*_, alone) in found])
    fold = np.array([int(hashlib.md5(site_of.encode()).hexdigest(), 16) % FOLDS for _, site_of, *_ in found])
    shares = (1.0, POORER, POORER)

    def fitted(inside: np.ndarray) -> np.ndarray:
        rows = np.concatenate([way[inside] for way in ways])
        return fit(rows, np.tile(number[inside], len(ways)), np.repeat(shares, inside.sum()))

    against, told = [np.zeros(len(found)) for _ in ways], np.zeros(len(found), dtype=int)
    for k in range(FOLDS):
        table = fitted(fold != k)
        for own, way in zip(against, ways, strict=True):
            own[fold == k], kind = odds(way[fold == k], table)
            own[teasers] = np.inf
            if own is against[0]:
                told[fold == k] = kind
    for name, own in zip(("as they are", "nothing declared", "no address, day or authors either"), against, strict=True):
        report(name, own, told, kinds, read)
    for k in range(FOLDS):
        own = fold == k
        report(
            f"fold {k}",
            against[0][own],
            told[own],
            [kind for kind, inside in zip(kinds, own, strict=True) if inside],
            read[own],
        )
    print("# threshold, articles refused, others refused:", end=" ")
    for least in (0.0, 0.3, 0.5, 0.75, 0.9, 1.1, 1.3, 1.5):
        no = (against[0] > least) & read
        print(f"{least} {no[number == 0].mean():.4f} {(no | ~read)[number > 0].mean():.3f};", end=" ")
    print()
    worst = sorted(zip(against[0], (name for name, *_ in found), number, strict=True), reverse=True)
    print(
        "# articles that look least like it:", [(name, round(float(value), 2)) for value, name, kind in worst if not kind][:14]
    )
    print("# pages:", dict(Counter(kinds)), "sites:", len({site_of for _, site_of, *_ in found}))
    for column, weights in zip([*columns, "constant"], fitted(np.ones(len(found), dtype=bool)), strict=True):
        print(f'    "{column}": ({", ".join(f"{weight:.3f}" for weight in weights[1:])}),')


if __name__ == "__main__":
    main()
