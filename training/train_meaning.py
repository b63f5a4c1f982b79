"""Labelled pairs of accounts -> what makes of a sentence encoder's vectors those by which claims are compared.

    PYTHONPATH=src python training/train_meaning.py LABELS_DIR ... --scorer ../shared/eval/score_accounts.py --save

The encoder stays as it is. Learned are how much each word piece counts in its claim, and a correction of its vector, of low
rank, so that claims of one matter are nearer each other than all others of their two texts. Written are the weights of all
pairs (``meaning.npz`` in the package) and, for ``train_alignment.py``, those without each fold of events
(``meaning_folds.npz``). Without ``--save`` nothing is written. Printed is how well the likeness by itself tells what belongs
together in the fold left out.
"""

from __future__ import annotations

import argparse
import importlib.util
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F
from train_alignment import HOUSE, MEANT_FOLDS, Pair, gold_claims, load, weighed

from sayso.attribution import sentence_states
from sayso.comparing.accounts import claiming
from sayso.comparing.accounts.rows import Claim
from sayso.record import Reading
from sayso.statements import sentences

EPOCHS, RANK, RATE, DECAY, DROP = 12, 64, 1e-3, 0.1, 0.1
CONTRAST = 0.3  # weight of telling a claim's own from the others of its pair, beside telling what is alike from what is not
START = 0.54  # softplus of it is 1: each piece counts as much as any other, to begin with


Placed = tuple[np.ndarray, np.ndarray, Tensor]


@dataclass(frozen=True, slots=True)
class Lesson:
    """One cut of a pair into claims: both sides' pieces in claims, the claim of each, what is wanted and how much it counts."""

    pieces: tuple[Tensor, Tensor]
    claims: tuple[Tensor, Tensor]
    wanted: Tensor
    counts: Tensor


class Heads(nn.Module):
    """Vectors of two texts' pieces and their claims -> the log odds of each two claims being one matter."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.down, self.up = nn.Linear(width, RANK, bias=False), nn.Linear(RANK, width, bias=False)
        self.count = nn.Linear(width, 1)
        self.mix = nn.Linear(5, 1)
        self.drop = nn.Dropout(DROP)
        for weight in (self.up.weight, self.count.weight):
            nn.init.zeros_(weight)
        nn.init.constant_(self.count.bias, START)
        nn.init.constant_(self.mix.weight, 3.0)
        nn.init.constant_(self.mix.bias, -9.0)

    def forward(self, hidden: tuple[Tensor, Tensor], lessons: Sequence[Lesson]) -> list[Tensor]:
        vectors, counts = [], []
        for one in hidden:
            dropped = self.drop(one)
            vectors.append(one + self.up(self.down(dropped)))
            counts.append(F.softplus(self.count(dropped)[:, 0]))
        near = F.normalize(vectors[0], dim=1) @ F.normalize(vectors[1], dim=1).T
        return [self.mix(likeness(near, vectors, counts, lesson))[..., 0] for lesson in lessons]

    def weights(self) -> dict[str, np.ndarray]:
        """As ``sayso.comparing.accounts.meaning`` takes them."""
        found = {"down": self.down.weight.T, "up": self.up.weight.T, "count": self.count.weight[0], "bias": self.count.bias[0]}
        return {name: each.detach().numpy().astype(np.float16) for name, each in found.items()}


def likeness(near: Tensor, vectors: list[Tensor], counts: list[Tensor], lesson: Lesson) -> Tensor:
    """The five numbers that ``meaning.alike`` and what is made of it have of each two claims."""
    sizes = lesson.wanted.shape
    near = near[lesson.pieces[0]][:, lesson.pieces[1]]
    here = nearest(near, lesson.claims, counts[0][lesson.pieces[0]], sizes)
    there = nearest(near.T, lesson.claims[::-1], counts[1][lesson.pieces[1]], sizes[::-1]).T
    whole = []
    for side in (0, 1):
        kept = vectors[side][lesson.pieces[side]] * counts[side][lesson.pieces[side]][:, None]
        whole.append(F.normalize(torch.zeros(sizes[side], kept.shape[1]).index_add(0, lesson.claims[side], kept), dim=1))
    return torch.stack([whole[0] @ whole[1].T, here, there, torch.minimum(here, there), torch.maximum(here, there)], 2)


def nearest(near: Tensor, claims: Sequence[Tensor], counts: Tensor, sizes: Sequence[int]) -> Tensor:
    """Of each two claims how near the other's nearest piece is to each piece of the one, on average."""
    start = torch.full((near.shape[0], sizes[1]), -1.0)
    best = start.scatter_reduce(1, claims[1][None].expand(near.shape[0], -1), near, "amax")
    sums = torch.zeros(sizes[0]).index_add(0, claims[0], counts) + 1e-6
    return torch.zeros(*sizes).index_add(0, claims[0], best * counts[:, None]) / sums[:, None]


