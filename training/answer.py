"""What teachers say of the lessons: for each piece and around each cue, log probabilities for a smaller model to learn.

    python training/answer.py LESSONS --teachers teacher-0.pt ... --out ANSWERS --again

Each lesson is answered by the teacher that did not see it (see ``Lesson.fold``), or by the only one. A teacher that learned the
outermost statements alone reads each content again by itself, without its quotation marks, to find what is said within it
(``--again``); what it finds there is read again in its turn. One that was made so has a head for these.
"""

from __future__ import annotations

import argparse
import pickle
import time
import zlib
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
from batches import padded, surroundings
from lessons import TOLD, UNKNOWN, Answers, Case, Extent, Lesson, kept
from network import restored
from sizes import LEFT, RIGHT
from torch import nn

from sayso.attribution.decoding import best_paths, log_softmax, runs_of
from sayso.attribution.encoding import Window, pack, rows

WINDOW, CONTEXT = 256, 32
LIKELY = 0.5  # cues whose contents are read again
HINTED = 0.05  # cues that the smaller model is told about
SHORTEST = 6  # word pieces of a content that is read again
DEPTH = 3
TOGETHER = 16_384 if torch.cuda.is_available() else 4096  # word pieces read at once


class Teacher:
    """A trained model that answers on the GPU, where there is one."""

    def __init__(self, path: Path) -> None:
        self.device = "cuda" if torch.cuda.is_available() else "cpu"
        self.modules: nn.ModuleDict = restored(path).to(self.device)
        crf = self.modules["crf"]
        self.moves = (crf.moves + crf.forbidden).detach().cpu().numpy()
        self.opening = crf.opening.detach().cpu().numpy()

    @torch.no_grad()
    def read(self, inputs: list[np.ndarray]) -> tuple[torch.Tensor, dict[str, np.ndarray]]:
        """Some windows (3 x rows each) -> hidden states, and the logits of cues and names."""
        packed = torch.from_numpy(np.stack([padded([x[i] for x in inputs], 0) for i in range(3)])).to(self.device)
        mask = torch.from_numpy(padded([np.ones(x.shape[1]) for x in inputs], 0)).to(self.device)
        with torch.autocast(self.device, dtype=torch.bfloat16, enabled=self.device == "cuda"):
            hidden, cue, inner, name, _, _ = self.modules["encoder"](*packed, mask)
        said = {"cue": cue, "inner": inner, "name": name}
        return hidden, {key: value.float().cpu().numpy() for key, value in said.items()}

    @torch.no_grad()
    def link(self, hidden: torch.Tensor, wheres: list[np.ndarray], cues: list[tuple[int, Extent]]) -> Iterator[Case]:
        """Cues (window, rows) -> their cases, in pieces, with what is said of speaker and contents."""
        for start in range(0, len(cues), 512):
            some = cues[start : start + 512]
            row = torch.tensor([r for r, _ in some], device=self.device)
            first, end = (np.array([cue[i] for _, cue in some]) for i in range(2))
            at, mask = surroundings(first, np.array([len(wheres[r]) for r, _ in some]))
            flags = mask & (at >= first[:, None]) & (at < end[:, None])
            with torch.autocast(self.device, dtype=torch.bfloat16, enabled=self.device == "cuda"):
                states = hidden[row[:, None], torch.from_numpy(at).to(self.device)]
                ends, tags = self.modules["linker"](
                    states, torch.from_numpy(flags).long().to(self.device), torch.from_numpy(mask).to(self.device, states.dtype)
                )
            ends, tags = ends.float().cpu().numpy(), tags.float().cpu().numpy()
            paths, _ = best_paths(tags, mask, self.moves, self.opening)
            for k, (r, (a, b)) in enumerate(some):
                where = wheres[r]
                on = mask[k] & (where[at[k]] >= 0)
                held = where[at[k][on]]
                size = int(held[-1] - held[0]) + 1
                case = Case((int(where[a]), int(where[b - 1]) + 1), first=int(held[0]))
                case.ends = np.full((1 + size, 2), UNKNOWN - 1, dtype=np.uint8)
                said = kept(np.concatenate([ends[k, :1], ends[k, 1:][on]]), 0)
                case.ends[0], case.ends[1 + held - held[0]] = said[0], said[1:]
                case.tags = np.full((size, 3), UNKNOWN, dtype=np.uint8)
                case.tags[held - held[0]] = kept(tags[k][on])
                inside = ((at[k][i], at[k][j - 1]) for _, i, j in runs_of(np.where(on, paths[k], 0)[None]).tolist())
                case.contents = [(int(where[i]), int(where[j]) + 1) for i, j in inside]
                yield case


