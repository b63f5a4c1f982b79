"""A verb in its clause -> its helping verbs and what governs it: its voice, the status that they tell, whose doing it is."""

from __future__ import annotations

from dataclasses import dataclass, field

from sayso.events.clauses import STOPS, Chunk, Clauses, is_past
from sayso.events.frames import governing, helping

_BE = frozenset(("is", "are", "was", "were", "be", "been", "being", "am", "'m", "’m", "'re", "’re", "get", "gets", "got"))
_PRESENT_BE = frozenset(("is", "are", "am", "'m", "’m", "'re", "’re", "be", "been"))
_DEEPEST = 4  # verbs that govern each other: "agreed to plan to try to meet"
_LINKS = frozenset(("to", "of", "for", "on", "in", "from", "about", "at", "against"))


@dataclass(slots=True)
class Group:
    """A verb with its helpers: ``first`` is the first word of them and of what governs it, ``signs`` what these tell, the
    nearest first. ``actor`` is whoever stands between a governing verb and its infinitive («invited | her | to visit»)."""

    verb: int
    first: int
    passive: bool = False
    doing: bool = False
    continuous: bool = False
    purpose: bool = False
    present: bool = False  # a finite verb in its present form
    signs: list[str] = field(default_factory=list)
    actor: Chunk | None = None
    governor: int | None = None  # the word that governs it


def group_of(clauses: Clauses, verb: int) -> Group:
    """The group of a verb that stands at this word."""
    low = clauses.lower[verb]
    group = Group(verb, verb, doing=low.endswith("ing"))
    for _ in range(_DEEPEST):
        helpers = _take_helpers(clauses, group)
        if group.first == verb or not group.signs:
            finite = not helpers and not is_past(low) and not group.doing
            group.present = group.present or finite
        if not _take_governor(clauses, group):
            break
    return group


def _take_helpers(clauses: Clauses, group: Group) -> list[str]:
    """Walk back over helping verbs and adverbs; note what they tell."""
    at, helpers = group.first, list[str]()
    while at > 0 and clauses.does[at - 1] in ("helps", "adverb"):
        at -= 1
        if clauses.does[at] == "helps":
            helpers.append(clauses.lower[at])
            group.first = at
    group.signs += [status for word in helpers if (status := helping(word))]
    if helpers == ["be"] and group.governor is None and clauses.lower[at - 1 : at] != ["to"]:
        group.signs.append("proposed")  # "requested that a measure be approved"
    now = clauses.lower[group.verb]
    if group.governor is None and not _BE.isdisjoint(helpers):
        group.passive = not group.doing and is_past(now)
        group.continuous = group.doing and not _PRESENT_BE.isdisjoint(helpers)
    return helpers


def _take_governor(clauses: Clauses, group: Group) -> bool:
    """Step to the word that governs the verb: «agreed | to meet», «the idea | of holding», «invited | her | to visit»."""
    before = group.first - 1
    if before < 0:
        return False
    low = clauses.lower[before]
    doing = clauses.lower[group.verb].endswith("ing") and group.governor is None
    if low == "to":
        return _behind_to(clauses, group, before - 1)
    if doing and low in ("after", "upon", "following", "since"):
        group.signs.append("happened")
        return False
    if doing and low in ("before",):
        group.signs.append("planned")
        return False
    if doing and low in _LINKS:
        before -= 1
    if doing and before >= 0 and (status := governing(clauses.lower[before])):
        group.signs.append(status)
        group.first = group.governor = before
        return True
    return False


def _behind_to(clauses: Clauses, group: Group, at: int) -> bool:
    """What stands before the "to" of an infinitive."""
    while at > 0 and clauses.does[at] == "adverb" and clauses.lower[at] != "forward":
        at -= 1
    if at < 0:
        group.purpose = True
        return False
    low = clauses.lower[at]
    if clauses.does[at] == "helps":
        has_to = "hypothetical" if "yet" in clauses.lower[at : group.first] else "proposed"
        group.signs.append(has_to if low in ("has", "have", "had") else "planned")
        group.first = at + 1
        group.governor = at
        return True
    if low == "order" and at and clauses.lower[at - 1] == "in":
        group.purpose = True
        return False
    status = governing(low)
    if status and clauses.does[at] != "mark":
        group.signs.append(status)
        group.first = group.governor = at
        if low == "forward" and at and governing(clauses.lower[at - 1]):
            group.first = group.governor = at - 1
        return True
    chunk = clauses.chunk_at.get(at)
    if chunk is not None and chunk.first and (status := governing(clauses.lower[chunk.first - 1], True)):
        group.signs.append(status)
        group.actor, group.first = chunk, chunk.first - 1
        group.governor = group.first
        return True
    group.purpose = True
    return False


def main_verb(clauses: Clauses, before: int) -> int | None:
    """The first verb of the clause that a word stands in, before it."""
    first = before
    while first > 0 and clauses.lower[first - 1] not in STOPS and clauses.does[first - 1] != "opens":
        first -= 1
    return next((at for at in range(first, before) if clauses.does[at] == "verb"), None)
