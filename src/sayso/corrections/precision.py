"""Judgements -> how many statements of each model are right, with Wilson's interval, by kind and by score; models compared."""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sayso.store import Judgement

Z = 1.959964  # of 95 %
BANDS = (0.0, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)  # where bands of the score begin


@dataclass(frozen=True, slots=True)
class Share:
    """How many of those judged are right; ``low`` and ``high`` are the ends of Wilson's interval of 95 %."""

    right: int
    judged: int

    @property
    def precision(self) -> float | None:
        """The share that is right; None of none."""
        return self.right / self.judged if self.judged else None

    @property
    def low(self) -> float:
        """The interval's lower end."""
        return wilson(self.right, self.judged)[0]

    @property
    def high(self) -> float:
        """Its upper end."""
        return wilson(self.right, self.judged)[1]


def wilson(right: int, judged: int) -> tuple[float, float]:
    """Wilson's score interval of a share, at 95 %, for a simple random sample (Wilson, 1927).

    >>> [round(end, 3) for end in wilson(8, 10)], wilson(0, 0)
    ([0.49, 0.943], (0.0, 1.0))
    """
    if not judged:
        return 0.0, 1.0
    share, square = right / judged, Z * Z / judged
    middle = (share + square / 2) / (1 + square)
    reach = Z / (1 + square) * math.sqrt(share * (1 - share) / judged + square / (4 * judged))
    return max(0.0, middle - reach), min(1.0, middle + reach)


@dataclass(frozen=True, slots=True)
class ModelReport:
    """What was judged of one model's statements; ``inherited`` of them were judged as another model read them, all the same.

    ``by`` has the shares by manner, act, level ("outer", "within") and score; ``faults`` what was wrong, by kind (None: it
    is not told).
    """

    model: str | None
    all: Share
    inherited: int
    by: Mapping[str, Mapping[str, Share]]
    faults: Mapping[str | None, int]


@dataclass(frozen=True, slots=True)
class Followed:
    """What became of the statements judged of one model, in the reading of another: ``same``, read ``otherwise``, or ``gone``.

    ``pairs`` are the places that were judged under both: how many were right under the first, under the second, and how many
    there are.
    """

    model: str | None
    later: str | None
    same: int
    otherwise: int
    gone: int
    pairs: tuple[int, int, int] = (0, 0, 0)


@dataclass(frozen=True, slots=True)
class Report:
    """What all judgements come to. ``disputed`` statements were judged right by one and wrong by another: the last counts.

    ``models`` are of samples that were drawn at random. ``doubted`` is the same of the queue of doubtful statements, apart:
    these were chosen since they are doubtful, so their share says nothing of all statements.
    """

    models: tuple[ModelReport, ...] = ()
    doubted: tuple[ModelReport, ...] = ()
    followed: tuple[Followed, ...] = ()
    disputed: int = 0
    samples: tuple[Mapping[str, Any], ...] = ()
    judges: tuple[str, ...] = field(default=())


CHOSEN = "doubt"  # how a statement of the queue of doubtful ones was "drawn", in the place of a sample


def is_chosen(one: Judgement) -> bool:
    """Whether the statement was judged since it was doubtful, and not as one of a random sample."""
    return one.sample is not None and _drawn(one.sample)[0] == CHOSEN


def report(judged: Sequence[Judgement]) -> Report:
    """The report of judgements that count, as a store has them."""
    verdicts: dict[tuple[str, str], set[str]] = defaultdict(set)
    for one in judged:
        verdicts[one.statement, one.shown].add(one.verdict)
    drawn = [one for one in judged if not is_chosen(one)]
    samples = {one.sample: json.loads(one.sample) for one in drawn if one.sample}
    return Report(
        models=_models(drawn),
        doubted=_models([one for one in judged if is_chosen(one)]),
        followed=tuple(_followed(list(_last(drawn)))),
        disputed=sum(len(found) > 1 for found in verdicts.values()),
        samples=tuple(samples.values()),
        judges=tuple(sorted({one.judge for one in judged if one.judge})),
    )


