"""Pages with known bodies -> src/sayso/articles/body.npz: boosted trees that tell a page's body blocks from what stands beside.

    python training/train_body.py ../shared [--folds]

needs scikit-learn. The pages are ../shared/pages (hand-made bodies) and ../shared/outlets (reviewed selectors). With
--folds it prints the block-level F1 of five-fold cross-validation over pages and writes nothing.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from pathlib import Path

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import f1_score

from sayso.articles.body import candidate_rows
from sayso.articles.facts import facts_of
from sayso.articles.markup import blocks_of, parse
from sayso.pages.charset import decode

OUT = Path(__file__).parent.parent / "src/sayso/articles/body.npz"
SETTINGS = {
    "max_iter": 250,
    "learning_rate": 0.04,
    "max_leaf_nodes": 10,
    "min_samples_leaf": 20,
    "l2_regularization": 5.0,
    "max_features": 0.3,
}
WORD = re.compile(r"\w+")


def cover(words: list[str], text: str) -> np.ndarray:
    """For each block, the share of its four-word runs that stand in the text."""
    found = WORD.findall(text)
    runs = {tuple(found[i : i + 4]) for i in range(len(found) - 3)}
    joined = f" {' '.join(found)} "
    shares = []
    for block in words:
        own = WORD.findall(block)
        own_runs = [tuple(own[i : i + 4]) for i in range(len(own) - 3)]
        whole = bool(own) and f" {' '.join(own)} " in joined
        shares.append(sum(run in runs for run in own_runs) / len(own_runs) if own_runs else float(whole))
    return np.array(shares)


def gold(shared: Path) -> list[tuple[Path, str, str]]:
    bodies = json.loads((shared / "pages/ground-truth.json").read_text("utf8"))
    outlets = json.loads((shared / "outlets/truth.json").read_text("utf8"))
    rows = [(shared / f"pages/html/{key}.html.gz", value["articleBody"], "") for key, value in bodies.items()]
    for key, value in outlets.items():
        body = "\n".join([*value.get("headings", ()), *value["paragraphs"]])
        rows.append((shared / f"outlets/html/{key}.html.gz", body, "\n".join(value.get("standfirst", ()))))
    return rows


def load(shared: Path) -> list[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    pages = []
    for path, body, lead in gold(shared):
        tree = parse(decode(gzip.decompress(path.read_bytes())) or "")
        whole = blocks_of(tree)
        blocks, rows = candidate_rows(tree, whole, *facts_of(tree, None, whole))
        words = [block.words for block in blocks]
        wanted = cover(words, body) >= 0.5
        lengths = np.minimum(200, [1 + w.count(" ") for w in words])
        weight = np.sqrt(lengths) / np.sqrt(10 + wanted.sum())
        keep = wanted | ~(cover(words, lead) >= 0.5)  # a standfirst is neither body nor beside it
        pages.append((rows[keep], wanted[keep], weight[keep]))
    return pages


def fit(pages: list[tuple[np.ndarray, np.ndarray, np.ndarray]]) -> HistGradientBoostingClassifier:
    rows, wanted, weight = (np.concatenate(column) for column in zip(*pages, strict=True))
    return HistGradientBoostingClassifier(**SETTINGS, random_state=0).fit(rows, wanted, sample_weight=weight)


def save(model: HistGradientBoostingClassifier) -> None:
    """All trees' nodes in one table; a child's number counts from the table's start."""
    nodes = [stage[0].nodes for stage in model._predictors]
    at = np.cumsum([0, *map(len, nodes)])
    column = lambda name: np.concatenate([tree[name] for tree in nodes])  # noqa: E731
    left = np.concatenate([tree["left"] + start for tree, start in zip(nodes, at, strict=False)])
    right = np.concatenate([tree["right"] + start for tree, start in zip(nodes, at, strict=False)])
    leaf = column("is_leaf").astype(bool)
    own = np.arange(len(leaf))
    np.savez_compressed(
        OUT,
        roots=at[:-1].astype(np.int32),
        feature=column("feature_idx").astype(np.int16),
        threshold=column("num_threshold").astype(np.float32),
        left=np.where(leaf, own, left).astype(np.int32),
        right=np.where(leaf, own, right).astype(np.int32),
        value=column("value").astype(np.float32),
        base=np.float32(model._baseline_prediction.ravel()[0]),
    )


def main() -> None:
    pages = load(Path(sys.argv[1] if len(sys.argv) > 1 else "../shared"))
    if "--folds" not in sys.argv:
        save(fit(pages))
        return
    fold = np.random.RandomState(0).permutation(len(pages)) % 5
    scores = []
    for k in range(5):
        model = fit([page for page, f in zip(pages, fold, strict=True) if f != k])
        held = [page for page, f in zip(pages, fold, strict=True) if f == k]
        rows, wanted, weight = (np.concatenate(column) for column in zip(*held, strict=True))
        scores.append(f1_score(wanted, model.predict(rows), sample_weight=weight))
    print("weighted block F1, five folds:", [round(score, 3) for score in scores], "mean", round(float(np.mean(scores)), 4))


if __name__ == "__main__":
    main()