def chances(logits: np.ndarray) -> np.ndarray:
    """That a piece begins a cue."""
    return np.exp(log_softmax(logits)[..., 1])


def runs(logits: np.ndarray, on: np.ndarray, least: float) -> Iterator[tuple[Extent, float]]:
    """Rows where a cue begins with at least this chance, each with the rows after it that go on."""
    begins = chances(logits)
    best = logits.argmax(-1)
    row = 0
    while row < len(on):
        if on[row] and begins[row] >= least:
            end = row + 1
            while end < len(on) and on[end] and best[end] == 2:
                end += 1
            yield (row, end), float(begins[row])
            row = end
        else:
            row += 1


def answered(teacher: Teacher, lesson: Lesson, again: bool) -> Answers:
    """One document's answers."""
    n = len(lesson.pieces.ids)
    told = {key: np.zeros((n, width), dtype=np.uint8) for key, width in (("cue", 3), ("inner", 3), ("name", 9))}
    told["inner"][:, 1:] = UNKNOWN - 1  # no cue, unless a content that is read again says so
    windows = pack(lesson.pieces, WINDOW, CONTEXT)
    inputs, wheres = zip(*(rows(lesson.pieces, w) for w in windows), strict=True)
    gold = {case.cue: case for case in lesson.cases}
    cases: list[Case] = []
    sure: list[Case] = []
    for some in batches(range(len(windows)), [len(w) for w in windows], TOGETHER):
        hidden, said = teacher.read([inputs[i] for i in some])
        cues: list[tuple[int, Extent]] = []
        likely: set[Extent] = set()
        for row, i in enumerate(some):
            where, own = wheres[i], wheres[i] >= windows[i].own
            here = {key: value[row, : len(where)] for key, value in said.items()}
            for key in ("cue", "name") if again else TOLD:
                told[key][where[own]] = kept(here[key][own])
            place = np.full(n, -1)
            place[where[own]] = np.flatnonzero(own)
            marked = np.zeros(n, dtype=bool)
            for a, b in gold:
                if place[a] >= 0 and place[b - 1] >= 0:
                    cues.append((row, (int(place[a]), int(place[b - 1]) + 1)))
                    marked[a:b] = True
            for key in ("cue",) if again else ("cue", "inner"):
                for (a, b), chance in runs(here[key], own, HINTED):
                    first, end = int(where[a]), int(where[b - 1]) + 1
                    if not marked[first:end].any() and end - first == b - a:
                        cues.append((row, (a, b)))
                        marked[first:end] = True
                        if chance >= LIKELY and lesson.cues is None:
                            likely.add((first, end))
        for case in teacher.link(hidden, [wheres[i] for i in some], cues):
            cases.append(case)
            if case.cue in gold:
                sure.append(gold[case.cue])
            elif case.cue in likely:
                sure.append(case)
    taken = {case.cue for case in cases}
    for _ in range(DEPTH if again else 0):
        sure = within(teacher, lesson, sure, told["inner"], cases, taken)
    return Answers(told, cases)


def within(
    teacher: Teacher, lesson: Lesson, outer: Iterable[Case], inner: np.ndarray, cases: list[Case], taken: set
) -> list[Case]:
    """Read contents by themselves; adds what is said there to ``inner`` and ``cases`` -> the likely ones."""
    spans = sorted({s for case in outer for c in case.contents if (s := trimmed(lesson, c))})
    alone = [one for span in spans for one in contents_alone(lesson, span)]
    found: list[Case] = []
    for some in batches(range(len(alone)), [len(where) for _, where in alone], TOGETHER):
        hidden, said = teacher.read([alone[i][0] for i in some])
        cues, likely = [], set()
        for row, i in enumerate(some):
            where = alone[i][1]
            on = where >= 0
            before, now = inner[where[on]], kept(said["cue"][row, : len(where)][on])
            inner[where[on]] = np.where(before[:, :1] > now[:, :1], before, now)  # of two readings, the one that finds more
            for (a, b), chance in runs(said["cue"][row, : len(where)], on, HINTED):
                cue = (int(where[a]), int(where[b - 1]) + 1)
                if cue in taken or b - a >= on.sum():
                    continue
                taken.add(cue)
                cues.append((row, (a, b)))
                if chance >= LIKELY:
                    likely.add(cue)
        for case in teacher.link(hidden, [alone[i][1] for i in some], cues):
            widen(case, len(lesson.pieces.ids))
            cases.append(case)
            if case.cue in likely:
                found.append(case)
    return found


