"""A party -> its portrait: what it does, what it said lately, how much of it is doubtful, what people set right about it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sayso.doubt import DOUBTFUL
from sayso.store import Engine, Known, Question, goes_by

if TYPE_CHECKING:
    from sayso.formats import Portrait


def portrait(engine: Engine, party: Known, latest: int) -> Portrait:
    """The portrait, with so many statements of those that it made last."""
    from sayso.formats import Portrait

    said = Question(speaker=f"#{party.id}", order="newest", limit=latest)
    touched = [c for c in engine.corrections() if any(voice and goes_by(party, voice[0]) for voice in (c.party, c.other))]
    hits = engine.find(said).hits if party.statements else ()
    acts = tuple(engine.count(said, "act"))
    surer = sum(number for _, number in engine.count(replace(said, min_score=DOUBTFUL), "act")) if acts else 0
    doubtful = sum(number for _, number in acts) - surer
    return Portrait(party, acts, hits, tuple(touched), engine.unsaid(said), doubtful)
