"""Drafts -> those whose cue is one there: not "conceded a penalty", "known as the Otter", «wrote "Title"».

``other_senses.txt`` has where a cue is none, by what follows it and by who speaks. Besides, a preposition alone is no cue, nor
a participle before its noun ("the promised land"); a cue of helping verbs alone takes its verb from the content.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from sayso.attribution import Extent
from sayso.languages import entries, listed, word_class
from sayso.statements.acts import cue_in, phrase_of
from sayso.statements.drafts import Draft, trimmed
from sayso.statements.frames import frame_of, is_helping, stands_alone, words_behind
from sayso.statements.noun_phrases import head_of, noun_phrase, noun_phrase_before

UNSURE = 0.4  # a cue of helping verbs alone counts from this score on: below it 14 of 19 in the marked passages were none
NEAR = 6  # words behind a cue in which the thing stands that tells its sense: "denied | the young doctor a visa"

_QUOTE = re.compile(r"[\"“”«»„]|(?<!\w)['‘](?=\w)")
_WORDS = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_READS = re.compile(r"(?:that|which)\s+(?P<verb>reads?|said|says|declared|proclaimed)\s*[:,]?\s*(?P<quote>[\"“‘'])")
_SIGN_REACH = 60
_ASKING = frozenset(("what", "how", "why", "where", "when", "who"))
_FILLER = re.compile(r"you know\s*[,—–-]|that said\s*,", re.I)


def in_sense(text: str, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts without those whose cue has another sense there; cues that were cut short are made whole first."""
    kept, places = [], {}
    for draft in drafts:
        whole = _of_sign(text, _with_verb(text, draft)) if draft.cue else draft
        if draft.cue and whole.cue:
            places[draft.cue] = whole.cue
        if whole.cue is None or not _has_other_sense(text, whole, whole.cue):
            kept.append(_without_feeling(text, whole))
    return [replace(draft, outer=places.get(draft.outer, draft.outer)) if draft.outer else draft for draft in kept]


def _has_other_sense(text: str, draft: Draft, cue: Extent) -> bool:
    words = text[slice(*cue)]
    if not any(map(str.isalpha, words)):
        return False
    if (
        _is_broken(text, draft, words)
        or _is_preposition(words)
        or _is_adjective(text, draft, cue)
        or all(
            end <= cue[0] and text[start:end].lower() in _ASKING for start, end in draft.contents
        )  # «What | the palace says»
        or _FILLER.match(text, min(cue[0], (draft.speaker or cue)[0]))
    ):
        return True
    behind = words_behind(text, cue, draft.speaker, draft.contents)
    found = phrase_of(words, behind)
    if found is None or found[1] is None:
        return False
    begins = any(one[0] >= cue[1] and not text[cue[1] : one[0]].strip() for one in draft.contents)
    senses = [sense for sense in _senses().get(" ".join(found[0].words), ()) if begins or "any" in sense.frames]
    quoted = any(_QUOTE.search(text, *content) for content in draft.contents)
    titled = _is_titled(text, cue, draft)
    return any((titled and "title" in one.frames) or _fits(one, text, draft, found[1], quoted) for one in senses)


@dataclass(frozen=True, slots=True)
class Sense:
    """One row of the list: the frames, the speakers and the words by which a cue is none."""

    frames: frozenset[str]
    speakers: frozenset[str]
    things: frozenset[str]


def _fits(sense: Sense, text: str, draft: Draft, rest: str, quoted: bool) -> bool:
    if sense.speakers and _kind(text, draft.speaker) not in sense.speakers:
        return False
    if "any" in sense.frames:
        return True
    frame = frame_of(rest)
    if frame not in sense.frames and not ("alone" in sense.frames and _is_alone(rest, draft)):
        return False
    if sense.things and sense.things.isdisjoint(word.lower() for word in _WORDS.findall(rest)[:NEAR]):
        return False
    return not quoted or "quoted" in sense.frames


def _is_alone(rest: str, draft: Draft) -> bool:
    return len(draft.contents) == 1 and stands_alone(rest)


def _kind(text: str, speaker: Extent | None) -> str | None:
    if speaker is None:
        return "nobody"
    return "he" if text[slice(*speaker)].lower() in ("he", "she", "they", "we", "i", "you", "who") else None


