"""A noun of the lists in its clause -> the trigger that it is, with its light verb: "held a meeting", "the call took place"."""

from __future__ import annotations

from sayso.events.clauses import Chunk, Clauses, is_past
from sayso.events.frames import Light, light_at, noun_ending
from sayso.events.phrases import attached_end, head_of
from sayso.events.trigger import Trigger
from sayso.events.verb_groups import Group, group_of
from sayso.languages import listed

_NEAR = 9  # words from a noun to the verb that is part of its trigger
_REACH = 30  # words behind a noun in which its verb is looked for: "the meeting of the … in … will be held"
_FOR = ("call", "calls", "appeal", "appeals")  # before "for" they only ask
_WHEN = ("after", "before", "since", "until")  # prepositions that open clauses too
_BODIES = frozenset(("conference", "congress", "assembly", "convention"))
NONE = "none"  # in the list for longer nouns that tell of no event: "safe passage"
_NO_VERB = frozenset(("according", "followed", "led", "attended", "chaired", "hosted", "organized", "organised", "convened"))


def noun_at(clauses: Clauses, at: int) -> Trigger | None:
    """The trigger whose noun stands at this word, with the verb that says that the event is; None where none does."""
    low = clauses.lower
    noun = noun_ending(low, at)
    chunk = clauses.chunk_at.get(at)
    if noun is None or noun.kind == NONE or chunk is None or clauses.does[at] == "verb":
        return None
    behind = at + 1
    if behind < chunk.last and low[behind] not in ("of", "(") and not clauses.forms[behind][0].isupper():
        return None  # "the meeting room", "a visit programme"
    if (
        behind < len(low)
        and clauses.does[behind] in ("noun", "owns")
        and (clauses.does[behind] == "owns" or low[behind] in listed("event_compounds"))
    ):
        return None
    if len(noun.words) == 1 and noun.words[0] in _FOR and low[behind : behind + 1] in (["for"], ["to"]):
        return None  # "a call for calm"
    if low[at] == "hearing" and clauses.does[behind : behind + 1] == ["determiner"]:
        return None  # "is hearing the case"
    first = _phrase_start(clauses, chunk, at)
    if (
        clauses.forms[at][0].isupper()
        and noun.kind != "summit"
        and chunk.first
        and clauses.does[chunk.first] != "determiner"
        and clauses.cased
    ):
        return None  # "the Women's Roundtable", a body
    if clauses.lower[at] in _BODIES and clauses.forms[at][0].isupper() and _is_of_many(clauses, at):
        return None  # "the Barrow Conference of Mayors"
    trigger = Trigger(first, at + 1, at, noun.kind, noun=noun, phrase=Chunk(first, at + 1, chunk.before))
    _take_light(clauses, trigger, chunk)
    return trigger


def _is_of_many(clauses: Clauses, at: int) -> bool:
    behind = clauses.forms[at + 1 : at + 3]
    return behind[:1] == ["of"] and behind[-1][0].isupper() and clauses.lower[at + 2].endswith("s")


def _phrase_start(clauses: Clauses, chunk: Chunk, at: int) -> int:
    """Where the noun's own words begin within a chunk: behind its owner, or "of"."""
    first = at
    while first > chunk.first and clauses.lower[first - 1] != "of" and clauses.does[first - 1] != "owns":
        first -= 1
    return first


def _take_light(clauses: Clauses, trigger: Trigger, chunk: Chunk) -> None:
    """The verb that says that the event is: before the noun, or behind it where the noun is its subject."""
    before = chunk.first - 1
    if chunk.before:
        verb = _light_before(clauses, before)
    else:
        while before >= 0 and clauses.does[before] == "adverb":
            before -= 1
        verb = _light_before(clauses, before)
    if verb is not None and (head_of(clauses, chunk) == trigger.head or _is_amount_of(clauses, chunk, trigger.head)):
        at, light = verb
        if (
            light.noun != "subject"
            and light.fits(trigger.kind)
            and not (light.words[0] == "have" and clauses.does[at] == "noun")
        ):
            trigger.light, trigger.group = light, group_of(clauses, at)
            trigger.first = at
            return
    if _take_owned_clause(clauses, trigger, chunk) or _take_making(clauses, trigger, chunk):
        return
    if _take_participle(clauses, trigger, chunk):
        return
    if _may_be_subject(clauses, chunk) or _is_related(clauses, chunk):
        _take_verb_behind(clauses, trigger, chunk)


def _is_amount_of(clauses: Clauses, chunk: Chunk, at: int) -> bool:
    """«Provided | a range of | emergency assistance»: the phrase's noun only says how much."""
    head = head_of(clauses, chunk)
    return clauses.lower[head] in listed("event_amounts") and clauses.lower[head + 1] == "of" and head < at == chunk.last - 1


