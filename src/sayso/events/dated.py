"""A sentence's verbs of no list -> triggers where they tell what somebody does: a time of its own makes it an event."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from functools import lru_cache

from sayso.events.clauses import Chunk, Clauses, is_past
from sayso.events.frames import Verb, kinds_of
from sayso.events.phrases import attached_start, head_of
from sayso.events.trigger import Trigger
from sayso.events.undertaking_words import sort_of_verb
from sayso.events.verb_groups import Group, group_of
from sayso.languages import listed
from sayso.record import Time
from sayso.statements import lemmas

# What these verbs of the list for undertakings say cannot be checked in a year, so no day makes an event of it.
_NO_DOING = ("empty", "state")
_ANY = Verb((), "other", "initiator", "target", "time")
_MONTH, _YEAR = 31, 366  # days
_SAYING = frozenset(("clear", "plain", "sure", "progress"))  # behind "make": no doing
_OWN = frozenset(("article", "story", "page", "post", "version", "photo"))  # "this article was changed on Friday"
_WAS = frozenset(("was", "were", "been", "be", "being"))
_WILL = frozenset(("will", "to", "'ll", "’ll"))


def dated_triggers(clauses: Clauses, taken: Collection[int]) -> list[Trigger]:
    """The verbs of a sentence that say what was or will be done, but those at the words ``taken``; in order.

    «The store | was renamed | in 2006», "Orr | closed | two sluices in August": no list can have all of them, and without a
    time most are no line of a chronology ("Vega smiled").
    """
    found = list[Trigger]()
    for at, does in enumerate(clauses.does):
        if does != "verb" or at in taken or not _is_doing(clauses.lower[at]):
            continue
        if clauses.lower[at + 1 : at + 2] and clauses.lower[at + 1] in _SAYING:
            continue  # "made clear"
        group = group_of(clauses, at)
        if _is_told(clauses, group):
            found.append(Trigger(at, at + 1, at, "other", verb=_ANY, group=group))
    return found


def main_trigger(clauses: Clauses) -> Trigger | None:
    """The first verb of a sentence, where that says what was or will be done: a text's first sentence tells its news."""
    first = next((at for at, does in enumerate(clauses.does) if does in ("verb", "opens")), None)
    found = dated_triggers(clauses, [])
    return found[0] if found and found[0].head == first else None


def is_dated(trigger: Trigger, time: Time | None) -> bool:
    """Whether a time is near enough to make an event of what a verb of no list tells: a month at most; of what was done to
    something ("was renamed in 2006") a year.

    Of 17 such verbs with a year alone in 84 documents that were read by eye, 1 told of an event ("sold 9,000 cars last year").
    """
    if time is None or time.latest is None:
        return False
    if time.earliest is None:
        return True
    far = (date.fromisoformat(time.latest) - date.fromisoformat(time.earliest)).days
    return far <= _MONTH or (far <= _YEAR and trigger.group is not None and trigger.group.passive)


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
    if group.passive and _WAS.isdisjoint(helpers):
        return False
    if not (group.passive or _WILL & {*helpers} or is_past(clauses.lower[group.verb])):
        return False
    if clauses.does[at] == "joins":
        return any(clauses.does[one] in ("verb", "helps") for one in range(at)) if not helpers else True
    if clauses.lower[at] == ",":
        return _is_behind_aside(clauses, at)
    subject = clauses.chunk_at.get(at)
    return (
        subject is not None and _may_be_subject(clauses, subject) and (bool(helpers) or not _is_participle(clauses, group.verb))
    )


def _is_participle(clauses: Clauses, verb: int) -> bool:
    """«The bill | introduced | on Monday has …»: the clause's finite verb is another, further behind; or "by" follows."""
    if clauses.lower[verb + 1 : verb + 2] == ["by"]:
        return True
    for at in range(verb + 1, len(clauses.does)):
        if clauses.does[at] in ("joins", "opens", "mark", "pronoun"):
            return False
        if clauses.does[at] == "helps" or (clauses.does[at] == "verb" and is_past(clauses.lower[at])):
            return True
    return False


def _is_behind_aside(clauses: Clauses, comma: int) -> bool:
    """«Ana Vega, 61, | retired»: a subject, and what is told of it between commas; not "our allies, | forged | long ago"."""
    commas = [at for at in range(comma) if clauses.lower[at] == ","]
    subject = clauses.chunk_at.get(commas[-1] - 1) if commas and commas[-1] else None
    return subject is not None and _may_be_subject(clauses, subject) and "verb" not in clauses.does[:comma]


def _may_be_subject(clauses: Clauses, chunk: Chunk) -> bool:
    """Whether a phrase opens its clause, and goes by an article, a name, a pronoun or several: not "stay | tuned".

    Not what a verb or preposition has: "progress on initiatives | launched | last year"; but «said | the mill | closed».
    """
    whole = attached_start(clauses, chunk)
    known = whole.pronoun or clauses.does[whole.first] == "determiner" or clauses.forms[whole.first][0].isupper()
    head = clauses.lower[head_of(clauses, whole)]
    if head in _OWN or whole.before or not (known or head.endswith("s") or clauses.forms[whole.first][0].isdigit()):
        return False
    before = whole.first - 1
    if before < 0 or clauses.does[before] not in ("verb", "helps", "noun"):
        return True
    return clauses.does[before] == "verb" and not listed("plain_cues").isdisjoint(lemmas(clauses.lower[before]))


@lru_cache(maxsize=32768)
def _is_doing(low: str) -> bool:
    """Whether a verb tells a doing, and is none that the lists tell apart: where "met" is no meeting, it met a deadline."""
    if kinds_of(low) - {"other"}:
        return False
    return sort_of_verb(low) not in _NO_DOING and listed("event_states", "plain_cues").isdisjoint(lemmas(low))