def shares(judged: Iterable[Judgement], sample: str) -> dict[str | None, Share]:
    """How many are right of what was judged of samples with the filters of this one, drawn in the same way, of each model."""
    own: dict[str | None, list[Judgement]] = defaultdict(list)
    for one in _last([one for one in judged if one.sample is not None and _drawn(one.sample) == _drawn(sample)]):
        own[one.model].append(one)
    return {model: _share(held) for model, held in own.items()}


def _drawn(sample: str) -> tuple[Any, Any]:
    told = json.loads(sample)
    return (told.get("drawn"), told.get("filters")) if isinstance(told, dict) else (None, None)


def _last(judged: Iterable[Judgement]) -> Iterable[Judgement]:
    """Of each statement, as it was shown, the last judgement."""
    return {(one.statement, one.shown): one for one in judged}.values()


def _models(judged: Sequence[Judgement]) -> tuple[ModelReport, ...]:
    last = _last(judged)
    own: dict[str | None, list[Judgement]] = defaultdict(list)
    inherited: Counter[str | None] = Counter()
    known = {(one.statement, one.shown, one.model) for one in last}
    for one in last:
        own[one.model].append(one)
        if one.stands == "same" and one.read_by != one.model and (one.statement, one.shown, one.read_by) not in known:
            own[one.read_by].append(replace(one, model=one.read_by))
            inherited[one.read_by] += 1
    return tuple(_model(name, held, inherited[name]) for name, held in sorted(own.items(), key=lambda one: one[0] or ""))


def _model(name: str | None, held: Sequence[Judgement], inherited: int) -> ModelReport:
    shown = [(one, json.loads(one.shown)) for one in held]
    kinds: dict[str, Callable[[Mapping[str, Any]], str]] = {
        "manner": lambda told: str(told["manner"]),
        "act": lambda told: str(told["act"]),
        "level": lambda told: "within" if told.get("inner") else "outer",
        "score": lambda told: band(float(told["score"])),
    }
    by: dict[str, dict[str, Share]] = {}
    for kind, value_of in kinds.items():
        groups: dict[str, list[Judgement]] = defaultdict(list)
        for one, told in shown:
            groups[value_of(told)].append(one)
        ordered = sorted(groups, key=lambda value: (0 if kind == "score" else -len(groups[value]), value))
        by[kind] = {value: _share(groups[value]) for value in ordered}
    faults = Counter(one.fault for one in held if one.verdict == "wrong")
    return ModelReport(name, _share(held), inherited, by, dict(faults.most_common()))


def band(score: float) -> str:
    """The band of a score.

    >>> band(0.45), band(1.0)
    ('.4 to .5', '.9 to 1')
    """
    begin = max(start for start in BANDS if start <= score)
    ends = [*BANDS[1:], 1.0]
    end = ends[BANDS.index(begin)]
    return f"{_short(begin)} to {_short(end)}"


def _short(number: float) -> str:
    return f"{number:g}".removeprefix("0") or "0"


def _share(held: Iterable[Judgement]) -> Share:
    verdicts = [one.verdict for one in held]
    return Share(verdicts.count("right"), len(verdicts))


def _followed(judged: Sequence[Judgement]) -> Iterable[Followed]:
    """For each model whose statements another reads today, what became of them."""
    moved: dict[tuple[str | None, str | None], list[Judgement]] = defaultdict(list)
    texts = {_place(one)[:2]: one.read_by for one in judged if one.read_by is not None}
    for one in judged:
        later = one.read_by if one.stands != "gone" else texts.get(_place(one)[:2])
        if later is not None and later != one.model:
            moved[one.model, later].append(one)
    for (model, later), held in sorted(moved.items(), key=lambda one: (one[0][0] or "", one[0][1] or "")):
        states = Counter(one.stands for one in held)
        there = {_place(one): one.verdict for one in judged if one.model == later}
        pairs = [(one.verdict, there[_place(one)]) for one in held if _place(one) in there]
        firsts, seconds = (sum(pair[at] == "right" for pair in pairs) for at in (0, 1))
        yield Followed(model, later, states["same"], states["otherwise"], states["gone"], (firsts, seconds, len(pairs)))


def _place(one: Judgement) -> tuple[str, str, str]:
    """Where a statement stands: its text, and its cue, or its content where it has none."""
    address, text_sha256, content, cue = json.loads(one.statement)
    return address, text_sha256, json.dumps(cue or content)
