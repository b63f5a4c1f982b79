"""Distil the trained model into a smaller and faster one, which also marks statements inside contents in its one pass.

    python training/distil.py CHECKPOINT --data ../shared --minilm DIR --out DIR [--minutes 80] [--layers 4] [--feed 768]

The teacher, which `train.py` made, reads every document once: its logits and hidden states are what the student learns, beside
the gold. Then it reads each content again by itself, without its quotation marks; what it finds there is the student's gold
for cues inside contents, so that the student need not read twice. Needs the `training` extra.
"""

from __future__ import annotations

import argparse
import copy
import math
import pickle
import random
import time
from dataclasses import dataclass, field
from pathlib import Path

import data as corpora
import numpy as np
import torch
from network import CUE_TAGS, LEFT, NAME_TAGS, RIGHT, WIDTH, assembled
from silver import Silver, silver
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional as F
from train import Prepared, located, pad

from sayso.encoding import load_tokenizer, pack, rows

TEACHER_WINDOW, TEACHER_CONTEXT = 384, 64
KEPT = {"hidden": WIDTH, "cue": CUE_TAGS, "name": NAME_TAGS}  # what a lesson holds of the teacher for each piece
Extent = tuple[int, int]


@dataclass(eq=False)
class Case:
    """A cue with what the student should make of it: gold or silver, and the teacher's logits where it has any.

    ``ends`` (1 + pieces, 2) and ``tags`` (pieces, 3) are the teacher's, for the pieces from ``first`` on; ``hard`` says whether
    speaker and contents are to be believed.
    """

    cue: Extent
    speaker: Extent | None = None
    contents: list[Extent] = field(default_factory=list)
    hard: bool = True
    first: int = 0
    ends: np.ndarray | None = None
    tags: np.ndarray | None = None


class Lesson(Prepared):
    """A document's gold, silver and the teacher's answers, in pieces."""

    def __init__(self, tokenizer: Tokenizer, document: corpora.Document, found: list[Silver]) -> None:
        super().__init__(tokenizer, document)
        self.gold = document.attributions is not None
        n = len(self.pieces.ids)
        self.inner = np.zeros(n, dtype=np.int64)
        outer = [a for a in found if a.within is None]
        self.cases = [Case(*statement) for statement in self.statements] if self.gold else self.silver_cases(outer)
        for case in (within := self.silver_cases([a for a in found if a.within is not None])):
            self.inner[case.cue[0]] = 1
            self.inner[case.cue[0] + 1 : case.cue[1]] = 2
        self.cases += within
        self.teacher: dict[str, np.ndarray] = {}

    def silver_cases(self, found: list[Silver]) -> list[Case]:
        cases = []
        for a in found:
            if cue := self.span(*a.cue):
                contents = [s for c in a.contents if (s := self.span(*c))]
                cases.append(Case(cue, self.span(*a.speaker) if a.speaker else None, contents))
        return cases


def teach(teacher: nn.ModuleDict, lesson: Lesson) -> None:
    """Run the teacher over a document and keep its answers, as float16."""
    n = len(lesson.pieces.ids)
    lesson.teacher = {name: np.zeros((n, width), dtype=np.float16) for name, width in KEPT.items()}
    by_cue = {case.cue: case for case in lesson.cases if not lesson.inner[case.cue[0]]}
    for window in pack(lesson.pieces, TEACHER_WINDOW, TEACHER_CONTEXT):
        inputs, where = rows(lesson.pieces, window)
        ids, shapes, quoted = (torch.from_numpy(x)[None] for x in inputs)
        hidden, cue, _, name, _, _ = teacher["encoder"](ids, shapes, quoted, torch.ones_like(ids))
        own = where >= window.own
        for key, value in (("hidden", hidden), ("cue", cue), ("name", name)):
            lesson.teacher[key][where[own]] = value[0].numpy()[own]
        place = {int(p): i for i, p in enumerate(where) if p >= window.own}
        chances = torch.softmax(cue[0], -1).numpy()
        for row in np.flatnonzero(own & (chances[:, 1] > 0.08)).tolist():
            at = int(where[row])
            if any(a <= at < b for a, b in by_cue) or lesson.inner[at]:
                continue
            end = row + 1
            while end < len(where) and own[end] and chances[end].argmax() == 2:
                end += 1
            by_cue[at, int(where[end - 1]) + 1] = case = Case((at, int(where[end - 1]) + 1), hard=False)
            lesson.cases.append(case)
        here = [(case, at) for case in by_cue.values() if case.ends is None and (at := located(place, case.cue))]
        if here:
            links(teacher["linker"], hidden, where, here)


