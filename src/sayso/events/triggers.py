"""A sentence -> the triggers in it: nouns with their light verbs ("held a working meeting"), and verbs ("met", "spoke by phone")."""

from __future__ import annotations

from dataclasses import dataclass

from sayso.events.clauses import Chunk, Clauses, is_past, is_people
from sayso.events.frames import Light, Noun, Verb, light_at, modifying, noun_ending, verbs_at
from sayso.events.verb_groups import Group, group_of
from sayso.languages import listed
from sayso.statements import role_of

OCCASIONS = frozenset(("during", "at", "after", "following"))  # before a noun that tells when something else was
_NEAR = 9  # words from a noun to the verb that is part of its trigger
_REACH = 30  # words behind a noun in which its verb is looked for: "the meeting of the … in … will be held"
_ATTACHED = frozenset(("of", "from", "for", "in", "at"))
_PHONE = ("phone", "telephone", "video", "videoconference", "videolink")


_NO_VERB = frozenset(("according", "followed", "led", "attended", "chaired", "hosted", "organized", "organised", "convened"))


@dataclass(slots=True)
class Trigger:
    """Words that tell of an event: ``first`` to ``last`` (half-open indices), ``head`` the noun or verb itself.

    ``phrase`` is its noun phrase; ``light`` the verb of which it is the object, or, where ``subject`` is True, the subject;
    ``group`` that verb's, or its own, with helpers. ``made`` is one whose making a noun tells ("the signing of a treaty").
    """

    first: int
    last: int
    head: int
    kind: str
    noun: Noun | None = None
    verb: Verb | None = None
    phrase: Chunk | None = None
    light: Light | None = None
    group: Group | None = None
    subject: bool = False
    made: bool = False


def find_triggers(clauses: Clauses, candidates: list[int]) -> list[Trigger]:
    """The triggers at these words, in order; none within another. A verb with an event's noun for its object is the noun's."""
    nouns = [trigger for at in candidates if (trigger := _noun_at(clauses, at)) is not None]
    taken = {at for trigger in nouns for at in range(trigger.first, max(trigger.last, trigger.head + 1))}
    taken |= {trigger.group.verb for trigger in nouns if trigger.group is not None and trigger.light is not None}
    verbs = list[Trigger]()
    for at in candidates:
        if at not in taken and (trigger := _verb_at(clauses, at)) is not None:
            taken.update(range(trigger.first, trigger.last))
            verbs.append(trigger)
    return sorted([*nouns, *verbs], key=lambda trigger: trigger.head)


# -- nouns ----------------------------------------------------------------------------------------------------------------


def _noun_at(clauses: Clauses, at: int) -> Trigger | None:
    low = clauses.lower
    noun = noun_ending(low, at)
    chunk = clauses.chunk_at.get(at)
    if noun is None or chunk is None or clauses.does[at] == "verb":
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
    first = _phrase_start(clauses, chunk, at)
    if clauses.forms[at][0].isupper() and noun.kind != "summit" and clauses.does[chunk.first] != "determiner" and clauses.cased:
        return None  # "the Women's Roundtable", a body
    trigger = Trigger(first, at + 1, at, noun.kind, noun=noun, phrase=Chunk(first, at + 1, chunk.before))
    _take_light(clauses, trigger, chunk)
    return trigger


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
    if verb is not None and head_of(clauses, chunk) == trigger.head:
        at, light = verb
        if light.noun != "subject" and light.fits(trigger.kind) and not (light.words[0] == "have" and clauses.does[at] == "noun"):
            trigger.light, trigger.group = light, group_of(clauses, at)
            trigger.first = at
            return
    if _take_owned_clause(clauses, trigger, chunk) or _take_making(clauses, trigger, chunk):
        return
    if _take_participle(clauses, trigger, chunk):
        return
    if _may_be_subject(clauses, chunk) or _is_related(clauses, chunk):
        _take_verb_behind(clauses, trigger, chunk)


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
        ):
            return None  # «After the meeting, the leaders»
        at += 1
    return None


# -- verbs ----------------------------------------------------------------------------------------------------------------


def _verb_at(clauses: Clauses, at: int) -> Trigger | None:
    if clauses.does[at] not in ("verb", "noun") or (clauses.does[at] == "noun" and not _is_verb(clauses, at)):
        return None
    group = group_of(clauses, at)
    for verb, last in verbs_at(clauses.lower, clauses.does, at):
        if _has_needed(clauses, verb, last, group):
            last = _with_phone(clauses, last) if verb.needs == "phone" else last
            return Trigger(at, last, at, verb.kind, verb=verb, group=group)
    return None


def _is_verb(clauses: Clauses, at: int) -> bool:
    """Whether a word that may be a noun is a verb here: behind a helping verb, "to" or a pronoun."""
    before = clauses.does[at - 1] if at else ""
    if not clauses.forms[at][0].islower():
        return False
    return before in ("helps", "pronoun") or (before == "adverb" and at > 1 and clauses.does[at - 2] in ("helps", "pronoun"))


