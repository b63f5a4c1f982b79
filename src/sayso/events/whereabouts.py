"""A trigger in its sentence -> the words for its place: "in Paris", "to Kyiv", "at the palace"."""

from __future__ import annotations

from sayso.attribution import Extent
from sayso.events.clauses import STOPS, Clauses
from sayso.events.phrases import is_place, listed_place
from sayso.events.trigger import Trigger

_PLACES = ("in", "at", "near", "outside")


def place_of(clauses: Clauses, trigger: Trigger, until: int) -> Extent | None:
    """The place that the trigger's clause names, behind it and before the word ``until``, or at the sentence's start."""
    travels = trigger.kind == "visit" or (trigger.verb is not None and trigger.verb.needs.endswith(" to"))
    if (trigger.verb is not None and trigger.verb.needs == "somewhere") or (trigger.verb and trigger.kind == "visit"):
        chunk = clauses.chunk_at.get(trigger.last)
        if chunk is not None and is_place(clauses, chunk):
            return clauses.extent(chunk.first, chunk.last)
    wanted = (*_PLACES, "to") if travels else _PLACES
    at = trigger.last
    while at < min(until, len(clauses.does)) and clauses.lower[at] not in STOPS:
        chunk = clauses.chunk_at.get(at)
        own = trigger.group is not None and at <= trigger.group.verb
        if clauses.lower[at] in ("that", "while", "where", "who", "whether") or (clauses.does[at] == "verb" and not own):
            break
        if chunk is not None and chunk.first == at and chunk.before in wanted and is_place(clauses, chunk):
            return clauses.extent(chunk.first, listed_place(clauses, chunk) or chunk.last)
        at = chunk.last if chunk is not None and chunk.first == at else at + 1
    for chunk in clauses.chunks[:3]:
        if not chunk.before or chunk.first >= trigger.first:
            break
        behind = chunk.last
        while clauses.does[behind : behind + 1] == ["time"] or clauses.does[behind + 1 : behind + 2] == ["time"]:
            behind += 1  # "In Orr on Friday, Vega met"
        if chunk.before in _PLACES and is_place(clauses, chunk) and clauses.lower[behind : behind + 1] == [","]:
            return clauses.extent(chunk.first, chunk.last)
    return None
