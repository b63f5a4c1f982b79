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
import time
import zlib
from collections import defaultdict
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import torch
from lessons import FOLDS, STEP, UNKNOWN, Batch, Epoch, Lesson
from network import LEFT, MINILM, MPNET, RIGHT, Crf, assembled, cut, restored, save
from torch import Tensor, nn
from torch.nn import functional as F

Link = tuple[Tensor, Tensor]  # around each cue: ends of its speaker, tags of its contents
TOLD_WEIGHTS = {"cue": 1.5, "inner": 1.5, "name": 0.5}  # of what a teacher says of a piece
SAID = ("cue", "inner", "name", "mention_point", "name_point")  # what the encoder's heads say of a piece


def gold_losses(out: dict[str, Tensor], batch: Batch) -> dict[str, Tensor]:
    """Against what people marked: cues, names and which of them a pronoun means."""
    losses = {}
    if (batch.cues >= 0).any():
        losses["cue"] = F.cross_entropy(out["cue"].flatten(0, 1), batch.cues.flatten(), label_smoothing=0.02)
    if (batch.names >= 0).any():
        losses["name"] = 0.5 * F.cross_entropy(out["name"].flatten(0, 1), batch.names.flatten())
    pointed = []
    for row, mentions, names, allowed in batch.points:
        scores = out["mention_point"][row, mentions] @ out["name_point"][row, names].T / 8.0
        allowed = allowed.to(scores.device)
        pointed.append(torch.logsumexp(scores, 1) - torch.logsumexp(scores.masked_fill(~allowed, -1e4), 1))
    if pointed:
        losses["point"] = 0.3 * torch.cat(pointed).mean()
    return losses


def linked(modules: nn.ModuleDict, hidden: Tensor, batch: Batch) -> Link:
    """What the linker says around each cue of a batch: ends of speakers, tags of contents."""
    states = hidden[batch.row[:, None], batch.index]
    ends, content = modules["linker"](states, batch.flags.long(), batch.columns.to(hidden.dtype))
    return ends.float(), content.float()


def guided_losses(
    guide: nn.ModuleDict,
    layers: list[Tensor],
    out: dict[str, Tensor],
    link: Link | None,
    batch: Batch,
    everywhere: Tensor,
    hidden: float,
    said: float,
) -> dict[str, Tensor]:
    """Against a model with the same layers that reads the same batch: all that it writes, layer by layer, and says.

    Kept answers come from windows cut elsewhere: a model's own hidden states differ from them by .009 in the mean square,
    more than a model cut out of it differs from it.
    The guide looks at all columns around a cue, also where the model that learns looks at some of them.
    """
    on = batch.where
    with torch.no_grad():
        theirs = guide["encoder"].layers(*batch.inputs, batch.mask)
        told = dict(zip(SAID, guide["encoder"].heads(theirs[-1]), strict=True))
        wanted = linked(guide, theirs[-1], replace(batch, columns=everywhere)) if link else None
    losses = told_losses({k: v[on] for k, v in out.items()}, {k: v[on].float().softmax(-1) for k, v in told.items()})
    for key in ("mention_point", "name_point"):
        losses[key] = 0.1 * F.mse_loss(out[key][on], told[key][on])
    if link and wanted:
        exist = batch.columns.bool()
        their_ends = torch.cat([wanted[0][:, :1], wanted[0][:, 1:].masked_fill(~exist[:, :, None], -1e4)], 1)
        losses |= around_losses(link[0], their_ends.softmax(1), link[1][exist], wanted[1][exist].softmax(-1))
    losses = {key: said * value for key, value in losses.items()}
    return losses | {"layers": hidden * sum(F.mse_loss(x[on], y[on]) for x, y in zip(layers, theirs, strict=True))}


def told_losses(out: dict[str, Tensor], wanted: dict[str, Tensor]) -> dict[str, Tensor]:
    """Against what a teacher says of each piece."""
    return {"told " + key: weight * away(out[key], wanted[key]) for key, weight in TOLD_WEIGHTS.items()}


def around_losses(ends: Tensor, their_ends: Tensor, tags: Tensor, their_tags: Tensor) -> dict[str, Tensor]:
    """Against what a teacher says around each cue: where a speaker starts and ends, two distributions over the same columns."""
    of_ends = away(ends.transpose(1, 2), their_ends.transpose(1, 2))
    return {"ends": 0.5 * of_ends, "tags": 6.0 * away(tags, their_tags)}


