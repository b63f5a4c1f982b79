"""Question -> a simple random sample of the statements that answer it, for a person to judge; the same for the same seed."""

from __future__ import annotations

import heapq
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Literal, get_args

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
        plain = asdict(Question())
        asked = {one.name: getattr(self.question, one.name) for one in fields(Question)}
        narrowed = {name: value for name, value in asked.items() if value != plain[name] and name not in _PAGED}
        facts = {"size": self.size, "seed": self.seed, "population": self.population, "filters": narrowed}
        return json.dumps(facts, ensure_ascii=False, separators=(",", ":"))


_PAGED = frozenset(("order", "limit", "offset"))


def draw(engine: Engine, question: Question, size: int = SIZE, seed: int = SEED) -> Sample:
    """A sample of so many statements, all of them where there are no more; in constant memory.

    Each statement has a hash of its place and the seed, and those with the least are drawn: more articles that are added later
    change little of it.
    """
    population, corrected = 0, 0

    def ranked() -> Iterable[tuple[bytes, Hit]]:
        nonlocal population, corrected
        for hit in engine.stream(question):
            if hit.statement.corrected:
                corrected += 1
                continue
            population += 1
            yield _rank(hit, seed), hit

    least = heapq.nsmallest(size, ranked(), key=lambda one: one[0])
    return Sample(tuple(hit for _, hit in least), population, corrected, size, seed, question)


def _rank(hit: Hit, seed: int) -> bytes:
    cue = hit.statement.cue
    places = [(span.start, span.end) for span in (*hit.statement.content, *([cue] if cue else []))]
    place = f"{seed}\n{hit.address}\n{hit.version}\n{places}"
    return blake2b(place.encode("utf-8", "surrogatepass"), digest_size=8).digest()


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
    """Those of a sample that nobody judged yet as they are read today; with ``judge``, that this one has not."""
    done = {
        _place(one.statement)
        for one in engine.judgements()
        if one.stands == "same" and (judge is None or one.judge == judge)
    }
    return [hit for hit in sample.hits if _place_of(hit) not in done]


def _place(key: str) -> str:
    address, _, content, cue = json.loads(key)
    return json.dumps([address, content, cue])


def _place_of(hit: Hit) -> str:
    content = [offset for span in hit.statement.content for offset in (span.start, span.end)]
    cue = [hit.statement.cue.start, hit.statement.cue.end] if hit.statement.cue else None
    return json.dumps([hit.address, content, cue])


