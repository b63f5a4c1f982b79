"""A trigger in its sentence -> who takes part, as mentions with the part that each plays: subject, object, "with", "by", owner."""

from __future__ import annotations

from collections.abc import Iterator

from sayso.attribution import Extent
from sayso.events.clauses import STOPS, Chunk, Clauses, is_people
from sayso.events.triggers import OCCASIONS, Trigger, attached_end, attached_start, head_of, is_named, is_somebody, modifiers
from sayso.events.verb_groups import Group, group_of, main_verb
from sayso.events.whereabouts import listed_place
from sayso.languages import listed
from sayso.record import EventRole

Part = tuple[EventRole, Extent]

_TOGETHER = frozenset(("with", "between", "among", "alongside"))
_COMPANY = frozenset(("alongside",))
_OWNERS = frozenset(("his", "her", "their", "its", "our", "my"))
_ATTACHED = frozenset(("of", "from", "for", "in", "at"))
_CLAUSES_BACK = 3
_LONGEST_LIST, _LONGEST_APPOSITION = 60, 20  # phrases, words


def parts_of(clauses: Clauses, trigger: Trigger, until: int) -> list[Part]:
    """All who take part by the words of the trigger's clause, each once; the next one's begin at the word ``until``."""
    found = dict[Extent, EventRole]()
    for role, extent in (*_around_noun(clauses, trigger, until), *_around_verb(clauses, trigger, until)):
        found.setdefault(extent, role)
    return [(role, extent) for extent, role in found.items()]


# -- nouns ----------------------------------------------------------------------------------------------------------------


def told_by(clauses: Clauses, trigger: Trigger, until: int) -> list[Part]:
    """Who takes part by the words of the trigger's noun itself: its owner, "of", "with", "between"."""
    noun, phrase = trigger.noun, trigger.phrase
    if noun is None or phrase is None:
        return []
    found = list(_owners(clauses, phrase, noun.role("'s")))
    chunk = clauses.chunk_at[trigger.head]
    if clauses.lower[trigger.head + 1 : trigger.head + 2] == ["of"] and trigger.head + 2 < chunk.last:
        inner = Chunk(trigger.head + 2, chunk.last, "of")
        if is_somebody(clauses, inner):
            found += [(noun.role("of"), mention(clauses, one)) for one in (inner, *_more(clauses, chunk))]
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
    elif light is None and _joins_in(clauses, trigger, chunk, told):
        yield from ((noun.role("by"), mention(clauses, one)) for one in _governing_subject(clauses, chunk))


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
        if owner.last > owner.first and is_somebody(clauses, owner) and "time" not in clauses.does[first : at - 1]:
            yield role, mention(clauses, owner)


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
            if (preposition in _TOGETHER or preposition in noun.roles) and _may_take_part(clauses, chunk, noun.kind):
                for one in (chunk, *_more(clauses, chunk)):
                    yield noun.role(preposition), mention(clauses, one)
            at = chunk.last
        else:
            at += 1


def _may_take_part(clauses: Clauses, chunk: Chunk, kind: str) -> bool:
    """Whether a phrase may be somebody here: those whom one meets may be any, by their noun ("with growers")."""
    head = clauses.lower[head_of(clauses, chunk)]
    return is_somebody(clauses, chunk) or (kind in ("meeting", "call", "talks") and head.endswith("ers") and not chunk.pronoun)


def _governing_subject(clauses: Clauses, chunk: Chunk) -> list[Chunk]:
    """«The leaders commended | the recent meeting»: the subject of the verb that the noun's phrase belongs to; of the first
    verb of its clause where it tells when: «Vega urged Orr to wait during | a call with Marr»."""
    first = main_verb(clauses, chunk.first)
    if first is None:
        return []
    last = next(at for at in range(chunk.first - 1, -1, -1) if clauses.does[at] == "verb")
    return subjects(clauses, group_of(clauses, first if chunk.before in OCCASIONS else last))


# -- verbs ----------------------------------------------------------------------------------------------------------------


