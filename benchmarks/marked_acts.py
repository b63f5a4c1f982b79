"""What do cues do, to whom, and was it said: held against passages that are marked by hand, statement by statement.

    PYTHONPATH=src python benchmarks/marked_acts.py [training/marks] [--data ../shared] [--folds 10] [--misses N]

The folder holds ``marks.jsonl`` (passages of the corpora below ``--data``, by code points and digest) and ``own.jsonl`` (texts
of our own). Each marked cue is given to ``act_of`` with the words behind it and its speaker, as a reading does, and each marked
statement to ``address``, its addressee put back into the content that begins behind it, as the encoder marks it.

Whether it was said is told by ``said_of`` beside each marked cue.

Acts are given for all statements and for those plainly said; precision and recall by act with Wilson's 95% intervals. With
``--folds`` a cue's frames count in a fold only where they gain in the others, so the figure is what they are worth on passages
that they were not chosen by.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "training"))

from marked_passages import passages
from wilson import wilson

from sayso.record import SAID_KINDS
from sayso.statements.acts import act_of, phrase_of
from sayso.statements.addressing import address
from sayso.statements.drafts import Draft
from sayso.statements.frames import words_behind
from sayso.statements.moods import said_of
from sayso.statements.non_answers import is_non_answer

APART = ("accuses", "denies", "promises", "demands", "admits", "agrees")
Extent = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Marked:
    """One marked statement in its passage."""

    passage: str
    text: str
    statement: dict[str, Any]

    @property
    def draft(self) -> Draft:
        """As the encoder would have it: one extent a cue, the addressee within the content that it stands before."""
        cue = max((tuple(one) for one in self.statement["cue"]), key=lambda one: one[1] - one[0], default=None)
        contents = [(start, end) for start, end in self.statement["content"]]
        for start, end in self.addressees if cue else ():
            near = cue is not None and 0 <= start - cue[1] <= 1
            contents = [(start, to) if near and 0 <= at - end <= 2 else (at, to) for at, to in contents]
        speaker = (self.statement["speaker"] or {}).get("spans") or [None]
        return Draft(cue, tuple(speaker[0]) if speaker[0] else None, tuple(sorted(contents)), 0.9)

    @property
    def addressees(self) -> list[Extent]:
        return [(start, end) for start, end in (self.statement["addressee"] or {}).get("spans", ())]

    @property
    def cue(self) -> str:
        return " ".join(self.text[start:end] for start, end in self.statement["cue"])


def act_beside(one: Marked, framed: bool = True) -> str:
    """The act that a reading would give; without the words behind the cue and the speaker where not ``framed``."""
    draft, text = one.draft, one.text
    if draft.cue is None:
        return act_of(None, text[slice(*draft.contents[-1])])
    if not framed:
        return act_of(one.cue)
    speaker = text[slice(*draft.speaker)] if draft.speaker else ""
    if is_non_answer(one.cue, text[slice(*draft.contents[-1])][:80], speaker):
        return "withholds"
    end = max(to for _, to in one.statement["cue"])
    return act_of(one.cue, words_behind(text, (end, end), draft.speaker, draft.contents), speaker)


def by_folds(marked: list[Marked], folds: int) -> list[str]:
    """The acts where a cue's frames count only if they gain in the other folds."""
    names = sorted({one.passage for one in marked})
    random.Random(1).shuffle(names)
    fold = {name: index % folds for index, name in enumerate(names)}
    key = [" ".join(found[0].words) if (found := phrase_of(one.cue)) else "" for one in marked]
    plain, framed = [act_beside(one, framed=False) for one in marked], [act_beside(one) for one in marked]
    gains: Counter[tuple[int, str]] = Counter()
    for one, cue, without, with_frames in zip(marked, key, plain, framed, strict=True):
        act = one.statement["act"]
        for index in set(range(folds)) - {fold[one.passage]}:
            gains[index, cue] += (with_frames == act) - (without == act)
    return [
        with_frames if gains[fold[one.passage], cue] > 0 else without
        for one, cue, without, with_frames in zip(marked, key, plain, framed, strict=True)
    ]


def interval(right: int, of: int) -> str:
    """A share with Wilson's 95% interval."""
    if not of:
        return "  -"
    low, high = wilson(right, of)
    return f"{right / of:.3f} [{low:.3f}-{high:.3f}] of {of}"


