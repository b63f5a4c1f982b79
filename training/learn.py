"""Train a model on lessons: a large one on gold alone, a smaller one on gold and what larger ones answer.

    python training/learn.py LESSONS --start mpnet:DIR --fold 0 --out teacher-0.pt
    python training/learn.py LESSONS --answers ANSWERS --start minilm:DIR --out large.pt
    python training/learn.py LESSONS --answers ANSWERS --start cut:large.pt --layers 0 1 3 5 --heads 6 --out small.pt

Runs on a GPU where there is one, on the CPU otherwise (then lower ``--pieces`` and be patient). Needs the `training` extra.
"""

from __future__ import annotations

import argparse
import copy
import math
import pickle
import random
import time
import zlib
from collections import defaultdict
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import torch
from batches import Batch, Epoch, nearer
from lessons import FOLDS, Lesson
from losses import SAID, TOLD_WEIGHTS, gold_losses, guided_losses, link_losses, linked, spread, told_losses
from network import assembled, restored, save
from pretrained import load_pretrained
from pruning import cut, refit, shares
from sizes import LEFT, MINILM, MPNET, RIGHT
from torch import Tensor, nn

STARTS = ("minilm", "mpnet", "cut", "resume")


class Learner:
    """One run: the modules, their average over the last steps, and the losses of a batch."""

    def __init__(self, args: argparse.Namespace, modules: nn.ModuleDict, lessons: dict[str, list[Lesson]]) -> None:
        self.args, self.lessons = args, lessons
        self.device = "cuda" if torch.cuda.is_available() else "cpu"
        self.modules = modules.to(self.device)
        self.guide = restored(Path(args.guide)).to(self.device) if args.guide else None
        self.average = copy.deepcopy(self.modules)

    def losses(self, batch: Batch) -> dict[str, Tensor]:
        args = self.args
        gold = args.gold if args.answers else 1.0
        ids, shapes, quoted = batch.inputs
        if args.word_dropout:
            hidden = (torch.rand(ids.shape, device=ids.device) < args.word_dropout) & batch.where
            ids = torch.where(hidden, torch.full_like(ids, 103), ids)
        bf16 = torch.autocast("cuda", dtype=torch.bfloat16) if self.device == "cuda" else nullcontext()
        with bf16:
            encoder = self.modules["encoder"]
            layers = encoder.layers(ids, shapes, quoted, batch.mask)
            out = dict(zip(SAID, encoder.heads(encoder.drop(layers[-1])), strict=True))
            losses = {k: gold * v for k, v in gold_losses({k: v.float() for k, v in out.items()}, batch).items()}
            everywhere = batch.columns
            batch = nearer(batch, args.left, args.right)
            link = linked(self.modules, layers[-1], batch) if len(batch.row) else None
            if self.guide:
                batch = replace(batch, inputs=torch.stack((ids, shapes, quoted)), their_ends=None)
                losses |= guided_losses(self.guide, layers, out, link, batch, everywhere, args.hidden, args.said)
            elif batch.taught.any():
                said = {key: out[key][batch.taught] for key in TOLD_WEIGHTS}
                losses |= told_losses(said, {key: spread(batch.told[key]) for key in TOLD_WEIGHTS})
            if link:
                losses |= link_losses(self.modules["crf"], link, batch, gold)
        return losses

    def optimizer(self) -> torch.optim.Optimizer:
        """New parts learn faster than those that were trained before."""
        old = tuple(f"encoder.{part}" for part in ("words", "places", "kinds", "norm", "blocks", "near"))
        if self.args.start.startswith("cut:"):
            old += ("encoder.cue", "encoder.inner", "encoder.name", "encoder.mention", "linker", "crf")
        slow, fast = [], []
        for name, p in self.modules.named_parameters():
            (slow if name.startswith(old) else fast).append(p)
        if self.args.freeze_words:
            self.modules["encoder"].words.weight.requires_grad_(False)
        groups = [([p for p in part if p.requires_grad], k) for part, k in ((slow, 1.0), (fast, self.args.faster))]
        return torch.optim.AdamW(
            [{"params": part, "lr": self.args.rate * k, "times": k} for part, k in groups],
            weight_decay=0.01,
            betas=(0.9, 0.98),
            fused=self.device == "cuda",
        )

    def epochs(self):
        """-> the batches of each epoch, built by other processes."""
        args = self.args
        for number in range(args.epochs):
            lessons = mixed(self.lessons, args, random.Random(args.seed * 77 + number))
            epoch = Epoch(lessons, args.seed * 1000 + number, args.window, tuple(args.context), args.pieces, args.cases)
            loader = torch.utils.data.DataLoader(
                epoch, batch_size=None, num_workers=args.workers, prefetch_factor=4 if args.workers else None
            )
            yield number, len(epoch), loader

    def step(self, batch: Batch, optimizer: torch.optim.Optimizer) -> dict[str, Tensor]:
        """Learn from one batch -> its losses."""
        losses = self.losses(batch.to(self.device))
        optimizer.zero_grad(set_to_none=True)
        sum(losses.values()).backward()
        torch.nn.utils.clip_grad_norm_(self.modules.parameters(), 1.0)
        optimizer.step()
        return losses

    @torch.no_grad()
    def follow(self, decay: float) -> None:
        """Take the average one step on, of which ``decay`` stays as it is."""
        for mine, theirs in zip(self.average.parameters(), self.modules.parameters(), strict=True):
            mine.lerp_(theirs, 1 - decay)

    def run(self) -> None:
        args, began = self.args, time.time()
        optimizer = self.optimizer()
        done, seen = 0, defaultdict(list)
        for number, steps, loader in self.epochs():
            whole = steps * args.epochs
            self.modules.train()
            for batch in loader:
                if (spent := (time.time() - began) / 60) > args.minutes:
                    break
                share = min(1.0, max(done / whole, spent / args.minutes if args.by_time else 0.0))
                factor = scheduled(done, share, args.warm)
                for group in optimizer.param_groups:
                    group["lr"] = args.rate * group["times"] * factor
                losses = self.step(batch, optimizer)
                done += 1
                self.follow(min(args.decay, (1 + done) / (20 + done)))
                for key, value in losses.items():
                    seen[key].append(value.detach())
                if done % args.every == 0:
                    means = " ".join(f"{k} {float(torch.stack(v).mean()):.4f}" for k, v in sorted(seen.items()))
                    print(f"epoch {number} step {done} of {whole} {time.time() - began:.0f} s {means}", flush=True)
                    seen.clear()
                    save(self.average, Path(args.out))
            if spent > args.minutes:
                break
        save(self.average, Path(args.out))