def _around_verb(clauses: Clauses, trigger: Trigger, until: int) -> Iterator[Part]:
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
    stop = min(_clause_end(clauses, behind, None), max(behind, until))
    while behind < stop:
        chunk = clauses.chunk_at.get(behind)
        if chunk is not None and chunk.before in _TOGETHER and chunk.first == behind and is_somebody(clauses, chunk):
            for one in (chunk, *_more(clauses, chunk)):
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
    return [("party", mention(clauses, one)) for one in (first, *_more(clauses, first))]


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
    while at >= 0 and clauses.does[at] in ("adverb", "time"):
        at -= 1
    if at < 0 or back > _CLAUSES_BACK:
        return []
    if clauses.does[at] == "opens" and clauses.lower[at] in ("who", "which", "that"):
        at -= 1 + (at > 0 and clauses.lower[at - 1] == ",")
        chunk = clauses.chunk_at.get(at)
        if chunk is not None:
            named = is_named(clauses, chunk) or not chunk.before
            return [one for one in (chunk if named else attached_start(clauses, chunk),) if is_somebody(clauses, one)]
    governor = group.governor
    of_noun = governor is not None and clauses.does[governor] == "noun"
    if of_noun or clauses.does[at] == "joins" or group.purpose or clauses.lower[at] == "to" or (group.doing and governor is None):
        verb = _verb_before(clauses, at)
        if verb is not None:
            return subjects(clauses, group_of(clauses, verb), back + 1)
        if not of_noun:
            return _first_behind(clauses, group)
    return _opening_phrase(clauses, at)


def _opening_phrase(clauses: Clauses, at: int) -> list[Chunk]:
    """The first phrase without a preposition of the clause that goes on to this word, those joined to it, and its company."""
    first = at
    while first > 0 and clauses.does[first - 1] not in ("verb", "helps", "opens") and clauses.lower[first - 1] not in STOPS:
        first -= 1
    if first and clauses.does[first - 1] == "verb":  # "To honour Orr, | Vega spoke"
        first = next((one + 1 for one in range(first, at) if clauses.lower[one] == ","), first)
    here = [chunk for chunk in clauses.chunks if first <= chunk.first <= at]
    subject = next((chunk for chunk in here if not chunk.before and _may_act(clauses, chunk)), None)
    if subject is None:
        return []
    company = [chunk for chunk in here if chunk.before in _COMPANY and is_somebody(clauses, chunk) and chunk.first > subject.first]
    return [subject, *(one for one in _more(clauses, subject, subject=True) if one.first <= at), *company]


def _first_behind(clauses: Clauses, group: Group) -> list[Chunk]:
    """«After meeting Marr, | Vega said»: the phrase behind the comma that ends an opening clause."""
    for at in range(group.verb + 1, len(clauses.does) - 1):
        chunk = clauses.chunk_at.get(at + 1)
        if clauses.lower[at] == "," and chunk is not None and not chunk.before and is_somebody(clauses, chunk):
            return [chunk]
    return []


def _verb_before(clauses: Clauses, at: int) -> int | None:
    """The last verb before a word."""
    while at >= 0 and clauses.lower[at] not in STOPS:
        if clauses.does[at] == "verb":
            return at
        if clauses.does[at] == "helps" and clauses.does[at + 1] in ("determiner", "before"):
            return at  # "had a call and signed"
        at -= 1
    return None


def _may_act(clauses: Clauses, chunk: Chunk) -> bool:
    """Whether a phrase may be whoever acts: somebody, or what the article calls so ("the breakaways")."""
    head = clauses.lower[head_of(clauses, chunk)]
    return is_somebody(clauses, chunk) or (not chunk.pronoun and clauses.does[chunk.first] == "determiner" and head.endswith("s"))


