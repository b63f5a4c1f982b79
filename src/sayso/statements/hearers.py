"""Drafts -> the same with courts and committees as those who are told: «…, court told», «the jury heard from Orr that …».

What is heard is never the hearer's word: its speaker is whom "from" names, or nobody.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from sayso.attribution import Extent
from sayso.languages import listed
from sayso.statements.drafts import Draft, Found, sentence_around, trimmed
from sayso.statements.noun_phrases import head_of, noun_phrase, noun_phrase_before
from sayso.statements.reports import is_finite

SCORE = 0.5  # of a hearing that the encoder did not see

_BEHIND = re.compile(
    r",[\"”’']?[ \t]+([^,\n\"“”]{2,60}?)[ \t]+((?:(?:is|was|were|has[ \t]+been)[ \t]+)?(?:told|hears?|heard))"
    r"(?=[ \t]*(?:\n|$|,\s|\.(?:\s|$)))"
)
_HEARD = re.compile(r"\b(?:has[ \t]+|had[ \t]+)?(?:also[ \t]+|later[ \t]+)?(?:heard|hears?)\b")
_FROM = re.compile(
    r"[ \t]+(?:(?:\w+[ \t]+)?(?:evidence|testimony|claims|allegations|submissions|arguments|accounts)[ \t]+)?from[ \t]+"
)
_CLAUSE = re.compile(r"[^.!?\n\"“”]{0,60}?[ \t](?=(?:that|how|why|whether)\b|[\"“])")


def with_hearers(text: str, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts of what courts, juries and committees hear, addressed to them, with whoever they hear it from as speaker."""
    found = Found(drafts)
    for match in _BEHIND.finditer(text):
        if is_hearing(match[1]):
            _heard_behind(text, found, match)
    for match in _HEARD.finditer(text):
        _heard_from(text, found, match.span())
    return found.drafts


def is_hearing(phrase: str) -> bool:
    """Whether a phrase is a body, or somebody of one, that sits to hear others.

    >>> is_hearing("Leeds Crown Court"), is_hearing("an inquest at Penmarrow"), is_hearing("the owner")
    (True, True, False)
    """
    names = [word.lower() for word in phrase.split() if word[0].isupper()]
    return not {head_of(phrase).lower(), *names}.isdisjoint(listed("hearings"))


def _heard_behind(text: str, found: Found, match: re.Match[str]) -> None:
    """«Baker threw flour at inspector, court told»: all before the comma is told."""
    hearer, cue = match.span(1), match.span(2)
    behind = text[match.end() : match.end() + 1]
    if match[2] == "told" and behind in (".", ","):
        return  # a headline's participle has no stop behind it
    start, end = sentence_around(text, match.start())
    content = trimmed(text, (start, match.start() + (text[match.start() + 1] in "\"”’'") * 2))
    rest = trimmed(text, (match.end() + 1, end - (text[end - 1] == "."))) if behind == "," else None
    at = found.at(cue)
    if content is None:
        return
    if at is None:
        found.add(Draft(cue, None, (content, rest) if rest else (content,), SCORE, addressee=hearer))
    else:
        found.drafts[at] = replace(found.drafts[at], speaker=None, addressee=hearer)


def _heard_from(text: str, found: Found, cue: Extent) -> None:
    """«The tribunal heard evidence from nurse Ada Poole that …»: the nurse's words, to the tribunal."""
    at = found.at(cue)
    if at is not None and (own := _turned(text, found.drafts[at])):
        found.drafts[at] = own
        return
    start, end = sentence_around(text, cue[0])
    source = _FROM.match(text, cue[1], end)
    hearer = noun_phrase_before(text, start, cue[0]) if source else None
    if source is None or hearer is None or not is_hearing(text[slice(*hearer)]):
        return
    speaker = noun_phrase(text, source.end(), end, bare=True)
    clause = _CLAUSE.match(text, speaker[1], end) if speaker else None
    content = trimmed(text, (clause.end(), clause.end() + len(text[clause.end() : end].rstrip(" .\n")))) if clause else None
    if speaker is None or content is None:
        return
    if at is None:
        found.add(Draft(cue, speaker, (content,), SCORE, addressee=hearer))
        return
    own = found.drafts[at]
    inside = tuple(one for one in own.contents if one[0] >= content[0]) or (content,)
    found.drafts[at] = replace(own, cue=cue, speaker=speaker, contents=inside, addressee=hearer)


def _turned(text: str, draft: Draft) -> Draft | None:
    """«The court heard [the brothers planned it]»: where a clause follows, whoever hears it does not say it."""
    cue, speaker = draft.cue or (0, 0), draft.speaker
    if speaker is None or speaker[1] > cue[0] or not is_hearing(text[slice(*speaker)]):
        return None
    start, end = draft.contents[0]
    words = text[start:end].split(maxsplit=8)[:8] if start >= cue[1] else []
    finite = next((at for at, word in enumerate(words[1:], 1) if is_finite(word)), None)
    if finite is None or words[finite + 1 : finite + 2] == ["by"]:
        return None
    return replace(draft, speaker=None, addressee=speaker)
