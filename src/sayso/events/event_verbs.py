"""A verb of the lists in its clause -> whether it tells of an event there: by what must stand behind it, and who does it."""

from __future__ import annotations

from sayso.events.clauses import STOPS, Chunk, Clauses, is_past, is_people
from sayso.events.frames import Verb, objects_of, verbs_at
from sayso.events.phrases import attached_end, attached_start, head_of, is_named, is_place, is_somebody, may_take_part
from sayso.events.trigger import Trigger
from sayso.events.undertaking_words import is_noun
from sayso.events.verb_groups import Group, group_of
from sayso.languages import word_class
from sayso.languages.lexicon import word_lists

_MONEY = frozenset(("$", "€", "£", "million", "billion", "trillion"))
_AMOUNT = 6  # words behind a verb in which an amount of money stands: "invest more than $ 5 billion"
_FAR_OBJECT = 7  # words from a verb to the noun that it is done to
_BEEN = frozenset(("was", "were", "been", "be"))
_PHONE = ("phone", "telephone", "video", "videoconference", "videolink")


def verb_at(clauses: Clauses, at: int) -> Trigger | None:
    """The trigger whose verb stands at this word, with all that its row of the list asks for; None where none does."""
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
    if nouns := objects_of(verb.needs):
        if group.purpose and "works" in verb.needs:
            return False  # "an agreement to reopen the plant"
        return _has_object(clauses, nouns, last, group, counted="forces" in verb.needs)
    if verb.needs == "money":
        return not _MONEY.isdisjoint(clauses.lower[last : last + _AMOUNT])
    if group.passive and verb.needs not in ("phone", "-", "made", "passive", "joined", "done", "past"):
        return verb.subject != verb.object  # «if the conditions are met»
    if verb.needs in ("made", "passive"):
        return _is_made(clauses, last, group, verb.needs == "passive")
    if verb.needs == "together":
        who = subjects_end(clauses, group)
        return who is not None and _are_several(clauses, who)
    if verb.needs == "joined":
        return group.passive
    if verb.needs == "past":
        return is_past(clauses.lower[group.verb]) and not group.passive
    if verb.needs == "done":
        return group.passive and not _BEEN.isdisjoint(clauses.lower[group.first : group.verb])
    if verb.needs == "day":
        return not group.purpose and not group.doing
    if verb.needs == "-":
        return True
    if verb.needs == "meets" and _meets(clauses, last, group):
        return True
    if verb.needs == "phone":
        return any(word in _PHONE for word in clauses.lower[last : last + 5])
    at = last
    while at < len(clauses.does) and (clauses.does[at] in ("adverb", "time")):
        at += 1
    if clauses.does[at : at + 2] == ["joins", "verb"]:
        at += 2  # "donated and shipped | 500 doses"
    chunk = clauses.chunk_at.get(at)
    if chunk is None or chunk.first != at:
        return False
    if verb.needs == "invited":
        return is_somebody(clauses, chunk) and _is_led(clauses, chunk, "to")
    if verb.needs == "site":
        return clauses.does[at] == "determiner" and (bool(group.signs) or is_past(clauses.lower[group.verb]))
    if verb.needs == "chosen":
        return is_somebody(clauses, chunk) and (
            clauses.does[chunk.first] == "determiner" or clauses.forms[chunk.first][0].isupper()
        )
    if verb.needs == "somewhere":
        known = clauses.does[chunk.first] == "determiner" and clauses.lower[chunk.last - 1] in word_lists().place_words
        return known or is_named(clauses, chunk) or is_place(clauses, chunk)  # "flew to | the island"
    if verb.needs == "something":
        return not chunk.pronoun
    behind = attached_end(clauses, chunk)
    if clauses.does[behind : behind + 1] == ["owns"] or not _goes_with(clauses, verb, chunk, behind):
        return False
    if verb.needs == "meets" or (verb.needs == "somebody" and verb.words[-1] == "with"):
        return may_take_part(clauses, chunk, verb.kind)
    if verb.needs.startswith("somebody"):
        _, _, then = verb.needs.partition(" ")
        head = clauses.lower[head_of(clauses, chunk)]
        return (
            is_somebody(clauses, chunk)
            and not is_noun(head, "no actor")
            and (not then or then in clauses.lower[attached_end(clauses, chunk) :][:1] or _is_led(clauses, chunk, then))
        )
    return True


