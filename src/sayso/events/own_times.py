"""A sentence's triggers and times -> each trigger's own time: the one that its clause tells, or that opens the sentence."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from sayso.events.clauses import STOPS, Clauses
from sayso.events.frames import may_trigger
from sayso.events.trigger import Trigger
from sayso.record import Span, Time

_FAR_VERBS = 2
_OPENING, _FAR_MARKS = 3, 3  # words from the sentence's start, marks from a time to its verb
_BEFORE = 12  # code points before a time in which "between" stands
_NOT_OF_IT = ("since", "until", "than", "before", "after")  # before a time that is not the event's own


def own_times(
    clauses: Clauses, triggers: Sequence[Trigger], times: Sequence[Time], others: Sequence[Time] = ()
) -> list[Time | None]:
    """Each trigger's own time: the nearest behind it before the next one, in its noun's phrase, or at the sentence's start.

    ``others`` are times that belong to other triggers; what happened "when" one of these was is told with them.
    """
    own: list[list[tuple[int, Time]]] = [[] for _ in triggers]
    times = _joined(clauses.text, times)
    opening = list[Time]()
    for time in times:
        at = bisect_left(clauses.starts, time.span.start)
        if at and (clauses.lower[at - 1] in _NOT_OF_IT or _is_anothers(clauses, at)):
            continue
        number = _owner(triggers, at, clauses)
        if at and clauses.lower[at - 1] == "by":
            time = replace(time, earliest=None)
        if number is None:
            if _opens_sentence(clauses, at):
                opening.append(time)
        else:
            own[number].append((abs(at - triggers[number].head), time))
    opening += _of_occasions(clauses, triggers, own)
    shared = min(opening, key=lambda time: (not is_day(time), not time.earliest), default=None)
    found = list[Time | None]()
    for trigger, near in zip(triggers, own, strict=True):
        near.sort(key=lambda one: (not is_day(one[1]), not (one[1].earliest and one[1].latest), one[0]))
        said = shared if trigger.verb is not None or trigger.light is not None else None
        nearest = near[0][1] if near else None
        best = said if said and (nearest is None or nearest.latest is None) else nearest  # not "two-year"
        found.append(best or _when(clauses, trigger, others or times))
    return found


def _when(clauses: Clauses, trigger: Trigger, times: Sequence[Time]) -> Time | None:
    """«Talks broke off in August, | when | Orr closed the dam»: the time right before the "when" of the trigger's clause."""
    at = trigger.first - 1
    while at > 0 and clauses.does[at] not in ("verb", "opens"):
        at -= 1
    if at < 1 or clauses.lower[at] != "when" or trigger.verb is None:
        return None
    end = clauses.ends[at - 1 - (clauses.lower[at - 1] == ",")] if at > 1 else 0
    return next((time for time in times if time.span.end == end), None)


def _joined(text: str, times: Sequence[Time]) -> list[Time]:
    """The times, those made one that are told as one: «on Monday | and | Tuesday», "from January 23 | through | March 9"."""
    found = list[Time]()
    for time in times:
        before = found[-1] if found else None
        if before is not None and _is_dated(text, before, time):
            span = Span(before.span.start, time.span.end, text[before.span.start : time.span.end])
            found[-1] = Time(span, time.value, time.earliest, time.latest)
            continue
        if before is not None and before.earliest and time.latest and _are_one(text, before, time):
            words = text[before.span.start : time.span.end]
            span = Span(before.span.start, time.span.end, words)
            found[-1] = Time(span, f"{before.value}/{time.value}", before.earliest, time.latest)
        else:
            found.append(time)
    return found


def _is_dated(text: str, first: Time, second: Time) -> bool:
    """«Tomorrow, | 21 March»: a day that is counted from the text's, and its date, which tells where the two do not agree."""
    beside = text[first.span.end : second.span.start].strip() == "," and is_day(first) and is_day(second)
    figures = (any(word[:1].isdigit() for word in time.span.text.split()) for time in (first, second))
    return beside and [*figures] == [False, True]


def _are_one(text: str, first: Time, second: Time) -> bool:
    link = text[first.span.end : second.span.start].strip().lower()
    if not (first.latest and second.earliest and first.latest < second.earliest):
        return False
    if link in ("and", "and on") and is_day(first) and is_day(second):
        follows = date.fromisoformat(first.latest) + timedelta(1) == date.fromisoformat(second.earliest)
        return follows or _is_between(text, first)
    if link == "and":
        return _is_between(text, first)
    return link in ("to", "through", "until", "till", "-", "–")


