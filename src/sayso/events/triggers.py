"""A sentence -> the triggers in it: nouns with their light verbs ("held a working meeting"), and verbs ("met")."""

from __future__ import annotations

from sayso.events.clauses import Clauses
from sayso.events.event_nouns import noun_at
from sayso.events.event_verbs import verb_at
from sayso.events.trigger import Trigger

_HARM = ("attack", "strike")


def find_triggers(clauses: Clauses, candidates: list[int]) -> list[Trigger]:
    """The triggers at these words, in order; none within another. A verb with an event's noun for its object is the noun's;
    «the blast | killed | two» tells of the blast.
    """
    nouns = [trigger for at in candidates if (trigger := noun_at(clauses, at)) is not None]
    taken = {at for trigger in nouns for at in range(trigger.first, max(trigger.last, trigger.head + 1))}
    taken |= {trigger.group.verb for trigger in nouns if trigger.group is not None and trigger.light is not None}
    verbs = list[Trigger]()
    for at in candidates:
        if at not in taken and (trigger := verb_at(clauses, at)) is not None:
            taken.update(range(trigger.first, trigger.last))
            verbs.append(trigger)
    if any(trigger.kind in _HARM or (trigger.noun is not None and trigger.noun.sudden) for trigger in nouns):
        verbs = [trigger for trigger in verbs if trigger.verb is None or trigger.verb.needs != "harm"]
    return sorted([*nouns, *verbs], key=lambda trigger: trigger.head)
