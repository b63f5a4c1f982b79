"""The query of ``/judge`` -> the statements that are to be judged: doubtful ones, or a random sample; and the one that waits.

A place in the query (``at``) goes on from statement to statement: in the order of doubt, or in that of the sample.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from starlette.requests import Request

from sayso.corrections import SEED, Sample, chosen, doubtful, draw, each_waiting
from sayso.door import Parameter, question_of
from sayso.store import Engine, Hit, Judgement, Question
from sayso.web.filters import FILTERS, WORDS, asked_in, words_in
from sayso.web.pages import site_of
from sayso.web.queries import Query, number_in, query_of
from sayso.web.turns import a_turn

MOST = 1_000  # statements of a sample
LASTS = 600.0  # seconds in which a sample is not drawn anew: of a million statements that takes half a minute
HELD = 8  # samples that are kept so
NAME = 100  # characters of who judges
SAMPLE = Parameter(
    "sample", "So many statements, drawn at random; without it the doubtful ones.", kind="integer", label="Drawn at random"
)
SEED_ASKED = Parameter(
    "seed", "Which sample: another number draws another.", kind="integer", label="Which sample"
)
JUDGE = Parameter("judge", "Who judges; kept with each judgement.", label="Who judges")
NARROWS = (*FILTERS, SAMPLE, SEED_ASKED, JUDGE)
ASKS = (
    WORDS,
    *NARROWS,
    Parameter("at", "From which place in their order on, from 1.", kind="integer"),
    Parameter("key", "One statement of them, by its key."),
    Parameter("done", "What was judged before, by its key.", several=True),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be judged; without a ``sample`` the doubtful statements. ``at`` counts from 0."""

    question: Question
    sample: Sample | None
    judge: str | None
    at: int
    query: Query

    @property
    def told(self) -> str:
        """What a judgement keeps of how its statement was chosen."""
        return self.sample.told if self.sample else chosen(self.question)

    def hits(self, engine: Engine) -> Iterator[tuple[int, Hit]]:
        """The statements from ``at`` on, each with its place."""
        if self.sample is None:
            return doubtful(engine, self.question, self.at)
        return iter([(number, hit) for number, hit in enumerate(self.sample.hits) if number >= self.at])

    def waiting(self, engine: Engine, judged: Sequence[Judgement]) -> Iterator[tuple[int, Hit]]:
        """Those of them that wait."""
        return each_waiting(engine, self.hits(engine), judged, self.judge, at_random=self.sample is not None)

    def passed_over(self, engine: Engine, judged: Sequence[Judgement]) -> int:
        """How many of a sample wait before this place."""
        if self.sample is None:
            return 0
        before = enumerate(self.sample.hits[: self.at])
        return sum(1 for _ in each_waiting(engine, before, judged, self.judge, at_random=True))


def asked_of(request: Request) -> Asked:
    """What a request asks to judge. Raises ValueError for what cannot be asked; BusyError where a sample must wait."""
    filters: Any = asked_in(request, ASKS)
    question = question_of(words_in(request), filters)
    judge = request.query_params.get("judge", "").strip()
    if len(judge) > NAME:
        raise ValueError(f"judge is a name of up to {NAME} characters")
    size = number_in(request, "sample", 0, MOST)
    sample = _sample(request, question, size, number_in(request, "seed", SEED)) if size else None
    return Asked(question, sample, judge or None, number_in(request, "at", 1) - 1, query_of(request))


def seen_as(hit: Hit) -> str:
    """A mark of what a page shows of a statement: another where its text was read, or corrected, otherwise since."""
    one = hit.statement
    spans = [(span.start, span.end) for span in (*one.content, *([one.cue] if one.cue else []))]
    told = (hit.address, spans, one.act, one.said, one.manner, hit.speaker, hit.addressee, hit.relay, one.speaker, one.relay)
    return blake2b(repr(told).encode("utf8", "surrogatepass"), digest_size=12).hexdigest()


def _sample(request: Request, question: Question, size: int, seed: int) -> Sample:
    """A sample, as it was drawn some minutes ago, or drawn now."""
    held = _held(request)
    drawn, sample = held.get((question, size, seed), (0.0, None))
    if sample is None or time.monotonic() - drawn > LASTS:
        with a_turn():
            sample = draw(site_of(request).store.engine, question, size, seed)
        held[question, size, seed] = time.monotonic(), sample
        for old in list(held)[:-HELD]:
            held.pop(old, None)
    return sample


def forget(request: Request) -> None:
    """Draw samples anew: what they have is not there any more."""
    _held(request).clear()


def _held(request: Request) -> dict[tuple[Question, int, int], tuple[float, Sample]]:
    state = request.app.state
    if not hasattr(state, "samples"):
        state.samples = {}
    held: dict[tuple[Question, int, int], tuple[float, Sample]] = state.samples
    return held


def is_of(sample: Sample, hit: Hit) -> bool:
    """Whether a sample has that statement."""
    return any(one.address == hit.address and one.statement.content == hit.statement.content for one in sample.hits)