def scheduled(done: int, share: float, warm: int) -> float:
    """What the learning rate is times: rising over ``warm`` steps, then falling as a cosine does over the share of the run."""
    return min(1.0, (done + 1) / warm) * max(0.01, 0.5 * (1 + math.cos(math.pi * share)))


def mixed(lessons: dict[str, list[Lesson]], args: argparse.Namespace, rng: random.Random) -> list[Lesson]:
    """An epoch's lessons: of each document with frames either that one or the plain one; the marked ones some times over."""
    framed = {lesson.name: lesson for lesson in lessons["framed"]}
    plain = [framed[one.name] if one.name in framed and rng.random() < args.framed else one for one in lessons["train"]]
    if args.sample < 1:
        plain = rng.sample(plain, int(args.sample * len(plain)))
    return plain + lessons["marked"] * args.marked


def by_layer(values: list[int]) -> int | tuple[int, ...]:
    return values[0] if len(values) == 1 else tuple(values)


def started(args: argparse.Namespace, lessons: list[Lesson]) -> nn.ModuleDict:
    """The modules to train."""
    kind, _, path = args.start.partition(":")
    torch.manual_seed(args.seed)
    if kind in ("minilm", "mpnet"):
        sizes = {"minilm": replace(MINILM, link_layers=args.link_layers, link_feed=args.link_feed), "mpnet": MPNET}[kind]
        modules = assembled(sizes, args.dropout)
        load_pretrained(modules["encoder"], Path(path))
        return modules
    guide = restored(Path(path))
    if kind == "resume":
        return guide
    sizes = replace(
        guide["encoder"].sizes,
        heads=by_layer(args.heads),
        feed=by_layer(args.feed),
        link_layers=args.link_layers,
        link_feed=args.link_feed,
    )
    device = "cuda" if torch.cuda.is_available() else "cpu"
    small = cut(guide, sizes, args.layers, shares(guide, lessons, device), args.dropout)
    if len(args.layers) == guide["encoder"].sizes.layers:
        refit(small, guide, lessons, device)
    return small


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lessons", help="by lessons.py")
    parser.add_argument("--start", required=True, help="minilm:DIR, mpnet:DIR, cut:CHECKPOINT or resume:CHECKPOINT")
    parser.add_argument("--out", required=True)
    parser.add_argument("--answers", nargs="+", help="by answer.py")
    parser.add_argument("--guide", help="a checkpoint with the same layers, to ask about each batch in place of kept answers")
    parser.add_argument(
        "--fold", type=int, help=f"of {FOLDS}: the lessons that a teacher does not see, so as to answer on them"
    )
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--minutes", type=float, default=1e9, help="stop here in any case")
    parser.add_argument("--by-time", action="store_true", help="let the learning rate fall over the minutes")
    parser.add_argument("--rate", type=float, default=5e-5)
    parser.add_argument("--faster", type=float, default=5.0, help="times the rate for parts that start from nothing")
    parser.add_argument("--warm", type=int, default=100)
    parser.add_argument("--decay", type=float, default=0.998)
    parser.add_argument("--dropout", type=float, default=0.1)
    parser.add_argument("--word-dropout", type=float, default=0.03)
    parser.add_argument("--gold", type=float, default=0.5, help="weight of the gold beside answers")
    parser.add_argument("--hidden", type=float, default=1.0, help="weight of the guide's hidden states")
    parser.add_argument("--said", type=float, default=1.0, help="times the weights of what the guide says")
    parser.add_argument("--freeze-words", action="store_true")
    parser.add_argument("--layers", type=int, nargs="+", default=[0, 1, 3, 5], help="of the larger model, to start from")
    parser.add_argument("--heads", type=int, nargs="+", default=[12], help="of each layer, or of all of them")
    parser.add_argument("--feed", type=int, nargs="+", default=[768], help="neurons, likewise")
    parser.add_argument("--link-layers", type=int, default=1)
    parser.add_argument("--link-feed", type=int, default=256)
    parser.add_argument("--window", type=int, default=384, help="word pieces at most")
    parser.add_argument("--context", type=int, nargs="+", default=[64])
    parser.add_argument("--pieces", type=int, default=8192, help="word pieces a batch")
    parser.add_argument("--cases", type=int, default=512, help="cues a batch at most")
    parser.add_argument("--left", type=int, default=LEFT, help="columns before a cue's first that the linker looks at")
    parser.add_argument("--right", type=int, default=RIGHT, help="and from it on")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--every", type=int, default=50, help="steps from one line and checkpoint to the next")
    parser.add_argument("--limit", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--framed", type=float, default=0.5, help="share of the documents with frames")
    parser.add_argument("--marked", type=int, default=3, help="times that each marked passage is read in an epoch")
    parser.add_argument("--sample", type=float, default=1.0, help="share of the unmarked documents that an epoch has")
    parser.add_argument("--only", choices=("even", "odd"), help="of the marked passages")
    args = parser.parse_args()
    torch.set_num_threads(1)
    if args.start.partition(":")[0] not in STARTS:
        parser.error(f"--start begins with one of {', '.join(STARTS)}, a colon behind it: {args.start}")
    if args.answers and not args.guide and (args.left, args.right) != (LEFT, RIGHT):
        parser.error("--left and --right need a --guide: kept answers are of all columns")
    kept = pickle.loads(zlib.decompress(Path(args.lessons).read_bytes()))
    lessons, plain = kept["train"][: args.limit or None], kept["plain"][: args.limit or None]
    if args.fold is not None:
        lessons = [lesson for lesson in lessons if lesson.fold() != args.fold]
    if args.answers:
        answers = {}
        for path in args.answers:
            answers |= pickle.loads(zlib.decompress(Path(path).read_bytes()))
        lessons = [lesson for lesson in lessons + plain if lesson.name in answers]
        for lesson in lessons:
            lesson.learn(answers[lesson.name])
    parts = {"train": lessons, "framed": kept["framed"][: args.limit or None], "marked": kept["marked"]}
    if args.only:
        parts["marked"] = parts["marked"][args.only == "odd" :: 2]
    Learner(args, started(args, lessons), parts).run()


if __name__ == "__main__":
    main()
