"""A trigger in its sentence -> who takes part, as mentions with the part that each plays: subject, object, "with", "by", owner."""

from __future__ import annotations

from collections.abc import Iterator

from sayso.attribution import Extent
from sayso.events.clauses import Chunk, Clauses
from sayso.events.triggers import Trigger, is_named, is_somebody
from sayso.events.verb_groups import Group, group_of
from sayso.record import EventRole

Part = tuple[EventRole, Extent]

_TOGETHER = frozenset(("with", "between", "among", "alongside"))
_COMPANY = frozenset(("alongside", "with"))
_OWNERS = frozenset(("his", "her", "their", "its", "our", "my"))
_STOPS = frozenset((";", ".", ":", "“", "”", '"'))
_ATTACHED = frozenset(("of", "from", "for", "in", "at"))
_CLAUSES_BACK = 3


def parts_of(clauses: Clauses, trigger: Trigger) -> list[Part]:
    """All who take part by the words of the trigger's clause, each once, in no order."""
    found = dict[Extent, EventRole]()
    for role, extent in (*_around_noun(clauses, trigger), *_around_verb(clauses, trigger)):
        found.setdefault(extent, role)
    return [(role, extent) for extent, role in found.items()]


# -- nouns ----------------------------------------------------------------------------------------------------------------


def _around_noun(clauses: Clauses, trigger: Trigger) -> Iterator[Part]:
    noun, phrase = trigger.noun, trigger.phrase
    if noun is None or phrase is None:
        return
    owned = list(_owners(clauses, phrase, noun.role("'s")))
    yield from owned
    chunk = clauses.chunk_at[trigger.head]
    if clauses.lower[trigger.head + 1 : trigger.head + 2] == ["of"] and trigger.head + 2 < chunk.last:
        inner = Chunk(trigger.head + 2, chunk.last, "of")
        if is_somebody(clauses, inner):
            yield noun.role("of"), mention(clauses, inner)
            yield from ((noun.role("of"), mention(clauses, one)) for one in _more(clauses, chunk))
    behind = list(_behind(clauses, trigger, chunk.last))
    yield from behind
    light, group = trigger.light, trigger.group
    if light is not None and group is not None and not trigger.subject:
        if not group.passive:
            yield from ((light.role, mention(clauses, one)) for one in subjects(clauses, group))
    elif light is not None and group is not None and group.passive:
        yield from _by(clauses, group, light.role)
    elif (
        light is None
        and not owned
        and not any(word in ("between", "among") for word in clauses.lower[chunk.last : chunk.last + 3])
    ):
        yield from ((noun.role("by"), mention(clauses, one)) for one in _governing_subject(clauses, chunk))


def _owners(clauses: Clauses, phrase: Chunk, role: EventRole) -> Iterator[Part]:
    """«Vega's visit», "their meeting"."""
    at = phrase.first
    if clauses.lower[at] in _OWNERS:
        yield role, clauses.extent(at, at + 1)
    elif at and clauses.does[at - 1] == "owns":
        whole = clauses.chunk_at.get(at - 1)
        first = whole.first if whole else at - 2
        owner = Chunk(first, at - 1, "")
        if owner.last > owner.first and is_somebody(clauses, owner) and "time" not in clauses.does[first : at - 1]:
            yield role, mention(clauses, owner)


def _behind(clauses: Clauses, trigger: Trigger, at: int) -> Iterator[Part]:
    """Whom the prepositions behind a noun bring in, up to the clause's end; over its verb where it is the subject."""
    noun = trigger.noun
    assert noun is not None
    stop = _clause_end(clauses, at, trigger.group if trigger.subject else None)
    while at < stop:
        preposition = clauses.lower[at]
        chunk = clauses.chunk_at.get(at + 1)
        if clauses.does[at] == "before" and chunk is not None and chunk.first == at + 1:
            if (preposition in _TOGETHER or preposition in noun.roles) and is_somebody(clauses, chunk):
                for one in (chunk, *_more(clauses, chunk)):
                    yield noun.role(preposition), mention(clauses, one)
            at = chunk.last
        else:
            at += 1


def _governing_subject(clauses: Clauses, chunk: Chunk) -> list[Chunk]:
    """«The leaders commended | the recent meeting»: the subject of the verb that the noun's phrase belongs to."""
    at = chunk.first - 1
    while at >= 0:
        if clauses.does[at] == "verb":
            return subjects(clauses, group_of(clauses, at))
        if clauses.lower[at] in _STOPS or clauses.does[at] == "opens":
            return []
        at -= 1
    return []


