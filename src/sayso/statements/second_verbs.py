"""Drafts -> the same with each content ended before its speaker's next verb: «Vale [noted the remarks] and [said that …]»."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from sayso.attribution import Extent
from sayso.statements.clauses import form_of, helps, opening_subject
from sayso.statements.drafts import Draft, trimmed
from sayso.statements.frames import frame_of

# What may follow a verb behind which a thing stands: not "a man warned by", "pledged delegates", "stressed out".
OBJECT = re.compile(
    r"[\s,:”’\"]*(?:[\"“‘A-Z$£€\d]|(?:the|an?|his|her|its|their|our|my|your|this|that|these|those|no|any|all|both|some|several|many"
    r"|more|two|three|him|her|them|it|us|me|you|what|how|why|whether|to|for|about|against|over|with)\b)"
)

_NEXT = 8  # of a speaker's verbs in a content, those looked at
_REACH = 40  # code points before a verb in which its conjunction stands
_AHEAD = 120  # code points behind a verb that tell what follows it
_AND = re.compile(r",?\s+(?:and|but)\s+(?:then\s+|also\s+|later\s+|\w+ly\s+)?(?:has\s+|have\s+|had\s+)?[\"“‘']?$")
_COMMA = re.compile(r",\s+(?:(?:and|but|also|\w+ly)\s+)?$")
_STOP = re.compile(r"[.!?\n;]")
_BE = ("was ", "were ", "is ", "are ", "been ", "being ")
_OPENING = re.compile(r"(?:that\s+)?[\"“‘'«]*", re.IGNORECASE)


def end_before_second_verbs(text: str, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts, none with its own speaker's next verb in its content.

    A verb that the encoder gave to the speaker around goes to the one within: «[the palace] said [Vale] thanked Orr and
    [assured] him».
    """
    found = list(drafts)
    _give_subjects(text, found)
    by_speaker = _by_speaker(found)
    for index, draft in enumerate(drafts):
        if draft.speaker and draft.cue and _may_be_second(text, draft.cue):
            others = [drafts[other] for _, other in by_speaker[draft.speaker] if other != index]
            if subject := _subject_within(text, draft.cue, others):
                found[index] = replace(draft, speaker=subject)
    for cues in _by_speaker(found).values():
        for _, index in cues:
            found[index] = _ended(text, found[index], cues)
    return found


def _give_subjects(text: str, found: list[Draft]) -> None:
    """«[Vale] has demanded it, and [believes] that …»: whom the encoder left without a speaker goes on with the one before."""
    cued = sorted((draft.cue, index) for index, draft in enumerate(found) if draft.cue)
    for at, (cue, index) in enumerate(cued[1:], 1):
        before = found[cued[at - 1][1]]
        if found[index].speaker or before.speaker is None or before.cue is None or before.speaker[0] > before.cue[0]:
            continue
        joined = _AND.search(text, max(0, cue[0] - _REACH), cue[0])
        goes_on = form_of(text[slice(*cue)].split()[0]) in ("past", "present") and not text[slice(*cue)].lower().startswith(_BE)
        if joined is None or not goes_on or _STOP.search(text, before.cue[1], cue[0]):
            continue
        if any(end == joined.start() or abs(end - joined.start()) < 2 for _, end in before.contents):
            found[index] = replace(found[index], speaker=before.speaker)


def _by_speaker(drafts: Sequence[Draft]) -> dict[Extent, list[tuple[Extent, int]]]:
    """The cues of each speaker in order, each with its draft."""
    found: dict[Extent, list[tuple[Extent, int]]] = {}
    for cue, index in sorted((draft.cue, index) for index, draft in enumerate(drafts) if draft.cue):
        if speaker := drafts[index].speaker:
            found.setdefault(speaker, []).append((cue, index))
    return found


def _may_be_second(text: str, cue: Extent) -> bool:
    """Whether a past form stands behind "and" or "but"."""
    return _AND.search(text, max(0, cue[0] - _REACH), cue[0]) is not None and form_of(text[slice(*cue)].split()[0]) == "past"


def _is_verb(text: str, cue: Extent) -> bool:
    """Whether a cue behind "and" is a verb: "and said that", "and called it", not "and agreed benchmarks", "and oppose"."""
    first = text[slice(*cue)].split()[0]
    if first.endswith("ing") or helps(first):
        return True
    if form_of(first) not in ("past", "present"):
        return False
    behind = text[cue[1] : cue[1] + _AHEAD]
    return OBJECT.match(behind) is not None or frame_of(behind) in ("that", "clause", "to", "quote")


def _subject_within(text: str, cue: Extent, others: Sequence[Draft]) -> Extent | None:
    """The subject of the content in which a verb stands that the encoder gave to the content's own speaker."""
    for outer in others:
        for start, end in outer.contents:
            if start < cue[0] < end and outer.cue and not start <= outer.cue[0] < end:
                opening = _OPENING.match(text, start, end)
                first = opening_subject(text, [(opening.end() if opening else start, end)])
                return first[0] if first and first[1] < cue[0] else None
    return None


def _ended(text: str, draft: Draft, cues: Sequence[tuple[Extent, int]]) -> Draft:
    """The draft with each content ended before the conjunction, or the comma, of its speaker's next verb: «…, calling it late».

    ``cues`` are all of the speaker's, in order, each with its draft.
    """
    contents = tuple(_before_verb(text, content, cues) for content in draft.contents)
    return draft if contents == draft.contents else replace(draft, contents=contents)


def _before_verb(text: str, content: Extent, cues: Sequence[tuple[Extent, int]]) -> Extent:
    start, end = content
    first = bisect_right(cues, start, key=lambda one: one[0][0])
    for cue, _ in cues[first : first + _NEXT]:
        if cue[0] >= end:
            break
        before = _COMMA if text[slice(*cue)].split()[-1].endswith("ing") else _AND
        conjunction = before.search(text, max(start, cue[0] - _REACH), cue[0])
        if conjunction and _is_verb(text, cue) and (kept := trimmed(text, (start, conjunction.start()))):
            return kept
    return content