def acts_table(marked: list[Marked], found: list[str]) -> None:
    """Prints accuracy and, by act, precision and recall."""
    right = [act == one.statement["act"] for one, act in zip(marked, found, strict=True)]
    plainly = [ok for one, ok in zip(marked, right, strict=True) if one.statement["said"] == "said"]
    print(f"acts                 {interval(sum(right), len(right))}")
    print(f"acts, plainly said   {interval(sum(plainly), len(plainly))}")
    for act in APART:
        gold = [ok for one, ok in zip(marked, right, strict=True) if one.statement["act"] == act]
        ours = [ok for ok, got in zip(right, found, strict=True) if got == act]
        print(f"  {act:<12} precision {interval(sum(ours), len(ours)):<28} recall {interval(sum(gold), len(gold))}")


def addressees_table(marked: list[Marked], misses: int) -> None:
    """Prints precision and recall of addressees, given the statements."""
    by_passage: dict[str, list[Marked]] = {}
    for one in marked:
        by_passage.setdefault(one.passage, []).append(one)
    counts: Counter[str] = Counter()
    for group in by_passage.values():
        for one, draft in zip(group, address(group[0].text, [one.draft for one in group]), strict=True):
            told, wanted = draft.addressee, one.addressees
            hit = told is not None and any(told[0] < end and start < told[1] for start, end in wanted)
            counts.update(wanted=bool(wanted), given=told is not None, right=hit, exact=told in wanted)
            if hit != bool(wanted) and misses > 0:
                misses -= 1
                shown = one.text[slice(*told)] if told else None
                print(f"  {one.passage}: {one.cue!r} to {[one.text[slice(*span)] for span in wanted]}, got {shown!r}")
    print(
        f"addressees precision {interval(counts['right'], counts['given'])}, exact {interval(counts['exact'], counts['right'])}"
    )
    print(f"addressees recall    {interval(counts['right'], counts['wanted'])}")


def said_beside(one: Marked) -> str:
    """Whether it was said, as a reading would tell it."""
    draft, text = one.draft, one.text
    speaker = text[slice(*draft.speaker)] if draft.speaker else ""
    if draft.cue is None or is_non_answer(one.cue, text[slice(*draft.contents[-1])][:80], speaker):
        return "said"
    return said_of(text, draft.cue, draft.speaker, draft.contents, one.statement["within"] is not None)


def said_table(marked: list[Marked], misses: int) -> None:
    """Prints precision and recall of what was not plainly said, and of each kind."""
    told = [(one, one.statement["said"], said_beside(one)) for one in marked]
    for kind in (None, *SAID_KINDS[1:]):
        right = sum(got != "said" and (want != "said" if kind is None else got == want == kind) for _, want, got in told)
        given = sum(got != "said" if kind is None else got == kind for _, _, got in told)
        wanted = sum(want != "said" if kind is None else want == kind for _, want, _ in told)
        name = "not plainly said" if kind is None else f"  {kind}"
        print(f"{name:<20} precision {interval(right, given):<28} recall {interval(right, wanted)}")
    for one, want, got in [row for row in told if row[1] != row[2]][:misses]:
        print(f"  {one.passage}: {one.cue!r} is {want}, got {got}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("marks", nargs="?", type=Path, default=Path("training/marks"))
    parser.add_argument("--data", type=Path, default=Path("../shared"))
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument("--misses", type=int, default=0)
    args = parser.parse_args()
    marked = [Marked(row["name"], text, one) for row, text in passages(args.data, args.marks) for one in row["statements"]]
    found = [act_beside(one) for one in marked]
    acts_table(marked, found)
    if args.folds:
        right = sum(act == one.statement["act"] for one, act in zip(marked, by_folds(marked, args.folds), strict=True))
        print(f"acts, frames by {args.folds} folds {interval(right, len(marked))}")
    for one, act in [pair for pair in zip(marked, found, strict=True) if pair[1] != pair[0].statement["act"]][: args.misses]:
        print(f"  {one.passage}: {one.cue!r} is {one.statement['act']}, got {act}")
    addressees_table(marked, args.misses)
    said_table(marked, args.misses)


if __name__ == "__main__":
    main()
