"""Drafts -> the same with whom each is addressed to, who is taken out of the content; also where the verb makes it the subject.

«Ministers were warned by officials that …», "The inquiry was told that …", «Asked why, Vale said …», "the jury heard that …".
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from sayso.attribution import Extent
from sayso.statements.acts import lemmas
from sayso.statements.addressees import BE, Frame, addressee_of, frame_in
from sayso.statements.drafts import Draft, overlap, sentence_around, trimmed
from sayso.statements.frames import frame_of, infinitive_in
from sayso.statements.hearers import is_hearing
from sayso.statements.non_answers import is_non_answer
from sayso.statements.noun_phrases import noun_phrase, noun_phrase_before, role_of, subject_of_clause

_HEARD = re.compile(
    r"(?:(?:has|have|had|was|were)\s+)?(?:\w+ly\s+)?(?:hear|heard|hears|learn|learned|learnt|learns)\b(?:\s+from)?$", re.I
)
NEIGHBOURS = 4  # cues to either side among which the clause is that a participle belongs to

_PARTICIPLE = re.compile(r"(?:^|[\n\"“‘'(,.;:!?—–-])\s*(?:(?:when|if|once|after|being|on)\s+)?(?:being\s+)?$", re.I)
_ORDERED_DONE = re.compile(r"\s+\w+ed\b")  # «was ordered | confined»
_BY = re.compile(r"\s+(?:by|from)\s+")
_HELPERS_END = re.compile(
    r"(?:\s*\b(?:had|has|have|was|were|is|are|am|be|been|being|not|never|also|will|would|could|may|might|must|to)\b"
    r"|\s*[’'](?:re|m|s|ve|d)\b)+\s*$"
)
_AND = re.compile(r",?\s+(?:and|but)\s+(?:then\s+|also\s+)?$|,?\s+(?:and|but)$")
_EDGE = re.compile(r"[\s,:]*(?:know\b\s*)?")  # «let | her know | that it rained»


def address(text: str, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts with their addressees, which stand in no content of theirs; a draft that has one keeps it.

    Where the passive's subject, or the court that heard something, was taken for the speaker, it is the addressee.
    """
    cued = sorted(((draft.cue, index) for index, draft in enumerate(drafts) if draft.cue), key=lambda one: one[0])
    cues = [cue for cue, _ in cued]
    return [
        _addressed(text, draft, [drafts[index] for _, index in _near(cued, cues, draft.cue)], cues) if draft.cue else draft
        for draft in drafts
    ]


def _near(cued: Sequence[tuple[Extent, int]], cues: Sequence[Extent], cue: Extent) -> Sequence[tuple[Extent, int]]:
    """The cues around one, with their drafts' numbers."""
    at = bisect_left(cues, cue)
    return cued[max(0, at - NEIGHBOURS) : at + NEIGHBOURS + 1]


def _addressed(text: str, draft: Draft, drafts: Sequence[Draft], cues: Sequence[Extent]) -> Draft:
    draft = _without_addressee(text, _with_verb(text, draft))
    cue = draft.cue or (0, 0)
    sentence = sentence_around(text, cue[0])
    if draft.addressee:
        return _apart(text, draft, draft.addressee)
    if heard := _who_heard(text, draft, sentence):
        return _turned(text, draft, heard)
    frame = frame_in(text[slice(*cue)])
    if frame and (frame.passive or _is_passive(text, draft)) and not _is_of_state(text, draft, frame):
        subject = _subject(text, draft, sentence)
        return _turned(text, draft, subject) if subject else draft
    if frame and frame.role == "object" and frame.bare and draft.speaker and _is_joined_passive(text, draft):
        return _turned(text, draft, draft.speaker)
    if frame and frame.role == "object" and frame.bare and draft.speaker is None:
        found = _of_participle(text, draft, drafts, sentence)
        if found:
            return replace(draft, addressee=found)
    told = addressee_of(text, draft, sentence, cues)
    unanswered = told and is_non_answer(text[slice(*cue)], text[slice(*draft.contents[-1])][:80])
    return _apart(text, draft, told) if told and not unanswered else draft


_HELPING = re.compile(r"(?:(?:has|have|had|will|would|was|were|is|are|am|be|been|being|not|also|\w+ly)\s*)+", re.I)
_LONG_SPEAKER = re.compile(r"(.+?)\s+to\s+(?=\S)", re.S)