def _take_owned_clause(clauses: Clauses, trigger: Trigger, chunk: Chunk) -> bool:
    """«The agreements | we reached», "a meeting that the ministers held"."""
    at = chunk.last + (clauses.lower[chunk.last : chunk.last + 1] in (["that"], ["which"]))
    actor = clauses.chunk_at.get(at)
    if actor is None or actor.first != at or actor.last == chunk.last or at == chunk.first:
        return False
    verb = actor.last
    while clauses.does[verb : verb + 1] in (["helps"], ["adverb"]):
        verb += 1
    light = light_at(clauses.lower, verb) if verb < len(clauses.lower) and clauses.does[verb] == "verb" else None
    if light is None or light.noun == "subject" or not light.fits(trigger.kind):
        return False
    trigger.light, trigger.group, trigger.last = light, group_of(clauses, verb), verb + len(light.words)
    trigger.group.actor = actor
    return True


def _take_participle(clauses: Clauses, trigger: Trigger, chunk: Chunk) -> bool:
    """«The summit | convened by Orr», "a meeting held in Paris"."""
    at = chunk.last
    planned = clauses.lower[at : at + 2] == ["to", "be"]  # "the summit to be held in Orr"
    at += 2 * planned
    if clauses.does[at : at + 1] != ["verb"] or clauses.does[at + 1 : at + 2] not in (["before"], ["time"], ["adverb"]):
        return False
    light = light_at(clauses.lower, at)
    if light is None or light.noun == "subject" or not is_past(clauses.lower[at]):
        return False
    trigger.light, trigger.subject, trigger.last = light, True, at + 1
    trigger.group = Group(at, at, passive=True, signs=["planned"] if planned else [])
    return True


def _take_making(clauses: Clauses, trigger: Trigger, chunk: Chunk) -> bool:
    """«The introduction of | a package of sanctions»: a noun that stands for a light verb."""
    for at in range(trigger.head - 1, chunk.first - 1, -1):
        if clauses.lower[at + 1] == "of" and clauses.lower[at] in listed("event_makings"):
            first = at
            while first > chunk.first and clauses.does[first - 1] == "noun":
                first -= 1
            trigger.made, trigger.first, trigger.phrase = True, first, Chunk(first, trigger.head + 1, chunk.before)
            return True
    return False


def _may_be_subject(clauses: Clauses, chunk: Chunk) -> bool:
    before = clauses.does[chunk.first - 1] if chunk.first else ""
    if chunk.before in _WHEN:
        return True  # "after | talks with Orr | collapsed"
    return not chunk.before and before in ("", "mark", "opens", "adverb", "time", "joins")


def _is_related(clauses: Clauses, chunk: Chunk) -> bool:
    """«The summit | in Madrid, which will be held»."""
    at = attached_end(clauses, chunk)
    at += clauses.lower[at : at + 1] == [","]
    return clauses.lower[at : at + 1] in (["which"], ["that"])


def _light_before(clauses: Clauses, at: int) -> tuple[int, Light] | None:
    """The light verb whose last word stands here."""
    for first in range(max(0, at - 2), at + 1):
        light = light_at(clauses.lower, first)
        if light is not None and first + len(light.words) == at + 1 and clauses.does[first] in ("verb", "helps", "noun"):
            return first, light
    return None


def _take_verb_behind(clauses: Clauses, trigger: Trigger, chunk: Chunk) -> None:
    """«The summit, which will be held in Madrid», "the call took place": the first verb behind the noun's own phrases."""
    at = verb_behind(clauses, chunk.last)
    if at is None:
        return
    group = group_of(clauses, at)
    light = light_at(clauses.lower, at)
    trigger.group, trigger.subject = group, True
    if light is not None and light.fits(trigger.kind) and (light.noun != "object" or group.passive):
        trigger.light = light
        last = at + len(light.words)
        if last - trigger.head <= _NEAR:
            trigger.last = last


def verb_behind(clauses: Clauses, at: int) -> int | None:
    """The main verb of the group that follows a subject which ends here, over phrases that tell which or where."""
    stop = min(len(clauses.does), at + _REACH)
    joined = False
    while at < stop:
        does, low = clauses.does[at], clauses.lower[at]
        if does == "verb" and low != clauses.lower[at - 1] == "to":
            at += 1
            continue  # "a meeting to define it will be held"
        if does == "verb":
            return None if low.endswith("ing") or low in _NO_VERB else at
        if does == "helps":
            while at + 1 < stop and clauses.does[at + 1] in ("helps", "adverb"):
                at += 1
            if clauses.lower[at + 1 : at + 2] == ["to"]:
                at += 1
                while at + 1 < stop and clauses.does[at + 1] in ("helps", "adverb"):
                    at += 1
            behind = at + 1
            return behind if behind < stop and clauses.does[behind] in ("verb", "noun") else at
        if does == "joins":
            joined = True
        if low in (";", ":", '"', "”", "“") or (does == "opens" and low not in ("which", "that")):
            return None
        if does == "pronoun" or (
            does in ("noun", "determiner")
            and not joined
            and clauses.chunk_at.get(at)
            and not clauses.chunk_at[at].before
            and at == clauses.chunk_at[at].first
            and clauses.lower[at - 1] == ","
            and clauses.lower[clauses.chunk_at[at].last : clauses.chunk_at[at].last + 1] not in (["and"], [","])
        ):
            return None  # «After the meeting, the leaders»
        at += 1
    return None