def _has_needed(clauses: Clauses, verb: Verb, last: int, group: Group) -> bool:
    if group.passive and verb.needs not in ("phone", "-", "made", "passive", "forces"):
        return verb.subject != verb.object  # «if the conditions are met»
    if verb.needs in ("made", "passive"):
        return _is_made(clauses, last, group, verb.needs == "passive")
    if verb.needs == "together":
        who = subjects_end(clauses, group)
        return who is not None and _are_several(clauses, who)
    if verb.needs in ("-", "day"):
        return True
    if verb.needs == "phone":
        return any(word in _PHONE for word in clauses.lower[last : last + 5])
    at = last
    while at < len(clauses.does) and (clauses.does[at] in ("adverb", "time")):
        at += 1
    chunk = clauses.chunk_at.get(at)
    if chunk is None or chunk.first != at:
        return False
    if verb.needs == "forces":
        return not listed("event_forces").isdisjoint(clauses.lower[chunk.first : chunk.last])
    if verb.needs == "chosen":
        return is_somebody(clauses, chunk) and (clauses.does[chunk.first] == "determiner" or clauses.forms[chunk.first][0].isupper())
    if verb.needs == "somewhere":
        return is_named(clauses, chunk)
    if verb.needs == "something":
        return not chunk.pronoun
    if verb.needs.startswith("somebody"):
        _, _, then = verb.needs.partition(" ")
        return is_somebody(clauses, chunk) and (not then or then in clauses.lower[attached_end(clauses, chunk) :][:1] or _is_led(clauses, chunk, then))
    return True


def _is_led(clauses: Clauses, chunk: Chunk, then: str) -> bool:
    """«Welcomed Vega | of Orr and her delegation | to the palace»: the preposition before the next verb, with a place."""
    at = chunk.last
    while at < len(clauses.does) and clauses.does[at] not in ("verb", "helps", "opens"):
        behind = clauses.chunk_at.get(at + 1)
        if clauses.lower[at] == then and behind is not None and is_named(clauses, behind):
            return True
        at += 1
    return False


def _is_made(clauses: Clauses, last: int, group: Group, verb_needs_passive: bool) -> bool:
    """«A museum will be built», "has been approved", "will open two offices": not «those who were awarded», "will build on"."""
    if group.purpose or group.doing:
        return False
    subject = group.first - 1
    while subject > 0 and clauses.does[subject] == "adverb":
        subject -= 1
    if group.passive and "proposed" in group.signs and clauses.does[group.first] == "helps":
        return clauses.lower[group.first] == "be"  # not "should be built"
    helpers = clauses.lower[group.first : group.verb]
    if verb_needs_passive and not group.passive:
        return False
    if group.passive and not {"was", "were", "been", "be"} & set(helpers) and not ({"is", "are"} & set(helpers) and "being" in helpers):
        return False  # "is marked by", "on being awarded"
    if group.passive:
        return subject >= 0 and ("planned" in group.signs or clauses.does[subject] not in ("opens", "joins"))
    if group.governor is not None and "ongoing" in group.signs:
        return False
    object_behind = clauses.does[last : last + 1] == ["determiner"] or (last < len(clauses.forms) and clauses.forms[last][0].isupper())
    return "planned" in group.signs and object_behind


def subjects_end(clauses: Clauses, group: Group) -> Chunk | None:
    """The phrase that ends right before a verb's group."""
    at = group.first - 1
    while at >= 0 and clauses.does[at] in ("adverb", "time"):
        at -= 1
    return clauses.chunk_at.get(at)


def _are_several(clauses: Clauses, who: Chunk) -> bool:
    """«Vega and Marr», "the leaders", "they"."""
    if who.pronoun:
        return clauses.lower[who.first] == "they"
    of = attached_start(clauses, who)
    joined = of.first > 1 and clauses.lower[of.first - 1] in ("and", "&") and clauses.chunk_at.get(of.first - 2) is not None
    head = clauses.lower[head_of(clauses, of)]
    return joined or (head.endswith("s") and is_people(head))


def attached_start(clauses: Clauses, chunk: Chunk) -> Chunk:
    """The phrase that one with a preposition tells of."""
    while chunk.before and chunk.first >= 2 and (before := clauses.chunk_at.get(chunk.first - 2)) is not None:
        chunk = before
    return chunk


def _with_phone(clauses: Clauses, last: int) -> int:
    """«spoke | by phone», «on the telephone»: where the phone's words end."""
    at = next(at for at in range(last, last + 5) if clauses.lower[at] in _PHONE)
    return at + 1


def attached_end(clauses: Clauses, chunk: Chunk) -> int:
    """Where a phrase ends with the phrases that tell of it: "the head | of the council | in Barrow"."""
    end = chunk.last
    while clauses.lower[end : end + 1] and clauses.lower[end] in _ATTACHED:
        following = clauses.chunk_at.get(end + 1)
        if following is None or following.first != end + 1:
            break
        end = following.last
    return end


def is_named(clauses: Clauses, chunk: Chunk) -> bool:
    """Whether a phrase holds a name: a capital."""
    return any(clauses.forms[at][0].isupper() for at in range(chunk.first, chunk.last)) and not chunk.pronoun


def is_somebody(clauses: Clauses, chunk: Chunk) -> bool:
    """Whether a phrase may mean people: a name, a pronoun of persons, "the leaders"; not "Vega's plans"."""
    if chunk.pronoun:
        return clauses.lower[chunk.first] not in ("it", "there", "itself", "themselves", "himself", "herself")
    at = head_of(clauses, chunk)
    head = clauses.lower[at]
    return clauses.forms[at][0].isupper() or role_of(head) == "people" or is_people(head) or head in listed("event_presences")


def head_of(clauses: Clauses, chunk: Chunk) -> int:
    """The word of a phrase's noun: the last before "of"."""
    last = next((at for at in range(chunk.first + 1, chunk.last) if clauses.lower[at] == "of"), chunk.last) - 1
    while last > chunk.first and clauses.does[last] == "mark":
        last -= 1  # "Joseph R. Biden, Jr."
    return last


def modifiers(clauses: Clauses, trigger: Trigger) -> list[str]:
    """What the adjectives of the trigger's noun tell of its status."""
    phrase = trigger.phrase
    if phrase is None:
        return []
    return [status for at in range(phrase.first, phrase.last) if (status := modifying(clauses.lower[at]))]
