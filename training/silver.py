"""What an exported model finds in documents, statements within statements included: silver for the smaller model's training."""

from __future__ import annotations

import pickle
import time
from dataclasses import dataclass
from pathlib import Path

import data as corpora

from sayso.attribution import Model

Extent = tuple[int, int]


@dataclass(frozen=True)
class Silver:
    """An attribution as the model marks it, in code points."""

    cue: Extent
    speaker: Extent | None
    contents: tuple[Extent, ...]
    score: float
    within: int | None


def silver(documents: list[corpora.Document], folder: Path, kept: Path) -> dict[str, list[Silver]]:
    """-> each document's attributions by its name; kept in a file, since it takes a CPU second for 2,400 words."""
    if kept.exists():
        return pickle.loads(kept.read_bytes())
    model, found, began = Model(folder), {}, time.time()
    for number, document in enumerate(documents):
        marked = model.attribute(document.text, document.paragraphs).attributions
        found[document.name] = [Silver(a.cue, a.speaker, a.contents, a.score, a.within) for a in marked]
        if number % 100 == 0:
            print(f"read {number} of {len(documents)} in {time.time() - began:.0f} s", flush=True)
    kept.write_bytes(pickle.dumps(found))
    return found