def _is_between(text: str, time: Time) -> bool:
    return text[max(0, time.span.start - _BEFORE) : time.span.start].rstrip().lower().endswith("between")


def _of_occasions(clauses: Clauses, triggers: Sequence[Trigger], own: Sequence[Sequence[tuple[int, Time]]]) -> list[Time]:
    """«During | her visit to Orr on 3 May |, Vega met Marr»: what is told with an occasion was on its days."""
    found = list[Time]()
    for trigger, near in zip(triggers, own, strict=True):
        chunk = clauses.chunk_at.get(trigger.head) if trigger.noun is not None and trigger.light is None else None
        if chunk is not None and chunk.before in ("during", "at"):
            found += [time for _, time in near]
    return found


def _opens_sentence(clauses: Clauses, at: int) -> bool:
    """«On Friday, Vega met», «In Orr on Friday, …»; not «On the eve of the feast, | 6 May, Vega met»."""
    led = at < 2 or clauses.does[at - 1] == "before" or "noun" not in clauses.does[:at]
    return led and "verb" not in clauses.does[:at] and all(chunk.before for chunk in clauses.chunks if chunk.first < at)


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
        if trigger.phrase is not None and phrase is not None and _opening(clauses, phrase.first) <= at < trigger.head:
            return number
        behind = _is_in_clause if trigger.light or trigger.verb or trigger.subject else _is_beside
        if trigger.head < at and behind(clauses, trigger, at):
            found = number
        elif found is None and trigger.first > at and (trigger.verb or trigger.light) and _leads(clauses, trigger, at):
            return number
    return found


def _opening(clauses: Clauses, first: int) -> int:
    """Where a phrase begins with the time right before it: «Vega's | 21 April | meeting»."""
    while first and clauses.does[first - 1] == "time":
        first -= 1
    return first


def _leads(clauses: Clauses, trigger: Trigger, at: int) -> bool:
    """«Vega on | Monday | met Marr», "because in | 2022 | the council will build": before its verb, in one clause."""
    if at <= _OPENING:
        return False  # at the sentence's start it is all its triggers'
    before = at - 1
    while before > 0 and clauses.does[before] in ("before", "determiner"):
        before -= 1
    behind = at
    while clauses.does[behind : behind + 1] == ["time"]:
        behind += 1
    aside = clauses.lower[behind : behind + 1] == [","] and "pronoun" in clauses.does[:before]  # "As you know, | tomorrow, | …"
    goes_on = clauses.lower[before] == "," and (
        "verb" in clauses.does[:before] or aside
    )  # not "On the eve of the feast, | 6 May"
    begins = goes_on or clauses.does[before] in ("opens", "joins") or clauses.lower[before] in STOPS
    between = clauses.does[at : trigger.first]
    if begins:
        return not {"verb", "opens"} & set(between) and between.count("mark") < _FAR_MARKS
    apart = {"verb", "opens", "noun", "pronoun", "determiner", "mark"} & set(between)
    return clauses.does[before] == "noun" and not apart


def _is_in_clause(clauses: Clauses, trigger: Trigger, at: int) -> bool:
    """Whether a time behind a trigger's verb tells of it: no clause of its own opens between, nor come two more verbs."""
    first = max(trigger.last, trigger.group.verb + 1 if trigger.group else 0)
    if trigger.noun is not None and clauses.lower[first : first + 2] == [",", "which"]:
        first += 2  # "will host a summit, which will be held on Sunday"
    between = clauses.does[first:at]
    return "opens" not in between and between.count("verb") < _FAR_VERBS and STOPS.isdisjoint(clauses.lower[first:at])


def _is_beside(clauses: Clauses, trigger: Trigger, at: int) -> bool:
    """Whether a time behind a noun without a verb of its own tells of it: no verb or clause lies between."""
    between = range(trigger.head + 1, at)
    return not any(clauses.does[one] in ("verb", "helps", "opens") or clauses.lower[one] == ";" for one in between)


def is_day(time: Time | None) -> bool:
    """Whether a time is one day."""
    return time is not None and time.earliest is not None and time.earliest == time.latest