# -- verbs ----------------------------------------------------------------------------------------------------------------


def _around_verb(clauses: Clauses, trigger: Trigger) -> Iterator[Part]:
    verb, group = trigger.verb, trigger.group
    if verb is None or group is None:
        return
    acting = subjects(clauses, group)
    if group.passive:
        yield from ((verb.object, mention(clauses, one)) for one in acting)
        yield from _by(clauses, group, verb.subject)
        return
    yield from ((verb.subject, mention(clauses, one)) for one in acting)
    behind = trigger.last
    while behind < len(clauses.does) and clauses.does[behind] in ("adverb", "time"):
        behind += 1
    chunk = clauses.chunk_at.get(behind)
    if chunk is not None and chunk.first == behind and is_somebody(clauses, chunk) and verb.needs != "somewhere":
        for one in (chunk, *_more(clauses, chunk)):
            yield verb.object, mention(clauses, one)
        behind = chunk.last
    stop = _clause_end(clauses, behind, None)
    while behind < stop:
        chunk = clauses.chunk_at.get(behind)
        if chunk is not None and chunk.before in _TOGETHER and chunk.first == behind and is_somebody(clauses, chunk):
            for one in (chunk, *_more(clauses, chunk)):
                yield verb.object if verb.kind != "visit" else "party", mention(clauses, one)
        behind = chunk.last if chunk is not None and chunk.first == behind else behind + 1


def _by(clauses: Clauses, group: Group, role: EventRole) -> Iterator[Part]:
    """«Was signed | by Vega and Marr»."""
    at, stop = group.verb + 1, _clause_end(clauses, group.verb + 1, None)
    while at < stop:
        chunk = clauses.chunk_at.get(at)
        if chunk is not None and chunk.before in ("by", "between") and chunk.first == at and is_somebody(clauses, chunk):
            for one in (chunk, *_more(clauses, chunk)):
                yield role, mention(clauses, one)
        at = chunk.last if chunk is not None and chunk.first == at else at + 1


def subjects(clauses: Clauses, group: Group, back: int = 0) -> list[Chunk]:
    """Whoever does what a verb group says: the phrase before it, with those joined to it."""
    if group.actor is not None:
        return [group.actor]
    at = group.first - 1
    while at >= 0 and (
        clauses.does[at] in ("adverb", "time") or (clauses.lower[at] in ("on", "in") and clauses.does[at + 1] == "time")
    ):
        at -= 1
    if at < 0 or back > _CLAUSES_BACK:
        return []
    if clauses.does[at] == "opens" and clauses.lower[at] in ("who", "which", "that"):
        at -= 1
        if at >= 0 and clauses.lower[at] == ",":
            at -= 1
    elif clauses.does[at] == "joins" or group.purpose or clauses.lower[at] == "to" or group.doing:
        verb = _verb_before(clauses, at)
        return subjects(clauses, group_of(clauses, verb), back + 1) if verb is not None else _first_behind(clauses, group)
    found = _phrase_ending(clauses, at)
    return [one for one in found if is_somebody(clauses, one)]


def _first_behind(clauses: Clauses, group: Group) -> list[Chunk]:
    """«After meeting Marr, | Vega said»: the phrase behind the comma that ends an opening clause."""
    for at in range(group.verb + 1, len(clauses.does) - 1):
        chunk = clauses.chunk_at.get(at + 1)
        if clauses.lower[at] == "," and chunk is not None and not chunk.before and is_somebody(clauses, chunk):
            return [chunk]
    return []


def _verb_before(clauses: Clauses, at: int) -> int | None:
    """The last verb before a word."""
    while at >= 0 and clauses.lower[at] not in _STOPS:
        if clauses.does[at] == "verb":
            return at
        if clauses.does[at] == "helps" and clauses.does[at + 1] in ("determiner", "before"):
            return at  # "had a call and signed"
        at -= 1
    return None


