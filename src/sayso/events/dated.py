"""A sentence's verbs that are in no list -> triggers where they tell what somebody does, for a time of its own to make an event."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache

from sayso.events.clauses import STOPS, Clauses, is_past
from sayso.events.frames import Verb
from sayso.events.trigger import Trigger
from sayso.events.verb_groups import Group, group_of
from sayso.languages import entries, listed
from sayso.record import Time
from sayso.statements import lemmas

# What these verbs of the list for undertakings say cannot be checked in a year, so no day makes an event of it.
_NO_DOING = ("empty", "state")
_ANY = Verb((), "other", "initiator", "target", "time")
_TALKING = frozenset(("talk", "speak", "discuss", "debate", "consult", "confer"))  # what a talk is about is no event of its own
_WAS = frozenset(("was", "were", "been", "be", "being"))
_WILL = frozenset(("will", "to", "'ll", "’ll"))


def dated_triggers(clauses: Clauses, taken: Collection[int]) -> list[Trigger]:
    """The verbs of a sentence that say what was or will be done, but those at the words ``taken``; in order.

    «The store | was renamed | in 2006», "Orr | closed | two sluices in August": no list can have all of them, and without a time
    most are no line of a chronology ("Vega smiled").
    """
    found = list[Trigger]()
    for at, does in enumerate(clauses.does):
        if does != "verb" or at in taken or not _is_doing(clauses.lower[at]):
            continue
        group = group_of(clauses, at)
        if _is_told(clauses, group):
            found.append(Trigger(at, at + 1, at, "other", verb=_ANY, group=group))
    return found


def has_days(times: Sequence[Time]) -> bool:
    """Whether any of the times has days that are known."""
    return any(time.earliest and time.latest for time in times)


def _is_told(clauses: Clauses, group: Group) -> bool:
    """Whether a verb has a subject in its own clause, and is finite: not "to reopen", "the bill | introduced | on Monday"."""
    at = group.first - 1
    while at >= 0 and clauses.does[at] in ("adverb", "time"):
        at -= 1
    if group.purpose or group.doing or group.governor is not None or at < 0:
        return False
    helpers = clauses.lower[group.first : group.verb]
    if clauses.does[at] not in ("noun", "joins", "pronoun", "mark") or clauses.lower[at] in STOPS:
        return False
    if group.passive:
        return not _WAS.isdisjoint(helpers)
    if helpers:
        return bool(_WILL & {*helpers}) or is_past(clauses.lower[group.verb])
    return is_past(clauses.lower[group.verb]) and not _is_participle(clauses, group)


def _is_participle(clauses: Clauses, group: Group) -> bool:
    """«The bill | introduced | on Monday has …»: the clause's finite verb is another, further behind."""
    if clauses.does[group.first - 1] == "joins":
        return False
    subject = clauses.chunk_at.get(group.first - 1)
    object_of = clauses.does[subject.first - 1] if subject is not None and subject.first else ""
    if clauses.lower[group.verb + 1 : group.verb + 2] == ["by"] or object_of == "verb":
        return True  # "nearing 160 people vaccinated"
    for at in range(group.verb + 1, len(clauses.does)):
        if clauses.does[at] in ("joins", "opens", "mark", "pronoun"):
            return False
        if clauses.does[at] == "helps" or (clauses.does[at] == "verb" and is_past(clauses.lower[at])):
            return True
    return False


@lru_cache(maxsize=32768)
def _is_doing(low: str) -> bool:
    kinds = dict(entries("en", "undertaking_verbs"))
    known = lemmas(low)
    return not any(kinds.get(one) in _NO_DOING or one in _TALKING or one in listed("plain_cues") for one in known)
