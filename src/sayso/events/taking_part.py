"""A trigger in its sentence -> who takes part, as mentions with the part of each: subject, object, "with", "by", owner."""

from __future__ import annotations

from collections.abc import Iterator

from sayso.attribution import Extent
from sayso.events.clauses import STOPS, Chunk, Clauses, is_people
from sayso.events.frames import Verb
from sayso.events.phrases import head_of, is_somebody, joined_behind, may_take_part, mention, widened
from sayso.events.subjects import subjects
from sayso.events.trigger import OCCASIONS, Trigger, modifiers
from sayso.events.undertaking_words import is_noun
from sayso.events.verb_groups import Group, group_of, main_verb
from sayso.languages.lexicon import word_lists
from sayso.record import EventRole
from sayso.statements import lemmas

Part = tuple[EventRole, Extent]
_TOGETHER = frozenset(("with", "between", "among", "alongside"))
_HELD = ("hosted", "co-hosted", "cohosted", "convened", "chaired", "co-chaired", "organized", "organised")
_PRESENCE = ("participation", "attendance", "presence")
_ALONE = ("election", "vote", "trial", "protest", "attack", "strike", "arrest")  # "an election | with | a high turnout"
_OWNERS = frozenset(("his", "her", "their", "its", "our", "my"))


def parts_of(clauses: Clauses, trigger: Trigger, until: int) -> list[Part]:
    """All who take part by the words of the trigger's clause, each once; the next one's begin at the word ``until``."""
    found = dict[Extent, EventRole]()
    for role, extent in (*_around_noun(clauses, trigger, until), *_around_verb(clauses, trigger, until)):
        found.setdefault(extent, role)
    return [(role, extent) for extent, role in found.items()]


def told_by(clauses: Clauses, trigger: Trigger, until: int) -> list[Part]:
    """Who takes part by the words of the trigger's noun itself: its owner, "of", "with", "between"."""
    noun, phrase = trigger.noun, trigger.phrase
    if noun is None or phrase is None:
        return []
    found = list(_owners(clauses, phrase, noun.role("'s")))
    chunk = clauses.chunk_at[trigger.head]
    found += _hosts(clauses, chunk)
    found += _who_was_at(clauses, chunk)
    if clauses.lower[trigger.head + 1 : trigger.head + 2] == ["of"] and trigger.head + 2 < chunk.last:
        inner = Chunk(trigger.head + 2, chunk.last, "of")
        if is_somebody(clauses, inner):
            found += [(noun.role("of"), mention(clauses, one)) for one in (inner, *joined_behind(clauses, chunk))]
    return [*found, *_behind(clauses, trigger, chunk.last, until)]


def _around_noun(clauses: Clauses, trigger: Trigger, until: int) -> Iterator[Part]:
    noun = trigger.noun
    if noun is None:
        return
    told = told_by(clauses, trigger, until)
    yield from told
    light, group, chunk = trigger.light, trigger.group, clauses.chunk_at[trigger.head]
    if inverted := attending(clauses, trigger):
        yield from inverted
    elif light is not None and group is not None and not trigger.subject:
        if group.passive:
            yield from _by(clauses, group, light.role)
        else:
            role = noun.role("by") if light.role == "party" else light.role
            yield from ((role, mention(clauses, one)) for one in subjects(clauses, group))
    elif light is not None and group is not None and group.passive:
        yield from _by(clauses, group, light.role)
    elif invited := _invited(clauses, chunk):
        yield from invited
    elif light is None and _joins_in(clauses, trigger, chunk, told):
        yield from ((noun.role("by"), mention(clauses, one)) for one in _governing_subject(clauses, chunk))


def _invited(clauses: Clauses, chunk: Chunk) -> list[Part]:
    """«Vega invited the crew to | a dinner»: who asks whom to it."""
    guests = clauses.chunk_at.get(chunk.first - 2) if chunk.before == "to" else None
    if guests is None or guests.first < 1 or guests.last != chunk.first - 1 or not is_somebody(clauses, guests):
        return []
    at = guests.first - 1
    if clauses.does[at] != "verb" or "invite" not in lemmas(clauses.lower[at]):
        return []
    hosts: list[Part] = [("host", mention(clauses, one)) for one in subjects(clauses, group_of(clauses, at))]
    return [*hosts, ("party", mention(clauses, guests))]