def _phrase_ending(clauses: Clauses, at: int) -> list[Chunk]:
    """The noun phrase that ends at or before this word, without what tells of it, and those joined to it."""
    company = list[Chunk]()
    for _ in range(12):
        commas = 0
        while at >= 0 and clauses.lower[at] == ",":
            at, commas = at - 1, 1
        chunk = clauses.chunk_at.get(at)
        if chunk is None:
            return company
        before = chunk.first - 1
        if chunk.before in _COMPANY and is_somebody(clauses, chunk):
            company = [chunk, *company]
            at = chunk.first - 2
        elif chunk.before:
            at = chunk.first - 2
        elif (
            commas
            and before > 0
            and clauses.lower[before] == ","
            and clauses.chunk_at.get(before - 1)
            and not _ends_list(clauses, chunk)
        ):
            at = before - 1  # "Vega, the mayor, met"
        else:
            joined = _joined_before(clauses, chunk)
            if joined and joined[0].before in _COMPANY:
                company = [*joined, chunk, *company]
                at = joined[0].first - 2
                continue
            return [*joined, chunk, *company]
    return company


def _ends_list(clauses: Clauses, chunk: Chunk) -> bool:
    return chunk.first > 0 and clauses.does[chunk.first - 1] == "joins"


def _joined_before(clauses: Clauses, chunk: Chunk) -> list[Chunk]:
    """«Vega, Marr and | Holt»: those before, in order."""
    found = list[Chunk]()
    at = chunk.first - 1
    if at < 1 or clauses.does[at] != "joins":
        return found
    at -= 1
    while at >= 0:
        at -= clauses.lower[at] == ","
        before = clauses.chunk_at.get(at)
        while before is not None and before.before in _ATTACHED and before.first >= 2 and not is_person_like(clauses, before):
            before = clauses.chunk_at.get(before.first - 2)
        if before is None or before.last > chunk.first:
            break
        found.insert(0, before)
        at = before.first - 1
        if at < 1 or clauses.lower[at] != ",":
            break
    return found


def is_person_like(clauses: Clauses, chunk: Chunk) -> bool:
    """Whether a phrase begins without a preposition or tells of people."""
    return not chunk.before


def _more(clauses: Clauses, chunk: Chunk) -> list[Chunk]:
    """«With Vega, | Marr and Holt»: those joined behind a phrase; commas count where an "and" ends the list."""
    found, at = list[Chunk](), _attached_end(clauses, chunk)
    closed = False
    for _ in range(40):
        comma = clauses.lower[at : at + 1] == [","]
        joint = at + comma
        and_here = clauses.lower[joint : joint + 1] in (["and"], ["&"])
        first = joint + and_here
        if not (comma or and_here):
            break
        following = clauses.chunk_at.get(first)
        if following is None or following.first != first or following.before or not is_somebody(clauses, following):
            break
        end = _attached_end(clauses, following)
        if clauses.does[end : end + 1] in (["helps"], ["verb"]) and not comma and not and_here:
            break
        if clauses.does[end : end + 1] == ["helps"] or (
            clauses.does[end : end + 1] == ["verb"] and not _is_participle(clauses, end)
        ):
            break  # «met Vega, and Marr left»
        found.append(following)
        at = end
        if and_here:
            closed = True
            break
    return found if closed else []


def _is_participle(clauses: Clauses, at: int) -> bool:
    return clauses.lower[at].endswith("ing")


def _attached_end(clauses: Clauses, chunk: Chunk) -> int:
    """Where a phrase ends with the phrases that tell of it: "the head | of the council | in Barrow"."""
    end = chunk.last
    while clauses.lower[end : end + 1] and clauses.lower[end] in _ATTACHED:
        following = clauses.chunk_at.get(end + 1)
        if following is None or following.first != end + 1:
            break
        end = following.last
    return end


def _clause_end(clauses: Clauses, at: int, over: Group | None) -> int:
    """Where the clause ends that goes on here: at the next verb or clause, not at its own verb."""
    skipped = over is None
    while at < len(clauses.does):
        does = clauses.does[at]
        if over is not None and at == over.verb:
            skipped = True
        elif (
            clauses.lower[at] in _STOPS
            or (does == "opens" and skipped)
            or (does == "verb" and skipped)
            or (does == "helps" and skipped)
        ):
            break
        at += 1
    return at


def mention(clauses: Clauses, chunk: Chunk) -> Extent:
    """A phrase's words as a mention; with what "of" and "from" add where its noun is no name: "ministers from Orr"."""
    first, last = chunk.first, chunk.last
    if not is_named(clauses, chunk) and not chunk.pronoun and clauses.lower[last : last + 1] == ["from"]:
        behind = clauses.chunk_at.get(last + 1)
        last = behind.last if behind is not None and behind.first == last + 1 else last
    while last - 1 > first and clauses.does[last - 1] == "owns":
        last -= 1
    return clauses.extent(first, last)