def _more(clauses: Clauses, chunk: Chunk, *, subject: bool = False) -> list[Chunk]:
    """«With Vega, | Marr and Holt»: those joined behind a phrase; commas count where an "and" ends the list."""
    found, at = list[Chunk](), attached_end(clauses, chunk)
    if _shares_noun(clauses, chunk):
        return found
    for _ in range(_LONGEST_LIST):
        comma = clauses.lower[at : at + 1] == [","]
        and_here = clauses.does[at + comma : at + comma + 1] == ["joins"] and clauses.lower[at + comma] in ("and", "&")
        following = clauses.chunk_at.get(at + comma + and_here) if comma or and_here else None
        if following is None or following.first != at + comma + and_here or following.before:
            break
        end = attached_end(clauses, following)
        bare = head_of(clauses, following) == following.last - 1 or clauses.does[following.first] == "determiner"
        if comma and not and_here and bare and is_people(clauses.lower[head_of(clauses, following)]):
            behind = _apposition_end(clauses, end)
            if behind is not None:
                at = behind
                continue  # "Vega, | a senior adviser to Orr, | and Marr"
        acts = clauses.does[end : end + 1] == ["helps"] or (clauses.does[end : end + 1] == ["verb"] and not _is_participle(clauses, end))
        if not is_somebody(clauses, following):
            return found if and_here else []  # "Vega, Marr, and others"
        if acts and not subject:
            return []  # «met Vega, and Marr left»
        found.append(following)
        at = end
        if and_here:
            return found
    return []


def _apposition_end(clauses: Clauses, at: int) -> int | None:
    """The comma that ends an apposition, before any verb."""
    for one in range(at, min(at + _LONGEST_APPOSITION, len(clauses.does))):
        if clauses.lower[one] == ",":
            return one
        if clauses.does[one] in ("verb", "helps", "opens"):
            return None
    return None


def _named_behind(clauses: Clauses, chunk: Chunk) -> Chunk | None:
    """«His counterpart, | Ana Vega,»: the name in apposition to a noun for a person."""
    head, named = head_of(clauses, chunk), clauses.chunk_at.get(chunk.last + 1)
    if clauses.lower[chunk.last : chunk.last + 1] != [","] or named is None or named.first != chunk.last + 1 or named.pronoun:
        return None
    person = clauses.forms[head][0].islower() and is_people(clauses.lower[head]) and not clauses.lower[head].endswith("s")
    name = all(clauses.forms[at][0].isupper() for at in range(named.first, named.last))
    return named if person and name and clauses.lower[named.last : named.last + 1] in ([","], ["."], []) else None


def _named_in_place(clauses: Clauses, chunk: Chunk) -> Chunk | None:
    """«Head of the mission | in Osteria Ana Vega»: the office's place with the name right behind."""
    inside = clauses.chunk_at.get(chunk.last + 1)
    if clauses.lower[chunk.last : chunk.last + 1] not in (["in"], ["to"], ["at"]) or inside is None or inside.first != chunk.last + 1:
        return None
    return inside if listed_place(clauses, inside) and is_people(clauses.lower[head_of(clauses, chunk)]) else None


def _shares_noun(clauses: Clauses, chunk: Chunk) -> bool:
    """«The presidents of Poland | and Lithuania»: one phrase, where the noun is several."""
    head, behind = head_of(clauses, chunk), clauses.chunk_at.get(chunk.last + 1)
    if behind is None or behind.first != chunk.last + 1 or head + 1 >= chunk.last or not is_named(clauses, behind):
        return False
    several = clauses.lower[head].endswith("s") and is_people(clauses.lower[head])
    return several and all(clauses.forms[at][0].isupper() for at in range(behind.first, behind.last) if clauses.does[at] == "noun")


def _is_participle(clauses: Clauses, at: int) -> bool:
    return clauses.lower[at].endswith("ing")


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


def mention(clauses: Clauses, chunk: Chunk) -> Extent:
    """A phrase's words as a mention; with what "of" and "from" add where its noun is no name: "ministers from Orr"."""
    first, last = chunk.first, chunk.last
    head = head_of(clauses, chunk)
    if clauses.lower[head] in listed("event_presences") and head + 2 < last:
        first = head + 2  # "with the participation of | all ambassadors"
    if clauses.lower[last : last + 1] == ["and"] and _shares_noun(clauses, chunk):
        last = clauses.chunk_at[last + 1].last
    if named := _named_behind(clauses, chunk) or _named_in_place(clauses, chunk):
        last = named.last
    if not is_named(clauses, chunk) and not chunk.pronoun and clauses.lower[last : last + 1] == ["from"]:
        behind = clauses.chunk_at.get(last + 1)
        last = behind.last if behind is not None and behind.first == last + 1 else last
    while last - 1 > first and clauses.does[last - 1] == "owns":
        last -= 1
    return clauses.extent(first, last)
