"""Drafts -> the same with the voices between a speaker and the article: «said through an interpreter», "seen by the Post".

Such a voice makes no statement of its own; it is a step of the relay.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from sayso.attribution import Extent
from sayso.languages import entries
from sayso.statements.drafts import Draft, Found, overlap, sentence_around, trimmed
from sayso.statements.noun_phrases import noun_phrase, noun_phrase_before
from sayso.statements.reports import is_reporting

_NEAR = 60  # code points between a cue and a voice that it is said through
_LONGEST = 80
_PARTS = re.compile(r"[;:\"“”]|,\s+(?!who|which)|\band\b")
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_SAYS = re.compile(r":?\s+(?:that\b|[\"“‘])")
_AND_VERB = re.compile(r"\s+and\s+(?=[a-z])")  # "seen by the Post and | read out"
_LEAD = re.compile(r"[\"“‘']?(?:In|As|According to|On|From)\b(?:\s+[\w’'-]+){0,6}", re.IGNORECASE)  # "In a report | seen by"


def with_relays(text: str, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts with whoever they are said through, and whoever has seen the paper that they stand in."""
    found = Found(drafts)
    for match in _through().finditer(text):
        if voice := noun_phrase(text, match.start("voice"), match.end("voice"), bare=True):
            _give(text, found, (match.start(), voice[1]), voice)
    for match in _seen().finditer(text):
        end = _tell_apart(text, found, match)
        voice = noun_phrase(text, match.end(), min(len(text), match.end() + _LONGEST), bare=True)
        if voice and voice[0] == match.end() and _is_outlet(text[slice(*voice)]):
            voice = voice[0], min(end, voice[0] + len(_AND_VERB.split(text[slice(*voice)])[0]))
            _give(text, found, (match.start(), voice[1]), voice)
    return found.drafts


def _give(text: str, found: Found, phrase: Extent, voice: Extent) -> None:
    """Put a voice into the relay of the draft that its phrase belongs to, where there is one."""
    index = _said_through(text, found, phrase)
    if index is not None:
        found.drafts[index] = _apart(text, found.drafts[index], phrase, voice)


def _tell_apart(text: str, found: Found, match: re.Match[str]) -> int:
    """«A note | seen by the Post | states that it rained»: where the encoder took "seen" for the cue, the note states it.

    Gives where whoever has seen it ends at the latest.
    """
    index = found.at(match.span())
    draft = found.drafts[index] if index is not None else None
    if index is None or draft is None or draft.cue is None or not match.start() <= draft.cue[0] < match.end():
        return len(text)
    last = max(end for _, end in draft.contents)
    words = list(_WORD.finditer(text, match.end(), min(last, match.end() + _LONGEST)))
    verb = next((word for word in words[1:] if is_reporting(word[0]) and _SAYS.match(text, word.end())), None)
    paper = noun_phrase_before(text, sentence_around(text, match.start())[0], match.start() - 1)
    content = trimmed(text, (verb.end(), last)) if verb else None
    if verb is None or paper is None or content is None:
        return len(text)
    found.drafts[index] = replace(draft, cue=verb.span(), speaker=paper, contents=(content,))
    return verb.start() - 1


def _is_outlet(voice: str) -> bool:
    """Whether a voice is a named one, or the article's own: "the Courier", "this newspaper", "reporters"; not "police"."""
    return any(word[0].isupper() for word in voice.split()) or voice.split()[-1] in ("newspaper", "reporters", "journalists")


def _said_through(text: str, found: Found, phrase: Extent) -> int | None:
    """The draft that a phrase belongs to: in its speaker, right behind its cue, or opening its clause."""
    start, end = sentence_around(text, phrase[0])
    before, behind = [], []
    for index in found.within((start, end)):
        draft = found.drafts[index]
        if draft.cue is None or _is_said(draft, phrase):
            continue
        if _is_beside(text, draft, phrase):
            return index
        last = max(draft.cue[1], draft.speaker[1] if draft.speaker else 0) if not overlap(draft.cue, phrase) else phrase[0]
        if last <= phrase[0] and not _PARTS.search(text, last, phrase[0]) and phrase[0] - last < _NEAR:
            before.append((phrase[0] - last, index))
        elif draft.cue[0] >= phrase[1]:
            behind.append((draft.cue[0], index))
    if before:
        return min(before)[1]
    lead = text[start : phrase[0]].strip()
    opens = not lead or lead[-1] == "," or _LEAD.fullmatch(lead) is not None
    if not behind or not opens:
        return None
    speaker = found.drafts[min(behind)[1]].speaker
    follows = speaker is not None and speaker[0] >= phrase[1] and not text[phrase[1] : speaker[0]].strip()
    return min(behind)[1] if follows or text[phrase[1] : phrase[1] + 1] == "," else None


def _is_said(draft: Draft, phrase: Extent) -> bool:
    """Whether a phrase stands in the midst of what is said: «Vale said that a letter seen by the Post was forged»."""
    return any(start < phrase[0] and phrase[1] <= end for start, end in draft.contents)


def _is_beside(text: str, draft: Draft, phrase: Extent) -> bool:
    """Whether a phrase stands in a draft's speaker or right behind it: "a letter seen by it", «Vale, quoted by it, said»."""
    if draft.speaker is None or draft.cue is None or draft.speaker[0] > phrase[0]:
        return False
    return phrase[1] <= max(draft.speaker[1], draft.cue[0]) and not _PARTS.search(text, draft.speaker[1], phrase[0])


def _apart(text: str, draft: Draft, phrase: Extent, voice: Extent) -> Draft:
    """The draft with the voice in its relay, and without the phrase in its cue or at the beginning of its content."""
    cue = draft.cue
    if voice in draft.relayed:
        return draft
    if cue and overlap(cue, phrase):
        cue = trimmed(text, (cue[0], min(cue[1], phrase[0]))) or cue
    contents = tuple(
        trimmed(text, (phrase[1], content[1])) or content if phrase[0] <= content[0] < phrase[1] < content[1] else content
        for content in draft.contents
    )
    return replace(draft, cue=cue, contents=contents, relayed=(*draft.relayed, voice))


@cache
def _through() -> re.Pattern[str]:
    people = "|".join(sorted((word for word, role in entries("en", "relays") if role == "mouth"), key=len, reverse=True))
    who = rf"(?P<voice>(?:an?|his|her|its|their|the|one\s+of\s+\w+)\s+(?:[\w’'-]+\s+){{0,4}}?(?:{people}))"
    return re.compile(rf"(?:\b[Ss]peaking\s+)?\b(?:through|via|[Tt]hrough|[Vv]ia)\s+{who}\b")


@cache
def _seen() -> re.Pattern[str]:
    verbs = "|".join(word for word, role in entries("en", "relays") if role == "seen")
    return re.compile(rf"\b(?:{verbs})\s+(?:exclusively\s+)?")