def widen(case: Case, n: int) -> None:
    """Say of the pieces around the content that was read that this cue has no speaker and no content there."""
    assert case.ends is not None and case.tags is not None
    first, end = max(0, case.cue[0] - LEFT), min(n, case.cue[0] + RIGHT)
    ends = np.full((1 + end - first, 2), UNKNOWN - 1, dtype=np.uint8)
    tags = np.tile(np.array([0, UNKNOWN - 1, UNKNOWN - 1], dtype=np.uint8), (end - first, 1))
    shift = case.first - first
    ends[0] = case.ends[0]
    ends[1 + shift : 1 + shift + len(case.tags)] = case.ends[1:]
    known = case.tags[:, 0] < UNKNOWN
    tags[shift : shift + len(case.tags)][known] = case.tags[known]
    case.first, case.ends, case.tags = first, ends, tags


def trimmed(lesson: Lesson, span: Extent) -> Extent | None:
    """A content without the quotation marks at its ends; None where it is too short to hold a statement."""
    a, b = span
    while a < b and lesson.marks[a]:
        a += 1
    while a < b and lesson.marks[b - 1]:
        b -= 1
    return (a, b) if b - a >= SHORTEST else None


def contents_alone(lesson: Lesson, span: Extent) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """A content as windows of its own, and the pieces in their rows. It stands in no quotation marks there."""
    a, b = span
    breaks = [a, *(int(x) for x in lesson.pieces.breaks if a < x < b), b]
    parts = [(s + i, min(e, s + i + WINDOW - 8)) for s, e in pairwise(breaks) for i in range(0, e - s, WINDOW - 8)]
    while parts:
        size, taken = 1, []
        while parts and (not taken or size + parts[0][1] - parts[0][0] + 1 <= WINDOW):
            taken.append(parts.pop(0))
            size += taken[-1][1] - taken[-1][0] + 1
        inputs, where = rows(lesson.pieces, Window(tuple(taken), 0))
        on = where >= 0
        states = lesson.pieces.quoted[where[on]]
        if states.mean() > 0.5:  # a quotation: what stands outside marks within it was within marks, and the other way round
            inputs[2, on] = 0
        yield inputs, where


def batches(which: Iterable[int], sizes: list[int], most: int) -> Iterator[list[int]]:
    """Windows of like length together."""
    held: list[int] = []
    for i in sorted(which, key=lambda i: sizes[i]):
        if held and (len(held) + 1) * sizes[i] > most:
            yield held
            held = []
        held.append(i)
    if held:
        yield held


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lessons")
    parser.add_argument("--teachers", nargs="+", required=True, help="in the order of their folds")
    parser.add_argument("--out", required=True)
    parser.add_argument("--limit", type=int, default=0)
    parser.add_argument("--only", type=int, help="answer for this fold alone")
    parser.add_argument(
        "--part", type=int, nargs=2, default=[0, 1], metavar=("K", "N"), help="answer every Nth lesson from K on"
    )
    parser.add_argument("--again", action="store_true", help="read contents again by themselves")
    args = parser.parse_args()
    found = pickle.loads(zlib.decompress(Path(args.lessons).read_bytes()))
    lessons = found["train"][: args.limit or None] + found["plain"][: args.limit or None]
    answers, began = {}, time.time()
    for fold, path in enumerate(args.teachers):
        fold = fold if args.only is None else args.only
        teacher = Teacher(Path(path))
        for number, lesson in enumerate(lessons):
            if number % args.part[1] != args.part[0]:
                continue
            if (len(args.teachers) == 1 and args.only is None) or lesson.fold() == fold:
                answers[lesson.name] = answered(teacher, lesson, args.again)
                if len(answers) % 50 == 0:
                    print(
                        f"answered {len(answers)} lessons, up to {number} of {len(lessons)}, in {time.time() - began:.0f} s",
                        flush=True,
                    )
    outer = sum(int((a.told["cue"][:, 1] < 11).sum()) for a in answers.values())
    inner = sum(int((a.told["inner"][:, 1] < 11).sum()) for a in answers.values())
    print(f"{outer} cues and {inner} within contents are likely; {sum(len(a.cases) for a in answers.values())} cases")
    Path(args.out).write_bytes(zlib.compress(pickle.dumps(answers)))


if __name__ == "__main__":
    main()
