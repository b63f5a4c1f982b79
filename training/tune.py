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
from pathlib import Path

import data as corpora
import numpy as np

from sayso.attribution import Model


def statements(roles, least: float) -> list[dict]:
    return [
        {"speaker": [a.speaker] if a.speaker else None, "cue": [a.cue], "content": list(a.contents)}
        for a in roles.attributions
        if a.within is None and a.score >= least
    ]


def linked(score_polnear, document, attribution) -> bool:
    """Whether one attribution matches a gold one as `linked` counts, taken alone."""
    one = [
        {
            "speaker": [attribution.speaker] if attribution.speaker else None,
            "cue": [attribution.cue],
            "content": list(attribution.contents),
        }
    ]
    count: Counter = Counter()
    score_polnear.score_article(document.text, one, document.attributions, count, [], "", Counter())
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
    """A model whose scores are kept apart, so that they can be fitted."""

    def score(self, cue: float, speaker: float, content: float) -> float:
        self.kept.append((cue, speaker, content))
        return float(len(self.kept))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model")
    parser.add_argument("--data", default="../shared")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--limit", type=int)
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    sys.path.insert(0, str(Path(args.data) / "eval"))
    import score_polnear

    documents = corpora.polnear(Path(args.data), "dev")[: args.limit]
    model = Raw(Path(args.model), args.threads)
    model.kept = []
    model.settings.update({"cue_bias": 2.0, "least": 0.0, "inner_least": 1e9})
    began = time.process_time()
    roles = [model.attribute(d.text, d.paragraphs) for d in documents]
    words = sum(len(d.text.split()) for d in documents)
    print(f"{words / (time.process_time() - began):.0f} words per CPU second")
    flat = [
        (k, a, linked(score_polnear, d, a))
        for k, (d, r) in enumerate(zip(documents, roles, strict=True))
        for a in r.attributions
        if a.within is None
    ]
    raw = np.clip(np.array([model.kept[int(a.score) - 1] for _, a, _ in flat]), 1e-4, 1 - 1e-4)
    x, y = np.log(raw / (1 - raw)), np.array([ok for _, _, ok in flat], dtype=float)
    weights = fit(x, y)
    chance = 1 / (1 + np.exp(-(weights[0] + x @ weights[1:])))
    print("calibration", weights.round(4).tolist())
    for low in np.arange(0, 1, 0.1):
        here = (chance >= low) & (chance < low + 0.1)
        if here.any():
            print(f"  said {chance[here].mean():.2f} was {y[here].mean():.2f} of {here.sum()}")
    best = (0.0, 0.0)
    for least in np.arange(0.1, 0.6, 0.025):
        total: Counter = Counter()
        breakdown: Counter = Counter()
        for k, d in enumerate(documents):
            kept = [a for (j, a, _), c in zip(flat, chance, strict=True) if j == k and c >= least]
            found = [{"speaker": [a.speaker] if a.speaker else None, "cue": [a.cue], "content": list(a.contents)} for a in kept]
            score_polnear.score_article(d.text, found, d.attributions, total, [], "", breakdown)
        figures = {
            m: score_polnear.prf(total, m)[2]
            for m in ("linked", "exact", "cue", "speaker", "content", "fragments speaker", "fragments cue", "fragments content")
        }
        p, r, f = score_polnear.prf(total, "linked")
        best = max(best, (f, least))
        print(f"least {least:.3f} P {p:.3f} R {r:.3f} " + " ".join(f"{m} {v:.3f}" for m, v in figures.items()))
        if abs(least - 0.25) < 1e-6:
            for kind in ("direct", "mixed", "indirect", "noun speaker", "pronoun speaker", "no speaker"):
                print(f"    {kind} {breakdown[kind, 'tp'] / max(1, breakdown[kind, 'g']):.3f} of {breakdown[kind, 'g']}")
    print("best", best)
    if args.write:
        path = Path(args.model) / "settings.json"
        settings = json.loads(path.read_text(encoding="utf8"))
        settings.update(
            calibration=weights.round(4).tolist(),
            cue_bias=2.0,
            least=round(float(best[1]), 3),
            inner_cue_bias=0.0,
            inner_least=round(max(0.3, float(best[1])), 3),
        )
        path.write_text(json.dumps(settings, indent=1) + "\n", encoding="utf8")


if __name__ == "__main__":
    main()