@cache
def _senses() -> dict[str, tuple[Sense, ...]]:
    senses: dict[str, tuple[Sense, ...]] = {}
    for row in entries("en", "other_senses"):
        phrase, frames, speakers, things = (*row, "", "")[:4]
        sense = Sense(
            frozenset(frames.split(", ")), frozenset(speakers.split(", ") if speakers else ()), frozenset(things.split())
        )
        senses[phrase] = (*senses.get(phrase, ()), sense)
    return senses


def _is_broken(text: str, draft: Draft, cue: str) -> bool:
    """Whether a cue is helping verbs alone, in which the encoder is unsure: «They | are | in the garden»."""
    quoted = any(_QUOTE.search(text, *content) for content in draft.contents)
    return draft.score < UNSURE and not quoted and _helps(cue)


def _helps(cue: str) -> bool:
    words = [word.lower() for word in _WORDS.findall(cue)]
    return bool(words) and all(is_helping(word) or word.endswith("ly") for word in words)


def _is_preposition(cue: str) -> bool:
    """Whether a cue is one small preposition: «comment | about»; not "per", nor "For Vale, …"."""
    return cue.islower() and (cue in word_class("preposition") or cue in ("as", "for"))


def _is_adjective(text: str, draft: Draft, cue: Extent) -> bool:
    """Whether a cue is a participle between an article and its noun: "the | promised | land"."""
    words = text[slice(*cue)]
    before = re.search(r"\b(?:the|a|an)\s+$", text[max(0, cue[0] - 6) : cue[0]], re.I)
    content = draft.contents[0]
    joined = content[0] >= cue[1] and text[cue[1] : content[0]].isspace() and text[content[0]].islower()
    return bool(before) and joined and draft.speaker is None and words.endswith("ed") and words.isalpha()


def _is_titled(text: str, cue: Extent, draft: Draft) -> bool:
    """Whether what follows is a work's title: «wrote | "Dig Your Own Well"», without a comma before, words in capitals."""
    content = draft.contents[0]
    if content[0] < cue[1] or not text[cue[1] : content[0]].isspace():
        return False
    title = re.compile(r"[\"“‘]([^\"”’.!?]+)[\"”’]").match(text, *content)
    words = [word for word in _WORDS.findall(title[1]) if len(word) > 3] if title else []
    return bool(words) and all(word[0].isupper() for word in words)


def _without_feeling(text: str, draft: Draft) -> Draft:
    """The draft without a speaker that is nobody: «serious concern»."""
    if draft.speaker is None:
        return draft
    words = text[slice(*draft.speaker)]
    is_feeling = words.islower() and head_of(words) in listed("feelings") and words.split()[0] not in word_class("possessive")
    return replace(draft, speaker=None) if is_feeling else draft


def _of_sign(text: str, draft: Draft) -> Draft:
    """The draft of what stands on a thing, not of who holds it: «held a sign | that read "No mine here"»."""
    cue = draft.cue or (0, 0)
    content = next((one for one in draft.contents if one[0] >= cue[1]), None)
    reads = _READS.match(text, *content) if content else None
    thing = noun_phrase_before(text, max(0, cue[0] - _SIGN_REACH), content[0]) if content and reads else None
    if content is None or reads is None or thing is None:
        return draft
    words = (reads.start("quote"), content[1])
    return replace(
        draft, cue=reads.span("verb"), speaker=thing, contents=tuple(words if one == content else one for one in draft.contents)
    )


def _with_verb(text: str, draft: Draft) -> Draft:
    """The draft whose cue of helping verbs or adverbs takes the verb that the content begins with: «was | so happy that»."""
    cue = draft.cue or (0, 0)
    content = next((one for one in draft.contents if one[0] >= cue[1]), None)
    if content is None or not _helps(text[slice(*cue)]):
        return draft
    if text[cue[1] : content[0]].strip() or (draft.speaker and cue[1] <= draft.speaker[0]):
        return draft
    for word in list(_WORDS.finditer(text, *content))[:3]:
        verb = cue_in(text, word.start(), content[1])
        if verb and noun_phrase(text, cue[1], word.start(), bare=False) is None:
            rest = trimmed(text, (verb[1], content[1]))
            contents = tuple(rest if one == content else one for one in draft.contents)
            return replace(draft, cue=(cue[0], verb[1]), contents=contents) if rest else draft  # type: ignore[arg-type]
    return draft
