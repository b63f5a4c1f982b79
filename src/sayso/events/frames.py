"""A language's lists of events -> the frame of a noun or verb: the kind of event, and who plays which part in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal, cast

from sayso.languages import entries
from sayso.record import EventRole, EventStatus
from sayso.statements import lemmas


@dataclass(frozen=True, slots=True)
class Noun:
    """«Visit»: its kind, and the part of whoever a preposition behind it brings in; "'s" stands for its owner."""

    words: tuple[str, ...]
    kind: str
    roles: dict[str, EventRole]
    thing: bool = False  # an agreement, aid: what is made or given, and is there when nothing happens
    sudden: bool = False  # an accident: nobody holds it, the word alone tells of it
    message: bool = False  # greetings: an event where they are what the text is about

    def role(self, preposition: str) -> EventRole:
        """The part of whoever stands behind a preposition."""
        return self.roles.get(preposition, "party")


@dataclass(frozen=True, slots=True)
class Verb:
    """«Meet with»: its lemma and what belongs to it, the kind, its subject's and object's parts, and what must follow."""

    words: tuple[str, ...]
    kind: str
    subject: EventRole
    object: EventRole
    needs: str


@dataclass(frozen=True, slots=True)
class Light:
    """«Hold» with a noun as its object, "take place" with one as its subject; its subject's part, and the status it tells."""

    words: tuple[str, ...]
    noun: Literal["object", "subject", "either"]
    role: EventRole
    status: EventStatus | None
    kinds: frozenset[str]

    def fits(self, kind: str) -> bool:
        """Whether it goes with nouns of this kind: one pays visits, and imposes sanctions."""
        return not self.kinds or kind in self.kinds


@cache
def _nouns() -> dict[str, list[Noun]]:
    """Nouns by their last word, the longest first."""
    found: dict[str, list[Noun]] = {}
    for phrase, kind, *more in entries("en", "event_nouns"):
        roles = dict(part.split("=") for part in (more[0].split() if more else []) if "=" in part)
        flags = [(flag in more[0].split()) if more else False for flag in ("thing", "sudden", "message")]
        words = tuple(phrase.split())
        for last in {words[-1], _plural(words[-1])}:
            noun = Noun((*words[:-1], last), kind, cast("dict[str, EventRole]", roles), *flags)
            found.setdefault(last, []).append(noun)
    return {last: sorted(nouns, key=lambda noun: -len(noun.words)) for last, nouns in found.items()}


def _plural(word: str) -> str:
    if word.endswith("s"):
        return word
    if word.endswith("y") and word[-2] not in "aeiou":
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("ch", "sh")) else "s")


@cache
def _verbs() -> dict[str, list[Verb]]:
    """Verbs by their lemma, the longest first."""
    found: dict[str, list[Verb]] = {}
    for phrase, kind, subject, its_object, needs in entries("en", "event_verbs"):
        words = tuple(phrase.split())
        verb = Verb(words, kind, cast("EventRole", subject), cast("EventRole", its_object), needs)
        found.setdefault(words[0], []).append(verb)
    return {lemma: sorted(verbs, key=_first_tried) for lemma, verbs in found.items()}


def _first_tried(verb: Verb) -> tuple[int, bool]:
    """The longer first, and what asks for a sort of noun before what asks for less."""
    return -len(verb.words), not objects_of(verb.needs)


@cache
def _lights() -> dict[str, list[Light]]:
    found: dict[str, list[Light]] = {}
    for phrase, noun, role, *more in entries("en", "event_light"):
        words = tuple(phrase.split())
        told = cast("EventStatus", more[0]) if more and more[0] != "-" else None
        kinds = frozenset(more[1].split()) if len(more) > 1 else frozenset[str]()
        light = Light(words, cast("Literal['object', 'subject', 'either']", noun), cast("EventRole", role), told, kinds)
        found.setdefault(words[0], []).append(light)
    return {lemma: sorted(lights, key=lambda light: -len(light.words)) for lemma, lights in found.items()}


@cache
def _moods() -> dict[str, dict[str, str]]:
    """Kind of sign -> word -> status."""
    found: dict[str, dict[str, str]] = {}
    for word, does, status in entries("en", "event_moods"):
        found.setdefault(does, {})[word] = status
    return found