def _joins_in(clauses: Clauses, trigger: Trigger, chunk: Chunk, told: list[Part]) -> bool:
    """Whether the subject of the verb around a noun takes part too: «spoke after a meeting | with Marr», not "of the two"."""
    behind = clauses.lower[chunk.last : chunk.last + 1]
    if trigger.kind == "statement":
        return chunk.before in ("in", *OCCASIONS) and all(role != "initiator" for role, _ in told)
    if told:
        return behind == ["with"] and not any(extent[1] <= clauses.starts[trigger.head] for _, extent in told)
    return chunk.before in ("", "at", "to", "on", "in") and bool(modifiers(clauses, trigger))


def _owners(clauses: Clauses, phrase: Chunk, role: EventRole) -> Iterator[Part]:
    """«Vega's visit», "their meeting"."""
    at = phrase.first
    if clauses.lower[at] in _OWNERS and not (at and clauses.lower[at - 1] == "of"):
        yield role, clauses.extent(at, at + 1)
    elif at and clauses.does[at - 1] == "owns":
        whole = clauses.chunk_at.get(at - 1)
        first = whole.first if whole else at - 2
        owner = Chunk(first, at - 1, "")
        head = head_of(clauses, owner)
        if not is_people(clauses.lower[head]) and clauses.lower[head + 1] == "of":
            owner = Chunk(head + 2, at - 1, "of")  # "Readout of | Vega's call"
        if _is_of_its_name(clauses, owner):
            return
        if owner.last > owner.first and is_somebody(clauses, owner) and "time" not in clauses.does[first : at - 1]:
            yield role, mention(clauses, owner)


def _is_of_its_name(clauses: Clauses, owner: Chunk) -> bool:
    """«The Harbour Union Leaders' | Meeting»: an owner that is part of what the event goes by, not who takes part."""
    last, names = owner.last - 1, range(owner.first, owner.last - 1)
    several = clauses.forms[last][0].isupper() and clauses.lower[last].endswith("s") and is_people(clauses.lower[last])
    return several and any(clauses.forms[at][0].isupper() and clauses.does[at] == "noun" for at in names)


def _hosts(clauses: Clauses, chunk: Chunk) -> list[Part]:
    """«The summit | hosted by Vega and Marr»: by a participle right behind the noun."""
    behind = clauses.chunk_at.get(chunk.last + 2)
    held = clauses.lower[chunk.last : chunk.last + 2]
    if len(held) < 2 or held[0] not in _HELD or held[1] != "by" or behind is None or not is_somebody(clauses, behind):
        return []
    return [("host", mention(clauses, one)) for one in (behind, *joined_behind(clauses, behind))]


def _who_was_at(clauses: Clauses, chunk: Chunk) -> list[Part]:
    """«Vega's | participation in | the summit»: whose being there it is."""
    at = chunk.first - 2
    if chunk.before not in ("in", "at") or at < 2 or clauses.lower[at] not in _PRESENCE or clauses.does[at - 1] != "owns":
        return []
    whole = clauses.chunk_at.get(at)
    owner = Chunk(whole.first, at - 1, whole.before) if whole is not None else None
    return [("party", mention(clauses, owner))] if owner is not None and is_somebody(clauses, owner) else []


def _behind(clauses: Clauses, trigger: Trigger, at: int, until: int) -> Iterator[Part]:
    """Whom the prepositions behind a noun bring in, up to the clause's end; over its verb where it is the subject."""
    noun = trigger.noun
    assert noun is not None
    stop = _clause_end(clauses, at, trigger.group if trigger.subject and trigger.light else None)
    stop = min(stop, until) if until > at else stop
    while at < stop:
        preposition = clauses.lower[at]
        chunk = clauses.chunk_at.get(at + 1)
        if clauses.does[at] == "before" and chunk is not None and chunk.first == at + 1:
            chunk = widened(clauses, chunk)
            together = preposition in _TOGETHER and (preposition != "with" or noun.kind not in _ALONE)
            if (together or preposition in noun.roles) and may_take_part(clauses, chunk, noun.kind):
                for one in (chunk, *joined_behind(clauses, chunk, subject=trigger.subject)):
                    yield noun.role(preposition), mention(clauses, one)
            at = chunk.last
        else:
            at += 1


def _governing_subject(clauses: Clauses, chunk: Chunk) -> list[Chunk]:
    """«The leaders commended | the recent meeting»: the subject of the verb that the noun's phrase belongs to; of the first
    verb of its clause where it tells when: «Vega urged Orr to wait during | a call with Marr»."""
    first = main_verb(clauses, chunk.first)
    if first is None:
        return []
    last = next(at for at in range(chunk.first - 1, -1, -1) if clauses.does[at] == "verb")
    return subjects(clauses, group_of(clauses, first if chunk.before in OCCASIONS else last))