def links(linker: nn.Module, hidden: Tensor, where: np.ndarray, here: list[tuple[Case, Extent]]) -> None:
    """The teacher's logits around each cue of one window."""
    for start in range(0, len(here), 32):
        some = here[start : start + 32]
        index, mask, flags = surroundings([at for _, at in some], [len(where)] * len(some))
        ends, tags = linker(hidden[0][index], flags, mask)
        for k, (case, _) in enumerate(some):
            on = (mask[k] > 0).numpy() & (where[index[k].numpy()] >= 0)
            held = where[index[k].numpy()][on]
            case.first = int(held[0])
            size = int(held[-1]) - case.first + 1
            case.ends = np.full((1 + size, 2), -30, dtype=np.float16)
            case.ends[0] = ends[k, 0].numpy()
            case.ends[1 + held - case.first] = ends[k, 1:].numpy()[on]
            case.tags = np.full((size, 3), np.nan, dtype=np.float16)
            case.tags[held - case.first] = tags[k].numpy()[on]


def surroundings(cues: list[Extent], lengths: list[int]) -> tuple[Tensor, Tensor, Tensor]:
    """-> for each cue (rows of its window), the rows around it, which of these exist, and which are the cue."""
    first = torch.tensor([a for a, _ in cues])[:, None]
    end, length = torch.tensor([b for _, b in cues])[:, None], torch.tensor(lengths)[:, None]
    at = first + torch.arange(-LEFT, RIGHT)
    mask = ((at >= 0) & (at < length)).float()
    return torch.minimum(at.clamp(min=0), length - 1), mask, ((at >= first) & (at < end)).long()