def pieces_of(reading: Reading) -> Placed:
    """Where each piece of a text begins and ends, and its vector."""
    text = reading.article.text
    starts, ends, hidden = [], [], []
    for paragraph in reading.article.paragraphs:
        for start, end in sentences(text, paragraph.start, paragraph.end):
            found = sentence_states(text[start:end])
            starts.append(found.starts + start)
            ends.append(found.ends + start)
            hidden.append(found.hidden)
    return np.concatenate(starts), np.concatenate(ends), torch.from_numpy(np.concatenate(hidden))


def lesson_of(pair: Pair, claims: Sequence[Sequence[Claim]], places: Sequence[Placed], scorer: ModuleType) -> Lesson:
    wanted, counts = weighed(pair, claims, scorer.taken)
    sizes = tuple(map(len, claims))
    kept, numbers = [], []
    for (starts, ends, _), some in zip(places, claims, strict=True):
        holder = np.full(len(starts), -1)
        for number, claim in enumerate(some):
            span = claim.spans[0]
            holder[(starts < span.end) & (ends > span.start) & (holder < 0)] = number
        kept.append(torch.from_numpy(np.flatnonzero(holder >= 0)))
        numbers.append(torch.from_numpy(holder[holder >= 0]))
    shaped = (torch.tensor(each, dtype=torch.float32).reshape(sizes) for each in (wanted, counts))
    return Lesson((kept[0], kept[1]), (numbers[0], numbers[1]), *shaped)


Taught = tuple[Pair, tuple[Tensor, Tensor], list[Lesson]]


def teach(pair: Pair, scorer: ModuleType) -> Taught:
    """A pair's vectors and its lessons: claims as people marked them, and as the house cuts them."""
    places = [pieces_of(reading) for reading in pair.readings]
    own = [list(claiming.claims_of(reading, side)) for side, reading in zip("ab", pair.readings, strict=True)]
    lessons = [lesson_of(pair, claims, places, scorer) for claims in (gold_claims(pair), own)]
    return pair, (places[0][2], places[1][2]), lessons


def loss_of(odds: Tensor, lesson: Lesson) -> Tensor:
    each = F.binary_cross_entropy_with_logits(odds, lesson.wanted, reduction="none")
    total = (each * lesson.counts).sum() / 20
    for rows, wanted in ((odds, lesson.wanted), (odds.T, lesson.wanted.T)):
        some = wanted.sum(1) > 0
        if some.any():
            own = torch.logsumexp(rows[some].masked_fill(wanted[some] == 0, -30.0), 1)
            total = total + CONTRAST * (torch.logsumexp(rows[some], 1) - own).sum() / 5
    return total


def train(taught: Sequence[Taught]) -> Heads:
    torch.manual_seed(0)
    heads = Heads(taught[0][1][0].shape[1]).train()
    optimizer = torch.optim.AdamW(heads.parameters(), lr=RATE, weight_decay=DECAY)
    steps = EPOCHS * len(taught)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda at: min(1.0, (at + 1) / 20) * (1 - at / steps))
    for _ in range(EPOCHS):
        for number in torch.randperm(len(taught)).tolist():
            _, hidden, lessons = taught[number]
            loss = torch.stack([loss_of(*each) for each in zip(heads(hidden, lessons), lessons, strict=True)]).sum()
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(heads.parameters(), 2.0)
            optimizer.step()
            schedule.step()
    return heads.eval()


def precision(odds: np.ndarray, wanted: np.ndarray) -> float:
    """Average precision."""
    right = wanted[np.argsort(-odds, kind="stable")] > 0
    return float((np.cumsum(right) / np.arange(1, len(right) + 1))[right].mean())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("labels", type=Path, nargs="+", metavar="LABELS_DIR")
    parser.add_argument("--scorer", type=Path, required=True)
    parser.add_argument("--save", action="store_true", help="write the weights")
    asked = parser.parse_args()
    torch.set_num_threads(1)
    described = importlib.util.spec_from_file_location("scorer", asked.scorer)
    assert described and described.loader
    scorer = importlib.util.module_from_spec(described)
    described.loader.exec_module(scorer)
    taught = [teach(pair, scorer) for pair in load(asked.labels)]
    folds: dict[str, np.ndarray] = {}
    told: list[tuple[np.ndarray, np.ndarray]] = []
    for fold in range(MEANT_FOLDS):
        heads = train([one for one in taught if one[0].event % MEANT_FOLDS != fold])
        folds |= {f"{name} {fold}": each for name, each in heads.weights().items()}
        for pair, hidden, lessons in taught:
            if pair.event % MEANT_FOLDS == fold:
                with torch.no_grad():
                    told.append((heads(hidden, lessons[:1])[0].numpy().ravel(), lessons[0].wanted.numpy().ravel()))
    print(f"average precision by likeness alone, {len(taught)} pairs, claims as marked:", end=" ")
    print(f"{precision(*map(np.concatenate, zip(*told, strict=True))):.3f}")
    if asked.save:
        np.savez_compressed(Path(__file__).with_name("meaning_folds.npz"), **folds)
        np.savez_compressed(HOUSE / "meaning.npz", **train(taught).weights())


if __name__ == "__main__":
    main()
