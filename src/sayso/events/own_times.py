"""A sentence's triggers and times -> each trigger's own time: the one that its clause tells, or that opens the sentence."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from sayso.events.clauses import Clauses
from sayso.events.frames import may_trigger
from sayso.events.trigger import Trigger
from sayso.record import Time

_FAR_VERBS = 2
_JUST_BEFORE, _OPENING = 3, 3  # words from a time to its verb, and from the sentence's start
_NOT_OF_IT = ("since", "until", "than", "before", "after", "by")  # before a time that is not the event's own


def own_times(clauses: Clauses, triggers: Sequence[Trigger], times: Sequence[Time]) -> list[Time | None]:
    """Each trigger's own time: the nearest behind it before the next one, in its noun's phrase, or at the sentence's start."""
    own: list[list[tuple[int, Time]]] = [[] for _ in triggers]
    opening = list[Time]()
    for time in times:
        at = bisect_left(clauses.starts, time.span.start)
        if at and (clauses.lower[at - 1] in _NOT_OF_IT or _is_anothers(clauses, at)):
            continue
        number = _owner(triggers, at, clauses)
        if number is None:
            if "noun" not in clauses.does[:at] and "verb" not in clauses.does[:at]:
                opening.append(time)
        else:
            own[number].append((abs(at - triggers[number].head), time))
    shared = next((time for time in opening if time.earliest), opening[0] if opening else None)
    found = list[Time | None]()
    for trigger, near in zip(triggers, own, strict=True):
        near.sort(key=lambda one: (not is_day(one[1]), not (one[1].earliest and one[1].latest), one[0]))
        said = trigger.verb is not None or (trigger.light is not None)
        found.append(near[0][1] if near else shared if said else None)
    return found


def _is_anothers(clauses: Clauses, at: int) -> bool:
    """«Vega's | 27 January | order», "the | 2014 | agreement": a time that tells which thing is meant, no event's own."""
    behind = at
    while behind < len(clauses.does) and clauses.does[behind] == "time":
        behind += 1
    tells = clauses.does[at - 1] in ("determiner", "owns") and clauses.does[behind : behind + 1] == ["noun"]
    return tells and not may_trigger(clauses.lower[clauses.chunk_at[behind].last - 1] if behind in clauses.chunk_at else "")


def _owner(triggers: Sequence[Trigger], at: int, clauses: Clauses) -> int | None:
    """The trigger that a time at this word belongs to."""
    found = None
    for number, trigger in enumerate(triggers):
        phrase = clauses.chunk_at.get(trigger.head)
        if trigger.phrase is not None and phrase is not None and phrase.first <= at < trigger.head:
            return number
        if trigger.head < at and (_is_in_clause if trigger.light or trigger.verb else _is_beside)(clauses, trigger, at):
            found = number
        elif 0 < trigger.first - at <= _JUST_BEFORE and trigger.verb is not None and at > _OPENING and found is None:
            return number  # "Vega on Monday met"
    return found


def _is_in_clause(clauses: Clauses, trigger: Trigger, at: int) -> bool:
    """Whether a time behind a trigger's verb tells of it: no clause of its own opens between, nor come two more verbs."""
    first = max(trigger.last, trigger.group.verb + 1 if trigger.group else 0)
    if trigger.noun is not None and clauses.lower[first : first + 2] == [",", "which"]:
        first += 2  # "will host a summit, which will be held on Sunday"
    between = clauses.does[first:at]
    return "opens" not in between and between.count("verb") < _FAR_VERBS


def _is_beside(clauses: Clauses, trigger: Trigger, at: int) -> bool:
    """Whether a time behind a noun without a verb of its own tells of it: no verb or clause lies between."""
    between = range(trigger.head + 1, at)
    return not any(clauses.does[one] in ("verb", "helps", "opens") or clauses.lower[one] == ";" for one in between)


def is_day(time: Time | None) -> bool:
    return time is not None and time.earliest is not None and time.earliest == time.latest
