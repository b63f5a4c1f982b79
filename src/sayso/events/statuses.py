"""A trigger with its verbs, adjectives and time -> whether the event happened, is planned, was called off, by the article."""

from __future__ import annotations

from datetime import date, timedelta

from sayso.events.clauses import STOPS, Clauses, is_past
from sayso.events.frames import governing, light_at
from sayso.events.times import week_later
from sayso.events.trigger import OCCASIONS, Trigger, modifiers
from sayso.events.verb_groups import Group, group_of, main_verb
from sayso.record import EventStatus, Time

_FAR_BEHIND = 20  # words
_PAST = timedelta(7)  # "on Sunday" alone may be the one before or the next
# What says more goes first: "would not be cancelled" is none of the others.
_ORDER: tuple[EventStatus, ...] = (
    "cancelled",
    "postponed",
    "denied",
    "proposed",
    "hypothetical",
    "planned",
    "ongoing",
    "happened",
)
# What the act of the statement tells around a noun without a verb: "agreed on a meeting between …".
_BY_ACT: dict[str, EventStatus] = {
    "agrees": "planned", "promises": "planned", "intends": "planned", "demands": "proposed", "suggests": "proposed",
    "asks": "proposed", "fears": "hypothetical", "threatens": "hypothetical", "hopes": "planned",
}  # fmt: skip
_CONDITIONS = frozenset(("if", "unless"))
_JOINING = (["and"], ["or"], ["then"])
_LINKS = frozenset(("of", "for", "to", "about", "on", "ahead", "over"))


def status_of(
    clauses: Clauses, trigger: Trigger, time: Time | None, today: date | None, act: str | None, ahead: bool = False
) -> EventStatus:
    """The status of the trigger's event; ``act`` is that of the statement around it, ``today`` the article's day,
    ``ahead`` whether a time to come stands right before ("in the coming days, including a meeting")."""
    signs = _signs(clauses, trigger, act)
    status = next((one for one in _ORDER if one in signs), None)
    if _is_supposed(clauses, trigger) and status in (None, "happened", "planned"):
        return "hypothetical"
    if act == "denies" and status in (None, "happened", "ongoing", "planned"):
        return "denied"  # «Orr denied that its troops | had crossed | the river»
    later = bool(today and time is not None and time.earliest and time.earliest > today.isoformat())
    if status == "planned" and _is_long_past(time, today):
        return "happened"
    if (status is None and ahead) or (status == "ongoing" and _is_arranged(trigger, time, today)):
        return "planned"
    if status is None or status in ("happened", "ongoing"):
        return "planned" if later else status or "happened"
    return status


def _signs(clauses: Clauses, trigger: Trigger, act: str | None) -> list[str]:
    """All that tells of the status, of the nearest sort that tells anything."""
    adjectives = modifiers(clauses, trigger)
    light, group = trigger.light, trigger.group
    if trigger.subject and (off := _called_off(clauses, trigger)):
        return [off]
    if light is not None and light.status in ("cancelled", "postponed"):
        return ["happened"] if group is not None and "denied" in group.signs else [light.status]
    found = [light.status] if light is not None and light.status else list[str]()
    found += ["proposed"] if trigger.verb is not None and trigger.verb.needs == "invited" else []
    found += [one for one in adjectives if one != "happened"]
    if group is not None and (light is not None or trigger.verb is not None):
        return found + _of_group(clauses, group, act)
    if adjectives:
        return adjectives
    if group is not None and trigger.subject and (told := [one for one in _of_group(clauses, group, act) if one != "denied"]):
        return told  # "Monday's visit was not his first" denies none
    if _is_occasion(clauses, trigger):
        return [one for one in _main_signs(clauses, trigger) if one == "planned"]
    return _around_noun(clauses, trigger, act)


def _of_group(clauses: Clauses, group: Group, act: str | None) -> list[str]:
    """What a verb's helpers and governors tell; of a purpose ("to meet Marr") what the verb before it does."""
    signs = [_would(clauses, act) if one == "would" else one for one in group.signs]
    if (
        group.doing and "is" in clauses.lower[group.first : group.verb] + clauses.lower[max(0, group.first) : group.verb]
    ) or group.continuous:
        signs.append("ongoing")
    if not signs and (joined := _joined_to(clauses, group)) is not None:
        return _of_group(clauses, group_of(clauses, joined), act)
    if signs or not (group.purpose or group.doing):
        return signs
    before = _verb_before(clauses, group.first - 1)
    return _of_group(clauses, group_of(clauses, before), act) if before is not None else (["planned"] if group.purpose else [])


def _joined_to(clauses: Clauses, group: Group) -> int | None:
    """The verb whose helpers a bare one shares: «will gather in Orr | and sign it»."""
    at = group.first - 1
    while at > 0 and clauses.does[at] == "adverb":
        at -= 1
    if not group.present or not _is_bare(clauses.lower[group.verb]) or clauses.lower[at : at + 1] not in _JOINING:
        return None
    for before in range(at - 1, max(-1, at - _FAR_BEHIND), -1):
        if clauses.lower[before] in STOPS or clauses.does[before] == "opens":
            return None
        if clauses.does[before] == "verb" and _is_bare(clauses.lower[before]):
            return before
    return None


