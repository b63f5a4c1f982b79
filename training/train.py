"""Train the encoder and the linker on PolNeAR's train part with GUM's and MEANTIME's names.

    python training/train.py --data ../shared --minilm DIR --out DIR [--minutes 100]

Writes one checkpoint an epoch (averaged weights) and a log line a hundred steps. Needs the `training` extra.
"""

from __future__ import annotations

import argparse
import copy
import math
import random
import time
from pathlib import Path

import data as corpora
import numpy as np
import torch
from network import LEFT, RIGHT, Crf, Encoder, Linker
from tokenizers import Tokenizer
from torch.nn import functional as F

from sayso.encoding import LONGEST, Pieces, encode, load_tokenizer, pack, rows

NAME_TAG = {kind: 1 + 2 * i for i, kind in enumerate(corpora.NAME_KINDS)}


class Prepared:
    """A document's pieces with its gold in pieces."""

    def __init__(self, tokenizer: Tokenizer, document: corpora.Document) -> None:
        self.name = document.name
        self.pieces: Pieces = encode(tokenizer, document.text, document.paragraphs)
        n = len(self.pieces.ids)
        self.cues = self.names = None
        self.statements: list[tuple[tuple[int, int], tuple[int, int] | None, list[tuple[int, int]]]] = []
        if document.attributions is not None:
            self.cues = np.zeros(n, dtype=np.int64)
            for found in document.attributions:
                cue, *_ = [s for s in (self.span(*e) for e in found["cue"]) if s] or [None]
                if cue is None:
                    continue
                self.cues[cue[0]] = 1
                self.cues[cue[0] + 1 : cue[1]] = 2
                speakers = [s for s in (self.span(*e) for e in found["speaker"]) if s]
                self.statements.append(
                    (cue, speakers[0] if speakers else None, [s for s in (self.span(*e) for e in found["content"]) if s])
                )
        if document.names is not None:
            self.names = np.zeros(n, dtype=np.int64)
            spans = [self.span(start, end) for start, end, _ in document.names]
            for span, (_, _, kind) in zip(spans, document.names, strict=True):
                if span:
                    self.names[span[0]] = NAME_TAG[kind]
                    self.names[span[0] + 1 : span[1]] = NAME_TAG[kind] + 1
            self.name_starts = [s[0] if s else -1 for s in spans]
            self.links = [
                (s[1] - 1, [self.name_starts[i] for i in names]) for a, b, names in document.links if (s := self.span(a, b))
            ]

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        i = int(np.searchsorted(self.pieces.ends, start, side="right"))
        j = int(np.searchsorted(self.pieces.starts, end, side="left"))
        return (i, j) if i < j else None


def located(place: dict[int, int], span: tuple[int, int] | None) -> tuple[int, int] | None:
    """Pieces -> rows of a window, or None where the window does not hold them."""
    return (place[span[0]], place[span[1] - 1] + 1) if span and span[0] in place and span[1] - 1 in place else None


def pad(arrays: list[np.ndarray], value: int) -> torch.Tensor:
    out = np.full((len(arrays), max(len(a) for a in arrays)), value, dtype=np.int64)
    for row, array in zip(out, arrays, strict=True):
        row[: len(array)] = array
    return torch.from_numpy(out)


def linker_batch(
    hidden: torch.Tensor, cases: list[tuple[int, tuple[int, int], tuple[int, int] | None, list[tuple[int, int]], int]], rng
):
    """Cut each cue's surroundings out of its window's hidden states.

    A case: row of the batch, cue, speaker and contents (in rows of the window), the window's length.
    """
    n = LEFT + RIGHT
    index = torch.zeros(len(cases), n, dtype=torch.long)
    mask, cue_flags, tags = (
        torch.zeros(len(cases), n),
        torch.zeros(len(cases), n, dtype=torch.long),
        torch.zeros(len(cases), n, dtype=torch.long),
    )
    ends = torch.zeros(len(cases), 2, dtype=torch.long)
    for k, (_, cue, speaker, contents, length) in enumerate(cases):
        base = cue[0] - LEFT
        index[k] = torch.arange(base, base + n).clamp(0, length - 1)
        low, high = max(0, -base), min(n, length - base)
        mask[k, low:high] = 1
        a, b = cue
        if rng.random() < 0.15:
            a, b = (a + rng.choice((-1, 0, 1)), b + rng.choice((-1, 0, 1)))
            a, b = (a, b) if a < b and a > 0 and b < length else cue
        cue_flags[k, a - base : b - base] = 1
        if speaker and low <= speaker[0] - base and speaker[1] - base <= high:
            ends[k] = torch.tensor([speaker[0] - base + 1, speaker[1] - base])
        for start, end in contents:
            s, e = max(low, start - base), min(high, end - base)
            if s < e:
                tags[k, s] = 1
                tags[k, s + 1 : e] = 2
    which = torch.tensor([c[0] for c in cases])
    return hidden[which[:, None], index], cue_flags, mask, ends, tags