class Student:
    """A smaller encoder and linker, started from the teacher's layers."""

    def __init__(self, args: argparse.Namespace, teacher: nn.ModuleDict, lessons: list[Lesson]) -> None:
        self.args, self.lessons, self.rng = args, lessons, random.Random(args.seed)
        torch.manual_seed(args.seed)
        self.modules = assembled(
            args.dropout, layers=len(args.keep), feed=args.feed, link_layers=args.link_layers, link_feed=args.link_feed
        )
        self.start(teacher)
        if args.resume:
            self.modules.load_state_dict(torch.load(args.resume))
        self.average = copy.deepcopy(self.modules)

    def start(self, teacher: nn.ModuleDict) -> None:
        """The teacher's weights: the layers that are kept, and of their feed-forward part the neurons that do most."""
        state = {k: v for k, v in teacher.state_dict().items() if ".blocks." not in k and ".inner." not in k}
        state |= {k.replace("cue", "inner"): v for k, v in state.items() if k.startswith("encoder.cue.")}
        weights = importance(teacher, self.lessons[:40])
        for part, kept, width in (
            ("encoder", self.args.keep, self.args.feed),
            ("linker", [0] if self.args.link_layers == 1 else [0, 1], self.args.link_feed),
        ):
            for mine, theirs in enumerate(kept):
                block = teacher[part].blocks[theirs].state_dict()
                use = weights[part][theirs].topk(width).indices.sort().values
                block["up.weight"], block["up.bias"] = block["up.weight"][use], block["up.bias"][use]
                block["down.weight"] = block["down.weight"][:, use]
                state |= {f"{part}.blocks.{mine}.{k}": v for k, v in block.items()}
        self.modules.load_state_dict(state)

    def windows(self) -> list[list[tuple[Lesson, object]]]:
        longest = self.args.window
        found = [
            (d, w)
            for d in self.lessons
            for w in pack(d.pieces, longest, self.rng.choice((24, 24, 48)), self.rng.randint(longest // 3, longest))
        ]
        found.sort(key=lambda item: len(item[1]) + self.rng.random() * 24)
        batches, batch = [], []
        for item in found:
            if batch and (len(batch) + 1) * len(item[1]) > self.args.pieces:
                batches.append(batch)
                batch = []
            batch.append(item)
        batches.append(batch)
        self.rng.shuffle(batches)
        return batches

    def step(self, batch) -> dict[str, Tensor]:
        inputs, where = zip(*(rows(d.pieces, w) for d, w in batch), strict=True)
        ids, shapes, quoted = (pad([x[i] for x in inputs], 0) for i in range(3))
        index = pad(list(where), -2)
        mask = (index > -2).long()
        if self.args.word_dropout:
            ids = torch.where((torch.rand(ids.shape) < self.args.word_dropout) & (index >= 0), torch.full_like(ids, 103), ids)
        hidden, cue, inner, name, mention_point, name_point = self.modules["encoder"](ids, shapes, quoted, mask)
        on = index >= 0
        held = [(d, w[w >= 0]) for (d, _), w in zip(batch, where, strict=True)]
        taught = {key: torch.cat([torch.from_numpy(d.teacher[key][at]) for d, at in held]).float() for key in KEPT}
        losses = {"hidden": self.args.hidden * F.mse_loss(hidden[on], taught["hidden"])}
        losses["cue"] = soft(cue[on], taught["cue"])
        losses["name"] = 0.5 * soft(name[on], taught["name"])
        gold = torch.cat([torch.from_numpy(d.cues[at] if d.gold else np.full(len(at), -100)) for d, at in held])
        if (gold >= 0).any():
            losses["gold"] = F.cross_entropy(cue[on], gold, label_smoothing=0.02)
        silver = torch.cat([torch.from_numpy(d.inner[at]) for d, at in held])
        losses["inner"] = F.cross_entropy(inner[on], silver)
        losses |= self.names(batch, where, name, mention_point, name_point)
        return losses | self.link(batch, where, hidden)

    def names(self, batch, where, name, mention_point, name_point) -> dict[str, Tensor]:
        """Gold names, and which of them a mention means, where a document has them."""
        gold, scored, losses = [], [], []
        for row, ((d, _), index) in enumerate(zip(batch, where, strict=True)):
            if d.names is None:
                continue
            gold.append(torch.from_numpy(d.names[index[index >= 0]]))
            scored.append(name[row, torch.from_numpy(np.flatnonzero(index >= 0))])
            place = {int(p): i for i, p in enumerate(index) if p >= 0}
            names = [i for s in d.name_starts if (i := place.get(s))]
            pairs = [(place[m], {place[s] for s in right if s in place}) for m, right in d.links if m in place]
            if names and pairs:
                scores = mention_point[row, [m for m, _ in pairs]] @ name_point[row, [0, *names]].T / 8.0
                allowed = torch.tensor([[not right] + [n in right for n in names] for _, right in pairs])
                losses.append(torch.logsumexp(scores, 1) - torch.logsumexp(scores.masked_fill(~allowed, -1e4), 1))
        found = {"named": 0.3 * F.cross_entropy(torch.cat(scored), torch.cat(gold))} if gold else {}
        return found | ({"point": 0.3 * torch.cat(losses).mean()} if losses else {})

    def link(self, batch, where, hidden) -> dict[str, Tensor]:
        cases = []
        for row, ((d, _), index) in enumerate(zip(batch, where, strict=True)):
            place = {int(p): i for i, p in enumerate(index) if p >= 0}
            cases += [(row, at, case, place) for case in d.cases if (at := located(place, case.cue))]
        if not cases:
            return {}
        if len(cases) > self.args.cases:
            cases = self.rng.sample(cases, self.args.cases)
        lengths = [len(where[row]) for row, *_ in cases]
        index, mask, flags = surroundings([at for _, at, *_ in cases], lengths)
        which = torch.tensor([row for row, *_ in cases])
        ends, content = self.modules["linker"](hidden[which[:, None], index], flags, mask)
        return self.linked(cases, index, mask, where, ends, content)

    def linked(self, cases, index, mask, where, ends, content) -> dict[str, Tensor]:
        """Gold (speaker's ends, contents by the CRF) and the teacher's view of each column."""
        n = LEFT + RIGHT
        hard = torch.tensor([case.hard for _, _, case, _ in cases])
        gold_ends, tags = torch.zeros(len(cases), 2, dtype=torch.long), torch.zeros(len(cases), n, dtype=torch.long)
        their_ends, their_tags = torch.full((len(cases), 1 + n, 2), -30.0), torch.full((len(cases), n, 3), torch.nan)
        for k, (row, at, case, place) in enumerate(cases):
            base = at[0] - LEFT
            low, high = max(0, -base), min(n, len(where[row]) - base)
            speaker = located(place, case.speaker)
            if speaker and low <= speaker[0] - base and speaker[1] - base <= high:
                gold_ends[k] = torch.tensor([speaker[0] - base + 1, speaker[1] - base])
            for start, end in (s for c in case.contents if (s := located(place, c))):
                s, e = max(low, start - base), min(high, end - base)
                if s < e:
                    tags[k, s] = 1
                    tags[k, s + 1 : e] = 2
            if case.ends is not None:
                held = where[row][index[k].numpy()]
                seen = (mask[k].numpy() > 0) & (held >= case.first) & (held < case.first + len(case.tags))
                columns = torch.from_numpy(np.flatnonzero(seen))
                places = held[seen] - case.first
                their_tags[k, columns] = torch.from_numpy(case.tags[places]).float()
                their_ends[k, 0] = torch.from_numpy(case.ends[0]).float()
                their_ends[k, 1 + columns] = torch.from_numpy(case.ends[1 + places]).float()
        losses = {}
        if hard.any():
            speaker = sum(F.cross_entropy(ends[hard, :, i], gold_ends[hard, i]) for i in range(2))
            losses |= {
                "speaker": 0.25 * speaker,
                "content": 0.1 * self.modules["crf"].loss(content[hard], tags[hard], mask[hard]),
            }
        taught = ~their_tags[:, :, 0].isnan()
        if taught.any():
            told = taught.any(1)
            logs = torch.log_softmax(ends[told], 1)
            losses["ends"] = -0.25 * (torch.softmax(their_ends[told], 1) * logs).sum((1, 2)).mean()
            losses["tags"] = soft(content[taught], their_tags[taught])
        return losses

    def run(self) -> None:
        args = self.args
        self.modules["encoder"].words.weight.requires_grad_(False)  # half of the weights, and the teacher's serve
        fresh = ("inner",)
        groups = [[], []]
        for name, p in self.modules.named_parameters():
            if p.requires_grad:
                groups[any(part in name for part in fresh)].append(p)
        optimizer = torch.optim.AdamW(
            [{"params": p, "lr": args.rate * k} for p, k in zip(groups, (1, 3), strict=True)], weight_decay=0.01, fused=True
        )
        done, began, seen, epoch = 0, time.time(), {}, 0
        out = Path(args.out)
        trained = [(a, b) for a, b in zip(self.average.parameters(), self.modules.parameters(), strict=True) if b.requires_grad]
        while (time.time() - began) / 60 < args.minutes:
            batches = self.windows()
            self.modules.train()
            for batch in batches:
                share = min(1.0, (time.time() - began) / 60 / args.minutes)
                if share == 1.0:
                    break
                factor = min(1.0, (done + 1) / 100) * max(0.01, 0.5 * (1 + math.cos(math.pi * share)))
                for group, k in zip(optimizer.param_groups, (1, 3), strict=True):
                    group["lr"] = args.rate * k * factor
                losses = self.step(batch)
                optimizer.zero_grad(set_to_none=True)
                sum(losses.values()).backward()
                torch.nn.utils.clip_grad_norm_(self.modules.parameters(), 1.0)
                optimizer.step()
                done += 1
                decay = min(0.998, (1 + done) / (20 + done))
                with torch.no_grad():
                    for mine, theirs in trained:
                        mine.lerp_(theirs, 1 - decay)
                for key, value in losses.items():
                    seen.setdefault(key, []).append(float(value.detach()))
                if done % args.every == 0:
                    means = " ".join(f"{k} {np.mean(v):.4f}" for k, v in sorted(seen.items()))
                    spent = time.time() - began
                    print(f"epoch {epoch} step {done} of {len(batches)} an epoch {spent:.0f} s {means}", flush=True)
                    seen = {}
                    torch.save(self.average.state_dict(), out / "last.pt")
            torch.save(self.average.state_dict(), out / f"epoch-{epoch}.pt")
            torch.save(self.average.state_dict(), out / "last.pt")
            epoch += 1


def soft(logits: Tensor, theirs: Tensor) -> Tensor:
    """Cross-entropy against the teacher's distribution."""
    return -(torch.softmax(theirs, -1) * torch.log_softmax(logits, -1)).sum(-1).mean()


def importance(teacher: nn.ModuleDict, lessons: list[Lesson]) -> dict[str, list[Tensor]]:
    """How much each neuron of the feed-forward parts adds: its mean size times the length of what it writes."""
    sums: dict[str, list[Tensor]] = {}
    hooks = []
    for part in ("encoder", "linker"):
        sums[part] = [torch.zeros(len(block.up.bias)) for block in teacher[part].blocks]
        for block, total in zip(teacher[part].blocks, sums[part], strict=True):
            hooks.append(
                block.up.register_forward_hook(lambda _, __, x, t=total: t.add_(F.gelu(x).abs().flatten(0, -2).sum(0)))
            )
    with torch.no_grad():
        for lesson in lessons:
            copied = copy.copy(lesson)
            copied.cases = [Case(case.cue, hard=False) for case in lesson.cases]
            teach(teacher, copied)
    for hook in hooks:
        hook.remove()
    return {
        part: [total * block.down.weight.norm(dim=0) for block, total in zip(teacher[part].blocks, found, strict=True)]
        for part, found in sums.items()
    }


def lessons_of(args: argparse.Namespace, teacher: nn.ModuleDict) -> list[Lesson]:
    """All documents with the teacher's answers; worked out once, and kept in the output folder."""
    kept = Path(args.out) / "lessons.pickle"
    if kept.exists():
        return pickle.loads(kept.read_bytes())
    data = Path(args.data)
    documents = corpora.polnear(data, "train") + corpora.gum(data) + corpora.meantime(data) + corpora.pages(data)
    documents = documents[: args.limit or None]
    found = silver(documents, Path(args.model), Path(args.out) / "silver.pickle")
    tokenizer = load_tokenizer((Path(args.minilm) / "tokenizer.json").read_text(encoding="utf8"))
    lessons = []
    with torch.no_grad():
        for number, document in enumerate(documents):
            lesson = Lesson(tokenizer, document, found[document.name])
            teach(teacher, lesson)
            lessons.append(lesson)
            if number % 100 == 0:
                print(f"taught {number} of {len(documents)}", flush=True)
    kept.write_bytes(pickle.dumps(lessons))
    return lessons


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", help="the teacher's, by train.py")
    parser.add_argument("--model", required=True, help="the teacher as exported and tuned, for what it finds in contents")
    parser.add_argument("--data", default="../shared")
    parser.add_argument("--minilm", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--resume")
    parser.add_argument("--minutes", type=float, default=80, help="the learning rate falls to nothing over this time")
    parser.add_argument(
        "--keep", type=int, nargs="+", default=[0, 1, 3, 5], help="the teacher's layers that the student starts from"
    )
    parser.add_argument("--feed", type=int, default=768)
    parser.add_argument("--link-layers", type=int, default=1)
    parser.add_argument("--link-feed", type=int, default=256)
    parser.add_argument("--hidden", type=float, default=1.0, help="weight of the teacher's hidden states")
    parser.add_argument("--rate", type=float, default=4e-4)
    parser.add_argument("--dropout", type=float, default=0.05)
    parser.add_argument("--word-dropout", type=float, default=0.03)
    parser.add_argument("--window", type=int, default=256)
    parser.add_argument("--pieces", type=int, default=2048, help="word pieces a batch")
    parser.add_argument("--cases", type=int, default=96, help="cues a batch at most")
    parser.add_argument("--every", type=int, default=50)
    parser.add_argument("--limit", type=int, default=0)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    Path(args.out).mkdir(parents=True, exist_ok=True)
    teacher = restored_teacher(args.checkpoint)
    Student(args, teacher, lessons_of(args, teacher)).run()


def restored_teacher(path: str) -> nn.ModuleDict:
    """The teacher, whose checkpoint may be older than the head for cues inside contents."""
    modules = assembled()
    missing = modules.load_state_dict(torch.load(path), strict=False)
    assert set(missing.missing_keys) <= {"encoder.inner.weight", "encoder.inner.bias"} and not missing.unexpected_keys
    return modules.eval()


if __name__ == "__main__":
    main()