def _has_object(clauses: Clauses, nouns: frozenset[str], last: int, group: Group, *, counted: bool) -> bool:
    """«Passed | sweeping legislation», "the | bill | was passed", "a | law | passed by Orr", "activated another | 500"."""
    if group.passive or (clauses.lower[last : last + 1] == ["by"] and group.first == group.verb):
        chunk = subjects_end(clauses, group)
        return chunk is not None and not nouns.isdisjoint(clauses.lower[chunk.first : chunk.last])
    for at in range(last, min(last + _FAR_OBJECT, len(clauses.lower))):
        does, low = clauses.does[at], clauses.lower[at]
        number = counted and low.replace(",", "").isdigit() and clauses.does[at + 1 : at + 2] != ["noun"]
        if low in nouns or number:
            return True
        leads = does == "before" and low != "of" and clauses.forms[at].islower()
        if leads or does in ("verb", "helps", "opens", "pronoun") or low in STOPS or low in (",", "."):
            return False
    return False


def _goes_with(clauses: Clauses, verb: Verb, chunk: Chunk, behind: int) -> bool:
    """Not «called | Marr “a liar”», "called Orr a farce", "dismissed Marr as weak": what the verb does there is no event."""
    low = clauses.lower[behind] if behind < len(clauses.lower) else "."
    if verb.words == ("dismiss",):
        return low != "as"
    if verb.words != ("call",):
        return True
    named = clauses.lower[chunk.first] not in ("a", "an") and clauses.lower[verb_start(chunk) :][:1] != ["what"]
    return named and (low in (".", ",", "and", "to") or clauses.does[behind] in ("time", "before", "adverb", "opens"))


def verb_start(chunk: Chunk) -> int:
    """The word three before a phrase: "what" in «what | he | called | Marr»."""
    return max(0, chunk.first - 3)


def _meets(clauses: Clauses, at: int, group: Group) -> bool:
    """«Met in Orr | with Marr», «the leaders met in Orr»."""
    who = subjects_end(clauses, group)
    if who is not None and _are_several(clauses, who):
        return True
    while at < len(clauses.does) and clauses.does[at] not in ("verb", "helps", "opens"):
        behind = clauses.chunk_at.get(at + 1)
        if clauses.lower[at] == "with" and behind is not None and is_somebody(clauses, behind):
            return True
        at += 1
    return False


def _is_led(clauses: Clauses, chunk: Chunk, then: str) -> bool:
    """«Welcomed Vega | of Orr and her delegation | to the palace»: the preposition before the next verb, with a place."""
    at = chunk.last
    while at < len(clauses.does) and clauses.does[at] not in ("verb", "helps", "opens"):
        behind = clauses.chunk_at.get(at + 1)
        if clauses.lower[at] == then and behind is not None and (is_named(clauses, behind) or is_place(clauses, behind)):
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
    if (
        group.passive
        and not {"was", "were", "been", "be"} & set(helpers)
        and not ({"is", "are"} & set(helpers) and "being" in helpers)
    ):
        return False  # "is marked by", "on being awarded"
    if group.passive:
        return subject >= 0 and ("planned" in group.signs or clauses.does[subject] not in ("opens", "joins"))
    if group.governor is not None and "ongoing" in group.signs:
        return False
    object_behind = clauses.does[last : last + 1] == ["determiner"] or (
        last < len(clauses.forms) and clauses.forms[last][0].isupper()
    )
    return "planned" in group.signs and object_behind


def subjects_end(clauses: Clauses, group: Group) -> Chunk | None:
    """The phrase that ends right before a verb's group."""
    at = group.first - 1
    while at >= 0 and (clauses.does[at] in ("adverb", "time") or clauses.lower[at] == ","):
        at -= 1
    return clauses.chunk_at.get(at)


def _are_several(clauses: Clauses, who: Chunk) -> bool:
    """«Vega and Marr», "the leaders", "they", "the Contact Group"."""
    if who.pronoun:
        return clauses.lower[who.first] in ("they", "we")
    of = attached_start(clauses, who)
    joint = of.first - 1 if of.first and clauses.does[of.first - 1] == "joins" else 0
    joint -= joint > 0 and clauses.lower[joint - 1] == ","
    joined = joint > 0 and clauses.chunk_at.get(joint - 1) is not None
    body = any(clauses.lower[at] in word_class("meets as one") for at in range(of.first, of.last))
    head = clauses.lower[head_of(clauses, of)]
    return joined or body or (head.endswith("s") and is_people(head))


def _with_phone(clauses: Clauses, last: int) -> int:
    """«spoke | by phone», «on the telephone»: where the phone's words end."""
    at = next(at for at in range(last, last + 5) if clauses.lower[at] in _PHONE)
    return at + 1