class Trainer:
    def __init__(self, args: argparse.Namespace) -> None:
        self.args, self.rng = args, random.Random(args.seed)
        torch.manual_seed(args.seed)
        tokenizer = load_tokenizer((Path(args.minilm) / "tokenizer.json").read_text(encoding="utf8"))
        data = Path(args.data)
        self.spoken = [Prepared(tokenizer, d) for d in corpora.polnear(data, "train")]
        self.named = [Prepared(tokenizer, d) for d in corpora.gum(data) + corpora.meantime(data)]
        if args.limit:
            self.spoken, self.named = self.spoken[: args.limit], self.named[: args.limit // 4]
        self.encoder, self.linker, self.crf = Encoder(args.dropout), Linker(args.dropout), Crf()
        self.encoder.load_minilm(str(Path(args.minilm) / "model.safetensors"))
        self.modules = torch.nn.ModuleDict({"encoder": self.encoder, "linker": self.linker, "crf": self.crf})
        if args.resume:
            self.modules.load_state_dict(torch.load(args.resume))
        self.average = copy.deepcopy(self.modules)

    def windows(self, documents: list[Prepared]):
        found = [(d, w) for d in documents for w in pack(d.pieces, LONGEST, 64, self.rng.randint(LONGEST // 3, LONGEST))]
        found.sort(key=lambda item: len(item[1]) + self.rng.random() * 24)
        batches, batch = [], []
        for item in found:
            if batch and (len(batch) + 1) * len(item[1]) > self.args.pieces:
                batches.append(batch)
                batch = []
            batch.append(item)
        return [*batches, batch]

    def step(self, batch) -> dict[str, torch.Tensor]:
        inputs, where = zip(*(rows(d.pieces, w) for d, w in batch), strict=True)
        ids, shapes, quoted = (pad([x[i] for x in inputs], 0) for i in range(3))
        index = pad(list(where), -2)
        mask = (index > -2).long()
        if self.args.word_dropout:
            ids = torch.where((torch.rand(ids.shape) < self.args.word_dropout) & (index >= 0), torch.full_like(ids, 103), ids)
        hidden, cue, _, name, mention_point, name_point = (x.float() for x in self.encoder(ids, shapes, quoted, mask))
        losses = {}
        if batch[0][0].cues is not None:
            losses["cue"] = F.cross_entropy(cue.flatten(0, 1), self.gold("cues", batch, where), label_smoothing=0.02)
            losses.update(self.link(batch, where, hidden))
        else:
            losses["name"] = 0.5 * F.cross_entropy(name.flatten(0, 1), self.gold("names", batch, where))
            losses.update(self.point(batch, where, mention_point, name_point))
        return losses

    @staticmethod
    def gold(field: str, batch, where) -> torch.Tensor:
        return pad(
            [np.where(w >= 0, getattr(d, field)[w], -100) for (d, _), w in zip(batch, where, strict=True)], -100
        ).flatten()

    def link(self, batch, where, hidden) -> dict[str, torch.Tensor]:
        cases = []
        for row, ((document, _), index) in enumerate(zip(batch, where, strict=True)):
            place = {int(p): i for i, p in enumerate(index) if p >= 0}
            for cue, speaker, contents in document.statements:
                if (at := located(place, cue)) is None:
                    continue
                cases.append((row, at, located(place, speaker), [s for c in contents if (s := located(place, c))], len(index)))
        if not cases:
            return {}
        if len(cases) > self.args.cases:
            cases = self.rng.sample(cases, self.args.cases)
        states, flags, mask, ends, tags = linker_batch(hidden, cases, self.rng)
        got, content = self.linker(states, flags, mask)
        speaker = F.cross_entropy(got[:, :, 0].float(), ends[:, 0]) + F.cross_entropy(got[:, :, 1].float(), ends[:, 1])
        return {"speaker": 0.5 * speaker, "content": 0.15 * self.crf.loss(content.float(), tags, mask)}

    def point(self, batch, where, mention_point, name_point) -> dict[str, torch.Tensor]:
        losses = []
        for row, ((document, _), index) in enumerate(zip(batch, where, strict=True)):
            place = {int(p): i for i, p in enumerate(index) if p >= 0}
            names = [i for s in document.name_starts if (i := place.get(s))]
            links = [
                (place[m], {place[s] for s in right if s in place}) for m, right in getattr(document, "links", ()) if m in place
            ]
            if not names or not links:
                continue
            scores = mention_point[row, [m for m, _ in links]] @ name_point[row, [0, *names]].T / 8.0
            allowed = torch.tensor([[not right] + [n in right for n in names] for _, right in links])
            losses.append(torch.logsumexp(scores, 1) - torch.logsumexp(scores.masked_fill(~allowed, -1e4), 1))
        return {"point": 0.3 * torch.cat(losses).mean()} if losses else {}

    def run(self) -> None:
        args = self.args
        slow = [p for n, p in self.encoder.named_parameters() if n.startswith(("words", "places", "kinds", "norm", "blocks"))]
        names = {id(p) for p in slow}
        fast = [p for p in self.modules.parameters() if id(p) not in names]
        optimizer = torch.optim.AdamW(
            [{"params": slow, "lr": args.rate}, {"params": fast, "lr": args.rate * 5}], weight_decay=0.01, fused=True
        )
        done, began, seen = 0, time.time(), {}
        out = Path(args.out)
        out.mkdir(parents=True, exist_ok=True)
        epoch = 0
        while time.time() - began < args.minutes * 60:
            named = self.windows(self.named)
            batches = self.windows(self.spoken) + self.rng.sample(named, round(len(named) * args.named))
            self.rng.shuffle(batches)
            self.modules.train()
            for batch in batches:
                share = min(1.0, (time.time() - began) / 60 / args.minutes)
                if share == 1.0:
                    break
                factor = min(1.0, (done + 1) / 150) * max(0.02, 0.5 * (1 + math.cos(math.pi * share)))
                for group, rate in zip(optimizer.param_groups, (args.rate, args.rate * 5), strict=True):
                    group["lr"] = rate * factor
                with torch.autocast("cpu", dtype=torch.bfloat16, enabled=args.bf16):
                    losses = self.step(batch)
                loss = sum(losses.values())
                optimizer.zero_grad(set_to_none=True)
                loss.backward()
                torch.nn.utils.clip_grad_norm_(self.modules.parameters(), 1.0)
                optimizer.step()
                done += 1
                decay = min(0.998, (1 + done) / (20 + done))
                with torch.no_grad():
                    for mine, theirs in zip(self.average.parameters(), self.modules.parameters(), strict=True):
                        mine.lerp_(theirs, 1 - decay)
                for key, value in losses.items():
                    seen.setdefault(key, []).append(float(value.detach()))
                if done % args.every == 0:
                    means = " ".join(f"{k} {np.mean(v):.4f}" for k, v in sorted(seen.items()))
                    print(
                        f"epoch {epoch} step {done} of {len(batches)} an epoch {time.time() - began:.0f} s {means}", flush=True
                    )
                    seen = {}
            torch.save(self.average.state_dict(), out / f"epoch-{epoch}.pt")
            torch.save(self.average.state_dict(), out / "last.pt")
            epoch += 1


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", default="../shared")
    parser.add_argument("--minilm", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--resume")
    parser.add_argument("--minutes", type=float, default=100, help="the learning rate falls to nothing over this time")
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--dropout", type=float, default=0.1)
    parser.add_argument("--word-dropout", type=float, default=0.03)
    parser.add_argument("--pieces", type=int, default=2048, help="word pieces a batch")
    parser.add_argument("--cases", type=int, default=96, help="cues a batch at most")
    parser.add_argument("--named", type=float, default=0.6, help="share of the windows with names that an epoch sees")
    parser.add_argument("--every", type=int, default=50)
    parser.add_argument("--limit", type=int, default=0)
    parser.add_argument("--bf16", action="store_true")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    Trainer(args).run()


if __name__ == "__main__":
    main()