def _with_verb(text: str, draft: Draft) -> Draft:
    """The draft with the verb of a cue that the encoder broke off: «has been | told to prepare»."""
    cue = draft.cue or (0, 0)
    verb = re.compile(r"\s+(\w+(?:ed|ld|nt))\b").match(text, cue[1])
    if verb is None or not _HELPING.fullmatch(text, *cue) or any(overlap(one, verb.span(1)) for one in draft.contents):
        return draft
    return replace(draft, cue=(cue[0], verb.end()))


def _without_addressee(text: str, draft: Draft) -> Draft:
    """The draft whose speaker, behind the cue, took the one spoken to along: «said | the mayor to the waiting crowd»."""
    cue, speaker = draft.cue or (0, 0), draft.speaker
    frame = frame_in(text[slice(*cue)])
    if speaker is None or frame is None or "to" not in frame.role or not 0 <= speaker[0] - cue[1] <= 1:
        return draft
    told = _LONG_SPEAKER.match(text, *speaker)
    if (
        told is None
        or noun_phrase(text, told.end(), speaker[1], bare=False) is None
        or infinitive_in(text[told.end(1) : speaker[1]])
    ):
        return draft
    return replace(draft, speaker=(speaker[0], told.end(1)))


def _is_of_state(text: str, draft: Draft, frame: Frame) -> bool:
    """Whether a passive tells what somebody believes or what is done to them: "is convinced that", "was ordered confined"."""
    end = (draft.cue or (0, 0))[1]
    return bool(_ORDERED_DONE.match(text, end)) or (frame.moves and infinitive_in(text[end : end + 80]) is None)


def _is_passive(text: str, draft: Draft) -> bool:
    """Whether a form of "be" stands right before a cue that begins with a participle: «was | told»."""
    cue = draft.cue or (0, 0)
    frame = frame_in(text[slice(*cue)])
    before = re.search(r"([’']?\w+)\s+(?:(?:not|also|never|\w+ly)\s+)?$", text[max(0, cue[0] - 40) : cue[0]])
    return bool(frame and frame.role == "object" and frame.bare and before and before[1].lower() in BE)


_JOINED_PASSIVE = re.compile(r"\s.{0,60}\b(?:was|were|been|being)\b.{0,60},?\s+and\s+(?:then\s+|also\s+)?")


def _is_joined_passive(text: str, draft: Draft) -> bool:
    """«I was hauled in and | told | that …»: an object's verb without one, whose helping verb stands before."""
    cue, speaker = draft.cue or (0, 0), draft.speaker or (0, 0)
    content = next((one for one in draft.contents if one[0] >= cue[1]), cue)
    opens = frame_of(text[cue[1] : content[1]][:80]) in ("that", "to") and "tell" in lemmas(
        text[slice(*cue)].split()[-1].lower()
    )
    return opens and speaker[1] <= cue[0] and _JOINED_PASSIVE.fullmatch(text, speaker[1], cue[0]) is not None


def _subject(text: str, draft: Draft, sentence: Extent) -> Extent | None:
    """What stands before a passive cue: a piece of the content that ends there, the supposed speaker, or a noun phrase."""
    cue = draft.cue or (0, 0)
    start = _before_helpers(text, sentence[0], cue[0])
    if draft.speaker and draft.speaker[1] <= cue[0] and not text[draft.speaker[1] : start].strip():
        return draft.speaker
    for content in draft.contents:
        if content[1] <= cue[0] and start - content[1] <= 1:
            within = noun_phrase_before(text, content[0], content[1])
            return within or content
    joined = _AND.search(text, max(sentence[0], start - 8), start)
    return noun_phrase_before(text, sentence[0], start) or (subject_of_clause(text, sentence[0], start) if joined else None)


def _before_helpers(text: str, start: int, end: int) -> int:
    """Where the words end that stand before the helping verbs of a passive: «Ministers | had been | told»."""
    found = _HELPERS_END.search(text[start:end])
    return start + found.start() if found else end


def _turned(text: str, draft: Draft, subject: Extent) -> Draft:
    """The draft addressed to its subject, with whom "by" or "from" names as its speaker where nobody else is."""
    cue = draft.cue or (0, 0)
    speaker = None if draft.speaker and overlap(draft.speaker, subject) else draft.speaker
    if speaker is None:
        speaker = _agent(text, draft)
    contents = tuple(content for content in draft.contents if not overlap(content, subject))
    if speaker:
        contents = tuple(cut for one in contents if (cut := _without(text, one, (cue[1], speaker[1]))))
    if not contents:
        end = sentence_around(text, cue[1])[1]
        rest = trimmed(text, (max(cue[1], speaker[1] if speaker else 0), end - (text[end - 1] in ".!?")))
        apart = rest and text[cue[1] : rest[0]].isspace()  # not «was promised|," she insisted»
        opens = apart and rest and frame_of(text[rest[0] : rest[1]][:80]) in ("to", "that", "question", "clause", "quote")
        contents = (rest,) if rest and opens else draft.contents
        if contents is draft.contents:
            return draft
    return replace(draft, addressee=subject, speaker=speaker, contents=contents)


