"""Question -> statements that answer it, for a person to judge: a simple random sample, the same for the same seed, or those
that are doubtful, of which a judgement tells most and which tell nothing of the rest.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime
from typing import Any, Literal, get_args

from sayso.corrections.precision import CHOSEN, is_chosen
from sayso.doubt import DOUBTFUL
from sayso.store import Engine, Hit, Judgement, Question

Wrong = Literal["speaker", "words", "relay", "addressee", "act", "said", "no-statement"]
FAULTS: tuple[Wrong, ...] = get_args(Wrong)
SIZE, SEED = 50, 1
_VERDICTS = {
    **dict.fromkeys(("right", "y", "yes", "true", "1", "accept"), "right"),
    **dict.fromkeys(("wrong", "n", "no", "false", "0", "reject"), "wrong"),
    "undone": "undone",
}


@dataclass(frozen=True, slots=True)
class Sample:
    """Statements drawn without replacement, each as likely as any other, in an order that tells nothing.

    ``population`` is how many they were drawn from. Wire copy counts once; what a person corrected is left out (``corrected``
    statements), since it is no longer as a model read it.
    """

    hits: tuple[Hit, ...]
    population: int
    corrected: int
    size: int
    seed: int
    question: Question

    @property
    def told(self) -> str:
        """The size, the seed and the filters, as JSON: what a judgement keeps of the sample that it was drawn in."""
        facts = {"size": self.size, "seed": self.seed, "population": self.population, "filters": _narrowed(self.question)}
        return json.dumps(facts, ensure_ascii=False, separators=(",", ":"))


_PAGED = frozenset(("order", "limit", "offset"))


def _narrowed(question: Question) -> dict[str, Any]:
    """The filters that it has."""
    plain = asdict(Question())
    asked = {one.name: getattr(question, one.name) for one in fields(Question)}
    return {name: value for name, value in asked.items() if value != plain[name] and name not in _PAGED}


def draw(engine: Engine, question: Question, size: int = SIZE, seed: int = SEED) -> Sample:
    """A sample of so many statements, all of them where there are no more; in constant memory."""
    hits, population, corrected = engine.sample(question, size, seed)
    return Sample(tuple(hits), population, corrected, size, seed, question)


def judgement(
    key: str, verdict: str, fault: str | None = None, judge: str | None = None, sample: str | None = None
) -> Judgement:
    """A judgement as people write it: "y", "right", "n" … Raises ValueError for any other verdict, or for another fault.

    >>> judgement("1.1/s3", "n", "speaker").verdict
    'wrong'
    """
    known = _VERDICTS.get(verdict.strip().lower())
    if known is None:
        raise ValueError(f"{key}: {verdict!r} is no verdict: write right (or y), or wrong (or n)")
    fault = (fault or "").strip().lower().replace(" ", "-") or None
    if fault is not None and (fault not in FAULTS or known != "wrong"):
        why = f"there are {', '.join(FAULTS)}" if known == "wrong" else "what is right has no fault"
        raise ValueError(f"{key}: {fault!r} is no fault of it; {why}")
    made = datetime.now(UTC).isoformat(timespec="seconds")
    return Judgement(key, known, made, fault, (judge or "").strip() or None, sample)  # type: ignore[arg-type]


def waiting(engine: Engine, sample: Sample, judge: str | None = None) -> list[Hit]:
    """Those of a sample that nobody judged yet as they are read today; with ``judge``, that this one has not.

    Who judged a statement in the queue of doubtful ones is asked again: what is chosen may not count as what is drawn.
    """
    done = {
        _place(one.statement)
        for one in engine.judgements()
        if one.stands == "same" and not is_chosen(one) and (judge is None or one.judge == judge)
    }
    return [hit for hit in sample.hits if _place_of(hit) not in done]


# The queue of doubtful statements.

CHUNK = 50  # statements that are looked at together


@dataclass(frozen=True, slots=True)
class Doubtful:
    """Doubtful statements that wait to be judged, the most doubtful first."""

    hits: tuple[Hit, ...]
    question: Question

    @property
    def told(self) -> str:
        """What a judgement keeps in the place of a sample: that its statement was chosen, and the filters, as JSON."""
        return chosen(self.question)


def waiting_doubtful(engine: Engine, question: Question, size: int = SIZE, judge: str | None = None) -> Doubtful:
    """So many doubtful statements that nobody judged yet, or with ``judge`` that this one has not."""
    waits = each_waiting(engine, doubtful(engine, question), engine.judgements(()), judge)
    return Doubtful(tuple(hit for _, hit in itertools.islice(waits, size)), question)


def doubtful(engine: Engine, question: Question, at: int = 0) -> Iterator[tuple[int, Hit]]:
    """The doubtful statements that answer, the most doubtful first, with their places in this order, from one of them on.

    What a person corrected is left out. Of a store with more statements than are ranked at once it has those kept last.
    """
    while True:
        hits = engine.find(replace(question, order="doubt", limit=CHUNK, offset=at)).hits
        for number, hit in enumerate(hits, at):
            if hit.statement.score >= DOUBTFUL:
                return
            if not hit.statement.corrected:
                yield number, hit
        if len(hits) < CHUNK:
            return
        at += CHUNK


def how_many_doubtful(engine: Engine, question: Question) -> int | None:
    """How many answer; None where there are more statements than are counted at once."""
    every, surer = (
        engine.find(replace(question, order="doubt", limit=1, offset=0, min_score=least))
        for least in (question.min_score, max(question.min_score, DOUBTFUL))
    )
    return every.total - surer.total if every.exact else None


def chosen(question: Question) -> str:
    """What a judgement keeps of the queue that it was made in, for a sample: that it was chosen, and the filters."""
    facts = {"drawn": CHOSEN, "filters": _narrowed(question)}
    return json.dumps(facts, ensure_ascii=False, separators=(",", ":"))


def each_waiting(
    engine: Engine,
    hits: Iterable[tuple[int, Hit]],
    judged: Iterable[Judgement],
    judge: str | None = None,
    *,
    at_random: bool = False,
) -> Iterator[tuple[int, Hit]]:
    """Those of these, with their places, that wait to be judged as they are read today; with ``judge``, by this one.

    ``judged`` are the judgements of the store, of which nothing need be looked up; those that are met are. Of a sample that
    was drawn ``at_random`` those wait too that were judged as chosen ones.
    """

    def counts(one: Judgement) -> bool:
        return (judge is None or one.judge == judge) and not (at_random and is_chosen(one))

    held: dict[str, set[str]] = {}
    for one in filter(counts, judged):
        held.setdefault(_place(one.statement), set()).add(one.statement)
    coming = iter(hits)
    while some := list(itertools.islice(coming, CHUNK if held else 1)):
        keys = set[str]().union(*(held.get(_place_of(hit), ()) for _, hit in some))
        found = engine.judgements(keys) if keys else []
        done = {_place(one.statement) for one in found if one.statement in keys and one.stands == "same" and counts(one)}
        yield from ((place, hit) for place, hit in some if _place_of(hit) not in done)


def is_judged(one: Judgement, hit: Hit) -> bool:
    """Whether the judgement is of this statement of this article."""
    return _place(one.statement) == _place_of(hit)


def _place(key: str) -> str:
    address, _, content, cue = json.loads(key)
    return json.dumps([address, content, cue])


def _place_of(hit: Hit) -> str:
    content = [offset for span in hit.statement.content for offset in (span.start, span.end)]
    cue = [hit.statement.cue.start, hit.statement.cue.end] if hit.statement.cue else None
    return json.dumps([hit.address, content, cue])