@lru_cache(maxsize=32768)
def may_trigger(low: str) -> bool:
    """Whether a word in small letters may be an event's noun, or a form of its verb."""
    return low in _nouns() or any(lemma in _verbs() for lemma in lemmas(low))


def noun_ending(lower: Sequence[str], at: int) -> Noun | None:
    """The noun of the list, the longest, whose last word stands here."""
    for noun in _nouns().get(lower[at], ()):
        first = at + 1 - len(noun.words)
        if first >= 0 and tuple(lower[first : at + 1]) == noun.words:
            return noun
    return None


@lru_cache(maxsize=32768)
def _verbs_of(low: str) -> tuple[Verb, ...]:
    return tuple(verb for lemma in lemmas(low) for verb in _verbs().get(lemma, ()))


def kinds_of(low: str) -> frozenset[str]:
    """The kinds of event that a word in small letters may tell of as a verb of the lists.

    >>> sorted(kinds_of("met")), sorted(kinds_of("sang"))
    (['meeting'], [])
    """
    return frozenset(verb.kind for verb in _verbs_of(low) if len(verb.words) == 1)


def verbs_at(lower: Sequence[str], does: Sequence[str], at: int) -> list[tuple[Verb, int]]:
    """The verbs of the list that begin here, with where all that belongs to them ends: «spoke | today | with»."""
    found = [(verb, _end_of(lower, does, at, verb.words)) for verb in _verbs_of(lower[at])]
    return [(verb, end) for verb, end in found if end]


def _end_of(lower: Sequence[str], does: Sequence[str], at: int, words: tuple[str, ...]) -> int:
    """Where the words end that begin here, adverbs and times between them; 0 where they do not go on."""
    at += 1
    if len(words) == 1:
        return at
    while (
        at < len(lower)
        and lower[at] != words[1]
        and (does[at] in ("adverb", "time") or lower[at : at + 1] in (["on"], ["late"]))
    ):
        at += 1
    return at + len(words) - 1 if tuple(lower[at : at + len(words) - 1]) == words[1:] else 0


@lru_cache(maxsize=32768)
def _lights_of(low: str) -> tuple[Light, ...]:
    return tuple(light for lemma in lemmas(low) for light in _lights().get(lemma, ()))


def light_at(lower: Sequence[str], at: int) -> Light | None:
    """The light verb that begins here, the longest."""
    return next((light for light in _lights_of(lower[at]) if _goes_on(lower, at, light.words)), None)


def _goes_on(lower: Sequence[str], at: int, words: tuple[str, ...]) -> bool:
    return len(words) == 1 or tuple(lower[at + 1 : at + len(words)]) == words[1:]


@lru_cache(maxsize=64)
def objects_of(needs: str) -> frozenset[str]:
    """The nouns of the sorts that a verb needs one of, "forces/supplies"; none where it needs something else.

    >>> "troops" in objects_of("forces/supplies"), objects_of("somebody")
    (True, frozenset())
    """
    sorts = needs.split("/")
    return frozenset(noun for noun, sort in entries("en", "event_objects") if sort in sorts)


def helping(low: str) -> str | None:
    """What a helping verb or "not" tells of the status."""
    return _moods()["helps"].get("not" if low.endswith(("n't", "n’t")) else low.replace("’", "'"))


@lru_cache(maxsize=8192)
def governing(low: str, over_object: bool = False) -> str | None:
    """The status of what a word governs: «plans | to meet»; ``over_object`` of those with somebody between."""
    kinds = ("governs object",) if over_object else ("governs", "governs object")
    for lemma in lemmas(low):
        for kind in kinds:
            if status := _moods()[kind].get(lemma):
                return status
    return None


def modifying(low: str) -> str | None:
    """The status that an adjective tells of its noun: "upcoming"."""
    return _moods()["noun"].get(low)


@lru_cache(maxsize=8192)
def is_listed_verb(low: str) -> bool:
    """Whether a word may be a form of any verb of the lists."""
    return bool(_verbs_of(low) or _lights_of(low) or governing(low))
