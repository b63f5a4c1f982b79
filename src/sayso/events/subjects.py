"""A verb group in its clause -> whoever does what it says: the phrase before it, with those joined to it."""

from __future__ import annotations

from sayso.events.clauses import STOPS, Chunk, Clauses
from sayso.events.phrases import attached_start, head_of, is_named, is_somebody, joined_behind, widened
from sayso.events.verb_groups import Group, group_of

_COMPANY = frozenset(("alongside",))
_JOINED_BY = (["joined", "by"], ["accompanied", "by"])
_CLAUSES_BACK = 3


def subjects(clauses: Clauses, group: Group, back: int = 0) -> list[Chunk]:
    """Whoever does what a verb group says: the phrase before it, with those joined to it."""
    if group.actor is not None:
        return [group.actor]
    at = group.first - 1
    while at >= 0 and clauses.does[at] in ("adverb", "time"):
        at -= 1
    at = _before_relative(clauses, at)
    if at < 0 or back > _CLAUSES_BACK:
        return []
    if clauses.does[at] == "opens" and clauses.lower[at] in ("who", "which", "that"):
        at -= 1 + (at > 0 and clauses.lower[at - 1] == ",")
        chunk = clauses.chunk_at.get(at)
        if chunk is not None:
            named = is_named(clauses, chunk) or not chunk.before
            return [one for one in (chunk if named else attached_start(clauses, chunk),) if is_somebody(clauses, one)]
    governor = group.governor
    of_noun = governor is not None and clauses.does[governor] == "noun"
    if (
        of_noun
        or clauses.does[at] == "joins"
        or group.purpose
        or clauses.lower[at] == "to"
        or (group.doing and governor is None and group.first == group.verb)
    ):
        verb = _verb_before(clauses, at)
        if verb is not None:
            return subjects(clauses, group_of(clauses, verb), back + 1)
        if not of_noun:
            return _first_behind(clauses, group)
    return _opening_phrase(clauses, at, passive=group.passive)


def _before_relative(clauses: Clauses, at: int) -> int:
    """«Vega, who met Orr on Friday, | will visit Norland»: the last word before a relative clause between commas."""
    if clauses.lower[at : at + 1] != [","]:
        return at
    for opens in range(at - 1, 1, -1):
        if clauses.does[opens] == "opens" or clauses.lower[opens] in STOPS:
            aside = clauses.lower[opens] in ("who", "which", "whose") and clauses.lower[opens - 1] == ","
            return opens - 2 if aside and clauses.chunk_at.get(opens - 2) is not None else at
    return at


def _opening_phrase(clauses: Clauses, at: int, *, passive: bool) -> list[Chunk]:
    """The first phrase without a preposition of the clause that goes on to this word, those joined to it, and its company."""
    first = at
    while first > 0 and clauses.lower[first - 1] not in STOPS:
        if clauses.does[first - 1] in ("verb", "helps", "opens") and clauses.lower[first - 1 : first + 1] not in _JOINED_BY:
            break
        first -= 1
    if first and clauses.does[first - 1] == "verb":  # "To honour Orr, | Vega spoke"
        behind = next((one + 1 for one in range(first, at) if clauses.lower[one] == ","), 0)
        joint = [one + 1 for one in range(first, at) if clauses.does[one] == "joins"]  # "Orr met Vega and | Marr left"
        first = behind or (joint[-1] if joint else first)
    here = [chunk for chunk in clauses.chunks if first <= chunk.first <= at]
    subject = next((chunk for chunk in here if not chunk.before and _may_act(clauses, chunk, passive=passive)), None)
    if subject is None:
        return []
    subject = widened(clauses, subject)
    company = [one for chunk in here if chunk.first > subject.first for one in _company(clauses, chunk)]
    return [
        subject,
        *(one for one in joined_behind(clauses, subject, subject=True) if subject.last <= one.first <= at),
        *company,
    ]


def _first_behind(clauses: Clauses, group: Group) -> list[Chunk]:
    """«After meeting Marr, | Vega said»: the phrase behind the comma that ends an opening clause."""
    for at in range(group.verb + 1, len(clauses.does) - 1):
        chunk = clauses.chunk_at.get(at + 1)
        if clauses.lower[at] == "," and chunk is not None and not chunk.before and is_somebody(clauses, chunk):
            return [chunk]
    return []


def _verb_before(clauses: Clauses, at: int) -> int | None:
    """The last verb before a word."""
    while at >= 0 and clauses.lower[at] not in STOPS:
        if clauses.does[at] == "verb":
            return at
        if clauses.does[at] == "helps" and clauses.does[at + 1] in ("determiner", "before"):
            return at  # "had a call and signed"
        at -= 1
    return None


def _company(clauses: Clauses, chunk: Chunk) -> list[Chunk]:
    """«Vega, alongside | Marr, met», «joined by | Marr and Holt,»."""
    joined = chunk.before == "by" and chunk.first > 1 and clauses.lower[chunk.first - 2] in ("joined", "accompanied")
    if not (joined or chunk.before in _COMPANY) or not is_somebody(clauses, chunk):
        return []
    return [chunk, *(joined_behind(clauses, chunk) if joined else ())]


def _may_act(clauses: Clauses, chunk: Chunk, *, passive: bool) -> bool:
    """Whether a phrase may be whoever acts: somebody, or what the article calls so ("the breakaways"); a body is an "it"."""
    head = clauses.lower[head_of(clauses, chunk)]
    if chunk.pronoun:
        return is_somebody(clauses, chunk) or (head == "it" and not passive)
    return is_somebody(clauses, chunk) or (clauses.does[chunk.first] == "determiner" and head.endswith("s"))