def _around_verb(clauses: Clauses, trigger: Trigger, until: int) -> Iterator[Part]:
    verb, group = trigger.verb, trigger.group
    if verb is None or group is None:
        return
    acting = subjects(clauses, group)
    if group.passive:
        if verb.needs != "joined":
            yield from ((verb.object, mention(clauses, one)) for one in acting)
        yield from _by(clauses, group, verb.subject)
        return
    yield from ((verb.subject, mention(clauses, one)) for one in acting)
    if verb.kind == "visit" and not _visits_somebody(clauses, trigger.last):
        return
    behind = trigger.last
    while behind < len(clauses.does) and clauses.does[behind] in ("adverb", "time"):
        behind += 1
    chunk = clauses.chunk_at.get(behind)
    chunk = widened(clauses, chunk) if chunk is not None else None
    if chunk is not None and chunk.first == behind and verb.needs != "somewhere" and _suffers(clauses, chunk, verb):
        for one in (chunk, *joined_behind(clauses, chunk)):
            yield verb.object, mention(clauses, one)
        behind = chunk.last
    stop = min(_clause_end(clauses, behind, None), max(behind, until))
    while behind < stop:
        chunk = clauses.chunk_at.get(behind)
        if chunk is not None and chunk.before in _TOGETHER and chunk.first == behind and is_somebody(clauses, chunk):
            for one in (chunk, *joined_behind(clauses, chunk)):
                yield verb.object if verb.kind != "visit" else "party", mention(clauses, one)
        behind = chunk.last if chunk is not None and chunk.first == behind else behind + 1


def attending(clauses: Clauses, trigger: Trigger) -> list[Part]:
    """«Taking part in | the meeting were Vega, Marr and Holt»: those behind the verb."""
    light, group = trigger.light, trigger.group
    if light is None or group is None or not group.doing or group.verb != 0:
        return []
    at = next((at for at in range(trigger.last, len(clauses.does)) if clauses.does[at] == "helps"), None)
    first = clauses.chunk_at.get(at + 1) if at is not None else None
    if first is None or not is_somebody(clauses, first):
        return []
    return [("party", mention(clauses, one)) for one in (first, *joined_behind(clauses, first))]


def _suffers(clauses: Clauses, chunk: Chunk, verb: Verb) -> bool:
    """Whether a verb's object takes part: somebody, or what something named is done to ("attacked | the town of Orrin").

    Of verbs of no list only who goes by a name, or people: not "made | a profit of US$ 9 million", "began | the Harbour Plan".
    """
    if verb.needs == "time":
        head = clauses.lower[head_of(clauses, chunk)]
        return is_somebody(clauses, chunk) and not is_noun(head, "no actor") and head not in word_lists().organisation
    done_to = (
        verb.object == "target"
        and not chunk.pronoun
        and any(form[0].isupper() for form in clauses.forms[chunk.first : chunk.last])
    )
    return done_to or may_take_part(clauses, chunk, verb.kind)


def _visits_somebody(clauses: Clauses, at: int) -> bool:
    """«Visited | President Vega», "the troops"; else it is a place."""
    chunk = clauses.chunk_at.get(at)
    return chunk is not None and (chunk.pronoun or any(is_people(clauses.lower[one]) for one in range(chunk.first, chunk.last)))


def _by(clauses: Clauses, group: Group, role: EventRole) -> Iterator[Part]:
    """«Was signed | by Vega and Marr»."""
    at, stop = group.verb + 1, _clause_end(clauses, group.verb + 1, None)
    while at < stop:
        chunk = clauses.chunk_at.get(at)
        if chunk is not None and chunk.before in ("by", "between") and chunk.first == at and is_somebody(clauses, chunk):
            for one in (chunk, *joined_behind(clauses, chunk)):
                yield role, mention(clauses, one)
        at = chunk.last if chunk is not None and chunk.first == at else at + 1


def _clause_end(clauses: Clauses, at: int, over: Group | None) -> int:
    """Where the clause ends that goes on here: at the next verb or clause, not at its own verb."""
    skipped = over is None
    while at < len(clauses.does):
        does = clauses.does[at]
        if over is not None and at == over.verb:
            skipped = True
        elif (
            clauses.lower[at] in STOPS
            or (does == "opens" and skipped)
            or (does == "verb" and skipped)
            or (does == "helps" and skipped)
        ):
            break
        at += 1
    return at