def _agent(text: str, draft: Draft) -> Extent | None:
    """Whom "by" names right behind a passive cue: «was told | by | the minister»."""
    cue = draft.cue or (0, 0)
    end = sentence_around(text, cue[0])[1]
    inside = re.search(r"\s(?:by|from)$", text[slice(*cue)])
    at = cue[1] + 1 if inside else (found.end() if (found := _BY.match(text, cue[1], end)) else None)
    return noun_phrase(text, at, end, bare=True) if at else None


def _without(text: str, content: Extent, taken: Extent) -> Extent | None:
    """A content without what it begins with."""
    if content[0] >= taken[1] or content[1] <= taken[0] or content[0] < taken[0]:
        return content
    return trimmed(text, (min(taken[1], content[1]), content[1]))


def _who_heard(text: str, draft: Draft, sentence: Extent) -> Extent | None:
    """The court, jury or committee before "heard", which is told what it hears: "The inquest heard that …"."""
    cue = draft.cue or (0, 0)
    if not _HEARD.search(text[slice(*cue)]):
        return None
    start = _before_helpers(text, sentence[0], cue[0])
    subject = draft.speaker or noun_phrase_before(text, sentence[0], start)
    if subject is None or subject[1] > cue[0] or not is_hearing(text[slice(*subject)]):
        return None
    after = [content for content in draft.contents if content[0] >= cue[1]]
    opens = frame_of(text[slice(*after[0])][:80]).split(" ")[-1] if after else "quote"
    return subject if opens in ("that", "question", "clause", "quote") else None


def _of_participle(text: str, draft: Draft, drafts: Sequence[Draft], sentence: Extent) -> Extent | None:
    """Whom «Asked why …, Vale said» asks: the speaker of the clause that it belongs to; in a headline, «MPs told to pay»."""
    cue = draft.cue or (0, 0)
    content = next((one for one in draft.contents if one[0] >= cue[1]), None)
    if content is None or frame_of(text[cue[1] : content[1]][:80]) not in (
        "to",
        "that",
        "question",
        "about",
        "on",
        "for",
        "quote",
    ):
        return None
    if _AND.search(text, max(sentence[0], cue[0] - 12), cue[0]):
        return subject_of_clause(text, sentence[0], cue[0])
    if not _PARTICIPLE.search(text[sentence[0] : cue[0]]):
        line = text.rfind("\n", 0, cue[0]) + 1
        subject = noun_phrase_before(text, line, cue[0])
        return subject if subject and subject[0] == line and frame_of(text[cue[1] : content[1]][:80]) == "to" else None
    held = [
        other
        for other in drafts
        if other.cue
        and other.speaker
        and role_of(text[slice(*other.speaker)]) != "determiner"
        and sentence[0] <= other.cue[0] < sentence[1]
        and not overlap(other.cue, content)
    ]
    nearest = min(held, key=lambda one: abs((one.cue or cue)[0] - cue[0]), default=None)
    if nearest:
        return nearest.speaker
    behind = re.compile(r",\s+").match(text, content[1], sentence[1])
    return noun_phrase(text, behind.end(), sentence[1], bare=False) if behind else None


def _apart(text: str, draft: Draft, told: Extent) -> Draft:
    """The draft with its addressee, cut off the content that it begins; a content that is nothing else stays.

    A name or noun stays as the subject of an infinitive, «urged | the council to wait», which PolNeAR has so and is as plain.
    """
    contents = []
    stays = role_of(text[slice(*told)]) != "pronoun" and infinitive_in(text[told[1] : told[1] + 80]) is not None
    for content in () if stays else draft.contents:
        lead = text[content[0] : told[0]].strip().lower()
        begins = (
            content[0] <= told[0] and told[1] < content[1] and (not lead or lead in ("to", "with", "at") or lead.endswith("ly"))
        )
        rest = trimmed(text, (_EDGE.match(text, told[1], content[1]).end(), content[1])) if begins else None  # type: ignore[union-attr]
        contents.append(rest or content)
    contents = contents or list(draft.contents)
    kept = tuple(one for one in contents if not (told[0] <= one[0] and one[1] <= told[1])) or tuple(contents)
    return replace(draft, addressee=told, contents=kept)
