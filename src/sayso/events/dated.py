"""A sentence's verbs that are in no list -> triggers where they tell what somebody does, for a time of its own to make an event."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache

from sayso.events.clauses import STOPS, Chunk, Clauses, is_past
from sayso.events.frames import Verb, kinds_of
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


def main_trigger(clauses: Clauses) -> Trigger | None:
    """The first verb of a sentence, where that says what was or will be done: what a text's first sentence tells is its news."""
    first = next((at for at, does in enumerate(clauses.does) if does in ("verb", "opens")), None)
    found = dated_triggers(clauses, [])
    return found[0] if found and found[0].head == first else None


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
    if clauses.does[at] not in ("noun", "joins", "pronoun", "mark") or clauses.lower[at] in STOPS:
        return False
    helpers = clauses.lower[group.first : group.verb]
    if group.passive:
        return not _WAS.isdisjoint(helpers)
    if helpers:
        return bool(_WILL & {*helpers}) or is_past(clauses.lower[group.verb])
    return is_past(clauses.lower[group.verb]) and not _is_participle(clauses, group.verb, at)


def _is_participle(clauses: Clauses, verb: int, before: int) -> bool:
    """«The bill | introduced | on Monday has …», "nearing 160 people | vaccinated": no clause's own past, with its subject."""
    if clauses.does[before] == "joins":
        return False
    subject = clauses.chunk_at.get(before)
    if clauses.lower[verb + 1 : verb + 2] == ["by"] or (subject is not None and not _may_be_subject(clauses, subject)):
        return True
    for at in range(verb + 1, len(clauses.does)):
        if clauses.does[at] in ("joins", "opens", "mark", "pronoun"):
            return False
        if clauses.does[at] == "helps" or (clauses.does[at] == "verb" and is_past(clauses.lower[at])):
            return True
    return False


def _may_be_subject(clauses: Clauses, chunk: Chunk) -> bool:
    """Whether a phrase is no verb's object, and goes by an article, a name, a pronoun or several: not "stay | tuned"."""
    known = chunk.pronoun or clauses.does[chunk.first] == "determiner" or clauses.forms[chunk.first][0].isupper()
    several = clauses.lower[chunk.last - 1].endswith("s") or clauses.forms[chunk.first][0].isdigit()
    return (known or several) and not (chunk.first and clauses.does[chunk.first - 1] == "verb")


@lru_cache(maxsize=32768)
def _is_doing(low: str) -> bool:
    """Whether a verb tells a doing, and is none that the lists tell apart: where "met" is no meeting, it met a deadline."""
    kinds = dict(entries("en", "undertaking_verbs"))
    if kinds_of(low) - {"other"}:
        return False
    known = lemmas(low)
    return not any(kinds.get(one) in _NO_DOING or one in _TALKING or one in listed("plain_cues") for one in known)
