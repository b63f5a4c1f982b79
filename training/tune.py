"""Choose the thresholds and the calibration of a shipped model on PolNeAR's dev part, and write them into its settings.

    python training/tune.py MODEL_DIR --data ../shared [--write] [--limit N]

Reads each article once with a low threshold, keeps the three probabilities of each attribution, fits a logistic regression of
"linked" (see docs/quality.md) on their logits, and takes the cue bias and least score with the best linked F1.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

import data as corpora
import numpy as np

from sayso.attribution.model import DEFAULTS, Model
from sayso.attribution.rivals import without_rivals
from sayso.attribution.word_pieces import Tokenizer


def plain(attributions) -> list[dict]:
    """As the scorer takes them."""
    return [{"speaker": [a.speaker] if a.speaker else None, "cue": [a.cue], "content": list(a.contents)} for a in attributions]


def linked(score_polnear, document, attribution) -> bool:
    """Whether one attribution matches a gold one as `linked` counts, taken alone."""
    count: Counter = Counter()
    score_polnear.score_article(document.text, plain([attribution]), document.attributions, count, [], "", Counter())
    return count["linked", "tp"] > 0


def fit(x: np.ndarray, y: np.ndarray, steps: int = 400) -> np.ndarray:
    """Logistic regression by Newton's method with a little ridge."""
    x = np.concatenate([np.ones((len(x), 1)), x], 1)
    w = np.zeros(x.shape[1])
    for _ in range(steps):
        p = 1 / (1 + np.exp(-x @ w))
        step = np.linalg.solve(x.T @ (x * (p * (1 - p))[:, None]) + 1e-3 * np.eye(len(w)), x.T @ (y - p) - 1e-3 * w)
        w += step
        if np.abs(step).max() < 1e-6:
            break
    return w


class Raw(Model):
    """A model whose scores are numbers of rows in ``kept``, so that what they are made of can be fitted."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.kept: list[tuple[float, ...]] = []

    def score(self, *odds: float) -> float:
        self.kept.append(odds)
        return float(len(self.kept) - 1)


class Unexported(Raw):
    """A checkpoint read as what ships is, on the GPU where there is one, to measure a model too large to export."""

    def __init__(self, checkpoint: Path, tokenizer: Path) -> None:
        import torch
        from network import restored
        from reader import Reader, Surroundings
        from sizes import LEFT, RIGHT

        self.kept = []
        self.settings = dict(DEFAULTS)
        self.left, self.right = LEFT, RIGHT
        self.tokenizer = Tokenizer((tokenizer / "tokenizer.json").read_text(encoding="utf8"))
        modules = restored(checkpoint)
        self.moves = (modules["crf"].moves + modules["crf"].forbidden).detach().numpy()
        self.opening = modules["crf"].opening.detach().numpy()
        device = "cuda" if torch.cuda.is_available() else "cpu"
        self.encoder = Session(Reader(modules["encoder"], modules["linker"]).to(device), device)
        self.linker = Session(Surroundings(modules["linker"], self.left, self.right).to(device), device)


class Session:
    """A module that is run as onnxruntime's sessions are."""

    def __init__(self, module, device: str) -> None:
        self.module, self.device = module, device

    def run(self, _, inputs: dict[str, np.ndarray]) -> list[np.ndarray]:
        import torch

        with torch.no_grad():
            return [x.cpu().numpy() for x in self.module(*(torch.from_numpy(x).to(self.device) for x in inputs.values()))]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", help="a folder of export.py, or a checkpoint")
    parser.add_argument("--data", default="../shared")
    parser.add_argument("--minilm", help="for a checkpoint: where the tokenizer is")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--limit", type=int)
    parser.add_argument("--cue-bias", type=float, default=0.5, help="added to the logits of cues: more of them are followed up")
    args = parser.parse_args()
    sys.path.insert(0, str(Path(args.data) / "eval"))
    import score_polnear

    documents = corpora.polnear(Path(args.data), "dev")[: args.limit]
    model = Raw(Path(args.model)) if Path(args.model).is_dir() else Unexported(Path(args.model), Path(args.minilm))
    weights, least = tuned(model, documents, score_polnear, args.cue_bias)
    if args.write:
        path = Path(args.model) / "settings.json"
        settings = json.loads(path.read_text(encoding="utf8"))
        settings.update(calibration=weights.round(4).tolist(), cue_bias=args.cue_bias, least=round(least, 3))
        path.write_text(json.dumps(settings, indent=1) + "\n", encoding="utf8")


def tuned(model: Raw, documents, score_polnear, cue_bias: float) -> tuple[np.ndarray, float]:
    """Print how good the model is -> the calibration and the least score with the best linked F1."""
    began = time.process_time()
    model.settings["cue_bias"] = cue_bias
    read = [[a for a, inner in model.mark(d.text, d.paragraphs)[0] if not inner] for d in documents]
    print(f"{sum(len(d.text.split()) for d in documents) / (time.process_time() - began):.0f} words per CPU second")
    flat = [
        (k, a, linked(score_polnear, d, a)) for k, (d, found) in enumerate(zip(documents, read, strict=True)) for a in found
    ]
    x, y = np.array([model.kept[int(a.score)] for _, a, _ in flat]), np.array([ok for _, _, ok in flat], dtype=float)
    weights = fit(x, y)
    chance = 1 / (1 + np.exp(-(weights[0] + x @ weights[1:])))
    print("calibration", weights.round(4).tolist(), "of", len(flat))
    for low in np.arange(0, 1, 0.1):
        here = (chance >= low) & (chance < low + 0.1)
        if here.any():
            print(f"  said {chance[here].mean():.2f} was {y[here].mean():.2f} of {here.sum()}")
    scored = [(k, replace(a, score=float(c))) for (k, a, _), c in zip(flat, chance, strict=True)]
    best = max((figures(score_polnear, documents, scored, float(least)), float(least)) for least in np.arange(0.15, 0.5, 0.025))
    print("best", best, flush=True)
    return weights, best[1]


def figures(score_polnear, documents, scored, least: float) -> float:
    """Print the figures with this least score -> linked F1."""
    total: Counter = Counter()
    by_document: dict[int, list] = {}
    for k, a in scored:
        if a.score >= least:
            by_document.setdefault(k, []).append(a)
    for k, d in enumerate(documents):
        found = plain(without_rivals(by_document.get(k, [])))
        score_polnear.score_article(d.text, found, d.attributions, total, [], "", Counter())
    precision, recall, linked_f1 = score_polnear.prf(total, "linked")
    roles = ("exact", "cue", "speaker", "content", "fragments speaker", "fragments cue", "fragments content")
    others = " ".join(f"{role} {score_polnear.prf(total, role)[2]:.3f}" for role in roles)
    print(f"least {least:.3f} P {precision:.3f} R {recall:.3f} linked {linked_f1:.4f} {others}")
    return linked_f1


if __name__ == "__main__":
    main()