def away(logits: Tensor, wanted: Tensor) -> Tensor:
    """The mean Kullback-Leibler divergence from a teacher's distribution."""
    return (torch.xlogy(wanted, wanted) - wanted * torch.log_softmax(logits.float(), -1)).sum(-1).mean()


def spread(answers: Tensor, axis: int = -1) -> Tensor:
    """Answers, as `lessons.kept` keeps them -> distributions."""
    wanted = torch.exp(-answers.float() / STEP)
    return wanted / wanted.sum(axis, keepdim=True)


def link_losses(crf: Crf, link: Link, batch: Batch, gold: float) -> dict[str, Tensor]:
    """Against gold and answers around each cue."""
    ends, content = link
    losses, hard = {}, batch.hard
    if hard.any():
        speaker = sum(F.cross_entropy(ends[hard][:, :, i], batch.ends[hard, i]) for i in range(2))
        crf = crf.loss(content[hard], batch.tags[hard], batch.columns[hard].float())
        losses |= {"speaker": gold * 0.5 * speaker, "content": gold * 0.15 * crf}
    if batch.their_ends is not None:
        known = batch.their_tags[:, :, 0] < UNKNOWN
        some = known.any(1)
        if some.any():
            their_ends = spread(batch.their_ends[some], 1)
            losses |= around_losses(ends[some], their_ends, content[known], spread(batch.their_tags[known]))
    return losses


def nearer(batch: Batch, left: int, right: int) -> Batch:
    """The batch with fewer columns around each cue: a speaker that does not stand whole within them counts as none."""
    columns, tags, ends = batch.columns.clone(), batch.tags.clone(), batch.ends.clone()
    for off in (slice(0, LEFT - left), slice(LEFT + right, LEFT + RIGHT)):
        columns[:, off], tags[:, off] = 0, 0
    tags[tags[:, LEFT - left] == 2, LEFT - left] = 1  # a content that began before opens here
    ends[((ends <= LEFT - left) | (ends > LEFT + right)).any(1)] = 0
    return replace(batch, columns=columns, tags=tags, ends=ends)


class Learner:
    """One run: the modules, their average over the last steps, and the losses of a batch."""

    def __init__(self, args: argparse.Namespace, modules: nn.ModuleDict, lessons: list[Lesson]) -> None:
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
            epoch = Epoch(self.lessons, args.seed * 1000 + number, args.window, tuple(args.context), args.pieces, args.cases)
            loader = torch.utils.data.DataLoader(
                epoch, batch_size=None, num_workers=args.workers, prefetch_factor=4 if args.workers else None
            )
            yield number, len(epoch), loader

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
                factor = min(1.0, (done + 1) / args.warm) * max(0.01, 0.5 * (1 + math.cos(math.pi * share)))
                for group in optimizer.param_groups:
                    group["lr"] = args.rate * group["times"] * factor
                losses = self.losses(batch.to(self.device))
                optimizer.zero_grad(set_to_none=True)
                sum(losses.values()).backward()
                torch.nn.utils.clip_grad_norm_(self.modules.parameters(), 1.0)
                optimizer.step()
                done += 1
                decay = min(args.decay, (1 + done) / (20 + done))
                with torch.no_grad():
                    for mine, theirs in zip(self.average.parameters(), self.modules.parameters(), strict=True):
                        mine.lerp_(theirs, 1 - decay)
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


@torch.no_grad()
def shares(guide: nn.ModuleDict, lessons: list[Lesson], device: str) -> list[dict[str, Tensor]]:
    """What each head and each neuron of the feed-forward parts does: its mean size times the length of what it writes.

    -> on the CPU, for each layer of ``guide``.
    """
    encoder = guide["encoder"].to(device)
    found = [{"heads": torch.zeros(block.heads), "feed": torch.zeros(block.up.out_features)} for block in encoder.blocks]
    epoch = Epoch(lessons, 1, 256, (24,), 8192, 1)
    for number in range(min(12, len(epoch))):
        batch = epoch[number].to(device)
        bias, x = encoder.begin(*batch.inputs, batch.mask)
        for block, total in zip(encoder.blocks, found, strict=True):
            a = block.attended(x, bias)
            written = block.out.weight.T.unflatten(0, (block.heads, block.head))
            wrote = torch.einsum("bnhd,hdw->bnhw", a.unflatten(-1, (block.heads, block.head)), written)
            total["heads"] += wrote[batch.where].norm(dim=-1).mean(0).cpu()
            y = block.norm1(x + block.out(a))
            up = F.gelu(block.up(y))
            total["feed"] += (up[batch.where].abs().mean(0) * block.down.weight.norm(dim=0)).cpu()
            x = block.norm2(y + block.down(up))
    return found