def _is_bare(low: str) -> bool:
    """Whether a verb has the form that stands behind "will" and "to"."""
    return not (is_past(low) or low.endswith("ing") or (low.endswith("s") and not low.endswith("ss")))


def _called_off(clauses: Clauses, trigger: Trigger) -> str | None:
    """«The summit, which was to be held in Orr, | was cancelled»: by a verb further behind."""
    for at in range(trigger.last, min(trigger.last + _FAR_BEHIND, len(clauses.does))):
        light = light_at(clauses.lower, at) if clauses.does[at] == "verb" else None
        if light is not None and light.status in ("cancelled", "postponed"):
            group = group_of(clauses, at)
            return light.status if group.passive and "denied" not in group.signs else None
    return None


def _would(clauses: Clauses, act: str | None) -> str:
    """«Said that she would visit Orr» is planned; where a condition stands, it is not."""
    return "planned" if act is not None and _CONDITIONS.isdisjoint(clauses.lower) else "hypothetical"


def _verb_before(clauses: Clauses, at: int) -> int | None:
    while at >= 0 and clauses.lower[at] not in STOPS and clauses.does[at] != "opens":
        if clauses.does[at] == "verb":
            return at
        at -= 1
    return None


def _around_noun(clauses: Clauses, trigger: Trigger, act: str | None) -> list[str]:
    """«Preparations for | the summit», "looks forward to | the visit"; then the verb around, then the statement's act."""
    at = (trigger.phrase.first if trigger.phrase else trigger.first) - 1
    if _condition_between(clauses, at):
        return ["hypothetical"]
    for _ in range(3):
        while at >= 0 and (clauses.lower[at] in _LINKS or clauses.does[at] in ("adverb", "determiner")):
            at -= 1
        if at < 0:
            break
        if status := governing(clauses.lower[at]):
            group = group_of(clauses, at) if clauses.does[at] == "verb" else None
            return [status, *([one for one in group.signs if one != "would"] if group else [])]
        further = clauses.chunk_at.get(at)
        if further is not None and further.first and (asked := governing(clauses.lower[further.first - 1], True)):
            return [asked]  # "invited the crew to | a dinner"
        if further is None or not further.before:
            break
        at = further.first - 1
    if act in _BY_ACT:
        return [_BY_ACT[act]]
    if told := _of_list(clauses, trigger.first):
        return [told]
    verb = _verb_before(clauses, trigger.first - 1)
    return [one for one in group_of(clauses, verb).signs if one in ("planned", "proposed")] if verb is not None else []


def _of_list(clauses: Clauses, at: int) -> str | None:
    """«Agreed on several steps: 1) a truce, 2) | a meeting»: what the verb tells that announces the list."""
    colon = next((one for one in range(at - 1, -1, -1) if clauses.lower[one] == ":"), None)
    if colon is None:
        return None
    verbs = (one for one in range(colon - 1, -1, -1) if clauses.does[one] == "verb")
    return next((status for one in verbs if (status := governing(clauses.lower[one]))), None)


def _condition_between(clauses: Clauses, at: int) -> bool:
    """«To achieve, | if all agree, | a meeting»: whether a condition stands right before a noun, between its verb and it."""
    if at < 1 or clauses.lower[at] != ",":
        return False
    for before in range(at - 1, max(-1, at - _FAR_BEHIND), -1):
        if clauses.lower[before] == ",":
            return clauses.lower[before + 1] in ("if", "unless", "provided")
    return False


def _is_arranged(trigger: Trigger, time: Time | None, today: date | None) -> bool:
    """«Vega is | travelling | to Barrow on Monday», told on a Sunday: the form of what goes on, for a weekday to come."""
    continuous = trigger.group is not None and trigger.group.continuous
    return bool(continuous and today and time and week_later(time) and time.latest and time.latest < today.isoformat())


def _is_long_past(time: Time | None, today: date | None) -> bool:
    """Whether the event's own time was more than a week before the article: "agreements of the 2019 summit"."""
    return bool(time and time.latest and today and time.latest < (today - _PAST).isoformat())


def _is_occasion(clauses: Clauses, trigger: Trigger) -> bool:
    chunk = clauses.chunk_at.get(trigger.head)
    return chunk is not None and chunk.before in OCCASIONS


def _main_signs(clauses: Clauses, trigger: Trigger) -> list[str]:
    """What the verb of the clause tells: «will speak | after the meeting»."""
    verb = main_verb(clauses, trigger.first)
    return group_of(clauses, verb).signs if verb is not None else []


def _is_supposed(clauses: Clauses, trigger: Trigger) -> bool:
    """«If they meet»: the clause is a condition."""
    at = trigger.first
    while at > 0 and clauses.lower[at - 1] not in (",", ";", "that", "and"):
        at -= 1
        if clauses.lower[at] in ("if", "unless", "whether"):
            return True
    return False
