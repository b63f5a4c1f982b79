"""A trigger in its sentence -> what sort of telling it is: whether it says that the event is, or speaks of it as known."""

from __future__ import annotations

from collections.abc import Sequence

from sayso.attribution import Extent
from sayso.events.clauses import Clauses
from sayso.events.own_times import is_day
from sayso.events.taking_part import told_by
from sayso.events.trigger import OCCASIONS, Trigger, modifiers
from sayso.languages import listed
from sayso.record import EventStatus, Time
from sayso.statements import lemmas

_JUST_AHEAD = 30  # code points
_REAL = ("happened", "ongoing", "planned", "cancelled", "postponed", "denied")
_DEFINITE = frozenset(("the", "this", "that", "these", "those", "his", "her", "their", "its"))
_GATHERINGS = ("meeting", "call", "talks", "summit", "visit", "statement", "other")
_SAYING = frozenset(("state", "make", "tell", "note", "inform"))


def is_told(clauses: Clauses, trigger: Trigger, time: Time | None, opens: bool) -> bool:
    """Whether what a trigger's row asks for is there: a day of its own; the text's first sentence, and nothing before it.

    «Vega | congratulated | Marr» is an event where the text is about it.
    """
    if trigger.noun is not None and trigger.noun.message:
        return opens and trigger.light is not None
    if trigger.verb is None:
        return True
    if trigger.verb.needs == "day":
        return is_day(time)
    if trigger.verb.needs == "message":
        group = trigger.group
        if not opens or group is None or group.purpose or group.doing:
            return False
        return not group.first or clauses.does[group.first - 1] != "joins"
    return True


def is_known(clauses: Clauses, trigger: Trigger) -> bool:
    """«The Harbour Summit», "the upcoming vote": not just "the meeting"; one that a text may speak of without another word."""
    phrase = trigger.phrase
    if phrase is None:
        return False
    if any(status in ("planned", "happened") for status in modifiers(clauses, trigger)):
        return True
    named = any(clauses.forms[at][0].isupper() and clauses.does[at] == "noun" for at in range(phrase.first, trigger.head))
    head, behind = clauses.forms[trigger.head], clauses.forms[trigger.head + 1 : trigger.head + 3]
    named = named or (
        head[0].isupper() and behind[:1] in (["for"], ["on"], ["of"]) and behind[-1][0].isupper()
    )  # "Summit for Peace"
    return named and clauses.cased and trigger.kind in _GATHERINGS and _is_attached(clauses, trigger)


def _is_attached(clauses: Clauses, trigger: Trigger) -> bool:
    """«On the sidelines of | the summit», "during the summit", "part in": where one is told to have been at it."""
    chunk = clauses.chunk_at[trigger.head]
    if chunk.before in OCCASIONS:
        return True
    assert trigger.phrase is not None
    at = trigger.phrase.first - 1
    if at < 1 or clauses.lower[at] not in ("of", "in", "to", "for", "and"):
        return False
    return clauses.lower[at] == "and" or clauses.lower[at - 1] in listed("event_attachments")


def is_definite(clauses: Clauses, trigger: Trigger) -> bool:
    """«The meeting», "this visit", "Vega's visit": known already, or told so."""
    phrase = trigger.phrase
    if phrase is None:
        return trigger.verb is not None and trigger.verb.needs in ("together", "joined")
    owned = phrase.first > 0 and clauses.does[phrase.first - 1] == "owns"
    return owned or clauses.lower[phrase.first] in _DEFINITE


def is_attendance(trigger: Trigger) -> bool:
    """«The meeting was attended by Marr», "she was joined by Marr"."""
    if trigger.verb is not None:
        return trigger.verb.needs == "joined"
    return trigger.light is not None and trigger.light.words[0] in ("attend", "take", "participate", "join")


def is_occasion(clauses: Clauses, trigger: Trigger) -> bool:
    """«Vega urged Orr to wait | during a call»: told with what was said, not in it, whose word it is on."""
    chunk = clauses.chunk_at.get(trigger.head)
    return chunk is not None and chunk.before in OCCASIONS


def is_ahead(clauses: Clauses, trigger: Trigger, times: Sequence[Time]) -> bool:
    """Whether a vague time to come stands a few words before: «work in the coming days, including | a meeting»."""
    start = clauses.starts[trigger.first]
    return any(time.value == "FUTURE_REF" and 0 < start - time.span.end < _JUST_AHEAD for time in times)


def is_aside(clauses: Clauses, trigger: Trigger, *, widely: bool = False) -> bool:
    """«Vega said at | a meeting with Marr», "speaking to reporters": the occasion on which something was said."""
    if trigger.kind == "statement" and trigger.verb is not None:
        return True
    chunk = clauses.chunk_at.get(trigger.head)
    spoken_in = widely and chunk is not None and chunk.before == "in" and trigger.kind == "statement"
    if chunk is None or not (chunk.before in OCCASIONS or spoken_in):
        return False
    verb = next((at for at in range(chunk.first - 1, -1, -1) if clauses.does[at] == "verb"), None)
    if verb is None:
        return False
    said = listed("plain_cues") | {"speak"} | (_SAYING if widely else frozenset())
    return not said.isdisjoint(lemmas(clauses.lower[verb]))


def is_asserted(
    clauses: Clauses, trigger: Trigger, time: Time | None, place: Extent | None, until: int, status: EventStatus, lead: bool
) -> bool:
    """Whether the words say that the event is, or tell who, when or where it was; not just "the call"."""
    if trigger.verb is not None and trigger.verb.needs == "together":
        return lead
    if trigger.verb is not None and trigger.verb.needs == "joined":
        return False
    if trigger.verb is not None or trigger.light is not None:
        return status in _REAL or not _is_general(clauses, trigger)
    if trigger.made:
        return True
    if is_known(clauses, trigger) or _is_one(clauses, trigger):
        return True
    if trigger.noun is not None and trigger.noun.thing:
        return False
    told = told_by(clauses, trigger, until)
    if (time and time.earliest) or place or (told and not _is_crowd(clauses, trigger)):
        return True
    return not _is_general(clauses, trigger) and bool(modifiers(clauses, trigger))


def _is_one(clauses: Clauses, trigger: Trigger) -> bool:
    """«After | an informal talk», "in | a video comment", "in | an accident": one of which nothing else was told."""
    if trigger.phrase is None or clauses.lower[trigger.phrase.first] not in ("a", "an"):
        return False
    chunk = clauses.chunk_at[trigger.head]
    if trigger.noun is not None and trigger.noun.sudden:
        return True
    occasion = chunk.before in OCCASIONS and trigger.kind in _GATHERINGS
    return occasion or (trigger.kind == "statement" and chunk.before == "in" and is_aside(clauses, trigger, widely=True))


def _is_crowd(clauses: Clauses, trigger: Trigger) -> bool:
    """«Detentions of protesters»: many, at no time, where it is no meeting of theirs."""
    return _is_general(clauses, trigger) and trigger.kind not in ("meeting", "call", "talks", "visit")


def _is_general(clauses: Clauses, trigger: Trigger) -> bool:
    """«Possible meetings», "any visit", "further talks": of no occasion."""
    phrase = trigger.phrase
    if phrase is None:
        return False
    opening = clauses.lower[phrase.first]
    many = clauses.lower[trigger.head].endswith("s") and clauses.does[phrase.first] != "determiner"
    return many or opening in ("any", "no", "further", "another", "such", "some")