@torch.no_grad()
def refit(small: nn.ModuleDict, large: nn.ModuleDict, lessons: list[Lesson], device: str) -> None:
    """Let what is left of each layer write what the whole layer wrote, by least squares, one layer after the other.

    The two have the same layers; the small one has fewer heads and neurons in them.
    """
    small, large = small["encoder"].to(device).eval(), large["encoder"].to(device)
    epoch = Epoch(lessons, 2, 256, (24,), 4096, 1)
    seen = []
    for number in range(min(12, len(epoch))):
        batch = epoch[number].to(device)
        (bias, mine), (_, theirs) = (model.begin(*batch.inputs, batch.mask) for model in (small, large))
        seen.append([batch.where, bias, mine, theirs])
    for own, whole in zip(small.blocks, large.blocks, strict=True):
        wanted = [y + whole.out(whole.attended(y, bias)) - x for _, bias, x, y in seen]
        fit(own.out, [(own.attended(x, bias)[on], t[on]) for (on, bias, x, _), t in zip(seen, wanted, strict=True)])
        for one in seen:
            _, bias, x, y = one
            one[2] = own.norm1(x + own.out(own.attended(x, bias)))
            one[3] = whole.norm1(y + whole.out(whole.attended(y, bias)))
        wanted = [y + whole.down(F.gelu(whole.up(y))) - x for _, _, x, y in seen]
        fit(own.down, [(F.gelu(own.up(x))[on], t[on]) for (on, _, x, _), t in zip(seen, wanted, strict=True)])
        for one in seen:
            _, _, x, y = one
            one[2] = own.norm2(x + own.down(F.gelu(own.up(x))))
            one[3] = whole.norm2(y + whole.down(F.gelu(whole.up(y))))
        drift = torch.cat([((x - y)[on] ** 2).mean()[None] for on, _, x, y in seen]).mean()
        print(f"a layer refitted: hidden states are {float(drift):.4f} away in the mean square", flush=True)


def fit(linear: nn.Linear, pairs: list[tuple[Tensor, Tensor]]) -> None:
    """Least squares with a little ridge towards the weights there are."""
    old = torch.cat([linear.weight.T, linear.bias[None]]).double()
    left, right = torch.zeros(len(old), len(old), dtype=torch.float64), torch.zeros(*old.shape, dtype=torch.float64)
    left, right = left.to(old.device), right.to(old.device)
    for x, t in pairs:
        x = torch.cat([x, torch.ones_like(x[:, :1])], 1).double()
        left += x.T @ x
        right += x.T @ t.double()
    ridge = 1e-3 * left.diagonal().mean()
    found = torch.linalg.solve(left + ridge * torch.eye(len(left), device=left.device), right + ridge * old)
    linear.weight.copy_(found[:-1].T.float())
    linear.bias.copy_(found[-1].float())


def by_layer(values: list[int]) -> int | tuple[int, ...]:
    return values[0] if len(values) == 1 else tuple(values)


def started(args: argparse.Namespace, lessons: list[Lesson]) -> nn.ModuleDict:
    """The modules to train."""
    kind, _, path = args.start.partition(":")
    torch.manual_seed(args.seed)
    if kind in ("minilm", "mpnet"):
        sizes = {"minilm": replace(MINILM, link_layers=args.link_layers, link_feed=args.link_feed), "mpnet": MPNET}[kind]
        modules = assembled(sizes, args.dropout)
        modules["encoder"].load(Path(path))
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
    args = parser.parse_args()
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
    Learner(args, started(args, lessons), lessons).run()


if __name__ == "__main__":
    main()
