"""A trigger in its sentence -> the words for its place: "in Paris", "to Kyiv", "at the palace"."""

from __future__ import annotations

from sayso.attribution import Extent
from sayso.events.clauses import STOPS, Chunk, Clauses
from sayso.events.triggers import Trigger, head_of
from sayso.languages import listed
from sayso.languages.lexicon import word_lists

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
        if chunk.before in _PLACES and is_place(clauses, chunk) and clauses.lower[chunk.last : chunk.last + 1] == [","]:
            return clauses.extent(chunk.first, chunk.last)
    return None


def is_place(clauses: Clauses, chunk: Chunk) -> bool:
    """Whether a phrase names a place: in capitals up to its noun, or a building or the like."""
    if chunk.pronoun or "time" in clauses.does[chunk.first : chunk.last]:
        return False
    head = head_of(clauses, chunk)
    low = clauses.lower[head]
    if low in listed("event_places") or low in word_lists().place_words:
        return any(clauses.forms[at][0].isupper() for at in range(chunk.first, chunk.last)) or low in listed("event_places")
    return clauses.forms[head][0].isupper() and low not in listed("titles") and low not in word_lists().calendar


def listed_place(clauses: Clauses, chunk: Chunk) -> int | None:
    """Where a place of the lists ends that a longer name begins with: "Osteria" in «in | Osteria Ana Vega»."""
    for last in (chunk.first + 1, chunk.first + 2):
        behind = clauses.forms[last : chunk.last]
        if len(behind) > 1 and all(form[0].isupper() for form in behind) and tuple(clauses.lower[chunk.first : last]) in word_lists().places:
            return last
    return None
